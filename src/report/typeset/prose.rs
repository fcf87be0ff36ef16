//! Running text: headings that stay with what follows, paragraphs without widows or orphans, boxes and columns.

use super::cards;
use super::composer::{Above, Composer, Frame, Marking, nth};
use super::figure;
use super::keep;
use super::list::list;
use super::structure::Tag;
use super::table;
use super::wrap::Line;
use crate::report::blocks::{
    Align, Block, Callout, ColumnOfBlocks, Heading, HeadingLevel, Section, Span,
};
use crate::report::clean;
use crate::report::theme::{self, BODY, H1, H2, H3, LEAD, PANEL, Type};

/// The gap after a chapter's lead.
pub(super) const LEAD_GAP: f32 = 10.0;
/// The gap after a paragraph.
pub(super) const PARA_GAP: f32 = 7.0;
/// The gap around tables, figures and boxes.
pub(super) const BLOCK_GAP: f32 = 12.0;
/// The blank inside a box.
const BOX_PAD: f32 = 12.0;

/// Sets blocks one after the other.
pub(super) fn blocks(c: &mut Composer<'_>, blocks: &[Block]) {
    for number in 0..blocks.len() {
        block(c, &blocks[number..]);
    }
}

/// Sets the first of some blocks; the others tell a heading what it must stay with.
pub(super) fn block(c: &mut Composer<'_>, rest: &[Block]) {
    let Some((first, after)) = rest.split_first() else {
        return;
    };
    let above = std::mem::take(&mut c.above);
    match first {
        Block::Heading(it) => {
            heading(c, it, keep::opening(c, after, 0.0));
            c.above = Above::Heading;
        }
        Block::Lead(spans) => {
            let face = c.scaled(LEAD);
            para(c, Tag::P, spans, face);
            c.gap(LEAD_GAP);
            c.above = above;
        }
        Block::Para(spans) => {
            let face = c.scaled(BODY);
            let lines = para(c, Tag::P, spans, face);
            c.gap(PARA_GAP);
            if keep::introduces(lines, after) {
                c.above = above;
            }
        }
        Block::List(it) => list(c, it),
        Block::Table(it) => {
            let tail = keep::tail(c, after);
            table::table(c, it, tail, above);
        }
        Block::Figure(it) => figure::figure(c, it),
        Block::Columns(it) => columns(c, it),
        Block::Callout(it) => callout(c, it),
        Block::KeyFigures(it) => cards::key_figures(c, it),
        Block::Sheet(it) => {
            cards::sheet(c, it, keep::below_sheet(c, it, after, 0.0));
            c.above = Above::Heading;
        }
        Block::Together(it) => together(c, it),
        Block::PageBreak => {
            if !c.is_trial() && !c.at_top() && !c.fits {
                c.new_page();
            }
        }
    }
}

/// The chapter's heading, its place and its line in the outline.
pub(super) fn chapter_title(c: &mut Composer<'_>, section: &Section) {
    let face = c.scaled(H1);
    let lines = c.wrap(
        &[Span::plain(&section.title)],
        face,
        c.frame.width,
        Align::Left,
    );
    let height = face.leading * nth(lines.len());
    c.begin(height + keep::opening(c, &section.blocks, height + 11.0));
    c.anchor(&section.id);
    c.outline(1, &section.title, &section.id);
    place_lines(c, Tag::H1, &lines, face);
    c.gap(11.0);
    c.above = Above::Heading;
}

pub(super) fn heading_type(level: HeadingLevel) -> Type {
    match level {
        HeadingLevel::Two => H2,
        HeadingLevel::Three => H3,
    }
}

fn heading(c: &mut Composer<'_>, heading: &Heading, with: f32) {
    let face = c.scaled(heading_type(heading.level));
    let lines = c.wrap(
        &[Span::plain(&heading.text)],
        face,
        c.frame.width,
        Align::Left,
    );
    let height = face.leading * nth(lines.len());
    c.gap(if heading.level == HeadingLevel::Two {
        20.0
    } else {
        13.0
    });
    // What other pages can lead to is named on the pages that go on with it.
    let named = heading.level == HeadingLevel::Two || !heading.id.is_empty();
    if named {
        c.sheet.clear();
    }
    c.begin(height + with + 6.0);
    if named {
        c.sheet = clean::line(&heading.text);
    }
    c.anchor(&heading.id);
    let depth = if heading.level == HeadingLevel::Two {
        2
    } else {
        (c.depth + 1).min(3)
    };
    c.depth = depth;
    if heading.level == HeadingLevel::Two {
        c.outline(2, &heading.text, &heading.id);
    }
    place_lines(c, if depth == 2 { Tag::H2 } else { Tag::H3 }, &lines, face);
    c.gap(if heading.level == HeadingLevel::Two {
        6.0
    } else {
        4.0
    });
}

/// Draws lines that are known to fit, and moves below them.
pub(super) fn place_lines(c: &mut Composer<'_>, tag: Tag, lines: &[Line], face: Type) {
    let (x, y) = (c.frame.left, c.y);
    c.tagged(tag, |c| c.lines(x, y, lines, face, Marking::Content));
    c.y += face.leading * nth(lines.len());
}

/// A paragraph, broken over pages so that never a single line stands alone at a foot or a head. Gives how many lines it has.
fn para(c: &mut Composer<'_>, tag: Tag, spans: &[Span], face: Type) -> usize {
    let lines = c.wrap(spans, face, c.frame.width, Align::Left);
    let start = if lines.len() <= 3 { lines.len() } else { 2 };
    c.begin(face.leading * nth(start));
    c.structure.open(tag);
    flow_lines(c, &lines, face);
    c.structure.close();
    lines.len()
}

/// Lines of the current element from the present height on, over as many pages as they need.
pub(super) fn flow_lines(c: &mut Composer<'_>, lines: &[Line], face: Type) {
    let mut rest = lines;
    while !rest.is_empty() {
        let now = fitting(c.room(), face.leading, rest.len());
        if now == 0 {
            c.new_page();
            continue;
        }
        let (x, y) = (c.frame.left, c.y);
        c.lines(x, y, &rest[..now], face, Marking::Content);
        c.y += face.leading * nth(now);
        rest = &rest[now..];
        if !rest.is_empty() {
            c.new_page();
        }
    }
}

/// How many of some lines to set in the room that is left.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page holds at most a few hundred lines"
)]
fn fitting(room: f32, leading: f32, lines: usize) -> usize {
    let fit = (room.max(0.0) / leading + 0.01) as usize;
    match lines.saturating_sub(fit) {
        0 => lines,
        // One line alone on the next page: take one along.
        1 if fit > 2 => fit - 1,
        _ if fit < 2 => 0,
        _ => fit,
    }
}

fn together(c: &mut Composer<'_>, inner: &[Block]) {
    let height = c.measure(|trial| blocks(trial, inner));
    if height <= c.page_room() {
        c.begin(height);
    }
    blocks(c, inner);
}

/// Columns stand on one page if a page can hold them; each is laid out in a frame of its own.
fn columns(c: &mut Composer<'_>, columns: &[ColumnOfBlocks]) {
    const GUTTER: f32 = 22.0;
    /// A column that is narrower holds hardly a word on a line.
    const NARROWEST: f32 = 110.0;
    let Frame { left, width } = c.frame;
    let weights: f32 = columns.iter().map(|column| column.weight.max(0.01)).sum();
    let room = width - GUTTER * nth(columns.len().saturating_sub(1));
    let mut x = left;
    let mut frames = Vec::new();
    for column in columns {
        let width = room * column.weight.max(0.01) / weights;
        frames.push(Frame { left: x, width });
        x += width + GUTTER;
    }
    let heights: Vec<f32> = columns
        .iter()
        .zip(&frames)
        .map(|(column, frame)| c.measure_in(*frame, |trial| blocks(trial, &column.blocks)))
        .collect();
    let tallest = heights.iter().copied().fold(0.0, f32::max);
    let narrowest = frames
        .iter()
        .map(|frame| frame.width)
        .fold(f32::MAX, f32::min);
    if tallest > c.page_room() || narrowest < NARROWEST {
        // Too tall or too narrow to stand side by side: one below the other.
        for column in columns {
            blocks(c, &column.blocks);
        }
        return;
    }
    c.gap(BLOCK_GAP);
    c.begin(tallest);
    let top = c.y;
    for (column, frame) in columns.iter().zip(frames) {
        c.y = top;
        c.within(frame, |c| blocks(c, &column.blocks));
    }
    c.y = top + tallest;
    c.gap(BLOCK_GAP);
}

/// A tinted box with a coloured edge. One that is taller than a page is set without its box.
fn callout(c: &mut Composer<'_>, callout: &Callout) {
    let outer = c.frame;
    let inner = Frame {
        left: outer.left + BOX_PAD + 3.0,
        width: outer.width - 2.0 * BOX_PAD - 3.0,
    };
    let pad = (BOX_PAD - 2.0) * c.gaps.max(0.6);
    let height = c.measure_in(inner, |trial| callout_content(trial, callout)) + 2.0 * pad;
    c.gap(BLOCK_GAP);
    if height > c.page_room() {
        callout_content(c, callout);
        return;
    }
    c.begin(height);
    let top = c.y;
    c.artifact(|c| {
        c.fill_rounded([outer.left, top, outer.width, height], 3.0, PANEL);
        c.fill(outer.left, top, 3.0, height, theme::tone_fill(callout.tone));
    });
    c.y = top + pad;
    c.within(inner, |c| callout_content(c, callout));
    c.y = top + height;
    c.gap(BLOCK_GAP);
}

fn callout_content(c: &mut Composer<'_>, callout: &Callout) {
    if !callout.title.is_empty() {
        let face = c.scaled(H3);
        let lines = c.wrap(
            &[Span::plain(&callout.title)],
            face,
            c.frame.width,
            Align::Left,
        );
        place_lines(c, Tag::P, &lines, face);
        c.gap(3.0);
    }
    blocks(c, &callout.blocks);
}
