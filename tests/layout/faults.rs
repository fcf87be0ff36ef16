//! What a drawing must never show, counted cell by cell and without the help of the engine.

use std::collections::BTreeMap;

use bartizan::layout::{Layout, Point, Rect, Route, Sketch};

/// Counts of faults; all must be 0.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
pub struct Faults {
    pub missing: Vec<String>,
    pub bad_ends: Vec<String>,
    pub through_box: Vec<String>,
    pub boxes_overlap: Vec<String>,
    pub zones: Vec<String>,
    pub shared_lanes: Vec<String>,
    pub labels: Vec<String>,
}

impl Faults {
    pub fn none(&self) -> bool {
        *self == Self::default()
    }
}

/// Every fault of a layout.
pub fn faults(sketch: &Sketch, layout: &Layout) -> Faults {
    let mut faults = Faults::default();
    ends(sketch, layout, &mut faults);
    boxes(layout, &mut faults);
    zones(sketch, layout, &mut faults);
    lanes(layout, &mut faults);
    labels(layout, &mut faults);
    numbers(layout, &mut faults);
    faults
}

/// Every cell of a route, in order, its border cells included.
pub fn cells(route: &Route) -> Vec<Point> {
    let mut cells = vec![route.points[0]];
    for pair in route.points.windows(2) {
        let mut at = pair[0];
        let (dx, dy) = ((pair[1].x - at.x).signum(), (pair[1].y - at.y).signum());
        assert!(dx == 0 || dy == 0, "a diagonal run in {route:?}");
        while at != pair[1] {
            at = Point::new(at.x + dx, at.y + dy);
            cells.push(at);
        }
    }
    cells
}

fn ends(sketch: &Sketch, layout: &Layout, faults: &mut Faults) {
    for sketched in &sketch.boxes {
        if !layout.boxes.contains_key(&sketched.id) {
            faults.missing.push(format!("box {}", sketched.id));
        }
    }
    for flow in &sketch.flows {
        let (Some(from), Some(to)) = (layout.boxes.get(&flow.from), layout.boxes.get(&flow.to))
        else {
            continue;
        };
        let Some(route) = layout.flows.get(&flow.id) else {
            faults.missing.push(format!("flow {}", flow.id));
            continue;
        };
        if !from.on_border(route.points[0]) || !to.on_border(*route.points.last().unwrap()) {
            faults.bad_ends.push(flow.id.clone());
        }
        let cells = cells(route);
        for (id, rect) in &layout.boxes {
            if cells[1..cells.len() - 1]
                .iter()
                .any(|&cell| rect.contains(cell))
            {
                faults.through_box.push(format!("{} through {id}", flow.id));
            }
        }
    }
}

fn boxes(layout: &Layout, faults: &mut Faults) {
    let all: Vec<_> = layout.boxes.iter().collect();
    for (index, (id, rect)) in all.iter().enumerate() {
        for (other, its) in &all[index + 1..] {
            if rect.overlaps(**its) {
                faults.boxes_overlap.push(format!("{id} and {other}"));
            }
        }
    }
}

fn zones(sketch: &Sketch, layout: &Layout, faults: &mut Faults) {
    let parent: BTreeMap<&str, Option<&str>> = sketch
        .zones
        .iter()
        .map(|zone| (zone.id.as_str(), zone.parent.as_deref()))
        .collect();
    let around = |start: Option<&str>| {
        let mut chain: Vec<String> = Vec::new();
        let mut next = start.filter(|zone| parent.contains_key(zone));
        while let Some(zone) = next {
            if chain.iter().any(|seen| seen == zone) {
                break;
            }
            chain.push(zone.to_owned());
            next = parent[zone].filter(|zone| parent.contains_key(zone));
        }
        chain
    };
    let inside = |rect: &Rect| rect.grown(-1, -1);
    for sketched in &sketch.boxes {
        let Some(rect) = layout.boxes.get(&sketched.id) else {
            continue;
        };
        let mine = around(sketched.zone.as_deref());
        for (id, frame) in &layout.zones {
            let (within, touches) = (inside(frame).encloses(*rect), frame.overlaps(*rect));
            if mine.contains(id) != within || (!mine.contains(id) && touches) {
                faults
                    .zones
                    .push(format!("box {} and zone {id}", sketched.id));
            }
        }
    }
    for (index, (id, frame)) in layout.zones.iter().enumerate() {
        for (other, its) in layout.zones.iter().skip(index + 1) {
            let (up, down) = (
                around(Some(id)).contains(other),
                around(Some(other)).contains(id),
            );
            let fine = match (up, down) {
                (true, _) => inside(its).encloses(*frame),
                (_, true) => inside(frame).encloses(*its),
                _ => !frame.overlaps(*its),
            };
            if !fine {
                faults.zones.push(format!("zones {id} and {other}"));
            }
        }
    }
}

/// A run along a lane owns its cells; a corner or an arrow head owns them in both directions.
fn lanes(layout: &Layout, faults: &mut Faults) {
    let mut owners: BTreeMap<(Point, bool), &str> = BTreeMap::new();
    let frames: Vec<Rect> = layout.zones.values().copied().collect();
    for (id, route) in &layout.flows {
        let cells = cells(route);
        for (index, three) in cells.windows(3).enumerate() {
            let level_in = three[0].y == three[1].y;
            let level_out = three[1].y == three[2].y;
            let head = index + 3 == cells.len();
            for level in [true, false] {
                let uses = level_in == level || level_out == level || head;
                if uses
                    && owners
                        .insert((three[1], level), id)
                        .is_some_and(|other| other != id)
                {
                    faults.shared_lanes.push(format!("{id} at {:?}", three[1]));
                }
            }
            for frame in frames.iter().filter(|frame| frame.on_border(three[1])) {
                let upright_frame = three[1].x == frame.x || three[1].x == frame.right() - 1;
                if level_in != level_out || level_in != upright_frame {
                    faults
                        .zones
                        .push(format!("{id} runs along a frame at {:?}", three[1]));
                }
            }
        }
    }
}

/// A number that hides the head says nothing of where the flow goes; where the head is all there is, it may.
fn numbers(layout: &Layout, faults: &mut Faults) {
    for (id, route) in &layout.flows {
        let cells = cells(route);
        let [.., before, head, _] = cells[..] else {
            continue;
        };
        let only_head = cells.len() <= 3 || route.points.first() == Some(&before);
        if route.marker == Some(head) && !only_head {
            faults
                .labels
                .push(format!("the number of {id} on its head"));
        }
    }
}

fn labels(layout: &Layout, faults: &mut Faults) {
    let placed: Vec<(&str, Rect)> = layout
        .flows
        .iter()
        .filter_map(|(id, route)| Some((id.as_str(), route.label.as_ref()?.area)))
        .collect();
    for (index, &(id, area)) in placed.iter().enumerate() {
        if placed[index + 1..]
            .iter()
            .any(|(_, other)| area.overlaps(*other))
        {
            faults.labels.push(format!("{id} on another label"));
        }
        if layout.boxes.values().any(|rect| rect.overlaps(area)) {
            faults.labels.push(format!("{id} on a box"));
        }
        let on_frame =
            |frame: &Rect| (area.x..area.right()).any(|x| frame.on_border(Point::new(x, area.y)));
        if layout.zones.values().any(on_frame) {
            faults.labels.push(format!("{id} on a frame"));
        }
        for (other, route) in &layout.flows {
            let head = |route: &Route| {
                cells(route)
                    .iter()
                    .rev()
                    .take(2)
                    .any(|&cell| area.contains(cell))
            };
            let on_it = cells(route).iter().any(|&cell| area.contains(cell));
            if (other != id && on_it) || (other == id && head(route)) {
                faults.labels.push(format!("{id} on flow {other}"));
            }
        }
        if layout.flows[id].number.is_some() {
            faults.labels.push(format!("{id} has a label and a number"));
        }
    }
}
