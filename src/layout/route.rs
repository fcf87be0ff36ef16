//! The ways of all flows, each on a lane of its own.
//!
//! Short flows first. Then those that cross others or take a long way round are taken out and tried once more, since
//! the ways found later were not known to them. A flow that finds no way without sharing a lane pushes out the ones in
//! its way, and they are routed again.

use super::geometry::{Point, Rect};
use super::grid::{BLOCKED, FRAME_ACROSS, FRAME_UPRIGHT, Grid, NOBODY, Path};
use super::plan::{Placement, Plan};
use super::search::{Errand, Freedom, Haste, Search};
use super::zone_name::free_between;

/// A cell in a zone that the flow neither leaves nor enters.
const FOREIGN: u32 = 9;
/// A cell outside of the zone that both ends share.
const ASTRAY: u32 = 3;
/// A way is tried again when it costs so much more than the straight distance.
const LONG_WAY_ROUND: u32 = 30;
/// How many flows may be pushed out by others before sharing a lane is accepted.
const PUSHES: usize = 12;
/// The frame of a zone, for a flow that was seen to leave a zone and come back.
const FRAME: u32 = 6;
/// After looking at so many cells for each flow any way will do: so many flows meet at one box, or it is so dense, that not
/// every flow can have a lane of its own. Ordinary drawings need a tenth of it.
const PATIENCE: usize = 12_000;

/// The grid with the ways entered, and the ways.
pub(super) struct Routing {
    pub(super) grid: Grid,
    pub(super) paths: Vec<Option<Path>>,
    /// Whether it took so long that doing it again would be felt.
    pub(super) laborious: bool,
}

impl Routing {
    /// Does every flow have a lane of its own?
    pub(super) fn clean(&self) -> bool {
        self.paths.iter().enumerate().all(|(flow, path)| {
            let owner = u32::try_from(flow + 1).unwrap_or(u32::MAX);
            path.as_ref().is_some_and(|path| {
                path.steps().all(|(at, entering, leaving)| {
                    let cell = &self.grid.cells[self.grid.index(at)];
                    let own =
                        |level: bool| (if level { cell.across } else { cell.upright }) == owner;
                    cell.flags & BLOCKED == 0
                        && own(entering.is_horizontal())
                        && own(leaving.is_horizontal())
                })
            })
        })
    }
}

/// The router: the grid, the search and what each flow may cross.
pub(super) struct Router<'a> {
    pub(super) plan: &'a Plan,
    pub(super) placement: &'a Placement,
    search: Search,
    pub(super) grid: Grid,
    pub(super) paths: Vec<Option<Path>>,
    pub(super) zone_costs: Vec<u32>,
    frame_cost: u32,
    haste: Haste,
}

/// Routes every flow. `again` is how often expensive ways are tried once more.
pub(super) fn route_all(plan: &Plan, placement: &Placement, again: usize) -> Routing {
    let mut router = Router::new(plan, placement);
    let all: Vec<usize> = (0..plan.flows.len()).collect();
    router.route(&all);
    for _ in 0..again {
        if !router.try_again() {
            break;
        }
    }
    if again > 0 {
        router.clear(&all);
    } else {
        router.leave_room_for_names(&all);
    }
    router.finish()
}

/// Routes every flow well enough to see where there is room to spare.
pub(super) fn route_roughly(plan: &Plan, placement: &Placement) -> Routing {
    let mut router = Router::new(plan, placement);
    router.haste = Haste::Some;
    router.route(&(0..plan.flows.len()).collect::<Vec<_>>());
    router.finish()
}

impl<'a> Router<'a> {
    pub(super) fn new(plan: &'a Plan, placement: &'a Placement) -> Self {
        let grid = Grid::new(plan, placement);
        Self {
            plan,
            placement,
            search: Search::new(&grid),
            paths: vec![None; plan.flows.len()],
            zone_costs: vec![0; plan.root() + 1],
            frame_cost: 0,
            haste: Haste::None,
            grid,
        }
    }

    pub(super) fn finish(self) -> Routing {
        Routing {
            laborious: self.is_impatient(),
            grid: self.grid,
            paths: self.paths,
        }
    }

    fn is_impatient(&self) -> bool {
        self.search.effort > PATIENCE * (self.paths.len() + 20)
    }

    /// Does the path keep off all lanes that are taken?
    pub(super) fn is_free(&self, path: &Path) -> bool {
        self.in_the_way(path, usize::MAX - 1).is_empty()
    }

    /// Enters a way that is already known.
    pub(super) fn keep(&mut self, flow: usize, path: Path) {
        self.grid.mark(&path, flow, true);
        self.paths[flow] = Some(path);
    }

    /// Routes these flows, the shortest first.
    pub(super) fn route(&mut self, flows: &[usize]) {
        let mut pending: Vec<usize> = flows.to_vec();
        pending
            .sort_by_key(|&flow| std::cmp::Reverse((self.distance(flow), std::cmp::Reverse(flow))));
        let mut pushes = PUSHES;
        while let Some(flow) = pending.pop() {
            let Some(path) = self.find(flow) else {
                continue;
            };
            for other in self.in_the_way(&path, flow) {
                pushes = pushes.saturating_sub(1);
                if pushes > 0 && !self.is_impatient() {
                    self.take_out(other);
                    pending.push(other);
                }
            }
            self.keep(flow, path);
        }
    }

    /// Keeps these flows off the name of each zone that has room for it nowhere else in its upper edge. Gives those that went
    /// another way.
    pub(super) fn leave_room_for_names(&mut self, flows: &[usize]) -> Vec<usize> {
        let mut gave_way = Vec::new();
        for zone in 0..self.plan.zones.len() {
            let frame = self.grid.to_grid(self.placement.zones[zone]);
            let columns = self.plan.zones[zone].title_columns;
            let edge = Rect { h: 1, ..frame };
            if free_between(&self.grid.passed(edge), frame, columns).is_some() {
                continue;
            }
            let mut over = self.grid.bar_name(frame, columns);
            over.retain(|flow| flows.contains(flow));
            for &flow in &over {
                self.take_out(flow);
            }
            self.route(&over);
            gave_way.extend(over);
        }
        gave_way
    }

    /// Keeps these flows clear of names, and then of all else.
    pub(super) fn clear(&mut self, flows: &[usize]) {
        self.leave_room_for_names(flows);
        self.ease(flows);
        let gave_way = self.leave_room_for_names(flows);
        self.ease(&gave_way);
    }

    /// Takes out ways that cross others or are long, the worst first, and tries them again. Did anything change?
    pub(super) fn try_again(&mut self) -> bool {
        let mut poor: Vec<(u32, usize)> = (0..self.paths.len())
            .filter_map(|flow| {
                let path = self.paths[flow].as_ref()?;
                let crossings = self.grid.crossings(path);
                let detour = path.cost.saturating_sub(self.distance(flow) / 2);
                let poor = crossings > 0 || detour > LONG_WAY_ROUND || self.strays(flow, path);
                poor.then_some((crossings * 14 + detour, flow))
            })
            .collect();
        poor.sort_by_key(|&(cost, flow)| (std::cmp::Reverse(cost), flow));
        let mut changed = false;
        for (_, flow) in poor {
            if self.is_impatient() {
                break;
            }
            let Some(old) = self.take_out(flow) else {
                continue;
            };
            self.frame_cost = if self.strays(flow, &old) { FRAME } else { 0 };
            let new = self.find_alone(flow).unwrap_or_else(|| old.clone());
            self.frame_cost = 0;
            changed |= new.cells != old.cells;
            self.keep(flow, new);
        }
        changed
    }

    pub(super) fn take_out(&mut self, flow: usize) -> Option<Path> {
        let path = self.paths[flow].take()?;
        self.grid.mark(&path, flow, false);
        Some(path)
    }

    /// A way on a lane of its own, or else the best there is.
    fn find(&mut self, flow: usize) -> Option<Path> {
        self.price_zones(flow);
        let free = [Freedom::Quick, Freedom::Anywhere];
        let alone = if self.is_impatient() { &[] } else { &free[..] };
        let any = [Freedom::Shared, Freedom::Through];
        alone
            .iter()
            .chain(&any)
            .find_map(|freedom| self.look(flow, *freedom))
    }

    fn find_alone(&mut self, flow: usize) -> Option<Path> {
        self.price_zones(flow);
        [Freedom::Quick, Freedom::Anywhere]
            .into_iter()
            .find_map(|freedom| self.look(flow, freedom))
    }

    fn look(&mut self, flow: usize, freedom: Freedom) -> Option<Path> {
        let planned = &self.plan.flows[flow];
        let rect = |index: usize| -> Rect { self.grid.to_grid(self.placement.boxes[index]) };
        let errand = Errand {
            from: rect(planned.from),
            to: rect(planned.to),
            zone_cost: &self.zone_costs,
            frame_cost: self.frame_cost,
            freedom,
            haste: match self.haste {
                _ if self.is_impatient() => Haste::Great,
                haste => haste,
            },
        };
        self.search.run(&self.grid, &errand)
    }

    /// The flows whose lanes the path shares.
    fn in_the_way(&self, path: &Path, flow: usize) -> Vec<usize> {
        let arrow = path.arrow();
        let mut others = Vec::new();
        for (at, entering, leaving) in path.steps() {
            let cell = &self.grid.cells[self.grid.index(at)];
            let exclusive =
                entering != leaving || Some(at) == arrow || path.cells.get(1) == Some(&at);
            let across = exclusive || entering.is_horizontal();
            let upright = exclusive || !entering.is_horizontal();
            for owner in [
                across.then_some(cell.across),
                upright.then_some(cell.upright),
            ]
            .into_iter()
            .flatten()
            {
                if owner != NOBODY {
                    others.push(owner as usize - 1);
                }
            }
        }
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| other != flow && self.paths[other].is_some());
        others
    }

    /// A flow belongs in the zones around its ends, up to the one that both share.
    pub(super) fn price_zones(&mut self, flow: usize) {
        let planned = &self.plan.flows[flow];
        let (from, to) = (self.plan.homes(planned.from), self.plan.homes(planned.to));
        self.zone_costs.fill(FOREIGN);
        let shared = from.iter().position(|home| to.contains(home)).unwrap_or(0);
        for &outside in &from[shared..] {
            self.zone_costs[outside] = ASTRAY;
        }
        let until = to.iter().position(|home| from.contains(home)).unwrap_or(0);
        for &home in from[..=shared].iter().chain(&to[..=until]) {
            self.zone_costs[home] = 0;
        }
    }

    /// Does the way cross more frames than lie between its ends? It shows crossings of boundaries that are none.
    fn strays(&self, flow: usize, path: &Path) -> bool {
        let planned = &self.plan.flows[flow];
        let (from, to) = (self.plan.homes(planned.from), self.plan.homes(planned.to));
        let out = from.iter().take_while(|home| !to.contains(home)).count();
        let into = to.iter().take_while(|home| !from.contains(home)).count();
        let frame = |at: Point| {
            let flags = self.grid.cells[self.grid.index(at)].flags;
            flags & (FRAME_ACROSS | FRAME_UPRIGHT) != 0
        };
        path.steps().filter(|(at, ..)| frame(*at)).count() > out + into
    }

    /// The distance between the middles of the ends, doubled, rows counted twice.
    fn distance(&self, flow: usize) -> u32 {
        let planned = &self.plan.flows[flow];
        let (a, b) = (
            self.placement.boxes[planned.from],
            self.placement.boxes[planned.to],
        );
        (a.double_centre_x() - b.double_centre_x()).unsigned_abs()
            + 2 * (a.double_centre_y() - b.double_centre_y()).unsigned_abs()
    }
}
