//! What stays together: how much of what follows must stand on the page of a heading, a sheet's head or a table. It draws nothing.

use super::cards::{self, SHEET_GAP};
use super::composer::{Composer, nth};
use super::figure;
use super::list;
use super::prose::{BLOCK_GAP, LEAD_GAP, PARA_GAP, block, blocks, heading_type};
use super::table;
use crate::report::blocks::{Align, Block, HeadingLevel, Sheet, Span, TableLook};
use crate::report::theme::{BODY, LEAD};

/// A paragraph of no more lines belongs to what it introduces or closes.
const SHORT: usize = 4;

/// The height of what closes a table and would stand alone on the next page: a short paragraph or a low table without a head,
/// after which nothing comes, or something new.
pub(super) fn tail(c: &Composer<'_>, rest: &[Block]) -> f32 {
    /// A table that is lower looks lost at the head of a page.
    const LOW: f32 = 72.0;
    let ends = matches!(
        rest.get(1),
        None | Some(Block::Heading(_) | Block::Sheet(_) | Block::PageBreak)
    );
    if c.is_trial() || !ends {
        return 0.0;
    }
    match rest.first() {
        Some(Block::Para(spans)) => words_below(c, spans),
        Some(Block::Table(it)) if it.look == TableLook::Plain => {
            let whole = table::whole(c, it);
            if whole < LOW { BLOCK_GAP + whole } else { 0.0 }
        }
        _ => 0.0,
    }
}

/// The height of a short paragraph with the gap above; none of a long one, which can stand alone.
fn words_below(c: &Composer<'_>, spans: &[Span]) -> f32 {
    let face = c.scaled(BODY);
    match c.wrap(spans, face, c.frame.width, Align::Left).len() {
        lines @ 0..=SHORT => BLOCK_GAP + face.leading * nth(lines),
        _ => 0.0,
    }
}

/// How much of the first block must stand on the same page as a heading above it; `above` is what stands between the two.
pub(super) fn opening(c: &Composer<'_>, rest: &[Block], above: f32) -> f32 {
    // The one page of a trial never ends.
    if c.is_trial() {
        return 0.0;
    }
    let most = c.page_room() * 0.6;
    let height = match rest.first() {
        None | Some(Block::PageBreak) => 0.0,
        Some(Block::Heading(it)) => {
            let face = c.scaled(heading_type(it.level));
            let own = 10.0 + face.leading;
            own + opening(c, &rest[1..], above + own)
        }
        // A chapter's lead says what follows, so it does not stand on the page before it.
        Some(Block::Lead(spans)) => {
            let face = c.scaled(LEAD);
            let lines = c.wrap(spans, face, c.frame.width, Align::Left).len();
            let own = face.leading * nth(lines) + LEAD_GAP;
            own + opening(c, &rest[1..], above + own)
        }
        Some(Block::Para(spans)) => introduction(c, spans, &rest[1..], above),
        Some(Block::List(it)) => list::opening(c, it),
        Some(Block::Table(it)) => table::opening(c, it, above),
        Some(Block::Figure(it)) => figure::opening(c, it),
        Some(Block::Sheet(it)) => {
            cards::sheet_height(c, it) + below_sheet(c, it, &rest[1..], above + SHEET_GAP)
        }
        Some(Block::Together(inner)) => c.measure(|trial| blocks(trial, inner)),
        Some(Block::Columns(_) | Block::Callout(_) | Block::KeyFigures(_)) => {
            c.measure(|trial| block(trial, &rest[..1]))
        }
    };
    height.min(most)
}

/// How much of a sheet's content must stand below its head, which stands `above` below the present height. All of it, where that
/// leaves only a part of the page before it empty: what belongs together is seen together. A rest that would be short is worth more
/// of the page.
pub(super) fn below_sheet(c: &Composer<'_>, sheet: &Sheet, rest: &[Block], above: f32) -> f32 {
    /// How much of a page may stay empty for a sheet in one piece, and for one whose rest would be short.
    const EMPTY: [f32; 2] = [0.18, 0.34];
    /// What is a short rest, as a part of the page.
    const REST: f32 = 0.12;
    if c.is_trial() {
        return 0.0;
    }
    let head = cards::sheet_height(c, sheet);
    let first = opening(c, rest, above + head);
    let end = rest.iter().position(|block| {
        matches!(block, Block::Sheet(_) | Block::PageBreak)
            || matches!(block, Block::Heading(it) if it.level == HeadingLevel::Two)
    });
    let own = &rest[..end.unwrap_or(rest.len())];
    let (page, room) = (c.page_room(), c.room() - above);
    let whole = c.measure(|trial| blocks(trial, own));
    let short = head + whole - room < page * REST;
    if head + whole <= page && room <= page * EMPTY[usize::from(short)] {
        whole
    } else {
        first
    }
}

/// How much of a paragraph stays with the heading above it: its start, or all of it and the start of the table or figure that
/// a short one introduces.
fn introduction(c: &Composer<'_>, spans: &[Span], rest: &[Block], above: f32) -> f32 {
    let face = c.scaled(BODY);
    let lines = c.wrap(spans, face, c.frame.width, Align::Left).len();
    let next = if introduces(lines, rest) {
        let gap = match rest.first() {
            Some(Block::Table(_) | Block::List(_)) => PARA_GAP,
            Some(Block::Sheet(_)) => SHEET_GAP,
            _ => BLOCK_GAP,
        };
        let own = face.leading * nth(lines) + gap;
        gap + opening(c, rest, above + own)
    } else {
        0.0
    };
    let kept = if lines <= 3 || next > 0.0 { lines } else { 2 };
    face.leading * nth(kept) + next
}

/// Whether a paragraph of so many lines introduces what comes below it.
pub(super) fn introduces(lines: usize, rest: &[Block]) -> bool {
    let shown = matches!(
        rest.first(),
        Some(
            Block::Table(_)
                | Block::Figure(_)
                | Block::List(_)
                | Block::Sheet(_)
                | Block::Together(_)
        )
    );
    shown && lines <= SHORT
}
