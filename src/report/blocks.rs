//! The report as plain data: what it says, never how it looks.
//!
//! Every renderer (PDF, Markdown, HTML) reads the same [`Report`]. This module knows no font, colour or page size, and nothing
//! of the threat model either: `report::build` translates the assessment into these values.
//!
//! # How the pieces fit
//!
//! - A [`Report`] is a [`Meta`], an optional [`Cover`] and a list of [`Section`]s. A section starts a chapter: it is listed in
//!   the contents and in the outline, and says how it starts ([`Start`]).
//! - A section holds [`Block`]s. Running text is a list of [`Span`]s. A line break inside a span is `\n`.
//! - Links inside the report name an [`Anchor`]: the `id` of a section, heading, sheet, figure or table row. A link to an
//!   anchor that nothing carries is printed as plain text and reported as a warning, never as a broken link.
//! - Text may come from a stranger's model file. Put it in as it is: every renderer cleans it with
//!   [`clean`](crate::report::clean) and escapes it for its format. Only `\n` keeps a meaning, so pass names through
//!   [`clean::line`](crate::report::clean::line) first.
//!
//! ```
//! use bartizan::report::blocks::{Block, Meta, Report, Section, Span};
//!
//! let mut findings = Section::new("findings", "Findings");
//! findings.blocks.push(Block::Para(vec![Span::plain("Nothing was found in "), Span::strong("Scoring API"), Span::plain(".")]));
//! let report = Report {
//!     meta: Meta { title: "Card-fraud scoring".into(), date: "2026-11-22".into(), ..Meta::default() },
//!     sections: vec![findings],
//!     ..Report::default()
//! };
//! assert!(bartizan::report::markdown(&report).contains("Nothing was found in **Scoring API**"));
//! ```

mod drawing;
mod figure;
mod span;
mod table;

pub use drawing::{
    Badge, CellPoint, CellRect, Drawing, DrawnBox, DrawnFlow, DrawnLabel, DrawnZone, LegendEntry,
    Shape,
};
pub use figure::{
    Axis, Bar, Bars, BarsScale, Donut, Figure, FigureKind, Ladder, Matrix, MatrixCell,
    MatrixColumn, MatrixRow, RiskGrid, Series, Slice, Step,
};
pub use span::{Rating, RiskLevel, Span, Style, Target, Tone, plain_text};
pub use table::{Align, Cell, Column, Row, Table, TableLook};

use super::logo::Logo;

/// The name of a place in the report that a link can lead to.
pub type Anchor = String;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Title, date and everything that identifies this report.
    pub meta: Meta,
    /// The first page; without it the report starts with its title above the first section.
    pub cover: Option<Cover>,
    /// Whether a contents page follows the cover.
    pub contents: bool,
    /// The chapters in reading order.
    pub sections: Vec<Section>,
}

/// What identifies a report. Empty strings are left out of the page furniture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meta {
    /// The system's name: the title of the document.
    pub title: String,
    /// One or two lines under the title: what the system does and what was assessed.
    pub subtitle: String,
    /// What kind of document this is, such as "Threat model report"; stands in the running head.
    pub kind: String,
    /// Who answers for the system; the author in the document's metadata.
    pub owner: String,
    /// Classification such as "Confidential", repeated at the foot of every page.
    pub classification: String,
    /// The document's number in the reader's filing, such as "TM-2026-014".
    pub document_id: String,
    /// The day of the report as `YYYY-MM-DD`. It is the only clock that the report knows.
    pub date: String,
    /// Edition of the threat list, such as "OWASP ML Top 10, edition 0.2".
    pub edition: String,
    /// Language as a BCP 47 tag; empty means `en`.
    pub language: String,
    /// The program and its version, for the metadata.
    pub producer: String,
    /// Names and values that let anyone reproduce the report: digests of model and catalogue, audience, chapters. They are
    /// written into the PDF's metadata, where `verify` can read them. A name is letters and digits in camel case.
    pub provenance: Vec<(String, String)>,
}

/// The cover page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// Pairs such as "Prepared for" and "Risk committee"; six or eight look best.
    pub facts: Vec<Fact>,
    /// The one sentence that a reader in a hurry should take away.
    pub verdict: Option<Verdict>,
    /// The sign of the house that the report comes from.
    pub logo: Option<Logo>,
}

/// The strip at the foot of the cover.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Decides the colour of the strip.
    pub level: RiskLevel,
    /// A few words, such as "Overall exposure: high".
    pub headline: String,
    /// A sentence or two of reason.
    pub text: Vec<Span>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The label, such as "Zone".
    pub label: String,
    /// The value, such as "Production".
    pub value: Vec<Span>,
}

impl Fact {
    /// A fact whose value is plain text.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: vec![Span::plain(value)],
        }
    }
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Where links to this chapter lead.
    pub id: Anchor,
    /// The chapter's heading.
    pub title: String,
    /// Where the chapter starts.
    pub start: Start,
    /// Its content.
    pub blocks: Vec<Block>,
}

impl Section {
    /// An empty chapter that starts a page.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            start: Start::NewPage,
            blocks: Vec::new(),
        }
    }
}

/// Where a section starts on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// On a new page.
    #[default]
    NewPage,
    /// Below what comes before, or on a new page where hardly any room is left.
    Below,
    /// On a page of its own, set as tightly as needed to fill no more than that one page. What does not fit even then
    /// flows on, with a warning.
    OnePage,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading inside the section.
    Heading(Heading),
    /// The opening paragraph of a chapter, set larger.
    Lead(Vec<Span>),
    /// A paragraph.
    Para(Vec<Span>),
    /// A bulleted, numbered or marked list.
    List(List),
    /// A table.
    Table(Table),
    /// A diagram, chart or matrix.
    Figure(Figure),
    /// Blocks side by side: columns with a relative width each. They share a page; use them for figures and short lists.
    Columns(Vec<ColumnOfBlocks>),
    /// A highlighted box: decisions, warnings, notices.
    Callout(Callout),
    /// A row of cards, each with a number and what it counts.
    KeyFigures(Vec<KeyFigure>),
    /// The head of a finding or a component: a level 2 heading with facts and a risk.
    Sheet(Sheet),
    /// Blocks that stay on one page if a page can hold them.
    Together(Vec<Block>),
    /// What follows starts a new page.
    PageBreak,
}

/// A heading inside a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// How deep it is.
    pub level: HeadingLevel,
    /// Its words.
    pub text: String,
    /// Where links to it lead; empty if nothing links here.
    pub id: Anchor,
}

impl Heading {
    /// A level 2 heading: listed in the contents and the outline.
    pub fn two(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            level: HeadingLevel::Two,
            text: text.into(),
            id: id.into(),
        }
    }

    /// A level 3 heading: not listed in the contents.
    pub fn three(text: impl Into<String>) -> Self {
        Self {
            level: HeadingLevel::Three,
            text: text.into(),
            id: String::new(),
        }
    }
}

/// How deep a heading is. Level 1 belongs to the section's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingLevel {
    /// Listed in contents and outline.
    Two,
    /// A small heading over a table or list.
    Three,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Whether the items are counted. A numbered list ignores the marks of its items.
    pub numbered: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

impl List {
    /// A bulleted list.
    #[must_use]
    pub fn bullets(items: Vec<Vec<Span>>) -> Self {
        Self {
            numbered: false,
            items: items
                .into_iter()
                .map(|spans| ListItem {
                    mark: Mark::Bullet,
                    spans,
                })
                .collect(),
        }
    }

    /// A numbered list.
    #[must_use]
    pub fn numbers(items: Vec<Vec<Span>>) -> Self {
        Self {
            numbered: true,
            ..Self::bullets(items)
        }
    }
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// What stands before it.
    pub mark: Mark,
    /// What it says.
    pub spans: Vec<Span>,
}

/// What stands before a list item. Marks are drawn as small pictures, and spoken as their [`Mark::word`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A plain bullet.
    Bullet,
    /// Done, met or true.
    Done,
    /// Missing, not met or false.
    Missing,
    /// Planned or partly done.
    Planned,
    /// Not known: a question is open.
    Unknown,
}

impl Mark {
    /// The mark in words, for readers who cannot see it; empty for a bullet.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Mark::Bullet => "",
            Mark::Done => "done",
            Mark::Missing => "missing",
            Mark::Planned => "planned",
            Mark::Unknown => "open question",
        }
    }
}

/// One column of [`Block::Columns`].
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnOfBlocks {
    /// Width relative to the other columns.
    pub weight: f32,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A highlighted box.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Decides the colour of its edge.
    pub tone: Tone,
    /// Its heading; may be empty.
    pub title: String,
    /// Its content: paragraphs and lists.
    pub blocks: Vec<Block>,
}

/// A card with a number.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// The number as it shall be read, such as "61 %".
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Decides the colour of its edge.
    pub tone: Tone,
}

/// The head of a finding or of a component sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Where links to it lead.
    pub id: Anchor,
    /// A short code before the title, such as "ML02".
    pub code: String,
    /// The title, such as "Data Poisoning Attack on Nightly training".
    pub title: String,
    /// A strip of facts under the title.
    pub facts: Vec<Fact>,
    /// The risk shown at the right; `None` leaves it out.
    pub risk: Option<Rating>,
}

impl Report {
    /// Every place that a link can lead to.
    #[must_use]
    pub fn anchors(&self) -> std::collections::BTreeSet<&str> {
        let mut found = std::collections::BTreeSet::new();
        for section in &self.sections {
            found.insert(section.id.as_str());
            anchors_of(&section.blocks, &mut found);
        }
        found.remove("");
        found
    }
}

fn anchors_of<'a>(blocks: &'a [Block], found: &mut std::collections::BTreeSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => drop(found.insert(&heading.id)),
            Block::Sheet(sheet) => drop(found.insert(&sheet.id)),
            Block::Figure(figure) => drop(found.insert(&figure.id)),
            Block::Table(table) => found.extend(table.rows.iter().map(|row| row.id.as_str())),
            Block::Columns(columns) => columns
                .iter()
                .for_each(|column| anchors_of(&column.blocks, found)),
            Block::Callout(callout) => anchors_of(&callout.blocks, found),
            Block::Together(blocks) => anchors_of(blocks, found),
            Block::Lead(_)
            | Block::Para(_)
            | Block::List(_)
            | Block::KeyFigures(_)
            | Block::PageBreak => {}
        }
    }
}
