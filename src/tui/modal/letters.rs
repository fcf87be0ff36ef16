//! Letters on the boxes: press one to jump to its box, or to connect with it.

use std::collections::BTreeMap;

use crate::model::ComponentId;

/// What a letter does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterUse {
    /// Selects the box.
    Jump,
    /// Connects the selected box with it.
    Connect {
        /// The selected box.
        from: ComponentId,
        /// Whether the flow runs towards the selected box.
        reverse: bool,
    },
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Letters {
    /// What a letter does.
    pub to: LetterUse,
    /// The boxes by their letter.
    pub boxes: BTreeMap<char, ComponentId>,
    /// The box that the arrows have come to.
    pub aim: Option<ComponentId>,
}

/// The letters in the order they are given: the easy ones first; none of the keys that the dialog needs.
const ORDER: &str = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM1234567890";

impl Letters {
    /// Gives each box a letter, in the order they come.
    #[must_use]
    pub fn new(to: LetterUse, boxes: impl IntoIterator<Item = ComponentId>) -> Self {
        Self {
            to,
            boxes: ORDER.chars().zip(boxes).collect(),
            aim: None,
        }
    }

    /// The letter of a box.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<char> {
        self.boxes
            .iter()
            .find(|(_, at)| at.as_str() == id)
            .map(|(letter, _)| *letter)
    }
}
