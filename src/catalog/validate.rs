//! Whether a catalogue is sound: every name in it is known. A rule never fails silently.

use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;
use super::clause::Clause;
use super::entry::Threat;
use super::rule::{Basis, Op, Predicate, Step, Test, fits};
use crate::model::{Edition, Problem, RequirementId, ThreatId, nearest};

/// Sets inside sets that a rule may use: at most two variables, so one set in another.
const DEEPEST: usize = 2;
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
        match basis {
            Basis::Fixed(n) => self.impact(format!("{path}/0"), *n),
            Basis::Stakes => {}
            Basis::Own(fact, table) => self.table(path, 0, fact, table),
            Basis::Highest(_, fact, table) => self.table(path, 1, fact, table),
            Basis::ByKind(rows) => {
                for (i, (patterns, n)) in rows.iter().enumerate() {
                    for (j, pattern) in patterns.iter().enumerate() {
                        self.kind_pattern(format!("{path}/0/{i}/0/{j}"), pattern);
                    }
                    self.impact(format!("{path}/0/{i}/1"), *n);
                }
            }
            Basis::Larger(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    self.basis(&format!("{path}/0/{i}"), part);
                }
            }
        }
    }

    /// A fact, the argument `at` of its basis, and the table after it.
    fn table(&mut self, path: &str, at: usize, fact: &str, table: &BTreeMap<String, u8>) {
        if !self.catalog.file.facts.contains_key(fact) {
            self.fact_name(format!("{path}/{at}"), fact);
            return;
        }
        for (value, n) in table {
            let place = format!("{path}/{}/{value}", at + 1);
            self.fact_value(place.clone(), fact, value);
            self.impact(place, *n);
        }
    }

    fn impact(&mut self, path: String, number: u8) {
        if !(1..=5).contains(&number) {
            self.say(path, format!("an impact of {number} is not 1 to 5"));
        }
    }

    fn predicate(&mut self, path: &str, predicate: &Predicate, inside_affected: bool) {
        if predicate.depth() > DEEPEST {
            self.say(
                path.to_owned(),
                format!("sets stand more than {DEEPEST} deep inside each other"),
            );
        }
        self.part(path, predicate, inside_affected);
        self.bound(path, predicate, false);
    }

    fn part(&mut self, path: &str, part: &Predicate, inside_affected: bool) {
        let catalog = self.catalog;
        match part {
            Predicate::Kind(patterns) => {
                for (i, pattern) in patterns.iter().enumerate() {
                    self.kind_pattern(format!("{path}/0/{i}"), pattern);
                }
            }
            Predicate::Family(families) => {
                for (i, family) in families.iter().enumerate() {
                    if !catalog.file.families.contains(family) {
                        let known = catalog.file.families.iter().map(String::as_str);
                        self.unknown(format!("{path}/0/{i}"), "family", family, known);
                    }
                }
            }
            Predicate::Fact(fact, test) => self.test(path, fact, test),
            Predicate::Carries(kinds) => {
                for (i, kind) in kinds.iter().enumerate() {
                    self.flow_kind(format!("{path}/0/{i}"), kind);
                }
            }
            Predicate::Edition(edition) if edition.parse::<Edition>().is_err() => {
                self.unknown(
                    format!("{path}/0"),
                    "edition",
                    edition,
                    Edition::ALL.into_iter().map(Edition::as_str),
                );
            }
            Predicate::Primary if !inside_affected => {
                self.say(
                    path.to_owned(),
                    "`Primary` has a meaning only inside `affected`".into(),
                );
            }
            _ => {}
        }
        for (below, inner) in inside(path, part) {
            self.part(&below, inner, inside_affected);
        }
    }

    /// Refuses a component's predicate on a flow, and the other way round.
    fn bound(&mut self, path: &str, predicate: &Predicate, flow: bool) {
        match predicate {
            Predicate::Some(set, _) | Predicate::Every(set, _) | Predicate::Count(set, ..)
                if flow =>
            {
                self.say(
                    path.to_owned(),
                    format!(
                        "set `{}` is seen from a component, not from a flow",
                        set.as_str()
                    ),
                );
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
        let flow = match predicate {
            Predicate::Some(set, _) | Predicate::Every(set, _) | Predicate::Count(set, ..) => {
                set.is_of_flows()
            }
            _ => flow,
        };
        for (below, inner) in inside(path, predicate) {
            self.bound(&below, inner, flow);
        }
    }

    fn test(&mut self, path: &str, fact: &str, test: &Test) {
        if !self.catalog.file.facts.contains_key(fact) {
            self.fact_name(format!("{path}/0"), fact);
            return;
        }
        match test {
            Test::Yes => self.fact_value(format!("{path}/1"), fact, "yes"),
            Test::No => self.fact_value(format!("{path}/1"), fact, "no"),
            Test::AtLeast(value) | Test::AtMost(value) => {
                self.fact_value(format!("{path}/1/0"), fact, value);
            }
            Test::In(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.fact_value(format!("{path}/1/0/{i}"), fact, value);
                }
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

/// The predicates directly inside another, each with its path as [`crate::model::Places`] counts them.
///
/// `Some(set, …)` leaves no trace in such a path, because it reads like the `Some(…)` of an optional value.
fn inside<'p>(path: &str, predicate: &'p Predicate) -> Vec<(String, &'p Predicate)> {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts
            .iter()
            .enumerate()
            .map(|(i, part)| (format!("{path}/0/{i}"), part))
            .collect(),
        Predicate::Not(part) | Predicate::Known(part) => vec![(format!("{path}/0"), part)],
        Predicate::Some(_, part) => vec![(path.to_owned(), part)],
        Predicate::Every(_, part) => vec![(format!("{path}/1"), part)],
        Predicate::Count(_, _, part) => vec![(format!("{path}/2"), part)],
        _ => Vec::new(),
    }
}
