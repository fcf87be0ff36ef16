//! Where the walk-through of a workshop stands, and the point in front of the team. Pure.
//!
//! Nothing of it is in the document: the agenda follows from the model, and what was settled is the difference between the
//! document when the session began and as it stands.

use std::collections::BTreeSet;

use crate::analysis::{Item, Sitting, Subject, Topic, waiting};
use crate::model::{ComponentId, FindingId, ThreatModel};

use super::app::App;
use super::modal::Card;

/// Where the Review screen stands.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// What is shown.
    pub page: ReviewPage,
    /// The line under the cursor of the agenda, as an index into its points.
    pub cursor: usize,
    /// Rows that are scrolled away, on the page of what was settled and in a long point.
    pub scroll: usize,
    /// The review session, once it has begun.
    pub session: Option<Box<ReviewSession>>,
}

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReviewPage {
    /// What there is to walk through.
    #[default]
    Agenda,
    /// One point.
    Point,
    /// What was settled.
    Settled,
}

/// A review session: the team at the agenda.
#[derive(Debug, Clone)]
pub struct ReviewSession {
    /// The document when it began.
    pub began: ThreatModel,
    /// The point in front of the team.
    pub point: Option<Point>,
    /// The agenda when that point was shown, to go on from there.
    pub order: Vec<Subject>,
    /// The points before, the latest last.
    pub trail: Vec<Subject>,
    /// The points that were left, settled or not.
    pub visited: BTreeSet<Subject>,
    /// What was put aside, in that order.
    pub parked: Vec<Subject>,
    /// The revision of the document that the point was made for.
    pub revision: u64,
    /// The revision of which the list of what was settled was written to a file, or copied.
    pub told: Option<u64>,
}

/// A point of the agenda as it is shown.
#[derive(Debug, Clone)]
pub struct Point {
    /// The part of the agenda.
    pub topic: Topic,
    /// What it is about.
    pub subject: Subject,
    /// The question or the statement.
    pub text: String,
    /// Why it is asked, or what it rests on.
    pub because: Vec<String>,
    /// The component to show.
    pub component: Option<ComponentId>,
    /// What can be chosen; the effects stand in the choices.
    pub card: Option<Card>,
    /// What can be chosen where it is no question.
    pub offers: Vec<Offer>,
    /// The marked offer.
    pub cursor: usize,
    /// Whether it is settled: no point of the agenda any more.
    pub settled: bool,
}

/// Something that can be done with a point that is no question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is done.
    pub act: Act,
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// What an offer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Opens the decision on the finding, with this treatment chosen.
    Decide(FindingId, crate::model::DecisionStatus),
    /// Takes a decision back.
    TakeBack(FindingId),
    /// Says that an assumption holds, without a day.
    Holds(crate::model::NoteId),
    /// Says that an assumption does not hold.
    Rejected(crate::model::NoteId),
    /// Removes an assumption.
    Remove(crate::model::NoteId),
    /// Goes to the drawing.
    Draw,
    /// Leaves it as it is and goes on.
    GoOn,
}

impl Point {
    /// How many lines can be chosen.
    #[must_use]
    pub fn choices(&self) -> usize {
        self.card
            .as_ref()
            .map_or(self.offers.len(), |card| card.choices.len())
    }

    /// The line under the cursor.
    #[must_use]
    pub fn at(&self) -> usize {
        self.card.as_ref().map_or(self.cursor, |card| card.cursor)
    }

    /// Puts the cursor on a line.
    pub fn put(&mut self, line: usize) {
        match &mut self.card {
            Some(card) => card.cursor = line,
            None => self.cursor = line,
        }
    }

    /// Goes to the next or previous line, round the ends.
    pub fn step(&mut self, by: isize) {
        let count = self.choices();
        if count > 0 {
            let here = self.at();
            self.put(if by > 0 {
                (here + 1) % count
            } else {
                (here + count - 1) % count
            });
        }
    }
}

/// The agenda as it stands.
#[must_use]
pub fn items(app: &App) -> &[Item] {
    app.derived.agenda(app.model())
}

/// A point of the agenda in a line.
#[must_use]
pub fn in_words(app: &App, subject: &Subject) -> String {
    subject.in_words(app.model(), &app.catalog, &app.derived.assessment)
}

/// What became of the points of a session; each is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// No points of the agenda any more.
    pub settled: usize,
    /// Somebody finds out.
    pub waits: usize,
    /// Gone past and still open.
    pub left: usize,
    /// Put aside.
    pub parked: usize,
    /// Not left yet, the one in front among them.
    pub to_come: usize,
}

impl Tally {
    /// What needs nothing more from the team in this session.
    #[must_use]
    pub fn done(self) -> usize {
        self.settled + self.waits
    }

    /// Every point.
    #[must_use]
    pub fn all(self) -> usize {
        self.done() + self.left + self.parked + self.to_come
    }
}

/// How far a session is.
#[must_use]
pub fn tally(app: &App, session: &ReviewSession) -> Tally {
    let mut tally = Tally::default();
    let items = items(app);
    let open: BTreeSet<&Subject> = items.iter().map(|item| &item.subject).collect();
    let here = session.point.as_ref().filter(|point| point.settled);
    let here = here.map(|point| &point.subject);
    let left = session.visited.iter().chain(here).collect::<BTreeSet<_>>();
    tally.settled = left.difference(&open).count();
    for subject in open {
        if waits(app, subject) {
            tally.waits += 1;
        } else if session.parked.contains(subject) {
            tally.parked += 1;
        } else if session.visited.contains(subject) {
            tally.left += 1;
        } else {
            tally.to_come += 1;
        }
    }
    tally
}

/// Points that were gone past and are still open: neither settled, nor put aside, nor waiting for somebody.
#[must_use]
pub fn left_open(app: &App, session: &ReviewSession) -> Vec<Subject> {
    items(app)
        .iter()
        .map(|item| item.subject.clone())
        .filter(|subject| {
            session.visited.contains(subject)
                && !session.parked.contains(subject)
                && !waits(app, subject)
        })
        .collect()
}

/// Points that were put aside and are still open.
#[must_use]
pub fn still_parked(app: &App, session: &ReviewSession) -> Vec<Subject> {
    let open = items(app);
    let is_open = |subject: &&Subject| open.iter().any(|item| &item.subject == *subject);
    session.parked.iter().filter(is_open).cloned().collect()
}

fn waits(app: &App, subject: &Subject) -> bool {
    match subject {
        Subject::Question(component, asks) => {
            waiting(app.model(), component, asks, app.date).is_some_and(|one| !one.overdue)
        }
        _ => false,
    }
}

/// What was settled in the session so far; `None` where none has begun.
#[must_use]
pub fn settled(app: &App) -> Option<Sitting> {
    let session = app.review.session.as_ref()?;
    let parked = still_parked(app, session);
    let mut sitting = Sitting::between(&session.began, app.model(), &app.catalog).with_parked(
        &parked,
        app.model(),
        &app.catalog,
        &app.derived.assessment,
    );
    let left = left_open(app, session);
    sitting.left_open = left.iter().map(|subject| in_words(app, subject)).collect();
    sitting.date = Some(app.date);
    app.known_name()
        .unwrap_or_default()
        .clone_into(&mut sitting.by);
    Some(sitting)
}

impl Review {
    /// The point in front of the team.
    #[must_use]
    pub fn point(&self) -> Option<&Point> {
        let session = self.session.as_ref()?;
        session
            .point
            .as_ref()
            .filter(|_| self.page == ReviewPage::Point)
    }

    /// The same, to change it.
    pub fn point_mut(&mut self) -> Option<&mut Point> {
        let page = self.page;
        let session = self.session.as_mut()?;
        session.point.as_mut().filter(|_| page == ReviewPage::Point)
    }

    /// The finding in front of the team.
    #[must_use]
    pub fn finding(&self) -> Option<&FindingId> {
        match &self.point()?.subject {
            Subject::Finding(id) | Subject::Orphan(id) => Some(id),
            _ => None,
        }
    }
}
