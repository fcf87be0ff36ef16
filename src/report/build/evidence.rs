//! What is on record of each requirement: its state, the evidence, who saw it, and what the team set aside.

use super::Chapter;
use super::tables::{grid, heading, para, row};
use super::view::View;
use super::wording::{day, listed_spans, or_dash, sentence, state};
use crate::catalog::{Method, Requirement};
use crate::model::{ComponentId, Control, ControlId, ControlStatus, RequirementId};
use crate::report::blocks::{Block, Cell, Span};
use crate::report::clean;

/// The ways to verify a requirement: "design review and test".
fn methods(requirement: &Requirement) -> String {
    let words: Vec<&str> = requirement
        .methods
        .iter()
        .map(|method| Method::in_words(*method))
        .collect();
    super::wording::listed(&words)
}

pub(super) fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = vec![heading("evidence", "Evidence")];
    let mut entries: Vec<_> = view
        .model
        .controls
        .iter()
        .filter(|(_, control)| control.status != ControlStatus::NotApplicable)
        .collect();
    if entries.is_empty() {
        blocks.push(para("Nobody has recorded the state of a requirement yet."));
        return blocks;
    }
    entries.sort_by_key(|(id, _)| (view.requirement_order(&id.requirement), *id));
    // The same evidence for the same requirement at several components is one row.
    let same = |a: &(&ControlId, &Control), b: &(&ControlId, &Control)| {
        let alike = |id: &ControlId| (id.requirement.clone(), remark(view, id));
        a.0.component.is_some() && alike(a.0) == alike(b.0) && a.1 == b.1
    };
    let rows = entries
        .chunk_by(same)
        .map(|group| {
            let (id, control) = group[0];
            let requirement = view.catalog.requirement(id.requirement.as_str());
            let places = group.iter().map(|(id, _)| place(view, id));
            let place = listed_spans(places.collect());
            let mut shown = control
                .evidence
                .as_deref()
                .map(|e| sentence(&clean::line(e)))
                .unwrap_or_default();
            if let Some(text) = &control.note {
                shown = format!("{shown} {}", sentence(&clean::line(text)));
            }
            let mut named = view.requirement(&id.requirement);
            // How to verify it stands with the guidance; a report without that says it here.
            if let Some(requirement) =
                requirement.filter(|_| !view.options.prints(Chapter::Guidance))
            {
                let how = methods(requirement);
                named.push(Span::quiet(format!(". Verify by {how}.")));
            }
            let parts = [shown, remark(view, id)];
            let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
            let shown = parts.join(" ");
            row(vec![
                Cell::spans(named),
                Cell::spans(place),
                Cell::text(state(Some(control.status))),
                Cell::text(or_dash(Some(&shown))),
                Cell::text(match (&control.assessor, control.date) {
                    (None, None) => "–".to_owned(),
                    (Some(who), None) => clean::line(who),
                    (None, date) => day(date),
                    (Some(who), date) => {
                        let day = day(date).replace(' ', "\u{a0}");
                        format!("{}, {day}", clean::line(who).replace(' ', "\u{a0}"))
                    }
                }),
            ])
        })
        .collect();
    blocks.push(grid(
        "The recorded state of each requirement with its evidence",
        &[
            ("Requirement", 3.0),
            ("Where", 1.95),
            ("State", 1.35),
            ("Evidence", 3.6),
            ("Seen by", 1.7),
        ],
        rows,
    ));
    blocks
}

/// Where a record speaks of.
fn place(view: &View, id: &ControlId) -> Vec<Span> {
    match &id.component {
        Some(component) if view.model.components.contains_key(component) => {
            vec![view.component_link(component)]
        }
        Some(gone) => vec![Span::plain(format!("{gone}, which is gone"))],
        None => reach(view, &id.requirement),
    }
}

/// How far a record for the whole system reaches: the components that the requirement speaks of and that have no record of their
/// own.
fn reach(view: &View, requirement: &RequirementId) -> Vec<Span> {
    /// As many names as a cell of the table takes; the guidance has the others.
    const NAMED: usize = 3;
    let own = |component: &&ComponentId| view.recorded_at(requirement, component).is_some();
    let found = view.assessment.requirements.get(requirement);
    let all = found.map_or(&[][..], |found| &found.components);
    let (apart, reached): (Vec<&ComponentId>, Vec<&ComponentId>) = all.iter().partition(own);
    let words = match (all.len(), apart.len(), reached.len()) {
        (0, ..) => "The whole system".to_owned(),
        (.., 0) => "Wherever nothing else is said".to_owned(),
        (.., 1..=NAMED) => {
            let named = reached.into_iter();
            return listed_spans(named.map(|id| vec![view.component_link(id)]).collect());
        }
        (_, 0, many) => format!("{many} components"),
        (all, _, many) => format!("{many} of {all} components"),
    };
    vec![Span::plain(words)]
}

/// What a reader has to know beside a recorded state: that it acts on nothing here, or that the model now says otherwise.
fn remark(view: &View, id: &ControlId) -> String {
    let applies = match (
        view.assessment.requirements.get(&id.requirement),
        &id.component,
    ) {
        (None, _) => false,
        (Some(found), Some(component)) => {
            found.components.is_empty() || found.components.contains(component)
        }
        (Some(_), None) => true,
    };
    if !applies {
        return "No rule asks for it there: it counts for no finding and no level.".to_owned();
    }
    let told = view.assessment.overtaken.get(&id.requirement);
    told.map_or_else(String::new, |told| {
        format!("{} Look at it again.", sentence(&clean::line(told)))
    })
}

pub(super) fn set_aside(view: &View) -> Vec<Block> {
    let entries: Vec<_> = view
        .model
        .controls
        .iter()
        .filter(|(_, control)| control.status == ControlStatus::NotApplicable)
        .collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let rows = entries
        .into_iter()
        .map(|(id, control)| {
            let mut named = view.requirement(&id.requirement);
            if let Some(component) = &id.component {
                named.extend([Span::plain(" at "), view.component_link(component)]);
            }
            row(vec![
                Cell::spans(named),
                Cell::text(control.because.as_deref().map_or_else(
                    || "No reason is given.".to_owned(),
                    |b| sentence(&clean::line(b)),
                )),
            ])
        })
        .collect();
    vec![
        heading(
            "requirements-not-applicable",
            "Requirements that the team set aside",
        ),
        grid(
            "Requirements marked as not applicable, with the reason",
            &[("Requirement", 3.0), ("Why it does not apply", 4.5)],
            rows,
        ),
    ]
}
