//! Tables: columns, rows and cells, with relative widths and no drawing.

use super::{Anchor, RiskLevel, Span};

/// A table. Its head is repeated on every page that it reaches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One entry for each column.
    pub columns: Vec<Column>,
    /// The rows; a row with too few cells is filled up with empty ones.
    pub rows: Vec<Row>,
    /// The column whose cells name their rows, for readers who hear the table.
    pub row_header: Option<usize>,
    /// What the table shows, in a sentence, for readers who hear it.
    pub summary: String,
    /// How it is ruled.
    pub look: TableLook,
}

/// How a table is ruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableLook {
    /// A dark head and hairlines between the rows.
    #[default]
    Grid,
    /// No head, hairlines between the rows: for pairs such as term and meaning.
    Plain,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its width relative to the other columns. A column is widened where a short word would break otherwise.
    pub weight: f32,
    /// Where its cells stand.
    pub align: Align,
}

impl Column {
    /// A column whose cells stand at the left.
    pub fn new(title: impl Into<String>, weight: f32) -> Self {
        Self {
            title: title.into(),
            weight,
            align: Align::Left,
        }
    }

    /// The same column with its cells elsewhere.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// Where text stands between its edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Where links to this row lead; empty if nothing links here.
    pub id: Anchor,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row that nothing links to.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            id: Anchor::new(),
            cells,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What it says.
    pub spans: Vec<Span>,
    /// Fills the whole cell with the colour of a risk level. The text must still name the level.
    pub fill: Option<RiskLevel>,
}

impl Cell {
    /// A cell of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            spans: vec![Span::plain(text)],
            fill: None,
        }
    }

    /// A cell with styled text.
    #[must_use]
    pub fn spans(spans: Vec<Span>) -> Self {
        Self { spans, fill: None }
    }

    /// A cell with an id or a command.
    pub fn code(text: impl Into<String>) -> Self {
        Self {
            spans: vec![Span::code(text)],
            fill: None,
        }
    }

    /// A cell with a risk level as a pill.
    #[must_use]
    pub fn risk(level: RiskLevel) -> Self {
        Self {
            spans: vec![Span::risk(level)],
            fill: None,
        }
    }
}
