//! What stands beside the findings: consequences without a cause, risks that stay by decision, decisions without a finding.

use super::tables::{anchored, grid, heading, para, row};
use super::view::View;
use super::wording::{
    assumption_state, day, decision, finding_anchor, finding_link, level, listed_spans, or_dash,
    sentence,
};
use crate::analysis::{Finding, Verdict};
use crate::model::{DecisionStatus, FindingId};
use crate::report::blocks::{Block, Cell, Row, Span};
use crate::report::clean;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = stray(view);
    blocks.extend(kept(view));
    blocks.extend(orphaned(view));
    blocks
}

fn stray(view: &View) -> Vec<Block> {
    if view.stray.is_empty() {
        return Vec::new();
    }
    let rows = view
        .stray
        .iter()
        .map(|finding| {
            anchored(
                finding_anchor(&finding.id),
                vec![
                    Cell::code(finding.id.to_string()),
                    Cell::text(sentence(&clean::line(&finding.statement))),
                    Cell::text(match finding.verdict {
                        Verdict::Applies => "Applies",
                        Verdict::NeedsAnswer => "Needs an answer",
                    }),
                    Cell::risk(level(finding.risk())),
                ],
            )
        })
        .collect();
    vec![
        heading("other-consequences", "Other consequences"),
        para(
            "These components suffer from a threat whose place of entry is not drawn. Nothing is decided here and they are not counted as findings; draw what is missing, and the finding stands there.",
        ),
        grid(
            "Consequences without a finding behind them",
            &[
                ("Finding", 2.2),
                ("What can happen", 4.8),
                ("Verdict", 1.4),
                ("Risk", 1.2),
            ],
            rows,
        ),
    ]
}

/// Risks that stay by decision: accepted, transferred, avoided, or marked as not applicable by the team.
fn kept(view: &View) -> Vec<Block> {
    let decided = |f: &&&Finding| {
        use DecisionStatus::{Accept, Avoid, NotApplicable, Transfer};
        matches!(f.status, Accept | Transfer | Avoid | NotApplicable)
    };
    let kept: Vec<&Finding> = view
        .applying
        .iter()
        .chain(&view.asking)
        .filter(decided)
        .copied()
        .collect();
    let mut blocks = vec![heading("accepted", "Accepted risks")];
    let lapsed = lapsed(view);
    if kept.is_empty() {
        if lapsed.is_none() {
            blocks.push(para("No risk has been accepted, transferred or avoided, and no finding was marked as not applicable."));
        }
        blocks.extend(lapsed);
        return blocks;
    }
    blocks.push(para(
        "These findings are not open: the team lives with the risk, has handed it to another party, will change the system so that it cannot happen, or holds that the finding does not fit.",
    ));
    let rows = kept
        .iter()
        .map(|finding| {
            let recorded = finding.decision.as_ref();
            row(vec![
                Cell::spans(vec![finding_link(&finding.id)]),
                Cell::text(decision(finding.status)),
                Cell::text(or_dash(recorded.and_then(|d| d.owner.as_deref()))),
                Cell::text(view.due(finding)),
                Cell::spans(reason(view, finding)),
                Cell::risk(level(finding.risk())),
            ])
        })
        .collect();
    blocks.push(grid(
        "Risks that stay by decision, with owner, end and reason",
        &[
            ("Finding", 1.9),
            ("Decision", 1.3),
            ("Owner", 1.5),
            ("Due or until", 1.4),
            ("Reason", 3.2),
            ("Risk", 1.1),
        ],
        rows,
    ));
    blocks.extend(lapsed);
    blocks
}

/// Decisions that held until a day that has passed: whoever looks for them here learns that they count no more.
fn lapsed(view: &View) -> Option<Block> {
    let all = view.applying.iter().chain(&view.asking);
    let mut things = Vec::new();
    for finding in all {
        if let Some(why) = finding.ran_out(|date| day(Some(date))) {
            let told = Span::plain(format!(" ({why})"));
            things.push(vec![finding_link(&finding.id), told]);
        }
    }
    if things.is_empty() {
        return None;
    }
    let mut spans = vec![Span::strong("Open again: ")];
    spans.extend(listed_spans(things));
    spans.push(Span::plain("."));
    Some(Block::Para(spans))
}

/// The reason of a decision, and the assumptions that it rests on.
fn reason(view: &View, finding: &Finding) -> Vec<Span> {
    let recorded = finding.decision.as_ref();
    let because = recorded.and_then(|d| d.because.as_deref());
    let mut spans = vec![Span::plain(because.map_or_else(
        || "No reason is given.".to_owned(),
        |because| sentence(&clean::line(because)),
    ))];
    for assumption in view.assumptions_under(&finding.id) {
        spans.push(Span::quiet(format!(
            " Rests on an assumption ({}): {}",
            assumption_state(assumption, view.assessment.date).to_lowercase(),
            sentence(&clean::line(&assumption.text))
        )));
    }
    spans
}

fn orphaned(view: &View) -> Vec<Block> {
    if view.assessment.orphaned.is_empty() {
        return Vec::new();
    }
    let rows = view
        .assessment
        .orphaned
        .iter()
        .map(|id| orphaned_row(view, id))
        .collect();
    vec![
        heading("orphaned", "Decisions without a finding"),
        para(
            "The drawing has changed since these were decided. Nothing is dropped by itself: a reviewer has to confirm that the decision is no longer needed, or restore what it speaks of.",
        ),
        grid(
            "Decisions whose finding no longer stands",
            &[
                ("Finding", 2.0),
                ("Decision", 1.3),
                ("Owner", 1.5),
                ("Why it stands alone", 4.6),
            ],
            rows,
        ),
    ]
}

fn orphaned_row(view: &View, id: &FindingId) -> Row {
    let recorded = view.model.decisions.get(id);
    let why = if !view.model.components.contains_key(&id.component) {
        "The component is gone.".to_owned()
    } else if let Some(reason) = view.assessment.not_applicable.get(id) {
        format!(
            "The threat does not apply there now ({}): {}",
            reason.code,
            sentence(&clean::line(&reason.because))
        )
    } else {
        "The threat is not in the catalogue.".to_owned()
    };
    row(vec![
        Cell::code(id.to_string()),
        Cell::text(recorded.map_or("–", |d| decision(d.status))),
        Cell::text(or_dash(recorded.and_then(|d| d.owner.as_deref()))),
        Cell::text(why),
    ])
}
