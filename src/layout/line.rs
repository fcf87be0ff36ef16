//! Straight lines between the middles of boxes: a cheap guess at what a routed drawing will be like.

use super::plan::{Placement, Plan};

/// A line. Coordinates are doubled columns and, since a row is twice as high as a column is wide, quadrupled rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) from: (i32, i32),
    pub(super) to: (i32, i32),
}

impl Line {
    /// Do the two cross, ends that only touch left out?
    pub(super) fn crosses(self, other: Self) -> bool {
        !self.apart(other)
            && side(self, other.from) * side(self, other.to) < 0
            && side(other, self.from) * side(other, self.to) < 0
    }

    /// Does it run over a rectangle (corner and size in cells)?
    pub(super) fn runs_over(self, corner: (i32, i32), size: (i32, i32)) -> bool {
        let (x0, y0) = (2 * corner.0, 4 * corner.1);
        let (x1, y1) = (x0 + 2 * size.0, y0 + 4 * size.1);
        [
            Self {
                from: (x0, y0),
                to: (x1, y1),
            },
            Self {
                from: (x1, y0),
                to: (x0, y1),
            },
        ]
        .iter()
        .any(|&cross| self.crosses(cross))
    }

    /// Its length: columns, and rows counted twice.
    pub(super) fn length(self) -> f64 {
        f64::from((self.from.0 - self.to.0).abs() + (self.from.1 - self.to.1).abs()) / 2.0
    }

    fn apart(self, other: Self) -> bool {
        let apart =
            |a0: i32, a1: i32, b0: i32, b1: i32| a0.max(a1) < b0.min(b1) || b0.max(b1) < a0.min(a1);
        apart(self.from.0, self.to.0, other.from.0, other.to.0)
            || apart(self.from.1, self.to.1, other.from.1, other.to.1)
    }
}

/// Crossings and length if every flow were a straight line; enough to choose between rounds of one variant.
pub(super) fn straight_cost(plan: &Plan, placement: &Placement) -> f64 {
    let middle = |of: usize| {
        let rect = placement.boxes[of];
        (rect.double_centre_x(), 2 * rect.double_centre_y())
    };
    let lines: Vec<Line> = plan
        .flows
        .iter()
        .map(|flow| Line {
            from: middle(flow.from),
            to: middle(flow.to),
        })
        .collect();
    let mut cost = 0.0;
    for (index, line) in lines.iter().enumerate() {
        let crossed = lines[index + 1..]
            .iter()
            .filter(|other| line.crosses(**other))
            .count();
        cost += line.length() + 20.0 * f64::from(u32::try_from(crossed).unwrap_or(u32::MAX));
    }
    cost
}

fn side(line: Line, of: (i32, i32)) -> i64 {
    let (dx, dy) = (
        i64::from(line.to.0 - line.from.0),
        i64::from(line.to.1 - line.from.1),
    );
    (dx * i64::from(of.1 - line.from.1) - dy * i64::from(of.0 - line.from.0)).signum()
}
