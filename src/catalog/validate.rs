//! Whether a catalogue is sound: every name in it is known. A rule never fails silently.

use std::collections::BTreeSet;

use super::Catalog;
use super::clause::Clause;
use super::rule::fits;
use crate::model::{Edition, Problem, RequirementId, ThreatId, nearest};

mod rules;

/// So many names can be listed in a message.
const FEW: usize = 16;

/// Everything wrong with a catalogue; empty when it is sound.
#[must_use]
pub fn problems(catalog: &Catalog) -> Vec<Problem> {
    let mut check = Check {
        catalog,
        problems: Vec::new(),
    };
    check.kinds();
    check.usual_flows();
    check.facts();
    check.threats();
    check.requirements();
    check.standards();
    check.clauses();
    for (id, test) in &catalog.file.tests {
        let found = test.problems(catalog, &format!("tests/{id}"));
        check.problems.extend(found);
    }
    check.problems
}

struct Check<'a> {
    catalog: &'a Catalog,
    problems: Vec<Problem>,
}

impl Check<'_> {
    /// Refuses a list that nothing can be in: what hangs on it would never hold, and nobody would see why.
    fn some<T>(&mut self, path: &str, list: &[T], what: &str) {
        if list.is_empty() {
            self.say(
                path.to_owned(),
                format!("an empty list: name at least one {what}"),
            );
        }
    }

    fn say(&mut self, path: String, message: String) {
        self.problems.push(Problem::new(path, message));
    }

    fn unknown<'n>(
        &mut self,
        path: String,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let problem = Problem::new(path, format!("there is no {what} `{name}`"));
        let known: Vec<&str> = known.collect();
        self.problems
            .push(match nearest(name, known.iter().copied()) {
                Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                None if known.len() <= FEW => {
                    problem.with_help(format!("it is one of {}", known.join(", ")))
                }
                None => problem.with_help("`bartizan catalog list` shows what there is"),
            });
    }

    fn kinds(&mut self) {
        let catalog = self.catalog;
        for (id, kind) in &catalog.file.kinds {
            let path = format!("kinds/{id}");
            if !catalog.file.families.contains(&kind.family) {
                let known = catalog.file.families.iter().map(String::as_str);
                self.unknown(format!("{path}/family"), "family", &kind.family, known);
            }
            for (i, fact) in kind.asks.iter().enumerate() {
                self.fact_name(format!("{path}/asks/{i}"), fact);
            }
            for (fact, value) in &kind.fixed {
                self.fact_value(format!("{path}/fixed/{fact}"), fact, value);
            }
            for threat in &kind.threats {
                if !catalog.file.threats.contains_key(threat) {
                    let known = catalog.file.threats.keys().map(String::as_str);
                    self.unknown(format!("{path}/threats"), "threat", threat, known);
                }
            }
            for (i, next) in kind.next.iter().enumerate() {
                self.kind_pattern(format!("{path}/next/{i}"), next);
            }
        }
    }

    fn usual_flows(&mut self) {
        let catalog = self.catalog;
        for (i, usual) in catalog.file.usual.iter().enumerate() {
            for (side, patterns) in [("from", &usual.from), ("to", &usual.to)] {
                for (j, pattern) in patterns.iter().enumerate() {
                    self.kind_pattern(format!("usual/{i}/{side}/{j}"), pattern);
                }
            }
            self.flow_kind(format!("usual/{i}/carries"), &usual.carries);
        }
    }

    fn facts(&mut self) {
        let catalog = self.catalog;
        for (name, fact) in &catalog.file.facts {
            let mut seen = BTreeSet::new();
            if fact.values.len() < 2 {
                self.say(
                    format!("facts/{name}/values"),
                    format!("fact `{name}` needs at least two values"),
                );
            }
            for (i, (value, _)) in fact.values.iter().enumerate() {
                let path = format!("facts/{name}/values/{i}");
                if !seen.insert(value) {
                    self.say(path, format!("value `{value}` stands twice"));
                } else if value == "unknown" {
                    self.say(
                        path,
                        "`unknown` is never a value; leave the fact out, or name what nobody knows"
                            .into(),
                    );
                }
            }
            for (i, pattern) in fact.asked_of.iter().enumerate() {
                self.kind_pattern(format!("facts/{name}/asked_of/{i}"), pattern);
            }
            for (field, value) in [("elsewhere", &fact.elsewhere), ("presumed", &fact.presumed)] {
                if let Some(value) = value {
                    self.fact_value(format!("facts/{name}/{field}"), name, value);
                }
            }
        }
    }

    fn standards(&mut self) {
        for (id, standard) in &self.catalog.file.standards {
            if !standard.cite.contains("{}") {
                let message = "`cite` needs `{}` where the id goes";
                self.say(format!("standards/{id}/cite"), message.into());
            }
        }
    }

    fn clauses(&mut self) {
        for (id, clause) in &self.catalog.file.clauses {
            for name in clause.blanks() {
                if !Clause::BLANKS.iter().any(|(known, _)| *known == name) {
                    let known = Clause::BLANKS.iter().map(|(known, _)| *known);
                    self.unknown(format!("clauses/{id}/text"), "blank", name, known);
                }
            }
        }
    }

    fn threats(&mut self) {
        let catalog = self.catalog;
        for (id, threat) in &catalog.file.threats {
            let path = format!("threats/{id}");
            if let Err(error) = ThreatId::new(id.as_str()) {
                self.say(path.clone(), error.to_string());
            }
            for edition in Edition::ALL {
                if !threat.names.contains_key(&edition) {
                    self.say(
                        format!("{path}/names"),
                        format!("threat `{id}` has no name for edition {edition}"),
                    );
                }
                if !threat.summary.contains_key(&edition) {
                    self.say(
                        format!("{path}/summary"),
                        format!("threat `{id}` has no summary for edition {edition}"),
                    );
                }
            }
            if !threat.statement.contains("{}") {
                let message = "the statement needs `{}` where the component's name goes";
                self.say(format!("{path}/statement"), message.into());
            }
            for (i, pattern) in threat.starts_at.iter().enumerate() {
                self.kind_pattern(format!("{path}/starts_at/{i}"), pattern);
            }
            for (standard, mappings) in &threat.crosswalk {
                for (i, mapping) in mappings.iter().enumerate() {
                    let path = format!("{path}/crosswalk/{standard}/{i}/ids");
                    self.crosswalk(&path, standard, &mapping.ids);
                }
            }
            self.rule(&format!("{path}/rule"), id, threat);
        }
    }

    /// Refuses a standard that is not known, and an id that its standard does not have.
    fn crosswalk(&mut self, path: &str, standard: &str, ids: &[String]) {
        let standards = &self.catalog.file.standards;
        let Some(known) = standards.get(standard) else {
            let all = standards.keys().map(String::as_str);
            return self.unknown(path.to_owned(), "standard", standard, all);
        };
        for (i, id) in ids.iter().enumerate() {
            if !known.items.contains_key(id) {
                let what = format!("entry of {} {}", known.title, known.version);
                let ids = known.items.keys().map(String::as_str);
                self.unknown(format!("{path}/{i}"), &what, id, ids);
            }
        }
    }

    fn requirements(&mut self) {
        let catalog = self.catalog;
        for (id, requirement) in &catalog.file.requirements {
            let path = format!("requirements/{id}");
            if let Err(error) = RequirementId::new(id.as_str()) {
                self.say(path.clone(), error.to_string());
            }
            if !catalog.file.chapters.contains_key(&requirement.chapter) {
                let known = catalog.file.chapters.keys().map(String::as_str);
                self.unknown(
                    format!("{path}/chapter"),
                    "chapter",
                    &requirement.chapter,
                    known,
                );
            }
            self.some(&format!("{path}/kinds"), &requirement.kinds, "kind");
            self.some(&format!("{path}/methods"), &requirement.methods, "method");
            self.some(&format!("{path}/stages"), &requirement.stages, "stage");
            for (i, kind) in requirement.kinds.iter().enumerate() {
                self.kind_pattern(format!("{path}/kinds/{i}"), kind);
            }
            for (fact, values) in &requirement.unless {
                for value in values {
                    self.fact_value(format!("{path}/unless/{fact}"), fact, value);
                }
            }
            for (standard, ids) in &requirement.crosswalk {
                self.crosswalk(&format!("{path}/crosswalk/{standard}"), standard, ids);
            }
            for threat in requirement.mitigates.keys() {
                if !catalog.file.threats.contains_key(threat) {
                    let known = catalog.file.threats.keys().map(String::as_str);
                    self.unknown(
                        format!("{path}/mitigates/{threat}"),
                        "threat",
                        threat,
                        known,
                    );
                }
            }
        }
    }

    fn kind_pattern(&mut self, path: String, pattern: &str) {
        if !self
            .catalog
            .file
            .kinds
            .keys()
            .any(|kind| fits(pattern, kind))
        {
            let kinds = &self.catalog.file.kinds;
            let families: BTreeSet<String> = kinds
                .keys()
                .filter_map(|kind| kind.split_once('.'))
                .map(|(prefix, _)| format!("{prefix}.*"))
                .collect();
            let known = kinds.keys().chain(&families).map(String::as_str);
            self.unknown(path, "kind", pattern, known);
        }
    }

    fn flow_kind(&mut self, path: String, kind: &str) {
        if !self.catalog.file.flows.contains_key(kind) {
            let known = self.catalog.file.flows.keys().map(String::as_str);
            self.unknown(path, "flow kind", kind, known);
        }
    }

    fn fact_name(&mut self, path: String, fact: &str) {
        if !self.catalog.file.facts.contains_key(fact) {
            let known = self.catalog.file.facts.keys().map(String::as_str);
            self.unknown(path, "fact", fact, known);
        }
    }

    fn fact_value(&mut self, path: String, fact: &str, value: &str) {
        match self.catalog.file.facts.get(fact) {
            None => self.fact_name(path, fact),
            Some(known) if known.rank(value).is_none() => {
                let values = known.values.iter().map(|(value, _)| value.as_str());
                self.unknown(path, &format!("value of `{fact}`"), value, values);
            }
            Some(_) => {}
        }
    }
}
