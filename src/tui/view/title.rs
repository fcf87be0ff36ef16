//! The title bar: file, dirty mark, screens, edition, level reached, open criticals.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::store::Disk;
use crate::tui::app::{App, Screen};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, cut};

/// Draws the title bar.
pub fn draw(app: &App, frame: &mut Frame, area: Rect) {
    let bar = app.theme.style(Role::Bar);
    let strong = app.theme.style(Role::BarStrong);
    if app.screen == Screen::Start {
        let text = format!(" Bartizan {} ", env!("CARGO_PKG_VERSION"));
        let rest = "Threat modelling for machine-learning systems";
        let line = Line::from(vec![Span::styled(text, strong), Span::styled(rest, bar)]);
        frame.render_widget(Paragraph::new(line).style(bar), area);
        return;
    }
    let mut spans = vec![Span::styled(file(app, area.width), strong)];
    for (screen, label, _) in tabs(app, area.width) {
        let style = if screen == app.screen { strong } else { bar };
        spans.push(Span::styled(label, style));
    }
    let left: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(area.width).saturating_sub(left);
    let right = cut_right(&facts(app), room.saturating_sub(1));
    let blank = room.saturating_sub(columns(&right));
    spans.push(Span::styled(" ".repeat(blank), bar));
    spans.push(Span::styled(right, bar));
    frame.render_widget(Paragraph::new(Line::from(spans)).style(bar), area);
}

fn file(app: &App, width: u16) -> String {
    let on_disk = match app.file.disk {
        Disk::Same => "",
        Disk::Changed => " changed on disk",
        Disk::Gone => " gone from disk",
    };
    let room = usize::from(width / 3).clamp(14, 40) + on_disk.len();
    let ascii = app.theme.ascii();
    let mark = if app.file.read_only.is_some() {
        "read-only"
    } else if app.doc.is_dirty() {
        app.theme.glyph(Glyph::Dirty)
    } else {
        " "
    };
    let mark = &format!("{mark}{on_disk}");
    format!(
        " {} {mark} ",
        cut(
            &app.file_name(),
            room.saturating_sub(columns(mark) + 3),
            ascii
        )
    )
}

/// The tabs with the column where each starts.
fn tabs(app: &App, width: u16) -> Vec<(Screen, String, u16)> {
    let mut column = u16::try_from(columns(&file(app, width))).unwrap_or(0);
    let mut tabs = Vec::new();
    for (number, screen) in (1..).zip(Screen::ALL) {
        let label = if screen == app.screen {
            format!("[{number} {}]", screen.name())
        } else {
            format!(" {number} {} ", screen.name())
        };
        let wide = u16::try_from(columns(&label)).unwrap_or(0);
        tabs.push((screen, label, column));
        column += wide;
    }
    tabs
}

/// The screen whose tab stands at a column.
#[must_use]
pub fn tab_at(app: &App, column: u16) -> Option<Screen> {
    if app.screen == Screen::Start {
        return None;
    }
    tabs(app, app.size.0)
        .into_iter()
        .find(|(_, label, start)| {
            let wide = u16::try_from(columns(label)).unwrap_or(0);
            (*start..start + wide).contains(&column)
        })
        .map(|(screen, ..)| screen)
}

/// What is known of the whole, the most important last: what does not fit is left out from the front.
fn facts(app: &App) -> Vec<String> {
    let assessment = &app.derived.assessment;
    let level = assessment.reached.map_or(0, crate::model::Level::number);
    let critical = app.open_criticals();
    let mark = app.theme.glyph(Glyph::Open);
    let mut facts = Vec::new();
    if !app.catalog.replaced().is_empty() {
        facts.push(format!(
            "{} catalogue entries replaced",
            app.catalog.replaced().len()
        ));
    }
    facts.push(format!("OWASP ML {}", app.model().system.edition));
    facts.push(format!(
        "level {level} of {}",
        app.model().system.target_level
    ));
    facts.push(if critical == 0 {
        "no open critical".to_owned()
    } else {
        format!("{mark} {critical} critical")
    });
    facts
}

fn cut_right(facts: &[String], room: usize) -> String {
    for from in 0..facts.len() {
        let text = format!("{} ", facts[from..].join("  "));
        if columns(&text) <= room {
            return text;
        }
    }
    String::new()
}
