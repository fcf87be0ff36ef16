//! How a finding's risk came about, step by step from inherent to residual, so that it can be added up by hand.

use super::view::View;
use super::wording::{level, lines, requirement_link, sentence, state, uncapital};
use crate::analysis::{Finding, Rating, RatingStep, Risk, Treatment, Truth};
use crate::report::blocks::Span;
use crate::report::clean;

/// The most that comes off a likelihood, in halves of a point.
const MOST_HALVES: u32 = 6;

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
    rows.push(outcome(finding));
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
    match sum(rating, |step| step.truth.is_true()) {
        ..1 => Some("The scale begins at 1."),
        1..=5 => None,
        _ => Some("The scale ends at 5."),
    }
}

/// What the base and the steps that count add up to.
fn sum(rating: &Rating, counts: impl Fn(&RatingStep) -> bool) -> i32 {
    let steps = rating.steps.iter().enumerate();
    let counted = steps.filter(|(place, step)| *place == 0 || counts(step));
    counted.fold(0, |sum: i32, (_, step)| {
        let number = |text: &str| text.parse::<i32>().unwrap_or(0);
        match step.effect.rsplit_once(' ') {
            Some(("base", n)) => number(n),
            Some(("at least", n)) => sum.max(number(n)),
            Some(("at most", n)) => sum.min(number(n)),
            _ => sum + number(&step.effect),
        }
    })
}

/// The residual risk if every step that would raise it and is not known did count: 1 to 25.
pub(super) fn at_worst(finding: &Finding) -> u8 {
    let raises = |step: &RatingStep| {
        let effect = &step.effect;
        step.truth.is_true()
            || (step.truth == Truth::Unknown
                && !effect.starts_with('-')
                && !effect.starts_with("at most"))
    };
    let scaled = |rating: &Rating| u8::try_from(sum(rating, raises).clamp(1, 5)).unwrap_or(1);
    let halves: u32 = finding.treatments.iter().map(|t| u32::from(t.halves)).sum();
    let off = u8::try_from(halves.min(MOST_HALVES) / 2).unwrap_or(0);
    let likelihood = scaled(&finding.likelihood).saturating_sub(off).max(1);
    (likelihood * scaled(&finding.impact)).max(finding.residual())
}

/// Why less comes off than the lines above add up to.
fn lowered_at_most(finding: &Finding) -> Option<&'static str> {
    let halves: u32 = finding.treatments.iter().map(|t| u32::from(t.halves)).sum();
    let (before, now) = (
        u32::from(finding.likelihood.score.number()),
        u32::from(finding.residual_likelihood.number()),
    );
    let off = before - now;
    if off * 2 == halves {
        None
    } else if halves > MOST_HALVES && off * 2 >= MOST_HALVES {
        Some("At most 3 points come off.")
    } else if now == 1 {
        Some("A likelihood never falls below 1.")
    } else {
        Some("Half a point by itself takes nothing off.")
    }
}

fn step((place, step): (usize, &RatingStep)) -> Vec<Span> {
    let (effect, because) = match (step.truth, place) {
        // A base that is not known is an assumption that counts; a later step that is not known is only listed.
        (Truth::Unknown, 1..) => (
            format!("{}?", signed(&step.effect)),
            format!(
                "Not counted, because it is not known: {}",
                uncapital(&step.because)
            ),
        ),
        _ => (signed(&step.effect), step.because.to_string()),
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
fn signed(effect: &str) -> String {
    match effect.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => super::wording::capital(effect),
    }
}

fn outcome(finding: &Finding) -> Pair {
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
    let worst = at_worst(finding);
    if Risk::of(worst) > finding.risk() {
        spans.extend([
            Span::plain(format!(
                " With what is not known and not counted, up to {worst}, "
            )),
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
