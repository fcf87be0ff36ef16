//! Pasting a Mermaid flowchart or a digraph onto the drawing: it is shown as it would come to stand, and taken in as one
//! step.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::exchange::{Wishes, drawn, find, with_places};
use crate::layout::{reroute, sketch_of, stand};
use crate::tui::app::{App, Focus, Screen};
use crate::tui::areas::Areas;
use crate::tui::command::Command;
use crate::tui::folding::{MANY, at_first};
use crate::tui::modal::{Modal, Pasted};
use crate::tui::view;
use crate::tui::wrap::count;

use super::{Effects, adding, changes, lines, moving};

/// Takes a pasted text, if it is a diagram and there is a drawing to take it: on the Draw screen itself, or on one of the
/// lines for steps and drawing. Gives whether it did.
pub fn paste(app: &mut App, text: &str) -> bool {
    let on_line = matches!(app.modal(), Some(Modal::CommandLine(_)));
    if !on_line && (app.modal().is_some() || app.screen != Screen::Draw) {
        return false;
    }
    let Some(found) = find(text) else {
        return false;
    };
    if app.refuses_change() {
        return true;
    }
    match found {
        Ok(diagrams) => open(app, diagrams),
        Err(error) => match app.modals.last_mut() {
            Some(Modal::CommandLine(line)) => line.error = Some(error.to_string()),
            _ => app.complain(error.to_string()),
        },
    }
    true
}

fn open(app: &mut App, diagrams: Vec<crate::exchange::Diagram>) {
    if let Some(Modal::CommandLine(line)) = app.modals.pop_if(|modal| {
        matches!(modal, Modal::CommandLine(_)) // What was typed before comes back with the line.
    }) && !line.field.is_blank()
    {
        let key = lines::draft_key(line.draws).to_owned();
        app.line_drafts.insert(key, line.field.text());
    }
    app.screen = Screen::Draw;
    app.focus = Focus::Canvas;
    app.proposal = None;
    let before = (app.canvas.origin, app.canvas.zoom);
    app.modals.push(Modal::Pasted(Box::new(Pasted {
        diagrams,
        at: 0,
        wishes: Wishes::default(),
        drawn: crate::exchange::Drawn::default(),
        sketch: app.derived.sketch.clone(),
        layout: app.derived.layout.clone(),
        cursor: 0,
        before,
    })));
    work_out(app);
    look_at_all(app);
    app.say(what_to_press(app));
}

/// The keys that decide on a pasted diagram.
pub fn what_to_press(app: &App) -> String {
    format!(
        "not taken in yet: {} takes the diagram in as one step, {} drops it",
        app.key(Command::Accept),
        app.key(Command::Cancel)
    )
}

/// Works out again what becomes of the diagram.
fn work_out(app: &mut App) {
    let Some(Modal::Pasted(mut pasted)) = app.modals.pop() else {
        return;
    };
    let (model, catalog, layout) = (app.model(), &app.catalog, &app.derived.layout);
    let becomes = drawn(pasted.diagram(), &pasted.wishes, model, catalog);
    let becomes = with_places(becomes, model, catalog, layout);
    pasted.sketch = sketch_of(&becomes.after, catalog);
    pasted.layout = if pasted.sketch.boxes.len() < MANY {
        reroute(&pasted.sketch, layout, &[])
    } else {
        stand(&pasted.sketch, crate::layout::first_variant())
    };
    pasted.drawn = becomes;
    let last = pasted.drawn.boxes.len().saturating_sub(1);
    pasted.cursor = pasted.cursor.min(last);
    app.modals.push(Modal::Pasted(pasted));
}

/// Brings everything that is new into view, from farther away where it needs that.
fn look_at_all(app: &mut App) {
    let size = Areas::of(app).canvas_size();
    if let Some(trial) = super::preview::trial(app) {
        let new = trial.new.iter().filter_map(|id| trial.seen.boxes.get(id));
        if let Some(rect) = crate::layout::Rect::around(new.copied()) {
            // With room for the frames around the boxes.
            let rect = crate::layout::Rect::new(rect.x - 4, rect.y - 2, rect.w + 8, rect.h + 4);
            app.canvas.show(&trial.seen, size, rect);
        }
    }
}

/// Brings the box under the cursor into view.
fn look_at_current(app: &mut App) {
    let size = Areas::of(app).canvas_size();
    let trial = super::preview::trial(app);
    if let (Some(Modal::Pasted(pasted)), Some(trial)) = (app.modals.last(), trial)
        && let Some(reading) = pasted.current()
        && let Some(rect) = trial.seen.boxes.get(reading.id.as_str()).copied()
    {
        app.canvas.show(&trial.seen, size, rect);
    }
}

/// A key while a pasted diagram is looked at.
pub fn command(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(Modal::Pasted(pasted)) = app.modals.last_mut() else {
        return;
    };
    let last = pasted.drawn.boxes.len().saturating_sub(1);
    match command {
        Command::Accept => return keep(app, effects),
        Command::Cancel => return drop_it(app),
        Command::Down => pasted.cursor = (pasted.cursor + 1).min(last),
        Command::Up => pasted.cursor = pasted.cursor.saturating_sub(1),
        Command::PageDown => pasted.cursor = (pasted.cursor + 8).min(last),
        Command::PageUp => pasted.cursor = pasted.cursor.saturating_sub(8),
        Command::First => pasted.cursor = 0,
        Command::Last => pasted.cursor = last,
        Command::ChangeKind => return ask_kind(app),
        Command::TakeZones => {
            pasted.wishes.without_zones ^= true;
            let without = pasted.wishes.without_zones;
            work_out(app);
            look_at_all(app);
            app.say(if without {
                "the groups of the diagram are left out"
            } else {
                "the groups of the diagram become zones"
            });
            return;
        }
        Command::NextDiagram => {
            pasted.at = (pasted.at + 1) % pasted.diagrams.len().max(1);
            pasted.wishes = Wishes::default();
            pasted.cursor = 0;
            if pasted.diagrams.len() == 1 {
                app.say("there is no other diagram in the text");
            }
            work_out(app);
            look_at_all(app);
            return;
        }
        command => return moving::look(app, command),
    }
    look_at_current(app);
}

/// The mouse: a click on a line of the list goes there, the wheel moves the view, or the cursor of the list.
pub fn mouse(app: &mut App, event: MouseEvent, effects: &mut Effects) {
    let at = Position::new(event.column, event.row);
    let list = Areas::of(app).panel.filter(|area| area.contains(at));
    let to = match (event.kind, list) {
        (MouseEventKind::ScrollUp, Some(_)) => Command::Up,
        (MouseEventKind::ScrollDown, Some(_)) => Command::Down,
        (MouseEventKind::ScrollUp, None) => Command::PanUp,
        (MouseEventKind::ScrollDown, None) => Command::PanDown,
        (MouseEventKind::Down(MouseButton::Left), Some(area)) => {
            return click(app, area, event.row);
        }
        _ => return,
    };
    command(app, to, effects);
}

fn click(app: &mut App, area: Rect, row: u16) {
    let line = app
        .pasted()
        .and_then(|pasted| view::pasted_line(app, pasted, area, row));
    if let (Some(Modal::Pasted(pasted)), Some(line)) = (app.modals.last_mut(), line)
        && line < pasted.drawn.boxes.len()
    {
        pasted.cursor = line;
        look_at_current(app);
    }
}

fn ask_kind(app: &mut App) {
    let Some(Modal::Pasted(pasted)) = app.modals.last() else {
        return;
    };
    let Some(reading) = pasted.current().cloned() else {
        return;
    };
    if reading.told == crate::exchange::Told::There {
        app.say(format!("{} is in the drawing already", reading.name));
        return;
    }
    adding::choose_other_kind(app, &reading.name, &reading.kind, None);
}

/// The kind of the box under the cursor was chosen.
pub fn kind_chosen(app: &mut App, kind: String) {
    if let Some(Modal::Pasted(pasted)) = app.modals.last_mut()
        && let Some(key) = pasted.current().map(|reading| reading.key.clone())
    {
        pasted.wishes.kinds.insert(key, kind);
        work_out(app);
        look_at_current(app);
    }
}

fn drop_it(app: &mut App) {
    if let Some(Modal::Pasted(pasted)) = app.modals.pop() {
        (app.canvas.origin, app.canvas.zoom) = pasted.before;
        app.look_again();
        app.say("the diagram is dropped; nothing has changed");
    }
}

/// Takes the diagram in, as one step.
fn keep(app: &mut App, effects: &mut Effects) {
    let Some(Modal::Pasted(pasted)) = app.modals.pop() else {
        return;
    };
    let new = pasted.drawn.new_boxes().count();
    let what = if new == 0 {
        count(pasted.drawn.flows, "flow", "flows")
    } else {
        count(new, "box", "boxes")
    };
    let format = pasted.diagram().format.name();
    if pasted.drawn.ops.is_empty() {
        app.say(format!(
            "everything in the {format} diagram is drawn already"
        ));
        return;
    }
    // A drawing that has become large is routed by a worker, and opens with its zones folded.
    let large = pasted.sketch.boxes.len() >= MANY;
    if large {
        app.derived.whole = false;
    }
    let label = format!("Take in {what} from {format}");
    if let Err(error) = changes::turn_into(app, &label, &pasted.drawn.after, effects) {
        app.complain(error);
        return;
    }
    if large {
        app.canvas.folded = at_first(app.model());
        app.look_again();
        app.canvas.select_first(&app.seen);
    }
    let first = pasted.drawn.new_boxes().next();
    if let Some(first) = first.filter(|_| !large) {
        moving::select(app, first.id.clone());
    }
    let unsure = pasted.unsure();
    let undo = app.key(Command::Undo);
    let done = super::done::done_words(&label);
    app.say(if unsure > 0 {
        let kinds = count(unsure, "kind is a guess", "kinds are guesses");
        format!(
            "{done}; {kinds}: {} changes one, {undo} takes it all back",
            app.key(Command::ChangeKind)
        )
    } else {
        format!("{done}; {undo} takes it all back")
    });
}
