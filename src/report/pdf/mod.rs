//! From typeset pages to a PDF file: `paint` draws the display list with printpdf, `finish` adds with lopdf what printpdf cannot
//! write (structure tree, outline, metadata, output intent), so that the file is PDF/UA-1 and PDF/A-2a by construction.

#![allow(
    clippy::many_single_char_names,
    reason = "coordinates and sizes read best as x, y, w and h"
)]

mod finish;
mod icc;
mod logo;
mod outline;
mod paint;
mod tags;
mod write;
mod xmp;

use super::blocks::Report;
use super::typeset::{steps, typeset};
use super::verify::engine_provenance;
use super::{PdfOptions, Progress, Rendered, ReportError};

/// The steps after typesetting.
const LAST_STEPS: [&str; 3] = ["drawing the pages", "tagging", "writing the file"];

/// Makes a PDF of a report. The same report and options give the same bytes.
pub fn pdf(
    report: &Report,
    options: &PdfOptions,
    progress: &dyn Progress,
) -> Result<Rendered, ReportError> {
    let date = finish::date(&report.meta.date)?;
    let typesetting = steps(report);
    let total = typesetting + LAST_STEPS.len();
    let step =
        |number: usize| match progress.step(typesetting + number + 1, total, LAST_STEPS[number]) {
            std::ops::ControlFlow::Continue(()) => Ok(()),
            std::ops::ControlFlow::Break(()) => Err(ReportError::Cancelled),
        };
    let mut set = typeset(report, options, progress, total)?;
    step(0)?;
    let mut document = paint::paint(&mut set)?;
    step(1)?;
    let mut meta = report.meta.clone();
    meta.provenance
        .extend(engine_provenance(&report.meta.date, options));
    let raw = finish::finish(
        &mut document,
        &set,
        &meta,
        &date,
        options.attachment.as_ref(),
    )?;
    step(2)?;
    let (warnings, pages) = (set.warnings, set.pages.len());
    drop(set.pages);
    let bytes = write::save(document, &raw)?;
    Ok(Rendered {
        bytes,
        warnings,
        pages,
    })
}
