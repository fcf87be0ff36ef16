//! What to agree with suppliers: for every supplied component obligations, evidence, an acceptance test and a day.

use std::collections::BTreeSet;

use crate::analysis::assessment::Assessment;
use crate::catalog::rule::fits;
use crate::catalog::{Catalog, Clause, Method, Requirement};
use crate::model::{
    Component, ComponentId, ControlId, ControlStatus, Date, DecisionStatus, Level, RequirementId,
    ThreatModel,
};

/// What somebody else makes whoever's zone it stands in, besides the kinds that the catalogue marks (facts.md 6.2).
const SUPPLIED: &[&str] = &["supply.dependency"];

/// What somebody else runs where it stands outside. A mirror or proxy inside is the team's own.
const SUPPLIED_OUTSIDE: &[&str] = &["supply.package_registry", "supply.container_registry"];

/// Work that a supplier does for us when it stands in a supplier's zone: "if a supplier tunes a model with your data".
const DONE_FOR_US: &[&str] = &[
    "train.*",
    "prep.*",
    "eval.*",
    "infra.*",
    "data.internal_store",
    "data.training_set",
    "model.registry",
    "serve.batch",
];

/// What to agree with suppliers. Engineering input, not legal advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procurement {
    /// Every supplied component.
    pub components: Vec<Supplied>,
    /// The clause patterns, in order; empty where nobody is there to sign.
    pub clauses: Vec<Agreed>,
}

/// A component that somebody else supplies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    /// The component.
    pub component: ComponentId,
    /// Who it belongs to, if the drawing says.
    pub supplier: Option<String>,
    /// Why it counts as supplied.
    pub because: String,
    /// Whether there is somebody to sign: a public source has nobody, so its obligations are ours to meet.
    pub partner: bool,
    /// Whether it stands inside, where the team keeps what it took over.
    pub kept_inside: bool,
    /// What has to be met, lower levels first.
    pub obligations: Vec<Obligation>,
    /// What speaks of it but only we can do, whoever supplies it; empty where all obligations are ours anyway.
    pub ours: Vec<RequirementId>,
}

/// A requirement as an obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The requirement.
    pub requirement: RequirementId,
    /// From which level on it is required.
    pub level: Level,
    /// What has to be so.
    pub text: String,
    /// What is handed over to show it.
    pub evidence: String,
    /// How it is accepted.
    pub acceptance: String,
    /// By when: the earliest day that a decision on a finding here names.
    pub due: Option<Date>,
    /// How far it is; `None` is "not assessed".
    pub status: Option<ControlStatus>,
}

/// A clause pattern, as far as it can be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Its id in the catalogue.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text; what is left to fill in stands in square brackets.
    pub text: String,
}

/// What to agree with suppliers, up to the document's target level.
#[must_use]
pub fn procurement(model: &ThreatModel, catalog: &Catalog, assessment: &Assessment) -> Procurement {
    let components: Vec<Supplied> = model
        .components
        .iter()
        .filter_map(|(id, component)| {
            let because = because(model, catalog, id, component)?;
            let partner = has_partner(model, id, component);
            let on_us = |one: &Obligation| {
                let requirement = catalog.requirement(one.requirement.as_str());
                partner && requirement.is_some_and(|requirement| requirement.on_acquirer)
            };
            let all = obligations(model, catalog, assessment, id);
            let (ours, obligations): (Vec<_>, Vec<_>) = all.into_iter().partition(on_us);
            Some(Supplied {
                component: id.clone(),
                supplier: component
                    .owner
                    .clone()
                    .filter(|_| stands_outside(model, component)),
                because,
                partner,
                kept_inside: !stands_outside(model, component),
                obligations,
                ours: ours.into_iter().map(|one| one.requirement).collect(),
            })
        })
        .collect();
    let clauses = clauses(model, catalog, &components);
    Procurement {
        components,
        clauses,
    }
}

/// The supplied components, each with its supplier if the drawing says who that is. Cheap enough for every frame: what is to be
/// agreed with them is not worked out.
#[must_use]
pub fn supplied<'a>(
    model: &'a ThreatModel,
    catalog: &Catalog,
) -> Vec<(&'a ComponentId, Option<&'a str>)> {
    let components = model.components.iter();
    components
        .filter(|(id, component)| because(model, catalog, id, component).is_some())
        .map(|(id, component)| {
            let owner = component.owner.as_deref();
            (id, owner.filter(|_| stands_outside(model, component)))
        })
        .collect()
}

/// Why a component counts as supplied, or nothing where it is our own.
fn because(
    model: &ThreatModel,
    catalog: &Catalog,
    id: &ComponentId,
    component: &Component,
) -> Option<String> {
    let kind = catalog.kind(&component.kind)?;
    let is = |patterns: &[&str]| {
        patterns
            .iter()
            .any(|pattern| fits(pattern, &component.kind))
    };
    let others = is(SUPPLIED_OUTSIDE) && stands_outside(model, component);
    if kind.supplied || is(SUPPLIED) || others {
        return Some(format!("{}: somebody else supplies it.", kind.name));
    }
    let zone = component
        .zone
        .as_ref()
        .and_then(|zone| model.zones.get(zone));
    let trust = model.trust_of(component);
    if is(DONE_FOR_US) && trust.is_some_and(|trust| trust.number() == 1) {
        let zone = zone.map_or("a supplier's zone", |zone| zone.name.as_str());
        return Some(format!("A supplier runs it: it stands in {zone}."));
    }
    if !is(&["prep.label"]) {
        return None;
    }
    let annotators = labels_from_outside(model, id);
    (!annotators.is_empty())
        .then(|| format!("People outside label there: {}.", annotators.join(", ")))
}

fn labels_from_outside<'a>(model: &'a ThreatModel, platform: &ComponentId) -> Vec<&'a str> {
    let flows = model.flows.values().filter(|flow| &flow.to == platform);
    let outside = flows.filter_map(|flow| {
        let (id, from) = model.components.get_key_value(&flow.from)?;
        let external = model
            .trust_of(from)
            .is_some_and(crate::model::Trust::is_external);
        (from.kind == "actor.annotator" && external).then(|| model.name_of(id))
    });
    outside.collect()
}

/// Whose owner is a supplier: what stands inside has an owner of ours, whoever made it.
fn stands_outside(model: &ThreatModel, component: &Component) -> bool {
    model
        .trust_of(component)
        .is_none_or(crate::model::Trust::is_external)
}

/// Data that is gathered from pages of anybody.
const PUBLIC_WEB: &str = "data.public_web";

/// The open internet signs nothing. A public package index or hub has terms of use, and that is all; so have pages that a
/// search finds, wherever they are drawn, and what we took from there and keep inside.
fn has_partner(model: &ThreatModel, id: &ComponentId, component: &Component) -> bool {
    let public = |component: &Component| {
        let trust = model.trust_of(component);
        let anybodys = component.kind == PUBLIC_WEB || trust.is_some_and(|t| t.number() == 0);
        component.owner.is_none() && anybodys
    };
    if stands_outside(model, component) {
        return !public(component);
    }
    let sources = outside_sources(model, id);
    sources.is_empty() || !sources.into_iter().all(public)
}

/// What stands outside and hands something to a component: directly, or by way of our own proxies and registries.
fn outside_sources<'m>(model: &'m ThreatModel, id: &ComponentId) -> Vec<&'m Component> {
    let mut seen = BTreeSet::from([id]);
    let mut ahead = vec![id];
    let mut outside = Vec::new();
    while let Some(to) = ahead.pop() {
        for flow in model.flows.values().filter(|flow| &flow.to == to) {
            let Some((from, component)) = model.components.get_key_value(&flow.from) else {
                continue;
            };
            if !seen.insert(from) {
                continue;
            }
            if stands_outside(model, component) {
                outside.push(component);
            } else if component.kind.starts_with("supply.") {
                ahead.push(from);
            }
        }
    }
    outside
}

fn obligations(
    model: &ThreatModel,
    catalog: &Catalog,
    assessment: &Assessment,
    component: &ComponentId,
) -> Vec<Obligation> {
    let mut found: Vec<Obligation> = assessment
        .requirements
        .iter()
        .filter(|(_, state)| state.components.contains(component))
        .filter_map(|(id, _)| {
            let requirement = catalog.requirement(id.as_str())?;
            if requirement.level > model.system.target_level {
                return None;
            }
            Some(Obligation {
                requirement: id.clone(),
                level: requirement.level,
                text: requirement.text.clone(),
                evidence: evidence(&requirement.methods),
                acceptance: acceptance(&requirement.methods),
                due: due(assessment, requirement, component),
                status: status(model, id, component),
            })
        })
        .collect();
    found.sort_by_cached_key(|one| (one.level, catalog.requirement_order(&one.requirement)));
    found
}

fn status(
    model: &ThreatModel,
    requirement: &RequirementId,
    component: &ComponentId,
) -> Option<ControlStatus> {
    let at = |component: Option<ComponentId>| {
        let requirement = requirement.clone();
        model.controls.get(&ControlId {
            requirement,
            component,
        })
    };
    let control = at(Some(component.clone())).or_else(|| at(None));
    control.map(|control| control.status)
}

fn due(
    assessment: &Assessment,
    requirement: &Requirement,
    component: &ComponentId,
) -> Option<Date> {
    // The day of an accepted risk is the end of the acceptance; nothing has to be built by then.
    let here = assessment.findings.values().filter(|finding| {
        let treats = matches!(
            finding.status,
            DecisionStatus::Mitigate | DecisionStatus::Transfer | DecisionStatus::Avoid
        );
        let acts = requirement
            .mitigates
            .contains_key(finding.id.threat.as_str());
        treats && acts && &finding.id.component == component
    });
    here.filter_map(|finding| finding.decision.as_ref()?.due)
        .min()
}

/// What is handed over to show a requirement that is verified in these ways, and how it is accepted.
#[must_use]
pub fn handed_over(methods: &[Method]) -> (String, String) {
    (evidence(methods), acceptance(methods))
}

/// What is handed over, by how a requirement is verified.
fn evidence(methods: &[Method]) -> String {
    let parts = methods.iter().map(|method| match method {
        Method::DR => "the part of the design that shows it",
        Method::CR => "the code or configuration that does it, with its revision",
        Method::T => "a test report with method, version, day and result",
        Method::OE => "records of operation over the last twelve months",
    });
    let text = parts.collect::<Vec<_>>().join("; ");
    capitalised(&text)
}

/// How it is accepted, by how a requirement is verified.
fn acceptance(methods: &[Method]) -> String {
    let parts = methods.iter().map(|method| match method {
        Method::DR => "the customer reviews the design and finds it there",
        Method::CR => "the customer sees it in the delivered revision",
        Method::T => "the test is repeated in an agreed environment and passes",
        Method::OE => "a sample that the customer picks from the records agrees",
    });
    let text = parts.collect::<Vec<_>>().join("; ");
    capitalised(&text)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    match first {
        Some(first) => format!("{first}{}.", chars.as_str()),
        None => String::new(),
    }
}

fn clauses(model: &ThreatModel, catalog: &Catalog, components: &[Supplied]) -> Vec<Agreed> {
    let partners = components.iter().filter(|supplied| supplied.partner);
    let names: Vec<&str> = partners
        .map(|supplied| model.name_of(&supplied.component))
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let level = model.system.target_level.to_string();
    let names = listed(&names);
    let values = [("components", names.as_str()), ("level", level.as_str())];
    let mut clauses: Vec<(&String, &Clause)> = catalog.entries().clauses.iter().collect();
    clauses.sort_by_key(|(id, clause)| (clause.number, *id));
    let filled = clauses.into_iter().map(|(id, clause)| Agreed {
        id: id.clone(),
        title: clause.title.clone(),
        text: clause.filled(&values),
    });
    filled.collect()
}

/// Names as a contract lists them: "a", "a and b", "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        few => few.concat(),
    }
}
