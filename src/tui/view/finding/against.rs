//! What can be done against a finding: requirements with their state, what OWASP lists, and where other standards speak of it.

use crate::analysis::Finding;
use crate::analysis::mlsvs::{Measure, measures};
use crate::catalog::Strength;
use crate::model::ControlStatus;
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::page::Page;
use crate::tui::wrap::fill;

/// What acts on it, the strongest first, with the state in which it is.
pub fn requirements(app: &App, page: &mut Page, finding: &Finding) {
    let measures = measures(app.model(), &app.catalog, &app.derived.assessment, finding);
    page.heading("Requirements that act on it");
    if measures.is_empty() {
        page.text(Role::Dim, "None of the catalogue acts on it here.");
    }
    for strength in [Strength::S, Strength::M, Strength::W] {
        let here: Vec<&Measure> = measures.iter().filter(|m| m.strength == strength).collect();
        if here.is_empty() {
            continue;
        }
        page.text(Role::Dim, strength.in_words());
        for measure in here {
            requirement(app, page, measure, finding);
        }
    }
    if !measures.is_empty() {
        page.text(
            Role::Dim,
            &format!(
                "They are this tool's own, aligned with MLSVS; {} goes to them.",
                app.key(Command::ShowRequirements)
            ),
        );
    }
}

fn requirement(app: &App, page: &mut Page, measure: &Measure, finding: &Finding) {
    let (mark, role) = match measure.status {
        Some(ControlStatus::Verified) => (Glyph::Treated, Role::Good),
        Some(ControlStatus::Implemented) => (Glyph::Dot, Role::Good),
        Some(ControlStatus::Planned) => (Glyph::Dot, Role::Warn),
        Some(ControlStatus::NotMet) => (Glyph::Open, Role::Bad),
        Some(ControlStatus::NotApplicable) => (Glyph::Not, Role::Dim),
        None => (Glyph::Unknown, Role::Warn),
    };
    let state = measure
        .status
        .map_or("not assessed".to_owned(), ControlStatus::in_words);
    let mark = fill(page.theme.glyph(mark), 2, page.theme.ascii());
    let mut head = format!("{} level {}, {state}", measure.requirement, measure.level);
    if measure.is_behind(finding) {
        let names = measure.components.iter().map(|c| app.model().name_of(c));
        head = format!("{head}, at {}", names.collect::<Vec<_>>().join(", "));
    }
    page.item(&mark, role, Role::Strong, &head);
    let text = app
        .catalog
        .requirement(measure.requirement.as_str())
        .map(|r| r.text.as_str());
    page.item("  ", Role::Plain, Role::Plain, text.unwrap_or_default());
}

/// What OWASP lists as prevention, in our words, by the edition that the document speaks.
pub fn published(app: &App, page: &mut Page, finding: &Finding) {
    let edition = app.model().system.edition;
    let threat = app.catalog.threat(finding.id.threat.as_str());
    let Some(preventions) = threat.and_then(|t| t.preventions.range(..=edition).next_back()) else {
        return;
    };
    let (said_in, preventions) = preventions;
    page.heading(&format!("How OWASP prevents it (edition {said_in})"));
    for one in preventions {
        let mark = page.theme.glyph(Glyph::Dot);
        page.item(mark, Role::Dim, Role::Plain, one);
    }
}

/// Where other standards speak of the same.
pub fn crosswalk(app: &App, page: &mut Page, finding: &Finding) {
    let Some(threat) = app.catalog.threat(finding.id.threat.as_str()) else {
        return;
    };
    if threat.crosswalk.is_empty() {
        return;
    }
    page.heading("Elsewhere");
    page.text(Role::Dim, "In brackets: how surely it is about the same.");
    for (standard, mappings) in &threat.crosswalk {
        let Some(standard) = app.catalog.standard(standard) else {
            continue;
        };
        page.text(
            Role::Dim,
            &format!("{} {}", standard.title, standard.version),
        );
        for mapping in mappings {
            for id in &mapping.ids {
                let name = standard.items.get(id).map_or("", |item| item.name.as_str());
                let text = format!(
                    "{} {name} ({})",
                    standard.cited(id),
                    mapping.certainty.as_str()
                );
                let mark = page.theme.glyph(Glyph::Dot);
                page.item(mark, Role::Dim, Role::Plain, &text);
            }
        }
    }
}
