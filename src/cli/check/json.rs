//! The answer for programs. Its form is a contract (DESIGN 8): fields are added, never changed.

use serde::Serialize;

use super::Checked;
use crate::analysis::{Assessment, Finding, Prompt, Question};
use crate::catalog::Replacement;
use crate::cli::failure::Failure;
use crate::cli::inputs::Read;
use crate::cli::out;
use crate::cli::proof::reasons;
use crate::cli::words::subject;
use crate::model::{ComponentId, FactValue, FlowId};

/// The number of this contract.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct One<'a> {
    schema: u32,
    #[serde(flatten)]
    model: ModelJson<'a>,
}

#[derive(Serialize)]
struct Several<'a> {
    schema: u32,
    models: Vec<ModelJson<'a>>,
}

#[derive(Serialize)]
struct ReplacementJson<'a> {
    section: &'a str,
    id: &'a str,
    built_in_sha256: &'a str,
    by: &'a str,
}

#[derive(Serialize)]
struct ModelJson<'a> {
    model: String,
    title: &'a str,
    edition: &'static str,
    date: String,
    findings: Vec<FindingJson<'a>>,
    not_applicable: Vec<NotApplicableJson<'a>>,
    reached_level: u8,
    target_level: u8,
    coverage: f64,
    completeness: f64,
    questions: Vec<QuestionJson<'a>>,
    orphaned: Vec<String>,
    replaced: &'a [String],
    /// The same with what stands in their place: a gate can insist on the built-in entries by their digests.
    replacements: Vec<ReplacementJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: String,
    component: &'a str,
    threat: &'a str,
    verdict: &'static str,
    role: &'static str,
    modes: Vec<&'a str>,
    likelihood: u8,
    impact: u8,
    inherent: u8,
    residual: u8,
    risk: &'static str,
    status: &'static str,
    owner: Option<&'a str>,
    due: Option<String>,
    open_again: Option<String>,
    statement: &'a str,
    proof: Vec<PremiseJson<'a>>,
    question: Option<&'a str>,
    behind: Vec<String>,
}

#[derive(Serialize)]
struct PremiseJson<'a> {
    text: String,
    facts: Vec<FactJson<'a>>,
    flows: Vec<&'a str>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    component: &'a str,
    fact: &'a str,
    value: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct NotApplicableJson<'a> {
    component: &'a str,
    threat: &'a str,
    code: &'a str,
    because: &'a str,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    component: &'a str,
    fact: &'a str,
    text: &'a str,
    values: Vec<&'a str>,
    settles: Vec<String>,
}

pub(super) fn print(checked: &[Checked]) -> Result<(), Failure> {
    match checked {
        [one] => out::json(&One {
            schema: SCHEMA,
            model: model(one),
        }),
        several => out::json(&Several {
            schema: SCHEMA,
            models: several.iter().map(model).collect(),
        }),
    }
}

fn replacement(one: &Replacement) -> ReplacementJson<'_> {
    ReplacementJson {
        section: one.section,
        id: &one.id,
        built_in_sha256: &one.digest,
        by: &one.by,
    }
}

/// The open questions alone, with what the drawing seems to lack, as `ask` gives them.
pub(in crate::cli) fn questions(
    read: &Read,
    questions: &[&Question],
    prompts: &[Prompt],
) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Lacks<'a> {
        text: &'a str,
        why: &'a str,
    }
    #[derive(Serialize)]
    struct Asked<'a> {
        schema: u32,
        model: String,
        questions: Vec<QuestionJson<'a>>,
        lacks: Vec<Lacks<'a>>,
    }
    let lacks = prompts.iter().map(|one| Lacks {
        text: &one.text,
        why: &one.why,
    });
    out::json(&Asked {
        schema: SCHEMA,
        model: read.loaded.path.display().to_string(),
        questions: questions.iter().map(|one| question(one)).collect(),
        lacks: lacks.collect(),
    })
}

fn model(checked: &Checked) -> ModelJson<'_> {
    let (read, assessment) = (&checked.read, &checked.assessment);
    let system = &read.model().system;
    let not_applicable = assessment
        .not_applicable
        .values()
        .map(|reason| NotApplicableJson {
            component: reason.id.component.as_str(),
            threat: reason.id.threat.as_str(),
            code: &reason.code,
            because: &reason.because,
        });
    ModelJson {
        model: read.loaded.path.display().to_string(),
        title: &system.title,
        edition: system.edition.as_str(),
        date: assessment.date.to_string(),
        findings: assessment
            .findings
            .values()
            .map(|f| finding(f, read, assessment))
            .collect(),
        not_applicable: not_applicable.collect(),
        reached_level: assessment.reached.map_or(0, crate::model::Level::number),
        target_level: system.target_level.number(),
        coverage: rounded(assessment.coverage),
        completeness: rounded(assessment.completeness),
        questions: assessment.questions.iter().map(question).collect(),
        orphaned: assessment
            .orphaned
            .iter()
            .map(ToString::to_string)
            .collect(),
        replaced: read.catalog.replaced(),
        replacements: read
            .catalog
            .replacements()
            .iter()
            .map(replacement)
            .collect(),
    }
}

/// A share with four digits: more would promise what it does not hold.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

fn finding<'a>(found: &'a Finding, read: &'a Read, assessment: &'a Assessment) -> FindingJson<'a> {
    let decision = found.decision.as_ref();
    let proof = reasons(found, read.model(), &read.catalog)
        .into_iter()
        .map(|reason| PremiseJson {
            text: reason.text,
            facts: reason.facts.into_iter().map(fact).collect(),
            flows: reason.flows.into_iter().map(FlowId::as_str).collect(),
        });
    let settled_by = found
        .question
        .and_then(|index| assessment.questions.get(index));
    FindingJson {
        id: found.id.to_string(),
        component: found.id.component.as_str(),
        threat: found.id.threat.as_str(),
        verdict: found.verdict.as_str(),
        role: found.role.as_str(),
        modes: found.modes.iter().map(AsRef::as_ref).collect(),
        likelihood: found.likelihood.score.number(),
        impact: found.impact.score.number(),
        inherent: found.inherent(),
        residual: found.residual(),
        risk: found.risk().as_str(),
        status: found.status.as_str(),
        owner: decision.and_then(|d| d.owner.as_deref()),
        due: decision.and_then(|d| d.due).map(|due| due.to_string()),
        open_again: found.open_again(|day| day.to_string()),
        statement: &found.statement,
        proof: proof.collect(),
        question: settled_by.map(|question| question.text.as_str()),
        behind: found.behind.iter().map(ToString::to_string).collect(),
    }
}

fn fact<'a>(
    (component, fact, value): (&'a ComponentId, &'a str, Option<&'a FactValue>),
) -> FactJson<'a> {
    FactJson {
        component: component.as_str(),
        fact,
        value: value.map(|value| value.values().collect()),
    }
}

fn question(asked: &Question) -> QuestionJson<'_> {
    QuestionJson {
        component: asked.component.as_str(),
        fact: subject(&asked.asks),
        text: &asked.text,
        values: asked
            .values
            .iter()
            .map(|(value, _)| value.as_str())
            .collect(),
        settles: asked.settles.iter().map(ToString::to_string).collect(),
    }
}
