//! The pipeline on paper: scaled to the frame, turned on its side, or split by zone with continuation marks, so that its
//! text never falls under the smallest size and nothing is cropped.

mod boxes;
mod draw;
mod key;
mod labels;
mod lines;
mod split;
mod taken;

use super::cards::{small_title, small_title_height};
use super::composer::{Composer, Marking, nth};
use super::figure;
use super::prose::{BLOCK_GAP, flow_lines};
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
    let drawing = &*labels::for_paper(drawing);
    match plan(c, figure, drawing) {
        Plan::Here(cell) => {
            let below = c.room() - (c.pending.max(BLOCK_GAP)) * c.gaps - around(c, figure, drawing);
            let beside = cell_for(drawing.bounds(), c.frame.width, below - 4.0);
            let stays = !c.is_trial() && stays(c, beside, cell);
            here(c, figure, drawing, if stays { beside } else { cell });
        }
        Plan::Wide(cell) => {
            let below = c.room_turned() - around(c, figure, drawing) - BLOCK_GAP;
            let beside = cell_for(drawing.bounds(), wide_width(c), below);
            if stays(c, beside, cell) {
                c.turn_page();
                here(c, figure, drawing, beside);
            } else {
                c.new_wide_page();
                here(c, figure, drawing, cell);
            }
            c.upright();
        }
        Plan::Parts(parts) => in_parts(c, figure, drawing, &parts),
    }
}

/// Whether a drawing stays on the page that has begun, where it can be so large, or takes a page of its own where it can be
/// larger. A heading and a line or two never keep a page to themselves, if the boxes become a little tighter by that; their
/// text never falls under the smallest size.
fn stays(c: &Composer<'_>, beside: f32, alone: f32) -> bool {
    const TIGHTER: f32 = 0.9;
    let just_begun = c.y < c.top() + c.page_room() * 0.25;
    (just_begun && beside >= narrowest_cell() * TIGHTER)
        || (beside >= narrowest_cell() && beside >= alone * 0.8)
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

/// With cells so much wider than the narrowest the text is pleasant to read, and a page is not turned for more.
const PLEASANT: f32 = 1.35;

fn plan(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing) -> Plan {
    let bounds = drawing.bounds();
    let around = around(c, figure, drawing);
    let upright = cell_for(bounds, c.frame.width, c.page_room() - around);
    let (paper_width, paper_height) = c.shared.paper;
    let whole_frame = (c.frame.width - (paper_width - 2.0 * theme::SIDE)).abs() < 0.5;
    if c.is_trial() || !whole_frame {
        return Plan::Here(upright.max(0.2));
    }
    let wide = cell_for(
        bounds,
        paper_height - 2.0 * theme::SIDE,
        paper_width - theme::TOP - theme::FOOT - around,
    );
    if upright >= narrowest_cell() * PLEASANT
        || (upright >= narrowest_cell() && upright * 1.15 >= wide)
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
    let title = figure::title_room(c, figure);
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
    let title = figure::title_room(c, figure);
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

/// Sets the parts of a drawing, a page for each; the first one below the chapter's heading if it fits there.
fn in_parts(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing, parts: &[Part]) {
    let mut introduced = false;
    for number in 0..parts.len() {
        let marks = continuation_lines(c, &split::continuations(drawing, parts, number));
        let name = parts[number].name(drawing, number, parts.len());
        let titles = nth(name_lines(c, &name)) * 13.0;
        let first = if number == 0 {
            small_title_height(c, &figure.title) + key::height(c, drawing) + caption_room(c, figure)
        } else {
            0.0
        };
        let below = 21.0 + titles + list_height(c, &marks);
        let (width, height) = c.shared.paper;
        let window = parts[number].window;
        let wide = cell_for(
            window,
            wide_width(c),
            width - theme::TOP - theme::FOOT - below,
        );
        let upright = cell_for(
            window,
            width - 2.0 * theme::SIDE,
            height - theme::TOP - theme::FOOT - below,
        );
        let turn = wide > upright;
        let room = if turn {
            c.room_turned()
        } else {
            c.room() - c.pending
        };
        let beside = cell_for(
            window,
            if turn { wide_width(c) } else { c.frame.width },
            room - below - first,
        );
        let stays = stays(c, beside, wide.max(upright));
        if number == 0 && !stays {
            // A heading never keeps a page to itself: what the parts show stands below it.
            introduce(c, figure, drawing, parts);
            introduced = true;
        }
        match (turn, stays) {
            (true, true) => c.turn_page(),
            (true, false) => c.new_wide_page(),
            (false, true) => c.begin(0.0),
            (false, false) => c.new_page(),
        }
        if number == 0 && !introduced {
            c.anchor(&figure.id);
            small_title(c, &figure.title);
        }
        draw_part(
            c,
            figure,
            drawing,
            parts,
            number,
            if stays { beside } else { wide.max(upright) },
        );
        draw_continuations(c, &marks);
        if number == 0 && !introduced {
            key::draw(c, drawing);
            caption(c, figure);
        }
        c.upright();
    }
}

fn wide_width(c: &Composer<'_>) -> f32 {
    c.shared.paper.1 - 2.0 * theme::SIDE
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
    c.y += 4.0;
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
}

/// What the picture shows, the key, and which components stand in which part.
fn introduce(c: &mut Composer<'_>, figure: &Figure, drawing: &Drawing, parts: &[Part]) {
    let head = small_title_height(c, &figure.title) + caption_room(c, figure);
    c.begin(head + key::height(c, drawing));
    c.anchor(&figure.id);
    small_title(c, &figure.title);
    caption(c, figure);
    key::draw(c, drawing);
    c.y += BLOCK_GAP;
    let face = c.scaled(CAPTION);
    for (number, part) in parts.iter().enumerate() {
        let names: Vec<String> = part
            .boxes
            .iter()
            .map(|place| split::brief(&drawing.boxes[*place].title))
            .collect();
        let spans = [
            Span::strong(part.name(drawing, number, parts.len())),
            Span::plain(format!(": {}.", names.join(", "))),
        ];
        let lines = c.wrap(&spans, face, c.frame.width, Align::Left);
        c.begin(face.leading * nth(lines.len().min(3)));
        c.tagged(Tag::P, |c| flow_lines(c, &lines, face));
        c.y += 4.0;
    }
}

/// How many lines the name of a part takes where a page is narrowest.
fn name_lines(c: &Composer<'_>, name: &str) -> usize {
    let face = theme::H3.scaled(0.9);
    let width = c.shared.paper.0 - 2.0 * theme::SIDE;
    c.wrap(&[Span::plain(name)], face, width, Align::Left).len()
}

/// The room that the caption takes below the first part.
fn caption_room(c: &mut Composer<'_>, figure: &Figure) -> f32 {
    let captions = figure::caption_lines(c, &figure.caption);
    if captions.is_empty() {
        return 0.0;
    }
    c.figures -= 1;
    figure::caption_height(c, &captions) + 4.0
}

fn caption(c: &mut Composer<'_>, figure: &Figure) {
    let captions = figure::caption_lines(c, &figure.caption);
    if captions.is_empty() {
        return;
    }
    let (face, height) = (c.scaled(CAPTION), figure::caption_height(c, &captions));
    c.begin(height);
    let (x, y) = (c.frame.left, c.y + 6.0);
    c.tagged(Tag::P, |c| c.lines(x, y, &captions, face, Marking::Content));
    c.y += height;
}

/// Draws a whole drawing with its key at the top left corner, at its natural size. Returns the width and height of both.
pub(super) fn draw_at_origin(c: &mut Composer<'_>, drawing: &Drawing) -> (f32, f32) {
    let drawing = &*labels::for_paper(drawing);
    let window = drawing.bounds();
    let view = View {
        origin: (0.0, 0.0),
        window,
        cell: WIDEST_CELL,
    };
    view.draw(c, drawing);
    view.link_boxes(c, drawing, None);
    c.frame.width = c.frame.width.max(cells(window.w) * WIDEST_CELL);
    c.y = cells(window.h) * 2.0 * WIDEST_CELL;
    // Beside names of this size the key may be larger than in print.
    c.scale = 1.25;
    key::draw(c, drawing);
    (c.frame.width, c.y)
}

/// What the numbers at the edges of a part lead to: lines for two columns.
fn continuation_lines(c: &Composer<'_>, marks: &[Vec<Span>]) -> Vec<Vec<Line>> {
    let face = c.scaled(theme::LABEL);
    let column = (c.shared.paper.0 - 2.0 * theme::SIDE - 16.0) / 2.0;
    marks
        .iter()
        .map(|mark| c.wrap(mark, face, column, Align::Left))
        .collect()
}

fn list_height(c: &Composer<'_>, marks: &[Vec<Line>]) -> f32 {
    let pairs = marks
        .chunks(2)
        .map(|pair| nth(pair.iter().map(Vec::len).max().unwrap_or(0)));
    pairs.sum::<f32>() * c.scaled(theme::LABEL).leading
}

fn draw_continuations(c: &mut Composer<'_>, marks: &[Vec<Line>]) {
    let face = c.scaled(theme::LABEL);
    let column = c.frame.width / 2.0;
    for pair in marks.chunks(2) {
        let height = nth(pair.iter().map(Vec::len).max().unwrap_or(0)) * face.leading;
        if c.y + height > c.bottom() {
            c.new_page();
        }
        let top = c.y;
        for (place, lines) in pair.iter().enumerate() {
            let x = c.frame.left + nth(place) * column;
            c.tagged(Tag::P, |c| c.lines(x, top, lines, face, Marking::Content));
        }
        c.y = top + height;
    }
}
