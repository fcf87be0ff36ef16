//! Words and what they mean: spans of text, risk levels, tones.

use super::Anchor;

/// A risk, or a risk before and after treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// One level.
    Now(RiskLevel),
    /// Inherent and residual.
    Change {
        /// Before controls.
        inherent: RiskLevel,
        /// After controls.
        residual: RiskLevel,
    },
}

/// The colour of an edge or a bar, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Neither good nor bad.
    Neutral,
    /// The report's accent.
    Accent,
    /// Good: met, mitigated, reached.
    Good,
    /// On its way: planned, in progress.
    Progress,
    /// Bad: open, missing.
    Bad,
    /// The colour of a risk level.
    Risk(RiskLevel),
}

/// How bad a risk is. It is always shown as a letter or word and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskLevel {
    /// No risk was found.
    None,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl RiskLevel {
    /// The four levels that a finding can have, mildest first.
    pub const RATED: [RiskLevel; 4] = [
        RiskLevel::Low,
        RiskLevel::Medium,
        RiskLevel::High,
        RiskLevel::Critical,
    ];

    /// The level in a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            RiskLevel::None => "None",
            RiskLevel::Low => "Low",
            RiskLevel::Medium => "Medium",
            RiskLevel::High => "High",
            RiskLevel::Critical => "Critical",
        }
    }

    /// The level in one letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            RiskLevel::None => "·",
            RiskLevel::Low => "L",
            RiskLevel::Medium => "M",
            RiskLevel::High => "H",
            RiskLevel::Critical => "C",
        }
    }
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The words; `\n` breaks the line.
    pub text: String,
    /// How they are set.
    pub style: Style,
}

/// How a span is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Style {
    /// As its surroundings.
    Plain,
    /// Stressed strongly.
    Strong,
    /// Stressed.
    Em,
    /// Secondary: smaller meaning, greyer ink.
    Quiet,
    /// An id, a fact or a command, in the typewriter face.
    Code,
    /// A link.
    Link(Target),
    /// A risk level as a coloured pill around the text.
    Risk(RiskLevel),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address outside; only `http`, `https` and `mailto` become links.
    Url(String),
    /// A place in this report.
    Anchor(Anchor),
}

impl Span {
    fn styled(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }

    /// Text in the style of its surroundings.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::styled(text, Style::Plain)
    }

    /// Strongly stressed text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::styled(text, Style::Strong)
    }

    /// Stressed text.
    pub fn em(text: impl Into<String>) -> Self {
        Self::styled(text, Style::Em)
    }

    /// Secondary text.
    pub fn quiet(text: impl Into<String>) -> Self {
        Self::styled(text, Style::Quiet)
    }

    /// An id or a command.
    pub fn code(text: impl Into<String>) -> Self {
        Self::styled(text, Style::Code)
    }

    /// A link to a place in this report.
    pub fn to(anchor: impl Into<String>, text: impl Into<String>) -> Self {
        Self::styled(text, Style::Link(Target::Anchor(anchor.into())))
    }

    /// A link to an address outside.
    pub fn url(address: impl Into<String>, text: impl Into<String>) -> Self {
        Self::styled(text, Style::Link(Target::Url(address.into())))
    }

    /// A risk level as a pill with its word.
    #[must_use]
    pub fn risk(level: RiskLevel) -> Self {
        Self::styled(level.word(), Style::Risk(level))
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Span::plain(text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Self {
        Span::plain(text)
    }
}

/// The letters and spaces of some spans, without their styles.
#[must_use]
pub fn plain_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
