//! From a sketch to a layout: one of six styles, or the best of them.

use std::collections::BTreeMap;

use super::geometry::Rect;
use super::labels::{Clearance, Labels, Spot};
use super::place::{self, Run, Style};
use super::plan::{Placement, Plan};
use super::polish;
use super::route::{self, Routing};
use super::rows::{MOST_ROWS, Wrapping, off_shape};
use super::settle::{self, Draft};
use super::sketch::Sketch;
use super::squeeze;
use super::widen;
use super::{LabelBox, Layout, Point, Route};

/// A style of drawing: how the zones stand, and how the pipeline runs inside of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// Zones in rows like the lines of a page, top-down inside: fits most screens.
    RowsDown,
    /// Zones from left to right, top-down inside.
    RightDown,
    /// Zones top-down, top-down inside.
    DownDown,
    /// Zones in rows, left to right inside.
    RowsRight,
    /// Zones top-down, left to right inside.
    DownRight,
    /// Zones from left to right, left to right inside.
    RightRight,
}

impl Variant {
    /// Every variant, the one that is shown first at the front.
    pub const ALL: [Self; 6] = [
        Self::RowsDown,
        Self::RightDown,
        Self::DownDown,
        Self::RowsRight,
        Self::DownRight,
        Self::RightRight,
    ];

    /// What to call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RowsDown => "rows, top-down inside",
            Self::RightDown => "left to right, top-down inside",
            Self::DownDown => "top-down",
            Self::RowsRight => "rows, left to right inside",
            Self::DownRight => "top-down, left to right inside",
            Self::RightRight => "left to right",
        }
    }

    pub(super) fn style(self, loosen: i32) -> Style {
        let (root, inside) = match self {
            Self::RowsDown => (Run::Rows, Run::Down),
            Self::RightDown => (Run::Right, Run::Down),
            Self::DownDown => (Run::Down, Run::Down),
            Self::RowsRight => (Run::Rows, Run::Right),
            Self::DownRight => (Run::Down, Run::Right),
            Self::RightRight => (Run::Right, Run::Right),
        };
        Style {
            root,
            inside,
            loosen,
            wrapping: Wrapping::default(),
            at_once: false,
        }
    }
}

/// What a layout is like, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    /// How often two flows cross.
    pub crossings: u32,
    /// Changes of direction.
    pub bends: u32,
    /// The length of all flows: columns, and rows counted twice.
    pub length: u32,
    /// Forward flows that run upwards, or level and to the left: against the direction of reading.
    pub against: u32,
    /// Labels that only got a number.
    pub numbered: u32,
    /// Columns of the whole.
    pub width: i32,
    /// Rows of the whole.
    pub height: i32,
}

/// A layout with its variant and its cost; the cheapest is the best.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// How it was made.
    pub variant: Variant,
    /// What it costs in crossings, length, bends, missing labels and an unwieldy shape.
    pub cost: u64,
    /// The layout.
    pub layout: Layout,
}

/// The variant that is shown before any ranking has been done.
#[must_use]
pub const fn first_variant() -> Variant {
    Variant::RowsDown
}

/// Lays the sketch out. Boxes that have a position keep it; if none has, everything is placed in the style of the variant.
#[must_use]
pub fn lay_out(sketch: &Sketch, variant: Variant) -> Layout {
    let plan = Plan::new(sketch);
    if plan.boxes.iter().any(|planned| planned.at.is_some()) {
        let placement = settle::settle(&plan);
        return drawn(&plan, &placement);
    }
    fresh(&plan, variant)
}

/// Boxes that have a position keep their order on the canvas, and the empty rows and columns between them go.
#[must_use]
pub fn lay_out_tight(sketch: &Sketch) -> Layout {
    let plan = Plan::new(sketch);
    let placement = settle::settle(&plan);
    let routing = route::route_all(&plan, &placement, 0);
    let spots = spots(&plan, &routing, Clearance::Wanted);
    let tight = squeeze::squeeze(&plan, &placement, &routing, &spots);
    widen::widen(&plan, draft(&plan, &with_frames(&plan, &tight)).1)
}

/// Where everything would stand, with no flow routed yet: what can be had at once of a large drawing. The flows of the part
/// in view come from [`reroute_part`](super::reroute_part), the rest from [`reroute`](super::reroute).
#[must_use]
pub fn stand(sketch: &Sketch, variant: Variant) -> Layout {
    let plan = Plan::new(sketch);
    let placement = if plan.boxes.iter().any(|planned| planned.at.is_some()) {
        settle::settle(&plan)
    } else {
        let style = Style {
            at_once: true,
            ..variant.style(0)
        };
        with_frames(&plan, &place::place(&plan, style))
    };
    let boxes = plan.boxes.iter().zip(&placement.boxes);
    let zones = plan.zones.iter().zip(&placement.zones);
    let mut layout = Layout {
        boxes: boxes
            .map(|(planned, rect)| (planned.id.clone(), *rect))
            .collect(),
        zones: zones.map(|(zone, rect)| (zone.id.clone(), *rect)).collect(),
        ..Layout::default()
    };
    layout.bounds = bounds(&layout);
    layout
}

/// The six variants one after another, as a worker wants them: each is thought about longer than by [`lay_out`], which has
/// to answer at once. If a box has a position already there is nothing to choose.
pub fn rank(sketch: &Sketch) -> impl Iterator<Item = Ranked> + '_ {
    let plan = Plan::new(sketch);
    let placed = plan.boxes.iter().any(|planned| planned.at.is_some());
    Variant::ALL
        .into_iter()
        .take(if placed { 1 } else { Variant::ALL.len() })
        .map(move |variant| {
            if placed {
                Ranked::of(variant, lay_out(sketch, variant))
            } else {
                Ranked::of(variant, widen::widen(&plan, considered(&plan, variant)))
            }
        })
}

/// The best of the six, with the most promising ones improved by local search. Takes its time: a second or so for fifty
/// boxes.
#[must_use]
pub fn best(sketch: &Sketch) -> (Variant, Layout) {
    let plan = Plan::new(sketch);
    if plan.boxes.iter().any(|planned| planned.at.is_some()) {
        return (first_variant(), lay_out(sketch, first_variant()));
    }
    let mut ranked = Variant::ALL.map(|variant| Ranked::of(variant, considered(&plan, variant)));
    ranked.sort_by_key(|ranked| ranked.cost);
    for ranked in ranked.iter_mut().take(POLISHED) {
        ranked.polish(&plan);
    }
    // Where labels end up as numbers is known only when they have got all the room that there is.
    let finished = ranked
        .into_iter()
        .map(|ranked| Ranked::of(ranked.variant, widen::widen(&plan, ranked.layout)));
    match finished.min_by_key(|ranked| ranked.cost) {
        Some(best) => (best.variant, best.layout),
        None => (first_variant(), Layout::default()),
    }
}

impl Ranked {
    fn of(variant: Variant, layout: Layout) -> Self {
        Self {
            variant,
            cost: layout_cost(&layout),
            layout,
        }
    }

    fn polish(&mut self, plan: &Plan) {
        let start = placement_of(plan, &self.layout);
        let Finished { clean, layout, .. } =
            finish(plan, &polish::polish(plan, &start, POLISH_BUDGET));
        let cost = layout_cost(&layout);
        if clean && cost < self.cost {
            (self.layout, self.cost) = (layout, cost);
        }
    }
}

/// Where a layout has the boxes.
fn placement_of(plan: &Plan, layout: &Layout) -> Placement {
    let rects = plan
        .boxes
        .iter()
        .map(|planned| layout.boxes.get(&planned.id).copied());
    Draft::new(plan, rects.collect()).complete()
}

/// So many of the best variants are polished.
const POLISHED: usize = 2;
/// How much work goes into polishing each of them: tries times flows.
const POLISH_BUDGET: usize = 4_000;
/// How often a drawing is loosened when a flow found no lane of its own.
const LOOSENED: i32 = 3;
/// Beyond this many boxes one placement of each variant must do.
const MANY_BOXES: usize = 100;
/// Beyond this many flows ways are not tried a second time.
const MANY_FLOWS: usize = 150;
/// Beyond this many boxes the first ways, which only show where there is room to spare, are found in haste: a row may stay
/// that could have gone.
const SOME_BOXES: usize = 30;

/// A layout that looks at no positions, found quickly.
pub(super) fn fresh(plan: &Plan, variant: Variant) -> Layout {
    widen::widen(plan, found_quickly(plan, variant))
}

fn found_quickly(plan: &Plan, variant: Variant) -> Layout {
    let mut last = Layout::default();
    for loosen in 0..=LOOSENED {
        let placement = with_frames(plan, &place::place(plan, variant.style(loosen)));
        let Finished {
            clean,
            laborious,
            layout,
        } = finish(plan, &placement);
        last = layout;
        if clean || laborious {
            break;
        }
    }
    last
}

/// A layout that looks at no positions: several placements are routed, and the best of them is taken.
fn considered(plan: &Plan, variant: Variant) -> Layout {
    let mut best = found_quickly(plan, variant);
    let mut seen: Vec<Placement> = Vec::new();
    for wrapping in wrappings(plan, variant) {
        let placement = place::place(
            plan,
            Style {
                wrapping,
                ..variant.style(0)
            },
        );
        if seen.contains(&placement) {
            continue;
        }
        let Finished { clean, layout, .. } = finish(plan, &with_frames(plan, &placement));
        if clean && layout_cost(&layout) < layout_cost(&best) {
            best = layout;
        }
        seen.push(placement);
    }
    best
}

/// The ways of wrapping that are worth a try.
fn wrappings(plan: &Plan, variant: Variant) -> Vec<Wrapping> {
    if variant.style(0).root != Run::Rows || plan.boxes.len() > MANY_BOXES {
        return Vec::new();
    }
    (1..=MOST_ROWS)
        .flat_map(|rows| {
            [true, false].map(|lines| Wrapping {
                rows: Some(rows),
                lines,
                boxes: 0,
            })
        })
        .collect()
}

/// A layout that is ready.
struct Finished {
    /// Whether every flow has a lane of its own.
    clean: bool,
    /// Whether its ways took so long that others are not worth a try.
    laborious: bool,
    layout: Layout,
}

/// Routes, squeezes and routes again.
fn finish(plan: &Plan, placement: &Placement) -> Finished {
    let routing = if plan.boxes.len() > SOME_BOXES {
        route::route_roughly(plan, placement)
    } else {
        route::route_all(plan, placement, 0)
    };
    let spots = spots(plan, &routing, Clearance::Wanted);
    let tight = with_frames(plan, &squeeze::squeeze(plan, placement, &routing, &spots));
    let (tight_routing, squeezed) = draft(plan, &tight);
    let wide = assemble(plan, placement, &routing, &spots);
    let clean = tight_routing.clean();
    let better = layout_cost(&squeezed) <= layout_cost(&wide);
    if (better && clean) || tight_routing.laborious {
        return Finished {
            clean,
            laborious: tight_routing.laborious,
            layout: squeezed,
        };
    }
    let (routing, wide) = draft(plan, placement);
    Finished {
        clean: routing.clean(),
        laborious: routing.laborious,
        layout: wide,
    }
}

/// The same boxes with the frames that they will have when the drawing is opened again.
pub(super) fn with_frames(plan: &Plan, placement: &Placement) -> Placement {
    Draft::new(plan, placement.boxes.iter().copied().map(Some).collect()).complete()
}

/// What a layout costs in crossings, length, bends, missing labels and an unwieldy shape; the cheapest is the best.
#[must_use]
pub fn layout_cost(layout: &Layout) -> u64 {
    weigh(&measure(layout), layout.boxes.len())
}

/// Routes and labels a placement, trying no way a second time: good enough to compare.
pub(super) fn draw_once(plan: &Plan, placement: &Placement) -> Layout {
    let routing = route::route_all(plan, placement, 0);
    let spots = spots(plan, &routing, Clearance::Wanted);
    assemble(plan, placement, &routing, &spots)
}

/// Routes and labels a placement that stays as it is.
pub(super) fn drawn(plan: &Plan, placement: &Placement) -> Layout {
    let routing = routed(plan, placement);
    let spots = spots(plan, &routing, Clearance::Needed);
    assemble(plan, placement, &routing, &spots)
}

/// Routes and labels a placement in which room may be made yet.
fn draft(plan: &Plan, placement: &Placement) -> (Routing, Layout) {
    let routing = routed(plan, placement);
    let spots = spots(plan, &routing, Clearance::Wanted);
    let layout = assemble(plan, placement, &routing, &spots);
    (routing, layout)
}

fn routed(plan: &Plan, placement: &Placement) -> Routing {
    route::route_all(plan, placement, usize::from(plan.flows.len() <= MANY_FLOWS))
}

fn spots(plan: &Plan, routing: &Routing, clearance: Clearance) -> Vec<(usize, Spot)> {
    let all: Vec<usize> = (0..plan.flows.len()).collect();
    let mut labels = Labels::new(plan, &routing.grid, &routing.paths, clearance);
    labels.place(&all);
    labels.finish()
}

/// Puts ids back in place of indices.
pub(super) fn assemble(
    plan: &Plan,
    placement: &Placement,
    routing: &Routing,
    spots: &[(usize, Spot)],
) -> Layout {
    let grid = &routing.grid;
    let mut flows = BTreeMap::new();
    let mut legend: Vec<(u32, String)> = Vec::new();
    let leading_back = plan.leading_back(placement);
    for (index, flow) in plan.flows.iter().enumerate() {
        let Some(path) = &routing.paths[index] else {
            continue;
        };
        let mut route = Route {
            points: corners(&path.cells, grid),
            back: leading_back[index],
            ..Route::default()
        };
        match spots
            .iter()
            .find(|(of, _)| *of == index)
            .map(|(_, spot)| *spot)
        {
            Some(Spot::Text(area)) => {
                let at = grid.to_drawing(area.corner());
                let area = Rect::new(at.x, at.y, area.w, area.h);
                route.label = Some(LabelBox {
                    area,
                    text: flow.label.clone(),
                });
            }
            Some(Spot::Number(at)) => {
                // The same words have the same number.
                let known = legend.iter().find(|(_, label)| *label == flow.label);
                let number = known.map_or(legend.len() + 1, |(number, _)| *number as usize);
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                if known.is_none() {
                    legend.push((number, flow.label.clone()));
                }
                route.number = Some(number);
                route.marker = Some(grid.to_drawing(at));
            }
            None => {}
        }
        flows.insert(flow.id.clone(), route);
    }
    let boxes = plan
        .boxes
        .iter()
        .zip(&placement.boxes)
        .map(|(planned, rect)| (planned.id.clone(), *rect))
        .collect();
    let zones = plan
        .zones
        .iter()
        .zip(&placement.zones)
        .map(|(zone, rect)| (zone.id.clone(), *rect))
        .collect();
    let mut layout = Layout {
        boxes,
        zones,
        flows,
        legend,
        bounds: Rect::default(),
    };
    layout.bounds = bounds(&layout);
    layout
}

/// The first, the last and every cell where the way turns, in coordinates of the drawing.
fn corners(cells: &[Point], grid: &super::grid::Grid) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::new();
    for (index, &cell) in cells.iter().enumerate() {
        let turns = index == 0
            || index + 1 == cells.len()
            || (cells[index - 1].x != cells[index + 1].x
                && cells[index - 1].y != cells[index + 1].y);
        if turns {
            corners.push(grid.to_drawing(cell));
        }
    }
    corners
}

pub(super) fn bounds(layout: &Layout) -> Rect {
    let routes = layout.flows.values().flat_map(|route| {
        let points = route
            .points
            .iter()
            .map(|point| Rect::new(point.x, point.y, 1, 1));
        points.chain(route.label.as_ref().map(|label| label.area))
    });
    Rect::around(
        layout
            .boxes
            .values()
            .chain(layout.zones.values())
            .copied()
            .chain(routes),
    )
    .unwrap_or_default()
}

/// Counts what a reader minds.
#[must_use]
pub fn measure(layout: &Layout) -> Measure {
    let mut measure = Measure {
        width: layout.bounds.w,
        height: layout.bounds.h,
        ..Measure::default()
    };
    let (mut level, mut upright) = (Vec::new(), Vec::new());
    for (flow, route) in layout.flows.values().enumerate() {
        measure.bends += u32::try_from(route.points.len().saturating_sub(2)).unwrap_or(0);
        measure.numbered += u32::from(route.number.is_some());
        measure.against += u32::from(runs_against(route));
        for pair in route.points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            measure.length += (a.x - b.x).unsigned_abs() + 2 * (a.y - b.y).unsigned_abs();
            if a.y == b.y {
                level.push((flow, a.y, a.x.min(b.x), a.x.max(b.x)));
            } else {
                upright.push((flow, a.x, a.y.min(b.y), a.y.max(b.y)));
            }
        }
    }
    level.sort_by_key(|run| run.1);
    for &(flow, x, top, bottom) in &upright {
        let from = level.partition_point(|run| run.1 <= top);
        let until = level.partition_point(|run| run.1 < bottom);
        let crossed = level[from..until.max(from)]
            .iter()
            .filter(|run| run.0 != flow && run.2 < x && x < run.3)
            .count();
        measure.crossings += u32::try_from(crossed).unwrap_or(u32::MAX);
    }
    measure
}

fn runs_against(route: &Route) -> bool {
    let (Some(first), Some(last)) = (route.points.first(), route.points.last()) else {
        return false;
    };
    !route.back && (last.y < first.y - 1 || (last.y <= first.y + 1 && last.x < first.x))
}

/// One number for a layout.
fn weigh(measure: &Measure, boxes: usize) -> u64 {
    let ink = f64::from(measure.length)
        + 45.0 * f64::from(measure.crossings)
        + 4.0 * f64::from(measure.bends)
        + 80.0 * f64::from(measure.numbered)
        + 45.0 * f64::from(measure.against);
    let whole = ink * (1.0 + 0.2 * off_shape(measure.width, measure.height, boxes)) * 16.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = whole as u64;
    whole
}
