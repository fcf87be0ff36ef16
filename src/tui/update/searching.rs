//! Help, palette and search: lists that the commands and the document feed.

use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, Place, Row};
use crate::tui::modal::picker::Item;
use crate::tui::modal::{Modal, Pick, Picker, Purpose};
use crate::tui::register;

use super::{lines, moving};

/// Opens one of the lists.
pub fn open(app: &mut App, command: Command) {
    match command {
        Command::Help => help(app),
        Command::Palette => palette(app),
        Command::Search => search(app),
        _ => lines::open(app, false),
    }
}

/// The keys that work here, the pane's own first.
fn help(app: &mut App) {
    let mut items = Vec::new();
    for place in [app.place(), Place::Anywhere] {
        items.push(Item::new(Pick::Heading, place.name()));
        let rows = COMMANDS.iter().filter(|row| row.places.contains(&place));
        items.extend(rows.map(|row| item(app, row)));
    }
    let title = format!("Keys: {}", app.place().name());
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        title,
        Purpose::Run,
        items,
    ))));
}

/// Every command that works here, by name.
fn palette(app: &mut App) {
    let here = app.place();
    let mut items: Vec<Item> = COMMANDS
        .iter()
        .filter(|row| {
            row.places
                .iter()
                .any(|place| [here, Place::Anywhere].contains(place))
        })
        .filter(|row| super::dialogs::can_run(app, row.need, row.writes))
        .map(|row| item(app, row))
        .collect();
    items.sort_by(|a, b| a.text.cmp(&b.text));
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        "Commands",
        Purpose::Run,
        items,
    ))));
}

fn item(app: &App, row: &Row) -> Item {
    Item::new(Pick::Run(row.command), row.name)
        .note(app.keymap.shown(row, app.theme.ascii()))
        .detail(row.help)
}

/// Components and findings by name.
fn search(app: &mut App) {
    let model = app.model();
    let mut items = Vec::new();
    for (id, component) in &model.components {
        let kind = app
            .catalog
            .kind(&component.kind)
            .map_or(component.kind.as_str(), |kind| kind.name.as_str());
        let zone = component
            .zone
            .as_ref()
            .and_then(|zone| model.zones.get(zone));
        let zone = zone.map_or("no zone", |zone| zone.name.as_str());
        items.push(
            Item::new(Pick::Component(id.clone()), component.name.clone())
                .note(kind)
                .detail(format!("{kind} in {zone}")),
        );
    }
    for finding in app.register.findings(&app.derived.assessment) {
        let name = threat_name(app, finding.id.threat.as_str());
        let at = model.name_of(&finding.id.component);
        items.push(
            Item::new(
                Pick::Finding(finding.id.clone()),
                format!("{} {name}", finding.id.threat),
            )
            .note(at)
            .detail(finding.statement.clone()),
        );
    }
    for (id, flow) in &model.flows {
        let label = crate::layout::flow_label(flow, &app.catalog);
        let ends = format!(
            "{} to {}",
            model.name_of(&flow.from),
            model.name_of(&flow.to)
        );
        items.push(Item::new(Pick::Flow(id.clone()), label).note(ends));
    }
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        "Search",
        Purpose::GoTo,
        items,
    ))));
}

/// The name of a threat in the document's edition.
#[must_use]
pub fn threat_name(app: &App, id: &str) -> String {
    if let Some(own) = app.model().own_threats.get(id) {
        return own.name.clone();
    }
    let names = app.catalog.threat(id).map(|threat| &threat.names);
    let name = names.and_then(|names| {
        names
            .get(&app.model().system.edition)
            .or_else(|| names.values().next())
    });
    name.cloned().unwrap_or_default()
}

/// Goes to what was chosen, and remembers the other matches for `n` and `N`.
pub fn go_to(app: &mut App, picker: &Picker, pick: &Pick) {
    if picker.field.is_blank() {
        app.found = None;
    } else {
        let all = picker
            .shown
            .iter()
            .map(|index| picker.items[*index].pick.clone())
            .collect();
        app.found = Some((all, picker.cursor));
    }
    visit(app, pick);
}

/// Goes to the next or previous match.
pub fn go_on(app: &mut App, by: isize) {
    let Some((all, at)) = app.found.clone() else {
        return;
    };
    let count = all.len();
    let next = if by > 0 { at + 1 } else { at + count - 1 } % count;
    visit(app, &all[next]);
    app.say(format!("match {} of {count}", next + 1));
    app.found = Some((all, next));
}

fn visit(app: &mut App, pick: &Pick) {
    match pick {
        Pick::Component(id) if app.model().components.contains_key(id) => {
            moving::go_to_component(app, id.clone());
        }
        Pick::Finding(id) => visit_finding(app, id),
        Pick::Flow(id) => {
            if let Some(from) = app.model().flows.get(id).map(|flow| flow.from.clone()) {
                moving::go_to_component(app, from.clone());
                moving::select_flow(app, id.clone(), from);
            }
        }
        _ => app.complain("it is gone"),
    }
}

fn visit_finding(app: &mut App, id: &crate::model::FindingId) {
    if matches!(
        register::cell(&app.derived.assessment, id),
        register::Cell::Empty
    ) {
        app.complain("that finding stands no more");
    } else {
        moving::go_to_finding(app, id);
    }
}
