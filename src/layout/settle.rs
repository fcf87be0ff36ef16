//! Boxes that have positions stay where they are; what would overlap gives way, by as little as possible.
//!
//! Container by container, the innermost first: walls (pinned boxes and zones that hold one) stand, then the rest is taken up
//! in order of distance from what was just changed, and whatever meets something that stands already slides away in the
//! direction that needs the least. Frames follow from what is in them. A drawing without overlaps comes out as it went in.

use super::geometry::Rect;
use super::plan::{Placement, Plan};

/// The free cells that any two boxes or frames keep between them, so that a flow can leave: columns, rows.
const APART: (i32, i32) = (1, 1);
/// The free cells that a new box keeps from others.
const ROOMY: (i32, i32) = (3, 1);
/// The free cells between a box and the new one beside or below it.
const BESIDE: i32 = 7;
const BELOW: i32 = 2;
/// What a level flow needs beside its label: blanks, a piece of line and the head.
const AROUND_LABEL: i32 = 5;
/// What it counts that a label between the two finds no room.
const LABEL_LOST: i32 = 30;
/// How far a new box may slide along its neighbour, in steps.
const SLIDES: i32 = 14;

/// How often a drawing is settled again when the last pass moved something.
const PASSES: usize = 6;

/// Which side of its neighbour a new box prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Towards {
    /// It is fed by its neighbour: right or below.
    After,
    /// It feeds its neighbour: left or above.
    Before,
}

/// Something in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Box(usize),
    Zone(usize),
}

/// A drawing in which not everything has a place yet.
pub(super) struct Draft<'a> {
    plan: &'a Plan,
    pub(super) boxes: Vec<Option<Rect>>,
    zones: Vec<Option<Rect>>,
    /// Zones that hold a pinned box.
    walls: Vec<bool>,
}

/// Places everything: what has a position keeps it, the rest is put beside what it is connected to.
pub(super) fn settle(plan: &Plan) -> Placement {
    let places: Vec<Option<Rect>> = plan
        .boxes
        .iter()
        .map(|planned| {
            planned
                .at
                .map(|at| Rect::new(at.x, at.y, planned.w, planned.h))
        })
        .collect();
    Draft::new(plan, places).complete()
}

impl<'a> Draft<'a> {
    pub(super) fn new(plan: &'a Plan, boxes: Vec<Option<Rect>>) -> Self {
        let mut walls = vec![false; plan.zones.len()];
        for index in (0..plan.boxes.len()).filter(|&index| plan.boxes[index].pinned) {
            for zone in plan
                .homes(index)
                .into_iter()
                .filter(|&home| home != plan.root())
            {
                walls[zone] = true;
            }
        }
        Self {
            plan,
            boxes,
            zones: vec![None; plan.zones.len()],
            walls,
        }
    }

    /// Places what is missing and mends overlaps, until nothing moves any more.
    pub(super) fn complete(mut self) -> Placement {
        let (plan, mut placement) = (self.plan, self.pass());
        for _ in 0..PASSES {
            let again =
                Draft::new(plan, placement.boxes.iter().copied().map(Some).collect()).pass();
            if again == placement {
                break;
            }
            placement = again;
        }
        placement
    }

    fn pass(&mut self) -> Placement {
        self.settle(&[]);
        while let Some((new, anchor, towards)) = self.next_missing() {
            let rect = match anchor {
                Some(anchor) => self.find_place(new, anchor, towards),
                None => self.free_place(new),
            };
            self.boxes[new] = Some(rect);
            self.settle(&[new]);
        }
        self.place_empty_zones();
        Placement {
            boxes: self
                .boxes
                .iter()
                .map(|rect| rect.unwrap_or_default())
                .collect(),
            zones: self
                .zones
                .iter()
                .map(|rect| rect.unwrap_or_default())
                .collect(),
        }
    }

    /// Separates everything that has a place and draws the frames. The `first` boxes hold their place against others.
    pub(super) fn settle(&mut self, first: &[usize]) {
        let mut leading: Vec<Item> = first.iter().map(|&index| Item::Box(index)).collect();
        for &index in first {
            leading.extend(self.plan.homes(index).into_iter().map(Item::Zone));
        }
        for position in 0..self.plan.inside_out.len() {
            let container = self.plan.inside_out[position];
            let items = self.items(container);
            self.separate(&items, &leading);
            if container != self.plan.root() {
                let content = Rect::around(items.iter().filter_map(|&item| self.rect(item)));
                self.zones[container] =
                    content.map(|content| self.plan.frame_around(container, content));
            }
        }
    }

    /// What stands in a container and has a place.
    fn items(&self, container: usize) -> Vec<Item> {
        let boxes = self.plan.boxes_in[container]
            .iter()
            .map(|&index| Item::Box(index));
        let zones = self.plan.zones_in[container]
            .iter()
            .map(|&zone| Item::Zone(zone));
        boxes
            .chain(zones)
            .filter(|&item| self.rect(item).is_some())
            .collect()
    }

    fn rect(&self, item: Item) -> Option<Rect> {
        match item {
            Item::Box(index) => self.boxes[index],
            Item::Zone(zone) => self.zones[zone],
        }
    }

    fn is_wall(&self, item: Item) -> bool {
        match item {
            Item::Box(index) => self.plan.boxes[index].pinned,
            Item::Zone(zone) => self.walls[zone],
        }
    }

    fn separate(&mut self, items: &[Item], leading: &[Item]) {
        let mut order: Vec<(u8, i32, Item)> = Vec::with_capacity(items.len());
        let lead = Rect::around(
            items
                .iter()
                .filter(|item| leading.contains(item))
                .filter_map(|&item| self.rect(item)),
        );
        for &item in items {
            let Some(rect) = self.rect(item) else {
                continue;
            };
            let class = if self.is_wall(item) {
                0
            } else {
                2 - u8::from(leading.contains(&item))
            };
            let far = lead.map_or(rect.x + 2 * rect.y, |lead| distance(lead, rect));
            order.push((class, far, item));
        }
        order.sort_by_key(|&(class, far, _)| (class, far));
        let mut standing: Vec<Rect> = Vec::with_capacity(items.len());
        for (_, _, item) in order {
            let Some(rect) = self.rect(item) else {
                continue;
            };
            let (dx, dy) = slide_free(rect, &standing);
            self.shift(item, dx, dy);
            standing.push(rect.shifted(dx, dy));
        }
    }

    fn shift(&mut self, item: Item, dx: i32, dy: i32) {
        if (dx, dy) == (0, 0) {
            return;
        }
        match item {
            Item::Box(index) => {
                self.boxes[index] = self.boxes[index].map(|rect| rect.shifted(dx, dy));
            }
            Item::Zone(zone) => {
                self.zones[zone] = self.zones[zone].map(|rect| rect.shifted(dx, dy));
                let plan = self.plan;
                plan.boxes_in[zone]
                    .iter()
                    .for_each(|&inner| self.shift(Item::Box(inner), dx, dy));
                plan.zones_in[zone]
                    .iter()
                    .for_each(|&inner| self.shift(Item::Zone(inner), dx, dy));
            }
        }
    }

    /// The box without a place that has most neighbours with one; which neighbour it should stand beside, and on which side.
    fn next_missing(&self) -> Option<(usize, Option<usize>, Towards)> {
        let missing = (0..self.boxes.len()).filter(|&index| self.boxes[index].is_none());
        let scored = missing.map(|index| {
            let mut neighbours = self.plan.flows.iter().filter_map(|flow| {
                let (other, towards) = match (flow.from == index, flow.to == index) {
                    (true, false) => (flow.to, Towards::Before),
                    (false, true) => (flow.from, Towards::After),
                    _ => return None,
                };
                self.boxes[other]
                    .is_some()
                    .then_some((flow.back, towards, other))
            });
            let count = neighbours.clone().count();
            let same_zone =
                |other: usize| self.plan.boxes[other].home == self.plan.boxes[index].home;
            let best = neighbours
                .clone()
                .filter(|&(.., other)| same_zone(other))
                .min_by_key(|&(back, towards, _)| (back, towards == Towards::Before));
            (count, index, best.or_else(|| neighbours.next()))
        });
        let (_, index, best) =
            scored.max_by_key(|&(count, index, _)| (count, std::cmp::Reverse(index)))?;
        Some((
            index,
            best.map(|(.., other)| other),
            best.map_or(Towards::After, |(_, towards, _)| towards),
        ))
    }

    /// A place near the anchor that disturbs as little as possible.
    pub(super) fn find_place(&self, new: usize, anchor: usize, towards: Towards) -> Rect {
        let planned = &self.plan.boxes[new];
        let (w, h) = (planned.w, planned.h);
        let Some(beside) = self.boxes[anchor] else {
            return self.free_place(new);
        };
        let (after, before) = if towards == Towards::After {
            (0, 14)
        } else {
            (14, 0)
        };
        // Beside it there is room for what the flows between them say, if that can be had.
        let ends = [new, anchor];
        let between = self.plan.flows.iter();
        let between = between.filter(|flow| ends.contains(&flow.from) && ends.contains(&flow.to));
        let mut words: Vec<i32> = between.map(|flow| flow.label_columns).collect();
        words.retain(|columns| *columns > 0);
        words.sort_unstable_by_key(|columns| std::cmp::Reverse(*columns));
        let roomy = BESIDE.max(words.first().map_or(0, |label| label + AROUND_LABEL));
        // Of two flows that run level between two boxes one has to go round a corner.
        let level = if words.len() > 1 { LABEL_LOST } else { 0 };
        let tight = level + if roomy == BESIDE { 0 } else { LABEL_LOST };
        let mut best: Option<(i32, Rect)> = None;
        let middle = beside.x + (beside.w - w) / 2;
        for slide in 0..SLIDES {
            for sign in [1, -1] {
                let (dx, dy) = (4 * slide * sign, 2 * slide * sign);
                for (x, y, preference) in [
                    (middle + dx, beside.bottom() + BELOW, after),
                    (beside.right() + roomy, beside.y + dy, after + 2 + level),
                    (beside.right() + BESIDE, beside.y + dy, after + 2 + tight),
                    (middle + dx, beside.y - h - BELOW, before),
                    (beside.x - w - roomy, beside.y + dy, before + 2 + level),
                    (beside.x - w - BESIDE, beside.y + dy, before + 2 + tight),
                ] {
                    let rect = Rect::new(x, y, w, h);
                    if let Some(disturbance) = self.disturbance(new, rect) {
                        let cost = preference
                            + distance(beside, rect)
                            + disturbance
                            + self.words_lost(ends, [rect, beside], &words);
                        if best.is_none_or(|(least, _)| cost < least) {
                            best = Some((cost, rect));
                        }
                    }
                }
            }
        }
        best.map_or_else(|| self.free_place(new), |(_, rect)| rect)
    }

    /// What it counts that other boxes stand where words belong beside the upright flows between two boxes.
    fn words_lost(&self, ends: [usize; 2], [one, other]: [Rect; 2], words: &[i32]) -> i32 {
        let (top, bottom) = (one.bottom().min(other.bottom()), one.y.max(other.y));
        let (left, right) = (one.x.max(other.x), one.right().min(other.right()));
        if top >= bottom || left >= right {
            return 0;
        }
        let middle = i32::midpoint(left, right);
        let sides = [(1, words.first()), (-1, words.get(1))];
        let lost = sides.into_iter().filter(|&(side, columns)| {
            let columns = columns.map_or(0, |columns| columns + 2);
            let x = if side > 0 {
                middle + 1
            } else {
                middle - columns
            };
            let area = Rect::new(x, top, columns, bottom - top);
            let standing = self.boxes.iter().zip(0..);
            let mut others = standing.filter(|(_, index)| !ends.contains(index));
            others.any(|(rect, _)| rect.is_some_and(|rect| rect.overlaps(area)))
        });
        LABEL_LOST * i32::try_from(lost.count()).unwrap_or(0)
    }

    /// How much a new box there would push others and stretch frames; `None` where it would stand on something.
    fn disturbance(&self, new: usize, rect: Rect) -> Option<i32> {
        let mut cost = 0;
        let (mut inner, mut inner_item, mut apart) = (rect, Item::Box(new), ROOMY);
        for home in self.plan.homes(new) {
            for item in self
                .items(home)
                .into_iter()
                .filter(|&item| item != inner_item)
            {
                let Some(other) = self.rect(item) else {
                    continue;
                };
                if inner.nearer_than(other, apart.0, apart.1) {
                    if inner_item == Item::Box(new) || self.is_wall(item) {
                        return None;
                    }
                    cost += 60;
                }
            }
            if home == self.plan.root() {
                break;
            }
            let grown = self.plan.frame_around(
                home,
                Rect::around(
                    self.items(home)
                        .into_iter()
                        .filter_map(|item| self.rect(item))
                        .chain([inner]),
                )?,
            );
            let old = self.zones[home].unwrap_or(grown);
            cost += 3 * (grown.w - old.w) + 6 * (grown.h - old.h);
            (inner, inner_item, apart) = (grown, Item::Zone(home), APART);
        }
        Some(cost)
    }

    /// A place beside everything else in the innermost container that holds something.
    fn free_place(&self, new: usize) -> Rect {
        let planned = &self.plan.boxes[new];
        let content = self.plan.homes(new).into_iter().find_map(|home| {
            Rect::around(
                self.items(home)
                    .into_iter()
                    .filter_map(|item| self.rect(item)),
            )
        });
        let Some(content) = content else {
            return Rect::new(0, 0, planned.w, planned.h);
        };
        let right = Rect::new(content.right() + BESIDE, content.y, planned.w, planned.h);
        let below = Rect::new(content.x, content.bottom() + BELOW, planned.w, planned.h);
        let cost = |rect: Rect| {
            self.disturbance(new, rect).map_or(i32::MAX, |cost| {
                cost + i32::from(content.w > 60 && rect == right)
            })
        };
        if cost(right) <= cost(below) {
            right
        } else {
            below
        }
    }

    /// Zones with nothing in them stand to the right of what is around them.
    fn place_empty_zones(&mut self) {
        for position in (0..self.plan.inside_out.len()).rev() {
            let container = self.plan.inside_out[position];
            if container == self.plan.root() || self.zones[container].is_some() {
                continue;
            }
            let around = self.plan.around(container);
            let (w, h) = self.plan.empty_zone(container);
            let frame = self.zones.get(around).copied().flatten();
            let siblings: Vec<Rect> = self
                .items(around)
                .into_iter()
                .filter_map(|item| self.rect(item))
                .collect();
            let content = Rect::around(siblings.iter().copied());
            let corner = match (content, frame) {
                (Some(content), _) => (content.right() + 5, content.y),
                (None, Some(frame)) => (frame.x + 3, frame.y + 2),
                (None, None) => (0, 0),
            };
            self.zones[container] = Some(Rect::new(corner.0, corner.1, w, h));
            self.reframe(around);
        }
    }

    /// Draws the frames around a container anew, with empty zones in them, and makes room for them.
    fn reframe(&mut self, mut container: usize) {
        loop {
            let items = self.items(container);
            let leading: Vec<Item> = items
                .iter()
                .copied()
                .filter(|item| matches!(item, Item::Box(_)))
                .collect();
            self.separate(&items, &leading);
            if container == self.plan.root() {
                break;
            }
            let content = Rect::around(items.iter().filter_map(|&item| self.rect(item)));
            self.zones[container] =
                content.map(|content| self.plan.frame_around(container, content));
            container = self.plan.around(container);
        }
    }
}

/// The gap between two rectangles and the distance of their middles along the other axis; rows count twice.
fn distance(a: Rect, b: Rect) -> i32 {
    (a.double_centre_x() - b.double_centre_x()).abs() / 2
        + (a.double_centre_y() - b.double_centre_y()).abs()
}

/// The shortest move in one direction after which the rectangle keeps apart from all that stand.
fn slide_free(rect: Rect, standing: &[Rect]) -> (i32, i32) {
    let in_the_way = |rect: Rect| {
        standing
            .iter()
            .copied()
            .find(|other| rect.nearer_than(*other, APART.0, APART.1))
    };
    if in_the_way(rect).is_none() {
        return (0, 0);
    }
    let slide = |to: &dyn Fn(Rect, Rect) -> Rect| {
        let mut moved = rect;
        while let Some(other) = in_the_way(moved) {
            moved = to(moved, other);
        }
        (moved.x - rect.x, moved.y - rect.y)
    };
    let slides = [
        slide(&|moved, other| Rect {
            x: other.right() + APART.0,
            ..moved
        }),
        slide(&|moved, other| Rect {
            y: other.bottom() + APART.1,
            ..moved
        }),
        slide(&|moved, other| Rect {
            x: other.x - APART.0 - moved.w,
            ..moved
        }),
        slide(&|moved, other| Rect {
            y: other.y - APART.1 - moved.h,
            ..moved
        }),
    ];
    slides
        .into_iter()
        .min_by_key(|&(dx, dy)| dx.abs() + 2 * dy.abs())
        .unwrap_or((0, 0))
}
