//! Dialogs, as data: a stack of them lies over the screen, and the topmost has the keys.

pub mod card;
pub mod confirm;
pub mod control;
pub mod find_out;
pub mod form;
pub mod layouts;
pub mod letters;
pub mod pasted;
pub mod picker;
pub mod prompt;
pub mod threat_form;

pub use card::Card;
pub use confirm::{Answer, Confirm};
pub use control::{ControlField, ControlForm};
pub use find_out::FindOut;
pub use form::{DecisionForm, FormField};
pub use layouts::{Layouts, Moving, Offer};
pub use letters::Letters;
pub use pasted::Pasted;
pub use picker::{Pick, Picker, Purpose};
pub use prompt::{CommandLine, Naming, Prompt};
pub use threat_form::{ThreatField, ThreatForm};

use super::command::Place;

/// A dialog.
#[derive(Debug, Clone)]
pub enum Modal {
    /// A list to choose from: palette, help, search, kinds, zones.
    Picker(Box<Picker>),
    /// A single line: a name.
    Prompt(Box<Prompt>),
    /// The `:` line.
    CommandLine(Box<CommandLine>),
    /// A decision on a finding.
    Decision(Box<DecisionForm>),
    /// A threat of the team's own.
    OwnThreat(Box<ThreatForm>),
    /// The state of a requirement.
    Control(Box<ControlForm>),
    /// A question with its values.
    Card(Box<Card>),
    /// Who finds out what nobody in the room knows.
    FindOut(Box<FindOut>),
    /// A question of the program itself.
    Confirm(Box<Confirm>),
    /// Letters on the boxes.
    Letters(Letters),
    /// Layouts on offer.
    Layouts(Box<Layouts>),
    /// A diagram that was pasted.
    Pasted(Box<Pasted>),
    /// Boxes that are being moved.
    Moving(Moving),
}

impl Modal {
    /// Where its keys stand in the table of commands.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Picker(picker) if picker.has_boxes() => Place::Ticks,
            Self::Picker(_) => Place::Picker,
            Self::Prompt(prompt) if prompt.naming.is_path() => Place::Path,
            Self::Prompt(_) => Place::Prompt,
            Self::CommandLine(_) => Place::CommandLine,
            Self::Decision(_) | Self::Control(_) | Self::FindOut(_) | Self::OwnThreat(_) => {
                Place::Form
            }
            Self::Card(_) => Place::Card,
            Self::Confirm(_) => Place::Confirm,
            Self::Letters(_) => Place::Letters,
            Self::Layouts(_) => Place::Layouts,
            Self::Pasted(_) => Place::Pasted,
            Self::Moving(_) => Place::Moving,
        }
    }
}
