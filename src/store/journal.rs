//! The journal: every change of a session, on disk before it is on the screen.
//!
//! One file for each document that is open, in the state folder, named by a hash of the document's path. Its lines:
//!
//! ```text
//! held (pid:4711,user:"ann",host:"desk",since:1795305600)     who works on it
//! base 9f86d0…                                                the digest of the file that the changes start from
//! text "(\n    format: 1, …"                                  the document then, so that a merge is possible
//! change (label:"Add Scoring API",…)                          one for each change, undo and redo
//! form "…"                                                    the text of an open form; empty when it was closed
//! saved 60303a…                                               the digest of a save, before its rename
//! ```
//!
//! The file is locked as long as the session lives, and goes when it ends in order. `base` and `text` wait for the first
//! change, so that a session without one leaves nothing worth reading.

mod record;
mod sync;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::error::{Doing, StoreError};
use super::holder::Holder;
use crate::model::{Change, ThreatModel, text};
pub(super) use record::{Record, Records};
use sync::Syncer;

/// The journal of one session, locked.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    syncer: Syncer,
    /// What `base` and `text` will say; `None` once they are written.
    base: Option<(Option<Digest>, String)>,
    /// What could not be written, in order: it goes before whatever comes next, so that the journal has no hole.
    owed: Vec<Record>,
}

/// What came of opening a journal.
#[derive(Debug)]
pub(super) enum Opening {
    /// It is ours; with what an earlier session left in it.
    Ours(Journal, Records),
    /// Another session holds it.
    Held(Option<Holder>),
}

/// What a document's journal says from the outside, without taking it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Waiting {
    /// Nothing waits.
    #[default]
    Nothing,
    /// A session ended without saving, and its work waits.
    Work,
    /// A session works on it now.
    Session(Option<Holder>),
}

/// Looks into a journal. Most documents have none, so this is quick.
pub(super) fn waiting(path: &Path) -> Waiting {
    let Ok(file) = File::open(path) else {
        return Waiting::Nothing;
    };
    match file.try_lock_shared() {
        Ok(()) => {
            let records = fs::read(path).map(|bytes| Records::read(&bytes));
            let work = |record: &Record| matches!(record, Record::Change(_) | Record::Form(_));
            match records {
                Ok(records) if records.all.iter().any(|(record, _)| work(record)) => Waiting::Work,
                _ => Waiting::Nothing,
            }
        }
        Err(TryLockError::WouldBlock) => Waiting::Session(holder(path)),
        Err(TryLockError::Error(_)) => Waiting::Nothing,
    }
}

/// Where the journal of a document lies.
pub(super) fn path_of(document: &Path, state: &Path) -> PathBuf {
    let whole = whole_path(document).unwrap_or_else(|| document.to_path_buf());
    let digest = Digest::of(whole.as_os_str().as_encoded_bytes()).to_string();
    folder(state).join(format!("{}.journal", &digest[..24]))
}

/// The path without symlinks; of a file that does not exist yet, its folder's, so that it stays the same once it does.
fn whole_path(document: &Path) -> Option<PathBuf> {
    if let Ok(whole) = fs::canonicalize(document) {
        return Some(whole);
    }
    let absolute = std::path::absolute(document).ok()?;
    let folder = fs::canonicalize(absolute.parent()?).ok()?;
    Some(folder.join(absolute.file_name()?))
}

/// The folder of all journals.
pub(super) fn folder(state: &Path) -> PathBuf {
    state.join("journals")
}

impl Journal {
    /// Opens and locks a journal. What an earlier session left in it stays until [`Journal::start`] or more is appended.
    pub fn open(path: &Path) -> Result<Opening, StoreError> {
        let failed = |error| StoreError::of(path, Doing::Written, error);
        if let Some(folder) = path.parent() {
            create_private(folder).map_err(failed)?;
        }
        loop {
            let mut file = open_private(path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) if !is_at(&file, path) => {} // Its last session took it away just now: begin again.
                Ok(()) => {
                    let mut bytes = Vec::new();
                    file.read_to_end(&mut bytes).map_err(failed)?;
                    let folder = path.parent().and_then(|folder| File::open(folder).ok());
                    let journal = Self {
                        syncer: Syncer::new(file.try_clone().map_err(failed)?, folder),
                        path: path.to_path_buf(),
                        file,
                        base: None,
                        owed: Vec::new(),
                    };
                    return Ok(Opening::Ours(journal, Records::read(&bytes)));
                }
                Err(TryLockError::WouldBlock) => return Ok(Opening::Held(holder(path))),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// Empties the journal: from here on the changes start from this document, whose file has this digest.
    pub fn start(&mut self, digest: Option<Digest>, model: &ThreatModel) -> Result<(), StoreError> {
        self.base = Some((digest, text::write(model)));
        self.owed.clear();
        self.cut(0)?;
        self.append(&[Record::Held(Holder::this())])
    }

    /// Goes on after the first `good` bytes of what an earlier session left.
    pub fn go_on(&mut self, good: u64) -> Result<(), StoreError> {
        self.cut(good)?;
        self.append(&[Record::Held(Holder::this())])
    }

    /// Goes on from a new start with these changes, without giving up what an earlier session left before they are written.
    pub fn start_over(
        &mut self,
        digest: Option<Digest>,
        model: &ThreatModel,
        changes: &[Change],
        form: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut records = vec![
            Record::Held(Holder::this()),
            Record::Base(digest),
            Record::Text(text::write(model)),
        ];
        records.extend(changes.iter().cloned().map(Record::Change));
        records.extend(form.map(|text| Record::Form(text.to_owned())));
        self.append(&records)?;
        self.base = None;
        self.owed.clear();
        Ok(())
    }

    /// Writes a change.
    pub fn change(&mut self, change: &Change) -> Result<(), StoreError> {
        self.append_based(Record::Change(change.clone()))
    }

    /// Writes the text of an open form; empty when it was closed.
    pub fn form(&mut self, text: &str) -> Result<(), StoreError> {
        if text.is_empty() && self.base.is_some() {
            return Ok(());
        }
        self.append_based(Record::Form(text.to_owned()))
    }

    /// Writes that the document is about to be saved.
    pub fn saved(&mut self, digest: Digest) -> Result<(), StoreError> {
        if self.base.is_some() {
            return Ok(()); // Nothing to recover, so nothing to close.
        }
        let owed = self.owed.iter().cloned();
        let records: Vec<Record> = owed.chain([Record::Saved(digest)]).collect();
        self.append(&records)?;
        self.owed.clear();
        self.file.sync_data().map_err(|error| self.failed(error))
    }

    /// What went wrong in the background since the last call.
    pub fn sync_error(&self) -> Option<StoreError> {
        self.syncer.error().map(|error| self.failed(error))
    }

    /// Takes the journal away: there is nothing left to recover.
    pub fn remove(self) -> Result<(), StoreError> {
        fs::remove_file(&self.path).map_err(|error| self.failed(error))
    }

    /// Whether something could not be written, so that a crash would lose it.
    pub fn owes(&self) -> bool {
        !self.owed.is_empty()
    }

    fn append_based(&mut self, record: Record) -> Result<(), StoreError> {
        if matches!(record, Record::Form(_)) {
            // Only the last text of a form counts.
            self.owed.retain(|owed| !matches!(owed, Record::Form(_)));
        }
        self.owed.push(record);
        let base = self.base.clone();
        let mut records: Vec<Record> = base
            .into_iter()
            .flat_map(|(digest, text)| [Record::Base(digest), Record::Text(text)])
            .collect();
        records.extend(self.owed.iter().cloned());
        self.append(&records)?;
        self.base = None;
        self.owed.clear();
        Ok(())
    }

    /// One write for all lines, so that a crash leaves as few of them half as it can. A failed write is taken back.
    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        let mut lines = String::new();
        for record in records {
            lines.push_str(&record.line());
        }
        let end = self
            .file
            .seek(SeekFrom::End(0))
            .map_err(|e| self.failed(e))?;
        if let Err(error) = self.file.write_all(lines.as_bytes()) {
            let _ = self.file.set_len(end);
            return Err(self.failed(error));
        }
        self.syncer.written();
        Ok(())
    }

    fn cut(&mut self, length: u64) -> Result<(), StoreError> {
        self.file
            .set_len(length)
            .map_err(|error| self.failed(error))
    }

    fn failed(&self, error: io::Error) -> StoreError {
        StoreError::of(&self.path, Doing::Written, error)
    }
}

/// Who holds a journal, as it says itself.
fn holder(path: &Path) -> Option<Holder> {
    Records::read(&fs::read(path).ok()?).holder().cloned()
}

/// Whether a path still leads to an open file, and not to none or to a newer one.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let place = |data: fs::Metadata| (data.dev(), data.ino());
        match (file.metadata(), fs::metadata(path)) {
            (Ok(open), Ok(there)) => place(open) == place(there),
            _ => false,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

/// The journal holds what the document holds, which may not be for everyone's eyes.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(label: &str) -> Change {
        Change {
            label: label.into(),
            by: "tester".into(),
            at: 0,
            edits: Vec::new(),
        }
    }

    #[test]
    fn changes_that_found_no_room_are_written_before_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        let Ok(Opening::Ours(mut journal, _)) = Journal::open(&path) else {
            panic!("the journal is ours")
        };
        journal.start(None, &ThreatModel::default()).unwrap();
        journal.change(&change("P0")).unwrap();
        // As long as the disk is full, nothing can be written.
        let room = std::mem::replace(&mut journal.file, File::open(&path).unwrap());
        assert!(journal.change(&change("P1")).is_err());
        assert!(journal.form("typed").is_err());
        assert!(journal.change(&change("P2")).is_err());
        assert!(journal.owes());
        journal.file = room;
        journal.change(&change("P3")).unwrap();
        assert!(!journal.owes());
        let records = Records::read(&fs::read(&path).unwrap());
        let labels: Vec<String> = records
            .all
            .iter()
            .filter_map(|(record, _)| match record {
                Record::Change(change) => Some(change.label.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(labels, ["P0", "P1", "P2", "P3"]);
    }
}
