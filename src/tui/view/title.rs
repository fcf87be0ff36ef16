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
    let form = form(app, area.width);
    let mut spans = vec![Span::styled(file(app, form.file), strong)];
    for (screen, label, _) in tabs(app, area.width) {
        let style = if screen == app.screen { strong } else { bar };
        spans.push(Span::styled(label, style));
    }
    let left: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(area.width).saturating_sub(left);
    let right = cut_right(app, form.said, room.saturating_sub(1));
    let blank = room.saturating_sub(columns(&right));
    spans.push(Span::styled(" ".repeat(blank), bar));
    spans.push(Span::styled(right, bar));
    frame.render_widget(Paragraph::new(Line::from(spans)).style(bar), area);
}

/// How the tabs are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tabs {
    /// By their names.
    Named,
    /// By their names, close together.
    Close,
    /// By the beginnings of their names.
    Clipped,
    /// By their digits; only the screen that is shown has its name.
    Digits,
}

/// How much is said of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In words.
    Full,
    /// As short as it can be.
    Short,
    /// The same, close together.
    Tight,
}

/// What the bar has room for.
struct Bar {
    /// Columns of the file's name with its marks.
    file: usize,
    tabs: Tabs,
    said: Form,
}

/// The least columns that a file's name keeps for the tabs to be named.
const NAME: usize = 12;

/// The fullest form in which everything fits. A long name of a file gives way before the names of the screens do.
fn form(app: &App, width: u16) -> Bar {
    const ALL: [(Tabs, Form); 8] = [
        (Tabs::Named, Form::Full),
        (Tabs::Named, Form::Short),
        (Tabs::Close, Form::Full),
        (Tabs::Close, Form::Short),
        (Tabs::Close, Form::Tight),
        (Tabs::Clipped, Form::Short),
        (Tabs::Clipped, Form::Tight),
        (Tabs::Digits, Form::Short),
    ];
    let marks = columns(&marks(app)) + 3;
    let most = usize::from(width / 4).clamp(14, 40) + marks - 4;
    let whole = columns(&file(app, most));
    let left = |tabs: Tabs, said: Form| {
        let tabs: usize = labels(app, tabs)
            .iter()
            .map(|(_, label)| columns(label))
            .sum();
        let needed = tabs + columns(&facts(app, said).join(between(said))) + 2;
        usize::from(width).saturating_sub(needed)
    };
    let fits = |(tabs, said): &(Tabs, Form)| {
        let least = if *tabs == Tabs::Clipped {
            whole.min(NAME + marks)
        } else {
            whole
        };
        left(*tabs, *said) >= least
    };
    let (tabs, said) = ALL
        .into_iter()
        .find(fits)
        .unwrap_or((Tabs::Digits, Form::Tight));
    let file = match tabs {
        Tabs::Clipped => whole.min(left(tabs, said)),
        _ => whole,
    };
    Bar { file, tabs, said }
}

/// What stands between two facts.
fn between(form: Form) -> &'static str {
    if form == Form::Tight { " " } else { "  " }
}

/// What is said beside the name of the file: that it is only read, or has changes, or was changed by someone else.
fn marks(app: &App) -> String {
    let on_disk = match app.file.disk {
        Disk::Same => "",
        Disk::Changed => " changed",
        Disk::Gone => " gone",
    };
    let mark = if app.file.read_only.is_some() {
        "read-only"
    } else if app.doc.is_dirty() {
        app.theme.glyph(Glyph::Dirty)
    } else {
        " "
    };
    format!("{mark}{on_disk}")
}

/// The name of the file with its marks, in so many columns.
fn file(app: &App, room: usize) -> String {
    let marks = marks(app);
    // A name keeps a few columns whatever stands beside it.
    let room = room.saturating_sub(columns(&marks) + 3).max(8);
    let name = app.file_name();
    // The ending that every document has goes before any letter of the name.
    let name = match name.strip_suffix(".ron") {
        Some(stem) if columns(&name) > room => stem,
        _ => &name,
    };
    let name = cut(name, room, app.theme.ascii());
    format!(" {name} {marks} ")
}

/// The words of the tabs. The screen that is shown always has its name.
fn labels(app: &App, tabs: Tabs) -> Vec<(Screen, String)> {
    let label = |(number, screen): (usize, Screen)| {
        let name = screen.name();
        let here = screen == app.screen;
        let text = match tabs {
            _ if here => format!("[{number} {name}]"),
            Tabs::Named => format!(" {number} {name} "),
            Tabs::Close => format!("{number} {name} "),
            Tabs::Clipped => format!("{number} {} ", &name[..3]),
            Tabs::Digits => format!(" {number} "),
        };
        (screen, text)
    };
    (1..).zip(Screen::ALL).map(label).collect()
}

/// The tabs with the column where each starts.
fn tabs(app: &App, width: u16) -> Vec<(Screen, String, u16)> {
    let form = form(app, width);
    let mut column = u16::try_from(columns(&file(app, form.file))).unwrap_or(0);
    let mut tabs = Vec::new();
    for (screen, label) in labels(app, form.tabs) {
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
        (_, false) if form == Form::Tight => format!("{mark}{critical} critical"),
        (_, false) => format!("{mark} {critical} critical"),
    });
    facts
}

/// The built-in entries that a catalogue on disk replaced, by name: nobody should read a verdict of a changed rule for ours.
fn replaced(app: &App, form: Form) -> Option<String> {
    let ids = app.catalog.replaced();
    let (first, rest) = match form {
        Form::Full => ids.split_at(ids.len().min(3)),
        Form::Short | Form::Tight => ids.split_at(ids.len().min(1)),
    };
    let more = if rest.is_empty() {
        String::new()
    } else {
        format!(" +{}", rest.len())
    };
    (!first.is_empty()).then(|| format!("replaced: {}{more}", first.join(", ")))
}

/// The facts that fit, from the last one on.
fn cut_right(app: &App, form: Form, room: usize) -> String {
    let facts = facts(app, form);
    for from in 0..facts.len() {
        let text = format!("{} ", facts[from..].join(between(form)));
        if columns(&text) <= room {
            return text;
        }
    }
    String::new()
}
