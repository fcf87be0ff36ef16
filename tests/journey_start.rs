//! Journeys that begin without a file: the start page, templates, samples, recent files, the tour, recovery.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use bartizan::store;
use bartizan::tui::command::{Command, Place};
use journey_support::{Home, Window};

/// The program without a file.
fn start(home: &Home, columns: u16, rows: u16) -> Window {
    let window = home.open_with(&[], &[], columns, rows);
    window.wait("Begin with a pipeline");
    window
}

#[test]
fn a_pipeline_is_begun_from_a_template_and_saved_where_the_person_says() {
    let home = Home::new();
    let mut window = start(&home, 120, 40);
    window.click("Retrieval assistant").wait("looked up first");
    window.act(Place::Start, Command::Open).wait("untitled");
    window.wait("Vector index").wait("OWASP ML");
    window
        .act(Place::Anywhere, Command::Save)
        .wait("Save to which file?");
    window.act(Place::Prompt, Command::Accept).wait("saved to");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    assert!(window.is_given_back());
    let saved = store::load(&home.folder.path().join("retrieval-assistant.ron")).unwrap();
    assert!(
        saved
            .model
            .components
            .values()
            .any(|c| c.name == "Vector index")
    );
    // What was saved stands first the next time, and opens from there.
    let mut window = start(&home, 80, 24);
    window.wait("retrieval-assistant.ron");
    window
        .act(Place::Start, Command::Open)
        .wait("retrieval-assistant.ron")
        .wait("? help")
        .wait_gone("Begin with a pipeline");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn a_template_is_begun_on_the_command_line() {
    let home = Home::new();
    let mut window = home.open_with(&["new", "edge.ron", "--from", "edge-vision"], &[], 80, 24);
    assert_eq!(window.end(), 0);
    let model = store::load(&home.folder.path().join("edge.ron"))
        .unwrap()
        .model;
    assert_eq!(model.system.title, "Edge");
    assert!(model.components.values().any(|c| c.name == "Camera"));
}

#[test]
fn a_sample_is_opened_as_a_copy_and_the_start_page_is_one_key_away() {
    let home = Home::new();
    let mut window = start(&home, 120, 40);
    window.act(Place::Start, Command::Last).wait("Husky");
    window
        .act(Place::Start, Command::Open)
        .wait("untitled")
        .wait("? help");
    window.wait_gone("Begin with a pipeline");
    window
        .act(Place::Anywhere, Command::ShowStart)
        .wait("Begin with a pipeline");
    // A file by its path; one that is not there begins there.
    window
        .act(Place::Start, Command::OpenPath)
        .wait("Open which file?");
    window.type_in("mine");
    window
        .act(Place::Prompt, Command::Accept)
        .wait("mine.ron")
        .wait("Draw the pipeline");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn the_tour_says_which_key_to_press_and_notices_when_it_is_done() {
    let home = Home::new();
    let mut window = start(&home, 80, 24);
    window.act(Place::Start, Command::Open).wait("Tour 1/8");
    window.act(Place::Canvas, Command::NextBox).wait("Tour 2/8");
    window
        .act(Place::Canvas, Command::NextPane)
        .wait("Tour 3/8");
    window
        .act(Place::Anywhere, Command::StepBack)
        .wait_gone("ML01 ");
    window
        .act(Place::Canvas, Command::AddAfter)
        .wait("Add after");
    window.type_in("inference log");
    window
        .act(Place::Picker, Command::Accept)
        .wait("Name of the new");
    window.act(Place::Prompt, Command::Accept).wait("Tour 4/8");
    window.act(Place::Anywhere, Command::Undo).wait("Tour 5/8");
    window.act(Place::Anywhere, Command::Ask).wait("skip");
    while window.text().contains("Drawing it answers") {
        window.act(Place::Card, Command::Skip);
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    window.act(Place::Card, Command::Accept).wait("Tour 6/8");
    window.act(Place::Card, Command::Cancel).wait_gone("n skip");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("Tour 7/8");
    window.act(Place::Anywhere, Command::Decide).wait("Decide:");
    window.type_in("a");
    window.act(Place::Form, Command::NextField).type_in("Bea");
    window.act(Place::Form, Command::NextField);
    window
        .act(Place::Form, Command::NextField)
        .type_in("because");
    window.act(Place::Form, Command::Accept).wait("Tour 8/8");
    window
        .act(Place::Anywhere, Command::Help)
        .wait("Tour: done");
    window
        .act(Place::Picker, Command::Cancel)
        .wait_gone("Keys:");
    window
        .act(Place::Anywhere, Command::StepBack)
        .wait_gone("Tour: done");
    window
        .act(Place::Anywhere, Command::Quit)
        .wait("Leave now?");
    window.type_in("d");
    assert_eq!(window.end(), 0);
}

#[test]
fn the_tour_can_be_left_at_any_moment() {
    let home = Home::new();
    let mut window = start(&home, 80, 24);
    window.act(Place::Start, Command::Open).wait("Tour 1/8");
    window
        .act(Place::Anywhere, Command::StepBack)
        .wait("you left the tour");
    window.wait_gone("Tour 1/8");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn work_without_a_name_that_a_dead_session_left_is_offered_first() {
    let home = Home::new();
    let mut window = start(&home, 80, 24);
    window
        .click("An empty drawing")
        .click("An empty drawing")
        .wait("Draw the pipeline");
    window
        .step("add \"Scoring API\" serve.api")
        .wait("Scoring API");
    window.signal("KILL");
    window.end();
    let mut window = start(&home, 80, 24);
    window.wait("Work without a name");
    window
        .act(Place::Start, Command::Open)
        .wait("Unsaved work from the last session");
    window
        .act(Place::Confirm, Command::Accept)
        .wait("Scoring API");
    window
        .act(Place::Anywhere, Command::Save)
        .wait("What is the system called?");
    window
        .act(Place::Prompt, Command::Accept)
        .wait("Save to which file?");
    window.act(Place::Prompt, Command::Accept).wait("saved to");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    let window = start(&home, 80, 24);
    assert!(!window.text().contains("Work without a name"));
}

#[test]
fn a_file_whose_session_died_stands_first_and_is_recovered_from_there() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    window.signal("KILL");
    window.end();
    let mut window = start(&home, 120, 40);
    window.wait("unsaved work");
    window
        .act(Place::Start, Command::Open)
        .wait("Unsaved work from the last session");
    window
        .act(Place::Confirm, Command::Accept)
        .wait("Fraud API");
    window.save_and_leave();
}

/// A home whose configuration says this.
fn configured(config: &str) -> Home {
    let home = Home::new();
    let folder = home.folder.path().join(".config/bartizan");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.ron"), config).unwrap();
    home
}

#[test]
fn a_bad_configuration_is_named_by_its_line_and_the_program_starts() {
    let home = configured("(\n    theme: \"dark\",\n    mous: true,\n)");
    let mut window = start(&home, 120, 40);
    window.wait("config.ron:3:");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn keys_theme_and_mouse_are_as_the_configuration_says() {
    let home =
        configured("(theme: \"dark\", mouse: false, keys: {\"everywhere.quit\": [\"F10\"]})");
    let mut window = start(&home, 80, 24);
    window.wait("F10 quit");
    assert!(!window.mouse_is_ours());
    assert!(window.has_ground(), "the theme brings its own ground");
    window.send(b"q").wait("q does nothing here");
    window.send(b"\x1b[21~");
    assert_eq!(window.end(), 0);
    assert!(window.is_given_back());
}

#[test]
fn with_autosave_the_file_is_written_after_a_quiet_while() {
    let home = configured("(autosave: 1)");
    let file = home.folder.path().join("mine.ron");
    let mut window = home.open(&file, 80, 24);
    window.wait("Draw the pipeline");
    window
        .step("add \"Scoring API\" serve.api")
        .wait_status("saved to");
    assert_eq!(store::load(&file).unwrap().model.components.len(), 1);
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn below_the_least_size_there_is_a_friendly_page_and_the_least_size_works() {
    let home = Home::new();
    let mut window = home.open_with(&[], &[], 50, 12);
    window.wait("needs 60x16");
    window.resize(60, 16);
    window.wait("A tour").wait("? help");
    window.act(Place::Start, Command::Open).wait("Tour 1/8");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}
