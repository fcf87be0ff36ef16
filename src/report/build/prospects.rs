//! What answers to the open questions would change: which findings they settle, and which ratings they move and how far. The
//! table of questions, the risk of a finding and the decision brief all read it here. It writes no block of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::wording::{level, listed_spans};
use crate::analysis::{
    Assessment, Finding, Outcome, Question, Risk, Standing, can_be_tried, try_questions,
};
use crate::catalog::Catalog;
use crate::model::{FindingId, ThreatModel};
use crate::report::blocks::Span;

/// How many answers times components are tried at most: all questions of a drawing of some thirty components, and the first ones
/// of a drawing of hundreds, whose report must not wait for thousands of assessments.
const EFFORT: usize = 4_000;

/// How many findings a sentence names; the rest is counted.
const NAMED: usize = 4;

/// What was found by trying the answers to a question.
enum Found {
    /// What each answer would change.
    Tried(Vec<Outcome>),
    /// It is answered by drawing, so there is nothing to try.
    Drawing,
    /// There were too many to try.
    Left,
}

impl Found {
    fn outcomes(&self) -> &[Outcome] {
        match self {
            Self::Tried(outcomes) => outcomes,
            Self::Drawing | Self::Left => &[],
        }
    }
}

/// What was found by trying the answers, in the order of the questions.
pub(super) struct Prospects(Vec<Found>);

/// What the answers to one question could do to findings, each finding once.
#[derive(Default)]
struct Moves<'o> {
    settles: Vec<&'o FindingId>,
    ends: Vec<&'o FindingId>,
    begins: Vec<&'o FindingId>,
    turns: Vec<&'o FindingId>,
    raises: BTreeMap<&'o FindingId, u8>,
    lowers: BTreeMap<&'o FindingId, u8>,
}

impl Prospects {
    pub(super) fn new(model: &ThreatModel, catalog: &Catalog, assessment: &Assessment) -> Self {
        let tried = try_questions(model, catalog, assessment, EFFORT);
        let found = tried.into_iter().zip(&assessment.questions);
        let found = found.map(|(tried, question)| match tried {
            Some(outcomes) => Found::Tried(outcomes),
            None if can_be_tried(model, question) => Found::Left,
            None => Found::Drawing,
        });
        Self(found.collect())
    }

    /// The highest risk to which an answer to one question could raise a finding, with that question; `None` where none raises it.
    pub(super) fn rise(&self, id: &FindingId) -> Option<(usize, u8)> {
        let mut highest: Option<(usize, u8)> = None;
        for (index, found) in self.0.iter().enumerate() {
            let risks = found.outcomes().iter().flat_map(|outcome| &outcome.risks);
            for (_, now, then) in risks.filter(|(moved, ..)| moved == id) {
                if then > now && highest.is_none_or(|(_, known)| *then > known) {
                    highest = Some((index, *then));
                }
            }
        }
        highest
    }

    /// The highest residual likelihood and impact that what is not known leaves open at a finding: its own steps that nobody has
    /// answered, and the answers that were tried. Answers together may reach both, so their product bounds the risk.
    pub(super) fn bound(&self, finding: &Finding) -> u8 {
        let outcomes = self.0.iter().flat_map(Found::outcomes);
        let higher = outcomes.flat_map(|outcome| &outcome.higher);
        let own = higher.filter(|(id, ..)| *id == finding.id);
        let (likelihood, impact) = own.fold(
            finding.scales_at_worst(),
            |(likelihood, impact), (_, one, other)| (likelihood.max(*one), impact.max(*other)),
        );
        likelihood * impact
    }

    /// The questions of which an answer alone changes how a finding stands.
    pub(super) fn turning(&self, id: &FindingId) -> Vec<usize> {
        let turns = |outcome: &Outcome| outcome.verdicts.iter().any(|(turned, ..)| turned == id);
        let all = self.0.iter().enumerate();
        all.filter(|(_, found)| found.outcomes().iter().any(turns))
            .map(|(index, _)| index)
            .collect()
    }

    /// Whether a question could have been tried, and was left out only because there are too many.
    pub(super) fn is_untried(&self, index: usize) -> bool {
        matches!(self.0[index], Found::Left)
    }

    /// What an answer to a question would change, in words.
    pub(super) fn words(&self, index: usize, question: &Question) -> Vec<Span> {
        let outcomes = match &self.0[index] {
            Found::Tried(outcomes) => outcomes,
            Found::Drawing => return unknown(question, "Is judged once it is drawn"),
            Found::Left => return unknown(question, "Not tried"),
        };
        let moves = Moves::of(outcomes);
        if moves.is_none() {
            return match question.settles.as_slice() {
                [] => quiet(outcomes),
                open => {
                    let mut spans = vec![Span::plain("Together with other answers settles ")];
                    spans.extend(named(open.iter().map(|id| vec![code(id)]).collect()));
                    spans.push(Span::plain("."));
                    spans
                }
            };
        }
        moves.words()
    }
}

/// That no finding changes; what a consequence is rated may, for that is by what is known where it stands.
fn quiet(outcomes: &[Outcome]) -> Vec<Span> {
    let moved: BTreeSet<&FindingId> = outcomes.iter().flat_map(|one| &one.consequences).collect();
    if moved.is_empty() {
        return vec![Span::quiet("Nothing, as things stand")];
    }
    let mut spans = vec![Span::quiet("No finding; only what follows elsewhere: ")];
    spans.extend(named(moved.into_iter().map(|id| vec![code(id)]).collect()));
    spans.push(Span::plain("."));
    spans
}

/// What is open and was not tried.
fn unknown(question: &Question, why: &'static str) -> Vec<Span> {
    if question.settles.is_empty() {
        return vec![Span::quiet(why)];
    }
    let ids = question.settles.iter().map(|id| vec![code(id)]);
    let mut spans = vec![Span::plain("Helps to settle ")];
    spans.extend(named(ids.collect()));
    spans.push(Span::plain("."));
    spans
}

impl<'o> Moves<'o> {
    fn of(outcomes: &'o [Outcome]) -> Self {
        let mut moves = Self::default();
        for outcome in outcomes {
            for (id, now, then) in &outcome.verdicts {
                let group = match (now, then) {
                    (Standing::NeedsAnswer, _) => &mut moves.settles,
                    (_, Standing::DoesNotApply) => &mut moves.ends,
                    (Standing::DoesNotApply, _) => &mut moves.begins,
                    _ => &mut moves.turns,
                };
                if !group.contains(&id) {
                    group.push(id);
                }
            }
            for (id, now, then) in &outcome.risks {
                if then > now {
                    let most = moves.raises.entry(id).or_insert(*then);
                    *most = (*most).max(*then);
                } else {
                    let least = moves.lowers.entry(id).or_insert(*then);
                    *least = (*least).min(*then);
                }
            }
        }
        moves
    }

    fn is_none(&self) -> bool {
        let verdicts = [&self.settles, &self.ends, &self.begins, &self.turns];
        verdicts.iter().all(|group| group.is_empty())
            && self.raises.is_empty()
            && self.lowers.is_empty()
    }

    fn words(&self) -> Vec<Span> {
        let plain = |ids: &[&FindingId]| ids.iter().map(|id| vec![code(id)]).collect();
        let rated = |risks: &BTreeMap<&FindingId, u8>| {
            let worded = risks.iter().map(|(id, risk)| {
                vec![
                    code(id),
                    Span::plain(format!(" to {risk},\u{a0}")),
                    Span::risk(level(Risk::of(*risk))),
                ]
            });
            worded.collect()
        };
        let groups: [(&str, Vec<Vec<Span>>, &str); 6] = [
            ("Can settle ", plain(&self.settles), "."),
            ("Can make ", plain(&self.ends), " not apply."),
            ("Can make ", plain(&self.begins), " apply."),
            ("Can change where ", plain(&self.turns), " is judged."),
            ("Can raise ", rated(&self.raises), "."),
            ("Can lower ", rated(&self.lowers), "."),
        ];
        let mut spans = Vec::new();
        for (before, things, after) in groups {
            if things.is_empty() {
                continue;
            }
            let gap = if spans.is_empty() { "" } else { " " };
            spans.push(Span::plain(format!("{gap}{before}")));
            spans.extend(named(things));
            spans.push(Span::plain(after));
        }
        spans
    }
}

fn code(id: &FindingId) -> Span {
    Span::code(id.to_string())
}

/// The first of them by name, and how many more there are.
fn named(mut things: Vec<Vec<Span>>) -> Vec<Span> {
    let total = things.len();
    if total > NAMED + 1 {
        things.truncate(NAMED);
        things.push(vec![Span::plain(format!("{} more", total - NAMED))]);
    }
    listed_spans(things)
}
