//! One entry of the catalogue.

use std::fmt::Write as _;

use crate::catalog::{Catalog, Fact, FlowKind, Kind, Mapped, Requirement, Stage, Standard, Threat};
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::words::wrapped;
use crate::model::{Edition, nearest};

pub(super) fn entry(catalog: &Catalog, id: &str, out: &Out) -> Result<String, Failure> {
    let entries = catalog.entries();
    let body = None
        .or_else(|| catalog.kind(id).map(|one| kind(one, catalog, out)))
        .or_else(|| catalog.fact(id).map(|one| fact(id, one, catalog, out)))
        .or_else(|| entries.flows.get(id).map(|one| flow(one, out)))
        .or_else(|| catalog.threat(id).map(|one| threat(id, one, catalog, out)))
        .or_else(|| catalog.requirement(id).map(|one| requirement(one, catalog, out)));
    let body = body.or_else(|| catalog.standard(id).map(|one| standard(one, out)));
    let found = catalog.what_maps_to(id);
    if body.is_none() && !found.is_empty() {
        let told = found.iter().map(|one| {
            let cited = catalog.standard(one.standard).map(|standard| standard.cited(one.id));
            let id = cited.unwrap_or_else(|| one.id.to_owned());
            format!("{}  {}", out.strong(&id), mapped(one, catalog, out))
        });
        return Ok(told.collect::<Vec<_>>().join("\n"));
    }
    match body {
        Some(body) => Ok(format!("{}  {body}", out.strong(id))),
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
        .chain(entries.standards.values().flat_map(|standard| standard.items.keys()));
    let help = match nearest(id, known.map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`bartizan catalog list` shows every entry".into(),
    };
    Failure::with_help(format!("the catalogue has no `{id}`"), help)
}

fn heading(title: &str, out: &Out) -> String {
    format!("\n{}\n", out.strong(title))
}

fn kind(kind: &Kind, catalog: &Catalog, out: &Out) -> String {
    let mut text = format!("{} ({})\n", kind.name, kind.family);
    text.push_str(&wrapped("", &kind.definition));
    if !kind.assets.is_empty() {
        text.push_str(&wrapped("At risk: ", &kind.assets.join(", ")));
    }
    if !kind.asks.is_empty() {
        text.push_str(&heading("It is asked for", out));
        for name in &kind.asks {
            let question = catalog.fact(name).map_or("", |fact| fact.question.as_str());
            text.push_str(&wrapped(&format!("  {name:<24}"), question));
        }
    }
    if !kind.fixed.is_empty() {
        text.push_str(&heading("Settled by the kind", out));
        for (name, value) in &kind.fixed {
            let _ = writeln!(text, "  {name:<24}{value}");
        }
    }
    if !kind.threats.is_empty() {
        text.push_str(&heading("Threats that can start here", out));
        for id in &kind.threats {
            let name = catalog.threat(id).and_then(|threat| threat.names.values().next());
            let _ = writeln!(text, "  {id:<24}{}", name.map_or("", String::as_str));
        }
    }
    if !kind.next.is_empty() {
        text.push_str(&heading("Usually next", out));
        text.push_str(&wrapped("  ", &kind.next.join(", ")));
    }
    text
}

fn fact(id: &str, fact: &Fact, catalog: &Catalog, out: &Out) -> String {
    let mut text = format!("{}\n", fact.question);
    text.push_str(&wrapped("", &fact.why));
    text.push_str(&heading("Values, least dangerous first", out));
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
        text.push_str(&heading("Asked of", out));
        text.push_str(&wrapped("  ", &asked.join(", ")));
    }
    text
}

fn flow(flow: &FlowKind, _out: &Out) -> String {
    format!("{}\n{}", flow.name, wrapped("", &flow.definition))
}

fn threat(id: &str, threat: &Threat, catalog: &Catalog, out: &Out) -> String {
    let mut text = String::new();
    for (edition, name) in &threat.names {
        let _ = writeln!(text, "{name} (edition {edition})");
    }
    text.push_str(&wrapped("", &threat.definition));
    for (edition, summary) in &threat.summary {
        text.push_str(&heading(&format!("Edition {edition}"), out));
        text.push_str(&wrapped("  ", summary));
        text.push_str(&published(threat, *edition));
        for prevention in threat.preventions.get(edition).into_iter().flatten() {
            text.push_str(&wrapped("  - ", prevention));
        }
    }
    for (title, line) in [("Between the editions", &threat.differs), ("Mind", &threat.caveat)] {
        if let Some(line) = line {
            text.push_str(&heading(title, out));
            text.push_str(&wrapped("  ", line));
        }
    }
    if !threat.stages.is_empty() {
        let words = |stages: &[Stage]| {
            let words: Vec<&str> = stages.iter().map(|stage| stage.in_words()).collect();
            words.join(", ").to_lowercase()
        };
        text.push_str(&heading("In the lifecycle (our reading)", out));
        text.push_str(&wrapped("  Comes in: ", &words(&threat.enters)));
        text.push_str(&wrapped("  Matters in: ", &words(&threat.stages)));
    }
    text.push_str(&heading("To ask in a workshop", out));
    text.push_str(&wrapped("  ", &threat.ask));
    text.push_str(&heading("When it does not apply", out));
    for reason in &threat.rule.reasons {
        text.push_str(&wrapped(&format!("  {:<10}", reason.code), &reason.because));
    }
    let acting = catalog.entries().requirements.iter().filter_map(|(requirement, one)| {
        one.mitigates.get(id).map(|strength| (requirement, *strength))
    });
    let mut acting: Vec<_> = acting.collect();
    acting.sort_by_key(|(requirement, strength)| (*strength, *requirement));
    if !acting.is_empty() {
        text.push_str(&heading("Requirements that act on it", out));
        for (requirement, strength) in acting {
            let _ = writeln!(text, "  {requirement:<12}{}", strength.in_words());
        }
    }
    if !threat.evidence.is_empty() {
        text.push_str(&heading("Evidence", out));
        text.push_str(&wrapped("  ", &threat.evidence.join("; ")));
    }
    text.push_str(&crosswalk(threat, catalog, out));
    text
}

/// What an edition publishes of a threat, in our words, with its sample rating.
fn published(threat: &Threat, edition: Edition) -> String {
    let Some(published) = threat.published(edition) else {
        return String::new();
    };
    let mut text = String::new();
    for (title, lines) in [
        ("Agents", &published.agents),
        ("Vectors", &published.vectors),
        ("Weaknesses", &published.weaknesses),
        ("Impacts", &published.impacts),
        ("Scenarios", &published.scenarios),
    ] {
        text.push_str(&wrapped(&format!("  {title}: "), &lines.join("; ")));
    }
    let rating = &published.sample_rating;
    let line = format!(
        "exploitability {} ({}), application {}, operations {}, detectability {} ({}), technical {} ({})",
        rating.exploitability.0,
        rating.exploitability.1,
        rating.ml_application,
        rating.ml_operations,
        rating.detectability.0,
        rating.detectability.1,
        rating.technical.0,
        rating.technical.1,
    );
    text.push_str(&wrapped("  OWASP sample rating (no score): ", &line));
    if rating.contradicts_itself() {
        let (e, d, t) = rating.front_matter;
        let line = format!("exploitability {e}, detectability {d}, technical {t}");
        text.push_str(&wrapped("  Its own front matter says otherwise: ", &line));
    }
    text
}

fn crosswalk(threat: &Threat, catalog: &Catalog, out: &Out) -> String {
    let mut text = String::new();
    for (id, mappings) in &threat.crosswalk {
        let Some(standard) = catalog.standard(id) else {
            continue;
        };
        text.push_str(&heading(&format!("{} {}", standard.title, standard.version), out));
        for mapping in mappings {
            let cited: Vec<String> = mapping.ids.iter().map(|id| standard.cited(id)).collect();
            let note = mapping.note.as_ref().map_or_else(String::new, |note| format!(" {note}"));
            let line = format!("{} ({}).{note}", cited.join(", "), mapping.certainty.as_str());
            text.push_str(&wrapped("  ", &line));
        }
    }
    text
}

/// A standard with its ids.
fn standard(standard: &Standard, out: &Out) -> String {
    let mut text = format!("{} {}\n", standard.title, standard.version);
    text.push_str(&wrapped("", &format!("{}. Licence: {}.", standard.citation, standard.licence)));
    text.push_str(&wrapped("", &standard.certainty));
    if let Some(notice) = &standard.notice {
        text.push_str(&wrapped("", notice));
    }
    text.push_str(&heading("Its entries", out));
    for (id, item) in &standard.items {
        text.push_str(&wrapped(&format!("  {id:<16}  "), &item.name));
    }
    text
}

/// What maps to an id of another standard.
fn mapped(mapped: &Mapped, catalog: &Catalog, out: &Out) -> String {
    let mut text = String::new();
    if let Some(standard) = catalog.standard(mapped.standard) {
        let parts = [mapped.item.name.as_str(), mapped.item.note.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let name = format!("{} {}", standard.title, standard.version);
        text.push_str(&wrapped("", &format!("{} [{name}]", parts.join(", "))));
    }
    if mapped.threats.is_empty() && mapped.requirements.is_empty() {
        text.push_str("Nothing here maps to it.\n");
    }
    if !mapped.threats.is_empty() {
        text.push_str(&heading("Threats that map to it", out));
        for (id, certainty) in &mapped.threats {
            let name = catalog.threat(id).and_then(|threat| threat.names.values().next());
            let name = name.map_or("", String::as_str);
            let _ = writeln!(text, "  {id:<12}{name} ({})", certainty.as_str());
        }
    }
    if !mapped.requirements.is_empty() {
        text.push_str(&heading("Requirements that map to it", out));
        for id in &mapped.requirements {
            let what = catalog.requirement(id).map_or("", |one| one.text.as_str());
            text.push_str(&wrapped(&format!("  {id:<12}"), what));
        }
    }
    text
}

fn requirement(requirement: &Requirement, catalog: &Catalog, out: &Out) -> String {
    let chapter = catalog.entries().chapters.get(&requirement.chapter);
    let mut text = format!("level {}", requirement.level);
    if let Some(chapter) = chapter {
        let _ = write!(text, ", {} {}", requirement.chapter, chapter.title);
    }
    text.push('\n');
    text.push_str(&wrapped("", &requirement.text));
    let methods: Vec<&str> = requirement.methods.iter().map(|method| method.in_words()).collect();
    text.push_str(&wrapped("Verified by ", &methods.join(", ")));
    let kinds = requirement.kinds.iter().map(|kind| match kind.as_str() {
        "*" => "the whole system",
        kind => kind,
    });
    text.push_str(&wrapped("Applies to ", &kinds.collect::<Vec<_>>().join(", ")));
    text.push_str(&heading("Acts on", out));
    for (threat, strength) in &requirement.mitigates {
        let _ = writeln!(text, "  {threat:<8}{}", strength.in_words());
    }
    if !requirement.crosswalk.is_empty() {
        text.push_str(&heading("Asked for elsewhere", out));
        for (standard, entries) in &requirement.crosswalk {
            text.push_str(&wrapped(&format!("  {standard:<14}"), &entries.join(", ")));
        }
    }
    text.push_str("\nThis is a requirement of our own catalogue, not one of OWASP's.\n");
    text
}
