//! When a recorded decision counts no more, and why: the one place that decides it.
//!
//! A decision reopens when an assumption that it rests on is rejected or past its day (DESIGN 4), and one that leaves the
//! risk as it is does when its own day has passed. What was to be mitigated by then is late, and decided all the same.

use super::finding::Finding;
use crate::model::{
    AssumptionStatus, Date, Decision, DecisionStatus, FindingId, NoteId, ThreatModel,
};

/// Why a recorded decision does not count now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reopened {
    /// An assumption that it rests on is rejected or past its day.
    Assumption(NoteId),
    /// It was to hold until a day that has passed.
    RanOut(Date),
}

impl Reopened {
    /// Why the decision on a finding does not count on a day; `None` where it does.
    pub(super) fn of(
        model: &ThreatModel,
        date: Date,
        id: &FindingId,
        decision: &Decision,
    ) -> Option<Self> {
        fallen_assumption(model, date, id, decision)
            .map(Self::Assumption)
            .or_else(|| ran_out(date, decision).map(Self::RanOut))
    }
}

fn fallen_assumption(
    model: &ThreatModel,
    date: Date,
    id: &FindingId,
    decision: &Decision,
) -> Option<NoteId> {
    if decision.status == DecisionStatus::Open {
        return None;
    }
    let fallen = model.assumptions.iter().find(|(_, assumption)| {
        let expired = assumption.expires.is_some_and(|day| day < date);
        assumption.covers.contains(id)
            && (expired || assumption.status == AssumptionStatus::Rejected)
    });
    fallen.map(|(id, _)| id.clone())
}

/// The day until which a decision left the risk as it is, where it has passed.
fn ran_out(date: Date, decision: &Decision) -> Option<Date> {
    let until = decision.due.filter(|_| decision.status.closes())?;
    (until < date).then_some(until)
}

impl Finding {
    /// Why its decision counts no more, if so; whoever shows it writes the day in its own form.
    #[must_use]
    pub fn open_again(&self, written: impl Fn(Date) -> String) -> Option<String> {
        match self.reopened.as_ref()? {
            Reopened::Assumption(assumption) => Some(format!("the assumption {assumption} fell")),
            Reopened::RanOut(_) => self.ran_out(written),
        }
    }

    /// Why it is open again, where the day of its decision has passed.
    #[must_use]
    pub fn ran_out(&self, written: impl Fn(Date) -> String) -> Option<String> {
        let (Some(Reopened::RanOut(day)), Some(decision)) = (&self.reopened, &self.decision) else {
            return None;
        };
        let day = written(*day);
        Some(match decision.status {
            DecisionStatus::Transfer => format!("its transfer ran out on {day}"),
            DecisionStatus::Avoid => format!("it was to be avoided by {day}, and still stands"),
            DecisionStatus::NotApplicable => {
                format!("it was marked as not applicable until {day}")
            }
            DecisionStatus::Accept | DecisionStatus::Open | DecisionStatus::Mitigate => {
                format!("its acceptance ran out on {day}")
            }
        })
    }
}
