//! What is said when a step is done. A step is named for the list of what can be undone, as an order ("Add Checkout"); what is done is
//! said as done ("Added Checkout").

use crate::model::{Date, Decision, DecisionStatus, Edit, Entity, Level};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::wrap::count;

/// How the names of steps begin, and the same as done.
const DONE: &[(&str, &str)] = &[
    ("Add ", "Added "),
    ("Answer ", "Answered "),
    ("Carry ", "Carried "),
    ("Change ", "Changed "),
    ("Connect ", "Connected "),
    ("Decide ", "Decided "),
    ("Draw ", "Drew "),
    ("Forget ", "Forgot "),
    ("Include ", "Included "),
    ("Insert ", "Inserted "),
    ("Leave out ", "Left out "),
    ("Let the layout place ", "The layout places "),
    ("Make ", "Made "),
    ("Move ", "Moved "),
    ("Record ", "Recorded "),
    ("Remove ", "Removed "),
    ("Rename ", "Renamed "),
    ("Set ", "Set "),
    ("Switch ", "Switched "),
    ("Take back ", "Took back "),
    ("Take in ", "Took in "),
    ("Tidy ", "Tidied "),
];

/// The name of a step as something that is done. What begins otherwise says how things are, and stays.
#[must_use]
pub fn done_words(label: &str) -> String {
    let begins = |(order, _): &&(&str, &str)| label.starts_with(order);
    match DONE.iter().find(begins) {
        Some((order, done)) => format!("{done}{}", &label[order.len()..]),
        None => label.to_owned(),
    }
}

/// What a step may change without being about it.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    /// How many decisions have lost their finding.
    orphans: usize,
    /// The level that is reached.
    reached: Option<Level>,
}

impl Before {
    /// How things are now.
    pub fn of(app: &App) -> Self {
        let assessment = &app.derived.assessment;
        Self {
            orphans: assessment.orphaned.len(),
            reached: assessment.reached,
        }
    }
}

/// That another level is reached than before, in words: the one that the team wants is told as such.
fn level_told(app: &App, before: Option<Level>) -> Option<String> {
    let now = app.derived.assessment.reached;
    let target = app.model().system.target_level;
    match (before, now) {
        (before, Some(now)) if Some(now) > before && now >= target => {
            Some(format!("level {now} is reached: the target"))
        }
        (before, Some(now)) if Some(now) > before => {
            Some(format!("level {now} is reached, of {target} wanted"))
        }
        (Some(before), now) if now < Some(before) => {
            Some(format!("level {before} is no longer reached"))
        }
        _ => None,
    }
}

/// What people should know of the decisions that a step records: a day that is past already, and a mitigation that is nobody's.
#[must_use]
pub fn remark(today: Date, edits: &[Edit]) -> Option<String> {
    let decisions: Vec<&Decision> = edits
        .iter()
        .filter(|edit| edit.from != edit.to)
        .filter_map(|edit| match &edit.to {
            Some(Entity::Decision(decision)) => Some(decision),
            _ => None,
        })
        .collect();
    let past = decisions
        .iter()
        .find_map(|one| Some((one.due.filter(|day| *day < today)?, one.status.closes())));
    let nobodys = decisions
        .iter()
        .any(|one| one.status == DecisionStatus::Mitigate && one.owner.is_none());
    match (past, nobodys) {
        (Some((day, true)), false) => Some(format!("{day} is past: it counts as open")),
        (Some((day, false)), false) => Some(format!("{day} is past: it counts as overdue")),
        (Some((day, _)), true) => Some(format!("{day} is past, and nobody answers for it yet")),
        (None, true) => Some("nobody answers for it yet".to_owned()),
        (None, false) => None,
    }
}

/// Says that a step is done with what is remarkable about it: another level, and where decisions lost their finding by it, that
/// too: they are kept, and somebody has to choose.
pub fn tell(app: &mut App, label: &str, remark: Option<&str>, before: Before) {
    let level = level_told(app, before.reached);
    let said = [Some(done_words(label)), level, remark.map(str::to_owned)];
    let done = said.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let lost = Before::of(app).orphans.saturating_sub(before.orphans);
    if lost == 0 {
        app.say(done);
        return;
    }
    let (decisions, its) = (
        count(lost, "decision", "decisions"),
        if lost == 1 { "its" } else { "their" },
    );
    let key = app.key(Command::ShowThreats);
    app.say(format!(
        "{done}; {decisions} lost {its} finding: {key} lists them"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_becomes_what_is_done_and_a_state_stays() {
        assert_eq!(done_words("Add Checkout"), "Added Checkout");
        assert_eq!(
            done_words("Take back the decision on x"),
            "Took back the decision on x"
        );
        assert_eq!(
            done_words("Address book: who writes? the team"),
            "Address book: who writes? the team"
        );
    }
}
