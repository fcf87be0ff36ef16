//! Questions that nobody in the room could answer: who finds out, and by when.
//!
//! "We do not know" is no value of a fact (DESIGN 4): the question stays open, and what is written down is an assumption that
//! nobody has confirmed, with an owner and a day. Its id is made from the question, so that both are found from each other
//! without a new section in the file.

use super::asked::{Asked, MissingFlow, Question};
use crate::model::{
    Assumption, AssumptionStatus, ComponentId, Date, NoteId, Op, Said, ThreatModel, hyphenated,
};

/// A question that waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// Who finds out, if the team said.
    pub owner: Option<&'a str>,
    /// By when, if the team said.
    pub due: Option<Date>,
    /// Anything else that was said.
    pub note: Option<&'a str>,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// The id under which it is written down who answers a question.
#[must_use]
pub fn assumption_id_of(component: &ComponentId, asks: &Asked) -> Option<NoteId> {
    let what = match asks {
        Asked::Fact(fact) => fact.clone(),
        Asked::Zone => "zone".into(),
        Asked::Trust => "trust".into(),
        Asked::Flow(missing) => match missing {
            MissingFlow::Answers => "where answers go",
            MissingFlow::Data => "what it learns from",
            MissingFlow::Weights => "where weights go",
            MissingFlow::Import => "where it comes from",
            MissingFlow::Callers => "who calls it",
        }
        .into(),
        // A flow's id stands for itself: it is often made of the ids of its ends.
        Asked::FlowAttribute(flow, attribute) => {
            return NoteId::new(format!("ask-flow--{flow}--{}", attribute.as_str())).ok();
        }
    };
    // Two hyphens between, so that no two questions share an id however their parts end and begin.
    NoteId::new(format!("ask-{component}--{}", hyphenated(&what)?)).ok()
}

/// Who finds out what a question asks, if the team wrote that down and nobody has confirmed or rejected it since.
#[must_use]
pub fn waiting<'a>(
    model: &'a ThreatModel,
    component: &ComponentId,
    asks: &Asked,
    date: Date,
) -> Option<Waiting<'a>> {
    if model.assumptions.is_empty() {
        return None; // The usual case, asked for every question of a large model.
    }
    let assumption = model.assumptions.get(&assumption_id_of(component, asks)?)?;
    is_open(assumption).then(|| Waiting {
        owner: assumption.owner.as_deref(),
        due: assumption.expires,
        note: assumption.note.as_deref(),
        overdue: assumption.expires.is_some_and(|day| day < date),
    })
}

fn is_open(assumption: &Assumption) -> bool {
    assumption.status == AssumptionStatus::Unconfirmed
}

/// Whether an assumption only says who answers a question that is still open.
#[must_use]
pub fn is_waiting_question(id: &NoteId, assumption: &Assumption, questions: &[Question]) -> bool {
    is_open(assumption)
        && questions
            .iter()
            .any(|one| assumption_id_of(&one.component, &one.asks).as_ref() == Some(id))
}

/// The step that writes down who finds out.
#[must_use]
pub fn find_out(
    question: &Question,
    owner: &str,
    due: Option<Date>,
    note: Option<String>,
) -> Option<Op> {
    Some(Op::Assume {
        id: assumption_id_of(&question.component, &question.asks)?,
        text: Some(format!("To be found out: {}", question.text)),
        status: Some(AssumptionStatus::Unconfirmed),
        owner: Said::from((!owner.is_empty()).then(|| owner.to_owned())),
        expires: Said::from(due),
        covers: Said::Nothing,
        note: Said::from(note),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::FlowAttribute;
    use crate::model::FlowId;
    use std::collections::BTreeSet;

    #[test]
    fn two_questions_never_share_an_id_however_long_or_alike_their_parts_are() {
        let long = "fraud-scoring-gateway-of-the-card-payments-platform-in-europe";
        let mut questions = Vec::new();
        for component in ["a", "a-weights", long] {
            let component = ComponentId::new(component).unwrap();
            for fact in [
                "weights_access",
                "access",
                "weights_public",
                "zone_of_trust",
            ] {
                questions.push((component.clone(), Asked::Fact(fact.into())));
            }
            let missing = [
                MissingFlow::Answers,
                MissingFlow::Data,
                MissingFlow::Weights,
            ];
            questions.extend(missing.map(|one| (component.clone(), Asked::Flow(one))));
            questions.extend([Asked::Zone, Asked::Trust].map(|one| (component.clone(), one)));
        }
        let flow = FlowId::new(format!("{long}-{long}")).unwrap();
        for attribute in [FlowAttribute::Authenticated, FlowAttribute::Encrypted] {
            let component = ComponentId::new(long).unwrap();
            questions.push((component, Asked::FlowAttribute(flow.clone(), attribute)));
        }
        let ids: BTreeSet<NoteId> = questions
            .iter()
            .map(|(component, asks)| assumption_id_of(component, asks).unwrap())
            .collect();
        assert_eq!(ids.len(), questions.len());
    }
}
