//! What the hands are at: a drag, something that is tried, what is offered next.

use std::collections::BTreeSet;

use crate::layout::{Layout, Sketch};
use crate::model::{ComponentId, ZoneId};

use super::modal::picker::Where;

/// What the mouse has hold of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The drawing itself: the view moves.
    View,
    /// A box, with those that are marked beside it.
    Box(ComponentId),
    /// The name of a zone: all that stands in it.
    Zone(ZoneId),
    /// The end of a flow that begins at this box.
    Flow(ComponentId),
    /// A corner of the rectangle that marks what is in it.
    Marks,
    /// The minimap.
    Map,
}

/// What is being dragged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drag {
    /// What the mouse has hold of.
    pub held: Held,
    /// Where the mouse went down.
    pub from: (u16, u16),
    /// Where the mouse is.
    pub to: (u16, u16),
}

/// What is drawn instead of the document while something is tried: a component that is being named, a layout on offer,
/// a box on its way.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What would be drawn.
    pub sketch: Sketch,
    /// Where it would be drawn, at the zoom in which the drawing is seen.
    pub seen: Layout,
    /// The boxes that are not in the document yet.
    pub new: BTreeSet<String>,
}

/// The component that usually comes next, offered after one was added: Tab takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The component that was added.
    pub after: ComponentId,
    /// The kind that usually comes next.
    pub kind: String,
    /// What it would be called.
    pub name: String,
}

/// How the last component was added, to add another one alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its kind.
    pub kind: String,
    /// Where it went.
    pub place: Where,
    /// What its flow carries, where that was said.
    pub carries: Option<String>,
}
