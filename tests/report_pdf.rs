//! The PDF as a reader gets it, read back with lopdf.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use bartizan::report::blocks::{Block, Meta, Report, Section, Span};
use bartizan::report::{
    Attachment, ExtraFont, PdfOptions, Progress, Rendered, ReportError, Silent, pdf,
};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

static SAMPLE: LazyLock<Rendered> = LazyLock::new(|| {
    pdf(
        &report_fixture::card_fraud(),
        &PdfOptions::default(),
        &Silent,
    )
    .unwrap()
});

fn sample() -> Document {
    Document::load_mem(&SAMPLE.bytes).unwrap()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn text_of(document: &Document) -> String {
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap()
}

fn one_page(blocks: Vec<Block>) -> Report {
    let mut section = Section::new("one", "One");
    section.blocks = blocks;
    let meta = Meta {
        title: "Small".into(),
        date: "2026-11-22".into(),
        ..Meta::default()
    };
    Report {
        meta,
        sections: vec![section],
        ..Report::default()
    }
}

// ---- what a reader can find

#[test]
fn every_word_of_the_report_can_be_found_and_copied() {
    let text = squeezed(&text_of(&sample()));
    let markdown = bartizan::report::markdown(&report_fixture::card_fraud());
    for words in [
        "Card-fraud scoring",
        "Data Poisoning Attack on Nightly training",
        "unscreened path from merchants’ chargeback claims to nightly training",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "J. Šťastná and M. Παπαδάκη",
        "Champion model",
        "not endorsed by it",
    ] {
        assert!(text.contains(&squeezed(words)), "{words} is missing");
        assert!(markdown.contains(words), "{words} is missing in Markdown");
    }
}

#[test]
fn words_at_the_end_of_a_line_are_not_joined_with_the_next() {
    let text = text_of(&sample()).replace('\n', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.windows(2).any(|pair| pair == ["of", "the"]));
    assert!(!text.contains("labelsof"), "joined at a line end");
}

#[test]
fn a_character_without_a_face_keeps_its_text_and_is_listed() {
    let rendered = pdf(
        &one_page(vec![Block::Para(vec!["机器 and 🔒".into()])]),
        &PdfOptions::default(),
        &Silent,
    )
    .unwrap();
    assert!(
        rendered
            .warnings
            .iter()
            .any(|warning| warning.contains("U+1F512") && warning.contains("U+673A"))
    );
    let document = Document::load_mem(&rendered.bytes).unwrap();
    assert_eq!(actual_texts(&document).concat(), "机器🔒");
}

/// What stands behind text that is drawn otherwise than it is read.
fn actual_texts(document: &Document) -> Vec<String> {
    operations(document)
        .into_iter()
        .flatten()
        .filter(|operation| operation.operator == "BDC")
        .filter_map(|operation| {
            operation
                .operands
                .get(1)
                .and_then(|it| it.as_dict().ok())
                .cloned()
        })
        .filter_map(|properties| properties.get(b"ActualText").ok().cloned())
        .map(|text| lopdf::decode_text_string(&text).unwrap())
        .collect()
}

/// Readers of the format expect such text as it is seen, and put it back in order themselves.
#[test]
fn text_from_right_to_left_stands_as_it_is_seen_in_letters_that_can_be_searched() {
    let rendered = pdf(
        &one_page(vec![Block::Para(vec![
            "The model מודל שפה learns, and نموذج too.".into(),
        ])]),
        &PdfOptions::default(),
        &Silent,
    )
    .unwrap();
    assert_eq!(rendered.warnings, Vec::<String>::new());
    let document = Document::load_mem(&rendered.bytes).unwrap();
    let text = document.extract_text(&[1]).unwrap();
    for seen in ["The model ", "learns, and ", "לדומ", "הפש", "جذومن"] {
        assert!(text.contains(seen), "{seen} in {text}");
    }
    // The first word stands to the right of the second.
    let lefts: Vec<f32> = operations(&document)
        .into_iter()
        .flatten()
        .filter(|operation| operation.operator == "Tm")
        .map(|operation| operation.operands[4].as_float().unwrap())
        .collect();
    assert!(lefts.windows(2).any(|pair| pair[1] < pair[0]), "{lefts:?}");
}

#[test]
fn no_page_shows_a_missing_glyph() {
    let document = sample();
    for operation in operations(&document)
        .into_iter()
        .flatten()
        .filter(|it| it.operator == "TJ" || it.operator == "Tj")
    {
        let mut strings = Vec::new();
        collect_strings(&operation.operands, &mut strings);
        for string in strings {
            assert!(
                string.chunks(2).all(|glyph| glyph != [0, 0]),
                "glyph 0 in {operation:?}"
            );
        }
    }
}

fn collect_strings(objects: &[Object], strings: &mut Vec<Vec<u8>>) {
    for object in objects {
        match object {
            Object::String(bytes, _) => strings.push(bytes.clone()),
            Object::Array(inner) => collect_strings(inner, strings),
            _ => {}
        }
    }
}

#[test]
fn the_outline_is_nested_and_in_reading_order() {
    let document = sample();
    let root = dictionary(&document, catalog(&document).get(b"Outlines").unwrap());
    let chapters = siblings(&document, &root);
    let titles: Vec<&str> = chapters.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(
        titles[..3],
        [
            "Decision brief",
            "The pipeline",
            "Components against threats"
        ]
    );
    let (_, findings) = chapters
        .iter()
        .find(|(title, _)| title == "Findings by risk")
        .unwrap();
    assert_eq!(
        siblings(&document, findings)[0].0,
        "ML02@train Data Poisoning Attack on Nightly training"
    );
}

fn siblings(document: &Document, parent: &Dictionary) -> Vec<(String, Dictionary)> {
    let mut found = Vec::new();
    let mut next = parent.get(b"First").ok().cloned();
    while let Some(object) = next {
        let item = dictionary(document, &object);
        next = item.get(b"Next").ok().cloned();
        found.push((
            lopdf::decode_text_string(item.get(b"Title").unwrap()).unwrap(),
            item,
        ));
    }
    found
}

// ---- a good citizen

#[test]
fn every_font_is_embedded_as_a_subset_and_maps_to_text() {
    let document = sample();
    let fonts: Vec<&Dictionary> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|it| {
            it.get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|name| name == b"Type0")
        })
        .collect();
    assert!(fonts.len() >= 5);
    for font in fonts {
        assert!(font.has(b"ToUnicode"), "{font:?}");
        let name =
            String::from_utf8_lossy(font.get(b"BaseFont").unwrap().as_name().unwrap()).into_owned();
        assert_eq!(name.find('+'), Some(6), "{name} is no subset");
        let inner = dictionary(
            &document,
            &font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0],
        );
        let descriptor = dictionary(&document, inner.get(b"FontDescriptor").unwrap());
        assert!(
            descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"),
            "{name} is not embedded"
        );
    }
}

#[test]
fn marked_content_is_balanced_and_every_number_leads_to_its_element() {
    let document = sample();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let parents = parent_tree(&document);
    for (page, operations) in pages.iter().zip(operations(&document)) {
        let mut depth = 0_i32;
        let mut numbers = BTreeSet::new();
        for operation in &operations {
            match operation.operator.as_str() {
                "BMC" => depth += 1,
                "BDC" => {
                    depth += 1;
                    if let Some(number) = operation.operands[1]
                        .as_dict()
                        .ok()
                        .and_then(|it| it.get(b"MCID").ok())
                    {
                        assert!(
                            numbers.insert(number.as_i64().unwrap()),
                            "a number twice on one page"
                        );
                    }
                }
                "EMC" => depth -= 1,
                "Tj" | "TJ" | "f" | "S" | "B" => {
                    assert!(depth > 0, "content without a mark: {operation:?}");
                }
                _ => {}
            }
            assert!(depth >= 0);
        }
        assert_eq!(depth, 0);
        let key = dictionary(&document, &Object::Reference(*page))
            .get(b"StructParents")
            .unwrap()
            .as_i64()
            .unwrap();
        let owners = parents[&key].as_array().unwrap();
        assert_eq!(owners.len(), numbers.len());
        for (number, owner) in owners.iter().enumerate() {
            let kids = dictionary(&document, owner);
            let kids = kids.get(b"K").unwrap().as_array().unwrap();
            let number = i64::try_from(number).unwrap();
            let holds = |kid: &Object| match kid {
                Object::Integer(mcid) => *mcid == number,
                Object::Dictionary(mcr) => mcr
                    .get(b"MCID")
                    .and_then(Object::as_i64)
                    .is_ok_and(|mcid| mcid == number),
                _ => false,
            };
            assert!(
                kids.iter().any(holds),
                "content {number} is not in its element"
            );
        }
    }
}

fn parent_tree(document: &Document) -> BTreeMap<i64, Object> {
    let root = dictionary(document, catalog(document).get(b"StructTreeRoot").unwrap());
    let tree = dictionary(document, root.get(b"ParentTree").unwrap());
    let numbers = tree.get(b"Nums").unwrap().as_array().unwrap().clone();
    numbers
        .chunks(2)
        .map(|pair| (pair[0].as_i64().unwrap(), pair[1].clone()))
        .collect()
}

#[test]
fn every_figure_has_alternative_text_and_a_place() {
    let document = sample();
    let figures: Vec<Dictionary> = elements(&document, b"Figure");
    assert!(figures.len() > 20, "{}", figures.len());
    for figure in figures {
        assert!(
            !lopdf::decode_text_string(figure.get(b"Alt").unwrap())
                .unwrap()
                .is_empty()
        );
        let attributes = figure.get(b"A").unwrap().as_array().unwrap();
        assert!(
            attributes
                .iter()
                .any(|it| it.as_dict().is_ok_and(|it| it.has(b"BBox")))
        );
    }
}

#[test]
fn headings_never_skip_a_level() {
    let document = sample();
    let root = dictionary(
        &document,
        catalog(&document).get(b"StructTreeRoot").unwrap(),
    );
    let mut levels = Vec::new();
    headings(&document, &root, &mut levels);
    assert_eq!(levels.first(), Some(&1));
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{levels:?}"
    );
}

fn headings(document: &Document, elem: &Dictionary, levels: &mut Vec<u8>) {
    if let Ok([b'H', level @ b'1'..=b'6']) = elem.get(b"S").and_then(Object::as_name) {
        levels.push(level - b'0');
    }
    for kid in elem
        .get(b"K")
        .and_then(Object::as_array)
        .into_iter()
        .flatten()
    {
        if let Object::Reference(_) = kid {
            headings(document, &dictionary(document, kid), levels);
        }
    }
}

#[test]
fn links_lie_inside_their_pages_and_say_where_they_lead() {
    let document = sample();
    let parents = parent_tree(&document);
    let pages: BTreeSet<ObjectId> = document.get_pages().into_values().collect();
    let mut links = 0;
    for page in &pages {
        let page = dictionary(&document, &Object::Reference(*page));
        let sheet: Vec<f32> = page
            .get(b"MediaBox")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_float().unwrap())
            .collect();
        for link in page
            .get(b"Annots")
            .and_then(Object::as_array)
            .into_iter()
            .flatten()
        {
            links += 1;
            let link = dictionary(&document, link);
            let area: Vec<f32> = link
                .get(b"Rect")
                .unwrap()
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it.as_float().unwrap())
                .collect();
            assert!(
                area[0] >= 0.0 && area[1] >= 0.0 && area[2] <= sheet[2] && area[3] <= sheet[3],
                "{area:?}"
            );
            assert!(area[2] > area[0] && area[3] > area[1], "{area:?}");
            assert_eq!(link.get(b"F").unwrap().as_i64().unwrap(), 4);
            assert!(
                !lopdf::decode_text_string(link.get(b"Contents").unwrap())
                    .unwrap()
                    .is_empty()
            );
            let owner = dictionary(
                &document,
                &parents[&link.get(b"StructParent").unwrap().as_i64().unwrap()],
            );
            assert_eq!(owner.get(b"S").unwrap().as_name().unwrap(), b"Link");
        }
    }
    assert!(links > 60, "{links}");
}

#[test]
fn the_catalogue_says_what_the_file_is() {
    let document = sample();
    let catalog = catalog(&document);
    assert_eq!(
        lopdf::decode_text_string(catalog.get(b"Lang").unwrap()).unwrap(),
        "en"
    );
    for key in [
        b"MarkInfo".as_slice(),
        b"StructTreeRoot",
        b"OutputIntents",
        b"Metadata",
        b"PageLabels",
        b"ViewerPreferences",
    ] {
        assert!(catalog.has(key), "{}", String::from_utf8_lossy(key));
    }
    assert_eq!(
        catalog.get(b"PageMode").unwrap().as_name().unwrap(),
        b"UseOutlines"
    );
    let packet = document
        .get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap())
        .unwrap()
        .as_stream()
        .unwrap();
    let packet = String::from_utf8(packet.content.clone()).unwrap();
    for words in [
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<bartizan:modelDigest>sha256:9f86",
        "2026-11-22T00:00:00Z",
    ] {
        assert!(packet.contains(words), "{words}");
    }
}

#[test]
fn an_attached_model_comes_out_as_it_went_in() {
    let attachment = Attachment {
        name: "card-fraud.ron".into(),
        media_type: "text/plain".into(),
        description: "The threat model".into(),
        bytes: b"(format: 1)".to_vec(),
    };
    let options = PdfOptions {
        attachment: Some(attachment),
        ..PdfOptions::default()
    };
    let rendered = pdf(&one_page(vec![]), &options, &Silent).unwrap();
    let document = Document::load_mem(&rendered.bytes).unwrap();
    let file = dictionary(
        &document,
        &catalog(&document).get(b"AF").unwrap().as_array().unwrap()[0],
    );
    let inner = file
        .get(b"EF")
        .unwrap()
        .as_dict()
        .unwrap()
        .get(b"F")
        .unwrap()
        .as_reference()
        .unwrap();
    let stream = document.get_object(inner).unwrap().as_stream().unwrap();
    assert_eq!(
        stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone()),
        b"(format: 1)"
    );
}

// ---- the same report, the same bytes

#[test]
fn the_same_report_gives_the_same_bytes_twice_in_one_process() {
    let again = pdf(
        &report_fixture::card_fraud(),
        &PdfOptions::default(),
        &Silent,
    )
    .unwrap();
    assert!(SAMPLE.bytes == again.bytes);
    let mut other = report_fixture::card_fraud();
    other.meta.date = "2026-11-23".into();
    assert!(pdf(&other, &PdfOptions::default(), &Silent).unwrap().bytes != again.bytes);
}

#[test]
fn a_page_costs_less_than_ten_kilobytes() {
    assert!(
        SAMPLE.bytes.len() < SAMPLE.pages * 10_000,
        "{} bytes on {} pages",
        SAMPLE.bytes.len(),
        SAMPLE.pages
    );
}

// ---- progress, cancel, errors

struct StopAt(usize);

impl Progress for StopAt {
    fn step(&self, done: usize, total: usize, _what: &str) -> ControlFlow<()> {
        assert!(done <= total);
        if done == self.0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

#[test]
fn a_report_can_be_cancelled_at_every_step() {
    struct Count(std::cell::Cell<usize>);
    impl Progress for Count {
        fn step(&self, done: usize, total: usize, _what: &str) -> ControlFlow<()> {
            assert_eq!(done, self.0.get() + 1, "steps are reported one by one");
            assert!(done <= total);
            self.0.set(done);
            ControlFlow::Continue(())
        }
    }
    let report = one_page(vec![Block::Para(vec!["x".into()])]);
    let count = Count(std::cell::Cell::new(0));
    pdf(&report, &PdfOptions::default(), &count).unwrap();
    for step in 1..=count.0.get() {
        assert!(
            matches!(
                pdf(&report, &PdfOptions::default(), &StopAt(step)),
                Err(ReportError::Cancelled)
            ),
            "step {step}"
        );
    }
}

#[test]
fn a_wrong_date_and_a_wrong_font_are_refused_with_what_to_do() {
    let mut report = one_page(vec![]);
    report.meta.date = "yesterday".into();
    let error = pdf(&report, &PdfOptions::default(), &Silent)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("`yesterday`") && error.contains("2026-11-22"),
        "{error}"
    );
    let options = PdfOptions {
        fonts: vec![ExtraFont {
            name: "notes.txt".into(),
            bytes: vec![1, 2, 3],
        }],
        ..PdfOptions::default()
    };
    let error = pdf(&one_page(vec![]), &options, &Silent)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("notes.txt") && error.contains("WOFF2"),
        "{error}"
    );
}

#[test]
fn a_link_that_leads_nowhere_is_plain_text_and_reported() {
    let rendered = pdf(
        &one_page(vec![Block::Para(vec![Span::to("gone", "there")])]),
        &PdfOptions::default(),
        &Silent,
    )
    .unwrap();
    assert!(
        rendered
            .warnings
            .iter()
            .any(|warning| warning.contains("gone")),
        "{:?}",
        rendered.warnings
    );
    assert!(elements(&Document::load_mem(&rendered.bytes).unwrap(), b"Link").is_empty());
}

// ---- reading

fn catalog(document: &Document) -> Dictionary {
    document.catalog().unwrap().clone()
}

fn dictionary(document: &Document, object: &Object) -> Dictionary {
    document
        .dereference(object)
        .unwrap()
        .1
        .as_dict()
        .unwrap()
        .clone()
}

fn elements(document: &Document, kind: &[u8]) -> Vec<Dictionary> {
    let elements = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let elements = elements.filter(|it| {
        it.get(b"Type")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"StructElem")
    });
    elements
        .filter(|it| {
            it.get(b"S")
                .and_then(Object::as_name)
                .is_ok_and(|name| name == kind)
        })
        .cloned()
        .collect()
}

fn operations(document: &Document) -> Vec<Vec<lopdf::content::Operation>> {
    let pages = document.get_pages().into_values();
    pages
        .map(|page| {
            Content::decode(&document.get_page_content(page))
                .unwrap()
                .operations
        })
        .collect()
}
