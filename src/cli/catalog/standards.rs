//! Other standards, and what OWASP publishes of a threat.

use super::show::heading;
use crate::analysis::mlsvs::NOTICE;
use crate::catalog::{Catalog, Mapped, Stage, Standard, Threat};
use crate::cli::out::Paint;
use crate::cli::words::wrapped;
use crate::model::Edition;

/// What an edition publishes of a threat, in our words, with its sample rating.
pub(super) fn published(threat: &Threat, edition: Edition) -> String {
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
    let graded = |(number, label): &(u8, String)| format!("{number} ({label})");
    let line = format!(
        "exploitability {}, application {}, operations {}, detectability {}, technical {}",
        graded(&rating.exploitability),
        rating.ml_application,
        rating.ml_operations,
        graded(&rating.detectability),
        graded(&rating.technical),
    );
    text.push_str(&wrapped("  OWASP sample rating (no score): ", &line));
    if rating.contradicts_itself() {
        let (e, d, t) = rating.front_matter;
        let line = format!("exploitability {e}, detectability {d}, technical {t}");
        text.push_str(&wrapped("  Its own front matter says otherwise: ", &line));
    }
    text
}

/// What differs between the editions, where the published text is loose, and where in the lifecycle it matters.
pub(super) fn remarks(threat: &Threat, paint: &Paint) -> String {
    let mut text = String::new();
    for (title, line) in [
        ("Between the editions", &threat.differs),
        ("Mind", &threat.caveat),
    ] {
        if let Some(line) = line {
            text.push_str(&heading(title, paint));
            text.push_str(&wrapped("  ", line));
        }
    }
    if !threat.stages.is_empty() {
        let words = |stages: &[Stage]| {
            let words: Vec<&str> = stages.iter().map(|stage| stage.in_words()).collect();
            words.join(", ").to_lowercase()
        };
        text.push_str(&heading("In the lifecycle (our reading)", paint));
        text.push_str(&wrapped("  Comes in: ", &words(&threat.enters)));
        text.push_str(&wrapped("  Matters in: ", &words(&threat.stages)));
    }
    text
}

/// Where other standards speak of a threat.
pub(super) fn crosswalk(threat: &Threat, catalog: &Catalog, paint: &Paint) -> String {
    let mut text = String::new();
    for (id, mappings) in &threat.crosswalk {
        let Some(standard) = catalog.standard(id) else {
            continue;
        };
        let title = format!("{} {}", standard.title, standard.version);
        text.push_str(&heading(&title, paint));
        for mapping in mappings {
            let cited: Vec<String> = mapping.ids.iter().map(|id| standard.cited(id)).collect();
            let note = mapping.note.as_deref().unwrap_or_default();
            let certainty = mapping.certainty.as_str();
            let line = format!("{} ({certainty}). {note}", cited.join(", "));
            text.push_str(&wrapped("  ", &line));
        }
    }
    text
}

/// A standard with its ids.
pub(super) fn standard(standard: &Standard, paint: &Paint) -> String {
    let mut text = format!("{} {}\n", standard.title, standard.version);
    let source = format!("{}. Licence: {}.", standard.citation, standard.licence);
    text.push_str(&wrapped("", &source));
    text.push_str(&wrapped("", &standard.certainty));
    if let Some(notice) = &standard.notice {
        text.push_str(&wrapped("", notice));
    }
    text.push_str(&heading("Its entries", paint));
    for (id, item) in &standard.items {
        text.push_str(&wrapped(&format!("  {id:<16}  "), &item.name));
    }
    text
}

/// What maps to an id that one or several standards have; nothing where none has it.
pub(super) fn what_maps_to(catalog: &Catalog, id: &str, paint: &Paint) -> Option<String> {
    let found = catalog.what_maps_to(id);
    let told = found.iter().map(|one| {
        let cited = catalog.standard(one.standard).map(|s| s.cited(one.id));
        let id = cited.unwrap_or_else(|| one.id.to_owned());
        let text = mapped(&id, one, catalog, paint);
        let rest = text.strip_prefix(&id).unwrap_or(&text);
        format!("{}{rest}", paint.strong(&id))
    });
    let mut told: Vec<String> = told.collect();
    if told.is_empty() {
        return None;
    }
    // `V5.3` is an id of another standard, and what most people write who mean ours.
    let ours = format!("PVC-{id}");
    if catalog.requirement(&ours).is_some() {
        told.push(format!("The requirement of our own is `{ours}`.\n"));
    }
    Some(told.join("\n"))
}

/// A threat's names, the older edition's first.
pub(super) fn names(threat: &Threat) -> String {
    let mut names: Vec<&str> = threat.names.values().map(String::as_str).collect();
    names.dedup();
    names.join(" / ")
}

fn mapped(id: &str, mapped: &Mapped, catalog: &Catalog, paint: &Paint) -> String {
    let mut text = String::new();
    if let Some(standard) = catalog.standard(mapped.standard) {
        let parts = [mapped.item.name.as_str(), mapped.item.note.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        let name = format!("{} {}", standard.title, standard.version);
        let line = format!("{} [{name}]", parts.join(", "));
        text.push_str(&wrapped(&format!("{id}  "), &line));
    }
    if mapped.threats.is_empty() && mapped.requirements.is_empty() {
        text.push_str("Nothing here maps to it.\n");
    }
    if !mapped.threats.is_empty() {
        text.push_str(&heading("Threats that map to it", paint));
        for (id, certainty) in &mapped.threats {
            let names = catalog.threat(id).map(names).unwrap_or_default();
            let line = format!("{names} ({})", certainty.as_str());
            text.push_str(&wrapped(&format!("  {id:<12}"), &line));
        }
    }
    if !mapped.requirements.is_empty() {
        text.push_str(&heading("Requirements that map to it", paint));
        for id in &mapped.requirements {
            let what = catalog.requirement(id).map_or("", |one| one.title.as_str());
            text.push_str(&wrapped(&format!("  {id:<12}"), what));
        }
        text.push('\n');
        text.push_str(&wrapped("  ", NOTICE));
    }
    text
}
