//! The matrix of components and threats: a real table for readers who hear it, a heat map for those who see it.

use super::Role;
use super::cards::{small_title, small_title_height};
use super::charts::draw_swatch;
use super::composer::{Composer, Frame, Marking, nth};
use super::display::{Stroke, rounded};
use super::figure;
use super::list::draw_mark;
use super::prose::BLOCK_GAP;
use super::structure::{Attribute, Tag};
use super::wrap::Line;
use crate::report::blocks::{
    Align, Figure, Mark, Matrix, MatrixCell, MatrixRow, RiskLevel, Span, Style, Target, Tone,
};
use crate::report::theme::{self, CELL, HAIR, HEAD, NAVY, PANEL, SUB, Type, WHITE};

const HEAD_HEIGHT: f32 = 19.0;
/// How many rows stand at least above the caption.
const LAST: usize = 3;

/// Type sizes and the blank of a row to try, roomiest first, until a matrix stands on its page in one piece.
const TIGHTER: [(f32, f32); 6] = [
    (1.0, 5.4),
    (0.97, 4.4),
    (0.94, 3.6),
    (0.91, 2.8),
    (0.88, 2.2),
    (0.85, 0.8),
];

struct Sizes {
    left: f32,
    labels: f32,
    cell: f32,
    face: Type,
    /// The blank above and below a row's name together.
    blank: f32,
}

impl Sizes {
    fn new(c: &Composer<'_>, matrix: &Matrix, (scale, blank): (f32, f32)) -> Self {
        let Frame { left, width } = c.frame;
        let labels = (width * 0.3).max(width - 34.0 * nth(matrix.columns.len()));
        Self {
            left,
            labels,
            cell: (width - labels) / nth(matrix.columns.len().max(1)),
            face: c.scaled(CELL).scaled(scale),
            blank,
        }
    }

    /// The roomiest ones with which the matrix fits what is left of the page; the usual ones where none does.
    fn fitting(c: &Composer<'_>, figure: &Figure, matrix: &Matrix) -> Self {
        let room = c.room() - c.pending * c.gaps;
        let mut all = TIGHTER.into_iter();
        let fits = |how: &(f32, f32)| c.is_trial() || height(c, figure, matrix, *how) <= room;
        Self::new(c, matrix, all.find(fits).unwrap_or(TIGHTER[0]))
    }

    fn cell_left(&self, place: usize) -> f32 {
        self.left + self.labels + nth(place) * self.cell
    }
}

/// Sets a matrix.
pub(super) fn matrix(c: &mut Composer<'_>, figure: &Figure, matrix: &Matrix) {
    c.gap(BLOCK_GAP);
    let sizes = Sizes::fitting(c, figure, matrix);
    c.begin(opening(c, matrix) + small_title_height(c, &figure.title) + 3.0);
    c.anchor(&figure.id);
    small_title(c, &figure.title);
    key(c, matrix);
    let elem = c.structure.open(Tag::Table);
    c.structure
        .elem(elem)
        .attributes
        .push(Attribute::Summary(figure.alt.clone()));
    c.tagged(Tag::THead, |c| head(c, matrix, &sizes, true));
    c.structure.open(Tag::TBody);
    let captions = figure::caption_lines(c, &figure.caption);
    let caption = figure::caption_height(c, &captions);
    let rows: Vec<(&MatrixRow, Vec<Line>)> = matrix
        .rows
        .iter()
        .map(|row| (row, label_lines(c, row, &sizes)))
        .collect();
    let last = rows.len().saturating_sub(LAST);
    for (number, (row, lines)) in rows.iter().enumerate() {
        let height = row_height(lines, &sizes);
        // The caption never stands on a page without rows.
        let ahead = if number > 0 && number == last {
            let rest = rows[number..]
                .iter()
                .map(|(_, lines)| row_height(lines, &sizes));
            rest.sum::<f32>() + caption
        } else {
            height
        };
        if c.y + ahead > c.bottom() && !c.at_top() {
            c.new_page();
            head(c, matrix, &sizes, false);
        }
        draw_row(c, row, lines, &sizes);
    }
    c.structure.close();
    c.structure.close();
    if !captions.is_empty() {
        c.begin(caption);
        let (face, x, y) = (c.scaled(theme::CAPTION), c.frame.left, c.y + 6.0);
        c.tagged(Tag::P, |c| c.lines(x, y, &captions, face, Marking::Content));
        c.y += caption;
    }
    c.gap(BLOCK_GAP);
}

/// The height of the whole matrix as it is set with some sizes: title, key, head, rows and caption.
fn height(c: &Composer<'_>, figure: &Figure, matrix: &Matrix, how: (f32, f32)) -> f32 {
    let sizes = Sizes::new(c, matrix, how);
    let above = c.measure(|trial| {
        small_title(trial, &figure.title);
        key(trial, matrix);
    });
    let rows = matrix.rows.iter().map(|row| {
        let lines = label_lines(c, row, &sizes);
        row_height(&lines, &sizes)
    });
    let below = c.measure(|trial| {
        let captions = figure::caption_lines(trial, &figure.caption);
        trial.y += figure::caption_height(trial, &captions);
    });
    above + HEAD_HEIGHT + rows.sum::<f32>() + below + 1.0
}

/// The least height in which the whole matrix can be set.
pub(super) fn least_height(c: &Composer<'_>, figure: &Figure, matrix: &Matrix) -> f32 {
    let tightest = TIGHTER[TIGHTER.len() - 1];
    BLOCK_GAP + height(c, figure, matrix, tightest)
}

/// The head and the first rows.
pub(super) fn opening(c: &Composer<'_>, matrix: &Matrix) -> f32 {
    18.0 + HEAD_HEIGHT + 17.0 * nth(matrix.rows.len().min(3)) * c.scale
}

fn label_lines(c: &Composer<'_>, row: &MatrixRow, sizes: &Sizes) -> Vec<Line> {
    let style = row.target.clone().map_or(Style::Plain, Style::Link);
    c.wrap(
        &[Span {
            text: row.label.clone(),
            style,
        }],
        sizes.face,
        sizes.labels - 10.0,
        Align::Left,
    )
}

fn row_height(lines: &[Line], sizes: &Sizes) -> f32 {
    nth(lines.len()) * sizes.face.leading + sizes.blank
}

fn head(c: &mut Composer<'_>, matrix: &Matrix, sizes: &Sizes, first: bool) {
    let (top, width) = (c.y, c.frame.width);
    let face = c.scaled(HEAD);
    let base = top + (HEAD_HEIGHT - face.leading) / 2.0 + c.baseline(face);
    let corner = c.shortened(&matrix.corner, face, sizes.labels - 12.0);
    let codes = matrix.columns.iter().enumerate().map(|(place, column)| {
        let (face, code) = code(c, &column.code, face, sizes.cell - 6.0);
        let middle = sizes.cell_left(place) + sizes.cell / 2.0;
        (middle, Align::Center, face, code)
    });
    let left = (sizes.left + 6.0, Align::Left, face, corner);
    let texts: Vec<(f32, Align, Type, String)> = std::iter::once(left).chain(codes).collect();
    c.artifact(|c| {
        c.fill(sizes.left, top, width, HEAD_HEIGHT, NAVY);
        if !first {
            for (x, align, face, text) in &texts {
                c.text(*x, base, text, *face, *align);
            }
        }
    });
    if first {
        c.tagged(Tag::TR, |c| {
            for (x, align, face, text) in &texts {
                let elem = c.structure.open(Tag::TH);
                c.structure
                    .elem(elem)
                    .attributes
                    .push(Attribute::ColumnScope);
                c.content(|c| c.text(*x, base, text, *face, *align));
                c.structure.close();
            }
        });
    }
    c.y += HEAD_HEIGHT;
}

/// The code of a threat, a little smaller where a team's own id would touch its neighbours.
fn code(c: &Composer<'_>, code: &str, face: Type, room: f32) -> (Type, String) {
    let wide = c.book().width(face.role, face.size, code).max(1.0);
    let smaller = face.scaled((room / wide).min(1.0));
    let face = if smaller.size >= theme::SMALLEST {
        smaller
    } else {
        face.scaled(theme::SMALLEST / face.size)
    };
    (face, c.shortened(code, face, room + 4.0))
}

fn draw_row(c: &mut Composer<'_>, row: &MatrixRow, lines: &[Line], sizes: &Sizes) {
    let (top, height) = (c.y, row_height(lines, sizes));
    c.artifact(|c| {
        row.cells.iter().enumerate().for_each(|(place, cell)| {
            ground(c, cell, sizes.cell_left(place), top, sizes.cell, height);
        });
        let width = c.frame.width;
        c.rule(sizes.left, top + height, width, HAIR, 0.6);
    });
    c.tagged(Tag::TR, |c| {
        let elem = c.structure.open(Tag::TH);
        c.structure.elem(elem).attributes.push(Attribute::RowScope);
        c.lines(
            sizes.left + 6.0,
            top + sizes.blank / 2.0,
            lines,
            sizes.face,
            Marking::Content,
        );
        c.structure.close();
        for (place, cell) in row.cells.iter().enumerate() {
            c.tagged(Tag::TD, |c| {
                draw_cell(c, cell, [sizes.cell_left(place), top, sizes.cell, height]);
            });
        }
    });
    c.y = top + height;
}

/// The coloured ground of a cell: full where the threat applies, an outline where a question is open.
fn ground(c: &mut Composer<'_>, cell: &MatrixCell, x: f32, y: f32, w: f32, h: f32) {
    let area = || rounded(x + 1.0, y + 1.0, w - 2.0, h - 2.0, 1.8);
    match cell {
        MatrixCell::Applies { risk, decided, .. } => {
            c.path(area(), Some(theme::risk_fill(*risk)), None);
            if *decided {
                decided_mark(c, x + w - 6.5, y + 6.0, *risk);
            }
        }
        MatrixCell::NeedsAnswer { .. } => {
            let edge = Stroke {
                ink: SUB,
                width: 0.8,
                dash: vec![2.0, 1.6],
            };
            c.path(
                rounded(x + 1.6, y + 1.6, w - 3.2, h - 3.2, 1.6),
                Some(WHITE),
                Some(edge),
            );
        }
        MatrixCell::Affected { .. } => c.path(area(), Some(WHITE), Some(Stroke::solid(HAIR, 0.8))),
        MatrixCell::NotApplicable { .. } => c.path(area(), Some(PANEL), None),
    }
}

/// A small tick in the corner, in the ink of the cell.
fn decided_mark(c: &mut Composer<'_>, x: f32, y: f32, risk: RiskLevel) {
    use super::display::Seg;
    let segs = vec![
        Seg::Move(x - 2.2, y),
        Seg::Line(x - 0.6, y + 1.6),
        Seg::Line(x + 2.2, y - 1.8),
    ];
    c.path(segs, None, Some(Stroke::solid(theme::risk_ink(risk), 0.9)));
}

fn draw_cell(c: &mut Composer<'_>, cell: &MatrixCell, area: [f32; 4]) {
    /// A row as high as this has room for letters in their usual size.
    const ROOMY: f32 = 13.0;
    const SMALLER: f32 = 0.85;
    let [x, y, w, h] = area;
    let smaller = (h / (ROOMY * c.scale)).clamp(SMALLER, 1.0);
    let sized = |size: f32, role| sizes_of(c, (size * smaller).max(theme::SMALLEST), role);
    let strong = sized(8.0, Role::SemiBold);
    let (text, face, target) = match cell {
        MatrixCell::Applies { risk, target, .. } => (
            risk.letter().to_owned(),
            strong.ink(theme::risk_ink(*risk)),
            target.as_ref(),
        ),
        MatrixCell::NeedsAnswer { risk, target } => (
            format!("{}?", risk.letter()),
            strong.ink(SUB),
            target.as_ref(),
        ),
        MatrixCell::Affected { risk, asks, target } => (
            format!("({}{})", risk.letter(), if *asks { "?" } else { "" }),
            sized(7.6, Role::Sans).ink(SUB),
            target.as_ref(),
        ),
        MatrixCell::NotApplicable { reason } => {
            let code = if reason.is_empty() { "–" } else { reason };
            (
                code.to_owned(),
                sized(6.8, Role::Sans).ink(theme::risk_ink(RiskLevel::None)),
                None,
            )
        }
    };
    let base = y + (h - face.leading) / 2.0 + c.baseline(face);
    let text = c.shortened(&text, face, w - 2.0);
    let draw =
        |c: &mut Composer<'_>| c.content(|c| c.text(x + w / 2.0, base, &text, face, Align::Center));
    match target.filter(|target| c.leads(target)) {
        Some(target) => link_cell(c, target, area, &cell.words(), draw),
        None => drop(draw(c)),
    }
}

fn link_cell<'f>(
    c: &mut Composer<'f>,
    target: &Target,
    area: [f32; 4],
    words: &str,
    draw: impl FnOnce(&mut Composer<'f>) -> f32,
) {
    c.tagged(Tag::Link, |c| {
        draw(c);
        c.link(area, target, words);
    });
}

fn sizes_of(c: &Composer<'_>, size: f32, role: Role) -> Type {
    c.scaled(Type::new(role, size, size * 1.3, theme::INK))
}

/// The lines that explain the cells: as many entries on each as fit.
fn key(c: &mut Composer<'_>, matrix: &Matrix) {
    let face = c.scaled(theme::LABEL);
    c.tagged(Tag::P, |c| {
        c.content(|c| {
            let mut x = 0.0;
            for (sign, words) in key_entries(matrix) {
                let words = c.shortened(words, face, c.frame.width - 13.0);
                let beside = if sign.is_some() { 13.0 } else { 0.0 };
                let wide = beside + c.book().width(face.role, face.size, &words);
                if x > 0.0 && x + wide > c.frame.width {
                    c.y += face.leading;
                    x = 0.0;
                }
                let (left, base) = (c.frame.left + x, c.y + c.baseline(face));
                let middle = c.y + face.leading / 2.0;
                match sign {
                    Some(Sign::Risk(level)) => draw_swatch(c, left, middle, Tone::Risk(level)),
                    Some(Sign::Decided) => draw_mark(c, Mark::Done, left + 4.0, middle, 3.2),
                    None => {}
                }
                c.text(left + beside, base, &words, face, Align::Left);
                x += wide + 9.0;
            }
        });
    });
    c.y += face.leading + 5.0;
}

/// What stands before the words of the key.
enum Sign {
    Risk(RiskLevel),
    Decided,
}

/// The entries of the key: only what the matrix shows.
fn key_entries(matrix: &Matrix) -> Vec<(Option<Sign>, &'static str)> {
    let any =
        |shows: fn(&MatrixCell) -> bool| matrix.rows.iter().flat_map(|row| &row.cells).any(shows);
    let levels = RiskLevel::RATED
        .into_iter()
        .map(|level| (Some(Sign::Risk(level)), level.word()));
    let mut entries: Vec<(Option<Sign>, &str)> = levels.collect();
    if any(|cell| matches!(cell, MatrixCell::Applies { decided: true, .. })) {
        entries.push((Some(Sign::Decided), "decided"));
    }
    let open = |cell: &MatrixCell| {
        matches!(
            cell,
            MatrixCell::NeedsAnswer { .. } | MatrixCell::Affected { asks: true, .. }
        )
    };
    if any(open) {
        entries.push((None, "M? needs an answer"));
    }
    if any(|cell| matches!(cell, MatrixCell::Affected { .. })) {
        entries.push((None, "(M) consequence"));
    }
    if any(|cell| matches!(cell, MatrixCell::NotApplicable { .. })) {
        entries.push((None, "N1 does not apply"));
    }
    entries
}
