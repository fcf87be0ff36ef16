//! What the chapters look things up in: names, order, and the findings sorted once. It writes no block of its own.

use std::collections::BTreeMap;

use super::prospects::Prospects;
use super::wording::{component_anchor, day, requirement_link};
use super::{Audience, BuildOptions};
use crate::analysis::mlsvs::{Guidance, guidance};
use crate::analysis::{
    Assessment, Finding, RequirementState, Risk, Role, Truth, Verdict, crosses, is_waiting_question,
};
use crate::catalog::{Catalog, Kind, Requirement, Strength};
use crate::layout::Layout;
use crate::model::{
    Assumption, Component, ComponentId, DecisionStatus, Edition, FindingId, Flow, RequirementId,
    ThreatId, ThreatModel,
};
use crate::report::blocks::Span;
use crate::report::clean;

/// A document with everything that follows from it, as the chapters read it.
pub(super) struct View<'a> {
    pub model: &'a ThreatModel,
    pub catalog: &'a Catalog,
    pub assessment: &'a Assessment,
    pub layout: &'a Layout,
    pub options: &'a BuildOptions,
    /// Primary findings that apply, the worst residual risk first.
    pub applying: Vec<&'a Finding>,
    /// Primary findings that need an answer, the worst first.
    pub asking: Vec<&'a Finding>,
    /// Consequences by the primary finding behind them.
    pub affected: BTreeMap<&'a FindingId, Vec<&'a Finding>>,
    /// Consequences without a primary finding behind them.
    pub stray: Vec<&'a Finding>,
    /// What to build, by component and by stage.
    pub guidance: Guidance,
    /// What answers to the open questions would change.
    pub prospects: Prospects,
}

impl<'a> View<'a> {
    pub(super) fn new(
        model: &'a ThreatModel,
        catalog: &'a Catalog,
        assessment: &'a Assessment,
        layout: &'a Layout,
        options: &'a BuildOptions,
    ) -> Self {
        let mut asking: Vec<&Finding> = assessment
            .findings
            .values()
            .filter(|f| f.role == Role::Primary && f.verdict == Verdict::NeedsAnswer)
            .collect();
        asking.sort_by_key(|f| {
            (
                std::cmp::Reverse(f.residual()),
                std::cmp::Reverse(f.inherent()),
                &f.id,
            )
        });
        let (affected, stray) = consequences(assessment);
        Self {
            model,
            catalog,
            assessment,
            layout,
            options,
            applying: assessment.by_risk(),
            asking,
            affected,
            stray,
            guidance: guidance(model, catalog, assessment),
            prospects: Prospects::new(model, catalog, assessment),
        }
    }

    pub(super) fn is_brief(&self) -> bool {
        self.options.audience == Audience::Brief
    }

    pub(super) fn edition(&self) -> Edition {
        self.model.system.edition
    }

    pub(super) fn title(&self) -> String {
        let title = clean::line(&self.model.system.title);
        if title.is_empty() {
            "Untitled system".to_owned()
        } else {
            title
        }
    }

    // ---- components

    /// The name of a component on one line.
    pub(super) fn name(&self, id: &ComponentId) -> String {
        let name = clean::line(self.model.name_of(id));
        if name.is_empty() {
            id.to_string()
        } else {
            name
        }
    }

    /// The name of a component as a link to its sheet.
    pub(super) fn component_link(&self, id: &ComponentId) -> Span {
        if self.model.components.contains_key(id) {
            Span::to(component_anchor(id), self.name(id))
        } else {
            Span::plain(self.name(id))
        }
    }

    pub(super) fn kind(&self, component: &Component) -> Option<&'a Kind> {
        self.catalog.kind(&component.kind)
    }

    /// The name of a component's kind.
    pub(super) fn kind_name(&self, component: &Component) -> String {
        self.kind(component)
            .map_or_else(|| clean::line(&component.kind), |kind| kind.name.clone())
    }

    /// The components along the pipeline: by the family of their kind, then by name.
    pub(super) fn components(&self) -> Vec<(&'a ComponentId, &'a Component)> {
        let families = &self.catalog.entries().families;
        let place = |component: &Component| {
            let family = self.kind(component).map(|kind| &kind.family);
            families
                .iter()
                .position(|f| Some(f) == family)
                .unwrap_or(families.len())
        };
        let mut all: Vec<(&ComponentId, &Component)> = self.model.components.iter().collect();
        all.sort_by_key(|(id, component)| (place(component), self.name(id).to_lowercase(), *id));
        all
    }

    /// The place where a component stands, with its trust.
    pub(super) fn place(&self, component: &Component) -> String {
        let Some(zone) = &component.zone else {
            return "In no zone; its trust is not known".to_owned();
        };
        let name = self.zone_name(zone);
        match self.model.trust_of(component) {
            Some(trust) => format!("{name} (trust {})", trust.number()),
            None => format!("{name} (trust not known)"),
        }
    }

    pub(super) fn zone_name(&self, zone: &crate::model::ZoneId) -> String {
        let name = self
            .model
            .zones
            .get(zone)
            .map(|zone| clean::line(&zone.name))
            .unwrap_or_default();
        if name.is_empty() {
            zone.to_string()
        } else {
            name
        }
    }

    // ---- flows

    /// Whether a flow crosses a trust boundary.
    pub(super) fn crosses(&self, flow: &Flow) -> Truth {
        crosses(self.model, flow)
    }

    /// What a flow carries, in the words of the catalogue.
    pub(super) fn carries(&self, flow: &Flow) -> String {
        let kinds = &self.catalog.entries().flows;
        let names: Vec<String> = flow
            .carries
            .iter()
            .map(|id| {
                kinds
                    .get(id)
                    .map_or_else(|| clean::line(id), |kind| kind.name.clone())
            })
            .collect();
        names.join(", ")
    }

    /// What a flow carries, with the team's label before it.
    pub(super) fn flow_words(&self, flow: &Flow) -> String {
        let (label, carries) = (
            flow.label.as_deref().map(clean::line).unwrap_or_default(),
            self.carries(flow),
        );
        match (label.is_empty(), carries.is_empty()) {
            (true, true) => "nobody has said".to_owned(),
            (true, false) => carries.to_lowercase(),
            (false, true) => label,
            _ if label.eq_ignore_ascii_case(&carries) => label,
            (false, false) => format!("{label} ({})", carries.to_lowercase()),
        }
    }

    // ---- threats and findings

    /// The name of a threat in the document's edition.
    pub(super) fn threat_name(&self, id: &ThreatId) -> String {
        let name = self.catalog.threat_name(self.model, id.as_str());
        name.map_or_else(|| id.to_string(), clean::line)
    }

    /// A finding in a few words: its threat and its component.
    pub(super) fn finding_title(&self, id: &FindingId) -> String {
        format!(
            "{} at {}",
            self.threat_name(&id.threat),
            self.name(&id.component)
        )
    }

    /// The threats that are columns of the matrix: the catalogue's and then the team's own, where they stand at something.
    pub(super) fn threats(&self) -> Vec<ThreatId> {
        let known = self
            .catalog
            .entries()
            .threats
            .keys()
            .filter_map(|id| ThreatId::new(id.as_str()).ok());
        let own = self
            .model
            .own_threats
            .iter()
            .filter(|(_, own)| !own.components.is_empty())
            .map(|(id, _)| id.clone());
        known.chain(own).collect()
    }

    /// The first primary finding behind a consequence.
    pub(super) fn cause_of(&self, finding: &'a Finding) -> Option<&'a FindingId> {
        causes(self.assessment, finding).next()
    }

    /// How many primary findings that apply are open and at or above a level.
    pub(super) fn open_at_or_above(&self, risk: Risk) -> usize {
        self.applying
            .iter()
            .filter(|f| f.is_open() && f.risk() >= risk)
            .count()
    }

    /// Findings that nobody has decided on, the worst first.
    pub(super) fn undecided(&self) -> Vec<&'a Finding> {
        self.applying
            .iter()
            .copied()
            .filter(|f| f.status == DecisionStatus::Open)
            .collect()
    }

    /// The worst residual risk of what applies. Living with a risk does not lower it; only what the team holds not to fit is
    /// left out.
    pub(super) fn exposure(&self) -> Option<Risk> {
        self.standing().map(Finding::risk).max()
    }

    /// What applies, but for what the team marked as not applicable.
    pub(super) fn standing(&self) -> impl Iterator<Item = &'a Finding> {
        let all = self.applying.iter().copied();
        all.filter(|f| f.status != DecisionStatus::NotApplicable)
    }

    /// Findings at or above a level that are not open though they stand: accepted, transferred or to be avoided.
    pub(super) fn kept_at_or_above(&self, risk: Risk) -> Vec<&'a Finding> {
        self.standing()
            .filter(|f| !f.is_open() && f.risk() >= risk)
            .collect()
    }

    /// The highest residual risk that what is not known leaves open at a finding: the steps that nobody has answered, and the
    /// answers to open questions, one or several.
    pub(super) fn at_worst(&self, finding: &Finding) -> u8 {
        self.prospects.bound(finding)
    }

    /// Findings that apply, by level, worst first: "2 critical, 3 high".
    pub(super) fn spread(findings: &[&Finding]) -> String {
        let parts: Vec<String> = Risk::ALL
            .into_iter()
            .rev()
            .map(|risk| (findings.iter().filter(|f| f.risk() == risk).count(), risk))
            .filter(|(number, _)| *number > 0)
            .map(|(number, risk)| format!("{number} {}", risk.as_str()))
            .collect();
        super::wording::listed(&parts)
    }

    /// The day that a decision names, marked where it has passed.
    pub(super) fn due(&self, finding: &Finding) -> String {
        let due = finding.decision.as_ref().and_then(|decision| decision.due);
        let late = self.is_past(finding);
        format!("{}{}", day(due), if late { " (past)" } else { "" })
    }

    /// Whether the day that a decision names has passed.
    pub(super) fn is_past(&self, finding: &Finding) -> bool {
        let due = finding.decision.as_ref().and_then(|decision| decision.due);
        due.is_some_and(|due| due < self.assessment.date)
    }

    /// The assumptions that the decision on a finding rests on.
    pub(super) fn assumptions_under(&self, id: &FindingId) -> Vec<&'a Assumption> {
        let asked = &self.assessment.questions;
        let all = self.model.assumptions.iter();
        all.filter(|(note, one)| one.covers.contains(id) && !is_waiting_question(note, one, asked))
            .map(|(_, one)| one)
            .collect()
    }

    // ---- requirements

    /// Where a requirement stands among the others.
    pub(super) fn requirement_order(&self, id: &RequirementId) -> (u32, Vec<u32>, RequirementId) {
        self.catalog.requirement_order(id)
    }

    /// A requirement in a few words: its title, or the beginning of its text where a team gave it none.
    pub(super) fn requirement_title(&self, id: &RequirementId) -> String {
        const WORDS: usize = 8;
        let Some(requirement) = self.catalog.requirement(id.as_str()) else {
            return String::new();
        };
        let title = clean::line(&requirement.title);
        if !title.is_empty() {
            return title;
        }
        let text = clean::line(&requirement.text);
        let words: Vec<&str> = text.split(' ').collect();
        match words.get(..WORDS) {
            Some(first) if words.len() > WORDS => format!("{} …", first.join(" ")),
            _ => text.trim_end_matches('.').to_owned(),
        }
    }

    /// A requirement as every chapter but one refers to it: its id, which leads to its text, and its title.
    pub(super) fn requirement(&self, id: &RequirementId) -> Vec<Span> {
        vec![
            requirement_link(id),
            Span::plain(format!(" {}", self.requirement_title(id))),
        ]
    }

    /// What a requirement says.
    pub(super) fn requirement_text(&self, id: &RequirementId) -> String {
        self.catalog
            .requirement(id.as_str())
            .map(|requirement| requirement.text.clone())
            .unwrap_or_default()
    }

    /// The requirements that apply, in the order of the catalogue.
    pub(super) fn requirements(
        &self,
    ) -> Vec<(&'a RequirementId, &'a Requirement, &'a RequirementState)> {
        let known = self.assessment.requirements.iter();
        let mut all: Vec<_> = known
            .filter_map(|(id, state)| Some((id, self.catalog.requirement(id.as_str())?, state)))
            .collect();
        all.sort_by_key(|(id, ..)| self.requirement_order(id));
        all
    }

    /// Threats of the catalogue that no requirement stops outright.
    pub(super) fn without_strong_control(&self) -> Vec<String> {
        let entries = self.catalog.entries();
        let strong = |threat: &str| {
            entries
                .requirements
                .values()
                .any(|r| r.mitigates.get(threat) == Some(&Strength::S))
        };
        entries
            .threats
            .keys()
            .filter(|threat| !strong(threat))
            .cloned()
            .collect()
    }

    /// "3 findings apply and 2 need an answer", with the numbers of this document.
    pub(super) fn tally(&self) -> String {
        let (applying, asking) = (self.applying.len(), self.asking.len());
        let first = match applying {
            0 => "no finding applies".to_owned(),
            1 => "1 finding applies".to_owned(),
            n => format!("{n} findings apply"),
        };
        let more = if applying == 0 { "" } else { " more" };
        let second = match asking {
            0 => return first,
            1 => format!("1{more} needs an answer"),
            n => format!("{n}{more} need an answer"),
        };
        format!("{first} and {second}")
    }
}

type ByCause<'a> = BTreeMap<&'a FindingId, Vec<&'a Finding>>;

/// Consequences under the primary findings behind them, and those that have none.
fn consequences(assessment: &Assessment) -> (ByCause<'_>, Vec<&Finding>) {
    let (mut affected, mut stray): (ByCause<'_>, Vec<&Finding>) = (BTreeMap::new(), Vec::new());
    for finding in assessment
        .findings
        .values()
        .filter(|f| f.role == Role::Affected)
    {
        let causes: Vec<&FindingId> = causes(assessment, finding).collect();
        if causes.is_empty() {
            stray.push(finding);
        }
        for cause in causes {
            affected.entry(cause).or_default().push(finding);
        }
    }
    (affected, stray)
}

/// The primary findings behind a consequence; none for a primary finding.
fn causes<'a>(
    assessment: &'a Assessment,
    finding: &'a Finding,
) -> impl Iterator<Item = &'a FindingId> {
    let primary = |id: &&FindingId| {
        assessment
            .findings
            .get(id)
            .is_some_and(|cause| cause.role == Role::Primary)
    };
    finding
        .behind
        .iter()
        .filter(move |_| finding.role == Role::Affected)
        .filter(primary)
}
