//! The smallest parts of a text: what no line breaks into two, unless it is wider than the line.

use std::rc::Rc;

use unicode_segmentation::UnicodeSegmentation;

use super::{Face, Piece};
use crate::report::typeset::book::{FontBook, Word};
use crate::report::typeset::breaks::{breakable, breaks_between, stays_with};

/// The blank inside a pill on either side of its text, as a part of the size.
const PILL_PAD: f32 = 0.62;

/// Text that is not broken any further, unless it is wider than the line.
pub(super) struct Token {
    pub word: Rc<Word>,
    pub text: String,
    /// Width with the pill's blanks.
    pub width: f32,
    /// Width of the blank before it; zero if it continues the word before.
    pub space: f32,
    pub face: usize,
    /// A line break instead of text.
    pub hard: bool,
    /// Whether no line may break before it: it belongs to the word before, as in another style or in a date.
    pub glued: bool,
}

/// The parts of a text, none wider than a line.
pub(super) fn tokens(book: &FontBook<'_>, pieces: &[Piece], width: f32) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut space = 0.0;
    for (number, piece) in pieces.iter().enumerate() {
        let Face { role, size, .. } = piece.face;
        for (part, line) in piece.text.split('\n').enumerate() {
            if part > 0 {
                tokens.push(hard_break(number));
                space = 0.0;
            }
            for (place, chunk) in line.split(' ').enumerate() {
                if place > 0 {
                    space = book.width(role, size, " ");
                }
                let starts_piece = part == 0 && place == 0;
                for (part, text) in breakable(chunk, piece.face.pill.is_some())
                    .into_iter()
                    .enumerate()
                {
                    let continues = starts_piece && part == 0 && space == 0.0;
                    let glued = tokens.last().is_some_and(|last| {
                        (continues && sticks(last, text))
                            || (space > 0.0 && stays_with(&last.text, text))
                    });
                    for (cut, text) in fitting(book, &piece.face, text, width)
                        .into_iter()
                        .enumerate()
                    {
                        tokens.push(Token {
                            glued: glued && cut == 0,
                            ..token(book, &piece.face, number, text, space)
                        });
                        space = 0.0;
                    }
                }
            }
        }
    }
    tokens
}

/// Whether text in a new style continues the word before it.
fn sticks(last: &Token, text: &str) -> bool {
    match (last.text.chars().last(), text.chars().next()) {
        (Some(before), Some(after)) => !last.hard && !breaks_between(before, after, 0),
        _ => false,
    }
}

fn hard_break(face: usize) -> Token {
    Token {
        word: Rc::default(),
        text: String::new(),
        width: 0.0,
        space: 0.0,
        face,
        hard: true,
        glued: false,
    }
}

fn token(book: &FontBook<'_>, face: &Face, number: usize, text: String, space: f32) -> Token {
    let word = book.word(face.role, &text);
    let width = word.wide(face.size) + pad(face) * 2.0;
    Token {
        word,
        text,
        width,
        space,
        face: number,
        hard: false,
        glued: false,
    }
}

/// The blank inside a pill on either side of its text.
pub(super) fn pad(face: &Face) -> f32 {
    if face.pill.is_some() {
        face.size * PILL_PAD
    } else {
        0.0
    }
}

/// Cuts text that is wider than a line into parts that fit, between characters as a reader sees them.
fn fitting(book: &FontBook<'_>, face: &Face, text: &str, width: f32) -> Vec<String> {
    let room = width - pad(face) * 2.0;
    let whole = book.width(face.role, face.size, text);
    if whole <= room {
        return vec![text.to_owned()];
    }
    // Equally long parts: a digest that ends with two letters on a line of their own looks like a mistake.
    let room = room.min(whole / (whole / room).ceil() + face.size * 0.7);
    let mut parts = vec![String::new()];
    let mut used = 0.0;
    for grapheme in text.graphemes(true) {
        // Kerning across the cut is ignored here; a line may only become narrower by that.
        let wide = book.width(face.role, face.size, grapheme);
        let last = parts.len() - 1;
        if used + wide > room && !parts[last].is_empty() {
            parts.push(grapheme.to_owned());
            used = wide;
        } else {
            parts[last].push_str(grapheme);
            used += wide;
        }
    }
    parts
}
