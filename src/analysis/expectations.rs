//! Expectations beside rules, carried out: which expected findings are missing, and which forbidden ones stand.

use std::collections::BTreeMap;

use super::assess::assess;
use super::assessment::Assessment;
use super::finding::{Role, Verdict};
use crate::catalog::{Catalog, Expectation};
use crate::model::{Date, FindingId};

/// An expectation that did not come true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The expectation's id.
    pub test: String,
    /// The finding that it speaks of.
    pub finding: String,
    /// Whether the finding was expected; else it was forbidden.
    pub expected: bool,
    /// What came instead, in a sentence.
    pub instead: String,
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verb = if self.expected {
            "is expected"
        } else {
            "is forbidden"
        };
        write!(
            f,
            "{}: {} {verb}; {}",
            self.test, self.finding, self.instead
        )
    }
}

/// Runs expectations against a catalogue. A finding counts when it applies and is a primary one: needing an answer, or being
/// a consequence, is neither expected nor forbidden.
#[must_use]
pub fn run_expectations(
    catalog: &Catalog,
    tests: &BTreeMap<String, Expectation>,
    date: Date,
) -> Vec<Miss> {
    let mut misses = Vec::new();
    for (id, test) in tests {
        let Ok(model) = test.model() else {
            // Laying the file over a catalogue has told this at its place.
            continue;
        };
        let assessment = assess(&model, catalog, date);
        let mut judge = |findings: &[String], expected: bool| {
            for finding in findings {
                let (stands, instead) = standing(&assessment, finding);
                if stands != expected {
                    misses.push(Miss {
                        test: id.clone(),
                        finding: finding.clone(),
                        expected,
                        instead,
                    });
                }
            }
        };
        judge(&test.expected, true);
        judge(&test.forbidden, false);
    }
    misses
}

fn standing(assessment: &Assessment, finding: &str) -> (bool, String) {
    let Ok(id) = finding.parse::<FindingId>() else {
        return (false, "that is no finding's id".into());
    };
    if let Some(reason) = assessment.not_applicable.get(&id) {
        let because = &reason.because;
        return (
            false,
            format!("it does not apply ({}): {because}", reason.code),
        );
    }
    match assessment.findings.get(&id) {
        None => (false, "there is no such finding".into()),
        Some(f) if f.role == Role::Affected => (false, "it is only a consequence".into()),
        Some(f) if f.verdict == Verdict::NeedsAnswer => {
            let question = f.question.and_then(|i| assessment.questions.get(i));
            let question = question.map_or("a question is open", |q| q.text.as_str());
            (false, format!("it needs an answer: {question}"))
        }
        Some(_) => (true, "it applies".into()),
    }
}
