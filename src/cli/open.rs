//! `bartizan [FILE]`: opens the terminal.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use super::failure::Failure;
use super::{Shared, inputs};
use crate::catalog::Catalog;

pub(super) fn run(file: Option<&Path>, shared: &Shared) -> Result<ExitCode, Failure> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        let name = file.map_or_else(|| "FILE".to_owned(), |file| file.display().to_string());
        return Err(Failure::with_help(
            "there is no terminal here to open a system in",
            format!(
                "without one, use `bartizan check {name}`, `explain`, `ask`, `draw`, `do` or `report`"
            ),
        ));
    }
    let catalog = inputs::catalog(shared)?;
    open_terminal(file, &catalog)
}

/// The one place where the command line hands over to the terminal.
fn open_terminal(file: Option<&Path>, catalog: &Catalog) -> Result<ExitCode, Failure> {
    let _ = (file, catalog);
    Err(Failure::new("the terminal is not built into this program yet"))
}
