//! The Verify screen: the requirements with their states, the levels, and the detail of the requirement under the cursor.

use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::verify::{Entry, entries};

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let Some(list) = areas.list else { return };
    let lines: Vec<Line> = entries(app)
        .iter()
        .map(|entry| match entry {
            Entry::Heading(text, count, verified) => {
                Line::raw(format!("{text} {verified}/{count}"))
            }
            Entry::Row(_, row) => Line::raw(format!("  {} {}", row.id, row.requirement.text)),
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), list);
}
