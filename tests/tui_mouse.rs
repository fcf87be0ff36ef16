//! Each row of what the mouse does on the drawing.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::layout::{Point, Rect, Zoom, folded_id};
use bartizan::model::ComponentId;
use bartizan::tui::app::App;
use bartizan::tui::areas::Areas;
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::modal::Modal;
use bartizan::tui::update::update;
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_support::{app, app_on, frame, press, resize, screen};

const LEFT: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

/// A mouse event at a column and row of the screen.
fn on_screen(
    app: &mut App,
    kind: MouseEventKind,
    at: (u16, u16),
    modifiers: KeyModifiers,
) -> Vec<Effect> {
    let event = MouseEvent {
        kind,
        column: at.0,
        row: at.1,
        modifiers,
    };
    update(app, Msg::Input(Event::Mouse(event)))
}

/// Where a cell of the drawing stands on the screen.
fn place(app: &App, x: i32, y: i32) -> (u16, u16) {
    let area = Areas::of(app).canvas.unwrap();
    let view = app.canvas.view(&app.seen, (area.width, area.height));
    (
        u16::try_from(x - view.x).unwrap() + area.x,
        u16::try_from(y - view.y).unwrap() + area.y,
    )
}

fn at_cell(app: &mut App, kind: MouseEventKind, x: i32, y: i32) -> Vec<Effect> {
    let at = place(app, x, y);
    on_screen(app, kind, at, KeyModifiers::NONE)
}

fn double(app: &mut App, x: i32, y: i32) {
    for kind in [LEFT, UP, LEFT, UP] {
        at_cell(app, kind, x, y);
    }
}

fn wide() -> App {
    let mut app = app();
    resize(&mut app, 200, 60);
    app
}

fn origin(app: &App) -> Point {
    let size = Areas::of(app).canvas_size();
    app.canvas.view(&app.seen, size).corner()
}

fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

#[test]
fn the_wheel_scrolls_goes_sideways_with_alt_and_zooms_with_ctrl() {
    let mut app = app();
    let (middle, before) = ((30, 8), origin(&app));
    on_screen(
        &mut app,
        MouseEventKind::ScrollDown,
        middle,
        KeyModifiers::NONE,
    );
    assert_eq!(origin(&app), before.shifted(0, 2));
    on_screen(
        &mut app,
        MouseEventKind::ScrollUp,
        middle,
        KeyModifiers::NONE,
    );
    assert_eq!(origin(&app), before);
    on_screen(
        &mut app,
        MouseEventKind::ScrollDown,
        middle,
        KeyModifiers::ALT,
    );
    assert_eq!(origin(&app), before.shifted(4, 0));
    on_screen(
        &mut app,
        MouseEventKind::ScrollLeft,
        middle,
        KeyModifiers::NONE,
    );
    assert_eq!(origin(&app), before);
    on_screen(
        &mut app,
        MouseEventKind::ScrollDown,
        middle,
        KeyModifiers::CONTROL,
    );
    assert_eq!(app.canvas.zoom, Zoom::Titles);
    on_screen(
        &mut app,
        MouseEventKind::ScrollUp,
        middle,
        KeyModifiers::CONTROL,
    );
    assert_eq!(app.canvas.zoom, Zoom::Normal);
}

/// Where the map stands: the cell inside its upper left corner.
fn map(app: &App) -> (u16, u16) {
    let seen = screen(app);
    let rows = seen.lines().enumerate();
    let found = rows.filter_map(|(row, line)| {
        let at = line.find(" map ─")?;
        Some((line[..at].chars().count(), row))
    });
    let (column, row) = found.last().unwrap_or_else(|| panic!("{seen}"));
    (
        u16::try_from(column).unwrap(),
        u16::try_from(row + 1).unwrap(),
    )
}

#[test]
fn the_map_stays_in_its_corner_while_the_mouse_is_on_it() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/husky-ai.ron");
    let mut app = app_on(bartizan::store::load(&file).unwrap().model);
    resize(&mut app, 120, 40);
    press(&mut app, "'");
    if !screen(&app).contains(" map ─") {
        press(&mut app, "'");
    }
    let corner = map(&app);
    on_screen(&mut app, LEFT, corner, KeyModifiers::NONE);
    assert_eq!(map(&app), corner, "{}", screen(&app));
    for right in 1..20 {
        on_screen(
            &mut app,
            DRAG,
            (corner.0 + right, corner.1 + 2),
            KeyModifiers::NONE,
        );
        assert_eq!(map(&app), corner, "{}", screen(&app));
    }
    on_screen(
        &mut app,
        UP,
        (corner.0 + 19, corner.1 + 2),
        KeyModifiers::NONE,
    );
    assert_eq!(map(&app), corner, "a second click meets it where it was");
}

#[test]
fn a_click_in_the_map_goes_there_and_a_drag_goes_on() {
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
    let mut app = app_on(bartizan::store::load(&sample).unwrap().model);
    press(&mut app, "'");
    let before = origin(&app);
    let corner = map(&app);
    let far = (corner.0 + 14, corner.1 + 4);
    on_screen(&mut app, LEFT, far, KeyModifiers::NONE);
    let there = origin(&app);
    assert!(there.x > before.x && there.y > before.y, "{there:?}");
    on_screen(&mut app, DRAG, corner, KeyModifiers::NONE);
    let dragged = origin(&app);
    assert!(dragged.x < there.x && dragged.y < there.y, "{dragged:?}");
    on_screen(&mut app, UP, corner, KeyModifiers::NONE);
    assert!(app.drag.is_none());
    assert!(!app.doc.is_dirty(), "looking changes nothing");
}

#[test]
fn with_v_a_drag_on_nothing_marks_what_it_goes_round() {
    let mut app = wide();
    press(&mut app, "/ \"Merchant\" Enter v");
    app.canvas.marked.clear();
    let bounds = app.seen.bounds;
    at_cell(&mut app, LEFT, bounds.x - 1, bounds.y);
    at_cell(&mut app, DRAG, bounds.right(), bounds.bottom());
    let outlined = screen(&app);
    assert!(
        outlined.contains("∙∙∙∙"),
        "the rectangle is seen: {outlined}"
    );
    at_cell(&mut app, UP, bounds.right(), bounds.bottom());
    assert_eq!(app.canvas.marked.len(), 4);
    assert!(screen(&app).contains("4 boxes marked"));
}

#[test]
fn without_v_a_drag_on_nothing_pans() {
    let mut app = wide();
    let before = origin(&app);
    let bounds = app.seen.bounds;
    let at = place(&app, bounds.x - 1, bounds.y);
    on_screen(&mut app, LEFT, at, KeyModifiers::NONE);
    on_screen(&mut app, DRAG, (at.0 + 5, at.1 + 2), KeyModifiers::NONE);
    assert_eq!(origin(&app), before.shifted(-5, -2));
    assert!(app.canvas.marked.is_empty());
}

#[test]
fn a_double_click_adds_on_nothing_renames_a_box_and_folds_a_zone() {
    let mut app = wide();
    let bounds = app.seen.bounds;
    double(&mut app, bounds.right() + 4, bounds.bottom() - 2);
    assert!(screen(&app).contains("Add a component"));
    press(&mut app, "Esc");
    let rect = app.seen.boxes["merchant"];
    double(&mut app, rect.x + 2, rect.y + 1);
    assert!(matches!(app.modal(), Some(Modal::Prompt(_))));
    assert!(screen(&app).contains("New name of Merchant"));
    press(&mut app, "Esc");
    let frame = app.seen.zones["prod"];
    double(&mut app, frame.x + 3, frame.y);
    assert!(screen(&app).contains("Production (2 boxes)"));
}

#[test]
fn the_target_of_a_flow_lights_up_before_the_mouse_lets_go() {
    let mut app = wide();
    let (from, to) = (app.seen.boxes["feed"], app.seen.boxes["scoring"]);
    at_cell(&mut app, LEFT, from.x + 1, from.bottom() - 1);
    let border = |app: &App| {
        let at = place(app, to.x, to.bottom() - 1);
        frame(app)[at].symbol().to_owned()
    };
    let before = border(&app);
    at_cell(&mut app, DRAG, to.x + 2, to.y + 1);
    assert_ne!(border(&app), before, "the border is drawn double");
    assert_eq!(border(&app), "╚");
    press(&mut app, "Esc");
    assert!(!app.doc.is_dirty());
}

#[test]
fn a_drag_moves_the_marked_boxes_together() {
    let mut app = wide();
    press(&mut app, "/ \"Merchant\" Enter v ]");
    let marked: Vec<ComponentId> = app.canvas.marked.iter().cloned().collect();
    assert_eq!(marked, [id("merchant"), id("scoring")]);
    let rects: Vec<_> = marked
        .iter()
        .map(|id| app.seen.boxes[id.as_str()])
        .collect();
    at_cell(&mut app, LEFT, rects[0].x + 2, rects[0].y + 1);
    at_cell(&mut app, DRAG, rects[0].x + 8, rects[0].y + 1);
    at_cell(&mut app, UP, rects[0].x + 8, rects[0].y + 1);
    for (id, rect) in marked.iter().zip(rects) {
        assert_eq!(
            app.derived.layout.boxes[id.as_str()],
            rect.shifted(6, 0),
            "{id}"
        );
    }
    press(&mut app, "u");
    assert!(!app.doc.is_dirty(), "one step");
}

#[test]
fn a_pasted_diagram_is_scrolled_and_its_boxes_are_clicked() {
    let mut app = wide();
    let text = "graph LR\nA[Alpha thing] --> B[Beta thing] --> C[Trainer]\n";
    update(&mut app, Msg::Input(Event::Paste(text.into())));
    let cursor = |app: &App| app.pasted().unwrap().cursor;
    let seen = screen(&app);
    let row = seen
        .lines()
        .position(|line| line.contains("Trainer  "))
        .unwrap();
    let panel = Areas::of(&app).panel.unwrap();
    let at = (panel.x + 6, u16::try_from(row).unwrap());
    on_screen(&mut app, LEFT, at, KeyModifiers::NONE);
    assert_eq!(app.pasted().unwrap().current().unwrap().name, "Trainer");
    on_screen(&mut app, MouseEventKind::ScrollUp, at, KeyModifiers::NONE);
    assert_eq!(cursor(&app), 1);
    let before = origin(&app);
    on_screen(
        &mut app,
        MouseEventKind::ScrollDown,
        (10, 10),
        KeyModifiers::NONE,
    );
    assert_ne!(origin(&app), before);
}

#[test]
fn a_click_on_the_name_of_a_zone_leaves_the_view_where_it_is() {
    let mut app = app();
    press(&mut app, "/ \"Merchant\" Enter");
    let frame = app.seen.zones["prod"];
    // Its name stands at the lower edge, and most of it below.
    let size = Areas::of(&app).canvas_size();
    app.canvas.origin = Some(Point::new(frame.x - 2, frame.y + 2 - i32::from(size.1)));
    let before = origin(&app);
    at_cell(&mut app, LEFT, frame.x + 3, frame.y);
    at_cell(&mut app, UP, frame.x + 3, frame.y);
    assert_eq!(
        app.canvas.selected_zone().map(ToString::to_string),
        Some("prod".into())
    );
    assert_eq!(origin(&app), before);
}

#[test]
fn a_drag_on_the_name_of_a_zone_moves_all_that_stands_in_it_as_one_step() {
    let mut app = wide();
    let inside = ["scoring", "train"].map(|id| app.seen.boxes[id]);
    let outside = app.seen.boxes["merchant"];
    let frame = app.seen.zones["prod"];
    at_cell(&mut app, LEFT, frame.x + 3, frame.y);
    at_cell(&mut app, DRAG, frame.x + 9, frame.y + 2);
    at_cell(&mut app, UP, frame.x + 9, frame.y + 2);
    for (id, rect) in ["scoring", "train"].iter().zip(inside) {
        assert_eq!(app.derived.layout.boxes[*id], rect.shifted(6, 2), "{id}");
    }
    assert_eq!(app.derived.layout.boxes["merchant"], outside);
    press(&mut app, "u");
    assert!(!app.doc.is_dirty(), "one step");
}

#[test]
fn a_click_on_what_is_offered_takes_it_and_one_on_a_hint_is_as_good_as_its_key() {
    let mut app = wide();
    press(&mut app, "a \"training set\" Enter \"Payments\" Enter");
    let trial = app.trial.clone().unwrap();
    let id = trial.new.iter().next().unwrap();
    let rect = trial.seen.boxes[id];
    let before = app.model().components.len();
    at_cell(&mut app, LEFT, rect.x + 2, rect.y + 1);
    assert_eq!(app.model().components.len(), before + 1, "{}", screen(&app));
    // The hint line.
    let seen = screen(&app);
    let hints = seen.lines().last().unwrap();
    let at = hints.find("A ask").unwrap();
    let column = u16::try_from(hints[..at].chars().count()).unwrap();
    let row = app.size.1 - 1;
    on_screen(&mut app, LEFT, (column, row), KeyModifiers::NONE);
    assert!(
        matches!(app.modal(), Some(Modal::Card(_))),
        "{}",
        screen(&app)
    );
    let seen = screen(&app);
    let hints = seen.lines().last().unwrap();
    let at = hints.find("Esc back").unwrap();
    let column = u16::try_from(hints[..at].chars().count()).unwrap();
    on_screen(&mut app, LEFT, (column, row), KeyModifiers::NONE);
    assert!(app.modal().is_none());
}

#[test]
fn a_click_on_the_arrows_of_a_form_turns_what_is_chosen() {
    let mut app = wide();
    press(&mut app, "2 d");
    let find = |app: &App, sign: &str| {
        let seen = screen(app);
        let found = seen.lines().enumerate().find_map(|(row, line)| {
            let at = line.find(sign).filter(|_| line.contains("Decision  "))?;
            Some((line[..at].chars().count(), row))
        });
        let (column, row) = found.unwrap_or_else(|| panic!("{seen}"));
        (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    };
    let before = screen(&app);
    let right = find(&app, "▸  ");
    on_screen(&mut app, LEFT, right, KeyModifiers::NONE);
    assert_ne!(screen(&app), before);
    let left = find(&app, "◂");
    on_screen(&mut app, LEFT, left, KeyModifiers::NONE);
    assert_eq!(screen(&app), before);
}

#[test]
fn a_second_press_that_moves_drags_and_one_that_comes_late_is_a_click() {
    let mut app = wide();
    let (from, to) = (app.seen.boxes["feed"], app.seen.boxes["scoring"]);
    let flows = app.model().flows.len();
    // On the border twice, and the second time to another box: that connects.
    let border = (from.x + 1, from.bottom() - 1);
    for kind in [LEFT, UP, LEFT] {
        at_cell(&mut app, kind, border.0, border.1);
    }
    assert!(app.modal().is_none(), "nobody let go yet");
    at_cell(&mut app, DRAG, to.x + 2, to.y + 1);
    at_cell(&mut app, UP, to.x + 2, to.y + 1);
    assert_eq!(app.model().flows.len(), flows + 1, "{}", screen(&app));
    press(&mut app, "Esc u");
    // In the box twice, and the second time to another place: that moves it.
    let rect = app.seen.boxes["merchant"];
    for kind in [LEFT, UP, LEFT] {
        at_cell(&mut app, kind, rect.x + 2, rect.y + 1);
    }
    at_cell(&mut app, DRAG, rect.x - 4, rect.y + 1);
    at_cell(&mut app, UP, rect.x - 4, rect.y + 1);
    assert!(app.modal().is_none(), "{}", screen(&app));
    assert_eq!(app.seen.boxes["merchant"], rect.shifted(-6, 0));
    press(&mut app, "u");
    // Half a second between two clicks makes two clicks of them.
    for (kind, moment) in [(LEFT, 1_000), (UP, 1_100), (LEFT, 1_500), (UP, 1_550)] {
        update(&mut app, Msg::Moment(moment));
        at_cell(&mut app, kind, rect.x + 2, rect.y + 1);
    }
    assert!(app.modal().is_none(), "{}", screen(&app));
    update(&mut app, Msg::Moment(1_800));
    at_cell(&mut app, LEFT, rect.x + 2, rect.y + 1);
    at_cell(&mut app, UP, rect.x + 2, rect.y + 1);
    assert!(matches!(app.modal(), Some(Modal::Prompt(_))));
}

#[test]
fn a_zone_that_is_folded_and_opened_stays_where_it_stood() {
    let mut app = wide();
    press(&mut app, "/ \"Merchant\" Enter ]");
    let stands = |app: &App, rect: Rect| {
        let view = origin(app);
        (rect.x - view.x, rect.y - view.y)
    };
    let before = stands(&app, app.seen.zones["prod"]);
    press(&mut app, "z c");
    let folded = app.seen.boxes[&folded_id("prod")];
    assert_eq!(stands(&app, folded), before, "{}", screen(&app));
    press(&mut app, "z c");
    let open = app.seen.zones["prod"];
    assert_eq!(stands(&app, open), before, "{}", screen(&app));
}
