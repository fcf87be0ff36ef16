//! Everything there is to say of one finding, as the detail of the register: statement, question, way, proof, risk, what would make
//! it go away, requirements, what others say, decision and history.

mod against;
mod risk;
mod ways;

use crate::analysis::{Finding, Question, Risk, Role as Part, Truth, Verdict, in_words};
use crate::model::{Date, Decision, Entity, FindingId, Key};
use crate::tui::app::{App, Focus};
use crate::tui::command::Command;
use crate::tui::modal::Card;
use crate::tui::theme::{Glyph, Role};
use crate::tui::threats::{self, Cell};

use super::detail;
use super::page::Page;
use super::way;

/// Rows of the page at which a reader may want to arrive.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// The first value of the question.
    pub values: Option<usize>,
    /// The requirements.
    pub requirements: usize,
}

/// The detail of a finding, of an orphaned decision, or why a threat does not apply.
pub fn detail(app: &App, page: &mut Page, id: &FindingId) -> Marks {
    let mut marks = Marks::default();
    match threats::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => applies(app, page, finding, &mut marks),
        _ if app.model().decisions.contains_key(id) => orphaned(app, page, id),
        Cell::Not(_) | Cell::Empty => detail::finding(app, page, id),
    }
    marks
}

fn applies(app: &App, page: &mut Page, finding: &Finding, marks: &mut Marks) {
    detail::heading(app, page, &finding.id);
    risk_line(page, finding);
    detail::decision(app, page, finding);
    question(app, page, finding, marks);
    page.gap();
    page.text(Role::Plain, &finding.statement);
    if !finding.modes.is_empty() {
        page.text(
            Role::Dim,
            &format!("Ways here: {}.", finding.modes.join(", ")),
        );
    }
    if let Some(own) = app.model().own_threats.get(&finding.id.threat) {
        page.text(
            Role::Dim,
            &format!(
                "A threat of the team's own: {} changes it, {} deletes it.",
                app.key(Command::EditThreat),
                app.key(Command::Delete)
            ),
        );
        if let Some(note) = &own.note {
            page.text(Role::Plain, note);
        }
    }
    way::draw(app, page, finding);
    why(app, page, finding);
    risk::rated(page, finding);
    ways::out(app, page, finding);
    marks.requirements = page.lines.len();
    against::requirements(app, page, finding);
    against::published(app, page, finding);
    against::crosswalk(app, page, finding);
    history(app, page, &finding.id, finding.decision.as_ref());
}

fn risk_line(page: &mut Page, finding: &Finding) {
    let role = Role::Risk(finding.risk());
    let (residual, inherent) = (finding.residual(), finding.inherent());
    let if_it_applies = if finding.verdict == Verdict::NeedsAnswer {
        ", if it applies"
    } else {
        ""
    };
    let before = if inherent == residual {
        "controls lower nothing yet".to_owned()
    } else {
        format!(
            "{} {inherent} without controls",
            Risk::of(inherent).as_str()
        )
    };
    let text = format!(
        "{} {residual} of 25{if_it_applies}; {before}",
        finding.risk().as_str()
    );
    page.item(&finding.risk().letter().to_string(), role, role, &text);
}

/// The question that would settle it, with its values; with the keys on them, each says what it would change.
fn question(app: &App, page: &mut Page, finding: &Finding, marks: &mut Marks) {
    let questions = &app.derived.assessment.questions;
    let open = finding.question.and_then(|at| questions.get(at));
    let Some(question) = open.filter(|_| finding.verdict == Verdict::NeedsAnswer) else {
        return;
    };
    page.gap();
    let mark = page.theme.glyph(Glyph::Unknown);
    page.item(mark, Role::Warn, Role::Strong, &question.text);
    page.text(Role::Dim, &question.why);
    marks.values = Some(page.lines.len());
    match app
        .register
        .card
        .as_ref()
        .filter(|_| app.focus == Focus::Panel)
    {
        Some(card) => choices(page, card),
        None => values(page, question),
    }
}

fn values(page: &mut Page, question: &Question) {
    for (number, (value, meaning)) in (1..).zip(&question.values) {
        let text = detail::said(value, meaning);
        page.item(&format!("  {number}"), Role::Key, Role::Plain, &text);
    }
    let how = if question.values.is_empty() {
        "Drawing it answers this: Enter goes there."
    } else {
        "Enter, then a digit, answers."
    };
    page.text(Role::Dim, how);
}

/// How many rows each value of a question takes.
pub fn value_heights(app: &App, width: usize, card: &Card) -> Vec<usize> {
    let mut heights = Vec::new();
    for index in 0..card.choices.len() {
        let mut page = Page::new(app.theme, width);
        choice(&mut page, card, index);
        heights.push(page.lines.len());
    }
    heights
}

fn choices(page: &mut Page, card: &Card) {
    for index in 0..card.choices.len() {
        choice(page, card, index);
    }
    let how = if card.many {
        "Space marks, Enter answers with what is marked; Esc leaves it open."
    } else {
        "A digit or Enter answers; Esc leaves it open."
    };
    match &card.alike {
        Some(effect) => page.text(Role::Dim, &format!("Any answer {effect}. {how}")),
        None => page.text(Role::Dim, how),
    }
}

fn choice(page: &mut Page, card: &Card, index: usize) {
    let Some(choice) = card.choices.get(index) else {
        return;
    };
    let here = index == card.cursor;
    let pointer = page.theme.pointer(here);
    let marked = match (card.many, card.marked.contains(&index)) {
        (false, _) => "",
        (true, true) => "[x] ",
        (true, false) => "[ ] ",
    };
    let effect = if choice.effect.is_empty() {
        String::new()
    } else {
        format!("  ({})", choice.effect)
    };
    let danger = if choice.dangerous {
        format!("{} ", page.theme.glyph(Glyph::Danger))
    } else {
        String::new()
    };
    let text = format!(
        "{marked}{danger}{}{effect}",
        detail::said(&choice.value, &choice.meaning)
    );
    let role = if here { Role::Cursor } else { Role::Plain };
    page.item(&format!("{pointer} {}", index + 1), Role::Key, role, &text);
}

fn why(app: &App, page: &mut Page, finding: &Finding) {
    page.heading("Why");
    for premise in finding.proof.premises() {
        let (mark, role) = match premise.truth {
            Truth::True => (page.theme.glyph(Glyph::Dot), Role::Plain),
            Truth::Unknown => (page.theme.glyph(Glyph::Unknown), Role::Warn),
            Truth::False => (page.theme.glyph(Glyph::Not), Role::Dim),
        };
        let text = in_words(premise, app.model(), &app.catalog);
        let text = if page.theme.ascii() {
            text.replace('→', "->")
        } else {
            text
        };
        page.item(mark, role, Role::Plain, &text);
    }
    for behind in &finding.behind {
        let at = app.model().name_of(&behind.component);
        let mark = page.theme.glyph(Glyph::Affected);
        page.item(
            mark,
            Role::Dim,
            Role::Plain,
            &format!("a consequence of {} at {at}", behind.threat),
        );
    }
    let consequences = app.derived.assessment.findings.values();
    let consequences: Vec<&str> = consequences
        .filter(|other| other.role == Part::Affected && other.behind.contains(&finding.id))
        .map(|other| app.model().name_of(&other.id.component))
        .collect();
    if !consequences.is_empty() {
        page.text(
            Role::Dim,
            &format!("Its consequences reach {}.", consequences.join(", ")),
        );
    }
}

/// What was decided in this session, the latest first.
fn history(app: &App, page: &mut Page, id: &FindingId, decision: Option<&Decision>) {
    let key = Key::Decision(id.clone());
    let steps = app.doc.steps().iter().rev();
    let changes: Vec<String> = steps
        .filter_map(|step| {
            let edit = step.edits.iter().find(|edit| edit.key == key)?;
            let day = Date::of_unix_seconds(step.at);
            let (from, to) = (said(edit.from.as_ref()), said(edit.to.as_ref()));
            Some(format!("{day} {}: {from} to {to}", step.by))
        })
        .collect();
    if changes.is_empty() && decision.is_none() {
        return;
    }
    page.heading("History of the decision");
    for change in &changes {
        let mark = page.theme.glyph(Glyph::Dot);
        page.item(mark, Role::Dim, Role::Plain, change);
    }
    let before = if changes.is_empty() {
        "Recorded before this session; the file's own history knows more."
    } else {
        "What was before this session stands in the file's own history."
    };
    page.text(Role::Dim, before);
}

fn said(entity: Option<&Entity>) -> String {
    match entity {
        Some(Entity::Decision(decision)) => {
            let mut words = vec![decision.status.in_words()];
            words.extend(decision.owner.clone());
            words.extend(decision.due.map(|due| format!("by {due}")));
            words.join(", ")
        }
        _ => "no decision".into(),
    }
}

/// A decision whose finding stands no more, with what can be done about it.
fn orphaned(app: &App, page: &mut Page, id: &FindingId) {
    detail::heading(app, page, id);
    let reason = if let Some(not) = app.derived.assessment.not_applicable.get(id) {
        format!("The finding stands no more ({}): {}", not.code, not.because)
    } else if app.model().components.contains_key(&id.component) {
        "The finding stands no more: the catalogue has no such threat here.".into()
    } else {
        format!("The component {} is gone from the drawing.", id.component)
    };
    page.item(
        page.theme.glyph(Glyph::Open),
        Role::Warn,
        Role::Warn,
        "a decision without a finding",
    );
    page.text(Role::Plain, &reason);
    page.heading("What was decided");
    if let Some(decision) = app.model().decisions.get(id) {
        detail::recorded(page, decision, false);
        page.heading("What to do with it");
        page.item(
            "Enter",
            Role::Key,
            Role::Plain,
            "choose: keep it, take it back, or carry it over to another finding",
        );
        page.item("x", Role::Key, Role::Plain, "take it back at once");
        history(app, page, id, Some(decision));
    }
}
