//! The drawing as a graph: components by number, flows by what they do, and how things spread along them.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::kleene::Truth;
use crate::catalog::rule::fits;
use crate::catalog::{Catalog, FlowClass, Kind};
use crate::model::{Component, ComponentId, Flow, FlowId, ThreatModel};

/// The number of a component in a [`Graph`].
pub(super) type Node = usize;
/// The number of a flow in a [`Graph`].
pub(super) type Edge = usize;

/// A component with its kind.
pub(super) struct Vertex<'a> {
    pub id: &'a ComponentId,
    pub component: &'a Component,
    /// `None` where the catalogue does not know the kind.
    pub kind: Option<&'a Kind>,
    /// Whether it stands in a zone of trust 0 or 1.
    pub external: Truth,
    /// Whether someone here counts as an attacker: outside, or an insider where insiders are in scope.
    pub attacker: Truth,
}

/// A flow with what it does to the system.
pub(super) struct Arrow<'a> {
    pub id: &'a FlowId,
    pub flow: &'a Flow,
    pub from: Node,
    pub to: Node,
    pub does: Does,
}

/// What a flow does, as a set of roles (facts.md 4.1 and 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Does(u16);

impl Does {
    pub const NOTHING: Self = Self(0);
    /// Something is learned from it.
    pub const LEARNING: Self = Self(1);
    /// It brings input to a running model: inference input, features or context.
    pub const INPUT: Self = Self(1 << 1);
    /// It carries answers.
    pub const ANSWER: Self = Self(1 << 2);
    /// It carries weights.
    pub const WEIGHTS: Self = Self(1 << 3);
    /// It brings weights, code or configuration.
    pub const IMPORT: Self = Self(1 << 4);
    /// It can start, deploy or administer.
    pub const CONTROL: Self = Self(1 << 5);
    /// It carries federated updates.
    pub const UPDATE: Self = Self(1 << 6);
    /// It carries signals of the running product: input, answers, feedback, telemetry or context.
    pub const PRODUCT: Self = Self(1 << 7);
    /// It carries retrieved context or features.
    pub const CONTEXT: Self = Self(1 << 8);
    /// It carries code.
    pub const CODE: Self = Self(1 << 9);
    /// It carries feedback or telemetry.
    pub const SIGNAL: Self = Self(1 << 10);
    /// It carries raw data, training data or labels.
    pub const RECORDS: Self = Self(1 << 11);

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

fn does(kind: &str, catalog: &Catalog) -> Does {
    let learning = catalog
        .entries()
        .flows
        .get(kind)
        .is_some_and(|flow| flow.class == FlowClass::Learning);
    let class = if learning {
        Does::LEARNING
    } else {
        Does::NOTHING
    };
    class.with(match kind {
        "infer_in" => Does::INPUT.with(Does::PRODUCT),
        "feature" => Does::INPUT.with(Does::CONTEXT),
        "context" => Does::INPUT.with(Does::PRODUCT).with(Does::CONTEXT),
        "infer_out" => Does::ANSWER.with(Does::PRODUCT),
        "feedback" | "telemetry" => Does::PRODUCT.with(Does::SIGNAL),
        "raw" | "train" | "label" => Does::RECORDS,
        "update" => Does::UPDATE,
        "weights" => Does::WEIGHTS.with(Does::IMPORT),
        "code" => Does::IMPORT.with(Does::CODE),
        "config" => Does::IMPORT,
        "control" => Does::CONTROL,
        _ => Does::NOTHING,
    })
}

/// The drawing of one document.
pub(super) struct Graph<'a> {
    pub model: &'a ThreatModel,
    pub catalog: &'a Catalog,
    pub nodes: Vec<Vertex<'a>>,
    pub edges: Vec<Arrow<'a>>,
    /// Flows that leave a component, by component.
    pub leaving: Vec<Vec<Edge>>,
    /// Flows that enter a component, by component.
    pub entering: Vec<Vec<Edge>>,
    /// The components seen on one walk; kept from walk to walk, because there are very many short ones.
    seen: RefCell<Seen>,
}

/// A set of components that is emptied at no cost: whoever bears the number of the current walk is in it.
#[derive(Default)]
struct Seen {
    walk: u32,
    marks: Vec<u32>,
}

impl Seen {
    fn begin(&mut self, components: usize) {
        self.walk = self.walk.wrapping_add(1);
        if self.walk == 0 || self.marks.len() != components {
            self.marks = vec![0; components];
            self.walk = 1;
        }
    }

    /// Whether a component was not in the set before.
    fn insert(&mut self, node: Node) -> bool {
        std::mem::replace(&mut self.marks[node], self.walk) != self.walk
    }
}

/// In which direction something spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the start of a flow to its end.
    Along,
    /// From the end of a flow to its start.
    Against,
}

/// What was reached, how surely, and over which flow first.
pub(super) struct Reach {
    pub truth: Vec<Truth>,
    via: Vec<Option<Edge>>,
    seeds: Vec<Truth>,
    way: Way,
}

impl<'a> Graph<'a> {
    pub fn new(model: &'a ThreatModel, catalog: &'a Catalog) -> Self {
        let ids: Vec<&ComponentId> = model.components.keys().collect();
        let nodes: Vec<Vertex> = model
            .components
            .iter()
            .map(|(id, component)| vertex(model, catalog, id, component))
            .collect();
        let mut leaving = vec![Vec::new(); nodes.len()];
        let mut entering = vec![Vec::new(); nodes.len()];
        let mut edges = Vec::with_capacity(model.flows.len());
        for (id, flow) in &model.flows {
            let (Ok(from), Ok(to)) = (ids.binary_search(&&flow.from), ids.binary_search(&&flow.to))
            else {
                continue;
            };
            let does = flow
                .carries
                .iter()
                .fold(Does::NOTHING, |all, kind| all.with(does(kind, catalog)));
            leaving[from].push(edges.len());
            entering[to].push(edges.len());
            edges.push(Arrow {
                id,
                flow,
                from,
                to,
                does,
            });
        }
        Self {
            model,
            catalog,
            nodes,
            edges,
            leaving,
            entering,
            seen: RefCell::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The kind of a component, by its id.
    pub fn kind(&self, node: Node) -> &'a str {
        &self.nodes[node].component.kind
    }

    /// Whether a component's kind fits one of the patterns.
    pub fn is(&self, node: Node, patterns: &[&str]) -> bool {
        let kind = self.kind(node);
        patterns.iter().any(|pattern| fits(pattern, kind))
    }

    pub fn id(&self, node: Node) -> &'a ComponentId {
        self.nodes[node].id
    }

    /// Flows into a component that do one of some things.
    pub fn flows_into(&self, node: Node, does: Does) -> impl Iterator<Item = &Arrow<'a>> {
        let edges = &self.edges;
        self.entering[node]
            .iter()
            .map(|e| &edges[*e])
            .filter(move |a| a.does.any(does))
    }

    /// Flows out of a component that do one of some things.
    pub fn flows_out_of(&self, node: Node, does: Does) -> impl Iterator<Item = &Arrow<'a>> {
        let edges = &self.edges;
        self.leaving[node]
            .iter()
            .map(|e| &edges[*e])
            .filter(move |a| a.does.any(does))
    }

    /// Spreads from seeds over the flows that pass. A seed is reached only if a flow leads to it.
    ///
    /// `passes` sees each flow once it is about to be used; components that `stops` holds for are reached, not passed.
    pub fn spread(
        &self,
        way: Way,
        seeds: Vec<Truth>,
        passes: impl Fn(&Arrow<'a>) -> bool,
        stops: impl Fn(Node) -> bool,
    ) -> Reach {
        let mut reach = Reach {
            truth: vec![Truth::False; self.len()],
            via: vec![None; self.len()],
            seeds,
            way,
        };
        for sure in [Truth::True, Truth::Unknown] {
            let mut queue: VecDeque<Node> = (0..self.len())
                .filter(|n| reach.seeds[*n] == sure)
                .collect();
            let mut visited = vec![false; self.len()];
            while let Some(node) = queue.pop_front() {
                if std::mem::replace(&mut visited[node], true) {
                    continue;
                }
                let (edges, far): (&[Edge], fn(&Arrow) -> Node) = match way {
                    Way::Along => (&self.leaving[node], |a| a.to),
                    Way::Against => (&self.entering[node], |a| a.from),
                };
                for &edge in edges {
                    let arrow = &self.edges[edge];
                    let next = far(arrow);
                    if reach.truth[next] >= sure || !passes(arrow) {
                        continue;
                    }
                    reach.truth[next] = sure;
                    reach.via[next] = Some(edge);
                    if !stops(next) {
                        queue.push_back(next);
                    }
                }
            }
        }
        reach
    }

    /// The flows from the seed that reached a component to that component, and the seed; in the direction of the flows.
    pub fn trail(&self, reach: &Reach, node: Node) -> (Option<Node>, Vec<Edge>) {
        let wanted = reach.truth[node];
        let mut trail = Vec::new();
        let mut at = node;
        while let Some(edge) = reach.via[at] {
            if trail.contains(&edge) {
                break;
            }
            trail.push(edge);
            at = match reach.way {
                Way::Along => self.edges[edge].from,
                Way::Against => self.edges[edge].to,
            };
            if reach.seeds[at] == wanted {
                break;
            }
        }
        if reach.way == Way::Along {
            trail.reverse();
        }
        ((!trail.is_empty()).then_some(at), trail)
    }

    /// Every component reached from one, itself not counted unless a cycle leads back; with the flow it was reached over.
    pub fn reached_from(
        &self,
        start: Node,
        way: Way,
        passes: impl Fn(&Arrow<'a>) -> bool,
        stops: impl Fn(Node) -> bool,
    ) -> Vec<(Node, Edge)> {
        let mut found: Vec<(Node, Edge)> = Vec::new();
        let mut seen = self.seen.take();
        seen.begin(self.len());
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let (edges, far): (&[Edge], fn(&Arrow) -> Node) = match way {
                Way::Along => (&self.leaving[node], |a| a.to),
                Way::Against => (&self.entering[node], |a| a.from),
            };
            for &edge in edges {
                let arrow = &self.edges[edge];
                let next = far(arrow);
                if !passes(arrow) || !seen.insert(next) {
                    continue;
                }
                found.push((next, edge));
                if !stops(next) {
                    queue.push_back(next);
                }
            }
        }
        self.seen.replace(seen);
        found
    }

    /// Whether a flow crosses a trust boundary: its ends stand in different zones; unknown where an end stands in none.
    pub fn crosses(&self, arrow: &Arrow) -> Truth {
        let zone = |n: Node| self.nodes[n].component.zone.as_ref();
        match (zone(arrow.from), zone(arrow.to)) {
            (Some(a), Some(b)) => Truth::from(a != b),
            _ => Truth::Unknown,
        }
    }
}

fn vertex<'a>(
    model: &'a ThreatModel,
    catalog: &'a Catalog,
    id: &'a ComponentId,
    component: &'a Component,
) -> Vertex<'a> {
    let trust = model.trust_of(component);
    let external = Truth::from(trust.map(crate::model::Trust::is_external));
    let corporate_person = model.system.insider
        && component.kind.starts_with("actor.")
        && trust.is_some_and(|t| t.number() == 2);
    Vertex {
        id,
        component,
        kind: catalog.kind(&component.kind),
        external,
        attacker: external.or(Truth::from(corporate_person)),
    }
}
