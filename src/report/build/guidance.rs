//! MLSVS as guidance: what to build, by component and by stage of the lifecycle, and how to verify it.

use std::collections::BTreeMap;

use super::tables::{anchored, grid, heading, lead, para, row, small};
use super::verification::{methods, notice};
use super::view::View;
use super::wording::{capital, count, listed, listed_spans, state};
use crate::analysis::RequirementState;
use crate::catalog::{Requirement, Stage, Strength};
use crate::model::{Component, ComponentId, ControlStatus, RequirementId};
use crate::report::blocks::{Block, Cell, Row, Section, Span};

/// The stages in the order of the lifecycle.
const STAGES: [Stage; 6] = [Stage::BDU, Stage::DPR, Stage::MEN, Stage::MEV, Stage::DEP, Stage::MON];

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("guidance", "Guidance: what to build and how to verify it");
    section.blocks = vec![lead(introduction(view)), notice()];
    section.blocks.extend(stages(view));
    section.blocks.push(heading("by-component", "By component"));
    section.blocks.push(para(
        "The strongest requirements stand first: those that remove a precondition, then those that make an attack materially harder, then those that detect or limit it; among equals the lower level. Under “Acts on”, S removes a precondition, M makes the attack materially harder, and W detects or limits it. What concerns the whole system stands at the end.",
    ));
    section.blocks.extend(view.components().into_iter().flat_map(|(id, component)| at(view, id, component)));
    section.blocks.extend(system_wide(view));
    section
}

fn introduction(view: &View) -> String {
    let open = view.requirements().into_iter().filter(|(.., s)| is_open(s)).count();
    format!(
        "{} to be built or verified. First the backlog by stage of the lifecycle, then what each component needs, in full.",
        capital(&count(open, "requirement that applies is still", "requirements that apply are still"))
    )
}

fn is_open(state: &RequirementState) -> bool {
    !matches!(state.status, Some(ControlStatus::Verified | ControlStatus::NotApplicable))
}

/// Where a requirement is written out.
fn anchor(id: &RequirementId) -> String {
    format!("requirement-{id}")
}

// ---- by stage

fn stages(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = STAGES.into_iter().filter_map(|stage| stage_row(view, stage)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        heading("by-stage", "By stage of the lifecycle"),
        para("What is not verified yet, by the stage in which it is built; the number after the id is its level. A requirement can belong to several stages."),
        grid("The backlog by stage of the lifecycle", &[("Stage", 2.2), ("Requirements to build or verify", 7.0)], rows),
    ]
}

fn stage_row(view: &View, stage: Stage) -> Option<Row> {
    let mut open: Vec<_> =
        view.requirements().into_iter().filter(|(_, r, s)| is_open(s) && r.stages.contains(&stage)).collect();
    if open.is_empty() {
        return None;
    }
    open.sort_by_key(|(id, r, _)| (r.level, view.requirement_order(id)));
    let things = open.into_iter().map(|(id, requirement, _)| {
        vec![Span::to(anchor(id), id.to_string()), Span::quiet(format!(" ({})", requirement.level))]
    });
    Some(row(vec![Cell::text(stage.in_words()), Cell::spans(listed_spans(things.collect()))]))
}

// ---- by component

fn at(view: &View, id: &ComponentId, component: &Component) -> Vec<Block> {
    let here: Vec<_> = view
        .requirements()
        .into_iter()
        .filter(|(_, requirement, state)| state.components.contains(id) && acts_here(view, id, requirement))
        .collect();
    if here.is_empty() {
        return Vec::new();
    }
    let first = |requirement: &RequirementId| first_place(view, requirement) == Some(id);
    let rows = sorted(view, here)
        .into_iter()
        .map(|(requirement_id, requirement, _)| {
            let anchor = if first(requirement_id) { anchor(requirement_id) } else { String::new() };
            let found = view.state_at(requirement_id, id);
            requirement_row(view, anchor, requirement_id, requirement, state(found))
        })
        .collect();
    vec![small(&format!("{} ({})", view.name(id), view.kind_name(component).to_lowercase())), table(rows)]
}

/// Whether a requirement acts on a threat that stands at the component, or that it suffers from.
fn acts_here(view: &View, id: &ComponentId, requirement: &Requirement) -> bool {
    view.assessment
        .findings
        .keys()
        .any(|finding| finding.component == *id && requirement.mitigates.contains_key(finding.threat.as_str()))
}

/// The first component, in the order of the chapter, at which a requirement is written out.
fn first_place<'a>(view: &View<'a>, id: &RequirementId) -> Option<&'a ComponentId> {
    let requirement = view.catalog.requirement(id.as_str())?;
    let state = view.assessment.requirements.get(id)?;
    let mut order = view.components().into_iter();
    order.find(|(c, _)| state.components.contains(c) && acts_here(view, c, requirement)).map(|(c, _)| c)
}

fn system_wide(view: &View) -> Vec<Block> {
    // A requirement whose components suffer none of its threats has no better place than here.
    let wide: Vec<_> = view.requirements().into_iter().filter(|(id, ..)| first_place(view, id).is_none()).collect();
    if wide.is_empty() {
        return Vec::new();
    }
    let rows = sorted(view, wide)
        .into_iter()
        .map(|(id, requirement, found)| requirement_row(view, anchor(id), id, requirement, state(found.status)))
        .collect();
    vec![small("The whole system"), table(rows)]
}

type Applying<'a> = (&'a RequirementId, &'a Requirement, &'a RequirementState);

/// By strength, then by level, then by the order of the catalogue.
fn sorted<'a>(view: &View, mut requirements: Vec<Applying<'a>>) -> Vec<Applying<'a>> {
    requirements.sort_by_key(|(id, r, _)| (strongest(view, r), r.level, view.requirement_order(id)));
    requirements
}

fn strongest(view: &View, requirement: &Requirement) -> Option<Strength> {
    live(view, requirement).into_keys().next()
}

/// The threats with findings here that a requirement acts on, by strength.
fn live<'a>(view: &View, requirement: &'a Requirement) -> BTreeMap<Strength, Vec<&'a str>> {
    let mut found: BTreeMap<Strength, Vec<&str>> = BTreeMap::new();
    for (threat, strength) in &requirement.mitigates {
        if view.assessment.findings.keys().any(|finding| finding.threat.as_str() == threat) {
            found.entry(*strength).or_default().push(threat);
        }
    }
    found
}

fn table(rows: Vec<Row>) -> Block {
    grid(
        "Requirements with their level, what they act on, how to verify them, and their state",
        &[("Requirement", 1.4), ("Level", 0.7), ("What must be true, and how to verify it", 5.6), ("Acts on", 2.6), ("State", 1.4)],
        rows,
    )
}

fn requirement_row(view: &View, id: String, name: &RequirementId, requirement: &Requirement, found: &str) -> Row {
    let acts: Vec<String> = live(view, requirement)
        .into_iter()
        .map(|(strength, threats)| format!("{strength:?}: {}", listed(&threats)))
        .collect();
    anchored(
        id,
        vec![
            Cell::code(name.to_string()),
            Cell::text(requirement.level.to_string()),
            Cell::spans(vec![
                Span::plain(format!("{} ", requirement.text)),
                Span::quiet(format!("Verify by {}.", methods(requirement))),
            ]),
            Cell::text(if acts.is_empty() { "–".to_owned() } else { acts.join("\n") }),
            Cell::text(found),
        ],
    )
}

/// What the letters of strength stand for.
pub(super) fn strengths() -> String {
    let words = [Strength::S, Strength::M, Strength::W].map(|s| format!("{s:?} {}", s.in_words()));
    format!("In tables, a requirement marked {}.", listed(&words))
}
