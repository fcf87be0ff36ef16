//! Likelihood and impact: inherent by the rule's steps, residual by controls and countermeasures (facts.md 5.2).

use std::collections::BTreeMap;

use super::assessment::{Rating, RatingStep, Treatment};
use super::facts::Said;
use super::graph::{Graph, Node, Way};
use super::judge::{Bound, Judge};
use super::kleene::Truth;
use super::sets::downstream;
use super::strength::strength_of;
use crate::catalog::Strength;
use crate::catalog::rule::{Basis, Impact, Likelihood, Op, Step, fits};
use crate::model::{ControlStatus, RequirementId, Score, ThreatId};

/// The impact that counts where nobody said what is at stake (DESIGN 6).
const UNKNOWN_STAKES: u8 = 3;
/// The most that controls lower a likelihood, in halves of a point (facts.md 5.2: 3 points).
const MOST_HALVES: u8 = 6;

/// The likelihood without controls.
pub(super) fn likelihood(judge: &Judge, rule: &Likelihood, node: Node) -> Rating {
    let base = RatingStep {
        effect: format!("base {}", rule.base),
        because: rule.because.clone(),
        truth: Truth::True,
    };
    steps(judge, i32::from(rule.base), vec![base], &rule.steps, node)
}

/// The impact.
pub(super) fn impact(judge: &Judge, rule: &Impact, node: Node) -> Rating {
    let (number, because, truth) = basis(judge, &rule.of, node);
    let base = RatingStep {
        effect: format!("base {number}"),
        because,
        truth,
    };
    steps(judge, i32::from(number), vec![base], &rule.steps, node)
}

fn steps(
    judge: &Judge,
    start: i32,
    mut listed: Vec<RatingStep>,
    steps: &[Step],
    node: Node,
) -> Rating {
    let mut number = start;
    for step in steps.iter().filter(|step| step.control.is_none()) {
        let truth = judge.truth(&step.when, Bound::Node(node));
        if truth.is_false() {
            continue;
        }
        let effect = match step.op {
            Op::Add(n) => format!("{n:+}"),
            Op::AtLeast(n) => format!("at least {n}"),
            Op::AtMost(n) => format!("at most {n}"),
        };
        if truth.is_true() {
            number = match step.op {
                Op::Add(n) => number + n,
                Op::AtLeast(n) => number.max(i32::from(n)),
                Op::AtMost(n) => number.min(i32::from(n)),
            };
        }
        listed.push(RatingStep {
            effect,
            because: step.because.clone(),
            truth,
        });
    }
    Rating {
        score: Score::clamped(number),
        steps: listed,
    }
}

fn basis(judge: &Judge, basis: &Basis, node: Node) -> (u8, String, Truth) {
    let graph = judge.graph;
    match basis {
        Basis::Fixed(n) => (*n, "the same wherever it applies".into(), Truth::True),
        Basis::Stakes => stakes(judge, node),
        Basis::Own(fact, table) => highest(judge, &[node], fact, table),
        Basis::Highest(set, fact, table) => {
            let nodes: Vec<Node> = judge.members(*set, node).iter().map(|m| m.node).collect();
            highest(judge, &nodes, fact, table)
        }
        Basis::ByKind(rows) => rows
            .iter()
            .find(|(patterns, _)| patterns.iter().any(|p| fits(p, graph.kind(node))))
            .map_or(
                (
                    UNKNOWN_STAKES,
                    "its reach is not known; 3 is assumed".into(),
                    Truth::Unknown,
                ),
                |(_, n)| {
                    let reach = match n {
                        0..=3 => "hostile code here reaches a developer's workplace",
                        4 => "hostile code here reaches production",
                        _ => "hostile code here reaches other systems",
                    };
                    (*n, reach.into(), Truth::True)
                },
            ),
        Basis::Larger(parts) => parts
            .iter()
            .map(|part| self::basis(judge, part, node))
            // What is known weighs more than what is assumed; of those, the larger number.
            .max_by_key(|(n, _, truth)| (*truth, *n))
            .unwrap_or((UNKNOWN_STAKES, String::new(), Truth::Unknown)),
    }
}

/// The highest value of a fact among components, by table. A value that the table lacks counts for nothing.
fn highest(
    judge: &Judge,
    nodes: &[Node],
    name: &str,
    table: &BTreeMap<String, u8>,
) -> (u8, String, Truth) {
    let graph = judge.graph;
    let mut best: Option<(u8, Node, String)> = None;
    for &node in nodes {
        judge.consult(node, name);
        let said = graph.said(node, name);
        for value in said.values() {
            let number = table.get(value).copied();
            if let Some(number) = number.filter(|n| best.as_ref().is_none_or(|(b, ..)| n > b)) {
                best = Some((number, node, value.to_owned()));
            }
        }
    }
    let Some((number, node, value)) = best else {
        let unknown = nodes.iter().any(|n| graph.said(*n, name) == Said::Unknown);
        let because = if unknown {
            format!(
                "nobody has said the {} of what is behind it; 3 is assumed",
                words(name)
            )
        } else {
            format!("no {} that raises it", words(name))
        };
        let truth = if unknown {
            Truth::Unknown
        } else {
            Truth::False
        };
        return (if unknown { UNKNOWN_STAKES } else { 1 }, because, truth);
    };
    let who = graph.model.name_of(graph.id(node));
    let meaning = graph
        .catalog
        .fact(name)
        .and_then(|fact| fact.meaning(&value))
        .unwrap_or(&value);
    (number, format!("{who}: {meaning}"), Truth::True)
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// The stakes of a component: the highest decision impact among what its answers, weights or data lead to (facts.md 4.3).
fn stakes(judge: &Judge, node: Node) -> (u8, String, Truth) {
    let table: BTreeMap<String, u8> = [
        ("none", 1),
        ("low", 2),
        ("moderate", 3),
        ("high", 4),
        ("safety", 5),
    ]
    .into_iter()
    .map(|(value, n)| (value.to_owned(), n))
    .collect();
    let consumers = consumers_of(judge.graph, node);
    let (number, because, truth) = highest(judge, &consumers, "decision_impact", &table);
    let unknown = consumers.is_empty()
        || consumers
            .iter()
            .any(|n| judge.graph.said(*n, "decision_impact") == Said::Unknown);
    match truth {
        Truth::True if number >= UNKNOWN_STAKES || !unknown => (number, because, truth),
        Truth::True => (
            UNKNOWN_STAKES,
            format!("{because}; others have not said, so 3 is assumed"),
            Truth::Unknown,
        ),
        _ => {
            let because = if consumers.is_empty() {
                "nothing drawn acts on the answers; 3 is assumed"
            } else {
                "nobody has said what a wrong answer can do; 3 is assumed"
            };
            (UNKNOWN_STAKES, because.into(), Truth::Unknown)
        }
    }
}

pub(super) fn consumers_of(graph: &Graph, node: Node) -> Vec<Node> {
    let mut starts = vec![node];
    if !super::derived::runs_model(graph, node) {
        starts.extend(downstream(graph, node, false));
    }
    let mut found: Vec<Node> = Vec::new();
    for start in starts {
        let is_end = start == node || super::derived::runs_model(graph, start);
        if !is_end {
            continue;
        }
        found.push(start);
        let answers = graph.reached_from(
            start,
            Way::Along,
            |a| a.does.any(super::graph::Does::ANSWER),
            |_| false,
        );
        found.extend(answers.into_iter().map(|(n, _)| n));
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|n| {
        graph.asks(*n, "decision_impact")
            || graph.nodes[*n]
                .component
                .facts
                .contains_key("decision_impact")
    });
    found
}

/// What lowers the likelihood of a threat at a component: controls that count for it, and facts that amount to a control.
///
/// `components` are those whose controls count: the finding's own, and those on its proof path. A fact never counts
/// beside the control that it names; the stronger of the two does.
pub(super) fn treatments(
    judge: &Judge,
    threat: &ThreatId,
    rule: &Likelihood,
    node: Node,
    components: &[Node],
) -> Vec<Treatment> {
    let mut by_requirement = controls(judge, threat, components);
    for step in &rule.steps {
        let (Some(control), Op::Add(n)) = (&step.control, step.op) else {
            continue;
        };
        if !judge.truth(&step.when, Bound::Node(node)).is_true() {
            continue;
        }
        let (Ok(id), Ok(points)) = (RequirementId::new(control.as_str()), u8::try_from(-n)) else {
            continue;
        };
        let halves = points * 2;
        let stronger = by_requirement.get(&id).is_some_and(|t| t.halves >= halves);
        if !stronger {
            let strength = judge
                .graph
                .catalog
                .requirement(control)
                .and_then(|r| r.mitigates.get(threat.as_str()).copied())
                .unwrap_or(Strength::M);
            let treatment = Treatment {
                requirement: id.clone(),
                strength,
                status: None,
                halves,
                because: step.because.clone(),
            };
            by_requirement.insert(id, treatment);
        }
    }
    by_requirement
        .into_values()
        .filter(|t| t.halves > 0)
        .collect()
}

/// The controls that lower the likelihood of a threat, on record for these components or system-wide.
pub(super) fn controls(
    judge: &Judge,
    threat: &ThreatId,
    components: &[Node],
) -> BTreeMap<RequirementId, Treatment> {
    let mut found = BTreeMap::new();
    // A requirement without any record treats nothing.
    for id in &judge.recorded {
        let known = judge.graph.catalog.requirement(id);
        let (Some(requirement), Ok(id)) = (known, RequirementId::new(*id)) else {
            continue;
        };
        let model = judge.graph.model;
        let Some(strength) = strength_of(model, &id, requirement, threat) else {
            continue;
        };
        let state = control(judge, threat, &id, &requirement.kinds, strength, components);
        if let Some((status, halves)) = state {
            let treatment = Treatment {
                requirement: id.clone(),
                strength,
                status: Some(status),
                halves,
                because: format!("{}: {}", status.in_words(), requirement.text),
            };
            found.insert(id, treatment);
        }
    }
    found
}

/// The state of a requirement over the components that count, and the halves it takes off; `None` where it takes none.
fn control(
    judge: &Judge,
    threat: &ThreatId,
    id: &RequirementId,
    kinds: &[String],
    strength: Strength,
    components: &[Node],
) -> Option<(ControlStatus, u8)> {
    let graph = judge.graph;
    let applicable: Vec<Node> = components
        .iter()
        .copied()
        .filter(|n| kinds.iter().any(|k| fits(k, graph.kind(*n))))
        .collect();
    let at = |component: Option<Node>| {
        let key = crate::model::ControlId {
            requirement: id.clone(),
            component: component.map(|n| graph.id(n).clone()),
        };
        graph.model.controls.get(&key).map(|control| control.status)
    };
    let system_wide = at(None);
    let status = if applicable.is_empty() {
        system_wide.filter(|_| acts_from_afar(graph, threat, kinds))?
    } else {
        // The worst over its components; a system-wide entry stands in where a component has none (DESIGN 6).
        let states: Option<Vec<ControlStatus>> = applicable
            .iter()
            .map(|n| at(Some(*n)).or(system_wide))
            .collect();
        states?
            .into_iter()
            .filter(|s| *s != ControlStatus::NotApplicable)
            .max()?
    };
    let points = match strength {
        Strength::S => 2,
        Strength::M => 1,
        Strength::W => 0,
    };
    match status {
        ControlStatus::Verified => Some((status, points * 2)),
        ControlStatus::Implemented => Some((status, points)),
        _ => None,
    }
}

/// Whether a system-wide record also counts where none of its kinds stands at the finding or on its path: only if the
/// threat starts at none of them. An attacked release candidate helps every endpoint; a signature that serving checks
/// does not help against hostile updates at an aggregator.
fn acts_from_afar(graph: &Graph, threat: &ThreatId, kinds: &[String]) -> bool {
    let all = &graph.catalog.entries().kinds;
    !all.iter().any(|(id, kind)| {
        kind.threats.contains(threat.as_str()) && kinds.iter().any(|k| fits(k, id))
    })
}

/// The likelihood after treatments: halves are added, then rounded down; at most three points; never below 1.
pub(super) fn residual(likelihood: Score, treatments: &[Treatment]) -> Score {
    let halves: u8 = treatments
        .iter()
        .fold(0, |sum: u8, t| sum.saturating_add(t.halves));
    let points = halves.min(MOST_HALVES) / 2;
    Score::clamped(i32::from(likelihood.number()) - i32::from(points))
}

/// The components whose controls count for a finding.
pub(super) fn counted_components(
    graph: &Graph,
    node: Node,
    proof: &super::proof::Proof,
) -> Vec<Node> {
    let mut nodes = vec![node];
    let index =
        |id: &crate::model::ComponentId| graph.nodes.binary_search_by(|v| v.id.cmp(id)).ok();
    for premise in proof.premises() {
        nodes.extend(premise.components().into_iter().filter_map(index));
        for flow in &premise.flows {
            if let Some(flow) = graph.model.flows.get(flow) {
                nodes.extend([&flow.from, &flow.to].into_iter().filter_map(index));
            }
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
