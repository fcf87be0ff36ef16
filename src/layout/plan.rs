//! The sketch with indices in place of ids: what every step of the engine works on.
//!
//! Everything is sorted by id, so the order of the sketch changes nothing, and what is broken (an unknown zone, a ring of
//! parents, a flow without an end) is mended here once.

use std::collections::BTreeMap;

use super::flow_order;
use super::geometry::{Point, Rect};
use super::sketch::{Shape, Sketch, box_size, columns, one_line, title_columns};

/// A box, seen by the engine.
pub(super) struct PlanBox {
    pub(super) id: String,
    pub(super) w: i32,
    pub(super) h: i32,
    /// The container that it stands in: a zone, or [`Plan::root`].
    pub(super) home: usize,
    pub(super) at: Option<Point>,
    pub(super) pinned: bool,
    pub(super) shape: Shape,
}

/// A zone, seen by the engine.
pub(super) struct PlanZone {
    pub(super) id: String,
    /// The columns that the title and the trust marks take in the frame.
    pub(super) title_columns: i32,
    /// The container around it.
    pub(super) parent: usize,
}

/// A flow, seen by the engine.
pub(super) struct PlanFlow {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    pub(super) label_columns: i32,
    /// Does it run backward in the order that a drawing from nothing starts from?
    pub(super) back: bool,
    /// Is it part of a cycle?
    pub(super) on_cycle: bool,
}

/// The whole sketch, indexed.
pub(super) struct Plan {
    pub(super) boxes: Vec<PlanBox>,
    pub(super) zones: Vec<PlanZone>,
    pub(super) flows: Vec<PlanFlow>,
    /// The boxes directly in each container; the root is the last.
    pub(super) boxes_in: Vec<Vec<usize>>,
    /// The zones directly in each container; the root is the last.
    pub(super) zones_in: Vec<Vec<usize>>,
    /// Containers, children before parents, the root last.
    pub(super) inside_out: Vec<usize>,
    /// The flows with an end outside, for each container.
    pub(super) leaving: Vec<i32>,
    /// The words beside the flows between two boxes of each container.
    words: Vec<Words>,
}

/// The columns of the longest words that stand beside an upright flow: at its right, and where two flows run between the same
/// boxes also at the left of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Words {
    right: i32,
    left: i32,
}

/// Longer words make no zone wider; they get a number.
const MOST_WORDS: i32 = 20;
/// What words take beside their columns: the line, and a blank before and behind them.
const AROUND_WORDS: i32 = 4;

/// Where the boxes and zones are; parallel to the lists of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Placement {
    pub(super) boxes: Vec<Rect>,
    pub(super) zones: Vec<Rect>,
}

impl Plan {
    pub(super) fn new(sketch: &Sketch) -> Self {
        let zones = plan_zones(sketch);
        let zone_index = index(zones.iter().map(|zone| zone.id.as_str()));
        let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
        for flow in &sketch.flows {
            *ends.entry(flow.from.as_str()).or_default() += 1;
            *ends.entry(flow.to.as_str()).or_default() += 1;
        }
        let drawable = is_drawable(sketch);
        let mut boxes: Vec<PlanBox> = sketch
            .boxes
            .iter()
            .map(|sketched| {
                let (w, h) = box_size(
                    &sketched.title,
                    ends.get(sketched.id.as_str()).copied().unwrap_or(0),
                );
                let home = sketched
                    .zone
                    .as_deref()
                    .and_then(|zone| zone_index.get(zone).copied());
                PlanBox {
                    id: sketched.id.clone(),
                    w,
                    h,
                    home: home.unwrap_or(zones.len()),
                    at: sketched.at.filter(|_| drawable),
                    pinned: sketched.pinned && sketched.at.is_some() && drawable,
                    shape: sketched.shape,
                }
            })
            .collect();
        boxes.sort_by(|a, b| a.id.cmp(&b.id));
        boxes.dedup_by(|a, b| a.id == b.id);
        let flows = plan_flows(sketch, &boxes);
        let mut plan = Self {
            boxes_in: vec![Vec::new(); zones.len() + 1],
            zones_in: vec![Vec::new(); zones.len() + 1],
            inside_out: Vec::new(),
            leaving: vec![0; zones.len() + 1],
            words: vec![Words::default(); zones.len() + 1],
            boxes,
            zones,
            flows,
        };
        plan.link_containers();
        plan.find_words();
        plan
    }

    /// The container around everything.
    pub(super) fn root(&self) -> usize {
        self.zones.len()
    }

    /// The container around a container; the root is around itself.
    pub(super) fn around(&self, container: usize) -> usize {
        self.zones
            .get(container)
            .map_or(self.root(), |zone| zone.parent)
    }

    /// For every flow: is it the one that leads back in its cycle, as the boxes stand? The one that points most against the
    /// reading direction is, whatever the order in which the flows were drawn.
    pub(super) fn leading_back(&self, placement: &Placement) -> Vec<bool> {
        let cyclic: Vec<usize> = (0..self.flows.len())
            .filter(|&flow| self.flows[flow].on_cycle)
            .collect();
        let mut leading_back = vec![false; self.flows.len()];
        let edges: Vec<(usize, usize)> = cyclic
            .iter()
            .map(|&flow| (self.flows[flow].from, self.flows[flow].to))
            .collect();
        let against = edges.iter().zip(&cyclic).map(|(&(from, to), &flow)| {
            let drawn = against_reading(placement.boxes[from], placement.boxes[to]);
            (drawn, self.flows[flow].back)
        });
        let against: Vec<_> = against.collect();
        for (flow, back) in
            cyclic
                .into_iter()
                .zip(flow_order::closing(self.boxes.len(), &edges, &against))
        {
            leading_back[flow] = back;
        }
        leading_back
    }

    /// The containers around a box, innermost first, the root last.
    pub(super) fn homes(&self, of: usize) -> Vec<usize> {
        let mut homes = vec![self.boxes[of].home];
        while let Some(&last) = homes.last() {
            if last == self.root() {
                break;
            }
            homes.push(self.around(last));
        }
        homes
    }

    /// The zones from the outermost to the innermost, so that inner ones are painted over outer ones.
    pub(super) fn outside_in(&self) -> impl Iterator<Item = usize> + '_ {
        let root = self.root();
        self.inside_out
            .iter()
            .rev()
            .copied()
            .filter(move |&container| container != root)
    }

    /// The empty cells between the frame of a zone and what stands in it: columns, then rows, the frame included.
    ///
    /// A zone that many flows leave gets a little more, for their lanes.
    pub(super) fn padding(&self, zone: usize) -> (i32, i32) {
        let lanes = (self.leaving[zone] / 4).min(4);
        (3 + lanes, 2 + lanes / 2)
    }

    /// The columns that the title needs, corners and a rest of the frame included.
    pub(super) fn narrowest_zone(&self, zone: usize) -> i32 {
        self.zones[zone].title_columns + 6
    }

    /// The frame of a zone around that content: a column of boxes has room for the words beside the flows in it. The same
    /// for a fresh drawing and for one that was moved by hand, so that a saved drawing opens as it was left.
    pub(super) fn frame_around(&self, zone: usize, content: Rect) -> Rect {
        let (columns, rows) = self.padding(zone);
        let words = self.words[zone];
        let middle = content.x + content.w / 2;
        let room = |words: i32| if words > 0 { words + AROUND_WORDS } else { 0 };
        let frame = content.grown(columns, rows);
        let left = frame.x.min(middle - room(words.left));
        let right = frame.right().max(middle + 1 + room(words.right));
        let frame = Rect {
            x: left,
            w: right - left,
            ..frame
        };
        let missing = (self.narrowest_zone(zone) - frame.w).max(0);
        Rect {
            x: frame.x - missing / 2,
            w: frame.w + missing,
            ..frame
        }
    }

    /// The size of a zone without anything in it.
    pub(super) fn empty_zone(&self, zone: usize) -> (i32, i32) {
        (self.narrowest_zone(zone).max(14), 5)
    }

    fn find_words(&mut self) {
        let mut between: BTreeMap<(usize, usize), Vec<i32>> = BTreeMap::new();
        for flow in &self.flows {
            if (1..=MOST_WORDS).contains(&flow.label_columns) {
                let ends = (flow.from.min(flow.to), flow.from.max(flow.to));
                between.entry(ends).or_default().push(flow.label_columns);
            }
        }
        for ((one, other), columns) in between {
            let home = self.boxes[one].home;
            if home == self.boxes[other].home {
                let longest = columns.iter().copied().max().unwrap_or(0);
                let words = &mut self.words[home];
                words.right = words.right.max(longest);
                if columns.len() > 1 {
                    // Which of the two runs at the left is known when they have their ways.
                    words.left = words.left.max(longest);
                }
            }
        }
    }

    fn link_containers(&mut self) {
        for (index, planned) in self.boxes.iter().enumerate() {
            self.boxes_in[planned.home].push(index);
        }
        for (index, zone) in self.zones.iter().enumerate() {
            self.zones_in[zone.parent].push(index);
        }
        let mut pending = vec![self.root()];
        while let Some(container) = pending.pop() {
            self.inside_out.push(container);
            pending.extend(&self.zones_in[container]);
        }
        self.inside_out.reverse();
        for flow in &self.flows {
            let (from, to) = (self.homes(flow.from), self.homes(flow.to));
            for &container in from.iter().filter(|home| !to.contains(home)) {
                self.leaving[container] += 1;
            }
            for &container in to.iter().filter(|home| !from.contains(home)) {
                self.leaving[container] += 1;
            }
        }
    }
}

/// How much a flow points against the direction of reading, down and to the right: whether at all, and how far.
///
/// To the right and up is forward in a drawing from left to right, and back in one with rows; down and to the left the
/// other way round. Either counts as half against.
fn against_reading(from: Rect, to: Rect) -> (u8, i32) {
    let (up, down) = (to.bottom() <= from.y, to.y >= from.bottom());
    let (left, right) = (to.right() <= from.x, to.x >= from.right());
    let far = ((from.double_centre_x() - to.double_centre_x()) / 2)
        .saturating_add(from.double_centre_y() - to.double_centre_y());
    match (up, down) {
        (true, _) if right => (1, 0),
        (_, true) if left => (1, 0),
        (true, _) => (2, far),
        (_, true) => (0, 0),
        _ if left => (2, far),
        _ => (0, 0),
    }
}

impl Placement {
    /// The smallest rectangle around all boxes and zones.
    pub(super) fn bounds(&self) -> Rect {
        Rect::around(self.boxes.iter().chain(&self.zones).copied()).unwrap_or_default()
    }
}

/// The most cells of a drawing that is kept as the team placed it; a thousand boxes take a tenth of them.
const MOST_CELLS: i64 = 8_000_000;

/// Whether the boxes stand near enough to each other to be drawn where they stand. One wrong digit in a file can put a box so
/// far away that no machine could hold the canvas between; then everything is placed afresh.
fn is_drawable(sketch: &Sketch) -> bool {
    let stand = |of: fn(&Point) -> i32| {
        let all = sketch
            .boxes
            .iter()
            .filter_map(|one| one.at.as_ref())
            .map(of);
        let (least, most) = (all.clone().min().unwrap_or(0), all.max().unwrap_or(0));
        (
            i64::from(most) - i64::from(least) + 1,
            i64::from(most).max(-i64::from(least)),
        )
    };
    let ((wide, right), (high, low)) = (stand(|at| at.x), stand(|at| at.y));
    wide * high <= MOST_CELLS && right.max(low) <= MOST_CELLS
}

fn index<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    ids.enumerate()
        .map(|(index, id)| (id.to_owned(), index))
        .collect()
}

fn plan_zones(sketch: &Sketch) -> Vec<PlanZone> {
    let mut sketched: Vec<_> = sketch.zones.iter().collect();
    sketched.sort_by(|a, b| a.id.cmp(&b.id));
    sketched.dedup_by(|a, b| a.id == b.id);
    let by_id = index(sketched.iter().map(|zone| zone.id.as_str()));
    let root = sketched.len();
    let mut parents: Vec<usize> = sketched
        .iter()
        .map(|zone| {
            zone.parent
                .as_deref()
                .and_then(|id| by_id.get(id).copied())
                .unwrap_or(root)
        })
        .collect();
    cut_rings(&mut parents);
    sketched
        .iter()
        .zip(parents)
        .map(|(zone, parent)| PlanZone {
            id: zone.id.clone(),
            title_columns: title_columns(zone),
            parent,
        })
        .collect()
}

/// A zone that is its own ancestor stands at the root instead.
fn cut_rings(parents: &mut [usize]) {
    let root = parents.len();
    for zone in 0..root {
        let (mut above, mut steps) = (parents[zone], 0);
        while above != root && above != zone && steps <= root {
            above = parents[above];
            steps += 1;
        }
        if above == zone {
            parents[zone] = root;
        }
    }
}

fn plan_flows(sketch: &Sketch, boxes: &[PlanBox]) -> Vec<PlanFlow> {
    let by_id = index(boxes.iter().map(|planned| planned.id.as_str()));
    let mut flows: Vec<PlanFlow> = sketch
        .flows
        .iter()
        .filter_map(|flow| {
            let label = one_line(&flow.label);
            Some(PlanFlow {
                id: flow.id.clone(),
                from: *by_id.get(&flow.from)?,
                to: *by_id.get(&flow.to)?,
                label_columns: columns(&label),
                label,
                back: false,
                on_cycle: false,
            })
        })
        .collect();
    flows.sort_by(|a, b| a.id.cmp(&b.id));
    flows.dedup_by(|a, b| a.id == b.id);
    let ends: Vec<(usize, usize)> = flows.iter().map(|flow| (flow.from, flow.to)).collect();
    // Data comes from sensors, then from outside: a cycle is cut before one of those.
    let likely_start = |planned: &PlanBox| match planned.shape {
        Shape::Sensor => 0,
        Shape::External => 1,
        Shape::Process | Shape::Store | Shape::Model => 2,
    };
    let ranks: Vec<u8> = boxes.iter().map(likely_start).collect();
    for (flow, back) in flows.iter_mut().zip(flow_order::backward(&ranks, &ends)) {
        flow.back = back;
    }
    if flows.iter().any(|flow| flow.back) {
        for (flow, on_cycle) in flows
            .iter_mut()
            .zip(flow_order::on_cycles(boxes.len(), &ends))
        {
            flow.on_cycle = on_cycle;
        }
    }
    flows
}
