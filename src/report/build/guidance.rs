//! MLSVS as guidance: what to build, by stage of the lifecycle and by component, and how to verify it. Every requirement is
//! written out here and nowhere else; other chapters name it by its id and title.

use std::collections::{BTreeMap, BTreeSet};

use super::Chapter;
use super::acting;
use super::states::{DRAWN, NOT_ASSESSED_BUT};
use super::tables::{anchored, grid, heading, lead, para, row};
use super::verification::{notice, where_it_applies};
use super::view::View;
use super::wording::{
    capital, count, finding_link, joined, listed, listed_spans, one_or, requirement_anchor,
    requirement_link, state, uncapital,
};
use crate::analysis::RequirementState;
use crate::analysis::mlsvs::{AtComponent, AtStage, Measure, how_to_verify};
use crate::catalog::{Requirement, Strength};
use crate::model::{ControlStatus, FindingId, RequirementId};
use crate::report::blocks::{Block, Cell, Row, Section, Span};

const STRENGTHS: [Strength; 3] = [Strength::S, Strength::M, Strength::W];

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("guidance", super::Chapter::Guidance.title());
    let (stages, components) = (stages(view), components(view));
    let introduction = introduction(view, !stages.is_empty(), !components.is_empty());
    section.blocks = vec![lead(introduction), notice(view, Chapter::Guidance)];
    section.blocks.extend(stages);
    section.blocks.extend(components);
    section.blocks.extend(requirements(view));
    section
}

/// What is open, and the order of the sections that follow.
fn introduction(view: &View, stages: bool, components: bool) -> String {
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
    let parts = [
        (stages, "the backlog by stage of the lifecycle"),
        (
            components,
            "what each component with a finding of its own needs",
        ),
        (true, "every requirement in full"),
    ];
    let parts: Vec<&str> = parts
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, part)| *part)
        .collect();
    let order = match parts.split_first() {
        Some((first, rest)) if !rest.is_empty() => {
            format!(" First {first}, then {}.", rest.join(", then "))
        }
        _ => String::new(),
    };
    format!(
        "{} to be built or verified.{order}",
        capital(&count(
            open,
            "requirement that applies is still",
            "requirements that apply are still"
        ))
    )
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
                requirement_link(&m.requirement),
                Span::quiet(format!(" ({})", m.level)),
            ]
        })
        .collect();
    (!things.is_empty()).then(|| {
        row(vec![
            Cell::text(at.stage.in_words()),
            Cell::spans(joined(things, ", ")),
        ])
    })
}

// ---- by component

fn components(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .guidance
        .components
        .iter()
        .filter_map(|at| component_row(view, at))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut columns = vec![("Component", 2.0)];
    let titles = STRENGTHS.map(|strength| capital(strength.in_words()));
    columns.extend(titles.iter().map(|title| (title.as_str(), 2.6)));
    vec![
        heading("by-component", "By component"),
        para(
            "What is not verified yet, the component with the worst risk first. A requirement stands under the most that it does for a finding there; one without a state in brackets has not been assessed. What concerns the whole system is left to the table of all requirements.",
        ),
        grid(
            "What each component needs, by how strongly it acts on its findings",
            &columns,
            rows,
        ),
    ]
    .into_iter()
    .chain(counted_by_none(view))
    .collect()
}

/// Requirements that keep the system from its target level, though no finding counts them where they are asked for.
fn counted_by_none(view: &View) -> Option<Block> {
    let components = view.guidance.components.iter();
    let findings = components.flat_map(|at| &at.findings);
    let measures = findings.flat_map(|treated| &treated.measures);
    let named: BTreeSet<&RequirementId> = measures.map(|one| &one.requirement).collect();
    let target = view.model.system.target_level;
    let stages = view.guidance.stages.iter().flat_map(|at| &at.measures);
    let open =
        stages.filter(|one| one.is_open() && one.level <= target && !one.components.is_empty());
    let ids: BTreeSet<&RequirementId> = open.map(|one| &one.requirement).collect();
    let mut rest: Vec<&RequirementId> = ids.difference(&named).copied().collect();
    rest.sort_by_key(|id| view.requirement_order(id));
    if rest.is_empty() {
        return None;
    }
    let mut spans = vec![Span::plain(format!(
        "Needed for level {target} as well, though no finding counts {} where {} asked for: ",
        one_or(rest.len(), "it", "them"),
        one_or(rest.len(), "it is", "they are"),
    ))];
    let links = rest.into_iter().map(|id| vec![requirement_link(id)]);
    spans.extend(listed_spans(links.collect()));
    spans.push(Span::plain("."));
    Some(Block::Para(spans))
}

/// What a component still needs, each requirement once however many of its findings it acts on.
fn component_row(view: &View, at: &AtComponent) -> Option<Row> {
    let mut best: BTreeMap<&RequirementId, (Strength, &Measure)> = BTreeMap::new();
    let measures = at.findings.iter().flat_map(|treated| &treated.measures);
    for measure in measures.filter(|m| m.is_open() && !m.components.is_empty()) {
        let entry = best
            .entry(&measure.requirement)
            .or_insert((measure.strength, measure));
        entry.0 = entry.0.min(measure.strength);
    }
    let drawn = drawn_at(view, at, &best.keys().copied().collect());
    if best.is_empty() && drawn.is_empty() {
        return None;
    }
    let mut cells = vec![Cell::spans(vec![view.component_link(&at.component)])];
    cells.extend(STRENGTHS.map(|strength| {
        let mut here: Vec<&Measure> = best
            .values()
            .filter(|(best, _)| *best == strength)
            .map(|(_, measure)| *measure)
            .collect();
        here.sort_by_key(|m| (m.level, view.requirement_order(&m.requirement)));
        let mut things: Vec<Vec<Span>> = here.into_iter().map(|m| named(view, at, m)).collect();
        let drawn = drawn.iter().filter(|(_, of)| **of == strength);
        things.extend(drawn.map(|(id, _)| {
            let state = Span::quiet(format!(" ({DRAWN})"));
            vec![requirement_link(id), state]
        }));
        if things.is_empty() {
            Cell::text("–")
        } else {
            Cell::spans(joined(things, ", "))
        }
    }));
    Some(row(cells))
}

/// Requirements that the drawing amounts to for a finding here, and that nobody has assessed: they keep the system from its level
/// like the others, though they act by way of another component.
fn drawn_at<'v>(
    view: &'v View,
    at: &AtComponent,
    named: &BTreeSet<&RequirementId>,
) -> BTreeMap<&'v RequirementId, Strength> {
    let findings = at.findings.iter();
    let findings = findings.filter_map(|one| view.assessment.findings.get(&one.finding));
    let counted = findings.flat_map(|finding| &finding.treatments);
    let mut drawn = BTreeMap::new();
    for one in counted.filter(|one| one.status.is_none()) {
        let asked = view.assessment.requirements.get(&one.requirement);
        let open = asked.is_some_and(|state| state.status.is_none());
        if open && !named.contains(&one.requirement) {
            let strength = drawn.entry(&one.requirement).or_insert(one.strength);
            *strength = one.strength.min(*strength);
        }
    }
    drawn
}

/// A requirement's id with its state, where it has one.
fn named(view: &View, at: &AtComponent, measure: &Measure) -> Vec<Span> {
    let mut spans = vec![requirement_link(&measure.requirement)];
    let mut words = view.state_here(
        &measure.requirement,
        &at.component,
        measure.status,
        &measure.components,
    );
    // The lead of the table says that nobody has assessed what has no state.
    let drawn_near = words.strip_prefix(NOT_ASSESSED_BUT) == Some(DRAWN);
    let drawn = drawn_near || view.is_drawn(&measure.requirement, &at.component);
    if drawn && measure.status.is_none() {
        DRAWN.clone_into(&mut words);
    }
    let mut findings = at
        .findings
        .iter()
        .filter_map(|one| view.assessment.findings.get(&one.finding));
    if findings.any(|finding| measure.is_behind(finding)) {
        let names: Vec<String> = measure.components.iter().map(|c| view.name(c)).collect();
        let place = format!("at {}", listed(&names));
        let words = if words == state(None) {
            place
        } else {
            format!("{} {place}", uncapital(&words))
        };
        let words = if drawn && measure.status.is_some() {
            format!("{words}; the drawing counts more")
        } else {
            words
        };
        spans.push(Span::quiet(format!(" ({words})")));
    } else if words != state(None) {
        spans.push(Span::quiet(format!(" ({})", uncapital(&words))));
    }
    spans
}

// ---- every requirement

fn requirements(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .requirements()
        .into_iter()
        .map(|(id, requirement, found)| requirement_row(view, id, requirement, found))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        heading("requirements", "Every requirement that applies"),
        para(
            "Each is written out here once, in the order of the catalogue; other chapters name it by its id and title. Under “Acts on”, S removes a precondition, M makes the attack materially harder, and W detects or limits it.",
        ),
        grid(
            "Requirements with their level, what they act on, how to verify them, where they apply, and their state",
            &[
                ("Requirement", 1.3),
                ("What must be true, and how to verify it", 7.0),
                ("Acts on", 1.6),
                ("State", 1.6),
            ],
            rows,
        ),
    ]
    .into_iter()
    .chain(asked_of_nobody(view))
    .collect()
}

/// What a finding names though it is asked of no component here: whoever reads of it finds its text.
fn asked_of_nobody(view: &View) -> Vec<Block> {
    let mut named: BTreeMap<RequirementId, Vec<&FindingId>> = BTreeMap::new();
    for finding in view.applying.iter().chain(&view.asking) {
        for id in acting::named(view, finding) {
            if !view.assessment.requirements.contains_key(&id) {
                let by = named.entry(id).or_default();
                if !by.contains(&&finding.id) {
                    by.push(&finding.id);
                }
            }
        }
    }
    if named.is_empty() {
        return Vec::new();
    }
    let mut named: Vec<_> = named.into_iter().collect();
    named.sort_by_cached_key(|(id, _)| view.requirement_order(id));
    let rows = named.into_iter().map(|(id, by)| {
        let links = by.into_iter().map(|id| vec![finding_link(id)]);
        let title = Span::strong(format!("{}. ", view.requirement_title(&id)));
        let text = Span::plain(view.requirement_text(&id));
        anchored(
            requirement_anchor(&id),
            vec![
                Cell::code(id.to_string()),
                Cell::spans(vec![title, text]),
                Cell::spans(joined(links.collect(), ", ")),
            ],
        )
    });
    vec![
        heading(
            "named-only",
            "Named by findings, asked of no component here",
        ),
        para(
            "An answer amounts to these or denies them, and the catalogue asks for evidence of them at other kinds of component only. They count for no level and no coverage.",
        ),
        grid(
            "Requirements that findings name and that are asked of no component here",
            &[
                ("Requirement", 1.3),
                ("What must be true", 7.0),
                ("Named by", 3.2),
            ],
            rows.collect(),
        ),
    ]
}

fn requirement_row(
    view: &View,
    id: &RequirementId,
    requirement: &Requirement,
    found: &RequirementState,
) -> Row {
    let place = where_it_applies(view, found);
    anchored(
        requirement_anchor(id),
        vec![
            Cell::spans(vec![
                Span::code(id.to_string()),
                Span::quiet(format!("\nlevel {}", requirement.level)),
            ]),
            Cell::spans(vec![
                Span::strong(format!("{}. ", view.requirement_title(id))),
                Span::plain(format!("{} ", view.requirement_text(id))),
                Span::quiet(format!("{} {place}.", how_to_verify(&requirement.methods))),
            ]),
            Cell::text(acts_on(view, requirement, found)),
            Cell::text(view.state_over(id, found)),
        ],
    )
}

/// The threats with findings that a requirement acts on, by how strongly.
fn acts_on(view: &View, requirement: &Requirement, found: &RequirementState) -> String {
    let known = view.catalog.entries().threats.len();
    let lines: Vec<String> = STRENGTHS
        .into_iter()
        .filter_map(|strength| {
            let threats: Vec<&str> = found
                .threats
                .iter()
                .map(crate::model::ThreatId::as_str)
                .filter(|threat| requirement.mitigates.get(*threat) == Some(&strength))
                .collect();
            match threats.len() {
                0 => None,
                all if all > 3 && all == known => Some(format!("{strength:?}: every threat")),
                _ => Some(format!("{strength:?}: {}", in_runs(&threats))),
            }
        })
        .collect();
    if lines.is_empty() {
        "–".to_owned()
    } else {
        lines.join("\n")
    }
}

/// Ids in a few words: three or more of the catalogue's in a row become a range.
fn in_runs(ids: &[&str]) -> String {
    let number = |id: &str| {
        id.strip_prefix("ML")
            .and_then(|digits| digits.parse::<u32>().ok())
    };
    let follows = |a: &&str, b: &&str| number(a).zip(number(b)).is_some_and(|(a, b)| a + 1 == b);
    let runs = ids.chunk_by(follows).map(|run| match run {
        [first, _, .., last] => format!("{first}–{}", last.trim_start_matches("ML")),
        few => few.join(", "),
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// What the letters of strength stand for.
pub(super) fn strengths() -> String {
    let words = STRENGTHS.map(|s| format!("{s:?} {}", s.in_words()));
    format!("In tables, a requirement marked {}.", listed(&words))
}

#[cfg(test)]
mod tests {
    use super::in_runs;

    #[test]
    fn ids_in_a_row_become_a_range() {
        assert_eq!(
            in_runs(&["ML01", "ML02", "ML03", "ML05", "ML06", "OWN-1"]),
            "ML01–03, ML05, ML06, OWN-1"
        );
    }
}
