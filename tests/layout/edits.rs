//! Edits: what the user did not touch stays where it is.

use std::collections::BTreeSet;
use std::path::Path;

use bartizan::layout::{
    Hit, Layout, Point, Rect, Scope, Shape, Side, Sketch, Variant, collapse, folded_id, hit,
    lay_out, reroute, tidy,
};

use crate::faults::faults;
use crate::graphs::{PIPELINES, flow, graph, process, zone};

/// The sketch as it is saved: every box where the layout has it.
fn saved(sketch: &Sketch, layout: &Layout) -> Sketch {
    let mut sketch = sketch.clone();
    for sketched in &mut sketch.boxes {
        sketched.at = Some(layout.boxes[&sketched.id].corner());
    }
    sketch
}

fn chain() -> Sketch {
    Sketch {
        boxes: ["camera", "gateway", "model"]
            .map(|id| process(id, Some("site")))
            .to_vec(),
        flows: vec![
            flow("camera", "gateway", "frames"),
            flow("gateway", "model", "frames"),
        ],
        zones: vec![zone("site")],
    }
}

#[test]
fn a_box_beside_another_moves_nothing_else_in_most_places() {
    let (mut tries, mut still) = (0, 0);
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let drawn = saved(&sketch, &layout);
        for anchor in &drawn.boxes {
            let mut edited = drawn.clone();
            edited
                .boxes
                .push(process("zz-new-component", anchor.zone.as_deref()));
            edited
                .flows
                .push(flow(&anchor.id, "zz-new-component", "new"));
            let after = reroute(&edited, &layout, &[]);
            let stands = |id: &str| after.boxes[id].corner() == layout.boxes[id].corner();
            tries += 1;
            still += usize::from(layout.boxes.keys().all(|id| stands(id)));
            let faults = faults(&edited, &after);
            assert!(faults.none(), "{name} beside {}: {faults:#?}", anchor.id);
        }
    }
    println!("{still} of {tries} insertions move nothing else");
    assert!(
        still * 100 >= tries * 85,
        "only {still} of {tries} insertions move nothing else"
    );
}

#[test]
fn moving_a_box_routes_only_the_flows_it_touches() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let drawn = saved(&sketch, &layout);
        for index in 0..drawn.boxes.len() {
            let mut edited = drawn.clone();
            let moved = edited.boxes[index].id.clone();
            edited.boxes[index].at = edited.boxes[index].at.map(|at| at.shifted(3, 1));
            let after = reroute(&edited, &layout, std::slice::from_ref(&moved));
            let faults = faults(&edited, &after);
            assert!(faults.none(), "{name} after {moved} moved: {faults:#?}");
            let far = layout.boxes[&moved].grown(12, 8);
            for flow in sketch
                .flows
                .iter()
                .filter(|flow| flow.from != moved && flow.to != moved)
            {
                let (before, now) = (&layout.flows[&flow.id], &after.flows[&flow.id]);
                let near = before.points.windows(2).any(|pair| {
                    let corner = |of: fn(i32, i32) -> i32| {
                        Point::new(of(pair[0].x, pair[1].x), of(pair[0].y, pair[1].y))
                    };
                    let (low, high) = (corner(i32::min), corner(i32::max));
                    far.overlaps(Rect::new(
                        low.x,
                        low.y,
                        high.x - low.x + 1,
                        high.y - low.y + 1,
                    ))
                });
                let ends_moved = [&flow.from, &flow.to]
                    .iter()
                    .any(|end| layout.boxes[*end] != after.boxes[*end]);
                let frames_moved = layout.zones != after.zones;
                assert!(
                    near || ends_moved || frames_moved || before.points == now.points,
                    "{name}: {} changed",
                    flow.id
                );
            }
        }
    }
}

#[test]
fn a_longer_name_leaves_the_ways_of_a_box_where_they_were() {
    let (mut ways, mut kept) = (0, 0);
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        for renamed in 0..sketch.boxes.len() {
            let mut edited = saved(&sketch, &layout);
            edited.boxes[renamed].title.push_str(" X");
            let after = reroute(&edited, &layout, &[]);
            let faults = faults(&edited, &after);
            assert!(faults.none(), "{name}: {faults:#?}");
            for (id, way) in &after.flows {
                let inner = |points: &[Point]| points[1..points.len() - 1].to_vec();
                ways += 1;
                kept += usize::from(inner(&way.points) == inner(&layout.flows[id].points));
            }
        }
    }
    println!("{kept} of {ways} ways stay");
    assert!(kept * 100 >= ways * 97, "{kept} of {ways} ways stay");
}

#[test]
fn a_box_that_grows_sends_no_flow_through_a_zone_it_has_no_business_in() {
    let sketch = crate::pictures::sample(Path::new("samples/card-fraud.ron"));
    let layout = lay_out(&sketch, Variant::RowsDown);
    let mut edited = saved(&sketch, &layout);
    let checkout = edited.boxes.iter_mut().find(|it| it.title == "Checkout");
    checkout.unwrap().title.push_str(" of shops");
    let after = reroute(&edited, &layout, &[]);
    assert_eq!(crate::figures::passes(&edited, &after), 0);
}

#[test]
fn nothing_changes_when_nothing_is_edited() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RightDown);
        assert_eq!(
            reroute(&saved(&sketch, &layout), &layout, &[]),
            layout,
            "{name}"
        );
    }
}

#[test]
fn of_a_cycle_the_flow_that_points_up_is_dashed_whichever_was_drawn_last() {
    let ids = ["review", "labels", "data", "train"];
    let mut sketch = Sketch {
        boxes: ids.map(|id| process(id, None)).to_vec(),
        ..Sketch::default()
    };
    // From top to bottom: labels, data, train, review.
    for (sketched, y) in sketch.boxes.iter_mut().zip([30, 0, 10, 20]) {
        sketched.at = Some(Point::new(5, y));
    }
    let down = [("labels", "data"), ("data", "train"), ("train", "review")];
    let dashed = |sketch: &Sketch| -> Vec<String> {
        let layout = lay_out(sketch, Variant::RowsDown);
        let back = layout.flows.iter().filter(|(_, route)| route.back);
        back.map(|(id, _)| id.clone()).collect()
    };
    for (from, to) in down {
        sketch.flows.push(flow(from, to, ""));
        assert!(dashed(&sketch).is_empty());
    }
    let up = flow("review", "labels", "");
    sketch.flows.push(up.clone());
    assert_eq!(dashed(&sketch), [up.id.as_str()]);
    // A flow elsewhere swaps nothing.
    sketch.boxes.push(process("another", None));
    sketch.boxes[4].at = Some(Point::new(40, 15));
    for (from, to) in [("another", "data"), ("review", "another")] {
        sketch.flows.push(flow(from, to, ""));
        assert!(dashed(&sketch).contains(&up.id));
        assert!(!dashed(&sketch).iter().any(|id| {
            let straight = sketch.flows.iter().find(|it| it.id == *id).unwrap();
            down.contains(&(straight.from.as_str(), straight.to.as_str()))
        }));
    }
}

#[test]
fn a_new_box_changes_no_flow_from_straight_to_dashed() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let drawn = saved(&sketch, &layout);
        for anchor in &drawn.boxes {
            let mut edited = drawn.clone();
            edited.boxes.push(process("aa", anchor.zone.as_deref()));
            edited.flows.push(flow(&anchor.id, "aa", "new"));
            let after = reroute(&edited, &layout, &[]);
            if layout
                .boxes
                .keys()
                .any(|id| layout.boxes[id] != after.boxes[id])
            {
                continue;
            }
            for (id, route) in &layout.flows {
                assert_eq!(route.back, after.flows[id].back, "{name}: {id}");
            }
        }
    }
}

#[test]
fn a_pinned_box_stays_and_others_give_way() {
    let mut sketch = chain();
    for (sketched, at) in sketch.boxes.iter_mut().zip([(0, 0), (4, 1), (2, 2)]) {
        sketched.at = Some(Point::new(at.0, at.1));
    }
    sketch.boxes[1].pinned = true;
    let layout = lay_out(&sketch, Variant::RowsDown);
    assert_eq!(layout.boxes["gateway"].corner(), Point::new(4, 1));
    assert!(faults(&sketch, &layout).none());
}

#[test]
fn positions_without_overlaps_are_kept_exactly() {
    let mut sketch = chain();
    for (sketched, at) in sketch.boxes.iter_mut().zip([(-30, 5), (17, -9), (40, 40)]) {
        sketched.at = Some(Point::new(at.0, at.1));
    }
    let layout = lay_out(&sketch, Variant::DownRight);
    for sketched in &sketch.boxes {
        assert_eq!(Some(layout.boxes[&sketched.id].corner()), sketched.at);
    }
}

#[test]
fn a_box_without_a_position_joins_what_it_is_connected_to() {
    let sketch = chain();
    let mut drawn = saved(&sketch, &lay_out(&sketch, Variant::RowsDown));
    drawn.boxes.push(process("store", Some("site")));
    drawn.flows.push(flow("model", "store", "results"));
    let layout = lay_out(&drawn, Variant::RowsDown);
    let (model, store) = (layout.boxes["model"], layout.boxes["store"]);
    assert!(
        model.grown(12, 6).overlaps(store),
        "{store:?} is far from {model:?}"
    );
    assert!(faults(&drawn, &layout).none());
}

#[test]
fn tidying_leaves_pinned_boxes_where_they_are() {
    let sketch = graph("g05_fraud_realtime");
    let mut drawn = saved(&sketch, &lay_out(&sketch, Variant::RowsDown));
    let layout = lay_out(&drawn, Variant::RowsDown);
    drawn.boxes[3].pinned = true;
    let scopes = [
        Scope::All(Variant::DownDown),
        Scope::Zone(drawn.zones[0].id.clone()),
        Scope::Boxes(drawn.boxes[..6].iter().map(|it| it.id.clone()).collect()),
    ];
    for scope in scopes {
        let tidied = tidy(&drawn, &layout, &scope);
        assert_eq!(
            Some(tidied.boxes[&drawn.boxes[3].id].corner()),
            drawn.boxes[3].at,
            "{scope:?}"
        );
        let faults = faults(&drawn, &tidied);
        assert!(faults.none(), "{scope:?}: {faults:#?}");
    }
}

#[test]
fn tidying_a_scattered_zone_brings_its_boxes_together() {
    let mut sketch = chain();
    for (sketched, at) in sketch.boxes.iter_mut().zip([(0, 0), (90, 3), (10, 44)]) {
        sketched.at = Some(Point::new(at.0, at.1));
    }
    let before = lay_out(&sketch, Variant::RowsDown);
    let after = tidy(&sketch, &before, &Scope::Zone("site".to_owned()));
    assert!(
        after.zones["site"].w < before.zones["site"].w
            && after.zones["site"].h < before.zones["site"].h
    );
}

#[test]
fn loops_parallel_and_opposite_flows_have_lanes_of_their_own() {
    let mut sketch = chain();
    for label in ["a", "b", "c"] {
        sketch.flows.push(flow("camera", "gateway", label));
        sketch.flows.push(flow("gateway", "camera", label));
        sketch.flows.push(flow("model", "model", label));
    }
    for variant in Variant::ALL {
        let layout = lay_out(&sketch, variant);
        assert_eq!(layout.flows.len(), sketch.flows.len());
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{variant:?}: {faults:#?}");
    }
}

#[test]
fn a_hub_grows_until_every_flow_has_a_port() {
    let mut sketch = Sketch {
        boxes: vec![process("hub", None)],
        ..Sketch::default()
    };
    for index in 0..40 {
        let id = format!("leaf{index}");
        sketch.boxes.push(process(&id, None));
        sketch.flows.push(flow("hub", &id, ""));
    }
    let layout = lay_out(&sketch, Variant::DownDown);
    assert!(layout.boxes["hub"].w >= 40);
    let faults = faults(&sketch, &layout);
    assert!(faults.none(), "{faults:#?}");
}

#[test]
fn a_ring_of_zones_an_unknown_zone_and_a_dangling_flow_do_no_harm() {
    let mut sketch = chain();
    sketch.zones[0].parent = Some("site".to_owned());
    sketch.boxes[0].zone = Some("nowhere".to_owned());
    sketch.flows.push(flow("camera", "ghost", "lost"));
    let layout = lay_out(&sketch, Variant::RowsDown);
    assert_eq!(
        (layout.boxes.len(), layout.flows.len(), layout.zones.len()),
        (3, 2, 1)
    );
    assert_eq!(
        lay_out(&Sketch::default(), Variant::RowsDown),
        Layout::default()
    );
}

#[test]
fn the_mouse_finds_what_is_under_it() {
    let sketch = chain();
    let layout = lay_out(&sketch, Variant::DownDown);
    let rect = layout.boxes["camera"];
    assert_eq!(
        hit(&sketch, &layout, rect.corner().shifted(2, 1)),
        Hit::Box("camera".to_owned())
    );
    assert_eq!(
        hit(&sketch, &layout, rect.corner().shifted(1, 0)),
        Hit::Border("camera".to_owned(), Side::Top)
    );
    let (id, route) = layout.flows.iter().next().unwrap();
    let way = crate::faults::cells(route);
    assert_eq!(hit(&sketch, &layout, way[1]), Hit::Flow(id.clone()));
    let label = route.label.as_ref().unwrap().area;
    assert_eq!(
        hit(&sketch, &layout, label.corner()),
        Hit::Label(id.clone())
    );
    let frame = layout.zones["site"];
    assert_eq!(
        hit(&sketch, &layout, frame.corner().shifted(4, 0)),
        Hit::ZoneTitle("site".to_owned())
    );
    assert_eq!(
        hit(&sketch, &layout, frame.corner()),
        Hit::ZoneFrame("site".to_owned())
    );
    assert_eq!(
        hit(&sketch, &layout, frame.corner().shifted(1, 1)),
        Hit::Zone("site".to_owned())
    );
    assert_eq!(
        hit(&sketch, &layout, frame.corner().shifted(-1, -1)),
        Hit::Nothing
    );
}

#[test]
fn a_folded_zone_is_one_box_that_keeps_the_flows_across_its_border() {
    let mut sketch = chain();
    sketch.boxes.push(process("cloud", None));
    sketch.flows.push(flow("model", "cloud", "results"));
    sketch.flows.push(flow("camera", "cloud", "samples"));
    let folded = collapse(&sketch, &BTreeSet::from(["site".to_owned()]));
    assert_eq!(folded.sketch.boxes.len(), 2);
    let box_for_zone = folded
        .sketch
        .boxes
        .iter()
        .find(|it| it.id == folded_id("site"))
        .unwrap();
    assert_eq!(
        (box_for_zone.title.as_str(), box_for_zone.shape),
        ("SITE (3 boxes)", Shape::Process)
    );
    assert_eq!(folded.sketch.flows.len(), 1);
    assert_eq!(folded.sketch.flows[0].label, "2 flows");
    assert_eq!(folded.flows[&folded.sketch.flows[0].id].len(), 2);
    assert!(faults(&folded.sketch, &lay_out(&folded.sketch, Variant::RowsDown)).none());
}

#[test]
fn boxes_that_no_canvas_could_hold_are_placed_afresh() {
    let placed = |[x, y]: [i32; 2]| {
        let mut sketch = chain();
        sketch.boxes[0].at = Some(Point::new(4, 4));
        (sketch.boxes[1].at, sketch.boxes[1].pinned) = (Some(Point::new(x, y)), true);
        sketch
    };
    let fresh = lay_out(&chain(), Variant::RowsDown);
    for far in [
        [i32::MAX, 4],
        [4, i32::MIN],
        [60_000, 30_000],
        [100_000, -100_000],
    ] {
        let sketch = placed(far);
        let layout = lay_out(&sketch, Variant::RowsDown);
        assert_eq!(layout.boxes, fresh.boxes, "{far:?}");
        assert!(faults(&sketch_without_places(&sketch), &layout).none());
        assert_eq!(reroute(&sketch, &layout, &[]).boxes.len(), 3);
    }
    let layout = lay_out(&placed([2_000, 900]), Variant::RowsDown);
    assert_eq!(layout.boxes["gateway"].corner(), Point::new(2_000, 900));
}

fn sketch_without_places(sketch: &Sketch) -> Sketch {
    let mut sketch = sketch.clone();
    for sketched in &mut sketch.boxes {
        (sketched.at, sketched.pinned) = (None, false);
    }
    sketch
}

#[test]
fn a_new_flow_leaves_the_labels_of_others_written_out() {
    let (mut labels, mut lost) = (0, 0);
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let drawn = saved(&sketch, &layout);
        for known in &sketch.flows {
            let mut edited = drawn.clone();
            edited.flows.push(flow(&known.from, &known.to, "answers"));
            let after = reroute(&edited, &layout, &[]);
            for (id, route) in &layout.flows {
                labels += usize::from(route.label.is_some());
                let gone = route.label.is_some() && after.flows[id].label.is_none();
                lost += usize::from(gone);
            }
        }
    }
    println!("{lost} of {labels} labels lose their words to a new flow");
    assert!(lost * 100 <= labels, "{lost} of {labels} labels");
}
