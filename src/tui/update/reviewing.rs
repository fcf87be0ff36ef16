//! The walk-through: begin, next, back, answer, decide, park, note, and what was settled.

use crate::analysis::{Item, Subject, in_words};
use crate::model::{DecisionStatus, Field, Op, Said, Target};
use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::message::Effect;
use crate::tui::modal::{Answer, Confirm, DecisionForm, Modal, Naming, Prompt};
use crate::tui::review::{self, Act, Leaf, Offer, Point, Walk};

use super::{Effects, asking, cards, finding_out, moving, steps};

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    match command {
        Command::First => turn_to(app, Leaf::Agenda),
        Command::Last => turn_to(app, Leaf::Settled),
        Command::PageDown => step(app, 8),
        Command::PageUp => step(app, -8),
        Command::Right => next(app),
        Command::Left => back(app),
        Command::Down => step(app, 1),
        _ => step(app, -1),
    }
}

fn step(app: &mut App, by: isize) {
    match app.review.page {
        Leaf::Agenda => {
            let last = review::items(app).len().saturating_sub(1);
            let next = app.review.cursor.saturating_add_signed(by);
            app.review.cursor = next.min(last);
        }
        Leaf::Point => {
            if let Some(point) = app.review.point_mut() {
                point.step(by);
            }
        }
        Leaf::Settled => app.review.scroll = app.review.scroll.saturating_add_signed(by),
    }
}

/// Shows the agenda, or what was settled; from either, the same key leads back to the point.
fn turn_to(app: &mut App, leaf: Leaf) {
    app.review.scroll = 0;
    if leaf == Leaf::Settled && app.review.walk.is_none() {
        app.say(format!(
            "the review has not begun: {} begins it",
            app.key(Command::Open)
        ));
        return;
    }
    if leaf == Leaf::Agenda {
        let subject = app.review.point().map(|point| point.subject.clone());
        let at = review::items(app)
            .iter()
            .position(|item| Some(&item.subject) == subject.as_ref());
        app.review.cursor = at.unwrap_or(app.review.cursor);
    }
    app.review.page = leaf;
}

/// Esc: from a page back to the point. Gives whether there was one to go back to.
pub fn step_back(app: &mut App) -> bool {
    let has_point = app
        .review
        .walk
        .as_ref()
        .is_some_and(|walk| walk.point.is_some());
    let away = app.review.page != Leaf::Point;
    if has_point && away {
        app.review.page = Leaf::Point;
        app.review.scroll = 0;
    }
    has_point && away
}

/// Enter: begins, goes to the point under the cursor, answers, decides, or takes up what was left open.
pub fn open(app: &mut App, effects: &mut Effects) {
    match app.review.page {
        Leaf::Agenda => from_agenda(app),
        Leaf::Point => accept(app, effects),
        Leaf::Settled => take_up_again(app),
    }
}

fn from_agenda(app: &mut App) {
    let items = review::items(app);
    let Some(item) = items.get(app.review.cursor).or(items.first()).cloned() else {
        if app.model().components.is_empty() {
            app.say(format!(
                "nothing is drawn yet: {} goes to the drawing",
                app.key(Command::ShowDraw)
            ));
        } else {
            app.say("nothing is open: every question is answered, every finding decided");
        }
        return;
    };
    if app.review.walk.is_none() {
        app.review.walk = Some(Box::new(Walk {
            began: app.model().clone(),
            point: None,
            order: Vec::new(),
            trail: Vec::new(),
            visited: std::collections::BTreeSet::default(),
            parked: Vec::new(),
            revision: app.doc.revision(),
        }));
    }
    leave_for(app, Some(item.subject), false);
}

/// Goes to a point; the one in front joins the way back, and counts as visited where it was gone past.
fn leave_for(app: &mut App, to: Option<Subject>, gone_past: bool) {
    let Some(walk) = app.review.walk.as_mut() else {
        return;
    };
    if let Some(point) = walk.point.take() {
        if gone_past || point.settled {
            walk.visited.insert(point.subject.clone());
        }
        if Some(&point.subject) != to.as_ref() {
            walk.trail.push(point.subject);
        }
    }
    show(app, to);
}

/// Puts a point in front of the team; without one, what was settled.
fn show(app: &mut App, to: Option<Subject>) {
    let point = to.and_then(|subject| point_on(app, &subject));
    let order = review::items(app).iter().map(|item| item.subject.clone());
    let order = order.collect();
    let revision = app.doc.revision();
    app.review.page = if point.is_some() {
        Leaf::Point
    } else {
        Leaf::Settled
    };
    app.review.scroll = 0;
    let component = point.as_ref().and_then(|point| point.component.clone());
    if let Some(walk) = app.review.walk.as_mut() {
        if let Some(point) = &point {
            walk.visited.remove(&point.subject);
        }
        walk.point = point;
        walk.order = order;
        walk.revision = revision;
    }
    // The canvas follows, so that going there shows what is spoken of.
    if let Some(id) = component {
        moving::select(app, id);
    }
}

/// The next point that nobody has come to, after the one in front.
fn next_subject(app: &App) -> Option<Subject> {
    let walk = app.review.walk.as_ref()?;
    let here = walk.point.as_ref().map(|point| &point.subject);
    let open: Vec<Subject> = review::items(app)
        .iter()
        .map(|item| item.subject.clone())
        .filter(|subject| !walk.visited.contains(subject) && Some(subject) != here)
        .collect();
    let at = walk.order.iter().position(|subject| Some(subject) == here);
    let after = walk.order.iter().skip(at.map_or(0, |at| at + 1));
    let following = after.into_iter().find(|subject| open.contains(subject));
    following.or(open.first()).cloned()
}

/// Goes on; what is in front stays as it is.
pub fn next(app: &mut App) {
    if app.review.walk.is_none() || app.review.page == Leaf::Agenda {
        from_agenda(app);
        return;
    }
    if app.review.page == Leaf::Settled {
        app.say(format!(
            "this was the last point; {} takes up what was left open",
            app.key(Command::Open)
        ));
        return;
    }
    let to = next_subject(app);
    leave_for(app, to, true);
}

/// Goes back to the point before, settled or not.
pub fn back(app: &mut App) {
    let Some(walk) = app.review.walk.as_mut() else {
        app.say(format!(
            "the review has not begun: {} begins it",
            app.key(Command::Open)
        ));
        return;
    };
    if app.review.page != Leaf::Point && walk.point.is_some() {
        app.review.page = Leaf::Point;
        return;
    }
    match walk.trail.pop() {
        Some(subject) => show(app, Some(subject)),
        None => app.say("this is where the sitting began"),
    }
}

/// Takes up what was gone past, else what was put aside.
fn take_up_again(app: &mut App) {
    let Some(walk) = app.review.walk.as_ref() else {
        return;
    };
    let mut again = review::left_open(app, walk);
    if again.is_empty() {
        again = review::still_parked(app, walk);
    }
    if again.is_empty() {
        again.extend(next_subject(app));
    }
    let Some(first) = again.first().cloned() else {
        app.say("nothing was left open");
        return;
    };
    if let Some(walk) = app.review.walk.as_mut() {
        for subject in &again {
            walk.visited.remove(subject);
            walk.parked.retain(|one| one != subject);
        }
    }
    leave_for(app, Some(first), false);
}

/// Puts the point aside, and goes on.
pub fn park(app: &mut App) {
    let Some(subject) = app.review.point().map(|point| point.subject.clone()) else {
        app.say("there is no point in front to put aside");
        return;
    };
    if let Some(walk) = app.review.walk.as_mut() {
        walk.parked.retain(|one| one != &subject);
        walk.parked.push(subject);
    }
    next(app);
    app.say("put aside; the last page lists it");
}

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
            (
                Naming::FindingNote(id.clone()),
                format!("Note on {id}"),
                before,
            )
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
    if let Some(kept) = app.kept.get(&prompt.naming.kept_under()) {
        prompt.field.set(kept);
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
        Naming::FindingNote(id) => format!("Note on {id}"),
        Naming::ComponentNote(id) => format!("Note on {}", app.model().name_of(id)),
        _ => "Note on the system".into(),
    };
    steps::step_as(app, &op, Some(label), effects).map(drop)
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

/// Answers with the marked value, or does what the marked offer says.
fn accept(app: &mut App, effects: &mut Effects) {
    let Some(point) = app.review.point().cloned() else {
        return;
    };
    if let Some(card) = &point.card {
        if card.choices.is_empty() {
            draw(app, &point);
        } else if let Some(holder) = &app.file.read_only {
            let text = format!("read-only: {holder} works on this file");
            app.complain(text);
        } else if let Err(error) = asking::answer(app, card, effects) {
            app.complain(error);
        }
        return;
    }
    match point.offers.get(point.cursor) {
        Some(offer) => act(app, &point, &offer.act, effects),
        None => next(app),
    }
}

fn act(app: &mut App, point: &Point, act: &Act, effects: &mut Effects) {
    let op = match act {
        Act::GoOn => return next(app),
        Act::Draw => return draw(app, point),
        Act::Decide(id, status) => {
            let decision = app.model().decisions.get(id);
            let draft = app.drafts.get(id);
            let mut form = DecisionForm::new(id, decision, draft);
            if draft.is_none() {
                form.status = *status;
                form.step(1);
            }
            app.modals.push(Modal::Decision(Box::new(form)));
            return;
        }
        Act::TakeBack(id) => Op::Undecide(id.clone()),
        Act::Remove(id) => Op::Unassume(id.clone()),
        Act::Holds(id) | Act::Rejected(id) => Op::Assume {
            id: id.clone(),
            text: None,
            status: Some(if matches!(act, Act::Holds(_)) {
                crate::model::AssumptionStatus::Confirmed
            } else {
                crate::model::AssumptionStatus::Rejected
            }),
            owner: Said::Nothing,
            expires: if matches!(act, Act::Holds(_)) {
                Said::Empty
            } else {
                Said::Nothing
            },
            covers: Said::Nothing,
            note: Said::Nothing,
        },
    };
    if let Some(holder) = &app.file.read_only {
        let text = format!("read-only: {holder} works on this file");
        app.complain(text);
    } else if let Err(error) = steps::step(app, &op, effects) {
        app.complain(error);
    }
}

/// Goes to the drawing, where the point is settled by drawing.
fn draw(app: &mut App, point: &Point) {
    app.remember();
    app.screen = Screen::Draw;
    if let Some(id) = point.component.clone() {
        moving::select(app, id);
    }
    app.say("draw what is missing; Backspace comes back to the review");
}

/// Goes to the component of the point on the canvas.
pub fn show_on_canvas(app: &mut App) {
    match app.review.point().and_then(|point| point.component.clone()) {
        Some(id) => moving::go_to_component(app, id),
        None => app.say("this point speaks of the whole system"),
    }
}

/// Marks a value, where several can hold.
pub fn toggle(app: &mut App) {
    let card = app
        .review
        .point_mut()
        .and_then(|point| point.card.as_mut())
        .filter(|card| card.many);
    match card {
        Some(card) => card.toggle(),
        None => app.say(format!(
            "only one can be chosen here: {} takes it",
            app.key(Command::Open)
        )),
    }
}

/// Nobody here knows: who finds out?
pub fn find_out(app: &mut App) {
    let question = app
        .review
        .point()
        .and_then(|point| point.card.as_ref())
        .map(crate::tui::modal::Card::question);
    match question {
        Some(question) => finding_out::open(app, question, None),
        None => app.say(format!(
            "this is no question: {} puts it aside",
            app.key(Command::Park)
        )),
    }
}

/// Called after every message: what was settled is left for the next point, what was taken back comes again.
pub fn follow(app: &mut App) {
    if app.screen != Screen::Review || app.modal().is_some() {
        return;
    }
    let revision = app.doc.revision();
    let Some(walk) = app
        .review
        .walk
        .as_ref()
        .filter(|walk| walk.revision != revision)
    else {
        return;
    };
    let open = review::items(app).to_vec();
    let is_open = |subject: &Subject| open.iter().any(|item| &item.subject == subject);
    let here = walk
        .point
        .as_ref()
        .map(|point| (point.subject.clone(), point.settled));
    let taken_back = walk
        .trail
        .last()
        .filter(|subject| is_open(subject) && was_settled(walk, subject))
        .cloned();
    if let Some(subject) = taken_back {
        if let Some(walk) = app.review.walk.as_mut() {
            walk.trail.pop();
        }
        show(app, Some(subject));
        return;
    }
    match here {
        Some((subject, false)) if !is_open(&subject) || waits_now(app, &subject) => {
            let to = next_subject(app);
            leave_for(app, to, true);
        }
        Some((subject, _)) => show(app, Some(subject)),
        None => {
            if let Some(walk) = app.review.walk.as_mut() {
                walk.revision = revision;
            }
        }
    }
}

/// Whether a point was off the agenda when the one in front was shown.
fn was_settled(walk: &Walk, subject: &Subject) -> bool {
    !walk.order.contains(subject)
}

/// Whether somebody has just been named who finds out.
fn waits_now(app: &App, subject: &Subject) -> bool {
    let Subject::Question(component, asks) = subject else {
        return false;
    };
    let waits = |model| crate::analysis::waiting(model, component, asks, app.date).is_some();
    let before = app.review.walk.as_ref().is_some_and(|walk| {
        let point = walk.point.as_ref().and_then(|point| point.card.as_ref());
        point.is_some_and(|card| card.waits.is_some())
    });
    waits(app.model()) && !before
}

/// Makes a point as it is shown.
fn point_on(app: &App, subject: &Subject) -> Option<Point> {
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
            point.because = vec![card.why.clone()];
            point.component = Some(component.clone());
            point.card = Some(card);
        }
        Subject::Finding(id) => finding(app, &mut point, id),
        Subject::Orphan(id) => {
            point.text = format!("The decision on {id} stands, but its finding does not.");
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
        point.text = format!("{id} stands no more.");
        return;
    };
    point.text.clone_from(&finding.statement);
    let name = super::threat_name(app, id.threat.as_str());
    let risk = format!(
        "{} {name}: {} risk, {} of 25 (likelihood {} x impact {}).",
        id.threat,
        finding.risk().as_str(),
        finding.residual(),
        finding.residual_likelihood,
        finding.impact.score,
    );
    point.because.push(risk);
    if let Some(assumption) = &finding.reopened {
        let text = format!("Open again: the assumption {assumption} fell.");
        point.because.push(text);
    }
    if let Some(due) = finding.decision.as_ref().and_then(|one| one.due)
        && due < app.date
    {
        point.because.push(format!("It was to be done by {due}."));
    }
    let premises = finding.proof.premises();
    let premises = premises.iter().filter(|one| one.truth.is_true());
    for premise in premises.take(3) {
        let words = in_words(premise, app.model(), &app.catalog);
        point.because.push(words);
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

/// Puts what was settled on the clipboard, as Markdown.
pub fn copy(app: &mut App, effects: &mut Effects) {
    if let Some(text) = markdown(app) {
        effects.push(Effect::Copy(text));
        app.say("copied as Markdown, as far as the terminal lets programs copy");
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
    if app.review.walk.is_none() {
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
