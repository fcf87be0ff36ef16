//! Markdown, see later.
use super::blocks::Report;
/// x
pub fn markdown(report: &Report) -> String { report.meta.title.clone() }
