//! What an answer would change, and what guidance and procurement say.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use bartizan::analysis::mlsvs::{guidance, procurement};
use bartizan::analysis::{Asked, Assessment, Standing, assess, try_answers};
use bartizan::catalog::{Catalog, Expectation, Source, Stage};
use bartizan::model::{ComponentId, Date, Level, ThreatModel, text};

fn day() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

fn built_in() -> Catalog {
    Catalog::built_in().unwrap()
}

fn card_fraud() -> (ThreatModel, Catalog, Assessment) {
    let model = text::read(include_str!("../samples/card-fraud.ron"))
        .unwrap()
        .model;
    let catalog = built_in();
    let assessment = assess(&model, &catalog, day());
    (model, catalog, assessment)
}

/// A model that people ask, learned from data of which nobody has said whether being in it hurts.
const UNSAID: &str = "(tests: {\"t\": (
    shows: \"membership\",
    zones: {\"net\": 0, \"prod\": 3},
    components: {
        \"user\": (kind: \"actor.end_user\", zone: \"net\"),
        \"set\": (kind: \"data.training_set\", zone: \"prod\", facts: {\"sensitivity\": \"personal\"}),
        \"train\": (kind: \"train.job\", zone: \"prod\"),
        \"api\": (kind: \"serve.api\", zone: \"prod\", facts: {\"exposure\": \"authenticated_public\"}),
    },
    flows: [(\"set\", \"train\", \"train\"), (\"train\", \"api\", \"weights\"), (\"user\", \"api\", \"infer_in\"), (\"api\", \"user\", \"infer_out\")],
)})";

fn drawn(text: &str) -> ThreatModel {
    let source = Source { name: "t", text };
    let tests = Catalog::expectations(source).unwrap();
    let first: &Expectation = tests.values().next().unwrap();
    first.model().unwrap()
}

#[test]
fn each_answer_shows_which_verdicts_it_settles_and_how() {
    let (model, catalog) = (drawn(UNSAID), built_in());
    let assessment = assess(&model, &catalog, day());
    let question = assessment
        .questions
        .iter()
        .find(|q| q.asks == Asked::Fact("membership_sensitive".into()))
        .unwrap();
    let outcomes = try_answers(&model, &catalog, day(), question);
    let values: Vec<&str> = outcomes.iter().map(|o| o.value.as_str()).collect();
    assert_eq!(values, ["no", "yes", "dangerous"]);
    let of_api = |i: usize| {
        let settled = outcomes[i].settled();
        settled
            .iter()
            .find(|(id, _)| id.to_string() == "ML04@api")
            .map(|(_, then)| *then)
    };
    assert_eq!(of_api(0), Some(Standing::DoesNotApply));
    assert_eq!(of_api(1), Some(Standing::Applies));
    assert_eq!(of_api(2), Some(Standing::Applies));
}

#[test]
fn an_answer_that_leaves_only_a_consequence_does_not_say_that_the_threat_applies() {
    let model = text::read(include_str!("../samples/husky-ai.ron"))
        .unwrap()
        .model;
    let catalog = built_in();
    let assessment = assess(&model, &catalog, day());
    let file = ComponentId::new("h5").unwrap();
    let published = Asked::Fact("details_published".into());
    let mut questions = assessment.questions.iter();
    let question = questions
        .find(|q| q.component == file && q.asks == published)
        .unwrap();
    let outcomes = try_answers(&model, &catalog, day(), question);
    let no = outcomes.iter().find(|o| o.value == "no").unwrap();
    let settled = no.settled();
    assert_eq!(settled.len(), 1);
    assert_eq!(settled[0].0.to_string(), "ML05@h5");
    assert_eq!(settled[0].1, Standing::Consequence);
}

#[test]
fn an_answer_that_only_moves_a_rating_shows_the_risks_that_change() {
    let (model, catalog) = (drawn(UNSAID), built_in());
    let assessment = assess(&model, &catalog, day());
    let api = ComponentId::new("api").unwrap();
    let question = assessment
        .questions
        .iter()
        .find(|q| q.component == api && q.asks == Asked::Fact("output_detail".into()))
        .unwrap();
    let outcomes = try_answers(&model, &catalog, day(), question);
    let label = outcomes.iter().find(|o| o.value == "label_only").unwrap();
    let logits = outcomes.iter().find(|o| o.value == "logits").unwrap();
    let risk = |outcome: &bartizan::analysis::Outcome, id: &str| {
        outcome
            .risks
            .iter()
            .find(|(f, ..)| f.to_string() == id)
            .map(|(_, now, then)| (*now, *then))
    };
    let (now, then) = risk(logits, "ML03@api").unwrap();
    assert!(then > now, "{now} {then}");
    assert!(risk(label, "ML03@api").is_none_or(|(now, then)| then < now));
}

#[test]
fn guidance_names_what_acts_on_each_finding_the_strongest_first() {
    let (model, catalog, assessment) = card_fraud();
    let guidance = guidance(&model, &catalog, &assessment);
    assert!(!guidance.components.is_empty());
    for at in &guidance.components {
        for treated in &at.findings {
            assert_eq!(treated.finding.component, at.component);
            if treated.finding.threat.as_str().starts_with("OWN-") {
                continue; // The team named no requirement for it.
            }
            assert!(!treated.measures.is_empty(), "{}", treated.finding);
            let order: Vec<_> = treated
                .measures
                .iter()
                .map(|m| (m.strength, m.level))
                .collect();
            assert!(order.is_sorted(), "{}", treated.finding);
            for measure in &treated.measures {
                let requirement = catalog.requirement(measure.requirement.as_str()).unwrap();
                assert!(
                    requirement
                        .mitigates
                        .contains_key(treated.finding.threat.as_str())
                );
                assert!(
                    measure.verify.starts_with("Verify by "),
                    "{}",
                    measure.verify
                );
            }
        }
    }
}

#[test]
fn every_applicable_requirement_stands_once_in_the_backlog_in_the_order_of_the_lifecycle() {
    let (model, catalog, assessment) = card_fraud();
    let guidance = guidance(&model, &catalog, &assessment);
    let stages: Vec<Stage> = guidance.stages.iter().map(|at| at.stage).collect();
    assert!(stages.is_sorted());
    let all: Vec<String> = guidance
        .stages
        .iter()
        .flat_map(|at| at.measures.iter().map(|m| m.requirement.to_string()))
        .collect();
    let once: BTreeSet<&String> = all.iter().collect();
    assert_eq!(once.len(), all.len());
    assert_eq!(once.len(), assessment.requirements.len());
}

#[test]
fn procurement_speaks_of_what_suppliers_own_and_of_nothing_else() {
    let (model, catalog, assessment) = card_fraud();
    let procurement = procurement(&model, &catalog, &assessment);
    let supplied: Vec<(&str, bool)> = procurement
        .components
        .iter()
        .map(|s| (s.component.as_str(), s.partner))
        .collect();
    assert_eq!(supplied, [("chargebacks", true), ("packages", false)]);
    for component in &procurement.components {
        assert!(!component.obligations.is_empty(), "{}", component.component);
        for obligation in &component.obligations {
            assert!(obligation.level <= Level::Two);
            assert!(!obligation.evidence.is_empty() && !obligation.acceptance.is_empty());
        }
    }
    assert_eq!(procurement.clauses.len(), 9);
    let scope = &procurement.clauses[0].text;
    assert!(
        scope.contains("Chargeback feed") && scope.contains("level 2"),
        "{scope}"
    );
    assert!(!scope.contains("package"), "{scope}");
}

#[test]
fn work_that_a_supplier_does_with_our_data_is_procured_too() {
    let model = drawn(
        "(tests: {\"t\": (shows: \"x\", zones: {\"vendor\": 1, \"prod\": 3, \"home\": 1},
            components: {
                \"tune\": (kind: \"train.finetune\", zone: \"vendor\"),
                \"phone\": (kind: \"serve.edge\", zone: \"home\"),
                \"crowd\": (kind: \"actor.annotator\", zone: \"vendor\"),
                \"label\": (kind: \"prep.label\", zone: \"prod\"),
                \"own\": (kind: \"train.job\", zone: \"prod\"),
            },
            flows: [(\"crowd\", \"label\", \"label\"), (\"label\", \"own\", \"label\")],
        )})",
    );
    let catalog = built_in();
    let assessment = assess(&model, &catalog, day());
    let procurement = procurement(&model, &catalog, &assessment);
    let supplied: Vec<&str> = procurement
        .components
        .iter()
        .map(|s| s.component.as_str())
        .collect();
    assert_eq!(supplied, ["label", "tune"]);
    assert_eq!(
        procurement.components[0].because,
        "People outside label there: crowd."
    );
}

#[test]
fn what_came_from_a_public_hub_has_nobody_to_sign_for_it_and_its_keeper_is_no_supplier() {
    let from = |source: &str, trust: u8| {
        let text = format!(
            "(tests: {{\"t\": (shows: \"x\", zones: {{\"out\": {trust}, \"prod\": 3}},
                components: {{
                    \"source\": (kind: \"{source}\", zone: \"out\"),
                    \"base\": (kind: \"model.base\", zone: \"prod\"),
                    \"tune\": (kind: \"train.finetune\", zone: \"prod\"),
                }},
                flows: [(\"source\", \"base\", \"weights\"), (\"base\", \"tune\", \"weights\")],
            )}})"
        );
        let mut model = drawn(&text);
        let base = ComponentId::new("base").unwrap();
        model.components.get_mut(&base).unwrap().owner = Some("ML platform".into());
        let catalog = built_in();
        let assessment = assess(&model, &catalog, day());
        let procurement = procurement(&model, &catalog, &assessment);
        let of_base = procurement.components.iter().find(|s| s.component == base);
        let of_base = of_base.unwrap();
        (of_base.partner, of_base.supplier.clone())
    };
    assert_eq!(from("model.hub", 0), (false, None));
    assert_eq!(from("actor.vendor", 1), (true, None));
}
