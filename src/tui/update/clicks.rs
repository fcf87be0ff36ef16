//! Clicks beside the drawing: on dialogs, the title, the panel and lists; and the menu of what is under the mouse.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::layout::Hit;
use crate::tui::app::{App, Bar, Focus, Screen};
use crate::tui::areas::Areas;
use crate::tui::canvas::{Selected, stands_for};
use crate::tui::command::{COMMANDS, Command, Need, Place};
use crate::tui::keymap::Key;
use crate::tui::modal::find_out::FindOutField;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{ControlField, FormField, Modal, Pick, Picker, Purpose, ThreatField};
use crate::tui::view::{MatrixSpot, Spot};
use crate::tui::{matrix, threats, verify, view};

use super::{Effects, arranging, asking, dialogs, jumping, moving, report, review, values};

/// A mouse event while a dialog is open.
pub fn on_dialog(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    let (up, down) = (
        event.kind == MouseEventKind::ScrollUp,
        event.kind == MouseEventKind::ScrollDown,
    );
    if event.kind == MouseEventKind::Down(MouseButton::Left) && on_hint(app, event, effects) {
        return;
    }
    let furthest = view::furthest(app);
    match app.modals.last_mut() {
        Some(Modal::Confirm(confirm)) if up || down => {
            confirm.scroll_by(if up { -2 } else { 2 }, furthest);
        }
        Some(Modal::Picker(picker)) if up || down => picker.step(if up { -1 } else { 1 }),
        Some(Modal::Card(card)) if up || down => card.step(if up { -1 } else { 1 }),
        Some(Modal::Letters(_)) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
            on_letters(app, event, effects);
        }
        Some(Modal::Layouts(_)) if up || down => {
            arranging::offered(
                app,
                if up { Command::PanUp } else { Command::PanDown },
                effects,
            );
        }
        Some(Modal::Pasted(_)) => super::pasting::mouse(app, event, effects),
        Some(_) if event.kind == MouseEventKind::Down(MouseButton::Left) => {
            let line = view::dialog_line(app, event.column, event.row);
            let field = view::form_field(app, event.column, event.row);
            let turn = view::turned_at(app, event.column, event.row);
            match (app.modals.last_mut(), line.or(field)) {
                (Some(Modal::Decision(form)), Some(at)) => form.focus = FormField::ALL[at],
                (Some(Modal::OwnThreat(form)), Some(at)) => form.focus = ThreatField::ALL[at],
                (Some(Modal::Control(form)), Some(at)) => form.focus = ControlField::ALL[at],
                (Some(Modal::FindOut(form)), Some(at)) => form.focus = FindOutField::ALL[at],
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
            let arrow = turn.and_then(|by| Key::parse(if by < 0 { "Left" } else { "Right" }));
            if let Some(key) = arrow {
                dialogs::key(app, key, key.event(), effects);
            }
        }
        _ => {}
    }
}

/// A click on a hint is as good as its key. Gives whether there was one.
pub fn on_hint(app: &mut App, event: MouseEvent, effects: &mut Effects) -> bool {
    let areas = Areas::of(app);
    if !areas.hints.contains(Position::new(event.column, event.row)) {
        return false;
    }
    let Some(row) = view::hint_at(app, event.column) else {
        return false;
    };
    app.note = None;
    app.pressed = None;
    if app.modal().is_some() {
        dialogs::command(app, row.command, effects);
    } else {
        super::run(app, row, effects);
    }
    true
}

/// With letters on the boxes, a click on a box is as good as its letter.
fn on_letters(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    let Some(Modal::Letters(letters)) = app.modals.pop() else {
        return;
    };
    let Some(area) = Areas::of(app).canvas else {
        return;
    };
    let found = super::mouse::under(app, area, (event.column, event.row));
    if let Hit::Box(id) | Hit::Border(id, _) = found
        && let Some(Selected::Box(id)) = stands_for(&id)
    {
        dialogs::take_box(app, id, letters.to, effects);
    }
}

/// A click beside the drawing.
pub fn elsewhere(app: &mut App, areas: &Areas, event: MouseEvent, effects: &mut Effects) {
    let at = Position::new(event.column, event.row);
    let inside = |area: Option<Rect>| area.filter(|area| area.contains(at));
    if areas.title.contains(at) {
        tab(app, event.column);
    } else if let Some(bar) = view::bar_at(app, event.column, event.row) {
        app.bar = Some(bar);
        hold_bar(app, event.row);
    } else if let Some(area) = inside(areas.panel) {
        on_panel(app, area, event, effects);
    } else if let Some(area) = inside(areas.list) {
        on_list(app, area, event, effects);
    }
}

/// The wheel beside the drawing: it moves the cursor of a list, and scrolls a detail.
pub fn wheel(app: &mut App, areas: &Areas, event: MouseEvent) {
    let down = event.kind == MouseEventKind::ScrollDown;
    if !down && event.kind != MouseEventKind::ScrollUp {
        return;
    }
    let at = Position::new(event.column, event.row);
    if areas.list.is_some_and(|area| area.contains(at)) {
        // The wheel moves through the list even while the detail has the keys.
        app.focus = Focus::Canvas;
        moving::go(app, if down { Command::Down } else { Command::Up });
        return;
    }
    let scroll = app.scroll_mut();
    *scroll = if down {
        *scroll + 2
    } else {
        scroll.saturating_sub(2)
    };
}

/// The commands for what is under the mouse, as a list.
pub fn menu(app: &mut App) {
    let about = |need: Need| {
        matches!(
            need,
            Need::Box | Need::Boxes | Need::Movable | Need::Flow | Need::BoxOrFlow | Need::Zone
        ) && app.canvas.selected.is_some()
            || need == Need::Nothing
    };
    let moves = |command: Command| {
        use Command as C;
        matches!(
            command,
            C::BoxLeft | C::BoxRight | C::BoxUp | C::BoxDown | C::Downstream | C::Upstream
        )
    };
    let rows = COMMANDS.iter().filter(|row| {
        row.places.contains(&Place::Canvas)
            && about(row.need)
            && !moves(row.command)
            && dialogs::can_run(app, row.need, row.writes)
    });
    let items: Vec<Item> = rows
        .map(|row| {
            Item::new(Pick::Run(row.command), row.name)
                .note(app.keymap.shown(row, app.theme.ascii()))
                .detail(row.help)
        })
        .collect();
    let title = match app.canvas.anchor() {
        Some(id) => app.model().name_of(id).to_owned(),
        None => "The drawing".to_owned(),
    };
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        title,
        Purpose::Run,
        items,
    ))));
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
    if app.focus != Focus::Panel {
        super::threats::turn_pane(app);
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
        values::answer(app, effects);
    }
}

/// Moves what a scroll bar stands for to where the mouse holds it.
pub fn hold_bar(app: &mut App, row: u16) {
    let Some(bar) = app.bar else { return };
    let Some(at) = view::held_at(app, bar, row) else {
        return;
    };
    match (bar, app.screen) {
        (Bar::Detail, _) => *app.scroll_mut() = at,
        (Bar::List, Screen::Draw) => app.panel.cursor = at,
        (Bar::List, Screen::Threats) => go_to_line(app, at),
        (Bar::List, Screen::Matrix) => go_to_row(app, at),
        (Bar::List, Screen::Verify) => {
            let near = view::requirement_near(app, at);
            let row = near.and_then(|at| verify::rows(app).get(at).map(|row| row.id.clone()));
            super::verify::select(app, row);
        }
        (Bar::List, Screen::Review) => match app.review.point_mut() {
            Some(point) => point.put(at),
            None => app.review.cursor = view::point_near(app, at).unwrap_or(0),
        },
        (Bar::List, Screen::Report) => report::put(app, view::report_line_near(app, at)),
        (Bar::List, Screen::Start) => app.start.go_near(at),
    }
}

fn go_to_line(app: &mut App, line: usize) {
    let id = threats::rows(app).get(line).map(|row| row.id().clone());
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

/// The milliseconds within which a second click makes a double click of the first.
const DOUBLE: u64 = 400;

/// Whether this click follows another at the same place.
pub fn is_double(app: &mut App, event: MouseEvent) -> bool {
    let at = (event.column, event.row);
    let double = app
        .last_click
        .is_some_and(|(before, when)| before == at && app.moment <= when + DOUBLE);
    app.last_click = (!double).then_some((at, app.moment));
    double
}

fn on_list(app: &mut App, area: Rect, event: MouseEvent, effects: &mut Effects) {
    match app.screen {
        Screen::Threats => on_register(app, area, event, effects),
        Screen::Matrix => {
            let double = is_double(app, event);
            match view::matrix_spot(app, area, event.column, event.row) {
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
        Screen::Report => {
            if let Some(line) = view::report_line(app, area, event.row) {
                let again = app.report.cursor == line;
                report::put(app, line);
                if again {
                    report::open(app);
                }
            }
        }
        Screen::Start => {
            if let Some(row) = view::start_row(app, area, event.row)
                && app.start.click(row)
            {
                super::start::open(app, effects);
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
    super::verify::select(app, at);
    if again && app.file.read_only.is_none() {
        super::verify::open(app);
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
                super::open_here(app, effects);
            }
        }
        Some(Spot::Head(sort)) => app.register.sort = sort,
        Some(Spot::Filter) => super::threats::choose_filter(app),
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
        review::open(app, effects);
    }
}
