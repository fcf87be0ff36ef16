//! How long a drawing takes, at the sizes for which the canvas promises a figure.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::hint::black_box;

use bartizan::layout::{
    Charset, Decor, Layout, Point, Rect, Sketch, Variant, lay_out, paint, reroute,
};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "../tests/layout/graphs.rs"]
#[allow(dead_code)]
mod graphs;

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
        let mut next = 0;
        group.bench_function(format!("move a box of {name}"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % drawn.boxes.len();
                let mut edited = drawn.clone();
                edited.boxes[next].at = edited.boxes[next].at.map(|at: Point| at.shifted(3, 1));
                reroute(&edited, &layout, &[])
            });
        });
        group.bench_function(format!("insert into {name}"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % drawn.boxes.len();
                let anchor = &drawn.boxes[next];
                let mut edited = drawn.clone();
                edited.flows.push(flow(&anchor.id, "zz-new", "new"));
                edited.boxes.push(process("zz-new", anchor.zone.as_deref()));
                reroute(&edited, &layout, &[])
            });
        });
    }
    group.finish();
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
