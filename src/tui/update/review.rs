//! The walk-through: begin, next, back, answer, decide, park.

use crate::analysis::Subject;
use crate::model::{Op, Said};
use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::modal::{DecisionForm, Modal};
use crate::tui::review::{self, Act, Point, ReviewPage, ReviewSession};

use super::{Effects, asking, changes, dialogs, finding_out, moving, review_points};

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    let last = review::items(app).len().saturating_sub(1);
    let on_agenda = app.review.page == ReviewPage::Agenda;
    match command {
        Command::First if on_agenda => app.review.cursor = 0,
        Command::Last if on_agenda && app.review.cursor < last => app.review.cursor = last,
        Command::First => turn_to(app, ReviewPage::Agenda),
        Command::Last => turn_to(app, ReviewPage::Settled),
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
        ReviewPage::Agenda => {
            let last = review::items(app).len().saturating_sub(1);
            let next = app.review.cursor.saturating_add_signed(by);
            app.review.cursor = next.min(last);
        }
        ReviewPage::Point => {
            if let Some(point) = app.review.point_mut() {
                point.step(by);
            }
        }
        ReviewPage::Settled => app.review.scroll = app.review.scroll.saturating_add_signed(by),
    }
}

/// Shows the agenda, or what was settled; from either, the same key leads back to the point.
fn turn_to(app: &mut App, page: ReviewPage) {
    app.review.scroll = 0;
    if page == ReviewPage::Settled && app.review.session.is_none() {
        app.say(format!(
            "the review has not begun: {} begins it",
            app.key(Command::Open)
        ));
        return;
    }
    if page == ReviewPage::Agenda {
        let subject = app.review.point().map(|point| point.subject.clone());
        let at = review::items(app)
            .iter()
            .position(|item| Some(&item.subject) == subject.as_ref());
        app.review.cursor = at.unwrap_or(app.review.cursor);
    }
    app.review.page = page;
}

/// Esc: from what was settled to the point, from there to the agenda. Gives whether there was somewhere to go; the agenda is left
/// for where one came from.
pub fn step_back(app: &mut App) -> bool {
    let session = app.review.session.as_ref();
    let has_point = session.is_some_and(|session| session.point.is_some());
    match app.review.page {
        ReviewPage::Agenda => return false,
        ReviewPage::Settled if has_point => {
            app.review.page = ReviewPage::Point;
            app.review.scroll = 0;
        }
        ReviewPage::Settled | ReviewPage::Point => turn_to(app, ReviewPage::Agenda),
    }
    true
}

/// Enter: begins, goes to the point under the cursor, answers, decides, or takes up what was left open.
pub fn open(app: &mut App, effects: &mut Effects) {
    match app.review.page {
        ReviewPage::Agenda => from_agenda(app),
        ReviewPage::Point => accept(app, effects),
        ReviewPage::Settled => take_up_again(app),
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
    if app.review.session.is_none() {
        app.review.session = Some(Box::new(ReviewSession {
            began: app.model().clone(),
            point: None,
            order: Vec::new(),
            trail: Vec::new(),
            visited: std::collections::BTreeSet::default(),
            parked: Vec::new(),
            revision: app.doc.revision(),
            told: None,
        }));
    }
    leave_for(app, Some(item.subject), false);
}

/// Goes to a point; the one in front joins the way back, and counts as visited where it was gone past.
fn leave_for(app: &mut App, to: Option<Subject>, gone_past: bool) {
    let Some(session) = app.review.session.as_mut() else {
        return;
    };
    if let Some(point) = session.point.take() {
        if gone_past || point.settled {
            session.visited.insert(point.subject.clone());
        }
        if Some(&point.subject) != to.as_ref() {
            session.trail.push(point.subject);
        }
    }
    show(app, to);
}

/// Puts a point in front of the team; without one, what was settled.
fn show(app: &mut App, to: Option<Subject>) {
    let point = to.and_then(|subject| review_points::point_on(app, &subject));
    let order = review::items(app).iter().map(|item| item.subject.clone());
    let order = order.collect();
    let revision = app.doc.revision();
    app.review.page = if point.is_some() {
        ReviewPage::Point
    } else {
        ReviewPage::Settled
    };
    app.review.scroll = 0;
    let component = point.as_ref().and_then(|point| point.component.clone());
    if let Some(session) = app.review.session.as_mut() {
        if let Some(point) = &point {
            session.visited.remove(&point.subject);
        }
        session.point = point;
        session.order = order;
        session.revision = revision;
    }
    // The canvas follows, so that going there shows what is spoken of.
    if let Some(id) = component {
        moving::select(app, id);
    }
}

/// The next point that nobody has come to, after the one in front.
fn next_subject(app: &App) -> Option<Subject> {
    let session = app.review.session.as_ref()?;
    let here = session.point.as_ref().map(|point| &point.subject);
    let open: Vec<Subject> = review::items(app)
        .iter()
        .map(|item| item.subject.clone())
        .filter(|subject| !session.visited.contains(subject) && Some(subject) != here)
        .collect();
    let at = session
        .order
        .iter()
        .position(|subject| Some(subject) == here);
    let after = session.order.iter().skip(at.map_or(0, |at| at + 1));
    let following = after.into_iter().find(|subject| open.contains(subject));
    following.or(open.first()).cloned()
}

/// Goes on; what is in front stays as it is.
pub fn next(app: &mut App) {
    if app.review.session.is_none() || app.review.page == ReviewPage::Agenda {
        from_agenda(app);
        return;
    }
    if app.review.page == ReviewPage::Settled {
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
    let Some(session) = app.review.session.as_mut() else {
        app.say(format!(
            "the review has not begun: {} begins it",
            app.key(Command::Open)
        ));
        return;
    };
    if app.review.page != ReviewPage::Point && session.point.is_some() {
        app.review.page = ReviewPage::Point;
        return;
    }
    match session.trail.pop() {
        Some(subject) => show(app, Some(subject)),
        None => app.say("this is where the sitting began"),
    }
}

/// Takes up what was gone past, else what was put aside.
fn take_up_again(app: &mut App) {
    let Some(session) = app.review.session.as_ref() else {
        return;
    };
    let mut again = review::left_open(app, session);
    if again.is_empty() {
        again = review::still_parked(app, session);
    }
    if again.is_empty() {
        again.extend(next_subject(app));
    }
    let Some(first) = again.first().cloned() else {
        app.say("nothing was left open");
        return;
    };
    if let Some(session) = app.review.session.as_mut() {
        for subject in &again {
            session.visited.remove(subject);
            session.parked.retain(|one| one != subject);
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
    if let Some(session) = app.review.session.as_mut() {
        session.parked.retain(|one| one != &subject);
        session.parked.push(subject);
    }
    next(app);
    app.say("put aside; the last page lists it");
}

/// Answers with the marked value, or does what the marked offer says.
fn accept(app: &mut App, effects: &mut Effects) {
    let Some(point) = app.review.point().cloned() else {
        return;
    };
    if let Some(card) = &point.card {
        if card.choices.is_empty() {
            draw(app, &point);
        } else if !app.refuses_change()
            && let Err(error) = asking::answer(app, card, effects)
        {
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
            let draft = app.decision_drafts.get(id);
            let mut form = DecisionForm::new(id, decision, draft);
            if draft.is_none() {
                form = form.with_status(*status);
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
    if !app.refuses_change()
        && let Err(error) = changes::step(app, &op, effects)
    {
        app.complain(error);
    }
}

/// Takes the line of the number that was pressed: answers with it, or does what it offers. Where several can hold, marks it.
pub fn answer_number(app: &mut App, effects: &mut Effects) {
    let number = dialogs::pressed_number(app);
    let Some(point) = app.review.point_mut() else {
        return;
    };
    let count = point.choices();
    let Some(number) = number.filter(|n| (1..=count).contains(n)) else {
        let back = app.key(Command::StepBack);
        let values = dialogs::no_such_value(count);
        app.say(format!("{values}; behind {back} digits are screens again"));
        return;
    };
    point.put(number - 1);
    match point.card.as_mut().filter(|card| card.many) {
        Some(card) => card.toggle(),
        None => accept(app, effects),
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
    let Some(session) = app
        .review
        .session
        .as_ref()
        .filter(|session| session.revision != revision)
    else {
        return;
    };
    let open = review::items(app).to_vec();
    let is_open = |subject: &Subject| open.iter().any(|item| &item.subject == subject);
    let here = session
        .point
        .as_ref()
        .map(|point| (point.subject.clone(), point.settled));
    let taken_back = session
        .trail
        .last()
        .filter(|subject| is_open(subject) && was_settled(session, subject))
        .cloned();
    if let Some(subject) = taken_back {
        if let Some(session) = app.review.session.as_mut() {
            session.trail.pop();
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
            if let Some(session) = app.review.session.as_mut() {
                session.revision = revision;
            }
        }
    }
}

/// Whether a point was off the agenda when the one in front was shown.
fn was_settled(session: &ReviewSession, subject: &Subject) -> bool {
    !session.order.contains(subject)
}

/// Whether somebody has just been named who finds out.
fn waits_now(app: &App, subject: &Subject) -> bool {
    let Subject::Question(component, asks) = subject else {
        return false;
    };
    let waits = |model| crate::analysis::waiting(model, component, asks, app.date).is_some();
    let before = app.review.session.as_ref().is_some_and(|session| {
        let point = session.point.as_ref().and_then(|point| point.card.as_ref());
        point.is_some_and(|card| card.waits.is_some())
    });
    waits(app.model()) && !before
}
