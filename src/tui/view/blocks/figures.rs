//! What the report draws: the diagram, the matrix, bars and ladders, as lines of the terminal.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::layout::{Layout, Zoom, paint_at, zoomed};
use crate::report::blocks::{
    Bars, Donut, Figure, FigureKind, Ladder, Matrix, MatrixCell, plain_text,
};
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::canvas;
use crate::tui::wrap::{columns, cut, fill};

use super::{Writer, drawable, risk_role, tone_role};

/// So many columns tell one name from another.
const LEGIBLE: usize = 18;

impl Writer<'_> {
    pub(super) fn figure(&mut self, figure: &Figure) {
        self.page.gap();
        if !figure.title.is_empty() {
            let title = self.drawable(&figure.title);
            self.page.text(Role::Accent, &title);
        }
        // What is said of the badges is true only where they are drawn.
        let mut says = true;
        match &figure.kind {
            FigureKind::Diagram(_) => says = self.diagram(figure),
            FigureKind::Matrix(matrix) => self.matrix(matrix),
            FigureKind::Donut(donut) => self.donut(donut),
            FigureKind::Bars(bars) => self.bars(bars),
            FigureKind::Ladder(ladder) => self.ladder(ladder),
            FigureKind::RiskGrid(_) => self.table(&figure.data()),
        }
        if says && !figure.caption.is_empty() {
            let text = self.drawable(&plain_text(&figure.caption));
            self.page.text(Role::Dim, &text);
        }
    }

    /// The drawing as the canvas has it, as near as the columns allow; in words where even that is too wide. Gives whether it is
    /// drawn.
    pub(super) fn diagram(&mut self, figure: &Figure) -> bool {
        let derived = &self.app.derived;
        let width = i32::try_from(self.page.width).unwrap_or(i32::MAX);
        let fits = |layout: &Layout| layout.bounds.w <= width;
        let decor = canvas::badges(self.app);
        for zoom in [Zoom::Normal, Zoom::Titles, Zoom::Dots] {
            let layout = zoomed(&derived.layout, zoom);
            if fits(&layout) {
                let charset = self.app.theme.charset;
                let whole = layout.bounds;
                let picture = paint_at(&derived.sketch, &layout, &decor, charset, whole, zoom);
                let rows = picture.rows().into_iter().map(Line::raw);
                self.page.lines.extend(rows);
                if zoom == Zoom::Dots {
                    let text = "Too wide here for names; the document has them.";
                    self.page.text(Role::Dim, text);
                }
                return true;
            }
        }
        let text = self.drawable(&figure.alt);
        self.page.text(Role::Plain, &text);
        false
    }

    pub(super) fn matrix(&mut self, matrix: &Matrix) {
        let count = matrix.columns.len();
        let wide = if self.page.width >= 5 * count + 14 {
            5
        } else {
            4
        };
        // What has no room beside the others stands below them.
        let fits = (self.page.width.saturating_sub(2) / wide).max(1);
        for from in (0..count).step_by(fits) {
            self.page.gap();
            self.matrix_part(matrix, from..count.min(from + fits), wide);
        }
    }

    /// Some columns of a matrix.
    fn matrix_part(&mut self, matrix: &Matrix, part: Range<usize>, wide: usize) {
        let ascii = self.app.theme.ascii();
        let room = self.page.width;
        let left = room.saturating_sub(wide * part.len());
        let longest = matrix.rows.iter().map(|row| columns(&row.label)).max();
        // A name that is cut to a few letters could be another's: then it stands on a line of its own.
        let apart = left < LEGIBLE && longest.is_some_and(|longest| longest >= left);
        let name = left.clamp(2, 28);
        let label = |text: &str| fill(if apart { "" } else { text }, name - 1, ascii) + " ";
        let mut head = label(&drawable(&matrix.corner, ascii));
        for column in &matrix.columns[part.clone()] {
            head.push_str(&fill(&column.code.replace("ML", ""), wide, ascii));
        }
        let head = Line::styled(head, self.style(Role::Strong));
        self.page.lines.push(head);
        for row in &matrix.rows {
            if apart {
                let name = Line::raw(cut(&row.label, room, ascii));
                self.page.lines.push(name);
            }
            let mut line = Line::raw(label(&row.label));
            let cells = row.cells.iter().skip(part.start).take(part.len());
            line.spans
                .extend(cells.map(|cell| self.matrix_cell(cell, wide)));
            self.page.lines.push(line);
        }
    }

    fn matrix_cell(&self, cell: &MatrixCell, wide: usize) -> Span<'static> {
        let ascii = self.app.theme.ascii();
        let (text, role) = match cell {
            MatrixCell::Applies { risk, decided, .. } => {
                let mark = if *decided {
                    Glyph::Treated
                } else {
                    Glyph::Open
                };
                (
                    format!("{}{}", risk.letter(), self.glyph(mark)),
                    risk_role(*risk),
                )
            }
            MatrixCell::NeedsAnswer { risk, .. } => (format!("{}?", risk.letter()), Role::Warn),
            MatrixCell::Affected { risk, .. } => (format!("({})", risk.letter()), Role::Dim),
            MatrixCell::NotApplicable { reason } => (reason.clone(), Role::Dim),
        };
        Span::styled(fill(&text, wide, ascii), self.style(role))
    }

    fn bar(&mut self, label: &str, parts: &[(u32, Role)], full: u32, after: &str) {
        let ascii = self.app.theme.ascii();
        let name = (self.page.width / 3).clamp(8, 26);
        let room = self
            .page
            .width
            .saturating_sub(name + columns(after) + 2)
            .min(40);
        let mut line = Line::raw(fill(label, name, ascii));
        let mut used = 0;
        for (value, role) in parts {
            let share = room * (*value as usize) / (full.max(1) as usize);
            let share = if *value > 0 { share.max(1) } else { 0 }.min(room - used);
            used += share;
            let style = self.style(*role);
            line.spans
                .push(Span::styled(self.glyph(Glyph::Full).repeat(share), style));
        }
        let rest = self.glyph(Glyph::Empty).repeat(room - used);
        line.spans.push(Span::styled(rest, self.style(Role::Dim)));
        line.spans.push(Span::raw(format!(" {after}")));
        self.page.lines.push(line);
    }

    pub(super) fn donut(&mut self, donut: &Donut) {
        let all: u32 = donut.slices.iter().map(|slice| slice.value).sum();
        for slice in &donut.slices {
            let parts = [(slice.value, tone_role(slice.tone))];
            self.bar(&slice.label, &parts, all, &slice.value.to_string());
        }
        self.page.text(Role::Dim, &format!("{all} {}", donut.unit));
    }

    pub(super) fn bars(&mut self, bars: &Bars) {
        let sum = |values: &[u32]| values.iter().sum::<u32>();
        let longest = bars.bars.iter().map(|bar| sum(&bar.values)).max();
        for bar in &bars.bars {
            let full = match bars.scale {
                crate::report::blocks::BarsScale::Count => longest.unwrap_or(1),
                crate::report::blocks::BarsScale::Share => sum(&bar.values),
            };
            let roles = bars.series.iter().map(|series| tone_role(series.tone));
            let parts: Vec<(u32, Role)> = bar.values.iter().copied().zip(roles).collect();
            let numbers: Vec<String> = bar.values.iter().map(u32::to_string).collect();
            self.bar(&bar.label, &parts, full, &numbers.join(" "));
        }
        let names: Vec<&str> = bars.series.iter().map(|s| s.label.as_str()).collect();
        self.page
            .text(Role::Dim, &format!("Numbers: {}", names.join(", ")));
    }

    pub(super) fn ladder(&mut self, ladder: &Ladder) {
        for step in ladder.steps.iter().rev() {
            let role = if step.reached { Role::Good } else { Role::Warn };
            let aim = if step.target { ", aimed at" } else { "" };
            let after = format!("{} of {}{aim}", step.met, step.total);
            let label = format!("{} {}", step.label, step.title);
            self.bar(&label, &[(step.met, role)], step.total, &after);
        }
    }
}
