//! The command line: one file for each subcommand. Everything that the terminal does to a document can be done here.
//!
//! What was asked for goes to standard output, everything else to standard error. Exit code 0 is success, 1 means that
//! `check` found what it looks for or `verify` a report that does not match, 2 bad input or use. Only this room knows clap. Start at [`run`].

mod apply;
mod ask;
mod catalog;
mod check;
mod completions;
mod config;
mod draw;
mod explain;
mod failure;
mod guide;
mod inputs;
mod layers;
mod level;
mod man;
mod misspelt;
mod new;
mod open;
mod out;
mod procure;
mod proof;
mod report;
mod verify;
mod words;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::Failure;
use out::{Colour, Paint};

/// About first, then examples, then the rest: what people look for in a help text.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// Threat modelling for machine-learning systems, in the terminal.
#[derive(Debug, Parser)]
#[command(
    name = "bartizan",
    version,
    help_template = TEMPLATE,
    override_usage = "bartizan [OPTIONS] [FILE]\n       bartizan [OPTIONS] COMMAND …",
    max_term_width = 100,
    about = "Threat modelling for machine-learning systems, in the terminal",
    before_long_help = "Examples:
  bartizan samples/card-fraud.ron            open a system in the terminal
  bartizan new model.ron                     begin a new system
  bartizan check model.ron                   what applies, for people and for CI
  bartizan explain model.ron ML02@train      why a finding stands
  bartizan ask model.ron                     the questions whose answers settle most
  bartizan do model.ron 'connect a b raw'    change it without the terminal
  bartizan report model.ron -o report.pdf    write the report",
    after_help = "Begin with `bartizan new model.ron`. `bartizan --help` shows examples.",
    after_long_help = "`bartizan COMMAND --help` shows examples of a subcommand."
)]
struct Cli {
    /// The system to open in the terminal: an existing file, or a new one that ends in `.ron`
    file: Option<PathBuf>,

    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,

    #[command(flatten)]
    shared: Shared,

    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand understands.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Options of every subcommand")]
struct Shared {
    /// A catalogue to lay over the built-in one; can be given several times
    #[arg(long, global = true, value_name = "FILE")]
    catalog: Vec<PathBuf>,

    /// Lay the user's own catalogues over the built-in one, too; the terminal always does
    #[arg(long, global = true)]
    user_catalogs: bool,

    /// The configuration of the terminal, in place of your own
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Colours in the output
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = false
    )]
    color: Colour,
}

impl Shared {
    /// The files that were named beside the model, each with what it is.
    fn files(&self) -> impl Iterator<Item = (&str, &Path)> {
        let catalogues = self
            .catalog
            .iter()
            .map(|file| ("catalogue", file.as_path()));
        catalogues.chain(
            self.config
                .iter()
                .map(|file| ("configuration", file.as_path())),
        )
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Check(check::Args),
    Explain(explain::Args),
    Ask(ask::Args),
    Draw(draw::Args),
    Report(report::Args),
    Verify(verify::Args),
    Level(level::Args),
    Guide(guide::Args),
    Procure(procure::Args),
    Do(apply::Args),
    Catalog(catalog::Args),
    Completions(completions::Args),
    Man(man::Args),
    Config(config::Args),
}

/// Runs the program with its arguments, the first of which is its own name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(failure) = misspelt::subcommand(&args, &Cli::command()) {
        return failure.tell(Colour::default());
    }
    match Cli::try_parse_from(&args) {
        Ok(cli) => {
            let colour = cli.shared.color;
            carry_out(cli).unwrap_or_else(|failure| failure.tell(colour))
        }
        Err(error) => {
            // Help for a reader who has closed the pipe is nobody's error.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(failure::BAD_USE))
        }
    }
}

/// Refuses what stands in the wrong place, which would otherwise be passed over in silence.
fn misplaced(cli: &Cli) -> Result<(), Failure> {
    if let (Some(file), Some(_)) = (&cli.file, &cli.command) {
        return Err(Failure::with_help(
            format!("`{}` stands before the subcommand", file.display()),
            "write the file behind it: `bartizan check FILE`",
        ));
    }
    if let Some(file) = cli
        .file
        .as_deref()
        .filter(|file| !misspelt::may_be_opened(file))
    {
        return Err(Failure::with_help(
            format!("there is no file `{}`", file.display()),
            "a new system's file ends in `.ron`",
        ));
    }
    if cli.ascii && cli.command.is_some() {
        return Err(Failure::with_help(
            "`--ascii` stands before the subcommand",
            "write it behind `draw`, the only one that draws",
        ));
    }
    Ok(())
}

fn carry_out(cli: Cli) -> Result<ExitCode, Failure> {
    misplaced(&cli)?;
    if let Some(problem) = crate::store::clock_problem() {
        return Err(Failure::with_help(problem, "correct it, or unset it"));
    }
    let shared = cli.shared;
    let paint = Paint::new(shared.color);
    match cli.command {
        None => open::run(cli.file.as_deref(), cli.ascii, &shared),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Check(args)) => check::run(&args, &shared, &paint),
        Some(Command::Explain(args)) => explain::run(&args, &shared, &paint),
        Some(Command::Ask(args)) => ask::run(&args, &shared, &paint),
        Some(Command::Draw(args)) => draw::run(&args, &shared),
        Some(Command::Report(args)) => report::run(&args, &shared),
        Some(Command::Verify(args)) => verify::run(&args, &shared, &paint),
        Some(Command::Level(args)) => level::run(&args, &shared, &paint),
        Some(Command::Guide(args)) => guide::run(&args, &shared, &paint),
        Some(Command::Procure(args)) => procure::run(&args, &shared, &paint),
        Some(Command::Do(args)) => apply::run(&args, &shared),
        Some(Command::Catalog(args)) => catalog::run(&args, &shared, &paint),
        Some(Command::Completions(args)) => completions::run(&args, Cli::command()),
        Some(Command::Man(args)) => man::run(&args, Cli::command()),
        Some(Command::Config(args)) => config::run(&args, &shared),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
