//! The flows between zones as one line for each two of them: what is seen of the flows from far away.

use std::collections::BTreeMap;

use super::geometry::{Direction, Point, Rect};
use super::{Layout, Route};

/// The flows from one zone to another, as the way of the shortest of them.
pub(super) struct ZoneLine<'a> {
    /// The flow whose way it is.
    pub(super) flow: &'a str,
    /// From frame to frame.
    pub(super) points: Vec<Point>,
    /// How many flows go there.
    pub(super) flows: usize,
}

/// A line for each zone from which flows go to another. Of zones within zones the largest count that hold one end only.
pub(super) fn zone_lines(layout: &Layout) -> Vec<ZoneLine<'_>> {
    let mut lines: BTreeMap<(&str, &str), ZoneLine> = BTreeMap::new();
    for (id, route) in &layout.flows {
        let (Some(&first), Some(&last)) = (route.points.first(), route.points.last()) else {
            continue;
        };
        let (mut from, mut to) = (around(layout, first), around(layout, last));
        while !from.is_empty() && from.first() == to.first() {
            from.remove(0);
            to.remove(0);
        }
        let (Some(&(start, leaves)), Some(&(end, enters))) = (from.first(), to.first()) else {
            continue;
        };
        let points = outside(route, leaves, enters);
        let line = lines.entry((start, end)).or_insert_with(|| ZoneLine {
            flow: id,
            points: points.clone(),
            flows: 0,
        });
        line.flows += 1;
        if length(&points) < length(&line.points) {
            (line.flow, line.points) = (id, points);
        }
    }
    lines.into_values().collect()
}

/// The zones around a point, the largest first.
fn around(layout: &Layout, at: Point) -> Vec<(&str, Rect)> {
    let zones = layout.zones.iter().filter(|(_, frame)| frame.contains(at));
    let mut zones: Vec<(&str, Rect)> = zones.map(|(id, frame)| (id.as_str(), *frame)).collect();
    zones.sort_by_key(|(id, frame)| (std::cmp::Reverse(frame.w * frame.h), *id));
    zones
}

/// The part of a way from the frame that it leaves to the frame that it enters, by its corners.
fn outside(route: &Route, leaves: Rect, enters: Rect) -> Vec<Point> {
    let cells = cells(&route.points);
    let start = cells.iter().rposition(|cell| leaves.contains(*cell));
    let start = start.unwrap_or(0);
    let end = cells[start..]
        .iter()
        .position(|cell| enters.contains(*cell));
    let end = end.map_or(cells.len(), |end| start + end + 1);
    let part = &cells[start..end];
    let turns = |at: usize| {
        let way = |from: usize| Direction::between(*part.get(from)?, *part.get(from + 1)?);
        at == 0 || at + 1 == part.len() || way(at - 1) != way(at)
    };
    let corners = (0..part.len()).filter(|at| turns(*at));
    corners.map(|at| part[at]).collect()
}

/// Every cell of a way.
pub(super) fn cells(points: &[Point]) -> Vec<Point> {
    let mut cells: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let Some(way) = Direction::between(pair[0], pair[1]) else {
            continue;
        };
        let mut at = pair[0];
        while at != pair[1] {
            at = at.step(way);
            cells.push(at);
        }
    }
    cells
}

fn length(points: &[Point]) -> i32 {
    let runs = points.windows(2);
    runs.map(|pair| (pair[0].x - pair[1].x).abs() + (pair[0].y - pair[1].y).abs())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_between_two_zones_are_one_line_each_way_from_frame_to_frame() {
        let zones = [
            ("left", Rect::new(0, 0, 20, 9)),
            ("right", Rect::new(30, 0, 20, 9)),
            // A zone in one of them is of no account from outside.
            ("inner", Rect::new(33, 1, 10, 7)),
        ];
        let ways = [
            ("a", [(10, 2), (36, 2)]),
            ("b", [(10, 4), (36, 4)]),
            ("back", [(36, 6), (10, 6)]),
            ("inside", [(4, 2), (4, 6)]),
        ];
        let layout = Layout {
            zones: zones.map(|(id, frame)| (id.to_owned(), frame)).into(),
            flows: ways
                .map(|(id, points)| {
                    let points = points.map(|(x, y)| Point::new(x, y)).to_vec();
                    let route = Route {
                        points,
                        ..Route::default()
                    };
                    (id.to_owned(), route)
                })
                .into(),
            ..Layout::default()
        };
        let lines = zone_lines(&layout);
        let seen: Vec<(&str, usize, &[Point])> = lines
            .iter()
            .map(|line| (line.flow, line.flows, line.points.as_slice()))
            .collect();
        let there = [Point::new(19, 2), Point::new(30, 2)];
        let back = [Point::new(30, 6), Point::new(19, 6)];
        assert_eq!(seen, [("a", 2, &there[..]), ("back", 1, &back[..])]);
    }
}
