//! A diagram as steps: which of its boxes are there already, of what kind the new ones are, in which zones they stand, and
//! what flows between them. Everything that is guessed says what from.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Diagram, Hint, Link, Node};
use crate::catalog::{Catalog, Shape};
use crate::model::{
    ComponentId, Field, Op, Said, Target, ThreatModel, Vocabulary, ZoneId, free_slug, slug,
};

/// What a person wants otherwise than it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The kinds of some boxes, by their key in the diagram.
    pub kinds: BTreeMap<String, String>,
    /// Whether groups are left out instead of becoming zones.
    pub without_zones: bool,
}

/// How the kind of a box was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It is in the drawing already.
    There,
    /// A person chose it.
    Chosen,
    /// By these words of its name.
    Words(String),
    /// By its shape.
    Shape,
    /// By nothing but where it stands between the others.
    Place,
}

/// What a box of the diagram becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its key in the diagram.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The component.
    pub id: ComponentId,
    /// Its kind.
    pub kind: String,
    /// How that was told.
    pub told: Told,
}

/// A diagram as steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The steps, to be done as one.
    pub ops: Vec<Op>,
    /// What each box becomes, in the order of the diagram.
    pub boxes: Vec<Reading>,
    /// The names of the new zones.
    pub zones: Vec<String>,
    /// How many flows are new, those that answer included.
    pub flows: usize,
    /// What was left out or added, and why.
    pub notes: Vec<String>,
    /// The document with the steps done.
    pub after: ThreatModel,
}

impl Drawn {
    /// The components that are new.
    pub fn new_boxes(&self) -> impl Iterator<Item = &Reading> {
        self.boxes
            .iter()
            .filter(|reading| reading.told != Told::There)
    }
}

/// Makes steps of a diagram.
#[must_use]
pub fn drawn(diagram: &Diagram, wishes: &Wishes, model: &ThreatModel, catalog: &Catalog) -> Drawn {
    let mut maker = Maker {
        diagram,
        model,
        catalog,
        zones: BTreeMap::new(),
        ids: BTreeMap::new(),
        kinds: BTreeMap::new(),
        drawn: Drawn {
            notes: diagram.notes.clone(),
            after: model.clone(),
            ..Drawn::default()
        },
    };
    if !wishes.without_zones {
        maker.zones();
    }
    for (key, _, told) in maker.kinds(wishes) {
        maker.add(key, told);
    }
    maker.connect();
    maker.drawn
}

struct Maker<'a> {
    diagram: &'a Diagram,
    model: &'a ThreatModel,
    catalog: &'a Catalog,
    zones: BTreeMap<&'a str, ZoneId>,
    ids: BTreeMap<&'a str, ComponentId>,
    kinds: BTreeMap<&'a str, String>,
    drawn: Drawn,
}

impl<'a> Maker<'a> {
    /// Does a step on the document as it stands. Gives whether it could be done.
    fn step(&mut self, op: Op) -> Result<(), String> {
        let plan = op.plan(&self.drawn.after, self.catalog);
        let plan = plan.map_err(|error| error.message)?;
        let change = plan.into_change("", 0);
        let applied = self.drawn.after.apply(&change);
        applied.map_err(|error| error.to_string())?;
        self.drawn.ops.push(op);
        Ok(())
    }

    /// The zone of every group that has a box in it: the one of that name, or a new one.
    fn zones(&mut self) {
        let mut lived_in: BTreeSet<&str> = BTreeSet::new();
        for (_, node) in &self.diagram.nodes {
            lived_in.extend(self.diagram.homes(node));
        }
        for (key, group) in &self.diagram.groups {
            if !lived_in.contains(key.as_str()) {
                continue;
            }
            let name = group.name.to_lowercase();
            let zones = &self.drawn.after.zones;
            let known = zones
                .iter()
                .find(|(_, zone)| zone.name.to_lowercase() == name);
            if let Some((id, _)) = known {
                self.zones.insert(key, id.clone());
                continue;
            }
            let wanted = slug(&group.name).unwrap_or_else(|| "zone".into());
            let free = free_slug(&wanted, |id| zones.contains_key(id));
            let Ok(id) = ZoneId::new(free) else { continue };
            let parent = group
                .parent
                .as_deref()
                .and_then(|parent| self.zones.get(parent));
            let op = Op::Zone {
                id: Some(id.clone()),
                name: Some(group.name.clone()),
                trust: Said::Nothing,
                parent: parent.map_or(Said::Nothing, |parent| Said::This(parent.clone())),
            };
            if self.step(op).is_ok() {
                self.drawn.zones.push(group.name.clone());
                self.zones.insert(key, id);
            }
        }
    }

    /// The kind of every box and how it was told.
    fn kinds(&mut self, wishes: &Wishes) -> Vec<(&'a str, String, Told)> {
        let mut open = Vec::new();
        let mut told: BTreeMap<&str, Told> = BTreeMap::new();
        for (key, node) in &self.diagram.nodes {
            let there = self.there(node);
            let by_name = || {
                let found = self.catalog.kind_in(&node.name);
                found.map(|(kind, words)| (kind.to_owned(), Told::Words(words)))
            };
            let chosen = wishes.kinds.get(key).cloned();
            let found = match (there, chosen) {
                (Some(id), _) => {
                    let kind = self.model.components[&id].kind.clone();
                    self.ids.insert(key, id);
                    Some((kind, Told::There))
                }
                (None, Some(kind)) => Some((kind, Told::Chosen)),
                (None, None) => by_name()
                    .filter(|(kind, _)| self.goes_with(kind, node.hint))
                    .or_else(|| self.by_shape(node.hint)),
            };
            match found {
                Some((kind, how)) => {
                    self.kinds.insert(key, kind);
                    told.insert(key, how);
                }
                None => open.push(key.as_str()),
            }
        }
        let guessed: Vec<(&str, String)> = open
            .into_iter()
            .map(|key| (key, self.by_place(key)))
            .collect();
        self.kinds.extend(guessed);
        let keys = self.diagram.nodes.iter().map(|(key, _)| key.as_str());
        keys.map(|key| {
            let how = told.get(key).cloned().unwrap_or(Told::Place);
            (key, self.kinds[key].clone(), how)
        })
        .collect()
    }

    /// A component that has the name already.
    fn there(&self, node: &Node) -> Option<ComponentId> {
        let name = node.name.to_lowercase();
        let mut components = self.model.components.iter();
        let found = components.find(|(_, entry)| entry.name.to_lowercase() == name);
        found.map(|(id, _)| id.clone())
    }

    /// Whether a kind that a name speaks of can have that shape: whoever draws a cylinder says that something is kept there, which
    /// weighs more than a word.
    fn goes_with(&self, kind: &str, hint: Hint) -> bool {
        let shape = self.catalog.kind(kind).map(|kind| kind.shape);
        hint != Hint::Store
            || !matches!(shape, Some(Shape::Process | Shape::Model | Shape::External))
            || kind.starts_with("model.")
    }

    fn by_shape(&self, hint: Hint) -> Option<(String, Told)> {
        let keeps = matches!(hint, Hint::Store | Hint::Data);
        keeps.then(|| (self.first_of(&["data.internal_store"]), Told::Shape))
    }

    /// What a box could be, when nothing but its neighbours tell.
    fn by_place(&self, key: &str) -> String {
        let near = |end: fn(&Link) -> (&String, &String)| {
            let links = self.diagram.links.iter().map(end);
            let mine = links.filter(|(own, other)| *own == key && *other != key);
            mine.map(|(_, other)| self.kinds.get(other.as_str()).map_or("", String::as_str))
                .collect::<Vec<_>>()
        };
        let before = near(|link| (&link.to, &link.from));
        let after = near(|link| (&link.from, &link.to));
        let answers = |kinds: &[&str]| {
            let families = ["serve.", "client.", "actor.", "llm."];
            kinds
                .iter()
                .any(|kind| families.iter().any(|family| kind.starts_with(family)))
        };
        let serving = answers(&before) || answers(&after);
        self.first_of(match (before.is_empty(), after.is_empty(), serving) {
            (false, true, true) => &["client.app"],
            (false, false, true) => &["serve.preproc"],
            (false, false, false) => &["prep.ingest"],
            _ => &["data.internal_store"],
        })
    }

    /// The first of some kinds that the catalogue has; another catalogue may have none of them.
    fn first_of(&self, wanted: &[&str]) -> String {
        let kinds = &self.catalog.entries().kinds;
        let known = wanted.iter().find(|kind| kinds.contains_key(**kind));
        let any = || kinds.keys().next().cloned().unwrap_or_default();
        known.map_or_else(any, |kind| (*kind).to_owned())
    }

    fn add(&mut self, key: &'a str, told: Told) {
        let Some((_, node)) = self.diagram.nodes.iter().find(|(other, _)| other == key) else {
            return;
        };
        let kind = self.kinds[key].clone();
        if let Some(id) = self.ids.get(key).cloned() {
            self.read(key, node, id, kind, told);
            return;
        }
        let wanted = slug(&node.name)
            .or_else(|| slug(&kind))
            .unwrap_or_else(|| "part".into());
        let taken = |id: &str| self.drawn.after.components.contains_key(id);
        let Ok(id) = ComponentId::new(free_slug(&wanted, taken)) else {
            return;
        };
        let homes = self.diagram.homes(node);
        let zone = homes.iter().find_map(|home| self.zones.get(home)).cloned();
        let usual = self.catalog.kind_name(&kind).unwrap_or(&kind).to_owned();
        let name = if node.name.is_empty() {
            usual
        } else {
            node.name.clone()
        };
        let op = Op::Add {
            id: Some(id.clone()),
            name: Some(name),
            kind: kind.clone(),
            zone,
            beside: None,
            carries: BTreeSet::new(),
        };
        if let Err(error) = self.step(op) {
            self.drawn
                .notes
                .push(format!("left out: {}: {error}", node.name));
            return;
        }
        if let Some(more) = &node.more {
            let op = Op::Set {
                target: Target::Component(id.clone()),
                field: Field::Note,
                value: more.clone(),
            };
            // A note that cannot be kept is no reason to leave out the box.
            let _kept = self.step(op);
        }
        self.ids.insert(key, id.clone());
        self.read(key, node, id, kind, told);
    }

    fn read(&mut self, key: &str, node: &Node, id: ComponentId, kind: String, told: Told) {
        self.drawn.boxes.push(Reading {
            key: key.to_owned(),
            name: node.name.clone(),
            id,
            kind,
            told,
        });
    }

    fn connect(&mut self) {
        let before = self.drawn.after.flows.len();
        let mut drawn = 0;
        let pairs: BTreeSet<(&str, &str)> = self
            .diagram
            .links
            .iter()
            .map(|link| (link.from.as_str(), link.to.as_str()))
            .collect();
        for link in &self.diagram.links {
            let ends = (
                self.ids.get(link.from.as_str()),
                self.ids.get(link.to.as_str()),
            );
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            let (from, to) = (from.clone(), to.clone());
            let there = self.model.flows.values();
            let known = there.filter(|flow| flow.from == from && flow.to == to);
            if known.count() > 0 {
                continue;
            }
            let answered = pairs.contains(&(link.to.as_str(), link.from.as_str()));
            let (carries, label) = self.carried(link, answered);
            let label_too = label.clone();
            let op = Op::Connect {
                from: from.clone(),
                to: to.clone(),
                carries,
                label,
            };
            match self.step(op) {
                Ok(()) => drawn += 1,
                Err(_) if self.join_words(&from, &to, label_too.as_deref()) => {}
                Err(error) => self.drawn.notes.push(format!("left out: {error}")),
            }
        }
        self.drawn.flows = self.drawn.after.flows.len() - before;
        let answers = self.drawn.flows.saturating_sub(drawn);
        if answers > 0 {
            self.drawn.notes.push(format!(
                "answers ({answers}) that the diagram does not draw flow back to those who ask"
            ));
        }
    }

    /// What a link carries, and its words where they are no name of that. Nothing is said of what is usual, so that the
    /// answer comes along, unless that is drawn too.
    fn carried(&self, link: &Link, answered: bool) -> (BTreeSet<String>, Option<String>) {
        let kind = |key: &str| self.kinds.get(key).map_or("", String::as_str);
        let (from, to) = (kind(&link.from), kind(&link.to));
        let named = link
            .label
            .as_deref()
            .and_then(|words| self.catalog.flow_said(words));
        if let Some(named) = named {
            return (BTreeSet::from([named.to_owned()]), None);
        }
        let usual = self.catalog.usual_flow(from, to);
        let label = link.label.clone();
        if usual.is_some() && !answered {
            return (BTreeSet::new(), label);
        }
        let flows = self.catalog.entries().flows.keys();
        let any = || flows.map(String::as_str).find(|kind| *kind == "raw");
        let carries = usual
            .or_else(|| self.catalog.mostly_flows(from, to))
            .or_else(any);
        (carries.map(str::to_owned).into_iter().collect(), label)
    }

    /// A second arrow between the same two that carries the same is one flow with the words of both.
    fn join_words(&mut self, from: &ComponentId, to: &ComponentId, words: Option<&str>) -> bool {
        let mut flows = self.drawn.after.flows.iter();
        let Some((id, flow)) = flows.find(|(_, flow)| flow.from == *from && flow.to == *to) else {
            return false;
        };
        let Some(words) = words.filter(|words| flow.label.as_deref() != Some(*words)) else {
            return true;
        };
        let value = match &flow.label {
            Some(label) => format!("{label}, {words}"),
            None => words.to_owned(),
        };
        let op = Op::Rename {
            target: Target::Flow(id.clone()),
            name: value,
        };
        self.step(op).is_ok()
    }
}
