//! Findings by zone as a chart: where in the system the risk stands.

use std::collections::BTreeMap;

use super::view::View;
use super::wording::{capital, count, level};
use crate::analysis::Risk;
use crate::model::ZoneId;
use crate::report::blocks::{Bar, Bars, BarsScale, Figure, FigureKind, Series, Span, Tone};

/// A zone's name and how many findings it has at each level.
type Zone = (String, [u32; 4]);

/// How many zones have a bar of their own.
const ZONES: usize = 9;

/// Findings that apply by the zone of their component and by residual risk; the zones with the worst ones.
pub(super) fn figure(view: &View) -> Option<Figure> {
    let mut zones: BTreeMap<Option<&ZoneId>, [u32; 4]> = BTreeMap::new();
    for finding in &view.applying {
        let component = view.model.components.get(&finding.id.component);
        let zone = component.and_then(|component| component.zone.as_ref());
        zones.entry(zone).or_default()[place(finding.risk())] += 1;
    }
    if zones.len() < 2 {
        return None;
    }
    let mut rows: Vec<Zone> = zones
        .into_iter()
        .map(|(zone, counts)| {
            (
                zone.map_or("No zone".to_owned(), |id| view.zone_name(id)),
                counts,
            )
        })
        .collect();
    // The worst zone first: by its critical findings, then by its high ones, and so on.
    rows.sort_by_key(|(name, counts)| {
        let [low, medium, high, critical] = *counts;
        (
            std::cmp::Reverse([critical, high, medium, low]),
            name.clone(),
        )
    });
    let others = rows.split_off(rows.len().min(ZONES));
    if !others.is_empty() {
        let sum = others.iter().fold([0; 4], |mut sum, (_, counts)| {
            sum.iter_mut()
                .zip(counts)
                .for_each(|(all, one)| *all += one);
            sum
        });
        rows.push((count(others.len(), "other zone", "other zones"), sum));
    }
    Some(zone_figure(rows))
}

fn place(risk: Risk) -> usize {
    Risk::ALL
        .iter()
        .position(|one| *one == risk)
        .unwrap_or_default()
}

fn zone_figure(rows: Vec<Zone>) -> Figure {
    let told: Vec<String> = rows
        .iter()
        .map(|(name, counts)| {
            let parts: Vec<String> = Risk::ALL
                .iter()
                .zip(counts)
                .rev()
                .filter(|(_, number)| **number > 0)
                .map(|(risk, number)| format!("{number} {}", risk.as_str()))
                .collect();
            format!("{name}: {}", parts.join(", "))
        })
        .collect();
    let series = Risk::ALL
        .iter()
        .map(|risk| Series {
            label: capital(risk.as_str()),
            tone: Tone::Risk(level(*risk)),
        })
        .collect();
    let bars = rows
        .into_iter()
        .map(|(label, counts)| Bar {
            label,
            values: counts.to_vec(),
        })
        .collect();
    Figure {
        id: "zones-chart".to_owned(),
        title: "Findings by zone and residual risk".to_owned(),
        kind: FigureKind::Bars(Bars {
            series,
            bars,
            scale: BarsScale::Count,
        }),
        alt: format!("Findings that apply, by zone. {}.", told.join("; ")),
        caption: vec![Span::plain(
            "Findings that apply, by the zone of their component; the zone with the worst ones stands first.",
        )],
    }
}
