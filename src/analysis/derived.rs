//! The derived facts of facts.md 4.3: what the drawing says of every component, worked out once per document.

use super::assessment::{Asked, MissingFlow};
use super::graph::{Arrow, Does, Edge, Graph, Node, Reach, Way};
use super::kleene::Truth;
use crate::catalog::rule::NodeTest;

const PEOPLE_AND_CLIENTS: &[&str] = &["actor.*", "client.*"];
const OUTSIDE_HANDS: &[&str] = &["actor.*", "client.*", "ext.*"];
const INPUT_SOURCES: &[&str] = &["actor.*", "client.*", "data.*", "ext.*", "llm.tool"];
const RUNS_MODEL: &[&str] = &[
    "serve.api",
    "serve.batch",
    "serve.edge",
    "serve.vendor_api",
    "llm.agent",
    "llm.embedding_model",
];
const LEARNERS: &[&str] = &["train.*", "fl.aggregator"];
const TUNERS: &[&str] = &["train.finetune", "train.preference"];
const ONLINE_LEARNERS: &[&str] = &["train.online", "train.preference"];
/// The running product: what passes here comes through it, not from data supply (facts.md 5, ML08).
const PRODUCT: &[&str] = &[
    "serve.*",
    "client.*",
    "mon.*",
    "review.queue",
    "llm.agent",
    "llm.memory",
];
const LOOP: &[&str] = &[
    "mon.feedback",
    "mon.log_store",
    "client.prediction_store",
    "review.queue",
    "llm.memory",
];
const INDEX: &[&str] = &["llm.vector_store", "llm.memory"];
const PLATFORMS: &[&str] = &[
    "infra.cicd",
    "infra.orchestrator",
    "infra.notebook",
    "infra.tracker",
    "infra.gpu_cluster",
    "model.registry",
    "supply.container_registry",
    "supply.source_repo",
];
const HOLDERS: &[&str] = &[
    "model.*",
    "serve.api",
    "serve.batch",
    "serve.edge",
    "train.*",
    "fl.*",
    "llm.embedding_model",
];
const RECORD_STORES: &[&str] = &[
    "prep.feature_store",
    "llm.vector_store",
    "llm.memory",
    "mon.log_store",
    "llm.embedding_model",
];
/// What carries an answer on without being the one who uses it.
const NOT_A_USER: &[&str] = &[
    "mon.*",
    "infra.*",
    "serve.gateway",
    "serve.postproc",
    "serve.preproc",
];

/// What the drawing says of every component, and how things spread.
pub(super) struct Derived {
    truths: Vec<Vec<Truth>>,
    asked: Reach,
    input: Reach,
    seen: Reach,
    supply: Reach,
    product: Reach,
    tainted_product: Reach,
    answers: Reach,
    feeds: Reach,
}

struct Work<'g, 'a> {
    graph: &'g Graph<'a>,
    reaches: Reaches,
}

struct Reaches {
    asked: Reach,
    input: Reach,
    seen: Reach,
    supply: Reach,
    product: Reach,
    tainted_product: Reach,
    answers: Reach,
    feeds: Reach,
    used: Reach,
    returns: Reach,
}

fn never(_: Node) -> bool {
    false
}

fn seeds(graph: &Graph, of: impl Fn(Node) -> Truth) -> Vec<Truth> {
    (0..graph.len()).map(of).collect()
}

impl Derived {
    pub fn new(graph: &Graph) -> Self {
        let work = Work {
            reaches: reaches(graph),
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
        let r = work.reaches;
        let mut derived = Self {
            truths,
            asked: r.asked,
            input: r.input,
            seen: r.seen,
            supply: r.supply,
            product: r.product,
            tainted_product: r.tainted_product,
            answers: r.answers,
            feeds: r.feeds,
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
        let exposed_store = graph
            .reached_from(node, Way::Against, |a| a.does.any(Does::WEIGHTS), never)
            .into_iter()
            .filter(|(store, _)| graph.is(*store, PLATFORMS))
            .fold(Truth::False, |any, (store, _)| {
                any.or(self.holds(NodeTest::Exposed, store))
            });
        let within_reach = graph.nodes[node]
            .external
            .or(graph.yes(node, "physical_access"))
            .or(exposed_store);
        self.holds(NodeTest::Holds, node).and(within_reach)
    }

    /// facts.md 4.3 `writable`.
    fn writable(&self, graph: &Graph, node: Node) -> Truth {
        let is = |patterns| Truth::from(graph.is(node, patterns));
        let external = graph.nodes[node].external;
        let checked = graph.fact(
            node,
            "signing",
            &crate::catalog::rule::Test::In(vec!["signed_verified".into()]),
        );
        let broad = graph.at_least(node, "writers", "vendor");
        let platform = is(PLATFORMS)
            .and(self.holds(NodeTest::Exposed, node).or(broad))
            .and(!checked);
        let artefact = is(&["model.artifact"]).and(broad).and(!checked);
        let unsigned = !graph.yes(node, "update_channel_signed");
        let device = is(&["serve.edge", "fl.client"])
            .and(external)
            .and(graph.yes(node, "physical_access").or(unsigned));
        let updates = self.holds(NodeTest::UpdatesFromOutside, node);
        let supplier = is(&["model.hub", "model.base"])
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

    /// The flows that a derived fact rests on, and the other components on the way.
    pub fn evidence(&self, graph: &Graph, test: NodeTest, node: Node) -> (Vec<Node>, Vec<Edge>) {
        let trail = |reach: &Reach| {
            let (other, edges) = graph.trail(reach, node);
            (other.into_iter().collect::<Vec<Node>>(), edges)
        };
        let direct = |arrows: Vec<&Arrow>, far: fn(&Arrow) -> Node| {
            let edge = |a: &Arrow| graph.edges.iter().position(|b| b.id == a.id);
            (
                arrows.iter().map(|a| far(a)).collect::<Vec<Node>>(),
                arrows.iter().filter_map(|a| edge(a)).collect::<Vec<Edge>>(),
            )
        };
        match test {
            NodeTest::Asked => trail(&self.asked),
            NodeTest::InputReached | NodeTest::PhysicalInput => trail(&self.input),
            NodeTest::Seen => trail(&self.seen),
            NodeTest::Oracle => {
                let (mut who, mut over) = trail(&self.asked);
                let (seers, back) = trail(&self.seen);
                who.extend(
                    seers
                        .into_iter()
                        .filter(|s| !who.contains(s))
                        .collect::<Vec<_>>(),
                );
                over.extend(back);
                (who, over)
            }
            NodeTest::IndexWritten if self.supply.truth[node].is_false() => direct(
                graph
                    .flows_into(node, Does::CONTEXT.with(Does::LEARNING))
                    .filter(|a| !graph.nodes[a.from].attacker.is_false())
                    .collect(),
                |a| a.from,
            ),
            NodeTest::TaintedSupply | NodeTest::Gate | NodeTest::IndexWritten => {
                trail(&self.supply)
            }
            NodeTest::TaintedProduct => trail(&self.tainted_product),
            NodeTest::OnlineTraffic => trail(&self.product),
            NodeTest::Loop => {
                let (who, mut over) = trail(&self.product);
                let (learner, on) = trail(&self.feeds);
                over.extend(on);
                (who.into_iter().chain(learner).collect(), over)
            }
            NodeTest::AnswersArrive => trail(&self.answers),
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
    pub fn open(&self, graph: &Graph, test: NodeTest, node: Node) -> Vec<(Node, Asked)> {
        if self.holds(test, node) != Truth::Unknown {
            return Vec::new();
        }
        let mut open: Vec<(Node, Asked)> = Vec::new();
        let (others, edges) = self.evidence(graph, test, node);
        let ends = edges
            .iter()
            .flat_map(|e| [graph.edges[*e].from, graph.edges[*e].to]);
        for other in others.into_iter().chain(ends).chain([node]) {
            if graph.nodes[other].external == Truth::Unknown {
                open.push((other, place_of(graph, other)));
            }
        }
        for fact in facts_behind(test) {
            if graph.asks(node, fact) && !graph.nodes[node].component.facts.contains_key(*fact) {
                open.push((node, Asked::Fact((*fact).to_owned())));
            }
        }
        open.extend(self.open_elsewhere(graph, test, node));
        open.extend(missing_flow(graph, test, node).map(|flow| (node, Asked::Flow(flow))));
        open.extend(self.missing_callers(graph, test, node));
        let mut seen = std::collections::BTreeSet::new();
        open.retain(|item| seen.insert(item.clone()));
        open
    }

    /// Who calls a component that can be reached from outside, although nobody outside is drawn.
    fn missing_callers(&self, graph: &Graph, test: NodeTest, node: Node) -> Option<(Node, Asked)> {
        let drawn = match test {
            NodeTest::Asked => &self.asked,
            NodeTest::InputReached => &self.input,
            _ => return None,
        };
        let nobody = drawn.truth[node].is_false();
        let reachable = graph.at_least(node, "exposure", "partner").is_true();
        (nobody && reachable).then_some((node, Asked::Flow(MissingFlow::Callers)))
    }

    /// Open facts of other components that a derived fact rests on.
    fn open_elsewhere(&self, graph: &Graph, test: NodeTest, node: Node) -> Vec<(Node, Asked)> {
        let unanswered = |other: Node, fact: &str| {
            graph.asks(other, fact) && !graph.nodes[other].component.facts.contains_key(fact)
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
                    if unanswered(other, "writers") {
                        open.push((other, Asked::Fact("writers".into())));
                    }
                    if unanswered(other, "physical_access") {
                        open.push((other, Asked::Fact("physical_access".into())));
                    }
                    if graph.nodes[other].external == Truth::Unknown {
                        open.push((other, place_of(graph, other)));
                    }
                    open
                })
                .collect(),
            NodeTest::White => graph
                .reached_from(node, Way::Against, |a| a.does.any(Does::WEIGHTS), never)
                .into_iter()
                .filter(|(store, _)| graph.is(*store, PLATFORMS))
                .flat_map(|(store, _)| self.open(graph, NodeTest::Exposed, store))
                .collect(),
            NodeTest::Writable => {
                let mut open = self.open(graph, NodeTest::UpdatesFromOutside, node);
                if graph.is(node, PLATFORMS) {
                    open.extend(self.open(graph, NodeTest::Exposed, node));
                }
                if graph.is(node, &["model.hub", "model.base"]) {
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
                .filter(|(other, _)| unanswered(*other, "runs_on_client"))
                .map(|(other, _)| (other, Asked::Fact("runs_on_client".into())))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a component's place needs a zone, or its zone a trust.
fn place_of(graph: &Graph, node: Node) -> Asked {
    match graph.nodes[node].component.zone {
        Some(_) => Asked::Trust,
        None => Asked::Zone,
    }
}

/// Facts of the component itself that a derived fact reads.
pub(super) fn facts_behind(test: NodeTest) -> &'static [&'static str] {
    match test {
        NodeTest::Asked | NodeTest::Exposed | NodeTest::InputReached => &["exposure"],
        NodeTest::Holds => &["has_weights", "contains_model"],
        NodeTest::White => &["physical_access", "has_weights", "contains_model"],
        NodeTest::Writable => &[
            "exposure",
            "writers",
            "signing",
            "physical_access",
            "update_channel_signed",
            "has_weights",
            "contains_model",
        ],
        NodeTest::Loop => &["feeds_training"],
        NodeTest::ReadOutside => &["readers"],
        NodeTest::UpdatesSeen => &["secure_aggregation"],
        NodeTest::ImportsFromOutside => &["imports"],
        NodeTest::TunesBase => &["base_origin"],
        NodeTest::IndexWritten => &["writers"],
        _ => &[],
    }
}

/// Whether learning data of a component reaches a learner, or a job that judges one, in the drawing.
fn learner_drawn_behind(graph: &Graph, node: Node) -> bool {
    graph
        .reached_from(node, Way::Along, |a| a.does.any(Does::LEARNING), never)
        .into_iter()
        .any(|(n, _)| graph.is(n, LEARNERS) || graph.is(n, &["eval.job"]))
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
            if graph.is(node, LEARNERS) && none_in(Does::LEARNING) =>
        {
            Some(MissingFlow::Data)
        }
        NodeTest::UpdatesSeen if none_in(Does::UPDATE) => Some(MissingFlow::Data),
        NodeTest::WeightsReturn if none_out(Does::WEIGHTS) => Some(MissingFlow::Weights),
        NodeTest::Loop if !learner_drawn_behind(graph, node) => Some(MissingFlow::Data),
        NodeTest::ImportsFromOutside
            if graph.is(node, &["supply.dependency"]) && none_in(Does::IMPORT) =>
        {
            Some(MissingFlow::Import)
        }
        _ => None,
    }
}

fn reaches(graph: &Graph) -> Reaches {
    let people = |patterns: &'static [&'static str]| {
        seeds(graph, move |n| {
            if graph.is(n, patterns) {
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
    let trusted_person = |n: Node| graph.is(n, &["actor.*"]);
    let through_product = graph.spread(Way::Along, people(OUTSIDE_HANDS), product, trusted_person);
    let product_seeds = seeds(graph, |n| {
        if graph.is(n, PRODUCT) {
            through_product.truth[n]
        } else {
            Truth::False
        }
    });
    Reaches {
        asked: graph.spread(Way::Along, people(PEOPLE_AND_CLIENTS), input, never),
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
            |a| learning(a) && !graph.is(a.to, PRODUCT) && !straight_into_learner(graph, a),
            never,
        ),
        tainted_product: graph.spread(Way::Along, product_seeds, learning, never),
        product: through_product,
        answers: graph.spread(
            Way::Along,
            seeds(graph, |n| {
                Truth::from(graph.is(n, RUNS_MODEL) || graph.is(n, &["serve.explain"]))
            }),
            answer,
            never,
        ),
        feeds: graph.spread(
            Way::Against,
            seeds(graph, |n| {
                Truth::from(graph.is(n, LEARNERS) || graph.is(n, &["eval.job"]))
            }),
            learning,
            never,
        ),
        used: graph.spread(
            Way::Against,
            seeds(graph, |n| Truth::from(!graph.is(n, NOT_A_USER))),
            answer,
            never,
        ),
        returns: graph.spread(
            Way::Against,
            seeds(graph, |n| Truth::from(graph.is(n, RUNS_MODEL))),
            |a| a.does.any(Does::WEIGHTS),
            never,
        ),
    }
}

/// Who can put something in front of a model: people, data and scenes outside, and preprocessors on a user's device.
fn input_source(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, &["serve.preproc"]) {
        return graph
            .yes(node, "runs_on_client")
            .or(graph.nodes[node].external);
    }
    if graph.is(node, INPUT_SOURCES) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}

/// Where outside learning data enters: what stands outside, and what outsiders can write to.
fn supply_entry(graph: &Graph, node: Node) -> Truth {
    graph.nodes[node].attacker.or(own_entry(graph, node))
}

/// Whether outsiders can write to a component by its own account, wherever it stands.
fn own_entry(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, PRODUCT) {
        return Truth::False;
    }
    let writers = if graph.model.system.insider {
        "organisation"
    } else {
        "vendor"
    };
    let touched = Truth::from(graph.is(node, &["data.sensor_stream"]))
        .and(graph.yes(node, "physical_access"));
    let administered = graph
        .flows_into(node, Does::CONTROL)
        .filter(|_| graph.is(node, &["data.*", "prep.*", "llm.vector_store"]))
        .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker));
    graph
        .at_least(node, "writers", writers)
        .or(touched)
        .or(administered)
}

/// Whether a flow brings signals of users straight into a learner: that is the product's own feedback, not data supply.
fn straight_into_learner(graph: &Graph, arrow: &Arrow) -> bool {
    arrow.does.any(Does::SIGNAL)
        && graph.is(arrow.to, ONLINE_LEARNERS)
        && graph.is(arrow.from, OUTSIDE_HANDS)
}

/// Whether a component supplies things from outside: it stands outside, or a third party supplies it by its kind.
fn outside_supplier(graph: &Graph, node: Node) -> Truth {
    let ours = &[
        "serve.edge",
        "fl.client",
        "client.*",
        "actor.end_user",
        "actor.anonymous",
        "actor.ml_engineer",
    ];
    if graph.is(node, ours) {
        return Truth::False;
    }
    let supplied = graph.nodes[node].kind.is_some_and(|kind| kind.supplied);
    Truth::from(supplied).or(graph.nodes[node].external)
}

fn passes_weights_on(graph: &Graph, node: Node) -> bool {
    !graph.is(node, LEARNERS) && !graph.is(node, RUNS_MODEL) && !graph.is(node, &["fl.client"])
}

/// The supplied weights that a learner starts from, with the flow they come over.
pub(super) fn bases_of(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
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
fn tuners_of(graph: &Graph, node: Node) -> Vec<(Node, Edge)> {
    let mut tuners = graph.reached_from(
        node,
        Way::Along,
        |a| a.does.any(Does::WEIGHTS),
        |n| !passes_weights_on(graph, n),
    );
    tuners.retain(|(tuner, _)| graph.is(*tuner, TUNERS));
    tuners
}

fn outside_readers<'g, 'a>(graph: &'g Graph<'a>, node: Node) -> Vec<&'g Arrow<'a>> {
    let read = Does::ANSWER
        .with(Does::CONTEXT)
        .with(Does::PRODUCT)
        .with(Does::RECORDS);
    graph
        .flows_out_of(node, read)
        .filter(|a| graph.is(a.to, OUTSIDE_HANDS) && !graph.nodes[a.to].attacker.is_false())
        .collect()
}

impl Work<'_, '_> {
    fn truth(&self, test: NodeTest, node: Node) -> Truth {
        let graph = self.graph;
        let r = &self.reaches;
        let is = |patterns: &[&str]| Truth::from(graph.is(node, patterns));
        let supplied = graph.nodes[node].kind.is_some_and(|kind| kind.supplied);
        match test {
            NodeTest::External => graph.nodes[node].external,
            NodeTest::Supplied => Truth::from(supplied),
            NodeTest::Ours => Truth::from(!supplied),
            NodeTest::OurModel => Truth::from(!supplied).or(self.own_learner_behind(node)),
            NodeTest::RunsModel => is(RUNS_MODEL),
            NodeTest::Learner => is(LEARNERS),
            NodeTest::Asked => self.asked(node),
            NodeTest::Seen => self.seen(node),
            NodeTest::Oracle => self.asked(node).and(self.seen(node)),
            NodeTest::Holds => self.holds(node),
            NodeTest::Exposed => self.exposed(node),
            NodeTest::Platform => is(PLATFORMS),
            NodeTest::AnswerUsed => self.answer_used(node),
            NodeTest::InputReached => self.input_reached(node),
            NodeTest::PhysicalInput => self.physical_input(node),
            NodeTest::TaintedSupply => self.tainted_supply(node),
            NodeTest::TaintedProduct => {
                r.tainted_product.truth[node].and(self.on_learning_path(node))
            }
            NodeTest::Gate => self.gate(node),
            NodeTest::IndexWritten => is(INDEX).and(
                r.supply.truth[node]
                    .or(own_entry(graph, node))
                    .or(graph.at_least(node, "writers", "vendor"))
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
                    .any(|e| graph.is(graph.edges[*e].to, &["llm.tool"]));
                is(&["llm.agent"]).and(Truth::from(calls))
            }
            NodeTest::UpdatesFromOutside => is(&["fl.aggregator"]).and(
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
        Truth::from(behind.iter().any(|(n, _)| graph.is(*n, LEARNERS)))
    }

    /// Someone outside asks it; where nobody is drawn, a public exposure leaves it open who does.
    fn asked(&self, node: Node) -> Truth {
        let drawn = self.reaches.asked.truth[node];
        drawn.or(self.reachable_undrawn(node))
    }

    /// Unknown where exposure says, or may say, that someone outside reaches it although nobody is drawn.
    fn reachable_undrawn(&self, node: Node) -> Truth {
        let serves = self.graph.is(node, RUNS_MODEL) || self.graph.is(node, &["serve.explain"]);
        if serves && !self.graph.at_least(node, "exposure", "partner").is_false() {
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
        if graph.is(node, &["llm.embedding_model"]) && !graph.leaving[node].is_empty() {
            return Truth::True;
        }
        if graph.flows_out_of(node, Does::ANSWER).next().is_none() {
            return Truth::Unknown;
        }
        self.reaches.used.truth[node]
    }

    fn holds(&self, node: Node) -> Truth {
        let graph = self.graph;
        if graph.is(node, HOLDERS) {
            return Truth::True;
        }
        if !graph.is(node, PLATFORMS) {
            return Truth::False;
        }
        let delivered = Truth::from(graph.flows_into(node, Does::WEIGHTS).next().is_some());
        delivered
            .or(graph.yes(node, "has_weights"))
            .or(graph.yes(node, "contains_model"))
    }

    fn exposed(&self, node: Node) -> Truth {
        let graph = self.graph;
        let controlled = graph
            .flows_into(node, Does::CONTROL)
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].external));
        graph.at_least(node, "exposure", "partner").or(controlled)
    }

    fn physical_input(&self, node: Node) -> Truth {
        let graph = self.graph;
        let sources: Vec<Node> = graph
            .reached_from(node, Way::Against, |a| a.does.any(Does::INPUT), never)
            .into_iter()
            .map(|(n, _)| n)
            .filter(|n| !input_source(graph, *n).is_false())
            .collect();
        let physical = |n: &Node| graph.is(*n, &["ext.*", "data.sensor_stream"]);
        Truth::from(!sources.is_empty() && sources.iter().all(physical))
    }

    fn on_learning_path(&self, node: Node) -> Truth {
        let learns =
            Truth::from(self.graph.is(node, LEARNERS) || self.graph.is(node, &["eval.job"]));
        learns.or(self.reaches.feeds.truth[node])
    }

    /// A learner without data: what it learns from is unknown, not nothing (DESIGN 6).
    fn learner_without_data(&self, node: Node) -> bool {
        self.graph.is(node, LEARNERS)
            && self.graph.flows_into(node, Does::LEARNING).next().is_none()
    }

    fn tainted_supply(&self, node: Node) -> Truth {
        if self.graph.is(node, PRODUCT) {
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
        if !graph.is(node, LOOP) {
            return Truth::False;
        }
        let leads = match self.reaches.feeds.truth[node] {
            Truth::True => Truth::True,
            // Said to feed training, but no learner is drawn behind it: it cannot be judged yet.
            drawn => drawn.or(graph.yes(node, "feeds_training").and(Truth::Unknown)),
        };
        leads.and(self.reaches.product.truth[node])
    }

    fn online_traffic(&self, node: Node) -> Truth {
        let graph = self.graph;
        if graph.is(node, &["train.online"]) {
            return self.reaches.product.truth[node];
        }
        if !graph.is(node, &["train.preference"]) {
            return Truth::False;
        }
        graph
            .flows_into(node, Does::PRODUCT)
            .filter(|a| graph.is(a.from, OUTSIDE_HANDS))
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.from].attacker))
    }

    fn weights_return(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, LEARNERS) {
            return Truth::False;
        }
        if graph.flows_out_of(node, Does::WEIGHTS).next().is_none() {
            return Truth::Unknown;
        }
        self.reaches.returns.truth[node]
    }

    fn read_outside(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, RECORD_STORES) {
            return Truth::False;
        }
        let drawn = outside_readers(graph, node)
            .iter()
            .fold(Truth::False, |any, a| any.or(graph.nodes[a.to].attacker));
        drawn.or(graph.at_least(node, "readers", "vendor"))
    }

    fn updates_seen(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, &["fl.aggregator"]) {
            return Truth::False;
        }
        let hidden = graph.yes(node, "secure_aggregation");
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
        let code_drawn = graph.flows_into(node, Does::CODE).next().is_some();
        if graph.is(node, &["supply.dependency"])
            && graph.flows_into(node, Does::IMPORT).next().is_none()
        {
            return Truth::Unknown;
        }
        if code_drawn {
            drawn
        } else {
            drawn.or(graph.yes(node, "imports"))
        }
    }

    fn insider(&self, node: Node) -> Truth {
        let graph = self.graph;
        let kept = graph.is(node, PLATFORMS)
            || graph.is(
                node,
                &[
                    "model.artifact",
                    "train.*",
                    "fl.aggregator",
                    "data.*",
                    "prep.*",
                ],
            );
        Truth::from(graph.model.system.insider && kept).and(!graph.nodes[node].external)
    }

    fn tunes_base(&self, node: Node) -> Truth {
        let graph = self.graph;
        if !graph.is(node, TUNERS) {
            return Truth::False;
        }
        if graph.flows_into(node, Does::WEIGHTS).next().is_none() {
            let origin = crate::catalog::rule::Test::In(vec!["third_party".into()]);
            return graph.fact(node, "base_origin", &origin);
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
                graph.is(a.from, RUNS_MODEL) || self.reaches.answers.truth[a.from].is_true()
            })
            .fold(Truth::False, |any, a| any.or(graph.crosses(a)))
    }
}

/// Kinds that run a model on inputs.
pub(super) fn runs_model(graph: &Graph, node: Node) -> bool {
    graph.is(node, RUNS_MODEL)
}

/// Kinds that learn.
pub(super) fn learns(graph: &Graph, node: Node) -> bool {
    graph.is(node, LEARNERS)
}

/// People, clients and scenes, as far as they count as attackers.
pub(super) fn outside_hand(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, OUTSIDE_HANDS) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}

/// People and clients, as far as they count as attackers.
pub(super) fn asker(graph: &Graph, node: Node) -> Truth {
    if graph.is(node, PEOPLE_AND_CLIENTS) {
        graph.nodes[node].attacker
    } else {
        Truth::False
    }
}

/// Whatever can put something in front of a model, as far as it counts as outside.
pub(super) fn input_hand(graph: &Graph, node: Node) -> Truth {
    input_source(graph, node)
}

/// Whether a component supplies things from outside.
pub(super) fn supplier(graph: &Graph, node: Node) -> Truth {
    outside_supplier(graph, node)
}
