//! What of the drawing is drawn: with zones folded, at the zoom in which it is seen, and as far as it is routed.

use std::collections::BTreeSet;

use crate::layout::{Layout, Sketch, reroute_part, zoomed};
use crate::model::ComponentId;

use super::app::App;
use super::areas::Areas;
use super::canvas::Selected;
use super::folding::{self, Folding};
use super::message::LayoutJob;

impl App {
    /// Works out again what is seen of the layout.
    pub fn look_again(&mut self) {
        let derived = &self.derived;
        self.folding = Folding::of(
            &derived.sketch,
            &derived.layout,
            &self.canvas.folded,
            self.folding.as_ref(),
        );
        self.seen = zoomed(self.drawn(), self.canvas.zoom);
    }

    /// What is drawn, with zones folded as they are.
    #[must_use]
    pub fn sketch(&self) -> &Sketch {
        let folding = self.folding.as_ref();
        folding.map_or(&self.derived.sketch, |folding| &folding.sketch)
    }

    /// Where it is drawn, before it is seen from nearer or farther.
    #[must_use]
    pub fn drawn(&self) -> &Layout {
        let folding = self.folding.as_ref();
        folding.map_or(&self.derived.layout, |folding| &folding.layout)
    }

    /// Opens the folded zones that hide what is selected. Gives whether there were any.
    pub(super) fn unfold_selection(&mut self) -> bool {
        let zone = match &self.canvas.selected {
            Some(Selected::Zone(id)) => self
                .model()
                .zones
                .get(id)
                .and_then(|zone| zone.parent.clone()),
            _ => self.zone_here().cloned(),
        };
        let hiding = zone
            .map(|zone| folding::hiding(self.model(), &zone, &self.canvas.folded))
            .unwrap_or_default();
        self.canvas.folded.retain(|zone| !hiding.contains(zone));
        !hiding.is_empty()
    }

    /// Routes the flows in view of a drawing that a worker will route whole.
    pub(super) fn route_what_is_seen(&mut self) {
        if self.derived.whole || self.folding.is_some() {
            return;
        }
        let size = Areas::of(self).canvas_size();
        let view = self.canvas.view(&self.seen, size);
        let derived = &self.derived;
        self.derived.layout = reroute_part(&derived.sketch, &derived.layout, Some(view));
        self.look_again();
    }

    /// What a worker is to route, if not every flow has its way yet: what is in view first.
    #[must_use]
    pub fn unfinished(&self) -> Option<LayoutJob> {
        let folding = self.folding.as_ref().filter(|folding| !folding.whole);
        let seen = folding.map(|folding| (&folding.sketch, &folding.layout));
        let derived = &self.derived;
        let open = (!derived.whole).then_some((&derived.sketch, &derived.layout));
        seen.or(open)
            .map(|(sketch, layout)| self.job(sketch, layout))
    }

    /// Whether flows still run as the last steps left them: the same document opened anew may show other ways. A large
    /// drawing stays as it is; to route all of it takes long, and it is opened folded.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        let derived = &self.derived;
        let rests = self.modals.is_empty() && self.drag.is_none() && self.pending.is_empty();
        rests && derived.whole && !derived.settled && derived.sketch.boxes.len() < folding::MANY
    }

    /// What a worker is to settle when the keys rest.
    #[must_use]
    pub fn unsettled(&self) -> Option<LayoutJob> {
        let derived = &self.derived;
        self.is_unsettled()
            .then(|| self.job(&derived.sketch, &derived.layout))
    }

    fn job(&self, sketch: &Sketch, layout: &Layout) -> LayoutJob {
        LayoutJob {
            revision: self.doc.revision(),
            sketch: sketch.clone(),
            layout: layout.clone(),
        }
    }

    /// Takes over what a worker has routed. What was made from an older document, or for zones folded in another way, is
    /// dropped, and asked for again.
    pub fn take_drawing(&mut self, revision: u64, layout: Layout) {
        if revision != self.doc.revision() {
            return;
        }
        if let Some(folding) = &mut self.folding
            && !folding.whole
        {
            if draws(&layout, &folding.sketch) {
                (folding.layout, folding.whole) = (layout, true);
                self.look_again();
            }
        } else if !self.derived.whole && self.is_drawn_by(&layout) {
            (self.derived.layout, self.derived.whole) = (layout, true);
            self.look_again();
        } else if self.is_unsettled() {
            self.derived.settled = true;
            // Boxes never move by themselves.
            if self.derived.stands_as_in(&layout) {
                self.derived.layout = layout;
                self.look_again();
            }
        }
    }

    /// The boxes that a change is about: those that are marked, else the selected one.
    #[must_use]
    pub fn boxes_here(&self) -> BTreeSet<ComponentId> {
        if self.canvas.marked.is_empty() {
            self.canvas.selected_box().cloned().into_iter().collect()
        } else {
            self.canvas.marked.clone()
        }
    }

    /// The boxes that a move takes along: those of [`App::boxes_here`], else all that stand in the selected zone.
    #[must_use]
    pub fn movable(&self) -> BTreeSet<ComponentId> {
        match self.canvas.selected_zone() {
            Some(zone) if self.canvas.marked.is_empty() => {
                super::panel::members(self, zone).into_iter().collect()
            }
            _ => self.boxes_here(),
        }
    }

    /// Whether a layout has just the boxes of this document: another one may have been opened meanwhile.
    #[must_use]
    pub fn is_drawn_by(&self, layout: &Layout) -> bool {
        draws(layout, &self.derived.sketch)
    }
}

/// Whether a layout has just the boxes of a sketch.
fn draws(layout: &Layout, sketch: &Sketch) -> bool {
    let placed = |id: &String| layout.boxes.contains_key(id);
    sketch.boxes.len() == layout.boxes.len() && sketch.boxes.iter().all(|drawn| placed(&drawn.id))
}
