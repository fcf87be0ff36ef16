//! The three objectives of the OWASP MLSVS as data: use as a metric, as guidance, and during procurement (facts.md 6.2).
//!
//! The metric is in the assessment itself (level, coverage, blockers); what to build is in [`guidance`], what to agree with
//! suppliers in [`procurement`].

mod guidance;
mod procurement;

pub use guidance::{
    AtComponent, AtStage, Guidance, Measure, Treated, guidance, how_to_verify, measures,
};
pub use procurement::{
    Agreed, Obligation, Procurement, Supplied, handed_over, procurement, supplied,
};

/// What has to stand wherever requirements or levels are shown.
pub const NOTICE: &str = "Requirements in this report come from the tool's own Pipeline Verification Catalogue, aligned with the objectives of the OWASP MLSVS project. They are not OWASP requirements and this is not an OWASP certification.";
