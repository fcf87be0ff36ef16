//! A question of the program itself: before something would be lost, after a crash, and where two sides disagree.

use std::collections::BTreeSet;

use crate::model::Disagreement;

/// An answer that can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Do nothing.
    Stay,
    /// Save, then leave.
    SaveAndQuit,
    /// Save, then go to the start page.
    SaveAndStart,
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
    /// What stands where both sides changed the same.
    pub stands: Stands,
    /// What follows.
    pub then: Then,
}

/// What stands where both sides changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stands {
    /// What was chosen, one by one; mine where nothing was.
    #[default]
    Chosen,
    /// Theirs.
    Theirs,
    /// Theirs, and nothing of mine, whether they disagree or not.
    OnlyTheirs,
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
    /// The result is saved, and the document left for the start page.
    SaveAndStart,
}

/// A line that can be scrolled, between the text and the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(String),
    /// One of several things.
    Item(String),
    /// A line of a text whose columns matter, such as an excerpt with a mark under a word.
    Verbatim(String),
    /// A disagreement, by its index into the sides.
    Side(usize),
}

/// A place where two sides disagree, and whose stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What it is about.
    pub at: Disagreement,
    /// The same in words: `component Scoring API, name`.
    pub about: String,
    /// What this side has.
    pub ours: String,
    /// What the other side has.
    pub other: String,
    /// Whether theirs stands.
    pub theirs: bool,
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
    /// Where two sides disagree.
    pub sides: Vec<Side>,
    /// The marked disagreement; the cursor is on the answers without.
    pub at_side: Option<usize>,
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
            sides: Vec::new(),
            at_side: None,
        }
    }

    /// Lets the other side stand in the marked disagreement. Gives whether one is marked.
    pub fn turn_side(&mut self) -> bool {
        let side = self.at_side.and_then(|at| self.sides.get_mut(at));
        let turned = side.map(|side| side.theirs = !side.theirs).is_some();
        if turned {
            let words = self.join_words();
            for (_, text, answer) in &mut self.answers {
                if matches!(answer, Answer::TakeIn(how) if how.stands == Stands::Chosen) {
                    text.clone_from(&words);
                }
            }
        }
        turned
    }

    /// What joining does with the disagreements as they are chosen.
    #[must_use]
    pub fn join_words(&self) -> String {
        let theirs = self.sides.iter().filter(|side| side.theirs).count();
        match theirs {
            0 => "Join both, mine where they disagree".to_owned(),
            all if all == self.sides.len() => "Join both, theirs where they disagree".to_owned(),
            some => format!(
                "Join both: mine in {}, theirs in {some}",
                self.sides.len() - some
            ),
        }
    }

    /// The disagreements in which theirs stands.
    #[must_use]
    pub fn giving_way(&self) -> BTreeSet<Disagreement> {
        let theirs = self.sides.iter().filter(|side| side.theirs);
        theirs.map(|side| side.at.clone()).collect()
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

    /// Marks the next or previous disagreement or answer, round the ends.
    pub fn step(&mut self, by: isize) {
        let sides = self.sides.len();
        let count = (sides + self.answers.len()).max(1);
        let here = self.at_side.unwrap_or(sides + self.cursor);
        let next = if by > 0 { here + 1 } else { here + count - 1 } % count;
        self.at_side = (next < sides).then_some(next);
        self.cursor = next.saturating_sub(sides);
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
