//! A document that someone works on: its file, its lock and its journal, from opening to a clean end.

use std::fs;
use std::path::{Path, PathBuf};

use super::digest::Digest;
use super::error::StoreError;
use super::file;
use super::holder::Holder;
use super::journal::{self, Journal, Opening, Records, Waiting};
use super::recovery::{Recovery, recover};
use crate::model::{Change, ThreatModel};

mod disk;
mod opened;

pub use disk::Disk;
use disk::Stamp;
pub use opened::Opened;

/// One person's work on one document.
///
/// Dropped without [`Session::close`], as in a crash, it leaves its journal, and the next session is offered the work.
#[derive(Debug)]
pub struct Session {
    path: Option<PathBuf>,
    state: PathBuf,
    /// What the file was when it was loaded or saved last; `None` while there is none.
    digest: Option<Digest>,
    guard: Guard,
    /// The document as the file had it then.
    base: ThreatModel,
    /// Whether an offer stands that was neither taken nor declined.
    undecided: bool,
    /// What failed where the work could go on.
    late: Option<StoreError>,
    /// What the file looked like when its bytes were last compared, and what came of it.
    looked: Option<(Stamp, Disk)>,
}

/// What protects the document.
#[derive(Debug)]
enum Guard {
    Journal(Journal),
    /// Another session works on it.
    Held(Option<Holder>),
    /// No journal could be had, so a crash would lose what is not saved.
    Nothing,
}

impl Session {
    /// Opens a document from its file. `state` is the folder for journals, see [`super::Folders`].
    ///
    /// When another session works on it, this one is read-only: see [`Session::held_by`].
    pub fn open(path: &Path, state: &Path) -> Result<Opened, StoreError> {
        let loaded = file::load(path)?;
        let journal = journal::path_of(path, state);
        let digest = Some(loaded.digest);
        let (session, records) = Self::guarded(Some(path.to_path_buf()), digest, &journal, state);
        let recovery = recover(&records, digest, Some(&loaded.model));
        Ok(Opened::new(session, loaded, recovery))
    }

    /// Begins a document whose file does not exist yet; the first save writes it.
    ///
    /// Where an earlier session left work under this name, the document is the one that its changes start from, not
    /// `model`; when the offer is declined, give `model` to [`Session::discard`] and begin with it.
    pub fn create(path: &Path, model: ThreatModel, state: &Path) -> Result<Opened, StoreError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(StoreError::Exists(path.to_path_buf()));
        }
        let journal = journal::path_of(path, state);
        let (session, records) = Self::guarded(Some(path.to_path_buf()), None, &journal, state);
        let recovery = recover(&records, None, None);
        let start = recovery.as_ref().map(|recovery| recovery.start.clone());
        Ok(Opened::fresh(session, start.unwrap_or(model), recovery))
    }

    /// Begins a document that has no name yet.
    #[must_use]
    pub fn untitled(model: ThreatModel, state: &Path) -> Opened {
        let mut number = 1_u32;
        loop {
            let name = format!("untitled-{number}.journal");
            let journal = journal::folder(state).join(name);
            let (session, records) = Self::guarded(None, None, &journal, state);
            let held = matches!(session.guard, Guard::Held(_));
            let recovery = recover(&records, None, None);
            // What another untitled document left is not this one's: see `untitled_left`.
            if !held && recovery.is_none() {
                return Opened::fresh(session, model, None);
            }
            number += 1;
        }
    }

    /// Every untitled document that an earlier session left unsaved, each with its recovery.
    #[must_use]
    pub fn untitled_left(state: &Path) -> Vec<Opened> {
        let opened = untitled_journals(state).into_iter().filter_map(|journal| {
            let (session, records) = Self::guarded(None, None, &journal, state);
            let Some(recovery) = recover(&records, None, None) else {
                let _ = session.close();
                return None;
            };
            let start = recovery.start.clone();
            Some(Opened::fresh(session, start, Some(recovery)))
        });
        opened.collect()
    }

    /// What waits for whoever opens a document: the work of a session that died, or a session that is at work.
    #[must_use]
    pub fn waiting(path: &Path, state: &Path) -> Waiting {
        journal::waiting(&journal::path_of(path, state))
    }

    /// How many documents without a name an earlier session left unsaved.
    #[must_use]
    pub fn unnamed_waiting(state: &Path) -> usize {
        let work = |path: &PathBuf| journal::waiting(path) == Waiting::Work;
        untitled_journals(state)
            .iter()
            .filter(|path| work(path))
            .count()
    }

    fn guarded(
        path: Option<PathBuf>,
        digest: Option<Digest>,
        journal: &Path,
        state: &Path,
    ) -> (Self, Records) {
        let mut late = None;
        let (guard, records) = match Journal::open(journal) {
            Ok(Opening::Ours(journal, records)) => (Guard::Journal(journal), records),
            Ok(Opening::Held(holder)) => (Guard::Held(holder), Records::default()),
            Err(error) => {
                late = Some(error);
                (Guard::Nothing, Records::default())
            }
        };
        let session = Self {
            path,
            state: state.to_path_buf(),
            digest,
            guard,
            base: ThreatModel::default(),
            undecided: false,
            late,
            looked: None,
        };
        (session, records)
    }

    /// The document's file, if it has one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether another session works on the document, so that this one must not change it.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self.guard, Guard::Held(_))
    }

    /// Who works on the document, where that is another session that says so.
    #[must_use]
    pub fn held_by(&self) -> Option<&Holder> {
        match &self.guard {
            Guard::Held(holder) => holder.as_ref(),
            _ => None,
        }
    }

    /// Whether a crash would lose what is not saved, because no journal could be had or it could not be written.
    #[must_use]
    pub fn is_unprotected(&self) -> bool {
        match &self.guard {
            Guard::Nothing => true,
            Guard::Journal(journal) => journal.owes(),
            Guard::Held(_) => false,
        }
    }

    /// Takes the offer: its changes belong to this session from now on, and stay in the journal.
    ///
    /// `model` is the document as it was opened; apply the changes to it without recording them again.
    pub fn accept(&mut self, recovery: &Recovery, model: &ThreatModel) -> Result<(), StoreError> {
        if let Guard::Journal(journal) = &mut self.guard {
            if let Some(good) = recovery.good {
                journal.go_on(good)?;
            } else {
                let form = recovery.form.as_deref();
                journal.start_over(self.digest, model, &recovery.changes, form)?;
            }
        }
        self.undecided = false;
        Ok(())
    }

    /// Declines the offer: what the earlier session left is gone, and the work starts from `model`.
    pub fn discard(&mut self, model: &ThreatModel) -> Result<(), StoreError> {
        if let Guard::Journal(journal) = &mut self.guard {
            journal.start(self.digest, model)?;
        }
        self.undecided = false;
        Ok(())
    }

    /// Writes a change into the journal. Call it for every change, undo and redo, before it is drawn.
    pub fn record(&mut self, change: &Change) -> Result<(), StoreError> {
        match &mut self.guard {
            _ if self.undecided => Err(StoreError::Undecided),
            Guard::Journal(journal) => journal.change(change),
            Guard::Held(holder) => Err(StoreError::ReadOnly(holder.clone())),
            Guard::Nothing => Ok(()),
        }
    }

    /// Writes the text of an open form into the journal; `None` when it was closed.
    pub fn form(&mut self, text: Option<&str>) -> Result<(), StoreError> {
        match &mut self.guard {
            Guard::Journal(journal) if !self.undecided => journal.form(text.unwrap_or("")),
            _ => Ok(()),
        }
    }

    /// Saves the document to its file; refused when someone else changed the file.
    pub fn save(&mut self, model: &ThreatModel) -> Result<(), StoreError> {
        let path = self.writable()?;
        let digest = match self.digest {
            Some(loaded) => {
                let guard = &mut self.guard;
                let late = &mut self.late;
                file::save_if(model, &path, Some(loaded), |digest| {
                    note_save(guard, late, digest);
                    Ok(())
                })?
            }
            None => file::write_new(model, &path)?,
        };
        self.saved(digest, model);
        Ok(())
    }

    /// Saves the document over whatever the file holds now: what a person chose after [`StoreError::ChangedOnDisk`].
    pub fn save_over(&mut self, model: &ThreatModel) -> Result<(), StoreError> {
        let path = self.writable()?;
        let (guard, late) = (&mut self.guard, &mut self.late);
        let digest = file::save_if(model, &path, None, |digest| {
            note_save(guard, late, digest);
            Ok(())
        })?;
        self.saved(digest, model);
        Ok(())
    }

    /// Saves the document under another name and works on that file from then on. `over` says that it may exist already.
    pub fn save_as(
        &mut self,
        model: &ThreatModel,
        path: &Path,
        over: bool,
    ) -> Result<(), StoreError> {
        let journal = journal::path_of(path, &self.state);
        if self
            .path
            .as_ref()
            .is_some_and(|own| journal::path_of(own, &self.state) == journal)
        {
            return if over {
                self.save_over(model)
            } else {
                self.save(model)
            };
        }
        if self.undecided {
            return Err(StoreError::Undecided);
        }
        let (mut next, records) =
            Self::guarded(Some(path.to_path_buf()), None, &journal, &self.state);
        if let Guard::Held(holder) = &next.guard {
            return Err(StoreError::ReadOnly(holder.clone()));
        }
        let there = file::load(path).ok();
        let digest = there.as_ref().map(|there| there.digest);
        if recover(&records, digest, there.as_ref().map(|there| &there.model)).is_some() {
            return Err(StoreError::Undecided);
        }
        let written = if over {
            file::save_over(model, path)
        } else {
            file::write_new(model, path)
        };
        match written {
            Ok(digest) => {
                next.saved(digest, model);
                let old = std::mem::replace(self, next);
                self.late = old.close().err().or(self.late.take());
                Ok(())
            }
            Err(error) => {
                let _ = next.close();
                Err(error)
            }
        }
    }

    /// What went wrong in the background since the last call; the work can go on.
    pub fn late_error(&mut self) -> Option<StoreError> {
        let synced = match &self.guard {
            Guard::Journal(journal) => journal.sync_error(),
            _ => None,
        };
        self.late.take().or(synced)
    }

    /// The document as its file had it when it was loaded or saved last.
    #[must_use]
    pub fn base(&self) -> &ThreatModel {
        &self.base
    }

    /// Ends the session in order: nothing is left to recover. An offer that was not decided is offered again.
    pub fn close(self) -> Result<(), StoreError> {
        match self.guard {
            _ if self.undecided => Ok(()),
            Guard::Journal(journal) => journal.remove(),
            _ => Ok(()),
        }
    }

    fn writable(&self) -> Result<PathBuf, StoreError> {
        match &self.guard {
            _ if self.undecided => Err(StoreError::Undecided),
            Guard::Held(holder) => Err(StoreError::ReadOnly(holder.clone())),
            _ => self.path.clone().ok_or(StoreError::Untitled),
        }
    }

    fn saved(&mut self, digest: Digest, model: &ThreatModel) {
        self.digest = Some(digest);
        self.looked = None;
        self.base = model.clone();
        if let Guard::Journal(journal) = &mut self.guard {
            // The document is safe; a journal that fails now is told, not a reason to call the save failed.
            self.late = journal.start(self.digest, model).err().or(self.late.take());
        }
    }
}

/// The journals of documents without a name, in order.
fn untitled_journals(state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(journal::folder(state)).into_iter().flatten();
    let mut journals: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with("untitled-") && name.ends_with(".journal"))
        })
        .collect();
    journals.sort();
    journals
}

/// Writes the digest of a save before its rename. The save goes on where the journal cannot be written.
fn note_save(guard: &mut Guard, late: &mut Option<StoreError>, digest: Digest) {
    if let Guard::Journal(journal) = guard
        && let Err(error) = journal.saved(digest)
    {
        *late = Some(error);
    }
}
