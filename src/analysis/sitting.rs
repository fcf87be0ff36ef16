//! What a team settled between two states of a document: the answers, decisions, states and points to find out of one sitting.
//!
//! No document stores it: it is the difference between the document when the sitting began and as it stands. What was taken
//! back in between is not in it. A report that tells it keeps it, so that the report can be made again.

use serde::{Deserialize, Serialize};

use super::agenda::Subject;
use super::assessment::Assessment;
use crate::catalog::Catalog;
use crate::model::{
    Assumption, AssumptionStatus, Component, ComponentId, Control, ControlId, Date, Decision,
    DecisionStatus, Edit, Entity, FindingId, Flow, Key, Level, ThreatModel, Zone,
};

/// What was settled in a sitting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sitting {
    /// The day.
    pub date: Option<Date>,
    /// Who led it.
    pub by: String,
    /// Questions that were answered.
    pub answers: Vec<Answered>,
    /// Decisions that were made or changed.
    pub decisions: Vec<(FindingId, Option<Decision>)>,
    /// Requirements whose state was recorded.
    pub controls: Vec<(ControlId, Option<Control>)>,
    /// Assumptions that were written down or changed, points to find out among them.
    pub assumptions: Vec<(Assumption, bool)>,
    /// Notes that were taken, with what they are about.
    pub notes: Vec<(String, String)>,
    /// What changed in the drawing and elsewhere, in words.
    pub drawing: Vec<String>,
    /// What was put aside, in words.
    pub parked: Vec<String>,
    /// What was looked at and neither settled nor put aside, in words.
    #[serde(default)]
    pub left_open: Vec<String>,
}

/// A question that was answered, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The component.
    pub component: ComponentId,
    /// The question.
    pub question: String,
    /// The answer; empty where an answer was taken back.
    pub answer: String,
}

impl Sitting {
    /// What differs between a document as it was and as it stands.
    #[must_use]
    pub fn between(before: &ThreatModel, after: &ThreatModel, catalog: &Catalog) -> Self {
        let mut sitting = Self::default();
        for edit in before.edits_to(after) {
            sitting.take(&edit, after, catalog);
        }
        sitting
    }

    /// Whether nothing was settled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && self.notes.is_empty() && self.parked.is_empty()
    }

    /// How many things were settled or given to somebody to find out. A note settles nothing.
    #[must_use]
    pub fn count(&self) -> usize {
        self.answers.len()
            + self.decisions.len()
            + self.controls.len()
            + self.assumptions.len()
            + self.drawing.len()
    }

    /// What was settled, in words: titles with their lines.
    #[must_use]
    pub fn in_words(&self, model: &ThreatModel) -> Vec<(String, Vec<String>)> {
        let decided = |(id, decision): &(FindingId, Option<Decision>)| {
            format!(
                "{} at {}: {}",
                id.threat,
                model.name_of(&id.component),
                decision
                    .as_ref()
                    .map_or_else(|| "taken back".into(), decided_words)
            )
        };
        let answered = |one: &Answered| {
            let answer = if one.answer.is_empty() {
                "taken back, open again"
            } else {
                &one.answer
            };
            format!("{} {answer}", one.question)
        };
        let recorded = |(id, control): &(ControlId, Option<Control>)| {
            let state = control.as_ref().map_or_else(
                || "not assessed".into(),
                |control| control.status.in_words(),
            );
            format!("{id}: {state}")
        };
        let assumed = |(assumption, _): &(Assumption, bool)| {
            let owner = assumption.owner.as_deref().unwrap_or_default();
            let due = assumption
                .expires
                .map_or_else(String::new, |day| format!(" by {day}"));
            let who = format!("{owner}{due}");
            let text = &assumption.text;
            if who.is_empty() {
                text.clone()
            } else {
                format!("{text} ({})", who.trim())
            }
        };
        let parts: [(&str, Vec<String>); 7] = [
            ("Decisions", self.decisions.iter().map(decided).collect()),
            ("Answers", self.answers.iter().map(answered).collect()),
            (
                "To find out, and assumptions",
                self.assumptions.iter().map(assumed).collect(),
            ),
            ("Requirements", self.controls.iter().map(recorded).collect()),
            ("Drawing", self.drawing.clone()),
            (
                "Notes",
                self.notes
                    .iter()
                    .map(|(about, text)| format!("{about}: {text}"))
                    .collect(),
            ),
            ("Put aside", self.parked.clone()),
        ];
        parts
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(title, lines)| (title.to_owned(), lines))
            .collect()
    }

    fn take(&mut self, edit: &Edit, after: &ThreatModel, catalog: &Catalog) {
        match (&edit.key, &edit.from, &edit.to) {
            (Key::Component(id), from, Some(Entity::Component(to))) => {
                let from = match from {
                    Some(Entity::Component(from)) => Some(from),
                    _ => None,
                };
                self.component(id, from, to, after, catalog);
            }
            (Key::Component(_), Some(Entity::Component(gone)), None) => {
                self.drawing.push(format!("{} was removed.", gone.name));
            }
            (Key::Flow(_), from, to) => self.flow(from.as_ref(), to.as_ref(), after),
            (Key::Zone(_), from, to) => self.zone(from.as_ref(), to.as_ref()),
            (Key::Decision(id), from, to) => {
                let [from, to] = [from, to].map(|side| match side {
                    Some(Entity::Decision(decision)) => Some(decision),
                    _ => None,
                });
                if let Some(note) = only_note(from, to) {
                    let about = finding_in_words(id, after, catalog);
                    self.notes.push((about, note.to_owned()));
                } else {
                    self.decisions.push((id.clone(), to.cloned()));
                }
            }
            (Key::Control(id), _, to) => {
                let control = match to {
                    Some(Entity::Control(control)) => Some(control.clone()),
                    _ => None,
                };
                self.controls.push((id.clone(), control));
            }
            (Key::Assumption(_), _, Some(Entity::Assumption(assumption))) => {
                let is_open = assumption.status == AssumptionStatus::Unconfirmed;
                self.assumptions.push((assumption.clone(), is_open));
            }
            (Key::OwnThreat(id), _, Some(Entity::OwnThreat(threat))) => {
                let text = format!("The team added or changed {id} {}.", threat.name);
                self.drawing.push(text);
            }
            (Key::OutOfScope(id), None, Some(Entity::OutOfScope(left_out))) => {
                let text = format!("{id} was left out: {}", left_out.because);
                self.drawing.push(text);
            }
            (Key::System, Some(Entity::System(from)), Some(Entity::System(to))) => {
                self.drawing.push(if from.target_level == to.target_level {
                    "The header was changed.".into()
                } else {
                    target(to.target_level)
                });
            }
            // Where boxes stand is no decision; points that were found out are told by their answers.
            _ => {}
        }
    }

    fn component(
        &mut self,
        id: &ComponentId,
        from: Option<&Component>,
        to: &Component,
        after: &ThreatModel,
        catalog: &Catalog,
    ) {
        match from {
            None => self.drawing.push(format!("{} was drawn.", to.name)),
            Some(from) if from.name != to.name => {
                let text = format!("{} is now called {}.", from.name, to.name);
                self.drawing.push(text);
            }
            Some(_) => {}
        }
        if from.is_some_and(|from| from.zone != to.zone) {
            let zone = to.zone.as_ref().and_then(|zone| after.zones.get(zone));
            let zone = zone.map_or("outside all zones", |zone| zone.name.as_str());
            self.answers.push(Answered {
                component: id.clone(),
                question: format!("In which zone does {} stand?", to.name),
                answer: zone.to_owned(),
            });
        }
        let before = from.map(|from| &from.facts);
        let held = |name: &str| before.and_then(|facts| facts.get(name));
        for (name, value) in to
            .facts
            .iter()
            .filter(|(name, value)| held(name) != Some(value))
        {
            let values: Vec<String> = value
                .values()
                .map(|value| said(catalog, name, value))
                .collect();
            self.answer(id, to, catalog, name, values.join("; "));
        }
        let gone = before.into_iter().flat_map(|facts| facts.keys());
        for name in gone.filter(|name| !to.facts.contains_key(*name)) {
            self.answer(id, to, catalog, name, String::new());
        }
        let note = from.and_then(|from| from.note.as_ref());
        if let Some(text) = to.note.as_ref().filter(|text| Some(*text) != note) {
            self.notes.push((to.name.clone(), text.clone()));
        }
    }

    fn answer(
        &mut self,
        id: &ComponentId,
        component: &Component,
        catalog: &Catalog,
        fact: &str,
        answer: String,
    ) {
        let question = catalog.fact(fact).map_or(fact, |entry| &entry.question);
        self.answers.push(Answered {
            component: id.clone(),
            question: format!("{}: {question}", component.name),
            answer,
        });
    }

    fn flow(&mut self, from: Option<&Entity>, to: Option<&Entity>, after: &ThreatModel) {
        let ends = |flow: &Flow| {
            format!(
                "from {} to {}",
                after.name_of(&flow.from),
                after.name_of(&flow.to)
            )
        };
        let text = match (from, to) {
            (None, Some(Entity::Flow(flow))) => format!("A flow was drawn {}.", ends(flow)),
            (Some(Entity::Flow(flow)), None) => {
                format!("The flow {} was removed.", ends(flow))
            }
            (Some(_), Some(Entity::Flow(flow))) => format!("The flow {} was changed.", ends(flow)),
            _ => return,
        };
        self.drawing.push(text);
    }

    fn zone(&mut self, from: Option<&Entity>, to: Option<&Entity>) {
        let text = match (from, to) {
            (None, Some(Entity::Zone(zone))) => format!("The zone {} was drawn.", zone.name),
            (Some(Entity::Zone(zone)), None) => format!("The zone {} was removed.", zone.name),
            (Some(Entity::Zone(from)), Some(Entity::Zone(zone))) if from.trust != zone.trust => {
                trusted(zone)
            }
            (Some(_), Some(Entity::Zone(zone))) => format!("The zone {} was changed.", zone.name),
            _ => return,
        };
        self.drawing.push(text);
    }

    /// Adds what was put aside and is still open.
    #[must_use]
    pub fn with_parked<'a>(
        mut self,
        parked: impl IntoIterator<Item = &'a Subject>,
        model: &ThreatModel,
        catalog: &Catalog,
        assessment: &Assessment,
    ) -> Self {
        let words = parked
            .into_iter()
            .map(|subject| subject.in_words(model, catalog, assessment));
        self.parked = words.collect();
        self
    }
}

/// The note, where nothing else was said of a finding: a note decides nothing.
fn only_note<'a>(from: Option<&Decision>, to: Option<&'a Decision>) -> Option<&'a str> {
    let to = to?;
    let without_note = |decision: &Decision| Decision {
        note: None,
        ..decision.clone()
    };
    let same = if let Some(from) = from {
        without_note(from) == without_note(to) && from.note != to.note
    } else {
        let nothing_else = to.owner.is_none() && to.due.is_none() && to.because.is_none();
        to.status == DecisionStatus::Open && nothing_else && to.ticket.is_none()
    };
    to.note.as_deref().filter(|_| same)
}

/// A finding by the names of its component and its threat.
fn finding_in_words(id: &FindingId, model: &ThreatModel, catalog: &Catalog) -> String {
    let name = catalog.threat_name(model, id.threat.as_str());
    let name = name.unwrap_or_default();
    let component = model.name_of(&id.component);
    format!("{component}: {} {name}", id.threat)
        .trim_end()
        .to_owned()
}

/// A decision in a line.
fn decided_words(decision: &Decision) -> String {
    let mut words = vec![decision.status.in_words()];
    words.extend(decision.owner.clone());
    words.extend(decision.due.map(|day| format!("by {day}")));
    let because = decision.because.as_deref().or(decision.note.as_deref());
    let because = because.map_or_else(String::new, |because| format!(": {because}"));
    format!("{}{because}", words.join(", "))
}

fn target(level: Level) -> String {
    format!("The level to reach is now {level}.")
}

fn trusted(zone: &Zone) -> String {
    match zone.trust {
        Some(trust) => format!(
            "The zone {} is trusted {}: {}.",
            zone.name,
            trust.number(),
            trust.in_words()
        ),
        None => format!("How far the zone {} is trusted is not known.", zone.name),
    }
}

/// A value as people say it.
fn said(catalog: &Catalog, fact: &str, value: &str) -> String {
    let meaning = catalog.fact(fact).and_then(|fact| fact.meaning(value));
    let plain = value.replace('_', " ");
    match meaning {
        Some(meaning) if meaning.to_lowercase().starts_with(&plain.to_lowercase()) => {
            meaning.to_owned()
        }
        Some(meaning) => format!("{plain}: {meaning}"),
        None => plain,
    }
}

impl Subject {
    /// The subject in a line.
    #[must_use]
    pub fn in_words(
        &self,
        model: &ThreatModel,
        catalog: &Catalog,
        assessment: &Assessment,
    ) -> String {
        match self {
            Self::Lack(lack) => assessment
                .prompts
                .iter()
                .find(|prompt| prompt.lacks == *lack)
                .map_or_else(String::new, |prompt| prompt.text.clone()),
            Self::Question(component, asks) => assessment
                .questions
                .iter()
                .find(|one| &one.component == component && &one.asks == asks)
                .map_or_else(
                    || model.name_of(component).to_owned(),
                    |one| one.text.clone(),
                ),
            Self::Finding(id) => finding_in_words(id, model, catalog),
            Self::Orphan(id) => format!(
                "The decision on {}, whose finding stands no more",
                finding_in_words(id, model, catalog)
            ),
            Self::Assumption(id) => model
                .assumptions
                .get(id)
                .map_or_else(|| id.to_string(), |assumption| assumption.text.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Op;

    fn after(model: &ThreatModel, steps: &[&str]) -> ThreatModel {
        let catalog = Catalog::built_in().unwrap();
        let mut model = model.clone();
        for step in steps {
            let plan = Op::parse(step).unwrap().plan(&model, &catalog).unwrap();
            model.apply(&plan.into_change("test", 0)).unwrap();
        }
        model
    }

    fn drawn() -> ThreatModel {
        after(
            &ThreatModel::default(),
            &[
                "zone prod \"Production\" trust 3",
                "add scoring \"Scoring API\" serve.api in prod",
            ],
        )
    }

    fn sitting(steps: &[&str]) -> Sitting {
        let before = drawn();
        Sitting::between(
            &before,
            &after(&before, steps),
            &Catalog::built_in().unwrap(),
        )
    }

    #[test]
    fn an_answer_is_told_with_its_question_and_meaning() {
        let sitting = sitting(&["answer scoring exposure partner"]);
        assert_eq!(sitting.count(), 1);
        let answer = &sitting.answers[0];
        assert!(answer.question.starts_with("Scoring API: "), "{answer:?}");
        assert!(
            answer.answer.to_lowercase().contains("partner"),
            "{answer:?}"
        );
    }

    #[test]
    fn what_was_taken_back_in_the_same_sitting_is_not_told() {
        let sitting = sitting(&[
            "answer scoring exposure partner",
            "forget scoring exposure",
            "decide ML05@scoring accept owner Ann because \"No.\"",
            "undecide ML05@scoring",
        ]);
        assert!(sitting.is_empty(), "{sitting:?}");
    }

    #[test]
    fn decisions_states_notes_and_points_to_find_out_are_each_told() {
        let sitting = sitting(&[
            "decide ML05@scoring mitigate owner \"Ann\"",
            "control PVC-V1.1 planned",
            "set scoring note \"Asked the vendor.\"",
            "assume who \"To be found out: who calls it\" owner \"Bea\" expires 2026-12-01",
            "zone prod trust 2",
        ]);
        assert_eq!(sitting.decisions.len(), 1);
        assert_eq!(sitting.controls.len(), 1);
        assert_eq!(
            sitting.notes,
            [("Scoring API".to_owned(), "Asked the vendor.".to_owned())]
        );
        assert!(sitting.assumptions[0].1);
        assert_eq!(
            sitting.drawing,
            ["The zone Production is trusted 2: corporate."]
        );
        assert_eq!(sitting.count(), 4, "a note settles nothing");
    }

    #[test]
    fn a_note_on_a_finding_is_told_as_a_note_and_not_as_a_decision() {
        let noted = sitting(&["decide ML05@scoring open note \"Check with ops.\""]);
        let about = "Scoring API: ML05 Model Stealing".to_owned();
        assert_eq!(noted.notes, [(about, "Check with ops.".to_owned())]);
        assert_eq!((noted.decisions.len(), noted.count()), (0, 0));
        assert!(!noted.is_empty());
        let owned = sitting(&["decide ML05@scoring open owner \"Ann\" note \"Check.\""]);
        assert_eq!(owned.decisions.len(), 1);
    }

    #[test]
    fn where_boxes_stand_is_no_decision() {
        assert!(sitting(&["place scoring 3 4 pinned"]).is_empty());
    }
}
