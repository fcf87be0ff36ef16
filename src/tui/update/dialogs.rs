//! Keys while a dialog is open: commands by the table, the rest is text.

use crossterm::event::KeyEvent;

use crate::model::ComponentId;
use crate::tui::app::{App, Screen};
use crate::tui::command::{Command, Need};
use crate::tui::field::Field;
use crate::tui::keymap::{Key, Lookup};
use crate::tui::message::Effect;
use crate::tui::modal::find_out::FindOutField;
use crate::tui::modal::form::FormField;
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::{Card, ControlField, Letters, Modal, Purpose};
use crate::tui::unkept::Unkept;

use super::{
    Effects, adding, arranging, asking, cards, drawing, finding_out, lines, moving, pasting,
    taking, telling, threats, verifying,
};

/// A key while a dialog is open.
pub fn key(app: &mut App, key: Key, event: KeyEvent, effects: &mut Effects) {
    let Some(place) = app.modal().map(Modal::place) else {
        return;
    };
    let before = Unkept::of(app);
    match app.keymap.look_up(&[place], &[key]) {
        // In a list with boxes a blank may stand in what is searched for.
        Lookup::Found(row) if row.command == Command::Tick && goes_on_with_text(app) => {
            text(app, key, event, effects);
        }
        Lookup::Found(row) => {
            // The first key to the next field takes what stands there as a proposal; the others, as arrows, only go on.
            let first = app.keymap.keys(row).next().and_then(Key::parse);
            if row.command == Command::NextField && first == Some(key) {
                take_ghost(app);
            }
            app.pressed = Some(key);
            command(app, row.command, effects);
        }
        _ => text(app, key, event, effects),
    }
    tell_journal(app, &before, effects);
}

fn goes_on_with_text(app: &App) -> bool {
    matches!(app.modal(), Some(Modal::Picker(picker)) if picker.blank_is_text())
}

fn take_ghost(app: &mut App) {
    match app.modals.last_mut() {
        Some(Modal::Control(form)) => form.take_ghost(),
        Some(Modal::FindOut(form)) => form.take_ghost(),
        _ => {}
    }
}

/// A pasted text goes where text is typed.
pub fn paste(app: &mut App, text: &str, effects: &mut Effects) {
    let before = Unkept::of(app);
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
fn edit_outside(app: &mut App, effects: &mut Effects) {
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
    let before = Unkept::of(app);
    if let Some(field) = focused(app) {
        field.set("");
        field.paste(text.trim_end());
    }
    tell_journal(app, &before, effects);
}

/// Writes what is typed to the journal, when it changed.
pub fn tell_journal(app: &App, before: &Unkept, effects: &mut Effects) {
    let after = Unkept::of(app);
    if after != *before {
        effects.push(Effect::Draft(after.to_text()));
    }
}

fn text(app: &mut App, key: Key, event: KeyEvent, effects: &mut Effects) {
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
        Some(Modal::OwnThreat(_)) => threats::key(app, key, event),
        Some(Modal::Control(form)) => {
            form.error = None;
            if let Some(field) = form.focused() {
                field.input(event);
            } else {
                verifying::turn_state(form, &key.to_string());
            }
        }
        Some(Modal::FindOut(form)) => {
            form.error = None;
            form.focused().input(event);
        }
        Some(Modal::Card(card)) => {
            let number = key.typed().and_then(|c| c.to_digit(10)).map(|n| n as usize);
            if let Some(at) = number.filter(|n| (1..=card.choices.len()).contains(n)) {
                card.cursor = at - 1;
                if card.many {
                    card.toggle();
                } else {
                    accept(app, effects);
                }
            }
        }
        Some(Modal::Confirm(confirm)) => {
            if let Some(answer) = key.typed().and_then(|c| confirm.by_letter(c)) {
                let asked = confirm.clone();
                app.modals.pop();
                telling::answered(app, &asked, answer, effects);
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
        None => {}
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
            let all = crate::model::DecisionStatus::ALL;
            if let Some(status) = all.iter().find(|status| status.as_str().starts_with(text)) {
                form.status = *status;
            }
        }
    }
}

fn letter(
    app: &mut App,
    key: Key,
    target: Option<ComponentId>,
    to: LetterUse,
    effects: &mut Effects,
) {
    let Some(target) = target else {
        app.say(format!(
            "no box has the letter {key}; {} finds it by name, {} goes back",
            app.key(Command::Search),
            app.key(Command::Cancel)
        ));
        return;
    };
    app.modals.pop();
    take_box(app, target, to, effects);
}

/// A box was chosen by its letter or by a click.
pub(super) fn take_box(app: &mut App, target: ComponentId, to: LetterUse, effects: &mut Effects) {
    match to {
        LetterUse::Jump => moving::select(app, target),
        LetterUse::Connect { from, reverse } => join(app, &from, &target, reverse, effects),
    }
}

/// Connects two boxes.
pub(super) fn join(
    app: &mut App,
    from: &ComponentId,
    target: &ComponentId,
    reverse: bool,
    effects: &mut Effects,
) {
    let (start, end) = if reverse {
        (target, from)
    } else {
        (from, target)
    };
    if let Err(error) = drawing::connect_with(app, start, end, from, effects) {
        app.complain(error);
    }
}

/// Does a command of the topmost dialog.
pub fn command(app: &mut App, command: Command, effects: &mut Effects) {
    match app.modal() {
        Some(Modal::Layouts(_)) => return arranging::offered(app, command, effects),
        Some(Modal::Pasted(_)) if command != Command::Help => {
            return pasting::command(app, command, effects);
        }
        Some(Modal::Moving(_)) => return arranging::moving(app, command, effects),
        _ => {}
    }
    match command {
        Command::FlowKind => adding::choose_for_new(app),
        Command::Cancel => cancel(app),
        Command::LeaveAtOnce => super::leaving::at_once(app, effects),
        Command::Accept => accept(app, effects),
        Command::Down | Command::Up | Command::PageDown | Command::PageUp => step(app, command),
        Command::Complete => {
            if let Some(Modal::CommandLine(line)) = app.modals.last_mut() {
                line.complete();
                lines::propose(app);
            }
        }
        Command::NextField | Command::PreviousField | Command::Open => field(app, command, effects),
        Command::ToggleValue => {
            if let Some(Modal::Card(card)) = app.modals.last_mut() {
                if card.many {
                    card.toggle();
                } else {
                    app.say(format!(
                        "only one value can hold: {} answers with it",
                        app.key(Command::Accept)
                    ));
                }
            }
        }
        Command::OtherSide => other_side(app),
        Command::Tick => tick(app, effects),
        Command::Skip => skip(app),
        Command::Earlier => {
            if let Some(Modal::Card(card)) = app.modals.pop() {
                cards::back(app, *card);
            }
        }
        Command::FindOut => {
            if let Some(Modal::Card(card)) = app.modals.pop() {
                finding_out::open_from(app, *card);
            }
        }
        Command::ShowOnCanvas => {
            if let Some(Modal::Card(card)) = app.modals.pop() {
                moving::go_to_component(app, card.component.clone());
            }
        }
        Command::Search => letters_by_name(app),
        Command::EditOutside => edit_outside(app, effects),
        Command::Help => super::searching::open(app, Command::Help),
        _ => {}
    }
}

/// Ticks a line, and leaves the list open on it.
fn tick(app: &mut App, effects: &mut Effects) {
    let Some(Modal::Picker(picker)) = app.modals.pop() else {
        return;
    };
    let Some(item) = picker.current().cloned() else {
        app.modals.push(Modal::Picker(picker));
        return;
    };
    let below = app.modals.len();
    taking::take(app, (*picker).clone(), effects);
    if app.modals.len() == below {
        match &picker.purpose {
            Purpose::Register => super::deciding::choose_filter(app),
            Purpose::Filter => verifying::choose_filter(app),
            Purpose::FlowCarries(flow) => super::asking::choose_carries(app, flow.clone()),
            Purpose::ThreatAt | Purpose::ThreatRequirements => threats::choose(app),
            _ => {}
        }
    }
    if let Some(Modal::Picker(next)) = app.modals.last_mut() {
        next.field = picker.field;
        next.narrow();
        next.put_cursor_on(&item.pick);
        next.ticked = true;
    }
}

/// Lets the other side stand in the marked disagreement; where none is, the arrows go to the next and previous answer.
fn other_side(app: &mut App) {
    let back = app.pressed.is_some_and(|key| key.to_string() == "Left");
    if let Some(Modal::Confirm(confirm)) = app.modals.last_mut() {
        if confirm.turn_side() {
            return;
        }
        confirm.step(if back { -1 } else { 1 });
    }
}

fn step(app: &mut App, command: Command) {
    let by = match command {
        Command::Down => 1,
        Command::Up => -1,
        Command::PageDown => 8,
        _ => -8,
    };
    let furthest = crate::tui::view::furthest(app);
    match app.modals.last_mut() {
        Some(Modal::Picker(picker)) => picker.step(by),
        Some(Modal::Card(card)) => card.step(by),
        Some(Modal::Confirm(confirm)) if by.abs() > 1 => confirm.scroll_by(by, furthest),
        Some(Modal::Confirm(confirm)) => confirm.step(by),
        Some(Modal::CommandLine(line)) => {
            if line.field.is_blank() && by < 0 {
                lines::recall(app);
            } else {
                line.step(by);
            }
        }
        _ => {}
    }
}

/// Tab, arrows and Enter in a form. In a text of several lines, up and down move within it first.
fn field(app: &mut App, command: Command, effects: &mut Effects) {
    if let Some(Modal::Control(form)) = app.modals.last_mut() {
        let last = form.focus == ControlField::ALL[ControlField::ALL.len() - 1];
        match command {
            Command::NextField => form.step(1),
            Command::PreviousField => form.step(-1),
            _ if last => accept(app, effects),
            _ => form.step(1),
        }
        return;
    }
    if let Some(Modal::FindOut(form)) = app.modals.last_mut() {
        let last = form.focus == FindOutField::Note;
        match command {
            Command::NextField => form.step(1),
            Command::PreviousField => form.step(-1),
            _ if last => accept(app, effects),
            _ => form.step(1),
        }
        return;
    }
    let Some(Modal::Decision(form)) = app.modals.last_mut() else {
        threats::field(app, command, effects);
        return;
    };
    let last = form.focus == FormField::ALL[FormField::ALL.len() - 1];
    match command {
        Command::NextField => form.step(1),
        Command::PreviousField => form.step(-1),
        _ if last => accept(app, effects),
        _ => form.step(1),
    }
}

/// Esc: what was typed is kept and comes back when the same dialog is opened again.
fn cancel(app: &mut App) {
    match app.modals.pop() {
        Some(Modal::Decision(form)) => {
            if form.is_changed() {
                app.drafts.insert(form.finding.clone(), form.draft());
                app.say(format!(
                    "what you typed on {} is kept until you come back",
                    form.finding
                ));
            } else {
                app.drafts.remove(&form.finding);
            }
        }
        Some(Modal::OwnThreat(form)) => threats::left(app, &form),
        Some(Modal::Control(form)) => {
            if form.is_changed() {
                app.control_drafts
                    .insert(form.control.clone(), form.draft());
                app.say(format!(
                    "what you typed on {} is kept until you come back",
                    form.control
                ));
            } else {
                app.control_drafts.remove(&form.control);
            }
        }
        Some(Modal::FindOut(form)) => {
            if form.is_changed() {
                app.kept.insert(form.kept_under(), form.typed());
                app.say("what you typed is kept until you come back");
            } else {
                app.kept.remove(&form.kept_under());
            }
            finding_out::go_back(app, &form);
        }
        Some(Modal::Prompt(prompt)) => {
            let key = prompt.naming.kept_under();
            if prompt.field.text() == prompt.before || prompt.field.is_blank() {
                app.kept.remove(&key);
            } else {
                app.kept.insert(key, prompt.field.text());
                app.say("what you typed is kept until you come back");
            }
        }
        Some(Modal::CommandLine(line)) => {
            let kept = lines::kept_under(line.draws);
            // What is kept goes only when it was brought back and wiped out: then it is not there any more.
            if !line.field.is_blank() {
                app.kept.insert(kept.into(), line.field.text());
                app.say(format!(
                    "the line is kept: `{kept}`, then Up brings it back"
                ));
            }
        }
        Some(Modal::Confirm(confirm)) if confirm.must_be_answered() => {
            app.modals.push(Modal::Confirm(confirm));
        }
        _ => {}
    }
}

/// Enter.
pub fn accept(app: &mut App, effects: &mut Effects) {
    match app.modals.pop() {
        // What was ticked holds already.
        Some(Modal::Picker(picker)) if picker.ticked => {}
        Some(Modal::Picker(picker)) => taking::take(app, *picker, effects),
        Some(Modal::Prompt(prompt)) => taking::name(app, *prompt, effects),
        Some(Modal::CommandLine(line)) => lines::run(app, *line, effects),
        Some(Modal::Decision(mut form)) => {
            if let Err(error) = asking::keep_decision(app, &form, effects) {
                form.error = Some(error);
                app.modals.push(Modal::Decision(form));
            }
        }
        Some(Modal::OwnThreat(form)) => threats::keep(app, form, effects),
        Some(Modal::Control(mut form)) => {
            if let Err(error) = verifying::keep(app, &mut form, effects) {
                form.error = Some(error);
                app.modals.push(Modal::Control(form));
            }
        }
        Some(Modal::FindOut(mut form)) => {
            if let Err(error) = finding_out::keep(app, &form, effects) {
                form.error = Some(error);
                app.modals.push(Modal::FindOut(form));
            }
        }
        Some(Modal::Card(card)) => answer(app, *card, effects),
        Some(Modal::Confirm(mut confirm)) => {
            if confirm.turn_side() {
                app.modals.push(Modal::Confirm(confirm));
            } else if let Some(answer) = confirm.current() {
                telling::answered(app, &confirm, answer, effects);
            }
        }
        Some(
            modal @ (Modal::Letters(_) | Modal::Layouts(_) | Modal::Moving(_) | Modal::Pasted(_)),
        ) => {
            app.modals.push(modal);
        }
        None => {}
    }
}

fn answer(app: &mut App, card: Card, effects: &mut Effects) {
    if let Err(error) = asking::answer(app, &card, effects) {
        app.complain(error);
        app.modals.push(Modal::Card(Box::new(card)));
        return;
    }
    // In a round of questions the next one follows, until Esc.
    if card.round && !card.choices.is_empty() {
        let (skipped, trail) = cards::after(card);
        cards::go_round(app, skipped, trail);
    }
}

fn skip(app: &mut App) {
    if let Some(Modal::Card(card)) = app.modals.pop() {
        let this = (card.component.clone(), card.asks.clone());
        let (mut skipped, trail) = cards::after(*card);
        skipped.push(this);
        cards::go_round(app, skipped, trail);
    }
}

fn letters_by_name(app: &mut App) {
    if let Some(Modal::Letters(Letters { to, .. })) = app.modals.pop() {
        match to {
            LetterUse::Jump => super::searching::open(app, Command::Search),
            LetterUse::Connect { from, reverse } => drawing::connect_by_name(app, from, reverse),
        }
    }
}

/// Whether a command could run now; the help and the hint line show only those.
#[must_use]
pub fn can_run(app: &App, need: Need, writes: bool) -> bool {
    app.has(need) && !(writes && app.file.read_only.is_some())
}
