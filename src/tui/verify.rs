//! The requirements that apply, in the order they are listed, and which of them a filter keeps. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::mlsvs;
use crate::analysis::{AtPlace, RequirementState, at_places};
use crate::catalog::{Requirement, Stage};
use crate::model::{ComponentId, ControlStatus, Level, RequirementId, ThreatId};

use super::app::App;

/// Where the Verify screen stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verify {
    /// The requirement under the cursor.
    pub at: Option<RequirementId>,
    /// The component whose state is being looked at; `None` is the whole system.
    pub place: Option<ComponentId>,
    /// What is listed.
    pub filter: Filter,
    /// How it is grouped.
    pub grouping: Grouping,
    /// Rows of the detail that are scrolled away.
    pub scroll: usize,
}

/// How the list is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// By chapter, and by level within it.
    #[default]
    Chapter,
    /// By level, and by chapter within it.
    Level,
}

/// What keeps requirements in the list: one of each sort at a time, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    kept: Vec<Facet>,
}

/// One thing to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// In this state; `None` is "not assessed".
    State(Option<ControlStatus>),
    /// Keeps the next level from being reached.
    Blocking,
    /// Of this level.
    Level(Level),
    /// Of this chapter.
    Chapter(String),
    /// Applies at this component.
    Component(ComponentId),
    /// Acts on this threat.
    Threat(ThreatId),
    /// At this stage of the lifecycle.
    Stage(Stage),
    /// To be agreed with this supplier; `None` is any supplier.
    Supplier(Option<String>),
}

impl Facet {
    /// Facets of the same sort replace each other.
    fn sort(&self) -> std::mem::Discriminant<Self> {
        std::mem::discriminant(self)
    }

    /// The facet in words.
    #[must_use]
    pub fn in_words(&self, app: &App) -> String {
        match self {
            Self::State(status) => state_words(*status),
            Self::Blocking => match next_level(app) {
                Some(next) => format!("in the way of level {next}"),
                None => "in the way of a level".into(),
            },
            Self::Level(level) => format!("level {level}"),
            Self::Chapter(id) => format!("chapter {id}"),
            Self::Component(id) => format!("at {}", app.model().name_of(id)),
            Self::Threat(id) => format!("acts on {id}"),
            Self::Stage(stage) => stage.in_words().to_lowercase(),
            Self::Supplier(Some(name)) => format!("supplied by {name}"),
            Self::Supplier(None) => "supplied by others".into(),
        }
    }
}

impl Filter {
    /// Whether everything is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Adds a facet in place of another of its sort, or takes it away where it was there.
    pub fn turn(&mut self, facet: Facet) {
        let was_there = self.kept.contains(&facet);
        self.kept.retain(|one| one.sort() != facet.sort());
        if !was_there {
            self.kept.push(facet);
        }
    }

    /// Whether a facet is part of it.
    #[must_use]
    pub fn has(&self, facet: &Facet) -> bool {
        self.kept.contains(facet)
    }

    /// Lists everything again.
    pub fn clear(&mut self) {
        self.kept.clear();
    }

    /// The component that is filtered by.
    #[must_use]
    pub fn component(&self) -> Option<&ComponentId> {
        self.kept.iter().find_map(|facet| match facet {
            Facet::Component(id) => Some(id),
            _ => None,
        })
    }

    /// The filter in words.
    #[must_use]
    pub fn in_words(&self, app: &App) -> String {
        let words: Vec<String> = self.kept.iter().map(|one| one.in_words(app)).collect();
        words.join(", ")
    }
}

/// A requirement that applies.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its id.
    pub id: &'a RequirementId,
    /// What the catalogue says of it.
    pub requirement: &'a Requirement,
    /// Where it stands.
    pub state: &'a RequirementState,
}

/// A chapter or a level, with how much of it is verified, whatever the filter lists of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its name.
    pub text: String,
    /// How many of its requirements apply.
    pub all: usize,
    /// How many of them are verified.
    pub verified: usize,
    /// How many of them are listed.
    pub listed: usize,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub enum Entry<'a> {
    /// A chapter or a level.
    Heading(Heading),
    /// A requirement, as an index into [`rows`].
    Row(usize, Row<'a>),
}

/// The level after the one that is reached; `None` where all are.
fn next_level(app: &App) -> Option<Level> {
    let reached = app.derived.assessment.reached;
    Level::ALL.into_iter().find(|level| Some(*level) > reached)
}

/// What the model itself says against a requirement that speaks of the model, in words: `2 components have no owner`.
#[must_use]
pub fn denied<'a>(app: &'a App, id: &RequirementId) -> Option<&'a str> {
    app.derived.assessment.overtaken.get(id).map(String::as_str)
}

/// A state as people read it.
#[must_use]
pub fn state_words(status: Option<ControlStatus>) -> String {
    status.map_or_else(|| "not assessed".into(), ControlStatus::in_words)
}

/// The requirements that the filter keeps, in the order they are listed.
#[must_use]
pub fn rows(app: &App) -> Vec<Row<'_>> {
    let supplied = supplied(app);
    let facets = &app.verify.filter.kept;
    let kept = applying(app).filter(|row| {
        let mut facets = facets.iter();
        facets.all(|one| keeps(app, one, row, supplied.as_ref()))
    });
    let mut found: Vec<Row> = kept.collect();
    found.sort_by_cached_key(|row| {
        let level = row.requirement.level;
        let within = app.catalog.requirement_order(row.id);
        match app.verify.grouping {
            Grouping::Chapter => (within.0, level, within),
            Grouping::Level => (0, level, within),
        }
    });
    found
}

/// Every requirement that applies, by its id.
fn applying(app: &App) -> impl Iterator<Item = Row<'_>> {
    let applies = app.derived.assessment.requirements.iter();
    applies.filter_map(|(id, state)| {
        let requirement = app.catalog.requirement(id.as_str())?;
        Some(Row {
            id,
            requirement,
            state,
        })
    })
}

fn keeps(app: &App, facet: &Facet, row: &Row, supplied: Option<&BTreeSet<&ComponentId>>) -> bool {
    match facet {
        Facet::State(status) => row.state.status == *status,
        Facet::Blocking => app.derived.assessment.blockers.contains(row.id),
        Facet::Level(level) => row.requirement.level == *level,
        Facet::Chapter(id) => &row.requirement.chapter == id,
        Facet::Component(id) => {
            row.state.components.is_empty() || row.state.components.contains(id)
        }
        Facet::Threat(id) => row.requirement.mitigates.contains_key(id.as_str()),
        Facet::Stage(stage) => row.requirement.stages.contains(stage),
        Facet::Supplier(_) => supplied.is_some_and(|supplied| is_agreed(app, row, supplied)),
    }
}

/// Whether a requirement is agreed with whoever supplies one of its components: up to the level to reach.
#[must_use]
pub fn is_agreed(app: &App, row: &Row, supplied: &BTreeSet<&ComponentId>) -> bool {
    row.requirement.level <= app.model().system.target_level
        && row.state.components.iter().any(|id| supplied.contains(id))
}

/// The components of the supplier that is filtered by; `None` where no supplier is.
fn supplied(app: &App) -> Option<BTreeSet<&ComponentId>> {
    let wanted = app
        .verify
        .filter
        .kept
        .iter()
        .find_map(|facet| match facet {
            Facet::Supplier(name) => Some(name),
            _ => None,
        })?;
    let of_supplier = mlsvs::supplied(app.model(), &app.catalog)
        .into_iter()
        .filter(|(_, supplier)| wanted.is_none() || *supplier == wanted.as_deref());
    Some(of_supplier.map(|(id, _)| id).collect())
}

/// The list with its headings.
#[must_use]
pub fn entries(app: &App) -> Vec<Entry<'_>> {
    let rows = rows(app);
    // Of each chapter or level: how many apply, are verified and are listed.
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for row in applying(app) {
        let count = counts.entry(heading(app, &row)).or_default();
        count.0 += 1;
        count.1 += usize::from(row.state.status == Some(ControlStatus::Verified));
    }
    let texts: Vec<String> = rows.iter().map(|row| heading(app, row)).collect();
    for text in &texts {
        counts.entry(text.clone()).or_default().2 += 1;
    }
    let mut entries = Vec::new();
    for (index, (row, text)) in rows.iter().zip(&texts).enumerate() {
        if index == 0 || texts[index - 1] != *text {
            let (all, verified, listed) = counts.get(text).copied().unwrap_or_default();
            entries.push(Entry::Heading(Heading {
                text: text.clone(),
                all,
                verified,
                listed,
            }));
        }
        entries.push(Entry::Row(index, *row));
    }
    entries
}

fn heading(app: &App, row: &Row) -> String {
    match app.verify.grouping {
        Grouping::Chapter => {
            let id = &row.requirement.chapter;
            let title = app.catalog.entries().chapters.get(id);
            format!(
                "{id} {}",
                title.map_or("", |chapter| chapter.title.as_str())
            )
        }
        Grouping::Level => format!("Level {}", row.requirement.level),
    }
}

impl Verify {
    /// The row under the cursor, as an index; the first where the requirement is not listed.
    #[must_use]
    pub fn index(&self, rows: &[Row]) -> usize {
        let at = self.at.as_ref();
        rows.iter().position(|row| Some(row.id) == at).unwrap_or(0)
    }
}

/// The requirement under the cursor.
#[must_use]
pub fn here(app: &App) -> Option<Row<'_>> {
    let rows = rows(app);
    rows.get(app.verify.index(&rows)).copied()
}

/// The places of the requirement under the cursor, and which of them is looked at. What applies at one component alone is looked
/// at there, unless something is recorded for the whole system.
#[must_use]
pub fn places<'a>(app: &'a App, row: &Row<'a>) -> (Vec<AtPlace<'a>>, usize) {
    let mut places = at_places(app.model(), row.id, row.state);
    if places.len() == 2 && places[0].control.is_none() {
        places.remove(0);
    }
    let wanted = app.verify.place.as_ref();
    let at = places
        .iter()
        .position(|place| place.component == wanted)
        .unwrap_or(0);
    (places, at)
}
