//! How strongly a requirement acts on a threat, built in, of a team's catalogue or attached by hand.

use crate::catalog::{Requirement, Strength};
use crate::model::{RequirementId, ThreatId, ThreatModel};

/// The strength, if the requirement acts on the threat at all.
///
/// The catalogue says it for threats that it knows. What a team names against a threat that it attached by hand has no
/// strength on record, so it counts as one that makes the threat harder.
pub(super) fn strength_of(
    model: &ThreatModel,
    id: &RequirementId,
    requirement: &Requirement,
    threat: &ThreatId,
) -> Option<Strength> {
    let own = || {
        model
            .own_threats
            .get(threat)
            .filter(|own| own.requirements.contains(id))
    };
    let known = requirement.mitigates.get(threat.as_str()).copied();
    known.or_else(|| own().map(|_| Strength::M))
}
