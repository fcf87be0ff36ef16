//! Whether a document is sound in itself: nothing points at nothing.
//!
//! What needs the catalogue (kinds, fact values) is checked there.

use std::fmt;

use super::document::{Decision, FARTHEST, ThreatModel};
use super::edit::Key;
use super::terms::{ControlStatus, DecisionStatus};

/// Something wrong in a document, with the path of the place: `flows/a-b/to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the document, as keys and field names joined by `/`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The entity of the document that is unsound.
    pub key: Option<Key>,
}

impl Problem {
    /// A problem at a path.
    #[must_use]
    pub fn new(path: String, message: String) -> Self {
        Self {
            path,
            message,
            help: None,
            key: None,
        }
    }

    /// The same problem of an entity of the document.
    fn of(self, key: Key) -> Self {
        Self {
            key: Some(key),
            ..self
        }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// Everything unsound in a document; empty when it is sound.
#[must_use]
pub fn check(model: &ThreatModel) -> Vec<Problem> {
    let mut problems = Vec::new();
    zones(model, &mut problems);
    components(model, &mut problems);
    flows(model, &mut problems);
    controls(model, &mut problems);
    own_threats(model, &mut problems);
    placed(model, &mut problems);
    problems
}

/// What a sound document says and nobody could enter today: it loads, and is told of.
#[must_use]
pub fn doubts(model: &ThreatModel) -> Vec<Problem> {
    let decisions = model.decisions.iter();
    let short = decisions.filter(|(_, decision)| !decision.missing().is_empty());
    short
        .map(|(id, decision)| {
            let path = format!("decisions/{id}/status");
            Problem::new(path, nobody_answers(&model.finding_name(id), decision))
                .with_help("say who decided and why")
                .of(Key::Decision(id.clone()))
        })
        .collect()
}

/// That a decision ends the work on a finding and lacks who or why, in words.
pub(super) fn nobody_answers(finding: &str, decision: &Decision) -> String {
    let what = match decision.status {
        DecisionStatus::Transfer => "to hand a risk to others",
        DecisionStatus::Avoid => "to avoid a risk",
        DecisionStatus::NotApplicable => "to call a finding not applicable",
        _ => "to accept a risk",
    };
    let missing = decision.missing();
    let are = if missing.len() == 1 { "is" } else { "are" };
    let missing = missing.join(" and ");
    format!("{finding}: {what} needs who and why; {missing} {are} missing")
}

fn zones(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, zone) in &model.zones {
        let Some(parent) = &zone.parent else { continue };
        let path = format!("zones/{id}/parent");
        if !model.zones.contains_key(parent) {
            let known = model.zones.keys().map(AsRef::as_ref);
            let problem = unknown(path, "zone", parent.as_str(), known);
            problems.push(problem.of(Key::Zone(id.clone())));
        } else if model.zone_chain(parent).contains(&id) {
            let message = format!("zone `{id}` lies inside itself");
            problems.push(
                Problem::new(path, message)
                    .with_help("give one of the zones another parent")
                    .of(Key::Zone(id.clone())),
            );
        }
    }
}

fn components(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, component) in &model.components {
        let Some(zone) = &component.zone else {
            continue;
        };
        if !model.zones.contains_key(zone) {
            let known = model.zones.keys().map(AsRef::as_ref);
            let path = format!("components/{id}/zone");
            let problem = unknown(path, "zone", zone.as_str(), known);
            problems.push(problem.of(Key::Component(id.clone())));
        }
    }
}

fn flows(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, flow) in &model.flows {
        for (end, component) in [("from", &flow.from), ("to", &flow.to)] {
            if !model.components.contains_key(component) {
                let known = model.components.keys().map(AsRef::as_ref);
                let path = format!("flows/{id}/{end}");
                let problem = unknown(path, "component", component.as_str(), known);
                problems.push(problem.of(Key::Flow(id.clone())));
            }
        }
    }
}

fn controls(model: &ThreatModel, problems: &mut Vec<Problem>) {
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
    for (id, control) in &model.controls {
        let missing: Vec<&str> = match control.status {
            ControlStatus::Verified => [
                ("evidence", blank(&control.evidence)),
                ("assessor", blank(&control.assessor)),
                ("date", control.date.is_none()),
            ]
            .into_iter()
            .filter_map(|(field, absent)| absent.then_some(field))
            .collect(),
            ControlStatus::NotApplicable if blank(&control.because) => vec!["because"],
            _ => Vec::new(),
        };
        if !missing.is_empty() {
            let state = control.status.in_words();
            let message = format!("control `{id}` is {state} without {}", missing.join(", "));
            let help = match control.status {
                ControlStatus::Verified => {
                    "say what was seen, by whom and when, or write `implemented`"
                }
                _ => "say why it does not apply",
            };
            let problem = Problem::new(format!("controls/{id}/status"), message).with_help(help);
            problems.push(problem.of(Key::Control(id.clone())));
        }
    }
}

fn own_threats(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, threat) in &model.own_threats {
        for component in &threat.components {
            if !model.components.contains_key(component) {
                let known = model.components.keys().map(AsRef::as_ref);
                let path = format!("own_threats/{id}/components");
                let problem = unknown(path, "component", component.as_str(), known);
                problems.push(problem.of(Key::OwnThreat(id.clone())));
            }
        }
    }
}

fn placed(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, place) in &model.placed {
        for (field, number) in [("x", place.x), ("y", place.y)] {
            if !(-FARTHEST..=FARTHEST).contains(&number) {
                let message = format!("`{number}` is too far away for a box");
                let help = format!("a box stands between -{FARTHEST} and {FARTHEST} cells");
                let problem = Problem::new(format!("placed/{id}/{field}"), message).with_help(help);
                problems.push(problem.of(Key::Placed(id.clone())));
            }
        }
    }
}

fn unknown<'a>(
    path: String,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Problem {
    let problem = Problem::new(path, format!("there is no {what} `{name}`"));
    match super::nearest::nearest(name, known) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ZoneId, text};

    #[test]
    fn every_problem_names_the_entity_that_is_unsound() {
        let sound = r#"(format: 1, title: "T",
            zones: {"z": (name: "Z"), "in": (name: "I", parent: "z")},
            components: {"a": (name: "A", kind: "k", zone: "z"), "b": (name: "B", kind: "k")},
            flows: {"f": (from: "a", to: "b")},
            controls: {"PVC-V1.1": (status: planned)},
            own_threats: {"OWN-1": (name: "O", likelihood: 1, impact: 1, components: ["b"])},
            placed: {"a": (x: 100000, y: -100000)},
        )"#;
        let mut model = text::read(sound).unwrap().model;
        assert_eq!(check(&model), []);
        let ring = ZoneId::new("in").unwrap();
        model.zones.get_mut("in").unwrap().parent = Some(ring);
        model.zones.remove("z");
        model.components.remove("b");
        for control in model.controls.values_mut() {
            control.status = ControlStatus::Verified;
        }
        for place in model.placed.values_mut() {
            (place.x, place.y) = (i32::MAX, i32::MIN);
        }
        let told: Vec<String> = check(&model)
            .into_iter()
            .map(|one| {
                format!(
                    "{}: {}",
                    one.path,
                    one.key.map_or("-".into(), |key| key.to_string())
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "zones/in/parent: zone `in`",
                "components/a/zone: component `a`",
                "flows/f/to: flow `f`",
                "controls/PVC-V1.1/status: control `PVC-V1.1`",
                "own_threats/OWN-1/components: own threat `OWN-1`",
                "placed/a/x: position of `a`",
                "placed/a/y: position of `a`",
            ]
        );
    }
}
