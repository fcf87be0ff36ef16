//! What always holds for assessments, over generated pipelines (DESIGN 6).
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]
#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "proptest hands indices out by reference"
)]

mod generate;
mod pipeline;
mod steady;

use std::collections::{BTreeMap, BTreeSet};

use bartizan::analysis::{Assessment, Claim, Role, Verdict, assess};
use bartizan::catalog::Source;
use bartizan::model::{
    Component, ComponentId, ControlId, ControlStatus, Date, Edition, FactValue, FindingId, FlowId,
    RequirementId, ThreatModel,
};
use generate::threat_model;
use pipeline::{Pipeline, catalog, control, id_of, pipeline};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use steady::steady;

fn judge(model: &ThreatModel) -> Assessment {
    assess(model, catalog(), Date::new(2026, 11, 22).unwrap())
}

/// What is said of every threat at every component, with its numbers.
fn verdicts(assessment: &Assessment) -> BTreeMap<FindingId, String> {
    let stands = assessment.findings.iter().map(|(id, f)| {
        let rated = format!(
            "{:?} {:?} {}×{}",
            f.verdict, f.role, f.likelihood.score, f.impact.score
        );
        (id.clone(), rated)
    });
    let none = assessment
        .not_applicable
        .iter()
        .map(|(id, none)| (id.clone(), none.code.to_string()));
    stands.chain(none).collect()
}

fn primary(assessment: &Assessment) -> BTreeMap<FindingId, Verdict> {
    let found = assessment
        .findings
        .values()
        .filter(|f| f.role == Role::Primary);
    found.map(|f| (f.id.clone(), f.verdict)).collect()
}

fn applying(assessment: &Assessment) -> BTreeSet<FindingId> {
    let found = primary(assessment).into_iter();
    found
        .filter(|(_, verdict)| *verdict == Verdict::Applies)
        .map(|(id, _)| id)
        .collect()
}

fn residuals(assessment: &Assessment) -> BTreeMap<FindingId, u8> {
    assessment
        .findings
        .iter()
        .map(|(id, f)| (id.clone(), f.residual()))
        .collect()
}

/// The model with every component and flow under another id, in the opposite order.
fn turned_round(model: &ThreatModel) -> (ThreatModel, BTreeMap<ComponentId, ComponentId>) {
    let count = model.components.len();
    let new: BTreeMap<ComponentId, ComponentId> = model
        .components
        .keys()
        .enumerate()
        .map(|(i, id)| {
            (
                id.clone(),
                ComponentId::new(format!("c{:03}", count - i)).unwrap(),
            )
        })
        .collect();
    let mut turned = model.clone();
    turned.components = model
        .components
        .iter()
        .map(|(id, c)| (new[id].clone(), c.clone()))
        .collect();
    turned.flows = model
        .flows
        .values()
        .enumerate()
        .map(|(i, flow)| {
            let mut flow = flow.clone();
            (flow.from, flow.to) = (new[&flow.from].clone(), new[&flow.to].clone());
            (FlowId::new(format!("f{:03}", 500 - i)).unwrap(), flow)
        })
        .collect();
    turned.controls = model
        .controls
        .iter()
        .map(|(id, control)| {
            let component = id.component.as_ref().map(|c| new[c].clone());
            let id = ControlId {
                requirement: id.requirement.clone(),
                component,
            };
            (id, control.clone())
        })
        .collect();
    turned.decisions.clear();
    (turned, new)
}

/// Facts that a component answers and is asked for.
fn answered(model: &ThreatModel) -> Vec<(ComponentId, String)> {
    let answered = model
        .components
        .iter()
        .flat_map(|(id, c)| c.facts.keys().map(|f| (id.clone(), f.clone())));
    answered.collect()
}

fn without(model: &ThreatModel, component: &ComponentId) -> ThreatModel {
    let mut less = model.clone();
    less.components.remove(component);
    less.flows
        .retain(|_, flow| flow.from != *component && flow.to != *component);
    less.controls
        .retain(|id, _| id.component.as_ref() != Some(component));
    less.decisions.retain(|id, _| id.component != *component);
    less
}

/// Actors, data and scenes outside: who can write into the system.
fn outside_writers(model: &ThreatModel) -> Vec<ComponentId> {
    let writes = |c: &Component| {
        ["actor.", "data.", "ext."]
            .iter()
            .any(|prefix| c.kind.starts_with(prefix))
    };
    let outside = |c: &Component| {
        model
            .trust_of(c)
            .is_some_and(bartizan::model::Trust::is_external)
    };
    let found = model
        .components
        .iter()
        .filter(|(_, c)| writes(c) && outside(c));
    found.map(|(id, _)| id.clone()).collect()
}

/// Whether a finding rests on what a model says of the data behind it, as it may where none is drawn.
///
/// Whoever removes the last dataset drawn behind a model takes away what was known of it, beside the writer: then the model's
/// own answer is heard. That is the one way in which an outside writer's going can add a finding.
fn rests_on_a_models_own_answer(
    model: &ThreatModel,
    assessment: &Assessment,
    id: &FindingId,
) -> bool {
    let said = |claim: &Claim| match claim {
        Claim::Fact {
            component, fact, ..
        } => {
            let kind = &model.components[component].kind;
            let of_data = ["data.", "prep."]
                .iter()
                .any(|prefix| kind.starts_with(prefix));
            !of_data && ["sensitivity", "membership_sensitive"].contains(&fact.as_str())
        }
        _ => false,
    };
    let premises = assessment.findings[id].proof.premises();
    premises.iter().any(|premise| said(&premise.claim))
}

fn requirement(index: &Index) -> RequirementId {
    let ids: Vec<&String> = catalog().entries().requirements.keys().collect();
    RequirementId::new(index.get(&ids).as_str()).unwrap()
}

fn control_id(model: &ThreatModel, which: &Index, at: Option<&Index>) -> ControlId {
    let ids: Vec<&ComponentId> = model.components.keys().collect();
    ControlId {
        requirement: requirement(which),
        component: at.map(|index| (*index.get(&ids)).clone()),
    }
}

/// A requirement that bears on a finding of the model, so that a control on it can matter; any where there is none.
fn bearing(model: &ThreatModel, which: &Index, at: Option<&Index>) -> ControlId {
    let assessment = judge(model);
    let treats = |id: &RequirementId| {
        let known = catalog().requirement(id.as_str()).unwrap();
        assessment
            .findings
            .keys()
            .any(|f| known.mitigates.contains_key(f.threat.as_str()))
    };
    let live: Vec<RequirementId> = assessment
        .requirements
        .keys()
        .filter(|id| treats(id))
        .cloned()
        .collect();
    let mut id = control_id(model, which, at);
    if !live.is_empty() {
        id.requirement = which.get(&live).clone();
    }
    id
}

proptest! {
    #![proptest_config(steady(48))]

    #[test]
    fn every_generated_pipeline_speaks_the_catalogues_language(Pipeline(model) in pipeline()) {
        prop_assert_eq!(catalog().problems_of(&model), Vec::new());
        prop_assert_eq!(bartizan::model::check(&model), Vec::new());
    }

    #[test]
    fn the_same_document_gives_the_same_assessment(Pipeline(model) in pipeline()) {
        prop_assert_eq!(format!("{:?}", judge(&model)), format!("{:?}", judge(&model)));
    }

    #[test]
    fn every_pair_of_component_and_threat_gets_exactly_one_verdict(Pipeline(model) in pipeline()) {
        let assessment = judge(&model);
        let pairs = model.components.len() * catalog().entries().threats.len();
        prop_assert_eq!(assessment.findings.len() + assessment.not_applicable.len(), pairs);
        for (id, none) in &assessment.not_applicable {
            prop_assert!(!assessment.findings.contains_key(id));
            prop_assert!(!none.because.is_empty());
        }
    }

    #[test]
    fn renaming_components_changes_no_verdict(Pipeline(model) in pipeline(), names in prop::collection::vec("[A-Za-z ]{1,12}", 26)) {
        let mut renamed = model.clone();
        for (component, name) in renamed.components.values_mut().zip(&names) {
            component.name.clone_from(name);
        }
        prop_assert_eq!(verdicts(&judge(&model)), verdicts(&judge(&renamed)));
        prop_assert_eq!(residuals(&judge(&model)), residuals(&judge(&renamed)));
    }

    #[test]
    fn other_ids_in_another_order_change_no_verdict_and_no_risk(Pipeline(model) in pipeline()) {
        let (turned, new) = turned_round(&model);
        let (before, after) = (judge(&model), judge(&turned));
        let moved = |id: &FindingId| FindingId { threat: id.threat.clone(), component: new[&id.component].clone() };
        let expected: BTreeMap<FindingId, String> = verdicts(&before).into_iter().map(|(id, v)| (moved(&id), v)).collect();
        prop_assert_eq!(expected, verdicts(&after));
        let expected: BTreeMap<FindingId, u8> = residuals(&before).into_iter().map(|(id, v)| (moved(&id), v)).collect();
        prop_assert_eq!(expected, residuals(&after));
        prop_assert_eq!(before.reached, after.reached);
        prop_assert_eq!(before.blockers, after.blockers);
    }

    #[test]
    fn forgetting_a_fact_never_makes_a_finding_go_away(Pipeline(model) in pipeline(), which in any::<Index>()) {
        let facts = answered(&model);
        prop_assume!(!facts.is_empty());
        let (component, fact) = which.get(&facts);
        let mut less = model.clone();
        less.components.get_mut(component).unwrap().facts.remove(fact);
        let (before, after) = (judge(&model), judge(&less));
        for id in primary(&before).keys() {
            prop_assert!(primary(&after).contains_key(id), "{} stood until {} of {} was forgotten", id, fact, component);
        }
        for id in before.findings.keys() {
            prop_assert!(after.findings.contains_key(id), "{} stood until {} of {} was forgotten", id, fact, component);
        }
    }

    #[test]
    fn forgetting_where_a_component_stands_never_makes_a_finding_of_others_go_away(Pipeline(model) in pipeline(), which in any::<Index>()) {
        let ids: Vec<&ComponentId> = model.components.keys().collect();
        let component = (*which.get(&ids)).clone();
        let mut less = model.clone();
        less.components.get_mut(&component).unwrap().zone = None;
        let (before, after) = (judge(&model), judge(&less));
        for id in before.findings.keys() {
            prop_assert!(after.findings.contains_key(id), "{} stood until the zone of {} was forgotten", id, component);
        }
    }

    #[test]
    fn removing_an_outside_writer_never_adds_what_applies(Pipeline(model) in pipeline(), which in any::<Index>()) {
        let writers = outside_writers(&model);
        prop_assume!(!writers.is_empty());
        let writer = which.get(&writers);
        let (before, after) = (applying(&judge(&model)), judge(&without(&model, writer)));
        for id in applying(&after).difference(&before) {
            let heard = rests_on_a_models_own_answer(&model, &after, id);
            prop_assert!(heard, "{} applies only since {} is gone", id, writer);
        }
    }

    #[test]
    fn a_residual_risk_is_never_above_the_inherent_one(Pipeline(model) in pipeline()) {
        for finding in judge(&model).findings.values() {
            prop_assert!(finding.residual() <= finding.inherent());
            prop_assert!(finding.residual_likelihood >= bartizan::model::Score::clamped(1));
        }
    }

    #[test]
    fn strengthening_a_control_never_raises_a_risk(Pipeline(model) in pipeline(), which in any::<Index>(), at in proptest::option::of(any::<Index>())) {
        let id = bearing(&model, &which, at.as_ref());
        let mut last: Option<BTreeMap<FindingId, u8>> = None;
        // From nothing known over "not met" to "verified": each step is at least as good as the one before.
        for status in [ControlStatus::NotMet, ControlStatus::Planned, ControlStatus::Implemented, ControlStatus::Verified] {
            let mut more = model.clone();
            more.controls.insert(id.clone(), control(status));
            let now = residuals(&judge(&more));
            if let Some(before) = &last {
                for (finding, risk) in &now {
                    prop_assert!(*risk <= before[finding], "{} as {:?} raises {}", id, status, finding);
                }
            }
            last = Some(now);
        }
    }

    #[test]
    fn adding_a_control_never_raises_a_risk(Pipeline(model) in pipeline(), which in any::<Index>(), at in proptest::option::of(any::<Index>()), status in select(vec![ControlStatus::Implemented, ControlStatus::Verified, ControlStatus::Planned, ControlStatus::NotMet])) {
        let id = bearing(&model, &which, at.as_ref());
        // Where another record stood for this component, the new one replaces it; that is strengthening or weakening, not adding.
        let system_wide = ControlId { requirement: id.requirement.clone(), component: None };
        prop_assume!(!model.controls.contains_key(&id) && !model.controls.contains_key(&system_wide));
        let mut more = model.clone();
        more.controls.insert(id.clone(), control(status));
        let (before, after) = (residuals(&judge(&model)), residuals(&judge(&more)));
        for (finding, risk) in &after {
            prop_assert!(*risk <= before[finding], "adding {} as {:?} raises {}", id, status, finding);
        }
    }

    #[test]
    fn controls_change_no_verdict(Pipeline(model) in pipeline()) {
        let mut bare = model.clone();
        bare.controls.clear();
        prop_assert_eq!(verdicts(&judge(&model)), verdicts(&judge(&bare)));
    }

    #[test]
    fn the_level_never_rises_when_a_component_makes_more_apply(Pipeline(model) in pipeline(), kind in any::<Index>(), state in prop::collection::vec(any::<Index>(), 0..6)) {
        let mut model = model;
        // Everything is verified, but for a few requirements: so that a level is reached at all.
        let open: BTreeSet<RequirementId> = state.iter().map(requirement).collect();
        for id in catalog().entries().requirements.keys() {
            let id = RequirementId::new(id.as_str()).unwrap();
            if !open.contains(&id) {
                model.controls.insert(ControlId { requirement: id, component: None }, control(ControlStatus::Verified));
            }
        }
        let kinds: Vec<&String> = catalog().entries().kinds.keys().collect();
        let kind = kind.get(&kinds);
        prop_assume!(!model.components.contains_key(&id_of(kind)));
        let mut more = model.clone();
        let new = Component {
            name: "New".into(),
            kind: (*kind).clone(),
            zone: None,
            owner: None,
            facts: BTreeMap::<String, FactValue>::new(),
            note: None,
        };
        more.components.insert(id_of(kind), new);
        let (before, after) = (judge(&model), judge(&more));
        for id in before.requirements.keys() {
            prop_assert!(after.requirements.contains_key(id), "{} applied before", id);
        }
        prop_assert!(after.reached <= before.reached);
    }

    #[test]
    fn the_level_never_rises_when_a_requirement_becomes_applicable(Pipeline(model) in pipeline(), which in any::<Index>()) {
        let id = requirement(&which);
        let mut wide = catalog().requirement(id.as_str()).unwrap().clone();
        wide.kinds = vec!["*".into()];
        let file = bartizan::catalog::CatalogFile {
            requirements: BTreeMap::from([(id.to_string(), wide)]),
            ..Default::default()
        };
        let text = ron::to_string(&file).unwrap();
        let wider = catalog().with(Source { name: "wider.ron", text: &text }).unwrap();
        let before = judge(&model);
        prop_assume!(!before.requirements.contains_key(&id));
        let after = assess(&model, &wider, before.date);
        prop_assert!(after.requirements.contains_key(&id));
        prop_assert!(after.reached <= before.reached);
    }

    #[test]
    fn the_edition_changes_names_and_ml06_only(Pipeline(model) in pipeline()) {
        let of = |edition: Edition| {
            let mut model = model.clone();
            model.system.edition = edition;
            judge(&model)
        };
        let (old, new) = (of(Edition::V02), of(Edition::V03));
        let others = |assessment: &Assessment| -> BTreeMap<FindingId, String> {
            verdicts(assessment).into_iter().filter(|(id, _)| id.threat.as_str() != "ML06").collect()
        };
        prop_assert_eq!(others(&old), others(&new));
        for (id, finding) in old.findings.iter().filter(|(id, _)| id.threat.as_str() != "ML06") {
            prop_assert_eq!(&finding.proof, &new.findings[id].proof);
            prop_assert_eq!(finding.residual(), new.findings[id].residual());
        }
        for id in old.findings.keys() {
            prop_assert!(new.findings.contains_key(id), "edition 0.3 covers all of 0.2, but not {}", id);
        }
    }

    #[test]
    fn a_question_settles_only_findings_that_stand_and_is_about_something_drawn(Pipeline(model) in pipeline()) {
        let assessment = judge(&model);
        for question in &assessment.questions {
            prop_assert!(model.components.contains_key(&question.component));
            prop_assert!(question.settles.iter().all(|id| assessment.findings.contains_key(id)));
        }
        for finding in assessment.findings.values().filter(|f| f.verdict == Verdict::NeedsAnswer && f.role == Role::Primary) {
            prop_assert!(finding.question.is_some(), "{} needs an answer that nobody is asked for", finding.id);
        }
        prop_assert!((0.0..=1.0).contains(&assessment.completeness));
        prop_assert!((0.0..=1.0).contains(&assessment.coverage));
    }

    #[test]
    fn components_of_unknown_kind_are_judged_without_panic(Pipeline(model) in pipeline(), which in any::<Index>(), foreign in threat_model()) {
        let mut odd = model;
        let ids: Vec<ComponentId> = odd.components.keys().cloned().collect();
        let component = odd.components.get_mut(which.get(&ids)).unwrap();
        component.kind = "serve.flux_capacitor".into();
        component.facts.insert("flux".into(), FactValue::one("high"));
        let assessment = judge(&odd);
        prop_assert!(primary(&assessment).keys().all(|id| id.component != *which.get(&ids)));
        let _ = judge(&foreign);
    }
}
