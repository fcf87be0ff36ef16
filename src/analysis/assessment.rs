//! What follows from a document: findings with their proofs, ratings, questions, level and coverage. Plain data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kleene::Truth;
use super::proof::Proof;
use super::rating::{self, Limit, Rating, Treatment};
use super::reopened::Reopened;
use crate::catalog::rule::FlowTest;
use crate::model::{
    ComponentId, ControlStatus, Date, Decision, DecisionStatus, Field, FindingId, Flow, Level,
    RequirementId, Score, ThreatId,
};

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
    /// The question that would settle it, as an index into [`Assessment::questions`].
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

/// What a question asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// The value of a fact; answered with `answer COMPONENT FACT VALUE`.
    Fact(String),
    /// The zone that a component stands in.
    Zone,
    /// The trust of the zone that a component stands in.
    Trust,
    /// Flows that seem to be missing at the component, such as where its answers go; answered by drawing.
    Flow(MissingFlow),
    /// An attribute of a flow.
    FlowAttribute(crate::model::FlowId, FlowAttribute),
}

/// An attribute of a flow that can be asked for: yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowAttribute {
    /// Whether both ends prove who they are.
    Authenticated,
    /// Whether it is encrypted in transit.
    Encrypted,
}

impl FlowAttribute {
    /// The field of a flow that says it.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::Authenticated => Field::Authenticated,
            Self::Encrypted => Field::Encrypted,
        }
    }

    /// The attribute that would settle a test; none would settle whether a flow crosses a boundary.
    pub(super) fn tested_by(test: FlowTest) -> Option<Self> {
        match test {
            FlowTest::Authenticated => Some(Self::Authenticated),
            FlowTest::Encrypted => Some(Self::Encrypted),
            FlowTest::Crosses => None,
        }
    }

    /// Its name in files and operations.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.field().as_str()
    }

    /// What a flow says of it.
    #[must_use]
    pub fn of(self, flow: &Flow) -> Option<bool> {
        match self {
            Self::Authenticated => flow.authenticated,
            Self::Encrypted => flow.encrypted,
        }
    }

    /// Gives a flow the answer.
    pub(super) fn put(self, flow: &mut Flow, answer: bool) {
        match self {
            Self::Authenticated => flow.authenticated = Some(answer),
            Self::Encrypted => flow.encrypted = Some(answer),
        }
    }
}

/// A sort of flow that seems to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingFlow {
    /// Where its answers go.
    Answers,
    /// What a learner learns from.
    Data,
    /// Where the weights that a learner makes go.
    Weights,
    /// Where an import comes from.
    Import,
    /// Who calls it.
    Callers,
}

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The component it is about.
    pub component: ComponentId,
    /// What is asked.
    pub asks: Asked,
    /// The question in words.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// The values that can be answered, least dangerous first, each with its meaning; empty where drawing answers it.
    pub values: Vec<(String, String)>,
    /// Whether several values can be given.
    pub many: bool,
    /// The verdicts that an answer could settle.
    pub settles: Vec<FindingId>,
    /// The value that counts until someone answers.
    pub presumed: Option<String>,
}

/// A sort of thing that the drawing seems to lack (facts.md 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// Nothing is drawn that is imported.
    Imports,
    /// Nothing is drawn that uses the answers.
    Consumer,
    /// Nothing is drawn that a learner learns from.
    Source,
}

/// Something that the drawing seems to lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What sort of thing.
    pub lacks: Lack,
    /// What is missing, in a sentence.
    pub text: String,
    /// Why it matters.
    pub why: String,
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
