//! How far a requirement is at one component, and over all that it speaks of. It knows no chapter.

use super::view::View;
use super::wording::{capital, listed, state};
use crate::analysis::RequirementState;
use crate::model::{ComponentId, ControlId, ControlStatus, RequirementId};

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
    ) -> String {
        match self.recorded_at(requirement, component) {
            Some(own) if Some(own) != worst => format!(
                "{} here, {} elsewhere",
                state(Some(own)),
                state(worst).to_lowercase()
            ),
            _ => state(worst).to_owned(),
        }
    }

    /// The state of a requirement over its components, the worst first: "Not met at A; verified elsewhere".
    pub(super) fn state_over(&self, id: &RequirementId, found: &RequirementState) -> String {
        let system_wide = self.recorded(id, None);
        let mut groups: Vec<(Option<ControlStatus>, Vec<String>)> = Vec::new();
        for component in &found.components {
            let own = self.recorded(id, Some(component)).or(system_wide);
            match groups.iter_mut().find(|(known, _)| *known == own) {
                Some((_, names)) => names.push(self.name(component)),
                None => groups.push((own, vec![self.name(component)])),
            }
        }
        if groups.len() < 2 {
            return state(found.status).to_owned();
        }
        groups.sort_by_key(|(own, _)| *own != found.status);
        let last = groups.len() - 1;
        let told = groups.iter().enumerate().map(|(place, (own, names))| {
            let words = state(*own).to_lowercase();
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
