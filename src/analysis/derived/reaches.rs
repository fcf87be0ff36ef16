//! How things spread over the flows of a drawing, and who stands where they start.

use super::super::facts::Probe;
use super::super::graph::{Arrow, Does, Edge, Graph, Node, Reach, Way};
use super::super::groups::Group;
use super::super::kleene::Truth;
use super::never;

/// How things spread.
pub(super) struct Reaches {
    pub asked: Reach,
    pub input: Reach,
    pub seen: Reach,
    pub supply: Reach,
    pub product: Reach,
    pub tainted_product: Reach,
    pub answers: Reach,
    pub feeds: Reach,
    pub used: Reach,
    pub returns: Reach,
}

fn seeds(graph: &Graph, of: impl Fn(Node) -> Truth) -> Vec<Truth> {
    (0..graph.len()).map(of).collect()
}

impl Reaches {
    pub fn new(graph: &Graph) -> Self {
        let people = |group: Group| {
            seeds(graph, move |n| {
                if graph.is(n, group) {
                    graph.nodes[n].attacker
                } else {
                    Truth::False
                }
            })
        };
        let input = |a: &Arrow| a.does.any(Does::INPUT);
        let learning = |a: &Arrow| a.does.any(Does::LEARNING);
        let product = |a: &Arrow| a.does.any(Does::PRODUCT);
        let answer = |a: &Arrow| a.does.any(Does::ANSWER);
        // A person of ours who judges what comes in does not hand it on unseen (facts.md 5, ML08 N3).
        let trusted_person = |n: Node| graph.is(n, Group::People);
        let through_product = graph.spread(
            Way::Along,
            people(Group::OutsideHands),
            product,
            trusted_person,
        );
        let product_seeds = seeds(graph, |n| {
            if graph.is(n, Group::Product) {
                through_product.truth[n]
            } else {
                Truth::False
            }
        });
        Self {
            asked: graph.spread(Way::Along, people(Group::PeopleAndClients), input, never),
            input: graph.spread(
                Way::Along,
                seeds(graph, |n| input_source(graph, n)),
                input,
                never,
            ),
            seen: graph.spread(
                Way::Against,
                seeds(graph, |n| graph.nodes[n].attacker),
                answer,
                never,
            ),
            supply: graph.spread(
                Way::Along,
                seeds(graph, |n| supply_entry(graph, n)),
                |a| {
                    learning(a)
                        && !graph.is(a.to, Group::Product)
                        && !straight_into_learner(graph, a)
                },
                never,
            ),
            tainted_product: graph.spread(Way::Along, product_seeds, learning, never),
            product: through_product,
            answers: graph.spread(
                Way::Along,
                seeds(graph, |n| {
                    Truth::from(graph.is(n, Group::RunsModel) || graph.is(n, Group::Explainer))
                }),
                answer,
                never,
            ),
            feeds: graph.spread(
                Way::Against,
                seeds(graph, |n| {
                    Truth::from(graph.is(n, Group::Learners) || graph.is(n, Group::Evaluation))
                }),
                learning,
                never,
            ),
            used: graph.spread(
                Way::Against,
                seeds(graph, |n| Truth::from(!graph.is(n, Group::NotAUser))),
                answer,
                never,
            ),
            returns: graph.spread(
                Way::Against,
                seeds(graph, |n| Truth::from(graph.is(n, Group::RunsModel))),
                |a| a.does.any(Does::WEIGHTS),
                never,
            ),
        }
    }
}

/// Who can put something in front of a model: people, data and scenes outside, and preprocessors on a user's device.
pub(in super::super) fn input_source(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, Group::Preprocessor) {
        return graph
            .probe(node, Probe::RunsOnClient)
            .or(graph.nodes[node].external);
    }
    if graph.is(node, Group::InputSources) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}

/// Where outside learning data enters: what stands outside, and what outsiders can write to.
pub(super) fn supply_entry(graph: &Graph, node: Node) -> Truth {
    graph.nodes[node].attacker.or(own_entry(graph, node))
}

/// Whether outsiders can write to a component by its own account, wherever it stands.
pub(super) fn own_entry(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, Group::Product) {
        return Truth::False;
    }
    let writers = if graph.model.system.insider {
        Probe::WrittenByOrganisation
    } else {
        Probe::WrittenByVendor
    };
    let touched =
        Truth::from(graph.is(node, Group::Sensor)).and(graph.probe(node, Probe::PhysicalAccess));
    let administered = graph
        .flows_into(node, Does::CONTROL)
        .filter(|_| graph.is(node, Group::Administered))
        .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker));
    graph.probe(node, writers).or(touched).or(administered)
}

/// Whether a flow brings signals of users straight into a learner: that is the product's own feedback, not data supply.
pub(super) fn straight_into_learner(graph: &Graph, arrow: &Arrow) -> bool {
    arrow.does.any(Does::SIGNAL)
        && graph.is(arrow.to, Group::OnlineLearners)
        && graph.is(arrow.from, Group::OutsideHands)
}

/// Whether a component supplies things from outside: it stands outside, or a third party supplies it by its kind.
pub(in super::super) fn outside_supplier(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, Group::NoSupplier) {
        return Truth::False;
    }
    let supplied = graph.nodes[node].kind.is_some_and(|kind| kind.supplied);
    Truth::from(supplied).or(graph.nodes[node].external)
}

pub(super) fn passes_weights_on(graph: &Graph, node: Node) -> bool {
    !graph.is(node, Group::Learners)
        && !graph.is(node, Group::RunsModel)
        && !graph.is(node, Group::FederatedClient)
}

/// The supplied weights that a learner starts from, with the flow they come over.
pub(in super::super) fn bases_of(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
    let mut bases = graph.reached_from(
        node,
        Way::Against,
        |a| a.does.any(Does::WEIGHTS) && passes_weights_on(graph, a.from),
        |n| outside_supplier(graph, n).is_true(),
    );
    bases.retain(|(base, _)| !outside_supplier(graph, *base).is_false());
    bases
}

/// The tuning learners that start from a component's weights, with the flow they come over.
pub(super) fn tuners_of(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
    let mut tuners = graph.reached_from(
        node,
        Way::Along,
        |a| a.does.any(Does::WEIGHTS),
        |n| !passes_weights_on(graph, n),
    );
    tuners.retain(|(tuner, _)| graph.is(*tuner, Group::Tuners));
    tuners
}

pub(super) fn outside_readers<'g, 'a>(graph: &'g Graph<'a>, node: Node) -> Vec<&'g Arrow<'a>> {
    let read = Does::ANSWER
        .with(Does::CONTEXT)
        .with(Does::PRODUCT)
        .with(Does::RECORDS);
    graph
        .flows_out_of(node, read)
        .filter(|a| graph.is(a.to, Group::OutsideHands) && !graph.nodes[a.to].attacker.is_false())
        .collect()
}

/// Kinds that run a model on inputs.
pub(in super::super) fn runs_model(graph: &Graph, node: Node) -> bool {
    graph.is(node, Group::RunsModel)
}

/// Kinds that learn.
pub(in super::super) fn learns(graph: &Graph, node: Node) -> bool {
    graph.is(node, Group::Learners)
}

/// People, clients and scenes, as far as they count as attackers.
pub(in super::super) fn outside_hand(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, Group::OutsideHands) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}

/// People and clients, as far as they count as attackers.
pub(in super::super) fn asker(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, Group::PeopleAndClients) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}
