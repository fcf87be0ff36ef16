//! Tables: columns that never break a word they could hold, a head on every page, rows that stay whole.

mod sizes;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::Role;
use super::composer::{Above, Composer, Marking, nth};
use super::prose::BLOCK_GAP;
use super::structure::{Attribute, Tag};
use super::wrap::Line;
use crate::report::blocks::{Cell, Table, TableLook};
use crate::report::theme::{self, HAIR, NAVY};
use sizes::{PAD_X, Sizes, sizes};

/// A table that takes no more of a page is not parted; one without a head reads like a list, and may be sooner.
const SHORT: f32 = 0.24;
const SHORT_PLAIN: f32 = 0.18;
/// How many rows stand on either side of a page's end.
const FEWEST: usize = 3;
/// A short table in one piece is worth no more of the page before it.
const WORTH: f32 = 0.24;
/// A row that is higher than this may flow on to the next page; in a table without a head, whose rows are running words, a lower one.
const MUCH: f32 = 160.0;
const MUCH_PLAIN: f32 = 100.0;
/// Rows as high as this may stand at the head of a page however few they are.
const TALL: f32 = 110.0;
/// Rows that are lower than this together never stand alone at the head of a page, and not below the head at a foot.
const LOW: f32 = 84.0;
const LOW_FIRST: f32 = 56.0;
/// In a table without a head, which reads like a list, rows as high as this are enough of a start.
const LOW_PLAIN: f32 = 30.0;

/// A table with its lines broken.
struct Measured<'t> {
    table: &'t Table,
    sizes: Rc<Sizes>,
    left: f32,
}

/// A row with its broken lines.
struct MeasuredRow<'m> {
    id: &'m str,
    cells: Vec<(&'m Cell, &'m [Line])>,
    height: f32,
}

/// Which table was measured, and how: where the table lies in memory, the width of the frame, the scale of types and gaps. A table
/// lies still while a report is set.
type Key = (usize, [u32; 3]);

/// Tables that were measured but not drawn yet: a heading asks how much of its table must follow it, and the table is set next.
pub(super) type Kept = RefCell<BTreeMap<Key, Rc<Sizes>>>;

/// Sets a table below something; `tail` is the height of what stands below and belongs to it.
pub(super) fn table(c: &mut Composer<'_>, table: &Table, tail: f32, above: Above) {
    if table.columns.is_empty() {
        return;
    }
    c.gap(6.0);
    let measured = measure(c, table);
    let first = match above {
        Above::Heading => measured.least(),
        Above::Else => measured.opening(c.page_room(), c.room()),
    };
    c.begin(first);
    if c.is_trial() {
        // A trial has one page without an end: only the height counts.
        c.y += measured.head_height() + measured.height_from(0);
        c.gap(BLOCK_GAP);
        return;
    }
    c.shared.tables.borrow_mut().remove(&key(c, table));
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
    c.tagged(Tag::TBody, |c| draw_rows(c, &measured, tail));
    c.structure.close();
    c.gap(BLOCK_GAP);
}

/// The height of the head and the rows that must stay with what stands `above` below the present height.
pub(super) fn opening(c: &Composer<'_>, table: &Table, above: f32) -> f32 {
    let measured = measure(c, table);
    let fits = above + measured.whole() <= c.room();
    measured.opening(c.page_room(), if fits { 0.0 } else { c.room() })
}

/// The height of a whole table.
pub(super) fn whole(c: &Composer<'_>, table: &Table) -> f32 {
    measure(c, table).whole()
}

impl Measured<'_> {
    fn rows(&self) -> impl Iterator<Item = MeasuredRow<'_>> {
        let rows = self.table.rows.iter().zip(&self.sizes.rows);
        rows.map(|(row, sized)| MeasuredRow {
            id: &row.id,
            cells: row
                .cells
                .iter()
                .zip(sized.cells.iter().map(Vec::as_slice))
                .collect(),
            height: sized.height,
        })
    }

    /// Where the text of a column starts on the page.
    fn text_left(&self, column: usize) -> f32 {
        self.left + self.sizes.lefts[column] + PAD_X
    }

    fn has_head(&self) -> bool {
        self.table.look == TableLook::Grid
    }

    fn head_height(&self) -> f32 {
        if !self.has_head() {
            return 0.0;
        }
        let deepest = self.sizes.head.iter().map(Vec::len).max().unwrap_or(1);
        nth(deepest) * self.sizes.head_face.leading + 2.0 * self.sizes.pad_y
    }

    fn whole(&self) -> f32 {
        self.head_height() + self.height_from(0)
    }

    /// What has to stand on one page: a short table in one piece, unless that leaves too much of the page before it empty, of
    /// which `room` is left.
    fn opening(&self, page: f32, room: f32) -> f32 {
        let short = if self.has_head() { SHORT } else { SHORT_PLAIN };
        if self.whole() < page * short && room <= page * WORTH {
            return self.whole();
        }
        self.least()
    }

    /// The head with its first rows: a head with one row below it, and the others on the next page, looks lost.
    fn least(&self) -> f32 {
        // Two tall rows are as good as three low ones, and a very tall one may be parted.
        let mut first = 0.0;
        for (number, row) in self.sizes.rows.iter().take(FEWEST).enumerate() {
            let enough = if self.has_head() {
                number + 1 == FEWEST && first >= LOW_FIRST
            } else {
                number > 0 && first >= LOW_PLAIN
            };
            if enough {
                break;
            }
            first += row.height.min(self.much());
        }
        self.head_height() + first
    }

    fn much(&self) -> f32 {
        if self.has_head() { MUCH } else { MUCH_PLAIN }
    }

    /// The height of the rows from one on.
    fn height_from(&self, row: usize) -> f32 {
        self.sizes.rows[row..].iter().map(|row| row.height).sum()
    }

    /// Whether the rows from one on would look lost at the head of a page of their own.
    fn lost_from(&self, row: usize) -> bool {
        let (rows, height) = (self.sizes.rows.len() - row, self.height_from(row));
        height < LOW || (rows < FEWEST && height < TALL)
    }
}

fn key(c: &Composer<'_>, table: &Table) -> Key {
    let how = [c.frame.width, c.scale, c.gaps].map(f32::to_bits);
    (std::ptr::from_ref(table).addr(), how)
}

fn measure<'t>(c: &Composer<'_>, table: &'t Table) -> Measured<'t> {
    let known = c.shared.tables.borrow().get(&key(c, table)).cloned();
    let sizes = known.unwrap_or_else(|| {
        let sizes = Rc::new(sizes(c, table));
        let mut kept = c.shared.tables.borrow_mut();
        kept.insert(key(c, table), Rc::clone(&sizes));
        sizes
    });
    Measured {
        table,
        sizes,
        left: c.frame.left,
    }
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
                    top + measured.sizes.pad_y,
                    lines,
                    measured.sizes.head_face,
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
                    top + measured.sizes.pad_y,
                    lines,
                    measured.sizes.head_face,
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
    for (column, lines) in measured.sizes.head.iter().enumerate() {
        draw(c, measured.text_left(column), lines);
    }
}

fn draw_rows(c: &mut Composer<'_>, measured: &Measured<'_>, tail: f32) {
    let whole = c.page_room() - measured.head_height();
    // Where the rows of the present page begin.
    let (mut page, mut first) = (c.at, 0);
    for (number, row) in measured.rows().enumerate() {
        let row = &row;
        if row.height > whole {
            draw_split(c, measured, row);
            (page, first) = (c.at, number + 1);
            continue;
        }
        let left_over = measured.height_from(number);
        let ends_here = c.y + left_over <= c.bottom() + 0.05;
        let enough = if measured.has_head() { FEWEST } else { 2 };
        let alone = number - first >= enough && !ends_here && measured.lost_from(number + 1);
        // What closes the table takes the last two rows along rather than stand alone on the next page.
        let left = 2;
        let last = number + 2 == measured.sizes.rows.len() && number - first >= left;
        let alone = alone || last && ends_here && c.y + left_over + tail > c.bottom() + 0.05;
        if alone {
            turn(c, measured);
        } else if c.y + row.height > c.bottom() + 0.05 && !c.at_top() {
            if may_be_parted(measured, row, c.room()) {
                draw_split(c, measured, row);
                (page, first) = (c.at, number + 1);
                continue;
            }
            turn(c, measured);
        }
        if c.at != page {
            (page, first) = (c.at, number);
        }
        draw_row(c, measured, row);
    }
}

/// Whether a tall row of running text flows on to the next page: only where enough lines stand on either side.
fn may_be_parted(measured: &Measured<'_>, row: &MeasuredRow<'_>, room: f32) -> bool {
    let deepest = row.cells.iter().map(|(_, lines)| lines.len()).max();
    let here = room - 2.0 * measured.sizes.pad_y;
    let (all, leading) = (deepest.unwrap_or(0), measured.sizes.face.leading);
    let flows = row.height > room.max(measured.much());
    flows && here >= leading * nth(FEWEST) && all >= lines_in(here, leading) + FEWEST
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
                measured.text_left(place),
                top + measured.sizes.pad_y,
                lines,
                measured.sizes.face,
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
                    measured.text_left(place) - PAD_X,
                    top,
                    measured.sizes.widths[place],
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
    for place in row.cells.len()..measured.sizes.lefts.len() {
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
    if c.room() < measured.sizes.face.leading * 3.0 + 2.0 * measured.sizes.pad_y {
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
        let here = c.room() - 2.0 * measured.sizes.pad_y;
        let to = parted_at(row, from, lines_in(here, measured.sizes.face.leading));
        let (top, height) = (
            c.y,
            nth(to - from) * measured.sizes.face.leading + 2.0 * measured.sizes.pad_y,
        );
        row_ground(c, measured, row, top, height);
        for (place, (_, lines)) in row.cells.iter().enumerate() {
            let part = &lines[from.min(lines.len())..to.min(lines.len())];
            let (x, y) = (measured.text_left(place), top + measured.sizes.pad_y);
            c.inside(elems[place], |c| {
                c.lines(x, y, part, measured.sizes.face, Marking::Content);
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

/// Where the lines of a row that begin with one go on to the next page, if `most` of them fit this one: with enough on either side,
/// and after the end of a sentence rather than within it.
fn parted_at(row: &MeasuredRow<'_>, from: usize, most: usize) -> usize {
    /// So many lines are not kept for that.
    const SPARED: usize = 3;
    let deepest = row.cells.iter().map(|(_, lines)| *lines);
    let lines = deepest.max_by_key(|lines| lines.len()).unwrap_or(&[]);
    if from + most >= lines.len() {
        return lines.len();
    }
    let furthest = (from + most).min(lines.len() - FEWEST.min(lines.len()));
    let furthest = furthest.max(from + 1);
    let nearest = (from + FEWEST).max(furthest.saturating_sub(SPARED));
    let ends = |to: &usize| lines[to - 1].ends;
    (nearest..=furthest).rev().find(ends).unwrap_or(furthest)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page holds at most a few hundred lines"
)]
fn lines_in(room: f32, leading: f32) -> usize {
    ((room / leading) as usize).max(1)
}
