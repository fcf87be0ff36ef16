//! The start page and the tour: moving on the page, taking what is chosen, leaving.

use std::path::Path;

use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::message::{Effect, Opening};
use crate::tui::modal::{Modal, Naming, Prompt};
use crate::tui::start::{Choice, Known, StartPage};
use crate::tui::tour::Tour;

use super::{Effects, files};

/// Shows the page with what there is on this machine.
pub fn known(app: &mut App, known: &Known) {
    app.start = StartPage::new(known);
    app.screen = Screen::Start;
    app.tour = None;
}

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    let page = &mut app.start;
    match command {
        Command::Down => page.step(1),
        Command::Up => page.step(-1),
        Command::First => page.step(isize::MIN),
        Command::Last => page.step(isize::MAX),
        Command::PageDown => page.scroll += 5,
        Command::PageUp => page.scroll = page.scroll.saturating_sub(5),
        _ => {}
    }
    look(app);
}

/// Works out what is shown beside the list.
pub fn look(app: &mut App) {
    let charset = app.theme.charset;
    app.start.look(&app.catalog, charset);
}

/// Enter: opens or begins what the cursor is on.
pub fn open(app: &mut App, effects: &mut Effects) {
    let Some(choice) = app.start.current().map(|entry| entry.choice.clone()) else {
        return;
    };
    let opening = match choice {
        Choice::Path => {
            ask_for_path(app);
            return;
        }
        Choice::Unnamed => Opening::Unnamed,
        Choice::File(path) => Opening::File(path),
        Choice::Tour => Opening::Tour,
        Choice::Empty => Opening::Empty,
        Choice::Template(starter) | Choice::Sample(starter) => Opening::Starter(starter),
    };
    effects.push(Effect::Open(opening));
}

/// Asks for the path of a file.
pub fn ask_for_path(app: &mut App) {
    let prompt = Prompt::new("Open which file?", Naming::Open, "", "");
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Asks for the path once more, with what was wrong with this one.
pub fn not_opened(app: &mut App, path: &Path, why: String) {
    let typed = path.display().to_string();
    let mut prompt = Prompt::new("Open which file?", Naming::Open, &typed, "");
    prompt.error = Some(why);
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Opens the file of a path that was typed. A document that something would be lost of is not left for it.
pub fn open_path(app: &mut App, typed: &str, effects: &mut Effects) -> Result<(), String> {
    if typed.ends_with('/') {
        return Err("this is a folder: type the name of a file in it; Tab lists them".to_owned());
    }
    if app.screen != Screen::Start && super::leaving::would_lose(app) {
        return Err("save first: this document has something that would be lost".to_owned());
    }
    let path = files::expanded(app, typed);
    // A document may have any name; a new one gets the usual ending.
    let path = if path.extension().is_some() {
        path
    } else {
        files::path_of(app, typed)
    };
    effects.push(Effect::Open(Opening::File(path)));
    Ok(())
}

/// Goes to the start page, asking first where something would be lost.
pub fn leave_for_start(app: &mut App, effects: &mut Effects) {
    if app.screen == Screen::Start {
        return;
    }
    if app.export.is_some() {
        app.say(format!(
            "the report is being written; {} stops it",
            app.key(Command::StepBack)
        ));
        return;
    }
    super::leaving::to_start(app, effects);
}

/// Begins the tour on the document as it stands.
pub fn begin_tour(app: &mut App) {
    app.tour = Some(Tour::new(app));
}

/// Esc where there is nothing else to step back from. Gives whether the person was on the tour.
pub fn leave_tour(app: &mut App) -> bool {
    let Some(tour) = app.tour.take() else {
        return false;
    };
    let begins = app.key(Command::ShowStart);
    // What was done on the way belongs to the sample; from now on it is somebody's.
    let kept = app.key(Command::Save);
    app.say(match (tour.current(), app.doc.is_dirty()) {
        (None, true) => format!(
            "this copy of the sample stays open and is not saved: {kept} saves it, {begins} starts afresh"
        ),
        (None, false) => format!("this sample stays open; {begins} goes to the start page"),
        (Some(_), true) => format!(
            "you left the tour; your copy of the sample is not saved: {kept} saves it"
        ),
        (Some(_), false) => format!(
            "you left the tour; {begins} goes to the start page, where it begins again"
        ),
    });
    true
}
