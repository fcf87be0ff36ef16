//! Saving, exporting, recovering: what is asked of the outside, and what comes back from it.

use std::path::{Path, PathBuf};

use crate::store::Disk;
use crate::tui::app::{App, Export};
use crate::tui::command::Command;
use crate::tui::message::{After, Effect, SaveFailure, Saved};
use crate::tui::modal::confirm::Then;
use crate::tui::modal::{Answer, Confirm, Modal, Naming, Prompt};

use super::{Effects, disk_changes};

/// Saves, asking for a name first where there is none, and for leave where comments would go.
pub fn save(app: &mut App, next: After, effects: &mut Effects) {
    if app.refuses_change() {
        return;
    }
    if app.file.path.is_none() {
        if super::about::is_untitled(app) {
            super::about::ask_title_first(app, next);
        } else {
            ask_for_file(app, next);
        }
        return;
    }
    if app.file.disk == Disk::Changed {
        disk_changes::show(app, then(next), effects);
        return;
    }
    if app.file.comments {
        let text = vec![
            "The file has comments, which cannot be kept.".to_owned(),
            "A note on a component, flow or zone is kept.".to_owned(),
        ];
        let answers = [
            ('c', "Do not save", Answer::Stay),
            (
                's',
                "Save without the comments",
                Answer::SaveWithoutComments,
            ),
        ];
        app.modals.push(Modal::Confirm(Box::new(Confirm::new(
            "Save and drop comments?",
            text,
            &answers,
        ))));
        return;
    }
    let nothing = app.model().components.is_empty() && app.model().zones.is_empty();
    if nothing && !app.doc.is_dirty() && next == After::Nothing {
        app.say("nothing is drawn yet, so there is nothing to save");
        return;
    }
    if !app.doc.is_dirty() && next == After::Nothing && app.file.disk == Disk::Same {
        app.say("nothing has changed since the last save");
        return;
    }
    effects.push(Effect::Save { over: false, next });
}

/// Asks which file a document goes to that has none yet.
pub fn ask_for_file(app: &mut App, next: After) {
    let wanted = crate::model::slug(&app.model().system.title).unwrap_or_else(|| "system".into());
    let naming = Naming::SaveAs { next };
    let wanted = format!("{wanted}.ron");
    let prompt = Prompt::new("Save to which file?", naming, &wanted, "").proposing();
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// What follows when the document has been joined with the file.
fn then(next: After) -> Then {
    match next {
        After::Nothing => Then::Save,
        After::Quit => Then::SaveAndQuit,
        After::Start => Then::SaveAndStart,
    }
}

/// The path that a person typed, with the ending that documents have.
#[must_use]
pub fn path_of(app: &App, typed: &str) -> PathBuf {
    let path = expanded(app, typed);
    let document = path.extension().is_some_and(|ending| ending == "ron");
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    match name {
        // `v1.2` has an ending that is none.
        Some(name) if !document => path.with_file_name(format!("{name}.ron")),
        _ => path,
    }
}

/// A path as the shell would read it: `~` is the person's home folder.
#[must_use]
pub fn expanded(app: &App, typed: &str) -> PathBuf {
    match (typed.strip_prefix('~'), &app.home) {
        (Some(""), Some(home)) => home.clone(),
        (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => home.join(&rest[1..]),
        _ => PathBuf::from(typed),
    }
}

/// A save has ended.
pub fn saved(app: &mut App, result: Result<Saved, SaveFailure>, effects: &mut Effects) {
    match result {
        Ok(saved) => {
            app.doc.mark_saved();
            app.file.comments = false;
            app.file.disk = Disk::Same;
            // Whoever could save holds the file: a copy is one's own, whoever works on what it was made of.
            app.file.read_only = None;
            let other = app
                .file
                .path
                .as_ref()
                .is_some_and(|path| *path != saved.path);
            let from_now_on = if other {
                ", where you work from now on"
            } else {
                ""
            };
            let joined = app
                .joined
                .take()
                .map_or_else(String::new, |words| words + "; ");
            app.say(format!(
                "{joined}saved to {}{from_now_on}",
                saved.path.display()
            ));
            app.file.path = Some(saved.path);
            match saved.next {
                After::Quit => effects.push(Effect::Quit),
                After::Start => effects.push(Effect::ShowStart),
                After::Nothing => {}
            }
            if saved.next == After::Nothing && asks_to_save(app) {
                // It was saved meanwhile of its own accord: what is left of the question is asked, if anything is.
                app.modals.pop();
                super::leaving::quit(app, effects);
            }
        }
        Err(SaveFailure::ChangedUnderneath { next }) => {
            effects.push(Effect::ReadDisk(then(next)));
        }
        Err(SaveFailure::Exists(path)) => {
            let mut prompt = Prompt::new(
                "Save to which file?",
                Naming::SaveAs {
                    next: After::Nothing,
                },
                &path.display().to_string(),
                "",
            );
            prompt.error = Some("this file exists already; take another name".into());
            app.modals.push(Modal::Prompt(Box::new(prompt)));
        }
        Err(SaveFailure::Other(text)) => app.complain(format!("not saved: {text}")),
    }
}

fn asks_to_save(app: &App) -> bool {
    let saves = |(_, _, answer): &(char, String, Answer)| *answer == Answer::SaveAndQuit;
    matches!(app.modal(), Some(Modal::Confirm(confirm)) if confirm.answers.iter().any(saves))
}

/// Starts writing the report, unless one is being written.
pub fn export(app: &mut App, effects: &mut Effects) {
    if app.export.is_some() {
        app.say(format!(
            "the report is being written; {} stops it",
            app.key(Command::StepBack)
        ));
        return;
    }
    if app.model().components.is_empty() {
        app.say("the drawing is empty: there is nothing to report yet");
        return;
    }
    app.export = Some(Export::default());
    app.report.ordered = Some(app.report.wanted.clone());
    effects.push(Effect::Export);
}

/// The worker has come further.
pub fn export_step(app: &mut App, done: usize, all: usize, what: String) {
    if let Some(export) = &mut app.export {
        *export = Export { done, all, what };
    }
}

/// The worker has ended.
pub fn exported(app: &mut App, result: Result<Option<PathBuf>, String>) {
    app.export = None;
    // Nobody need be asked any more whether to leave without it.
    app.modals.retain(|modal| {
        let asks = |confirm: &Confirm| {
            confirm
                .answers
                .iter()
                .any(|(.., a)| *a == Answer::StopExportAndQuit)
        };
        !matches!(modal, Modal::Confirm(confirm) if asks(confirm))
    });
    match result {
        Ok(Some(path)) => {
            app.say(format!("report written to {}", shown(&path)));
            app.report.take_written(path);
        }
        Ok(None) => app.say("export stopped; nothing was written"),
        Err(error) => app.complain(format!("no report was written: {error}")),
    }
}

/// A text was written to a file.
pub fn written(app: &mut App, result: Result<PathBuf, String>) {
    match result {
        Ok(path) => {
            super::review_notes::told(app);
            app.say(format!("written to {}", shown(&path)));
        }
        Err(error) => app.complain(format!("not written: {error}")),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// An answer to a question of the program.
pub fn answered(app: &mut App, asked: &Confirm, answer: Answer, effects: &mut Effects) {
    match answer {
        Answer::Stay => {}
        Answer::SaveAndQuit if app.doc.is_dirty() || app.file.disk == Disk::Gone => {
            save(app, After::Quit, effects);
        }
        Answer::SaveAndQuit | Answer::QuitWithoutSaving => effects.push(Effect::Quit),
        Answer::SaveAndStart => save(app, After::Start, effects),
        Answer::StopExportAndQuit => {
            effects.push(Effect::StopExport);
            app.export = None;
            super::leaving::quit(app, effects);
        }
        Answer::BackToForm => super::leaving::back_to_form(app),
        Answer::WriteSettled => super::review_notes::write(app, effects),
        Answer::EndReview => super::review_notes::ended(app),
        Answer::Recover => effects.push(Effect::Recover),
        Answer::GiveUpRecovery => {
            effects.push(Effect::GiveUpRecovery);
            app.say("the unsaved work of the last session was given up");
        }
        Answer::SaveOver => effects.push(Effect::Save {
            over: true,
            next: After::Nothing,
        }),
        Answer::StartWithoutSaving => effects.push(Effect::ShowStart),
        Answer::TakeIn(how) => effects.push(Effect::TakeIn(how, asked.giving_way())),
        Answer::KeepApart => disk_changes::keep_apart(app),
        Answer::SaveWithoutComments => {
            app.file.comments = false;
            effects.push(Effect::Save {
                over: false,
                next: After::Nothing,
            });
        }
    }
}

/// The question whether to take up what the last session left.
#[must_use]
pub fn recovery_offer(text: Vec<String>) -> Confirm {
    let answers = [
        ('r', "Recover it", Answer::Recover),
        ('d', "Give it up", Answer::GiveUpRecovery),
        (
            'l',
            "Leave, and decide another time",
            Answer::QuitWithoutSaving,
        ),
    ];
    Confirm::new("Unsaved work from the last session", text, &answers)
}
