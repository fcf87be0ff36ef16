//! A question of the program itself: before something would be lost, and after a crash.

/// An answer that can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Do nothing.
    Stay,
    /// Save, then leave.
    SaveAndQuit,
    /// Leave without saving.
    QuitWithoutSaving,
    /// Stop the export, then leave.
    StopExportAndQuit,
    /// Take up what the last session left.
    Recover,
    /// Give up what the last session left.
    GiveUpRecovery,
    /// End the review; its list is forgotten.
    EndReview,
    /// Save over what somebody else wrote.
    SaveOver,
    /// Save although comments in the file will go.
    SaveWithoutComments,
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub text: Vec<String>,
    /// The answers, with the letter that gives each, the safest first.
    pub answers: Vec<(char, String, Answer)>,
    /// The marked answer.
    pub cursor: usize,
}

impl Confirm {
    /// A question.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        text: Vec<String>,
        answers: &[(char, &str, Answer)],
    ) -> Self {
        Self {
            title: title.into(),
            text,
            answers: answers
                .iter()
                .map(|(letter, words, answer)| (*letter, (*words).to_owned(), *answer))
                .collect(),
            cursor: 0,
        }
    }

    /// Marks the next or previous answer, round the ends.
    pub fn step(&mut self, by: isize) {
        let count = self.answers.len().max(1);
        self.cursor = if by > 0 {
            (self.cursor + 1) % count
        } else {
            (self.cursor + count - 1) % count
        };
    }

    /// Whether it cannot be left by Esc, since nothing goes on without an answer.
    #[must_use]
    pub fn must_be_answered(&self) -> bool {
        self.answers
            .iter()
            .any(|(.., answer)| *answer == Answer::Recover)
    }

    /// The marked answer.
    #[must_use]
    pub fn current(&self) -> Option<Answer> {
        self.answers.get(self.cursor).map(|(.., answer)| *answer)
    }

    /// The answer that a letter gives.
    #[must_use]
    pub fn by_letter(&self, letter: char) -> Option<Answer> {
        self.answers
            .iter()
            .find(|(key, ..)| *key == letter)
            .map(|(.., answer)| *answer)
    }
}
