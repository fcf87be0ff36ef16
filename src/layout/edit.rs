//! Edits of a drawing that exists: route again after a move or a new box, tidy a part.
//!
//! None of them lays out afresh what the user did not ask for.

use std::collections::{BTreeMap, BTreeSet};

use super::Layout;
use super::geometry::{Direction, Point, Rect};
use super::grid::{BLOCKED, FRAME_ACROSS, FRAME_UPRIGHT, Grid, Path};
use super::labels::{Clearance, Labels, Spot};
use super::layered::{self, Item, Link, Spacing};
use super::place;
use super::plan::{Placement, Plan, PlanFlow};
use super::route::{self, Router, Routing};
use super::settle::Draft;
use super::sketch::Sketch;
use super::variant::{self, Variant};

/// Beyond this many flows no edit routes all of them again.
const MANY_FLOWS: usize = 150;

/// What to tidy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// These boxes.
    Boxes(BTreeSet<String>),
    /// One zone with everything in it.
    Zone(String),
    /// Everything, in this style.
    All(Variant),
}

/// The layout after an edit: boxes stand where the sketch says (or where they were), and only flows that the edit touches
/// are routed again. `touched` names boxes whose flows are routed again in any case.
#[must_use]
pub fn reroute(sketch: &Sketch, previous: &Layout, touched: &[String]) -> Layout {
    rerouted(sketch, previous, touched, &|_| true)
}

/// As [`reroute`], for a drawing of which only a part has been routed: flows that have no way yet get one only if a box
/// at one of their ends has moved or lies in that part. The rest is left to [`reroute`], which takes longer.
#[must_use]
pub fn reroute_part(sketch: &Sketch, previous: &Layout, part: Option<Rect>) -> Layout {
    rerouted(sketch, previous, &[], &|rects: [Rect; 2]| {
        part.is_some_and(|part| rects.iter().any(|rect| part.overlaps(*rect)))
    })
}

/// Where every box stands after an edit, as [`reroute`] has it; nothing is routed.
#[must_use]
pub fn places(sketch: &Sketch, previous: &Layout) -> BTreeMap<String, Point> {
    let plan = Plan::new(&with_positions(sketch, previous));
    let placement = super::settle::settle(&plan);
    let boxes = plan.boxes.iter().zip(&placement.boxes);
    boxes
        .map(|(planned, rect)| (planned.id.clone(), rect.corner()))
        .collect()
}

/// What is asked of ways that are traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lanes {
    /// Each has a lane of its own.
    Own,
    /// They may share lanes, as they did.
    AsTheyWere,
}

/// The same ways with labels in the room that there is now; `None` where not every flow has such a way.
pub(super) fn traced(
    plan: &Plan,
    placement: &Placement,
    previous: &Layout,
    lanes: Lanes,
) -> Option<Layout> {
    let mut router = Router::new(plan, placement);
    for (index, flow) in plan.flows.iter().enumerate() {
        let rects = [flow.from, flow.to].map(|end| placement.boxes[end]);
        let points = &previous.flows.get(&flow.id)?.points;
        let path = retrace(&router.grid, points, rects)?;
        if lanes == Lanes::Own && !router.is_free(&path) {
            return None;
        }
        router.keep(index, path);
    }
    let routing = router.finish();
    let spots = keep_labels(plan, &routing, previous, &[], &[]);
    Some(variant::assemble(plan, placement, &routing, &spots))
}

fn rerouted(
    sketch: &Sketch,
    previous: &Layout,
    touched: &[String],
    wanted: &dyn Fn([Rect; 2]) -> bool,
) -> Layout {
    let plan = Plan::new(&with_positions(sketch, previous));
    let placement = super::settle::settle(&plan);
    let grid = Grid::new(&plan, &placement);
    let mut router = Router::new(&plan, &placement);
    let (mut open, mut left, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    // A zone that grew over a flow which has no business in it would show a crossing of its boundary that is none.
    let came_to_lie_in = |path: &Path, flow: &PlanFlow| {
        let homes = [plan.homes(flow.from), plan.homes(flow.to)].concat();
        path.steps().any(|(at, ..)| {
            let zone = usize::from(grid.cells[grid.index(at)].zone);
            let stood = plan
                .zones
                .get(zone)
                .and_then(|it| previous.zones.get(&it.id));
            let lay = stood.is_some_and(|frame| frame.contains(grid.to_drawing(at)));
            zone != plan.root() && !homes.contains(&zone) && !lay
        })
    };
    for (index, flow) in plan.flows.iter().enumerate() {
        let ends = [flow.from, flow.to];
        let rects = ends.map(|end| placement.boxes[end]);
        let stood = ends.map(|end| {
            let id = &plan.boxes[end].id;
            let stood = previous.boxes.get(id).copied();
            stood.filter(|_| !touched.contains(id))
        });
        let stays = stood == rects.map(Some);
        let known = previous.flows.get(&flow.id);
        let old = known
            .and_then(|route| with_ends(&route.points, stood, rects))
            .and_then(|points| retrace(&router.grid, &points, rects));
        match old {
            Some(path) if router.is_free(&path) && !came_to_lie_in(&path, flow) => {
                router.keep(index, path);
                if let Some(label) = known.and_then(|route| route.label.as_ref()) {
                    labels.push(label.area);
                }
            }
            _ if known.is_none() && stays && !wanted(rects) => left.push(index),
            _ => open.push(index),
        }
    }
    for label in labels {
        router.grid.keep_clear(grid.to_grid(label));
    }
    router.route(&open);
    router.clear(&open);
    if plan.flows.len() <= MANY_FLOWS && left.is_empty() && router.passing_by(&open) > 0 {
        // The picture would show a crossing of a boundary that is none: rather than that, other flows change their ways.
        let mut anew = route::routed(&plan, &placement, 1);
        let all: Vec<usize> = (0..plan.flows.len()).collect();
        if anew.passing_by(&all) < router.passing_by(&all) {
            open = all;
            open.retain(|&flow| anew.paths[flow] != router.paths[flow]);
            router = anew;
        }
    }
    let routing = router.finish();
    let spots = keep_labels(&plan, &routing, previous, &open, &left);
    variant::assemble(&plan, &placement, &routing, &spots)
}

/// Places a part of the drawing anew. Pinned boxes are walls, and what is outside of the scope moves only to make room.
#[must_use]
pub fn tidy(sketch: &Sketch, layout: &Layout, scope: &Scope) -> Layout {
    let sketch = with_positions(sketch, layout);
    let plan = Plan::new(&sketch);
    let placement = match scope {
        Scope::All(variant) => return tidy_all(&plan, *variant),
        Scope::Zone(id) => tidy_zone(&plan, id),
        Scope::Boxes(ids) => tidy_boxes(&plan, ids),
    };
    variant::drawn(&plan, &placement)
}

/// The sketch with the positions of the layout where it has none itself.
fn with_positions(sketch: &Sketch, layout: &Layout) -> Sketch {
    let mut sketch = sketch.clone();
    for sketched in &mut sketch.boxes {
        sketched.at = sketched
            .at
            .or_else(|| layout.boxes.get(&sketched.id).map(|rect| rect.corner()));
    }
    sketch
}

/// A known way between boxes that stand where they stood, though another name may have made them wider or narrower: what
/// left by the right side still does.
fn with_ends(points: &[Point], stood: [Option<Rect>; 2], stand: [Rect; 2]) -> Option<Vec<Point>> {
    let mut points = points.to_vec();
    let last = points.len().checked_sub(1)?;
    for (end, next, stood, stands) in [
        (0, 1, stood[0]?, stand[0]),
        (last, last.checked_sub(1)?, stood[1]?, stand[1]),
    ] {
        if stood == stands {
            continue;
        }
        let side = |rect: Rect| rect.right() - 1;
        if (stood.corner(), stood.h) != (stands.corner(), stands.h) {
            return None;
        }
        let way = Direction::between(points[end], points[next])?;
        match way {
            Direction::Right => points[end].x = side(stands),
            Direction::Left => {}
            Direction::Up | Direction::Down if points[end].x < side(stands) => {}
            Direction::Up | Direction::Down => return None,
        }
        if Direction::between(points[end], points[next]) != Some(way) {
            return None;
        }
    }
    Some(points)
}

/// The cells of a known way, if it still leads from border to border over free cells.
fn retrace(grid: &Grid, points: &[Point], [from, to]: [Rect; 2]) -> Option<Path> {
    let on_border = |at: Option<&Point>, rect: Rect| at.is_some_and(|&at| rect.on_border(at));
    if !on_border(points.first(), from) || !on_border(points.last(), to) {
        return None;
    }
    let mut cells = Vec::new();
    for pair in points.windows(2) {
        let direction = Direction::between(pair[0], pair[1])?;
        let mut at = pair[0];
        while at != pair[1] {
            cells.push(at.shifted(grid.shift.0, grid.shift.1));
            at = at.step(direction);
        }
    }
    cells.push(points.last()?.shifted(grid.shift.0, grid.shift.1));
    let path = Path { cells, cost: 0 };
    let passable = |(at, entering, leaving): (Point, Direction, Direction)| {
        grid.inside(at) && {
            let flags = grid.cells[grid.index(at)].flags;
            let straight = entering == leaving;
            flags & BLOCKED == 0
                && (flags & FRAME_ACROSS == 0 || (straight && !entering.is_horizontal()))
                && (flags & FRAME_UPRIGHT == 0 || (straight && entering.is_horizontal()))
        }
    };
    let whole = path.cells.len() >= 3 && path.steps().all(passable);
    whole.then_some(path)
}

/// Labels stay where they were if they can still be read there; the others find a new place, those that were written out
/// before those that are new.
fn keep_labels(
    plan: &Plan,
    routing: &Routing,
    previous: &Layout,
    rerouted: &[usize],
    left: &[usize],
) -> Vec<(usize, Spot)> {
    let mut labels = Labels::new(plan, &routing.grid, &routing.paths, Clearance::Needed);
    let (mut written, mut open) = (Vec::new(), Vec::new());
    for (index, flow) in plan.flows.iter().enumerate() {
        let known = previous.flows.get(&flow.id);
        let old = known.and_then(|route| route.label.as_ref());
        let stands = !rerouted.contains(&index) && !left.contains(&index);
        match old.filter(|label| label.text == flow.label) {
            Some(label) if stands && labels.keep(index, routing.grid.to_grid(label.area)) => {}
            _ if left.contains(&index) => {}
            Some(_) => written.push(index),
            None => open.push(index),
        }
    }
    labels.place(&written);
    labels.place(&open);
    labels.finish()
}

/// A fresh drawing around the pinned boxes.
fn tidy_all(plan: &Plan, variant: Variant) -> Layout {
    let pinned: Vec<usize> = (0..plan.boxes.len())
        .filter(|&index| plan.boxes[index].pinned)
        .collect();
    if pinned.is_empty() {
        return variant::fresh(plan, variant);
    }
    let fresh = place::place(plan, variant.style(0));
    // Moved so that the pinned boxes are, on the whole, where they have to be.
    let offset = |of: fn(Point) -> i32| {
        let sum: i32 = pinned
            .iter()
            .filter_map(|&index| Some(of(plan.boxes[index].at?) - of(fresh.boxes[index].corner())))
            .sum();
        sum / i32::try_from(pinned.len()).unwrap_or(1)
    };
    let (dx, dy) = (offset(|at| at.x), offset(|at| at.y));
    let boxes = plan
        .boxes
        .iter()
        .zip(&fresh.boxes)
        .map(|(planned, rect)| match planned.at {
            Some(at) if planned.pinned => Some(Rect::new(at.x, at.y, planned.w, planned.h)),
            _ => Some(rect.shifted(dx, dy)),
        });
    let placement = Draft::new(plan, boxes.collect()).complete();
    variant::drawn(plan, &placement)
}

/// One zone is placed anew; its upper left corner stays.
fn tidy_zone(plan: &Plan, id: &str) -> Placement {
    let old = super::settle::settle(plan);
    let Some(zone) = plan.zones.iter().position(|zone| zone.id == id) else {
        return old;
    };
    let fresh = place::place(plan, Variant::RowsDown.style(0));
    let (dx, dy) = (
        old.zones[zone].x - fresh.zones[zone].x,
        old.zones[zone].y - fresh.zones[zone].y,
    );
    let inside: Vec<usize> = (0..plan.boxes.len())
        .filter(|&index| plan.homes(index).contains(&zone) && !plan.boxes[index].pinned)
        .collect();
    let mut places: Vec<Option<Rect>> = old.boxes.iter().copied().map(Some).collect();
    for &index in &inside {
        places[index] = Some(fresh.boxes[index].shifted(dx, dy));
    }
    let mut draft = Draft::new(plan, places);
    draft.settle(&inside);
    draft.complete()
}

/// The chosen boxes of each container become one layered block where they stood before.
fn tidy_boxes(plan: &Plan, ids: &BTreeSet<String>) -> Placement {
    let old = super::settle::settle(plan);
    let mut places: Vec<Option<Rect>> = old.boxes.iter().copied().map(Some).collect();
    let mut chosen = Vec::new();
    for container in 0..=plan.root() {
        let members: Vec<usize> = plan.boxes_in[container]
            .iter()
            .copied()
            .filter(|&index| ids.contains(&plan.boxes[index].id) && !plan.boxes[index].pinned)
            .collect();
        let Some(area) = Rect::around(members.iter().map(|&index| old.boxes[index])) else {
            continue;
        };
        for (&index, rect) in members.iter().zip(block(plan, &members, area)) {
            places[index] = Some(rect);
        }
        chosen.extend(members);
    }
    let mut draft = Draft::new(plan, places);
    draft.settle(&chosen);
    draft.complete()
}

/// The boxes in layers along the longer side of the area that they take now, centred on it.
fn block(plan: &Plan, members: &[usize], area: Rect) -> Vec<Rect> {
    let down = area.w <= 3 * area.h;
    let items: Vec<Item> = members
        .iter()
        .map(|&index| (plan.boxes[index].w, plan.boxes[index].h))
        .map(|(w, h)| if down { (h, w) } else { (w, h) })
        .map(|(main, cross)| Item {
            main,
            cross,
            ..Item::default()
        })
        .collect();
    let slot = |index: usize| members.iter().position(|&member| member == index);
    let links: Vec<Link> = plan
        .flows
        .iter()
        .filter_map(|flow| {
            let (from, to) = if flow.back {
                (flow.to, flow.from)
            } else {
                (flow.from, flow.to)
            };
            Some((slot(from)?, slot(to)?, flow.label_columns))
        })
        .filter(|(from, to, _)| from != to)
        .map(|(from, to, label)| Link {
            from,
            to,
            from_offset: 0.0,
            to_offset: 0.0,
            label,
        })
        .collect();
    let spacing = if down { Spacing::DOWN } else { Spacing::RIGHT };
    let corners = layered::arrange(&items, &links, spacing, 12);
    let rects = corners.iter().zip(members).map(|(&(main, cross), &index)| {
        let (x, y) = if down { (cross, main) } else { (main, cross) };
        Rect::new(x, y, plan.boxes[index].w, plan.boxes[index].h)
    });
    let rects: Vec<Rect> = rects.collect();
    let Some(whole) = Rect::around(rects.iter().copied()) else {
        return rects;
    };
    let (dx, dy) = (
        (area.double_centre_x() - whole.double_centre_x()) / 2,
        (area.double_centre_y() - whole.double_centre_y()) / 2,
    );
    rects.into_iter().map(|rect| rect.shifted(dx, dy)).collect()
}
