//! The agenda: the parts of the walk-through with their points, and how far the sitting is with each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::{Item, Subject};
use crate::tui::app::App;
use crate::tui::review;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::scrollbar::{self, first_line};
use crate::tui::wrap::{columns, count, cut, fill};

use super::{enter, head, inset};

/// A line of the agenda: the title of a part, or a point by its index.
pub(super) enum AgendaLine {
    Title(String),
    Point(usize),
    Blank,
}

pub(super) fn agenda_lines(items: &[Item]) -> Vec<AgendaLine> {
    let mut lines = Vec::new();
    let mut last = None;
    for (index, item) in items.iter().enumerate() {
        if last != Some(item.topic) {
            if last.is_some() {
                lines.push(AgendaLine::Blank);
            }
            let number = items.iter().filter(|one| one.topic == item.topic).count();
            let title = format!("{}  ({number})", item.topic.title());
            lines.push(AgendaLine::Title(title));
            last = Some(item.topic);
        }
        lines.push(AgendaLine::Point(index));
    }
    lines
}

/// The mark of a point, and in words why it is still here: put aside, gone past, or waiting for somebody.
fn mark(app: &App, subject: &Subject) -> (Glyph, Role, String) {
    let waits = waits(app, subject);
    match &app.review.session {
        Some(session) if session.parked.contains(subject) => {
            (Glyph::Parked, Role::Warn, format!("  put aside{waits}"))
        }
        Some(session) if session.visited.contains(subject) && waits.is_empty() => {
            (Glyph::Dot, Role::Dim, "  gone past".to_owned())
        }
        _ => (Glyph::Dot, Role::Plain, waits),
    }
}

/// Who finds out, where a question waits for somebody.
fn waits(app: &App, subject: &Subject) -> String {
    let Subject::Question(component, asks) = subject else {
        return String::new();
    };
    let waiting = crate::analysis::waiting(app.model(), component, asks, app.date);
    waiting.map_or_else(String::new, |waiting| {
        let late = if waiting.overdue { ", overdue" } else { "" };
        format!("  {} finds out{late}", waiting.owner.unwrap_or("somebody"))
    })
}

/// How many points there are, and of what sorts: the status line counts the questions alone.
fn counted(items: &[Item]) -> String {
    let number = |of: fn(&Subject) -> bool| items.iter().filter(|item| of(&item.subject)).count();
    let sorts = [
        (
            number(|one| matches!(one, Subject::Question(..))),
            ["question", "questions"],
        ),
        (
            number(|one| matches!(one, Subject::Finding(_))),
            ["finding", "findings"],
        ),
        (
            number(|one| matches!(one, Subject::Lack(_))),
            ["gap in the drawing", "gaps in the drawing"],
        ),
        (
            number(|one| matches!(one, Subject::Orphan(_) | Subject::Assumption(_))),
            ["loose end", "loose ends"],
        ),
    ];
    let there = sorts.into_iter().filter(|(number, _)| *number > 0);
    let all: Vec<String> = there
        .map(|(number, [one, many])| count(number, one, many))
        .collect();
    format!(
        "{}: {}",
        count(items.len(), "point", "points"),
        all.join(", ")
    )
}

/// Where the list of the agenda stands, and its first line.
pub(super) fn agenda_parts(app: &App, area: Rect) -> (Rect, usize) {
    let area = inset(area);
    let top = 3.min(area.height);
    let list = Rect {
        y: area.y + top,
        height: area.height - top,
        ..area
    };
    let lines = agenda_lines(review::items(app));
    let cursor = lines
        .iter()
        .position(|line| matches!(line, AgendaLine::Point(index) if *index == app.review.cursor))
        .unwrap_or(0);
    let first = first_line(app.top(), cursor, list.height, lines.len());
    // The title of a part stays with its first point.
    let titled = cursor > 0 && matches!(lines[cursor - 1], AgendaLine::Title(_));
    let above = usize::from(titled && first == cursor && list.height > 1);
    (list, first - above)
}

/// The point nearest to a line of the agenda.
#[must_use]
pub fn point_near(app: &App, line: usize) -> Option<usize> {
    let lines = agenda_lines(review::items(app));
    let index = |line: &AgendaLine| match line {
        AgendaLine::Point(index) => Some(*index),
        _ => None,
    };
    let from = line.min(lines.len());
    let below = lines[from..].iter().find_map(index);
    below.or_else(|| lines[..from].iter().rev().find_map(index))
}

pub(super) fn draw_agenda(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let inner = inset(area);
    let items = review::items(app);
    let lines = agenda_lines(items);
    let begun = app.review.session.is_some();
    head(app, frame, inner, "Review: the agenda");
    let text = if app.model().components.is_empty() {
        crate::tui::view::nothing_drawn(app).trim_start().to_owned()
    } else if items.is_empty() {
        "Nothing is open: every question is answered and every finding decided.".to_owned()
    } else {
        let points = counted(items);
        let key = enter(app);
        let verb = if begun {
            "goes to the marked one"
        } else {
            "begins at the marked one"
        };
        let whole = format!("{points}; made from the model, {key} {verb}.");
        let shorter = format!("{points}; {key} {verb}.");
        let room = usize::from(inner.width);
        // The hint line has the key, too.
        let fits = |text: &String| columns(text) <= room;
        let tried = [whole, shorter].into_iter().find(fits);
        tried.unwrap_or_else(|| format!("{points}."))
    };
    let row = Rect {
        y: inner.y + 1.min(inner.height),
        height: inner.height.saturating_sub(1).min(1),
        ..inner
    };
    let text = cut(&text, usize::from(inner.width), theme.ascii());
    frame.render_widget(
        Paragraph::new(Line::styled(text, theme.style(Role::Dim))),
        row,
    );
    let (list, first) = agenda_parts(app, area);
    let room = usize::from(list.width);
    let shown: Vec<Line> = lines
        .into_iter()
        .skip(first)
        .take(usize::from(list.height))
        .map(|line| match line {
            AgendaLine::Blank => Line::default(),
            AgendaLine::Title(text) => Line::styled(text, theme.style(Role::Strong)),
            AgendaLine::Point(index) => {
                // Words are looked up for the lines in view only: an agenda can be long.
                let subject = &items[index].subject;
                let text = review::in_words(app, subject);
                let (mark, role, why) = mark(app, subject);
                let mark = theme.glyph(mark);
                let here = index == app.review.cursor;
                let pointer = theme.pointer(here);
                let left = room.saturating_sub(5 + columns(&why));
                let text = fill(&text, left, theme.ascii());
                let line = Line::from(vec![
                    Span::styled(format!("{pointer} {mark} "), theme.style(role)),
                    Span::styled(text, Style::new()),
                    Span::styled(why, theme.style(Role::Dim)),
                ]);
                if here {
                    line.patch_style(theme.style(Role::Cursor))
                } else {
                    line
                }
            }
        })
        .collect();
    frame.render_widget(Paragraph::new(shown), list);
    let all = agenda_lines(items).len();
    scrollbar::draw(app, frame, scrollbar::beside(list), first, all);
}
