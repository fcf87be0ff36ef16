//! The Verify screen: how far each level is, the requirements with their states, and the one under the cursor in full.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::analysis::ladder;
use crate::model::ControlStatus;
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::command::Command;
use crate::tui::theme::{Glyph, Role, Theme};
use crate::tui::verify::{Entry, Heading, Row, entries, here, state_words};
use crate::tui::wrap::{columns, count, fill};

use super::page::{Page, line_of, with_right};
use super::panel::{scrolled, words_of};
use super::scrollbar::{Long, first_line};
use super::threats::{inside, separate};
use super::{requirement, scrollbar};

/// Rows above the list: levels, coverage, what is listed, whose requirements these are, and column heads. A low window has only
/// levels, what is listed or else coverage, and whose they are.
fn head_rows(app: &App) -> u16 {
    if is_low(app) { 3 } else { 5 }
}

fn is_low(app: &App) -> bool {
    app.size.1 < 20
}

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    let (Some(area), Some(panel)) = (areas.list, areas.panel) else {
        return;
    };
    head(app, frame, area);
    let entries = entries(app);
    let rows = Rect {
        y: area.y + head_rows(app),
        height: area.height.saturating_sub(head_rows(app)),
        ..area
    };
    let inner = separate(app, frame, panel, false);
    let Some(row) = here(app) else {
        empty(app, frame, rows);
        return;
    };
    let room = usize::from(rows.width).saturating_sub(1);
    let first = first(app, &entries, rows.height);
    let shown = entries.iter().skip(first).take(usize::from(rows.height));
    let lines: Vec<Line> = shown
        .map(|entry| match entry {
            Entry::Heading(one) => heading(app, one, room),
            Entry::Row(_, one) => line(app, one, one.id == row.id, room),
        })
        .collect();
    frame.render_widget(Paragraph::new(lines), rows);
    let Long { bar, all } = list_bar(app, area);
    scrollbar::draw(app, frame, bar, first, all);
    let mut page = Page::new(app.theme, words_of(inner.width));
    requirement::write(app, &mut page, &row);
    scrolled(app, frame, inner, page, app.verify.scroll);
}

/// The first entry that is shown, so that the cursor is in view, with its heading where that stands right above it.
fn first(app: &App, entries: &[Entry], height: u16) -> usize {
    let at = here(app).map(|row| row.id);
    let cursor = entries
        .iter()
        .position(|entry| matches!(entry, Entry::Row(_, row) if Some(row.id) == at))
        .unwrap_or(0);
    let first = first_line(app.top(), cursor, height, entries.len());
    let headed = cursor > 0 && matches!(entries[cursor - 1], Entry::Heading(..));
    if headed && height > 1 && first == cursor {
        first - 1
    } else {
        first
    }
}

/// The first entry that is shown.
pub fn top(app: &App, list: Rect) -> usize {
    first(
        app,
        &entries(app),
        list.height.saturating_sub(head_rows(app)),
    )
}

/// The scroll bar of the list.
pub fn list_bar(app: &App, list: Rect) -> Long {
    let bar = Rect {
        x: list.right().saturating_sub(1),
        y: list.y + head_rows(app),
        width: 1.min(list.width),
        height: list.height.saturating_sub(head_rows(app)),
    };
    Long {
        bar,
        all: entries(app).len(),
    }
}

/// The requirement nearest to an entry of the list, as an index.
#[must_use]
pub fn row_near(app: &App, entry: usize) -> Option<usize> {
    let index = |entry: &Entry| match entry {
        Entry::Row(index, _) => Some(*index),
        Entry::Heading(..) => None,
    };
    let entries = entries(app);
    let from = entry.min(entries.len());
    let below = entries[from..].iter().find_map(index);
    below.or_else(|| entries[..from].iter().rev().find_map(index))
}

/// The scroll bar of the detail.
pub fn detail_bar(app: &App, panel: Rect) -> Option<Long> {
    let row = here(app)?;
    let inner = inside(app, panel);
    let mut page = Page::new(app.theme, words_of(inner.width));
    requirement::write(app, &mut page, &row);
    Some(Long {
        bar: scrollbar::beside(inner),
        all: page.lines.len(),
    })
}

/// The requirement of the list at a row of the screen, as an index.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let entries = entries(app);
    let line = usize::from(row.checked_sub(area.y + head_rows(app))?) + top(app, area);
    match entries.get(line) {
        Some(Entry::Row(index, _)) => Some(*index),
        _ => None,
    }
}

fn head(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let room = usize::from(area.width).saturating_sub(1);
    let dim = theme.style(Role::Dim);
    let notice = line_of(vec![(notice(room).to_owned(), dim)], room, theme.ascii());
    let lines = if is_low(app) {
        let second = if app.verify.filter.is_empty() {
            shares(app, room)
        } else {
            listed(app, room)
        };
        vec![levels(app, room), second, notice]
    } else {
        vec![
            levels(app, room),
            shares(app, room),
            listed(app, room),
            notice,
            Line::styled(Columns::of(room).heads(theme), dim),
        ]
    };
    let rect = Rect {
        height: head_rows(app).min(area.height),
        ..area
    };
    frame.render_widget(Paragraph::new(lines), rect);
}

/// Whose requirements these are, as far as there is room; the detail has it in full.
fn notice(room: usize) -> &'static str {
    const LONG: &str = " PVC requirements are Bartizan's own, aligned with OWASP MLSVS; they are not OWASP requirements, and this is no OWASP certification.";
    const SHORT: &str = " PVC requirements are Bartizan's own, not OWASP's; no certification.";
    const LEAST: &str = " PVC: Bartizan's own, not OWASP's; no certification.";
    let fits = |text: &&str| text.len() <= room;
    [LONG, SHORT].into_iter().find(fits).unwrap_or(LEAST)
}

/// A bar of so many columns.
fn bar(theme: Theme, share: f64, columns: usize) -> String {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a few columns"
    )]
    let full = ((share.clamp(0.0, 1.0) * columns as f64) + 1e-9).floor() as usize;
    theme.glyph(Glyph::Full).repeat(full) + &theme.glyph(Glyph::Empty).repeat(columns - full)
}

fn share(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a share for a bar")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

fn percent(share: f64) -> String {
    format!("{}%", crate::analysis::percent(share))
}

/// The ladder: how much of each level is verified.
fn levels(app: &App, room: usize) -> Line<'static> {
    let theme = app.theme;
    let wide = match room {
        100.. => 14,
        64.. => 6,
        _ => 4,
    };
    let mut pieces = vec![(" Levels ".to_owned(), theme.style(Role::Strong))];
    for rung in ladder(&app.catalog, &app.derived.assessment) {
        let (mark, role) = if rung.reached {
            let apart = if theme.ascii() { " " } else { "" };
            (
                format!("{}{apart}", theme.glyph(Glyph::Treated)),
                Role::Good,
            )
        } else {
            (" ".to_owned(), Role::Plain)
        };
        let target = if rung.level == app.model().system.target_level {
            " target"
        } else {
            ""
        };
        let bar = bar(theme, share(rung.verified, rung.applicable), wide);
        pieces.push((format!(" {mark}{} {bar} ", rung.level), theme.style(role)));
        pieces.push((
            format!("{}/{}{target} ", rung.verified, rung.applicable),
            theme.style(if target.is_empty() {
                Role::Plain
            } else {
                Role::Strong
            }),
        ));
    }
    line_of(pieces, room, theme.ascii())
}

/// Coverage and completeness: an empty drawing must not look safe.
fn shares(app: &App, room: usize) -> Line<'static> {
    let theme = app.theme;
    let assessment = &app.derived.assessment;
    let wide = match room {
        100.. => 20,
        70.. => 8,
        _ => 4,
    };
    let apart = if room < 64 { "  " } else { "   " };
    let unseen = assessment
        .requirements
        .values()
        .filter(|state| state.status.is_none())
        .count();
    let pieces = vec![
        (" Coverage ".to_owned(), theme.style(Role::Strong)),
        (
            format!(
                "{} {}",
                bar(theme, assessment.coverage, wide),
                percent(assessment.coverage)
            ),
            Style::new(),
        ),
        (format!("{apart}Completeness "), theme.style(Role::Strong)),
        (
            format!(
                "{} {}",
                bar(theme, assessment.completeness, wide),
                percent(assessment.completeness)
            ),
            Style::new(),
        ),
        (
            format!("{apart}{unseen} not assessed"),
            theme.style(if unseen > 0 { Role::Warn } else { Role::Good }),
        ),
    ];
    line_of(pieces, room, theme.ascii())
}

/// What is listed, or what keeps the next level away.
fn listed(app: &App, room: usize) -> Line<'static> {
    let theme = app.theme;
    let assessment = &app.derived.assessment;
    let all = assessment.requirements.len();
    let (text, role) = if app.verify.filter.is_empty() {
        let blocked = assessment.blockers.len();
        let next = assessment.reached.map_or(1, |level| level.number() + 1);
        let applies = count(all, "requirement applies", "requirements apply");
        if app.model().components.is_empty() {
            let text = "Nothing is drawn yet: only what always applies is listed.";
            (text.to_owned(), Role::Warn)
        } else if blocked == 0 {
            (format!("{applies}; every level is reached"), Role::Good)
        } else {
            let key = app.key(Command::OnlyBlocking);
            let waits = format!("level {next} waits for {blocked} ({key} lists them)");
            if assessment.reached >= Some(app.model().system.target_level) {
                (format!("The target is reached; {waits}"), Role::Good)
            } else {
                (format!("{applies}; {waits}"), Role::Plain)
            }
        }
    } else {
        let shown = crate::tui::verify::rows(app).len();
        let filter = app.verify.filter.in_words(app);
        (
            format!(
                "{shown} of {all}: {filter}; {} lists all",
                app.key(Command::StepBack)
            ),
            Role::Warn,
        )
    };
    line_of(
        vec![(format!(" {text}"), theme.style(role))],
        room,
        theme.ascii(),
    )
}

/// How wide each column is; a column that finds no room has none.
struct Columns {
    text: usize,
    methods: usize,
    places: usize,
    evidence: usize,
}

/// Pointer, id, level and state.
const LEFT: usize = 34;
/// So many columns let a requirement be said in full; with fewer it is named by its title.
const SENTENCE: usize = 90;

impl Columns {
    fn of(room: usize) -> Self {
        let methods = if room >= 96 { 9 } else { 0 };
        let places = match room {
            0..76 => 0,
            76..100 => 14,
            _ => 20,
        };
        let rest = room.saturating_sub(LEFT + methods + places);
        let evidence = if rest >= 60 { rest / 3 } else { 0 };
        Self {
            text: rest - evidence,
            methods,
            places,
            evidence,
        }
    }

    fn heads(&self, theme: Theme) -> String {
        let left = fill("  Requirement L State", LEFT, theme.ascii());
        left + &self.cells(theme, "What must be true", "Methods", "Where", "Evidence")
    }

    fn cells(
        &self,
        theme: Theme,
        text: &str,
        methods: &str,
        places: &str,
        evidence: &str,
    ) -> String {
        let cell = |text: &str, room: usize| {
            if room == 0 {
                String::new()
            } else {
                format!("{} ", fill(text, room - 1, theme.ascii()))
            }
        };
        [
            cell(text, self.text),
            cell(methods, self.methods),
            cell(places, self.places),
            cell(evidence, self.evidence),
        ]
        .concat()
    }
}

/// A chapter or a level, with how much of it is verified; of a filtered one, how much of it is listed.
fn heading(app: &App, heading: &Heading, room: usize) -> Line<'static> {
    let theme = app.theme;
    let Heading {
        text,
        all,
        verified,
        listed,
    } = heading;
    let bar = bar(theme, share(*verified, *all), 8);
    let listed = if listed == all {
        String::new()
    } else {
        format!(", {listed} listed")
    };
    let right = format!("{bar} {verified}/{all} verified{listed}");
    let left = line_of(
        vec![(format!(" {text}"), theme.style(Role::Strong))],
        room.saturating_sub(columns(&right) + 2),
        theme.ascii(),
    );
    with_right(left, vec![(right, theme.style(Role::Dim))], room)
}

/// The mark and the role of a state.
pub fn mark_of(theme: Theme, status: Option<ControlStatus>) -> (&'static str, Role) {
    match status {
        Some(ControlStatus::Verified) => (theme.glyph(Glyph::Treated), Role::Good),
        Some(ControlStatus::Implemented) => (theme.glyph(Glyph::Half), Role::Plain),
        Some(ControlStatus::Planned) => (theme.glyph(Glyph::Dot), Role::Plain),
        Some(ControlStatus::NotMet) => (theme.glyph(Glyph::Open), Role::Bad),
        Some(ControlStatus::NotApplicable) => (theme.glyph(Glyph::Not), Role::Dim),
        None => (theme.glyph(Glyph::Unknown), Role::Dim),
    }
}

fn line(app: &App, row: &Row, is_here: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let (mark, role) = mark_of(theme, row.state.status);
    let pointer = theme.pointer(is_here);
    let id = fill(row.id.as_str(), 11, theme.ascii());
    let state = format!(
        "{} {}",
        fill(mark, 2, theme.ascii()),
        state_words(row.state.status)
    );
    let methods: Vec<String> = row
        .requirement
        .methods
        .iter()
        .map(|method| format!("{method:?}"))
        .collect();
    let columns = Columns::of(room);
    let what = if columns.text < SENTENCE {
        &row.requirement.title
    } else {
        &row.requirement.text
    };
    let cells = columns.cells(
        theme,
        what,
        &methods.join(" "),
        &places(app, row),
        &evidence(app, row),
    );
    let mut line = Line::from(vec![
        Span::raw(format!("{pointer} {id} {} ", row.requirement.level)),
        Span::styled(fill(&state, LEFT - 16, theme.ascii()), theme.style(role)),
        Span::raw(cells),
    ]);
    if is_here {
        line = line.patch_style(theme.style(Role::Cursor));
    }
    line
}

/// Where the requirement applies.
fn places(app: &App, row: &Row) -> String {
    match row.state.components.as_slice() {
        [] => "system".into(),
        [one] => app.model().name_of(one).to_owned(),
        many => format!("{} components", many.len()),
    }
}

/// The evidence that is recorded, the whole system's first.
fn evidence(app: &App, row: &Row) -> String {
    let records = app.model().controls.iter();
    let mut said: Vec<&str> = records
        .filter(|(id, _)| &id.requirement == row.id)
        .filter_map(|(_, control)| control.evidence.as_deref())
        .collect();
    said.dedup();
    said.join("; ").replace('\n', " ")
}

fn empty(app: &App, frame: &mut Frame, rows: Rect) {
    let text = if app.model().components.is_empty() {
        super::nothing_drawn(app)
    } else {
        let esc = app.key(Command::StepBack);
        format!("  No requirement fits the filter: {esc} lists all that apply.")
    };
    let style = app.theme.style(Role::Dim);
    let rect = Rect {
        height: rows.height.min(1),
        ..rows
    };
    frame.render_widget(Paragraph::new(Line::styled(text, style)), rect);
}
