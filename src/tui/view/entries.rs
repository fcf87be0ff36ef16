//! The lines of the panel's list: a mark, what it is, and what there is to say of it at the right.

use ratatui::text::Line;

use crate::analysis::{Asked, Finding, NotApplicable, Role as Part, Verdict};
use crate::catalog::Fact;
use crate::layout::flow_label;
use crate::model::{ComponentId, FlowId};
use crate::tui::app::App;
use crate::tui::panel::{FlowPart, PanelLine};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::threat_name;
use crate::tui::wrap::{columns, cut, fill};

use super::detail;
use super::page::{line_of, with_right};

/// From this many columns on, the longest name of a threat and "does not apply" stand beside each other.
const ROOMY: usize = 52;

/// The pieces of a line, each with its role.
struct Pieces {
    mark: (String, Role),
    text: (String, Role),
    right: (String, Role),
}

/// A line of the list in so many columns.
pub fn line(app: &App, entry: &PanelLine, room: usize) -> Line<'static> {
    let pieces = match entry {
        PanelLine::Finding(finding) => finding_line(app, finding, room),
        PanelLine::Not(not) => not_line(app, not, room),
        PanelLine::Fact { name, value, open } => {
            fact_line(app, name, value.as_deref(), *open, room)
        }
        PanelLine::Place(asks) => place_line(app, asks),
        PanelLine::Clear(count) => clear_line(app, *count, room),
        PanelLine::Flow(id, out) => flow_line(app, id, *out),
        PanelLine::Part(part) => return part_line(app, *part, room),
        PanelLine::Member(id) => member_line(app, id),
    };
    let theme = app.theme;
    let style = |role| theme.style(role);
    let right = columns(&pieces.right.0);
    // How a threat or a fact stands is worth more than the end of its name.
    let space = match entry {
        PanelLine::Flow(..) | PanelLine::Member(_) => room,
        _ if right > 0 => room.saturating_sub(right + 2),
        _ => room,
    };
    let mark = fill(&pieces.mark.0, 2, theme.ascii());
    let left = line_of(
        vec![
            (format!("{mark} "), theme.mark(pieces.mark.1)),
            (pieces.text.0, style(pieces.text.1)),
        ],
        space,
        theme.ascii(),
    );
    with_right(left, vec![(pieces.right.0, style(pieces.right.1))], room)
}

/// A threat by id and name; where that is too long, without the word that most of them end with.
fn named(app: &App, threat: &str, room: usize) -> String {
    let name = threat_name(app, threat);
    let text = format!("{threat} {name}");
    match text.strip_suffix(" Attack") {
        Some(short) if columns(&text) + 4 > room => short.to_owned(),
        _ => text,
    }
}

fn finding_line(app: &App, finding: &Finding, room: usize) -> Pieces {
    let (mark, role, mut word) = detail::mark_of(app, finding);
    if room < ROOMY && finding.verdict == Verdict::NeedsAnswer && finding.role == Part::Primary {
        // The name of the threat is worth more in a narrow panel.
        word = "answer?".into();
    }
    let text = named(
        app,
        finding.id.threat.as_str(),
        room.saturating_sub(columns(&word)),
    );
    Pieces {
        mark: (mark, role),
        text: (text, Role::Plain),
        right: (word, role),
    }
}

fn not_line(app: &App, not: &NotApplicable, room: usize) -> Pieces {
    let kept = app.model().decisions.contains_key(&not.id);
    // In a narrow panel all of them say it shortly, so that they say the same.
    let word = match (kept, room >= ROOMY) {
        (true, true) => "decision kept",
        (true, false) => "kept",
        (false, true) => "does not apply",
        (false, false) => "n/a",
    };
    let text = named(
        app,
        not.id.threat.as_str(),
        room.saturating_sub(columns(word)),
    );
    Pieces {
        mark: (app.theme.glyph(Glyph::Not).into(), Role::Dim),
        text: (text, Role::Dim),
        right: (word.into(), Role::Dim),
    }
}

fn fact_line(app: &App, name: &str, value: Option<&str>, open: bool, room: usize) -> Pieces {
    let (mark, role) = match (open, value) {
        (true, _) => (Glyph::Unknown, Role::Warn),
        (false, Some(_)) => (Glyph::Treated, Role::Good),
        (false, None) => (Glyph::Dot, Role::Dim),
    };
    let fact = app.catalog.fact(name);
    let question = fact.map_or_else(|| name.to_owned(), |fact| fact.question.clone());
    let dangerous = value
        .zip(fact)
        .is_some_and(|(value, fact)| is_dangerous(fact, value));
    let right = if dangerous { Role::Bad } else { Role::Strong };
    let (mark, role) = if dangerous {
        (Glyph::Danger, Role::Bad)
    } else {
        (mark, role)
    };
    let value = value
        .unwrap_or_default()
        .replace('_', " ")
        .replace(',', ", ");
    Pieces {
        mark: (app.theme.glyph(mark).into(), role),
        text: (question, Role::Plain),
        right: (cut(&value, room / 2, app.theme.ascii()), right),
    }
}

/// Whether an answer names the most dangerous value that there is, or one of the two most dangerous of many.
fn is_dangerous(fact: &Fact, value: &str) -> bool {
    let count = fact.values.len();
    let from = if count > 4 {
        count - 2
    } else {
        count.saturating_sub(1)
    };
    let rank = value
        .split(',')
        .filter_map(|value| fact.rank(value.trim()))
        .max();
    count > 1 && rank.is_some_and(|rank| rank >= from)
}

/// A component of the selected zone, with what is open at it.
fn member_line(app: &App, id: &ComponentId) -> Pieces {
    let badge = app.derived.badge(id);
    let (mark, role, word) = match badge.worst {
        Some(worst) => (
            Glyph::Open,
            Role::Risk(worst),
            format!("{} open, {}", badge.open, worst.as_str()),
        ),
        None if badge.unanswered > 0 => (
            Glyph::Unknown,
            Role::Warn,
            format!("{} unanswered", badge.unanswered),
        ),
        None if badge.applies > 0 => (Glyph::Treated, Role::Good, "treated".to_owned()),
        None => (Glyph::Dot, Role::Dim, String::new()),
    };
    Pieces {
        mark: (app.theme.glyph(mark).into(), role),
        text: (app.model().name_of(id).to_owned(), Role::Plain),
        right: (word, role),
    }
}

fn place_line(app: &App, asks: &Asked) -> Pieces {
    let text = match asks {
        Asked::Zone => "Which zone does it stand in?",
        _ => "How far is its zone trusted?",
    };
    Pieces {
        mark: (app.theme.glyph(Glyph::Unknown).into(), Role::Warn),
        text: (text.into(), Role::Plain),
        right: (String::new(), Role::Warn),
    }
}

/// That no threat applies: said once, before the reasons one by one. Where something about the box is still open it is no tick:
/// a box of which nobody has said anything never looks safe.
fn clear_line(app: &App, count: usize, room: usize) -> Pieces {
    let here = app.canvas.selected_box();
    let homeless = here.is_some_and(|id| {
        let component = app.model().components.get(id);
        component.is_some_and(|component| component.zone.is_none())
    });
    let questions = &app.derived.assessment.questions;
    let open = homeless || questions.iter().any(|one| Some(&one.component) == here);
    let (glyph, role, so_far) = if open {
        (Glyph::Unknown, Role::Warn, " so far")
    } else {
        (Glyph::Treated, Role::Good, "")
    };
    let shortest = format!("None of {count} applies{so_far}:");
    let longer = [
        format!("None of the {count} threats applies{so_far}:"),
        format!("None of {count} threats applies{so_far}:"),
    ];
    // Behind mark and blank, and before the scroll bar.
    let fits = |words: &String| columns(words) + 4 <= room;
    let words = longer.into_iter().find(fits).unwrap_or(shortest);
    Pieces {
        mark: (app.theme.glyph(glyph).into(), role),
        text: (words, Role::Plain),
        right: (String::new(), Role::Plain),
    }
}

fn flow_line(app: &App, id: &FlowId, out: bool) -> Pieces {
    let flow = app.model().flows.get(id);
    let other = flow.map(|flow| if out { &flow.to } else { &flow.from });
    let name = other.map_or("", |other| app.model().name_of(other));
    let arrow = if out { Glyph::To } else { Glyph::From };
    Pieces {
        mark: (app.theme.glyph(arrow).into(), Role::Plain),
        text: (name.to_owned(), Role::Plain),
        right: (
            flow.map(|flow| flow_label(flow, &app.catalog))
                .unwrap_or_default(),
            Role::Dim,
        ),
    }
}

fn part_line(app: &App, part: FlowPart, room: usize) -> Line<'static> {
    let flow = app.canvas.selected_flow();
    let value = flow
        .map(|id| detail::part_value(app, id, part))
        .unwrap_or_default();
    let ascii = app.theme.ascii();
    let name = fill(detail::part_name(part), 15, ascii);
    let pieces = vec![
        (name, app.theme.style(Role::Dim)),
        (value, app.theme.style(Role::Plain)),
    ];
    line_of(pieces, room, ascii)
}
