//! Golden pictures: every graph at every zoom level in both character sets, looked at before they were accepted.
//!
//! `UPDATE_PICTURES=1 cargo test --test layout pictures` writes them anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bartizan::layout::{
    Badge, BoxDecor, Charset, Decor, FlowDecor, Ink, Layout, Point, Rect, Severity, Shape, Sketch,
    Variant, Zoom, best, collapse, crossings, lay_out, minimap, paint, paint_at, passages,
    sketch_of, svg, text_picture, zoomed,
};
use bartizan::{catalog::Catalog, store};

use crate::faults::faults;
use crate::graphs::{PIPELINES, flow, graph, process, zone};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/layout")
        .join(name)
}

fn compare(name: &str, picture: &str) {
    let path = golden(name);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, picture).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == picture, "{name} differs; it is now:\n{picture}");
}

/// Badges and a selection as a canvas would show them, the same in every run.
fn decor(sketch: &Sketch) -> Decor {
    let mut decor = Decor::default();
    for (index, sketched) in (0u32..).zip(&sketch.boxes) {
        let badge = match index % 4 {
            0 => Badge::Open(index / 4 + 1, Severity::High),
            1 => Badge::Open(2, Severity::Medium),
            2 => Badge::Treated,
            _ => Badge::Unreviewed,
        };
        let details = vec!["kind".to_owned(), "data".to_owned()];
        let it = BoxDecor {
            badge: Some(badge),
            selected: index == 2,
            details,
            ..BoxDecor::default()
        };
        decor.boxes.insert(sketched.id.clone(), it);
    }
    if let Some(selected) = sketch.boxes.get(2) {
        for flow in sketch
            .flows
            .iter()
            .filter(|flow| flow.from == selected.id || flow.to == selected.id)
        {
            decor
                .flows
                .insert(flow.id.clone(), FlowDecor { selected: true });
        }
    }
    decor
}

fn at_zoom(sketch: &Sketch, layout: &Layout, charset: Charset, zoom: Zoom) -> String {
    let layout = zoomed(layout, zoom);
    let mut rows = paint_at(
        sketch,
        &layout,
        &decor(sketch),
        charset,
        layout.bounds,
        zoom,
    )
    .rows();
    rows.push(String::new());
    rows.join("\n")
}

#[test]
fn the_pipelines_look_as_they_were_approved() {
    for name in PIPELINES {
        let sketch = graph(name);
        let layout = lay_out(&sketch, Variant::RowsDown);
        for zoom in Zoom::ALL {
            for charset in Charset::ALL {
                let file = format!("{name}.{zoom:?}.{charset:?}.txt").to_lowercase();
                compare(&file, &at_zoom(&sketch, &layout, charset, zoom));
            }
        }
    }
}

/// What is drawn of a sample.
pub fn sample(file: &Path) -> Sketch {
    let catalog = Catalog::built_in().unwrap();
    sketch_of(&store::load(file).unwrap().model, &catalog)
}

fn models_in(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_samples_look_as_they_were_approved() {
    let files = models_in("samples");
    assert!(files.len() >= 6);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let sketch = sample(&file);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{name}: {faults:#?}");
        for zoom in Zoom::ALL {
            for charset in Charset::ALL {
                let picture = format!("sample-{name}.{zoom:?}.{charset:?}.txt").to_lowercase();
                compare(&picture, &at_zoom(&sketch, &layout, charset, zoom));
            }
        }
    }
}

/// A template is seen first of all, by somebody who sees the program for the first time.
#[test]
fn the_templates_look_as_they_were_approved() {
    let files = models_in("samples/templates");
    assert_eq!(files.len(), 8);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let sketch = sample(&file);
        let layout = lay_out(&sketch, Variant::RowsDown);
        let picture = text_picture(&sketch, &layout, &decor(&sketch), Charset::Unicode);
        compare(&format!("template-{name}.txt"), &picture);
        let faults = faults(&sketch, &layout);
        assert!(faults.none(), "{name}: {faults:#?}");
    }
}

#[test]
fn the_chosen_drawings_of_small_pipelines_look_as_they_were_approved() {
    for name in &PIPELINES[..4] {
        let sketch = graph(name);
        let (_, layout) = best(&sketch);
        compare(
            &format!("{name}.best.txt"),
            &text_picture(&sketch, &layout, &Decor::default(), Charset::Unicode),
        );
    }
}

/// Every border, a loop, opposite and parallel flows, wide characters, long names and labels.
fn oddities() -> Sketch {
    let mut sketch = Sketch {
        boxes: vec![
            process("process", Some("zone")),
            process("store", Some("zone")),
            process("model", Some("zone")),
            process("external", None),
            process("sensor", None),
            process("wide", Some("zone")),
        ],
        zones: vec![zone("zone")],
        ..Sketch::default()
    };
    for (sketched, shape) in sketch.boxes.iter_mut().zip(Shape::ALL) {
        sketched.shape = shape;
    }
    sketch.boxes[5].title = "画像データ 👩‍🔬 e\u{301}t\u{1b}[31me".to_owned();
    sketch.boxes[2].title = "A model whose name is rather longer than most names are".to_owned();
    sketch.flows = vec![
        flow("sensor", "process", "frames"),
        flow("process", "store", "ラベル"),
        flow("store", "model", "a label of forty characters, or so it is"),
        flow("model", "model", "retrain"),
        flow("model", "external", "answer"),
        flow("external", "model", "question"),
        flow("process", "wide", "a"),
        flow("process", "wide", "b\u{1b}[2J"),
    ];
    sketch
}

#[test]
fn oddities_look_as_they_were_approved() {
    let sketch = oddities();
    let layout = lay_out(&sketch, Variant::RowsDown);
    for charset in Charset::ALL {
        let file = format!("oddities.{charset:?}.txt").to_lowercase();
        compare(
            &file,
            &text_picture(&sketch, &layout, &decor(&sketch), charset),
        );
    }
    compare("oddities.svg", &svg(&sketch, &layout, &decor(&sketch)));
}

#[test]
fn folded_zones_look_as_they_were_approved() {
    let sketch = graph("g09_mlops_platform");
    let all: BTreeSet<String> = sketch.zones.iter().map(|zone| zone.id.clone()).collect();
    let folded = collapse(&sketch, &all).sketch;
    let layout = lay_out(&folded, Variant::RowsDown);
    compare(
        "g09_mlops_platform.folded.txt",
        &text_picture(&folded, &layout, &Decor::default(), Charset::Unicode),
    );
}

#[test]
fn no_picture_holds_a_control_character_and_ascii_pictures_hold_ascii_frames() {
    let sketch = oddities();
    let layout = lay_out(&sketch, Variant::RowsDown);
    let unicode = text_picture(&sketch, &layout, &decor(&sketch), Charset::Unicode);
    assert!(
        !unicode
            .chars()
            .any(|character| character.is_control() && character != '\n')
    );
    assert!(!svg(&sketch, &layout, &decor(&sketch)).contains('\u{1b}'));
    let pipeline = graph("g05_fraud_realtime");
    let layout = lay_out(&pipeline, Variant::RowsDown);
    for zoom in Zoom::ALL {
        let picture = at_zoom(&pipeline, &layout, Charset::Ascii, zoom);
        assert!(picture.is_ascii(), "{zoom:?}: {picture}");
    }
}

#[test]
fn rows_of_a_picture_are_as_wide_as_the_picture() {
    use unicode_width::UnicodeWidthStr;
    let sketch = oddities();
    let layout = lay_out(&sketch, Variant::RowsDown);
    let picture = paint(
        &sketch,
        &layout,
        &decor(&sketch),
        Charset::Unicode,
        layout.bounds,
    );
    for row in picture.rows() {
        assert!(
            row.width() <= usize::try_from(picture.width).unwrap(),
            "{row}"
        );
    }
}

#[test]
fn a_viewport_shows_the_same_cells_as_the_whole_picture() {
    let sketch = graph("g05_fraud_realtime");
    let layout = lay_out(&sketch, Variant::RowsDown);
    let whole = paint(
        &sketch,
        &layout,
        &decor(&sketch),
        Charset::Unicode,
        layout.bounds,
    );
    let viewport = Rect::new(layout.bounds.x + 13, layout.bounds.y + 5, 40, 20);
    let part = paint(
        &sketch,
        &layout,
        &decor(&sketch),
        Charset::Unicode,
        viewport,
    );
    for y in 0..20 {
        for x in 0..40 {
            assert_eq!(part.get(x, y), whole.get(x + 13, y + 5), "at {x}, {y}");
        }
    }
}

#[test]
fn badges_change_no_geometry_and_selection_shows_without_colour() {
    let sketch = graph("g03_edge_vision");
    let layout = lay_out(&sketch, Variant::RowsDown);
    let plain = text_picture(&sketch, &layout, &Decor::default(), Charset::Unicode);
    let decorated = text_picture(&sketch, &layout, &decor(&sketch), Charset::Unicode);
    assert_eq!(plain.lines().count(), decorated.lines().count());
    assert!(!plain.contains('╔') && decorated.contains('╔') && decorated.contains("▲1H┐"));
}

#[test]
fn flows_are_marked_where_they_pass_a_frame() {
    let sketch = graph("g03_edge_vision");
    let layout = lay_out(&sketch, Variant::RowsDown);
    let picture = paint(
        &sketch,
        &layout,
        &Decor::default(),
        Charset::Unicode,
        layout.bounds,
    );
    let marks = picture
        .cells
        .iter()
        .filter(|cell| matches!(cell.ink, Ink::Boundary(_)))
        .count();
    assert_eq!(marks, passages(&layout).len());
    assert!(marks >= 6);
    let crossed = picture
        .cells
        .iter()
        .filter(|cell| cell.glyph.as_str() == "┼")
        .count();
    assert_eq!(crossed, crossings(&layout).len());
}

#[test]
fn the_minimap_shows_every_corner_and_the_viewport() {
    let sketch = graph("g05_fraud_realtime");
    let layout = lay_out(&sketch, Variant::RowsDown);
    let viewport = Rect::new(layout.bounds.x, layout.bounds.y, 30, 12);
    let map = minimap(&layout, &decor(&sketch), viewport, 24, 10);
    assert!(map.width <= 24 && map.height <= 10);
    assert!(map.cells[0].in_view && !map.cells.last().unwrap().in_view);
    assert!(
        map.cells
            .iter()
            .any(|cell| cell.box_here && cell.severity == Severity::High)
    );
    assert!(layout.bounds.contains(map.point(layout.bounds, 0, 0)));
    assert_eq!(
        minimap(&Layout::default(), &Decor::default(), viewport, 24, 10)
            .cells
            .len(),
        0
    );
    assert_eq!(
        zoomed(&Layout::default(), Zoom::Dots).bounds,
        Rect::default()
    );
    assert_eq!(Point::new(1, 2).shifted(1, 1), Point::new(2, 3));
}
