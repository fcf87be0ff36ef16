//! The levels one above the other: how much of each is verified, and where a requirement stands at each of its places
//! (facts.md 6.2).

use crate::catalog::Catalog;
use crate::model::{
    ComponentId, Control, ControlId, ControlStatus, Level, RequirementId, ThreatModel,
};

use super::assessment::{Assessment, RequirementState};

/// A level with how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// The level.
    pub level: Level,
    /// Requirements of this level that count here; what the team set aside does not.
    pub applicable: usize,
    /// Those of them that are verified.
    pub verified: usize,
    /// Whether this level and those below it are verified whole.
    pub reached: bool,
}

/// The levels, lowest first.
#[must_use]
pub fn ladder(catalog: &Catalog, assessment: &Assessment) -> [Rung; 3] {
    Level::ALL.map(|level| {
        let of_level = assessment.requirements.iter().filter(|(id, state)| {
            let same = catalog
                .requirement(id.as_str())
                .is_some_and(|requirement| requirement.level == level);
            same && state.status != Some(ControlStatus::NotApplicable)
        });
        let (mut applicable, mut verified) = (0, 0);
        for (_, state) in of_level {
            applicable += 1;
            verified += usize::from(state.status == Some(ControlStatus::Verified));
        }
        Rung {
            level,
            applicable,
            verified,
            reached: assessment.reached.is_some_and(|reached| reached >= level),
        }
    })
}

/// A requirement at one of its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtPlace<'a> {
    /// The component; `None` is the whole system.
    pub component: Option<&'a ComponentId>,
    /// What counts there.
    pub control: Option<&'a Control>,
    /// Whether the entry of the whole system stands in, since the component has none of its own.
    pub stands_in: bool,
}

impl AtPlace<'_> {
    /// The state that counts there; `None` is "not assessed".
    #[must_use]
    pub fn status(&self) -> Option<ControlStatus> {
        self.control.map(|control| control.status)
    }
}

/// A requirement at the whole system and at every component that it applies to.
#[must_use]
pub fn at_places<'a>(
    model: &'a ThreatModel,
    id: &RequirementId,
    state: &'a RequirementState,
) -> Vec<AtPlace<'a>> {
    let entry = |component: Option<&ComponentId>| {
        model.controls.get(&ControlId {
            requirement: id.clone(),
            component: component.cloned(),
        })
    };
    let whole = entry(None);
    let mut places = vec![AtPlace {
        component: None,
        control: whole,
        stands_in: false,
    }];
    places.extend(state.components.iter().map(|component| {
        let own = entry(Some(component));
        AtPlace {
            component: Some(component),
            control: own.or(whole),
            stands_in: own.is_none() && whole.is_some(),
        }
    }));
    places
}
