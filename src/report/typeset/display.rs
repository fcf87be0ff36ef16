//! The display list: what stands where on each page, in points from the top left corner. It is the seam between typesetting
//! and any backend, and the artefact that golden tests compare.

use std::fmt::Write as _;
use std::rc::Rc;

use super::book::Word;
use super::structure::ElemId;
use crate::report::blocks::Target;
use crate::report::logo::Picture;
use crate::report::theme::Rgb;

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Seg {
    Move(f32, f32),
    Line(f32, f32),
    /// Two control points, then the end.
    Curve([f32; 6]),
    Close,
}

/// How a path is stroked.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Stroke {
    pub ink: Rgb,
    pub width: f32,
    /// Lengths of strokes and gaps; empty for a solid line.
    pub dash: Vec<f32>,
}

impl Stroke {
    pub(in crate::report) fn solid(ink: Rgb, width: f32) -> Self {
        Self {
            ink,
            width,
            dash: Vec::new(),
        }
    }
}

/// A word and the room after it, in points.
pub(in crate::report) type Spaced = (Rc<Word>, f32);

/// An item of a page.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Item {
    /// Text on one baseline.
    Text {
        x: f32,
        y: f32,
        size: f32,
        ink: Rgb,
        upright: bool,
        words: Vec<Spaced>,
    },
    /// A path, filled, stroked or both.
    Path {
        segs: Vec<Seg>,
        fill: Option<Rgb>,
        stroke: Option<Stroke>,
    },
    /// A logo in a rectangle of its own proportions: left, top, width, height.
    Logo {
        area: [f32; 4],
        picture: Rc<Picture>,
    },
    /// Content of a structure element begins.
    Begin { elem: ElemId, mcid: usize },
    /// Decoration begins.
    Artifact,
    /// Content or decoration ends.
    End,
    /// A rectangle that leads somewhere.
    Link {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        target: Target,
        elem: ElemId,
        words: String,
    },
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Page {
    pub width: f32,
    pub height: f32,
    pub items: Vec<Item>,
    /// The structure element of each marked content, by its number.
    pub owners: Vec<ElemId>,
    /// How many links it has.
    pub links: usize,
    /// The chapter that its running head names.
    pub chapter: String,
    /// Whether head and foot are left out.
    pub bare: bool,
}

/// A rectangle.
pub(in crate::report) fn rect(x: f32, y: f32, w: f32, h: f32) -> Vec<Seg> {
    vec![
        Seg::Move(x, y),
        Seg::Line(x + w, y),
        Seg::Line(x + w, y + h),
        Seg::Line(x, y + h),
        Seg::Close,
    ]
}

/// How far a control point stands from its end, as a part of the radius, so that a curve looks like a quarter circle.
const ROUND: f32 = 0.552_3;

/// A rectangle with round corners.
pub(in crate::report) fn rounded(x: f32, y: f32, w: f32, h: f32, radius: f32) -> Vec<Seg> {
    let r = radius.min(w / 2.0).min(h / 2.0);
    let c = r * (1.0 - ROUND);
    let (right, bottom) = (x + w, y + h);
    vec![
        Seg::Move(x + r, y),
        Seg::Line(right - r, y),
        Seg::Curve([right - c, y, right, y + c, right, y + r]),
        Seg::Line(right, bottom - r),
        Seg::Curve([right, bottom - c, right - c, bottom, right - r, bottom]),
        Seg::Line(x + r, bottom),
        Seg::Curve([x + c, bottom, x, bottom - c, x, bottom - r]),
        Seg::Line(x, y + r),
        Seg::Curve([x, y + c, x + c, y, x + r, y]),
        Seg::Close,
    ]
}

/// A circle.
pub(in crate::report) fn circle(x: f32, y: f32, radius: f32) -> Vec<Seg> {
    rounded(x - radius, y - radius, radius * 2.0, radius * 2.0, radius)
}

/// An arc of a circle from one angle to another, clockwise from the top, in radians, as curves of at most a quarter turn.
pub(in crate::report) fn arc(x: f32, y: f32, radius: f32, from: f32, to: f32) -> Vec<Seg> {
    let parts = ((to - from).abs() / std::f32::consts::FRAC_PI_2)
        .ceil()
        .max(1.0);
    let step = (to - from) / parts;
    let reach = 4.0 / 3.0 * (step / 4.0).tan() * radius;
    let mut segs = vec![Seg::Move(x + radius * from.sin(), y - radius * from.cos())];
    let mut angle = from;
    while segs.len() <= whole(parts) {
        let next = angle + step;
        segs.push(Seg::Curve([
            x + radius * angle.sin() + reach * angle.cos(),
            y - radius * angle.cos() + reach * angle.sin(),
            x + radius * next.sin() - reach * next.cos(),
            y - radius * next.cos() - reach * next.sin(),
            x + radius * next.sin(),
            y - radius * next.cos(),
        ]));
        angle = next;
    }
    segs
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of parts"
)]
fn whole(parts: f32) -> usize {
    parts as usize
}

/// The page in words, rounded to a tenth of a point, for golden tests.
pub(in crate::report) fn describe(page: &Page, out: &mut String) {
    let _ = writeln!(
        out,
        "page {:.0} x {:.0} {}",
        page.width, page.height, page.chapter
    );
    for item in &page.items {
        match item {
            Item::Text {
                x,
                y,
                size,
                ink,
                words,
                ..
            } => {
                let text: String = words
                    .iter()
                    .flat_map(|(word, _)| &word.runs)
                    .map(|run| run.text.as_str())
                    .collect();
                let right = x + words
                    .iter()
                    .map(|(word, after)| word.wide(*size) + after)
                    .sum::<f32>();
                let _ = writeln!(
                    out,
                    "  text {x:.1} to {right:.1} at {y:.1} size {size:.1} {} {text:?}",
                    hex(*ink)
                );
            }
            Item::Path { segs, fill, stroke } => {
                let (x, y, right, bottom) = extent(segs);
                let fill = fill.map_or(String::new(), |ink| format!(" fill {}", hex(ink)));
                let stroke = stroke.as_ref().map_or(String::new(), |s| {
                    format!(" stroke {} {:.1}", hex(s.ink), s.width)
                });
                let _ = writeln!(
                    out,
                    "  path {x:.1} {y:.1} to {right:.1} {bottom:.1}{fill}{stroke}"
                );
            }
            Item::Logo { area, .. } => {
                let [x, y, w, h] = area;
                let _ = writeln!(out, "  logo {x:.1} {y:.1} to {:.1} {:.1}", x + w, y + h);
            }
            Item::Begin { mcid, .. } => drop(writeln!(out, "  begin {mcid}")),
            Item::Artifact => out.push_str("  artifact\n"),
            Item::End => out.push_str("  end\n"),
            Item::Link {
                x, y, w, h, target, ..
            } => drop(writeln!(
                out,
                "  link {x:.1} {y:.1} {w:.1} {h:.1} {target:?}"
            )),
        }
    }
}

fn hex(ink: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", ink.0, ink.1, ink.2)
}

/// The corners of a path's rectangle: left, top, right, bottom.
pub(in crate::report) fn extent(segs: &[Seg]) -> (f32, f32, f32, f32) {
    let points = segs.iter().flat_map(|seg| match *seg {
        Seg::Move(x, y) | Seg::Line(x, y) => vec![(x, y)],
        Seg::Curve([a, b, c, d, e, f]) => vec![(a, b), (c, d), (e, f)],
        Seg::Close => Vec::new(),
    });
    points.fold(
        (f32::MAX, f32::MAX, f32::MIN, f32::MIN),
        |(left, top, right, bottom), (x, y)| (left.min(x), top.min(y), right.max(x), bottom.max(y)),
    )
}
