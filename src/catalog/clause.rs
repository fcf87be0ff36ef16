//! Clause patterns for contracts with suppliers, with blanks to fill in.

use serde::{Deserialize, Serialize};

/// A clause pattern. Engineering input, not legal advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its number, for sorting.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// What is agreed, with blanks such as `{days}`.
    pub text: String,
}

impl Clause {
    /// The blanks that a clause can have, each with what is printed while nobody has filled it in.
    pub const BLANKS: [(&'static str, &'static str); 4] = [
        ("components", "the components named above"),
        ("level", "[level]"),
        ("days", "[number of] days"),
        ("hours", "[number of] hours"),
    ];

    /// What has to stand wherever clauses are shown.
    pub const NOTICE: &'static str = "Engineering input, not legal advice.";

    /// The names of the blanks in the text, in order.
    #[must_use]
    pub fn blanks(&self) -> Vec<&str> {
        let after = self.text.split('{').skip(1);
        after
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect()
    }

    /// The text with some blanks filled in; the others stand for someone to fill in.
    #[must_use]
    pub fn filled(&self, values: &[(&str, &str)]) -> String {
        let mut text = self.text.clone();
        for (name, value) in values.iter().chain(&Self::BLANKS) {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_blank_that_nobody_filled_in_is_seen() {
        let clause = Clause {
            number: 1,
            title: "T".into(),
            text: "Up to level {level}, within {days}.".into(),
        };
        assert_eq!(
            clause.filled(&[("level", "2")]),
            "Up to level 2, within [number of] days."
        );
    }

    #[test]
    fn there_are_nine_clauses_and_each_has_its_number() {
        let catalog = Catalog::built_in().unwrap();
        let mut numbers: Vec<u32> = catalog
            .entries()
            .clauses
            .values()
            .map(|c| c.number)
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=9).collect::<Vec<u32>>());
    }
}
