//! Where things stand on paper: golden display lists, margins, and reports at the extremes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_fixture;

use bartizan::report::blocks::*;
use bartizan::report::{Paper, PdfOptions, Silent, display_text, pdf};

/// The blank edges of a page.
const SIDE: f32 = 56.7;
/// A blank at the end of a text may reach over the edge; nobody sees it.
const BLANK: f32 = 3.0;

fn shown(report: &Report) -> String {
    display_text(report, &PdfOptions::default()).unwrap()
}

fn report_of(blocks: Vec<Block>) -> Report {
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

/// Every text of pages with head and foot lies between the edges; the cover is designed by itself.
fn assert_nothing_over_the_edge(report: &Report, paper: Paper) {
    let text = display_text(
        report,
        &PdfOptions {
            paper,
            ..PdfOptions::default()
        },
    )
    .unwrap();
    let (mut width, mut height, mut page) = (0.0, 0.0, 0);
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |place: usize| words[place].parse::<f32>().unwrap();
        match words[0] {
            "page" => {
                (width, height) = (number(1), number(3));
                page += 1;
            }
            "text" => {
                let (left, right, base) = (number(1), number(3), number(5));
                assert!(left >= SIDE - 0.6, "page {page}: {line}");
                assert!(right <= width - SIDE + BLANK, "page {page}: {line}");
                assert!((30.0..height - 20.0).contains(&base), "page {page}: {line}");
            }
            _ => {}
        }
    }
}

#[test]
fn no_text_stands_over_the_edges_on_either_paper() {
    for paper in Paper::ALL {
        assert_nothing_over_the_edge(&report_fixture::card_fraud(), paper);
        assert_nothing_over_the_edge(&report_fixture::large(), paper);
        assert_nothing_over_the_edge(&report_fixture::awkward(), paper);
    }
}

#[test]
fn an_empty_report_is_a_page() {
    let report = Report {
        meta: Meta {
            date: "2026-11-22".into(),
            ..Meta::default()
        },
        ..Report::default()
    };
    assert_eq!(
        pdf(&report, &PdfOptions::default(), &Silent).unwrap().pages,
        1
    );
}

#[test]
fn a_report_of_two_hundred_components_keeps_every_name() {
    let rendered = pdf(&report_fixture::large(), &PdfOptions::default(), &Silent).unwrap();
    let document = lopdf::Document::load_mem(&rendered.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    for number in 0..200 {
        assert!(
            text.contains(&format!("Component {number:03}")),
            "component {number}"
        );
    }
}

#[test]
fn the_summary_fills_exactly_one_page() {
    let report = report_fixture::card_fraud();
    let text = shown(&report);
    let on = text
        .lines()
        .filter(|line| line.starts_with("page") && line.ends_with("Decision brief"))
        .count();
    assert_eq!(on, 1);
}

#[test]
fn a_summary_that_cannot_fit_flows_on_and_says_so() {
    let mut report = report_of(
        (0..60)
            .map(|_| Block::Para(vec!["A paragraph of a line.".into()]))
            .collect(),
    );
    report.sections[0].start = Start::OnePage;
    let rendered = pdf(&report, &PdfOptions::default(), &Silent).unwrap();
    assert_eq!(rendered.pages, 2);
    assert_eq!(rendered.warnings, ["“One” did not fit on one page"]);
}

#[test]
fn a_table_repeats_its_head_on_every_page() {
    let rows = (0..150)
        .map(|number| {
            Row::new(vec![
                Cell::text(format!("row {number}")),
                Cell::text("text"),
            ])
        })
        .collect();
    let columns = vec![Column::new("Heading", 1.0), Column::new("Other", 2.0)];
    let text = shown(&report_of(vec![Block::Table(Table {
        columns,
        rows,
        ..Table::default()
    })]));
    assert_eq!(
        text.matches("\"Heading \"").count(),
        text.matches("page ").count()
    );
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    for lines in 30..50 {
        let mut blocks: Vec<Block> = (0..lines)
            .map(|_| Block::Para(vec!["A line.".into()]))
            .collect();
        blocks.push(Block::Heading(Heading::two("h", "Lonely")));
        blocks.push(Block::Para(vec!["What the heading is about.".into()]));
        let text = shown(&report_of(blocks));
        let page_of = |words: &str| text[..text.find(words).unwrap()].matches("page ").count();
        assert_eq!(
            page_of("Lonely"),
            page_of("What the heading"),
            "{lines} lines above"
        );
    }
}

#[test]
fn a_paragraph_never_leaves_a_single_line_behind_or_ahead() {
    let long =
        "Words that fill a few lines of a paragraph so that it may be broken over two pages. "
            .repeat(5);
    for lines in 20..45 {
        let mut blocks: Vec<Block> = (0..lines)
            .map(|_| Block::Para(vec!["A line.".into()]))
            .collect();
        blocks.push(Block::Para(vec![Span::plain(long.trim())]));
        let text = shown(&report_of(blocks));
        let per_page: Vec<usize> = text
            .split("page ")
            .map(|page| page.matches("fill").count() + page.matches("broken over").count())
            .collect();
        let counts: Vec<usize> = text
            .split("page ")
            .map(|page| {
                page.lines()
                    .filter(|line| line.contains("size 9.6") && !line.contains("\"A line.\""))
                    .count()
            })
            .filter(|count| *count > 0)
            .collect();
        assert!(
            counts.iter().all(|count| *count != 1),
            "{lines} lines above: {counts:?} {per_page:?}"
        );
    }
}

#[test]
fn a_row_taller_than_a_page_is_continued_and_loses_nothing() {
    let words: Vec<String> = (0..900).map(|number| format!("word{number}")).collect();
    let rows = vec![Row::new(vec![
        Cell::text("tall"),
        Cell::text(words.join(" ")),
    ])];
    let table = Table {
        columns: vec![Column::new("A", 3.0), Column::new("B", 1.0)],
        rows,
        ..Table::default()
    };
    let text = shown(&report_of(vec![Block::Table(table)]));
    for word in &words {
        assert!(
            text.contains(&format!("{word} ")) || text.contains(&format!("{word}\"")),
            "{word}"
        );
    }
}

#[test]
fn a_pipeline_too_wide_for_a_page_is_split_and_every_component_is_drawn() {
    let report = report_fixture::large();
    let text = shown(&report);
    assert!(text.contains("Part 1 of "), "the drawing was not split");
    let smallest = text
        .lines()
        .filter_map(|line| {
            line.split("size ")
                .nth(1)?
                .split(' ')
                .next()?
                .parse::<f32>()
                .ok()
        })
        .fold(f32::MAX, f32::min);
    assert!(smallest >= 6.0, "{smallest}");
}

#[test]
fn a_pipeline_too_wide_for_an_upright_page_turns_its_page_and_its_heading_goes_along() {
    let figure = Figure {
        id: "figure".into(),
        title: String::new(),
        kind: FigureKind::Diagram(report_fixture::wide()),
        alt: "Twelve components.".into(),
        caption: vec!["A caption.".into()],
    };
    let text = shown(&report_of(vec![
        Block::Figure(figure),
        Block::Para(vec!["What follows.".into()]),
    ]));
    let pages: Vec<&str> = text.split("page ").skip(1).collect();
    assert!(
        pages[0].starts_with("842 x 595")
            && pages[0].contains("\"One \"")
            && pages[0].contains("Scoring API")
    );
    assert!(pages[1].starts_with("595 x 842") && pages[1].contains("What follows."));
}

#[test]
fn the_foot_keeps_its_date_however_long_the_classification_and_the_document_id_are() {
    let mut report = report_of(vec![Block::Para(vec!["A line.".into()])]);
    report.meta.classification = "Confidential: fraud, risk and audit departments only".into();
    report.meta.document_id = "TM-2026-RECOMMENDER-026, revision 4 of the spring review".into();
    for paper in Paper::ALL {
        let options = PdfOptions {
            paper,
            ..PdfOptions::default()
        };
        let text = display_text(&report, &options).unwrap();
        assert!(text.contains("\"22 November 2026 \""), "{text}");
        let ends: Vec<(f32, f32)> = text
            .lines()
            .filter(|line| line.contains("size 8.0") && !line.contains(" at 42.0 "))
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                (words[1].parse().unwrap(), words[3].parse().unwrap())
            })
            .collect();
        assert!(ends.len() >= 4, "{text}");
        for pair in ends.windows(2) {
            assert!(pair[0].1 <= pair[1].0 + BLANK, "{pair:?}");
        }
    }
}

#[test]
fn the_caption_of_a_matrix_stands_below_rows_of_it() {
    for rows in 25..45 {
        let row = |number| MatrixRow {
            label: format!("row {number}"),
            target: None,
            cells: vec![MatrixCell::NotApplicable {
                reason: "N1".into(),
            }],
        };
        let matrix = Matrix {
            corner: "Component".into(),
            columns: vec![MatrixColumn {
                code: "ML01".into(),
                title: "Input".into(),
            }],
            rows: (0..rows).map(row).collect(),
        };
        let text = shown(&report_of(vec![Block::Figure(Figure {
            id: "figure".into(),
            title: String::new(),
            kind: FigureKind::Matrix(matrix),
            alt: "A matrix.".into(),
            caption: vec!["What it shows.".into()],
        })]));
        let last = text.split("page ").last().unwrap();
        assert!(
            last.contains("What it shows.") && last.contains(&format!("\"row {} \"", rows - 1)),
            "{rows} rows"
        );
    }
}

// ---- golden display lists; look at each before accepting it

#[test]
fn golden_text() {
    insta::assert_snapshot!(shown(&report_of(vec![
        Block::Lead(vec![
            "A lead with ".into(),
            Span::strong("weight"),
            ".".into()
        ]),
        Block::Para(vec![
            "Risk is ".into(),
            Span::risk(RiskLevel::High),
            ", see ".into(),
            Span::to("one", "here"),
            ".".into()
        ]),
        Block::List(List::bullets(vec![
            vec!["first".into()],
            vec![Span::code("second_id")]
        ])),
    ])));
}

#[test]
fn golden_table() {
    let columns = vec![
        Column::new("Finding", 1.0),
        Column::new("Text", 3.0),
        Column::new("Risk", 1.0).align(Align::Center),
    ];
    let rows = vec![
        Row::new(vec![
            Cell::code("ML02@train"),
            Cell::text("Short."),
            Cell::risk(RiskLevel::Critical),
        ]),
        Row::new(vec![
            Cell::code("ML05@api"),
            Cell::text("A text that takes more than one line because the column is narrow."),
            Cell::risk(RiskLevel::Low),
        ]),
    ];
    insta::assert_snapshot!(shown(&report_of(vec![Block::Table(Table {
        columns,
        rows,
        row_header: Some(0),
        ..Table::default()
    })])));
}

#[test]
fn golden_diagram() {
    let mut drawing = report_fixture::drawing();
    drawing
        .boxes
        .retain(|drawn| ["merchant", "scoring-api"].contains(&drawn.id.as_str()));
    drawing.flows.truncate(2);
    drawing.zones.truncate(2);
    drawing.legend.clear();
    insta::assert_snapshot!(shown(&report_of(vec![Block::Figure(Figure {
        id: "figure".into(),
        title: "Two components".into(),
        kind: FigureKind::Diagram(drawing),
        alt: "A merchant pays.".into(),
        caption: vec!["A caption.".into()],
    })])));
}
