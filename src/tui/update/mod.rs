//! `update`: from a message and a state to the next state and what has to be done outside. No file, clock or terminal.
//!
//! A key goes to the topmost dialog first; what is no command there is text. Everything else is looked up in the table of
//! commands, first for the pane that has the focus, then for everywhere.

mod about;
mod adding;
mod arranging;
mod asking;
mod cards;
mod changes;
mod clicks;
mod dialogs;
mod disk_changes;
mod done;
mod drawing;
mod files;
mod finding_out;
mod jumping;
mod leaving;
mod lines;
mod mouse;
mod moving;
mod own_threats;
mod pasting;
mod paths;
mod picked;
mod preview;
mod report;
mod review;
mod review_notes;
mod review_points;
mod searching;
mod start;
mod suggestions;
mod threats;
mod values;
mod verify;
mod zoning;

use crossterm::event::{Event, KeyEvent};

use super::app::{App, Focus, Screen};
use super::command::{Command, Need, Place, Row};
use super::keymap::{Key, Lookup};
use super::message::{After, Effect, Msg};
use super::modal::Modal;
use super::modal::confirm::Then;
use super::review::ReviewPage;

pub use dialogs::can_run;
pub use disk_changes::on_disk;
pub use files::recovery_offer;
pub use lines::{draft_key as line_draft_key, path_in};
pub use mouse::{Linking, linking, marking, spanned};
pub use moving::marked_keys;
pub use searching::threat_name;
pub use start::begin_tour;
pub use threats::{settle, waits_for_quiet};
pub use verify::{go_to as go_to_requirement, go_to_those_of};

/// What has to be done outside, in order.
pub type Effects = Vec<Effect>;

/// Takes in a message.
pub fn update(app: &mut App, msg: Msg) -> Effects {
    let mut effects = Effects::new();
    match msg {
        Msg::Clock(now) => {
            app.now = now;
            return effects;
        }
        Msg::Moment(moment) => {
            app.moment = moment;
            return effects;
        }
        Msg::Quiet => threats::quiet(app),
        Msg::Arranged(revision, offers) => arranging::arranged(app, revision, offers),
        Msg::Drawn(revision, layout) => app.take_drawing(revision, *layout),
        Msg::Input(event) => input(app, event, &mut effects),
        Msg::Saved(result) => files::saved(app, result, &mut effects),
        Msg::Known(there_is) => start::known(app, &there_is),
        Msg::Paths { typed, found } => paths::found(app, &typed, found),
        Msg::Edited(text) => dialogs::edited(app, text, &mut effects),
        Msg::Disk(disk) => disk_changes::noticed(app, disk),
        Msg::DiskRead(merge) => disk_changes::read(app, &merge),
        Msg::ExportStep { done, all, what } => files::export_step(app, done, all, what),
        Msg::Exported(result) => files::exported(app, result),
        Msg::Written(result) => files::written(app, result),
        Msg::NotOpened { path, why } => start::not_opened(app, &path, why),
        Msg::Trouble(text) => app.complain(text),
    }
    review::follow(app);
    app.trial = preview::trial(app);
    super::tour::notice(app);
    if app.screen == Screen::Start {
        start::look(app);
    }
    if app.screen == Screen::Report {
        super::report::keep_up(app);
    }
    app.settle();
    effects
}

fn input(app: &mut App, event: Event, effects: &mut Effects) {
    match event {
        Event::Key(event) if event.is_release() => {}
        Event::Key(event) => key(app, event, effects),
        Event::Paste(_) | Event::Mouse(_) if super::areas::is_too_small(app.size) => {}
        Event::Paste(text) => dialogs::paste(app, &text, effects),
        Event::Mouse(event) => mouse::mouse(app, event, effects),
        Event::Resize(w, h) => {
            app.size = (w, h);
            app.canvas.map_corner = None;
            app.follow();
        }
        Event::FocusGained | Event::FocusLost => {}
    }
}

fn key(app: &mut App, event: KeyEvent, effects: &mut Effects) {
    app.note = None;
    app.canvas.map_corner = None;
    let key = Key::of(&event);
    let asked = matches!(app.modal(), Some(Modal::Confirm(_)));
    if super::areas::is_too_small(app.size) && !asked {
        // On the friendly page nothing can be seen, so nothing but leaving is done; what is typed would go nowhere that is seen.
        let here = [app.place(), Place::Anywhere];
        if let Lookup::Found(row) = app.keymap.look_up(&here, &[key])
            && row.command == Command::Quit
        {
            run(app, row, effects);
        }
        return;
    }
    if app.modal().is_some() {
        dialogs::key(app, key, event, effects);
        return;
    }
    app.pending.push(key);
    match app.keymap.look_up(&app.places(), &app.pending) {
        Lookup::Prefix => {}
        Lookup::Found(row) => {
            app.pending.clear();
            app.pressed = Some(key);
            run(app, row, effects);
        }
        Lookup::Unknown if app.pending.len() > 1 => {
            // A sequence that went astray is given up; Esc has then done what it is for.
            app.pending.clear();
        }
        Lookup::Unknown => {
            app.pending.clear();
            let help = app.key(Command::Help);
            app.say(format!(
                "{key} does nothing here; {help} shows the keys that do"
            ));
        }
    }
}

/// Runs a command, unless what it needs is missing: then says so, since no key may do nothing.
pub(super) fn run(app: &mut App, row: &Row, effects: &mut Effects) {
    if row.writes && app.refuses_change() {
        return;
    }
    // In the walk the key goes on as on the card of a question, whatever was searched for before; on the agenda where nothing was.
    let searches = matches!(row.command, Command::SearchNext | Command::SearchPrevious);
    let walks = app.review.page != ReviewPage::Agenda || !app.has(Need::Searched);
    if searches && app.screen == Screen::Review && walks {
        return match row.command {
            Command::SearchNext => review::next(app),
            _ => review::back(app),
        };
    }
    if !app.has(row.need) {
        app.say(missing(app, row.need));
        return;
    }
    // The name of a component that was just added is the first thing to be changed: what comes next is offered on.
    if !matches!(row.command, Command::NextPane | Command::Rename) {
        app.proposal = None;
    }
    run_command(app, row.command, effects);
}

/// What to say when something is missing.
fn missing(app: &App, need: Need) -> String {
    use Command as C;
    let key = |command| app.key(command);
    // Where nothing is drawn, there is nothing to select either.
    let need = match need {
        Need::Box | Need::Boxes | Need::Movable | Need::Flow | Need::BoxOrFlow | Need::Zone
            if app.model().components.is_empty() =>
        {
            Need::SomeBox
        }
        need => need,
    };
    match need {
        Need::Nothing => String::new(),
        _ if app.screen == Screen::Start => {
            format!("no drawing is open: {} opens or begins one", key(C::Open))
        }
        Need::SomeBox => format!(
            "the drawing is empty; {} adds the first component",
            key(C::Add)
        ),
        Need::Box | Need::Boxes | Need::Movable if app.canvas.selected_flow().is_some() => {
            format!(
                "a flow is selected: {} goes back to its box",
                key(C::StepBack)
            )
        }
        Need::Box | Need::Boxes | Need::Movable => "select a box first".into(),
        Need::Flow => format!(
            "select a flow first: {} goes round the flows of a box",
            key(C::NextFlow)
        ),
        Need::BoxOrFlow => "nothing is selected".into(),
        Need::Zone => format!(
            "the box stands in no zone: {} draws one round it, {} puts it into one",
            key(C::ZoneNew),
            key(C::ZoneOfBox)
        ),
        Need::Finding => "there is no finding here to decide on".into(),
        Need::Requirement => format!(
            "no requirement is listed; {} lists all that apply",
            key(C::StepBack)
        ),
        Need::Undo => "nothing to undo".into(),
        Need::Redo => "nothing to redo".into(),
        Need::Searched => format!("nothing was searched for yet: {} searches", key(C::Search)),
        Need::CameFrom => "this is where you started".into(),
        Need::OwnThreat => format!(
            "only a threat of the team's own can be changed: {} adds one",
            key(C::AddThreat)
        ),
        Need::Narrowed => "nothing is filtered or marked".into(),
        Need::ChangedOnDisk => "nobody else has changed the file".into(),
    }
}

fn run_command(app: &mut App, command: Command, effects: &mut Effects) {
    use Command as C;
    match command {
        C::Help | C::Palette | C::CommandLine | C::Search => searching::open(app, command),
        C::SearchNext => searching::go_on(app, 1),
        C::SearchPrevious => searching::go_on(app, -1),
        C::AboutSystem => about::system(app),
        C::AboutComponent => about::component(app),
        C::Ask => asking::ask_next(app, Vec::new()),
        C::Decide => threats::decide_here(app),
        C::Undo | C::Redo => changes::travel(app, command, effects),
        C::Save => files::save(app, After::Nothing, effects),
        C::Export => files::export(app, effects),
        C::Quit => leaving::quit(app, effects),
        C::Suspend => effects.push(Effect::Suspend),
        C::NextPane if app.proposal.is_some() => adding::take_proposal(app, effects),
        C::ShowDiskChanges => disk_changes::show(app, Then::GoOn, effects),
        C::NextPane | C::PreviousPane => turn_pane(app),
        C::ShowDraw => show(app, Screen::Draw),
        C::ShowThreats => show(app, Screen::Threats),
        C::ShowMatrix => show(app, Screen::Matrix),
        C::ShowVerify => show(app, Screen::Verify),
        C::ShowReview => show(app, Screen::Review),
        C::ShowReport => show(app, Screen::Report),
        C::OpenFolder | C::CopyPath => report::with_written(app, command, effects),
        C::ShowStart => start::leave_for_start(app, effects),
        C::OpenPath => start::ask_for_path(app),
        C::WayBack => way_back(app),
        C::StepBack => step_back(app, effects),
        C::ToggleValue if app.screen == Screen::Report => report::open(app),
        C::Open => open_here(app, effects),
        C::ShowOnCanvas if app.screen == Screen::Verify => verify::show_on_canvas(app),
        C::ShowOnCanvas if app.screen == Screen::Review => review::show_on_canvas(app),
        C::Park => review::park(app),
        C::TakeNote => review_notes::note(app),
        C::CopySettled => review_notes::copy(app, effects),
        C::WriteSettled => review_notes::write(app, effects),
        C::EndReview => review_notes::end(app),
        C::ToggleValue if app.screen == Screen::Review => review::toggle(app),
        C::RecordVerified
        | C::RecordImplemented
        | C::RecordPlanned
        | C::RecordNotMet
        | C::RecordNotApplicable
        | C::RecordNotAssessed => verify::record(app, command, effects),
        C::FindOut => review::find_out(app),
        C::FilterRequirements => verify::choose_filter(app),
        C::OnlyBlocking => verify::turn_blocking(app),
        C::Regroup => verify::regroup(app),
        C::ShowFinding => verify::show_finding(app),
        C::ShowOnCanvas => moving::show_on_canvas(app),
        C::ShowInRegister => jumping::to_register(app),
        C::ShowRequirements => jumping::to_requirements(app),
        C::ToggleInherent => jumping::toggle_inherent(app),
        C::Sort | C::Filter | C::Mark | C::MarkAll | C::Clear | C::ToggleAffected => {
            threats::narrow(app, command);
        }
        C::AddThreat => own_threats::add(app),
        C::EditThreat => own_threats::edit(app),
        C::Delete if app.screen == Screen::Threats => threats::delete_here(app, effects),
        C::AnswerNumber if app.screen == Screen::Review => review::answer_number(app, effects),
        C::AnswerNumber => values::answer_number(app, effects),
        C::ToggleValue => values::mark_value(app),
        C::Left | C::Right | C::Up | C::Down | C::First | C::Last | C::PageUp | C::PageDown => {
            moving::go(app, command);
        }
        C::NextBox | C::PreviousBox | C::Downstream | C::Upstream | C::NextFlow => {
            moving::walk(app, command);
        }
        C::PanLeft
        | C::PanRight
        | C::PanUp
        | C::PanDown
        | C::Centre
        | C::ZoomIn
        | C::ZoomOut
        | C::Map => {
            moving::look(app, command);
        }
        C::JumpTo => moving::jump(app),
        C::EditOutside
        | C::Accept
        | C::Cancel
        | C::Complete
        | C::NextField
        | C::PreviousField
        | C::NextLayout
        | C::Skip
        | C::Earlier => {}
        _ => drawing::draw(app, command, effects),
    }
}

/// Enter: opens what is selected.
fn open_here(app: &mut App, effects: &mut Effects) {
    match (app.screen, app.focus) {
        (Screen::Draw, Focus::Canvas) => match app.canvas.selected_zone().cloned() {
            Some(zone) => zoning::open(app, &zone),
            None => app.focus = Focus::Panel,
        },
        (Screen::Draw, Focus::Panel) => asking::open_line(app),
        (Screen::Threats, focus) => threats::open(app, focus, effects),
        (Screen::Matrix, _) => jumping::from_cell(app),
        (Screen::Verify, _) => verify::open(app),
        (Screen::Review, _) => review::open(app, effects),
        (Screen::Report, _) => report::open(app),
        (Screen::Start, _) => start::open(app, effects),
    }
}

fn turn_pane(app: &mut App) {
    if app.screen != Screen::Draw {
        threats::turn_pane(app);
        return;
    }
    app.focus = match app.focus {
        Focus::Canvas if app.canvas.selected.is_some() => Focus::Panel,
        Focus::Canvas => {
            app.say("select a box first: the panel speaks of it");
            Focus::Canvas
        }
        Focus::Panel => Focus::Canvas,
    };
    app.follow();
}

fn show(app: &mut App, screen: Screen) {
    if app.screen == screen {
        return;
    }
    app.remember();
    // The matrix begins at the box that was selected. The register begins with the worst; `t` leads to the finding of a box.
    if screen == Screen::Matrix
        && let Some(id) = app.canvas.anchor().cloned()
    {
        app.matrix.row = Some(id);
    }
    app.screen = screen;
    app.focus = Focus::Canvas;
    app.follow();
}

fn way_back(app: &mut App) {
    if let Some(spot) = app.came_from.pop() {
        app.screen = spot.screen;
        app.register.at = spot.finding;
        app.register.also = None;
        (app.matrix.row, app.matrix.column) = spot.cell;
        app.verify.at = spot.requirement;
        app.verify.filter = spot.listed;
        app.canvas.selected = spot.selected;
        app.canvas.keep_valid(app.doc.model());
        app.focus = Focus::Canvas;
        app.follow();
    }
}

/// Esc: leaves the innermost thing, and never the program.
fn step_back(app: &mut App, effects: &mut Effects) {
    if app.drag.take().is_some() {
        return;
    }
    if app.screen == Screen::Draw && app.focus == Focus::Canvas && app.canvas.unmark() {
        app.say("nothing is marked any more");
        return;
    }
    if app.focus == Focus::Panel {
        app.focus = Focus::Canvas;
    } else if let (Screen::Draw, Some(_)) = (app.screen, app.canvas.selected_flow()) {
        if let Some(id) = app.canvas.anchor().cloned() {
            app.canvas.select(id);
        }
    } else if app.export.is_some() {
        effects.push(Effect::StopExport);
        app.say("stopping the export");
    } else if app.screen == Screen::Threats && app.has(Need::Narrowed) {
        threats::clear(app);
    } else if app.screen == Screen::Review && review::step_back(app) {
        // The page before is in front again.
    } else if app.screen == Screen::Review && app.has(Need::CameFrom) {
        way_back(app);
    } else if app.screen == Screen::Verify && verify::clear(app) {
        // What was filtered is listed whole again; a second Esc leaves the screen.
    } else if app.screen != Screen::Start && start::leave_tour(app) {
        // The words of that say what comes next.
    } else if app.screen != Screen::Draw && app.screen != Screen::Start {
        show(app, Screen::Draw);
    } else {
        app.say(format!("{} leaves the program", app.key(Command::Quit)));
    }
    app.follow();
}
