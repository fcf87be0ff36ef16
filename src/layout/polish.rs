//! Local search on a finished placement, judged by really routing it: mirror a zone, swap two things that stand in the
//! same container, or move one end of a flow in line with the other. Too slow for the first picture, well spent in a worker.

use super::geometry::Rect;
use super::plan::{Placement, Plan};
use super::variant;

/// How often the list of moves is gone through.
const PASSES: usize = 3;

/// A change of a placement.
#[derive(Debug, Clone, Copy)]
enum Move {
    /// What is in a zone, left to right.
    Mirror(usize),
    /// Two boxes change places.
    SwapBoxes(usize, usize),
    /// Two zones change places.
    SwapZones(usize, usize),
    /// What holds one end of a flow moves until the flow is straight.
    Straighten {
        flow: usize,
        move_start: bool,
        upright: bool,
    },
}

/// The placement, improved by as many tries as `budget` allows; a try costs as many units as there are flows.
pub(super) fn polish(plan: &Plan, start: &Placement, budget: usize) -> Placement {
    let moves = moves(plan);
    let mut best = start.clone();
    let mut cost = judge(plan, &best);
    let mut tries = budget / plan.flows.len().max(1);
    for _ in 0..PASSES {
        let before = cost;
        for &change in &moves {
            if tries == 0 {
                return best;
            }
            let Some(changed) = apply(plan, &best, change) else {
                continue;
            };
            tries -= 1;
            let new = judge(plan, &changed);
            if new < cost {
                (best, cost) = (changed, new);
            }
        }
        if cost == before {
            break;
        }
    }
    best
}

fn judge(plan: &Plan, placement: &Placement) -> u64 {
    variant::layout_cost(&variant::draw_once(plan, placement)) + CRAMPED * cramped(plan, placement)
}

/// What two neighbours cost that stand too close for a label.
const CRAMPED: u64 = 200;

fn cramped(plan: &Plan, placement: &Placement) -> u64 {
    let close = |rects: Vec<Rect>, columns: i32, rows: i32| {
        let near = |(index, rect): (usize, &Rect)| {
            rects[index + 1..]
                .iter()
                .filter(|other| rect.nearer_than(**other, columns, rows))
                .count() as u64
        };
        rects.iter().enumerate().map(near).sum::<u64>()
    };
    (0..=plan.root())
        .map(|container| {
            let boxes = plan.boxes_in[container]
                .iter()
                .map(|&index| placement.boxes[index]);
            let zones = plan.zones_in[container]
                .iter()
                .map(|&zone| placement.zones[zone]);
            close(boxes.collect(), 5, 2) + close(zones.collect(), 3, 1)
        })
        .sum()
}

/// Every move, those that change least first.
fn moves(plan: &Plan) -> Vec<Move> {
    let mut moves: Vec<Move> = (0..plan.zones.len())
        .filter(|&zone| plan.boxes_in[zone].len() > 1)
        .map(Move::Mirror)
        .collect();
    for flow in (0..plan.flows.len()).filter(|&flow| plan.flows[flow].from != plan.flows[flow].to) {
        for (move_start, upright) in [(true, true), (false, true), (true, false), (false, false)] {
            moves.push(Move::Straighten {
                flow,
                move_start,
                upright,
            });
        }
    }
    for container in 0..=plan.root() {
        pairs(&plan.zones_in[container], &mut moves, Move::SwapZones);
        pairs(&plan.boxes_in[container], &mut moves, Move::SwapBoxes);
    }
    moves
}

fn pairs(of: &[usize], moves: &mut Vec<Move>, make: fn(usize, usize) -> Move) {
    for (position, &first) in of.iter().enumerate() {
        moves.extend(of[position + 1..].iter().map(|&second| make(first, second)));
    }
}

/// The placement after a move, settled again; `None` when the move does nothing of use.
fn apply(plan: &Plan, placement: &Placement, change: Move) -> Option<Placement> {
    let mut changed = placement.clone();
    match change {
        Move::Mirror(zone) => mirror(plan, &mut changed, zone),
        Move::SwapBoxes(first, second) => {
            let (a, b) = (placement.boxes[first], placement.boxes[second]);
            if far(a, b) {
                return None;
            }
            changed.boxes[first] = centred(a, b);
            changed.boxes[second] = centred(b, a);
        }
        Move::SwapZones(first, second) => {
            let (a, b) = (placement.zones[first], placement.zones[second]);
            let (to_b, to_a) = (centred(a, b), centred(b, a));
            shift(plan, &mut changed, first, to_b.x - a.x, to_b.y - a.y);
            shift(plan, &mut changed, second, to_a.x - b.x, to_a.y - b.y);
        }
        Move::Straighten {
            flow,
            move_start,
            upright,
        } => straighten(plan, &mut changed, flow, move_start, upright),
    }
    let settled = variant::with_frames(plan, &changed);
    (settled != *placement).then_some(settled)
}

/// Boxes that are far apart are seldom worth swapping.
fn far(a: Rect, b: Rect) -> bool {
    !a.nearer_than(b, 40, 14)
}

/// The rectangle, moved so that its middle is that of the other.
fn centred(rect: Rect, on: Rect) -> Rect {
    let (dx, dy) = (
        on.double_centre_x() - rect.double_centre_x(),
        on.double_centre_y() - rect.double_centre_y(),
    );
    rect.shifted(dx.div_euclid(2), dy.div_euclid(2))
}

fn straighten(
    plan: &Plan,
    placement: &mut Placement,
    flow: usize,
    move_start: bool,
    upright: bool,
) {
    let (from, to) = (plan.flows[flow].from, plan.flows[flow].to);
    let (moved, kept) = if move_start { (from, to) } else { (to, from) };
    let target = centred(placement.boxes[moved], placement.boxes[kept]);
    let (dx, dy) = if upright {
        (target.x - placement.boxes[moved].x, 0)
    } else {
        (0, target.y - placement.boxes[moved].y)
    };
    let (homes, others) = (plan.homes(moved), plan.homes(kept));
    // The outermost zone around the one end that is not around the other moves as a whole.
    match homes.iter().rev().find(|home| !others.contains(home)) {
        Some(&zone) => shift(plan, placement, zone, dx, dy),
        None => placement.boxes[moved] = placement.boxes[moved].shifted(dx, dy),
    }
}

fn mirror(plan: &Plan, placement: &mut Placement, zone: usize) {
    let frame = placement.zones[zone];
    let mirrored = |rect: Rect| Rect {
        x: frame.x + frame.right() - rect.right(),
        ..rect
    };
    for index in (0..plan.boxes.len()).filter(|&index| plan.homes(index).contains(&zone)) {
        placement.boxes[index] = mirrored(placement.boxes[index]);
    }
}

fn shift(plan: &Plan, placement: &mut Placement, zone: usize, dx: i32, dy: i32) {
    for index in (0..plan.boxes.len()).filter(|&index| plan.homes(index).contains(&zone)) {
        placement.boxes[index] = placement.boxes[index].shifted(dx, dy);
    }
}
