//! Standard output: text and JSON, in colours only where a person looks.

use std::io::{ErrorKind, IsTerminal as _, Write as _};

use super::failure::Failure;
use crate::analysis::Risk;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// Whether to use colours on a stream.
    pub(super) fn on(self, terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                terminal && !set("NO_COLOR") && !dumb
            }
        }
    }
}

/// Colours for the answer, if any.
#[derive(Debug)]
pub(super) struct Paint {
    colours: bool,
}

impl Paint {
    /// Standard output, with colours or without.
    pub(super) fn new(colour: Colour) -> Self {
        Self {
            colours: colour.on(std::io::stdout().is_terminal()),
        }
    }

    /// No colours, to see how wide a line is.
    pub(super) const fn none() -> Self {
        Self { colours: false }
    }

    /// A heading.
    pub(super) fn strong(&self, text: &str) -> String {
        self.painted("1", text)
    }

    /// Something of second rank.
    pub(super) fn quiet(&self, text: &str) -> String {
        self.painted("2", text)
    }

    /// A text in the colour of a risk. The word itself says the risk, too.
    pub(super) fn risk(&self, risk: Risk, text: &str) -> String {
        let code = match risk {
            Risk::Critical => "1;31",
            Risk::High => "31",
            Risk::Medium => "33",
            Risk::Low => "32",
        };
        self.painted(code, text)
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.colours && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Writes to standard output. That the reader has closed the pipe is not an error.
pub(super) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let message = format!("standard output could not be written: {error}");
            Err(Failure::with_help(message, "is the disk full?"))
        }
        _ => Ok(()),
    }
}

/// Writes a text.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write(text.as_bytes())
}

/// Writes a value as JSON, one field a line.
pub(super) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(format!("the answer has no JSON form: {error}")))?;
    print(&(text + "\n"))
}
