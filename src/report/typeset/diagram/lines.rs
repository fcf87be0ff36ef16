//! Shapes and lines of a diagram: outlines of components, arrowheads, polylines with round corners and jumps.

use crate::report::blocks::Shape;
use crate::report::theme::{NAVY, PANEL, Rgb, WHITE};
use crate::report::typeset::composer::Composer;
use crate::report::typeset::display::{Seg, Stroke, circle, rect, rounded};

/// A point on paper.
pub(super) type Point = (f32, f32);

/// The outline of a component, by what it is; the same differences as on the screen.
pub(super) fn draw_shape(c: &mut Composer<'_>, shape: Shape, area: [f32; 4], cell: f32) {
    let [x, y, w, h] = area;
    let edge = |width| Some(Stroke::solid(NAVY, width));
    match shape {
        Shape::Process => c.path(rounded(x, y, w, h, cell * 0.7), Some(WHITE), edge(1.0)),
        Shape::Store => {
            c.path(rect(x, y, w, h), Some(WHITE), edge(0.8));
            let inset = store_edge(cell, h);
            for line in [y + inset, y + h - inset] {
                c.path(
                    vec![Seg::Move(x, line), Seg::Line(x + w, line)],
                    None,
                    edge(0.8),
                );
            }
        }
        Shape::Model => c.path(
            cut_corners(area, (cell * 0.9).min(h / 4.0)),
            Some(WHITE),
            edge(1.9),
        ),
        Shape::External => c.path(rect(x, y, w, h), Some(PANEL), edge(0.8)),
        Shape::Sensor => {
            let dash = Stroke {
                ink: NAVY,
                width: 1.0,
                dash: vec![2.6, 1.8],
            };
            c.path(rounded(x, y, w, h, cell * 0.7), Some(WHITE), Some(dash));
        }
    }
}

/// How far the inner line of a store stands from its edge.
pub(super) fn store_edge(cell: f32, height: f32) -> f32 {
    (cell * 0.34).min(height / 8.0)
}

fn cut_corners(area: [f32; 4], cut: f32) -> Vec<Seg> {
    let [x, y, w, h] = area;
    let (right, bottom) = (x + w, y + h);
    vec![
        Seg::Move(x + cut, y),
        Seg::Line(right - cut, y),
        Seg::Line(right, y + cut),
        Seg::Line(right, bottom - cut),
        Seg::Line(right - cut, bottom),
        Seg::Line(x + cut, bottom),
        Seg::Line(x, bottom - cut),
        Seg::Line(x, y + cut),
        Seg::Close,
    ]
}

/// A point on the way from one point to another.
pub(super) fn towards(from: Point, to: Point, distance: f32) -> Point {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(0.01);
    let part = (distance / length).min(1.0);
    (from.0 + dx * part, from.1 + dy * part)
}

/// A triangle whose tip is the end of a line.
pub(super) fn arrowhead(before: Point, end: Point, size: f32) -> Vec<Seg> {
    let base = towards(end, before, size);
    let (dx, dy) = ((end.0 - base.0) * 0.42, (end.1 - base.1) * 0.42);
    vec![
        Seg::Move(end.0, end.1),
        Seg::Line(base.0 - dy, base.1 + dx),
        Seg::Line(base.0 + dy, base.1 - dx),
        Seg::Close,
    ]
}

/// A polyline with round corners; its level pieces jump over the upright pieces of others.
pub(super) fn bent(points: &[Point], cell: f32, uprights: &[(f32, f32, f32)]) -> Vec<Seg> {
    let Some(first) = points.first() else {
        return Vec::new();
    };
    let mut segs = vec![Seg::Move(first.0, first.1)];
    let mut at = *first;
    for place in 1..points.len() {
        let corner = points[place];
        match points.get(place + 1) {
            None => line_to(&mut segs, at, corner, uprights),
            Some(next) => {
                let radius = (cell * 0.9)
                    .min(distance(at, corner) / 2.0)
                    .min(distance(corner, *next) / 2.0);
                let (enter, leave) = (towards(corner, at, radius), towards(corner, *next, radius));
                line_to(&mut segs, at, enter, uprights);
                let (a, b) = (
                    towards(enter, corner, radius * 0.55),
                    towards(leave, corner, radius * 0.55),
                );
                segs.push(Seg::Curve([a.0, a.1, b.0, b.1, leave.0, leave.1]));
                at = leave;
            }
        }
    }
    segs
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// How far a level line rises over an upright one that it crosses.
const JUMP: f32 = 2.2;

fn line_to(segs: &mut Vec<Seg>, from: Point, to: Point, uprights: &[(f32, f32, f32)]) {
    if (from.1 - to.1).abs() < 0.01 {
        let (low, high) = (from.0.min(to.0) + 1.2 * JUMP, from.0.max(to.0) - 1.2 * JUMP);
        let mut crossed: Vec<f32> = uprights
            .iter()
            .filter(|(x, top, bottom)| {
                (low..high).contains(x) && top + JUMP < from.1 && from.1 < bottom - JUMP
            })
            .map(|(x, _, _)| *x)
            .collect();
        crossed.sort_by(f32::total_cmp);
        crossed.dedup_by(|a, b| (*a - *b).abs() < 2.5 * JUMP);
        let ahead = if to.0 > from.0 { JUMP } else { -JUMP };
        if ahead < 0.0 {
            crossed.reverse();
        }
        for x in crossed {
            let y = from.1;
            segs.push(Seg::Line(x - ahead, y));
            segs.push(Seg::Curve([
                x - ahead,
                y - JUMP * 1.3,
                x + ahead,
                y - JUMP * 1.3,
                x + ahead,
                y,
            ]));
        }
    }
    segs.push(Seg::Line(to.0, to.1));
}

/// A small round mark with a letter, for the key.
pub(super) fn draw_dot(c: &mut Composer<'_>, x: f32, y: f32, radius: f32, ink: Rgb) {
    c.path(circle(x, y, radius), Some(ink), None);
}
