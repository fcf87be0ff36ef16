//! What a derived fact of a component rests on, and what would settle it.

use super::super::asked::{Asked, FlowAttribute, MissingFlow};
use super::super::facts::{FactNumber, Key, Probe};
use super::super::graph::{Arrow, Does, Edge, Graph, Node, Reach, Way};
use super::super::groups::Group;
use super::super::kleene::Truth;
use super::reaches::{bases_of, outside_readers, outside_supplier, tuners_of};
use super::{Derived, never};
use crate::catalog::rule::NodeTest;

/// What would settle something, by number; [`Open::asked`] names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Open {
    Fact(FactNumber),
    Zone,
    Trust,
    Flow(MissingFlow),
    Attribute(Edge, FlowAttribute),
}

impl Open {
    /// The same by name, as it is asked.
    pub fn asked(self, graph: &Graph) -> Asked {
        match self {
            Self::Fact(fact) => Asked::Fact(graph.facts.name(fact).to_owned()),
            Self::Zone => Asked::Zone,
            Self::Trust => Asked::Trust,
            Self::Flow(missing) => Asked::Flow(missing),
            Self::Attribute(edge, attribute) => {
                Asked::FlowAttribute(graph.edges[edge].id.clone(), attribute)
            }
        }
    }
}

impl Derived {
    /// How what a derived fact rests on spreads to the component; nothing where it is seen from its own flows.
    fn spreading(&self, test: NodeTest, node: Node) -> Vec<&Reach> {
        let reaches = &self.reaches;
        match test {
            NodeTest::Asked => vec![&reaches.asked],
            NodeTest::InputReached | NodeTest::PhysicalInput => vec![&reaches.input],
            NodeTest::Seen => vec![&reaches.seen],
            NodeTest::Oracle => vec![&reaches.asked, &reaches.seen],
            NodeTest::IndexWritten if reaches.supply.truth[node].is_false() => Vec::new(),
            NodeTest::TaintedSupply | NodeTest::Gate | NodeTest::IndexWritten => {
                vec![&reaches.supply]
            }
            NodeTest::TaintedProduct => vec![&reaches.tainted_product],
            NodeTest::OnlineTraffic => vec![&reaches.product],
            NodeTest::Loop => vec![&reaches.product, &reaches.feeds],
            NodeTest::AnswersArrive => vec![&reaches.answers],
            _ => Vec::new(),
        }
    }

    /// The other components on every way by which a derived fact comes to hold for a component, in no order.
    pub fn ways(&self, graph: &Graph, test: NodeTest, node: Node) -> Vec<Node> {
        if self.holds(test, node).is_false() {
            return Vec::new();
        }
        let spreading = self.spreading(test, node);
        if spreading.is_empty() {
            return self.evidence(graph, test, node).0;
        }
        let each = spreading.into_iter();
        each.flat_map(|reach| graph.ways(reach, node)).collect()
    }

    /// The flows that a derived fact rests on, and the other components on the way: one way, as a proof names it.
    pub fn evidence(&self, graph: &Graph, test: NodeTest, node: Node) -> (Vec<Node>, Vec<Edge>) {
        let spreading = self.spreading(test, node);
        if !spreading.is_empty() {
            let (mut who, mut over) = (Vec::new(), Vec::new());
            for reach in spreading {
                let (other, edges) = graph.trail(reach, node);
                who.extend(other.filter(|other| !who.contains(other)));
                over.extend(edges);
            }
            return (who, over);
        }
        let direct = |arrows: Vec<&Arrow>, far: fn(&Arrow) -> Node| {
            (
                arrows.iter().map(|a| far(a)).collect::<Vec<Node>>(),
                arrows.iter().map(|a| a.number).collect::<Vec<Edge>>(),
            )
        };
        match test {
            NodeTest::IndexWritten => direct(
                graph
                    .flows_into(node, Does::CONTEXT.with(Does::LEARNING))
                    .filter(|a| !graph.nodes[a.from].attacker.is_false())
                    .collect(),
                |a| a.from,
            ),
            NodeTest::AnswersCross => direct(
                graph
                    .flows_into(node, Does::ANSWER)
                    .filter(|a| !graph.crosses(a).is_false())
                    .collect(),
                |a| a.from,
            ),
            NodeTest::ImportsFromOutside => direct(
                graph
                    .flows_into(node, Does::IMPORT)
                    .filter(|a| !outside_supplier(graph, a.from).is_false())
                    .collect(),
                |a| a.from,
            ),
            NodeTest::TunesBase => {
                let (bases, edges): (Vec<Node>, Vec<Edge>) =
                    bases_of(graph, node).into_iter().unzip();
                (bases, edges)
            }
            NodeTest::TunedFrom => {
                let (tuners, edges): (Vec<Node>, Vec<Edge>) =
                    tuners_of(graph, node).into_iter().unzip();
                (tuners, edges)
            }
            NodeTest::UpdatesFromOutside | NodeTest::UpdatesSeen => {
                direct(graph.flows_into(node, Does::UPDATE).collect(), |a| a.from)
            }
            NodeTest::FeedsUs => {
                direct(graph.flows_out_of(node, Does::WEIGHTS).collect(), |a| a.to)
            }
            NodeTest::ReadOutside => direct(outside_readers(graph, node), |a| a.to),
            NodeTest::Exposed => direct(
                graph
                    .flows_into(node, Does::CONTROL)
                    .filter(|a| !graph.nodes[a.from].external.is_false())
                    .collect(),
                |a| a.from,
            ),
            NodeTest::AnswerUsed => {
                direct(graph.flows_out_of(node, Does::ANSWER).collect(), |a| a.to)
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    /// What would settle a derived fact of a component that is unknown, or only so by presumption.
    pub fn open(&self, graph: &Graph, test: NodeTest, node: Node) -> Vec<(Node, Open)> {
        if self.holds(test, node) != Truth::Unknown {
            return Vec::new();
        }
        let mut open: Vec<(Node, Open)> = Vec::new();
        let (others, edges) = self.evidence(graph, test, node);
        let ends = edges
            .iter()
            .flat_map(|e| [graph.edges[*e].from, graph.edges[*e].to]);
        for other in others.into_iter().chain(ends).chain([node]) {
            if graph.nodes[other].external == Truth::Unknown {
                open.push((other, place_of(graph, other)));
            }
        }
        let own = facts_behind(test).iter();
        open.extend(own.filter_map(|key| Some((node, Open::Fact(graph.unanswered(node, *key)?)))));
        open.extend(self.open_elsewhere(graph, test, node));
        open.extend(missing_flow(graph, test, node).map(|flow| (node, Open::Flow(flow))));
        open.extend(self.missing_callers(graph, test, node));
        let mut seen = std::collections::BTreeSet::new();
        open.retain(|item| seen.insert(*item));
        open
    }

    /// Who calls a component that can be reached from outside, although nobody outside is drawn.
    fn missing_callers(&self, graph: &Graph, test: NodeTest, node: Node) -> Option<(Node, Open)> {
        let drawn = match test {
            NodeTest::Asked => &self.reaches.asked,
            NodeTest::InputReached => &self.reaches.input,
            _ => return None,
        };
        let nobody = drawn.truth[node].is_false();
        let reachable = graph.probe(node, Probe::ReachedByPartner).is_true();
        (nobody && reachable).then_some((node, Open::Flow(MissingFlow::Callers)))
    }

    /// Open facts of other components that a derived fact rests on.
    fn open_elsewhere(&self, graph: &Graph, test: NodeTest, node: Node) -> Vec<(Node, Open)> {
        let unanswered = |other: Node, key: Key| {
            let fact = graph.unanswered(other, key);
            fact.map(|fact| (other, Open::Fact(fact)))
        };
        match test {
            NodeTest::TaintedSupply
            | NodeTest::TaintedProduct
            | NodeTest::Gate
            | NodeTest::IndexWritten => graph
                .reached_from(
                    node,
                    Way::Against,
                    |a| a.does.any(entering_with(test)),
                    never,
                )
                .into_iter()
                .map(|(other, _)| other)
                .chain([node])
                .flat_map(|other| {
                    let mut open = Vec::new();
                    open.extend(unanswered(other, Key::Writers));
                    open.extend(unanswered(other, Key::PhysicalAccess));
                    if graph.nodes[other].external == Truth::Unknown {
                        open.push((other, place_of(graph, other)));
                    }
                    open
                })
                .collect(),
            NodeTest::White => graph
                .reached_from(node, Way::Against, |a| a.does.any(Does::WEIGHTS), never)
                .into_iter()
                .filter(|(store, _)| graph.is(*store, Group::Platforms))
                .flat_map(|(store, _)| self.open(graph, NodeTest::Exposed, store))
                .collect(),
            NodeTest::Writable => {
                let mut open = self.open(graph, NodeTest::UpdatesFromOutside, node);
                if graph.is(node, Group::Platforms) {
                    open.extend(self.open(graph, NodeTest::Exposed, node));
                }
                if graph.is(node, Group::SuppliedWeights) {
                    open.extend(self.open(graph, NodeTest::FeedsUs, node));
                }
                open
            }
            NodeTest::Oracle => {
                let mut open = self.open(graph, NodeTest::Asked, node);
                open.extend(self.open(graph, NodeTest::Seen, node));
                open
            }
            NodeTest::InputReached => graph
                .reached_from(node, Way::Against, |a| a.does.any(Does::INPUT), never)
                .into_iter()
                .filter_map(|(other, _)| unanswered(other, Key::RunsOnClient))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a component's place needs a zone, or its zone a trust.
fn place_of(graph: &Graph, node: Node) -> Open {
    match graph.nodes[node].component.zone {
        Some(_) => Open::Trust,
        None => Open::Zone,
    }
}

/// Facts of the component itself that a derived fact reads.
pub(in super::super) fn facts_behind(test: NodeTest) -> &'static [Key] {
    match test {
        NodeTest::Asked | NodeTest::Exposed | NodeTest::InputReached => &[Key::Exposure],
        NodeTest::Holds => &[Key::HasWeights, Key::ContainsModel],
        NodeTest::White => &[Key::PhysicalAccess, Key::HasWeights, Key::ContainsModel],
        NodeTest::Writable => &[
            Key::Exposure,
            Key::Writers,
            Key::Signing,
            Key::PhysicalAccess,
            Key::UpdateChannelSigned,
            Key::HasWeights,
            Key::ContainsModel,
        ],
        NodeTest::Loop => &[Key::FeedsTraining],
        NodeTest::ReadOutside => &[Key::Readers],
        NodeTest::UpdatesSeen => &[Key::SecureAggregation],
        NodeTest::ImportsFromOutside => &[Key::Imports],
        NodeTest::TunesBase => &[Key::BaseOrigin],
        NodeTest::IndexWritten => &[Key::Writers],
        _ => &[],
    }
}

/// Whether learning data of a component reaches a learner, or a job that judges one, in the drawing.
fn learner_drawn_behind(graph: &Graph, node: Node) -> bool {
    graph
        .reached_from(node, Way::Along, |a| a.does.any(Does::LEARNING), never)
        .into_iter()
        .any(|(n, _)| graph.is(n, Group::Learners) || graph.is(n, Group::Evaluation))
}

/// What brings outside hands to a learning path or an index: learning data, the power to administer, and for an index the
/// text that is put straight into it.
fn entering_with(test: NodeTest) -> Does {
    let entering = Does::LEARNING.with(Does::CONTROL);
    if test == NodeTest::IndexWritten {
        entering.with(Does::CONTEXT)
    } else {
        entering
    }
}

/// The flow that seems to be missing where a derived fact is unknown for want of one.
fn missing_flow(graph: &Graph, test: NodeTest, node: Node) -> Option<MissingFlow> {
    let none_out = |does| graph.flows_out_of(node, does).next().is_none();
    let none_in = |does| graph.flows_into(node, does).next().is_none();
    match test {
        NodeTest::Seen | NodeTest::Oracle | NodeTest::AnswerUsed if none_out(Does::ANSWER) => {
            Some(MissingFlow::Answers)
        }
        NodeTest::Asked | NodeTest::InputReached if none_in(Does::INPUT) => {
            Some(MissingFlow::Callers)
        }
        NodeTest::TaintedSupply | NodeTest::Gate
            if graph.is(node, Group::Learners) && none_in(Does::LEARNING) =>
        {
            Some(MissingFlow::Data)
        }
        NodeTest::UpdatesSeen if none_in(Does::UPDATE) => Some(MissingFlow::Data),
        NodeTest::WeightsReturn if none_out(Does::WEIGHTS) => Some(MissingFlow::Weights),
        NodeTest::Loop if !learner_drawn_behind(graph, node) => Some(MissingFlow::Data),
        NodeTest::ImportsFromOutside
            if graph.is(node, Group::Dependency) && none_in(Does::IMPORT) =>
        {
            Some(MissingFlow::Import)
        }
        _ => None,
    }
}
