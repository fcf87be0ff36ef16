//! Moving about on the drawing: selection, view and the nearest box in a direction. Pure; knows layouts, no screen.

use crate::layout::{Layout, Point, Rect, Zoom};
use crate::model::{ComponentId, FlowId, ThreatModel};

/// What is selected on the canvas. Ids, so that nothing has to be renumbered when the document changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selected {
    /// A box.
    Box(ComponentId),
    /// A flow, reached from a box at one of its ends.
    Flow {
        /// The flow.
        flow: FlowId,
        /// The box that is selected again when the flow is left.
        from_box: ComponentId,
    },
}

impl Selected {
    /// The box that is selected, or from which the selected flow was reached.
    #[must_use]
    pub fn anchor(&self) -> &ComponentId {
        match self {
            Self::Box(id) | Self::Flow { from_box: id, .. } => id,
        }
    }
}

/// A direction on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
}

/// What is selected and which part of the drawing is in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Canvas {
    /// What is selected.
    pub selected: Option<Selected>,
    /// The cell of the drawing in the top left corner of the view.
    pub origin: Option<Point>,
    /// How near the drawing is seen.
    pub zoom: Zoom,
    /// The row or column that moving along one axis remembers, as an editor remembers the column.
    along: Option<(bool, i32)>,
}

/// Empty cells that stay round the selection when the view follows it.
const MARGIN: (i32, i32) = (3, 1);

impl Canvas {
    /// The selected box, if a box is selected.
    #[must_use]
    pub fn selected_box(&self) -> Option<&ComponentId> {
        match &self.selected {
            Some(Selected::Box(id)) => Some(id),
            _ => None,
        }
    }

    /// The selected flow, if a flow is selected.
    #[must_use]
    pub fn selected_flow(&self) -> Option<&FlowId> {
        match &self.selected {
            Some(Selected::Flow { flow, .. }) => Some(flow),
            _ => None,
        }
    }

    /// The box that the panel speaks of: the selected one, or the one that the selected flow was reached from.
    #[must_use]
    pub fn anchor(&self) -> Option<&ComponentId> {
        self.selected.as_ref().map(Selected::anchor)
    }

    /// Selects a box and forgets what moving remembered.
    pub fn select(&mut self, id: ComponentId) {
        self.selected = Some(Selected::Box(id));
        self.along = None;
    }

    /// Selects the nearest box in a direction. Gives whether there was one.
    pub fn step(&mut self, layout: &Layout, direction: Direction) -> bool {
        let Some(from) = self
            .anchor()
            .and_then(|id| layout.boxes.get(id.as_str()))
            .copied()
        else {
            return self.select_first(layout);
        };
        let vertical = matches!(direction, Direction::Up | Direction::Down);
        let middle = if vertical {
            middle_x(from)
        } else {
            middle_y(from)
        };
        let across = match self.along {
            Some((was_vertical, at)) if was_vertical == vertical => at,
            _ => middle,
        };
        let here = self.anchor().map(ComponentId::as_str);
        let best = layout
            .boxes
            .iter()
            .filter(|(id, _)| Some(id.as_str()) != here)
            .filter_map(|(id, rect)| Some((distance(from, *rect, direction, across)?, id)))
            .min();
        let Some(id) = best.and_then(|(_, id)| ComponentId::new(id.as_str()).ok()) else {
            return false;
        };
        self.selected = Some(Selected::Box(id));
        self.along = Some((vertical, across));
        true
    }

    /// Selects the first box in reading order. Gives whether there is one.
    pub fn select_first(&mut self, layout: &Layout) -> bool {
        let first = reading_order(layout).into_iter().next();
        if let Some(id) = first {
            self.select(id);
        }
        self.selected.is_some()
    }

    /// Drops a selection that is gone from the document: a flow falls back to its box, a box to nothing.
    pub fn keep_valid(&mut self, model: &ThreatModel) {
        let gone_flow = self
            .selected_flow()
            .is_some_and(|flow| !model.flows.contains_key(flow));
        if let Some(id) = self.anchor().filter(|_| gone_flow).cloned() {
            self.select(id);
        }
        if self
            .anchor()
            .is_some_and(|id| !model.components.contains_key(id))
        {
            self.selected = None;
        }
    }

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

fn middle_x(rect: Rect) -> i32 {
    rect.x + rect.w / 2
}

fn middle_y(rect: Rect) -> i32 {
    rect.y + rect.h / 2
}

/// How far a box is in a direction: the gap along it and twice the gap across; rows count twice. `None` on the wrong side.
fn distance(from: Rect, to: Rect, direction: Direction, across: i32) -> Option<i32> {
    let (ahead, along, span) = match direction {
        Direction::Left => (
            middle_x(to) < from.x,
            from.x - to.right(),
            (to.y, to.bottom()),
        ),
        Direction::Right => (
            middle_x(to) >= from.right(),
            to.x - from.right(),
            (to.y, to.bottom()),
        ),
        Direction::Up => (
            middle_y(to) < from.y,
            from.y - to.bottom(),
            (to.x, to.right()),
        ),
        Direction::Down => (
            middle_y(to) >= from.bottom(),
            to.y - from.bottom(),
            (to.x, to.right()),
        ),
    };
    if !ahead {
        return None;
    }
    let sideways = if across < span.0 {
        span.0 - across
    } else {
        (across - span.1 + 1).max(0)
    };
    let vertical = matches!(direction, Direction::Up | Direction::Down);
    let (along, sideways) = if vertical {
        (along.max(0) * 2, sideways)
    } else {
        (along.max(0), sideways * 2)
    };
    Some(along + 2 * sideways)
}

/// The boxes from top to bottom, and from left to right among those on about the same height.
#[must_use]
pub fn reading_order(layout: &Layout) -> Vec<ComponentId> {
    let mut boxes: Vec<(i32, i32, &String)> = layout
        .boxes
        .iter()
        .map(|(id, rect)| (rect.y.div_euclid(3), rect.x, id))
        .collect();
    boxes.sort();
    boxes
        .into_iter()
        .filter_map(|(.., id)| ComponentId::new(id.as_str()).ok())
        .collect()
}

/// The flows at a box in the order they are gone round: out first, then in, each by id.
#[must_use]
pub fn flows_at(model: &ThreatModel, component: &ComponentId) -> Vec<FlowId> {
    let out = model
        .flows
        .iter()
        .filter(|(_, flow)| &flow.from == component);
    let back = model
        .flows
        .iter()
        .filter(|(_, flow)| &flow.to == component && flow.from != flow.to);
    out.chain(back).map(|(id, _)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(boxes: &[(&str, i32, i32)]) -> Layout {
        let mut layout = Layout::default();
        for (id, x, y) in boxes {
            layout
                .boxes
                .insert((*id).to_owned(), Rect::new(*x, *y, 10, 3));
        }
        layout.bounds = Rect::new(0, 0, 110, 20);
        layout
    }

    fn canvas(at: &str) -> Canvas {
        let mut canvas = Canvas::default();
        canvas.select(ComponentId::new(at).unwrap());
        canvas
    }

    fn here(canvas: &Canvas) -> &str {
        canvas.anchor().unwrap().as_str()
    }

    #[test]
    fn moving_takes_the_nearest_box_in_the_direction() {
        let layout = layout(&[("a", 0, 0), ("b", 20, 0), ("c", 0, 10), ("d", 20, 10)]);
        let mut canvas = canvas("a");
        assert!(canvas.step(&layout, Direction::Right));
        assert_eq!(here(&canvas), "b");
        assert!(canvas.step(&layout, Direction::Down));
        assert_eq!(here(&canvas), "d");
        assert!(canvas.step(&layout, Direction::Left));
        assert_eq!(here(&canvas), "c");
        assert!(!canvas.step(&layout, Direction::Left));
        assert_eq!(here(&canvas), "c");
    }

    #[test]
    fn going_on_in_a_column_remembers_the_column() {
        let layout = layout(&[("a", 0, 0), ("m", 8, 5), ("z", 0, 10), ("y", 16, 10)]);
        let mut canvas = canvas("a");
        canvas.step(&layout, Direction::Down);
        assert_eq!(here(&canvas), "m");
        canvas.step(&layout, Direction::Down);
        assert_eq!(here(&canvas), "z");
    }

    #[test]
    fn the_view_stays_where_it_is_while_the_selection_is_in_it() {
        let layout = layout(&[("a", 0, 0), ("b", 20, 0), ("c", 90, 0)]);
        let mut canvas = canvas("a");
        canvas.follow(&layout, (60, 20));
        let before = canvas.origin;
        canvas.step(&layout, Direction::Right);
        canvas.follow(&layout, (60, 20));
        assert_eq!(canvas.origin, before);
        canvas.step(&layout, Direction::Right);
        canvas.follow(&layout, (60, 20));
        let view = canvas.view(&layout, (60, 20));
        assert!(view.encloses(layout.boxes["c"]));
        assert_eq!(view.right(), layout.boxes["c"].right() + MARGIN.0);
    }
}
