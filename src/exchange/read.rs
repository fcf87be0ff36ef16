//! Reading a text letter by letter, with the place of what is wrong in it.

/// Why a diagram cannot be read: what was expected, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A place in a text, moving on.
#[derive(Debug, Clone)]
pub struct Cursor {
    letters: Vec<char>,
    at: usize,
    first_line: usize,
}

impl Cursor {
    /// The beginning of a text that stands from a line on in a larger one.
    #[must_use]
    pub fn new(text: &str, first_line: usize) -> Self {
        Self {
            letters: text.chars().collect(),
            at: 0,
            first_line,
        }
    }

    /// How many letters have been read.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes back, or on, to a place.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.letters.len());
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.at >= self.letters.len()
    }

    /// The next letter.
    #[must_use]
    pub fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    /// The letter so many places on.
    #[must_use]
    pub fn peek_at(&self, on: usize) -> Option<char> {
        self.letters.get(self.at + on).copied()
    }

    /// Takes the next letter.
    pub fn take(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    /// Whether a text comes next.
    #[must_use]
    pub fn sees(&self, text: &str) -> bool {
        text.chars()
            .enumerate()
            .all(|(on, letter)| self.peek_at(on) == Some(letter))
    }

    /// Takes a text, if it comes next.
    pub fn eat(&mut self, text: &str) -> bool {
        let sees = self.sees(text);
        if sees {
            self.at += text.chars().count();
        }
        sees
    }

    /// Takes letters as long as they fit.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(letter) = self.peek().filter(|letter| fits(*letter)) {
            taken.push(letter);
            self.at += 1;
        }
        taken
    }

    /// Goes over blanks, not over the end of the line.
    pub fn skip_blanks(&mut self) {
        self.take_while(|letter| letter.is_whitespace() && letter != '\n');
    }

    /// Goes over blanks and line ends.
    pub fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Takes what stands before the end of the line.
    pub fn line(&mut self) -> String {
        self.take_while(|letter| letter != '\n')
    }

    /// Takes everything up to a text, and the text; `None`, with nothing taken, where it does not come any more.
    pub fn until(&mut self, end: &str) -> Option<String> {
        let start = self.at;
        while !self.is_done() {
            if self.sees(end) {
                let taken = self.letters[start..self.at].iter().collect();
                self.eat(end);
                return Some(taken);
            }
            self.at += 1;
        }
        self.at = start;
        None
    }

    /// What is left.
    #[must_use]
    pub fn rest(&self) -> String {
        self.letters[self.at.min(self.letters.len())..]
            .iter()
            .collect()
    }

    /// An error at this place.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> ReadError {
        self.error_at(self.at, message)
    }

    /// An error at a place that has been read.
    #[must_use]
    pub fn error_at(&self, at: usize, message: impl Into<String>) -> ReadError {
        let before = &self.letters[..at.min(self.letters.len())];
        let line = before.iter().filter(|letter| **letter == '\n').count();
        let column = before
            .iter()
            .rev()
            .take_while(|letter| **letter != '\n')
            .count();
        ReadError {
            line: self.first_line + line + 1,
            column: column + 1,
            message: message.into(),
        }
    }
}
