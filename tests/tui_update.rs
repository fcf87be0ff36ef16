//! Keys in, state and effects out: the terminal without a terminal.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::model::{ComponentId, DecisionStatus, FindingId};
use bartizan::tui::app::{Focus, Screen};
use bartizan::tui::drafts::Drafts;
use bartizan::tui::message::{After, DiskMerge, Effect, Msg, SaveFailure, Saved};
use bartizan::tui::modal::Modal;
use bartizan::tui::modal::confirm::Then;
use bartizan::tui::panel::Section;
use bartizan::tui::update::update;
use tui_support::{app, app_on, document, press, resize, said, screen};

fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

fn selected(app: &bartizan::tui::app::App) -> &str {
    app.canvas.selected_box().map_or("", ComponentId::as_str)
}

/// Jumps to a box by its name.
fn go(app: &mut bartizan::tui::app::App, name: &str) {
    press(app, &format!("/ \"{name}\" Enter"));
}

#[test]
fn adding_after_a_box_connects_places_and_selects_the_new_one_as_one_step() {
    let mut app = app();
    go(&mut app, "Scoring API");
    let before = app.model().clone();
    let effects = press(&mut app, "o Enter \"Approve\" Enter");
    assert_eq!(selected(&app), "approve");
    let flow = app
        .model()
        .flows
        .values()
        .find(|flow| flow.to == id("approve"))
        .unwrap();
    assert_eq!(flow.from, id("scoring"));
    assert!(!flow.carries.is_empty(), "the usual flow is drawn");
    assert!(
        app.model().placed.contains_key(&id("approve")),
        "what is drawn has a place"
    );
    assert_eq!(
        effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Journal(_)))
            .count(),
        1
    );
    press(&mut app, "u");
    assert_eq!(*app.model(), before);
    assert!(!app.doc.is_dirty());
    press(&mut app, "Ctrl-r");
    assert!(app.model().components.contains_key(&id("approve")));
}

#[test]
fn adding_moves_no_box_that_was_there() {
    let mut app = app();
    go(&mut app, "Scoring API");
    let before = app.derived.layout.boxes.clone();
    press(&mut app, "o Enter \"Approve\" Enter");
    for (id, rect) in before {
        assert_eq!(
            app.derived.layout.boxes[&id].corner(),
            rect.corner(),
            "{id}"
        );
    }
}

#[test]
fn on_an_empty_drawing_every_key_that_wants_a_box_says_how_to_begin() {
    let mut app = app_on(document(&[]));
    for key in ["o", "c", "r", "x", "e", "Enter"] {
        press(&mut app, key);
        let said = said(&app);
        assert!(said.contains("a adds the first component"), "{key}: {said}");
    }
}

#[test]
fn the_first_component_is_added_to_an_empty_drawing() {
    let mut app = app_on(document(&[]));
    assert!(screen(&app).contains("Draw the pipeline"));
    press(&mut app, "a \"Inference API\" Enter Enter");
    assert_eq!(app.model().components.len(), 1);
    assert_eq!(
        app.model().components.values().next().unwrap().kind,
        "serve.api"
    );
    assert_eq!(
        selected(&app),
        app.model().components.keys().next().unwrap().as_str()
    );
}

#[test]
fn any_kind_is_found_by_typing_and_the_usual_ones_come_first() {
    let mut app = app();
    go(&mut app, "Nightly training");
    press(&mut app, "o");
    let Some(Modal::Picker(picker)) = app.modal() else {
        panic!("no list of kinds")
    };
    assert_eq!(
        picker
            .items
            .iter()
            .filter(|item| item.text.starts_with("Usual"))
            .count(),
        1
    );
    assert_eq!(picker.shown.len(), picker.items.len());
    let kinds = picker.items.len();
    assert!(kinds > 63, "{kinds}");
    press(&mut app, "\"feature st\" Enter \"telem\" Enter Enter");
    assert_eq!(
        app.model().components[&id(selected(&app))].kind,
        "prep.feature_store"
    );
}

#[test]
fn a_box_is_connected_with_the_letter_on_another_box() {
    let mut app = app();
    resize(&mut app, 200, 60);
    go(&mut app, "Chargeback feed");
    press(&mut app, "c");
    let Some(Modal::Letters(letters)) = app.modal() else {
        panic!("no letters")
    };
    assert_eq!(
        letters.of("feed"),
        None,
        "a box is not connected with itself"
    );
    let letter = letters.of("scoring").unwrap();
    press(&mut app, &letter.to_string());
    let made = app
        .model()
        .flows
        .values()
        .any(|flow| flow.from == id("feed") && flow.to == id("scoring"));
    assert!(made);
    assert!(
        app.canvas.selected_flow().is_some(),
        "the new flow is selected, to be looked at"
    );
    press(&mut app, "Esc");
    assert_eq!(selected(&app), "feed");
}

#[test]
fn a_box_is_connected_by_typing_a_name() {
    let mut app = app();
    go(&mut app, "Chargeback feed");
    press(&mut app, "c / \"merch\" Enter");
    assert!(
        screen(&app).contains("What flows"),
        "nothing is usual here, so it is asked"
    );
    press(&mut app, "\"telem\" Enter");
    assert!(
        app.model()
            .flows
            .values()
            .any(|flow| flow.from == id("feed") && flow.to == id("merchant"))
    );
}

#[test]
fn deleting_asks_nothing_and_undo_brings_everything_back() {
    let mut app = app();
    go(&mut app, "Scoring API");
    let before = app.model().clone();
    press(&mut app, "x");
    assert!(!app.model().components.contains_key(&id("scoring")));
    assert!(
        app.canvas.selected_box().is_some(),
        "a neighbour is selected"
    );
    press(&mut app, "u");
    assert_eq!(*app.model(), before);
    assert_eq!(selected(&app), "scoring", "undo shows what it brought back");
}

#[test]
fn healing_joins_what_flowed_through() {
    let mut app = app();
    go(&mut app, "Nightly training");
    press(&mut app, "X");
    assert!(
        app.model()
            .flows
            .values()
            .any(|flow| flow.from == id("feed") && flow.to == id("scoring"))
    );
}

#[test]
fn a_component_is_inserted_on_the_selected_flow() {
    let mut app = app();
    go(&mut app, "Chargeback feed");
    press(&mut app, "e i \"validat\" Enter \"Screening\" Enter");
    assert_eq!(selected(&app), "screening");
    assert!(
        app.model()
            .flows
            .values()
            .any(|flow| flow.from == id("feed") && flow.to == id("screening"))
    );
    assert!(
        app.model()
            .flows
            .values()
            .any(|flow| flow.from == id("screening") && flow.to == id("train"))
    );
}

#[test]
fn moving_a_box_pins_it_and_is_one_step_for_undo() {
    let mut app = app();
    press(&mut app, "p p"); // Everything has a place now.
    go(&mut app, "Merchant");
    let steps = app.doc.steps().len();
    press(&mut app, "H H K");
    assert!(app.model().placed[&id("merchant")].pinned);
    assert_eq!(app.doc.steps().len(), steps + 1);
}

#[test]
fn a_zone_is_drawn_round_a_box_and_its_trust_asked() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "z n \"Inner\" Enter");
    let zone = app.model().components[&id("scoring")].zone.clone().unwrap();
    assert_eq!(app.model().zones[&zone].name, "Inner");
    assert!(matches!(app.modal(), Some(Modal::Picker(_))));
    press(&mut app, "Home Up Up Enter");
    assert!(app.modal().is_none());
}

#[test]
fn a_prefix_shows_what_may_follow() {
    let mut app = app();
    press(&mut app, "z");
    assert!(screen(&app).contains("set trust"));
    press(&mut app, "Esc");
    assert!(app.pending.is_empty());
}

#[test]
fn a_key_that_does_nothing_says_so() {
    let mut app = app();
    press(&mut app, "Q");
    assert!(said(&app).contains("does nothing here"), "{}", said(&app));
    press(&mut app, "u");
    assert_eq!(said(&app), "nothing to undo");
    press(&mut app, "i");
    assert!(said(&app).contains("select a flow first"));
}

#[test]
fn esc_keeps_a_typed_name_and_brings_it_back() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "o Enter \"Half a na\" Esc");
    assert!(app.modal().is_none());
    press(&mut app, "o Enter");
    let Some(Modal::Prompt(prompt)) = app.modal() else {
        panic!("no prompt")
    };
    assert_eq!(prompt.field.text(), "Half a na");
    press(&mut app, "\"me\" Enter");
    assert_eq!(
        app.model().components[&id("half-a-name")].name,
        "Half a name"
    );
    assert!(app.line_drafts.is_empty());
}

#[test]
fn a_decision_is_recorded_with_owner_date_and_reason() {
    let mut app = app();
    go(&mut app, "Scoring API");
    let finding = app.finding_here().unwrap();
    press(
        &mut app,
        "d Right Tab \"Payments lead\" Tab \"2027-01-31\" Tab \"Rate limits land\" Ctrl-s",
    );
    let decision = &app.model().decisions[&finding];
    assert_eq!(decision.status, DecisionStatus::Mitigate);
    assert_eq!(decision.owner.as_deref(), Some("Payments lead"));
    assert_eq!(decision.due.unwrap().to_string(), "2027-01-31");
    assert_eq!(decision.because.as_deref(), Some("Rate limits land"));
}

#[test]
fn a_wrong_date_is_told_in_the_form_and_nothing_is_recorded() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "d Right Tab Tab \"soon\" Ctrl-s");
    assert!(app.model().decisions.is_empty());
    assert!(screen(&app).contains("`soon` is not a date"));
    let Some(Modal::Decision(form)) = app.modal() else {
        panic!("the form is gone")
    };
    assert_eq!(form.draft().due, "soon");
}

#[test]
fn a_form_left_by_esc_comes_back_as_it_was_and_is_told_to_the_journal() {
    let mut app = app();
    go(&mut app, "Scoring API");
    let finding = app.finding_here().unwrap();
    let effects = press(&mut app, "d Tab \"Ann\"");
    let drafts: Vec<&String> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepDrafts(text) => Some(text),
            _ => None,
        })
        .collect();
    let last = Drafts::from_text(drafts.last().unwrap());
    assert_eq!(last.decisions[0].finding, finding);
    assert_eq!(last.decisions[0].owner, "Ann");
    press(&mut app, "Esc");
    assert_eq!(app.decision_drafts.len(), 1);
    press(&mut app, "d");
    assert!(screen(&app).contains("typed before and not kept"));
    let effects = press(&mut app, "Ctrl-s");
    assert_eq!(
        effects.last(),
        Some(&Effect::KeepDrafts(String::new())),
        "nothing is left to offer back"
    );
    assert_eq!(
        app.model().decisions[&finding].owner.as_deref(),
        Some("Ann")
    );
}

#[test]
fn the_next_question_is_asked_from_anywhere_and_answering_asks_on() {
    let mut app = app();
    press(&mut app, "2 A");
    while matches!(app.modal(), Some(Modal::Card(card)) if card.choices.is_empty()) {
        press(&mut app, "n"); // Drawing answers it.
    }
    let Some(Modal::Card(card)) = app.modal() else {
        panic!("no card")
    };
    let (component, asks) = (card.component.clone(), card.asks.clone());
    assert!(!card.choices.is_empty());
    let before = app.model().clone();
    press(&mut app, "1 Enter");
    assert_ne!(*app.model(), before, "the answer is a change");
    if let Some(Modal::Card(next)) = app.modal() {
        assert!(next.component != component || next.asks != asks);
    }
    press(&mut app, "Esc");
    assert!(app.modal().is_none());
}

#[test]
fn skipping_goes_through_all_questions_and_changes_nothing() {
    let mut app = app();
    let open = app.derived.assessment.questions.len();
    press(&mut app, "A");
    for _ in 0..open {
        press(&mut app, "n");
    }
    assert!(app.modal().is_none());
    assert!(!app.doc.is_dirty());
    assert!(said(&app).contains("all the open questions"));
}

#[test]
fn quitting_asks_only_when_something_would_be_lost() {
    let mut app = app();
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
    press(&mut app, "x");
    assert!(!press(&mut app, "q").contains(&Effect::Quit));
    assert!(matches!(app.modal(), Some(Modal::Confirm(_))));
    press(&mut app, "Esc");
    assert!(app.modal().is_none());
    press(&mut app, "u");
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn saving_marks_the_document_clean_and_save_and_leave_leaves() {
    let mut app = app();
    press(&mut app, "x");
    let effects = press(&mut app, "Ctrl-s");
    assert_eq!(
        effects,
        [Effect::Save {
            over: false,
            next: After::Nothing
        }]
    );
    update(
        &mut app,
        Msg::Saved(Ok(Saved {
            path: "fraud.ron".into(),
            next: After::Nothing,
        })),
    );
    assert!(!app.doc.is_dirty());
    press(&mut app, "u");
    let effects = press(&mut app, "q s");
    assert_eq!(
        effects,
        [Effect::Save {
            over: false,
            next: After::Quit
        }]
    );
    let effects = update(
        &mut app,
        Msg::Saved(Ok(Saved {
            path: "fraud.ron".into(),
            next: After::Quit,
        })),
    );
    assert_eq!(effects, [Effect::Quit]);
}

#[test]
fn a_file_that_was_changed_underneath_is_not_overwritten_without_a_word() {
    let mut app = app();
    press(&mut app, "x Ctrl-s");
    let effects = update(
        &mut app,
        Msg::Saved(Err(SaveFailure::ChangedUnderneath {
            next: After::Nothing,
        })),
    );
    assert_eq!(effects, [Effect::ReadDisk(Then::Save)]);
    let met = DiskMerge {
        theirs: vec!["new: component Answer log".into()],
        ours: vec!["gone: component Merchant".into()],
        then: Then::Save,
        ..DiskMerge::default()
    };
    update(&mut app, Msg::DiskRead(Box::new(met)));
    let shown = screen(&app);
    assert!(shown.contains("changed by another program"), "{shown}");
    assert!(shown.contains("new: component Answer log"), "{shown}");
    assert!(
        press(&mut app, "Enter").is_empty(),
        "the safe answer is marked"
    );
    assert!(app.doc.is_dirty());
}

#[test]
fn a_read_only_session_changes_nothing_and_says_who_works_on_the_file() {
    let mut app = app();
    app.file.read_only = Some("ben on desk".into());
    let before = app.model().clone();
    press(&mut app, "x");
    assert!(said(&app).contains("ben on desk"));
    press(&mut app, "Tab Enter");
    press(&mut app, "Esc Esc : \"remove scoring\" Enter Esc");
    assert_eq!(*app.model(), before);
    assert!(screen(&app).contains("read-only"));
}

#[test]
fn the_command_line_does_steps_and_tells_what_is_wrong() {
    let mut app = app();
    press(&mut app, ": \"add \\'x\" Esc");
    press(&mut app, ": Ctrl-u");
    let mut app = tui_support::app();
    press(&mut app, ": \"rename scoring Fraud\" Enter");
    assert_eq!(app.model().components[&id("scoring")].name, "Fraud");
    press(&mut app, ": \"remove scorin\" Enter");
    assert!(
        screen(&app).contains("scoring"),
        "the nearest name is offered"
    );
    assert!(
        matches!(app.modal(), Some(Modal::CommandLine(_))),
        "the line stays to be mended"
    );
}

#[test]
fn the_command_line_completes_ids() {
    let mut app = app();
    press(&mut app, ": \"ren\" Tab \"sco\" Tab");
    let Some(Modal::CommandLine(line)) = app.modal() else {
        panic!("no line")
    };
    assert_eq!(line.field.text(), "rename scoring ");
}

#[test]
fn the_command_line_proposes_only_what_the_step_takes() {
    let mut app = app();
    let mut proposed = |keys: &str| -> Vec<String> {
        press(&mut app, keys);
        let Some(Modal::CommandLine(line)) = app.modal() else {
            panic!("no line")
        };
        let words = line
            .proposals
            .iter()
            .map(|(word, _)| word.clone())
            .collect();
        press(&mut app, "Esc");
        words
    };
    let words = proposed(": \"decide ML01@scoring mitigate \"");
    assert_eq!(words, ["owner", "due", "because", "ticket", "note"]);
    let words = proposed(": \"control PVC-V1.1 planned owner x \"");
    assert_eq!(words, ["evidence", "assessor", "date", "because", "note"]);
    let words = proposed(": \"assume x text covers ML01@a \"");
    assert_eq!(words, ["status", "owner", "expires", "note"]);
    let words = proposed(": \"decide ML01@scoring mitigate owner \"");
    assert_eq!(words, [""; 0], "the team's own words");
    let words = proposed(": \"set scoring \"");
    assert_eq!(words, ["owner", "note"]);
}

#[test]
fn search_finds_a_finding_and_n_goes_on() {
    let mut app = app();
    press(&mut app, "/ \"scoring\" Enter");
    assert!(app.found.is_some());
    let before = (app.canvas.selected.clone(), app.panel.cursor);
    press(&mut app, "n");
    assert!(said(&app).starts_with("match 2 of"));
    press(&mut app, "N");
    assert_eq!((app.canvas.selected.clone(), app.panel.cursor), before);
}

#[test]
fn the_way_back_returns_to_where_the_jump_began() {
    let mut app = app();
    press(&mut app, "2 j v");
    assert_eq!(app.screen, Screen::Draw);
    press(&mut app, "Backspace");
    assert_eq!(app.screen, Screen::Threats);
}

#[test]
fn the_panel_lists_all_ten_threats_of_a_component() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "Enter");
    assert_eq!(app.focus, Focus::Panel);
    let shown = screen(&app);
    for threat in 1..=10 {
        assert!(shown.contains(&format!("ML{threat:02}")), "ML{threat:02}");
    }
    press(&mut app, "l");
    assert_eq!(app.panel.section, Section::Facts);
    press(&mut app, "Esc");
    assert_eq!(app.focus, Focus::Canvas);
}

#[test]
fn facts_are_answered_from_the_panel() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "Enter l Enter");
    let Some(Modal::Card(card)) = app.modal() else {
        panic!("no card")
    };
    let value = card.choices[1].value.clone();
    press(&mut app, "Down Enter");
    let held = app.model().components[&id("scoring")]
        .facts
        .values()
        .any(|held| held.to_string() == value);
    assert!(held, "{value}");
}

#[test]
fn what_a_flow_carries_is_changed_in_the_panel() {
    let mut app = app();
    go(&mut app, "Merchant");
    press(&mut app, "e Enter j Enter \"feedb\" Enter Esc");
    let flow = app
        .model()
        .flows
        .values()
        .find(|flow| flow.from == id("merchant"))
        .unwrap();
    assert!(flow.carries.contains("feedback"), "{:?}", flow.carries);
    assert!(flow.carries.contains("infer_in"));
}

#[test]
fn an_export_reports_and_can_be_stopped() {
    let mut app = app();
    assert_eq!(press(&mut app, "E"), [Effect::Export]);
    update(
        &mut app,
        Msg::ExportStep {
            done: 1,
            all: 4,
            what: "summary".into(),
        },
    );
    assert!(screen(&app).contains("writing the report"));
    assert_eq!(press(&mut app, "Esc"), [Effect::StopExport]);
    update(&mut app, Msg::Exported(Ok(None)));
    assert!(said(&app).contains("nothing was written"));
    press(&mut app, "E");
    update(&mut app, Msg::Exported(Ok(Some("fraud.pdf".into()))));
    assert!(said(&app).contains("fraud.pdf"));
}

#[test]
fn leaving_during_an_export_asks() {
    let mut app = app();
    press(&mut app, "E");
    assert!(press(&mut app, "q").is_empty());
    assert_eq!(press(&mut app, "l"), [Effect::StopExport, Effect::Quit]);
}

#[test]
fn paste_into_a_name_stays_on_one_line() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "r");
    update(
        &mut app,
        Msg::Input(crossterm::event::Event::Paste(" of\npayments".into())),
    );
    press(&mut app, "Enter");
    assert_eq!(
        app.model().components[&id("scoring")].name,
        "Scoring API of payments"
    );
}

#[test]
fn a_window_too_small_says_what_it_needs_and_can_still_be_left() {
    let mut app = app();
    resize(&mut app, 30, 8);
    assert!(screen(&app).contains("60x16"));
    press(&mut app, "x");
    assert!(!app.doc.is_dirty(), "nothing is done that cannot be seen");
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn a_finding_that_needs_an_answer_opens_its_question() {
    let mut app = app();
    let open = app
        .derived
        .assessment
        .findings
        .values()
        .find(|finding| finding.question.is_some())
        .map(|finding| finding.id.clone());
    let finding: FindingId = open.unwrap();
    press(&mut app, "2");
    app.register.affected = true;
    app.register.at = Some(finding);
    press(&mut app, "Enter");
    assert!(matches!(app.modal(), Some(Modal::Card(_))));
}

#[test]
fn a_click_selects_and_a_drag_moves_the_box() {
    use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
    let mut app = app();
    let layout = &app.derived.layout;
    let area = bartizan::tui::areas::Areas::of(&app).canvas.unwrap();
    let view = app.canvas.view(layout, (area.width, area.height));
    let rect = layout.boxes["merchant"];
    let column = u16::try_from(rect.x + 2 - view.x).unwrap() + area.x;
    let row = u16::try_from(rect.y + 1 - view.y).unwrap() + area.y;
    let mouse = |kind, column, row| {
        Msg::Input(Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }))
    };
    update(
        &mut app,
        mouse(MouseEventKind::Down(MouseButton::Left), column, row),
    );
    assert_eq!(selected(&app), "merchant");
    update(
        &mut app,
        mouse(MouseEventKind::Drag(MouseButton::Left), column + 4, row),
    );
    assert!(
        !app.doc.is_dirty(),
        "nothing moves before the button is let go"
    );
    let effects = update(
        &mut app,
        mouse(MouseEventKind::Up(MouseButton::Left), column + 4, row),
    );
    assert!(matches!(effects[..], [Effect::Journal(_)]));
    assert_eq!(app.model().placed[&id("merchant")].x, rect.x + 4);
}

#[test]
fn undoing_back_to_the_file_clears_the_dirty_mark() {
    let mut app = app();
    press(&mut app, "x");
    assert!(screen(&app).contains('●'));
    press(&mut app, "u");
    assert!(!screen(&app).lines().next().unwrap().contains('●'));
}

#[test]
fn key_releases_are_not_keys() {
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
    let mut app = app();
    let mut release = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    update(&mut app, Msg::Input(Event::Key(release)));
    assert!(!app.doc.is_dirty());
}

#[test]
fn every_key_of_a_prefix_is_seen_and_no_other() {
    for (w, h) in [(60, 16), (80, 24), (120, 40)] {
        let mut app = app();
        resize(&mut app, w, h);
        press(&mut app, "z");
        let seen = screen(&app);
        for word in [
            "m set zone",
            "n new zone",
            "t set trust",
            "r rename zone",
            "x delete zone",
            "z select zone",
            "c fold zone",
            "a fold all zones",
            "= tidy zone",
        ] {
            assert!(seen.contains(word), "{w}x{h}, {word}: {seen}");
        }
        assert!(!seen.contains("add after"), "{seen}");
    }
}

#[test]
fn a_digit_answers_the_card_and_its_help_says_so() {
    let mut app = app();
    press(&mut app, "A n");
    let Some(Modal::Card(card)) = app.modal() else {
        panic!("{}", screen(&app));
    };
    let (many, count) = (card.many, card.choices.len());
    assert!(
        screen(&app).contains(&format!("1 to {count}")),
        "{}",
        screen(&app)
    );
    press(&mut app, "9");
    assert!(said(&app).contains("the values are 1 to"), "{}", said(&app));
    assert!(!app.doc.is_dirty());
    press(&mut app, "1");
    assert_eq!(app.doc.is_dirty(), !many);
    press(&mut app, "? \"number\"");
    assert!(
        screen(&app).contains("Answer by number"),
        "{}",
        screen(&app)
    );
}

#[test]
fn the_tabs_stand_where_they_stand_whichever_screen_is_shown() {
    for width in [60, 80, 100, 120, 200] {
        let mut app = app();
        resize(&mut app, width, 24);
        let places = |app: &bartizan::tui::app::App| {
            let title = screen(app).lines().next().unwrap_or_default().to_owned();
            let digits: Vec<usize> = title
                .char_indices()
                .filter(|(at, c)| c.is_ascii_digit() && *at < title.len() / 5 * 4)
                .map(|(at, _)| at)
                .take(6)
                .collect();
            digits
        };
        let first = places(&app);
        for key in ["2", "3", "4", "5", "6"] {
            press(&mut app, key);
            assert_eq!(places(&app), first, "{width}: {}", screen(&app));
        }
    }
}

#[test]
fn the_register_begins_with_the_worst_and_t_leads_to_the_finding_of_the_box() {
    let mut app = app();
    go(&mut app, "Nightly training");
    press(&mut app, "2");
    let worst = app.finding_here().unwrap();
    let best = app.derived.assessment.findings.values();
    let highest = best
        .filter(|finding| finding.role == bartizan::analysis::Role::Primary)
        .filter(|finding| finding.question.is_none())
        .map(bartizan::analysis::Finding::residual)
        .max();
    assert_eq!(
        Some(app.derived.assessment.findings[&worst].residual()),
        highest
    );
    press(&mut app, "1 t");
    assert_eq!(app.screen, Screen::Threats);
    let finding = app.finding_here().unwrap();
    assert_eq!(finding.component, id("train"));
}

#[test]
fn a_panel_without_any_threat_that_applies_says_so_in_a_line() {
    let mut app = app_on(document(&[
        "add lonely \"Lonely\" actor.annotator",
        "add model \"Model\" serve.api",
    ]));
    go(&mut app, "Lonely");
    let seen = screen(&app);
    assert!(
        seen.contains("None of the") || seen.contains("Which zone does it stand in?"),
        "{seen}"
    );
}
