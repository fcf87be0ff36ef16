//! From a document and what follows from it to the blocks of its report: wording, order, and what goes where.
//!
//! It computes no risk and no verdict, it only says what the [`Assessment`] holds; it knows no font and no page. Each chapter
//! has a file of its own and is a function from the `view` to a section. Each finding is written out once; every other
//! place refers to it by its id.

mod about;
mod acting;
mod brief;
mod chapter;
mod components;
mod cover;
mod evidence;
mod findings;
mod guidance;
mod links;
mod matrix;
mod method;
mod open_points;
mod overview;
mod pipeline;
mod procurement;
mod prospects;
mod rating;
mod settled;
mod sitting;
mod states;
mod tables;
mod threats;
mod to_decide;
mod verification;
mod view;
mod wording;
mod zones;

use super::Paper;
use super::blocks::{Meta, Report, Section, Start};
use super::clean;
use super::logo::Logo;
use super::verify::digest;
use crate::analysis::{Assessment, Sitting};
use crate::catalog::Catalog;
use crate::layout::Layout;
use crate::model::ThreatModel;
pub use chapter::Chapter;
use view::View;

/// Who reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Audience {
    /// People who decide: cover, decision brief, picture and matrix.
    Brief,
    /// Everyone who has to build, check or sign something: every chapter.
    #[default]
    Full,
}

impl Audience {
    /// Every audience, the shorter report first.
    pub const ALL: [Self; 2] = [Self::Brief, Self::Full];

    /// The name as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Full => "full",
        }
    }

    /// The audience with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.as_str() == text)
    }
}

/// What a report is made for, and from what. Digests are given as text, because this room reads no file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildOptions {
    /// Who reads it.
    pub audience: Audience,
    /// The chapters to print, in any order; empty for those that the audience usually reads.
    pub chapters: Vec<Chapter>,
    /// The logo on the cover.
    pub logo: Option<Logo>,
    /// The name of the model's file, without its folder; empty where there is none.
    pub model_file: String,
    /// The digest of the model's file, such as `sha256:…`; empty where there is none.
    pub model_digest: String,
    /// The digest of the catalogue, such as `sha256:…`; empty where nobody computed it.
    pub catalog_digest: String,
    /// The digest of the program, such as `sha256:…`; empty where it shall not be told.
    pub program_digest: String,
    /// The paper of a PDF; other formats have none.
    pub paper: Option<Paper>,
    /// What was settled in a review that is under way; the document holds no such list.
    pub sitting: Option<Sitting>,
}

impl BuildOptions {
    /// Whether a chapter is printed.
    #[must_use]
    pub fn prints(&self, chapter: Chapter) -> bool {
        if self.chapters.is_empty() {
            chapter.is_usual_for(self.audience)
        } else {
            self.chapters.contains(&chapter)
        }
    }

    /// The chosen chapters by name in the order of the report; empty where nobody has chosen.
    fn chosen(&self) -> String {
        let chosen = Chapter::ALL
            .into_iter()
            .filter(|chapter| self.chapters.contains(chapter));
        chosen.map(Chapter::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The program and its version, as reports name it.
pub const PROGRAM: &str = concat!("Bartizan ", env!("CARGO_PKG_VERSION"));

/// The digest of what the program was built from, as reports name it.
pub const PROGRAM_DIGEST: &str = env!("BARTIZAN_SOURCES");

/// The report of a document. The same arguments give the same report; its date is that of the assessment.
#[must_use]
pub fn build(
    model: &ThreatModel,
    catalog: &Catalog,
    assessment: &Assessment,
    layout: &Layout,
    options: &BuildOptions,
) -> Report {
    let view = View::new(model, catalog, assessment, layout, options);
    let mut report = Report {
        meta: meta(&view),
        cover: Some(cover::cover(&view)),
        contents: options.audience == Audience::Full,
        sections: sections(&view),
    };
    links::keep_those_that_lead_somewhere(&mut report);
    report
}

fn sections(view: &View) -> Vec<Section> {
    let chapters = Chapter::ALL
        .into_iter()
        .filter(|chapter| view.options.prints(*chapter));
    let mut sections: Vec<Section> = chapters
        .filter_map(|chapter| {
            let mut section = section(view, chapter)?;
            if !chapter.starts_a_page(view.options.audience) {
                section.start = Start::Below;
            }
            Some(section)
        })
        .collect();
    if let Some(sitting) = sitting(view) {
        let after = |section: &Section| section.id == "components";
        let place = sections
            .iter()
            .position(after)
            .map_or(sections.len(), |at| at + 1);
        sections.insert(place, sitting);
    }
    if view.is_brief()
        && let Some(last) = sections.last_mut()
    {
        last.blocks.extend(about::blocks(view));
    }
    sections
}

/// A chapter; none where it would have nothing to say.
fn section(view: &View, chapter: Chapter) -> Option<Section> {
    let empty = view.model.components.is_empty();
    Some(match chapter {
        Chapter::Brief => brief::section(view),
        Chapter::OpenPoints => open_points::section(view),
        Chapter::Method => method::section(view),
        // An empty drawing has nothing else to tell, unless that is all that was asked for.
        _ if empty && view.options.chapters.is_empty() => return None,
        Chapter::Pipeline => pipeline::section(view),
        Chapter::Matrix => matrix::section(view),
        Chapter::Findings => findings::section(view),
        Chapter::Verification => verification::section(view),
        Chapter::Guidance => guidance::section(view),
        Chapter::Procurement => return procurement::section(view),
        Chapter::Components => components::section(view),
        Chapter::Threats => threats::section(view),
    })
}

/// The review that is under way, as far as the report tells of it: something was settled, no chapters were chosen, and the report is
/// not a brief one.
fn told<'v>(view: &View<'v>) -> Option<&'v Sitting> {
    let wanted = !view.is_brief() && view.options.chapters.is_empty();
    let sitting = view.options.sitting.as_ref();
    sitting.filter(|sitting| wanted && !sitting.is_empty())
}

/// The chapter on the review that is under way.
fn sitting(view: &View) -> Option<Section> {
    let mut section = sitting::section(view, told(view)?);
    section.start = Start::Below;
    Some(section)
}

/// What was settled in a sitting, alone, as Markdown: for minutes, a ticket or a message.
#[must_use]
pub fn sitting_markdown(
    model: &ThreatModel,
    catalog: &Catalog,
    assessment: &Assessment,
    sitting: &Sitting,
) -> String {
    let (layout, options) = (Layout::default(), BuildOptions::default());
    let view = View::new(model, catalog, assessment, &layout, &options);
    let mut meta = meta(&view);
    "Review".clone_into(&mut meta.kind);
    let mut report = Report {
        meta,
        cover: None,
        contents: false,
        sections: vec![sitting::section(&view, sitting)],
    };
    links::keep_those_that_lead_somewhere(&mut report);
    crate::report::markdown(&report)
}

fn meta(view: &View) -> Meta {
    let system = &view.model.system;
    let line = |text: &Option<String>| text.as_deref().map(clean::line).unwrap_or_default();
    Meta {
        title: view.title(),
        subtitle: clean::line(&system.summary),
        kind: match view.options.audience {
            Audience::Brief => "Threat model brief".to_owned(),
            Audience::Full => "Threat model report".to_owned(),
        },
        owner: clean::line(&system.owner),
        classification: line(&system.classification),
        document_id: line(&system.document_id),
        date: view.assessment.date.to_string(),
        edition: format!(
            "OWASP Machine Learning Security Top 10, edition {}",
            system.edition
        ),
        language: "en".to_owned(),
        producer: PROGRAM.to_owned(),
        provenance: provenance(view),
    }
}

/// The name under which a PDF keeps what was settled in the review that it tells of.
pub(in crate::report) const REVIEW: &str = "review";

/// A sitting as it is kept: cleaned as everything in the metadata is, so that what is read back gives the same bytes.
fn in_the_stamp(sitting: &Sitting) -> String {
    clean::line(&serde_json::to_string(sitting).unwrap_or_default())
}

/// What anyone needs to make the same report again.
fn provenance(view: &View) -> Vec<(String, String)> {
    let options = view.options;
    let pairs = [
        ("audience", options.audience.as_str().to_owned()),
        ("chapters", options.chosen()),
        ("edition", view.edition().to_string()),
        (
            "logo",
            options
                .logo
                .as_ref()
                .map_or_else(String::new, |logo| digest(logo.bytes())),
        ),
        ("modelFile", clean::line(&options.model_file)),
        ("modelDigest", options.model_digest.clone()),
        ("catalogDigest", options.catalog_digest.clone()),
        ("programDigest", options.program_digest.clone()),
        ("replacedEntries", view.catalog.replaced().join(" ")),
        (REVIEW, told(view).map_or_else(String::new, in_the_stamp)),
    ];
    pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
