//! The pipeline on paper: scaled to the frame, turned on its side, or split by zone with continuation marks, so that its
//! text never falls under the smallest size and nothing is cropped.

mod draw;
mod key;
mod split;

use super::cards::small_title;
use super::composer::{Composer, Marking, nth};
use super::figure;
use super::prose::BLOCK_GAP;
use super::structure::Tag;
use super::wrap::Line;
use crate::report::blocks::{Align, CellRect, Drawing, Figure, Span};
use crate::report::theme::{self, CAPTION, SMALLEST};

use draw::View;
use split::Part;

/// The size of a box's title for a cell one point wide. A title has about as many letters as its box has cells, less a few; a
/// proportional face at this size nearly always fits, and wide letters make a title smaller.
const TITLE: f32 = 1.62;
/// Cells are never wider than this: a small pipeline shall not look inflated.
const WIDEST_CELL: f32 = 6.4;

/// The narrowest cell whose title is still legible.
fn narrowest_cell() -> f32 {
    SMALLEST / TITLE
}

/// Where a drawing goes.
enum Plan {
    /// Here, with cells of this width.
    Here(f32),
    /// Alone on a page on its side.
    Wide(f32),
    /// In parts, each on a page of its own.
    Parts(Vec<Part>),
}

/// Sets a diagram.
pub(super) fn diagram(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing) {
    if drawing.boxes.is_empty() && drawing.zones.is_empty() {
        return;
    }
    match plan(c, figure, drawing) {
        Plan::Here(cell) => here(c, figure, drawing, cell),
        Plan::Wide(cell) => {
            c.new_wide_page();
            here(c, figure, drawing, cell);
            c.upright();
        }
        Plan::Parts(parts) => in_parts(c, figure, drawing, &parts),
    }
}

/// How much of it must stay with the heading above.
pub(super) fn opening(c: &Composer<'_>, drawing: &Drawing) -> f32 {
    let bounds = drawing.bounds();
    let cell = (c.frame.width / cells(bounds.w)).min(WIDEST_CELL);
    if cell < narrowest_cell() {
        0.0
    } else {
        cells(bounds.h) * 2.0 * cell + 40.0
    }
}

fn plan(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing) -> Plan {
    let bounds = drawing.bounds();
    let around = around(c, figure, drawing);
    let upright = cell_for(bounds, c.frame.width, c.page_room() - around);
    let (paper_width, paper_height) = c.shared.paper;
    let whole_frame = (c.frame.width - (paper_width - 2.0 * theme::SIDE)).abs() < 0.5;
    if c.is_trial() || !whole_frame {
        return Plan::Here(upright.max(2.0));
    }
    let wide = cell_for(
        bounds,
        paper_height - 2.0 * theme::SIDE,
        paper_width - theme::TOP - theme::FOOT - around,
    );
    if upright >= narrowest_cell() * 1.12 || (upright >= narrowest_cell() && upright * 1.15 >= wide)
    {
        Plan::Here(upright)
    } else if wide >= narrowest_cell() {
        Plan::Wide(wide)
    } else {
        let largest =
            |width: f32, height: f32| (width / narrowest_cell(), height / narrowest_cell() / 2.0);
        let room = paper_width - theme::TOP - theme::FOOT - split::LIST_ROOM;
        Plan::Parts(split::parts(
            drawing,
            largest(paper_height - 2.0 * theme::SIDE, room),
            largest(c.frame.width, c.page_room() - split::LIST_ROOM),
        ))
    }
}

/// The room that heading, key and caption take.
fn around(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing) -> f32 {
    let captions = figure::caption_lines(c, &figure.caption);
    if !captions.is_empty() {
        c.figures -= 1;
    }
    let title = if figure.title.is_empty() { 0.0 } else { 30.0 };
    title + key::height(c, drawing) + figure::caption_height(c, &captions) + 4.0
}

/// The widest cell with which a rectangle fits.
fn cell_for(bounds: CellRect, width: f32, height: f32) -> f32 {
    (width / cells(bounds.w))
        .min(height / cells(bounds.h) / 2.0)
        .min(WIDEST_CELL)
}

/// A number of cells as a factor of a length.
#[expect(
    clippy::cast_precision_loss,
    reason = "a drawing has at most a few thousand cells"
)]
fn cells(number: i32) -> f32 {
    number as f32
}

/// Sets the whole drawing at the present place.
fn here(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing, cell: f32) {
    let bounds = drawing.bounds();
    let captions = figure::caption_lines(c, &figure.caption);
    let (width, height) = (cells(bounds.w) * cell, cells(bounds.h) * 2.0 * cell);
    let title = if figure.title.is_empty() { 0.0 } else { 30.0 };
    c.gap(BLOCK_GAP);
    c.begin(title + height + key::height(c, drawing) + figure::caption_height(c, &captions) + 2.0);
    c.anchor(&figure.id);
    small_title(c, &figure.title);
    let frame = [
        c.frame.left + (c.frame.width - width) / 2.0,
        c.y,
        width,
        height,
    ];
    let view = View {
        origin: (frame[0], frame[1]),
        window: bounds,
        cell,
    };
    let elem = c.figure(&figure.alt, frame, |c| view.draw(c, drawing));
    c.inside(elem, |c| view.link_boxes(c, drawing, None));
    c.y += height;
    key::draw(c, drawing);
    figure::caption(c, elem, &captions);
    c.gap(BLOCK_GAP);
}

/// Sets the parts of a drawing, a page for each.
fn in_parts(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing, parts: &[Part]) {
    let captions = figure::caption_lines(c, &figure.caption);
    for (number, part) in parts.iter().enumerate() {
        let (width, height) = c.shared.paper;
        let wide = cell_for(
            part.window,
            height - 2.0 * theme::SIDE,
            width - theme::TOP - theme::FOOT - split::LIST_ROOM,
        );
        let upright = cell_for(
            part.window,
            width - 2.0 * theme::SIDE,
            c.page_room() - split::LIST_ROOM,
        );
        let turn = wide > upright;
        if turn {
            c.new_wide_page();
        } else if !c.at_top() {
            c.new_page();
        }
        if number == 0 {
            c.anchor(&figure.id);
            small_title(c, &figure.title);
        }
        draw_part(c, figure, drawing, parts, number, wide.max(upright));
        if number + 1 == parts.len() {
            let (face, x, y) = (c.scaled(CAPTION), c.frame.left, c.y + 4.0);
            if !captions.is_empty() {
                c.tagged(Tag::P, |c| c.lines(x, y, &captions, face, Marking::Content));
            }
            c.y += figure::caption_height(c, &captions);
        }
        if turn {
            c.upright();
        } else {
            c.y = c.bottom() + 1.0;
        }
    }
}

fn draw_part(
    c: &mut Composer<'_>,
    figure: &Figure,
    drawing: &Drawing,
    parts: &[Part],
    number: usize,
    cell: f32,
) {
    let part = &parts[number];
    let name = part.name(drawing, number, parts.len());
    small_title(c, &name);
    let (width, height) = (
        cells(part.window.w) * cell,
        cells(part.window.h) * 2.0 * cell,
    );
    let frame = [
        c.frame.left + (c.frame.width - width) / 2.0,
        c.y,
        width,
        height,
    ];
    let view = View {
        origin: (frame[0], frame[1]),
        window: part.window,
        cell,
    };
    let alt = format!("{} {name}.", figure.alt);
    let elem = c.figure(&alt, frame, |c| view.draw_part(c, drawing, part));
    c.inside(elem, |c| view.link_boxes(c, drawing, Some(part)));
    c.y += height + 8.0;
    let marks = split::continuations(drawing, parts, number);
    draw_continuations(c, &marks);
}

/// What the numbers at the edges of a part lead to, in two columns.
fn draw_continuations(c: &mut Composer<'_>, marks: &[Vec<Span>]) {
    let face = c.scaled(theme::LABEL);
    let column = (c.frame.width - 16.0) / 2.0;
    let lines: Vec<Vec<Line>> = marks
        .iter()
        .map(|mark| c.wrap(mark, face, column, Align::Left))
        .collect();
    for pair in lines.chunks(2) {
        let deepest = nth(pair.iter().map(Vec::len).max().unwrap_or(0)) * face.leading;
        if c.y + deepest > c.bottom() {
            c.new_page();
        }
        let top = c.y;
        for (place, lines) in pair.iter().enumerate() {
            let x = c.frame.left + nth(place) * (column + 16.0);
            c.tagged(Tag::P, |c| c.lines(x, top, lines, face, Marking::Content));
        }
        c.y = top + deepest;
    }
}
