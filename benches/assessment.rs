//! How long an assessment takes. It is worked out whole after every change, so a key must not wait for it: the goal at
//! 1,000 components with 1.5 flows each is under 5 ms.
#![allow(missing_docs)]

mod support;

use std::hint::black_box;

use bartizan::analysis::assess;
use bartizan::catalog::Catalog;
use bartizan::model::Date;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use support::system;

fn assessment(criterion: &mut Criterion) {
    let catalog = Catalog::built_in().expect("the built-in catalogue is sound");
    let date = Date::new(2026, 11, 22).expect("a day");
    let mut group = criterion.benchmark_group("assessment");
    for count in [50, 200, 1_000] {
        let model = system(count, &catalog);
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            &model,
            |bencher, model| {
                bencher.iter(|| assess(black_box(model), &catalog, date));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, assessment);
criterion_main!(benches);
