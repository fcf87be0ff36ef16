//! Keys while a dialog is open: commands by the table, the rest is text.

mod typing;

pub use typing::{edited, paste};

use crossterm::event::KeyEvent;

use crate::model::ComponentId;
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::command::{Command, Need};
use crate::tui::drafts::Drafts;
use crate::tui::keymap::{Key, Lookup};
use crate::tui::message::Effect;
use crate::tui::modal::find_out::FindOutField;
use crate::tui::modal::form::FormField;
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::{Card, ControlField, Letters, Modal, Purpose};

use super::{
    Effects, adding, arranging, asking, cards, drawing, files, finding_out, lines, moving,
    own_threats, pasting, paths, picked, verify,
};

/// A key while a dialog is open.
pub fn key(app: &mut App, key: Key, event: KeyEvent, effects: &mut Effects) {
    let Some(place) = app.modal().map(Modal::place) else {
        return;
    };
    let before = Drafts::of(app);
    match app.keymap.look_up(&[place], &[key]) {
        // In a list with boxes a blank may stand in what is searched for.
        Lookup::Found(row) if row.command == Command::Tick && goes_on_with_text(app) => {
            typing::text(app, key, event, effects);
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
        _ => typing::text(app, key, event, effects),
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

/// Writes what is typed to the journal, when it changed.
pub fn tell_journal(app: &App, before: &Drafts, effects: &mut Effects) {
    let after = Drafts::of(app);
    if after != *before {
        effects.push(Effect::KeepDrafts(after.to_text()));
    }
}

pub(super) fn letter(
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
        Command::Left | Command::Right | Command::Up | Command::Down
            if matches!(app.modal(), Some(Modal::Letters(_))) =>
        {
            aim(app, command);
        }
        Command::Accept => accept(app, effects),
        Command::Down | Command::Up | Command::PageDown | Command::PageUp => step(app, command),
        Command::Complete => paths::complete(app, effects),
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
        Command::AnswerNumber => answer_number(app, effects),
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
        Command::EditOutside => typing::edit_outside(app, effects),
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
    picked::take(app, (*picker).clone(), effects);
    if app.modals.len() == below {
        match &picker.purpose {
            Purpose::Register => super::threats::choose_filter(app),
            Purpose::Filter => verify::choose_filter(app),
            Purpose::FlowCarries(flow) => super::asking::choose_carries(app, flow.clone()),
            Purpose::ThreatAt | Purpose::ThreatRequirements => own_threats::choose(app),
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
        own_threats::field(app, command, effects);
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
                app.decision_drafts
                    .insert(form.finding.clone(), form.draft());
                let name = app.model().finding_name(&form.finding);
                app.say(format!(
                    "what you typed on {name} is kept until you come back"
                ));
            } else {
                app.decision_drafts.remove(&form.finding);
            }
        }
        Some(Modal::OwnThreat(form)) => own_threats::left(app, &form),
        Some(Modal::Control(form)) => {
            if form.is_changed() {
                app.control_drafts
                    .insert(form.control.clone(), form.draft());
                let name = app.model().control_name(&form.control);
                app.say(format!(
                    "what you typed on {name} is kept until you come back"
                ));
            } else {
                app.control_drafts.remove(&form.control);
            }
        }
        Some(Modal::FindOut(form)) => {
            if form.is_changed() {
                app.line_drafts.insert(form.draft_key(), form.typed());
                app.say("what you typed is kept until you come back");
            } else {
                app.line_drafts.remove(&form.draft_key());
            }
            finding_out::go_back(app, &form);
        }
        Some(Modal::Prompt(prompt)) => {
            let key = prompt.naming.draft_key();
            if prompt.field.text() == prompt.before || prompt.field.is_blank() {
                app.line_drafts.remove(&key);
            } else {
                app.line_drafts.insert(key, prompt.field.text());
                app.say("what you typed is kept until you come back");
            }
        }
        Some(Modal::CommandLine(line)) => {
            let key = lines::draft_key(line.draws);
            // What is kept goes only when it was brought back and wiped out: then it is not there any more.
            if !line.field.is_blank() {
                app.line_drafts.insert(key.into(), line.field.text());
                app.say(format!("the line is kept: `{key}`, then Up brings it back"));
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
        Some(Modal::Picker(picker)) => picked::take(app, *picker, effects),
        Some(Modal::Prompt(prompt)) => picked::name(app, *prompt, effects),
        Some(Modal::CommandLine(line)) => lines::run(app, *line, effects),
        Some(Modal::Decision(mut form)) => {
            if let Err(error) = asking::keep_decision(app, &mut form, effects) {
                form.error = Some(error);
                app.modals.push(Modal::Decision(form));
            }
        }
        Some(Modal::OwnThreat(form)) => own_threats::keep(app, form, effects),
        Some(Modal::Control(mut form)) => {
            if let Err(error) = verify::keep(app, &mut form, effects) {
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
                files::answered(app, &confirm, answer, effects);
            }
        }
        Some(Modal::Letters(letters)) => {
            if let Some(target) = letters.aim.clone() {
                take_box(app, target, letters.to, effects);
            } else {
                app.modals.push(Modal::Letters(letters));
                app.say("type a letter, or aim with the arrows first");
            }
        }
        Some(modal @ (Modal::Layouts(_) | Modal::Moving(_) | Modal::Pasted(_))) => {
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

/// A digit answers with the value of that number; where several can hold, it marks it.
fn answer_number(app: &mut App, effects: &mut Effects) {
    let number = pressed_number(app);
    let Some(Modal::Card(card)) = app.modals.last_mut() else {
        return;
    };
    let count = card.choices.len();
    let Some(number) = number.filter(|n| (1..=count).contains(n)) else {
        app.say(no_such_value(count));
        return;
    };
    card.cursor = number - 1;
    if card.many {
        card.toggle();
    } else {
        accept(app, effects);
    }
}

/// The digit that was pressed.
pub(super) fn pressed_number(app: &App) -> Option<usize> {
    let typed = app.pressed.and_then(Key::typed)?;
    typed.to_digit(10).map(|digit| digit as usize)
}

/// What is said where a question has no value of the number that was pressed.
pub(super) fn no_such_value(count: usize) -> String {
    match count {
        0 => "this question has no values to choose from".into(),
        1 => "the only value is 1".into(),
        count => format!("the values are 1 to {count}"),
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

/// Aims at the nearest box in a direction, seen from the one that is aimed at or else from the selected one.
fn aim(app: &mut App, command: Command) {
    let Some(direction) = moving::direction(command) else {
        return;
    };
    let Some(Modal::Letters(letters)) = app.modals.last_mut() else {
        return;
    };
    let mut pointer = app.canvas.clone();
    if let Some(aim) = &letters.aim {
        pointer.select(aim.clone());
    }
    if !pointer.step(&app.seen, direction) {
        app.say("no box further that way");
        return;
    }
    letters.aim = pointer.selected_box().cloned();
    let at = letters.aim.as_ref();
    if let Some(rect) = at.and_then(|id| app.seen.boxes.get(id.as_str()).copied()) {
        let size = Areas::of(app).canvas_size();
        app.canvas.show(&app.seen, size, rect);
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
