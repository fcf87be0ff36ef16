//! The register, the matrix, search and jumps: as they look, and what their keys do.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::model::{Decision, DecisionStatus, FindingId, ThreatModel};
use bartizan::store;
use bartizan::tui::app::{App, Focus, Screen};
use bartizan::tui::areas::Areas;
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::modal::{FormField, Modal};
use bartizan::tui::threats::{self, Sort};
use bartizan::tui::update::{update, waits_for_quiet};
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_support::{app, app_on, document, press, resize, said, screen};

fn sample_model() -> ThreatModel {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    store::load(&file).unwrap().model
}

/// A decision of March on a threat that does not apply any more.
const ORPHAN: &str = "ML01@labels-gone";

/// The sample, with a decision whose component is gone and one that is overdue.
fn sample() -> App {
    let mut model = sample_model();
    let decision = |status, owner: &str, due: &str| Decision {
        status,
        owner: Some(owner.into()),
        due: Some(due.parse().unwrap()),
        because: Some("Agreed in the review of March.".into()),
        ticket: None,
        note: None,
    };
    let late = decision(DecisionStatus::Mitigate, "Ann", "2026-03-01");
    model
        .decisions
        .insert("ML01@scoring".parse().unwrap(), late);
    let orphan = decision(DecisionStatus::Accept, "Bea", "2026-12-01");
    model.decisions.insert(ORPHAN.parse().unwrap(), orphan);
    app_on(model)
}

#[test]
fn the_title_bar_says_level_edition_and_criticals_on_every_screen_and_width() {
    for width in [60, 80, 120, 200] {
        for digit in 1..=Screen::ALL.len() {
            let mut app = sample();
            resize(&mut app, width, 24);
            press(&mut app, &digit.to_string());
            let title = screen(&app).lines().next().unwrap().to_owned();
            for part in ["fraud", "critical"] {
                assert!(title.contains(part), "{title}");
            }
            assert_eq!(title.contains(".ron"), width >= 100, "{title}");
            if width >= 80 {
                assert!(title.contains("0.2"), "{title}");
                assert!(
                    title.contains("level 1 of 2") || title.contains("L1/2"),
                    "{title}"
                );
            }
            for number in 1..=Screen::ALL.len() {
                assert!(title.contains(&number.to_string()), "{title}");
            }
        }
    }
}

#[test]
fn replaced_entries_of_the_catalogue_are_named_in_the_title_bar() {
    let mine = "(flows: {\"raw\": (name: \"Mine\", definition: \"x\", class: learning)})";
    let source = bartizan::catalog::Source {
        name: "mine.ron",
        text: mine,
    };
    let mut app = sample();
    app.catalog = app.catalog.with(source).unwrap();
    for width in [80, 120] {
        resize(&mut app, width, 24);
        assert!(
            screen(&app)
                .lines()
                .next()
                .unwrap()
                .contains("replaced: raw")
        );
    }
}

fn ids(app: &App) -> Vec<FindingId> {
    threats::rows(app)
        .iter()
        .map(|row| row.id().clone())
        .collect()
}

#[test]
fn a_filter_lists_only_what_meets_it_says_so_and_esc_takes_it_away() {
    let mut app = sample();
    press(&mut app, "2");
    let all = ids(&app);
    press(&mut app, "f \"ML06\" Enter");
    let kept = ids(&app);
    assert!(!kept.is_empty() && kept.len() < all.len());
    assert!(kept.iter().all(|id| id.threat.as_str() == "ML06"));
    assert!(screen(&app).contains("only ML06"));
    // Another threat is an alternative; another heading narrows further.
    press(&mut app, "f \"ML02\" Enter");
    assert!(ids(&app).len() > kept.len());
    press(&mut app, "f \"at Scoring\" Enter");
    assert!(
        ids(&app)
            .iter()
            .all(|id| id.component.as_str() == "scoring")
    );
    press(&mut app, "Esc");
    assert_eq!(ids(&app), all);
    assert_eq!(app.screen, Screen::Threats);
    press(&mut app, "Esc");
    assert_eq!(app.screen, Screen::Draw, "Esc then steps back");
}

#[test]
fn overdue_orphaned_and_unanswered_are_counted_and_found() {
    let mut app = sample();
    press(&mut app, "2");
    resize(&mut app, 120, 40);
    let shown = screen(&app);
    assert!(
        shown.contains("1 overdue") && shown.contains("1 orphaned"),
        "{shown}"
    );
    press(&mut app, "f \"overdue\" Enter");
    assert_eq!(ids(&app), ["ML01@scoring".parse().unwrap()]);
    press(&mut app, "Esc f \"orphaned\" Enter");
    assert_eq!(ids(&app), [ORPHAN.parse().unwrap()]);
}

#[test]
fn one_key_goes_through_the_orders_and_the_header_shows_which() {
    let mut app = sample();
    press(&mut app, "2");
    for sort in Sort::ALL.into_iter().skip(1).chain([Sort::Risk]) {
        press(&mut app, "s");
        assert_eq!(app.register.sort, sort);
        press(&mut app, "Home");
        let shown = screen(&app);
        let told = shown.contains(&format!("by {}", sort.name()));
        assert!(
            told || (sort == Sort::Risk && shown.contains("Risk▾")),
            "{shown}"
        );
    }
    press(&mut app, "s");
    let threats: Vec<String> = ids(&app).iter().map(|id| id.threat.to_string()).collect();
    assert!(threats.is_sorted());
}

#[test]
fn several_findings_are_decided_as_one_change() {
    let mut app = sample();
    press(&mut app, "2 f \"[ ] undecided\" Enter");
    let all = ids(&app);
    assert!(all.len() > 2);
    let before = app.model().clone();
    press(&mut app, "* d");
    let effects = press(&mut app, "Tab \"Ann\" Ctrl-s");
    let journal = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Journal(_)));
    assert_eq!(journal.count(), 1);
    for id in &all {
        let decision = &app.model().decisions[id];
        assert_eq!(decision.status, DecisionStatus::Mitigate);
        assert_eq!(decision.owner.as_deref(), Some("Ann"));
    }
    assert!(app.register.marked.is_empty());
    press(&mut app, "u");
    assert_eq!(*app.model(), before);
}

#[test]
fn deciding_several_leaves_what_is_not_said_as_it_is() {
    let mut app = sample();
    press(&mut app, "2");
    let id: FindingId = "ML01@scoring".parse().unwrap();
    app.register.marked.insert(id.clone());
    app.register.marked.insert(ids(&app)[0].clone());
    let other = ids(&app)[0].clone();
    press(&mut app, "d a Tab Tab Tab \"Agreed.\" Ctrl-s");
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("nobody accepts {other}, so it is refused");
    };
    assert_eq!(form.focus, FormField::Owner);
    press(&mut app, "Home \"Bea\" Ctrl-s");
    for (id, owner) in [(&id, "Bea"), (&other, "Bea")] {
        let decision = &app.model().decisions[id];
        assert_eq!(decision.status, DecisionStatus::Accept);
        assert_eq!(decision.owner.as_deref(), Some(owner));
    }
    press(&mut app, "u");
    app.register.marked.extend([id.clone(), other.clone()]);
    press(&mut app, "d Ctrl-s");
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("nothing was said");
    };
    assert_eq!(form.status, None, "one of them is decided");
    press(&mut app, "Tab \"Cem\" Ctrl-s");
    let decision = &app.model().decisions[&id];
    assert_eq!(decision.status, DecisionStatus::Mitigate);
    assert_eq!(decision.owner.as_deref(), Some("Cem"));
    let decision = &app.model().decisions[&other];
    assert_eq!(decision.status, DecisionStatus::Open);
    assert_eq!(decision.owner.as_deref(), Some("Cem"));
}

#[test]
fn giving_several_findings_an_owner_takes_back_no_acceptance() {
    let mut app = sample();
    press(&mut app, "2");
    let before: Vec<DecisionStatus> = statuses(&app);
    assert!(before.contains(&DecisionStatus::Accept));
    press(&mut app, "* d Tab \"Ann\" Ctrl-s");
    assert!(app.modal().is_none(), "{}", said(&app));
    assert!(said(&app).starts_with("Recorded more on"), "{}", said(&app));
    assert_eq!(statuses(&app), before);
}

/// What is decided on each finding in the register.
fn statuses(app: &App) -> Vec<DecisionStatus> {
    let decisions = &app.model().decisions;
    let status = |id: FindingId| {
        decisions
            .get(&id)
            .map_or(DecisionStatus::Open, |d| d.status)
    };
    ids(app).into_iter().map(status).collect()
}

/// The first finding in the register that nobody has decided.
fn first_undecided(app: &App) -> FindingId {
    let undecided = |id: &FindingId| !app.model().decisions.contains_key(id);
    ids(app).into_iter().find(undecided).unwrap()
}

#[test]
fn an_acceptance_by_nobody_is_refused_with_the_keys_on_what_is_missing() {
    let mut app = sample();
    press(&mut app, "2");
    let undecided = first_undecided(&app);
    app.register.at = Some(undecided.clone());
    let before = app.model().clone();
    press(&mut app, "d \"a\" Ctrl-s");
    let shown = screen(&app);
    assert!(
        shown.contains("\"accept\" needs who and why: owner and because are empty"),
        "{shown}"
    );
    assert_eq!(*app.model(), before);
    press(&mut app, "\"Ann\" Ctrl-s");
    let shown = screen(&app);
    assert!(shown.contains("because is empty"), "{shown}");
    press(&mut app, "\"Agreed.\" Ctrl-s");
    let decision = &app.model().decisions[&undecided];
    assert_eq!(decision.status, DecisionStatus::Accept);
    let name = app.model().finding_name(&undecided);
    assert_eq!(said(&app), format!("Decided {name}: accept"));
}

#[test]
fn a_day_that_is_past_is_told_and_counts_as_overdue() {
    let mut app = sample();
    press(&mut app, "2");
    let undecided = first_undecided(&app);
    app.register.at = Some(undecided);
    let late = threats::counts(&app).overdue;
    press(
        &mut app,
        "d h h Tab \"Ann\" Tab \"2025-01-31\" Tab \"Out by spring.\" Ctrl-s",
    );
    assert!(
        said(&app).ends_with("avoid; 2025-01-31 is past: it counts as open"),
        "{}",
        said(&app)
    );
    assert_eq!(threats::counts(&app).overdue, late + 1);
    press(&mut app, "d Tab Tab \" then\" Ctrl-s");
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("that is no day");
    };
    assert_eq!(form.focus, FormField::Due);
}

#[test]
fn a_form_on_several_findings_left_by_esc_comes_back() {
    let mut app = sample();
    press(&mut app, "2 Space Space d Tab \"Zoe\" Esc");
    assert_eq!(app.register.marked.len(), 2);
    press(&mut app, "d");
    assert!(screen(&app).contains("Zoe"));
}

#[test]
fn a_question_is_answered_where_it_stands_by_its_digit() {
    let mut app = sample();
    press(&mut app, "2 f \"needs\" Enter");
    let first = ids(&app)[0].clone();
    press(&mut app, "Enter");
    assert_eq!(app.focus, Focus::Panel);
    let shown = screen(&app);
    assert!(shown.contains("1 ") && app.modal().is_none(), "{shown}");
    let steps = app.doc.steps().len();
    press(&mut app, "1");
    if app.focus == Focus::Panel {
        press(&mut app, "Enter"); // Where several values can hold, the digit marks.
    }
    assert_eq!(app.doc.steps().len(), steps + 1, "{}", said(&app));
    assert_eq!(app.focus, Focus::Canvas, "the list has the keys again");
    let settled = !ids(&app).contains(&first);
    assert!(settled || app.derived.assessment.findings[&first].question.is_some());
    press(&mut app, "3");
    assert_eq!(app.screen, Screen::Matrix, "digits are screens again");
}

#[test]
fn the_cursor_stays_on_its_line_when_its_finding_goes() {
    let mut app = sample();
    press(&mut app, "2 End Up");
    let line = app.register.line;
    let id = app.register.at.clone().unwrap();
    app.register.only = [threats::Only::Status(DecisionStatus::Open)].into();
    press(&mut app, "Home Down Down");
    let at = app.register.line;
    press(&mut app, "d Right Tab Ctrl-s");
    assert_eq!(app.register.line, at);
    assert!(line > 0 && !id.threat.as_str().is_empty());
}

#[test]
fn a_threat_of_our_own_is_added_changed_and_deleted() {
    let mut app = app();
    press(
        &mut app,
        "2 a \"Bribed analyst\" Tab Enter \"feed\" Space Enter Tab 4 Tab 5 Tab \"Paid to mislabel.\" Ctrl-s",
    );
    let (id, own) = app.model().own_threats.iter().next().expect("added");
    assert_eq!(
        (id.as_str(), own.name.as_str()),
        ("OWN-1", "Bribed analyst")
    );
    assert!(own.components.iter().any(|c| c.as_str() == "feed"));
    assert_eq!((own.likelihood.number(), own.impact.number()), (4, 5));
    assert_eq!(own.text, "Paid to mislabel.");
    let shown = screen(&app);
    assert!(shown.contains("OWN-1 Bribed analyst"), "{shown}");
    press(&mut app, "e \" again\" Ctrl-s");
    assert_eq!(
        app.model().own_threats.values().next().unwrap().name,
        "Bribed analyst again"
    );
    press(&mut app, "x");
    assert!(app.model().own_threats.is_empty());
    press(&mut app, "u");
    assert_eq!(app.model().own_threats.len(), 1);
}

#[test]
fn a_threat_without_a_name_or_a_place_is_refused_and_one_left_by_esc_comes_back() {
    let mut app = app();
    press(&mut app, "2 a Ctrl-s");
    assert!(screen(&app).contains("give it a name"));
    let effects = press(&mut app, "\"Spy\" Esc");
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepDrafts(text) if text.contains("Spy")))
    );
    press(&mut app, "q");
    assert!(screen(&app).contains("The threat Spy was typed, but not kept."));
    press(&mut app, "c a");
    assert!(screen(&app).contains("Spy"));
}

#[test]
fn an_orphan_is_kept_taken_back_or_carried_over() {
    let orphan: FindingId = ORPHAN.parse().unwrap();
    let open = |keys: &str| {
        let mut app = sample();
        press(&mut app, "2 f \"orphaned\" Enter");
        assert!(screen(&app).contains("decision without a finding"));
        press(&mut app, keys);
        app
    };
    let kept = open("Enter Enter");
    assert!(kept.model().decisions.contains_key(&orphan));
    let gone = open("Enter Down Enter");
    assert!(!gone.model().decisions.contains_key(&orphan));
    let by_key = open("x");
    assert!(!by_key.model().decisions.contains_key(&orphan));
    let mut model = document(tui_support::PIPELINE);
    let decision = sample().model().decisions[&orphan].clone();
    model
        .decisions
        .insert("ML02@gone".parse().unwrap(), decision);
    let mut app = app_on(model);
    press(&mut app, "2 f \"orphaned\" Enter Enter \"carry\" Enter");
    let carried = &app.model().decisions;
    assert!(!carried.contains_key(&"ML02@gone".parse().unwrap()));
    assert_eq!(
        carried.values().next().unwrap().owner.as_deref(),
        Some("Bea")
    );
    press(&mut app, "u");
    assert!(
        app.model()
            .decisions
            .contains_key(&"ML02@gone".parse().unwrap()),
        "one undo"
    );
}

#[test]
fn the_detail_tells_way_risk_requirements_preventions_and_history() {
    let mut app = sample();
    resize(&mut app, 220, 240);
    press(&mut app, "2");
    // Its proof rests on a flow, so that there is a way to draw.
    app.register.at = Some("ML06@train".parse().unwrap());
    press(&mut app, "d Tab \" and Zoe\" Ctrl-s");
    let shown = screen(&app);
    for part in [
        "The way",
        "Why",
        "Risk, step by step",
        "inherent",
        "residual",
        "What would make it go away",
        "Requirements that act on it",
        "PVC-",
        "How OWASP prevents it (edition 0.2)",
        "ATLAS",
        "History of the decision",
        "and Zoe",
    ] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
}

#[test]
fn jumps_lead_from_a_finding_to_its_component_its_requirements_and_back() {
    let mut app = sample();
    press(&mut app, "2 Home");
    let id = app.register.at.clone().unwrap();
    press(&mut app, "v");
    assert_eq!(app.screen, Screen::Draw);
    assert_eq!(app.canvas.selected_box(), Some(&id.component));
    press(&mut app, "t");
    assert_eq!(
        (app.screen, app.register.at.as_ref()),
        (Screen::Threats, Some(&id))
    );
    press(&mut app, "R");
    assert_eq!(app.screen, Screen::Verify);
    let requirement = app.verify.at.clone().unwrap();
    let mitigates = &app
        .catalog
        .requirement(requirement.as_str())
        .unwrap()
        .mitigates;
    assert!(mitigates.contains_key(id.threat.as_str()));
    press(&mut app, "Backspace");
    assert_eq!(
        (app.screen, app.register.at.as_ref()),
        (Screen::Threats, Some(&id))
    );
    press(&mut app, "Backspace");
    assert_eq!(app.screen, Screen::Draw);
    press(&mut app, "Backspace");
    assert_eq!(app.screen, Screen::Threats);
}

#[test]
fn search_goes_to_the_screen_where_a_thing_lives() {
    let mut app = sample();
    press(&mut app, "/ \"Scoring API\" Enter");
    assert_eq!(app.screen, Screen::Draw);
    press(&mut app, "/ \"ML06 Corrupted\" Enter");
    assert_eq!(app.screen, Screen::Threats);
    let first = app.register.at.clone();
    press(&mut app, "n");
    assert!(said(&app).starts_with("match 2 of"));
    assert_ne!(app.register.at, first);
    press(&mut app, "N");
    assert_eq!(app.register.at, first);
    press(&mut app, "/ \"PVC-V2.4\" Enter");
    assert_eq!(app.screen, Screen::Verify);
    assert_eq!(app.verify.at.as_ref().unwrap().as_str(), "PVC-V2.4");
    press(&mut app, "Backspace Backspace");
    assert_eq!(
        app.screen,
        Screen::Draw,
        "the way back skips the matches gone through"
    );
}

#[test]
fn a_filter_does_not_hide_what_is_gone_to() {
    let mut app = sample();
    press(&mut app, "2 f \"ML06\" Enter 1 / \"ML02 Data\" Enter");
    assert_eq!(app.screen, Screen::Threats);
    assert_eq!(app.register.at.as_ref().unwrap().threat.as_str(), "ML02");
    assert!(ids(&app).contains(app.register.at.as_ref().unwrap()));
}

/// A drawing of 200 components.
fn many() -> App {
    let steps: Vec<String> = (0..200)
        .map(|n| format!("add c{n} \"Service {n:03}\" serve.api"))
        .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    app_on(document(&steps))
}

#[test]
fn the_matrix_says_what_its_signs_mean_with_and_without_controls() {
    let mut app = sample();
    press(&mut app, "3");
    for _ in 0..2 {
        let shown = screen(&app);
        assert!(shown.contains("◌ unanswered  ↳ consequence"), "{shown}");
        // What may follow from it is no second question.
        let cells = shown.lines().skip(2).map(|line| line.matches('◌').count());
        assert_eq!(cells.sum::<usize>(), 1, "{shown}");
        press(&mut app, "i");
    }
}

#[test]
fn the_matrix_keeps_its_heads_with_200_components() {
    let mut app = many();
    press(&mut app, "3 Home");
    let top = screen(&app);
    press(&mut app, "End");
    let end = screen(&app);
    assert!(top.contains("Service 000") && !end.contains("Service 000"));
    assert!(end.contains("Service 199"));
    for shown in [&top, &end] {
        assert!(shown.lines().nth(2).unwrap().contains("ML01"), "{shown}");
    }
    press(&mut app, "PageUp");
    assert!(screen(&app).contains("Service 18"));
    // Too narrow for all threats: the names stay, the threats move.
    resize(&mut app, 60, 20);
    press(
        &mut app,
        "Right Right Right Right Right Right Right Right Right",
    );
    let right = screen(&app);
    assert!(
        right.contains("ML10") && right.contains("Service") && right.contains("more to the left"),
        "{right}"
    );
}

#[test]
fn enter_on_a_cell_drills_down_and_where_nothing_applies_shows_why() {
    let mut app = sample();
    press(&mut app, "3");
    let id: FindingId = "ML01@scoring".parse().unwrap();
    app.matrix.row = Some(id.component.clone());
    app.matrix.column = 0;
    press(&mut app, "Enter");
    assert_eq!(
        (app.screen, app.register.at.as_ref()),
        (Screen::Threats, Some(&id))
    );
    press(&mut app, "Backspace");
    assert_eq!(
        (app.screen, app.matrix.row.as_ref()),
        (Screen::Matrix, Some(&id.component))
    );
    app.matrix.column = 6;
    assert!(screen(&app).contains("does not apply"));
    press(&mut app, "Enter");
    assert_eq!(app.screen, Screen::Draw);
}

fn mouse(app: &mut App, kind: MouseEventKind, column: u16, row: u16) {
    let event = MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    };
    update(app, Msg::Input(Event::Mouse(event)));
}

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);

#[test]
fn the_mouse_works_on_tabs_heads_lines_wheel_bars_and_values() {
    let mut app = sample();
    resize(&mut app, 120, 24);
    press(
        &mut app,
        "2 f \"[ ] undecided\" Enter f \"medium\" Enter Esc",
    );
    let title = screen(&app).lines().next().unwrap().to_owned();
    let column = u16::try_from(title.chars().position(|c| c == '3').unwrap()).unwrap();
    mouse(&mut app, DOWN, column, 0);
    assert_eq!(app.screen, Screen::Matrix);
    let list = Areas::of(&app).list.unwrap();
    mouse(&mut app, MouseEventKind::ScrollDown, list.x + 5, list.y + 5);
    press(&mut app, "2");
    let list = Areas::of(&app).list.unwrap();
    // A head sorts, a click selects, a second one opens.
    mouse(&mut app, DOWN, list.x + 14, list.y + 1);
    assert_eq!(app.register.sort, Sort::Threat);
    mouse(&mut app, DOWN, list.x + 14, list.y + 4);
    assert_eq!(app.register.line, 2);
    mouse(
        &mut app,
        MouseEventKind::ScrollDown,
        list.x + 14,
        list.y + 4,
    );
    assert_eq!(app.register.line, 3);
    mouse(&mut app, DOWN, list.x + 14, list.y + 4);
    mouse(&mut app, DOWN, list.x + 14, list.y + 4);
    assert!(app.modal().is_some() || app.focus == Focus::Panel);
    // A field of a form is gone to by a click.
    if let Some(Modal::Decision(form)) = app.modal() {
        let before = form.focus;
        let row = screen(&app)
            .lines()
            .position(|line| line.contains("Because"))
            .unwrap();
        mouse(&mut app, DOWN, 50, u16::try_from(row).unwrap());
        let Some(Modal::Decision(form)) = app.modal() else {
            panic!()
        };
        assert_ne!(form.focus, before);
    }
    press(&mut app, "Esc Esc");
    // The bar of the detail, held and dragged to its end.
    press(&mut app, "2 Home");
    let panel = Areas::of(&app).panel.unwrap();
    mouse(&mut app, DOWN, panel.right() - 1, panel.y + 1);
    mouse(
        &mut app,
        MouseEventKind::Drag(MouseButton::Left),
        panel.right() - 1,
        panel.bottom() + 5,
    );
    assert!(app.register.scroll > 10, "{}", app.register.scroll);
    mouse(&mut app, MouseEventKind::Up(MouseButton::Left), 0, 0);
    assert!(app.bar.is_none());
}

#[test]
fn a_value_is_answered_by_the_mouse() {
    let mut app = sample();
    resize(&mut app, 120, 40);
    press(&mut app, "2 f \"needs\" Enter Tab");
    let shown = screen(&app);
    let row = shown
        .lines()
        .position(|line| line.contains("▸ 1 "))
        .unwrap();
    let panel = Areas::of(&app).panel.unwrap();
    let steps = app.doc.steps().len();
    let row = u16::try_from(row).unwrap();
    mouse(&mut app, DOWN, panel.x + 8, row);
    let card = app.register.card.as_ref();
    if let Some(card) = card {
        assert!(card.many && card.marked.contains(&0));
        press(&mut app, "Enter");
    }
    assert_eq!(app.doc.steps().len(), steps + 1, "{}", said(&app));
}

#[test]
fn the_list_of_200_components_is_dragged_by_its_bar() {
    let mut app = many();
    press(&mut app, "3 Home");
    let list = Areas::of(&app).list.unwrap();
    mouse(&mut app, DOWN, list.right() - 1, list.bottom() - 1);
    assert_eq!(app.matrix.row.as_ref().unwrap().as_str(), "c199");
    mouse(
        &mut app,
        MouseEventKind::Drag(MouseButton::Left),
        list.right() - 1,
        list.y + 2,
    );
    assert_eq!(app.matrix.row.as_ref().unwrap().as_str(), "c0");
}

#[test]
fn the_line_runs_commands_by_name() {
    let mut app = sample();
    press(&mut app, "2 : \"sort\" Enter");
    assert_eq!(app.register.sort, Sort::Threat);
    press(&mut app, ": \"control PVC-V1\"");
    assert!(screen(&app).contains("PVC-V1.1"));
}

#[test]
fn keys_of_a_dialog_are_shown_and_run_from_its_help() {
    let mut app = sample();
    press(&mut app, "2 d F1");
    assert!(screen(&app).contains("Keys: Forms"));
    press(&mut app, "\"next field\" Enter");
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("the form is there again")
    };
    assert_ne!(form.focus, bartizan::tui::modal::FormField::Status);
}

#[test]
fn what_would_make_a_finding_go_away_is_worked_out_when_the_keys_rest() {
    let mut app = sample();
    press(&mut app, "2");
    let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Down);
    update(&mut app, Msg::Input(Event::Key(key)));
    assert!(waits_for_quiet(&app), "no step of the cursor waits for it");
    let before = app.register.ways.clone();
    update(&mut app, Msg::Quiet);
    assert_ne!(app.register.ways, before);
    assert!(!waits_for_quiet(&app), "and then nothing is left to do");
}

#[test]
fn what_is_counted_is_the_same_whether_consequences_are_listed_or_not() {
    let head = |app: &App| screen(app).lines().nth(1).unwrap().to_owned();
    let mut app = app_on(sample_model());
    press(&mut app, "2");
    let before = head(&app);
    press(&mut app, "c");
    let listed = head(&app);
    // What finds room behind them gives way, and so does a word before them.
    let counts = &before[before.find('▲').unwrap()..];
    let counts = counts.split_inclusive("treated").next().unwrap();
    assert!(
        listed.starts_with(" 13") && listed.contains(counts),
        "{listed}\n{before}"
    );
    assert!(listed.contains("consequences"), "{listed}");
}

#[test]
fn a_jump_to_a_consequence_lists_that_one_and_none_once_the_cursor_has_left_it() {
    let mut app = sample();
    let consequence = app
        .derived
        .assessment
        .findings
        .values()
        .find(|finding| finding.role == bartizan::analysis::Role::Affected)
        .map(|finding| finding.id.clone())
        .unwrap();
    press(&mut app, "2");
    let listed = threats::rows(&app).len();
    press(&mut app, "3");
    app.matrix.row = Some(consequence.component.clone());
    app.matrix.column = bartizan::tui::matrix::threats(&app)
        .iter()
        .position(|id| *id == consequence.threat)
        .unwrap();
    press(&mut app, "Enter");
    assert_eq!(app.register.at.as_ref(), Some(&consequence));
    assert_eq!(threats::rows(&app).len(), listed + 1);
    press(&mut app, "Backspace 2");
    assert_eq!(threats::rows(&app).len(), listed);
}

#[test]
fn a_finding_with_an_owner_or_a_note_and_no_decision_is_listed_as_open() {
    let mut model = sample_model();
    let open = |owner: Option<&str>, note: Option<&str>| Decision {
        status: DecisionStatus::Open,
        owner: owner.map(Into::into),
        due: None,
        because: None,
        ticket: None,
        note: note.map(Into::into),
    };
    let mut app = app_on(sample_model());
    press(&mut app, "2");
    let ids: Vec<FindingId> = threats::rows(&app)
        .iter()
        .filter(|row| {
            row.decision().is_none() && row.verdict() == Some(bartizan::analysis::Verdict::Applies)
        })
        .map(|row| row.id().clone())
        .take(2)
        .collect();
    model
        .decisions
        .insert(ids[0].clone(), open(Some("Zoe"), None));
    model
        .decisions
        .insert(ids[1].clone(), open(None, Some("Check.")));
    let mut app = app_on(model);
    press(&mut app, "2");
    let shown = screen(&app);
    assert!(shown.contains("undecided, Zoe"), "{shown}");
    resize(&mut app, 120, 40);
    let shown = screen(&app);
    assert!(shown.contains("undecided, noted"), "{shown}");
}

#[test]
fn in_ascii_every_cell_of_the_matrix_has_its_mark_and_its_number() {
    let mut model = sample_model();
    model.decisions.insert(
        "ML01@scoring".parse().unwrap(),
        Decision {
            status: DecisionStatus::Accept,
            owner: Some("Ann".into()),
            due: None,
            because: Some("Agreed.".into()),
            ticket: None,
            note: None,
        },
    );
    let mut app = app_on(model);
    app.theme.charset = bartizan::layout::Charset::Ascii;
    press(&mut app, "3");
    let shown = screen(&app);
    // The sign of the drawing, and the number whole beside it.
    assert!(shown.contains("ok treated"), "{shown}");
    let treated = |line: &str| line.contains(" ok  5 ") || line.contains(" ok 5 ");
    assert!(shown.lines().any(treated), "{shown}");
    assert!(!shown.contains("ok.."), "{shown}");
}

#[test]
fn in_a_list_with_boxes_space_ticks_several_and_enter_is_done() {
    let mut app = app_on(sample_model());
    press(&mut app, "2");
    let all = ids(&app).len();
    press(&mut app, "f Space Down Space Enter");
    assert!(app.modal().is_none());
    assert_eq!(app.register.only.len(), 2);
    assert!(ids(&app).len() < all);
}

#[test]
fn the_filter_counts_as_undecided_what_the_head_and_the_column_call_so() {
    let mut app = app_on(sample_model());
    press(&mut app, "2");
    let head = screen(&app);
    let (before, _) = head.split_once(" undecided").unwrap();
    let number = before.rsplit(' ').next().unwrap().to_owned();
    press(&mut app, "f \"undecided\" Enter Enter");
    let seen = screen(&app);
    let listed = seen
        .lines()
        .filter(|line| line.contains(" undecided  "))
        .count();
    assert!(seen.contains(&format!("{number} shown")), "{seen}");
    assert!(listed > 0 && !seen.contains("needs an answer  "), "{seen}");
}
