//! The built-in catalogue as a whole: nothing is missing, nothing is there for nothing.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use bartizan::catalog::rule::{Basis, NodeTest, Predicate, Set, fits};
use bartizan::catalog::{BUILT_IN, Catalog, Threat};
use bartizan::model::{Level, RequirementId};

fn catalog() -> Catalog {
    Catalog::built_in().unwrap_or_else(|error| panic!("{error}"))
}

/// Every predicate of a threat's rule, those inside others too.
fn predicates(threat: &Threat) -> Vec<&Predicate> {
    let mut all = Vec::new();
    for (_, predicate) in threat.rule.predicates() {
        predicate.walk(&mut |part| all.push(part));
    }
    all
}

fn facts_of(basis: &Basis, found: &mut BTreeSet<String>) {
    match basis {
        Basis::Own(fact, _) | Basis::Highest(_, fact, _) => {
            found.insert(fact.clone());
        }
        Basis::Larger(parts) => parts.iter().for_each(|part| facts_of(part, found)),
        Basis::Stakes | Basis::AnswerStakes => {
            found.insert("decision_impact".into());
        }
        Basis::Fixed(_) | Basis::ByKind(_) => {}
    }
}

/// The text of the room that works out derived facts.
fn analysis() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analysis");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn it_holds_what_the_field_needs() {
    let catalog = catalog();
    let entries = catalog.entries();
    assert_eq!((entries.kinds.len(), entries.families.len()), (63, 14));
    assert_eq!(entries.kinds.values().filter(|kind| kind.core).count(), 54);
    assert_eq!(entries.flows.len(), 15);
    assert_eq!(
        entries
            .threats
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>(),
        [
            "ML01", "ML02", "ML03", "ML04", "ML05", "ML06", "ML07", "ML08", "ML09", "ML10"
        ]
    );
    assert_eq!(
        (entries.requirements.len(), entries.chapters.len()),
        (90, 14)
    );
    let of = |level| {
        entries
            .requirements
            .values()
            .filter(|r| r.level == level)
            .count()
    };
    assert_eq!(Level::ALL.map(of), [36, 47, 7]);
}

#[test]
fn every_fact_is_asked_by_a_kind() {
    let catalog = catalog();
    let asked: BTreeSet<&String> = catalog
        .entries()
        .kinds
        .values()
        .flat_map(|kind| &kind.asks)
        .collect();
    let idle: Vec<&String> = catalog
        .entries()
        .facts
        .keys()
        .filter(|fact| !asked.contains(fact))
        .collect();
    assert!(idle.is_empty(), "asked by no kind: {idle:?}");
}

#[test]
fn every_fact_is_read_by_a_rule_or_a_derived_fact() {
    let catalog = catalog();
    let mut read = BTreeSet::new();
    for threat in catalog.entries().threats.values() {
        facts_of(&threat.rule.impact.of, &mut read);
        for predicate in predicates(threat) {
            if let Predicate::Fact(fact, _) = predicate {
                read.insert(fact.clone());
            }
        }
    }
    let analysis = analysis();
    let idle: Vec<&String> = catalog
        .entries()
        .facts
        .keys()
        .filter(|fact| !read.contains(*fact) && !analysis.contains(&format!("\"{fact}\"")))
        .collect();
    assert!(idle.is_empty(), "read by nothing: {idle:?}");
}

#[test]
fn a_kind_asks_only_what_concerns_it() {
    let catalog = catalog();
    for (id, kind) in &catalog.entries().kinds {
        let twice: BTreeMap<&String, usize> = kind
            .asks
            .iter()
            .map(|fact| (fact, kind.asks.iter().filter(|f| *f == fact).count()))
            .collect();
        assert!(twice.values().all(|n| *n == 1), "{id} asks a fact twice");
        assert!(
            kind.asks.iter().all(|fact| !kind.fixed.contains_key(fact)),
            "{id} asks what it settles"
        );
    }
}

#[test]
fn every_question_ends_as_one_and_every_value_has_a_meaning() {
    let catalog = catalog();
    for (name, fact) in &catalog.entries().facts {
        assert!(fact.question.ends_with('?'), "{name}");
        assert!(fact.why.ends_with('.'), "{name}");
        assert!(
            fact.values.iter().all(|(_, meaning)| !meaning.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn every_threat_can_stand_somewhere_and_says_why_not_elsewhere() {
    let catalog = catalog();
    for (id, threat) in &catalog.entries().threats {
        assert!(
            catalog
                .entries()
                .kinds
                .values()
                .any(|kind| kind.threats.contains(id)),
            "{id} stands nowhere"
        );
        assert!(
            threat
                .rule
                .reasons
                .iter()
                .all(|reason| reason.code.starts_with(&format!("{id}.N"))),
            "{id}"
        );
        assert!(
            threat
                .rule
                .reasons
                .iter()
                .all(|reason| reason.because.ends_with('.')),
            "{id}"
        );
    }
}

#[test]
fn every_step_that_stands_for_a_control_names_one_that_mitigates_its_threat() {
    let catalog = catalog();
    for (id, threat) in &catalog.entries().threats {
        for control in threat
            .rule
            .likelihood
            .steps
            .iter()
            .filter_map(|step| step.control.as_ref())
        {
            let requirement = catalog.requirement(control).unwrap();
            assert!(
                requirement.mitigates.contains_key(id),
                "{control} does not mitigate {id}"
            );
        }
        let control_of_impact = threat
            .rule
            .impact
            .steps
            .iter()
            .any(|step| step.control.is_some());
        assert!(!control_of_impact, "{id}: controls lower likelihoods only");
    }
}

#[test]
fn every_threat_has_requirements_and_every_requirement_has_kinds() {
    let catalog = catalog();
    for id in catalog.entries().threats.keys() {
        assert!(
            catalog
                .entries()
                .requirements
                .values()
                .any(|r| r.mitigates.contains_key(id)),
            "{id}"
        );
    }
    for (id, requirement) in &catalog.entries().requirements {
        assert!(id.starts_with("PVC-V") && RequirementId::new(id.as_str()).is_ok());
        let fits_some = |pattern: &String| {
            catalog
                .entries()
                .kinds
                .keys()
                .any(|kind| fits(pattern, kind))
        };
        assert!(requirement.kinds.iter().all(fits_some), "{id}");
        let chapter = id.strip_prefix("PVC-").unwrap().split('.').next().unwrap();
        assert_eq!(chapter, requirement.chapter, "{id}");
    }
}

#[test]
fn no_known_measure_removes_the_precondition_of_ml01_ml03_and_ml07() {
    let catalog = catalog();
    let strong: BTreeSet<&String> = catalog
        .entries()
        .requirements
        .values()
        .flat_map(|r| {
            r.mitigates
                .iter()
                .filter(|(_, strength)| strength.weight() == 3)
                .map(|(threat, _)| threat)
        })
        .collect();
    for (id, expected) in [
        ("ML01", false),
        ("ML02", true),
        ("ML03", false),
        ("ML05", true),
        ("ML07", false),
        ("ML09", true),
        ("ML10", true),
    ] {
        assert_eq!(strong.contains(&id.to_owned()), expected, "{id}");
    }
}

#[test]
fn every_word_of_the_rule_language_says_what_it_means() {
    for test in NodeTest::ALL {
        assert!(test.meaning().ends_with('.'), "{}", test.as_str());
    }
    for set in Set::ALL {
        assert!(set.meaning().ends_with('.'), "{}", set.as_str());
    }
}

#[test]
fn every_built_in_file_says_where_its_facts_come_from_or_what_it_is() {
    for source in BUILT_IN {
        assert!(source.text.starts_with("// "), "{}", source.name);
    }
}
