//! Where the walk-through of a workshop stands, and the point in front of the team. Pure.
//!
//! Nothing of it is in the document: the agenda follows from the model, and what was settled is the difference between the
//! document when the sitting began and as it stands.

use std::collections::BTreeSet;

use crate::analysis::{Item, Sitting, Subject, Topic, waiting};
use crate::model::{ComponentId, FindingId, ThreatModel};

use super::app::App;
use super::modal::Card;

/// Where the Review screen stands.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// What is shown.
    pub page: Leaf,
    /// The line under the cursor of the agenda, as an index into its points.
    pub cursor: usize,
    /// Rows that are scrolled away, on the page of what was settled and in a long point.
    pub scroll: usize,
    /// The sitting, once it has begun.
    pub walk: Option<Box<Walk>>,
}

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Leaf {
    /// What there is to walk through.
    #[default]
    Agenda,
    /// One point.
    Point,
    /// What was settled.
    Settled,
}

/// A sitting.
#[derive(Debug, Clone)]
pub struct Walk {
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

/// How far a sitting is: points that were left, and points in all.
#[must_use]
pub fn progress(app: &App, walk: &Walk) -> (usize, usize) {
    let left = items(app)
        .iter()
        .filter(|item| !walk.visited.contains(&item.subject))
        .count();
    (walk.visited.len(), walk.visited.len() + left)
}

/// Points that were gone past and are still open: neither settled, nor put aside, nor waiting for somebody.
#[must_use]
pub fn left_open(app: &App, walk: &Walk) -> Vec<Subject> {
    items(app)
        .iter()
        .map(|item| item.subject.clone())
        .filter(|subject| {
            walk.visited.contains(subject) && !walk.parked.contains(subject) && !waits(app, subject)
        })
        .collect()
}

/// Points that were put aside and are still open.
#[must_use]
pub fn still_parked(app: &App, walk: &Walk) -> Vec<Subject> {
    let open = items(app);
    let is_open = |subject: &&Subject| open.iter().any(|item| &item.subject == *subject);
    walk.parked.iter().filter(is_open).cloned().collect()
}

fn waits(app: &App, subject: &Subject) -> bool {
    match subject {
        Subject::Question(component, asks) => {
            waiting(app.model(), component, asks, app.date).is_some_and(|one| !one.overdue)
        }
        _ => false,
    }
}

/// What was settled in the sitting so far; `None` where none has begun.
#[must_use]
pub fn settled(app: &App) -> Option<Sitting> {
    let walk = app.review.walk.as_ref()?;
    let parked = still_parked(app, walk);
    let mut sitting = Sitting::between(&walk.began, app.model(), &app.catalog).with_parked(
        &parked,
        app.model(),
        &app.derived.assessment,
    );
    sitting.date = Some(app.date);
    sitting.by.clone_from(&app.by);
    Some(sitting)
}

impl Review {
    /// The point in front of the team.
    #[must_use]
    pub fn point(&self) -> Option<&Point> {
        let walk = self.walk.as_ref()?;
        walk.point.as_ref().filter(|_| self.page == Leaf::Point)
    }

    /// The same, to change it.
    pub fn point_mut(&mut self) -> Option<&mut Point> {
        let page = self.page;
        let walk = self.walk.as_mut()?;
        walk.point.as_mut().filter(|_| page == Leaf::Point)
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
