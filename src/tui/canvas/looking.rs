//! Which part of the drawing is in view: following the selection, panning, centring.

use crate::layout::{Layout, Point, Rect, folded_id};

use super::{Canvas, Selected};

/// Empty cells that stay round the selection when the view follows it.
pub(super) const MARGIN: (i32, i32) = (3, 1);

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
        if let Some(target) = self.target(layout) {
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
