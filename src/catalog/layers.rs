//! Catalogues over each other: built in, then the user's own, then those beside the model, then those named on the command
//! line. An entry replaces a whole id; which built-in entries were replaced, and what they were, is never lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::load::{CatalogFile, Source, parse};
use super::rule::fits;
use super::{Catalog, CatalogError};

/// Where a catalogue comes from, lowest first. Reading the files is left to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The user's own directory.
    User,
    /// The folder of the model.
    BesideModel,
    /// The command line.
    Named,
}

impl Layer {
    /// All layers, lowest first.
    pub const ALL: [Self; 3] = [Self::User, Self::BesideModel, Self::Named];

    /// Where it comes from, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::User => "the user's own catalogues",
            Self::BesideModel => "a catalogue beside the model",
            Self::Named => "a catalogue named with --catalog",
        }
    }
}

/// A built-in entry that another catalogue replaced.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Replacement {
    /// The section it stands in, such as `threats`.
    pub section: &'static str,
    /// Its id.
    pub id: String,
    /// The SHA-256 of the built-in entry, in hexadecimal: what is not in force.
    pub digest: String,
    /// The catalogue whose entry is in force.
    pub by: String,
}

/// An entry that a layer laid over another: its section, its id, the digest of what was there.
pub(super) type Covered = (&'static str, String, String);

impl CatalogFile {
    /// Lays another file over this one: an entry replaces the entry of the same id. Gives what was covered.
    pub(super) fn lay_over(&mut self, upper: Self) -> Vec<Covered> {
        let mut covered = Vec::new();
        cover("kinds", &mut self.kinds, upper.kinds, &mut covered);
        cover("flows", &mut self.flows, upper.flows, &mut covered);
        cover("facts", &mut self.facts, upper.facts, &mut covered);
        cover("threats", &mut self.threats, upper.threats, &mut covered);
        cover("chapters", &mut self.chapters, upper.chapters, &mut covered);
        cover(
            "requirements",
            &mut self.requirements,
            upper.requirements,
            &mut covered,
        );
        cover(
            "standards",
            &mut self.standards,
            upper.standards,
            &mut covered,
        );
        cover("clauses", &mut self.clauses, upper.clauses, &mut covered);
        for family in upper.families {
            if !self.families.contains(&family) {
                self.families.push(family);
            }
        }
        // A team's usual flows come first, so that they count before ours.
        let lower = std::mem::replace(&mut self.usual, upper.usual);
        self.usual.extend(lower);
        // Expectations speak of their own file; they are checked with it and go no further.
        self.tests = upper.tests;
        covered
    }

    /// Gives kinds the threats that say where they can start, and the facts that say of whom they are asked: so a team's
    /// threat or fact reaches a built-in kind without replacing it.
    pub(super) fn spread(&mut self) {
        for (id, kind) in &mut self.kinds {
            let here = |patterns: &[String]| patterns.iter().any(|pattern| fits(pattern, id));
            for (threat, entry) in &self.threats {
                if here(&entry.starts_at) {
                    kind.threats.insert(threat.clone());
                }
            }
            for (fact, entry) in &self.facts {
                let settled = kind.fixed.contains_key(fact) || kind.asks.contains(fact);
                if here(&entry.asked_of) && !settled {
                    kind.asks.push(fact.clone());
                }
            }
        }
    }

    /// Every id with its section.
    pub(super) fn ids(&self) -> BTreeSet<(&'static str, String)> {
        fn of<V>(section: &'static str, map: &BTreeMap<String, V>) -> Vec<(&'static str, String)> {
            map.keys().map(|id| (section, id.clone())).collect()
        }
        let all = [
            of("kinds", &self.kinds),
            of("flows", &self.flows),
            of("facts", &self.facts),
            of("threats", &self.threats),
            of("chapters", &self.chapters),
            of("requirements", &self.requirements),
            of("standards", &self.standards),
            of("clauses", &self.clauses),
        ];
        all.into_iter().flatten().collect()
    }
}

fn cover<V: Serialize>(
    section: &'static str,
    lower: &mut BTreeMap<String, V>,
    upper: BTreeMap<String, V>,
    covered: &mut Vec<Covered>,
) {
    for (id, entry) in upper {
        if let Some(before) = lower.insert(id.clone(), entry) {
            covered.push((section, id, digest(&before)));
        }
    }
}

/// The SHA-256 of an entry, over the shortest form of it: spelling and comments do not count, content does.
fn digest(entry: &impl Serialize) -> String {
    let text = ron::to_string(entry).expect("maps, texts and numbers always have a RON form");
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

impl Catalog {
    /// The built-in catalogue with others laid over it, whatever their order here: lower layers first, and in one layer as
    /// they are given.
    pub fn layered(sources: &[(Layer, Source<'_>)]) -> Result<Self, CatalogError> {
        let mut sources = sources.to_vec();
        sources.sort_by_key(|(layer, _)| *layer);
        sources
            .into_iter()
            .try_fold(Self::built_in()?, |catalog, (_, source)| {
                catalog.with(source)
            })
    }

    /// This catalogue with another laid over it, for example a team's own.
    pub fn with(&self, upper: Source<'_>) -> Result<Self, CatalogError> {
        let mut raw = self.raw.clone();
        let mut own = self.own.clone();
        let mut replacements = self.replacements.clone();
        let file = parse(upper)?;
        let new: BTreeSet<_> = file.ids().difference(&raw.ids()).cloned().collect();
        for (section, id, digest) in raw.lay_over(file) {
            if own.contains(&(section, id.clone())) {
                continue; // It covers an entry of another layer, not a built-in one.
            }
            let known = replacements
                .iter_mut()
                .find(|r: &&mut Replacement| r.section == section && r.id == id);
            match known {
                // The digest stays that of the built-in entry.
                Some(replacement) => upper.name.clone_into(&mut replacement.by),
                None => replacements.push(Replacement {
                    section,
                    id,
                    digest,
                    by: upper.name.to_owned(),
                }),
            }
        }
        own.extend(new);
        replacements.sort();
        Self::spread(raw, own, replacements).checked(&[upper])
    }

    /// Built-in entries that another catalogue replaced, by section and id.
    #[must_use]
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::BUILT_IN;

    fn source<'a>(name: &'a str, text: &'a str) -> Source<'a> {
        Source { name, text }
    }

    const MINE: &str = "(flows: {\"raw\": (name: \"Mine\", definition: \"x\", class: learning)})";
    const BESIDE: &str =
        "(flows: {\"raw\": (name: \"Beside\", definition: \"x\", class: learning)})";

    #[test]
    fn a_higher_layer_counts_however_the_files_are_given() {
        let catalog = Catalog::layered(&[
            (Layer::BesideModel, source("beside.ron", BESIDE)),
            (Layer::User, source("mine.ron", MINE)),
        ])
        .unwrap();
        assert_eq!(catalog.entries().flows["raw"].name, "Beside");
        let replaced = catalog.replacements();
        assert_eq!(replaced.len(), 1);
        assert_eq!(
            (replaced[0].section, replaced[0].id.as_str()),
            ("flows", "raw")
        );
        assert_eq!(replaced[0].by, "beside.ron");
        assert_eq!(catalog.replaced(), ["raw"]);
    }

    #[test]
    fn the_digest_of_a_replaced_entry_is_that_of_the_built_in_one_through_all_layers() {
        let once = Catalog::layered(&[(Layer::User, source("mine.ron", MINE))]).unwrap();
        let twice = once.with(source("beside.ron", BESIDE)).unwrap();
        assert_eq!(
            once.replacements()[0].digest,
            twice.replacements()[0].digest
        );
        assert_eq!(once.replacements()[0].digest.len(), 64);
    }

    #[test]
    fn an_entry_of_a_team_that_another_layer_replaces_is_no_built_in_one() {
        let mine = "(flows: {\"ours\": (name: \"A\", definition: \"x\", class: learning)})";
        let again = "(flows: {\"ours\": (name: \"B\", definition: \"x\", class: learning)})";
        let catalog = Catalog::layered(&[
            (Layer::User, source("mine.ron", mine)),
            (Layer::Named, source("again.ron", again)),
        ])
        .unwrap();
        assert_eq!(catalog.entries().flows["ours"].name, "B");
        assert_eq!(catalog.replacements(), []);
    }

    #[test]
    fn a_fact_of_a_team_is_asked_of_built_in_kinds_without_replacing_them() {
        let text = "(facts: {\"badge\": (question: \"Q?\", why: \"w\", values: [(\"yes\", \"y\"), (\"no\", \"n\")], asked_of: [\"serve.*\"])})";
        let catalog = Catalog::built_in()
            .unwrap()
            .with(source("t.ron", text))
            .unwrap();
        assert!(
            catalog
                .kind("serve.api")
                .unwrap()
                .asks
                .contains(&"badge".to_owned())
        );
        assert!(
            !catalog
                .kind("train.job")
                .unwrap()
                .asks
                .contains(&"badge".to_owned())
        );
        assert_eq!(catalog.replacements(), []);
    }

    #[test]
    fn no_built_in_file_covers_another() {
        let mut all = CatalogFile::default();
        for built_in in BUILT_IN {
            assert_eq!(
                all.lay_over(parse(*built_in).unwrap()),
                [],
                "{}",
                built_in.name
            );
        }
    }
}
