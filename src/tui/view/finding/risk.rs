//! The risk of a finding, step by step: from likelihood and impact to inherent, and over what lowers it to residual.

use crate::analysis::{Finding, Limit, MOST_POINTS, Rating, Risk};
use crate::tui::theme::Role;
use crate::tui::view::detail;
use crate::tui::view::page::Page;
use crate::tui::wrap::fill;

/// From likelihood and impact to inherent, and over what lowers it to residual: every step with its reason.
pub fn rated(page: &mut Page, finding: &Finding) {
    page.heading("Risk, step by step");
    rating(page, "likelihood", &finding.likelihood);
    rating(page, "impact", &finding.impact);
    let by = if page.theme.ascii() { "x" } else { "×" };
    let (likelihood, impact) = (finding.likelihood.score, finding.impact.score);
    let inherent = finding.inherent();
    let text = format!(
        "{likelihood} {by} {impact} = {inherent}, {}",
        Risk::of(inherent).as_str()
    );
    step(page, "inherent", Role::Strong, &text);
    for treatment in &finding.treatments {
        let halves = treatment.halves;
        let points = format!("-{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" });
        step(page, &points, Role::Good, &treatment.because);
    }
    if finding.treatments.is_empty() {
        step(page, "", Role::Dim, "nothing recorded lowers it");
    }
    if matches!(finding.limit(), Some(Limit::Cap | Limit::Floor)) {
        let text = format!("likelihood falls by {MOST_POINTS} at most, and never below 1");
        step(page, "", Role::Dim, &text);
    }
    let text = format!(
        "{} {by} {impact} = {}, {}",
        finding.residual_likelihood,
        finding.residual(),
        finding.risk().as_str()
    );
    step(page, "residual", Role::Risk(finding.risk()), &text);
}

fn step(page: &mut Page, effect: &str, role: Role, because: &str) {
    let lead = fill(effect, 12, page.theme.ascii());
    page.item(&lead, Role::Dim, role, because);
}

fn rating(page: &mut Page, name: &str, rating: &Rating) {
    let (counted, open) = rating.counted_and_open();
    let end = rating.passes().map(detail::end_in_words);
    let end = end.map_or(String::new(), |end| {
        format!(", which is the {end} there is")
    });
    step(page, name, Role::Strong, &format!("{}{end}", rating.score));
    for one in counted {
        step(page, &format!(" {}", one.effect), Role::Plain, &one.because);
    }
    if !open.is_empty() {
        step(page, "", Role::Dim, detail::NOT_COUNTED);
    }
    for one in open {
        let text = format!("{}: {}", one.effect, one.because);
        step(page, "", Role::Dim, &text);
    }
}
