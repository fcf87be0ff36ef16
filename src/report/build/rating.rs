//! How a finding's risk came about, step by step from inherent to residual, so that it can be added up by hand.

use super::view::View;
use super::wording::{
    level, lines, question_anchor, question_name, requirement_link, sentence, state, uncapital,
};
use crate::analysis::{
    Effect, EndOfScale, Finding, Limit, MOST_POINTS, Rating, RatingStep, Risk, Treatment, Truth,
};
use crate::report::blocks::Span;
use crate::report::clean;

/// A row of a table of pairs.
pub(super) type Pair = (Vec<Span>, Vec<Span>);

/// The steps of likelihood and impact, what lowers them, and what comes out.
pub(super) fn rows(view: &View, finding: &Finding) -> Vec<Pair> {
    let mut rows = vec![steps("Likelihood", &finding.likelihood)];
    if !finding.treatments.is_empty() {
        let mut what: Vec<Vec<Span>> = finding
            .treatments
            .iter()
            .map(|t| treatment(view, t))
            .collect();
        what.extend(lowered_at_most(finding).map(|text| vec![Span::quiet(text)]));
        rows.push((
            vec![Span::strong(format!(
                "Likelihood now {}",
                finding.residual_likelihood
            ))],
            lines(what),
        ));
    }
    rows.push(steps("Impact", &finding.impact));
    rows.push(outcome(view, finding));
    rows
}

/// The steps of one rating beside its result.
fn steps(title: &str, rating: &Rating) -> Pair {
    let mut said: Vec<Vec<Span>> = rating.steps.iter().enumerate().map(step).collect();
    said.extend(out_of_scale(rating).map(|text| vec![Span::quiet(text)]));
    (
        vec![Span::strong(format!("{title} {}", rating.score))],
        lines(said),
    )
}

/// Why the steps do not add up to the result, where they would leave the scale.
fn out_of_scale(rating: &Rating) -> Option<&'static str> {
    rating.passes().map(|end| match end {
        EndOfScale::Least => "The scale begins at 1.",
        EndOfScale::Most => "The scale ends at 5.",
    })
}

/// Why less comes off than the lines above add up to.
fn lowered_at_most(finding: &Finding) -> Option<String> {
    finding.limit().map(|limit| match limit {
        Limit::Cap => format!("At most {MOST_POINTS} points come off."),
        Limit::Floor => "A likelihood never falls below 1.".to_owned(),
        Limit::HalfPoint => "Half a point by itself takes nothing off.".to_owned(),
    })
}

fn step((place, step): (usize, &RatingStep)) -> Vec<Span> {
    let (effect, because) = match (step.truth, place) {
        // A base that is not known is an assumption that counts; a later step that is not known is only listed.
        (Truth::Unknown, 1..) => (
            format!("{}?", signed(step.effect)),
            format!(
                "Not counted, because it is not known: {}",
                uncapital(&step.because)
            ),
        ),
        _ => (signed(step.effect), step.because.to_string()),
    };
    vec![
        Span::strong(effect),
        Span::plain(format!("\u{2002}{}", sentence(&clean::line(&because)))),
    ]
}

fn treatment(view: &View, treatment: &Treatment) -> Vec<Span> {
    let mut spans = vec![Span::strong(halves(treatment.halves))];
    match treatment.status {
        Some(status) => {
            spans.push(Span::plain(format!(
                "\u{2002}{}: ",
                state(Some(status)).to_lowercase()
            )));
            spans.extend(view.requirement(&treatment.requirement));
            spans.push(Span::plain("."));
        }
        None => spans.extend([
            Span::plain(format!(
                "\u{2002}in the drawing: {} It amounts to ",
                sentence(&clean::line(&treatment.because))
            )),
            requirement_link(&treatment.requirement),
            Span::plain("."),
        ]),
    }
    spans
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
fn signed(effect: Effect) -> String {
    let effect = effect.to_string();
    match effect.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => super::wording::capital(&effect),
    }
}

fn outcome(view: &View, finding: &Finding) -> Pair {
    let (inherent, residual) = (finding.inherent(), finding.residual());
    let impact = finding.impact.score.number();
    let mut spans = vec![
        Span::plain(format!(
            "Inherent {} × {impact} = {inherent}, ",
            finding.likelihood.score.number()
        )),
        Span::risk(level(Risk::of(inherent))),
        Span::plain(format!(
            ". Residual {} × {impact} = {residual}, ",
            finding.residual_likelihood.number()
        )),
        Span::risk(level(finding.risk())),
        Span::plain("."),
    ];
    let rise = view.prospects.rise(&finding.id);
    if let Some((index, risk)) = rise {
        spans.extend([
            Span::plain(" An answer to "),
            Span::to(question_anchor(index), question_name(index)),
            Span::plain(format!(" can make it {risk}, ")),
            Span::risk(level(Risk::of(risk))),
            Span::plain("."),
        ]);
    }
    let worst = view.at_worst(finding);
    let told = rise.map_or(Risk::of(residual), |(_, risk)| Risk::of(risk));
    if Risk::of(worst) > told {
        spans.extend([
            Span::plain(format!(" With all that is not known, up to {worst}, ")),
            Span::risk(level(Risk::of(worst))),
            Span::plain("."),
        ]);
    }
    (vec![Span::strong(format!("Risk {residual}"))], spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_written_as_people_read_them() {
        assert_eq!([0, 1, 2, 3, 4].map(halves), ["0", "−½", "−1", "−1½", "−2"]);
    }
}
