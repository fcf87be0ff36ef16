//! What an operation must know of the catalogue, which `model` may not know.

use crate::model::{FactValue, Problem};

/// The words of a catalogue: kinds, facts, flow kinds, threats and requirements.
pub trait Vocabulary {
    /// The ids of all component kinds.
    fn kinds(&self) -> Vec<&str>;

    /// What a component of a kind is called by default; `None` if there is no such kind.
    fn kind_name(&self, kind: &str) -> Option<&str>;

    /// The kind that people mean by a word, such as `store`; `None` if nobody says so.
    fn kind_meant(&self, said: &str) -> Option<&str>;

    /// Whether a kind stands outside the system by nature, so that a new one does not share its neighbour's zone.
    fn stands_outside(&self, kind: &str) -> bool;

    /// The ids of all flow kinds.
    fn flow_kinds(&self) -> Vec<&str>;

    /// What a flow between two kinds usually carries.
    fn usual_flow(&self, from: &str, to: &str) -> Option<&str>;

    /// What usually comes back when the first kind sends its usual flow to the second: answers, where it asks.
    fn usual_answer(&self, from: &str, to: &str) -> Option<&str>;

    /// What is wrong with an answer about a component of a kind, if anything.
    fn fact_problem(&self, kind: &str, fact: &str, value: &FactValue) -> Option<Problem>;

    /// The question behind a fact, for the label of a change; `None` if there is no such fact.
    fn question(&self, fact: &str) -> Option<&str>;

    /// The ids of all threats.
    fn threats(&self) -> Vec<&str>;

    /// The ids of all requirements.
    fn requirements(&self) -> Vec<&str>;

    /// The options that rules look at.
    fn switches(&self) -> Vec<&str>;
}
