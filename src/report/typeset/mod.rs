//! Typesetting: blocks become pages of drawn items ([`display`]), a structure tree and an outline. It knows no PDF.
//!
//! One pass forward: each block measures itself ([`composer`] explains trials), turns the page if it must, and draws. Two things
//! are filled in at the end: the contents page, reserved before the chapters, and head and foot with "page x of y".

#![allow(
    clippy::many_single_char_names,
    reason = "coordinates and sizes read best as x, y, w and h"
)]

mod bidi;
mod book;
mod breaks;
mod cards;
mod charts;
mod composer;
mod contents;
mod cover;
mod diagram;
pub(super) mod display;
mod face;
mod figure;
mod furniture;
mod ink;
mod keep;
mod list;
mod matrix;
mod prose;
pub(super) mod structure;
mod svg;
mod table;
mod wrap;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

pub(super) use bidi::unjoined;
pub(super) use book::{FontBook, Role};
pub(super) use composer::OutlineEntry;
use composer::{Composer, Shared};
use display::{Item, Page};
use structure::{Structure, Tag};
pub(super) use svg::{SvgPainter, drawing_svg};

use super::blocks::{Block, Figure, FigureKind, Report, Section, Start};
use super::{PdfOptions, Progress, ReportError, clean};

/// A typeset report.
pub(super) struct Typeset<'f> {
    shared: Rc<Shared<'f>>,
    pub pages: Vec<Page>,
    pub structure: Structure,
    pub outline: Vec<OutlineEntry>,
    /// Page and height of every anchor.
    pub places: BTreeMap<String, (usize, f32)>,
    pub warnings: Vec<String>,
}

impl<'f> Typeset<'f> {
    /// The typefaces that the pages refer to.
    pub(super) fn book(&self) -> &FontBook<'f> {
        &self.shared.book
    }
}

/// Typesets a report.
pub(super) fn typeset<'f>(
    report: &Report,
    options: &'f PdfOptions,
    progress: &dyn Progress,
    steps: usize,
) -> Result<Typeset<'f>, ReportError> {
    let shared = shared(report, options)?;
    let mut composer = Composer::new(Rc::clone(&shared));
    cover::cover(&mut composer, report);
    let contents = (report.contents && contents::helps(report))
        .then(|| contents::reserve(&mut composer, report));
    let mut done = 0;
    for section in &report.sections {
        set_section(&mut composer, section, &mut |_| {
            done += 1;
            progress.step(done, steps, &section.title)
        })
        .map_or_else(|| Ok(()), |()| Err(ReportError::Cancelled))?;
    }
    if composer.pages.is_empty() {
        composer.new_page();
    }
    if let Some(contents) = contents {
        contents::fill(&mut composer, &contents);
    }
    furniture::furnish(&mut composer, &report.meta);
    Ok(finish(composer, shared))
}

fn shared<'f>(report: &Report, options: &'f PdfOptions) -> Result<Rc<Shared<'f>>, ReportError> {
    Ok(Rc::new(Shared {
        book: FontBook::new(&options.fonts)?,
        anchors: report.anchors().into_iter().map(str::to_owned).collect(),
        paper: options.paper.size(),
        tables: RefCell::default(),
        lost: RefCell::default(),
    }))
}

/// What draws the report's figures as SVG.
pub(super) fn svg_painter<'f>(
    report: &Report,
    options: &'f PdfOptions,
) -> Result<SvgPainter<'f>, ReportError> {
    Ok(SvgPainter::new(shared(report, options)?))
}

/// How many steps [`typeset`] reports: one for each block of a section, and one for the section.
pub(super) fn steps(report: &Report) -> usize {
    report
        .sections
        .iter()
        .map(|section| section.blocks.len() + 1)
        .sum()
}

fn finish<'f>(composer: Composer<'f>, shared: Rc<Shared<'f>>) -> Typeset<'f> {
    let mut warnings: Vec<String> = composer.warnings.into_iter().collect();
    warnings.extend(
        shared
            .lost
            .borrow()
            .iter()
            .map(|target| format!("a link leads nowhere and is printed as text: {target}")),
    );
    warnings.extend(missing_characters(&composer.pages));
    Typeset {
        shared,
        pages: composer.pages,
        structure: composer.structure,
        outline: composer.outline,
        places: composer.places,
        warnings,
    }
}

/// Sets a section; `Some` if it was cancelled.
fn set_section(
    c: &mut Composer<'_>,
    section: &Section,
    step: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<()> {
    c.chapter = clean::line(&section.title);
    c.sheet.clear();
    if !std::mem::take(&mut c.masthead) && starts_a_page(c, section) {
        c.new_page();
    }
    if section.start == Start::OnePage {
        fit_one_page(c, section);
    }
    let pages = c.pages.len();
    c.structure.open(Tag::Sect);
    c.depth = 1;
    prose::chapter_title(c, section);
    let mut cancelled = step(0).is_break();
    for number in 0..section.blocks.len() {
        if cancelled {
            break;
        }
        prose::block(c, &section.blocks[number..]);
        cancelled = step(number + 1).is_break();
    }
    c.structure.close();
    c.shared.tables.borrow_mut().clear();
    if section.start == Start::OnePage && c.pages.len() > pages {
        c.warnings.insert(format!(
            "“{}” did not fit on one page",
            clean::line(&section.title)
        ));
    }
    (c.gaps, c.scale, c.fits) = (1.0, 1.0, false);
    c.gap(28.0);
    cancelled.then_some(())
}

/// Whether a section starts a new page: where it says so, and where the rest of this one is too short for a chapter with its
/// opening words and the beginning of what comes then.
fn starts_a_page(c: &mut Composer<'_>, section: &Section) -> bool {
    /// The part of a page that a chapter wants to start in.
    const ENOUGH: f32 = 0.3;
    /// The least part of a page that its first table or figure wants to begin in.
    const BEGINNING: f32 = 0.16;
    /// So much of a page does not stay empty for a sheet in one piece.
    const TOO_MUCH: f32 = 0.36;
    /// The largest gap between running words and what follows them, and that before a heading.
    const GAP: f32 = 26.0;
    const HEADING: f32 = 20.0;
    if section.start != Start::Below || c.pages.is_empty() || c.room() < c.page_room() * ENOUGH {
        return true;
    }
    if begins_whole(c, section) {
        return false;
    }
    // What comes after its first words may stand on the next page: a heading there keeps what it needs.
    let words = |block: &&Block| matches!(block, Block::Lead(_) | Block::Para(_));
    let opening = section.blocks.iter().take_while(words).count();
    let height = c.measure(|trial| {
        prose::chapter_title(trial, section);
        prose::blocks(trial, &section.blocks[..opening]);
    });
    let rest = &section.blocks[opening..];
    // The gaps before the title and before the first block.
    let heading = matches!(rest.first(), Some(Block::Heading(_)));
    let gaps = c.pending * c.gaps + if heading { HEADING } else { GAP };
    let first = match rest.first() {
        None => return false,
        // A matrix is read as one picture: it is parted only where no page holds it.
        Some(Block::Figure(
            figure @ Figure {
                kind: FigureKind::Matrix(it),
                ..
            },
        )) => {
            let least = matrix::least_height(c, figure, it);
            let above = c.pending * c.gaps + height;
            if height + least <= c.page_room() {
                return above + least > c.room();
            }
            keep::opening(c, rest, height)
        }
        // Nor does a chapter begin above a sheet that goes to the next page.
        Some(Block::Sheet(_)) => {
            let next = rest
                .iter()
                .skip(1)
                .position(|block| matches!(block, Block::Sheet(_)));
            let sheet = &rest[..next.map_or(rest.len(), |next| next + 1)];
            let whole = c.measure(|trial| prose::blocks(trial, sheet));
            let short = c.room() < c.page_room() * TOO_MUCH;
            if short && height + gaps + whole <= c.page_room() {
                whole
            } else {
                // How much a sheet keeps with its head turns on the room that is left, which the gaps make a little uncertain.
                let loose = keep::opening(c, rest, height + gaps);
                loose.max(keep::opening(c, rest, height))
            }
        }
        Some(_) => keep::opening(c, rest, height),
    };
    height + gaps + first.max(c.page_room() * BEGINNING) > c.room()
}

/// Whether everything up to the end of a section's first table, figure or list fits the rest of the page.
fn begins_whole(c: &Composer<'_>, section: &Section) -> bool {
    let piece = |block: &Block| {
        matches!(
            block,
            Block::Table(_) | Block::Figure(_) | Block::List(_) | Block::Columns(_)
        )
    };
    let sheet = |block: &Block| matches!(block, Block::Sheet(_));
    let Some(first) = section.blocks.iter().position(piece) else {
        return false;
    };
    let blocks = &section.blocks[..=first];
    if blocks.iter().any(sheet) {
        return false;
    }
    let height = c.measure(|trial| {
        prose::chapter_title(trial, section);
        prose::blocks(trial, blocks);
    });
    c.pending * c.gaps + height <= c.room()
}

/// Gaps and type sizes to try, roomiest first, until a section fits one page.
const TIGHTER: [(f32, f32); 8] = [
    (1.0, 1.0),
    (0.85, 1.0),
    (0.7, 1.0),
    (0.7, 0.97),
    (0.6, 0.94),
    (0.5, 0.91),
    (0.4, 0.88),
    (0.3, 0.86),
];

fn fit_one_page(c: &mut Composer<'_>, section: &Section) {
    for (gaps, scale) in TIGHTER {
        (c.gaps, c.scale) = (gaps, scale);
        let height = c.measure(|trial| {
            prose::chapter_title(trial, section);
            prose::blocks(trial, &section.blocks);
        });
        if height <= c.room() {
            c.fits = true;
            return;
        }
    }
}

/// Characters that no face has, gathered from what was really drawn.
fn missing_characters(pages: &[Page]) -> Option<String> {
    /// As many as a reader will look up.
    const LISTED: usize = 40;
    let mut missing: BTreeMap<char, usize> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        let Item::Text { words, .. } = item else {
            continue;
        };
        let runs = words.iter().flat_map(|(word, _)| &word.runs);
        runs.filter_map(|run| run.stands_for.as_ref())
            .flat_map(|text| text.chars())
            .for_each(|c| *missing.entry(c).or_default() += 1);
    }
    if missing.is_empty() {
        return None;
    }
    let list: Vec<String> = missing
        .iter()
        .take(LISTED)
        .map(|(c, times)| format!("{c} (U+{:04X}, {times}×)", u32::from(*c)))
        .collect();
    let more = match missing.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "no typeface has {}{more}; each is drawn as a box with its real text behind it; add a face that has it",
        list.join(", ")
    ))
}

/// The typeset pages in words, for golden tests: every text, path and link with its place, rounded to a tenth of a point.
pub fn display_text(report: &Report, options: &PdfOptions) -> Result<String, ReportError> {
    let set = typeset(report, options, &super::Silent, steps(report))?;
    let mut text = String::new();
    set.pages
        .iter()
        .for_each(|page| display::describe(page, &mut text));
    Ok(text)
}
