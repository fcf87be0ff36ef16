//! The only way a document changes: a [`Change`] is a list of [`Edit`]s, applied all or not at all.
//!
//! From that one shape follow undo (swap `from` and `to`), the crash journal (append each change as a line), semantic diff
//! (compare keyed maps) and merge (per key, then per field).

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::check::{Problem, check};
use super::document::{
    Assumption, Component, Control, Decision, Flow, OutOfScope, OwnThreat, Placement, System,
    ThreatModel, Zone,
};
use super::id::{ComponentId, ControlId, FindingId, FlowId, NoteId, ThreatId, ZoneId};

macro_rules! keyed {
    ($($(#[$doc:meta])* $variant:ident($id:ty => $entity:ty) in $section:ident, $word:literal;)+) => {
        /// What an edit speaks of: one entity of the document, or its header.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Key {
            /// The header.
            System,
            $($(#[$doc])* $variant($id),)+
        }

        /// An entity as it stands under a key.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Entity {
            /// The header.
            System(System),
            $($(#[$doc])* $variant($entity),)+
        }

        impl Key {
            /// The section of the file that holds the key.
            #[must_use]
            pub fn section(&self) -> &'static str {
                match self {
                    Self::System => "",
                    $(Self::$variant(_) => stringify!($section),)+
                }
            }
        }

        impl fmt::Display for Key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::System => f.write_str("the header"),
                    $(Self::$variant(id) => write!(f, concat!($word, " `{}`"), id),)+
                }
            }
        }

        impl ThreatModel {
            /// The entity under a key, if there is one.
            #[must_use]
            pub fn get(&self, key: &Key) -> Option<Entity> {
                match key {
                    Key::System => Some(Entity::System(self.system.clone())),
                    $(Key::$variant(id) => self.$section.get(id).cloned().map(Entity::$variant),)+
                }
            }

            /// Every key of the document, in order.
            #[must_use]
            pub fn keys(&self) -> BTreeSet<Key> {
                let mut keys = BTreeSet::from([Key::System]);
                $(keys.extend(self.$section.keys().cloned().map(Key::$variant));)+
                keys
            }

            /// Puts or removes one entity, without looking at what was there.
            fn put(&mut self, key: &Key, entity: Option<&Entity>) -> Result<(), EditError> {
                match (key, entity) {
                    (Key::System, Some(Entity::System(system))) => self.system = system.clone(),
                    (Key::System, _) => return Err(EditError::Header),
                    $(
                        (Key::$variant(id), Some(Entity::$variant(entity))) => {
                            self.$section.insert(id.clone(), entity.clone());
                        }
                        (Key::$variant(id), None) => {
                            self.$section.remove(id);
                        }
                    )+
                    (key, Some(_)) => return Err(EditError::Mismatch(key.clone())),
                }
                Ok(())
            }
        }
    };
}

keyed! {
    /// A trust zone.
    Zone(ZoneId => Zone) in zones, "zone";
    /// A component.
    Component(ComponentId => Component) in components, "component";
    /// A data flow.
    Flow(FlowId => Flow) in flows, "flow";
    /// A decision on a finding.
    Decision(FindingId => Decision) in decisions, "decision";
    /// The state of a requirement.
    Control(ControlId => Control) in controls, "control";
    /// An assumption.
    Assumption(NoteId => Assumption) in assumptions, "assumption";
    /// Something left out.
    OutOfScope(NoteId => OutOfScope) in out_of_scope, "out-of-scope entry";
    /// A threat added by hand.
    OwnThreat(ThreatId => OwnThreat) in own_threats, "own threat";
    /// Where a box stands.
    Placed(ComponentId => Placement) in placed, "position of";
}

/// Puts, replaces or removes one entity under one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it speaks of.
    pub key: Key,
    /// What must be there before.
    pub from: Option<Entity>,
    /// What is there after.
    pub to: Option<Entity>,
}

/// One human step: edits that belong together, with who made it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What the step did, as the undo message says it: "Add Scoring API".
    pub label: String,
    /// Who made it.
    pub by: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// The edits, at most one for each key.
    pub edits: Vec<Edit>,
}

/// Why a change was refused. The document is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The document does not hold what the edit expects.
    #[error("{0} is not as this change expects it; it was changed meanwhile")]
    Stale(Key),
    /// Two edits speak of one key.
    #[error("this change speaks twice of {0}")]
    Twice(Key),
    /// An entity of another sort stands under the key.
    #[error("this change puts something else under {0}")]
    Mismatch(Key),
    /// The header cannot be removed.
    #[error("the header of a document cannot be removed")]
    Header,
    /// The result would not be a sound document.
    #[error("{0}")]
    Unsound(Problem),
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            key: self.key.clone(),
            from: self.to.clone(),
            to: self.from.clone(),
        }
    }
}

impl Change {
    /// The change that takes this one back, with the same author and time.
    #[must_use]
    pub fn inverse(&self, label: String) -> Self {
        Self {
            label,
            by: self.by.clone(),
            at: self.at,
            edits: self.edits.iter().rev().map(Edit::inverse).collect(),
        }
    }

    /// Whether all it does is to put boxes elsewhere on the drawing, so that nothing else follows from it.
    #[must_use]
    pub fn only_moves(&self) -> bool {
        let moves = |edit: &Edit| matches!(edit.key, Key::Placed(_));
        self.edits.iter().all(moves)
    }
}

impl ThreatModel {
    /// Applies a change: all of it, or nothing and the reason.
    ///
    /// Every `from` must be what the document holds, no key may come twice, and the result must be sound
    /// (see [`check`]): no flow, zone or parent may point at nothing.
    pub fn apply(&mut self, change: &Change) -> Result<(), EditError> {
        let mut seen = BTreeSet::new();
        for edit in &change.edits {
            if !seen.insert(&edit.key) {
                return Err(EditError::Twice(edit.key.clone()));
            }
            if self.get(&edit.key) != edit.from {
                return Err(EditError::Stale(edit.key.clone()));
            }
        }
        let result = self.put_all(&change.edits);
        if result.is_err() {
            for edit in &change.edits {
                // What was there before is always of the right sort, so this cannot fail.
                let _ = self.put(&edit.key, edit.from.as_ref());
            }
        }
        result
    }

    fn put_all(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        for edit in edits {
            self.put(&edit.key, edit.to.as_ref())?;
        }
        match check(self).into_iter().next() {
            Some(problem) => Err(EditError::Unsound(problem)),
            None => Ok(()),
        }
    }

    /// Puts or removes one entity whatever is there, for a merge that makes the document sound afterwards.
    pub(super) fn force(&mut self, edit: &Edit) {
        // The only way to fail is an entity of another sort than its key, which a merge never joins.
        let _ = self.put(&edit.key, edit.to.as_ref());
    }

    /// The edits that turn this document into another, in key order.
    #[must_use]
    pub fn edits_to(&self, other: &Self) -> Vec<Edit> {
        let mut keys = self.keys();
        keys.extend(other.keys());
        keys.into_iter()
            .map(|key| Edit {
                from: self.get(&key),
                to: other.get(&key),
                key,
            })
            .filter(|edit| edit.from != edit.to)
            .collect()
    }
}
