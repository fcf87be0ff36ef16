//! The composer: a cursor on a growing stack of pages, with the structure tree, the outline and the places of anchors that
//! grow along. Everything that draws, draws through it. A *trial* is a composer on one endless page: laying blocks out on it is how
//! their height is measured, so measuring and drawing can never disagree.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::book::FontBook;
use super::display::{Item, Page};
use super::structure::{ElemId, Kid, Structure, Tag};
use super::table;
use crate::report::blocks::Target;
use crate::report::clean;
use crate::report::theme::{self};

/// What stands in a running head between a chapter and the sheet in it that goes on, and after that.
pub(super) const WITHIN: &str = " · ";
pub(super) const CONTINUED: &str = ", continued";

/// A line of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct OutlineEntry {
    /// 1 for chapters.
    pub level: u8,
    /// Whether it is the head of a finding or a component.
    pub sheet: bool,
    pub title: String,
    pub page: usize,
    pub y: f32,
    pub anchor: String,
}

/// What all composers of a report share.
pub(super) struct Shared<'f> {
    pub book: FontBook<'f>,
    pub anchors: BTreeSet<String>,
    pub paper: (f32, f32),
    /// Tables that were measured ahead.
    pub tables: table::Kept,
    /// Where links wanted to lead, but nothing is.
    pub lost: RefCell<BTreeSet<String>>,
}

/// The part of a page that blocks are set in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub left: f32,
    pub width: f32,
}

/// How content is marked while it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marking {
    /// As content of the current element.
    Content,
    /// As decoration that is not read aloud; the caller has opened it.
    None,
}

/// What stands right above the present place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Above {
    /// A heading, or its first words: it has seen to it that enough of what comes now fits below it.
    Heading,
    /// Anything else.
    #[default]
    Else,
}

/// See the module.
pub(super) struct Composer<'f> {
    pub shared: Rc<Shared<'f>>,
    pub pages: Vec<Page>,
    /// The page that is drawn on.
    pub at: usize,
    pub structure: Structure,
    pub outline: Vec<OutlineEntry>,
    pub places: BTreeMap<String, (usize, f32)>,
    pub warnings: BTreeSet<String>,
    pub frame: Frame,
    pub y: f32,
    /// The gap wanted before the next block.
    pub pending: f32,
    /// All gaps are multiplied by this.
    pub gaps: f32,
    /// All type sizes are multiplied by this.
    pub scale: f32,
    pub chapter: String,
    /// The finding or component whose sheet is being set: a page that goes on with it says so in its head.
    pub sheet: String,
    /// The depth of the heading above, so that no level is skipped.
    pub depth: u8,
    /// How many figures have a number by now.
    pub figures: usize,
    /// Whether what is set now was measured and fits the page: then nothing turns it.
    pub fits: bool,
    /// What stands right above.
    pub above: Above,
    /// Whether the title stands above and the first chapter follows on the same page.
    pub masthead: bool,
    trial: bool,
}

/// Higher than any content: the page of a trial.
const ENDLESS: f32 = 1.0e7;

impl<'f> Composer<'f> {
    pub(super) fn new(shared: Rc<Shared<'f>>) -> Self {
        let width = shared.paper.0 - 2.0 * theme::SIDE;
        Self {
            shared,
            pages: Vec::new(),
            at: 0,
            structure: Structure::default(),
            outline: Vec::new(),
            places: BTreeMap::new(),
            warnings: BTreeSet::new(),
            frame: Frame {
                left: theme::SIDE,
                width,
            },
            y: 0.0,
            pending: 0.0,
            gaps: 1.0,
            scale: 1.0,
            chapter: String::new(),
            sheet: String::new(),
            depth: 1,
            figures: 0,
            fits: false,
            above: Above::Else,
            masthead: false,
            trial: false,
        }
    }

    pub(super) fn book(&self) -> &FontBook<'f> {
        &self.shared.book
    }

    // ---- trials

    /// The height of what `draw` sets in the present frame.
    pub(super) fn measure(&self, draw: impl FnOnce(&mut Composer<'f>)) -> f32 {
        self.measure_in(self.frame, draw)
    }

    /// The height of what `draw` sets in a frame.
    pub(super) fn measure_in(&self, frame: Frame, draw: impl FnOnce(&mut Composer<'f>)) -> f32 {
        let mut trial = Composer::new(Rc::clone(&self.shared));
        (trial.gaps, trial.scale, trial.trial) = (self.gaps, self.scale, true);
        (trial.depth, trial.figures) = (self.depth, self.figures);
        trial.push_page(self.shared.paper.0, ENDLESS);
        trial.frame = frame;
        draw(&mut trial);
        trial.y - trial.top()
    }

    pub(super) fn is_trial(&self) -> bool {
        self.trial
    }

    // ---- pages

    fn push_page(&mut self, width: f32, height: f32) {
        let chapter = if self.sheet.is_empty() {
            self.chapter.clone()
        } else {
            format!("{}{WITHIN}{}{CONTINUED}", self.chapter, self.sheet)
        };
        self.pages.push(Page {
            width,
            height,
            items: Vec::new(),
            owners: Vec::new(),
            links: 0,
            chapter,
            bare: false,
        });
        self.at = self.pages.len() - 1;
        self.y = self.top();
        self.pending = 0.0;
    }

    /// The next page, on its side where the present frame is.
    pub(super) fn new_page(&mut self) {
        let (width, height) = self.shared.paper;
        if self.frame.width > width - 2.0 * theme::SIDE + 0.5 {
            self.push_page(height, width);
        } else {
            self.push_page(width, height);
        }
    }

    /// A page turned on its side; the frame widens to it until [`Composer::upright`].
    pub(super) fn new_wide_page(&mut self) {
        let (width, height) = self.shared.paper;
        self.push_page(height, width);
        self.frame = Frame {
            left: theme::SIDE,
            width: height - 2.0 * theme::SIDE,
        };
    }

    /// Turns the present page on its side, with what stands on it: a heading above a wide picture.
    pub(super) fn turn_page(&mut self) {
        self.y += self.pending * self.gaps;
        self.pending = 0.0;
        let (width, height) = self.shared.paper;
        (self.page().width, self.page().height) = (height, width);
        self.frame = Frame {
            left: theme::SIDE,
            width: height - 2.0 * theme::SIDE,
        };
    }

    /// The room that is left below on the present page if it is turned on its side.
    pub(super) fn room_turned(&self) -> f32 {
        self.shared.paper.0 - theme::FOOT - self.y - self.pending * self.gaps
    }

    /// Goes back to the upright frame; what comes next starts a page.
    pub(super) fn upright(&mut self) {
        self.frame = Frame {
            left: theme::SIDE,
            width: self.shared.paper.0 - 2.0 * theme::SIDE,
        };
        self.y = self.bottom() + 1.0;
    }

    pub(super) fn page(&mut self) -> &mut Page {
        &mut self.pages[self.at]
    }

    pub(super) fn top(&self) -> f32 {
        if self.trial { 0.0 } else { theme::TOP }
    }

    pub(super) fn bottom(&self) -> f32 {
        self.pages[self.at].height - theme::FOOT
    }

    /// The height of a whole upright page's content.
    pub(super) fn page_room(&self) -> f32 {
        self.shared.paper.1 - theme::FOOT - theme::TOP
    }

    pub(super) fn room(&self) -> f32 {
        self.bottom() - self.y
    }

    pub(super) fn at_top(&self) -> bool {
        self.y <= self.top() + 0.1
    }

    /// Asks for a gap before whatever comes next; the larger of two wishes counts.
    pub(super) fn gap(&mut self, height: f32) {
        self.pending = self.pending.max(height);
    }

    /// Starts something that needs `height` in one piece: settles the gap before it, or turns the page.
    pub(super) fn begin(&mut self, height: f32) {
        let gap = self.pending * self.gaps;
        if self.at_top() {
            self.pending = 0.0;
        } else if !self.fits && self.y + gap + height > self.bottom() + 0.05 {
            self.new_page();
        } else {
            self.y += gap;
            self.pending = 0.0;
        }
    }

    /// Draws in a narrower frame, with no gap before its first block.
    pub(super) fn within(&mut self, frame: Frame, draw: impl FnOnce(&mut Self)) {
        let (outer, pending) = (self.frame, self.pending);
        self.frame = frame;
        self.pending = 0.0;
        draw(self);
        self.frame = outer;
        self.pending = pending;
    }

    // ---- structure

    /// Draws inside a new element.
    pub(super) fn tagged<R>(&mut self, tag: Tag, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.structure.open(tag);
        let result = draw(self);
        self.structure.close();
        result
    }

    /// Draws content of the current element.
    pub(super) fn content<R>(&mut self, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.begin_content();
        let result = draw(self);
        self.page().items.push(Item::End);
        result
    }

    /// Opens content of the current element; the caller ends it.
    pub(super) fn begin_content(&mut self) {
        let (elem, page) = (self.structure.current(), self.at);
        let mcid = self.pages[page].owners.len();
        self.pages[page].owners.push(elem);
        self.pages[page].items.push(Item::Begin { elem, mcid });
        self.structure.add(Kid::Content { page, mcid });
    }

    /// Draws decoration.
    pub(super) fn artifact<R>(&mut self, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.page().items.push(Item::Artifact);
        let result = draw(self);
        self.page().items.push(Item::End);
        result
    }

    /// A figure: one piece of content, with words for those who cannot see it.
    pub(super) fn figure(
        &mut self,
        alt: &str,
        frame: [f32; 4],
        draw: impl FnOnce(&mut Self),
    ) -> ElemId {
        let elem = self.structure.open(Tag::Figure);
        self.structure.elem(elem).alt = Some(clean::line(alt));
        self.structure.elem(elem).frame = Some(frame);
        self.content(draw);
        self.structure.close();
        elem
    }

    /// Puts more into an element that is closed already, such as the caption of a figure.
    pub(super) fn inside(&mut self, elem: ElemId, draw: impl FnOnce(&mut Self)) {
        let outer = self.structure.reopen(elem);
        draw(self);
        self.structure.reopen(outer);
    }

    /// Makes a rectangle lead somewhere, as part of the current element.
    pub(super) fn link(&mut self, area: [f32; 4], target: &Target, words: &str) {
        let elem = self.structure.current();
        let (page, number) = (self.at, self.pages[self.at].links);
        self.structure.add(Kid::Link { page, number });
        let [x, y, w, h] = area;
        let words = clean::line(words);
        self.page().items.push(Item::Link {
            x,
            y,
            w,
            h,
            target: target.clone(),
            elem,
            words,
        });
        self.page().links += 1;
    }

    /// Whether a link can lead there.
    pub(super) fn leads(&self, target: &Target) -> bool {
        let (leads, to) = match target {
            Target::Anchor(anchor) => (self.shared.anchors.contains(anchor), anchor),
            Target::Url(address) => (crate::report::is_web_address(address), address),
        };
        if !leads {
            self.shared.lost.borrow_mut().insert(clean::line(to));
        }
        leads
    }

    /// Remembers the present place under an anchor. The first place of an anchor counts.
    pub(super) fn anchor(&mut self, id: &str) {
        if !id.is_empty() && !self.trial {
            self.places
                .entry(id.to_owned())
                .or_insert((self.at, self.y));
        }
    }

    pub(super) fn outline(&mut self, level: u8, title: &str, anchor: &str) {
        self.outline_entry(level, title, anchor, false);
    }

    /// A sheet's line in the outline: the contents leave it out first where there are too many.
    pub(super) fn outline_sheet(&mut self, title: &str, anchor: &str) {
        self.outline_entry(2, title, anchor, true);
    }

    fn outline_entry(&mut self, level: u8, title: &str, anchor: &str, sheet: bool) {
        let (page, y) = (self.at, self.y);
        // A heading that nobody named still needs a place for the contents page; no author can write this name.
        let anchor = if anchor.is_empty() {
            format!("\u{0}{}", self.outline.len())
        } else {
            anchor.to_owned()
        };
        self.anchor(&anchor);
        self.outline.push(OutlineEntry {
            level,
            sheet,
            title: clean::line(title),
            page,
            y,
            anchor,
        });
    }

    /// The element that content belongs to now, to come back to it.
    pub(super) fn current_elem(&self) -> ElemId {
        self.structure.current()
    }
}

/// A count as a factor of a distance.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of lines and parts are small"
)]
pub(super) fn nth(number: usize) -> f32 {
    number as f32
}

/// A count of findings as a length.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of findings are far below the precision of f32"
)]
pub(super) fn amount(number: u32) -> f32 {
    number as f32
}
