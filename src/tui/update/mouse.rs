//! The mouse on the drawing: click, double click, drag and wheel, on the same rectangles that are drawn. Everything has
//! a key as well; clicks elsewhere are in `clicks`.

use std::collections::BTreeSet;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::layout::{Hit, Point, Zoom, hit};
use crate::model::{ComponentId, FlowId, ZoneId};
use crate::tui::app::{App, Focus, Screen};
use crate::tui::areas::Areas;
use crate::tui::canvas::{Selected, stands_for};
use crate::tui::command::Command;
use crate::tui::interaction::{Drag, Held};
use crate::tui::modal::picker::Where;
use crate::tui::view;

use super::{Effects, adding, changes, clicks, drawing, moving, zoning};

/// A mouse event.
pub fn mouse(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    if app.modal().is_some() {
        clicks::on_dialog(app, event, effects);
        return;
    }
    let areas = Areas::of(app);
    let at = Position::new(event.column, event.row);
    let inside = |area: Option<Rect>| area.filter(|area| area.contains(at));
    match event.kind {
        MouseEventKind::ScrollDown
        | MouseEventKind::ScrollUp
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => wheel(app, &areas, event),
        MouseEventKind::Down(MouseButton::Left) => {
            // Before anything is cleared, or another hint would stand there.
            if areas.hints.contains(at) && app.pending.is_empty() {
                clicks::on_hint(app, event, effects);
                return;
            }
            app.note = None;
            app.pending.clear();
            if let Some(area) = inside(areas.canvas)
                && on_offer(app, area, (event.column, event.row))
            {
                adding::take_proposal(app, effects);
                return;
            }
            app.proposal = None;
            if let Some(area) = inside(areas.canvas) {
                app.focus = Focus::Canvas;
                press(app, area, event);
            } else {
                clicks::elsewhere(app, &areas, event, effects);
            }
        }
        MouseEventKind::Down(MouseButton::Right) => {
            if let Some(area) = inside(areas.canvas) {
                app.focus = Focus::Canvas;
                let found = under(app, area, (event.column, event.row));
                take(app, &found);
                clicks::menu(app);
            }
        }
        MouseEventKind::Drag(MouseButton::Left) if app.bar.is_some() => {
            clicks::hold_bar(app, event.row);
        }
        MouseEventKind::Up(MouseButton::Left) if app.bar.take().is_some() => {}
        MouseEventKind::Drag(MouseButton::Left) => drag(app, &areas, (event.column, event.row)),
        MouseEventKind::Up(MouseButton::Left) => {
            let_go(app, &areas, effects);
            second_release(app, &areas, (event.column, event.row), effects);
        }
        _ => {}
    }
}

/// Scrolls; with Ctrl it zooms, with Alt it goes sideways.
fn wheel(app: &mut App, areas: &Areas, event: MouseEvent) {
    let at = Position::new(event.column, event.row);
    if !areas.canvas.is_some_and(|area| area.contains(at)) {
        clicks::wheel(app, areas, event);
        return;
    }
    let back = matches!(
        event.kind,
        MouseEventKind::ScrollUp | MouseEventKind::ScrollLeft
    );
    let level = matches!(
        event.kind,
        MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight
    );
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        app.canvas.map_corner = None;
        let zoom = app.canvas.zoom;
        moving::zoom(app, if back { zoom.nearer() } else { zoom.farther() });
        return;
    }
    let by = if back { -1 } else { 1 };
    let (dx, dy) = if level || event.modifiers.contains(KeyModifiers::ALT) {
        (4 * by, 0)
    } else {
        (0, 2 * by)
    };
    app.canvas.pan(&app.seen, areas.canvas_size(), dx, dy);
}

/// The cell of the drawing at a place on the screen.
fn cell(app: &App, area: Rect, at: (u16, u16)) -> Point {
    let view = app.canvas.view(&app.seen, (area.width, area.height));
    Point::new(
        view.x + i32::from(at.0) - i32::from(area.x),
        view.y + i32::from(at.1) - i32::from(area.y),
    )
}

/// What is drawn at a place on the screen.
pub fn under(app: &App, area: Rect, at: (u16, u16)) -> Hit {
    hit(app.sketch(), &app.seen, cell(app, area, at))
}

/// Whether the box that is on offer stands at a place on the screen: it looks like a button, and is one.
fn on_offer(app: &App, area: Rect, at: (u16, u16)) -> bool {
    let trial = app.trial.as_ref().filter(|_| app.proposal.is_some());
    let at = cell(app, area, at);
    trial.is_some_and(|trial| {
        let mut offered = trial.new.iter().filter_map(|id| trial.seen.boxes.get(id));
        offered.any(|rect| rect.contains(at))
    })
}

/// Selects what was hit. Gives whether it was anything.
fn take(app: &mut App, found: &Hit) -> bool {
    match found {
        Hit::Box(id) | Hit::Border(id, _) => {
            // A press on one of several marked boxes takes hold of all of them.
            moving::select_drawn(app, id);
            true
        }
        Hit::Label(id) | Hit::Flow(id) => {
            let flow = FlowId::new(id.as_str()).ok();
            let from = flow
                .as_ref()
                .and_then(|id| app.model().flows.get(id))
                .map(|flow| flow.from.clone());
            if let (Some(flow), Some(from)) = (flow, from) {
                moving::select_flow(app, flow, from);
            }
            true
        }
        Hit::ZoneTitle(id) => {
            if let Ok(zone) = ZoneId::new(id.as_str()) {
                moving::select_zone(app, zone);
            }
            true
        }
        Hit::ZoneFrame(_) | Hit::Zone(_) | Hit::Nothing => false,
    }
}

/// A press on the canvas selects and takes hold; what a second one means is told by whether the mouse then moves.
fn press(app: &mut App, area: Rect, event: MouseEvent) {
    let at = (event.column, event.row);
    if let Some(point) = view::map_point(app, at) {
        // Under the mouse the map stays, wherever the view goes.
        app.canvas.map_corner = view::map_corner(app);
        look_at(app, area, point);
        app.drag = Some(grip(Held::Map, at));
        return;
    }
    app.canvas.map_corner = None;
    app.second_press = clicks::is_double(app, event).then_some(at);
    let found = under(app, area, at);
    // What is clicked on is seen already: the view stays, so that a second click and a drag meet the same thing.
    let stays = app.canvas.view(&app.seen, (area.width, area.height));
    let something = take(app, &found);
    app.canvas.origin = Some(stays.corner());
    if let Some(held) = held(app, &found, something) {
        app.drag = Some(grip(held, at));
    }
}

fn grip(held: Held, at: (u16, u16)) -> Drag {
    Drag {
        held,
        from: at,
        to: at,
    }
}

/// What a press there takes hold of.
fn held(app: &App, found: &Hit, something: bool) -> Option<Held> {
    let component = |id: &String| match stands_for(id) {
        Some(Selected::Box(id)) => Some(id),
        _ => None,
    };
    // Cells of a drawing that is seen from farther away are no places to put a box.
    let writes = app.file.read_only.is_none();
    match found {
        Hit::Box(id) if writes && app.canvas.zoom == Zoom::Normal => component(id).map(Held::Box),
        Hit::Border(id, _) if writes && app.canvas.zoom <= Zoom::Normal => {
            component(id).map(Held::Flow)
        }
        Hit::ZoneTitle(id)
            if writes && app.canvas.zoom == Zoom::Normal && app.folding.is_none() =>
        {
            ZoneId::new(id.as_str()).ok().map(Held::Zone)
        }
        _ if something => None,
        _ if app.canvas.marking => Some(Held::Marks),
        _ => Some(Held::View),
    }
}

/// The button is let go where it went down twice.
fn second_release(app: &mut App, areas: &Areas, at: (u16, u16), effects: &mut Effects) {
    let second = app.second_press.take() == Some(at);
    if let Some(area) = areas.canvas.filter(|_| second) {
        let found = under(app, area, at);
        twice(app, &found, cell(app, area, at), effects);
    }
}

/// Twice on a box renames it, twice on the name of a zone folds it, twice on nothing adds.
fn twice(app: &mut App, found: &Hit, at: Point, effects: &mut Effects) {
    match found {
        Hit::ZoneTitle(_) => zoning::fold(app, Command::ZoneFold),
        Hit::Box(id) | Hit::Border(id, _) => match stands_for(id) {
            Some(Selected::Zone(zone)) => zoning::open(app, &zone),
            _ if app.file.read_only.is_some() => {}
            _ => drawing::draw(app, Command::Rename, effects),
        },
        _ if app.file.read_only.is_some() => {}
        Hit::Label(_) | Hit::Flow(_) => drawing::draw(app, Command::Rename, effects),
        found => {
            let zone = match found {
                Hit::Zone(id) => ZoneId::new(id.as_str()).ok(),
                _ => None,
            };
            // Cells of a drawing that is seen from elsewhere are no places to put a box.
            let here = app.canvas.zoom == Zoom::Normal && app.folding.is_none();
            // The view stays, or the box would not come to stand under the mouse.
            let size = Areas::of(app).canvas_size();
            app.canvas.origin = Some(app.canvas.view(&app.seen, size).corner());
            let place = if here {
                Where::At { cell: at, zone }
            } else {
                Where::Alone
            };
            adding::choose_kind(app, place);
        }
    }
}

fn look_at(app: &mut App, area: Rect, point: Point) {
    let size = (area.width, area.height);
    let view = app.canvas.view(&app.seen, size);
    let (dx, dy) = (point.x - view.x - view.w / 2, point.y - view.y - view.h / 2);
    app.canvas.pan(&app.seen, size, dx, dy);
}

fn drag(app: &mut App, areas: &Areas, to: (u16, u16)) {
    if app.second_press.is_some_and(|at| at != to) {
        app.second_press = None;
    }
    if app.last_click.is_some_and(|(at, _)| at != to) {
        app.last_click = None;
    }
    let Some(drag) = &mut app.drag else { return };
    let before = drag.to;
    drag.to = to;
    match drag.held {
        Held::View => {
            let (dx, dy) = between(before, to);
            app.canvas.pan(&app.seen, areas.canvas_size(), -dx, -dy);
        }
        Held::Map => {
            if let (Some(area), Some(point)) = (areas.canvas, view::map_point(app, to)) {
                look_at(app, area, point);
            }
        }
        Held::Box(_) | Held::Zone(_) | Held::Flow(_) | Held::Marks => {}
    }
}

fn between(from: (u16, u16), to: (u16, u16)) -> (i32, i32) {
    (
        i32::from(to.0) - i32::from(from.0),
        i32::from(to.1) - i32::from(from.1),
    )
}

/// How far the mouse has come since the button went down.
#[must_use]
pub fn moved(drag: &Drag) -> (i32, i32) {
    between(drag.from, drag.to)
}

/// The boxes that move with what is held: with a box those that are marked, if it is one of them; with a zone all that stand in it.
#[must_use]
pub fn held_boxes(app: &App, held: &Held) -> BTreeSet<ComponentId> {
    match held {
        Held::Box(id) if app.canvas.marked.contains(id) => app.canvas.marked.clone(),
        Held::Box(id) => [id.clone()].into(),
        Held::Zone(zone) => crate::tui::panel::members(app, zone).into_iter().collect(),
        Held::View | Held::Flow(_) | Held::Marks | Held::Map => BTreeSet::new(),
    }
}

/// A flow that is being drawn with the mouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    /// Where it begins.
    pub from: ComponentId,
    /// The box under the mouse, if it could end there.
    pub target: Option<ComponentId>,
}

/// The flow that is being drawn with the mouse.
#[must_use]
pub fn linking(app: &App) -> Option<Linking> {
    let drag = app.drag.as_ref()?;
    let Held::Flow(from) = &drag.held else {
        return None;
    };
    if moved(drag) == (0, 0) {
        return None;
    }
    let area = Areas::of(app).canvas?;
    let target = match under(app, area, drag.to) {
        Hit::Box(id) | Hit::Border(id, _) => match stands_for(&id) {
            Some(Selected::Box(id)) if &id != from => Some(id),
            _ => None,
        },
        _ => None,
    };
    Some(Linking {
        from: from.clone(),
        target,
    })
}

fn let_go(app: &mut App, areas: &Areas, effects: &mut Effects) {
    let link = linking(app);
    let Some(drag) = app.drag.take() else { return };
    let by = moved(&drag);
    let result = match drag.held {
        Held::Box(_) | Held::Zone(_) if by != (0, 0) => {
            let boxes = held_boxes(app, &drag.held);
            if boxes.is_empty() {
                app.say("nothing stands in this zone yet, so there is nothing to move");
            }
            changes::move_boxes(app, &boxes, by, effects)
        }
        Held::Flow(_) => match link {
            Some(Linking {
                from,
                target: Some(to),
            }) => drawing::connect_with(app, &from, &to, &from, effects),
            Some(_) => {
                app.say("let go on a box, and a flow is drawn to it");
                Ok(())
            }
            None => Ok(()),
        },
        Held::Marks => {
            mark_between(app, areas, &drag);
            Ok(())
        }
        _ => Ok(()),
    };
    if let Err(error) = result {
        app.complain(error);
    }
}

/// Marks the boxes that the rectangle touches.
fn mark_between(app: &mut App, areas: &Areas, drag: &Drag) {
    let Some(area) = areas.canvas else { return };
    let rect = spanned(cell(app, area, drag.from), cell(app, area, drag.to));
    let touched = app
        .seen
        .boxes
        .iter()
        .filter(|(_, other)| rect.overlaps(**other));
    let marked: Vec<ComponentId> = touched
        .filter_map(|(id, _)| ComponentId::new(id.as_str()).ok())
        .collect();
    app.canvas.marked.extend(marked);
    let count = crate::tui::wrap::count(app.canvas.marked.len(), "box", "boxes");
    app.say(format!(
        "{count} marked; drag one to move them all, {} lets go",
        app.key(Command::StepBack)
    ));
}

/// The rectangle between two cells, both included.
#[must_use]
pub fn spanned(one: Point, other: Point) -> crate::layout::Rect {
    crate::layout::Rect::new(
        one.x.min(other.x),
        one.y.min(other.y),
        (one.x - other.x).abs() + 1,
        (one.y - other.y).abs() + 1,
    )
}

/// The rectangle that marks what is in it, while it is drawn with the mouse.
#[must_use]
pub fn marking(app: &App) -> Option<crate::layout::Rect> {
    let drag = app.drag.as_ref()?;
    if drag.held != Held::Marks || app.screen != Screen::Draw {
        return None;
    }
    let area = Areas::of(app).canvas?;
    Some(spanned(
        cell(app, area, drag.from),
        cell(app, area, drag.to),
    ))
}
