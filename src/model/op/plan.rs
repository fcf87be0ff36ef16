//! What each operation does to a document: worked out on a draft, given as edits. Nothing is changed here.

mod drawing;
mod fields;
mod records;
mod removal;

use std::fmt::Write as _;

use super::{Op, OpError, Target, Vocabulary};
use crate::model::{
    Change, ComponentId, ControlStatus, Date, Edit, Entity, FlowId, Key, ThreatModel, ZoneId,
    check, free_slug, slug,
};

/// What an operation does to one document, at most one edit for each key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the step does, for people: "Add Scoring API".
    pub label: String,
    /// The edits; none when everything is already as the operation wants it.
    pub edits: Vec<Edit>,
    /// What the step is about, for a view to select: the new component, the changed zone.
    pub about: Option<Key>,
}

impl Plan {
    /// Refuses what cannot have happened yet on a day: nobody has looked at anything tomorrow.
    pub fn happens_by(&self, today: Date) -> Result<(), OpError> {
        let ahead = self.edits.iter().find_map(|edit| match &edit.to {
            Some(Entity::Control(now)) if edit.from.as_ref() != edit.to.as_ref() => {
                let verified = now.status == ControlStatus::Verified;
                now.date.filter(|date| verified && *date > today)
            }
            _ => None,
        });
        let Some(date) = ahead else { return Ok(()) };
        let message = format!("{date} is still to come, so nobody has looked then");
        let error = OpError::new(message).about(date.to_string());
        Err(error.with_help(format!("today is {today} (UTC)")))
    }

    /// The change, by whom and when (seconds since 1970).
    #[must_use]
    pub fn into_change(self, by: impl Into<String>, at: u64) -> Change {
        Change {
            label: self.label,
            by: by.into(),
            at,
            edits: self.edits,
        }
    }
}

impl Op {
    /// What this operation does to a document. The edits apply to it, and leave it sound.
    pub fn plan(&self, model: &ThreatModel, words: &dyn Vocabulary) -> Result<Plan, OpError> {
        if let Some((meant, name)) = self.with_kind_meant(words) {
            let mut plan = meant.plan(model, words)?;
            let _ = write!(plan.label, " ({})", name.to_lowercase());
            return Ok(plan);
        }
        let mut draft = Draft {
            model: model.clone(),
            words,
            about: None,
        };
        let label = draft.carry_out(self)?;
        if let Some(problem) = new_problem(model, &draft.model) {
            // The path names the entity: `zones/prod/parent`.
            let entity = problem
                .path
                .split('/')
                .nth(1)
                .unwrap_or_default()
                .to_owned();
            return Err(OpError::from(problem).about(entity));
        }
        Ok(Plan {
            label,
            edits: model.edits_to(&draft.model),
            about: draft.about,
        })
    }
}

impl Op {
    /// The same with the kind that is meant, and its name, where people's word for it stands in the place of its id.
    fn with_kind_meant<'a>(&self, words: &'a dyn Vocabulary) -> Option<(Self, &'a str)> {
        let mut op = self.clone();
        let (Self::Add { kind, .. } | Self::Insert { kind, .. } | Self::Kind { kind, .. }) =
            &mut op
        else {
            return None;
        };
        let id = words
            .kind_meant(kind)
            .filter(|_| words.kind_name(kind).is_none())?;
        id.clone_into(kind);
        words.kind_name(id).map(|name| (op, name))
    }
}

/// The first thing that is unsound in the draft.
fn new_problem(before: &ThreatModel, draft: &ThreatModel) -> Option<crate::model::Problem> {
    // A document that is applied to is sound, so any problem is new; the other way round it is not ours to tell.
    let problem = check(draft).into_iter().next()?;
    check(before).is_empty().then_some(problem)
}

/// A copy of the document on which an operation is carried out.
struct Draft<'a> {
    model: ThreatModel,
    words: &'a dyn Vocabulary,
    about: Option<Key>,
}

/// What a target turned out to be.
enum Found {
    System,
    Component(ComponentId),
    Flow(FlowId),
    Zone(ZoneId),
}

impl Draft<'_> {
    /// Carries an operation out and says what was done.
    fn carry_out(&mut self, op: &Op) -> Result<String, OpError> {
        match op {
            Op::Decide { .. }
            | Op::Undecide(_)
            | Op::Control { .. }
            | Op::Uncontrol(_)
            | Op::Assume { .. }
            | Op::Unassume(_)
            | Op::Exclude { .. }
            | Op::Include(_)
            | Op::Threat { .. }
            | Op::Unthreat(_) => self.record(op),
            Op::Set {
                target,
                field,
                value,
            } => self.set(target, *field, Some(value)),
            Op::Unset { target, field } => self.set(target, *field, None),
            Op::Option { name, on } => self.option(name, *on),
            Op::Answer {
                component,
                fact,
                value,
            } => self.answer(component, fact, value),
            Op::Forget { component, fact } => self.forget(component, fact),
            Op::Rename { target, name } => self.rename(target, name),
            Op::Kind { component, kind } => self.change_kind(component, kind),
            Op::Remove(target) => self.remove(target),
            Op::Heal(component) => self.heal(component),
            _ => self.draw(op),
        }
    }

    /// Refuses a component that does not exist.
    fn known(&self, id: &ComponentId) -> Result<(), OpError> {
        if self.model.components.contains_key(id) {
            return Ok(());
        }
        let known = self.model.components.keys().map(ComponentId::as_str);
        Err(OpError::unknown("component", id.as_str(), known))
    }

    /// Refuses a zone that does not exist.
    fn known_zone(&self, id: &ZoneId) -> Result<(), OpError> {
        if self.model.zones.contains_key(id) {
            return Ok(());
        }
        let known = self.model.zones.keys().map(ZoneId::as_str);
        let error = OpError::unknown("zone", id.as_str(), known);
        Err(match error.help {
            None => error.with_help(format!("`zone {id} \"Name\" trust 3` adds it")),
            Some(_) => error,
        })
    }

    /// Refuses a flow that does not exist.
    fn known_flow(&self, id: &FlowId) -> Result<(), OpError> {
        if self.model.flows.contains_key(id) {
            return Ok(());
        }
        let known = self.model.flows.keys().map(FlowId::as_str);
        Err(OpError::unknown("flow", id.as_str(), known))
    }

    /// Refuses a kind that does not exist; gives its default name.
    fn known_kind(&self, kind: &str) -> Result<&str, OpError> {
        let unknown = || {
            let error = OpError::unknown("kind", kind, self.words.kinds().into_iter());
            match error.help {
                None => error.with_help("`bartizan catalog list` shows every kind"),
                Some(_) => error,
            }
        };
        self.words.kind_name(kind).ok_or_else(unknown)
    }

    /// Finds what a target speaks of.
    fn find(&self, target: &Target) -> Result<Found, OpError> {
        match target {
            Target::System => Ok(Found::System),
            Target::Component(id) => self.known(id).map(|()| Found::Component(id.clone())),
            Target::Flow(id) => self.known_flow(id).map(|()| Found::Flow(id.clone())),
            Target::Zone(id) => self.known_zone(id).map(|()| Found::Zone(id.clone())),
            Target::Named(id) => self.find_named(id),
        }
    }

    fn find_named(&self, id: &str) -> Result<Found, OpError> {
        let component = self.model.components.get_key_value(id);
        let flow = self.model.flows.get_key_value(id);
        let zone = self.model.zones.get_key_value(id);
        match (component, flow, zone) {
            (Some((id, _)), None, None) => Ok(Found::Component(id.clone())),
            (None, Some((id, _)), None) => Ok(Found::Flow(id.clone())),
            (None, None, Some((id, _))) => Ok(Found::Zone(id.clone())),
            (None, None, None) => {
                let components = self.model.components.keys().map(AsRef::<str>::as_ref);
                let flows = self.model.flows.keys().map(AsRef::as_ref);
                let zones = self.model.zones.keys().map(AsRef::as_ref);
                let known = components.chain(flows).chain(zones);
                Err(OpError::unknown("component, flow or zone", id, known))
            }
            _ => {
                let sorts = [
                    component.map(|_| format!("component:{id}")),
                    flow.map(|_| format!("flow:{id}")),
                    zone.map(|_| format!("zone:{id}")),
                ];
                let forms: Vec<String> = sorts.into_iter().flatten().collect();
                let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
                let error = OpError::new(format!("more than one thing is called `{id}`"));
                let help = format!("write one of {}", super::error::listed(&forms));
                Err(error.about(id).with_help(help))
            }
        }
    }

    /// The id for a new component: as wanted, or made from its name, else its kind.
    fn fresh(
        &self,
        wanted: Option<&ComponentId>,
        name: &str,
        kind: &str,
    ) -> Result<ComponentId, OpError> {
        if let Some(id) = wanted {
            if self.model.components.contains_key(id) {
                let error = OpError::new(format!("there is a component `{id}` already"));
                return Err(error
                    .about(id.as_str())
                    .with_help("choose another id, or leave it out"));
            }
            return Ok(id.clone());
        }
        let base = slug(name)
            .or_else(|| slug(kind))
            .unwrap_or_else(|| "component".into());
        let id = free_slug(&base, |id| self.model.components.contains_key(id));
        ComponentId::new(id).map_err(|error| OpError::new(error.to_string()))
    }

    /// The id for a new flow, made from its two ends.
    fn fresh_flow(&self, from: &ComponentId, to: &ComponentId) -> Result<FlowId, OpError> {
        let id = free_slug(&format!("{from}-{to}"), |id| {
            self.model.flows.contains_key(id)
        });
        FlowId::new(id).map_err(|error| OpError::new(error.to_string()))
    }

    /// The name of a component, for labels.
    fn name(&self, id: &ComponentId) -> String {
        self.model.name_of(id).to_owned()
    }
}

/// Several components in a label: their names, or how many there are.
fn together(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        _ => format!("{} components", names.len()),
    }
}
