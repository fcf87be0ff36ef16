//! Journeys through Verify, Review and Ask in a pseudo-terminal, against the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use std::path::PathBuf;

use bartizan::analysis::assess;
use bartizan::catalog::Catalog;
use bartizan::model::{ControlStatus, Level, Op, ThreatModel, text};
use bartizan::tui::command::{Command, Place};
use journey_support::{Home, Window, read};

/// A file with a document made of steps.
fn file_of(home: &Home, steps: &[&str]) -> PathBuf {
    let catalog = Catalog::built_in().unwrap();
    let mut model = ThreatModel::default();
    model.system.title = "Small system".into();
    for step in steps {
        let plan = Op::parse(step).unwrap().plan(&model, &catalog).unwrap();
        model.apply(&plan.into_change("test", 0)).unwrap();
    }
    let path = home.folder.path().join("small.ron");
    std::fs::write(&path, text::write(&model)).unwrap();
    path
}

const PIPELINE: &[&str] = &[
    "zone internet \"Internet\" trust 0",
    "zone prod \"Production\" trust 3",
    "add merchant \"Merchant\" actor.end_user in internet",
    "add scoring \"Scoring API\" serve.api in prod",
    "connect merchant scoring infer_in \"payment\"",
    "connect scoring merchant infer_out \"score\"",
    "add feed \"Chargeback feed\" data.third_party in internet",
    "add train \"Nightly training\" train.job in prod",
    "connect feed train label",
    "connect train scoring weights \"model\"",
];

#[test]
fn a_small_system_is_verified_to_level_1() {
    let home = Home::new();
    let file = file_of(
        &home,
        &[
            "zone internet \"Internet\" trust 0",
            "zone prod \"Production\" trust 3",
            "add feed \"Feed\" data.third_party in internet",
            "add train \"Training\" train.job in prod",
            "connect feed train label",
        ],
    );
    let catalog = Catalog::built_in().unwrap();
    let today = "2026-11-22".parse().unwrap();
    let blockers = assess(&read(&file), &catalog, today).blockers;
    assert!(!blockers.is_empty());
    let mut window = home.open(&file, 120, 40);
    window.wait("Production");
    window
        .act(Place::Anywhere, Command::ShowVerify)
        .wait("Requirement L State");
    window
        .act(Place::Verify, Command::OnlyBlocking)
        .wait("in the way of level 1; Esc lists all");
    for index in 0..blockers.len() {
        window.act(Place::Verify, Command::First);
        window
            .act(Place::Verify, Command::RecordVerified)
            .wait("Evidence");
        window.type_in(&format!("Seen {index}"));
        // The next field, then the person at the keyboard, then today.
        for _ in 0..3 {
            window.act(Place::Form, Command::NextField);
        }
        window.act(Place::Form, Command::Accept);
        window.wait_gone("next field").wait_status("Recorded PVC-");
        let left = blockers.len() - index - 1;
        if left > 0 {
            window.wait(&format!("{left} of"));
        }
    }
    window
        .act(Place::Anywhere, Command::StepBack)
        .wait_status("every requirement that applies")
        .wait("✓1");
    window.save_and_leave();
    let after = assess(&read(&file), &catalog, today);
    assert_eq!(after.reached, Some(Level::One));
}

#[test]
fn verified_without_evidence_is_refused_until_it_is_there() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("Checkout");
    window
        .act(Place::Anywhere, Command::ShowVerify)
        .wait("Requirement L State");
    window.act(Place::Verify, Command::Down).wait("▸ PVC-V1.2");
    window.act(Place::Verify, Command::Down).wait("▸ PVC-V1.3");
    window.act(Place::Verify, Command::Down).wait("▸ PVC-V1.4");
    window
        .act(Place::Verify, Command::RecordVerified)
        .wait("Assessor");
    window.act(Place::Form, Command::NextField);
    window.type_in("Zoe");
    window
        .act(Place::Form, Command::Accept)
        .wait("needs what was seen, by whom and when: evidence, date")
        .wait("Zoe");
    // Left by Esc, it comes back with what was typed.
    window
        .act(Place::Form, Command::Cancel)
        .wait_status("what you typed on PVC-V1.4");
    window
        .act(Place::Verify, Command::Open)
        .wait("typed before")
        .wait("Zoe");
    window.act(Place::Form, Command::NextField);
    window.type_in("Minutes of the review");
    for _ in 0..3 {
        window.act(Place::Form, Command::NextField);
    }
    window
        .act(Place::Form, Command::Accept)
        .wait_status("Recorded PVC-V1.4");
    window.save_and_leave();
    let model = read(&file);
    let control = &model.controls[&"PVC-V1.4@review".parse().unwrap()];
    assert_eq!(control.status, ControlStatus::Verified);
    assert_eq!(control.assessor.as_deref(), Some("Zoe"));
    assert!(control.date.is_some());
}

#[test]
fn a_sitting_goes_from_the_agenda_to_its_list_and_the_list_to_a_file() {
    let home = Home::new();
    let file = file_of(&home, PIPELINE);
    let mut window = home.open(&file, 120, 40);
    window.wait("Merchant");
    window
        .act(Place::Anywhere, Command::ShowReview)
        .wait("Review: the agenda");
    window
        .act(Place::Review, Command::Open)
        .wait(" done")
        .wait_gone("the agenda");
    let (mut answered, mut parked, mut decided) = (false, false, false);
    for _ in 0..120 {
        let text = window.text();
        if text.contains("Review: settled") {
            break;
        }
        if text.contains("⏎ answer") && !answered {
            window.act(Place::Review, Command::Open);
            window.wait_status("Answered ");
            answered = true;
        } else if text.contains("⏎ decide") && !decided {
            window.act(Place::Review, Command::Open).wait("Decide:");
            window.type_in("Ann");
            window
                .act(Place::Form, Command::Accept)
                .wait_status("Decided ");
            decided = true;
        } else if !parked {
            window.act(Place::Review, Command::Park);
            window.wait_status("put aside");
            parked = true;
        } else {
            window.act(Place::Review, Command::Right);
        }
        let start = std::time::Instant::now();
        while window.text() == text && start.elapsed().as_secs() < 20 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    window
        .wait("settled in this sitting")
        .wait("1 put aside")
        .wait("Decisions");
    assert!(answered && parked && decided, "{}", window.text());
    window
        .act(Place::Review, Command::WriteSettled)
        .wait_status("written to");
    window
        .act(Place::Review, Command::EndReview)
        .wait("End this sitting?");
    window.type_in("e").wait_status("the sitting has ended");
    window.save_and_leave();
    let model = read(&file);
    assert_eq!(model.decisions.len(), 1);
    let minutes = std::fs::read_dir(home.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("small-review-"))
        .unwrap();
    let minutes = std::fs::read_to_string(minutes).unwrap();
    assert!(
        minutes.contains("1 decision, 1 answer, 1 point put aside"),
        "{minutes}"
    );
}

#[test]
fn ask_skips_goes_back_names_who_finds_out_and_answers() {
    let home = Home::new();
    let file = file_of(&home, PIPELINE);
    let mut window = home.open(&file, 80, 24);
    window.wait("Production");
    window.act(Place::Anywhere, Command::Ask).wait("settles ");
    let title = |window: &Window| {
        let text = window.text();
        let line = text.lines().find(|line| line.contains("settles up to"));
        line.map(str::to_owned)
    };
    let question = |window: &Window| {
        let text = window.text();
        let mut lines = text.lines().skip_while(|line| !line.contains('╭'));
        lines.nth(1).unwrap_or_default().to_owned()
    };
    let first = (title(&window), question(&window));
    window.act(Place::Card, Command::Skip);
    window.wait("the one before");
    window.act(Place::Card, Command::Earlier);
    window.wait_gone("the one before");
    assert_eq!((title(&window), question(&window)), first);
    // Nobody here knows: Bea finds out.
    window
        .act(Place::Card, Command::FindOut)
        .wait("Nobody here knows");
    window.type_in("Bea").act(Place::Form, Command::NextField);
    window.type_in("2030-01-31");
    window
        .act(Place::Form, Command::Accept)
        .wait_status("Bea finds out");
    // The next one is answered, and the round left.
    window
        .act(Place::Card, Command::Accept)
        .wait_status("Answered ");
    window.act(Place::Card, Command::Cancel);
    window.wait_gone("the one before");
    window.save_and_leave();
    let model = read(&file);
    let (_, point) = model.assumptions.first_key_value().unwrap();
    assert_eq!(point.owner.as_deref(), Some("Bea"));
    assert_eq!(point.expires.unwrap().to_string(), "2030-01-31");
    let answers: usize = model.components.values().map(|one| one.facts.len()).sum();
    assert_eq!(answers, 1);
}
