//! The key below a diagram: what its shapes, lines and badges mean, and the texts that found no room in it.

use super::lines::{arrowhead, draw_dot, draw_shape};
use crate::report::blocks::{Align, Drawing, LegendEntry, RiskLevel, Shape, Span};
use crate::report::theme::{self, ACCENT, LABEL, NAVY, Type, risk_fill};
use crate::report::typeset::composer::{Composer, Marking, nth};
use crate::report::typeset::display::{Seg, Stroke};
use crate::report::typeset::structure::Tag;
use crate::report::typeset::wrap::Line;

/// One explained sign.
enum Sign {
    Shape(Shape),
    Crossing,
    Back,
    Badge(RiskLevel),
}

impl Sign {
    fn words(&self) -> &'static str {
        match self {
            Sign::Shape(shape) => shape.word(),
            Sign::Crossing => "crosses a trust boundary",
            Sign::Back => "drawn backwards",
            Sign::Badge(_) => "worst risk, number of findings",
        }
    }
}

const SIGN: f32 = 20.0;
const ABOVE: f32 = 8.0;

fn signs(drawing: &Drawing) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Shape::ALL
        .into_iter()
        .filter(|shape| drawing.boxes.iter().any(|drawn| drawn.shape == *shape))
        .map(Sign::Shape)
        .collect();
    if drawing.flows.iter().any(|flow| flow.crosses) {
        signs.push(Sign::Crossing);
    }
    if drawing.flows.iter().any(|flow| flow.back) {
        signs.push(Sign::Back);
    }
    signs.extend(drawing.levels().last().copied().map(Sign::Badge));
    signs
}

fn face(c: &Composer<'_>) -> Type {
    c.scaled(Type {
        size: 7.6,
        leading: 12.4,
        ..LABEL
    })
}

/// Signs with their distance from the left, row by row.
fn rows(c: &Composer<'_>, drawing: &Drawing) -> Vec<Vec<(Sign, f32)>> {
    let face = face(c);
    let mut rows: Vec<Vec<(Sign, f32)>> = Vec::new();
    let mut x = 0.0;
    for sign in signs(drawing) {
        let wide = SIGN + c.book().width(face.role, face.size, sign.words()) + 12.0;
        if rows.is_empty() || x + wide - 12.0 > c.frame.width {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((sign, x));
        }
        x += wide;
    }
    rows
}

/// An entry of the legend: how far from the left, on which line, and its own lines.
type Entry = (f32, usize, Vec<Line>);

/// The entries of the legend, as many beside each other as fit, and how many lines they take. Each is a text of its own: what is read
/// from right to left turns nothing but itself.
fn legend(c: &Composer<'_>, legend: &[LegendEntry]) -> (Vec<Entry>, usize) {
    const APART: f32 = 12.0;
    let mut entries: Vec<Entry> = Vec::new();
    let (mut x, mut row, mut below) = (0.0, 0, 0);
    for entry in legend {
        let spans = [
            Span::strong(&entry.mark),
            Span::plain(format!(" {}", entry.text)),
        ];
        let lines = c.wrap(&spans, face(c), c.frame.width, Align::Left);
        let wide = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        if x > 0.0 && x + wide > c.frame.width {
            (x, row) = (0.0, below);
        }
        below = below.max(row + lines.len());
        entries.push((x, row, lines));
        x += wide + APART;
    }
    (entries, below)
}

/// The height of the key.
pub(super) fn height(c: &Composer<'_>, drawing: &Drawing) -> f32 {
    let lines = rows(c, drawing).len() + legend(c, &drawing.legend).1;
    ABOVE + nth(lines) * face(c).leading
}

/// Draws the key and moves below it.
pub(super) fn draw(c: &mut Composer<'_>, drawing: &Drawing) {
    let (face, left) = (face(c), c.frame.left);
    c.y += ABOVE;
    for row in rows(c, drawing) {
        let (top, middle) = (c.y, c.y + face.leading / 2.0);
        c.artifact(|c| {
            for (sign, x) in &row {
                draw_sign(c, sign, left + x, middle);
            }
        });
        let base = top + c.baseline(face);
        c.tagged(Tag::P, |c| {
            c.content(|c| {
                for (sign, x) in &row {
                    c.text(left + x + SIGN, base, sign.words(), face, Align::Left);
                }
            });
        });
        c.y += face.leading;
    }
    let (entries, lines) = legend(c, &drawing.legend);
    for (x, row, lines) in &entries {
        let y = c.y + nth(*row) * face.leading;
        c.tagged(Tag::P, |c| {
            c.lines(left + x, y, lines, face, Marking::Content);
        });
    }
    c.y += nth(lines) * face.leading;
}

fn draw_sign(c: &mut Composer<'_>, sign: &Sign, x: f32, y: f32) {
    match sign {
        Sign::Shape(shape) => draw_shape(c, *shape, [x, y - 3.6, 14.0, 7.2], 4.0),
        Sign::Crossing | Sign::Back => {
            let crossing = matches!(sign, Sign::Crossing);
            let (ink, width) = if crossing { (NAVY, 1.5) } else { (ACCENT, 0.9) };
            let dash = if crossing { Vec::new() } else { vec![3.0, 2.0] };
            c.path(
                vec![Seg::Move(x, y), Seg::Line(x + 11.0, y)],
                None,
                Some(Stroke { ink, width, dash }),
            );
            c.path(arrowhead((x, y), (x + 15.0, y), 5.0), Some(ink), None);
        }
        Sign::Badge(level) => {
            draw_dot(c, x + 8.0, y, 4.6, risk_fill(*level));
            let letter = Type::new(
                crate::report::typeset::Role::SemiBold,
                6.4,
                8.0,
                theme::risk_ink(*level),
            );
            c.text(
                x + 8.0,
                y - 4.0 + c.baseline(letter),
                level.letter(),
                letter,
                Align::Center,
            );
        }
    }
}
