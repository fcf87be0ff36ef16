//! The columns of the register, and a line in them.

use ratatui::text::{Line, Span};

use crate::analysis::{Role as Part, Verdict};
use crate::model::{Decision, DecisionStatus};
use crate::tui::app::{App, Focus};
use crate::tui::theme::{Glyph, Role};
use crate::tui::threats::{Row, Sort};
use crate::tui::update::threat_name;
use crate::tui::view::detail;
use crate::tui::wrap::{columns, cut, fill};

use super::{RISK, ROOMY};

/// The columns at a width.
pub(super) struct Table {
    columns: Vec<(Sort, usize)>,
}

/// A day, and a blank behind it.
const DUE: usize = 12;

/// Columns of the longest threat, component, zone and owner, each with a blank behind it.
fn longest(app: &App) -> [usize; 4] {
    let model = app.model();
    let threats = app.derived.assessment.threats.iter();
    let threats =
        threats.map(|id| columns(id.as_str()) + columns(&threat_name(app, id.as_str())) + 1);
    let components = model.components.values().map(|one| columns(&one.name));
    let zones = model.zones.values().map(|one| columns(&one.name));
    let owners = model
        .decisions
        .values()
        .filter_map(|one| one.owner.as_deref())
        .map(columns);
    [threats.max(), components.max(), zones.max(), owners.max()]
        .map(|most| most.unwrap_or(0).max(10) + 1)
}

/// The columns shared out: none gets more than it needs while another one has too few; what is left goes to the first.
fn shared(room: usize, needed: [usize; 4]) -> [usize; 4] {
    /// How much of the room each gets at first, in twentieths.
    const AT_FIRST: [usize; 4] = [8, 5, 4, 3];
    let mut got = [0; 4];
    for (at, (part, needed)) in AT_FIRST.into_iter().zip(needed).enumerate() {
        got[at] = (room * part / 20).min(needed);
    }
    for at in 0..got.len() {
        let left = room.saturating_sub(got.iter().sum());
        got[at] += left.min(needed[at] - got[at]);
    }
    got[0] += room.saturating_sub(got.iter().sum());
    got
}

impl Table {
    pub(super) fn of(app: &App, room: usize) -> Self {
        let rest = room.saturating_sub(RISK);
        // Where there is no column for what the list is sorted by, it takes the place of the last one.
        let sorted = app.register.sort;
        let columns = if room >= ROOMY {
            let due = if somebody_is_late(app) {
                DUE + " overdue".len()
            } else {
                DUE
            };
            let status = 17;
            let rest = rest.saturating_sub(status + due);
            let [threat, component, zone, owner] = shared(rest, longest(app));
            vec![
                (Sort::Threat, threat),
                (Sort::Component, component),
                (Sort::Zone, zone),
                (Sort::Status, status),
                (Sort::Owner, owner),
                (Sort::Due, due),
            ]
        } else {
            let (threat, component) = (rest * 2 / 5, rest * 7 / 20);
            let last = rest.saturating_sub(threat + component);
            let third = match sorted {
                Sort::Zone | Sort::Owner | Sort::Due => sorted,
                _ => Sort::Status,
            };
            vec![
                (Sort::Threat, threat),
                (Sort::Component, component),
                (third, last),
            ]
        };
        Self { columns }
    }

    pub(super) fn heads(&self, app: &App) -> String {
        let ascii = app.theme.ascii();
        let sign = if ascii { "\\/" } else { "▾" };
        let head = |sort: Sort, width: usize| {
            let sorted = if sort == app.register.sort { sign } else { "" };
            fill(&format!("{}{sorted}", title(sort)), width, ascii)
        };
        let rest: Vec<String> = self
            .columns
            .iter()
            .map(|(sort, width)| head(*sort, *width))
            .collect();
        // Two signs for an arrow take a column of what stands before it.
        let lead = if ascii { 2 } else { 3 };
        let risk = head(Sort::Risk, RISK - lead);
        format!("{}{risk}{}", " ".repeat(lead), rest.concat())
    }

    pub(super) fn head_at(&self, column: usize) -> Option<Sort> {
        if column < RISK {
            return Some(Sort::Risk);
        }
        let mut start = RISK;
        for (sort, width) in &self.columns {
            if column < start + width {
                return Some(*sort);
            }
            start += width;
        }
        None
    }

    pub(super) fn line(&self, app: &App, row: &Row, here: bool) -> Line<'static> {
        let theme = app.theme;
        let ascii = theme.ascii();
        let pointer = theme.pointer(here);
        let marked = app.register.marked.contains(row.id());
        let marked = if marked {
            theme.glyph(Glyph::Chosen)
        } else {
            " "
        };
        let (mark, role, residual) = match row.finding() {
            Some(finding) => {
                let (mark, role, _) = detail::mark_of(app, finding);
                (mark, role, format!("{:>2}", finding.residual()))
            }
            None => (theme.glyph(Glyph::Danger).into(), Role::Warn, "  ".into()),
        };
        let lead = fill(
            &format!("{pointer}{marked} {} {residual}", fill(&mark, 2, ascii)),
            RISK,
            ascii,
        );
        let mut spans = vec![Span::styled(lead, theme.style(role))];
        for (sort, width) in &self.columns {
            let (text, role) = cell(app, row, *sort, self.columns.len() < 4);
            let text = cut(&text, width.saturating_sub(1), ascii);
            spans.push(Span::styled(fill(&text, *width, ascii), theme.style(role)));
        }
        let line = Line::from(spans);
        if !here {
            return line;
        }
        let away = app.focus == Focus::Panel;
        line.patch_style(theme.style(if away { Role::CursorAway } else { Role::Cursor }))
    }
}

fn title(sort: Sort) -> &'static str {
    match sort {
        Sort::Risk => "Risk",
        Sort::Threat => "Threat",
        Sort::Component => "Component",
        Sort::Zone => "Zone",
        Sort::Status => "Decision",
        Sort::Owner => "Owner",
        Sort::Due => "Due",
    }
}

fn cell(app: &App, row: &Row, sort: Sort, few: bool) -> (String, Role) {
    let model = app.model();
    let id = row.id();
    let late = row.is_overdue(app.date);
    match sort {
        Sort::Risk => (String::new(), Role::Plain),
        Sort::Threat => (
            format!("{} {}", id.threat, threat_name(app, id.threat.as_str())),
            Role::Plain,
        ),
        Sort::Component => (model.name_of(&id.component).to_owned(), Role::Plain),
        Sort::Zone => {
            let zone = model
                .components
                .get(&id.component)
                .and_then(|c| c.zone.as_ref());
            let zone = zone.and_then(|zone| model.zones.get(zone));
            (
                zone.map_or("-".into(), |zone| zone.name.clone()),
                Role::Plain,
            )
        }
        Sort::Status => {
            let word = decision_word(app, row);
            let again = row.finding().is_some_and(|one| one.reopened.is_some());
            let noted = row.decision().is_some_and(is_only_a_note);
            match (few, late, row.owner()) {
                (true, true, _) if !again => (format!("{word}, overdue"), Role::Warn),
                (true, false, Some(owner)) => (format!("{word}, {owner}"), Role::Plain),
                _ if noted => (format!("{word}, noted"), Role::Plain),
                _ => (word, Role::Plain),
            }
        }
        Sort::Owner => (row.owner().unwrap_or("-").to_owned(), Role::Plain),
        Sort::Due => match (row.due(), late) {
            (Some(due), true) => (format!("{due} overdue"), Role::Warn),
            (Some(due), false) => (due.to_string(), Role::Plain),
            (None, _) => ("-".into(), Role::Dim),
        },
    }
}

/// Whether a day on record has passed: the column of days has to tell it then.
fn somebody_is_late(app: &App) -> bool {
    let mut decisions = app.model().decisions.values();
    decisions.any(|one| one.due.is_some_and(|day| day < app.date))
}

fn decision_word(app: &App, row: &Row) -> String {
    let Some(finding) = row.finding() else {
        return format!("orphaned: {}", row.status().in_words());
    };
    if finding.reopened.is_some() {
        return "open again".into();
    }
    let own = finding.verdict == Verdict::Applies && finding.role == Part::Primary;
    if own && finding.status == DecisionStatus::Open {
        return "undecided".into();
    }
    detail::mark_of(app, finding).2
}

/// Whether somebody said something of a finding, and decided nothing.
fn is_only_a_note(decision: &Decision) -> bool {
    decision.status == DecisionStatus::Open && decision.owner.is_none() && decision.note.is_some()
}
