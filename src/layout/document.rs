//! What there is to draw of a document.

use super::geometry::Point;
use super::sketch::{BoxSketch, FlowSketch, Shape, Sketch, ZoneSketch};
use crate::catalog::{self, Catalog};
use crate::model::{Flow, ThreatModel, Trust};

/// What there is to draw of a document: one sketch for the canvas, `draw` and the report.
#[must_use]
pub fn sketch_of(model: &ThreatModel, catalog: &Catalog) -> Sketch {
    let boxes = model.components.iter().map(|(id, component)| {
        let placed = model.placed.get(id);
        BoxSketch {
            id: id.to_string(),
            title: component.name.clone(),
            shape: catalog.kind(&component.kind).map_or(Shape::Process, |kind| kind.shape.into()),
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
        trust: zone.trust.map(Trust::number),
    });
    Sketch { boxes: boxes.collect(), flows: flows.collect(), zones: zones.collect() }
}

/// The words on a flow: its label, or what it carries.
#[must_use]
pub fn flow_label(flow: &Flow, catalog: &Catalog) -> String {
    let flows = &catalog.entries().flows;
    let name = |id: &String| flows.get(id).map_or(id.clone(), |kind| kind.name.to_lowercase());
    let carried = || flow.carries.iter().map(name).collect::<Vec<_>>().join(", ");
    flow.label.clone().unwrap_or_else(carried)
}

/// Whether a flow is protected on its way: both encrypted and authenticated.
const fn guarded(flow: &Flow) -> Option<bool> {
    match (flow.encrypted, flow.authenticated) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ => None,
    }
}

impl From<catalog::Shape> for Shape {
    fn from(shape: catalog::Shape) -> Self {
        match shape {
            catalog::Shape::Process => Self::Process,
            catalog::Shape::Store => Self::Store,
            catalog::Shape::Model => Self::Model,
            catalog::Shape::External => Self::External,
            catalog::Shape::Sensor => Self::Sensor,
        }
    }
}
