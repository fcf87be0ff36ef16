//! MLSVS in procurement: what to ask of the suppliers of components, what they deliver, and how it is accepted.

use super::tables::{grid, heading, lead, note, para, row};
use super::verification::notice;
use super::view::View;
use super::wording::{capital, count};
use crate::catalog::{Method, Requirement};
use crate::model::{Component, ComponentId, RequirementId};
use crate::report::blocks::{Block, Cell, List, Section, Span, Tone};

/// The annex, where a supplier owns a component.
pub(super) fn section(view: &View) -> Option<Section> {
    let supplied: Vec<(&ComponentId, &Component)> =
        view.components().into_iter().filter(|(_, component)| view.is_supplied(component)).collect();
    if supplied.is_empty() {
        return None;
    }
    let mut section = Section::new("procurement", "Procurement: what to ask of suppliers");
    section.blocks = vec![lead(introduction(supplied.len())), note(
        Tone::Neutral,
        "Engineering input, not legal advice",
        "This annex helps to write a contract; it is none. Words in square brackets are for the parties to fill in.",
    ), notice()];
    section.blocks.extend(supplied.into_iter().flat_map(|(id, component)| supplier(view, id, component)));
    section.blocks.extend(proofs());
    section.blocks.push(heading("clauses", "Clauses to build on"));
    section.blocks.push(Block::List(List::numbers(clauses(view))));
    Some(section)
}

fn introduction(number: usize) -> String {
    format!(
        "{} from outside the team. For each, this annex lists what the supplier has to fulfil, what shows it, and how it is accepted. Where a public source signs no contract, the duty falls to whoever imports from it.",
        capital(&count(number, "component comes", "components come"))
    )
}

fn supplier(view: &View, id: &ComponentId, component: &Component) -> Vec<Block> {
    let obligations: Vec<(&RequirementId, &Requirement)> = view
        .requirements()
        .into_iter()
        .filter(|(_, requirement, state)| state.components.contains(id) && View::speaks_of(requirement, component))
        .map(|(requirement_id, requirement, _)| (requirement_id, requirement))
        .collect();
    let mut blocks = vec![heading("", &view.name(id)), Block::Para(owner(view, id, component))];
    if obligations.is_empty() {
        blocks.push(para("No requirement of the catalogue speaks of this component; the general clauses below still do."));
        return blocks;
    }
    let rows = obligations
        .into_iter()
        .map(|(requirement_id, requirement)| {
            row(vec![
                Cell::code(requirement_id.to_string()),
                Cell::text(requirement.level.to_string()),
                Cell::text(requirement.text.clone()),
                Cell::spans(vec![
                    Span::plain(format!("{}. ", list_of(requirement, delivers))),
                    Span::quiet(format!("Accepted by {}.", accepted_by(requirement))),
                ]),
                Cell::text("[date]"),
            ])
        })
        .collect();
    blocks.push(grid(
        "What the supplier has to fulfil, the evidence to deliver, and the acceptance test",
        &[("Requirement", 1.4), ("Level", 0.7), ("Obligation", 4.6), ("Evidence to deliver, and acceptance", 3.6), ("Due", 0.8)],
        rows,
    ));
    blocks
}

fn owner(view: &View, id: &ComponentId, component: &Component) -> Vec<Span> {
    let supplier = match component.owner.as_deref().map(crate::report::clean::line) {
        Some(owner) if !owner.is_empty() => format!("{owner} answers for it."),
        _ => "Nobody is named as its supplier.".to_owned(),
    };
    vec![
        Span::plain(format!("{}; {}. {supplier} ", view.kind_name(component), view.place(component))),
        Span::to(super::wording::component_anchor(id), "Its sheet"),
        Span::plain(" has the facts."),
    ]
}

fn list_of(requirement: &Requirement, words: fn(Method) -> &'static str) -> String {
    let all: Vec<&str> = requirement.methods.iter().map(|method| words(*method)).collect();
    capital(&super::wording::listed(&all))
}

fn accepted_by(requirement: &Requirement) -> String {
    let all: Vec<&str> = requirement.methods.iter().map(|method| accepts(*method)).collect();
    super::wording::listed(&all)
}

fn delivers(method: Method) -> &'static str {
    match method {
        Method::DR => "the design document",
        Method::CR => "the configuration or code in question",
        Method::T => "the test report",
        Method::OE => "records of operation",
    }
}

fn accepts(method: Method) -> &'static str {
    match method {
        Method::DR => "a design review",
        Method::CR => "an inspection",
        Method::T => "a repeated test",
        Method::OE => "a sample of records",
    }
}

/// What each sort of evidence has to hold, once for the whole annex.
fn proofs() -> Vec<Block> {
    let rows = [
        ("Design document", "Current, dated and approved by a named person; the review asks whether the requirement follows from it."),
        ("Configuration or code", "The version in use, with its digest; the inspection compares it with what runs."),
        ("Test report", "Method, date, version and result, including what failed; the customer may repeat any test."),
        ("Records of operation", "At least the last three months; the sample is chosen by the customer."),
    ]
    .into_iter()
    .map(|(name, text)| row(vec![Cell::text(name), Cell::text(text)]))
    .collect();
    vec![
        heading("proofs", "What counts as evidence"),
        grid("What each sort of evidence has to hold", &[("Evidence", 2.0), ("What it has to hold, and how it is accepted", 6.0)], rows),
    ]
}

fn clauses(view: &View) -> Vec<Vec<Span>> {
    let level = view.model.system.target_level;
    let clauses = [
        ("Scope", format!("For as long as the contract runs, the supplier fulfils the requirements listed here up to level {level} for the components named here.")),
        ("Provenance", "Each delivery comes with the origin, licence, digest and bill of materials of its data, base models, adapters and packages.".to_owned()),
        ("Evidence", "The supplier hands over the evidence named beside each requirement within [number] days of being asked, and once a year without being asked.".to_owned()),
        ("Testing", "The customer, or someone acting for it, may test for adversarial inputs, extraction, inversion, membership and poisoning in an environment that both agree on. Results stay confidential.".to_owned()),
        ("Change", "The supplier announces a change of model, data, routing, sub-supplier or terms [number] days before, and keeps the former version available for [number] days.".to_owned()),
        ("Incident", "The supplier reports poisoning, theft, leakage or tampering within [number] hours, with the versions affected and the signs by which it can be recognised.".to_owned()),
        ("Use of our data", "Nothing is trained on inputs, outputs or feedback unless that was agreed in writing, and they are deleted on request.".to_owned()),
        ("Exit", "When the contract ends, the supplier returns or destroys weights, data, embeddings and logs, and confirms it in writing.".to_owned()),
        ("Remedy", "A requirement of level 1 that fails is put right within [number] days; if that happens repeatedly, the customer may end the contract.".to_owned()),
    ];
    clauses.into_iter().map(|(name, text)| vec![Span::strong(format!("{name}. ")), Span::plain(text)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_supplied_component_is_told_in_the_singular() {
        assert!(introduction(1).starts_with("1 component comes"));
        assert!(introduction(3).starts_with("3 components come"));
    }
}
