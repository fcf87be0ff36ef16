//! Places on the flows that renderers mark: where two flows cross, and where a flow passes the frame of a zone.

use super::geometry::Point;
use super::{Layout, Route};

/// Two flows cross.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// The cell.
    pub at: Point,
    /// The flow that runs from left to right or back: the one that jumps over the other.
    pub level: String,
    /// The flow that runs up or down.
    pub upright: String,
}

/// A flow passes the frame of a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// The cell.
    pub at: Point,
    /// The flow.
    pub flow: String,
    /// The zone.
    pub zone: String,
    /// Does the flow run from left to right or back there?
    pub level: bool,
}

/// A straight run: its row or column, and from where to where.
struct Run<'a> {
    flow: &'a str,
    lane: i32,
    from: i32,
    to: i32,
}

fn runs(layout: &Layout, level: bool) -> Vec<Run<'_>> {
    layout
        .flows
        .iter()
        .flat_map(|(id, route)| straight(id, route, level))
        .collect()
}

fn straight<'a>(flow: &'a str, route: &Route, level: bool) -> Vec<Run<'a>> {
    let pairs = route
        .points
        .windows(2)
        .filter(|pair| (pair[0].y == pair[1].y) == level);
    pairs
        .map(|pair| {
            let (a, b) = if level {
                (pair[0].x, pair[1].x)
            } else {
                (pair[0].y, pair[1].y)
            };
            Run {
                flow,
                lane: if level { pair[0].y } else { pair[0].x },
                from: a.min(b),
                to: a.max(b),
            }
        })
        .collect()
}

/// Every place where two flows cross.
#[must_use]
pub fn crossings(layout: &Layout) -> Vec<Crossing> {
    let (mut level, upright) = (runs(layout, true), runs(layout, false));
    level.sort_by_key(|run| run.lane);
    let mut crossings = Vec::new();
    for down in &upright {
        let first = level.partition_point(|run| run.lane <= down.from);
        for across in level[first..].iter().take_while(|run| run.lane < down.to) {
            if across.flow != down.flow && across.from < down.lane && down.lane < across.to {
                let at = Point::new(down.lane, across.lane);
                crossings.push(Crossing {
                    at,
                    level: across.flow.to_owned(),
                    upright: down.flow.to_owned(),
                });
            }
        }
    }
    crossings.sort();
    crossings
}

/// Every place where a flow passes the frame of a zone.
#[must_use]
pub fn passages(layout: &Layout) -> Vec<Passage> {
    let mut passages = Vec::new();
    for (zone, frame) in &layout.zones {
        for level in [true, false] {
            let (low, high, near, far) = if level {
                (frame.y, frame.bottom(), frame.x, frame.right() - 1)
            } else {
                (frame.x, frame.right(), frame.y, frame.bottom() - 1)
            };
            for run in runs(layout, level)
                .iter()
                .filter(|run| (low..high).contains(&run.lane))
            {
                for side in [near, far]
                    .into_iter()
                    .filter(|&side| run.from < side && side < run.to)
                {
                    let at = if level {
                        Point::new(side, run.lane)
                    } else {
                        Point::new(run.lane, side)
                    };
                    passages.push(Passage {
                        at,
                        flow: run.flow.to_owned(),
                        zone: zone.clone(),
                        level,
                    });
                }
            }
        }
    }
    passages.sort();
    passages
}
