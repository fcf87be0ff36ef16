//! The panel beside the drawing: what is selected, its threats, facts and flows, and the detail of the line under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::layout::flow_label;
use crate::model::{Component, ComponentId, ZoneId};
use crate::tui::app::{App, Focus};
use crate::tui::areas::WIDE;
use crate::tui::command::Command;
use crate::tui::panel::{PanelLine, Section, lines, members};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, count};

use super::page::{Page, line_of};
use super::scrollbar::{Long, first_line};
use super::{detail, entries, scrollbar};

/// From so many rows on the kind and the place of a component have a line each.
const TALL: u16 = 18;

/// Where the parts of the panel stand.
struct Parts {
    header: Rect,
    list: Rect,
    detail: Rect,
    first: usize,
}

fn inner(app: &App, area: Rect) -> Rect {
    if app.size.0 >= WIDE {
        Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        }
    } else {
        Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        }
    }
}

fn parts(app: &App, area: Rect) -> Parts {
    let inner = inner(app, area);
    let strip = is_strip(app);
    let header = match strip {
        true => 1,
        // A component says its kind and its place in a line each, where there is room.
        false
            if app.size.0 >= WIDE
                && inner.height >= TALL
                && app.canvas.selected_box().is_some() =>
        {
            5
        }
        false => 4,
    }
    .min(inner.height);
    let left = inner.height - header;
    let wanted = u16::try_from(lines(app).len()).unwrap_or(u16::MAX);
    let list = if strip {
        left
    } else {
        wanted.min((left * 3 / 5).max(4)).min(left)
    };
    let gap = u16::from(!strip && left > list);
    let first = first_line(app.top(), app.panel.cursor, list, usize::from(wanted));
    Parts {
        header: Rect {
            height: header,
            ..inner
        },
        list: Rect {
            y: inner.y + header,
            height: list,
            ..inner
        },
        detail: Rect {
            y: inner.y + header + list + gap,
            height: left - list - gap,
            ..inner
        },
        first,
    }
}

/// Below the drawing there is only room for the list.
fn is_strip(app: &App) -> bool {
    app.size.0 < WIDE && app.focus == Focus::Canvas
}

/// The line of the list at a row of the screen.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let parts = parts(app, area);
    let inside = (parts.list.y..parts.list.bottom()).contains(&row);
    let line = usize::from(row.saturating_sub(parts.list.y)) + parts.first;
    (inside && line < lines(app).len()).then_some(line)
}

/// Draws the panel.
pub fn draw(app: &App, frame: &mut Frame, area: Rect) {
    border(app, frame, area);
    let parts = parts(app, area);
    if let Some(zone) = app.canvas.selected_zone() {
        zone_header(app, frame, parts.header, zone);
        list(app, frame, &parts);
        return;
    }
    let Some(id) = app.canvas.anchor() else {
        overview(app, frame, inner(app, area));
        return;
    };
    let Some(component) = app.model().components.get(id) else {
        return;
    };
    if is_strip(app) {
        strip_header(app, frame, parts.header, component);
    } else {
        header(app, frame, parts.header, id, component);
    }
    list(app, frame, &parts);
    detail_of_line(app, frame, &parts, component);
}

/// The line between the drawing and what stands beside it.
pub fn border(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let focused = app.focus == Focus::Panel;
    let style = theme.mark(if focused { Role::Accent } else { Role::Dim });
    if app.size.0 >= WIDE {
        let upright = theme.glyph(Glyph::Upright);
        let lines: Vec<Line> = (0..area.height)
            .map(|_| Line::styled(upright, style))
            .collect();
        frame.render_widget(Paragraph::new(lines), Rect { width: 1, ..area });
    } else if is_strip(app) {
        let level = theme.glyph(Glyph::Level).repeat(usize::from(area.width));
        frame.render_widget(
            Paragraph::new(Line::styled(level, style)),
            Rect { height: 1, ..area },
        );
    }
}

/// Nothing is selected: the document as a whole.
fn overview(app: &App, frame: &mut Frame, area: Rect) {
    let mut page = Page::new(app.theme, usize::from(area.width));
    if is_strip(app) {
        page.lines.push(Line::default());
    }
    page.text(Role::Strong, &app.model().system.title);
    page.text(Role::Plain, &app.model().system.summary);
    for prompt in &app.derived.assessment.prompts {
        page.item(
            app.theme.glyph(Glyph::Unknown),
            Role::Warn,
            Role::Plain,
            &prompt.text,
        );
    }
    frame.render_widget(Paragraph::new(page.lines), area);
}

fn kind_name(app: &App, component: &Component) -> String {
    app.catalog
        .kind(&component.kind)
        .map_or_else(|| component.kind.clone(), |kind| kind.name.clone())
}

fn place_of(app: &App, component: &Component) -> String {
    let zone = component
        .zone
        .as_ref()
        .and_then(|zone| app.model().zones.get(zone));
    match (zone, app.model().trust_of(component)) {
        (Some(zone), Some(trust)) => format!("{}, trust {}", zone.name, trust.number()),
        (Some(zone), None) => format!("{}, trust not known", zone.name),
        (None, _) => "in no zone, trust not known".into(),
    }
}

/// One line in the rule above the strip.
fn strip_header(app: &App, frame: &mut Frame, area: Rect, component: &Component) {
    let theme = app.theme;
    let pieces = match app.canvas.selected_flow() {
        Some(flow) => {
            let Some(flow) = app.model().flows.get(flow) else {
                return;
            };
            let to = theme.glyph(Glyph::To);
            let text = format!(
                " {} {to} {} ",
                app.model().name_of(&flow.from),
                app.model().name_of(&flow.to)
            );
            vec![(text, theme.style(Role::Strong))]
        }
        None => vec![
            (format!(" {} ", component.name), theme.style(Role::Strong)),
            (
                format!(
                    "{0} {1} {0} {2} ",
                    theme.glyph(Glyph::Dot),
                    kind_name(app, component),
                    place_of(app, component)
                ),
                theme.style(Role::Plain),
            ),
        ],
    };
    let line = line_of(pieces, usize::from(area.width), theme.ascii());
    let width = u16::try_from(line.width())
        .unwrap_or(area.width)
        .min(area.width);
    frame.render_widget(Paragraph::new(line), Rect { width, ..area });
}

/// The selected zone: its name, how far it is trusted, and what is open in it.
fn zone_header(app: &App, frame: &mut Frame, area: Rect, id: &ZoneId) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let Some(zone) = app.model().zones.get(id) else {
        return;
    };
    let trust = app
        .model()
        .zone_chain(id)
        .into_iter()
        .find_map(|id| app.model().zones[id].trust);
    let short = trust.map_or("trust not known".to_owned(), |trust| {
        format!("trust {}", trust.number())
    });
    let trust = trust.map_or_else(
        || short.clone(),
        |trust| format!("{short}: {}", trust.in_words()),
    );
    let sum = app.derived.badge_of_zone(id);
    let boxes = count(members(app, id).len(), "box", "boxes");
    let what = format!("{boxes}, {} open, {} unanswered", sum.open, sum.unanswered);
    let strong = theme.style(Role::Strong);
    let dim = theme.style(Role::Dim);
    if is_strip(app) {
        let name = format!(" {} ", zone.name);
        let dot = theme.glyph(Glyph::Dot);
        // The number of a trust says enough where its words find no room.
        let said = [&trust, &short].map(|trust| format!("{dot} zone {dot} {trust} {dot} {what} "));
        let fits = |said: &&String| columns(&name) + columns(said) <= room;
        let said = said.iter().find(fits).unwrap_or(&said[1]).clone();
        let pieces = vec![(name, strong), (said, Style::new())];
        let line = line_of(pieces, room, theme.ascii());
        let width = u16::try_from(line.width())
            .unwrap_or(area.width)
            .min(area.width);
        frame.render_widget(Paragraph::new(line), Rect { width, ..area });
        return;
    }
    let rows = vec![
        line_of(vec![(zone.name.clone(), strong)], room, theme.ascii()),
        line_of(
            vec![(
                [format!("Zone {} {trust}", theme.glyph(Glyph::Dot)), trust]
                    .into_iter()
                    .find(|said| columns(said) <= room)
                    .unwrap_or(short),
                Style::new(),
            )],
            room,
            theme.ascii(),
        ),
        line_of(vec![(what, Style::new())], room, theme.ascii()),
        Line::styled(theme.glyph(Glyph::Level).repeat(room), dim),
    ];
    frame.render_widget(Paragraph::new(rows), area);
}

fn header(app: &App, frame: &mut Frame, area: Rect, id: &ComponentId, component: &Component) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let dim = theme.style(Role::Dim);
    let pinned = app.model().placed.get(id).is_some_and(|place| place.pinned);
    let rows = if let Some(flow) = app
        .canvas
        .selected_flow()
        .and_then(|flow| app.model().flows.get(flow))
    {
        let to = theme.glyph(Glyph::To);
        let ends = format!(
            "{} {to} {}",
            app.model().name_of(&flow.from),
            app.model().name_of(&flow.to)
        );
        vec![
            line_of(
                vec![(
                    format!("Flow: {}", flow_label(flow, &app.catalog)),
                    theme.style(Role::Strong),
                )],
                room,
                theme.ascii(),
            ),
            line_of(vec![(ends, Style::new())], room, theme.ascii()),
            Line::default(),
        ]
    } else {
        let mut name = vec![(component.name.clone(), theme.style(Role::Strong))];
        if pinned {
            name.push((format!(" {} pinned", theme.glyph(Glyph::Pinned)), dim));
        }
        let mut rows = vec![line_of(name, room, theme.ascii())];
        let (kind, place) = (kind_name(app, component), place_of(app, component));
        let said = if area.height > 4 {
            vec![kind, place]
        } else {
            vec![format!("{kind} {} {place}", theme.glyph(Glyph::Dot))]
        };
        let said = said.into_iter();
        rows.extend(said.map(|text| line_of(vec![(text, Style::new())], room, theme.ascii())));
        rows.push(sections(app, id, room));
        rows
    };
    let mut rows = rows;
    rows.push(Line::styled(theme.glyph(Glyph::Level).repeat(room), dim));
    frame.render_widget(Paragraph::new(rows), area);
}

/// The sections, the current one in brackets, each with what waits in it.
fn sections(app: &App, id: &ComponentId, room: usize) -> Line<'static> {
    let theme = app.theme;
    let badge = app.derived.badge(id);
    let questions = app
        .derived
        .assessment
        .questions
        .iter()
        .filter(|q| &q.component == id)
        .count();
    let flows = crate::tui::canvas::flows_at(app.model(), id).len();
    let mut pieces = Vec::new();
    for section in Section::ALL {
        let waits = match section {
            Section::Findings if badge.open > 0 => {
                format!(" {}{}", theme.glyph(Glyph::Open), badge.open)
            }
            Section::Facts if questions > 0 => {
                format!(" {}{questions}", theme.glyph(Glyph::Unknown))
            }
            Section::Flows => format!(" {flows}"),
            _ => String::new(),
        };
        let here = section == app.panel.section;
        let text = if here {
            format!("[{}{waits}]", section.name())
        } else {
            format!(" {}{waits} ", section.name())
        };
        let role = if here { Role::Accent } else { Role::Dim };
        pieces.push((text, theme.style(role)));
    }
    line_of(pieces, room, theme.ascii())
}

fn list(app: &App, frame: &mut Frame, parts: &Parts) {
    let entries = lines(app);
    // Beside a scroll bar the words keep a column apart.
    let longer = entries.len() > usize::from(parts.list.height);
    let room = usize::from(parts.list.width) - usize::from(longer && parts.list.width > 0);
    if entries.is_empty() {
        let text = match app.panel.section {
            _ if app.canvas.selected_zone().is_some() => "Nothing stands in this zone yet.".into(),
            Section::Findings => "Nothing is known of this component yet.".into(),
            Section::Facts => "The rules ask nothing about this kind.".into(),
            Section::Flows => format!(
                "No flow yet: {} connects, {} adds what comes after.",
                app.key(Command::Connect),
                app.key(Command::AddAfter)
            ),
        };
        frame.render_widget(
            Paragraph::new(Line::styled(text, app.theme.style(Role::Dim))),
            Rect {
                height: parts
                    .list
                    .height
                    .max(1)
                    .min(parts.list.height + parts.detail.height),
                ..parts.list
            },
        );
        return;
    }
    let shown = entries
        .iter()
        .enumerate()
        .skip(parts.first)
        .take(usize::from(parts.list.height));
    let rows: Vec<Line> = shown
        .map(|(index, entry)| {
            let row = entries::line(app, entry, room.saturating_sub(2));
            cursor(app, row, index == app.panel.cursor, room)
        })
        .collect();
    frame.render_widget(Paragraph::new(rows), parts.list);
    let bar = scrollbar::beside(parts.list);
    scrollbar::draw(app, frame, bar, parts.first, entries.len());
}

/// The first line of the list that is shown.
pub fn top(app: &App, area: Rect) -> usize {
    parts(app, area).first
}

/// The scroll bar of the list.
pub fn list_bar(app: &App, area: Rect) -> Long {
    Long {
        bar: scrollbar::beside(parts(app, area).list),
        all: lines(app).len(),
    }
}

/// The scroll bar of the detail.
pub fn detail_bar(app: &App, area: Rect) -> Option<Long> {
    let parts = parts(app, area);
    let component = app.model().components.get(app.canvas.anchor()?)?;
    let page = page_of_line(app, usize::from(parts.detail.width), component);
    (parts.detail.height > 0).then(|| Long {
        bar: scrollbar::beside(parts.detail),
        all: page.lines.len(),
    })
}

/// The line with the pointer in front where the cursor is; in reverse where the panel has the focus.
fn cursor(app: &App, line: Line<'static>, here: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let focused = app.focus == Focus::Panel;
    let pointer = theme.pointer(here);
    let mut spans = vec![Span::styled(
        format!("{pointer} "),
        theme.style(if here { Role::Accent } else { Role::Plain }),
    )];
    spans.extend(line.spans);
    let mut line = Line::from(spans);
    if here && focused {
        let missing = room.saturating_sub(line.width());
        line.push_span(Span::raw(" ".repeat(missing)));
        line = line.patch_style(theme.style(Role::Cursor));
    }
    line
}

fn detail_of_line(app: &App, frame: &mut Frame, parts: &Parts, component: &Component) {
    let area = parts.detail;
    if area.height > 0 {
        let page = page_of_line(app, usize::from(area.width), component);
        scrolled(app, frame, area, page, app.panel.scroll);
    }
}

fn page_of_line(app: &App, width: usize, component: &Component) -> Page {
    let entries = lines(app);
    // A column stays free before the scroll bar.
    let mut page = Page::new(app.theme, width.saturating_sub(1));
    match entries.get(app.panel.cursor) {
        Some(PanelLine::Finding(finding)) => detail::finding(app, &mut page, &finding.id),
        Some(PanelLine::Not(not)) => detail::finding(app, &mut page, &not.id),
        Some(PanelLine::Fact { name, .. }) => detail::fact(app, &mut page, component, name),
        Some(PanelLine::Place(_)) => page.text(
            Role::Plain,
            "Trust decides who counts as an outsider, so this is asked first.",
        ),
        Some(PanelLine::Clear(_)) => page.text(
            Role::Dim,
            "What is asked of it and what it is connected to can change that.",
        ),
        Some(PanelLine::Flow(id, _)) => detail::flow(app, &mut page, id),
        Some(PanelLine::Part(_)) => page.text(
            Role::Dim,
            &format!("{} changes what the line says.", app.key(Command::Open)),
        ),
        Some(PanelLine::Member(_)) | None => {}
    }
    page
}

/// Columns of the words of a detail: one stays free before the scroll bar.
pub fn words_of(width: u16) -> usize {
    usize::from(width).saturating_sub(1)
}

/// Draws a page from a row on, with a scroll bar beside it where there is more than fits.
pub fn scrolled(app: &App, frame: &mut Frame, area: Rect, page: Page, scroll: usize) {
    let height = usize::from(area.height);
    let total = page.lines.len();
    let scroll = scroll.min(total.saturating_sub(height));
    let rows: Vec<Line> = page.lines.into_iter().skip(scroll).take(height).collect();
    frame.render_widget(Paragraph::new(rows), area);
    scrollbar::draw(app, frame, scrollbar::beside(area), scroll, total);
}
