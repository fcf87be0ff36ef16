//! Whether a threat's rule makes sense: its names, its numbers, and what its conditions speak of.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::catalog::Threat;
use crate::catalog::rule::{Basis, Op, Predicate, Step, Test};
use crate::model::Edition;

/// Sets inside sets that a rule may use: at most two variables, so one set in another.
const DEEPEST: usize = 2;

impl Check<'_> {
    pub(super) fn rule(&mut self, path: &str, id: &str, threat: &Threat) {
        let rule = &threat.rule;
        for (below, predicate) in rule.predicates() {
            let inside_affected = below == "affected";
            self.predicate(&format!("{path}/{below}"), predicate, inside_affected);
        }
        if let Some(through) = &rule.through
            && !self.catalog.file.threats.contains_key(through)
        {
            let known = self.catalog.file.threats.keys().map(String::as_str);
            self.unknown(format!("{path}/through"), "threat", through, known);
        }
        let mut codes = BTreeSet::new();
        for (i, reason) in rule.reasons.iter().enumerate() {
            if !codes.insert(&reason.code) {
                let message = format!(
                    "code `{}` stands twice; each reason has its own",
                    reason.code
                );
                self.say(format!("{path}/reasons/{i}/code"), message);
            }
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
        if let Op::AtLeast(n) | Op::AtMost(n) = step.op
            && !(1..=5).contains(&n)
        {
            self.say(format!("{path}/op"), format!("{n} is not 1 to 5"));
        }
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
            Basis::Stakes | Basis::AnswerStakes => {}
            Basis::Own(fact, table) => self.table(path, 0, fact, table),
            Basis::Highest(set, fact, table) => {
                if set.is_of_flows() {
                    let message = format!(
                        "`{}` is a set of flows, and flows have no facts",
                        set.as_str()
                    );
                    self.say(format!("{path}/0"), message);
                }
                self.table(path, 1, fact, table);
            }
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
                self.some(path, patterns, "kind");
                for (i, pattern) in patterns.iter().enumerate() {
                    self.kind_pattern(format!("{path}/0/{i}"), pattern);
                }
            }
            Predicate::Family(families) => {
                self.some(path, families, "family");
                for (i, family) in families.iter().enumerate() {
                    if !catalog.file.families.contains(family) {
                        let known = catalog.file.families.iter().map(String::as_str);
                        self.unknown(format!("{path}/0/{i}"), "family", family, known);
                    }
                }
            }
            Predicate::Fact(fact, test) => self.test(path, fact, test),
            Predicate::Carries(kinds) => {
                self.some(path, kinds, "flow kind");
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
                self.some(path, values, "value");
                for (i, value) in values.iter().enumerate() {
                    self.fact_value(format!("{path}/1/0/{i}"), fact, value);
                }
            }
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
