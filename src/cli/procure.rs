//! `bartizan procure`: MLSVS in procurement. What to agree with suppliers, with evidence, acceptance tests and clauses.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Shared;
use super::check::Format;
use super::failure::Failure;
use super::inputs::{Day, Read};
use super::out::{self, Paint};
use super::words::{replaced, wrapped};
use crate::analysis::mlsvs::{NOTICE, Procurement, Supplied, procurement};
use crate::catalog::Clause;
use crate::model::ControlStatus;

/// Say what to agree with suppliers: obligations, evidence, acceptance tests, clauses
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan procure model.ron
  bartizan procure model.ron --format json"
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
    let found = procurement(read.model(), &read.catalog, &read.assess());
    match args.format {
        Format::Text => out::print(&text(&read, &found, paint))?,
        Format::Json => out::json(&value(&found))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(read: &Read, found: &Procurement, paint: &Paint) -> String {
    let mut text = replaced(&read.catalog, paint);
    for supplied in &found.components {
        text.push_str(&component(read, supplied, paint));
        text.push('\n');
    }
    if found.components.is_empty() {
        text.push_str("No supplier owns anything in this drawing.\n\n");
    }
    if !found.clauses.is_empty() {
        let _ = writeln!(text, "{}", paint.strong("Clause patterns"));
        for (number, clause) in found.clauses.iter().enumerate() {
            text.push_str(&wrapped(
                &format!("  {}. ", number + 1),
                &format!("{}. {}", clause.title, clause.text),
            ));
        }
        text.push('\n');
    }
    text.push_str(&wrapped("", Clause::NOTICE));
    text.push_str(&wrapped("", NOTICE));
    text
}

fn component(read: &Read, supplied: &Supplied, paint: &Paint) -> String {
    let name = read.model().name_of(&supplied.component);
    let mut text = format!("{} ({})\n", paint.strong(name), supplied.component);
    text.push_str(&wrapped("  ", &supplied.because));
    if let Some(supplier) = &supplied.supplier {
        text.push_str(&wrapped("  Supplier: ", supplier));
    }
    if !supplied.partner {
        text.push_str("  Nobody is there to sign: these are ours to meet.\n");
    }
    if supplied.obligations.is_empty() {
        text.push_str("  No requirement up to the target level speaks of it.\n");
    }
    for one in &supplied.obligations {
        text.push('\n');
        text.push_str(&wrapped(
            &format!("  {:<11} ", one.requirement.as_str()),
            &one.text,
        ));
        let state = one
            .status
            .map_or_else(|| "not assessed".into(), ControlStatus::in_words);
        let due = one
            .due
            .map_or_else(|| "before the first delivery".into(), |day| day.to_string());
        for (title, line) in [
            ("Evidence: ", one.evidence.as_str()),
            ("Accepted when: ", one.acceptance.as_str()),
            ("Due: ", &format!("{due}; level {}, {state}", one.level)),
        ] {
            text.push_str(&wrapped(&format!("              {title}"), line));
        }
    }
    text
}

fn value(found: &Procurement) -> Value {
    let components = found.components.iter().map(|supplied| {
        let obligations = supplied.obligations.iter().map(|one| {
            json!({
                "requirement": one.requirement.to_string(),
                "level": one.level.number(),
                "text": one.text,
                "evidence": one.evidence,
                "acceptance": one.acceptance,
                "due": one.due.map(|day| day.to_string()),
                "status": one.status.map_or("not_assessed", ControlStatus::as_str),
            })
        });
        json!({
            "component": supplied.component.to_string(),
            "supplier": supplied.supplier,
            "because": supplied.because,
            "partner": supplied.partner,
            "obligations": obligations.collect::<Vec<_>>(),
        })
    });
    let clauses = found
        .clauses
        .iter()
        .map(|clause| json!({"id": clause.id, "title": clause.title, "text": clause.text}));
    json!({
        "schema": 1,
        "notice": [Clause::NOTICE, NOTICE],
        "components": components.collect::<Vec<_>>(),
        "clauses": clauses.collect::<Vec<_>>(),
    })
}
