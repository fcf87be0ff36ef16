//! A team's own catalogue, what an answer would change, and the three objectives of MLSVS, seen from outside.
// A table of mistakes is long, and easier to read in one piece.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    missing_docs
)]

use std::collections::BTreeSet;

use bartizan::analysis::mlsvs::{guidance, procurement};
use bartizan::analysis::{Asked, Assessment, Standing, assess, run_expectations, try_answers};
use bartizan::catalog::{Catalog, EXAMPLE, Expectation, Source, Stage};
use bartizan::model::{ComponentId, Date, Level, ThreatModel, text};

fn day() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

fn built_in() -> Catalog {
    Catalog::built_in().unwrap()
}

fn told(text: &str) -> String {
    let source = Source {
        name: "ours.ron",
        text,
    };
    match built_in().with(source) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}

fn card_fraud() -> (ThreatModel, Catalog, Assessment) {
    let model = text::read(include_str!("../samples/card-fraud.ron"))
        .unwrap()
        .model;
    let catalog = built_in();
    let assessment = assess(&model, &catalog, day());
    (model, catalog, assessment)
}

#[test]
fn the_example_catalogue_does_what_its_own_tests_say() {
    let catalog = built_in().with(EXAMPLE).unwrap();
    let tests = Catalog::expectations(EXAMPLE).unwrap();
    assert_eq!(tests.len(), 3);
    let misses = run_expectations(&catalog, &tests, day());
    assert!(misses.is_empty(), "{misses:?}");
}

#[test]
fn every_kind_of_mistake_in_a_catalogue_is_told_with_its_place_and_the_nearest_name() {
    let threat = |rule: &str| {
        let name = "{\"0.2\": \"T\", \"0.3\": \"T\"}";
        format!(
            "(threats: {{\"T-1\": (names: {name}, summary: {name}, definition: \"d\", ask: \"a\", statement: \"{{}}\", rule: ({rule}))}})"
        )
    };
    let rule = |applies: &str| {
        threat(&format!(
            "applies: {applies}, affected: Always, reasons: [(code: \"T.N1\", when: Always, because: \"b\")], likelihood: (base: 3, because: \"b\"), impact: (of: Stakes)"
        ))
    };
    let kind = |fields: &str| {
        format!(
            "(kinds: {{\"a.b\": (name: \"A\", family: \"Evaluation\", shape: process, definition: \"d\", {fields})}})"
        )
    };
    let requirement = |fields: &str| {
        format!(
            "(requirements: {{\"A-1\": (chapter: \"V1\", level: 1, text: \"t\", methods: [T], stages: [DEP], kinds: [\"*\"], {fields})}})"
        )
    };
    let mistakes = [
        ("(kindz: {})".to_owned(), "kindz", "kinds"),
        (kind("asks: [\"exposur\"]"), "there is no fact `exposur`", "`exposure`"),
        (kind("fixed: {\"authn\": \"nune\"}"), "`nune`", "`none`"),
        (kind("threats: [\"ML11\"]"), "there is no threat `ML11`", "`ML1"),
        (kind("next: [\"serve.apj\"]"), "there is no kind `serve.apj`", "`serve.api`"),
        (
            "(kinds: {\"a.b\": (name: \"A\", family: \"Evaluatio\", shape: process, definition: \"d\")})".into(),
            "there is no family `Evaluatio`",
            "`Evaluation`",
        ),
        (kind("fixed: {\"authn\": \"none\", \"authn\": \"key\"}"), "`authn` stands twice", ""),
        (rule("Kind([\"serve.apo\"])"), "there is no kind `serve.apo`", "`serve.api`"),
        (rule("Family([\"Data source\"])"), "there is no family `Data source`", "`Data sources`"),
        (rule("Fact(\"autn\", Yes)"), "there is no fact `autn`", "`authn`"),
        (rule("Fact(\"authn\", In([\"usr\"]))"), "`usr`", "`user`"),
        (rule("Fact(\"authn\", Yes)"), "`yes`", ""),
        (rule("Is(exposd)"), "exposd", "exposed"),
        (rule("Some(dato, Always)"), "dato", "data"),
        (rule("Flow(crosses)"), "speaks of a flow", ""),
        (rule("Some(answer_flows, Kind([\"serve.api\"]))"), "speaks of a component", ""),
        (rule("Some(answer_flows, Carries([\"wights\"]))"), "there is no flow kind `wights`", "`weights`"),
        (rule("Some(data, Some(data, Some(data, Always)))"), "more than 2 deep", ""),
        (rule("Edition(\"0.4\")"), "there is no edition `0.4`", ""),
        (rule("Primary"), "only inside `affected`", ""),
        (rule("Alway"), "Alway", "Always"),
        (
            threat("applies: Always, affected: Always, reasons: [(code: \"T.N1\", when: Insider, because: \"b\")], likelihood: (base: 3, because: \"b\"), impact: (of: Stakes)"),
            "the last reason of `T-1` must hold `Always`",
            "",
        ),
        (
            threat("applies: Always, affected: Always, reasons: [(code: \"T.N1\", when: Always, because: \"b\")], likelihood: (base: 6, because: \"b\"), impact: (of: Fixed(9))"),
            "6 is not 1 to 5",
            "an impact of 9",
        ),
        (
            threat("applies: Always, affected: Always, reasons: [(code: \"T.N1\", when: Always, because: \"b\")], likelihood: (base: 3, because: \"b\", steps: [(op: add(1), when: Always, because: \"b\", control: \"PVC-V1.11\")]), impact: (of: Stakes)"),
            "there is no requirement `PVC-V1.11`",
            "must lower",
        ),
        (
            rule("Always").replace("ask: ", "starts_at: [\"serve.apx\"], ask: "),
            "there is no kind `serve.apx`",
            "`serve.api`",
        ),
        (
            rule("Always").replace("ask: ", "crosswalk: {\"atlas\": [(ids: [\"AML.T002\"], certainty: likely)]}, ask: "),
            "there is no entry of MITRE ATLAS 5.6.0 `AML.T002`",
            "`AML.T00",
        ),
        (requirement("mitigates: {\"ML1\": S}"), "there is no threat `ML1`", "`ML01`"),
        (requirement("mitigates: {}, crosswalk: {\"isoo\": [\"A.7.2\"]}"), "there is no standard `isoo`", ""),
        (
            requirement("mitigates: {}, crosswalk: {\"iso42001\": [\"A.7.9\"]}"),
            "there is no entry of ISO/IEC 42001 Annex A 2023 `A.7.9`",
            "`A.7.",
        ),
        (
            requirement("mitigates: {}").replace("\"V1\"", "\"V15\""),
            "there is no chapter `V15`",
            "`V1",
        ),
        (
            "(facts: {\"f\": (question: \"q\", why: \"w\", values: [(\"a\", \"a\"), (\"a\", \"b\")])})".into(),
            "value `a` stands twice",
            "",
        ),
        (
            "(facts: {\"f\": (question: \"q\", why: \"w\", values: [(\"unknown\", \"a\"), (\"a\", \"b\")])})".into(),
            "`unknown` is never a value",
            "",
        ),
    ];
    let mut wrong = Vec::new();
    for (text, message, near) in mistakes {
        let told = told(&text);
        if !(told.contains(message) && told.contains(near) && told.contains("--> ours.ron:1:")) {
            wrong.push(format!("{message} / {near} not in\n{told}\nof {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
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
