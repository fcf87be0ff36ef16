//! Catalogue files: what stands in one, those that are built in, and reading one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CatalogError;
use super::clause::Clause;
use super::entry::{Chapter, Fact, FlowKind, Kind, Requirement, Threat, UsualFlow};
use super::expect::Expectation;
use super::standard::Standard;
use crate::model::{Places, unique_map};

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
    /// Clause patterns for contracts, by id.
    #[serde(deserialize_with = "unique_map")]
    pub clauses: BTreeMap<String, Clause>,
    /// Expectations of the rules in this file, by id.
    #[serde(deserialize_with = "unique_map")]
    pub tests: BTreeMap<String, Expectation>,
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
    "clauses.ron",
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

pub(super) fn parse(source: Source<'_>) -> Result<CatalogFile, CatalogError> {
    if let Ok(file) = crate::model::text::options().from_str(source.text) {
        return Ok(file);
    }
    // Only a file that cannot be read needs to know where everything stands.
    crate::model::text::parse(source.text, &Places::of(source.text)).map_err(|diagnostics| {
        CatalogError {
            diagnostics: diagnostics
                .into_iter()
                .map(|d| d.in_file(source.name))
                .collect(),
        }
    })
}
