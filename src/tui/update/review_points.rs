//! A point of the agenda as it is put before the team: the question with its values, or what can be done with a finding.

use crate::analysis::{Item, Reopened, Subject, in_words};
use crate::model::DecisionStatus;
use crate::tui::app::App;
use crate::tui::review::{self, Act, Offer, Point};

use super::cards;

/// Makes a point as it is shown.
pub fn point_on(app: &App, subject: &Subject) -> Option<Point> {
    let items = review::items(app);
    let item: Option<&Item> = items.iter().find(|item| &item.subject == subject);
    let mut point = Point {
        topic: item.map_or(crate::analysis::Topic::Rest, |item| item.topic),
        subject: subject.clone(),
        text: String::new(),
        because: Vec::new(),
        component: None,
        card: None,
        offers: Vec::new(),
        cursor: 0,
        settled: item.is_none(),
    };
    match subject {
        Subject::Lack(lack) => {
            let prompts = &app.derived.assessment.prompts;
            let prompt = prompts.iter().find(|prompt| prompt.lacks == *lack)?;
            point.text.clone_from(&prompt.text);
            point.because = vec![prompt.why.clone()];
            point.offers = vec![
                offer(Act::Draw, "Draw it", "goes to the drawing"),
                offer(Act::GoOn, "Nothing to draw", "leaves it and goes on"),
            ];
        }
        Subject::Question(component, asks) => {
            let card = cards::card_of(app, component, asks)?;
            point.text.clone_from(&card.text);
            point.because = vec![card.reason()];
            point.component = Some(component.clone());
            point.card = Some(card);
        }
        Subject::Finding(id) => finding(app, &mut point, id),
        Subject::Orphan(id) => {
            let name = app.model().finding_name(id);
            point.text = format!("The decision on {name} stands, but its finding does not.");
            point.because = orphan_words(app, id);
            point.component = app
                .model()
                .components
                .contains_key(&id.component)
                .then(|| id.component.clone());
            point.offers = vec![
                offer(Act::GoOn, "Keep it", "the finding may come again"),
                offer(Act::TakeBack(id.clone()), "Take it back", "nobody needs it"),
            ];
        }
        Subject::Assumption(id) => {
            let assumption = app.model().assumptions.get(id)?;
            point.text = format!("Does it still hold? {}", assumption.text);
            point.because = assumption_words(assumption);
            point.component = assumption
                .covers
                .first()
                .map(|finding| finding.component.clone());
            point.offers = vec![
                offer(
                    Act::Holds(id.clone()),
                    "It holds",
                    "confirmed, without a day",
                ),
                offer(
                    Act::Rejected(id.clone()),
                    "It does not hold",
                    "what rests on it opens again",
                ),
                offer(Act::Remove(id.clone()), "Remove it", "nobody needs it"),
            ];
        }
    }
    Some(point)
}

fn offer(act: Act, name: &str, meaning: &str) -> Offer {
    Offer {
        act,
        name: name.to_owned(),
        meaning: meaning.to_owned(),
    }
}

fn finding(app: &App, point: &mut Point, id: &crate::model::FindingId) {
    point.component = Some(id.component.clone());
    point.offers = DecisionStatus::ALL
        .iter()
        .filter(|status| **status != DecisionStatus::Open)
        .map(|status| {
            let name = crate::tui::wrap::capital(&status.in_words());
            let meaning = crate::tui::modal::form::meaning(*status);
            offer(Act::Decide(id.clone(), *status), &name, meaning)
        })
        .collect();
    let Some(finding) = app.derived.assessment.findings.get(id) else {
        point.text = format!("{} stands no more.", app.model().finding_name(id));
        return;
    };
    point.text.clone_from(&finding.statement);
    let name = super::threat_name(app, id.threat.as_str());
    let risk = format!(
        "{} {name}: {} risk, {} of 25 (likelihood {} × impact {}).",
        id.threat,
        finding.risk().as_str(),
        finding.residual(),
        finding.residual_likelihood,
        finding.impact.score,
    );
    point.because.push(risk);
    if let Some(why) = finding.open_again(|day| day.to_string()) {
        point.because.push(format!("Open again: {why}."));
    }
    let ran_out = matches!(finding.reopened, Some(Reopened::RanOut(_)));
    if let Some(due) = finding.decision.as_ref().and_then(|one| one.due)
        && due < app.date
        && !ran_out
    {
        point.because.push(format!("It was to be done by {due}."));
    }
    let premises = finding.proof.premises();
    let premises = premises.iter().filter(|one| one.truth.is_true());
    for premise in premises.take(3) {
        let words = in_words(premise, app.model(), &app.catalog);
        point.because.push(sentence(&words));
    }
}

/// A line as a sentence among sentences.
fn sentence(words: &str) -> String {
    let words = crate::tui::wrap::capital(words);
    if words.ends_with(['.', '?', '!']) {
        words
    } else {
        words + "."
    }
}

fn orphan_words(app: &App, id: &crate::model::FindingId) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(not) = app.derived.assessment.not_applicable.get(id) {
        words.push(not.because.to_string());
    } else {
        words.push("Its component is gone.".into());
    }
    if let Some(decision) = app.model().decisions.get(id) {
        let because = decision.because.clone().unwrap_or_default();
        words.push(format!("It was: {}. {because}", decision.status.in_words()));
    }
    words
}

fn assumption_words(assumption: &crate::model::Assumption) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(day) = assumption.expires {
        words.push(format!("It was to be looked at again after {day}."));
    }
    if let Some(owner) = &assumption.owner {
        words.push(format!("{owner} was to find out."));
    }
    words.extend(assumption.note.clone());
    words
}
