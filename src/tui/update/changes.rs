//! One road for every change of the document: a step is planned, given places on the canvas, applied, and told to the journal.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::{Layout, Point};
use crate::model::{
    Change, ComponentId, Edit, Entity, Key, Op, OpError, Placement, Plan, RequirementId,
    ThreatModel,
};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::message::Effect;

use super::{Effects, done};

/// Does a step. Gives what it was about, for the selection, or says why it cannot be done.
pub fn step(app: &mut App, op: &Op, effects: &mut Effects) -> Result<Option<Key>, String> {
    step_as(app, op, None, effects)
}

/// Does a step under a name of its own, where the usual one would say little.
pub fn step_as(
    app: &mut App,
    op: &Op,
    name: Option<String>,
    effects: &mut Effects,
) -> Result<Option<Key>, String> {
    let plan = plan_of(app, op, app.model())?;
    if plan.edits.is_empty() {
        app.say("nothing to change: it is so already");
        return Ok(plan.about);
    }
    let about = plan.about.clone();
    let Plan { label, edits, .. } = plan;
    make(app, &name.unwrap_or(label), edits, effects)?;
    Ok(about)
}

/// What a step does to a document, or why it cannot be done today.
fn plan_of(app: &App, op: &Op, model: &ThreatModel) -> Result<Plan, String> {
    op.plan(model, &app.catalog)
        .and_then(|plan| plan.happens_by(app.date).map(|()| plan))
        .map_err(|error| in_words(&error))
}

/// Makes edits as one change with a name, and says what was done.
fn make(app: &mut App, label: &str, edits: Vec<Edit>, effects: &mut Effects) -> Result<(), String> {
    let edits = with_places(app, edits).ok_or("the step does not fit the document")?;
    let before = done::Before::of(app);
    let remark = done::remark(app.date, &edits);
    let change = Change {
        label: label.to_owned(),
        by: app.by.clone(),
        at: app.now,
        edits,
    };
    apply(app, change, effects)?;
    done::tell(app, label, remark.as_deref(), before);
    Ok(())
}

/// Does several steps as one, named after the first.
pub fn several(app: &mut App, ops: &[Op], effects: &mut Effects) -> Result<(), String> {
    several_as(app, None, ops, effects)
}

/// Does several steps as one, with a label of its own or that of the first.
pub fn several_as(
    app: &mut App,
    label: Option<String>,
    ops: &[Op],
    effects: &mut Effects,
) -> Result<(), String> {
    let label = match (label, ops.first()) {
        (Some(label), _) => label,
        (None, Some(first)) => plan_of(app, first, app.model())?.label,
        (None, None) => String::new(),
    };
    turn_into(app, &label, &draft(app, ops)?, effects)
}

/// What several steps make of the document.
pub fn draft(app: &App, ops: &[Op]) -> Result<ThreatModel, String> {
    let mut draft = app.model().clone();
    for op in ops {
        let change = plan_of(app, op, &draft)?.into_change(app.by.clone(), app.now);
        draft.apply(&change).map_err(|error| error.to_string())?;
    }
    Ok(draft)
}

/// Makes another document of this one, as one step.
pub fn turn_into(
    app: &mut App,
    label: &str,
    other: &ThreatModel,
    effects: &mut Effects,
) -> Result<(), String> {
    let edits = app.model().edits_to(other);
    if edits.is_empty() {
        app.say("nothing to change: it is so already");
        return Ok(());
    }
    make(app, label, edits, effects)
}

/// Applies a change, tells the journal, and works out what follows.
pub fn apply(app: &mut App, change: Change, effects: &mut Effects) -> Result<(), String> {
    let applied = app.doc.apply(change).map_err(|error| error.to_string())?;
    let applied = applied.clone();
    app.refresh_after(&applied);
    effects.push(Effect::Journal(applied));
    app.follow();
    Ok(())
}

/// An error of a step with its advice, in one line.
pub fn in_words(error: &OpError) -> String {
    match &error.help {
        // Nobody has to leave the program for that.
        Some(help) if help.starts_with("`bartizan catalog list`") => {
            format!("{}; Tab lists what can stand here", error.message)
        }
        Some(help) => format!("{}; {help}", error.message),
        None => error.message.clone(),
    }
}

/// Adds the places of boxes to the edits of a step that changes the drawing, so that it stays as it was drawn: on the
/// screen, in the file and in the report.
fn with_places(app: &App, edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let before = app.model();
    let mut draft = before.clone();
    let change = Change {
        label: String::new(),
        by: String::new(),
        at: 0,
        edits: edits.clone(),
    };
    draft.apply(&change).ok()?;
    let sketch = crate::layout::sketch_of(&draft, &app.catalog);
    if sketch == app.derived.sketch {
        return Some(edits);
    }
    let stand = crate::layout::places(&sketch, &app.derived.layout);
    let places = places_of(&stand, &draft);
    let mut edits: Vec<Edit> = edits
        .into_iter()
        .filter(|edit| !matches!(&edit.key, Key::Placed(id) if places.iter().any(|(other, _)| other == id)))
        .collect();
    for (id, place) in places {
        edits.extend(placed(before, &id, place));
    }
    Some(edits)
}

/// Where every box of the document stands, as the document says it.
fn places_of(
    stand: &BTreeMap<String, Point>,
    model: &ThreatModel,
) -> Vec<(ComponentId, Placement)> {
    let place = |id: &ComponentId| {
        let corner = stand.get(id.as_str())?;
        let pinned = model.placed.get(id).is_some_and(|place| place.pinned);
        Some((
            id.clone(),
            Placement {
                x: corner.x,
                y: corner.y,
                pinned,
            },
        ))
    };
    model.components.keys().filter_map(place).collect()
}

/// The edit that puts a box to a place, unless it stands there already.
fn placed(model: &ThreatModel, id: &ComponentId, place: Placement) -> Option<Edit> {
    let from = model.placed.get(id).copied();
    (from != Some(place)).then(|| Edit {
        key: Key::Placed(id.clone()),
        from: from.map(Entity::Placed),
        to: Some(Entity::Placed(place)),
    })
}

/// Takes over a layout as the places of the boxes, as one change. Gives whether anything stands elsewhere now.
pub fn take_layout(
    app: &mut App,
    layout: &Layout,
    label: &str,
    effects: &mut Effects,
) -> Result<bool, String> {
    let corners = layout.boxes.iter();
    let stand = corners
        .map(|(id, rect)| (id.clone(), rect.corner()))
        .collect();
    let places = places_of(&stand, app.model());
    let edits: Vec<Edit> = places
        .into_iter()
        .filter_map(|(id, place)| placed(app.model(), &id, place))
        .collect();
    if edits.is_empty() {
        return Ok(false);
    }
    let change = Change {
        label: label.to_owned(),
        by: app.by.clone(),
        at: app.now,
        edits,
    };
    let applied = app.doc.apply(change).map_err(|error| error.to_string())?;
    effects.push(Effect::Journal(applied.clone()));
    let sketch = crate::layout::sketch_of(app.doc.model(), &app.catalog);
    app.derived = app.derived.with_layout(sketch, layout.clone());
    app.look_again();
    app.follow();
    Ok(true)
}

/// Moves a box to a cell and pins it there; moves that follow each other are one step for undo.
pub fn move_box(
    app: &mut App,
    id: &ComponentId,
    to: Point,
    effects: &mut Effects,
) -> Result<(), String> {
    let Some(here) = app.derived.layout.boxes.get(id.as_str()).copied() else {
        return Ok(());
    };
    if here.corner() == to {
        return Ok(());
    }
    let op = Op::Place {
        component: id.clone(),
        x: to.x,
        y: to.y,
        pinned: true,
    };
    let steps = app.doc.steps().len();
    step(app, &op, effects)?;
    let moved = app
        .derived
        .layout
        .boxes
        .get(id.as_str())
        .map(|rect| rect.corner());
    let joined = app.doc.steps().len() > steps && app.doc.join_last_two();
    if joined {
        one_undo(app);
    }
    if moved != Some(to) {
        app.say("it stands as near as it can: something else is pinned there");
    }
    Ok(())
}

/// Says of moves that follow each other how much an undo takes back: somebody would undo as often as was moved.
fn one_undo(app: &mut App) {
    let label = app
        .doc
        .undo_label()
        .map(done::done_words)
        .unwrap_or_default();
    let undo = app.key(Command::Undo);
    app.say(format!("{label}; one {undo} takes all these moves back"));
}

/// Moves boxes by cells and pins them where they come to; moves of one box that follow each other are one step for undo.
pub fn move_boxes(
    app: &mut App,
    boxes: &BTreeSet<ComponentId>,
    by: (i32, i32),
    effects: &mut Effects,
) -> Result<(), String> {
    let layout = &app.derived.layout;
    let targets: Vec<(ComponentId, Point)> = boxes
        .iter()
        .filter_map(|id| {
            let corner = layout.boxes.get(id.as_str())?.corner();
            Some((id.clone(), corner.shifted(by.0, by.1)))
        })
        .collect();
    if let [(id, to)] = &targets[..] {
        return move_box(app, id, *to, effects);
    }
    let ops: Vec<Op> = targets
        .into_iter()
        .map(|(component, to)| Op::Place {
            component,
            x: to.x,
            y: to.y,
            pinned: true,
        })
        .collect();
    let zone = app.canvas.selected_zone();
    let zone = zone.filter(|_| app.canvas.marked.is_empty());
    let label = match zone.and_then(|zone| app.model().zones.get(zone)) {
        Some(zone) => format!("Move zone {}", zone.name),
        None => format!(
            "Move {}",
            crate::tui::wrap::count(ops.len(), "box", "boxes")
        ),
    };
    let steps = app.doc.steps().len();
    several_as(app, Some(label.clone()), &ops, effects)?;
    if app.doc.steps().len() > steps && app.doc.join_last_two() {
        one_undo(app);
    }
    Ok(())
}

/// Undo and redo.
pub fn travel(app: &mut App, command: Command, effects: &mut Effects) {
    let undo = command == Command::Undo;
    let label = if undo {
        app.doc.undo_label()
    } else {
        app.doc.redo_label()
    };
    let label = label.unwrap_or_default().to_owned();
    let result = if undo { app.doc.undo() } else { app.doc.redo() };
    match result {
        Ok(Some(change)) => {
            let at = about(&change);
            let recorded = requirement_of(&change);
            app.refresh_after(&change);
            effects.push(Effect::Journal(change));
            show_requirement(app, recorded.as_ref());
            let seen = |id: &ComponentId| {
                app.model().components.contains_key(id) && app.canvas.anchor() != Some(id)
            };
            if let Some(id) = at.filter(seen) {
                super::moving::select(app, id);
            }
            crate::tui::tour::compare_anew(app);
            app.follow();
            app.say(if undo {
                format!("Undone: {label}")
            } else {
                format!("Done again: {label}")
            });
        }
        Ok(None) => {}
        Err(error) => app.complain(error.to_string()),
    }
}

/// The requirement whose record a change touches.
fn requirement_of(change: &Change) -> Option<RequirementId> {
    change.edits.iter().find_map(|edit| match &edit.key {
        Key::Control(id) => Some(id.requirement.clone()),
        _ => None,
    })
}

/// On the Verify screen an undo brings the requirement under the cursor, where it is listed.
fn show_requirement(app: &mut App, recorded: Option<&RequirementId>) {
    let listed = crate::tui::verify::rows(app)
        .iter()
        .any(|row| Some(row.id) == recorded);
    if app.screen == crate::tui::app::Screen::Verify && listed {
        super::verify::select(app, recorded.cloned());
    }
}

/// The component that a change is about, to bring it into view: so that an undo is seen.
fn about(change: &Change) -> Option<ComponentId> {
    let mut placed = change
        .edits
        .iter()
        .filter(|edit| matches!(edit.key, Key::Placed(_)));
    let component = change.edits.iter().find_map(|edit| match &edit.key {
        Key::Component(id) => Some(id.clone()),
        _ => None,
    });
    let direct = component.or_else(|| {
        change.edits.iter().find_map(|edit| match &edit.key {
            Key::Decision(finding) => Some(finding.component.clone()),
            Key::Flow(_) => match edit.to.as_ref().or(edit.from.as_ref()) {
                Some(Entity::Flow(flow)) => Some(flow.from.clone()),
                _ => None,
            },
            _ => None,
        })
    });
    direct.or_else(|| match (placed.next(), placed.next()) {
        (
            Some(Edit {
                key: Key::Placed(id),
                ..
            }),
            None,
        ) => Some(id.clone()),
        _ => None,
    })
}
