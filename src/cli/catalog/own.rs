//! A team's own catalogue: begin one, say whether it is sound, run its tests.

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;

use crate::analysis::run_expectations;
use crate::catalog::{Catalog, EXAMPLE, Source};
use crate::cli::failure::Failure;
use crate::cli::inputs::read_text;
use crate::cli::out;
use crate::cli::words::counted;
use crate::store;

/// Writes the commented example to a file that does not exist yet.
pub(super) fn begin(file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display();
    let mut options = std::fs::OpenOptions::new();
    let made = options.write(true).create_new(true).open(file);
    let written = made.and_then(|mut made| made.write_all(EXAMPLE.text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::with_help(
            format!("`{name}` is there already"),
            "name a file that does not exist yet",
        ),
        ErrorKind::NotFound => Failure::new(format!("the folder of `{name}` does not exist")),
        _ => Failure::new(format!("`{name}` could not be written: {error}")),
    })?;
    eprintln!("wrote {name}; `bartizan catalog test {name}` runs its tests");
    Ok(ExitCode::SUCCESS)
}

/// Says whether a catalogue is sound over the ones below it, and what it replaces.
pub(super) fn check(below: &Catalog, file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display().to_string();
    let text = read_text(file)?;
    let source = Source {
        name: &name,
        text: &text,
    };
    let over = below.with(source)?;
    let mut told = format!("{name} is sound");
    let replaced: Vec<_> = over
        .replacements()
        .iter()
        .filter(|one| one.by == name)
        .collect();
    if replaced.is_empty() {
        told.push_str("; it replaces no built-in entry\n");
    } else {
        told.push_str("; it replaces these built-in entries:\n");
        for one in replaced {
            let _ = writeln!(
                told,
                "  {} {} (built in: sha256 {})",
                one.section, one.id, one.digest
            );
        }
    }
    out::print(&told)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests that a catalogue brings along; exit code 1 when one does not hold.
pub(super) fn test(below: &Catalog, file: &Path) -> Result<ExitCode, Failure> {
    let name = file.display().to_string();
    let text = read_text(file)?;
    let source = Source {
        name: &name,
        text: &text,
    };
    let catalog = below.with(source)?;
    let tests = Catalog::expectations(source)?;
    if tests.is_empty() {
        return Err(Failure::with_help(
            format!("`{name}` has no tests"),
            "`bartizan catalog new` writes a catalogue with tests to learn from",
        ));
    }
    let misses = run_expectations(&catalog, &tests, store::today());
    let mut told = String::new();
    for miss in &misses {
        let _ = writeln!(told, "{miss}");
    }
    let ran = counted(tests.len(), "test");
    if misses.is_empty() {
        let _ = writeln!(told, "{ran}: all hold");
    } else {
        let _ = writeln!(
            told,
            "{ran}: {} not as expected",
            counted(misses.len(), "finding")
        );
    }
    out::print(&told)?;
    Ok(ExitCode::from(u8::from(!misses.is_empty())))
}
