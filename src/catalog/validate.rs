//! Whether a catalogue is sound: every name in it is known. A rule never fails silently.

use std::collections::BTreeSet;

use super::Catalog;
use super::clause::Clause;
use super::entry::Threat;
use super::rule::{Basis, Op, Predicate, Step, Test, fits};
use crate::model::{Edition, Problem, RequirementId, ThreatId, nearest};

/// Sets inside sets that a rule may use: at most two variables, so one set in another.
const DEEPEST: usize = 2;

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
        self.problems.push(match nearest(name, known) {
            Some(near) => problem.with_help(format!("did you mean `{near}`?")),
            None => problem,
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
            for (i, threat) in kind.threats.iter().enumerate() {
                if !catalog.file.threats.contains_key(threat) {
                    let known = catalog.file.threats.keys().map(String::as_str);
                    self.unknown(format!("{path}/threats/{i}"), "threat", threat, known);
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

    fn rule(&mut self, path: &str, id: &str, threat: &Threat) {
        let rule = &threat.rule;
        for (below, predicate) in rule.predicates() {
            let inside_affected = below == "affected";
            self.predicate(&format!("{path}/{below}"), predicate, inside_affected);
        }
        match rule.reasons.last() {
            Some(last) if last.when == Predicate::Always => {}
            _ => {
                let message = format!(
                    "the last reason of `{id}` must hold `Always`, so that every `does not apply` has one"
                );
                self.say(format!("{path}/reasons"), message);
            }
        }
        if !(1..=5).contains(&rule.likelihood.base) {
            self.say(
                format!("{path}/likelihood/base"),
                format!("{} is not 1 to 5", rule.likelihood.base),
            );
        }
        self.basis(&format!("{path}/impact/of"), &rule.impact.of);
        for (which, steps) in [
            ("likelihood", &rule.likelihood.steps),
            ("impact", &rule.impact.steps),
        ] {
            for (i, step) in steps.iter().enumerate() {
                self.step(&format!("{path}/{which}/steps/{i}"), step);
            }
        }
    }

    fn step(&mut self, path: &str, step: &Step) {
        let Some(control) = &step.control else { return };
        if !self.catalog.file.requirements.contains_key(control) {
            let known = self.catalog.file.requirements.keys().map(String::as_str);
            self.unknown(format!("{path}/control"), "requirement", control, known);
        }
        if !matches!(step.op, Op::Add(n) if n < 0) {
            self.say(
                format!("{path}/op"),
                "a step that stands for a control must lower the number".into(),
            );
        }
    }

    fn basis(&mut self, path: &str, basis: &Basis) {
        let mut numbers: Vec<u8> = Vec::new();
        match basis {
            Basis::Fixed(n) => numbers.push(*n),
            Basis::Stakes => {}
            Basis::Own(fact, table) | Basis::Highest(_, fact, table) => {
                for value in table.keys() {
                    self.fact_value(path.to_owned(), fact, value);
                }
                if table.is_empty() {
                    self.fact_name(path.to_owned(), fact);
                }
                numbers.extend(table.values());
            }
            Basis::ByKind(rows) => {
                for (patterns, n) in rows {
                    for pattern in patterns {
                        self.kind_pattern(path.to_owned(), pattern);
                    }
                    numbers.push(*n);
                }
            }
            Basis::Larger(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    self.basis(&format!("{path}/{i}"), part);
                }
            }
        }
        if let Some(n) = numbers.into_iter().find(|n| !(1..=5).contains(n)) {
            self.say(path.to_owned(), format!("an impact of {n} is not 1 to 5"));
        }
    }

    fn predicate(&mut self, path: &str, predicate: &Predicate, inside_affected: bool) {
        if predicate.depth() > DEEPEST {
            self.say(
                path.to_owned(),
                format!("sets stand more than {DEEPEST} deep inside each other"),
            );
        }
        let mut inner = Vec::new();
        predicate.walk(&mut |p| inner.push(p));
        for part in inner {
            self.part(path, part, inside_affected);
        }
        self.bound(path, predicate, false);
    }

    fn part(&mut self, path: &str, part: &Predicate, inside_affected: bool) {
        let catalog = self.catalog;
        let path = path.to_owned();
        match part {
            Predicate::Kind(patterns) => {
                for pattern in patterns {
                    self.kind_pattern(path.clone(), pattern);
                }
            }
            Predicate::Family(families) => {
                for family in families {
                    if !catalog.file.families.contains(family) {
                        let known = catalog.file.families.iter().map(String::as_str);
                        self.unknown(path.clone(), "family", family, known);
                    }
                }
            }
            Predicate::Fact(fact, test) => self.test(&path, fact, test),
            Predicate::Carries(kinds) => {
                for kind in kinds {
                    self.flow_kind(path.clone(), kind);
                }
            }
            Predicate::Edition(edition) if edition.parse::<Edition>().is_err() => {
                self.unknown(
                    path,
                    "edition",
                    edition,
                    Edition::ALL.into_iter().map(Edition::as_str),
                );
            }
            Predicate::Primary if !inside_affected => {
                self.say(
                    path,
                    "`Primary` has a meaning only inside `affected`".into(),
                );
            }
            _ => {}
        }
    }

    /// Refuses a component's predicate on a flow, and the other way round.
    fn bound(&mut self, path: &str, predicate: &Predicate, flow: bool) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in parts {
                    self.bound(path, part, flow);
                }
            }
            Predicate::Not(part) | Predicate::Known(part) => self.bound(path, part, flow),
            Predicate::Some(set, part)
            | Predicate::Every(set, part)
            | Predicate::Count(set, _, part) => {
                if flow {
                    self.say(
                        path.to_owned(),
                        format!(
                            "set `{}` is seen from a component, not from a flow",
                            set.as_str()
                        ),
                    );
                }
                self.bound(path, part, set.is_of_flows());
            }
            Predicate::Flow(_) | Predicate::Carries(_) if !flow => {
                self.say(
                    path.to_owned(),
                    "this speaks of a flow, but a component is bound here".into(),
                );
            }
            Predicate::Kind(_)
            | Predicate::Family(_)
            | Predicate::Fact(..)
            | Predicate::Is(_)
            | Predicate::Primary
                if flow =>
            {
                self.say(
                    path.to_owned(),
                    "this speaks of a component, but a flow is bound here".into(),
                );
            }
            _ => {}
        }
    }

    fn test(&mut self, path: &str, fact: &str, test: &Test) {
        let values: Vec<&str> = match test {
            Test::Yes => vec!["yes"],
            Test::No => vec!["no"],
            Test::In(values) => values.iter().map(String::as_str).collect(),
            Test::AtLeast(value) | Test::AtMost(value) => vec![value],
        };
        for value in values {
            self.fact_value(path.to_owned(), fact, value);
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
            for (i, kind) in requirement.kinds.iter().enumerate() {
                self.kind_pattern(format!("{path}/kinds/{i}"), kind);
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
            let known = self.catalog.file.kinds.keys().map(String::as_str);
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
