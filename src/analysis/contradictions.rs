//! Where a document says two things that cannot both be: facts against controls, and controls against the document itself.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Role, Verdict};
use super::graph::{Graph, Node};
use crate::model::{
    ComponentId, ControlStatus, Date, DecisionStatus, FindingId, RequirementId, ThreatModel,
};

/// The requirements of our catalogue that speak of the model itself, so that the model can be held against them.
const EVERY_COMPONENT_OWNED: &str = "PVC-V1.1";
const EVERY_FINDING_DECIDED: &str = "PVC-V1.2";

/// The components of ours that nobody answers for. People, scenes and the open web have no owner, nor has what stands outside.
pub(super) fn unowned(graph: &Graph) -> Vec<ComponentId> {
    let ours = |node: &Node| {
        let (kind, outside) = (graph.kind(*node), graph.nodes[*node].external);
        let nobodys = ["actor.", "ext.", "data.public_web"];
        let someone = nobodys.iter().any(|start| kind.starts_with(start));
        let with_users = ["serve.", "client.", "fl."];
        let at_users = with_users.iter().any(|start| kind.starts_with(start));
        !someone && (at_users || !outside.is_true())
    };
    let silent = |node: &Node| {
        let owner = graph.nodes[*node].component.owner.as_deref();
        owner.is_none_or(|owner| owner.trim().is_empty())
    };
    let nodes = (0..graph.len()).filter(ours).filter(silent);
    nodes.map(|node| graph.id(node).clone()).collect()
}

/// What the model now says against a requirement that speaks of the model itself, in words.
pub(super) fn overtaken(
    findings: &BTreeMap<FindingId, Finding>,
    unowned: &[ComponentId],
) -> BTreeMap<RequirementId, String> {
    let open = findings
        .values()
        .filter(|f| f.role == Role::Primary && f.verdict == Verdict::Applies)
        .filter(|f| f.status == DecisionStatus::Open)
        .count();
    let told = [
        (
            EVERY_FINDING_DECIDED,
            open,
            match open {
                1 => "1 finding that applies has no decision now".to_owned(),
                n => format!("{n} findings that apply have no decision now"),
            },
        ),
        (
            EVERY_COMPONENT_OWNED,
            unowned.len(),
            match unowned.len() {
                1 => "1 component of ours has no owner now".to_owned(),
                n => format!("{n} components of ours have no owner now"),
            },
        ),
    ];
    let told = told.into_iter().filter(|(_, number, _)| *number > 0);
    told.filter_map(|(id, _, text)| Some((RequirementId::new(id).ok()?, text)))
        .collect()
}

/// A fact that says a countermeasure is there, beside a control that says it is not; a control that is verified, beside a model
/// that says otherwise. A control with a note says for itself what has changed since.
pub(super) fn contradictions(
    model: &ThreatModel,
    findings: &BTreeMap<FindingId, Finding>,
    overtaken: &BTreeMap<RequirementId, String>,
    today: Date,
) -> Vec<String> {
    let mut said = BTreeSet::new();
    for (id, control) in &model.controls {
        let verified_on = control
            .date
            .filter(|_| control.status == ControlStatus::Verified);
        if let Some(day) = verified_on.filter(|day| *day > today) {
            said.insert(format!(
                "Control {id} was verified on {day}, after the day of this assessment, {today}."
            ));
        }
        let verified = control.status == ControlStatus::Verified && control.note.is_none();
        if let Some(told) = overtaken.get(&id.requirement).filter(|_| verified) {
            said.insert(format!("Control {id} is verified, but {told}."));
        }
    }
    for finding in findings.values() {
        for treatment in finding.treatments.iter().filter(|t| t.status.is_none()) {
            let denied = model.controls.iter().find(|(id, control)| {
                let here = id
                    .component
                    .as_ref()
                    .is_none_or(|c| *c == finding.id.component);
                let absent = matches!(
                    control.status,
                    ControlStatus::NotMet | ControlStatus::Planned
                );
                id.requirement == treatment.requirement && here && absent
            });
            if let Some((id, control)) = denied {
                let name = model.name_of(&finding.id.component);
                let state = control.status.in_words();
                let because = treatment.because.trim_end_matches('.');
                said.insert(format!(
                    "{name}: the drawing says \"{because}\", but control {id} is {state}."
                ));
            }
        }
    }
    said.into_iter().collect()
}
