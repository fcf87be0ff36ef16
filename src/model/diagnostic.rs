//! What is wrong in a text, where, and how to mend it; told as rustc tells it. Knows no file and no terminal.

use std::fmt;

use unicode_width::UnicodeWidthChar;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The text cannot be used.
    Error,
    /// The text can be used, but a person should look.
    Warning,
}

impl Severity {
    /// The word that begins a message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place in a text, with the line that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters are meant, at least 1, never past the end of the line.
    pub length: usize,
    /// The line without its end; of a very long line only the part around the place.
    pub text: String,
    /// The character of `text` at which the place begins, from 0.
    pub caret: usize,
}

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// The file, as the person named it.
    pub file: Option<String>,
    /// Where in the text.
    pub place: Option<Place>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            file: None,
            place: None,
            help: None,
        }
    }

    /// A warning without a place.
    #[must_use]
    pub fn warning(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(message)
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, in a named file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }
}

/// The message, then `--> file:line:column`, the line, a caret below it, and the help.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity.as_str(), shown(&self.message))?;
        let margin = match &self.place {
            Some(place) => " ".repeat(place.line.to_string().len()),
            None => String::new(),
        };
        match (&self.file, &self.place) {
            (Some(file), Some(at)) => {
                let file = shown(file);
                write!(f, "\n{margin}--> {file}:{}:{}", at.line, at.column)?;
            }
            (Some(file), None) => write!(f, "\n --> {}", shown(file))?,
            (None, Some(at)) => write!(f, "\n{margin}--> line {}:{}", at.line, at.column)?,
            (None, None) => {}
        }
        if let Some(place) = &self.place {
            write!(f, "\n{}", excerpt(place, &margin))?;
        }
        match &self.help {
            Some(help) => write!(f, "\n{margin} = help: {}", shown(help)),
            None => Ok(()),
        }
    }
}

/// The line with its number, and the caret below it.
fn excerpt(place: &Place, margin: &str) -> String {
    let before = width(place.text.chars().take(place.caret));
    let meant = place.text.chars().skip(place.caret).take(place.length);
    let carets = "^".repeat(width(meant).max(1));
    let gap = " ".repeat(before);
    let text = shown(&place.text);
    let under = format!("{margin} | {gap}{carets}");
    format!("{margin} |\n{} | {text}\n{under}", place.line)
}

fn width(text: impl Iterator<Item = char>) -> usize {
    text.map(|c| visible(c).width().unwrap_or(0)).sum()
}

/// A character of a line as it is shown: a tab is one cell, and nothing reaches a terminal that could steer it.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

fn shown(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// Several diagnostics, one below the other, with an empty line between them.
#[must_use]
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let all: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    all.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_below_the_word_even_after_wide_characters() {
        let place = Place {
            line: 12,
            column: 10,
            length: 3,
            text: "    \"扫描\": zap,".into(),
            caret: 10,
        };
        let told = Diagnostic::error("there is no `zap`")
            .in_file("a.ron")
            .at(Some(place))
            .with_help("did you mean `zip`?")
            .to_string();
        let expected = "error: there is no `zap`\n  --> a.ron:12:10\n   |\n12 |     \"扫描\": zap,\n   |             ^^^\n   = help: did you mean `zip`?";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_line_cannot_steer_the_terminal() {
        let place = Place {
            line: 1,
            column: 1,
            length: 1,
            text: "\u{1b}[2J\u{202e}x".into(),
            caret: 0,
        };
        let told = Diagnostic::error("no").at(Some(place)).to_string();
        assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}'));
    }
}
