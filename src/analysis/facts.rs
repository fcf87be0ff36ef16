//! What a component says of itself: answered, settled by its kind, presumed, or unknown (DESIGN 4, "Facts are three-valued").

use super::graph::{Graph, Node};
use super::kleene::Truth;
use crate::catalog::rule::Test;
use crate::catalog::{Catalog, Fact};
use crate::model::FactValue;

/// The value of a fact at a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// Someone answered.
    Answered(&'a FactValue),
    /// The kind, or the vocabulary, settles it.
    Settled(&'a str),
    /// Nobody answered; this counts until someone does.
    Presumed(&'a str),
    /// Nobody answered.
    Unknown,
}

impl<'a> Said<'a> {
    /// The values that count; none where nobody answered.
    pub fn values(self) -> impl Iterator<Item = &'a str> {
        let (answered, single) = match self {
            Self::Answered(value) => (Some(value), None),
            Self::Settled(value) | Self::Presumed(value) => (None, Some(value)),
            Self::Unknown => (None, None),
        };
        answered
            .into_iter()
            .flat_map(FactValue::values)
            .chain(single)
    }

    /// The value for a proof, which outlives the drawing.
    pub fn owned(self) -> Option<FactValue> {
        match self {
            Self::Answered(value) => Some(value.clone()),
            Self::Settled(value) | Self::Presumed(value) => Some(FactValue::one(value)),
            Self::Unknown => None,
        }
    }
}

impl<'a> Graph<'a> {
    /// What a component says of a fact.
    pub fn said(&self, node: Node, name: &str) -> Said<'a> {
        let vertex = &self.nodes[node];
        if let Some(value) = vertex.component.facts.get(name) {
            return Said::Answered(value);
        }
        let fact = self.catalog.fact(name);
        if self.asks(node, name) {
            return match fact.and_then(|f| f.presumed.as_deref()) {
                Some(value) => Said::Presumed(value),
                None => Said::Unknown,
            };
        }
        let fixed = vertex
            .kind
            .and_then(|kind| kind.fixed.get(name))
            .map(String::as_str);
        let value = fixed.or_else(|| fact.map(Fact::elsewhere)).unwrap_or("no");
        Said::Settled(value)
    }

    /// Whether a component's kind is asked for a fact.
    pub fn asks(&self, node: Node, name: &str) -> bool {
        self.nodes[node]
            .kind
            .is_some_and(|kind| kind.asks.iter().any(|asked| asked == name))
    }

    /// Whether a fact of a component passes a test.
    pub fn fact(&self, node: Node, name: &str, test: &Test) -> Truth {
        match self.said(node, name) {
            Said::Unknown => Truth::Unknown,
            said => Truth::from(passes(self.catalog, name, said, test)),
        }
    }

    /// Whether a yes/no fact of a component is "yes".
    pub fn yes(&self, node: Node, name: &str) -> Truth {
        self.fact(node, name, &Test::Yes)
    }

    /// Whether a fact of a component is at least as dangerous as a value.
    pub fn at_least(&self, node: Node, name: &str, value: &str) -> Truth {
        self.fact(node, name, &Test::AtLeast(value.into()))
    }
}

/// Whether a value passes a test. A set is judged by its most dangerous member, except that `In` asks for any member.
fn passes(catalog: &Catalog, name: &str, said: Said, test: &Test) -> bool {
    let rank = |v: &str| catalog.fact(name).and_then(|f| f.rank(v)).unwrap_or(0);
    let worst = || said.values().map(rank).max().unwrap_or(0);
    match test {
        Test::Yes => said.values().any(|v| v == "yes"),
        Test::No => said.values().all(|v| v == "no"),
        Test::In(values) => said.values().any(|v| values.iter().any(|w| w == v)),
        Test::AtLeast(floor) => worst() >= rank(floor),
        Test::AtMost(ceiling) => worst() <= rank(ceiling),
    }
}
