//! From a key to the frame that shows what it did, at 120×40: moving through the drawing, and a change with its assessment.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../tests/tui_support/mod.rs"]
mod tui_support;

use std::hint::black_box;

use bartizan::model::{ThreatModel, text};
use bartizan::tui::app::App;
use bartizan::tui::view;
use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tui_support::{app_on, press, resize};

fn sample() -> ThreatModel {
    let text = include_str!("../samples/card-fraud.ron");
    text::read(text).unwrap().model
}

fn open() -> (App, Terminal<TestBackend>) {
    let mut app = app_on(sample());
    resize(&mut app, 120, 40);
    (app, Terminal::new(TestBackend::new(120, 40)).unwrap())
}

fn keys(c: &mut Criterion, name: &str, pressed: [&str; 2]) {
    let (mut app, mut terminal) = open();
    let mut turn = 0;
    c.bench_function(name, |bencher| {
        bencher.iter(|| {
            press(&mut app, pressed[turn % 2]);
            turn += 1;
            terminal
                .draw(|frame| view::draw(black_box(&app), frame))
                .unwrap();
        });
    });
}

fn frame(c: &mut Criterion) {
    keys(c, "move the selection, then draw", ["j", "k"]);
    keys(
        c,
        "move a box or take it back, assess, then draw",
        ["L", "u"],
    );
}

criterion_group!(benches, frame);
criterion_main!(benches);
