//! What differs between two documents, in words that a reviewer can check. Works on keyed maps, so order means nothing.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::ThreatModel;
use super::edit::{Edit, Entity, Key};

/// One entity that is new, gone or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub key: Key,
    /// What happened to it.
    pub how: How,
    /// What it is called: "component Scoring API", "flow from Client to Scoring API".
    pub name: String,
    /// Each field that changed, in words: "zone: prod, was edge". Empty where the whole came or went.
    pub fields: Vec<String>,
}

/// What happened to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
    /// At least one field has another value.
    Changed,
}

impl Difference {
    /// The difference in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.how {
            How::Added => format!("new: {}", self.name),
            How::Removed => format!("gone: {}", self.name),
            How::Changed => format!("{}: {}", self.name, self.fields.join("; ")),
        }
    }
}

/// What one has to do to `from` to get `to`, an entry for each entity. Boxes that only moved make one entry together.
#[must_use]
pub fn differences(from: &ThreatModel, to: &ThreatModel) -> Vec<Difference> {
    let edits = from.edits_to(to);
    let moved = |edit: &&Edit| matches!(edit.key, Key::Placed(_));
    let places: Vec<&Edit> = edits.iter().filter(moved).collect();
    let mut all: Vec<Difference> = edits
        .iter()
        .filter(|edit| !moved(edit))
        .map(|edit| difference(from, to, edit))
        .collect();
    // A box that came or went took its place along; only the others were moved.
    let only_moved = |edit: &&&Edit| edit.from.is_some() && edit.to.is_some();
    if let Some(first) = places.iter().find(only_moved) {
        let count = places.iter().filter(only_moved).count();
        all.push(Difference {
            key: first.key.clone(),
            how: How::Changed,
            name: "drawing".to_owned(),
            fields: vec![match count {
                1 => "1 box was moved".to_owned(),
                count => format!("{count} boxes were moved"),
            }],
        });
    }
    all
}

fn difference(from: &ThreatModel, to: &ThreatModel, edit: &Edit) -> Difference {
    let how = match (&edit.from, &edit.to) {
        (None, _) => How::Added,
        (_, None) => How::Removed,
        _ => How::Changed,
    };
    let known = if how == How::Removed { from } else { to };
    Difference {
        key: edit.key.clone(),
        how,
        name: name(known, &edit.key),
        fields: match (&edit.from, &edit.to) {
            (Some(from), Some(to)) => fields(from, to),
            _ => Vec::new(),
        },
    }
}

/// What an entity is called in a document that has it.
fn name(model: &ThreatModel, key: &Key) -> String {
    match key {
        Key::System => "system".to_owned(),
        Key::Component(id) => format!("component {}", model.name_of(id)),
        Key::Flow(id) => match model.flows.get(id) {
            Some(flow) => {
                let (from, to) = (model.name_of(&flow.from), model.name_of(&flow.to));
                format!("flow from {from} to {to}")
            }
            None => key.to_string(),
        },
        Key::Zone(id) => match model.zones.get(id) {
            Some(zone) => format!("zone {}", zone.name),
            None => key.to_string(),
        },
        Key::Decision(id) => format!("decision on {}", model.finding_name(id)),
        Key::Control(id) => format!("state of {}", model.control_name(id)),
        key => key.to_string().replace('`', ""),
    }
}

fn fields(from: &Entity, to: &Entity) -> Vec<String> {
    let (from, to) = (tree(from), tree(to));
    let mut found = Vec::new();
    compare(&from, &to, "", &mut found);
    found
}

fn tree(entity: &Entity) -> Map<String, Value> {
    // An entity is written as one object under the name of its sort.
    match serde_json::to_value(entity) {
        Ok(Value::Object(tagged)) => match tagged.into_iter().next() {
            Some((_, Value::Object(fields))) => fields,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

fn compare(
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    above: &str,
    found: &mut Vec<String>,
) {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    for name in names {
        let said = name.replace('_', " ");
        let path = if above.is_empty() {
            said
        } else {
            format!("{above} {said}")
        };
        match (from.get(name), to.get(name)) {
            (a, b) if a == b => {}
            (Some(Value::Object(a)), Some(Value::Object(b))) => compare(a, b, &inner(&path), found),
            (None, Some(Value::Object(b))) => compare(&Map::new(), b, &inner(&path), found),
            (Some(Value::Object(a)), None) => compare(a, &Map::new(), &inner(&path), found),
            (Some(a), Some(b)) => found.push(format!("{path}: {}, was {}", said_of(b), said_of(a))),
            (None, Some(b)) => found.push(format!("{path}: {}, was not said", said_of(b))),
            (Some(a), None) => found.push(format!("{path}: not said any more, was {}", said_of(a))),
            (None, None) => {}
        }
    }
}

/// The facts of a component are named without a word before them.
fn inner(path: &str) -> String {
    if path == "facts" {
        String::new()
    } else {
        path.to_owned()
    }
}

fn said_of(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) => items.iter().map(said_of).collect::<Vec<_>>().join(", "),
        Value::Null => "nothing".to_owned(),
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

    fn told(from: &str, to: &str) -> Vec<String> {
        let all = differences(&model(from), &model(to));
        all.iter().map(Difference::in_words).collect()
    }

    const A: &str =
        r#"components: {"a": (name: "Intake", kind: "k", facts: {"writers": "anyone"})}"#;

    #[test]
    fn a_changed_field_says_what_it_is_and_was() {
        let to = A.replace("Intake", "Feed").replace("anyone", "team");
        let said = ["component Feed: writers: team, was anyone; name: Feed, was Intake"];
        assert_eq!(told(A, &to), said);
        assert_eq!(told(A, A), [""; 0]);
    }

    #[test]
    fn what_came_and_what_went_is_named_as_people_name_it() {
        let two = r#"components: {"a": (name: "Intake", kind: "k"), "b": (name: "Store", kind: "k")},
            flows: {"f": (from: "a", to: "b")}"#;
        let one = r#"components: {"a": (name: "Intake", kind: "k")}"#;
        assert_eq!(
            told(one, two),
            ["new: component Store", "new: flow from Intake to Store"]
        );
        assert_eq!(
            told(two, one),
            ["gone: component Store", "gone: flow from Intake to Store"]
        );
    }

    #[test]
    fn boxes_that_moved_are_counted_and_not_listed() {
        let at = |x: i32| format!("{A}, placed: {{\"a\": (x: {x}, y: 1)}}");
        assert_eq!(told(&at(1), &at(2)), ["drawing: 1 box was moved"]);
        assert_eq!(told(A, &at(2)), [""; 0]);
    }
}
