//! The pipeline of a brief whose picture takes more than its page: the same in numbers, and where the picture stands.

use std::cmp::Reverse;

use super::tables::{lead, numbers, para, row};
use super::view::View;
use super::wording::count;
use super::zones;
use crate::model::ZoneId;
use crate::report::blocks::{Align, Block, Cell, CellRect, Row};

/// How many cells a sheet holds upright and on its side, on the smaller of the two papers and at the smallest type.
const SHEETS: [(i32, i32); 2] = [(130, 78), (183, 48)];

/// How many zones have a row; the others are counted.
const ZONES: usize = 24;

/// Whether a picture of this size stands on one page.
pub(super) fn fits(bounds: CellRect) -> bool {
    SHEETS.iter().any(|(w, h)| bounds.w <= *w && bounds.h <= *h)
}

pub(super) fn blocks(view: &View, introduction: String) -> Vec<Block> {
    let mut blocks = vec![
        lead(introduction),
        para(
            "A picture of so many components does not stand on one page with type that can be read. It is left out of this brief; the full report has it, in parts, with every zone and flow by name, and “bartizan draw --svg” draws it whole.",
        ),
    ];
    blocks.extend(table(view));
    blocks.extend(zones::figure(view).map(Block::Figure));
    blocks
}

/// Components and findings by zone, the zone with most findings first.
fn table(view: &View) -> Vec<Block> {
    let zones = view.model.zones.keys().map(Some);
    let mut zones: Vec<(Option<&ZoneId>, usize, usize)> = zones
        .chain([None])
        .map(|zone| (zone, components(view, zone), findings(view, zone)))
        .filter(|(_, components, _)| *components > 0)
        .collect();
    zones.sort_by_key(|(zone, components, findings)| {
        (Reverse(*findings), Reverse(*components), *zone)
    });
    let left_out = zones.len().saturating_sub(ZONES);
    let rows: Vec<Row> = zones
        .into_iter()
        .take(ZONES)
        .map(|(zone, components, findings)| {
            let trust = zone.and_then(|zone| view.model.zones[zone].trust);
            row(vec![
                Cell::text(zone.map_or("No zone".to_owned(), |zone| view.zone_name(zone))),
                Cell::text(trust.map_or("Not known".to_owned(), |t| {
                    format!("{}: {}", t.number(), t.in_words())
                })),
                Cell::text(components.to_string()),
                Cell::text(findings.to_string()),
            ])
        })
        .collect();
    let mut blocks = vec![numbers(
        "How many components stand in each trust zone, and how many findings apply there",
        &[
            ("Zone", 4.0, Align::Left),
            ("Trust", 3.4, Align::Left),
            ("Components", 1.3, Align::Right),
            ("Findings", 1.3, Align::Right),
        ],
        rows,
    )];
    if left_out > 0 {
        blocks.push(para(format!(
            "{} in the full report.",
            count(left_out, "more zone stands", "more zones stand")
        )));
    }
    blocks
}

fn components(view: &View, zone: Option<&ZoneId>) -> usize {
    let all = view.model.components.values();
    all.filter(|component| component.zone.as_ref() == zone)
        .count()
}

fn findings(view: &View, zone: Option<&ZoneId>) -> usize {
    let stands = |id| view.model.components.get(id).map(|c| c.zone.as_ref());
    let all = view.applying.iter();
    all.filter(|finding| stands(&finding.id.component) == Some(zone))
        .count()
}
