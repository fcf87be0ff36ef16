//! A question about a component: one card, its values, and what each of them would settle.

use std::collections::BTreeSet;

use crate::analysis::{Asked, Question};
use crate::model::ComponentId;

/// A value on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value as the document writes it.
    pub value: String,
    /// What it means.
    pub meaning: String,
    /// Whether it is the most dangerous, or as dangerous as what is feared.
    pub dangerous: bool,
    /// What answering it would do, in a few words.
    pub effect: String,
    /// The same in full, with the findings by name.
    pub detail: String,
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Card {
    /// The component that it is about.
    pub component: ComponentId,
    /// What is asked.
    pub asks: Asked,
    /// The question.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// How many verdicts an answer could settle.
    pub settles: usize,
    /// What every answer does, where all do the same: it is said once, and not beside each.
    pub alike: Option<String>,
    /// The value that counts until someone answers.
    pub presumed: Option<String>,
    /// The values.
    pub choices: Vec<Choice>,
    /// Whether several can hold at once.
    pub many: bool,
    /// The marked ones, where several can hold.
    pub marked: BTreeSet<usize>,
    /// The cursor.
    pub cursor: usize,
    /// What was already answered, if so.
    pub answered: Option<String>,
    /// Questions that were skipped on the way here, so that skipping goes on and not round.
    pub skipped: Vec<(ComponentId, Asked)>,
    /// Whether the next question follows when this one is answered.
    pub round: bool,
    /// The questions before this one in the round, to go back to.
    pub trail: Vec<(ComponentId, Asked)>,
    /// Who finds out, if nobody could answer before.
    pub waits: Option<String>,
}

impl Card {
    /// A card for an open question, without its choices.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        Self {
            component: question.component.clone(),
            asks: question.asks.clone(),
            text: question.text.clone(),
            why: question.why.clone(),
            settles: question.settles.len(),
            alike: None,
            presumed: question.presumed.clone(),
            choices: Vec::new(),
            many: question.many,
            marked: BTreeSet::new(),
            cursor: 0,
            answered: None,
            skipped: Vec::new(),
            round: false,
            trail: Vec::new(),
            waits: None,
        }
    }

    /// Why it is asked, and what every answer does.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.alike {
            Some(effect) => format!("{} Any answer {effect}.", self.why),
            None => self.why.clone(),
        }
    }

    /// The question as the assessment has it.
    #[must_use]
    pub fn question(&self) -> Question {
        Question {
            component: self.component.clone(),
            asks: self.asks.clone(),
            text: self.text.clone(),
            why: self.why.clone(),
            values: self
                .choices
                .iter()
                .map(|choice| (choice.value.clone(), choice.meaning.clone()))
                .collect(),
            many: self.many,
            settles: Vec::new(),
            presumed: self.presumed.clone(),
        }
    }

    /// Goes to the next or previous value, round the ends.
    pub fn step(&mut self, by: isize) {
        let count = self.choices.len();
        if count > 0 {
            self.cursor = if by > 0 {
                (self.cursor + 1) % count
            } else {
                (self.cursor + count - 1) % count
            };
        }
    }

    /// Marks the value under the cursor, or takes the mark away.
    pub fn toggle(&mut self) {
        if self.many && !self.marked.remove(&self.cursor) {
            self.marked.insert(self.cursor);
        }
    }

    /// The values that would be answered: the marked ones, or the one under the cursor.
    #[must_use]
    pub fn values(&self) -> Vec<String> {
        let at: Vec<usize> = if self.marked.is_empty() {
            vec![self.cursor]
        } else {
            self.marked.iter().copied().collect()
        };
        at.into_iter()
            .filter_map(|index| self.choices.get(index))
            .map(|c| c.value.clone())
            .collect()
    }
}
