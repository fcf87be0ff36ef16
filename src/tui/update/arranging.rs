//! Where boxes stand: moving and pinning them, and layouts that are looked at before they are kept.

use std::collections::BTreeMap;

use crate::layout::{Scope, first_variant, tidy};
use crate::model::Op;
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::command::Command;
use crate::tui::folding;
use crate::tui::message::{Effect, LayoutJob};
use crate::tui::modal::{Layouts, Modal, Moving, Offer};
use crate::tui::wrap::count;

use super::{Effects, changes};

/// Whether boxes stand elsewhere on the screen than in the document, so that they cannot be moved there.
fn stands_elsewhere(app: &mut App) -> bool {
    let elsewhere = app
        .folding
        .as_ref()
        .is_some_and(|folding| folding.own_places);
    if elsewhere {
        app.say(format!(
            "the overview has places of its own, so nothing can be moved in it; {} opens all zones",
            app.key(Command::ZoneFoldAll)
        ));
    }
    elsewhere
}

/// Moves the selected box, or what is marked, by cells.
pub fn nudge(app: &mut App, dx: i32, dy: i32, effects: &mut Effects) -> Result<(), String> {
    if stands_elsewhere(app) {
        return Ok(());
    }
    let boxes = app.movable();
    changes::move_boxes(app, &boxes, (dx, dy), effects)
}

/// Pins the selected box, or what is marked; pressed again, lets it go.
pub fn pin(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    let boxes = app.movable();
    let placed = &app.model().placed;
    let pinned = boxes
        .iter()
        .all(|id| placed.get(id).is_some_and(|place| place.pinned));
    let layout = &app.derived.layout;
    let ops: Vec<Op> = boxes
        .iter()
        .filter_map(|id| {
            let rect = layout.boxes.get(id.as_str())?;
            Some(Op::Place {
                component: id.clone(),
                x: rect.x,
                y: rect.y,
                pinned: !pinned,
            })
        })
        .collect();
    let what = match boxes.first() {
        Some(id) if boxes.len() == 1 => app.model().name_of(id).to_owned(),
        _ => count(boxes.len(), "box", "boxes"),
    };
    let (is, has) = if boxes.len() == 1 {
        ("is", "its place")
    } else {
        ("are", "their places")
    };
    let label = if pinned {
        format!("Unpin {what}")
    } else {
        format!("Pin {what}")
    };
    changes::several_as(app, Some(label.clone()), &ops, effects)?;
    app.say(if pinned {
        format!("{what} may be moved by tidying again")
    } else {
        format!("{what} {is} pinned to {has}")
    });
    Ok(())
}

/// Takes hold of the selected box, or of what is marked, to move it with the arrows.
pub fn begin_move(app: &mut App) {
    if stands_elsewhere(app) {
        return;
    }
    let layout = &app.derived.layout;
    let boxes: BTreeMap<_, _> = app
        .movable()
        .into_iter()
        .filter_map(|id| {
            let corner = layout.boxes.get(id.as_str())?.corner();
            Some((id, corner))
        })
        .collect();
    let by = (0, 0);
    app.modals.push(Modal::Moving(Moving { boxes, by }));
}

/// A key while boxes are being moved.
pub fn moving(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(Modal::Moving(moving)) = app.modals.last_mut() else {
        return;
    };
    match command {
        Command::BoxLeft => moving.by.0 -= 2,
        Command::BoxRight => moving.by.0 += 2,
        Command::BoxUp => moving.by.1 -= 1,
        Command::BoxDown => moving.by.1 += 1,
        Command::Accept => {
            let moving = moving.clone();
            app.modals.pop();
            let boxes = moving.boxes.into_keys().collect();
            if let Err(error) = changes::move_boxes(app, &boxes, moving.by, effects) {
                app.complain(error);
            }
        }
        _ => {
            app.modals.pop();
        }
    }
}

/// Offers layouts of what is marked, or of everything.
pub fn tidy_up(app: &mut App, effects: &mut Effects) {
    if stands_elsewhere(app) {
        return;
    }
    if !app.canvas.marked.is_empty() {
        let ids = app.canvas.marked.iter().map(ToString::to_string).collect();
        let what = count(app.canvas.marked.len(), "marked box", "marked boxes");
        offer_one(app, &Scope::Boxes(ids), what);
        return;
    }
    effects.push(Effect::Arrange(Box::new(LayoutJob {
        revision: app.doc.revision(),
        sketch: app.derived.sketch.clone(),
        layout: app.derived.layout.clone(),
    })));
    if app.derived.sketch.boxes.len() > folding::MANY {
        app.arranging = Some(app.doc.revision());
        app.say("layouts are being worked out; they are offered when they are there");
        return;
    }
    let derived = &app.derived;
    let scope = Scope::All(first_variant());
    let layout = tidy(&derived.sketch, &derived.layout, &scope);
    let offers = vec![Offer::of(first_variant(), layout)];
    show_offers(app, "Everything".into(), offers, true);
}

/// Offers a layout of the zone of the selected box.
pub fn tidy_zone(app: &mut App) {
    if stands_elsewhere(app) {
        return;
    }
    if let Some(zone) = app.zone_here().cloned() {
        let name = app.model().zones.get(&zone).map(|zone| zone.name.clone());
        offer_one(
            app,
            &Scope::Zone(zone.to_string()),
            name.unwrap_or_default(),
        );
    }
}

fn offer_one(app: &mut App, scope: &Scope, what: String) {
    let layout = tidy(&app.derived.sketch, &app.derived.layout, scope);
    let offer = Offer {
        name: "tidied".into(),
        layout,
    };
    show_offers(app, what, vec![offer], false);
}

fn show_offers(app: &mut App, what: String, offers: Vec<Offer>, waiting: bool) {
    let before = (app.canvas.origin, app.canvas.zoom);
    app.modals.push(Modal::Layouts(Box::new(Layouts {
        what,
        revision: app.doc.revision(),
        offers,
        at: 0,
        waiting,
        wanted: false,
        before,
    })));
    look_at_offer(app);
}

/// Layouts have been worked out. Those of an older document are dropped; what is on the screen stays.
pub fn arranged(app: &mut App, revision: u64, offers: Vec<Offer>) {
    let fits =
        revision == app.doc.revision() && offers.iter().all(|offer| app.is_drawn_by(&offer.layout));
    let asked = app.arranging.take().filter(|asked| *asked == revision);
    match app.modals.last_mut() {
        Some(Modal::Layouts(layouts)) if fits && layouts.revision == revision => {
            let before = layouts.at;
            layouts.add(offers);
            if layouts.at != before {
                look_at_offer(app);
            }
        }
        None if fits && asked.is_some() && !offers.is_empty() => {
            show_offers(app, "Everything".into(), offers, false);
        }
        _ => {}
    }
}

/// A key while layouts are on offer.
pub fn offered(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(Modal::Layouts(layouts)) = app.modals.last_mut() else {
        return;
    };
    match command {
        Command::NextLayout => {
            let other = layouts.turn();
            let (waits, only) = (layouts.wanted, layouts.offers.len() == 1);
            if other {
                look_at_offer(app);
            } else if waits {
                app.say("the next layout is still being worked out");
            } else if only {
                app.say("there is no other layout");
            }
        }
        Command::Accept => keep(app, effects),
        Command::Cancel => {
            let (origin, zoom) = layouts.before;
            app.modals.pop();
            (app.canvas.origin, app.canvas.zoom) = (origin, zoom);
            app.look_again();
            app.say("left as it was");
        }
        command => super::moving::look(app, command),
    }
}

fn keep(app: &mut App, effects: &mut Effects) {
    let Some(Modal::Layouts(layouts)) = app.modals.pop() else {
        return;
    };
    let Some(offer) = layouts.current() else {
        return;
    };
    let label = format!("Tidy {}", layouts.what.to_lowercase());
    let moved = match changes::take_layout(app, &offer.layout, &label, effects) {
        Ok(moved) => moved,
        Err(error) => return app.complain(error),
    };
    app.canvas.unmark();
    let size = Areas::of(app).canvas_size();
    app.canvas.centre(&app.seen, size);
    app.follow();
    let (what, name) = (&layouts.what, &offer.name);
    app.say(if moved {
        format!("{what}: {name}; {} takes it back", app.key(Command::Undo))
    } else {
        format!("{what}: {name}; it stood so already, so nothing was changed")
    });
}

/// Brings the layout on offer into view.
fn look_at_offer(app: &mut App) {
    let size = Areas::of(app).canvas_size();
    if let Some(trial) = super::preview::trial(app) {
        app.canvas.centre(&trial.seen, size);
    }
}
