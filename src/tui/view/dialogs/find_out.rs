//! Who finds out, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::modal::find_out::{FindOut, FindOutField};
use crate::tui::theme::Role;
use crate::tui::wrap::wrap;

use super::{beside_label, draw_field, inside, middle, popup};

/// Where everything stands, and the words around the fields.
struct Parts {
    whole: Rect,
    head: Vec<Line<'static>>,
    fields: Vec<Rect>,
    error: Vec<Line<'static>>,
}

fn parts(app: &App, form: &FindOut) -> Parts {
    let width = 76.min(app.size.0.saturating_sub(2));
    let room = usize::from(width.saturating_sub(4));
    let styled = |text: &str, role: Role| -> Vec<Line<'static>> {
        wrap(text, room)
            .into_iter()
            .map(|line| Line::styled(line, app.theme.style(role)))
            .collect()
    };
    let mut head = styled(&form.question.text, Role::Strong);
    let why = "The question stays open, and stands in the report with who finds out.";
    head.extend(styled(why, Role::Dim));
    let error = form.error.as_deref().map(|error| styled(error, Role::Bad));
    let error = error.unwrap_or_default();
    let whole = middle(app, width, 2 + rows(&head) + 1 + 3 + 1 + rows(&error));
    let inner = inside(whole);
    let first = inner.y + rows(&head) + 1;
    let fields = (first..)
        .zip(FindOutField::ALL)
        .map(|(y, _)| Rect {
            y,
            height: 1.min(inner.bottom().saturating_sub(y)),
            ..inner
        })
        .collect();
    Parts {
        whole,
        head,
        fields,
        error,
    }
}

fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(2)
}

/// Where each field stands.
pub fn fields(app: &App, form: &FindOut) -> Vec<Rect> {
    parts(app, form).fields
}

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &FindOut) {
    let parts = parts(app, form);
    let inner = popup(app, frame, parts.whole, "Nobody here knows: who finds out?");
    let head = Rect {
        height: rows(&parts.head).min(inner.height),
        ..inner
    };
    frame.render_widget(Paragraph::new(parts.head), head);
    let mut below = head.bottom();
    for (field, rect) in FindOutField::ALL.into_iter().zip(parts.fields) {
        let focused = form.focus == field;
        let right = beside_label(app, frame, rect, field.label(), focused);
        let tab = if field == FindOutField::Due && !form.ghost.is_empty() {
            format!(" ({} takes {})", app.key(Command::NextField), form.ghost)
        } else {
            String::new()
        };
        let placeholder = format!("{}{tab}", field.placeholder());
        draw_field(app, frame, form.field(field), right, focused, &placeholder);
        below = rect.bottom();
    }
    let error = Rect {
        y: (below + 1).min(inner.bottom()),
        height: inner.bottom().saturating_sub(below + 1),
        ..inner
    };
    frame.render_widget(Paragraph::new(parts.error), error);
}
