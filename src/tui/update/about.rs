//! What the cover of the report says of the system, and who answers for a component: a list of what can be said, each line typed
//! on its own.

use crate::model::{Field, Op, Target};
use crate::tui::app::App;
use crate::tui::message::After;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{Modal, Naming, Pick, Picker, Prompt, Purpose};
use crate::tui::wrap::fill;

use super::picked::set_or_unset;
use super::{Effects, changes, files};

/// What can be said of the system, with the words for it and what they mean.
const OF_SYSTEM: &[(Field, &str, &str)] = &[
    (
        Field::Title,
        "Title",
        "What the system is called; the cover of the report",
    ),
    (
        Field::Summary,
        "Summary",
        "What it does, in a sentence or two",
    ),
    (Field::Owner, "Owner", "The team that answers for it"),
    (
        Field::DocumentId,
        "Document",
        "The number under which the report is filed",
    ),
    (
        Field::Classification,
        "Classification",
        "Who may read the report, such as Internal",
    ),
    (
        Field::TargetLevel,
        "Level to reach",
        "1, 2 or 3: what has to be verified",
    ),
    (
        Field::Edition,
        "Edition",
        "Of the OWASP ML Top 10: 0.2 or 0.3",
    ),
    (
        Field::Insider,
        "Insiders",
        "Whether people of one's own count as attackers: yes or no",
    ),
    (Field::Note, "Note", "Anything else worth writing down"),
];

/// What can be said of a component.
const OF_COMPONENT: &[(Field, &str, &str)] = &[
    (
        Field::Owner,
        "Owner",
        "Who answers for it, or who supplies it",
    ),
    (Field::Note, "Note", "Anything else worth writing down"),
];

/// Lists what is said of the system.
pub fn system(app: &mut App) {
    list(app, &Target::System, None);
}

/// Lists what is said of the selected component.
pub fn component(app: &mut App) {
    if let Some(id) = app.canvas.selected_box().cloned() {
        list(app, &Target::Component(id), None);
    }
}

fn list(app: &mut App, target: &Target, at: Option<Field>) {
    let (fields, title) = match target {
        Target::Component(id) => (OF_COMPONENT, app.model().name_of(id).to_owned()),
        _ => (OF_SYSTEM, "The system".to_owned()),
    };
    let items = fields.iter().map(|(field, name, meaning)| {
        let said = said(app, target, *field);
        let name = fill(name, 16, app.theme.ascii());
        let said = if said.is_empty() {
            "-".to_owned()
        } else {
            said
        };
        Item::new(Pick::Field(*field), format!("{name}{said}")).detail(*meaning)
    });
    let purpose = Purpose::About(target.clone());
    let mut picker = Picker::new(title, purpose, items.collect());
    if let Some(field) = at {
        picker.put_cursor_on(&Pick::Field(field));
    }
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// What is said now.
fn said(app: &App, target: &Target, field: Field) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    if let Target::Component(id) = target {
        let component = app.model().components.get(id);
        return component.map_or_else(String::new, |component| match field {
            Field::Owner => text(&component.owner),
            _ => text(&component.note),
        });
    }
    let system = &app.model().system;
    match field {
        Field::Title => system.title.clone(),
        Field::Summary => system.summary.clone(),
        Field::Owner => system.owner.clone(),
        Field::DocumentId => text(&system.document_id),
        Field::Classification => text(&system.classification),
        Field::TargetLevel => system.target_level.to_string(),
        Field::Edition => system.edition.to_string(),
        Field::Insider => if system.insider { "yes" } else { "no" }.to_owned(),
        _ => text(&system.note),
    }
}

/// Asks for what is to be said.
pub fn ask(app: &mut App, target: Target, field: Field) {
    let fields = match target {
        Target::Component(_) => OF_COMPONENT,
        _ => OF_SYSTEM,
    };
    let Some((_, name, meaning)) = fields.iter().find(|(one, ..)| *one == field) else {
        return;
    };
    let title = format!("{name}. {meaning}");
    let before = said(app, &target, field);
    let mut prompt = Prompt::new(title, Naming::About(target, field), &before, "");
    if let Some(draft) = app.line_drafts.get(&prompt.naming.draft_key()) {
        prompt.field.set(draft);
    }
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Keeps what was typed, and lists the rest again.
pub fn keep(
    app: &mut App,
    target: &Target,
    field: Field,
    value: String,
    effects: &mut Effects,
) -> Result<(), String> {
    if value != said(app, target, field) {
        set_or_unset(app, target.clone(), field, value, effects)?;
    }
    list(app, target, Some(field));
    Ok(())
}

/// Whether nobody has said yet what the system is called.
pub fn is_untitled(app: &App) -> bool {
    app.model().system.title == crate::model::System::default().title
}

/// Asks what the system is called before it is saved for the first time: the report's cover and the file are named after it.
pub fn ask_title_first(app: &mut App, next: After) {
    let prompt = Prompt::new(
        "What is the system called?",
        Naming::TitleFirst { next },
        "",
        "",
    );
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// Takes the title, or does without, and goes on with saving.
pub fn titled(
    app: &mut App,
    value: String,
    next: After,
    effects: &mut Effects,
) -> Result<(), String> {
    if !value.is_empty() {
        let op = Op::Set {
            target: Target::System,
            field: Field::Title,
            value,
        };
        changes::step(app, &op, effects)?;
    }
    files::ask_for_file(app, next);
    Ok(())
}
