//! A sheet for each component: what flows in and out, its findings by id, and what is known of it. Data and models stand first.

use super::Chapter;
use super::rating::Pair;
use super::tables::{grid, heading, lead, pairs, row};
use super::view::View;
use super::wording::{
    component_anchor, count, decision, finding_link, joined, level, lines, listed, or_dash,
    question_anchor, question_name, sentence,
};
use crate::analysis::{Asked, Finding, Role, Truth, Verdict};
use crate::catalog::Fact as CatalogFact;
use crate::model::{Component, ComponentId, FactValue, Flow};
use crate::report::blocks::{Block, Cell, Fact, Rating, Row, Section, Sheet, Span};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("components", super::Chapter::Components.title());
    section.blocks.push(lead(format!(
        "{}, in the order of the pipeline: what flows in and out of each, which findings stand there, and what the team said of it. The mark beside a name is the worst finding there that is open.",
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
    let mut rows = flows(view, id);
    rows.push(findings(view, id));
    blocks.push(pairs(
        "What flows into the component and out of it, and its findings",
        [1.3, 7.4],
        rows,
    ));
    let known = facts(view, id, component);
    if !known.is_empty() {
        blocks.push(pairs(
            "What was asked about the component, and what the team answered",
            [5.2, 4.0],
            known,
        ));
    }
    blocks
}

fn about(view: &View, component: &Component) -> Vec<Span> {
    let mut spans = Vec::new();
    match view.kind(component) {
        Some(kind) => {
            spans.push(Span::plain(sentence(&kind.definition)));
            let assets: Vec<&String> = kind
                .assets
                .iter()
                .filter(|asset| *asset != "none of ours")
                .collect();
            if !assets.is_empty() {
                spans.push(Span::quiet(format!(" At stake: {}.", listed(&assets))));
            }
        }
        None => spans.push(Span::strong(
            "The catalogue does not know this kind, so no rule could be applied to it.",
        )),
    }
    if let Some(note) = &component.note {
        spans.push(Span::plain(format!(
            " The team notes: {}",
            sentence(&clean::text(note))
        )));
    }
    spans
}

// ---- facts

/// Each question with its answer; what nobody has said and no rule needs stands together at the end.
fn facts(view: &View, id: &ComponentId, component: &Component) -> Vec<Pair> {
    let asked: Vec<&str> = view
        .kind(component)
        .map(|kind| kind.asks.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let others = component
        .facts
        .keys()
        .map(String::as_str)
        .filter(|fact| !asked.contains(fact));
    let (mut rows, mut idle) = (Vec::new(), Vec::new());
    for name in asked.iter().copied().chain(others) {
        let fact = view.catalog.fact(name);
        let question = fact.map_or_else(|| clean::line(name), |fact| fact.question.clone());
        match component.facts.get(name) {
            Some(value) => rows.push((
                vec![Span::plain(question)],
                vec![Span::plain(meaning(fact, value))],
            )),
            None => match unknown(view, id, name, fact) {
                Some(answer) => rows.push((vec![Span::plain(question)], answer)),
                None => idle.push(question),
            },
        }
    }
    if !idle.is_empty() {
        rows.push((
            vec![Span::quiet("Not answered, and no rule needs it here")],
            vec![Span::quiet(idle.join(" "))],
        ));
    }
    rows
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
        // "Yes" and "no" say at once what the meaning spells out, unless it begins with the word itself.
        Some(answer @ ("yes" | "no")) if !begins_with(&words[0], answer) => {
            format!("{}: {}", super::wording::capital(answer), words[0])
        }
        _ => super::wording::capital(&words.join("; ")),
    }
}

/// Whether a meaning says "yes" or "no" by itself: as its first word, or with "nothing".
fn begins_with(meaning: &str, answer: &str) -> bool {
    let rest = meaning.strip_prefix(answer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ':', ' ']))
        || meaning.starts_with("nothing")
}

/// What counts until someone answers; nothing where no rule asks.
fn unknown(
    view: &View,
    id: &ComponentId,
    name: &str,
    fact: Option<&CatalogFact>,
) -> Option<Vec<Span>> {
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
    if open.is_none() && presumed.is_none() {
        return None;
    }
    let mut spans = vec![Span::em("Nobody has said")];
    if let Some(value) = presumed {
        spans.push(Span::plain(format!("; presumed until then: {value}")));
    }
    if let Some(index) = open {
        spans.extend([
            Span::plain(" ("),
            Span::to(question_anchor(index), question_name(index)),
            Span::plain(")"),
        ]);
    }
    Some(spans)
}

// ---- flows

/// What flows in and what flows out; how it is protected stands with the picture.
fn flows(view: &View, id: &ComponentId) -> Vec<Pair> {
    let ends = |title: &str, other: fn(&Flow) -> &ComponentId, here: fn(&Flow) -> &ComponentId| {
        let things: Vec<Vec<Span>> = view
            .model
            .flows
            .values()
            .filter(|flow| here(flow) == id)
            .map(|flow| flow_words(view, flow, other(flow)))
            .collect();
        (!things.is_empty()).then(|| (vec![Span::strong(title)], joined(things, "; ")))
    };
    let rows: Vec<Pair> = [
        ends("Flows in from", |flow| &flow.from, |flow| &flow.to),
        ends("Flows out to", |flow| &flow.to, |flow| &flow.from),
    ]
    .into_iter()
    .flatten()
    .collect();
    if rows.is_empty() {
        return vec![(
            vec![Span::strong("Flows")],
            vec![Span::em("No flow reaches or leaves this component.")],
        )];
    }
    rows
}

fn flow_words(view: &View, flow: &Flow, end: &ComponentId) -> Vec<Span> {
    let mut spans = vec![
        view.component_link(end),
        Span::plain(format!(": {}", view.flow_words(flow))),
    ];
    match view.crosses(flow) {
        Truth::True => spans.push(Span::quiet(" (crosses zones)")),
        Truth::Unknown => spans.push(Span::quiet(" (not known whether it crosses zones)")),
        Truth::False => {}
    }
    spans
}

// ---- findings

fn findings(view: &View, id: &ComponentId) -> Pair {
    let found = view.assessment.at(id);
    let title = vec![Span::strong("Findings")];
    if found.is_empty() {
        let mut none = vec![Span::plain("No threat of the list stands here.")];
        if view.options.prints(Chapter::Matrix) && !view.is_brief() {
            none.extend([
                Span::plain(" "),
                Span::to("reasons", "The reasons"),
                Span::plain(" are listed by threat."),
            ]);
        }
        return (title, none);
    }
    let told = found
        .into_iter()
        .map(|finding| finding_words(view, finding))
        .collect();
    (title, lines(told))
}

fn finding_words(view: &View, finding: &Finding) -> Vec<Span> {
    let cause = view.cause_of(finding);
    let mut spans = vec![match cause {
        Some(_) => Span::code(finding.id.to_string()),
        None => finding_link(&finding.id),
    }];
    spans.extend([Span::plain(" "), Span::risk(level(finding.risk()))]);
    let asks = finding.verdict == Verdict::NeedsAnswer;
    if let Some(cause) = cause {
        spans.extend([Span::plain(" consequence of "), finding_link(cause)]);
        if asks {
            spans.push(Span::plain(", if an answer confirms it"));
        }
    } else if finding.role == Role::Affected {
        spans.push(Span::plain(" consequence; the place of entry is not drawn"));
    } else {
        let said = if asks {
            "needs an answer".to_owned()
        } else {
            decision(finding.status).to_lowercase()
        };
        spans.push(Span::plain(format!(" {said}")));
    }
    spans
}

// ---- data and models

fn inventory(view: &View) -> Vec<Block> {
    let mut blocks = Vec::new();
    let data = [
        ("Origin", "provenance"),
        ("How sensitive it is", "sensitivity"),
        ("Who can write it", "writers"),
    ];
    let models = [
        ("File format", "serialization"),
        ("Public", "weights_public"),
        ("Signed", "signing"),
        ("Worth", "ip_value"),
    ];
    // A model that someone else runs for us is a model, although we hold no weights of it.
    let is_model = |id: &ComponentId, component: &Component| {
        let holds = view
            .assessment
            .holders
            .get(id)
            .is_some_and(|holds| holds.is_true());
        holds || component.kind == "serve.vendor_api"
    };
    let is_data = |id: &ComponentId, component: &Component| {
        let asks = |kind: &crate::catalog::Kind| kind.asks.iter().any(|fact| fact == "sensitivity");
        !is_model(id, component)
            && (component.kind.starts_with("data.") || view.kind(component).is_some_and(asks))
            && !component.kind.starts_with("serve.")
    };
    blocks.extend(kept(view, "data-inventory", "Data", is_data, &data));
    blocks.extend(kept(
        view,
        "model-inventory",
        "Models, and what holds their weights",
        is_model,
        &models,
    ));
    blocks
}

fn kept(
    view: &View,
    id: &str,
    title: &str,
    belongs: impl Fn(&ComponentId, &Component) -> bool,
    asked: &[(&str, &str)],
) -> Vec<Block> {
    let rows: Vec<Row> = view
        .components()
        .into_iter()
        .filter(|(id, component)| belongs(id, component))
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
        // Nobody said it: the kind does.
        (None, Some(value)) => Cell::spans(vec![
            Span::plain(meaning(fact, &FactValue::one(value.clone()))),
            Span::quiet(" (by its kind)"),
        ]),
        (None, None) if asked => Cell::spans(vec![Span::em("Nobody has said")]),
        (None, None) => Cell::text("–"),
    }
}
