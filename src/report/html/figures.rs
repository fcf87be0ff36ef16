//! Figures as inline SVG with their numbers as a table, and the matrix as a table of its own.

use std::fmt::Write as _;

use super::{Writer, id, line, risk_name};
use crate::report::blocks::{Figure, FigureKind, Matrix, MatrixCell, MatrixRow};

impl Writer<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure) {
        let _ = writeln!(self.out, "<figure{}>", id(&figure.id));
        if !figure.title.is_empty() {
            let _ = writeln!(
                self.out,
                "<p class=\"figure-title\">{}</p>",
                line(&figure.title)
            );
        }
        match (&figure.kind, self.painter.draw(figure)) {
            (FigureKind::Matrix(matrix), _) => self.matrix(figure, matrix),
            (_, Some(svg)) => {
                let _ = writeln!(self.out, "<div class=\"picture\">{svg}</div>");
                self.put("<details><summary>As a table</summary>\n");
                self.table(&figure.data());
                self.put("</details>\n");
            }
            (_, None) => self.table(&figure.data()),
        }
        if !figure.caption.is_empty() {
            self.figures += 1;
            let caption = self.spans(&figure.caption);
            let _ = writeln!(
                self.out,
                "<figcaption><strong>Figure {}</strong> {caption}</figcaption>",
                self.figures
            );
        }
        self.put("</figure>\n");
    }

    fn matrix(&mut self, figure: &Figure, matrix: &Matrix) {
        let _ = write!(
            self.out,
            "<div class=\"wide\"><table class=\"matrix\"><caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
            line(&figure.alt),
            line(&matrix.corner)
        );
        for column in &matrix.columns {
            let _ = write!(
                self.out,
                "<th scope=\"col\" title=\"{}\">{}</th>",
                line(&column.title),
                line(&column.code)
            );
        }
        self.put("</tr></thead>\n<tbody>\n");
        for row in &matrix.rows {
            self.matrix_row(row);
        }
        self.put("</tbody></table></div>\n");
    }

    fn matrix_row(&mut self, row: &MatrixRow) {
        let name = self.linked(row.target.as_ref(), &line(&row.label));
        let _ = write!(self.out, "<tr><th scope=\"row\">{name}</th>");
        for cell in &row.cells {
            let (class, text, target) = match cell {
                MatrixCell::Applies {
                    risk,
                    decided,
                    target,
                } => {
                    let decided = if *decided { " decided" } else { "" };
                    (
                        format!("{}{decided}", risk_name(*risk)),
                        risk.letter().to_owned(),
                        target.as_ref(),
                    )
                }
                MatrixCell::NeedsAnswer { risk, target } => (
                    "asks".to_owned(),
                    format!("{}?", risk.letter()),
                    target.as_ref(),
                ),
                MatrixCell::Affected { risk, asks, target } => (
                    "affected".to_owned(),
                    format!("({}{})", risk.letter(), if *asks { "?" } else { "" }),
                    target.as_ref(),
                ),
                MatrixCell::NotApplicable { reason } => ("none".to_owned(), line(reason), None),
            };
            let text = self.linked(target, &text);
            let _ = write!(
                self.out,
                "<td class=\"{class}\" title=\"{}\">{text}</td>",
                line(&cell.words())
            );
        }
        self.put("</tr>\n");
    }
}
