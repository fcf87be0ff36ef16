//! Makes room for labels that found none: everything to the right of a flow moves aside by as much as the label needs.

use super::Layout;
use super::geometry::Rect;
use super::plan::{Placement, Plan};
use super::variant;

/// How many labels are helped.
const HELPED: usize = 8;

/// The layout with more labels written out, if that is worth the longer flows.
pub(super) fn make_room(plan: &Plan, mut layout: Layout) -> Layout {
    for _ in 0..HELPED {
        let Some(better) = help_one(plan, &layout) else {
            break;
        };
        layout = better;
    }
    layout
}

/// What a label that is written out is worth on top of what it is worth when styles are compared.
const WORTH: u64 = 900;

fn cost(layout: &Layout) -> u64 {
    variant::layout_cost(layout) + WORTH * u64::from(variant::measure(layout).numbered)
}

fn help_one(plan: &Plan, layout: &Layout) -> Option<Layout> {
    let before = cost(layout);
    let numbered = plan.flows.iter().filter(|flow| {
        layout
            .flows
            .get(&flow.id)
            .is_some_and(|route| route.number.is_some())
    });
    for flow in numbered {
        let route = &layout.flows[&flow.id];
        let mut tries: Vec<(i32, i32)> = Vec::new();
        for pair in route.points.windows(2) {
            let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
            if left == right {
                // Beside an upright line the whole label and two blanks have to fit.
                tries.push((left + 1, flow.label_columns + 2));
            } else {
                // Frames may cut the line, so the room is needed in one piece at either end or in the middle.
                for column in [right, left + 1, left + (right - left) / 2] {
                    tries.push((column, flow.label_columns + 5 - (right - left)));
                    tries.push((column, flow.label_columns + 3));
                }
            }
        }
        tries.sort_by_key(|&(_, wanted)| wanted);
        for (column, wanted) in tries.into_iter().filter(|&(_, wanted)| wanted > 0) {
            let (routing, wider) = variant::draw(plan, &widened(plan, layout, column, wanted));
            if routing.clean() && cost(&wider) < before {
                return Some(wider);
            }
        }
    }
    None
}

/// Every box that begins right of a column moves by that much.
fn widened(plan: &Plan, layout: &Layout, column: i32, by: i32) -> Placement {
    let moved = |rect: Rect| {
        if rect.x >= column {
            rect.shifted(by, 0)
        } else {
            rect
        }
    };
    let boxes = plan.boxes.iter().map(|planned| {
        layout
            .boxes
            .get(&planned.id)
            .copied()
            .map_or(Rect::default(), moved)
    });
    variant::with_frames(
        plan,
        &Placement {
            boxes: boxes.collect(),
            zones: Vec::new(),
        },
    )
}
