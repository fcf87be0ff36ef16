//! A layout painted as a picture. The canvas, `draw` and the golden tests paint with this.
//!
//! Frames first, then flows, boxes, badges and labels. Only what the viewport shows is painted, so a frame of a thousand
//! boxes costs little more than one of twenty.

mod boxes;

use std::collections::BTreeMap;

use super::geometry::{Direction, Point, Rect};
use super::glyph::{self, Border, Charset, LEVEL, Stroke, UPRIGHT};
use super::picture::{Decor, Ink, Picture};
use super::sketch::{Sketch, columns, fit, zone_title};
use super::zone_name::{free_at, name_at};
use super::zoom::Zoom;
use super::{Layout, Route};

/// Paints the part of the layout that the viewport shows.
#[must_use]
pub fn paint(
    sketch: &Sketch,
    layout: &Layout,
    decor: &Decor,
    charset: Charset,
    viewport: Rect,
) -> Picture {
    paint_at(sketch, layout, decor, charset, viewport, Zoom::Normal)
}

/// Paints the part of a layout at that zoom level that the viewport shows; the layout is one that [`super::zoomed`] made.
#[must_use]
pub fn paint_at(
    sketch: &Sketch,
    layout: &Layout,
    decor: &Decor,
    charset: Charset,
    viewport: Rect,
    zoom: Zoom,
) -> Picture {
    let picture = Picture::blank(viewport.w, viewport.h);
    let mut painter = Painter {
        layout,
        decor,
        charset,
        viewport,
        zoom,
        picture,
    };
    painter.zones(sketch);
    painter.flows(sketch);
    painter.zone_names(sketch);
    painter.boxes(sketch);
    painter.labels();
    painter.picture
}

/// The whole drawing as text, with its legend below.
#[must_use]
pub fn text_picture(sketch: &Sketch, layout: &Layout, decor: &Decor, charset: Charset) -> String {
    let mut rows = paint(sketch, layout, decor, charset, layout.bounds).rows();
    if !layout.legend.is_empty() {
        rows.push(String::new());
        rows.extend(
            layout
                .legend
                .iter()
                .map(|(number, label)| format!(" {} {label}", glyph::number(*number, charset))),
        );
    }
    rows.push(String::new());
    rows.join("\n")
}

struct Painter<'a> {
    layout: &'a Layout,
    decor: &'a Decor,
    charset: Charset,
    viewport: Rect,
    zoom: Zoom,
    picture: Picture,
}

/// The lines through one cell.
#[derive(Clone, Copy, Default)]
struct Wires {
    arms: u8,
    level: Option<Wire>,
    upright: Option<Wire>,
}

#[derive(Clone, Copy, Default)]
struct Wire {
    back: bool,
    selected: bool,
    guarded: Option<bool>,
}

impl Wire {
    const fn stroke(self) -> Stroke {
        Stroke {
            heavy: self.selected,
            dashed: self.back,
        }
    }
}

impl Painter<'_> {
    fn put(&mut self, at: Point, glyph: char, ink: Ink, accent: bool) {
        self.picture.put(
            at.x - self.viewport.x,
            at.y - self.viewport.y,
            glyph,
            ink,
            accent,
        );
    }

    fn write(&mut self, at: Point, text: &str, ink: Ink, accent: bool) {
        let plain = (self.charset == Charset::Ascii).then(|| text.replace('…', "~"));
        self.picture.write(
            at.x - self.viewport.x,
            at.y - self.viewport.y,
            plain.as_deref().unwrap_or(text),
            ink,
            accent,
        );
    }

    fn zones(&mut self, sketch: &Sketch) {
        let mut zones: Vec<_> = sketch
            .zones
            .iter()
            .filter_map(|zone| Some((*self.layout.zones.get(&zone.id)?, zone)))
            .collect();
        // An inner zone lies within an outer one, so it is smaller.
        zones.sort_by(|a, b| (b.0.w * b.0.h, &a.1.id).cmp(&(a.0.w * a.0.h, &b.1.id)));
        for (frame, zone) in zones {
            if !frame.overlaps(self.viewport) {
                continue;
            }
            let accent = self.decor.selected_zone.as_ref() == Some(&zone.id);
            self.deepen(frame);
            self.frame(frame, &glyph::zone_border(self.charset), Ink::Zone, accent);
        }
    }

    /// The names of zones lie over flows, where a flow leaves them no room.
    fn zone_names(&mut self, sketch: &Sketch) {
        for zone in &sketch.zones {
            let Some(&frame) = self.layout.zones.get(&zone.id) else {
                continue;
            };
            let edge = Rect::new(frame.x, frame.y, frame.w, 1);
            if !edge.overlaps(self.viewport) {
                continue;
            }
            let accent = self.decor.selected_zone.as_ref() == Some(&zone.id);
            let room = frame.w - 3;
            let title = zone_title(zone);
            // The blanks beside a name go before its letters do.
            let forms = [title.as_str(), title.trim_end(), title.trim()];
            let whole = forms.into_iter().find(|form| columns(form) <= room);
            let title = whole.map_or_else(
                || fit(title.trim_end(), usize::try_from(room).unwrap_or(0)),
                str::to_owned,
            );
            let trust = zone.trust.filter(|_| columns(&title) + 4 <= room);
            let marks = trust.map(|trust| {
                let marks = glyph::trust_marks(trust, self.charset);
                let before = if title.is_empty() { " " } else { "" };
                format!("{before}{marks} ")
            });
            // A flow that crosses the border says more than the marks, which stand at the usual size and in the panel, and
            // than the blank behind the name.
            let marks = marks.unwrap_or_default();
            let wide = columns(&title) + columns(&marks);
            let tries = [(&*title, &*marks), (&*title, ""), (title.trim_end(), "")];
            let free = tries.into_iter().find_map(|(title, marks)| {
                let at = free_at(self.layout, frame, columns(title) + columns(marks))?;
                Some((at, title, marks))
            });
            let (mut at, title, marks) =
                free.unwrap_or_else(|| (name_at(self.layout, frame, wide), &title, &marks));
            self.write(at, title, Ink::ZoneTitle, accent);
            at.x += columns(title);
            self.write(at, marks, Ink::ZoneTrust, accent);
        }
    }

    fn deepen(&mut self, frame: Rect) {
        for y in frame.y.max(self.viewport.y)..frame.bottom().min(self.viewport.bottom()) {
            for x in frame.x.max(self.viewport.x)..frame.right().min(self.viewport.right()) {
                if let Some(index) = self.picture.index(x - self.viewport.x, y - self.viewport.y) {
                    self.picture.cells[index].depth =
                        self.picture.cells[index].depth.saturating_add(1);
                }
            }
        }
    }

    fn frame(&mut self, rect: Rect, border: &Border, ink: Ink, accent: bool) {
        let (last_x, last_y) = (rect.right() - 1, rect.bottom() - 1);
        for x in rect.x.max(self.viewport.x)..=last_x.min(self.viewport.right()) {
            self.put(Point::new(x, rect.y), border.level, ink, accent);
            self.put(Point::new(x, last_y), border.level, ink, accent);
        }
        for y in rect.y.max(self.viewport.y)..=last_y.min(self.viewport.bottom()) {
            self.put(Point::new(rect.x, y), border.upright, ink, accent);
            self.put(Point::new(last_x, y), border.upright, ink, accent);
        }
        let corners = [
            (rect.x, rect.y),
            (last_x, rect.y),
            (rect.x, last_y),
            (last_x, last_y),
        ];
        for ((x, y), corner) in corners.into_iter().zip(border.corners) {
            self.put(Point::new(x, y), corner, ink, accent);
        }
    }

    fn flows(&mut self, sketch: &Sketch) {
        let area = usize::try_from(self.viewport.w.max(0) * self.viewport.h.max(0)).unwrap_or(0);
        let mut wires = vec![Wires::default(); area];
        let guarded: BTreeMap<&str, Option<bool>> = sketch
            .flows
            .iter()
            .map(|flow| (flow.id.as_str(), flow.guarded))
            .collect();
        for (id, route) in &self.layout.flows {
            let selected = self.decor.flows.get(id).is_some_and(|decor| decor.selected);
            let wire = Wire {
                back: route.back,
                selected,
                guarded: guarded.get(id.as_str()).copied().flatten(),
            };
            self.lay_wire(&mut wires, route, wire);
        }
        for (index, wires) in wires
            .into_iter()
            .enumerate()
            .filter(|(_, wires)| wires.arms != 0)
        {
            self.paint_wires(index, wires);
        }
        for (id, route) in &self.layout.flows {
            let selected = self.decor.flows.get(id).is_some_and(|decor| decor.selected);
            let [.., before, last] = route.points[..] else {
                continue;
            };
            if let Some(direction) = Direction::between(before, last) {
                let head = glyph::arrow(direction, self.charset);
                self.put(last.step(direction.opposite()), head, Ink::Arrow, selected);
            }
        }
    }

    /// Enters the cells of one flow, its border cells left out.
    fn lay_wire(&self, wires: &mut [Wires], route: &Route, wire: Wire) {
        let last = route.points.len().saturating_sub(2);
        for (index, pair) in route.points.windows(2).enumerate() {
            let Some(direction) = Direction::between(pair[0], pair[1]) else {
                continue;
            };
            if !Rect::around([pair[0], pair[1]].map(|at| Rect::new(at.x, at.y, 1, 1)))
                .is_some_and(|run| run.overlaps(self.viewport))
            {
                continue;
            }
            let mut at = pair[0];
            loop {
                let (start, end) = (at == pair[0], at == pair[1]);
                let border = (start && index == 0) || (end && index == last);
                if !border {
                    let arms = if start {
                        0
                    } else {
                        glyph::arm(direction.opposite())
                    } | if end { 0 } else { glyph::arm(direction) };
                    self.add_arms(wires, at, arms, direction.is_horizontal(), wire);
                }
                if end {
                    break;
                }
                at = at.step(direction);
            }
        }
    }

    fn add_arms(&self, wires: &mut [Wires], at: Point, arms: u8, level: bool, wire: Wire) {
        if let Some(index) = self
            .picture
            .index(at.x - self.viewport.x, at.y - self.viewport.y)
        {
            let cell = &mut wires[index];
            cell.arms |= arms;
            let lane = if level {
                &mut cell.level
            } else {
                &mut cell.upright
            };
            *lane = Some(lane.map_or(wire, |other| if other.selected { other } else { wire }));
        }
    }

    fn paint_wires(&mut self, index: usize, wires: Wires) {
        let (level, upright) = (
            wires.level.unwrap_or_default(),
            wires.upright.unwrap_or_default(),
        );
        let under = self.picture.cells[index].ink;
        let main = if wires.level.is_some() {
            level
        } else {
            upright
        };
        let accent = level.selected || upright.selected;
        let (glyph, ink) = if wires.arms == 15 {
            (
                glyph::crossing(level.stroke(), upright.stroke(), self.charset),
                Ink::Flow,
            )
        } else if under == Ink::Zone && (wires.arms == LEVEL || wires.arms == UPRIGHT) {
            (
                glyph::boundary(wires.arms == LEVEL, self.charset),
                Ink::Boundary(main.guarded),
            )
        } else {
            let ink = if main.back { Ink::FlowBack } else { Ink::Flow };
            (glyph::line(wires.arms, main.stroke(), self.charset), ink)
        };
        let cell = &mut self.picture.cells[index];
        (cell.glyph, cell.ink, cell.accent) = (glyph.into(), ink, accent);
    }

    fn labels(&mut self) {
        let layout = self.layout;
        for (id, route) in &layout.flows {
            let selected = self.decor.flows.get(id).is_some_and(|decor| decor.selected);
            if let Some(label) = &route.label {
                let area = label.area;
                if area.grown(1, 0).overlaps(self.viewport) {
                    self.write(area.corner(), &label.text, Ink::FlowLabel, selected);
                    self.clear_ends(route, area);
                }
            }
            if let (Some(number), Some(at)) = (route.number, route.marker) {
                self.write(
                    at,
                    &glyph::number(number, self.charset),
                    Ink::FlowNumber,
                    selected,
                );
            }
        }
    }

    /// A label within its line gets a blank on both sides where the line is long enough.
    fn clear_ends(&mut self, route: &Route, area: Rect) {
        let within = route.points.windows(2).any(|pair| {
            let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
            pair[0].y == area.y
                && pair[1].y == area.y
                && left + 4 <= area.x
                && area.right() + 4 <= right
        });
        if within {
            for x in [area.x - 1, area.right()] {
                let at = Point::new(x, area.y);
                let ink = self
                    .picture
                    .get(at.x - self.viewport.x, at.y - self.viewport.y)
                    .map(|cell| cell.ink);
                if matches!(ink, Some(Ink::Flow | Ink::FlowBack)) {
                    self.put(at, ' ', Ink::Blank, false);
                }
            }
        }
    }
}
