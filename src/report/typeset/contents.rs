//! The contents page. Its pages are reserved before the chapters are set, and filled when all page numbers are known.

use super::Role;
use super::composer::{Composer, OutlineEntry};
use super::structure::{ElemId, Tag};
use crate::report::blocks::{Align, Block, HeadingLevel, Report, Target};
use crate::report::theme::{H1, HAIR, INK, SUB, Type};

/// Reserved pages.
pub(super) struct Contents {
    /// The element that the entries go into.
    elem: ElemId,
    /// What is listed.
    depth: Depth,
    first_page: usize,
}

const CHAPTER: Type = Type::new(Role::SemiBold, 10.4, 15.0, INK);
const ENTRY: Type = Type::new(Role::Sans, 9.2, 12.6, SUB);
/// The gap above a chapter's line.
const BEFORE_CHAPTER: f32 = 5.5;
/// What is listed, everything first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Chapters,
    Headings,
    Sheets,
}

/// As much as two pages hold; the outline beside the pages has everything.
const MOST_PAGES: usize = 2;

/// Whether there is enough to list: a contents page for one or two lines only keeps a reader waiting.
pub(super) fn helps(report: &Report) -> bool {
    const FEWEST: usize = 3;
    depths(report).len() >= FEWEST
}

/// Reserves as many pages as the entries need. What comes next starts a page of its own.
pub(super) fn reserve(c: &mut Composer<'_>, report: &Report) -> Contents {
    "Contents".clone_into(&mut c.chapter);
    c.new_page();
    let first_page = c.at;
    let all = depths(report);
    let listed = |depth: Depth| -> Vec<Depth> {
        let kept = all.iter().filter(|entry| **entry <= depth);
        kept.copied().collect()
    };
    let depth = [Depth::Sheets, Depth::Headings]
        .into_iter()
        .find(|depth| pages_for(c, &listed(*depth)) <= MOST_PAGES)
        .unwrap_or(Depth::Chapters);
    for _ in 1..pages_for(c, &listed(depth)) {
        c.new_page();
    }
    c.structure.open(Tag::Part);
    let part = c.current_elem();
    c.structure.close();
    c.y = c.bottom() + 1.0;
    Contents {
        elem: part,
        depth,
        first_page,
    }
}

fn depth_of(entry: &OutlineEntry) -> Depth {
    match (entry.level, entry.sheet) {
        (1, _) => Depth::Chapters,
        (_, false) => Depth::Headings,
        (_, true) => Depth::Sheets,
    }
}

/// Writes the entries.
pub(super) fn fill(c: &mut Composer<'_>, contents: &Contents) {
    let entries: Vec<OutlineEntry> = c
        .outline
        .iter()
        .filter(|entry| depth_of(entry) <= contents.depth)
        .cloned()
        .collect();
    c.at = contents.first_page;
    c.y = c.top();
    let (left, base) = (c.frame.left, c.y + c.baseline(H1));
    c.inside(contents.elem, |c| {
        c.tagged(Tag::P, |c| {
            c.content(|c| c.text(left, base, "Contents", H1, Align::Left))
        });
        c.tagged(Tag::Toc, |c| {
            let places = places(c, entries.iter().map(depth_of));
            for (entry, (page, y)) in entries.iter().zip(places) {
                c.at = contents.first_page + page;
                c.y = y;
                c.tagged(Tag::Toci, |c| c.tagged(Tag::Reference, |c| line(c, entry)));
            }
        });
    });
}

/// Page (counted from the first of the contents) and height of every entry.
fn places(c: &Composer<'_>, depths: impl Iterator<Item = Depth>) -> Vec<(usize, f32)> {
    let (top, bottom) = (c.top(), c.page_room() + c.top());
    let mut places = Vec::new();
    let (mut page, mut y) = (0, top + H1.leading + 8.0);
    let mut depths = depths.peekable();
    while let Some(depth) = depths.next() {
        let (before, face) = if depth == Depth::Chapters {
            (BEFORE_CHAPTER, CHAPTER)
        } else {
            (0.0, ENTRY)
        };
        // A chapter's line takes its first entry along.
        let first = depths.peek().filter(|next| **next != Depth::Chapters);
        let with = match first {
            Some(_) if depth == Depth::Chapters => ENTRY.leading,
            _ => 0.0,
        };
        if y + before + face.leading + with > bottom {
            page += 1;
            y = top;
        } else {
            y += before;
        }
        places.push((page, y));
        y += face.leading;
    }
    places
}

fn pages_for(c: &Composer<'_>, depths: &[Depth]) -> usize {
    places(c, depths.iter().copied())
        .last()
        .map_or(1, |(page, _)| page + 1)
}

/// The depths of everything that the outline will list, in order.
fn depths(report: &Report) -> Vec<Depth> {
    let mut depths = Vec::new();
    for section in &report.sections {
        depths.push(Depth::Chapters);
        depths_of(&section.blocks, &mut depths);
    }
    depths
}

fn depths_of(blocks: &[Block], depths: &mut Vec<Depth>) {
    for block in blocks {
        match block {
            Block::Heading(heading) if heading.level == HeadingLevel::Two => {
                depths.push(Depth::Headings);
            }
            Block::Sheet(_) => depths.push(Depth::Sheets),
            Block::Columns(columns) => columns
                .iter()
                .for_each(|column| depths_of(&column.blocks, depths)),
            Block::Callout(callout) => depths_of(&callout.blocks, depths),
            Block::Together(blocks) => depths_of(blocks, depths),
            _ => {}
        }
    }
}

/// A line: title, dots and page number; all of it leads there.
fn line(c: &mut Composer<'_>, entry: &OutlineEntry) {
    let face = if entry.level == 1 { CHAPTER } else { ENTRY };
    let indent = if entry.level == 1 { 0.0 } else { 16.0 };
    let (left, right, top) = (c.frame.left + indent, c.frame.left + c.frame.width, c.y);
    let base = top + c.baseline(face);
    let number = (entry.page + 1).to_string();
    let number_width = c.book().width(face.role, face.size, &number);
    let title = c.shortened(&entry.title, face, right - left - 40.0);
    let title_width = c.book().width(face.role, face.size, &title);
    dots(
        c,
        left + title_width + 6.0,
        right - number_width - 6.0,
        base,
    );
    let area = [left, top, right - left, face.leading];
    let words = format!("{}, page {number}", entry.title);
    c.tagged(Tag::Link, |c| {
        c.content(|c| {
            c.text(left, base, &title, face, Align::Left);
            c.text(right, base, &number, face, Align::Right);
        });
        c.link(area, &Target::Anchor(entry.anchor.clone()), &words);
    });
}

fn dots(c: &mut Composer<'_>, from: f32, to: f32, base: f32) {
    use super::display::{Seg, Stroke};
    const STEP: f32 = 4.0;
    // All dots stand on one grid, so that the rows of a page align.
    let first = (from / STEP).ceil() * STEP;
    if to - first < 2.0 * STEP {
        return;
    }
    let last = first + ((to - first) / STEP).floor() * STEP;
    let stroke = Stroke {
        ink: HAIR,
        width: 0.9,
        dash: vec![0.9, STEP - 0.9],
    };
    c.artifact(|c| {
        c.path(
            vec![Seg::Move(first, base - 0.4), Seg::Line(last, base - 0.4)],
            None,
            Some(stroke),
        );
    });
}
