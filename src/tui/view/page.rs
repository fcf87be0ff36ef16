//! A column of styled lines, wrapped to its width: what panels and details are written on.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::theme::{Role, Theme};
use crate::tui::wrap::{columns, cut, fill, wrap};

/// A column of lines.
pub struct Page {
    /// The theme.
    pub theme: Theme,
    /// Columns.
    pub width: usize,
    /// The lines so far.
    pub lines: Vec<Line<'static>>,
}

impl Page {
    /// An empty column.
    pub fn new(theme: Theme, width: usize) -> Self {
        Self {
            theme,
            width,
            lines: Vec::new(),
        }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// An empty line, unless there is one already.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// A heading, with a gap above.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        let text = cut(text, self.width, self.theme.ascii());
        self.lines
            .push(Line::styled(text, self.style(Role::Strong)));
    }

    /// Wrapped text.
    pub fn text(&mut self, role: Role, text: &str) {
        for line in wrap(text, self.width) {
            self.lines.push(Line::styled(line, self.style(role)));
        }
    }

    /// A mark, then wrapped text that hangs beside it.
    pub fn item(&mut self, mark: &str, mark_role: Role, role: Role, text: &str) {
        let indent = columns(mark) + 1;
        for (row, line) in wrap(text, self.width.saturating_sub(indent))
            .into_iter()
            .enumerate()
        {
            let lead = if row == 0 {
                format!("{mark} ")
            } else {
                " ".repeat(indent)
            };
            self.lines.push(Line::from(vec![
                Span::styled(lead, self.theme.mark(mark_role)),
                Span::styled(line, self.style(role)),
            ]));
        }
    }

    /// A label and a value on one line, wrapped where it is long.
    pub fn pair(&mut self, label: &str, value: &str) {
        self.pair_at(13.min(self.width / 2), label, value);
    }

    /// The same with the value in a column of the caller's choice.
    pub fn pair_at(&mut self, indent: usize, label: &str, value: &str) {
        for (row, line) in wrap(value, self.width.saturating_sub(indent))
            .into_iter()
            .enumerate()
        {
            let lead = if row == 0 { label } else { "" };
            self.lines.push(Line::from(vec![
                Span::styled(
                    fill(lead, indent, self.theme.ascii()),
                    self.style(Role::Dim),
                ),
                Span::raw(line),
            ]));
        }
    }
}

/// A line of several pieces, cut to the columns; the last pieces go first where there is no room.
pub fn line_of(pieces: Vec<(String, Style)>, room: usize, ascii: bool) -> Line<'static> {
    let mut spans = Vec::new();
    let mut left = room;
    for (text, style) in pieces {
        if left == 0 {
            break;
        }
        let text = cut(&text, left, ascii);
        left = left.saturating_sub(columns(&text));
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// What an answer would do, as much of it as stands beside so many columns of words: what an answer means comes before what it does,
/// which is said again below the marked one.
#[must_use]
pub fn effect_beside(effect: &str, words: usize, room: usize) -> String {
    let number = effect.rsplit_once(' ').map_or("", |(number, _)| number);
    let fits = |text: &&str| words + columns(text) + 2 <= room;
    let said = [effect, number].into_iter().find(fits);
    said.unwrap_or_default().to_owned()
}

/// A line with something at its right end, if both fit.
pub fn with_right(
    mut line: Line<'static>,
    right: Vec<(String, Style)>,
    room: usize,
) -> Line<'static> {
    let width: usize = right.iter().map(|(text, _)| columns(text)).sum();
    if line.width() + width < room {
        line.push_span(Span::raw(" ".repeat(room - line.width() - width)));
        for (text, style) in right {
            line.push_span(Span::styled(text, style));
        }
    }
    line
}
