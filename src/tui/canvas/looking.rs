//! Which part of the drawing is in view: following the selection, panning, centring.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::layout::{Layout, Point, Rect, folded_id};

use super::{Canvas, Selected};

/// Cells that stay round the selection when the view follows it: room for the frame of its zone, whose upper edge has the name.
pub(super) const MARGIN: (i32, i32) = (3, 2);
/// Beyond this many boxes the first view is not searched for.
const MANY: usize = 100;

impl Canvas {
    /// The part of the drawing that a view of that size shows.
    #[must_use]
    pub fn view(&self, layout: &Layout, size: (u16, u16)) -> Rect {
        let origin = self.origin.unwrap_or_else(|| resting_origin(layout, size));
        Rect::new(origin.x, origin.y, i32::from(size.0), i32::from(size.1))
    }

    /// Moves the view as little as needed to show what is selected.
    pub fn follow(&mut self, layout: &Layout, size: (u16, u16)) {
        if size.0 == 0 || size.1 == 0 {
            return;
        }
        if self.origin.is_none() {
            self.origin = self.fullest(layout, size);
        }
        let view = self.view(layout, size);
        let mut origin = view.corner();
        // What can be seen whole is seen whole.
        let bounds = layout.bounds;
        if bounds.w <= view.w {
            origin.x = slid(origin.x, view.w, bounds.x, bounds.w, 0);
        }
        if bounds.h <= view.h {
            origin.y = slid(origin.y, view.h, bounds.y, bounds.h, 0);
        }
        let target = self.target(layout);
        // At rest the drawing shows its corner: nothing is gained by sliding that away to put cells beside a box that is seen.
        let rests = origin == resting_origin(layout, size);
        let target = target.filter(|target| !(rests && seen_whole(view, *target)));
        if let Some(target) = target {
            let margin = |axis: i32, whole: i32, room: i32| if whole <= room { 0 } else { axis };
            origin.x = slid(
                origin.x,
                view.w,
                target.x,
                target.w,
                margin(MARGIN.0, bounds.w, view.w),
            );
            origin.y = slid(
                origin.y,
                view.h,
                target.y,
                target.h,
                margin(MARGIN.1, bounds.h, view.h),
            );
        }
        self.origin = Some(origin);
    }

    /// Moves the view by cells, keeping some of the drawing in it.
    pub fn pan(&mut self, layout: &Layout, size: (u16, u16), dx: i32, dy: i32) {
        let view = self.view(layout, size);
        let bounds = layout.bounds;
        let clamp = |at: i32, length: i32, start: i32, end: i32| {
            let (low, high) = (start - length + 4, end - 4);
            at.clamp(low.min(high), high.max(low))
        };
        self.origin = Some(Point::new(
            clamp(view.x + dx, view.w, bounds.x, bounds.right()),
            clamp(view.y + dy, view.h, bounds.y, bounds.bottom()),
        ));
    }

    /// Brings what is selected, or the whole drawing where it fits, to the middle.
    pub fn centre(&mut self, layout: &Layout, size: (u16, u16)) {
        let rest = resting_origin(layout, size);
        let bounds = layout.bounds;
        let Some(target) = self.target(layout) else {
            self.origin = Some(rest);
            return;
        };
        // Along each axis: the drawing at rest where it fits, else the selection in the middle, without empty margins.
        let along = |rest: i32, room: u16, target: (i32, i32), whole: (i32, i32)| {
            let room = i32::from(room);
            let (low, high) = (whole.0 - 1, whole.0 + whole.1 + 1 - room);
            if low >= high {
                rest
            } else {
                (target.0 + target.1 / 2 - room / 2).clamp(low, high)
            }
        };
        self.origin = Some(Point::new(
            along(rest.x, size.0, (target.x, target.w), (bounds.x, bounds.w)),
            along(rest.y, size.1, (target.y, target.h), (bounds.y, bounds.h)),
        ));
    }

    /// Moves the view as little as needed to show a rectangle.
    pub fn show(&mut self, layout: &Layout, size: (u16, u16), rect: Rect) {
        let view = self.view(layout, size);
        self.origin = Some(Point::new(
            slid(view.x, view.w, rect.x, rect.w, MARGIN.0),
            slid(view.y, view.h, rect.y, rect.h, MARGIN.1),
        ));
    }

    /// Where a view that shows what is selected has the most boxes in it; `None` where the drawing fits, or has so many
    /// boxes that it is not worth the search.
    fn fullest(&self, layout: &Layout, size: (u16, u16)) -> Option<Point> {
        let target = self.target(layout)?;
        let (w, h) = (i32::from(size.0), i32::from(size.1));
        let bounds = layout.bounds;
        if (bounds.w <= w && bounds.h <= h) || layout.boxes.len() > MANY {
            return None;
        }
        let rest = resting_origin(layout, size);
        let across = Axis {
            rest: rest.x,
            room: w,
            margin: MARGIN.0,
        };
        let down = Axis {
            rest: rest.y,
            room: h,
            margin: MARGIN.1,
        };
        let boxes = layout.boxes.values();
        let xs = across.starts(
            boxes.clone().map(|rect| (rect.x, rect.w)),
            (bounds.x, bounds.w),
            (target.x, target.w),
        );
        let ys = down.starts(
            boxes.map(|rect| (rect.y, rect.h)),
            (bounds.y, bounds.h),
            (target.y, target.h),
        );
        let boxes_in = |at: Point| {
            let view = Rect::new(at.x, at.y, w, h);
            let inside = |rect: &&Rect| {
                let last = Point::new(rect.right() - 1, rect.bottom() - 1);
                view.contains(rect.corner()) && view.contains(last)
            };
            layout.boxes.values().filter(inside).count()
        };
        let every = xs
            .iter()
            .flat_map(|&x| ys.iter().map(move |&y| Point::new(x, y)));
        let fullest = every.max_by_key(|&at| {
            let far = (at.x - rest.x).abs() + (at.y - rest.y).abs();
            (boxes_in(at), Reverse(far))
        });
        // The corner of the drawing is the better place to begin, unless much more is to be seen elsewhere.
        let rests_on_it = xs.contains(&rest.x) && ys.contains(&rest.y);
        fullest.filter(|&at| !rests_on_it || 2 * boxes_in(at) >= 3 * boxes_in(rest))
    }

    fn target(&self, layout: &Layout) -> Option<Rect> {
        match self.selected.as_ref()? {
            Selected::Box(id) => layout.boxes.get(id.as_str()).copied(),
            Selected::Zone(id) => {
                let folded = layout.boxes.get(&folded_id(id.as_str()));
                folded.or_else(|| layout.zones.get(id.as_str())).copied()
            }
            Selected::Flow { flow, from_box } => {
                let label = layout
                    .flows
                    .get(flow.as_str())
                    .and_then(|route| route.label.as_ref())
                    .map(|label| label.area);
                label.or_else(|| layout.boxes.get(from_box.as_str()).copied())
            }
        }
    }
}

/// One axis of a view: where it rests, how long it is, and what stays empty beside a box.
struct Axis {
    rest: i32,
    room: i32,
    margin: i32,
}

impl Axis {
    /// Where a view may start that holds the target and begins or ends with a box; all spans as start and length.
    fn starts(
        &self,
        boxes: impl Iterator<Item = (i32, i32)>,
        whole: (i32, i32),
        target: (i32, i32),
    ) -> Vec<i32> {
        let (low, high) = (whole.0 - 1, whole.0 + whole.1 + 1 - self.room);
        if low >= high {
            return vec![self.rest];
        }
        let ends = boxes.flat_map(|(start, length)| {
            [
                start - self.margin,
                start + length + self.margin - self.room,
            ]
        });
        let all: BTreeSet<i32> = ends
            .map(|at| at.clamp(low, high))
            .chain([self.rest])
            .filter(|at| *at <= target.0 && target.0 + target.1 <= at + self.room)
            .collect();
        all.into_iter().collect()
    }
}

/// Where the view stands before anyone has moved: the drawing in the middle, or its top left corner where it is too large.
fn resting_origin(layout: &Layout, size: (u16, u16)) -> Point {
    let bounds = layout.bounds;
    let rest = |start: i32, length: i32, room: u16| {
        let spare = i32::from(room) - length;
        if spare >= 0 {
            start - spare / 2
        } else {
            start - 1
        }
    };
    // Upright, the drawing hangs from the top: the eye starts there, and what is added goes below.
    let y = if i32::from(size.1) >= bounds.h + 2 {
        bounds.y - 1
    } else {
        bounds.y
    };
    Point::new(rest(bounds.x, bounds.w, size.0), y)
}

/// Whether all of a rectangle is in view.
fn seen_whole(view: Rect, target: Rect) -> bool {
    view.contains(target.corner())
        && view.contains(Point::new(target.right() - 1, target.bottom() - 1))
}

fn slid(origin: i32, room: i32, start: i32, length: i32, margin: i32) -> i32 {
    let margin = if length + 2 * margin <= room {
        margin
    } else {
        0
    };
    if start - margin < origin || length > room {
        start - margin
    } else if start + length + margin > origin + room {
        start + length + margin - room
    } else {
        origin
    }
}
