//! A threat at a component: whether it applies, as what, how high its risk is and what lowers it.

use std::sync::Arc;

use super::proof::Proof;
use super::rating::{self, Limit, Rating, Treatment};
use super::reopened::Reopened;
use crate::model::{ComponentId, Date, Decision, DecisionStatus, FindingId, Score};
/// Whether a threat applies; what does not apply is a [`NotApplicable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It applies.
    Applies,
    /// It cannot be said until a question is answered.
    NeedsAnswer,
}

impl Verdict {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::NeedsAnswer => "needs_answer",
        }
    }
}

/// Whether a finding is a root cause, or a consequence of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The place where the attack enters or where it is stopped.
    Primary,
    /// Suffers the consequences of a primary finding of the same threat.
    Affected,
}

impl Role {
    /// The word of the JSON contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Affected => "affected",
        }
    }
}

/// A risk level: 1–4 low, 5–9 medium, 10–14 high, 15–25 critical (facts.md 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// 1 to 4.
    Low,
    /// 5 to 9.
    Medium,
    /// 10 to 14.
    High,
    /// 15 to 25.
    Critical,
}

impl Risk {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The level of a product of likelihood and impact, 1 to 25.
    #[must_use]
    pub fn of(product: u8) -> Self {
        match product {
            0..=4 => Self::Low,
            5..=9 => Self::Medium,
            10..=14 => Self::High,
            _ => Self::Critical,
        }
    }

    /// The word, as in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The letter that stands for it where there is no room.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Low => 'L',
            Self::Medium => 'M',
            Self::High => 'H',
            Self::Critical => 'C',
        }
    }
}

/// A threat at a component, with its proof and its rating.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// Whether it applies or needs an answer.
    pub verdict: Verdict,
    /// Root cause or consequence.
    pub role: Role,
    /// Ways in which it happens here.
    pub modes: Vec<Arc<str>>,
    /// Why it stands: every premise with what it rests on.
    pub proof: Proof,
    /// The components whose controls count for it, in the order of their ids: its own, and every one on a way that makes it
    /// so. A proof names one way; a control at one of two doors keeps nobody from the other.
    pub counted: Vec<ComponentId>,
    /// Further components whose controls count where a requirement speaks of none of those: where the model was trained.
    pub treated_at: Vec<ComponentId>,
    /// For an affected finding, the primary findings behind it.
    pub behind: Vec<FindingId>,
    /// Likelihood without controls.
    pub likelihood: Rating,
    /// Impact.
    pub impact: Rating,
    /// Likelihood with controls and countermeasures.
    pub residual_likelihood: Score,
    /// What lowers the likelihood from inherent to residual, with reasons.
    pub treatments: Vec<Treatment>,
    /// The team's decision as recorded, if there is one.
    pub decision: Option<Decision>,
    /// The status that counts now: a decision reopens when an assumption under it falls, or when its day has passed.
    pub status: DecisionStatus,
    /// Why a recorded decision does not count, if so.
    pub reopened: Option<Reopened>,
    /// The finding in a sentence.
    pub statement: String,
    /// The question that would settle it, as an index into [`Assessment::questions`](super::Assessment::questions).
    pub question: Option<usize>,
}

impl Finding {
    /// Likelihood × impact without controls, 1 to 25.
    #[must_use]
    pub fn inherent(&self) -> u8 {
        self.likelihood.score.number() * self.impact.score.number()
    }

    /// Likelihood × impact with controls, 1 to 25; never above [`Finding::inherent`].
    #[must_use]
    pub fn residual(&self) -> u8 {
        self.residual_likelihood.number() * self.impact.score.number()
    }

    /// The residual risk if every step that would raise it and is not known did count, 1 to 25.
    #[must_use]
    pub fn at_worst(&self) -> u8 {
        let (likelihood, impact) = self.scales_at_worst();
        likelihood * impact
    }

    /// The residual likelihood and the impact if every step that would raise one and is not known did count, each 1 to 5 and
    /// never below what counts now.
    #[must_use]
    pub fn scales_at_worst(&self) -> (u8, u8) {
        let likelihood = rating::residual(self.likelihood.at_worst(), &self.treatments);
        (
            likelihood.max(self.residual_likelihood).number(),
            self.impact.at_worst().max(self.impact.score).number(),
        )
    }

    /// Why the likelihood falls by less than its treatments add up to, where it does.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        rating::limit(self.likelihood.score, &self.treatments)
    }

    /// The level of the residual risk.
    #[must_use]
    pub fn risk(&self) -> Risk {
        Risk::of(self.residual())
    }

    /// Whether the day of its decision has passed while it still applies: what was to be done is late, or what was accepted until
    /// then is open again. A consequence is decided where it comes from.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        let due = self.decision.as_ref().and_then(|decision| decision.due);
        self.role == Role::Primary
            && self.verdict == Verdict::Applies
            && due.is_some_and(|day| day < today)
    }

    /// Whether someone still has to act: not accepted, transferred, avoided or marked as not applicable, or no longer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.status.closes()
    }
}

/// Why a threat does not apply to a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotApplicable {
    /// The component and threat.
    pub id: FindingId,
    /// The reason's code, such as `ML02.N2`.
    pub code: Arc<str>,
    /// The reason in words.
    pub because: Arc<str>,
}
