//! Draws the boxes of a drawing: their shape, name, kind and badge.

use super::TITLE;
use super::draw::View;
use super::lines::{draw_shape, store_edge};
use super::taken::Taken;
use crate::report::blocks::{Align, DrawnBox, Shape, Span};
use crate::report::clean;
use crate::report::theme::{INK, SUB, Type, WHITE, risk_fill, risk_ink};
use crate::report::typeset::Role;
use crate::report::typeset::composer::{Composer, Marking, nth};
use crate::report::typeset::display::{Stroke, rounded};
use crate::report::typeset::wrap::Line;

/// What a box says: its name and, where it has a type, its kind.
struct BoxText {
    name: Type,
    lines: Vec<Line>,
    kind: Option<Type>,
    /// Where text may stand.
    area: [f32; 4],
    room: f32,
}

impl View {
    /// Draws boxes, and then their badges where they hide nothing.
    pub(super) fn boxes(&self, c: &mut Composer<'_>, boxes: &[&DrawnBox], taken: &Taken) {
        let with_kind = boxes
            .iter()
            .filter(|drawn| self.has_room_for_its_kind(c, drawn));
        // A kind on one box of twenty looks like a mistake.
        let kinds = with_kind.count() * 2 > boxes.len();
        for drawn in boxes {
            self.boxed(c, drawn, kinds);
        }
        for drawn in boxes {
            self.badge(c, drawn, taken);
        }
    }

    fn boxed(&self, c: &mut Composer<'_>, drawn: &DrawnBox, kinds: bool) {
        let area = self.outline(&drawn.rect);
        draw_shape(c, drawn.shape, area, self.cell);
        let BoxText {
            name,
            lines,
            kind,
            area: [x, y, w, h],
            room,
        } = self.box_text(c, drawn);
        let kind = kind.filter(|_| kinds);
        let height = nth(lines.len()) * name.leading + kind.map_or(0.0, |kind| kind.leading);
        let top = y + (h - height) / 2.0;
        c.lines(x + (w - room) / 2.0, top, &lines, name, Marking::None);
        if let Some(kind) = kind {
            let base = top + nth(lines.len()) * name.leading + c.baseline(kind);
            c.text(x + w / 2.0, base, &drawn.kind, kind, Align::Center);
        }
    }

    fn badge(&self, c: &mut Composer<'_>, drawn: &DrawnBox, taken: &Taken) {
        let Some(badge) = drawn.badge else { return };
        let text = if badge.count > 1 {
            format!("{}{}", badge.level.letter(), badge.count)
        } else {
            badge.level.letter().to_owned()
        };
        let face = self.type_of(Role::SemiBold, 1.36, risk_ink(badge.level));
        let width = (c.book().width(face.role, face.size, &text) + self.cell).max(self.cell * 2.0);
        let area = taken.free_corner(self.outline(&drawn.rect), width, self.cell);
        let [x, y, width, height] = area;
        c.path(
            rounded(x, y, width, height, height / 2.0),
            Some(risk_fill(badge.level)),
            Some(Stroke::solid(WHITE, 0.8)),
        );
        c.text(
            x + width / 2.0,
            y + (height - face.leading) / 2.0 + c.baseline(face),
            &text,
            face,
            Align::Center,
        );
    }

    fn has_room_for_its_kind(&self, c: &Composer<'_>, drawn: &DrawnBox) -> bool {
        self.box_text(c, drawn).kind.is_some()
    }

    /// The name, as large as fits in as many lines as the box holds, and the kind below it if there is room for all of it.
    fn box_text(&self, c: &Composer<'_>, drawn: &DrawnBox) -> BoxText {
        let [x, mut y, w, mut h] = self.outline(&drawn.rect);
        if drawn.shape == Shape::Store {
            let edge = store_edge(self.cell, h) + 0.4;
            (y, h) = (y + edge, h - 2.0 * edge);
        }
        let room = w - self.cell * 1.6;
        let (name, lines) = self.box_title(c, &clean::line(&drawn.title), room, h - 2.0);
        let below = h - self.cell * 0.4 - nth(lines.len()) * name.leading;
        let kind = [1.3, 1.2, 1.1]
            .map(|factor| self.type_of(Role::Sans, factor, SUB))
            .into_iter()
            .find(|face| {
                let wide = c.book().width(face.role, face.size, &drawn.kind);
                !drawn.kind.is_empty() && wide <= room && face.leading <= below
            });
        BoxText {
            name,
            lines,
            kind,
            area: [x, y, w, h],
            room,
        }
    }

    /// The largest type in which a title fits on one line, else in which it fits at all; at worst it ends with an ellipsis.
    fn box_title(
        &self,
        c: &Composer<'_>,
        title: &str,
        room: f32,
        height: f32,
    ) -> (Type, Vec<Line>) {
        let types = [TITLE, TITLE * 0.92, TITLE * 0.84]
            .map(|factor| self.type_of(Role::SemiBold, factor, INK));
        let set = |face: Type| c.wrap(&[Span::plain(title)], face, room, Align::Center);
        let broken = |face: Type| c.book().width(face.role, face.size, title) > room;
        let fits = |face: &Type| nth(set(*face).len()) * face.leading <= height;
        let found = types
            .into_iter()
            .find(|face| !broken(*face))
            .or_else(|| types.into_iter().find(fits));
        if let Some(face) = found {
            (face, set(face))
        } else {
            let face = types[2];
            let most = (2..20)
                .take_while(|count| nth(*count) * face.leading <= height)
                .last()
                .unwrap_or(1);
            let mut lines = set(face);
            let rest: String = lines
                .drain(most - 1..)
                .flat_map(|line| line.fragments)
                .map(|part| part.text)
                .collect();
            lines.extend(c.wrap(
                &[Span::plain(c.shortened(&rest, face, room))],
                face,
                room + 0.1,
                Align::Center,
            ));
            (face, lines)
        }
    }
}
