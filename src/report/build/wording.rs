//! How the report says things: numbers with their nouns, lists of names, states and levels in words. It knows no chapter.

use crate::analysis::{Finding, Risk};
use crate::model::{
    Assumption, AssumptionStatus, ControlStatus, Date, DecisionStatus, FindingId, RequirementId,
};
use crate::report::blocks::{RiskLevel, Span, Tone};
use crate::report::clean;

/// A number with its noun: "1 finding", "2 findings", "no findings".
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{} {many}", grouped(n)),
    }
}

/// A number with a comma between its thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The word for one or for several, without the number.
pub(super) fn one_or<'w>(number: usize, one: &'w str, many: &'w str) -> &'w str {
    if number == 1 { one } else { many }
}

/// Names in a sentence: "a", "a and b", "a, b and c".
pub(super) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// The same text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The same text with a small letter at its start, unless it begins with an acronym or a name with a second capital.
pub(super) fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    if letters
        .as_str()
        .starts_with(|second: char| second.is_lowercase() || second == ' ')
    {
        first.to_lowercase().chain(letters).collect()
    } else {
        text.to_owned()
    }
}

/// The same text with a full stop at its end, unless it has one already.
pub(super) fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', '…']) {
        text
    } else {
        format!("{text}.")
    }
}

/// Where the letter of a consequence comes from: said in the same words wherever one is shown.
pub(super) const CONSEQUENCE: &str = "A letter in brackets is a consequence of another finding: rated by what holds here, not counted, and decided there.";

/// Spans for things that are listed in a sentence, with commas between them and "and" before the last; names that hold commas
/// themselves are kept apart by semicolons.
pub(super) fn listed_spans(things: Vec<Vec<Span>>) -> Vec<Span> {
    let last = things.len().saturating_sub(1);
    let mut texts = things.iter().flatten().map(|span| span.text.as_str());
    if last > 0 && texts.any(|text| text.contains(", ")) {
        return joined(things, "; ");
    }
    let mut spans = Vec::new();
    for (place, thing) in things.into_iter().enumerate() {
        match place {
            0 => {}
            n if n == last => spans.push(Span::plain(" and ")),
            _ => spans.push(Span::plain(", ")),
        }
        spans.extend(thing);
    }
    spans
}

/// A text with what the team noted of it.
pub(super) fn with_note(text: String, note: Option<&str>) -> Vec<Span> {
    let mut spans = vec![Span::plain(text)];
    if let Some(note) = note.map(clean::line).filter(|note| !note.is_empty()) {
        spans.push(Span::quiet(format!(" {}", sentence(&note))));
    }
    spans
}

/// Spans for things that stand one below the other.
pub(super) fn lines(things: Vec<Vec<Span>>) -> Vec<Span> {
    joined(things, "\n")
}

/// Spans for things with the same mark between them.
pub(super) fn joined(things: Vec<Vec<Span>>, mark: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for thing in things {
        if !spans.is_empty() {
            spans.push(Span::plain(mark));
        }
        spans.extend(thing);
    }
    spans
}

/// A share of 1 as a rounded percentage: only 1 itself is 100 %.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", crate::analysis::percent(share))
}

/// A number for a chart.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The level of a risk, as blocks name it.
pub(super) const fn level(risk: Risk) -> RiskLevel {
    match risk {
        Risk::Low => RiskLevel::Low,
        Risk::Medium => RiskLevel::Medium,
        Risk::High => RiskLevel::High,
        Risk::Critical => RiskLevel::Critical,
    }
}

/// What the team does about a finding, as a state.
pub(super) const fn decision(status: DecisionStatus) -> &'static str {
    match status {
        DecisionStatus::Open => "Not decided",
        DecisionStatus::Mitigate => "Mitigate",
        DecisionStatus::Accept => "Accept",
        DecisionStatus::Transfer => "Transfer",
        DecisionStatus::Avoid => "Avoid",
        DecisionStatus::NotApplicable => "Marked as not applicable",
    }
}

/// The colour of a decision in charts.
pub(super) const fn decision_tone(status: DecisionStatus) -> Tone {
    match status {
        DecisionStatus::Open => Tone::Bad,
        DecisionStatus::Mitigate => Tone::Progress,
        DecisionStatus::Accept => Tone::Accent,
        DecisionStatus::Transfer => Tone::Neutral,
        DecisionStatus::Avoid => Tone::Good,
        DecisionStatus::NotApplicable => Tone::Risk(RiskLevel::Low),
    }
}

/// How far a requirement is.
pub(super) const fn state(status: Option<ControlStatus>) -> &'static str {
    match status {
        Some(ControlStatus::Verified) => "Verified",
        Some(ControlStatus::Implemented) => "Implemented",
        Some(ControlStatus::Planned) => "Planned",
        Some(ControlStatus::NotMet) => "Not met",
        Some(ControlStatus::NotApplicable) => "Not applicable",
        None => "Not assessed",
    }
}

/// Whether an assumption still holds, as far as somebody has said.
pub(super) fn assumption_state(assumption: &Assumption, today: Date) -> &'static str {
    let expired = assumption.expires.is_some_and(|day| day < today);
    match (assumption.status, expired) {
        (AssumptionStatus::Rejected, _) => "Rejected: it does not hold",
        (_, true) => "Past its day",
        (AssumptionStatus::Unconfirmed, _) => "Not confirmed",
        (AssumptionStatus::Confirmed, _) => "Confirmed",
    }
}

/// A date in words, or a dash.
pub(super) fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "–".to_owned(), Date::in_words)
}

/// Text on one line, or a dash where there is none.
pub(super) fn or_dash(text: Option<&str>) -> String {
    let text = text.map(clean::line).unwrap_or_default();
    if text.is_empty() {
        "–".to_owned()
    } else {
        text
    }
}

/// Where a finding is described.
pub(super) fn finding_anchor(id: &FindingId) -> String {
    format!("finding-{id}")
}

/// A finding's id as a link to where it is described.
pub(super) fn finding_link(id: &FindingId) -> Span {
    Span::to(finding_anchor(id), id.to_string())
}

/// Where a requirement is written out.
pub(super) fn requirement_anchor(id: &RequirementId) -> String {
    format!("requirement-{id}")
}

/// A requirement's id as a link to where it is written out.
pub(super) fn requirement_link(id: &RequirementId) -> Span {
    Span::to(requirement_anchor(id), id.to_string())
}

/// Where a component is described.
pub(super) fn component_anchor(id: &crate::model::ComponentId) -> String {
    format!("component-{id}")
}

/// Where the open question number `index` is asked.
pub(super) fn question_anchor(index: usize) -> String {
    format!("question-{}", index + 1)
}

/// The short name of an open question.
pub(super) fn question_name(index: usize) -> String {
    format!("Q{}", index + 1)
}

/// The levels of a finding before and after what is in place.
pub(super) fn change(finding: &Finding) -> crate::report::blocks::Rating {
    let (inherent, residual) = (level(Risk::of(finding.inherent())), level(finding.risk()));
    if inherent == residual {
        crate::report::blocks::Rating::Now(residual)
    } else {
        crate::report::blocks::Rating::Change { inherent, residual }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(0, "finding", "findings"), "no findings");
        assert_eq!(count(1, "finding", "findings"), "1 finding");
        assert_eq!(count(2, "finding", "findings"), "2 findings");
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 20_480, 1_000_000].map(grouped),
            ["0", "999", "1,000", "20,480", "1,000,000"]
        );
        assert_eq!(count(2000, "pair", "pairs"), "2,000 pairs");
    }

    #[test]
    fn a_percentage_is_never_rounded_up_to_everything() {
        assert_eq!(percent(0.999), "99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn a_sentence_gets_one_full_stop_and_a_capital() {
        assert_eq!(sentence("nobody has said"), "Nobody has said.");
        assert_eq!(sentence("Is it so?"), "Is it so?");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(listed::<&str>(&[]), "");
    }
}
