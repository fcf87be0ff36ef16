//! The Matrix screen: components against threats, and the reason of the cell under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::{Finding, Risk, Role as Part, Verdict};
use crate::model::{ComponentId, FindingId, ThreatId};
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::matrix as grid;
use crate::tui::theme::{Glyph, Role};
use crate::tui::threats::{self, Cell};
use crate::tui::update::threat_name;
use crate::tui::wrap::{columns as columns_of, count, cut, fill};

use super::page::{Page, line_of, with_right};
use super::panel::scrolled;
use super::scrollbar::{Long, first_line};
use super::threats::separate;
use super::{detail, scrollbar};

/// The least columns of one threat.
const CELL: u16 = 5;
/// The most columns of the names.
const NAMES: u16 = 34;

/// Columns of one threat: more where there is room, so that its name can be said.
fn wide_cell(area: Rect, threats: usize) -> u16 {
    let threats = u16::try_from(threats).unwrap_or(10).max(1);
    (area.width.saturating_sub(NAMES) / threats).clamp(CELL, 16)
}

/// Columns of the names.
fn names(area: Rect, threats: usize) -> u16 {
    let cells = wide_cell(area, threats) * u16::try_from(threats).unwrap_or(10);
    area.width
        .saturating_sub(cells)
        .clamp(14, NAMES)
        .min(area.width)
}

/// How many threats fit, and the first of them that is shown.
fn window(app: &App, area: Rect, threats: usize) -> (usize, usize) {
    let room = usize::from((area.width - names(area, threats)) / wide_cell(area, threats)).max(1);
    let first = app
        .matrix
        .column
        .saturating_sub(room.saturating_sub(1))
        .min(threats.saturating_sub(room));
    (first, room.min(threats))
}

/// Rows above the cells: what is shown, and the threats.
const HEAD: u16 = 2;

/// How many components are in view at once.
#[must_use]
pub fn rows_in_view(app: &App) -> usize {
    let height = Areas::of(app).list.map_or(0, |area| area.height);
    usize::from(height.saturating_sub(HEAD)).max(1)
}

/// The first row that is shown, so that the cursor is in view.
fn first_row(app: &App, area: Rect, rows: &[&ComponentId]) -> usize {
    let height = area.height.saturating_sub(HEAD);
    first_line(app.top(), app.matrix.row_index(rows), height, rows.len())
}

/// The first row that is shown.
pub fn top(app: &App, list: Rect) -> usize {
    first_row(app, cells(list), &grid::components(app))
}

/// The scroll bar of the table.
pub fn list_bar(app: &App, list: Rect) -> Long {
    Long {
        bar: bar(cells(list)),
        all: grid::components(app).len(),
    }
}

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let (Some(area), Some(panel)) = (areas.list, areas.panel) else {
        return;
    };
    let theme = app.theme;
    let threats = grid::threats(app);
    let rows = grid::components(app);
    let inner = separate(app, frame, panel, false);
    if rows.is_empty() {
        let text = super::nothing_drawn(app);
        frame.render_widget(
            Paragraph::new(Line::styled(text, theme.style(Role::Dim))),
            area,
        );
        return;
    }
    let area = cells(area);
    let (first, shown) = window(app, area, threats.len());
    let wide = usize::from(names(area, threats.len()));
    let columns = &threats[first..first + shown];
    let cell_width = usize::from(wide_cell(area, threats.len()));
    let mut lines = vec![
        above(
            app,
            usize::from(area.width),
            rows.len(),
            threats.len(),
            (first, shown),
        ),
        head(app, columns, first, (wide, cell_width)),
    ];
    let top = first_row(app, area, &rows);
    let here = app.matrix.row_index(&rows);
    let height = usize::from(area.height.saturating_sub(HEAD));
    for (index, id) in rows.iter().enumerate().skip(top).take(height) {
        lines.push(row(
            app,
            id,
            columns,
            first,
            (wide, cell_width),
            index == here,
        ));
    }
    frame.render_widget(Paragraph::new(lines), area);
    scrollbar::draw(app, frame, bar(area), top, rows.len());
    if let Some(id) = app.matrix.finding(app) {
        let mut page = Page::new(theme, usize::from(inner.width));
        summary(app, &mut page, &id);
        scrolled(app, frame, inner, page, 0);
    }
}

/// The table without the column of its scroll bar.
fn cells(area: Rect) -> Rect {
    Rect {
        width: area.width.saturating_sub(1),
        ..area
    }
}

fn bar(cells: Rect) -> Rect {
    let head = HEAD.min(cells.height);
    scrollbar::beside(Rect {
        y: cells.y + head,
        height: cells.height - head,
        ..cells
    })
}

/// Which risk is shown, how large the table is, and whether there are threats to the left or right of what is in view.
fn above(
    app: &App,
    room: usize,
    rows: usize,
    columns: usize,
    (first, shown): (usize, usize),
) -> Line<'static> {
    let theme = app.theme;
    let legend = legend(app);
    let (brief, full) = if app.matrix.inherent {
        (" Inherent risk", " Inherent risk, no controls")
    } else {
        (" Residual risk", " Residual risk, with controls")
    };
    // What the signs say comes before how a name is explained.
    let which = if columns_of(full) + columns_of(&legend) + 3 > room {
        brief
    } else {
        full
    };
    let size = format!(
        "  {} by {}",
        count(rows, "component", "components"),
        count(columns, "threat", "threats")
    );
    let (to_left, to_right) = (first > 0, first + shown < columns);
    let more = match (to_left, to_right) {
        (true, true) => "more to the left and right",
        (true, false) => "more to the left",
        (false, true) => "more to the right",
        (false, false) => "",
    };
    let mut right = vec![legend, more.to_owned()];
    right.retain(|text| !text.is_empty());
    // What the signs say comes before how large the table is.
    while right.iter().map(|text| columns_of(text) + 2).sum::<usize>() + which.len() + 1 > room {
        right.remove(0);
    }
    let right = right.join("  ");
    let mut left = vec![(which.to_owned(), theme.style(Role::Strong))];
    if which.len() + size.len() + columns_of(&right) + 2 < room {
        left.push((size, theme.style(Role::Dim)));
    }
    let left = line_of(left, room, theme.ascii());
    with_right(left, vec![(right, theme.style(Role::Dim))], room)
}

/// What the signs in the cells say.
fn legend(app: &App) -> String {
    let sign = |glyph, word: &str| format!("{} {word}", app.theme.glyph(glyph));
    let mut findings = app.derived.assessment.findings.values();
    let perhaps = findings.any(|f| f.role == Part::Affected && f.verdict == Verdict::NeedsAnswer);
    let mut signs = vec![
        sign(Glyph::Treated, "treated"),
        sign(Glyph::Unknown, "unanswered"),
        sign(Glyph::Affected, "consequence"),
    ];
    if perhaps {
        signs.push(format!("{}? perhaps", app.theme.glyph(Glyph::Affected)));
    }
    signs.push(sign(Glyph::Not, "n/a"));
    signs.join("  ")
}

fn head(
    app: &App,
    threats: &[ThreatId],
    first: usize,
    (wide, cell_width): (usize, usize),
) -> Line<'static> {
    let theme = app.theme;
    let mut spans = vec![Span::raw(" ".repeat(wide))];
    for (index, threat) in threats.iter().enumerate() {
        let role = if first + index == app.matrix.column {
            Role::Accent
        } else {
            Role::Strong
        };
        let text = if cell_width > 9 {
            format!("{threat} {}", threat_name(app, threat.as_str()))
        } else if columns_of(threat.as_str()) < cell_width {
            threat.to_string()
        } else {
            // Of `OWN-12`, the number matters.
            threat.as_str().replace("OWN-", "Own")
        };
        let text = cut(&text, cell_width - 1, theme.ascii());
        spans.push(Span::styled(
            fill(&text, cell_width, theme.ascii()),
            theme.style(role),
        ));
    }
    Line::from(spans)
}

fn row(
    app: &App,
    id: &ComponentId,
    threats: &[ThreatId],
    first: usize,
    (wide, cell_width): (usize, usize),
    here: bool,
) -> Line<'static> {
    let theme = app.theme;
    let pointer = theme.pointer(here);
    let name = fill(
        &format!("{pointer} {}", app.model().name_of(id)),
        wide.saturating_sub(1),
        theme.ascii(),
    );
    let role = if here { Role::Accent } else { Role::Plain };
    let mut spans = vec![Span::styled(format!("{name} "), theme.style(role))];
    for (index, threat) in threats.iter().enumerate() {
        let finding = FindingId {
            threat: threat.clone(),
            component: id.clone(),
        };
        let (text, role) = cell(app, &finding);
        let mut style = theme.style(role);
        if here && first + index == app.matrix.column {
            style = style.patch(theme.style(Role::Cursor));
        }
        spans.push(Span::styled(
            fill(&text, cell_width - 1, theme.ascii()),
            style,
        ));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// The sign of a finding. What may follow from an unanswered finding bears the sign of a consequence: nobody has to answer it.
fn mark(app: &App, finding: &Finding) -> (String, Role) {
    let (mark, role, _) = detail::mark_of(app, finding);
    match (finding.verdict, finding.role) {
        (Verdict::NeedsAnswer, Part::Affected) => {
            (format!("{}?", app.theme.glyph(Glyph::Affected)), role)
        }
        _ => (mark, role),
    }
}

fn cell(app: &App, id: &FindingId) -> (String, Role) {
    let theme = app.theme;
    match threats::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => {
            let (mark, role) = mark(app, finding);
            if finding.verdict != Verdict::Applies {
                return (mark, role);
            }
            if !app.matrix.inherent {
                let room = 4 - crate::tui::wrap::columns(&mark).min(2);
                return (format!("{mark}{:>room$}", finding.residual()), role);
            }
            // Without controls, whether something was decided does not show.
            let risk = Risk::of(finding.inherent());
            let affected = finding.role == Part::Affected;
            let mark = if affected {
                mark
            } else {
                risk.letter().to_string()
            };
            let role = if affected { role } else { Role::Risk(risk) };
            (format!("{mark} {:>2}", finding.inherent()), role)
        }
        Cell::Not(_) => (theme.glyph(Glyph::Not).to_owned(), Role::Dim),
        Cell::Empty => (String::new(), Role::Plain),
    }
}

/// The cell in a few lines.
fn summary(app: &App, page: &mut Page, id: &FindingId) {
    let name = threat_name(app, id.threat.as_str());
    let at = app.model().name_of(&id.component).to_owned();
    page.text(Role::Strong, &format!("{} {name} at {at}", id.threat));
    match threats::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => {
            let (mark, role) = mark(app, finding);
            let (.., word) = detail::mark_of(app, finding);
            let risk = format!(
                "{word}; residual {} of 25, inherent {}",
                finding.residual(),
                finding.inherent()
            );
            page.item(&mark, role, role, &risk);
            page.text(Role::Plain, &finding.statement);
        }
        Cell::Not(not) => {
            page.text(Role::Dim, &format!("does not apply (reason {})", not.code));
            page.text(Role::Plain, &not.because);
            if app.model().decisions.contains_key(id) {
                page.text(
                    Role::Warn,
                    "A decision is kept on it: Enter shows what can be done.",
                );
            }
        }
        Cell::Empty => page.text(Role::Dim, "the team did not put this threat here"),
    }
}

/// What is at a place of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A cell: row and column. A click on a name keeps the column, one on a head the row.
    Cell(Option<usize>, Option<usize>),
}

/// What is at a place of the matrix.
#[must_use]
pub fn spot_at(app: &App, area: Rect, x: u16, y: u16) -> Option<Spot> {
    let area = cells(area);
    let threats = grid::threats(app).len();
    let rows = grid::components(app);
    let (first, shown) = window(app, area, threats);
    let column = x
        .checked_sub(area.x + names(area, threats))
        .map(|x| first + usize::from(x / wide_cell(area, threats)))
        .filter(|column| *column < first + shown);
    let row = y
        .checked_sub(area.y + HEAD)
        .map(|y| usize::from(y) + first_row(app, area, &rows))
        .filter(|row| *row < rows.len());
    (row.is_some() || column.is_some()).then_some(Spot::Cell(row, column))
}
