//! What stands in a picture already, so that badges and names hide none of it.

use super::lines::{Point, towards};

/// A rectangle: left, top, width, height.
type Area = [f32; 4];

/// Lines, their ends and the names of zones.
#[derive(Default)]
pub(super) struct Taken {
    /// The heads of arrows.
    heads: Vec<Area>,
    /// Where lines begin.
    starts: Vec<Area>,
    lines: Vec<Area>,
    /// Names and marks.
    pub texts: Vec<Area>,
    pub boxes: Vec<Area>,
}

impl Taken {
    /// Adds a line of level and upright pieces, whose last end has an arrow head or not.
    pub(super) fn line(&mut self, points: &[Point], arrow: bool, cell: f32) {
        let around = |point: Point, reach: f32| {
            let (x, y) = point;
            [x - reach, y - reach, 2.0 * reach, 2.0 * reach]
        };
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            self.starts.push(around(*first, cell * 0.5));
            let ends = if arrow {
                &mut self.heads
            } else {
                &mut self.starts
            };
            ends.push(around(*last, cell));
        }
        self.lines.extend(points.windows(2).map(|pair| {
            let (left, top) = (pair[0].0.min(pair[1].0), pair[0].1.min(pair[1].1));
            let (right, bottom) = (pair[0].0.max(pair[1].0), pair[0].1.max(pair[1].1));
            [
                left - 0.5,
                top - 0.5,
                right - left + 1.0,
                bottom - top + 1.0,
            ]
        }));
    }

    /// Where a badge of this width stands on a box: over the upper right corner, mostly outside because inside stands the name; over
    /// another corner or further along an edge where it would hide an arrow there.
    pub(super) fn free_corner(&self, area: Area, width: f32, cell: f32) -> Area {
        let [x, y, w, h] = area;
        let height = cell * 1.9;
        let above = y - cell * 0.3 - height / 2.0;
        let below = y + h + cell * 0.3 - height / 2.0;
        let right = |outside: f32| x + w - width * (1.0 - outside);
        let left = |outside: f32| x - width * outside;
        let along = [0.25, 0.5, 0.75].map(|part| x + (w - width) * part);
        let corners = [
            (right(0.4), above),
            (right(0.75), above),
            (left(0.4), above),
            (left(0.75), above),
            (right(0.4), below),
            (left(0.4), below),
            (right(0.75), below),
            (left(0.75), below),
            (along[2], above),
            (along[0], above),
            (along[1], above),
            (along[2], below),
            (along[0], below),
            (along[1], below),
        ];
        let areas = corners.map(|(x, y)| [x, y, width, height]);
        let cheapest = areas.iter().min_by_key(|area| self.hidden_by(area));
        *cheapest.unwrap_or(&areas[0])
    }

    /// How much a badge would hide: an arrow head says more than any length of line.
    fn hidden_by(&self, area: &Area) -> usize {
        let hidden = |areas: &[Area]| areas.iter().filter(|other| meet(area, other)).count();
        hidden(&self.heads) * 1000
            + hidden(&self.texts) * 100
            + hidden(&self.starts) * 10
            + hidden(&self.lines)
    }

    /// Where a text of this width starts on a level edge so that it hides no line, name or mark there, as near as can be to where it
    /// wants to start; nowhere if the whole edge is full.
    pub(super) fn free_on(
        &self,
        y: f32,
        (from, to): (f32, f32),
        width: f32,
        wanted: f32,
    ) -> Option<f32> {
        const BLANK: f32 = 4.0;
        let on_edge = |area: &&Area| area[1] < y && y < area[1] + area[3];
        let taken: Vec<(f32, f32)> = self
            .lines
            .iter()
            .chain(&self.texts)
            .filter(on_edge)
            .map(|area| (area[0] - BLANK, area[0] + area[2] + BLANK))
            .collect();
        let free = |left: &f32| {
            taken
                .iter()
                .all(|(start, end)| left + width <= *start || *end <= *left)
        };
        let beside = taken.iter().flat_map(|(start, end)| [*end, start - width]);
        beside
            .filter(|left| (from..=to).contains(left))
            .chain([wanted])
            .filter(free)
            .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
    }

    /// Where the number stands with which a line is continued elsewhere: at the line's end, or further along it towards `inside` where
    /// other numbers or boxes are in the way.
    pub(super) fn free_for_mark(&self, (w, h): (f32, f32), end: Point, inside: Point) -> Area {
        const MOST: u8 = 6;
        let upright = (end.0 - inside.0).abs() < 0.1;
        let step = if upright { h } else { w } + 1.0;
        let length = (end.0 - inside.0).hypot(end.1 - inside.1);
        let along = |number: u8| {
            let (x, y) = towards(end, inside, step * f32::from(number));
            [x - w / 2.0, y - h / 2.0, w, h]
        };
        // Where the line is short: beside it, but still at the edge.
        let beside = [1.0, -1.0, 2.0, -2.0].map(|times| {
            let (x, y) = (end.0 - w / 2.0, end.1 - h / 2.0);
            if upright {
                [x + times * (w + 1.0), y, w, h]
            } else {
                [x, y + times * (h + 1.0), w, h]
            }
        });
        let places = (0..MOST).take_while(|number| step * f32::from(*number) <= length);
        let free = |area: &Area| {
            let others = self.texts.iter().chain(&self.boxes);
            others.into_iter().all(|other| !meet(area, other))
        };
        let mut places = places.map(along).chain(beside);
        places.find(free).unwrap_or_else(|| along(0))
    }
}

pub(super) fn meet(a: &Area, b: &Area) -> bool {
    a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_leaves_the_corner_where_an_arrow_ends() {
        let area = [100.0, 100.0, 60.0, 20.0];
        let mut taken = Taken::default();
        let usual = taken.free_corner(area, 10.0, 4.0);
        assert!(usual[0] > 150.0 && usual[1] < 100.0);
        taken.line(&[(158.0, 60.0), (158.0, 100.0)], true, 4.0);
        let moved = taken.free_corner(area, 10.0, 4.0);
        assert!(!meet(&moved, &[154.0, 96.0, 8.0, 8.0]), "{moved:?}");
    }

    #[test]
    fn a_name_on_an_edge_steps_aside_for_a_line_that_crosses_it() {
        let mut taken = Taken::default();
        assert!((taken.free_on(50.0, (0.0, 100.0), 20.0, 100.0).unwrap() - 100.0).abs() < 0.01);
        taken.line(&[(110.0, 0.0), (110.0, 90.0)], true, 4.0);
        let left = taken.free_on(50.0, (0.0, 100.0), 20.0, 100.0).unwrap();
        assert!((80.0..90.0).contains(&left), "{left}");
    }

    #[test]
    fn two_marks_on_one_spot_stand_one_after_the_other() {
        let mut taken = Taken::default();
        let first = taken.free_for_mark((10.0, 6.0), (50.0, 0.0), (50.0, 40.0));
        taken.texts.push(first);
        let second = taken.free_for_mark((10.0, 6.0), (54.0, 0.0), (54.0, 40.0));
        assert!(!meet(&first, &second), "{second:?}");
    }
}
