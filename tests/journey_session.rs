//! Journeys through what can happen to a session: files that others write too, suspending, leaving, a defect.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use bartizan::model::ThreatModel;
use bartizan::tui::command::{Command, Place};
use bartizan::tui::terminal::Guard;
use journey_support::{BARTIZAN, Home, Window, read};

fn has(model: &ThreatModel, name: &str) -> bool {
    model.components.values().any(|c| c.name == name)
}

/// What another program does to a file meanwhile.
fn replace_in(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from));
    std::fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn a_change_underneath_is_noticed_shown_and_joined() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("Checkout");
    window
        .step("rename scoring \"Fraud API\"")
        .wait("Fraud API");
    replace_in(&file, "\"Cardholder\"", "\"Card owner\"");
    window.wait("changed by another program");
    window
        .act(Place::Anywhere, Command::ShowDiskChanges)
        .wait("They")
        .wait("component Card owner: name: Card owner, was Cardholder")
        .wait("You, not saved yet")
        .wait("component Fraud API: name: Fraud API, was Scoring API");
    window.type_in("m").wait("both sides are joined");
    // Undo takes back what one did oneself, and never what others wrote.
    window
        .act(Place::Anywhere, Command::Undo)
        .wait("Scoring API")
        .wait("Card owner");
    window.act(Place::Anywhere, Command::Redo).wait("Fraud API");
    window.save_and_leave();
    let model = read(&file);
    assert!(has(&model, "Card owner") && has(&model, "Fraud API"));
}

#[test]
fn where_both_changed_the_same_a_person_says_whose_stands() {
    for (key, name) in [("m", "Fraud API"), ("t", "Risk API")] {
        let (home, file) = Home::with_sample();
        let mut window = home.open(&file, 80, 24);
        window.wait("Checkout");
        window.step("rename scoring \"Fraud API\"").wait("Rename");
        replace_in(&file, "\"Scoring API\"", "\"Risk API\"");
        // The save asks, whether the change was noticed before or not.
        window
            .act(Place::Anywhere, Command::Save)
            .wait("Both changed")
            .wait("component Scoring API, name: Fraud API; theirs is Risk API");
        window.type_in(key).wait_gone("Both changed");
        let whose = if key == "m" { "mine" } else { "theirs" };
        window.wait_status(&format!("joined; {whose} stands in 1 disagreement"));
        assert!(has(&read(&file), name));
        window.act(Place::Anywhere, Command::Quit);
        assert_eq!(window.end(), 0);
    }
}

#[test]
fn each_disagreement_has_its_own_answer_and_undo_does_not_write_theirs_away() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    window.step("rename train \"Weekly\"").wait("Rename");
    replace_in(&file, "\"Scoring API\"", "\"Risk API\"");
    replace_in(&file, "\"Nightly training\"", "\"Training\"");
    window
        .act(Place::Anywhere, Command::Save)
        .wait("component Nightly training, name: Weekly; theirs is Training");
    // The disagreements stand above the answers; the last one is the nearest.
    window
        .act(Place::Confirm, Command::Up)
        .act(Place::Confirm, Command::OtherSide)
        .wait("Join both: mine in 1, theirs in 1");
    window
        .type_in("m")
        .wait_status("joined; mine stands in 1, theirs in 1 of 2 disagreements");
    let model = read(&file);
    assert!(has(&model, "Fraud API") && has(&model, "Training"));
    window.act(Place::Anywhere, Command::Undo).wait("Undone");
    window.act(Place::Anywhere, Command::Undo).wait("Undone");
    window
        .act(Place::Anywhere, Command::Undo)
        .wait("Undone: Rename");
    window.act(Place::Anywhere, Command::Save).wait("saved to");
    let model = read(&file);
    assert!(
        has(&model, "Risk API") && has(&model, "Training"),
        "theirs is all there"
    );
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn both_sides_can_be_kept_apart() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    replace_in(&file, "\"Cardholder\"", "\"Card owner\"");
    let theirs = std::fs::read(&file).unwrap();
    window
        .act(Place::Anywhere, Command::Save)
        .wait("You, not saved yet");
    window.type_in("k").wait("Save mine to which file?");
    window.act(Place::Prompt, Command::Accept).wait("saved to");
    window.wait("card-fraud-mine.ron");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    assert_eq!(std::fs::read(&file).unwrap(), theirs);
    assert!(has(
        &read(&home.folder.path().join("card-fraud-mine.ron")),
        "Fraud API"
    ));
}

#[test]
fn a_file_that_was_broken_or_removed_meanwhile_is_told_and_nothing_is_lost() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    std::fs::write(&file, "(format: 1, title: <<<<<<< ours").unwrap();
    window
        .act(Place::Anywhere, Command::Save)
        .wait("cannot be read now");
    window
        .act(Place::Confirm, Command::Cancel)
        .wait_gone("cannot be read now");
    std::fs::remove_file(&file).unwrap();
    window.wait("gone from the disk");
    window
        .act(Place::Anywhere, Command::Quit)
        .wait("Leave now?");
    window.type_in("s");
    assert_eq!(window.end(), 0);
    assert!(has(&read(&file), "Fraud API"));
}

#[test]
fn a_second_session_only_reads_and_sees_what_the_first_one_saves() {
    let (home, file) = Home::with_sample();
    let mut first = home.open(&file, 120, 40);
    first.wait("Checkout");
    let mut second = home.open(&file, 120, 40);
    second.wait("read-only").wait("ann on").wait("process");
    second
        .act(Place::Canvas, Command::Rename)
        .wait("read-only, `:w NAME` copies it: ann");
    second.step("w mine").wait("where you work from now on");
    second.step("rename scoring \"My API\"").wait("My API");
    second.act(Place::Anywhere, Command::Save).wait("saved to");
    assert!(has(&read(&home.folder.path().join("mine.ron")), "My API"));
    second.act(Place::Anywhere, Command::Quit);
    assert_eq!(second.end(), 0);
    let mut second = home.open(&file, 120, 40);
    second.wait("read-only");
    first.step("rename scoring \"Fraud API\"").wait("Fraud API");
    first.act(Place::Anywhere, Command::Save).wait("saved to");
    second.wait("changed by another program");
    second
        .act(Place::Anywhere, Command::ShowDiskChanges)
        .wait("Fraud API");
    second.type_in("m").wait("taken over").wait("Fraud API");
    second.act(Place::Anywhere, Command::Quit);
    assert_eq!(second.end(), 0);
    assert!(has(&read(&file), "Fraud API"));
}

#[test]
fn a_save_keeps_a_symlink_and_the_mode() {
    let (home, file) = Home::with_sample();
    let link = home.folder.path().join("link.ron");
    symlink(&file, &link).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let mut window = home.open(&link, 80, 24);
    window.wait("Checkout");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    window.save_and_leave();
    assert!(link.is_symlink());
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(has(&read(&file), "Fraud API"));
}

#[test]
fn a_clean_document_is_left_in_three_ways_without_a_question() {
    let (home, file) = Home::with_sample();
    for typed in [&b"q"[..], b"\x03", b":q\r"] {
        let mut window = home.open(&file, 80, 24);
        window.wait("Checkout").wait("? help");
        window.send(typed);
        assert_eq!(window.end(), 0);
        assert!(window.is_given_back());
    }
    // Undone back to what was saved, nothing would be lost either.
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.act(Place::Canvas, Command::Delete).wait("●");
    window.act(Place::Anywhere, Command::Undo).wait("Undone:");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn the_question_whether_to_leave_an_export_goes_when_the_export_is_done() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window.send(b"Eq");
    window.wait("report written to").wait_gone("Leave now?");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn suspended_the_shell_has_its_terminal_back_and_fg_goes_on() {
    let (home, file) = Home::with_sample();
    let mut window = home.open_program("sh", &["-i"], &[("PS1", "shell> ")], 80, 24);
    window.wait("shell>");
    window.type_in(&format!("{BARTIZAN} {}\r", file.display()));
    window.wait("Checkout").wait("? help");
    window.step("rename scoring \"Fraud API\"").wait("Rename");
    window.act(Place::Anywhere, Command::Suspend).wait("shell>");
    assert!(window.is_given_back());
    window.type_in("echo still $((40 + 2))\r").wait("still 42");
    window.type_in("fg\r").wait("? help").wait("●");
    save_and_leave_to_shell(&mut window);
    assert!(has(&read(&file), "Fraud API"));
}

fn save_and_leave_to_shell(window: &mut Window) {
    window.act(Place::Anywhere, Command::Save).wait("saved to");
    window
        .act(Place::Anywhere, Command::Quit)
        .wait_gone("? help");
    window.wait("shell>");
    assert!(window.is_given_back());
}

/// Not a test by itself: what the next one runs in a window of its own.
#[test]
#[ignore = "runs in the window of `a_panic_gives_the_terminal_back_and_says_what_to_do`"]
fn a_panic() {
    let (_guard, mut screen) = Guard::enter(true).unwrap();
    let text = ratatui::widgets::Paragraph::new("drawn");
    screen
        .draw(|frame| frame.render_widget(text, frame.area()))
        .unwrap();
    crossterm::event::read().unwrap();
    panic!("on purpose");
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_what_to_do() {
    let home = Home::new();
    let program = std::env::current_exe().unwrap();
    let args = ["--exact", "a_panic", "--ignored", "--nocapture"];
    let mut window = home.open_program(program.to_str().unwrap(), &args, &[], 80, 24);
    window.wait("drawn");
    assert!(!window.is_given_back());
    window.send(b"x");
    window.end();
    assert!(window.is_given_back());
    window
        .wait("on purpose")
        .wait("Your work is in the journal")
        .wait_gone("drawn");
}

/// The Report screen with a form, a chapter left out, and a file.
#[test]
fn the_report_is_chosen_previewed_written_and_its_path_copied() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("Checkout");
    window
        .act(Place::Anywhere, Command::ShowReport)
        .wait("Threat model report");
    window
        .act(Place::Report, Command::Right)
        .wait("card-fraud.md");
    window.act(Place::Report, Command::Last);
    window
        .act(Place::Report, Command::ToggleValue)
        .wait("left out of this report");
    window
        .act(Place::Anywhere, Command::Export)
        .wait("report written to");
    window
        .act(Place::Report, Command::CopyPath)
        .wait("copied: ");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    let text = std::fs::read_to_string(file.with_extension("md")).unwrap();
    assert!(text.contains("Decision brief"));
    assert!(!text.contains("Method, words and sources"));
}

#[test]
fn an_export_that_is_stopped_writes_nothing() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window
        .act(Place::Anywhere, Command::ShowReport)
        .wait("Chapters");
    // Esc right behind the key that starts it; the terminal sends both at once.
    window.send(b"E");
    window.wait("Esc stops it");
    window.send(b"\x1b");
    window.wait("nothing was written");
    assert!(!file.with_extension("pdf").exists());
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn a_long_text_is_edited_in_the_editor_that_the_person_likes() {
    let (home, file) = Home::with_sample();
    let editor = home.folder.path().join("editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\necho ' and what the editor wrote' >> \"$1\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let env = [("EDITOR", editor.to_str().unwrap())];
    let mut window = home.open_with(&[file.to_str().unwrap()], &env, 120, 40);
    window.wait("Checkout");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    window.act(Place::Anywhere, Command::Decide).wait("Decide:");
    window.act(Place::Form, Command::NextField).type_in("X");
    window.send(b"\x1be");
    window.wait("and what the editor wrote").wait("Decide:");
    window
        .act(Place::Form, Command::Cancel)
        .wait_gone("Decide:");
    window
        .act(Place::Anywhere, Command::Undo)
        .wait("nothing to undo");
    assert!(window.mouse_is_ours());
}

#[test]
fn a_window_that_changes_its_size_in_the_middle_of_a_drag_loses_nothing() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("Public package index");
    let (x, y) = window.place_of("Public package index");
    window.send(format!("\x1b[<0;{x};{y}M").as_bytes());
    window.wait("Public package index: ");
    window.send(format!("\x1b[<32;{};{y}M", x + 2).as_bytes());
    window.resize(100, 30);
    window.wait("? help").wait("Public package index");
    window.send(format!("\x1b[<0;{};{y}m", x + 2).as_bytes());
    window.wait("●");
    window.act(Place::Anywhere, Command::Undo).wait("Undone:");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
    assert!(window.is_given_back());
}
