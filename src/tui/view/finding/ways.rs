//! What would make a finding go away, or at least lower it.

use crate::analysis::{Finding, Risk, WayOut};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::waits_for_quiet;
use crate::tui::view::page::Page;
use crate::tui::wrap::count;

/// The answers and flows that would, and what verified requirements leave.
pub fn out(app: &App, page: &mut Page, finding: &Finding) {
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
