//! The decision on a finding, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::form::meaning;
use crate::tui::modal::{DecisionForm, FormField};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::view::page::line_of;
use crate::tui::wrap::{cut, fill, wrap};

use super::{draw_field, middle, popup};

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &DecisionForm) {
    let theme = app.theme;
    let because = if app.size.1 >= 30 { 6 } else { 3 };
    let extra = u16::from(form.restored) + if form.error.is_some() { 2 } else { 0 };
    let whole = middle(app, 76, 2 + 2 + 1 + 3 + because + 1 + extra + 1);
    let name = threat_name(app, form.finding.threat.as_str());
    let inner = popup(
        app,
        frame,
        whole,
        &format!("Decide: {} {name}", form.finding.threat),
    );
    let mut y = inner.y;
    let row = |y: u16, height: u16| Rect {
        y,
        height: height.min(inner.bottom().saturating_sub(y)),
        ..inner
    };
    let component = app.model().name_of(&form.finding.component);
    let risk = app
        .derived
        .assessment
        .findings
        .get(&form.finding)
        .map_or_else(String::new, |finding| {
            format!(
                ": residual {} of 25, {}",
                finding.residual(),
                finding.risk().as_str()
            )
        });
    let head = cut(
        &format!("{component}{risk}"),
        usize::from(inner.width),
        theme.ascii(),
    );
    frame.render_widget(
        Paragraph::new(Line::styled(head, theme.style(Role::Dim))),
        row(y, 1),
    );
    y += 2;
    for field in FormField::ALL {
        let height = if field == FormField::Because {
            because
        } else {
            1
        };
        draw_form_field(app, frame, form, field, row(y, height));
        y += height;
        if field == FormField::Status {
            y += 1;
        }
    }
    let mut notes = Vec::new();
    if form.restored {
        notes.push(Line::styled(
            "This was typed before and not kept yet.",
            theme.style(Role::Warn),
        ));
    }
    if let Some(error) = &form.error {
        notes.extend(
            wrap(error, usize::from(inner.width))
                .into_iter()
                .map(|line| Line::styled(line, theme.style(Role::Bad))),
        );
    }
    frame.render_widget(Paragraph::new(notes), row(y, 4));
}

fn draw_form_field(
    app: &App,
    frame: &mut Frame,
    form: &DecisionForm,
    field: FormField,
    rect: Rect,
) {
    if rect.height == 0 {
        return;
    }
    let theme = app.theme;
    let focused = form.focus == field;
    let pointer = if focused {
        theme.glyph(Glyph::Pointer)
    } else {
        " "
    };
    let label = fill(&format!("{pointer} {}", field.label()), 11, theme.ascii());
    let role = if focused { Role::Accent } else { Role::Dim };
    let left = Rect {
        width: 11.min(rect.width),
        height: 1,
        ..rect
    };
    frame.render_widget(Paragraph::new(Line::styled(label, theme.style(role))), left);
    let right = Rect {
        x: rect.x + 12,
        width: rect.width.saturating_sub(12),
        ..rect
    };
    if let Some(text) = form.field(field) {
        draw_field(app, frame, text, right, focused, field.placeholder());
        return;
    }
    let (from, to) = if theme.ascii() {
        ("<", ">")
    } else {
        ("◂", "▸")
    };
    let status = theme.style(if focused { Role::Cursor } else { Role::Strong });
    let pieces = vec![
        (format!("{from} {} {to}", form.status.in_words()), status),
        (
            format!("  {}", meaning(form.status)),
            theme.style(Role::Dim),
        ),
    ];
    let line = line_of(pieces, usize::from(right.width), theme.ascii());
    frame.render_widget(Paragraph::new(line), right);
}
