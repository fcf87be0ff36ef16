//! Layouts on offer, and a box that is being moved: both are looked at before they are kept.

use std::collections::BTreeMap;

use crate::layout::{Layout, Point, Variant, Zoom};
use crate::model::ComponentId;

/// A layout on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is like.
    pub name: String,
    /// Where everything would stand.
    pub layout: Layout,
}

impl Offer {
    /// A layout in a style.
    #[must_use]
    pub fn of(variant: Variant, layout: Layout) -> Self {
        Self {
            name: variant.name().to_owned(),
            layout,
        }
    }
}

/// The dialog: one of several layouts is shown, and nothing is changed until one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layouts {
    /// What is laid out, in words.
    pub what: String,
    /// The document from which they were made.
    pub revision: u64,
    /// The layouts.
    pub offers: Vec<Offer>,
    /// The one that is shown.
    pub at: usize,
    /// Whether more are being worked out.
    pub waiting: bool,
    /// Whether the next one was asked for before it was there.
    pub wanted: bool,
    /// Where the view stood before.
    pub before: (Option<Point>, Zoom),
}

impl Layouts {
    /// The layout that is shown.
    #[must_use]
    pub fn current(&self) -> Option<&Offer> {
        self.offers.get(self.at)
    }

    /// Adds layouts that are not there yet. Which one is shown stays, unless the next one was asked for.
    pub fn add(&mut self, offers: Vec<Offer>) {
        for offer in offers {
            let same = |other: &Offer| other.layout.boxes == offer.layout.boxes;
            if !self.offers.iter().any(same) {
                self.offers.push(offer);
            }
        }
        self.waiting = false;
        if std::mem::take(&mut self.wanted) {
            self.turn();
        }
    }

    /// Goes to the next layout, round the end. Gives whether it is another one.
    pub fn turn(&mut self) -> bool {
        if self.waiting && self.at + 1 >= self.offers.len() {
            self.wanted = true;
            return false;
        }
        let before = self.at;
        self.at = (self.at + 1) % self.offers.len().max(1);
        self.at != before
    }
}

/// Boxes on their way to another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// The boxes with their corners before.
    pub boxes: BTreeMap<ComponentId, Point>,
    /// How far they have come.
    pub by: (i32, i32),
}
