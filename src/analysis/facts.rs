//! What a component says of itself: answered, settled by its kind, presumed, or unknown (DESIGN 4, "Facts are three-valued").

use super::graph::{Graph, Node};
use super::kleene::Truth;
use crate::catalog::rule::Test;
use crate::catalog::{Catalog, Fact};
use crate::model::FactValue;

/// The value of a fact at a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Someone answered.
    Answered(FactValue),
    /// The kind, or the vocabulary, settles it.
    Settled(FactValue),
    /// Nobody answered; this counts until someone does.
    Presumed(FactValue),
    /// Nobody answered.
    Unknown,
}

impl Said {
    pub fn value(&self) -> Option<&FactValue> {
        match self {
            Self::Answered(value) | Self::Settled(value) | Self::Presumed(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

impl Graph<'_> {
    /// What a component says of a fact.
    pub fn said(&self, node: Node, name: &str) -> Said {
        let vertex = &self.nodes[node];
        if let Some(value) = vertex.component.facts.get(name) {
            return Said::Answered(value.clone());
        }
        let fact = self.catalog.fact(name);
        if self.asks(node, name) {
            return match fact.and_then(|f| f.presumed.as_deref()) {
                Some(value) => Said::Presumed(FactValue::one(value)),
                None => Said::Unknown,
            };
        }
        let fixed = vertex
            .kind
            .and_then(|kind| kind.fixed.get(name))
            .map(String::as_str);
        let value = fixed.or_else(|| fact.map(Fact::elsewhere)).unwrap_or("no");
        Said::Settled(FactValue::one(value))
    }

    /// Whether a component's kind is asked for a fact.
    pub fn asks(&self, node: Node, name: &str) -> bool {
        self.nodes[node]
            .kind
            .is_some_and(|kind| kind.asks.iter().any(|asked| asked == name))
    }

    /// Whether a fact of a component passes a test.
    pub fn fact(&self, node: Node, name: &str, test: &Test) -> Truth {
        match self.said(node, name).value() {
            Some(value) => Truth::from(passes(self.catalog, name, value, test)),
            None => Truth::Unknown,
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
pub(super) fn passes(catalog: &Catalog, name: &str, value: &FactValue, test: &Test) -> bool {
    let fact = catalog.fact(name);
    let rank = |v: &str| fact.and_then(|f| f.rank(v)).unwrap_or(0);
    let worst = value.values().map(rank).max().unwrap_or(0);
    match test {
        Test::Yes => value.values().any(|v| v == "yes"),
        Test::No => value.values().all(|v| v == "no"),
        Test::In(values) => value.values().any(|v| values.iter().any(|w| w == v)),
        Test::AtLeast(floor) => worst >= rank(floor),
        Test::AtMost(ceiling) => worst <= rank(ceiling),
    }
}
