//! Threats of the team's own: the form that adds and changes them.

use crossterm::event::KeyEvent;

use crate::model::{FindingId, Op, RequirementId, Said, Score, ThreatId};
use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::keymap::Key;
use crate::tui::modal::picker::Item;
use crate::tui::modal::threat_form::ThreatDraft;
use crate::tui::modal::{Modal, Pick, Picker, Purpose, ThreatField, ThreatForm};

use super::{Effects, changes};

/// Opens the form of a new threat, at the component under the cursor.
pub fn add(app: &mut App) {
    let drafted = app.threat_drafts.keys();
    let known = &app.model().own_threats;
    let drafted = drafted.filter(|id| !known.contains_key(*id)).min().cloned();
    let free = || {
        (1..).map(|n| format!("OWN-{n}")).find_map(|text| {
            ThreatId::new(text)
                .ok()
                .filter(|id| !known.contains_key(id))
        })
    };
    let Some(id) = drafted.or_else(free) else {
        return;
    };
    let here = match app.screen {
        Screen::Draw => app.canvas.selected_box().cloned(),
        _ => app.finding_here().map(|finding| finding.component),
    };
    let here = here.filter(|id| app.model().components.contains_key(id));
    let before = ThreatDraft::of(&id, None, here.as_ref());
    let form = ThreatForm::new(before, false, app.threat_drafts.get(&id));
    app.modals.push(Modal::OwnThreat(Box::new(form)));
}

/// Opens the form of the threat under the cursor.
pub fn edit(app: &mut App) {
    let id = app.finding_here().map(|finding| finding.threat);
    let Some(id) = id.filter(|id| app.model().own_threats.contains_key(id)) else {
        return;
    };
    let before = ThreatDraft::of(&id, app.model().own_threats.get(&id), None);
    let form = ThreatForm::new(before, true, app.threat_drafts.get(&id));
    app.modals.push(Modal::OwnThreat(Box::new(form)));
}

/// Goes on with a threat that was typed and not kept.
pub fn go_on(app: &mut App, id: &ThreatId) {
    let known = app.model().own_threats.get(id);
    let before = ThreatDraft::of(id, known, None);
    let form = ThreatForm::new(before, known.is_some(), app.threat_drafts.get(id));
    app.modals.push(Modal::OwnThreat(Box::new(form)));
}

fn form(app: &mut App) -> Option<&mut ThreatForm> {
    match app.modals.last_mut() {
        Some(Modal::OwnThreat(form)) => Some(form),
        _ => None,
    }
}

/// A key that is no command: text, a score, or the list of a field.
pub fn key(app: &mut App, key: Key, event: KeyEvent) {
    let Some(form) = form(app) else { return };
    form.error = None;
    if let Some(field) = form.focused() {
        field.input(event);
        return;
    }
    let digit = key
        .typed()
        .and_then(|c| c.to_digit(10))
        .and_then(|n| u8::try_from(n).ok());
    match (form.focus, key.to_string().as_str(), digit) {
        (ThreatField::At | ThreatField::Requirements, "Space" | "Right", _) => choose(app),
        (_, "Left" | "h" | "-", _) => form.rate(|score| score.saturating_sub(1)),
        (_, "Right" | "l" | "+" | "Space", _) => form.rate(|score| score + 1),
        (.., Some(digit)) => form.rate(|_| digit),
        _ => {}
    }
}

/// Tab, arrows and Enter.
pub fn field(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(form) = form(app) else { return };
    match (command, form.focus) {
        (Command::NextField, _) => form.step(1),
        (Command::PreviousField, _) => form.step(-1),
        (_, ThreatField::At | ThreatField::Requirements) => choose(app),
        (_, ThreatField::Note) => super::dialogs::accept(app, effects),
        _ => form.step(1),
    }
}

/// Opens the list of the field that has the keys.
pub fn choose(app: &mut App) {
    let Some(Modal::OwnThreat(form)) = app.modal() else {
        return;
    };
    let mark = |marked: bool| if marked { "[x]" } else { "[ ]" };
    let how = "Space ticks it, or takes the tick away";
    let picker = if form.focus == ThreatField::At {
        let components = app.model().components.iter();
        let items = components.map(|(id, component)| {
            let kind = app.catalog.kind(&component.kind);
            let kind = kind.map_or(component.kind.as_str(), |kind| kind.name.as_str());
            Item::new(
                Pick::Component(id.clone()),
                format!("{} {}", mark(form.at.contains(id)), component.name),
            )
            .note(kind)
            .detail(how)
        });
        Picker::new("Where does it stand?", Purpose::ThreatAt, items.collect())
    } else {
        let requirements = app.catalog.entries().requirements.iter();
        let known = requirements
            .filter_map(|(id, entry)| Some((RequirementId::new(id.as_str()).ok()?, entry)));
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(id, _)| id.numbers());
        let items = known.into_iter().map(|(id, requirement)| {
            let text = format!("{} {id}", mark(form.requirements.contains(&id)));
            Item::new(Pick::Requirement(id), text)
                .note(crate::tui::wrap::cut(
                    &requirement.title,
                    50,
                    app.theme.ascii(),
                ))
                .detail(requirement.text.clone())
        });
        Picker::new(
            "What acts on it?",
            Purpose::ThreatRequirements,
            items.collect(),
        )
    };
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Marks a line of the list for the form below, or takes the mark away.
pub fn toggle(app: &mut App, pick: &Pick) {
    let Some(form) = form(app) else { return };
    match pick {
        Pick::Component(id) if !form.at.remove(id) => {
            form.at.insert(id.clone());
        }
        Pick::Requirement(id) if !form.requirements.remove(id) => {
            form.requirements.insert(id.clone());
        }
        _ => {}
    }
}

/// Esc: what was typed is kept until the form is opened again.
pub fn left(app: &mut App, form: &ThreatForm) {
    if form.is_changed() {
        app.threat_drafts.insert(form.id.clone(), form.draft());
        app.say(format!(
            "what you typed on {} is kept until you come back",
            form.id
        ));
    } else {
        app.threat_drafts.remove(&form.id);
    }
}

/// Records what the form says; the form comes back where that cannot be done.
pub fn keep(app: &mut App, mut form: Box<ThreatForm>, effects: &mut Effects) {
    if let Err(error) = record(app, &form, effects) {
        form.error = Some(error);
        app.modals.push(Modal::OwnThreat(form));
    }
}

fn record(app: &mut App, form: &ThreatForm, effects: &mut Effects) -> Result<(), String> {
    let draft = form.draft();
    if draft.name.is_empty() {
        return Err("give it a name first".into());
    }
    if draft.at.is_empty() {
        return Err("say at which components it stands: that field lists them".into());
    }
    let said = |text: &str| Said::from((!text.is_empty()).then(|| text.to_owned()));
    let op = Op::Threat {
        id: draft.id.clone(),
        name: Some(draft.name),
        at: Said::This(draft.at.clone()),
        likelihood: Some(Score::new(draft.likelihood)?),
        impact: Some(Score::new(draft.impact)?),
        requirements: if draft.requirements.is_empty() {
            Said::Empty
        } else {
            Said::This(draft.requirements)
        },
        note: said(&draft.note),
        text: said(&draft.text),
    };
    changes::step(app, &op, effects)?;
    app.threat_drafts.remove(&draft.id);
    let component = draft.at.into_iter().next();
    if let (Some(component), Screen::Threats) = (component, app.screen) {
        let id = FindingId {
            threat: draft.id,
            component,
        };
        if app
            .register
            .at
            .as_ref()
            .is_none_or(|at| at.threat != id.threat)
        {
            app.register.go_to(id);
        }
    }
    Ok(())
}
