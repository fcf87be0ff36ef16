//! The threat model itself: plain data, nothing derived.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::date::Date;
use super::id::{
    ComponentId, ControlId, FindingId, FlowId, NoteId, RequirementId, ThreatId, ZoneId,
};

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

/// A verification level, 1 to 3, cumulative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// Any ML system in use.
    #[default]
    One,
    /// Sensitive data, regulated use or a motivated adversary.
    Two,
    /// Safety-critical or high value.
    Three,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// The level as a number, 1 to 3.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

impl TryFrom<u8> for Level {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.number() == number)
            .ok_or_else(|| format!("{number} is not a level; levels are 1, 2 and 3"))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(u8::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// An edition of the OWASP Machine Learning Security Top 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Edition {
    /// The 0.2 draft of August 2023.
    #[default]
    V02,
    /// The 0.3 draft, which renames four threats and rewrites ML06.
    V03,
}

impl Edition {
    /// All editions, oldest first.
    pub const ALL: [Self; 2] = [Self::V02, Self::V03];

    /// The edition's number as text, as in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V02 => "0.2",
            Self::V03 => "0.3",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Edition {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not an edition; editions are 0.2 and 0.3"))
    }
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// How far a trust zone is trusted: 0 internet or physical world, 1 external account, partner or customer device,
/// 2 corporate, 3 ML or production core (facts.md 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trust(u8);

impl Trust {
    /// The highest trust.
    pub const MAX: u8 = 3;

    /// A trust of 0 to 3.
    pub fn new(number: u8) -> Result<Self, String> {
        if number <= Self::MAX {
            Ok(Self(number))
        } else {
            Err(format!("{number} is not a trust; trust is 0, 1, 2 or 3"))
        }
    }

    /// The number, 0 to 3.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether what stands here is outside our control: trust 0 or 1.
    #[must_use]
    pub fn is_external(self) -> bool {
        self.0 <= 1
    }

    /// What the number stands for, in a few words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self.0 {
            0 => "internet or physical world",
            1 => "partner, vendor or customer device",
            2 => "corporate",
            _ => "production core",
        }
    }
}

impl Serialize for Trust {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for Trust {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(deserializer)?).map_err(de::Error::custom)
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

/// An answered fact: one value, or several where the fact is a set. Never empty.
///
/// In a file it is a text, or a list of texts where there are several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactValue(BTreeSet<String>);

impl FactValue {
    /// A single value.
    pub fn one(value: impl Into<String>) -> Self {
        Self(BTreeSet::from([value.into()]))
    }

    /// Several values, if there is at least one.
    #[must_use]
    pub fn several(values: impl IntoIterator<Item = String>) -> Option<Self> {
        let values: BTreeSet<String> = values.into_iter().collect();
        (!values.is_empty()).then_some(Self(values))
    }

    /// The values, sorted.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How many values there are, at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, value) in self.values().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            f.write_str(value)?;
        }
        Ok(())
    }
}

impl Serialize for FactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.first() {
            Some(only) if self.0.len() == 1 => serializer.serialize_str(only),
            _ => serializer.collect_seq(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrList;
        impl<'de> Visitor<'de> for TextOrList {
            type Value = FactValue;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value in quotes, or a list of them")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<FactValue, E> {
                Ok(FactValue::one(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FactValue, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element::<String>()? {
                    values.push(value);
                }
                FactValue::several(values)
                    .ok_or_else(|| de::Error::custom("the list of values is empty"))
            }
        }
        deserializer.deserialize_any(TextOrList)
    }
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

/// What the team does about a finding (its treatment).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionStatus {
    /// Nothing yet.
    Open,
    /// Lower the risk by controls.
    Mitigate,
    /// Live with it.
    Accept,
    /// Another party carries it.
    Transfer,
    /// Change the system so that it cannot happen.
    Avoid,
    /// The finding does not fit this system.
    NotApplicable,
}

/// The state of a verification requirement (facts.md 6.2). Absent is "not assessed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlStatus {
    /// In place, and someone has looked: needs evidence, assessor and date.
    Verified,
    /// In place.
    Implemented,
    /// Agreed, not in place.
    Planned,
    /// Assessed and missing.
    NotMet,
    /// Does not fit; needs a reason.
    NotApplicable,
}

/// Whether an assumption still holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionStatus {
    /// Nobody has checked.
    #[default]
    Unconfirmed,
    /// Somebody has checked and it holds.
    Confirmed,
    /// It does not hold.
    Rejected,
}

macro_rules! closed_set {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// Every member, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as in files and commands.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The name as people read it.
            #[must_use]
            pub fn in_words(self) -> String {
                self.as_str().replace('_', " ")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text).ok_or_else(|| {
                    let all: Vec<&str> = Self::ALL.iter().map(|one| one.as_str()).collect();
                    format!("`{text}` is not one of {}", all.join(", "))
                })
            }
        }
    };
}

closed_set!(DecisionStatus {
    Open = "open",
    Mitigate = "mitigate",
    Accept = "accept",
    Transfer = "transfer",
    Avoid = "avoid",
    NotApplicable = "not_applicable",
});
closed_set!(ControlStatus {
    Verified = "verified",
    Implemented = "implemented",
    Planned = "planned",
    NotMet = "not_met",
    NotApplicable = "not_applicable",
});
closed_set!(AssumptionStatus {
    Unconfirmed = "unconfirmed",
    Confirmed = "confirmed",
    Rejected = "rejected",
});

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

/// A likelihood or an impact, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// A score, if it is 1 to 5.
    pub fn new(number: u8) -> Result<Self, String> {
        if (1..=5).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!(
                "{number} is not a score; likelihood and impact are 1 to 5"
            ))
        }
    }

    /// The nearest score to any number.
    #[must_use]
    pub fn clamped(number: i32) -> Self {
        Self(u8::try_from(number.clamp(1, 5)).unwrap_or(1))
    }

    /// The number, 1 to 5.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// Where a box stands on the canvas: the cell of its top left corner.
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

/// Reads a map and refuses a key that stands in it twice; serde alone would keep the last one.
pub fn unique_map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(std::marker::PhantomData<(K, V)>);
    impl<'de, K, V> Visitor<'de> for Unique<K, V>
    where
        K: Deserialize<'de> + Ord + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map from ids to entries")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = BTreeMap::new();
            while let Some(key) = map.next_key::<K>()? {
                if out.contains_key(&key) {
                    return Err(de::Error::custom(format!(
                        "`{key}` stands twice in this map"
                    )));
                }
                let value = map.next_value()?;
                out.insert(key, value);
            }
            Ok(out)
        }
    }
    deserializer.deserialize_map(Unique(std::marker::PhantomData))
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
}
