//! `bartizan new`: begins a system.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::{self, Failure};
use crate::catalog::{Starter, TEMPLATES};
use crate::model::{System, ThreatModel};
use crate::store;

/// Begin a new system
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan new model.ron
  bartizan new card-fraud.ron --title \"Card-fraud scoring\"
  bartizan new assistant.ron --from retrieval-assistant"
)]
pub(super) struct Args {
    /// The file to write; it must not exist yet
    file: PathBuf,

    /// A pipeline to begin with
    #[arg(long, value_name = "TEMPLATE", value_parser = template())]
    from: Option<&'static Starter>,

    /// The system's name; made from the file's name without it
    #[arg(long)]
    title: Option<String>,

    /// The team that answers for the system
    #[arg(long)]
    owner: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.file.as_os_str() == "-" {
        return Err(Failure::with_help(
            "`-` is no name for a model",
            "name a file, such as `model.ron`",
        ));
    }
    if args.file.extension().is_none_or(|ending| ending != "ron") {
        return Err(Failure::with_help(
            format!(
                "a system's file ends in .ron, and {} does not",
                args.file.display()
            ),
            format!("name it {}", args.file.with_extension("ron").display()),
        ));
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(&args.file));
    if title.trim().is_empty() {
        return Err(Failure::with_help(
            "the title is empty",
            "say what the system is called",
        ));
    }
    let mut model = match args.from {
        Some(starter) => starter
            .model()
            .map_err(|diagnostics| Failure { diagnostics })?,
        None => ThreatModel::default(),
    };
    model.system.title = title;
    model.system.owner = args.owner.clone().unwrap_or_default();
    store::write_new(&model, &args.file)?;
    let file = args.file.display();
    failure::say(&format!("wrote {file}; `bartizan {file}` opens it"));
    Ok(ExitCode::SUCCESS)
}

/// Reads the name of a template; `--help` lists them all.
fn template() -> impl clap::builder::TypedValueParser<Value = &'static Starter> {
    use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
    let values = TEMPLATES
        .iter()
        .map(|starter| PossibleValue::new(starter.id).help(starter.name));
    PossibleValuesParser::new(values).map(|id| Starter::template(&id).unwrap_or(&TEMPLATES[0]))
}

/// A name made from a file's: `card-fraud.ron` is `Card fraud`.
fn title_of(file: &Path) -> String {
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    let words = stem.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => System::default().title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_its_system() {
        assert_eq!(title_of(Path::new("a/card-fraud.ron")), "Card fraud");
        assert_eq!(title_of(Path::new("-.ron")), "Untitled system");
    }
}
