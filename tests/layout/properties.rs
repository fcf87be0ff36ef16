//! Properties of every drawing, over random graphs, zones and positions.

use bartizan::layout::{
    BoxSketch, Charset, Decor, FlowSketch, Layout, Point, Shape, Sketch, Variant, ZoneSketch,
    lay_out, text_picture,
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
