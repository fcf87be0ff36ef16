//! Every screen and dialog as it looks, with its styles; and no size of the window that breaks a frame.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::layout::Charset;
use bartizan::store;
use bartizan::tui::app::App;
use bartizan::tui::message::Msg;
use bartizan::tui::update::{recovery_offer, update};
use proptest::prelude::*;
use tui_support::{app, app_on, document, mono, press, resize, screen, styled};

/// The sample that a new user opens first.
fn sample() -> App {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    app_on(store::load(&file).unwrap().model)
}

/// Every screen and dialog: its name, and the keys that lead there.
const PLACES: &[(&str, &str)] = &[
    ("draw", ""),
    ("draw_selected", "/ \"Scoring API\" Enter"),
    ("draw_flow", "/ \"Scoring API\" Enter e"),
    ("draw_titles", "-"),
    ("draw_dots", "- -"),
    ("draw_details", "+"),
    ("draw_letters", "f"),
    ("draw_prefix", "z"),
    ("panel_threats", "/ \"Scoring API\" Enter Tab"),
    ("panel_facts", "/ \"Scoring API\" Enter Tab l"),
    ("panel_flows", "/ \"Scoring API\" Enter Tab h"),
    ("panel_flow", "/ \"Scoring API\" Enter e Tab"),
    ("threats", "2"),
    ("threats_consequences", "2 s j j"),
    ("matrix", "3"),
    ("matrix_cell", "3 End"),
    ("add", "/ \"Scoring API\" Enter o"),
    ("add_search", "/ \"Scoring API\" Enter o \"log\""),
    ("add_name", "/ \"Scoring API\" Enter o Enter \"Answers\""),
    ("zone", "/ \"Scoring API\" Enter z m"),
    ("trust", "/ \"Scoring API\" Enter z t"),
    ("rename", "/ \"Scoring API\" Enter r"),
    ("decide", "2 d"),
    ("decide_wrong_date", "2 d Tab Tab \"soon\" Ctrl-s"),
    ("question", "A"),
    ("help", "?"),
    ("palette", "Ctrl-p \"und\""),
    ("command_line", ": \"ans\""),
    ("command_line_wrong", ": \"connect nobody scoring\" Enter"),
    ("search", "/ \"chargeback\""),
    ("quit", "x q"),
    ("folded", "z a"),
    ("folded_one", "/ \"Scoring API\" Enter z c"),
    ("zone_selected", "/ \"Scoring API\" Enter z z"),
    ("marked", "/ \"Scoring API\" Enter v ] ]"),
    ("layouts", "="),
    ("typed", "> \"camera -> gateway -> lake(store)\""),
    ("offered", "a \"training set\" Enter \"Payments\" Enter"),
    ("map", "/ \"Scoring API\" Enter '"),
];

#[test]
fn every_screen_and_dialog_looks_as_it_was_last_looked_at() {
    for (w, h) in [(80, 24), (120, 40)] {
        for (name, keys) in PLACES {
            let mut app = sample();
            resize(&mut app, w, h);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}_{w}x{h}"), styled(&app));
        }
    }
    for name in ["draw", "draw_details", "folded", "layouts"] {
        let (_, keys) = PLACES.iter().find(|(place, _)| *place == name).unwrap();
        let mut app = sample();
        resize(&mut app, 200, 60);
        press(&mut app, keys);
        insta::assert_snapshot!(format!("{name}_200x60"), styled(&app));
    }
}

#[test]
fn the_first_and_the_last_things_that_are_seen_look_as_they_were_last_looked_at() {
    insta::assert_snapshot!("empty_80x24", styled(&app_on(document(&[]))));
    let mut small = app();
    resize(&mut small, 40, 10);
    insta::assert_snapshot!("too_small_40x10", styled(&small));
    let mut least = sample();
    resize(&mut least, 60, 16);
    insta::assert_snapshot!("least_60x16", styled(&least));
    let mut offered = app();
    let text = vec![
        "An earlier session ended without saving: 2 steps.".to_owned(),
        "- Add Answer log".to_owned(),
    ];
    offered
        .modals
        .push(bartizan::tui::modal::Modal::Confirm(Box::new(
            recovery_offer(text),
        )));
    insta::assert_snapshot!("recovery_80x24", styled(&offered));
    let mut exporting = app();
    press(&mut exporting, "E");
    update(
        &mut exporting,
        Msg::ExportStep {
            done: 2,
            all: 5,
            what: "findings".into(),
        },
    );
    insta::assert_snapshot!("export_80x24", styled(&exporting));
}

#[test]
fn without_unicode_every_screen_is_ascii() {
    for (name, keys) in PLACES {
        let mut app = sample();
        app.theme.charset = Charset::Ascii;
        press(&mut app, keys);
        let shown = screen(&app);
        // What the team wrote is shown as it is; the sample and the catalogue are plain but for their quotes and dashes.
        let strange: String = shown.chars().filter(|c| !c.is_ascii()).collect();
        assert!(strange.is_empty(), "{name}: {strange}\n{shown}");
    }
}

#[test]
fn without_colours_the_selection_the_cursor_and_the_badges_are_still_seen() {
    let mut app = mono(sample());
    press(&mut app, "/ \"Scoring API\" Enter");
    let drawn = styled(&app);
    assert!(
        drawn.contains('╔'),
        "the selected box has a border of its own"
    );
    assert!(drawn.contains("▲3"));
    let letters: String = drawn
        .split("====")
        .last()
        .unwrap()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    assert!(
        letters.chars().all(|c| c == 'B'),
        "only bold, reverse, underline and dim: {letters}"
    );
    assert!(letters.contains('B'));
}

#[test]
fn hints_name_keys_that_do_something() {
    // Where something is wrong, the first hint tries again, and it is wrong again.
    for (name, keys) in PLACES.iter().filter(|(name, _)| !name.contains("wrong")) {
        let mut app = sample();
        press(&mut app, keys);
        let before = format!(
            "{:?}{:?}{:?}{}",
            app.modals,
            app.canvas,
            app.panel,
            screen(&app)
        );
        let shown = screen(&app);
        let hints = shown.lines().last().unwrap().to_owned();
        let first = hints.split_whitespace().next().unwrap_or("Esc").to_owned();
        let key = match first.as_str() {
            "⏎" => "Enter".to_owned(),
            "↑↓" => "Down".to_owned(),
            key => key.replace('^', "Ctrl-"),
        };
        assert!(
            bartizan::tui::keymap::Key::parse(&key).is_some(),
            "{name}: {hints}"
        );
        press(&mut app, &key);
        let after = format!(
            "{:?}{:?}{:?}{}",
            app.modals,
            app.canvas,
            app.panel,
            screen(&app)
        );
        assert_ne!(before, after, "{name}: {key} does nothing");
    }
}

#[test]
fn wide_characters_are_drawn_whole() {
    let mut app = app_on(document(&[
        "add model \"机器学习\" serve.api",
        "add data \"数据源数据源数据源\" data.third_party",
        "connect data model raw",
    ]));
    for (w, h) in [(80, 24), (120, 40), (61, 17)] {
        resize(&mut app, w, h);
        let shown = screen(&app);
        assert!(shown.contains('机') && shown.contains('习'), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_size_of_the_window_breaks_a_frame(w in 0_u16..250, h in 0_u16..80, place in 0..PLACES.len(), ascii in any::<bool>()) {
        let mut app = sample();
        if ascii {
            app.theme.charset = Charset::Ascii;
        }
        resize(&mut app, w, h);
        press(&mut app, PLACES[place].1);
        let _ = styled(&app);
        resize(&mut app, h, w);
        let _ = styled(&app);
    }

    #[test]
    fn no_keys_break_anything(keys in prop::collection::vec(0_usize..KEYS.len(), 1..60)) {
        let mut app = app();
        let start = app.model().clone();
        for key in keys {
            press(&mut app, KEYS[key]);
            let _ = screen(&app);
        }
        while app.doc.undo_label().is_some() {
            app.doc.undo().unwrap();
        }
        prop_assert_eq!(app.model(), &start);
    }
}

/// Keys that a cat might press.
const KEYS: &[&str] = &[
    "h",
    "j",
    "k",
    "l",
    "Enter",
    "Esc",
    "Tab",
    "Shift-Tab",
    "o",
    "O",
    "a",
    "c",
    "C",
    "e",
    "i",
    "r",
    "x",
    "X",
    "z",
    "n",
    "m",
    "t",
    "H",
    "J",
    "K",
    "L",
    "p",
    "=",
    "u",
    "U",
    "d",
    "A",
    "1",
    "2",
    "3",
    "s",
    "v",
    "V",
    "F",
    ".",
    ">",
    "'",
    "w",
    "b",
    "[",
    "]",
    "f",
    "0",
    "+",
    "-",
    "/",
    ":",
    "?",
    "Ctrl-p",
    "Ctrl-s",
    "Space",
    "Up",
    "Down",
    "Left",
    "Right",
    "PageDown",
    "PageUp",
    "Home",
    "End",
    "Backspace",
    "q",
    "G",
    "g",
    "Ctrl-r",
    "\"answer\"",
    "\"scoring\"",
];
