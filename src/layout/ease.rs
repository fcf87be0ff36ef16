//! Moves the straight runs of finished ways aside where they hug a box, a frame or another flow and have room to stand clear.
//!
//! A flow right beside a box that it has nothing to do with reads as joined to it, and one beside a frame as a second frame.
//! A way gets no turn that the search did not find, and may lose some; it keeps its sides of the boxes.

use super::geometry::{Direction, Point, Rect};
use super::grid::{
    BLOCKED, Cell, EDGE, FRAME_ACROSS, FRAME_UPRIGHT, Grid, LABEL, NAME, NOBODY, Path,
};
use super::route::Router;
use super::search::{BEND, CROSSING, OVER_LABEL, OVER_NAME, STEP, off_middle};

/// A run moves aside by at most so many columns or rows.
const REACH: i32 = 3;
/// So often the flows are gone through: one that moves can make room for another.
const ROUNDS: usize = 2;

/// An upright run beside the side of a box, for each cell: worse than beside any number of other things.
const BESIDE_BOX: u32 = 8;
/// A corner beside a box: it reads as joined to it.
const CORNER_AT_BOX: u32 = 14;
/// An upright run beside the frame of a zone.
const BESIDE_FRAME: u32 = 2;
/// An upright run beside another.
const BESIDE_LANE: u32 = 2;
/// A level run right above or below a box, a frame or another flow: rows are twice as far apart as columns.
const OVER_ANOTHER: u32 = 1;
/// A corner that touches the corner of another flow: the two read as one line.
const CORNERS_TOUCH: u32 = 8;

impl Router<'_> {
    /// Moves runs of these flows to where they stand clear.
    pub(super) fn ease(&mut self, flows: &[usize]) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for &flow in flows {
                let Some(path) = self.take_out(flow) else {
                    continue;
                };
                self.price_zones(flow);
                let eased = self.eased(flow, &path);
                moved |= eased.is_some();
                self.keep(flow, eased.unwrap_or(path));
            }
            if !moved {
                break;
            }
        }
    }

    /// A clearer way with the same turns, if there is one. The flow itself is not in the grid.
    fn eased(&self, flow: usize, path: &Path) -> Option<Path> {
        let planned = &self.plan.flows[flow];
        let ends =
            [planned.from, planned.to].map(|end| self.grid.to_grid(self.placement.boxes[end]));
        let way = Way {
            grid: &self.grid,
            zone_costs: &self.zone_costs,
            ends,
        };
        let mut corners = corners(&path.cells);
        let mut least = way.cost(&corners, u32::MAX)?;
        let (mut run, mut better) = (0, false);
        while run + 1 < corners.len() {
            let mut best = None;
            for by in (-REACH..=REACH).filter(|by| *by != 0) {
                if let Some(shifted) = way.shifted(&corners, run, by)
                    && let Some(cost) = way.cost(&shifted, least)
                {
                    least = cost;
                    best = Some(shifted);
                }
            }
            match best {
                Some(shifted) => {
                    // What stands clear now may let the run before it do so too.
                    run = run.saturating_sub(1).min(shifted.len().saturating_sub(2));
                    corners = shifted;
                    better = true;
                }
                None => run += 1,
            }
        }
        better.then(|| Path {
            cells: cells(&corners),
            cost: path.cost,
        })
    }
}

/// What the way of one flow is judged by.
struct Way<'a> {
    grid: &'a Grid,
    zone_costs: &'a [u32],
    /// The box that is left and the one that is entered, in grid coordinates.
    ends: [Rect; 2],
}

impl Way<'_> {
    /// The corners with one run moved aside, if the way keeps its turns and its sides of the boxes.
    fn shifted(&self, corners: &[Point], run: usize, by: i32) -> Option<Vec<Point>> {
        let along = Direction::between(corners[run], corners[run + 1])?;
        let (dx, dy) = if along.is_horizontal() {
            (0, by)
        } else {
            (by, 0)
        };
        let mut shifted = corners.to_vec();
        for corner in &mut shifted[run..=run + 1] {
            *corner = corner.shifted(dx, dy);
        }
        let last = corners.len() - 1;
        for (corner, of) in [(0, self.ends[0]), (last, self.ends[1])] {
            if (corner == run || corner == run + 1) && !off_corner(of, shifted[corner], along) {
                return None;
            }
        }
        // A run beside it may shrink to nothing, but not turn about.
        for (first, second) in [(run.wrapping_sub(1), run), (run + 1, run + 2)] {
            if let (Some(a), Some(b)) = (corners.get(first), corners.get(second)) {
                let now = Direction::between(shifted[first], shifted[second]);
                let at_an_end = first == 0 || second == last;
                if (at_an_end || now.is_some()) && now != Direction::between(*a, *b) {
                    return None;
                }
            }
        }
        let shifted = straightened(shifted)?;
        // The head stands off the corner before it.
        let length = |points: &[Point]| match points {
            [.., a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
            _ => 0,
        };
        (length(&shifted) >= length(corners).min(2)).then_some(shifted)
    }

    /// What a way costs, or `None` where it is barred, would share a lane or costs that much.
    fn cost(&self, corners: &[Point], limit: u32) -> Option<u32> {
        let [start, .., end] = *corners else {
            return None;
        };
        let (mut cost, mut first) = (0, true);
        for (run, pair) in corners.windows(2).enumerate() {
            let along = Direction::between(pair[0], pair[1])?;
            if first {
                cost += self.port(start, start.step(along), 0);
            }
            let mut at = pair[0];
            while at != pair[1] {
                at = at.step(along);
                if at == end {
                    cost += self.port(end, end.step(along.opposite()), 1);
                    break;
                }
                let leaving = match corners.get(run + 2) {
                    Some(next) if at == pair[1] => Direction::between(at, *next)?,
                    _ => along,
                };
                let apart = first || at.step(leaving) == end;
                cost += self.cell(at, along, leaving, apart)?;
                if cost >= limit {
                    return None;
                }
                first = false;
            }
        }
        (cost < limit).then_some(cost)
    }

    /// What one cell between the boxes costs; `apart` where not even a crossing is allowed: at the head and at the port.
    fn cell(&self, at: Point, entering: Direction, leaving: Direction, apart: bool) -> Option<u32> {
        let turns = entering != leaving;
        if !self.grid.inside(at) {
            return None;
        }
        let index = self.grid.index(at);
        let cell = &self.grid.cells[index];
        let wall = match (turns, leaving.is_horizontal()) {
            (true, _) => BLOCKED | EDGE | FRAME_ACROSS | FRAME_UPRIGHT,
            (false, true) => BLOCKED | EDGE | FRAME_ACROSS,
            (false, false) => BLOCKED | EDGE | FRAME_UPRIGHT,
        };
        let (own, other) = if leaving.is_horizontal() {
            (cell.across, cell.upright)
        } else {
            (cell.upright, cell.across)
        };
        if cell.flags & wall != 0 || own != NOBODY || ((turns || apart) && other != NOBODY) {
            return None;
        }
        let mut cost = STEP[leaving as usize] + self.zone_costs[usize::from(cell.zone)];
        cost += if turns { BEND } else { 0 };
        cost += if other == NOBODY { 0 } else { CROSSING };
        cost += if cell.flags & NAME == 0 { 0 } else { OVER_NAME };
        cost += if cell.flags & LABEL == 0 {
            0
        } else {
            OVER_LABEL
        };
        Some(cost + self.hugging(index, turns, leaving.is_horizontal()))
    }

    fn port(&self, border: Point, outside: Point, end: usize) -> u32 {
        Direction::between(border, outside)
            .map_or(0, |side| off_middle(self.ends[end], outside, side))
    }

    /// What it costs to run so close to what stands beside this cell, which has neighbours on all sides.
    fn hugging(&self, index: usize, turns: bool, level: bool) -> u32 {
        let (cells, stride) = (&self.grid.cells, self.grid.stride);
        let (left, right) = (&cells[index - 1], &cells[index + 1]);
        let (above, below) = (&cells[index - stride], &cells[index + stride]);
        match (turns, level) {
            (true, _) => [left, right, above, below].map(touched).iter().sum(),
            (false, true) => over_another(above) + over_another(below),
            (false, false) => beside_another(left) + beside_another(right),
        }
    }
}

/// What it costs to turn beside this cell.
fn touched(cell: &Cell) -> u32 {
    match cell {
        _ if cell.flags & BLOCKED != 0 => CORNER_AT_BOX,
        _ if cell.across != NOBODY && cell.across == cell.upright => CORNERS_TOUCH,
        _ => 0,
    }
}

/// What it costs to run level right above or below this cell.
fn over_another(cell: &Cell) -> u32 {
    let close = cell.flags & (BLOCKED | FRAME_ACROSS) != 0 || cell.across != NOBODY;
    if close { OVER_ANOTHER } else { 0 }
}

/// What it costs to run up or down beside this cell.
fn beside_another(cell: &Cell) -> u32 {
    match cell {
        _ if cell.flags & BLOCKED != 0 => BESIDE_BOX,
        _ if cell.flags & FRAME_UPRIGHT != 0 => BESIDE_FRAME,
        _ if cell.upright != NOBODY => BESIDE_LANE,
        _ => 0,
    }
}

/// Whether a port stands on the side of a box that a run meets, and not on its corner.
fn off_corner(of: Rect, port: Point, along: Direction) -> bool {
    if along.is_horizontal() {
        port.y > of.y && port.y < of.bottom() - 1
    } else {
        port.x > of.x && port.x < of.right() - 1
    }
}

/// The first, the last and every cell where the way turns.
fn corners(cells: &[Point]) -> Vec<Point> {
    let turns = cells.windows(3).filter_map(|three| {
        let (before, after) = (
            Direction::between(three[0], three[1]),
            Direction::between(three[1], three[2]),
        );
        (before != after).then_some(three[1])
    });
    let ends = (cells.first(), cells.last());
    ends.0
        .into_iter()
        .copied()
        .chain(turns)
        .chain(ends.1.copied())
        .collect()
}

/// The corners without those where the way goes straight on, or `None` where it would turn back on itself.
fn straightened(mut corners: Vec<Point>) -> Option<Vec<Point>> {
    corners.dedup();
    let mut kept: Vec<Point> = Vec::with_capacity(corners.len());
    for corner in corners {
        if let [.., before, last] = kept[..] {
            let (come, go) = (
                Direction::between(before, last)?,
                Direction::between(last, corner)?,
            );
            if come == go.opposite() {
                return None;
            }
            if come == go {
                kept.pop();
            }
        }
        kept.push(corner);
    }
    Some(kept)
}

/// Every cell of a way from corner to corner.
fn cells(corners: &[Point]) -> Vec<Point> {
    let mut cells: Vec<Point> = corners.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let Some(direction) = Direction::between(pair[0], pair[1]) else {
            continue;
        };
        let mut at = pair[0];
        while at != pair[1] {
            at = at.step(direction);
            cells.push(at);
        }
    }
    cells
}
