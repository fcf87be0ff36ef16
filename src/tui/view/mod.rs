//! Drawing: state in, cells out. Nothing here changes the state.

mod bars;
mod blocks;
mod canvas;
mod detail;
mod dialogs;
mod entries;
mod excerpt;
mod finding;
mod hints;
mod map;
mod matrix;
mod page;
mod panel;
mod pasted;
mod report;
mod requirement;
mod review;
mod scrollbar;
mod start;
mod threats;
mod title;
mod tour;
mod verify;
mod way;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::app::{App, Screen};
use super::areas::{Areas, LEAST, is_too_small};
use super::command::Command;
use super::theme::Role;

pub use bars::{bar_at, end_of_detail, held_at, top};
pub use dialogs::{dialog_line, form_field, furthest, turned_at};
pub use hints::hint_at;
pub use map::{corner as map_corner, point_at as map_point};
pub use matrix::{Spot as MatrixSpot, rows_in_view as matrix_rows, spot_at as matrix_spot};
pub use panel::line_at as panel_line;
pub use pasted::line_at as pasted_line;
pub use report::{furthest as report_end, line_at as report_line, line_near as report_line_near};
pub use review::{line_at as review_line, point_near};
pub use start::row_at as start_row;
pub use threats::{Spot, detail_rows, spot_at, value_at};
pub use title::tab_at;
pub use verify::{line_at as requirement_line, row_near as requirement_near};

/// Draws a frame.
pub fn draw(app: &App, frame: &mut Frame) {
    let area = frame.area();
    if (area.width, area.height) != app.size {
        return; // The window has just changed; the message about it is on its way, and the next frame fits.
    }
    if is_too_small(app.size) {
        too_small(app, frame);
        ground(app, frame);
        return;
    }
    let areas = Areas::of(app);
    title::draw(app, frame, areas.title);
    match app.screen {
        Screen::Draw => {
            if let Some(area) = areas.canvas {
                canvas::draw(app, frame, area);
            }
            if let Some(area) = areas.panel {
                match app.pasted() {
                    Some(pasted) => pasted::draw(app, frame, area, pasted),
                    None => panel::draw(app, frame, area),
                }
            }
        }
        Screen::Threats => threats::draw(app, frame, &areas),
        Screen::Matrix => matrix::draw(app, frame, &areas),
        Screen::Verify => verify::draw(app, frame, &areas),
        Screen::Review => review::draw(app, frame, &areas),
        Screen::Report => report::draw(app, frame, &areas),
        Screen::Start => start::draw(app, frame, &areas),
    }
    if let Some(area) = areas.tour {
        tour::draw(app, frame, area);
    }
    if app.pending.is_empty() {
        hints::status(app, frame, areas.status);
        hints::draw(app, frame, areas.hints);
    } else {
        hints::prefix(app, frame, &areas);
    }
    dialogs::draw(app, frame, &areas);
    plain(app, frame);
    ground(app, frame);
}

/// Where only ASCII can be drawn, the signs that print has and a keyboard has not become their nearest. Letters stay: a name is
/// shown as the team wrote it.
fn plain(app: &App, frame: &mut Frame) {
    if !app.theme.ascii() {
        return;
    }
    for cell in &mut frame.buffer_mut().content {
        let plain = match cell.symbol() {
            "—" | "–" | "−" | "·" | "•" => "-",
            "“" | "”" | "„" => "\"",
            "‘" | "’" => "'",
            "…" => ".",
            "×" => "x",
            "→" => ">",
            "←" => "<",
            "\u{a0}" | "\u{202f}" | "\u{2002}" | "\u{2009}" => " ",
            _ => continue,
        };
        cell.set_symbol(plain);
    }
}

/// Gives every cell without a colour of its own those of the theme.
fn ground(app: &App, frame: &mut Frame) {
    let Some((text, ground)) = app.theme.ground() else {
        return;
    };
    for cell in &mut frame.buffer_mut().content {
        if cell.fg == Color::Reset {
            cell.fg = text;
        }
        if cell.bg == Color::Reset {
            cell.bg = ground;
        }
    }
}

/// What stands on a screen of an empty drawing.
fn nothing_drawn(app: &App) -> String {
    let drawing = app.key(Command::ShowDraw);
    let add = app.key(Command::Add);
    format!("  Nothing is drawn yet: {drawing} goes to the drawing, {add} there adds a component.")
}

/// A page for terminals in which nothing else fits.
fn too_small(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let (w, h) = app.size;
    let open = (app.screen != Screen::Start).then(|| format!("{} is open.", app.file_name()));
    let lines = [
        format!("This window is {w}x{h};"),
        format!("Bartizan needs {}x{}.", LEAST.0, LEAST.1),
        format!("Make it larger, or {} leaves.", app.key(Command::Quit)),
    ];
    let lines = open.into_iter().chain(lines);
    let top = area.height.saturating_sub(4) / 2;
    for (row, text) in (top..).zip(lines) {
        if row < area.height {
            let rect = Rect::new(0, row, area.width, 1);
            frame.render_widget(Paragraph::new(Line::raw(text)).centered(), rect);
        }
    }
    if let Some(super::modal::Modal::Confirm(confirm)) = app.modal() {
        let keys: Vec<String> = confirm
            .answers
            .iter()
            .map(|(key, words, _)| format!("{key} {words}"))
            .collect();
        let rect = Rect::new(
            0,
            area.height.saturating_sub(1),
            area.width,
            area.height.min(1),
        );
        let style = app.theme.style(Role::Warn);
        frame.render_widget(Paragraph::new(Line::styled(keys.join("  "), style)), rect);
    }
}
