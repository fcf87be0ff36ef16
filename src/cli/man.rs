//! `bartizan man`: the manual page.

use std::process::ExitCode;

use super::failure::Failure;
use super::out;
use crate::model::nearest;

/// Write a manual page
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan man > bartizan.1
  bartizan man check > bartizan-check.1
  bartizan man catalog show > bartizan-catalog-show.1
  bartizan man | man -l -"
)]
pub(super) struct Args {
    /// The subcommand whose page to write, such as `check` or `catalog show`; the program's own without it
    subcommand: Vec<String>,
}

pub(super) fn run(args: &Args, mut command: clap::Command) -> Result<ExitCode, Failure> {
    command.build();
    let mut page = &command;
    let mut title = command.get_name().to_owned();
    for name in &args.subcommand {
        page = page
            .find_subcommand(name)
            .ok_or_else(|| unknown(name, page))?;
        title = format!("{title}-{name}");
    }
    let program = format!("{} {}", command.get_name(), env!("CARGO_PKG_VERSION"));
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone())
        .title(title)
        .source(program)
        .render(&mut text)
        .map_err(|error| Failure::new(format!("the page could not be written: {error}")))?;
    out::write(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str, command: &clap::Command) -> Failure {
    let names = command.get_subcommands().map(clap::Command::get_name);
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`bartizan --help` shows every subcommand".into(),
    };
    Failure::with_help(format!("there is no subcommand `{name}`"), help)
}
