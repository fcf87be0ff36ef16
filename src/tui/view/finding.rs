//! Everything there is to say of one finding, as the detail of the register: statement, question, way, proof, risk, what would make
//! it go away, requirements, what others say, decision and history.

use crate::analysis::mlsvs::{Measure, measures};
use crate::analysis::{
    Finding, Limit, MOST_POINTS, Question, Rating, Risk, Role as Part, Truth, Verdict, WayOut,
    in_words,
};
use crate::catalog::Strength;
use crate::model::{ControlStatus, Date, Decision, Entity, FindingId, Key};
use crate::tui::app::{App, Focus};
use crate::tui::command::Command;
use crate::tui::modal::Card;
use crate::tui::register::{self, Cell};
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::waits_for_quiet;
use crate::tui::wrap::{count, fill};

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
    match register::cell(&app.derived.assessment, id) {
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
    rated(page, finding);
    ways_out(app, page, finding);
    marks.requirements = page.lines.len();
    requirements(app, page, finding);
    published(app, page, finding);
    crosswalk(app, page, finding);
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
    page.text(Role::Dim, how);
}

fn choice(page: &mut Page, card: &Card, index: usize) {
    let Some(choice) = card.choices.get(index) else {
        return;
    };
    let here = index == card.cursor;
    let pointer = if here {
        page.theme.glyph(Glyph::Pointer)
    } else {
        " "
    };
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
    let text = format!(
        "{marked}{}{effect}",
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

/// From likelihood and impact to inherent, and over what lowers it to residual: every step with its reason.
fn rated(page: &mut Page, finding: &Finding) {
    page.heading("Risk, step by step");
    rating(page, "likelihood", &finding.likelihood);
    rating(page, "impact", &finding.impact);
    let by = if page.theme.ascii() { "x" } else { "×" };
    let (likelihood, impact) = (finding.likelihood.score, finding.impact.score);
    let inherent = finding.inherent();
    let text = format!(
        "{likelihood} {by} {impact} = {inherent}, {}",
        Risk::of(inherent).as_str()
    );
    step(page, "inherent", Role::Strong, &text);
    for treatment in &finding.treatments {
        let halves = treatment.halves;
        let points = format!("-{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" });
        step(page, &points, Role::Good, &treatment.because);
    }
    if finding.treatments.is_empty() {
        step(page, "", Role::Dim, "nothing recorded lowers it");
    }
    if matches!(finding.limit(), Some(Limit::Cap | Limit::Floor)) {
        let text = format!("likelihood falls by {MOST_POINTS} at most, and never below 1");
        step(page, "", Role::Dim, &text);
    }
    let text = format!(
        "{} {by} {impact} = {}, {}",
        finding.residual_likelihood,
        finding.residual(),
        finding.risk().as_str()
    );
    step(page, "residual", Role::Risk(finding.risk()), &text);
}

fn step(page: &mut Page, effect: &str, role: Role, because: &str) {
    let lead = fill(effect, 12, page.theme.ascii());
    page.item(&lead, Role::Dim, role, because);
}

fn rating(page: &mut Page, name: &str, rating: &Rating) {
    let (counted, open) = rating.counted_and_open();
    let end = rating.passes().map(detail::end_in_words);
    let end = end.map_or(String::new(), |end| {
        format!(", which is the {end} there is")
    });
    step(page, name, Role::Strong, &format!("{}{end}", rating.score));
    for one in counted {
        step(page, &format!(" {}", one.effect), Role::Plain, &one.because);
    }
    if !open.is_empty() {
        step(page, "", Role::Dim, detail::NOT_COUNTED);
    }
    for one in open {
        let text = format!("{}: {}", one.effect, one.because);
        step(page, "", Role::Dim, &text);
    }
}

fn ways_out(app: &App, page: &mut Page, finding: &Finding) {
    page.heading("What would make it go away");
    if app.model().own_threats.contains_key(&finding.id.threat) {
        page.text(Role::Dim, "The team put it there; the team takes it away.");
        return;
    }
    let revision = app.doc.revision();
    let known = app.register.ways.as_ref();
    let known = known.filter(|(at, id, _)| *at == revision && *id == finding.id);
    let Some((.., ways)) = known else {
        let text = if waits_for_quiet(app) {
            "being worked out".to_owned()
        } else {
            format!(
                "{} works it out: the system is too large to do so at every step.",
                app.key(Command::NextPane)
            )
        };
        page.text(Role::Dim, &text);
        return;
    };
    for change in &ways.changes {
        let mark = page.theme.glyph(Glyph::Dot);
        page.item(
            mark,
            Role::Good,
            Role::Plain,
            &way_words(app, page.theme.ascii(), change),
        );
    }
    if ways.changes.is_empty() {
        page.text(
            Role::Plain,
            "No single answer or flow does: it takes several, or controls that lower it.",
        );
    }
    if let Some((strong, residual)) = ways.verified {
        let strong = count(strong, "requirement", "requirements");
        let risk = Risk::of(residual).as_str();
        let text = if residual < finding.residual() {
            format!(
                "Controls lower it: with {strong} that act strongly on it verified, {risk} {residual} is left."
            )
        } else {
            format!(
                "Controls lower it no further: with {strong} that act strongly on it verified, it is still {risk} {residual}."
            )
        };
        page.text(Role::Plain, &text);
    }
}

fn way_words(app: &App, ascii: bool, change: &WayOut) -> String {
    let model = app.model();
    let to = if ascii { "->" } else { "→" };
    let flow = |id| {
        model.flows.get(id).map_or_else(String::new, |flow| {
            format!(
                "{} {to} {}",
                model.name_of(&flow.from),
                model.name_of(&flow.to)
            )
        })
    };
    match change {
        WayOut::Answer {
            component,
            fact,
            values,
        } => {
            let entry = app.catalog.fact(fact);
            let question = entry.map_or(fact.as_str(), |fact| fact.question.as_str());
            let meanings: Vec<String> = values
                .iter()
                .map(|value| {
                    let meaning = entry.and_then(|fact| fact.meaning(value)).unwrap_or(value);
                    format!("\"{meaning}\"")
                })
                .collect();
            format!(
                "{}: {question} {}",
                model.name_of(component),
                meanings.join(" or ")
            )
        }
        WayOut::Encrypt(id) => format!("{} is encrypted", flow(id)),
        WayOut::Authenticate(id) => format!("both ends of {} prove who they are", flow(id)),
        WayOut::Cut(id) => format!("without the flow {}", flow(id)),
    }
}

/// What acts on it, the strongest first, with the state in which it is.
fn requirements(app: &App, page: &mut Page, finding: &Finding) {
    let measures = measures(app.model(), &app.catalog, &app.derived.assessment, finding);
    page.heading("Requirements that act on it");
    if measures.is_empty() {
        page.text(Role::Dim, "None of the catalogue acts on it here.");
    }
    for strength in [Strength::S, Strength::M, Strength::W] {
        let here: Vec<&Measure> = measures.iter().filter(|m| m.strength == strength).collect();
        if here.is_empty() {
            continue;
        }
        page.text(Role::Dim, strength.in_words());
        for measure in here {
            requirement(app, page, measure);
        }
    }
    if !measures.is_empty() {
        page.text(
            Role::Dim,
            &format!(
                "They are this tool's own, aligned with MLSVS; {} goes to them.",
                app.key(Command::ShowRequirements)
            ),
        );
    }
}

fn requirement(app: &App, page: &mut Page, measure: &Measure) {
    let (mark, role) = match measure.status {
        Some(ControlStatus::Verified) => (Glyph::Treated, Role::Good),
        Some(ControlStatus::Implemented) => (Glyph::Dot, Role::Good),
        Some(ControlStatus::Planned) => (Glyph::Dot, Role::Warn),
        Some(ControlStatus::NotMet) => (Glyph::Open, Role::Bad),
        Some(ControlStatus::NotApplicable) => (Glyph::Not, Role::Dim),
        None => (Glyph::Unknown, Role::Warn),
    };
    let state = measure
        .status
        .map_or("not assessed".to_owned(), ControlStatus::in_words);
    let mark = fill(page.theme.glyph(mark), 2, page.theme.ascii());
    let head = format!("{} level {}, {state}", measure.requirement, measure.level);
    page.item(&mark, role, Role::Strong, &head);
    let text = app
        .catalog
        .requirement(measure.requirement.as_str())
        .map(|r| r.text.as_str());
    page.item("  ", Role::Plain, Role::Plain, text.unwrap_or_default());
}

/// What OWASP lists as prevention, in our words, by the edition that the document speaks.
fn published(app: &App, page: &mut Page, finding: &Finding) {
    let edition = app.model().system.edition;
    let threat = app.catalog.threat(finding.id.threat.as_str());
    let Some(preventions) = threat.and_then(|t| t.preventions.range(..=edition).next_back()) else {
        return;
    };
    let (said_in, preventions) = preventions;
    page.heading(&format!("How OWASP prevents it (edition {said_in})"));
    for one in preventions {
        let mark = page.theme.glyph(Glyph::Dot);
        page.item(mark, Role::Dim, Role::Plain, one);
    }
}

/// Where other standards speak of the same.
fn crosswalk(app: &App, page: &mut Page, finding: &Finding) {
    let Some(threat) = app.catalog.threat(finding.id.threat.as_str()) else {
        return;
    };
    if threat.crosswalk.is_empty() {
        return;
    }
    page.heading("Elsewhere");
    for (standard, mappings) in &threat.crosswalk {
        let Some(standard) = app.catalog.standard(standard) else {
            continue;
        };
        page.text(
            Role::Dim,
            &format!("{} {}", standard.title, standard.version),
        );
        for mapping in mappings {
            for id in &mapping.ids {
                let name = standard.items.get(id).map_or("", |item| item.name.as_str());
                let text = format!(
                    "{} {name} ({})",
                    standard.cited(id),
                    mapping.certainty.as_str()
                );
                let mark = page.theme.glyph(Glyph::Dot);
                page.item(mark, Role::Dim, Role::Plain, &text);
            }
        }
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
