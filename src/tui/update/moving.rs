//! Moving the selection, the cursor and the view.

use crate::layout::{Zoom, folded_id, zoomed};
use crate::model::{ComponentId, FindingId, FlowId, ZoneId};
use crate::tui::app::{App, Focus, Screen};
use crate::tui::areas::Areas;
use crate::tui::canvas::{self, Direction, Selected};
use crate::tui::command::Command;
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::{Letters, Modal};
use crate::tui::wrap::count;
use crate::tui::{matrix, panel, threats, view};

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    match (app.screen, app.focus) {
        (Screen::Draw, Focus::Canvas) => on_canvas(app, command),
        (Screen::Draw, Focus::Panel) => in_panel(app, command),
        (Screen::Threats, Focus::Canvas) => in_register(app, command),
        (Screen::Threats, Focus::Panel) => in_detail(app, command),
        (Screen::Matrix, _) => in_matrix(app, command),
        (Screen::Verify, _) => super::verify::go(app, command),
        (Screen::Review, _) => super::review::go(app, command),
        (Screen::Report, _) => super::report::go(app, command),
        (Screen::Start, _) => super::start::go(app, command),
    }
}

/// The direction that a command goes in.
pub(super) fn direction(command: Command) -> Option<Direction> {
    Some(match command {
        Command::Left => Direction::Left,
        Command::Right => Direction::Right,
        Command::Up => Direction::Up,
        Command::Down => Direction::Down,
        _ => return None,
    })
}

fn on_canvas(app: &mut App, command: Command) {
    let layout = &app.seen;
    let Some(direction) = direction(command) else {
        let order = canvas::drawn_order(layout);
        let end = if command == Command::First {
            order.first()
        } else {
            order.last()
        };
        if let Some(drawn) = end.cloned() {
            select_drawn(app, &drawn);
        }
        return;
    };
    if app.canvas.step(layout, direction) {
        app.canvas.mark_on_the_way();
        app.panel = panel::Panel {
            section: app.panel.section,
            ..panel::Panel::default()
        };
        app.follow();
    } else {
        // Nothing further that way: show what is there of the drawing.
        let (dx, dy) = match direction {
            Direction::Left => (-4, 0),
            Direction::Right => (4, 0),
            Direction::Up => (0, -2),
            Direction::Down => (0, 2),
        };
        let size = Areas::of(app).canvas_size();
        let view = app.canvas.view(&app.seen, size);
        let bounds = app.seen.bounds;
        let hidden = match direction {
            Direction::Left => bounds.x < view.x,
            Direction::Right => bounds.right() > view.right(),
            Direction::Up => bounds.y < view.y,
            Direction::Down => bounds.bottom() > view.bottom(),
        };
        if hidden {
            app.canvas.pan(&app.seen, size, dx, dy);
        } else {
            app.say("no box further that way");
        }
    }
}

/// Selects a box and shows it.
pub fn select(app: &mut App, id: ComponentId) {
    if app.canvas.selected_box() != Some(&id) {
        app.panel = panel::Panel {
            section: app.panel.section,
            ..panel::Panel::default()
        };
    }
    app.canvas.select(id);
    app.canvas.mark_on_the_way();
    app.follow();
}

/// Selects what a box of the drawing stands for.
pub fn select_drawn(app: &mut App, drawn: &str) {
    match canvas::stands_for(drawn) {
        Some(Selected::Zone(zone)) => select_zone(app, zone),
        Some(Selected::Box(id)) => select(app, id),
        _ => {}
    }
}

/// Selects a zone and shows it.
pub fn select_zone(app: &mut App, zone: ZoneId) {
    app.canvas.selected = Some(Selected::Zone(zone));
    app.panel.cursor = 0;
    app.panel.scroll = 0;
    app.follow();
}

/// Marks boxes, to change them together.
pub fn mark(app: &mut App, command: Command) {
    match command {
        Command::MarkBoxes if app.canvas.marking => app.canvas.marking = false,
        Command::MarkBoxes => {
            app.canvas.marking = true;
            app.canvas.mark_on_the_way();
        }
        Command::MarkZone => {
            let Some(zone) = app.zone_here() else { return };
            let model = app.model();
            let inside = |component: &crate::model::Component| {
                let home = component.zone.as_ref();
                home.is_some_and(|home| model.zone_chain(home).contains(&zone))
            };
            let members = model.components.iter().filter(|(_, c)| inside(c));
            let members: Vec<ComponentId> = members.map(|(id, _)| id.clone()).collect();
            app.canvas.marked.extend(members);
        }
        _ => {
            let Some(id) = app.canvas.selected_box().cloned() else {
                return;
            };
            if !app.canvas.marked.remove(&id) {
                app.canvas.marked.insert(id);
            }
        }
    }
    let marked = app.canvas.marked.len();
    if marked == 0 {
        app.say("nothing is marked");
    } else {
        let how = if app.canvas.marking {
            "moving the selection marks more".to_owned()
        } else {
            marked_keys(app)
        };
        app.say(format!("{} marked; {how}", count(marked, "box", "boxes")));
    }
}

/// The keys that act on all that is marked.
#[must_use]
pub fn marked_keys(app: &App) -> String {
    use Command as C;
    let moves = [C::BoxLeft, C::BoxDown, C::BoxUp, C::BoxRight].map(|command| app.key(command));
    format!(
        "{} move, {} zones, {} tidies, {} deletes, {} lets go",
        moves.join(" "),
        app.key(C::ZoneOfBox),
        app.key(C::Tidy),
        app.key(C::Delete),
        app.key(C::StepBack)
    )
}

/// Selects a flow and shows it.
pub fn select_flow(app: &mut App, flow: FlowId, from_box: ComponentId) {
    app.canvas.selected = Some(Selected::Flow { flow, from_box });
    app.panel.cursor = 0;
    app.panel.scroll = 0;
    app.follow();
}

fn in_panel(app: &mut App, command: Command) {
    let last = panel::lines(app).len().saturating_sub(1);
    let page = usize::from(Areas::of(app).panel.map_or(8, |panel| panel.height / 2)).max(1);
    let panel = &mut app.panel;
    match command {
        Command::Down => panel.cursor = (panel.cursor + 1).min(last),
        Command::Up => panel.cursor = panel.cursor.saturating_sub(1),
        Command::First => panel.cursor = 0,
        Command::Last => panel.cursor = last,
        Command::PageDown => {
            panel.scroll += page;
            return;
        }
        Command::PageUp => {
            panel.scroll = panel.scroll.saturating_sub(page);
            return;
        }
        Command::Left | Command::Right => {
            let by = if command == Command::Right { 1 } else { -1 };
            if app.canvas.selected_box().is_some() {
                app.panel.section = app.panel.section.turned(by);
                app.panel.cursor = 0;
            }
        }
        _ => {}
    }
    app.panel.scroll = 0;
}

fn in_register(app: &mut App, command: Command) {
    match command {
        Command::Down => threats::step(app, 1),
        Command::Up => threats::step(app, -1),
        Command::First => threats::step(app, isize::MIN),
        Command::Last => threats::step(app, isize::MAX),
        _ => scroll_detail(app, command),
    }
}

/// In the detail: through the values where it asks a question, else through its lines.
fn in_detail(app: &mut App, command: Command) {
    match (&mut app.register.card, command) {
        (Some(card), Command::Down) => card.step(1),
        (Some(card), Command::Up) => card.step(-1),
        (None, Command::Down) => app.register.scroll += 1,
        (None, Command::Up) => app.register.scroll = app.register.scroll.saturating_sub(1),
        (_, Command::First) => app.register.scroll = 0,
        // The end is as far as there is something to show; see `settle`.
        (_, Command::Last) => app.register.scroll = usize::MAX,
        _ => scroll_detail(app, command),
    }
}

fn scroll_detail(app: &mut App, command: Command) {
    let height = Areas::of(app).panel.map_or(10, |panel| panel.height);
    let page = usize::from(height.saturating_sub(3)).max(1);
    let scroll = &mut app.register.scroll;
    match command {
        Command::PageDown => *scroll += page,
        Command::PageUp => *scroll = scroll.saturating_sub(page),
        _ => {}
    }
}

fn in_matrix(app: &mut App, command: Command) {
    let rows = matrix::components(app);
    let columns = matrix::threats(app).len();
    let here = app.matrix.row_index(&rows);
    let last = rows.len().saturating_sub(1);
    let page = view::matrix_rows(app).saturating_sub(1).max(1);
    let row = match command {
        Command::Down => (here + 1).min(last),
        Command::Up => here.saturating_sub(1),
        Command::First => 0,
        Command::Last => last,
        Command::PageDown => (here + page).min(last),
        Command::PageUp => here.saturating_sub(page),
        _ => here,
    };
    let row = rows.get(row).map(|id| (*id).clone());
    app.matrix.row = row;
    let column = &mut app.matrix.column;
    match command {
        Command::Left => *column = column.saturating_sub(1),
        Command::Right => *column = (*column + 1).min(columns.saturating_sub(1)),
        _ => {}
    }
}

/// Reading order, along flows, and round the flows of a box.
pub fn walk(app: &mut App, command: Command) {
    match command {
        Command::NextBox => in_order(app, 1),
        Command::PreviousBox => in_order(app, -1),
        Command::NextFlow => next_flow(app),
        Command::Downstream => along(app, true),
        _ => along(app, false),
    }
}

fn in_order(app: &mut App, by: isize) {
    let order = canvas::drawn_order(&app.seen);
    if order.is_empty() {
        return;
    }
    let here = match &app.canvas.selected {
        Some(Selected::Zone(id)) => folded_id(id.as_str()),
        Some(selected) => selected
            .anchor()
            .map(ToString::to_string)
            .unwrap_or_default(),
        None => String::new(),
    };
    let here = order.iter().position(|other| *other == here).unwrap_or(0);
    let next = if by > 0 {
        here + 1
    } else {
        here + order.len() - 1
    } % order.len();
    select_drawn(app, &order[next]);
}

fn next_flow(app: &mut App) {
    let Some(id) = app.canvas.anchor().cloned() else {
        return;
    };
    let flows = canvas::flows_at(app.model(), &id);
    if flows.is_empty() {
        app.say(format!(
            "no flow at this box yet; {} connects it",
            app.key(Command::Connect)
        ));
        return;
    }
    let here = app
        .canvas
        .selected_flow()
        .and_then(|flow| flows.iter().position(|other| other == flow));
    match here {
        Some(at) if at + 1 == flows.len() => select(app, id),
        at => select_flow(app, flows[at.map_or(0, |at| at + 1)].clone(), id),
    }
}

/// Follows a flow; see [`canvas::Canvas::follow_flow`].
fn along(app: &mut App, down: bool) {
    let model = app.doc.model();
    if let Some(flow) = app
        .canvas
        .selected_flow()
        .and_then(|flow| model.flows.get(flow))
    {
        let end = if down {
            flow.to.clone()
        } else {
            flow.from.clone()
        };
        select(app, end);
        return;
    }
    match app.canvas.follow_flow(model, down) {
        Some(id) => select(app, id),
        None if down => app.say("nothing flows on from here"),
        None => app.say("nothing flows in here"),
    }
}

/// Moves the view.
pub fn look(app: &mut App, command: Command) {
    let size = Areas::of(app).canvas_size();
    let (w, h) = (i32::from(size.0), i32::from(size.1));
    let layout = app.trial.as_ref().map_or(&app.seen, |trial| &trial.seen);
    match command {
        Command::PanLeft => app.canvas.pan(layout, size, -(w / 4).max(1), 0),
        Command::PanRight => app.canvas.pan(layout, size, (w / 4).max(1), 0),
        Command::PanUp => app.canvas.pan(layout, size, 0, -(h / 2).max(1)),
        Command::PanDown => app.canvas.pan(layout, size, 0, (h / 2).max(1)),
        Command::Map => {
            // One that found no corner is not there for who looks.
            let shown = view::map_corner(app).is_some();
            app.canvas.map = Some(!shown);
            app.say(if shown {
                "the map is hidden"
            } else {
                "the map shows the whole drawing"
            });
        }
        Command::ZoomIn => zoom(app, app.canvas.zoom.nearer()),
        Command::ZoomOut => zoom(app, app.canvas.zoom.farther()),
        _ => fit(app),
    }
}

/// Sees all of the drawing, as near as the window allows; where that is so already, at the usual size again.
fn fit(app: &mut App) {
    let size = Areas::of(app).canvas_size();
    let fits = |zoom: &Zoom| {
        let bounds = zoomed(app.drawn(), *zoom).bounds;
        bounds.w <= i32::from(size.0) && bounds.h <= i32::from(size.1)
    };
    let levels = [Zoom::Normal, Zoom::Titles, Zoom::Dots];
    let whole = levels.into_iter().find(fits).unwrap_or(Zoom::Dots);
    if app.canvas.zoom == whole {
        zoom(app, Zoom::Normal);
    } else {
        zoom(app, whole);
    }
}

/// Sees the drawing from nearer or farther away, with the selected box in the middle.
pub fn zoom(app: &mut App, to: Zoom) {
    let what = match to {
        Zoom::Detail => "boxes with details",
        Zoom::Normal => "boxes with names",
        Zoom::Titles => "names only",
        Zoom::Dots => "one mark for each box",
    };
    match to {
        _ if to != app.canvas.zoom => app.say(what),
        Zoom::Detail => app.say("this is the largest size"),
        Zoom::Dots => app.say("this is the smallest size"),
        Zoom::Normal | Zoom::Titles => {}
    }
    app.canvas.zoom = to;
    app.look_again();
    let size = Areas::of(app).canvas_size();
    match super::preview::trial(app) {
        Some(trial) => app.canvas.centre(&trial.seen, size),
        None => app.canvas.centre(&app.seen, size),
    }
}

/// Puts letters on the boxes in view, to jump to one.
pub fn jump(app: &mut App) {
    let boxes = boxes_in_view(app);
    app.modals
        .push(Modal::Letters(Letters::new(LetterUse::Jump, boxes)));
}

/// The boxes that are at least partly in view, in reading order.
pub fn boxes_in_view(app: &App) -> Vec<ComponentId> {
    let layout = &app.seen;
    let view = app.canvas.view(layout, Areas::of(app).canvas_size());
    let mut order = canvas::reading_order(layout);
    order.retain(|id| {
        layout
            .boxes
            .get(id.as_str())
            .is_some_and(|rect| view.contains(rect.corner()))
    });
    order
}

/// Goes from a finding to its component on the canvas.
pub fn show_on_canvas(app: &mut App) {
    let at = match app.screen {
        Screen::Matrix => app.matrix.finding(app),
        _ => app.finding_here(),
    };
    match at {
        Some(finding) => go_to_finding(app, &finding),
        None => app.say("there is no finding under the cursor"),
    }
}

/// Shows a finding in the panel, beside its component on the canvas.
pub fn go_to_finding(app: &mut App, finding: &FindingId) {
    if !app.model().components.contains_key(&finding.component) {
        let name = app.model().finding_name(finding);
        app.complain(format!("the component of {name} is gone"));
        return;
    }
    app.remember();
    app.screen = Screen::Draw;
    app.focus = Focus::Canvas;
    app.panel.section = panel::Section::Findings;
    select(app, finding.component.clone());
    let lines = panel::threats(app, &finding.component);
    let at = lines
        .iter()
        .position(|line| panel::finding_of(line) == Some(finding));
    app.panel.cursor = at.unwrap_or(0);
}

/// Goes to a component on the canvas.
pub fn go_to_component(app: &mut App, id: ComponentId) {
    app.remember();
    app.screen = Screen::Draw;
    app.focus = Focus::Canvas;
    select(app, id);
}
