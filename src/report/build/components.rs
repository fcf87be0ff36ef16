//! A sheet for each component: what is known of it, what flows in and out, and its findings by id. Then data and models.

use super::tables::{grid, heading, lead, row, small};
use super::view::View;
use super::wording::{
    component_anchor, count, decision, finding_link, level, listed, or_dash, question_anchor,
    question_name, sentence,
};
use crate::analysis::{Asked, Finding, Role, Verdict};
use crate::catalog::Fact as CatalogFact;
use crate::model::{Component, ComponentId, FactValue, Flow};
use crate::report::blocks::{Block, Cell, Fact, Rating, Row, Section, Sheet, Span};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("components", "Components");
    section.blocks.push(lead(format!(
        "{}, in the order of the pipeline: what the team said of each, what flows in and out, and which findings stand there.",
        super::wording::capital(&count(view.model.components.len(), "component", "components"))
    )));
    section.blocks.extend(inventory(view));
    section.blocks.extend(
        view.components()
            .into_iter()
            .flat_map(|(id, component)| sheet(view, id, component)),
    );
    section
}

fn sheet(view: &View, id: &ComponentId, component: &Component) -> Vec<Block> {
    let badge = view.assessment.badge(id);
    let mut blocks = vec![Block::Sheet(Sheet {
        id: component_anchor(id),
        code: String::new(),
        title: view.name(id),
        facts: vec![
            Fact::new("Kind", view.kind_name(component)),
            Fact::new("Zone", view.place(component)),
            Fact::new("Owner", or_dash(component.owner.as_deref())),
            Fact {
                label: "Id in the model".to_owned(),
                value: vec![Span::code(id.to_string())],
            },
        ],
        risk: badge.worst.map(|worst| Rating::Now(level(worst))),
    })];
    blocks.push(Block::Para(about(view, component)));
    blocks.extend(facts(view, id, component));
    blocks.extend(flows(view, id));
    blocks.extend(findings(view, id));
    blocks
}

fn about(view: &View, component: &Component) -> Vec<Span> {
    let mut spans = Vec::new();
    match view.kind(component) {
        Some(kind) => {
            spans.push(Span::plain(sentence(&kind.definition)));
            if !kind.assets.is_empty() {
                spans.push(Span::quiet(format!(" At stake: {}.", listed(&kind.assets))));
            }
        }
        None => spans.push(Span::strong(
            "The catalogue does not know this kind, so no rule could be applied to it.",
        )),
    }
    if let Some(note) = &component.note {
        spans.push(Span::plain(format!(" {}", sentence(&clean::text(note)))));
    }
    spans
}

// ---- facts

fn facts(view: &View, id: &ComponentId, component: &Component) -> Vec<Block> {
    let asked: Vec<&str> = view
        .kind(component)
        .map(|kind| kind.asks.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let others = component
        .facts
        .keys()
        .map(String::as_str)
        .filter(|fact| !asked.contains(fact));
    let rows: Vec<Row> = asked
        .iter()
        .copied()
        .chain(others)
        .map(|fact| fact_row(view, id, component, fact))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let table = grid(
        "What was asked about the component and what the team answered",
        &[("Question", 4.6), ("Answer", 4.6)],
        rows,
    );
    vec![small("What is known"), table]
}

fn fact_row(view: &View, id: &ComponentId, component: &Component, name: &str) -> Row {
    let fact = view.catalog.fact(name);
    let question = fact.map_or_else(|| clean::line(name), |fact| fact.question.clone());
    let answer = match component.facts.get(name) {
        Some(value) => vec![Span::plain(meaning(fact, value))],
        None => unknown(view, id, name, fact),
    };
    row(vec![Cell::text(question), Cell::spans(answer)])
}

/// The values in words.
fn meaning(fact: Option<&CatalogFact>, value: &FactValue) -> String {
    let words: Vec<String> = value
        .values()
        .map(|value| {
            fact.and_then(|fact| fact.meaning(value))
                .map_or_else(|| clean::line(value), str::to_owned)
        })
        .collect();
    match value.values().next() {
        // "Yes" and "no" say at once what the meaning spells out.
        Some(answer @ ("yes" | "no")) if words[0] != answer => {
            format!("{}: {}", super::wording::capital(answer), words[0])
        }
        _ => super::wording::capital(&words.join("; ")),
    }
}

fn unknown(view: &View, id: &ComponentId, name: &str, fact: Option<&CatalogFact>) -> Vec<Span> {
    let asks = |asked: &Asked| matches!(asked, Asked::Fact(fact) if fact == name);
    let open = view
        .assessment
        .questions
        .iter()
        .position(|q| q.component == *id && asks(&q.asks));
    let presumed = fact.and_then(|fact| {
        fact.presumed
            .as_deref()
            .map(|value| fact.meaning(value).unwrap_or(value))
    });
    let mut spans = vec![Span::em("Nobody has said")];
    if let Some(value) = presumed {
        spans.push(Span::plain(format!("; presumed until then: {value}")));
    }
    match open {
        Some(index) => spans.extend([
            Span::plain(" ("),
            Span::to(question_anchor(index), question_name(index)),
            Span::plain(")"),
        ]),
        None => spans.push(Span::quiet(" (no rule needs it here)")),
    }
    spans
}

// ---- flows

fn flows(view: &View, id: &ComponentId) -> Vec<Block> {
    let rows: Vec<Row> = view
        .model
        .flows
        .values()
        .filter(|flow| flow.from == *id || flow.to == *id)
        .map(|flow| flow_row(view, id, flow))
        .collect();
    if rows.is_empty() {
        return vec![Block::Para(vec![Span::em(
            "No flow reaches or leaves this component.",
        )])];
    }
    let table = grid(
        "What flows into the component and out of it",
        &[("Flow", 2.8), ("Carries", 3.0), ("On its way", 4.4)],
        rows,
    );
    vec![small("Flows"), table]
}

fn flow_row(view: &View, id: &ComponentId, flow: &Flow) -> Row {
    let way = match (flow.from == *id, flow.to == *id) {
        (true, true) => vec![Span::plain("To itself")],
        (true, false) => vec![Span::plain("To "), view.component_link(&flow.to)],
        _ => vec![Span::plain("From "), view.component_link(&flow.from)],
    };
    row(vec![
        Cell::spans(way),
        Cell::text(view.flow_words(flow)),
        Cell::text(protection(view, flow)),
    ])
}

/// How a flow is protected, and whether it leaves its zone.
fn protection(view: &View, flow: &Flow) -> String {
    let said = |answer: Option<bool>, yes: &str, no: &str| {
        answer.map(|a| if a { yes.to_owned() } else { no.to_owned() })
    };
    let parts: Vec<String> = [
        flow.protocol.as_deref().map(clean::line),
        said(flow.encrypted, "encrypted", "not encrypted"),
        said(
            flow.authenticated,
            "both ends known",
            "ends do not prove who they are",
        ),
        view.crosses(flow).then(|| "crosses zones".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(", ")
    }
}

// ---- findings

fn findings(view: &View, id: &ComponentId) -> Vec<Block> {
    let found = view.assessment.at(id);
    if found.is_empty() {
        return vec![Block::Para(vec![
            Span::plain("No threat of the list stands here. "),
            Span::to("reasons", "The reasons"),
            Span::plain(" are listed by threat."),
        ])];
    }
    let rows = found
        .into_iter()
        .map(|finding| finding_row(view, finding))
        .collect();
    let table = grid(
        "The findings at the component",
        &[
            ("Finding", 2.2),
            ("Threat", 2.5),
            ("Verdict", 3.0),
            ("Decision", 1.5),
            ("Owner", 1.6),
            ("Risk", 1.1),
        ],
        rows,
    );
    vec![small("Findings"), table]
}

fn finding_row(view: &View, finding: &Finding) -> Row {
    let name = match view.cause_of(finding) {
        Some(_) => Span::code(finding.id.to_string()),
        None => finding_link(&finding.id),
    };
    let mut verdict = vec![Span::plain(match (finding.role, finding.verdict) {
        (Role::Primary, Verdict::Applies) => "Applies",
        (Role::Primary, Verdict::NeedsAnswer) => "Needs an answer",
        (Role::Affected, Verdict::Applies) => "Consequence",
        (Role::Affected, Verdict::NeedsAnswer) => "Consequence, needs an answer",
    })];
    if let Some(cause) = view.cause_of(finding) {
        verdict.extend([Span::plain(" of "), finding_link(cause)]);
    }
    row(vec![
        Cell::spans(vec![name]),
        Cell::text(view.threat_name(&finding.id.threat)),
        Cell::spans(verdict),
        Cell::text(decision(finding.status)),
        Cell::text(or_dash(
            finding.decision.as_ref().and_then(|d| d.owner.as_deref()),
        )),
        Cell::risk(level(finding.risk())),
    ])
}

// ---- data and models

fn inventory(view: &View) -> Vec<Block> {
    let mut blocks = Vec::new();
    let data = [
        ("Where it comes from", "provenance"),
        ("How sensitive it is", "sensitivity"),
        ("Who can write it", "writers"),
    ];
    let models = [
        ("File format", "serialization"),
        ("Public", "weights_public"),
        ("Signed", "signing"),
        ("Worth", "ip_value"),
    ];
    blocks.extend(kept(
        view,
        "data-inventory",
        "Data",
        |kind| kind.starts_with("data."),
        &data,
    ));
    let is_model = |kind: &str| {
        kind.starts_with("model.") || kind.starts_with("serve.") || kind == "llm.embedding_model"
    };
    blocks.extend(kept(view, "model-inventory", "Models", is_model, &models));
    blocks
}

fn kept(
    view: &View,
    id: &str,
    title: &str,
    of_kind: impl Fn(&str) -> bool,
    asked: &[(&str, &str)],
) -> Vec<Block> {
    let rows: Vec<Row> = view
        .components()
        .into_iter()
        .filter(|(_, component)| of_kind(&component.kind))
        .map(|(id, component)| {
            let mut cells = vec![
                Cell::spans(vec![view.component_link(id)]),
                Cell::text(view.place(component)),
            ];
            cells.extend(
                asked
                    .iter()
                    .map(|(_, fact)| inventory_cell(view, component, fact)),
            );
            row(cells)
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut columns = vec![("Component", 2.0), ("Zone", 2.0)];
    columns.extend(asked.iter().map(|(title, _)| (*title, 2.0)));
    vec![
        heading(id, title),
        grid(&format!("{title} in the pipeline"), &columns, rows),
    ]
}

fn inventory_cell(view: &View, component: &Component, name: &str) -> Cell {
    let fact = view.catalog.fact(name);
    let asked = view
        .kind(component)
        .is_some_and(|kind| kind.asks.iter().any(|asked| asked == name));
    let fixed = view.kind(component).and_then(|kind| kind.fixed.get(name));
    match (component.facts.get(name), fixed) {
        (Some(value), _) => Cell::text(meaning(fact, value)),
        (None, Some(value)) => Cell::text(meaning(fact, &FactValue::one(value.clone()))),
        (None, None) if asked => Cell::spans(vec![Span::em("Nobody has said")]),
        (None, None) => Cell::text("–"),
    }
}
