//! Everything in the catalogue, for people and for programs.

use serde_json::{Value, json};

use super::Section;
use crate::analysis::mlsvs::NOTICE;
use crate::catalog::Catalog;
use crate::cli::failure::Failure;
use crate::cli::out::{self, Paint};

pub(super) fn text(catalog: &Catalog, section: Option<Section>, paint: &Paint) -> String {
    let wanted = |one| section.is_none_or(|section| section == one);
    let mut parts = Vec::new();
    if wanted(Section::Kinds) {
        parts.push(kinds(catalog, paint));
    }
    if wanted(Section::Facts) {
        parts.push(facts(catalog, paint));
    }
    if wanted(Section::Flows) {
        let flows = catalog.entries().flows.iter();
        let rows = flows.map(|(id, flow)| (id.as_str(), flow.definition.as_str()));
        parts.push(table("Flows", rows, paint));
    }
    if wanted(Section::Threats) {
        parts.push(threats(catalog, paint));
    }
    if wanted(Section::Requirements) {
        parts.push(requirements(catalog, paint));
    }
    if wanted(Section::Standards) {
        let standards = catalog.entries().standards.iter();
        let rows = standards.map(|(id, one)| (id.as_str(), one.citation.as_str()));
        parts.push(table("Standards", rows, paint));
    }
    parts.join("\n")
}

fn kinds(catalog: &Catalog, paint: &Paint) -> String {
    let entries = catalog.entries();
    let mut text = String::new();
    for family in &entries.families {
        let of_family = entries
            .kinds
            .iter()
            .filter(|(_, kind)| &kind.family == family);
        let rows = of_family.map(|(id, kind)| (id.as_str(), kind.name.as_str()));
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&table(family, rows, paint));
    }
    text
}

fn facts(catalog: &Catalog, paint: &Paint) -> String {
    let rows = catalog.entries().facts.iter();
    table(
        "Facts",
        rows.map(|(id, fact)| (id.as_str(), fact.question.as_str())),
        paint,
    )
}

fn threats(catalog: &Catalog, paint: &Paint) -> String {
    let rows = catalog.entries().threats.iter().map(|(id, threat)| {
        let mut names: Vec<&str> = threat.names.values().map(String::as_str).collect();
        names.dedup();
        (id.as_str(), names.join(" / "))
    });
    let rows: Vec<(&str, String)> = rows.collect();
    table(
        "Threats",
        rows.iter().map(|(id, names)| (*id, names.as_str())),
        paint,
    )
}

fn requirements(catalog: &Catalog, paint: &Paint) -> String {
    let entries = catalog.entries();
    let mut chapters: Vec<_> = entries.chapters.iter().collect();
    chapters.sort_by_key(|(_, chapter)| chapter.number);
    let mut text = String::new();
    for (id, chapter) in chapters {
        let mut rows: Vec<_> = entries
            .requirements
            .iter()
            .filter(|(_, r)| &r.chapter == id)
            .collect();
        rows.sort_by_key(|(id, _)| in_order(id));
        let title = format!("Requirements {id}: {}", chapter.title);
        if !text.is_empty() {
            text.push('\n');
        }
        let rows = rows
            .into_iter()
            .map(|(id, one)| (id.as_str(), one.text.as_str()));
        text.push_str(&table(&title, rows, paint));
    }
    text.push('\n');
    text.push_str(&crate::cli::words::wrapped("", NOTICE));
    text
}

/// `PVC-V1.10` comes after `PVC-V1.9`.
pub(super) fn in_order(id: &str) -> (Vec<u32>, &str) {
    let numbers = id
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok());
    (numbers.collect(), id)
}

/// A title, then ids with what they are called.
fn table<'a>(title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>, paint: &Paint) -> String {
    let mut text = format!("{}\n", paint.strong(title));
    for (id, what) in rows {
        let prefix = format!("  {id:<28}");
        text.push_str(&crate::cli::words::wrapped(&prefix, what));
    }
    text
}

/// Everything for programs: a contract (DESIGN 8).
pub(super) fn json(catalog: &Catalog) -> Result<(), Failure> {
    let entries = catalog.entries();
    let section = |all: Result<Value, serde_json::Error>| -> Result<Value, Failure> {
        all.map(listed)
            .map_err(|error| Failure::new(format!("the catalogue has no JSON form: {error}")))
    };
    let mut facts = section(serde_json::to_value(&entries.facts))?;
    for fact in facts.as_array_mut().into_iter().flatten() {
        name_values(fact);
    }
    let mut threats = section(serde_json::to_value(&entries.threats))?;
    for threat in threats.as_array_mut().into_iter().flatten() {
        // Rules are the catalogue's own language, of no use to another program.
        if let Some(fields) = threat.as_object_mut() {
            fields.remove("rule");
        }
    }
    let mut standards = section(serde_json::to_value(&entries.standards))?;
    for standard in standards.as_array_mut().into_iter().flatten() {
        if let Some(items) = standard.get_mut("items") {
            *items = listed(items.take());
        }
    }
    out::json(&json!({
        "schema": 1,
        "kinds": section(serde_json::to_value(&entries.kinds))?,
        "facts": facts,
        "flows": section(serde_json::to_value(&entries.flows))?,
        "threats": threats,
        "requirements": section(serde_json::to_value(&entries.requirements))?,
        "standards": standards,
        "replaced": catalog.replaced(),
    }))
}

/// A map from ids to entries as a list of entries with their ids.
fn listed(section: Value) -> Value {
    let Value::Object(map) = section else {
        return section;
    };
    let entries = map.into_iter().map(|(id, entry)| {
        let mut fields = serde_json::Map::from_iter([("id".to_owned(), Value::String(id))]);
        if let Value::Object(entry) = entry {
            fields.extend(entry);
        }
        Value::Object(fields)
    });
    Value::Array(entries.collect())
}

/// The values of a fact as a list of ids, with their meanings beside them.
fn name_values(fact: &mut Value) {
    let Some(fields) = fact.as_object_mut() else {
        return;
    };
    let Some(Value::Array(pairs)) = fields.remove("values") else {
        return;
    };
    let part = |pair: &Value, i: usize| pair.get(i).cloned().unwrap_or_default();
    let meanings: serde_json::Map<String, Value> = pairs
        .iter()
        .filter_map(|pair| Some((part(pair, 0).as_str()?.to_owned(), part(pair, 1))))
        .collect();
    let ids = pairs.iter().map(|pair| part(pair, 0)).collect();
    fields.insert("values".into(), Value::Array(ids));
    fields.insert("meanings".into(), Value::Object(meanings));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_requirement_comes_after_the_ninth() {
        assert!(in_order("PVC-V1.9") < in_order("PVC-V1.10"));
        assert!(in_order("PVC-V2.1") > in_order("PVC-V1.10"));
    }

    #[test]
    fn a_fact_lists_the_ids_of_its_values() {
        let mut fact =
            json!({"id": "authn", "values": [["user", "each by itself"], ["none", "not at all"]]});
        name_values(&mut fact);
        assert_eq!(fact["values"], json!(["user", "none"]));
        assert_eq!(fact["meanings"]["none"], "not at all");
    }
}
