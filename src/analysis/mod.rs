//! What follows: a pure function of document, catalogue and date. Knows `model` and `catalog`.
//!
//! Start at [`assess`]; [`Assessment`] is what comes out.

mod assessment;
mod kleene;
mod proof;

pub use assessment::{
    Asked, Assessment, Badge, Coverage, Finding, MissingFlow, NotApplicable, Prompt, Question,
    Rating, RatingStep, RequirementState, Risk, Role, Treatment, Verdict,
};
pub use kleene::Truth;
pub use proof::{Claim, Ground, Premise, Proof};

use crate::catalog::Catalog;
use crate::model::{Date, ThreatModel};

/// Works out everything that follows from a document: same input, same result.
#[must_use]
pub fn assess(_model: &ThreatModel, _catalog: &Catalog, date: Date) -> Assessment {
    Assessment {
        date,
        findings: std::collections::BTreeMap::default(),
        not_applicable: std::collections::BTreeMap::default(),
        orphaned: Vec::new(),
        orphaned_controls: Vec::new(),
        questions: Vec::new(),
        prompts: Vec::new(),
        requirements: std::collections::BTreeMap::default(),
        reached: None,
        blockers: Vec::new(),
        coverage: 0.0,
        coverage_by_chapter: Vec::new(),
        coverage_by_threat: std::collections::BTreeMap::default(),
        completeness: 0.0,
        consulted: std::collections::BTreeMap::default(),
        contradictions: Vec::new(),
    }
}

/// A premise in words that a reviewer can check.
#[must_use]
pub fn in_words(premise: &Premise, _model: &ThreatModel, _catalog: &Catalog) -> String {
    format!("{:?}", premise.claim)
}
