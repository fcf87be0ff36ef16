//! What the team records: decisions, controls, assumptions, scope and threats of its own.

use std::collections::BTreeSet;

use super::Draft;
use crate::model::check::nobody_answers;
use crate::model::op::{Op, OpError, Said};
use crate::model::{
    Assumption, AssumptionStatus, Control, ControlId, Decision, FindingId, Key, NoteId, OutOfScope,
    OwnThreat, RequirementId, Score, ThreatId,
};

/// A likelihood or impact of which nobody has said anything: the middle.
const UNSAID: i32 = 3;

impl Draft<'_> {
    /// Carries out what records something.
    pub(super) fn record(&mut self, op: &Op) -> Result<String, OpError> {
        match op {
            Op::Decide { finding, .. } => self.decide(finding, op),
            Op::Undecide(finding) => {
                let known = self.model.decisions.keys().map(ToString::to_string);
                must_be_there("decision", finding, known)?;
                self.model.decisions.remove(finding);
                let name = self.model.finding_name(finding);
                Ok(format!("Take back the decision on {name}"))
            }
            Op::Control { control, .. } => self.control(control, op),
            Op::Uncontrol(control) => {
                let known = self.model.controls.keys().map(ToString::to_string);
                must_be_there("record", control, known)?;
                self.model.controls.remove(control);
                let name = self.model.control_name(control);
                Ok(format!("Take back the state of {name}"))
            }
            Op::Assume { id, .. } => self.assume(id, op),
            Op::Unassume(id) => {
                let known = self.model.assumptions.keys().map(ToString::to_string);
                must_be_there("assumption", id, known)?;
                self.model.assumptions.remove(id);
                Ok(format!("Remove assumption {id}"))
            }
            Op::Exclude { id, because } => self.exclude(id, because),
            Op::Include(id) => {
                let known = self.model.out_of_scope.keys().map(ToString::to_string);
                must_be_there("out-of-scope entry", id, known)?;
                self.model.out_of_scope.remove(id);
                Ok(format!("Include {id} again"))
            }
            Op::Threat { id, .. } => self.threat(id, op),
            Op::Unthreat(id) => {
                let known = self.model.own_threats.keys().map(ToString::to_string);
                must_be_there("own threat", id, known)?;
                self.model.own_threats.remove(id);
                Ok(format!("Remove threat {id}"))
            }
            other => Err(OpError::new(format!("`{other}` does not record anything"))),
        }
    }

    fn known_finding(&self, finding: &FindingId) -> Result<(), OpError> {
        self.known(&finding.component)?;
        let threats = self.words.threats();
        let own = self.model.own_threats.keys().map(ThreatId::as_str);
        let mut known = threats.into_iter().chain(own);
        let id = finding.threat.as_str();
        if known.clone().any(|threat| threat == id) {
            return Ok(());
        }
        let all: Vec<&str> = known.by_ref().collect();
        Err(OpError::unknown("threat", id, all.into_iter()))
    }

    fn known_requirement(&self, id: &RequirementId) -> Result<(), OpError> {
        let known = self.words.requirements();
        if known.contains(&id.as_str()) {
            return Ok(());
        }
        let error = OpError::unknown("requirement", id.as_str(), known.into_iter());
        Err(match error.help {
            None => error.with_help("`bartizan catalog list` shows every requirement"),
            Some(_) => error,
        })
    }

    fn decide(&mut self, finding: &FindingId, op: &Op) -> Result<String, OpError> {
        let Op::Decide {
            status,
            owner,
            due,
            because,
            ticket,
            note,
            ..
        } = op
        else {
            return Ok(String::new());
        };
        // A decision whose finding is gone is kept, and may be changed.
        let before = self.model.decisions.get(finding).cloned();
        if before.is_none() {
            self.known_finding(finding)?;
        }
        let before = before.as_ref();
        let decision = Decision {
            status: *status,
            owner: text(owner, before.and_then(|d| d.owner.clone())),
            due: due.over(before.and_then(|d| d.due)),
            because: text(because, before.and_then(|d| d.because.clone())),
            ticket: text(ticket, before.and_then(|d| d.ticket.clone())),
            note: text(note, before.and_then(|d| d.note.clone())),
        };
        let name = self.model.finding_name(finding);
        if !decision.missing().is_empty() && before != Some(&decision) {
            let error = OpError::new(nobody_answers(&name, &decision)).about(status.as_str());
            return Err(error.with_help("write `owner \"NAME\" because \"REASON\"` behind it"));
        }
        self.model.decisions.insert(finding.clone(), decision);
        self.about = Some(Key::Decision(finding.clone()));
        Ok(format!("Decide {name}: {}", status.in_words()))
    }

    fn control(&mut self, id: &ControlId, op: &Op) -> Result<String, OpError> {
        let Op::Control {
            status,
            evidence,
            assessor,
            date,
            because,
            note,
            ..
        } = op
        else {
            return Ok(String::new());
        };
        let before = self.model.controls.get(id).cloned();
        if before.is_none() {
            self.known_requirement(&id.requirement)?;
            if let Some(component) = &id.component {
                self.known(component)?;
            }
        }
        let before = before.as_ref();
        let control = Control {
            status: *status,
            evidence: text(evidence, before.and_then(|c| c.evidence.clone())),
            assessor: text(assessor, before.and_then(|c| c.assessor.clone())),
            date: date.over(before.and_then(|c| c.date)),
            because: text(because, before.and_then(|c| c.because.clone())),
            note: text(note, before.and_then(|c| c.note.clone())),
        };
        self.model.controls.insert(id.clone(), control);
        self.about = Some(Key::Control(id.clone()));
        let name = self.model.control_name(id);
        Ok(format!("Record {name}: {}", status.in_words()))
    }

    fn assume(&mut self, id: &NoteId, op: &Op) -> Result<String, OpError> {
        let Op::Assume {
            text: said,
            status,
            owner,
            expires,
            covers,
            note,
            ..
        } = op
        else {
            return Ok(String::new());
        };
        let before = self.model.assumptions.get(id).cloned();
        let Some(text_now) = said.clone().or(before.as_ref().map(|a| a.text.clone())) else {
            let help = format!("write `assume {id} \"What you take for granted\"`");
            return Err(OpError::new("an assumption needs a text").with_help(help));
        };
        let verb = if before.is_some() { "Change" } else { "Add" };
        let before = before.as_ref();
        let covers = covers
            .over(before.map(|a| a.covers.clone()))
            .unwrap_or_default();
        for finding in &covers {
            if before.is_none_or(|a| !a.covers.contains(finding)) {
                self.known_finding(finding)?;
            }
        }
        let unchecked = before.map_or(AssumptionStatus::default(), |a| a.status);
        let assumption = Assumption {
            text: text_now,
            status: status.unwrap_or(unchecked),
            owner: text(owner, before.and_then(|a| a.owner.clone())),
            expires: expires.over(before.and_then(|a| a.expires)),
            covers,
            note: text(note, before.and_then(|a| a.note.clone())),
        };
        self.model.assumptions.insert(id.clone(), assumption);
        self.about = Some(Key::Assumption(id.clone()));
        Ok(format!("{verb} assumption {id}"))
    }

    fn exclude(&mut self, id: &NoteId, because: &str) -> Result<String, OpError> {
        if because.trim().is_empty() {
            return Err(OpError::new("the reason is empty").with_help("say why it is left out"));
        }
        let note = self.model.out_of_scope.get(id).and_then(|o| o.note.clone());
        let because = because.to_owned();
        self.model
            .out_of_scope
            .insert(id.clone(), OutOfScope { because, note });
        self.about = Some(Key::OutOfScope(id.clone()));
        Ok(format!("Leave out {id}"))
    }

    fn threat(&mut self, id: &ThreatId, op: &Op) -> Result<String, OpError> {
        let Op::Threat {
            name,
            at,
            likelihood,
            impact,
            requirements,
            note,
            text: said,
            ..
        } = op
        else {
            return Ok(String::new());
        };
        if self.words.threats().contains(&id.as_str()) {
            let error = OpError::new(format!("`{id}` is a threat of the catalogue"));
            return Err(error
                .about(id.as_str())
                .with_help("call your own OWN-1, OWN-2 and so on"));
        }
        let before = self.model.own_threats.get(id).cloned();
        let verb = if before.is_some() { "Change" } else { "Add" };
        let Some(name) = name.clone().or(before.as_ref().map(|t| t.name.clone())) else {
            let help = format!("write `threat {id} \"Name\" at COMPONENT`");
            return Err(OpError::new("a threat needs a name").with_help(help));
        };
        let before = before.as_ref();
        let components = at
            .over(before.map(|t| t.components.clone()))
            .unwrap_or_default();
        components
            .iter()
            .try_for_each(|component| self.known(component))?;
        let requirements = self.requirements_of(requirements, before)?;
        let middle = Score::clamped(UNSAID);
        let label = format!("{verb} threat {id} {name}");
        let threat = OwnThreat {
            name,
            text: text(said, before.map(|t| t.text.clone())).unwrap_or_default(),
            components,
            likelihood: likelihood.unwrap_or(before.map_or(middle, |t| t.likelihood)),
            impact: impact.unwrap_or(before.map_or(middle, |t| t.impact)),
            requirements,
            note: text(note, before.and_then(|t| t.note.clone())),
        };
        self.model.own_threats.insert(id.clone(), threat);
        self.about = Some(Key::OwnThreat(id.clone()));
        Ok(label)
    }

    fn requirements_of(
        &self,
        said: &Said<BTreeSet<RequirementId>>,
        before: Option<&OwnThreat>,
    ) -> Result<BTreeSet<RequirementId>, OpError> {
        if let Said::This(new) = said {
            new.iter().try_for_each(|id| self.known_requirement(id))?;
        }
        Ok(said
            .over(before.map(|t| t.requirements.clone()))
            .unwrap_or_default())
    }
}

/// A text after something was said of it; a blank one is none.
fn text(said: &Said<String>, before: Option<String>) -> Option<String> {
    said.over(before).filter(|text| !text.trim().is_empty())
}

/// Refuses to take back what is not there.
fn must_be_there(
    what: &str,
    id: &impl std::fmt::Display,
    known: impl Iterator<Item = String>,
) -> Result<(), OpError> {
    let known: Vec<String> = known.collect();
    let id = id.to_string();
    if known.contains(&id) {
        return Ok(());
    }
    Err(OpError::unknown(
        what,
        &id,
        known.iter().map(String::as_str),
    ))
}
