//! Every screen and dialog as it looks, at every size, with every charset and with or without colours; and no size of the window
//! that breaks a frame.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod steady;
mod tui_places;
mod tui_support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bartizan::layout::Charset;
use bartizan::tui::app::{App, Screen};
use bartizan::tui::command;
use bartizan::tui::modal::{Modal, Naming, Purpose};
use bartizan::tui::theme::Depth;
use proptest::prelude::*;
use steady::steady;
use tui_places::{Began, PLACES, Place, place};
use tui_support::{
    app, app_on, document, frame_in_rows, letters, mono, press, resize, screen, styled,
};

/// A frame: its words, and its styles as letters.
type Seen = (Vec<String>, Vec<String>);

fn seen(app: &App, depth: Depth) -> Seen {
    let mut app = app.clone();
    app.theme.depth = depth;
    frame_in_rows(&app)
}

/// A place in all its looks. Words and styles stand whole for Unicode in colours; of the others stand the rows that are not what
/// follows from those: without colours the same emphasis, in ASCII the usual sign for each sign.
fn picture(name: &str, unicode: &App, ascii: &App) -> String {
    let (words, styles) = seen(unicode, Depth::Sixteen);
    let (plain_words, plain_styles) = seen(unicode, Depth::Mono);
    let (ascii_words, ascii_styles) = seen(ascii, Depth::Sixteen);
    let (least_words, least_styles) = seen(ascii, Depth::Mono);
    let strange: String = ascii_words
        .concat()
        .chars()
        .filter(|c| !c.is_ascii())
        .collect();
    assert!(
        strange.is_empty(),
        "{name}: {strange}\n{}",
        ascii_words.join("\n")
    );
    for rows in [&plain_styles, &least_styles] {
        let coloured = rows.concat().chars().find(|c| "rgybmcRGYMC".contains(*c));
        assert_eq!(coloured, None, "{name}");
    }
    let mut drawn = format!("{}\n==== styles\n{}\n", words.join("\n"), styles.join("\n"));
    let same = |one: &str, other: &str| one == other;
    let mut others =
        |title: &str, rows: &[String], from: &[String], follows: &dyn Fn(&str, &str) -> bool| {
            let _ = writeln!(drawn, "==== {title}");
            for (number, (row, from)) in rows.iter().zip(from).enumerate() {
                if !follows(from, row) {
                    let _ = writeln!(drawn, "{:>2} {row}", number + 1);
                }
            }
        };
    others("mono", &plain_words, &words, &same);
    others("mono, styles", &plain_styles, &styles, &|from, row| {
        colourless(from) == row
    });
    others("ASCII", &ascii_words, &words, &is_usual_ascii);
    others("ASCII, styles", &ascii_styles, &styles, &same);
    others("ASCII, mono", &least_words, &ascii_words, &same);
    others(
        "ASCII, mono, styles",
        &least_styles,
        &ascii_styles,
        &|from, row| colourless(from) == row,
    );
    drawn
}

/// The same emphasis without colours.
fn colourless(styles: &str) -> String {
    let letter = |c: char| match c {
        'r' | 'g' | 'y' | 'b' | 'm' | 'c' => '.',
        'R' | 'G' | 'Y' | 'M' | 'C' => 'B',
        c => c,
    };
    styles
        .chars()
        .map(letter)
        .collect::<String>()
        .trim_end_matches('.')
        .to_owned()
}

/// Whether a row is another with the usual ASCII sign for each sign that is none.
fn is_usual_ascii(from: &str, row: &str) -> bool {
    let usual = |c: char| match c {
        '·' => "-.",
        '–' | '─' | '▫' => "-",
        '━' | '▬' => "=",
        '│' => "|",
        '┃' => "|#",
        '┄' | '┅' => "~",
        '┆' | '┇' => ";",
        '╌' => ".~",
        '╎' => ":",
        '═' => "#=",
        '║' | '╔' | '╗' | '╚' | '╝' | '█' => "#",
        '╪' | '╫' => "*",
        '╭' | '╮' => ".+",
        '╯' | '╰' => "+':",
        '░' => ".",
        '▪' => "+o",
        '▲' => "!^",
        '▶' | '▸' => ">",
        '◀' | '◂' => "<",
        '▼' | '▾' => "v",
        '◌' => "?",
        '●' => "*o",
        '\u{2500}'..='\u{257f}' | '↳' => "+",
        _ => "",
    };
    from.chars().count() == row.chars().count()
        && from
            .chars()
            .zip(row.chars())
            .all(|(from, to)| from == to || usual(from).contains(to))
}

fn look_at_all((w, h): (u16, u16)) {
    let mut began = Began::default();
    let folder = std::env::var_os("BARTIZAN_PICTURES").map(std::path::PathBuf::from);
    for place in PLACES {
        let app = began.seen(place, (w, h));
        let ascii = began.seen_in(place, (w, h), Charset::Ascii);
        let name = format!("{}_{w}x{h}", place.name);
        // To be read whole: `BARTIZAN_PICTURES=folder` writes every look out.
        if let Some(folder) = &folder {
            for (look, app) in [("unicode", &app), ("ascii", &ascii)] {
                std::fs::write(folder.join(format!("{name}_{look}.txt")), screen(app)).unwrap();
            }
        }
        insta::assert_snapshot!(name.as_str(), picture(&name, &app, &ascii));
    }
}

#[test]
fn every_place_looks_as_it_was_last_looked_at_in_a_small_window() {
    look_at_all((80, 24));
}

#[test]
fn every_place_looks_as_it_was_last_looked_at_in_a_usual_window() {
    look_at_all((120, 40));
}

#[test]
fn every_place_looks_as_it_was_last_looked_at_in_a_large_window() {
    look_at_all((200, 60));
}

#[test]
fn every_place_looks_as_it_was_last_looked_at_in_the_least_window() {
    let mut began = Began::default();
    for place in PLACES {
        let app = began.seen(place, (60, 16));
        insta::assert_snapshot!(format!("{}_60x16", place.name), screen(&app));
    }
}

/// The names of the variants of what has the keys: an exhaustive match, so that a new dialog has to be named here, and then
/// to be seen in a place.
fn dialog(modal: &Modal) -> &'static str {
    match modal {
        Modal::Picker(picker) => list(&picker.purpose),
        Modal::Prompt(prompt) => name(&prompt.naming),
        Modal::CommandLine(line) if line.draws => "line to draw",
        Modal::CommandLine(_) => "command line",
        Modal::Decision(_) => "decision",
        Modal::OwnThreat(_) => "own threat",
        Modal::Control(_) => "requirement",
        Modal::Card(_) => "question",
        Modal::FindOut(_) => "find out",
        Modal::Confirm(_) => "confirm",
        Modal::Letters(_) => "letters",
        Modal::Layouts(_) => "layouts",
        Modal::Moving(_) => "moving",
        Modal::Pasted(_) => "pasted",
    }
}

fn list(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::About(_) => "about",
        Purpose::Run => "commands",
        Purpose::RunInDialog => "commands of a dialog",
        Purpose::GoTo => "search",
        Purpose::AddKind(_) => "kinds",
        Purpose::Connect { .. } => "connect by name",
        Purpose::ConnectCarrying { .. } => "what the new flow carries",
        Purpose::AddCarrying { .. } => "what flows to the new one",
        Purpose::IntoZone(_) => "zones",
        Purpose::TrustOf(_) => "trust",
        Purpose::FlowCarries(_) => "what the flow carries",
        Purpose::Register => "filter of the register",
        Purpose::Orphan(_) => "what becomes of an orphan",
        Purpose::ThreatAt => "where the own threat stands",
        Purpose::ThreatRequirements => "what acts on the own threat",
        Purpose::Filter => "filter of the requirements",
        Purpose::KindOf(_) => "another kind",
    }
}

fn name(naming: &Naming) -> &'static str {
    match naming {
        Naming::Component { .. } => "name of a new component",
        Naming::Rename(_) => "another name",
        Naming::FlowLabel(_) => "words on a flow",
        Naming::FlowProtocol(_) => "protocol of a flow",
        Naming::Zone(_) => "name of a new zone",
        Naming::RenameZone(_) => "another name of a zone",
        Naming::FindingNote(_) | Naming::ComponentNote(_) | Naming::SystemNote => "note",
        Naming::About(..) => "about, one line",
        Naming::TitleFirst { .. } => "title before the first save",
        Naming::Open => "file to open",
        Naming::ReportDate => "date of the report",
        Naming::ReportPath => "file of the report",
        Naming::SaveAs { .. } => "file to save to",
    }
}

/// Every name that `dialog` gives, but for lists that come up only in the middle of connecting two boxes.
const DIALOGS: &[&str] = &[
    "about",
    "about, one line",
    "another kind",
    "another name",
    "another name of a zone",
    "command line",
    "commands",
    "commands of a dialog",
    "confirm",
    "connect by name",
    "date of the report",
    "decision",
    "file of the report",
    "file to open",
    "file to save to",
    "filter of the register",
    "filter of the requirements",
    "find out",
    "kinds",
    "layouts",
    "letters",
    "line to draw",
    "moving",
    "name of a new component",
    "name of a new zone",
    "note",
    "own threat",
    "pasted",
    "protocol of a flow",
    "question",
    "requirement",
    "search",
    "title before the first save",
    "trust",
    "what acts on the own threat",
    "what becomes of an orphan",
    "what flows to the new one",
    "what the flow carries",
    "where the own threat stands",
    "words on a flow",
    "zones",
];

#[test]
fn no_screen_dialog_or_place_of_keys_is_without_a_picture() {
    let mut began = Began::default();
    let mut keys = BTreeSet::from([command::Place::Anywhere]);
    let mut dialogs = BTreeSet::new();
    let mut screens = Vec::new();
    for place in PLACES {
        let app = began.seen(place, (80, 24));
        keys.extend(app.places());
        dialogs.extend(app.modal().map(dialog));
        screens.push(app.screen);
    }
    for place in command::Place::ALL {
        assert!(keys.contains(&place), "{} is in no picture", place.name());
    }
    for screen in Screen::ALL.into_iter().chain([Screen::Start]) {
        assert!(screens.contains(&screen), "{}", screen.name());
    }
    for name in DIALOGS {
        assert!(dialogs.contains(name), "{name} is in no picture");
    }
    for name in dialogs {
        assert!(DIALOGS.contains(&name), "{name} is not listed");
    }
}

#[test]
fn names_of_places_are_their_own() {
    let names: BTreeSet<&str> = PLACES.iter().map(|place| place.name).collect();
    assert_eq!(names.len(), PLACES.len());
}

#[test]
fn in_a_window_that_is_too_small_a_friendly_page_stands() {
    let mut small = app();
    resize(&mut small, 40, 10);
    insta::assert_snapshot!("too_small_40x10", styled(&small));
}

#[test]
fn without_colours_the_selection_the_cursor_and_the_badges_are_still_seen() {
    let app = mono(Began::default().seen(place("draw_selected"), (80, 24)));
    let drawn = screen(&app);
    assert!(
        drawn.contains('╔'),
        "the selected box has a border of its own"
    );
    assert!(drawn.contains("▲3"));
    assert!(letters(&app).contains('B'));
}

#[test]
fn hints_name_keys_that_do_something() {
    let mut began = Began::default();
    // Where something is wrong, the first hint tries again, and it is wrong again; and nobody else is there to be waited for.
    let again = |place: &&Place| {
        let name = place.name;
        !["wrong", "refused", "exists", "read_only", "empty"]
            .iter()
            .any(|part| name.contains(part))
    };
    for place in PLACES.iter().filter(again) {
        let mut app = began.seen(place, (80, 24));
        let state = |app: &App| {
            format!(
                "{:?}{:?}{:?}{}",
                app.modals,
                app.canvas,
                app.panel,
                screen(app)
            )
        };
        let before = state(&app);
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
            "{}: {hints}",
            place.name
        );
        let effects = press(&mut app, &key);
        let after = state(&app);
        assert!(
            before != after || !effects.is_empty(),
            "{}: {key} does nothing",
            place.name
        );
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

#[test]
fn no_size_of_the_window_breaks_any_place() {
    let mut began = Began::default();
    for place in PLACES {
        let seen = began.seen(place, (80, 24));
        for (w, h) in [
            (60, 16),
            (61, 40),
            (100, 17),
            (59, 15),
            (1, 1),
            (250, 20),
            (76, 24),
            (99, 20),
        ] {
            let mut app = seen.clone();
            resize(&mut app, w, h);
            let shown = screen(&app);
            assert!(shown.lines().count() <= usize::from(h), "{}", place.name);
        }
    }
}

proptest! {
    #![proptest_config(steady(24))]

    #[test]
    fn no_size_of_the_window_breaks_a_frame(w in 0_u16..250, h in 0_u16..80, place in 0..PLACES.len(), ascii in any::<bool>()) {
        let mut app = Began::default().seen(&PLACES[place], (w, h));
        if ascii {
            app.theme.charset = Charset::Ascii;
        }
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
    "4",
    "5",
    "6",
    "y",
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

#[test]
fn whatever_else_has_no_room_the_way_out_of_a_dialog_stands_in_the_hint_line() {
    for place in PLACES {
        let mut app = (place.begin)();
        resize(&mut app, 60, 16);
        press(&mut app, place.keys);
        (place.then)(&mut app);
        let asks =
            matches!(app.modal(), Some(Modal::Confirm(confirm)) if confirm.must_be_answered());
        if app.modal().is_some() && !asks {
            let seen = screen(&app);
            let last = seen.lines().last().unwrap_or_default();
            assert!(last.contains("Esc"), "{}: {seen}", place.name);
        }
    }
}
