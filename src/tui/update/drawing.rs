//! Commands that change the drawing: connecting, naming, deleting, moving boxes; adding, zones and layouts have files of
//! their own.

use crate::model::{ComponentId, Key, Op, Target};
use crate::tui::app::App;
use crate::tui::canvas::{Selected, flows_at};
use crate::tui::command::Command;
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::picker::{Item, Where};
use crate::tui::modal::{Letters, Modal, Naming, Pick, Picker, Purpose};

use super::adding::{self, ask_name, choose_flow_kind, choose_kind};
use super::{Effects, arranging, changes, lines, moving, zoning};

/// Runs a drawing command. What it needs is there.
pub fn draw(app: &mut App, command: Command, effects: &mut Effects) {
    match command {
        Command::Add => choose_kind(app, Where::Alone),
        Command::AddAfter | Command::AddBefore | Command::Insert => adding::add_at(app, command),
        Command::FlowKind => adding::choose_what_flows(app),
        Command::QuickLine => lines::open(app, true),
        Command::MoveMode => arranging::begin_move(app),
        Command::ZoneSelect | Command::ZoneFold | Command::ZoneFoldAll => {
            zoning::fold(app, command);
        }
        Command::MarkBoxes | Command::MarkZone | Command::MarkThis => moving::mark(app, command),
        Command::Tidy => arranging::tidy_up(app, effects),
        Command::ZoneTidy => arranging::tidy_zone(app),
        Command::Connect => connect(app, false),
        Command::ConnectFrom => connect(app, true),
        Command::Rename => rename(app),
        Command::ChangeKind => change_kind(app),
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
        Command::BoxLeft => arranging::nudge(app, -2, 0, effects),
        Command::BoxRight => arranging::nudge(app, 2, 0, effects),
        Command::BoxUp => arranging::nudge(app, 0, -1, effects),
        Command::BoxDown => arranging::nudge(app, 0, 1, effects),
        Command::Pin => arranging::pin(app, effects),
        Command::Repeat => adding::repeat(app, effects),
        _ => Ok(()),
    };
    if let Err(error) = result {
        app.complain(error);
    }
}

fn change_kind(app: &mut App) {
    let here = app.canvas.selected_box().cloned();
    let entry = here.as_ref().and_then(|id| app.model().components.get(id));
    if let Some((name, kind)) = entry.map(|entry| (entry.name.clone(), entry.kind.clone())) {
        adding::choose_other_kind(app, &name, &kind, here);
    }
}

fn connect(app: &mut App, reverse: bool) {
    let Some(from) = app.canvas.selected_box().cloned() else {
        return;
    };
    let mut boxes = moving::boxes_in_view(app);
    boxes.retain(|id| id != &from);
    if app.model().components.len() < 2 {
        app.say(format!(
            "there is nothing to connect with yet: {} adds a component that is connected",
            app.key(Command::AddAfter)
        ));
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
    if let Some(Key::Flow(flow)) = changes::step(app, &op, effects)? {
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
        Some(Selected::Zone(_)) => zoning::rename_zone(app),
        None => {}
    }
}

fn delete(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    if !app.canvas.marked.is_empty() {
        return delete_marked(app, effects);
    }
    match app.canvas.selected.clone() {
        Some(Selected::Zone(_)) => zoning::delete_zone(app, effects)?,
        Some(Selected::Box(id)) => {
            // The eye stays where it was: the box that is nearest by a flow is selected next.
            let next = neighbour(app, &id);
            changes::step(app, &Op::Remove(Target::Component(id)), effects)?;
            if let Some(next) = next {
                moving::select(app, next);
            }
        }
        Some(Selected::Flow { flow, .. }) => {
            changes::step(app, &Op::Remove(Target::Flow(flow)), effects)?;
        }
        None => {}
    }
    Ok(())
}

/// Deletes everything that is marked, as one step.
fn delete_marked(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let marked = std::mem::take(&mut app.canvas.marked);
    let ops: Vec<Op> = marked
        .iter()
        .map(|id| Op::Remove(Target::Component(id.clone())))
        .collect();
    let label = format!(
        "Remove {}",
        crate::tui::wrap::count(ops.len(), "component", "components")
    );
    let done = changes::several_as(app, Some(label.clone()), &ops, effects);
    if done.is_err() {
        app.canvas.marked = marked;
    } else {
        app.canvas.unmark();
    }
    done
}

fn heal(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let Some(id) = app.canvas.selected_box().cloned() else {
        return Ok(());
    };
    let next = neighbour(app, &id);
    changes::step(app, &Op::Heal(id), effects)?;
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
