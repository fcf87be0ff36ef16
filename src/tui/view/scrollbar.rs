//! Scroll bars: one column, its thumb in proportion. Where everything is in view there is none.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::app::App;
use crate::tui::theme::{Glyph, Role};

/// Draws a bar for a list that shows `bar.height` of `all` lines from `first` on.
pub fn draw(app: &App, frame: &mut Frame, bar: Rect, first: usize, all: usize) {
    let height = usize::from(bar.height);
    if all <= height || height < 2 || bar.width == 0 {
        return;
    }
    let thumb = (height * height / all).max(1);
    let start = (first * (height - thumb))
        .div_ceil(all - height)
        .min(height - thumb);
    let theme = app.theme;
    let lines: Vec<Line> = (0..height)
        .map(|row| {
            if (start..start + thumb).contains(&row) {
                Line::styled(theme.glyph(Glyph::Full), theme.style(Role::Dim))
            } else {
                Line::styled(theme.glyph(Glyph::Upright), theme.style(Role::Dim))
            }
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), bar);
}

/// The column right of a rectangle.
#[must_use]
pub fn beside(area: Rect) -> Rect {
    Rect {
        x: area.right(),
        width: 1,
        ..area
    }
}

/// The line that a place on the bar stands for, in proportion; `None` beside the bar, or where there is none.
#[must_use]
pub fn line_at(bar: Rect, all: usize, column: u16, row: u16) -> Option<usize> {
    let height = usize::from(bar.height);
    let inside = column == bar.x && (bar.y..bar.bottom()).contains(&row);
    if !inside || all <= height || height < 2 {
        return None;
    }
    Some(usize::from(row - bar.y) * (all - 1) / (height - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_bar_are_the_ends_of_the_list() {
        let bar = Rect::new(10, 5, 1, 8);
        assert_eq!(line_at(bar, 100, 10, 5), Some(0));
        assert_eq!(line_at(bar, 100, 10, 12), Some(99));
        assert_eq!(line_at(bar, 100, 9, 12), None);
        assert_eq!(line_at(bar, 8, 10, 12), None);
    }
}
