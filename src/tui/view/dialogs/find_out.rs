//! Who finds out, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::find_out::{FindOut, FindOutField};
use crate::tui::theme::Role;
use crate::tui::wrap::wrap;

use super::{beside_label, draw_field, middle, popup};

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &FindOut) {
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
    let rows = |lines: &[Line]| u16::try_from(lines.len()).unwrap_or(2);
    let height = 2 + rows(&head) + 1 + 3 + 1 + rows(&error);
    let whole = middle(app, width, height);
    let inner = popup(app, frame, whole, "Nobody here knows: who finds out?");
    let row = |y: u16, height: u16| Rect {
        y,
        height: height.min(inner.bottom().saturating_sub(y)),
        ..inner
    };
    let mut y = inner.y;
    let tall = rows(&head);
    frame.render_widget(Paragraph::new(head), row(y, tall));
    y += tall + 1;
    for field in FindOutField::ALL {
        let focused = form.focus == field;
        let right = beside_label(app, frame, row(y, 1), field.label(), focused);
        let tab = if field == FindOutField::Due && !form.ghost.is_empty() {
            format!(" (Tab takes {})", form.ghost)
        } else {
            String::new()
        };
        let placeholder = format!("{}{tab}", field.placeholder());
        draw_field(app, frame, form.field(field), right, focused, &placeholder);
        y += 1;
    }
    frame.render_widget(Paragraph::new(error), row(y + 1, inner.height));
}
