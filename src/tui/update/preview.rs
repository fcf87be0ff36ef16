//! What is drawn instead of the document while something is tried: new boxes at their future places, a box on its way,
//! a layout on offer. Nothing here changes the document.

use std::collections::BTreeSet;

use crate::layout::{Layout, Point, Sketch, reroute, sketch_of, zoomed};
use crate::model::{ComponentId, Op};
use crate::tui::app::App;
use crate::tui::drawing_line;
use crate::tui::folding::Folding;
use crate::tui::interaction::{Added, Trial};
use crate::tui::modal::picker::Where;
use crate::tui::modal::{Modal, Naming, Prompt};

use super::adding::add_ops;
use super::mouse::held_boxes;

/// What is tried now.
#[must_use]
pub fn trial(app: &App) -> Option<Trial> {
    match app.modal() {
        Some(Modal::Prompt(prompt)) => named(app, prompt),
        Some(Modal::CommandLine(line)) => typed(app, line.drawing_text()),
        Some(Modal::Picker(picker)) => typed(app, picker.drawing_text()).or_else(|| pasted(app)),
        Some(Modal::Pasted(_)) => pasted(app),
        Some(Modal::Layouts(layouts)) => {
            let layout = layouts.current()?.layout.clone();
            Some(shown(
                app,
                app.derived.sketch.clone(),
                layout,
                BTreeSet::new(),
            ))
        }
        Some(Modal::Moving(moving)) => {
            moved(app, &moving.boxes.keys().cloned().collect(), moving.by)
        }
        Some(_) => None,
        None => dragged(app).or_else(|| proposed(app)),
    }
}

/// A component that is being named.
fn named(app: &App, prompt: &Prompt) -> Option<Trial> {
    let Naming::Component {
        kind,
        place,
        carries,
    } = &prompt.naming
    else {
        return None;
    };
    let added = Added {
        kind: kind.clone(),
        place: place.clone(),
        carries: carries.clone(),
    };
    of_steps(app, &add_ops(app.model(), &added, prompt.value()))
}

/// A piece of drawing that is being typed.
fn typed(app: &App, text: Option<String>) -> Option<Trial> {
    let drawn = drawing_line::draw(&text?, app.model(), &app.catalog).ok()?;
    of_steps(app, &drawn.ops)
}

/// A diagram that was pasted.
fn pasted(app: &App) -> Option<Trial> {
    let pasted = app.pasted()?;
    let (sketch, layout) = (pasted.sketch.clone(), pasted.layout.clone());
    Some(shown(app, sketch, layout, pasted.ghosts()))
}

/// What usually comes next.
fn proposed(app: &App) -> Option<Trial> {
    let proposal = app.proposal.as_ref()?;
    let added = Added {
        kind: proposal.kind.clone(),
        place: Where::After(proposal.after.clone()),
        carries: None,
    };
    of_steps(app, &add_ops(app.model(), &added, proposal.name.clone()))
}

/// Boxes under the mouse.
fn dragged(app: &App) -> Option<Trial> {
    let drag = app.drag.as_ref()?;
    let boxes = held_boxes(app, &drag.held);
    if boxes.is_empty() {
        return None;
    }
    moved(app, &boxes, super::mouse::moved(drag))
}

/// Boxes on their way, with their flows routed along.
fn moved(app: &App, boxes: &BTreeSet<ComponentId>, by: (i32, i32)) -> Option<Trial> {
    if by == (0, 0) {
        return None;
    }
    let mut sketch = app.derived.sketch.clone();
    let layout = &app.derived.layout;
    for drawn in &mut sketch.boxes {
        let stands = layout.boxes.get(&drawn.id).map(|rect| rect.corner());
        drawn.at = drawn.at.or(stands);
        if boxes.iter().any(|id| id.as_str() == drawn.id) {
            drawn.at = stands.map(|at: Point| at.shifted(by.0, by.1));
            drawn.pinned = true;
        }
    }
    let layout = reroute(&sketch, layout, &[]);
    Some(shown(app, sketch, layout, BTreeSet::new()))
}

/// The drawing as it would be after some steps.
fn of_steps(app: &App, ops: &[Op]) -> Option<Trial> {
    let mut draft = app.model().clone();
    for op in ops {
        let plan = op.plan(&draft, &app.catalog).ok()?;
        draft.apply(&plan.into_change("", 0)).ok()?;
    }
    let before = &app.model().components;
    let new = draft
        .components
        .keys()
        .filter(|id| !before.contains_key(*id));
    let new: BTreeSet<String> = new.map(ToString::to_string).collect();
    let sketch = sketch_of(&draft, &app.catalog);
    // Where an overview has places of its own, those of the open drawing need not be worked out.
    let unseen = app
        .folding
        .as_ref()
        .is_some_and(|folding| folding.own_places);
    let layout = if unseen {
        app.derived.layout.clone()
    } else {
        reroute(&sketch, &app.derived.layout, &[])
    };
    Some(shown(app, sketch, layout, new))
}

/// A drawing with its zones folded as they are, from as near as the drawing is seen.
fn shown(app: &App, sketch: Sketch, layout: Layout, new: BTreeSet<String>) -> Trial {
    let (sketch, layout) =
        match Folding::of(&sketch, &layout, &app.canvas.folded, app.folding.as_ref()) {
            Some(folding) => (folding.sketch, folding.layout),
            None => (sketch, layout),
        };
    let seen = zoomed(&layout, app.canvas.zoom);
    Trial { sketch, seen, new }
}
