//! From a key to the frame that shows what it did, at 120×40: moving through the drawing, and a change with its assessment;
//! then an hour's keys on 1,000 components, of which 95 in 100 should take under 4 ms.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../tests/tui_support/mod.rs"]
mod tui_support;

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use bartizan::catalog::Catalog;
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

fn open(model: ThreatModel) -> (App, Terminal<TestBackend>) {
    let mut app = app_on(model);
    resize(&mut app, 120, 40);
    (app, Terminal::new(TestBackend::new(120, 40)).unwrap())
}

fn keys(c: &mut Criterion, name: &str, pressed: [&str; 2]) {
    let (mut app, mut terminal) = open(sample());
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

/// Keys of someone who looks around in a large system, screen by screen, with what they are.
const LOOKING: &[(&str, &str)] = &[
    ("a move on the canvas", "j l k h j j l l"),
    ("the panel", "Tab j j j k k Tab"),
    ("a zone opened and folded", "z z j z z"),
    ("another zoom level", "- - + +"),
    ("the register", "2 j j j j k k Enter Esc"),
    ("the matrix", "3 j l j l k h j l"),
    ("the requirements", "4 j j j j k k k"),
    ("the review", "5 j j k"),
    ("back to the drawing", "1 j l"),
];

/// A box renamed and the same taken back: each is a change, assessed whole.
const CHANGES: &str = "r \"x\" Enter u";

fn large(_: &mut Criterion) {
    let catalog = Catalog::built_in().unwrap();
    let system = support::system(1_000, &catalog);
    let mut opened: Vec<Duration> = (0..10).map(|_| first_frame(&system)).collect();
    support::report("1,000 components, opened and drawn", &mut opened);
    let (mut app, mut terminal) = open(system);
    let mut all: Vec<Duration> = Vec::new();
    for (what, keys) in LOOKING {
        let mut times = Vec::new();
        for _ in 0..10 {
            times.extend(timed(&mut app, &mut terminal, keys));
        }
        support::report(what, &mut times.clone());
        all.extend(times);
    }
    let mut changes = Vec::new();
    for _ in 0..4 {
        changes.extend(timed(&mut app, &mut terminal, CHANGES));
    }
    support::report("a rename, typed and taken back", &mut changes.clone());
    all.extend(changes);
    support::report("all keys on 1,000 components", &mut all);
}

/// How long it takes from the document to its first frame, with the worker still at its flows.
fn first_frame(model: &ThreatModel) -> Duration {
    let model = model.clone();
    let begun = Instant::now();
    let (app, mut terminal) = open(model);
    terminal.draw(|frame| view::draw(&app, frame)).unwrap();
    begun.elapsed()
}

/// How long each key takes until its frame is drawn.
fn timed(app: &mut App, terminal: &mut Terminal<TestBackend>, keys: &str) -> Vec<Duration> {
    let mut times = Vec::new();
    for key in keys.split_whitespace() {
        let begun = Instant::now();
        press(app, key);
        terminal.draw(|frame| view::draw(app, frame)).unwrap();
        times.push(begun.elapsed());
    }
    times
}

criterion_group!(benches, frame, large);
criterion_main!(benches);
