//! The values of a question where they stand, in the detail of a finding: bringing them into view, marking and answering.

use crate::analysis::{Asked, Verdict};
use crate::model::{ComponentId, FindingId};
use crate::tui::app::{App, Focus};
use crate::tui::command::Command;
use crate::tui::threats::{self, Cell};
use crate::tui::view;

use super::{Effects, asking, dialogs};

/// The question that would settle a finding, where its values can be answered.
pub fn question_of(app: &App, id: &FindingId) -> Option<(ComponentId, Asked)> {
    let assessment = &app.derived.assessment;
    let Cell::Finding(finding) = threats::cell(assessment, id) else {
        return None;
    };
    let open = finding.verdict == Verdict::NeedsAnswer;
    let question = finding.question.and_then(|at| assessment.questions.get(at));
    let question = question.filter(|question| open && !question.values.is_empty())?;
    Some((question.component.clone(), question.asks.clone()))
}

/// Scrolls the detail so that the values of the question are in view.
pub fn show(app: &mut App) {
    let Some(id) = app.finding_here() else {
        return;
    };
    let rows = view::detail_rows(app, &id);
    if let (Some(values), Some(card)) = (rows.values, &app.register.card) {
        let end = values + card.choices.len() * 2 + 1;
        if end > app.register.scroll + rows.seen {
            app.register.scroll = end.saturating_sub(rows.seen).min(values.saturating_sub(2));
        }
    }
}

/// Has the card of the finding that the cursor is on, as long as the detail has the keys.
pub fn settle(app: &mut App) {
    let id = app
        .register
        .at
        .clone()
        .filter(|_| app.focus == Focus::Panel && app.file.read_only.is_none());
    let wanted = id.and_then(|id| question_of(app, &id));
    let had = app
        .register
        .card
        .as_ref()
        .map(|card| (card.component.clone(), card.asks.clone()));
    if wanted != had {
        let card =
            wanted.and_then(|(component, asks)| super::cards::card_of(app, &component, &asks));
        app.register.card = card.map(Box::new);
    }
}

/// Answers with the value of the number that was pressed; where several can hold, marks it.
pub fn answer_number(app: &mut App, effects: &mut Effects) {
    let number = dialogs::pressed_number(app);
    let Some(card) = &mut app.register.card else {
        return;
    };
    let count = card.choices.len();
    let Some(number) = number.filter(|n| (1..=count).contains(n)) else {
        app.say(dialogs::no_such_value(count));
        return;
    };
    card.cursor = number - 1;
    if card.many {
        card.toggle();
    } else {
        answer(app, effects);
    }
}

/// Marks the value under the cursor.
pub fn mark_value(app: &mut App) {
    match &mut app.register.card {
        Some(card) if card.many => card.toggle(),
        _ => app.say(format!(
            "only one value can hold: {} answers with it",
            app.key(Command::Open)
        )),
    }
}

/// Answers with what is marked, and gives the keys back to the list.
pub fn answer(app: &mut App, effects: &mut Effects) {
    let Some(card) = app.register.card.take() else {
        return;
    };
    match asking::answer(app, &card, effects) {
        Ok(()) => app.focus = Focus::Canvas,
        Err(error) => {
            app.complain(error);
            app.register.card = Some(card);
        }
    }
}
