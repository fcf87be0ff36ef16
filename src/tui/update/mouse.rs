//! The mouse: click, double click, drag and wheel, on the same rectangles that are drawn. Everything has a key as well.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::layout::{Hit, Point, Zoom, hit};
use crate::model::{ComponentId, FlowId};
use crate::tui::app::{App, Bar, Drag, Focus, Screen};
use crate::tui::areas::Areas;
use crate::tui::command::Command;
use crate::tui::modal::{FormField, Modal, ThreatField};
use crate::tui::view::{MatrixSpot, Spot};
use crate::tui::{matrix, register, verify, view};

use super::{Effects, asking, deciding, drawing, jumping, moving, reviewing, steps, verifying};

/// A mouse event.
pub fn mouse(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    if app.modal().is_some() {
        on_dialog(app, event, effects);
        return;
    }
    let areas = Areas::of(app);
    let at = Position::new(event.column, event.row);
    let inside = |area: Option<Rect>| area.filter(|area| area.contains(at));
    match event.kind {
        MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => wheel(app, &areas, event),
        MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight => {
            let by = if event.kind == MouseEventKind::ScrollRight {
                4
            } else {
                -4
            };
            app.canvas.pan(&app.seen, areas.canvas_size(), by, 0);
        }
        MouseEventKind::Down(MouseButton::Left) => {
            app.note = None;
            app.pending.clear();
            if let Some(area) = inside(areas.canvas) {
                app.focus = Focus::Canvas;
                press(app, area, event, effects);
            } else if areas.title.contains(at) {
                tab(app, event.column);
            } else if let Some(area) = inside(areas.panel) {
                on_panel(app, area, event, effects);
            } else if let Some(area) = inside(areas.list) {
                on_list(app, area, event, effects);
            }
        }
        MouseEventKind::Drag(MouseButton::Left) if app.bar.is_some() => {
            hold_bar(app, &areas, event.row);
        }
        MouseEventKind::Drag(MouseButton::Left) => {
            if let Some(drag) = &mut app.drag {
                let from = drag.to;
                drag.to = (event.column, event.row);
                if drag.component.is_none() {
                    let (dx, dy) = moved(from, drag.to);
                    app.canvas.pan(&app.seen, areas.canvas_size(), -dx, -dy);
                }
            }
        }
        MouseEventKind::Up(MouseButton::Left) if app.bar.take().is_some() => {}
        MouseEventKind::Up(MouseButton::Left) => drop_box(app, effects),
        _ => {}
    }
}

fn on_dialog(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    let (up, down) = (
        event.kind == MouseEventKind::ScrollUp,
        event.kind == MouseEventKind::ScrollDown,
    );
    let furthest = view::furthest(app);
    match app.modals.last_mut() {
        Some(Modal::Picker(picker)) if up || down => picker.step(if up { -1 } else { 1 }),
        Some(Modal::Card(card)) if up || down => card.step(if up { -1 } else { 1 }),
        Some(Modal::Confirm(confirm)) if up || down => {
            confirm.scroll_by(if up { -2 } else { 2 }, furthest);
        }
        Some(Modal::Letters(_)) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
            app.modals.pop();
        }
        Some(_) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
            let line = view::dialog_line(app, event.column, event.row);
            let field = view::form_field(app, event.column, event.row);
            match (app.modals.last_mut(), line.or(field)) {
                (Some(Modal::Decision(form)), Some(at)) => form.focus = FormField::ALL[at],
                (Some(Modal::OwnThreat(form)), Some(at)) => form.focus = ThreatField::ALL[at],
                (Some(Modal::Picker(picker)), Some(line)) => {
                    let again = picker.click(line);
                    if again {
                        super::dialogs::accept(app, effects);
                    }
                }
                (Some(Modal::Card(card)), Some(line)) if line < card.choices.len() => {
                    card.cursor = line;
                }
                (Some(Modal::Confirm(confirm)), Some(line)) if line < confirm.answers.len() => {
                    confirm.cursor = line;
                    super::dialogs::accept(app, effects);
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn wheel(app: &mut App, areas: &Areas, event: MouseEvent) {
    let down = event.kind == MouseEventKind::ScrollDown;
    let at = Position::new(event.column, event.row);
    if areas.canvas.is_some_and(|area| area.contains(at)) {
        app.canvas
            .pan(&app.seen, areas.canvas_size(), 0, if down { 2 } else { -2 });
    } else if areas.list.is_some_and(|area| area.contains(at)) {
        // The wheel moves through the list even while the detail has the keys.
        app.focus = Focus::Canvas;
        moving::go(app, if down { Command::Down } else { Command::Up });
    } else {
        let scroll = match app.screen {
            Screen::Draw => &mut app.panel.scroll,
            Screen::Start => &mut app.start.scroll,
            Screen::Verify => &mut app.verify.scroll,
            Screen::Review => &mut app.review.scroll,
            _ => &mut app.register.scroll,
        };
        *scroll = if down {
            *scroll + 2
        } else {
            scroll.saturating_sub(2)
        };
    }
}

fn cell(app: &App, area: Rect, at: (u16, u16)) -> Point {
    let view = app.canvas.view(&app.seen, (area.width, area.height));
    Point::new(
        view.x + i32::from(at.0 - area.x),
        view.y + i32::from(at.1 - area.y),
    )
}

/// A press on the canvas selects; twice on a box renames it, twice on nothing adds.
fn press(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    let at = (event.column, event.row);
    let double = is_double(app, event);
    let found = hit(&app.derived.sketch, &app.seen, cell(app, area, at));
    let mut grabbed = None;
    match found {
        Hit::Box(id) | Hit::Border(id, _) => {
            let Ok(id) = ComponentId::new(id) else { return };
            moving::select(app, id.clone());
            grabbed = Some(id);
        }
        Hit::Label(id) | Hit::Flow(id) => {
            let Ok(id) = FlowId::new(id) else { return };
            if let Some(from) = app.model().flows.get(&id).map(|flow| flow.from.clone()) {
                moving::select_flow(app, id, from);
            }
            return;
        }
        _ => {}
    }
    if double && app.file.read_only.is_none() {
        let command = if grabbed.is_some() {
            Command::Rename
        } else {
            Command::Add
        };
        drawing::draw(app, command, effects);
        return;
    }
    // Cells of a drawing that is seen from farther away are no places to put a box.
    let grabbed = grabbed.filter(|_| app.canvas.zoom == Zoom::Normal);
    app.drag = Some(Drag {
        component: grabbed,
        from: at,
        to: at,
    });
}

fn moved(from: (u16, u16), to: (u16, u16)) -> (i32, i32) {
    (
        i32::from(to.0) - i32::from(from.0),
        i32::from(to.1) - i32::from(from.1),
    )
}

/// Where a dragged box would be put now.
#[must_use]
pub fn dragged_to(app: &App) -> Option<(ComponentId, crate::layout::Rect)> {
    let drag = app.drag.as_ref()?;
    let id = drag.component.clone()?;
    let (dx, dy) = moved(drag.from, drag.to);
    let rect = app.seen.boxes.get(id.as_str())?;
    ((dx, dy) != (0, 0)).then(|| (id, rect.shifted(dx, dy)))
}

fn drop_box(app: &mut App, effects: &mut Effects) {
    let target = dragged_to(app);
    app.drag = None;
    let Some((id, rect)) = target else { return };
    if let Some(holder) = &app.file.read_only {
        let text = format!("read-only: {holder} works on this file");
        app.complain(text);
        return;
    }
    if let Err(error) = steps::move_box(app, &id, rect.corner(), effects) {
        app.complain(error);
    }
}

fn tab(app: &mut App, column: u16) {
    if let Some(screen) = view::tab_at(app, column) {
        super::show(app, screen);
    }
}

fn on_panel(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    if app.screen == Screen::Threats {
        on_detail(app, area, event, effects);
        return;
    }
    if app.screen != Screen::Draw {
        return;
    }
    if app.canvas.selected.is_some() {
        app.focus = Focus::Panel;
    }
    if let Some(line) = view::panel_line(app, area, event.row) {
        if app.panel.cursor == line {
            asking::open_line(app);
        }
        app.panel.cursor = line;
        app.panel.scroll = 0;
    }
}

/// A click in the detail gives it the keys; one on a value marks it, a second one answers with it.
fn on_detail(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    if view::detail_bar_at(app, area, event.column, event.row).is_some() {
        app.bar = Some(Bar::Detail);
        hold_bar(app, &Areas::of(app), event.row);
        return;
    }
    if app.focus != Focus::Panel {
        deciding::turn_pane(app);
        return;
    }
    let Some(at) = view::value_at(app, area, event.row) else {
        return;
    };
    let Some(card) = &mut app.register.card else {
        return;
    };
    let again = card.cursor == at;
    card.cursor = at;
    if card.many {
        card.toggle();
    } else if again {
        deciding::answer(app, effects);
    }
}

/// Moves what a scroll bar stands for to where the mouse holds it.
fn hold_bar(app: &mut App, areas: &Areas, row: u16) {
    match (app.bar, app.screen, areas.list, areas.panel) {
        (Some(Bar::Detail), _, _, Some(panel)) => {
            let row = row.clamp(panel.y, panel.bottom().saturating_sub(1));
            let columns = panel.x..panel.right();
            let at = columns
                .rev()
                .find_map(|x| view::detail_bar_at(app, panel, x, row));
            if let Some(at) = at {
                app.register.scroll = at;
            }
        }
        (Some(Bar::List), Screen::Threats, Some(list), _) => {
            let column = list.right().saturating_sub(1);
            let rows = list.y..list.bottom();
            let row = row.clamp(rows.start, rows.end.saturating_sub(1));
            if let Some(Spot::Bar(line)) = view::spot_at(app, list, column, row) {
                go_to_line(app, line);
            }
        }
        (Some(Bar::List), Screen::Matrix, Some(list), _) => {
            let column = list.right().saturating_sub(1);
            if let Some(MatrixSpot::Bar(at)) = view::matrix_spot(app, list, column, row) {
                go_to_row(app, at);
            }
        }
        _ => {}
    }
}

fn go_to_line(app: &mut App, line: usize) {
    let id = register::rows(app).get(line).map(|row| row.id().clone());
    if let Some(id) = id {
        app.register.go_to(id);
    }
}

fn go_to_row(app: &mut App, row: usize) {
    let id = matrix::components(app).get(row).map(|id| (*id).clone());
    if id.is_some() {
        app.matrix.row = id;
    }
}

/// Whether this click follows another at the same place.
fn is_double(app: &mut App, event: MouseEvent) -> bool {
    let at = (event.column, event.row);
    let double = app
        .last_click
        .is_some_and(|(before, when)| before == at && app.now <= when + 1);
    app.last_click = (!double).then_some((at, app.now));
    double
}

fn on_list(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    match app.screen {
        Screen::Threats => on_register(app, area, event, effects),
        Screen::Matrix => {
            let double = is_double(app, event);
            match view::matrix_spot(app, area, event.column, event.row) {
                Some(MatrixSpot::Bar(row)) => {
                    app.bar = Some(Bar::List);
                    go_to_row(app, row);
                }
                Some(MatrixSpot::Cell(row, column)) => {
                    if let Some(row) = row {
                        go_to_row(app, row);
                    }
                    if let Some(column) = column {
                        app.matrix.column = column;
                    }
                    if double && row.is_some() && column.is_some() {
                        jumping::from_cell(app);
                    }
                }
                None => {}
            }
        }
        Screen::Start => {
            if let Some(row) = view::start_row(app, area, event.row)
                && app.start.click(row)
            {
                super::starting::open(app, effects);
            }
        }
        Screen::Verify => on_requirement(app, area, event.row),
        Screen::Review => on_review(app, area, event.row, effects),
        Screen::Draw => {}
    }
}

/// A press selects a requirement; a press on the one under the cursor opens its form.
fn on_requirement(app: &mut App, area: Rect, row: u16) {
    let Some(index) = view::requirement_line(app, area, row) else {
        return;
    };
    let rows = verify::rows(app);
    let again = app.verify.index(&rows) == index;
    let at = rows.get(index).map(|row| row.id.clone());
    verifying::select(app, at);
    if again && app.file.read_only.is_none() {
        verifying::open(app);
    }
}

/// A click on a line goes there, a second one opens it; one on a column's head sorts by it.
fn on_register(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    let double = is_double(app, event);
    app.focus = Focus::Canvas;
    match view::spot_at(app, area, event.column, event.row) {
        Some(Spot::Line(line)) => {
            go_to_line(app, line);
            if double {
                deciding::open_here(app, effects);
            }
        }
        Some(Spot::Bar(line)) => {
            app.bar = Some(Bar::List);
            go_to_line(app, line);
        }
        Some(Spot::Head(sort)) => app.register.sort = sort,
        Some(Spot::Filter) => deciding::choose_filter(app),
        None => {}
    }
}

/// A press marks a point of the agenda or a value; a press on the marked one takes it.
fn on_review(app: &mut App, area: Rect, row: u16, effects: &mut Effects) {
    let Some(line) = view::review_line(app, area, row) else {
        return;
    };
    let again = match app.review.point_mut() {
        Some(point) => {
            let again = point.at() == line;
            point.put(line);
            again
        }
        None => std::mem::replace(&mut app.review.cursor, line) == line,
    };
    if again {
        reviewing::open(app, effects);
    }
}
