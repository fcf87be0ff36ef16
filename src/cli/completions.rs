//! `bartizan completions`: a script that completes the command line in a shell.

use std::process::ExitCode;

use clap_complete::Shell;

use super::failure::Failure;
use super::out;

/// Write a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan completions bash > ~/.local/share/bash-completion/completions/bartizan
  bartizan completions zsh > ~/.zfunc/_bartizan
  bartizan completions fish > ~/.config/fish/completions/bartizan.fish"
)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args, mut command: clap::Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "bartizan", &mut script);
    out::write(&script)?;
    Ok(ExitCode::SUCCESS)
}
