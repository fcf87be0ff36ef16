//! The start page, the tour, the Report screen and the dialogs about files, as they look and as they answer to keys.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_places;
mod tui_support;

use bartizan::model::Key;
use bartizan::store::Disk;
use bartizan::tui::app::{App, Screen};
use bartizan::tui::keymap::Keymap;
use bartizan::tui::message::{After, Effect, Msg, Opening, Saved};
use bartizan::tui::modal::Modal;
use bartizan::tui::modal::confirm::{Stands, TakeIn, Then};
use bartizan::tui::modal::find_out::FindOutField;
use bartizan::tui::palette::Palette;
use bartizan::tui::theme::Depth;
use bartizan::tui::update::{begin_tour, update};
use tui_places::{disk_merge, new_here, sample, start, tour};
use tui_support::{app, press, resize, said, screen};

fn noticed() -> App {
    let mut app = sample();
    tui_places::noticed(&mut app);
    app
}

#[test]
fn enter_on_the_start_page_opens_what_the_cursor_is_on() {
    let mut app = start();
    assert_eq!(press(&mut app, "Enter"), [Effect::Open(Opening::Unnamed)]);
    let effects = press(&mut app, "Down Enter");
    let triage = Opening::File("/home/ann/models/triage.ron".into());
    assert_eq!(effects, [Effect::Open(triage)]);
    let mut app = new_here();
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
    press(&mut app, "g s");
    let save = Effect::Save {
        over: false,
        next: After::Start,
    };
    assert_eq!(press(&mut app, "s"), [save], "saved, then left");
    let saved = Saved {
        path: "fraud.ron".into(),
        next: After::Start,
    };
    let effects = update(&mut app, Msg::Saved(Ok(saved)));
    assert_eq!(effects, [Effect::ShowStart]);
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
    assert_eq!(press(&mut app, "g m"), [Effect::ReadDisk(Then::GoOn)]);
    assert_eq!(press(&mut app, "Ctrl-s"), [Effect::ReadDisk(Then::Save)]);
    update(&mut app, Msg::DiskRead(Box::new(disk_merge(true))));
    // Space on a disagreement lets the other side stand.
    press(&mut app, "Up Space");
    assert!(
        screen(&app).contains("theirs component Scoring API, name: Risk API; mine is Fraud API"),
        "{}",
        screen(&app)
    );
    assert!(screen(&app).contains("m  Join both, theirs where they disagree"));
    press(&mut app, "Left");
    assert!(screen(&app).contains("m  Join both, mine where they disagree"));
    let how = TakeIn {
        stands: Stands::Chosen,
        then: Then::Save,
    };
    let scoring = Key::Component(bartizan::model::ComponentId::new("scoring").unwrap());
    let chosen = [(scoring, Some("name".to_owned()))].into();
    press(&mut app, "Right");
    assert_eq!(press(&mut app, "m"), [Effect::TakeIn(how, chosen)]);
}

#[test]
fn a_file_that_is_gone_is_written_again_although_nothing_was_changed() {
    let mut app = app();
    update(&mut app, Msg::Disk(Disk::Gone));
    let save = |next| Effect::Save { over: false, next };
    assert_eq!(press(&mut app, "Ctrl-s"), [save(After::Nothing)]);
    press(&mut app, "q");
    assert!(screen(&app).contains("is gone from the disk"));
    assert_eq!(press(&mut app, "s"), [save(After::Quit)]);
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
    assert_eq!(app.report.wanted.format, bartizan::report::Format::Markdown);
    update(&mut app, Msg::Exported(Ok(Some("/tmp/fraud.md".into()))));
    assert_eq!(press(&mut app, "y"), [Effect::Copy("/tmp/fraud.md".into())]);
    assert_eq!(
        press(&mut app, "o"),
        [Effect::OpenFolder("/tmp/fraud.md".into())]
    );
}

#[test]
fn that_a_report_was_written_is_said_as_long_as_it_is_the_one_that_is_chosen() {
    let mut app = sample();
    press(&mut app, "6 E");
    // What is chosen while it is being written is not in it.
    press(&mut app, "j l");
    update(&mut app, Msg::Exported(Ok(Some("/tmp/fraud.pdf".into()))));
    assert!(!screen(&app).contains("✓ written:"), "{}", screen(&app));
    press(&mut app, "h");
    assert!(screen(&app).contains("✓ written:"), "{}", screen(&app));
    press(&mut app, "End Space");
    assert!(!screen(&app).contains("✓ written:"), "{}", screen(&app));
    assert_eq!(
        press(&mut app, "y"),
        [Effect::Copy("/tmp/fraud.pdf".into())],
        "the file is still there"
    );
}

#[test]
fn a_chapter_has_one_name_for_every_reader_and_is_named_whole() {
    let mut app = sample();
    press(&mut app, "6");
    let names = |app: &App| {
        let side = |line: &str| line.split('│').next().map(str::trim_end).map(str::to_owned);
        let shown = screen(app);
        let listed = shown
            .lines()
            .filter(|line| line.contains("[x]") || line.contains("[ ]"));
        let named = |line| side(line).map(|text| text.replace("[x]", "[ ]"));
        listed.filter_map(named).collect::<Vec<_>>()
    };
    let everyone = names(&app);
    assert!(
        everyone
            .iter()
            .any(|name| name.contains("Components and threats"))
    );
    assert!(
        everyone.iter().all(|name| !name.contains('…')),
        "{everyone:?}"
    );
    press(&mut app, "j l k");
    assert_eq!(names(&app), everyone);
    // A narrow window cuts behind a word.
    tui_support::resize(&mut app, 60, 16);
    press(&mut app, "End");
    for name in names(&app) {
        assert!(!name.contains("thr…"), "{name}");
    }
}

#[test]
fn a_chapter_that_is_left_out_is_not_printed_and_comes_back() {
    let mut app = sample();
    press(&mut app, "6 End");
    let sections = |app: &App| app.report.report().unwrap().sections.len();
    let all = sections(&app);
    press(&mut app, "Space");
    assert_eq!(sections(&app), all - 1);
    assert!(screen(&app).contains("left out of this report"));
    press(&mut app, "Space");
    assert_eq!(sections(&app), all);
    assert!(
        app.report.wanted.chapters.is_empty(),
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

// ---- keys and paths as the person has set them

/// The same app with other keys for some commands.
fn with_keys(mut app: App, set: &[(&str, &str)]) -> App {
    let wanted = set
        .iter()
        .map(|(id, key)| ((*id).to_owned(), vec![(*key).to_owned()]))
        .collect();
    let (keymap, told) = Keymap::with(&wanted);
    assert_eq!(told, []);
    app.keymap = keymap;
    app
}

#[test]
fn own_keys_stand_in_the_hints_the_help_and_every_message() {
    let set = [
        ("draw.add-after", "F6"),
        ("everywhere.ask-next", "F7"),
        ("everywhere.save", "F2"),
        ("threats.filter", "F9"),
        ("everywhere.step-back", "F4"),
    ];
    let mut app = with_keys(sample(), &set);
    let hints = screen(&app).lines().last().unwrap().to_owned();
    assert!(
        hints.contains("F6 add after") && hints.contains("F7 ask"),
        "{hints}"
    );
    press(&mut app, "? \"add after\"");
    assert!(screen(&app).contains("F6"), "{}", screen(&app));
    press(&mut app, "Esc");
    update(&mut app, Msg::Disk(Disk::Gone));
    assert!(said(&app).contains("F2 writes it again"), "{}", said(&app));
    press(&mut app, "2 F9 \"orphaned\" Enter");
    assert!(
        screen(&app).contains("F9 changes it, F4 clears it"),
        "{}",
        screen(&app)
    );
    press(&mut app, "F4");
    assert!(app.register.only.is_empty());
}

#[test]
fn what_a_form_proposes_is_taken_by_the_first_key_to_the_next_field_whatever_that_is() {
    let date = |app: &App| match app.modal() {
        Some(Modal::FindOut(form)) => form.field(FindOutField::Due).text(),
        _ => panic!("no form"),
    };
    let mut app = with_keys(sample(), &[("forms.next-field", "F3")]);
    press(&mut app, "A w F3");
    assert!(screen(&app).contains("F3 takes"), "{}", screen(&app));
    press(&mut app, "Tab");
    assert_eq!(date(&app), "", "Tab is no key of this form now");
    press(&mut app, "F3");
    assert!(!date(&app).is_empty());
    let mut app = sample();
    press(&mut app, "A w Down Down");
    assert_eq!(date(&app), "", "an arrow only goes on");
}

#[test]
fn a_tilde_in_a_path_is_the_home_folder() {
    let mut app = new_here();
    app.home = Some("/home/ann".into());
    let effects = press(&mut app, "o \"~/models/a\" Enter");
    let file = Opening::File("/home/ann/models/a.ron".into());
    assert!(effects.contains(&Effect::Open(file)), "{effects:?}");
    let mut app = sample();
    app.home = Some("/home/ann".into());
    let effects = press(&mut app, ": \"w ~/b.ron\" Enter");
    let save = Effect::SaveAs {
        path: "/home/ann/b.ron".into(),
        next: After::Nothing,
    };
    assert!(effects.contains(&save), "{effects:?}");
    press(
        &mut app,
        "6 Down Down Down Down Enter Ctrl-u \"~/out/r.pdf\" Enter",
    );
    assert_eq!(app.report.wanted.path, Some("/home/ann/out/r.pdf".into()));
    // A name that only begins so is a name.
    let effects = press(&mut app, ": \"w ~ann.ron\" Enter");
    assert!(
        effects.iter().any(
            |effect| matches!(effect, Effect::SaveAs { path, .. } if path.ends_with("~ann.ron"))
        )
    );
}

#[test]
fn what_was_settled_in_the_review_is_seen_in_the_preview() {
    let mut app = sample();
    press(&mut app, "5 Enter Enter");
    press(&mut app, "Esc 6");
    assert!(screen(&app).contains("Settled in this"), "{}", screen(&app));
    press(&mut app, "Up End Up Up Up");
    assert!(screen(&app).contains("led by ann"), "{}", screen(&app));
    // What is put aside later changes no word of the document, and is seen all the same.
    press(&mut app, "5 Enter p Esc 6");
    assert!(screen(&app).contains("Put aside"), "{}", screen(&app));
}

#[test]
fn what_is_typed_takes_the_place_of_the_file_that_is_only_proposed() {
    let mut app = app();
    app.file.path = None;
    press(&mut app, "Ctrl-s");
    assert!(screen(&app).contains("card-fraud-scoring.ron"));
    let effects = press(&mut app, "\"mine\" Enter");
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::SaveAs { path, .. } => path.to_str(),
        _ => None,
    });
    assert_eq!(saved, Some("mine.ron"), "{effects:?}");
    // An arrow goes on in it.
    press(&mut app, "Ctrl-s Left \"x\"");
    assert!(
        screen(&app).contains("card-fraud-scoring.roxn"),
        "{}",
        screen(&app)
    );
}

#[test]
fn an_untitled_system_is_asked_for_its_title_before_it_is_saved_for_the_first_time() {
    let mut app = tui_support::app_on(bartizan::model::ThreatModel::default());
    app.file.path = None;
    press(&mut app, "Ctrl-s \"Chest X-ray\" Enter");
    assert_eq!(app.model().system.title, "Chest X-ray");
    assert!(screen(&app).contains("chest-x-ray.ron"), "{}", screen(&app));
}

#[test]
fn what_the_cover_says_of_the_system_is_found_and_filled_in() {
    let mut app = app();
    press(&mut app, "Ctrl-p \"owner\"");
    assert!(
        screen(&app).contains("System: title, owner, level"),
        "{}",
        screen(&app)
    );
    press(&mut app, "Esc g i Down Down Enter \"Payments team\" Enter");
    assert_eq!(app.model().system.owner, "Payments team");
    let shown = screen(&app);
    assert!(shown.contains("Owner           Payments team"), "{shown}");
    press(&mut app, "Esc : \"set \"");
    assert!(screen(&app).contains("system"), "{}", screen(&app));
}

#[test]
fn a_line_that_was_left_does_not_get_into_the_next_one_and_up_brings_it_back() {
    let mut app = app();
    press(&mut app, ": \"set\" Esc : \"title\"");
    let line = |app: &bartizan::tui::app::App| match app.modal() {
        Some(bartizan::tui::modal::Modal::CommandLine(line)) => line.field.text(),
        _ => panic!("no line is open"),
    };
    assert_eq!(line(&app), "title");
    press(&mut app, "Esc : Up");
    assert_eq!(line(&app), "title");
}

#[test]
fn what_vi_users_type_is_answered_in_a_line_that_is_whole() {
    let mut app = app();
    press(&mut app, ": \"w!\" Enter");
    let shown = screen(&app);
    assert!(shown.contains("never overwritten"), "{shown}");
    press(&mut app, "Ctrl-u \"foo\" Enter");
    let shown = screen(&app);
    assert!(
        shown.contains("there is no operation `foo`; Tab lists"),
        "{shown}"
    );
}

#[test]
fn after_the_copy_of_a_read_only_document_is_saved_it_can_be_changed() {
    let mut app = app();
    app.file.read_only = Some("ann on desk-4".into());
    press(&mut app, "r");
    assert!(said(&app).starts_with("read-only, `:w NAME` copies it"));
    let saved = bartizan::tui::message::Saved {
        path: "copy.ron".into(),
        next: After::Nothing,
    };
    update(&mut app, Msg::Saved(Ok(saved)));
    assert!(
        said(&app).contains("where you work from now on"),
        "{}",
        said(&app)
    );
    press(&mut app, "r \"Other\" Enter");
    assert!(app.doc.is_dirty());
}

fn paths(app: &mut App, typed: &str, found: &[&str]) {
    let msg = Msg::Paths {
        typed: typed.into(),
        found: found.iter().map(|path| (*path).to_owned()).collect(),
    };
    update(app, msg);
}

#[test]
fn tab_completes_the_path_of_a_file_as_a_shell_does() {
    let mut app = start();
    let effects = press(&mut app, "o \"mo\" Tab");
    assert!(effects.contains(&Effect::Paths("mo".into())));
    paths(&mut app, "mo", &["models/"]);
    let effects = press(&mut app, "Tab");
    assert!(effects.contains(&Effect::Paths("models/".into())));
    paths(
        &mut app,
        "models/",
        &["models/fraud.ron", "models/fraudulent.ron"],
    );
    assert!(screen(&app).contains("fraudulent.ron"), "both are listed");
    press(&mut app, "Tab Tab");
    let effects = press(&mut app, "Enter");
    let fraudulent = Opening::File("models/fraudulent.ron".into());
    assert!(effects.contains(&Effect::Open(fraudulent)), "{effects:?}");
    // Nothing begins like this; and an answer that comes too late changes nothing.
    press(&mut app, "o \"zzz\" Tab");
    paths(&mut app, "zzz", &[]);
    assert!(screen(&app).contains("no folder and no .ron file begins like this"));
    press(&mut app, "\"y\"");
    paths(&mut app, "zzz", &["zzz.ron"]);
    assert!(screen(&app).contains("zzzy"));
}

#[test]
fn the_command_line_completes_paths_after_w_and_e() {
    let mut app = sample();
    let effects = press(&mut app, ": \"w mo\" Tab");
    assert!(effects.contains(&Effect::Paths("mo".into())));
    paths(&mut app, "mo", &["models/"]);
    press(&mut app, "\"a.ron\"");
    let effects = press(&mut app, "Enter");
    let copy = Effect::SaveAs {
        path: "models/a.ron".into(),
        next: After::Nothing,
    };
    assert!(effects.contains(&copy), "{effects:?}");
    let effects = press(&mut app, ": \"e b.ron\" Enter");
    assert!(effects.contains(&Effect::Open(Opening::File("b.ron".into()))));
    press(&mut app, "x");
    let effects = press(&mut app, ": \"e b.ron\" Enter");
    assert!(!effects.iter().any(|one| matches!(one, Effect::Open(_))));
    assert!(screen(&app).contains("save first"));
}

#[test]
fn the_tour_puts_the_cursor_on_an_open_finding_and_notices_any_undo() {
    let mut app = tour();
    press(&mut app, "/ \"Scoring API\" Enter Tab Esc o Enter Enter");
    assert!(screen(&app).contains("Tour 4/8"), "{}", screen(&app));
    // Something else was done meanwhile: taking that back counts as well.
    press(&mut app, "H u");
    assert!(screen(&app).contains("Tour 5/8"), "{}", screen(&app));
    press(&mut app, "A Enter");
    press(&mut app, "Esc 2");
    assert!(screen(&app).contains("Tour 7/8"), "{}", screen(&app));
    let here = app.finding_here().unwrap();
    assert!(!app.model().decisions.contains_key(&here), "{here} is open");
    assert!(
        screen(&app).starts_with(" tour "),
        "no mark of changes: it is a copy"
    );
    press(&mut app, "d Tab \"Ann\" Ctrl-s");
    assert!(screen(&app).contains("Tour 8/8"), "{}", screen(&app));
    press(&mut app, "? Esc");
    assert!(
        screen(&app).contains("g s the start page"),
        "{}",
        screen(&app)
    );
}

#[test]
fn in_a_dialog_the_tour_shows_the_keys_that_work_there() {
    let mut app = tour();
    press(&mut app, "/ \"Scoring API\" Enter Tab Esc o");
    let seen = screen(&app);
    assert!(!seen.contains("o add after"), "{seen}");
    press(&mut app, "Esc Tab");
    let mut app = tour();
    press(&mut app, "Tab");
    assert!(
        screen(&app).contains("to the drawing first"),
        "{}",
        screen(&app)
    );
}

#[test]
fn what_a_step_of_the_tour_says_stands_whole_in_the_smallest_window() {
    for step in 0..=8 {
        let mut app = tour();
        resize(&mut app, 60, 16);
        app.tour.as_mut().unwrap().step = step;
        let says = app.tour.as_ref().unwrap().says(&app);
        let seen: Vec<String> = screen(&app)
            .split_whitespace()
            .map(ToString::to_string)
            .collect();
        assert!(seen.join(" ").contains(&says), "{says}\n{}", screen(&app));
    }
}

#[test]
fn the_tour_shows_what_threatens_a_box_on_one_that_something_threatens() {
    let mut app = tour();
    let all = app.model().components.keys();
    let quiet = all
        .filter(|id| app.derived.badge(id).applies + app.derived.badge(id).unanswered == 0)
        .min()
        .cloned();
    app.canvas.select(quiet.unwrap());
    app.tour.as_mut().unwrap().step = 1;
    press(&mut app, "Tab");
    assert!(screen(&app).contains("Tour 2/8"), "{}", screen(&app));
    assert!(screen(&app).contains("such as"), "{}", screen(&app));
    press(&mut app, "Esc / \"Scoring API\" Enter");
    assert!(
        screen(&app).contains("The panel lists ML01"),
        "{}",
        screen(&app)
    );
    press(&mut app, "Tab");
    assert!(screen(&app).contains("Tour 3/8"), "{}", screen(&app));
}

#[test]
fn doing_again_what_was_undone_is_no_step_of_the_tour() {
    let mut app = tour();
    press(&mut app, "A Enter Esc Esc");
    press(&mut app, "u");
    begin_tour(&mut app);
    app.tour.as_mut().unwrap().step = 4;
    press(&mut app, "Ctrl-r");
    assert!(screen(&app).contains("Tour 5/8"), "{}", screen(&app));
    press(&mut app, "A Enter");
    assert!(screen(&app).contains("Tour 6/8"), "{}", screen(&app));
}

#[test]
fn who_leaves_the_tour_with_changes_is_told_that_they_are_not_saved() {
    let mut app = tour();
    press(&mut app, "o Enter Enter Esc");
    if app.tour.is_some() {
        press(&mut app, "Esc");
    }
    assert!(
        said(&app).contains("is not saved: Ctrl-s saves it"),
        "{}",
        said(&app)
    );
}

#[test]
fn below_the_least_size_nothing_is_typed_into_a_field_that_is_not_seen() {
    let mut app = sample();
    press(&mut app, "r");
    let typed = |app: &App| match app.modal() {
        Some(Modal::Prompt(prompt)) => prompt.field.text(),
        _ => panic!("the prompt is gone"),
    };
    let before = typed(&app);
    resize(&mut app, 40, 10);
    assert!(screen(&app).contains("q leaves"), "{}", screen(&app));
    press(&mut app, "\"abc\" Enter Esc");
    let effects = press(&mut app, "q");
    assert_eq!(effects, [Effect::Quit], "what is said to leave leaves");
    resize(&mut app, 80, 24);
    assert_eq!(typed(&app), before);
}

#[test]
fn a_document_opens_at_the_box_with_the_worst_open_finding() {
    let mut app = sample();
    app.begin_at_worst();
    assert_eq!(
        app.canvas
            .selected_box()
            .map(bartizan::model::ComponentId::as_str),
        Some("scoring")
    );
    assert!(screen(&app).contains("Scoring API ╟"), "{}", screen(&app));
}
