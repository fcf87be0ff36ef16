//! The look of the printed report: colours, type sizes and page geometry. Chosen and measured in the notes of the design:
//! contrast of at least 4.5 to 1 for text, a risk ramp whose lightness falls step by step so that it survives grey print.

use super::blocks::{RiskLevel, Tone};
use super::typeset::Role;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb(pub u8, pub u8, pub u8);

pub(super) const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
pub(super) const INK: Rgb = Rgb(0x1b, 0x27, 0x33);
pub(super) const SUB: Rgb = Rgb(0x54, 0x62, 0x70);
pub(super) const HAIR: Rgb = Rgb(0xd3, 0xda, 0xe1);
pub(super) const PANEL: Rgb = Rgb(0xf3, 0xf6, 0xf9);
pub(super) const ZONE: Rgb = Rgb(0xf7, 0xf9, 0xfb);
pub(super) const ZONE_EDGE: Rgb = Rgb(0x8d, 0x9a, 0xa8);
pub(super) const NAVY: Rgb = Rgb(0x14, 0x2f, 0x4b);
pub(super) const NAVY_DEEP: Rgb = Rgb(0x0f, 0x26, 0x3e);
pub(super) const NAVY_LINE: Rgb = Rgb(0x2b, 0x4d, 0x70);
pub(super) const SKY: Rgb = Rgb(0x9f, 0xc3, 0xdd);
pub(super) const ACCENT: Rgb = Rgb(0x0b, 0x62, 0x8f);
pub(super) const TEAL: Rgb = Rgb(0x1f, 0x7a, 0x70);
pub(super) const GREY: Rgb = Rgb(0xb9, 0xc3, 0xcd);
pub(super) const AMBER: Rgb = Rgb(0xf3, 0xc2, 0x5b);
pub(super) const WINE: Rgb = Rgb(0x86, 0x1b, 0x33);

/// The fill of a risk level.
pub(super) fn risk_fill(level: RiskLevel) -> Rgb {
    match level {
        RiskLevel::None => PANEL,
        RiskLevel::Low => Rgb(0xcd, 0xe2, 0xee),
        RiskLevel::Medium => AMBER,
        RiskLevel::High => Rgb(0xbf, 0x52, 0x17),
        RiskLevel::Critical => WINE,
    }
}

/// The ink on a risk level's fill.
pub(super) fn risk_ink(level: RiskLevel) -> Rgb {
    match level {
        RiskLevel::None => Rgb(0x5f, 0x6c, 0x79),
        RiskLevel::Low | RiskLevel::Medium => INK,
        RiskLevel::High | RiskLevel::Critical => WHITE,
    }
}

/// The fill of a tone.
pub(super) fn tone_fill(tone: Tone) -> Rgb {
    match tone {
        Tone::Neutral => GREY,
        Tone::Accent => ACCENT,
        Tone::Good => TEAL,
        Tone::Progress => AMBER,
        Tone::Bad => WINE,
        Tone::Risk(level) => risk_fill(level),
    }
}

/// The ink on a tone's fill.
pub(super) fn tone_ink(tone: Tone) -> Rgb {
    match tone {
        Tone::Neutral | Tone::Progress => INK,
        Tone::Accent | Tone::Good | Tone::Bad => WHITE,
        Tone::Risk(level) => risk_ink(level),
    }
}

/// A way of setting text: face, size, distance of lines and colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub role: Role,
    pub size: f32,
    pub leading: f32,
    pub ink: Rgb,
}

impl Type {
    pub(super) const fn new(role: Role, size: f32, leading: f32, ink: Rgb) -> Self {
        Self {
            role,
            size,
            leading,
            ink,
        }
    }

    /// The same type smaller or larger.
    pub(super) fn scaled(self, factor: f32) -> Self {
        Self {
            size: self.size * factor,
            leading: self.leading * factor,
            ..self
        }
    }

    pub(super) fn ink(self, ink: Rgb) -> Self {
        Self { ink, ..self }
    }

    pub(super) fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }
}

pub(super) const H1: Type = Type::new(Role::SemiBold, 22.0, 28.0, NAVY);
pub(super) const H2: Type = Type::new(Role::SemiBold, 13.2, 18.0, NAVY);
pub(super) const H3: Type = Type::new(Role::SemiBold, 10.6, 15.0, INK);
pub(super) const LEAD: Type = Type::new(Role::Sans, 11.4, 17.0, INK);
pub(super) const BODY: Type = Type::new(Role::Sans, 9.6, 14.2, INK);
pub(super) const CELL: Type = Type::new(Role::Sans, 8.4, 11.6, INK);
pub(super) const HEAD: Type = Type::new(Role::SemiBold, 7.9, 10.8, WHITE);
pub(super) const CAPTION: Type = Type::new(Role::Sans, 8.6, 12.0, SUB);
pub(super) const LABEL: Type = Type::new(Role::Sans, 8.2, 11.0, SUB);
pub(super) const FURNITURE: Type = Type::new(Role::Sans, 8.0, 11.0, SUB);

/// The smallest type that the report uses anywhere, in points.
pub(super) const SMALLEST: f32 = 6.0;

/// The typewriter face looks larger than the text face, so it is set smaller by this factor.
pub(super) const CODE_SCALE: f32 = 0.93;

/// The size of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8½ × 11 inches.
    Letter,
}

impl Paper {
    /// Every size.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::Letter];

    /// The name that people write.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
        }
    }

    /// The name as it is printed.
    pub(super) fn title(self) -> &'static str {
        match self {
            Paper::A4 => "A4",
            Paper::Letter => "US Letter",
        }
    }

    /// The paper with this name, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Paper> {
        Paper::ALL
            .into_iter()
            .find(|paper| paper.name().eq_ignore_ascii_case(text))
    }

    /// Width and height in points.
    pub(super) fn size(self) -> (f32, f32) {
        match self {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        }
    }
}

/// The blank edges of a page, in points.
pub(super) const SIDE: f32 = 56.7;
pub(super) const TOP: f32 = 74.0;
pub(super) const FOOT: f32 = 58.0;
