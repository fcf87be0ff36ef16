//! Help, palette and search: lists that the commands and the document feed.

use crate::model::RequirementId;
use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, Place, Row, rows_in};
use crate::tui::modal::picker::Item;
use crate::tui::modal::{Modal, Pick, Picker, Purpose};
use crate::tui::threats;

use super::{jumping, lines, moving};

/// Opens one of the lists.
pub fn open(app: &mut App, command: Command) {
    match command {
        Command::Help => help(app),
        Command::Palette => palette(app),
        Command::Search => search(app),
        _ => lines::open(app, false),
    }
}

/// The keys that work here, the pane's own first. In a dialog only its own: nothing else has the keys there.
fn help(app: &mut App) {
    let dialog = app.modal().map(Modal::place);
    let places = dialog.map_or_else(|| vec![app.place(), Place::Anywhere], |place| vec![place]);
    let here = places[0];
    let mut items = Vec::new();
    for place in places {
        items.push(Item::new(Pick::Heading, place.name()));
        items.extend(rows_in(place).map(|row| item(app, row)));
    }
    let purpose = if dialog.is_some() {
        Purpose::RunInDialog
    } else {
        Purpose::Run
    };
    let title = format!("Keys: {}", here.name());
    app.modals
        .push(Modal::Picker(Box::new(Picker::new(title, purpose, items))));
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

/// Everything that has a name: components by name and kind, findings, flows, requirements.
fn search(app: &mut App) {
    let mut items = components(app);
    items.extend(findings(app));
    items.extend(flows(app));
    items.extend(requirements(app));
    app.modals.push(Modal::Picker(Box::new(Picker::new(
        "Search",
        Purpose::GoTo,
        items,
    ))));
}

fn components(app: &App) -> Vec<Item> {
    let model = app.model();
    let item = |(id, component): (&crate::model::ComponentId, &crate::model::Component)| {
        let kind = app
            .catalog
            .kind(&component.kind)
            .map_or(component.kind.as_str(), |kind| kind.name.as_str());
        let zone = component
            .zone
            .as_ref()
            .and_then(|zone| model.zones.get(zone));
        let zone = zone.map_or("no zone", |zone| zone.name.as_str());
        Item::new(Pick::Component(id.clone()), component.name.clone())
            .note(kind)
            .detail(format!("{kind} in {zone}"))
    };
    model.components.iter().map(item).collect()
}

/// The findings, the worst first, and decisions that have none.
fn findings(app: &App) -> Vec<Item> {
    let item = |row: &threats::Row| {
        let id = row.id();
        let name = threat_name(app, id.threat.as_str());
        let statement = row.finding().map_or_else(
            || "a decision without a finding".to_owned(),
            |finding| finding.statement.clone(),
        );
        Item::new(Pick::Finding(id.clone()), format!("{} {name}", id.threat))
            .note(app.model().name_of(&id.component))
            .detail(statement)
    };
    threats::every(app).iter().map(item).collect()
}

fn flows(app: &App) -> Vec<Item> {
    let model = app.model();
    let item = |(id, flow): (&crate::model::FlowId, &crate::model::Flow)| {
        let label = crate::layout::flow_label(flow, &app.catalog);
        let ends = format!(
            "{} to {}",
            model.name_of(&flow.from),
            model.name_of(&flow.to)
        );
        Item::new(Pick::Flow(id.clone()), label).note(ends)
    };
    model.flows.iter().map(item).collect()
}

/// The requirements that apply; the others of the catalogue live on no screen.
fn requirements(app: &App) -> Vec<Item> {
    let states = app.derived.assessment.requirements.iter();
    let item = |(id, _): (&RequirementId, _)| {
        let text = app.catalog.requirement(id.as_str())?.text.clone();
        Some(
            Item::new(Pick::Requirement(id.clone()), id.to_string())
                .note(text.clone())
                .detail(text),
        )
    };
    states.filter_map(item).collect()
}

/// The name of a threat in the document's edition; nothing where nobody knows it.
#[must_use]
pub fn threat_name(app: &App, id: &str) -> String {
    let name = app.catalog.threat_name(app.model(), id);
    name.unwrap_or_default().to_owned()
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
    if let Some((all, at)) = app.found.as_ref().filter(|(all, _)| all.len() > 1) {
        let text = format!("match {} of {}", at + 1, all.len());
        let next = app.key(Command::SearchNext);
        app.say(format!("{text}; {next} goes to the next"));
    }
}

/// Goes to the next or previous match.
pub fn go_on(app: &mut App, by: isize) {
    let Some((all, at)) = app.found.clone() else {
        return;
    };
    let count = all.len();
    let next = if by > 0 { at + 1 } else { at + count - 1 } % count;
    // Going through the matches is one journey: the way back leads to where it began.
    let came_from = app.came_from.len();
    visit(app, &all[next]);
    app.came_from.truncate(came_from);
    app.say(format!("match {} of {count}", next + 1));
    app.found = Some((all, next));
}

fn visit(app: &mut App, pick: &Pick) {
    match pick {
        Pick::Component(id) if app.model().components.contains_key(id) => {
            moving::go_to_component(app, id.clone());
        }
        Pick::Finding(id) => jumping::visit(app, id),
        Pick::Requirement(id) => jumping::visit_requirement(app, id),
        Pick::Flow(id) => {
            if let Some(from) = app.model().flows.get(id).map(|flow| flow.from.clone()) {
                moving::go_to_component(app, from.clone());
                moving::select_flow(app, id.clone(), from);
            }
        }
        _ => app.complain("it is gone"),
    }
}
