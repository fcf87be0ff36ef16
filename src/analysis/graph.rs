//! The drawing as a graph: components by number, flows by what they do, and how things spread along them.

mod reach;

pub(super) use reach::{Reach, Way};

use std::collections::BTreeMap;

use super::facts::{FactNumber, Facts, Key, Passes, Probe, Said};
use super::groups::{Group, Groups};
use super::kleene::Truth;
use crate::catalog::{Catalog, FlowClass, FlowEffect, Kind};
use crate::model::{Component, ComponentId, FactValue, Flow, FlowId, ThreatModel, ZoneId};

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
    /// The number of its kind among [`Graph::kinds`].
    pub sort: usize,
    /// What rules group its kind under.
    pub groups: Groups,
    /// Whether it stands in a zone of trust 0 or 1.
    pub external: Truth,
    /// Whether someone here counts as an attacker: outside, or an insider where insiders are in scope.
    pub attacker: Truth,
}

/// A flow with what it does to the system.
pub(super) struct Arrow<'a> {
    pub number: Edge,
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
    let Some(flow) = catalog.entries().flows.get(kind) else {
        return Does::NOTHING;
    };
    let class = match flow.class {
        FlowClass::Learning => Does::LEARNING,
        FlowClass::RunTime | FlowClass::Artefact => Does::NOTHING,
    };
    let effects = flow.does.iter().map(|effect| match effect {
        FlowEffect::Input => Does::INPUT,
        FlowEffect::Context => Does::CONTEXT,
        FlowEffect::Answer => Does::ANSWER,
        FlowEffect::Product => Does::PRODUCT,
        FlowEffect::Signal => Does::SIGNAL,
        FlowEffect::Records => Does::RECORDS,
        FlowEffect::Update => Does::UPDATE,
        FlowEffect::Weights => Does::WEIGHTS,
        FlowEffect::Import => Does::IMPORT,
        FlowEffect::Code => Does::CODE,
        FlowEffect::Control => Does::CONTROL,
    });
    effects.fold(class, Does::with)
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
    /// The kinds that occur, by name.
    pub kinds: Vec<&'a str>,
    /// What every component says of itself.
    pub facts: Facts<'a>,
}

impl<'a> Graph<'a> {
    pub fn new(model: &'a ThreatModel, catalog: &'a Catalog) -> Self {
        let ids: Vec<&ComponentId> = model.components.keys().collect();
        let (kinds, sorts) = kinds_of(model);
        let entries: Vec<Option<&Kind>> = kinds.iter().map(|kind| catalog.kind(kind)).collect();
        let groups: Vec<Groups> = kinds.iter().map(|kind| Groups::of(kind)).collect();
        let nodes: Vec<Vertex> = model
            .components
            .iter()
            .zip(&sorts)
            .map(|((id, component), &sort)| {
                let (external, attacker) = outsider(model, component);
                Vertex {
                    id,
                    component,
                    kind: entries[sort],
                    sort,
                    groups: groups[sort],
                    external,
                    attacker,
                }
            })
            .collect();
        let facts = Facts::new(
            catalog,
            &entries,
            model.components.values().zip(sorts.iter().copied()),
        );
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
                number: edges.len(),
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
            kinds,
            facts,
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The kind of a component, by its id.
    pub fn kind(&self, node: Node) -> &'a str {
        &self.nodes[node].component.kind
    }

    /// Whether a component's kind belongs to a group.
    pub fn is(&self, node: Node, group: Group) -> bool {
        self.nodes[node].groups.has(group)
    }

    /// The name of a component.
    pub fn name(&self, node: Node) -> &'a str {
        &self.nodes[node].component.name
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

    /// Whether a flow crosses a trust boundary.
    pub fn crosses(&self, arrow: &Arrow) -> Truth {
        let zone = |n: Node| self.nodes[n].component.zone.as_ref();
        between(zone(arrow.from), zone(arrow.to))
    }
}

/// Whether a flow crosses a trust boundary: its ends stand in different zones; unknown where an end stands in none.
#[must_use]
pub fn crosses(model: &ThreatModel, flow: &Flow) -> Truth {
    let zone = |id| {
        model
            .components
            .get(id)
            .and_then(|c: &Component| c.zone.as_ref())
    };
    between(zone(&flow.from), zone(&flow.to))
}

fn between(from: Option<&ZoneId>, to: Option<&ZoneId>) -> Truth {
    match (from, to) {
        (Some(from), Some(to)) => Truth::from(from != to),
        _ => Truth::Unknown,
    }
}

impl Graph<'_> {
    /// What a component says of a fact.
    pub fn said(&self, node: Node, fact: FactNumber) -> Said {
        self.facts.said(node, fact)
    }

    /// What a component says of a fact that the catalogue has under a name known here.
    pub fn said_of(&self, node: Node, key: Key) -> Option<Said> {
        self.facts.key(key).map(|fact| self.said(node, fact))
    }

    /// Whether a fact of a component passes a test.
    pub fn fact(&self, node: Node, fact: FactNumber, passes: Passes) -> Truth {
        self.facts.test(node, fact, passes)
    }

    /// What a probe finds at a component.
    pub fn probe(&self, node: Node, probe: Probe) -> Truth {
        self.facts.probe(node, probe)
    }

    /// Whether a component's kind is asked for a fact, and nobody has answered.
    pub fn unanswered(&self, node: Node, key: Key) -> Option<FactNumber> {
        let fact = self.facts.key(key)?;
        let said = self.said(node, fact);
        (said.asked && !said.is_answered()).then_some(fact)
    }

    /// Whether a component's kind settles a fact for itself.
    pub fn fixes(&self, node: Node, fact: FactNumber) -> bool {
        let kind = self.nodes[node].kind;
        kind.is_some_and(|kind| kind.fixed.contains_key(self.facts.name(fact)))
    }

    /// The value of a fact for a proof, which outlives the drawing.
    pub fn value(&self, node: Node, fact: FactNumber) -> Option<FactValue> {
        let answered = &self.nodes[node].component.facts;
        let settled = || self.facts.settled(node, fact).map(FactValue::one);
        answered
            .get(self.facts.name(fact))
            .cloned()
            .or_else(settled)
    }
}

/// The kinds that occur, sorted, and the number of each component's kind among them.
fn kinds_of(model: &ThreatModel) -> (Vec<&str>, Vec<usize>) {
    let kinds = model.components.values().map(|c| (c.kind.as_str(), 0));
    let mut numbers: BTreeMap<&str, usize> = kinds.collect();
    for (number, at) in numbers.values_mut().enumerate() {
        *at = number;
    }
    let sorts = model.components.values().map(|c| numbers[c.kind.as_str()]);
    let sorts = sorts.collect();
    (numbers.into_keys().collect(), sorts)
}

/// Whether a component stands outside, and whether someone there counts as an attacker.
fn outsider(model: &ThreatModel, component: &Component) -> (Truth, Truth) {
    let trust = model.trust_of(component);
    let external = Truth::from(trust.map(crate::model::Trust::is_external));
    let corporate_person = model.system.insider
        && component.kind.starts_with("actor.")
        && trust.is_some_and(|t| t.number() == 2);
    (external, external.or(Truth::from(corporate_person)))
}
