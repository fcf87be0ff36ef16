//! How long a drawing takes, at the sizes for which the canvas promises a figure.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use bartizan::layout::{
    Charset, Decor, Layout, Point, Rect, Sketch, Variant, lay_out, paint, places, reroute, stand,
};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "../tests/layout/graphs.rs"]
#[allow(dead_code)]
mod graphs;
mod support;

use graphs::{flow, graph, made, process};

fn saved(sketch: &Sketch, layout: &Layout) -> Sketch {
    let mut sketch = sketch.clone();
    for sketched in &mut sketch.boxes {
        sketched.at = Some(layout.boxes[&sketched.id].corner());
    }
    sketch
}

fn first_layout(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first layout");
    group.sample_size(20);
    for (name, sketch) in [
        ("20 boxes", graph("g08_federated")),
        ("43 boxes", graph("g11_health_imaging")),
        ("60 dense boxes", made(60, 85)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| lay_out(black_box(&sketch), Variant::RowsDown));
        });
    }
    group.sample_size(10);
    let large = made(1000, 1350);
    group.bench_function("1000 boxes", |bencher| {
        bencher.iter(|| lay_out(black_box(&large), Variant::RowsDown));
    });
    group.bench_function("places of 1000 boxes", |bencher| {
        bencher.iter(|| stand(black_box(&large), Variant::RowsDown));
    });
    group.finish();
}

fn edits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    for (name, sketch) in [
        ("43 boxes", graph("g11_health_imaging")),
        ("60 dense boxes", made(60, 85)),
    ] {
        let layout = lay_out(&sketch, Variant::RowsDown);
        let drawn = saved(&sketch, &layout);
        let anchors: Vec<usize> = (0..drawn.boxes.len()).collect();
        let moved = |at: usize| {
            let mut edited = drawn.clone();
            edited.boxes[at].at = edited.boxes[at].at.map(|at: Point| at.shifted(3, 1));
            edited
        };
        let inserted = |at: usize| {
            let anchor = &drawn.boxes[at];
            let mut edited = drawn.clone();
            edited.flows.push(flow(&anchor.id, "zz-new", "new"));
            edited.boxes.push(process("zz-new", anchor.zone.as_deref()));
            edited
        };
        each(
            &format!("routes after a move in {name}"),
            &anchors,
            moved,
            |edited| {
                black_box(reroute(edited, &layout, &[]));
            },
        );
        each(
            &format!("place of a new box in {name}"),
            &anchors,
            inserted,
            |edited| {
                black_box(places(edited, &layout));
            },
        );
        let mut next = 0;
        group.bench_function(format!("insert into {name} and route"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % drawn.boxes.len();
                reroute(&inserted(next), &layout, &[])
            });
        });
    }
    group.finish();
}

/// The promises speak of 95 of 100 edits, so every box has its turn, five times.
fn each(
    what: &str,
    boxes: &[usize],
    edited: impl Fn(usize) -> Sketch,
    mut done: impl FnMut(&Sketch),
) {
    let turns = boxes.iter().cycle().take(5 * boxes.len());
    let mut times: Vec<Duration> = turns
        .map(|at| {
            let edited = edited(*at);
            let start = Instant::now();
            done(&edited);
            start.elapsed()
        })
        .collect();
    support::report(what, &mut times);
}

fn painting(criterion: &mut Criterion) {
    let sketch = made(1000, 1350);
    let layout = lay_out(&sketch, Variant::RowsDown);
    let viewport = Rect::new(layout.bounds.x + 60, layout.bounds.y + 40, 120, 40);
    criterion.bench_function("paint 120x40 of 1000 boxes", |bencher| {
        bencher.iter(|| {
            paint(
                &sketch,
                &layout,
                &Decor::default(),
                Charset::Unicode,
                black_box(viewport),
            )
        });
    });
}

criterion_group!(benches, first_layout, edits, painting);
criterion_main!(benches);
