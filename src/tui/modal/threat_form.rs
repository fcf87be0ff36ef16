//! A threat of the team's own, as a form: its name, where it stands, how likely and how bad it is, how it works.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{ComponentId, OwnThreat, RequirementId, ThreatId};
use crate::tui::cycle::stepped;
use crate::tui::field::Field;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThreatField {
    /// Its name.
    Name,
    /// The components it stands at, chosen from a list.
    At,
    /// How likely, turned by left and right.
    Likelihood,
    /// How bad, turned by left and right.
    Impact,
    /// How it works.
    Text,
    /// Requirements that act on it, chosen from a list.
    Requirements,
    /// Anything else.
    Note,
}

impl ThreatField {
    /// Every field, from top to bottom.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::At,
        Self::Likelihood,
        Self::Impact,
        Self::Text,
        Self::Requirements,
        Self::Note,
    ];

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::At => "Stands at",
            Self::Likelihood => "Likelihood",
            Self::Impact => "Impact",
            Self::Text => "How",
            Self::Requirements => "Acted on",
            Self::Note => "Note",
        }
    }

    /// What stands in it while it is empty.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Name => "such as: Bribed analyst",
            Self::At => "nowhere yet: go here and choose",
            Self::Text => "how it works, in a sentence; the report prints it",
            Self::Requirements => "requirements that mitigate it, to be chosen",
            Self::Note => "anything else",
            Self::Likelihood | Self::Impact => "",
        }
    }
}

/// What the form says, as text: kept in the journal while it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreatDraft {
    /// The threat.
    pub id: ThreatId,
    /// Its name.
    pub name: String,
    /// The components it stands at.
    pub at: BTreeSet<ComponentId>,
    /// How likely, 1 to 5.
    pub likelihood: u8,
    /// How bad, 1 to 5.
    pub impact: u8,
    /// How it works.
    pub text: String,
    /// Requirements that act on it.
    pub requirements: BTreeSet<RequirementId>,
    /// Anything else.
    pub note: String,
}

impl ThreatDraft {
    /// The draft that says what the document says; that of a new threat without.
    #[must_use]
    pub fn of(id: &ThreatId, threat: Option<&OwnThreat>, at: Option<&ComponentId>) -> Self {
        match threat {
            Some(threat) => Self {
                id: id.clone(),
                name: threat.name.clone(),
                at: threat.components.clone(),
                likelihood: threat.likelihood.number(),
                impact: threat.impact.number(),
                text: threat.text.clone(),
                requirements: threat.requirements.clone(),
                note: threat.note.clone().unwrap_or_default(),
            },
            None => Self {
                id: id.clone(),
                name: String::new(),
                at: at.cloned().into_iter().collect(),
                likelihood: 3,
                impact: 3,
                text: String::new(),
                requirements: BTreeSet::new(),
                note: String::new(),
            },
        }
    }
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct ThreatForm {
    /// The threat.
    pub id: ThreatId,
    /// Whether the document has it already.
    pub exists: bool,
    /// The field that has the keys.
    pub focus: ThreatField,
    /// Name, how and note.
    fields: [Field; 3],
    /// The components it stands at.
    pub at: BTreeSet<ComponentId>,
    /// How likely, 1 to 5.
    pub likelihood: u8,
    /// How bad, 1 to 5.
    pub impact: u8,
    /// Requirements that act on it.
    pub requirements: BTreeSet<RequirementId>,
    /// What it said when it was opened without a draft.
    pub before: ThreatDraft,
    /// Whether it opened with text from before a step back or a crash.
    pub restored: bool,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl ThreatForm {
    /// A form that says `before`, or a draft of it.
    #[must_use]
    pub fn new(before: ThreatDraft, exists: bool, draft: Option<&ThreatDraft>) -> Self {
        let shown = draft.unwrap_or(&before);
        Self {
            id: before.id.clone(),
            exists,
            focus: ThreatField::Name,
            fields: [
                Field::line(&shown.name),
                Field::lines(&shown.text),
                Field::lines(&shown.note),
            ],
            at: shown.at.clone(),
            likelihood: shown.likelihood,
            impact: shown.impact,
            requirements: shown.requirements.clone(),
            restored: draft.is_some_and(|draft| *draft != before),
            before,
            error: None,
        }
    }

    /// The text field, if the form field is one.
    #[must_use]
    pub fn field(&self, which: ThreatField) -> Option<&Field> {
        index(which).map(|at| &self.fields[at])
    }

    /// The text field that has the keys, if one has.
    pub fn focused(&mut self) -> Option<&mut Field> {
        index(self.focus).map(|at| &mut self.fields[at])
    }

    /// Goes to the next or previous field, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.focus = stepped(&ThreatField::ALL, self.focus, by);
    }

    /// Sets the score that has the keys, if one has.
    pub fn rate(&mut self, to: impl Fn(u8) -> u8) {
        let score = match self.focus {
            ThreatField::Likelihood => &mut self.likelihood,
            ThreatField::Impact => &mut self.impact,
            _ => return,
        };
        *score = to(*score).clamp(1, 5);
    }

    /// What the form says now.
    #[must_use]
    pub fn draft(&self) -> ThreatDraft {
        let [name, text, note] = self.fields.each_ref().map(|f| f.text().trim().to_owned());
        ThreatDraft {
            id: self.id.clone(),
            name,
            at: self.at.clone(),
            likelihood: self.likelihood,
            impact: self.impact,
            text,
            requirements: self.requirements.clone(),
            note,
        }
    }

    /// Whether the form says something else than when it was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.draft() != self.before
    }
}

fn index(field: ThreatField) -> Option<usize> {
    match field {
        ThreatField::Name => Some(0),
        ThreatField::Text => Some(1),
        ThreatField::Note => Some(2),
        _ => None,
    }
}
