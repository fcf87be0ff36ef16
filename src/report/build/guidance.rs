//! MLSVS as guidance: what to build, by component and by stage of the lifecycle, and how to verify it.

use std::collections::BTreeMap;

use super::tables::{anchored, grid, heading, lead, para, row, small};
use super::verification::notice;
use super::view::View;
use super::wording::{capital, count, listed, listed_spans, state};
use crate::analysis::mlsvs::{AtComponent, AtStage, Measure, how_to_verify};
use crate::catalog::Strength;
use crate::model::{ComponentId, ControlStatus, RequirementId, ThreatId};
use crate::report::blocks::{Block, Cell, Row, Section, Span};

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("guidance", "Guidance: what to build and how to verify it");
    section.blocks = vec![lead(introduction(view)), notice()];
    section.blocks.extend(stages(view));
    let components: Vec<(&ComponentId, Vec<Entry>)> = view
        .guidance
        .components
        .iter()
        .map(|at| (&at.component, entries(view, at)))
        .collect();
    let mut places: BTreeMap<&RequirementId, &ComponentId> = BTreeMap::new();
    for (id, entries) in &components {
        for entry in entries.iter().filter(|entry| entry.is_strong()) {
            places.entry(entry.id).or_insert(id);
        }
    }
    if !components.is_empty() {
        section.blocks.push(heading("by-component", "By component"));
        section.blocks.push(para(
            "Components with the worst risk stand first. Among their requirements the strongest stand first, then those of the lower level. Under “Acts on”, S removes a precondition, M makes the attack materially harder, and W detects or limits it. What concerns the whole system, and what only detects or limits, is written out at the end.",
        ));
    }
    for (id, entries) in &components {
        section.blocks.extend(at(view, id, entries, &places));
    }
    section.blocks.extend(system_wide(view, &places));
    section
}

fn introduction(view: &View) -> String {
    let done = |status| {
        matches!(
            status,
            Some(ControlStatus::Verified | ControlStatus::NotApplicable)
        )
    };
    let open = view
        .requirements()
        .into_iter()
        .filter(|(.., found)| !done(found.status))
        .count();
    format!(
        "{} to be built or verified. First the backlog by stage of the lifecycle, then what each component with a finding of its own needs.",
        capital(&count(
            open,
            "requirement that applies is still",
            "requirements that apply are still"
        ))
    )
}

/// Where a requirement is written out.
fn anchor(id: &RequirementId) -> String {
    format!("requirement-{id}")
}

// ---- by stage

fn stages(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .guidance
        .stages
        .iter()
        .filter_map(|at| stage_row(view, at))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        heading("by-stage", "By stage of the lifecycle"),
        para(
            "What is not verified yet, by the stage in which it is built, the strongest first; the number after the id is its level. A requirement can belong to several stages.",
        ),
        grid(
            "The backlog by stage of the lifecycle",
            &[("Stage", 2.2), ("Requirements to build or verify", 7.0)],
            rows,
        ),
    ]
}

fn stage_row(view: &View, at: &AtStage) -> Option<Row> {
    let open = at
        .measures
        .iter()
        .filter(|m| m.is_open() && view.assessment.requirements.contains_key(&m.requirement));
    let things: Vec<Vec<Span>> = open
        .map(|m| {
            vec![
                Span::to(anchor(&m.requirement), m.requirement.to_string()),
                Span::quiet(format!(" ({})", m.level)),
            ]
        })
        .collect();
    (!things.is_empty()).then(|| {
        row(vec![
            Cell::text(at.stage.in_words()),
            Cell::spans(listed_spans(things)),
        ])
    })
}

// ---- by component

/// A requirement at a component or for the whole system: the threats it acts on by strength, and its state there.
struct Entry<'g> {
    id: &'g RequirementId,
    acts: BTreeMap<Strength, Vec<&'g ThreatId>>,
    state: Option<ControlStatus>,
}

impl Entry<'_> {
    fn strongest(&self) -> Strength {
        self.acts.keys().next().copied().unwrap_or(Strength::W)
    }

    fn is_strong(&self) -> bool {
        self.strongest() != Strength::W
    }
}

/// What a component needs, each requirement once however many of its findings it acts on. What speaks of the whole system
/// is left to the end of the chapter.
fn entries<'g>(view: &View, at: &'g AtComponent) -> Vec<Entry<'g>> {
    let mut found: BTreeMap<&RequirementId, Entry> = BTreeMap::new();
    for treated in &at.findings {
        for measure in treated
            .measures
            .iter()
            .filter(|measure| !measure.components.is_empty())
        {
            let entry = found
                .entry(&measure.requirement)
                .or_insert_with(|| new_entry(measure));
            let threats = entry.acts.entry(measure.strength).or_default();
            if !threats.contains(&&treated.finding.threat) {
                threats.push(&treated.finding.threat);
            }
        }
    }
    sorted(view, found.into_values().collect())
}

fn new_entry(measure: &Measure) -> Entry<'_> {
    Entry {
        id: &measure.requirement,
        acts: BTreeMap::new(),
        state: measure.status,
    }
}

/// By strength, then by level, then by the order of the catalogue.
fn sorted<'g>(view: &View, mut entries: Vec<Entry<'g>>) -> Vec<Entry<'g>> {
    let level = |id: &RequirementId| {
        view.catalog
            .requirement(id.as_str())
            .map(|requirement| requirement.level)
    };
    entries.sort_by_cached_key(|entry| {
        (
            entry.strongest(),
            level(entry.id),
            view.requirement_order(entry.id),
        )
    });
    entries
}

fn at(
    view: &View,
    id: &ComponentId,
    entries: &[Entry],
    places: &BTreeMap<&RequirementId, &ComponentId>,
) -> Vec<Block> {
    if entries.is_empty() {
        return Vec::new();
    }
    let (strong, weak): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.is_strong());
    let mut blocks = vec![small(&view.name(id))];
    if !strong.is_empty() {
        let rows = strong.into_iter().map(|entry| {
            let first = places.get(entry.id) == Some(&id);
            entry_row(
                view,
                if first {
                    anchor(entry.id)
                } else {
                    String::new()
                },
                entry,
            )
        });
        blocks.push(table(rows.collect()));
    }
    if !weak.is_empty() {
        let things = weak.into_iter().map(|entry| {
            vec![
                Span::to(anchor(entry.id), entry.id.to_string()),
                Span::quiet(format!(" ({})", state(entry.state).to_lowercase())),
            ]
        });
        let mut spans = vec![Span::plain("Detect or limit attacks here: ")];
        spans.extend(listed_spans(things.collect()));
        spans.push(Span::plain("."));
        blocks.push(Block::Para(spans));
    }
    blocks
}

/// What speaks of the whole system, and what nowhere does more than detect or limit.
fn system_wide(view: &View, places: &BTreeMap<&RequirementId, &ComponentId>) -> Vec<Block> {
    let left = view
        .requirements()
        .into_iter()
        .filter(|(id, ..)| !places.contains_key(id));
    let entries = left.map(|(id, requirement, found)| {
        let mut acts: BTreeMap<Strength, Vec<&ThreatId>> = BTreeMap::new();
        for threat in &found.threats {
            if let Some(strength) = requirement.mitigates.get(threat.as_str()) {
                acts.entry(*strength).or_default().push(threat);
            }
        }
        Entry {
            id,
            acts,
            state: found.status,
        }
    });
    let entries = sorted(view, entries.collect());
    if entries.is_empty() {
        return Vec::new();
    }
    let rows = entries
        .iter()
        .map(|entry| entry_row(view, anchor(entry.id), entry))
        .collect();
    vec![
        small("The whole system, and what detects or limits attacks at several components"),
        table(rows),
    ]
}

fn table(rows: Vec<Row>) -> Block {
    grid(
        "Requirements with their level, what they act on, how to verify them, and their state",
        &[
            ("Requirement", 1.4),
            ("Level", 0.7),
            ("What must be true, and how to verify it", 5.6),
            ("Acts on", 2.2),
            ("State", 1.4),
        ],
        rows,
    )
}

fn entry_row(view: &View, anchor: String, entry: &Entry) -> Row {
    let requirement = view.catalog.requirement(entry.id.as_str());
    let words = |threats: &[&ThreatId]| {
        threats
            .iter()
            .map(|threat| threat.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let acts: Vec<String> = entry
        .acts
        .iter()
        .map(|(strength, threats)| format!("{strength:?}: {}", words(threats)))
        .collect();
    anchored(
        anchor,
        vec![
            Cell::code(entry.id.to_string()),
            Cell::text(requirement.map_or_else(String::new, |r| r.level.to_string())),
            Cell::spans(vec![
                Span::plain(format!("{} ", view.requirement_text(entry.id))),
                Span::quiet(
                    requirement
                        .map(|r| how_to_verify(&r.methods))
                        .unwrap_or_default(),
                ),
            ]),
            Cell::text(if acts.is_empty() {
                "–".to_owned()
            } else {
                acts.join("\n")
            }),
            Cell::text(state(entry.state)),
        ],
    )
}

/// What the letters of strength stand for.
pub(super) fn strengths() -> String {
    let words = [Strength::S, Strength::M, Strength::W].map(|s| format!("{s:?} {}", s.in_words()));
    format!("In tables, a requirement marked {}.", listed(&words))
}
