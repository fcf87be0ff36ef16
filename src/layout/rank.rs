//! Which layer every item of one container stands in.

use super::flow_order;

/// How many rounds an item may be pulled towards the side where it has more neighbours.
const TIGHTENING: usize = 6;
/// How many items without any link share a layer, when nothing else says how long a layer may be.
const LOOSE_PER_LAYER: i32 = 4;

/// The layer of every item, starting at 0. `extents` is the room that each item takes along its layer.
pub(super) fn ranks(extents: &[i32], links: &[(usize, usize)]) -> Vec<usize> {
    let count = extents.len();
    let reversed = flow_order::backward(&vec![0; count], links);
    let (mut into, mut out) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (&(from, to), reversed) in links.iter().zip(reversed) {
        if from != to {
            let (from, to) = if reversed { (to, from) } else { (from, to) };
            out[from].push(to);
            into[to].push(from);
        }
    }
    let order = topological(&into, &out);
    let mut rank = vec![0usize; count];
    for &item in &order {
        rank[item] = into[item]
            .iter()
            .map(|&above| rank[above] + 1)
            .max()
            .unwrap_or(0);
    }
    tighten(&order, &into, &out, &mut rank);
    let first = (0..count)
        .filter(|&item| !loose(&into, &out, item))
        .map(|item| rank[item])
        .min()
        .unwrap_or(0);
    for rank in &mut rank {
        *rank = rank.saturating_sub(first);
    }
    spread_loose(extents, &into, &out, &mut rank);
    rank
}

fn loose(into: &[Vec<usize>], out: &[Vec<usize>], item: usize) -> bool {
    into[item].is_empty() && out[item].is_empty()
}

fn topological(into: &[Vec<usize>], out: &[Vec<usize>]) -> Vec<usize> {
    let mut missing: Vec<usize> = into.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..into.len()).filter(|&item| missing[item] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &below in &out[order[next]] {
            missing[below] -= 1;
            if missing[below] == 0 {
                order.push(below);
            }
        }
        next += 1;
    }
    order
}

/// Moves items within their slack towards the side where they have more neighbours, which shortens the links.
fn tighten(order: &[usize], into: &[Vec<usize>], out: &[Vec<usize>], rank: &mut [usize]) {
    for _ in 0..TIGHTENING {
        let mut changed = false;
        for &item in order.iter().rev() {
            let lowest = into[item].iter().map(|&above| rank[above] + 1).max();
            let highest = out[item].iter().map(|&below| rank[below] - 1).min();
            let wanted = match (lowest, highest) {
                (Some(lowest), _) if into[item].len() > out[item].len() => lowest,
                (_, Some(highest)) if out[item].len() > into[item].len() => highest,
                _ => rank[item],
            };
            if wanted != rank[item] {
                rank[item] = wanted;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

/// Items without links fill the shortest layers, so that a zone of ten unconnected boxes is not ten boxes wide.
fn spread_loose(extents: &[i32], into: &[Vec<usize>], out: &[Vec<usize>], rank: &mut [usize]) {
    let loose: Vec<usize> = (0..extents.len())
        .filter(|&item| loose(into, out, item))
        .collect();
    let mut filled: Vec<i32> = Vec::new();
    for item in (0..extents.len()).filter(|item| !loose.contains(item)) {
        if filled.len() <= rank[item] {
            filled.resize(rank[item] + 1, 0);
        }
        filled[rank[item]] += extents[item];
    }
    let widest = loose.iter().map(|&item| extents[item]).max().unwrap_or(0);
    let limit = filled
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .max(widest * LOOSE_PER_LAYER);
    for item in loose {
        let shortest = (0..filled.len()).min_by_key(|&layer| (filled[layer], layer));
        let layer = match shortest {
            Some(layer) if filled[layer] + extents[item] <= limit => layer,
            _ => {
                filled.push(0);
                filled.len() - 1
            }
        };
        filled[layer] += extents[item];
        rank[item] = layer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_gets_one_layer_each_and_a_ring_does_not_hang() {
        assert_eq!(ranks(&[10; 3], &[(0, 1), (1, 2)]), [0, 1, 2]);
        assert_eq!(ranks(&[10; 3], &[(0, 1), (1, 2), (2, 0)]).len(), 3);
    }

    #[test]
    fn unconnected_items_do_not_all_share_one_layer() {
        let rank = ranks(&[10; 9], &[]);
        assert!(rank.iter().max() >= Some(&1));
    }

    #[test]
    fn a_source_stands_next_to_what_it_feeds() {
        assert_eq!(ranks(&[10; 4], &[(0, 1), (1, 2), (3, 2)])[3], 1);
    }
}
