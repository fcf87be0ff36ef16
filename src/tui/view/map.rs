//! The map: the whole drawing on a few cells in a corner of the canvas, with the part that is in view.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::layout::{self, Badge, Decor, Minimap, Point, Severity, folded_id, minimap};
use crate::tui::app::{App, Screen};
use crate::tui::areas::{Areas, WIDE};
use crate::tui::canvas::Selected;
use crate::tui::theme::Role;

use super::canvas::{risk, shown};

/// No map has more cells inside its frame.
const MOST: (u16, u16) = (26, 7);

/// Whether the map is shown: where the drawing is larger than the canvas and the window is wide, unless it was said.
fn is_shown(app: &App) -> bool {
    if app.screen != Screen::Draw {
        return false;
    }
    let (w, h) = Areas::of(app).canvas_size();
    let bounds = app.seen.bounds;
    let larger = bounds.w > i32::from(w) || bounds.h > i32::from(h);
    app.canvas.map.unwrap_or(larger && app.size.0 >= WIDE)
}

/// The map with its frame, and where it stands.
fn placed(app: &App, decor: &Decor) -> Option<(Rect, Minimap)> {
    let area = Areas::of(app).canvas.filter(|_| is_shown(app))?;
    let room = (MOST.0.min(area.width / 3), MOST.1.min(area.height / 3));
    let (_, layout) = shown(app);
    let view = app.canvas.view(layout, (area.width, area.height));
    let map = minimap(layout, decor, view, i32::from(room.0), i32::from(room.1));
    let size = |cells: i32| u16::try_from(cells).unwrap_or(0) + 2;
    let (w, h) = (size(map.width), size(map.height));
    if map.width == 0 || w > area.width || h > area.height {
        return None;
    }
    let (right, bottom) = (area.right() - w, area.bottom() - h);
    let corners = [
        (right, bottom),
        (area.x, bottom),
        (right, area.y),
        (area.x, area.y),
    ];
    let mut places = corners.into_iter().map(|(x, y)| Rect::new(x, y, w, h));
    if let Some(kept) = app.canvas.map_corner.and_then(|at| places.clone().nth(at)) {
        return Some((kept, map));
    }
    let boxes = layout.boxes.values();
    let boxes: Vec<Rect> = boxes
        .filter_map(|drawn| on_screen(*drawn, area, view))
        .collect();
    let selected = selected(app).and_then(|drawn| on_screen(drawn, area, view));
    // A map that nobody asked for hides no box; one that somebody wants hides only what is not selected.
    let free = places
        .clone()
        .find(|place| !boxes.iter().any(|drawn| drawn.intersects(*place)));
    let wanted = app.canvas.map == Some(true);
    let mut next_best =
        || places.find(|place| !selected.is_some_and(|selected| selected.intersects(*place)));
    let place = free.or_else(|| next_best().filter(|_| wanted));
    place.map(|place| (place, map))
}

/// The selected box, as it is drawn.
fn selected(app: &App) -> Option<layout::Rect> {
    let drawn = match app.canvas.selected.as_ref()? {
        Selected::Zone(zone) => folded_id(zone.as_str()),
        selected => selected.anchor()?.to_string(),
    };
    shown(app).1.boxes.get(&drawn).copied()
}

/// The cells of the screen that a box takes, as far as it is in view.
fn on_screen(drawn: layout::Rect, area: Rect, view: layout::Rect) -> Option<Rect> {
    let cut = |start: i32, length: i32, from: i32, room: i32| {
        let (start, end) = ((start - from).max(0), (start + length - from).min(room));
        let length = u16::try_from(end - start)
            .ok()
            .filter(|length| *length > 0)?;
        Some((u16::try_from(start).ok()?, length))
    };
    let (x, w) = cut(drawn.x, drawn.w, view.x, view.w)?;
    let (y, h) = cut(drawn.y, drawn.h, view.y, view.h)?;
    Some(Rect::new(area.x + x, area.y + y, w, h))
}

/// The cell of the drawing at a place on the map, if the map is there.
#[must_use]
pub fn point_at(app: &App, at: (u16, u16)) -> Option<Point> {
    let (rect, map) = placed(app, &Decor::default())?;
    if !rect.contains(Position::new(at.0, at.1)) {
        return None;
    }
    let inside = |at: u16, start: u16, length: i32| {
        (i32::from(at) - i32::from(start) - 1).clamp(0, length - 1)
    };
    let (column, row) = (
        inside(at.0, rect.x, map.width),
        inside(at.1, rect.y, map.height),
    );
    Some(map.point(shown(app).1.bounds, column, row))
}

/// The corner in which the map stands, if it is there.
#[must_use]
pub fn corner(app: &App) -> Option<usize> {
    let area = Areas::of(app).canvas?;
    let (rect, _) = placed(app, &Decor::default())?;
    let (left, above) = (rect.x == area.x, rect.y == area.y);
    Some(usize::from(left) + 2 * usize::from(above))
}

/// Draws the map.
pub fn draw(app: &App, frame: &mut Frame, decor: &Decor) {
    let Some((rect, map)) = placed(app, decor) else {
        return;
    };
    let theme = app.theme;
    let title = if rect.width >= 9 { "map" } else { "" };
    let inner = super::dialogs::popup(app, frame, rect, title);
    let left = inner.x.saturating_sub(1);
    let buffer = frame.buffer_mut();
    let width = usize::try_from(map.width).unwrap_or(1).max(1);
    for (y, row) in (inner.y..).zip(map.cells.chunks(width)) {
        for (x, cell) in (left..).zip(row) {
            let letter = Badge::Open(1, cell.severity).letter();
            let bad = letter.filter(|_| theme.is_mono() && cell.severity >= Severity::High);
            let said = bad.map(String::from).unwrap_or_default();
            let glyph = match (cell.box_here, cell.zone_here, theme.ascii()) {
                (true, ..) if bad.is_some() => said.as_str(),
                (true, _, false) => "▪",
                (true, _, true) => "o",
                (false, true, false) => "·",
                (false, true, true) => ".",
                (false, false, _) => " ",
            };
            let role = match cell.severity {
                _ if !cell.box_here => Role::Zone,
                Severity::None => Role::Plain,
                severity => risk(severity).map_or(Role::Plain, Role::Risk),
            };
            let mut style = theme.mark(role);
            if cell.in_view {
                style = style.add_modifier(Modifier::REVERSED);
            }
            if let Some(target) = buffer.cell_mut((x, y)) {
                target.set_symbol(glyph).set_style(style);
            }
        }
    }
}
