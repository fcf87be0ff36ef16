//! `bartizan catalog`: what is known, and whether a team's own catalogue is sound.

mod list;
mod own;
mod show;
mod standards;

use std::path::PathBuf;
use std::process::ExitCode;

use super::Shared;
use super::check::Format;
use super::failure::Failure;
use super::inputs;
use super::out::{self, Paint};

/// Look up what is known: kinds, facts, threats, requirements
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    disable_help_subcommand = true,
    before_long_help = "Examples:
  bartizan catalog list
  bartizan catalog list threats
  bartizan catalog show serve.api
  bartizan catalog show AML.T0020            what maps to an id of another standard
  bartizan catalog new ours.ron
  bartizan catalog check ours.ron
  bartizan catalog test ours.ron"
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// List everything, or one section
    #[command(
        help_template = super::TEMPLATE,
        before_long_help = "Examples:
  bartizan catalog list
  bartizan catalog list threats
  bartizan catalog list --format json > catalogue.json"
    )]
    List {
        /// The section
        #[arg(value_enum)]
        section: Option<Section>,

        /// How to write the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show one entry, or what maps to an id of another standard
    #[command(
        help_template = super::TEMPLATE,
        before_long_help = "Examples:
  bartizan catalog show serve.api
  bartizan catalog show PVC-V5.3
  bartizan catalog show AML.T0020            what maps to an id of another standard"
    )]
    Show {
        /// Its id, such as `serve.api`, `exposure`, `ML02`, `PVC-V1.1` or `AML.T0020`
        id: String,
    },
    /// Begin a catalogue of your own: a commented example
    #[command(
        help_template = super::TEMPLATE,
        before_long_help = "Examples:
  bartizan catalog new ours.ron"
    )]
    New {
        /// The file to write; it must not exist yet
        file: PathBuf,
    },
    /// Say whether a catalogue file is sound over the built-in one
    #[command(
        help_template = super::TEMPLATE,
        before_long_help = "Examples:
  bartizan catalog check ours.ron
  bartizan catalog check ours.ron --catalog group.ron   over another one"
    )]
    Check {
        /// The catalogue
        file: PathBuf,
    },
    /// Run the tests of a catalogue file: what its rules must and must not find
    #[command(
        help_template = super::TEMPLATE,
        before_long_help = "Examples:
  bartizan catalog test ours.ron"
    )]
    Test {
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

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    match &args.what {
        What::List { section, format } => {
            let catalog = inputs::catalog(shared)?;
            match format {
                Format::Text => out::print(&list::text(&catalog, *section, paint))?,
                Format::Json => list::json(&catalog)?,
            }
        }
        What::Show { id } => {
            let catalog = inputs::catalog(shared)?;
            out::print(&show::entry(&catalog, id, paint)?)?;
        }
        What::New { file } => return own::begin(file),
        What::Check { file } => return own::check(&inputs::catalog(shared)?, file),
        What::Test { file } => return own::test(&inputs::catalog(shared)?, file),
    }
    Ok(ExitCode::SUCCESS)
}
