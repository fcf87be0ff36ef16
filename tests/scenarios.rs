//! Every small system after an OWASP scenario gives its expected findings, and none of the forbidden ones.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use bartizan::analysis::{assess, run_expectations};
use bartizan::catalog::{Catalog, SCENARIOS, Source};
use bartizan::model::{Date, ThreatModel};

fn day() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

#[test]
fn every_scenario_gives_its_expected_findings_and_none_of_the_forbidden() {
    let catalog = Catalog::built_in().unwrap().with(SCENARIOS);
    let catalog = catalog.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(catalog.replacements(), []);
    let tests = Catalog::expectations(SCENARIOS).unwrap();
    assert_eq!(tests.len(), 15);
    let misses = run_expectations(&catalog, &tests, day());
    let told: Vec<String> = misses.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_wrong_expectation_is_told_with_what_came_instead() {
    let text = SCENARIOS
        .text
        .replace("expected: [\"ML01@api\"]", "expected: [\"ML02@api\"]");
    let wrong = Source {
        name: "wrong.ron",
        text: &text,
    };
    let catalog = Catalog::built_in().unwrap().with(wrong).unwrap();
    let tests = Catalog::expectations(wrong).unwrap();
    let misses = run_expectations(&catalog, &tests, day());
    assert_eq!(misses.len(), 1);
    assert!(
        misses[0]
            .to_string()
            .starts_with("D01: ML02@api is expected; it does not apply (ML02."),
        "{}",
        misses[0]
    );
}

#[test]
fn an_expectation_that_speaks_of_nothing_drawn_is_refused_at_its_place() {
    let text = "(\n  tests: {\"t\": (\n    shows: \"x\",\n    zones: {\"net\": 0},\n    components: {\"api\": (kind: \"serve.apy\", zone: \"nett\", facts: {\"authn\": \"nun\"})},\n    flows: [(\"api\", \"apo\", \"inferin\")],\n    expected: [\"ML01@ap\", \"ML1@api\", \"x\"],\n  )},\n)";
    let source = Source {
        name: "t.ron",
        text,
    };
    let told = Catalog::built_in()
        .unwrap()
        .with(source)
        .unwrap_err()
        .to_string();
    for part in [
        "there is no zone `nett`",
        "there is no component `apo` in this system",
        "there is no component `ap` in this system",
        "there is no threat `ML1`",
        "there is no kind `serve.apy`",
        "`nun` is not a value of `authn`",
        "did you mean `serve.api`?",
        "--> t.ron:7:",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn every_requirement_is_applicable_in_some_sample_or_scenario() {
    let catalog = Catalog::built_in().unwrap();
    let tests = Catalog::expectations(SCENARIOS).unwrap();
    let mut models: Vec<ThreatModel> = tests.values().map(|test| test.model().unwrap()).collect();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    for entry in std::fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "ron") {
            models.push(bartizan::store::load(&path).unwrap().model);
        }
    }
    let mut applicable = BTreeSet::new();
    for model in &models {
        let assessment = assess(model, &catalog, day());
        applicable.extend(assessment.requirements.keys().map(ToString::to_string));
    }
    let nowhere: Vec<&String> = catalog
        .entries()
        .requirements
        .keys()
        .filter(|id| !applicable.contains(*id))
        .collect();
    assert_eq!(nowhere, Vec::<&String>::new());
}
