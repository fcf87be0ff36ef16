//! What stops a subcommand, told on standard error.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use super::out::Colour;
use crate::catalog::CatalogError;
use crate::model::{Diagnostic, Severity};
use crate::store::StoreError;

/// The exit code for bad input or use.
pub(super) const BAD_USE: u8 = 2;

/// Why a subcommand could not do what it was asked for.
#[derive(Debug)]
pub(super) struct Failure {
    /// What is wrong, each with its place and advice.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// A failure with one message.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Diagnostic::error(message).into()
    }

    /// A failure with one message and advice.
    pub(super) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic::error(message).with_help(help).into()
    }

    /// The same, where something was done before it.
    pub(super) fn after(mut self, done: &str) -> Self {
        for diagnostic in &mut self.diagnostics {
            let message = format!("{}; {done}", diagnostic.message);
            diagnostic.message = message;
        }
        self
    }

    /// Tells it, and gives the exit code.
    pub(super) fn tell(&self, colour: Colour) -> ExitCode {
        tell(&self.diagnostics, colour);
        ExitCode::from(BAD_USE)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self {
            diagnostics: error.diagnostics(),
        }
    }
}

impl From<CatalogError> for Failure {
    fn from(error: CatalogError) -> Self {
        Self {
            diagnostics: error.diagnostics,
        }
    }
}

/// Tells diagnostics on standard error, an empty line between two.
pub(super) fn tell(diagnostics: &[Diagnostic], colour: Colour) {
    let mut stderr = std::io::stderr().lock();
    let colours = colour.on(stderr.is_terminal());
    for (i, diagnostic) in diagnostics.iter().enumerate() {
        let between = if i > 0 { "\n" } else { "" };
        // There is nobody to tell that nobody listens.
        let _ = writeln!(stderr, "{between}{}", painted(diagnostic, colours));
    }
}

/// Says what happened, on standard error.
pub(super) fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "{}", super::out::harmless(message));
}

/// A diagnostic with its first word and its caret in colour.
fn painted(diagnostic: &Diagnostic, colours: bool) -> String {
    let plain = diagnostic.to_string();
    if !colours {
        return plain;
    }
    let word = diagnostic.severity.as_str();
    let code = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
    };
    let lines = plain.lines().enumerate().map(|(i, line)| {
        let caret = line.trim_start().strip_prefix("| ").is_some_and(|under| {
            let under = under.trim_start();
            !under.is_empty() && under.chars().all(|c| c == '^')
        });
        match line.strip_prefix(word) {
            Some(rest) if i == 0 => format!("\u{1b}[{code}m{word}\u{1b}[0m{rest}"),
            _ if caret => line.replacen('^', &format!("\u{1b}[{code}m^"), 1) + "\u{1b}[0m",
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// The same diagnostic as a warning.
pub(super) fn warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        ..diagnostic
    }
}
