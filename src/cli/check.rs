//! `bartizan check`: what applies, for people and for CI.

mod json;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::Failure;
use super::inputs::{self, Day, Read, edition};
use super::out::{self, Paint};
use super::{Shared, failure};
use crate::analysis::{Assessment, Risk};

pub(super) use json::questions as questions_json;

use crate::model::Edition;

/// The exit code when findings fail the check.
const FOUND: u8 = 1;

/// Say which threats apply to a system, and fail where risks stay open
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan check model.ron
  bartizan check model.ron --fail-on critical
  bartizan check */model.ron --format json --date 2026-11-22 > findings.json

Exit codes: 0 nothing fails, 1 findings at or above --fail-on are open, 2 bad input or use."
)]
pub(super) struct Args {
    /// Systems to check
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// The residual risk from which on an open finding fails the check
    #[arg(long, value_enum, default_value_t, value_name = "RISK")]
    fail_on: FailOn,

    #[command(flatten)]
    day: Day,

    /// The edition of the OWASP ML Top 10; the document's own without it
    #[arg(long, value_parser = edition())]
    edition: Option<Edition>,
}

/// A form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// From which residual risk on an open finding fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum FailOn {
    /// From low on: every open finding
    Low,
    /// From medium on
    Medium,
    /// From high on
    #[default]
    High,
    /// Only critical ones
    Critical,
    /// Never
    Never,
}

impl FailOn {
    fn risk(self) -> Option<Risk> {
        match self {
            Self::Low => Some(Risk::Low),
            Self::Medium => Some(Risk::Medium),
            Self::High => Some(Risk::High),
            Self::Critical => Some(Risk::Critical),
            Self::Never => None,
        }
    }
}

/// A document with what follows from it.
struct Checked {
    read: Read,
    assessment: Assessment,
}

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let (checked, broken) = read_all(args, shared);
    let fail_on = args.fail_on.risk();
    match args.format {
        Format::Text => {
            let texts: Vec<String> = checked
                .iter()
                .map(|one| text::show(one, fail_on, paint))
                .collect();
            out::print(&texts.join("\n"))?;
        }
        // A program that reads half of what it asked for would take it for all.
        Format::Json if broken.is_empty() => json::print(&checked)?,
        Format::Json => {}
    }
    let doubts: Vec<_> = checked
        .iter()
        .flat_map(|one| inputs::doubts(&one.read.loaded))
        .collect();
    failure::tell(&doubts, shared.color);
    if !broken.is_empty() {
        failure::tell(&broken, shared.color);
        return Ok(ExitCode::from(failure::BAD_USE));
    }
    let fails = |one: &Checked| {
        fail_on.is_some_and(|risk| !one.assessment.open_at_or_above(risk).is_empty())
    };
    Ok(ExitCode::from(if checked.iter().any(fails) {
        FOUND
    } else {
        0
    }))
}

/// Reads every file; tells of all that cannot be read.
fn read_all(args: &Args, shared: &Shared) -> (Vec<Checked>, Vec<crate::model::Diagnostic>) {
    let (mut checked, mut broken) = (Vec::new(), Vec::new());
    for file in &args.files {
        match Read::sound(file, shared, args.day.date, args.edition) {
            Ok(read) => checked.push(Checked {
                assessment: read.assess(),
                read,
            }),
            Err(failure) => {
                for diagnostic in failure.diagnostics {
                    if !broken.contains(&diagnostic) {
                        broken.push(diagnostic);
                    }
                }
            }
        }
    }
    (checked, broken)
}
