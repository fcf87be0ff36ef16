//! The state of a requirement, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::model::ControlStatus;
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::modal::control::{ControlField, ControlForm, meaning};
use crate::tui::theme::Role;
use crate::tui::verify::{self, state_words};
use crate::tui::view::page::line_of;
use crate::tui::wrap::{cut, wrap};

use super::{beside_label, draw_field, inside, middle, popup};

/// Where everything stands, and the words around the fields.
struct Parts {
    whole: Rect,
    text: Vec<Line<'static>>,
    fields: Vec<Rect>,
    notes: (Vec<Line<'static>>, Rect),
}

fn parts(app: &App, form: &ControlForm) -> Parts {
    let large = app.size.1 >= 30;
    let width = 76.min(app.size.0.saturating_sub(2));
    let columns = usize::from(width.saturating_sub(4));
    let notes = notes(app, form, columns);
    let tall = match app.size.1 {
        30.. => 3,
        20.. => 2,
        _ => 1,
    };
    let fixed = 2 + 1 + rows(&notes) + u16::from(!notes.is_empty());
    let field = |field| match field {
        ControlField::Evidence | ControlField::Because => tall,
        _ => 1,
    };
    let fields: u16 = ControlField::ALL.into_iter().map(field).sum();
    // In a low window the text of the requirement gives way: it stands in the detail, too.
    let left = app.size.1.saturating_sub(3 + fixed + fields);
    let most = if large { 6 } else { 3 }.min(usize::from(left)).max(1);
    let text = requirement_text(app, form, columns, most);
    let whole = middle(app, width, fixed + fields + rows(&text));
    let inner = inside(whole);
    let mut y = inner.y + rows(&text) + 1;
    let mut stand = Vec::new();
    for one in ControlField::ALL {
        let height = field(one).min(inner.bottom().saturating_sub(y));
        stand.push(Rect { y, height, ..inner });
        y += height;
    }
    let y = inner.bottom().saturating_sub(rows(&notes)).max(y);
    let height = inner.bottom().saturating_sub(y);
    Parts {
        whole,
        text,
        fields: stand,
        notes: (notes, Rect { y, height, ..inner }),
    }
}

fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(3)
}

/// Where each field stands.
pub fn fields(app: &App, form: &ControlForm) -> Vec<Rect> {
    parts(app, form).fields
}

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &ControlForm) {
    let parts = parts(app, form);
    let inner = popup(app, frame, parts.whole, &title(app, form));
    let text = Rect {
        height: rows(&parts.text).min(inner.height),
        ..inner
    };
    frame.render_widget(Paragraph::new(parts.text), text);
    for (field, rect) in ControlField::ALL.into_iter().zip(parts.fields) {
        draw_form_field(app, frame, form, field, rect);
    }
    frame.render_widget(Paragraph::new(parts.notes.0), parts.notes.1);
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
    let verified = form.status == Some(ControlStatus::Verified);
    let denied = verify::denied(app, &form.control.requirement).filter(|_| verified);
    if let Some(told) = denied {
        let style = app.theme.style(Role::Warn);
        let text = format!("The model says otherwise: {told}.");
        let lines = wrap(&text, room).into_iter();
        notes.extend(lines.map(|line| Line::styled(line, style)));
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
        let placeholder = match form.ghost(field) {
            Some(ghost) => format!("{} takes {ghost}", app.key(Command::NextField)),
            None => field.placeholder().to_owned(),
        };
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
