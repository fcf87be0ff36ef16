//! Flows stand clear of what they have nothing to do with, names of zones give way to what passes, and no drawing takes for ever.

use bartizan::layout::{
    Charset, Decor, Layout, Point, Rect, Sketch, Variant, lay_out, reroute, text_picture,
};

use crate::faults::cells;
use crate::graphs::{PIPELINES, flow, graph, process, zone};

/// Cells of upright runs that stand right beside the frame of a zone, and right beside a box at neither end.
fn hugging(sketch: &Sketch, layout: &Layout) -> (usize, usize) {
    let (mut frames, mut boxes) = (0, 0);
    for sketched in &sketch.flows {
        let way = cells(&layout.flows[&sketched.id]);
        let upright = way.windows(2).filter(|two| two[0].x == two[1].x);
        for at in upright.map(|two| two[0]) {
            let beside = [-1, 1].map(|dx| Point::new(at.x + dx, at.y));
            let side = |frame: &Rect, cell: Point| {
                frame.contains(cell) && (cell.x == frame.x || cell.x == frame.right() - 1)
            };
            frames += usize::from(
                (layout.zones.values()).any(|frame| beside.iter().any(|cell| side(frame, *cell))),
            );
            boxes += usize::from(layout.boxes.iter().any(|(id, rect)| {
                *id != sketched.from
                    && *id != sketched.to
                    && beside.iter().any(|cell| rect.contains(*cell))
            }));
        }
    }
    (frames, boxes)
}

#[test]
fn flows_of_the_pipelines_stand_clear_of_frames_and_foreign_boxes() {
    let (mut frames, mut boxes, mut all) = (0, 0, 0);
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let (beside_frames, beside_boxes) = hugging(&sketch, &layout);
        frames += beside_frames;
        boxes += beside_boxes;
        all += layout
            .flows
            .values()
            .map(|route| cells(route).len())
            .sum::<usize>();
    }
    println!("{frames} cells beside frames, {boxes} beside foreign boxes, of {all}");
    // Without moving runs aside it is some 300 beside frames.
    assert!(frames <= 60, "{frames} cells of {all} run beside a frame");
    assert!(
        boxes <= 40,
        "{boxes} cells of {all} run beside a foreign box"
    );
}

#[test]
fn the_name_of_a_zone_gives_way_to_a_flow_that_comes_straight_down() {
    let mut sketch = Sketch {
        zones: vec![zone("production")],
        boxes: vec![
            process("caller", None),
            process("service", Some("production")),
            process("another", Some("production")),
            process("third", Some("production")),
        ],
        flows: vec![flow("caller", "service", "")],
    };
    // The caller stands right above the place where the name would begin.
    for (at, (x, y)) in [(5, 0), (5, 10), (25, 10), (45, 10)]
        .into_iter()
        .enumerate()
    {
        sketch.boxes[at].at = Some(Point::new(x, y));
    }
    let layout = lay_out(&sketch, Variant::RowsDown);
    let route = layout.flows.values().next().unwrap();
    assert_eq!(route.points.len(), 2, "it runs straight down: {route:?}");
    let picture = text_picture(&sketch, &layout, &Decor::default(), Charset::Unicode);
    assert!(picture.contains("╪ PRODUCTION"), "{picture}");
}

#[test]
fn a_flow_does_not_leave_a_zone_to_come_back_into_it() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        for sketched in &sketch.flows {
            let home = |id: &str| {
                let found = sketch.boxes.iter().find(|it| it.id == id);
                found.and_then(|it| it.zone.clone())
            };
            let (from, to) = (home(&sketched.from), home(&sketched.to));
            let Some(zone) = from.filter(|zone| to.as_ref() == Some(zone)) else {
                continue;
            };
            let frame = layout.zones[&zone];
            let way = cells(&layout.flows[&sketched.id]);
            assert!(
                way.iter().all(|cell| frame.contains(*cell)),
                "{name}: {} leaves {zone}",
                sketched.id
            );
        }
    }
}

#[test]
fn a_hub_that_sixty_ask_is_drawn_with_every_flow() {
    let mut sketch = Sketch::default();
    sketch.boxes.push(process("hub", None));
    for client in 0..60 {
        let id = format!("client {client:02}");
        sketch.boxes.push(process(&id, None));
        sketch.flows.push(flow(&id, "hub", "request"));
    }
    let layout = lay_out(&sketch, Variant::RowsDown);
    assert_eq!(layout.flows.len(), 60);
    for sketched in &sketch.flows {
        let route = &layout.flows[&sketched.id];
        assert!(layout.boxes["hub"].on_border(*route.points.last().unwrap()));
    }
}

#[test]
fn lines_of_boxes_that_nothing_joins_stand_beneath_each_other_in_their_order() {
    for zone_id in [None, Some("site")] {
        let mut sketch = Sketch {
            zones: zone_id.map(zone).into_iter().collect(),
            ..Sketch::default()
        };
        for line in 1..=12 {
            let ids = ["source", "ingest", "store", "train"].map(|it| format!("{line} {it}"));
            sketch
                .boxes
                .extend(ids.iter().map(|id| process(id, zone_id)));
            let pairs = ids.windows(2);
            sketch
                .flows
                .extend(pairs.map(|two| flow(&two[0], &two[1], "data")));
        }
        let layout = lay_out(&sketch, Variant::RowsDown);
        let mut rows: Vec<i32> = Vec::new();
        for line in 1..=12 {
            let of_line = layout.boxes.iter();
            let mut of_line = of_line.filter(|(id, _)| id.starts_with(&format!("{line} ")));
            let row = of_line.next().unwrap().1.y;
            assert!(
                of_line.all(|(_, rect)| rect.y == row),
                "line {line} is one row"
            );
            rows.push(row);
        }
        assert!(rows.is_sorted_by(|one, next| one < next), "{rows:?}");
        assert!(layout.flows.values().all(|route| route.points.len() == 2));
    }
}

/// The labels that stand right beside a line, a box, a frame or a label that is not their own.
fn glued(sketch: &Sketch, layout: &Layout) -> Vec<String> {
    let ways: Vec<(&String, Vec<Point>)> = layout
        .flows
        .iter()
        .map(|(id, route)| (id, cells(route)))
        .collect();
    let mut glued = Vec::new();
    for (id, own) in &ways {
        let Some(label) = &layout.flows[*id].label else {
            continue;
        };
        for x in [label.area.x - 1, label.area.right()] {
            let at = Point::new(x, label.area.y);
            let line = ways
                .iter()
                .any(|(other, way)| other != id && way.contains(&at));
            let frame = layout
                .zones
                .values()
                .any(|frame| frame.contains(at) && (at.x == frame.x || at.x == frame.right() - 1));
            let boxed = layout.boxes.values().any(|rect| rect.contains(at));
            let worded = layout.flows.iter().any(|(other, route)| {
                let area = route.label.as_ref().map(|label| label.area);
                other != *id && area.is_some_and(|area| area.contains(at))
            });
            if line || boxed || worded || (frame && !own.contains(&at)) {
                let flow = sketch.flows.iter().find(|flow| flow.id == **id);
                glued.push(format!("{:?} at {at:?}", flow.map(|flow| &flow.label)));
            }
        }
    }
    glued
}

#[test]
fn a_label_has_a_blank_at_both_ends_or_stands_at_its_own_line() {
    for name in PIPELINES {
        let sketch = graph(name);
        for variant in Variant::ALL {
            let layout = lay_out(&sketch, variant);
            assert_eq!(glued(&sketch, &layout), [""; 0], "{name} {variant:?}");
        }
    }
}

#[test]
fn a_label_keeps_its_blanks_when_a_box_is_moved() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let mut drawn = sketch.clone();
        for sketched in &mut drawn.boxes {
            sketched.at = Some(layout.boxes[&sketched.id].corner());
        }
        for index in 0..drawn.boxes.len() {
            let mut edited = drawn.clone();
            let moved = edited.boxes[index].id.clone();
            edited.boxes[index].at = edited.boxes[index].at.map(|at| at.shifted(4, 1));
            let after = reroute(&edited, &layout, std::slice::from_ref(&moved));
            assert_eq!(
                glued(&edited, &after),
                [""; 0],
                "{name} after {moved} moved"
            );
        }
    }
}
