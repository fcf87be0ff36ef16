//! Dialogs over the screen: lists, names, the `:` line, decisions, questions.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::field::Field;
use crate::tui::modal::form::meaning;
use crate::tui::modal::{
    Card, CommandLine, Confirm, DecisionForm, FormField, Modal, Pick, Picker, Prompt, Purpose,
};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::wrap::{columns, cut, fill, wrap};

use super::page::{Page, line_of, with_right};

/// Draws the topmost dialog.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    match app.modal() {
        Some(Modal::Picker(picker)) => draw_picker(app, frame, picker),
        Some(Modal::Prompt(prompt)) => draw_prompt(app, frame, areas, prompt),
        Some(Modal::CommandLine(line)) => draw_line(app, frame, areas, line),
        Some(Modal::Decision(form)) => draw_form(app, frame, form),
        Some(Modal::Card(card)) => draw_card(app, frame, card),
        Some(Modal::Confirm(confirm)) => draw_confirm(app, frame, confirm),
        Some(Modal::Letters(_)) | None => {}
    }
}

/// The line of the topmost dialog's list at a place on the screen.
#[must_use]
pub fn dialog_line(app: &App, column: u16, row: u16) -> Option<usize> {
    let (list, first) = match app.modal()? {
        Modal::Picker(picker) => {
            let parts = picker_parts(app, picker);
            (parts.list, parts.first)
        }
        Modal::Card(card) => (card_parts(app, card).list, 0),
        Modal::Confirm(confirm) => (confirm_parts(app, confirm).list, 0),
        _ => return None,
    };
    list.contains(Position::new(column, row))
        .then(|| usize::from(row - list.y) + first)
}

/// An empty dialog in the middle of the screen; gives what is inside its border.
fn popup(app: &App, frame: &mut Frame, rect: Rect, title: &str) -> Rect {
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
        .border_style(theme.style(Role::Border))
        .title(Line::styled(
            format!(" {title} "),
            theme.style(Role::Strong),
        ));
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
    let (w, h) = app.size;
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
        if field.is_blank() && field.text().is_empty() && rect.width > 2 {
            let text = cut(placeholder, usize::from(rect.width) - 2, app.theme.ascii());
            let at = Rect {
                x: rect.x + 2,
                width: rect.width - 2,
                height: 1,
                ..rect
            };
            frame.render_widget(
                Paragraph::new(Line::styled(text, app.theme.style(Role::Dim))),
                at,
            );
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

struct PickerParts {
    whole: Rect,
    field: Rect,
    list: Rect,
    detail: Rect,
    first: usize,
}

fn picker_parts(app: &App, picker: &Picker) -> PickerParts {
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
    PickerParts {
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

fn draw_picker(app: &App, frame: &mut Frame, picker: &Picker) {
    let theme = app.theme;
    let parts = picker_parts(app, picker);
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
        Purpose::Run => "type to find a command",
        Purpose::GoTo => "type a name, a kind or a threat",
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
            let pointer = if here {
                theme.glyph(Glyph::Pointer)
            } else {
                " "
            };
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
        let text = Line::styled("Nothing matches.", theme.style(Role::Dim));
        frame.render_widget(Paragraph::new(text), parts.list);
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

/// How many lines there are, in the lower border, when not all are in view.
fn more(app: &App, frame: &mut Frame, picker: &Picker, parts: &PickerParts) {
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
    let height = 3 + u16::try_from(error.len()).unwrap_or(0).min(3);
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
        .collect();
    let below = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    frame.render_widget(Paragraph::new(lines), below);
}

/// The `:` line stands in the status line, its proposals above it.
fn draw_line(app: &App, frame: &mut Frame, areas: &Areas, line: &CommandLine) {
    let theme = app.theme;
    let rect = areas.status;
    frame.render_widget(Clear, rect);
    let lead = Line::styled(":", theme.style(Role::Key));
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
        "a step, such as: add \"Scoring API\" serve.api",
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
    } else {
        for (index, (word, note)) in line
            .proposals
            .iter()
            .enumerate()
            .skip(first)
            .take(usize::from(rows))
        {
            let marked = line.cursor == Some(index) || (line.cursor.is_none() && index == 0);
            let pointer = if marked {
                theme.glyph(Glyph::Pointer)
            } else {
                " "
            };
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

fn draw_form(app: &App, frame: &mut Frame, form: &DecisionForm) {
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

struct CardParts {
    whole: Rect,
    text: Vec<Line<'static>>,
    list: Rect,
}

fn card_parts(app: &App, card: &Card) -> CardParts {
    let width = 76.min(app.size.0.saturating_sub(2));
    let mut page = Page::new(app.theme, usize::from(width.saturating_sub(4)));
    page.text(Role::Strong, &card.text);
    page.text(Role::Dim, &card.why);
    if let Some(presumed) = &card.presumed {
        page.text(
            Role::Dim,
            &format!(
                "Until somebody answers, {} is presumed.",
                presumed.replace('_', " ")
            ),
        );
    }
    page.gap();
    let choices = u16::try_from(card.choices.len()).unwrap_or(9).max(1);
    let text = u16::try_from(page.lines.len()).unwrap_or(4);
    let whole = middle(app, width, text + choices + 3);
    let inner = inside(whole);
    let text = text.min(inner.height.saturating_sub(choices.min(inner.height)));
    page.lines.truncate(usize::from(text));
    let list = Rect {
        y: inner.y + text,
        height: inner.height - text,
        ..inner
    };
    CardParts {
        whole,
        text: page.lines,
        list,
    }
}

fn draw_card(app: &App, frame: &mut Frame, card: &Card) {
    let theme = app.theme;
    let parts = card_parts(app, card);
    let name = app.model().name_of(&card.component);
    let settles = match card.settles {
        0 => String::new(),
        1 => " (settles 1 threat)".into(),
        n => format!(" (settles up to {n} threats)"),
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
        let text = "Drawing it answers this: Enter goes there.";
        frame.render_widget(
            Paragraph::new(Line::styled(text, theme.style(Role::Plain))),
            parts.list,
        );
        return;
    }
    let room = usize::from(parts.list.width);
    let lines: Vec<Line> = card
        .choices
        .iter()
        .enumerate()
        .map(|(index, choice)| {
            let here = index == card.cursor;
            let pointer = if here {
                theme.glyph(Glyph::Pointer)
            } else {
                " "
            };
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
            let left = line_of(
                vec![
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
                ],
                room.saturating_sub(columns(&choice.effect) + 2),
                theme.ascii(),
            );
            let mut line = with_right(
                left,
                vec![(choice.effect.clone(), theme.style(Role::Dim))],
                room,
            );
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

struct ConfirmParts {
    whole: Rect,
    text: Vec<Line<'static>>,
    list: Rect,
}

fn confirm_parts(app: &App, confirm: &Confirm) -> ConfirmParts {
    let width = 64.min(app.size.0.saturating_sub(2));
    let mut page = Page::new(app.theme, usize::from(width.saturating_sub(4)));
    for text in &confirm.text {
        page.text(Role::Plain, text);
    }
    page.lines.push(Line::default());
    let answers = u16::try_from(confirm.answers.len()).unwrap_or(3);
    let text = u16::try_from(page.lines.len()).unwrap_or(3);
    let whole = middle(app, width, text + answers + 2);
    let inner = inside(whole);
    let text = text.min(inner.height.saturating_sub(answers));
    page.lines.truncate(usize::from(text));
    ConfirmParts {
        whole,
        text: page.lines,
        list: Rect {
            y: inner.y + text,
            height: inner.height - text,
            ..inner
        },
    }
}

fn draw_confirm(app: &App, frame: &mut Frame, confirm: &Confirm) {
    let theme = app.theme;
    let parts = confirm_parts(app, confirm);
    popup(app, frame, parts.whole, &confirm.title);
    let inner = inside(parts.whole);
    frame.render_widget(
        Paragraph::new(parts.text),
        Rect {
            height: parts.list.y - inner.y,
            ..inner
        },
    );
    let room = usize::from(parts.list.width);
    let lines: Vec<Line> = confirm
        .answers
        .iter()
        .enumerate()
        .map(|(index, (letter, words, _))| {
            let here = index == confirm.cursor;
            let pointer = if here {
                theme.glyph(Glyph::Pointer)
            } else {
                " "
            };
            let mut line = Line::from(vec![
                Span::raw(format!("{pointer} ")),
                Span::styled(letter.to_string(), theme.style(Role::Key)),
                Span::raw(fill(
                    &format!("  {words}"),
                    room.saturating_sub(3),
                    theme.ascii(),
                )),
            ]);
            if here {
                line = line.patch_style(theme.style(Role::Cursor));
            }
            line
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), parts.list);
}
