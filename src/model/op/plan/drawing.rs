//! Drawing: components, flows, zones and places.

use std::collections::BTreeSet;

use super::{Draft, together};
use crate::model::op::{Beside, Op, OpError, Said};
use crate::model::{
    Component, ComponentId, Flow, FlowId, Key, Placement, Trust, Zone, ZoneId, free_slug, slug,
};

impl Draft<'_> {
    /// Carries out what changes the drawing.
    pub(super) fn draw(&mut self, op: &Op) -> Result<String, OpError> {
        match op {
            Op::Add {
                id,
                name,
                kind,
                zone,
                beside,
                carries,
            } => {
                let zone = zone.as_ref();
                let added = self.add(id.as_ref(), name.as_deref(), kind, zone, beside.as_ref())?;
                match beside {
                    None => {}
                    Some(Beside::After(other)) => self.join(other, &added, carries, None)?,
                    Some(Beside::Before(other)) => self.join(&added, other, carries, None)?,
                }
                self.about = Some(Key::Component(added.clone()));
                Ok(format!("Add {}", self.name(&added)))
            }
            Op::Connect {
                from,
                to,
                carries,
                label,
            } => {
                self.known(from)?;
                self.known(to)?;
                self.join(from, to, carries, label.as_deref())?;
                Ok(format!("Connect {} to {}", self.name(from), self.name(to)))
            }
            Op::Insert {
                id,
                name,
                kind,
                flow,
            } => self.insert(id.as_ref(), name.as_deref(), kind, flow),
            Op::Zone {
                id,
                name,
                trust,
                parent,
            } => self.zone(id.as_ref(), name.as_deref(), *trust, parent),
            Op::Move { components, into } => self.move_into(components, into.as_ref()),
            Op::Place {
                component,
                x,
                y,
                pinned,
            } => self.place(component, *x, *y, *pinned),
            Op::Unplace(components) => self.unplace(components),
            Op::Pin(components) => self.pin(components, true),
            Op::Unpin(components) => self.pin(components, false),
            other => Err(OpError::new(format!("`{other}` does not draw anything"))),
        }
    }

    fn add(
        &mut self,
        id: Option<&ComponentId>,
        name: Option<&str>,
        kind: &str,
        zone: Option<&ZoneId>,
        beside: Option<&Beside>,
    ) -> Result<ComponentId, OpError> {
        let usual_name = self.known_kind(kind)?.to_owned();
        let name = name
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .unwrap_or(&usual_name);
        if let Some(zone) = zone {
            self.known_zone(zone)?;
        }
        if let Some(beside) = beside {
            self.known(beside.component())?;
        }
        let neighbour = beside.and_then(|b| self.model.components.get(b.component()));
        let shared = neighbour.filter(|_| !self.words.stands_outside(kind));
        let zone = zone
            .cloned()
            .or_else(|| shared.and_then(|c| c.zone.clone()));
        let id = self.fresh(id, name, kind)?;
        let component = Component {
            name: name.into(),
            kind: kind.into(),
            zone,
            owner: None,
            facts: std::collections::BTreeMap::new(),
            note: None,
        };
        self.model.components.insert(id.clone(), component);
        Ok(id)
    }

    /// Connects two components that exist, with the answers coming back where one asks the other.
    fn join(
        &mut self,
        from: &ComponentId,
        to: &ComponentId,
        carries: &BTreeSet<String>,
        label: Option<&str>,
    ) -> Result<(), OpError> {
        self.known_carries(carries)?;
        let mut answers = None;
        let carries = if carries.is_empty() {
            let (usual, back) = self.usual(from, to)?;
            answers = back;
            BTreeSet::from([usual])
        } else {
            carries.clone()
        };
        if let Some(id) = self.same_flow(from, to, &carries) {
            let names = (self.name(from), self.name(to));
            let message = format!("{} is connected to {} like this already", names.0, names.1);
            return Err(OpError::new(message).about(to.as_str()).with_help(format!(
                "the flow is `{id}`; name another flow kind for a second one"
            )));
        }
        let id = self.new_flow(from, to, carries, label)?;
        if let Some(back) = answers {
            let back = BTreeSet::from([back]);
            if self.same_flow(to, from, &back).is_none() {
                self.new_flow(to, from, back, None)?;
            }
        }
        self.about = Some(Key::Flow(id));
        Ok(())
    }

    pub(super) fn known_carries(&self, carries: &BTreeSet<String>) -> Result<(), OpError> {
        let known = self.words.flow_kinds();
        match carries.iter().find(|kind| !known.contains(&kind.as_str())) {
            None => Ok(()),
            Some(kind) => {
                let help = format!("flow kinds are {}", known.join(", "));
                let error = OpError::unknown("flow kind", kind, known.into_iter());
                Err(match error.help {
                    Some(_) => error,
                    None => error.with_help(help),
                })
            }
        }
    }

    /// What usually flows between two components, and what comes back.
    fn usual(
        &self,
        from: &ComponentId,
        to: &ComponentId,
    ) -> Result<(String, Option<String>), OpError> {
        let kind_of = |id| {
            self.model
                .components
                .get(id)
                .map_or("", |c: &Component| &c.kind)
        };
        let (a, b) = (kind_of(from), kind_of(to));
        let Some(usual) = self.words.usual_flow(a, b) else {
            let message = format!("nothing usual flows from `{a}` to `{b}`");
            let kinds = self.words.flow_kinds().join(", ");
            return Err(OpError::new(message)
                .about(to.as_str())
                .with_help(format!("say what flows: {kinds}")));
        };
        let back = self.words.usual_answer(a, b).map(str::to_owned);
        Ok((usual.to_owned(), back))
    }

    fn same_flow(
        &self,
        from: &ComponentId,
        to: &ComponentId,
        carries: &BTreeSet<String>,
    ) -> Option<&FlowId> {
        let same = |flow: &Flow| &flow.from == from && &flow.to == to && &flow.carries == carries;
        self.model
            .flows
            .iter()
            .find(|(_, flow)| same(flow))
            .map(|(id, _)| id)
    }

    pub(super) fn new_flow(
        &mut self,
        from: &ComponentId,
        to: &ComponentId,
        carries: BTreeSet<String>,
        label: Option<&str>,
    ) -> Result<FlowId, OpError> {
        let id = self.fresh_flow(from, to)?;
        let flow = Flow {
            from: from.clone(),
            to: to.clone(),
            carries,
            label: label.map(str::to_owned),
            protocol: None,
            encrypted: None,
            authenticated: None,
            note: None,
        };
        self.model.flows.insert(id.clone(), flow);
        Ok(id)
    }

    /// Splits a flow: its first half keeps id and label, its second half carries on.
    fn insert(
        &mut self,
        id: Option<&ComponentId>,
        name: Option<&str>,
        kind: &str,
        flow: &FlowId,
    ) -> Result<String, OpError> {
        self.known_flow(flow)?;
        let Some(before) = self.model.flows.get(flow).cloned() else {
            return Err(OpError::new(format!("there is no flow `{flow}`")));
        };
        let beside = Beside::After(before.from.clone());
        let id = self.add(id, name, kind, None, Some(&beside))?;
        let usual = |draft: &Self, from: &ComponentId, to: &ComponentId| match draft.usual(from, to)
        {
            Ok((usual, _)) => BTreeSet::from([usual]),
            Err(_) => before.carries.clone(),
        };
        let (first, second) = (usual(self, &before.from, &id), usual(self, &id, &before.to));
        self.new_flow(&id, &before.to, second, None)?;
        let half = Flow {
            to: id.clone(),
            carries: first,
            ..before
        };
        self.model.flows.insert(flow.clone(), half);
        let label = format!("Insert {}", self.name(&id));
        self.about = Some(Key::Component(id));
        Ok(label)
    }

    fn zone(
        &mut self,
        id: Option<&ZoneId>,
        name: Option<&str>,
        trust: Said<Trust>,
        parent: &Said<ZoneId>,
    ) -> Result<String, OpError> {
        if let Said::This(parent) = parent {
            self.known_zone(parent)?;
        }
        let id = match (id, name) {
            (Some(id), _) => id.clone(),
            (None, Some(name)) => {
                let base = slug(name).unwrap_or_else(|| "zone".into());
                let free = free_slug(&base, |id| self.model.zones.contains_key(id));
                ZoneId::new(free).map_err(|error| OpError::new(error.to_string()))?
            }
            (None, None) => return Err(OpError::new("a zone needs an id or a name")),
        };
        let before = self.model.zones.get(&id).cloned();
        let verb = if before.is_some() { "Change" } else { "Add" };
        let Some(name) = name
            .map(str::to_owned)
            .or(before.as_ref().map(|z| z.name.clone()))
        else {
            let known = self.model.zones.keys().map(ZoneId::as_str);
            let error = OpError::unknown("zone", id.as_str(), known);
            return Err(match error.help.as_deref() {
                Some(help) if help.starts_with("did") => error,
                _ => error.with_help(format!(
                    "a new zone needs a name: `zone {id} \"Name\" trust 3`"
                )),
            });
        };
        let zone = Zone {
            trust: trust.over(before.as_ref().and_then(|z| z.trust)),
            parent: parent.over(before.as_ref().and_then(|z| z.parent.clone())),
            note: before.and_then(|z| z.note),
            name,
        };
        let label = format!("{verb} zone {}", zone.name);
        self.model.zones.insert(id.clone(), zone);
        self.about = Some(Key::Zone(id));
        Ok(label)
    }

    fn move_into(
        &mut self,
        components: &BTreeSet<ComponentId>,
        into: Option<&ZoneId>,
    ) -> Result<String, OpError> {
        if let Some(zone) = into {
            self.known_zone(zone)?;
        }
        for id in components {
            self.known(id)?;
            if let Some(component) = self.model.components.get_mut(id) {
                component.zone = into.cloned();
            }
        }
        let where_to = match into.and_then(|zone| self.model.zones.get(zone)) {
            Some(zone) => format!("into {}", zone.name),
            None => "outside all zones".into(),
        };
        Ok(format!("Move {} {where_to}", self.these(components)))
    }

    fn place(&mut self, id: &ComponentId, x: i32, y: i32, pinned: bool) -> Result<String, OpError> {
        self.known(id)?;
        self.model
            .placed
            .insert(id.clone(), Placement { x, y, pinned });
        self.about = Some(Key::Component(id.clone()));
        Ok(format!("Move {}", self.name(id)))
    }

    fn unplace(&mut self, components: &BTreeSet<ComponentId>) -> Result<String, OpError> {
        for id in components {
            self.known(id)?;
            self.model.placed.remove(id);
        }
        Ok(format!("Let the layout place {}", self.these(components)))
    }

    fn pin(&mut self, components: &BTreeSet<ComponentId>, pinned: bool) -> Result<String, OpError> {
        for id in components {
            self.known(id)?;
            match self.model.placed.get_mut(id) {
                Some(placement) => placement.pinned = pinned,
                None if !pinned => {}
                None => {
                    let error = OpError::new(format!("`{id}` has no place yet that could be kept"));
                    return Err(error
                        .about(id.as_str())
                        .with_help(format!("give it one: `place {id} X Y pinned`")));
                }
            }
        }
        let verb = if pinned { "Pin" } else { "Unpin" };
        Ok(format!("{verb} {}", self.these(components)))
    }

    /// Several components as a label calls them.
    fn these(&mut self, components: &BTreeSet<ComponentId>) -> String {
        let names: Vec<String> = components.iter().map(|id| self.name(id)).collect();
        if let [only] = components.iter().collect::<Vec<_>>()[..] {
            self.about = Some(Key::Component(only.clone()));
        }
        together(&names)
    }
}
