//! Drops empty rows and columns from a drawing that nobody has touched.
//!
//! A row with nothing but upright lines or blanks goes, a column with nothing but level lines or blanks goes, down to what
//! keeps things apart. Sides and crossings of the flows do not change.

use super::geometry::{Point, Rect};
use super::grid::Grid;
use super::labels::{MARKER_COLUMNS, Spot};
use super::plan::{Placement, Plan};
use super::route::Routing;

/// Empty columns that stay of a wide gap.
const KEPT_COLUMNS: i32 = 2;
/// Empty rows that stay of a high gap.
const KEPT_ROWS: i32 = 1;

/// The same placement without its empty rows and columns.
pub(super) fn squeeze(
    plan: &Plan,
    placement: &Placement,
    routing: &Routing,
    labels: &[(usize, Spot)],
) -> Placement {
    let grid = &routing.grid;
    let mut used = Used {
        columns: vec![false; extent(grid.w)],
        rows: vec![false; extent(grid.h)],
    };
    for &rect in &placement.boxes {
        used.rect(grid.to_grid(rect));
    }
    for zone in 0..plan.zones.len() {
        used.zone(plan, grid, placement, zone);
    }
    for path in routing.paths.iter().flatten() {
        let arrow = path.arrow();
        for (at, entering, leaving) in path.steps() {
            let ends = Some(at) == arrow;
            if ends || entering.is_horizontal() || leaving.is_horizontal() {
                used.row(at.y);
            }
            if ends || !entering.is_horizontal() || !leaving.is_horizontal() {
                used.column(at.x);
            }
        }
    }
    for (_, spot) in labels {
        match *spot {
            Spot::Text(area) => used.rect(area.grown(1, 0)),
            Spot::Number(at) => used.rect(Rect::new(at.x, at.y, MARKER_COLUMNS, 1)),
        }
    }
    let (columns, rows) = (
        squeezed(&used.columns, KEPT_COLUMNS),
        squeezed(&used.rows, KEPT_ROWS),
    );
    let moved = |rect: &Rect| {
        let inside = grid.to_grid(*rect);
        let corner = Point::new(columns[extent(inside.x)], rows[extent(inside.y)]);
        let last = (
            columns[extent(inside.right() - 1)],
            rows[extent(inside.bottom() - 1)],
        );
        let corner = grid.to_drawing(corner);
        let last = grid.to_drawing(Point::new(last.0, last.1));
        Rect::new(
            corner.x,
            corner.y,
            last.x - corner.x + 1,
            last.y - corner.y + 1,
        )
    };
    Placement {
        boxes: placement.boxes.iter().map(moved).collect(),
        zones: placement.zones.iter().map(moved).collect(),
    }
}

fn extent(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

struct Used {
    columns: Vec<bool>,
    rows: Vec<bool>,
}

impl Used {
    fn column(&mut self, x: i32) {
        if let Some(column) = self.columns.get_mut(extent(x)) {
            *column = true;
        }
    }

    fn row(&mut self, y: i32) {
        if let Some(row) = self.rows.get_mut(extent(y)) {
            *row = true;
        }
    }

    fn rect(&mut self, rect: Rect) {
        (rect.x..rect.right()).for_each(|x| self.column(x));
        (rect.y..rect.bottom()).for_each(|y| self.row(y));
    }

    /// The frame, its title, and the distance to what stands in it, which must stay as the plan wants it.
    fn zone(&mut self, plan: &Plan, grid: &Grid, placement: &Placement, zone: usize) {
        let frame = grid.to_grid(placement.zones[zone]);
        let inner = plan.boxes_in[zone]
            .iter()
            .map(|&index| placement.boxes[index]);
        let content = Rect::around(
            inner.chain(
                plan.zones_in[zone]
                    .iter()
                    .map(|&inner| placement.zones[inner]),
            ),
        );
        let content = content.map_or(Rect::new(frame.right(), frame.bottom(), 0, 0), |content| {
            grid.to_grid(content)
        });
        (frame.x..=content.x.min(frame.right() - 1)).for_each(|x| self.column(x));
        (content.right()..frame.right()).for_each(|x| self.column(x));
        (frame.y..=content.y.min(frame.bottom() - 1)).for_each(|y| self.row(y));
        (content.bottom()..frame.bottom()).for_each(|y| self.row(y));
        let title = frame.x + plan.narrowest_zone(zone).min(frame.w);
        (frame.x..title).for_each(|x| self.column(x));
    }
}

/// The new coordinate of every old one.
fn squeezed(used: &[bool], kept: i32) -> Vec<i32> {
    let (mut at, mut empty) = (0, 0);
    let mut places = Vec::with_capacity(used.len());
    for &used in used {
        empty = if used { 0 } else { empty + 1 };
        if empty <= kept {
            places.push(at);
            at += 1;
        } else {
            places.push(at - 1);
        }
    }
    places
}
