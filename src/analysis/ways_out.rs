//! What would make a finding go away: single changes of the drawing or of an answer, each found by trying it. Only for the
//! finding on screen: every try costs one assessment.

use std::collections::BTreeSet;

use super::asked::Asked;
use super::assess::assess;
use super::assessment::Assessment;
use super::finding::Finding;
use super::mlsvs::measures;
use super::proof::{Claim, Premise};
use crate::catalog::rule::FlowTest;
use crate::catalog::{Catalog, Strength};
use crate::model::{
    ComponentId, Control, ControlId, ControlStatus, Date, FactValue, FindingId, FlowId, ThreatModel,
};

/// How many changes are tried at most.
const MOST: usize = 40;

/// One change after which a finding stands no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayOut {
    /// A fact of a component has one of these values.
    Answer {
        /// The component.
        component: ComponentId,
        /// The fact.
        fact: String,
        /// The values, least dangerous first.
        values: Vec<String>,
    },
    /// A flow is encrypted.
    Encrypt(FlowId),
    /// Both ends of a flow prove who they are.
    Authenticate(FlowId),
    /// A flow is taken away.
    Cut(FlowId),
}

/// What would make a finding go away, and how far controls alone bring it down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaysOut {
    /// Single changes, in the order of the proof.
    pub changes: Vec<WayOut>,
    /// How many requirements act strongly on it, and the residual risk (1 to 25) once all of them are verified; `None`
    /// where there is none.
    pub verified: Option<(usize, u8)>,
}

/// Tries single changes of what the proof of a finding rests on.
#[must_use]
pub fn ways_out(
    model: &ThreatModel,
    catalog: &Catalog,
    now: &Assessment,
    id: &FindingId,
) -> WaysOut {
    let Some(finding) = now.findings.get(id) else {
        return WaysOut::default();
    };
    let mut changes: Vec<WayOut> = Vec::new();
    let tries = candidates(model, catalog, finding).into_iter().take(MOST);
    for change in tries {
        let gone =
            tried(model, &change).is_some_and(|model| !stands(&model, catalog, now.date, finding));
        if gone {
            join(&mut changes, change);
        }
    }
    WaysOut {
        changes,
        verified: all_verified(model, catalog, now, finding),
    }
}

/// Whether the finding is still there, whatever its part: as a consequence of another it has not gone away.
fn stands(model: &ThreatModel, catalog: &Catalog, date: Date, finding: &Finding) -> bool {
    assess(model, catalog, date)
        .findings
        .contains_key(&finding.id)
}

/// Values of the same fact are one way out.
fn join(changes: &mut Vec<WayOut>, change: WayOut) {
    if let WayOut::Answer {
        component,
        fact,
        values,
    } = &change
    {
        let same = changes.iter_mut().find_map(|other| match other {
            WayOut::Answer {
                component: c,
                fact: f,
                values,
            } if c == component && f == fact => Some(values),
            _ => None,
        });
        if let Some(same) = same {
            same.extend(values.iter().cloned());
            return;
        }
    }
    changes.push(change);
}

/// What can be tried: other values of the facts that the proof rests on, protecting its flows, and taking them away.
fn candidates(model: &ThreatModel, catalog: &Catalog, finding: &Finding) -> Vec<WayOut> {
    let premises = finding.proof.premises();
    let mut facts: BTreeSet<(ComponentId, String)> = BTreeSet::new();
    let mut all = Vec::new();
    for premise in &premises {
        for (component, fact) in facts_of(premise) {
            if facts.insert((component.clone(), fact.clone())) {
                all.extend(other_values(model, catalog, &component, &fact));
            }
        }
        match &premise.claim {
            Claim::Flow {
                test: FlowTest::Encrypted,
                flow,
            } => all.push(WayOut::Encrypt(flow.clone())),
            Claim::Flow {
                test: FlowTest::Authenticated,
                flow,
            } => all.push(WayOut::Authenticate(flow.clone())),
            _ => {}
        }
    }
    let flows = premises.iter().flat_map(|premise| &premise.flows);
    let flows: BTreeSet<&FlowId> = flows.collect();
    all.extend(flows.into_iter().map(|flow| WayOut::Cut(flow.clone())));
    all
}

fn facts_of(premise: &Premise) -> Vec<(ComponentId, String)> {
    let mut facts = Vec::new();
    if let Claim::Fact {
        component, fact, ..
    } = &premise.claim
    {
        facts.push((component.clone(), fact.clone()));
    }
    for (component, asked) in &premise.open {
        if let Asked::Fact(fact) = asked {
            facts.push((component.clone(), fact.clone()));
        }
    }
    facts
}

fn other_values(
    model: &ThreatModel,
    catalog: &Catalog,
    component: &ComponentId,
    fact: &str,
) -> Vec<WayOut> {
    let held = model
        .components
        .get(component)
        .and_then(|c| c.facts.get(fact));
    let values = catalog
        .fact(fact)
        .map(|fact| fact.values.as_slice())
        .unwrap_or_default();
    let other = |value: &&(String, String)| {
        held.is_none_or(|held| !held.values().any(|one| one == value.0))
    };
    let way = |(value, _): &(String, String)| WayOut::Answer {
        component: component.clone(),
        fact: fact.to_owned(),
        values: vec![value.clone()],
    };
    values.iter().filter(other).map(way).collect()
}

fn tried(model: &ThreatModel, change: &WayOut) -> Option<ThreatModel> {
    let mut model = model.clone();
    match change {
        WayOut::Answer {
            component,
            fact,
            values,
        } => {
            let value = FactValue::one(values.first()?);
            model
                .components
                .get_mut(component)?
                .facts
                .insert(fact.clone(), value);
        }
        WayOut::Encrypt(flow) => model.flows.get_mut(flow)?.encrypted = Some(true),
        WayOut::Authenticate(flow) => model.flows.get_mut(flow)?.authenticated = Some(true),
        WayOut::Cut(flow) => drop(model.flows.remove(flow)?),
    }
    Some(model)
}

/// The residual risk once everything that acts strongly on a finding is verified.
fn all_verified(
    model: &ThreatModel,
    catalog: &Catalog,
    now: &Assessment,
    finding: &Finding,
) -> Option<(usize, u8)> {
    let strong: Vec<_> = measures(model, catalog, now, finding)
        .into_iter()
        .filter(|measure| measure.strength != Strength::W)
        .collect();
    if strong.is_empty() {
        return None;
    }
    let mut model = model.clone();
    for measure in &strong {
        let here = measure.components.iter().cloned().map(Some);
        let places: Vec<Option<ComponentId>> = if measure.components.is_empty() {
            vec![None]
        } else {
            here.collect()
        };
        for component in places {
            let id = ControlId {
                requirement: measure.requirement.clone(),
                component,
            };
            model.controls.insert(id, verified(now.date));
        }
    }
    let after = assess(&model, catalog, now.date);
    let residual = after.findings.get(&finding.id)?.residual();
    Some((strong.len(), residual))
}

fn verified(date: Date) -> Control {
    Control {
        status: ControlStatus::Verified,
        evidence: Some("what if".into()),
        assessor: Some("what if".into()),
        date: Some(date),
        because: None,
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Op;

    fn model(steps: &[&str]) -> (ThreatModel, Catalog) {
        let catalog = Catalog::built_in().unwrap();
        let mut model = ThreatModel::default();
        for step in steps {
            let plan = Op::parse(step).unwrap().plan(&model, &catalog).unwrap();
            model.apply(&plan.into_change("test", 0)).unwrap();
        }
        (model, catalog)
    }

    #[test]
    fn every_way_out_makes_the_finding_go_away_and_taking_the_flow_away_is_one() {
        let (model, catalog) = model(&[
            "zone internet \"Internet\" trust 0",
            "zone prod \"Production\" trust 3",
            "add feed \"Crowd labels\" data.third_party in internet",
            "add train \"Training\" train.job in prod",
            "connect feed train label",
            // Without other data the learner would be one without any, which cannot be judged.
            "add own \"Own records\" data.internal_store in prod",
            "answer own writers team",
            "connect own train train",
        ]);
        let date = "2026-11-22".parse().unwrap();
        let now = assess(&model, &catalog, date);
        let id: FindingId = "ML02@train".parse().unwrap();
        let ways = ways_out(&model, &catalog, &now, &id);
        assert!(
            ways.changes
                .contains(&WayOut::Cut("feed-train".parse().unwrap())),
            "{ways:?}"
        );
        for change in &ways.changes {
            let after = assess(&tried(&model, change).unwrap(), &catalog, date);
            assert!(!after.findings.contains_key(&id), "{change:?}");
        }
        let (count, residual) = ways.verified.unwrap();
        assert!(count > 0 && residual <= now.findings[&id].residual());
    }
}
