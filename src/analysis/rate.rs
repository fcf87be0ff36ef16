//! Likelihood and impact: inherent by the rule's steps, residual by controls and countermeasures (facts.md 5.2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::coverage::{speaks_of, worst_of};
use super::facts::{Key, Standing};
use super::graph::{Does, Graph, Node, Way};
use super::judge::{Bound, Judge};
use super::kleene::Truth;
use super::program::{Impact, Scale, Shift, Start, Table};
use super::rating::{Effect, Rating, RatingStep, Treatment};
use super::sets::downstream;
use super::strength::strength_of;
use crate::catalog::rule::{Op, Set, fits};
use crate::catalog::{Requirement, Strength};
use crate::model::{ControlStatus, RequirementId, ThreatId};

/// The impact that counts where nobody said what is at stake (DESIGN 6).
const UNKNOWN_STAKES: u8 = 3;
/// The number that a rating starts with.
#[derive(Debug, Clone)]
pub(super) struct Base {
    number: u8,
    because: Arc<str>,
    truth: Truth,
}

impl Base {
    fn new(number: u8, because: impl Into<Arc<str>>, truth: Truth) -> Self {
        Self {
            number,
            because: because.into(),
            truth,
        }
    }
}

/// The likelihood without controls.
pub(super) fn likelihood(judge: &Judge, rule: &Scale, node: Node) -> Rating {
    let base = RatingStep {
        effect: Effect::Base(rule.base),
        because: Arc::clone(&rule.because),
        truth: Truth::True,
    };
    steps(judge, base, &rule.steps, node)
}

/// The impact.
pub(super) fn impact(judge: &Judge, rule: &Impact, node: Node) -> Rating {
    let start = start(judge, &rule.of, node);
    let base = RatingStep {
        effect: Effect::Base(start.number),
        because: start.because,
        truth: start.truth,
    };
    steps(judge, base, &rule.steps, node)
}

fn steps(judge: &Judge, base: RatingStep, steps: &[Shift], node: Node) -> Rating {
    let mut listed = vec![base];
    for step in steps.iter().filter(|step| step.control.is_none()) {
        let truth = judge.truth(&step.when, Bound::Node(node));
        if truth.is_false() {
            continue;
        }
        listed.push(RatingStep {
            effect: step.op.into(),
            because: Arc::clone(&step.because),
            truth,
        });
    }
    Rating::new(listed)
}

fn start(judge: &Judge, start: &Start, node: Node) -> Base {
    let graph = judge.graph;
    match start {
        Start::Fixed(n) => Base::new(*n, "the same wherever it applies", Truth::True),
        Start::Stakes => stakes(judge, node).base,
        Start::AnswerStakes => stakes_of(judge, &answered(judge, node)),
        Start::Own(table) => highest(judge, &[node], table),
        Start::Highest(set, table) => {
            let nodes: Vec<Node> = judge.members(*set, node).iter().map(|m| m.node).collect();
            highest(judge, &nodes, table)
        }
        Start::ByKind(numbers) => match numbers[graph.nodes[node].sort] {
            Some(n) => {
                let reach = match n {
                    0..=3 => "hostile code here reaches a developer's workplace",
                    4 => "hostile code here reaches production",
                    _ => "hostile code here reaches other systems",
                };
                Base::new(n, reach, Truth::True)
            }
            None => Base::new(
                UNKNOWN_STAKES,
                "its reach is not known; 3 is assumed",
                Truth::Unknown,
            ),
        },
        Start::Larger(parts) => larger(judge, parts, node),
    }
}

/// The largest of several bases. What is known weighs more than what is assumed; of those, the larger number.
fn larger(judge: &Judge, parts: &[Start], node: Node) -> Base {
    let bases = parts.iter().map(|part| (part, start(judge, part, node)));
    let bases: Vec<(&Start, Base)> = bases.collect();
    let open = bases.iter().any(|(_, base)| base.truth == Truth::Unknown);
    let largest = bases
        .into_iter()
        .max_by_key(|(_, base)| (base.truth, base.number));
    match largest {
        // The least that the others can raise is not the same everywhere.
        Some((Start::Fixed(n), _)) => Base::new(
            *n,
            if open {
                "the least wherever it applies; what could raise it has not been said"
            } else {
                "the least wherever it applies; nothing that is said raises it"
            },
            Truth::True,
        ),
        Some((_, base)) => base,
        None => Base::new(UNKNOWN_STAKES, "", Truth::Unknown),
    }
}

/// The highest value of a fact among components, by table. A value that the table lacks counts for nothing.
fn highest(judge: &Judge, nodes: &[Node], table: &Table) -> Base {
    let graph = judge.graph;
    let fact = table.fact;
    let mut best: Option<(u8, Node, usize)> = None;
    for &node in nodes {
        judge.consult(node, fact);
        for rank in graph.said(node, fact).ranks() {
            let number = table.numbers.get(rank).copied().flatten();
            if let Some(number) = number.filter(|n| best.is_none_or(|(most, ..)| *n > most)) {
                best = Some((number, node, rank));
            }
        }
    }
    let Some((number, node, rank)) = best else {
        let words = graph.facts.name(fact).replace('_', " ");
        let unknown = |n: &Node| graph.said(*n, fact).standing == Standing::Unknown;
        return if nodes.iter().any(unknown) {
            let because = match graph.facts.name(fact) {
                "ip_value" => "nobody has said what a copy of it is worth; 3 is assumed".to_owned(),
                _ => format!("nobody has said the {words} of what is behind it; 3 is assumed"),
            };
            Base::new(UNKNOWN_STAKES, because, Truth::Unknown)
        } else {
            Base::new(1, format!("no {words} that raises it"), Truth::False)
        };
    };
    let (_, meaning) = &graph.facts.entry(fact).values[rank];
    let name = graph.name(node);
    // "Something" says nothing without its question.
    let because = match graph.facts.name(fact) {
        "ip_value" => format!("A copy of {name} is worth {meaning}"),
        _ => format!("{name}: {meaning}"),
    };
    Base::new(number, because, Truth::True)
}

/// What a component's stakes come to, and the consumers that they come from.
#[derive(Debug, Clone)]
pub(super) struct Stakes {
    base: Base,
    pub consumers: Arc<[Node]>,
}

/// The stakes of a component: the highest decision impact among what its answers, weights or data lead to (facts.md 4.3).
/// Worked out once for each component.
pub(super) fn stakes(judge: &Judge, node: Node) -> Stakes {
    if let Some(known) = &judge.stakes.borrow()[node] {
        return known.clone();
    }
    let consumers: Arc<[Node]> = consumers_of(judge.graph, node).into();
    let found = Stakes {
        base: stakes_of(judge, &consumers),
        consumers,
    };
    judge.stakes.borrow_mut()[node] = Some(found.clone());
    found
}

/// What uses the answers at a component or behind it, and has stakes to tell of.
pub(super) fn answered(judge: &Judge, node: Node) -> Vec<Node> {
    let members = judge.members(Set::Consumers, node);
    let mut found: Vec<Node> = members.iter().map(|member| member.node).collect();
    found.retain(|n| has_stakes(judge.graph, *n));
    found.sort_unstable();
    found
}

fn stakes_of(judge: &Judge, consumers: &[Node]) -> Base {
    let graph = judge.graph;
    let Some(fact) = graph.facts.key(Key::DecisionImpact) else {
        return Base::new(UNKNOWN_STAKES, "", Truth::Unknown);
    };
    let table = Table::new(graph, fact, |value| match value {
        "none" => Some(1),
        "low" => Some(2),
        "moderate" => Some(3),
        "high" => Some(4),
        "safety" => Some(5),
        _ => None,
    });
    let found = highest(judge, consumers, &table);
    let silent = |n: &Node| graph.said(*n, fact).standing == Standing::Unknown;
    let unknown = consumers.is_empty() || consumers.iter().any(silent);
    match found.truth {
        Truth::True if found.number >= UNKNOWN_STAKES || !unknown => found,
        Truth::True => Base::new(
            UNKNOWN_STAKES,
            format!("{}; others have not said, so 3 is assumed", found.because),
            Truth::Unknown,
        ),
        _ => {
            let because = if consumers.is_empty() {
                "nothing drawn acts on the answers; 3 is assumed"
            } else {
                "nobody has said what a wrong answer can do; 3 is assumed"
            };
            Base::new(UNKNOWN_STAKES, because, Truth::Unknown)
        }
    }
}

fn consumers_of(graph: &Graph, node: Node) -> Vec<Node> {
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
        let answers =
            graph.reached_from(start, Way::Along, |a| a.does.any(Does::ANSWER), |_| false);
        found.extend(answers.into_iter().map(|(n, _)| n));
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|n| has_stakes(graph, *n));
    found
}

/// Whether a component is asked what a wrong answer can do, or says it unasked.
fn has_stakes(graph: &Graph, node: Node) -> bool {
    let said = graph.said_of(node, Key::DecisionImpact);
    said.is_some_and(|said| said.asked || said.is_answered())
}

/// What lowers the likelihood of a threat at a component: controls that count for it, and facts that amount to a control.
///
/// `counting` are the components whose controls count, see [`Judge::counted`]. A fact never counts
/// beside the control that it names; the stronger of the two does.
pub(super) fn treatments(
    judge: &Judge,
    threat: &ThreatId,
    rule: &Scale,
    node: Node,
    counting: &Counting,
) -> Vec<Treatment> {
    let mut by_requirement = controls(judge.graph, &judge.recorded, threat, counting);
    for step in &rule.steps {
        let (Some(control), Op::Add(n)) = (step.control, step.op) else {
            continue;
        };
        if !judge.truth(&step.when, Bound::Node(node)).is_true() {
            continue;
        }
        let (Ok(id), Ok(points)) = (RequirementId::new(control), u8::try_from(-n)) else {
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
    let acting = by_requirement.into_values().filter(|t| t.halves > 0);
    let mut acting: Vec<Treatment> = acting.collect();
    acting.sort_by_cached_key(|one| one.requirement.numbers());
    acting
}

/// The components whose controls count for a finding.
pub(super) struct Counting<'n> {
    /// Its own and those on every way that makes it so, in order.
    pub on_the_ways: &'n [Node],
    /// Those whose controls count where a requirement speaks of none of them.
    pub behind: &'n [Node],
}

impl Counting<'_> {
    /// Those of them that a requirement speaks of.
    fn spoken_of(&self, graph: &Graph, requirement: &Requirement) -> Vec<Node> {
        let among = |nodes: &[Node]| -> Vec<Node> {
            let mut nodes = nodes.to_vec();
            nodes.retain(|n| speaks_of(graph, requirement, *n));
            nodes
        };
        let found = among(self.on_the_ways);
        if found.is_empty() {
            among(self.behind)
        } else {
            found
        }
    }
}

/// The controls that lower the likelihood of a threat, on record for these components or system-wide.
pub(super) fn controls(
    graph: &Graph,
    recorded: &[Recorded],
    threat: &ThreatId,
    counting: &Counting,
) -> BTreeMap<RequirementId, Treatment> {
    let mut found = BTreeMap::new();
    for (id, requirement) in recorded {
        let Some(strength) = strength_of(graph.model, id, requirement, threat) else {
            continue;
        };
        let state = control(graph, threat, id, requirement, strength, counting);
        if let Some((status, halves)) = state {
            let treatment = Treatment {
                requirement: id.clone(),
                strength,
                status: Some(status),
                halves,
                because: format!("{}: {}", status.in_words(), requirement.text).into(),
            };
            found.insert(id.clone(), treatment);
        }
    }
    found
}

/// A requirement that the document has a record of; one without any treats nothing.
pub(super) type Recorded<'a> = (RequirementId, &'a Requirement);

/// The requirements that the document has a record of, anywhere.
pub(super) fn recorded<'a>(graph: &Graph<'a>) -> Vec<Recorded<'a>> {
    let ids: BTreeSet<&RequirementId> = graph
        .model
        .controls
        .keys()
        .map(|id| &id.requirement)
        .collect();
    let known = |id: &RequirementId| Some((id.clone(), graph.catalog.requirement(id.as_str())?));
    ids.into_iter().filter_map(known).collect()
}

/// The state of a requirement over the components that count, and the halves it takes off; `None` where it takes none.
fn control(
    graph: &Graph,
    threat: &ThreatId,
    id: &RequirementId,
    requirement: &Requirement,
    strength: Strength,
    counting: &Counting,
) -> Option<(ControlStatus, u8)> {
    let applicable = counting.spoken_of(graph, requirement);
    let at = |component: Option<Node>| {
        let key = crate::model::ControlId {
            requirement: id.clone(),
            component: component.map(|n| graph.id(n).clone()),
        };
        graph.model.controls.get(&key).map(|control| control.status)
    };
    let system_wide = at(None);
    let status = if applicable.is_empty() {
        system_wide.filter(|_| acts_from_afar(graph, threat, &requirement.kinds))?
    } else {
        // The worst over its components; a system-wide entry stands in where a component has none (DESIGN 6).
        let states: Option<Vec<ControlStatus>> = applicable
            .iter()
            .map(|n| at(Some(*n)).or(system_wide))
            .collect();
        worst_of(states?.into_iter().map(Some))?
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
