//! The way of a proof as a small drawing: the components that the attack passes, one below the other, and what flows between them.

use ratatui::text::{Line, Span};

use crate::analysis::Finding;
use crate::layout::flow_label;
use crate::model::{ComponentId, FlowId};
use crate::tui::app::App;
use crate::tui::theme::Role;
use crate::tui::wrap::{columns, cut};

use super::page::Page;

/// How many ways are drawn, and how many flows of each.
const MOST: (usize, usize) = (3, 8);

/// Draws the ways that the proof of a finding rests on; nothing where it rests on no flow.
pub fn draw(app: &App, page: &mut Page, finding: &Finding) {
    let ways = ways(app, finding);
    if ways.is_empty() {
        return;
    }
    page.heading("The way");
    let more = ways.len().saturating_sub(MOST.0);
    for (index, way) in ways.iter().take(MOST.0).enumerate() {
        if index > 0 {
            page.gap();
        }
        one(app, page, way, &finding.id.component);
    }
    if more > 0 {
        page.text(Role::Dim, &format!("and {more} more"));
    }
}

/// Flows that join end to end, each way once; one that is a part of another is not drawn again.
fn ways(app: &App, finding: &Finding) -> Vec<Vec<FlowId>> {
    let flows = &app.model().flows;
    let mut all: Vec<Vec<FlowId>> = Vec::new();
    for premise in finding.proof.premises() {
        let mut way: Vec<FlowId> = Vec::new();
        for id in premise.flows.iter().filter(|id| flows.contains_key(*id)) {
            let joins = way
                .last()
                .is_none_or(|last| flows[last].to == flows[id].from);
            if !joins {
                all.push(std::mem::take(&mut way));
            }
            way.push(id.clone());
        }
        all.push(way);
    }
    let mut kept: Vec<Vec<FlowId>> = Vec::new();
    all.sort_by_key(|way| std::cmp::Reverse(way.len()));
    for way in all.into_iter().filter(|way| !way.is_empty()) {
        if !kept
            .iter()
            .any(|other| other.windows(way.len()).any(|part| part == way))
        {
            kept.push(way);
        }
    }
    kept
}

/// The characters of the drawing: a box, a line, an arrow head, and a border that is crossed.
struct Ink {
    from: &'static str,
    here: &'static str,
    line: &'static str,
    head: &'static str,
    border: &'static str,
}

const UNICODE: Ink = Ink {
    from: "○",
    here: "●",
    line: "│",
    head: "▼",
    border: "┿",
};

const ASCII: Ink = Ink {
    from: "o",
    here: "@",
    line: "|",
    head: "v",
    border: "+",
};

fn one(app: &App, page: &mut Page, way: &[FlowId], target: &ComponentId) {
    let model = app.model();
    let ink = if page.theme.ascii() { &ASCII } else { &UNICODE };
    let zone = |id: &ComponentId| model.components.get(id).and_then(|c| c.zone.clone());
    let Some(first) = way.first().and_then(|id| model.flows.get(id)) else {
        return;
    };
    node(app, page, ink, &first.from, target);
    for id in way.iter().take(MOST.1) {
        let Some(flow) = model.flows.get(id) else {
            continue;
        };
        let label = flow_label(flow, &app.catalog);
        row(page, (ink.line, Role::Dim), (&label, Role::Dim), "");
        if zone(&flow.from) != zone(&flow.to) {
            let into = zone(&flow.to).and_then(|id| model.zones.get(&id).map(|z| z.name.clone()));
            let words = into.map_or("leaves every zone".into(), |name| format!("enters {name}"));
            row(page, (ink.border, Role::Zone), (&words, Role::Zone), "");
        }
        row(page, (ink.head, Role::Dim), ("", Role::Dim), "");
        node(app, page, ink, &flow.to, target);
    }
    if way.len() > MOST.1 {
        page.text(Role::Dim, &format!("and {} more flows", way.len() - MOST.1));
    }
}

fn node(app: &App, page: &mut Page, ink: &Ink, id: &ComponentId, target: &ComponentId) {
    let mark = if id == target { ink.here } else { ink.from };
    let role = if id == target {
        Role::Accent
    } else {
        Role::Plain
    };
    let zone = zone_words(app, id);
    row(page, (mark, role), (app.model().name_of(id), role), &zone);
}

fn zone_words(app: &App, id: &ComponentId) -> String {
    let component = app.model().components.get(id);
    let zone = component.and_then(|c| c.zone.as_ref());
    let zone = zone.and_then(|id| app.model().zones.get(id));
    zone.map_or_else(String::new, |zone| match zone.trust {
        Some(trust) => format!("{}, trust {}", zone.name, trust.number()),
        None => zone.name.clone(),
    })
}

/// A mark, a text, and something dim at the right where it fits.
fn row(page: &mut Page, mark: (&str, Role), text: (&str, Role), right: &str) {
    let ascii = page.theme.ascii();
    let text_shown = cut(text.0, page.width.saturating_sub(5), ascii);
    let mut spans = vec![
        Span::styled(format!("  {}  ", mark.0), page.theme.mark(mark.1)),
        Span::styled(text_shown.clone(), page.style(text.1)),
    ];
    if !right.is_empty() && columns(&text_shown) + columns(right) + 8 <= page.width {
        spans.push(Span::styled(format!("  {right}"), page.style(Role::Dim)));
    }
    page.lines.push(Line::from(spans));
}
