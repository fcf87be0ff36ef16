//! The start page, the tour, the Report screen and the dialogs about files, as they look and as they answer to keys.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use std::path::Path;

use bartizan::layout::Charset;
use bartizan::store::{self, Disk, Waiting};
use bartizan::tui::app::{App, Screen};
use bartizan::tui::message::{Effect, Met, Msg, Opening};
use bartizan::tui::modal::confirm::{TakeIn, Then};
use bartizan::tui::palette::Palette;
use bartizan::tui::start::{Known, KnownFile};
use bartizan::tui::theme::Depth;
use bartizan::tui::update::{begin_tour, update};
use tui_support::{app, app_on, document, mono, press, resize, said, screen, styled};

/// The sizes at which every screen is looked at.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn sample() -> App {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    app_on(store::load(&file).unwrap().model)
}

/// The start page of someone who was here before; one session died.
fn start() -> App {
    let file = |path: &str, waiting| KnownFile {
        path: path.into(),
        waiting,
    };
    let known = Known {
        unnamed: 1,
        files: vec![
            file("/home/ann/models/card-fraud.ron", Waiting::Nothing),
            file("/home/ann/models/triage.ron", Waiting::Work),
            file("/srv/team/assistant.ron", Waiting::Session(None)),
        ],
        home: Some("/home/ann".into()),
    };
    let mut app = app_on(document(&[]));
    app.file.path = None;
    update(&mut app, Msg::Known(Box::new(known)));
    app
}

fn start_of_someone_new() -> App {
    let mut app = app_on(document(&[]));
    app.file.path = None;
    update(&mut app, Msg::Known(Box::default()));
    app
}

fn tour() -> App {
    let mut app = sample();
    app.file.path = None;
    begin_tour(&mut app);
    app
}

/// What another program did to the file while this one was open.
fn met(conflicts: bool) -> Met {
    let one = |text: &str| vec![text.to_owned()];
    Met {
        theirs: vec![
            "component Cardholder: name: Cardholder, was Customer".into(),
            "new: flow from Scoring API to Answer log".into(),
            "decision on ML02@train: status: accept, was mitigate".into(),
        ],
        ours: one("gone: component Answer log"),
        conflicts: if conflicts {
            one("component scoring, name: mine Fraud API, theirs Risk API")
        } else {
            Vec::new()
        },
        broken: None,
        then: Then::Save,
    }
}

fn changed(conflicts: bool) -> App {
    let mut app = sample();
    press(&mut app, "x");
    update(&mut app, Msg::Met(Box::new(met(conflicts))));
    app
}

fn noticed() -> App {
    let mut app = sample();
    update(&mut app, Msg::Disk(Disk::Changed));
    app
}

fn broken() -> App {
    let mut app = sample();
    let met = Met {
        broken: Some("error: expected a title\n --> card-fraud.ron:3:12".into()),
        ..Met::default()
    };
    update(&mut app, Msg::Met(Box::new(met)));
    app
}

fn keys(app: fn() -> App, keys: &str) -> App {
    let mut app = app();
    press(&mut app, keys);
    app
}

/// Every screen and dialog of this file.
fn places() -> Vec<(&'static str, App)> {
    vec![
        ("start_new", start_of_someone_new()),
        ("start", start()),
        (
            "start_template",
            keys(start, "Down Down Down Down Down Down Down Down"),
        ),
        ("start_path", keys(start, "o \"~/models/a\"")),
        ("tour", tour()),
        ("tour_elsewhere", keys(tour, "2")),
        ("changed_noticed", noticed()),
        ("changed", changed(false)),
        ("changed_conflict", changed(true)),
        ("changed_broken", broken()),
        ("report", keys(sample, "6")),
        (
            "report_matrix",
            keys(sample, "6 Down Down Down Down Down Down Down"),
        ),
        (
            "report_findings",
            keys(sample, "6 Down Down Down Down Down Down Down Down"),
        ),
        ("report_left_out", keys(sample, "6 End Space")),
        ("report_date", keys(sample, "6 Down Down Down Enter")),
    ]
}

#[test]
fn every_screen_and_dialog_of_a_session_looks_as_it_was_last_looked_at() {
    for (name, app) in places() {
        for (w, h) in SIZES {
            let mut app = app.clone();
            resize(&mut app, w, h);
            insta::assert_snapshot!(format!("{name}_{w}x{h}"), styled(&app));
        }
        let mut plain = mono(app);
        plain.theme.charset = Charset::Ascii;
        resize(&mut plain, 80, 24);
        let shown = styled(&plain);
        insta::assert_snapshot!(format!("{name}_plain_80x24"), shown);
        let strange: String = screen(&plain).chars().filter(|c| !c.is_ascii()).collect();
        assert!(strange.is_empty(), "{name}: {strange}");
    }
}

#[test]
fn no_size_of_the_window_breaks_any_of_them() {
    for (name, app) in places() {
        for (w, h) in [
            (60, 16),
            (61, 40),
            (100, 17),
            (59, 15),
            (1, 1),
            (250, 20),
            (76, 24),
        ] {
            let mut app = app.clone();
            resize(&mut app, w, h);
            let shown = screen(&app);
            assert!(shown.lines().count() <= usize::from(h), "{name}");
        }
    }
}

#[test]
fn enter_on_the_start_page_opens_what_the_cursor_is_on() {
    let mut app = start();
    assert_eq!(press(&mut app, "Enter"), [Effect::Open(Opening::Unnamed)]);
    let effects = press(&mut app, "Down Enter");
    let triage = Opening::File("/home/ann/models/triage.ron".into());
    assert_eq!(effects, [Effect::Open(triage)]);
    let mut app = start_of_someone_new();
    assert_eq!(press(&mut app, "Enter"), [Effect::Open(Opening::Tour)]);
    let effects = press(&mut app, "Down Down Enter \"b\" Enter");
    assert!(effects.contains(&Effect::Open(Opening::File("b.ron".into()))));
}

#[test]
fn going_to_the_start_page_asks_only_when_something_would_be_lost() {
    let mut app = app();
    assert_eq!(press(&mut app, "g s"), [Effect::ShowStart]);
    press(&mut app, "x");
    press(&mut app, "g s");
    assert!(screen(&app).contains("Leave this document?"));
    assert!(press(&mut app, "c").is_empty());
    press(&mut app, "g s");
    assert_eq!(press(&mut app, "d"), [Effect::ShowStart]);
}

#[test]
fn a_file_changed_underneath_is_marked_until_it_is_looked_at_and_nothing_pops_up() {
    let mut app = noticed();
    assert!(
        app.modals.is_empty(),
        "a dialog would take the keys of who is typing"
    );
    press(&mut app, "l");
    assert!(screen(&app).contains("changed by another program"));
    assert_eq!(press(&mut app, "g m"), [Effect::Meet(Then::GoOn)]);
    assert_eq!(press(&mut app, "Ctrl-s"), [Effect::Meet(Then::Save)]);
    update(&mut app, Msg::Met(Box::new(met(true))));
    let theirs = TakeIn {
        theirs_first: true,
        then: Then::Save,
    };
    assert_eq!(press(&mut app, "t"), [Effect::TakeIn(theirs)]);
}

#[test]
fn a_file_that_is_gone_is_written_again_although_nothing_was_changed() {
    let mut app = app();
    update(&mut app, Msg::Disk(Disk::Gone));
    let save = |then_quit| Effect::Save {
        over: false,
        then_quit,
    };
    assert_eq!(press(&mut app, "Ctrl-s"), [save(false)]);
    press(&mut app, "q");
    assert!(screen(&app).contains("is gone from the disk"));
    assert_eq!(press(&mut app, "s"), [save(true)]);
}

#[test]
fn the_tour_goes_on_only_when_a_step_is_done_and_esc_leaves_it() {
    let mut app = tour();
    assert!(screen(&app).contains("Tour 1/8"));
    press(&mut app, "?");
    press(&mut app, "Esc");
    assert!(
        screen(&app).contains("Tour 1/8"),
        "Esc closes the dialog first"
    );
    press(&mut app, "w");
    assert!(screen(&app).contains("Tour 2/8"));
    press(&mut app, "Esc");
    assert!(app.tour.is_none());
    assert!(said(&app).contains("you left the tour"));
}

#[test]
fn the_report_is_made_as_it_is_wanted() {
    let mut app = sample();
    press(&mut app, "6");
    assert_eq!(app.screen, Screen::Report);
    // Markdown, for who decides, in the other edition.
    press(&mut app, "l j l j l");
    let shown = screen(&app);
    assert!(
        shown.contains("Markdown") && shown.contains("who decides"),
        "{shown}"
    );
    assert!(
        shown.contains("card-fraud.md") || shown.contains("fraud.md"),
        "{shown}"
    );
    assert_eq!(press(&mut app, "E"), [Effect::Export]);
    assert_eq!(app.folio.wanted.format, bartizan::report::Format::Markdown);
    update(&mut app, Msg::Exported(Ok(Some("/tmp/fraud.md".into()))));
    assert_eq!(press(&mut app, "y"), [Effect::Copy("/tmp/fraud.md".into())]);
    assert_eq!(
        press(&mut app, "o"),
        [Effect::OpenFolder("/tmp/fraud.md".into())]
    );
}

#[test]
fn a_chapter_that_is_left_out_is_not_printed_and_comes_back() {
    let mut app = sample();
    press(&mut app, "6 End");
    let sections = |app: &App| app.folio.report().unwrap().sections.len();
    let all = sections(&app);
    press(&mut app, "Space");
    assert_eq!(sections(&app), all - 1);
    assert!(screen(&app).contains("left out of this report"));
    press(&mut app, "Space");
    assert_eq!(sections(&app), all);
    assert!(
        app.folio.wanted.chapters.is_empty(),
        "what is usual is no choice"
    );
}

#[test]
fn what_is_done_to_the_document_is_seen_in_the_report_at_once() {
    let mut app = app();
    press(&mut app, "6 Down Down Down Down Down Down Down");
    assert!(screen(&app).contains("Merchant"));
    press(&mut app, ": \"rename merchant Shop\" Enter");
    press(&mut app, "Up Down");
    let shown = screen(&app);
    assert!(
        shown.contains("Shop") && !shown.contains("Merchant"),
        "{shown}"
    );
}

#[test]
fn a_wrong_date_or_file_for_the_report_is_told_where_it_is_typed() {
    let mut app = sample();
    press(&mut app, "6 Down Down Down Enter \"x\" Enter");
    assert!(screen(&app).contains("date"));
    press(&mut app, "Esc Down Enter \".docx\" Enter");
    assert!(screen(&app).contains("ends in one of"), "{}", screen(&app));
}

#[test]
fn a_theme_gives_every_cell_its_ground_and_the_default_gives_none() {
    for palette in Palette::ALL {
        let mut app = sample();
        app.theme.palette = palette;
        app.theme.depth = Depth::True;
        let buffer = tui_support::frame(&app);
        let bare = buffer
            .content
            .iter()
            .filter(|cell| cell.bg == ratatui::style::Color::Reset)
            .count();
        if palette == Palette::Terminal {
            assert_eq!(bare, buffer.content.len());
        } else {
            assert_eq!(bare, 0);
        }
    }
}
