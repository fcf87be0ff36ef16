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
            Sign::Back => "flows back",
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

fn legend_lines(c: &Composer<'_>, legend: &[LegendEntry]) -> Vec<Line> {
    if legend.is_empty() {
        return Vec::new();
    }
    let spans: Vec<Span> = legend
        .iter()
        .flat_map(|entry| {
            [
                Span::strong(&entry.mark),
                Span::plain(format!("\u{a0}{}    ", entry.text.replace(' ', "\u{a0}"))),
            ]
        })
        .collect();
    c.wrap(&spans, face(c), c.frame.width, Align::Left)
}

/// The height of the key.
pub(super) fn height(c: &Composer<'_>, drawing: &Drawing) -> f32 {
    let lines = rows(c, drawing).len() + legend_lines(c, &drawing.legend).len();
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
    let legend = legend_lines(c, &drawing.legend);
    if !legend.is_empty() {
        let y = c.y;
        c.tagged(Tag::P, |c| {
            c.lines(left, y, &legend, face, Marking::Content);
        });
        c.y += nth(legend.len()) * face.leading;
    }
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
