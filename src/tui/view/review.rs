//! The Review screen: the agenda, one point at a time in calm type with its place on the canvas, and what was settled.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::{Item, Sitting, Subject};
use crate::tui::app::App;
use crate::tui::areas::{Areas, WIDE};
use crate::tui::command::Command;
use crate::tui::modal::card::Choice;
use crate::tui::review::{self, Leaf, Point};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, count, cut, fill, wrap};

use super::page::{Page, line_of, with_right};
use super::panel::scrolled;
use super::scrollbar::{Long, first_line};
use super::{excerpt, scrollbar};

/// Columns that are comfortable to read across a room.
const CALM: u16 = 76;

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let Some(area) = areas.list else { return };
    match (app.review.page, app.review.point()) {
        (Leaf::Point, Some(point)) => draw_point(app, frame, area, point),
        (Leaf::Settled, _) => draw_settled(app, frame, area),
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
    let Some(walk) = &app.review.walk else {
        return String::new();
    };
    let (done, all) = review::progress(app, walk);
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

// ---- the agenda

/// A line of the agenda: the title of a part, or a point by its index.
enum AgendaLine {
    Title(String),
    Point(usize),
    Blank,
}

fn agenda_lines(items: &[Item]) -> Vec<AgendaLine> {
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

/// The mark of a point: put aside, gone past, or not come to.
fn mark(app: &App, subject: &Subject) -> (&'static str, Role) {
    let theme = app.theme;
    match &app.review.walk {
        Some(walk) if walk.parked.contains(subject) => (theme.glyph(Glyph::Parked), Role::Warn),
        Some(walk) if walk.visited.contains(subject) => (theme.glyph(Glyph::Unknown), Role::Dim),
        _ => (theme.glyph(Glyph::Dot), Role::Plain),
    }
}

/// Where the list of the agenda stands, and its first line.
fn agenda_parts(app: &App, area: Rect) -> (Rect, usize) {
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
    if app.review.page != Leaf::Agenda {
        return None;
    }
    Some(Long {
        bar: scrollbar::beside(agenda_parts(app, area).0),
        all: agenda_lines(review::items(app)).len(),
    })
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

/// The scroll bar of what was settled.
pub fn detail_bar(app: &App, area: Rect) -> Option<Long> {
    if app.review.page != Leaf::Settled {
        return None;
    }
    let body = settled_area(area);
    Some(Long {
        bar: scrollbar::beside(body),
        all: settled_page(app, body).lines.len(),
    })
}

fn draw_agenda(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let inner = inset(area);
    let items = review::items(app);
    let lines = agenda_lines(items);
    let begun = app.review.walk.is_some();
    head(app, frame, inner, "Review: the agenda");
    let text = if app.model().components.is_empty() {
        super::nothing_drawn(app).trim_start().to_owned()
    } else if items.is_empty() {
        "Nothing is open: every question is answered and every finding decided.".to_owned()
    } else {
        let points = count(items.len(), "point is open", "points are open");
        let key = enter(app);
        let verb = if begun {
            "goes to the marked one"
        } else {
            "begins at the marked one"
        };
        let whole = format!("{points}, made from the model; {key} {verb}.");
        if columns(&whole) <= usize::from(inner.width) {
            whole
        } else {
            format!("{points}; {key} {verb}.")
        }
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
                let text = subject.in_words(app.model(), &app.derived.assessment);
                let (mark, role) = mark(app, subject);
                let here = index == app.review.cursor;
                let pointer = if here {
                    theme.glyph(Glyph::Pointer)
                } else {
                    " "
                };
                let text = fill(&text, room.saturating_sub(5), theme.ascii());
                let line = Line::from(vec![
                    Span::styled(format!("{pointer} {mark} "), theme.style(role)),
                    Span::styled(text, Style::new()),
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

// ---- one point

/// Where the parts of a point stand.
struct Parts {
    text: Rect,
    list: Rect,
    detail: Rect,
    excerpt: Option<Rect>,
    /// Rows from one choice to the next.
    pitch: u16,
    /// The first choice that is shown.
    first: usize,
}

fn parts(app: &App, area: Rect, point: &Point) -> Parts {
    let whole = inset(area);
    let beside = area.width >= WIDE;
    let width = if beside {
        (whole.width * 11 / 20).min(CALM + 12)
    } else {
        whole.width
    };
    let column = Rect {
        y: whole.y + 2.min(whole.height),
        height: whole.height.saturating_sub(2),
        width,
        ..whole
    };
    let choices = u16::try_from(point.choices()).unwrap_or(9);
    let words = words(app, point, width);
    let wanted = u16::try_from(words.len()).unwrap_or(9);
    // Below the choices stands what the marked one would change; beside or below the drawing, which gives way to the question.
    let question = asked(app, point, width);
    let needed = question + choices.min(6) + 1;
    let below = if beside {
        0
    } else {
        column.height.saturating_sub(needed).min(5)
    };
    let room = column.height.saturating_sub(below);
    let pitch = if room >= wanted + 2 * choices + 6 {
        2
    } else {
        1
    };
    let detail = if point.card.is_some() { 3 } else { 0 };
    let text = wanted.min(room.saturating_sub(choices.min(6) * pitch).max(question));
    let list = (choices * pitch).min(room.saturating_sub(text));
    let detail = detail.min(room.saturating_sub(text + list));
    let used = text + list + detail;
    let visible = usize::from(list / pitch).max(1);
    let excerpt = if beside {
        let x = column.right() + 3;
        Some(Rect {
            x,
            y: area.y,
            width: area.right().saturating_sub(x + 1),
            height: area.height,
        })
    } else {
        let rest = column.height.saturating_sub(used);
        (rest >= 4).then(|| Rect {
            x: area.x,
            y: column.y + used,
            width: area.width,
            height: rest,
        })
    };
    Parts {
        text: Rect {
            height: text,
            ..column
        },
        list: Rect {
            y: column.y + text,
            height: list,
            ..column
        },
        detail: Rect {
            y: column.y + text + list,
            height: detail,
            ..column
        },
        excerpt,
        pitch,
        first: point.at().saturating_sub(visible - 1),
    }
}

/// Rows of the question alone.
fn asked(app: &App, point: &Point, width: u16) -> u16 {
    let large = is_large(app);
    let rows = wrap(&point.text, question_room(width, large)).len();
    u16::try_from(if large { 2 * rows } else { rows }).unwrap_or(3)
}

/// Whether there is room for a blank line between the lines of a question, as large type has it.
fn is_large(app: &App) -> bool {
    app.size.1 >= 36
}

/// Columns of a question.
fn question_room(width: u16, large: bool) -> usize {
    usize::from(width.min(CALM)).min(if large { 56 } else { 72 })
}

/// The question and why it is asked, wrapped; with room, a blank line between the lines, as large type has it.
fn words(app: &App, point: &Point, width: u16) -> Vec<Line<'static>> {
    let theme = app.theme;
    let large = is_large(app);
    let room = usize::from(width.min(CALM));
    let mut lines: Vec<Line> = Vec::new();
    let strong = theme.style(Role::Strong);
    for line in wrap(&point.text, question_room(width, large)) {
        if large && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(line, strong));
    }
    if large {
        lines.push(Line::default());
    }
    let mut page = Page::new(theme, room);
    for because in &point.because {
        page.text(Role::Dim, because);
    }
    let waits = point.card.as_ref().and_then(|card| card.waits.as_deref());
    if let Some(waits) = waits {
        page.text(Role::Warn, &format!("{waits}."));
    }
    if let Some(presumed) = point
        .card
        .as_ref()
        .and_then(|card| card.presumed.as_deref())
    {
        let presumed = presumed.replace('_', " ");
        let text = format!("Until somebody answers, {presumed} is presumed.");
        page.text(Role::Dim, &text);
    }
    let parked = app.review.walk.as_ref();
    if parked.is_some_and(|walk| walk.parked.contains(&point.subject)) {
        page.text(Role::Warn, "Put aside.");
    }
    if point.settled {
        let mark = theme.glyph(Glyph::Treated);
        page.item(mark, Role::Good, Role::Good, "Settled.");
    }
    lines.extend(page.lines);
    lines.push(Line::default());
    lines
}

fn draw_point(app: &App, frame: &mut Frame, area: Rect, point: &Point) {
    let theme = app.theme;
    let whole = inset(area);
    let parts = parts(app, area, point);
    let width = if area.width >= WIDE {
        parts.text.width
    } else {
        whole.width
    };
    head(app, frame, Rect { width, ..whole }, point.topic.title());
    let mut text = words(app, point, parts.text.width);
    let height = usize::from(parts.text.height);
    if text.len() > height {
        // The question stays; of the reasons goes what has no room.
        let question = usize::from(asked(app, point, parts.text.width));
        text.truncate(height.saturating_sub(1).max(question));
    }
    frame.render_widget(Paragraph::new(text), parts.text);
    let rows = choices(app, point, usize::from(parts.list.width));
    let mut lines = Vec::new();
    for row in rows.into_iter().skip(parts.first) {
        lines.push(row);
        lines.extend((1..parts.pitch).map(|_| Line::default()));
    }
    frame.render_widget(Paragraph::new(lines), parts.list);
    if let Some(Long { bar, all }) = list_bar(app, area) {
        scrollbar::draw(app, frame, bar, parts.first, all);
    }
    if let Some(choice) = point
        .card
        .as_ref()
        .and_then(|card| card.choices.get(card.cursor))
    {
        let mut page = Page::new(theme, usize::from(parts.detail.width.min(CALM)));
        page.text(Role::Dim, &choice.detail);
        frame.render_widget(Paragraph::new(page.lines), parts.detail);
    }
    if let Some(rect) = parts.excerpt {
        excerpt::draw(app, frame, rect, point.component.as_ref());
    }
}

fn choices(app: &App, point: &Point, room: usize) -> Vec<Line<'static>> {
    if let Some(card) = &point.card {
        if card.choices.is_empty() {
            let key = enter(app);
            return vec![Line::raw(format!(
                "Drawing it answers this: {key} goes there."
            ))];
        }
        return card
            .choices
            .iter()
            .enumerate()
            .map(|(index, choice)| {
                let marked = card.many.then(|| card.marked.contains(&index));
                choice_line(app, choice, marked, index == card.cursor, room)
            })
            .collect();
    }
    point
        .offers
        .iter()
        .enumerate()
        .map(|(index, offer)| {
            let pieces = vec![
                (offer.name.clone(), app.theme.style(Role::Strong)),
                (format!("  {}", offer.meaning), app.theme.style(Role::Dim)),
            ];
            picked(app, pieces, String::new(), index == point.cursor, room)
        })
        .collect()
}

fn choice_line(
    app: &App,
    choice: &Choice,
    marked: Option<bool>,
    here: bool,
    room: usize,
) -> Line<'static> {
    let theme = app.theme;
    let mark = match marked {
        None => String::new(),
        Some(true) => format!("{} ", theme.glyph(Glyph::Marked)),
        Some(false) => format!("{} ", theme.glyph(Glyph::Unmarked)),
    };
    let value = choice.value.replace('_', " ");
    let says_it = choice
        .meaning
        .to_lowercase()
        .starts_with(&value.to_lowercase());
    let value = if says_it {
        String::new()
    } else {
        format!("{value}  ")
    };
    let pieces = vec![
        (mark, Style::new()),
        (value, theme.style(Role::Strong)),
        (choice.meaning.clone(), Style::new()),
    ];
    picked(app, pieces, choice.effect.clone(), here, room)
}

/// A line that can be chosen, with the pointer and what it would do at the right.
fn picked(
    app: &App,
    mut pieces: Vec<(String, Style)>,
    right: String,
    here: bool,
    room: usize,
) -> Line<'static> {
    let theme = app.theme;
    let pointer = if here {
        theme.glyph(Glyph::Pointer)
    } else {
        " "
    };
    pieces.insert(0, (format!("{pointer} "), theme.style(Role::Accent)));
    let left = line_of(
        pieces,
        room.saturating_sub(columns(&right) + 2),
        theme.ascii(),
    );
    let mut line = with_right(left, vec![(right, theme.style(Role::Dim))], room);
    if here {
        let missing = room.saturating_sub(line.width());
        line.push_span(Span::raw(" ".repeat(missing)));
        line = line.patch_style(theme.style(Role::Cursor));
    }
    line
}

// ---- what was settled

fn draw_settled(app: &App, frame: &mut Frame, area: Rect) {
    head(app, frame, inset(area), "Review: settled in this sitting");
    let body = settled_area(area);
    let page = settled_page(app, body);
    scrolled(app, frame, body, page, app.review.scroll);
}

fn settled_area(area: Rect) -> Rect {
    let inner = inset(area);
    Rect {
        y: inner.y + 2.min(inner.height),
        height: inner.height.saturating_sub(2),
        ..inner
    }
}

fn settled_page(app: &App, body: Rect) -> Page {
    let mut page = Page::new(app.theme, usize::from(body.width.min(100)));
    if let Some(sitting) = review::settled(app) {
        write_settled(app, &mut page, &sitting);
    }
    page
}

fn write_settled(app: &App, page: &mut Page, sitting: &Sitting) {
    let Some(walk) = &app.review.walk else { return };
    let key = enter(app);
    let (left, waits) = (
        review::left_open(app, walk).len(),
        sitting.assumptions.iter().filter(|(_, open)| *open).count(),
    );
    let words = [
        count(sitting.count(), "thing settled", "things settled"),
        format!("{left} left open"),
        format!("{} put aside", sitting.parked.len()),
        format!("{waits} to find out"),
    ];
    page.text(Role::Strong, &format!("{}.", words.join(", ")));
    let (done, all) = review::progress(app, walk);
    let text = if done < all {
        format!(
            "{} not come to yet; {} goes back to the point.",
            all - done,
            app.key(Command::Left)
        )
    } else if left + sitting.parked.len() > 0 {
        format!("Every point was looked at. {key} takes up what was left open.")
    } else {
        "Every point was looked at.".to_owned()
    };
    page.text(Role::Dim, &text);
    let dot = app.theme.glyph(Glyph::Dot);
    for (title, lines) in sitting.in_words(app.model()) {
        page.heading(&title);
        for line in lines {
            page.item(dot, Role::Dim, Role::Plain, &line);
        }
    }
    if sitting.is_empty() {
        page.gap();
        page.text(Role::Dim, "Nothing was settled yet.");
    }
}

// ---- the mouse

/// What a press on the screen lands on, as a line of the agenda or of the choices.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    if let Some(point) = app.review.point() {
        let parts = parts(app, area, point);
        let line = usize::from(row.checked_sub(parts.list.y)? / parts.pitch) + parts.first;
        return (row < parts.list.bottom() && line < point.choices()).then_some(line);
    }
    if app.review.page != Leaf::Agenda {
        return None;
    }
    let (list, first) = agenda_parts(app, area);
    let line = usize::from(row.checked_sub(list.y)?) + first;
    match agenda_lines(review::items(app)).get(line) {
        Some(AgendaLine::Point(index)) => Some(*index),
        _ => None,
    }
}
