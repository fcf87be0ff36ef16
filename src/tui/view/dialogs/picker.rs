//! A list to choose from, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::{Pick, Picker, Purpose};
use crate::tui::theme::Role;
use crate::tui::view::page::{Page, line_of, with_right};
use crate::tui::wrap::{columns, cut, wrap};

use super::{draw_field, inside, middle, popup};

/// Where the parts of a list stand.
pub struct Parts {
    whole: Rect,
    field: Rect,
    pub list: Rect,
    detail: Rect,
    pub first: usize,
}

/// Where the parts of a list stand.
pub fn parts(app: &App, picker: &Picker) -> Parts {
    let wanted = u16::try_from(picker.items.len())
        .unwrap_or(u16::MAX)
        .saturating_add(7);
    let most = if app.size.1 >= 36 {
        app.size.1 * 2 / 3
    } else {
        app.size.1
    };
    let whole = middle(app, 76, wanted.min(most));
    let inner = inside(whole);
    let detail = 2.min(inner.height.saturating_sub(3));
    let list = inner
        .height
        .saturating_sub(2 + detail + u16::from(detail > 0));
    let end = picker.shown.len().saturating_sub(usize::from(list));
    let first = picker
        .cursor
        .saturating_sub(usize::from(list).saturating_sub(2).max(1))
        .min(end);
    Parts {
        whole,
        field: Rect {
            height: 1.min(inner.height),
            ..inner
        },
        list: Rect {
            y: inner.y + 2.min(inner.height),
            height: list,
            ..inner
        },
        detail: Rect {
            y: inner.bottom().saturating_sub(detail),
            height: detail,
            ..inner
        },
        first,
    }
}

/// Draws the list.
pub fn draw(app: &App, frame: &mut Frame, picker: &Picker) {
    let theme = app.theme;
    let parts = parts(app, picker);
    popup(app, frame, parts.whole, &picker.title);
    let lead = Rect {
        width: 2.min(parts.field.width),
        ..parts.field
    };
    frame.render_widget(
        Paragraph::new(Line::styled("/ ", theme.style(Role::Key))),
        lead,
    );
    let field = Rect {
        x: parts.field.x + 2,
        width: parts.field.width.saturating_sub(2),
        ..parts.field
    };
    let placeholder = match picker.purpose {
        Purpose::Run | Purpose::RunInDialog => "type to find a command",
        Purpose::GoTo => "type a name, a kind, a threat or a requirement",
        Purpose::Register => "type a threat, a component, a zone, an owner",
        Purpose::AddKind(_) => "type to find one of all kinds",
        _ => "type to find",
    };
    draw_field(app, frame, &picker.field, field, true, placeholder);
    let room = usize::from(parts.list.width);
    let shown = picker
        .shown
        .iter()
        .enumerate()
        .skip(parts.first)
        .take(usize::from(parts.list.height));
    let lines: Vec<Line> = shown
        .map(|(index, item)| {
            let item = &picker.items[*item];
            if item.pick == Pick::Heading {
                return Line::styled(
                    cut(&item.text, room, theme.ascii()),
                    theme.style(Role::Strong),
                );
            }
            let here = index == picker.cursor;
            let pointer = theme.pointer(here);
            let left = line_of(
                vec![(format!("{pointer} {}", item.text), Style::new())],
                room,
                theme.ascii(),
            );
            let note = cut(
                &item.note,
                room.saturating_sub(left.width() + 2),
                theme.ascii(),
            );
            let note_role = if matches!(item.pick, Pick::Run(_)) {
                Role::Key
            } else {
                Role::Dim
            };
            let mut line = with_right(left, vec![(note, theme.style(note_role))], room);
            if here {
                let missing = room.saturating_sub(line.width());
                line.push_span(Span::raw(" ".repeat(missing)));
                line = line.patch_style(theme.style(Role::Cursor));
            }
            line
        })
        .collect();
    if lines.is_empty() {
        let lines: Vec<Line> = wrap(nothing(&picker.purpose), room)
            .into_iter()
            .map(|line| Line::styled(line, theme.style(Role::Dim)))
            .collect();
        frame.render_widget(Paragraph::new(lines), parts.list);
    } else {
        frame.render_widget(Paragraph::new(lines), parts.list);
    }
    more(app, frame, picker, &parts);
    if let Some(item) = picker.current() {
        let mut page = Page::new(theme, usize::from(parts.detail.width));
        page.text(Role::Dim, &item.detail);
        page.lines.truncate(usize::from(parts.detail.height));
        frame.render_widget(Paragraph::new(page.lines), parts.detail);
    }
}

/// What is said where nothing matches. Whoever types the name of a new box is told that its kind comes first.
fn nothing(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::AddKind(_) => {
            "No kind is called this. Say what it is first, as in api, store or user; its name is asked for next. Ctrl-u empties the line."
        }
        Purpose::KindOf(_) => "No kind is called this. Ctrl-u empties the line.",
        Purpose::GoTo => "No name, kind, finding, flow or requirement holds these words.",
        _ => "Nothing matches.",
    }
}

/// How many lines there are, in the lower border, when not all are in view.
fn more(app: &App, frame: &mut Frame, picker: &Picker, parts: &Parts) {
    if picker.shown.len() <= usize::from(parts.list.height) || parts.whole.height == 0 {
        return;
    }
    let takeable = |index: &&usize| picker.items[**index].pick != Pick::Heading;
    let all = picker.shown.iter().filter(takeable).count();
    let at = picker
        .shown
        .iter()
        .take(picker.cursor + 1)
        .filter(takeable)
        .count();
    let text = format!(" {at} of {all} ");
    let width = u16::try_from(columns(&text)).unwrap_or(0);
    let x = parts.whole.right().saturating_sub(width + 2);
    let rect = Rect {
        x,
        y: parts.whole.bottom() - 1,
        width,
        height: 1,
    };
    frame.render_widget(
        Paragraph::new(Line::styled(text, app.theme.style(Role::Dim))),
        rect,
    );
}
