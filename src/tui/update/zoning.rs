//! Trust zones: drawing one, putting a box into one, saying how far it is trusted.

use crate::model::{Op, Target, Trust, ZoneId};
use crate::tui::app::App;
use crate::tui::modal::picker::Item;
use crate::tui::modal::{Modal, Naming, Pick, Picker, Purpose};

use super::drawing::ask_name;
use super::{Effects, steps};

/// Asks for the name of a new zone, round the selected box where one is selected.
pub fn new_zone(app: &mut App) {
    let around = app.canvas.selected_box().cloned();
    let title = match &around {
        Some(id) => format!("Name of the new zone round {}", app.model().name_of(id)),
        None => "Name of the new zone".to_owned(),
    };
    ask_name(app, title, Naming::Zone(around), "", "");
}

/// Offers the zones for the selected box.
pub fn choose_zone(app: &mut App) {
    let Some(id) = app.canvas.selected_box().cloned() else {
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
    let title = format!("Zone of {}", model.name_of(&id));
    let mut picker = Picker::new(title, Purpose::IntoZone(id), items);
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
        steps::step(app, &Op::Remove(Target::Zone(zone)), effects)?;
    }
    Ok(())
}
