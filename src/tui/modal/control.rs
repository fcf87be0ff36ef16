//! The state of a requirement, as a form: how far it is, what shows it, who looked and when, or why it does not apply.

use serde::{Deserialize, Serialize};

use crate::model::{Control, ControlId, ControlStatus, Date};
use crate::tui::cycle::{stepped, turned};
use crate::tui::field::{Field, day};
use crate::tui::verify::state_words;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlField {
    /// The state, chosen by left and right.
    State,
    /// Where the evidence is.
    Evidence,
    /// Who looked.
    Assessor,
    /// When they looked.
    Date,
    /// Why it does not apply.
    Because,
}

impl ControlField {
    /// Every field, from top to bottom.
    pub const ALL: [Self; 5] = [
        Self::State,
        Self::Evidence,
        Self::Assessor,
        Self::Date,
        Self::Because,
    ];

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Evidence => "Evidence",
            Self::Assessor => "Assessor",
            Self::Date => "Date",
            Self::Because => "Because",
        }
    }

    /// What stands in it while it is empty.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::State => "",
            Self::Evidence => "what was seen, and where it is kept",
            Self::Assessor => "who looked",
            Self::Date => "year-month-day, such as 2026-10-02",
            Self::Because => "why it does not apply here",
        }
    }
}

/// The states in the order that they are offered; `None` is "not assessed".
pub const STATES: [Option<ControlStatus>; 6] = [
    None,
    Some(ControlStatus::NotMet),
    Some(ControlStatus::Planned),
    Some(ControlStatus::Implemented),
    Some(ControlStatus::Verified),
    Some(ControlStatus::NotApplicable),
];

/// What a state means, for the form.
#[must_use]
pub fn meaning(status: Option<ControlStatus>) -> &'static str {
    match status {
        None => "nobody has looked",
        Some(ControlStatus::NotMet) => "looked at, and missing",
        Some(ControlStatus::Planned) => "agreed, not in place",
        Some(ControlStatus::Implemented) => "in place",
        Some(ControlStatus::Verified) => "in place, and someone has looked",
        Some(ControlStatus::NotApplicable) => "does not fit; say why",
    }
}

/// What a form says, as text: kept in the journal while it is open, so that a crash does not lose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlDraft {
    /// The requirement, at the whole system or at one component.
    pub control: ControlId,
    /// The state.
    pub status: Option<ControlStatus>,
    /// Where the evidence is.
    pub evidence: String,
    /// Who looked.
    pub assessor: String,
    /// When, as typed.
    pub date: String,
    /// Why it does not apply.
    pub because: String,
}

impl ControlDraft {
    /// The draft that says what a record says.
    #[must_use]
    pub fn of(id: &ControlId, control: Option<&Control>) -> Self {
        let text = |value: fn(&Control) -> Option<&String>| {
            control.and_then(value).cloned().unwrap_or_default()
        };
        Self {
            control: id.clone(),
            status: control.map(|control| control.status),
            evidence: text(|control| control.evidence.as_ref()),
            assessor: text(|control| control.assessor.as_ref()),
            date: control
                .and_then(|control| control.date)
                .map(|date| date.to_string())
                .unwrap_or_default(),
            because: text(|control| control.because.as_ref()),
        }
    }
}

/// What Tab takes where a field is empty: who is likely to have looked, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ghosts {
    /// The assessor.
    pub assessor: String,
    /// The day.
    pub date: String,
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct ControlForm {
    /// The requirement, at the whole system or at one component.
    pub control: ControlId,
    /// The state.
    pub status: Option<ControlStatus>,
    /// The field that has the keys.
    pub focus: ControlField,
    /// Evidence, assessor, date and because.
    fields: [Field; 4],
    /// What the document says.
    pub before: ControlDraft,
    /// What the form said when it opened, to know whether something was typed.
    opened: ControlDraft,
    /// Whether the form opened with text from before a step back or a crash.
    pub restored: bool,
    /// What Tab takes where a field is empty.
    pub ghosts: Ghosts,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl ControlForm {
    /// A form on a requirement, with the text of a draft where there is one.
    #[must_use]
    pub fn new(
        id: &ControlId,
        control: Option<&Control>,
        draft: Option<&ControlDraft>,
        ghosts: Ghosts,
    ) -> Self {
        let before = ControlDraft::of(id, control);
        let shown = draft.unwrap_or(&before);
        Self {
            control: id.clone(),
            status: shown.status,
            focus: ControlField::State,
            fields: [
                Field::lines(&shown.evidence),
                Field::line(&shown.assessor),
                Field::line(&shown.date),
                Field::lines(&shown.because),
            ],
            restored: draft.is_some_and(|draft| *draft != before),
            opened: shown.clone(),
            before,
            ghosts,
            error: None,
        }
    }

    /// The same with a state already chosen, and the cursor where something is missing for it.
    #[must_use]
    pub fn with_state(mut self, status: Option<ControlStatus>) -> Self {
        self.status = status;
        self.opened.status = status;
        self.focus = self.missing().unwrap_or(ControlField::State);
        self
    }

    /// The first field that the state needs and that is empty.
    #[must_use]
    pub fn missing(&self) -> Option<ControlField> {
        self.empty().next()
    }

    /// The fields that the state needs and that are empty.
    fn empty(&self) -> impl Iterator<Item = ControlField> {
        let needed: &[ControlField] = match self.status {
            Some(ControlStatus::Verified) => &ControlField::ALL[1..4],
            Some(ControlStatus::NotApplicable) => &[ControlField::Because],
            _ => &[],
        };
        let blank = |which: &ControlField| self.field(*which).is_some_and(Field::is_blank);
        needed.iter().copied().filter(blank)
    }

    /// What the state needs and what of it is missing, in the words of the form.
    #[must_use]
    pub fn lacks(&self) -> Option<String> {
        let needs = match self.status? {
            ControlStatus::Verified => "what was seen, by whom and when",
            ControlStatus::NotApplicable => "why",
            _ => return None,
        };
        let empty: Vec<String> = self.empty().map(|one| one.label().to_lowercase()).collect();
        let are = if empty.len() == 1 { "is" } else { "are" };
        let state = state_words(self.status);
        (!empty.is_empty()).then(|| {
            format!(
                "\"{state}\" needs {needs}: {} {are} empty",
                empty.join(", ")
            )
        })
    }

    /// The text field, if the form field is one.
    #[must_use]
    pub fn field(&self, which: ControlField) -> Option<&Field> {
        index(which).map(|at| &self.fields[at])
    }

    /// The text field that has the keys, if one has.
    pub fn focused(&mut self) -> Option<&mut Field> {
        index(self.focus).map(|at| &mut self.fields[at])
    }

    /// What Tab takes in a field, while that is empty and the state asks for it.
    #[must_use]
    pub fn ghost(&self, which: ControlField) -> Option<&str> {
        let empty = self.field(which).is_some_and(Field::is_blank);
        let ghost = match which {
            ControlField::Assessor => &self.ghosts.assessor,
            ControlField::Date => &self.ghosts.date,
            _ => return None,
        };
        (empty && self.status == Some(ControlStatus::Verified) && !ghost.is_empty())
            .then_some(ghost)
    }

    /// Takes the ghost of the field that has the keys, if one is shown.
    pub fn take_ghost(&mut self) {
        if let Some(ghost) = self.ghost(self.focus).map(str::to_owned)
            && let Some(field) = self.focused()
        {
            field.set(&ghost);
        }
    }

    /// Goes to the next or previous field, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.focus = stepped(&ControlField::ALL, self.focus, by);
    }

    /// Takes the next or previous state, round the ends.
    pub fn turn(&mut self, by: isize) {
        self.status = turned(&STATES, self.status, by);
    }

    /// What the form says now.
    #[must_use]
    pub fn draft(&self) -> ControlDraft {
        let [evidence, assessor, date, because] =
            self.fields.each_ref().map(|f| f.text().trim().to_owned());
        ControlDraft {
            control: self.control.clone(),
            status: self.status,
            evidence,
            assessor,
            date,
            because,
        }
    }

    /// Whether something stands in the form that a person typed or chose in it, and that the document does not say.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let draft = self.draft();
        draft != self.before && (self.restored || draft != self.opened)
    }

    /// The date, if it is empty or a date.
    pub fn date(&self) -> Result<Option<Date>, String> {
        day(&self.draft().date)
    }
}

fn index(field: ControlField) -> Option<usize> {
    match field {
        ControlField::State => None,
        ControlField::Evidence => Some(0),
        ControlField::Assessor => Some(1),
        ControlField::Date => Some(2),
        ControlField::Because => Some(3),
    }
}
