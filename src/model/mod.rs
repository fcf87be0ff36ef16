//! The document: what the team drew, answered and decided. Knows no other room.
//!
//! Start at [`ThreatModel`] (what there is), then [`Change`] (the only way it changes), then [`Document`] (undo and redo),
//! then [`Op`] (one human step, as a line of text). [`text`] is the document as its file has it, [`Places`] and [`Diagnostic`]
//! say where something is wrong in it, [`merge()`] joins two sides' work.

mod check;
mod date;
mod diagnostic;
mod difference;
mod document;
mod edit;
mod fact_value;
mod history;
mod id;
mod merge;
mod natural;
mod nearest;
mod op;
mod places;
mod terms;
pub mod text;

pub use check::{Problem, check, doubts};
pub use date::{Date, DateError};
pub use diagnostic::{Diagnostic, Place, Severity, render, visible};
pub use difference::{Difference, How, differences};
pub use document::{
    Assumption, Component, Control, Decision, Flow, OutOfScope, OwnThreat, Placement, System,
    ThreatModel, Zone,
};
pub use edit::{Change, Edit, EditError, Entity, Key};
pub use fact_value::{FactValue, unique_map};
pub use history::Document;
pub use id::{
    ComponentId, ControlId, FindingId, FlowId, IdError, NoteId, RequirementId, ThreatId, ZoneId,
    free_slug, hyphenated, slug,
};
pub use merge::{Conflict, Disagreement, Merge, merge, merge_with};
pub use natural::natural;
pub use nearest::{has_words, nearest};
pub use op::{Beside, FORMS, Field, Form, Op, OpError, Plan, Said, Sort, Target, Vocabulary};
pub use places::Places;
pub use terms::{AssumptionStatus, ControlStatus, DecisionStatus, Edition, Level, Score, Trust};
pub use text::Parsed;
