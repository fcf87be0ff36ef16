//! A finished drawing cell by cell, as [`widen`](super::widen) looks at it: where it may be opened, and where it is too tight.

use super::geometry::{Point, Rect};
use super::plan::{Plan, PlanFlow};
use super::{Layout, Route};

/// Nobody.
const NONE: u16 = 0;

/// What stands in one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// The box, by its number + 1, or [`NONE`].
    inside: u16,
    /// The flow whose upright run, corner or head is here.
    upright: u16,
    /// The flow whose label is here.
    label: u16,
    /// How many lines a boundary left of the cell would cut.
    longer: u8,
    flags: u8,
}

/// What is here and what is right below belong together.
const LINK: u8 = 1;
/// Between the cell to the left and this one nothing may be opened.
const BARRED: u8 = 2;
/// The left or right side of a frame.
const SIDE: u8 = 4;
/// A flow turns here.
const CORNER: u8 = 8;
/// The head of a flow.
const HEAD: u8 = 16;
/// A level run.
const LEVEL: u8 = 32;

/// A run beside a foreign box, for each row.
const BESIDE_BOX: u32 = 8;
/// A corner beside a foreign box: it reads as joined to it.
const CORNER_AT_BOX: u32 = 16;
/// A run beside the side of a frame.
const BESIDE_FRAME: u32 = 2;
/// A corner beside the corner or the head of another flow.
const CORNERS_TOUCH: u32 = 8;
/// A label right beside a line or a box that is not its own.
const LABEL_SQUEEZED: u32 = 12;
/// A label as near to another line as to its own, or to another label.
const LABEL_BETWEEN: u32 = 6;
/// A label that would be written out.
const LABEL_WRITTEN: u32 = 100;
/// So many columns may be opened for it.
const FOR_A_LABEL: i32 = 10;
/// A seam may leave the column of its gap by so much.
const REACH: i32 = 48;
/// A line that gets longer counts as much as so many columns that a seam goes aside.
const LINE: u32 = 16;

/// Where columns are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The first and the last row.
    pub(super) rows: (i32, i32),
    /// What stands in this column and to the right of it moves.
    pub(super) column: i32,
    /// How many columns are wanted.
    pub(super) columns: i32,
    /// How much a reader would gain.
    pub(super) weight: u32,
    /// The flow whose label it would be written out for.
    pub(super) label: Option<usize>,
}

/// The cells of a drawing.
pub(super) struct Field {
    pub(super) area: Rect,
    cells: Vec<Cell>,
}

impl Field {
    pub(super) fn new(plan: &Plan, layout: &Layout) -> Self {
        let area = layout.bounds.grown(1, 0);
        let cells = usize::try_from(area.w * area.h).unwrap_or(0);
        let mut field = Self {
            area,
            cells: vec![Cell::default(); cells],
        };
        for (number, planned) in (1..).zip(&plan.boxes) {
            if let Some(rect) = layout.boxes.get(&planned.id) {
                field.add_box(*rect, number);
            }
        }
        for zone in 0..plan.zones.len() {
            field.add_zone(plan, layout, zone);
        }
        for (number, flow) in (1..).zip(&plan.flows) {
            if let Some(route) = layout.flows.get(&flow.id) {
                field.add_flow(route, number);
            }
        }
        for (number, flow) in (1..).zip(&plan.flows) {
            if let Some(route) = layout.flows.get(&flow.id) {
                field.add_label(route, number);
            }
        }
        field
    }

    fn index(&self, at: Point) -> Option<usize> {
        let inside = self.area.contains(at);
        let index = (at.y - self.area.y) * self.area.w + at.x - self.area.x;
        usize::try_from(index).ok().filter(|_| inside)
    }

    fn at(&self, at: Point) -> Cell {
        let cell = self.index(at).map(|index| self.cells[index]);
        cell.unwrap_or_default()
    }

    fn change(&mut self, x: i32, y: i32, change: impl FnOnce(&mut Cell)) {
        if let Some(index) = self.index(Point::new(x, y)) {
            change(&mut self.cells[index]);
        }
    }

    fn bar(&mut self, columns: impl Iterator<Item = i32>, y: i32) {
        for x in columns {
            self.change(x, y, |cell| cell.flags |= BARRED);
        }
    }

    fn add_box(&mut self, rect: Rect, number: u16) {
        for y in rect.y..rect.bottom() {
            for x in rect.x..rect.right() {
                let link = if y + 1 < rect.bottom() { LINK } else { 0 };
                let barred = if x > rect.x { BARRED } else { 0 };
                self.change(x, y, |cell| {
                    cell.inside = number;
                    cell.flags |= link | barred;
                });
            }
        }
    }

    /// A frame follows from what is in it: it gets wider with its content, and in no other way.
    fn add_zone(&mut self, plan: &Plan, layout: &Layout, zone: usize) {
        let Some(&frame) = layout.zones.get(&plan.zones[zone].id) else {
            return;
        };
        let boxes = plan.boxes_in[zone].iter();
        let boxes = boxes.filter_map(|&inner| layout.boxes.get(&plan.boxes[inner].id));
        let zones = plan.zones_in[zone].iter();
        let zones = zones.filter_map(|&inner| layout.zones.get(&plan.zones[inner].id));
        let content = Rect::around(boxes.chain(zones).copied());
        let as_wide = |content: &Rect| content.w + 2 * plan.padding(zone).0 == frame.w;
        let content = content.filter(as_wide);
        let (left, right) = content.map_or((frame.right() - 1, frame.right()), |content| {
            (content.x, content.right())
        });
        for y in frame.y..frame.bottom() {
            self.bar(frame.x + 1..=left, y);
            self.bar(right..frame.right(), y);
            let link = if y + 1 < frame.bottom() { LINK } else { 0 };
            for x in [frame.x, frame.right() - 1] {
                self.change(x, y, |cell| cell.flags |= SIDE | link);
            }
        }
    }

    fn add_flow(&mut self, route: &Route, number: u16) {
        for pair in route.points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if a.y == b.y {
                let (left, right) = (a.x.min(b.x), a.x.max(b.x));
                for x in left..=right {
                    self.change(x, a.y, |cell| {
                        cell.flags |= LEVEL;
                        cell.longer = cell.longer.saturating_add(u8::from(x > left));
                    });
                }
            } else {
                let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
                for y in top..=bottom {
                    self.change(a.x, y, |cell| {
                        cell.upright = number;
                        cell.flags |= if y < bottom { LINK } else { 0 };
                    });
                }
            }
        }
        let last = route.points.len().saturating_sub(1);
        for corner in route.points.iter().take(last).skip(1) {
            self.change(corner.x, corner.y, |cell| cell.flags |= CORNER);
        }
        if let Some(head) = head(route) {
            self.change(head.x, head.y, |cell| {
                cell.upright = number;
                cell.flags |= HEAD;
            });
        }
    }

    /// A label stays whole, and as far from its line as it is.
    fn add_label(&mut self, route: &Route, number: u16) {
        let marker = route.marker.map(|at| Rect::new(at.x, at.y, 3, 1));
        let Some(area) = route.label.as_ref().map(|label| label.area).or(marker) else {
            return;
        };
        self.bar(area.x + 1..area.right(), area.y);
        for x in area.x..area.right() {
            self.change(x, area.y, |cell| cell.label = number);
        }
        let is_own = |x: &i32| self.at(Point::new(*x, area.y)).upright == number;
        let before = (area.x - 2..area.x).find(is_own);
        let behind = (area.right()..area.right() + 2).rev().find(is_own);
        if let Some(line) = before {
            self.bar(line + 1..=area.x, area.y);
        }
        if let Some(line) = behind {
            self.bar(area.right()..=line, area.y);
        }
    }

    /// Whether nothing may be opened left of a cell.
    pub(super) fn is_barred(&self, at: Point) -> bool {
        self.at(at).flags & BARRED != 0
    }

    /// How many lines get longer by opening left of a cell.
    pub(super) fn longer(&self, at: Point) -> u32 {
        u32::from(self.at(at).longer)
    }

    /// Continues a seam from a row to the last one in one direction, so that the fewest lines get longer. Gives how many do,
    /// or `None` where there is no way through.
    pub(super) fn way(&self, column: i32, from: i32, last: i32, seam: &mut [i32]) -> Option<u32> {
        let first = (column - REACH).max(self.area.x);
        let width = (column + REACH).min(self.area.right()) - first + 1;
        let width = usize::try_from(width).ok()?;
        let column_of = |place: usize| first + i32::try_from(place).unwrap_or(0);
        let step = (last - from).signum();
        let rows = usize::try_from((last - from).abs()).ok()?;
        let mut costs = vec![u32::MAX; width];
        costs[usize::try_from(column - first).ok()?] = 0;
        let mut came: Vec<usize> = Vec::with_capacity(rows * width);
        let mut y = from;
        for _ in 0..rows {
            let between = y.min(y + step);
            let linked =
                |place: usize| self.at(Point::new(column_of(place), between)).flags & LINK != 0;
            let mut whence: Vec<usize> = (0..width).collect();
            for place in 1..width {
                let aside = costs[place - 1].saturating_add(1);
                if aside < costs[place] && !linked(place - 1) {
                    (costs[place], whence[place]) = (aside, whence[place - 1]);
                }
            }
            for place in (1..width).rev() {
                let aside = costs[place].saturating_add(1);
                if aside < costs[place - 1] && !linked(place - 1) {
                    (costs[place - 1], whence[place - 1]) = (aside, whence[place]);
                }
            }
            y += step;
            for (place, cost) in costs.iter_mut().enumerate() {
                let cell = self.at(Point::new(column_of(place), y));
                *cost = if cell.flags & BARRED != 0 {
                    u32::MAX
                } else {
                    cost.saturating_add(LINE * u32::from(cell.longer))
                };
            }
            came.extend(whence);
        }
        let (mut place, cost) = (0..width).zip(costs).min_by_key(|(_, cost)| *cost)?;
        if cost == u32::MAX {
            return None;
        }
        for row in (0..rows).rev() {
            let y = from + step * i32::try_from(row + 1).unwrap_or(0);
            *seam.get_mut(usize::try_from(y - self.area.y).ok()?)? = column_of(place);
            place = came[row * width + place];
        }
        Some(cost / LINE)
    }

    /// Where something stands too close to something else.
    pub(super) fn too_close(&self, plan: &Plan, layout: &Layout) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (number, flow) in (1..).zip(&plan.flows) {
            let Some(route) = layout.flows.get(&flow.id) else {
                continue;
            };
            self.beside_runs(flow, route, number, &mut gaps);
            if let Some(label) = &route.label {
                self.beside_label(label.area, number, &mut gaps);
            }
        }
        gaps
    }

    /// Where labels that are only numbers could be written out.
    pub(super) fn for_words(&self, plan: &Plan, layout: &Layout) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (number, flow) in (1..).zip(&plan.flows) {
            let route = layout.flows.get(&flow.id);
            if let Some(route) = route.filter(|route| route.number.is_some()) {
                self.for_label(flow, route, number, &mut gaps);
            }
        }
        gaps
    }

    fn beside_runs(&self, flow: &PlanFlow, route: &Route, number: u16, gaps: &mut Vec<Gap>) {
        let last = route.points.len().saturating_sub(2);
        for (run, pair) in route.points.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            if a.x != b.x {
                continue;
            }
            let down = if a.y < b.y { 1 } else { -1 };
            let a_y = if run == 0 { a.y + down } else { a.y };
            let b_y = if run == last { b.y - down } else { b.y };
            let rows = a_y.min(b_y)..=a_y.max(b_y);
            for (beside, column) in [(a.x - 1, a.x), (a.x + 1, a.x + 1)] {
                let mut open: Option<Gap> = None;
                for y in rows.clone() {
                    let weight = self.hugs(Point::new(a.x, y), Point::new(beside, y), flow, number);
                    match &mut open {
                        Some(gap) if weight > 0 => {
                            gap.rows.1 = y;
                            gap.weight += weight;
                        }
                        _ if weight > 0 => open = Some(gap(column, (y, y), weight)),
                        _ => gaps.extend(open.take()),
                    }
                }
                gaps.extend(open);
            }
        }
    }

    /// How badly a cell of an upright run stands to the one beside it.
    fn hugs(&self, here: Point, beside: Point, flow: &PlanFlow, number: u16) -> u32 {
        let turns = self.at(here).flags & CORNER != 0;
        let beside = self.at(beside);
        let own = [flow.from, flow.to].map(|end| u16::try_from(end + 1).unwrap_or(NONE));
        let foreign = beside.upright != NONE && beside.upright != number;
        match beside {
            Cell { inside, .. } if inside != NONE && own.contains(&inside) => 0,
            Cell { inside, .. } if inside != NONE && turns => CORNER_AT_BOX,
            Cell { inside, .. } if inside != NONE => BESIDE_BOX,
            Cell { flags, .. } if flags & SIDE != 0 => BESIDE_FRAME,
            Cell { flags, .. } if turns && foreign && flags & (CORNER | HEAD) != 0 => CORNERS_TOUCH,
            _ => 0,
        }
    }

    fn beside_label(&self, area: Rect, number: u16, gaps: &mut Vec<Gap>) {
        let at = |x: i32| self.at(Point::new(x, area.y));
        let line = |cell: Cell| cell.upright != NONE && cell.upright != number;
        let worded = |cell: Cell| cell.label != NONE && cell.label != number;
        let own = |x: i32| at(x).upright == number;
        let sides = [
            (area.x, area.x - 1, -1, area.right() + 1),
            (area.right(), area.right(), 1, area.x - 2),
        ];
        for (column, next, outwards, own_line) in sides {
            let (next, beyond) = (at(next), at(next + outwards));
            let squeezed =
                next.inside != NONE || next.flags & SIDE != 0 || line(next) || worded(next);
            let between = worded(beyond) || (line(beyond) && own(own_line));
            let weight = match (squeezed, between) {
                (true, _) => LABEL_SQUEEZED,
                (false, true) => LABEL_BETWEEN,
                (false, false) => continue,
            };
            gaps.push(gap(column, (area.y, area.y), weight));
        }
    }

    /// Where a label that is only a number could be written out if there was room.
    fn for_label(&self, flow: &PlanFlow, route: &Route, number: u16, gaps: &mut Vec<Gap>) {
        let index = usize::from(number) - 1;
        let last = route.points.len().saturating_sub(2);
        let mut offer = |column: i32, y: i32, columns: i32| {
            if (1..=FOR_A_LABEL).contains(&columns) {
                gaps.push(Gap {
                    columns,
                    label: Some(index),
                    ..gap(
                        column,
                        (y, y),
                        LABEL_WRITTEN / u32::try_from(columns).unwrap_or(1),
                    )
                });
            }
        };
        for (run, pair) in route.points.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            if a.x == b.x {
                // Beside an upright line the whole label and a blank have to fit.
                let wanted = flow.label_columns + 1;
                let (mut top, mut bottom) = (a.y.min(b.y), a.y.max(b.y));
                if run == 0 || run == last {
                    (top, bottom) = (top + 1, bottom - 1);
                }
                for y in top..=bottom {
                    let right = (0..wanted).take_while(|by| self.is_free(a.x + 1 + by, y, number));
                    let right = i32::try_from(right.count()).unwrap_or(0);
                    offer(a.x + 1 + right, y, wanted - right);
                    let left = (0..wanted).take_while(|by| self.is_free(a.x - 1 - by, y, number));
                    let left = i32::try_from(left.count()).unwrap_or(0);
                    offer(a.x - left, y, wanted - left);
                }
            } else {
                let (left, right) = (a.x.min(b.x) + 1, a.x.max(b.x) - 1);
                let mut free = 0;
                for x in left..=right + 1 {
                    if x <= right
                        && self.at(Point::new(x, a.y)).upright == NONE
                        && self.at(Point::new(x, a.y)).flags & SIDE == 0
                    {
                        free += 1;
                    } else {
                        offer(x - free / 2, a.y, flow.label_columns + 3 - free);
                        free = 0;
                    }
                }
            }
        }
    }

    /// Is nothing here but the number of the flow, which the words would stand for?
    fn is_free(&self, x: i32, y: i32, number: u16) -> bool {
        let cell = self.at(Point::new(x, y));
        let own = [NONE, number].contains(&cell.label);
        let nothing = own && [cell.inside, cell.upright] == [NONE; 2];
        // The upper and lower edges of frames need no word here: a seam beside them would have to cut them.
        nothing && cell.flags & (SIDE | LEVEL) == 0
    }
}

fn gap(column: i32, rows: (i32, i32), weight: u32) -> Gap {
    Gap {
        rows,
        column,
        columns: 1,
        weight,
        label: None,
    }
}

/// The cell with the head of a flow.
fn head(route: &Route) -> Option<Point> {
    let [.., before, last] = route.points[..] else {
        return None;
    };
    Some(last.shifted((before.x - last.x).signum(), (before.y - last.y).signum()))
}
