//! `bartizan level`: MLSVS as a metric. Which level is reached, what blocks the next, how much is covered and shown.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::Shared;
use super::check::Format;
use super::failure::Failure;
use super::inputs::{Day, Read};
use super::out::{self, Paint};
use super::words::{counted, percent, replaced, wrapped};
use crate::analysis::mlsvs::NOTICE;
use crate::analysis::{Assessment, Coverage};
use crate::model::{ControlStatus, Level, RequirementId};

/// Say which verification level is reached and what blocks the next
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan level model.ron
  bartizan level model.ron --format json"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    day: Day,
}

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let read = Read::sound(&args.file, shared, args.day.date, None)?;
    let assessment = read.assess();
    match args.format {
        Format::Text => out::print(&text(&read, &assessment, paint))?,
        Format::Json => out::json(&value(&read, &assessment))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(read: &Read, assessment: &Assessment, paint: &Paint) -> String {
    let mut text = format!("{}\n", paint.strong(&read.model().system.title));
    text.push_str(&replaced(&read.catalog, paint));
    let reached = match assessment.reached {
        Some(level) => format!("level {level}"),
        None => "none yet".into(),
    };
    let target = read.model().system.target_level;
    let _ = writeln!(text, "Level reached: {reached} (target: level {target})");
    let _ = writeln!(text, "Coverage: {} by weight", percent(assessment.coverage));
    let _ = writeln!(text, "Completeness: {}", percent(assessment.completeness));
    text.push_str(&blocked(read, assessment, paint));
    text.push_str(&by_chapter(read, assessment, paint));
    text.push_str(&by_threat(read, assessment, paint));
    text.push('\n');
    text.push_str(&wrapped("", NOTICE));
    text
}

/// What blocks the next level: how much of it in which state, then a line for each requirement.
fn blocked(read: &Read, assessment: &Assessment, paint: &Paint) -> String {
    if assessment.blockers.is_empty() {
        return String::new();
    }
    let next = next_level(assessment);
    let blockers = counted(assessment.blockers.len(), "requirement");
    let head = format!("Level {next} is blocked by {blockers}");
    let mut text = format!("\n{}\n", paint.strong(&head));
    let mut states: Vec<(String, usize)> = Vec::new();
    for id in &assessment.blockers {
        let state = state(assessment, id);
        match states.iter_mut().find(|(known, _)| *known == state) {
            Some((_, count)) => *count += 1,
            None => states.push((state, 1)),
        }
    }
    states.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let states: Vec<String> = states
        .iter()
        .map(|(state, count)| format!("{count} {state}"))
        .collect();
    text.push_str(&wrapped("  ", &states.join(", ")));
    for id in &assessment.blockers {
        let what = read
            .catalog
            .requirement(id.as_str())
            .map_or("", |one| one.title.as_str());
        let state = format!("  {id:<11} {:<13} ", state(assessment, id));
        text.push_str(&wrapped(&state, what));
    }
    let first = &assessment.blockers[0];
    text.push_str(&wrapped(
        "  ",
        &format!("`bartizan catalog show {first}` prints the whole of one."),
    ));
    text
}

fn by_chapter(read: &Read, assessment: &Assessment, paint: &Paint) -> String {
    let chapters = &read.catalog.entries().chapters;
    let covered = assessment.coverage_by_chapter.iter();
    let lines = covered.map(|(id, coverage)| {
        let title = chapters.get(id).map_or("", |one| one.title.as_str());
        (id.clone(), title, *coverage)
    });
    table("Coverage by chapter", lines, paint)
}

fn by_threat(read: &Read, assessment: &Assessment, paint: &Paint) -> String {
    let covered = assessment.coverage_by_threat.iter();
    let lines = covered.map(|(id, coverage)| {
        let name = read.catalog.threat_name(read.model(), id);
        (id.clone(), name.unwrap_or_default(), *coverage)
    });
    table("Coverage by threat", lines, paint)
}

/// Coverage, a line each, in 78 columns; what nothing applies to is left out.
fn table<'a>(
    title: &str,
    lines: impl Iterator<Item = (String, &'a str, Coverage)>,
    paint: &Paint,
) -> String {
    let heads = format!(
        "{:<49}{:>7}  {:>8}  {:>12}",
        title, "covered", "verified", "not assessed"
    );
    let mut text = format!("\n{}\n", paint.strong(&heads));
    for (id, name, coverage) in lines.filter(|(.., coverage)| coverage.applicable > 0) {
        let share = percent(coverage.share());
        let verified = format!("{} of {}", coverage.verified, coverage.applicable);
        let unseen = coverage.not_assessed;
        let _ = writeln!(
            text,
            "  {id:<5}{name:<42}{share:>7}  {verified:>8}  {unseen:>12}"
        );
    }
    text
}

/// The level after the one that is reached.
fn next_level(assessment: &Assessment) -> Level {
    let above = |level: &Level| assessment.reached.is_none_or(|reached| *level > reached);
    Level::ALL.into_iter().find(above).unwrap_or(Level::Three)
}

fn state(assessment: &Assessment, id: &RequirementId) -> String {
    let status = assessment
        .requirements
        .get(id)
        .and_then(|state| state.status);
    status.map_or_else(|| "not assessed".into(), ControlStatus::in_words)
}

fn value(read: &Read, assessment: &Assessment) -> serde_json::Value {
    let coverage = |c: &Coverage| {
        json!({
            "share": c.share(),
            "applicable": c.applicable,
            "verified": c.verified,
            "implemented": c.implemented,
            "not_assessed": c.not_assessed,
        })
    };
    let requirements = assessment.requirements.iter().map(|(id, one)| {
        json!({
            "id": id.to_string(),
            "level": read.catalog.requirement(id.as_str()).map(|one| one.level.number()),
            "status": one.status.map_or("not_assessed", ControlStatus::as_str),
            "components": one.components.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "threats": one.threats.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    });
    let chapters = assessment
        .coverage_by_chapter
        .iter()
        .map(|(id, c)| (id.clone(), coverage(c)));
    let threats = assessment
        .coverage_by_threat
        .iter()
        .map(|(id, c)| (id.clone(), coverage(c)));
    json!({
        "schema": 1,
        "notice": NOTICE,
        "target_level": read.model().system.target_level.number(),
        "reached_level": assessment.reached.map(Level::number),
        "blockers": assessment.blockers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "coverage": assessment.coverage,
        "completeness": assessment.completeness,
        "coverage_by_chapter": chapters.collect::<serde_json::Map<_, _>>(),
        "coverage_by_threat": threats.collect::<serde_json::Map<_, _>>(),
        "requirements": requirements.collect::<Vec<_>>(),
    })
}
