//! The threat model itself: plain data, nothing derived.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::fact_value::{FactValue, unique_map};
use super::id::{
    ComponentId, ControlId, FindingId, FlowId, NoteId, RequirementId, ThreatId, ZoneId,
};
use super::terms::{AssumptionStatus, ControlStatus, DecisionStatus, Edition, Level, Score, Trust};

/// The document: one ML system, what the team drew, answered and decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThreatModel {
    /// The header: what the system is and how it is assessed.
    pub system: System,
    /// Trust zones.
    pub zones: BTreeMap<ZoneId, Zone>,
    /// Components of the pipeline.
    pub components: BTreeMap<ComponentId, Component>,
    /// Data flows between components.
    pub flows: BTreeMap<FlowId, Flow>,
    /// What the team decided, by finding.
    pub decisions: BTreeMap<FindingId, Decision>,
    /// The state of verification requirements, system-wide or at one component.
    pub controls: BTreeMap<ControlId, Control>,
    /// What the team takes for granted.
    pub assumptions: BTreeMap<NoteId, Assumption>,
    /// What this model leaves out, and why.
    pub out_of_scope: BTreeMap<NoteId, OutOfScope>,
    /// Threats that the team added by hand.
    pub own_threats: BTreeMap<ThreatId, OwnThreat>,
    /// Where boxes stand on the canvas, in cells.
    pub placed: BTreeMap<ComponentId, Placement>,
}

/// The header of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The system's name.
    pub title: String,
    /// One or two sentences on what it does.
    #[serde(default)]
    pub summary: String,
    /// The team that answers for it.
    #[serde(default)]
    pub owner: String,
    /// The verification level to reach, 1 to 3.
    pub target_level: Level,
    /// Edition of the OWASP ML Top 10 whose names are shown.
    pub edition: Edition,
    /// Whether people inside the organisation count as attackers.
    pub insider: bool,
    /// Switches of the rules, such as `prompt_injection`.
    #[serde(default)]
    pub options: BTreeMap<String, bool>,
    /// How the report is classified, such as "Internal".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    /// The number under which the report is filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Default for System {
    fn default() -> Self {
        Self {
            title: "Untitled system".into(),
            summary: String::new(),
            owner: String::new(),
            target_level: Level::One,
            edition: Edition::V02,
            insider: false,
            options: BTreeMap::new(),
            classification: None,
            document_id: None,
            note: None,
        }
    }
}

/// A trust zone: where components stand, and how far the place is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// The zone's name.
    pub name: String,
    /// How far it is trusted; unknown without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<Trust>,
    /// The zone around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ZoneId>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A component of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The name on its box.
    pub name: String,
    /// Its kind, one of the catalogue's, such as `serve.api`.
    pub kind: String,
    /// The zone it stands in; outside all of them without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Answered facts by name; what is absent is unknown.
    #[serde(default, deserialize_with = "unique_map")]
    pub facts: BTreeMap<String, FactValue>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A data flow from one component to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Where it starts.
    pub from: ComponentId,
    /// Where it ends.
    pub to: ComponentId,
    /// What it carries: the catalogue's flow kinds, such as `infer_in`.
    #[serde(default)]
    pub carries: BTreeSet<String>,
    /// The words on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The protocol, such as "HTTPS".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Whether it is encrypted in transit; unknown without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// Whether both ends prove who they are; unknown without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticated: Option<bool>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A decision on a finding: what, who, until when, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The treatment.
    pub status: DecisionStatus,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Where the work is tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Decision {
    /// The fields that its treatment needs and that say nothing: an acceptance by nobody, or without a reason, is none.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
        [("owner", &self.owner), ("because", &self.because)]
            .into_iter()
            .filter(|(_, text)| self.status.closes() && blank(text))
            .map(|(field, _)| field)
            .collect()
    }
}

/// The state of a requirement, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The state.
    pub status: ControlStatus,
    /// Where the evidence is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Who looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessor: Option<String>,
    /// When they looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Why it does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that the team takes for granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// What is assumed.
    pub text: String,
    /// Whether it still holds.
    #[serde(default)]
    pub status: AssumptionStatus,
    /// Who finds out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The day after which it must be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Decisions that rest on it.
    #[serde(default)]
    pub covers: BTreeSet<FindingId>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that this model leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfScope {
    /// Why it is left out.
    pub because: String,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A threat that the team added by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnThreat {
    /// Its name.
    pub name: String,
    /// How it works, in a sentence.
    #[serde(default)]
    pub text: String,
    /// The components it stands at.
    #[serde(default)]
    pub components: BTreeSet<ComponentId>,
    /// Likelihood, 1 to 5.
    pub likelihood: Score,
    /// Impact, 1 to 5.
    pub impact: Score,
    /// Requirements that mitigate it.
    #[serde(default)]
    pub requirements: BTreeSet<RequirementId>,
    /// Anything else worth writing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How far from the middle of the canvas a box may stand, in cells: farther than any drawing reaches, near enough to count with.
pub const FARTHEST: i32 = 100_000;

/// Where a box stands on the canvas: the cell of its top left corner, at most `FARTHEST` from the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Column.
    pub x: i32,
    /// Row.
    pub y: i32,
    /// Whether layout must leave it there.
    #[serde(default)]
    pub pinned: bool,
}

impl ThreatModel {
    /// The zones from the one named up to the outermost, nearest first; stops where a parent repeats.
    #[must_use]
    pub fn zone_chain(&self, zone: &ZoneId) -> Vec<&ZoneId> {
        let mut chain: Vec<&ZoneId> = Vec::new();
        let mut next = self.zones.get_key_value(zone);
        while let Some((id, entry)) = next {
            if chain.contains(&id) {
                break;
            }
            chain.push(id);
            next = entry
                .parent
                .as_ref()
                .and_then(|p| self.zones.get_key_value(p));
        }
        chain
    }

    /// The trust of the place where a component stands: its zone's, else that of the nearest zone around it that states one.
    #[must_use]
    pub fn trust_of(&self, component: &Component) -> Option<Trust> {
        let zone = component.zone.as_ref()?;
        self.zone_chain(zone)
            .into_iter()
            .find_map(|id| self.zones[id].trust)
    }

    /// The name of a component, or its id when it is gone.
    #[must_use]
    pub fn name_of<'a>(&'a self, id: &'a ComponentId) -> &'a str {
        self.components
            .get(id)
            .map_or(id.as_str(), |c| c.name.as_str())
    }

    /// A finding as people speak of it: `ML06 at Scoring API`.
    #[must_use]
    pub fn finding_name(&self, id: &FindingId) -> String {
        format!("{} at {}", id.threat, self.name_of(&id.component))
    }

    /// Whether a decision on a finding is on record, whether or not it still counts.
    #[must_use]
    pub fn is_decided(&self, id: &FindingId) -> bool {
        let decision = self.decisions.get(id);
        decision.is_some_and(|decision| decision.status != DecisionStatus::Open)
    }

    /// Several findings in a row.
    #[must_use]
    pub fn finding_names<'a>(&self, ids: impl IntoIterator<Item = &'a FindingId>) -> String {
        let names = ids.into_iter().map(|id| self.finding_name(id));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A requirement where its state is recorded: `PVC-V8.1 at Scoring API`, or the requirement alone.
    #[must_use]
    pub fn control_name(&self, id: &ControlId) -> String {
        match &id.component {
            Some(component) => format!("{} at {}", id.requirement, self.name_of(component)),
            None => id.requirement.to_string(),
        }
    }
}
