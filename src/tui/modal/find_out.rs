//! A question that nobody in the room can answer: who finds out, and by when.

use crate::analysis::{Asked, Question, assumption_id_of};
use crate::model::{ComponentId, Date};
use crate::tui::cycle::stepped;
use crate::tui::field::{Field, day};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindOutField {
    /// Who finds out.
    Owner,
    /// By when.
    Due,
    /// What was said about it.
    Note,
}

impl FindOutField {
    /// Every field, from top to bottom.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Due, Self::Note];

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Who",
            Self::Due => "By when",
            Self::Note => "Note",
        }
    }

    /// What stands in it while it is empty.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Owner => "who finds out",
            Self::Due => "year-month-day",
            Self::Note => "whom to ask, or what was said",
        }
    }
}

/// Where to go on afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Questions that were skipped.
    pub skipped: Vec<(ComponentId, Asked)>,
    /// Questions before this one.
    pub trail: Vec<(ComponentId, Asked)>,
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct FindOut {
    /// The question.
    pub question: Question,
    /// The round of questions to go on with, if the form came from one.
    pub round: Option<Round>,
    /// The field that has the keys.
    pub focus: FindOutField,
    /// Who, by when, and a note.
    fields: [Field; 3],
    /// What stood there before anyone typed.
    before: String,
    /// The day that Tab takes.
    pub ghost: String,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// Between the fields of what is kept.
const BETWEEN: &str = " | ";

/// The key under which typed text on a question is kept.
#[must_use]
pub fn key_of(question: &Question) -> String {
    let id = assumption_id_of(&question.component, &question.asks);
    id.map_or_else(String::new, |id| format!("who finds out {id}"))
}

impl FindOut {
    /// A form with what is recorded, or with what was typed before.
    #[must_use]
    pub fn new(question: Question, recorded: &[String; 3], kept: Option<&str>) -> Self {
        let before = recorded.join(BETWEEN);
        let mut parts = kept.unwrap_or(&before).splitn(3, BETWEEN);
        let fields = [(); 3].map(|()| Field::line(parts.next().unwrap_or_default()));
        Self {
            question,
            round: None,
            focus: FindOutField::Owner,
            fields,
            before,
            ghost: String::new(),
            error: None,
        }
    }

    /// The key under which typed text is kept when the form is left by Esc.
    #[must_use]
    pub fn draft_key(&self) -> String {
        key_of(&self.question)
    }

    /// What is typed, as one text.
    #[must_use]
    pub fn typed(&self) -> String {
        self.fields
            .each_ref()
            .map(|field| field.text().trim().to_owned())
            .join(BETWEEN)
    }

    /// Whether the form says something else than the document.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.typed() != self.before
    }

    /// A field.
    #[must_use]
    pub fn field(&self, which: FindOutField) -> &Field {
        &self.fields[which as usize]
    }

    /// The field that has the keys.
    pub fn focused(&mut self) -> &mut Field {
        &mut self.fields[self.focus as usize]
    }

    /// A field's text; `None` when it is blank.
    #[must_use]
    pub fn said(&self, which: FindOutField) -> Option<String> {
        let text = self.field(which).text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Takes the day that is proposed, where that is shown.
    pub fn take_ghost(&mut self) {
        if self.focus == FindOutField::Due && self.field(self.focus).is_blank() {
            let ghost = self.ghost.clone();
            self.focused().set(&ghost);
        }
    }

    /// Goes to the next or previous field, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.focus = stepped(&FindOutField::ALL, self.focus, by);
    }

    /// The day, if it is empty or a day.
    pub fn due(&self) -> Result<Option<Date>, String> {
        day(&self.field(FindOutField::Due).text())
    }
}
