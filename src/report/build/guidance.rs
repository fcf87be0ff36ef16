//! MLSVS as guidance: what to build, by component and by stage of the lifecycle, and how to verify it.

use std::collections::{BTreeMap, BTreeSet};

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
        "The strongest requirements stand first: those that remove a precondition, then those that make an attack materially harder, then those that detect or limit it; among equals the lower level. Under “Acts on”, S removes a precondition, M makes the attack materially harder, and W detects or limits it. What concerns the whole system, and what only detects or limits, is written out at the end.",
    ));
    let guide = Guide::new(view);
    for (id, component, entries) in &guide.components {
        section.blocks.extend(at(view, &guide, id, component, entries));
    }
    section.blocks.extend(system_wide(view, &guide));
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

/// What a requirement does here: the threats it acts on, by strength.
type Acts<'a> = BTreeMap<Strength, Vec<&'a str>>;

/// A requirement at a component or for the whole system.
struct Entry<'a> {
    id: &'a RequirementId,
    requirement: &'a Requirement,
    acts: Acts<'a>,
    state: Option<ControlStatus>,
}

impl Entry<'_> {
    fn is_strong(&self) -> bool {
        self.acts.keys().next().is_some_and(|strength| *strength != Strength::W)
    }
}

/// Every component with what it needs, and the place where each requirement is written out.
struct Guide<'a> {
    components: Vec<(&'a ComponentId, &'a Component, Vec<Entry<'a>>)>,
    places: BTreeMap<&'a RequirementId, &'a ComponentId>,
}

impl<'a> Guide<'a> {
    fn new(view: &View<'a>) -> Self {
        let mut threats: BTreeMap<&ComponentId, BTreeSet<&str>> = BTreeMap::new();
        for finding in view.assessment.findings.keys() {
            threats.entry(&finding.component).or_default().insert(finding.threat.as_str());
        }
        let (mut components, mut places) = (Vec::new(), BTreeMap::new());
        for (id, component) in view.components() {
            let entries = threats.get(id).map(|here| entries_at(view, id, here)).unwrap_or_default();
            for entry in entries.iter().filter(|entry| entry.is_strong()) {
                places.entry(entry.id).or_insert(id);
            }
            components.push((id, component, entries));
        }
        Self { components, places }
    }
}

/// The requirements that act on a threat standing at a component, the strongest first, then by level.
fn entries_at<'a>(view: &View<'a>, id: &ComponentId, here: &BTreeSet<&str>) -> Vec<Entry<'a>> {
    let speaking = view.requirements().into_iter().filter(|(.., state)| state.components.contains(id));
    let entries = speaking.map(|(requirement_id, requirement, _)| Entry {
        id: requirement_id,
        requirement,
        acts: acts(requirement, here),
        state: view.state_at(requirement_id, id),
    });
    sorted(view, entries.filter(|entry| !entry.acts.is_empty()).collect())
}

fn at(view: &View, guide: &Guide, id: &ComponentId, component: &Component, entries: &[Entry]) -> Vec<Block> {
    let (strong, weak): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.is_strong());
    if entries.is_empty() {
        return Vec::new();
    }
    let (name, kind) = (view.name(id), view.kind_name(component));
    let title = if name.eq_ignore_ascii_case(&kind) { name } else { format!("{name} ({})", kind.to_lowercase()) };
    let mut blocks = vec![small(&title)];
    if !strong.is_empty() {
        let rows = strong.iter().map(|entry| {
            let first = guide.places.get(entry.id) == Some(&id);
            entry_row(if first { anchor(entry.id) } else { String::new() }, entry)
        });
        blocks.push(table(rows.collect()));
    }
    if !weak.is_empty() {
        let things = weak.iter().map(|entry| {
            vec![Span::to(anchor(entry.id), entry.id.to_string()), Span::quiet(format!(" ({})", state(entry.state).to_lowercase()))]
        });
        let mut spans = vec![Span::plain("Detect or limit attacks here: ")];
        spans.extend(listed_spans(things.collect()));
        spans.push(Span::plain("."));
        blocks.push(Block::Para(spans));
    }
    blocks
}

/// What speaks of the whole system, and what nowhere does more than detect or limit.
fn system_wide(view: &View, guide: &Guide) -> Vec<Block> {
    let everywhere: BTreeSet<&str> = view.assessment.findings.keys().map(|finding| finding.threat.as_str()).collect();
    let left = view.requirements().into_iter().filter(|(id, ..)| !guide.places.contains_key(id));
    let entries = left.map(|(id, requirement, found)| Entry { id, requirement, acts: acts(requirement, &everywhere), state: found.status });
    let entries = sorted(view, entries.collect());
    if entries.is_empty() {
        return Vec::new();
    }
    let rows = entries.iter().map(|entry| entry_row(anchor(entry.id), entry)).collect();
    vec![small("The whole system, and what detects or limits attacks at several components"), table(rows)]
}

/// By strength, then by level, then by the order of the catalogue.
fn sorted<'a>(view: &View, mut entries: Vec<Entry<'a>>) -> Vec<Entry<'a>> {
    entries.sort_by_key(|entry| {
        let strongest = entry.acts.keys().next().copied().unwrap_or(Strength::W);
        (strongest, entry.requirement.level, view.requirement_order(entry.id))
    });
    entries
}

fn acts<'a>(requirement: &'a Requirement, here: &BTreeSet<&str>) -> Acts<'a> {
    let mut found: Acts = BTreeMap::new();
    for (threat, strength) in requirement.mitigates.iter().filter(|(threat, _)| here.contains(threat.as_str())) {
        found.entry(*strength).or_default().push(threat);
    }
    found
}

fn table(rows: Vec<Row>) -> Block {
    grid(
        "Requirements with their level, what they act on, how to verify them, and their state",
        &[("Requirement", 1.4), ("Level", 0.7), ("What must be true, and how to verify it", 5.6), ("Acts on", 2.2), ("State", 1.4)],
        rows,
    )
}

fn entry_row(anchor: String, entry: &Entry) -> Row {
    let acts: Vec<String> =
        entry.acts.iter().map(|(strength, threats)| format!("{strength:?}: {}", threats.join(", "))).collect();
    anchored(
        anchor,
        vec![
            Cell::code(entry.id.to_string()),
            Cell::text(entry.requirement.level.to_string()),
            Cell::spans(vec![
                Span::plain(format!("{} ", entry.requirement.text)),
                Span::quiet(format!("Verify by {}.", methods(entry.requirement))),
            ]),
            Cell::text(if acts.is_empty() { "–".to_owned() } else { acts.join("\n") }),
            Cell::text(state(entry.state)),
        ],
    )
}

/// What the letters of strength stand for.
pub(super) fn strengths() -> String {
    let words = [Strength::S, Strength::M, Strength::W].map(|s| format!("{s:?} {}", s.in_words()));
    format!("In tables, a requirement marked {}.", listed(&words))
}
