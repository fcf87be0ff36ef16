//! Line breaking: spans become lines of measured fragments that never exceed a width. What a line shows is exactly what the
//! spans say: long ids break after a separator, longer ones anywhere, and no hyphen is ever added.

mod tokens;

use std::rc::Rc;

use super::bidi;
use super::book::{FontBook, Role, Word};
use super::display::Spaced;
use crate::report::blocks::{Align, RiskLevel, Span, Style, Target};
use crate::report::clean;
use crate::report::theme::{ACCENT, CODE_SCALE, Rgb, SUB, Type, risk_ink};
use tokens::{Token, pad, tokens};

/// Text in one style, ready to break.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    text: String,
    face: Face,
}

/// How a fragment is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    pub role: Role,
    pub size: f32,
    pub ink: Rgb,
    pub link: Option<Target>,
    pub pill: Option<RiskLevel>,
}

/// A part of a line in one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fragment {
    /// Distance from the line's left edge.
    pub x: f32,
    pub width: f32,
    pub face: Face,
    pub words: Vec<Spaced>,
    /// The words, for the description of a link.
    pub text: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub fragments: Vec<Fragment>,
    pub width: f32,
    /// Whether the text ends with it, or a break that the text itself has.
    pub ends: bool,
}

/// Gives spans the faces of a type; links that lead nowhere are set as plain text.
pub(super) fn pieces(spans: &[Span], base: Type, leads: &dyn Fn(&Target) -> bool) -> Vec<Piece> {
    spans
        .iter()
        .map(|span| Piece {
            text: clean::text(&span.text),
            face: face_of(span, base, leads),
        })
        .collect()
}

fn face_of(span: &Span, base: Type, leads: &dyn Fn(&Target) -> bool) -> Face {
    let heavy = !matches!(base.role, Role::Sans | Role::Italic | Role::Mono);
    let mut face = Face {
        role: base.role,
        size: base.size,
        ink: base.ink,
        link: None,
        pill: None,
    };
    match &span.style {
        Style::Strong => face.role = if heavy { Role::Bold } else { Role::SemiBold },
        Style::Em => face.role = Role::Italic,
        Style::Quiet => face.ink = SUB,
        Style::Code => {
            face.role = if heavy {
                Role::MonoSemiBold
            } else {
                Role::Mono
            };
            face.size *= CODE_SCALE;
        }
        Style::Link(target) if leads(target) => {
            face.link = Some(target.clone());
            face.ink = ACCENT;
        }
        Style::Plain | Style::Link(_) => {}
        Style::Risk(level) => {
            face.role = Role::SemiBold;
            face.size *= 0.92;
            face.ink = risk_ink(*level);
            face.pill = Some(*level);
        }
    }
    face
}

/// Text whose words are measured, ready to be broken into lines of any width.
pub(super) struct Text {
    pieces: Vec<Piece>,
    tokens: Vec<Token>,
}

impl Text {
    pub(super) fn new(book: &FontBook<'_>, pieces: Vec<Piece>) -> Self {
        let tokens = tokens(book, &pieces, f32::MAX);
        Self { pieces, tokens }
    }

    /// The widest token, or tokens that belong together: no column may be narrower without breaking them.
    pub(super) fn widest(&self) -> f32 {
        let mut chain = 0.0;
        self.tokens.iter().fold(0.0, |widest: f32, token| {
            chain = if token.glued && token.space > 0.0 {
                chain + token.space + token.width
            } else {
                token.width
            };
            widest.max(chain)
        })
    }

    /// Whether a token is wider than a line, so that it must be cut.
    fn overflows(&self, width: f32) -> bool {
        self.tokens.iter().any(|token| token.width > width)
    }

    /// Lines no wider than `width`.
    pub(super) fn lines(&self, book: &FontBook<'_>, width: f32, align: Align) -> Vec<Line> {
        let cut;
        let tokens = if self.overflows(width) {
            cut = tokens(book, &self.pieces, width);
            &cut
        } else {
            &self.tokens
        };
        let mut lines = Vec::new();
        let mut start = 0;
        while start < tokens.len() {
            let end = without_runt(tokens, start, line_end(tokens, start, width), width);
            lines.push(line(
                book,
                &self.pieces,
                &tokens[start..end],
                tokens.get(end),
                width,
                align,
            ));
            start = if tokens.get(end).is_some_and(|token| token.hard) {
                end + 1
            } else {
                end
            };
        }
        if lines.is_empty() {
            lines.push(Line::default());
        }
        lines
    }
}

/// Where the line that starts at a token ends: before the last token that a line may break before, or, in a word that is
/// wider than the line, before the first token that does not fit.
fn line_end(tokens: &[Token], start: usize, width: f32) -> usize {
    let mut used = 0.0;
    let mut breakable = start;
    for (place, token) in tokens.iter().enumerate().skip(start) {
        if token.hard {
            return place;
        }
        if !token.glued {
            breakable = place;
        }
        let wanted = if place == start {
            token.width
        } else {
            token.space + token.width
        };
        // A hundredth of a point forgives rounding.
        if place > start && used + wanted > width + 0.01 {
            return if breakable > start { breakable } else { place };
        }
        used += wanted;
    }
    tokens.len()
}

/// A last line of one short word looks torn off: the word before it goes along, if the line above can spare one.
fn without_runt(tokens: &[Token], start: usize, end: usize, width: f32) -> usize {
    let rest = &tokens[end..];
    let last = rest
        .iter()
        .position(|token| token.hard)
        .map_or(rest, |hard| &rest[..hard]);
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.space > 0.0).count();
    let wide: f32 = last.iter().map(|token| token.space + token.width).sum();
    let runt = !last.is_empty() && words(&last[1..]) == 0 && wide < width * 0.14;
    if !runt || width < 160.0 || words(&tokens[start..end]) < 5 {
        return end;
    }
    (start + 1..end)
        .rev()
        .find(|place| tokens[*place].space > 0.0 && !tokens[*place].glued)
        .unwrap_or(end)
}

fn line(
    book: &FontBook<'_>,
    pieces: &[Piece],
    tokens: &[Token],
    next: Option<&Token>,
    width: f32,
    align: Align,
) -> Line {
    let ends = next.is_none_or(|next| next.hard);
    let used: f32 = tokens
        .iter()
        .enumerate()
        .map(|(place, token)| {
            if place == 0 {
                token.width
            } else {
                token.space + token.width
            }
        })
        .sum();
    let mut x = match align {
        Align::Left => 0.0,
        Align::Center => ((width - used) / 2.0).max(0.0),
        Align::Right => (width - used).max(0.0),
    };
    if tokens.iter().any(|token| token.word.reads.is_some()) {
        return Line {
            fragments: turned(book, pieces, tokens, x),
            width: used,
            ends,
        };
    }
    let mut fragments: Vec<Fragment> = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let face = &pieces[token.face].face;
        let gap = if place > 0 { token.space } else { 0.0 };
        if gap > 0.0 {
            add_space(book, &mut fragments, gap);
        }
        x += gap;
        match fragments.last_mut() {
            Some(last) if last.face == *face && face.pill.is_none() => {
                last.width += gap + token.width;
                last.words.push((Rc::clone(&token.word), 0.0));
                last.text.push_str(&token.text);
            }
            _ => fragments.push(Fragment {
                x,
                width: token.width,
                face: face.clone(),
                words: vec![(Rc::clone(&token.word), 0.0)],
                text: token.text.clone(),
            }),
        }
        x += token.width;
    }
    // A real space at every line end but inside a word, or readers of the file would join two lines, cells or paragraphs.
    if next.is_none_or(|next| next.hard || next.space > 0.0) {
        add_space(book, &mut fragments, 0.0);
    }
    Line {
        fragments,
        width: used,
        ends,
    }
}

/// The direction of the text that a line belongs to.
fn direction(pieces: &[Piece]) -> unicode_bidi::Level {
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    bidi::base(&text)
}

/// The words of a line that is read from right to left in parts: each where it stands, all in the order in which they are read.
fn turned(book: &FontBook<'_>, pieces: &[Piece], tokens: &[Token], left: f32) -> Vec<Fragment> {
    let words: Vec<(&str, bool)> = tokens
        .iter()
        .map(|token| (token.text.as_str(), token.space > 0.0))
        .collect();
    let order = bidi::order(&words, direction(pieces));
    let mut lefts = vec![left; tokens.len()];
    let mut x = left;
    for (seen, place) in order.iter().enumerate() {
        if seen > 0 {
            // The blank between two words stands before the later one.
            let before = order[seen - 1];
            x += if before.abs_diff(*place) == 1 {
                tokens[before.max(*place)].space
            } else {
                tokens[seen].space
            };
        }
        lefts[*place] = x;
        x += tokens[*place].width;
    }
    let seen = bidi::words_as_seen(&words, direction(pieces));
    let drawn: Vec<Rc<Word>> = tokens
        .iter()
        .zip(&seen)
        .map(|(token, seen)| {
            if *seen == token.text {
                return Rc::clone(&token.word);
            }
            book.turned_word(pieces[token.face].face.role, seen, &token.text)
        })
        .collect();
    let mut fragments: Vec<Fragment> = Vec::new();
    for (place, (token, x)) in tokens.iter().zip(&lefts).enumerate() {
        let face = &pieces[token.face].face;
        let turns = |place: usize| drawn[place].reads.is_some();
        if place > 0
            && !turns(place - 1)
            && !turns(place)
            && let Some(last) = fragments.last_mut()
            && last.face == *face
            && face.pill.is_none()
            && (x - token.space - last.x - last.width).abs() < 0.01
        {
            // It goes on where the last word ends: its blank is as wide as it looks.
            if let Some((_, after)) = last.words.last_mut().filter(|_| token.space > 0.0) {
                *after += token.space;
            }
            last.width += token.space + token.width;
            last.words.push((Rc::clone(&drawn[place]), 0.0));
            last.text.push_str(&token.text);
        } else {
            fragments.push(Fragment {
                x: *x,
                width: token.width,
                face: face.clone(),
                words: vec![(Rc::clone(&drawn[place]), 0.0)],
                text: token.text.clone(),
            });
        }
        add_space(book, &mut fragments, 0.0);
    }
    fragments
}

/// Puts a space glyph after the last fragment, as wide as the gap that the line leaves there.
fn add_space(book: &FontBook<'_>, fragments: &mut [Fragment], gap: f32) {
    let Some(last) = fragments.last_mut() else {
        return;
    };
    let space = book.word(last.face.role, " ");
    let wide = space.wide(last.face.size);
    last.words.push((space, gap - wide));
    last.text.push(' ');
}

/// The distance from the left edge of a fragment to its text: a pill has a blank there.
pub(super) fn inset(fragment: &Fragment) -> f32 {
    pad(&fragment.face)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::theme::BODY;

    fn broken(text: &str, width: f32) -> (Vec<String>, f32) {
        let book = FontBook::new(&[]).unwrap();
        let pieces = pieces(&[Span::plain(text)], BODY, &|_| true);
        let lines = Text::new(&book, pieces).lines(&book, width, Align::Left);
        let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        (
            lines
                .iter()
                .map(|line| {
                    line.fragments
                        .iter()
                        .map(|part| part.text.as_str())
                        .collect()
                })
                .collect(),
            widest,
        )
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_character_is_lost() {
        let text = "A digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of registry.example/models/fraud:v7 — 机器学习。";
        for width in [30.0, 60.0, 120.0, 300.0] {
            let (lines, widest) = broken(text, width);
            assert!(widest <= width + 0.01, "{widest} in {width}: {lines:?}");
            assert_eq!(lines.concat().trim_end(), text);
        }
    }

    #[test]
    fn a_long_id_breaks_after_a_separator() {
        let (lines, _) = broken("payments/models/card-fraud-scoring/v2", 90.0);
        assert!(lines[0].ends_with(['/', '-']), "{lines:?}");
    }

    #[test]
    fn a_line_break_in_the_text_breaks_the_line() {
        assert_eq!(broken("one\ntwo", 300.0).0, ["one ", "two "]);
    }

    #[test]
    fn a_full_stop_after_a_link_stays_with_its_word() {
        let book = FontBook::new(&[]).unwrap();
        let spans = [
            Span::plain("asked for on "),
            Span::to("summary", "page 3"),
            Span::plain("."),
        ];
        let pieces = pieces(&spans, BODY, &|_| true);
        let room = book.width(Role::Sans, BODY.size, "asked for on page 3") + 0.1;
        let lines = Text::new(&book, pieces).lines(&book, room, Align::Left);
        let last: String = lines[1]
            .fragments
            .iter()
            .map(|part| part.text.as_str())
            .collect();
        assert_eq!(last.trim_end(), "3.");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_plain_text() {
        let pieces = pieces(&[Span::to("gone", "there")], BODY, &|_| false);
        assert_eq!(pieces[0].face.link, None);
    }
}
