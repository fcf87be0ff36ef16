//! A figure as SVG, from the same drawing code as the printed page.

use std::fmt::Write as _;
use std::rc::Rc;

use super::composer::{Composer, Frame, Shared};
use super::display::{Item, Seg, Spaced, Stroke};
use super::{charts, diagram};
use crate::report::blocks::{Figure, FigureKind, Target};
use crate::report::clean;
use crate::report::escape::{anchor_name, xml};
use crate::report::theme::Rgb;

/// The width of a chart in the units of its SVG: as narrow as in print, so that its text stays legible in a column.
const CHART: f32 = 260.0;

/// Draws figures; faces and measured words are kept between them.
pub(in crate::report) struct SvgPainter<'f> {
    shared: Rc<Shared<'f>>,
}

impl<'f> SvgPainter<'f> {
    pub(super) fn new(shared: Rc<Shared<'f>>) -> Self {
        Self { shared }
    }

    /// The figure's picture; none for a matrix, which is a table everywhere.
    pub(in crate::report) fn draw(&self, figure: &Figure) -> Option<String> {
        let mut composer = Composer::new(Rc::clone(&self.shared));
        composer.new_page();
        composer.frame = Frame {
            left: 0.0,
            width: CHART,
        };
        composer.y = 0.0;
        let (width, height) = match &figure.kind {
            FigureKind::Matrix(_) => return None,
            FigureKind::Diagram(drawing) => diagram::draw_at_origin(&mut composer, drawing),
            kind => {
                let height = charts::height(&composer, kind);
                charts::draw(&mut composer, kind, 0.0);
                (CHART, height)
            }
        };
        // A large pipeline is scrolled rather than shrunk until nobody can read it.
        let least = match &figure.kind {
            FigureKind::Diagram(_) => width,
            _ => CHART,
        };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"-4 -6 {:.1} {:.1}\" \
             style=\"min-width:{least:.0}px;max-width:{:.0}px\" aria-label=\"{}\">",
            width + 8.0,
            height + 12.0,
            width * 1.7,
            xml(&clean::line(&figure.alt))
        );
        for item in &composer.pages[0].items {
            item_svg(item, &mut svg);
        }
        svg.push_str("</svg>");
        Some(svg)
    }
}

/// A logo's shapes as a picture of its own.
pub(in crate::report) fn drawing_svg(drawing: &crate::report::logo::Drawing) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\" viewBox=\"0 0 {:.2} {:.2}\">",
        drawing.width, drawing.height
    );
    for shape in &drawing.shapes {
        let stroke = shape.stroke.map(|(ink, width)| Stroke::solid(ink, width));
        let rule = if shape.even_odd { "evenodd" } else { "nonzero" };
        let _ = write!(svg, "<g fill-rule=\"{rule}\">");
        path_svg(&shape.segs, shape.fill, stroke.as_ref(), &mut svg);
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}

fn item_svg(item: &Item, out: &mut String) {
    match item {
        Item::Text {
            x,
            y,
            size,
            ink,
            words,
            ..
        } => text_svg([*x, *y, *size], *ink, words, out),
        Item::Path { segs, fill, stroke } => path_svg(segs, *fill, stroke.as_ref(), out),
        Item::Link {
            x,
            y,
            w,
            h,
            target,
            words,
            ..
        } => {
            let Target::Anchor(anchor) = target else {
                return;
            };
            let (href, title) = (xml(&anchor_name(anchor)), xml(words));
            let _ = write!(
                out,
                "<a href=\"#{href}\"><title>{title}</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" \
                 height=\"{h:.1}\" fill=\"transparent\"/></a>"
            );
        }
        // A logo stands on the cover, which is no figure.
        Item::Logo { .. } | Item::Begin { .. } | Item::Artifact | Item::End => {}
    }
}

/// Text with its printed width stated: a reader without our typefaces sees it in the same room.
fn text_svg(place: [f32; 3], ink: Rgb, words: &[Spaced], out: &mut String) {
    let [x, y, size] = place;
    let runs = || words.iter().flat_map(|(word, _)| &word.runs);
    // A browser puts text from right to left in order itself.
    let text: String = words.iter().map(|(word, _)| word.said()).collect();
    let shown = text.trim_end();
    if shown.is_empty() {
        return;
    }
    let width: f32 = words
        .iter()
        .filter(|(word, _)| word.runs.iter().any(|run| run.text != " "))
        .map(|(word, after)| word.wide(size) + after.max(0.0))
        .sum();
    let class = runs().next().map_or("", |run| class_of(run.face));
    let _ = write!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\"{class} fill=\"{}\" textLength=\"{width:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\">{}</text>",
        hex(ink),
        xml(shown)
    );
}

/// The class that stands for a face: weight, slant or typewriter.
fn class_of(face: usize) -> &'static str {
    match face {
        1 => " class=\"b\"",
        2 => " class=\"bb\"",
        3 => " class=\"i\"",
        4 => " class=\"m\"",
        5 => " class=\"m b\"",
        _ => "",
    }
}

fn path_svg(segs: &[Seg], fill: Option<Rgb>, stroke: Option<&Stroke>, out: &mut String) {
    out.push_str("<path d=\"");
    for seg in segs {
        let _ = match seg {
            Seg::Move(x, y) => write!(out, "M{x:.1} {y:.1}"),
            Seg::Line(x, y) => write!(out, "L{x:.1} {y:.1}"),
            Seg::Curve([a, b, c, d, x, y]) => {
                write!(out, "C{a:.1} {b:.1} {c:.1} {d:.1} {x:.1} {y:.1}")
            }
            Seg::Close => write!(out, "Z"),
        };
    }
    let _ = write!(out, "\" fill=\"{}\"", fill.map_or("none".to_owned(), hex));
    if let Some(stroke) = stroke {
        let _ = write!(
            out,
            " stroke=\"{}\" stroke-width=\"{:.1}\"",
            hex(stroke.ink),
            stroke.width
        );
        if !stroke.dash.is_empty() {
            let dash: Vec<String> = stroke
                .dash
                .iter()
                .map(|length| format!("{length:.1}"))
                .collect();
            let _ = write!(out, " stroke-dasharray=\"{}\"", dash.join(" "));
        }
    }
    out.push_str("/>");
}

fn hex(ink: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", ink.0, ink.1, ink.2)
}
