//! What a team settled in one sitting: answers, decisions, states, and what somebody finds out.

use super::tables::{grid, heading, lead, row};
use super::view::View;
use super::wording::{capital, count, day, decision, finding_anchor, or_dash, sentence, state};
use crate::analysis::Sitting;
use crate::model::{Control, Decision, FindingId};
use crate::report::blocks::{Block, Cell, List, Row, Section, Span};
use crate::report::clean;

pub(super) fn section(view: &View, sitting: &Sitting) -> Section {
    let mut section = Section::new("sitting", "Settled in this review");
    let blocks = &mut section.blocks;
    blocks.push(lead(introduction(sitting)));
    blocks.extend(decisions(view, sitting));
    blocks.extend(answers(sitting));
    blocks.extend(to_find_out(sitting));
    blocks.extend(controls(view, sitting));
    blocks.extend(plain(
        "sitting-drawing",
        "What changed in the drawing",
        &sitting.drawing,
    ));
    let notes: Vec<String> = sitting
        .notes
        .iter()
        .map(|(about, text)| format!("{about}: {text}"))
        .collect();
    blocks.extend(plain("sitting-notes", "Notes", &notes));
    blocks.extend(plain(
        "sitting-parked",
        "Put aside, and still open",
        &sitting.parked,
    ));
    blocks.extend(plain("sitting-left", "Left open", &sitting.left_open));
    section
}

fn introduction(sitting: &Sitting) -> String {
    let by = clean::line(&sitting.by);
    let led = if by.is_empty() {
        String::new()
    } else {
        format!(", led by {by}")
    };
    let when = sitting
        .date
        .map_or_else(String::new, |date| format!(" of {}", date.in_words()));
    format!(
        "The review{when}{led}: {}, {}, {}. What was taken back before its end is not listed.",
        count(sitting.decisions.len(), "decision", "decisions"),
        count(sitting.answers.len(), "answer", "answers"),
        count(sitting.parked.len(), "point put aside", "points put aside"),
    )
}

fn decisions(view: &View, sitting: &Sitting) -> Vec<Block> {
    let rows: Vec<Row> = sitting
        .decisions
        .iter()
        .map(|(id, decided)| decision_row(view, id, decided.as_ref()))
        .collect();
    table(
        "sitting-decisions",
        "Decisions",
        "The decisions of this review with owner, day and reason",
        &[
            ("Finding", 2.2),
            ("Decision", 1.4),
            ("Owner", 1.5),
            ("Due", 1.5),
            ("Why", 3.4),
        ],
        rows,
    )
}

fn decision_row(view: &View, id: &FindingId, decided: Option<&Decision>) -> Row {
    let stands = view.assessment.findings.get(id);
    let linked = stands.is_some_and(|finding| view.cause_of(finding).is_none());
    let name = clean::line(&view.model.finding_name(id));
    let finding = if linked {
        Span::to(finding_anchor(id), name)
    } else {
        Span::plain(name)
    };
    let Some(decided) = decided else {
        return row(vec![
            Cell::spans(vec![finding]),
            Cell::text("Taken back"),
            Cell::text("–"),
            Cell::text("–"),
            Cell::text("–"),
        ]);
    };
    let mut why = decided.because.as_deref().map(clean::line);
    if let Some(note) = &decided.note {
        let note = sentence(&clean::line(note));
        why = Some(why.map_or(note.clone(), |why| format!("{} {note}", sentence(&why))));
    }
    row(vec![
        Cell::spans(vec![finding]),
        Cell::text(decision(decided.status)),
        Cell::text(or_dash(decided.owner.as_deref())),
        Cell::text(day(decided.due)),
        Cell::text(or_dash(why.as_deref())),
    ])
}

fn answers(sitting: &Sitting) -> Vec<Block> {
    let rows = sitting
        .answers
        .iter()
        .map(|answered| {
            let answer = if answered.answer.is_empty() {
                "Taken back: open again".to_owned()
            } else {
                sentence(&capital(&clean::line(&answered.answer)))
            };
            row(vec![
                Cell::text(sentence(&clean::line(&answered.question))),
                Cell::text(answer),
            ])
        })
        .collect();
    table(
        "sitting-answers",
        "Answers",
        "The questions that were answered in this review",
        &[("Question", 5.0), ("Answer", 5.0)],
        rows,
    )
}

fn to_find_out(sitting: &Sitting) -> Vec<Block> {
    let rows = sitting
        .assumptions
        .iter()
        .map(|(assumption, is_open)| {
            row(vec![
                Cell::text(sentence(&clean::line(&assumption.text))),
                Cell::text(if *is_open { "Open" } else { "Settled" }),
                Cell::text(or_dash(assumption.owner.as_deref())),
                Cell::text(day(assumption.expires)),
            ])
        })
        .collect();
    table(
        "sitting-open",
        "To find out, and assumptions",
        "What somebody finds out, and what the team takes for granted",
        &[
            ("What", 5.0),
            ("State", 1.2),
            ("Owner", 1.8),
            ("By when", 2.0),
        ],
        rows,
    )
}

fn controls(view: &View, sitting: &Sitting) -> Vec<Block> {
    let rows = sitting
        .controls
        .iter()
        .map(|(id, control)| {
            let place = match &id.component {
                Some(component) => view.name(component),
                None => "The whole system".to_owned(),
            };
            row(vec![
                Cell::code(id.requirement.to_string()),
                Cell::text(place),
                Cell::text(state(control.as_ref().map(|control| control.status))),
                Cell::text(or_dash(shown(control.as_ref()).as_deref())),
            ])
        })
        .collect();
    table(
        "sitting-controls",
        "Requirements",
        "The requirements whose state was recorded in this review",
        &[
            ("Requirement", 1.5),
            ("Where", 2.5),
            ("State", 1.5),
            ("Evidence or reason", 4.5),
        ],
        rows,
    )
}

/// What shows the state, or why the requirement does not apply.
fn shown(control: Option<&Control>) -> Option<String> {
    let control = control?;
    let text = control.evidence.as_deref().or(control.because.as_deref());
    text.map(clean::line)
}

fn table(
    id: &str,
    title: &str,
    summary: &str,
    columns: &[(&str, f32)],
    rows: Vec<Row>,
) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    vec![heading(id, title), grid(summary, columns, rows)]
}

fn plain(id: &str, title: &str, lines: &[String]) -> Vec<Block> {
    if lines.is_empty() {
        return Vec::new();
    }
    let items = lines
        .iter()
        .map(|line| vec![Span::plain(sentence(&clean::line(line)))])
        .collect();
    vec![heading(id, title), Block::List(List::bullets(items))]
}
