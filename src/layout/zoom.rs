//! The same drawing from nearer and from farther away, and the minimap.
//!
//! A zoom level stretches or drops whole rows and columns, so everything keeps its place relative to everything else.

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::{Point, Rect};
use super::picture::{Badge, Decor, Severity};
use super::zone_lines::{ZoneLine, cells, zone_lines};
use super::{LabelBox, Layout, Route};

/// How near the drawing is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Zoom {
    /// Boxes with a few lines of details.
    Detail,
    /// Boxes with their names.
    #[default]
    Normal,
    /// One row for each box, names shortened, no labels.
    Titles,
    /// One mark for each box, zones as frames, one line for the flows from zone to zone, with their number.
    Dots,
}

impl Zoom {
    /// Every level, the nearest first.
    pub const ALL: [Self; 4] = [Self::Detail, Self::Normal, Self::Titles, Self::Dots];

    /// One step nearer.
    #[must_use]
    pub const fn nearer(self) -> Self {
        match self {
            Self::Detail | Self::Normal => Self::Detail,
            Self::Titles => Self::Normal,
            Self::Dots => Self::Titles,
        }
    }

    /// One step farther away.
    #[must_use]
    pub const fn farther(self) -> Self {
        match self {
            Self::Detail => Self::Normal,
            Self::Normal => Self::Titles,
            Self::Titles | Self::Dots => Self::Dots,
        }
    }
}

/// Rows that a box gains at [`Zoom::Detail`].
const DETAIL_ROWS: i32 = 3;
/// The columns that a box has there at least: room for the name of its kind and what waits at it.
const DETAIL_COLUMNS: i32 = 26;

/// The layout at that level. Painters take the level too, since a box is drawn differently at each.
#[must_use]
pub fn zoomed(layout: &Layout, zoom: Zoom) -> Layout {
    match zoom {
        Zoom::Normal => layout.clone(),
        Zoom::Detail => stretched(layout).apply(layout, true),
        Zoom::Titles => titles(layout).apply(&inner(layout), false),
        Zoom::Dots => dots(layout),
    }
}

/// The new coordinate of every old one.
struct Warp {
    corner: Point,
    columns: Vec<i32>,
    rows: Vec<i32>,
}

impl Warp {
    fn point(&self, at: Point) -> Point {
        let find = |places: &[i32], offset: i32| {
            let last = i32::try_from(places.len()).unwrap_or(1) - 1;
            let inside = usize::try_from(offset.clamp(0, last.max(0))).unwrap_or(0);
            places.get(inside).copied().unwrap_or(0) + (offset - offset.clamp(0, last.max(0)))
        };
        Point::new(
            find(&self.columns, at.x - self.corner.x),
            find(&self.rows, at.y - self.corner.y),
        )
    }

    fn rect(&self, rect: Rect) -> Rect {
        let corner = self.point(rect.corner());
        let last = self.point(Point::new(rect.right() - 1, rect.bottom() - 1));
        Rect::new(
            corner.x,
            corner.y,
            last.x - corner.x + 1,
            last.y - corner.y + 1,
        )
    }

    fn apply(&self, layout: &Layout, labels: bool) -> Layout {
        let mut warped = Layout {
            boxes: layout
                .boxes
                .iter()
                .map(|(id, rect)| (id.clone(), self.rect(*rect)))
                .collect(),
            zones: layout
                .zones
                .iter()
                .map(|(id, rect)| (id.clone(), self.rect(*rect)))
                .collect(),
            legend: if labels {
                layout.legend.clone()
            } else {
                Vec::new()
            },
            ..Layout::default()
        };
        for (id, route) in &layout.flows {
            warped.flows.insert(id.clone(), self.route(route, labels));
        }
        warped.bounds = super::variant::bounds(&warped);
        warped
    }

    fn route(&self, route: &Route, labels: bool) -> Route {
        let mut points: Vec<Point> = route
            .points
            .iter()
            .map(|&point| self.point(point))
            .collect();
        points.dedup();
        let kept = |keep: bool| labels && keep;
        Route {
            points,
            label: route.label.clone().filter(|_| kept(true)).map(|mut label| {
                let corner = self.point(label.area.corner());
                label.area = Rect {
                    x: corner.x,
                    y: corner.y,
                    ..label.area
                };
                label
            }),
            back: route.back,
            number: route.number.filter(|_| kept(true)),
            marker: route.marker.filter(|_| kept(true)).map(|at| self.point(at)),
        }
    }
}

fn span(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// A few rows are put into every box, and columns into narrow ones, at as few places as reach all of them: boxes in a row or
/// in a column grow together.
fn stretched(layout: &Layout) -> Warp {
    let bounds = layout.bounds;
    let sides = |of: fn(&Rect) -> (i32, i32, i32)| layout.boxes.values().map(of).collect();
    // Rows go in below one of these: the upper border or a row inside. Columns go in behind one inside.
    let rows = sides(|rect| (rect.y, rect.bottom() - 2, DETAIL_ROWS));
    let columns = sides(|rect| {
        let missing = (DETAIL_COLUMNS - rect.w).max(0);
        (rect.x, rect.right() - 2, missing)
    });
    Warp {
        corner: bounds.corner(),
        columns: grown(bounds.x..bounds.right(), columns),
        rows: grown(bounds.y..bounds.bottom(), rows),
    }
}

/// The new place of every line where each of some stretches, from its first line to its last, gains so many lines.
fn grown(lines: std::ops::Range<i32>, mut stretches: Vec<(i32, i32, i32)>) -> Vec<i32> {
    stretches.sort_unstable_by_key(|&(first, last, _)| (last, first));
    let mut gains: BTreeMap<i32, i32> = BTreeMap::new();
    for (first, last, wanted) in stretches {
        let there: i32 = gains.range(first..=last).map(|(_, gain)| gain).sum();
        if there < wanted {
            *gains.entry(last).or_default() += wanted - there;
        }
    }
    let mut at = lines.start;
    lines
        .map(|line| {
            let place = at;
            at += 1 + gains.get(&line).copied().unwrap_or(0);
            place
        })
        .collect()
}

/// Boxes without their upper and lower borders; the flows reach to where the names are.
fn inner(layout: &Layout) -> Layout {
    let mut inner = layout.clone();
    for rect in inner.boxes.values_mut() {
        *rect = Rect {
            y: rect.y + 1,
            h: rect.h - 2,
            ..*rect
        };
    }
    for route in inner.flows.values_mut() {
        let count = route.points.len();
        if count > 1 {
            let down = |from: Point, to: Point| (to.y - from.y).signum();
            let (leaving, entering) = (
                down(route.points[0], route.points[1]),
                down(route.points[count - 2], route.points[count - 1]),
            );
            route.points[0].y -= leaving;
            route.points[count - 1].y += entering;
        }
    }
    inner
}

/// Rows of borders and of nothing but upright lines go; of three plain columns one goes.
fn titles(layout: &Layout) -> Warp {
    let bounds = layout.bounds;
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for rect in layout.boxes.values() {
        rows.extend(rect.y + 1..rect.bottom() - 1);
        columns.extend([rect.x, rect.right() - 1]);
    }
    for frame in layout.zones.values() {
        rows.extend([frame.y, frame.bottom() - 1]);
        columns.extend([frame.x, frame.x + 1, frame.right() - 2, frame.right() - 1]);
    }
    for route in layout.flows.values() {
        let points = &route.points;
        for pair in points.windows(2) {
            if pair[0].y == pair[1].y {
                rows.insert(pair[0].y);
            } else {
                columns.insert(pair[0].x);
            }
        }
        if let [.., before, last] = points[..] {
            // The row or column of the head stays.
            rows.insert(last.y - (last.y - before.y).signum());
            columns.insert(last.x - (last.x - before.x).signum());
        }
    }
    let mut places = Vec::with_capacity(span(bounds.h));
    let mut at = bounds.y;
    for row in bounds.y..bounds.bottom() {
        let kept = rows.contains(&row);
        places.push(if kept { at } else { (at - 1).max(bounds.y) });
        at += i32::from(kept);
    }
    let mut lanes = Vec::with_capacity(span(bounds.w));
    let (mut at, mut plain) = (bounds.x, 0);
    for column in bounds.x..bounds.right() {
        plain = if columns.contains(&column) {
            0
        } else {
            plain + 1
        };
        let kept = plain == 0 || plain % 3 != 0;
        lanes.push(if kept { at } else { at - 1 });
        at += i32::from(kept);
    }
    Warp {
        corner: bounds.corner(),
        columns: lanes,
        rows: places,
    }
}

/// One cell for each box, between frames; of the flows, one line from zone to zone.
fn dots(layout: &Layout) -> Layout {
    let middle = |rect: &Rect| Point::new(rect.x + rect.w / 2, rect.y + rect.h / 2);
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for rect in layout.boxes.values() {
        let at = middle(rect);
        rows.insert(at.y);
        columns.extend([at.x, at.x + 1]);
    }
    for frame in layout.zones.values() {
        rows.extend([frame.y, frame.bottom() - 1]);
        columns.extend([frame.x, frame.x + 1, frame.right() - 2, frame.right() - 1]);
    }
    let lines = zone_lines(layout);
    for pair in lines.iter().flat_map(|line| line.points.windows(2)) {
        rows.extend([pair[0].y, pair[1].y]);
        columns.extend([pair[0].x, pair[1].x]);
    }
    let bounds = layout.bounds;
    let places = |range: std::ops::Range<i32>, kept: &BTreeSet<i32>, loose: i32| {
        let (mut at, mut dropped) = (range.start, 0);
        range
            .map(|line| {
                let keep = kept.contains(&line) || dropped == loose;
                dropped = if keep { 0 } else { dropped + 1 };
                at += i32::from(keep);
                at - 1
            })
            .collect::<Vec<_>>()
    };
    let warp = Warp {
        corner: bounds.corner(),
        columns: places(bounds.x..bounds.right(), &columns, 6),
        rows: places(bounds.y..bounds.bottom(), &rows, 8),
    };
    // The mark, and the letter of the worst risk beside it.
    let dot = |rect: &Rect| {
        let at = warp.point(middle(rect));
        Rect::new(at.x, at.y, 2, 1)
    };
    let frames: Vec<Rect> = layout.zones.values().map(|it| warp.rect(*it)).collect();
    let line = |line: &ZoneLine| {
        let mut points: Vec<Point> = line.points.iter().map(|at| warp.point(*at)).collect();
        points.dedup();
        let label = counted(&points, line.flows, &frames);
        let route = Route {
            points,
            label,
            ..Route::default()
        };
        (line.flow.to_owned(), route)
    };
    let mut layout = Layout {
        flows: lines.iter().map(line).collect(),
        boxes: layout
            .boxes
            .iter()
            .map(|(id, rect)| (id.clone(), dot(rect)))
            .collect(),
        zones: layout
            .zones
            .iter()
            .map(|(id, rect)| (id.clone(), warp.rect(*rect)))
            .collect(),
        ..Layout::default()
    };
    layout.bounds = super::variant::bounds(&layout);
    layout
}

/// How many flows a line stands for, near the middle of it and on no frame; one says nothing.
fn counted(points: &[Point], flows: usize, frames: &[Rect]) -> Option<LabelBox> {
    let text = flows.to_string();
    let columns = i32::try_from(text.len()).unwrap_or(1);
    let cells = cells(points);
    let middle = cells.len() / 2;
    // Neither on the start nor on the head.
    let inner = 1..cells.len().saturating_sub(2);
    let area = |at: usize| Rect::new(cells[at].x, cells[at].y, columns, 1);
    let free = |at: &usize| {
        let area = area(*at);
        let mut covered = (area.x..area.right()).map(|x| Point::new(x, area.y));
        covered.all(|cell| !frames.iter().any(|frame| frame.on_border(cell)))
    };
    let at = inner.filter(free).min_by_key(|at| at.abs_diff(middle))?;
    (flows > 1).then(|| LabelBox {
        area: area(at),
        text,
    })
}

/// One cell of the minimap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MinimapCell {
    /// Is there a box?
    pub box_here: bool,
    /// Does it lie in a zone?
    pub zone_here: bool,
    /// The worst open risk there.
    pub severity: Severity,
    /// Does the viewport show it?
    pub in_view: bool,
}

/// The whole drawing on a few cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Minimap {
    /// Columns.
    pub width: i32,
    /// Rows.
    pub height: i32,
    /// How many columns and rows of the drawing one cell stands for.
    pub scale: (i32, i32),
    /// The cells, row by row.
    pub cells: Vec<MinimapCell>,
}

/// The minimap of a layout, at most so many columns and rows. A cell stands for at least 6 × 3 cells of the drawing.
#[must_use]
pub fn minimap(layout: &Layout, decor: &Decor, viewport: Rect, columns: i32, rows: i32) -> Minimap {
    let bounds = layout.bounds;
    if bounds.w <= 0 || bounds.h <= 0 || columns <= 0 || rows <= 0 {
        return Minimap::default();
    }
    let up = |size: i32, by: i32| (size + by - 1) / by;
    let scale = (up(bounds.w, columns).max(6), up(bounds.h, rows).max(3));
    let (width, height) = (up(bounds.w, scale.0), up(bounds.h, scale.1));
    let mut map = Minimap {
        width,
        height,
        scale,
        cells: vec![MinimapCell::default(); span(width * height)],
    };
    for frame in layout.zones.values() {
        map.each(bounds, *frame, |cell| cell.zone_here = true);
    }
    for (id, rect) in &layout.boxes {
        let severity = match decor.boxes.get(id).and_then(|decor| decor.badge) {
            Some(Badge::Open(_, severity)) => severity,
            _ => Severity::None,
        };
        let middle = Rect::new(rect.x + rect.w / 2, rect.y + rect.h / 2, 1, 1);
        map.each(bounds, middle, |cell| {
            cell.box_here = true;
            cell.severity = cell.severity.max(severity);
        });
    }
    map.each(bounds, viewport, |cell| cell.in_view = true);
    map
}

impl Minimap {
    /// The point of the drawing in the middle of a cell of the minimap.
    #[must_use]
    pub const fn point(&self, bounds: Rect, column: i32, row: i32) -> Point {
        Point::new(
            bounds.x + column * self.scale.0 + self.scale.0 / 2,
            bounds.y + row * self.scale.1 + self.scale.1 / 2,
        )
    }

    fn each(&mut self, bounds: Rect, rect: Rect, change: impl Fn(&mut MinimapCell)) {
        let columns = (rect.x - bounds.x).div_euclid(self.scale.0)
            ..=(rect.right() - 1 - bounds.x).div_euclid(self.scale.0);
        let rows = (rect.y - bounds.y).div_euclid(self.scale.1)
            ..=(rect.bottom() - 1 - bounds.y).div_euclid(self.scale.1);
        for y in (*rows.start()).max(0)..=(*rows.end()).min(self.height - 1) {
            for x in (*columns.start()).max(0)..=(*columns.end()).min(self.width - 1) {
                change(&mut self.cells[span(y * self.width + x)]);
            }
        }
    }
}
