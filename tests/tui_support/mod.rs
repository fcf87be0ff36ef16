//! What the tests of the terminal share: an app on a sample, keys as text, and a frame as text with its styles.
#![allow(dead_code, reason = "each test file uses a part of it")]

use bartizan::catalog::Catalog;
use bartizan::model::{Date, Op, ThreatModel};
use bartizan::tui::app::{App, FileState, Start};
use bartizan::tui::keymap::Key;
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::theme::{Depth, Theme};
use bartizan::tui::update::update;
use bartizan::tui::view;
use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

/// A small pipeline: someone outside asks a model that learns nightly from a feed of a partner.
pub const PIPELINE: &[&str] = &[
    "zone internet \"Internet\" trust 0",
    "zone prod \"Production\" trust 3",
    "add merchant \"Merchant\" actor.end_user in internet",
    "add scoring \"Scoring API\" serve.api in prod",
    "connect merchant scoring infer_in \"payment\"",
    "add feed \"Chargeback feed\" data.third_party in internet",
    "add train \"Nightly training\" train.job in prod",
    "connect feed train label",
    "connect train scoring weights \"model\"",
];

/// A document made of steps.
pub fn document(steps: &[&str]) -> ThreatModel {
    let catalog = Catalog::built_in().unwrap();
    let mut model = ThreatModel::default();
    model.system.title = "Card-fraud scoring".into();
    for step in steps {
        let op = Op::parse(step).unwrap_or_else(|error| panic!("{step}: {error}"));
        let plan = op
            .plan(&model, &catalog)
            .unwrap_or_else(|error| panic!("{step}: {error}"));
        model.apply(&plan.into_change("test", 0)).unwrap();
    }
    model
}

/// An app on a document, at 80x24 in colour.
pub fn app_on(model: ThreatModel) -> App {
    let mut app = App::new(Start {
        model,
        catalog: Catalog::built_in().unwrap(),
        date: "2026-11-22".parse::<Date>().unwrap(),
        by: "ann".into(),
        file: FileState {
            path: Some("fraud.ron".into()),
            ..FileState::default()
        },
        theme: Theme::default(),
        size: (80, 24),
    });
    update(&mut app, Msg::Clock(1_795_305_600));
    app
}

/// An app on the small pipeline.
pub fn app() -> App {
    app_on(document(PIPELINE))
}

/// Another size of the window.
pub fn resize(app: &mut App, w: u16, h: u16) {
    update(app, Msg::Input(Event::Resize(w, h)));
}

/// Presses keys: names of keys separated by blanks, and text in quotes, as in `o Enter "My log" Enter`.
pub fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (index, part) in keys.split('"').enumerate() {
        if index % 2 == 1 {
            for c in part.chars() {
                let name = if c == ' ' {
                    "Space".to_owned()
                } else {
                    c.to_string()
                };
                effects.extend(press_one(app, &name));
            }
        } else {
            for name in part.split_whitespace() {
                effects.extend(press_one(app, name));
            }
        }
    }
    // Then the person looks.
    effects.extend(update(app, Msg::Quiet));
    effects
}

fn press_one(app: &mut App, name: &str) -> Vec<Effect> {
    let key = Key::parse(name).unwrap_or_else(|| panic!("no key {name}"));
    update(app, Msg::Input(Event::Key(key.event())))
}

/// The message in the status line.
pub fn said(app: &App) -> &str {
    app.note.as_ref().map_or("", |note| note.text.as_str())
}

/// A frame, as text.
pub fn screen(app: &App) -> String {
    rows(app).join("\n")
}

/// A frame, cell by cell.
pub fn frame(app: &App) -> ratatui::buffer::Buffer {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
    terminal.draw(|frame| view::draw(app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

fn rows(app: &App) -> Vec<String> {
    frame_in_rows(app).0
}

/// A frame as rows of text, and as rows of a letter for the style of every cell, so that a lost highlight is seen.
///
/// Colours: r g y b m c; capital when bold; `#` reversed; `_` underlined; `'` dim; `.` plain.
pub fn frame_in_rows(app: &App) -> (Vec<String>, Vec<String>) {
    let buffer = frame(app);
    let (width, height) = (buffer.area.width, buffer.area.height);
    let row = |y: u16| (0..width).map(move |x| (x, y));
    let words = |y| -> String { row(y).map(|at| buffer[at].symbol()).collect() };
    let styles = |y| -> String {
        let letter = |at| {
            let cell = &buffer[at];
            style_letter(cell.fg, cell.modifier)
        };
        row(y).map(letter).collect()
    };
    (
        (0..height)
            .map(|y| words(y).trim_end().to_owned())
            .collect(),
        (0..height)
            .map(|y| styles(y).trim_end_matches('.').to_owned())
            .collect(),
    )
}

/// A frame as text, and below it its styles.
pub fn styled(app: &App) -> String {
    let (words, styles) = frame_in_rows(app);
    let rule = "=".repeat(usize::from(app.size.0));
    format!("{}\n{rule}\n{}", words.join("\n"), styles.join("\n"))
}

/// The styles of a frame, as letters.
pub fn letters(app: &App) -> String {
    frame_in_rows(app).1.join("\n")
}

fn style_letter(fg: Color, modifier: Modifier) -> char {
    if modifier.contains(Modifier::REVERSED) {
        return '#';
    }
    let letter = match fg {
        Color::Red => 'r',
        Color::Green => 'g',
        Color::Yellow => 'y',
        Color::Blue => 'b',
        Color::Magenta => 'm',
        Color::Cyan => 'c',
        _ if modifier.contains(Modifier::BOLD) => return 'B',
        _ if modifier.contains(Modifier::UNDERLINED) => return '_',
        _ if modifier.contains(Modifier::DIM) => return '\'',
        _ => return '.',
    };
    if modifier.contains(Modifier::BOLD) {
        letter.to_ascii_uppercase()
    } else {
        letter
    }
}

/// The same app without colours.
pub fn mono(mut app: App) -> App {
    app.theme.depth = Depth::Mono;
    app
}
