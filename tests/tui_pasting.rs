//! A diagram of another tool, pasted onto the drawing: looked at, changed, taken in as one step or dropped.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod tui_support;

use bartizan::model::ThreatModel;
use bartizan::tui::app::{App, Screen};
use bartizan::tui::message::{Effect, Msg};
use bartizan::tui::modal::Modal;
use bartizan::tui::update::update;
use crossterm::event::Event;
use tui_support::{app, app_on, press, resize, said, screen};

const FLOWCHART: &str = "```mermaid
flowchart LR
  U[Customers] -->|payment| API[Scoring API]
  subgraph train[Training account]
    LAKE[(Data lake)] --> BLORP[Blorp stage] --> T[Trainer]
    T --> Q{good enough?}
    Q -->|yes| REG[Model registry]
  end
  REG ==>|deploy| API
```
";

fn empty() -> App {
    let mut app = app_on(ThreatModel::default());
    resize(&mut app, 120, 40);
    app
}

/// A paste as a terminal sends it: with carriage returns for line ends.
fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let text = text.replace('\n', "\r");
    update(app, Msg::Input(Event::Paste(text)))
}

fn pasted(app: &App) -> bool {
    matches!(app.modal(), Some(Modal::Pasted(_)))
}

#[test]
fn a_pasted_flowchart_is_shown_and_taken_in_as_one_step() {
    let mut app = empty();
    let effects = paste(&mut app, FLOWCHART);
    assert!(pasted(&app));
    assert!(effects.is_empty(), "nothing is written before it is taken");
    assert!(app.model().components.is_empty());
    let seen = screen(&app);
    assert!(seen.contains("A Mermaid diagram"), "{seen}");
    assert!(seen.contains("Blorp stage"), "ghosts and reading: {seen}");
    assert!(seen.contains("Training account"), "{seen}");
    press(&mut app, "Enter");
    assert!(app.modals.is_empty());
    let model = app.model().clone();
    assert_eq!(model.components.len(), 6);
    assert_eq!(model.zones.len(), 1);
    assert_eq!(model.placed.len(), 6);
    assert!(said(&app).contains("1 kind is a guess"));
    press(&mut app, "u");
    assert_eq!(
        app.model(),
        &ThreatModel::default(),
        "one undo takes it all back"
    );
    press(&mut app, "Ctrl-r");
    assert_eq!(app.model(), &model);
}

#[test]
fn where_the_ghosts_stood_the_boxes_come_to_stand() {
    let mut app = empty();
    paste(&mut app, FLOWCHART);
    let ghosts = app.trial.as_ref().unwrap().seen.boxes.clone();
    press(&mut app, "Enter");
    assert_eq!(app.seen.boxes, ghosts);
}

#[test]
fn a_dropped_diagram_changes_nothing() {
    let mut app = app();
    let (model, seen) = (app.model().clone(), app.seen.clone());
    paste(&mut app, FLOWCHART);
    assert!(pasted(&app));
    press(&mut app, "Esc");
    assert_eq!(app.model(), &model);
    assert_eq!(app.seen, seen);
    assert!(app.modals.is_empty());
}

#[test]
fn a_diagram_comes_to_stand_beside_what_is_drawn_and_nothing_moves() {
    let mut app = app();
    let before = app.derived.layout.boxes.clone();
    paste(&mut app, "digraph { lake -> blorp -> Scoring_Thing; }");
    assert!(pasted(&app));
    press(&mut app, "Enter");
    for (id, rect) in before {
        assert_eq!(app.derived.layout.boxes[&id], rect, "{id}");
    }
    assert_eq!(app.model().components.len(), 4 + 3);
}

#[test]
fn the_kind_of_a_box_is_changed_before_it_is_taken_in_and_after() {
    let mut app = empty();
    paste(&mut app, FLOWCHART);
    press(&mut app, "T \"eval.job\" Enter");
    assert!(pasted(&app), "the diagram is looked at again");
    press(&mut app, "Enter");
    let kind = |app: &App| app.model().components["blorp-stage"].kind.clone();
    assert_eq!(kind(&app), "eval.job");
    press(&mut app, "/ \"Blorp\" Enter T \"prep.validate\" Enter");
    assert_eq!(kind(&app), "prep.validate");
    assert_eq!(app.model().components.len(), 6);
}

#[test]
fn groups_become_zones_unless_they_are_left_out() {
    let mut app = empty();
    paste(&mut app, FLOWCHART);
    press(&mut app, "z Enter");
    assert!(app.model().zones.is_empty());
    assert_eq!(app.model().components.len(), 6);
}

#[test]
fn a_text_with_several_diagrams_offers_each() {
    let mut app = empty();
    let text = "```mermaid\ngraph LR\nA[Dataset] --> B[Trainer]\n```\ntext\n```mermaid\ngraph LR\nC[User] --> D[Inference API]\n```\n";
    paste(&mut app, text);
    assert!(screen(&app).contains("1 of 2"));
    press(&mut app, "Tab Enter");
    let model = app.model();
    assert!(model.components.contains_key("inference-api"));
    assert!(!model.components.contains_key("trainer"));
}

#[test]
fn the_lines_take_a_diagram_too_and_keep_what_was_typed() {
    for line in [":", ">"] {
        let mut app = empty();
        press(&mut app, &format!("{line} \"camera\""));
        paste(&mut app, "graph LR\nA[Dataset] --> B[Trainer]\n");
        assert!(pasted(&app), "{line}");
        press(&mut app, "Enter");
        assert_eq!(app.model().components.len(), 2, "{line}");
        press(&mut app, &format!("{line} Up"));
        let Some(Modal::CommandLine(line)) = app.modal() else {
            panic!("the line");
        };
        assert_eq!(line.field.text(), "camera");
    }
    let mut app = empty();
    app.screen = Screen::Threats;
    press(&mut app, ":");
    paste(&mut app, "graph LR\nA[Dataset] --> B[Trainer]\n");
    assert_eq!(app.screen, Screen::Draw);
}

#[test]
fn an_error_names_the_line_and_the_column() {
    let mut app = empty();
    paste(&mut app, "graph LR\nA[Dataset --> B[Trainer\n");
    assert!(
        said(&app).starts_with("line 2, column 2: "),
        "{}",
        said(&app)
    );
    press(&mut app, ">");
    paste(&mut app, "sequenceDiagram\nA->>B: hello\n");
    assert!(screen(&app).contains("shows no pipeline"));
}

#[test]
fn other_texts_are_pasted_as_text() {
    let mut app = empty();
    press(&mut app, ">");
    paste(&mut app, "camera(sensor) -> gateway\n");
    let Some(Modal::CommandLine(line)) = app.modal() else {
        panic!("the line");
    };
    assert_eq!(line.field.text().trim(), "camera(sensor) -> gateway");
    press(&mut app, "Esc");
    paste(&mut app, "hello");
    assert!(said(&app).contains("can be pasted here"), "{}", said(&app));
}

#[test]
fn a_read_only_document_takes_no_diagram() {
    let mut app = empty();
    app.file.read_only = Some("ann".into());
    paste(&mut app, FLOWCHART);
    assert!(app.modals.is_empty());
    assert!(said(&app).starts_with("read-only"));
}

#[test]
fn a_large_diagram_is_taken_in_folded_and_left_to_the_worker() {
    let mut app = empty();
    let mut lines = vec!["graph LR".to_owned()];
    for zone in 0..10 {
        lines.push(format!("subgraph Z{zone}[Zone {zone}]"));
        for node in 0..20 {
            let next = node + 1;
            lines.push(format!(
                "N{zone}x{node}[Dataset {zone} {node}] --> N{zone}x{next}"
            ));
        }
        lines.push("end".to_owned());
    }
    let text = lines.join("\n");
    paste(&mut app, &text);
    assert!(pasted(&app));
    press(&mut app, "Enter");
    assert_eq!(app.model().components.len(), 210);
    assert!(app.unfinished().is_some(), "a worker routes it");
    assert_eq!(app.canvas.folded.len(), 10);
}
