//! Journeys through the register, the matrix and search, against the real program in a pseudo-terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod journey_support;

use bartizan::analysis::{Role, assess};
use bartizan::catalog::Catalog;
use bartizan::model::{DecisionStatus, ThreatModel};
use bartizan::tui::command::{Command, Place};
use journey_support::{Home, Window, read};

/// Lists only what meets a condition.
fn only(window: &mut Window, typed: &str) {
    window
        .act(Place::Threats, Command::Filter)
        .wait("List only");
    window.type_in(typed);
    window.wait(typed);
    window
        .act(Place::Picker, Command::Accept)
        .wait_gone("List only");
}

#[test]
fn all_findings_are_decided_one_by_one() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("? help");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    // By risk, what applies comes first: from the first line to the last that applies.
    window.act(Place::Threats, Command::First);
    let catalog = Catalog::built_in().unwrap();
    let date = "2026-11-22".parse().unwrap();
    let findings = assess(&read(&file), &catalog, date).findings;
    let primary = findings
        .values()
        .filter(|finding| finding.role == Role::Primary)
        .count();
    for number in 0..primary {
        window.act(Place::Anywhere, Command::Decide).wait("Decide:");
        // The first letter takes the treatment.
        window.type_in("t").act(Place::Form, Command::NextField);
        window.type_in(&format!(" w{number}"));
        window.wait(&format!(" w{number}"));
        window
            .act(Place::Form, Command::NextField)
            .act(Place::Form, Command::NextField)
            .type_in(" ok");
        window
            .act(Place::Form, Command::Accept)
            .wait_gone("Decide:");
        window.act(Place::Threats, Command::Down);
    }
    window.save_and_leave();
    let decisions = read(&file).decisions;
    let transferred = decisions
        .values()
        .filter(|d| d.status == DecisionStatus::Transfer)
        .count();
    assert!(transferred >= primary, "{transferred} of {primary}");
}

#[test]
fn several_findings_are_decided_at_once_and_one_undo_takes_it_back() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("? help");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    only(&mut window, "medium");
    window.wait("only medium");
    window.act(Place::Threats, Command::MarkAll).wait("marked");
    window
        .act(Place::Anywhere, Command::Decide)
        .wait("findings together");
    window.type_in("a").act(Place::Form, Command::NextField);
    window.type_in("Steering group").wait("Steering group");
    window
        .act(Place::Form, Command::NextField)
        .act(Place::Form, Command::NextField)
        .type_in("Agreed.")
        .wait("Agreed.");
    window
        .act(Place::Form, Command::Accept)
        .wait_status("Decided ");
    window
        .act(Place::Anywhere, Command::Undo)
        .wait("Undone: Decide");
    window
        .act(Place::Anywhere, Command::Redo)
        .wait("Done again: Decide");
    window.save_and_leave();
    let together = read(&file).decisions;
    let together = together
        .values()
        .filter(|d| d.owner.as_deref() == Some("Steering group"));
    assert!(together.count() > 2);
}

#[test]
fn an_acceptance_by_nobody_is_refused_until_it_says_who_and_why() {
    let (home, file) = Home::with_sample();
    let before = read(&file).decisions;
    let mut window = home.open(&file, 80, 24);
    window.wait("? help");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    window.act(Place::Anywhere, Command::Decide).wait("Decide:");
    window.type_in("a").act(Place::Form, Command::Accept);
    window.wait("owner and because are empty");
    // The keys are on the owner now, and then on the reason.
    window.type_in("Ann").act(Place::Form, Command::Accept);
    window.wait("because is empty");
    window.type_in("Agreed").act(Place::Form, Command::Accept);
    window.wait_status("Decided ML06 at Scoring API: accept");
    window.save_and_leave();
    let after = read(&file).decisions;
    assert_eq!(after.len(), before.len() + 1);
    let decision = &after[&"ML06@scoring".parse().unwrap()];
    assert_eq!(decision.owner.as_deref(), Some("Ann"));
    assert_eq!(decision.because.as_deref(), Some("Agreed"));
}

#[test]
fn a_threat_of_our_own_is_added_and_stands_in_the_file() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("? help");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings");
    window
        .act(Place::Threats, Command::AddThreat)
        .wait("a new threat of our own");
    window
        .type_in("Bribed analyst")
        .act(Place::Form, Command::NextField);
    window
        .act(Place::Form, Command::Open)
        .wait("Where does it stand?");
    window
        .type_in("Case review")
        .act(Place::Ticks, Command::Tick)
        .wait("[x] Case review");
    window
        .act(Place::Ticks, Command::Accept)
        .wait_gone("Where does it stand?");
    window.act(Place::Form, Command::NextField).type_in("5");
    window
        .act(Place::Form, Command::NextField)
        .type_in("4")
        .wait("20 of 25");
    window
        .act(Place::Form, Command::Accept)
        .wait_gone("a new threat of our own");
    window.wait("OWN-2 Bribed analyst");
    window.save_and_leave();
    let own = &read(&file).own_threats;
    let (_, threat) = own
        .iter()
        .find(|(_, threat)| threat.name == "Bribed analyst")
        .unwrap();
    assert_eq!((threat.likelihood.number(), threat.impact.number()), (5, 4));
    assert!(
        threat.components.len() >= 2,
        "where the cursor stood, and what was chosen"
    );
}

#[test]
fn search_leads_to_a_finding_jumps_lead_on_and_the_way_back_leads_home() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 120, 40);
    window.wait("? help").wait("[1 Draw]");
    window.act(Place::Anywhere, Command::Search).wait("Search");
    window.type_in("ML06 Corrupted").wait("ML06 Corrupted");
    window
        .act(Place::Picker, Command::Accept)
        .wait("[2 Threats]");
    window
        .act(Place::Anywhere, Command::SearchNext)
        .wait("match 2 of");
    window
        .act(Place::Anywhere, Command::SearchPrevious)
        .wait("match 1 of");
    window
        .act(Place::Threats, Command::ShowOnCanvas)
        .wait("[1 Draw]");
    window
        .act(Place::Canvas, Command::ShowInRegister)
        .wait("[2 Threats]");
    window
        .act(Place::Threats, Command::ShowRequirements)
        .wait("[4 Verify]")
        .wait("PVC-V6");
    for screen in ["[2 Threats]", "[1 Draw]", "[2 Threats]", "[1 Draw]"] {
        window.act(Place::Anywhere, Command::WayBack).wait(screen);
    }
    window
        .act(Place::Anywhere, Command::WayBack)
        .wait("this is where you started");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}

#[test]
fn the_register_is_filtered_sorted_and_a_question_answered_in_it() {
    let (home, file) = Home::with_sample();
    let before = read(&file);
    let mut window = home.open(&file, 80, 24);
    window.wait("? help");
    window
        .act(Place::Anywhere, Command::ShowThreats)
        .wait("findings")
        .wait("by risk");
    window.act(Place::Threats, Command::Sort).wait("by threat");
    only(&mut window, "needs");
    window.wait("only needs an answer").wait("ML04");
    window
        .act(Place::Threats, Command::Open)
        .wait("Esc leaves it open");
    window
        .act(Place::Values, Command::Open)
        .wait_status("Answered ");
    window
        .act(Place::Anywhere, Command::StepBack)
        .wait_gone("only needs an answer");
    window.save_and_leave();
    let facts = |model: &ThreatModel| {
        model
            .components
            .values()
            .map(|c| c.facts.len())
            .sum::<usize>()
    };
    assert_eq!(facts(&read(&file)), facts(&before) + 1);
}

#[test]
fn the_matrix_is_drilled_into_and_come_back_from() {
    let (home, file) = Home::with_sample();
    let mut window = home.open(&file, 80, 24);
    window.wait("? help");
    window.go_to("Scoring API");
    window
        .act(Place::Anywhere, Command::ShowMatrix)
        .wait("Residual risk");
    window.wait("ML01 Adversarial Attack at Scoring API");
    window
        .act(Place::Matrix, Command::ToggleInherent)
        .wait("Inherent risk");
    window.act(Place::Matrix, Command::Open).wait("[2 Thr]");
    window.wait("ML01 Adversarial Attack at Scoring API");
    window
        .act(Place::Anywhere, Command::WayBack)
        .wait("[3 Mat]");
    window.act(Place::Anywhere, Command::Quit);
    assert_eq!(window.end(), 0);
}
