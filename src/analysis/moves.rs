//! Which open facts could move which ratings: what a fact is worth that settles no verdict, and only raises or lowers a
//! risk.

use std::collections::BTreeMap;

use super::assessment::{Finding, Role};
use super::graph::Node;
use super::judge::{Consulted, Judge};
use super::rate::consumers_of;
use crate::catalog::Threat;
use crate::catalog::rule::{Basis, Predicate};
use crate::model::FindingId;

/// The inherent risk of the findings that each open fact could move, by component and fact.
pub(super) type Moves<'c> = BTreeMap<(Node, &'c str), u32>;

/// What every open fact could move. Findings that are only consequences weigh an eighth, as everywhere.
pub(super) fn moves<'c>(
    judge: &Judge<'_, 'c>,
    findings: &BTreeMap<FindingId, Finding>,
    consulted: &Consulted,
) -> Moves<'c> {
    let mut all = Moves::new();
    let catalog = judge.graph.catalog;
    for finding in findings.values() {
        let threat = catalog.threat(finding.id.threat.as_str());
        let place = |v: &super::graph::Vertex| v.id.cmp(&finding.id.component);
        let node = judge.graph.nodes.binary_search_by(place);
        let (Some(threat), Ok(node)) = (threat, node) else {
            continue;
        };
        let share = if finding.role == Role::Primary { 8 } else { 1 };
        let mut open: Vec<(Node, &str)> = Vec::new();
        read_by(judge, threat, node, &mut |at, fact| {
            let unanswered = consulted.get(&at).and_then(|facts| facts.get(fact)) == Some(&false);
            if unanswered && !open.contains(&(at, fact)) {
                open.push((at, fact));
            }
        });
        for key in open {
            *all.entry(key).or_default() += u32::from(finding.inherent()) * share;
        }
    }
    all
}

/// Tells every fact that the rating of a threat looks at, seen from a component.
fn read_by<'c>(
    judge: &Judge<'_, 'c>,
    threat: &'c Threat,
    node: Node,
    tell: &mut dyn FnMut(Node, &'c str),
) {
    let rule = &threat.rule;
    for step in rule.likelihood.steps.iter().chain(&rule.impact.steps) {
        in_predicate(judge, &step.when, node, tell);
    }
    in_basis(judge, &rule.impact.of, node, tell);
}

fn in_predicate<'c>(
    judge: &Judge<'_, 'c>,
    predicate: &'c Predicate,
    node: Node,
    tell: &mut dyn FnMut(Node, &'c str),
) {
    match predicate {
        Predicate::Fact(fact, _) => tell(node, fact),
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                in_predicate(judge, part, node, tell);
            }
        }
        Predicate::Not(part) | Predicate::Known(part) => in_predicate(judge, part, node, tell),
        Predicate::Some(set, part)
        | Predicate::Every(set, part)
        | Predicate::Count(set, _, part)
            if !set.is_of_flows() =>
        {
            for member in judge.members(*set, node).iter() {
                in_predicate(judge, part, member.node, tell);
            }
        }
        _ => {}
    }
}

fn in_basis<'c>(
    judge: &Judge<'_, 'c>,
    basis: &'c Basis,
    node: Node,
    tell: &mut dyn FnMut(Node, &'c str),
) {
    match basis {
        Basis::Own(fact, _) => tell(node, fact),
        Basis::Highest(set, fact, _) => {
            for member in judge.members(*set, node).iter() {
                tell(member.node, fact);
            }
        }
        Basis::Stakes => {
            for consumer in consumers_of(judge.graph, node) {
                tell(consumer, "decision_impact");
            }
        }
        Basis::Larger(parts) => {
            for part in parts {
                in_basis(judge, part, node, tell);
            }
        }
        Basis::Fixed(_) | Basis::ByKind(_) => {}
    }
}
