//! Cards and strips: key figures, and the head of a finding or component sheet.

use super::Role;
use super::composer::{Composer, Frame, Marking, nth};
use super::prose::{BLOCK_GAP, place_lines};
use super::structure::Tag;
use super::wrap::Line;
use crate::report::blocks::{Align, Fact, KeyFigure, Rating, RiskLevel, Sheet, Span};
use crate::report::clean;
use crate::report::theme::{self, ACCENT, BODY, H2, INK, LABEL, PANEL, SUB, Type};

/// A row of cards; at most five stand side by side.
pub(super) fn key_figures(c: &mut Composer<'_>, figures: &[KeyFigure]) {
    c.gap(BLOCK_GAP);
    for row in figures.chunks(5) {
        key_figure_row(c, row);
        c.gap(8.0);
    }
    c.gap(BLOCK_GAP);
}

fn key_figure_row(c: &mut Composer<'_>, figures: &[KeyFigure]) {
    const BETWEEN: f32 = 10.0;
    let value = c.scaled(Type::new(Role::SemiBold, 20.0, 24.0, INK));
    let label = c.scaled(LABEL);
    let width = (c.frame.width - BETWEEN * nth(figures.len() - 1)) / nth(figures.len());
    let labels: Vec<Vec<Line>> = figures
        .iter()
        .map(|figure| {
            c.wrap(
                &[Span::plain(&figure.label)],
                label,
                width - 22.0,
                Align::Left,
            )
        })
        .collect();
    let deepest = labels.iter().map(Vec::len).max().unwrap_or(1);
    let height = 9.0 + value.leading + 2.0 + label.leading * nth(deepest) + 9.0;
    c.begin(height);
    let top = c.y;
    for (number, (figure, lines)) in figures.iter().zip(&labels).enumerate() {
        let x = c.frame.left + nth(number) * (width + BETWEEN);
        c.artifact(|c| {
            c.fill_rounded([x, top, width, height], 3.0, PANEL);
            c.fill(
                x,
                top + 9.0,
                2.4,
                height - 18.0,
                theme::tone_fill(figure.tone),
            );
        });
        let shown = c.shortened(&figure.value, value, width - 22.0);
        let base = top + 9.0 + c.baseline(value);
        c.tagged(Tag::P, |c| {
            c.content(|c| c.text(x + 13.0, base, &shown, value, Align::Left));
            c.lines(
                x + 13.0,
                top + 11.0 + value.leading,
                lines,
                label,
                Marking::Content,
            );
        });
    }
    c.y = top + height;
}

/// The gap above a sheet.
pub(super) const SHEET_GAP: f32 = 24.0;
/// The gap below the strip of facts of a sheet.
const BELOW_STRIP: f32 = 9.0;

/// The head of a finding or component: a heading with its code, its risk at the right, facts below. A long code stands on a
/// line of its own above the title.
pub(super) fn sheet(c: &mut Composer<'_>, sheet: &Sheet, with: f32) {
    let face = c.scaled(H2);
    let head = Head::new(c, sheet, face);
    let strip = Strip::new(c, &sheet.facts);
    c.sheet.clear();
    c.gap(SHEET_GAP);
    c.begin(head.height() + 6.0 + strip.height() + BELOW_STRIP + with);
    c.anchor(&sheet.id);
    let label = if sheet.code.is_empty() {
        sheet.title.clone()
    } else {
        format!("{} {}", sheet.code, sheet.title)
    };
    c.outline_sheet(&label, &sheet.id);
    c.sheet = clean::line(&label);
    c.depth = 2;
    head.draw(c, sheet.risk);
    c.y += 6.0;
    strip.draw(c);
    c.gap(BELOW_STRIP);
}

/// The height of a sheet's head with its strip of facts and the gap below.
pub(super) fn sheet_height(c: &Composer<'_>, sheet: &Sheet) -> f32 {
    let (head, strip) = (
        Head::new(c, sheet, c.scaled(H2)),
        Strip::new(c, &sheet.facts),
    );
    head.height() + 6.0 + strip.height() + BELOW_STRIP
}

/// Code, title and risk of a sheet.
struct Head {
    code: Vec<Line>,
    code_face: Type,
    title: Vec<Line>,
    face: Type,
    /// Where the title starts, beside the code.
    indent: f32,
}

impl Head {
    fn new(c: &Composer<'_>, sheet: &Sheet, face: Type) -> Self {
        let room = c.frame.width
            - sheet
                .risk
                .map_or(0.0, |rating| rating_width(c, rating) + 14.0);
        let code_face = c.scaled(Type::new(Role::MonoSemiBold, 11.0, H2.leading, ACCENT));
        let wide = c.book().width(code_face.role, code_face.size, &sheet.code) + 9.0;
        let beside = wide < room * 0.36;
        let (code, indent) = match (sheet.code.is_empty(), beside) {
            (true, _) => (Vec::new(), 0.0),
            (false, true) => (
                c.wrap(&[Span::plain(&sheet.code)], code_face, wide, Align::Left),
                wide,
            ),
            (false, false) => (
                c.wrap(&[Span::plain(&sheet.code)], code_face, room, Align::Left),
                0.0,
            ),
        };
        let title = c.wrap(
            &[Span::plain(&sheet.title)],
            face,
            room - indent,
            Align::Left,
        );
        Self {
            code,
            code_face,
            title,
            face,
            indent,
        }
    }

    /// The height of the code where it stands above the title.
    fn above(&self) -> f32 {
        if self.indent > 0.0 {
            0.0
        } else {
            nth(self.code.len()) * self.code_face.leading
        }
    }

    fn height(&self) -> f32 {
        self.above() + nth(self.title.len()) * self.face.leading
    }

    fn draw(&self, c: &mut Composer<'_>, risk: Option<Rating>) {
        let (Frame { left, width }, top) = (c.frame, c.y);
        // Both stand on one line: code and title share its baseline.
        let drop = if self.indent > 0.0 {
            c.baseline(self.face) - c.baseline(self.code_face)
        } else {
            0.0
        };
        c.tagged(Tag::H2, |c| {
            c.lines(
                left,
                top + drop,
                &self.code,
                self.code_face,
                Marking::Content,
            );
            c.lines(
                left + self.indent,
                top + self.above(),
                &self.title,
                self.face,
                Marking::Content,
            );
        });
        if let Some(rating) = risk {
            let x = left + width - rating_width(c, rating);
            draw_rating(c, rating, x, top + self.face.leading / 2.0);
        }
        c.y = top + self.height();
    }
}

// ---- risk before and after

const PILL_PAD: f32 = 9.0;
const ARROW_ROOM: f32 = 22.0;

fn rating_type(c: &Composer<'_>) -> Type {
    c.scaled(Type::new(Role::SemiBold, 9.0, 17.0, INK))
}

fn pill_width(c: &Composer<'_>, level: RiskLevel) -> f32 {
    let face = rating_type(c);
    c.book().width(face.role, face.size, level.word()) + PILL_PAD * 2.0
}

fn rating_width(c: &Composer<'_>, rating: Rating) -> f32 {
    match rating {
        Rating::Now(level) => pill_width(c, level),
        Rating::Change { inherent, residual } => {
            pill_width(c, inherent) + ARROW_ROOM + pill_width(c, residual)
        }
    }
}

/// One pill, or two with an arrow between them, centred on `middle`.
fn draw_rating(c: &mut Composer<'_>, rating: Rating, x: f32, middle: f32) {
    let (levels, said) = match rating {
        Rating::Now(level) => (vec![level], format!("Risk: {}", level.word())),
        Rating::Change { inherent, residual } => (
            vec![inherent, residual],
            format!(
                "Inherent risk {}, residual risk {}",
                inherent.word(),
                residual.word()
            ),
        ),
    };
    let face = rating_type(c);
    let frame = [
        x,
        middle - face.leading / 2.0,
        rating_width(c, rating),
        face.leading,
    ];
    c.figure(&said, frame, |c| {
        let mut x = x;
        for (number, level) in levels.into_iter().enumerate() {
            if number > 0 {
                draw_arrow(c, x + 5.0, middle);
                x += ARROW_ROOM;
            }
            let width = pill_width(c, level);
            c.fill_rounded(
                [x, middle - face.leading / 2.0, width, face.leading],
                3.0,
                theme::risk_fill(level),
            );
            let base = middle - face.leading / 2.0 + c.baseline(face);
            c.text(
                x + width / 2.0,
                base,
                level.word(),
                face.ink(theme::risk_ink(level)),
                Align::Center,
            );
            x += width;
        }
    });
}

fn draw_arrow(c: &mut Composer<'_>, x: f32, y: f32) {
    use super::display::{Seg, Stroke};
    let line = || Some(Stroke::solid(SUB, 1.1));
    c.path(vec![Seg::Move(x, y), Seg::Line(x + 11.5, y)], None, line());
    c.path(
        vec![
            Seg::Move(x + 8.2, y - 3.2),
            Seg::Line(x + 11.8, y),
            Seg::Line(x + 8.2, y + 3.2),
        ],
        None,
        line(),
    );
}

// ---- strips of facts

/// Facts side by side on a tinted strip, in rows of equal columns.
pub(super) struct Strip {
    cells: Vec<(String, Vec<Line>)>,
    columns: usize,
    column: f32,
    label: Type,
    value: Type,
}

const STRIP_PAD: f32 = 10.0;

impl Strip {
    pub(super) fn new(c: &Composer<'_>, facts: &[Fact]) -> Self {
        let (label, value) = (
            c.scaled(Type {
                size: 7.6,
                leading: 10.4,
                ..LABEL
            }),
            c.scaled(Type {
                size: 9.0,
                leading: 12.4,
                ..BODY
            }),
        );
        let columns = match facts.len() {
            0 => 1,
            count @ 1..=4 => count,
            5 | 6 => 3,
            _ => 4,
        };
        let column = (c.frame.width - 2.0 * STRIP_PAD) / nth(columns);
        let cells = facts
            .iter()
            .map(|fact| {
                (
                    fact.label.clone(),
                    c.wrap(
                        &fact.value,
                        value.role(Role::SemiBold),
                        column - 10.0,
                        Align::Left,
                    ),
                )
            })
            .collect();
        Self {
            cells,
            columns,
            column,
            label,
            value: value.role(Role::SemiBold),
        }
    }

    fn row_height(&self, row: &[(String, Vec<Line>)]) -> f32 {
        let deepest = row.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        self.label.leading + self.value.leading * nth(deepest)
    }

    pub(super) fn height(&self) -> f32 {
        if self.cells.is_empty() {
            return 0.0;
        }
        let rows: Vec<f32> = self
            .cells
            .chunks(self.columns)
            .map(|row| self.row_height(row))
            .collect();
        rows.iter().sum::<f32>() + 6.0 * nth(rows.len() - 1) + 2.0 * (STRIP_PAD - 2.0)
    }

    pub(super) fn draw(&self, c: &mut Composer<'_>) {
        if self.cells.is_empty() {
            return;
        }
        let (Frame { left, width }, top, height) = (c.frame, c.y, self.height());
        c.artifact(|c| c.fill_rounded([left, top, width, height], 3.0, PANEL));
        let mut y = top + STRIP_PAD - 2.0;
        for row in self.cells.chunks(self.columns) {
            for (number, (label, lines)) in row.iter().enumerate() {
                let x = left + STRIP_PAD + nth(number) * self.column;
                let base = y + c.baseline(self.label);
                let label = c.shortened(label, self.label, self.column - 10.0);
                c.tagged(Tag::P, |c| {
                    c.content(|c| c.text(x, base, &label, self.label, Align::Left));
                    c.lines(
                        x,
                        y + self.label.leading,
                        lines,
                        self.value,
                        Marking::Content,
                    );
                });
            }
            y += self.row_height(row) + 6.0;
        }
        c.y = top + height;
    }
}

/// A line of text as a paragraph of its own; the heading of a chart.
pub(super) fn small_title(c: &mut Composer<'_>, text: &str) {
    if text.is_empty() {
        return;
    }
    let (lines, face) = small_title_lines(c, text);
    place_lines(c, Tag::P, &lines, face);
    c.y += BELOW_SMALL_TITLE;
}

/// The blank below the heading of a chart.
const BELOW_SMALL_TITLE: f32 = 4.0;

fn small_title_lines(c: &Composer<'_>, text: &str) -> (Vec<Line>, Type) {
    let face = c.scaled(Type::new(Role::SemiBold, 9.4, 13.0, INK));
    let lines = c.wrap(&[Span::plain(text)], face, c.frame.width, Align::Left);
    (lines, face)
}

/// The height that [`small_title`] takes.
pub(super) fn small_title_height(c: &Composer<'_>, text: &str) -> f32 {
    if text.is_empty() {
        return 0.0;
    }
    let (lines, face) = small_title_lines(c, text);
    face.leading * nth(lines.len()) + BELOW_SMALL_TITLE
}
