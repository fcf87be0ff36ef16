//! The Matrix screen: components against threats, and the reason of the cell under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::Verdict;
use crate::model::{ComponentId, FindingId, ThreatId};
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::register::{self, Cell};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::wrap::fill;

use super::detail;
use super::page::Page;
use super::panel::scrolled;
use super::threats::separate;

/// Columns of one threat.
const CELL: u16 = 5;

/// Columns of the names.
fn names(area: Rect, threats: usize) -> u16 {
    let cells = CELL * u16::try_from(threats).unwrap_or(10);
    area.width
        .saturating_sub(cells)
        .clamp(14, 34)
        .min(area.width)
}

/// How many threats fit, and the first of them that is shown.
fn window(app: &App, area: Rect, threats: usize) -> (usize, usize) {
    let room = usize::from((area.width - names(area, threats)) / CELL).max(1);
    let first = app
        .matrix
        .column
        .saturating_sub(room.saturating_sub(1))
        .min(threats.saturating_sub(room));
    (first, room.min(threats))
}

/// The first row that is shown, so that the cursor is in view.
fn first_row(app: &App, area: Rect, rows: &[&ComponentId]) -> usize {
    let height = usize::from(area.height.saturating_sub(1)).max(1);
    app.matrix.row_index(rows).saturating_sub(height - 1)
}

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let (Some(area), Some(panel)) = (areas.list, areas.panel) else {
        return;
    };
    let theme = app.theme;
    let threats = register::threats(app);
    let rows = register::components(app);
    let inner = separate(app, frame, panel);
    if rows.is_empty() {
        let text = "  Nothing is drawn yet: 1 goes to the drawing, a adds a component.";
        frame.render_widget(
            Paragraph::new(Line::styled(text, theme.style(Role::Dim))),
            area,
        );
        return;
    }
    let (first, shown) = window(app, area, threats.len());
    let wide = usize::from(names(area, threats.len()));
    let mut lines = vec![head(app, &threats[first..first + shown], first, wide)];
    let top = first_row(app, area, &rows);
    let here = app.matrix.row_index(&rows);
    for (index, id) in rows
        .iter()
        .enumerate()
        .skip(top)
        .take(usize::from(area.height.saturating_sub(1)))
    {
        lines.push(row(
            app,
            id,
            &threats[first..first + shown],
            first,
            wide,
            index == here,
        ));
    }
    frame.render_widget(Paragraph::new(lines), area);
    if let Some(id) = app.matrix.finding(app) {
        let mut page = Page::new(theme, usize::from(inner.width));
        summary(app, &mut page, &id);
        scrolled(app, frame, inner, page, 0);
    }
}

fn head(app: &App, threats: &[ThreatId], first: usize, wide: usize) -> Line<'static> {
    let theme = app.theme;
    let mut spans = vec![Span::raw(" ".repeat(wide))];
    for (index, threat) in threats.iter().enumerate() {
        let role = if first + index == app.matrix.column {
            Role::Accent
        } else {
            Role::Strong
        };
        spans.push(Span::styled(
            fill(threat.as_str(), usize::from(CELL), theme.ascii()),
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
    wide: usize,
    here: bool,
) -> Line<'static> {
    let theme = app.theme;
    let pointer = if here {
        theme.glyph(Glyph::Pointer)
    } else {
        " "
    };
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
            fill(&text, usize::from(CELL) - 1, theme.ascii()),
            style,
        ));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

fn cell(app: &App, id: &FindingId) -> (String, Role) {
    let theme = app.theme;
    match register::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => {
            let (mark, role, _) = detail::mark_of(app, finding);
            let number = if finding.verdict == Verdict::Applies {
                format!("{:>2}", finding.residual())
            } else {
                String::new()
            };
            (format!("{mark} {number}"), role)
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
    match register::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => {
            let (mark, role, word) = detail::mark_of(app, finding);
            let risk = format!(
                "{word}; residual {} of 25, inherent {}",
                finding.residual(),
                finding.inherent()
            );
            page.item(&mark, role, role, &risk);
            page.text(Role::Plain, &finding.statement);
        }
        Cell::Not(not) => {
            page.text(Role::Dim, &format!("does not apply ({})", not.code));
            page.text(Role::Plain, &not.because);
        }
        Cell::Empty => page.text(Role::Dim, "nothing is known of it"),
    }
}

/// The row and column of the matrix at a place on the screen.
#[must_use]
pub fn cell_at(app: &App, area: Rect, x: u16, y: u16) -> Option<(usize, usize)> {
    let threats = register::threats(app).len();
    let rows = register::components(app);
    let row = usize::from(y.checked_sub(area.y + 1)?) + first_row(app, area, &rows);
    let (first, shown) = window(app, area, threats);
    let column = x
        .checked_sub(area.x + names(area, threats))
        .map_or(app.matrix.column, |x| first + usize::from(x / CELL));
    (row < rows.len() && column < first + shown).then_some((row, column))
}
