//! A diagram of another tool that was pasted: what would become of it is looked at before it is taken in.

use std::collections::BTreeSet;

use crate::exchange::{Diagram, Drawn, Reading, Told, Wishes};
use crate::layout::{Layout, Point, Sketch, Zoom};

/// The dialog. Nothing is changed until the diagram is taken in.
#[derive(Debug, Clone)]
pub struct Pasted {
    /// The diagrams of the text.
    pub diagrams: Vec<Diagram>,
    /// The one that is looked at.
    pub at: usize,
    /// What the person wants otherwise than it was read.
    pub wishes: Wishes,
    /// What becomes of it.
    pub drawn: Drawn,
    /// What would be drawn.
    pub sketch: Sketch,
    /// Where it would be drawn.
    pub layout: Layout,
    /// The line under the cursor.
    pub cursor: usize,
    /// Where the view stood before.
    pub before: (Option<Point>, Zoom),
}

impl Pasted {
    /// The diagram that is looked at.
    #[must_use]
    pub fn diagram(&self) -> &Diagram {
        &self.diagrams[self.at]
    }

    /// The boxes of the diagram, those first whose kind was told by least.
    #[must_use]
    pub fn boxes(&self) -> Vec<&Reading> {
        let mut boxes: Vec<&Reading> = self.drawn.boxes.iter().collect();
        boxes.sort_by_key(|reading| match reading.told {
            Told::Place => 0,
            Told::Shape => 1,
            Told::Words(_) => 2,
            Told::Chosen => 3,
            Told::There => 4,
        });
        boxes
    }

    /// The box under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Reading> {
        self.boxes().get(self.cursor).copied()
    }

    /// The new boxes, as they are called on the drawing.
    #[must_use]
    pub fn ghosts(&self) -> BTreeSet<String> {
        let new = self.drawn.new_boxes();
        new.map(|reading| reading.id.to_string()).collect()
    }

    /// How many kinds were told by nothing but a place.
    #[must_use]
    pub fn unsure(&self) -> usize {
        let boxes = self.drawn.boxes.iter();
        boxes.filter(|reading| reading.told == Told::Place).count()
    }
}
