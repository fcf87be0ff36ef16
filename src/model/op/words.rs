//! A line as words: what stands between blanks, or in quotes with `\"` and `\\` inside.

use std::fmt::Write as _;

use super::OpError;

/// A word of a line with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// What it says, without quotes and escapes.
    pub text: String,
    /// Whether it stood in quotes: then it is never a keyword.
    pub quoted: bool,
    /// Its column, from 1, in characters.
    pub column: usize,
    /// How many characters of the line it takes.
    pub length: usize,
}

/// The words of a line, read from left to right.
#[derive(Debug)]
pub(super) struct Words {
    all: Vec<Word>,
    next: usize,
    /// The column behind the last word, where something is missing.
    end: usize,
}

impl Words {
    /// Splits a line.
    pub(super) fn of(line: &str) -> Result<Self, OpError> {
        let chars: Vec<char> = line.chars().collect();
        let mut all = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            if chars[at].is_whitespace() {
                at += 1;
                continue;
            }
            let (word, end) = if chars[at] == '"' {
                quoted(&chars, at)?
            } else {
                bare(&chars, at)?
            };
            all.push(word);
            at = end;
        }
        let end = all
            .last()
            .map_or(1, |word: &Word| word.column + word.length + 1);
        Ok(Self { all, next: 0, end })
    }

    /// The next word, which stays.
    pub(super) fn peek(&self) -> Option<&Word> {
        self.all.get(self.next)
    }

    /// Takes the next word.
    pub(super) fn take(&mut self) -> Option<Word> {
        let word = self.all.get(self.next).cloned();
        self.next += usize::from(word.is_some());
        word
    }

    /// Takes the next word, which must be there.
    pub(super) fn need(&mut self, what: &str) -> Result<Word, OpError> {
        self.take().ok_or_else(|| self.missing(what))
    }

    /// Something is missing here.
    pub(super) fn missing(&self, what: &str) -> OpError {
        let (column, length) = self
            .peek()
            .map_or((self.end, 1), |word| (word.column, word.length));
        OpError::new(format!("{what} is missing")).at(column, length)
    }

    /// Takes the next word if it is this keyword.
    pub(super) fn accept(&mut self, keyword: &str) -> bool {
        let found = self.peek().is_some_and(|w| !w.quoted && w.text == keyword);
        self.next += usize::from(found);
        found
    }

    /// Takes the words up to the first of some keywords, or to the end.
    pub(super) fn until(&mut self, keywords: &[&str]) -> Vec<Word> {
        let rest = &self.all[self.next..];
        let stop = |w: &&Word| w.quoted || !keywords.contains(&w.text.as_str());
        let words: Vec<Word> = rest.iter().take_while(stop).cloned().collect();
        self.next += words.len();
        words
    }

    /// Takes a text in quotes at the very end of the line, unless it is the value of a keyword before it.
    pub(super) fn take_closing_text(&mut self, keywords: &[&str]) -> Option<String> {
        let last = self
            .all
            .len()
            .checked_sub(1)
            .filter(|last| *last >= self.next)?;
        let value = last > self.next && {
            let before = &self.all[last - 1];
            !before.quoted && keywords.contains(&before.text.as_str())
        };
        if value || !self.all[last].quoted {
            return None;
        }
        self.all.pop().map(|word| word.text)
    }

    /// Takes a list: words joined by commas, with or without blanks after them.
    pub(super) fn list(&mut self, what: &str) -> Result<Word, OpError> {
        let mut word = self.need(what)?;
        while !word.quoted && word.text.ends_with(',') {
            let Some(more) = self.take() else { break };
            word.text.push_str(&more.text);
            word.length = more.column + more.length - word.column;
        }
        Ok(word)
    }

    /// Refuses whatever is left.
    pub(super) fn finish(&self) -> Result<(), OpError> {
        match self.peek() {
            None => Ok(()),
            Some(word) => {
                let message = format!("`{}` is one word too many", word.text);
                let error = word.error(message);
                Err(if word.quoted {
                    error
                } else {
                    error.with_help("put quotes around a name of several words")
                })
            }
        }
    }
}

impl Word {
    /// An error about this word.
    pub(super) fn error(&self, message: impl Into<String>) -> OpError {
        OpError::new(message).at(self.column, self.length)
    }

    /// The parts of a list, blanks around them dropped.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }
}

fn bare(chars: &[char], start: usize) -> Result<(Word, usize), OpError> {
    let rest = &chars[start..];
    let length = rest.iter().take_while(|c| !c.is_whitespace()).count();
    if let Some(quote) = rest[..length].iter().position(|c| *c == '"') {
        let error = OpError::new("a quote stands in the middle of a word");
        return Err(error
            .at(start + quote + 1, 1)
            .with_help("put the quotes around the whole word, and write \\\" for a quote inside"));
    }
    let word = Word {
        text: rest[..length].iter().collect(),
        quoted: false,
        column: start + 1,
        length,
    };
    Ok((word, start + length))
}

fn quoted(chars: &[char], start: usize) -> Result<(Word, usize), OpError> {
    let mut text = String::new();
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        at += 1;
        match c {
            '"' => {
                let length = at - start;
                let word = Word {
                    text,
                    quoted: true,
                    column: start + 1,
                    length,
                };
                return match chars.get(at) {
                    Some(next) if !next.is_whitespace() => {
                        Err(OpError::new("a word goes on behind its closing quote")
                            .at(at + 1, 1)
                            .with_help(
                                "put a blank behind the quote, or write \\\" for a quote inside",
                            ))
                    }
                    _ => Ok((word, at)),
                };
            }
            '\\' => at = escape(chars, at, &mut text)?,
            c => text.push(c),
        }
    }
    Err(
        OpError::new("the text that begins here has no closing quote")
            .at(start + 1, chars.len() - start)
            .with_help("put a quote at its end"),
    )
}

/// Reads what follows a backslash; gives the place behind it.
fn escape(chars: &[char], at: usize, text: &mut String) -> Result<usize, OpError> {
    let unknown = || {
        OpError::new("this escape is not known")
            .at(at, 2)
            .with_help("write \\\" for a quote, \\\\ for a backslash, \\n for a new line")
    };
    let plain = match chars.get(at) {
        Some('"') => '"',
        Some('\\') => '\\',
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('u') => {
            let digits: String = chars[at + 1..]
                .iter()
                .skip(1)
                .take_while(|c| c.is_ascii_hexdigit())
                .collect();
            let end = at + 2 + digits.len();
            let braces = chars.get(at + 1) == Some(&'{') && chars.get(end) == Some(&'}');
            let code = u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32);
            text.push(code.filter(|_| braces).ok_or_else(unknown)?);
            return Ok(end + 1);
        }
        _ => return Err(unknown()),
    };
    text.push(plain);
    Ok(at + 1)
}

/// A text in quotes, on one line.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Where a word stands in a line: by itself, or as a part of a list or an id.
pub(super) fn find(line: &str, wanted: &str) -> Option<(usize, usize)> {
    let words = Words::of(line).ok()?.all;
    // The first word is the verb, which nothing is about once it was understood.
    let words = words.get(1..)?;
    if let Some(word) = words.iter().find(|word| word.text == wanted) {
        return Some((word.column, word.length));
    }
    let chars: Vec<char> = line.chars().collect();
    let wanted: Vec<char> = wanted.chars().collect();
    for word in words
        .iter()
        .filter(|word| !wanted.is_empty() && !word.quoted)
    {
        let start = word.column - 1;
        let text = &chars[start..start + word.length];
        let border = |at: usize| text.get(at).is_none_or(|c| matches!(c, ',' | '@' | ':'));
        let found = (0..text.len()).find(|&at| {
            text[at..].starts_with(&wanted)
                && (at == 0 || border(at - 1))
                && border(at + wanted.len())
        });
        if let Some(at) = found {
            return Some((start + at + 1, wanted.len()));
        }
    }
    None
}
