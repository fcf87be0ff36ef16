//! What follows from a document as a whole: findings, questions, requirements, level and coverage. Plain data.

use std::collections::BTreeMap;

use super::asked::{Prompt, Question};
use super::finding::{Finding, NotApplicable, Risk, Role, Verdict};
use super::kleene::Truth;
use crate::model::{ComponentId, ControlStatus, Date, FindingId, Level, RequirementId, ThreatId};

/// Everything that follows from a document, a catalogue and a date.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The day it speaks of.
    pub date: Date,
    /// What applies or needs an answer, by id.
    pub findings: BTreeMap<FindingId, Finding>,
    /// What does not apply, with the reason, by id.
    pub not_applicable: BTreeMap<FindingId, NotApplicable>,
    /// Every threat that was judged, the team's own included.
    pub threats: Vec<ThreatId>,
    /// Decisions whose finding stands no more: its component is gone, or the threat does not apply now.
    pub orphaned: Vec<FindingId>,
    /// Controls that speak of a component that is gone.
    pub orphaned_controls: Vec<crate::model::ControlId>,
    /// Open questions, the most settling first.
    pub questions: Vec<Question>,
    /// What the drawing itself seems to lack.
    pub prompts: Vec<Prompt>,
    /// Every applicable requirement with its state.
    pub requirements: BTreeMap<RequirementId, RequirementState>,
    /// The highest level whose applicable requirements are all verified; `None` below level 1.
    pub reached: Option<Level>,
    /// Requirements that keep the next level from being reached.
    pub blockers: Vec<RequirementId>,
    /// Weighted share of what applies that is verified or implemented, 0 to 1 (facts.md 6.2).
    pub coverage: f64,
    /// The same by chapter, in the order of the chapters.
    pub coverage_by_chapter: Vec<(String, Coverage)>,
    /// The same by threat.
    pub coverage_by_threat: BTreeMap<String, Coverage>,
    /// How much the document says of what the rules wanted to know, 0 to 1.
    pub completeness: f64,
    /// How many facts the rules looked at.
    pub facts_wanted: usize,
    /// How many of them are answered.
    pub facts_answered: usize,
    /// Facts and controls that contradict each other, in words.
    pub contradictions: Vec<String>,
    /// What the model now says against a requirement that speaks of the model itself, whatever state is recorded of it.
    pub overtaken: BTreeMap<RequirementId, String>,
    /// The components that hold weights, or may (facts.md 4.3 `holds`).
    pub holders: BTreeMap<ComponentId, Truth>,
    /// Components of ours that nobody answers for.
    pub unowned: Vec<ComponentId>,
}

/// An applicable requirement and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementState {
    /// The components it applies to; empty for one that speaks of the whole system.
    pub components: Vec<ComponentId>,
    /// The threats with findings that it acts on.
    pub threats: Vec<ThreatId>,
    /// Its state: the worst over its components; `None` is "not assessed".
    pub status: Option<ControlStatus>,
}

/// How much of what applies is in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How many requirements apply.
    pub applicable: usize,
    /// How many of them are verified.
    pub verified: usize,
    /// How many of them are implemented.
    pub implemented: usize,
    /// How many of them nobody has assessed.
    pub not_assessed: usize,
    /// Twice the weight of what is in place: verified counts 2, implemented 1.
    pub halves: u32,
    /// The weight of everything that applies.
    pub weight: u32,
}

impl Coverage {
    /// The weighted share in place, 0 to 1; 0 where nothing applies.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.weight == 0 {
            0.0
        } else {
            f64::from(self.halves) / (2.0 * f64::from(self.weight))
        }
    }
}

/// A share of 1 in percent, rounded as it is shown everywhere: only 1 itself is 100, and only 0 itself is 0.
#[must_use]
pub fn percent(share: f64) -> u8 {
    // 5 of 200 is a little less than 0.025 to a computer.
    const ROUNDING: f64 = 1e-9;
    let whole = (share.clamp(0.0, 1.0) * 100.0 + ROUNDING).round();
    let whole = if share < 1.0 { whole.min(99.0) } else { whole };
    let whole = if share > 0.0 { whole.max(1.0) } else { whole };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share lies between 0 and 1"
    )]
    let whole = whole as u8;
    whole
}

impl Assessment {
    /// The findings at a component, the worst residual risk first, primary before affected.
    #[must_use]
    pub fn at(&self, component: &ComponentId) -> Vec<&Finding> {
        let ids = self.ids_at(component);
        let mut found: Vec<&Finding> = ids.filter_map(|id| self.findings.get(&id)).collect();
        found.sort_by_key(|f| {
            (
                f.role,
                f.verdict,
                std::cmp::Reverse(f.residual()),
                f.id.clone(),
            )
        });
        found
    }

    /// The threats that do not apply to a component, each with its reason.
    #[must_use]
    pub fn ruled_out_at(&self, component: &ComponentId) -> Vec<&NotApplicable> {
        let ids = self.ids_at(component);
        ids.filter_map(|id| self.not_applicable.get(&id)).collect()
    }

    /// The ids of all findings that a component can have.
    fn ids_at(&self, component: &ComponentId) -> impl Iterator<Item = FindingId> {
        self.threats.iter().map(|threat| FindingId {
            threat: threat.clone(),
            component: component.clone(),
        })
    }

    /// Primary findings that apply, the worst residual risk first.
    #[must_use]
    pub fn by_risk(&self) -> Vec<&Finding> {
        let mut found: Vec<&Finding> = self
            .findings
            .values()
            .filter(|f| f.role == Role::Primary && f.verdict == Verdict::Applies)
            .collect();
        found.sort_by_key(|f| {
            (
                std::cmp::Reverse(f.residual()),
                std::cmp::Reverse(f.inherent()),
                f.id.clone(),
            )
        });
        found
    }

    /// The badge of a component: its open primary findings and the worst residual risk among them.
    #[must_use]
    pub fn badge(&self, component: &ComponentId) -> Badge {
        let mut badge = Badge::default();
        for finding in self.at(component) {
            badge.count(finding);
        }
        badge
    }

    /// The badges of all components that have a finding.
    #[must_use]
    pub fn badges(&self) -> BTreeMap<ComponentId, Badge> {
        let mut badges: BTreeMap<ComponentId, Badge> = BTreeMap::new();
        for (id, finding) in &self.findings {
            badges
                .entry(id.component.clone())
                .or_default()
                .count(finding);
        }
        badges
    }

    /// Primary findings that apply, are open and at or above a risk.
    #[must_use]
    pub fn open_at_or_above(&self, risk: Risk) -> Vec<&Finding> {
        let mut found = self.by_risk();
        found.retain(|f| f.is_open() && f.risk() >= risk);
        found
    }
}

/// What a component's box shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Badge {
    /// Primary findings that apply.
    pub applies: usize,
    /// Those of them that are open.
    pub open: usize,
    /// Primary findings that need an answer.
    pub unanswered: usize,
    /// The worst residual risk of the open ones.
    pub worst: Option<Risk>,
}

impl Badge {
    /// This badge and another as one: what a zone shows that is drawn as one box.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            applies: self.applies + other.applies,
            open: self.open + other.open,
            unanswered: self.unanswered + other.unanswered,
            worst: self.worst.max(other.worst),
        }
    }

    fn count(&mut self, finding: &Finding) {
        match (finding.role, finding.verdict) {
            (Role::Primary, Verdict::Applies) => {
                self.applies += 1;
                if finding.is_open() {
                    self.open += 1;
                    self.worst = self.worst.max(Some(finding.risk()));
                }
            }
            (Role::Primary, Verdict::NeedsAnswer) => self.unanswered += 1,
            (Role::Affected, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_to_a_percent_and_only_all_is_a_hundred_and_only_nothing_is_none() {
        for whole in 1..=200_u32 {
            for part in 0..=whole {
                let rounded = (part * 200 + whole) / (2 * whole);
                let (least, most) = (u32::from(part > 0), 100 - u32::from(part < whole));
                let exact = u8::try_from(rounded.clamp(least, most)).unwrap();
                let coverage = Coverage {
                    halves: 2 * part,
                    weight: whole,
                    ..Coverage::default()
                };
                assert_eq!(percent(coverage.share()), exact, "{part} of {whole}");
            }
        }
    }
}
