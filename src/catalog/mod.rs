//! What is known: component kinds, facts, threats with their rules, requirements. Knows only `model`.
//!
//! The built-in entries are plain RON under `catalogs/`; a team lays its own over them. Start at [`Catalog`], then
//! [`rule`] for the language in which threats say when they apply.

mod clause;
mod entry;
mod expect;
mod guess;
mod language;
mod layers;
mod load;
mod published;
pub mod rule;
mod speak;
mod standard;
mod starters;
mod validate;

pub use clause::Clause;
pub use entry::{
    Chapter, Fact, FlowClass, FlowEffect, FlowKind, Kind, Method, Requirement, Shape, Stage,
    Strength, Threat, UsualFlow,
};
pub use expect::{Drawn, Expectation, SCENARIOS};
pub use guess::Saying;
pub use language::{EXAMPLE, language};
pub use layers::{Layer, Replacement};
pub use load::{BUILT_IN, CatalogFile, Source};
pub use published::{Published, SampleRating};
pub use standard::{Certainty, Item, Mapped, Mapping, Standard};
pub use starters::{SAMPLES, Starter, TEMPLATES};

use std::collections::BTreeSet;

use load::parse;

use crate::model::{
    Diagnostic, FactValue, Places, Problem, RequirementId, ThreatModel, Vocabulary as _, nearest,
};

/// A sound catalogue: every name in it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    file: CatalogFile,
    /// The entries as they were written, before threats and facts were spread over kinds.
    raw: CatalogFile,
    /// Ids that are not built in, with their section.
    own: BTreeSet<(&'static str, String)>,
    replacements: Vec<Replacement>,
    replaced: Vec<String>,
}

/// Why a catalogue was refused: everything wrong with it, each with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::model::render(.diagnostics))]
pub struct CatalogError {
    /// What is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Catalog {
    /// The catalogue that is built into the program.
    pub fn built_in() -> Result<Self, CatalogError> {
        let mut file = CatalogFile::default();
        for source in BUILT_IN {
            file.lay_over(parse(*source)?);
        }
        let catalog = Self::spread(file, BTreeSet::new(), Vec::new());
        // Its soundness is a test's to prove, and everyone who only uses the program would wait for it at every start.
        if cfg!(debug_assertions) {
            catalog.checked(BUILT_IN)
        } else {
            Ok(catalog.without_tests())
        }
    }

    fn spread(
        raw: CatalogFile,
        own: BTreeSet<(&'static str, String)>,
        replacements: Vec<Replacement>,
    ) -> Self {
        let mut file = raw.clone();
        file.spread();
        let replaced = replacements.iter().map(|r| r.id.clone()).collect();
        Self {
            file,
            raw,
            own,
            replacements,
            replaced,
        }
    }

    /// This catalogue, if every name in it is known.
    fn checked(self, sources: &[Source<'_>]) -> Result<Self, CatalogError> {
        let problems = validate::problems(&self);
        if problems.is_empty() {
            return Ok(self.without_tests());
        }
        let indexed: Vec<(&str, Places)> = sources
            .iter()
            .map(|s| (s.name, Places::of(s.text)))
            .collect();
        let diagnostics = problems
            .iter()
            .map(|problem| placed(problem, &indexed))
            .collect();
        Err(CatalogError { diagnostics })
    }

    /// Expectations are checked with their file; what is known does not depend on them.
    fn without_tests(mut self) -> Self {
        self.file.tests.clear();
        self.raw.tests.clear();
        self
    }

    /// The ids of built-in entries that another catalogue replaced; [`Catalog::replacements`] says by what.
    #[must_use]
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }

    /// Everything in the catalogue.
    #[must_use]
    pub fn entries(&self) -> &CatalogFile {
        &self.file
    }

    /// A kind by its id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.file.kinds.get(id)
    }

    /// A fact by its name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.file.facts.get(name)
    }

    /// A threat by its id.
    #[must_use]
    pub fn threat(&self, id: &str) -> Option<&Threat> {
        self.file.threats.get(id)
    }

    /// Where a requirement stands among the others: by the number of its chapter, then by the numbers of its id.
    #[must_use]
    pub fn requirement_order(&self, id: &RequirementId) -> (u32, Vec<u32>, RequirementId) {
        let chapter = self.requirement(id.as_str()).map(|one| &one.chapter);
        let chapter = chapter.and_then(|chapter| self.file.chapters.get(chapter));
        let chapter = chapter.map_or(u32::MAX, |chapter| chapter.number);
        (chapter, id.numbers(), id.clone())
    }

    /// The name of a threat in the document's edition, or that of the team's own; `None` where neither knows it.
    #[must_use]
    pub fn threat_name<'a>(&'a self, model: &'a ThreatModel, id: &str) -> Option<&'a str> {
        if let Some(own) = model.own_threats.get(id) {
            return Some(&own.name);
        }
        let names = &self.threat(id)?.names;
        let name = names.get(&model.system.edition);
        name.or_else(|| names.values().next()).map(String::as_str)
    }

    /// A requirement by its id.
    #[must_use]
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.file.requirements.get(id)
    }

    /// What a new flow between two kinds usually carries.
    #[must_use]
    pub fn usual_flow(&self, from: &str, to: &str) -> Option<&str> {
        let fits_any =
            |patterns: &[String], kind: &str| patterns.iter().any(|p| rule::fits(p, kind));
        self.file
            .usual
            .iter()
            .find(|row| fits_any(&row.from, from) && fits_any(&row.to, to))
            .map(|row| row.carries.as_str())
    }

    /// Everything in a document that this catalogue does not know: kinds, facts, values, flow kinds, requirements, switches.
    #[must_use]
    pub fn problems_of(&self, model: &ThreatModel) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (id, component) in &model.components {
            if self.kind(&component.kind).is_none() {
                let known = self.file.kinds.keys().map(String::as_str);
                problems.push(unknown(
                    format!("components/{id}/kind"),
                    "kind",
                    &component.kind,
                    known,
                ));
            }
            for (fact, value) in &component.facts {
                let path = format!("components/{id}/facts/{fact}");
                problems.extend(self.fact_problem(path, fact, value));
            }
        }
        for (id, flow) in &model.flows {
            for kind in &flow.carries {
                if !self.file.flows.contains_key(kind) {
                    let known = self.file.flows.keys().map(String::as_str);
                    problems.push(unknown(
                        format!("flows/{id}/carries"),
                        "flow kind",
                        kind,
                        known,
                    ));
                }
            }
        }
        for id in model.controls.keys() {
            let path = format!("controls/{id}");
            problems.extend(self.requirement_problem(path, &id.requirement));
        }
        for (id, threat) in &model.own_threats {
            for requirement in &threat.requirements {
                let path = format!("own_threats/{id}/requirements");
                problems.extend(self.requirement_problem(path, requirement));
            }
        }
        let switches = self.switches();
        for name in model.system.options.keys() {
            if !switches.contains(&name.as_str()) {
                let problem = Problem::new(
                    format!("options/{name}"),
                    format!("there is no option `{name}`"),
                );
                problems.push(match nearest(name, switches.iter().copied()) {
                    Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                    None => problem.with_help(format!("options are {}", switches.join(", "))),
                });
            }
        }
        problems
    }

    fn requirement_problem(&self, path: String, id: &RequirementId) -> Option<Problem> {
        let known = self.file.requirements.keys().map(String::as_str);
        let is_known = self.requirement(id.as_str()).is_some();
        (!is_known).then(|| unknown(path, "requirement", id.as_str(), known))
    }

    fn fact_problem(&self, path: String, name: &str, value: &FactValue) -> Option<Problem> {
        let Some(fact) = self.fact(name) else {
            let known = self.file.facts.keys().map(String::as_str);
            return Some(unknown(path, "fact", name, known));
        };
        if value.count() > 1 && !fact.many {
            let message = format!("fact `{name}` takes one value, not {}", value.count());
            return Some(Problem::new(path, message));
        }
        let wrong = value.values().find(|v| fact.rank(v).is_none())?;
        let known: Vec<&str> = fact.values.iter().map(|(id, _)| id.as_str()).collect();
        let problem = Problem::new(path, format!("`{wrong}` is not a value of `{name}`"));
        Some(match nearest(wrong, known.iter().copied()) {
            Some(near) => problem.with_help(format!(
                "did you mean `{near}`? values: {}",
                known.join(", ")
            )),
            None => problem.with_help(format!("values: {}", known.join(", "))),
        })
    }
}

impl Fact {
    /// How dangerous a value is: its place in the list of values, from 0.
    #[must_use]
    pub fn rank(&self, value: &str) -> Option<usize> {
        self.values.iter().position(|(id, _)| id == value)
    }

    /// The value that counts where the fact is not asked.
    #[must_use]
    pub fn elsewhere(&self) -> &str {
        self.elsewhere
            .as_deref()
            .or_else(|| self.values.first().map(|(id, _)| id.as_str()))
            .unwrap_or("no")
    }

    /// The meaning of a value.
    #[must_use]
    pub fn meaning(&self, value: &str) -> Option<&str> {
        let found = self.values.iter().find(|(id, _)| id == value);
        found.map(|(_, meaning)| meaning.as_str())
    }
}

fn unknown<'a>(
    path: String,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Problem {
    let problem = Problem::new(path, format!("there is no {what} `{name}`"));
    match nearest(name, known) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
        None => problem.with_help(format!("`bartizan catalog list` shows every {what}")),
    }
}

/// A problem at its place in the file whose entry it speaks of.
fn placed(problem: &Problem, sources: &[(&str, Places)]) -> Diagnostic {
    let entry = problem
        .path
        .splitn(3, '/')
        .take(2)
        .collect::<Vec<&str>>()
        .join("/");
    let found = sources
        .iter()
        .find(|(_, places)| places.key(&entry).is_some());
    let told = Diagnostic::error(problem.message.as_str());
    let told = match &problem.help {
        Some(help) => told.with_help(help.as_str()),
        None => told,
    };
    match found.or(sources.first()) {
        Some((name, places)) => told.in_file(*name).at(places.at(&problem.path)),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_knows_every_name_that_it_uses() {
        let mut file = CatalogFile::default();
        for source in BUILT_IN {
            file.lay_over(parse(*source).unwrap());
        }
        let catalog = Catalog::spread(file, BTreeSet::new(), Vec::new());
        assert!(catalog.checked(BUILT_IN).is_ok());
    }
}
