//! The end of the short report: what stands behind it, in a few lines.

use super::method::{ATTRIBUTION, NOT_OWASP};
use super::tables::{para, small};
use super::view::View;
use crate::report::blocks::Block;

pub(super) fn blocks(view: &View) -> Vec<Block> {
    vec![
        small("About this brief"),
        para(format!(
            "Risk is likelihood times impact, each 1 to 5, counting the controls in place; the numbers are our own calibration and have not been validated against outcomes. What is not known is rated as if it applied. The full report of {} has the proof, rating and decision of every finding, the requirements with their evidence, the open questions, and the method.",
            view.title()
        )),
        para(format!("{NOT_OWASP} {ATTRIBUTION}")),
    ]
}
