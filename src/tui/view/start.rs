//! The start page: what can be opened and begun, and what it is.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::start::{Choice, Entry, Row};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, cut, fill};

use super::page::Page;
use super::panel::{scrolled, words_of};
use super::scrollbar::{self, Long, first_line};

/// Draws the page.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let Some(list) = areas.list else { return };
    let first = top(app, list);
    let lines: Vec<Line> = app
        .start
        .rows
        .iter()
        .enumerate()
        .skip(first)
        .take(usize::from(list.height))
        .map(|(index, row)| {
            line(
                app,
                row,
                index == app.start.cursor,
                usize::from(list.width).saturating_sub(1),
            )
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), list);
    let Long { bar, all } = list_bar(app, list);
    scrollbar::draw(app, frame, bar, first, all);
    if let Some(panel) = areas.panel {
        let upright = Line::styled(app.theme.glyph(Glyph::Upright), app.theme.style(Role::Dim));
        let rule: Vec<Line> = (0..panel.height).map(|_| upright.clone()).collect();
        frame.render_widget(Paragraph::new(rule), Rect { width: 1, ..panel });
        let inner = inside(panel);
        scrolled(app, frame, inner, page(app, inner), app.start.scroll);
    }
}

/// What is inside the line beside the detail.
fn inside(panel: Rect) -> Rect {
    Rect {
        x: panel.x + 2,
        width: panel.width.saturating_sub(3),
        ..panel
    }
}

fn page(app: &App, inner: Rect) -> Page {
    let mut page = Page::new(app.theme, words_of(inner.width));
    if let Some(entry) = app.start.current() {
        detail(app, &mut page, entry, usize::from(inner.height));
    }
    page
}

/// The first row that is shown, so that the cursor is in view, with its heading where that stands right above it.
pub fn top(app: &App, list: Rect) -> usize {
    let page = &app.start;
    let first = first_line(app.top(), page.cursor, list.height, page.rows.len());
    let heading = |at: usize| matches!(page.rows.get(at), Some(Row::Heading(_)));
    if first == page.cursor && first > 0 && heading(first - 1) {
        first - 1
    } else {
        first
    }
}

/// The scroll bar of the list.
pub fn list_bar(app: &App, list: Rect) -> Long {
    Long {
        bar: Rect {
            x: list.right().saturating_sub(1),
            width: 1.min(list.width),
            ..list
        },
        all: app.start.rows.len(),
    }
}

/// The scroll bar of the detail.
pub fn detail_bar(app: &App, panel: Rect) -> Long {
    let inner = inside(panel);
    Long {
        bar: scrollbar::beside(inner),
        all: page(app, inner).lines.len(),
    }
}

/// The row of the page at a row of the screen.
#[must_use]
pub fn row_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let at = usize::from(row.checked_sub(area.y)?) + top(app, area);
    (at < app.start.rows.len()).then_some(at)
}

fn line(app: &App, row: &Row, here: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let ascii = theme.ascii();
    let entry = match row {
        Row::Heading(text) => {
            return Line::styled(
                cut(&format!(" {text}"), room, ascii),
                theme.style(Role::Strong),
            );
        }
        Row::Entry(entry) => entry,
    };
    let pointer = theme.pointer(here);
    let mark = if entry.urgent {
        theme.glyph(Glyph::Open)
    } else {
        " "
    };
    let lead = format!(" {pointer} {mark} ");
    let left = room.saturating_sub(columns(&lead));
    let note_room = left.saturating_sub(columns(&entry.name) + 3);
    let (name, note) = if entry.note.is_empty() || note_room < 8 {
        (fill(&entry.name, left, ascii), String::new())
    } else {
        let note = cut(&entry.note, note_room, ascii);
        let name = fill(&entry.name, left - columns(&note) - 2, ascii);
        (name, format!(" {note} "))
    };
    let line = Line::from(vec![
        Span::styled(
            lead,
            theme.style(if entry.urgent {
                Role::Warn
            } else {
                Role::Plain
            }),
        ),
        Span::raw(name),
        Span::styled(note, theme.style(Role::Dim)),
    ]);
    if here {
        line.patch_style(theme.style(Role::Cursor))
    } else {
        line
    }
}

/// What is said of the entry under the cursor.
fn detail(app: &App, page: &mut Page, entry: &Entry, rows: usize) {
    page.gap();
    page.heading(&entry.name);
    match &entry.choice {
        Choice::Template(_) => {
            preview(app, page, rows);
            page.gap();
            page.text(
                Role::Dim,
                "A drawing to make your own. Every question about it is still open; nothing is saved before you say where.",
            );
        }
        Choice::Sample(_) => {
            preview(app, page, rows);
            page.gap();
            page.text(
                Role::Dim,
                "Opened as a copy without a name, so nothing that you do can harm it.",
            );
        }
        Choice::File(path) => {
            for line in path_lines(&path.display().to_string(), page.width) {
                page.text(Role::Plain, &line);
            }
            if !entry.note.contains(['/', '~']) {
                page.gap();
                page.text(Role::Plain, &entry.note);
            }
            if let Some(day) = entry.written {
                page.gap();
                page.text(Role::Dim, &format!("Written last on {day}."));
            }
            if entry.urgent {
                page.gap();
                page.text(
                    Role::Plain,
                    "Opening it shows what was not saved, and asks whether to take it up again.",
                );
            }
        }
        choice => page.text(Role::Plain, about(choice)),
    }
}

/// A path over several lines, broken after a slash: a name that is torn cannot be read.
fn path_lines(path: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in path.split_inclusive('/') {
        let full = |line: &String| !line.is_empty() && columns(line) + columns(part) > room;
        if lines.last().is_some_and(full) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(part);
        }
    }
    lines
}

fn about(choice: &Choice) -> &'static str {
    match choice {
        Choice::Unnamed => {
            "A session ended before its document had a name. Opening it shows what was not saved, and asks whether to take it up \
             again."
        }
        Choice::Tour => {
            "Eight short steps on a sample: look at a pipeline, see what threatens it and why, answer a question, decide. Each step \
             says which key to press and notices when it is done. You can leave it at any moment."
        }
        Choice::Empty => {
            "Begins with nothing: you add the first component, then the next one that it flows to. Nothing is saved before you say where."
        }
        _ => "Opens a file by its path, or begins a new one under that name. It ends in .ron.",
    }
}

fn preview(app: &App, page: &mut Page, rows: usize) {
    let Some(preview) = &app.start.preview else {
        return;
    };
    page.text(Role::Plain, &preview.summary);
    page.gap();
    page.text(Role::Dim, &preview.counts);
    page.gap();
    let widest = preview.picture.iter().map(|line| columns(line)).max();
    // A drawing that is cut says less than none; the text below it needs four rows.
    let fits = widest.is_some_and(|widest| widest <= page.width)
        && page.lines.len() + preview.picture.len() + 4 <= rows;
    if fits {
        let lines = preview.picture.iter().cloned();
        page.lines.extend(lines.map(Line::raw));
    } else {
        page.text(Role::Plain, &preview.parts);
    }
}
