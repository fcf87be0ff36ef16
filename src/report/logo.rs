//! The logo on the cover: a PNG or an SVG that the reader's house brings along. Its file is untrusted: it is measured before it
//! is read, nothing in it is fetched or run, and what cannot be drawn is refused instead of left out.

#![allow(
    clippy::many_single_char_names,
    reason = "coordinates and sizes read best as x, y, w and h"
)]

mod outline;
mod png;
mod svg;

use super::typeset::display::Seg;
use crate::report::theme::Rgb;

/// No logo needs more.
const LARGEST: usize = 2 * 1024 * 1024;

/// A logo that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    bytes: Vec<u8>,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
}

/// Why a file is no logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LogoError(pub(super) String);

impl Logo {
    /// Reads a PNG or an SVG.
    pub fn read(bytes: Vec<u8>) -> Result<Self, LogoError> {
        if bytes.len() > LARGEST {
            return Err(LogoError(format!(
                "it is larger than {} MB",
                LARGEST / 1024 / 1024
            )));
        }
        let form = if png::is_png(&bytes) {
            Form::Png
        } else {
            Form::Svg
        };
        let logo = Self { bytes, form };
        logo.picture().map(|_| logo.clone())
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What is drawn.
    pub(super) fn picture(&self) -> Result<Picture, LogoError> {
        match self.form {
            Form::Png => png::read(&self.bytes).map(Picture::Pixels),
            Form::Svg => svg::read(&self.bytes).map(Picture::Drawing),
        }
    }
}

/// A logo, ready to be drawn on white.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Picture {
    /// Coloured points.
    Pixels(Pixels),
    /// Filled and stroked shapes.
    Drawing(Drawing),
}

impl Picture {
    /// Width divided by height.
    pub(super) fn ratio(&self) -> f32 {
        match self {
            Self::Pixels(pixels) => small(pixels.width) / small(pixels.height),
            Self::Drawing(drawing) => drawing.width / drawing.height,
        }
    }
}

/// Sides are at most a few thousand.
#[expect(
    clippy::cast_precision_loss,
    reason = "far below what a float counts exactly"
)]
fn small(side: usize) -> f32 {
    side as f32
}

/// Rows of red, green and blue from the top; what shone through stands on white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

/// Shapes in a box whose corner is at the origin.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
}

/// A shape of one or several outlines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub segs: Vec<Seg>,
    pub fill: Option<Rgb>,
    /// Ink and width.
    pub stroke: Option<(Rgb, f32)>,
    /// Whether an outline inside another one is always a hole.
    pub even_odd: bool,
}

/// A colour that lets white through.
pub(super) fn on_white(ink: Rgb, opacity: f32) -> Rgb {
    let mix = |part: u8| {
        let mixed = f32::from(part) * opacity + 255.0 * (1.0 - opacity);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 255"
        )]
        let whole = mixed.round().clamp(0.0, 255.0) as u8;
        whole
    };
    Rgb(mix(ink.0), mix(ink.1), mix(ink.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_neither_png_nor_svg_is_refused() {
        for bytes in [
            &b""[..],
            b"GIF89a",
            b"<html></html>",
            b"\x89PNG\r\n\x1a\nrest",
        ] {
            assert!(Logo::read(bytes.to_vec()).is_err());
        }
        assert!(Logo::read(vec![b' '; LARGEST + 1]).is_err());
    }

    #[test]
    fn a_drawing_keeps_its_proportions() {
        let svg = br#"<svg viewBox="0 0 40 10"><rect width="40" height="10" fill="red"/></svg>"#;
        let logo = Logo::read(svg.to_vec()).unwrap();
        assert!((logo.picture().unwrap().ratio() - 4.0).abs() < 1e-3);
    }
}
