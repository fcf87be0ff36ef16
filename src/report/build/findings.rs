//! The findings, the worst residual risk first, each written out once with its proof, rating, decision and requirements.

use std::collections::BTreeMap;

use super::tables::{grid, heading, lead, para, row, small};
use super::view::View;
use super::wording::{
    capital, change, count, day, decision, finding_anchor, level, listed, listed_spans, one_or,
    or_dash, question_anchor, question_name, sentence, state,
};
use super::{rating, settled};
use crate::analysis::mlsvs::Measure;
use crate::analysis::{Finding, Premise, Truth, Verdict, in_words};
use crate::catalog::Strength;
use crate::model::{DecisionStatus, FindingId};
use crate::report::blocks::{
    Block, Cell, Fact, List, ListItem, Mark, Rating, Row, Section, Sheet, Span,
};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("findings", "Findings by risk");
    section.blocks.push(lead(introduction(view)));
    let measures: BTreeMap<&FindingId, &[Measure]> = view
        .guidance
        .components
        .iter()
        .flat_map(|at| &at.findings)
        .map(|treated| (&treated.finding, treated.measures.as_slice()))
        .collect();
    for finding in &view.applying {
        let acting = measures.get(&finding.id).copied().unwrap_or_default();
        section.blocks.extend(sheet(view, acting, finding));
    }
    section.blocks.extend(asking(view));
    section.blocks.extend(settled::blocks(view));
    section
}

fn introduction(view: &View) -> String {
    if view.applying.is_empty() && view.asking.is_empty() {
        return "No threat of the list applies to this drawing, and none waits for an answer."
            .to_owned();
    }
    let spread = if view.applying.is_empty() {
        String::new()
    } else {
        format!(" By residual risk: {}.", View::spread(&view.applying))
    };
    format!(
        "{}.{spread} Each finding stands here once, the worst residual risk first; every other page refers to it by its id.",
        capital(&view.tally())
    )
}

// ---- a finding that applies

fn sheet(view: &View, acting: &[Measure], finding: &Finding) -> Vec<Block> {
    let mut blocks = vec![
        Block::Sheet(head(view, finding, change(finding))),
        statement(finding),
    ];
    blocks.extend(decided(view, finding));
    blocks.push(small("Why it applies"));
    blocks.push(Block::List(List {
        numbered: false,
        items: premises(view, finding),
    }));
    blocks.push(small("Risk, step by step"));
    blocks.push(rating::table(finding));
    blocks.extend(consequences(view, finding));
    blocks.push(pointers(view, finding));
    blocks.extend(requirements(view, acting, finding));
    blocks
}

fn head(view: &View, finding: &Finding, risk: Rating) -> Sheet {
    let recorded = finding.decision.as_ref();
    Sheet {
        id: finding_anchor(&finding.id),
        code: finding.id.threat.to_string(),
        title: view.finding_title(&finding.id),
        facts: vec![
            Fact {
                label: "Finding".to_owned(),
                value: vec![Span::code(finding.id.to_string())],
            },
            Fact::new("Decision", decision(finding.status)),
            Fact::new("Owner", or_dash(recorded.and_then(|d| d.owner.as_deref()))),
            Fact::new("Due", day(recorded.and_then(|d| d.due))),
        ],
        risk: Some(risk),
    }
}

fn statement(finding: &Finding) -> Block {
    let mut spans = vec![Span::plain(sentence(&clean::line(&finding.statement)))];
    if !finding.modes.is_empty() {
        let words = one_or(
            finding.modes.len(),
            "The way it happens here",
            "The ways it happens here",
        );
        spans.push(Span::quiet(format!(
            " {words}: {}.",
            listed(&finding.modes)
        )));
    }
    Block::Para(spans)
}

/// What was decided and why; what an expired assumption undid.
fn decided(view: &View, finding: &Finding) -> Vec<Block> {
    let Some(recorded) = &finding.decision else {
        return Vec::new();
    };
    let mut spans = vec![
        Span::strong("Decision: "),
        Span::plain(format!("{}.", decision(recorded.status).to_lowercase())),
    ];
    if let Some(because) = &recorded.because {
        spans.push(Span::plain(format!(" {}", sentence(&clean::line(because)))));
    }
    if let Some(ticket) = &recorded.ticket {
        spans.extend([
            Span::plain(" Tracked as "),
            Span::code(clean::line(ticket)),
            Span::plain("."),
        ]);
    }
    if let Some(note) = &recorded.note {
        spans.push(Span::plain(format!(" {}", sentence(&clean::line(note)))));
    }
    if recorded.status == DecisionStatus::Mitigate
        && recorded.due.is_some_and(|due| due < view.assessment.date)
    {
        spans.push(Span::strong(" Its date has passed."));
    }
    if let Some(assumption) = &finding.reopened {
        let text = view
            .model
            .assumptions
            .get(assumption)
            .map_or_else(|| assumption.to_string(), |a| clean::line(&a.text));
        spans.push(Span::strong(" This decision is open again"));
        spans.push(Span::plain(format!(
            ", because an assumption under it no longer holds: “{text}”"
        )));
    }
    vec![Block::Para(spans)]
}

/// The premises of a proof: what is so, and what nobody has said.
fn premises(view: &View, finding: &Finding) -> Vec<ListItem> {
    let premises = finding.proof.premises();
    premises
        .into_iter()
        .map(|premise| ListItem {
            mark: mark(premise),
            spans: vec![said(view, premise)],
        })
        .collect()
}

const fn mark(premise: &Premise) -> Mark {
    match premise.truth {
        Truth::Unknown => Mark::Unknown,
        Truth::True | Truth::False => Mark::Bullet,
    }
}

fn said(view: &View, premise: &Premise) -> Span {
    Span::plain(sentence(&clean::line(&in_words(
        premise,
        view.model,
        view.catalog,
    ))))
}

/// What follows elsewhere from this finding: by component, with the id.
fn consequences(view: &View, finding: &Finding) -> Vec<Block> {
    let Some(affected) = view.affected.get(&finding.id) else {
        return Vec::new();
    };
    let things = affected
        .iter()
        .map(|consequence| consequence_words(view, consequence))
        .collect();
    let mut spans = vec![Span::strong(one_or(
        affected.len(),
        "Consequence elsewhere: ",
        "Consequences elsewhere: ",
    ))];
    spans.extend(listed_spans(things));
    spans.push(Span::plain("."));
    vec![Block::Para(spans)]
}

fn consequence_words(view: &View, finding: &Finding) -> Vec<Span> {
    let mut spans = vec![
        view.component_link(&finding.id.component),
        Span::plain(" ("),
        Span::code(finding.id.to_string()),
        Span::plain(match finding.verdict {
            Verdict::Applies => format!(", {}", finding.risk().as_str()),
            Verdict::NeedsAnswer => ", if an answer confirms it".to_owned(),
        }),
    ];
    if let Some(recorded) = finding
        .decision
        .as_ref()
        .filter(|_| finding.status != DecisionStatus::Open)
    {
        let owner = recorded
            .owner
            .as_deref()
            .map_or_else(String::new, |owner| format!(" by {}", clean::line(owner)));
        spans.push(Span::plain(format!(
            ", decided: {}{owner}",
            decision(finding.status).to_lowercase()
        )));
    }
    spans.push(Span::plain(")"));
    spans
}

// ---- requirements

/// What acts on the finding: the strong requirements in full, those that only detect or limit it by their ids.
fn requirements(view: &View, measures: &[Measure], finding: &Finding) -> Vec<Block> {
    if measures.is_empty() {
        return Vec::new();
    }
    let (weak, strong): (Vec<&Measure>, Vec<&Measure>) =
        measures.iter().partition(|m| m.strength == Strength::W);
    let mut blocks = vec![small("What mitigates it")];
    if !strong.is_empty() {
        let rows = strong
            .into_iter()
            .map(|measure| measure_row(view, finding, measure))
            .collect();
        blocks.push(grid(
            "Requirements that act strongly on the finding, with their state",
            &[
                ("Requirement", 1.5),
                ("What must be true", 5.0),
                ("What it does", 1.7),
                ("State", 1.3),
            ],
            rows,
        ));
    }
    if !weak.is_empty() {
        let things = weak.into_iter().map(|measure| {
            let state = here(view, finding, measure).to_lowercase();
            vec![
                Span::code(measure.requirement.to_string()),
                Span::plain(format!(" ({state})")),
            ]
        });
        let mut spans = vec![Span::plain("Detect or limit it: ")];
        spans.extend(listed_spans(things.collect()));
        spans.push(Span::plain("."));
        blocks.push(Block::Para(spans));
    }
    if view
        .without_strong_control()
        .iter()
        .any(|threat| threat == finding.id.threat.as_str())
    {
        blocks.push(para(format!(
            "No requirement of the catalogue removes a precondition of {}; what is listed makes it harder, or detects or limits it.",
            finding.id.threat
        )));
    }
    blocks
}

fn measure_row(view: &View, finding: &Finding, measure: &Measure) -> Row {
    row(vec![
        Cell::code(measure.requirement.to_string()),
        Cell::text(view.requirement_text(&measure.requirement)),
        Cell::text(capital(measure.strength.in_words())),
        Cell::text(here(view, finding, measure)),
    ])
}

/// The state of a requirement as it counts for a finding: the worst on the way of its proof. Where the component itself is
/// further than that, both are told.
fn here(view: &View, finding: &Finding, measure: &Measure) -> String {
    let treated = finding
        .treatments
        .iter()
        .find(|treatment| treatment.requirement == measure.requirement);
    match treated {
        Some(treatment) if treatment.status.is_none() => "In the drawing".to_owned(),
        Some(treatment) => state(treatment.status).to_owned(),
        None => match view.recorded_at(&measure.requirement, &finding.id.component) {
            Some(own) if Some(own) != measure.status => {
                format!(
                    "{} here, {} elsewhere",
                    state(Some(own)),
                    state(measure.status).to_lowercase()
                )
            }
            _ => state(measure.status).to_owned(),
        },
    }
}

/// Where to read on: the component's sheet, and how others call the attack.
fn pointers(view: &View, finding: &Finding) -> Block {
    let mut spans = vec![
        Span::quiet("Component sheet: "),
        view.component_link(&finding.id.component),
        Span::quiet("."),
    ];
    let threat = view.catalog.threat(finding.id.threat.as_str());
    let mut atlas = threat
        .map(|threat| threat.ids_in("atlas"))
        .unwrap_or_default();
    atlas.retain(|id| id.starts_with("AML.T"));
    if !atlas.is_empty() {
        spans.push(Span::quiet(" MITRE ATLAS: "));
        spans.extend(listed_spans(
            atlas.iter().map(|id| vec![Span::code(*id)]).collect(),
        ));
        spans.push(Span::plain("."));
    }
    Block::Para(spans)
}

// ---- findings that wait for an answer

fn asking(view: &View) -> Vec<Block> {
    if view.asking.is_empty() {
        return Vec::new();
    }
    let number = view.asking.len();
    let mut blocks = vec![
        heading("needs-an-answer", "Findings that need an answer"),
        para(format!(
            "{} cannot be judged yet, because a fact is missing. {} rated as if {} applied, so that what is not known does not look safe.",
            capital(&count(number, "finding", "findings")),
            one_or(number, "It is", "They are"),
            one_or(number, "it", "they")
        )),
    ];
    blocks.extend(
        view.asking
            .iter()
            .flat_map(|finding| asking_sheet(view, finding)),
    );
    blocks
}

fn asking_sheet(view: &View, finding: &Finding) -> Vec<Block> {
    let mut blocks = vec![Block::Sheet(head(
        view,
        finding,
        Rating::Now(level(finding.risk())),
    ))];
    blocks.push(Block::Para(vec![
        Span::strong("If it applies: "),
        Span::plain(sentence(&clean::line(&finding.statement))),
        Span::quiet(format!(
            " Rated as if: likelihood {} × impact {} = {}.",
            finding.residual_likelihood,
            finding.impact.score,
            finding.residual()
        )),
    ]));
    blocks.extend(decided(view, finding));
    blocks.extend(question(view, finding));
    let premises = premises(view, finding);
    if !premises.is_empty() {
        blocks.push(small("What is known and what is not"));
        blocks.push(Block::List(List {
            numbered: false,
            items: premises,
        }));
    }
    blocks.extend(consequences(view, finding));
    blocks
}

fn question(view: &View, finding: &Finding) -> Vec<Block> {
    let Some((index, question)) = finding
        .question
        .and_then(|i| view.assessment.questions.get(i).map(|q| (i, q)))
    else {
        return Vec::new();
    };
    let mut spans = vec![
        Span::strong("The question that would settle it: "),
        Span::plain(format!("{} ", sentence(&clean::line(&question.text)))),
    ];
    let values: Vec<&str> = question
        .values
        .iter()
        .map(|(_, meaning)| meaning.as_str())
        .collect();
    if !values.is_empty() {
        spans.push(Span::plain(format!("Answers: {}. ", values.join("; "))));
    }
    spans.extend([
        Span::plain("("),
        Span::to(question_anchor(index), question_name(index)),
        Span::plain(")"),
    ]);
    vec![Block::Para(spans)]
}
