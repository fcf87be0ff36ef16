//! The report that is built from a document: what a reader finds in it, and that it says everything once.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use bartizan::analysis::{Assessment, Role, assess};
use bartizan::catalog::{Catalog, Source};
use bartizan::layout::{Layout, first_variant, lay_out, sketch_of};
use bartizan::model::{AssumptionStatus, Component, ComponentId, Date, Edition, ThreatModel};
use bartizan::report::blocks::{Block, FigureKind, MatrixCell, Report, Span, Style, Target};
use bartizan::report::{
    Audience, BuildOptions, Chapter, PdfOptions, Rendered, Silent, build, markdown, pdf,
};

const SAMPLES: [&str; 2] = ["card-fraud", "support-assistant"];

fn sample(name: &str) -> ThreatModel {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("samples")
        .join(format!("{name}.ron"));
    let text = std::fs::read_to_string(path).unwrap();
    bartizan::model::text::read(&text).unwrap().model
}

fn today() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

fn options(audience: Audience) -> BuildOptions {
    BuildOptions {
        audience,
        chapters: Vec::new(),
        model_file: "model.ron".into(),
        model_digest: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            .into(),
        catalog_digest: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
            .into(),
        ..BuildOptions::default()
    }
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

/// The samples with their drawing, which takes the longest: worked out once for all tests.
static DRAWN: LazyLock<BTreeMap<&str, (ThreatModel, Layout)>> = LazyLock::new(|| {
    let draw = |name| {
        let model = sample(name);
        let layout = drawing(&model);
        (name, (model, layout))
    };
    SAMPLES.into_iter().map(draw).collect()
});

fn drawing(model: &ThreatModel) -> Layout {
    lay_out(&sketch_of(model, &CATALOG), first_variant())
}

fn assessed(model: &ThreatModel) -> Assessment {
    assess(model, &CATALOG, today())
}

fn report_with(model: &ThreatModel, layout: &Layout, audience: Audience) -> Report {
    build(
        model,
        &CATALOG,
        &assessed(model),
        layout,
        &options(audience),
    )
}

/// The report of a sample.
fn report(name: &str, audience: Audience) -> Report {
    let (model, layout) = &DRAWN[name];
    report_with(model, layout, audience)
}

fn typeset(report: &Report) -> Rendered {
    pdf(report, &PdfOptions::default(), &Silent).unwrap()
}

fn flat(blocks: &[Block]) -> Vec<&Block> {
    let mut all = Vec::new();
    for block in blocks {
        all.push(block);
        match block {
            Block::Columns(columns) => columns
                .iter()
                .for_each(|column| all.extend(flat(&column.blocks))),
            Block::Callout(callout) => all.extend(flat(&callout.blocks)),
            Block::Together(blocks) => all.extend(flat(blocks)),
            _ => {}
        }
    }
    all
}

#[test]
fn the_reports_of_the_samples_read_well() {
    for name in SAMPLES {
        let text = markdown(&report(name, Audience::Full));
        insta::assert_snapshot!(format!("{name}-full"), text);
        let text = markdown(&report(name, Audience::Brief));
        insta::assert_snapshot!(format!("{name}-brief"), text);
    }
}

#[test]
fn every_finding_and_every_component_is_in_the_full_report() {
    for name in SAMPLES {
        let model = sample(name);
        let text = markdown(&report(name, Audience::Full));
        let assessment = assessed(&model);
        for id in assessment.findings.keys() {
            assert!(text.contains(&format!("`{id}`")), "{name}: {id} is missing");
        }
        for component in model.components.values() {
            assert!(
                text.contains(&component.name),
                "{name}: {} is missing",
                component.name
            );
        }
        for reason in assessment.not_applicable.values() {
            assert!(
                text.contains(&*reason.code),
                "{name}: {} is missing",
                reason.code
            );
        }
    }
}

#[test]
fn each_risk_is_written_out_once() {
    for name in SAMPLES {
        let model = sample(name);
        let report = report(name, Audience::Full);
        let assessment = assessed(&model);
        let sheets: Vec<&str> = report
            .sections
            .iter()
            .flat_map(|section| flat(&section.blocks))
            .filter_map(|block| match block {
                Block::Sheet(sheet) if sheet.id.starts_with("finding-") => Some(sheet.id.as_str()),
                _ => None,
            })
            .collect();
        for finding in assessment.findings.values() {
            let times = sheets
                .iter()
                .filter(|id| **id == format!("finding-{}", finding.id))
                .count();
            let expected = usize::from(finding.role == Role::Primary);
            assert_eq!(times, expected, "{name}: {}", finding.id);
        }
        let text = markdown(&report);
        for finding in assessment
            .findings
            .values()
            .filter(|f| f.role == Role::Primary)
        {
            let statement = text.matches(finding.statement.as_str()).count();
            assert!(
                statement <= 1,
                "{name}: {} is told {statement} times: {}",
                finding.id,
                finding.statement
            );
        }
    }
}

#[test]
fn each_requirement_is_written_out_once() {
    for name in SAMPLES {
        let text = markdown(&report(name, Audience::Full));
        for id in assessed(&sample(name)).requirements.keys() {
            let requirement = CATALOG.requirement(id.as_str()).unwrap();
            let times = text.matches(requirement.text.as_str()).count();
            assert_eq!(times, 1, "{name}: {id} is written out {times} times");
            assert!(text.contains(&requirement.title), "{name}: {id}");
        }
    }
}

#[test]
fn every_requirement_has_a_short_title_of_its_own() {
    let titles: BTreeMap<&str, &str> = CATALOG
        .entries()
        .requirements
        .iter()
        .map(|(id, requirement)| (requirement.title.as_str(), id.as_str()))
        .collect();
    assert_eq!(titles.len(), CATALOG.entries().requirements.len());
    for (title, id) in titles {
        assert!((8..=48).contains(&title.len()), "{id}: {title}");
    }
}

#[test]
fn what_owasp_publishes_stands_beside_each_threat_and_is_no_score() {
    for edition in Edition::ALL {
        let (mut model, layout) = DRAWN["card-fraud"].clone();
        model.system.edition = edition;
        let text = markdown(&report_with(&model, &layout, Audience::Full));
        assert!(text.contains("Printed as such, never used as a score"));
        for (id, threat) in &CATALOG.entries().threats {
            let chapter = text
                .split("The threats, and other standards")
                .last()
                .unwrap();
            assert!(
                chapter.contains(&format!("{id} {}", threat.names[&edition])),
                "{edition}: {id}"
            );
            for prevention in threat.preventions.get(&edition).into_iter().flatten() {
                assert!(
                    chapter.contains(prevention),
                    "{edition}: {id}: {prevention}"
                );
            }
            let rating = &threat.published(edition).unwrap().sample_rating;
            let said = format!(
                "application {}, operations {}",
                rating.ml_application, rating.ml_operations
            );
            assert!(chapter.contains(&said), "{edition}: {id}");
        }
        let text = text.replace('\\', "");
        for standard in CATALOG.entries().standards.values() {
            assert!(text.contains(&standard.version) && text.contains(&standard.licence));
        }
    }
}

#[test]
fn a_replaced_entry_of_the_catalogue_is_named_with_the_digest_of_what_was_there() {
    let text = r#"(flows: {"raw": (name: "Raw", definition: "d", class: learning)})"#;
    let source = Source {
        name: "/somewhere/team.ron",
        text,
    };
    let catalog = CATALOG.with(source).unwrap();
    let (model, layout) = &DRAWN["card-fraud"];
    let assessment = assess(model, &catalog, today());
    let report = build(
        model,
        &catalog,
        &assessment,
        layout,
        &options(Audience::Full),
    );
    let text = markdown(&report);
    let digest = &catalog.replacements()[0].digest;
    assert!(
        text.contains(&format!("| `flows raw` | team.ron | `sha256:{digest}` |")),
        "{text}"
    );
    let brief = options(Audience::Brief);
    let brief = markdown(&build(model, &catalog, &assessment, layout, &brief));
    assert!(brief.contains("flows raw by team.ron"), "{brief}");
}

#[test]
fn what_a_team_notes_of_its_system_is_printed_for_every_reader() {
    let model = sample("husky-ai");
    let layout = drawing(&model);
    let credit = "OWASP Threat Model Library";
    for audience in [Audience::Full, Audience::Brief] {
        let report = report_with(&model, &layout, audience);
        assert!(markdown(&report).contains(credit), "{audience:?}");
    }
}

#[test]
fn only_the_chosen_chapters_are_printed_and_an_annex_says_everything_itself() {
    let (model, layout) = &DRAWN["card-fraud"];
    let chosen = BuildOptions {
        chapters: vec![Chapter::Method, Chapter::Procurement],
        ..options(Audience::Full)
    };
    let report = build(model, &CATALOG, &assessed(model), layout, &chosen);
    let titles: Vec<&str> = report.sections.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(titles, ["procurement", "method"]);
    let text = markdown(&report);
    let obligation = CATALOG.requirement("PVC-V6.2").unwrap();
    assert!(text.contains(&obligation.text), "{text}");
    let anchors = report.anchors();
    assert!(
        links(&report)
            .iter()
            .all(|link| anchors.contains(link.as_str()))
    );
}

#[test]
fn the_same_document_gives_the_same_report() {
    let (first, second) = (
        report("card-fraud", Audience::Full),
        report("card-fraud", Audience::Full),
    );
    assert_eq!(first, second);
}

#[test]
fn every_link_leads_somewhere() {
    for name in SAMPLES {
        for audience in Audience::ALL {
            let report = report(name, audience);
            let anchors = report.anchors();
            for link in links(&report) {
                assert!(
                    anchors.contains(link.as_str()),
                    "{name}, {}: nothing carries {link}",
                    audience.as_str()
                );
            }
        }
    }
}

/// The places that the report's words, boxes and cells lead to.
fn links(report: &Report) -> Vec<String> {
    let blocks: Vec<&Block> = report
        .sections
        .iter()
        .flat_map(|section| flat(&section.blocks))
        .collect();
    let styled = blocks
        .iter()
        .flat_map(|block| spans(block))
        .filter_map(|span| match &span.style {
            Style::Link(target) => Some(target),
            _ => None,
        });
    let drawn = blocks.iter().flat_map(|block| drawn(block));
    let anchor = |target: &Target| match target {
        Target::Anchor(anchor) => Some(anchor.clone()),
        Target::Url(_) => None,
    };
    styled.chain(drawn).filter_map(anchor).collect()
}

fn spans(block: &Block) -> Vec<&Span> {
    match block {
        Block::Lead(spans) | Block::Para(spans) => spans.iter().collect(),
        Block::List(list) => list.items.iter().flat_map(|item| &item.spans).collect(),
        Block::Table(table) => table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .flat_map(|cell| &cell.spans)
            .collect(),
        Block::Figure(figure) => figure.caption.iter().collect(),
        Block::Sheet(sheet) => sheet.facts.iter().flat_map(|fact| &fact.value).collect(),
        _ => Vec::new(),
    }
}

fn drawn(block: &Block) -> Vec<&Target> {
    let Block::Figure(figure) = block else {
        return Vec::new();
    };
    match &figure.kind {
        FigureKind::Diagram(drawing) => drawing
            .boxes
            .iter()
            .filter_map(|drawn| drawn.target.as_ref())
            .collect(),
        FigureKind::Matrix(matrix) => {
            let cells =
                matrix
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .filter_map(|cell| match cell {
                        MatrixCell::Applies { target, .. }
                        | MatrixCell::Affected { target, .. }
                        | MatrixCell::NeedsAnswer { target, .. } => target.as_ref(),
                        MatrixCell::NotApplicable { .. } => None,
                    });
            matrix
                .rows
                .iter()
                .filter_map(|row| row.target.as_ref())
                .chain(cells)
                .collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn the_brief_is_about_four_pages() {
    for name in SAMPLES {
        let rendered = typeset(&report(name, Audience::Brief));
        assert!(
            (3..=5).contains(&rendered.pages),
            "{name}: {} pages",
            rendered.pages
        );
        assert_eq!(rendered.warnings, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn an_empty_model_does_not_look_safe() {
    for audience in Audience::ALL {
        let report = report_with(&ThreatModel::default(), &Layout::default(), audience);
        let text = markdown(&report);
        assert!(
            text.contains("An empty drawing does not mean that the system is safe"),
            "{text}"
        );
        assert!(!text.contains("No finding is open"), "{text}");
        assert_eq!(typeset(&report).warnings, Vec::<String>::new());
    }
}

fn one_component() -> ThreatModel {
    let mut model = ThreatModel::default();
    let component = Component {
        name: "Scoring API".into(),
        kind: "serve.api".into(),
        ..bare()
    };
    model
        .components
        .insert(ComponentId::new("scoring-api").unwrap(), component);
    model
}

#[test]
fn one_component_gives_a_report_in_the_singular() {
    let model = one_component();
    for audience in Audience::ALL {
        let report = report_with(&model, &drawing(&model), audience);
        let text = markdown(&report);
        assert!(text.contains("1 component"), "{text}");
        assert!(!text.contains("1 components"), "{text}");
        assert!(
            text.contains("No finding is open, but up to critical risk is not ruled out"),
            "{text}"
        );
        // One component is no large model; a question that waits for a drawing has no answer to try.
        assert!(!text.contains("In so large a model"), "{text}");
        // What waits for an answer may come to more than it is rated now, and the brief says so.
        if text.contains("## Decision brief") {
            assert!(
                text.contains("Answers could still raise 5 findings to high or critical"),
                "{text}"
            );
        }
        assert_eq!(typeset(&report).warnings, Vec::<String>::new());
    }
}

fn bare() -> Component {
    Component {
        name: String::new(),
        kind: String::new(),
        zone: None,
        owner: None,
        facts: std::collections::BTreeMap::new(),
        note: None,
    }
}

#[test]
fn a_decision_whose_assumption_fell_is_told_as_open_again() {
    let (mut model, layout) = DRAWN["card-fraud"].clone();
    for assumption in model.assumptions.values_mut() {
        assumption.status = AssumptionStatus::Rejected;
    }
    let text = markdown(&report_with(&model, &layout, Audience::Full));
    assert!(
        text.contains(
            "**This decision is open again**, because an assumption under it no longer holds"
        ),
        "{text}"
    );
    assert!(text.contains("1 decision is open again"), "{text}");
    assert!(text.contains("Rejected: it does not hold"), "{text}");
}

#[test]
fn a_decision_without_its_component_is_kept_and_shown() {
    let (mut model, _) = DRAWN["card-fraud"].clone();
    let gone = ComponentId::new("disputes").unwrap();
    model.components.remove(&gone);
    model
        .flows
        .retain(|_, flow| flow.from != gone && flow.to != gone);
    let text = markdown(&report_with(&model, &Layout::default(), Audience::Full));
    assert!(text.contains("### Decisions without a finding"), "{text}");
    assert!(
        text.contains("| `ML08@disputes` | Mitigate | Fraud operations | The component is gone. |"),
        "{text}"
    );
}

#[test]
fn accepted_risks_are_listed_with_owner_and_reason() {
    let text = markdown(&report("card-fraud", Audience::Full));
    let accepted = text.split("### Accepted risks").nth(1).unwrap();
    assert!(
        accepted.contains("Accept | Head of Payments | – | Answers are labels"),
        "{text}"
    );
}

#[test]
fn a_hostile_name_stays_a_name() {
    let mut model = sample("card-fraud");
    let component = model.components.get_mut("scoring").unwrap();
    component.name = "Scoring\n# API <script> \u{202e}".into();
    let text = markdown(&report_with(&model, &drawing(&model), Audience::Full));
    assert!(!text.contains("<script>"));
    assert!(!text.contains("\n# API"));
    assert!(!text.contains('\u{202e}'));
}
