//! The requirements that act on a finding, by what they do and how far each of them is there.

use super::Chapter;
use super::rating::Pair;
use super::view::View;
use super::wording::{capital, joined, listed, requirement_link, state, uncapital};
use crate::analysis::Finding;
use crate::analysis::mlsvs::Measure;
use crate::catalog::Strength;
use crate::model::RequirementId;
use crate::report::blocks::Span;

/// What acts on the finding, by what it does; each requirement is written out with the guidance.
pub(super) fn rows(view: &View, measures: &[Measure], finding: &Finding) -> Vec<Pair> {
    let acting = acting(view, measures, finding);
    let mut rows: Vec<Pair> = [Strength::S, Strength::M, Strength::W]
        .into_iter()
        .filter_map(|strength| {
            let acting: Vec<&Acting> = acting.iter().filter(|a| a.strength == strength).collect();
            let title = vec![Span::strong(capital(strength.in_words()))];
            (!acting.is_empty()).then(|| (title, by_state(view, &acting)))
        })
        .collect();
    let never_stopped = view
        .without_strong_control()
        .iter()
        .any(|threat| threat == finding.id.threat.as_str());
    if never_stopped && !rows.is_empty() {
        let text = format!(
            "No requirement of the catalogue removes a precondition of {}; what is listed makes it harder, or detects or limits it.",
            finding.id.threat
        );
        rows.push((vec![Span::strong("Mind")], vec![Span::plain(text)]));
    }
    rows
}

/// A requirement that acts on a finding, with its state as it counts there.
struct Acting {
    requirement: RequirementId,
    strength: Strength,
    state: String,
}

/// What lowered the likelihood, and whatever else the guidance names: both speak of the same requirements.
fn acting(view: &View, measures: &[Measure], finding: &Finding) -> Vec<Acting> {
    let counted = finding.treatments.iter().map(|treatment| Acting {
        requirement: treatment.requirement.clone(),
        strength: treatment.strength,
        state: treatment.status.map_or_else(
            || drawn(measures, &treatment.requirement),
            |status| state(Some(status)).to_owned(),
        ),
    });
    let treated = |id: &RequirementId| finding.treatments.iter().any(|t| t.requirement == *id);
    let rest = measures
        .iter()
        .filter(|measure| !treated(&measure.requirement))
        .map(|measure| Acting {
            requirement: measure.requirement.clone(),
            strength: measure.strength,
            state: here(view, finding, measure),
        });
    let mut all: Vec<Acting> = counted.chain(rest).collect();
    let named = |id: &RequirementId| all.iter().any(|one| one.requirement == *id);
    let denied: Vec<Acting> = denied(view, finding)
        .filter(|one| !named(&one.requirement))
        .collect();
    all.extend(denied);
    all.sort_by_cached_key(|one| view.requirement_order(&one.requirement));
    all
}

/// What is said of a requirement that the drawing amounts to; where somebody has recorded it as well, the drawing counts more.
fn drawn(measures: &[Measure], requirement: &RequirementId) -> String {
    let mut same = measures
        .iter()
        .filter(|one| one.requirement == *requirement);
    match same.find_map(|one| one.status) {
        Some(status) => format!(
            "In the drawing, which counts more than its record ({})",
            uncapital(state(Some(status)))
        ),
        None => "In the drawing".to_owned(),
    }
}

/// What an answer at the finding says is not so, and a requirement asks for of other kinds than this one: it would help here, too.
fn denied(view: &View, finding: &Finding) -> impl Iterator<Item = Acting> {
    let requirements = view.catalog.entries().requirements.iter();
    requirements.filter_map(|(id, requirement)| {
        let strength = *requirement
            .mitigates
            .get(finding.id.threat.as_str())
            .filter(|strength| **strength != Strength::W)?;
        let id: RequirementId = id.parse().ok()?;
        view.is_denied_at(&id, finding).then(|| Acting {
            requirement: id,
            strength,
            state: "Denied by an answer here; evidence of it is asked for at other kinds of component only".to_owned(),
        })
    })
}

/// The requirements that a finding names.
pub(super) fn named(view: &View, finding: &Finding) -> Vec<RequirementId> {
    let counted = finding.treatments.iter().map(|one| one.requirement.clone());
    let denied = denied(view, finding).map(|one| one.requirement);
    counted.chain(denied).collect()
}

/// Requirements by their state, each state once; what nobody has assessed comes last.
fn by_state(view: &View, acting: &[&Acting]) -> Vec<Span> {
    let mut groups: Vec<(&str, Vec<&Acting>)> = Vec::new();
    for one in acting {
        match groups.iter_mut().find(|(known, _)| *known == one.state) {
            Some((_, group)) => group.push(one),
            None => groups.push((&one.state, vec![one])),
        }
    }
    let not_assessed = state(None);
    groups.sort_by_key(|(state, _)| state.starts_with(not_assessed));
    let told = groups.iter().map(|(state, group)| {
        let weak = group.iter().all(|one| one.strength == Strength::W);
        let mut spans = vec![Span::quiet(format!("{state}: "))];
        if weak && *state == not_assessed && view.options.prints(Chapter::Guidance) {
            // It lowers no risk: where the guidance lists it for each component, its number is enough here.
            spans.push(Span::quiet(format!("{}, in the ", group.len())));
            spans.push(Span::to("guidance", "guidance"));
        } else {
            let named = group.iter().map(|one| acting_words(view, one));
            spans.extend(joined(named.collect(), if weak { ", " } else { "; " }));
        }
        spans.push(Span::plain("."));
        spans
    });
    joined(told.collect(), " ")
}

/// What only detects or limits is named by its id: it lowers no risk, and much of it stands under every finding.
fn acting_words(view: &View, acting: &Acting) -> Vec<Span> {
    match acting.strength {
        Strength::W => vec![requirement_link(&acting.requirement)],
        Strength::S | Strength::M => view.requirement(&acting.requirement),
    }
}

/// The state of a requirement as it counts for a finding: the worst on the way of its proof. Where the component itself is
/// further than that, both are told.
fn here(view: &View, finding: &Finding, measure: &Measure) -> String {
    let state = view.state_here(
        &measure.requirement,
        &finding.id.component,
        measure.status,
        &measure.components,
    );
    if measure.is_behind(finding) {
        let names: Vec<String> = measure.components.iter().map(|c| view.name(c)).collect();
        return format!("{state} at {}", listed(&names));
    }
    state
}
