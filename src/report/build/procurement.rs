//! MLSVS in procurement: what to ask of the suppliers of components, what they deliver, and how it is accepted.

use super::Chapter;
use super::tables::{grid, heading, lead, note, para, row};
use super::verification::notice;
use super::view::View;
use super::wording::{
    capital, component_anchor, count, day, joined, listed, requirement_link, sentence, state,
};
use crate::analysis::mlsvs::{Obligation, Supplied, handed_over, procurement};
use crate::catalog::{Clause, Method};
use crate::model::ControlStatus;
use crate::report::blocks::{Block, Cell, List, Row, Section, Span, Tone};
use crate::report::clean;

/// The annex, where somebody else supplies a component.
pub(super) fn section(view: &View) -> Option<Section> {
    let agreed = procurement(view.model, view.catalog, view.assessment);
    let mut section = Section::new("procurement", super::Chapter::Procurement.title());
    if agreed.components.is_empty() {
        // Whoever asks for this chapter by name gets an answer.
        section.blocks = vec![lead(
            "Nobody outside the team supplies a component of this drawing.",
        )];
        return (!view.options.chapters.is_empty()).then_some(section);
    }
    let blocks = &mut section.blocks;
    let target = view.model.system.target_level;
    blocks.extend([
        lead(introduction(agreed.components.len(), &target.to_string())),
        note(
            Tone::Neutral,
            Clause::NOTICE.trim_end_matches('.'),
            if agreed.clauses.is_empty() {
                "This annex says what to look for; it is no contract, and nobody is drawn here who would sign one."
            } else {
                "This annex helps to write a contract; it is none. Words in square brackets are for the parties to fill in."
            },
        ),
        notice(view, Chapter::Procurement),
    ]);
    blocks.extend(ways());
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
        Block::Para(who(view, supplied)),
    ];
    if supplied.obligations.is_empty() && supplied.ours.is_empty() {
        blocks.push(para("No requirement up to the target level speaks of this component; the general clauses still do."));
        return blocks;
    }
    let ours = supplied.ours.iter().map(|id| view.requirement(id));
    let ours = joined(ours.collect(), "; ");
    if supplied.obligations.is_empty() {
        blocks.extend(on_our_side(ours));
        return blocks;
    }
    let rows = supplied
        .obligations
        .iter()
        .map(|obligation| obligation_row(view, supplied, obligation))
        .collect();
    blocks.push(grid(
        "What the supplier has to fulfil, how it is shown and accepted, and by when",
        &[
            ("Requirement", 1.35),
            ("Level", 0.7),
            ("Obligation", 4.6),
            ("Shown and accepted by", 2.2),
            ("State or due", 1.5),
        ],
        rows,
    ));
    blocks.extend(on_our_side(ours));
    blocks
}

/// What no supplier can do for whoever buys.
fn on_our_side(ours: Vec<Span>) -> Option<Block> {
    (!ours.is_empty()).then(|| {
        let mut spans = vec![Span::strong("What only the team itself can do about it: ")];
        spans.extend(ours);
        spans.push(Span::plain("."));
        Block::Para(spans)
    })
}

fn who(view: &View, supplied: &Supplied) -> Vec<Span> {
    let owner = match supplied
        .supplier
        .as_deref()
        .map(clean::line)
        .filter(|name| !name.is_empty())
    {
        Some(name) => format!(" Supplier: {name}."),
        None if supplied.kept_inside => String::new(),
        None => " Nobody is named as its supplier.".to_owned(),
    };
    let partner = match (supplied.partner, supplied.kept_inside) {
        (true, _) => "",
        (false, true) => {
            " It was taken from a public source with nobody to sign, so the team itself has to meet these."
        }
        (false, false) => {
            " It is a public source with nobody to sign, so the team itself has to meet these."
        }
    };
    let mut spans = vec![Span::plain(format!(
        "{}{owner}{partner}",
        sentence(&clean::line(&supplied.because))
    ))];
    if view.options.prints(Chapter::Components) {
        spans.extend([
            Span::plain(" "),
            Span::to(component_anchor(&supplied.component), "Component sheet"),
            Span::plain("."),
        ]);
    }
    spans
}

/// An obligation. Its text stands with the guidance; an annex that is printed alone has to say it itself.
fn obligation_row(view: &View, supplied: &Supplied, obligation: &Obligation) -> Row {
    let title = view.requirement_title(&obligation.requirement);
    let said = if view.options.prints(Chapter::Guidance) {
        vec![Span::strong(title)]
    } else {
        vec![
            Span::strong(format!("{title}.")),
            Span::plain(format!(" {}", clean::line(&obligation.text))),
        ]
    };
    let methods = view
        .catalog
        .requirement(obligation.requirement.as_str())
        .map(|requirement| requirement.methods.as_slice())
        .unwrap_or_default();
    let words: Vec<&str> = methods.iter().map(|method| method.in_words()).collect();
    row(vec![
        Cell::spans(vec![requirement_link(&obligation.requirement)]),
        Cell::text(obligation.level.to_string()),
        Cell::spans(said),
        Cell::text(capital(&listed(&words))),
        Cell::text(match (obligation.status, obligation.due) {
            (Some(status @ (ControlStatus::Verified | ControlStatus::NotApplicable)), _) => {
                state(Some(status)).to_owned()
            }
            (_, Some(due)) => day(Some(due)),
            (_, None) if supplied.partner => "[date]".to_owned(),
            // Nobody is there to agree on a day with.
            (status, None) => state(status).to_owned(),
        }),
    ])
}

/// What each way of showing an obligation means for both parties: said once, for every supplier.
fn ways() -> Vec<Block> {
    let rows: Vec<Row> = Method::ALL
        .into_iter()
        .map(|method| {
            let (evidence, acceptance) = handed_over(&[method]);
            row(vec![
                Cell::text(capital(method.in_words())),
                Cell::text(evidence),
                Cell::text(acceptance),
            ])
        })
        .collect();
    vec![
        heading("ways", "How an obligation is shown and accepted"),
        grid(
            "For each way of showing an obligation, the evidence to deliver and the acceptance test",
            &[
                ("Way", 1.6),
                ("Evidence that the supplier delivers", 3.6),
                ("Acceptance test", 3.6),
            ],
            rows,
        ),
    ]
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
