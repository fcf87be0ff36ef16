//! How a finding's risk came about, step by step from inherent to residual, as a table that can be added up by hand.

use super::tables::{grid, row};
use super::wording::{level, sentence, state};
use crate::analysis::{Finding, Rating, RatingStep, Risk, Treatment, Truth};
use crate::report::blocks::{Block, Cell, Row, Span};
use crate::report::clean;

/// The steps of likelihood and impact, what lowers them, and what comes out.
pub(super) fn table(finding: &Finding) -> Block {
    let mut rows = steps("Likelihood", &finding.likelihood);
    rows.extend(finding.treatments.iter().map(treatment));
    if !finding.treatments.is_empty() {
        let now = format!("Likelihood now {}", finding.residual_likelihood);
        let why =
            "Halves are added, then rounded down; at most 3 points come off, and never below 1.";
        rows.push(row(vec![
            strong(now),
            Cell::text(""),
            Cell::spans(vec![Span::quiet(why)]),
        ]));
    }
    rows.extend(steps("Impact", &finding.impact));
    rows.push(outcome(finding));
    grid(
        "The steps from which likelihood, impact and risk come",
        &[("Result", 1.5), ("Step", 1.3), ("Why", 6.4)],
        rows,
    )
}

fn strong(text: String) -> Cell {
    Cell::spans(vec![Span::strong(text)])
}

/// The steps of one rating; its result stands beside the first.
fn steps(title: &str, rating: &Rating) -> Vec<Row> {
    let step = |(place, step): (usize, &RatingStep)| {
        let result = if place == 0 {
            format!("{title} {}", rating.score)
        } else {
            String::new()
        };
        let (effect, because) = match (step.truth, place) {
            // A base that is not known is an assumption that counts; a later step that is not known is only listed.
            (Truth::Unknown, 1..) => (
                format!("{}?", signed(&step.effect)),
                format!(
                    "Not counted, because it is not known: {}",
                    lower(&step.because)
                ),
            ),
            _ => (signed(&step.effect), step.because.to_string()),
        };
        row(vec![
            strong(result),
            Cell::text(effect),
            Cell::text(sentence(&clean::line(&because))),
        ])
    };
    rating.steps.iter().enumerate().map(step).collect()
}

fn treatment(treatment: &Treatment) -> Row {
    let because = clean::line(&treatment.because);
    let words = match treatment.status {
        // The state stands in words already; the requirement's text follows.
        Some(status) => {
            let text = because
                .split_once(": ")
                .map_or(because.as_str(), |(_, text)| text);
            vec![
                Span::strong(state(Some(status))),
                Span::plain(": "),
                Span::code(treatment.requirement.to_string()),
                Span::plain(format!(" {}", sentence(text))),
            ]
        }
        None => vec![
            Span::strong("In the drawing"),
            Span::plain(format!(": {} It amounts to ", sentence(&because))),
            Span::code(treatment.requirement.to_string()),
            Span::plain("."),
        ],
    };
    row(vec![
        Cell::text(""),
        Cell::text(halves(treatment.halves)),
        Cell::spans(words),
    ])
}

/// Halves of a point as they are read: "−½", "−1", "−1½".
fn halves(number: u8) -> String {
    match (number / 2, number % 2) {
        (0, 0) => "0".to_owned(),
        (0, _) => "−½".to_owned(),
        (whole, 0) => format!("−{whole}"),
        (whole, _) => format!("−{whole}½"),
    }
}

/// A step's effect with a real minus sign.
fn signed(effect: &str) -> String {
    match effect.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => super::wording::capital(effect),
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn outcome(finding: &Finding) -> Row {
    let (inherent, residual) = (finding.inherent(), finding.residual());
    let product = |likelihood: u8, result: u8| {
        format!(
            "{likelihood} × {} = {result}",
            finding.impact.score.number()
        )
    };
    let mut words = vec![
        Span::plain(format!(
            "Inherent {}, ",
            product(finding.likelihood.score.number(), inherent)
        )),
        Span::risk(level(Risk::of(inherent))),
    ];
    words.extend([
        Span::plain(format!(
            ". Residual {}, ",
            product(finding.residual_likelihood.number(), residual)
        )),
        Span::risk(level(finding.risk())),
        Span::plain("."),
    ]);
    row(vec![
        strong(format!("Risk {residual}")),
        Cell::text(""),
        Cell::spans(words),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_written_as_people_read_them() {
        assert_eq!([0, 1, 2, 3, 4].map(halves), ["0", "−½", "−1", "−1½", "−2"]);
    }
}
