//! The blocks of the report and their renderers: bytes in memory, never files.
//!
//! Start reading at [`blocks`]: a [`Report`](blocks::Report) says everything that a reader shall learn, as plain data. Three
//! functions turn it into a document:
//!
//! - [`pdf`](fn@pdf) typesets it (`typeset`: measure, break lines and pages, collect a display list and a structure tree), paints the
//!   display list with printpdf and finishes the file with lopdf: tagged, archivable, the same bytes for the same report;
//! - [`markdown`](fn@markdown) writes GitHub-flavoured Markdown;
//! - [`html`](fn@html) writes one self-contained page, its pictures from the same drawing code as the PDF's.
//!
//! This room knows no file, clock or environment: the date stands in the report's `Meta`, fonts are built in or given.

pub mod blocks;
mod build;
pub mod clean;
mod escape;
mod html;
mod logo;
mod make;
mod markdown;
mod pdf;
mod theme;
mod typeset;
mod verify;

use std::ops::ControlFlow;

pub use build::{
    Audience, BuildOptions, Chapter, PROGRAM, PROGRAM_DIGEST, build, sitting_markdown,
};
pub use html::html;
pub use logo::{Logo, LogoError};
pub use make::{Order, make};
pub use markdown::markdown;
pub use pdf::pdf;
pub use theme::Paper;
pub use typeset::display_text;
pub use verify::{
    Evidence, Stamp, StampError, Verification, catalog_digest, digest, model_attachment, stamp,
    verify,
};

/// A document format that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A typeset, tagged PDF.
    Pdf,
    /// GitHub-flavoured Markdown.
    Markdown,
    /// One self-contained HTML page.
    Html,
}

impl Format {
    /// Every format, the usual one first.
    pub const ALL: [Format; 3] = [Format::Pdf, Format::Markdown, Format::Html];

    /// The file name extension, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }

    /// The name that people read.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Format::Pdf => "PDF",
            Format::Markdown => "Markdown",
            Format::Html => "HTML",
        }
    }

    /// The format with this extension or title, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| {
            format.extension().eq_ignore_ascii_case(text)
                || format.title().eq_ignore_ascii_case(text)
        })
    }
}

/// The standards that a PDF keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PdfStandard {
    /// PDF/A-2a and PDF/UA-1: made to be kept, and read aloud.
    #[default]
    A2a,
    /// PDF/A-3a and PDF/UA-1: the same with the model embedded.
    A3a,
}

impl PdfStandard {
    /// Every standard, the usual one first.
    pub const ALL: [Self; 2] = [Self::A2a, Self::A3a];

    /// The name as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A2a => "a2a",
            Self::A3a => "a3a",
        }
    }

    /// What it means, in a line.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::A2a => "PDF/A-2a and PDF/UA-1",
            Self::A3a => "PDF/A-3a and PDF/UA-1, with the model embedded",
        }
    }

    /// The standard with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standard| standard.as_str() == text)
    }
}

/// How a PDF is made.
#[derive(Debug, Clone, Default)]
pub struct PdfOptions {
    /// The size of its pages.
    pub paper: Paper,
    /// More typefaces for characters that the built-in ones lack, asked in this order.
    pub fonts: Vec<ExtraFont>,
    /// A file to embed, usually the model itself; the report is then PDF/A-3a instead of PDF/A-2a.
    pub attachment: Option<Attachment>,
}

/// A typeface brought by the user: TrueType, OpenType, a collection (its first face) or WOFF2.
#[derive(Debug, Clone)]
pub struct ExtraFont {
    /// What to call it in messages, usually its file name.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A file embedded in the PDF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type, such as `text/plain`.
    pub media_type: String,
    /// What it is, in a few words.
    pub description: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the maker should know: characters without a glyph, links that lead nowhere, a summary that did not fit.
    pub warnings: Vec<String>,
    /// How many pages it has; 0 for Markdown and HTML, which have none.
    pub pages: usize,
}

/// Hears how far a report has got, and may stop it.
pub trait Progress {
    /// Step `done` of `total` begins; `what` says which. `Break` cancels the report.
    fn step(&self, done: usize, total: usize, what: &str) -> ControlFlow<()>;
}

/// Hears nothing and never cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _done: usize, _total: usize, _what: &str) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Somebody cancelled it.
    #[error("the report was cancelled")]
    Cancelled,
    /// A typeface given by the user cannot be used.
    #[error("cannot use the font {name}: {reason}; give a TrueType, OpenType or WOFF2 file")]
    Font {
        /// The font's name as given.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The report's date is none.
    #[error("`{0}` is not a date; expected one such as 2026-11-22")]
    Date(String),
    /// The PDF library refused something that this room gave it: a defect in Bartizan, not in the report.
    #[error(
        "the PDF could not be put together ({0}); please report this with the model, it is a defect in Bartizan"
    )]
    Assembly(String),
}

/// Whether an address may become a link: nothing that runs a program or opens a file.
fn is_web_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}
