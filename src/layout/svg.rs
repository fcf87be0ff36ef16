//! The same geometry as a self-contained SVG: no font, script or image is loaded from anywhere.
//!
//! A cell is 8 × 16 units. Corners are rounded, a level flow jumps over an upright one, labels have a halo.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::geometry::{Direction, Point, Rect};
use super::marks::{crossings, passages};
use super::picture::{Badge, Decor, Severity};
use super::sketch::{BoxSketch, Shape, Sketch, ZoneSketch, box_lines, title_columns, zone_title};
use super::zone_name::name_at;
use super::{Charset, Layout, Route, glyph};

/// The width and height of a cell.
const CELL: (i32, i32) = (8, 16);
/// Free space around the drawing.
const MARGIN: i32 = 16;
/// The radius of the corners of a flow.
const BEND: i32 = 5;
/// The radius of the arc with which one flow jumps over another.
const JUMP: i32 = 4;

const STYLE: &str = "text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#1d2733}\
.zone{fill:#3b6ea5;fill-opacity:.06;stroke:#6b7a8c;stroke-width:1.2;stroke-dasharray:6 4}\
.zt{font-weight:600;fill:#3f4d5c}\
.box{fill:#fff;stroke:#1d2733;stroke-width:1.4}.model{stroke-width:3}.sensor{stroke-dasharray:4 3}\
.flow{fill:none;stroke:#44546a;stroke-width:1.4}.back{stroke-dasharray:5 4}.sel{stroke:#c2410c;stroke-width:2.4}\
.head{fill:#44546a}.pass{stroke:#c2410c;stroke-width:1.6}\
.lab{font-size:12px}.halo{fill:#fff;stroke:#fff;stroke-width:4px;stroke-linejoin:round}\
.bg{font-weight:700;font-size:12px}\
.s0{fill:#47617a}.s1{fill:#2f6f4e}.s2{fill:#946200}.s3{fill:#c2410c}.s4{fill:#a3123a}.halo{fill:#fff}";

/// The whole drawing, with its legend below.
#[must_use]
pub fn svg(sketch: &Sketch, layout: &Layout, decor: &Decor) -> String {
    let mut drawing = Drawing {
        layout,
        decor,
        out: String::new(),
    };
    let legend = i32::try_from(layout.legend.len()).unwrap_or(0);
    let (left, top) = (
        layout.bounds.x * CELL.0 - MARGIN,
        layout.bounds.y * CELL.1 - MARGIN,
    );
    let width = layout.bounds.w.max(20) * CELL.0 + 2 * MARGIN;
    let height = (layout.bounds.h + if legend > 0 { legend + 1 } else { 0 }) * CELL.1 + 2 * MARGIN;
    drawing.line(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} {top} {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">"
    ));
    drawing.line(&format!("<style>{STYLE}</style>"));
    drawing.line(&format!(
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>"
    ));
    drawing.zones(sketch);
    drawing.flows(sketch);
    for sketched in &sketch.boxes {
        drawing.component(sketched);
    }
    drawing.labels();
    drawing.line("</svg>");
    drawing.out
}

struct Drawing<'a> {
    layout: &'a Layout,
    decor: &'a Decor,
    out: String,
}

/// The middle of a cell.
fn middle(at: Point) -> (i32, i32) {
    (at.x * CELL.0 + CELL.0 / 2, at.y * CELL.1 + CELL.1 / 2)
}

/// A rectangle of cells through the middle of its border cells.
fn outline(rect: Rect) -> (i32, i32, i32, i32) {
    let (x, y) = middle(rect.corner());
    (x, y, (rect.w - 1) * CELL.0, (rect.h - 1) * CELL.1)
}

/// Text that is safe between tags and in attributes. What XML cannot hold is left out.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            control if control.is_control() || matches!(control, '\u{FFFE}' | '\u{FFFF}') => {}
            other => safe.push(other),
        }
    }
    safe
}

impl Drawing<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn text(&mut self, at: (i32, i32), class: &str, anchor: &str, text: &str) {
        let (x, y) = at;
        let text = escape(text);
        // Not every reader knows `paint-order`, so a halo is a text of its own.
        let halo = if class == "t" {
            None
        } else {
            Some(format!("{class} halo"))
        };
        for class in halo.iter().map(String::as_str).chain([class]) {
            let hidden = if class.ends_with("halo") {
                " aria-hidden=\"true\""
            } else {
                ""
            };
            self.line(&format!(
                "<text x=\"{x}\" y=\"{y}\" class=\"{class}\" text-anchor=\"{anchor}\" dominant-baseline=\"central\"{hidden}>{text}</text>"
            ));
        }
    }

    fn zones(&mut self, sketch: &Sketch) {
        let mut zones: Vec<(Rect, &ZoneSketch)> = sketch
            .zones
            .iter()
            .filter_map(|zone| Some((*self.layout.zones.get(&zone.id)?, zone)))
            .collect();
        zones.sort_by(|a, b| (b.0.w * b.0.h, &a.1.id).cmp(&(a.0.w * a.0.h, &b.1.id)));
        for (frame, zone) in zones {
            let (x, y, w, h) = outline(frame);
            self.line(&format!(
                "<rect class=\"zone\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"6\"/>"
            ));
            let marks = zone.trust.map_or(String::new(), |trust| {
                glyph::trust_marks(trust, Charset::Unicode)
            });
            let title = format!("{} {marks}", zone_title(zone).trim());
            let at = name_at(self.layout, frame, title_columns(zone));
            self.text((middle(at).0, y), "zt", "start", title.trim());
        }
    }

    fn flows(&mut self, sketch: &Sketch) {
        let (layout, decor) = (self.layout, self.decor);
        let names = flow_names(sketch);
        let jumps = crossings(layout);
        for (id, route) in &layout.flows {
            let over: Vec<Point> = jumps
                .iter()
                .filter(|jump| jump.level == *id)
                .map(|jump| jump.at)
                .collect();
            let back = if route.back { " back" } else { "" };
            let selected = if decor.flows.get(id).is_some_and(|decor| decor.selected) {
                " sel"
            } else {
                ""
            };
            let path = path(route, &over);
            self.line(&format!(
                "<path class=\"flow{back}{selected}\" d=\"{path}\"><title>{}</title></path>",
                escape(names.get(id).unwrap_or(id))
            ));
            self.head(route);
        }
        for passage in passages(layout) {
            let (x, y) = middle(passage.at);
            let (dx, dy) = if passage.level { (2, 6) } else { (6, 2) };
            let (ax, ay) = if passage.level { (dx, 0) } else { (0, dy) };
            for sign in [-1, 1] {
                let (cx, cy) = (x + sign * ax, y + sign * ay);
                let (x0, y0, x1, y1) = if passage.level {
                    (cx, cy - dy, cx, cy + dy)
                } else {
                    (cx - dx, cy, cx + dx, cy)
                };
                self.line(&format!(
                    "<path class=\"pass\" d=\"M{x0} {y0}L{x1} {y1}\"/>"
                ));
            }
        }
    }

    fn head(&mut self, route: &Route) {
        let [.., before, last] = route.points[..] else {
            return;
        };
        let Some(direction) = Direction::between(before, last) else {
            return;
        };
        let (x, y) = middle(last);
        let (dx, dy) = direction.delta();
        let (bx, by) = (x - dx * 9, y - dy * 9);
        self.line(&format!(
            "<path class=\"head\" d=\"M{x} {y}L{} {}L{} {}Z\"/>",
            bx + dy * 4,
            by + dx * 4,
            bx - dy * 4,
            by - dx * 4
        ));
    }

    fn component(&mut self, sketched: &BoxSketch) {
        let Some(&rect) = self.layout.boxes.get(&sketched.id) else {
            return;
        };
        let decor = self
            .decor
            .boxes
            .get(&sketched.id)
            .cloned()
            .unwrap_or_default();
        let (x, y, w, h) = outline(rect);
        let (radius, class) = match sketched.shape {
            Shape::Process => (7, ""),
            Shape::Model => (3, " model"),
            Shape::Sensor => (0, " sensor"),
            Shape::Store | Shape::External => (0, ""),
        };
        let selected = if decor.selected { " sel" } else { "" };
        self.line(&format!(
            "<rect class=\"box{class}{selected}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\"><title>{}</title></rect>",
            escape(&sketched.title)
        ));
        if sketched.shape == Shape::Store {
            for line in [y + 3, y + h - 3] {
                self.line(&format!(
                    "<path class=\"flow\" d=\"M{x} {line}H{}\"/>",
                    x + w
                ));
            }
        }
        let lines = box_lines(&sketched.title);
        let count = i32::try_from(lines.len()).unwrap_or(1);
        for (line, number) in lines.iter().zip(0..) {
            let across = y + h / 2 + (2 * number - count + 1) * CELL.1 / 2;
            self.text((x + w / 2, across), "t", "middle", line);
        }
        if let Some(badge) = decor.badge {
            let (text, severity) = match badge {
                Badge::Open(count, severity) => {
                    let letter = badge.letter().map(String::from).unwrap_or_default();
                    (format!("▲{count}{letter}"), severity)
                }
                Badge::Treated => ("✓".to_owned(), Severity::None),
                Badge::Unreviewed => ("◌".to_owned(), Severity::None),
            };
            self.text(
                (x + w - CELL.0, y),
                &format!("bg s{}", severity as u8),
                "end",
                &text,
            );
        }
    }

    fn labels(&mut self) {
        let layout = self.layout;
        for route in layout.flows.values() {
            if let Some(label) = &route.label {
                let (x, y) = middle(label.area.corner());
                let width = label.area.w * CELL.0;
                self.text(
                    (x - CELL.0 / 2 + width / 2, y),
                    "lab",
                    "middle",
                    &label.text,
                );
            }
            if let (Some(number), Some(at)) = (route.number, route.marker) {
                let (x, y) = middle(at);
                self.text(
                    (x, y),
                    "lab",
                    "middle",
                    &glyph::number(number, Charset::Unicode),
                );
            }
        }
        for ((number, label), row) in layout.legend.iter().zip(layout.bounds.bottom() + 1..) {
            let (x, y) = middle(Point::new(layout.bounds.x, row));
            self.text(
                (x, y),
                "lab",
                "start",
                &format!("{} {label}", glyph::number(*number, Charset::Unicode)),
            );
        }
    }
}

/// What each flow is called: its ends, and what it says.
fn flow_names(sketch: &Sketch) -> BTreeMap<&String, String> {
    let boxes = sketch.boxes.iter();
    let titles: BTreeMap<&str, &str> = boxes
        .map(|it| (it.id.as_str(), it.title.as_str()))
        .collect();
    let title = |id: &String| titles.get(id.as_str()).copied().unwrap_or(id).to_owned();
    let named = sketch.flows.iter().map(|flow| {
        let ends = format!("{} → {}", title(&flow.from), title(&flow.to));
        let says = match flow.label.as_str() {
            "" => ends,
            label => format!("{ends}: {label}"),
        };
        (&flow.id, says)
    });
    named.collect()
}

/// The path of a flow with rounded corners, and arcs where it jumps over others.
fn path(route: &Route, over: &[Point]) -> String {
    let mut path = String::new();
    let points = &route.points;
    for (index, &point) in points.iter().enumerate() {
        let (x, y) = middle(point);
        let before = index
            .checked_sub(1)
            .and_then(|before| Direction::between(points[before], point));
        let after = points
            .get(index + 1)
            .and_then(|&next| Direction::between(point, next));
        match (before, after) {
            (None, _) => {
                let _ = write!(path, "M{x} {y}");
            }
            (Some(before), after) => {
                jumps(&mut path, points[index - 1], point, before, over);
                let (dx, dy) = before.delta();
                match after {
                    Some(after) => {
                        let (ex, ey) = after.delta();
                        let (fx, fy, tx, ty) =
                            (x - dx * BEND, y - dy * BEND, x + ex * BEND, y + ey * BEND);
                        let _ = write!(path, "L{fx} {fy}Q{x} {y} {tx} {ty}");
                    }
                    None => {
                        let _ = write!(path, "L{x} {y}");
                    }
                }
            }
        }
    }
    path
}

/// The arcs over other flows on one level run.
fn jumps(path: &mut String, from: Point, to: Point, direction: Direction, over: &[Point]) {
    if !direction.is_horizontal() {
        return;
    }
    let (low, high) = (from.x.min(to.x), from.x.max(to.x));
    let mut crossed: Vec<i32> = over
        .iter()
        .filter(|at| at.y == from.y && low < at.x && at.x < high)
        .map(|at| at.x)
        .collect();
    crossed.sort_unstable();
    if direction == Direction::Left {
        crossed.reverse();
    }
    let (dx, sweep) = if direction == Direction::Right {
        (1, 1)
    } else {
        (-1, 0)
    };
    for x in crossed {
        let (x, y) = middle(Point::new(x, from.y));
        let _ = write!(
            path,
            "L{} {y}A{JUMP} {JUMP} 0 0 {sweep} {} {y}",
            x - dx * JUMP,
            x + dx * JUMP
        );
    }
}
