//! Drawing a pipeline in a pseudo-terminal with the real program: by keyboard, with keys counted, and by mouse.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use bartizan::model::{Flow, ThreatModel};
use journey_support::{Home, Window, read};

/// Hands on a keyboard, counting every key.
struct Typist {
    window: Window,
    keys: usize,
}

impl Typist {
    fn new(window: Window) -> Self {
        Self { window, keys: 0 }
    }

    /// Presses keys; `⏎` is Enter, `⇥` Tab, `⎋` Esc, `↓` Down. Waits for a text afterwards.
    fn keys(&mut self, keys: &str, shown: &str) {
        for key in keys.chars() {
            self.keys += 1;
            match key {
                '⏎' => self.window.send(b"\r"),
                '⇥' => self.window.send(b"\t"),
                '↓' => self.window.send(b"\x1b[B"),
                '⎋' => {
                    self.window.send(b"\x1b");
                    sleep(Duration::from_millis(150));
                    &mut self.window
                }
                key => self.window.type_in(&key.to_string()),
            };
        }
        self.window.wait(shown);
    }
}

/// A mouse on a window. Places are columns and rows of the screen, from 0.
struct Mouse<'a>(&'a mut Window);

impl Mouse<'_> {
    fn event(&mut self, code: u8, (column, row): (usize, usize), end: char) {
        let text = format!("\x1b[<{code};{};{}{end}", column + 1, row + 1);
        self.0.send(text.as_bytes());
        sleep(Duration::from_millis(60));
    }

    fn click(&mut self, at: (usize, usize)) {
        self.event(0, at, 'M');
        self.event(0, at, 'm');
    }

    fn drag(&mut self, from: (usize, usize), to: (usize, usize)) {
        self.event(0, from, 'M');
        self.event(32, (from.0.midpoint(to.0), from.1.midpoint(to.1)), 'M');
        self.event(32, to, 'M');
        self.event(0, to, 'm');
    }
}

/// Where a text stands on the canvas: not in the panel, which begins at its border.
fn find(window: &Window, text: &str) -> (usize, usize) {
    let screen = window.text();
    let found = screen.lines().enumerate().skip(1).find_map(|(row, line)| {
        let at = line.find(text)?;
        let column = line[..at].chars().count();
        (column < 125).then_some((column, row))
    });
    found.unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{screen}"))
}

fn joined(model: &ThreatModel, from: &str, to: &str) -> usize {
    let name = |flow: &Flow| {
        (
            model.components[&flow.from].name.clone(),
            model.components[&flow.to].name.clone(),
        )
    };
    let wanted = (from.to_owned(), to.to_owned());
    model
        .flows
        .values()
        .filter(|flow| name(flow) == wanted)
        .count()
}

/// The pipeline of the card-fraud system: what flows where.
const PIPELINE: &[(&str, &str)] = &[
    ("Chargeback feed", "Nightly ingest"),
    ("Nightly ingest", "Training set"),
    ("Training set", "Nightly training"),
    ("Nightly training", "Model registry"),
    ("Model registry", "Scoring API"),
    ("Scoring API", "Decline"),
    ("Decline", "Case review"),
    ("Case review", "Nightly ingest"),
    ("Scoring API", "Drift monitor"),
    ("Feature store", "Scoring API"),
    ("Checkout", "Scoring API"),
    ("Cardholder", "Checkout"),
];

fn is_the_pipeline(model: &ThreatModel) {
    assert_eq!(model.components.len(), 12);
    for (from, to) in PIPELINE {
        assert!(joined(model, from, to) >= 1, "{from} to {to}");
    }
    assert_eq!(model.placed.len(), 12, "every box keeps its place");
}

#[test]
fn twelve_components_are_drawn_from_nothing_with_at_most_two_hundred_keys() {
    let home = Home::new();
    let file = home.folder.path().join("fraud.ron");
    let mut hands = Typist::new(home.open(&file, 120, 40));
    hands.window.wait("Draw the pipeline");
    hands.keys("athird⏎", "Name of the new");
    hands.keys("Chargeback feed⏎", "Added Chargeback feed");
    hands.keys("o⏎", "Name of the new ingestion job");
    hands.keys("Nightly ingest⏎", "Added Nightly ingest");
    hands.keys("zn", "Name of the new zone");
    hands.keys("ML⏎", "How far is ML trusted?");
    hands.keys("2⏎", "ML, trust 2");
    hands.keys("o↓⏎⏎", "Added Training set");
    hands.keys("o⏎", "Name of the new training job");
    hands.keys("Nightly training⏎", "Added Nightly training");
    hands.keys("⇥", "Added Model registry");
    hands.keys("o⏎", "Name of the new inference API");
    hands.keys("Scoring API⏎", "Added Scoring API");
    hands.keys("o⏎", "Name of the new automated decision");
    hands.keys("Decline⏎", "Added Decline");
    hands.keys("o⏎", "Name of the new human review");
    hands.keys("Case review⏎", "Added Case review");
    // The reviewers' labels go back to where the data comes in.
    hands.keys("c/inge⏎", "Connected Case review to Nightly ingest");
    hands.keys("⎋[", "Decline: ");
    hands.keys("[", "Scoring API: ");
    hands.keys("omoni⏎", "Name of the new monitoring");
    hands.keys("Drift monitor⏎", "Added Drift monitor");
    hands.keys("[Ofeat⏎", "Name of the new feature store");
    hands.keys("⏎", "Added Feature store");
    hands.keys("]Oapplic⏎", "Name of the new client application");
    hands.keys("Checkout⏎", "Added Checkout");
    hands.keys("Oend u⏎", "Name of the new end user");
    hands.keys("Cardholder⏎", "Added Cardholder");
    assert!(hands.keys <= 200, "{} keys", hands.keys);
    hands.window.send(b"\x13").wait("saved to");
    is_the_pipeline(&read(&file));
    println!("{} keys\n{}", hands.keys, hands.window.text());
    shows_what_opens_again(hands.window, &home, &file);
}

/// What somebody has drawn and looks at is what the file shows when it is opened again, and the report.
fn shows_what_opens_again(mut window: Window, home: &Home, file: &Path) {
    window.resize(200, 60);
    // The flows settle when the keys rest.
    sleep(Duration::from_secs(3));
    let drawn = in_zone(window.send(b"gg"), "ML");
    window.leave();
    let mut again = home.open(file, 200, 60);
    again.wait("Scoring API");
    let opened = in_zone(again.send(b"gg"), "ML");
    assert!(
        opened == drawn,
        "drawn:\n{drawn}\n\nopened again:\n{opened}"
    );
    again.leave();
}

/// The drawing in a zone and below its upper left corner, wherever it stands in the window.
fn in_zone(window: &Window, zone: &str) -> String {
    let text = window.settle().text();
    let rows: Vec<&str> = text.lines().collect();
    let title = format!("╭╌ {zone} ");
    let top = rows.iter().position(|row| row.contains(&title)).unwrap();
    let left = rows[top].split(&title).next().unwrap().chars().count();
    let bottom = rows.iter().rposition(|row| row.contains('╰')).unwrap();
    // As far as the panel, which begins at another column of the zone.
    let cut = |row: &&str| row.chars().skip(left).take(62).collect::<String>();
    rows[top..=bottom]
        .iter()
        .map(cut)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_same_system_is_drawn_with_the_mouse() {
    let home = Home::new();
    let file = home.folder.path().join("fraud.ron");
    let mut window = home.open(&file, 200, 60);
    window.wait("Draw the pipeline");
    // A double click on nothing adds a component there; kinds and names are typed, since there are 63 of the ones.
    let boxes: &[(&str, &str, (usize, usize))] = &[
        ("third-party", "Chargeback feed", (12, 5)),
        ("ingestion", "Nightly ingest", (42, 5)),
        ("training set", "Training set", (72, 5)),
        ("training job", "Nightly training", (104, 5)),
        ("model registry", "Model registry", (104, 14)),
        ("inference API", "Scoring API", (104, 23)),
        ("automated", "Decline", (104, 32)),
        ("human review", "Case review", (42, 32)),
        ("monitoring", "Drift monitor", (72, 32)),
        ("feature store", "Feature store", (72, 16)),
        ("client app", "Checkout", (42, 23)),
        ("end user", "Cardholder", (12, 23)),
    ];
    for (kind, name, at) in boxes {
        Mouse(&mut window).click(*at);
        Mouse(&mut window).click(*at);
        window.wait("Add a component");
        window.type_in(kind).send(b"\r").wait("Name of the new");
        window
            .type_in(name)
            .send(b"\r")
            .wait(&format!("Added {name}"));
        let (column, row) = find(&window, &format!(" {name} "));
        assert!(
            column.abs_diff(at.0) < 14 && row.abs_diff(at.1) < 3,
            "{name} stands at {column}, {row} and was put to {at:?}:\n{}",
            window.text()
        );
    }
    for (from, to) in PIPELINE {
        // From the lower border of the one into the other.
        let start = find(&window, &format!(" {from} "));
        let end = find(&window, &format!(" {to} "));
        Mouse(&mut window).drag((start.0 + 2, start.1 + 1), (end.0 + 3, end.1));
        if window.text().contains("What flows from") {
            window.send(b"\r");
        }
        window.wait_status(&format!("Connected {from} to {to}"));
    }
    window.send(b"\x13").wait("saved to");
    let model = read(&file);
    is_the_pipeline(&model);
    println!("{}", window.text());
    // A box is dragged, and put back with undo.
    let (id, before) = model
        .placed
        .iter()
        .find(|(id, _)| model.components[*id].name == "Drift monitor")
        .unwrap();
    let at = find(&window, " Drift monitor ");
    Mouse(&mut window).drag((at.0 + 3, at.1), (at.0 + 9, at.1 + 6));
    window.wait_status("Moved");
    window.send(b"\x13").wait("saved to");
    let moved = read(&file).placed[id];
    assert_eq!((moved.x - before.x, moved.y - before.y), (6, 6));
    window.type_in("u").wait("Undone");
    window.send(b"\x13").wait("saved to");
    assert_eq!(read(&file).placed[id], *before);
}

#[test]
fn a_layout_is_looked_at_kept_and_taken_back() {
    let (home, file) = Home::with_sample();
    let before = read(&file);
    let mut window = home.open(&file, 120, 40);
    window.wait("Cardholder");
    window
        .type_in("=")
        .wait("Everything: layout 1")
        .wait("layout 1 of");
    window.type_in("=").wait("layout 2 of");
    window.send(b"\x1b").wait("left as it was");
    sleep(Duration::from_millis(150));
    window.type_in("=").wait("layout 1");
    window.send(b"\r").wait("u takes it back");
    window.send(b"\x13").wait("saved to");
    assert_ne!(read(&file).placed, before.placed);
    window.type_in("u").wait("Undone: Tidy");
    window.send(b"\x13").wait("saved to");
    assert_eq!(read(&file).placed, before.placed);
}

#[test]
fn a_component_is_put_into_a_flow_and_a_zone_is_folded() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("Cardholder");
    window.go_to("Model registry");
    window.type_in("e").wait("Flow: ");
    window.type_in("i").wait("Insert on");
    window.type_in("evaluation gate").send(b"\r");
    window.wait("Name of the new evaluation gate");
    window.send(b"\r");
    window.wait_gone("Name of the new").wait("Evaluation gate");
    window
        .type_in("zc")
        .wait("is folded")
        .wait("ML platform (6 boxes)");
    assert!(!window.text().contains("│ Model registry │"));
    window.send(b"\r").wait_gone("ML platform (6 boxes)");
    window.send(b"\x13").wait("saved to");
    let model = read(&file);
    let flows = |id: &str| {
        let ends = model.flows.values();
        ends.filter(|flow| flow.from.as_str() == id || flow.to.as_str() == id)
            .count()
    };
    assert_eq!(flows("evaluation-gate"), 2);
}

#[test]
fn wide_names_long_labels_loops_and_opposite_flows_are_drawn() {
    let home = Home::new();
    let file = home.folder.path().join("odd.ron");
    let mut window = home.open(&file, 200, 60);
    window.wait("Draw the pipeline");
    window.step("add lake \"画像データ湖\" data.internal_store");
    window.step("add train \"Nightly training\" train.job after lake");
    window.step("connect train lake telemetry \"a label of forty characters, or so it is\"");
    window.step("connect train train weights \"retrain\"");
    window.step("connect lake train raw");
    window.step("connect train lake feedback");
    window.wait("画像データ湖").wait("retrain");
    let screen = window.text();
    assert!(
        screen.contains("a label of forty characters, or so it is"),
        "{screen}"
    );
    window.send(b"\x13").wait("saved to");
    assert_eq!(read(&file).flows.len(), 5);
    println!("{}", window.text());
}

#[test]
fn a_pasted_flowchart_is_looked_at_taken_in_and_taken_back() {
    let home = Home::new();
    let file = home.folder.path().join("pasted.ron");
    let mut window = home.open(&file, 120, 40);
    window.wait("Draw the pipeline");
    let text = "```mermaid\nflowchart LR\n  U[Customers] -->|payment| A[Scoring API]\n  subgraph P[Production]\n    A --> L[(Inference log)]\n  end\n```\n";
    let paste = format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"));
    window.send(paste.as_bytes());
    window.wait("A Mermaid diagram").wait("brings 3 boxes");
    window.send(b"\x1b");
    window.wait("the diagram is dropped");
    window.send(paste.as_bytes());
    window.wait("A Mermaid diagram");
    window.send(b"\r");
    window.wait("Took in 3 boxes from Mermaid");
    window.type_in("u");
    window.wait("Undone: Take in 3 boxes from Mermaid");
    window.type_in("U");
    window.wait("Done again");
    window.send(b"\x13").wait("saved to");
    let model = read(&file);
    assert_eq!(model.components.len(), 3);
    assert_eq!(joined(&model, "Customers", "Scoring API"), 1);
    assert_eq!(joined(&model, "Scoring API", "Customers"), 1, "the answer");
    assert_eq!(model.placed.len(), 3, "every box keeps its place");
}

/// A document of a thousand boxes in forty zones, each box with a flow to the next.
fn a_thousand_boxes() -> String {
    let mut lines = vec!["(format: 1, title: \"Large\", zones: {".to_owned()];
    for zone in 0..40 {
        lines.push(format!("\"z{zone}\": (name: \"Zone {zone}\", trust: 2),"));
    }
    lines.push("}, components: {".into());
    let kinds = [
        "data.internal_store",
        "prep.ingest",
        "train.job",
        "serve.api",
    ];
    for n in 0..1000 {
        let (kind, zone) = (kinds[n % 4], n / 25);
        lines.push(format!(
            "\"c{n}\": (name: \"Part {n}\", kind: \"{kind}\", zone: \"z{zone}\"),"
        ));
    }
    lines.push("}, flows: {".into());
    for n in 0..999 {
        let next = n + 1;
        lines.push(format!(
            "\"f{n}\": (from: \"c{n}\", to: \"c{next}\", carries: [\"raw\"]),"
        ));
    }
    lines.push("})".into());
    lines.join("\n")
}

#[test]
fn a_thousand_boxes_open_folded_and_keys_are_answered_while_the_ways_are_worked_out() {
    let home = Home::new();
    let file = home.folder.path().join("large.ron");
    std::fs::write(&file, a_thousand_boxes()).unwrap();
    let mut window = home.open(&file, 120, 40);
    window.wait("Zone 0 (25 boxes)");
    // Nothing is waited for: the worker is at it, and each key has its answer.
    window.type_in("H").wait("z a opens all zones");
    window.type_in("za").wait("all zones are open");
    window.type_in("f").send(b"\x1b");
    sleep(Duration::from_millis(150));
    window.go_to("Part 500");
    window.type_in("-").wait("names only");
    window.type_in("-").wait("one mark for each box");
    window.type_in("0").wait("boxes with names");
    window.type_in("L").wait_status("Moved Part 500");
    window.type_in("u").wait("Undone: Move Part 500");
    window.type_in("q");
    window.end();
}
