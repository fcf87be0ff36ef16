//! Removing: nothing that speaks of the removed thing stays behind.

use std::collections::BTreeSet;

use super::{Draft, Found};
use crate::model::op::{OpError, Target};
use crate::model::{ComponentId, Flow, ZoneId};

impl Draft<'_> {
    pub(super) fn remove(&mut self, target: &Target) -> Result<String, OpError> {
        match self.find(target)? {
            Found::System => Err(OpError::new("the system itself cannot be removed")),
            Found::Component(id) => {
                let label = format!("Remove {}", self.name(&id));
                self.drop_component(&id);
                Ok(label)
            }
            Found::Flow(id) => {
                let flow = self.model.flows.remove(&id);
                let ends = flow.map(|flow| (self.name(&flow.from), self.name(&flow.to)));
                let (from, to) = ends.unwrap_or_default();
                Ok(format!("Remove the flow from {from} to {to}"))
            }
            Found::Zone(id) => Ok(self.drop_zone(&id)),
        }
    }

    /// Removes a component and connects its predecessors to its successors.
    pub(super) fn heal(&mut self, id: &ComponentId) -> Result<String, OpError> {
        self.known(id)?;
        let label = format!("Remove {}, closing the gap", self.name(id));
        let flows = |pick: fn(&Flow) -> (&ComponentId, &ComponentId)| -> Vec<Flow> {
            let ends_here = |flow: &&Flow| pick(flow).0 == id && pick(flow).1 != id;
            self.model
                .flows
                .values()
                .filter(ends_here)
                .cloned()
                .collect()
        };
        let arriving = flows(|flow| (&flow.to, &flow.from));
        let leaving = flows(|flow| (&flow.from, &flow.to));
        self.drop_component(id);
        for before in &arriving {
            for after in &leaving {
                self.bridge(before, after)?;
            }
        }
        Ok(label)
    }

    /// Connects the start of one flow to the end of another, unless they are connected so, or are the same.
    fn bridge(&mut self, before: &Flow, after: &Flow) -> Result<(), OpError> {
        let (from, to) = (&before.from, &after.to);
        if from == to {
            return Ok(());
        }
        let kind_of = |id: &ComponentId| self.model.components.get(id).map(|c| c.kind.as_str());
        let usual = match (kind_of(from), kind_of(to)) {
            (Some(a), Some(b)) => self.words.usual_flow(a, b).map(str::to_owned),
            _ => None,
        };
        // What went on from the removed component is nearer to what its successor expects.
        let carries = usual.map_or_else(|| after.carries.clone(), |kind| BTreeSet::from([kind]));
        let connected = |flow: &Flow| {
            &flow.from == from && &flow.to == to && flow.carries.is_superset(&carries)
        };
        if !self.model.flows.values().any(connected) {
            let label = before.label.as_deref().or(after.label.as_deref());
            self.new_flow(from, to, carries, label)?;
        }
        Ok(())
    }

    /// Removes a component with everything keyed to it.
    fn drop_component(&mut self, id: &ComponentId) {
        let model = &mut self.model;
        model.components.remove(id);
        model.placed.remove(id);
        model
            .flows
            .retain(|_, flow| &flow.from != id && &flow.to != id);
        model
            .decisions
            .retain(|finding, _| &finding.component != id);
        model
            .controls
            .retain(|control, _| control.component.as_ref() != Some(id));
        for threat in model.own_threats.values_mut() {
            threat.components.remove(id);
        }
        for assumption in model.assumptions.values_mut() {
            assumption.covers.retain(|finding| &finding.component != id);
        }
    }

    /// Removes a zone; its members and the zones inside it go to the zone around it.
    fn drop_zone(&mut self, id: &ZoneId) -> String {
        let Some(zone) = self.model.zones.remove(id) else {
            return String::new();
        };
        let mut homeless = 0;
        for component in self.model.components.values_mut() {
            if component.zone.as_ref() == Some(id) {
                component.zone.clone_from(&zone.parent);
                homeless += usize::from(zone.parent.is_none());
            }
        }
        for inner in self.model.zones.values_mut() {
            if inner.parent.as_ref() == Some(id) {
                inner.parent.clone_from(&zone.parent);
            }
        }
        let name = &zone.name;
        match homeless {
            0 => format!("Remove zone {name}"),
            1 => format!("Remove zone {name}; 1 component is in no zone now"),
            n => format!("Remove zone {name}; {n} components are in no zone now"),
        }
    }
}
