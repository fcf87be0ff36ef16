//! Draws zones and flows of a drawing through a window of cells; its boxes are drawn in `boxes`.

use super::cells;
use super::lines::{Point, arrowhead, bent, towards};
use super::split::{Clip, Part, pieces};
use super::taken::{Taken, meet};
use crate::report::blocks::{
    Align, CellPoint, CellRect, Drawing, DrawnBox, DrawnFlow, DrawnZone, Target,
};
use crate::report::theme::{ACCENT, NAVY, Rgb, SMALLEST, SUB, Type, WHITE, ZONE, ZONE_EDGE};
use crate::report::typeset::Role;
use crate::report::typeset::composer::Composer;
use crate::report::typeset::display::{Stroke, rounded};
use crate::report::typeset::structure::Tag;

/// A window on a drawing: which cells it shows, where, and how wide a cell is.
pub(super) struct View {
    pub origin: (f32, f32),
    pub window: CellRect,
    pub cell: f32,
}

impl View {
    /// Draws everything.
    pub(super) fn draw(&self, c: &mut Composer<'_>, drawing: &Drawing) {
        drawing
            .zones
            .iter()
            .for_each(|zone| self.zone(c, &zone.rect));
        let uprights = self.uprights(drawing);
        let mut taken = Taken::default();
        for flow in &drawing.flows {
            let points: Vec<Point> = flow
                .points
                .iter()
                .map(|point| self.middle(*point))
                .collect();
            self.flow_line(c, flow, &points, &uprights, true);
            taken.line(&points, true, self.cell);
        }
        // After the flows: a line never crosses out a name.
        for zone in &drawing.zones {
            taken
                .texts
                .extend(self.zone_title(c, zone, &zone.rect, &taken));
        }
        let shown: Vec<&DrawnBox> = drawing.boxes.iter().collect();
        self.boxes(c, &shown, &taken);
        drawing
            .flows
            .iter()
            .for_each(|flow| self.flow_label(c, drawing, flow, &[]));
    }

    /// Draws what belongs to a part, with a numbered mark wherever a flow leaves it.
    pub(super) fn draw_part(&self, c: &mut Composer<'_>, drawing: &Drawing, part: &Part) {
        let zones: Vec<(&DrawnZone, CellRect)> = drawing
            .zones
            .iter()
            .filter_map(|zone| Some((zone, part.zone(drawing, zone)?)))
            .collect();
        for (_, rect) in &zones {
            self.zone(c, rect);
        }
        let mut marks = Vec::new();
        let mut taken = Taken::default();
        let boxes = part.boxes.iter().map(|place| &drawing.boxes[*place]);
        taken
            .boxes
            .extend(boxes.map(|drawn| self.outline(&drawn.rect)));
        for (number, flow) in drawing
            .flows
            .iter()
            .enumerate()
            .filter(|(_, flow)| part.touches(drawing, flow))
        {
            for Clip {
                points,
                leaves_start,
                leaves_end,
            } in pieces(drawing, flow, part)
            {
                let line: Vec<Point> = points.iter().map(|point| self.middle(*point)).collect();
                self.flow_line(c, flow, &line, &[], !leaves_end);
                taken.line(&line, !leaves_end, self.cell);
                if let [first, second, ..] = line[..]
                    && leaves_start
                {
                    marks.push((number + 1, first, second));
                }
                if let [.., second, last] = line[..]
                    && leaves_end
                {
                    marks.push((number + 1, last, second));
                }
            }
        }
        let marks: Vec<(usize, [f32; 4])> = marks
            .into_iter()
            .map(|(number, end, inside)| {
                let area = taken.free_for_mark(self.mark_size(c, number), end, inside);
                taken.texts.push(area);
                (number, area)
            })
            .collect();
        for (zone, rect) in &zones {
            taken.texts.extend(self.zone_title(c, zone, rect, &taken));
        }
        let shown: Vec<&DrawnBox> = part
            .boxes
            .iter()
            .map(|place| &drawing.boxes[*place])
            .collect();
        self.boxes(c, &shown, &taken);
        let labelled = drawing
            .flows
            .iter()
            .filter(|flow| part.touches(drawing, flow));
        let areas: Vec<[f32; 4]> = marks.iter().map(|(_, area)| *area).collect();
        labelled.for_each(|flow| self.flow_label(c, drawing, flow, &areas));
        for (number, area) in marks {
            self.mark(c, number, area);
        }
    }

    /// Makes boxes lead to their sheets.
    pub(super) fn link_boxes(&self, c: &mut Composer<'_>, drawing: &Drawing, part: Option<&Part>) {
        for (place, drawn) in drawing.boxes.iter().enumerate() {
            let shown = part.is_none_or(|part| part.boxes.contains(&place));
            if let Some(target) = drawn
                .target
                .as_ref()
                .filter(|target| shown && c.leads(target))
            {
                self.link_box(c, drawn, target);
            }
        }
    }

    fn link_box(&self, c: &mut Composer<'_>, drawn: &DrawnBox, target: &Target) {
        let area = self.outline(&drawn.rect);
        c.tagged(Tag::Link, |c| c.link(area, target, &drawn.title));
    }

    // ---- geometry

    /// The middle of a cell on paper.
    fn middle(&self, point: CellPoint) -> Point {
        let x = self.origin.0 + (cells(point.x - self.window.x) + 0.5) * self.cell;
        let y = self.origin.1 + (cells(point.y - self.window.y) + 0.5) * self.cell * 2.0;
        (x, y)
    }

    /// A rectangle through the middles of the outermost cells: left, top, width, height.
    pub(super) fn outline(&self, rect: &CellRect) -> [f32; 4] {
        let (x, y) = self.middle(CellPoint {
            x: rect.x,
            y: rect.y,
        });
        [
            x,
            y,
            cells((rect.w - 1).max(1)) * self.cell,
            cells((rect.h - 1).max(1)) * self.cell * 2.0,
        ]
    }

    pub(super) fn type_of(&self, role: Role, factor: f32, ink: Rgb) -> Type {
        let size = (self.cell * factor).max(SMALLEST);
        Type::new(role, size, size * 1.18, ink)
    }

    // ---- zones

    fn zone(&self, c: &mut Composer<'_>, area: &CellRect) {
        let [x, y, w, h] = self.outline(area);
        let edge = Stroke {
            ink: ZONE_EDGE,
            width: 0.8,
            dash: vec![3.2, 2.2],
        };
        c.path(rounded(x, y, w, h, self.cell * 0.9), Some(ZONE), Some(edge));
    }

    /// The zone's name stands on its upper edge, its trust at the right end of the edge; both step aside where a flow crosses the edge.
    /// Tells where they stand.
    fn zone_title(
        &self,
        c: &mut Composer<'_>,
        zone: &DrawnZone,
        area: &CellRect,
        taken: &Taken,
    ) -> Vec<[f32; 4]> {
        let [x, y, w, _] = self.outline(area);
        let name = self.type_of(Role::SemiBold, 1.5, SUB);
        let small = self.type_of(Role::Sans, 1.34, SUB);
        let trust_width = c.book().width(small.role, small.size, &zone.trust);
        let room = w - 3.0 * self.cell;
        let both = room - trust_width - 2.0 * self.cell > self.cell * 6.0 && !zone.trust.is_empty();
        let (first, last) = (x + self.cell * 1.2, x + w - self.cell * 1.2);
        let end = if both {
            last - trust_width - 2.0 * self.cell
        } else {
            last
        };
        // Where the edge is crowded a shorter name may still find room.
        let found = [1.0, 0.6, 0.35].into_iter().find_map(|part| {
            let title = c.shortened(&zone.title, name, (end - first) * part);
            let wide = c.book().width(name.role, name.size, &title);
            let left = taken.free_on(y, (first, end - wide), wide, first)?;
            Some((title, left))
        });
        let (title, left) =
            found.unwrap_or_else(|| (c.shortened(&zone.title, name, end - first), first));
        let patch = on_edge(c, left, y, &title, name);
        let mut texts = vec![patch];
        if both {
            let from = patch[0] + patch[2] + 2.0 * self.cell;
            let right = last - trust_width;
            if let Some(left) = taken.free_on(y, (from, right), trust_width, right) {
                texts.push(on_edge(c, left, y, &zone.trust, small));
            }
        }
        texts
    }

    // ---- flows

    /// All upright pieces of all flows, for the jumps of level pieces.
    fn uprights(&self, drawing: &Drawing) -> Vec<(f32, f32, f32)> {
        let pieces = drawing.flows.iter().flat_map(|flow| flow.points.windows(2));
        let uprights = pieces.filter(|piece| piece[0].x == piece[1].x && piece[0].y != piece[1].y);
        uprights
            .map(|piece| {
                let ((x, from), (_, to)) = (self.middle(piece[0]), self.middle(piece[1]));
                (x, from.min(to), from.max(to))
            })
            .collect()
    }

    fn flow_line(
        &self,
        c: &mut Composer<'_>,
        flow: &DrawnFlow,
        points: &[Point],
        uprights: &[(f32, f32, f32)],
        arrow: bool,
    ) {
        let [.., before, end] = points else { return };
        let head = self.cell * 0.95;
        let mut line = points.to_vec();
        if arrow {
            let last = line.len() - 1;
            line[last] = towards(*end, *before, head * 0.8);
        }
        let width = if flow.crosses { 1.5 } else { 0.9 };
        let dash = if flow.back {
            vec![3.4, 2.2]
        } else {
            Vec::new()
        };
        let ink = if flow.crosses { NAVY } else { ACCENT };
        c.path(
            bent(&line, self.cell, uprights),
            None,
            Some(Stroke { ink, width, dash }),
        );
        if arrow {
            c.path(arrowhead(*before, *end, head), Some(ink), None);
        }
    }

    /// Where a mark stands in its way, a label is left to the list of the marks.
    fn flow_label(
        &self,
        c: &mut Composer<'_>,
        drawing: &Drawing,
        flow: &DrawnFlow,
        marks: &[[f32; 4]],
    ) {
        let Some(label) = flow
            .label
            .as_ref()
            .filter(|label| covers(&self.window, &label.rect))
        else {
            return;
        };
        let (x, y) = self.middle(CellPoint {
            x: label.rect.x,
            y: label.rect.y,
        });
        let face = self.type_of(Role::Sans, 1.4, SUB);
        let wide = cells(label.rect.w) * self.cell;
        // A number that was cut would say nothing.
        let is_mark = drawing.legend.iter().any(|it| it.mark == label.text);
        let text = if is_mark {
            label.text.clone()
        } else {
            c.shortened(&label.text, face, wide)
        };
        let width = c.book().width(face.role, face.size, &text);
        // It stands as near to its own line as it can, or it is read as the label of another.
        let spare = (wide - width).max(0.0) / 2.0;
        let aside = match side(flow, &label.rect) {
            Align::Left => -spare,
            Align::Center => 0.0,
            Align::Right => spare,
        };
        let (x, middle) = (
            x - self.cell / 2.0 + wide / 2.0 + aside,
            y + cells(label.rect.h - 1) * self.cell,
        );
        let inside = drawing
            .zones
            .iter()
            .any(|zone| covers(&zone.rect, &label.rect));
        let ground = if inside { ZONE } else { WHITE };
        let area @ [left, top, w, h] = [
            x - width / 2.0 - 1.6,
            middle - face.leading / 2.0,
            width + 3.2,
            face.leading,
        ];
        if marks.iter().any(|mark| meet(mark, &area)) {
            return;
        }
        c.fill(left, top, w, h, ground);
        c.text(
            x,
            middle - face.leading / 2.0 + c.baseline(face),
            &text,
            face,
            Align::Center,
        );
    }

    fn mark_type(&self) -> Type {
        self.type_of(Role::SemiBold, 1.1, WHITE)
    }

    fn mark_size(&self, c: &Composer<'_>, number: usize) -> (f32, f32) {
        let face = self.mark_type();
        let wide = c.book().width(face.role, face.size, &number.to_string());
        ((wide + 5.0).max(face.size * 1.5), face.size * 1.5)
    }

    /// The number of a flow where it leaves a part.
    fn mark(&self, c: &mut Composer<'_>, number: usize, area: [f32; 4]) {
        let face = self.mark_type();
        let (left, right) = (
            self.origin.0,
            self.origin.0 + cells(self.window.w) * self.cell,
        );
        let [x, y, w, h] = area;
        let x = x.clamp(left, (right - w).max(left));
        c.fill_rounded([x, y, w, h], h / 2.0, NAVY);
        c.text(
            x + w / 2.0,
            y + (h - face.leading) / 2.0 + c.baseline(face),
            &number.to_string(),
            face,
            Align::Center,
        );
    }
}

/// Text in the middle of an edge, on a patch that interrupts the edge. Tells where the patch is.
fn on_edge(c: &mut Composer<'_>, left: f32, y: f32, text: &str, face: Type) -> [f32; 4] {
    let width = c.book().width(face.role, face.size, text);
    let patch = [
        left - 3.0,
        y - face.leading / 2.0,
        width + 6.0,
        face.leading,
    ];
    if text.is_empty() {
        return patch;
    }
    c.fill_rounded(patch, 2.0, WHITE);
    c.text(
        left,
        y - face.leading / 2.0 + c.baseline(face),
        text,
        face,
        Align::Left,
    );
    patch
}

/// At which side of a label its flow runs; in the middle where the label interrupts the line or stands above it.
pub(super) fn side(flow: &DrawnFlow, label: &CellRect) -> Align {
    let beside = |pair: &&[CellPoint]| {
        let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
        pair[0].x == pair[1].x && top < label.y + label.h && bottom >= label.y
    };
    let pieces = || flow.points.windows(2);
    let middle = pieces().any(|pair| {
        let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
        pair[0].y == pair[1].y
            && (label.y - 1..=label.y + label.h).contains(&pair[0].y)
            && left < label.x + label.w
            && right >= label.x
    });
    let nearest = pieces()
        .filter(beside)
        .map(|pair| pair[0].x)
        .filter(|x| !(label.x..label.x + label.w).contains(x))
        .min_by_key(|x| (label.x - x).max(x - label.x - label.w));
    match nearest {
        Some(x) if !middle && x < label.x => Align::Left,
        Some(_) if !middle => Align::Right,
        _ => Align::Center,
    }
}

fn covers(outer: &CellRect, inner: &CellRect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && outer.x + outer.w >= inner.x + inner.w
        && outer.y + outer.h >= inner.y + inner.h
}
