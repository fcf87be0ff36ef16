//! Components against threats, and the reason behind every "does not apply".

use std::collections::BTreeMap;

use super::tables::{grid, heading, lead, para, row};
use super::view::View;
use super::wording::{
    CONSEQUENCE, component_anchor, count, finding_anchor, level, listed_spans, sentence,
};
use super::zones;
use crate::analysis::{Finding, NotApplicable, Role, Verdict};
use crate::model::{ComponentId, DecisionStatus, FindingId, ThreatId};
use crate::report::blocks::{
    Block, Cell, Figure, FigureKind, Matrix, MatrixCell, MatrixColumn, MatrixRow, Section, Span,
    Start, Target,
};

/// More rows than this are no longer read at a glance: a brief shows the worst ones, and everything else the pages it needs.
const ONE_PAGE: usize = 24;
/// How many rows a brief shows of more, beside the words that say so.
const WORST: usize = 18;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("matrix", super::Chapter::Matrix.title());
    if shown(view).len() <= ONE_PAGE && view.is_brief() {
        section.start = Start::OnePage;
    }
    section.blocks = vec![lead(introduction(view)), Block::Figure(figure(view))];
    if !view.is_brief() {
        section
            .blocks
            .extend(zones::figure(view).map(Block::Figure));
        section.blocks.extend(reasons(view));
    }
    section
}

/// The components that have a row: all of them, or in a brief of many the ones with the worst risk, the worst first.
fn shown<'a>(view: &View<'a>) -> Vec<&'a ComponentId> {
    let mut all: Vec<&ComponentId> = view.components().into_iter().map(|(id, _)| id).collect();
    if !view.is_brief() || !view.options.chapters.is_empty() || all.len() <= ONE_PAGE {
        return all;
    }
    let mut worst: BTreeMap<&ComponentId, (bool, u8, usize)> = BTreeMap::new();
    for finding in view.assessment.findings.values() {
        let primary = finding.role == Role::Primary;
        let known = worst.entry(&finding.id.component).or_default();
        let risk = (primary, finding.residual());
        let (of, most) = (known.2 + usize::from(primary), (known.0, known.1).max(risk));
        *known = (most.0, most.1, of);
    }
    all.sort_by_key(|id| std::cmp::Reverse(worst.get(id).copied().unwrap_or_default()));
    all.truncate(WORST);
    all
}

fn introduction(view: &View) -> String {
    let skipped = view.assessment.not_applicable.len();
    let own = |finding: &&Finding| view.model.own_threats.contains_key(&finding.id.threat);
    let own = view.assessment.findings.values().filter(own).count();
    let pairs = view.assessment.findings.len() + skipped - own;
    let own = match own {
        0 => String::new(),
        n => format!(", and {n} of the team's own"),
    };
    let (rows, all) = (shown(view).len(), view.model.components.len());
    let left_out = if rows < all {
        format!(
            " Shown are the {rows} components with the worst risk; {} in the full report.",
            count(all - rows, "more stands", "more stand")
        )
    } else {
        String::new()
    };
    format!(
        "Each component was checked against each threat: {}{own}. {}. Where none applies, the cell has the reason's code{}.{left_out}",
        count(pairs, "pair", "pairs"),
        super::wording::capital(&view.tally()),
        if view.is_brief() {
            "; the full report gives the reason"
        } else {
            ""
        }
    )
}

fn figure(view: &View) -> Figure {
    let threats = view.threats();
    let columns = threats
        .iter()
        .map(|threat| MatrixColumn {
            code: threat.to_string(),
            title: view.threat_name(threat),
        })
        .collect();
    let rows: Vec<MatrixRow> = shown(view)
        .into_iter()
        .map(|id| MatrixRow {
            label: view.name(id),
            target: Some(Target::Anchor(component_anchor(id))),
            cells: threats
                .iter()
                .map(|threat| cell(view, threat, id))
                .collect(),
        })
        .collect();
    let caption = caption(view, &rows);
    Figure {
        id: "heat-map".to_owned(),
        title: String::new(),
        kind: FigureKind::Matrix(Matrix {
            corner: "Component".to_owned(),
            columns,
            rows,
        }),
        alt: format!(
            "Residual risk by component and threat. {}; the findings chapter describes each.",
            super::wording::capital(&view.tally())
        ),
        caption,
    }
}

/// What the key above the matrix cannot say of a cell, and what the codes over the columns stand for.
fn caption(view: &View, rows: &[MatrixRow]) -> Vec<Span> {
    let any = |shows: fn(&MatrixCell) -> bool| rows.iter().flat_map(|row| &row.cells).any(shows);
    let mut spans = vec![Span::plain(
        "The letter is the residual risk, after the controls in place.",
    )];
    if any(|cell| matches!(cell, MatrixCell::Affected { .. })) {
        spans.push(Span::plain(format!(" {CONSEQUENCE}")));
    }
    if any(|cell| matches!(cell, MatrixCell::Affected { asks: true, .. })) {
        spans.push(Span::plain(
            " With a question mark it follows only if an answer confirms it.",
        ));
    }
    spans.push(Span::plain("\n"));
    let threats = view.threats();
    for (place, threat) in threats.iter().enumerate() {
        // No line begins with the sign between two names.
        let sign = if place + 1 < threats.len() {
            "\u{a0}· "
        } else {
            ""
        };
        spans.extend([
            Span::code(threat.to_string()),
            Span::plain(format!(" {}{sign}", view.threat_name(threat))),
        ]);
    }
    spans
}

fn cell(view: &View, threat: &ThreatId, component: &ComponentId) -> MatrixCell {
    let id = FindingId {
        threat: threat.clone(),
        component: component.clone(),
    };
    if let Some(finding) = view.assessment.findings.get(&id) {
        return finding_cell(view, finding);
    }
    let skipped = view.assessment.not_applicable.get(&id);
    MatrixCell::NotApplicable {
        reason: skipped
            .map(|reason| short_code(reason).to_owned())
            .unwrap_or_default(),
    }
}

fn finding_cell(view: &View, finding: &Finding) -> MatrixCell {
    let risk = level(finding.risk());
    let target = |id: &FindingId| Some(Target::Anchor(finding_anchor(id)));
    match (finding.role, finding.verdict) {
        (Role::Primary, Verdict::Applies) => MatrixCell::Applies {
            risk,
            decided: finding.status != DecisionStatus::Open,
            target: target(&finding.id),
        },
        (Role::Primary, Verdict::NeedsAnswer) => MatrixCell::NeedsAnswer {
            risk,
            target: target(&finding.id),
        },
        (Role::Affected, verdict) => MatrixCell::Affected {
            risk,
            asks: verdict == Verdict::NeedsAnswer,
            target: target(view.cause_of(finding).unwrap_or(&finding.id)),
        },
    }
}

/// "N2" of "ML02.N2": the threat stands over the column already.
fn short_code(reason: &NotApplicable) -> &str {
    reason.code.rsplit('.').next().unwrap_or(&reason.code)
}

// ---- reasons

/// Components by name; of many only the first, because the matrix has the code in the cell of each.
fn named(view: &View, components: &[&ComponentId]) -> Vec<Span> {
    /// As many as a reader takes in.
    const MOST: usize = 30;
    const FIRST: usize = 24;
    let shown = if components.len() > MOST {
        FIRST
    } else {
        components.len()
    };
    let mut things: Vec<Vec<Span>> = components[..shown]
        .iter()
        .map(|id| vec![view.component_link(id)])
        .collect();
    if shown < components.len() {
        let more = components.len() - shown;
        things.push(vec![Span::plain(format!(
            "{more} more, which have the code in the matrix"
        ))]);
    }
    listed_spans(things)
}

fn reasons(view: &View) -> Vec<Block> {
    let mut groups: BTreeMap<(&str, &str), Vec<&ComponentId>> = BTreeMap::new();
    for reason in view.assessment.not_applicable.values() {
        groups
            .entry((&*reason.code, &*reason.because))
            .or_default()
            .push(&reason.id.component);
    }
    if groups.is_empty() {
        return Vec::new();
    }
    let order: BTreeMap<&ComponentId, usize> = view
        .components()
        .into_iter()
        .enumerate()
        .map(|(place, (id, _))| (id, place))
        .collect();
    let rows = groups
        .into_iter()
        .map(|((code, because), mut components)| {
            components.sort_by_key(|id| order.get(id));
            row(vec![
                Cell::code(code),
                Cell::text(sentence(because)),
                Cell::spans(named(view, &components)),
            ])
        })
        .collect();
    let table = grid(
        "Why a threat does not apply: the reason's code, the reason, and the components it holds for",
        &[
            ("Reason", 1.1),
            ("Why the threat does not apply", 3.6),
            ("Components", 5.2),
        ],
        rows,
    );
    vec![
        heading("reasons", "Why threats do not apply"),
        para(format!(
            "Silence would prove nothing, so each of the {} that {} not apply has a reason. The code stands in the cell of the matrix.",
            count(view.assessment.not_applicable.len(), "pair", "pairs"),
            super::wording::one_or(view.assessment.not_applicable.len(), "does", "do"),
        )),
        table,
    ]
}
