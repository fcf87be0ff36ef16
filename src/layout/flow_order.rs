//! Which flows run against the pipeline: a small set whose reversal leaves no cycle.
//!
//! [`backward`] answers that from the graph alone, before anything has a place; [`closing`] for boxes that stand somewhere.
//!
//! Two candidates: the flows that lead back to where a walk from the likeliest starts has come from, which is what a reader
//! calls a feedback loop; and Eades, Lin and Smyth's greedy order (1993), taken for each strongly connected part alone, which is
//! mostly smaller. The walk wins unless the greedy order saves more than one. Reversals that are not needed are taken
//! back.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// For every edge: does it run backward? Loops do not. Of the nodes of a cycle one with a low rank is a likely start.
pub(super) fn backward(ranks: &[u8], edges: &[(usize, usize)]) -> Vec<bool> {
    let walked = Walk::from_starts(ranks, edges);
    if !walked.contains(&true) {
        return walked;
    }
    let mut place = vec![0; ranks.len()];
    for (position, node) in greedy_order(ranks.len(), edges).into_iter().enumerate() {
        place[node] = position;
    }
    let greedy: Vec<bool> = edges
        .iter()
        .map(|&(from, to)| place[from] > place[to])
        .collect();
    let [walked, greedy] =
        [walked, greedy].map(|candidate| without_needless(ranks.len(), edges, candidate));
    let count = |candidate: &[bool]| candidate.iter().filter(|&&back| back).count();
    if count(&walked) <= count(&greedy) + 1 {
        walked
    } else {
        greedy
    }
}

/// For every edge: is it part of a cycle? Loops are not.
pub(super) fn on_cycles(nodes: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut part = vec![0; nodes];
    for (index, members) in parts(nodes, edges).iter().enumerate() {
        for &member in members {
            part[member] = index;
        }
    }
    let on_cycle = |&(from, to): &(usize, usize)| from != to && part[from] == part[to];
    edges.iter().map(on_cycle).collect()
}

/// For every edge: does it close a cycle, when those that point least against the drawing are drawn first?
pub(super) fn closing<K: Ord>(nodes: usize, edges: &[(usize, usize)], against: &[K]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|&edge| (&against[edge], edge));
    let mut closing = vec![false; edges.len()];
    let (mut drawn, mut seen) = (vec![Vec::new(); nodes], vec![usize::MAX; nodes]);
    for edge in order {
        let (from, to) = edges[edge];
        let mut pending = vec![to];
        while let Some(node) = pending.pop() {
            if node == from {
                closing[edge] = from != to;
                break;
            }
            if std::mem::replace(&mut seen[node], edge) != edge {
                pending.extend(&drawn[node]);
            }
        }
        if !closing[edge] {
            drawn[from].push(to);
        }
    }
    closing
}

/// Takes back the reversals that are not needed.
fn without_needless(nodes: usize, edges: &[(usize, usize)], backward: Vec<bool>) -> Vec<bool> {
    let mut rings = Rings::new(nodes, edges, backward);
    for index in 0..edges.len() {
        if rings.backward[index] && !rings.would_close(index) {
            rings.backward[index] = false;
        }
    }
    rings.backward
}

/// A depth-first walk; edges to a node that the walk is still coming from run backward.
struct Walk<'a> {
    edges: &'a [(usize, usize)],
    leaving: Vec<Vec<usize>>,
    /// 0 not seen, 1 on the way, 2 done.
    state: Vec<u8>,
    backward: Vec<bool>,
}

impl<'a> Walk<'a> {
    fn from_starts(ranks: &[u8], edges: &'a [(usize, usize)]) -> Vec<bool> {
        let (mut leaving, mut entering) = (vec![Vec::new(); ranks.len()], vec![0i32; ranks.len()]);
        for (index, &(from, to)) in edges.iter().enumerate() {
            if from != to {
                leaving[from].push(index);
                entering[to] += 1;
            }
        }
        let mut starts: Vec<usize> = (0..ranks.len()).collect();
        let surplus =
            |node: usize| entering[node] - i32::try_from(leaving[node].len()).unwrap_or(i32::MAX);
        let asks = asking(ranks, edges);
        starts.sort_by_key(|&node| {
            let entered = entering[node] > 0;
            (!asks[node], entered, ranks[node], surplus(node), node)
        });
        let mut walk = Self {
            edges,
            leaving,
            state: vec![0; ranks.len()],
            backward: vec![false; edges.len()],
        };
        for start in starts {
            walk.from(start);
        }
        walk.backward
    }

    /// Without recursion, since a pipeline can be a thousand steps long.
    fn from(&mut self, start: usize) {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if self.state[start] == 0 {
            self.state[start] = 1;
            path.push((start, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let Some(&edge) = self.leaving[*node].get(*next) else {
                self.state[*node] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            let to = self.edges[edge].1;
            match self.state[to] {
                0 => {
                    self.state[to] = 1;
                    path.push((to, 0));
                }
                1 => self.backward[edge] = true,
                _ => {}
            }
        }
    }
}

/// Which likely starts ask and are answered by the same node: the question comes first, whoever else leads there.
fn asking(ranks: &[u8], edges: &[(usize, usize)]) -> Vec<bool> {
    let drawn: BTreeSet<(usize, usize)> = edges.iter().copied().collect();
    let least_likely = ranks.iter().copied().max().unwrap_or(0);
    let mut asks = vec![false; ranks.len()];
    for &(from, to) in edges {
        let likely = ranks[from] < least_likely && ranks[to] == least_likely;
        asks[from] |= likely && drawn.contains(&(to, from));
    }
    asks
}

/// The nodes in an order that most edges agree with.
fn greedy_order(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut part = vec![usize::MAX; nodes];
    let mut order = Vec::with_capacity(nodes);
    for (index, members) in parts(nodes, edges).into_iter().enumerate() {
        for &member in &members {
            part[member] = index;
        }
        if members.len() == 1 {
            order.extend(members);
        } else {
            let inner = edges
                .iter()
                .copied()
                .filter(|&(a, b)| a != b && part[a] == index && part[b] == index);
            order.extend(greedy(&members, &inner.collect::<Vec<_>>()));
        }
    }
    order
}

/// The strongly connected parts in the order of the edges between them, each sorted.
fn parts(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for &(from, to) in edges {
        if from != to {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
    }
    let mut parts: Vec<Vec<usize>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|members| members.into_iter().map(NodeIndex::index).collect())
        .collect();
    parts.reverse();
    for members in &mut parts {
        members.sort_unstable();
    }
    parts
}

/// Sinks go to the end, sources to the start, then whatever gives most more than it takes.
fn greedy(members: &[usize], edges: &[(usize, usize)]) -> Vec<usize> {
    let slot = |node: usize| members.binary_search(&node).unwrap_or(0);
    let (mut out, mut into) = (vec![0i32; members.len()], vec![0i32; members.len()]);
    let (mut after, mut before) = (
        vec![Vec::new(); members.len()],
        vec![Vec::new(); members.len()],
    );
    for (from, to) in edges.iter().map(|&(from, to)| (slot(from), slot(to))) {
        out[from] += 1;
        into[to] += 1;
        after[from].push(to);
        before[to].push(from);
    }
    let mut left = vec![true; members.len()];
    let (mut start, mut end) = (Vec::new(), Vec::new());
    for _ in 0..members.len() {
        let standing = || (0..members.len()).filter(|&node| left[node]);
        let sink = standing().find(|&node| out[node] == 0);
        let next = sink
            .or_else(|| standing().find(|&node| into[node] == 0))
            .or_else(|| standing().min_by_key(|&node| (into[node] - out[node], node)));
        let Some(next) = next else { break };
        left[next] = false;
        if sink.is_some() {
            end.push(members[next]);
        } else {
            start.push(members[next]);
        }
        for &from in before[next].iter().filter(|&&from| left[from]) {
            out[from] -= 1;
        }
        for &to in after[next].iter().filter(|&&to| left[to]) {
            into[to] -= 1;
        }
    }
    end.reverse();
    start.extend(end);
    start
}

/// Looks for rings among the forward edges and the reversed backward ones.
struct Rings<'a> {
    edges: &'a [(usize, usize)],
    backward: Vec<bool>,
    /// The edges at each node, loops left out.
    around: Vec<Vec<usize>>,
    /// For which look a node was seen last.
    seen: Vec<usize>,
}

impl<'a> Rings<'a> {
    fn new(nodes: usize, edges: &'a [(usize, usize)], backward: Vec<bool>) -> Self {
        let mut around = vec![Vec::new(); nodes];
        for (index, &(from, to)) in edges.iter().enumerate() {
            if from != to {
                around[from].push(index);
                around[to].push(index);
            }
        }
        Self {
            edges,
            backward,
            around,
            seen: vec![usize::MAX; nodes],
        }
    }

    /// Would the edge, run forward, close a ring? Edges between the same two nodes go with it.
    fn would_close(&mut self, edge: usize) -> bool {
        let (from, to) = self.edges[edge];
        let mut pending = vec![to];
        while let Some(node) = pending.pop() {
            if node == from {
                return true;
            }
            if std::mem::replace(&mut self.seen[node], edge) == edge {
                continue;
            }
            for &other in &self.around[node] {
                let (start, end) = self.edges[other];
                let (start, end) = if self.backward[other] {
                    (end, start)
                } else {
                    (start, end)
                };
                if start == node && self.edges[other] != (from, to) {
                    pending.push(end);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_backward_and_a_ring_one_edge() {
        assert_eq!(backward(&[0; 3], &[(0, 1), (1, 2)]), [false, false]);
        assert_eq!(
            backward(&[0; 3], &[(0, 1), (1, 2), (2, 0)])
                .iter()
                .filter(|&&back| back)
                .count(),
            1
        );
    }

    #[test]
    fn an_edge_outside_every_cycle_is_never_backward() {
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3), (0, 3), (4, 1)];
        let back = backward(&[0; 5], &edges);
        assert!(!back[0] && !back[3] && !back[4] && !back[5]);
        assert_eq!(i32::from(back[1]) + i32::from(back[2]), 1);
    }

    #[test]
    fn a_cycle_is_cut_before_the_likeliest_start() {
        assert_eq!(
            backward(&[1, 0, 1], &[(0, 1), (1, 2), (2, 0)]),
            [true, false, false]
        );
    }

    #[test]
    fn a_feedback_loop_leads_back_to_what_comes_first() {
        let edges = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 1), (2, 5)];
        assert_eq!(
            backward(&[0; 6], &edges),
            [false, false, false, false, true, false]
        );
    }

    #[test]
    fn a_loop_is_not_backward() {
        assert_eq!(backward(&[0], &[(0, 0)]), [false]);
        assert_eq!(on_cycles(1, &[(0, 0)]), [false]);
        assert_eq!(closing(1, &[(0, 0)], &[0]), [false]);
    }

    #[test]
    fn of_a_cycle_the_edge_that_points_most_against_the_drawing_closes_it() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3)];
        assert_eq!(on_cycles(4, &edges), [true, true, true, false]);
        assert_eq!(
            closing(4, &edges, &[2, 0, 0, 5]),
            [true, false, false, false]
        );
        assert_eq!(
            closing(4, &edges, &[0, 0, 1, 5]),
            [false, false, true, false]
        );
    }
}
