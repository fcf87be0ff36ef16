//! The sketch of a document: one for the canvas, the text picture and the figure in the report.

use super::geometry::Point;
use super::sketch::{BoxSketch, FlowSketch, Shape, Sketch, ZoneSketch};
use crate::catalog::{Catalog, Shape as KindShape};
use crate::model::{Component, ComponentId, Flow, ThreatModel};

/// What there is to draw of a document: its boxes with the positions that the team gave them, its flows and its zones.
#[must_use]
pub fn sketch_of(model: &ThreatModel, catalog: &Catalog) -> Sketch {
    Sketch {
        boxes: model
            .components
            .iter()
            .map(|(id, component)| box_of(model, catalog, id, component))
            .collect(),
        flows: model
            .flows
            .iter()
            .map(|(id, flow)| FlowSketch {
                id: id.to_string(),
                from: flow.from.to_string(),
                to: flow.to.to_string(),
                label: flow_label(flow, catalog),
                guarded: guarded(flow),
            })
            .collect(),
        zones: model
            .zones
            .iter()
            .map(|(id, zone)| ZoneSketch {
                id: id.to_string(),
                title: zone.name.clone(),
                parent: zone.parent.as_ref().map(ToString::to_string),
                trust: zone.trust.map(crate::model::Trust::number),
            })
            .collect(),
    }
}

fn box_of(
    model: &ThreatModel,
    catalog: &Catalog,
    id: &ComponentId,
    component: &Component,
) -> BoxSketch {
    let placed = model.placed.get(id);
    BoxSketch {
        id: id.to_string(),
        title: component.name.clone(),
        shape: catalog
            .kind(&component.kind)
            .map_or(Shape::Process, |kind| match kind.shape {
                KindShape::Process => Shape::Process,
                KindShape::Store => Shape::Store,
                KindShape::Model => Shape::Model,
                KindShape::External => Shape::External,
                KindShape::Sensor => Shape::Sensor,
            }),
        zone: component.zone.as_ref().map(ToString::to_string),
        at: placed.map(|p| Point { x: p.x, y: p.y }),
        pinned: placed.is_some_and(|p| p.pinned),
    }
}

/// The words on a flow: its label, else what it carries.
#[must_use]
pub fn flow_label(flow: &Flow, catalog: &Catalog) -> String {
    if let Some(label) = flow
        .label
        .as_deref()
        .filter(|label| !label.trim().is_empty())
    {
        return label.to_owned();
    }
    let names = flow.carries.iter().map(|kind| {
        let known = catalog.entries().flows.get(kind);
        known.map_or_else(|| kind.clone(), |known| known.name.to_lowercase())
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Whether a flow is protected: encrypted between ends that prove who they are; `None` where nobody has said.
fn guarded(flow: &Flow) -> Option<bool> {
    match (flow.encrypted, flow.authenticated) {
        (Some(true), Some(true)) => Some(true),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ => None,
    }
}
