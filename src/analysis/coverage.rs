//! Which verification requirements apply, how far each is, and which level is reached (facts.md 6.2).

use std::collections::{BTreeMap, BTreeSet};

use super::assessment::{Coverage, RequirementState};
use super::finding::{Finding, Role};
use super::graph::{Graph, Node};
use super::strength::strength_of;
use crate::catalog::Requirement;
use crate::catalog::rule::fits;
use crate::model::{
    ComponentId, ControlId, ControlStatus, FindingId, Level, RequirementId, ThreatId,
};

/// What follows for the requirements.
pub(super) struct Metric {
    pub requirements: BTreeMap<RequirementId, RequirementState>,
    pub reached: Option<Level>,
    pub blockers: Vec<RequirementId>,
    pub coverage: f64,
    pub by_chapter: Vec<(String, Coverage)>,
    pub by_threat: BTreeMap<String, Coverage>,
}

/// A requirement applies when one of its kinds occurs and one of its threats applies or needs an answer; `*` always does.
pub(super) fn metric(graph: &Graph, findings: &BTreeMap<FindingId, Finding>) -> Metric {
    let live: BTreeSet<&ThreatId> = findings
        .values()
        .filter(|f| f.role == Role::Primary)
        .map(|f| &f.id.threat)
        .collect();
    let entries = graph.catalog.entries();
    let recorded = graph.model.controls.keys();
    let drawn = Drawn {
        graph,
        by_kind: by_kind(graph),
        recorded: recorded.map(|id| id.requirement.as_str()).collect(),
    };
    let mut requirements = BTreeMap::new();
    for (id, requirement) in &entries.requirements {
        let Ok(key) = RequirementId::new(id.as_str()) else {
            continue;
        };
        if let Some(state) = state(&drawn, &key, requirement, &live) {
            requirements.insert(key, state);
        }
    }
    let (reached, blockers) = level(graph, &requirements);
    let weigh = |keep: &dyn Fn(&Requirement) -> Option<u32>| cover(graph, &requirements, keep);
    let mut chapters: Vec<(&String, u32)> = entries
        .chapters
        .iter()
        .map(|(id, c)| (id, c.number))
        .collect();
    chapters.sort_by_key(|(_, number)| *number);
    let strongest = |r: &Requirement| r.mitigates.values().map(|s| s.weight()).max().unwrap_or(1);
    Metric {
        reached,
        blockers,
        coverage: weigh(&|r| Some(strongest(r))).share(),
        by_chapter: chapters
            .into_iter()
            .map(|(id, _)| {
                (
                    id.clone(),
                    weigh(&|r| (&r.chapter == id).then(|| strongest(r))),
                )
            })
            .collect(),
        // Where no finding stands, nothing is covered: the row agrees with the threats that each requirement acts on.
        by_threat: entries
            .threats
            .keys()
            .filter(|t| live.iter().any(|threat| threat.as_str() == t.as_str()))
            .map(|t| {
                (
                    t.clone(),
                    weigh(&|r| r.mitigates.get(t).map(|s| s.weight())),
                )
            })
            .collect(),
        requirements,
    }
}

/// The drawing, with what every requirement wants to know of it.
struct Drawn<'g, 'a> {
    graph: &'g Graph<'a>,
    /// The components of each kind.
    by_kind: BTreeMap<&'a str, Vec<Node>>,
    /// The requirements that the document has a record of.
    recorded: BTreeSet<&'a str>,
}

fn by_kind<'a>(graph: &Graph<'a>) -> BTreeMap<&'a str, Vec<Node>> {
    let mut found: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
    for node in 0..graph.len() {
        found.entry(graph.kind(node)).or_default().push(node);
    }
    found
}

fn state(
    drawn: &Drawn,
    id: &RequirementId,
    requirement: &Requirement,
    live: &BTreeSet<&ThreatId>,
) -> Option<RequirementState> {
    let graph = drawn.graph;
    let threats: Vec<ThreatId> = live
        .iter()
        .filter(|t| strength_of(graph.model, id, requirement, t).is_some())
        .map(|t| (*t).clone())
        .collect();
    let everywhere = requirement.kinds.iter().any(|k| k == "*");
    if everywhere {
        return Some(RequirementState {
            components: Vec::new(),
            threats,
            status: status_at(graph, id, None),
        });
    }
    let fitting = |kind: &str| requirement.kinds.iter().any(|k| fits(k, kind));
    let mut nodes: Vec<Node> = drawn
        .by_kind
        .iter()
        .filter(|(kind, _)| fitting(kind))
        .flat_map(|(_, nodes)| nodes.iter().copied())
        .filter(|node| speaks_of(graph, requirement, *node))
        .collect();
    if nodes.is_empty() || threats.is_empty() {
        return None;
    }
    nodes.sort_unstable();
    let components: Vec<ComponentId> = nodes.into_iter().map(|n| graph.id(n).clone()).collect();
    let status = if drawn.recorded.contains(id.as_str()) {
        worst(graph, id, &components)
    } else {
        None
    };
    Some(RequirementState {
        components,
        threats,
        status,
    })
}

/// Whether a requirement speaks of a component.
pub(super) fn speaks_of(graph: &Graph, requirement: &Requirement, node: Node) -> bool {
    requirement.speaks_of(graph.nodes[node].component)
}

fn status_at(
    graph: &Graph,
    id: &RequirementId,
    component: Option<&ComponentId>,
) -> Option<ControlStatus> {
    let key = ControlId {
        requirement: id.clone(),
        component: component.cloned(),
    };
    graph.model.controls.get(&key).map(|control| control.status)
}

/// The worst state over the components, a system-wide entry standing in where a component has none.
fn worst(graph: &Graph, id: &RequirementId, components: &[ComponentId]) -> Option<ControlStatus> {
    let system_wide = status_at(graph, id, None);
    worst_of(
        components
            .iter()
            .map(|c| status_at(graph, id, Some(c)).or(system_wide)),
    )
}

/// The worst of some states, `None` being "not assessed". What somebody has found missing is never hidden behind what nobody
/// has looked at: not met counts before planned, planned before not assessed, and that before what is in place.
pub(super) fn worst_of(
    states: impl Iterator<Item = Option<ControlStatus>>,
) -> Option<ControlStatus> {
    use ControlStatus::{Implemented, NotApplicable, NotMet, Planned, Verified};
    let rank = |state: &Option<ControlStatus>| match state {
        Some(NotApplicable) => 0,
        Some(Verified) => 1,
        Some(Implemented) => 2,
        None => 3,
        Some(Planned) => 4,
        Some(NotMet) => 5,
    };
    states.max_by_key(rank).flatten()
}

/// The highest level whose applicable requirements, and those of all levels below, are verified; and what blocks the next.
fn level(
    graph: &Graph,
    requirements: &BTreeMap<RequirementId, RequirementState>,
) -> (Option<Level>, Vec<RequirementId>) {
    let done = |state: &RequirementState| {
        matches!(
            state.status,
            Some(ControlStatus::Verified | ControlStatus::NotApplicable)
        )
    };
    let mut reached = None;
    for level in Level::ALL {
        let mut open: Vec<RequirementId> = requirements
            .iter()
            .filter(|(id, state)| {
                let of_level = graph
                    .catalog
                    .requirement(id.as_str())
                    .is_some_and(|r| r.level == level);
                of_level && !done(state)
            })
            .map(|(id, _)| id.clone())
            .collect();
        open.sort_by_cached_key(|id| graph.catalog.requirement_order(id));
        // A document without components has shown nothing, however little applies to it.
        if !open.is_empty() || graph.len() == 0 {
            return (reached, open);
        }
        reached = Some(level);
    }
    (reached, Vec::new())
}

fn cover(
    graph: &Graph,
    requirements: &BTreeMap<RequirementId, RequirementState>,
    weight: &dyn Fn(&Requirement) -> Option<u32>,
) -> Coverage {
    let mut coverage = Coverage::default();
    for (id, state) in requirements {
        let Some(weight) = graph.catalog.requirement(id.as_str()).and_then(weight) else {
            continue;
        };
        if state.status == Some(ControlStatus::NotApplicable) {
            continue;
        }
        coverage.applicable += 1;
        coverage.weight += weight;
        match state.status {
            Some(ControlStatus::Verified) => {
                coverage.verified += 1;
                coverage.halves += 2 * weight;
            }
            Some(ControlStatus::Implemented) => {
                coverage.implemented += 1;
                coverage.halves += weight;
            }
            None => coverage.not_assessed += 1,
            Some(_) => {}
        }
    }
    coverage
}
