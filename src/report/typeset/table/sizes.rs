//! How wide the columns of a table are, and how high its rows: widths by weight, but none below its widest word where the others
//! can give way. It knows no page.

use super::{Composer, Role, nth};
use crate::report::blocks::{Cell, Column, Span, Table, TableLook};
use crate::report::theme::{self, CELL, HEAD, Type};
use crate::report::typeset::wrap::{Line, Text};

/// The blank at the sides of a cell.
pub(super) const PAD_X: f32 = 6.0;
/// The blank above and below a cell's text.
const PAD_Y: f32 = 3.2;
/// The same in a table without a head, which reads like a list.
const PAD_Y_PLAIN: f32 = 2.3;

/// What measuring a table gives.
#[derive(Debug)]
pub(in crate::report::typeset) struct Sizes {
    /// The distance of each column from the table's left edge.
    pub(super) lefts: Vec<f32>,
    pub(super) widths: Vec<f32>,
    pub(super) head: Vec<Vec<Line>>,
    pub(super) rows: Vec<SizedRow>,
    pub(super) face: Type,
    pub(super) head_face: Type,
    pub(super) pad_y: f32,
}

#[derive(Debug)]
pub(super) struct SizedRow {
    pub(super) cells: Vec<Vec<Line>>,
    pub(super) height: f32,
}

/// Breaks the lines of a table for the present frame.
pub(super) fn sizes(c: &Composer<'_>, table: &Table) -> Sizes {
    let (face, head_face) = (c.scaled(CELL), c.scaled(HEAD));
    let pad_y = match table.look {
        TableLook::Grid => PAD_Y,
        TableLook::Plain => PAD_Y_PLAIN,
    } * c.gaps.max(0.55);
    let texts: Vec<Vec<Text>> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.cells.iter().take(table.columns.len());
            cells.map(|cell| cell_text(c, cell, face)).collect()
        })
        .collect();
    let widths = column_widths(c, table, &texts, head_face);
    let lefts = widths.iter().scan(0.0, |next, width| {
        let left = *next;
        *next += width;
        Some(left)
    });
    let lefts = lefts.collect();
    let head = table
        .columns
        .iter()
        .zip(&widths)
        .map(|(column, width)| head_lines(c, column, head_face, width - 2.0 * PAD_X))
        .collect();
    let row = |texts: &Vec<Text>| {
        let places = texts.iter().zip(&table.columns).zip(&widths);
        let cells: Vec<Vec<Line>> = places
            .map(|((text, column), width)| text.lines(c.book(), width - 2.0 * PAD_X, column.align))
            .collect();
        let deepest = cells.iter().map(Vec::len).max().unwrap_or(1);
        SizedRow {
            cells,
            height: nth(deepest) * face.leading + 2.0 * pad_y,
        }
    };
    let rows = texts.iter().map(row).collect();
    Sizes {
        lefts,
        widths,
        head,
        rows,
        face,
        head_face,
        pad_y,
    }
}

/// The title of a column. The head stands on every page, so an endless title is cut.
fn head_lines(c: &Composer<'_>, column: &Column, face: Type, width: f32) -> Vec<Line> {
    const MOST: usize = 6;
    let set = |title: &str| c.wrap(&[Span::plain(title)], face, width, column.align);
    let mut lines = set(&column.title);
    let mut kept: Vec<char> = column.title.chars().collect();
    while lines.len() > MOST && !kept.is_empty() {
        // In proportion first, then a little less each time.
        kept.truncate((kept.len() * MOST / lines.len()).min(kept.len() - 1));
        let shorter: String = kept.iter().collect();
        lines = set(&format!("{}…", shorter.trim_end()));
    }
    lines
}

fn cell_text(c: &Composer<'_>, cell: &Cell, face: Type) -> Text {
    let face = match cell.fill {
        Some(level) => face.ink(theme::risk_ink(level)).role(Role::SemiBold),
        None => face,
    };
    c.measured(&cell.spans, face)
}

/// Widths by weight, but none below its widest word where the others can give way.
fn column_widths(
    c: &Composer<'_>,
    table: &Table,
    texts: &[Vec<Text>],
    head_face: Type,
) -> Vec<f32> {
    let room = c.frame.width;
    let needed: Vec<f32> = (0..table.columns.len())
        .map(|place| widest_word(c, table, texts, place, head_face) + 2.0 * PAD_X)
        .collect();
    // A column that asks for more than a third of the table, or for more than the others leave it, gets its long word broken.
    let mut most = room / 3.0;
    while needed.iter().map(|width| width.min(most)).sum::<f32>() > room {
        most *= 0.95;
    }
    let needed: Vec<f32> = needed.into_iter().map(|width| width.min(most)).collect();
    let weights: Vec<f32> = table
        .columns
        .iter()
        .map(|column| column.weight.max(0.01))
        .collect();
    let mut fixed = vec![false; weights.len()];
    loop {
        let taken: f32 = needed
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| **fixed)
            .map(|(width, _)| width)
            .sum();
        let shared: f32 = weights
            .iter()
            .zip(&fixed)
            .filter(|(_, fixed)| !**fixed)
            .map(|(weight, _)| weight)
            .sum();
        let width_of = |place: usize| {
            if fixed[place] {
                needed[place]
            } else {
                (room - taken) * weights[place] / shared
            }
        };
        let tight =
            (0..weights.len()).find(|place| !fixed[*place] && width_of(*place) < needed[*place]);
        if let Some(place) = tight {
            fixed[place] = true;
        } else {
            let widths: Vec<f32> = (0..weights.len()).map(width_of).collect();
            let sum: f32 = widths.iter().sum();
            return widths.into_iter().map(|width| width * room / sum).collect();
        }
    }
}

fn widest_word(
    c: &Composer<'_>,
    table: &Table,
    texts: &[Vec<Text>],
    place: usize,
    head_face: Type,
) -> f32 {
    let head = match table.look {
        TableLook::Grid => {
            let title = Span::plain(&table.columns[place].title);
            c.measured(&[title], head_face).widest()
        }
        TableLook::Plain => 0.0,
    };
    let cells = texts.iter().filter_map(|row| row.get(place));
    cells.map(Text::widest).fold(head, f32::max)
}
