//! The figures that the canvas promises, measured on the graphs of `tests/graphs`.

use std::collections::BTreeMap;

use bartizan::layout::{Layout, Sketch, Variant, best, lay_out, measure};

use crate::faults::{cells, faults};
use crate::graphs::{PIPELINES, SYNTHETIC, graph, made};

/// The fewest crossings of dot's four variants, in the order of [`PIPELINES`].
const DOT: [u32; 8] = [0, 0, 1, 1, 8, 2, 7, 26];

/// Flows that run through a zone that neither end is in.
pub fn passes(sketch: &Sketch, layout: &Layout) -> usize {
    let parent: BTreeMap<&str, Option<&str>> = sketch
        .zones
        .iter()
        .map(|zone| (zone.id.as_str(), zone.parent.as_deref()))
        .collect();
    let zone_of: BTreeMap<&str, Option<&str>> = sketch
        .boxes
        .iter()
        .map(|it| (it.id.as_str(), it.zone.as_deref()))
        .collect();
    let around = |id: &str| {
        let mut chain = Vec::new();
        let mut next = zone_of[id];
        while let Some(zone) = next {
            chain.push(zone);
            next = parent[zone];
        }
        chain
    };
    let mut passes = 0;
    for flow in &sketch.flows {
        let homes: Vec<&str> = around(&flow.from)
            .into_iter()
            .chain(around(&flow.to))
            .collect();
        let way = cells(&layout.flows[&flow.id]);
        let foreign = layout
            .zones
            .iter()
            .filter(|(id, _)| !homes.contains(&id.as_str()));
        passes += foreign
            .filter(|(_, frame)| way.iter().any(|&cell| frame.contains(cell)))
            .count();
    }
    passes
}

/// The length of all flows in mean box sizes, in the units of the benchmark (a cell is 8 × 16).
fn mean_length(layout: &Layout) -> f64 {
    let size: i32 = layout
        .boxes
        .values()
        .map(|rect| rect.w * 8 + rect.h * 16)
        .sum();
    let mean = f64::from(size) / 2.0 / layout.boxes.len() as f64;
    f64::from(measure(layout).length) * 8.0 / mean / layout.flows.len() as f64
}

#[test]
fn the_chosen_variants_of_the_pipelines_keep_their_promises() {
    let (mut crossings, mut bends, mut flows, mut labels, mut numbered, mut length) =
        (0, 0, 0.0, 0, 0, 0.0);
    for (name, dot) in PIPELINES.into_iter().zip(DOT) {
        let sketch = graph(name);
        let (_, layout) = best(&sketch);
        let figures = measure(&layout);
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{name}: {faults:#?}");
        assert_eq!(
            passes(&sketch, &layout),
            0,
            "{name}: a flow runs through a foreign zone"
        );
        assert!(
            figures.crossings <= dot + 1,
            "{name}: {} crossings, dot has {dot}",
            figures.crossings
        );
        let per_flow = f64::from(figures.bends) / sketch.flows.len() as f64;
        assert!(per_flow <= 1.2, "{name}: {per_flow} bends per flow");
        assert!(
            mean_length(&layout) <= 5.0,
            "{name}: length {}",
            mean_length(&layout)
        );
        crossings += figures.crossings;
        bends += figures.bends;
        numbered += figures.numbered;
        flows += sketch.flows.len() as f64;
        length += mean_length(&layout) * sketch.flows.len() as f64;
        labels += u32::try_from(
            sketch
                .flows
                .iter()
                .filter(|flow| !flow.label.is_empty())
                .count(),
        )
        .unwrap();
    }
    println!(
        "crossings {crossings}, bends {:.2}, length {:.2}, {numbered} of {labels} numbered",
        f64::from(bends) / flows,
        length / flows
    );
    // dot has 45 on these graphs, ELK 31.
    assert!(crossings <= 24, "{crossings} crossings");
    assert!(
        f64::from(numbered) <= 0.03 * f64::from(labels),
        "{numbered} of {labels} labels found no room"
    );
}

#[test]
fn every_variant_of_every_pipeline_is_without_a_fault() {
    for name in PIPELINES {
        let sketch = graph(name);
        for variant in Variant::ALL {
            let layout = lay_out(&sketch, variant);
            let faults = faults(&sketch, &layout);
            assert!(faults.none(), "{name} {variant:?}: {faults:#?}");
        }
    }
}

#[test]
fn large_graphs_are_without_a_fault() {
    for name in SYNTHETIC {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{name}: {faults:#?}");
    }
}

#[test]
fn a_dense_drawing_of_sixty_boxes_is_without_a_fault() {
    let sketch = made(60, 110);
    for variant in [Variant::RowsDown, Variant::RightRight] {
        let layout = lay_out(&sketch, variant);
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{variant:?}: {faults:#?}");
    }
}

#[test]
fn a_thousand_boxes_are_without_a_fault() {
    let sketch = made(1000, 1350);
    let layout = lay_out(&sketch, Variant::RowsDown);
    let faults = faults(&sketch, &layout);
    assert!(faults.none(), "{faults:#?}");
}
