//! One human step, as one line of text: `connect merchant scoring-api infer_in`.
//!
//! The same line stands in the terminal's `:` prompt, in `bartizan do FILE '…'` and in tests. [`Op::parse`] reads it,
//! `Display` writes it, and [`Op::plan`] turns it into the edits of exactly one [`Change`](super::Change). What a kind, a
//! fact or a threat is called comes from outside, by the trait [`Vocabulary`].
//!
//! Start at [`Op`], then [`FORMS`] (how each is written), then `plan` (what each does).

mod clauses;
mod error;
mod field;
mod forms;
mod plan;
mod show;
mod vocabulary;
mod words;

use std::collections::BTreeSet;

pub use error::OpError;
pub use field::{Field, Sort};
pub use forms::{FORMS, Form};
pub use plan::Plan;
pub use vocabulary::Vocabulary;

use super::date::Date;
use super::fact_value::FactValue;
use super::id::{
    ComponentId, ControlId, FindingId, FlowId, NoteId, RequirementId, ThreatId, ZoneId,
};
use super::terms::{AssumptionStatus, ControlStatus, DecisionStatus, Score, Trust};

/// One human step. Each becomes one change, which one undo takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Adds a component, on its own or connected to another.
    Add {
        /// Its id; made from the name without one.
        id: Option<ComponentId>,
        /// Its name; that of its kind without one.
        name: Option<String>,
        /// Its kind.
        kind: String,
        /// The zone it stands in; that of its neighbour without one.
        zone: Option<ZoneId>,
        /// The component it is connected to.
        beside: Option<Beside>,
        /// What the new flow carries; what is usual if empty.
        carries: BTreeSet<String>,
    },
    /// Connects two components.
    Connect {
        /// Where the flow starts.
        from: ComponentId,
        /// Where it ends.
        to: ComponentId,
        /// What it carries; what is usual if empty.
        carries: BTreeSet<String>,
        /// The words on the line.
        label: Option<String>,
    },
    /// Removes a component with everything keyed to it, a flow, or a zone (its members go to the zone around it).
    Remove(Target),
    /// Removes a component and connects what came before it to what came after.
    Heal(ComponentId),
    /// Puts a new component into the middle of a flow.
    Insert {
        /// Its id; made from the name without one.
        id: Option<ComponentId>,
        /// Its name; that of its kind without one.
        name: Option<String>,
        /// Its kind.
        kind: String,
        /// The flow.
        flow: FlowId,
    },
    /// Gives a component, zone or the system another name, or a flow another label. Ids stay.
    Rename {
        /// What is renamed.
        target: Target,
        /// The new name.
        name: String,
    },
    /// Makes a component one of another kind.
    Kind {
        /// The component.
        component: ComponentId,
        /// The new kind.
        kind: String,
    },
    /// Answers a question about a component.
    Answer {
        /// The component.
        component: ComponentId,
        /// The fact.
        fact: String,
        /// Its value.
        value: FactValue,
    },
    /// Takes an answer back: the fact is unknown again.
    Forget {
        /// The component.
        component: ComponentId,
        /// The fact.
        fact: String,
    },
    /// Adds a zone or changes one.
    Zone {
        /// Its id; made from the name without one.
        id: Option<ZoneId>,
        /// Its name; an existing zone keeps its own without one.
        name: Option<String>,
        /// How far it is trusted.
        trust: Said<Trust>,
        /// The zone around it.
        parent: Said<ZoneId>,
    },
    /// Moves components into a zone, or outside all of them.
    Move {
        /// The components.
        components: BTreeSet<ComponentId>,
        /// The zone; outside without one.
        into: Option<ZoneId>,
    },
    /// Puts a box on a cell of the canvas.
    Place {
        /// The component.
        component: ComponentId,
        /// Column.
        x: i32,
        /// Row.
        y: i32,
        /// Whether layout must leave it there.
        pinned: bool,
    },
    /// Leaves the places of boxes to the layout again.
    Unplace(BTreeSet<ComponentId>),
    /// Keeps boxes where they stand, whatever layout does.
    Pin(BTreeSet<ComponentId>),
    /// Lets layout move boxes again.
    Unpin(BTreeSet<ComponentId>),
    /// Fills a field.
    Set {
        /// Of what.
        target: Target,
        /// The field.
        field: Field,
        /// The value as text.
        value: String,
    },
    /// Empties a field.
    Unset {
        /// Of what.
        target: Target,
        /// The field.
        field: Field,
    },
    /// Switches an option of the rules.
    Option {
        /// Its name.
        name: String,
        /// On or off.
        on: bool,
    },
    /// Records a decision on a finding. What is not said of an existing decision stays as it is.
    Decide {
        /// The finding.
        finding: FindingId,
        /// The treatment.
        status: DecisionStatus,
        /// Who answers for it.
        owner: Said<String>,
        /// By when.
        due: Said<Date>,
        /// Why.
        because: Said<String>,
        /// Where the work is tracked.
        ticket: Said<String>,
        /// Anything else.
        note: Said<String>,
    },
    /// Takes a decision back.
    Undecide(FindingId),
    /// Records the state of a requirement. What is not said of an existing record stays as it is.
    Control {
        /// The requirement, system-wide or at one component.
        control: ControlId,
        /// The state.
        status: ControlStatus,
        /// Where the evidence is.
        evidence: Said<String>,
        /// Who looked.
        assessor: Said<String>,
        /// When they looked.
        date: Said<Date>,
        /// Why it does not apply.
        because: Said<String>,
        /// Anything else.
        note: Said<String>,
    },
    /// Takes the record of a requirement back: it is not assessed.
    Uncontrol(ControlId),
    /// Writes down an assumption or changes one.
    Assume {
        /// Its id.
        id: NoteId,
        /// What is assumed; an existing one keeps its text without.
        text: Option<String>,
        /// Whether it holds; an existing one keeps its status without.
        status: Option<AssumptionStatus>,
        /// Who finds out.
        owner: Said<String>,
        /// The day after which it must be looked at again.
        expires: Said<Date>,
        /// Decisions that rest on it.
        covers: Said<BTreeSet<FindingId>>,
        /// Anything else.
        note: Said<String>,
    },
    /// Removes an assumption.
    Unassume(NoteId),
    /// Writes down what this model leaves out.
    Exclude {
        /// Its id.
        id: NoteId,
        /// Why it is left out.
        because: String,
    },
    /// Removes what [`Op::Exclude`] wrote down.
    Include(NoteId),
    /// Adds a threat of the team's own or changes one.
    Threat {
        /// Its id, such as `OWN-1`.
        id: ThreatId,
        /// Its name; an existing one keeps its own without.
        name: Option<String>,
        /// The components it stands at.
        at: Said<BTreeSet<ComponentId>>,
        /// Likelihood; 3 for a new one without.
        likelihood: Option<Score>,
        /// Impact; 3 for a new one without.
        impact: Option<Score>,
        /// Requirements that mitigate it.
        requirements: Said<BTreeSet<RequirementId>>,
        /// Anything else.
        note: Said<String>,
        /// How it works.
        text: Said<String>,
    },
    /// Removes a threat of the team's own.
    Unthreat(ThreatId),
}

impl Op {
    /// Reads an operation from its line of text.
    pub fn parse(text: &str) -> Result<Self, OpError> {
        forms::read(text)
    }
}

/// What an operation says of a field that can stay as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Said<T> {
    /// Nothing: it stays as it is.
    #[default]
    Nothing,
    /// That it is empty, written `""`.
    Empty,
    /// That it is this.
    This(T),
}

impl<T: Clone> Said<T> {
    /// What the field holds after this was said.
    fn over(&self, before: Option<T>) -> Option<T> {
        match self {
            Self::Nothing => before,
            Self::Empty => None,
            Self::This(value) => Some(value.clone()),
        }
    }
}

/// Says it all: an absent value empties the field.
impl<T> From<Option<T>> for Said<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::This)
    }
}

/// On which side of another component a new one is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// The other one sends to it.
    After(ComponentId),
    /// It sends to the other one.
    Before(ComponentId),
}

impl Beside {
    /// The other component.
    #[must_use]
    pub fn component(&self) -> &ComponentId {
        match self {
            Self::After(component) | Self::Before(component) => component,
        }
    }
}

/// What an operation speaks of: the header, a component, a flow or a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The header, written `system`.
    System,
    /// Whatever has this id; an error if two sorts of things have it.
    Named(String),
    /// A component, written `component:ID`.
    Component(ComponentId),
    /// A flow, written `flow:ID`.
    Flow(FlowId),
    /// A zone, written `zone:ID`.
    Zone(ZoneId),
}

#[cfg(test)]
mod tests;
