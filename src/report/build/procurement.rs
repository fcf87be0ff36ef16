//! MLSVS in procurement: what to ask of the suppliers of components, what they deliver, and how it is accepted.

use super::tables::{grid, heading, lead, note, para, row};
use super::verification::notice;
use super::view::View;
use super::wording::{capital, component_anchor, count, day, sentence};
use crate::analysis::mlsvs::{Obligation, Supplied, procurement};
use crate::catalog::Clause;
use crate::report::blocks::{Block, Cell, List, Row, Section, Span, Tone};
use crate::report::clean;

/// The annex, where somebody else supplies a component.
pub(super) fn section(view: &View) -> Option<Section> {
    let agreed = procurement(view.model, view.catalog, view.assessment);
    if agreed.components.is_empty() {
        return None;
    }
    let mut section = Section::new("procurement", "Procurement: what to ask of suppliers");
    let blocks = &mut section.blocks;
    let target = view.model.system.target_level;
    blocks.extend([
        lead(introduction(agreed.components.len(), &target.to_string())),
        note(
            Tone::Neutral,
            Clause::NOTICE.trim_end_matches('.'),
            "This annex helps to write a contract; it is none. Words in square brackets are for the parties to fill in.",
        ),
        notice(),
    ]);
    blocks.extend(
        agreed
            .components
            .iter()
            .flat_map(|supplied| supplier(view, supplied)),
    );
    if !agreed.clauses.is_empty() {
        blocks.push(heading("clauses", "Clauses to build on"));
        let clause = |title: &str, text: &str| {
            vec![
                Span::strong(format!("{title}. ")),
                Span::plain(clean::line(text)),
            ]
        };
        blocks.push(Block::List(List::numbers(
            agreed
                .clauses
                .iter()
                .map(|c| clause(&c.title, &c.text))
                .collect(),
        )));
    }
    Some(section)
}

fn introduction(number: usize, target: &str) -> String {
    format!(
        "{} from outside the team. For each, this annex lists what has to be met up to level {target}, what shows it, and how it is accepted. Where a public source signs no contract, the duty falls to whoever imports from it.",
        capital(&count(number, "component comes", "components come"))
    )
}

fn supplier(view: &View, supplied: &Supplied) -> Vec<Block> {
    let mut blocks = vec![
        heading("", &view.name(&supplied.component)),
        Block::Para(who(supplied)),
    ];
    if supplied.obligations.is_empty() {
        blocks.push(para("No requirement up to the target level speaks of this component; the general clauses still do."));
        return blocks;
    }
    blocks.push(grid(
        "What the supplier has to fulfil, the evidence to deliver, and the acceptance test",
        &[
            ("Requirement", 1.5),
            ("Level", 0.8),
            ("Obligation", 3.8),
            ("Evidence and acceptance", 4.2),
            ("Due", 1.4),
        ],
        supplied.obligations.iter().map(obligation_row).collect(),
    ));
    blocks
}

fn who(supplied: &Supplied) -> Vec<Span> {
    let owner = match supplied
        .supplier
        .as_deref()
        .map(clean::line)
        .filter(|name| !name.is_empty())
    {
        Some(name) => format!(" {name} answers for it."),
        None => " Nobody is named as its supplier.".to_owned(),
    };
    let partner = if supplied.partner {
        ""
    } else {
        " It is a public source with nobody to sign, so the team itself has to meet these."
    };
    vec![
        Span::plain(format!(
            "{}{owner}{partner} ",
            sentence(&clean::line(&supplied.because))
        )),
        Span::to(component_anchor(&supplied.component), "Component sheet"),
        Span::plain("."),
    ]
}

fn obligation_row(obligation: &Obligation) -> Row {
    row(vec![
        Cell::code(obligation.requirement.to_string()),
        Cell::text(obligation.level.to_string()),
        Cell::text(obligation.text.clone()),
        Cell::spans(vec![
            Span::plain(format!("{} ", sentence(&obligation.evidence))),
            Span::quiet(sentence(&obligation.acceptance)),
        ]),
        Cell::text(
            obligation
                .due
                .map_or_else(|| "[date]".to_owned(), |due| day(Some(due))),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_supplied_component_is_told_in_the_singular() {
        assert!(introduction(1, "2").starts_with("1 component comes"));
        assert!(introduction(3, "2").starts_with("3 components come"));
    }
}
