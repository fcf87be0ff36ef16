//! Cards: a question with what each answer would change, and the round of them.

use crate::analysis::{
    Asked, Outcome, Question, Standing, Waiting, question_about, try_answers, waiting,
};
use crate::model::{ComponentId, ThreatModel};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::modal::card::Choice;
use crate::tui::modal::{Card, Modal};
use crate::tui::wrap::count;

/// What a question is about: a component, and what is asked of it.
pub type Which = (ComponentId, Asked);

/// Goes on in a round of questions; `trail` are those before.
pub fn go_round(app: &mut App, skipped: Vec<Which>, trail: Vec<Which>) {
    let later = |question: &Question| {
        waiting(app.model(), &question.component, &question.asks, app.date)
            .is_some_and(|waiting| !waiting.overdue)
    };
    let open = app.derived.assessment.questions.iter().filter(|question| {
        !skipped
            .iter()
            .any(|(id, asks)| id == &question.component && asks == &question.asks)
    });
    let next = open
        .min_by_key(|question| later(question))
        .map(|question| (question.component.clone(), question.asks.clone()));
    let card = next.and_then(|(component, asks)| card_of(app, &component, &asks));
    match card {
        Some(mut card) => {
            card.skipped = skipped;
            card.trail = trail;
            card.round = true;
            app.modals.push(Modal::Card(Box::new(card)));
        }
        None if skipped.is_empty() => {
            app.say("no question is open: everything the rules want to know is answered");
        }
        None => app.say("these were all the open questions"),
    }
}

/// What a round goes on with after a card: what was skipped, and the way here.
pub fn after(card: Card) -> (Vec<Which>, Vec<Which>) {
    let mut trail = card.trail;
    trail.push((card.component, card.asks));
    (card.skipped, trail)
}

/// Goes back to the question before, answered or not.
pub fn back(app: &mut App, card: Card) {
    let mut trail = card.trail.clone();
    let Some((component, asks)) = trail.pop() else {
        app.say(format!(
            "this is the first question of the round; {} leaves it",
            app.key(Command::Cancel)
        ));
        app.modals.push(Modal::Card(Box::new(card)));
        return;
    };
    let Some(mut before) = card_of(app, &component, &asks) else {
        app.say("the question before was answered by drawing");
        app.modals.push(Modal::Card(Box::new(card)));
        return;
    };
    before.skipped.clone_from(&card.skipped);
    before
        .skipped
        .retain(|(id, what)| id != &component || what != &asks);
    before.trail = trail;
    before.round = true;
    app.modals.push(Modal::Card(Box::new(before)));
}

/// The card of a question, with what each answer would change.
pub fn card_of(app: &App, component: &ComponentId, asks: &Asked) -> Option<Card> {
    let questions = &app.derived.assessment.questions;
    let question = questions
        .iter()
        .find(|q| &q.component == component && &q.asks == asks)
        .cloned()
        .or_else(|| question_about(app.model(), &app.catalog, component, asks))?;
    let mut card = Card::of(&question);
    let held = held(app.model(), component, asks);
    card.answered = (!held.is_empty()).then(|| held.join(","));
    card.waits = waiting(app.model(), component, asks, app.date).map(waits_in_words);
    fill(app, &mut card, &question.values);
    for (index, choice) in card.choices.iter().enumerate() {
        if held.contains(&choice.value) {
            card.cursor = index;
            if card.many {
                card.marked.insert(index);
            }
        }
    }
    Some(card)
}

/// Who finds out, in a line.
pub fn waits_in_words(waiting: Waiting) -> String {
    let who = waiting.owner.unwrap_or("Somebody");
    let due = waiting
        .due
        .map_or_else(String::new, |day| format!(" by {day}"));
    let late = if waiting.overdue { " (overdue)" } else { "" };
    let note = waiting
        .note
        .map_or_else(String::new, |note| format!(": {note}"));
    format!("{who} finds out{due}{late}{note}")
}

/// The values that the document holds as the answer.
fn held(model: &ThreatModel, component: &ComponentId, asks: &Asked) -> Vec<String> {
    let entry = model.components.get(component);
    match asks {
        Asked::Fact(fact) => entry
            .and_then(|entry| entry.facts.get(fact))
            .map(|value| value.values().map(str::to_owned).collect())
            .unwrap_or_default(),
        Asked::Zone => entry
            .and_then(|entry| entry.zone.as_ref())
            .map(ToString::to_string)
            .into_iter()
            .collect(),
        Asked::Trust => entry
            .and_then(|entry| model.trust_of(entry))
            .map(|trust| trust.number().to_string())
            .into_iter()
            .collect(),
        Asked::FlowAttribute(flow, attribute) => model
            .flows
            .get(flow)
            .and_then(|flow| attribute.of(flow))
            .map(|yes| if yes { "yes" } else { "no" }.to_owned())
            .into_iter()
            .collect(),
        Asked::Flow(_) => Vec::new(),
    }
}

/// Works out the choices of a card by trying each answer.
pub fn fill(app: &App, card: &mut Card, values: &[(String, String)]) {
    let question = Question {
        values: values.to_vec(),
        ..card.question()
    };
    let outcomes = try_answers(app.model(), &app.catalog, app.date, &question);
    // The title promises what some answer does.
    card.settles = (outcomes.iter().map(|it| it.settled().len()).max()).unwrap_or(card.settles);
    let most = outcomes.len().saturating_sub(1);
    let choices = outcomes.into_iter().enumerate().map(|(index, outcome)| {
        let adds = outcome
            .verdicts
            .iter()
            .any(|(_, _, then)| *then == Standing::Applies);
        Choice {
            dangerous: adds || (index == most && most > 0),
            effect: effect(&outcome),
            detail: detail(app, &outcome),
            value: outcome.value,
            meaning: outcome.meaning,
        }
    });
    card.choices = choices.collect();
    let first = card.choices.first().map(|choice| choice.effect.clone());
    let same = |first: &String| {
        let mut all = card.choices.iter();
        card.choices.len() > 1 && !first.is_empty() && all.all(|one| one.effect == *first)
    };
    card.alike = first.filter(same);
    if card.alike.is_some() {
        for choice in &mut card.choices {
            choice.effect.clear();
        }
    }
}

/// What an answer would do, in a few words.
fn effect(outcome: &Outcome) -> String {
    let settled = outcome.settled().len();
    let (up, down) = moved(outcome);
    let other = outcome.verdicts.len() - settled;
    if settled > 0 {
        format!("settles {}", count(settled, "finding", "findings"))
    } else if up > 0 {
        format!("raises {}", count(up, "risk", "risks"))
    } else if down > 0 {
        format!("lowers {}", count(down, "risk", "risks"))
    } else if other > 0 {
        format!("changes {}", count(other, "verdict", "verdicts"))
    } else {
        String::new()
    }
}

/// How many risks an answer would raise and lower.
fn moved(outcome: &Outcome) -> (usize, usize) {
    let up = outcome.risks.iter().filter(|(_, now, then)| then > now);
    let up = up.count();
    (up, outcome.risks.len() - up)
}

/// What an answer would do, with the findings by name.
fn detail(app: &App, outcome: &Outcome) -> String {
    let named = |wanted: Standing| {
        let ids = outcome
            .verdicts
            .iter()
            .filter(|(_, _, then)| *then == wanted)
            .map(|(id, ..)| format!("{} at {}", id.threat, app.model().name_of(&id.component)));
        named_few(ids.collect())
    };
    let mut words = Vec::new();
    for (standing, one, several) in [
        (Standing::Applies, "applies", "apply"),
        (
            Standing::Consequence,
            "is only a consequence",
            "are only consequences",
        ),
        (Standing::DoesNotApply, "does not apply", "do not apply"),
        (
            Standing::NeedsAnswer,
            "needs another answer",
            "need another answer",
        ),
    ] {
        let many = outcome
            .verdicts
            .iter()
            .filter(|(.., then)| *then == standing)
            .count()
            > 1;
        if let Some(ids) = named(standing) {
            let says = if many { several } else { one };
            words.push(format!("{ids} {says}"));
        }
    }
    let (up, down) = moved(outcome);
    if up > 0 {
        words.push(format!("{} higher", count(up, "risk is", "risks are")));
    }
    if down > 0 {
        words.push(format!("{} lower", count(down, "risk is", "risks are")));
    }
    if words.is_empty() {
        return "Then nothing changes now.".into();
    }
    format!("Then {}.", words.join("; "))
}

/// The first few of many, the rest counted.
fn named_few(all: Vec<String>) -> Option<String> {
    const FEW: usize = 3;
    let rest = all.len().saturating_sub(FEW);
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    let few: Vec<String> = all.into_iter().take(FEW).collect();
    (!few.is_empty()).then(|| format!("{}{more}", few.join(", ")))
}
