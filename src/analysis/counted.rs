//! Whose controls count for a finding: every component on every way that makes it so.
//!
//! A proof names one way and a few members, as much as convinces a reader. A control at one of two doors keeps nobody from
//! the other, so what lowers a risk is asked of all of them.

use std::collections::BTreeSet;

use super::graph::Node;
use super::judge::{Bound, Judge};
use super::kleene::Truth;
use super::program::Code;
use crate::catalog::rule::Set;

impl Judge<'_, '_> {
    /// The components whose controls count where a predicate came to what it is at a component: its own, those that the
    /// parts which made it so speak of, and those on the ways that these rest on.
    pub fn counted(&self, code: &Code, node: Node) -> Vec<Node> {
        let mut counted = BTreeSet::from([node]);
        self.count_in(code, Bound::Node(node), &mut counted);
        counted.into_iter().collect()
    }

    /// The members of some sets that are not counted already: their controls count where a requirement speaks of none that is.
    pub fn treated_at(&self, sets: &[Set], node: Node, counted: &[Node]) -> Vec<Node> {
        let members = sets.iter().map(|set| self.members(*set, node));
        let nodes: BTreeSet<Node> = members
            .flat_map(|found| found.iter().map(|one| one.node).collect::<Vec<_>>())
            .filter(|member| counted.binary_search(member).is_err())
            .collect();
        nodes.into_iter().collect()
    }

    fn count_in(&self, code: &Code, at: Bound, counted: &mut BTreeSet<Node>) {
        match code {
            Code::All(parts) => {
                let (_, telling) = self.telling_of_all(parts, at);
                telling.for_each(|part| self.count_in(part, at, counted));
            }
            Code::Any(parts) => {
                let (_, telling) = self.telling_of_any(parts, at);
                telling.for_each(|part| self.count_in(part, at, counted));
            }
            Code::Not(part) => self.count_in(part, at, counted),
            // An open question under `Known` changes nothing until it is answered.
            Code::Known(part) => {
                if self.whole(part, at) != Truth::Unknown {
                    self.count_in(part, at, counted);
                }
            }
            Code::No(set, part) => {
                self.count_members(!self.truth(code, at), *set, part, at, counted);
            }
            Code::Some(set, part) | Code::Count(set, _, part) => {
                self.count_members(self.truth(code, at), *set, part, at, counted);
            }
            leaf => self.count_leaf(leaf, at, counted),
        }
    }

    /// The members of a set that agree with what was asked of it; where it has none, there is nobody to count.
    fn count_members(
        &self,
        truth: Truth,
        set: Set,
        part: &Code,
        at: Bound,
        counted: &mut BTreeSet<Node>,
    ) {
        if truth.is_false() {
            return;
        }
        for (passes, bound, _) in self.judged(set, part, at) {
            if passes == truth {
                self.count_bound(bound, counted);
                self.count_in(part, bound, counted);
            }
        }
    }

    fn count_leaf(&self, leaf: &Code, at: Bound, counted: &mut BTreeSet<Node>) {
        match (leaf, at) {
            (Code::Document(_), _) => {}
            (Code::Is(test), Bound::Node(node)) => {
                counted.insert(node);
                counted.extend(self.derived.ways(self.graph, *test, node));
            }
            _ => self.count_bound(at, counted),
        }
    }

    /// A component, or both ends of a flow.
    fn count_bound(&self, bound: Bound, counted: &mut BTreeSet<Node>) {
        match bound {
            Bound::Node(node) => drop(counted.insert(node)),
            Bound::Flow(edge) => {
                let arrow = &self.graph.edges[edge];
                counted.extend([arrow.from, arrow.to]);
            }
        }
    }
}
