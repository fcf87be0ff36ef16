//! A question of the program itself: its text, what there is to read about it, and the answers.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::Confirm;
use crate::tui::modal::confirm::Line as Said;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::page::Page;
use crate::tui::wrap::fill;

use super::{inside, middle, popup};

/// Where everything stands.
pub struct Parts {
    whole: Rect,
    text: Vec<Line<'static>>,
    detail: Vec<Line<'static>>,
    /// The rows of the detail that are shown.
    window: Rect,
    /// The answers.
    pub list: Rect,
}

/// Works out where everything stands; the answers are always all there.
pub fn parts(app: &App, confirm: &Confirm) -> Parts {
    let widest = if confirm.detail.is_empty() { 64 } else { 100 };
    let width = widest.min(app.size.0.saturating_sub(2));
    let columns = usize::from(width.saturating_sub(4));
    let mut page = Page::new(app.theme, columns);
    let low = app.size.1 < 20 && !confirm.detail.is_empty();
    // In a low window what is read matters more than what it is about, which the title says too.
    let said = match (low, confirm.answers.len()) {
        (true, 5..) => 0,
        (true, _) => 1,
        (false, _) => usize::MAX,
    };
    for text in confirm.text.iter().take(said) {
        page.text(Role::Plain, text);
    }
    if !low {
        page.lines.push(Line::default());
    }
    let mut detail = detail(app, confirm, columns);
    if !detail.is_empty() && !low {
        detail.push(Line::default());
    }
    let rows = |lines: &[Line]| u16::try_from(lines.len()).unwrap_or(u16::MAX / 2);
    let answers = u16::try_from(confirm.answers.len()).unwrap_or(3);
    let whole = middle(
        app,
        width,
        rows(&page.lines)
            .saturating_add(rows(&detail))
            .saturating_add(answers + 2),
    );
    let inner = inside(whole);
    let room = inner.height.saturating_sub(answers);
    let text = rows(&page.lines).min(room);
    let window = rows(&detail).min(room - text);
    page.lines.truncate(usize::from(text));
    Parts {
        whole,
        text: page.lines,
        window: Rect {
            y: inner.y + text,
            height: window,
            ..inner
        },
        detail,
        list: Rect {
            y: inner.y + text + window,
            height: inner.height - text - window,
            ..inner
        },
    }
}

fn detail(app: &App, confirm: &Confirm, columns: usize) -> Vec<Line<'static>> {
    let mut page = Page::new(app.theme, columns);
    for said in &confirm.detail {
        match said {
            Said::Heading(text) => page.heading(text),
            Said::Item(text) => {
                page.item(app.theme.glyph(Glyph::Dot), Role::Dim, Role::Plain, text);
            }
            Said::Verbatim(text) => {
                let text = crate::tui::wrap::cut(text, columns, app.theme.ascii());
                page.lines.push(Line::raw(text));
            }
            Said::Side(at) => side(app, &mut page, confirm, *at),
        }
    }
    page.lines
}

/// A disagreement: whose stands, and what both have.
fn side(app: &App, page: &mut Page, confirm: &Confirm, at: usize) {
    let Some(side) = confirm.sides.get(at) else {
        return;
    };
    let here = confirm.at_side == Some(at);
    let pointer = app.theme.pointer(here);
    let whose = if side.theirs { "theirs" } else { "mine  " };
    let role = if here { Role::Cursor } else { Role::Plain };
    // What stands comes first; whose it is stands before it already.
    let words = if side.theirs {
        format!("{}: {}; mine is {}", side.about, side.other, side.ours)
    } else {
        format!("{}: {}; theirs is {}", side.about, side.ours, side.other)
    };
    page.item(&format!("{pointer} {whose}"), Role::Key, role, &words);
}

/// How far the detail can be scrolled.
pub fn furthest(app: &App, confirm: &Confirm) -> usize {
    let parts = parts(app, confirm);
    parts
        .detail
        .len()
        .saturating_sub(usize::from(parts.window.height))
}

/// Draws it.
pub fn draw(app: &App, frame: &mut Frame, confirm: &Confirm) {
    let parts = parts(app, confirm);
    popup(app, frame, parts.whole, &confirm.title);
    let inner = inside(parts.whole);
    let text = Rect {
        height: parts.window.y - inner.y,
        ..inner
    };
    frame.render_widget(Paragraph::new(parts.text), text);
    draw_detail(app, frame, confirm, &parts.detail, parts.window);
    let room = usize::from(parts.list.width);
    let lines: Vec<Line> = (0..confirm.answers.len())
        .map(|index| answer(app, confirm, index, room))
        .collect();
    frame.render_widget(Paragraph::new(lines), parts.list);
}

/// The rows that fit, and how much there is beyond them.
fn draw_detail(app: &App, frame: &mut Frame, confirm: &Confirm, detail: &[Line], window: Rect) {
    let shown = usize::from(window.height);
    if shown == 0 {
        return;
    }
    let hidden = detail.len().saturating_sub(shown);
    // The marked disagreement is in view; each stands in about a row, below its heading.
    let from = match confirm.at_side {
        Some(at) => (at + 2).saturating_sub(shown).max(confirm.scroll.min(at)),
        None => confirm.scroll,
    }
    .min(hidden);
    let mut lines: Vec<Line> = detail[from..].iter().take(shown).cloned().collect();
    if hidden > from {
        let more = format!("PgDn: {} more rows", hidden - from + 1);
        if let Some(last) = lines.last_mut() {
            *last = Line::styled(more, app.theme.style(Role::Dim));
        }
    }
    frame.render_widget(Paragraph::new(lines), window);
}

fn answer(app: &App, confirm: &Confirm, index: usize, room: usize) -> Line<'static> {
    let theme = app.theme;
    let (letter, words, _) = &confirm.answers[index];
    let here = confirm.at_side.is_none() && index == confirm.cursor;
    let pointer = theme.pointer(here);
    let words = fill(&format!("  {words}"), room.saturating_sub(3), theme.ascii());
    let line = Line::from(vec![
        Span::raw(format!("{pointer} ")),
        Span::styled(letter.to_string(), theme.style(Role::Key)),
        Span::raw(words),
    ]);
    if here {
        line.patch_style(theme.style(Role::Cursor))
    } else {
        line
    }
}
