//! Tables: columns that never break a word they could hold, a head on every page, rows that stay whole.

use super::Role;
use super::composer::{Composer, Marking, nth};
use super::prose::BLOCK_GAP;
use super::structure::{Attribute, Tag};
use super::wrap::{self, Line};
use crate::report::blocks::{Align, Cell, Column, Span, Table, TableLook};
use crate::report::theme::{self, CELL, HAIR, HEAD, NAVY, Type};

/// The blank at the sides of a cell.
const PAD_X: f32 = 6.0;
/// The blank above and below a cell's text.
const PAD_Y: f32 = 3.2;
/// The same in a table without a head, which reads like a list.
const PAD_Y_PLAIN: f32 = 2.3;

/// A table with no more rows is not parted, unless they are tall.
const SHORT: usize = 4;

/// A table with its lines broken.
struct Measured<'t> {
    table: &'t Table,
    lefts: Vec<f32>,
    widths: Vec<f32>,
    head: Vec<Vec<Line>>,
    rows: Vec<MeasuredRow<'t>>,
    face: Type,
    head_face: Type,
    pad_y: f32,
}

struct MeasuredRow<'t> {
    id: &'t str,
    cells: Vec<(&'t Cell, Vec<Line>)>,
    height: f32,
}

/// Sets a table.
pub(super) fn table(c: &mut Composer<'_>, table: &Table) {
    if table.columns.is_empty() {
        return;
    }
    c.gap(6.0);
    let measured = measure(c, table);
    c.begin(measured.opening(c.page_room()));
    let elem = c.structure.open(Tag::Table);
    if !table.summary.is_empty() {
        c.structure
            .elem(elem)
            .attributes
            .push(Attribute::Summary(table.summary.clone()));
    }
    if measured.has_head() {
        c.tagged(Tag::THead, |c| draw_head(c, &measured, true));
    }
    c.tagged(Tag::TBody, |c| draw_rows(c, &measured));
    c.structure.close();
    c.gap(BLOCK_GAP);
}

/// The height of the head and the rows that must stay with it.
pub(super) fn opening(c: &Composer<'_>, table: &Table) -> f32 {
    measure(c, table).opening(c.page_room())
}

impl Measured<'_> {
    fn has_head(&self) -> bool {
        self.table.look == TableLook::Grid
    }

    fn head_height(&self) -> f32 {
        if !self.has_head() {
            return 0.0;
        }
        let deepest = self.head.iter().map(Vec::len).max().unwrap_or(1);
        nth(deepest) * self.head_face.leading + 2.0 * self.pad_y
    }

    /// The head with two rows: a head with one row below it, and the others on the next page, looks lost. A short table
    /// stays whole.
    fn opening(&self, page: f32) -> f32 {
        let with = |rows| {
            let rows = self.rows.iter().take(rows).map(|row| row.height);
            self.head_height() + rows.sum::<f32>()
        };
        if self.rows.len() <= SHORT && with(SHORT) < page * 0.25 {
            with(SHORT)
        } else {
            with(2)
        }
    }
}

fn measure<'t>(c: &Composer<'_>, table: &'t Table) -> Measured<'t> {
    let (face, head_face) = (c.scaled(CELL), c.scaled(HEAD));
    let pad_y = match table.look {
        TableLook::Grid => PAD_Y,
        TableLook::Plain => PAD_Y_PLAIN,
    } * c.gaps.max(0.55);
    let widths = column_widths(c, table, face, head_face);
    let lefts = widths.iter().scan(c.frame.left, |next, width| {
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
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<(&Cell, Vec<Line>)> = row
                .cells
                .iter()
                .zip(&table.columns)
                .zip(&widths)
                .map(|((cell, column), width)| {
                    (
                        cell,
                        cell_lines(c, cell, face, width - 2.0 * PAD_X, column.align),
                    )
                })
                .collect();
            let deepest = cells
                .iter()
                .map(|(_, lines)| lines.len())
                .max()
                .unwrap_or(1);
            MeasuredRow {
                id: &row.id,
                cells,
                height: nth(deepest) * face.leading + 2.0 * pad_y,
            }
        })
        .collect();
    Measured {
        table,
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

fn cell_lines(c: &Composer<'_>, cell: &Cell, face: Type, width: f32, align: Align) -> Vec<Line> {
    let face = match cell.fill {
        Some(level) => face.ink(theme::risk_ink(level)).role(Role::SemiBold),
        None => face,
    };
    c.wrap(&cell.spans, face, width, align)
}

/// Widths by weight, but none below its widest word where the others can give way.
fn column_widths(c: &Composer<'_>, table: &Table, face: Type, head_face: Type) -> Vec<f32> {
    let room = c.frame.width;
    let needed: Vec<f32> = (0..table.columns.len())
        .map(|place| widest_word(c, table, place, face, head_face) + 2.0 * PAD_X)
        .collect();
    // A column that asks for more than a third of the table gets its long word broken instead.
    let needed: Vec<f32> = needed
        .into_iter()
        .map(|width| width.min(room / 3.0))
        .collect();
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

fn widest_word(c: &Composer<'_>, table: &Table, place: usize, face: Type, head_face: Type) -> f32 {
    let widest =
        |spans: &[Span], face| wrap::widest_token(c.book(), &wrap::pieces(spans, face, &|_| true));
    let head = match table.look {
        TableLook::Grid => widest(&[Span::plain(&table.columns[place].title)], head_face),
        TableLook::Plain => 0.0,
    };
    table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(place))
        .map(|cell| widest(&cell.spans, face))
        .fold(head, f32::max)
}

fn draw_head(c: &mut Composer<'_>, measured: &Measured<'_>, first: bool) {
    let (left, width, top) = (c.frame.left, c.frame.width, c.y);
    let height = measured.head_height();
    c.artifact(|c| {
        c.fill(left, top, width, height, NAVY);
        if !first {
            head_texts(c, measured, |c, x, lines| {
                c.lines(
                    x,
                    top + measured.pad_y,
                    lines,
                    measured.head_face,
                    Marking::None,
                );
            });
        }
    });
    if first {
        c.tagged(Tag::TR, |c| {
            head_texts(c, measured, |c, x, lines| {
                let elem = c.structure.open(Tag::TH);
                c.structure
                    .elem(elem)
                    .attributes
                    .push(Attribute::ColumnScope);
                c.lines(
                    x,
                    top + measured.pad_y,
                    lines,
                    measured.head_face,
                    Marking::Content,
                );
                c.structure.close();
            });
        });
    }
    c.y += height;
}

fn head_texts<'f>(
    c: &mut Composer<'f>,
    measured: &Measured<'_>,
    mut draw: impl FnMut(&mut Composer<'f>, f32, &[Line]),
) {
    for (lines, left) in measured.head.iter().zip(&measured.lefts) {
        draw(c, left + PAD_X, lines);
    }
}

fn draw_rows(c: &mut Composer<'_>, measured: &Measured<'_>) {
    let whole = c.page_room() - measured.head_height();
    for (number, row) in measured.rows.iter().enumerate() {
        let left_over = measured.rows.len() - number;
        // The last row never stands alone on a page while another can go with it.
        let keep = if left_over == 2 && number > 1 {
            row.height + measured.rows[number + 1].height
        } else {
            row.height
        };
        if row.height > whole {
            draw_split(c, measured, row);
            continue;
        }
        if c.y + keep > c.bottom() + 0.05 && !c.at_top() {
            if may_be_parted(measured, row, c.room()) {
                draw_split(c, measured, row);
                continue;
            }
            turn(c, measured);
        }
        draw_row(c, measured, row);
    }
}

/// Whether a tall row of running text flows on to the next page: only where enough lines stand on either side.
fn may_be_parted(measured: &Measured<'_>, row: &MeasuredRow<'_>, room: f32) -> bool {
    const FEWEST: usize = 3;
    let deepest = row.cells.iter().map(|(_, lines)| lines.len()).max();
    let here = room - 2.0 * measured.pad_y;
    let (all, leading) = (deepest.unwrap_or(0), measured.face.leading);
    !measured.has_head() && here >= leading * nth(FEWEST) && all >= lines_in(here, leading) + FEWEST
}

fn turn(c: &mut Composer<'_>, measured: &Measured<'_>) {
    c.new_page();
    if measured.has_head() {
        draw_head(c, measured, false);
    }
}

fn draw_row(c: &mut Composer<'_>, measured: &Measured<'_>, row: &MeasuredRow<'_>) {
    c.anchor(row.id);
    let top = c.y;
    row_ground(c, measured, row, top, row.height);
    c.tagged(Tag::TR, |c| {
        for (place, (_, lines)) in row.cells.iter().enumerate() {
            open_cell(c, measured, place);
            c.lines(
                measured.lefts[place] + PAD_X,
                top + measured.pad_y,
                lines,
                measured.face,
                Marking::Content,
            );
            c.structure.close();
        }
        empty_cells(c, measured, row);
    });
    c.y = top + row.height;
}

/// Fills behind the cells and the hairline below them.
fn row_ground(
    c: &mut Composer<'_>,
    measured: &Measured<'_>,
    row: &MeasuredRow<'_>,
    top: f32,
    height: f32,
) {
    let (left, width) = (c.frame.left, c.frame.width);
    c.artifact(|c| {
        for (place, (cell, _)) in row.cells.iter().enumerate() {
            if let Some(level) = cell.fill {
                c.fill(
                    measured.lefts[place],
                    top,
                    measured.widths[place],
                    height,
                    theme::risk_fill(level),
                );
            }
        }
        c.rule(left, top + height, width, HAIR, 0.6);
    });
}

fn open_cell(c: &mut Composer<'_>, measured: &Measured<'_>, place: usize) {
    if measured.table.row_header == Some(place) {
        let elem = c.structure.open(Tag::TH);
        c.structure.elem(elem).attributes.push(Attribute::RowScope);
    } else {
        c.structure.open(Tag::TD);
    }
}

fn empty_cells(c: &mut Composer<'_>, measured: &Measured<'_>, row: &MeasuredRow<'_>) {
    for place in row.cells.len()..measured.lefts.len() {
        open_cell(c, measured, place);
        c.structure.close();
    }
}

/// A row that is taller than a page flows over as many pages as it needs, line by line.
fn draw_split(c: &mut Composer<'_>, measured: &Measured<'_>, row: &MeasuredRow<'_>) {
    let deepest = row
        .cells
        .iter()
        .map(|(_, lines)| lines.len())
        .max()
        .unwrap_or(0);
    if c.room() < measured.face.leading * 3.0 + 2.0 * measured.pad_y {
        turn(c, measured);
    }
    c.anchor(row.id);
    c.structure.open(Tag::TR);
    let elems: Vec<usize> = (0..row.cells.len())
        .map(|place| {
            open_cell(c, measured, place);
            let elem = c.current_elem();
            c.structure.close();
            elem
        })
        .collect();
    empty_cells(c, measured, row);
    let mut from = 0;
    while from < deepest {
        let to =
            (from + lines_in(c.room() - 2.0 * measured.pad_y, measured.face.leading)).min(deepest);
        let (top, height) = (
            c.y,
            nth(to - from) * measured.face.leading + 2.0 * measured.pad_y,
        );
        row_ground(c, measured, row, top, height);
        for (place, (_, lines)) in row.cells.iter().enumerate() {
            let part = &lines[from.min(lines.len())..to.min(lines.len())];
            let (x, y) = (measured.lefts[place] + PAD_X, top + measured.pad_y);
            c.inside(elems[place], |c| {
                c.lines(x, y, part, measured.face, Marking::Content);
            });
        }
        c.y = top + height;
        from = to;
        if from < deepest {
            turn(c, measured);
        }
    }
    c.structure.close();
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page holds at most a few hundred lines"
)]
fn lines_in(room: f32, leading: f32) -> usize {
    ((room / leading) as usize).max(1)
}
