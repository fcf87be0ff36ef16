//! A threat of the team's own, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::analysis::Risk;
use crate::tui::app::App;
use crate::tui::modal::{ThreatField, ThreatForm};
use crate::tui::theme::Role;
use crate::tui::view::page::line_of;
use crate::tui::wrap::{cut, wrap};

use super::{beside_wide_label, draw_field, inside, middle, popup};

/// Columns of the labels.
pub const LABEL: u16 = 13;

/// Where the form stands, and where each of its fields.
pub struct Parts {
    whole: Rect,
    pub fields: Vec<(ThreatField, Rect)>,
    notes: Rect,
}

/// Where the form stands, and where each of its fields.
pub fn parts(app: &App, form: &ThreatForm) -> Parts {
    let tall = app.size.1 >= 30;
    let height = |field| match field {
        ThreatField::Text => 3,
        ThreatField::Note | ThreatField::At | ThreatField::Requirements => 2,
        _ => 1,
    };
    let gap = u16::from(tall);
    let rows: u16 = ThreatField::ALL
        .iter()
        .map(|field| height(*field) + gap)
        .sum();
    let extra = u16::from(form.restored) + if form.error.is_some() { 2 } else { 0 };
    let whole = middle(app, 76, rows + 4 + extra);
    let inner = inside(whole);
    let mut y = inner.y + 1;
    let mut fields = Vec::new();
    for field in ThreatField::ALL {
        let wanted = height(field);
        let rect = Rect {
            y,
            height: wanted.min(inner.bottom().saturating_sub(y)),
            ..inner
        };
        fields.push((field, rect));
        y += wanted + gap;
    }
    let notes = Rect {
        y: y.min(inner.bottom()),
        height: inner.bottom().saturating_sub(y),
        ..inner
    };
    Parts {
        whole,
        fields,
        notes,
    }
}

/// Draws the form.
pub fn draw(app: &App, frame: &mut Frame, form: &ThreatForm) {
    let theme = app.theme;
    let parts = parts(app, form);
    let title = if form.exists {
        format!("{}: a threat of our own", form.id)
    } else {
        format!("{}: a new threat of our own", form.id)
    };
    let inner = popup(app, frame, parts.whole, &title);
    let product = form.likelihood * form.impact;
    let head = format!(
        "Rated by the team: {product} of 25, {}",
        Risk::of(product).as_str()
    );
    let head = cut(&head, usize::from(inner.width), theme.ascii());
    frame.render_widget(
        Paragraph::new(Line::styled(head, theme.style(Role::Dim))),
        Rect {
            height: 1.min(inner.height),
            ..inner
        },
    );
    for (field, rect) in &parts.fields {
        draw_one(app, frame, form, *field, *rect);
    }
    let mut notes = Vec::new();
    if form.restored {
        let text = "This was typed before and not kept yet.";
        notes.push(Line::styled(text, theme.style(Role::Warn)));
    }
    for line in form
        .error
        .iter()
        .flat_map(|error| wrap(error, usize::from(inner.width)))
    {
        notes.push(Line::styled(line, theme.style(Role::Bad)));
    }
    frame.render_widget(Paragraph::new(notes), parts.notes);
}

fn draw_one(app: &App, frame: &mut Frame, form: &ThreatForm, field: ThreatField, rect: Rect) {
    if rect.height == 0 {
        return;
    }
    let focused = form.focus == field;
    let right = beside_wide_label(app, frame, rect, field.label(), LABEL, focused);
    if let Some(text) = form.field(field) {
        draw_field(app, frame, text, right, focused, field.placeholder());
        return;
    }
    let lines = match field {
        ThreatField::Likelihood => vec![score(
            app,
            form.likelihood,
            focused,
            "likely",
            usize::from(right.width),
        )],
        ThreatField::Impact => vec![score(
            app,
            form.impact,
            focused,
            "bad",
            usize::from(right.width),
        )],
        _ => chosen(app, form, field, focused, usize::from(right.width)),
    };
    frame.render_widget(Paragraph::new(lines), right);
}

fn score(app: &App, score: u8, focused: bool, word: &str, room: usize) -> Line<'static> {
    let theme = app.theme;
    let (from, to) = if theme.ascii() {
        ("<", ">")
    } else {
        ("◂", "▸")
    };
    let style = theme.style(if focused { Role::Cursor } else { Role::Strong });
    let words = match score {
        1 => format!("hardly {word}"),
        2 => format!("not very {word}"),
        3 => format!("somewhat {word}"),
        4 => format!("very {word}"),
        _ => format!("as {word} as it gets"),
    };
    let pieces = vec![
        (format!("{from} {score} {to}"), style),
        (format!("  {words}"), theme.style(Role::Dim)),
    ];
    line_of(pieces, room, theme.ascii())
}

/// What was chosen from a list, or what to do where nothing was.
fn chosen(
    app: &App,
    form: &ThreatForm,
    field: ThreatField,
    focused: bool,
    room: usize,
) -> Vec<Line<'static>> {
    let theme = app.theme;
    let names: Vec<String> = if field == ThreatField::At {
        form.at
            .iter()
            .map(|id| app.model().name_of(id).to_owned())
            .collect()
    } else {
        form.requirements.iter().map(ToString::to_string).collect()
    };
    if names.is_empty() {
        let text = cut(field.placeholder(), room, theme.ascii());
        return vec![Line::styled(
            text,
            theme.style(if focused { Role::Cursor } else { Role::Dim }),
        )];
    }
    let mut lines = wrap(&names.join(", "), room);
    if lines.len() > 2 {
        lines.truncate(2);
        lines[1] = cut(
            &format!(
                "{} and more",
                cut(&lines[1], room.saturating_sub(12), theme.ascii())
            ),
            room,
            theme.ascii(),
        );
    }
    let style = theme.style(if focused { Role::Cursor } else { Role::Plain });
    lines
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}
