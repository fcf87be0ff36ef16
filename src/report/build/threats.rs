//! What the published list says of each threat, beside where other standards speak of the same: ids and names, never scores.

use std::fmt::Write as _;

use super::rating::Pair;
use super::tables::{anchored, grid, heading, lead, note, pairs};
use super::view::View;
use super::wording::{lines, sentence, uncapital};
use crate::catalog::{Mapping, Published, SampleRating, Standard, Threat};
use crate::model::Edition;
use crate::report::blocks::{Block, Cell, Heading, Row, Section, Span, Tone};
use crate::report::clean;

/// The standard whose entries are printed with their names.
const NAMED: &str = "atlas";

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("threats", super::Chapter::Threats.title());
    let edition = view.edition();
    section.blocks = vec![
        lead(format!(
            "What OWASP publishes of each threat in edition {edition}, in our own words, and where other standards speak of the same. Nothing in this chapter enters a rating."
        )),
        note(
            Tone::Neutral,
            "Printed as such, never used as a score",
            SampleRating::NOTICE,
        ),
    ];
    let threats = &view.catalog.entries().threats;
    for (id, threat) in threats {
        section.blocks.extend(entry(view, id, threat));
    }
    section.blocks.extend(standards(view));
    section
}

/// Where a threat is described.
pub(super) fn anchor(id: &str) -> String {
    format!("threat-{id}")
}

fn pair(title: &str, spans: Vec<Span>) -> Pair {
    (vec![Span::strong(title)], spans)
}

fn said(title: &str, text: &str) -> Pair {
    pair(title, vec![Span::plain(sentence(&clean::line(text)))])
}

fn entry(view: &View, id: &str, threat: &Threat) -> Vec<Block> {
    let edition = view.edition();
    let name = threat.names.get(&edition).map_or(id, String::as_str);
    let mut rows = vec![said("Meant here", &threat.definition)];
    if let Some(summary) = threat.summary.get(&edition) {
        rows.push(said("OWASP describes", summary));
    }
    if let Some(listed) = threat.preventions.get(&edition).filter(|l| !l.is_empty()) {
        rows.push(said("Preventions that OWASP lists", &listed.join("; ")));
    }
    if let Some(published) = threat.published(edition) {
        rows.push(sample(published, edition));
    }
    if let Some(differs) = &threat.differs {
        let named: Vec<String> = threat
            .names
            .iter()
            .map(|(edition, name)| format!("“{}” in {edition}", clean::line(name)))
            .collect();
        let renamed = threat
            .names
            .values()
            .collect::<std::collections::BTreeSet<_>>();
        let before = if renamed.len() > 1 {
            format!("{}. ", named.join(", "))
        } else {
            String::new()
        };
        rows.push(said("Between the editions", &format!("{before}{differs}")));
    }
    if let Some(caveat) = &threat.caveat {
        rows.push(said("Mind", caveat));
    }
    rows.extend(elsewhere(view, threat));
    vec![
        Block::Heading(Heading {
            id: anchor(id),
            ..Heading::three(format!("{id} {}", clean::line(name)))
        }),
        pairs(
            &format!("{id}: what is published of it, and where other standards speak of it"),
            [1.7, 7.0],
            rows,
        ),
    ]
}

// ---- what OWASP prints

fn sample(published: &Published, edition: Edition) -> Pair {
    let rating = &published.sample_rating;
    let graded = |(number, label): &(u8, String)| format!("{number} ({})", label.to_lowercase());
    let mut text = format!(
        "exploitability {}, application {}, operations {}, detectability {}, technical impact {}.",
        graded(&rating.exploitability),
        rating.ml_application,
        rating.ml_operations,
        graded(&rating.detectability),
        graded(&rating.technical),
    );
    if rating.contradicts_itself() {
        let (exploitability, detectability, technical) = rating.front_matter;
        let _ = write!(
            text,
            " The front matter of the same page says {exploitability}, {detectability} and {technical} for the first, the fourth and the last."
        );
    }
    said(&format!("OWASP sample rating, {edition}"), &text)
}

// ---- where others speak of it

/// The named standard with its entries' names, then the ids of the others.
fn elsewhere(view: &View, threat: &Threat) -> Vec<Pair> {
    let known = || {
        threat
            .crosswalk
            .iter()
            .filter_map(|(id, mappings)| Some((id, view.catalog.standard(id)?, mappings)))
    };
    let mut rows: Vec<Pair> = known()
        .filter(|(id, ..)| *id == NAMED)
        .map(|(id, standard, mappings)| {
            let spans = mappings.iter().flat_map(|one| mapped(standard, one, true));
            (
                vec![Span::to(standard_anchor(id), &standard.title)],
                spans.collect(),
            )
        })
        .collect();
    let others: Vec<Vec<Span>> = known()
        .filter(|(id, ..)| *id != NAMED)
        .map(|(id, standard, mappings)| {
            let mut spans = vec![
                Span::to(standard_anchor(id), &standard.title),
                Span::plain(" "),
            ];
            spans.extend(mappings.iter().flat_map(|one| mapped(standard, one, false)));
            spans
        })
        .collect();
    if !others.is_empty() {
        rows.push((vec![Span::strong("Other standards")], lines(others)));
    }
    rows
}

/// Ids that fit equally well, with how well that is. Names stand only beside what names the attack itself.
fn mapped(standard: &Standard, mapping: &Mapping, named: bool) -> Vec<Span> {
    let named = named && mapping.note.is_none();
    let ids: Vec<String> = mapping
        .ids
        .iter()
        .map(|id| {
            let name = standard.items.get(id).map_or("", |item| item.name.as_str());
            match name {
                name if named && !name.is_empty() => format!("{} {name}", standard.cited(id)),
                _ => standard.cited(id),
            }
        })
        .collect();
    let note = mapping.note.as_deref().map_or_else(String::new, |note| {
        format!(": {}", uncapital(clean::line(note).trim_end_matches('.')))
    });
    vec![
        Span::plain(ids.join(if named { "; " } else { ", " })),
        Span::quiet(format!(" ({}{note}). ", mapping.certainty.as_str())),
    ]
}

fn standard_anchor(id: &str) -> String {
    format!("standard-{id}")
}

/// The standards, with what a reader needs to judge the links.
fn standards(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .catalog
        .entries()
        .standards
        .iter()
        .map(|(id, standard)| {
            let notice = standard
                .notice
                .as_deref()
                .map_or_else(String::new, |notice| format!(" {}", sentence(notice)));
            anchored(
                standard_anchor(id),
                vec![
                    Cell::text(clean::line(&standard.title)),
                    Cell::text(clean::line(&standard.version)),
                    Cell::text(clean::line(&standard.licence)),
                    Cell::text(format!(
                        "{}{notice}",
                        sentence(&clean::line(&standard.certainty))
                    )),
                ],
            )
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        heading("standards", "The standards that the links lead to"),
        grid(
            "Standards with version, licence, and how sure the links are",
            &[
                ("Standard", 2.2),
                ("Version", 1.3),
                ("Licence", 1.9),
                ("How sure the links are", 4.2),
            ],
            rows,
        ),
    ]
}
