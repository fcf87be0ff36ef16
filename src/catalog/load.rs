//! Catalogue files: reading one, and laying several over each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::{Chapter, Fact, FlowKind, Kind, Requirement, Threat, UsualFlow};
use super::standard::Standard;
use crate::model::unique_map;

/// One catalogue file: any of the sections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogFile {
    /// Families of kinds, in the order they are offered.
    pub families: Vec<String>,
    /// Component kinds by id.
    #[serde(deserialize_with = "unique_map")]
    pub kinds: BTreeMap<String, Kind>,
    /// Flow kinds by id.
    #[serde(deserialize_with = "unique_map")]
    pub flows: BTreeMap<String, FlowKind>,
    /// What a new flow usually carries; the first row that fits counts.
    pub usual: Vec<UsualFlow>,
    /// Facts by name.
    #[serde(deserialize_with = "unique_map")]
    pub facts: BTreeMap<String, Fact>,
    /// Threats by id.
    #[serde(deserialize_with = "unique_map")]
    pub threats: BTreeMap<String, Threat>,
    /// Chapters of requirements by id.
    #[serde(deserialize_with = "unique_map")]
    pub chapters: BTreeMap<String, Chapter>,
    /// Requirements by id.
    #[serde(deserialize_with = "unique_map")]
    pub requirements: BTreeMap<String, Requirement>,
    /// Other standards, with their ids, by id.
    #[serde(deserialize_with = "unique_map")]
    pub standards: BTreeMap<String, Standard>,
}

/// A catalogue text with the name it is known by.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its file name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        /// The catalogue files that are built into the program.
        pub const BUILT_IN: &[Source<'static>] = &[
            $(Source { name: concat!("catalogs/", $name), text: include_str!(concat!("../../catalogs/", $name)) }),+
        ];
    };
}

built_in!(
    "kinds.ron",
    "flows.ron",
    "facts.ron",
    "requirements.ron",
    "threats/ML01.ron",
    "threats/ML02.ron",
    "threats/ML03.ron",
    "threats/ML04.ron",
    "threats/ML05.ron",
    "threats/ML06.ron",
    "threats/ML07.ron",
    "threats/ML08.ron",
    "threats/ML09.ron",
    "threats/ML10.ron",
    "standards/aisvs.ron",
    "standards/ai-exchange.ron",
    "standards/atlas.ron",
    "standards/eu-ai-act.ron",
    "standards/iso42001.ron",
    "standards/llmsvs.ron",
    "standards/nist-100-2.ron",
    "standards/nist-ai-rmf.ron",
);

impl CatalogFile {
    /// Lays another file over this one: an entry replaces the entry of the same id. Gives the ids that were replaced.
    pub fn lay_over(&mut self, upper: Self) -> Vec<String> {
        let mut replaced = Vec::new();
        fn merge<V>(
            lower: &mut BTreeMap<String, V>,
            upper: BTreeMap<String, V>,
            replaced: &mut Vec<String>,
        ) {
            for (id, entry) in upper {
                if lower.insert(id.clone(), entry).is_some() {
                    replaced.push(id);
                }
            }
        }
        merge(&mut self.kinds, upper.kinds, &mut replaced);
        merge(&mut self.flows, upper.flows, &mut replaced);
        merge(&mut self.facts, upper.facts, &mut replaced);
        merge(&mut self.threats, upper.threats, &mut replaced);
        merge(&mut self.chapters, upper.chapters, &mut replaced);
        merge(&mut self.requirements, upper.requirements, &mut replaced);
        merge(&mut self.standards, upper.standards, &mut replaced);
        for family in upper.families {
            if !self.families.contains(&family) {
                self.families.push(family);
            }
        }
        // A team's usual flows come first, so that they count before ours.
        let lower = std::mem::replace(&mut self.usual, upper.usual);
        self.usual.extend(lower);
        replaced
    }
}
