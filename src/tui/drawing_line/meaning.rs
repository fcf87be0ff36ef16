//! What a typed line means: which components are there already, which are new, of what kind, and in which zone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hop, Line, Node, read};
use crate::catalog::Catalog;
use crate::model::{
    Beside, ComponentId, Op, Said, ThreatModel, Vocabulary, ZoneId, free_slug, has_words, slug,
};
use crate::tui::wrap::in_sentence;

/// A line as steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The steps, to be done as one.
    pub ops: Vec<Op>,
    /// The components that it adds.
    pub new: Vec<ComponentId>,
    /// Whom each name means, in a few words, to be read before Enter.
    pub reading: Vec<String>,
    /// The component that the line ends with.
    pub last: Option<ComponentId>,
}

/// Components whose kind no word of their name tells, with a word that does.
const EXAMPLES: &str = "`erp(store)`, `clinician(user)`, `triage(model)`";

/// Makes steps of a line. The error says what is missing or cannot be told, in words.
pub fn draw(text: &str, model: &ThreatModel, catalog: &Catalog) -> Result<Drawn, String> {
    let line = read(text)?;
    let mut maker = Maker {
        model,
        catalog,
        kinds: BTreeMap::new(),
        names: BTreeMap::new(),
        zones: BTreeMap::new(),
        homes: BTreeMap::new(),
        drawn: Drawn::default(),
    };
    maker.line(&line)?;
    Ok(maker.drawn)
}

struct Maker<'a> {
    model: &'a ThreatModel,
    catalog: &'a Catalog,
    kinds: BTreeMap<ComponentId, String>,
    names: BTreeMap<String, ComponentId>,
    zones: BTreeMap<String, ZoneId>,
    homes: BTreeMap<ComponentId, Option<ZoneId>>,
    drawn: Drawn,
}

impl Maker<'_> {
    fn line(&mut self, line: &Line) -> Result<(), String> {
        let mut before: Vec<ComponentId> = Vec::new();
        for (at, group) in line.groups.iter().enumerate() {
            let hop = at.checked_sub(1).and_then(|at| line.hops.get(at));
            let mut here = Vec::new();
            for node in group {
                let id = self.node(node, before.first(), hop)?;
                here.push(id);
            }
            if let Some(hop) = hop {
                for from in &before {
                    for to in &here {
                        self.join(from, to, hop)?;
                    }
                }
            }
            before = here;
        }
        self.drawn.last = before.pop();
        Ok(())
    }

    fn node(
        &mut self,
        node: &Node,
        before: Option<&ComponentId>,
        hop: Option<&Hop>,
    ) -> Result<ComponentId, String> {
        let key = node.name.to_lowercase();
        if let Some(id) = self.names.get(&key) {
            return Ok(id.clone());
        }
        let known = if node.kind.is_none() {
            self.known(&node.name)
        } else {
            None
        };
        if let Some(id) = known {
            let entry = &self.model.components[&id];
            if entry.name.to_lowercase() != key {
                self.drawn
                    .reading
                    .push(format!("{} is {}", node.name, entry.name));
            }
            self.kinds.insert(id.clone(), entry.kind.clone());
            self.homes.insert(id.clone(), entry.zone.clone());
            self.names.insert(key, id.clone());
            return Ok(id);
        }
        self.add(node, before, hop)
    }

    fn add(
        &mut self,
        node: &Node,
        before: Option<&ComponentId>,
        hop: Option<&Hop>,
    ) -> Result<ComponentId, String> {
        let kind = self.kind_of(node, before, hop)?;
        let taken =
            |id: &str| self.model.components.contains_key(id) || self.kinds.contains_key(id);
        let wanted = slug(&node.name)
            .or_else(|| slug(&kind))
            .unwrap_or_else(|| "part".into());
        let id = ComponentId::new(free_slug(&wanted, taken)).map_err(|error| error.to_string())?;
        let zone = match &node.zone {
            Some(zone) => Some(self.zone(zone)?),
            None if self.catalog.stands_outside(&kind) => None,
            None => before.and_then(|id| self.homes.get(id).cloned().flatten()),
        };
        let name = in_sentence(self.catalog.kind_name(&kind).unwrap_or(&kind));
        self.drawn
            .reading
            .push(format!("{}: new {name}", node.name));
        self.drawn.ops.push(Op::Add {
            id: Some(id.clone()),
            name: Some(capital(&node.name)),
            kind: kind.clone(),
            zone: zone.clone(),
            beside: None::<Beside>,
            carries: BTreeSet::new(),
        });
        self.drawn.new.push(id.clone());
        self.kinds.insert(id.clone(), kind);
        self.homes.insert(id.clone(), zone);
        self.names.insert(node.name.to_lowercase(), id.clone());
        Ok(id)
    }

    /// A component that is there already: by its id or name, else the only one whose name has the typed words in it.
    fn known(&self, name: &str) -> Option<ComponentId> {
        let typed = name.to_lowercase();
        let components = &self.model.components;
        let exact = components
            .iter()
            .find(|(id, entry)| id.as_str() == typed || entry.name.to_lowercase() == typed);
        if let Some((id, _)) = exact {
            return Some(id.clone());
        }
        let mut near = components
            .iter()
            .filter(|(_, entry)| has_words(&entry.name, &typed));
        match (near.next(), near.next()) {
            (Some((id, _)), None) => Some(id.clone()),
            _ => None,
        }
    }

    fn kind_of(
        &self,
        node: &Node,
        before: Option<&ComponentId>,
        hop: Option<&Hop>,
    ) -> Result<String, String> {
        if let Some(typed) = &node.kind {
            let kind = self.catalog.kind_said(typed).map(str::to_owned);
            return kind.ok_or_else(|| format!("there is no kind like `{typed}`: {EXAMPLES}"));
        }
        let (catalog, name) = (self.catalog, &node.name);
        let by_word = || {
            let mut words = name.split_whitespace().rev();
            words.find_map(|word| catalog.kind_said(word))
        };
        let guessed = catalog
            .kind_said(name)
            .or_else(|| catalog.kind_in(name).map(|(kind, _)| kind))
            .or_else(by_word)
            .map(str::to_owned);
        if let Some(kind) = guessed {
            return Ok(kind);
        }
        let onwards = hop.is_some_and(|hop| hop.on);
        let usual = before
            .and_then(|id| self.kinds.get(id))
            .and_then(|kind| self.catalog.kind(kind))
            .filter(|_| onwards)
            .and_then(|kind| kind.next.first());
        usual.cloned().ok_or_else(|| {
            format!(
                "of what kind is {}? `(` behind it lists the kinds: {EXAMPLES}",
                node.name
            )
        })
    }

    fn zone(&mut self, name: &str) -> Result<ZoneId, String> {
        let typed = name.to_lowercase();
        if let Some(id) = self.zones.get(&typed) {
            return Ok(id.clone());
        }
        let zones = &self.model.zones;
        let exact = zones
            .iter()
            .find(|(id, zone)| id.as_str() == typed || zone.name.to_lowercase() == typed);
        let near = || {
            let mut near = zones
                .iter()
                .filter(|(_, zone)| has_words(&zone.name, &typed));
            match (near.next(), near.next()) {
                (Some(only), None) => Some(only),
                _ => None,
            }
        };
        if let Some((id, _)) = exact.or_else(near) {
            return Ok(id.clone());
        }
        let wanted = slug(name).unwrap_or_else(|| "zone".into());
        let taken = |id: &str| zones.contains_key(id);
        let id = ZoneId::new(free_slug(&wanted, taken)).map_err(|error| error.to_string())?;
        self.drawn.reading.push(format!("{name}: new zone"));
        self.drawn.ops.push(Op::Zone {
            id: Some(id.clone()),
            name: Some(capital(name)),
            trust: Said::Nothing,
            parent: Said::Nothing,
        });
        self.zones.insert(typed, id.clone());
        Ok(id)
    }

    fn join(&mut self, before: &ComponentId, here: &ComponentId, hop: &Hop) -> Result<(), String> {
        if hop.on {
            self.connect(before, here, hop)?;
        }
        if hop.back {
            self.connect(here, before, hop)?;
        }
        Ok(())
    }

    fn connect(&mut self, from: &ComponentId, to: &ComponentId, hop: &Hop) -> Result<(), String> {
        let kind = |id: &ComponentId| self.kinds.get(id).map_or("", String::as_str);
        let words = hop.words.as_deref();
        let named = words.and_then(|words| self.catalog.flow_said(words).map(str::to_owned));
        let usual = self
            .catalog
            .usual_flow(kind(from), kind(to))
            .map(str::to_owned);
        let label = hop.words.clone().filter(|_| named.is_none());
        // What is usual is left to the step, which draws the answer to a question too, unless it is drawn anyway.
        let both = hop.on && hop.back;
        let leave = usual.is_some() && !both;
        let carries = named.or(usual).or_else(|| {
            let mostly = self.catalog.mostly_flows(kind(from), kind(to));
            mostly.map(str::to_owned)
        });
        let Some(carries) = carries else {
            return Err(format!(
                "what flows from {from} to {to}? Say it on the arrow, as in `{from} -[telemetry]-> {to}`"
            ));
        };
        let carries = if leave && (hop.words.is_none() || label.is_some()) {
            BTreeSet::new()
        } else {
            BTreeSet::from([carries])
        };
        self.drawn.ops.push(Op::Connect {
            from: from.clone(),
            to: to.clone(),
            carries,
            label,
        });
        Ok(())
    }
}

/// A name that was typed in small letters begins with a capital, as names on a drawing do.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &[&str]) -> ThreatModel {
        let catalog = Catalog::built_in().unwrap();
        let mut model = ThreatModel::default();
        for line in lines {
            let drawn =
                draw(line, &model, &catalog).unwrap_or_else(|error| panic!("{line}: {error}"));
            for op in drawn.ops {
                let plan = op
                    .plan(&model, &catalog)
                    .unwrap_or_else(|error| panic!("{line}: {error}"));
                model.apply(&plan.into_change("test", 0)).unwrap();
            }
        }
        model
    }

    #[test]
    fn the_lines_of_the_guide_draw_a_pipeline() {
        let model = drawn(&[
            "camera(sensor)@factory -> gateway -> infer(model) : frames",
            "infer -> ingest@cloud -> lake(store), monitor",
            "train <- lake",
            "train -> registry",
        ]);
        assert_eq!(model.components.len(), 8);
        assert_eq!(model.zones.len(), 2);
        let zone = |id: &str| model.components[id].zone.as_ref().map(ZoneId::as_str);
        assert_eq!(zone("gateway"), Some("factory"));
        assert_eq!(zone("monitor"), Some("cloud"));
        assert!(
            model
                .flows
                .values()
                .any(|flow| flow.label.as_deref() == Some("frames"))
        );
        assert!(
            model
                .flows
                .values()
                .any(|flow| flow.from.as_str() == "train" && flow.carries.contains("weights"))
        );
    }

    #[test]
    fn a_name_means_the_only_component_that_has_it() {
        let catalog = Catalog::built_in().unwrap();
        let model = drawn(&["Image lake(store) -> trainer"]);
        let again = draw("lake -> monitor", &model, &catalog).unwrap();
        assert_eq!(again.new.len(), 1);
        assert_eq!(again.reading[0], "lake is Image lake");
        let new = draw("lake(store) -> monitor", &model, &catalog).unwrap();
        assert_eq!(new.new.len(), 2, "a kind in parentheses means a new one");
    }

    #[test]
    fn what_cannot_be_told_is_asked() {
        let catalog = Catalog::built_in().unwrap();
        let error = draw("zorp -> trainer", &ThreatModel::default(), &catalog).unwrap_err();
        assert!(error.contains("of what kind is zorp"), "{error}");
        let error = draw("a(blorp) -> b", &ThreatModel::default(), &catalog).unwrap_err();
        assert!(error.contains("no kind like"), "{error}");
    }
}
