//! What happens with a line that was taken from a list, and with a name that was typed.

use std::collections::BTreeSet;

use crate::model::{ComponentId, FlowId, Op, Target, ZoneId};
use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, Place};
use crate::tui::derived::carried;
use crate::tui::interaction::Added;
use crate::tui::message::Effect;
use crate::tui::modal::{Modal, Naming, Pick, Picker, Prompt, Purpose};
use crate::tui::theme::Glyph;

use super::dialogs::join;
use super::{
    Effects, about, adding, changes, drawing, files, own_threats, suggestions, threats, verify,
    zoning,
};

/// What is said where Enter finds nothing to take. Whoever types the name of a new box is told that its kind comes first.
fn no_match(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::AddKind(_) => "no kind is called this: say what it is first, its name comes next",
        _ => "nothing matches what you typed",
    }
}

/// Takes the line under the cursor of a list.
pub fn take(app: &mut App, picker: Picker, effects: &mut Effects) {
    if let Some(text) = picker.drawing_text() {
        if let Err(error) = super::lines::draw(app, &text, effects) {
            app.complain(error);
            app.modals.push(Modal::Picker(Box::new(picker)));
        }
        return;
    }
    let Some(pick) = picker.current().map(|item| item.pick.clone()) else {
        app.say(no_match(&picker.purpose));
        app.modals.push(Modal::Picker(Box::new(picker)));
        return;
    };
    let result = match (picker.purpose.clone(), pick) {
        (Purpose::Run, Pick::Run(command)) => {
            run(app, command, effects);
            Ok(())
        }
        (Purpose::RunInDialog, Pick::Run(command)) => {
            super::dialogs::command(app, command, effects);
            Ok(())
        }
        (Purpose::GoTo, pick) => {
            super::searching::go_to(app, &picker, &pick);
            Ok(())
        }
        (Purpose::Filter, Pick::Facet(facet)) => {
            verify::turn(app, facet);
            Ok(())
        }
        (Purpose::AddKind(place), Pick::Kind(kind)) => {
            adding::kind_chosen(app, kind, place);
            Ok(())
        }
        (Purpose::KindOf(None), Pick::Kind(kind)) => {
            super::pasting::kind_chosen(app, kind);
            Ok(())
        }
        (Purpose::KindOf(Some(component)), Pick::Kind(kind)) => {
            suggestions::other_kind(app, component, kind, effects)
        }
        (Purpose::Connect { from, reverse }, Pick::Component(target)) => {
            join(app, &from, &target, reverse, effects);
            Ok(())
        }
        (Purpose::ConnectCarrying { from, to, stay_at }, Pick::Carries(kind)) => {
            drawing::connect_carrying(app, &from, &to, Some(kind), &stay_at, effects)
        }
        (Purpose::AddCarrying { kind, place }, Pick::Carries(carries)) => {
            adding::name_component(app, kind, place, Some(carries));
            Ok(())
        }
        (Purpose::IntoZone(components), Pick::Zone(into)) => {
            app.canvas.unmark();
            changes::step(app, &Op::Move { components, into }, effects).map(drop)
        }
        (Purpose::IntoZone(components), Pick::NewZone) => {
            zoning::ask_zone_name(app, components);
            Ok(())
        }
        (Purpose::TrustOf(zone), Pick::Trust(trust)) => zoning::trust(app, zone, trust, effects),
        (Purpose::Register, Pick::Only(only)) => {
            threats::filter_by(app, Some(only));
            Ok(())
        }
        (Purpose::Register, _) => {
            threats::filter_by(app, None);
            Ok(())
        }
        (Purpose::Orphan(id), pick) => threats::treat_orphan(app, &id, pick, effects),
        (Purpose::ThreatAt | Purpose::ThreatRequirements, pick) => {
            own_threats::toggle(app, &pick);
            Ok(())
        }
        (Purpose::About(target), Pick::Field(field)) => {
            about::ask(app, target, field);
            Ok(())
        }
        (Purpose::FlowCarries(flow), Pick::Carries(kind)) => carry(app, &flow, &kind, effects),
        _ => Ok(()),
    };
    if let Err(error) = result {
        app.complain(error);
    }
}

/// Runs a command that was chosen from the palette or the help.
fn run(app: &mut App, command: Command, effects: &mut Effects) {
    let here = app.place();
    let row = COMMANDS.iter().find(|row| {
        row.command == command
            && row
                .places
                .iter()
                .any(|place| [here, Place::Anywhere].contains(place))
    });
    if let Some(row) = row {
        super::run(app, row, effects);
    }
}

/// Adds a flow kind to what a flow carries, or takes it away.
fn carry(app: &mut App, flow: &FlowId, kind: &str, effects: &mut Effects) -> Result<(), String> {
    let Some(mut after) = app.model().flows.get(flow).cloned() else {
        return Ok(());
    };
    if !after.carries.remove(kind) {
        after.carries.insert(kind.to_owned());
    }
    let to = app.theme.glyph(Glyph::To);
    let [from, end] = [&after.from, &after.to].map(|id| app.model().name_of(id));
    let kinds = carried(&after, &app.catalog);
    let label = if kinds.is_empty() {
        format!("Nobody says what {from} {to} {end} carries")
    } else {
        format!("{from} {to} {end} carries {kinds}")
    };
    let carries = after.carries;
    let target = Target::Flow(flow.clone());
    let field = crate::model::Field::Carries;
    let op = if carries.is_empty() {
        Op::Unset { target, field }
    } else {
        Op::Set {
            target,
            field,
            value: carries.into_iter().collect::<Vec<_>>().join(","),
        }
    };
    changes::step_as(app, &op, Some(label), effects).map(drop)
}

/// Takes a name.
pub fn name(app: &mut App, mut prompt: Prompt, effects: &mut Effects) {
    let value = prompt.value();
    let key = prompt.naming.draft_key();
    match named(app, &prompt.naming, value, effects) {
        Ok(()) => {
            app.line_drafts.remove(&key);
        }
        Err(error) => {
            prompt.error = Some(error);
            app.modals.push(Modal::Prompt(Box::new(prompt)));
        }
    }
}

fn named(
    app: &mut App,
    naming: &Naming,
    value: String,
    effects: &mut Effects,
) -> Result<(), String> {
    use crate::model::Field;
    let is_empty = value.is_empty();
    let need_name = || {
        if is_empty {
            Err("type a name first".to_owned())
        } else {
            Ok(())
        }
    };
    match naming {
        Naming::Component {
            kind,
            place,
            carries,
        } => {
            let added = Added {
                kind: kind.clone(),
                place: place.clone(),
                carries: carries.clone(),
            };
            adding::add(app, added, value, effects)
        }
        Naming::Rename(id) => {
            need_name()?;
            rename(app, Target::Component(id.clone()), value, effects)
        }
        Naming::FlowLabel(flow) => set_or_unset(
            app,
            Target::Flow(flow.clone()),
            Field::Label,
            value,
            effects,
        ),
        Naming::FlowProtocol(flow) => set_or_unset(
            app,
            Target::Flow(flow.clone()),
            Field::Protocol,
            value,
            effects,
        ),
        Naming::Zone(around) => {
            need_name()?;
            add_zone(app, around, value, effects)
        }
        Naming::RenameZone(zone) => {
            need_name()?;
            rename(app, Target::Zone(zone.clone()), value, effects)
        }
        Naming::ReportDate => super::report::date(app, &value),
        Naming::ReportPath => {
            need_name()?;
            super::report::path(app, &value)
        }
        Naming::FindingNote(_) | Naming::ComponentNote(_) | Naming::SystemNote => {
            super::review_notes::keep_note(app, naming, value.trim(), effects)
        }
        Naming::About(target, field) => about::keep(app, target, *field, value, effects),
        Naming::TitleFirst { next } => about::titled(app, value, *next, effects),
        Naming::Open => {
            need_name()?;
            super::start::open_path(app, &value, effects)
        }
        Naming::SaveAs { next } => {
            need_name()?;
            let path = files::path_of(app, &value);
            effects.push(Effect::SaveAs { path, next: *next });
            Ok(())
        }
    }
}

fn rename(
    app: &mut App,
    target: Target,
    name: String,
    effects: &mut Effects,
) -> Result<(), String> {
    changes::step(app, &Op::Rename { target, name }, effects).map(drop)
}

/// Gives a field a value, or takes it away where nothing was typed.
pub(super) fn set_or_unset(
    app: &mut App,
    target: Target,
    field: crate::model::Field,
    value: String,
    effects: &mut Effects,
) -> Result<(), String> {
    let op = if value.is_empty() {
        Op::Unset { target, field }
    } else {
        Op::Set {
            target,
            field,
            value,
        }
    };
    changes::step(app, &op, effects).map(drop)
}

/// Adds a zone and puts boxes into it, as one step; then asks how far it is trusted.
fn add_zone(
    app: &mut App,
    around: &BTreeSet<ComponentId>,
    name: String,
    effects: &mut Effects,
) -> Result<(), String> {
    let taken = |id: &str| app.model().zones.contains_key(id);
    let wanted = crate::model::slug(&name).unwrap_or_else(|| "zone".into());
    let id =
        ZoneId::new(crate::model::free_slug(&wanted, taken)).map_err(|error| error.to_string())?;
    // Boxes that share a zone get the new one inside of it.
    let mut homes: BTreeSet<Option<ZoneId>> = around
        .iter()
        .filter_map(|id| app.model().components.get(id))
        .map(|component| component.zone.clone())
        .collect();
    let parent = homes.pop_first().flatten().filter(|_| homes.is_empty());
    let label = format!("Add zone {name}");
    let zone = Op::Zone {
        id: Some(id.clone()),
        name: Some(name),
        trust: crate::model::Said::Nothing,
        parent: parent.map_or(crate::model::Said::Nothing, crate::model::Said::This),
    };
    let mut ops = vec![zone];
    if !around.is_empty() {
        ops.push(Op::Move {
            components: around.clone(),
            into: Some(id.clone()),
        });
    }
    changes::several_as(app, Some(label.clone()), &ops, effects)?;
    app.canvas.unmark();
    zoning::choose_trust_of(app, &id);
    Ok(())
}
