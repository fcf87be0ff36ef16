//! Zones that are folded into one box each, for drawings too large to be seen whole.

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::Point;
use super::sketch::{BoxSketch, FlowSketch, Shape, Sketch};

/// A sketch in which some zones are folded into one box each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Collapsed {
    /// What to draw.
    pub sketch: Sketch,
    /// For each box that stands for a zone: the zone.
    pub zones: BTreeMap<String, String>,
    /// For each flow that stands for several: all of them.
    pub flows: BTreeMap<String, Vec<String>>,
}

/// The id of the box that a folded zone is drawn as; no component has such an id.
#[must_use]
pub fn folded_id(zone: &str) -> String {
    format!("zone:{zone}")
}

/// Whether a box stands for a folded zone.
pub(super) fn is_folded(id: &str) -> bool {
    id.starts_with("zone:")
}

/// Folds zones, with everything in them, into one box each that says how many boxes it holds. Flows between the same
/// two boxes become one with their number; flows within a folded zone are not drawn.
#[must_use]
pub fn collapse(sketch: &Sketch, zones: &BTreeSet<String>) -> Collapsed {
    let parent: BTreeMap<&str, Option<&str>> = sketch
        .zones
        .iter()
        .map(|zone| (zone.id.as_str(), zone.parent.as_deref()))
        .collect();
    // The outermost folded zone around a zone, itself included.
    let folded = |start: Option<&str>| {
        let (mut found, mut next, mut steps) = (None, start, 0);
        while let Some(zone) =
            next.filter(|zone| parent.contains_key(zone) && steps <= parent.len())
        {
            if zones.contains(zone) {
                found = Some(zone.to_owned());
            }
            next = parent[zone];
            steps += 1;
        }
        found
    };
    let mut result = Collapsed::default();
    let mut stands_in: BTreeMap<&str, String> = BTreeMap::new();
    let mut held: BTreeMap<String, Vec<&BoxSketch>> = BTreeMap::new();
    for sketched in &sketch.boxes {
        match folded(sketched.zone.as_deref()) {
            Some(zone) => {
                stands_in.insert(&sketched.id, folded_id(&zone));
                held.entry(zone).or_default().push(sketched);
            }
            None => result.sketch.boxes.push(sketched.clone()),
        }
    }
    for zone in &sketch.zones {
        if folded(Some(&zone.id)).is_none() {
            result.sketch.zones.push(zone.clone());
        } else if folded(Some(&zone.id)).as_deref() == Some(zone.id.as_str()) {
            let members = held.remove(&zone.id).unwrap_or_default();
            result.zones.insert(folded_id(&zone.id), zone.id.clone());
            result.sketch.boxes.push(folded_box(
                &zone.id,
                &zone.title,
                zone.parent.as_ref(),
                &members,
            ));
        }
    }
    fold_flows(sketch, &stands_in, &mut result);
    result
}

fn folded_box(id: &str, title: &str, parent: Option<&String>, members: &[&BoxSketch]) -> BoxSketch {
    let boxes = if members.len() == 1 {
        "1 box".to_owned()
    } else {
        format!("{} boxes", members.len())
    };
    let places: Vec<Point> = members.iter().filter_map(|member| member.at).collect();
    let middle = |of: fn(&Point) -> i32| {
        let count = i32::try_from(places.len()).unwrap_or(1).max(1);
        places.iter().map(of).sum::<i32>() / count
    };
    BoxSketch {
        id: folded_id(id),
        title: format!("{title} ({boxes})"),
        shape: Shape::Process,
        zone: parent.cloned(),
        at: (!places.is_empty()).then(|| Point::new(middle(|at| at.x), middle(|at| at.y))),
        pinned: false,
    }
}

fn fold_flows(sketch: &Sketch, stands_in: &BTreeMap<&str, String>, result: &mut Collapsed) {
    let mut between: BTreeMap<(String, String), Vec<&FlowSketch>> = BTreeMap::new();
    for flow in &sketch.flows {
        let end = |id: &String| stands_in.get(id.as_str()).cloned();
        match (end(&flow.from), end(&flow.to)) {
            (None, None) => result.sketch.flows.push(flow.clone()),
            (from, to) if from == to => {}
            (from, to) => {
                let ends = (
                    from.unwrap_or_else(|| flow.from.clone()),
                    to.unwrap_or_else(|| flow.to.clone()),
                );
                between.entry(ends).or_default().push(flow);
            }
        }
    }
    for ((from, to), flows) in between {
        let Some(first) = flows.iter().min_by(|a, b| a.id.cmp(&b.id)) else {
            continue;
        };
        let label = if flows.len() == 1 {
            first.label.clone()
        } else {
            format!("{} flows", flows.len())
        };
        let guarded = flows
            .iter()
            .map(|flow| flow.guarded)
            .reduce(|a, b| match (a, b) {
                (Some(a), Some(b)) => Some(a && b),
                (Some(false), None) | (None, Some(false)) => Some(false),
                _ => None,
            });
        result.flows.insert(
            first.id.clone(),
            flows.iter().map(|flow| flow.id.clone()).collect(),
        );
        let id = first.id.clone();
        result.sketch.flows.push(FlowSketch {
            id,
            from,
            to,
            label,
            guarded: guarded.flatten(),
        });
    }
}
