//! How things spread along the flows of a drawing: what is reached, how surely, and on which ways.

use std::collections::VecDeque;

use super::{Arrow, Edge, Graph, Node};
use crate::analysis::kleene::Truth;

/// A set of components.
struct Seen(Vec<u64>);

impl Seen {
    fn has(&self, node: Node) -> bool {
        self.0[node / 64] & (1 << (node % 64)) != 0
    }

    fn among(components: usize) -> Self {
        Self(vec![0; components.div_ceil(64)])
    }

    /// Whether a component was not in the set before.
    fn insert(&mut self, node: Node) -> bool {
        let (word, bit) = (&mut self.0[node / 64], 1 << (node % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

/// In which direction something spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Way {
    /// From the start of a flow to its end.
    Along,
    /// From the end of a flow to its start.
    Against,
}

/// What was reached, how surely, and over which flow first.
pub(in crate::analysis) struct Reach {
    pub truth: Vec<Truth>,
    via: Vec<Option<Edge>>,
    /// How surely it spread over each flow, whether or not that one was the first to bring it.
    over: Vec<Truth>,
    seeds: Vec<Truth>,
    way: Way,
}

impl<'a> Graph<'a> {
    /// The flows by which something goes on from a component, and the end of each that it comes to.
    fn beyond(&self, node: Node, way: Way) -> (&[Edge], fn(&Arrow) -> Node) {
        match way {
            Way::Along => (&self.leaving[node], |arrow| arrow.to),
            Way::Against => (&self.entering[node], |arrow| arrow.from),
        }
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
            over: vec![Truth::False; self.edges.len()],
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
                let (edges, far) = self.beyond(node, way);
                for &edge in edges {
                    let arrow = &self.edges[edge];
                    let next = far(arrow);
                    if reach.truth[next] > sure || !passes(arrow) {
                        continue;
                    }
                    reach.over[edge] = reach.over[edge].max(sure);
                    if reach.truth[next] == sure {
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

    /// The components on every way from a seed to a component, each way from the last seed on it; the component itself is
    /// not among them.
    pub fn ways(&self, reach: &Reach, node: Node) -> Vec<Node> {
        let wanted = reach.truth[node];
        if wanted.is_false() {
            return Vec::new();
        }
        let spreads = |edge: &Edge| reach.over[*edge] == wanted;
        let is_seed = |n: Node| reach.seeds[n] == wanted;
        let ends = |edge: Edge| match reach.way {
            Way::Along => (self.edges[edge].from, self.edges[edge].to),
            Way::Against => (self.edges[edge].to, self.edges[edge].from),
        };
        let (from, to) = match reach.way {
            Way::Along => (&self.leaving, &self.entering),
            Way::Against => (&self.entering, &self.leaving),
        };
        let mut leads_here = Seen::among(self.len());
        let mut queue = vec![node];
        let mut starts = Vec::new();
        while let Some(at) = queue.pop() {
            for edge in to[at].iter().copied().filter(spreads) {
                let (before, _) = ends(edge);
                if before == node || !leads_here.insert(before) {
                    continue;
                }
                if is_seed(before) {
                    starts.push(before);
                } else {
                    queue.push(before);
                }
            }
        }
        // What only the component itself leads to lies on no way to it.
        let mut on_a_way = Seen::among(self.len());
        let mut found = Vec::new();
        while let Some(at) = starts.pop() {
            if !on_a_way.insert(at) {
                continue;
            }
            found.push(at);
            let next = from[at].iter().copied().filter(spreads);
            let next = next.map(|edge| ends(edge).1);
            starts.extend(next.filter(|n| *n != node && leads_here.has(*n) && !is_seed(*n)));
        }
        found
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
        let mut seen = Seen::among(self.len());
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let (edges, far) = self.beyond(node, way);
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
        found
    }
}
