//! Other standards: the ids they have, and which of our threats and requirements each id maps to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Catalog;
use super::entry::Threat;
use crate::model::unique_map;

/// A standard that threats and requirements are mapped to, pinned to one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its title.
    pub title: String,
    /// The version that the ids are from.
    pub version: String,
    /// Its licence.
    pub licence: String,
    /// How it is cited.
    pub citation: String,
    /// How certain the mapping is, in a sentence.
    pub certainty: String,
    /// How one of its ids is cited: the id stands for `{}`.
    #[serde(default = "as_it_is")]
    pub cite: String,
    /// A notice that its licence asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Every id it has.
    #[serde(deserialize_with = "unique_map")]
    pub items: BTreeMap<String, Item>,
}

fn as_it_is() -> String {
    "{}".into()
}

/// An entry of a standard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Item {
    /// Its name where the licence allows that, else a few words of our own; empty where it is not used.
    pub name: String,
    /// What else the standard says of it in a word, such as its level or maturity.
    pub note: String,
}

/// How well an entry of another standard fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It says the same in its own text.
    Certain,
    /// It fits, as we read it.
    Likely,
    /// It is near or more general.
    Loose,
}

impl Certainty {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Loose => "loose",
        }
    }
}

/// Ids of one standard that a threat maps to, equally well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The ids.
    pub ids: Vec<String>,
    /// How well they fit.
    pub certainty: Certainty,
    /// What limits the mapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An id of a standard with everything that maps to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped<'a> {
    /// The standard's id.
    pub standard: &'a str,
    /// The id in the standard.
    pub id: &'a str,
    /// What the standard, or we, say it is.
    pub item: &'a Item,
    /// The threats that map to it.
    pub threats: Vec<(&'a str, Certainty)>,
    /// The requirements that map to it.
    pub requirements: Vec<&'a str>,
}

impl Standard {
    /// An id as it is cited.
    #[must_use]
    pub fn cited(&self, id: &str) -> String {
        self.cite.replace("{}", id)
    }

    /// The id that a person means: as it stands, as it is cited, or without the prefix that all ids share.
    fn meant(&self, text: &str) -> Option<(&str, &Item)> {
        let text = text.trim();
        let found = self.items.iter().find(|(id, _)| {
            let short = id.strip_prefix("AML.").unwrap_or(id);
            [id.as_str(), short, self.cited(id).as_str()]
                .iter()
                .any(|form| form.eq_ignore_ascii_case(text))
        });
        found.map(|(id, item)| (id.as_str(), item))
    }
}

impl Threat {
    /// The ids of a standard that it maps to without reserve, the best fitting first: a note means that a mapping is for a
    /// variant, for mitigations, or only near.
    #[must_use]
    pub fn ids_in(&self, standard: &str) -> Vec<&str> {
        let all = self.crosswalk.get(standard).into_iter().flatten();
        let mut mappings: Vec<&Mapping> = all.filter(|one| one.note.is_none()).collect();
        mappings.sort_by_key(|mapping| mapping.certainty);
        let ids = mappings.into_iter().flat_map(|mapping| &mapping.ids);
        ids.map(String::as_str).collect()
    }
}

impl Catalog {
    /// A standard by its id.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.entries().standards.get(id)
    }

    /// What maps to an id of another standard, such as `AML.T0020`, `v1.0-C11.2.4` or `A.7.5`: one entry for each
    /// standard that has such an id; none where no standard has it.
    #[must_use]
    pub fn what_maps_to(&self, id: &str) -> Vec<Mapped<'_>> {
        let standards = self.entries().standards.iter();
        standards
            .filter_map(|(standard, entry)| {
                let (id, item) = entry.meant(id)?;
                Some(self.mapped(standard, id, item))
            })
            .collect()
    }

    fn mapped<'a>(&'a self, standard: &'a str, id: &'a str, item: &'a Item) -> Mapped<'a> {
        let threats = self.entries().threats.iter().filter_map(|(threat, entry)| {
            let mappings = entry.crosswalk.get(standard)?;
            let here = mappings.iter().filter(|m| m.ids.iter().any(|i| i == id));
            let best = here.map(|m| m.certainty).min()?;
            Some((threat.as_str(), best))
        });
        let requirements = self.entries().requirements.iter().filter(|(_, entry)| {
            let ids = entry.crosswalk.get(standard);
            ids.is_some_and(|ids| ids.iter().any(|i| i == id))
        });
        Mapped {
            standard,
            id,
            item,
            threats: threats.collect(),
            requirements: requirements.map(|(id, _)| id.as_str()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_atlas_technique_leads_to_the_threats_and_a_mitigation_to_the_requirements() {
        let catalog = Catalog::built_in().unwrap();
        let found = catalog.what_maps_to("AML.T0020");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].item.name, "Poison Training Data");
        assert_eq!(
            found[0].threats,
            [("ML02", Certainty::Likely), ("ML08", Certainty::Likely)]
        );
        let pinning = &catalog.what_maps_to("M0014")[0];
        assert_eq!((pinning.standard, pinning.id), ("atlas", "AML.M0014"));
        assert!(pinning.requirements.contains(&"PVC-V2.5"));
    }

    #[test]
    fn an_id_is_found_as_its_standard_cites_it() {
        let catalog = Catalog::built_in().unwrap();
        let found = catalog.what_maps_to("v1.0-C11.2.4");
        assert_eq!((found[0].standard, found[0].id), ("aisvs", "11.2.4"));
        assert!(found[0].threats.iter().any(|(id, _)| *id == "ML04"));
        assert_eq!(catalog.what_maps_to("a.7.5")[0].standard, "iso42001");
        assert_eq!(catalog.what_maps_to("AML.T9999"), []);
    }

    #[test]
    fn output_integrity_has_no_technique_of_its_own_and_says_so() {
        let catalog = Catalog::built_in().unwrap();
        let ml09 = catalog.threat("ML09").unwrap();
        let certainties: Vec<Certainty> = ml09.crosswalk["atlas"]
            .iter()
            .map(|m| m.certainty)
            .collect();
        assert!(certainties.iter().all(|c| *c == Certainty::Loose));
        assert!(ml09.ids_in("atlas").is_empty());
        assert!(!ml09.crosswalk.contains_key("nist_100_2"));
    }

    #[test]
    fn the_lists_of_ids_are_as_long_as_the_pinned_sources() {
        let catalog = Catalog::built_in().unwrap();
        let expected = [
            ("aisvs", 191),
            ("atlas", 170 + 35),
            ("iso42001", 38),
            ("llmsvs", 70),
            ("nist_ai_rmf", 72),
        ];
        for (id, count) in expected {
            assert_eq!(catalog.standard(id).unwrap().items.len(), count, "{id}");
        }
    }

    #[test]
    fn every_id_in_use_has_a_name_or_words_of_our_own() {
        let catalog = Catalog::built_in().unwrap();
        let entries = catalog.entries();
        let of_threats = entries.threats.values().flat_map(|t| {
            let rows = t.crosswalk.iter();
            rows.flat_map(|(s, groups)| {
                groups
                    .iter()
                    .flat_map(move |g| g.ids.iter().map(move |i| (s, i)))
            })
        });
        let of_requirements = entries.requirements.values().flat_map(|r| {
            let rows = r.crosswalk.iter();
            rows.flat_map(|(s, ids)| ids.iter().map(move |i| (s, i)))
        });
        for (standard, id) in of_threats.chain(of_requirements) {
            let item = &entries.standards[standard].items[id];
            // A control of the AI Exchange is its own name.
            assert!(
                !item.name.is_empty() || item.note == "control",
                "{standard} {id}"
            );
        }
    }
}
