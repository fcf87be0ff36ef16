//! A piece of the drawing: a component with its zone, its flows and what they lead to, as it stands on the canvas.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::layout::{self, BoxDecor, Decor, FlowDecor, Zoom, paint_at, zoomed};
use crate::model::ComponentId;
use crate::tui::app::App;
use crate::tui::canvas::flows_at;
use crate::tui::theme::Role;
use crate::tui::wrap::cut;

use super::{canvas, threats};

/// Draws the piece, with a title; without a component, the whole as far as it fits.
pub fn draw(app: &App, frame: &mut Frame, area: Rect, component: Option<&ComponentId>) {
    let inner = threats::separate(app, frame, area, false);
    let theme = app.theme;
    let title = match component {
        Some(id) => place_of(app, id),
        None => "The drawing".to_owned(),
    };
    let title = cut(&title, usize::from(inner.width), theme.ascii());
    let head = Rect {
        height: inner.height.min(1),
        ..inner
    };
    frame.render_widget(
        Paragraph::new(Line::styled(title, theme.style(Role::Strong))),
        head,
    );
    let canvas = Rect {
        y: inner.y + head.height,
        height: inner.height - head.height,
        ..inner
    };
    if canvas.height == 0 || canvas.width == 0 {
        return;
    }
    let (seen, zoom, view) = fitting(app, component, (canvas.width, canvas.height));
    let picture = paint_at(
        &app.derived.sketch,
        &seen,
        &decor(app, component),
        theme.charset,
        view,
        zoom,
    );
    let buffer = frame.buffer_mut();
    for y in 0..canvas.height {
        for x in 0..canvas.width {
            if let Some(cell) = picture.get(i32::from(x), i32::from(y)) {
                canvas::put(app, buffer, canvas.x + x, canvas.y + y, cell);
            }
        }
    }
}

/// The component and its zone, in words.
fn place_of(app: &App, id: &ComponentId) -> String {
    let model = app.model();
    let zone = model
        .components
        .get(id)
        .and_then(|component| component.zone.as_ref())
        .and_then(|zone| model.zones.get(zone));
    let zone = zone.map_or("outside all zones", |zone| zone.name.as_str());
    format!("{} in {zone}", model.name_of(id)).replace("in outside", "outside")
}

/// The nearest view in which the component and its neighbours fit; else the nearest with the component in the middle.
fn fitting(
    app: &App,
    component: Option<&ComponentId>,
    size: (u16, u16),
) -> (layout::Layout, Zoom, layout::Rect) {
    let (w, h) = (i32::from(size.0), i32::from(size.1));
    for zoom in [Zoom::Normal, Zoom::Titles] {
        let seen = zoomed(&app.derived.layout, zoom);
        let around = around(app, component, &seen);
        if around.w <= w && around.h <= h {
            let view = within(centred(around, (w, h)), seen.bounds);
            return (seen, zoom, view);
        }
    }
    let seen = zoomed(&app.derived.layout, Zoom::Normal);
    let rect = component
        .and_then(|id| seen.boxes.get(id.as_str()))
        .copied()
        .unwrap_or(seen.bounds);
    let view = if rect.w <= w && rect.h <= h {
        within(centred(rect, (w, h)), seen.bounds)
    } else {
        layout::Rect::new(rect.x - 1, rect.y - 1, w, h)
    };
    (seen, Zoom::Normal, view)
}

fn centred(rect: layout::Rect, (w, h): (i32, i32)) -> layout::Rect {
    layout::Rect::new(rect.x - (w - rect.w) / 2, rect.y - (h - rect.h) / 2, w, h)
}

/// The view, slid so that it shows no emptiness beside a drawing that goes on elsewhere.
fn within(view: layout::Rect, bounds: layout::Rect) -> layout::Rect {
    let slide = |at: i32, room: i32, start: i32, length: i32| {
        let (low, high) = (start - 1, start + length + 1 - room);
        if low >= high {
            start - (room - length) / 2
        } else {
            at.clamp(low, high)
        }
    };
    layout::Rect::new(
        slide(view.x, view.w, bounds.x, bounds.w),
        slide(view.y, view.h, bounds.y, bounds.h),
        view.w,
        view.h,
    )
}

/// The cells of a component and its neighbours.
fn around(app: &App, component: Option<&ComponentId>, seen: &layout::Layout) -> layout::Rect {
    let Some(id) = component else {
        return seen.bounds;
    };
    let near = neighbours(app, id);
    let rects = near.iter().filter_map(|id| seen.boxes.get(id.as_str()));
    rects
        .copied()
        .reduce(|a, b| {
            let (x, y) = (a.x.min(b.x), a.y.min(b.y));
            let (right, bottom) = (a.right().max(b.right()), a.bottom().max(b.bottom()));
            layout::Rect::new(x, y, right - x, bottom - y)
        })
        .unwrap_or(seen.bounds)
}

fn neighbours(app: &App, id: &ComponentId) -> BTreeSet<ComponentId> {
    let flows = app.model().flows.values();
    let ends = flows
        .filter(|flow| &flow.from == id || &flow.to == id)
        .flat_map(|flow| [flow.from.clone(), flow.to.clone()]);
    ends.chain([id.clone()]).collect()
}

/// The component and its flows stand out.
fn decor(app: &App, component: Option<&ComponentId>) -> Decor {
    let Some(id) = component else {
        return Decor::default();
    };
    let mut decor = Decor::default();
    let lit = BoxDecor {
        selected: true,
        ..BoxDecor::default()
    };
    decor.boxes.insert(id.to_string(), lit);
    for flow in flows_at(app.model(), id) {
        decor
            .flows
            .insert(flow.to_string(), FlowDecor { selected: true });
    }
    decor
}
