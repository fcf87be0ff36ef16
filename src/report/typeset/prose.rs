//! Running text: headings that stay with what follows, paragraphs without widows or orphans, lists, boxes and columns.

use super::Role;
use super::cards;
use super::composer::{Composer, Frame, Marking, nth};
use super::display::{Seg, Stroke, circle};
use super::figure;
use super::structure::{Attribute, Tag};
use super::table;
use super::wrap::Line;
use crate::report::blocks::{
    Align, Block, Callout, ColumnOfBlocks, Heading, HeadingLevel, List, ListItem, Mark, Section,
    Sheet, Span,
};
use crate::report::clean;
use crate::report::theme::{self, BODY, H1, H2, H3, LEAD, PANEL, SUB, TEAL, Type, WINE};

/// The gap after a chapter's lead.
const LEAD_GAP: f32 = 10.0;
/// The gap after a paragraph.
pub(super) const PARA_GAP: f32 = 7.0;
/// The gap after an item of a list.
const ITEM_GAP: f32 = 2.6;
/// The gap around tables, figures and boxes.
pub(super) const BLOCK_GAP: f32 = 12.0;
/// The blank inside a box.
const BOX_PAD: f32 = 12.0;
/// Where the text of a list item starts.
const LIST_INDENT: f32 = 16.0;

/// A list of so few items is not parted, unless it takes more than this part of a page.
const WHOLE: usize = 3;
const SHORT_LIST: f32 = 0.2;

/// Sets blocks one after the other.
pub(super) fn blocks(c: &mut Composer<'_>, blocks: &[Block]) {
    for number in 0..blocks.len() {
        block(c, &blocks[number..]);
    }
}

/// Sets the first of some blocks; the others tell a heading what it must stay with.
pub(super) fn block(c: &mut Composer<'_>, rest: &[Block]) {
    let Some(first) = rest.first() else { return };
    match first {
        Block::Heading(it) => heading(c, it, opening(c, &rest[1..], 0.0)),
        Block::Lead(spans) => {
            let face = c.scaled(LEAD);
            para(c, Tag::P, spans, face);
            c.gap(LEAD_GAP);
        }
        Block::Para(spans) => {
            let face = c.scaled(BODY);
            para(c, Tag::P, spans, face);
            c.gap(PARA_GAP);
        }
        Block::List(it) => list(c, it),
        Block::Table(it) => {
            let tail = tail(c, &rest[1..]);
            table::table(c, it, tail);
        }
        Block::Figure(it) => figure::figure(c, it),
        Block::Columns(it) => columns(c, it),
        Block::Callout(it) => callout(c, it),
        Block::KeyFigures(it) => cards::key_figures(c, it),
        Block::Sheet(it) => cards::sheet(c, it, below_sheet(c, it, &rest[1..], 0.0)),
        Block::Together(it) => together(c, it),
        Block::PageBreak => {
            if !c.is_trial() && !c.at_top() && !c.fits {
                c.new_page();
            }
        }
    }
}

/// The height of a short paragraph that closes a table: nothing comes after it, or something new.
fn tail(c: &Composer<'_>, rest: &[Block]) -> f32 {
    const SHORT: usize = 4;
    let ends = matches!(
        rest.get(1),
        None | Some(Block::Heading(_) | Block::Sheet(_) | Block::PageBreak)
    );
    match rest.first() {
        Some(Block::Para(spans)) if ends && !c.is_trial() => {
            let face = c.scaled(BODY);
            let lines = c.wrap(spans, face, c.frame.width, Align::Left).len();
            if lines <= SHORT {
                BLOCK_GAP + face.leading * nth(lines)
            } else {
                0.0
            }
        }
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
        Some(Block::List(it)) if it.items.len() <= WHOLE => {
            let whole = c.measure(|trial| block(trial, &rest[..1]));
            whole.min(c.page_room() * SHORT_LIST)
        }
        Some(Block::List(_)) => c.scaled(BODY).leading * 2.0,
        Some(Block::Table(it)) => table::opening(c, it),
        Some(Block::Figure(it)) => figure::opening(c, it),
        Some(Block::Sheet(it)) => {
            cards::sheet_height(c, it) + below_sheet(c, it, &rest[1..], above + 24.0)
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
fn below_sheet(c: &Composer<'_>, sheet: &Sheet, rest: &[Block], above: f32) -> f32 {
    /// How much of a page may stay empty for a sheet in one piece, and for one whose rest would be short.
    const EMPTY: [f32; 2] = [0.18, 0.28];
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
    const SHORT: usize = 4;
    let face = c.scaled(BODY);
    let lines = c.wrap(spans, face, c.frame.width, Align::Left).len();
    let next = match rest.first() {
        Some(
            Block::Table(_)
            | Block::Figure(_)
            | Block::List(_)
            | Block::Sheet(_)
            | Block::Together(_),
        ) if lines <= SHORT => {
            let own = face.leading * nth(lines) + PARA_GAP + 6.0;
            PARA_GAP + 6.0 + opening(c, rest, above + own)
        }
        _ => 0.0,
    };
    let kept = if lines <= 3 || next > 0.0 { lines } else { 2 };
    face.leading * nth(kept) + next
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
    c.begin(height + opening(c, &section.blocks, height + 11.0));
    c.anchor(&section.id);
    c.outline(1, &section.title, &section.id);
    place_lines(c, Tag::H1, &lines, face);
    c.gap(11.0);
}

fn heading_type(level: HeadingLevel) -> Type {
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

/// A paragraph, broken over pages so that never a single line stands alone at a foot or a head.
fn para(c: &mut Composer<'_>, tag: Tag, spans: &[Span], face: Type) {
    let lines = c.wrap(spans, face, c.frame.width, Align::Left);
    let start = if lines.len() <= 3 { lines.len() } else { 2 };
    c.begin(face.leading * nth(start));
    c.structure.open(tag);
    flow_lines(c, &lines, face);
    c.structure.close();
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

fn list(c: &mut Composer<'_>, list: &List) {
    let face = c.scaled(BODY);
    let elem = c.structure.open(Tag::L);
    let counted = if list.numbered {
        Attribute::Decimal
    } else {
        Attribute::Disc
    };
    c.structure.elem(elem).attributes.push(counted);
    if list.items.len() <= WHOLE && !c.is_trial() {
        let height = c.measure(|trial| self::list(trial, list));
        c.begin(height.min(c.page_room() * SHORT_LIST));
    }
    let end = list.items.len().saturating_sub(1);
    for (number, item) in list.items.iter().enumerate() {
        let label = list.numbered.then(|| format!("{}", number + 1));
        // The last of several items takes the one before it along to the next page.
        let after = (number > 0 && number + 1 == end).then(|| &list.items[end]);
        list_item(c, item, after, label.as_deref(), face);
        c.gap(ITEM_GAP);
    }
    c.structure.close();
    c.gap(PARA_GAP);
}

fn list_item(
    c: &mut Composer<'_>,
    item: &ListItem,
    with: Option<&ListItem>,
    label: Option<&str>,
    face: Type,
) {
    let indent = LIST_INDENT * c.scale;
    let Frame { left, width } = c.frame;
    let lines = c.wrap(&item.spans, face, width - indent, Align::Left);
    let opening = |lines: usize| face.leading * nth(if lines <= 3 { lines } else { 2 });
    let after = with.map_or(0.0, |item| {
        let lines = c.wrap(&item.spans, face, width - indent, Align::Left);
        ITEM_GAP + opening(lines.len())
    });
    c.begin(opening(lines.len()) + after);
    c.structure.open(Tag::LI);
    let (top, base) = (c.y, c.y + c.baseline(face));
    c.tagged(Tag::Lbl, |c| match label {
        Some(label) => drop(c.content(|c| {
            c.text(
                left + indent - 6.0,
                base,
                label,
                face.role(Role::SemiBold).ink(theme::ACCENT),
                Align::Right,
            )
        })),
        None => mark(c, item.mark, left, top, face),
    });
    c.within(
        Frame {
            left: left + indent,
            width: width - indent,
        },
        |c| {
            c.tagged(Tag::LBody, |c| flow_lines(c, &lines, face));
        },
    );
    c.structure.close();
}

/// A list mark as a small picture with its word as alternative text.
fn mark(c: &mut Composer<'_>, mark: Mark, left: f32, top: f32, face: Type) {
    let (x, y, r) = (
        left + 5.0 * c.scale,
        top + face.leading * 0.52,
        face.size * 0.36,
    );
    if mark == Mark::Bullet {
        c.artifact(|c| c.path(circle(x, y, r * 0.52), Some(theme::ACCENT), None));
        return;
    }
    c.figure(mark.word(), [x - r, y - r, r * 2.0, r * 2.0], |c| {
        draw_mark(c, mark, x, y, r);
    });
}

/// A tick, cross, half circle or open circle.
pub(super) fn draw_mark(c: &mut Composer<'_>, mark: Mark, x: f32, y: f32, r: f32) {
    let line = |ink| Some(Stroke::solid(ink, r * 0.42));
    match mark {
        Mark::Bullet => {}
        Mark::Done => {
            let segs = vec![
                Seg::Move(x - r, y),
                Seg::Line(x - r * 0.25, y + r * 0.75),
                Seg::Line(x + r, y - r * 0.8),
            ];
            c.path(segs, None, line(TEAL));
        }
        Mark::Missing => {
            let d = r * 0.78;
            c.path(
                vec![Seg::Move(x - d, y - d), Seg::Line(x + d, y + d)],
                None,
                line(WINE),
            );
            c.path(
                vec![Seg::Move(x - d, y + d), Seg::Line(x + d, y - d)],
                None,
                line(WINE),
            );
        }
        Mark::Planned => {
            let d = r * 0.6;
            c.path(
                vec![Seg::Move(x - r, y), Seg::Line(x + r * 0.9, y)],
                None,
                line(theme::ACCENT),
            );
            c.path(
                vec![
                    Seg::Move(x + r * 0.9 - d, y - d),
                    Seg::Line(x + r * 0.9, y),
                    Seg::Line(x + r * 0.9 - d, y + d),
                ],
                None,
                line(theme::ACCENT),
            );
        }
        Mark::Unknown => c.path(circle(x, y, r * 0.8), None, line(SUB)),
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
