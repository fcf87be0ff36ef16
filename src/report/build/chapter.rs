//! The chapters of the report by name, so that a reader can choose some of them.

use super::Audience;

/// A chapter of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chapter {
    /// The decision brief.
    Brief,
    /// The picture of the pipeline.
    Pipeline,
    /// Components against threats.
    Matrix,
    /// The findings.
    Findings,
    /// MLSVS as a metric.
    Verification,
    /// MLSVS as guidance.
    Guidance,
    /// MLSVS in procurement.
    Procurement,
    /// A sheet for each component.
    Components,
    /// Questions, assumptions and scope.
    OpenPoints,
    /// What the list publishes of each threat, and where other standards speak of it.
    Threats,
    /// How the result came about.
    Method,
}

impl Chapter {
    /// Every chapter in the order of the report.
    pub const ALL: [Self; 11] = [
        Self::Brief,
        Self::Pipeline,
        Self::Matrix,
        Self::Findings,
        Self::Verification,
        Self::Guidance,
        Self::Procurement,
        Self::Components,
        Self::OpenPoints,
        Self::Threats,
        Self::Method,
    ];

    /// The name as on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Pipeline => "pipeline",
            Self::Matrix => "matrix",
            Self::Findings => "findings",
            Self::Verification => "verification",
            Self::Guidance => "guidance",
            Self::Procurement => "procurement",
            Self::Components => "components",
            Self::OpenPoints => "open-points",
            Self::Threats => "threats",
            Self::Method => "method",
        }
    }

    /// The title that it has in every report, whoever reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Brief => "Decision brief",
            Self::Pipeline => "The pipeline",
            Self::Matrix => "Components and threats",
            Self::Findings => "Findings by risk",
            Self::Verification => "Verification: level, coverage, evidence",
            Self::Guidance => "Guidance: what to build and how to verify it",
            Self::Procurement => "Procurement: what to ask of suppliers",
            Self::Components => "Components",
            Self::OpenPoints => "Open questions, assumptions and scope",
            Self::Threats => "The threats, and other standards",
            Self::Method => "Method, words and sources",
        }
    }

    /// What it is about, in a line.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Brief => "the decision brief, one page",
            Self::Pipeline => "the picture, trust zones, flows between them",
            Self::Matrix => "components against threats, every reason for \"does not apply\"",
            Self::Findings => "findings by risk, decisions, accepted risks",
            Self::Verification => "level reached, coverage, evidence",
            Self::Guidance => "what to build and how to verify it; every requirement",
            Self::Procurement => "what to ask of suppliers, with clauses",
            Self::Components => "data and models, a sheet for each component",
            Self::OpenPoints => "open questions, assumptions, scope",
            Self::Threats => "what OWASP publishes of each threat, other standards",
            Self::Method => "rules, rating, words, sources, digests",
        }
    }

    /// The chapter with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|chapter| chapter.as_str() == text)
    }

    /// Whether a report for these readers has it unless they choose.
    #[must_use]
    pub fn is_usual_for(self, audience: Audience) -> bool {
        audience == Audience::Full || matches!(self, Self::Brief | Self::Pipeline | Self::Matrix)
    }

    /// Whether it starts a page of its own. The others follow on where the page has room.
    pub(super) fn starts_a_page(self, audience: Audience) -> bool {
        match self {
            Self::Brief | Self::Pipeline => true,
            Self::Matrix => audience == Audience::Brief,
            _ => false,
        }
    }
}
