//! The requirements: moving, filtering, and recording states.

use crate::catalog::Stage;
use crate::model::{
    ComponentId, ControlId, ControlStatus, FindingId, Level, Op, RequirementId, Said, ThreatId,
};
use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::modal::control::{ControlField, Ghosts, STATES};
use crate::tui::modal::picker::Item;
use crate::tui::modal::{ControlForm, Modal, Pick, Picker, Purpose};
use crate::tui::threats;
use crate::tui::verify::{self, Facet, Filter, Grouping, state_words};

use super::{Effects, changes, moving};

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    let rows = verify::rows(app);
    let last = rows.len().saturating_sub(1);
    let here = app.verify.index(&rows);
    let next = match command {
        Command::Down => (here + 1).min(last),
        Command::Up => here.saturating_sub(1),
        Command::First => 0,
        Command::Last => last,
        Command::PageDown => {
            app.verify.scroll += 5;
            return;
        }
        Command::PageUp => {
            app.verify.scroll = app.verify.scroll.saturating_sub(5);
            return;
        }
        Command::Right => return turn_place(app, 1),
        Command::Left => return turn_place(app, -1),
        _ => here,
    };
    let at = rows.get(next).map(|row| row.id.clone());
    select(app, at);
}

/// Puts the cursor on a requirement. The place that is looked at is the one filtered by, else the whole system.
pub fn select(app: &mut App, at: Option<RequirementId>) {
    if app.verify.at != at {
        app.verify.scroll = 0;
        app.verify.place = app.verify.filter.component().cloned();
    }
    app.verify.at = at;
}

/// Looks at the next or previous place of the requirement: the whole system, then its components.
fn turn_place(app: &mut App, by: isize) {
    let Some(row) = verify::here(app) else { return };
    let (places, at) = verify::places(app, &row);
    let count = places.len();
    if count == 1 {
        let place = places[at].component;
        let name = place.map_or("the whole system", |id| app.model().name_of(id));
        let text = format!("this requirement speaks of {name} only");
        app.say(text);
        return;
    }
    let next = if by > 0 { at + 1 } else { at + count - 1 } % count;
    let at = Some(row.id.clone());
    let place = places[next].component.cloned();
    app.verify.at = at;
    app.verify.place = place;
}

/// The requirement and the place that the person is looking at.
fn control_here(app: &App) -> Option<ControlId> {
    let row = verify::here(app)?;
    let (places, at) = verify::places(app, &row);
    Some(ControlId {
        requirement: row.id.clone(),
        component: places[at].component.cloned(),
    })
}

/// Enter: the form on the state of the requirement.
pub fn open(app: &mut App) {
    if let Some(control) = control_here(app) {
        open_form(app, &control);
    }
}

/// The form on the state of a requirement.
pub fn open_form(app: &mut App, control: &ControlId) {
    let form = form(app, control);
    app.modals.push(Modal::Control(Box::new(form)));
}

fn form(app: &App, control: &ControlId) -> ControlForm {
    let recorded = app.model().controls.get(control);
    let draft = app.control_drafts.get(control);
    ControlForm::new(control, recorded, draft, ghosts(app))
}

/// Whoever looked last in this session, else the person at the keyboard; and today.
fn ghosts(app: &App) -> Ghosts {
    let last = app.doc.steps().iter().rev().find_map(|change| {
        change.edits.iter().find_map(|edit| match &edit.to {
            Some(crate::model::Entity::Control(control)) => control.assessor.clone(),
            _ => None,
        })
    });
    Ghosts {
        // Where nobody's name is known, none is offered: whoever looked has one.
        assessor: last
            .or_else(|| app.known_name().map(str::to_owned))
            .unwrap_or_default(),
        date: app.date.to_string(),
    }
}

/// One key for each state. Where the state needs words that are missing, the form opens on them.
pub fn record(app: &mut App, command: Command, effects: &mut Effects) {
    let Some(id) = control_here(app) else { return };
    let status = match command {
        Command::RecordVerified => Some(ControlStatus::Verified),
        Command::RecordImplemented => Some(ControlStatus::Implemented),
        Command::RecordPlanned => Some(ControlStatus::Planned),
        Command::RecordNotMet => Some(ControlStatus::NotMet),
        Command::RecordNotApplicable => Some(ControlStatus::NotApplicable),
        _ => None,
    };
    let form = form(app, &id).with_state(status);
    if form.missing().is_some() {
        app.modals.push(Modal::Control(Box::new(form)));
        return;
    }
    if status.is_none() && !app.model().controls.contains_key(&id) {
        app.say("nothing is recorded here");
        return;
    }
    let op = match status {
        None => Op::Uncontrol(id),
        Some(status) => Op::Control {
            control: id,
            status,
            evidence: Said::Nothing,
            assessor: Said::Nothing,
            date: Said::Nothing,
            because: Said::Nothing,
            note: Said::Nothing,
        },
    };
    if let Err(error) = step(app, &op, effects) {
        app.complain(error);
    }
}

/// Records what a form says, or says why it cannot be.
pub fn keep(app: &mut App, form: &mut ControlForm, effects: &mut Effects) -> Result<(), String> {
    let result = record_form(app, form, effects);
    if result.is_err() {
        let verified = form.status == Some(ControlStatus::Verified);
        let date = |wrong: bool| wrong.then_some(ControlField::Date);
        let unreadable = date(form.date().is_err());
        let day = form.date().ok().flatten();
        let ahead = date(verified && day.is_some_and(|day| day > app.date));
        let wrong = unreadable.or(form.missing()).or(ahead);
        form.focus = wrong.unwrap_or(form.focus);
    }
    result
}

fn record_form(app: &mut App, form: &ControlForm, effects: &mut Effects) -> Result<(), String> {
    let date = form.date()?;
    if let Some(why) = form.lacks() {
        return Err(why);
    }
    let draft = form.draft();
    let said = |text: String| Said::from((!text.is_empty()).then_some(text));
    let op = match draft.status {
        None if app.model().controls.contains_key(&form.control) => {
            Op::Uncontrol(form.control.clone())
        }
        None => {
            app.control_drafts.remove(&form.control);
            app.say("it stays not assessed; nothing was recorded");
            return Ok(());
        }
        Some(status) => Op::Control {
            control: form.control.clone(),
            status,
            evidence: said(draft.evidence),
            assessor: said(draft.assessor),
            date: date.into(),
            because: said(draft.because),
            note: Said::Nothing,
        },
    };
    step(app, &op, effects)?;
    app.control_drafts.remove(&form.control);
    let told = verify::denied(app, &form.control.requirement).map(str::to_owned);
    if let (Some(ControlStatus::Verified), Some(told), Some(note)) =
        (draft.status, told, &mut app.note)
    {
        note.text = format!("{}, but {told}", note.text);
    }
    Ok(())
}

/// Does a step, and keeps the cursor near where it was when the requirement leaves the list.
fn step(app: &mut App, op: &Op, effects: &mut Effects) -> Result<(), String> {
    let before = app.verify.index(&verify::rows(app));
    changes::step(app, op, effects)?;
    let rows = verify::rows(app);
    let listed = rows
        .iter()
        .any(|row| Some(row.id) == app.verify.at.as_ref());
    if !listed {
        let at = rows.get(before.min(rows.len().saturating_sub(1)));
        let at = at.map(|row| row.id.clone());
        select(app, at);
    }
    Ok(())
}

/// On the first field of the form, left and right turn the state, and the letter of a state takes it.
pub fn turn_state(form: &mut ControlForm, key: &str) {
    match key {
        "Left" | "h" => form.turn(-1),
        "Right" | "l" | "Space" => form.turn(1),
        "y" | "v" => form.status = STATES[4],
        "i" => form.status = STATES[3],
        "p" => form.status = STATES[2],
        "m" => form.status = STATES[1],
        "x" => form.status = STATES[5],
        "-" => form.status = STATES[0],
        _ => {}
    }
}

/// By chapter or by level.
pub fn regroup(app: &mut App) {
    let (grouping, words) = match app.verify.grouping {
        Grouping::Chapter => (Grouping::Level, "grouped by level"),
        Grouping::Level => (Grouping::Chapter, "grouped by chapter"),
    };
    app.verify.grouping = grouping;
    app.say(words);
}

/// Lists only what keeps the next level away, or everything again.
pub fn turn_blocking(app: &mut App) {
    turn(app, Facet::Blocking);
}

/// Adds a facet to the filter, or takes it away.
pub fn turn(app: &mut App, facet: Facet) {
    app.verify.filter.turn(facet);
    app.verify.place = app.verify.filter.component().cloned();
    let rows = verify::rows(app);
    let count = crate::tui::wrap::count(rows.len(), "requirement", "requirements");
    let at = rows.get(app.verify.index(&rows)).map(|row| row.id.clone());
    app.verify.at = at;
    let filter = app.verify.filter.in_words(app);
    app.say(if filter.is_empty() {
        format!("{count}: all that apply")
    } else {
        format!("{count}: {filter}")
    });
}

/// Lists everything again. Gives whether something was filtered.
pub fn clear(app: &mut App) -> bool {
    let was = !app.verify.filter.is_empty();
    if was {
        app.verify.filter = Filter::default();
        app.verify.place = None;
        app.say("every requirement that applies is listed");
    }
    was
}

/// Offers everything there is to filter by.
pub fn choose_filter(app: &mut App) {
    let mut items = Vec::new();
    let mut group = |title: &str, facets: Vec<(Facet, String)>| {
        if facets.is_empty() {
            return;
        }
        items.push(Item::new(Pick::Heading, title));
        for (facet, text) in facets {
            let mark = if app.verify.filter.has(&facet) {
                "[x]"
            } else {
                "[ ]"
            };
            items.push(
                Item::new(Pick::Facet(facet), format!("{mark} {text}")).detail(
                    "One of each heading at a time; those of different headings hold together",
                ),
            );
        }
    };
    group("Level", levels());
    group("State", states());
    group("Chapter", chapters(app));
    group("Component", components(app));
    group("Threat", threats(app));
    group("Stage", stages());
    group("Supplier", suppliers(app));
    let picker = Picker::new("Which requirements?", Purpose::Filter, items);
    app.modals.push(Modal::Picker(Box::new(picker)));
}

fn levels() -> Vec<(Facet, String)> {
    let blocking = (Facet::Blocking, "Keeps the next level away".to_owned());
    let levels = Level::ALL.map(|level| (Facet::Level(level), format!("Level {level}")));
    [blocking].into_iter().chain(levels).collect()
}

fn states() -> Vec<(Facet, String)> {
    STATES
        .map(|status| {
            let text = crate::tui::wrap::capital(&state_words(status));
            (Facet::State(status), text)
        })
        .to_vec()
}

fn chapters(app: &App) -> Vec<(Facet, String)> {
    let mut chapters: Vec<_> = app.catalog.entries().chapters.iter().collect();
    chapters.sort_by_key(|(_, chapter)| chapter.number);
    let facet = |(id, chapter): (&String, &crate::catalog::Chapter)| {
        let text = format!("{id} {}", chapter.title);
        (Facet::Chapter(id.clone()), text)
    };
    chapters.into_iter().map(facet).collect()
}

fn components(app: &App) -> Vec<(Facet, String)> {
    let all = app.model().components.iter();
    all.map(|(id, component)| (Facet::Component(id.clone()), component.name.clone()))
        .collect()
}

fn threats(app: &App) -> Vec<(Facet, String)> {
    let all = app.catalog.entries().threats.keys();
    all.filter_map(|id| {
        let name = super::threat_name(app, id);
        Some((
            Facet::Threat(ThreatId::new(id.as_str()).ok()?),
            format!("{id} {name}"),
        ))
    })
    .collect()
}

fn stages() -> Vec<(Facet, String)> {
    Stage::ALL
        .map(|stage| (Facet::Stage(stage), stage.in_words().to_owned()))
        .to_vec()
}

fn suppliers(app: &App) -> Vec<(Facet, String)> {
    let supplied = crate::analysis::mlsvs::supplied(app.model(), &app.catalog);
    if supplied.is_empty() {
        return Vec::new();
    }
    let mut named: Vec<&str> = supplied.into_iter().filter_map(|(_, name)| name).collect();
    named.sort_unstable();
    named.dedup();
    let any = (
        Facet::Supplier(None),
        "Anything that others supply".to_owned(),
    );
    let named = named
        .into_iter()
        .map(|name| (Facet::Supplier(Some(name.to_owned())), name.to_owned()));
    [any].into_iter().chain(named).collect()
}

/// Goes to a requirement, wherever the person is.
pub fn go_to(app: &mut App, id: &RequirementId) {
    if !app.derived.assessment.requirements.contains_key(id) {
        app.complain(format!("{id} does not apply to what is drawn"));
        return;
    }
    app.remember();
    app.screen = Screen::Verify;
    app.verify.filter.clear();
    select(app, Some(id.clone()));
}

/// Goes from a finding to the requirements that act on it where it stands.
pub fn go_to_those_of(app: &mut App, finding: &FindingId) {
    app.remember();
    app.screen = Screen::Verify;
    app.verify.filter.clear();
    app.verify
        .filter
        .turn(Facet::Threat(finding.threat.clone()));
    turn(app, Facet::Component(finding.component.clone()));
    let first = verify::rows(app).first().map(|row| row.id.clone());
    select(app, first);
}

/// Goes to the component that is looked at, on the canvas; else to the first that the requirement applies to.
pub fn show_on_canvas(app: &mut App) {
    let place = verify::here(app).and_then(|row| {
        let (places, at) = verify::places(app, &row);
        let first = row.state.components.first();
        places[at].component.or(first).cloned()
    });
    match place {
        Some(id) => moving::go_to_component(app, id),
        None => app.say("this requirement speaks of the whole system"),
    }
}

/// Goes to the worst finding that the requirement acts on.
pub fn show_finding(app: &mut App) {
    let worst =
        verify::here(app).and_then(|row| worst_finding(app, row.state, app.verify.place.as_ref()));
    match worst {
        Some(id) => {
            super::jumping::visit(app, &id);
        }
        None => app.say("no finding stands that this requirement acts on"),
    }
}

fn worst_finding(
    app: &App,
    state: &crate::analysis::RequirementState,
    place: Option<&ComponentId>,
) -> Option<FindingId> {
    let rows = threats::every(app);
    let findings: Vec<_> = rows.iter().filter_map(threats::Row::finding).collect();
    let acts_on = |id: &FindingId| state.threats.contains(&id.threat);
    let mut near: Vec<_> = findings.iter().filter(|one| acts_on(&one.id)).collect();
    // Where the requirement has places, its findings there come before the same threat elsewhere.
    near.sort_by_key(|one| {
        let here = place.map_or_else(
            || state.components.contains(&one.id.component),
            |place| place == &one.id.component,
        );
        !here
    });
    near.first().map(|one| one.id.clone())
}
