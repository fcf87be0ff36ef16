//! What is at a cell: for the mouse, and for a reader that asks.

use super::geometry::{Direction, Point, Rect};
use super::sketch::Sketch;
use super::{Layout, glyph};

/// The sides of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The right border.
    Right,
    /// The lower border.
    Bottom,
    /// The left border.
    Left,
    /// The upper border.
    Top,
}

/// What stands at a cell. Boxes lie over labels, labels over flows, flows over frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// The inside of a box.
    Box(String),
    /// The border of a box: a drag from there connects.
    Border(String, Side),
    /// The label, or the number of the label, of a flow.
    Label(String),
    /// A flow.
    Flow(String),
    /// The name of a zone.
    ZoneTitle(String),
    /// The frame of a zone.
    ZoneFrame(String),
    /// The inside of a zone, the innermost one.
    Zone(String),
    /// Nothing.
    Nothing,
}

/// What is at that cell of the drawing?
#[must_use]
pub fn hit(sketch: &Sketch, layout: &Layout, at: Point) -> Hit {
    if let Some((id, rect)) = layout.boxes.iter().find(|(_, rect)| rect.contains(at)) {
        return side(*rect, at).map_or_else(
            || Hit::Box(id.clone()),
            |side| Hit::Border(id.clone(), side),
        );
    }
    for (id, route) in &layout.flows {
        let label = route
            .label
            .as_ref()
            .is_some_and(|label| label.area.contains(at));
        let marker = route
            .marker
            .zip(route.number)
            .is_some_and(|(corner, number)| {
                let columns =
                    super::sketch::columns(&glyph::number(number, glyph::Charset::Unicode));
                Rect::new(corner.x, corner.y, columns, 1).contains(at)
            });
        if label || marker {
            return Hit::Label(id.clone());
        }
    }
    let on_flow = layout.flows.iter().find(|(_, route)| {
        route
            .points
            .windows(2)
            .any(|pair| on_run(pair[0], pair[1], at))
    });
    if let Some((id, _)) = on_flow {
        return Hit::Flow(id.clone());
    }
    zone(sketch, layout, at)
}

fn side(rect: Rect, at: Point) -> Option<Side> {
    if at.y == rect.y {
        Some(Side::Top)
    } else if at.y == rect.bottom() - 1 {
        Some(Side::Bottom)
    } else if at.x == rect.x {
        Some(Side::Left)
    } else if at.x == rect.right() - 1 {
        Some(Side::Right)
    } else {
        None
    }
}

fn on_run(from: Point, to: Point, at: Point) -> bool {
    Direction::between(from, to).is_some()
        && (from.x.min(to.x)..=from.x.max(to.x)).contains(&at.x)
        && (from.y.min(to.y)..=from.y.max(to.y)).contains(&at.y)
}

fn zone(sketch: &Sketch, layout: &Layout, at: Point) -> Hit {
    let inside = layout.zones.iter().filter(|(_, frame)| frame.contains(at));
    let Some((id, frame)) = inside.min_by_key(|(id, frame)| (frame.w * frame.h, *id)) else {
        return Hit::Nothing;
    };
    if !frame.on_border(at) {
        return Hit::Zone(id.clone());
    }
    let title = sketch
        .zones
        .iter()
        .find(|zone| zone.id == *id)
        .map_or(0, super::sketch::title_columns);
    let name = super::zone_name::name_at(layout, *frame, title);
    if at.y == frame.y && (name.x..name.x + title).contains(&at.x) {
        Hit::ZoneTitle(id.clone())
    } else {
        Hit::ZoneFrame(id.clone())
    }
}
