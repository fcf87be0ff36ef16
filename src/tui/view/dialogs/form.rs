//! The decision on a finding, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::modal::form::{meaning, said};
use crate::tui::modal::{DecisionForm, FormField};
use crate::tui::theme::Role;
use crate::tui::update::threat_name;
use crate::tui::view::page::line_of;
use crate::tui::wrap::{cut, wrap};

use super::{beside_label, draw_field, inside, middle, popup};

/// Rows of the reason.
fn because(app: &App) -> u16 {
    match app.size.1 {
        30.. => 6,
        20.. => 3,
        _ => 2,
    }
}

fn whole(app: &App, form: &DecisionForm) -> Rect {
    let extra = u16::from(form.restored)
        + u16::from(!form.also.is_empty())
        + if form.error.is_some() { 2 } else { 0 };
    middle(app, 76, 2 + 2 + 1 + 3 + because(app) + 1 + extra + 1)
}

/// Where each field stands.
pub fn fields(app: &App, form: &DecisionForm) -> Vec<(FormField, Rect)> {
    let inner = inside(whole(app, form));
    let mut y = inner.y + 2;
    let mut fields = Vec::new();
    for field in FormField::ALL {
        let wanted = if field == FormField::Because {
            because(app)
        } else {
            1
        };
        let rect = Rect {
            y,
            height: wanted.min(inner.bottom().saturating_sub(y)),
            ..inner
        };
        fields.push((field, rect));
        y += wanted + u16::from(field == FormField::Status);
    }
    fields
}

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &DecisionForm) {
    let theme = app.theme;
    let inner = popup(app, frame, whole(app, form), &title(app, form));
    let head = cut(&subject(app, form), usize::from(inner.width), theme.ascii());
    frame.render_widget(
        Paragraph::new(Line::styled(head, theme.style(Role::Dim))),
        Rect {
            height: 1.min(inner.height),
            ..inner
        },
    );
    let mut y = inner.y;
    for (field, rect) in fields(app, form) {
        draw_form_field(app, frame, form, field, rect);
        y = rect.bottom();
    }
    let mut notes = Vec::new();
    if !form.also.is_empty() {
        let all = std::iter::once(&form.finding).chain(&form.also);
        let decided = all.filter(|id| app.model().is_decided(id)).count();
        let text = match decided {
            0 => "What stays empty here stays as it is at each of them.".to_owned(),
            n => format!("{n} of them are decided already. What stays empty here stays as it is."),
        };
        notes.push(Line::styled(text, theme.style(Role::Dim)));
    }
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
    let below = Rect {
        y,
        height: inner.bottom().saturating_sub(y),
        ..inner
    };
    frame.render_widget(Paragraph::new(notes), below);
}

fn title(app: &App, form: &DecisionForm) -> String {
    if form.also.is_empty() {
        let name = threat_name(app, form.finding.threat.as_str());
        format!("Decide: {} {name}", form.finding.threat)
    } else {
        format!("Decide: {} findings together", form.also.len() + 1)
    }
}

/// What is decided on: the component with its risk, or all by name.
fn subject(app: &App, form: &DecisionForm) -> String {
    if !form.also.is_empty() {
        let all = std::iter::once(&form.finding).chain(&form.also);
        return app.model().finding_names(all);
    }
    let component = app.model().name_of(&form.finding.component);
    let finding = app.derived.assessment.findings.get(&form.finding);
    let risk = finding.map_or_else(String::new, |finding| {
        format!(
            ": residual {} of 25, {}",
            finding.residual(),
            finding.risk().as_str()
        )
    });
    format!("{component}{risk}")
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
    let right = beside_label(app, frame, rect, field.label(), focused);
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
        (format!("{from} {} {to}", said(form.status)), status),
        (
            format!("  {}", form.status.map_or("each keeps its own", meaning)),
            theme.style(Role::Dim),
        ),
    ];
    let line = line_of(pieces, usize::from(right.width), theme.ascii());
    frame.render_widget(Paragraph::new(line), right);
}
