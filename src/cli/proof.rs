//! A finding's proof as it is told: each thing once, with the facts and flows it rests on.

use crate::analysis::{Claim, Finding, Truth, in_words};
use crate::catalog::Catalog;
use crate::model::{ComponentId, FactValue, FlowId, ThreatModel};

/// One thing that a finding rests on.
pub(super) struct Reason<'a> {
    /// In words.
    pub text: String,
    /// Whether nobody knows it yet.
    pub unknown: bool,
    /// The facts behind it.
    pub facts: Vec<(&'a ComponentId, &'a str, Option<&'a FactValue>)>,
    /// The flows behind it, in order.
    pub flows: Vec<&'a FlowId>,
}

/// What a finding rests on. Two premises that a reader cannot tell apart are told as one.
pub(super) fn reasons<'a>(
    finding: &'a Finding,
    model: &ThreatModel,
    catalog: &Catalog,
) -> Vec<Reason<'a>> {
    let mut all: Vec<Reason<'a>> = Vec::new();
    for premise in finding.proof.premises() {
        let text = in_words(premise, model, catalog);
        let facts = match &premise.claim {
            Claim::Fact {
                component,
                fact,
                value,
                ..
            } => vec![(component, fact.as_str(), value.as_ref())],
            _ => Vec::new(),
        };
        let flows = premise.flows.iter().collect();
        let unknown = premise.truth == Truth::Unknown;
        match all.iter_mut().find(|reason| reason.text == text) {
            None => all.push(Reason {
                text,
                unknown,
                facts,
                flows,
            }),
            Some(told) => {
                add_new(&mut told.facts, facts);
                add_new(&mut told.flows, flows);
            }
        }
    }
    all
}

fn add_new<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}
