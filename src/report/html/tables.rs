//! Tables, whose rows hide with the risk that they show.

use std::fmt::Write as _;

use super::{Writer, align, id, line, risk_name};
use crate::report::blocks::{Cell, RiskLevel, Row, Span, Style, Table, TableLook};

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        self.put("<div class=\"wide\"><table>\n");
        if table.look == TableLook::Grid {
            self.put("<thead><tr>");
            for column in &table.columns {
                let _ = write!(
                    self.out,
                    "<th scope=\"col\"{}>{}</th>",
                    align(column.align),
                    line(&column.title)
                );
            }
            self.put("</tr></thead>\n");
        }
        self.put("<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.put("</tbody></table></div>\n");
    }

    fn row(&mut self, table: &Table, row: &Row) {
        let risk = row
            .cells
            .iter()
            .find_map(risk_of)
            .map_or(String::new(), |level| {
                format!(" data-risk=\"{}\"", risk_name(level))
            });
        let _ = write!(self.out, "<tr{}{risk}>", id(&row.id));
        for (place, column) in table.columns.iter().enumerate() {
            let cell = row.cells.get(place);
            let text = cell.map_or(String::new(), |cell| self.spans(&cell.spans));
            let fill = cell
                .and_then(|cell| cell.fill)
                .map_or(String::new(), |level| {
                    format!(" class=\"{}\"", risk_name(level))
                });
            let (tag, scope) = if table.row_header == Some(place) {
                ("th", " scope=\"row\"")
            } else {
                ("td", "")
            };
            let _ = write!(
                self.out,
                "<{tag}{scope}{}{fill}>{text}</{tag}>",
                align(column.align)
            );
        }
        self.put("</tr>\n");
    }
}

/// The risk of a cell that holds nothing else. A pill among words is part of what they say.
fn risk_of(cell: &Cell) -> Option<RiskLevel> {
    match cell.spans.as_slice() {
        [
            Span {
                style: Style::Risk(level),
                ..
            },
        ] => Some(*level),
        _ => None,
    }
}
