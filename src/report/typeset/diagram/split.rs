//! Splits a drawing that is too large for a page into parts by zone, and cuts its flows at the edges of a part.

use super::cells;
use crate::report::blocks::{CellPoint, CellRect, Drawing, DrawnBox, DrawnFlow, DrawnZone, Span};
use crate::report::clean;

/// The room that is planned for a part's name and the list of its continuations, in points.
pub(super) const LIST_ROOM: f32 = 110.0;

/// The blank around the boxes of a part, in cells: room for lines and their marks.
const MARGIN: (i32, i32) = (5, 2);

/// Boxes that are drawn together, and the window that shows them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub boxes: Vec<usize>,
    pub window: CellRect,
}

/// A size in cells.
type Room = (f32, f32);

impl Part {
    /// What to call it: its number and the zones whose boxes it shows.
    pub(super) fn name(&self, drawing: &Drawing, number: usize, of: usize) -> String {
        /// Of more zones only the first are named.
        const NAMED: usize = 4;
        let mut zones: Vec<String> = Vec::new();
        for place in &self.boxes {
            let zone = zone_of(drawing, &drawing.boxes[*place]).map(|zone| brief(&zone.title));
            zones.extend(zone.filter(|title| !zones.contains(title)));
        }
        let more = zones.len().saturating_sub(NAMED);
        zones.truncate(NAMED);
        if more > 0 {
            zones.push(format!("{more} more"));
        }
        let name = format!("Part {} of {of}", number + 1);
        if zones.is_empty() {
            name
        } else {
            format!("{name}: {}", zones.join(", "))
        }
    }

    /// The piece of a zone that belongs here; none if none of its boxes does.
    pub(super) fn zone(&self, drawing: &Drawing, zone: &DrawnZone) -> Option<CellRect> {
        let mine = self
            .boxes
            .iter()
            .any(|place| inside(&zone.rect, &drawing.boxes[*place].rect));
        let (a, b) = (&zone.rect, &self.window);
        let (x, y) = (a.x.max(b.x), a.y.max(b.y));
        let (w, h) = (
            (a.x + a.w).min(b.x + b.w) - x,
            (a.y + a.h).min(b.y + b.h) - y,
        );
        (mine && w > 1 && h > 1).then_some(CellRect { x, y, w, h })
    }

    /// Whether a flow starts or ends here.
    pub(super) fn touches(&self, drawing: &Drawing, flow: &DrawnFlow) -> bool {
        self.holds(drawing, &flow.from) || self.holds(drawing, &flow.to)
    }

    fn holds(&self, drawing: &Drawing, id: &str) -> bool {
        self.boxes
            .iter()
            .any(|place| drawing.boxes[*place].id == id)
    }
}

fn inside(outer: &CellRect, inner: &CellRect) -> bool {
    outer.contains(CellPoint {
        x: inner.x,
        y: inner.y,
    }) && outer.contains(CellPoint {
        x: inner.x + inner.w - 1,
        y: inner.y + inner.h - 1,
    })
}

/// The zone that a box stands in: the innermost one, and inner zones come last.
fn zone_of<'d>(drawing: &'d Drawing, drawn: &DrawnBox) -> Option<&'d DrawnZone> {
    let mut zones = drawing.zones.iter().rev();
    zones.find(|zone| inside(&zone.rect, &drawn.rect))
}

/// A name in a list of names: as many words as can be read in passing.
pub(super) fn brief(title: &str) -> String {
    const MOST: usize = 40;
    let title = clean::line(title);
    if title.chars().count() <= MOST {
        return title;
    }
    let kept: String = title.chars().take(MOST).collect();
    format!("{}…", kept.trim_end())
}

fn top_zones(drawing: &Drawing) -> Vec<&DrawnZone> {
    let nested = |zone: &DrawnZone| {
        drawing
            .zones
            .iter()
            .any(|other| other.rect != zone.rect && inside(&other.rect, &zone.rect))
    };
    drawing.zones.iter().filter(|zone| !nested(zone)).collect()
}

/// Groups of boxes by outermost zone; a group that is too large is halved until a page can show it, and neighbours are merged as
/// long as a page can show them together. `wide` and `upright` are what pages can show, in cells.
pub(super) fn parts(drawing: &Drawing, wide: Room, upright: Room) -> Vec<Part> {
    let fits = |window: &CellRect| {
        let (w, h) = (cells(window.w), cells(window.h));
        (w <= wide.0 && h <= wide.1) || (w <= upright.0 && h <= upright.1)
    };
    let mut parts: Vec<Part> = Vec::new();
    for group in groups(drawing) {
        halve(drawing, group, upright, &fits, &mut parts);
    }
    merge(drawing, &mut parts, &fits);
    parts.sort_by_key(|part| (part.window.x, part.window.y));
    parts
}

/// Boxes by the outermost zone that they stand in, from left to right and top to bottom; boxes outside all zones by themselves.
fn groups(drawing: &Drawing) -> Vec<Vec<usize>> {
    let zones = top_zones(drawing);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); zones.len()];
    for (place, drawn) in drawing.boxes.iter().enumerate() {
        match zones
            .iter()
            .position(|zone| inside(&zone.rect, &drawn.rect))
        {
            Some(zone) => groups[zone].push(place),
            None => groups.push(vec![place]),
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.sort_by_key(|group| {
        let window = part_of(drawing, group.clone()).window;
        (window.x, window.y)
    });
    groups
}

/// Cuts a group in the direction in which it is larger for a page, until each piece fits.
fn halve(
    drawing: &Drawing,
    mut group: Vec<usize>,
    room: Room,
    fits: &dyn Fn(&CellRect) -> bool,
    parts: &mut Vec<Part>,
) {
    let whole = part_of(drawing, group.clone());
    if group.len() == 1 || fits(&whole.window) {
        parts.push(whole);
        return;
    }
    let rect = |place: &usize| drawing.boxes[*place].rect;
    if cells(whole.window.w) / room.0 > cells(whole.window.h) / room.1 {
        group.sort_by_key(|place| (rect(place).x, rect(place).y, *place));
    } else {
        group.sort_by_key(|place| (rect(place).y, rect(place).x, *place));
    }
    let second = group.split_off(group.len().div_ceil(2));
    halve(drawing, group, room, fits, parts);
    halve(drawing, second, room, fits, parts);
}

/// Joins parts whose common window fits and shows no box of another part.
fn merge(drawing: &Drawing, parts: &mut Vec<Part>, fits: &dyn Fn(&CellRect) -> bool) {
    let mut first = 0;
    while first < parts.len() {
        let partner = (first + 1..parts.len()).find(|second| {
            let joined = join(drawing, &parts[first], &parts[*second]);
            fits(&joined.window) && shows_only(drawing, &joined)
        });
        match partner {
            Some(second) => {
                let other = parts.remove(second);
                parts[first] = join(drawing, &parts[first], &other);
            }
            None => first += 1,
        }
    }
}

fn shows_only(drawing: &Drawing, part: &Part) -> bool {
    let others = (0..drawing.boxes.len()).filter(|place| !part.boxes.contains(place));
    others.map(|place| drawing.boxes[place].rect).all(|rect| {
        !part.window.contains(CellPoint {
            x: rect.x,
            y: rect.y,
        })
    })
}

fn join(drawing: &Drawing, a: &Part, b: &Part) -> Part {
    part_of(drawing, a.boxes.iter().chain(&b.boxes).copied().collect())
}

fn part_of(drawing: &Drawing, mut boxes: Vec<usize>) -> Part {
    boxes.sort_unstable();
    let around = boxes
        .iter()
        .map(|place| drawing.boxes[*place].rect)
        .reduce(|all, next| all.union(&next))
        .unwrap_or_default();
    let (x, y) = MARGIN;
    let window = CellRect {
        x: around.x - x,
        y: around.y - y,
        w: around.w + 2 * x,
        h: around.h + 2 * y,
    };
    Part { boxes, window }
}

/// A piece of a flow inside a window.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clip {
    pub points: Vec<CellPoint>,
    /// Whether the flow comes in over the edge.
    pub leaves_start: bool,
    /// Whether the flow goes out over the edge.
    pub leaves_end: bool,
}

/// The pieces of a level-and-upright line inside a window, walked cell by cell: lines have few hundred cells.
fn clip(points: &[CellPoint], window: CellRect) -> Vec<Clip> {
    let mut clips: Vec<Clip> = Vec::new();
    let mut open = false;
    let trail = trail(points);
    for (place, point) in trail.iter().enumerate() {
        if !window.contains(*point) {
            if std::mem::take(&mut open) {
                clips
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|clip| clip.leaves_end = true);
            }
            continue;
        }
        if !std::mem::replace(&mut open, true) {
            clips.push(Clip {
                points: Vec::new(),
                leaves_start: place > 0,
                leaves_end: false,
            });
        }
        if let Some(clip) = clips.last_mut() {
            extend(&mut clip.points, *point);
        }
    }
    clips.retain(|clip| clip.points.len() > 1);
    clips
}

/// The pieces of a flow in a part. Where a piece ends although its box stands in another part, the flow leaves this one, too.
pub(super) fn pieces(drawing: &Drawing, flow: &DrawnFlow, part: &Part) -> Vec<Clip> {
    let (here, there) = (
        part.holds(drawing, &flow.from),
        part.holds(drawing, &flow.to),
    );
    let mut clips = clip(&flow.points, part.window);
    for clip in &mut clips {
        clip.leaves_start |= !here && clip.points.first() == flow.points.first();
        clip.leaves_end |= !there && clip.points.last() == flow.points.last();
    }
    clips
}

/// Every cell of a line.
fn trail(points: &[CellPoint]) -> Vec<CellPoint> {
    let mut trail: Vec<CellPoint> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (mut at, to) = (pair[0], pair[1]);
        while at != to {
            at.x += (to.x - at.x).signum();
            at.y += (to.y - at.y).signum();
            trail.push(at);
        }
    }
    trail
}

/// Adds a cell to a line, keeping only its corners.
fn extend(line: &mut Vec<CellPoint>, point: CellPoint) {
    if let [.., a, b] = line.as_slice() {
        let straight = (a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y);
        if straight {
            line.pop();
        }
    }
    line.push(point);
}

/// What the numbered marks of a part mean: which flow goes where, in which part.
pub(super) fn continuations(drawing: &Drawing, parts: &[Part], number: usize) -> Vec<Vec<Span>> {
    let part = &parts[number];
    let place = |id: &str| parts.iter().position(|other| other.holds(drawing, id));
    let title = |id: &str| brief(drawing.title_of(id));
    let mut lines = Vec::new();
    for (flow_number, flow) in drawing
        .flows
        .iter()
        .enumerate()
        .filter(|(_, flow)| part.touches(drawing, flow))
    {
        let cut = pieces(drawing, flow, part)
            .iter()
            .any(|clip| clip.leaves_start || clip.leaves_end);
        if !cut {
            continue;
        }
        let (from, to) = (place(&flow.from), place(&flow.to));
        let words = if from == to {
            format!(
                "  {} to {}, runs outside this part",
                title(&flow.from),
                title(&flow.to)
            )
        } else if from == Some(number) {
            format!(
                "  to {}, part {}",
                title(&flow.to),
                to.map_or(0, |to| to + 1)
            )
        } else {
            format!(
                "  from {}, part {}",
                title(&flow.from),
                from.map_or(0, |from| from + 1)
            )
        };
        let words = match carried(drawing, flow) {
            Some(label) => format!("{words}: {label}"),
            None => words,
        };
        lines.push(vec![
            Span::strong((flow_number + 1).to_string()),
            Span::plain(words),
        ]);
    }
    lines
}

/// What the label of a flow says.
fn carried(drawing: &Drawing, flow: &DrawnFlow) -> Option<String> {
    let text = &flow.label.as_ref()?.text;
    let entry = drawing.legend.iter().find(|entry| entry.mark == *text);
    Some(brief(entry.map_or(text, |entry| &entry.text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: i32, y: i32) -> CellPoint {
        CellPoint { x, y }
    }

    #[test]
    fn a_line_that_leaves_a_window_is_cut_at_its_edge() {
        let clips = clip(
            &[point(0, 0), point(20, 0), point(20, 5)],
            CellRect::new(0, -2, 10, 10),
        );
        assert_eq!(
            clips,
            [Clip {
                points: vec![point(0, 0), point(9, 0)],
                leaves_start: false,
                leaves_end: true
            }]
        );
    }

    #[test]
    fn a_group_that_is_too_large_is_cut_into_few_parts_that_hold_every_box() {
        let place = |number: i32| CellRect::new(number % 5 * 30, number / 5 * 10, 20, 4);
        let boxes = (0..40).map(|number| crate::report::blocks::DrawnBox {
            id: number.to_string(),
            rect: place(number),
            title: String::new(),
            kind: String::new(),
            shape: crate::report::blocks::Shape::Process,
            badge: None,
            target: None,
        });
        let drawing = Drawing {
            boxes: boxes.collect(),
            ..Drawing::default()
        };
        let parts = parts(&drawing, (196.0, 47.0), (130.0, 81.0));
        let mut held: Vec<usize> = parts.iter().flat_map(|part| part.boxes.clone()).collect();
        held.sort_unstable();
        assert_eq!(held, (0..40).collect::<Vec<_>>());
        assert!(parts.len() <= 5, "{} parts", parts.len());
    }

    #[test]
    fn a_line_inside_keeps_its_corners_and_its_ends() {
        let line = [point(1, 1), point(5, 1), point(5, 4)];
        let clips = clip(&line, CellRect::new(0, 0, 10, 10));
        assert_eq!(
            clips,
            [Clip {
                points: line.to_vec(),
                leaves_start: false,
                leaves_end: false
            }]
        );
    }
}
