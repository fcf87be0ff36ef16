//! Short ways to write the tables and paragraphs that every chapter has.

use crate::report::blocks::{
    Align, Block, Callout, Cell, Column, Heading, Row, Span, Table, TableLook, Tone,
};

/// A table with a head. Columns are titles with their weights; the cells of the first one name their rows.
pub(super) fn grid(summary: &str, columns: &[(&str, f32)], rows: Vec<Row>) -> Block {
    let columns = columns
        .iter()
        .map(|(title, weight)| Column::new(*title, *weight))
        .collect();
    Block::Table(Table {
        columns,
        rows,
        row_header: Some(0),
        summary: summary.to_owned(),
        look: TableLook::Grid,
    })
}

/// A table with a head, some of whose columns hold numbers.
pub(super) fn numbers(summary: &str, columns: &[(&str, f32, Align)], rows: Vec<Row>) -> Block {
    let columns = columns
        .iter()
        .map(|(title, weight, align)| Column::new(*title, *weight).align(*align))
        .collect();
    Block::Table(Table {
        columns,
        rows,
        row_header: Some(0),
        summary: summary.to_owned(),
        look: TableLook::Grid,
    })
}

/// A table of pairs without a head.
pub(super) fn pairs(summary: &str, weights: [f32; 2], rows: Vec<(Vec<Span>, Vec<Span>)>) -> Block {
    let columns = weights
        .into_iter()
        .map(|weight| Column::new("", weight))
        .collect();
    let rows = rows
        .into_iter()
        .map(|(left, right)| Row::new(vec![Cell::spans(left), Cell::spans(right)]))
        .collect();
    Block::Table(Table {
        columns,
        rows,
        row_header: Some(0),
        summary: summary.to_owned(),
        look: TableLook::Plain,
    })
}

/// A row.
pub(super) fn row(cells: Vec<Cell>) -> Row {
    Row::new(cells)
}

/// A row that links can lead to.
pub(super) fn anchored(id: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row {
        id: id.into(),
        cells,
    }
}

/// A paragraph of plain text.
pub(super) fn para(text: impl Into<String>) -> Block {
    Block::Para(vec![Span::plain(text)])
}

/// The opening paragraph of a chapter.
pub(super) fn lead(text: impl Into<String>) -> Block {
    Block::Lead(vec![Span::plain(text)])
}

/// A heading that the contents list.
pub(super) fn heading(id: &str, text: &str) -> Block {
    Block::Heading(Heading::two(id, text))
}

/// A small heading.
pub(super) fn small(text: &str) -> Block {
    Block::Heading(Heading::three(text))
}

/// A box with one paragraph.
pub(super) fn note(tone: Tone, title: &str, text: impl Into<String>) -> Block {
    Block::Callout(Callout {
        tone,
        title: title.to_owned(),
        blocks: vec![para(text)],
    })
}
