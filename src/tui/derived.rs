//! What follows from the document and is shown: the assessment and the drawing. Worked out once for each revision.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::analysis::{Assessment, Badge, Finding, Item, Risk, Role, Verdict, agenda, assess};
use crate::catalog::Catalog;
use crate::layout::{
    Layout, Sketch, first_variant, lay_out, reroute, reroute_part, sketch_of, stand,
};
use crate::model::{Change, ComponentId, Date, Flow, ThreatModel, ZoneId};

use super::folding::MANY;
use super::matrix;
use super::threats::Listing;

/// Drawings are kept for undo and redo until they have so many boxes together.
const KEPT: usize = 5_000;

/// What follows from one revision of the document.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The findings, questions and levels.
    pub assessment: Arc<Assessment>,
    /// What the box of every component shows, since every frame asks for all of them.
    pub badges: BTreeMap<ComponentId, Badge>,
    /// The badges of all that stands in a zone and in the zones within it, as one.
    pub zone_badges: BTreeMap<ZoneId, Badge>,
    /// How many open findings are critical.
    pub criticals: usize,
    /// What is drawn.
    pub sketch: Sketch,
    /// Where it is drawn.
    pub layout: Layout,
    /// Whether every flow has its way: those of a large drawing are routed by a worker.
    pub whole: bool,
    /// Whether the flows run as they do when the document is opened anew, and in the report. While somebody draws, those that
    /// a step does not touch stay; when the keys rest, a worker settles them.
    pub settled: bool,
    /// What was drawn before, the latest at the end: what is undone stands where it stood.
    drawn_before: Vec<Rc<Drawing>>,
    /// The points of the walk-through, made when they are first asked for.
    agenda: OnceCell<Vec<Item>>,
    /// The rows of the matrix, put in order when they are first asked for.
    rows: OnceCell<Vec<ComponentId>>,
    /// The lines of the register as they were last listed, by their number among all lines.
    listed: RefCell<Option<(Listing, Rc<[usize]>)>>,
}

/// One state of the drawing.
#[derive(Debug)]
struct Drawing {
    sketch: Sketch,
    layout: Layout,
    whole: bool,
    settled: bool,
}

impl Derived {
    /// Works everything out for a document that was just opened.
    #[must_use]
    pub fn of(model: &ThreatModel, catalog: &Catalog, date: Date) -> Self {
        let sketch = sketch_of(model, catalog);
        let whole = sketch.boxes.len() < MANY;
        let (assessment, layout) = assessing(model, catalog, date, || {
            if whole {
                lay_out(&sketch, first_variant())
            } else {
                stand(&sketch, first_variant())
            }
        });
        Self::with(assessment, model, sketch, layout, whole)
    }

    /// Works everything out again: after a change, or after more than that where none is given. What can stay on the canvas
    /// stays, and where boxes only moved, what was found stands.
    #[must_use]
    pub fn after(&self, model: &ThreatModel, catalog: &Catalog, change: Option<&Change>) -> Self {
        let sketch = sketch_of(model, catalog);
        let mut known = self.drawn_before.iter().rev();
        let known = known.find(|before| before.sketch == sketch);
        let whole = known.map_or(self.whole, |before| before.whole);
        let settled = match known {
            _ if sketch == self.sketch => self.settled,
            Some(before) => before.settled,
            None => false,
        };
        let drawn = || {
            if sketch == self.sketch {
                self.layout.clone()
            } else if let Some(before) = known {
                before.layout.clone()
            } else if self.whole {
                reroute(&sketch, &self.layout, &[])
            } else {
                reroute_part(&sketch, &self.layout, None)
            }
        };
        let (assessment, layout) = if change.is_some_and(Change::only_moves) {
            (Arc::clone(&self.assessment), drawn())
        } else {
            assessing(model, catalog, self.assessment.date, drawn)
        };
        Self {
            drawn_before: self.drawings(&sketch),
            settled,
            ..Self::with(assessment, model, sketch, layout, whole)
        }
    }

    /// The drawings to keep when another one is drawn: this one, too.
    fn drawings(&self, next: &Sketch) -> Vec<Rc<Drawing>> {
        let mut kept = self.drawn_before.clone();
        if *next != self.sketch {
            kept.retain(|before| before.sketch != self.sketch);
            kept.push(Rc::new(Drawing {
                sketch: self.sketch.clone(),
                layout: self.layout.clone(),
                whole: self.whole,
                settled: self.settled,
            }));
        }
        let mut boxes = 0;
        let few = |before: &&Rc<Drawing>| {
            boxes += before.sketch.boxes.len();
            boxes <= KEPT
        };
        let few = kept.iter().rev().take_while(few).count();
        kept.drain(..kept.len() - few);
        kept
    }

    fn with(
        assessment: Arc<Assessment>,
        model: &ThreatModel,
        sketch: Sketch,
        layout: Layout,
        whole: bool,
    ) -> Self {
        let badges = assessment.badges();
        Self {
            zone_badges: zone_badges(model, &badges),
            badges,
            criticals: assessment.open_at_or_above(Risk::Critical).len(),
            assessment,
            sketch,
            layout,
            whole,
            settled: true,
            drawn_before: Vec::new(),
            agenda: OnceCell::new(),
            rows: OnceCell::new(),
            listed: RefCell::default(),
        }
    }

    /// The box from which a flow comes to another one as it is drawn, or else to which one goes: what is near when that is gone.
    pub(super) fn neighbour(&self, id: &ComponentId) -> Option<ComponentId> {
        let flows = &self.sketch.flows;
        let before = flows.iter().find(|flow| flow.to == id.as_str());
        let behind = || flows.iter().find(|flow| flow.from == id.as_str());
        let near = before
            .map(|flow| &flow.from)
            .or_else(|| Some(&behind()?.to));
        near.and_then(|id| ComponentId::new(id.as_str()).ok())
    }

    /// Whether all boxes stand where another layout has them.
    pub(super) fn stands_as_in(&self, other: &Layout) -> bool {
        self.layout.boxes == other.boxes
    }

    /// The points of the walk-through. The model is the one that this follows from.
    #[must_use]
    pub fn agenda(&self, model: &ThreatModel) -> &[Item] {
        self.agenda.get_or_init(|| agenda(model, &self.assessment))
    }

    /// The lines of the register, put in order anew only where something else is wanted than the last time.
    pub(super) fn listed(&self, wanted: Listing, order: impl Fn() -> Vec<usize>) -> Rc<[usize]> {
        let mut listed = self.listed.borrow_mut();
        match &*listed {
            Some((last, order)) if *last == wanted => Rc::clone(order),
            _ => {
                let order: Rc<[usize]> = order().into();
                *listed = Some((wanted, Rc::clone(&order)));
                order
            }
        }
    }

    /// The rows of the matrix. The model is the one that this follows from.
    #[must_use]
    pub fn rows(&self, model: &ThreatModel) -> &[ComponentId] {
        self.rows.get_or_init(|| matrix::in_order(model))
    }

    /// What the box of a component shows.
    #[must_use]
    pub fn badge(&self, id: &ComponentId) -> Badge {
        self.badges.get(id).copied().unwrap_or_default()
    }

    /// The component with the worst finding that is open; else with the worst that needs an answer.
    #[must_use]
    pub fn worst_box(&self) -> Option<&ComponentId> {
        let found = self.assessment.by_risk();
        let open = found.into_iter().find(|finding| finding.is_open());
        let unanswered = || {
            let all = self.assessment.findings.values();
            let waits =
                |one: &&Finding| one.role == Role::Primary && one.verdict == Verdict::NeedsAnswer;
            all.filter(waits)
                .min_by_key(|one| (Reverse(one.residual()), &one.id))
        };
        open.or_else(unanswered)
            .map(|finding| &finding.id.component)
    }

    /// What the box of a folded zone shows.
    #[must_use]
    pub fn badge_of_zone(&self, zone: &ZoneId) -> Badge {
        self.zone_badges.get(zone).copied().unwrap_or_default()
    }

    /// The same document with its boxes moved to another layout, which has a way for every flow.
    #[must_use]
    pub fn with_layout(&self, sketch: Sketch, layout: Layout) -> Self {
        Self {
            drawn_before: self.drawings(&sketch),
            sketch,
            layout,
            whole: true,
            settled: false,
            ..self.clone()
        }
    }
}

/// Assesses on another thread while this one draws: neither needs the other.
fn assessing(
    model: &ThreatModel,
    catalog: &Catalog,
    date: Date,
    draw: impl FnOnce() -> Layout,
) -> (Arc<Assessment>, Layout) {
    std::thread::scope(|scope| {
        let assessed = scope.spawn(|| assess(model, catalog, date));
        let layout = draw();
        match assessed.join() {
            Ok(assessment) => (Arc::new(assessment), layout),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn zone_badges(
    model: &ThreatModel,
    badges: &BTreeMap<ComponentId, Badge>,
) -> BTreeMap<ZoneId, Badge> {
    let mut sums: BTreeMap<ZoneId, Badge> = BTreeMap::new();
    for (id, badge) in badges {
        let home = model.components.get(id).and_then(|c| c.zone.as_ref());
        for zone in home.into_iter().flat_map(|home| model.zone_chain(home)) {
            let sum = sums.entry(zone.clone()).or_default();
            *sum = sum.with(*badge);
        }
    }
    sums
}

/// What a flow carries, in words.
#[must_use]
pub fn carried(flow: &Flow, catalog: &Catalog) -> String {
    let flows = &catalog.entries().flows;
    let name = |id: &String| {
        flows
            .get(id)
            .map_or(id.clone(), |kind| kind.name.to_lowercase())
    };
    flow.carries.iter().map(name).collect::<Vec<_>>().join(", ")
}
