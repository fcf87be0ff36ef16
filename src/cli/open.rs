//! `bartizan [FILE]`: opens the terminal.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use super::failure::Failure;
use super::out::Colour;
use super::{Shared, layers};
use crate::store;
use crate::tui::{self, TuiError};

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
    let options = tui::Options {
        file: file.map(Path::to_path_buf),
        catalog: layers::catalog(shared, file, true)?,
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
