//! The state of a requirement, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::control::{ControlField, ControlForm, meaning};
use crate::tui::theme::Role;
use crate::tui::verify::state_words;
use crate::tui::view::page::line_of;
use crate::tui::wrap::{cut, wrap};

use super::{beside_label, draw_field, middle, popup};

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &ControlForm) {
    let theme = app.theme;
    let large = app.size.1 >= 30;
    let width = 76.min(app.size.0.saturating_sub(2));
    let inside = usize::from(width.saturating_sub(4));
    let text = requirement_text(app, form, inside, if large { 6 } else { 3 });
    let notes = notes(app, form, inside);
    let rows = |count: usize| u16::try_from(count).unwrap_or(3);
    let tall = if large { 3 } else { 2 };
    let fields = 3 + 2 * tall;
    let height = 2 + rows(text.len()) + 1 + fields + 1 + rows(notes.len());
    let whole = middle(app, width, height);
    let inner = popup(app, frame, whole, &title(app, form));
    let row = |y: u16, height: u16| Rect {
        y,
        height: height.min(inner.bottom().saturating_sub(y)),
        ..inner
    };
    let mut y = inner.y;
    let height = rows(text.len());
    frame.render_widget(Paragraph::new(text), row(y, height));
    y += height + 1;
    for field in ControlField::ALL {
        let height = match field {
            ControlField::Evidence | ControlField::Because => tall,
            _ => 1,
        };
        draw_form_field(app, frame, form, field, row(y, height));
        y += height;
    }
    let style = theme.style(Role::Plain);
    frame.render_widget(Paragraph::new(notes).style(style), row(y + 1, inner.height));
}

fn title(app: &App, form: &ControlForm) -> String {
    let place = match &form.control.component {
        Some(component) => format!("at {}", app.model().name_of(component)),
        None => "for the whole system".into(),
    };
    format!("{} {place}", form.control.requirement)
}

fn requirement_text(app: &App, form: &ControlForm, room: usize, most: usize) -> Vec<Line<'static>> {
    let id = form.control.requirement.as_str();
    let text = app
        .catalog
        .requirement(id)
        .map_or("", |requirement| requirement.text.as_str());
    let mut lines = wrap(text, room);
    if lines.len() > most {
        // What is cut off says so.
        let last = format!("{} {}", lines[most - 1], lines[most]);
        lines.truncate(most - 1);
        lines.push(cut(&last, room, app.theme.ascii()));
    }
    let style = app.theme.style(Role::Dim);
    lines
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}

/// What was wrong, and what was brought back.
fn notes(app: &App, form: &ControlForm, room: usize) -> Vec<Line<'static>> {
    let mut notes = Vec::new();
    if form.restored {
        notes.push(Line::styled(
            "This was typed before and not kept yet.",
            app.theme.style(Role::Warn),
        ));
    }
    if let Some(error) = &form.error {
        let style = app.theme.style(Role::Bad);
        notes.extend(
            wrap(error, room)
                .into_iter()
                .map(|line| Line::styled(line, style)),
        );
    }
    notes
}

fn draw_form_field(
    app: &App,
    frame: &mut Frame,
    form: &ControlForm,
    field: ControlField,
    rect: Rect,
) {
    if rect.height == 0 {
        return;
    }
    let theme = app.theme;
    let focused = form.focus == field;
    let right = beside_label(app, frame, rect, field.label(), focused);
    if let Some(text) = form.field(field) {
        let ghost = form.ghost(field);
        let ghost = ghost.map_or_else(String::new, |ghost| format!(" (Tab takes {ghost})"));
        let placeholder = format!("{}{ghost}", field.placeholder());
        draw_field(app, frame, text, right, focused, &placeholder);
        return;
    }
    let (from, to) = if theme.ascii() {
        ("<", ">")
    } else {
        ("◂", "▸")
    };
    let style = theme.style(if focused { Role::Cursor } else { Role::Strong });
    let pieces = vec![
        (format!("{from} {} {to}", state_words(form.status)), style),
        (
            format!("  {}", meaning(form.status)),
            theme.style(Role::Dim),
        ),
    ];
    let line = line_of(pieces, usize::from(right.width), theme.ascii());
    frame.render_widget(Paragraph::new(line), right);
}
