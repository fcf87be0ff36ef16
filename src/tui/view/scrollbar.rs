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

/// The first line that is shown: the one that was, moved as little as brings the cursor into view.
#[must_use]
pub fn first_line(was: usize, cursor: usize, height: u16, all: usize) -> usize {
    let height = usize::from(height).max(1);
    let last = all.saturating_sub(height);
    was.min(last)
        .clamp(cursor.saturating_sub(height - 1), cursor)
}

/// A bar: where it stands, and for how many lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Long {
    /// Its column.
    pub bar: Rect,
    /// The lines.
    pub all: usize,
}

impl Long {
    /// How many lines are out of view.
    #[must_use]
    pub fn beyond(self) -> usize {
        self.all.saturating_sub(usize::from(self.bar.height))
    }
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

/// What a row of the bar stands for, of so many, in proportion.
#[must_use]
pub fn share_at(bar: Rect, all: usize, row: u16) -> Option<usize> {
    let height = usize::from(bar.height);
    let at = usize::from(row.checked_sub(bar.y)?);
    (height > 1 && at < height && all > 0).then(|| at * (all - 1) / (height - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_bar_are_the_ends_of_the_list() {
        let bar = Rect::new(10, 5, 1, 8);
        assert_eq!(share_at(bar, 100, 5), Some(0));
        assert_eq!(share_at(bar, 100, 12), Some(99));
        assert_eq!(share_at(bar, 100, 13), None);
        assert_eq!(share_at(bar, 100, 4), None);
    }

    #[test]
    fn the_window_moves_only_when_the_cursor_leaves_it() {
        assert_eq!(first_line(0, 7, 8, 100), 0);
        assert_eq!(first_line(0, 8, 8, 100), 1);
        assert_eq!(
            first_line(1, 1, 8, 100),
            1,
            "going back moves the cursor, not the list"
        );
        assert_eq!(first_line(5, 2, 8, 100), 2);
        assert_eq!(first_line(95, 99, 8, 100), 92);
        assert_eq!(first_line(3, 0, 0, 0), 0);
    }
}
