//! The entries of a catalogue: kinds, facts, flow kinds, threats and requirements, as they stand in RON. What OWASP publishes of a
//! threat is in `published`, other standards are in `standard`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::published::Published;
use super::rule::{Rule, fits};
use super::standard::Mapping;
use crate::model::{Component, Edition, Level, unique_map};

/// What a component's box looks like, by its part in a data-flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Does something.
    Process,
    /// Keeps something.
    Store,
    /// Runs or is a model.
    Model,
    /// A person or system outside.
    External,
    /// Senses or acts in the physical world.
    Sensor,
}

/// A component kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its name, such as "Inference API".
    pub name: String,
    /// The family it belongs to.
    pub family: String,
    /// Whether it is one of the core kinds.
    #[serde(default)]
    pub core: bool,
    /// The box it is drawn as.
    pub shape: Shape,
    /// What it is, in a sentence.
    pub definition: String,
    /// What is at risk there.
    #[serde(default)]
    pub assets: Vec<String>,
    /// The facts that a component of this kind is asked for.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Facts that are settled by the kind.
    #[serde(default, deserialize_with = "unique_map")]
    pub fixed: BTreeMap<String, String>,
    /// Threats that can have their primary finding here.
    #[serde(default)]
    pub threats: BTreeSet<String>,
    /// Whether a third party supplies components of this kind.
    #[serde(default)]
    pub supplied: bool,
    /// Kinds that usually come next in a drawing, likeliest first.
    #[serde(default)]
    pub next: Vec<String>,
}

/// What a flow can carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowKind {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub definition: String,
    /// What it does to the system.
    pub class: FlowClass,
    /// What the rules take it for; nothing where it is left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub does: BTreeSet<FlowEffect>,
}

/// What the rules take a flow for (facts.md 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowEffect {
    /// A model answers to it.
    Input,
    /// A model reads it beside what it is asked.
    Context,
    /// It is what a model answers.
    Answer,
    /// It passes through the running product.
    Product,
    /// It is a signal of users or of the running product.
    Signal,
    /// It holds the records that something is learned from.
    Records,
    /// It is a participant's update of a model.
    Update,
    /// It carries weights.
    Weights,
    /// It brings in something made elsewhere.
    Import,
    /// It carries code.
    Code,
    /// It is the power to administer.
    Control,
}

/// What a flow does to the system (facts.md 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowClass {
    /// Something is learned from it.
    Learning,
    /// It is part of answering.
    RunTime,
    /// It brings something that runs or steers.
    Artefact,
}

/// What a new flow between two kinds usually carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualFlow {
    /// Kinds at its start.
    pub from: Vec<String>,
    /// Kinds at its end.
    pub to: Vec<String>,
    /// What it carries.
    pub carries: String,
}

/// A fact that a component can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The question, as it is put to a team.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// The values, least dangerous first, each with its meaning.
    pub values: Vec<(String, String)>,
    /// Whether several values can hold at once.
    #[serde(default)]
    pub many: bool,
    /// The value of components that are not asked; the least dangerous without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
    /// Kinds that are asked for it, besides those that name it; `serve.*` means every kind of that prefix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_of: Vec<String>,
    /// The value that counts until someone answers; the question is still asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presumed: Option<String>,
}

/// A threat with its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// Its name in each edition.
    pub names: BTreeMap<Edition, String>,
    /// What OWASP describes, in our words, by edition.
    pub summary: BTreeMap<Edition, String>,
    /// The definition that the rule works with.
    pub definition: String,
    /// The question for a workshop.
    pub ask: String,
    /// What one finding says, with `{}` for the component's name.
    pub statement: String,
    /// Kinds where it can have its primary finding, besides those that name it; `serve.*` means every kind of that prefix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts_at: Vec<String>,
    /// Preventions that OWASP lists, in our words, by edition.
    #[serde(default)]
    pub preventions: BTreeMap<Edition, Vec<String>>,
    /// What OWASP publishes of it, in our words; see [`Threat::published`].
    #[serde(default)]
    pub published: BTreeMap<Edition, Published>,
    /// What differs between the editions, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// Where the published text is loose, and what is done instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveat: Option<String>,
    /// The lifecycle stages where the attack comes in. Ours: OWASP publishes none.
    #[serde(default)]
    pub enters: Vec<Stage>,
    /// The lifecycle stages where it matters. Ours: OWASP publishes none.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Where other standards speak of the same, by standard.
    #[serde(default, deserialize_with = "unique_map")]
    pub crosswalk: BTreeMap<String, Vec<Mapping>>,
    /// Papers and cases that show it, by arXiv number, DOI or name.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// When it applies and how it is rated.
    pub rule: Rule,
}

/// A chapter of the requirements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its number, 1 and up, for sorting.
    pub number: u32,
    /// Its title.
    pub title: String,
}

/// How strongly a requirement acts on a threat (facts.md 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// Removes a precondition when verified.
    S,
    /// Materially raises cost or lowers success.
    M,
    /// Detects, deters or limits.
    W,
}

impl Strength {
    /// What the letter stands for.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::S => "removes a precondition",
            Self::M => "makes it materially harder",
            Self::W => "detects or limits it",
        }
    }

    /// The weight in coverage: 3, 2 or 1 (facts.md 6.2).
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::S => 3,
            Self::M => 2,
            Self::W => 1,
        }
    }
}

/// How a requirement is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Design review.
    DR,
    /// Code or configuration review.
    CR,
    /// Test.
    T,
    /// Operational evidence.
    OE,
}

impl Method {
    /// Every way, from paper to practice.
    pub const ALL: [Self; 4] = [Self::DR, Self::CR, Self::T, Self::OE];

    /// What the letters stand for.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::DR => "design review",
            Self::CR => "code or configuration review",
            Self::T => "test",
            Self::OE => "operational evidence",
        }
    }
}

/// A lifecycle stage, named as in MITRE ATLAS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Business and data understanding.
    BDU,
    /// Data preparation.
    DPR,
    /// ML model engineering.
    MEN,
    /// ML model evaluation.
    MEV,
    /// Deployment.
    DEP,
    /// Monitoring and maintenance.
    MON,
}

impl Stage {
    /// All stages, in the order of a life.
    pub const ALL: [Self; 6] = [
        Self::BDU,
        Self::DPR,
        Self::MEN,
        Self::MEV,
        Self::DEP,
        Self::MON,
    ];

    /// The stage's name.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::BDU => "Business and data understanding",
            Self::DPR => "Data preparation",
            Self::MEN => "Model engineering",
            Self::MEV => "Model evaluation",
            Self::DEP => "Deployment",
            Self::MON => "Monitoring and maintenance",
        }
    }
}

/// A verification requirement of our own catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The chapter it stands in.
    pub chapter: String,
    /// From which level on it is required.
    pub level: Level,
    /// The requirement in a few words, for tables that refer to it.
    #[serde(default)]
    pub title: String,
    /// What must be true.
    pub text: String,
    /// How it is verified.
    pub methods: Vec<Method>,
    /// When in the lifecycle.
    pub stages: Vec<Stage>,
    /// Kinds that it applies to; `*` is the whole system.
    pub kinds: Vec<String>,
    /// Answers that set it aside at a component, by fact: what imports nothing has nothing to pin.
    #[serde(
        default,
        deserialize_with = "unique_map",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub unless: BTreeMap<String, Vec<String>>,
    /// Whether only the team that acquires a component can meet it, and no supplier for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_acquirer: bool,
    /// The threats that it acts on, and how strongly.
    pub mitigates: BTreeMap<String, Strength>,
    /// Where other standards ask for the same, by standard.
    #[serde(default, deserialize_with = "unique_map")]
    pub crosswalk: BTreeMap<String, Vec<String>>,
}

impl Requirement {
    /// Whether it speaks of a component by itself: of its kind, unless an answer there sets it aside. What is asked of the whole
    /// system is asked of no component.
    #[must_use]
    pub fn speaks_of(&self, component: &Component) -> bool {
        let of_kind = |pattern: &String| pattern != "*" && fits(pattern, &component.kind);
        let set_aside = self.unless.iter().any(|(fact, values)| {
            let said = component.facts.get(fact);
            said.is_some_and(|said| said.values().all(|one| values.iter().any(|v| v == one)))
        });
        self.kinds.iter().any(of_kind) && !set_aside
    }
}
