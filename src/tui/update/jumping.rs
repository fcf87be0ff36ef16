//! Jumps: from a finding to its component, to the register, to its requirements, and from a cell of the matrix to what stands
//! there. Each remembers where it came from.

use crate::analysis::Role;
use crate::analysis::mlsvs::measures;
use crate::model::{FindingId, RequirementId};
use crate::tui::app::{App, Focus, Screen};
use crate::tui::threats::{self, Cell};
use crate::tui::verify::{self, Facet};

use super::moving;

/// Goes to the finding under the cursor in the register.
pub fn to_register(app: &mut App) {
    if let Some(id) = app.finding_here() {
        visit(app, &id);
    }
}

/// Shows a finding in the register, whatever it is narrowed to; one that does not apply is shown beside its component.
pub fn visit(app: &mut App, id: &FindingId) {
    let decided = app.model().decisions.contains_key(id);
    let mut also = None;
    match threats::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => {
            // Of the consequences, this one is listed as long as the cursor is on it.
            let hidden = finding.role == Role::Affected && !decided && !app.register.affected;
            also = hidden.then(|| id.clone());
            app.remember();
        }
        Cell::Not(_) | Cell::Empty if decided => app.remember(),
        Cell::Not(_) => {
            moving::go_to_finding(app, id);
            return;
        }
        Cell::Empty => {
            app.complain("that finding stands no more");
            return;
        }
    }
    app.screen = Screen::Threats;
    app.focus = Focus::Canvas;
    app.register.go_to(id.clone());
    app.register.also = also;
    if !threats::rows(app).iter().any(|row| row.id() == id) {
        app.register.only.clear();
        app.say("the filter was taken away to show it");
    }
}

/// Goes to the requirements that act on the finding under the cursor.
pub fn to_requirements(app: &mut App) {
    let Some(id) = app.finding_here() else {
        return;
    };
    let Cell::Finding(finding) = threats::cell(&app.derived.assessment, &id) else {
        app.say("no requirement acts on it: there is no finding");
        return;
    };
    let all = measures(app.model(), &app.catalog, &app.derived.assessment, finding);
    let Some(strongest) = all.first() else {
        app.say("no requirement of the catalogue acts on it here");
        return;
    };
    let at = strongest.requirement.clone();
    app.remember();
    app.screen = Screen::Verify;
    app.focus = Focus::Canvas;
    app.verify.filter.clear();
    app.verify.filter.turn(Facet::Threat(id.threat));
    app.verify.at = Some(at);
}

/// Enter on a cell of the matrix: drills down to the finding, or to the component where the threat does not apply.
pub fn from_cell(app: &mut App) {
    let Some(id) = app.matrix.finding(app) else {
        return;
    };
    match threats::cell(&app.derived.assessment, &id) {
        Cell::Empty => app.say(format!("{} was not put on this component", id.threat)),
        _ => visit(app, &id),
    }
}

/// Risks of the matrix with or without controls.
pub fn toggle_inherent(app: &mut App) {
    app.matrix.inherent = !app.matrix.inherent;
    app.say(if app.matrix.inherent {
        "inherent risk: without any control"
    } else {
        "residual risk: with the controls that are in place"
    });
}

/// Shows a requirement on the Verify screen, whatever that is narrowed to.
pub fn visit_requirement(app: &mut App, id: &RequirementId) {
    if !app.derived.assessment.requirements.contains_key(id) {
        app.complain(format!("{id} does not apply any more"));
        return;
    }
    app.remember();
    app.screen = Screen::Verify;
    app.focus = Focus::Canvas;
    app.verify.at = Some(id.clone());
    if !verify::rows(app).iter().any(|row| row.id == id) {
        app.verify.filter.clear();
    }
}
