//! What the register is narrowed to: conditions, of which those about the same are alternatives. Pure.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::{Risk, Verdict};
use crate::model::{ComponentId, Date, DecisionStatus, ThreatId, ThreatModel, ZoneId};
use crate::tui::app::App;

use super::{Register, Row, all, zone_of};

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Only {
    /// What needs an answer.
    NeedsAnswer,
    /// Decisions whose finding stands no more.
    Orphaned,
    /// What should be done by now.
    Overdue,
    /// A risk.
    Risk(Reverse<Risk>),
    /// A threat.
    Threat(ThreatId),
    /// A decision.
    Status(DecisionStatus),
    /// An owner; nobody without.
    Owner(Option<String>),
    /// A zone; outside of all without.
    Zone(Option<ZoneId>),
    /// A component.
    Component(ComponentId),
}

impl Only {
    /// What it is about; conditions about the same are alternatives.
    #[must_use]
    pub fn group(&self) -> &'static str {
        match self {
            Self::NeedsAnswer | Self::Orphaned | Self::Overdue => "What needs somebody",
            Self::Risk(_) => "Risk",
            Self::Threat(_) => "Threat",
            Self::Status(_) => "Decision",
            Self::Owner(_) => "Owner",
            Self::Zone(_) => "Zone",
            Self::Component(_) => "Component",
        }
    }

    /// The condition in words.
    #[must_use]
    pub fn in_words(&self, model: &ThreatModel) -> String {
        match self {
            Self::NeedsAnswer => "needs an answer".into(),
            Self::Orphaned => "orphaned".into(),
            Self::Overdue => "overdue".into(),
            Self::Risk(Reverse(risk)) => risk.as_str().into(),
            Self::Threat(id) => id.to_string(),
            Self::Status(DecisionStatus::Open) => "undecided".into(),
            Self::Status(status) => status.in_words(),
            Self::Owner(Some(owner)) => format!("owner {owner}"),
            Self::Owner(None) => "no owner".into(),
            Self::Zone(Some(id)) => model
                .zones
                .get(id)
                .map_or(id.to_string(), |zone| format!("in {}", zone.name)),
            Self::Zone(None) => "in no zone".into(),
            Self::Component(id) => format!("at {}", model.name_of(id)),
        }
    }

    fn keeps(&self, row: &Row, model: &ThreatModel, today: Date) -> bool {
        match self {
            Self::NeedsAnswer => row.verdict() == Some(Verdict::NeedsAnswer),
            Self::Orphaned => row.finding().is_none(),
            Self::Overdue => row.is_overdue(today),
            Self::Risk(Reverse(risk)) => row.finding().is_some_and(|f| f.risk() == *risk),
            Self::Threat(id) => row.id().threat == *id,
            // What needs an answer is no decision's turn yet; the column and the head do not call it undecided either.
            Self::Status(DecisionStatus::Open) => {
                row.status() == DecisionStatus::Open && row.verdict() == Some(Verdict::Applies)
            }
            Self::Status(status) => row.status() == *status,
            Self::Owner(owner) => row.owner() == owner.as_deref(),
            Self::Zone(zone) => zone_of(model, &row.id().component) == zone.as_ref(),
            Self::Component(id) => row.id().component == *id,
        }
    }
}

/// Every condition that keeps something, in the order of the list to choose from, each with how much it keeps.
#[must_use]
pub fn conditions(app: &App) -> Vec<(Only, usize)> {
    let (model, today) = (app.model(), app.date);
    let rows: Vec<Row> = all(app).collect();
    let mut found: BTreeSet<Only> = [Only::NeedsAnswer, Only::Orphaned, Only::Overdue].into();
    found.extend(app.register.only.iter().cloned());
    for row in &rows {
        let id = row.id();
        found.extend(
            row.finding()
                .map(|finding| Only::Risk(Reverse(finding.risk()))),
        );
        found.insert(Only::Threat(id.threat.clone()));
        found.insert(Only::Status(row.status()));
        found.insert(Only::Owner(row.owner().map(str::to_owned)));
        found.insert(Only::Zone(zone_of(model, &id.component).cloned()));
        found.insert(Only::Component(id.component.clone()));
    }
    found
        .into_iter()
        .map(|only| {
            let kept = rows
                .iter()
                .filter(|row| only.keeps(row, model, today))
                .count();
            (only, kept)
        })
        .collect()
}

impl Register {
    /// Whether a line is listed: it keeps one condition of every group that there is one of.
    pub(super) fn keeps(&self, row: &Row, model: &ThreatModel, today: Date) -> bool {
        self.only.iter().all(|only| {
            let alternatives = self
                .only
                .iter()
                .filter(|other| other.group() == only.group());
            alternatives
                .into_iter()
                .any(|one| one.keeps(row, model, today))
        })
    }
}
