//! Properties of every drawing, over random graphs, zones and positions.

use bartizan::layout::{
    BoxSketch, Charset, Decor, FlowSketch, Layout, Point, Shape, Sketch, Variant, ZoneSketch,
    lay_out, reroute, text_picture,
};
use proptest::prelude::*;

use crate::faults::faults;
use crate::steady::steady;

const TITLES: [&str; 8] = [
    "a",
    "Ingest API",
    "Model registry",
    "画像データベース",
    "A component with a name that goes on for quite a while",
    "Überwachung",
    "Feature store (online)",
    "Pneumonoultramicroscopicsilicovolcanoconiosis",
];
const LABELS: [&str; 5] = [
    "",
    "frames",
    "score request",
    "ラベル",
    "a label of forty characters, or nearly so",
];

prop_compose! {
    fn zones()(parents in prop::collection::vec(prop::option::of(0usize..6), 0..6)) -> Vec<ZoneSketch> {
        parents.iter().enumerate().map(|(index, parent)| ZoneSketch {
            id: format!("z{index}"),
            title: TITLES[index].to_owned(),
            parent: parent.filter(|parent| *parent < index).map(|parent| format!("z{parent}")),
            trust: u8::try_from(index).ok().filter(|trust| *trust < 4),
        }).collect()
    }
}

prop_compose! {
    fn boxes(placed: bool)(list in prop::collection::vec(
        (0usize..8, prop::option::of(0usize..6), 0usize..5, (-40i32..120, -20i32..60), any::<bool>(), 0u8..4), 1..16,
    )) -> Vec<BoxSketch> {
        list.into_iter().enumerate().map(|(index, (title, zone, shape, (x, y), has_place, pin))| BoxSketch {
            id: format!("b{index:02}"),
            title: TITLES[title].to_owned(),
            shape: Shape::ALL[shape],
            zone: zone.map(|zone| format!("z{zone}")),
            at: (placed && has_place).then_some(Point::new(x, y)),
            pinned: pin == 0,
        }).collect()
    }
}

prop_compose! {
    fn flows()(list in prop::collection::vec((0usize..17, 0usize..17, 0usize..5), 0..26)) -> Vec<FlowSketch> {
        list.into_iter().enumerate().map(|(index, (from, to, label))| FlowSketch {
            id: format!("f{index:02}"),
            from: format!("b{from:02}"),
            to: format!("b{to:02}"),
            label: LABELS[label].to_owned(),
            guarded: None,
        }).collect()
    }
}

prop_compose! {
    fn sketch(placed: bool)(zones in zones(), boxes in boxes(placed), flows in flows()) -> Sketch {
        Sketch { boxes, flows, zones }
    }
}

/// One step of somebody who draws: what, at which box, with what else.
type Step = (u8, usize, usize, usize);

fn edited(
    sketch: &Sketch,
    layout: &Layout,
    number: usize,
    (what, at, other, text): Step,
) -> Sketch {
    let mut sketch = sketch.clone();
    for drawn in &mut sketch.boxes {
        drawn.at = Some(layout.boxes[&drawn.id].corner());
    }
    let count = sketch.boxes.len();
    let mut flow = |from: String, to: String| {
        sketch.flows.push(FlowSketch {
            id: format!("step{number:02}"),
            from,
            to,
            label: LABELS[text % LABELS.len()].to_owned(),
            guarded: None,
        });
    };
    let id = |at: usize| sketch.boxes[at % count].id.clone();
    match what {
        _ if count == 0 => {}
        0 | 1 => {
            let (anchor, new) = (id(at), format!("new{number:02}"));
            if what == 0 {
                flow(anchor, new.clone());
            } else {
                flow(new.clone(), anchor);
            }
            let zone = sketch.boxes[at % count].zone.clone();
            sketch.boxes.push(BoxSketch {
                id: new,
                title: TITLES[text].to_owned(),
                shape: Shape::ALL[other % Shape::ALL.len()],
                zone,
                at: None,
                pinned: false,
            });
        }
        2 => flow(id(at), id(other)),
        3 => TITLES[text].clone_into(&mut sketch.boxes[at % count].title),
        4 => {
            let gone = id(at);
            sketch.boxes.retain(|drawn| drawn.id != gone);
            sketch
                .flows
                .retain(|flow| flow.from != gone && flow.to != gone);
        }
        5 => {
            let zones = sketch.zones.len() + 1;
            let zone = sketch.zones.get(other % zones).map(|zone| zone.id.clone());
            sketch.boxes[at % count].zone = zone;
        }
        _ => {
            let by = |to: usize| i32::try_from(to % 21).unwrap() - 10;
            let place = &mut sketch.boxes[at % count].at;
            *place = place.map(|place| place.shifted(by(other), by(text * 5)));
        }
    }
    sketch
}

proptest! {
    #![proptest_config(steady(128))]

    #[test]
    fn no_step_of_drawing_leaves_a_fault(mut sketch in sketch(false), steps in prop::collection::vec((0u8..7, 0usize..40, 0usize..40, 0usize..8), 1..10)) {
        let mut layout = lay_out(&sketch, Variant::RowsDown);
        for (number, step) in steps.into_iter().enumerate() {
            sketch = edited(&sketch, &layout, number, step);
            layout = reroute(&sketch, &layout, &[]);
            let faults = faults(&sketch, &layout);
            prop_assert!(faults.none(), "after step {} {:?}: {:#?}", number, step, faults);
            let mut saved = sketch.clone();
            for drawn in &mut saved.boxes {
                drawn.at = Some(layout.boxes[&drawn.id].corner());
            }
            let opened = lay_out(&saved, Variant::RowsDown);
            prop_assert_eq!(&opened.boxes, &layout.boxes, "a saved drawing opens as it was left");
            prop_assert_eq!(&opened.zones, &layout.zones);
        }
    }
}

proptest! {
    #![proptest_config(steady(256))]

    #[test]
    fn no_variant_of_any_graph_has_a_fault(sketch in sketch(false), variant in 0usize..6) {
        let layout = lay_out(&sketch, Variant::ALL[variant]);
        let faults = faults(&sketch, &layout);
        prop_assert!(faults.none(), "{faults:#?}\n{}", shown(&sketch, &layout));
    }

    #[test]
    fn boxes_with_any_positions_are_drawn_without_a_fault(sketch in sketch(true)) {
        let layout = lay_out(&sketch, Variant::RowsDown);
        let faults = faults(&sketch, &layout);
        prop_assert!(faults.none(), "{faults:#?}\n{}", shown(&sketch, &layout));
    }

    #[test]
    fn the_boxes_and_frames_of_a_saved_drawing_open_where_they_were(sketch in sketch(false), variant in 0usize..6) {
        let first = lay_out(&sketch, Variant::ALL[variant]);
        let mut saved = sketch;
        for sketched in &mut saved.boxes {
            sketched.at = Some(first.boxes[&sketched.id].corner());
        }
        let opened = lay_out(&saved, Variant::RowsDown);
        prop_assert_eq!(first.boxes, opened.boxes);
        prop_assert_eq!(first.zones, opened.zones);
    }

    #[test]
    fn the_order_of_the_sketch_changes_nothing(sketch in sketch(true)) {
        let mut turned = sketch.clone();
        turned.boxes.reverse();
        turned.flows.reverse();
        turned.zones.reverse();
        prop_assert_eq!(lay_out(&sketch, Variant::RowsDown), lay_out(&turned, Variant::RowsDown));
    }
}

/// The drawing, for the message of a failed test.
fn shown(sketch: &Sketch, layout: &Layout) -> String {
    text_picture(sketch, layout, &Decor::default(), Charset::Unicode)
}
