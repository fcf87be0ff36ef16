//! One point in calm type: the question or the finding, what can be chosen, and its place on the canvas.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::areas::WIDE;
use crate::tui::modal::card::Choice;
use crate::tui::review::Point;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::excerpt;
use crate::tui::view::page::{Page, effect_beside, line_of, with_right};
use crate::tui::view::scrollbar::{self, Long};
use crate::tui::wrap::{columns, wrap};

use super::{CALM, enter, head, inset, list_bar};

/// Where the parts of a point stand.
pub(super) struct Parts {
    pub(super) text: Rect,
    pub(super) list: Rect,
    pub(super) detail: Rect,
    pub(super) excerpt: Option<Rect>,
    /// Rows from one choice to the next.
    pub(super) pitch: u16,
    /// The first choice that is shown.
    pub(super) first: usize,
}

pub(super) fn parts(app: &App, area: Rect, point: &Point) -> Parts {
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
    // Below the choices stands what the marked one would change; beside or below the drawing, which gives way to all words.
    let question = asked(app, point, width);
    let told = if point.card.is_some() { 3 } else { 0 };
    let needed = wanted + choices.min(6) + told;
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
    let text = wanted.min(room.saturating_sub(choices.min(6) * pitch).max(question));
    let list = (choices * pitch).min(room.saturating_sub(text));
    // Where lines are apart, the last one is followed by a gap already.
    let gap = u16::from(pitch == 1 && room > text + list + 1);
    let detail = if point.card.is_some() { 5 } else { 0 };
    let detail = detail.min(room.saturating_sub(text + list + gap));
    let used = text + list + gap + detail;
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
            y: column.y + text + list + gap,
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
    let parked = app.review.session.as_ref();
    if parked.is_some_and(|session| session.parked.contains(&point.subject)) {
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

pub(super) fn draw_point(app: &App, frame: &mut Frame, area: Rect, point: &Point) {
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
        if text.len() > question {
            let more = if theme.ascii() { "..." } else { "…" };
            text.push(Line::styled(more, theme.style(Role::Dim)));
        }
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
        // A meaning that is cut off in its line stands here whole.
        let line = [&choice.value, &choice.meaning, &choice.effect].map(|text| columns(text));
        if line.iter().sum::<usize>() + 12 > usize::from(parts.list.width) {
            let value = choice.value.replace('_', " ");
            page.text(Role::Plain, &format!("{value}: {}.", choice.meaning));
        }
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
                choice_line(app, choice, index, marked, index == card.cursor, room)
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
            picked(app, index, pieces, "", index == point.cursor, room)
        })
        .collect()
}

fn choice_line(
    app: &App,
    choice: &Choice,
    index: usize,
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
    let danger = if choice.dangerous {
        format!("{} ", theme.glyph(Glyph::Danger))
    } else {
        "  ".to_owned()
    };
    let pieces = vec![
        (mark, Style::new()),
        (danger, theme.style(Role::Warn)),
        (value, theme.style(Role::Strong)),
        (choice.meaning.clone(), Style::new()),
    ];
    picked(app, index, pieces, &choice.effect, here, room)
}

/// A line that can be chosen, with the pointer, its number and what it would do at the right.
fn picked(
    app: &App,
    index: usize,
    mut pieces: Vec<(String, Style)>,
    right: &str,
    here: bool,
    room: usize,
) -> Line<'static> {
    let theme = app.theme;
    let pointer = theme.pointer(here);
    let number = match index {
        0..9 => (index + 1).to_string(),
        _ => " ".to_owned(),
    };
    pieces.insert(
        0,
        (format!("{pointer} {number} "), theme.style(Role::Accent)),
    );
    let words = pieces.iter().map(|(text, _)| columns(text)).sum();
    let right = effect_beside(right, words, room);
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
