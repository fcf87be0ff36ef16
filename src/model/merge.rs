//! Three-way merge: what two sides did to one document, joined per key, then per field. Adjacency is never a conflict.
//!
//! Where both sides changed the same field differently, ours stands in the result and the conflict names both values.
//! What one side removed and the other changed is kept: work is never lost by a merge. The result is sound if both sides are; what
//! is unsound all the same stands among the conflicts.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::check::{Problem, check};
use super::document::ThreatModel;
use super::edit::{Edit, Entity, Key};
use super::id::{ComponentId, ZoneId};

/// More steps than two sides, each sound in itself, ever need to fit together.
const MOST_MENDS: usize = 10_000;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The joined document.
    pub model: ThreatModel,
    /// Where a person should look, in key order.
    pub conflicts: Vec<Conflict>,
}

/// A place where the two sides disagree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// What it is about.
    pub key: Key,
    /// The field, such as `facts/exposure`; `None` where one side removed the whole.
    pub field: Option<String>,
    /// What our side has; `None` where it has nothing.
    pub ours: Option<String>,
    /// What the other side has.
    pub theirs: Option<String>,
}

/// Where two sides disagree: what it is about, and the field.
pub type Disagreement = (Key, Option<String>);

/// Joins what two sides made of one document.
#[must_use]
pub fn merge(base: &ThreatModel, ours: &ThreatModel, theirs: &ThreatModel) -> Merge {
    merge_with(base, ours, theirs, &BTreeSet::new())
}

/// The same, where theirs stands in some of the disagreements.
#[must_use]
pub fn merge_with(
    base: &ThreatModel,
    ours: &ThreatModel,
    theirs: &ThreatModel,
    giving_way: &BTreeSet<Disagreement>,
) -> Merge {
    let mut merger = Merger {
        base,
        ours,
        theirs,
        giving_way,
        model: ours.clone(),
        conflicts: Vec::new(),
    };
    let mut keys = base.keys();
    keys.extend(ours.keys());
    keys.extend(theirs.keys());
    for key in keys {
        let entity = merger.entity(&key);
        merger.put(key, entity);
    }
    merger.make_sound();
    merger.conflicts.sort();
    merger.conflicts.dedup();
    Merge {
        model: merger.model,
        conflicts: merger.conflicts,
    }
}

struct Merger<'a> {
    base: &'a ThreatModel,
    ours: &'a ThreatModel,
    theirs: &'a ThreatModel,
    /// Disagreements in which theirs stands.
    giving_way: &'a BTreeSet<Disagreement>,
    model: ThreatModel,
    conflicts: Vec<Conflict>,
}

impl Merger<'_> {
    fn entity(&mut self, key: &Key) -> Option<Entity> {
        let (base, ours, theirs) = (self.base.get(key), self.ours.get(key), self.theirs.get(key));
        if ours == theirs || theirs == base {
            return ours;
        }
        if ours == base {
            return theirs;
        }
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => Some(self.fields(key, base.as_ref(), ours, &theirs)),
            (ours, theirs) => {
                let told = |side: &Option<Entity>| side.as_ref().map(|_| "changed".to_owned());
                self.conflicts.push(Conflict {
                    key: key.clone(),
                    field: None,
                    ours: told(&ours),
                    theirs: told(&theirs),
                });
                if self.giving_way.contains(&(key.clone(), None)) {
                    theirs
                } else {
                    ours.or(theirs)
                }
            }
        }
    }

    /// Joins an entity that both sides have, field by field.
    fn fields(
        &mut self,
        key: &Key,
        base: Option<&Entity>,
        ours: Entity,
        theirs: &Entity,
    ) -> Entity {
        let tree = |entity: &Entity| serde_json::to_value(entity).ok();
        let (Some(our_tree), Some(their_tree)) = (tree(&ours), tree(theirs)) else {
            return ours;
        };
        let giving_way = self.giving_way.iter().filter(|(other, _)| other == key);
        let mut fields = Fields {
            giving_way: giving_way.filter_map(|(_, field)| field.clone()).collect(),
            ..Fields::default()
        };
        let base = base.and_then(tree);
        let joined = fields.join(
            &mut Vec::new(),
            base.as_ref(),
            Some(&our_tree),
            Some(&their_tree),
        );
        let conflicts = fields
            .conflicts
            .into_iter()
            .map(|(field, ours, theirs)| Conflict {
                key: key.clone(),
                field: Some(field),
                ours,
                theirs,
            });
        self.conflicts.extend(conflicts);
        // Each value comes from one side under its own field, so the tree has the form of the entity.
        let entity = joined.and_then(|tree| serde_json::from_value(tree).ok());
        entity.unwrap_or(ours)
    }

    fn put(&mut self, key: Key, to: Option<Entity>) {
        let from = self.model.get(&key);
        self.model.force(&Edit { key, from, to });
    }

    /// Mends what only the two sides together made unsound. Each step takes one entity from one side, which is sound in
    /// itself, so this ends; the bound is for the case that a side was unsound already. What is left is told.
    fn make_sound(&mut self) {
        for _ in 0..MOST_MENDS {
            let problems = check(&self.model);
            if !problems.iter().any(|problem| self.mend(problem)) {
                break;
            }
        }
        for problem in check(&self.model) {
            self.conflicts.push(Conflict {
                key: problem.key.clone().unwrap_or(Key::System),
                field: None,
                ours: Some(problem.to_string()),
                theirs: None,
            });
        }
    }

    fn mend(&mut self, problem: &Problem) -> bool {
        match &problem.key {
            Some(Key::Zone(id)) => self.mend_zone(id),
            Some(Key::Component(id)) => {
                let component = self.model.components.get(id);
                let zone = component.and_then(|component| component.zone.clone());
                zone.is_some_and(|zone| self.bring_back(Key::Zone(zone)))
            }
            Some(Key::Flow(id)) => {
                let flow = self.model.flows.get(id);
                let ends = flow.map(|flow| [flow.from.clone(), flow.to.clone()]);
                self.bring_back_components(ends.into_iter().flatten().collect())
            }
            Some(Key::OwnThreat(id)) => {
                let threat = self.model.own_threats.get(id);
                self.bring_back_components(threat.map(|t| t.components.clone()).unwrap_or_default())
            }
            Some(key @ Key::Control(_)) => self.take_ours(key.clone()),
            // A box without a place is placed by the layout.
            Some(key @ Key::Placed(_)) => {
                if !self.take_ours(key.clone()) {
                    self.put(key.clone(), None);
                }
                true
            }
            Some(Key::System | Key::Decision(_) | Key::Assumption(_) | Key::OutOfScope(_))
            | None => false,
        }
    }

    /// A zone whose parent is gone, or that lies inside itself.
    fn mend_zone(&mut self, id: &ZoneId) -> bool {
        let parent = self
            .model
            .zones
            .get(id)
            .and_then(|zone| zone.parent.clone());
        if let Some(parent) = parent.filter(|parent| !self.model.zones.contains_key(parent)) {
            return self.bring_back(Key::Zone(parent));
        }
        // Both sides moved zones into each other: every zone of the ring goes back to where ours has it.
        let ring: Vec<ZoneId> = self.model.zone_chain(id).into_iter().cloned().collect();
        let mut mended = false;
        for id in ring {
            mended |= self.take_ours(Key::Zone(id));
        }
        mended
    }

    fn bring_back_components(&mut self, wanted: BTreeSet<ComponentId>) -> bool {
        let gone = wanted
            .into_iter()
            .filter(|id| !self.model.components.contains_key(id));
        let gone: Vec<ComponentId> = gone.collect();
        let mut mended = false;
        for id in gone {
            mended |= self.bring_back(Key::Component(id));
        }
        mended
    }

    /// Puts back what one side removed and the other still refers to.
    fn bring_back(&mut self, key: Key) -> bool {
        let (ours, theirs) = (self.ours.get(&key), self.theirs.get(&key));
        let told = |side: &Option<Entity>| side.as_ref().map(|_| "still referred to".to_owned());
        let conflict = Conflict {
            key: key.clone(),
            field: None,
            ours: told(&ours),
            theirs: told(&theirs),
        };
        let Some(entity) = ours.or(theirs).or_else(|| self.base.get(&key)) else {
            return false;
        };
        self.conflicts.push(conflict);
        self.put(key, Some(entity));
        true
    }

    /// Gives up the join of one entity and takes ours whole.
    fn take_ours(&mut self, key: Key) -> bool {
        let ours = self.ours.get(&key);
        if ours.is_none() || self.model.get(&key) == ours {
            return false;
        }
        self.conflicts.push(Conflict {
            key: key.clone(),
            field: None,
            ours: Some("kept".to_owned()),
            theirs: Some("does not fit together with it".to_owned()),
        });
        self.put(key, ours);
        true
    }
}

/// Joins trees of fields, and collects where both sides changed one differently.
#[derive(Default)]
struct Fields {
    /// Fields in which theirs stands where both changed them.
    giving_way: BTreeSet<String>,
    conflicts: Vec<(String, Option<String>, Option<String>)>,
}

impl Fields {
    fn join(
        &mut self,
        path: &mut Vec<String>,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if ours == theirs || theirs == base {
            return ours.cloned();
        }
        if ours == base {
            return theirs.cloned();
        }
        match (ours, theirs) {
            (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
                let base = base.and_then(Value::as_object);
                Some(Value::Object(self.objects(path, base, ours, theirs)))
            }
            // The answer to one question is one value, even where it is a list.
            (Some(Value::Array(ours)), Some(Value::Array(theirs))) if !is_fact(path) => {
                let base = base.and_then(Value::as_array);
                Some(sets(base.map_or(&[], Vec::as_slice), ours, theirs))
            }
            _ => {
                let field = path.get(1..).unwrap_or(&[]).join("/");
                let gives_way = self.giving_way.contains(&field);
                self.conflicts
                    .push((field, ours.map(words), theirs.map(words)));
                if gives_way {
                    theirs.cloned()
                } else {
                    ours.or(theirs).cloned()
                }
            }
        }
    }

    fn objects(
        &mut self,
        path: &mut Vec<String>,
        base: Option<&Map<String, Value>>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> Map<String, Value> {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut joined = Map::new();
        for name in names {
            path.push(name.clone());
            let base = base.and_then(|base| base.get(name));
            if let Some(value) = self.join(path, base, ours.get(name), theirs.get(name)) {
                joined.insert(name.clone(), value);
            }
            path.pop();
        }
        joined
    }
}

/// Whether a path, such as `component/facts/writers`, leads to an answered fact.
fn is_fact(path: &[String]) -> bool {
    path.len() == 3 && path[1] == "facts"
}

/// What either side added, without what either side removed; sorted, as every set of a document is.
fn sets(base: &[Value], ours: &[Value], theirs: &[Value]) -> Value {
    let kept = |item: &&Value| {
        let (in_ours, in_theirs) = (ours.contains(item), theirs.contains(item));
        (in_ours && in_theirs) || !base.contains(item)
    };
    let mut joined: Vec<Value> = ours.iter().chain(theirs).filter(kept).cloned().collect();
    joined.sort_by_key(words);
    joined.dedup();
    Value::Array(joined)
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text;

    fn model(sections: &str) -> ThreatModel {
        let text = format!("(format: 1, title: \"T\", {sections})");
        text::read(&text)
            .map_err(|told| crate::model::render(&told))
            .unwrap()
            .model
    }

    const AB: &str = r#"components: {
        "a": (name: "A", kind: "k", facts: {"x": "yes"}),
        "b": (name: "B", kind: "k"),
    }"#;

    fn told(merge: &Merge) -> Vec<String> {
        let told = |c: &Conflict| {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
            let field = c.field.clone().unwrap_or_default();
            format!("{} {field}: {} | {}", c.key, side(&c.ours), side(&c.theirs))
        };
        merge.conflicts.iter().map(told).collect()
    }

    #[test]
    fn two_sides_that_work_on_different_fields_of_one_component_do_not_conflict() {
        let base = model(AB);
        let ours = model(&AB.replace("name: \"A\"", "name: \"Ours\""));
        let theirs = model(&AB.replace("\"x\": \"yes\"", "\"x\": \"yes\", \"y\": \"no\""));
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(told(&merge), [""; 0]);
        let a = &merge.model.components["a"];
        assert_eq!((a.name.as_str(), a.facts.len()), ("Ours", 2));
    }

    #[test]
    fn the_same_field_changed_differently_is_a_conflict_and_ours_stands() {
        let base = model(AB);
        let ours = model(&AB.replace("\"yes\"", "\"no\""));
        let theirs = model(&AB.replace("\"yes\"", "[\"p\", \"q\"]"));
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(told(&merge), ["component `a` facts/x: no | p, q"]);
        assert_eq!(merge.model, ours);
    }

    #[test]
    fn theirs_stands_where_it_is_asked_for_and_ours_in_the_other_fields() {
        let base = model(AB);
        let ours = model(&AB.replace("\"A\"", "\"Ours\"").replace("\"yes\"", "\"no\""));
        let theirs = model(
            &AB.replace("\"A\"", "\"Theirs\"")
                .replace("\"yes\"", "\"p\""),
        );
        let key = Key::Component(ComponentId::new("a").unwrap());
        let merge = merge_with(&base, &ours, &theirs, &[(key, Some("name".into()))].into());
        assert_eq!(merge.conflicts.len(), 2);
        assert_eq!(
            merge.model,
            model(
                &AB.replace("\"A\"", "\"Theirs\"")
                    .replace("\"yes\"", "\"no\"")
            )
        );
    }

    #[test]
    fn sets_take_what_either_side_added_and_lose_what_either_removed() {
        let flow = |carries: &str| {
            model(&format!(
                "{AB}, flows: {{\"f\": (from: \"a\", to: \"b\", carries: [{carries}])}}"
            ))
        };
        let (base, ours, theirs) = (
            flow("\"p\", \"q\""),
            flow("\"q\", \"r\""),
            flow("\"p\", \"q\", \"s\""),
        );
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(merge.model, flow("\"q\", \"r\", \"s\""));
        assert_eq!(told(&merge), [""; 0]);
    }

    #[test]
    fn what_one_side_removed_and_the_other_changed_is_kept() {
        let base = model(AB);
        let mut ours = base.clone();
        ours.components.remove("a");
        let theirs = model(&AB.replace("name: \"A\"", "name: \"Theirs\""));
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(told(&merge), ["component `a` : - | changed"]);
        assert_eq!(merge.model, theirs);
    }

    #[test]
    fn a_component_comes_back_when_the_other_side_drew_a_flow_to_it() {
        let base = model(AB);
        let mut ours = base.clone();
        ours.components.remove("b");
        let theirs = model(&format!("{AB}, flows: {{\"f\": (from: \"a\", to: \"b\")}}"));
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(told(&merge), ["component `b` : - | still referred to"]);
        assert_eq!(merge.model, theirs);
    }

    #[test]
    fn zones_that_were_moved_into_each_other_stand_as_ours_has_them() {
        let zones = |a: &str, b: &str| {
            model(&format!(
                "zones: {{\"a\": (name: \"A\"{a}), \"b\": (name: \"B\"{b})}}"
            ))
        };
        let base = zones("", "");
        let (ours, theirs) = (zones(", parent: \"b\"", ""), zones("", ", parent: \"a\""));
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(merge.model, ours);
        assert_eq!(merge.conflicts.len(), 1);
    }

    #[test]
    fn two_sides_that_are_sound_make_a_sound_whole_whatever_they_did() {
        let zone = r#"zones: {"z": (name: "Z")},"#;
        let verified = |evidence: &str| {
            model(&format!(
                r#"{AB}, controls: {{"PVC-V1.1": (status: STATUS, evidence: "{evidence}", assessor: "A", date: "2026-01-01")}}"#
            ).replace("STATUS", if evidence.is_empty() { "implemented" } else { "verified" }))
        };
        let without = |id: &str| {
            let mut model = model(AB);
            model.components.remove(id);
            model
        };
        let own =
            r#"own_threats: {"OWN-1": (name: "O", likelihood: 1, impact: 1, components: ["b"])}"#;
        let cases = [
            (
                "a zone",
                model(&format!("{zone}{AB}")),
                model(AB),
                model(&format!(
                    "{zone}{}",
                    AB.replace("name: \"A\"", "name: \"A\", zone: \"z\"")
                )),
            ),
            (
                "a parent",
                model(zone),
                model(""),
                model(r#"zones: {"z": (name: "Z"), "y": (name: "Y", parent: "z")}"#),
            ),
            (
                "a flow's end",
                model(AB),
                without("b"),
                model(&format!(r#"{AB}, flows: {{"f": (from: "a", to: "b")}}"#)),
            ),
            (
                "an own threat",
                model(AB),
                without("b"),
                model(&format!("{AB}, {own}")),
            ),
            (
                "evidence",
                verified("seen"),
                verified(""),
                verified("seen twice"),
            ),
        ];
        for (what, base, ours, theirs) in &cases {
            for merged in [merge(base, ours, theirs), merge(base, theirs, ours)] {
                assert_eq!(check(&merged.model), [], "{what}");
                assert!(!merged.conflicts.is_empty(), "{what} is told");
            }
        }
    }

    #[test]
    fn what_stays_unsound_because_a_side_was_so_already_is_a_conflict() {
        let (base, ours) = (model(AB), model(AB));
        let mut theirs = base.clone();
        let key = Key::Component(ComponentId::new("a").unwrap());
        let Some(Entity::Component(mut a)) = base.get(&key) else {
            panic!("there is a component")
        };
        a.zone = Some(ZoneId::new("nowhere").unwrap());
        theirs.components.insert(ComponentId::new("a").unwrap(), a);
        let merge = merge(&base, &ours, &theirs);
        assert_eq!(
            told(&merge),
            ["component `a` : there is no zone `nowhere` | -"]
        );
    }
}
