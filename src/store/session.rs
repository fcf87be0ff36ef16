//! A document that someone works on: its file, its lock and its journal, from opening to a clean end.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::digest::Digest;
use super::error::StoreError;
use super::file::{self, Loaded};
use super::holder::Holder;
use super::journal::{self, Journal, Opening, Records, Waiting};
use super::recovery::{Recovery, recover};
use crate::model::{Change, Merge, Places, ThreatModel, merge};

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

/// How the file stands to what was loaded or saved last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Disk {
    /// It is as it was, or there is none yet.
    #[default]
    Same,
    /// Someone else wrote it.
    Changed,
    /// It is there no more.
    Gone,
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

/// A document that was opened for work.
#[derive(Debug)]
pub struct Opened {
    /// The work.
    pub session: Session,
    /// The document as the file has it.
    pub model: ThreatModel,
    /// Where everything stands in the file.
    pub places: Places,
    /// Whether the file has comments, which a save would lose.
    pub comments: bool,
    /// What an earlier session left unsaved.
    pub recovery: Option<Recovery>,
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

    /// Reads what someone else wrote into the file meanwhile, and joins it with ours: for a person to look at after
    /// [`StoreError::ChangedOnDisk`]. Apply the difference as a change, then call [`Session::adopt_disk`].
    pub fn merge_with_disk(&self, ours: &ThreatModel) -> Result<(Loaded, Merge), StoreError> {
        let path = self.path.as_deref().ok_or(StoreError::Untitled)?;
        let loaded = file::load(path)?;
        let merge = merge(&self.base, ours, &loaded.model);
        Ok((loaded, merge))
    }

    /// The document as its file had it when it was loaded or saved last.
    #[must_use]
    pub fn base(&self) -> &ThreatModel {
        &self.base
    }

    /// Looks whether someone else wrote the file since it was loaded or saved.
    ///
    /// Cheap enough to be asked every second: the bytes are read only when size, time or place of the file have changed.
    pub fn disk_state(&mut self) -> Disk {
        let (Some(path), Some(digest)) = (self.path.as_deref(), self.digest) else {
            return Disk::Same;
        };
        let Some(stamp) = Stamp::of(path) else {
            return Disk::Gone;
        };
        if let Some((before, disk)) = self.looked
            && before == stamp
        {
            return disk;
        }
        let disk = match fs::read(path) {
            Ok(bytes) if Digest::of(&bytes) == digest => Disk::Same,
            Ok(_) => Disk::Changed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Disk::Gone,
            // What cannot be read now is told when it is to be written.
            Err(_) => return Disk::Same,
        };
        self.looked = Some((stamp, disk));
        disk
    }

    /// Takes the file as it is now for known, so that the next save replaces it. `joined` is what joins the document with it,
    /// and `form` what is being typed: after a crash both are offered back on top of the file.
    pub fn adopt_disk(
        &mut self,
        loaded: &Loaded,
        joined: &Change,
        form: Option<&str>,
    ) -> Result<(), StoreError> {
        self.digest = Some(loaded.digest);
        self.base = loaded.model.clone();
        self.looked = None;
        match &mut self.guard {
            Guard::Journal(journal) => {
                if joined.edits.is_empty() && form.is_none() {
                    return journal.start(self.digest, &loaded.model);
                }
                let any = !joined.edits.is_empty();
                let changes = any.then(|| joined.clone());
                journal.start_over(self.digest, &loaded.model, changes.as_slice(), form)
            }
            _ => Ok(()),
        }
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

/// What a file looks like without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Its number on the disk: a file that was replaced by a rename has another.
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let data = fs::metadata(path).ok()?;
        Some(Self {
            length: data.len(),
            modified: data.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&data),
            #[cfg(not(unix))]
            inode: 0,
        })
    }
}

/// Writes the digest of a save before its rename. The save goes on where the journal cannot be written.
fn note_save(guard: &mut Guard, late: &mut Option<StoreError>, digest: Digest) {
    if let Guard::Journal(journal) = guard
        && let Err(error) = journal.saved(digest)
    {
        *late = Some(error);
    }
}

impl Opened {
    fn new(mut session: Session, loaded: Loaded, recovery: Option<Recovery>) -> Self {
        session.begin(recovery.as_ref(), &loaded.model);
        Self {
            session,
            model: loaded.model,
            places: loaded.places,
            comments: loaded.comments,
            recovery,
        }
    }

    fn fresh(mut session: Session, model: ThreatModel, recovery: Option<Recovery>) -> Self {
        session.begin(recovery.as_ref(), &model);
        Self {
            session,
            model,
            places: Places::default(),
            comments: false,
            recovery,
        }
    }
}

impl Session {
    /// Starts the journal, unless it holds an offer that is not decided yet.
    fn begin(&mut self, recovery: Option<&Recovery>, model: &ThreatModel) {
        self.base = model.clone();
        self.undecided = recovery.is_some();
        if let (None, Guard::Journal(journal)) = (recovery, &mut self.guard)
            && let Err(error) = journal.start(self.digest, model)
        {
            self.late = Some(error);
            self.guard = Guard::Nothing;
        }
    }
}
