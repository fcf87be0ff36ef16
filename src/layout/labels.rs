//! Room for the labels, on routes that are finished; a label that finds none gets a number and a line in the legend.
//!
//! Candidates for each straight run: in the line itself (between blanks, if it is long enough), right or left of an upright
//! line, above or below a level one, across an upright one. The flows with the shortest ways choose first, since they
//! have the fewest places. A label covers no box, no frame, no other label and no other flow.

use super::geometry::{Direction, Point, Rect};
use super::grid::{BLOCKED, Cell, FRAME_ACROSS, FRAME_UPRIGHT, Grid, NEAR, NOBODY, Path};
use super::plan::{Plan, PlanFlow};

/// The columns of a number in place of a label: `#12`.
pub(super) const MARKER_COLUMNS: i32 = 3;

/// Where the label of a flow stands, in grid coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// The whole text.
    Text(Rect),
    /// Only a number.
    Number(Point),
}

/// How a label stands to its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Within a level line: covers it.
    InLine,
    /// Above or below a level line.
    Over,
    /// Beside an upright line.
    Beside,
    /// Across an upright line: covers one cell of it.
    Across,
}

/// A straight run of a path: its first and last cell.
struct Run {
    first: Point,
    last: Point,
    level: bool,
}

/// What a label has to keep clear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clearance {
    /// It may stand right beside what is not its own if there is no better place: room may be made for it yet.
    Wanted,
    /// It has a blank at both ends, and is nearer to its own line than to any other; or else it becomes a number.
    Needed,
}

/// The labels of a drawing while they are placed.
pub(super) struct Labels<'a> {
    plan: &'a Plan,
    grid: &'a Grid,
    paths: &'a [Option<Path>],
    clearance: Clearance,
    taken: Vec<bool>,
    spots: Vec<(usize, Spot)>,
}

impl<'a> Labels<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        grid: &'a Grid,
        paths: &'a [Option<Path>],
        clearance: Clearance,
    ) -> Self {
        Self {
            plan,
            grid,
            paths,
            clearance,
            taken: vec![false; grid.cells.len()],
            spots: Vec::new(),
        }
    }

    /// Leaves a label where it is, if it can be read there. Gives whether it does.
    pub(super) fn keep(&mut self, flow: usize, area: Rect) -> bool {
        let path = self.paths[flow].as_ref();
        let stays = path.is_some_and(|path| self.place_of(flow, path).holds(area));
        if stays {
            cover(self.grid, &mut self.taken, area);
            self.spots.push((flow, Spot::Text(area)));
        }
        stays
    }

    /// Finds a place for every label of the given flows, the shortest ways first.
    pub(super) fn place(&mut self, flows: &[usize]) {
        let mut order: Vec<(usize, &Path)> = flows
            .iter()
            .filter(|&&flow| self.plan.flows[flow].label_columns > 0)
            .filter_map(|&flow| Some((flow, self.paths[flow].as_ref()?)))
            .collect();
        order.sort_by_key(|(flow, path)| (path.cells.len(), *flow));
        for (flow, path) in order {
            let place = self.place_of(flow, path);
            let spot = place
                .text(path, &self.plan.flows[flow])
                .map(Spot::Text)
                .or_else(|| place.number(path).map(Spot::Number));
            if let Some(spot) = spot {
                let area = match spot {
                    Spot::Text(area) => area,
                    Spot::Number(at) => Rect::new(at.x, at.y, MARKER_COLUMNS, 1),
                };
                cover(self.grid, &mut self.taken, area);
                self.spots.push((flow, spot));
            }
        }
    }

    /// Where everything stands, in the order of the flows.
    pub(super) fn finish(mut self) -> Vec<(usize, Spot)> {
        self.spots.sort_by_key(|&(flow, _)| flow);
        self.spots
    }

    fn place_of(&self, flow: usize, path: &Path) -> Place<'_> {
        Place {
            grid: self.grid,
            taken: &self.taken,
            owner: u32::try_from(flow + 1).unwrap_or(u32::MAX),
            arrow: path.arrow(),
            clearance: self.clearance,
        }
    }
}

fn cover(grid: &Grid, taken: &mut [bool], area: Rect) {
    for x in area.x..area.right() {
        let at = Point::new(x, area.y);
        if grid.get(at).is_some() {
            taken[grid.index(at)] = true;
        }
    }
}

fn runs(path: &Path) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, entering, leaving) in path.steps() {
        let level = leaving.is_horizontal();
        match runs.last_mut() {
            None => {
                runs.push(Run {
                    first: at,
                    last: at,
                    level: entering.is_horizontal(),
                });
                if entering.is_horizontal() != level {
                    runs.push(Run {
                        first: at,
                        last: at,
                        level,
                    });
                }
            }
            Some(run) => {
                run.last = at;
                if run.level != level {
                    runs.push(Run {
                        first: at,
                        last: at,
                        level,
                    });
                }
            }
        }
    }
    runs
}

struct Place<'a> {
    grid: &'a Grid,
    taken: &'a [bool],
    owner: u32,
    /// The head of the flow, which nothing may cover.
    arrow: Option<Point>,
    clearance: Clearance,
}

impl Place<'_> {
    /// The best place for the whole text.
    fn text(&self, path: &Path, flow: &PlanFlow) -> Option<Rect> {
        let width = flow.label_columns;
        let mut best: Option<(i32, Rect)> = None;
        for run in runs(path) {
            let mut offer = |cost: i32, x: i32, y: i32, stand: Stand| {
                if best.is_some_and(|(least, _)| least <= cost) {
                    return;
                }
                // What stands between a label and its line would be taken for the line.
                let apart = match stand {
                    Stand::Beside if x > run.first.x + 1 => Some(x - 1),
                    Stand::Beside if x + width < run.first.x => Some(x + width),
                    _ => None,
                };
                if apart.is_some_and(|between| !self.is_empty(Point::new(between, y)))
                    || self.misleads(x, y, width, stand)
                    || (self.clearance == Clearance::Needed && self.is_cramped(x, y, width, stand))
                {
                    return;
                }
                let Some(extra) = self.fits(x, y, width, stand) else {
                    return;
                };
                if best.is_none_or(|(least, _)| cost + extra < least) {
                    best = Some((cost + extra, Rect::new(x, y, width, 1)));
                }
            };
            if run.level {
                beside_level(&run, width, &mut offer);
            } else {
                beside_upright(&run, width, &mut offer);
            }
        }
        best.map(|(_, area)| area)
    }

    /// A place for a number, on the line or else beside it: of two digits if there is room, else of one. It hides the head, and
    /// with it where the flow goes, only where nothing else is free.
    fn number(&self, path: &Path) -> Option<Point> {
        let widths = (1..=MARKER_COLUMNS).rev();
        widths
            .flat_map(|columns| {
                [
                    self.number_on(path, columns),
                    self.number_beside(path, columns),
                ]
            })
            .flatten()
            .next()
            .or_else(|| {
                let inner: Vec<Point> = path.steps().map(|(at, ..)| at).collect();
                let before_head = inner.len().saturating_sub(1);
                inner.get(before_head / 2).copied()
            })
    }

    /// The best place on the line for a number of so many columns.
    fn number_on(&self, path: &Path, columns: i32) -> Option<Point> {
        let free = |at: Point| !self.taken[self.grid.index(at)] && self.own_only(at);
        let turns = |at: Point| {
            path.steps()
                .any(|(here, from, to)| here == at && from != to)
        };
        let middle = i32::try_from(path.steps().count() / 2).unwrap_or(0);
        let spots =
            path.steps().map(|(at, ..)| at).zip(0..).filter(|&(at, _)| {
                free(at) && self.fits(at.x, at.y, columns, Stand::Across).is_some()
            });
        let cost = |at: Point, position: i32| {
            // On a corner it would hide where the line turns; in ASCII it takes two columns.
            let hides = turns(at) || turns(at.step(Direction::Right));
            let corner = if hides { 100 } else { 0 };
            let cramped = self.is_cramped(at.x, at.y, columns, Stand::Across);
            (position - middle).abs() + corner + if cramped { 40 } else { 0 }
        };
        spots
            .map(|(at, position)| (cost(at, position), at))
            .min()
            .map(|(_, at)| at)
    }

    /// The best place beside the line for a number of so many columns: not at its head if there is another.
    fn number_beside(&self, path: &Path, columns: i32) -> Option<Point> {
        let sides = path.steps().flat_map(|(at, _, leaving)| {
            let sides = if leaving.is_horizontal() {
                [(0, -1), (0, 1)]
            } else {
                [(1, 0), (-columns, 0)]
            };
            sides.map(|(dx, dy)| (at, at.shifted(dx, dy)))
        });
        // A short number at the left would stand away from its line.
        let sides = sides.filter(|&(at, start)| start.x >= at.x || columns < MARKER_COLUMNS);
        sides
            .filter(|&(_, start)| {
                self.fits(start.x, start.y, columns, Stand::Beside)
                    .is_some()
            })
            .min_by_key(|&(at, start)| (Some(at) == self.arrow, start.x < at.x, start))
            .map(|(_, start)| start)
    }

    fn own_only(&self, at: Point) -> bool {
        let cell = &self.grid.cells[self.grid.index(at)];
        [cell.across, cell.upright]
            .iter()
            .all(|&owner| owner == NOBODY || owner == self.owner)
    }

    /// Is the place free? If so, what it costs to stand close to something else.
    fn fits(&self, x: i32, y: i32, width: i32, stand: Stand) -> Option<i32> {
        let mut cost = 0;
        for column in x..x + width {
            let at = Point::new(column, y);
            let cell = self.grid.get(at)?;
            if self.taken[self.grid.index(at)]
                || cell.flags & (BLOCKED | FRAME_ACROSS | FRAME_UPRIGHT) != 0
            {
                return None;
            }
            let free = match stand {
                Stand::InLine => {
                    cell.across == self.owner
                        && (cell.upright == NOBODY || cell.upright == self.owner)
                }
                Stand::Over | Stand::Beside => cell.across == NOBODY && cell.upright == NOBODY,
                Stand::Across => self.own_only(at),
            };
            if !free || self.arrow == Some(at) {
                return None;
            }
            cost += i32::from(cell.flags & NEAR != 0);
        }
        for (beside, beyond) in [(x - 1, x - 2), (x + width, x + width + 1)] {
            cost += self.squeezed_by(Point::new(beside, y));
            // Two labels with a blank between them read as one.
            if self.is_taken(Point::new(beyond, y)) {
                cost += 12;
            }
        }
        Some(cost)
    }

    /// Would a text there read as one word with another, or stand between its own line and another's, so that nobody could
    /// say whose it is?
    fn misleads(&self, x: i32, y: i32, width: i32, stand: Stand) -> bool {
        let ends = [x - 1, x + width].map(|x| Point::new(x, y));
        let own = |at: &Point| self.upright(*at) == self.owner;
        let foreign = |at: &Point| ![NOBODY, self.owner].contains(&self.upright(*at));
        let beside = matches!(stand, Stand::Over | Stand::Beside);
        let between = beside && ends.iter().any(own) && ends.iter().any(foreign);
        between || ends.iter().any(|at| self.is_taken(*at))
    }

    /// Is something that is not its own right beside a text there, or as near as its own line?
    fn is_cramped(&self, x: i32, y: i32, width: i32, stand: Stand) -> bool {
        let [left, right] = [-1, width].map(|by| Point::new(x + by, y));
        let over_head = self.arrow.is_some_and(|head| {
            stand == Stand::Across && head.y.abs_diff(y) < 2 && (x..x + width).contains(&head.x)
        });
        let own_beside = [left, right].map(|at| self.upright(at) == self.owner);
        let sides = [(left, -1, own_beside[1]), (right, 1, own_beside[0])];
        over_head
            || sides.iter().any(|&(next, outwards, own_line)| {
                let beyond = self.upright(next.shifted(outwards, 0));
                let foreign = ![NOBODY, self.owner].contains(&beyond);
                let as_near = match stand {
                    Stand::InLine => false,
                    Stand::Over => foreign && self.is_head_or_corner(next.shifted(outwards, 0)),
                    Stand::Beside => foreign && !own_line,
                    Stand::Across => foreign,
                };
                // Where its own line crosses a frame, what stands beside it is its own.
                let own_crossing = stand == Stand::InLine && !self.is_passed(next);
                as_near || (self.squeezed_by(next) > 0 && !own_crossing)
            })
    }

    /// Can a text stay where it is?
    fn holds(&self, area: Rect) -> bool {
        let owner = |x: i32| self.grid.get(Point::new(x, area.y));
        let inside = |is: fn(&Cell) -> u32| {
            (area.x..area.right()).any(|x| owner(x).map(is) == Some(self.owner))
        };
        let reaches = [area.x - 2, area.x - 1, area.right(), area.right() + 1];
        let stand = match () {
            () if inside(|cell| cell.across) => Stand::InLine,
            () if inside(|cell| cell.upright) => Stand::Across,
            () if reaches
                .iter()
                .any(|&x| self.upright(Point::new(x, area.y)) == self.owner) =>
            {
                Stand::Beside
            }
            () => Stand::Over,
        };
        let (x, y, width) = (area.x, area.y, area.w);
        self.fits(x, y, width, stand).is_some()
            && !self.misleads(x, y, width, stand)
            && (self.clearance == Clearance::Wanted || !self.is_cramped(x, y, width, stand))
    }

    fn upright(&self, at: Point) -> u32 {
        self.grid.get(at).map_or(NOBODY, |cell| cell.upright)
    }

    /// Does another flow pass here up or down, or end here?
    fn is_passed(&self, at: Point) -> bool {
        ![NOBODY, self.owner].contains(&self.upright(at)) || self.arrow == Some(at)
    }

    fn is_head_or_corner(&self, at: Point) -> bool {
        let cell = self.grid.get(at);
        cell.is_some_and(|cell| cell.across != NOBODY && cell.across == cell.upright)
    }

    fn is_taken(&self, at: Point) -> bool {
        self.grid.get(at).is_some() && self.taken[self.grid.index(at)]
    }

    /// Does nothing stand here, no line, no frame, no label?
    fn is_empty(&self, at: Point) -> bool {
        self.grid.get(at).is_some_and(|cell| {
            let lines = [cell.across, cell.upright];
            let free = cell.flags & (BLOCKED | FRAME_ACROSS | FRAME_UPRIGHT) == 0;
            free && lines.iter().all(|&owner| owner == NOBODY) && !self.is_taken(at)
        })
    }

    /// What it costs to end right beside this cell: beside another flow's line a label would seem to be that one's.
    fn squeezed_by(&self, at: Point) -> i32 {
        let Some(cell) = self.grid.get(at) else {
            return 0;
        };
        let foreign = |owner: u32| owner != NOBODY && owner != self.owner;
        if foreign(cell.across) || foreign(cell.upright) || self.arrow == Some(at) {
            12
        } else if cell.flags & (BLOCKED | FRAME_UPRIGHT) != 0 {
            4
        } else {
            0
        }
    }
}

fn beside_level(run: &Run, width: i32, offer: &mut impl FnMut(i32, i32, i32, Stand)) {
    let (left, right) = (run.first.x.min(run.last.x), run.first.x.max(run.last.x));
    let (y, middle, length) = (
        run.first.y,
        (left + right - width + 1) / 2,
        right - left + 1,
    );
    if length >= width + 3 {
        let roomy = length >= width + 6;
        for x in left + 1..=right - width {
            offer(
                (x - middle).abs() + if roomy { 0 } else { 9 },
                x,
                y,
                Stand::InLine,
            );
        }
    }
    for x in left - width / 2..=right - width / 2 {
        let off = (x - middle).abs();
        let over = i32::from(x < left || x + width > right + 1) * 6;
        offer(14 + off + over, x, y - 1, Stand::Over);
        offer(18 + off + over, x, y + 1, Stand::Over);
    }
}

fn beside_upright(run: &Run, width: i32, offer: &mut impl FnMut(i32, i32, i32, Stand)) {
    let (top, bottom) = (run.first.y.min(run.last.y), run.first.y.max(run.last.y));
    let (x, middle) = (run.first.x, top + (bottom - top) / 2);
    for y in top..=bottom {
        let off = 2 * (y - middle).abs();
        offer(6 + off, x + 2, y, Stand::Beside);
        offer(8 + off, x - 1 - width, y, Stand::Beside);
        offer(11 + off, x + 1, y, Stand::Beside);
        offer(13 + off, x - width, y, Stand::Beside);
        if y > top && y < bottom {
            for shift in 0..width {
                offer(
                    40 + off + (shift - width / 2).abs(),
                    x - shift,
                    y,
                    Stand::Across,
                );
            }
        }
    }
}
