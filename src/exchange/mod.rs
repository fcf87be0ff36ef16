//! Other tools' formats, one file each: Mermaid flowcharts and Graphviz digraphs are read into a [`Diagram`], and
//! [`drawn`] makes steps of it. Text in, data out; nothing here knows a file or a screen.
//!
//! What is read was written by others: its labels are cleaned, its size is bounded, and what it does not say (which kind of
//! component a box is) is guessed, listed as guessed, and never in the way of the rest.
//!
//! Start at [`find`], then [`Diagram`], then [`drawn`].

mod diagram;
mod dot;
mod label;
mod mermaid;
mod read;
mod stand;
mod steps;

pub use diagram::{Diagram, Format, Group, Hint, Link, Node};
pub use read::{Cursor, ReadError};
pub use stand::with_places;
pub use steps::{Drawn, Reading, Told, Wishes, drawn};

/// The most nodes, links or groups that a diagram may have: each is a step, and the screen waits for all of them.
pub const MOST: usize = 500;

/// Diagrams of Mermaid that are no pictures of a pipeline.
const OTHERS: &[&str] = &[
    "sequenceDiagram",
    "classDiagram",
    "stateDiagram",
    "erDiagram",
    "gantt",
    "pie",
    "journey",
    "mindmap",
    "timeline",
    "gitGraph",
    "quadrantChart",
    "requirementDiagram",
    "C4Context",
    "C4Container",
    "C4Component",
    "C4Deployment",
    "architecture-beta",
    "block-beta",
    "sankey-beta",
];

/// A piece of text that is a diagram, and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece<'a> {
    language: Language,
    text: &'a str,
    /// The line of the whole text in which the piece begins, from 0.
    line: usize,
}

/// What a piece of text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Mermaid,
    Dot,
    /// A diagram of Mermaid that is none of a pipeline.
    Other(&'static str),
}

/// The diagrams in a text: in its fences, or the text itself. `None` where it is none at all, so that it is meant as
/// something else.
#[must_use]
pub fn find(text: &str) -> Option<Result<Vec<Diagram>, ReadError>> {
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    let pieces = match fenced(text) {
        pieces if pieces.is_empty() => vec![Piece {
            language: language_of(text)?,
            text,
            line: 0,
        }],
        pieces => pieces,
    };
    Some(read_all(&pieces))
}

fn read_all(pieces: &[Piece]) -> Result<Vec<Diagram>, ReadError> {
    let mut diagrams = Vec::new();
    let mut other = None;
    for piece in pieces {
        let mut cursor = Cursor::new(piece.text, piece.line);
        match piece.language {
            Language::Mermaid => diagrams.push(mermaid::read(&mut cursor)?.settled(&cursor)?),
            Language::Dot => diagrams.push(dot::read(&mut cursor)?.settled(&cursor)?),
            Language::Other(name) => {
                let message = format!(
                    "`{name}` shows no pipeline; a Mermaid `flowchart` or a `digraph` can be taken in"
                );
                other = other.or(Some(cursor.error(message)));
            }
        }
    }
    match other {
        Some(error) if diagrams.is_empty() => Err(error),
        _ => Ok(diagrams),
    }
}

/// The pieces in fences that name a language which is read here.
fn fenced(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut open: Option<(usize, usize, Option<Language>)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let trimmed = line.trim();
        if let Some(word) = trimmed.strip_prefix("```") {
            match open.take() {
                None => {
                    let language = match word.trim().to_lowercase().as_str() {
                        "mermaid" => Some(Language::Mermaid),
                        "dot" | "graphviz" => Some(Language::Dot),
                        _ => None,
                    };
                    open = Some((at + line.len(), number + 1, language));
                }
                Some((start, first, Some(language))) => {
                    pieces.push(piece(&text[start..at], first, language));
                }
                Some(_) => {}
            }
        }
        at += line.len();
    }
    if let Some((start, first, Some(language))) = open {
        pieces.push(piece(&text[start.min(text.len())..], first, language));
    }
    pieces
}

fn piece(text: &str, line: usize, language: Language) -> Piece<'_> {
    let told = language_of(text);
    let language = match (language, told) {
        (Language::Mermaid, Some(told @ Language::Other(_))) => told,
        (language, _) => language,
    };
    Piece {
        language,
        text,
        line,
    }
}

/// What a text without a fence is written in, from its first statement.
fn language_of(text: &str) -> Option<Language> {
    let mut cursor = Cursor::new(text, 0);
    mermaid::skip_front(&mut cursor);
    let rest = cursor.rest();
    if let Some(other) = OTHERS.iter().find(|name| rest.starts_with(**name)) {
        return Some(Language::Other(other));
    }
    if mermaid::begins(&rest) {
        return Some(Language::Mermaid);
    }
    dot::begins(text).then_some(Language::Dot)
}

#[cfg(test)]
mod tests;
