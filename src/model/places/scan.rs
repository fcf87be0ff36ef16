//! The scanner behind [`Places`]: tokens of RON, and a stack of open brackets.

use std::ops::Range;

use super::{Entry, Places};

/// Entries nested deeper than this are not recorded; ron itself stops at 128, and no document goes past 8.
const DEPTH: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Comma,
    Colon,
    /// A quoted text, with what it means.
    Text(String),
    /// A name, a number, a character, or anything else.
    Word,
}

/// Every token of a text, in order.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (_, range) = next_token(text, at, &mut false)?;
        at = range.end;
        Some(range)
    })
}

/// One open bracket, and the entry inside it that is being read.
struct Frame {
    /// The bracket; `None` for the text as a whole.
    bracket: Option<Range<usize>>,
    /// How much of the path belongs to the bracket; `None` where nothing is recorded.
    path: Option<usize>,
    /// Whether the bracket is that of `Some(…)`.
    some: bool,
    /// The number of the entry.
    index: usize,
    /// The entry's key, once its colon was read.
    key: Option<(String, Range<usize>)>,
    /// What was read of the entry: of its key before the colon, of its value after it.
    read: Option<Range<usize>>,
    /// The text that was read last in the entry, where it was one.
    text: Option<String>,
    /// Whether the value ends in a bracket.
    opens: bool,
}

impl Frame {
    fn new(bracket: Option<Range<usize>>, path: Option<usize>, some: bool) -> Self {
        Self {
            bracket,
            path,
            some,
            index: 0,
            key: None,
            read: None,
            text: None,
            opens: false,
        }
    }

    fn extend(&mut self, range: &Range<usize>) {
        let start = self.read.as_ref().map_or(range.start, |read| read.start);
        self.read = Some(start..range.end);
    }
}

/// Reads a text and records every entry.
pub(super) fn scan(text: &str, places: &mut Places) {
    let mut scanner = Scanner {
        text,
        path: String::new(),
        stack: vec![Frame::new(None, None, false)],
        places,
    };
    let mut at = 0;
    while let Some((token, range)) = next_token(text, at, &mut scanner.places.comments) {
        at = range.end;
        scanner.take(token, &range);
    }
    scanner.places.open = scanner.stack.last().and_then(|frame| frame.bracket.clone());
    while scanner.stack.len() > 1 {
        scanner.close(&(text.len()..text.len()));
    }
}

struct Scanner<'a> {
    text: &'a str,
    path: String,
    stack: Vec<Frame>,
    places: &'a mut Places,
}

impl Scanner<'_> {
    fn take(&mut self, token: Token, range: &Range<usize>) {
        match token {
            Token::Open => self.open(range),
            Token::Close => self.close(range),
            Token::Comma => self.finish_entry(),
            Token::Colon => self.colon(),
            Token::Text(meant) => self.word(range, Some(meant)),
            Token::Word => self.word(range, None),
        }
    }

    fn word(&mut self, range: &Range<usize>, text: Option<String>) {
        if let Some(frame) = self.stack.last_mut() {
            frame.extend(range);
            frame.text = text;
            frame.opens = false;
        }
    }

    /// What was read so far is a key.
    fn colon(&mut self) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        if let (None, Some(read)) = (&frame.key, frame.read.take()) {
            let raw = self.text.get(read.clone()).unwrap_or("");
            let name = frame.text.take().unwrap_or_else(|| raw.to_owned());
            frame.key = Some((name, read));
        }
    }

    fn open(&mut self, range: &Range<usize>) {
        let depth = self.stack.len();
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let before = frame.read.clone().and_then(|read| self.text.get(read));
        let some = before.is_some_and(|word| word.trim_end() == "Some");
        frame.extend(range);
        frame.opens = true;
        let path = match frame.path {
            _ if depth == 1 => Some(0),
            Some(_) if depth < DEPTH => {
                push_entry(&mut self.path, frame);
                Some(self.path.len())
            }
            _ => None,
        };
        self.stack.push(Frame::new(Some(range.clone()), path, some));
    }

    fn close(&mut self, range: &Range<usize>) {
        if self.stack.len() < 2 {
            return;
        }
        self.finish_entry();
        self.stack.pop();
        if let Some(frame) = self.stack.last_mut() {
            frame.extend(range);
            self.path.truncate(frame.path.unwrap_or(self.path.len()));
            if frame.path.is_none() && self.stack.len() == 1 {
                self.path.clear();
            }
        }
    }

    /// Records the entry that a comma or a closing bracket ends.
    fn finish_entry(&mut self) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let (read, key) = (
            frame.read.take(),
            frame.key.as_ref().map(|(_, range)| range.clone()),
        );
        let opens = std::mem::take(&mut frame.opens);
        if let (Some(len), Some(value)) = (frame.path, read.or_else(|| key.clone())) {
            push_entry(&mut self.path, frame);
            self.places.record(&self.path, Entry { key, value, opens });
            self.path.truncate(len);
        }
        frame.key = None;
        frame.text = None;
        frame.index += 1;
    }
}

/// Adds the name of the entry that a frame is reading to the path.
fn push_entry(path: &mut String, frame: &Frame) {
    if frame.some && frame.key.is_none() {
        return;
    }
    if !path.is_empty() {
        path.push('/');
    }
    match &frame.key {
        Some((name, _)) => path.push_str(name),
        None => path.push_str(&frame.index.to_string()),
    }
}

/// The next token from a byte on, past blanks and comments.
fn next_token(text: &str, from: usize, comments: &mut bool) -> Option<(Token, Range<usize>)> {
    let at = skip_blanks(text, from, comments);
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let (token, length) = match first {
        '(' | '[' | '{' => (Token::Open, 1),
        ')' | ']' | '}' => (Token::Close, 1),
        ',' => (Token::Comma, 1),
        ':' => (Token::Colon, 1),
        '"' => quoted(rest),
        '\'' => (Token::Word, character(rest)),
        'r' | 'b' => raw_or_bytes(rest).unwrap_or_else(|| (Token::Word, word(rest))),
        _ => (Token::Word, word(rest)),
    };
    Some((token, at..at + length))
}

fn skip_blanks(text: &str, from: usize, comments: &mut bool) -> usize {
    let mut at = from;
    while let Some(rest) = text.get(at..) {
        let blanks = rest.len() - rest.trim_start().len();
        let after = &rest[blanks..];
        let skipped = if after.starts_with("//") {
            *comments = true;
            after.find('\n').unwrap_or(after.len())
        } else if after.starts_with("/*") {
            *comments = true;
            block_comment(after)
        } else if at == 0 && after.starts_with("#![") {
            after.find(']').map_or(after.len(), |end| end + 1)
        } else {
            return at + blanks;
        };
        at += blanks + skipped;
    }
    at
}

/// The length of a comment, which may hold others.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// A text in quotes: what it means, and its length with the quotes.
fn quoted(text: &str) -> (Token, usize) {
    let mut meant = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (Token::Text(meant), at + 1),
            '\\' => {
                let Some((_, escaped)) = chars.next() else {
                    break;
                };
                let digits = &text[at + 1 + escaped.len_utf8()..];
                let (c, skip) = escape(escaped, digits);
                meant.extend(c);
                for _ in 0..skip {
                    chars.next();
                }
            }
            c => meant.push(c),
        }
    }
    (Token::Text(meant), text.len())
}

/// What a character after a backslash means, and how many more characters belong to it.
fn escape(escaped: char, rest: &str) -> (Option<char>, usize) {
    let of_hex = |digits: &str| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    match escaped {
        'n' => (Some('\n'), 0),
        'r' => (Some('\r'), 0),
        't' => (Some('\t'), 0),
        '0' => (Some('\0'), 0),
        'x' => match rest.get(..2).and_then(of_hex) {
            Some(c) => (Some(c), 2),
            None => (None, 0),
        },
        'u' => {
            let digits = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
            match digits.and_then(|(digits, _)| Some((of_hex(digits)?, digits.len() + 2))) {
                Some((c, skip)) => (Some(c), skip),
                None => (None, 0),
            }
        }
        c => (Some(c), 0),
    }
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"` and `b'…'`; `None` for a name that begins with one of these letters.
fn raw_or_bytes(text: &str) -> Option<(Token, usize)> {
    let bytes = usize::from(text.starts_with('b'));
    let rest = &text[bytes..];
    if bytes == 1 && rest.starts_with('"') {
        let (token, length) = quoted(rest);
        return Some((token, length + 1));
    }
    if bytes == 1 && rest.starts_with('\'') {
        return Some((Token::Word, character(rest) + 1));
    }
    let hashes_and_more = rest.strip_prefix('r')?;
    let inner = hashes_and_more.trim_start_matches('#');
    let hashes = "#".repeat(hashes_and_more.len() - inner.len());
    let inner = inner.strip_prefix('"')?;
    let closing = format!("\"{hashes}");
    let start = text.len() - inner.len();
    Some(match inner.find(&closing) {
        Some(end) => (
            Token::Text(inner[..end].to_owned()),
            start + end + closing.len(),
        ),
        None => (Token::Text(inner.to_owned()), text.len()),
    })
}

/// The length of a character in quotes, or 1 where the quote closes nothing near.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1).take(12);
    let mut first = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\'' if !first => return at + 1,
            '\n' => return 1,
            _ => {}
        }
        first = false;
    }
    1
}

fn word(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || "()[]{},:\"'".contains(c);
    let mut end = text.len();
    for (at, c) in text.char_indices().skip(1) {
        if ends(c) || text[at..].starts_with("//") || text[at..].starts_with("/*") {
            end = at;
            break;
        }
    }
    end
}
