//! What an earlier session left in its journal, made into an offer.

use super::clock;
use super::digest::Digest;
use super::journal::{Record, Records};
use crate::model::{Change, Conflict, ThreatModel, merge, text};

/// Work that was never saved, offered back. Nothing has happened yet: see [`super::Session::accept`] and
/// [`super::Session::discard`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// How the work fits the file.
    pub fit: Fit,
    /// The changes to apply to the document as it was opened.
    pub changes: Vec<Change>,
    /// The text of the form that was open.
    pub form: Option<String>,
    /// The document after these changes.
    pub model: ThreatModel,
    /// What could not be brought back, and why, in words.
    pub notes: Vec<String>,
    /// The document that the changes start from.
    pub(super) start: ThreatModel,
    /// How much of the journal stays when the offer is accepted; `None` where it begins anew.
    pub(super) good: Option<u64>,
}

/// How recovered work fits the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// The file is as the session left it: its changes follow one by one.
    Replay,
    /// The file was changed by someone else since: the work is joined with theirs in one change. Show it first.
    Merge(Vec<Conflict>),
}

impl Recovery {
    /// The offer in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let steps = match self.changes.len() {
            1 => "1 step".to_owned(),
            n => format!("{n} steps"),
        };
        let what = match (&self.fit, self.changes.is_empty(), &self.form) {
            (Fit::Merge(_), false, _) => {
                "unsaved work, joined with what changed in the file".to_owned()
            }
            (_, true, _) => "the text of an open form".to_owned(),
            (Fit::Replay, false, Some(_)) => format!("{steps} and the text of an open form"),
            (Fit::Replay, false, None) => steps,
        };
        format!("an earlier session ended without saving: {what}")
    }
}

/// Looks for work that the file does not hold. `file` is `None` for a document that has none.
pub(super) fn recover(
    records: &Records,
    digest: Option<Digest>,
    model: Option<&ThreatModel>,
) -> Option<Recovery> {
    let segment = last_worked_on(&records.all)?;
    let start = segment.iter().rposition(|(record, _)| match record {
        Record::Base(base) => *base == digest,
        Record::Saved(saved) => Some(*saved) == digest,
        _ => false,
    });
    let base = base_text(segment);
    let mut offer = match (start, base, model) {
        (Some(at), _, Some(model)) => replay(&segment[at..], model.clone()),
        // A document without a file starts from what the journal itself holds.
        (Some(at), Some(base), None) => replay(&segment[at..], base),
        (None, Some(base), Some(theirs)) => join(segment, &base, theirs),
        (None, Some(base), None) => {
            let mut offer = replay(segment, base);
            let note = "the file is gone; the document is brought back as the session had it";
            offer.notes.push(note.to_owned());
            offer
        }
        (None, None, Some(theirs)) => {
            let mut offer = replay(segment, theirs.clone());
            let note = "the file was changed since, and how it was before is not known";
            offer.notes.push(note.to_owned());
            offer.good = None;
            offer
        }
        (_, None, None) => return None,
    };
    let same = offer.changes.is_empty() || model == Some(&offer.model);
    if same && offer.form.is_none() && offer.notes.is_empty() {
        return None;
    }
    if records.lost > 0 {
        let note = "the end of the journal could not be read; the step in it is lost";
        offer.notes.push(note.to_owned());
    }
    Some(offer)
}

/// The records from the last `base` that anything was built on. A `base` at the very end is one whose change was torn off.
fn last_worked_on(all: &[(Record, u64)]) -> Option<&[(Record, u64)]> {
    let work = |record: &Record| matches!(record, Record::Change(_) | Record::Form(_));
    let last = all.iter().rposition(|(record, _)| work(record))?;
    let base = all[..last]
        .iter()
        .rposition(|(record, _)| matches!(record, Record::Base(_)))?;
    let next = all[last..]
        .iter()
        .position(|(record, _)| matches!(record, Record::Base(_)));
    Some(&all[base..next.map_or(all.len(), |next| last + next)])
}

fn base_text(segment: &[(Record, u64)]) -> Option<ThreatModel> {
    segment.iter().find_map(|(record, _)| match record {
        Record::Text(text) => Some(text::read(text).ok()?.model),
        _ => None,
    })
}

/// Applies the changes of a segment one by one, up to the first that does not fit.
fn replay(segment: &[(Record, u64)], start: ThreatModel) -> Recovery {
    let mut offer = Recovery {
        fit: Fit::Replay,
        changes: Vec::new(),
        form: None,
        model: start.clone(),
        notes: Vec::new(),
        start,
        good: None,
    };
    for (record, end) in segment {
        match record {
            Record::Change(change) => {
                if let Err(error) = offer.model.apply(change) {
                    let label = &change.label;
                    let note = format!(
                        "`{label}` and what followed it could not be brought back: {error}"
                    );
                    offer.notes.push(note);
                    break;
                }
                offer.changes.push(change.clone());
            }
            Record::Form(text) => offer.form = Some(text.clone()).filter(|text| !text.is_empty()),
            _ => {}
        }
        offer.good = Some(*end);
    }
    offer
}

/// Joins the work of a segment with a file that someone else changed.
fn join(segment: &[(Record, u64)], base: &ThreatModel, theirs: &ThreatModel) -> Recovery {
    let ours = replay(segment, base.clone());
    let merged = merge(base, &ours.model, theirs);
    let change = Change {
        label: "Recover unsaved work".to_owned(),
        by: clock::user(),
        at: clock::now(),
        edits: theirs.edits_to(&merged.model),
    };
    let any = !change.edits.is_empty();
    Recovery {
        fit: Fit::Merge(merged.conflicts),
        changes: any.then_some(change).into_iter().collect(),
        model: merged.model,
        start: theirs.clone(),
        good: None,
        ..ours
    }
}
