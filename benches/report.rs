//! How long a report takes. The goals: 20 pages in under 100 ms, 200 pages in under 1 s.
#![allow(missing_docs)]

#[path = "../tests/report_fixture/mod.rs"]
#[allow(clippy::unwrap_used)]
mod report_fixture;

use std::hint::black_box;

use bartizan::report::blocks::Report;
use bartizan::report::{PdfOptions, Silent, html, markdown, pdf};
use criterion::{Criterion, criterion_group, criterion_main};

/// The fixture's chapters, again and again, until there are so many pages.
fn pages(wanted: usize) -> Report {
    let mut report = report_fixture::card_fraud();
    let chapters = std::mem::take(&mut report.sections);
    for chapter in chapters.iter().cycle() {
        report.sections.push(chapter.clone());
        if made(&report) >= wanted {
            break;
        }
    }
    report
}

fn made(report: &Report) -> usize {
    pdf(report, &PdfOptions::default(), &Silent).map_or(usize::MAX, |rendered| rendered.pages)
}

fn reports(c: &mut Criterion) {
    let mut group = c.benchmark_group("pdf");
    group.sample_size(10);
    for wanted in [20, 200] {
        let report = pages(wanted);
        group.bench_function(format!("{}_pages", made(&report)), |bencher| {
            bencher.iter(|| pdf(black_box(&report), &PdfOptions::default(), &Silent));
        });
    }
    group.finish();
    let report = pages(20);
    c.bench_function("markdown", |bencher| {
        bencher.iter(|| markdown(black_box(&report)));
    });
    c.bench_function("html", |bencher| {
        bencher.iter(|| html(black_box(&report), &PdfOptions::default()));
    });
}

criterion_group!(benches, reports);
criterion_main!(benches);
