//! What follows from the document and is shown: the assessment and the drawing. Worked out once for each revision.

use crate::analysis::{Assessment, assess};
use crate::catalog::{self, Catalog};
use crate::layout::{
    BoxSketch, FlowSketch, Layout, Point, Shape, Sketch, ZoneSketch, first_variant, lay_out, reroute,
};
use crate::model::{Date, Flow, ThreatModel};

/// What follows from one revision of the document.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The findings, questions and levels.
    pub assessment: Assessment,
    /// What is drawn.
    pub sketch: Sketch,
    /// Where it is drawn.
    pub layout: Layout,
}

impl Derived {
    /// Works everything out for a document that was just opened.
    #[must_use]
    pub fn of(model: &ThreatModel, catalog: &Catalog, date: Date) -> Self {
        let sketch = sketch(model, catalog);
        let layout = lay_out(&sketch, first_variant());
        Self { assessment: assess(model, catalog, date), sketch, layout }
    }

    /// Works everything out after a change. What can stay on the canvas stays.
    #[must_use]
    pub fn after(&self, model: &ThreatModel, catalog: &Catalog) -> Self {
        let sketch = sketch(model, catalog);
        let layout = if sketch == self.sketch {
            self.layout.clone()
        } else {
            reroute(&sketch, &self.layout, &[])
        };
        Self { assessment: assess(model, catalog, self.assessment.date), sketch, layout }
    }

    /// The same document with another layout.
    #[must_use]
    pub fn with_layout(&self, layout: Layout) -> Self {
        Self { layout, ..self.clone() }
    }
}

/// What there is to draw of a document.
#[must_use]
pub fn sketch(model: &ThreatModel, catalog: &Catalog) -> Sketch {
    let boxes = model.components.iter().map(|(id, component)| {
        let placed = model.placed.get(id);
        BoxSketch {
            id: id.to_string(),
            title: component.name.clone(),
            shape: catalog.kind(&component.kind).map_or(Shape::Process, |kind| shape(kind.shape)),
            zone: component.zone.as_ref().map(ToString::to_string),
            at: placed.map(|at| Point::new(at.x, at.y)),
            pinned: placed.is_some_and(|at| at.pinned),
        }
    });
    let flows = model.flows.iter().map(|(id, flow)| FlowSketch {
        id: id.to_string(),
        from: flow.from.to_string(),
        to: flow.to.to_string(),
        label: flow_label(flow, catalog),
        guarded: guarded(flow),
    });
    let zones = model.zones.iter().map(|(id, zone)| ZoneSketch {
        id: id.to_string(),
        title: zone.name.clone(),
        parent: zone.parent.as_ref().map(ToString::to_string),
        trust: zone.trust.map(crate::model::Trust::number),
    });
    Sketch { boxes: boxes.collect(), flows: flows.collect(), zones: zones.collect() }
}

/// The words on a flow: its label, or what it carries.
#[must_use]
pub fn flow_label(flow: &Flow, catalog: &Catalog) -> String {
    match &flow.label {
        Some(label) => label.clone(),
        None => carried(flow, catalog),
    }
}

/// What a flow carries, in words.
#[must_use]
pub fn carried(flow: &Flow, catalog: &Catalog) -> String {
    let flows = &catalog.entries().flows;
    let name = |id: &String| flows.get(id).map_or(id.clone(), |kind| kind.name.to_lowercase());
    flow.carries.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Whether a flow is protected on its way: both encrypted and authenticated.
fn guarded(flow: &Flow) -> Option<bool> {
    match (flow.encrypted, flow.authenticated) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ => None,
    }
}

fn shape(shape: catalog::Shape) -> Shape {
    match shape {
        catalog::Shape::Process => Shape::Process,
        catalog::Shape::Store => Shape::Store,
        catalog::Shape::Model => Shape::Model,
        catalog::Shape::External => Shape::External,
        catalog::Shape::Sensor => Shape::Sensor,
    }
}
