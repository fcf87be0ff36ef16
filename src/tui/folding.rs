//! What is drawn while some zones are folded into one box each. Pure; knows layouts, no screen.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::{
    BoxSketch, Collapsed, Layout, Sketch, collapse, first_variant, lay_out, lay_out_tight, reroute,
    reroute_part, stand,
};
use crate::model::{ThreatModel, ZoneId};

/// From so many boxes on a drawing is opened with its zones folded, and its flows are routed by a worker.
pub const MANY: usize = 150;

/// From so many flows on an overview is shown before its flows are routed.
const MANY_FLOWS: usize = 60;

/// The drawing with its folded zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folding {
    /// What is drawn.
    pub sketch: Sketch,
    /// Where it is drawn.
    pub layout: Layout,
    /// The zone that a box stands for.
    pub zones: BTreeMap<String, ZoneId>,
    /// Whether the boxes stand elsewhere than in the open drawing: an overview has a layout of its own.
    pub own_places: bool,
    /// Whether every flow has its way: those of a large overview are routed by a worker.
    pub whole: bool,
}

impl Folding {
    /// Folds zones of a drawing; `None` when there is nothing to fold. Where the same was drawn before, it is not laid out
    /// again.
    #[must_use]
    pub fn of(
        sketch: &Sketch,
        layout: &Layout,
        folded: &BTreeSet<ZoneId>,
        before: Option<&Self>,
    ) -> Option<Self> {
        if folded.is_empty() {
            return None;
        }
        let names: BTreeSet<String> = folded.iter().map(ToString::to_string).collect();
        let mut collapsed = collapse(sketch, &names);
        // With nothing open any more, or in a large drawing, places would leave mostly holes.
        let open = |drawn: &BoxSketch| !collapsed.zones.contains_key(&drawn.id);
        if sketch.boxes.len() >= MANY || !collapsed.sketch.boxes.iter().any(open) {
            for drawn in &mut collapsed.sketch.boxes {
                (drawn.at, drawn.pinned) = (None, false);
            }
            return Some(Self::drawn(collapsed, true, before, overview));
        }
        for drawn in &mut collapsed.sketch.boxes {
            let zone = collapsed
                .zones
                .get(&drawn.id)
                .and_then(|zone| layout.zones.get(zone));
            let stands = layout.boxes.get(&drawn.id).map(|rect| rect.corner());
            drawn.at = zone.map(|frame| frame.corner()).or(stands);
            drawn.pinned = false;
        }
        Some(Self::drawn(collapsed, false, before, |sketch| {
            (lay_out_tight(sketch), true)
        }))
    }

    fn drawn(
        collapsed: Collapsed,
        own_places: bool,
        before: Option<&Self>,
        draw: impl Fn(&Sketch) -> (Layout, bool),
    ) -> Self {
        let same =
            |before: &&Self| before.own_places == own_places && before.sketch == collapsed.sketch;
        let (layout, whole) = match before {
            Some(before) if same(&before) => (before.layout.clone(), before.whole),
            Some(before) if own_places && has_boxes_of(before, &collapsed.sketch) => {
                again(&collapsed.sketch, &before.layout)
            }
            _ => draw(&collapsed.sketch),
        };
        let zones = collapsed.zones.into_iter();
        Self {
            sketch: collapsed.sketch,
            layout,
            zones: zones
                .filter_map(|(drawn, zone)| Some((drawn, ZoneId::new(zone).ok()?)))
                .collect(),
            own_places,
            whole,
        }
    }
}

/// Whether the same boxes were drawn before: then they stay where they stood, whatever flows between them now.
fn has_boxes_of(before: &Folding, sketch: &Sketch) -> bool {
    let ids = |sketch: &Sketch| -> Vec<String> {
        let boxes = sketch.boxes.iter();
        boxes.map(|drawn| drawn.id.clone()).collect()
    };
    ids(&before.sketch) == ids(sketch)
}

/// A drawing of folded zones, and whether its flows are routed: every step that folds one waits for it.
fn overview(sketch: &Sketch) -> (Layout, bool) {
    if sketch.flows.len() > MANY_FLOWS {
        (stand(sketch, first_variant()), false)
    } else {
        (lay_out(sketch, first_variant()), true)
    }
}

/// The same boxes after a change.
fn again(sketch: &Sketch, before: &Layout) -> (Layout, bool) {
    if sketch.flows.len() > MANY_FLOWS {
        (reroute_part(sketch, before, None), false)
    } else {
        (reroute(sketch, before, &[]), true)
    }
}

/// The zones that are folded when a document is opened: the outermost ones of a large one, none of a small one.
#[must_use]
pub fn at_first(model: &ThreatModel) -> BTreeSet<ZoneId> {
    if model.components.len() < MANY {
        return BTreeSet::new();
    }
    outermost(model)
}

/// The zones that lie in no other.
#[must_use]
pub fn outermost(model: &ThreatModel) -> BTreeSet<ZoneId> {
    let zones = model.zones.iter();
    zones
        .filter(|(_, zone)| zone.parent.is_none())
        .map(|(id, _)| id.clone())
        .collect()
}

/// The folded zones that hide a zone.
#[must_use]
pub fn hiding(model: &ThreatModel, zone: &ZoneId, folded: &BTreeSet<ZoneId>) -> BTreeSet<ZoneId> {
    let chain = model.zone_chain(zone).into_iter();
    chain
        .filter(|zone| folded.contains(*zone))
        .cloned()
        .collect()
}
