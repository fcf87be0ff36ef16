//! What follows from the drawing for one component (facts.md 4.3).

use super::super::facts::Probe;
use super::super::graph::{Does, Graph, Node, Way};
use super::super::groups::Group;
use super::super::kleene::Truth;
use super::never;
use super::reaches::{
    Reaches, bases_of, input_source, outside_readers, outside_supplier, own_entry,
    straight_into_learner, tuners_of,
};
use crate::catalog::rule::NodeTest;

pub(super) struct Work<'g, 'a> {
    pub graph: &'g Graph<'a>,
    pub reaches: Reaches,
}

impl Work<'_, '_> {
    pub fn truth(&self, test: NodeTest, node: Node) -> Truth {
        let graph = self.graph;
        let r = &self.reaches;
        let is = |group: Group| Truth::from(graph.is(node, group));
        let supplied = graph.nodes[node].kind.is_some_and(|kind| kind.supplied);
        match test {
            NodeTest::External => graph.nodes[node].external,
            NodeTest::Supplied => Truth::from(supplied),
            NodeTest::Ours => Truth::from(!supplied),
            NodeTest::OurModel if !supplied => Truth::True,
            NodeTest::OurModel => self.own_learner_behind(node),
            NodeTest::RunsModel => is(Group::RunsModel),
            NodeTest::Learner => is(Group::Learners),
            NodeTest::Asked => self.asked(node),
            NodeTest::Seen => self.seen(node),
            NodeTest::Oracle => self.asked(node).and(self.seen(node)),
            NodeTest::Holds => self.holds(node),
            NodeTest::Exposed => self.exposed(node),
            NodeTest::Platform => is(Group::Platforms),
            NodeTest::AnswerUsed => self.answer_used(node),
            NodeTest::InputReached => self.input_reached(node),
            NodeTest::PhysicalInput => self.physical_input(node),
            NodeTest::TaintedSupply => self.tainted_supply(node),
            NodeTest::TaintedProduct => {
                r.tainted_product.truth[node].and(self.on_learning_path(node))
            }
            NodeTest::Gate => self.gate(node),
            NodeTest::IndexWritten => is(Group::Index).and(
                r.supply.truth[node]
                    .or(own_entry(graph, node))
                    .or(graph.probe(node, Probe::WrittenByVendor))
                    .or(self.written_directly(node)),
            ),
            NodeTest::Loop => self.closes_loop(node),
            NodeTest::OnlineTraffic => self.online_traffic(node),
            NodeTest::WeightsReturn => self.weights_return(node),
            NodeTest::ReadOutside => self.read_outside(node),
            NodeTest::UpdatesSeen => self.updates_seen(node),
            NodeTest::ImportsFromOutside => self.imports_from_outside(node),
            NodeTest::InsiderReads | NodeTest::InsiderWrites => self.insider(node),
            NodeTest::TunesBase => self.tunes_base(node),
            NodeTest::TunedFrom => {
                let outside = outside_supplier(graph, node);
                if outside.is_false() {
                    return Truth::False;
                }
                outside.and(Truth::from(!tuners_of(graph, node).is_empty()))
            }
            NodeTest::FeedsUs => graph
                .flows_out_of(node, Does::WEIGHTS)
                .fold(Truth::False, |any, a| any.or(!graph.nodes[a.to].external)),
            NodeTest::AnswersArrive => r.answers.truth[node],
            NodeTest::AnswersCross => self.answers_cross(node),
            NodeTest::HasTools => {
                let calls = graph.leaving[node]
                    .iter()
                    .any(|e| graph.is(graph.edges[*e].to, Group::Tool));
                is(Group::Agent).and(Truth::from(calls))
            }
            NodeTest::UpdatesFromOutside => is(Group::Aggregator).and(
                graph
                    .flows_into(node, Does::UPDATE)
                    .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].external)),
            ),
            // These two rest on others and are worked out last.
            NodeTest::White | NodeTest::Writable => Truth::False,
        }
    }

    fn own_learner_behind(&self, node: Node) -> Truth {
        let graph = self.graph;
        let behind = graph.reached_from(node, Way::Against, |a| a.does.any(Does::WEIGHTS), never);
        Truth::from(behind.iter().any(|(n, _)| graph.is(*n, Group::Learners)))
    }

    /// Someone outside asks it; where nobody is drawn, a public exposure leaves it open who does.
    fn asked(&self, node: Node) -> Truth {
        let drawn = self.reaches.asked.truth[node];
        drawn.or(self.reachable_undrawn(node))
    }

    /// Unknown where exposure says, or may say, that someone outside reaches it although nobody is drawn.
    fn reachable_undrawn(&self, node: Node) -> Truth {
        let serves = self.graph.is(node, Group::RunsModel) || self.graph.is(node, Group::Explainer);
        if serves && !self.graph.probe(node, Probe::ReachedByPartner).is_false() {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    fn input_reached(&self, node: Node) -> Truth {
        self.reaches.input.truth[node].or(self.reachable_undrawn(node))
    }

    /// Its answers reach something outside. Someone asks and no answer is drawn: unknown, not nothing (DESIGN 6).
    fn seen(&self, node: Node) -> Truth {
        let undrawn = self.graph.flows_out_of(node, Does::ANSWER).next().is_none();
        if undrawn && !self.asked(node).is_false() {
            return Truth::Unknown;
        }
        self.reaches.seen.truth[node]
    }

    fn answer_used(&self, node: Node) -> Truth {
        let graph = self.graph;
        if graph.is(node, Group::EmbeddingModel) && !graph.leaving[node].is_empty() {
            return Truth::True;
        }
        if graph.flows_out_of(node, Does::ANSWER).next().is_none() {
            return Truth::Unknown;
        }
        self.reaches.used.truth[node]
    }

    fn holds(&self, node: Node) -> Truth {
        let graph = self.graph;
        if graph.is(node, Group::Holders) {
            return Truth::True;
        }
        if !graph.is(node, Group::Platforms) {
            return Truth::False;
        }
        let delivered = Truth::from(graph.flows_into(node, Does::WEIGHTS).next().is_some());
        delivered
            .or(graph.probe(node, Probe::HasWeights))
            .or(graph.probe(node, Probe::ContainsModel))
    }

    fn exposed(&self, node: Node) -> Truth {
        let graph = self.graph;
        let controlled = graph
            .flows_into(node, Does::CONTROL)
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].external));
        graph.probe(node, Probe::ReachedByPartner).or(controlled)
    }

    fn physical_input(&self, node: Node) -> Truth {
        let graph = self.graph;
        let sources: Vec<Node> = graph
            .reached_from(node, Way::Against, |a| a.does.any(Does::INPUT), never)
            .into_iter()
            .map(|(n, _)| n)
            .filter(|n| !input_source(graph, *n).is_false())
            .collect();
        let physical = |n: &Node| graph.is(*n, Group::Physical);
        Truth::from(!sources.is_empty() && sources.iter().all(physical))
    }

    fn on_learning_path(&self, node: Node) -> Truth {
        let learns = Truth::from(
            self.graph.is(node, Group::Learners) || self.graph.is(node, Group::Evaluation),
        );
        learns.or(self.reaches.feeds.truth[node])
    }

    /// A learner without data: what it learns from is unknown, not nothing (DESIGN 6).
    fn learner_without_data(&self, node: Node) -> bool {
        self.graph.is(node, Group::Learners)
            && self.graph.flows_into(node, Does::LEARNING).next().is_none()
    }

    fn tainted_supply(&self, node: Node) -> Truth {
        if self.graph.is(node, Group::Product) {
            return Truth::False;
        }
        if self.learner_without_data(node) {
            return Truth::Unknown;
        }
        let reached = self.reaches.supply.truth[node].or(own_entry(self.graph, node));
        reached.and(self.on_learning_path(node))
    }

    fn gate(&self, node: Node) -> Truth {
        let graph = self.graph;
        if self.learner_without_data(node) {
            return Truth::Unknown;
        }
        let next_to_outside = graph
            .flows_into(node, Does::LEARNING)
            .filter(|a| !straight_into_learner(graph, a))
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker));
        (!graph.nodes[node].external).and(next_to_outside.or(own_entry(graph, node)))
    }

    /// Someone outside brings text or records straight into a retrieval index.
    fn written_directly(&self, node: Node) -> Truth {
        let graph = self.graph;
        graph
            .flows_into(node, Does::CONTEXT.with(Does::LEARNING))
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker))
    }

    /// facts.md 4.3 `loop`.
    fn closes_loop(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, Group::Loop) {
            return Truth::False;
        }
        let leads = match self.reaches.feeds.truth[node] {
            Truth::True => Truth::True,
            // Said to feed training, but no learner is drawn behind it: it cannot be judged yet.
            drawn => drawn.or(graph.probe(node, Probe::FeedsTraining).and(Truth::Unknown)),
        };
        leads.and(self.reaches.product.truth[node])
    }

    fn online_traffic(&self, node: Node) -> Truth {
        let graph = self.graph;
        if graph.is(node, Group::OnlineTraining) {
            return self.reaches.product.truth[node];
        }
        if !graph.is(node, Group::PreferenceTraining) {
            return Truth::False;
        }
        graph
            .flows_into(node, Does::PRODUCT)
            .filter(|a| graph.is(a.from, Group::OutsideHands))
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker))
    }

    fn weights_return(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, Group::Learners) {
            return Truth::False;
        }
        if graph.flows_out_of(node, Does::WEIGHTS).next().is_none() {
            return Truth::Unknown;
        }
        self.reaches.returns.truth[node]
    }

    fn read_outside(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, Group::RecordStores) {
            return Truth::False;
        }
        let drawn = outside_readers(graph, node)
            .iter()
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.to].attacker));
        drawn.or(graph.probe(node, Probe::ReadByVendor))
    }

    fn updates_seen(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, Group::Aggregator) {
            return Truth::False;
        }
        let hidden = graph.probe(node, Probe::SecureAggregation);
        let arrive = if graph.flows_into(node, Does::UPDATE).next().is_some() {
            Truth::True
        } else {
            Truth::Unknown
        };
        arrive.and(!hidden)
    }

    /// Where code is drawn coming in, the drawing decides; elsewhere the team is asked (facts.md 5, ML06).
    fn imports_from_outside(&self, node: Node) -> Truth {
        let graph = self.graph;
        let drawn = graph
            .flows_into(node, Does::IMPORT)
            .fold(Truth::False, |any, a| {
                any.or(outside_supplier(graph, a.from))
            });
        if drawn.is_true() {
            return drawn;
        }
        if graph.is(node, Group::Dependency)
            && graph.flows_into(node, Does::IMPORT).next().is_none()
        {
            return Truth::Unknown;
        }
        if self.supply_is_drawn(node, Does::CODE) {
            drawn
        } else {
            drawn.or(graph.probe(node, Probe::Imports))
        }
    }

    /// Whether the drawing shows where something comes from, so that no answer is needed. What people and devices of the
    /// product bring says nothing of what is fetched beside it.
    fn supply_is_drawn(&self, node: Node, does: Does) -> bool {
        let graph = self.graph;
        let mut flows = graph.flows_into(node, does);
        flows.any(|a| !graph.is(a.from, Group::NoSupplier))
    }

    fn insider(&self, node: Node) -> Truth {
        let graph = self.graph;
        let kept = graph.is(node, Group::Platforms) || graph.is(node, Group::Kept);
        Truth::from(graph.model.system.insider && kept).and(!graph.nodes[node].external)
    }

    fn tunes_base(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, Group::Tuners) {
            return Truth::False;
        }
        if !self.supply_is_drawn(node, Does::WEIGHTS) {
            return graph.probe(node, Probe::BaseFromThirdParty);
        }
        bases_of(graph, node)
            .into_iter()
            .fold(Truth::False, |any, (base, _)| {
                any.or(outside_supplier(graph, base))
            })
    }

    fn answers_cross(&self, node: Node) -> Truth {
        let graph = self.graph;
        graph
            .flows_into(node, Does::ANSWER)
            .filter(|a| {
                graph.is(a.from, Group::RunsModel) || self.reaches.answers.truth[a.from].is_true()
            })
            .fold(Truth::False, |any, a| any.or(graph.crosses(a)))
    }
}
