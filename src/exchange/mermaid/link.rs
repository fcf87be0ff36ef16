//! The arrows of a flowchart: `-->`, `---`, `-.->`, `==>`, `~~~`, `<-->`, `--o`, `-- words -->`, `-->|words|`.

use crate::exchange::read::{Cursor, ReadError};

/// Which ends of a link have a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// The one that it is written towards.
    On,
    /// The one that it is written from.
    Back,
    /// Both.
    Both,
    /// None.
    None,
}

/// A link as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Its name, where one stands before it as in `e1@-->`.
    pub name: Option<String>,
    /// Its heads.
    pub ends: Ends,
    /// The words on it.
    pub label: Option<String>,
    /// Whether it is there for the layout only.
    pub unseen: bool,
}

/// Takes an arrow, if one comes next.
pub fn read(cursor: &mut Cursor) -> Result<Option<Arrow>, ReadError> {
    let start = cursor.at();
    let name = named(cursor);
    let back = head(cursor);
    if cursor.sees("~~~") {
        cursor.take_while(|letter| letter == '~');
        return Ok(Some(Arrow {
            name,
            ends: Ends::None,
            label: None,
            unseen: true,
        }));
    }
    let Some(body) = Body::at(cursor) else {
        cursor.go(start);
        return Ok(None);
    };
    let (on, mut label) = body.read(cursor)?;
    let after = cursor.at();
    cursor.skip_blanks();
    if cursor.peek() == Some('|') {
        let opened = cursor.at();
        cursor.take();
        let words = cursor.until("|").filter(|words| !words.contains('\n'));
        let error = || cursor.error_at(opened, "the words on this arrow have no closing `|`");
        label = Some(words.ok_or_else(error)?);
    } else {
        cursor.go(after);
    }
    let ends = match (back, on) {
        (false, true) => Ends::On,
        (true, false) => Ends::Back,
        (true, true) => Ends::Both,
        (false, false) => Ends::None,
    };
    Ok(Some(Arrow {
        name,
        ends,
        label: label.map(|words| words.trim().trim_matches('"').to_owned()),
        unseen: false,
    }))
}

/// `e1@` before an arrow.
fn named(cursor: &mut Cursor) -> Option<String> {
    let start = cursor.at();
    let name = cursor.take_while(|letter| letter.is_alphanumeric() || letter == '_');
    if !name.is_empty() && cursor.eat("@") && !cursor.sees("{") {
        return Some(name);
    }
    cursor.go(start);
    None
}

/// A head before the line: `<`, or `x` and `o` right before it.
fn head(cursor: &mut Cursor) -> bool {
    let line = matches!(cursor.peek_at(1), Some('-' | '='));
    match cursor.peek() {
        Some('<' | 'x' | 'o') if line => {
            cursor.take();
            true
        }
        _ => false,
    }
}

/// The line of an arrow.
#[derive(Clone, Copy)]
enum Body {
    Plain,
    Thick,
    Dotted,
}

impl Body {
    fn at(cursor: &Cursor) -> Option<Self> {
        if cursor.sees("-.") {
            Some(Self::Dotted)
        } else if cursor.sees("--") {
            Some(Self::Plain)
        } else if cursor.sees("==") {
            Some(Self::Thick)
        } else {
            None
        }
    }

    /// Takes the line, its head and the words in it.
    fn read(self, cursor: &mut Cursor) -> Result<(bool, Option<String>), ReadError> {
        let start = cursor.at();
        if let Some(on) = self.whole(cursor) {
            return Ok((on, None));
        }
        // The first half is written, then the words, then a whole arrow.
        let mut words = String::new();
        let mut quoted = false;
        loop {
            match cursor.peek() {
                None | Some('\n') => {
                    let message = "this arrow has no end; write it as `-->` or `-- words -->`";
                    return Err(cursor.error_at(start, message));
                }
                Some('"') => quoted = !quoted,
                Some(_) if !quoted => {
                    if let Some(on) = self.whole(cursor) {
                        return Ok((on, Some(words)));
                    }
                }
                Some(_) => {}
            }
            words.extend(cursor.take());
        }
    }

    /// Takes a whole line with its head; where only a first half stands, takes that and gives none. Takes nothing where
    /// no line of this sort is.
    fn whole(self, cursor: &mut Cursor) -> Option<bool> {
        let start = cursor.at();
        match self {
            Self::Plain | Self::Thick => {
                let stroke = if matches!(self, Self::Plain) {
                    '-'
                } else {
                    '='
                };
                let strokes = cursor.take_while(|letter| letter == stroke).len();
                if strokes >= 2 && arrow_head(cursor) {
                    return Some(true);
                }
                if strokes >= 3 {
                    return Some(false);
                }
                if strokes == 1 {
                    cursor.go(start);
                }
                None
            }
            Self::Dotted => {
                // In the second half the dots come first: `-. words .->`.
                let first = cursor.eat("-.") || cursor.sees(".-");
                if !first {
                    return None;
                }
                let from = cursor.at();
                cursor.take_while(|letter| letter == '.');
                if cursor.eat("-") {
                    return Some(arrow_head(cursor));
                }
                cursor.go(from);
                None
            }
        }
    }
}

/// The head at the end of a line. A letter is one only where a node could not begin with it.
fn arrow_head(cursor: &mut Cursor) -> bool {
    let ends = matches!(cursor.peek_at(1), None | Some(' ' | '\t' | '\n' | '|'));
    match cursor.peek() {
        Some('>') => {
            cursor.take();
            true
        }
        Some('x' | 'o') if ends => {
            cursor.take();
            true
        }
        _ => false,
    }
}
