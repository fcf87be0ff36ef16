//! A likelihood or an impact as data: the number, the steps that led to it, and what lowers it. Words are made where it is shown.

use std::fmt;
use std::sync::Arc;

use super::kleene::Truth;
use crate::catalog::Strength;
use crate::catalog::rule::Op;
use crate::model::{ControlStatus, RequirementId, Score};

/// The most that comes off a likelihood, in points (facts.md 5.2).
pub const MOST_POINTS: u8 = 3;

/// A likelihood or impact with how it came about.
#[derive(Debug, Clone)]
pub struct Rating {
    /// The number, 1 to 5.
    pub score: Score,
    /// What the steps come to before they are held to the scale.
    pub uncapped: i32,
    /// Each step, in order: what it did and why. The first one is the base.
    pub steps: Vec<RatingStep>,
}

impl Rating {
    /// A rating from its steps, the base first.
    #[must_use]
    pub fn new(steps: Vec<RatingStep>) -> Self {
        let uncapped = sum(&steps, |step| step.truth.is_true());
        Self {
            score: Score::clamped(uncapped),
            uncapped,
            steps,
        }
    }

    /// The steps that count, and those that do not as long as nobody has said.
    ///
    /// A base that is not known is an assumption that counts; a later step that is not known is only listed.
    #[must_use]
    pub fn counted_and_open(&self) -> (Vec<&RatingStep>, Vec<&RatingStep>) {
        let Some((base, rest)) = self.steps.split_first() else {
            return (Vec::new(), Vec::new());
        };
        let (open, mut counted): (Vec<_>, Vec<_>) =
            rest.iter().partition(|step| step.truth == Truth::Unknown);
        counted.insert(0, base);
        (counted, open)
    }

    /// The number if every step that raises it and is not known did count.
    #[must_use]
    pub fn at_worst(&self) -> Score {
        let raises = |step: &RatingStep| {
            let may = step.truth == Truth::Unknown && step.effect.raises();
            step.truth.is_true() || may
        };
        Score::clamped(sum(&self.steps, raises))
    }

    /// The end of the scale that the steps would pass, if they would.
    #[must_use]
    pub fn passes(&self) -> Option<EndOfScale> {
        match self.uncapped - i32::from(self.score.number()) {
            ..0 => Some(EndOfScale::Least),
            0 => None,
            1.. => Some(EndOfScale::Most),
        }
    }
}

/// What the base and the steps that count come to.
fn sum(steps: &[RatingStep], counts: impl Fn(&RatingStep) -> bool) -> i32 {
    let steps = steps.iter().enumerate();
    let counted = steps.filter(|(place, step)| *place == 0 || counts(step));
    counted.fold(0, |number, (_, step)| step.effect.on(number))
}

/// An end of the scale of likelihood and impact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfScale {
    /// 1.
    Least,
    /// 5.
    Most,
}

/// One step of a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingStep {
    /// What it did, or would do.
    pub effect: Effect,
    /// Why, in words.
    pub because: Arc<str>,
    /// Whether it counted, or is only listed because a fact is unknown.
    pub truth: Truth,
}

/// What a step of a rating does to the number so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The number to begin with.
    Base(u8),
    /// Adds so much.
    Add(i32),
    /// Raises it to at least this.
    AtLeast(u8),
    /// Lowers it to at most this.
    AtMost(u8),
}

impl Effect {
    /// The number after this step.
    fn on(self, number: i32) -> i32 {
        match self {
            Self::Base(n) => i32::from(n),
            Self::Add(n) => number + n,
            Self::AtLeast(n) => number.max(i32::from(n)),
            Self::AtMost(n) => number.min(i32::from(n)),
        }
    }
}

impl Effect {
    /// Whether it makes a number larger where it changes one.
    fn raises(self) -> bool {
        match self {
            Self::Base(_) | Self::AtLeast(_) => true,
            Self::Add(n) => n > 0,
            Self::AtMost(_) => false,
        }
    }
}

impl From<Op> for Effect {
    fn from(op: Op) -> Self {
        match op {
            Op::Add(n) => Self::Add(n),
            Op::AtLeast(n) => Self::AtLeast(n),
            Op::AtMost(n) => Self::AtMost(n),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Base(n) => format!("base {n}"),
            Self::Add(n) => format!("{n:+}"),
            Self::AtLeast(n) => format!("at least {n}"),
            Self::AtMost(n) => format!("at most {n}"),
        };
        f.pad(&words)
    }
}

/// Something that lowers a likelihood from inherent to residual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    /// The requirement it is, or amounts to.
    pub requirement: RequirementId,
    /// How strongly it acts on the threat.
    pub strength: Strength,
    /// Its state; `None` for a fact of the drawing that amounts to the requirement.
    pub status: Option<ControlStatus>,
    /// By how many halves of a point it lowers the likelihood.
    pub halves: u8,
    /// In words.
    pub because: Arc<str>,
}

/// Why less comes off a likelihood than its treatments add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// No more than [`MOST_POINTS`] come off.
    Cap,
    /// A likelihood never falls below 1.
    Floor,
    /// Half a point by itself takes nothing off.
    HalfPoint,
}

/// The likelihood after treatments: halves are added, then rounded down; at most three points; never below 1.
pub(super) fn residual(likelihood: Score, treatments: &[Treatment]) -> Score {
    let points = halves(treatments).min(2 * u32::from(MOST_POINTS)) / 2;
    let points = i32::try_from(points).unwrap_or_default();
    Score::clamped(i32::from(likelihood.number()) - points)
}

/// Why the likelihood falls by less than the treatments add up to, where it does.
pub(super) fn limit(likelihood: Score, treatments: &[Treatment]) -> Option<Limit> {
    let halves = halves(treatments);
    let most = 2 * u32::from(MOST_POINTS);
    let lowered = residual(likelihood, treatments);
    let off = u32::from(likelihood.number() - lowered.number());
    if off * 2 == halves {
        None
    } else if off < halves.min(most) / 2 {
        Some(Limit::Floor)
    } else if halves > most {
        Some(Limit::Cap)
    } else {
        Some(Limit::HalfPoint)
    }
}

fn halves(treatments: &[Treatment]) -> u32 {
    treatments.iter().map(|one| u32::from(one.halves)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(effect: Effect, truth: Truth) -> RatingStep {
        RatingStep {
            effect,
            because: "because".into(),
            truth,
        }
    }

    fn rating(effects: &[Effect]) -> Rating {
        Rating::new(effects.iter().map(|e| step(*e, Truth::True)).collect())
    }

    fn treated(halves: &[u8]) -> Vec<Treatment> {
        let one = |halves: &u8| Treatment {
            requirement: RequirementId::new("PVC-V1.1").unwrap(),
            strength: Strength::S,
            status: None,
            halves: *halves,
            because: "because".into(),
        };
        halves.iter().map(one).collect()
    }

    #[test]
    fn steps_that_leave_the_scale_say_at_which_end() {
        use Effect::{Add, AtLeast, AtMost, Base};
        let ends = |effects: &[Effect]| rating(effects).passes();
        assert_eq!(ends(&[Base(3), Add(1), Add(1)]), None);
        assert_eq!(
            ends(&[Base(3), Add(1), Add(1), Add(1)]),
            Some(EndOfScale::Most)
        );
        assert_eq!(
            ends(&[Base(3), Add(-1), Add(-1), Add(-1)]),
            Some(EndOfScale::Least)
        );
        assert_eq!(ends(&[Base(2), AtLeast(4), Add(2)]), Some(EndOfScale::Most));
        assert_eq!(ends(&[Base(5), AtMost(2), Add(2)]), None);
    }

    #[test]
    fn what_nobody_has_said_is_kept_apart_from_what_counts() {
        let rating = Rating::new(vec![
            step(Effect::Base(3), Truth::Unknown),
            step(Effect::AtLeast(5), Truth::Unknown),
            step(Effect::Add(1), Truth::True),
        ]);
        let (counted, open) = rating.counted_and_open();
        assert_eq!((counted.len(), open.len()), (2, 1));
        assert_eq!((rating.score.number(), rating.at_worst().number()), (4, 5));
    }

    #[test]
    fn a_likelihood_that_falls_by_less_than_it_is_treated_says_why() {
        let of = |likelihood: u8, halves: &[u8]| {
            let likelihood = Score::new(likelihood).unwrap();
            let treated = treated(halves);
            (
                residual(likelihood, &treated).number(),
                limit(likelihood, &treated),
            )
        };
        assert_eq!(of(5, &[4, 2]), (2, None));
        assert_eq!(of(5, &[4, 4]), (2, Some(Limit::Cap)));
        assert_eq!(of(2, &[4]), (1, Some(Limit::Floor)));
        assert_eq!(of(4, &[2, 1]), (3, Some(Limit::HalfPoint)));
        assert_eq!(of(2, &[2, 1]), (1, Some(Limit::HalfPoint)));
    }
}
