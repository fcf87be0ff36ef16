//! Where the boxes of a diagram stand: laid out among themselves, then put beside what is drawn already as one block.

use std::collections::BTreeSet;

use super::Drawn;
use crate::catalog::Catalog;
use crate::layout::{Layout, Rect, Sketch, first_variant, sketch_of, stand};
use crate::model::{ComponentId, Placement, ThreatModel};

/// The free columns between what is drawn and the block.
const APART: i32 = 8;

/// What becomes of a diagram, with a place for every box that stands in no zone which is there already. Boxes in such zones
/// are left to find their place beside their neighbours.
#[must_use]
pub fn with_places(
    mut drawn: Drawn,
    model: &ThreatModel,
    catalog: &Catalog,
    layout: &Layout,
) -> Drawn {
    let free: BTreeSet<&str> = drawn
        .new_boxes()
        .filter(|reading| {
            let zone = drawn
                .after
                .components
                .get(&reading.id)
                .and_then(|entry| entry.zone.as_ref());
            let chain = zone
                .map(|zone| drawn.after.zone_chain(zone))
                .unwrap_or_default();
            !chain.iter().any(|zone| model.zones.contains_key(*zone))
        })
        .map(|reading| reading.id.as_str())
        .collect();
    let whole = sketch_of(&drawn.after, catalog);
    let fresh = stand(&block_of(&whole, &free), first_variant());
    let Some(block) = Rect::around(fresh.boxes.values().chain(fresh.zones.values()).copied())
    else {
        return drawn;
    };
    let by = match Rect::around(layout.boxes.values().chain(layout.zones.values()).copied()) {
        Some(there) => (there.right() + APART - block.x, there.y - block.y),
        None => (0, 0),
    };
    let place = |id: &ComponentId| {
        let rect = fresh.boxes.get(id.as_str())?;
        let (x, y) = (rect.x + by.0, rect.y + by.1);
        Some((
            id.clone(),
            Placement {
                x,
                y,
                pinned: false,
            },
        ))
    };
    let new = drawn.new_boxes();
    let places: Vec<_> = new.filter_map(|reading| place(&reading.id)).collect();
    drawn.after.placed.extend(places);
    drawn
}

/// The boxes, with the flows between them and the zones around them.
fn block_of(whole: &Sketch, free: &BTreeSet<&str>) -> Sketch {
    let mut block = whole.clone();
    block.boxes.retain(|drawn| free.contains(drawn.id.as_str()));
    block
        .flows
        .retain(|flow| free.contains(flow.from.as_str()) && free.contains(flow.to.as_str()));
    let mut zones: BTreeSet<String> = block
        .boxes
        .iter()
        .filter_map(|drawn| drawn.zone.clone())
        .collect();
    for _ in 0..block.zones.len() {
        let around = block.zones.iter().filter(|zone| zones.contains(&zone.id));
        let around: Vec<String> = around.filter_map(|zone| zone.parent.clone()).collect();
        let before = zones.len();
        zones.extend(around);
        if zones.len() == before {
            break;
        }
    }
    block.zones.retain(|zone| zones.contains(&zone.id));
    block
}
