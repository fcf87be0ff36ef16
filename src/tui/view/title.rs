//! The title bar: file, dirty mark, screens, edition, level reached, open criticals.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::store::Disk;
use crate::tui::app::{App, Screen};
use crate::tui::areas::WIDE;
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
    if form.tabs == Tabs::Digits {
        let name = format!(" {:<width$} ", app.screen.name(), width = LONGEST);
        spans.push(Span::styled(name, strong));
    }
    let left: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(area.width).saturating_sub(left);
    let right = cut_right(app, form.said, room.saturating_sub(1));
    let blank = room.saturating_sub(columns(&right));
    spans.push(Span::styled(" ".repeat(blank), bar));
    spans.push(Span::styled(right, bar));
    frame.render_widget(Paragraph::new(Line::from(spans)).style(bar), area);
}

/// How the tabs are named. In each form a tab stands where it stands, whichever screen is shown: a bar that jumps is hard to
/// follow on a projector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tabs {
    /// By their names.
    Named,
    /// By short words.
    Short,
    /// The same, close together.
    Close,
    /// By their digits; the name of the screen that is shown stands behind them.
    Digits,
}

impl Tabs {
    /// Columns of all tabs.
    fn columns(self, app: &App) -> usize {
        let labels: usize = labels(app, self)
            .iter()
            .map(|(_, label)| columns(label))
            .sum();
        labels + if self == Self::Digits { LONGEST + 2 } else { 0 }
    }
}

/// Columns of the longest name of a screen.
const LONGEST: usize = 7;

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
        (Tabs::Named, Form::Tight),
        (Tabs::Short, Form::Full),
        (Tabs::Short, Form::Short),
        (Tabs::Short, Form::Tight),
        (Tabs::Close, Form::Tight),
        (Tabs::Digits, Form::Tight),
    ];
    let marks = columns(&marks(app)) + 3;
    let most = usize::from(width / 4).clamp(14, 40) + marks - 4;
    let whole = columns(&file(app, most));
    let left = |tabs: Tabs, said: Form| {
        let needed = tabs.columns(app) + columns(&facts(app, said).join(between(said))) + 2;
        usize::from(width).saturating_sub(needed)
    };
    let fits = |(tabs, said): &(Tabs, Form)| {
        let least = if *tabs == Tabs::Close {
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
        Tabs::Close => whole.min(left(tabs, said)),
        _ => whole,
    };
    Bar { file, tabs, said }
}

/// What stands between two facts.
fn between(form: Form) -> &'static str {
    if form == Form::Tight { " " } else { "  " }
}

/// What is said beside the name of the file: that it is only read, or has changes (which a crash would lose
/// where no journal keeps them), or was changed by someone else.
fn marks(app: &App) -> String {
    let on_disk = match app.file.disk {
        Disk::Same => "",
        Disk::Changed => " changed",
        Disk::Gone => " gone",
    };
    let mark = if app.file.read_only.is_some() {
        "read-only"
    } else if app.doc.is_dirty() && app.tour.is_none() {
        app.theme.glyph(Glyph::Dirty)
    } else {
        " "
    };
    // What is not saved is not anywhere else either.
    let lost = app.file.unprotected && app.doc.is_dirty();
    let lost = if lost { " not kept" } else { "" };
    format!("{mark}{on_disk}{lost}")
}

/// The name of the file with its marks, in so many columns.
fn file(app: &App, room: usize) -> String {
    let marks = marks(app);
    // A name keeps a few columns whatever stands beside it.
    let room = room.saturating_sub(columns(&marks) + 3).max(8);
    let name = app.file_name();
    // In a narrow window the ending that every document has gives way; in every one, so that a name always looks the same.
    let name = match name.strip_suffix(".ron") {
        Some(stem) if app.size.0 < WIDE => stem,
        _ => &name,
    };
    let name = cut(name, room, app.theme.ascii());
    format!(" {name} {marks} ")
}

/// The words of the tabs, the one of the screen that is shown between brackets.
fn labels(app: &App, tabs: Tabs) -> Vec<(Screen, String)> {
    let all = (1..).zip(Screen::ALL).map(|(number, screen)| {
        let name = match tabs {
            Tabs::Named => format!("{number} {}", screen.name()),
            Tabs::Short | Tabs::Close => format!("{number} {}", short(screen)),
            Tabs::Digits => number.to_string(),
        };
        (screen, name)
    });
    if tabs == Tabs::Close {
        return close_together(app, all.collect());
    }
    let label = |(screen, name): (Screen, String)| {
        let here = screen == app.screen;
        let text = if here {
            format!("[{name}]")
        } else {
            format!(" {name} ")
        };
        (screen, text)
    };
    all.map(label).collect()
}

/// Tabs that share the column between them.
fn close_together(app: &App, names: Vec<(Screen, String)>) -> Vec<(Screen, String)> {
    let last = names.len().saturating_sub(1);
    let mut before = None;
    let label = |(at, (screen, name)): (usize, (Screen, String))| {
        let lead = match before {
            _ if screen == app.screen => "[",
            Some(before) if before == app.screen => "]",
            _ => " ",
        };
        before = Some(screen);
        let end = match at == last {
            true if screen == app.screen => "]",
            true => " ",
            false => "",
        };
        (screen, format!("{lead}{name}{end}"))
    };
    names.into_iter().enumerate().map(label).collect()
}

/// A screen's name in as few letters as still say it.
fn short(screen: Screen) -> &'static str {
    match screen {
        Screen::Draw => "Draw",
        Screen::Threats => "Thr",
        Screen::Matrix => "Mat",
        Screen::Verify => "Ver",
        Screen::Review => "Rev",
        Screen::Report => "Rep",
        Screen::Start => "Start",
    }
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
