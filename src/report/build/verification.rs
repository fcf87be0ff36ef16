//! MLSVS as a metric: the level reached and what blocks the next one, coverage, completeness, and the evidence.

use super::states::NOT_ASSESSED_BUT;
use super::tables::{heading, lead, note, numbers, pairs, para, row};
use super::view::View;
use super::wording::{
    capital, count, grouped, joined, listed, number, one_or, percent, state, uncapital,
};
use super::{Chapter, evidence};
use crate::analysis::mlsvs::NOTICE;
use crate::analysis::{Coverage, Finding, RequirementState};
use crate::model::{ComponentId, ControlStatus, Level, RequirementId};
use crate::report::blocks::{
    Align, Bar, Bars, BarsScale, Block, Cell, Figure, FigureKind, Ladder, Section, Series, Span,
    Step, Tone,
};
use crate::report::clean;

/// The notice: a box in the first chapter that shows requirements, the same words without a box in those that follow it.
pub(super) fn notice(view: &View, chapter: Chapter) -> Block {
    const SHOW_REQUIREMENTS: [Chapter; 3] = [
        Chapter::Verification,
        Chapter::Guidance,
        Chapter::Procurement,
    ];
    let first = SHOW_REQUIREMENTS
        .into_iter()
        .find(|chapter| view.options.prints(*chapter));
    if first == Some(chapter) {
        note(Tone::Neutral, "Whose requirements these are", NOTICE)
    } else {
        Block::Para(vec![Span::quiet(NOTICE)])
    }
}

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("verification", super::Chapter::Verification.title());
    let blocks = &mut section.blocks;
    blocks.extend([
        lead(introduction(view)),
        notice(view, Chapter::Verification),
        Block::Figure(ladder(view)),
    ]);
    blocks.extend(overtaken(view));
    blocks.extend(beyond(view));
    blocks.extend(blockers(view));
    blocks.push(heading("completeness", "How complete the model is"));
    blocks.push(para(completeness(view)));
    blocks.extend(coverage(view));
    blocks.extend(evidence::blocks(view));
    blocks.extend(evidence::set_aside(view));
    section
}

fn introduction(view: &View) -> String {
    let target = view.model.system.target_level;
    let reached = match view.assessment.reached {
        None => {
            format!("The system reaches no verification level yet; its target is level {target}.")
        }
        Some(level) if level >= target => {
            format!("The system reaches level {level}; its target is level {target}.")
        }
        Some(level) => {
            format!("The system reaches level {level}, below its target, level {target}.")
        }
    };
    let applicable = view.assessment.requirements.len();
    format!(
        "{reached} {} here. A level is reached when every requirement of that level and of those below it is verified; nothing is averaged.",
        capital(&count(
            applicable,
            "requirement applies",
            "requirements apply"
        ))
    )
}

// ---- level

fn meaning(level: Level) -> &'static str {
    match level {
        Level::One => "Any ML system in use",
        Level::Two => "Sensitive data, regulated use or a motivated adversary",
        Level::Three => "Safety-critical or high value",
    }
}

fn counts(state: &RequirementState) -> bool {
    state.status != Some(ControlStatus::NotApplicable)
}

fn ladder(view: &View) -> Figure {
    let steps: Vec<Step> = Level::ALL
        .into_iter()
        .map(|level| {
            let of_level = || {
                view.requirements()
                    .into_iter()
                    .filter(move |(_, r, s)| r.level == level && counts(s))
            };
            let met = of_level()
                .filter(|(.., s)| s.status == Some(ControlStatus::Verified))
                .count();
            Step {
                label: format!("Level {level}"),
                title: meaning(level).to_owned(),
                met: number(met),
                total: number(of_level().count()),
                reached: view
                    .assessment
                    .reached
                    .is_some_and(|reached| reached >= level),
                target: view.model.system.target_level == level,
            }
        })
        .collect();
    let told: Vec<String> = steps
        .iter()
        .map(|step| {
            let reached = if step.reached {
                "reached"
            } else {
                "not reached"
            };
            format!(
                "{}, {reached}: {} of {} verified",
                step.label, step.met, step.total
            )
        })
        .collect();
    Figure {
        id: "levels".to_owned(),
        title: "Verified requirements by level".to_owned(),
        kind: FigureKind::Ladder(Ladder { steps }),
        alt: format!("{}.", told.join("; ")),
        caption: Vec::new(),
    }
}

/// The records that the level that is reached rests on, though the model now says otherwise, each with what it says.
pub(super) fn doubtful<'v>(
    view: &'v View,
) -> impl Iterator<Item = (&'v RequirementId, &'v String)> {
    let rests = |id: &RequirementId| {
        let level = view.catalog.requirement(id.as_str()).map(|r| r.level);
        status_of(view, id) == Some(ControlStatus::Verified) && level <= view.assessment.reached
    };
    let all = view.assessment.overtaken.iter();
    all.filter(move |(id, _)| rests(id))
}

/// What the level that is reached rests on, though the model now says otherwise.
fn overtaken(view: &View) -> Option<Block> {
    let told: Vec<Vec<Span>> = doubtful(view)
        .map(|(id, told)| {
            let mut spans = view.requirement(id);
            let told = uncapital(&clean::line(told));
            spans.push(Span::plain(format!(
                " is recorded as verified, but {told}."
            )));
            spans
        })
        .collect();
    if told.is_empty() {
        return None;
    }
    let records = one_or(told.len(), "a record", "records");
    let mut spans = vec![Span::strong(format!(
        "The level rests on {records} to look at again. "
    ))];
    spans.extend(joined(told, " "));
    spans.push(Span::plain(
        " Until that is done or the record is changed, the level stands as recorded.",
    ));
    Some(Block::Para(spans))
}

/// What the level that is reached does not speak of, although an answer at a finding says that it is not so there: the catalogue
/// asks the requirement of other kinds (facts.md 6.1), of which none is drawn, or of which all meet it.
fn beyond(view: &View) -> Option<Block> {
    let all = view.catalog.entries().requirements.iter();
    let told = all.filter_map(|(id, requirement)| {
        let id: RequirementId = id.parse().ok()?;
        if Some(requirement.level) > view.assessment.reached {
            return None;
        }
        let mut at: Vec<&ComponentId> = Vec::new();
        // Where a finding counts what somebody recorded on its way, the record speaks for its place as well.
        let recorded = |finding: &Finding| {
            let mut all = finding.treatments.iter();
            all.any(|one| one.requirement == id && one.status.is_some())
        };
        let denied = |f: &&&Finding| view.is_denied_at(&id, f) && !recorded(f);
        for finding in view.applying.iter().filter(denied) {
            if !at.contains(&&finding.id.component) {
                at.push(&finding.id.component);
            }
        }
        let counted = match view.assessment.requirements.get(&id) {
            None => "is no part of it, as nothing of the kinds that it speaks of is drawn".to_owned(),
            // Where it is asked of the component, its state there is what somebody recorded of it.
            Some(found) => {
                at.retain(|component| !found.components.contains(component));
                let asked = found.components.iter().map(|id| view.name(id));
                format!("counts as it is asked, at {}", listed(&asked.collect::<Vec<_>>()))
            }
        };
        let names: Vec<String> = at.into_iter().map(|id| view.name(id)).collect();
        (!names.is_empty()).then(|| {
            format!(
                "{id} {} {counted}; the answers at {} say that it is not met there, and the ratings go by them.",
                view.requirement_title(&id),
                listed(&names)
            )
        })
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| {
        Block::Para(vec![
            Span::strong("The level covers what applies here. "),
            Span::plain(told.join(" ")),
        ])
    })
}

fn blockers(view: &View) -> Vec<Block> {
    let next = view
        .assessment
        .reached
        .map_or(1, |level| level.number() + 1);
    let mut blocks = vec![heading(
        "blockers",
        &format!("What keeps the system from level {next}"),
    )];
    if view.assessment.blockers.is_empty() {
        return vec![
            heading("blockers", "What keeps the system from the next level"),
            para("Nothing: every level is reached."),
        ];
    }
    let mut ids: Vec<&RequirementId> = view.assessment.blockers.iter().collect();
    ids.sort_by_key(|id| {
        (
            std::cmp::Reverse(progress(status_of(view, id))),
            view.requirement_order(id),
        )
    });
    blocks.push(para(format!(
        "{} of level {next} {} not verified.{}",
        capital(&count(ids.len(), "requirement", "requirements")),
        one_or(ids.len(), "is", "are"),
        one_or(ids.len(), "", " Those nearest to it stand first."),
    )));
    let mut rows: Vec<(Vec<Span>, Vec<Span>)> = Vec::new();
    for group in ids.chunk_by(|a, b| status_of(view, a) == status_of(view, b)) {
        let things = group.iter().map(|id| blocker(view, id)).collect();
        let mut title = vec![Span::strong(state(status_of(view, group[0])))];
        title.push(Span::quiet(format!(" ({})", group.len())));
        rows.push((title, joined(things, "; ")));
    }
    blocks.push(pairs(
        "Requirements that keep the system from the next level, by their state",
        [1.4, 7.0],
        rows,
    ));
    blocks
}

/// A requirement that blocks, with its states where they differ by component.
fn blocker(view: &View, id: &RequirementId) -> Vec<Span> {
    let mut spans = view.requirement(id);
    if let Some(found) = view.assessment.requirements.get(id) {
        let over = view.state_over(id, found);
        // The title of the row says that nobody has assessed it.
        let drawn = over.strip_prefix(NOT_ASSESSED_BUT);
        let over = drawn.map_or(over.clone(), |drawn| format!("but {drawn}"));
        if over != state(found.status) {
            spans.push(Span::quiet(format!(" ({})", uncapital(&over))));
        }
    }
    spans
}

fn status_of(view: &View, id: &RequirementId) -> Option<ControlStatus> {
    view.assessment
        .requirements
        .get(id)
        .and_then(|state| state.status)
}

/// How near a state is to verified.
fn progress(status: Option<ControlStatus>) -> u8 {
    match status {
        Some(ControlStatus::Verified | ControlStatus::NotApplicable) => 4,
        Some(ControlStatus::Implemented) => 3,
        Some(ControlStatus::Planned) => 2,
        Some(ControlStatus::NotMet) => 1,
        None => 0,
    }
}

/// The components that a requirement speaks of.
pub(super) fn where_it_applies(view: &View, applies: &RequirementState) -> String {
    /// More than these are a number: a list of hundreds helps nobody.
    const NAMED: usize = 12;
    match applies.components.as_slice() {
        [] => "The whole system".to_owned(),
        few if few.len() <= NAMED => {
            let names: Vec<String> = few.iter().map(|id| view.name(id)).collect();
            super::wording::listed(&names)
        }
        many => format!("{} components", many.len()),
    }
}

// ---- coverage

fn coverage(view: &View) -> Vec<Block> {
    let assessment = view.assessment;
    let chapters = &view.catalog.entries().chapters;
    let by_chapter: Vec<(String, Coverage)> = assessment
        .coverage_by_chapter
        .iter()
        .filter(|(_, coverage)| coverage.applicable > 0)
        .map(|(id, coverage)| {
            let title = chapters
                .get(id)
                .map_or("", |chapter| chapter.title.as_str());
            (format!("{id} {title}"), *coverage)
        })
        .collect();
    let by_threat: Vec<(String, Coverage)> = assessment
        .coverage_by_threat
        .iter()
        .filter(|(_, coverage)| coverage.applicable > 0)
        .map(|(id, coverage)| {
            let name = crate::model::ThreatId::new(id.as_str())
                .map_or_else(|_| String::new(), |id| view.threat_name(&id));
            (format!("{id} {name}"), *coverage)
        })
        .collect();
    vec![
        heading("coverage", "Coverage"),
        para(format!(
            "{} of what applies is in place, by weight: a requirement that removes a precondition weighs 3, one that makes an attack materially harder 2, one that detects or limits it 1; verified counts whole, implemented half. What nobody has assessed lowers the share. A requirement that is in different states at different components counts with the worst of them. A threat without a finding has no row.",
            percent(assessment.coverage)
        )),
        // The tables before the picture: a table fills the rest of a page, a picture would leave it empty.
        table("By chapter", "Chapter", &by_chapter),
        table("By threat", "Threat", &by_threat),
        Block::Figure(bars(view, &by_chapter)),
    ]
}

/// What is left when verified, implemented and not assessed are taken away: planned, or assessed and missing.
const fn missing(coverage: &Coverage) -> usize {
    coverage.applicable - coverage.verified - coverage.implemented - coverage.not_assessed
}

fn bars(view: &View, rows: &[(String, Coverage)]) -> Figure {
    let series = [
        ("Verified", Tone::Good),
        ("Implemented", Tone::Accent),
        ("Planned or not met", Tone::Bad),
        ("Not assessed", Tone::Neutral),
    ];
    let bars = rows
        .iter()
        .map(|(label, c)| Bar {
            label: label.clone(),
            values: [c.verified, c.implemented, missing(c), c.not_assessed]
                .into_iter()
                .map(number)
                .collect(),
        })
        .collect();
    Figure {
        id: "coverage-chart".to_owned(),
        title: "State of the requirements that apply, by chapter".to_owned(),
        kind: FigureKind::Bars(Bars {
            series: series
                .into_iter()
                .map(|(label, tone)| Series {
                    label: label.to_owned(),
                    tone,
                })
                .collect(),
            bars,
            scale: BarsScale::Count,
        }),
        alt: format!(
            "Of {}, {} verified, {} implemented, {} not assessed; the rest is planned or not met. The table has the numbers.",
            count(
                sum(rows, |c| c.applicable),
                "applicable requirement",
                "applicable requirements"
            ),
            sum(rows, |c| c.verified),
            sum(rows, |c| c.implemented),
            sum(rows, |c| c.not_assessed),
        ),
        caption: vec![Span::plain(format!(
            "Coverage over all chapters: {}.",
            percent(view.assessment.coverage)
        ))],
    }
}

fn sum(rows: &[(String, Coverage)], of: impl Fn(&Coverage) -> usize) -> usize {
    rows.iter().map(|(_, coverage)| of(coverage)).sum()
}

fn table(summary: &str, first: &str, rows: &[(String, Coverage)]) -> Block {
    let lines = rows
        .iter()
        .map(|(label, c)| {
            let numbers = [
                c.applicable,
                c.verified,
                c.implemented,
                missing(c),
                c.not_assessed,
            ];
            let mut cells = vec![Cell::text(label.clone())];
            cells.extend(numbers.into_iter().map(|n| Cell::text(n.to_string())));
            cells.push(Cell::text(percent(c.share())));
            row(cells)
        })
        .collect();
    let right = Align::Right;
    numbers(
        &format!(
            "{summary}: how many requirements apply, how far they are, and the weighted share in place"
        ),
        &[
            (first, 5.4, Align::Left),
            ("Apply", 0.8, right),
            ("Verified", 0.9, right),
            ("Imple\u{ad}mented", 0.9, right),
            ("Planned or not met", 1.0, right),
            ("Not as\u{ad}sessed", 0.9, right),
            ("Cover\u{ad}age", 0.9, right),
        ],
        lines,
    )
}

fn completeness(view: &View) -> String {
    let wanted = view.assessment.facts_wanted;
    if wanted == 0 && view.applying.is_empty() && view.asking.is_empty() {
        return "The rules had nothing to ask of this drawing, so there is no share to give. That means that little is drawn, not that little can happen.".to_owned();
    }
    let answered = view.assessment.facts_answered;
    let primary = view.applying.len() + view.asking.len();
    format!(
        "The rules looked at {}; {} of them {} answered. Of {} that {} or may apply, {} an answer. Together the model holds {} of what the rules wanted to know. A low share means that little is known, not that little can happen.",
        count(wanted, "fact", "facts"),
        grouped(answered),
        one_or(answered, "is", "are"),
        count(primary, "finding", "findings"),
        one_or(primary, "applies", "apply"),
        match view.asking.len() {
            0 => "none needs".to_owned(),
            1 => "1 needs".to_owned(),
            n => format!("{n} need"),
        },
        percent(view.assessment.completeness)
    )
}
