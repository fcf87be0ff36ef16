//! Whether a document is sound in itself: nothing points at nothing.
//!
//! What needs the catalogue (kinds, fact values) is checked there.

use std::fmt;

use super::document::ThreatModel;
use super::terms::ControlStatus;

/// Something wrong in a document, with the path of the place: `flows/a-b/to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the document, as keys and field names joined by `/`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem at a path.
    #[must_use]
    pub fn new(path: String, message: String) -> Self {
        Self {
            path,
            message,
            help: None,
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
    problems
}

fn zones(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, zone) in &model.zones {
        let Some(parent) = &zone.parent else { continue };
        let path = format!("zones/{id}/parent");
        if !model.zones.contains_key(parent) {
            let known = model.zones.keys().map(AsRef::as_ref);
            problems.push(unknown(path, "zone", parent.as_str(), known));
        } else if model.zone_chain(parent).contains(&id) {
            let message = format!("zone `{id}` lies inside itself");
            problems.push(
                Problem::new(path, message).with_help("give one of the zones another parent"),
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
            problems.push(unknown(path, "zone", zone.as_str(), known));
        }
    }
}

fn flows(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, flow) in &model.flows {
        for (end, component) in [("from", &flow.from), ("to", &flow.to)] {
            if !model.components.contains_key(component) {
                let known = model.components.keys().map(AsRef::as_ref);
                let path = format!("flows/{id}/{end}");
                problems.push(unknown(path, "component", component.as_str(), known));
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
            problems.push(Problem::new(format!("controls/{id}/status"), message).with_help(help));
        }
    }
}

fn own_threats(model: &ThreatModel, problems: &mut Vec<Problem>) {
    for (id, threat) in &model.own_threats {
        for component in &threat.components {
            if !model.components.contains_key(component) {
                let known = model.components.keys().map(AsRef::as_ref);
                let path = format!("own_threats/{id}/components");
                problems.push(unknown(path, "component", component.as_str(), known));
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
