//! The search for one way: A* over (cell, direction), with all free ports of both boxes as starts and goals at once.
//!
//! After Wybrow, Marriott and Stuckey, *Orthogonal Connector Routing* (GD 2009): length plus bends plus crossings, with a
//! penalty for running through a zone that the flow has no business in. The heuristic (distance to the ring around the
//! target and the fewest bends that an empty plane needs) never overestimates, so the way found is a cheapest one.

use super::geometry::{Direction, Point, Rect};
use super::grid::{
    BLOCKED, Cell, EDGE, FRAME_ACROSS, FRAME_UPRIGHT, Grid, LABEL, NAME, NEAR, NOBODY, Path, TURN,
};

/// A row costs twice a column, since a cell is twice as high as wide.
pub(super) const STEP: [u32; 4] = [1, 2, 1, 2];
pub(super) const BEND: u32 = 6;
pub(super) const CROSSING: u32 = 14;
/// A cell beside a box.
const CRAMPED: u32 = 1;
/// A lane shared with another flow; allowed only when nothing else is left.
const SHARED: u32 = 60;
/// The same where any way will do.
const SHARED_IN_HASTE: u32 = 4;
/// A cell of a foreign box; only for a box that is walled in.
const THROUGH: u32 = 400;
/// Beside a port that is in use.
const BESIDE_PORT: u32 = 2;
/// A port that faces away from the other end.
const FACING_AWAY: u32 = 3;
/// A port right beside a corner of the box.
const BESIDE_CORNER: u32 = 2;
/// A port under the badge, which would hide where the flow begins.
const UNDER_BADGE: u32 = 8;
/// The columns that a badge takes in the upper border, the corner included: `▲12╮`.
const BADGE_COLUMNS: i32 = 4;
/// The place of a zone's name, which then stands farther right.
pub(super) const OVER_NAME: u32 = 4;
/// The place of a label that stays.
pub(super) const OVER_LABEL: u32 = 10;

/// What a way may do. Tried from top to bottom until one is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Freedom {
    /// A lane of its own, turns only where they can be of use: quick.
    Quick,
    /// A lane of its own, turns anywhere.
    Anywhere,
    /// Lanes may be shared.
    Shared,
    /// Even boxes may be crossed: the two ends are walled in.
    Through,
}

/// How good a way has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Haste {
    /// As cheap as can be.
    None,
    /// It may cost up to a quarter more.
    Some,
    /// Any way will do.
    Great,
}

/// One way to look for.
pub(super) struct Errand<'a> {
    /// The box that is left, in grid coordinates.
    pub(super) from: Rect,
    /// The box that is entered.
    pub(super) to: Rect,
    /// What a cell costs in each container on top: 0 where the flow belongs.
    pub(super) zone_cost: &'a [u32],
    /// What the frame of a zone costs on top.
    pub(super) frame_cost: u32,
    pub(super) freedom: Freedom,
    pub(super) haste: Haste,
}

impl Errand<'_> {
    const fn shared_cost(&self) -> u32 {
        match self.haste {
            Haste::Great => SHARED_IN_HASTE,
            Haste::None | Haste::Some => SHARED,
        }
    }

    const fn is_loop(&self) -> bool {
        self.from.x == self.to.x && self.from.y == self.to.y
    }
}

/// A record of the search; 8 bytes, since the search is bound by memory.
#[derive(Clone, Copy, Default)]
struct State {
    cost: u32,
    stamp: u16,
    /// The direction from which it was reached, or [`START`].
    before: u8,
    closed: bool,
}

const START: u8 = 4;

struct Goal {
    cell: usize,
    direction: Direction,
    cost: u32,
}

struct Port {
    at: Point,
    /// Out of the box.
    direction: Direction,
    cost: u32,
}

/// The search with its memory, kept from one errand to the next.
pub(super) struct Search {
    states: Vec<State>,
    stamp: u16,
    /// States by estimated total cost.
    buckets: Vec<Vec<u32>>,
    goal_cells: Vec<bool>,
    /// How many cells all searches together have looked at.
    pub(super) effort: usize,
}

impl Search {
    pub(super) fn new(grid: &Grid) -> Self {
        Self {
            states: vec![State::default(); grid.cells.len() * 4],
            stamp: 0,
            buckets: Vec::new(),
            goal_cells: vec![false; grid.cells.len()],
            effort: 0,
        }
    }

    /// A cheapest way, if there is one.
    pub(super) fn run(&mut self, grid: &Grid, errand: &Errand) -> Option<Path> {
        let goals = self.goals(grid, errand);
        let found = self.explore(grid, errand, &goals);
        for goal in &goals {
            self.goal_cells[goal.cell] = false;
        }
        let (cost, state, entering) = found?;
        Some(self.walk_back(grid, state, entering, cost))
    }

    fn goals(&mut self, grid: &Grid, errand: &Errand) -> Vec<Goal> {
        let mut goals = Vec::new();
        for port in ports(errand, false) {
            if let Some(extra) = free_port(grid, &port, errand.freedom) {
                let cell = grid.index(port.at);
                self.goal_cells[cell] = true;
                goals.push(Goal {
                    cell,
                    direction: port.direction.opposite(),
                    cost: port.cost + extra,
                });
            }
        }
        goals
    }

    fn begin(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.states.fill(State::default());
            self.stamp = 1;
        }
        for bucket in &mut self.buckets {
            bucket.clear();
        }
    }

    /// The total cost and the last state of a cheapest way, and the direction in which it enters the box.
    fn explore(
        &mut self,
        grid: &Grid,
        errand: &Errand,
        goals: &[Goal],
    ) -> Option<(u32, usize, Direction)> {
        let cheapest_goal = goals.iter().map(|goal| goal.cost).min()?;
        self.begin();
        let ring = errand.to.grown(1, 1);
        let estimate = |at: Point, direction: Direction| {
            let distance = distance_to(ring, at, direction);
            let more = match errand.haste {
                Haste::None => 0,
                Haste::Some => distance / 4,
                Haste::Great => 2 * distance,
            };
            distance + more + cheapest_goal
        };
        for port in ports(errand, true) {
            if let Some(extra) = free_port(grid, &port, errand.freedom) {
                let cost = port.cost + extra + 1;
                let state = grid.index(port.at) * 4 + port.direction as usize;
                if self.is_better(state, cost) {
                    let whole = cost + estimate(port.at, port.direction);
                    self.offer(state, cost, START, whole);
                }
            }
        }
        let (mut best, mut total): (Option<(u32, usize, Direction)>, usize) = (None, 0);
        while total < self.buckets.len() && best.is_none_or(|(cost, ..)| cost as usize > total) {
            let Some(state) = self.buckets[total].pop() else {
                total += 1;
                continue;
            };
            let state = state as usize;
            if std::mem::replace(&mut self.states[state].closed, true) {
                continue;
            }
            self.effort += 1;
            let (index, direction) = (state / 4, Direction::ALL[state % 4]);
            let cost = self.states[state].cost;
            let at = grid.point(index);
            let at_goal = ring.contains(at) && self.goal_cells[index];
            if at_goal {
                for goal in goals.iter().filter(|goal| goal.cell == index) {
                    let Some(turn) = turn_into(direction, goal.direction, errand.freedom) else {
                        continue;
                    };
                    let whole = cost + goal.cost + turn;
                    if best.is_none_or(|(least, ..)| whole < least) {
                        best = Some((whole, state, goal.direction));
                    }
                }
            }
            let here = Here {
                at,
                index,
                direction,
                cell: grid.cells[index],
            };
            let turns = may_turn(&here, errand, ring);
            if turns && !at_goal && self.is_outdone(&here, cost) {
                continue;
            }
            let mut go = |next: Direction| {
                let Some((beyond, step)) = step(grid, errand, &here, next) else {
                    return;
                };
                let (cost, state) = (cost + step, beyond * 4 + next as usize);
                if self.is_better(state, cost) {
                    let whole = cost + estimate(here.at.step(next), next);
                    let not_before = u32::try_from(total).unwrap_or(u32::MAX);
                    self.offer(state, cost, direction as u8, whole.max(not_before));
                }
            };
            go(direction);
            if turns {
                go(direction.turned_right());
                go(direction.turned_left());
            }
        }
        best
    }

    /// Whether nothing as cheap has led there yet. Asked before the estimate is made, since most ways are none the better.
    fn is_better(&self, state: usize, cost: u32) -> bool {
        let record = &self.states[state];
        record.stamp != self.stamp || (!record.closed && record.cost > cost)
    }

    /// Whether the same cell is reached so much cheaper from another side that a turn there costs less than going on from
    /// here: then no cheapest way comes this way.
    fn is_outdone(&self, here: &Here, cost: u32) -> bool {
        let empty = here.cell.across == NOBODY && here.cell.upright == NOBODY;
        let states = &self.states[here.index * 4..here.index * 4 + 4];
        let cheaper = |state: &State| state.stamp == self.stamp && state.cost + BEND < cost;
        empty && states.iter().any(cheaper)
    }

    fn offer(&mut self, state: usize, cost: u32, before: u8, whole: u32) {
        self.states[state] = State {
            cost,
            stamp: self.stamp,
            before,
            closed: false,
        };
        let whole = whole as usize;
        if whole >= self.buckets.len() {
            self.buckets.resize_with(whole + 64, Vec::new);
        }
        self.buckets[whole].push(u32::try_from(state).unwrap_or(u32::MAX));
    }

    fn walk_back(&self, grid: &Grid, mut state: usize, entering: Direction, cost: u32) -> Path {
        let mut cells = vec![grid.point(state / 4).step(entering)];
        loop {
            let (at, direction) = (grid.point(state / 4), Direction::ALL[state % 4]);
            cells.push(at);
            let behind = at.step(direction.opposite());
            let before = self.states[state].before;
            if before == START {
                cells.push(behind);
                break;
            }
            state = grid.index(behind) * 4 + usize::from(before);
        }
        cells.reverse();
        Path { cells, cost }
    }
}

struct Here {
    at: Point,
    index: usize,
    direction: Direction,
    cell: Cell,
}

/// What it costs to enter the box from there. A head right behind a corner is hard to read, so that is a last resort.
fn turn_into(direction: Direction, entering: Direction, freedom: Freedom) -> Option<u32> {
    if direction == entering {
        Some(0)
    } else {
        (freedom > Freedom::Quick && direction != entering.opposite()).then_some(2 * BEND)
    }
}

/// May the flow turn in this cell? Straight on is always cheaper to look at.
fn may_turn(here: &Here, errand: &Errand, ring: Rect) -> bool {
    if here.cell.flags & (FRAME_ACROSS | FRAME_UPRIGHT) != 0 {
        return false;
    }
    errand.freedom > Freedom::Quick
        || here.cell.flags & TURN != 0
        || (here.at.x >= ring.x && here.at.x < ring.right())
        || (here.at.y >= ring.y && here.at.y < ring.bottom())
}

/// The cell beyond and what it costs to go there, or `None` where there is no way.
fn step(grid: &Grid, errand: &Errand, here: &Here, next: Direction) -> Option<(usize, u32)> {
    let sharing = errand.freedom >= Freedom::Shared;
    let crossed = if here.direction.is_horizontal() {
        here.cell.upright
    } else {
        here.cell.across
    };
    let mut cost = STEP[next as usize];
    if next == here.direction {
        if crossed != NOBODY {
            cost += CROSSING;
        }
    } else {
        if crossed != NOBODY && !sharing {
            return None;
        }
        cost += BEND;
        if crossed != NOBODY {
            cost += errand.shared_cost();
        }
    }
    let beyond = match next {
        Direction::Right => here.index + 1,
        Direction::Left => here.index - 1,
        Direction::Down => here.index + grid.stride,
        Direction::Up => here.index - grid.stride,
    };
    let cell = &grid.cells[beyond];
    let wall = if next.is_horizontal() {
        BLOCKED | FRAME_ACROSS | EDGE
    } else {
        BLOCKED | FRAME_UPRIGHT | EDGE
    };
    if cell.flags & wall != 0 {
        if errand.freedom < Freedom::Through || cell.flags & EDGE != 0 {
            return None;
        }
        cost += THROUGH;
    }
    if (if next.is_horizontal() {
        cell.across
    } else {
        cell.upright
    }) != NOBODY
    {
        if !sharing {
            return None;
        }
        cost += errand.shared_cost();
    }
    if cell.flags & (NEAR | LABEL) != 0 {
        let label = cell.flags & LABEL != 0;
        cost += if label { OVER_LABEL } else { CRAMPED };
    }
    if cell.flags & (FRAME_ACROSS | FRAME_UPRIGHT) != 0 {
        cost += errand.frame_cost;
        if cell.flags & NAME != 0 {
            cost += OVER_NAME;
        }
    }
    Some((beyond, cost + errand.zone_cost[usize::from(cell.zone)]))
}

/// The least that is left: distance to the ring of ports and the bends that an empty plane would need.
fn distance_to(ring: Rect, at: Point, direction: Direction) -> u32 {
    let (last_x, last_y) = (ring.right() - 1, ring.bottom() - 1);
    let dx = (ring.x - at.x).max(at.x - last_x).max(0);
    let dy = (ring.y - at.y).max(at.y - last_y).max(0);
    let (past, aside) = match direction {
        Direction::Right => (at.x > last_x, dy > 0),
        Direction::Left => (at.x < ring.x, dy > 0),
        Direction::Down => (at.y > last_y, dx > 0),
        Direction::Up => (at.y < ring.y, dx > 0),
    };
    let bends = if past { 2 } else { u32::from(aside) };
    dx.unsigned_abs() + 2 * dy.unsigned_abs() + bends * BEND
}

/// Every port of the box that is left (`out`) or entered: cells beside the border, never beside a corner.
fn ports(errand: &Errand, out: bool) -> Vec<Port> {
    let (this, other) = if out {
        (errand.from, errand.to)
    } else {
        (errand.to, errand.from)
    };
    let facing = |direction: Direction| {
        let (dx, dy) = direction.delta();
        dx * (other.double_centre_x() - this.double_centre_x())
            + dy * (other.double_centre_y() - this.double_centre_y())
            < 0
    };
    let side = |direction: Direction| {
        side_cost(direction, out) + if facing(direction) { FACING_AWAY } else { 0 }
    };
    let mut ports = Vec::new();
    let wanted = |direction: Direction| {
        !errand.is_loop() || (out == matches!(direction, Direction::Right | Direction::Down))
    };
    let mut add = |x: i32, y: i32, direction: Direction| {
        if wanted(direction) {
            let at = Point::new(x, y);
            ports.push(Port {
                at,
                direction,
                cost: side(direction) + off_middle(this, at, direction),
            });
        }
    };
    for y in this.y + 1..this.bottom() - 1 {
        add(this.right(), y, Direction::Right);
        add(this.x - 1, y, Direction::Left);
    }
    for x in this.x + 1..this.right() - 1 {
        add(x, this.bottom(), Direction::Down);
        add(x, this.y - 1, Direction::Up);
    }
    ports
}

/// What a port costs for its place on a side of the box: best in the middle, poor beside a corner or under the badge.
pub(super) fn off_middle(of: Rect, port: Point, side: Direction) -> u32 {
    if side.is_horizontal() {
        return (2 * port.y + 1 - of.double_centre_y()).unsigned_abs() / 2;
    }
    let middle = (2 * port.x + 1 - of.double_centre_x()).unsigned_abs() / 4;
    let corner = port.x == of.x + 1 || port.x == of.right() - 2;
    let badge = side == Direction::Up && port.x >= of.right() - BADGE_COLUMNS;
    middle + if corner { BESIDE_CORNER } else { 0 } + if badge { UNDER_BADGE } else { 0 }
}

/// Flows leave to the right and below and arrive from the left and above, unless that is a detour.
const fn side_cost(direction: Direction, out: bool) -> u32 {
    match (direction, out) {
        (Direction::Right | Direction::Down, true) | (Direction::Left | Direction::Up, false) => 0,
        (Direction::Left, true) | (Direction::Right, false) => 4,
        (Direction::Up, true) | (Direction::Down, false) => 3,
    }
}

/// What a port costs on top, or `None` when it is in use or blocked.
fn free_port(grid: &Grid, port: &Port, freedom: Freedom) -> Option<u32> {
    if !grid.inside(port.at) {
        return None;
    }
    let cell = &grid.cells[grid.index(port.at)];
    let blocked = cell.flags & (BLOCKED | FRAME_ACROSS | FRAME_UPRIGHT) != 0;
    let taken = cell.across != NOBODY || cell.upright != NOBODY;
    let mut cost = match (blocked, taken, freedom) {
        (true, _, Freedom::Through) => THROUGH,
        (false, true, Freedom::Shared | Freedom::Through) => SHARED,
        (false, false, _) => 0,
        _ => return None,
    };
    if !port.direction.is_horizontal() {
        for beside in [Direction::Left, Direction::Right] {
            if grid
                .get(port.at.step(beside))
                .is_some_and(|cell| cell.upright != NOBODY)
            {
                cost += BESIDE_PORT;
            }
        }
    }
    Some(cost)
}
