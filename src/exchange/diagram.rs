//! A diagram of another tool, as plain data: nodes, links and groups, and what was left out.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{Cursor, ReadError};
use super::{MOST, label};

/// The most members of a group for which a link to the group is a link to each of them.
const FEW: usize = 3;

/// Where a diagram comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// A Mermaid flowchart.
    #[default]
    Mermaid,
    /// A Graphviz graph.
    Dot,
}

impl Format {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mermaid => "Mermaid",
            Self::Dot => "Graphviz",
        }
    }
}

/// What the shape of a node says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// It keeps data.
    Store,
    /// It is data.
    Data,
    /// It is a question, and no component.
    Decision,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// What it is called.
    pub name: String,
    /// What its label says besides.
    pub more: Option<String>,
    /// What its shape says.
    pub hint: Hint,
    /// The innermost group that it stands in.
    pub group: Option<String>,
}

/// A link between two nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// The words on it.
    pub label: Option<String>,
}

/// A group of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// The group around it.
    pub parent: Option<String>,
}

/// A diagram. Nodes and groups have the keys that they have in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagram {
    /// Where it comes from.
    pub format: Format,
    /// The nodes, in the order of the text.
    pub nodes: Vec<(String, Node)>,
    /// The links, in the order of the text.
    pub links: Vec<Link>,
    /// The groups, each after the one around it.
    pub groups: Vec<(String, Group)>,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

impl Diagram {
    /// A diagram of nothing.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// What a node with a label is.
    #[must_use]
    pub fn node(label: &str, hint: Hint) -> Node {
        let (name, more) = label::name(label);
        Node {
            name,
            more,
            hint,
            group: None,
        }
    }

    /// The diagram as it can be drawn: links to groups end at their members, questions are no components, and what is
    /// there twice is there once.
    pub fn settled(mut self, cursor: &Cursor) -> Result<Self, ReadError> {
        self.without_links_to_groups();
        let links = self.links.len();
        if self.nodes.len() > MOST || links > MOST || self.groups.len() > MOST {
            let message = format!(
                "the diagram has {} boxes, {links} arrows and {} groups; at most {MOST} of each can be taken in",
                self.nodes.len(),
                self.groups.len()
            );
            return Err(cursor.error_at(0, message));
        }
        self.without_questions();
        let mut seen = BTreeSet::new();
        self.links.retain(|link| {
            let key = (link.from.clone(), link.to.clone(), link.label.clone());
            seen.insert(key)
        });
        if self.nodes.is_empty() {
            return Err(cursor.error_at(0, "the diagram has no boxes"));
        }
        Ok(self)
    }

    /// The nodes of a group and of those in it.
    #[must_use]
    pub fn members(&self, group: &str) -> Vec<String> {
        let nodes = self.nodes.iter();
        let inside = nodes.filter(|(_, node)| self.homes(node).contains(&group));
        inside.map(|(key, _)| key.clone()).collect()
    }

    /// The groups that a node stands in, the innermost first.
    #[must_use]
    pub fn homes<'a>(&'a self, node: &'a Node) -> Vec<&'a str> {
        let mut homes = Vec::new();
        let mut next = node.group.as_deref();
        while let Some(home) = next.filter(|home| !homes.contains(home)) {
            homes.push(home);
            let group = self.groups.iter().find(|(key, _)| key == home);
            next = group.and_then(|(_, group)| group.parent.as_deref());
        }
        homes
    }

    fn without_links_to_groups(&mut self) {
        let groups: BTreeSet<String> = self.groups.iter().map(|(key, _)| key.clone()).collect();
        self.nodes.retain(|(key, _)| !groups.contains(key));
        let known: BTreeSet<String> = self.nodes.iter().map(|(key, _)| key.clone()).collect();
        let to_group = |link: &Link| groups.contains(&link.from) || groups.contains(&link.to);
        if !self.links.iter().any(to_group) {
            return;
        }
        let members: BTreeMap<String, Vec<String>> = groups
            .iter()
            .map(|group| (group.clone(), self.members(group)))
            .collect();
        let ends = |end: &String| match members.get(end) {
            Some(members) if members.len() <= FEW => Some(members.clone()),
            Some(_) => None,
            None => known.contains(end).then(|| vec![end.clone()]),
        };
        let mut links = Vec::new();
        for link in std::mem::take(&mut self.links) {
            let (Some(from), Some(to)) = (ends(&link.from), ends(&link.to)) else {
                let note = format!(
                    "left out: the arrow {} to {}, since a group of more than {FEW} boxes is no component",
                    self.called(&link.from),
                    self.called(&link.to)
                );
                self.notes.push(note);
                continue;
            };
            for from in &from {
                for to in to.iter().filter(|to| *to != from) {
                    links.push(Link {
                        from: from.clone(),
                        to: to.clone(),
                        label: link.label.clone(),
                    });
                }
            }
        }
        self.links = links;
    }

    /// The name of a node or group.
    fn called(&self, key: &str) -> String {
        let node = self.nodes.iter().find(|(other, _)| other == key);
        let group = self.groups.iter().find(|(other, _)| other == key);
        let name = node
            .map(|(_, node)| &node.name)
            .or(group.map(|(_, group)| &group.name));
        name.map_or_else(|| label::line(key), Clone::clone)
    }

    /// A question is drawn through: what led to it leads on, with its answer as the words on the arrow.
    fn without_questions(&mut self) {
        let is_question = |(_, node): &&(String, Node)| node.hint == Hint::Decision;
        let questions: Vec<(String, String)> = self
            .nodes
            .iter()
            .filter(is_question)
            .map(|(key, node)| (key.clone(), node.name.clone()))
            .collect();
        for (key, name) in questions {
            let (touching, mut links): (Vec<Link>, Vec<Link>) = std::mem::take(&mut self.links)
                .into_iter()
                .partition(|link| link.from == key || link.to == key);
            let into = touching.iter().filter(|link| link.from != key);
            for before in into {
                for after in touching.iter().filter(|link| link.to != key) {
                    if links.len() >= MOST {
                        break;
                    }
                    links.push(Link {
                        from: before.from.clone(),
                        to: after.to.clone(),
                        label: after.label.clone().or_else(|| before.label.clone()),
                    });
                }
            }
            self.links = links;
            self.notes.push(format!(
                "{name}: a question, so no component; the arrows go through it"
            ));
        }
        self.nodes.retain(|entry| !is_question(&entry));
    }
}
