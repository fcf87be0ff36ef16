//! The drawing on the screen: the picture of the layout room with the colours of the theme.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::analysis::{self, Finding, Risk, Verdict};
use crate::layout::{
    self, Badge, BoxDecor, Decor, FlowDecor, Ink, PaintCell, Severity, Sketch, Zoom, paint_at,
};
use crate::model::{ComponentId, ZoneId};
use crate::tui::app::{App, Focus};
use crate::tui::canvas::{Selected, flows_at, stands_for};
use crate::tui::modal::{Layouts, Modal, Pasted};
use crate::tui::theme::{Glyph, Role, Theme};
use crate::tui::update::{Linking, linking, marking, spanned};
use crate::tui::wrap::cut;

use super::map;

/// Draws the canvas.
pub fn draw(app: &App, frame: &mut Frame, area: Rect) {
    if app.model().components.is_empty() && app.trial.is_none() {
        welcome(app, frame, area);
        return;
    }
    let (sketch, layout) = shown(app);
    let mut decor = decor(app, sketch);
    for id in app.trial.iter().flat_map(|trial| &trial.new) {
        decor.boxes.entry(id.clone()).or_default().ghost = true;
    }
    if let Some(reading) = app.pasted().and_then(Pasted::current) {
        decor
            .boxes
            .entry(reading.id.to_string())
            .or_default()
            .selected = true;
    }
    let link = linking(app);
    if let Some(target) = link.as_ref().and_then(|link| link.target.as_ref()) {
        decor.boxes.entry(target.to_string()).or_default().selected = true;
    }
    let view = app.canvas.view(layout, (area.width, area.height));
    let picture = paint_at(
        sketch,
        layout,
        &decor,
        app.theme.charset,
        view,
        app.canvas.zoom,
    );
    let buffer = frame.buffer_mut();
    for y in 0..area.height {
        for x in 0..area.width {
            if let Some(cell) = picture.get(i32::from(x), i32::from(y)) {
                put(app, buffer, area.x + x, area.y + y, cell);
            }
        }
    }
    let mut overlay = Overlay {
        app,
        buffer,
        area,
        view,
    };
    if let Some(link) = &link {
        overlay.link(link, layout);
    }
    if let Some(rect) = marking(app) {
        overlay.outline(rect);
    }
    if let Some(Modal::Layouts(layouts)) = app.modal() {
        overlay.offer(layouts);
    }
    legend(app, frame, area, layout);
    map::draw(app, frame, &decor);
}

/// What is drawn, and where: the document, or what is tried.
pub fn shown(app: &App) -> (&Sketch, &layout::Layout) {
    match &app.trial {
        Some(trial) => (&trial.sketch, &trial.seen),
        None => (app.sketch(), &app.seen),
    }
}

pub(super) fn put(app: &App, buffer: &mut Buffer, x: u16, y: u16, cell: &PaintCell) {
    let Some(target) = buffer.cell_mut((x, y)) else {
        return;
    };
    // Behind a wide character there is nothing to draw; the terminal covers it.
    match cell.glyph.as_str() {
        "" => {}
        "…" if app.theme.ascii() => {
            target.set_symbol(".");
        }
        glyph => {
            target.set_symbol(glyph);
        }
    }
    let mut style = style(app.theme, cell.ink, cell.accent, app.focus == Focus::Canvas);
    if cell.accent && app.canvas.zoom == Zoom::Dots {
        style = style.add_modifier(Modifier::REVERSED); // A mark has no border that could be double.
    }
    target.set_style(style);
}

/// The style of an ink. What is selected is bold too, so that it is seen without colours.
fn style(theme: Theme, ink: Ink, accent: bool, focused: bool) -> Style {
    let plain = match ink {
        Ink::Badge(severity) => risk(severity).map_or(Role::Dim, Role::Risk),
        Ink::Zone | Ink::ZoneTrust | Ink::ZoneTitle => Role::Zone,
        Ink::FlowLabel | Ink::FlowNumber | Ink::FlowBack => Role::Dim,
        Ink::Boundary(Some(true)) => Role::Good,
        Ink::Boundary(Some(false)) => Role::Bad,
        Ink::Boundary(None) => Role::Warn,
        Ink::Ghost => Role::Ghost,
        Ink::Jump => Role::Jump,
        _ => Role::Plain,
    };
    let words = matches!(
        ink,
        Ink::BoxTitle
            | Ink::ZoneTitle
            | Ink::FlowLabel
            | Ink::FlowNumber
            | Ink::Badge(_)
            | Ink::Jump
    );
    let style = |role| {
        if words {
            theme.style(role)
        } else {
            theme.mark(role)
        }
    };
    if !accent || matches!(ink, Ink::Badge(_) | Ink::Jump) {
        return style(plain);
    }
    let accent = style(if focused { Role::Accent } else { Role::Strong });
    match ink {
        Ink::BoxTitle => accent.add_modifier(Modifier::BOLD),
        _ => accent,
    }
}

/// The risk that a severity of the picture stands for.
pub fn risk(severity: Severity) -> Option<Risk> {
    match severity {
        Severity::None => None,
        Severity::Low => Some(Risk::Low),
        Severity::Medium => Some(Risk::Medium),
        Severity::High => Some(Risk::High),
        Severity::Critical => Some(Risk::Critical),
    }
}

/// Badges, selection and letters.
fn decor(app: &App, sketch: &Sketch) -> Decor {
    let letters = match app.modal() {
        Some(Modal::Letters(letters)) => Some(letters),
        _ => None,
    };
    // What the arrows aim at looks as what is selected does.
    let aim = letters.and_then(|letters| letters.aim.as_ref());
    let selected = aim.or(app.canvas.selected_box());
    let selected = selected.map(ComponentId::as_str);
    let boxes = sketch.boxes.iter().filter_map(|drawn| {
        let zone = match stands_for(&drawn.id)? {
            Selected::Zone(zone) => Some(zone),
            _ => None,
        };
        if let Some(zone) = zone {
            return Some((drawn.id.clone(), decor_of_zone(app, &zone)));
        }
        let id = ComponentId::new(drawn.id.as_str()).ok()?;
        let marked = app.canvas.marked.contains(&id);
        let decor = BoxDecor {
            badge: app
                .model()
                .components
                .contains_key(&id)
                .then(|| badge(app.derived.badge(&id)))
                .flatten(),
            // A dot has no corner for the sign of a mark.
            selected: selected == Some(drawn.id.as_str())
                || (marked && app.canvas.zoom == Zoom::Dots),
            ghost: false,
            jump: letters.and_then(|letters| letters.of(&drawn.id)).or(marked
                .then(|| app.theme.glyph(Glyph::Chosen).chars().next())
                .flatten()),
            details: if app.canvas.zoom == Zoom::Detail {
                details(app, &id)
            } else {
                Vec::new()
            },
        };
        Some((drawn.id.clone(), decor))
    });
    let lit: Vec<String> = match (app.canvas.selected_flow(), app.canvas.selected_box()) {
        (Some(flow), _) => vec![flow.to_string()],
        (None, Some(id)) => flows_at(app.model(), id)
            .iter()
            .map(ToString::to_string)
            .collect(),
        _ => Vec::new(),
    };
    let flows: BTreeMap<String, FlowDecor> = lit
        .into_iter()
        .map(|id| (id, FlowDecor { selected: true }))
        .collect();
    Decor {
        boxes: boxes.collect(),
        flows,
        selected_zone: app.canvas.selected_zone().map(ToString::to_string),
    }
}

/// What a folded zone shows: what is open in it, and the worst of it.
/// The badges alone, for a picture that nobody works in.
pub fn badges(app: &App) -> Decor {
    let boxes = app.model().components.keys().map(|id| {
        let decor = BoxDecor {
            badge: badge(app.derived.badge(id)),
            ..BoxDecor::default()
        };
        (id.to_string(), decor)
    });
    Decor {
        boxes: boxes.collect(),
        ..Decor::default()
    }
}

fn decor_of_zone(app: &App, zone: &ZoneId) -> BoxDecor {
    let sum = app.derived.badge_of_zone(zone);
    let mut details = vec![format!("{} open of {}", sum.open, sum.applies)];
    if sum.unanswered > 0 {
        details.push(format!("{} unanswered", sum.unanswered));
    }
    BoxDecor {
        badge: badge(sum),
        selected: app.canvas.selected_zone() == Some(zone),
        details,
        ..BoxDecor::default()
    }
}

fn badge(badge: analysis::Badge) -> Option<Badge> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let severity = match badge.worst {
        None => Severity::None,
        Some(Risk::Low) => Severity::Low,
        Some(Risk::Medium) => Severity::Medium,
        Some(Risk::High) => Severity::High,
        Some(Risk::Critical) => Severity::Critical,
    };
    if badge.open > 0 {
        Some(Badge::Open(count(badge.open), severity))
    } else if badge.unanswered > 0 {
        Some(Badge::Unreviewed)
    } else if badge.applies > 0 {
        Some(Badge::Treated)
    } else {
        None
    }
}

/// The lines that a box shows from near: its kind, its worst open finding, and what waits at it.
fn details(app: &App, id: &ComponentId) -> Vec<String> {
    let kind = app
        .model()
        .components
        .get(id)
        .and_then(|component| app.catalog.kind(&component.kind));
    let badge = app.derived.badge(id);
    let mut lines: Vec<String> = kind.map(|kind| kind.name.clone()).into_iter().collect();
    let mut found = app.derived.assessment.at(id).into_iter();
    let open = |finding: &&Finding| {
        let applies =
            (finding.role, finding.verdict) == (analysis::Role::Primary, Verdict::Applies);
        applies && finding.is_open()
    };
    if let Some(worst) = found.find(open) {
        lines.push(format!("{} {}", worst.id.threat, worst.risk().as_str()));
    }
    let open = (badge.applies > 0).then(|| format!("{} open of {}", badge.open, badge.applies));
    let unanswered = (badge.unanswered > 0).then(|| format!("{} unanswered", badge.unanswered));
    let waits: Vec<String> = open.into_iter().chain(unanswered).collect();
    if !waits.is_empty() {
        lines.push(waits.join(", "));
    }
    lines
}

/// What lies over the drawing while the mouse is at work.
struct Overlay<'a> {
    app: &'a App,
    buffer: &'a mut Buffer,
    area: Rect,
    view: layout::Rect,
}

impl Overlay<'_> {
    /// A flow that is being drawn: from the border of its box to the mouse.
    fn link(&mut self, link: &Linking, layout: &layout::Layout) {
        let (Some(rect), Some(drag)) = (
            layout.boxes.get(link.from.as_str()).copied(),
            self.app.drag.as_ref(),
        ) else {
            return;
        };
        let at = layout::Point::new(
            i32::from(drag.to.0) - i32::from(self.area.x) + self.view.x,
            i32::from(drag.to.1) - i32::from(self.area.y) + self.view.y,
        );
        let start = layout::Point::new(
            at.x.clamp(rect.x, rect.right() - 1),
            at.y.clamp(rect.y, rect.bottom() - 1),
        );
        let bend = layout::Point::new(at.x, start.y);
        for (from, to) in [(start, bend), (bend, at)] {
            let run = spanned(from, to);
            for y in run.y..run.bottom() {
                for x in run.x..run.right() {
                    let cell = layout::Point::new(x, y);
                    if !rect.contains(cell) {
                        self.dot(cell);
                    }
                }
            }
        }
    }

    /// The border of a rectangle.
    fn outline(&mut self, rect: layout::Rect) {
        for y in rect.y..rect.bottom() {
            for x in rect.x..rect.right() {
                let cell = layout::Point::new(x, y);
                if rect.on_border(cell) {
                    self.dot(cell);
                }
            }
        }
    }

    /// Which of the layouts on offer this is, in the first row.
    fn offer(&mut self, layouts: &Layouts) {
        let Some(offer) = layouts.current() else {
            return;
        };
        let more = if layouts.waiting {
            ", more to come".to_owned()
        } else {
            format!(" of {}", layouts.offers.len())
        };
        let now = offer.layout.boxes == self.app.derived.layout.boxes;
        let now = if now { ", as it stands now" } else { "" };
        let text = format!(
            " {}: layout {}{more}: {}{now} ",
            layouts.what,
            layouts.at + 1,
            offer.name
        );
        let text = cut(&text, usize::from(self.area.width), self.app.theme.ascii());
        let style = self.app.theme.style(Role::Cursor);
        self.buffer
            .set_string(self.area.x, self.area.y, text, style);
    }

    fn dot(&mut self, at: layout::Point) {
        if !self.view.contains(at) {
            return;
        }
        let to = (
            u16::try_from(at.x - self.view.x),
            u16::try_from(at.y - self.view.y),
        );
        if let (Ok(x), Ok(y)) = to
            && let Some(cell) = self.buffer.cell_mut((self.area.x + x, self.area.y + y))
        {
            cell.set_symbol(if self.app.theme.ascii() { "." } else { "∙" })
                .set_style(self.app.theme.mark(Role::Accent));
        }
    }
}

/// The labels that found no room on the drawing, in the last row: those whose numbers are in view.
fn legend(app: &App, frame: &mut Frame, area: Rect, layout: &layout::Layout) {
    let view = app.canvas.view(layout, (area.width, area.height));
    let marked = |number: u32| {
        let seen = |route: &layout::Route| route.marker.is_some_and(|at| view.contains(at));
        let routes = layout.flows.values();
        routes
            .into_iter()
            .any(|route| route.number == Some(number) && seen(route))
    };
    let entries = layout.legend.iter().filter(|(number, _)| marked(*number));
    let entries: Vec<&(u32, String)> = entries.collect();
    if entries.is_empty() || area.height < 4 || app.canvas.zoom > Zoom::Normal {
        return;
    }
    let entry = |(number, label): &(u32, String)| {
        let mark = char::from_u32(0x2460 + number.saturating_sub(1))
            .filter(|_| *number <= 20 && !app.theme.ascii());
        format!(
            "{} {label}",
            mark.map_or(format!("#{number}"), String::from)
        )
    };
    let text = entries
        .into_iter()
        .map(entry)
        .collect::<Vec<_>>()
        .join("  ");
    let text = cut(
        &format!(" {text} "),
        usize::from(area.width),
        app.theme.ascii(),
    );
    let rect = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    frame.render_widget(ratatui::widgets::Clear, rect);
    frame.render_widget(
        Paragraph::new(Line::styled(text, app.theme.style(Role::Dim))),
        rect,
    );
}

/// What an empty drawing says.
fn welcome(app: &App, frame: &mut Frame, area: Rect) {
    let key = app.theme.style(Role::Key);
    let dim = app.theme.style(Role::Dim);
    let line = |keys: &str, text: &str| {
        Line::from(vec![
            ratatui::text::Span::styled(format!("{keys:>7}  "), key),
            ratatui::text::Span::raw(format!("{text:<44}")),
        ])
    };
    let lines = vec![
        Line::styled(
            "Draw the pipeline of your ML system",
            app.theme.style(Role::Strong),
        ),
        Line::default(),
        line("a", "add the first component: a data source, say"),
        line("o", "then add what comes after it, connected"),
        line("z n", "draw a trust zone round a component"),
        line(">", "or type it: camera -> gateway -> lake(store)"),
        line("paste", "or paste a Mermaid flowchart or a digraph"),
        line("A", "answer the question that settles most"),
        line("?", "show every key"),
        Line::default(),
        Line::styled("Threats show up as you draw; nothing is ever lost.", dim),
    ];
    let height = u16::try_from(lines.len()).unwrap_or(9).min(area.height);
    let top = area.y + (area.height - height) / 2;
    let rect = Rect {
        y: top,
        height,
        ..area
    };
    frame.render_widget(Paragraph::new(lines).centered(), rect);
}
