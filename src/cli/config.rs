//! `bartizan config`: where things live on this machine, what is set, and what is wrong with that.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Shared;
use super::failure::{self, Failure};
use super::inputs::read_text;
use super::open::{Config, example, key_lines};
use super::out;
use crate::model::{Diagnostic, Severity};
use crate::store::Folders;

/// Show where configuration, journals and your own catalogues live, and what is set
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan config
  bartizan config --keys
  bartizan config --example > ~/.config/bartizan/config.ron
  BARTIZAN_STATE_DIR=/var/tmp/bartizan bartizan config

Exit codes: 0 the configuration is sound or there is none, 2 something in it is wrong and does not count."
)]
pub(super) struct Args {
    /// List every command that keys can be given to, with its keys
    #[arg(long)]
    keys: bool,

    /// Write a configuration to begin with
    #[arg(long, conflicts_with = "keys")]
    example: bool,
}

/// A configuration that was found.
pub(super) struct Found {
    /// What counts.
    pub config: Config,
    /// Everything that is wrong with the file.
    pub wrong: Vec<Diagnostic>,
    /// Where it is, or would be.
    pub file: PathBuf,
    there: bool,
}

/// Finds the configuration: the one that was named, else the user's own, else what is built in.
///
/// Only a file that was named and cannot be read is a failure: the terminal must start with any other.
pub(super) fn find(shared: &Shared) -> Result<Found, Failure> {
    let own = Folders::of_this_user().map(|folders| folders.config.join("config.ron"));
    let (file, content) = match (&shared.config, own) {
        (Some(file), _) => (file.clone(), Ok(Some(read_text(file)?))),
        (None, Some(own)) if own.exists() => {
            let content = read_text(&own).map(Some);
            (own, content)
        }
        (None, own) => (own.unwrap_or_default(), Ok(None)),
    };
    let name = file.display().to_string();
    let there = !matches!(content, Ok(None));
    let (config, wrong) = match content {
        Ok(Some(content)) => Config::read(&content, &name),
        Ok(None) => (Config::default(), Vec::new()),
        Err(failure) => (Config::default(), failure.diagnostics),
    };
    Ok(Found {
        config,
        wrong,
        file,
        there,
    })
}

pub(super) fn run(args: &Args, shared: &Shared) -> Result<ExitCode, Failure> {
    if args.example {
        out::print(&example())?;
        return Ok(ExitCode::SUCCESS);
    }
    let found = find(shared)?;
    failure::tell(&found.wrong, shared.color);
    // What counts is printed in any case; a script has to see that the file is wrong.
    let broken = |one: &Diagnostic| one.severity == Severity::Error;
    let code = if found.wrong.iter().any(broken) {
        ExitCode::from(failure::BAD_USE)
    } else {
        ExitCode::SUCCESS
    };
    if args.keys {
        for (id, keys, help) in key_lines(&found.config.keymap) {
            out::print(&format!("{id:<34} {keys:<22} {help}\n"))?;
        }
        return Ok(code);
    }
    let Some(folders) = Folders::of_this_user() else {
        return Err(Failure::with_help(
            "this user has no home folder",
            "set BARTIZAN_CONFIG_DIR, BARTIZAN_STATE_DIR and BARTIZAN_DATA_DIR",
        ));
    };
    let line = |what: &str, path: &Path, there: bool, note: &str| {
        let missing = if there { "" } else { " (not there yet)" };
        format!(
            "{what:<14} {}{missing}\n{:<14} {note}\n",
            path.display(),
            ""
        )
    };
    let folder = |what: &str, path: &Path, name: &str| {
        line(what, path, path.is_dir(), &format!("set {name} to move it"))
    };
    let note = "set BARTIZAN_CONFIG_DIR to move it; `bartizan config --example` writes one";
    out::print(&line("configuration", &found.file, found.there, note))?;
    out::print(&folder("journals", &folders.state, "BARTIZAN_STATE_DIR"))?;
    out::print(&folder("catalogues", &folders.data, "BARTIZAN_DATA_DIR"))?;
    out::print("\n")?;
    for (name, value) in found.config.lines() {
        out::print(&format!("{name:<14} {value}\n"))?;
    }
    for id in found.config.keymap.own() {
        let lines = key_lines(&found.config.keymap);
        let keys = lines
            .iter()
            .find(|(own, ..)| own == id)
            .map(|(_, keys, _)| keys.as_str());
        out::print(&format!("{:<14} {id}: {}\n", "", keys.unwrap_or_default()))?;
    }
    Ok(code)
}
