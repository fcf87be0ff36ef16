//! Drafts: what was typed in dialogs and is not in the document yet, as one text for the journal: it is offered back after a crash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::ThreatModel;

use super::app::App;
use super::modal::Modal;
use super::modal::control::ControlDraft;
use super::modal::form::DecisionDraft;
use super::modal::threat_form::ThreatDraft;

/// The key of the draft of the `:` line.
pub const COMMAND_LINE: &str = ":";

/// Everything that was typed and is not in the document yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts {
    /// Decisions that are being typed.
    #[serde(default)]
    pub decisions: Vec<DecisionDraft>,
    /// Threats of the team's own that are being typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub threats: Vec<ThreatDraft>,
    /// States of requirements that are being typed.
    #[serde(default)]
    pub controls: Vec<ControlDraft>,
    /// Names and lines, by what they are for.
    #[serde(default)]
    pub lines: BTreeMap<String, String>,
}

impl Drafts {
    /// What the dialogs hold now.
    #[must_use]
    pub fn of(app: &App) -> Self {
        let mut drafts = Self {
            decisions: Vec::new(),
            threats: Vec::new(),
            lines: app.line_drafts.clone(),
            ..Self::default()
        };
        let mut decisions = app.decision_drafts.clone();
        let mut threats = app.threat_drafts.clone();
        let mut controls = app.control_drafts.clone();
        for modal in &app.modals {
            match modal {
                Modal::Decision(form) if form.is_changed() => {
                    decisions.insert(form.finding.clone(), form.draft());
                }
                Modal::Decision(form) => {
                    decisions.remove(&form.finding);
                }
                Modal::OwnThreat(form) if form.is_changed() => {
                    threats.insert(form.id.clone(), form.draft());
                }
                Modal::OwnThreat(form) => {
                    threats.remove(&form.id);
                }
                Modal::Control(form) if form.is_changed() => {
                    controls.insert(form.control.clone(), form.draft());
                }
                Modal::Control(form) => {
                    controls.remove(&form.control);
                }
                Modal::FindOut(form) if form.is_changed() => {
                    drafts.lines.insert(form.draft_key(), form.typed());
                }
                Modal::Prompt(prompt) if prompt.field.text() != prompt.before => {
                    drafts
                        .lines
                        .insert(prompt.naming.draft_key(), prompt.field.text());
                }
                Modal::CommandLine(line) if !line.field.is_blank() => {
                    drafts.lines.insert(
                        super::update::line_draft_key(line.draws).into(),
                        line.field.text(),
                    );
                }
                _ => {}
            }
        }
        drafts.decisions = decisions.into_values().collect();
        drafts.threats = threats.into_values().collect();
        drafts.controls = controls.into_values().collect();
        drafts
    }

    /// The text for the journal; empty when there is nothing.
    ///
    /// # Panics
    ///
    /// Never: texts and ids always have a JSON form.
    #[must_use]
    pub fn to_text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).expect("texts and ids always have a JSON form")
    }

    /// Reads the text of a journal; what cannot be read is nothing.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Where to go on with it; `None` when there is nothing.
    #[must_use]
    pub fn where_it_waits(&self, model: &ThreatModel) -> Option<String> {
        let line = |what: &str| what == COMMAND_LINE || what == super::update::line_draft_key(true);
        let lines = self.lines.iter().map(|(what, text)| {
            if line(what) {
                format!("`{what}`, then Up brings back \"{text}\"")
            } else {
                format!("\"{text}\" waits in its field: {what}")
            }
        });
        let decisions = self.decisions.iter();
        let controls = self.controls.iter();
        let forms = decisions
            .map(|draft| model.finding_name(&draft.finding))
            .chain(self.threats.iter().map(|draft| draft.id.to_string()))
            .chain(controls.map(|draft| model.control_name(&draft.control)))
            .map(|id| format!("what was typed on {id} waits in its form"));
        let all: Vec<String> = lines.chain(forms).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// What it is, in a few words; `None` when there is nothing.
    #[must_use]
    pub fn in_words(&self, model: &ThreatModel) -> Option<String> {
        let decisions: Vec<String> = self
            .decisions
            .iter()
            .map(|draft| format!("the decision on {}", model.finding_name(&draft.finding)))
            .collect();
        let threats = self
            .threats
            .iter()
            .map(|draft| format!("the threat {}", draft.id));
        let controls = self
            .controls
            .iter()
            .map(|draft| format!("the state of {}", model.control_name(&draft.control)));
        let lines = self.lines.iter().map(|(what, text)| match what.as_str() {
            // These begin with a sign of their own.
            COMMAND_LINE | ">" => format!("{what} {text}"),
            what => format!("{what}: {text}"),
        });
        let all: Vec<String> = decisions
            .into_iter()
            .chain(threats)
            .chain(controls)
            .chain(lines)
            .collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}
