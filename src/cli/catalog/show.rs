//! One entry of the catalogue.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::list::in_order;
use super::standards;
use crate::analysis::mlsvs::NOTICE;
use crate::catalog::rule::{Basis, Op, Rule, Step};
use crate::catalog::{Catalog, Fact, FlowKind, Kind, Requirement, Threat};
use crate::cli::failure::Failure;
use crate::cli::out::Paint;
use crate::cli::words::wrapped;
use crate::model::{Edition, nearest};

pub(super) fn entry(catalog: &Catalog, id: &str, paint: &Paint) -> Result<String, Failure> {
    let entries = catalog.entries();
    let body = None
        .or_else(|| catalog.kind(id).map(|one| kind(one, catalog, paint)))
        .or_else(|| catalog.fact(id).map(|one| fact(id, one, catalog, paint)))
        .or_else(|| entries.flows.get(id).map(|one| flow(one, paint)))
        .or_else(|| {
            catalog
                .threat(id)
                .map(|one| threat(id, one, catalog, paint))
        })
        .or_else(|| {
            catalog
                .requirement(id)
                .map(|one| requirement(one, catalog, paint))
        });
    let body = body.or_else(|| {
        catalog
            .standard(id)
            .map(|one| standards::standard(one, paint))
    });
    if body.is_none()
        && let Some(told) = standards::what_maps_to(catalog, id, paint)
    {
        return Ok(told);
    }
    match body {
        Some(body) => Ok(format!("{}  {body}", paint.strong(id))),
        None => Err(unknown(catalog, id)),
    }
}

fn unknown(catalog: &Catalog, id: &str) -> Failure {
    let entries = catalog.entries();
    let known = entries
        .kinds
        .keys()
        .chain(entries.facts.keys())
        .chain(entries.flows.keys())
        .chain(entries.threats.keys())
        .chain(entries.requirements.keys())
        .chain(entries.standards.keys())
        .chain(entries.standards.values().flat_map(|one| one.items.keys()));
    let known: Vec<&str> = known.map(String::as_str).collect();
    let begun = known.iter().filter(|one| one.starts_with(id));
    let begun: Vec<String> = begun.take(5).map(|one| format!("`{one}`")).collect();
    let help = match nearest(id, known.into_iter()) {
        _ if !begun.is_empty() => format!("there is {}", begun.join(", ")),
        Some(near) => format!("did you mean `{near}`?"),
        None => "`bartizan catalog list` shows every entry".into(),
    };
    Failure::with_help(format!("the catalogue has no `{id}`"), help)
}

pub(super) fn heading(title: &str, paint: &Paint) -> String {
    format!("\n{}\n", paint.strong(title))
}

fn kind(kind: &Kind, catalog: &Catalog, paint: &Paint) -> String {
    let mut text = format!("{} ({})\n", kind.name, kind.family);
    text.push_str(&wrapped("", &kind.definition));
    if !kind.assets.is_empty() {
        text.push_str(&wrapped("At risk: ", &kind.assets.join(", ")));
    }
    if !kind.asks.is_empty() {
        text.push_str(&heading("It is asked for", paint));
        for name in &kind.asks {
            let question = catalog.fact(name).map_or("", |fact| fact.question.as_str());
            text.push_str(&wrapped(&format!("  {name:<24}"), question));
        }
    }
    if !kind.fixed.is_empty() {
        text.push_str(&heading("Settled by the kind", paint));
        for (name, value) in &kind.fixed {
            let _ = writeln!(text, "  {name:<24}{value}");
        }
    }
    if !kind.threats.is_empty() {
        text.push_str(&heading("Threats that can start here", paint));
        for id in &kind.threats {
            let names = catalog.threat(id).map(standards::names);
            let line = names.unwrap_or_default();
            text.push_str(&wrapped(&format!("  {id:<24}"), &line));
        }
    }
    if !kind.next.is_empty() {
        text.push_str(&heading("Usually next", paint));
        text.push_str(&wrapped("  ", &kind.next.join(", ")));
    }
    text
}

fn fact(id: &str, fact: &Fact, catalog: &Catalog, paint: &Paint) -> String {
    let mut text = format!("{}\n", fact.question);
    text.push_str(&wrapped("", &fact.why));
    text.push_str(&heading("Values, least dangerous first", paint));
    for (value, meaning) in &fact.values {
        text.push_str(&wrapped(&format!("  {value:<24}"), meaning));
    }
    if fact.many {
        text.push_str("  several can hold at once; the most dangerous one counts\n");
    }
    if let Some(presumed) = &fact.presumed {
        let _ = writeln!(text, "  `{presumed}` counts until someone answers");
    }
    let kinds = catalog.entries().kinds.iter();
    let asked = kinds.filter(|(_, kind)| kind.asks.iter().any(|name| name == id));
    let asked: Vec<&str> = asked.map(|(id, _)| id.as_str()).collect();
    if !asked.is_empty() {
        text.push_str(&heading("Asked of", paint));
        text.push_str(&wrapped("  ", &asked.join(", ")));
    }
    text
}

fn flow(flow: &FlowKind, _paint: &Paint) -> String {
    format!("{}\n{}", flow.name, wrapped("", &flow.definition))
}

fn threat(id: &str, threat: &Threat, catalog: &Catalog, paint: &Paint) -> String {
    let mut text = String::new();
    for (name, editions) in alike(&threat.names) {
        let _ = writeln!(text, "{name} ({editions})");
    }
    text.push_str(&wrapped("", &threat.definition));
    let none = Vec::new();
    let told = threat.summary.iter().map(|(edition, summary)| {
        let preventions = threat.preventions.get(edition).unwrap_or(&none);
        let published = standards::published(threat, *edition);
        (*edition, (summary, preventions, published))
    });
    for ((summary, preventions, published), editions) in alike(&told.collect()) {
        text.push_str(&heading(
            &format!("What OWASP describes in {editions}"),
            paint,
        ));
        text.push_str(&wrapped("  ", summary));
        text.push_str(&published);
        if !preventions.is_empty() {
            text.push_str("  Preventions:\n");
        }
        for prevention in preventions {
            text.push_str(&wrapped("    - ", prevention));
        }
    }
    text.push_str(&standards::remarks(threat, paint));
    text.push_str(&heading("To ask in a workshop", paint));
    text.push_str(&wrapped("  ", &threat.ask));
    text.push_str(&heading("When it does not apply", paint));
    let mut reasons: Vec<_> = threat.rule.reasons.iter().collect();
    reasons.sort_by(|a, b| a.code.cmp(&b.code));
    for reason in reasons {
        text.push_str(&wrapped(&format!("  {:<10}", reason.code), &reason.because));
    }
    text.push_str(&rule(&threat.rule, paint));
    text.push_str(&acting_on(id, catalog, paint));
    if !threat.evidence.is_empty() {
        text.push_str(&heading("Evidence", paint));
        text.push_str(&wrapped("  ", &threat.evidence.join("; ")));
    }
    text.push_str(&standards::crosswalk(threat, catalog, paint));
    text
}

/// What the editions say, each thing once with the editions that say it.
fn alike<T: PartialEq + Clone>(by_edition: &BTreeMap<Edition, T>) -> Vec<(T, String)> {
    let mut all: Vec<(T, Vec<&str>)> = Vec::new();
    for (edition, said) in by_edition {
        match all.iter_mut().find(|(other, _)| other == said) {
            Some((_, editions)) => editions.push(edition.as_str()),
            None => all.push((said.clone(), vec![edition.as_str()])),
        }
    }
    let named = |editions: Vec<&str>| match editions[..] {
        [only] => format!("edition {only}"),
        _ => format!("editions {}", editions.join(" and ")),
    };
    all.into_iter()
        .map(|(said, editions)| (said, named(editions)))
        .collect()
}

/// The requirements that act on a threat, the strongest first.
fn acting_on(id: &str, catalog: &Catalog, paint: &Paint) -> String {
    let entries = catalog.entries().requirements.iter();
    let mut acting: Vec<_> = entries
        .filter_map(|(name, one)| Some((*one.mitigates.get(id)?, name, one)))
        .collect();
    acting.sort_by_key(|(strength, name, _)| (*strength, in_order(name)));
    let mut text = String::new();
    let mut last = None;
    for (strength, name, one) in acting {
        if last.replace(strength) != Some(strength) {
            let title = format!("Requirements: {}", strength.in_words());
            text.push_str(&heading(&title, paint));
        }
        text.push_str(&wrapped(&format!("  {name:<12}"), &one.title));
    }
    if !text.is_empty() {
        text.push('\n');
        text.push_str(&wrapped("  ", NOTICE));
    }
    text
}

/// The ways in which a threat happens, and how it is rated.
fn rule(rule: &Rule, paint: &Paint) -> String {
    let mut text = String::new();
    if !rule.modes.is_empty() {
        let modes: Vec<&str> = rule.modes.iter().map(|mode| mode.name.as_str()).collect();
        text.push_str(&heading("Ways in which it happens", paint));
        text.push_str(&wrapped("  ", &modes.join(", ")));
    }
    text.push_str(&heading("How it is rated (ours)", paint));
    let base = format!("  likelihood {:<11} ", rule.likelihood.base);
    text.push_str(&wrapped(&base, &rule.likelihood.because));
    text.push_str(&steps(&rule.likelihood.steps));
    text.push_str(&wrapped("  impact     ", basis(&rule.impact.of)));
    text.push_str(&steps(&rule.impact.steps));
    text
}

fn steps(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        let op = match step.op {
            Op::Add(n) => format!("{n:+}"),
            Op::AtLeast(n) => format!("at least {n}"),
            Op::AtMost(n) => format!("at most {n}"),
        };
        let because = match &step.control {
            Some(control) => format!("{} (residual only, as {control})", step.because),
            None => step.because.clone(),
        };
        text.push_str(&wrapped(&format!("  {:<10} {op:<11} ", ""), &because));
    }
    text
}

fn basis(basis: &Basis) -> &'static str {
    match basis {
        Basis::Fixed(_) => "the same wherever it applies",
        Basis::AnswerStakes => "what a wrong answer can do, here or behind: none 1 to safety 5",
        Basis::Stakes => "what a wrong answer can do: none 1 to safety 5",
        Basis::Own(..) | Basis::Highest(..) => "by the worst of what components say of themselves",
        Basis::ByKind(_) => "by the kind of component: what can be reached from there",
        Basis::Larger(_) => {
            "the larger of several: what a wrong answer can do, what the data or the model is worth"
        }
    }
}

fn requirement(requirement: &Requirement, catalog: &Catalog, paint: &Paint) -> String {
    let chapter = catalog.entries().chapters.get(&requirement.chapter);
    let mut text = format!("{}\nLevel {}", requirement.title, requirement.level);
    if let Some(chapter) = chapter {
        let _ = write!(text, ", {} {}", requirement.chapter, chapter.title);
    }
    text.push('\n');
    text.push_str(&wrapped("", &requirement.text));
    let methods: Vec<&str> = requirement
        .methods
        .iter()
        .map(|method| method.in_words())
        .collect();
    text.push_str(&wrapped("Verified by ", &methods.join(", ")));
    let stages: Vec<&str> = requirement.stages.iter().map(|s| s.in_words()).collect();
    text.push_str(&wrapped(
        "In the lifecycle: ",
        &stages.join(", ").to_lowercase(),
    ));
    let kinds = requirement.kinds.iter().map(|kind| match kind.as_str() {
        "*" => "the whole system",
        kind => kind,
    });
    text.push_str(&wrapped(
        "Applies to ",
        &kinds.collect::<Vec<_>>().join(", "),
    ));
    for (fact, values) in &requirement.unless {
        let question = catalog.fact(fact).map_or(fact, |fact| &fact.question);
        let said = format!("{} = {}: {question}", fact, values.join(", "));
        text.push_str(&wrapped("Set aside where ", &said));
    }
    text.push_str(&heading("Acts on", paint));
    for (threat, strength) in &requirement.mitigates {
        let _ = writeln!(text, "  {threat:<8}{}", strength.in_words());
    }
    if !requirement.crosswalk.is_empty() {
        text.push_str(&heading("Asked for elsewhere", paint));
        for (id, entries) in &requirement.crosswalk {
            let standard = catalog.standard(id);
            let name = standard.map_or(id.clone(), |one| format!("{} {}", one.title, one.version));
            let cited = entries.iter();
            let cited = cited.map(|entry| standard.map_or(entry.clone(), |one| one.cited(entry)));
            let cited: Vec<String> = cited.collect();
            text.push_str(&wrapped("  - ", &format!("{name}: {}", cited.join(", "))));
        }
    }
    text.push('\n');
    text.push_str(&wrapped("", NOTICE));
    text
}
