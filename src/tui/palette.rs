//! Colours of the three themes that bring their own, and how they are shown where a terminal has fewer.
//!
//! The default is none of them: the terminal's own sixteen colours, on its own ground, so that light and dark both work.

use ratatui::style::Color;

use crate::analysis::Risk;

use super::theme::{Depth, Role};

/// Where the colours come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// The terminal's own.
    #[default]
    Terminal,
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// White, yellow and cyan on black.
    HighContrast,
}

/// A colour as red, green and blue.
type Rgb = (u8, u8, u8);

/// The colours of a theme.
struct Colours {
    ground: Rgb,
    text: Rgb,
    dim: Rgb,
    accent: Rgb,
    good: Rgb,
    warn: Rgb,
    bad: Rgb,
    zone: Rgb,
    critical: Rgb,
}

const DARK: Colours = Colours {
    ground: (24, 27, 33),
    text: (216, 220, 226),
    dim: (147, 154, 166),
    accent: (104, 201, 219),
    good: (122, 200, 128),
    warn: (232, 192, 94),
    bad: (244, 120, 112),
    zone: (130, 166, 246),
    critical: (230, 136, 230),
};

const LIGHT: Colours = Colours {
    ground: (251, 250, 247),
    text: (34, 38, 44),
    dim: (92, 98, 107),
    accent: (0, 99, 122),
    good: (20, 104, 46),
    warn: (128, 82, 0),
    bad: (176, 28, 28),
    zone: (42, 78, 176),
    critical: (134, 20, 134),
};

const HIGH_CONTRAST: Colours = Colours {
    ground: (0, 0, 0),
    text: (255, 255, 255),
    dim: (205, 205, 205),
    accent: (0, 255, 255),
    good: (80, 255, 80),
    warn: (255, 255, 0),
    bad: (255, 140, 130),
    zone: (150, 200, 255),
    critical: (255, 150, 255),
};

impl Palette {
    /// Every palette.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Dark, Self::Light, Self::HighContrast];

    /// What it is called in the configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high_contrast",
        }
    }

    fn colours(self) -> Option<&'static Colours> {
        match self {
            Self::Terminal => None,
            Self::Dark => Some(&DARK),
            Self::Light => Some(&LIGHT),
            Self::HighContrast => Some(&HIGH_CONTRAST),
        }
    }

    /// Text and ground of everything that has no colour of its own; `None` leaves both to the terminal.
    #[must_use]
    pub fn ground(self, depth: Depth) -> Option<(Color, Color)> {
        let colours = self.colours()?;
        Some((shown(colours.text, depth)?, shown(colours.ground, depth)?))
    }

    /// The colour of words in a role; `None` where it is that of all text.
    ///
    /// Nobody knows the ground of the terminal's own colours. Yellow, cyan and green are hardly seen on white, blue on black; so words
    /// have none of them.
    #[must_use]
    pub fn colour(self, role: Role, depth: Depth) -> Option<Color> {
        let pale = |colour: &Color| {
            matches!(
                colour,
                Color::Yellow | Color::Cyan | Color::Green | Color::Blue
            )
        };
        self.mark(role, depth).filter(|colour| !pale(colour))
    }

    /// The colour of lines and marks in a role.
    #[must_use]
    pub fn mark(self, role: Role, depth: Depth) -> Option<Color> {
        match (self.colours(), depth) {
            (_, Depth::Mono) => None,
            // Sixteen are too few to bring one's own, and the terminal's fit each other.
            (None, _) | (_, Depth::Sixteen) => own(role),
            (Some(colours), depth) => shown(of_role(colours, role)?, depth),
        }
    }

    /// Whether it says by colour what others say by a dim letter.
    #[must_use]
    pub fn dims_by_colour(self, depth: Depth) -> bool {
        self != Self::Terminal && matches!(depth, Depth::TwoFiftySix | Depth::True)
    }
}

/// One of the terminal's own sixteen.
fn own(role: Role) -> Option<Color> {
    Some(match role {
        Role::Accent | Role::Key | Role::Border => Color::Cyan,
        Role::Good | Role::Risk(Risk::Low) => Color::Green,
        Role::Warn | Role::Jump | Role::Risk(Risk::Medium) => Color::Yellow,
        Role::Bad | Role::Risk(Risk::High) => Color::Red,
        Role::Zone => Color::LightBlue,
        Role::Risk(Risk::Critical) => Color::Magenta,
        _ => return None,
    })
}

fn of_role(colours: &Colours, role: Role) -> Option<Rgb> {
    Some(match role {
        Role::Accent | Role::Key | Role::Border => colours.accent,
        Role::Good | Role::Risk(Risk::Low) => colours.good,
        Role::Warn | Role::Jump | Role::Risk(Risk::Medium) => colours.warn,
        Role::Bad | Role::Risk(Risk::High) => colours.bad,
        Role::Zone => colours.zone,
        Role::Risk(Risk::Critical) => colours.critical,
        Role::Dim | Role::Ghost => colours.dim,
        _ => return None,
    })
}

/// A colour as the terminal can show it. Nothing converts it on the way: an exact colour sent to a terminal of 256 is noise.
fn shown(rgb: Rgb, depth: Depth) -> Option<Color> {
    match depth {
        Depth::True => Some(Color::Rgb(rgb.0, rgb.1, rgb.2)),
        Depth::TwoFiftySix => Some(Color::Indexed(nearest(rgb))),
        Depth::Sixteen | Depth::Mono => None,
    }
}

/// The nearest of the 240 fixed colours: the cube of 6 × 6 × 6, or the ramp of 24 greys.
fn nearest(rgb: Rgb) -> u8 {
    let distance = |index: &u8| {
        let (r, g, b) = fixed(*index);
        let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        apart(r, rgb.0) + apart(g, rgb.1) + apart(b, rgb.2)
    };
    (16..=255_u8).min_by_key(distance).unwrap_or(15)
}

/// Red, green and blue of one of the fixed colours, as every terminal of 256 has them.
fn fixed(index: u8) -> Rgb {
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return (grey, grey, grey);
    }
    let at = index - 16;
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    (level(at / 36), level(at / 6 % 6), level(at % 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How light a colour looks, by the formula of WCAG 2.2.
    fn luminance((r, g, b): Rgb) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    const ROLES: [Role; 12] = [
        Role::Accent,
        Role::Good,
        Role::Warn,
        Role::Bad,
        Role::Zone,
        Role::Dim,
        Role::Ghost,
        Role::Jump,
        Role::Risk(Risk::Low),
        Role::Risk(Risk::Medium),
        Role::Risk(Risk::High),
        Role::Risk(Risk::Critical),
    ];

    #[test]
    fn every_colour_of_a_theme_can_be_read_on_its_ground() {
        for (colours, least) in [(&DARK, 4.5), (&LIGHT, 4.5), (&HIGH_CONTRAST, 7.0)] {
            assert!(contrast(colours.text, colours.ground) >= 7.0);
            for role in ROLES {
                let rgb = of_role(colours, role).unwrap();
                let found = contrast(rgb, colours.ground);
                assert!(found >= least, "{role:?}: {found}");
                let found = contrast(fixed(nearest(rgb)), fixed(nearest(colours.ground)));
                assert!(found >= 4.3, "{role:?} of 256: {found}");
            }
        }
    }

    /// Red, green and blue of the terminal's own colours as xterm has them; other schemes are tuned to their ground.
    fn of_xterm(colour: Color) -> Rgb {
        match colour {
            Color::Red => (205, 0, 0),
            Color::Green => (0, 205, 0),
            Color::Yellow => (205, 205, 0),
            Color::Blue => (0, 0, 238),
            Color::LightBlue => (92, 92, 255),
            Color::Magenta => (205, 0, 205),
            Color::Cyan => (0, 205, 205),
            other => panic!("{other:?} is not one of them"),
        }
    }

    #[test]
    fn words_in_the_terminals_own_colours_are_read_on_black_and_on_white() {
        for role in ROLES {
            let Some(colour) = Palette::Terminal.colour(role, Depth::Sixteen) else {
                continue; // The terminal's own text is read on its own ground.
            };
            for ground in [(0, 0, 0), (255, 255, 255)] {
                // What has a colour of its own is bold, and stands beside a word that has none.
                let found = contrast(of_xterm(colour), ground);
                assert!(found >= 3.0, "{role:?} on {ground:?}: {found}");
            }
        }
    }

    #[test]
    fn fewer_colours_than_a_theme_has_are_the_terminals_own_or_none() {
        for palette in Palette::ALL {
            assert_eq!(palette.ground(Depth::Sixteen), None);
            assert_eq!(palette.colour(Role::Bad, Depth::Sixteen), Some(Color::Red));
            assert_eq!(palette.colour(Role::Bad, Depth::Mono), None);
        }
        assert_eq!(Palette::Terminal.ground(Depth::True), None);
        let exact = Palette::Dark.colour(Role::Bad, Depth::True);
        assert!(matches!(exact, Some(Color::Rgb(..))));
        let indexed = Palette::Dark.colour(Role::Bad, Depth::TwoFiftySix);
        assert!(matches!(indexed, Some(Color::Indexed(16..))));
    }
}
