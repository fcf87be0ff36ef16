//! What to build and how to verify it: per component, and per stage of the lifecycle.

use std::collections::BTreeMap;

use crate::analysis::assessment::{Assessment, RequirementState};
use crate::analysis::coverage::worst_of;
use crate::analysis::finding::{Finding, Role};
use crate::analysis::strength::strength_of;
use crate::catalog::{Catalog, Method, Requirement, Stage, Strength};
use crate::model::{
    ComponentId, ControlId, ControlStatus, FindingId, Level, RequirementId, ThreatId, ThreatModel,
};

/// What to build, from two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    /// Per component with findings, the worst risk first.
    pub components: Vec<AtComponent>,
    /// The same work as a backlog, in the order of the lifecycle. A measure stands at the first of its stages.
    pub stages: Vec<AtStage>,
}

/// What to build for one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtComponent {
    /// The component.
    pub component: ComponentId,
    /// Its primary findings, the worst residual risk first, each with what acts on it.
    pub findings: Vec<Treated>,
}

/// A finding with what acts on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    /// The finding.
    pub finding: FindingId,
    /// What acts on it, the strongest first, then by level.
    pub measures: Vec<Measure>,
}

/// The work of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtStage {
    /// The stage.
    pub stage: Stage,
    /// Its work, the strongest first, then by level.
    pub measures: Vec<Measure>,
}

/// A requirement as work to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The requirement.
    pub requirement: RequirementId,
    /// How strongly it acts: on the finding, or at best on any finding of the system.
    pub strength: Strength,
    /// From which level on it is required.
    pub level: Level,
    /// Where it is built; empty for the system as a whole.
    pub components: Vec<ComponentId>,
    /// The threats with findings that it acts on.
    pub threats: Vec<ThreatId>,
    /// Its stages.
    pub stages: Vec<Stage>,
    /// How it is verified, in a line.
    pub verify: String,
    /// Its state where it is built, the worst one; `None` is "not assessed".
    pub status: Option<ControlStatus>,
}

impl Measure {
    /// Whether there is something left to do.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(
            self.status,
            Some(ControlStatus::Verified | ControlStatus::NotApplicable)
        )
    }

    /// Whether it is built behind the ways of a finding, where the model was trained.
    #[must_use]
    pub fn is_behind(&self, finding: &Finding) -> bool {
        let mut places = self.components.iter();
        !self.components.is_empty() && places.all(|one| finding.treated_at.contains(one))
    }

    fn order(&self, catalog: &Catalog) -> (Strength, Level, (u32, Vec<u32>, RequirementId)) {
        let order = catalog.requirement_order(&self.requirement);
        (self.strength, self.level, order)
    }
}

/// How a requirement is verified, in a line.
#[must_use]
pub fn how_to_verify(methods: &[Method]) -> String {
    let words: Vec<&str> = methods.iter().map(|method| method.in_words()).collect();
    match words.split_last() {
        None => "Verify it as you see fit.".into(),
        Some((last, [])) => format!("Verify by {last}."),
        Some((last, before)) => format!("Verify by {} and {last}.", before.join(", ")),
    }
}

/// What to build: for every component with a primary finding, and for every stage.
#[must_use]
pub fn guidance(model: &ThreatModel, catalog: &Catalog, assessment: &Assessment) -> Guidance {
    Guidance {
        components: at_components(model, catalog, assessment),
        stages: at_stages(model, catalog, assessment),
    }
}

fn at_components(
    model: &ThreatModel,
    catalog: &Catalog,
    assessment: &Assessment,
) -> Vec<AtComponent> {
    let mut by_component: BTreeMap<&ComponentId, Vec<&Finding>> = BTreeMap::new();
    for finding in assessment
        .findings
        .values()
        .filter(|f| f.role == Role::Primary)
    {
        by_component
            .entry(&finding.id.component)
            .or_default()
            .push(finding);
    }
    let mut found: Vec<(u8, AtComponent)> = by_component
        .into_iter()
        .map(|(component, mut findings)| {
            findings.sort_by_key(|f| (f.verdict, std::cmp::Reverse(f.residual()), f.id.clone()));
            let worst = findings.iter().map(|f| f.residual()).max().unwrap_or(0);
            let treated = findings.iter().map(|finding| Treated {
                finding: finding.id.clone(),
                measures: measures(model, catalog, assessment, finding),
            });
            let at = AtComponent {
                component: component.clone(),
                findings: treated.collect(),
            };
            (worst, at)
        })
        .collect();
    found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.component.cmp(&y.component)));
    found.into_iter().map(|(_, at)| at).collect()
}

/// The applicable requirements that act on a finding: on its component, on a way that makes it so, where the model was trained
/// (as far as the threat's rule says), or on the whole system.
#[must_use]
pub fn measures(
    model: &ThreatModel,
    catalog: &Catalog,
    assessment: &Assessment,
    finding: &Finding,
) -> Vec<Measure> {
    let applicable = assessment.requirements.iter();
    let mut measures: Vec<Measure> = applicable
        .filter_map(|(id, state)| {
            let requirement = catalog.requirement(id.as_str())?;
            let strength = strength_of(model, id, requirement, &finding.id.threat)?;
            let here = spoken_of(model, requirement, finding);
            if here.is_empty() && !state.components.is_empty() {
                return None;
            }
            let status = if state.components.is_empty() {
                state.status
            } else {
                worst(model, id, &here)
            };
            Some(measure(id, requirement, strength, here, state, status))
        })
        .collect();
    measures.sort_by_cached_key(|one| one.order(catalog));
    measures
}

/// The components that count for a finding and that a requirement speaks of; where there is none, those behind it.
fn spoken_of(
    model: &ThreatModel,
    requirement: &Requirement,
    finding: &Finding,
) -> Vec<ComponentId> {
    let among = |components: &[ComponentId]| -> Vec<ComponentId> {
        let mut found = components.to_vec();
        found.retain(|component| at(model, requirement, component));
        found
    };
    let found = among(&finding.counted);
    if found.is_empty() {
        among(&finding.treated_at)
    } else {
        found
    }
}

fn measure(
    id: &RequirementId,
    requirement: &Requirement,
    strength: Strength,
    components: Vec<ComponentId>,
    state: &RequirementState,
    status: Option<ControlStatus>,
) -> Measure {
    Measure {
        requirement: id.clone(),
        strength,
        level: requirement.level,
        components,
        threats: state.threats.clone(),
        stages: requirement.stages.clone(),
        verify: how_to_verify(&requirement.methods),
        status,
    }
}

fn at(model: &ThreatModel, requirement: &Requirement, component: &ComponentId) -> bool {
    let component = model.components.get(component);
    component.is_some_and(|component| requirement.speaks_of(component))
}

/// The worst state over some components, a system-wide entry standing in where one has none.
fn worst(
    model: &ThreatModel,
    requirement: &RequirementId,
    components: &[ComponentId],
) -> Option<ControlStatus> {
    let state = |component: Option<&ComponentId>| {
        let id = ControlId {
            requirement: requirement.clone(),
            component: component.cloned(),
        };
        model.controls.get(&id).map(|control| control.status)
    };
    worst_of(components.iter().map(|c| state(Some(c)).or(state(None))))
}

fn at_stages(model: &ThreatModel, catalog: &Catalog, assessment: &Assessment) -> Vec<AtStage> {
    let mut stages: BTreeMap<Stage, Vec<Measure>> = BTreeMap::new();
    for (id, state) in &assessment.requirements {
        let Some(requirement) = catalog.requirement(id.as_str()) else {
            continue;
        };
        let strengths = state
            .threats
            .iter()
            .filter_map(|t| strength_of(model, id, requirement, t));
        let (Some(strength), Some(first)) = (strengths.min(), requirement.stages.iter().min())
        else {
            continue;
        };
        let components = state.components.clone();
        let measure = measure(id, requirement, strength, components, state, state.status);
        stages.entry(*first).or_default().push(measure);
    }
    let stages = stages.into_iter().map(|(stage, mut measures)| {
        measures.sort_by_cached_key(|one| one.order(catalog));
        AtStage { stage, measures }
    });
    stages.collect()
}
