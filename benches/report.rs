//! How long a report takes. The goals: 20 pages in under 100 ms, 200 pages in under 1 s, each page under 10 kB.
//!
//! `pdf` typesets and writes blocks that are there already. `whole` starts at the document: assess, draw, build, typeset, write.
#![allow(missing_docs)]

mod support;

#[path = "../tests/report_fixture/mod.rs"]
#[allow(clippy::unwrap_used)]
mod report_fixture;

use std::hint::black_box;

use bartizan::catalog::Catalog;
use bartizan::model::Date;
use bartizan::report::blocks::Report;
use bartizan::report::{Format, Order, PdfOptions, Rendered, Silent, html, make, markdown, pdf};
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

/// What a benchmark is called: how many pages it makes. A page over 10 kB is a goal missed.
fn named(rendered: &Rendered) -> String {
    let each = rendered.bytes.len() / rendered.pages.max(1);
    assert!(each < 10_000, "{each} bytes for each page");
    format!("{}_pages_of_{each}_bytes", rendered.pages)
}

fn reports(c: &mut Criterion) {
    let mut group = c.benchmark_group("pdf");
    group.sample_size(10);
    for wanted in [20, 200] {
        let report = pages(wanted);
        let name = pdf(&report, &PdfOptions::default(), &Silent)
            .map_or_else(|e| e.to_string(), |it| named(&it));
        group.bench_function(name, |bencher| {
            bencher.iter(|| pdf(black_box(&report), &PdfOptions::default(), &Silent));
        });
    }
    group.finish();
    whole(c);
    let report = pages(20);
    c.bench_function("markdown", |bencher| {
        bencher.iter(|| markdown(black_box(&report)));
    });
    c.bench_function("html", |bencher| {
        bencher.iter(|| html(black_box(&report), &PdfOptions::default()));
    });
}

/// A sample, and a system of 100 and of 200 components.
fn whole(c: &mut Criterion) {
    let catalog = Catalog::built_in().expect("the built-in catalogue is sound");
    let date = Date::new(2026, 11, 22).expect("a day");
    let mut group = c.benchmark_group("whole");
    group.sample_size(10);
    for count in [15, 100, 200] {
        let model = support::system(count, &catalog);
        let order = Order::new(&model, &catalog, date);
        let once = make(&order, Format::Pdf, &Silent);
        let name = once.map_or_else(|error| error.to_string(), |it| named(&it));
        group.bench_function(format!("{count}_components_{name}"), |bencher| {
            bencher.iter(|| make(black_box(&order), Format::Pdf, &Silent));
        });
    }
    group.finish();
}

criterion_group!(benches, reports);
criterion_main!(benches);
