//! What OWASP publishes of a threat, in our words: agents, vectors, weaknesses, impacts, scenarios and sample ratings.

use serde::{Deserialize, Serialize};

use super::entry::Threat;
use crate::model::Edition;

/// What an edition of the OWASP ML Top 10 says of a threat, in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Who attacks.
    pub agents: Vec<String>,
    /// How they come in.
    pub vectors: Vec<String>,
    /// What lets them.
    pub weaknesses: Vec<String>,
    /// What follows.
    pub impacts: Vec<String>,
    /// Example attacks, each in a line.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// The numbers of its sample rating.
    pub sample_rating: SampleRating,
}

/// The numbers that OWASP prints for one example scenario, as printed, contradictions included (facts.md 1.4).
///
/// Labels do not fit numbers and two columns disagree, so these are shown as "OWASP sample rating" and never counted:
/// nothing in `analysis` reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleRating {
    /// How easy it is, with the printed label.
    pub exploitability: (u8, String),
    /// How specific it is to the application.
    pub ml_application: u8,
    /// How specific it is to operations.
    pub ml_operations: u8,
    /// How easily it is noticed, with the printed label.
    pub detectability: (u8, String),
    /// What it does technically, with the printed label.
    pub technical: (u8, String),
    /// Exploitability, detectability and technical as the front matter of the page has them.
    pub front_matter: (u8, u8, u8),
}

impl SampleRating {
    /// What has to stand wherever these numbers are shown.
    pub const NOTICE: &'static str = "OWASP sample rating: numbers that OWASP prints for one example scenario. They are no score of this system and enter none.";

    /// Whether the front matter of the published page says something else than its table.
    #[must_use]
    pub fn contradicts_itself(&self) -> bool {
        self.front_matter
            != (
                self.exploitability.0,
                self.detectability.0,
                self.technical.0,
            )
    }
}

impl Threat {
    /// What an edition says of the threat; one that has no entry of its own says what the one before it says.
    #[must_use]
    pub fn published(&self, edition: Edition) -> Option<&Published> {
        let upto = self.published.range(..=edition);
        upto.map(|(_, published)| published).next_back()
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::model::Edition;

    #[test]
    fn every_threat_is_described_in_full_for_both_editions() {
        let catalog = Catalog::built_in().unwrap();
        for (id, threat) in &catalog.entries().threats {
            for edition in Edition::ALL {
                let published = threat.published(edition).unwrap_or_else(|| panic!("{id}"));
                for list in [
                    &published.agents,
                    &published.vectors,
                    &published.weaknesses,
                    &published.impacts,
                    &published.scenarios,
                ] {
                    assert!(!list.is_empty(), "{id} {edition}");
                }
                assert!(!threat.preventions[&edition].is_empty(), "{id} {edition}");
            }
            assert!(
                !threat.ask.is_empty() && !threat.evidence.is_empty(),
                "{id}"
            );
            assert!(
                !threat.stages.is_empty() && !threat.enters.is_empty(),
                "{id}"
            );
            assert!(threat.differs.is_some(), "{id}");
        }
    }

    #[test]
    fn only_ml06_is_another_text_in_the_newer_edition() {
        let catalog = Catalog::built_in().unwrap();
        for (id, threat) in &catalog.entries().threats {
            let same = threat.published(Edition::V02) == threat.published(Edition::V03);
            assert_eq!(same, id != "ML06", "{id}");
        }
    }

    #[test]
    fn the_published_ratings_of_ml06_contradict_themselves_in_the_newer_edition_and_are_printed_so()
    {
        let catalog = Catalog::built_in().unwrap();
        for (id, threat) in &catalog.entries().threats {
            for edition in Edition::ALL {
                let rating = &threat.published(edition).unwrap().sample_rating;
                let expected = id == "ML06" && edition == Edition::V03;
                assert_eq!(rating.contradicts_itself(), expected, "{id} {edition}");
            }
        }
        let ml06 = catalog.threat("ML06").unwrap();
        let rating = &ml06.published(Edition::V03).unwrap().sample_rating;
        assert_eq!(rating.front_matter, (6, 5, 4));
        assert_eq!(rating.exploitability, (4, "Easy".to_owned()));
    }
}
