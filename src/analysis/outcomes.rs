//! What each answer to a question would change, worked out by trying it. Every answer costs one assessment: on screen only the
//! question that is shown is tried, and a report tries as many as its effort allows.

use std::collections::BTreeSet;

use super::asked::{Asked, Question};
use super::assess::assess;
use super::assessment::Assessment;
use super::finding::{Finding, Role, Verdict};
use crate::catalog::Catalog;
use crate::model::{Date, FactValue, FindingId, ThreatModel, Trust};

/// How a threat stands at a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It applies.
    Applies,
    /// It needs an answer.
    NeedsAnswer,
    /// It stands only as a consequence of a finding elsewhere.
    Consequence,
    /// It does not apply.
    DoesNotApply,
}

/// One answer with what would follow for root causes; their consequences follow them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The value that was tried, as it is answered.
    pub value: String,
    /// What it means.
    pub meaning: String,
    /// Verdicts that would stand otherwise, with how they stand now and then.
    pub verdicts: Vec<(FindingId, Standing, Standing)>,
    /// Residual risks (1 to 25) that would change where the verdict stays or is settled as applying, now and then.
    pub risks: Vec<(FindingId, u8, u8)>,
    /// Consequences that would come, go or be rated otherwise by what is known where they stand.
    pub consequences: Vec<FindingId>,
    /// Findings that would stand with a higher residual likelihood or impact than now, with both as they would be at most;
    /// other questions may stay open.
    pub higher: Vec<(FindingId, u8, u8)>,
}

impl Outcome {
    /// Whether everything stays as it stands.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.verdicts.is_empty() && self.risks.is_empty()
    }

    /// The verdicts that this answer would settle, with how they would stand.
    #[must_use]
    pub fn settled(&self) -> Vec<(&FindingId, Standing)> {
        let open = |(_, now, then): &&(FindingId, Standing, Standing)| {
            *now == Standing::NeedsAnswer && *then != Standing::NeedsAnswer
        };
        let settled = self.verdicts.iter().filter(open);
        settled.map(|(id, _, then)| (id, *then)).collect()
    }
}

/// Tries every answer to a question. A question that is answered by drawing has none to try.
#[must_use]
pub fn try_answers(
    model: &ThreatModel,
    catalog: &Catalog,
    date: Date,
    question: &Question,
) -> Vec<Outcome> {
    let answers = answers(model, question);
    if answers.is_empty() {
        return Vec::new();
    }
    let before = assess(model, catalog, date);
    try_each(model, catalog, &before, question, answers)
}

/// Whether a question has answers that can be tried: one that is answered by drawing has none.
#[must_use]
pub fn can_be_tried(model: &ThreatModel, question: &Question) -> bool {
    !answers(model, question).is_empty()
}

/// Tries the answers to the open questions in their order, as far as an effort goes: every answer costs as much as there are
/// components. A question beyond it, or one that is answered by drawing, was not tried and has `None`.
#[must_use]
pub fn try_questions(
    model: &ThreatModel,
    catalog: &Catalog,
    now: &Assessment,
    effort: usize,
) -> Vec<Option<Vec<Outcome>>> {
    let mut left = effort;
    let tried = now.questions.iter().map(|question| {
        let answers = answers(model, question);
        let cost = answers.len() * model.components.len();
        if answers.is_empty() || cost > left {
            return None;
        }
        left -= cost;
        Some(try_each(model, catalog, now, question, answers))
    });
    tried.collect()
}

fn try_each(
    model: &ThreatModel,
    catalog: &Catalog,
    before: &Assessment,
    question: &Question,
    answers: Vec<(String, String)>,
) -> Vec<Outcome> {
    let tried = answers.into_iter().filter_map(|(value, meaning)| {
        let answered = answered(model, question, &value)?;
        let after = assess(&answered, catalog, before.date);
        Some(compare(before, &after, value, meaning))
    });
    tried.collect()
}

/// The answers that there are, each with its meaning.
fn answers(model: &ThreatModel, question: &Question) -> Vec<(String, String)> {
    match &question.asks {
        Asked::Fact(_) | Asked::FlowAttribute(..) => question.values.clone(),
        Asked::Zone => {
            let zones = model.zones.iter();
            zones
                .map(|(id, zone)| (id.to_string(), zone.name.clone()))
                .collect()
        }
        Asked::Trust => (0..=Trust::MAX)
            .filter_map(|number| {
                let trust = Trust::new(number).ok()?;
                Some((number.to_string(), trust.in_words().to_owned()))
            })
            .collect(),
        Asked::Flow(_) => Vec::new(),
    }
}

fn answered(model: &ThreatModel, question: &Question, value: &str) -> Option<ThreatModel> {
    let mut model = model.clone();
    let component = model.components.get_mut(&question.component)?;
    match &question.asks {
        Asked::Fact(fact) => {
            component.facts.insert(fact.clone(), FactValue::one(value));
        }
        Asked::Zone => component.zone = crate::model::ZoneId::new(value).ok(),
        Asked::Trust => {
            let zone = component.zone.clone()?;
            model.zones.get_mut(&zone)?.trust = Some(Trust::new(value.parse().ok()?).ok()?);
        }
        Asked::FlowAttribute(flow, attribute) => {
            attribute.put(model.flows.get_mut(flow)?, value == "yes");
        }
        Asked::Flow(_) => return None,
    }
    Some(model)
}

fn compare(before: &Assessment, after: &Assessment, value: String, meaning: String) -> Outcome {
    let all: BTreeSet<&FindingId> = before
        .findings
        .keys()
        .chain(after.findings.keys())
        .collect();
    let mut verdicts = Vec::new();
    let mut risks = Vec::new();
    let mut consequences = Vec::new();
    let primary = |assessment: &Assessment, id: &FindingId| {
        let finding = assessment.findings.get(id);
        finding.is_some_and(|finding| finding.role == Role::Primary)
    };
    for id in all {
        if !primary(before, id) && !primary(after, id) {
            // A consequence goes where its root cause goes; what it comes to hangs on its own place, too.
            let rated = |one: &Assessment| one.findings.get(id).map(Finding::residual);
            if rated(before) != rated(after) {
                consequences.push(id.clone());
            }
            continue;
        }
        let (now, then) = (standing(before, id), standing(after, id));
        if now != then {
            verdicts.push((id.clone(), now, then));
            // What waits for an answer is rated as if it applied, so its risk can be compared once it does.
            if (now, then) != (Standing::NeedsAnswer, Standing::Applies) {
                continue;
            }
        }
        if let (Some(now), Some(then)) = (before.findings.get(id), after.findings.get(id)) {
            let (now, then) = (now.residual(), then.residual());
            if now != then {
                risks.push((id.clone(), now, then));
            }
        }
    }
    Outcome {
        value,
        meaning,
        verdicts,
        risks,
        consequences,
        higher: higher(before, after),
    }
}

/// The findings that stand before and after, and that could come to more on one of the two scales.
fn higher(before: &Assessment, after: &Assessment) -> Vec<(FindingId, u8, u8)> {
    let both = before.findings.iter().filter_map(|(id, now)| {
        let (now, then) = (
            now.scales_at_worst(),
            after.findings.get(id)?.scales_at_worst(),
        );
        (then.0 > now.0 || then.1 > now.1).then(|| (id.clone(), then.0, then.1))
    });
    both.collect()
}

fn standing(assessment: &Assessment, id: &FindingId) -> Standing {
    let finding = assessment.findings.get(id);
    match finding.map(|finding| (finding.role, finding.verdict)) {
        Some((Role::Affected, _)) => Standing::Consequence,
        Some((Role::Primary, Verdict::Applies)) => Standing::Applies,
        Some((Role::Primary, Verdict::NeedsAnswer)) => Standing::NeedsAnswer,
        None => Standing::DoesNotApply,
    }
}
