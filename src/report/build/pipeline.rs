//! The picture of the pipeline, and the same in words: zones, who stands in them, and the flows between them.

use std::fmt::Write as _;

use super::overview;
use super::tables::{grid, heading, para, row};
use super::view::View;
use super::wording::{
    capital, component_anchor, count, level, listed_spans, number, one_or, or_dash, with_note,
};
use crate::analysis::Truth;
use crate::catalog;
use crate::layout::{Rect, Route};
use crate::model::{ComponentId, Flow, FlowId, ZoneId};
use crate::report::blocks::{
    Badge, Block, Cell, CellPoint, CellRect, Drawing, DrawnBox, DrawnFlow, DrawnLabel, DrawnZone,
    Figure, FigureKind, LegendEntry, Row, Section, Shape, Span, Target,
};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("pipeline", super::Chapter::Pipeline.title());
    // The picture stands right under the heading, so that both share a page even where it is turned on its side.
    let figure = figure(view);
    if view.is_brief() && view.options.chapters.is_empty() && !fits(&figure) {
        section.blocks = overview::blocks(view, introduction(view));
        return section;
    }
    section.blocks = vec![Block::Figure(figure)];
    if view.is_brief() {
        return section;
    }
    section.blocks.extend(note(view));
    section.blocks.extend(zones(view));
    section.blocks.extend(flows(view));
    section
}

/// Whether the picture stands on one page.
fn fits(figure: &Figure) -> bool {
    match &figure.kind {
        FigureKind::Diagram(drawing) => overview::fits(drawing.bounds()),
        _ => true,
    }
}

/// What the team notes of the system as a whole: where a drawing comes from, for one, and who is to be credited.
pub(super) fn note(view: &View) -> Option<Block> {
    let note = view.model.system.note.as_deref()?;
    Some(Block::Para(vec![
        Span::strong("The team notes: "),
        Span::plain(clean::text(note)),
    ]))
}

fn introduction(view: &View) -> String {
    let zones = view.model.zones.len();
    let place = match zones {
        0 => "No trust zone is drawn, so it is not known who counts as an outsider.".to_owned(),
        _ => format!(
            "There {} {}.",
            one_or(zones, "is", "are"),
            count(zones, "trust zone", "trust zones")
        ),
    };
    let drawn = match view.model.components.len() {
        1 => "1 component, and nothing beside it".to_owned(),
        n if view.model.flows.is_empty() => {
            format!(
                "{}, and no flow is drawn",
                count(n, "component", "components")
            )
        }
        n => format!(
            "{} and how data flows between them",
            count(n, "component", "components")
        ),
    };
    format!("The pipeline: {drawn}. {place}{}", crossings(view))
}

/// How many flows cross the border of a zone, and of how many that is not known.
fn crossings(view: &View) -> String {
    let flows = view.model.flows.len();
    if flows == 0 || view.model.zones.is_empty() {
        return String::new();
    }
    let number = |wanted: Truth| {
        let all = view.model.flows.values();
        all.filter(|flow| view.crosses(flow) == wanted).count()
    };
    let mut text = format!(
        " {} the border of a zone; there an attacker finds the way in.",
        capital(&match number(Truth::True) {
            0 => "no flow crosses".to_owned(),
            1 => format!("1 of {} crosses", count(flows, "flow", "flows")),
            n => format!("{n} of {} cross", count(flows, "flow", "flows")),
        })
    );
    match number(Truth::Unknown) {
        0 => {}
        n => {
            let _ = write!(
                text,
                " Of {n} it is not known, because an end stands in no zone."
            );
        }
    }
    text
}

// ---- the picture

fn figure(view: &View) -> Figure {
    Figure {
        id: "picture".to_owned(),
        title: String::new(),
        kind: FigureKind::Diagram(drawing(view)),
        alt: alternative(view),
        caption: vec![Span::plain(format!(
            "{} A badge gives the worst residual risk of the open findings at a component, and how many there are. Trust runs from 0 (anyone) to 3 (production core).",
            introduction(view)
        ))],
    }
}

/// What the picture says, for someone who cannot see it.
fn alternative(view: &View) -> String {
    let mut parts = vec![format!(
        "Pipeline of {} and {}.",
        count(view.model.components.len(), "component", "components"),
        count(view.model.flows.len(), "flow", "flows")
    )];
    for (id, zone) in &view.model.zones {
        let trust = zone.trust.map_or_else(
            || "trust not known".to_owned(),
            |t| format!("trust {}", t.number()),
        );
        let inside = names_in(view, Some(id));
        let inside = if inside.is_empty() {
            "nothing".to_owned()
        } else {
            super::wording::listed(&inside)
        };
        parts.push(format!("{} ({trust}) holds {inside}.", view.zone_name(id)));
    }
    let outside = names_in(view, None);
    if !outside.is_empty() {
        parts.push(format!("In no zone: {}.", super::wording::listed(&outside)));
    }
    parts.push("The table of flows says what each one carries.".to_owned());
    parts.join(" ")
}

fn names_in(view: &View, zone: Option<&ZoneId>) -> Vec<String> {
    view.components()
        .into_iter()
        .filter(|(_, c)| c.zone.as_ref() == zone)
        .map(|(id, _)| view.name(id))
        .collect()
}

fn drawing(view: &View) -> Drawing {
    Drawing {
        zones: drawn_zones(view),
        boxes: view
            .components()
            .into_iter()
            .filter_map(|(id, _)| drawn_box(view, id))
            .collect(),
        flows: view
            .model
            .flows
            .iter()
            .filter_map(|(id, flow)| drawn_flow(view, id, flow))
            .collect(),
        legend: view
            .layout
            .legend
            .iter()
            .map(|(mark, text)| LegendEntry {
                mark: mark.to_string(),
                text: clean::line(text),
            })
            .collect(),
    }
}

/// The zones, outer ones before the ones they hold.
fn drawn_zones(view: &View) -> Vec<DrawnZone> {
    let mut zones: Vec<&ZoneId> = view.model.zones.keys().collect();
    zones.sort_by_key(|id| (view.model.zone_chain(id).len(), *id));
    let drawn = zones.into_iter().filter_map(|id| {
        let rect = view.layout.zones.get(id.as_str())?;
        let trust = view.model.zones[id].trust;
        Some(DrawnZone {
            rect: cells(*rect),
            title: view.zone_name(id),
            trust: trust.map_or_else(String::new, |trust| format!("trust {}", trust.number())),
        })
    });
    drawn.collect()
}

fn drawn_box(view: &View, id: &ComponentId) -> Option<DrawnBox> {
    let component = &view.model.components[id];
    let rect = view.layout.boxes.get(id.as_str())?;
    let badge = view.assessment.badge(id);
    Some(DrawnBox {
        id: id.to_string(),
        rect: cells(*rect),
        title: view.name(id),
        kind: view.kind_name(component),
        shape: view
            .kind(component)
            .map_or(Shape::Process, |kind| shape(kind.shape)),
        badge: badge.worst.map(|worst| Badge {
            level: level(worst),
            count: number(badge.open),
        }),
        target: Some(Target::Anchor(component_anchor(id))),
    })
}

fn drawn_flow(view: &View, id: &FlowId, flow: &Flow) -> Option<DrawnFlow> {
    let route = view.layout.flows.get(id.as_str())?;
    Some(DrawnFlow {
        from: flow.from.to_string(),
        to: flow.to.to_string(),
        points: route
            .points
            .iter()
            .map(|p| CellPoint { x: p.x, y: p.y })
            .collect(),
        label: label(route),
        carries: view.flow_words(flow),
        back: route.back,
        crosses: view.crosses(flow).is_true(),
    })
}

/// The label that found room, or the number that stands for it.
fn label(route: &Route) -> Option<DrawnLabel> {
    if let Some(label) = &route.label {
        return Some(DrawnLabel {
            rect: cells(label.area),
            text: clean::line(&label.text),
        });
    }
    let (number, at) = (route.number?, route.marker?);
    let text = number.to_string();
    let width = i32::try_from(text.len()).unwrap_or(1);
    Some(DrawnLabel {
        rect: CellRect::new(at.x, at.y, width, 1),
        text,
    })
}

const fn cells(rect: Rect) -> CellRect {
    CellRect::new(rect.x, rect.y, rect.w, rect.h)
}

const fn shape(shape: catalog::Shape) -> Shape {
    match shape {
        catalog::Shape::Process => Shape::Process,
        catalog::Shape::Store => Shape::Store,
        catalog::Shape::Model => Shape::Model,
        catalog::Shape::External => Shape::External,
        catalog::Shape::Sensor => Shape::Sensor,
    }
}

// ---- the same in words

fn zones(view: &View) -> Vec<Block> {
    let mut zones: Vec<&ZoneId> = view.model.zones.keys().collect();
    zones.sort_by_key(|id| (view.model.zones[*id].trust, *id));
    let mut rows: Vec<Row> = zones.into_iter().map(|id| zone_row(view, id)).collect();
    let outside = components_in(view, None);
    if !outside.is_empty() {
        rows.push(row(vec![
            Cell::text("No zone"),
            Cell::text("Not known"),
            Cell::spans(outside),
        ]));
    }
    let table = grid(
        "Each trust zone, how far it is trusted, and the components in it",
        &[("Zone", 1.6), ("Trust", 2.0), ("Components", 4.4)],
        rows,
    );
    vec![heading("zones", "Trust zones"), table]
}

fn zone_row(view: &View, id: &ZoneId) -> Row {
    let zone = &view.model.zones[id];
    let trust = zone.trust.map_or_else(
        || "Not known".to_owned(),
        |t| format!("{}: {}", t.number(), t.in_words()),
    );
    let name = match &zone.parent {
        Some(parent) => format!("{}, inside {}", view.zone_name(id), view.zone_name(parent)),
        None => view.zone_name(id),
    };
    let inside = components_in(view, Some(id));
    let inside = if inside.is_empty() {
        vec![Span::plain("–")]
    } else {
        inside
    };
    row(vec![
        Cell::spans(with_note(name, zone.note.as_deref())),
        Cell::text(trust),
        Cell::spans(inside),
    ])
}

fn components_in(view: &View, zone: Option<&ZoneId>) -> Vec<Span> {
    let inside = view
        .components()
        .into_iter()
        .filter(|(_, c)| c.zone.as_ref() == zone);
    listed_spans(
        inside
            .map(|(id, _)| vec![view.component_link(id)])
            .collect(),
    )
}

fn flows(view: &View) -> Vec<Block> {
    let those = |wanted: Truth| -> Vec<&Flow> {
        let all = view.model.flows.values();
        all.filter(|flow| view.crosses(flow) == wanted).collect()
    };
    let (crossing, inside) = (those(Truth::True), those(Truth::False));
    let unknown = those(Truth::Unknown);
    let mut blocks = Vec::new();
    if !crossing.is_empty() {
        blocks.extend([
            heading("crossings", "Flows between zones"),
            para(
                "A flow from one zone to another is where an outsider's data comes in or ours goes out. “Both ends known” means that each end proves who it is.",
            ),
            table("Each flow that crosses a trust boundary and how it is protected", view, &crossing),
        ]);
    }
    if !inside.is_empty() {
        blocks.extend([
            heading("inside", "Flows inside a zone"),
            table("Each flow that stays inside its zone", view, &inside),
        ]);
    }
    if !unknown.is_empty() {
        blocks.extend([
            heading("unzoned", "Flows with an end in no zone"),
            para("Whether these cross a trust boundary is not known until it is said where both ends stand."),
            table("Each flow with an end that stands in no zone", view, &unknown),
        ]);
    }
    blocks
}

fn table(summary: &str, view: &View, flows: &[&Flow]) -> Block {
    grid(
        summary,
        &[
            ("From", 2.0),
            ("To", 2.0),
            ("Carries", 2.8),
            ("Protocol", 1.1),
            ("Encrypted", 1.2),
            ("Both ends known", 1.2),
        ],
        flows.iter().map(|flow| flow_row(view, flow)).collect(),
    )
}

fn flow_row(view: &View, flow: &Flow) -> Row {
    let said = |answer: Option<bool>| match answer {
        Some(true) => Cell::text("Yes"),
        Some(false) => Cell::spans(vec![Span::strong("No")]),
        None => Cell::spans(vec![Span::em("Not known")]),
    };
    row(vec![
        Cell::spans(vec![view.component_link(&flow.from)]),
        Cell::spans(vec![view.component_link(&flow.to)]),
        Cell::spans(with_note(view.flow_words(flow), flow.note.as_deref())),
        Cell::text(or_dash(flow.protocol.as_deref())),
        said(flow.encrypted),
        said(flow.authenticated),
    ])
}
