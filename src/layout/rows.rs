//! Wrapped rows at the root: items in reading order, broken into rows that fit a screen, the order improved by local search.

use super::line::Line;

/// A row of pictures reads well when it is this many times wider (in cells) than high.
pub(super) const ASPECT: f64 = 3.0;
/// A dozen boxes should need no more columns than a wide terminal has.
const WIDE: f64 = 110.0;
const WIDE_BOXES: f64 = 15.0;
/// The cells between two neighbours of a row and between two rows.
const GAP: (i32, i32) = (5, 2);
/// How many cost units (items and links looked at) the search may spend, so that a thousand boxes stay quick.
const BUDGET: usize = 1_500_000;

/// What two flows cost that cross when they are drawn as straight lines.
const CROSSING: f64 = 14.0;
/// What a straight flow costs that runs over an item in between.
const OVER_ITEM: f64 = 8.0;

/// One end of a flow: the item, and twice the middle of the real end from the corner of the item.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) item: usize,
    pub(super) at: (i32, i32),
}

/// A flow between two items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) from: End,
    pub(super) to: End,
}

/// How the rows are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wrapping {
    /// So many rows or thereabouts; `None` tries all numbers up to [`MOST_ROWS`].
    pub(super) rows: Option<i32>,
    /// Compare straight lines too: slower, and mostly with fewer crossings.
    pub(super) lines: bool,
    /// How many boxes there are in the whole drawing.
    pub(super) boxes: usize,
}

/// No more rows than this are tried, unless there are so many items that they need more.
pub(super) const MOST_ROWS: i32 = 5;
/// From so many items on only the numbers of rows are tried that give about the right shape, and few exchanges.
const CROWD: usize = 40;

/// The corner of every item.
pub(super) fn wrap(
    sizes: &[(i32, i32)],
    links: &[Link],
    order: &[usize],
    wrapping: Wrapping,
) -> Vec<(i32, i32)> {
    let mut ends = vec![0; sizes.len()];
    for link in links {
        ends[link.from.item] += 1;
        ends[link.to.item] += 1;
    }
    let lanes: Vec<i32> = ends
        .into_iter()
        .map(|ends: i32| (ends / 4).min(3))
        .collect();
    let wrapping = Wrapping {
        lines: wrapping.lines && links.len() <= LINES,
        ..wrapping
    };
    let mut search = Search {
        sizes,
        lanes: &lanes,
        links,
        wrapping,
        spent: 0,
    };
    let total: i32 = sizes.iter().map(|size| size.0 + GAP.0).sum();
    let widest = sizes.iter().map(|size| size.0).max().unwrap_or(0);
    let mut best: Option<(f64, Vec<(i32, i32)>)> = None;
    for rows in row_counts(sizes, wrapping) {
        let slack = if rows > 1 {
            widest / 3
        } else {
            3 * GAP.0 * i32::try_from(sizes.len()).unwrap_or(1)
        };
        let width = (total / rows + slack).max(widest);
        search.spent = 0;
        let (cost, corners) = search.improve(order.to_vec(), width);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, corners));
        }
    }
    best.map(|(_, corners)| corners).unwrap_or_default()
}

/// The numbers of rows that are worth a try.
fn row_counts(sizes: &[(i32, i32)], wrapping: Wrapping) -> std::ops::RangeInclusive<i32> {
    if let Some(rows) = wrapping.rows {
        return rows..=rows;
    }
    if sizes.len() <= CROWD {
        return 1..=MOST_ROWS;
    }
    let area: f64 = sizes
        .iter()
        .map(|&(w, h)| f64::from(w + GAP.0) * f64::from(h + GAP.1))
        .sum();
    let width = (area * ASPECT).sqrt();
    let total: f64 = sizes.iter().map(|&(w, _)| f64::from(w + GAP.0)).sum();
    #[allow(clippy::cast_possible_truncation, reason = "a number of rows")]
    let right = (total / width).round().max(1.0) as i32;
    right..=right + 1
}

struct Search<'a> {
    sizes: &'a [(i32, i32)],
    lanes: &'a [i32],
    links: &'a [Link],
    wrapping: Wrapping,
    spent: usize,
}

impl Search<'_> {
    /// Swaps and moves items as long as that pays and the budget lasts.
    fn improve(&mut self, mut order: Vec<usize>, width: i32) -> (f64, Vec<(i32, i32)>) {
        let budget = if order.len() > CROWD {
            BUDGET / 10
        } else {
            BUDGET
        };
        let mut cost = self.cost(&order, width);
        for _ in 0..4 {
            let before = cost;
            for first in 0..order.len() {
                for second in 0..order.len() {
                    if first == second || self.spent > budget {
                        continue;
                    }
                    if first < second {
                        order.swap(first, second);
                        if !self.keep(&order, width, &mut cost) {
                            order.swap(first, second);
                        }
                    }
                    let moved = order.remove(first);
                    order.insert(second, moved);
                    if !self.keep(&order, width, &mut cost) {
                        let moved = order.remove(second);
                        order.insert(first, moved);
                    }
                }
            }
            if cost >= before {
                break;
            }
        }
        let (corners, _, _) = self.rows(&order, width);
        (cost, corners)
    }

    fn keep(&mut self, order: &[usize], width: i32, cost: &mut f64) -> bool {
        let new = self.cost(order, width);
        let better = new < *cost - 1e-3;
        if better {
            *cost = new;
        }
        better
    }

    /// The corners, the width and the height of the rows.
    fn rows(&self, order: &[usize], width: i32) -> (Vec<(i32, i32)>, i32, i32) {
        let mut corners = vec![(0, 0); self.sizes.len()];
        let (mut x, mut y, mut widest, mut row) = (0, 0, 0, 0..0);
        let close = |corners: &mut Vec<(i32, i32)>, row: std::ops::Range<usize>, y: i32| {
            let members = &order[row];
            let height = members
                .iter()
                .map(|&item| self.sizes[item].1)
                .max()
                .unwrap_or(0);
            for &item in members {
                corners[item].1 = y + (height - self.sizes[item].1) / 2;
            }
            height
        };
        for (position, &item) in order.iter().enumerate() {
            if x > 0 && x + self.sizes[item].0 > width {
                y += close(&mut corners, row.start..position, y) + self.row_gap();
                row = position..position;
                x = 0;
            }
            corners[item].0 = x;
            widest = widest.max(x + self.sizes[item].0);
            x += self.sizes[item].0 + GAP.0 + self.lanes[item];
            row.end = position + 1;
        }
        let height = y + close(&mut corners, row, y);
        (corners, widest, height)
    }

    fn row_gap(&self) -> i32 {
        GAP.1 + self.lanes.iter().copied().max().unwrap_or(0)
    }

    fn cost(&mut self, order: &[usize], width: i32) -> f64 {
        let (corners, width, height) = self.rows(order, width);
        let mut links: f64 = self
            .links
            .iter()
            .map(|link| self.link_cost(&corners, link))
            .sum();
        self.spent += self.sizes.len() + self.links.len();
        if self.wrapping.lines {
            links += self.straight_cost(&corners);
            self.spent += self.links.len() * (self.links.len() + self.sizes.len()) / 4;
        }
        (links + 20.0) * (1.0 + 0.35 * off_shape(width, height, self.wrapping.boxes))
    }

    fn link_cost(&self, corners: &[(i32, i32)], link: &Link) -> f64 {
        let middle = |item: usize| {
            let ((x, y), (w, h)) = (corners[item], self.sizes[item]);
            (f64::from(2 * x + w) / 2.0, f64::from(2 * y + h) / 2.0)
        };
        let (from, to) = (link.from.item, link.to.item);
        let (a, b) = (middle(from), middle(to));
        let (across, down) = (b.0 - a.0, b.1 - a.1);
        let widths = f64::from(self.sizes[from].0 + self.sizes[to].0) / 2.0;
        let heights = f64::from(self.sizes[from].1 + self.sizes[to].1) / 2.0;
        let gaps = (across.abs() - widths).max(0.0) + 2.0 * (down.abs() - heights).max(0.0);
        let leftward = if across < -1.0 {
            6.0 - 0.35 * across
        } else {
            0.0
        };
        let upward = if down < -heights { -0.5 * down } else { 0.0 };
        0.5 * across.abs() + down.abs() + gaps + leftward + upward
    }

    /// Crossings, and items that are run over, if every flow were a straight line.
    fn straight_cost(&self, corners: &[(i32, i32)]) -> f64 {
        let end = |end: &End| {
            (
                2 * corners[end.item].0 + end.at.0,
                2 * (2 * corners[end.item].1 + end.at.1),
            )
        };
        let lines: Vec<Line> = self
            .links
            .iter()
            .map(|link| Line {
                from: end(&link.from),
                to: end(&link.to),
            })
            .collect();
        let mut cost = 0.0;
        for (index, line) in lines.iter().enumerate() {
            cost += CROSSING
                * count(
                    lines[index + 1..]
                        .iter()
                        .filter(|other| line.crosses(**other)),
                );
            let link = &self.links[index];
            let between = (0..self.sizes.len())
                .filter(|&item| item != link.from.item && item != link.to.item);
            cost += OVER_ITEM
                * count(between.filter(|&item| line.runs_over(corners[item], self.sizes[item])));
        }
        cost
    }
}

/// Beyond this many flows at the root straight lines are not compared.
const LINES: usize = 60;

fn count<T>(items: impl Iterator<Item = T>) -> f64 {
    f64::from(u32::try_from(items.count()).unwrap_or(u32::MAX))
}

/// How far a picture of so many boxes is from the shape of a screen: 0 is just right.
pub(super) fn off_shape(width: i32, height: i32, boxes: usize) -> f64 {
    let shape = f64::from(width.max(1)) / f64::from(height.max(1)) / ASPECT;
    let off = if shape > 1.0 {
        shape - 1.0
    } else {
        1.0 / shape - 1.0
    };
    let boxes = f64::from(u32::try_from(boxes).unwrap_or(u32::MAX));
    let wide = WIDE * (boxes / WIDE_BOXES).max(1.0).sqrt();
    let too_wide = (f64::from(width) - wide).max(0.0) / wide;
    off.min(3.0) + 4.0 * too_wide.min(2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chain_is_broken_into_rows_that_fit() {
        let sizes = vec![(16, 3); 12];
        let end = |item| End { item, at: (16, 3) };
        let links: Vec<Link> = (0..11)
            .map(|item| Link {
                from: end(item),
                to: end(item + 1),
            })
            .collect();
        let corners = wrap(
            &sizes,
            &links,
            &(0..12).collect::<Vec<_>>(),
            Wrapping::default(),
        );
        assert!(corners.iter().all(|corner| corner.0 + 16 <= 110));
    }
}
