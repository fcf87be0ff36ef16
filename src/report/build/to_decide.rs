//! The box of the decision brief: the question, and what stands in the way of an answer.

use super::view::View;
use super::wording::{capital, count, day, listed, one_or};
use crate::analysis::{Finding, Reopened, Risk};
use crate::model::{DecisionStatus, Level};
use crate::report::blocks::{Block, Callout, List, Span, Tone};

/// The question, and what stands in the way of an answer.
pub(super) fn block(view: &View) -> Block {
    let points = [
        undecided(view),
        reopened(view),
        overdue(view),
        lapsed(view),
        without_owner(view),
        unanswered(view),
        may_rise(view),
        without_a_way_in(view),
        Some(level_point(view)),
        level_in_doubt(view),
    ];
    let points: Vec<Vec<Span>> = points
        .into_iter()
        .flatten()
        .map(|text| vec![text])
        .collect();
    Block::Callout(Callout {
        tone: Tone::Accent,
        title: question(view),
        blocks: vec![Block::List(List::bullets(points))],
    })
}

fn question(view: &View) -> String {
    let severe = view.open_at_or_above(Risk::High);
    let title = view.title();
    match severe {
        0 if view.applying.is_empty() && view.asking.is_empty() => {
            format!("To decide: is the drawing of {title} complete?")
        }
        0 => format!("To decide: may {title} run as it is drawn here?"),
        n => format!(
            "To decide: may {title} run as it is drawn here, with {} of high or critical risk, or must {} be treated first?",
            count(n, "open finding", "open findings"),
            one_or(n, "it", "some")
        ),
    }
}

/// Findings by level; of one alone, the level says it all.
fn spread(findings: &[&Finding]) -> String {
    match findings {
        [only] => only.risk().as_str().to_owned(),
        _ => View::spread(findings),
    }
}

/// Consequences whose way in nobody has drawn: no finding counts them, and no decision covers them.
fn without_a_way_in(view: &View) -> Option<Span> {
    let number = view.stray.len();
    (number > 0).then(|| {
        Span::plain(format!(
            "Not counted: {} of a threat whose place of entry is not drawn ({}).",
            count(number, "consequence", "consequences"),
            spread(&view.stray)
        ))
    })
}

fn undecided(view: &View) -> Option<Span> {
    let open = view.undecided();
    let text = if open.is_empty() {
        if view.applying.is_empty() {
            return None;
        }
        "Every finding that applies has a decision.".to_owned()
    } else {
        let decided = view.applying.len() - open.len();
        format!(
            "Not decided: {} ({}). {} a decision.",
            count(open.len(), "finding", "findings"),
            spread(&open),
            match decided {
                0 => "None has".to_owned(),
                1 => "1 has".to_owned(),
                n => format!("{n} have"),
            }
        )
    };
    Some(Span::plain(text))
}

fn reopened(view: &View) -> Option<Span> {
    let number = view
        .applying
        .iter()
        .filter(|f| matches!(f.reopened, Some(Reopened::Assumption(_))))
        .count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} again, because an assumption under {} no longer holds.",
            capital(&format!(
                "{} open",
                count(number, "decision is", "decisions are")
            )),
            one_or(number, "it", "them")
        ))
    })
}

fn overdue(view: &View) -> Option<Span> {
    let ran_out = |f: &Finding| matches!(f.reopened, Some(Reopened::RanOut(_)));
    let late = |f: &&&Finding| f.is_open() && !ran_out(f) && f.is_overdue(view.assessment.date);
    let number = view.applying.iter().filter(late).count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} past {} date.",
            capital(&count(number, "decision is", "decisions are")),
            one_or(number, "its", "their")
        ))
    })
}

/// Decisions that held until a day that has passed: the findings are open again.
fn lapsed(view: &View) -> Option<Span> {
    /// How many the page names.
    const NAMED: usize = 3;
    let all = view.applying.iter().chain(&view.asking);
    let why: Vec<String> = all
        .filter_map(|f| Some(format!("{}, {}", f.id, f.ran_out(|date| day(Some(date)))?)))
        .collect();
    let open = capital(&count(
        why.len(),
        "decision ran out and is open again",
        "decisions ran out and are open again",
    ));
    match why.len() {
        0 => None,
        1..=NAMED => Some(Span::plain(format!("Open again: {}.", why.join("; ")))),
        _ => Some(Span::plain(format!("{open}."))),
    }
}

fn without_owner(view: &View) -> Option<Span> {
    let number = view
        .applying
        .iter()
        .filter(|f| {
            f.status != DecisionStatus::Open
                && f.decision.as_ref().is_some_and(|d| d.owner.is_none())
        })
        .count();
    (number > 0).then(|| {
        Span::plain(format!(
            "{} no owner.",
            capital(&count(number, "decision has", "decisions have"))
        ))
    })
}

/// Findings that answers could make high or critical: a page that calls the exposure lower has to say so. Those that wait for an
/// answer count as well, and those whose risk someone agreed to live with as it stands now.
fn may_rise(view: &View) -> Option<Span> {
    /// How many the page names.
    const NAMED: usize = 3;
    let worst = |f: &Finding| Risk::of(view.at_worst(f));
    let all = view.applying.iter().chain(&view.asking);
    let rising: Vec<&Finding> = all
        .copied()
        .filter(|f| f.is_open() || agreed(f).is_some())
        .filter(|f| worst(f) >= Risk::High && worst(f) > f.risk())
        .collect();
    let named = match rising.as_slice() {
        [] => return None,
        few if few.len() <= NAMED => {
            let each = few.iter().map(|f| {
                let agreed = agreed(f).map_or(String::new(), |word| format!(" ({word})"));
                format!("{}{agreed} to {}", f.id, worst(f).as_str())
            });
            listed(&each.collect::<Vec<_>>())
        }
        many => {
            let agreed = many.iter().filter(|f| agreed(f).is_some()).count();
            let closed = match agreed {
                0 => String::new(),
                n => format!(", {n} of them accepted or transferred"),
            };
            format!("{} findings to high or critical{closed}", many.len())
        }
    };
    Some(Span::plain(format!("Answers could still raise {named}.")))
}

/// What someone agreed to do with the risk as it is, where the decision leaves the risk in place.
fn agreed(finding: &Finding) -> Option<&'static str> {
    match finding.status {
        DecisionStatus::Accept => Some("accepted"),
        DecisionStatus::Transfer => Some("transferred"),
        _ => None,
    }
}

fn unanswered(view: &View) -> Option<Span> {
    let number = view.asking.len();
    (number > 0).then(|| {
        Span::plain(format!(
            "Not known: whether {} {}; rated as if {} applied: {}.",
            if view.applying.is_empty() {
                count(number, "finding", "findings")
            } else {
                count(number, "more finding", "more findings")
            },
            one_or(number, "applies", "apply"),
            one_or(number, "it", "they"),
            spread(&view.asking)
        ))
    })
}

fn level_point(view: &View) -> Span {
    let blockers = view.assessment.blockers.len();
    let next = view
        .assessment
        .reached
        .map_or(1, |level| level.number() + 1);
    let nothing_asked =
        view.assessment.facts_wanted == 0 && view.applying.is_empty() && view.asking.is_empty();
    let known = if nothing_asked {
        " The rules had nothing to ask.".to_owned()
    } else {
        let share = super::wording::percent(view.assessment.completeness);
        format!(" The model answers {share} of what the rules ask.")
    };
    let text = match blockers {
        0 if view.assessment.reached == Some(Level::Three) => {
            "Every verification level is reached.".to_owned()
        }
        n => format!(
            "{} verification level {next}.{known}",
            capital(&count(
                n,
                "requirement keeps the system from",
                "requirements keep the system from"
            ))
        ),
    };
    Span::plain(text)
}

/// Who decides by this page has to know that the level it names may not stand.
fn level_in_doubt(view: &View) -> Option<Span> {
    let ids: Vec<String> = super::verification::doubtful(view)
        .map(|(id, _)| format!("{id} {}", view.requirement_title(id)))
        .collect();
    let records = one_or(ids.len(), "a record", "records");
    (!ids.is_empty()).then(|| {
        Span::plain(format!(
            "The level reached rests on {records} to look at again: {}.",
            listed(&ids)
        ))
    })
}
