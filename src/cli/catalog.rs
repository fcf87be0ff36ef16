//! `bartizan catalog`: what is known, and whether a team's own catalogue is sound.

mod list;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use super::Shared;
use super::check::Format;
use super::failure::Failure;
use super::inputs::{self, read_text};
use super::out::Out;
use crate::catalog::{Catalog, Source};

/// Look up what is known: kinds, facts, threats, requirements
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_long_help = "Examples:
  bartizan catalog list
  bartizan catalog list threats
  bartizan catalog show serve.api
  bartizan catalog check our-catalogue.ron"
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// List everything, or one section
    List {
        /// The section
        #[arg(value_enum)]
        section: Option<Section>,

        /// How to write the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show one entry, or what maps to an id of another standard
    Show {
        /// Its id, such as `serve.api`, `exposure`, `ML02`, `PVC-V1.1` or `AML.T0020`
        id: String,
    },
    /// Say whether a catalogue file is sound over the built-in one
    Check {
        /// The catalogue
        file: PathBuf,
    },
}

/// A section of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Section {
    /// Component kinds
    Kinds,
    /// Facts that components are asked for
    Facts,
    /// What flows carry
    Flows,
    /// Threats
    Threats,
    /// Verification requirements
    Requirements,
    /// Other standards that threats and requirements are mapped to
    Standards,
}

pub(super) fn run(args: &Args, shared: &Shared, out: &Out) -> Result<ExitCode, Failure> {
    match &args.what {
        What::List { section, format } => {
            let catalog = inputs::catalog(shared)?;
            match format {
                Format::Text => out.print(&list::text(&catalog, *section, out))?,
                Format::Json => list::json(&catalog, out)?,
            }
        }
        What::Show { id } => {
            let catalog = inputs::catalog(shared)?;
            out.print(&show::entry(&catalog, id, out)?)?;
        }
        What::Check { file } => out.print(&check(&inputs::catalog(shared)?, file)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn check(catalog: &Catalog, file: &std::path::Path) -> Result<String, Failure> {
    let name = file.display().to_string();
    let text = read_text(file)?;
    let over = catalog.with(Source {
        name: &name,
        text: &text,
    })?;
    let replaced = over.replaced();
    Ok(if replaced.is_empty() {
        format!("{name} is sound; it replaces no built-in entry\n")
    } else {
        format!("{name} is sound; it replaces {}\n", replaced.join(", "))
    })
}
