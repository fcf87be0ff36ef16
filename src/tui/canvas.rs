//! Moving about on the drawing: selection, view and the nearest box in a direction. Pure; knows layouts, no screen.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::{Layout, Point, Rect, Zoom, folded_id};
use crate::model::{ComponentId, FlowId, ThreatModel, ZoneId};

mod looking;

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
    /// A zone: its frame, or the box that it is folded into.
    Zone(ZoneId),
}

impl Selected {
    /// The box that is selected, or from which the selected flow was reached.
    #[must_use]
    pub fn anchor(&self) -> Option<&ComponentId> {
        match self {
            Self::Box(id) | Self::Flow { from_box: id, .. } => Some(id),
            Self::Zone(_) => None,
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
    /// The corner in which the map stays while the mouse is at work on it.
    pub map_corner: Option<usize>,
    /// Boxes that are marked, to be changed together.
    pub marked: BTreeSet<ComponentId>,
    /// Whether moving the selection marks what it comes to.
    pub marking: bool,
    /// Zones that are drawn as one box each.
    pub folded: BTreeSet<ZoneId>,
    /// The box that was selected in a zone when it was folded: it is selected again when the zone is opened.
    pub left: BTreeMap<ZoneId, ComponentId>,
    /// Whether the minimap is wanted; the size of the window decides without.
    pub map: Option<bool>,
    /// The row or column that moving along one axis remembers, as an editor remembers the column.
    along: Option<(bool, i32)>,
    /// The way that was taken last from each box, down or up: forks are gone through one by one.
    ways: BTreeMap<(ComponentId, bool), ComponentId>,
    /// The steps along flows that led here, each with whether it went down.
    trail: Vec<(ComponentId, ComponentId, bool)>,
}

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

    /// The selected zone, if a zone is selected.
    #[must_use]
    pub fn selected_zone(&self) -> Option<&ZoneId> {
        match &self.selected {
            Some(Selected::Zone(id)) => Some(id),
            _ => None,
        }
    }

    /// The box that the panel speaks of: the selected one, or the one that the selected flow was reached from.
    #[must_use]
    pub fn anchor(&self) -> Option<&ComponentId> {
        self.selected.as_ref().and_then(Selected::anchor)
    }

    /// What is selected, as the drawing calls it, and where it is drawn.
    fn here(&self, layout: &Layout) -> Option<(String, Rect)> {
        let drawn = match self.selected.as_ref()? {
            Selected::Box(id) | Selected::Flow { from_box: id, .. } => id.to_string(),
            Selected::Zone(id) => folded_id(id.as_str()),
        };
        let rect = layout.boxes.get(&drawn).copied();
        let frame = || {
            let zone = self.selected_zone()?;
            layout.zones.get(zone.as_str()).copied()
        };
        rect.or_else(frame).map(|rect| (drawn, rect))
    }

    /// Selects what a box of the drawing stands for: a component, or a folded zone.
    pub fn select_drawn(&mut self, drawn: &str) -> bool {
        let Some(selected) = stands_for(drawn) else {
            return false;
        };
        self.selected = Some(selected);
        true
    }

    /// Selects a box and forgets what moving remembered.
    pub fn select(&mut self, id: ComponentId) {
        self.selected = Some(Selected::Box(id));
        self.along = None;
    }

    /// Selects the nearest box in a direction. Gives whether there was one.
    pub fn step(&mut self, layout: &Layout, direction: Direction) -> bool {
        let Some((here, from)) = self.here(layout) else {
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
        let best = layout
            .boxes
            .iter()
            .filter(|(id, _)| **id != here)
            .filter_map(|(id, rect)| Some((distance(from, *rect, direction, across)?, id)))
            .min();
        let found = best.is_some_and(|(_, id)| self.select_drawn(id));
        if found {
            self.along = Some((vertical, across));
        }
        found
    }

    /// Selects the first box in reading order. Gives whether there is one.
    pub fn select_first(&mut self, layout: &Layout) -> bool {
        if let Some(first) = drawn_order(layout).first() {
            self.select_drawn(first);
            self.along = None;
        }
        self.selected.is_some()
    }

    /// Where the selection is drawn.
    #[must_use]
    pub fn stands(&self, layout: &Layout) -> Option<Rect> {
        self.here(layout).map(|(_, rect)| rect)
    }

    /// Selects the box nearest to where another stood, so that the view stays; the first one where nothing stood.
    pub fn select_near(&mut self, layout: &Layout, stood: Option<Rect>) -> bool {
        let Some(stood) = stood else {
            return self.select_first(layout);
        };
        // A cell is twice as high as it is wide.
        let apart = |rect: &Rect| {
            middle_x(*rect).abs_diff(middle_x(stood))
                + 2 * middle_y(*rect).abs_diff(middle_y(stood))
        };
        let nearest = layout.boxes.iter().min_by_key(|(_, rect)| apart(rect));
        if let Some((id, _)) = nearest {
            self.select_drawn(id);
            self.along = None;
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
        if self
            .selected_zone()
            .is_some_and(|id| !model.zones.contains_key(id))
        {
            self.selected = None;
        }
        self.marked.retain(|id| model.components.contains_key(id));
        self.folded.retain(|id| model.zones.contains_key(id));
    }

    /// Marks the selected box, where moving the selection marks what it comes to.
    pub fn mark_on_the_way(&mut self) {
        if let Some(id) = self.selected_box().filter(|_| self.marking).cloned() {
            self.marked.insert(id);
        }
    }

    /// Lets go of everything that is marked. Gives whether anything was.
    pub fn unmark(&mut self) -> bool {
        self.marking = false;
        let any = !self.marked.is_empty();
        self.marked.clear();
        any
    }

    /// The box that following a flow leads to, down or up the pipeline. Going back takes the way that was come, and going
    /// on again after that takes the next way at a fork.
    pub fn follow_flow(&mut self, model: &ThreatModel, down: bool) -> Option<ComponentId> {
        let here = self.selected_box()?.clone();
        match self.trail.pop() {
            Some((from, to, way))
                if to == here && way != down && model.components.contains_key(&from) =>
            {
                return Some(from);
            }
            Some(step) if step.1 == here => self.trail.push(step),
            _ => self.trail.clear(),
        }
        let mut ends: Vec<ComponentId> = Vec::new();
        for flow in model.flows.values() {
            let (start, end) = if down {
                (&flow.from, &flow.to)
            } else {
                (&flow.to, &flow.from)
            };
            if start == &here && end != &here && !ends.contains(end) {
                ends.push(end.clone());
            }
        }
        let last = self.ways.get(&(here.clone(), down));
        let at = last.and_then(|last| ends.iter().position(|end| end == last));
        let next = ends
            .get(at.map_or(0, |at| (at + 1) % ends.len()))
            .cloned()?;
        self.ways.insert((here.clone(), down), next.clone());
        self.trail.push((here, next.clone(), down));
        Some(next)
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

/// What a box of the drawing stands for: a component, or a folded zone.
#[must_use]
pub fn stands_for(drawn: &str) -> Option<Selected> {
    match drawn.strip_prefix(&folded_id("")) {
        Some(zone) => ZoneId::new(zone).ok().map(Selected::Zone),
        None => ComponentId::new(drawn).ok().map(Selected::Box),
    }
}

/// Everything that is drawn as a box, from top to bottom, and from left to right among those on about the same height.
#[must_use]
pub fn drawn_order(layout: &Layout) -> Vec<String> {
    let mut boxes: Vec<(i32, i32, &String)> = layout
        .boxes
        .iter()
        .map(|(id, rect)| (rect.y.div_euclid(3), rect.x, id))
        .collect();
    boxes.sort();
    boxes.into_iter().map(|(.., id)| id.clone()).collect()
}

/// The boxes of components in the order of [`drawn_order`].
#[must_use]
pub fn reading_order(layout: &Layout) -> Vec<ComponentId> {
    drawn_order(layout)
        .into_iter()
        .filter_map(|id| ComponentId::new(id).ok())
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
    use super::looking::MARGIN;
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
