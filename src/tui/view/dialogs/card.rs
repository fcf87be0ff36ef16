//! A question with its values, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::modal::Card;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::page::{Page, effect_beside, line_of, with_right};
use crate::tui::wrap::columns;

use super::{inside, middle, popup};

/// Where the parts of a card stand.
pub struct Parts {
    whole: Rect,
    text: Vec<Line<'static>>,
    pub list: Rect,
    detail: Rect,
}

/// Rows for what the marked answer would change, with the gap above.
const DETAIL: u16 = 4;

/// Where the parts of a card stand.
pub fn parts(app: &App, card: &Card) -> Parts {
    let width = 76.min(app.size.0.saturating_sub(2));
    let mut page = Page::new(app.theme, usize::from(width.saturating_sub(4)));
    page.text(Role::Strong, &card.text);
    page.text(Role::Dim, &card.reason());
    if let Some(presumed) = &card.presumed {
        page.text(
            Role::Dim,
            &format!(
                "Until somebody answers, {} is presumed.",
                presumed.replace('_', " ")
            ),
        );
    }
    if let Some(waits) = &card.waits {
        page.text(Role::Warn, &format!("{waits}."));
    }
    page.gap();
    let choices = u16::try_from(card.choices.len()).unwrap_or(9).max(1);
    let text = u16::try_from(page.lines.len()).unwrap_or(4);
    let whole = middle(app, width, text + choices + DETAIL + 2);
    let inner = inside(whole);
    // Where room is short the detail goes first, then the reason; the values stay.
    let text = text.min(inner.height.saturating_sub(choices.min(inner.height)));
    page.lines.truncate(usize::from(text));
    let left = inner.height - text;
    let list = Rect {
        y: inner.y + text,
        height: choices.min(left),
        ..inner
    };
    let detail = Rect {
        y: list.bottom() + 1,
        height: left.saturating_sub(list.height + 1),
        ..inner
    };
    Parts {
        whole,
        text: page.lines,
        list,
        detail,
    }
}

/// Draws the card.
pub fn draw(app: &App, frame: &mut Frame, card: &Card) {
    let theme = app.theme;
    let parts = parts(app, card);
    let name = app.model().name_of(&card.component);
    let settles = match card.settles {
        0 => String::new(),
        _ if card.alike.is_some() => String::new(),
        1 => " (settles 1 finding)".into(),
        n => format!(" (settles up to {n} findings)"),
    };
    popup(app, frame, parts.whole, &format!("{name}{settles}"));
    let inner = inside(parts.whole);
    frame.render_widget(
        Paragraph::new(parts.text),
        Rect {
            height: parts.list.y - inner.y,
            ..inner
        },
    );
    if card.choices.is_empty() {
        let text = format!(
            "Drawing it answers this: {} goes there.",
            app.key(Command::Accept)
        );
        frame.render_widget(
            Paragraph::new(Line::styled(text, theme.style(Role::Plain))),
            parts.list,
        );
        return;
    }
    let mut page = Page::new(theme, usize::from(parts.detail.width));
    if let Some(choice) = card.choices.get(card.cursor) {
        // A meaning that is cut off in its line stands here whole.
        let room = usize::from(parts.list.width);
        if columns(&choice.value) + columns(&choice.meaning) + columns(&choice.effect) + 16 > room {
            let value = choice.value.replace('_', " ");
            page.text(Role::Plain, &format!("{value}: {}.", choice.meaning));
        }
        page.text(Role::Dim, &choice.detail);
    }
    frame.render_widget(Paragraph::new(page.lines), parts.detail);
    let room = usize::from(parts.list.width);
    let lines: Vec<Line> = card
        .choices
        .iter()
        .enumerate()
        .map(|(index, choice)| {
            let here = index == card.cursor;
            let pointer = theme.pointer(here);
            let mark = match (card.many, card.marked.contains(&index)) {
                (false, _) => String::new(),
                (true, true) => format!("{} ", theme.glyph(Glyph::Marked)),
                (true, false) => format!("{} ", theme.glyph(Glyph::Unmarked)),
            };
            let danger = if choice.dangerous {
                theme.glyph(Glyph::Danger)
            } else {
                " "
            };
            let value = choice.value.replace('_', " ");
            let held = card
                .answered
                .as_ref()
                .is_some_and(|held| held.split(',').any(|one| one == choice.value));
            let held = if held { " (as answered)" } else { "" };
            let pieces = vec![
                (
                    format!("{pointer} {} {mark}{danger} ", index + 1),
                    theme.style(if choice.dangerous {
                        Role::Warn
                    } else {
                        Role::Plain
                    }),
                ),
                (
                    if says_it(&value, &choice.meaning) {
                        String::new()
                    } else {
                        format!("{value}  ")
                    },
                    theme.style(Role::Strong),
                ),
                (format!("{}{held}", choice.meaning), Style::new()),
            ];
            let words = pieces.iter().map(|(text, _)| columns(text)).sum();
            let effect = effect_beside(&choice.effect, words, room);
            let left = line_of(
                pieces,
                room.saturating_sub(columns(&effect) + 2),
                theme.ascii(),
            );
            let mut line = with_right(left, vec![(effect, theme.style(Role::Dim))], room);
            if here {
                let missing = room.saturating_sub(line.width());
                line.push_span(Span::raw(" ".repeat(missing)));
                line = line.patch_style(theme.style(Role::Cursor));
            }
            line
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), parts.list);
}

/// Whether a meaning begins with the value, so that the value need not be said again.
fn says_it(value: &str, meaning: &str) -> bool {
    meaning.to_lowercase().starts_with(&value.to_lowercase())
}
