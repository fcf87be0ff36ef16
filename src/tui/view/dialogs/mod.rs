//! Dialogs over the screen: lists, names, the `:` line, decisions, questions.

mod card;
mod confirm;
mod control;
mod find_out;
mod form;
mod picker;
mod threat;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph};

use crate::tui::app::App;
use crate::tui::areas::{Areas, tour_rows};
use crate::tui::field::Field;
use crate::tui::modal::{CommandLine, ControlField, FormField, Modal, Prompt, ThreatField};
use crate::tui::theme::Role;
use crate::tui::wrap::{cut, fill, wrap};

use super::page::line_of;

/// Draws the topmost dialog.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    match app.modal() {
        Some(Modal::Picker(picker)) => picker::draw(app, frame, picker),
        Some(Modal::Prompt(prompt)) => draw_prompt(app, frame, areas, prompt),
        Some(Modal::CommandLine(line)) => draw_line(app, frame, areas, line),
        Some(Modal::Decision(form)) => form::draw(app, frame, form),
        Some(Modal::OwnThreat(form)) => threat::draw(app, frame, form),
        Some(Modal::Control(form)) => control::draw(app, frame, form),
        Some(Modal::FindOut(form)) => find_out::draw(app, frame, form),
        Some(Modal::Card(card)) => card::draw(app, frame, card),
        Some(Modal::Confirm(confirm)) => confirm::draw(app, frame, confirm),
        Some(Modal::Letters(_) | Modal::Layouts(_) | Modal::Moving(_) | Modal::Pasted(_))
        | None => {}
    }
}

/// The line of the topmost dialog's list at a place on the screen.
#[must_use]
pub fn dialog_line(app: &App, column: u16, row: u16) -> Option<usize> {
    let (list, first) = match app.modal()? {
        Modal::Picker(picker) => {
            let parts = picker::parts(app, picker);
            (parts.list, parts.first)
        }
        Modal::Card(card) => (card::parts(app, card).list, 0),
        Modal::Confirm(confirm) => (confirm::parts(app, confirm).list, 0),
        _ => return None,
    };
    list.contains(Position::new(column, row))
        .then(|| usize::from(row - list.y) + first)
}

/// The field of the topmost form at a place on the screen, counted from its top.
#[must_use]
pub fn form_field(app: &App, column: u16, row: u16) -> Option<usize> {
    let at = Position::new(column, row);
    form_fields(app).iter().position(|rect| rect.contains(at))
}

/// Where the fields of the topmost form stand.
fn form_fields(app: &App) -> Vec<Rect> {
    match app.modal() {
        Some(Modal::Decision(form)) => {
            let fields = form::fields(app, form).into_iter();
            fields.map(|(_, rect)| rect).collect()
        }
        Some(Modal::OwnThreat(form)) => {
            let fields = threat::parts(app, form).fields.into_iter();
            fields.map(|(_, rect)| rect).collect()
        }
        Some(Modal::Control(form)) => control::fields(app, form),
        Some(Modal::FindOut(form)) => find_out::fields(app, form),
        _ => Vec::new(),
    }
}

/// Which way a click turns a field that is chosen and not typed: back on its first arrow, on behind it.
#[must_use]
pub fn turned_at(app: &App, column: u16, row: u16) -> Option<isize> {
    let at = form_field(app, column, row)?;
    let label = match app.modal()? {
        Modal::Decision(_) if FormField::ALL[at] == FormField::Status => LABEL,
        Modal::Control(_) if ControlField::ALL[at] == ControlField::State => LABEL,
        Modal::OwnThreat(_)
            if matches!(
                ThreatField::ALL[at],
                ThreatField::Likelihood | ThreatField::Impact
            ) =>
        {
            threat::LABEL
        }
        _ => return None,
    };
    let from = form_fields(app).get(at)?.x + label + 1;
    match column.checked_sub(from)? {
        0 | 1 => Some(-1),
        _ => Some(1),
    }
}

/// How far the detail of the topmost question can be scrolled.
#[must_use]
pub fn furthest(app: &App) -> usize {
    match app.modal() {
        Some(Modal::Confirm(confirm)) => confirm::furthest(app, confirm),
        _ => 0,
    }
}

/// An empty dialog in the middle of the screen; gives what is inside its border.
pub fn popup(app: &App, frame: &mut Frame, rect: Rect, title: &str) -> Rect {
    let theme = app.theme;
    frame.render_widget(Clear, rect);
    let ascii = border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    };
    let set = if theme.ascii() {
        ascii
    } else {
        border::ROUNDED
    };
    let title = cut(
        title,
        usize::from(rect.width.saturating_sub(6)),
        theme.ascii(),
    );
    let block = Block::bordered()
        .border_set(set)
        .border_style(theme.mark(Role::Border));
    let block = if title.is_empty() {
        block
    } else {
        block.title(Line::styled(
            format!(" {title} "),
            theme.style(Role::Strong),
        ))
    };
    let inner = block.inner(rect);
    frame.render_widget(block, rect);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// A rectangle in the middle of everything between title and status line.
fn middle(app: &App, width: u16, height: u16) -> Rect {
    let (w, h) = (app.size.0, app.size.1.saturating_sub(tour_rows(app)));
    let width = width.min(w.saturating_sub(2));
    let height = height.min(h.saturating_sub(3));
    Rect {
        x: (w - width) / 2,
        y: 1 + (h.saturating_sub(3) - height) / 2,
        width,
        height,
    }
}

/// What is inside the border of a dialog.
fn inside(rect: Rect) -> Rect {
    Rect {
        x: rect.x + 2,
        y: rect.y + 1,
        width: rect.width.saturating_sub(4),
        height: rect.height.saturating_sub(2),
    }
}

/// Columns of the labels of most forms.
const LABEL: u16 = 11;

/// Draws the label of a form's field; gives what is left for the field.
fn beside_label(app: &App, frame: &mut Frame, rect: Rect, label: &str, focused: bool) -> Rect {
    beside_wide_label(app, frame, rect, label, LABEL, focused)
}

/// The same with labels of so many columns.
fn beside_wide_label(
    app: &App,
    frame: &mut Frame,
    rect: Rect,
    label: &str,
    wide: u16,
    focused: bool,
) -> Rect {
    let theme = app.theme;
    let pointer = theme.pointer(focused);
    let label = fill(
        &format!("{pointer} {label}"),
        usize::from(wide),
        theme.ascii(),
    );
    let role = if focused { Role::Accent } else { Role::Dim };
    let left = Rect {
        width: wide.min(rect.width),
        height: rect.height.min(1),
        ..rect
    };
    frame.render_widget(Paragraph::new(Line::styled(label, theme.style(role))), left);
    Rect {
        x: rect.x + (wide + 1).min(rect.width),
        width: rect.width.saturating_sub(wide + 1),
        ..rect
    }
}

/// Draws a field at a rectangle; with the cursor where it has the keys.
fn draw_field(
    app: &App,
    frame: &mut Frame,
    field: &Field,
    rect: Rect,
    focused: bool,
    placeholder: &str,
) {
    if focused {
        frame.render_widget(field.area(), rect);
        if field.text().is_empty() && rect.width > 0 && rect.height > 0 {
            // The cursor stands on its first letter, where what is typed will begin: nothing jumps.
            let text = cut(placeholder, usize::from(rect.width), app.theme.ascii());
            let dim = app.theme.style(Role::Dim);
            let buffer = frame.buffer_mut();
            let cursor = buffer[(rect.x, rect.y)].style();
            buffer.set_stringn(rect.x, rect.y, text, usize::from(rect.width), dim);
            buffer[(rect.x, rect.y)].set_style(cursor);
        }
        return;
    }
    let (text, style) = if field.is_blank() {
        (placeholder.to_owned(), app.theme.style(Role::Dim))
    } else {
        (field.text(), Style::new())
    };
    let lines: Vec<Line> = wrap(&text, usize::from(rect.width))
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect();
    frame.render_widget(Paragraph::new(lines), rect);
}

/// A name is asked for at the bottom, so that the drawing stays in view.
fn draw_prompt(app: &App, frame: &mut Frame, areas: &Areas, prompt: &Prompt) {
    let theme = app.theme;
    let width = 70.min(areas.body.width.saturating_sub(2));
    let inner_width = usize::from(width.saturating_sub(4));
    let error = prompt
        .error
        .as_ref()
        .map(|error| wrap(error, inner_width))
        .unwrap_or_default();
    let paths = paths(app, prompt, inner_width);
    let below = error.len().min(3) + paths.len();
    let height = 3 + u16::try_from(below).unwrap_or(0);
    let rect = Rect {
        x: areas.body.x + (areas.body.width - width) / 2,
        y: areas.body.bottom().saturating_sub(height),
        width,
        height: height.min(areas.body.height),
    };
    let inner = popup(app, frame, rect, &prompt.title);
    let line = Rect { height: 1, ..inner };
    draw_field(app, frame, &prompt.field, line, true, &prompt.fallback);
    let lines: Vec<Line> = error
        .into_iter()
        .map(|line| Line::styled(line, theme.style(Role::Bad)))
        .chain(paths)
        .collect();
    let below = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    frame.render_widget(Paragraph::new(lines), below);
}

/// The paths that fit what is typed, each by its last part, the one that stands in the line marked.
fn paths(app: &App, prompt: &Prompt, room: usize) -> Vec<Line<'static>> {
    const ROWS: usize = 6;
    let theme = app.theme;
    let found = &prompt.paths.found;
    let at = prompt.paths.at.unwrap_or(0);
    let first = at.saturating_sub(ROWS - 1);
    let shown = found.iter().enumerate().skip(first).take(ROWS);
    let line = |(index, path): (usize, &String)| {
        let last = path.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
        let name = cut(&path[last..], room.saturating_sub(2), theme.ascii());
        let here = prompt.paths.at == Some(index);
        let pointer = theme.pointer(here);
        let style = if here { Role::Cursor } else { Role::Plain };
        Line::styled(format!("{pointer} {name}"), theme.style(style))
    };
    let mut lines: Vec<Line> = shown.map(line).collect();
    if found.len() > first + ROWS {
        let more = format!("  and {} more", found.len() - first - ROWS);
        lines.push(Line::styled(more, theme.style(Role::Dim)));
    }
    lines
}

/// The `:` line stands in the status line, its proposals above it.
fn draw_line(app: &App, frame: &mut Frame, areas: &Areas, line: &CommandLine) {
    let theme = app.theme;
    let rect = areas.status;
    frame.render_widget(Clear, rect);
    let lead = if line.draws { ">" } else { ":" };
    let lead = Line::styled(lead, theme.style(Role::Key));
    frame.render_widget(Paragraph::new(lead), Rect { width: 1, ..rect });
    let field = Rect {
        x: rect.x + 1,
        width: rect.width.saturating_sub(1),
        ..rect
    };
    draw_field(
        app,
        frame,
        &line.field,
        field,
        true,
        if line.draws {
            "such as: camera -> gateway -> lake(store), monitor : frames"
        } else {
            "a step, such as: add \"Scoring API\" serve.api; or camera -> gateway -> lake"
        },
    );
    let rows = 8.min(areas.body.height);
    let at = line.cursor.unwrap_or(0);
    let first = at.saturating_sub(usize::from(rows).saturating_sub(1));
    let room = usize::from(rect.width);
    let mut lines: Vec<Line> = Vec::new();
    if let Some(error) = &line.error {
        for text in wrap(error, room.saturating_sub(3)).into_iter().take(3) {
            lines.push(Line::styled(format!(" ! {text}"), theme.style(Role::Bad)));
        }
    } else if let Some(reading) = &line.reading {
        let (text, role) = match reading {
            Ok(reading) if reading.is_empty() => (
                "nothing new: a flow between what is there".into(),
                Role::Dim,
            ),
            Ok(reading) => (reading.join("; "), Role::Plain),
            Err(missing) => (missing.clone(), Role::Warn),
        };
        for text in wrap(&text, room.saturating_sub(2)).into_iter().take(3) {
            lines.push(Line::styled(format!(" {text}"), theme.style(role)));
        }
    } else {
        for (index, (word, note)) in line
            .proposals
            .iter()
            .enumerate()
            .skip(first)
            .take(usize::from(rows))
        {
            let marked = line.cursor == Some(index) || (line.cursor.is_none() && index == 0);
            let pointer = theme.pointer(marked);
            let pieces = vec![
                (
                    format!(" {pointer} {} ", fill(word, 24, theme.ascii())),
                    theme.style(if marked { Role::Accent } else { Role::Plain }),
                ),
                (note.clone(), theme.style(Role::Dim)),
            ];
            lines.push(line_of(pieces, room, theme.ascii()));
        }
    }
    let height = u16::try_from(lines.len())
        .unwrap_or(0)
        .min(areas.body.height);
    if height > 0 {
        let above = Rect {
            y: rect.y - height,
            height,
            ..rect
        };
        frame.render_widget(Clear, above);
        frame.render_widget(Paragraph::new(lines), above);
    }
}
