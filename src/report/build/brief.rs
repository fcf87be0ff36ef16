//! The decision brief: one page from which someone who reads nothing else can decide.

use super::cover::{exposure_sentence, in_groups, open_questions_sentence};
use super::tables::{grid, para, row, small};
use super::view::View;
use super::wording::{
    capital, count, day, decision, decision_tone, finding_link, grouped, level, listed, number,
    one_or, or_dash, sentence,
};
use crate::analysis::{Finding, Reopened, Risk};
use crate::model::{DecisionStatus, Level};
use crate::report::blocks::{
    Axis, Block, Callout, Cell, ColumnOfBlocks, Donut, Figure, FigureKind, KeyFigure, List,
    RiskGrid, RiskLevel, Row, Section, Slice, Span, Start, Tone,
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
    section.blocks.push(to_decide(view));
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

/// The question, and what stands in the way of an answer.
fn to_decide(view: &View) -> Block {
    let points = [
        undecided(view),
        reopened(view),
        overdue(view),
        lapsed(view),
        without_owner(view),
        unanswered(view),
        may_rise(view),
        without_a_way_in(view),
        Some(level_point(view)),
        level_in_doubt(view),
    ];
    let points: Vec<Vec<Span>> = points
        .into_iter()
        .flatten()
        .map(|text| vec![text])
        .collect();
    Block::Callout(Callout {
        tone: Tone::Accent,
        title: question(view),
        blocks: vec![Block::List(List::bullets(points))],
    })
}

fn question(view: &View) -> String {
    let severe = view.open_at_or_above(Risk::High);
    let title = view.title();
    match severe {
        0 if view.applying.is_empty() && view.asking.is_empty() => {
            format!("To decide: is the drawing of {title} complete?")
        }
        0 => format!("To decide: may {title} run as it is drawn here?"),
        n => format!(
            "To decide: may {title} run as it is drawn here, with {} of high or critical risk, or must {} be treated first?",
            count(n, "open finding", "open findings"),
            one_or(n, "it", "some")
        ),
    }
}

/// Findings by level; of one alone, the level says it all.
fn spread(findings: &[&Finding]) -> String {
    match findings {
        [only] => only.risk().as_str().to_owned(),
        _ => View::spread(findings),
    }
}

/// Consequences whose way in nobody has drawn: no finding counts them, and no decision covers them.
fn without_a_way_in(view: &View) -> Option<Span> {
    let number = view.stray.len();
    (number > 0).then(|| {
        Span::plain(format!(
            "Not counted: {} of a threat whose place of entry is not drawn ({}).",
            count(number, "consequence", "consequences"),
            spread(&view.stray)
        ))
    })
}

fn undecided(view: &View) -> Option<Span> {
    let open = view.undecided();
    let text = if open.is_empty() {
        if view.applying.is_empty() {
            return None;
        }
        "Every finding that applies has a decision.".to_owned()
    } else {
        let decided = view.applying.len() - open.len();
        format!(
            "Not decided: {} ({}). {} a decision.",
            count(open.len(), "finding", "findings"),
            spread(&open),
            match decided {
                0 => "None has".to_owned(),
                1 => "1 has".to_owned(),
                n => format!("{n} have"),
            }
        )
    };
    Some(Span::plain(text))
}

fn reopened(view: &View) -> Option<Span> {
    let number = view
        .applying
        .iter()
        .filter(|f| matches!(f.reopened, Some(Reopened::Assumption(_))))
        .count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} again, because an assumption under {} no longer holds.",
            capital(&format!(
                "{} open",
                count(number, "decision is", "decisions are")
            )),
            one_or(number, "it", "them")
        ))
    })
}

fn overdue(view: &View) -> Option<Span> {
    let ran_out = |f: &Finding| matches!(f.reopened, Some(Reopened::RanOut(_)));
    let late = |f: &&&Finding| f.is_open() && !ran_out(f) && f.is_overdue(view.assessment.date);
    let number = view.applying.iter().filter(late).count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} past {} date.",
            capital(&count(number, "decision is", "decisions are")),
            one_or(number, "its", "their")
        ))
    })
}

/// Decisions that held until a day that has passed: the findings are open again.
fn lapsed(view: &View) -> Option<Span> {
    /// How many the page names.
    const NAMED: usize = 3;
    let all = view.applying.iter().chain(&view.asking);
    let why: Vec<String> = all
        .filter_map(|f| Some(format!("{}, {}", f.id, f.ran_out(|date| day(Some(date)))?)))
        .collect();
    let open = capital(&count(
        why.len(),
        "decision ran out and is open again",
        "decisions ran out and are open again",
    ));
    match why.len() {
        0 => None,
        1..=NAMED => Some(Span::plain(format!("Open again: {}.", why.join("; ")))),
        _ => Some(Span::plain(format!("{open}."))),
    }
}

fn without_owner(view: &View) -> Option<Span> {
    let number = view
        .applying
        .iter()
        .filter(|f| {
            f.status != DecisionStatus::Open
                && f.decision.as_ref().is_some_and(|d| d.owner.is_none())
        })
        .count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} no owner.",
            capital(&count(number, "decision has", "decisions have"))
        ))
    })
}

/// Findings that answers could make high or critical: a page that calls the exposure lower has to say so. Those that wait for an
/// answer count as well, and those whose risk someone agreed to live with as it stands now.
fn may_rise(view: &View) -> Option<Span> {
    /// How many the page names.
    const NAMED: usize = 3;
    let worst = |f: &Finding| Risk::of(view.at_worst(f));
    let all = view.applying.iter().chain(&view.asking);
    let rising: Vec<&Finding> = all
        .copied()
        .filter(|f| f.is_open() || agreed(f).is_some())
        .filter(|f| worst(f) >= Risk::High && worst(f) > f.risk())
        .collect();
    let named = match rising.as_slice() {
        [] => return None,
        few if few.len() <= NAMED => {
            let each = few.iter().map(|f| {
                let agreed = agreed(f).map_or(String::new(), |word| format!(" ({word})"));
                format!("{}{agreed} to {}", f.id, worst(f).as_str())
            });
            listed(&each.collect::<Vec<_>>())
        }
        many => {
            let agreed = many.iter().filter(|f| agreed(f).is_some()).count();
            let closed = match agreed {
                0 => String::new(),
                n => format!(", {n} of them accepted or transferred"),
            };
            format!("{} findings to high or critical{closed}", many.len())
        }
    };
    Some(Span::plain(format!("Answers could still raise {named}.")))
}

/// What someone agreed to do with the risk as it is, where the decision leaves the risk in place.
fn agreed(finding: &Finding) -> Option<&'static str> {
    match finding.status {
        DecisionStatus::Accept => Some("accepted"),
        DecisionStatus::Transfer => Some("transferred"),
        _ => None,
    }
}

fn unanswered(view: &View) -> Option<Span> {
    let number = view.asking.len();
    (number > 0).then(|| {
        Span::plain(format!(
            "Not known: whether {} {}; rated as if {} applied: {}.",
            if view.applying.is_empty() {
                count(number, "finding", "findings")
            } else {
                count(number, "more finding", "more findings")
            },
            one_or(number, "applies", "apply"),
            one_or(number, "it", "they"),
            spread(&view.asking)
        ))
    })
}

fn level_point(view: &View) -> Span {
    let blockers = view.assessment.blockers.len();
    let next = view
        .assessment
        .reached
        .map_or(1, |level| level.number() + 1);
    let nothing_asked =
        view.assessment.facts_wanted == 0 && view.applying.is_empty() && view.asking.is_empty();
    let known = if nothing_asked {
        " The rules had nothing to ask.".to_owned()
    } else {
        let share = super::wording::percent(view.assessment.completeness);
        format!(" The model answers {share} of what the rules ask.")
    };
    let text = match blockers {
        0 if view.assessment.reached == Some(Level::Three) => {
            "Every verification level is reached.".to_owned()
        }
        n => format!(
            "{} verification level {next}.{known}",
            capital(&count(
                n,
                "requirement keeps the system from",
                "requirements keep the system from"
            ))
        ),
    };
    Span::plain(text)
}

/// Who decides by this page has to know that the level it names may not stand.
fn level_in_doubt(view: &View) -> Option<Span> {
    let ids: Vec<String> = super::verification::doubtful(view)
        .map(|(id, _)| format!("{id} {}", view.requirement_title(id)))
        .collect();
    let records = one_or(ids.len(), "a record", "records");
    (!ids.is_empty()).then(|| {
        Span::plain(format!(
            "The level reached rests on {records} to look at again: {}.",
            listed(&ids)
        ))
    })
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
