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
    /// Go on with a form that was left.
    BackToForm,
    /// Write the list of what was settled in the sitting to a file.
    WriteSettled,
    /// Stop the export, then leave.
    StopExportAndQuit,
    /// Take up what the last session left.
    Recover,
    /// Give up what the last session left.
    GiveUpRecovery,
    /// End the review; its list is forgotten.
    EndReview,
    /// Go to the start page without saving.
    StartWithoutSaving,
    /// Save over what somebody else wrote.
    SaveOver,
    /// Take in what somebody else wrote.
    TakeIn(TakeIn),
    /// Save under another name, so that both stay.
    KeepApart,
    /// Save although comments in the file will go.
    SaveWithoutComments,
}

/// How to take in what somebody else wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakeIn {
    /// Whether theirs stands where both sides changed the same; ours does otherwise.
    pub theirs_first: bool,
    /// What follows.
    pub then: Then,
}

/// What follows when two sides have been joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Then {
    /// The work goes on.
    #[default]
    GoOn,
    /// The result is saved.
    Save,
    /// The result is saved, and the program left.
    SaveAndQuit,
}

/// A line that can be scrolled, between the text and the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(String),
    /// One of several things.
    Item(String),
    /// Something that a person should look at.
    Trouble(String),
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub text: Vec<String>,
    /// What it is about in detail, under the text; scrolled where it is long.
    pub detail: Vec<Line>,
    /// Rows of the detail that are scrolled away.
    pub scroll: usize,
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
            detail: Vec::new(),
            scroll: 0,
            answers: answers
                .iter()
                .map(|(letter, words, answer)| (*letter, (*words).to_owned(), *answer))
                .collect(),
            cursor: 0,
        }
    }

    /// The same question with more to read.
    #[must_use]
    pub fn with_detail(mut self, detail: Vec<Line>) -> Self {
        self.detail = detail;
        self
    }

    /// Scrolls the detail, at most so far.
    pub fn scroll_by(&mut self, by: isize, furthest: usize) {
        self.scroll = self.scroll.saturating_add_signed(by).min(furthest);
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
