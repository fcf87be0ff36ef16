//! What a sitting leaves behind: notes, the list of what was settled, and its end.

use crate::analysis::Subject;
use crate::model::{DecisionStatus, Field, FindingId, Op, Said, Target};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::message::Effect;
use crate::tui::modal::{Answer, Confirm, Modal, Naming, Prompt};
use crate::tui::review;

use super::{Effects, changes};

/// A note on what the point is about: kept at the finding's decision, at the component, or at the system.
pub fn note(app: &mut App) {
    let Some(point) = app.review.point() else {
        app.say("there is no point in front to note something on");
        return;
    };
    let model = app.model();
    let (naming, title, before) = match (&point.subject, &point.component) {
        (Subject::Finding(id), _) => {
            let before = model.decisions.get(id).and_then(|one| one.note.clone());
            (Naming::FindingNote(id.clone()), title_on(app, id), before)
        }
        (_, Some(id)) => {
            let before = model.components.get(id).and_then(|one| one.note.clone());
            let title = format!("Note on {}", model.name_of(id));
            (Naming::ComponentNote(id.clone()), title, before)
        }
        _ => {
            let before = model.system.note.clone();
            (Naming::SystemNote, "Note on the system".to_owned(), before)
        }
    };
    let before = before.unwrap_or_default();
    let mut prompt = Prompt::new(title, naming, &before, "");
    if let Some(draft) = app.line_drafts.get(&prompt.naming.draft_key()) {
        prompt.field.set(draft);
    }
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Keeps a note.
pub fn keep_note(
    app: &mut App,
    naming: &Naming,
    text: &str,
    effects: &mut Effects,
) -> Result<(), String> {
    let op = match naming {
        Naming::FindingNote(id) => {
            let status = app.model().decisions.get(id).map(|one| one.status);
            Op::Decide {
                finding: id.clone(),
                status: status.unwrap_or(DecisionStatus::Open),
                owner: Said::Nothing,
                due: Said::Nothing,
                because: Said::Nothing,
                ticket: Said::Nothing,
                note: Said::from((!text.is_empty()).then(|| text.to_owned())),
            }
        }
        Naming::ComponentNote(id) => note_op(Target::Component(id.clone()), text),
        _ => note_op(Target::System, text),
    };
    let label = match naming {
        Naming::FindingNote(id) => title_on(app, id),
        Naming::ComponentNote(id) => format!("Note on {}", app.model().name_of(id)),
        _ => "Note on the system".into(),
    };
    changes::step_as(app, &op, Some(label), effects).map(drop)
}

fn title_on(app: &App, id: &FindingId) -> String {
    let name = super::threat_name(app, id.threat.as_str());
    format!("Note on {name} at {}", app.model().name_of(&id.component))
}

fn note_op(target: Target, text: &str) -> Op {
    let field = Field::Note;
    if text.is_empty() {
        Op::Unset { target, field }
    } else {
        Op::Set {
            target,
            field,
            value: text.to_owned(),
        }
    }
}

/// Puts what was settled on the clipboard, as Markdown.
pub fn copy(app: &mut App, effects: &mut Effects) {
    if let Some(text) = markdown(app) {
        let lines = crate::tui::wrap::count(text.lines().count(), "line", "lines");
        effects.push(Effect::Copy(text));
        app.say(format!(
            "copied as Markdown, {lines}, as far as the terminal lets programs copy"
        ));
        told(app);
    }
}

/// The list of what was settled is somewhere else too: leaving loses nothing of it.
pub fn told(app: &mut App) {
    let revision = app.doc.revision();
    if let Some(session) = app.review.session.as_mut() {
        session.told = Some(revision);
    }
}

/// Writes what was settled beside the document, as Markdown.
pub fn write(app: &mut App, effects: &mut Effects) {
    let Some(text) = markdown(app) else { return };
    let document = app.file.path.clone();
    let stem = document.as_ref().and_then(|path| path.file_stem());
    let stem = stem.map_or_else(
        || "system".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    let name = format!("{stem}-review-{}.md", app.date);
    let path = document.map_or_else(|| name.clone().into(), |path| path.with_file_name(&name));
    effects.push(Effect::Write { path, text });
}

fn markdown(app: &mut App) -> Option<String> {
    let Some(sitting) = review::settled(app) else {
        app.say("the review has not begun: there is nothing to write");
        return None;
    };
    Some(crate::report::sitting_markdown(
        app.model(),
        &app.catalog,
        &app.derived.assessment,
        &sitting,
    ))
}

/// Asks whether to end the sitting: its list cannot be had again.
pub fn end(app: &mut App) {
    if app.review.session.is_none() {
        app.say(format!(
            "the review has not begun: {} begins it",
            app.key(Command::Open)
        ));
        return;
    }
    let text = vec![
        "What was settled stays in the document.".to_owned(),
        "The list of what was settled in this sitting is forgotten.".to_owned(),
    ];
    let answers = [
        ('c', "Go on with it", Answer::Stay),
        ('e', "End it", Answer::EndReview),
    ];
    app.modals.push(Modal::Confirm(Box::new(Confirm::new(
        "End this sitting?",
        text,
        &answers,
    ))));
}

/// Ends the sitting.
pub fn ended(app: &mut App) {
    app.review = review::Review::default();
    app.say("the sitting has ended");
}
