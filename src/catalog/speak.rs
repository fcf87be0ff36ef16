//! The catalogue's words for operations: what kinds, facts and flows are called, and what is usual.

use std::collections::BTreeSet;

use super::rule::{Predicate, fits};
use super::{Catalog, Shape};
use crate::model::{FactValue, Problem, Vocabulary, nearest};

/// Who asks a model something and waits for its answer.
const ASKERS: &[&str] = &["actor.*", "client.app", "client.decision", "serve.gateway"];

/// What gives an answer, or passes one on.
const ANSWERERS: &[&str] = &[
    "serve.api",
    "serve.batch",
    "serve.edge",
    "serve.vendor_api",
    "serve.gateway",
    "serve.explain",
    "llm.agent",
    "llm.embedding_model",
    "client.app",
];

impl Vocabulary for Catalog {
    fn kinds(&self) -> Vec<&str> {
        self.entries().kinds.keys().map(String::as_str).collect()
    }

    fn kind_name(&self, kind: &str) -> Option<&str> {
        self.kind(kind).map(|kind| kind.name.as_str())
    }

    fn kind_meant(&self, said: &str) -> Option<&str> {
        self.kind_said(said)
    }

    fn stands_outside(&self, kind: &str) -> bool {
        self.kind(kind)
            .is_some_and(|kind| kind.shape == Shape::External)
    }

    fn flow_kinds(&self) -> Vec<&str> {
        self.entries().flows.keys().map(String::as_str).collect()
    }

    fn usual_flow(&self, from: &str, to: &str) -> Option<&str> {
        Self::usual_flow(self, from, to)
    }

    fn usual_answer(&self, from: &str, to: &str) -> Option<&str> {
        let one_of = |patterns: &[&str], kind| patterns.iter().any(|pattern| fits(pattern, kind));
        let asks = Self::usual_flow(self, from, to) == Some("infer_in");
        let answered = asks && one_of(ASKERS, from) && one_of(ANSWERERS, to);
        answered
            .then_some("infer_out")
            .filter(|kind| self.entries().flows.contains_key(*kind))
    }

    fn fact_problem(&self, kind: &str, fact: &str, value: &FactValue) -> Option<Problem> {
        if let Some(problem) = self.fact_problem(String::new(), fact, value) {
            return Some(problem);
        }
        let asks = &self.kind(kind)?.asks;
        if asks.iter().any(|asked| asked == fact) {
            return None;
        }
        let problem = Problem::new(String::new(), format!("`{kind}` is not asked for `{fact}`"));
        Some(match nearest(fact, asks.iter().map(String::as_str)) {
            Some(near) => problem.with_help(format!("did you mean `{near}`?")),
            None if asks.is_empty() => problem.with_help("it has no questions at all"),
            None => problem.with_help(format!("it is asked for {}", asks.join(", "))),
        })
    }

    fn question(&self, fact: &str) -> Option<&str> {
        self.fact(fact).map(|fact| fact.question.as_str())
    }

    fn threats(&self) -> Vec<&str> {
        self.entries().threats.keys().map(String::as_str).collect()
    }

    fn requirements(&self) -> Vec<&str> {
        self.entries()
            .requirements
            .keys()
            .map(String::as_str)
            .collect()
    }

    fn switches(&self) -> Vec<&str> {
        let mut switches = BTreeSet::new();
        for threat in self.entries().threats.values() {
            for (_, predicate) in threat.rule.predicates() {
                predicate.walk(&mut |part| {
                    if let Predicate::Switch(name) = part {
                        switches.insert(name.as_str());
                    }
                });
            }
        }
        switches.into_iter().collect()
    }
}
