//! Whole journeys in a pseudo-terminal, against the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use std::path::Path;

use bartizan::model::{DecisionStatus, ThreatModel};
use bartizan::tui::command::{Command, Place};
use journey_support::{Home, read};

#[test]
fn a_sample_is_opened_drawn_on_answered_decided_undone_saved_and_reported() {
    let (home, file) = Home::with_sample();
    let before = read(&file);
    let mut window = home.open(&file, 120, 40);
    window.wait("card-fraud").wait("Checkout");
    window.go_to("Scoring API");
    window.add(Command::AddAfter, "inference log", "Answer log");
    window.wait("Added Answer log");
    // Undo and redo are seen.
    window.act(Place::Anywhere, Command::Undo).wait("Undone:");
    window
        .act(Place::Anywhere, Command::Redo)
        .wait("Done again:");
    // Connect it with another by name.
    window.act(Place::Canvas, Command::Connect).wait("by name");
    window
        .act(Place::Letters, Command::Search)
        .wait("Flow from Answer log to");
    window
        .type_in("Drift")
        .act(Place::Picker, Command::Accept)
        .wait_gone("Flow from Answer log to");
    if window.text().contains("What flows") {
        window
            .type_in("telemetry")
            .act(Place::Picker, Command::Accept)
            .wait_gone("What flows");
    }
    // The next question, answered with the first value.
    window.act(Place::Anywhere, Command::Ask).wait("skip");
    while window.text().contains("Drawing it answers") {
        window.act(Place::Card, Command::Skip);
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    window
        .act(Place::Card, Command::Accept)
        .wait_status("Answered ");
    if window.text().contains("skip") {
        window.act(Place::Card, Command::Cancel).wait_gone("skip");
    }
    // A decision from the register.
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    window.act(Place::Threats, Command::Last);
    window.act(Place::Threats, Command::First);
    window.act(Place::Anywhere, Command::Decide).wait("Decide:");
    window
        .type_in("a")
        .act(Place::Form, Command::NextField)
        .type_in(" and Bea")
        .act(Place::Form, Command::NextField)
        .act(Place::Form, Command::NextField)
        .type_in("Agreed.");
    window
        .act(Place::Form, Command::Accept)
        .wait_gone("Decide:");
    window
        .act(Place::Anywhere, Command::Save)
        .wait("saved to")
        .settle();
    window
        .act(Place::Anywhere, Command::Export)
        .wait("report written to");
    window.leave();
    let text = text_of(&file.with_extension("pdf"));
    for words in ["Answer log", "and Bea", "Agreed."] {
        assert!(text.contains(words), "no `{words}` in the report");
    }
    let after = read(&file);
    assert_eq!(after.components.len(), before.components.len() + 1);
    assert!(
        after
            .components
            .values()
            .any(|component| component.name == "Answer log")
    );
    assert_eq!(after.flows.len(), before.flows.len() + 2);
    let decision = after
        .decisions
        .values()
        .find(|d| d.owner.as_deref().is_some_and(|o| o.ends_with("and Bea")));
    assert_eq!(decision.unwrap().status, DecisionStatus::Accept);
    let answered = |model: &ThreatModel| {
        model
            .components
            .values()
            .map(|c| c.facts.len())
            .sum::<usize>()
    };
    assert!(answered(&after) > answered(&before) || after.zones != before.zones);
}

/// The words of a report, as a reader who copies them gets them.
fn text_of(pdf: &Path) -> String {
    let document = lopdf::Document::load(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_pipeline_is_drawn_from_nothing() {
    let home = Home::new();
    let file = home.folder.path().join("new.ron");
    let mut window = home.open(&file, 80, 24);
    window.wait("Draw the pipeline");
    window
        .add(Command::Add, "third-party data", "Feed")
        .wait("Added Feed");
    window.add(Command::AddAfter, "ingestion", "Intake");
    window.wait("Added Intake");
    window
        .act(Place::Canvas, Command::ZoneNew)
        .wait("Name of the new zone");
    window
        .type_in("Core")
        .act(Place::Prompt, Command::Accept)
        .wait("How far is Core trusted?");
    window
        .type_in("3")
        .act(Place::Picker, Command::Accept)
        .wait("Core, trust 3");
    window.save_and_leave();
    let model = read(&file);
    assert_eq!(
        (model.components.len(), model.flows.len(), model.zones.len()),
        (2, 1, 1)
    );
    assert_eq!(
        model.placed.len(),
        2,
        "the drawing is saved as it was drawn"
    );
}

#[test]
fn after_a_kill_every_change_and_the_open_form_are_offered_back() {
    let (home, file) = Home::with_sample();
    let before = std::fs::read(&file).unwrap();
    let mut window = home.open(&file, 120, 40);
    window.wait("Checkout");
    window.go_to("Scoring API");
    window.add(Command::AddAfter, "inference log", "Answer log");
    window
        .step("rename scoring \"Fraud API\"")
        .wait("Fraud API");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    window.act(Place::Anywhere, Command::Decide).wait("Decide:");
    window
        .act(Place::Form, Command::NextField)
        .type_in(" and half a na")
        .wait("and half a na");
    window.signal("KILL");
    window.end();
    assert_eq!(
        std::fs::read(&file).unwrap(),
        before,
        "the file is as it was"
    );

    let mut window = home.open(&file, 120, 40);
    window
        .wait("Unsaved work from the last session")
        .wait("2 steps");
    window
        .act(Place::Confirm, Command::Accept)
        .wait("Decide:")
        .wait("and half a na");
    window
        .act(Place::Form, Command::Accept)
        .wait_gone("Decide:");
    window.save_and_leave();
    let model = read(&file);
    assert!(
        model
            .components
            .values()
            .any(|component| component.name == "Answer log")
    );
    assert!(
        model
            .components
            .values()
            .any(|component| component.name == "Fraud API")
    );
    assert!(
        model
            .decisions
            .values()
            .any(|d| d.owner.as_deref().is_some_and(|o| o.ends_with("half a na")))
    );

    let mut window = home.open(&file, 120, 40);
    window.wait("Checkout").wait_gone("Unsaved work");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn given_up_work_is_not_offered_again() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    window.signal("KILL");
    window.end();
    let mut window = home.open(&file, 80, 24);
    window.wait("Unsaved work");
    window.type_in("d").wait_gone("Unsaved work");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    let window = home.open(&file, 80, 24);
    window.wait("Checkout");
    assert!(!window.text().contains("Unsaved work"));
}

#[test]
fn a_second_session_is_read_only_and_says_who_has_the_file() {
    let (home, file) = Home::with_sample();
    let first = home.open(&file, 120, 40);
    first.wait("Checkout");
    let mut second = home.open(&file, 120, 40);
    second.wait("read-only").wait("ann on");
    second
        .act(Place::Canvas, Command::Delete)
        .wait("copies it: ann");
    second.act(Place::Anywhere, Command::Quit);
    assert_eq!(second.end(), 0);
}

#[test]
fn leaving_with_unsaved_changes_asks_and_can_be_taken_back() {
    let (home, file) = Home::with_sample();
    let before = std::fs::read(&file).unwrap();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.act(Place::Canvas, Command::Delete).wait("●");
    window
        .act(Place::Anywhere, Command::Quit)
        .wait("Leave now?");
    window.type_in("c").wait_gone("Leave now?");
    window
        .act(Place::Anywhere, Command::Quit)
        .wait("Leave now?");
    window.type_in("d");
    assert_eq!(window.end(), 0);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let window = home.open(&file, 80, 24);
    window.wait("Checkout");
    assert!(
        !window.text().contains("Unsaved work"),
        "it was given up on purpose"
    );
}

#[test]
fn signals_give_the_terminal_back_and_leave_the_journal() {
    for (name, code) in [("TERM", 128 + 15), ("HUP", 128 + 1)] {
        let (home, file) = Home::with_sample();
        let mut window = home.open(&file, 80, 24);
        window.wait("Checkout");
        window.step("rename scoring \"Fraud API\"").wait("Rename");
        window.signal(name);
        assert_eq!(window.end(), code, "{name}");
        assert!(window.is_given_back(), "{name}");
        let window = home.open(&file, 80, 24);
        window.wait("Unsaved work from the last session");
    }
}

#[test]
fn a_closed_window_ends_the_program_and_loses_nothing() {
    let (home, file) = Home::with_sample();
    home.close_after(&file, ":rename scoring \"Fraud API\"\r", "Rename");
    let window = home.open(&file, 80, 24);
    window.wait("Unsaved work from the last session");
}

#[test]
fn the_window_can_change_its_size_at_any_moment() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("Checkout");
    window.resize(40, 10);
    window.wait("needs 60x16");
    window.resize(80, 24);
    window.wait("Checkout").wait("? help");
    window
        .act(Place::Canvas, Command::AddAfter)
        .wait("Add after");
    window.resize(60, 16);
    window.wait("Add after");
    window
        .act(Place::Picker, Command::Cancel)
        .wait_gone("Add after");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn a_pasted_name_stays_on_one_line() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window
        .act(Place::Canvas, Command::Rename)
        .wait("New name of");
    window
        .send(b"\x1b[200~ of\nthe bank\x1b[201~")
        .wait("Scoring API of the bank");
    window
        .act(Place::Prompt, Command::Accept)
        .wait_gone("New name of");
    window.act(Place::Anywhere, Command::Save).wait("saved to");
    assert!(
        read(&file)
            .components
            .values()
            .any(|c| c.name == "Scoring API of the bank")
    );
}

#[test]
fn a_file_changed_underneath_is_not_overwritten() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.act(Place::Canvas, Command::Delete).wait("●");
    let other = std::fs::read_to_string(&file)
        .unwrap()
        .replace("Cardholder", "Card holder");
    std::fs::write(&file, &other).unwrap();
    window
        .act(Place::Anywhere, Command::Save)
        .wait("The file has changed");
    window
        .act(Place::Confirm, Command::Accept)
        .wait_gone("The file has changed");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), other);
}

#[test]
fn without_colour_emphasis_stays() {
    let (home, file) = Home::with_sample();
    let window = home.open_with(&[file.to_str().unwrap()], &[("NO_COLOR", "1")], 80, 24);
    window.wait("Checkout");
    let found = window.emphasis("card-fraud");
    assert!(found, "the title bar is not in reverse");
    assert!(!window.has_colour());
}

#[test]
fn a_terminal_without_unicode_gets_ascii_only() {
    let (home, file) = Home::with_sample();
    let window = home.open_with(&[file.to_str().unwrap()], &[("LANG", "C")], 120, 40);
    window.wait("Checkout");
    assert!(window.text().is_ascii(), "{}", window.text());
}

#[test]
fn an_untitled_document_asks_for_a_name_when_it_is_saved() {
    let home = Home::new();
    let mut window = home.open_with(&[], &[], 80, 24);
    window.click("An empty drawing").click("An empty drawing");
    window.wait("Draw the pipeline");
    window
        .act(Place::Canvas, Command::Add)
        .wait("Add a component");
    window
        .type_in("inference api")
        .act(Place::Picker, Command::Accept)
        .wait("Name of the new");
    window
        .act(Place::Prompt, Command::Accept)
        .wait("Added Inference API");
    window
        .act(Place::Anywhere, Command::Save)
        .wait("What is the system called?");
    window
        .act(Place::Prompt, Command::Accept)
        .wait("Save to which file?");
    window.act(Place::Prompt, Command::Accept).wait("saved to");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    assert_eq!(
        read(&home.folder.path().join("untitled-system.ron"))
            .components
            .len(),
        1
    );
}

#[test]
fn the_report_is_written_beside_the_document_and_says_where() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window
        .act(Place::Anywhere, Command::Export)
        .wait("report written to");
    let pdf = std::fs::read(file.with_extension("pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn a_box_is_dragged_with_the_mouse_and_stays_where_it_was_dropped() {
    let (home, file) = Home::with_sample();
    let before = read(&file).placed;
    let mut window = home.open(&file, 120, 40);
    window.wait("Public package index");
    // The name stands in the box, so the press lands on it.
    let (x, y) = window.place_of("Public package index");
    window.send(format!("\x1b[<0;{x};{y}M").as_bytes());
    window.wait("Public package index: ");
    window.send(format!("\x1b[<32;{};{y}M\x1b[<0;{};{y}m", x + 3, x + 3).as_bytes());
    window.wait("●");
    window.act(Place::Anywhere, Command::Save).wait("saved to");
    let after = read(&file).placed;
    assert_ne!(before, after);
    assert!(after.values().any(|place| place.pinned));
}

#[test]
fn left_alone_the_program_writes_nothing_and_uses_no_processor() {
    let (home, file) = Home::with_sample();
    for keys in ["", "2", "4", "5"] {
        let mut window = home.open(&file, 80, 24);
        window.wait("? help");
        window.type_in(keys).settle();
        let (written, ticks) = (window.written(), window.ticks());
        std::thread::sleep(std::time::Duration::from_secs(3));
        assert_eq!(window.written(), written, "on screen {keys:?}");
        if let (Some(before), Some(after)) = (ticks, window.ticks()) {
            // It looks at the file once a second. A tenth of the time would be a loop that never rests.
            assert!(
                after - before < 30,
                "{} ticks of 300 on screen {keys:?}",
                after - before
            );
        }
        window.act(Place::Anywhere, Command::Quit);
        assert_eq!(window.end(), 0);
    }
}
