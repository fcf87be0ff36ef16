//! `bartizan config`: where things live on this machine.

use std::path::Path;
use std::process::ExitCode;

use super::failure::Failure;
use super::out;
use crate::store::Folders;

/// Show where configuration, journals and your own catalogues live
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan config
  BARTIZAN_STATE_DIR=/var/tmp/bartizan bartizan config"
)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> Result<ExitCode, Failure> {
    let Some(folders) = Folders::of_this_user() else {
        return Err(Failure::with_help(
            "this user has no home folder",
            "set BARTIZAN_CONFIG_DIR, BARTIZAN_STATE_DIR and BARTIZAN_DATA_DIR",
        ));
    };
    let line = |what: &str, path: &Path, name: &str| {
        let there = if path.is_dir() {
            ""
        } else {
            " (not there yet)"
        };
        format!(
            "{what:<14} {}{there}\n{:<14} set {name} to move it\n",
            path.display(),
            ""
        )
    };
    out::print(&line(
        "configuration",
        &folders.config,
        "BARTIZAN_CONFIG_DIR",
    ))?;
    out::print(&line("journals", &folders.state, "BARTIZAN_STATE_DIR"))?;
    out::print(&line("catalogues", &folders.data, "BARTIZAN_DATA_DIR"))?;
    Ok(ExitCode::SUCCESS)
}
