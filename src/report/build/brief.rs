//! The decision brief: one page from which someone who reads nothing else can decide.

use super::cover::{exposure_sentence, in_groups, open_questions_sentence};
use super::tables::{grid, para, row, small};
use super::to_decide;
use super::view::View;
use super::wording::{
    capital, count, decision, decision_tone, finding_link, grouped, level, number, one_or, or_dash,
    sentence,
};
use crate::analysis::{Finding, Risk};
use crate::model::DecisionStatus;
use crate::report::blocks::{
    Axis, Block, Cell, ColumnOfBlocks, Donut, Figure, FigureKind, KeyFigure, RiskGrid, RiskLevel,
    Row, Section, Slice, Span, Start, Tone,
};
use crate::report::clean;

/// How many risks the page names.
const TOP: usize = 5;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("brief", super::Chapter::Brief.title());
    section.start = Start::OnePage;
    section.blocks.extend(what_it_is(view));
    if view.model.components.is_empty() {
        section.blocks.push(para(
            "The model has no components yet, so nothing could be assessed. An empty drawing does not mean that the system is safe: draw the components and flows, then make this report again.",
        ));
        return section;
    }
    section.blocks.push(Block::KeyFigures(five_numbers(view)));
    section.blocks.push(to_decide::block(view));
    if !view.applying.is_empty() {
        section.blocks.push(charts(view));
    }
    section.blocks.extend(top_risks(view));
    section.blocks.push(small("Sign-off"));
    section.blocks.push(sign_off());
    section
}

fn what_it_is(view: &View) -> Option<Block> {
    let summary = sentence(&clean::line(&view.model.system.summary));
    let (components, flows) = (view.model.components.len(), view.model.flows.len());
    let mut sentences = vec![summary];
    if components > 0 {
        sentences.push(format!(
            "The team has drawn {} and {}; each component was checked against ML01–ML10 of the OWASP Machine Learning Security Top 10. {}.",
            count(components, "component", "components"),
            count(flows, "flow", "flows"),
            exposure_sentence(view),
        ));
    }
    sentences.extend(open_questions_sentence(view));
    sentences.retain(|sentence| !sentence.is_empty());
    (!sentences.is_empty()).then(|| para(sentences.join(" ")))
}

fn five_numbers(view: &View) -> Vec<KeyFigure> {
    let figure = |value: String, label: String, tone| KeyFigure { value, label, tone };
    let severe = view.open_at_or_above(Risk::High);
    let questions = view.assessment.questions.len();
    let components = view.model.components.len();
    let applying = view.applying.len();
    let target = view.model.system.target_level;
    let reached = view.assessment.reached;
    let on_target = reached.is_some_and(|level| level >= target);
    vec![
        figure(
            grouped(components),
            one_or(components, "component", "components").to_owned(),
            Tone::Accent,
        ),
        figure(
            grouped(applying),
            one_or(applying, "finding applies", "findings apply").to_owned(),
            Tone::Accent,
        ),
        figure(
            grouped(severe),
            match view.kept_at_or_above(Risk::High).as_slice() {
                [] => "open at high or critical risk".to_owned(),
                kept => format!("open at high or critical risk; {}", in_groups(kept, true)),
            },
            if severe > 0 { Tone::Bad } else { Tone::Good },
        ),
        figure(
            grouped(questions),
            one_or(questions, "open question", "open questions").to_owned(),
            if questions > 0 {
                Tone::Progress
            } else {
                Tone::Good
            },
        ),
        figure(
            reached.map_or_else(|| "None".to_owned(), |level| level.to_string()),
            format!("level reached; the target is level {target}"),
            if on_target { Tone::Good } else { Tone::Bad },
        ),
    ]
}

fn charts(view: &View) -> Block {
    let column = |weight, figure| ColumnOfBlocks {
        weight,
        blocks: vec![Block::Figure(figure)],
    };
    Block::Columns(vec![
        column(7.0, risk_grid(view)),
        column(6.0, treatment(view)),
    ])
}

fn risk_grid(view: &View) -> Figure {
    let mut cells: Vec<Vec<(u32, RiskLevel)>> = (1..=5_u8)
        .map(|impact| {
            (1..=5_u8)
                .map(|likelihood| (0, level(Risk::of(impact * likelihood))))
                .collect()
        })
        .collect();
    for finding in &view.applying {
        let impact = usize::from(finding.impact.score.number()) - 1;
        let likelihood = usize::from(finding.residual_likelihood.number()) - 1;
        cells[impact][likelihood].0 += 1;
    }
    let axis = |title: &str| Axis {
        title: title.to_owned(),
        steps: (1..=5).map(|n| n.to_string()).collect(),
    };
    let alt = format!(
        "Residual risk of the {} that {}: {}.",
        count(view.applying.len(), "finding", "findings"),
        one_or(view.applying.len(), "applies", "apply"),
        View::spread(&view.applying)
    );
    Figure {
        id: "risk-grid".to_owned(),
        title: "Findings by impact and residual likelihood".to_owned(),
        kind: FigureKind::RiskGrid(RiskGrid {
            impact: axis("Impact"),
            likelihood: axis("Likelihood"),
            cells,
        }),
        alt,
        caption: Vec::new(),
    }
}

fn treatment(view: &View) -> Figure {
    let of = |status: &DecisionStatus| view.applying.iter().filter(|f| f.status == *status).count();
    let slices: Vec<Slice> = DecisionStatus::ALL
        .iter()
        .map(|status| (status, of(status)))
        .filter(|(_, number)| *number > 0)
        .map(|(status, n)| Slice {
            label: decision(*status).to_owned(),
            value: number(n),
            tone: decision_tone(*status),
        })
        .collect();
    let parts: Vec<String> = slices
        .iter()
        .map(|slice| format!("{}: {}", slice.label.to_lowercase(), slice.value))
        .collect();
    let alt = format!("What the team decided. {}.", capital(&parts.join(", ")));
    let unit = one_or(view.applying.len(), "finding", "findings").to_owned();
    Figure {
        id: "treatment".to_owned(),
        title: "What the team decided".to_owned(),
        kind: FigureKind::Donut(Donut { slices, unit }),
        alt,
        caption: Vec::new(),
    }
}

fn top_risks(view: &View) -> Vec<Block> {
    let open: Vec<&Finding> = view
        .applying
        .iter()
        .copied()
        .filter(|f| f.is_open())
        .take(TOP)
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let all = view.applying.iter().filter(|f| f.is_open()).count();
    let title = if all == open.len() {
        "Open risks".to_owned()
    } else {
        format!("The {} worst of {} open risks", open.len(), grouped(all))
    };
    let rows = open.iter().map(|finding| top_row(view, finding)).collect();
    let table = grid(
        "The open findings with the worst residual risk, with decision, owner and date",
        &[
            ("Finding", 4.0),
            ("Decision", 1.3),
            ("Owner", 1.8),
            ("Due", 2.1),
            ("Risk", 1.0),
        ],
        rows,
    );
    vec![small(&title), table]
}

fn top_row(view: &View, finding: &Finding) -> Row {
    let recorded = finding.decision.as_ref();
    row(vec![
        Cell::spans(vec![
            finding_link(&finding.id),
            Span::plain(format!(" {}", view.finding_title(&finding.id))),
        ]),
        Cell::text(decision(finding.status)),
        Cell::text(or_dash(recorded.and_then(|d| d.owner.as_deref()))),
        Cell::text(view.due(finding)),
        Cell::risk(level(finding.risk())),
    ])
}

fn sign_off() -> Block {
    let blank = |role: &str| {
        row(vec![
            Cell::text(format!("{role}\n\u{a0}")),
            Cell::text(" "),
            Cell::text(" "),
            Cell::text(" "),
        ])
    };
    grid(
        "Lines to sign: role, name, decision, and date with signature",
        &[
            ("Role", 1.5),
            ("Name", 2.0),
            ("Decision and conditions", 3.0),
            ("Date and signature", 2.2),
        ],
        vec![
            blank("System owner"),
            blank("Risk owner"),
            blank("Security"),
        ],
    )
}
