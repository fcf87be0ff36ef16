//! Commands that change the drawing: adding, connecting, naming, deleting, zones, moving boxes, tidying.

use crate::layout::flow_label;
use crate::layout::{Point, Scope, Variant, tidy};
use crate::model::{Beside, ComponentId, Key, Op, Target};
use crate::tui::app::{App, Ghost};
use crate::tui::canvas::{Selected, flows_at};
use crate::tui::command::Command;
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::picker::{Item, Where};
use crate::tui::modal::{Letters, Modal, Naming, Pick, Picker, Prompt, Purpose};

use super::{Effects, moving, steps, zoning};

/// Runs a drawing command. What it needs is there.
pub fn draw(app: &mut App, command: Command, effects: &mut Effects) {
    match command {
        Command::Add => choose_kind(app, Where::Alone),
        Command::AddAfter | Command::AddBefore | Command::Insert => add_at(app, command),
        Command::Connect => connect(app, false),
        Command::ConnectFrom => connect(app, true),
        Command::Rename => rename(app),
        Command::ZoneNew => zoning::new_zone(app),
        Command::ZoneOfBox => zoning::choose_zone(app),
        Command::ZoneTrust => zoning::choose_trust(app),
        Command::ZoneRename => zoning::rename_zone(app),
        _ => change(app, command, effects),
    }
}

/// The commands that change the document at once.
fn change(app: &mut App, command: Command, effects: &mut Effects) {
    let result = match command {
        Command::Delete => delete(app, effects),
        Command::Heal => heal(app, effects),
        Command::ZoneDelete => zoning::delete_zone(app, effects),
        Command::BoxLeft => nudge(app, -2, 0, effects),
        Command::BoxRight => nudge(app, 2, 0, effects),
        Command::BoxUp => nudge(app, 0, -1, effects),
        Command::BoxDown => nudge(app, 0, 1, effects),
        Command::Pin => pin(app, effects),
        Command::Tidy => tidy_up(app, effects),
        _ => Ok(()),
    };
    if let Err(error) = result {
        app.complain(error);
    }
}

fn add_at(app: &mut App, command: Command) {
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
        Where::Alone => ("Add a component".to_owned(), Vec::new()),
        Where::After(id) => (format!("Add after {}", name(id)), usual_next(app, id)),
        Where::Before(id) => (format!("Add before {}", name(id)), usual_before(app, id)),
        Where::On(flow) => {
            let label = model
                .flows
                .get(flow)
                .map(|flow| flow_label(flow, &app.catalog));
            let from = model.flows.get(flow).map(|flow| flow.from.clone());
            let usual = from.map(|id| usual_next(app, &id)).unwrap_or_default();
            (
                format!("Insert on \"{}\"", label.unwrap_or_default()),
                usual,
            )
        }
    };
    let items = kind_items(app, &usual);
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        title,
        Purpose::AddKind(place),
        items,
    ))));
}

fn usual_next(app: &App, id: &ComponentId) -> Vec<String> {
    let kind = app
        .model()
        .components
        .get(id)
        .and_then(|component| app.catalog.kind(&component.kind));
    kind.map(|kind| kind.next.clone()).unwrap_or_default()
}

fn usual_before(app: &App, id: &ComponentId) -> Vec<String> {
    let Some(component) = app.model().components.get(id) else {
        return Vec::new();
    };
    let kinds = app.catalog.entries().kinds.iter();
    kinds
        .filter(|(_, kind)| kind.next.contains(&component.kind))
        .map(|(id, _)| id.clone())
        .take(6)
        .collect()
}

fn kind_items(app: &App, usual: &[String]) -> Vec<Item> {
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
                .detail(kind.definition.clone()),
        )
    };
    let mut items = Vec::new();
    if !usual.is_empty() {
        items.push(Item::new(Pick::Heading, "Usual here"));
        items.extend(usual.iter().filter_map(|id| item(id, "")));
    }
    for family in &entries.families {
        items.push(Item::new(Pick::Heading, family.clone()));
        let of_family = entries
            .kinds
            .iter()
            .filter(|(_, kind)| &kind.family == family);
        items.extend(
            of_family
                .filter(|(id, _)| !usual.contains(id))
                .filter_map(|(id, _)| item(id, "")),
        );
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
        Where::Alone | Where::On(_) => None,
    };
    let unusual = ends.is_some_and(|(from, to)| app.catalog.usual_flow(&from, &to).is_none());
    if unusual {
        let name = app
            .catalog
            .kind(&kind)
            .map_or(kind.clone(), |kind| kind.name.to_lowercase());
        let title = match &place {
            Where::After(id) => format!("What flows from {} to the new {name}?", model.name_of(id)),
            Where::Before(id) => {
                format!("What flows from the new {name} to {}?", model.name_of(id))
            }
            _ => "What flows?".to_owned(),
        };
        choose_flow_kind(app, title, Purpose::AddCarrying { kind, place });
    } else {
        name_component(app, kind, place, None);
    }
}

/// Asks for the name of a new component.
pub fn name_component(app: &mut App, kind: String, place: Where, carries: Option<String>) {
    let fallback = app
        .catalog
        .kind(&kind)
        .map_or(kind.clone(), |kind| kind.name.clone());
    let naming = Naming::Component {
        kind,
        place,
        carries,
    };
    ask_name(
        app,
        format!("Name of the new {}", fallback.to_lowercase()),
        naming,
        "",
        &fallback,
    );
}

/// Offers the flow kinds.
fn choose_flow_kind(app: &mut App, title: String, purpose: Purpose) {
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
    if let Some(kept) = app.kept.get(&prompt.naming.kept_under()) {
        prompt.field.set(kept);
    }
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}

fn connect(app: &mut App, reverse: bool) {
    let Some(from) = app.canvas.selected_box().cloned() else {
        return;
    };
    let mut boxes = moving::boxes_in_view(app);
    boxes.retain(|id| id != &from);
    if app.model().components.len() < 2 {
        app.say("there is nothing to connect with yet: o adds a component that is connected");
        return;
    }
    app.modals.push(Modal::Letters(Letters::new(
        LetterUse::Connect { from, reverse },
        boxes,
    )));
}

/// The boxes to connect with, as a list to type in.
pub fn connect_by_name(app: &mut App, from: ComponentId, reverse: bool) {
    let model = app.model();
    let items = model
        .components
        .iter()
        .filter(|(id, _)| **id != from)
        .map(|(id, component)| {
            let kind = app
                .catalog
                .kind(&component.kind)
                .map_or("", |kind| kind.name.as_str());
            Item::new(Pick::Component(id.clone()), component.name.clone()).note(kind)
        })
        .collect();
    let name = model.name_of(&from);
    let title = if reverse {
        format!("Flow to {name} from")
    } else {
        format!("Flow from {name} to")
    };
    let picker = Picker::new(title, Purpose::Connect { from, reverse }, items);
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Draws a flow that carries what is usual, or asks what it carries where nothing is.
pub fn connect_with(
    app: &mut App,
    from: &ComponentId,
    to: &ComponentId,
    stay_at: &ComponentId,
    effects: &mut Effects,
) -> Result<(), String> {
    let model = app.model();
    let kind = |id: &ComponentId| {
        model
            .components
            .get(id)
            .map_or("", |component| component.kind.as_str())
    };
    if app.catalog.usual_flow(kind(from), kind(to)).is_none() {
        let title = format!(
            "What flows from {} to {}?",
            model.name_of(from),
            model.name_of(to)
        );
        let purpose = Purpose::ConnectCarrying {
            from: from.clone(),
            to: to.clone(),
            stay_at: stay_at.clone(),
        };
        choose_flow_kind(app, title, purpose);
        return Ok(());
    }
    connect_carrying(app, from, to, None, stay_at, effects)
}

/// Draws a flow, and selects it so that it can be looked at and changed.
pub fn connect_carrying(
    app: &mut App,
    from: &ComponentId,
    to: &ComponentId,
    carries: Option<String>,
    stay_at: &ComponentId,
    effects: &mut Effects,
) -> Result<(), String> {
    let op = Op::Connect {
        from: from.clone(),
        to: to.clone(),
        carries: carries.into_iter().collect(),
        label: None,
    };
    if let Some(Key::Flow(flow)) = steps::step(app, &op, effects)? {
        moving::select_flow(app, flow, stay_at.clone());
    }
    Ok(())
}

fn rename(app: &mut App) {
    let model = app.model();
    match app.canvas.selected.clone() {
        Some(Selected::Box(id)) => {
            let name = model.name_of(&id).to_owned();
            ask_name(
                app,
                format!("New name of {name}"),
                Naming::Rename(id),
                &name,
                &name,
            );
        }
        Some(Selected::Flow { flow, .. }) => {
            let label = model
                .flows
                .get(&flow)
                .and_then(|flow| flow.label.clone())
                .unwrap_or_default();
            ask_name(
                app,
                "Words on the flow".into(),
                Naming::FlowLabel(flow),
                &label,
                "",
            );
        }
        None => {}
    }
}

fn delete(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    match app.canvas.selected.clone() {
        Some(Selected::Box(id)) => {
            // The eye stays where it was: the box that is nearest by a flow is selected next.
            let next = neighbour(app, &id);
            steps::step(app, &Op::Remove(Target::Component(id)), effects)?;
            if let Some(next) = next {
                moving::select(app, next);
            }
        }
        Some(Selected::Flow { flow, .. }) => {
            steps::step(app, &Op::Remove(Target::Flow(flow)), effects)?;
        }
        None => {}
    }
    Ok(())
}

fn heal(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let Some(id) = app.canvas.selected_box().cloned() else {
        return Ok(());
    };
    let next = neighbour(app, &id);
    steps::step(app, &Op::Heal(id), effects)?;
    if let Some(next) = next {
        moving::select(app, next);
    }
    Ok(())
}

fn neighbour(app: &App, id: &ComponentId) -> Option<ComponentId> {
    let model = app.model();
    let flows = flows_at(model, id);
    let others = flows
        .iter()
        .filter_map(|flow| model.flows.get(flow))
        .map(|flow| {
            if &flow.from == id {
                flow.to.clone()
            } else {
                flow.from.clone()
            }
        });
    others.into_iter().find(|other| other != id)
}

fn nudge(app: &mut App, dx: i32, dy: i32, effects: &mut Effects) -> Result<(), String> {
    let Some(id) = app.canvas.selected_box().cloned() else {
        return Ok(());
    };
    let Some(rect) = app.derived.layout.boxes.get(id.as_str()).copied() else {
        return Ok(());
    };
    steps::move_box(app, &id, Point::new(rect.x + dx, rect.y + dy), effects)
}

fn pin(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let Some(id) = app.canvas.selected_box().cloned() else {
        return Ok(());
    };
    let Some(rect) = app.derived.layout.boxes.get(id.as_str()).copied() else {
        return Ok(());
    };
    let pinned = app
        .model()
        .placed
        .get(&id)
        .is_some_and(|place| place.pinned);
    let op = Op::Place {
        component: id.clone(),
        x: rect.x,
        y: rect.y,
        pinned: !pinned,
    };
    steps::step(app, &op, effects)?;
    let name = app.model().name_of(&id).to_owned();
    app.say(if pinned {
        format!("{name} may be moved by tidying again")
    } else {
        format!("{name} is pinned to its place")
    });
    Ok(())
}

/// Lays everything out afresh; pressed again, offers the next style instead of the last one.
fn tidy_up(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let again = app
        .tidied
        .filter(|(revision, _)| *revision == app.doc.revision());
    let next = again.map_or(0, |(_, last)| (last + 1) % Variant::ALL.len());
    let taken_back = if again.is_some() {
        app.doc.undo().map_err(|error| error.to_string())?
    } else {
        None
    };
    if let Some(change) = taken_back {
        effects.push(crate::tui::message::Effect::Journal(change));
        app.refresh();
    }
    let variant = Variant::ALL[next];
    let layout = tidy(
        &app.derived.sketch,
        &app.derived.layout,
        &Scope::All(variant),
    );
    let before = app.doc.revision();
    steps::take_layout(app, &layout, "Tidy the drawing", effects)?;
    let size = crate::tui::areas::Areas::of(app).canvas_size();
    app.canvas.centre(&app.seen, size);
    app.follow();
    if app.doc.revision() != before {
        app.tidied = Some((app.doc.revision(), next));
        app.say(format!(
            "Tidied: {}; = again for the next layout, u for the one before",
            variant.name()
        ));
    }
    Ok(())
}

/// The component that is being named, where it would go.
#[must_use]
pub fn ghost(app: &App) -> Option<Ghost> {
    let Some(Modal::Prompt(prompt)) = app.modal() else {
        return None;
    };
    let Naming::Component {
        kind,
        place,
        carries,
    } = &prompt.naming
    else {
        return None;
    };
    let op = add_op(kind, place, carries.as_ref(), prompt.value());
    let plan = op.plan(app.model(), &app.catalog).ok()?;
    let Some(Key::Component(id)) = plan.about.clone() else {
        return None;
    };
    let mut draft = app.model().clone();
    draft.apply(&plan.into_change("", 0)).ok()?;
    let sketch = crate::layout::sketch_of(&draft, &app.catalog);
    let layout = crate::layout::reroute(&sketch, &app.derived.layout, &[]);
    let seen = crate::layout::zoomed(&layout, app.canvas.zoom);
    Some(Ghost { id, sketch, seen })
}

/// The step that adds a component.
#[must_use]
pub fn add_op(kind: &str, place: &Where, carries: Option<&String>, name: String) -> Op {
    let beside = match place {
        Where::After(id) => Some(Beside::After(id.clone())),
        Where::Before(id) => Some(Beside::Before(id.clone())),
        Where::Alone | Where::On(_) => None,
    };
    match place {
        Where::On(flow) => Op::Insert {
            id: None,
            name: Some(name),
            kind: kind.to_owned(),
            flow: flow.clone(),
        },
        _ => Op::Add {
            id: None,
            name: Some(name),
            kind: kind.to_owned(),
            zone: None,
            beside,
            carries: carries.cloned().into_iter().collect(),
        },
    }
}
