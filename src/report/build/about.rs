//! The end of the short report: what stands behind it, in a few lines.

use super::method::{ATTRIBUTION, NOT_OWASP, file_name};
use super::pipeline::note;
use super::tables::{para, small};
use super::view::View;
use crate::report::blocks::Block;
use crate::report::clean;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![
        small("About this brief"),
        para(format!(
            "Risk is likelihood times impact, each 1 to 5, counting the controls in place; the numbers are our own calibration and have not been validated against outcomes. A finding that waits for an answer is rated as if it applied; what is not known and would only change a rating is not counted. The full report of {} has the proof, rating and decision of every finding, the requirements with their evidence, the open questions, and the method.",
            view.title()
        )),
        para(format!("{NOT_OWASP} {ATTRIBUTION}")),
    ];
    blocks.extend(note(view));
    blocks.extend(replaced(view));
    blocks
}

/// Built-in entries that another catalogue replaced: whoever reads only this page must know that, too.
fn replaced(view: &View) -> Option<Block> {
    let replacements = view.catalog.replacements();
    let names: Vec<String> = replacements
        .iter()
        .map(|one| {
            clean::line(&format!(
                "{} {} by {}",
                one.section,
                one.id,
                file_name(&one.by)
            ))
        })
        .collect();
    (!names.is_empty()).then(|| {
        para(format!(
            "Replaced entries of the built-in catalogue: {}. What this brief says of them is not Bartizan's own.",
            names.join(", ")
        ))
    })
}
