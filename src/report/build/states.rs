//! How far a requirement is at one component, and over all that it speaks of. It knows no chapter.

use std::collections::BTreeMap;

use super::view::View;
use super::wording::{capital, listed, state, uncapital};
use crate::analysis::{Finding, RequirementState, Truth};
use crate::catalog::rule::{Predicate, Test};
use crate::model::{ComponentId, ControlId, ControlStatus, FactValue, RequirementId, ThreatId};

/// What is said of a requirement that nobody has recorded, and that a fact of the drawing amounts to.
pub(super) const DRAWN: &str = "in the drawing";

/// Where the drawing shows it at every component, and nobody has recorded it at any.
pub(super) const NOT_ASSESSED_BUT: &str = "Not assessed, but ";

/// How far a requirement is at one component.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// As somebody recorded it, if anybody did.
    Recorded(Option<ControlStatus>),
    /// As the drawing shows it.
    Drawn,
}

/// Whether a component's own facts say what a condition asks of facts; `None` where it asks for none.
fn said(condition: &Predicate, facts: &BTreeMap<String, FactValue>) -> Option<Truth> {
    let holds = |fact: &str, wanted: &dyn Fn(&str) -> bool| {
        let value = facts.get(fact);
        let held = |value: &FactValue| Truth::from(value.values().any(wanted));
        Some(value.map_or(Truth::Unknown, held))
    };
    let parts = |parts: &[Predicate], join: fn(Truth, Truth) -> Truth| {
        let told = parts.iter().filter_map(|part| said(part, facts));
        told.reduce(join)
    };
    match condition {
        Predicate::Fact(fact, Test::Yes) => holds(fact, &|value| value == "yes"),
        Predicate::Fact(fact, Test::In(values)) => {
            holds(fact, &|value| values.iter().any(|one| one == value))
        }
        Predicate::All(all) => parts(all, Truth::and),
        Predicate::Any(any) => parts(any, Truth::or),
        Predicate::Some(_, part) | Predicate::Every(_, part) | Predicate::Count(_, _, part) => {
            said(part, facts)
        }
        _ => None,
    }
}

impl View<'_> {
    /// The state that somebody recorded of a requirement for this very component.
    pub(super) fn recorded_at(
        &self,
        requirement: &RequirementId,
        component: &ComponentId,
    ) -> Option<ControlStatus> {
        self.recorded(requirement, Some(component))
    }

    /// The state of a requirement at a component, and elsewhere on the way where that is another one.
    pub(super) fn state_here(
        &self,
        requirement: &RequirementId,
        component: &ComponentId,
        worst: Option<ControlStatus>,
        near: &[ComponentId],
    ) -> String {
        match self.recorded_at(requirement, component) {
            Some(own) if Some(own) != worst => format!(
                "{} here, {} elsewhere, which counts",
                state(Some(own)),
                state(worst).to_lowercase()
            ),
            None if worst.is_none() && self.is_drawn_near(requirement, near) => {
                format!("{NOT_ASSESSED_BUT}{DRAWN}")
            }
            _ => state(worst).to_owned(),
        }
    }

    /// Whether the drawing shows a requirement at one of the components through which it acts.
    fn is_drawn_near(&self, requirement: &RequirementId, near: &[ComponentId]) -> bool {
        near.iter().any(|one| self.is_drawn(requirement, one))
    }

    /// Whether nobody has recorded a requirement for a component, but the drawing shows there what amounts to it, and a rating
    /// counts it: that of a finding there, or of one elsewhere that the component's own facts lower. Where those facts say the
    /// opposite, the point comes from elsewhere on the way, and nothing is drawn here.
    pub(super) fn is_drawn(&self, requirement: &RequirementId, component: &ComponentId) -> bool {
        let nobody = |at| self.recorded(requirement, at).is_none();
        let counted = |finding: &&Finding| {
            let mut all = finding.treatments.iter();
            all.any(|one| one.status.is_none() && one.requirement == *requirement)
        };
        let mut counting = self.assessment.findings.values().filter(counted);
        let facts = self.model.components.get(component).map(|c| &c.facts);
        let lowers = |threat: &ThreatId| {
            facts.is_some_and(|facts| {
                let mut amounting = self.amounting(requirement, threat);
                amounting.any(|step| said(step, facts) == Some(Truth::True))
            })
        };
        let here = |f: &Finding| f.id.component == *component && !self.is_denied_at(requirement, f);
        nobody(Some(component)) && nobody(None) && counting.any(|f| here(f) || lowers(&f.id.threat))
    }

    /// Whether the facts of a finding's component say the opposite of what would amount to a requirement.
    pub(super) fn is_denied_at(&self, requirement: &RequirementId, finding: &Finding) -> bool {
        let component = self.model.components.get(&finding.id.component);
        component.is_some_and(|component| {
            let mut amounting = self.amounting(requirement, &finding.id.threat);
            amounting.any(|step| said(step, &component.facts) == Some(Truth::False))
        })
    }

    /// The conditions of a threat's rule that amount to a requirement.
    fn amounting<'s>(
        &'s self,
        requirement: &'s RequirementId,
        threat: &ThreatId,
    ) -> impl Iterator<Item = &'s Predicate> {
        let known = self.catalog.threat(threat.as_str());
        let steps = known.map_or(&[][..], |threat| &threat.rule.likelihood.steps);
        let same = |control: Option<&str>| control == Some(requirement.as_str());
        let counted = steps
            .iter()
            .filter(move |step| same(step.control.as_deref()));
        counted.map(|step| &step.when)
    }

    /// The state of a requirement over its components, the worst first: "Not met at A; verified elsewhere".
    pub(super) fn state_over(&self, id: &RequirementId, found: &RequirementState) -> String {
        let system_wide = self.recorded(id, None);
        let mut groups: Vec<(Standing, Vec<String>)> = Vec::new();
        for component in &found.components {
            let own = match self.recorded(id, Some(component)).or(system_wide) {
                None if self.is_drawn(id, component) => Standing::Drawn,
                own => Standing::Recorded(own),
            };
            match groups.iter_mut().find(|(known, _)| *known == own) {
                Some((_, names)) => names.push(self.name(component)),
                None => groups.push((own, vec![self.name(component)])),
            }
        }
        match groups.as_slice() {
            [] | [(Standing::Recorded(_), _)] => return state(found.status).to_owned(),
            [(Standing::Drawn, _)] => {
                return format!("{NOT_ASSESSED_BUT}{DRAWN}");
            }
            _ => {}
        }
        groups.sort_by_key(|(own, _)| *own != Standing::Recorded(found.status));
        let last = groups.len() - 1;
        let told = groups.iter().enumerate().map(|(place, (own, names))| {
            let words = match own {
                Standing::Recorded(own) => uncapital(state(*own)),
                Standing::Drawn => DRAWN.to_owned(),
            };
            match names.len() {
                _ if place == last => format!("{words} elsewhere"),
                few if few < 3 => format!("{words} at {}", listed(names)),
                many => format!("{words} at {many} components"),
            }
        });
        capital(&told.collect::<Vec<_>>().join("; "))
    }

    fn recorded(
        &self,
        requirement: &RequirementId,
        component: Option<&ComponentId>,
    ) -> Option<ControlStatus> {
        let key = ControlId {
            requirement: requirement.clone(),
            component: component.cloned(),
        };
        self.model.controls.get(&key).map(|control| control.status)
    }
}
