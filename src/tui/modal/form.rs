//! The decision on a finding, as a form: what, who, by when, why, and where the work is tracked.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Decision, DecisionStatus, FindingId};
use crate::tui::cycle::{stepped, turned};
use crate::tui::field::{Field, day};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormField {
    /// The treatment, chosen by left and right.
    Status,
    /// Who answers for it.
    Owner,
    /// By when.
    Due,
    /// Why.
    Because,
    /// Where the work is tracked.
    Ticket,
}

impl FormField {
    /// Every field, from top to bottom.
    pub const ALL: [Self; 5] = [
        Self::Status,
        Self::Owner,
        Self::Due,
        Self::Because,
        Self::Ticket,
    ];

    /// Its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Status => "Decision",
            Self::Owner => "Owner",
            Self::Due => "Due",
            Self::Because => "Because",
            Self::Ticket => "Ticket",
        }
    }

    /// What stands in it while it is empty.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Status => "",
            Self::Owner => "who answers for it",
            Self::Due => "year-month-day, such as 2027-01-31",
            Self::Because => "why this is the right decision",
            Self::Ticket => "where the work is tracked",
        }
    }
}

/// What a form says, as text: kept in the journal while it is open, so that a crash does not lose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDraft {
    /// The finding.
    pub finding: FindingId,
    /// Other findings that are decided with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<FindingId>,
    /// The treatment; `None` leaves each of several findings its own.
    pub status: Option<DecisionStatus>,
    /// Who answers for it.
    pub owner: String,
    /// By when, as typed.
    pub due: String,
    /// Why.
    pub because: String,
    /// Where the work is tracked.
    pub ticket: String,
}

impl DecisionDraft {
    /// The draft that says what a decision says.
    #[must_use]
    pub fn of(finding: &FindingId, decision: Option<&Decision>) -> Self {
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        Self {
            finding: finding.clone(),
            also: Vec::new(),
            status: Some(decision.map_or(DecisionStatus::Open, |d| d.status)),
            owner: text(decision.and_then(|d| d.owner.as_ref())),
            due: decision
                .and_then(|d| d.due)
                .map(|due| due.to_string())
                .unwrap_or_default(),
            because: text(decision.and_then(|d| d.because.as_ref())),
            ticket: text(decision.and_then(|d| d.ticket.as_ref())),
        }
    }
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct DecisionForm {
    /// The finding.
    pub finding: FindingId,
    /// Other findings that are decided with it.
    pub also: Vec<FindingId>,
    /// The treatment; `None` leaves each of several findings its own.
    pub status: Option<DecisionStatus>,
    /// The field that has the keys.
    pub focus: FormField,
    /// Owner, due, because and ticket.
    fields: [Field; 4],
    /// What the document says.
    pub before: DecisionDraft,
    /// What the form said when it opened, to know whether something was typed.
    opened: DecisionDraft,
    /// Whether the form opened with text from before a step back or a crash.
    pub restored: bool,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl DecisionForm {
    /// A form on a finding, with the text of a draft where there is one.
    #[must_use]
    pub fn new(
        finding: &FindingId,
        decision: Option<&Decision>,
        draft: Option<&DecisionDraft>,
    ) -> Self {
        let mut before = DecisionDraft::of(finding, decision);
        before.also = draft.map(|draft| draft.also.clone()).unwrap_or_default();
        let shown = draft.unwrap_or(&before);
        Self {
            finding: finding.clone(),
            also: shown.also.clone(),
            status: shown.status,
            focus: FormField::Status,
            fields: [
                Field::line(&shown.owner),
                Field::line(&shown.due),
                Field::lines(&shown.because),
                Field::line(&shown.ticket),
            ],
            restored: draft.is_some_and(|draft| *draft != before),
            opened: shown.clone(),
            before,
            error: None,
        }
    }

    /// A form on several findings at once, with the text of a draft where there is one. What stays empty is left as it is, and
    /// so is the treatment where some of them are `decided` already.
    ///
    /// # Panics
    ///
    /// Never for at least one finding.
    #[must_use]
    pub fn several(findings: &[FindingId], decided: bool, draft: Option<&DecisionDraft>) -> Self {
        let (first, also) = findings
            .split_first()
            .expect("at least one finding is marked");
        let mut form = Self::new(first, None, draft);
        form.also = also.to_vec();
        form.before.also = also.to_vec();
        form.opened.also = also.to_vec();
        if draft.is_none() {
            // Nobody decides several findings to leave them open, nor takes back what was decided by not looking.
            let status = (!decided).then_some(DecisionStatus::Mitigate);
            form.status = status;
            form.before.status = status;
            form.opened.status = status;
        }
        form
    }

    /// The same with a treatment already chosen, and the cursor on who answers for it.
    #[must_use]
    pub fn with_status(mut self, status: DecisionStatus) -> Self {
        self.status = Some(status);
        self.opened.status = Some(status);
        self.focus = FormField::Owner;
        self
    }

    /// The text field, if the form field is one.
    #[must_use]
    pub fn field(&self, which: FormField) -> Option<&Field> {
        index(which).map(|at| &self.fields[at])
    }

    /// The text field that has the keys, if one has.
    pub fn focused(&mut self) -> Option<&mut Field> {
        index(self.focus).map(|at| &mut self.fields[at])
    }

    /// Goes to the next or previous field, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.focus = stepped(&FormField::ALL, self.focus, by);
    }

    /// Takes the next or previous treatment, round the ends.
    pub fn turn(&mut self, by: isize) {
        let own = (!self.also.is_empty()).then_some(None);
        let all: Vec<Option<DecisionStatus>> = own
            .into_iter()
            .chain(DecisionStatus::ALL.iter().copied().map(Some))
            .collect();
        self.status = turned(&all, self.status, by);
    }

    /// Whether the treatment ends the work on a finding, so that it needs who and why.
    fn closes(&self) -> bool {
        self.status.is_some_and(DecisionStatus::closes)
    }

    /// What the form says now.
    #[must_use]
    pub fn draft(&self) -> DecisionDraft {
        let [owner, due, because, ticket] =
            self.fields.each_ref().map(|f| f.text().trim().to_owned());
        DecisionDraft {
            finding: self.finding.clone(),
            also: self.also.clone(),
            status: self.status,
            owner,
            due,
            because,
            ticket,
        }
    }

    /// Whether something stands in the form that a person typed or chose in it, and that the document does not say.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let draft = self.draft();
        draft != self.before && (self.restored || draft != self.opened)
    }

    /// The fields that the treatment needs and that say nothing. What several findings say already is not known here.
    #[must_use]
    pub fn missing(&self) -> Vec<FormField> {
        let blank = |which: &FormField| self.field(*which).is_some_and(Field::is_blank);
        let mut needed = vec![FormField::Owner, FormField::Because];
        needed.retain(|which| self.closes() && blank(which));
        needed
    }

    /// The due date, if it is empty or a date.
    pub fn due(&self) -> Result<Option<Date>, String> {
        day(&self.draft().due)
    }
}

fn index(field: FormField) -> Option<usize> {
    match field {
        FormField::Status => None,
        FormField::Owner => Some(0),
        FormField::Due => Some(1),
        FormField::Because => Some(2),
        FormField::Ticket => Some(3),
    }
}

/// The treatment in words, for the form.
#[must_use]
pub fn said(status: Option<DecisionStatus>) -> String {
    status.map_or_else(|| "as it is".to_owned(), DecisionStatus::in_words)
}

/// What a treatment means, for the form.
#[must_use]
pub fn meaning(status: DecisionStatus) -> &'static str {
    match status {
        DecisionStatus::Open => "nothing decided yet",
        DecisionStatus::Mitigate => "lower the risk by controls",
        DecisionStatus::Accept => "live with it",
        DecisionStatus::Transfer => "another party carries it",
        DecisionStatus::Avoid => "change the system so that it cannot happen",
        DecisionStatus::NotApplicable => "it does not fit this system",
    }
}
