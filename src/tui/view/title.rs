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
    let right = cut_right(&facts(app, form(app, area.width).1), room.saturating_sub(1));
    let blank = room.saturating_sub(columns(&right));
    spans.push(Span::styled(" ".repeat(blank), bar));
    spans.push(Span::styled(right, bar));
    frame.render_widget(Paragraph::new(Line::from(spans)).style(bar), area);
}

/// How much is said: in full, or as short as it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Full,
    Short,
}

/// The form of the tabs and of the facts: the fullest in which everything fits.
fn form(app: &App, width: u16) -> (Form, Form) {
    let needed = |tabs: Form, said: Form| {
        let tabs: usize = labels(app, tabs)
            .iter()
            .map(|(_, label)| columns(label))
            .sum();
        let facts = facts(app, said).join("  ");
        columns(&file(app, width)) + tabs + columns(&facts) + 3
    };
    let all = [
        (Form::Full, Form::Full),
        (Form::Full, Form::Short),
        (Form::Short, Form::Full),
    ];
    let fits = |(tabs, said): &(Form, Form)| needed(*tabs, *said) <= usize::from(width);
    all.into_iter()
        .find(fits)
        .unwrap_or((Form::Short, Form::Short))
}

fn file(app: &App, width: u16) -> String {
    let on_disk = match app.file.disk {
        Disk::Same => "",
        Disk::Changed => " changed",
        Disk::Gone => " gone",
    };
    let room = usize::from(width / 4).clamp(14, 40) + on_disk.len();
    let ascii = app.theme.ascii();
    let mark = if app.file.read_only.is_some() {
        "read-only"
    } else if app.doc.is_dirty() {
        app.theme.glyph(Glyph::Dirty)
    } else {
        " "
    };
    let mark = &format!("{mark}{on_disk}");
    // A name keeps a few columns whatever stands beside it.
    let name = cut(
        &app.file_name(),
        room.saturating_sub(columns(mark) + 3).max(8),
        ascii,
    );
    format!(" {name} {mark} ")
}

/// The words of the tabs. In the short form only the screen that is shown is named; the others keep their digits.
fn labels(app: &App, form: Form) -> Vec<(Screen, String)> {
    let label = |(number, screen): (usize, Screen)| {
        let text = if screen == app.screen {
            format!("[{number} {}]", screen.name())
        } else if form == Form::Full {
            format!(" {number} {} ", screen.name())
        } else {
            format!(" {number} ")
        };
        (screen, text)
    };
    (1..).zip(Screen::ALL).map(label).collect()
}

/// The tabs with the column where each starts.
fn tabs(app: &App, width: u16) -> Vec<(Screen, String, u16)> {
    let mut column = u16::try_from(columns(&file(app, width))).unwrap_or(0);
    let mut tabs = Vec::new();
    for (screen, label) in labels(app, form(app, width).0) {
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
fn facts(app: &App, form: Form) -> Vec<String> {
    let assessment = &app.derived.assessment;
    let level = assessment.reached.map_or(0, crate::model::Level::number);
    let target = app.model().system.target_level;
    let edition = app.model().system.edition;
    let critical = app.open_criticals();
    let mark = app.theme.glyph(Glyph::Open);
    let mut facts = Vec::new();
    facts.extend(replaced(app, form));
    let full = form == Form::Full;
    facts.push(if full {
        format!("OWASP ML {edition}")
    } else {
        format!("ML {edition}")
    });
    facts.push(if full {
        format!("level {level} of {target}")
    } else {
        format!("L{level}/{target}")
    });
    facts.push(match (critical, full) {
        (0, true) => "no open critical".to_owned(),
        (0, false) => "no critical".to_owned(),
        (_, true) => format!("{mark} {critical} critical open"),
        (_, false) => format!("{mark} {critical} critical"),
    });
    facts
}

/// The built-in entries that a catalogue on disk replaced, by name: nobody should read a verdict of a changed rule for ours.
fn replaced(app: &App, form: Form) -> Option<String> {
    let ids = app.catalog.replaced();
    let (first, rest) = match form {
        Form::Full => ids.split_at(ids.len().min(3)),
        Form::Short => ids.split_at(ids.len().min(1)),
    };
    let more = if rest.is_empty() {
        String::new()
    } else {
        format!(" +{}", rest.len())
    };
    (!first.is_empty()).then(|| format!("replaced: {}{more}", first.join(", ")))
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
