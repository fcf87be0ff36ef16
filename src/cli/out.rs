//! Standard output: text and JSON, in colours only where a person looks.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal as _, Write as _};

use super::failure::Failure;
use crate::analysis::Risk;
use crate::model::visible;

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
            format!("{COLOUR}[{code}m{text}{COLOUR}[0m")
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

/// Writes a text. Whatever a model says in it, it steers no terminal.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write(harmless(text).as_bytes())
}

/// Stands for the escape character before our own colours until they are printed. It is no character of any text.
const COLOUR: char = '\u{fdd0}';
/// The colours that we use, and the end of one.
const CODES: [&str; 7] = ["[1m", "[2m", "[1;31m", "[31m", "[33m", "[32m", "[0m"];

/// The text with our own colours in place, and every other character that could steer a terminal replaced.
pub(super) fn harmless(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\n' => told.push('\n'),
            COLOUR if CODES.iter().any(|code| rest.starts_with(code)) => told.push('\u{1b}'),
            COLOUR => told.push('\u{fffd}'),
            c => told.push(visible(c)),
        }
    }
    told
}

/// Writes a value as JSON, one field a line. What could steer a terminal stands in it as `\u202e`.
pub(super) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(format!("the answer has no JSON form: {error}")))?;
    write((escaped(&text) + "\n").as_bytes())
}

/// JSON in which every character that could steer a terminal is written as an escape; such ones stand only in its strings.
pub(super) fn escaped(json: &str) -> String {
    let mut told = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || visible(c) == c {
            told.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(told, "\\u{unit:04x}");
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_model_cannot_steer_the_terminal() {
        let paint = Paint { colours: true };
        let text = format!(
            "{}\u{1b}[2J\r\u{9b}1m\u{202e}x\n",
            paint.risk(Risk::High, "high")
        );
        assert_eq!(
            harmless(&text),
            "\u{1b}[31mhigh\u{1b}[0m\u{fffd}[2J\u{fffd}\u{fffd}1m\u{fffd}x\n"
        );
        assert_eq!(harmless("\u{fdd0}[2J\u{fdd0}"), "\u{fffd}[2J\u{fffd}");
    }

    #[test]
    fn json_says_the_same_without_a_character_that_steers() {
        let name = "a\u{202e}b\u{9b}c";
        let text = escaped(&serde_json::to_string_pretty(&[name]).unwrap());
        assert!(text.is_ascii(), "{text}");
        let read: Vec<String> = serde_json::from_str(&text).unwrap();
        assert_eq!(read, [name]);
    }
}
