//! The named sets of the rule language, seen from a component.

use std::collections::BTreeMap;

use super::derived::{
    asker, bases_of, input_source, learns, outside_hand, outside_supplier, runs_model,
};
use super::facts::{Key, Said};
use super::graph::{Arrow, Does, Edge, Graph, Node, Way};
use super::groups::Group;
use super::kleene::Truth;
use crate::catalog::rule::Set;

/// A member of a set: which component, how surely it belongs, and the flow that it was found over.
pub(super) struct Member {
    pub node: Node,
    pub belongs: Truth,
    pub over: Option<Edge>,
}

fn never(_: Node) -> bool {
    false
}

fn sure((node, edge): (Node, Edge)) -> Member {
    Member {
        node,
        belongs: Truth::True,
        over: Some(edge),
    }
}

fn itself(node: Node) -> Member {
    Member {
        node,
        belongs: Truth::True,
        over: None,
    }
}

const LEARNING: fn(&Arrow) -> bool = |a| a.does.any(Does::LEARNING);
const INPUT: fn(&Arrow) -> bool = |a| a.does.any(Does::INPUT);
const WEIGHTS: fn(&Arrow) -> bool = |a| a.does.any(Does::WEIGHTS);
const ANSWER: fn(&Arrow) -> bool = |a| a.does.any(Does::ANSWER);
const IMPORT: fn(&Arrow) -> bool = |a| a.does.any(Does::IMPORT);

/// The components of a set.
pub(super) fn members(graph: &Graph, set: Set, node: Node) -> Vec<Member> {
    let against =
        |passes: fn(&Arrow) -> bool| graph.reached_from(node, Way::Against, passes, never);
    let along = |passes: fn(&Arrow) -> bool| graph.reached_from(node, Way::Along, passes, never);
    let hands = |found: Vec<(Node, Edge)>, belongs: fn(&Graph, Node) -> Truth| {
        found
            .into_iter()
            .map(|(n, e)| Member {
                node: n,
                belongs: belongs(graph, n),
                over: Some(e),
            })
            .filter(|m| !m.belongs.is_false())
            .collect::<Vec<_>>()
    };
    let that = |found: Vec<(Node, Edge)>, keep: fn(&Graph, Node) -> bool| {
        found
            .into_iter()
            .filter(|(n, _)| keep(graph, *n))
            .map(sure)
            .collect::<Vec<_>>()
    };
    match set {
        Set::Askers => hands(against(INPUT), asker),
        Set::InputSources => hands(against(INPUT), input_source),
        Set::Consumers => consumers(graph, node),
        Set::Data => data(graph, node).into_iter().map(itself).collect(),
        Set::Learners => learners(graph, node).into_iter().map(itself).collect(),
        Set::Bases => {
            let mut bases: Vec<Member> = Vec::new();
            for learner in learners_behind(graph, node) {
                for (base, edge) in bases_of(graph, learner) {
                    bases.push(Member {
                        node: base,
                        belongs: outside_supplier(graph, base),
                        over: Some(edge),
                    });
                }
            }
            bases
        }
        Set::LearningSources => {
            let mut found = vec![itself(node)];
            found.extend(
                against(LEARNING)
                    .into_iter()
                    .filter(|(n, _)| *n != node)
                    .map(sure),
            );
            found
        }
        Set::LearningPath => {
            let mut found: BTreeMap<Node, Member> = BTreeMap::from([(node, itself(node))]);
            for (n, e) in against(LEARNING).into_iter().chain(along(LEARNING)) {
                found.entry(n).or_insert_with(|| sure((n, e)));
            }
            found.into_values().collect()
        }
        Set::LoopSources => hands(against(|a| a.does.any(Does::PRODUCT)), outside_hand),
        Set::Serving => downstream(graph, node, false)
            .into_iter()
            .filter(|n| runs_model(graph, *n))
            .map(itself)
            .collect(),
        Set::AnswerModels => that(
            against(|a| a.does.any(Does::ANSWER) || (a.does.any(Does::SIGNAL))),
            runs_model,
        ),
        Set::InputModels => that(along(INPUT), runs_model),
        Set::Exposers => downstream(graph, node, true)
            .into_iter()
            .filter(|n| *n != node)
            .map(itself)
            .collect(),
        Set::WeightsUpstream => against(WEIGHTS).into_iter().map(sure).collect(),
        Set::WeightsDownstream => along(WEIGHTS).into_iter().map(sure).collect(),
        Set::LearningUpstream => learning_upstream(graph, node)
            .into_iter()
            .map(sure)
            .collect(),
        Set::ImportUpstream => against(IMPORT).into_iter().map(sure).collect(),
        Set::ImportSources => graph
            .flows_into(node, Does::IMPORT)
            .map(|a| itself(a.from))
            .collect(),
        Set::AnswerFlows | Set::ImportFlows => Vec::new(),
    }
}

/// The flows of a set of flows.
pub(super) fn flows(graph: &Graph, set: Set, node: Node) -> Vec<Edge> {
    match set {
        Set::ImportFlows => graph.entering[node]
            .iter()
            .copied()
            .filter(|e| graph.edges[*e].does.any(Does::IMPORT))
            .collect(),
        Set::AnswerFlows => {
            let mut found = Vec::new();
            let mut nodes = vec![node];
            nodes.extend(
                graph
                    .reached_from(node, Way::Against, ANSWER, |n| runs_model(graph, n))
                    .into_iter()
                    .map(|(n, _)| n),
            );
            for n in nodes {
                if n != node && runs_model(graph, n) {
                    continue;
                }
                found.extend(
                    graph.entering[n]
                        .iter()
                        .copied()
                        .filter(|e| graph.edges[*e].does.any(Does::ANSWER)),
                );
            }
            found.sort_unstable();
            found.dedup();
            found
        }
        _ => Vec::new(),
    }
}

/// What answers reach; a component that uses answers counts as its own consumer.
fn consumers(graph: &Graph, node: Node) -> Vec<Member> {
    let mut found = Vec::new();
    if graph.is(node, Group::AnswerUsers) {
        found.push(itself(node));
    }
    let reached = graph.reached_from(node, Way::Along, ANSWER, never);
    found.extend(reached.into_iter().filter(|(n, _)| *n != node).map(sure));
    found
}

/// The learners whose weights a component has: itself, or those upstream of it.
pub(super) fn learners_behind(graph: &Graph, node: Node) -> Vec<Node> {
    if learns(graph, node) {
        return vec![node];
    }
    let upstream = learners_upstream(graph, node);
    upstream.into_iter().map(|(learner, _)| learner).collect()
}

/// The learners upstream of a component, each with the flow over which its weights leave on their way there.
fn learners_upstream(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
    let reached = graph.reached_from(node, Way::Against, WEIGHTS, |n| learns(graph, n));
    reached
        .into_iter()
        .filter(|(n, _)| learns(graph, *n))
        .collect()
}

fn learners(graph: &Graph, node: Node) -> Vec<Node> {
    let mut found = learners_behind(graph, node);
    let ahead = |passes: fn(&Arrow) -> bool| {
        graph.reached_from(node, Way::Along, passes, |n| learns(graph, n))
    };
    // What serves takes weights and does not hand them to a learner; its telemetry is the product's feedback.
    let fed = if runs_model(graph, node) {
        Vec::new()
    } else {
        ahead(LEARNING)
    };
    let started = if graph.is(node, Group::SuppliedWeights) {
        ahead(WEIGHTS)
    } else {
        Vec::new()
    };
    for (n, _) in fed.into_iter().chain(started) {
        if learns(graph, n) && !found.contains(&n) {
            found.push(n);
        }
    }
    found
}

/// facts.md 4.3 `data_of`: the datasets behind a component, and the stores whose records it reads.
fn data(graph: &Graph, node: Node) -> Vec<Node> {
    let asked = |n: Node, key| graph.said_of(n, key).is_some_and(|said| said.asked);
    let answered = |n: Node, key| graph.said_of(n, key).is_some_and(Said::is_answered);
    let speaks = |n: Node| asked(n, Key::Sensitivity) || answered(n, Key::Sensitivity);
    let keeps = |n: Node| {
        (speaks(n) || answered(n, Key::MembershipSensitive))
            && !runs_model(graph, n)
            && !graph.is(n, Group::Serving)
    };
    let mut behind = learners_behind(graph, node);
    if graph.is(node, Group::SuppliedWeights) {
        behind.extend(learners(graph, node));
    }
    let mut found: Vec<Node> = Vec::new();
    for learner in &behind {
        let sources = graph.reached_from(*learner, Way::Against, LEARNING, never);
        found.extend(sources.into_iter().map(|(n, _)| n).filter(|n| keeps(*n)));
    }
    let read = graph.reached_from(node, Way::Against, |a| a.does.any(Does::CONTEXT), never);
    found.extend(read.into_iter().map(|(n, _)| n).filter(|n| keeps(*n)));
    if keeps(node) {
        found.push(node);
    }
    found.sort_unstable();
    found.dedup();
    // Where no data is drawn behind a model of ours, the model itself is asked what it learned from.
    if found.is_empty() && speaks(node) {
        found.push(node);
    }
    found
}

/// What a component's data, weights or records lead to: learning flows or context first, then weights.
///
/// With `all`, everything on the way behind the first learner or store is given; else everything reached.
pub(super) fn downstream(graph: &Graph, node: Node, all: bool) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    let mut frontier: Vec<(Node, bool)> = vec![(node, false)];
    let mut seen = std::collections::BTreeSet::from([(node, false)]);
    while let Some((at, weights_phase)) = frontier.pop() {
        for &edge in &graph.leaving[at] {
            let arrow = &graph.edges[edge];
            let learning = arrow.does.any(Does::LEARNING) || arrow.does.any(Does::CONTEXT);
            let weights = arrow.does.any(Does::WEIGHTS);
            let from_model = runs_model(graph, at) && at != node;
            let phase = match (weights, learning && !weights_phase && !from_model) {
                (true, _) if !from_model => true,
                (_, true) => false,
                _ => continue,
            };
            if seen.insert((arrow.to, phase)) {
                let behind_learner =
                    phase || learns(graph, arrow.to) || runs_model(graph, arrow.to);
                if !all || behind_learner {
                    found.push(arrow.to);
                }
                frontier.push((arrow.to, phase));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Components whose learning data or context reaches a component, or the learner behind its weights.
fn learning_upstream(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
    let mut starts = vec![(node, None)];
    if !learns(graph, node) {
        let upstream = learners_upstream(graph, node).into_iter();
        starts.extend(upstream.map(|(learner, over)| (learner, Some(over))));
    }
    let mut found: BTreeMap<Node, Edge> = BTreeMap::new();
    let reads = |a: &Arrow| a.does.any(Does::LEARNING) || a.does.any(Does::CONTEXT);
    for (start, over) in starts {
        let on_model = runs_model(graph, start);
        let passes = move |a: &Arrow| {
            if on_model {
                a.does.any(Does::CONTEXT) || a.does.any(Does::RECORDS)
            } else {
                reads(a)
            }
        };
        for (n, e) in graph.reached_from(start, Way::Against, passes, |n| runs_model(graph, n)) {
            found.entry(n).or_insert(e);
        }
        if let Some(over) = over.filter(|_| start != node) {
            found.entry(start).or_insert(over);
        }
    }
    found.remove(&node);
    found.into_iter().collect()
}
