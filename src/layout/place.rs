//! Placement from nothing: recursive over the zones, the innermost first, each container a problem of its own.

use crate::model::natural;

use super::geometry::Rect;
use super::islands::{self, Islands};
use super::layered::{self, Item, Link, Spacing, cells};
use super::line;
use super::plan::{Placement, Plan};
use super::rows::{self, Wrapping};

/// The direction in which a pipeline runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Right,
    Down,
    /// Rows like the lines of a page; only at the root.
    Rows,
}

/// How the whole is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) root: Run,
    pub(super) inside: Run,
    /// Extra cells in every gap, for a drawing whose flows found no way.
    pub(super) loosen: i32,
    /// How rows are chosen.
    pub(super) wrapping: Wrapping,
    /// Whether it has to be there at once.
    pub(super) at_once: bool,
}

/// How often the recursion runs; each time flows that leave a zone pull their inner end towards the other one.
const ROUNDS: usize = 4;
/// Sweeps of the layered drawing.
const SWEEPS: usize = 12;
/// Beyond this many boxes fewer rounds and sweeps do.
const MANY_BOXES: usize = 100;
/// Beyond this many it counts more that a picture is there at once.
const THRONG: usize = 600;

/// Places all boxes and the zones that hold some, looking at no positions that are there already.
pub(super) fn place(plan: &Plan, style: Style) -> Placement {
    let placer = Placer::new(plan, style);
    let (rounds, _) = effort(style, plan.boxes.len());
    let mut best: Option<(f64, Placement)> = None;
    let mut previous: Option<Placement> = None;
    for _ in 0..rounds {
        let placement = placer.round(previous.as_ref());
        let cost = line::straight_cost(plan, &placement);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, placement.clone()));
        }
        previous = Some(placement);
    }
    best.map(|(_, placement)| placement).unwrap_or_default()
}

/// How many rounds, and how many sweeps in each of them.
const fn effort(style: Style, boxes: usize) -> (usize, usize) {
    if style.at_once || boxes > THRONG {
        (1, 4)
    } else if boxes > MANY_BOXES {
        (ROUNDS - 1, 8)
    } else {
        (ROUNDS, SWEEPS)
    }
}

/// A flow as one container sees it: the items at its ends, `None` where an end is outside.
struct Lifted {
    flow: usize,
    from: Option<usize>,
    to: Option<usize>,
}

struct Placer<'a> {
    plan: &'a Plan,
    style: Style,
    /// The position of every box in the items of its container.
    box_slot: Vec<usize>,
    /// The position of every zone in the items of its container.
    zone_slot: Vec<usize>,
    /// The zones with a box somewhere in them, by container.
    zones_in: Vec<Vec<usize>>,
    /// The containers around every box.
    homes: Vec<Vec<usize>>,
    lifted: Vec<Vec<Lifted>>,
}

/// What a round has found so far: corners relative to the frame of the container, and frame sizes.
struct Relative {
    boxes: Vec<(i32, i32)>,
    zones: Vec<(i32, i32)>,
    sizes: Vec<(i32, i32)>,
}

/// What it takes beside the items themselves to arrange some of a container.
struct Rest<'a> {
    container: usize,
    /// The sizes of all items of the container.
    sizes: &'a [(i32, i32)],
    relative: &'a Relative,
    previous: Option<&'a Placement>,
}

impl<'a> Placer<'a> {
    fn new(plan: &'a Plan, style: Style) -> Self {
        let mut box_slot = vec![0; plan.boxes.len()];
        let mut zone_slot = vec![0; plan.zones.len()];
        let homes: Vec<Vec<usize>> = (0..plan.boxes.len())
            .map(|index| plan.homes(index))
            .collect();
        let filled = |zone: &usize| homes.iter().any(|homes| homes.contains(zone));
        let zones_in: Vec<Vec<usize>> = plan
            .zones_in
            .iter()
            .map(|zones| zones.iter().copied().filter(filled).collect())
            .collect();
        for (boxes, zones) in plan.boxes_in.iter().zip(&zones_in) {
            for (slot, &inner) in boxes.iter().enumerate() {
                box_slot[inner] = slot;
            }
            for (slot, &inner) in zones.iter().enumerate() {
                zone_slot[inner] = boxes.len() + slot;
            }
        }
        let mut placer = Self {
            plan,
            style,
            box_slot,
            zone_slot,
            zones_in,
            homes,
            lifted: Vec::new(),
        };
        placer.lifted = (0..=plan.root()).map(|_| Vec::new()).collect();
        for (index, flow) in plan.flows.iter().enumerate() {
            let mut containers = placer.homes[flow.from].clone();
            containers.extend(
                placer.homes[flow.to]
                    .iter()
                    .filter(|home| !placer.homes[flow.from].contains(home)),
            );
            for container in containers {
                let (from, to) = (
                    placer.slot(flow.from, container),
                    placer.slot(flow.to, container),
                );
                if from != to {
                    placer.lifted[container].push(Lifted {
                        flow: index,
                        from,
                        to,
                    });
                }
            }
        }
        placer
    }

    /// Which item of the container holds the box?
    fn slot(&self, of: usize, container: usize) -> Option<usize> {
        let depth = self.homes[of].iter().position(|&home| home == container)?;
        Some(if depth == 0 {
            self.box_slot[of]
        } else {
            self.zone_slot[self.homes[of][depth - 1]]
        })
    }

    fn round(&self, previous: Option<&Placement>) -> Placement {
        let plan = self.plan;
        let mut relative = Relative {
            boxes: vec![(0, 0); plan.boxes.len()],
            zones: vec![(0, 0); plan.zones.len()],
            sizes: vec![(0, 0); plan.zones.len()],
        };
        for &container in &plan.inside_out {
            self.place_container(container, &mut relative, previous);
        }
        self.absolute(&relative)
    }

    fn run_of(&self, container: usize) -> Run {
        if container == self.plan.root() {
            self.style.root
        } else {
            self.style.inside
        }
    }

    fn place_container(
        &self,
        container: usize,
        relative: &mut Relative,
        previous: Option<&Placement>,
    ) {
        let plan = self.plan;
        let (boxes, zones) = (&plan.boxes_in[container], &self.zones_in[container]);
        let mut sizes: Vec<(i32, i32)> = boxes
            .iter()
            .map(|&index| (plan.boxes[index].w, plan.boxes[index].h))
            .collect();
        sizes.extend(zones.iter().map(|&zone| relative.sizes[zone]));
        let corners = self.arrange(container, &sizes, relative, previous);
        let content = Rect::around(
            corners
                .iter()
                .zip(&sizes)
                .map(|(at, size)| Rect::new(at.0, at.1, size.0, size.1)),
        );
        let Some(content) = content else { return };
        let frame = if container == plan.root() {
            content
        } else {
            plan.frame_around(container, content)
        };
        for (slot, corner) in corners.iter().enumerate() {
            let at = (corner.0 - frame.x, corner.1 - frame.y);
            match slot.checked_sub(boxes.len()) {
                None => relative.boxes[boxes[slot]] = at,
                Some(zone) => relative.zones[zones[zone]] = at,
            }
        }
        if container != plan.root() {
            relative.sizes[container] = (frame.w, frame.h);
        }
    }

    /// The corners of the items of one container.
    fn arrange(
        &self,
        container: usize,
        sizes: &[(i32, i32)],
        relative: &Relative,
        previous: Option<&Placement>,
    ) -> Vec<(i32, i32)> {
        let run = self.run_of(container);
        let ends: Vec<(usize, usize)> = self.lifted[container]
            .iter()
            .filter_map(|lifted| Some((lifted.from?, lifted.to?)))
            .collect();
        let mut outside = vec![false; sizes.len()];
        for lifted in &self.lifted[container] {
            if let (Some(item), None) | (None, Some(item)) = (lifted.from, lifted.to) {
                outside[item] = true;
            }
        }
        let rest = Rest {
            container,
            sizes,
            relative,
            previous,
        };
        let Some(found) = Islands::of(&ends, &outside) else {
            let all: Vec<usize> = (0..sizes.len()).collect();
            return self.arrange_part(&all, run, &rest);
        };
        let mut islands = found.islands;
        islands.sort_by(|a, b| natural(self.name(container, a[0]), self.name(container, b[0])));
        let mut order = vec![found.mainland];
        order.append(&mut islands);
        let mut parts: Vec<Vec<Rect>> = Vec::with_capacity(order.len());
        for (index, part) in order.iter_mut().enumerate() {
            part.sort_unstable();
            let in_a_row = index > 0 && islands::is_row(part, &ends);
            let run = if in_a_row { Run::Right } else { run };
            let corners = self.arrange_part(part, run, &rest);
            let rects = corners.iter().zip(part.iter());
            parts.push(
                rects
                    .map(|(at, &item)| Rect::new(at.0, at.1, sizes[item].0, sizes[item].1))
                    .collect(),
            );
        }
        islands::stacked(&mut parts);
        let mut corners = vec![(0, 0); sizes.len()];
        for (&item, rect) in order.iter().flatten().zip(parts.iter().flatten()) {
            corners[item] = (rect.x, rect.y);
        }
        corners
    }

    /// What to sort an item of a container by.
    fn name(&self, container: usize, item: usize) -> &str {
        let boxes = &self.plan.boxes_in[container];
        match item.checked_sub(boxes.len()) {
            None => &self.plan.boxes[boxes[item]].id,
            Some(zone) => &self.plan.zones[self.zones_in[container][zone]].id,
        }
    }

    /// The corners of some items of a container, in their order; nothing joins them to the others in it.
    fn arrange_part(&self, part: &[usize], run: Run, rest: &Rest<'_>) -> Vec<(i32, i32)> {
        let Rest {
            container,
            relative,
            previous,
            ..
        } = *rest;
        let down = run == Run::Down;
        let sizes: Vec<(i32, i32)> = part.iter().map(|&item| rest.sizes[item]).collect();
        let mut items: Vec<Item> = sizes
            .iter()
            .map(|&(w, h)| if down { (h, w) } else { (w, h) })
            .map(|(main, cross)| Item {
                main,
                cross,
                ..Item::default()
            })
            .collect();
        let place = |item: Option<usize>| item.map(|item| part.binary_search(&item).ok());
        let mut links = Vec::new();
        for lifted in &self.lifted[container] {
            let flow = &self.plan.flows[lifted.flow];
            match (place(lifted.from), place(lifted.to)) {
                (Some(Some(from)), Some(Some(to))) => {
                    let from_offset = self.offset(flow.from, container, relative, down);
                    let to_offset = self.offset(flow.to, container, relative, down);
                    let link = Link {
                        from,
                        to,
                        from_offset,
                        to_offset,
                        label: flow.label_columns,
                    };
                    links.push(if flow.back { link.reversed() } else { link });
                }
                (Some(Some(item)), None) => {
                    items[item].lanes += 1;
                    self.pull(&mut items[item], container, flow.to, previous, down);
                }
                (None, Some(Some(item))) => {
                    items[item].lanes += 1;
                    self.pull(&mut items[item], container, flow.from, previous, down);
                }
                _ => {}
            }
        }
        for item in &mut items {
            item.lanes = (item.lanes / 3).min(2);
        }
        let corners = layered::arrange(
            &items,
            &links,
            self.spacing(run),
            effort(self.style, self.plan.boxes.len()).1,
        );
        match run {
            Run::Down => corners
                .into_iter()
                .map(|(main, cross)| (cross, main))
                .collect(),
            Run::Right => corners,
            Run::Rows => self.wrap(part, &sizes, rest, &corners),
        }
    }

    /// The items in rows, starting from the order that a drawing from left to right gives them.
    fn wrap(
        &self,
        part: &[usize],
        sizes: &[(i32, i32)],
        rest: &Rest<'_>,
        corners: &[(i32, i32)],
    ) -> Vec<(i32, i32)> {
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|&item| (corners[item].0 + sizes[item].0 / 2, corners[item].1));
        let links = self.lifted[rest.container].iter().filter_map(|lifted| {
            let flow = &self.plan.flows[lifted.flow];
            let end = |item: Option<usize>, of: usize| {
                Some(rows::End {
                    item: part.binary_search(&item?).ok()?,
                    at: self.middle_in_item(of, rest.container, rest.relative),
                })
            };
            let (from, to) = (end(lifted.from, flow.from)?, end(lifted.to, flow.to)?);
            Some(if flow.back {
                rows::Link { from: to, to: from }
            } else {
                rows::Link { from, to }
            })
        });
        let wrapping = Wrapping {
            boxes: self.plan.boxes.len(),
            ..self.style.wrapping
        };
        rows::wrap(sizes, &links.collect::<Vec<_>>(), &order, wrapping)
    }

    fn spacing(&self, run: Run) -> Spacing {
        if run == Run::Down {
            Spacing::DOWN
        } else {
            Spacing::RIGHT
        }
        .loosened(self.style.loosen)
    }

    /// How far a box inside a sub-zone is from the middle of that sub-zone, along the cross axis; 0 for a direct box.
    fn offset(&self, of: usize, container: usize, relative: &Relative, down: bool) -> f32 {
        let Some(zone) = self.item_zone(of, container) else {
            return 0.0;
        };
        let (middle, size) = (
            self.middle_in_item(of, container, relative),
            relative.sizes[zone],
        );
        if down {
            cells(middle.0 - size.0) / 2.0
        } else {
            cells(middle.1 - size.1) / 2.0
        }
    }

    /// The sub-zone of the container that holds the box; `None` for a direct box.
    fn item_zone(&self, of: usize, container: usize) -> Option<usize> {
        let depth = self.homes[of].iter().position(|&home| home == container)?;
        Some(self.homes[of][depth.checked_sub(1)?])
    }

    /// Twice the middle of a box, from the corner of the item of the container that holds it.
    fn middle_in_item(&self, of: usize, container: usize, relative: &Relative) -> (i32, i32) {
        let planned = &self.plan.boxes[of];
        let mut corner = (0, 0);
        if self.homes[of].first() != Some(&container) {
            corner = relative.boxes[of];
            for &zone in self.homes[of]
                .iter()
                .take_while(|&&zone| self.plan.around(zone) != container)
            {
                corner = (
                    corner.0 + relative.zones[zone].0,
                    corner.1 + relative.zones[zone].1,
                );
            }
        }
        (2 * corner.0 + planned.w, 2 * corner.1 + planned.h)
    }

    /// A flow that leaves the container pulls its item towards where the other end was in the last round.
    fn pull(
        &self,
        item: &mut Item,
        container: usize,
        other: usize,
        previous: Option<&Placement>,
        down: bool,
    ) {
        let Some(previous) = previous.filter(|_| container != self.plan.root()) else {
            return;
        };
        let (frame, far) = (previous.zones[container], previous.boxes[other]);
        let (distance, limit) = if down {
            (
                far.double_centre_x() - frame.double_centre_x(),
                frame.w + 12,
            )
        } else {
            (far.double_centre_y() - frame.double_centre_y(), frame.h + 8)
        };
        item.pull.0 += cells(distance.clamp(-limit, limit)) / 2.0;
        item.pull.1 += 1.0;
    }

    fn absolute(&self, relative: &Relative) -> Placement {
        let plan = self.plan;
        let mut placement = Placement {
            boxes: vec![Rect::default(); plan.boxes.len()],
            zones: vec![Rect::default(); plan.zones.len()],
        };
        for &container in plan.inside_out.iter().rev() {
            let origin = placement.zones.get(container).copied().unwrap_or_default();
            for &zone in &self.zones_in[container] {
                let ((x, y), (w, h)) = (relative.zones[zone], relative.sizes[zone]);
                placement.zones[zone] = Rect::new(origin.x + x, origin.y + y, w, h);
            }
            for &index in &plan.boxes_in[container] {
                let ((x, y), planned) = (relative.boxes[index], &plan.boxes[index]);
                placement.boxes[index] =
                    Rect::new(origin.x + x, origin.y + y, planned.w, planned.h);
            }
        }
        placement
    }
}

impl Link {
    fn reversed(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            from_offset: self.to_offset,
            to_offset: self.from_offset,
            label: self.label,
        }
    }
}
