//! The register: findings and orphaned decisions, sorted and filtered. Pure.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use crate::analysis::{Assessment, Finding, NotApplicable, Role, Verdict, WaysOut};
use crate::model::{
    ComponentId, Date, Decision, DecisionStatus, FindingId, ThreatModel, ZoneId, natural,
};

use super::app::App;
use super::modal::Card;

mod filter;

pub use filter::{Only, conditions};

/// By what the register is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What applies by residual risk, then what needs an answer.
    #[default]
    Risk,
    /// By threat.
    Threat,
    /// By the component's name.
    Component,
    /// By the zone's name.
    Zone,
    /// By decision: what is open first.
    Status,
    /// By owner; what nobody owns first.
    Owner,
    /// By the day that it is due; what has none last.
    Due,
}

impl Sort {
    /// Every order, as the key goes through them.
    pub const ALL: [Self; 7] = [
        Self::Risk,
        Self::Threat,
        Self::Component,
        Self::Zone,
        Self::Status,
        Self::Owner,
        Self::Due,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Threat => "threat",
            Self::Component => "component",
            Self::Zone => "zone",
            Self::Status => "decision",
            Self::Owner => "owner",
            Self::Due => "due date",
        }
    }

    /// The one after it, round the end.
    #[must_use]
    pub fn next(self) -> Self {
        let here = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        Self::ALL[(here + 1) % Self::ALL.len()]
    }
}

/// A line of the register.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A finding.
    Finding(&'a Finding),
    /// A decision whose finding stands no more.
    Orphaned(&'a FindingId, &'a Decision),
}

impl<'a> Row<'a> {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &'a FindingId {
        match self {
            Self::Finding(finding) => &finding.id,
            Self::Orphaned(id, _) => id,
        }
    }

    /// The finding, if there is one.
    #[must_use]
    pub fn finding(&self) -> Option<&'a Finding> {
        match self {
            Self::Finding(finding) => Some(finding),
            Self::Orphaned(..) => None,
        }
    }

    /// What was decided, if anything was.
    #[must_use]
    pub fn decision(&self) -> Option<&'a Decision> {
        match self {
            Self::Finding(finding) => finding.decision.as_ref(),
            Self::Orphaned(_, decision) => Some(decision),
        }
    }

    /// Whether it applies or needs an answer.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.finding().map(|finding| finding.verdict)
    }

    /// The decision that counts now.
    #[must_use]
    pub fn status(&self) -> DecisionStatus {
        match self {
            Self::Finding(finding) => finding.status,
            Self::Orphaned(_, decision) => decision.status,
        }
    }

    /// Who answers for it.
    #[must_use]
    pub fn owner(&self) -> Option<&'a str> {
        self.decision()
            .and_then(|decision| decision.owner.as_deref())
    }

    /// By when.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.decision().and_then(|decision| decision.due)
    }

    /// Whether it should have been done before today.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.finding()
            .is_some_and(|finding| finding.is_overdue(today))
    }

    /// The order by risk: what applies, the worst first, then what needs an answer, then orphans.
    fn by_risk(
        &self,
    ) -> (
        bool,
        Option<Verdict>,
        Reverse<u8>,
        Reverse<u8>,
        Option<Role>,
    ) {
        let finding = self.finding();
        (
            finding.is_none(),
            self.verdict(),
            Reverse(finding.map_or(0, Finding::residual)),
            Reverse(finding.map_or(0, Finding::inherent)),
            finding.map(|finding| finding.role),
        )
    }

    fn compare(&self, other: &Self, sort: Sort, model: &ThreatModel) -> Ordering {
        let by_name = || {
            let (one, two) = (&self.id().component, &other.id().component);
            natural(model.name_of(one), model.name_of(two))
        };
        let zone = |row: &Self| {
            let zone = zone_of(model, &row.id().component);
            zone.map(|id| {
                model
                    .zones
                    .get(id)
                    .map_or(id.as_str(), |zone| zone.name.as_str())
            })
        };
        let due = |row: &Self| (row.due().is_none(), row.due());
        let first = match sort {
            Sort::Risk => Ordering::Equal,
            Sort::Threat => self.id().threat.cmp(&other.id().threat),
            Sort::Component => by_name(),
            Sort::Zone => zone(self).cmp(&zone(other)),
            Sort::Status => self.status().cmp(&other.status()),
            Sort::Owner => self.owner().cmp(&other.owner()),
            Sort::Due => due(self).cmp(&due(other)),
        };
        first
            .then_with(|| self.by_risk().cmp(&other.by_risk()))
            .then_with(|| self.id().threat.cmp(&other.id().threat))
            .then_with(by_name)
            .then_with(|| self.id().cmp(other.id()))
    }
}

fn zone_of<'a>(model: &'a ThreatModel, id: &ComponentId) -> Option<&'a ZoneId> {
    model.components.get(id).and_then(|c| c.zone.as_ref())
}

/// Where the register stands.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// The finding under the cursor.
    pub at: Option<FindingId>,
    /// The line of the cursor, where it stays when its finding goes.
    pub line: usize,
    /// Whether consequences are listed too.
    pub affected: bool,
    /// A consequence that is listed although the others are not, as long as the cursor is on it: somebody jumped to it.
    pub also: Option<FindingId>,
    /// Rows of the detail that are scrolled away.
    pub scroll: usize,
    /// By what it is sorted.
    pub sort: Sort,
    /// What is listed; everything when empty.
    pub only: BTreeSet<Only>,
    /// Findings that are marked, to be decided together.
    pub marked: BTreeSet<FindingId>,
    /// The question of the finding under the cursor, while the detail has the keys.
    pub card: Option<Box<Card>>,
    /// What would make the finding under the cursor go away, with the revision that it was tried on.
    pub ways: Option<(u64, FindingId, WaysOut)>,
}

/// How many lines of each sort there are, whatever the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Findings that are decided where they stand.
    pub all: usize,
    /// Consequences of them that are listed beside; they are open or treated where they come from.
    pub consequences: usize,
    /// What applies and is open.
    pub open: usize,
    /// What of that nobody has decided.
    pub undecided: usize,
    /// What applies and is decided otherwise.
    pub treated: usize,
    /// What needs an answer.
    pub unanswered: usize,
    /// Decisions without a finding.
    pub orphaned: usize,
    /// What should be done by now.
    pub overdue: usize,
}

/// Every line, whatever the filter, in no order.
pub fn all(app: &App) -> impl Iterator<Item = Row<'_>> {
    let assessment = &app.derived.assessment;
    let decisions = &app.model().decisions;
    let (affected, also) = (app.register.affected, app.register.also.as_ref());
    let findings = assessment
        .findings
        .values()
        // A consequence that somebody decided on is listed all the same: no decision is out of sight.
        .filter(move |finding| {
            affected
                || finding.role == Role::Primary
                || finding.decision.is_some()
                || also == Some(&finding.id)
        })
        .map(Row::Finding);
    let orphaned = assessment.orphaned.iter();
    findings.chain(orphaned.filter_map(|id| Some(Row::Orphaned(id, decisions.get(id)?))))
}

/// Every finding and every orphan, by risk, whatever the register shows.
#[must_use]
pub fn every(app: &App) -> Vec<Row<'_>> {
    let assessment = &app.derived.assessment;
    let decisions = &app.model().decisions;
    let orphaned = assessment.orphaned.iter();
    let orphaned = orphaned.filter_map(|id| Some(Row::Orphaned(id, decisions.get(id)?)));
    let findings = assessment.findings.values().map(Row::Finding);
    let mut rows: Vec<Row> = findings.chain(orphaned).collect();
    // Root causes before their consequences.
    let affected = |row: &Row| {
        row.finding()
            .is_some_and(|finding| finding.role == Role::Affected)
    };
    rows.sort_by(|a, b| {
        affected(a)
            .cmp(&affected(b))
            .then_with(|| a.compare(b, Sort::Risk, app.model()))
    });
    rows
}

/// The lines that are listed, in their order.
#[must_use]
pub fn rows(app: &App) -> Vec<Row<'_>> {
    let (register, model, today) = (&app.register, app.model(), app.date);
    let all: Vec<Row> = all(app).collect();
    let listing = Listing {
        affected: register.affected,
        also: register.also.clone(),
        sort: register.sort,
        only: register.only.clone(),
        today,
    };
    let order = app.derived.listed(listing, || {
        let kept = |at: &usize| register.keeps(&all[*at], model, today);
        let mut order: Vec<usize> = (0..all.len()).filter(kept).collect();
        order.sort_by(|a, b| all[*a].compare(&all[*b], register.sort, model));
        order
    });
    order.iter().map(|at| all[*at]).collect()
}

/// What decides which lines are listed and in what order, for one state of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listing {
    affected: bool,
    also: Option<FindingId>,
    sort: Sort,
    only: BTreeSet<Only>,
    today: Date,
}

/// How many lines of each sort there are. What is counted is the same whether consequences are listed or not.
#[must_use]
pub fn counts(app: &App) -> Counts {
    let mut counts = Counts::default();
    for row in all(app) {
        counts.overdue += usize::from(row.is_overdue(app.date));
        match row.finding() {
            None => {
                counts.orphaned += 1;
                continue;
            }
            Some(finding) if finding.role == Role::Affected => {
                counts.consequences += 1;
                continue;
            }
            Some(finding) if finding.verdict == Verdict::NeedsAnswer => counts.unanswered += 1,
            Some(finding) if finding.is_open() => {
                counts.open += 1;
                counts.undecided += usize::from(finding.status == DecisionStatus::Open);
            }
            Some(_) => counts.treated += 1,
        }
        counts.all += 1;
    }
    counts
}

impl Register {
    /// The line under the cursor, as an index; the first where the finding is gone.
    #[must_use]
    pub fn index(&self, rows: &[Row]) -> usize {
        let at = self.at.as_ref();
        rows.iter()
            .position(|row| Some(row.id()) == at)
            .unwrap_or(0)
    }

    /// Puts the cursor on a finding.
    pub fn go_to(&mut self, id: FindingId) {
        if self.at.as_ref() != Some(&id) {
            self.scroll = 0;
            self.card = None;
            self.also = None;
        }
        self.at = Some(id);
    }
}

/// Moves the cursor by lines, stopping at the ends.
pub fn step(app: &mut App, by: isize) {
    let rows = rows(app);
    let Some(last) = rows.len().checked_sub(1) else {
        return;
    };
    let next = app
        .register
        .index(&rows)
        .saturating_add_signed(by)
        .min(last);
    let id = rows[next].id().clone();
    app.register.go_to(id);
}

/// What stands in a cell of the matrix, or at a finding's id.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// Applies or needs an answer.
    Finding(&'a Finding),
    /// Does not apply.
    Not(&'a NotApplicable),
    /// Nothing is known.
    Empty,
}

/// What stands in a cell.
#[must_use]
pub fn cell<'a>(assessment: &'a Assessment, id: &FindingId) -> Cell<'a> {
    match (
        assessment.findings.get(id),
        assessment.not_applicable.get(id),
    ) {
        (Some(finding), _) => Cell::Finding(finding),
        (None, Some(not)) => Cell::Not(not),
        (None, None) => Cell::Empty,
    }
}
