//! The Threats screen: the register, sorted and filtered, and the detail of the finding under the cursor.

mod table;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::model::FindingId;
use crate::tui::app::{App, Focus};
use crate::tui::areas::{Areas, WIDE};
use crate::tui::command::Command;
use crate::tui::theme::{Glyph, Role};
use crate::tui::threats::{self, Counts, Sort};
use crate::tui::wrap::{columns, count};

use super::page::{Page, line_of, with_right};
use super::panel::{scrolled, words_of};
use super::scrollbar::{Long, first_line};
use super::{finding, scrollbar};

use table::Table;

/// Columns of cursor, mark and risk.
const RISK: usize = 9;
/// From this width on every column has room.
const ROOMY: usize = 104;

/// Rows above the list: counts, the filter where there is one, and the heads of the columns.
fn head_rows(app: &App) -> u16 {
    2 + u16::from(is_narrowed(app))
}

fn is_narrowed(app: &App) -> bool {
    !app.register.only.is_empty() || !app.register.marked.is_empty()
}

/// The rectangle of the lines; the column at its right is the scroll bar's.
fn lines_area(app: &App, list: Rect) -> Rect {
    let head = head_rows(app).min(list.height);
    Rect {
        y: list.y + head,
        height: list.height - head,
        width: list.width.saturating_sub(1),
        ..list
    }
}

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let (Some(list), Some(panel)) = (areas.list, areas.panel) else {
        return;
    };
    let rows = threats::rows(app);
    head(app, frame, list, rows.len());
    let inner = separate(app, frame, panel, app.focus == Focus::Panel);
    if rows.is_empty() {
        empty(app, frame, lines_area(app, list));
        return;
    }
    let area = lines_area(app, list);
    let at = app.register.index(&rows);
    let first = first_line(app.top(), at, area.height, rows.len());
    let room = usize::from(area.width);
    let table = Table::of(app, room);
    let shown = rows
        .iter()
        .enumerate()
        .skip(first)
        .take(usize::from(area.height));
    let lines: Vec<Line> = shown
        .map(|(index, row)| table.line(app, row, index == at))
        .collect();
    frame.render_widget(Paragraph::new(lines), area);
    scrollbar::draw(app, frame, scrollbar::beside(area), first, rows.len());
    let page = page(app, inner.width, rows[at].id()).0;
    scrolled(app, frame, inner, page, app.register.scroll);
}

/// The first line of the list that is shown.
pub fn top(app: &App, list: Rect) -> usize {
    let rows = threats::rows(app);
    let height = lines_area(app, list).height;
    first_line(app.top(), app.register.index(&rows), height, rows.len())
}

/// The scroll bar of the list.
pub fn list_bar(app: &App, list: Rect) -> Long {
    Long {
        bar: scrollbar::beside(lines_area(app, list)),
        all: threats::rows(app).len(),
    }
}

/// The scroll bar of the detail.
pub fn detail_bar(app: &App, panel: Rect) -> Option<Long> {
    let rows = threats::rows(app);
    let id = rows.get(app.register.index(&rows))?.id();
    let inner = inside(app, panel);
    Some(Long {
        bar: scrollbar::beside(inner),
        all: page(app, inner.width, id).0.lines.len(),
    })
}

/// The whole detail of a finding at a width, with where its parts begin.
fn page(app: &App, width: u16, id: &FindingId) -> (Page, finding::Marks) {
    let mut page = Page::new(app.theme, words_of(width));
    let marks = finding::detail(app, &mut page, id);
    (page, marks)
}

/// Where the parts of the detail begin, and how many rows it has and shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct DetailRows {
    /// The row of the first value of the question.
    pub values: Option<usize>,
    /// The row of the requirements.
    pub requirements: usize,
    /// Rows in all.
    pub all: usize,
    /// Rows that are seen at once.
    pub seen: usize,
}

/// Where the parts of the detail of a finding begin.
#[must_use]
pub fn detail_rows(app: &App, id: &FindingId) -> DetailRows {
    let Some(panel) = Areas::of(app).panel else {
        return DetailRows::default();
    };
    let inner = inside(app, panel);
    let (page, marks) = page(app, inner.width, id);
    DetailRows {
        values: marks.values,
        requirements: marks.requirements,
        all: page.lines.len(),
        seen: usize::from(inner.height),
    }
}

/// What is at a place of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A line, by its index.
    Line(usize),
    /// The head of a column.
    Head(Sort),
    /// The line of the filter.
    Filter,
}

/// What is at a place of the list.
#[must_use]
pub fn spot_at(app: &App, list: Rect, column: u16, row: u16) -> Option<Spot> {
    let rows = threats::rows(app);
    let area = lines_area(app, list);
    if row + 1 == area.y {
        let room = usize::from(area.width);
        return Table::of(app, room)
            .head_at(usize::from(column - list.x))
            .map(Spot::Head);
    }
    if row < area.y {
        let filter = is_narrowed(app) && row == list.y + 1;
        return filter.then_some(Spot::Filter);
    }
    let line = usize::from(row - area.y) + top(app, list);
    (line < rows.len()).then_some(Spot::Line(line))
}

/// The value of the question at a row of the detail.
#[must_use]
pub fn value_at(app: &App, panel: Rect, row: u16) -> Option<usize> {
    let card = app.register.card.as_ref()?;
    let rows = threats::rows(app);
    let id = rows.get(app.register.index(&rows))?.id();
    let inner = inside(app, panel);
    let first = detail_rows(app, id).values?;
    let at = usize::from(row.checked_sub(inner.y)?) + app.register.scroll;
    // A value may be longer than a row: its rows are counted as they are drawn.
    let mut next = first;
    for (index, height) in finding::value_heights(app, words_of(inner.width), card)
        .into_iter()
        .enumerate()
    {
        if (next..next + height).contains(&at) {
            return Some(index);
        }
        next += height;
    }
    None
}

/// What is inside the detail's border.
pub fn inside(app: &App, area: Rect) -> Rect {
    if app.size.0 >= WIDE && area.x > 0 {
        return Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
    }
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        y: area.y + 1,
        height: area.height.saturating_sub(1),
    }
}

/// A line between list and detail; gives what is left for the detail.
pub fn separate(app: &App, frame: &mut Frame, area: Rect, focused: bool) -> Rect {
    let style = app
        .theme
        .mark(if focused { Role::Accent } else { Role::Dim });
    if app.size.0 >= WIDE && area.x > 0 {
        let upright = app.theme.glyph(Glyph::Upright);
        let lines: Vec<Line> = (0..area.height)
            .map(|_| Line::styled(upright, style))
            .collect();
        frame.render_widget(Paragraph::new(lines), Rect { width: 1, ..area });
    } else {
        let level = app
            .theme
            .glyph(Glyph::Level)
            .repeat(usize::from(area.width));
        frame.render_widget(
            Paragraph::new(Line::styled(level, style)),
            Rect { height: 1, ..area },
        );
    }
    inside(app, area)
}

fn head(app: &App, frame: &mut Frame, list: Rect, shown: usize) {
    let theme = app.theme;
    let room = usize::from(list.width.saturating_sub(1));
    let mut lines = vec![counted(app, room)];
    if is_narrowed(app) {
        lines.push(narrowed(app, room, shown));
    }
    let heads = Table::of(app, room).heads(app);
    lines.push(line_of(
        vec![(heads, theme.style(Role::Dim))],
        room,
        theme.ascii(),
    ));
    let area = Rect {
        height: head_rows(app).min(list.height),
        ..list
    };
    frame.render_widget(Paragraph::new(lines), area);
}

/// The counts, as many as fit, and by what the list is sorted.
fn counted(app: &App, room: usize) -> Line<'static> {
    let theme = app.theme;
    let Counts {
        all,
        consequences,
        open,
        undecided,
        treated,
        unanswered,
        orphaned,
        overdue,
    } = threats::counts(app);
    let counted =
        |glyph, number: usize, word: &str| format!("{} {number} {word}", theme.glyph(glyph));
    // Open is what is not treated; some of that is decided: to be mitigated.
    let said = if undecided > 0 && undecided < open {
        format!("open, {undecided} undecided")
    } else {
        "open".to_owned()
    };
    let mut parts = vec![
        (
            format!(" {}", count(all, "finding", "findings")),
            Role::Strong,
        ),
        (counted(Glyph::Open, open, &said), Role::Strong),
        (
            counted(Glyph::Unknown, unanswered, "unanswered"),
            Role::Strong,
        ),
    ];
    // What went wrong comes before what is done, where not everything fits.
    for (number, word) in [(overdue, "overdue"), (orphaned, "orphaned")] {
        if number > 0 {
            parts.push((format!("{number} {word}"), Role::Warn));
        }
    }
    parts.push((counted(Glyph::Treated, treated, "treated"), Role::Strong));
    if consequences > 0 {
        let words = count(consequences, "consequence", "consequences");
        parts.push((format!("+ {words}"), Role::Dim));
    }
    let wide = |parts: &[(String, Role)]| -> usize {
        parts.iter().map(|(text, _)| columns(text) + 2).sum()
    };
    if wide(&parts) > room {
        parts[0].0 = format!(" {all}:");
    }
    let needed = wide(&parts);
    let last = app.register.sort == threats::Sort::Risk && unanswered > 0 && room >= 90;
    let last = if last { ", unanswered last" } else { "" };
    let sorted = format!("by {}{last}", app.register.sort.name());
    let mut pieces = Vec::new();
    // By risk they stand from the beginning, and the head of the column says so: the numbers come first.
    let hidden = app.register.sort == threats::Sort::Risk && needed + columns(&sorted) > room;
    let sorted = if hidden { String::new() } else { sorted };
    let mut used = columns(&sorted) + 1;
    for (text, role) in parts {
        let text = if pieces.is_empty() {
            text
        } else {
            format!("  {text}")
        };
        used += columns(&text);
        if used < room {
            pieces.push((text, theme.style(role)));
        }
    }
    let left = line_of(pieces, room, theme.ascii());
    with_right(left, vec![(sorted, theme.style(Role::Dim))], room)
}

/// What the list is narrowed to, how much of it there is, and what is marked.
fn narrowed(app: &App, room: usize, shown: usize) -> Line<'static> {
    let theme = app.theme;
    let register = &app.register;
    let mut pieces = Vec::new();
    if !register.marked.is_empty() {
        let words = format!(
            " {} marked: {} decides them together ",
            register.marked.len(),
            app.key(Command::Decide)
        );
        pieces.push((words, theme.style(Role::Accent)));
    }
    if !register.only.is_empty() {
        let words: Vec<String> = register
            .only
            .iter()
            .map(|only| only.in_words(app.model()))
            .collect();
        pieces.push((
            format!(" only {}", words.join(", ")),
            theme.style(Role::Warn),
        ));
        pieces.push((format!(": {shown} shown"), theme.style(Role::Plain)));
    }
    let left = line_of(pieces, room.saturating_sub(10), theme.ascii());
    with_right(
        left,
        vec![(
            format!("{} clears", app.key(Command::StepBack)),
            theme.style(Role::Dim),
        )],
        room,
    )
}

fn empty(app: &App, frame: &mut Frame, area: Rect) {
    let text = if app.model().components.is_empty() {
        super::nothing_drawn(app)
    } else if app.register.only.is_empty() {
        "  No threat applies to what is drawn, and none needs an answer.".into()
    } else {
        format!(
            "  No finding passes the filter: {} changes it, {} clears it.",
            app.key(Command::Filter),
            app.key(Command::StepBack)
        )
    };
    let rect = Rect {
        height: area.height.min(1),
        ..area
    };
    frame.render_widget(
        Paragraph::new(Line::styled(
            text,
            Style::new().patch(app.theme.style(Role::Dim)),
        )),
        rect,
    );
}
