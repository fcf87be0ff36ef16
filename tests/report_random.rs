//! Reports that nobody would write: whatever a model holds, the report is made and stays on its pages.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod steady;

use bartizan::report::blocks::*;
use bartizan::report::{PdfOptions, Silent, display_text, html, markdown, pdf};
use proptest::prelude::*;
use steady::steady;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ,.]{0,40}",
        1 => "\\PC{0,30}",
        1 => any::<String>().prop_map(|text| text.chars().take(60).collect()),
        1 => "[a-z0-9/_.:@-]{60,120}",
        1 => Just("word ".repeat(120)),
    ]
}

fn level() -> impl Strategy<Value = RiskLevel> {
    prop::sample::select(vec![
        RiskLevel::None,
        RiskLevel::Low,
        RiskLevel::Medium,
        RiskLevel::High,
        RiskLevel::Critical,
    ])
}

fn span() -> impl Strategy<Value = Span> {
    let style = prop_oneof![
        Just(Style::Plain),
        Just(Style::Strong),
        Just(Style::Em),
        Just(Style::Code),
        level().prop_map(Style::Risk),
        words().prop_map(|to| Style::Link(Target::Anchor(to))),
        Just(Style::Link(Target::Anchor("known".into()))),
        words().prop_map(|to| Style::Link(Target::Url(format!("https://{to}")))),
    ];
    (words(), style).prop_map(|(text, style)| Span { text, style })
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec(span(), 0..5)
}

fn table() -> impl Strategy<Value = Table> {
    let cell = (spans(), prop::option::of(level())).prop_map(|(spans, fill)| Cell { spans, fill });
    let row =
        (words(), prop::collection::vec(cell, 0..6)).prop_map(|(id, cells)| Row { id, cells });
    let column = (words(), -1.0_f32..9.0).prop_map(|(title, weight)| Column::new(title, weight));
    (
        prop::collection::vec(column, 0..6),
        prop::collection::vec(row, 0..12),
        any::<bool>(),
    )
        .prop_map(|(columns, rows, plain)| Table {
            columns,
            rows,
            row_header: Some(0),
            summary: String::new(),
            look: if plain {
                TableLook::Plain
            } else {
                TableLook::Grid
            },
        })
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let rect = (-20..300_i32, -20..200_i32, 1..60_i32, 1..20_i32)
        .prop_map(|(x, y, w, h)| CellRect::new(x, y, w, h));
    let boxes = prop::collection::vec((rect.clone(), words(), words()), 0..12);
    let zones = prop::collection::vec((rect, words()), 0..3);
    let flows = prop::collection::vec(
        (
            0..12_usize,
            0..12_usize,
            prop::collection::vec((-20..300_i32, -20..200_i32), 0..5),
            words(),
        ),
        0..8,
    );
    (boxes, zones, flows).prop_map(|(boxes, zones, flows)| Drawing {
        boxes: boxes
            .into_iter()
            .enumerate()
            .map(|(number, (rect, title, kind))| DrawnBox {
                id: number.to_string(),
                rect,
                title,
                kind,
                shape: Shape::ALL[number % 5],
                badge: Some(Badge {
                    level: RiskLevel::High,
                    count: 7,
                }),
                target: Some(Target::Anchor("known".into())),
            })
            .collect(),
        zones: zones
            .into_iter()
            .map(|(rect, title)| DrawnZone {
                rect,
                trust: title.clone(),
                title,
            })
            .collect(),
        flows: flows
            .into_iter()
            .map(|(from, to, points, carries)| DrawnFlow {
                from: from.to_string(),
                to: to.to_string(),
                label: points.first().map(|(x, y)| DrawnLabel {
                    rect: CellRect::new(*x, *y, 9, 1),
                    text: carries.clone(),
                }),
                points: points
                    .into_iter()
                    .map(|(x, y)| CellPoint { x, y })
                    .collect(),
                carries,
                back: from > to,
                crosses: from % 2 == 0,
            })
            .collect(),
        legend: Vec::new(),
    })
}

fn figure() -> impl Strategy<Value = Figure> {
    let numbers = || prop::collection::vec(0..900_u32, 0..6);
    let kind = prop_oneof![
        drawing().prop_map(FigureKind::Diagram),
        (numbers(), words()).prop_map(|(values, label)| FigureKind::Donut(Donut {
            slices: values
                .into_iter()
                .map(|value| Slice {
                    label: label.clone(),
                    value,
                    tone: Tone::Good
                })
                .collect(),
            unit: label,
        })),
        (prop::collection::vec((words(), numbers()), 0..5), words()).prop_map(|(bars, label)| {
            FigureKind::Bars(Bars {
                series: (0..4)
                    .map(|_| Series {
                        label: label.clone(),
                        tone: Tone::Bad,
                    })
                    .collect(),
                bars: bars
                    .into_iter()
                    .map(|(label, values)| Bar { label, values })
                    .collect(),
                scale: BarsScale::Count,
            })
        }),
        (words(), numbers()).prop_map(|(title, values)| FigureKind::RiskGrid(RiskGrid {
            impact: Axis {
                title: title.clone(),
                steps: vec![title.clone(); values.len()]
            },
            likelihood: Axis {
                title: title.clone(),
                steps: vec![title; 3]
            },
            cells: values
                .iter()
                .map(|value| vec![(*value, RiskLevel::Medium); 3])
                .collect(),
        })),
        (words(), 0..200_u32, 0..200_u32).prop_map(|(label, met, total)| FigureKind::Ladder(
            Ladder {
                steps: vec![Step {
                    label: label.clone(),
                    title: label,
                    met,
                    total,
                    reached: met > total,
                    target: true
                }],
            }
        )),
        (prop::collection::vec(words(), 0..4), words()).prop_map(|(rows, reason)| {
            FigureKind::Matrix(Matrix {
                corner: reason.clone(),
                columns: vec![
                    MatrixColumn {
                        code: "ML01".into(),
                        title: reason.clone()
                    };
                    10
                ],
                rows: rows
                    .into_iter()
                    .map(|label| MatrixRow {
                        label,
                        target: None,
                        cells: vec![
                            MatrixCell::NotApplicable {
                                reason: reason.clone()
                            };
                            10
                        ],
                    })
                    .collect(),
            })
        }),
    ];
    (kind, words(), spans()).prop_map(|(kind, title, caption)| Figure {
        id: title.clone(),
        title,
        kind,
        alt: "A figure.".into(),
        caption,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        3 => spans().prop_map(Block::Para),
        1 => spans().prop_map(Block::Lead),
        1 => words().prop_map(|text| Block::Heading(Heading::two("known", text))),
        1 => words().prop_map(|text| Block::Heading(Heading::three(text))),
        1 => prop::collection::vec(spans(), 0..5).prop_map(|items| Block::List(List::bullets(items))),
        2 => table().prop_map(Block::Table),
        2 => figure().prop_map(Block::Figure),
        1 => prop::collection::vec((words(), words()), 0..7).prop_map(|cards| Block::KeyFigures(
            cards.into_iter().map(|(value, label)| KeyFigure { value, label, tone: Tone::Good }).collect()
        )),
        1 => (words(), words(), spans(), level()).prop_map(|(code, title, value, level)| Block::Sheet(Sheet {
            id: title.clone(),
            code,
            title,
            facts: vec![Fact { label: "Fact".into(), value }],
            risk: Some(Rating::Now(level)),
        })),
        1 => Just(Block::PageBreak),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Block::Together),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|blocks| Block::Callout(Callout {
                tone: Tone::Bad,
                title: "Box".into(),
                blocks
            })),
            prop::collection::vec((0.1_f32..5.0, prop::collection::vec(inner, 0..3)), 0..3)
                .prop_map(|columns| Block::Columns(
                    columns
                        .into_iter()
                        .map(|(weight, blocks)| ColumnOfBlocks { weight, blocks })
                        .collect()
                )),
        ]
    })
}

fn report() -> impl Strategy<Value = Report> {
    let start = prop::sample::select(vec![Start::NewPage, Start::Below, Start::OnePage]);
    let section = (words(), start, prop::collection::vec(block(), 0..6)).prop_map(
        |(title, start, blocks)| Section {
            id: title.clone(),
            title,
            start,
            blocks,
        },
    );
    (
        prop::collection::vec(section, 0..3),
        words(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(sections, title, cover, contents)| Report {
            meta: Meta {
                title,
                date: "2026-11-22".into(),
                ..Meta::default()
            },
            cover: cover.then(Cover::default),
            contents,
            sections,
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_shrink_time: 20_000,
        failure_persistence: ProptestConfig::default().failure_persistence,
        ..steady(16)
    })]

    #[test]
    fn whatever_a_model_holds_the_report_is_made_and_stays_on_its_pages(report in report()) {
        let rendered = pdf(&report, &PdfOptions::default(), &Silent).unwrap();
        prop_assert!(lopdf::Document::load_mem(&rendered.bytes).is_ok());
        prop_assert!(!html(&report, &PdfOptions::default()).unwrap().contains("<script"));
        let _ = markdown(&report);
        let text = display_text(&report, &PdfOptions::default()).unwrap();
        let (mut width, mut height) = (0.0, 0.0);
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let number = |place: usize| words[place].parse::<f32>().unwrap();
            match words[0] {
                "page" => (width, height) = (number(1), number(3)),
                "text" => prop_assert!(
                    number(1) >= 40.0 && number(3) <= width - 40.0 && number(5) <= height - 20.0,
                    "over the edge: {line}"
                ),
                _ => {}
            }
        }
    }
}
