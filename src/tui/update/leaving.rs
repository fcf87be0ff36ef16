//! Leaving the program or the document: at once where nothing would be lost, else with a question that says what would be.

use crate::store::Disk;
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::message::Effect;
use crate::tui::modal::{Answer, Confirm, Modal};
use crate::tui::review;

use super::{Effects, asking, own_threats, verify};

/// Leaves the program.
pub fn quit(app: &mut App, effects: &mut Effects) {
    if app.export.is_some() {
        let text = vec!["The report is still being written.".to_owned()];
        let answers = [
            ('s', "Stay", Answer::Stay),
            ('l', "Stop it and leave", Answer::StopExportAndQuit),
        ];
        ask(app, "Leave now?", text, &answers);
        return;
    }
    let lost = would_be_lost(app);
    if lost.is_empty() {
        effects.push(Effect::Quit);
        return;
    }
    let typed = app.has_drafts();
    let mut answers = Vec::new();
    if typed {
        answers.push(('b', "Back to what was typed", Answer::BackToForm));
    }
    if !is_saved(app) {
        let words = if typed {
            "Save and leave without what was typed"
        } else {
            "Save and leave"
        };
        answers.push(('s', words, Answer::SaveAndQuit));
    }
    if is_unwritten(app) {
        let words = "Write the list of what was settled to a file";
        answers.push(('w', words, Answer::WriteSettled));
    }
    let words = if is_saved(app) {
        "Leave without it"
    } else {
        "Leave without saving"
    };
    answers.push(('d', words, Answer::QuitWithoutSaving));
    answers.push(('c', "Stay", Answer::Stay));
    ask(app, "Leave now?", lost, &answers);
}

/// Leaves the document for the start page.
pub fn to_start(app: &mut App, effects: &mut Effects) {
    let lost = would_be_lost(app);
    if lost.is_empty() {
        effects.push(Effect::ShowStart);
        return;
    }
    let typed = app.has_drafts();
    let mut answers = vec![('c', "Stay", Answer::Stay)];
    if typed {
        answers.insert(0, ('b', "Back to what was typed", Answer::BackToForm));
    }
    if !is_saved(app) {
        let words = if typed {
            "Save and go there without what was typed"
        } else {
            "Save and go there"
        };
        answers.push(('s', words, Answer::SaveAndStart));
    }
    let words = if is_saved(app) {
        "Go there without it"
    } else {
        "Go there without saving"
    };
    answers.push(('d', words, Answer::StartWithoutSaving));
    ask(app, "Leave this document?", lost, &answers);
}

fn ask(app: &mut App, title: &str, text: Vec<String>, answers: &[(char, &str, Answer)]) {
    let confirm = Confirm::new(title, text, answers);
    app.modals.push(Modal::Confirm(Box::new(confirm)));
}

/// Whether leaving would lose something.
pub fn would_lose(app: &App) -> bool {
    !would_be_lost(app).is_empty()
}

/// What leaving would lose, in sentences.
fn would_be_lost(app: &App) -> Vec<String> {
    let mut lost = Vec::new();
    if app.tour.is_some() || app.file.read_only.is_some() {
        return lost;
    }
    if app.doc.is_dirty() {
        lost.push(format!(
            "{} has changes that are not saved.",
            app.file_name()
        ));
    }
    if app.file.disk == Disk::Gone {
        lost.push(format!("{} is gone from the disk.", app.file_name()));
    }
    let model = app.model();
    for id in app.decision_drafts.keys() {
        let threat = super::threat_name(app, id.threat.as_str());
        let component = model.name_of(&id.component);
        lost.push(format!(
            "The decision on {threat} at {component} was typed, but not kept."
        ));
    }
    for (id, draft) in &app.threat_drafts {
        let name = if draft.name.is_empty() {
            id.as_str()
        } else {
            &draft.name
        };
        lost.push(format!("The threat {name} was typed, but not kept."));
    }
    for id in app.control_drafts.keys() {
        let name = model.control_name(id);
        lost.push(format!("The state of {name} was typed, but not kept."));
    }
    if is_unwritten(app) {
        lost.push("The list of what was settled in this sitting is in no file.".to_owned());
    }
    lost
}

/// Whether the file says what the document says.
fn is_saved(app: &App) -> bool {
    !app.doc.is_dirty() && app.file.disk != Disk::Gone
}

/// Whether something was settled in the sitting since its list was written or copied.
fn is_unwritten(app: &App) -> bool {
    let session = app.review.session.as_ref();
    session.is_some_and(|session| session.told != Some(app.doc.revision()))
        && review::settled(app).is_some_and(|sitting| sitting.count() > 0)
}

/// Goes on with what was typed and not kept.
pub fn back_to_form(app: &mut App) {
    if let Some(id) = app.decision_drafts.keys().next().cloned() {
        asking::decide(app, &id);
    } else if let Some(id) = app.threat_drafts.keys().next().cloned() {
        own_threats::go_on(app, &id);
    } else if let Some(id) = app.control_drafts.keys().next().cloned() {
        verify::open_form(app, &id);
    }
}

/// Ctrl-C in a dialog: where leaving was asked for already, it is meant. What is not saved stays in the journal, and the next
/// session offers it.
pub fn at_once(app: &mut App, effects: &mut Effects) {
    let leaves = |confirm: &Confirm| {
        let quits = |answer: &Answer| {
            matches!(
                answer,
                Answer::QuitWithoutSaving | Answer::StopExportAndQuit
            )
        };
        confirm.answers.iter().any(|(.., answer)| quits(answer))
    };
    match app.modal() {
        Some(Modal::Confirm(confirm)) if leaves(confirm) => {
            if app.export.is_some() {
                effects.push(Effect::StopExport);
            }
            effects.push(Effect::QuitAsItIs);
        }
        _ => super::dialogs::command(app, Command::Cancel, effects),
    }
}
