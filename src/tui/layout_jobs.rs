//! Drawing that takes longer than a key may: all ways of a large drawing, ways that nothing but the places of the boxes
//! decides, and layouts to choose from. Pure; `run` does it on a thread, and what comes back carries the revision that it was made from.

use crate::layout::{Scope, Variant, first_variant, lay_out, layout_cost, rank, reroute, tidy};

use super::message::{LayoutJob, Msg};
use super::modal::Offer;

/// A way for every flow; boxes stay where they are.
#[must_use]
pub fn routed(job: &LayoutJob) -> Msg {
    let layout = reroute(&job.sketch, &job.layout, &[]);
    Msg::Drawn(job.revision, Box::new(layout))
}

/// The ways that every flow has when the document is opened anew; boxes stay where they are.
#[must_use]
pub fn settled(job: &LayoutJob) -> Msg {
    let layout = lay_out(&job.sketch, first_variant());
    Msg::Drawn(job.revision, Box::new(layout))
}

/// The six layouts, the best first. Pinned boxes stay where they are.
#[must_use]
pub fn arranged(job: &LayoutJob) -> Msg {
    let pinned = job.sketch.boxes.iter().any(|drawn| drawn.pinned);
    let mut ranked: Vec<(u64, Offer)> = if pinned {
        Variant::ALL
            .into_iter()
            .map(|variant| {
                let layout = tidy(&job.sketch, &job.layout, &Scope::All(variant));
                (layout_cost(&layout), Offer::of(variant, layout))
            })
            .collect()
    } else {
        let mut sketch = job.sketch.clone();
        for drawn in &mut sketch.boxes {
            drawn.at = None;
        }
        rank(&sketch)
            .map(|ranked| (ranked.cost, Offer::of(ranked.variant, ranked.layout)))
            .collect()
    };
    ranked.sort_by_key(|(cost, _)| *cost);
    Msg::Arranged(
        job.revision,
        ranked.into_iter().map(|(_, offer)| offer).collect(),
    )
}
