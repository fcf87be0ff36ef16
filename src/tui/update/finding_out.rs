//! "Nobody here knows": who finds out, and by when.

use crate::analysis::{Question, find_out, waiting};
use crate::model::Date;
use crate::tui::app::App;
use crate::tui::modal::find_out::{FindOut, FindOutField, Round, key_of};
use crate::tui::modal::{Card, Modal};

use super::{Effects, asking, cards, changes};

/// How long finding out is proposed to take.
const TWO_WEEKS: u64 = 14 * 24 * 60 * 60;

/// Opens the form on the question of a card.
pub fn open_from(app: &mut App, card: Card) {
    let round = card.round;
    let question = card.question();
    let (skipped, trail) = cards::after(card);
    let round = round.then_some(Round { skipped, trail });
    open(app, question, round);
}

/// Opens the form on a question.
pub fn open(app: &mut App, question: Question, round: Option<Round>) {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let waits = waiting(app.model(), &question.component, &question.asks, app.date);
    let recorded = waits.map_or_else(Default::default, |waiting| {
        let due = waiting.due.map(|day| day.to_string()).unwrap_or_default();
        [text(waiting.owner), due, text(waiting.note)]
    });
    let draft = app.line_drafts.get(&key_of(&question)).cloned();
    let mut form = FindOut::new(question, &recorded, draft.as_deref());
    form.round = round;
    if app.now > 0 {
        form.ghost = Date::of_unix_seconds(app.now + TWO_WEEKS).to_string();
    }
    app.modals.push(Modal::FindOut(Box::new(form)));
}

/// Writes down who finds out, and goes on.
pub fn keep(app: &mut App, form: &FindOut, effects: &mut Effects) -> Result<(), String> {
    let due = form.due()?;
    let owner = form
        .said(FindOutField::Owner)
        .ok_or("say who finds out; without a name nobody does")?;
    let question = &form.question;
    let op = find_out(question, &owner, due, form.said(FindOutField::Note))
        .ok_or("this question has no name to be written down under")?;
    let label = format!("{owner} finds out: {}", question.text);
    changes::step_as(app, &op, Some(label), effects)?;
    app.line_drafts.remove(&form.draft_key());
    if let Some(round) = &form.round {
        let mut skipped = round.skipped.clone();
        skipped.push((question.component.clone(), question.asks.clone()));
        cards::go_round(app, skipped, round.trail.clone());
    }
    Ok(())
}

/// Esc: back to the question, where the form came from one.
pub fn go_back(app: &mut App, form: &FindOut) {
    let Some(round) = &form.round else { return };
    let question = &form.question;
    asking::ask(
        app,
        &question.component,
        &question.asks,
        round.skipped.clone(),
    );
    if let Some(Modal::Card(card)) = app.modals.last_mut() {
        card.round = true;
        card.trail.clone_from(&round.trail);
        // The question itself stands at the end of the way.
        card.trail.pop();
    }
}
