//! The Review screen: the agenda, one point at a time in calm type with its place on the canvas, and what was settled.

mod agenda;
mod point;
mod settled;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::command::Command;
use crate::tui::review::{self, ReviewPage};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::columns;

use super::page::{line_of, with_right};
use super::scrollbar::{self, Long};

pub use agenda::point_near;
use agenda::{AgendaLine, agenda_lines, agenda_parts, draw_agenda};
use point::{draw_point, parts};
use settled::{draw_settled, settled_area, settled_page};

/// Columns that are comfortable to read across a room.
const CALM: u16 = 76;

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let Some(area) = areas.list else { return };
    match (app.review.page, app.review.point()) {
        (ReviewPage::Point, Some(point)) => draw_point(app, frame, area, point),
        (ReviewPage::Settled, _) => draw_settled(app, frame, area),
        _ => draw_agenda(app, frame, area),
    }
}

/// A margin on the left and above, as far as there is room.
fn inset(area: Rect) -> Rect {
    let (x, y) = match (area.width, area.height) {
        (160.., 40..) => (8, 3),
        (100.., 30..) => (4, 1),
        _ => (2, 0),
    };
    Rect {
        x: area.x + x,
        y: area.y + y,
        width: area.width.saturating_sub(2 * x),
        height: area.height.saturating_sub(y),
    }
}

/// The key that takes what is marked, as the hint line shows it.
fn enter(app: &App) -> String {
    match app.key(Command::Open).as_str() {
        "Enter" if !app.theme.ascii() => "⏎".into(),
        key => key.into(),
    }
}

/// How far the sitting is: a bar and numbers.
fn progress(app: &App) -> String {
    let Some(session) = &app.review.session else {
        return String::new();
    };
    let tally = review::tally(app, session);
    let (done, all) = (tally.done(), tally.all());
    let full = (12 * done).checked_div(all).unwrap_or(12).min(12);
    let theme = app.theme;
    let bar = theme.glyph(Glyph::Full).repeat(full) + &theme.glyph(Glyph::Empty).repeat(12 - full);
    format!("{bar} {done} of {all} done")
}

/// The head of a page: what it is, and how far the sitting is.
fn head(app: &App, frame: &mut Frame, area: Rect, title: &str) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let right = progress(app);
    let left = line_of(
        vec![(title.to_owned(), theme.style(Role::Accent))],
        room.saturating_sub(columns(&right) + 2),
        theme.ascii(),
    );
    let line = with_right(left, vec![(right, theme.style(Role::Dim))], room);
    let rect = Rect {
        height: area.height.min(1),
        ..area
    };
    frame.render_widget(Paragraph::new(line), rect);
}

/// The first line of the agenda that is shown.
pub fn top(app: &App, area: Rect) -> usize {
    agenda_parts(app, area).1
}

/// The scroll bar of the agenda, or of the choices of a point.
pub fn list_bar(app: &App, area: Rect) -> Option<Long> {
    if let Some(point) = app.review.point() {
        let parts = parts(app, area, point);
        // Choices that stand apart all fit.
        return (parts.pitch == 1).then(|| Long {
            bar: scrollbar::beside(parts.list),
            all: point.choices(),
        });
    }
    if app.review.page != ReviewPage::Agenda {
        return None;
    }
    Some(Long {
        bar: scrollbar::beside(agenda_parts(app, area).0),
        all: agenda_lines(review::items(app)).len(),
    })
}

/// The scroll bar of what was settled.
pub fn detail_bar(app: &App, area: Rect) -> Option<Long> {
    if app.review.page != ReviewPage::Settled {
        return None;
    }
    let body = settled_area(area);
    Some(Long {
        bar: scrollbar::beside(body),
        all: settled_page(app, body).lines.len(),
    })
}

/// What a press on the screen lands on, as a line of the agenda or of the choices.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    if let Some(point) = app.review.point() {
        let parts = parts(app, area, point);
        let line = usize::from(row.checked_sub(parts.list.y)? / parts.pitch) + parts.first;
        return (row < parts.list.bottom() && line < point.choices()).then_some(line);
    }
    if app.review.page != ReviewPage::Agenda {
        return None;
    }
    let (list, first) = agenda_parts(app, area);
    let line = usize::from(row.checked_sub(list.y)?) + first;
    match agenda_lines(review::items(app)).get(line) {
        Some(AgendaLine::Point(index)) => Some(*index),
        _ => None,
    }
}
