//! The Report screen: what is wanted of the report, and what is done with the file that was written.

use crate::model::{Date, Edition};
use crate::report::{Audience, Format};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::cycle::turned;
use crate::tui::message::Effect;
use crate::tui::modal::{Modal, Naming, Prompt};
use crate::tui::report::{self, ReportLine};

use super::Effects;

/// Arrows, page keys, Home and End: up and down at the side, pages in the chapter.
pub fn go(app: &mut App, command: Command) {
    let last = app.report.lines().len() - 1;
    let end = crate::tui::view::report_end(app);
    let screen = &mut app.report;
    let next = match command {
        Command::Down => (screen.cursor + 1).min(last),
        Command::Up => screen.cursor.saturating_sub(1),
        Command::First => 0,
        Command::Last => last,
        Command::PageDown => {
            screen.scroll = (screen.scroll + 10).min(end);
            return;
        }
        Command::PageUp => {
            screen.scroll = screen.scroll.saturating_sub(10);
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
    if app.report.cursor != line {
        app.report.cursor = line;
        app.report.scroll = 0;
    }
}

/// Enter and Space: the next value, a chapter in or out, a text to type.
pub fn open(app: &mut App) {
    match app.report.line() {
        ReportLine::Date => {
            let date = app.report.wanted.date.unwrap_or(app.date).to_string();
            ask(
                app,
                "The day that the report speaks of",
                Naming::ReportDate,
                &date,
            );
        }
        ReportLine::Path => {
            let path = report::path(app).display().to_string();
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
    let line = app.report.line();
    let wanted = &mut app.report.wanted;
    match line {
        ReportLine::Format => {
            wanted.format = turned(&Format::ALL, wanted.format, by);
            // A name that was typed keeps its form's ending.
            if let Some(path) = &mut wanted.path {
                path.set_extension(wanted.format.extension());
            }
        }
        ReportLine::Audience => {
            wanted.audience = turned(&Audience::ALL, wanted.audience, by);
            wanted.chapters.clear();
        }
        ReportLine::Edition => {
            let edition = turned(&Edition::ALL, wanted.edition.unwrap_or(own), by);
            wanted.edition = (edition != own).then_some(edition);
        }
        ReportLine::Date | ReportLine::Path => {
            app.say(format!("{} types it", app.key(Command::Open)));
        }
        ReportLine::Chapter(chapter) => wanted.toggle(chapter),
        ReportLine::Sitting => app.say("it is in the report as long as the review is under way"),
    }
}

/// Takes a date that was typed.
pub fn date(app: &mut App, typed: &str) -> Result<(), String> {
    let date: Date = typed
        .parse()
        .map_err(|error: crate::model::DateError| error.to_string())?;
    app.report.wanted.date = (date != app.date).then_some(date);
    Ok(())
}

/// Takes a path that was typed; its ending says the form, where it names one.
pub fn path(app: &mut App, typed: &str) -> Result<(), String> {
    let path = super::files::expanded(app, typed);
    let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
    let wanted = &mut app.report.wanted;
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
    if app.report.wanted.path == app.file.path {
        app.report.wanted.path = None;
        return Err("this is the document itself".into());
    }
    Ok(())
}

/// Opens the folder of the report that was written, or copies its path.
pub fn with_written(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(path) = app.report.written.clone() else {
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
