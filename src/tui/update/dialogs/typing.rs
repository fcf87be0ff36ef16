//! Text in a dialog: what is typed, pasted, or comes back from the person's own editor, and where it goes.

use crossterm::event::KeyEvent;

use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::drafts::Drafts;
use crate::tui::field::Field;
use crate::tui::keymap::Key;
use crate::tui::message::Effect;
use crate::tui::modal::Modal;
use crate::tui::update::{Effects, files, lines, own_threats, pasting, verify};

use super::{letter, tell_journal};

/// A pasted text goes where text is typed.
pub fn paste(app: &mut App, text: &str, effects: &mut Effects) {
    let before = Drafts::of(app);
    if pasting::paste(app, text) {
        tell_journal(app, &before, effects);
        return;
    }
    match app.modals.last_mut() {
        Some(Modal::Picker(picker)) => {
            picker.field.paste(text);
            picker.narrow();
        }
        Some(Modal::Prompt(prompt)) => {
            if std::mem::take(&mut prompt.proposed) {
                prompt.field.set("");
            }
            prompt.field.paste(text);
        }
        Some(Modal::CommandLine(line)) => line.field.paste(text),
        Some(Modal::Decision(form)) => {
            if let Some(field) = form.focused() {
                field.paste(text);
            }
        }
        Some(Modal::OwnThreat(form)) => {
            if let Some(field) = form.focused() {
                field.paste(text);
            }
        }
        Some(Modal::Control(form)) => {
            if let Some(field) = form.focused() {
                field.paste(text);
            }
        }
        Some(Modal::FindOut(form)) => form.focused().paste(text),
        Some(_) => {}
        None if app.screen == Screen::Draw => {
            app.say("this is no diagram; a Mermaid flowchart or a digraph can be pasted here");
        }
        None => app.say("nothing to paste into here: : opens the line for steps"),
    }
    lines::propose(app);
    tell_journal(app, &before, effects);
}

/// The field of the topmost form that has the keys.
fn focused(app: &mut App) -> Option<&mut Field> {
    match app.modals.last_mut() {
        Some(Modal::Decision(form)) => form.focused(),
        Some(Modal::OwnThreat(form)) => form.focused(),
        Some(Modal::Control(form)) => form.focused(),
        Some(Modal::FindOut(form)) => Some(form.focused()),
        _ => None,
    }
}

/// Hands the text of a field to the person's own editor.
pub fn edit_outside(app: &mut App, effects: &mut Effects) {
    match focused(app).map(|field| field.text()) {
        Some(text) => effects.push(Effect::Edit(text)),
        None => app.say("this field is chosen, not typed: left and right turn it"),
    }
}

/// A text comes back from the person's own editor.
pub fn edited(app: &mut App, text: Result<String, String>, effects: &mut Effects) {
    let text = match text {
        Ok(text) => text,
        Err(error) => return app.complain(error),
    };
    let before = Drafts::of(app);
    if let Some(field) = focused(app) {
        field.set("");
        field.paste(text.trim_end());
    }
    tell_journal(app, &before, effects);
}

/// A key that is no command.
pub fn text(app: &mut App, key: Key, event: KeyEvent, effects: &mut Effects) {
    match app.modals.last_mut() {
        Some(Modal::Picker(picker)) => {
            let changed = picker.field.input(event);
            picker.moved = false;
            if changed {
                picker.narrow();
            }
        }
        Some(Modal::Prompt(prompt)) => prompt.input(event),
        Some(Modal::CommandLine(line)) => {
            line.field.input(event);
            line.error = None;
            lines::propose(app);
        }
        Some(Modal::Decision(form)) => {
            form.error = None;
            if let Some(field) = form.focused() {
                field.input(event);
            } else {
                turn_status(app, key);
            }
        }
        Some(Modal::OwnThreat(_)) => own_threats::key(app, key, event),
        Some(Modal::Control(form)) => {
            form.error = None;
            if let Some(field) = form.focused() {
                field.input(event);
            } else {
                verify::turn_state(form, &key.to_string());
            }
        }
        Some(Modal::FindOut(form)) => {
            form.error = None;
            form.focused().input(event);
        }
        Some(Modal::Card(_)) | None => {}
        Some(Modal::Confirm(confirm)) => {
            if let Some(answer) = key.typed().and_then(|c| confirm.by_letter(c)) {
                let asked = confirm.clone();
                app.modals.pop();
                files::answered(app, &asked, answer, effects);
            }
        }
        Some(Modal::Letters(letters)) => {
            let target = key.typed().and_then(|c| letters.boxes.get(&c).cloned());
            let to = letters.to.clone();
            letter(app, key, target, to, effects);
        }
        Some(Modal::Layouts(_)) => {
            app.say(format!(
                "{} keeps this layout, {} shows the next one, {} leaves everything as it was",
                app.key(Command::Accept),
                app.key(Command::NextLayout),
                app.key(Command::Cancel)
            ));
        }
        Some(Modal::Pasted(_)) => {
            app.say(pasting::what_to_press(app));
        }
        Some(Modal::Moving(_)) => {
            app.say(format!(
                "the arrows move, {} leaves it here, {} puts it back",
                app.key(Command::Accept),
                app.key(Command::Cancel)
            ));
        }
    }
}

/// On the first field of the form, left and right turn the treatment, and its first letter takes it.
fn turn_status(app: &mut App, key: Key) {
    let Some(Modal::Decision(form)) = app.modals.last_mut() else {
        return;
    };
    match key.to_string().as_str() {
        "Left" | "h" => form.turn(-1),
        "Right" | "l" | "Space" => form.turn(1),
        text => {
            // The same letter again takes the next one: accept and avoid begin alike.
            let all = crate::model::DecisionStatus::ALL;
            let here = all.iter().position(|one| Some(*one) == form.status);
            let (before, after) = all.split_at(here.map_or(0, |at| at + 1));
            let mut round = after.iter().chain(before);
            if let Some(status) = round.find(|status| status.as_str().starts_with(text)) {
                form.status = Some(*status);
            }
        }
    }
}
