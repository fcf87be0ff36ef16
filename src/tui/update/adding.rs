//! Adding components: which kind, what flows, what it is called; and one more like the last.

use std::collections::BTreeSet;

use crate::layout::{box_size, flow_label};
use crate::model::{Beside, ComponentId, FlowId, Op, ThreatModel, free_slug, slug};
use crate::tui::app::App;
use crate::tui::canvas::{Selected, flows_at};
use crate::tui::command::Command;
use crate::tui::interaction::Added;
use crate::tui::modal::picker::{Item, Where};
use crate::tui::modal::{Modal, Naming, Pick, Picker, Prompt, Purpose};
use crate::tui::wrap::in_sentence;

use super::{Effects, asking, changes, moving, suggestions};

/// Asks for the kind of a component beside what is selected.
pub fn add_at(app: &mut App, command: Command) {
    let place = match (command, &app.canvas.selected) {
        (Command::AddAfter, Some(Selected::Box(id))) => Where::After(id.clone()),
        (Command::AddBefore, Some(Selected::Box(id))) => Where::Before(id.clone()),
        (_, Some(Selected::Flow { flow, .. })) => Where::On(flow.clone()),
        _ => Where::Alone,
    };
    choose_kind(app, place);
}

/// Offers the kinds: those that usually come next first, then all by family.
pub fn choose_kind(app: &mut App, place: Where) {
    let model = app.model();
    let name = |id: &ComponentId| model.name_of(id).to_owned();
    let (title, usual) = match &place {
        Where::Alone | Where::At { .. } => ("Add a component".to_owned(), suggestions::first(app)),
        Where::After(id) => (
            format!("Add after {}", name(id)),
            suggestions::next(app, id),
        ),
        Where::Before(id) => (
            format!("Add before {}", name(id)),
            suggestions::before(app, id),
        ),
        Where::On(flow) => {
            let label = model
                .flows
                .get(flow)
                .map(|flow| flow_label(flow, &app.catalog));
            let from = model.flows.get(flow).map(|flow| flow.from.clone());
            let usual = from
                .map(|id| suggestions::next(app, &id))
                .unwrap_or_default();
            (
                format!("Insert on \"{}\"", label.unwrap_or_default()),
                usual,
            )
        }
    };
    let items = kind_items(app, "Usual here", &usual);
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        title,
        Purpose::AddKind(place),
        items,
    ))));
}

/// Offers other kinds for a box: those of its family first, then all. Without a component the box is one of a pasted
/// diagram.
pub fn choose_other_kind(app: &mut App, name: &str, kind: &str, component: Option<ComponentId>) {
    let kinds = &app.catalog.entries().kinds;
    let family = kinds.get(kind).map(|kind| kind.family.clone());
    let alike = kinds
        .iter()
        .filter(|(_, other)| Some(&other.family) == family.as_ref());
    let alike: Vec<String> = alike.map(|(id, _)| id.clone()).collect();
    let items = kind_items(app, "Of the same family", &alike);
    let purpose = Purpose::KindOf(component);
    let mut picker = Picker::new(format!("What is {name}?"), purpose, items);
    picker.put_cursor_on(&Pick::Kind(kind.to_owned()));
    app.modals.push(Modal::Picker(Box::new(picker)));
}

fn kind_items(app: &App, heading: &str, usual: &[String]) -> Vec<Item> {
    let entries = app.catalog.entries();
    let item = |id: &String, note: &str| {
        let kind = entries.kinds.get(id)?;
        Some(
            Item::new(Pick::Kind(id.clone()), kind.name.clone())
                .note(if note.is_empty() {
                    id.clone()
                } else {
                    note.to_owned()
                })
                .detail(kind.definition.clone())
                .said(app.catalog.sayings(id)),
        )
    };
    let mut items = Vec::new();
    if !usual.is_empty() {
        items.push(Item::new(Pick::Heading, heading));
        items.extend(usual.iter().filter_map(|id| Some(item(id, "")?.usual())));
    }
    for family in &entries.families {
        let of_family = entries
            .kinds
            .iter()
            .filter(|(id, kind)| &kind.family == family && !usual.contains(id));
        let of_family: Vec<Item> = of_family.filter_map(|(id, _)| item(id, "")).collect();
        if !of_family.is_empty() {
            items.push(Item::new(Pick::Heading, family.clone()));
            items.extend(of_family);
        }
    }
    items
}

/// Goes on with a new component: asks what flows where nothing is usual, then for its name.
pub fn kind_chosen(app: &mut App, kind: String, place: Where) {
    let model = app.model();
    let kind_of = |id: &ComponentId| {
        model
            .components
            .get(id)
            .map(|component| component.kind.clone())
    };
    let ends = match &place {
        Where::After(id) => kind_of(id).map(|other| (other, kind.clone())),
        Where::Before(id) => kind_of(id).map(|other| (kind.clone(), other)),
        Where::Alone | Where::At { .. } | Where::On(_) => None,
    };
    let unusual = ends.is_some_and(|(from, to)| app.catalog.usual_flow(&from, &to).is_none());
    if unusual {
        ask_what_flows(app, kind, place);
    } else {
        name_component(app, kind, place, None);
    }
}

/// Asks what the flow of a new component carries; its name is asked for next.
fn ask_what_flows(app: &mut App, kind: String, place: Where) {
    let model = app.model();
    let name = app
        .catalog
        .kind(&kind)
        .map_or(kind.clone(), |kind| in_sentence(&kind.name));
    let title = match &place {
        Where::After(id) => format!("What flows from {} to the new {name}?", model.name_of(id)),
        Where::Before(id) => {
            format!("What flows from the new {name} to {}?", model.name_of(id))
        }
        _ => "What flows?".to_owned(),
    };
    choose_flow_kind(app, title, Purpose::AddCarrying { kind, place });
}

/// Asks for the name of a new component.
pub fn name_component(app: &mut App, kind: String, place: Where, carries: Option<String>) {
    let fallback = app
        .catalog
        .kind(&kind)
        .map_or(kind.clone(), |kind| kind.name.clone());
    let flows = what_flows(app, &kind, &place, carries.as_ref());
    let naming = Naming::Component {
        kind,
        place,
        carries,
    };
    ask_name(
        app,
        format!("Name of the new {}{flows}", in_sentence(&fallback)),
        naming,
        "",
        &fallback,
    );
}

/// What flows to or from a new component, as the prompt for its name shows it.
fn what_flows(app: &App, kind: &str, place: &Where, carries: Option<&String>) -> String {
    let other = match place {
        Where::After(id) | Where::Before(id) => app.model().components.get(id),
        Where::Alone | Where::At { .. } | Where::On(_) => None,
    };
    let Some(other) = other.map(|component| component.kind.as_str()) else {
        return String::new();
    };
    let usual = match place {
        Where::Before(_) => app.catalog.usual_flow(kind, other),
        _ => app.catalog.usual_flow(other, kind),
    };
    let said = carries.map(String::as_str);
    let name = said
        .or(usual)
        .and_then(|id| app.catalog.entries().flows.get(id));
    name.map_or_else(String::new, |flow| {
        format!("; flow: {}", flow.name.to_lowercase())
    })
}

/// Offers the flow kinds.
pub fn choose_flow_kind(app: &mut App, title: String, purpose: Purpose) {
    let items = app.catalog.entries().flows.iter().map(|(id, kind)| {
        Item::new(Pick::Carries(id.clone()), kind.name.clone())
            .note(id.clone())
            .detail(kind.definition.clone())
    });
    let picker = Picker::new(title, purpose, items.collect());
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Opens a prompt; text that was typed for the same purpose before comes back.
pub fn ask_name(app: &mut App, title: String, naming: Naming, before: &str, fallback: &str) {
    let mut prompt = Prompt::new(title, naming, before, fallback);
    if let Some(draft) = app.line_drafts.get(&prompt.naming.draft_key()) {
        prompt.field.set(draft);
    }
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

/// The steps that add a component.
#[must_use]
pub fn add_ops(model: &ThreatModel, added: &Added, name: String) -> Vec<Op> {
    let kind = added.kind.clone();
    let beside = match &added.place {
        Where::After(id) => Some(Beside::After(id.clone())),
        Where::Before(id) => Some(Beside::Before(id.clone())),
        Where::Alone | Where::At { .. } => None,
        Where::On(flow) => {
            return vec![Op::Insert {
                id: None,
                name: Some(name),
                kind,
                flow: flow.clone(),
            }];
        }
    };
    let at = match &added.place {
        Where::At { cell, zone } => free_id(model, &name, &kind).map(|id| (id, *cell, zone)),
        _ => None,
    };
    let mut ops = vec![Op::Add {
        id: at.as_ref().map(|(id, ..)| id.clone()),
        zone: at.as_ref().and_then(|(_, _, zone)| (*zone).clone()),
        kind,
        beside,
        carries: added.carries.clone().into_iter().collect(),
        name: Some(name.clone()),
    }];
    if let Some((component, cell, _)) = at {
        let (w, h) = box_size(&name, 0);
        ops.push(Op::Place {
            component,
            x: cell.x - w / 2,
            y: cell.y - h / 2,
            pinned: false,
        });
    }
    ops
}

fn free_id(model: &ThreatModel, name: &str, kind: &str) -> Option<ComponentId> {
    let wanted = slug(name).or_else(|| slug(kind))?;
    let taken = |id: &str| model.components.contains_key(id);
    ComponentId::new(free_slug(&wanted, taken)).ok()
}

/// Adds a component, selects it, and offers what usually comes after it.
pub fn add(app: &mut App, added: Added, name: String, effects: &mut Effects) -> Result<(), String> {
    let known: BTreeSet<ComponentId> = app.model().components.keys().cloned().collect();
    let before: BTreeSet<FlowId> = app.model().flows.keys().cloned().collect();
    let label = format!("Add {name}");
    let ops = add_ops(app.model(), &added, name);
    match &ops[..] {
        [op] => changes::step(app, op, effects).map(drop)?,
        ops => changes::several_as(app, Some(label.clone()), ops, effects)?,
    }
    let mut components = app.model().components.keys();
    let Some(id) = components.find(|id| !known.contains(*id)).cloned() else {
        return Ok(());
    };
    let mut new = flows_at(app.model(), &id);
    new.retain(|flow| !before.contains(flow));
    if let Some(flows) = what_new_flows_carry(app, &new) {
        let name = app.model().name_of(&id).to_owned();
        app.say(format!("Added {name}; {flows}"));
    }
    app.last_flow = new.into_iter().next();
    app.added = Some(added);
    moving::select(app, id.clone());
    app.proposal = suggestions::proposal(app, id);
    Ok(())
}

/// What flows that were drawn with a component carry: of a request and its answer, both are said.
fn what_new_flows_carry(app: &App, new: &[FlowId]) -> Option<String> {
    let flows = new.iter().filter_map(|id| app.model().flows.get(id));
    let (answers, requests): (Vec<_>, Vec<_>) =
        flows.partition(|flow| suggestions::is_answer(flow));
    let said = |flow: &&crate::model::Flow| flow_label(flow, &app.catalog);
    let key = app.key(Command::FlowKind);
    match (requests.first().map(said), answers.first().map(said)) {
        (Some(there), Some(back)) => {
            Some(format!("{there} there, {back} back ({key} changes them)"))
        }
        (Some(one), None) | (None, Some(one)) => {
            Some(format!("on the flow: {one} ({key} changes it)"))
        }
        (None, None) => None,
    }
}

/// A name that no component has yet.
pub(super) fn free_name(app: &App, wanted: &str) -> String {
    let taken = |name: &str| {
        let mut components = app.model().components.values();
        components.any(|component| component.name.eq_ignore_ascii_case(name))
    };
    (1..=app.model().components.len() + 1)
        .map(|number| match number {
            1 => wanted.to_owned(),
            number => format!("{wanted} {number}"),
        })
        .find(|name| !taken(name))
        .unwrap_or_else(|| wanted.to_owned())
}

/// Adds the component that is on offer.
pub fn take_proposal(app: &mut App, effects: &mut Effects) {
    let Some(proposal) = app.proposal.take() else {
        return;
    };
    let added = Added {
        kind: proposal.kind,
        place: Where::After(proposal.after),
        carries: None,
    };
    if let Err(error) = add(app, added, proposal.name, effects) {
        app.complain(error);
    }
}

/// The last component once more, in the same way, beside the selected box.
pub fn repeat(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let (Some(last), Some(here)) = (app.added.clone(), app.canvas.selected_box().cloned()) else {
        app.say(format!(
            "nothing was added one by one yet: {} adds what comes after, {} what stands alone",
            app.key(Command::AddAfter),
            app.key(Command::Add)
        ));
        return Ok(());
    };
    // The last one stands beside the box that it was added to; so does the next one, unless another box was chosen.
    let again = |other: &ComponentId| {
        let beside_it = flows_at(app.model(), &here).iter().any(|flow| {
            let flow = &app.model().flows[flow];
            &flow.from == other || &flow.to == other
        });
        let same_kind = app
            .model()
            .components
            .get(&here)
            .is_some_and(|component| component.kind == last.kind);
        if beside_it && same_kind {
            other.clone()
        } else {
            here.clone()
        }
    };
    let place = match &last.place {
        Where::After(other) => Where::After(again(other)),
        Where::Before(other) => Where::Before(again(other)),
        Where::Alone | Where::At { .. } | Where::On(_) => Where::Alone,
    };
    let usual_name = app.catalog.kind(&last.kind).map(|kind| kind.name.clone());
    let name = free_name(app, &usual_name.unwrap_or_else(|| last.kind.clone()));
    add(app, Added { place, ..last }, name, effects)
}

/// Says what flows: on the selected flow, or on the one that belongs to the selected box.
pub fn choose_what_flows(app: &mut App) {
    if let Some(flow) = app.canvas.selected_flow().cloned() {
        asking::choose_carries(app, flow);
        return;
    }
    let Some(id) = app.canvas.selected_box().cloned() else {
        app.say(format!(
            "select a flow first: {} goes round the flows of a box",
            app.key(Command::NextFlow)
        ));
        return;
    };
    let flows = flows_at(app.model(), &id);
    let last = app.last_flow.clone().filter(|flow| flows.contains(flow));
    let only = (flows.len() == 1).then(|| flows[0].clone());
    match last.or(only) {
        Some(flow) => {
            moving::select_flow(app, flow.clone(), id);
            asking::choose_carries(app, flow);
        }
        None if flows.is_empty() => app.say(format!(
            "no flow at this box yet; {} connects it",
            app.key(Command::Connect)
        )),
        None => app.say("this box has several flows: e selects one, then F"),
    }
}

/// While a new component is being named: what its flow carries.
pub fn choose_for_new(app: &mut App) {
    let Some(Modal::Prompt(prompt)) = app.modal() else {
        return;
    };
    let Naming::Component { kind, place, .. } = prompt.naming.clone() else {
        return;
    };
    let (key, typed) = (prompt.naming.draft_key(), prompt.field.text());
    if !matches!(place, Where::After(_) | Where::Before(_)) {
        app.say("nothing flows to it yet");
        return;
    }
    app.modals.pop();
    app.line_drafts.insert(key, typed);
    ask_what_flows(app, kind, place);
}
