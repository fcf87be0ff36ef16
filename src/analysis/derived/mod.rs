//! The derived facts of facts.md 4.3: what the drawing says of every component, worked out once per document.
//!
//! `reaches` says how things spread over flows, `truths` what follows for a component, `open` what a derived fact rests on
//! and what would settle it.

mod open;
mod reaches;
mod truths;

pub(super) use open::{Open, facts_behind};
pub(super) use reaches::{
    asker, bases_of, input_source, learns, outside_hand, outside_supplier, runs_model,
};

use super::facts::Probe;
use super::graph::{Does, Graph, Node, Way};
use super::groups::Group;
use super::kleene::Truth;
use crate::catalog::rule::NodeTest;
use reaches::Reaches;
use truths::Work;

/// What the drawing says of every component, and how things spread.
pub(super) struct Derived {
    truths: Vec<Vec<Truth>>,
    reaches: Reaches,
}

fn never(_: Node) -> bool {
    false
}

impl Derived {
    pub fn new(graph: &Graph) -> Self {
        let work = Work {
            reaches: Reaches::new(graph),
            graph,
        };
        let truths = NodeTest::ALL
            .iter()
            .map(|test| {
                (0..graph.len())
                    .map(|node| work.truth(*test, node))
                    .collect()
            })
            .collect();
        let mut derived = Self {
            truths,
            reaches: work.reaches,
        };
        derived.combine(graph);
        derived
    }

    /// Whether something holds for a component.
    pub fn holds(&self, test: NodeTest, node: Node) -> Truth {
        self.truths[test as usize][node]
    }

    /// Facts that rest on other derived facts.
    fn combine(&mut self, graph: &Graph) {
        for node in 0..graph.len() {
            let white = self.white(graph, node);
            self.truths[NodeTest::White as usize][node] = white;
            let writable = self.writable(graph, node);
            self.truths[NodeTest::Writable as usize][node] = writable;
        }
    }

    /// facts.md 4.3 `white`: holds weights, and is outside, can be touched, or an exposed store holds the same weights.
    fn white(&self, graph: &Graph, node: Node) -> Truth {
        if self.holds(NodeTest::Holds, node).is_false() {
            return Truth::False;
        }
        let exposed_store = graph
            .reached_from(node, Way::Against, |a| a.does.any(Does::WEIGHTS), never)
            .into_iter()
            .filter(|(store, _)| graph.is(*store, Group::Platforms))
            .fold(Truth::False, |any, (store, _)| {
                any.or(self.holds(NodeTest::Exposed, store))
            });
        let within_reach = graph.nodes[node]
            .external
            .or(graph.probe(node, Probe::PhysicalAccess))
            .or(exposed_store);
        self.holds(NodeTest::Holds, node).and(within_reach)
    }

    /// facts.md 4.3 `writable`.
    fn writable(&self, graph: &Graph, node: Node) -> Truth {
        let is = |patterns| Truth::from(graph.is(node, patterns));
        let external = graph.nodes[node].external;
        let checked = graph.probe(node, Probe::SignatureVerified);
        let broad = graph.probe(node, Probe::WrittenByVendor);
        let platform = is(Group::Platforms)
            .and(self.holds(NodeTest::Exposed, node).or(broad))
            .and(!checked);
        let artefact = is(Group::Artifact).and(broad).and(!checked);
        let unsigned = !graph.probe(node, Probe::UpdateChannelSigned);
        let device = is(Group::Devices)
            .and(external)
            .and(graph.probe(node, Probe::PhysicalAccess).or(unsigned));
        let updates = self.holds(NodeTest::UpdatesFromOutside, node);
        let supplier = is(Group::SuppliedWeights)
            .and(external)
            .and(self.holds(NodeTest::FeedsUs, node));
        let any = platform
            .or(artefact)
            .or(device)
            .or(updates)
            .or(supplier)
            .or(self.holds(NodeTest::InsiderWrites, node));
        self.holds(NodeTest::Holds, node).and(any)
    }
}
