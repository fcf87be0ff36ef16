//! From a document to a finished report, for documents that nobody likes to print: huge ones, tiny ones, strange names.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan::analysis::{Sitting, assess};
use bartizan::catalog::Catalog;
use bartizan::layout::{first_variant, lay_out, sketch_of};
use bartizan::model::{
    Component, ComponentId, Date, Flow, FlowId, ThreatModel, Trust, Zone, ZoneId,
};
use bartizan::report::{
    Audience, BuildOptions, Evidence, Format, Order, Paper, PdfOptions, Progress, Rendered,
    ReportError, Silent, Verification, build, digest, display_text, make, model_attachment, stamp,
    verify,
};
use lopdf::Document;

/// Names as people and their tools write them.
const NAMES: [&str; 9] = [
    "Σύστημα βαθμολόγησης",
    "Обучение модели",
    "机器学习训练任务",
    "Scoring 🔒 API",
    "מודל שפה",
    "نموذج اللغة",
    "**bold** [link](https://example.org) <script>alert(1)</script> | `code`",
    "bell\u{7} reversed \u{202e}txt.exe\u{202c} line\nbreak",
    "…",
];

fn long_name() -> String {
    "Nightly training of the card-fraud scoring model for European merchants "
        .repeat(4)
        .chars()
        .take(200)
        .collect()
}

fn today() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

fn component(name: &str, kind: &str, zone: Option<&str>) -> Component {
    Component {
        name: name.into(),
        kind: kind.into(),
        zone: zone.map(|zone| ZoneId::new(zone).unwrap()),
        owner: None,
        facts: BTreeMap::new(),
        note: None,
    }
}

/// A chain of as many components as there are names, through two zones.
fn chain(names: &[String]) -> ThreatModel {
    const KINDS: [&str; 6] = [
        "actor.end_user",
        "serve.api",
        "mon.feedback",
        "data.training_set",
        "train.finetune",
        "model.registry",
    ];
    let mut model = ThreatModel::default();
    model.system.title = names.first().cloned().unwrap_or_default();
    for (id, trust) in [("net", 0), ("prod", 3)] {
        let zone = Zone {
            name: names.last().cloned().unwrap_or_else(|| id.into()),
            trust: Some(Trust::new(trust).unwrap()),
            parent: None,
            note: None,
        };
        model.zones.insert(ZoneId::new(id).unwrap(), zone);
    }
    for (number, name) in names.iter().enumerate() {
        let kind = KINDS[number % KINDS.len()];
        let zone = if number % 6 == 0 { "net" } else { "prod" };
        let id = ComponentId::new(format!("c{number}")).unwrap();
        model
            .components
            .insert(id.clone(), component(name, kind, Some(zone)));
        if number > 0 {
            let from = ComponentId::new(format!("c{}", number - 1)).unwrap();
            let flow = Flow {
                label: Some(name.clone()),
                ..flow(from, id)
            };
            model
                .flows
                .insert(FlowId::new(format!("f{number}")).unwrap(), flow);
        }
    }
    model
}

fn flow(from: ComponentId, to: ComponentId) -> Flow {
    Flow {
        from,
        to,
        carries: std::collections::BTreeSet::new(),
        label: None,
        protocol: None,
        encrypted: None,
        authenticated: None,
        note: None,
    }
}

fn order<'a>(model: &'a ThreatModel, catalog: &'a Catalog, paper: Paper) -> Order<'a> {
    let mut order = Order::new(model, catalog, today());
    order.pdf.paper = paper;
    order
}

fn made(model: &ThreatModel, paper: Paper) -> Rendered {
    let catalog = Catalog::built_in().unwrap();
    make(&order(model, &catalog, paper), Format::Pdf, &Silent).unwrap()
}

/// No text outside the margins, no link outside the page; on both papers.
fn stays_on_its_pages(model: &ThreatModel) {
    let catalog = Catalog::built_in().unwrap();
    let assessment = assess(model, &catalog, today());
    let layout = lay_out(&sketch_of(model, &catalog), first_variant());
    let report = build(
        model,
        &catalog,
        &assessment,
        &layout,
        &BuildOptions::default(),
    );
    for paper in Paper::ALL {
        let options = PdfOptions {
            paper,
            ..PdfOptions::default()
        };
        let text = display_text(&report, &options).unwrap();
        let (mut width, mut height) = (0.0, 0.0);
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let number = |place: usize| words[place].parse::<f32>().unwrap();
            match words[0] {
                "page" => (width, height) = (number(1), number(3)),
                "text" => assert!(
                    number(1) >= 50.0 && number(3) <= width - 50.0 && number(5) <= height - 20.0,
                    "over the edge of {}: {line}",
                    paper.name()
                ),
                _ => {}
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn text_of(rendered: &Rendered) -> String {
    let document = Document::load_mem(&rendered.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    squeezed(&document.extract_text(&pages).unwrap())
}

#[test]
fn a_model_without_components_gives_a_report() {
    let model = ThreatModel::default();
    stays_on_its_pages(&model);
    let rendered = made(&model, Paper::A4);
    assert!(rendered.pages >= 3, "{}", rendered.pages);
    assert_eq!(rendered.warnings, Vec::<String>::new());
}

#[test]
fn a_model_of_one_component_gives_a_report() {
    let model = chain(&["Scoring API".into()]);
    stays_on_its_pages(&model);
    let rendered = made(&model, Paper::Letter);
    assert!(text_of(&rendered).contains("ScoringAPI"));
    assert_eq!(rendered.warnings, Vec::<String>::new());
}

#[test]
fn a_model_of_two_hundred_components_keeps_every_name() {
    let names: Vec<String> = (0..200)
        .map(|number| format!("Station {number:03}"))
        .collect();
    let model = chain(&names);
    let rendered = made(&model, Paper::A4);
    let text = text_of(&rendered);
    for name in &names {
        assert!(text.contains(&squeezed(name)), "{name} is missing");
    }
    assert_eq!(rendered.warnings, Vec::<String>::new());
    assert!(
        rendered.bytes.len() < rendered.pages * 10_000,
        "{} bytes on {} pages",
        rendered.bytes.len(),
        rendered.pages
    );
}

/// A brief is four pages: of a large drawing it says what it leaves out and where that stands.
#[test]
fn the_brief_of_two_hundred_components_has_four_pages_and_says_what_it_leaves_out() {
    let names: Vec<String> = (0..200)
        .map(|number| format!("Station {number:03}"))
        .collect();
    let model = chain(&names);
    let catalog = Catalog::built_in().unwrap();
    for paper in Paper::ALL {
        let mut order = order(&model, &catalog, paper);
        order.options.audience = Audience::Brief;
        let rendered = make(&order, Format::Pdf, &Silent).unwrap();
        assert_eq!(rendered.pages, 4, "{paper:?}");
        let text = text_of(&rendered);
        assert!(text.contains(&squeezed("It is left out of this brief")));
        assert!(text.contains(&squeezed("182 more stand in the full report")));
    }
}

#[test]
fn names_of_two_hundred_characters_are_broken_and_never_cut_off_the_page() {
    let names = vec![long_name(), "x".repeat(200), "a_b".repeat(66)];
    let model = chain(&names);
    stays_on_its_pages(&model);
    let text = text_of(&made(&model, Paper::A4));
    for name in &names {
        assert!(text.contains(&squeezed(name)), "{name} is nowhere whole");
    }
}

#[test]
fn names_in_every_script_are_printed_or_listed_as_missing() {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    let model = chain(&names);
    stays_on_its_pages(&model);
    let rendered = made(&model, Paper::A4);
    let text = text_of(&rendered);
    for name in [NAMES[0], NAMES[1], NAMES[6]] {
        assert!(text.contains(&squeezed(name)), "{name} is missing");
    }
    assert!(text.contains("belltxt") || text.contains("bellreversedtxt.exeline"));
    let warnings = rendered.warnings.join("\n");
    assert!(!warnings.contains("U+05"), "Hebrew has a face: {warnings}");
    for code in ["U+1F512", "U+673A"] {
        assert!(warnings.contains(code), "{code} is not listed: {warnings}");
    }
}

#[test]
fn markdown_and_html_stay_text_whatever_a_name_says() {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    let (model, catalog) = (chain(&names), Catalog::built_in().unwrap());
    for format in [Format::Markdown, Format::Html] {
        let rendered = make(&order(&model, &catalog, Paper::A4), format, &Silent).unwrap();
        let text = String::from_utf8(rendered.bytes).unwrap();
        assert!(!text.contains("<script>alert"), "{}", format.title());
        assert!(!text.contains('\u{202e}') && !text.contains('\u{7}'));
    }
}

#[test]
fn a_report_can_be_cancelled_before_its_end() {
    struct After(Cell<usize>);
    impl Progress for After {
        fn step(&self, _done: usize, _total: usize, _what: &str) -> ControlFlow<()> {
            if self.0.get() == 0 {
                return ControlFlow::Break(());
            }
            self.0.set(self.0.get() - 1);
            ControlFlow::Continue(())
        }
    }
    let (model, catalog) = (
        chain(&["One".into(), "Two".into()]),
        Catalog::built_in().unwrap(),
    );
    for steps in [0, 1, 2, 10, 30] {
        let stopped = make(
            &order(&model, &catalog, Paper::A4),
            Format::Pdf,
            &After(Cell::new(steps)),
        );
        assert!(matches!(stopped, Err(ReportError::Cancelled)), "{steps}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_in_every_format() {
    let (model, catalog) = (
        chain(&NAMES.map(str::to_owned)),
        Catalog::built_in().unwrap(),
    );
    for format in Format::ALL {
        let make = || make(&order(&model, &catalog, Paper::A4), format, &Silent).unwrap();
        assert!(make().bytes == make().bytes, "{}", format.title());
    }
}

// ---- a report that can be checked

const FILE: &[u8] = b"(format: 1, title: \"Scoring\")";

fn evidence<'a>(model: &'a ThreatModel, catalog: &'a Catalog) -> Evidence<'a> {
    Evidence {
        model,
        model_bytes: FILE,
        catalog,
        catalog_digest: "sha256:abc".into(),
        logo: None,
        fonts: Vec::new(),
    }
}

fn stamped<'a>(model: &'a ThreatModel, catalog: &'a Catalog) -> Order<'a> {
    let mut order = order(model, catalog, Paper::Letter);
    order.options.model_file = "a & b.ron".into();
    order.options.model_digest = digest(FILE);
    order.options.catalog_digest = "sha256:abc".into();
    order
}

#[test]
fn a_report_made_again_from_its_model_matches() {
    let (model, catalog) = (chain(&["One".into()]), Catalog::built_in().unwrap());
    for embed in [false, true] {
        let mut order = stamped(&model, &catalog);
        order.pdf.attachment = embed.then(|| model_attachment("model.ron", FILE));
        let pdf = make(&order, Format::Pdf, &Silent).unwrap().bytes;
        let stamp = stamp(&pdf).unwrap();
        assert_eq!(stamp.get("modelFile"), "a & b.ron");
        assert_eq!(stamp.get("date"), "2026-11-22");
        let answer = verify(&pdf, &stamp, &evidence(&model, &catalog), &Silent).unwrap();
        assert_eq!(answer, Verification::Match, "embedded: {embed}");
    }
}

#[test]
fn a_report_that_tells_a_review_keeps_what_it_takes_to_make_it_again() {
    let catalog = Catalog::built_in().unwrap();
    let before = chain(&["One".into(), "Two".into()]);
    let mut after = before.clone();
    let drawn = component("A  \"third\"\n& <last>", "data.training_set", Some("prod"));
    after
        .components
        .insert(ComponentId::new("third").unwrap(), drawn);
    let mut order = stamped(&after, &catalog);
    let mut sitting = Sitting::between(&before, &after, &catalog);
    sitting.by = " Ada\tL. ".into();
    order.options.sitting = Some(sitting);
    let rendered = make(&order, Format::Pdf, &Silent).unwrap();
    assert!(text_of(&rendered).contains("Settledinthisreview"));
    let stamp = stamp(&rendered.bytes).unwrap();
    assert!(stamp.tells_a_review());
    let answer =
        |stamp| verify(&rendered.bytes, stamp, &evidence(&after, &catalog), &Silent).unwrap();
    assert_eq!(answer(&stamp), Verification::Match);
    let mut broken = stamp.clone();
    broken.entries.insert("review".into(), "{".into());
    let Verification::Differs(lines) = answer(&broken) else {
        panic!("a review that cannot be read matched");
    };
    assert!(lines[0].starts_with("the review:"), "{lines:?}");
}

#[test]
fn a_report_of_another_model_or_with_changed_bytes_does_not_match() {
    let (model, catalog) = (chain(&["One".into()]), Catalog::built_in().unwrap());
    let pdf = make(&stamped(&model, &catalog), Format::Pdf, &Silent)
        .unwrap()
        .bytes;
    let stamp = stamp(&pdf).unwrap();
    let other = Evidence {
        model_bytes: b"(format: 1)",
        ..evidence(&model, &catalog)
    };
    let Verification::Differs(lines) = verify(&pdf, &stamp, &other, &Silent).unwrap() else {
        panic!("another model matched");
    };
    assert!(lines[0].starts_with("the model:"), "{lines:?}");
    let mut changed = pdf.clone();
    changed.push(b'\n');
    let answer = verify(&changed, &stamp, &evidence(&model, &catalog), &Silent).unwrap();
    assert!(matches!(answer, Verification::Differs(_)));
}
