//! What is usual at a component: what the lists of kinds begin with, what Tab takes, and what its flows carry.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::layout::flow_label;
use crate::model::{ComponentId, Field, Flow, FlowId, Op, Target};
use crate::tui::app::App;
use crate::tui::canvas::flows_at;
use crate::tui::command::Command;
use crate::tui::interaction::Proposal;

use super::adding::free_name;
use super::{Effects, changes};

/// How many kinds a list begins with.
const MANY: usize = 6;

/// What most drawings begin with, where nothing is drawn yet.
pub fn first(app: &App) -> Vec<String> {
    const FIRST: &[&str] = &[
        "data.internal_store",
        "data.third_party",
        "data.training_set",
        "actor.end_user",
        "serve.api",
    ];
    if !app.model().components.is_empty() {
        return Vec::new();
    }
    let known = FIRST.iter().filter(|kind| app.catalog.kind(kind).is_some());
    known.map(|kind| (*kind).to_owned()).collect()
}

/// The kinds that usually come after a component, the likeliest first.
pub fn next(app: &App, id: &ComponentId) -> Vec<String> {
    let component = app.model().components.get(id);
    let kind = component.and_then(|component| app.catalog.kind(&component.kind));
    kind.map(|kind| kind.next.clone()).unwrap_or_default()
}

/// The kinds that usually come before a component, the likeliest first: those that name it first among what comes next, of
/// these the ones on the main road from data to answers, and of these the ones that most others lead to.
pub fn before(app: &App, id: &ComponentId) -> Vec<String> {
    let Some(component) = app.model().components.get(id) else {
        return Vec::new();
    };
    let kinds = &app.catalog.entries().kinds;
    let led_to = |id: &String| kinds.values().filter(|kind| kind.next.contains(id)).count();
    let mut found: Vec<_> = kinds
        .iter()
        .filter_map(|(id, kind)| {
            let place = kind.next.iter().position(|next| *next == component.kind)?;
            let likely = (
                is_foreign(app, id),
                place,
                !kind.core,
                road(id),
                Reverse(led_to(id)),
            );
            Some((likely, id.clone()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).take(MANY).collect()
}

/// What a kind is in a pipeline, by the first part of its id: 0 on the road from data to answers, 1 beside it, 2 under it.
fn road(kind: &str) -> u8 {
    match family(kind) {
        "data" | "prep" | "train" | "model" | "serve" | "client" | "mon" => 0,
        "infra" | "supply" | "ext" => 2,
        _ => 1,
    }
}

/// Whether a kind belongs to systems of a sort that this one shows no sign of being: language models, federated learning.
fn is_foreign(app: &App, kind: &str) -> bool {
    let family = family(kind);
    let mut drawn = app.model().components.values();
    matches!(family, "llm" | "fl")
        && !drawn.any(|component| self::family(&component.kind) == family)
}

fn family(kind: &str) -> &str {
    kind.split('.').next().unwrap_or(kind)
}

/// What is offered after a component from which nothing flows yet: the likeliest kind that it has nothing to do with so far.
pub fn proposal(app: &App, id: ComponentId) -> Option<Proposal> {
    let model = app.model();
    let onwards = |flow: &Flow| flow.from == id && !is_answer(flow);
    if model.flows.values().any(onwards) {
        return None;
    }
    let beside: BTreeSet<&str> = model
        .flows
        .values()
        .filter_map(|flow| match (flow.from == id, flow.to == id) {
            (true, _) => Some(&flow.to),
            (_, true) => Some(&flow.from),
            _ => None,
        })
        .filter_map(|other| model.components.get(other))
        .map(|component| component.kind.as_str())
        .collect();
    let kind = next(app, &id)
        .into_iter()
        .find(|kind| !beside.contains(kind.as_str()))?;
    let name = free_name(app, &app.catalog.kind(&kind)?.name);
    app.catalog
        .usual_flow(&model.components.get(&id)?.kind, &kind)?;
    Some(Proposal {
        after: id,
        kind,
        name,
    })
}

/// Whether a flow carries an answer back.
pub fn is_answer(flow: &Flow) -> bool {
    flow.carries.contains("infer_out")
}

/// Makes a component one of another kind. What its flows carried because of the old kind, they carry no more: they get what
/// is usual now; what a person said of a flow stays, and is said.
pub fn other_kind(
    app: &mut App,
    component: ComponentId,
    kind: String,
    effects: &mut Effects,
) -> Result<(), String> {
    let flows = flows_at(app.model(), &component);
    let fits: Vec<(FlowId, Fit)> = flows
        .into_iter()
        .filter_map(|flow| Some((flow.clone(), fit(app, &flow, &component, &kind)?)))
        .collect();
    let mut ops = vec![Op::Kind { component, kind }];
    for (flow, fit) in &fits {
        if let Fit::Now(carries) = fit {
            ops.push(Op::Set {
                target: Target::Flow(flow.clone()),
                field: Field::Carries,
                value: carries.clone(),
            });
        }
    }
    changes::several(app, &ops, effects)?;
    let Some((flow, fit)) = fits.iter().min_by_key(|(_, fit)| matches!(fit, Fit::Kept)) else {
        return Ok(());
    };
    let done = app.note.take().map_or_else(String::new, |note| note.text);
    let carried = app.model().flows.get(flow);
    let carried = carried.map_or_else(String::new, |flow| flow_label(flow, &app.catalog));
    let still = if matches!(fit, Fit::Kept) {
        "still"
    } else {
        "now"
    };
    let key = app.key(Command::FlowKind);
    app.say(format!(
        "{done}; its flow {still} carries {carried} ({key} changes it)"
    ));
    Ok(())
}

/// What becomes of a flow when an end of it is of another kind.
enum Fit {
    /// It carries this from now on.
    Now(String),
    /// It carries on what a person said, which is not what is usual now.
    Kept,
}

fn fit(app: &App, flow: &FlowId, component: &ComponentId, kind: &str) -> Option<Fit> {
    let model = app.model();
    let flow = model.flows.get(flow)?;
    let old = |id: &ComponentId| model.components.get(id).map(|other| other.kind.as_str());
    let new = |id: &ComponentId| if id == component { Some(kind) } else { old(id) };
    let was = app.catalog.usual_flow(old(&flow.from)?, old(&flow.to)?);
    let usual = app.catalog.usual_flow(new(&flow.from)?, new(&flow.to)?)?;
    let carries = |kind: &str| flow.carries.len() == 1 && flow.carries.contains(kind);
    if flow.carries.contains(usual) {
        None
    } else if was.is_some_and(carries) {
        Some(Fit::Now(usual.to_owned()))
    } else {
        Some(Fit::Kept)
    }
}
