//! Names, kinds, answers and the other fields of what is drawn.

use super::{Draft, Found};
use crate::model::op::{Field, OpError, Sort, Target};
use crate::model::{ComponentId, Edition, FactValue, FlowId, Key, Level, Trust, ZoneId};

impl Draft<'_> {
    pub(super) fn rename(&mut self, target: &Target, name: &str) -> Result<String, OpError> {
        let name = name.trim();
        let found = self.find(target)?;
        if name.is_empty() && !matches!(found, Found::Flow(_)) {
            return Err(OpError::new("the new name is empty"));
        }
        let before = match &found {
            Found::System => std::mem::replace(&mut self.model.system.title, name.into()),
            Found::Component(id) => match self.model.components.get_mut(id) {
                Some(component) => std::mem::replace(&mut component.name, name.into()),
                None => String::new(),
            },
            Found::Zone(id) => match self.model.zones.get_mut(id) {
                Some(zone) => std::mem::replace(&mut zone.name, name.into()),
                None => String::new(),
            },
            Found::Flow(_) => return self.set(target, Field::Label, Some(name)),
        };
        self.look_at(&found);
        Ok(format!("Rename {before} to {name}"))
    }

    pub(super) fn change_kind(&mut self, id: &ComponentId, kind: &str) -> Result<String, OpError> {
        self.known(id)?;
        let kind_name = self.known_kind(kind)?.to_owned();
        if let Some(component) = self.model.components.get_mut(id) {
            component.kind = kind.into();
        }
        self.about = Some(Key::Component(id.clone()));
        Ok(format!("Make {} one of kind {kind_name}", self.name(id)))
    }

    pub(super) fn answer(
        &mut self,
        id: &ComponentId,
        fact: &str,
        value: &FactValue,
    ) -> Result<String, OpError> {
        self.known(id)?;
        if let Some(component) = self.model.components.get_mut(id) {
            if let Some(problem) = self.words.fact_problem(&component.kind, fact, value) {
                let about = wrong_word(&problem.message, fact, value);
                return Err(OpError::from(problem).about(about));
            }
            component.facts.insert(fact.into(), value.clone());
        }
        self.about = Some(Key::Component(id.clone()));
        Ok(format!("Answer {}: {fact} is {value}", self.name(id)))
    }

    pub(super) fn forget(&mut self, id: &ComponentId, fact: &str) -> Result<String, OpError> {
        self.known(id)?;
        let name = self.name(id);
        let Some(component) = self.model.components.get_mut(id) else {
            return Err(OpError::new(format!("there is no component `{id}`")));
        };
        if component.facts.remove(fact).is_none() {
            let known = component.facts.keys().map(String::as_str);
            let error = OpError::unknown("answer", fact, known);
            return Err(error.with_help(format!("`{id}` has no answer to `{fact}`")));
        }
        self.about = Some(Key::Component(id.clone()));
        Ok(format!("Forget {fact} of {name}"))
    }

    pub(super) fn option(&mut self, name: &str, on: bool) -> Result<String, OpError> {
        let known = self.words.switches();
        if !known.contains(&name) {
            return Err(OpError::unknown("option", name, known.into_iter()));
        }
        self.model.system.options.insert(name.into(), on);
        let state = if on { "on" } else { "off" };
        Ok(format!("Switch {name} {state}"))
    }

    /// Fills a field, or empties it.
    pub(super) fn set(
        &mut self,
        target: &Target,
        field: Field,
        value: Option<&str>,
    ) -> Result<String, OpError> {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let found = self.find(target)?;
        let whose = match &found {
            Found::System => {
                field.must_be_of(Sort::System)?;
                self.set_system(field, value)?;
                self.model.system.title.clone()
            }
            Found::Component(id) => {
                field.must_be_of(Sort::Component)?;
                self.set_component(id, field, value);
                self.name(id)
            }
            Found::Flow(id) => {
                field.must_be_of(Sort::Flow)?;
                self.set_flow(id, field, value)?;
                format!("flow {id}")
            }
            Found::Zone(id) => {
                field.must_be_of(Sort::Zone)?;
                self.set_zone(id, field, value)?;
                format!("zone {id}")
            }
        };
        self.look_at(&found);
        let verb = if value.is_some() { "Set" } else { "Clear" };
        Ok(format!(
            "{verb} {} of {whose}",
            field.as_str().replace('_', " ")
        ))
    }

    fn set_system(&mut self, field: Field, value: Option<&str>) -> Result<(), OpError> {
        let text = || value.map(str::to_owned);
        let system = &mut self.model.system;
        match field {
            Field::Title => {
                system.title = text().ok_or_else(|| OpError::new("a system needs a title"))?;
            }
            Field::Summary => system.summary = text().unwrap_or_default(),
            Field::Owner => system.owner = text().unwrap_or_default(),
            Field::TargetLevel => {
                system.target_level = value.map(level).transpose()?.unwrap_or_default();
            }
            Field::Edition => system.edition = value.map(edition).transpose()?.unwrap_or_default(),
            Field::Insider => {
                system.insider = value.map(yes_or_no).transpose()?.unwrap_or_default();
            }
            Field::Classification => system.classification = text(),
            Field::DocumentId => system.document_id = text(),
            _ => system.note = text(),
        }
        Ok(())
    }

    fn set_component(&mut self, id: &ComponentId, field: Field, value: Option<&str>) {
        if let Some(component) = self.model.components.get_mut(id) {
            let text = value.map(str::to_owned);
            match field {
                Field::Owner => component.owner = text,
                _ => component.note = text,
            }
        }
    }

    fn set_flow(&mut self, id: &FlowId, field: Field, value: Option<&str>) -> Result<(), OpError> {
        let Some(flow) = self.model.flows.get_mut(id) else {
            return Ok(());
        };
        let text = value.map(str::to_owned);
        match field {
            Field::Label => flow.label = text,
            Field::Protocol => flow.protocol = text,
            Field::Encrypted => flow.encrypted = value.map(yes_or_no).transpose()?,
            Field::Authenticated => flow.authenticated = value.map(yes_or_no).transpose()?,
            Field::Carries => {
                let kinds = value.unwrap_or_default().split(',').map(str::trim);
                let kinds = kinds.filter(|kind| !kind.is_empty()).map(str::to_owned);
                let kinds = kinds.collect();
                self.known_carries(&kinds)?;
                if let Some(flow) = self.model.flows.get_mut(id) {
                    flow.carries = kinds;
                }
            }
            _ => flow.note = text,
        }
        Ok(())
    }

    fn set_zone(&mut self, id: &ZoneId, field: Field, value: Option<&str>) -> Result<(), OpError> {
        let parent = match value.filter(|_| field == Field::Parent) {
            Some(text) => {
                let parent = text.strip_prefix("zone:").unwrap_or(text).parse::<ZoneId>();
                let parent = parent.map_err(|e| OpError::new(e.to_string()).about(text))?;
                self.known_zone(&parent)?;
                Some(parent)
            }
            None => None,
        };
        let Some(zone) = self.model.zones.get_mut(id) else {
            return Ok(());
        };
        match field {
            Field::Trust => zone.trust = value.map(trust).transpose()?,
            Field::Parent => zone.parent = parent,
            _ => zone.note = value.map(str::to_owned),
        }
        Ok(())
    }

    fn look_at(&mut self, found: &Found) {
        self.about = Some(match found {
            Found::System => Key::System,
            Found::Component(id) => Key::Component(id.clone()),
            Found::Flow(id) => Key::Flow(id.clone()),
            Found::Zone(id) => Key::Zone(id.clone()),
        });
    }
}

/// The fact or value that a problem quotes first.
fn wrong_word(message: &str, fact: &str, value: &FactValue) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let known = quoted.find(|word| *word == fact || value.values().any(|one| one == *word));
    known.unwrap_or(fact).to_owned()
}

fn level(text: &str) -> Result<Level, OpError> {
    let number: u8 = text.parse().unwrap_or(0);
    Level::try_from(number).map_err(|_| wrong(text, "a level", "levels are 1, 2 and 3"))
}

fn edition(text: &str) -> Result<Edition, OpError> {
    text.parse()
        .map_err(|_| wrong(text, "an edition", "editions are 0.2 and 0.3"))
}

fn trust(text: &str) -> Result<Trust, OpError> {
    let number: u8 = text.parse().unwrap_or(u8::MAX);
    Trust::new(number).map_err(|_| wrong(text, "a trust", "trust is 0, 1, 2 or 3"))
}

fn yes_or_no(text: &str) -> Result<bool, OpError> {
    match text {
        "yes" | "true" | "on" => Ok(true),
        "no" | "false" | "off" => Ok(false),
        _ => Err(wrong(
            text,
            "yes or no",
            "write `yes` or `no`; `unset` makes it unknown again",
        )),
    }
}

fn wrong(text: &str, what: &str, help: &str) -> OpError {
    OpError::new(format!("`{text}` is not {what}"))
        .about(text)
        .with_help(help)
}
