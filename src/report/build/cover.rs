//! The first page: what the document is, whose it is, and how exposed the system stands.

use super::Chapter;
use super::view::View;
use super::wording::{count, level, listed, one_or, or_dash};
use crate::analysis::{Finding, Risk};
use crate::model::DecisionStatus;
use crate::report::blocks::{Cover, Fact, RiskLevel, Span, Verdict};

pub(super) fn cover(view: &View) -> Cover {
    let system = &view.model.system;
    let owner = Some(system.owner.as_str());
    let facts = vec![
        Fact::new("System owner", or_dash(owner)),
        Fact::new("Date", view.assessment.date.in_words()),
        Fact::new("Document", or_dash(system.document_id.as_deref())),
        Fact::new("Classification", or_dash(system.classification.as_deref())),
        Fact::new(
            "Threat list",
            format!("OWASP ML Top 10, edition {}", system.edition),
        ),
        Fact::new(
            "Target level",
            format!("Level {} of 3", system.target_level),
        ),
    ];
    Cover {
        facts,
        verdict: Some(verdict(view)),
        logo: view.options.logo.clone(),
    }
}

fn verdict(view: &View) -> Verdict {
    if view.model.components.is_empty() {
        return Verdict {
            level: RiskLevel::None,
            headline: "Nothing has been assessed yet".to_owned(),
            text: vec![Span::plain(
                "The model has no components. An empty drawing does not mean that the system is safe.",
            )],
        };
    }
    let (level, headline) = match view.exposure() {
        Some(risk) => exposed(view, risk),
        None => nothing_stands(view),
    };
    let mut text = vec![Span::plain(format!("{}. ", exposure_sentence(view)))];
    if let Some(sentence) = open_questions_sentence(view) {
        text.push(Span::plain(format!("{sentence} ")));
    }
    if view.options.prints(Chapter::Brief) {
        text.extend([
            Span::plain("What has to be decided stands in the "),
            Span::to("brief", "decision brief"),
            Span::plain("."),
        ]);
    }
    Verdict {
        level,
        headline,
        text,
    }
}

/// The worst risk that stands, with what is decided on it; what questions leave open above it is told with it.
fn exposed(view: &View, risk: Risk) -> (RiskLevel, String) {
    let unknown = view
        .standing()
        .map(|finding| Risk::of(view.at_worst(finding)));
    let unknown = unknown.chain(waiting(view)).max();
    let agreed = if view.open_at_or_above(risk) == 0 {
        format!(" ({})", in_groups(&view.kept_at_or_above(risk), false))
    } else {
        String::new()
    };
    match unknown.filter(|unknown| *unknown > risk) {
        None => (
            level(risk),
            format!("Residual exposure: {}{agreed}", risk.as_str()),
        ),
        Some(worst) => {
            let headline = format!(
                "Residual exposure: {}{agreed} so far, and up to {} is not ruled out",
                risk.as_str(),
                worst.as_str()
            );
            (level(worst), headline)
        }
    }
}

/// Nothing that applies stands; what questions leave open is told all the same.
fn nothing_stands(view: &View) -> (RiskLevel, String) {
    match waiting(view) {
        None => (RiskLevel::None, "No finding is open".to_owned()),
        Some(risk) => {
            let headline = format!(
                "No finding is open, but up to {} risk is not ruled out",
                risk.as_str()
            );
            (level(risk), headline)
        }
    }
}

/// The worst that a finding that waits for answers could come to.
fn waiting(view: &View) -> Option<Risk> {
    let asking = view.asking.iter();
    asking.map(|finding| Risk::of(view.at_worst(finding))).max()
}

/// How many findings are open at the two upper levels, and how many are not though they stand, without a full stop.
pub(super) fn exposure_sentence(view: &View) -> String {
    let kept = view.kept_at_or_above(Risk::High);
    let open = open_sentence(view);
    match (kept.as_slice(), view.applying.len()) {
        ([], _) => open,
        ([only], 1) => format!(
            "The only finding that applies is of {} risk and {}",
            only.risk().as_str(),
            in_groups(&kept, false)
        ),
        (kept, _) => format!(
            "{open}; at that risk, but not open: {}",
            in_groups(kept, true)
        ),
    }
}

/// Findings that are not open though they stand, by what was decided: "accepted", "2 accepted and 1 transferred".
pub(super) fn in_groups(kept: &[&Finding], numbered: bool) -> String {
    let words = [
        (DecisionStatus::Accept, "accepted"),
        (DecisionStatus::Transfer, "transferred"),
        (DecisionStatus::Avoid, "to be avoided"),
    ];
    let groups = words.into_iter().filter_map(|(status, word)| {
        let number = kept.iter().filter(|f| f.status == status).count();
        let text = if numbered {
            format!("{number} {word}")
        } else {
            word.to_owned()
        };
        (number > 0).then_some(text)
    });
    listed(&groups.collect::<Vec<_>>())
}

fn open_sentence(view: &View) -> String {
    let severe = view.open_at_or_above(Risk::High);
    let applying = view.applying.len();
    match (severe, applying) {
        (_, 0) => "No finding applies".to_owned(),
        (0, 1) => "The only finding that applies is not open at high or critical risk".to_owned(),
        (0, _) => {
            format!("None of the {applying} findings that apply is open at high or critical risk")
        }
        (_, 1) => "The only finding that applies is open at high or critical risk".to_owned(),
        (severe, _) => format!(
            "{severe} of {applying} findings that apply {} open at high or critical risk, counting the controls in place",
            one_or(severe, "is", "are")
        ),
    }
}

/// How many verdicts wait for an answer.
pub(super) fn open_questions_sentence(view: &View) -> Option<String> {
    let asking = view.asking.len();
    let (one, many) = if view.applying.is_empty() {
        ("finding", "findings")
    } else {
        ("further finding", "further findings")
    };
    (asking > 0).then(|| {
        format!(
            "{} cannot be judged until someone answers.",
            super::wording::capital(&count(asking, one, many))
        )
    })
}
