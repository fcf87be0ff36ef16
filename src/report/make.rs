//! A finished report from a document, in any format: what the command line and the terminal both ask for.

use super::{Audience, BuildOptions, Format, PdfOptions, Progress, Rendered, ReportError};
use super::{build, html, markdown, pdf};
use crate::analysis::assess;
use crate::catalog::Catalog;
use crate::layout::{first_variant, lay_out, sketch_of};
use crate::model::{Date, ThreatModel};

/// Everything that a report is made from. The same order gives the same bytes.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The document.
    pub model: &'a ThreatModel,
    /// What is known.
    pub catalog: &'a Catalog,
    /// The day that the report speaks of.
    pub date: Date,
    /// Who reads it, and from which files it was made.
    pub options: BuildOptions,
    /// How a PDF is made; other formats ignore it.
    pub pdf: PdfOptions,
}

impl<'a> Order<'a> {
    /// An order for the full report on A4.
    #[must_use]
    pub fn new(model: &'a ThreatModel, catalog: &'a Catalog, date: Date) -> Self {
        Self {
            model,
            catalog,
            date,
            options: BuildOptions {
                audience: Audience::Full,
                ..BuildOptions::default()
            },
            pdf: PdfOptions::default(),
        }
    }
}

/// Makes a report: assess, lay out, build the blocks, render them.
///
/// The drawing is the one that terminal and command line show: positions of the document where it has them.
pub fn make(
    order: &Order,
    format: Format,
    progress: &dyn Progress,
) -> Result<Rendered, ReportError> {
    let begin = |what| progress.step(0, 1, what).is_break();
    if begin("Assessing") {
        return Err(ReportError::Cancelled);
    }
    let assessment = assess(order.model, order.catalog, order.date);
    if begin("Drawing") {
        return Err(ReportError::Cancelled);
    }
    let layout = lay_out(&sketch_of(order.model, order.catalog), first_variant());
    let options = BuildOptions {
        paper: (format == Format::Pdf).then_some(order.pdf.paper),
        ..order.options.clone()
    };
    let report = build(order.model, order.catalog, &assessment, &layout, &options);
    let text = |text: String| Rendered {
        bytes: text.into_bytes(),
        warnings: Vec::new(),
        pages: 0,
    };
    match format {
        Format::Pdf => pdf(&report, &order.pdf, progress),
        Format::Markdown => Ok(text(markdown(&report))),
        Format::Html => Ok(text(html(&report, &order.pdf)?)),
    }
}
