//! Where the name of a zone stands in its frame: at the left, unless a flow passes there.
//!
//! At the usual size the router leaves room for the name somewhere in the upper edge. Seen from farther away a name is as
//! wide as before and the frame is not, so that there may be none.

use std::collections::BTreeSet;

use super::Layout;
use super::geometry::{Point, Rect};

/// The first column of a frame in which its name may stand.
const FIRST: i32 = 2;

/// Where a name of that many columns begins: at the first place in the upper edge that no flow passes, else where names
/// always begin.
pub(super) fn name_at(layout: &Layout, frame: Rect, columns: i32) -> Point {
    free_at(layout, frame, columns).unwrap_or_else(|| frame.corner().shifted(FIRST, 0))
}

/// The first place in the upper edge for a name of that many columns that no flow passes.
pub(super) fn free_at(layout: &Layout, frame: Rect, columns: i32) -> Option<Point> {
    free_between(&passed(layout, frame), frame, columns).map(|x| Point::new(x, frame.y))
}

/// The first column in the upper edge from which that many are free of those that flows pass.
pub(super) fn free_between(passed: &BTreeSet<i32>, frame: Rect, columns: i32) -> Option<i32> {
    let mut from = frame.x + FIRST;
    for &column in passed {
        if column >= from + columns {
            break;
        }
        from = from.max(column + 1);
    }
    (from + columns < frame.right()).then_some(from)
}

/// The columns of the upper edge that flows pass.
fn passed(layout: &Layout, frame: Rect) -> BTreeSet<i32> {
    let mut columns = BTreeSet::new();
    for route in layout.flows.values() {
        for pair in route.points.windows(2) {
            let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
            let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
            if (top..=bottom).contains(&frame.y) && left < frame.right() && right >= frame.x {
                columns.extend(left.max(frame.x)..=right.min(frame.right() - 1));
            }
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Route;

    fn passed_at(columns: &[i32]) -> Layout {
        let mut layout = Layout::default();
        for column in columns {
            let points = vec![Point::new(*column, -3), Point::new(*column, 5)];
            layout.flows.insert(
                column.to_string(),
                Route {
                    points,
                    ..Route::default()
                },
            );
        }
        layout
    }

    #[test]
    fn a_name_stands_beside_what_passes_and_over_it_where_there_is_no_room() {
        let frame = Rect::new(10, 0, 20, 5);
        assert_eq!(name_at(&passed_at(&[]), frame, 6).x, 12);
        assert_eq!(name_at(&passed_at(&[14]), frame, 6).x, 15);
        assert_eq!(name_at(&passed_at(&[13, 18]), frame, 6).x, 19);
        assert_eq!(name_at(&passed_at(&[16, 22]), frame, 14).x, 12);
        assert_eq!(name_at(&passed_at(&[40]), frame, 6).x, 12);
    }
}
