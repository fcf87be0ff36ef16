//! Parts of one container that no flow joins to anything else: each is placed by itself, and they stand beneath each other.
//!
//! Placed together they would share layers and rows, and their flows would run between each other's boxes for nothing.

use super::geometry::Rect;

/// The empty rows between two islands.
const APART: i32 = 2;
/// A longer line of boxes is not put in one row.
const LONGEST_ROW: usize = 8;

/// The items of one container in parts that are placed one by one.
pub(super) struct Islands {
    /// What is joined to something outside, and what stands alone.
    pub(super) mainland: Vec<usize>,
    /// The islands, each in the order of its items.
    pub(super) islands: Vec<Vec<usize>>,
}

impl Islands {
    /// Finds the islands, or nothing if there is only one part. `joined_outside` tells which items have a flow that leaves the
    /// container.
    pub(super) fn of(links: &[(usize, usize)], joined_outside: &[bool]) -> Option<Self> {
        let count = joined_outside.len();
        let mut part: Vec<usize> = (0..count).collect();
        for &(from, to) in links {
            let (from, to) = (root(&mut part, from), root(&mut part, to));
            part[from.max(to)] = from.min(to);
        }
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
        for item in 0..count {
            parts[root(&mut part, item)].push(item);
        }
        let (islands, others): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .partition(|part| part.len() > 1 && !part.iter().any(|&item| joined_outside[item]));
        let mainland: Vec<usize> = others.into_iter().flatten().collect();
        let several = islands.len() + usize::from(!mainland.is_empty()) > 1;
        (several && !islands.is_empty()).then_some(Self { mainland, islands })
    }
}

fn root(part: &mut [usize], mut item: usize) -> usize {
    while part[item] != item {
        part[item] = part[part[item]];
        item = part[item];
    }
    item
}

/// Is it a short line of items, each with at most one before and one after it? Such a line is a row whatever stands around it.
pub(super) fn is_row(island: &[usize], links: &[(usize, usize)]) -> bool {
    let mut links: Vec<(usize, usize)> = links
        .iter()
        .copied()
        .filter(|(from, to)| from != to && island.contains(from))
        .collect();
    links.sort_unstable();
    links.dedup();
    let single = |of: fn(&(usize, usize)) -> usize| {
        let mut ends: Vec<usize> = links.iter().map(of).collect();
        ends.sort_unstable();
        ends.windows(2).all(|two| two[0] != two[1])
    };
    // As many links as items would be a ring.
    island.len() <= LONGEST_ROW
        && links.len() < island.len()
        && single(|link| link.0)
        && single(|link| link.1)
}

/// Puts parts beneath each other, flush left: corners and sizes in, corners out.
pub(super) fn stacked(parts: &mut [Vec<Rect>]) {
    let mut top = 0;
    for part in parts {
        let Some(around) = Rect::around(part.iter().copied()) else {
            continue;
        };
        for rect in part.iter_mut() {
            *rect = rect.shifted(-around.x, top - around.y);
        }
        top += around.h + APART;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_to_nothing_outside_is_an_island() {
        let links = [(0, 1), (2, 3), (3, 4)];
        let found = Islands::of(&links, &[false, false, true, false, false, false]).unwrap();
        assert_eq!(found.mainland, [2, 3, 4, 5]);
        assert_eq!(found.islands, [[0, 1]]);
    }

    #[test]
    fn one_part_alone_is_none_and_neither_are_boxes_without_flows() {
        assert!(Islands::of(&[(0, 1)], &[false; 2]).is_none());
        assert!(Islands::of(&[], &[false; 3]).is_none());
        assert!(Islands::of(&[(0, 1), (2, 3)], &[true; 4]).is_none());
    }

    #[test]
    fn a_line_is_a_row_and_a_fork_or_a_ring_is_none() {
        let all = [0, 1, 2];
        assert!(is_row(&all, &[(0, 1), (0, 1), (1, 2)]));
        assert!(!is_row(&all, &[(0, 1), (0, 2)]));
        assert!(!is_row(&all, &[(0, 1), (1, 2), (2, 0)]));
    }
}
