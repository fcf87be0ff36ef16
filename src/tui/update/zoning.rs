//! Trust zones: drawing one, putting a box into one, saying how far it is trusted.

use std::collections::BTreeSet;

use crate::layout::{Point, folded_id};
use crate::model::{ComponentId, Op, Target, Trust, ZoneId};
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::canvas::Selected;
use crate::tui::command::Command;
use crate::tui::folding;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{Modal, Naming, Pick, Picker, Purpose};

use crate::tui::wrap::count;

use super::adding::ask_name;
use super::{Effects, changes, moving};

/// Asks for the name of a new zone, round the selected box or what is marked.
pub fn new_zone(app: &mut App) {
    let around = app.boxes_here();
    ask_zone_name(app, around);
}

/// Asks for the name of a new zone round some boxes.
pub fn ask_zone_name(app: &mut App, around: BTreeSet<ComponentId>) {
    let title = match around.first() {
        Some(id) if around.len() == 1 => {
            format!("Name of the new zone round {}", app.model().name_of(id))
        }
        Some(_) => format!(
            "Name of the new zone round {}",
            count(around.len(), "box", "boxes")
        ),
        None => "Name of the new zone".to_owned(),
    };
    ask_name(app, title, Naming::Zone(around), "", "");
}

/// Offers the zones for the selected box, or for what is marked.
pub fn choose_zone(app: &mut App) {
    let boxes = app.boxes_here();
    let Some(id) = boxes.first().cloned() else {
        return;
    };
    let model = app.model();
    let mut items: Vec<Item> = model
        .zones
        .iter()
        .map(|(zone, entry)| {
            let trust = entry.trust.map_or("trust not known".to_owned(), |trust| {
                format!("trust {}: {}", trust.number(), trust.in_words())
            });
            Item::new(Pick::Zone(Some(zone.clone())), entry.name.clone()).note(trust)
        })
        .collect();
    items.push(Item::new(Pick::NewZone, "A new zone").note("named next"));
    items.push(Item::new(Pick::Zone(None), "Outside all zones"));
    let here = model
        .components
        .get(&id)
        .and_then(|component| component.zone.clone());
    let title = if boxes.len() == 1 {
        format!("Zone of {}", model.name_of(&id))
    } else {
        format!("Zone of {}", count(boxes.len(), "box", "boxes"))
    };
    let mut picker = Picker::new(title, Purpose::IntoZone(boxes), items);
    picker.put_cursor_on(&Pick::Zone(here));
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Offers the steps of trust for the zone of the selected box.
pub fn choose_trust(app: &mut App) {
    if let Some(zone) = app.zone_here().cloned() {
        choose_trust_of(app, &zone);
    }
}

/// Offers the steps of trust for a zone.
pub fn choose_trust_of(app: &mut App, zone: &ZoneId) {
    let mut items: Vec<Item> = (0..=Trust::MAX)
        .filter_map(|number| Trust::new(number).ok())
        .map(|trust| {
            let text = format!("{}  {}", trust.number(), trust.in_words());
            Item::new(Pick::Trust(Some(trust)), text)
        })
        .collect();
    items.push(Item::new(Pick::Trust(None), "not known"));
    let entry = app.model().zones.get(zone);
    let here = entry.and_then(|zone| zone.trust);
    let name = entry.map_or(zone.as_str(), |zone| zone.name.as_str());
    let mut picker = Picker::new(
        format!("How far is {name} trusted?"),
        Purpose::TrustOf(zone.clone()),
        items,
    );
    picker.put_cursor_on(&Pick::Trust(here));
    app.modals.push(Modal::Picker(Box::new(picker)));
}

/// Says how far a zone is trusted, as it was chosen.
pub fn trust(
    app: &mut App,
    zone: ZoneId,
    trust: Option<Trust>,
    effects: &mut Effects,
) -> Result<(), String> {
    let entry = app.model().zones.get(&zone);
    let name = entry.map_or("", |zone| &zone.name);
    let label = match trust {
        Some(trust) => format!("{name} is trusted {}: {}", trust.number(), trust.in_words()),
        None => format!("Nobody says how far {name} is trusted"),
    };
    if entry.is_some_and(|zone| zone.trust == trust) {
        // Of a new zone this is asked right away: that nothing changes is no news.
        app.say(label);
        return Ok(());
    }
    let op = Op::Zone {
        id: Some(zone),
        name: None,
        trust: trust.into(),
        parent: crate::model::Said::Nothing,
    };
    changes::step_as(app, &op, Some(label), effects).map(drop)
}

/// Asks for another name of the zone of the selected box.
pub fn rename_zone(app: &mut App) {
    if let Some(zone) = app.zone_here().cloned() {
        let name = app
            .model()
            .zones
            .get(&zone)
            .map(|zone| zone.name.clone())
            .unwrap_or_default();
        ask_name(
            app,
            format!("New name of zone {name}"),
            Naming::RenameZone(zone),
            &name,
            &name,
        );
    }
}

/// Deletes the zone of the selected box; what stands in it stays.
pub fn delete_zone(app: &mut App, effects: &mut Effects) -> Result<(), String> {
    if let Some(zone) = app.zone_here().cloned() {
        changes::step(app, &Op::Remove(Target::Zone(zone)), effects)?;
    }
    Ok(())
}

/// Folds zones into one box each, opens them, and selects them.
pub fn fold(app: &mut App, command: Command) {
    let here = app.zone_here().cloned();
    match (command, here) {
        (Command::ZoneFoldAll, _) => fold_all(app),
        (Command::ZoneSelect, Some(zone)) => moving::select_zone(app, zone),
        (_, Some(zone)) if app.canvas.folded.contains(&zone) => open(app, &zone),
        (_, Some(zone)) => {
            let stood = on_screen(app, &zone);
            if let Some(id) = app.canvas.selected_box().cloned() {
                app.canvas.left.insert(zone.clone(), id);
            }
            app.canvas.folded.insert(zone.clone());
            moving::select_zone(app, zone.clone());
            app.look_again();
            keep_in_place(app, &zone, stood);
            let name = app.model().zones.get(&zone).map(|zone| zone.name.clone());
            let name = name.unwrap_or_default();
            app.say(format!(
                "{name} is folded; {} or {} opens it",
                app.key(Command::ZoneFold),
                app.key(Command::Open)
            ));
        }
        (_, None) => {}
    }
    app.follow();
}

/// Opens a folded zone, and goes to the box in it that was left, else to the first one.
pub fn open(app: &mut App, zone: &ZoneId) {
    let stood = on_screen(app, zone);
    app.canvas.folded.remove(zone);
    app.look_again();
    keep_in_place(app, zone, stood);
    let left = app.canvas.left.remove(zone);
    match left.filter(|id| app.model().components.contains_key(id)) {
        Some(id) => moving::select(app, id),
        None => enter(app, zone),
    }
}

/// Where the corner of a zone is drawn: of its frame, or of the box that it is folded into.
fn corner_of(app: &App, zone: &ZoneId) -> Option<Point> {
    let folded = app.seen.boxes.get(&folded_id(zone.as_str()));
    let rect = folded.or_else(|| app.seen.zones.get(zone.as_str()));
    rect.map(|rect| rect.corner())
}

/// Where the corner of a zone stands in the view.
fn on_screen(app: &App, zone: &ZoneId) -> Option<Point> {
    let size = Areas::of(app).canvas_size();
    let view = app.canvas.view(&app.seen, size).corner();
    corner_of(app, zone).map(|corner| corner.shifted(-view.x, -view.y))
}

/// Moves the view so that a zone stands on the screen where it stood, whatever became of the rest.
fn keep_in_place(app: &mut App, zone: &ZoneId, stood: Option<Point>) {
    let stands = corner_of(app, zone);
    if let (Some(stood), Some(stands)) = (stood, stands) {
        app.canvas.origin = Some(stands.shifted(-stood.x, -stood.y));
    }
}

/// Goes from a zone to the first box in it.
pub fn enter(app: &mut App, zone: &ZoneId) {
    let model = app.model();
    let inside = |id: &ComponentId| {
        let home = model.components.get(id).and_then(|c| c.zone.as_ref());
        home.is_some_and(|home| model.zone_chain(home).contains(&zone))
    };
    let first = crate::tui::canvas::reading_order(&app.seen)
        .into_iter()
        .find(inside);
    match first {
        Some(id) => moving::select(app, id),
        None => app.say(format!(
            "the zone is empty: {} moves a box into it",
            app.key(Command::ZoneOfBox)
        )),
    }
}

/// Folds every outermost zone, or opens all where any is folded.
fn fold_all(app: &mut App) {
    if app.canvas.folded.is_empty() {
        let all = folding::outermost(app.model());
        if all.is_empty() {
            app.say(format!(
                "there is no zone to fold yet: {} draws one",
                app.key(Command::ZoneNew)
            ));
            return;
        }
        let home = app.zone_here().and_then(|zone| {
            let chain = app.model().zone_chain(zone);
            chain.last().map(|zone| (*zone).clone())
        });
        app.canvas.folded = all;
        if let Some(zone) = home {
            app.canvas.selected = Some(Selected::Zone(zone));
        }
        app.look_again();
        app.say(format!(
            "every zone is one box; {} opens all of them",
            app.key(Command::ZoneFoldAll)
        ));
    } else {
        app.canvas.folded.clear();
        app.look_again();
        if let Some(zone) = app.canvas.selected_zone().cloned() {
            enter(app, &zone);
        }
        app.say("all zones are open");
    }
    let size = Areas::of(app).canvas_size();
    app.canvas.centre(&app.seen, size);
}
