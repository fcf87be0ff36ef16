//! Figures: the frame around a chart (heading, alternative text, caption), and the way to the right drawing.

use super::Role;
use super::cards::{small_title, small_title_height};
use super::charts;
use super::composer::{Composer, Marking, nth};
use super::diagram;
use super::matrix;
use super::prose::BLOCK_GAP;
use super::structure::{ElemId, Tag};
use super::wrap::Line;
use crate::report::blocks::{Align, Figure, FigureKind, Span};
use crate::report::theme::{CAPTION, Type};

/// Sets a figure.
pub(super) fn figure(c: &mut Composer<'_>, figure: &Figure) {
    match &figure.kind {
        FigureKind::Matrix(it) => matrix::matrix(c, figure, it),
        FigureKind::Diagram(it) => diagram::diagram(c, figure, it),
        _ => chart(c, figure),
    }
}

/// How much of a figure must stay with the heading above it.
pub(super) fn opening(c: &Composer<'_>, figure: &Figure) -> f32 {
    match &figure.kind {
        FigureKind::Matrix(it) => matrix::opening(c, it),
        FigureKind::Diagram(it) => diagram::opening(c, it),
        _ => c.measure(|trial| chart(trial, figure)),
    }
}

fn chart(c: &mut Composer<'_>, figure: &Figure) {
    c.gap(BLOCK_GAP);
    let (frame, height) = (c.frame, charts::height(c, &figure.kind));
    let captions = caption_lines(c, &figure.caption);
    c.begin(title_room(c, figure) + height + caption_height(c, &captions));
    c.anchor(&figure.id);
    small_title(c, &figure.title);
    let top = c.y;
    let elem = c.figure(&figure.alt, [frame.left, top, frame.width, height], |c| {
        charts::draw(c, &figure.kind, top);
    });
    c.y = top + height;
    caption(c, elem, &captions);
    c.gap(BLOCK_GAP);
}

/// The room that a heading wants above its figure, with some air.
pub(super) fn title_room(c: &Composer<'_>, figure: &Figure) -> f32 {
    const AIR: f32 = 13.0;
    match small_title_height(c, &figure.title) {
        0.0 => 0.0,
        height => height + AIR,
    }
}

/// The caption's lines, with the figure's number before it; none where there is no caption.
pub(super) fn caption_lines(c: &mut Composer<'_>, caption: &[Span]) -> Vec<Line> {
    if caption.is_empty() {
        return Vec::new();
    }
    c.figures += 1;
    let face = c.scaled(CAPTION);
    let number = Span::strong(format!("Figure {}", c.figures));
    let spans: Vec<Span> = [number, Span::plain("  ")]
        .into_iter()
        .chain(caption.iter().cloned())
        .collect();
    c.wrap(&spans, face, c.frame.width, Align::Left)
}

/// The room that a caption takes below its figure.
pub(super) fn caption_height(c: &Composer<'_>, lines: &[Line]) -> f32 {
    if lines.is_empty() {
        0.0
    } else {
        6.0 + nth(lines.len()) * c.scaled(CAPTION).leading
    }
}

/// Draws the caption below a figure, as part of its element.
pub(super) fn caption(c: &mut Composer<'_>, figure: ElemId, lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    let (face, x, y) = (c.scaled(CAPTION), c.frame.left, c.y + 6.0);
    c.inside(figure, |c| {
        c.tagged(Tag::Caption, |c| {
            c.lines(x, y, lines, face, Marking::Content);
        });
    });
    c.y += caption_height(c, lines);
}

/// The type of small texts in charts.
pub(super) fn chart_label(c: &Composer<'_>) -> Type {
    c.scaled(Type {
        size: 7.8,
        leading: 10.6,
        ..crate::report::theme::LABEL
    })
}

/// The type of numbers in charts.
pub(super) fn chart_number(c: &Composer<'_>, size: f32) -> Type {
    c.scaled(Type::new(
        Role::SemiBold,
        size,
        size * 1.3,
        crate::report::theme::INK,
    ))
}
