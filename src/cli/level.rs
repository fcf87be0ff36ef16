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
use super::words::{counted, percent, wrapped};
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
    let reached = match assessment.reached {
        Some(level) => format!("level {level}"),
        None => "none yet".into(),
    };
    let target = read.model().system.target_level;
    let _ = writeln!(text, "Level reached: {reached} (target: level {target})");
    let _ = writeln!(text, "Coverage: {} by weight", percent(assessment.coverage));
    let _ = writeln!(
        text,
        "Model completeness: {}",
        percent(assessment.completeness)
    );
    if !assessment.blockers.is_empty() {
        let next = next_level(assessment);
        let blockers = counted(assessment.blockers.len(), "requirement");
        let _ = writeln!(
            text,
            "\n{}",
            paint.strong(&format!("Level {next} is blocked by {blockers}"))
        );
        for id in &assessment.blockers {
            let what = read
                .catalog
                .requirement(id.as_str())
                .map_or("", |one| one.text.as_str());
            let state = format!("  {id:<11} {:<13} ", state(assessment, id));
            text.push_str(&wrapped(&state, what));
        }
    }
    let _ = writeln!(text, "\n{}", paint.strong("Coverage by chapter"));
    for (id, coverage) in assessment
        .coverage_by_chapter
        .iter()
        .filter(|(_, c)| c.applicable > 0)
    {
        let title = read
            .catalog
            .entries()
            .chapters
            .get(id)
            .map_or("", |one| one.title.as_str());
        let _ = writeln!(text, "  {id:<5}{title:<52}{}", covered(*coverage));
    }
    let _ = writeln!(text, "\n{}", paint.strong("Coverage by threat"));
    for (id, coverage) in assessment
        .coverage_by_threat
        .iter()
        .filter(|(_, c)| c.applicable > 0)
    {
        let names = read
            .catalog
            .threat(id)
            .and_then(|one| one.names.get(&read.model().system.edition));
        let name = names.map_or("", String::as_str);
        let _ = writeln!(text, "  {id:<7}{name:<50}{}", covered(*coverage));
    }
    text.push('\n');
    text.push_str(&wrapped("", NOTICE));
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

fn covered(coverage: Coverage) -> String {
    format!(
        "{:>5}  {} of {} verified, {} not assessed",
        percent(coverage.share()),
        coverage.verified,
        coverage.applicable,
        coverage.not_assessed
    )
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
