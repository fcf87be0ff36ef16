//! What there is to say of one finding, one fact or one flow, in words on a page.

use crate::analysis::{
    EndOfScale, Finding, NotApplicable, Rating, Role as Part, Truth, Verdict, in_words,
};
use crate::model::{Component, Decision, DecisionStatus, FindingId, FlowId};
use crate::tui::app::{App, Screen};
use crate::tui::command::Command;
use crate::tui::derived::carried;
use crate::tui::panel::FlowPart;
use crate::tui::theme::{Glyph, Role};
use crate::tui::threats::{self, Cell};
use crate::tui::update::threat_name;

use super::page::Page;

/// A finding whatever its verdict.
pub fn finding(app: &App, page: &mut Page, id: &FindingId) {
    match threats::cell(&app.derived.assessment, id) {
        Cell::Finding(finding) => applies(app, page, finding),
        Cell::Not(not) => does_not_apply(app, page, not),
        Cell::Empty => page.text(Role::Dim, "Nothing is known of this."),
    }
}

fn applies(app: &App, page: &mut Page, finding: &Finding) {
    heading(app, page, &finding.id);
    let role = Role::Risk(finding.risk());
    let (residual, inherent) = (finding.residual(), finding.inherent());
    let if_it_applies = if finding.verdict == Verdict::NeedsAnswer {
        ", if it applies"
    } else {
        ""
    };
    // Of two pairs of numbers each stands with its product.
    let impact = finding.impact.score;
    let lowered = if inherent == residual {
        String::new()
    } else {
        format!(
            "; without controls {} × {impact} = {inherent}",
            finding.likelihood.score
        )
    };
    let risk = format!(
        "{}: {residual} of 25{if_it_applies} (likelihood {} × impact {impact}{lowered})",
        finding.risk().as_str(),
        finding.residual_likelihood,
    );
    page.item(&finding.risk().letter().to_string(), role, role, &risk);
    decision(app, page, finding);
    page.gap();
    page.text(Role::Plain, &finding.statement);
    for behind in &finding.behind {
        let at = app.model().name_of(&behind.component);
        let text = format!("comes from {} at {at}", behind.threat);
        page.item(
            page.theme.glyph(Glyph::Affected),
            Role::Dim,
            Role::Plain,
            &text,
        );
    }
    question(app, page, finding);
    page.heading("Why");
    for premise in finding.proof.premises() {
        let (mark, mark_role) = match premise.truth {
            Truth::True => (page.theme.glyph(Glyph::Dot), Role::Plain),
            Truth::Unknown => (page.theme.glyph(Glyph::Unknown), Role::Warn),
            Truth::False => (page.theme.glyph(Glyph::Not), Role::Dim),
        };
        page.item(
            mark,
            mark_role,
            Role::Plain,
            &in_words(premise, app.model(), &app.catalog),
        );
    }
    rating(page, "Likelihood", &finding.likelihood);
    rating(page, "Impact", &finding.impact);
    treatments(page, finding);
}

/// The threat and where it stands.
pub(super) fn heading(app: &App, page: &mut Page, id: &FindingId) {
    let name = threat_name(app, id.threat.as_str());
    let text = if app.screen == Screen::Draw {
        name
    } else {
        format!("{name} at {}", app.model().name_of(&id.component))
    };
    page.item(id.threat.as_str(), Role::Strong, Role::Strong, &text);
}

fn question(app: &App, page: &mut Page, finding: &Finding) {
    let question = finding
        .question
        .and_then(|at| app.derived.assessment.questions.get(at));
    if let Some(question) = question.filter(|_| finding.verdict == Verdict::NeedsAnswer) {
        page.item(
            page.theme.glyph(Glyph::Unknown),
            Role::Warn,
            Role::Strong,
            &question.text,
        );
    }
}

fn rating(page: &mut Page, name: &str, rating: &Rating) {
    page.heading(&format!("{name} {}", rating.score));
    let (counted, open) = rating.counted_and_open();
    for step in counted {
        let effect = crate::tui::wrap::fill(&step.effect.to_string(), 10, page.theme.ascii());
        page.item(&effect, Role::Dim, Role::Plain, &step.because);
    }
    if let Some(end) = rating.passes() {
        let text = format!("{} is the {} there is.", rating.score, end_in_words(end));
        page.text(Role::Dim, &text);
    }
    if !open.is_empty() {
        page.text(Role::Dim, &crate::tui::wrap::capital(NOT_COUNTED));
    }
    for step in open {
        page.item(
            "",
            Role::Dim,
            Role::Dim,
            &format!("{}: {}", step.effect, step.because),
        );
    }
}

/// Before the steps of a rating that rest on a question nobody has answered.
pub(super) const NOT_COUNTED: &str = "not counted, because nobody has said:";

/// What the end of a scale is.
pub(super) fn end_in_words(end: EndOfScale) -> &'static str {
    match end {
        EndOfScale::Least => "least",
        EndOfScale::Most => "most",
    }
}

fn treatments(page: &mut Page, finding: &Finding) {
    if finding.treatments.is_empty() {
        return;
    }
    page.heading(&format!(
        "Lowered to likelihood {}",
        finding.residual_likelihood
    ));
    for treatment in &finding.treatments {
        let halves = treatment.halves;
        let points = format!("-{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" });
        page.item(&points, Role::Good, Role::Plain, &treatment.because);
    }
}

pub(super) fn decision(app: &App, page: &mut Page, finding: &Finding) {
    match &finding.decision {
        Some(decision) => {
            if let Some(why) = finding.open_again(|day| day.to_string()) {
                let text = format!("open again: {why}");
                page.item(page.theme.glyph(Glyph::Open), Role::Warn, Role::Warn, &text);
            }
            let late = finding.is_open() && finding.is_overdue(app.date);
            recorded(page, decision, late);
        }
        None if finding.role == Part::Affected => {
            page.text(
                Role::Dim,
                "a consequence; it is decided where it comes from",
            );
        }
        None if finding.verdict == Verdict::NeedsAnswer => {}
        None => page.item(
            page.theme.glyph(Glyph::Open),
            Role::Warn,
            Role::Plain,
            &format!("undecided: {} decides", app.key(Command::Decide)),
        ),
    }
    if app.decision_drafts.contains_key(&finding.id) {
        let key = app.key(Command::Decide);
        page.text(
            Role::Warn,
            &format!("typed, but not kept yet: {key} goes on"),
        );
    }
}

pub(super) fn recorded(page: &mut Page, decision: &Decision, late: bool) {
    let mark = match decision.status {
        DecisionStatus::Open => page.theme.glyph(Glyph::Open),
        DecisionStatus::Mitigate => page.theme.glyph(Glyph::Dot),
        _ if late => page.theme.glyph(Glyph::Open),
        _ => page.theme.glyph(Glyph::Treated),
    };
    let mut words = vec![decision.status.in_words()];
    words.extend(decision.owner.clone());
    if let Some(due) = decision.due {
        words.push(format!("by {due}{}", if late { " (overdue)" } else { "" }));
    }
    page.item(mark, Role::Strong, Role::Strong, &words.join(", "));
    if let Some(because) = &decision.because {
        page.text(Role::Plain, because);
    }
    if let Some(ticket) = &decision.ticket {
        page.pair("Ticket", ticket);
    }
}

fn does_not_apply(app: &App, page: &mut Page, not: &NotApplicable) {
    heading(app, page, &not.id);
    page.text(Role::Dim, &format!("Does not apply (reason {})", not.code));
    page.text(Role::Plain, &not.because);
    if let Some(decision) = app.model().decisions.get(&not.id) {
        page.heading("Decision without a finding");
        recorded(page, decision, false);
        page.text(
            Role::Warn,
            "It is kept until somebody takes it back: the finding may come again.",
        );
    }
}

/// A fact: its question, why it is asked, and its values.
pub fn fact(app: &App, page: &mut Page, component: &Component, name: &str) {
    let Some(fact) = app.catalog.fact(name) else {
        page.text(Role::Dim, "The catalogue does not know this fact.");
        return;
    };
    page.text(Role::Strong, &fact.question);
    page.text(Role::Dim, &fact.why);
    let held = component.facts.get(name);
    page.gap();
    let last = fact.values.len().saturating_sub(1);
    for (index, (value, meaning)) in fact.values.iter().enumerate() {
        let is_held = held.is_some_and(|held| held.values().any(|one| one == value));
        let mark = if is_held {
            page.theme.glyph(Glyph::Pointer)
        } else {
            page.theme.glyph(Glyph::Dot)
        };
        let danger = if index == last && last > 0 {
            format!(" {}", page.theme.glyph(Glyph::Danger))
        } else {
            String::new()
        };
        let role = if is_held { Role::Strong } else { Role::Plain };
        page.item(
            mark,
            role,
            role,
            &format!("{}{danger}", said(value, meaning)),
        );
    }
    if held.is_none() {
        let presumed = fact
            .presumed
            .as_ref()
            .map(|value| format!(" Until then {value} is presumed."));
        page.text(
            Role::Warn,
            &format!("Not answered yet.{}", presumed.unwrap_or_default()),
        );
    }
}

/// A value with its meaning, once where both say the same.
pub fn said(value: &str, meaning: &str) -> String {
    let value = value.replace('_', " ");
    if meaning.to_lowercase().starts_with(&value.to_lowercase()) {
        meaning.to_owned()
    } else {
        format!("{value}: {meaning}")
    }
}

/// A flow: from where to where, what it carries and how it is protected.
pub fn flow(app: &App, page: &mut Page, id: &FlowId) {
    let Some(flow) = app.model().flows.get(id) else {
        return;
    };
    let model = app.model();
    let to = page.theme.glyph(Glyph::To);
    page.text(
        Role::Plain,
        &format!(
            "{} {to} {}",
            model.name_of(&flow.from),
            model.name_of(&flow.to)
        ),
    );
    let zone = |id| model.components.get(id).and_then(|c| c.zone.as_ref());
    if zone(&flow.from) != zone(&flow.to) {
        let name = |zone: Option<&crate::model::ZoneId>| {
            zone.and_then(|zone| model.zones.get(zone))
                .map_or("outside".to_owned(), |zone| zone.name.clone())
        };
        let text = format!(
            "Crosses from {} to {}",
            name(zone(&flow.from)),
            name(zone(&flow.to))
        );
        page.text(Role::Warn, &text);
    }
    for part in FlowPart::ALL {
        page.pair(part_name(part), &part_value(app, id, part));
    }
}

/// The label of a part of a flow.
pub fn part_name(part: FlowPart) -> &'static str {
    match part {
        FlowPart::Label => "Label",
        FlowPart::Carries => "Carries",
        FlowPart::Protocol => "Protocol",
        FlowPart::Encrypted => "Encrypted",
        FlowPart::Authenticated => "Authenticated",
    }
}

/// What a part of a flow says.
pub fn part_value(app: &App, id: &FlowId, part: FlowPart) -> String {
    let Some(flow) = app.model().flows.get(id) else {
        return String::new();
    };
    let yes_no = |value: Option<bool>| match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    match part {
        FlowPart::Label => flow.label.clone().unwrap_or_else(|| "none".into()),
        FlowPart::Carries if flow.carries.is_empty() => "not said".into(),
        FlowPart::Carries => carried(flow, &app.catalog),
        FlowPart::Protocol => flow.protocol.clone().unwrap_or_else(|| "not said".into()),
        FlowPart::Encrypted => yes_no(flow.encrypted).into(),
        FlowPart::Authenticated => yes_no(flow.authenticated).into(),
    }
}

/// The mark, the role and the word for a finding in a list.
pub fn mark_of(app: &App, finding: &Finding) -> (String, Role, String) {
    let theme = app.theme;
    let letter = finding.risk().letter();
    let decided = finding.status != DecisionStatus::Open;
    let word = if decided {
        finding.status.in_words()
    } else {
        String::new()
    };
    match (finding.verdict, finding.role) {
        // Whether it follows is told by the answer to its cause: it is counted there.
        (Verdict::NeedsAnswer, Part::Affected) => (
            theme.glyph(Glyph::Unknown).into(),
            Role::Dim,
            "consequence?".into(),
        ),
        (Verdict::NeedsAnswer, Part::Primary) => (
            theme.glyph(Glyph::Unknown).into(),
            Role::Warn,
            "needs an answer".into(),
        ),
        (_, Part::Affected) => (
            theme.glyph(Glyph::Affected).into(),
            Role::Dim,
            "consequence".into(),
        ),
        _ if !finding.is_open() => (theme.glyph(Glyph::Treated).into(), Role::Good, word),
        _ if decided => (letter.to_string(), Role::Risk(finding.risk()), word),
        _ => (
            letter.to_string(),
            Role::Risk(finding.risk()),
            finding.risk().as_str().into(),
        ),
    }
}
