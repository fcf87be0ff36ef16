//! The Threats screen: every finding by residual risk, and the detail of the one under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::{Finding, Verdict};
use crate::tui::app::App;
use crate::tui::areas::{Areas, WIDE};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::wrap::{count, fill};

use super::detail;
use super::page::{Page, line_of};
use super::panel::scrolled;

/// Rows above the list: counts and column heads.
const HEAD: u16 = 2;

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let (Some(list), Some(panel)) = (areas.list, areas.panel) else {
        return;
    };
    let findings = app.register.findings(&app.derived.assessment);
    head(app, frame, list, &findings);
    if findings.is_empty() {
        empty(app, frame, list);
        return;
    }
    let rows = Rect {
        y: list.y + HEAD,
        height: list.height.saturating_sub(HEAD),
        ..list
    };
    let at = app.register.index(&findings);
    let first = first(at, rows.height);
    let room = usize::from(rows.width);
    let shown = findings
        .iter()
        .enumerate()
        .skip(first)
        .take(usize::from(rows.height));
    let lines: Vec<Line> = shown
        .map(|(index, finding)| line(app, finding, index == at, room))
        .collect();
    frame.render_widget(Paragraph::new(lines), rows);
    let inner = separate(app, frame, panel);
    let mut page = Page::new(app.theme, usize::from(inner.width));
    detail::finding(app, &mut page, &findings[at].id);
    scrolled(app, frame, inner, page, app.register.scroll);
}

/// The first line that is shown, so that the cursor is in view.
fn first(at: usize, height: u16) -> usize {
    at.saturating_sub(usize::from(height).saturating_sub(1))
}

/// The line of the list at a row of the screen.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let findings = app.register.findings(&app.derived.assessment);
    let height = area.height.saturating_sub(HEAD);
    let line =
        usize::from(row.checked_sub(area.y + HEAD)?) + first(app.register.index(&findings), height);
    (line < findings.len()).then_some(line)
}

/// A line between list and detail; gives what is left for the detail.
pub fn separate(app: &App, frame: &mut Frame, area: Rect) -> Rect {
    let style = app.theme.style(Role::Dim);
    if app.size.0 >= WIDE && area.x > 0 {
        let upright = app.theme.glyph(Glyph::Upright);
        let lines: Vec<Line> = (0..area.height)
            .map(|_| Line::styled(upright, style))
            .collect();
        frame.render_widget(Paragraph::new(lines), Rect { width: 1, ..area });
        return Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
    }
    let level = app
        .theme
        .glyph(Glyph::Level)
        .repeat(usize::from(area.width));
    frame.render_widget(
        Paragraph::new(Line::styled(level, style)),
        Rect { height: 1, ..area },
    );
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        y: area.y + 1,
        height: area.height.saturating_sub(1),
    }
}

fn head(app: &App, frame: &mut Frame, list: Rect, findings: &[&Finding]) {
    let theme = app.theme;
    let open = findings
        .iter()
        .filter(|f| f.verdict == Verdict::Applies && f.is_open())
        .count();
    let unanswered = findings
        .iter()
        .filter(|f| f.verdict == Verdict::NeedsAnswer)
        .count();
    let treated = findings.len() - open - unanswered;
    let counts = format!(
        " {}   {} {open} open   {} {treated} treated   {} {unanswered} unanswered",
        count(findings.len(), "finding", "findings"),
        theme.glyph(Glyph::Open),
        theme.glyph(Glyph::Treated),
        theme.glyph(Glyph::Unknown),
    );
    let room = usize::from(list.width);
    let lines = vec![
        line_of(
            vec![(counts, theme.style(Role::Strong))],
            room,
            theme.ascii(),
        ),
        line_of(
            vec![(
                columns_of(
                    room,
                    "  Risk",
                    "Threat",
                    "Component",
                    "Decision",
                    theme.ascii(),
                ),
                theme.style(Role::Dim),
            )],
            room,
            theme.ascii(),
        ),
    ];
    frame.render_widget(
        Paragraph::new(lines),
        Rect {
            height: HEAD.min(list.height),
            ..list
        },
    );
}

/// Four columns that share the room.
fn columns_of(
    room: usize,
    risk: &str,
    threat: &str,
    component: &str,
    decision: &str,
    ascii: bool,
) -> String {
    let rest = room.saturating_sub(10);
    let (a, b) = (rest * 2 / 5, rest * 7 / 20);
    let c = rest.saturating_sub(a + b);
    let cell = |text: &str, room: usize| format!("{} ", fill(text, room.saturating_sub(1), ascii));
    format!(
        "{}{}{}{}",
        cell(risk, 10),
        cell(threat, a),
        cell(component, b),
        cell(decision, c)
    )
}

fn line(app: &App, finding: &Finding, here: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let (mark, role, word) = detail::mark_of(app, finding);
    let pointer = if here {
        theme.glyph(Glyph::Pointer)
    } else {
        " "
    };
    let name = threat_name(app, finding.id.threat.as_str());
    let threat = format!("{} {name}", finding.id.threat);
    let component = app.model().name_of(&finding.id.component);
    let owner = finding
        .decision
        .as_ref()
        .and_then(|decision| decision.owner.clone());
    let decision = match owner {
        Some(owner) => format!("{word}, {owner}"),
        None if finding.is_open()
            && finding.verdict == Verdict::Applies
            && finding.decision.is_none() =>
        {
            "open".into()
        }
        None => word,
    };
    let risk = format!(
        "{} {} {:>2}",
        pointer,
        fill(&mark, 2, theme.ascii()),
        finding.residual()
    );
    let rest = columns_of(room, "", &threat, component, &decision, theme.ascii());
    let rest: String = rest.chars().skip(10).collect();
    let mut line = Line::from(vec![
        Span::styled(
            format!("{} ", fill(&risk, 9, theme.ascii())),
            theme.style(role),
        ),
        Span::styled(rest, Style::new()),
    ]);
    if here {
        line = line.patch_style(theme.style(Role::Cursor));
    }
    line
}

fn empty(app: &App, frame: &mut Frame, list: Rect) {
    let text = if app.model().components.is_empty() {
        "  Nothing is drawn yet: 1 goes to the drawing, a adds a component."
    } else {
        "  No threat applies to what is drawn, and none needs an answer."
    };
    let rect = Rect {
        y: list.y + HEAD,
        height: list.height.saturating_sub(HEAD).min(1),
        ..list
    };
    frame.render_widget(
        Paragraph::new(Line::styled(text, app.theme.style(Role::Dim))),
        rect,
    );
}
