//! `bartizan [FILE]`: opens the terminal. The one door from here to there, so what is said of its settings passes it, too.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use super::failure::Failure;
use super::out::Colour;
use super::{Shared, config, layers};
use crate::store;
pub(super) use crate::tui::config::{Config, example, key_lines};
use crate::tui::{self, TuiError};

/// How many columns the terminal has.
pub(super) fn width() -> Option<usize> {
    tui::terminal::width()
}

pub(super) fn run(file: Option<&Path>, ascii: bool, shared: &Shared) -> Result<ExitCode, Failure> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        let name = file.map_or_else(|| "FILE".to_owned(), |file| file.display().to_string());
        return Err(Failure::with_help(
            "there is no terminal here to open a system in",
            format!(
                "without one, use `bartizan check {name}`, `explain`, `ask`, `draw`, `do` or `report`"
            ),
        ));
    }
    let found = config::find(shared)?;
    let wrong = found.wrong.first().map(|first| {
        let line = first.place.as_ref().map(|place| format!(":{}", place.line));
        // One line of a narrow window: what is wrong comes before where to read more, and `config` says where the file is.
        let file = found.file.file_name().unwrap_or_default().to_string_lossy();
        let line = line.unwrap_or_default();
        format!("{file}{line}: {}; see `bartizan config`", first.message)
    });
    let options = tui::Options {
        config: found.config,
        wrong,
        file: file.map(Path::to_path_buf),
        catalog: layers::catalog(shared, file, true)?,
        catalog_of: catalog_of(shared),
        date: store::today(),
        ascii,
        colour: match shared.color {
            Colour::Auto => None,
            Colour::Always => Some(true),
            Colour::Never => Some(false),
        },
    };
    match tui::run(options) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(TuiError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::new(error.to_string())),
    }
}

/// How the terminal finds the catalogue for a file that is opened later.
fn catalog_of(shared: &Shared) -> tui::CatalogOf {
    let shared = shared.clone();
    tui::CatalogOf::new(move |file| {
        layers::catalog(&shared, file, true).map_err(|failure| failure.diagnostics)
    })
}
