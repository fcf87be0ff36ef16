//! The Report screen: what is wanted of the report, and what is done with the file that was written.

use crate::model::{Date, Edition};
use crate::report::{Audience, Format};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::folio::{self, Line};
use crate::tui::message::Effect;
use crate::tui::modal::{Modal, Naming, Prompt};
use crate::tui::turning::turned;

use super::Effects;

/// Arrows, page keys, Home and End: up and down at the side, pages in the chapter.
pub fn go(app: &mut App, command: Command) {
    let last = app.folio.lines().len() - 1;
    let end = crate::tui::view::report_end(app);
    let folio = &mut app.folio;
    let next = match command {
        Command::Down => (folio.cursor + 1).min(last),
        Command::Up => folio.cursor.saturating_sub(1),
        Command::First => 0,
        Command::Last => last,
        Command::PageDown => {
            folio.scroll = (folio.scroll + 10).min(end);
            return;
        }
        Command::PageUp => {
            folio.scroll = folio.scroll.saturating_sub(10);
            return;
        }
        Command::Left => return turn(app, -1),
        Command::Right => return turn(app, 1),
        _ => return,
    };
    put(app, next);
}

/// Puts the cursor on a line at the side.
pub fn put(app: &mut App, line: usize) {
    if app.folio.cursor != line {
        app.folio.cursor = line;
        app.folio.scroll = 0;
    }
}

/// Enter and Space: the next value, a chapter in or out, a text to type.
pub fn open(app: &mut App) {
    match app.folio.line() {
        Line::Date => {
            let date = app.folio.wanted.date.unwrap_or(app.date).to_string();
            ask(
                app,
                "The day that the report speaks of",
                Naming::ReportDate,
                &date,
            );
        }
        Line::Path => {
            let path = folio::path(app).display().to_string();
            ask(
                app,
                "Write the report to which file?",
                Naming::ReportPath,
                &path,
            );
        }
        _ => turn(app, 1),
    }
}

fn ask(app: &mut App, title: &str, naming: Naming, before: &str) {
    let prompt = Prompt::new(title, naming, before, "");
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Takes the next or previous value of the line under the cursor.
fn turn(app: &mut App, by: isize) {
    let own = app.model().system.edition;
    let line = app.folio.line();
    let wanted = &mut app.folio.wanted;
    match line {
        Line::Format => {
            wanted.format = turned(&Format::ALL, wanted.format, by);
            // A name that was typed keeps its form's ending.
            if let Some(path) = &mut wanted.path {
                path.set_extension(wanted.format.extension());
            }
        }
        Line::Audience => {
            wanted.audience = turned(&Audience::ALL, wanted.audience, by);
            wanted.chapters.clear();
        }
        Line::Edition => {
            let edition = turned(&Edition::ALL, wanted.edition.unwrap_or(own), by);
            wanted.edition = (edition != own).then_some(edition);
        }
        Line::Date | Line::Path => app.say(format!("{} types it", app.key(Command::Open))),
        Line::Chapter(chapter) => wanted.toggle(chapter),
        Line::Sitting => app.say("it is in the report as long as the review is under way"),
    }
}

/// Takes a date that was typed.
pub fn date(app: &mut App, typed: &str) -> Result<(), String> {
    let date: Date = typed
        .parse()
        .map_err(|error: crate::model::DateError| error.to_string())?;
    app.folio.wanted.date = (date != app.date).then_some(date);
    Ok(())
}

/// Takes a path that was typed; its ending says the form, where it names one.
pub fn path(app: &mut App, typed: &str) -> Result<(), String> {
    let path = super::telling::expanded(app, typed);
    let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
    let wanted = &mut app.folio.wanted;
    let named = ending.as_deref().map(Format::parse);
    match named {
        None => wanted.path = Some(path.with_extension(wanted.format.extension())),
        Some(Some(format)) => {
            wanted.format = format;
            wanted.path = Some(path);
        }
        Some(None) => {
            let known: Vec<&str> = Format::ALL.iter().map(|f| f.extension()).collect();
            return Err(format!(
                "a report's file ends in one of {}",
                known.join(", ")
            ));
        }
    }
    // The document is never written over by its report.
    if app.folio.wanted.path == app.file.path {
        app.folio.wanted.path = None;
        return Err("this is the document itself".into());
    }
    Ok(())
}

/// Opens the folder of the report that was written, or copies its path.
pub fn with_written(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(path) = app.folio.written.clone() else {
        app.say(format!(
            "no report was written yet: {} writes one",
            app.key(Command::Export)
        ));
        return;
    };
    if command == Command::CopyPath {
        effects.push(Effect::Copy(path.display().to_string()));
    } else {
        effects.push(Effect::OpenFolder(path));
    }
}
