//! The file of a session while others can write it: whether they did, what joins both, and taking it for known.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::{Guard, Session};
use crate::model::{Change, Merge, ThreatModel, merge};
use crate::store::digest::Digest;
use crate::store::error::StoreError;
use crate::store::file::{self, Loaded};

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

impl Session {
    /// Reads what someone else wrote into the file meanwhile, and joins it with ours: for a person to look at after
    /// [`StoreError::ChangedOnDisk`]. Apply the difference as a change, then call [`Session::adopt_disk`].
    pub fn merge_with_disk(&self, ours: &ThreatModel) -> Result<(Loaded, Merge), StoreError> {
        let path = self.path.as_deref().ok_or(StoreError::Untitled)?;
        let loaded = file::load(path)?;
        let merge = merge(&self.base, ours, &loaded.model);
        Ok((loaded, merge))
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
}

/// What a file looks like without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
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
