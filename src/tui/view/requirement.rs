//! What there is to say of one requirement, in words on a page.

use crate::analysis::mlsvs::{NOTICE, handed_over, how_to_verify, supplied};
use crate::analysis::{AtPlace, Role as Part};
use crate::model::ControlStatus;
use crate::tui::app::App;
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::verify::{self, Row, state_words};
use crate::tui::wrap::count;

use super::page::Page;
use super::verify::mark_of;

/// Writes a requirement.
pub fn write(app: &App, page: &mut Page, row: &Row) {
    let (mark, role) = mark_of(page.theme, row.state.status);
    let head = format!(
        "{}, level {}: {}",
        row.id,
        row.requirement.level,
        state_words(row.state.status)
    );
    page.item(mark, role, Role::Strong, &head);
    page.text(Role::Plain, &row.requirement.text);
    let blocks = app.derived.assessment.blockers.contains(row.id);
    if blocks {
        let text = format!("Level {} waits for it.", row.requirement.level);
        page.text(Role::Warn, &text);
    }
    if let Some(told) = verify::denied(app, row.id) {
        let text = match row.state.status {
            Some(ControlStatus::Verified) => {
                format!("Recorded as verified, but {told}: look at it again.")
            }
            _ => format!("The model itself says: {told}."),
        };
        page.text(Role::Warn, &text);
    }
    places(app, page, row);
    page.heading("How to verify");
    page.text(Role::Plain, &how_to_verify(&row.requirement.methods));
    let stages: Vec<&str> = row
        .requirement
        .stages
        .iter()
        .map(|stage| stage.in_words())
        .collect();
    page.text(Role::Dim, &stages.join(", "));
    threats(app, page, row);
    suppliers(app, page, row);
    crosswalk(app, page, row);
    page.gap();
    page.text(Role::Dim, NOTICE);
}

/// The state at the whole system and at every component, with what shows it.
fn places(app: &App, page: &mut Page, row: &Row) {
    let (places, at) = verify::places(app, row);
    let several = places.len() > 1;
    page.heading(if several {
        "Where (h and l choose the place)"
    } else {
        "Where"
    });
    for (index, place) in places.iter().enumerate() {
        let pointer = page.theme.pointer(several && index == at);
        // The worst counts; what stands in is not said twice.
        let name = place
            .component
            .map_or("the whole system", |id| app.model().name_of(id));
        let (mark, role) = mark_of(page.theme, place.status());
        let by_system = if place.stands_in {
            ", as the whole system"
        } else {
            ""
        };
        let text = format!("{name}: {}{by_system}", state_words(place.status()));
        page.item(&format!("{pointer} {mark}"), role, Role::Plain, &text);
        if !place.stands_in {
            record(page, place);
        }
    }
}

fn record(page: &mut Page, place: &AtPlace) {
    let Some(control) = place.control else { return };
    let mut say = |text: &str| page.item("   ", Role::Dim, Role::Dim, text);
    if let Some(because) = &control.because {
        say(because);
    }
    if let Some(evidence) = &control.evidence {
        say(evidence);
    }
    let seen = match (&control.assessor, control.date) {
        (Some(who), Some(day)) => format!("seen by {who} on {day}"),
        (Some(who), None) => format!("seen by {who}"),
        (None, Some(day)) => format!("seen on {day}"),
        (None, None) => String::new(),
    };
    if !seen.is_empty() {
        say(&seen);
    }
    if let Some(note) = &control.note {
        say(note);
    }
    if control.status == ControlStatus::Implemented && control.evidence.is_none() {
        say("no evidence yet: y verifies it");
    }
}

/// The threats that it acts on, those with findings here first.
fn threats(app: &App, page: &mut Page, row: &Row) {
    page.heading("Acts on");
    let mut acts: Vec<_> = row.requirement.mitigates.iter().collect();
    let live = |id: &str| row.state.threats.iter().any(|threat| threat.as_str() == id);
    acts.sort_by_key(|(id, strength)| (!live(id), **strength, (*id).clone()));
    for (id, strength) in acts {
        let findings = app
            .derived
            .assessment
            .findings
            .values()
            .filter(|one| one.role == Part::Primary && one.id.threat.as_str() == id)
            .count();
        let here = if findings == 0 {
            "no finding".to_owned()
        } else {
            count(findings, "finding", "findings")
        };
        let name = threat_name(app, id);
        let text = format!("{id} {name}: {} ({here})", strength.in_words());
        let role = if findings == 0 {
            Role::Dim
        } else {
            Role::Plain
        };
        page.item(&format!("{strength:?}"), Role::Strong, role, &text);
    }
}

/// Who has to agree to it, and what they hand over.
fn suppliers(app: &App, page: &mut Page, row: &Row) {
    const NAMED: usize = 6;
    let all = supplied(app.model(), &app.catalog);
    let here: Vec<_> = all
        .iter()
        .filter(|(id, _)| verify::is_agreed(app, row, &[*id].into()))
        .collect();
    if here.is_empty() {
        return;
    }
    page.heading("To agree with suppliers");
    let (evidence, _) = handed_over(&row.requirement.methods);
    page.text(Role::Plain, &evidence);
    let dot = page.theme.glyph(Glyph::Dot);
    for (id, supplier) in here.iter().take(NAMED) {
        let name = app.model().name_of(id);
        let who = match supplier {
            Some(supplier) if *supplier != name => format!("{supplier}, for {name}"),
            _ => name.to_owned(),
        };
        page.item(dot, Role::Dim, Role::Plain, &who);
    }
    if here.len() > NAMED {
        let rest = format!("and {} more", here.len() - NAMED);
        page.item(dot, Role::Dim, Role::Dim, &rest);
    }
}

/// Where other standards ask for the same.
fn crosswalk(app: &App, page: &mut Page, row: &Row) {
    if row.requirement.crosswalk.is_empty() {
        return;
    }
    page.heading("Other standards");
    for (id, ids) in &row.requirement.crosswalk {
        let standard = app.catalog.entries().standards.get(id);
        let title = standard.map_or(id.as_str(), |standard| standard.title.as_str());
        let cited: Vec<String> = ids
            .iter()
            .map(|one| standard.map_or_else(|| one.clone(), |standard| standard.cited(one)))
            .collect();
        let text = format!("{title}: {}", cited.join(", "));
        page.item(page.theme.glyph(Glyph::Dot), Role::Dim, Role::Plain, &text);
    }
}
