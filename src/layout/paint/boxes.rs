//! The boxes of a picture: borders by shape, names, badges, and the joints where flows leave them.

use std::collections::BTreeMap;

use crate::layout::fold::is_folded;
use crate::layout::geometry::{Direction, Point, Rect};
use crate::layout::glyph::{self, Border, Charset};
use crate::layout::picture::{Badge, BoxDecor, Ink, Severity};
use crate::layout::sketch::{BoxSketch, Shape, Sketch, box_lines, columns, fit, one_line};
use crate::layout::zoom::Zoom;

use super::Painter;

impl Painter<'_> {
    pub(super) fn boxes(&mut self, sketch: &Sketch) {
        let mut borders: BTreeMap<&str, (Border, Ink)> = BTreeMap::new();
        for sketched in &sketch.boxes {
            let Some(&rect) = self.layout.boxes.get(&sketched.id) else {
                continue;
            };
            if !rect.overlaps(self.viewport) {
                continue;
            }
            let decor = self
                .decor
                .boxes
                .get(&sketched.id)
                .cloned()
                .unwrap_or_default();
            match self.zoom {
                Zoom::Detail | Zoom::Normal => {
                    borders.insert(&sketched.id, self.framed(sketched, rect, &decor));
                }
                Zoom::Titles => self.pill(sketched, rect, &decor),
                Zoom::Dots => self.dot(sketched, rect, &decor),
            }
        }
        self.joints(sketch, &borders);
        for id in borders.keys() {
            if let (Some(&rect), Some(decor)) =
                (self.layout.boxes.get(*id), self.decor.boxes.get(*id))
            {
                self.badge(rect, decor);
            }
        }
    }

    pub(super) fn framed(
        &mut self,
        sketched: &BoxSketch,
        rect: Rect,
        decor: &BoxDecor,
    ) -> (Border, Ink) {
        let folded = is_folded(&sketched.id) && !decor.selected;
        let (ink, shape) = match (decor.ghost, folded) {
            (true, _) => (Ink::Ghost, Shape::Sensor),
            (false, true) => (Ink::Zone, sketched.shape),
            (false, false) => (Ink::Box, sketched.shape),
        };
        // A folded zone looks like a small zone, so that nobody takes it for a component.
        let border = if folded {
            glyph::zone_border(self.charset)
        } else {
            glyph::box_border(shape, decor.selected, self.charset)
        };
        self.frame(rect, &border, ink, decor.selected);
        self.title(sketched, rect, decor);
        (border, ink)
    }

    /// The name between marks that tell the shape, on as many rows as the box has inside, as wide as the name if there is room.
    pub(super) fn pill(&mut self, sketched: &BoxSketch, rect: Rect, decor: &BoxDecor) {
        let (open, close) = if is_folded(&sketched.id) {
            glyph::folded_pill(self.charset)
        } else {
            glyph::pill(sketched.shape, self.charset)
        };
        let mark = self.far_mark(decor);
        let mut lines = if rect.h > 1 {
            box_lines(&sketched.title)
        } else {
            vec![one_line(&sketched.title)]
        };
        let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
        // The mark stands between a blank and the closing bracket: it would run into a flow that leaves there.
        let around = if mark.is_some() { 4 } else { 2 };
        let rect = self.widened(rect, longest + around);
        let room = rect.w - around;
        lines.resize(usize::try_from(rect.h).unwrap_or(1), String::new());
        let ink = if decor.ghost {
            Ink::Ghost
        } else {
            Ink::BoxTitle
        };
        for (y, line) in (rect.y..).zip(lines) {
            let row = Point::new(rect.x, y);
            let blank = " ".repeat(usize::try_from(rect.w).unwrap_or(0));
            self.write(row, &blank, Ink::BoxTitle, decor.selected);
            let line = fit(&line, usize::try_from(room).unwrap_or(0));
            let middle = row.shifted(1 + (room - columns(&line)) / 2, 0);
            self.write(middle, &line, ink, decor.selected);
            self.put(row, open, Ink::Box, decor.selected);
            let end = row.shifted(rect.w - 1, 0);
            self.put(end, close, Ink::Box, decor.selected);
        }
        let corner = rect.corner();
        if let Some(jump) = decor.jump {
            self.put(corner, jump, Ink::Jump, decor.selected);
        }
        if let Some((mark, ink)) = mark {
            self.put(corner.shifted(rect.w - 2, 0), mark, ink, decor.selected);
        }
    }

    /// What says from far away how a component stands: the letter of its worst open risk, or that nobody has looked at it.
    fn far_mark(&self, decor: &BoxDecor) -> Option<(char, Ink)> {
        let badge = decor.badge?;
        let mark = match badge {
            Badge::Unreviewed => Some(glyph::unreviewed(self.charset)),
            other => other.letter(),
        };
        mark.map(|mark| (mark, Ink::Badge(badge.severity())))
    }

    /// The rectangle, grown to the right up to a width as far as nothing stands there.
    fn widened(&self, rect: Rect, width: i32) -> Rect {
        let blank = |x: i32, y: i32| {
            let index = self.picture.index(x - self.viewport.x, y - self.viewport.y);
            let empty = index.is_some_and(|at| self.picture.cells[at].ink == Ink::Blank);
            empty
                && !self
                    .layout
                    .boxes
                    .values()
                    .any(|other| other.contains(Point::new(x, y)))
        };
        // One cell stays free behind it, so that it touches nothing.
        let free = |x: i32| (rect.y..rect.bottom()).all(|y| blank(x, y) && blank(x + 1, y));
        let more = (rect.right()..rect.x + width).take_while(|x| free(*x));
        let more = i32::try_from(more.count()).unwrap_or(0);
        Rect {
            w: rect.w + more,
            ..rect
        }
    }

    /// One mark by shape, and beside it the letter of the worst open risk, both in its colour.
    pub(super) fn dot(&mut self, sketched: &BoxSketch, rect: Rect, decor: &BoxDecor) {
        let ink = decor
            .badge
            .map_or(Ink::Box, |badge| Ink::Badge(badge.severity()));
        self.put(
            rect.corner(),
            if is_folded(&sketched.id) {
                glyph::folded_dot(self.charset)
            } else {
                glyph::dot(sketched.shape, self.charset)
            },
            ink,
            decor.selected,
        );
        if let Some((mark, ink)) = self.far_mark(decor) {
            self.put(rect.corner().shifted(1, 0), mark, ink, decor.selected);
        }
    }

    pub(super) fn title(&mut self, sketched: &BoxSketch, rect: Rect, decor: &BoxDecor) {
        let ink = if decor.ghost {
            Ink::Ghost
        } else {
            Ink::BoxTitle
        };
        let mut lines = box_lines(&sketched.title);
        let inner = rect.h - 2;
        if self.zoom == Zoom::Detail {
            // A detail that is wider than the name keeps a blank from the border, as the name does.
            let within = usize::try_from(rect.w - 4).unwrap_or(0);
            lines.extend(decor.details.iter().map(|line| fit(line, within)));
        }
        lines.truncate(usize::try_from(inner).unwrap_or(0));
        let room = usize::try_from(rect.w - 2).unwrap_or(0);
        for y in rect.y + 1..rect.bottom() - 1 {
            self.write(
                Point::new(rect.x + 1, y),
                &" ".repeat(room),
                ink,
                decor.selected,
            );
        }
        let top = rect.y + 1 + (inner - i32::try_from(lines.len()).unwrap_or(0)) / 2;
        for (y, line) in (top..).zip(lines) {
            let line = fit(&line, room);
            let x = rect.x + (rect.w - columns(&line)) / 2;
            self.write(Point::new(x, y), &line, ink, decor.selected);
        }
    }

    /// Joins flows to the boxes that they leave.
    pub(super) fn joints(&mut self, sketch: &Sketch, borders: &BTreeMap<&str, (Border, Ink)>) {
        for flow in &sketch.flows {
            let Some((border, ink)) = borders.get(flow.from.as_str()) else {
                continue;
            };
            let Some([first, second, ..]) = self
                .layout
                .flows
                .get(&flow.id)
                .map(|route| &route.points[..])
            else {
                continue;
            };
            if let Some(direction) = Direction::between(*first, *second) {
                let selected = self
                    .decor
                    .boxes
                    .get(&flow.from)
                    .is_some_and(|decor| decor.selected);
                self.put(*first, border.joints[direction as usize], *ink, selected);
            }
        }
    }

    pub(super) fn badge(&mut self, rect: Rect, decor: &BoxDecor) {
        if let Some(letter) = decor.jump {
            self.put(rect.corner(), letter, Ink::Jump, true);
        }
        let letter = decor.badge.and_then(Badge::letter);
        let letter = letter.map(String::from).unwrap_or_default();
        let (text, severity) = match (decor.badge, self.charset) {
            (None, _) => return,
            (Some(Badge::Open(count, severity)), Charset::Unicode) => {
                (format!("▲{count}{letter}"), severity)
            }
            (Some(Badge::Open(count, severity)), Charset::Ascii) => {
                (format!("!{count}{letter}"), severity)
            }
            (Some(Badge::Treated), Charset::Unicode) => ("✓".to_owned(), Severity::None),
            (Some(Badge::Treated), Charset::Ascii) => ("ok".to_owned(), Severity::None),
            (Some(Badge::Unreviewed), charset) => {
                (glyph::unreviewed(charset).to_string(), Severity::None)
            }
        };
        let x = rect.right() - 1 - columns(&text);
        self.write(
            Point::new(x, rect.y),
            &text,
            Ink::Badge(severity),
            decor.selected,
        );
    }
}
