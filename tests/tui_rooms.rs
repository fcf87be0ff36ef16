//! Verify, Review and Ask: keys and the mouse in, documents and pictures out.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_places;
mod tui_support;

use bartizan::model::{
    AssumptionStatus, ControlId, ControlStatus, DecisionStatus, FindingId, Level, RequirementId,
};
use bartizan::report::{BuildOptions, Format, Order, Silent, make};
use bartizan::tui::app::{App, Screen};
use bartizan::tui::drafts::Drafts;
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::modal::find_out::FindOutField;
use bartizan::tui::modal::{ControlField, Modal};
use bartizan::tui::review::{self, ReviewPage};
use bartizan::tui::update::update;
use bartizan::tui::verify;
use bartizan::{analysis, store};
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_support::{PIPELINE, app, app_on, document, press, resize, said, screen};

fn control(text: &str) -> ControlId {
    text.parse().unwrap()
}

fn status(app: &App, id: &str) -> Option<ControlStatus> {
    app.model().controls.get(&control(id)).map(|one| one.status)
}

/// Puts the cursor of the Verify screen on a requirement.
fn on(app: &mut App, requirement: &str) {
    press(app, "4 Home");
    let id = RequirementId::new(requirement).unwrap();
    for _ in 0..90 {
        if verify::here(app).is_some_and(|row| row.id == &id) {
            return;
        }
        press(app, "j");
    }
    panic!("{requirement} is not listed:\n{}", screen(app));
}

fn changes(effects: &[Effect]) -> usize {
    let journal = |effect: &&Effect| matches!(effect, Effect::Journal(_));
    effects.iter().filter(journal).count()
}

fn mouse(app: &mut App, kind: MouseEventKind, at: (u16, u16)) -> Vec<Effect> {
    let event = MouseEvent {
        kind,
        column: at.0,
        row: at.1,
        modifiers: KeyModifiers::NONE,
    };
    update(app, Msg::Input(Event::Mouse(event)))
}

/// Presses the mouse on the first place of the screen that shows a text.
fn click(app: &mut App, text: &str) -> Vec<Effect> {
    let shown = screen(app);
    let (row, line) = shown
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("{text} is not shown:\n{shown}"));
    let column = line[..line.find(text).unwrap()].chars().count();
    let at = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    mouse(app, MouseEventKind::Down(MouseButton::Left), at)
}

// ---- Verify

#[test]
fn one_key_records_a_state_as_one_step_that_one_undo_takes_back() {
    for (key, wanted) in [
        ("i", ControlStatus::Implemented),
        ("p", ControlStatus::Planned),
        ("m", ControlStatus::NotMet),
    ] {
        let mut app = app();
        on(&mut app, "PVC-V1.2");
        let before = app.model().clone();
        let effects = press(&mut app, key);
        assert_eq!(changes(&effects), 1);
        assert_eq!(status(&app, "PVC-V1.2"), Some(wanted));
        press(&mut app, "u");
        assert_eq!(*app.model(), before);
    }
}

#[test]
fn a_recorded_state_can_be_taken_back_to_not_assessed() {
    let mut app = app();
    on(&mut app, "PVC-V1.2");
    press(&mut app, "i -");
    assert_eq!(status(&app, "PVC-V1.2"), None);
    press(&mut app, "-");
    assert_eq!(said(&app), "nothing is recorded here");
}

#[test]
fn verified_without_evidence_is_refused_with_the_reason_and_what_was_typed_stays() {
    let mut app = app();
    on(&mut app, "PVC-V1.2");
    press(&mut app, "y Tab \"Zoe\" Ctrl-s");
    assert_eq!(status(&app, "PVC-V1.2"), None);
    let shown = screen(&app);
    assert!(
        shown.contains("needs what was seen, by whom and when: evidence, date are"),
        "{shown}"
    );
    assert!(shown.contains("Zoe"), "{shown}");
    let Some(Modal::Control(form)) = app.modal() else {
        panic!("the form is gone");
    };
    assert_eq!(form.draft().assessor, "Zoe");
    // The cursor stands where something is missing, and the rest goes on from there.
    press(&mut app, "\"Minutes of 3 November\" Tab Tab Tab Ctrl-s");
    assert!(app.modal().is_none(), "{}", screen(&app));
    let recorded = &app.model().controls[&control("PVC-V1.2")];
    assert_eq!(recorded.status, ControlStatus::Verified);
    assert_eq!(recorded.assessor.as_deref(), Some("Zoe"));
    assert_eq!(recorded.date.unwrap().to_string(), "2026-11-22");
}

#[test]
fn a_wrong_date_is_told_and_the_cursor_goes_there() {
    let mut app = app();
    on(&mut app, "PVC-V1.2");
    press(&mut app, "y \"Seen\" Tab Tab \"soon\" Ctrl-s");
    let shown = screen(&app);
    assert!(shown.contains("`soon` is not a date"), "{shown}");
    assert_eq!(status(&app, "PVC-V1.2"), None);
}

#[test]
fn not_applicable_asks_for_the_reason() {
    let mut app = app();
    on(&mut app, "PVC-V1.2");
    press(&mut app, "x Ctrl-s");
    assert!(
        screen(&app).contains("needs why: because is empty"),
        "{}",
        screen(&app)
    );
    press(&mut app, "\"Nobody decides here.\" Ctrl-s");
    assert_eq!(status(&app, "PVC-V1.2"), Some(ControlStatus::NotApplicable));
}

#[test]
fn a_state_can_be_recorded_at_one_component_and_the_worst_counts() {
    let mut app = sample();
    on(&mut app, "PVC-V2.1");
    press(&mut app, "i");
    let row = verify::here(&app).unwrap();
    assert!(row.state.components.len() > 1, "{:?}", row.state);
    let first = row.state.components[0].clone();
    press(&mut app, "l m");
    let at = format!("PVC-V2.1@{first}");
    assert_eq!(status(&app, &at), Some(ControlStatus::NotMet));
    assert_eq!(status(&app, "PVC-V2.1"), Some(ControlStatus::Implemented));
    let row = verify::here(&app).unwrap();
    assert_eq!(row.state.status, Some(ControlStatus::NotMet));
}

#[test]
fn what_applies_at_one_component_says_so_in_its_row_its_detail_and_its_form() {
    let mut app = sample();
    on(&mut app, "PVC-V1.4");
    let row = verify::here(&app).unwrap();
    let one = row.state.components[0].clone();
    assert_eq!(row.state.components.len(), 1);
    let shown = screen(&app);
    assert!(!shown.contains("the whole system: not"), "{shown}");
    assert!(shown.contains("Case review: not assessed"), "{shown}");
    press(&mut app, "Enter");
    let shown = screen(&app);
    assert!(shown.contains("PVC-V1.4 at Case review"), "{shown}");
    press(&mut app, "Esc l");
    assert_eq!(said(&app), "this requirement speaks of Case review only");
    press(&mut app, "i");
    let at = format!("PVC-V1.4@{one}");
    assert_eq!(status(&app, &at), Some(ControlStatus::Implemented));
    // What is recorded for the whole system stays in view, and is what is looked at first.
    let with = |op: &str| {
        let mut model = sample().model().clone();
        let op = bartizan::model::Op::parse(op).unwrap();
        let catalog = bartizan::catalog::Catalog::built_in().unwrap();
        let plan = op.plan(&model, &catalog).unwrap();
        model.apply(&plan.into_change("test", 0)).unwrap();
        app_on(model)
    };
    let mut app = with("control PVC-V1.4 planned");
    resize(&mut app, 120, 40);
    on(&mut app, "PVC-V1.4");
    let shown = screen(&app);
    assert!(shown.contains("the whole system: planned"), "{shown}");
    assert!(
        shown.contains("Case review: planned, as the whole"),
        "{shown}"
    );
}

#[test]
fn the_list_narrows_by_component_threat_stage_supplier_chapter_level_and_state() {
    let mut app = app();
    press(&mut app, "4");
    let all = verify::rows(&app).len();
    for typed in [
        "Nightly training",
        "ML02 Data Poisoning",
        "Monitoring and",
        "others supply",
        "V5 Model artefacts",
        "Level 1",
        "Not assessed",
        "Keeps the next",
    ] {
        press(&mut app, &format!("f \"{typed}\" Enter"));
        let rows = verify::rows(&app).len();
        assert!(rows <= all && rows > 0, "{typed}: {rows} of {all}");
        assert!(!app.verify.filter.is_empty(), "{typed}");
        assert!(screen(&app).contains("Esc lists all"), "{}", screen(&app));
        press(&mut app, "Esc");
        assert!(app.verify.filter.is_empty());
        assert_eq!(app.screen, Screen::Verify);
    }
    press(
        &mut app,
        "f \"V5 Model artefacts\" Enter f \"Nightly training\" Enter",
    );
    let both = verify::rows(&app);
    assert!(both.iter().all(|row| row.requirement.chapter == "V5"));
}

#[test]
fn a_requirement_that_leaves_the_list_hands_the_cursor_to_its_neighbour() {
    let mut app = app();
    press(&mut app, "4 f \"Not assessed\" Enter j j");
    let here = verify::here(&app).unwrap().id.clone();
    let rows = verify::rows(&app);
    let next = rows[3].id.clone();
    press(&mut app, "i");
    assert_eq!(verify::here(&app).unwrap().id, &next);
    press(&mut app, "u");
    assert_eq!(verify::here(&app).unwrap().id, &here);
}

#[test]
fn a_state_that_is_being_typed_survives_esc_and_a_crash() {
    let mut app = app();
    on(&mut app, "PVC-V1.2");
    let effects = press(&mut app, "y \"Half a sentence\"");
    let journal = effects.iter().rev().find_map(|effect| match effect {
        Effect::KeepDrafts(text) => Some(text.clone()),
        _ => None,
    });
    let kept = Drafts::from_text(&journal.unwrap());
    assert_eq!(kept.controls[0].evidence, "Half a sentence");
    assert_eq!(kept.in_words(app.model()).unwrap(), "the state of PVC-V1.2");
    press(&mut app, "Esc Enter");
    assert!(screen(&app).contains("Half a sentence"));
    assert!(screen(&app).contains("typed before"));
    press(&mut app, "Esc");
    let effects = press(&mut app, "q");
    assert!(effects.is_empty(), "leaving would lose it");
    let shown = screen(&app);
    assert!(
        shown.contains("The state of PVC-V1.2 was typed, but not kept."),
        "{shown}"
    );
    // Nothing that only saves the rest is called saving it; the way back to it stands first.
    press(&mut app, "Enter");
    assert!(screen(&app).contains("Half a sentence"));
}

#[test]
fn a_form_that_was_only_looked_at_is_no_reason_to_ask_before_leaving() {
    for keys in ["y Esc", "y Ctrl-s Esc", "x Esc", "Enter Esc", "y Tab Esc"] {
        let mut app = app();
        on(&mut app, "PVC-V1.2");
        press(&mut app, keys);
        assert!(app.modal().is_none(), "{keys}");
        press(&mut app, "x");
        let shown = screen(&app);
        assert!(!shown.contains("typed before"), "{keys}: {shown}");
        press(&mut app, "Esc");
        let effects = press(&mut app, "q");
        assert!(matches!(effects[..], [Effect::Quit]), "{keys}: {effects:?}");
    }
}

#[test]
fn a_read_only_session_records_nothing() {
    let mut app = app();
    app.file.read_only = Some("ann".into());
    let before = app.model().clone();
    press(&mut app, "4 i y Enter m x");
    assert_eq!(*app.model(), before);
    assert!(said(&app).starts_with("read-only"));
}

#[test]
fn everything_of_level_1_verified_reaches_level_1_on_the_ladder() {
    let mut app = app();
    press(&mut app, "4");
    let blockers = app.derived.assessment.blockers.clone();
    for id in blockers {
        on(&mut app, id.as_str());
        press(&mut app, "y \"Seen\" Tab Tab Tab Ctrl-s");
    }
    assert_eq!(app.derived.assessment.reached, Some(Level::One));
    resize(&mut app, 120, 40);
    assert!(screen(&app).contains("✓1"), "{}", screen(&app));
}

#[test]
fn from_a_requirement_to_its_finding_and_component_and_back() {
    let mut app = app();
    on(&mut app, "PVC-V2.1");
    press(&mut app, "t");
    assert_eq!(app.screen, Screen::Threats);
    press(&mut app, "Backspace");
    assert_eq!(app.screen, Screen::Verify);
    assert_eq!(verify::here(&app).unwrap().id.as_str(), "PVC-V2.1");
    press(&mut app, "v");
    assert_eq!(app.screen, Screen::Draw);
    press(&mut app, "Backspace");
    assert_eq!(app.screen, Screen::Verify);
}

#[test]
fn the_mouse_selects_a_requirement_opens_it_and_scrolls() {
    let mut app = app();
    press(&mut app, "4");
    click(&mut app, "PVC-V1.2");
    assert_eq!(verify::here(&app).unwrap().id.as_str(), "PVC-V1.2");
    assert!(app.modal().is_none());
    click(&mut app, "PVC-V1.2");
    assert!(matches!(app.modal(), Some(Modal::Control(_))));
    press(&mut app, "Esc");
    mouse(&mut app, MouseEventKind::ScrollDown, (5, 8));
    assert_eq!(verify::here(&app).unwrap().id.as_str(), "PVC-V1.3");
    mouse(&mut app, MouseEventKind::ScrollDown, (5, 18));
    assert_eq!(app.verify.scroll, 2);
}

#[test]
fn whose_requirements_these_are_is_said_on_every_size() {
    for (w, h) in [(60, 16), (80, 24), (120, 40), (200, 60)] {
        let mut app = app();
        resize(&mut app, w, h);
        press(&mut app, "4");
        let shown = screen(&app);
        assert!(shown.contains("Bartizan's own"), "{w}x{h}:\n{shown}");
    }
}

// ---- Review

fn subject(app: &App) -> analysis::Subject {
    app.review.point().unwrap().subject.clone()
}

/// Goes on until the point in front is a finding.
fn to_a_finding(app: &mut App) -> FindingId {
    for _ in 0..200 {
        if let Some(id) = app.review.finding() {
            return id.clone();
        }
        press(app, "Right");
    }
    panic!("no finding on the agenda:\n{}", screen(app));
}

/// Goes on until the point in front is a question with values.
fn to_a_question(app: &mut App) {
    for _ in 0..200 {
        let card = app.review.point().and_then(|point| point.card.as_ref());
        if card.is_some_and(|card| !card.choices.is_empty()) {
            return;
        }
        press(app, "Right");
    }
    panic!("no question on the agenda:\n{}", screen(app));
}

#[test]
fn a_review_goes_through_every_point_and_ends_on_what_was_settled() {
    let mut app = app();
    press(&mut app, "5");
    let points = review::items(&app).len();
    press(&mut app, "Enter");
    let mut seen = Vec::new();
    while app.review.page == ReviewPage::Point {
        seen.push(subject(&app));
        press(&mut app, "Right");
    }
    assert_eq!(seen.len(), points);
    assert_eq!(app.review.page, ReviewPage::Settled);
    let session = app.review.session.as_ref().unwrap();
    let tally = review::tally(&app, session);
    assert_eq!((tally.done(), tally.left, tally.all()), (0, points, points));
    assert_eq!(review::left_open(&app, session).len(), points);
    // Back goes the same way.
    press(&mut app, "Left");
    assert_eq!(subject(&app), seen[points - 1]);
    press(&mut app, "Left");
    assert_eq!(subject(&app), seen[points - 2]);
}

#[test]
fn an_answer_goes_on_to_the_next_point_and_undo_brings_the_question_back() {
    let mut app = app();
    press(&mut app, "5 Enter");
    to_a_question(&mut app);
    let asked = subject(&app);
    let before = app.model().clone();
    let card = app.review.point().unwrap().card.clone().unwrap();
    let value = card.choices[card.cursor].value.replace('_', " ");
    let effects = press(&mut app, "Enter");
    assert_eq!(changes(&effects), 1);
    // However long the question is, the value that was taken is read first.
    let told = said(&app).to_owned();
    assert!(told.starts_with(&format!("Answered {value}: ")), "{told}");
    assert!(told.contains(&card.text), "{told}");
    assert_ne!(subject(&app), asked);
    press(&mut app, "u");
    assert_eq!(*app.model(), before);
    assert_eq!(subject(&app), asked);
}

#[test]
fn what_an_answer_means_stands_whole_before_what_it_settles() {
    let mut app = sample();
    press(&mut app, "5 Enter");
    to_a_question(&mut app);
    let shown = screen(&app);
    let line = shown.lines().find(|line| line.contains("dangerous  yes"));
    let line = line.unwrap_or_else(|| panic!("{shown}"));
    assert!(line.contains("unlawful or dangerous"), "{line}");
    assert!(
        !line.contains("settles"),
        "what every answer does is said once: {shown}"
    );
    let words: Vec<&str> = shown.split_whitespace().collect();
    assert!(
        words.join(" ").contains("Any answer settles 1 finding."),
        "{shown}"
    );
}

#[test]
fn a_decision_is_made_in_two_keys_and_a_form_and_the_review_goes_on() {
    let mut app = app();
    press(&mut app, "5 Enter");
    let id = to_a_finding(&mut app);
    press(
        &mut app,
        "j Enter \"Ann\" Tab \"2027-01-31\" Tab \"The gateway\" Ctrl-s",
    );
    let decision = &app.model().decisions[&id];
    assert_eq!(decision.status, DecisionStatus::Accept);
    assert_eq!(decision.owner.as_deref(), Some("Ann"));
    assert_ne!(app.review.finding(), Some(&id));
    let sitting = review::settled(&app).unwrap();
    assert_eq!(sitting.decisions.len(), 1);
}

#[test]
fn what_was_put_aside_is_listed_and_taken_up_again() {
    let mut app = app();
    press(&mut app, "5 Enter");
    let aside = subject(&app);
    press(&mut app, "p");
    assert_ne!(subject(&app), aside);
    press(&mut app, "End");
    assert!(screen(&app).contains("Put aside"), "{}", screen(&app));
    // Everything else is gone through; then Enter comes back to what was left.
    press(&mut app, "Left");
    while app.review.page == ReviewPage::Point {
        press(&mut app, "p");
    }
    press(&mut app, "Enter");
    assert_eq!(subject(&app), aside);
}

#[test]
fn a_note_is_kept_where_it_belongs() {
    let mut app = app();
    press(&mut app, "5 Enter");
    let id = to_a_finding(&mut app);
    press(&mut app, "m \"Ask the vendor\" Enter");
    let decision = &app.model().decisions[&id];
    assert_eq!(decision.note.as_deref(), Some("Ask the vendor"));
    assert_eq!(decision.status, DecisionStatus::Open);
    assert_eq!(app.review.finding(), Some(&id), "a note settles nothing");
}

#[test]
fn nobody_knows_names_who_finds_out_and_the_report_says_so() {
    let mut app = app();
    press(&mut app, "5 Enter");
    to_a_question(&mut app);
    let asked = subject(&app);
    let text = app.review.point().unwrap().text.clone();
    press(&mut app, "w Ctrl-s");
    assert!(screen(&app).contains("say who finds out"));
    press(&mut app, "\"Bea\" Tab Tab \"ask the vendor\" Ctrl-s");
    assert_ne!(subject(&app), asked, "the review goes on");
    let (_, assumption) = app.model().assumptions.first_key_value().unwrap();
    assert_eq!(assumption.owner.as_deref(), Some("Bea"));
    assert_eq!(assumption.expires.unwrap().to_string(), "2026-12-06");
    assert_eq!(assumption.status, AssumptionStatus::Unconfirmed);
    assert!(assumption.text.contains(&text));
    let open = &app.derived.assessment.questions;
    assert!(open.iter().any(|one| one.text == text), "it stays open");
    let order = Order::new(app.model(), &app.catalog, app.date);
    let report = make(&order, Format::Markdown, &Silent).unwrap();
    let report = String::from_utf8(report.bytes).unwrap();
    let told = report.matches("Bea finds out by 6 December 2026").count();
    assert_eq!(told, 1, "{report}");
    assert!(!report.contains("To be found out"), "it is said once");
}

#[test]
fn what_was_settled_goes_into_the_report_the_clipboard_and_a_file() {
    let mut app = app();
    press(&mut app, "5 Enter");
    to_a_question(&mut app);
    let text = app.review.point().unwrap().text.clone();
    press(&mut app, "Enter End");
    assert!(screen(&app).contains("1 point settled"), "{}", screen(&app));
    let copied = press(&mut app, "y");
    let Some(Effect::Copy(markdown)) = copied.last() else {
        panic!("{copied:?}");
    };
    assert!(markdown.contains("led by ann"), "{markdown}");
    assert!(markdown.contains(&text), "{markdown}");
    let written = press(&mut app, "W");
    let Some(Effect::Write { path, .. }) = written.last() else {
        panic!("{written:?}");
    };
    assert_eq!(path.to_str(), Some("fraud-review-2026-11-22.md"));
    let sitting = review::settled(&app);
    let chapter = |sitting| {
        let mut order = Order::new(app.model(), &app.catalog, app.date);
        order.options = BuildOptions {
            sitting,
            ..order.options
        };
        let report = make(&order, Format::Markdown, &Silent).unwrap();
        String::from_utf8(report.bytes).unwrap()
    };
    assert!(chapter(sitting).contains("Settled in this review"));
    assert!(!chapter(None).contains("Settled in this review"));
}

#[test]
fn ending_a_sitting_asks_first_and_keeps_the_document() {
    let mut app = app();
    press(&mut app, "5 Enter");
    to_a_question(&mut app);
    press(&mut app, "Enter End");
    let before = app.model().clone();
    press(&mut app, "X Enter");
    assert!(app.review.session.is_some(), "the safe answer goes on");
    press(&mut app, "X e");
    assert!(app.review.session.is_none());
    assert_eq!(*app.model(), before);
}

#[test]
fn esc_steps_back_to_the_point_and_then_out_and_the_sitting_stays() {
    let mut app = app();
    press(&mut app, "5 Enter Right");
    let here = subject(&app);
    press(&mut app, "End Esc");
    assert_eq!(subject(&app), here);
    press(&mut app, "Esc");
    assert_eq!(app.review.page, ReviewPage::Agenda);
    press(&mut app, "Esc");
    assert_eq!(app.screen, Screen::Draw);
    press(&mut app, "5 Enter");
    assert_eq!(subject(&app), here);
}

#[test]
fn the_mouse_chooses_values_and_points_and_scrolls() {
    let mut app = app();
    press(&mut app, "5");
    mouse(&mut app, MouseEventKind::ScrollDown, (5, 8));
    assert_eq!(app.review.cursor, 1);
    mouse(&mut app, MouseEventKind::ScrollUp, (5, 8));
    press(&mut app, "Enter");
    to_a_question(&mut app);
    let choice = app.review.point().unwrap().card.as_ref().unwrap().choices[1].clone();
    let shown = choice.value.replace('_', " ");
    let asked = subject(&app);
    let line = format!("  {}", &shown);
    click(&mut app, &line);
    let many = app.review.point().unwrap().card.as_ref().unwrap().many;
    assert_eq!(app.review.point().unwrap().at(), 1, "{}", screen(&app));
    let before = app.model().clone();
    click(&mut app, &shown);
    assert!(many || *app.model() != before);
    assert!(many || subject(&app) != asked);
}

#[test]
fn an_empty_drawing_says_what_to_do_on_each_screen() {
    let mut app = app_on(document(&[]));
    press(&mut app, "4");
    assert!(screen(&app).contains("Nothing is drawn yet"));
    press(&mut app, "5 Enter");
    assert!(
        said(&app).contains("nothing is drawn yet"),
        "{}",
        said(&app)
    );
    press(&mut app, "Right Left p m w End v Space");
    assert!(app.review.session.is_none());
}

// ---- Ask

/// The small pipeline with its answers drawn, so that the first question has values.
fn answering() -> App {
    let steps: Vec<&str> = PIPELINE
        .iter()
        .copied()
        .chain(["connect scoring merchant infer_out"])
        .collect();
    app_on(document(&steps))
}

#[test]
fn skip_goes_on_back_returns_and_each_answer_is_one_step() {
    let mut app = answering();
    press(&mut app, "A");
    let card = |app: &App| match app.modal() {
        Some(Modal::Card(card)) => Some((card.component.clone(), card.asks.clone())),
        _ => None,
    };
    let first = card(&app).unwrap();
    press(&mut app, "n");
    let second = card(&app).unwrap();
    assert_ne!(first, second);
    press(&mut app, "Left");
    assert_eq!(card(&app), Some(first.clone()));
    press(&mut app, "Left");
    assert!(said(&app).contains("first question"));
    assert_eq!(card(&app), Some(first.clone()));
    let effects = press(&mut app, "Enter");
    assert_eq!(changes(&effects), 1);
    // Back shows what was answered, marked as such.
    press(&mut app, "Left");
    assert_eq!(card(&app), Some(first));
    assert!(screen(&app).contains("(as answered)"), "{}", screen(&app));
}

#[test]
fn values_say_what_each_would_settle() {
    let mut app = answering();
    press(&mut app, "A");
    let shown = screen(&app);
    assert!(shown.contains("settles "), "{shown}");
    assert!(shown.contains("Then "), "{shown}");
}

#[test]
fn who_finds_out_is_gone_with_the_answer_in_one_step() {
    let mut app = answering();
    press(&mut app, "A w \"Bea\" Ctrl-s");
    assert_eq!(app.model().assumptions.len(), 1);
    press(&mut app, "Esc");
    let before = app.model().clone();
    // Asked again only after everything else, and then with who was to find out.
    press(&mut app, "A");
    for _ in 0..200 {
        match app.modal() {
            Some(Modal::Card(card)) if card.waits.is_some() => break,
            Some(Modal::Card(_)) => press(&mut app, "n"),
            _ => panic!("it was never asked again"),
        };
    }
    assert!(screen(&app).contains("Bea finds out"), "{}", screen(&app));
    let effects = press(&mut app, "Enter");
    assert_eq!(changes(&effects), 1);
    assert!(app.model().assumptions.is_empty());
    press(&mut app, "Esc u");
    assert_eq!(*app.model(), before);
}

#[test]
fn leaving_the_form_of_who_finds_out_comes_back_to_the_question_and_keeps_the_text() {
    let mut app = app();
    press(&mut app, "A w \"Be\" Esc");
    assert!(matches!(app.modal(), Some(Modal::Card(_))));
    press(&mut app, "w");
    assert!(screen(&app).contains("Be"), "{}", screen(&app));
    press(&mut app, "\"a\" Ctrl-s Esc");
    let (_, assumption) = app.model().assumptions.first_key_value().unwrap();
    assert_eq!(assumption.owner.as_deref(), Some("Bea"));
}

#[test]
fn a_box_without_a_zone_is_asked_for_its_zone_with_the_zones_as_values() {
    let steps: Vec<&str> = PIPELINE
        .iter()
        .copied()
        .chain(["move feed outside"])
        .collect();
    let mut app = app_on(document(&steps));
    press(&mut app, "A");
    let shown = screen(&app);
    assert!(shown.contains("In which zone does"), "{shown}");
    assert!(shown.contains("Production"), "{shown}");
    press(&mut app, "Enter Esc");
    let feed = &app.model().components["feed"];
    assert!(feed.zone.is_some());
}

fn sample() -> App {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    app_on(store::load(&file).unwrap().model)
}

// ---- scroll bars, windows of lists, forms under the mouse

/// Presses the mouse in a column at one row, and drags it to another.
fn drag_bar(app: &mut App, column: u16, from: u16, to: u16) {
    let left = crossterm::event::MouseButton::Left;
    mouse(app, MouseEventKind::Down(left), (column, from));
    mouse(app, MouseEventKind::Drag(left), (column, to));
    mouse(app, MouseEventKind::Up(left), (column, to));
}

#[test]
fn the_scroll_bars_of_verify_review_report_and_start_are_dragged() {
    let mut app = sample();
    press(&mut app, "4");
    let first = verify::here(&app).unwrap().id.clone();
    drag_bar(&mut app, 79, 7, 12);
    assert_ne!(verify::here(&app).unwrap().id, &first);
    drag_bar(&mut app, 79, 8, 60);
    let rows = verify::rows(&app).len();
    assert_eq!(app.verify.index(&verify::rows(&app)), rows - 1);
    drag_bar(&mut app, 79, 16, 60);
    assert!(app.verify.scroll > 0);
    drag_bar(&mut app, 79, 20, 1);
    assert_eq!(app.verify.scroll, 0);

    resize(&mut app, 60, 16);
    press(&mut app, "5");
    drag_bar(&mut app, 58, 5, 30);
    assert_eq!(app.review.cursor, review::items(&app).len() - 1);
    drag_bar(&mut app, 58, 12, 1);
    assert_eq!(app.review.cursor, 0);

    resize(&mut app, 80, 24);
    press(&mut app, "6 End");
    drag_bar(&mut app, 79, 2, 60);
    assert!(app.report.scroll > 0);
    let end = app.report.scroll;
    press(&mut app, "PageDown PageDown");
    assert_eq!(app.report.scroll, end, "the end is the end");
}

#[test]
fn going_back_in_a_list_moves_the_cursor_and_not_the_list() {
    let mut app = sample();
    press(&mut app, "4");
    for _ in 0..12 {
        press(&mut app, "j");
    }
    let shown = |app: &App| {
        let screen = screen(app);
        let list: Vec<String> = screen
            .lines()
            .skip(6)
            .take(8)
            .map(|line| line.chars().skip(2).take(9).collect())
            .collect();
        list
    };
    let before = shown(&app);
    press(&mut app, "k k");
    assert_eq!(shown(&app), before);
}

#[test]
fn a_click_goes_to_a_field_of_every_form() {
    let mut app = sample();
    press(&mut app, "A w");
    click(&mut app, "By when");
    assert!(matches!(app.modal(), Some(Modal::FindOut(form)) if form.focus == FindOutField::Due));
    press(&mut app, "Esc Esc 4 Enter");
    click(&mut app, "Assessor");
    assert!(
        matches!(app.modal(), Some(Modal::Control(form)) if form.focus == ControlField::Assessor)
    );
}

#[test]
fn an_undo_leaves_the_view_where_it_was() {
    let mut app = sample();
    press(&mut app, "/ \"Scoring API\" Enter o Enter Enter");
    press(&mut app, "u");
    let selected = app.canvas.selected_box().unwrap().to_string();
    assert_ne!(selected, "cardholder", "not the first box of all");
    assert!(screen(&app).contains("Scoring API"), "{}", screen(&app));
}

#[test]
fn the_numbers_of_a_sitting_add_up_and_a_note_settles_nothing() {
    let mut app = app();
    press(&mut app, "5");
    let points = review::items(&app).len();
    let first_finding = review::items(&app)
        .iter()
        .position(|item| matches!(item.subject, analysis::Subject::Finding(_)))
        .unwrap();
    app.review.cursor = first_finding;
    press(&mut app, "Enter m \"check with ops\" Enter l p");
    let tally = review::tally(&app, app.review.session.as_ref().unwrap());
    assert_eq!((tally.done(), tally.left, tally.parked), (0, 1, 1));
    assert_eq!(tally.all(), points);
    assert!(screen(&app).contains(&format!("0 of {points} done")));
    press(&mut app, "End");
    let shown = screen(&app);
    assert!(
        shown.contains("0 points settled, 1 left open, 1 put aside"),
        "{shown}"
    );
    assert!(
        shown.contains("Notes") && shown.contains("check with ops"),
        "{shown}"
    );
    assert!(!shown.contains("Decisions"), "{shown}");
    assert!(shown.contains("Left open"), "{shown}");
}

#[test]
fn points_are_named_in_words_on_the_agenda() {
    let mut app = app();
    press(&mut app, "5 G");
    let items = review::items(&app);
    let finding = items
        .iter()
        .find(|item| matches!(item.subject, analysis::Subject::Finding(_)));
    let words = review::in_words(&app, &finding.unwrap().subject);
    assert!(words.contains(": ML") && !words.contains('@'), "{words}");
}

#[test]
fn the_list_of_a_sitting_is_not_lost_without_a_question() {
    let mut app = app();
    press(&mut app, "5 Enter Enter");
    assert!(
        review::settled(&app).unwrap().count() > 0,
        "{}",
        screen(&app)
    );
    app.doc.mark_saved();
    press(&mut app, "q");
    let shown = screen(&app);
    assert!(
        shown.contains("settled in this sitting is in no file"),
        "{shown}"
    );
    let effects = press(&mut app, "w");
    assert!(matches!(effects[..], [Effect::Write { .. }]), "{effects:?}");
    update(&mut app, Msg::Written(Ok("list.md".into())));
    let effects = press(&mut app, "q");
    assert!(matches!(effects[..], [Effect::Quit]), "{effects:?}");
}

#[test]
fn a_second_ctrl_c_leaves_and_keeps_what_is_not_saved_for_the_next_session() {
    let mut app = app();
    press(&mut app, "r \"Other\" Enter Ctrl-c");
    assert!(screen(&app).contains("Leave now?"));
    let effects = press(&mut app, "Ctrl-c");
    assert!(matches!(effects[..], [Effect::QuitAsItIs]), "{effects:?}");
}

#[test]
fn where_no_name_is_known_none_is_offered_as_that_of_whoever_looked() {
    let mut app = app();
    app.by = store::UNKNOWN_USER.into();
    on(&mut app, "PVC-V1.2");
    press(&mut app, "y");
    let shown = screen(&app);
    assert!(!shown.contains("Tab takes someone"), "{shown}");
    press(&mut app, "Esc 5 Enter Enter");
    assert_eq!(review::settled(&app).unwrap().by, "");
}

#[test]
fn the_way_back_brings_back_what_the_requirements_were_narrowed_to() {
    let mut app = tui_places::decided();
    press(&mut app, "4");
    let all = verify::rows(&app).len();
    press(&mut app, "2 R");
    assert!(
        verify::rows(&app).len() < all,
        "those that act on the finding"
    );
    press(&mut app, "Backspace 4");
    assert_eq!(verify::rows(&app).len(), all);
}

#[test]
fn a_chapter_counts_all_of_it_and_says_how_much_the_filter_lists() {
    let mut app = tui_places::sample();
    resize(&mut app, 120, 40);
    press(&mut app, "4");
    let whole = screen(&app);
    let line = whole.lines().find(|line| line.contains(" V1 ")).unwrap();
    let verified = line
        .split_whitespace()
        .find(|word| word.contains('/'))
        .unwrap()
        .to_owned();
    press(&mut app, "b");
    let seen = screen(&app);
    let line = seen.lines().find(|line| line.contains(" V1 ")).unwrap();
    assert!(line.contains(&format!("{verified} verified")), "{line}");
    assert!(line.contains("listed"), "{line}");
}

#[test]
fn the_agenda_says_who_finds_out() {
    let mut app = tui_places::sample();
    press(&mut app, "5 Enter w \"Ben\" Ctrl-s Home");
    assert!(screen(&app).contains("Ben finds out"), "{}", screen(&app));
}

#[test]
fn esc_steps_from_a_point_to_the_agenda_and_from_there_to_where_one_came_from() {
    let mut app = app();
    press(&mut app, "4 5 Enter");
    assert!(app.review.point().is_some());
    press(&mut app, "G");
    assert_eq!(app.review.page, ReviewPage::Settled);
    press(&mut app, "Esc");
    assert_eq!(app.review.page, ReviewPage::Point);
    press(&mut app, "Esc");
    assert_eq!(
        (app.screen, app.review.page),
        (Screen::Review, ReviewPage::Agenda)
    );
    press(&mut app, "Esc");
    assert_eq!(app.screen, Screen::Verify);
}

#[test]
fn the_agenda_is_gone_through_to_its_last_line() {
    let mut app = app();
    press(&mut app, "5 G");
    let last = review::items(&app).len() - 1;
    assert_eq!(
        (app.review.page, app.review.cursor),
        (ReviewPage::Agenda, last)
    );
    press(&mut app, "g g");
    assert_eq!(app.review.cursor, 0);
    // A second time at the end it goes on to what was settled, once there is a review.
    press(&mut app, "Enter Esc G G");
    assert_eq!(app.review.page, ReviewPage::Settled);
}

#[test]
fn n_goes_on_in_the_walk_whatever_was_searched_before() {
    let mut app = app();
    press(&mut app, "1 / \"Nightly\" Enter 5 Enter");
    let first = subject(&app);
    press(&mut app, "n");
    assert_eq!(app.screen, Screen::Review);
    assert_ne!(subject(&app), first);
    press(&mut app, "N");
    assert_eq!(subject(&app), first);
}

#[test]
fn the_numbers_of_what_a_finding_offers_are_in_the_hint_line() {
    let mut app = app();
    press(&mut app, "5 Enter");
    to_a_finding(&mut app);
    let offers = app.review.point().unwrap().offers.len();
    let wanted = format!("1 to {offers} decide");
    assert!(screen(&app).contains(&wanted), "{}", screen(&app));
}

#[test]
fn digits_and_n_mean_in_the_review_what_they_mean_on_the_card_of_a_question() {
    let mut app = app();
    press(&mut app, "5 Enter");
    while app.review.point().unwrap().card.is_none() {
        press(&mut app, "n");
    }
    let asked = subject(&app);
    let shown = screen(&app);
    let second = app.review.point().unwrap().card.as_ref().unwrap().choices[1].clone();
    let line = shown
        .lines()
        .find(|line| line.trim_start_matches([' ', '▸']).starts_with("2 "));
    assert!(line.is_some(), "{shown}");
    let before = app.model().clone();
    press(&mut app, "2");
    assert_ne!(*app.model(), before, "{} was the answer", second.value);
    assert_ne!(subject(&app), asked);
    press(&mut app, "u");
    assert_eq!(subject(&app), asked);
    press(&mut app, "n");
    assert_ne!(subject(&app), asked);
    press(&mut app, "N");
    assert_eq!(subject(&app), asked);
    press(&mut app, "9");
    assert!(
        said(&app).starts_with("the values are 1 to"),
        "{}",
        said(&app)
    );
    let finding = to_a_finding(&mut app);
    press(&mut app, "2");
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("the second offer on {finding} is to accept");
    };
    assert_eq!(form.status, Some(DecisionStatus::Accept));
    // On the agenda no question stands open, and digits are screens as everywhere.
    press(&mut app, "Esc Esc 2");
    assert_eq!(app.screen, Screen::Threats);
}

#[test]
fn a_requirement_that_the_model_itself_refutes_is_not_verified_in_silence() {
    let mut app = app();
    press(&mut app, "4 / \"PVC-V1.1\" Enter");
    assert!(screen(&app).contains("have no owner"), "{}", screen(&app));
    press(&mut app, "y");
    let seen = screen(&app);
    assert!(seen.contains("The model says otherwise"), "{seen}");
    press(&mut app, "\"seen\" Tab Tab Tab Ctrl-s");
    assert!(app.modals.is_empty(), "{}", screen(&app));
    assert!(said(&app).contains("have no owner"), "{}", said(&app));
    let words: Vec<String> = screen(&app).split_whitespace().map(str::to_owned).collect();
    assert!(
        words.join(" ").contains("Recorded as verified, but"),
        "{}",
        screen(&app)
    );
}

#[test]
fn reaching_a_level_is_told_and_losing_it_too() {
    let mut app = app();
    let blockers = app.derived.assessment.blockers.clone();
    for id in &blockers {
        assert!(!said(&app).contains("is reached"), "{}", said(&app));
        let line = format!("control {id} verified evidence x assessor Ann date 2026-11-01");
        press(&mut app, &format!(": \"{line}\" Enter"));
    }
    assert!(said(&app).contains("level 1 is reached"), "{}", said(&app));
    press(&mut app, "4");
    assert!(
        screen(&app).contains("in the way of level 2")
            || screen(&app).contains("level 2 waits for")
    );
    press(
        &mut app,
        &format!(": \"control {} planned\" Enter", blockers.first().unwrap()),
    );
    assert!(
        said(&app).contains("level 1 is no longer reached"),
        "{}",
        said(&app)
    );
}
