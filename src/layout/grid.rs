//! The cells that flows are routed over: what is blocked, which zone a cell lies in, and whose lane runs through it.
//!
//! Every cell has room for one horizontal and one vertical lane; two flows may cross in a cell but never share a lane.

use std::collections::BTreeSet;

use super::geometry::{Direction, Point, Rect};
use super::plan::{Placement, Plan};

/// A box, a zone title or a zone corner: no flow passes.
pub(super) const BLOCKED: u8 = 1;
/// The upper or lower frame of a zone: flows pass straight up or down only.
pub(super) const FRAME_ACROSS: u8 = 2;
/// The left or right frame of a zone: flows pass straight left or right only.
pub(super) const FRAME_UPRIGHT: u8 = 4;
/// Next to a box, where lanes look cramped.
pub(super) const NEAR: u8 = 8;
/// Close to a box, a frame or another lane: the only places where a turn can be of use.
pub(super) const TURN: u8 = 16;
/// The outermost cells: no flow comes here whatever happens.
pub(super) const EDGE: u8 = 32;
/// Where the name of a zone stands unless flows pass there, in a frame with room for the name elsewhere.
pub(super) const NAME: u8 = 64;
/// Where a label stands that stays.
pub(super) const LABEL: u8 = 128;

/// No flow.
pub(super) const NOBODY: u32 = 0;

/// One cell of the grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// The flow (index + 1) that runs through it from left to right or back, or [`NOBODY`].
    pub(super) across: u32,
    /// The flow that runs through it up or down.
    pub(super) upright: u32,
    /// The innermost container that it lies in.
    pub(super) zone: u16,
    pub(super) flags: u8,
}

/// The routing grid over a placement, with some room around it.
pub(super) struct Grid {
    pub(super) w: i32,
    pub(super) h: i32,
    /// The cells in a row.
    pub(super) stride: usize,
    /// What is added to a coordinate of the drawing to get one of the grid.
    pub(super) shift: (i32, i32),
    pub(super) cells: Vec<Cell>,
}

/// The way of a flow, cell by cell in grid coordinates, from border cell to border cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Path {
    pub(super) cells: Vec<Point>,
    pub(super) cost: u32,
}

impl Path {
    /// The cells between the two borders with the directions in which the flow enters and leaves each.
    pub(super) fn steps(&self) -> impl Iterator<Item = (Point, Direction, Direction)> + '_ {
        self.cells.windows(3).filter_map(|three| {
            Some((
                three[1],
                Direction::between(three[0], three[1])?,
                Direction::between(three[1], three[2])?,
            ))
        })
    }

    /// The cell with the arrow head.
    pub(super) fn arrow(&self) -> Option<Point> {
        self.cells
            .len()
            .checked_sub(2)
            .map(|index| self.cells[index])
    }
}

impl Grid {
    pub(super) fn new(plan: &Plan, placement: &Placement) -> Self {
        let lanes = i32::try_from(plan.flows.len()).unwrap_or(i32::MAX / 8);
        let margin = (5 + (lanes / 8).min(24), 4 + (lanes / 12).min(16));
        let bounds = placement.bounds();
        let root = u16::try_from(plan.root()).unwrap_or(u16::MAX);
        let (w, h) = (bounds.w + 2 * margin.0, bounds.h + 2 * margin.1);
        let blank = Cell {
            across: NOBODY,
            upright: NOBODY,
            zone: root,
            flags: 0,
        };
        let stride = usize::try_from(w).unwrap_or(0);
        let area = stride * usize::try_from(h).unwrap_or(0);
        let mut grid = Self {
            w,
            h,
            stride,
            shift: (margin.0 - bounds.x, margin.1 - bounds.y),
            cells: vec![blank; area],
        };
        for zone in plan.outside_in() {
            grid.add_zone(
                placement.zones[zone],
                u16::try_from(zone).unwrap_or(u16::MAX),
                plan.zones[zone].title_columns,
            );
        }
        for &rect in &placement.boxes {
            grid.add_box(rect);
        }
        for side in Rect::new(0, 0, w, h).sides() {
            grid.each(side, |cell, _| cell.flags |= EDGE);
        }
        grid
    }

    /// The index of a cell.
    pub(super) fn index(&self, at: Point) -> usize {
        usize::try_from(at.y * self.w + at.x).unwrap_or(usize::MAX)
    }

    /// The cell of an index.
    pub(super) fn point(&self, index: usize) -> Point {
        let index = i32::try_from(index).unwrap_or(i32::MAX);
        Point::new(index % self.w, index / self.w)
    }

    /// Is it a cell with neighbours on all sides?
    pub(super) const fn inside(&self, at: Point) -> bool {
        at.x >= 1 && at.y >= 1 && at.x < self.w - 1 && at.y < self.h - 1
    }

    pub(super) fn get(&self, at: Point) -> Option<&Cell> {
        (at.x >= 0 && at.y >= 0 && at.x < self.w && at.y < self.h)
            .then(|| &self.cells[self.index(at)])
    }

    /// From coordinates of the drawing to those of the grid.
    pub(super) const fn to_grid(&self, rect: Rect) -> Rect {
        rect.shifted(self.shift.0, self.shift.1)
    }

    /// From coordinates of the grid to those of the drawing.
    pub(super) const fn to_drawing(&self, at: Point) -> Point {
        at.shifted(-self.shift.0, -self.shift.1)
    }

    /// Enters a path, or takes it out again.
    pub(super) fn mark(&mut self, path: &Path, flow: usize, present: bool) {
        let owner = u32::try_from(flow + 1).unwrap_or(u32::MAX);
        let arrow = path.arrow();
        for (at, entering, leaving) in path.steps() {
            let index = self.index(at);
            let across = entering.is_horizontal() || leaving.is_horizontal() || Some(at) == arrow;
            let upright =
                !entering.is_horizontal() || !leaving.is_horizontal() || Some(at) == arrow;
            let cell = &mut self.cells[index];
            if across && (present || cell.across == owner) {
                cell.across = if present { owner } else { NOBODY };
            }
            if upright && (present || cell.upright == owner) {
                cell.upright = if present { owner } else { NOBODY };
            }
            if present {
                self.invite_turns(Rect::new(at.x, at.y, 1, 1));
            }
        }
    }

    /// The columns of a row that flows pass up or down.
    pub(super) fn passed(&self, row: Rect) -> BTreeSet<i32> {
        let passed = |x: &i32| {
            let cell = self.get(Point::new(*x, row.y));
            cell.is_some_and(|cell| cell.upright != NOBODY)
        };
        (row.x..row.right()).filter(passed).collect()
    }

    /// Bars the place where the name of a zone stands. The flows that pass there have to look for another way.
    pub(super) fn bar_name(&mut self, frame: Rect, title_columns: i32) -> Vec<usize> {
        let mut passing = Vec::new();
        self.each(
            Rect::new(frame.x + 1, frame.y, title_columns + 1, 1),
            |cell, _| {
                cell.flags |= BLOCKED;
                if cell.upright != NOBODY {
                    passing.push(cell.upright as usize - 1);
                }
            },
        );
        passing.dedup();
        passing
    }

    /// Leaves a label its place, with a blank at each end: flows that come later go elsewhere if they can.
    pub(super) fn keep_clear(&mut self, label: Rect) {
        self.each(label.grown(1, 0), |cell, _| cell.flags |= LABEL);
    }

    /// How many other flows the path crosses.
    pub(super) fn crossings(&self, path: &Path) -> u32 {
        let crossed = path.steps().filter(|&(at, ..)| {
            let cell = &self.cells[self.index(at)];
            cell.across != NOBODY && cell.upright != NOBODY && cell.across != cell.upright
        });
        u32::try_from(crossed.count()).unwrap_or(u32::MAX)
    }

    fn add_zone(&mut self, frame: Rect, zone: u16, title_columns: i32) {
        let frame = self.to_grid(frame);
        let (last_x, last_y) = (frame.right() - 1, frame.bottom() - 1);
        // In a wide frame the name can stand beside a flow that passes.
        let title_flags = if frame.w >= title_columns + 12 {
            FRAME_ACROSS | NAME
        } else {
            BLOCKED
        };
        self.each(frame, |cell, at| {
            let (across, upright) = (
                at.y == frame.y || at.y == last_y,
                at.x == frame.x || at.x == last_x,
            );
            let title = at.y == frame.y
                && at.x > frame.x
                && at.x <= frame.x + 1 + title_columns
                && at.x < last_x;
            cell.zone = zone;
            cell.flags |= match (across, upright) {
                (true, true) => BLOCKED,
                (true, false) if title => title_flags,
                (true, false) => FRAME_ACROSS,
                (false, true) => FRAME_UPRIGHT,
                (false, false) => 0,
            };
        });
        self.ring(frame);
    }

    fn add_box(&mut self, rect: Rect) {
        let rect = self.to_grid(rect);
        self.each(rect.grown(1, 1), |cell, at| {
            cell.flags |= if rect.contains(at) { BLOCKED } else { NEAR }
        });
        self.ring(rect);
    }

    /// Turns are worth trying along the four sides of a rectangle.
    fn ring(&mut self, rect: Rect) {
        for side in rect.sides() {
            self.invite_turns(side);
        }
    }

    fn invite_turns(&mut self, near: Rect) {
        self.each(near.grown(2, 1), |cell, _| cell.flags |= TURN);
    }

    fn each(&mut self, rect: Rect, mut change: impl FnMut(&mut Cell, Point)) {
        for y in rect.y.max(0)..rect.bottom().min(self.h) {
            for x in rect.x.max(0)..rect.right().min(self.w) {
                let index = self.index(Point::new(x, y));
                change(&mut self.cells[index], Point::new(x, y));
            }
        }
    }
}
