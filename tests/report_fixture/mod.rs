//! A report written by hand, as rich as a real one: what the engine's tests set and what people look at.

#![allow(clippy::too_many_lines, reason = "a fixture is long by nature")]

#[allow(clippy::wildcard_imports)] // The fixture uses nearly every block.
use bartizan::report::blocks::*;

/// The threat model of a card-fraud scoring system.
#[allow(dead_code)]
pub fn card_fraud() -> Report {
    Report {
        meta: meta(),
        cover: Some(cover()),
        contents: true,
        sections: vec![
            summary(),
            pipeline(),
            matrix(),
            findings(),
            components(),
            open_questions(),
            verification(),
            method(),
        ],
    }
}

fn meta() -> Meta {
    Meta {
        title: "Card-fraud scoring".into(),
        subtitle: "Scores card payments while the customer waits; learns nightly from chargebacks. Threats of OWASP ML01–ML10 against twelve components in four trust zones.".into(),
        kind: "Threat model report".into(),
        owner: "Payments ML".into(),
        classification: "Confidential".into(),
        document_id: "TM-2026-014, version 1.0".into(),
        date: "2026-11-22".into(),
        edition: "OWASP ML Top 10, edition 0.2".into(),
        language: "en".into(),
        producer: "Bartizan 0.1.0".into(),
        provenance: vec![
            ("modelDigest".into(), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
            ("catalogDigest".into(), "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".into()),
            ("audience".into(), "full".into()),
        ],
    }
}

fn cover() -> Cover {
    Cover {
        logo: None,
        facts: vec![
            Fact::new("System", "Card-fraud scoring, release 4.2"),
            Fact::new("Date", "22 November 2026"),
            Fact::new("Prepared for", "Risk committee"),
            Fact::new("Prepared by", "ML Security, J. Šťastná and M. Παπαδάκη"),
            Fact::new("Document", "TM-2026-014, version 1.0"),
            Fact::new("Threat list", "OWASP ML Top 10, edition 0.2"),
        ],
        verdict: Some(Verdict {
            level: RiskLevel::High,
            headline: "Residual exposure: high".into(),
            text: vec![
                "Nine of 31 findings stay high or critical after the controls in place. Three decisions are asked for on ".into(),
                Span::to("summary", "page 3"),
                ".".into(),
            ],
        }),
    }
}

fn summary() -> Section {
    let mut section = Section::new("summary", "Decision brief");
    section.start = Start::OnePage;
    section.blocks = vec![
        Block::Para(vec![
            "The system scores about 40 000 card payments a day and decides within 200 ms whether a payment is held. It was assessed against ".into(),
            Span::url("https://owasp.org/www-project-machine-learning-security-top-10/", "OWASP ML01–ML10"),
            ". Its largest exposure is the ".into(),
            Span::strong("unscreened path from merchants’ chargeback claims to nightly training"),
            ": whoever controls a few merchants can teach the model to let their fraud pass.".into(),
        ]),
        Block::KeyFigures(vec![
            figure("12", "components in scope", Tone::Accent),
            figure("31", "findings that apply", Tone::Accent),
            figure("9", "high or critical, residual", Tone::Bad),
            figure("4", "questions without an answer", Tone::Progress),
            figure("61 %", "of requirements verified", Tone::Good),
        ]),
        Block::Callout(Callout {
            tone: Tone::Accent,
            title: "Decisions requested".into(),
            blocks: vec![Block::List(List::numbers(vec![
                vec!["Fund dual review of chargeback labels before training (18 person-days, due 31 January 2027).".into()],
                vec!["Approve signing and verification of every model artifact between registry and serving.".into()],
                vec!["Accept the residual risk of membership inference until the spring retraining.".into()],
            ]))],
        }),
        Block::Columns(vec![
            ColumnOfBlocks { weight: 7.0, blocks: vec![Block::Figure(risk_grid())] },
            ColumnOfBlocks { weight: 6.0, blocks: vec![Block::Figure(treatment()), Block::Figure(by_zone())] },
        ]),
        Block::Heading(Heading::two("top-risks", "Top risks")),
        Block::Table(top_risks()),
    ];
    section
}

fn figure(value: &str, label: &str, tone: Tone) -> KeyFigure {
    KeyFigure {
        value: value.into(),
        label: label.into(),
        tone,
    }
}

fn chart(title: &str, alt: &str, kind: FigureKind) -> Figure {
    Figure {
        id: String::new(),
        title: title.into(),
        kind,
        alt: alt.into(),
        caption: Vec::new(),
    }
}

fn risk_grid() -> Figure {
    let level = |impact: usize, likelihood: usize| match (impact + 1) * (likelihood + 1) {
        0..=4 => RiskLevel::Low,
        5..=9 => RiskLevel::Medium,
        10..=16 => RiskLevel::High,
        _ => RiskLevel::Critical,
    };
    let counts = [
        [1, 2, 0, 1, 0],
        [0, 3, 2, 1, 0],
        [2, 1, 4, 2, 1],
        [0, 1, 2, 3, 1],
        [0, 0, 1, 2, 1],
    ];
    let cells = counts
        .iter()
        .enumerate()
        .map(|(impact, row)| {
            row.iter()
                .enumerate()
                .map(|(likelihood, count)| (*count, level(impact, likelihood)))
                .collect()
        })
        .collect();
    let axis = |title: &str, steps: [&str; 5]| Axis {
        title: title.into(),
        steps: steps.map(String::from).to_vec(),
    };
    chart(
        "Residual risk",
        "31 findings by impact and likelihood: 4 critical, 5 high, 12 medium, 10 low.",
        FigureKind::RiskGrid(RiskGrid {
            impact: axis(
                "Impact",
                ["Minor", "Limited", "Serious", "Severe", "Extreme"],
            ),
            likelihood: axis(
                "Likelihood",
                ["Rare", "Unlikely", "Possible", "Likely", "Frequent"],
            ),
            cells,
        }),
    )
}

fn treatment() -> Figure {
    let slice = |label: &str, value, tone| Slice {
        label: label.into(),
        value,
        tone,
    };
    chart(
        "Treatment",
        "31 findings: 11 open, 12 being mitigated, 5 mitigated, 3 accepted.",
        FigureKind::Donut(Donut {
            slices: vec![
                slice("Open", 11, Tone::Bad),
                slice("In progress", 12, Tone::Progress),
                slice("Mitigated", 5, Tone::Good),
                slice("Accepted", 3, Tone::Neutral),
            ],
            unit: "findings".into(),
        }),
    )
}

fn by_zone() -> Figure {
    let bar = |label: &str, values: [u32; 4]| Bar {
        label: label.into(),
        values: values.to_vec(),
    };
    let series = RiskLevel::RATED.map(|level| Series {
        label: level.word().into(),
        tone: Tone::Risk(level),
    });
    chart(
        "Findings by zone",
        "Findings by zone: Merchants 4, Edge 7, Data platform 9, Model factory 11.",
        FigureKind::Bars(Bars {
            series: series.to_vec(),
            bars: vec![
                bar("Merchants", [2, 1, 1, 0]),
                bar("Edge", [3, 2, 1, 1]),
                bar("Data platform", [2, 4, 2, 1]),
                bar("Model factory", [3, 5, 1, 2]),
            ],
            scale: BarsScale::Count,
        }),
    )
}

fn top_risks() -> Table {
    let row = |id: &str, component: &str, what: &str, owner: &str, due: &str, level| {
        Row::new(vec![
            Cell::spans(vec![Span::to(format!("finding-{id}"), id)]),
            Cell::text(component),
            Cell::text(what),
            Cell::text(owner),
            Cell::text(due),
            Cell::risk(level),
        ])
    };
    Table {
        columns: vec![
            Column::new("Finding", 1.3),
            Column::new("Component", 1.6),
            Column::new("What can happen", 4.6),
            Column::new("Owner", 1.4),
            Column::new("Due", 1.3),
            Column::new("Residual", 1.2).align(Align::Center),
        ],
        rows: vec![
            row(
                "ML02@train",
                "Nightly training",
                "Colluding merchants file false chargebacks; the model learns to pass their fraud.",
                "Payments lead",
                "2027-01-31",
                RiskLevel::Critical,
            ),
            row(
                "ML06@registry",
                "Model registry",
                "A swapped artifact is served because nothing checks its signature.",
                "ML platform",
                "2026-12-15",
                RiskLevel::Critical,
            ),
            row(
                "ML05@scoring-api",
                "Scoring API",
                "Full confidence values let a client rebuild the model with few thousand queries.",
                "Payments ML",
                "2027-02-28",
                RiskLevel::High,
            ),
            row(
                "ML01@scoring-api",
                "Scoring API",
                "Fraudsters probe for amounts just below the decision boundary.",
                "Fraud ops",
                "2027-03-31",
                RiskLevel::High,
            ),
            row(
                "ML08@chargebacks",
                "Chargeback store",
                "Slow drift of claims moves the threshold without an alarm.",
                "nobody",
                "–",
                RiskLevel::High,
            ),
        ],
        row_header: Some(0),
        summary: "The five findings with the highest residual risk, with owner and date.".into(),
        look: TableLook::Grid,
    }
}

fn pipeline() -> Section {
    let mut section = Section::new("pipeline", "The pipeline");
    section.blocks = vec![
        Block::Para(vec![
            "Dashed frames are trust zones; the badge on a component is its worst residual risk and the number of findings. ".into(),
            "Every component leads to its sheet.".into(),
        ]),
        Block::Figure(Figure {
            id: "figure-pipeline".into(),
            title: String::new(),
            kind: FigureKind::Diagram(drawing()),
            alt: "Twelve components in four zones. Merchants send payments to the scoring API at the edge and chargeback claims to the data platform; nightly training in the model factory learns from both and publishes a model that the scoring API serves.".into(),
            caption: vec!["Components, trust zones and flows of the system.".into()],
        }),
        Block::Heading(Heading::two("boundaries", "Where trust changes")),
        Block::Para(vec![
            "Four flows cross from outside into the system. The chargeback claims are the only one of them that reaches training without a person or a rule in between; they are signed by the acquirer, which proves where a claim comes from and ".into(),
            Span::em("not"),
            " whether it is true. The base model comes from a public hub by name and tag, ".into(),
            Span::code("hub.example/fraud-encoder:latest"),
            ", and its digest is not pinned.".into(),
        ]),
    ];
    section
}

/// Twelve components in four zones.
pub fn drawing() -> Drawing {
    let zone = |x, y, w, h, title: &str, trust: &str| DrawnZone {
        rect: CellRect::new(x, y, w, h),
        title: title.into(),
        trust: trust.into(),
    };
    let flow = |from: &str,
                to: &str,
                points: &[(i32, i32)],
                label: Option<(i32, i32, &str)>,
                crosses,
                back| DrawnFlow {
        from: from.into(),
        to: to.into(),
        points: points
            .iter()
            .map(|(x, y)| CellPoint { x: *x, y: *y })
            .collect(),
        label: label.map(|(x, y, text)| DrawnLabel {
            rect: CellRect::new(x, y, i32::try_from(text.chars().count()).unwrap() + 2, 1),
            text: text.into(),
        }),
        carries: String::new(),
        back,
        crosses,
    };
    Drawing {
        zones: vec![
            zone(0, 0, 22, 40, "Merchants", "trust 0"),
            zone(27, 0, 23, 40, "Edge", "trust 2"),
            zone(55, 0, 24, 40, "Data platform", "trust 3"),
            zone(84, 0, 24, 40, "Model factory", "trust 4"),
        ],
        boxes: vec![
            boxed(
                "merchant",
                2,
                4,
                18,
                4,
                "Merchant",
                "outside caller",
                Shape::External,
                RiskLevel::Low,
                1,
            ),
            boxed(
                "acquirer",
                2,
                18,
                18,
                4,
                "Acquirer",
                "outside source",
                Shape::External,
                RiskLevel::Medium,
                1,
            ),
            boxed(
                "hub",
                2,
                32,
                18,
                4,
                "Model hub",
                "outside source",
                Shape::External,
                RiskLevel::High,
                2,
            ),
            boxed(
                "scoring-api",
                29,
                4,
                19,
                4,
                "Scoring API",
                "serving API",
                Shape::Process,
                RiskLevel::High,
                5,
            ),
            boxed(
                "decision",
                29,
                18,
                19,
                4,
                "Decision engine",
                "rule engine",
                Shape::Process,
                RiskLevel::Medium,
                2,
            ),
            boxed(
                "monitor",
                29,
                32,
                19,
                4,
                "Drift monitor",
                "monitoring",
                Shape::Sensor,
                RiskLevel::Medium,
                1,
            ),
            boxed(
                "features",
                57,
                4,
                20,
                4,
                "Feature store",
                "feature store",
                Shape::Store,
                RiskLevel::Medium,
                4,
            ),
            boxed(
                "chargebacks",
                57,
                18,
                20,
                4,
                "Chargeback store",
                "label store",
                Shape::Store,
                RiskLevel::High,
                3,
            ),
            boxed(
                "train",
                86,
                18,
                20,
                4,
                "Nightly training",
                "training job",
                Shape::Process,
                RiskLevel::Critical,
                4,
            ),
            boxed(
                "encoder",
                86,
                32,
                20,
                4,
                "Base encoder",
                "pretrained model",
                Shape::Model,
                RiskLevel::High,
                2,
            ),
            boxed(
                "registry",
                86,
                4,
                20,
                4,
                "Model registry",
                "model registry",
                Shape::Store,
                RiskLevel::Critical,
                3,
            ),
            boxed(
                "champion",
                86,
                11,
                20,
                4,
                "Champion model",
                "trained model",
                Shape::Model,
                RiskLevel::Medium,
                3,
            ),
        ],
        flows: vec![
            flow(
                "merchant",
                "scoring-api",
                &[(19, 5), (29, 5)],
                Some((21, 4, "payment")),
                true,
                false,
            ),
            flow(
                "scoring-api",
                "merchant",
                &[(29, 7), (19, 7)],
                None,
                true,
                true,
            ),
            flow(
                "acquirer",
                "chargebacks",
                &[(19, 20), (24, 20), (24, 26), (52, 26), (52, 20), (57, 20)],
                Some((31, 25, "chargeback claims")),
                true,
                false,
            ),
            flow(
                "hub",
                "encoder",
                &[(19, 34), (24, 34), (24, 38), (82, 38), (82, 34), (86, 34)],
                Some((58, 37, "weights by tag")),
                true,
                false,
            ),
            flow(
                "scoring-api",
                "decision",
                &[(38, 7), (38, 18)],
                Some((35, 12, "score")),
                false,
                false,
            ),
            flow(
                "decision",
                "monitor",
                &[(38, 21), (38, 32)],
                Some((33, 29, "decisions")),
                false,
                false,
            ),
            flow(
                "scoring-api",
                "features",
                &[(47, 5), (57, 5)],
                Some((48, 4, "lookup")),
                true,
                false,
            ),
            flow(
                "features",
                "train",
                &[(76, 6), (81, 6), (81, 19), (86, 19)],
                Some((76, 12, "samples")),
                true,
                false,
            ),
            flow(
                "chargebacks",
                "train",
                &[(76, 20), (86, 20)],
                Some((77, 21, "labels")),
                true,
                false,
            ),
            flow(
                "train",
                "champion",
                &[(96, 18), (96, 14)],
                None,
                false,
                true,
            ),
            flow(
                "champion",
                "registry",
                &[(96, 11), (96, 7)],
                None,
                false,
                true,
            ),
            flow(
                "encoder",
                "train",
                &[(96, 32), (96, 21)],
                Some((91, 26, "fine-tune")),
                false,
                true,
            ),
            flow(
                "registry",
                "scoring-api",
                &[(96, 4), (96, 2), (38, 2), (38, 4)],
                Some((61, 1, "served model")),
                true,
                true,
            ),
        ],
        legend: vec![LegendEntry {
            mark: "a".into(),
            text: "score and reason codes back to the merchant".into(),
        }],
    }
}

/// The same pipeline drawn half as wide again: it asks for a page on its side.
#[allow(dead_code)]
pub fn wide() -> Drawing {
    let mut drawing = drawing();
    let stretch = |x: i32| x * 3 / 2;
    for zone in &mut drawing.zones {
        zone.rect = CellRect::new(
            stretch(zone.rect.x),
            zone.rect.y,
            stretch(zone.rect.w),
            zone.rect.h,
        );
    }
    for drawn in &mut drawing.boxes {
        drawn.rect = CellRect::new(
            stretch(drawn.rect.x),
            drawn.rect.y,
            stretch(drawn.rect.w),
            drawn.rect.h,
        );
    }
    for flow in &mut drawing.flows {
        flow.points
            .iter_mut()
            .for_each(|point| point.x = stretch(point.x));
        if let Some(label) = &mut flow.label {
            label.rect.x = stretch(label.rect.x);
        }
    }
    drawing
}

#[allow(clippy::too_many_arguments)]
fn boxed(
    id: &str,
    x: i32,
    y: i32,
    w: i32,
    h: i32,
    title: &str,
    kind: &str,
    shape: Shape,
    level: RiskLevel,
    count: u32,
) -> DrawnBox {
    DrawnBox {
        id: id.into(),
        rect: CellRect::new(x, y, w, h),
        title: title.into(),
        kind: kind.into(),
        shape,
        badge: Some(Badge { level, count }),
        target: Some(Target::Anchor(format!("component-{id}"))),
    }
}

const THREATS: [(&str, &str); 10] = [
    ("ML01", "Adversarial Attack"),
    ("ML02", "Data Poisoning Attack"),
    ("ML03", "Model Inversion Attack"),
    ("ML04", "Membership Inference Attack"),
    ("ML05", "Model Stealing"),
    ("ML06", "Corrupted Packages"),
    ("ML07", "Transfer Learning Attack"),
    ("ML08", "Model Skewing"),
    ("ML09", "Output Integrity Attack"),
    ("ML10", "Neural Net Reprogramming"),
];

fn matrix() -> Section {
    let drawing = drawing();
    let rows = drawing
        .boxes
        .iter()
        .enumerate()
        .map(|(row, drawn)| MatrixRow {
            label: drawn.title.clone(),
            target: drawn.target.clone(),
            cells: (0..10).map(|column| matrix_cell(row, column)).collect(),
        })
        .collect();
    let columns = THREATS
        .iter()
        .map(|(code, title)| MatrixColumn {
            code: (*code).into(),
            title: (*title).into(),
        })
        .collect();
    let mut section = Section::new("matrix", "Components against threats");
    section.blocks = vec![
        Block::Para(vec!["Each cell shows the residual risk. A threat that does not apply carries the code of its reason, explained below.".into()]),
        Block::Figure(Figure {
            id: "figure-matrix".into(),
            title: String::new(),
            kind: FigureKind::Matrix(Matrix { corner: "Component".into(), columns, rows }),
            alt: "Twelve components against ML01 to ML10: the residual risk where a threat applies, the reason where it does not.".into(),
            caption: Vec::new(),
        }),
        Block::Heading(Heading::two("reasons", "Why a threat does not apply")),
        Block::Table(pairs(&[
            ("N1", "The component holds no model and trains none."),
            ("N2", "Nothing that outsiders write reaches the component."),
            ("N3", "No answer of the component leaves the organisation."),
            ("N4", "The component takes no package, model or data set from another supplier."),
        ])),
        Block::Heading(Heading::two("threats", "The threats")),
        Block::Table(pairs(&THREATS)),
    ];
    section
}

fn pairs(entries: &[(&str, &str)]) -> Table {
    Table {
        columns: vec![Column::new("Code", 1.0), Column::new("Meaning", 8.0)],
        rows: entries
            .iter()
            .map(|(code, text)| {
                Row::new(vec![
                    Cell::spans(vec![Span::strong(*code)]),
                    Cell::text(*text),
                ])
            })
            .collect(),
        row_header: Some(0),
        summary: "Codes and their meaning.".into(),
        look: TableLook::Plain,
    }
}

fn matrix_cell(row: usize, column: usize) -> MatrixCell {
    let risk = [
        RiskLevel::Low,
        RiskLevel::Medium,
        RiskLevel::High,
        RiskLevel::Critical,
    ][(row * 3 + column * 5) % 4];
    match (row * 7 + column * 3) % 5 {
        0 => MatrixCell::Applies {
            risk,
            decided: (row + column).is_multiple_of(2),
            target: Some(Target::Anchor("finding-ML02@train".into())),
        },
        3 if (row + column).is_multiple_of(3) => MatrixCell::NeedsAnswer {
            risk,
            target: Some(Target::Anchor("questions".into())),
        },
        4 => MatrixCell::Applies {
            risk,
            decided: false,
            target: None,
        },
        other => MatrixCell::NotApplicable {
            reason: format!("N{}", other + 1),
        },
    }
}

fn findings() -> Section {
    let mut section = Section::new("findings", "Findings by risk");
    section.blocks = vec![Block::Lead(vec!["Each finding stands here once, the worst first. What it says follows from the facts listed as proof; change a fact and the finding changes.".into()])];
    let list = [
        (
            "ML02",
            "train",
            "Data Poisoning Attack on Nightly training",
            RiskLevel::Critical,
            RiskLevel::Critical,
        ),
        (
            "ML06",
            "registry",
            "Corrupted Packages in Model registry",
            RiskLevel::Critical,
            RiskLevel::Critical,
        ),
        (
            "ML05",
            "scoring-api",
            "Model Stealing through Scoring API",
            RiskLevel::Critical,
            RiskLevel::High,
        ),
        (
            "ML01",
            "scoring-api",
            "Adversarial Attack on Scoring API",
            RiskLevel::High,
            RiskLevel::High,
        ),
        (
            "ML08",
            "chargebacks",
            "Model Skewing through Chargeback store",
            RiskLevel::High,
            RiskLevel::High,
        ),
        (
            "ML07",
            "encoder",
            "Transfer Learning Attack through Base encoder",
            RiskLevel::High,
            RiskLevel::Medium,
        ),
        (
            "ML04",
            "scoring-api",
            "Membership Inference Attack on Scoring API",
            RiskLevel::Medium,
            RiskLevel::Low,
        ),
    ];
    for (threat, component, title, inherent, residual) in list {
        section
            .blocks
            .extend(finding(threat, component, title, inherent, residual));
    }
    section
}

fn finding(
    threat: &str,
    component: &str,
    title: &str,
    inherent: RiskLevel,
    residual: RiskLevel,
) -> Vec<Block> {
    vec![
        Block::Sheet(Sheet {
            id: format!("finding-{threat}@{component}"),
            code: format!("{threat}@{component}"),
            title: title.into(),
            facts: vec![
                Fact { label: "Component".into(), value: vec![Span::to(format!("component-{component}"), component)] },
                Fact::new("Likelihood × impact", "4 × 5, residual 4 × 4"),
                Fact::new("Status", "mitigate"),
                Fact::new("Owner, due", "Payments lead, 31 January 2027"),
            ],
            risk: Some(Rating::Change { inherent, residual }),
        }),
        Block::Para(vec![
            "Anyone who controls merchants can file chargebacks for payments that were honest. The claims become labels of the next night’s training, so the model learns to hold honest customers and to pass the attackers’ own fraud. The change shows only weeks later, when real losses are booked.".into(),
        ]),
        Block::Heading(Heading::three("Proof")),
        Block::List(List::bullets(vec![
            vec![Span::code(component), " learns from ".into(), Span::code("chargebacks"), ", which anyone on the internet can write, over 2 flows with no screening.".into()],
            vec![Span::code("writers"), " of ".into(), Span::code("chargebacks"), " is ".into(), Span::code("business_partners"), "; ".into(), Span::code("screening"), " is ".into(), Span::code("none"), ".".into()],
            vec!["The flow ".into(), Span::code("acquirer-chargebacks"), " is authenticated and encrypted: that proves who sends, not that a claim is true.".into()],
        ])),
        Block::Table(Table {
            columns: vec![Column::new("Adjustment", 5.0), Column::new("Likelihood", 1.2).align(Align::Right), Column::new("Impact", 1.2).align(Align::Right)],
            rows: vec![
                Row::new(vec![Cell::text("Starting point of the rule"), Cell::text("3"), Cell::text("4")]),
                Row::new(vec![Cell::text("Outsiders write the data, nobody screens it"), Cell::text("+1"), Cell::text("")]),
                Row::new(vec![Cell::text("The system moves money (stakes of the header: 5)"), Cell::text(""), Cell::text("+1")]),
                Row::new(vec![Cell::spans(vec![Span::strong("Inherent")]), Cell::spans(vec![Span::strong("4")]), Cell::spans(vec![Span::strong("5")])]),
                Row::new(vec![Cell::spans(vec!["Requirement ".into(), Span::code("PVC-V2.3"), " is implemented, not verified".into()]), Cell::text(""), Cell::text("−1")]),
            ],
            row_header: Some(0),
            summary: "How likelihood and impact follow from facts and controls.".into(),
            look: TableLook::Grid,
        }),
        Block::Callout(Callout {
            tone: Tone::Progress,
            title: "Decision: mitigate".into(),
            blocks: vec![Block::Para(vec![
                "Dual review of labels above 500 € and a canary set with known labels land with the January release. Ticket ".into(),
                Span::url("https://tracker.example/PAY-1182", "PAY-1182"),
                ".".into(),
            ])],
        }),
    ]
}

fn components() -> Section {
    let mut section = Section::new("components", "Component sheets");
    for drawn in drawing().boxes {
        section.blocks.push(Block::Sheet(Sheet {
            id: format!("component-{}", drawn.id),
            code: String::new(),
            title: drawn.title.clone(),
            facts: vec![
                Fact::new("Kind", drawn.kind.clone()),
                Fact::new("Zone", "Model factory"),
                Fact::new("Owner", "Payments ML"),
                Fact {
                    label: "Id".into(),
                    value: vec![Span::code(drawn.id.clone())],
                },
            ],
            risk: drawn.badge.map(|badge| Rating::Now(badge.level)),
        }));
        section.blocks.push(Block::Table(Table {
            columns: vec![Column::new("Fact", 2.0), Column::new("Answer", 2.4), Column::new("Where it counts", 4.0)],
            rows: vec![
                Row::new(vec![Cell::code("exposure"), Cell::code("authenticated_public"), Cell::text("ML01, ML04, ML05")]),
                Row::new(vec![Cell::code("output_detail"), Cell::code("full_confidence"), Cell::text("ML03, ML04, ML05")]),
                Row::new(vec![Cell::code("artifact"), Cell::code("registry.example/payments/fraud/champion@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), Cell::text("ML06")]),
            ],
            row_header: Some(0),
            summary: "Facts that the team stated, and the threats that they decide.".into(),
            look: TableLook::Grid,
        }));
        section
            .blocks
            .push(Block::Heading(Heading::three("Controls and evidence")));
        let item = |mark, text: &str| ListItem {
            mark,
            spans: vec![text.into()],
        };
        section.blocks.push(Block::List(List {
            numbered: false,
            items: vec![
                item(Mark::Done, "Mutual TLS between all services of the zone; certificates rotate every 30 days."),
                item(Mark::Planned, "Query budget per client, planned for release 4.3."),
                item(Mark::Missing, "Artifacts are signed when they are built, and nobody verifies the signature before serving."),
                item(Mark::Unknown, "Who may write to the staging bucket?"),
            ],
        }));
    }
    section
}

fn open_questions() -> Section {
    let mut section = Section::new("questions", "Open questions and assumptions");
    section.blocks = vec![
        Block::Para(vec![
            "Every question is ranked by how much of the assessment its answer would settle."
                .into(),
        ]),
        Block::List(List::numbers(vec![
            vec![
                Span::strong("Who can write to the chargeback store besides the acquirer? "),
                Span::quiet("Settles ML02@train and ML08@chargebacks."),
            ],
            vec![
                Span::strong("Are the features of a payment returned to the merchant? "),
                Span::quiet("Settles ML03@scoring-api."),
            ],
            vec![
                Span::strong("Is the base encoder’s digest pinned anywhere? "),
                Span::quiet("Settles ML06@encoder and ML07@encoder."),
            ],
        ])),
        Block::Heading(Heading::two("assumptions", "Assumptions")),
        Block::Table(Table {
            columns: vec![
                Column::new("Assumption", 4.0),
                Column::new("State", 1.2),
                Column::new("Owner", 1.4),
                Column::new("Suppresses", 1.8),
            ],
            rows: vec![
                Row::new(vec![
                    Cell::text("Labels of the last 90 days were reviewed by hand."),
                    Cell::text("unconfirmed"),
                    Cell::text("Fraud ops"),
                    Cell::code("ML02@chargebacks"),
                ]),
                Row::new(vec![
                    Cell::text("The registry accepts uploads from the build service only."),
                    Cell::text("confirmed"),
                    Cell::text("ML platform"),
                    Cell::code("ML06@registry"),
                ]),
            ],
            row_header: Some(0),
            summary: "What the assessment takes for granted.".into(),
            look: TableLook::Grid,
        }),
    ];
    section
}

fn verification() -> Section {
    let step = |label: &str, title: &str, met, total, reached, target| Step {
        label: label.into(),
        title: title.into(),
        met,
        total,
        reached,
        target,
    };
    let bar = |label: &str, values: [u32; 5]| Bar {
        label: label.into(),
        values: values.to_vec(),
    };
    let mut section = Section::new("verification", "Verification");
    section.blocks = vec![
        Block::Figure(Figure {
            id: "figure-levels".into(),
            title: "Level reached".into(),
            kind: FigureKind::Ladder(Ladder {
                steps: vec![
                    step("Level 1", "Baseline", 32, 32, true, false),
                    step("Level 2", "Standard", 14, 29, false, true),
                    step("Level 3", "Hardened", 3, 21, false, false),
                ],
            }),
            alt: "Level 1 is reached with 32 of 32 requirements; level 2, the target, has 14 of 29 verified; level 3 has 3 of 21.".into(),
            caption: vec!["A level is reached when every requirement that applies is verified. Level 2 is blocked by ".into(), Span::code("PVC-V2.3"), " and 14 more.".into()],
        }),
        Block::Figure(chart(
            "Coverage by chapter",
            "Of 82 requirements 49 are verified, 12 implemented, 9 planned, 8 not met and 4 not assessed.",
            FigureKind::Bars(Bars {
                series: vec![
                    Series { label: "Verified".into(), tone: Tone::Good },
                    Series { label: "Implemented".into(), tone: Tone::Accent },
                    Series { label: "Planned".into(), tone: Tone::Progress },
                    Series { label: "Not met".into(), tone: Tone::Bad },
                    Series { label: "Not assessed".into(), tone: Tone::Neutral },
                ],
                bars: vec![
                    bar("V1 Governance", [8, 1, 1, 0, 0]),
                    bar("V2 Data", [7, 3, 2, 3, 1]),
                    bar("V3 Training", [9, 2, 1, 2, 0]),
                    bar("V4 Supply chain", [5, 2, 3, 1, 2]),
                    bar("V5 Artifacts", [6, 1, 1, 1, 0]),
                    bar("V6 Serving", [10, 2, 1, 1, 0]),
                    bar("V7 Monitoring", [4, 1, 0, 0, 1]),
                ],
                scale: BarsScale::Share,
            }),
        )),
    ];
    section
}

fn method() -> Section {
    let mut section = Section::new("method", "Method, sources and notice");
    section.blocks = vec![
        Block::Para(vec![
            "A finding follows from rules over stated facts, evaluated in three-valued logic: a threat applies, does not apply, or needs an answer. Risk is likelihood × impact, 1 to 5 each; every adjustment is listed with its reason. The same model, catalogue and date give this report byte for byte.".into(),
        ]),
        Block::Table(Table {
            columns: vec![Column::new("What", 1.6), Column::new("Digest", 6.0)],
            rows: vec![
                Row::new(vec![Cell::text("Model"), Cell::code("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]),
                Row::new(vec![Cell::text("Catalogue"), Cell::code("sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")]),
            ],
            row_header: Some(0),
            summary: "What is needed to make the report again.".into(),
            look: TableLook::Grid,
        }),
        Block::Callout(Callout {
            tone: Tone::Neutral,
            title: "Notice".into(),
            blocks: vec![Block::Para(vec!["This report is not a publication of OWASP and not endorsed by it. The requirements with the prefix PVC- are written by the makers of Bartizan.".into()])],
        }),
        Block::Para(vec!["Characters without a face: 机器学习, 🔒, and Hebrew שלום.".into()]),
    ];
    section
}

/// Two hundred components in ten zones, a matrix over pages, and a sheet for each.
#[allow(dead_code)]
pub fn large() -> Report {
    const COLUMNS: i32 = 20;
    let mut drawing = Drawing::default();
    for zone in 0..10 {
        let rect = CellRect::new(zone * 56, 0, 52, 104);
        drawing.zones.push(DrawnZone {
            rect,
            title: format!("Zone {zone}"),
            trust: format!("trust {}", zone % 5),
        });
    }
    for number in 0..200_i32 {
        let (column, row) = (number % COLUMNS, number / COLUMNS);
        let (x, y) = (column / 2 * 56 + 2 + column % 2 * 26, 4 + row * 10);
        let shape = Shape::ALL[usize::try_from(number).unwrap() % 5];
        drawing.boxes.push(boxed(
            &format!("c{number}"),
            x,
            y,
            22,
            4,
            &format!("Component {number:03}"),
            "training job",
            shape,
            RiskLevel::RATED[usize::try_from(number).unwrap() % 4],
            3,
        ));
        if column + 1 < COLUMNS {
            let end = (column + 1) / 2 * 56 + 2 + (column + 1) % 2 * 26;
            drawing.flows.push(DrawnFlow {
                from: format!("c{number}"),
                to: format!("c{}", number + 1),
                points: vec![
                    CellPoint {
                        x: x + 21,
                        y: y + 1,
                    },
                    CellPoint { x: end, y: y + 1 },
                ],
                label: None,
                carries: "records".into(),
                back: false,
                crosses: column % 2 == 1,
            });
        }
    }
    let rows = drawing
        .boxes
        .iter()
        .enumerate()
        .map(|(row, drawn)| MatrixRow {
            label: drawn.title.clone(),
            target: drawn.target.clone(),
            cells: (0..10).map(|column| matrix_cell(row, column)).collect(),
        });
    let columns = THREATS
        .iter()
        .map(|(code, title)| MatrixColumn {
            code: (*code).into(),
            title: (*title).into(),
        })
        .collect();
    let matrix = Matrix {
        corner: "Component".into(),
        columns,
        rows: rows.collect(),
    };
    let mut pictures = Section::new("pictures", "Pictures");
    let figure = |kind| {
        Block::Figure(Figure {
            id: String::new(),
            title: String::new(),
            kind,
            alt: "Two hundred components.".into(),
            caption: vec!["Many.".into()],
        })
    };
    pictures.blocks = vec![
        figure(FigureKind::Diagram(drawing.clone())),
        figure(FigureKind::Matrix(matrix)),
    ];
    let mut sheets = Section::new("sheets", "Sheets");
    for drawn in &drawing.boxes {
        sheets.blocks.extend(finding(
            "ML02",
            &drawn.id,
            &drawn.title,
            RiskLevel::High,
            RiskLevel::Low,
        ));
        sheets.blocks.push(Block::Sheet(Sheet {
            id: format!("component-{}", drawn.id),
            title: drawn.title.clone(),
            ..Sheet::default()
        }));
    }
    Report {
        meta: meta(),
        cover: Some(cover()),
        contents: true,
        sections: vec![pictures, sheets],
    }
}

/// Names of two hundred characters, scripts of the world, and text that wants to break out.
#[allow(dead_code)]
pub fn awkward() -> Report {
    let names = [
        "An unreasonably long name of a component that somebody pasted from a ticket system without looking at it twice, and that goes on and on until it has more than two hundred characters in it, which it has now.".to_owned(),
        "averylongnamewithoutanyblank".repeat(8),
        "Σύστημα βαθμολόγησης".to_owned(),
        "Сервис оценки платежей".to_owned(),
        "机器学习训练任务".to_owned(),
        "🔒🔑 keys".to_owned(),
        "שלום עולם".to_owned(),
        "two\nlines\u{202e} reversed\u{7}".to_owned(),
        String::new(),
    ];
    let mut report = card_fraud();
    report.meta.title.clone_from(&names[0]);
    report.meta.subtitle = names[0].repeat(4);
    let mut section = Section::new("names", names[0].clone());
    let mut drawing = Drawing::default();
    let mut rows = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let y = i32::try_from(number).unwrap() * 6;
        drawing.boxes.push(boxed(
            &format!("n{number}"),
            0,
            y,
            24,
            4,
            name,
            name,
            Shape::Store,
            RiskLevel::Low,
            12,
        ));
        section.blocks.push(Block::Sheet(Sheet {
            id: format!("name-{number}"),
            code: name.chars().take(20).collect(),
            title: name.clone(),
            facts: vec![
                Fact::new(name.clone(), name.clone()),
                Fact::new("Owner", name.clone()),
            ],
            risk: Some(Rating::Change {
                inherent: RiskLevel::Critical,
                residual: RiskLevel::Medium,
            }),
        }));
        section
            .blocks
            .push(Block::KeyFigures(vec![figure(name, name, Tone::Bad); 3]));
        rows.push(MatrixRow {
            label: name.clone(),
            target: None,
            cells: vec![
                MatrixCell::NotApplicable {
                    reason: name.clone()
                };
                10
            ],
        });
    }
    let columns = names
        .iter()
        .map(|name| Column::new(name.clone(), 1.0))
        .collect();
    let cells = names.iter().map(|name| Cell::text(name.clone())).collect();
    section.blocks.push(Block::Table(Table {
        columns,
        rows: vec![Row::new(cells)],
        ..Table::default()
    }));
    let bars = names
        .iter()
        .map(|name| Bar {
            label: name.clone(),
            values: vec![1, 200],
        })
        .collect();
    let series = vec![
        Series {
            label: names[0].clone(),
            tone: Tone::Good,
        },
        Series {
            label: names[1].clone(),
            tone: Tone::Bad,
        },
    ];
    for kind in [
        FigureKind::Diagram(drawing),
        FigureKind::Bars(Bars {
            series,
            bars,
            scale: BarsScale::Count,
        }),
        FigureKind::Matrix(Matrix {
            corner: names[0].clone(),
            columns: vec![
                MatrixColumn {
                    code: "ML01".into(),
                    title: names[0].clone()
                };
                10
            ],
            rows,
        }),
    ] {
        section.blocks.push(Block::Figure(Figure {
            id: String::new(),
            title: names[0].clone(),
            kind,
            alt: "Names.".into(),
            caption: vec![Span::plain(&names[0])],
        }));
    }
    report.sections.push(section);
    report
}
