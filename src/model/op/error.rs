//! What is wrong with an operation, at which word, and how to mend it.

use super::words;
use crate::model::{Diagnostic, EditError, Place, Problem, nearest};

/// Why an operation was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct OpError {
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The column of the line where it stands, from 1, in characters.
    pub column: Option<usize>,
    /// How many characters are meant, at least 1.
    pub length: usize,
    /// The word that is meant, where the line was not at hand.
    word: Option<String>,
}

impl OpError {
    /// An error without a place.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            column: None,
            length: 1,
            word: None,
        }
    }

    /// The same, with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, at a column of the line.
    pub(super) fn at(mut self, column: usize, length: usize) -> Self {
        self.column = Some(column);
        self.length = length.max(1);
        self
    }

    /// The same, about a word of the line, wherever it stands.
    pub(super) fn about(mut self, word: impl Into<String>) -> Self {
        self.word = Some(word.into());
        self
    }

    /// There is no such thing; names the nearest there is, or all of a few.
    pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.collect();
        let error = Self::new(format!("there is no {what} `{name}`")).about(name);
        match nearest(name, known.iter().copied()) {
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None if known.is_empty() => error.with_help(format!("there is no {what} at all yet")),
            None if known.len() <= 12 => error.with_help(format!("there is {}", listed(&known))),
            None => error,
        }
    }

    /// The same, with the column of its word in the line that was read.
    #[must_use]
    pub fn in_line(mut self, line: &str) -> Self {
        let Some(word) = self.word.as_deref().filter(|_| self.column.is_none()) else {
            return self;
        };
        if let Some((column, length)) = words::find(line, word) {
            self.column = Some(column);
            self.length = length.max(1);
        }
        self
    }

    /// The error as people are shown it, below the line that was read.
    #[must_use]
    pub fn diagnostic(self, line: &str) -> Diagnostic {
        let error = self.in_line(line);
        let place = error.column.map(|column| Place {
            line: 1,
            column,
            length: error.length,
            text: line.into(),
            caret: column - 1,
        });
        let diagnostic = Diagnostic::error(error.message).at(place);
        match error.help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    }
}

/// Names in a row: `a`, `b` and `c`.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

impl From<Problem> for OpError {
    fn from(problem: Problem) -> Self {
        let error = Self::new(problem.message);
        match problem.help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }
}

impl From<EditError> for OpError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Unsound(problem) => problem.into(),
            other => Self::new(other.to_string()),
        }
    }
}
