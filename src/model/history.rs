//! A document with its past: apply, undo, redo, and a dirty mark that knows what was saved.

use super::document::ThreatModel;
use super::edit::{Change, Edit, EditError};
use super::merge::merge;

/// How many steps can be undone; older ones are forgotten.
const STEPS: usize = 1_000;

/// How many of them are done anew on top of what somebody else wrote.
const REBASED: usize = 40;

/// A document, what was done to it, and what was undone.
///
/// The journal and undo are the same changes: whoever keeps a journal writes every change that [`Document::apply`],
/// [`Document::undo`] and [`Document::redo`] give back.
#[derive(Debug, Clone, Default)]
pub struct Document {
    model: ThreatModel,
    done: Vec<Change>,
    undone: Vec<Change>,
    /// How many of `done` had been applied when the document was saved; `None` when that state cannot be reached any more.
    saved: Option<usize>,
    revision: u64,
}

impl Document {
    /// A document as it was read from a file: nothing to undo, clean.
    #[must_use]
    pub fn new(model: ThreatModel) -> Self {
        Self {
            model,
            saved: Some(0),
            ..Self::default()
        }
    }

    /// The document as it stands.
    #[must_use]
    pub fn model(&self) -> &ThreatModel {
        &self.model
    }

    /// A number that grows with every change, so that a worker's late answer can be recognised.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether there is something that the file does not hold.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.done.len())
    }

    /// Takes note that the document was saved as it stands.
    pub fn mark_saved(&mut self) {
        self.saved = Some(self.done.len());
    }

    /// The document as it would be had all of its steps been done on what the file holds now: `theirs`, which somebody else
    /// made of `base`. Undo takes this side's steps back, and never theirs; the step before the first leads to theirs as it is.
    ///
    /// Of a long past only the last steps are kept. Where both sides changed the same, this side's steps stand.
    #[must_use]
    pub fn on_top_of(&self, theirs: &ThreatModel, base: &ThreatModel) -> Self {
        let (earliest, mut steps) = self.last_steps();
        let is_base = |state: &ThreatModel| state == base;
        let known = is_base(&earliest) || steps.iter().any(|(_, state)| is_base(state));
        let start = if known { &earliest } else { base };
        if !known && let Some((change, state)) = steps.pop() {
            // The common state lies too far back: all that this side did since is one step.
            let label = "What was not saved".to_owned();
            steps = vec![(Change { label, ..change }, state)];
        }
        let on_theirs = |state: &ThreatModel| merge(base, state, theirs).model;
        let mut document = Self::new(on_theirs(start));
        document.saved = is_base(start).then_some(0);
        for (change, state) in steps {
            let edits = document.model.edits_to(&on_theirs(&state));
            if !edits.is_empty() {
                // What leads from one state to the next fits it.
                let _ = document.apply(Change { edits, ..change });
            }
            if is_base(&state) {
                document.saved = Some(document.done.len());
            }
        }
        document.revision += self.revision + 1;
        document
    }

    /// The last steps, each with the document after it, and the document before the first of them.
    fn last_steps(&self) -> (ThreatModel, Vec<(Change, ThreatModel)>) {
        let mut past = self.clone();
        let mut steps = Vec::new();
        while steps.len() < REBASED
            && let Some(change) = past.done.last().cloned()
        {
            let after = past.model.clone();
            if past.undo().is_err() {
                break;
            }
            steps.push((change, after));
        }
        steps.reverse();
        (past.model, steps)
    }

    /// The label of the step that undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|change| change.label.as_str())
    }

    /// The label of the step that redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|change| change.label.as_str())
    }

    /// The steps done so far, oldest first.
    #[must_use]
    pub fn steps(&self) -> &[Change] {
        &self.done
    }

    /// Applies a change and forgets what was undone.
    pub fn apply(&mut self, change: Change) -> Result<&Change, EditError> {
        self.model.apply(&change)?;
        self.revision += 1;
        if self.saved.is_some_and(|saved| saved > self.done.len()) {
            self.saved = None;
        }
        self.undone.clear();
        self.done.push(change);
        if self.done.len() > STEPS {
            self.done.remove(0);
            self.saved = self.saved.and_then(|saved| saved.checked_sub(1));
        }
        Ok(&self.done[self.done.len() - 1])
    }

    /// Takes back the last step. Gives the change that did so, or `None` when there is nothing to undo.
    pub fn undo(&mut self) -> Result<Option<Change>, EditError> {
        let Some(change) = self.done.last() else {
            return Ok(None);
        };
        let back = change.inverse(format!("Undo: {}", change.label));
        self.model.apply(&back)?;
        self.revision += 1;
        self.undone.extend(self.done.pop());
        Ok(Some(back))
    }

    /// Does the last undone step again. Gives the change, or `None` when there is nothing to redo.
    pub fn redo(&mut self) -> Result<Option<Change>, EditError> {
        let Some(change) = self.undone.last().cloned() else {
            return Ok(None);
        };
        self.model.apply(&change)?;
        self.revision += 1;
        self.undone.pop();
        self.done.push(change.clone());
        Ok(Some(change))
    }

    /// Joins the last two steps into one, so that one undo takes both back.
    ///
    /// Used when a box is moved key by key: the moves are one step for a person. Does nothing when the last step touches
    /// keys that the one before does not, or when the state between them is the saved one. Gives whether they were joined.
    pub fn join_last_two(&mut self) -> bool {
        let len = self.done.len();
        if len < 2 || self.saved == Some(len - 1) {
            return false;
        }
        let (a, b) = (&self.done[len - 2], &self.done[len - 1]);
        let known = |edit: &Edit| a.edits.iter().any(|other| other.key == edit.key);
        if a.label != b.label || !b.edits.iter().all(known) {
            return false;
        }
        if let Some(last) = self.done.pop() {
            let first = &mut self.done[len - 2];
            for later in last.edits {
                if let Some(edit) = first.edits.iter_mut().find(|edit| edit.key == later.key) {
                    edit.to = later.to;
                }
            }
            if self.saved.is_some_and(|saved| saved >= len) {
                self.saved = self.saved.map(|saved| saved - 1);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text;

    fn model(name: &str, other: &str) -> ThreatModel {
        let text = format!(
            "(format: 1, title: \"T\", components: {{\"a\": (name: \"{name}\", kind: \"k\"), \"b\": (name: \"{other}\", kind: \"k\")}})"
        );
        text::read(&text)
            .map_err(|told| crate::model::render(&told))
            .unwrap()
            .model
    }

    fn turn(document: &mut Document, to: &ThreatModel, label: &str) {
        let change = Change {
            label: label.into(),
            by: "ann".into(),
            at: 0,
            edits: document.model().edits_to(to),
        };
        document.apply(change).unwrap();
    }

    #[test]
    fn on_top_of_what_others_wrote_undo_takes_back_ones_own_steps_and_leaves_theirs() {
        let base = model("A", "B");
        let mut mine = Document::new(base.clone());
        turn(&mut mine, &model("A2", "B"), "one");
        turn(&mut mine, &model("A2", "B2"), "two");
        let theirs = model("A (web)", "B");
        let mut joined = mine.on_top_of(&theirs, &base);
        assert_eq!(*joined.model(), model("A2", "B2"));
        assert!(joined.is_dirty());
        joined.undo().unwrap();
        assert_eq!(*joined.model(), model("A2", "B"));
        joined.undo().unwrap();
        assert_eq!(*joined.model(), theirs, "theirs, and not what stood before");
        assert!(!joined.is_dirty());
    }

    #[test]
    fn steps_before_the_last_save_can_still_be_taken_back() {
        let mut mine = Document::new(model("Old", "B"));
        let base = model("A", "B");
        turn(&mut mine, &base, "rename");
        mine.mark_saved();
        let mut joined = mine.on_top_of(&model("A", "B (web)"), &base);
        assert!(!joined.is_dirty());
        joined.undo().unwrap();
        assert_eq!(*joined.model(), model("Old", "B (web)"));
    }

    #[test]
    fn where_the_common_state_is_not_known_all_that_was_done_is_one_step() {
        let mut mine = Document::new(model("Old", "B"));
        turn(&mut mine, &model("A2", "B"), "rename");
        let theirs = model("A", "B (web)");
        let mut joined = mine.on_top_of(&theirs, &model("A", "B"));
        assert_eq!(*joined.model(), model("A2", "B (web)"));
        joined.undo().unwrap();
        assert_eq!(*joined.model(), theirs);
    }
}
