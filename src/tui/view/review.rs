//! The Review screen.

use ratatui::Frame;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::areas::Areas;

/// Draws the screen.
pub fn draw(_app: &App, frame: &mut Frame, areas: &Areas) {
    if let Some(area) = areas.list {
        frame.render_widget(Paragraph::new("  The walk-through is being built."), area);
    }
}
