//! Drawing with keys and mouse: folding, marking, repeating, typing, layouts on offer.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::layout::Zoom;
use bartizan::model::{ComponentId, Op, ThreatModel};
use bartizan::tui::app::App;
use bartizan::tui::areas::Areas;
use bartizan::tui::layout_jobs;
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::modal::Modal;
use bartizan::tui::update::update;
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_support::{app, app_on, document, press, resize, said, screen};

fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

fn selected(app: &App) -> &str {
    app.canvas.selected_box().map_or("", ComponentId::as_str)
}

fn go(app: &mut App, name: &str) {
    press(app, &format!("/ \"{name}\" Enter"));
}

/// A mouse event at a cell of the drawing.
fn at_cell(app: &mut App, kind: MouseEventKind, x: i32, y: i32) -> Vec<Effect> {
    let area = Areas::of(app).canvas.unwrap();
    let view = app.canvas.view(&app.seen, (area.width, area.height));
    let event = MouseEvent {
        kind,
        column: u16::try_from(x - view.x).unwrap() + area.x,
        row: u16::try_from(y - view.y).unwrap() + area.y,
        modifiers: KeyModifiers::NONE,
    };
    update(app, Msg::Input(Event::Mouse(event)))
}

const LEFT: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

#[test]
fn a_zone_folds_into_one_box_with_its_counts_and_opens_again() {
    let mut app = app();
    resize(&mut app, 120, 40);
    let before = app.model().clone();
    go(&mut app, "Scoring API");
    press(&mut app, "z c");
    let seen = screen(&app);
    assert!(seen.contains("Production (2 boxes)"), "{seen}");
    assert!(!app.seen.boxes.contains_key("scoring"));
    assert!(
        seen.contains("trust 3"),
        "the panel speaks of the zone: {seen}"
    );
    press(&mut app, "Enter");
    assert!(app.seen.boxes.contains_key("scoring"));
    assert_eq!(*app.model(), before, "folding changes only what is seen");
}

#[test]
fn what_is_searched_for_comes_out_of_its_folded_zone() {
    let mut app = app();
    go(&mut app, "Scoring API");
    press(&mut app, "z a");
    assert_eq!(app.seen.boxes.len(), 2);
    go(&mut app, "Nightly training");
    assert_eq!(selected(&app), "train");
    assert!(app.seen.boxes.contains_key("train"));
}

#[test]
fn a_large_drawing_opens_folded_and_is_routed_by_a_worker() {
    let mut model = ThreatModel::default();
    let catalog = bartizan::catalog::Catalog::built_in().unwrap();
    let mut draw = |line: String| {
        let op = Op::parse(&line).unwrap();
        let plan = op.plan(&model, &catalog).unwrap();
        model.apply(&plan.into_change("test", 0)).unwrap();
    };
    for zone in 0..8 {
        draw(format!("zone z{zone} \"Zone {zone}\" trust 2"));
        for part in 0..20 {
            draw(format!(
                "add c{zone}-{part} \"Part {zone} {part}\" prep.ingest in z{zone}"
            ));
        }
        for part in 1..20 {
            draw(format!("connect c{zone}-{} c{zone}-{part} raw", part - 1));
        }
    }
    let mut app = app_on(model);
    assert_eq!(app.seen.boxes.len(), 8, "every zone is one box");
    assert!(screen(&app).contains("20 boxes"));
    let job = app.unfinished().unwrap();
    // An edit while the worker is at it: its answer is dropped, and asked for again.
    let old = layout_jobs::routed(&job);
    press(&mut app, "a \"human review\" Enter Enter");
    update(&mut app, old);
    assert!(!app.derived.whole);
    let job = app.unfinished().unwrap();
    update(&mut app, layout_jobs::routed(&job));
    assert!(app.derived.whole);
    assert_eq!(app.derived.layout.flows.len(), 8 * 19);
    press(&mut app, "z a");
    assert_eq!(app.seen.boxes.len(), 161);
}

#[test]
fn an_overview_of_many_flows_is_there_at_once_and_its_flows_come_from_a_worker() {
    let catalog = bartizan::catalog::Catalog::built_in().unwrap();
    let mut model = ThreatModel::default();
    let mut draw = |line: String| {
        let plan = Op::parse(&line).unwrap().plan(&model, &catalog).unwrap();
        model.apply(&plan.into_change("test", 0)).unwrap();
    };
    for part in 0..150 {
        if part % 10 == 0 {
            draw(format!(
                "zone z{} \"Zone {}\" trust 2",
                part / 10,
                part / 10
            ));
        }
        draw(format!(
            "add c{part} \"Part {part}\" prep.ingest in z{}",
            part / 10
        ));
    }
    for part in 0..140 {
        draw(format!("connect c{part} c{} raw", (part * 37 + 10) % 150));
    }
    let mut app = app_on(model);
    let places = app.seen.boxes.clone();
    assert_eq!((places.len(), app.seen.flows.len()), (15, 0));
    let job = app.unfinished().unwrap();
    update(&mut app, layout_jobs::routed(&job));
    assert!(app.seen.flows.len() > 60, "{}", app.seen.flows.len());
    assert_eq!(app.seen.boxes, places, "no box moves when its flows come");
    let job = app.unfinished().unwrap();
    assert_eq!(job.sketch.boxes.len(), 150, "then the open drawing's turn");
}

#[test]
fn a_letter_or_two_are_enough_for_a_kind_that_is_usual_there() {
    let mut app = app();
    resize(&mut app, 120, 40);
    go(&mut app, "Scoring API");
    for (keys, kind) in [("c", "Client application"), ("cli", "Client application")] {
        press(&mut app, &format!("O \"{keys}\""));
        let Some(Modal::Picker(picker)) = app.modal() else {
            panic!("no list of kinds");
        };
        assert_eq!(picker.current().unwrap().text, kind, "{keys}");
        press(&mut app, "Esc Esc");
    }
}

#[test]
fn the_arrows_aim_at_the_box_to_connect_with() {
    let mut app = app();
    resize(&mut app, 120, 40);
    go(&mut app, "Scoring API");
    let flows = app.model().flows.len();
    press(&mut app, "c Enter");
    assert!(said(&app).contains("aim with the arrows"), "{}", said(&app));
    press(&mut app, "Up");
    assert_eq!(selected(&app), "scoring", "the flow starts where it did");
    press(&mut app, "Enter");
    if app.modal().is_some() {
        press(&mut app, "Enter");
    }
    assert_eq!(app.model().flows.len(), flows + 1, "{}", said(&app));
    // The same way of aiming goes to a box.
    go(&mut app, "Scoring API");
    press(&mut app, "f Up Enter");
    assert_ne!(selected(&app), "scoring");
}

#[test]
fn nought_shows_all_of_the_drawing_and_again_the_usual_size() {
    let mut app = app();
    resize(&mut app, 80, 24);
    press(&mut app, "0");
    assert_ne!(app.canvas.zoom, Zoom::Normal, "it is too large for that");
    let bounds = app.seen.bounds;
    assert!(bounds.h <= 21 && bounds.w <= 80, "{bounds:?}");
    press(&mut app, "0");
    assert_eq!(app.canvas.zoom, Zoom::Normal);
}

#[test]
fn when_the_keys_rest_flows_run_as_they_do_when_the_file_is_opened_again() {
    let mut app = app();
    resize(&mut app, 120, 40);
    assert!(app.unsettled().is_none(), "just opened");
    press(&mut app, "r \"A much longer name\" Enter");
    press(&mut app, "L L L J J");
    let places = app.derived.layout.boxes.clone();
    let job = app.unsettled().unwrap();
    // Nothing moves under the hands of somebody who goes on meanwhile.
    press(&mut app, "r");
    update(&mut app, layout_jobs::settled(&job));
    assert!(app.unsettled().is_none(), "not while a name is typed");
    press(&mut app, "Esc");
    let job = app.unsettled().unwrap();
    update(&mut app, layout_jobs::settled(&job));
    assert!(app.unsettled().is_none());
    assert_eq!(app.derived.layout.boxes, places);
    let opened = app_on(app.model().clone());
    assert_eq!(app.derived.layout, opened.derived.layout);
    // What is taken back stands as it stood.
    press(&mut app, "u");
    press(&mut app, "Ctrl-r");
    assert_eq!(app.derived.layout, opened.derived.layout);
}

#[test]
fn a_layout_is_looked_at_before_it_is_kept() {
    let mut app = app();
    resize(&mut app, 120, 40);
    let before = app.model().clone();
    let view = app.canvas.origin;
    let effects = press(&mut app, "=");
    assert!(screen(&app).contains("Everything: layout 1"));
    assert_eq!(
        *app.model(),
        before,
        "nothing changes while it is looked at"
    );
    press(&mut app, "Esc");
    assert_eq!((app.model(), app.canvas.origin), (&before, view));
    press(&mut app, "=");
    let Some(Effect::Arrange(job)) = effects.first() else {
        panic!("a worker is asked for the others");
    };
    // Asked for before it is there, the next one is shown as soon as it comes.
    press(&mut app, "=");
    assert!(said(&app).contains("being worked out"));
    let shown = |app: &App| match app.modal() {
        Some(Modal::Layouts(layouts)) => (layouts.at, layouts.offers.len()),
        _ => panic!("no layouts on offer"),
    };
    assert_eq!(shown(&app), (0, 1));
    update(&mut app, layout_jobs::arranged(job));
    let (at, all) = shown(&app);
    assert!(at == 1 && all >= 3, "{at} of {all}");
    press(&mut app, "= Enter");
    assert_ne!(*app.model(), before);
    assert_eq!(app.doc.steps().len(), 1);
    press(&mut app, "u");
    assert_eq!(*app.model(), before, "one undo brings everything back");
}

#[test]
fn a_layout_that_stands_already_promises_no_undo() {
    let mut app = app();
    resize(&mut app, 120, 40);
    press(&mut app, "= Enter");
    let steps = app.doc.steps().len();
    let promised = said(&app).contains("takes it back");
    assert_eq!(promised, steps == 1, "{}", said(&app));
    press(&mut app, "= Enter");
    assert_eq!(app.doc.steps().len(), steps);
    assert!(
        said(&app).ends_with("it stood so already, so nothing was changed"),
        "{}",
        said(&app)
    );
}

#[test]
fn layouts_of_an_older_document_are_dropped_and_never_swapped_in() {
    let mut app = app();
    let effects = press(&mut app, "=");
    let Some(Effect::Arrange(job)) = effects.first() else {
        panic!("a worker is asked");
    };
    let answer = layout_jobs::arranged(job);
    press(&mut app, "Esc x");
    let seen = screen(&app);
    update(&mut app, answer);
    assert_eq!(screen(&app), seen);
    assert!(app.modal().is_none());
}

#[test]
fn marked_boxes_move_change_zone_and_go_together() {
    let mut app = app();
    go(&mut app, "Merchant");
    press(&mut app, "Space");
    go(&mut app, "Chargeback feed");
    press(&mut app, "Space");
    let place = |app: &App, id: &str| app.derived.layout.boxes[id].corner();
    let before = (place(&app, "merchant"), place(&app, "feed"));
    press(&mut app, "L L");
    let moved = |at: bartizan::layout::Point| at.shifted(4, 0);
    assert_eq!(
        (place(&app, "merchant"), place(&app, "feed")),
        (moved(before.0), moved(before.1))
    );
    press(&mut app, "z m \"Prod\" Enter");
    assert_eq!(
        app.model().components["feed"]
            .zone
            .as_ref()
            .unwrap()
            .as_str(),
        "prod"
    );
    assert_eq!(
        app.model().components["merchant"]
            .zone
            .as_ref()
            .unwrap()
            .as_str(),
        "prod"
    );
    assert!(app.canvas.marked.is_empty());
    go(&mut app, "Merchant");
    press(&mut app, "V x");
    assert!(
        app.model().components.is_empty(),
        "the whole zone was marked"
    );
    press(&mut app, "u");
    assert_eq!(
        app.model().components.len(),
        4,
        "and comes back with one undo"
    );
}

#[test]
fn moving_the_selection_marks_until_v_is_pressed_again() {
    let mut app = app();
    go(&mut app, "Merchant");
    press(&mut app, "v ] v");
    assert_eq!(app.canvas.marked.len(), 2);
    press(&mut app, "Esc");
    assert!(app.canvas.marked.is_empty());
}

#[test]
fn tab_takes_what_usually_comes_next_and_a_dot_adds_one_more() {
    let mut app = app_on(document(&[]));
    press(&mut app, "a \"training set\" Enter \"Payments\" Enter");
    assert!(
        screen(&app).contains("Training job"),
        "what usually comes next is shown"
    );
    press(&mut app, "Tab");
    assert_eq!(selected(&app), "training-job");
    let flow = app.model().flows.values().next().unwrap();
    assert!(flow.carries.contains("train"));
    // Tab again: the registry. Then one more job like the last, from the same place.
    press(&mut app, "Tab .");
    assert_eq!(app.model().components.len(), 4);
    let kinds = |kind: &str| {
        let all = app.model().components.values();
        all.filter(|component| component.kind == kind).count()
    };
    assert_eq!(kinds("model.registry"), 2);
    // Any other key, and Tab goes to the panel again.
    press(&mut app, "k Tab");
    assert_eq!(app.focus, bartizan::tui::app::Focus::Panel);
}

#[test]
fn forks_are_gone_through_one_by_one_and_back_is_the_way_that_was_come() {
    let mut app = app_on(document(&[
        "add a \"A\" data.training_set",
        "add b \"B\" train.job",
        "add c \"C\" train.job",
        "add d \"D\" eval.job",
        "connect a b train",
        "connect a c train",
        "connect b d weights",
        "connect c d weights",
    ]));
    go(&mut app, "A");
    let mut way = Vec::new();
    for key in ["]", "]", "[", "[", "]", "]", "["] {
        press(&mut app, key);
        way.push(selected(&app).to_owned());
    }
    assert_eq!(way, ["b", "d", "b", "a", "c", "d", "c"]);
}

#[test]
fn a_piece_of_drawing_is_typed_as_a_line_and_is_one_step() {
    let mut app = app_on(document(&[]));
    press(
        &mut app,
        "> \"camera(sensor)@factory -> gateway -> infer(model) : frames\"",
    );
    let seen = screen(&app);
    assert!(
        seen.contains("Gateway") && seen.contains("new zone"),
        "{seen}"
    );
    assert!(app.model().components.is_empty());
    press(&mut app, "Enter");
    assert_eq!(selected(&app), "infer");
    press(&mut app, "o \"log, monitor\" Enter");
    assert_eq!(app.model().components.len(), 5);
    press(&mut app, "u u");
    assert!(app.model().components.is_empty());
}

#[test]
fn what_flows_to_a_new_box_is_shown_and_changed_with_one_key() {
    let mut app = app();
    go(&mut app, "Nightly training");
    press(&mut app, "o \"registry\" Enter \"Vault\"");
    assert!(screen(&app).contains("flow: weights"));
    press(&mut app, "Tab \"code\" Enter Enter");
    let vault = id("vault");
    let flow = app
        .model()
        .flows
        .values()
        .find(|flow| flow.to == vault)
        .unwrap();
    assert!(flow.carries.contains("code"));
    assert_eq!(
        app.model().components["vault"].name,
        "Vault",
        "the typed name stayed"
    );
    press(&mut app, "F \"weights\" Enter Esc");
    let flow = app
        .model()
        .flows
        .values()
        .find(|flow| flow.to == vault)
        .unwrap();
    assert!(flow.carries.contains("weights"));
}

#[test]
fn a_box_is_moved_with_the_arrows_and_esc_puts_it_back() {
    let mut app = app();
    go(&mut app, "Merchant");
    let before = app.derived.layout.boxes["merchant"];
    press(&mut app, "m l l j");
    assert!(!app.doc.is_dirty());
    press(&mut app, "Esc");
    assert_eq!(app.derived.layout.boxes["merchant"], before);
    press(&mut app, "m l l Enter");
    assert_eq!(app.derived.layout.boxes["merchant"], before.shifted(4, 0));
    assert!(app.model().placed[&id("merchant")].pinned);
}

#[test]
fn a_drag_from_a_border_connects_and_one_on_nothing_pans() {
    let mut app = app();
    resize(&mut app, 200, 60);
    let (from, to) = (app.seen.boxes["feed"], app.seen.boxes["scoring"]);
    at_cell(&mut app, LEFT, from.x + 1, from.bottom() - 1);
    at_cell(&mut app, DRAG, to.x + 2, to.y + 1);
    assert!(screen(&app).contains('∙'), "the way to the mouse is drawn");
    at_cell(&mut app, UP, to.x + 2, to.y + 1);
    if app.modal().is_some() {
        press(&mut app, "\"Inference input\" Enter");
    }
    let joined =
        |flow: &&bartizan::model::Flow| flow.from == id("feed") && flow.to == id("scoring");
    assert_eq!(app.model().flows.values().filter(joined).count(), 1);
    let view = app.canvas.origin.unwrap();
    let bounds = app.seen.bounds;
    at_cell(&mut app, LEFT, bounds.right() + 2, bounds.bottom() - 1);
    at_cell(&mut app, DRAG, bounds.right() + 5, bounds.bottom() - 1);
    at_cell(&mut app, UP, bounds.right() + 2, bounds.bottom() - 1);
    assert_eq!(app.canvas.origin.unwrap().x, view.x - 3);
}

#[test]
fn a_dragged_box_takes_its_flows_along_before_it_is_let_go() {
    let mut app = app();
    resize(&mut app, 200, 60);
    let rect = app.seen.boxes["merchant"];
    at_cell(&mut app, LEFT, rect.x + 2, rect.y + 1);
    at_cell(&mut app, DRAG, rect.x + 10, rect.y + 1);
    let trial = app.trial.as_ref().unwrap();
    assert_eq!(trial.seen.boxes["merchant"], rect.shifted(8, 0));
    let way = &trial.seen.flows["merchant-scoring"].points;
    assert!(trial.seen.boxes["merchant"].on_border(way[0]));
    assert!(!app.doc.is_dirty());
    press(&mut app, "Esc");
    assert!(app.drag.is_none());
}

#[test]
fn a_click_on_the_map_moves_the_view() {
    let mut app = app();
    press(&mut app, "'");
    let seen = screen(&app);
    assert!(seen.contains(" map ─"), "{seen}");
    press(&mut app, "'");
    assert!(!screen(&app).contains(" map ─"));
}

#[test]
fn a_right_click_offers_what_can_be_done_with_the_box() {
    let mut app = app();
    let rect = app.seen.boxes["merchant"];
    at_cell(
        &mut app,
        MouseEventKind::Down(MouseButton::Right),
        rect.x + 2,
        rect.y + 1,
    );
    let seen = screen(&app);
    assert!(
        seen.contains("Add after") && seen.contains("Merchant"),
        "{seen}"
    );
    press(&mut app, "\"rename\" Enter");
    assert!(screen(&app).contains("New name of Merchant"));
}

#[test]
fn a_selected_zone_moves_with_all_that_stands_in_it_open_or_folded() {
    let mut app = app();
    resize(&mut app, 200, 60);
    go(&mut app, "Scoring API");
    let corners = |app: &App| ["scoring", "train"].map(|id| app.derived.layout.boxes[id].corner());
    let before = corners(&app);
    press(&mut app, "z z L L J");
    let told = said(&app);
    assert!(told.ends_with("one u takes all these moves back"), "{told}");
    assert_eq!(corners(&app), before.map(|corner| corner.shifted(4, 1)));
    press(&mut app, "u");
    assert_eq!(
        corners(&app),
        before,
        "moves that follow each other are one step"
    );
    press(&mut app, "z c");
    assert!(screen(&app).contains("Production (2 boxes)"));
    let stood = app.seen.boxes.clone();
    press(&mut app, "L L L");
    assert_ne!(app.seen.boxes, stood, "the folded box moves too");
    press(&mut app, "Enter");
    assert_eq!(corners(&app), before.map(|corner| corner.shifted(6, 0)));
}

#[test]
fn in_the_overview_of_a_large_drawing_a_move_says_what_to_press_first() {
    let mut steps: Vec<String> = vec!["zone a \"Alpha\" trust 2".into()];
    steps.extend((0..160).map(|n| format!("add b{n} \"Box {n}\" data.internal_store in a")));
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let mut app = app_on(document(&steps));
    press(&mut app, "z z L");
    assert!(said(&app).contains("z a opens all zones"), "{}", said(&app));
    press(&mut app, "z a L");
    assert!(said(&app).starts_with("Moved Box"), "{}", said(&app));
}

#[test]
fn the_side_panel_asks_the_facts_and_marks_dangerous_values_in_mono_too() {
    let mut app = tui_support::mono(app());
    resize(&mut app, 120, 40);
    go(&mut app, "Scoring API");
    press(&mut app, "Tab l");
    let row = |app: &App, text: &str| {
        let seen = screen(app);
        let found = seen.lines().find(|line| line.contains(text));
        found.unwrap_or_else(|| panic!("{text}\n{seen}")).to_owned()
    };
    // Nobody has answered: asked, and marked as open.
    assert!(row(&app, "Who can reach it").contains('◌'));
    let op = |text: &str| Op::parse(text).unwrap();
    let answered = |app: &App, value: &str| {
        let mut model = app.model().clone();
        let catalog = bartizan::catalog::Catalog::built_in().unwrap();
        let plan = op(&format!("answer scoring exposure {value}"))
            .plan(&model, &catalog)
            .unwrap();
        model.apply(&plan.into_change("ann", 0)).unwrap();
        let mut app = tui_support::mono(app_on(model));
        resize(&mut app, 120, 40);
        go(&mut app, "Scoring API");
        press(&mut app, "Tab l");
        app
    };
    let harmless = row(&answered(&app, "internal"), "Who can reach it");
    assert!(
        harmless.contains('✓') && harmless.contains("internal"),
        "{harmless}"
    );
    let dangerous = row(&answered(&app, "anonymous_public"), "anonymous public");
    assert!(dangerous.contains('▲'), "{dangerous}");
    // Enter asks it, its dangerous values marked, and an answer is one step.
    let mut asked = app.clone();
    press(&mut asked, "Enter");
    assert!(matches!(asked.modal(), Some(Modal::Card(_))));
    assert!(screen(&asked).contains('▲'), "{}", screen(&asked));
}

#[test]
fn an_undo_puts_a_box_back_where_it_stood_before_the_document_held_any_places() {
    let mut app = app();
    assert!(app.model().placed.is_empty());
    let before = app.derived.layout.boxes.clone();
    go(&mut app, "Merchant");
    press(&mut app, "H K");
    assert_ne!(app.derived.layout.boxes, before);
    press(&mut app, "u");
    assert!(app.model().placed.is_empty());
    assert_eq!(app.derived.layout.boxes, before);
}

#[test]
fn an_undo_brings_the_whole_drawing_back_and_a_redo_what_it_took() {
    let mut app = app();
    let first = app.derived.layout.clone();
    press(&mut app, "/ \"Scoring API\" Enter o Enter Enter");
    let second = app.derived.layout.clone();
    assert_ne!(first, second);
    press(&mut app, "u");
    assert_eq!(app.derived.layout, first, "ways and labels, too");
    press(&mut app, "Ctrl-r");
    assert_eq!(app.derived.layout, second, "{}", screen(&app));
    // Keeping another layout is a step like any other.
    press(&mut app, "u");
    let effects = press(&mut app, "=");
    let [Effect::Arrange(job)] = &effects[..] else {
        panic!("{effects:?}");
    };
    update(&mut app, layout_jobs::arranged(job));
    press(&mut app, "= Enter");
    assert_ne!(app.derived.layout, first);
    press(&mut app, "u");
    assert_eq!(app.derived.layout, first);
}

#[test]
fn folding_a_zone_of_one_box_leaves_the_others_in_their_order() {
    let mut app = app_on(document(&[
        "add camera \"Camera\" data.sensor_stream",
        "add gateway \"Gateway\" serve.gateway",
        "add scoring \"Scoring\" serve.api",
        "add log \"Log\" mon.log_store",
        "connect camera gateway infer_in",
        "connect gateway scoring infer_in",
        "connect scoring log telemetry",
        "zone site \"Site\" trust 0",
        "move camera into site",
    ]));
    go(&mut app, "Camera");
    // Who stands above whom, and left of whom.
    let order = |app: &App| -> Vec<(bool, bool)> {
        let at = ["gateway", "scoring", "log"].map(|id| app.seen.boxes[id].corner());
        let pairs = at.iter().flat_map(|a| at.iter().map(move |b| (a, b)));
        pairs.map(|(a, b)| (a.x < b.x, a.y < b.y)).collect()
    };
    let before = order(&app);
    press(&mut app, "z c");
    assert_eq!(order(&app), before, "{}", screen(&app));
}

/// The names under "Usual here" in the list of kinds.
fn usual_here(app: &App) -> Vec<String> {
    let Some(Modal::Picker(picker)) = app.modal() else {
        panic!("no list is open:\n{}", screen(app));
    };
    let items = picker.items.iter().skip(1);
    let usual = items.take_while(|item| item.pick != bartizan::tui::modal::Pick::Heading);
    usual.map(|item| item.text.clone()).collect()
}

#[test]
fn the_list_of_what_comes_before_begins_with_the_likeliest() {
    let mut app = app_on(document(&["add registry \"Registry\" model.registry"]));
    press(&mut app, "O");
    let usual = usual_here(&app);
    assert_eq!(usual[0], "Training job", "{usual:?}");
    let mut app = app_on(document(&["add api \"Scoring\" serve.api"]));
    press(&mut app, "O");
    let usual = usual_here(&app);
    assert_eq!(usual[0], "Model registry", "{usual:?}");
    assert!(usual.contains(&"Inference gateway".to_owned()), "{usual:?}");
    let llm = ["Retriever", "Prompt store"];
    assert!(
        !usual.iter().any(|name| llm.contains(&name.as_str())),
        "{usual:?}"
    );
}

#[test]
fn after_a_client_application_the_api_that_it_asks_is_the_first_choice() {
    let mut app = app_on(document(&["add shop \"Shop\" client.app"]));
    press(&mut app, "o");
    assert_eq!(usual_here(&app)[0], "Inference API");
    press(&mut app, "Enter \"Scoring\" Enter");
    let told = said(&app);
    assert!(
        told.contains("inference input there, answers back"),
        "{told}"
    );
}

#[test]
fn what_tab_adds_is_still_on_offer_after_the_new_box_was_renamed() {
    let mut app = app_on(document(&["add set \"Claims\" data.training_set"]));
    press(&mut app, "o Enter Enter");
    assert!(app.proposal.is_some());
    press(&mut app, "r \"Nightly\" Enter");
    assert!(
        screen(&app).contains("add Model registry"),
        "{}",
        screen(&app)
    );
    press(&mut app, "Tab");
    assert_eq!(selected(&app), "model-registry");
}

#[test]
fn a_box_of_another_kind_gets_the_flows_that_are_usual_for_it_and_says_so() {
    let mut app = app_on(document(&[
        "add nightly \"Nightly\" actor.ml_engineer",
        "add registry \"Registry\" model.registry after nightly",
    ]));
    let carries = |app: &App| app.model().flows.values().next().unwrap().carries.clone();
    let before = carries(&app);
    go(&mut app, "Nightly");
    press(&mut app, "T \"Training job\" Enter");
    assert_ne!(carries(&app), before);
    assert!(
        said(&app).contains("its flow now carries weights"),
        "{}",
        said(&app)
    );
    press(&mut app, "u");
    assert_eq!(carries(&app), before, "one step");
}

#[test]
fn a_sample_opens_where_the_most_boxes_are_in_view() {
    for starter in bartizan::catalog::SAMPLES {
        let app = app_on(bartizan::model::text::read(starter.text()).unwrap().model);
        let size = bartizan::tui::areas::Areas::of(&app).canvas_size();
        let view = app.canvas.view(&app.seen, size);
        let inside = |rect: &&bartizan::layout::Rect| {
            rect.x >= view.x
                && rect.y >= view.y
                && rect.right() <= view.right()
                && rect.bottom() <= view.bottom()
        };
        let count = app.seen.boxes.values().filter(inside).count();
        assert!(count >= 2, "{}: {count}\n{}", starter.name, screen(&app));
    }
}

#[test]
fn a_map_that_nobody_asked_for_hides_no_box() {
    for starter in bartizan::catalog::SAMPLES {
        let mut app = app_on(bartizan::model::text::read(starter.text()).unwrap().model);
        resize(&mut app, 120, 40);
        let names = |app: &App| screen(app).matches('▲').count();
        let with = names(&app);
        app.canvas.map = Some(false);
        assert_eq!(with, names(&app), "{}", starter.name);
    }
}

#[test]
fn a_marked_box_looks_different_from_the_selected_one() {
    let mut app = tui_support::app();
    press(
        &mut app,
        "/ \"Merchant\" Enter Space / \"Chargeback\" Enter",
    );
    let seen = screen(&app);
    assert_eq!(seen.matches('●').count(), 1, "{seen}");
    app.theme.charset = bartizan::layout::Charset::Ascii;
    press(&mut app, "Space");
    let seen = screen(&app);
    assert!(seen.contains("*@") || seen.contains("*#"), "{seen}");
}

#[test]
fn behind_a_parenthesis_the_kinds_are_listed_and_tab_takes_one() {
    let mut app = tui_support::app();
    press(&mut app, "> \"zorp -> trainer\"");
    assert!(
        screen(&app).contains("`(` behind it lists the kinds"),
        "{}",
        screen(&app)
    );
    press(&mut app, "Esc > \"zorp(\"");
    let seen = screen(&app);
    assert!(
        seen.contains("store") && seen.contains("internal data store"),
        "{seen}"
    );
    press(&mut app, "\"cust\"");
    assert!(screen(&app).contains("end user"), "{}", screen(&app));
    press(&mut app, "Tab \"-> scoring\" Enter");
    let zorp = &app.model().components["zorp"];
    assert_eq!(
        (zorp.name.as_str(), zorp.kind.as_str()),
        ("Zorp", "actor.end_user")
    );
    assert_eq!(said(&app), "Added Zorp and 2 flows");
}
