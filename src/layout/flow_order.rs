//! Which flows run against the pipeline: a small set whose reversal leaves no cycle.
//!
//! Eades, Lin and Smyth's greedy order (1993), taken for each strongly connected part alone, so that a flow outside every
//! cycle is never called backward; then every reversal that turns out not to be needed is taken back.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// For every edge: does it run backward? Loops do not.
pub(super) fn backward(nodes: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let order = order(nodes, edges);
    let mut place = vec![0; nodes];
    for (position, &node) in order.iter().enumerate() {
        place[node] = position;
    }
    let mut backward: Vec<bool> = edges
        .iter()
        .map(|&(from, to)| place[from] > place[to])
        .collect();
    for index in 0..edges.len() {
        if backward[index] && !closes_a_ring(nodes, edges, &backward, edges[index]) {
            backward[index] = false;
        }
    }
    backward
}

/// The nodes in an order that most edges agree with.
fn order(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for &(from, to) in edges {
        if from != to {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
    }
    let mut part = vec![usize::MAX; nodes];
    let mut order = Vec::with_capacity(nodes);
    for (index, members) in kosaraju_scc(&graph).iter().rev().enumerate() {
        let mut members: Vec<usize> = members.iter().map(|node| node.index()).collect();
        members.sort_unstable();
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

/// Sinks go to the end, sources to the start, then whatever gives most more than it takes.
fn greedy(members: &[usize], edges: &[(usize, usize)]) -> Vec<usize> {
    let slot = |node: usize| members.binary_search(&node).unwrap_or(0);
    let (mut out, mut into) = (vec![0i32; members.len()], vec![0i32; members.len()]);
    for &(from, to) in edges {
        out[slot(from)] += 1;
        into[slot(to)] += 1;
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
            end.push(members[next])
        } else {
            start.push(members[next])
        }
        for &(from, to) in edges {
            let (from, to) = (slot(from), slot(to));
            if to == next && left[from] {
                out[from] -= 1;
            }
            if from == next && left[to] {
                into[to] -= 1;
            }
        }
    }
    end.reverse();
    start.extend(end);
    start
}

/// Would the edge, run forward, close a ring with the other forward edges and the reversed backward ones?
fn closes_a_ring(
    nodes: usize,
    edges: &[(usize, usize)],
    backward: &[bool],
    edge: (usize, usize),
) -> bool {
    let mut next = vec![Vec::new(); nodes];
    for (&(from, to), &back) in edges.iter().zip(backward) {
        if from != to && (from, to) != edge {
            let (from, to) = if back { (to, from) } else { (from, to) };
            next[from].push(to);
        }
    }
    let (mut seen, mut pending) = (vec![false; nodes], vec![edge.1]);
    while let Some(node) = pending.pop() {
        if node == edge.0 {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            pending.extend(&next[node]);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_backward_and_a_ring_one_edge() {
        assert_eq!(backward(3, &[(0, 1), (1, 2)]), [false, false]);
        assert_eq!(
            backward(3, &[(0, 1), (1, 2), (2, 0)])
                .iter()
                .filter(|&&back| back)
                .count(),
            1
        );
    }

    #[test]
    fn an_edge_outside_every_cycle_is_never_backward() {
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3), (0, 3), (4, 1)];
        let back = backward(5, &edges);
        assert!(!back[0] && !back[3] && !back[4] && !back[5]);
        assert_eq!(i32::from(back[1]) + i32::from(back[2]), 1);
    }

    #[test]
    fn a_loop_is_not_backward() {
        assert_eq!(backward(1, &[(0, 0)]), [false]);
    }
}
