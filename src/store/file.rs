//! One document's file: read whole, written whole or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::digest::Digest;
use super::error::{Doing, StoreError};
use crate::model::{Places, ThreatModel, nearest, text};

/// No document is larger; 1,000 components are about half a megabyte.
const LIMIT_MB: u64 = 32;

/// A document that was read from a file.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The document.
    pub model: ThreatModel,
    /// Where everything stands in the file.
    pub places: Places,
    /// Whether the file has comments, which a save would lose.
    pub comments: bool,
    /// What the file was, to notice when someone else changes it.
    pub digest: Digest,
    /// The file, as the person named it.
    pub path: PathBuf,
}

/// Reads a document; says everything that is wrong with it.
pub fn load(path: &Path) -> Result<Loaded, StoreError> {
    loaded(&read(path)?, path, &path.display().to_string())
}

/// Reads a document from standard input, which has a name in what is said of it and no path.
pub fn load_input() -> Result<Loaded, StoreError> {
    let path = Path::new("-");
    let mut bytes = Vec::new();
    let input = io::stdin().lock();
    input
        .take(LIMIT_MB * 1024 * 1024)
        .read_to_end(&mut bytes)
        .map_err(|source| StoreError::of(path, Doing::Read, source))?;
    loaded(&bytes, path, "standard input")
}

/// The document that bytes say; its problems are told by a name.
fn loaded(bytes: &[u8], path: &Path, name: &str) -> Result<Loaded, StoreError> {
    match text::read_bytes(bytes) {
        Ok(parsed) => Ok(Loaded {
            model: parsed.model,
            places: parsed.places,
            comments: parsed.comments,
            digest: Digest::of(bytes),
            path: path.to_path_buf(),
        }),
        Err(problems) => {
            let in_file = problems.into_iter().map(|one| one.in_file(name));
            Err(StoreError::Broken(in_file.collect()))
        }
    }
}

/// Saves a document over the file that it was loaded from, and gives the file's new digest.
///
/// Refused when the file is no longer the one that was loaded. A file that is gone is written again.
pub fn save(model: &ThreatModel, path: &Path, loaded: Digest) -> Result<Digest, StoreError> {
    save_if(model, path, Some(loaded), |_| Ok(()))
}

/// Saves a document over whatever the file holds now: what a person chose after [`StoreError::ChangedOnDisk`].
pub fn save_over(model: &ThreatModel, path: &Path) -> Result<Digest, StoreError> {
    save_if(model, path, None, |_| Ok(()))
}

/// Saves a document; `before` is called with the new digest when all is ready but the rename.
pub(super) fn save_if(
    model: &ThreatModel,
    path: &Path,
    loaded: Option<Digest>,
    before: impl FnOnce(Digest) -> Result<(), StoreError>,
) -> Result<Digest, StoreError> {
    let text = text::write(model);
    let digest = Digest::of(text.as_bytes());
    replace(path, text.as_bytes(), |target| {
        if let Some(loaded) = loaded {
            match fs::read(target) {
                Ok(bytes) if Digest::of(&bytes) != loaded => {
                    return Err(StoreError::ChangedOnDisk(path.to_path_buf()));
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::of(path, Doing::Read, error));
                }
                _ => {}
            }
        }
        before(digest)
    })?;
    Ok(digest)
}

/// Writes a document to a file that must not exist yet, and gives its digest.
pub fn write_new(model: &ThreatModel, path: &Path) -> Result<Digest, StoreError> {
    let text = text::write(model);
    let refuse = || StoreError::Exists(path.to_path_buf());
    if fs::symlink_metadata(path).is_ok() {
        return Err(refuse());
    }
    let temp = Temp::beside(path, text.as_bytes(), None)?;
    // A link fails where a file appeared meanwhile; a rename would replace it.
    match fs::hard_link(&temp.path, path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(refuse()),
        // Some file systems have no links.
        Err(_) => temp.rename(path, path)?,
    }
    sync_folder(path);
    Ok(Digest::of(text.as_bytes()))
}

/// The logo beside a document: `system.logo.svg` or `system.logo.png` for `system.ron`.
#[must_use]
pub fn logo_beside(document: &Path) -> Option<PathBuf> {
    ["logo.svg", "logo.png"]
        .into_iter()
        .map(|end| document.with_extension(end))
        .find(|file| file.is_file())
}

/// Writes a file whole or not at all: what stands there already is replaced only by all of the new bytes.
///
/// Keeps the mode of what it replaces and writes through symlinks. A device or a pipe is written to directly.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace(path, bytes, |_| Ok(()))
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let failed = |error| match StoreError::of(path, Doing::Read, error) {
        StoreError::NotFound { path, .. } => {
            if let Ok(target) = fs::read_link(&path) {
                return StoreError::DeadLink { path, target };
            }
            let near = nearest_beside(&path);
            StoreError::NotFound { path, near }
        }
        other => other,
    };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(StoreError::IsFolder(path.to_path_buf()));
    }
    let limit = LIMIT_MB * 1_000_000;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        let path = path.to_path_buf();
        return Err(StoreError::TooLarge {
            path,
            limit: LIMIT_MB,
        });
    }
    Ok(bytes)
}

/// The file in the same folder whose name is nearly the one that was not found.
fn nearest_beside(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let names: Vec<String> = fs::read_dir(folder_of(path))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    let near = nearest(wanted, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}

fn replace(
    path: &Path,
    bytes: &[u8],
    ready: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let failed = |error| StoreError::of(path, Doing::Written, error);
    let target = follow(path).map_err(failed)?;
    let old = match fs::metadata(&target) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    match &old {
        Some(old) if old.is_dir() => return Err(StoreError::IsFolder(path.to_path_buf())),
        Some(old) if !old.is_file() => {
            ready(&target)?;
            let mut device = OpenOptions::new()
                .write(true)
                .open(&target)
                .map_err(failed)?;
            return device.write_all(bytes).map_err(failed);
        }
        Some(old) => may_write(&target, old).map_err(failed)?,
        None => {}
    }
    let temp = Temp::beside(&target, bytes, old.as_ref()).map_err(|error| named(error, path))?;
    ready(&target)?;
    temp.rename(&target, path)?;
    sync_folder(&target);
    Ok(())
}

/// The same error, about the file that the person named.
fn named(error: StoreError, path: &Path) -> StoreError {
    let path = path.to_path_buf();
    match error {
        StoreError::NoPermission { doing, .. } => StoreError::NoPermission { path, doing },
        StoreError::Io { doing, source, .. } => StoreError::Io {
            path,
            doing,
            source,
        },
        other => other,
    }
}

/// A rename asks only for the right to write the folder; a file that is read-only must stay so.
fn may_write(target: &Path, old: &Metadata) -> io::Result<()> {
    if old.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    OpenOptions::new().write(true).open(target).map(drop)
}

/// The file at the end of a chain of symlinks, which need not exist.
fn follow(path: &Path) -> io::Result<PathBuf> {
    // As many steps as Linux takes itself.
    let mut target = path.to_path_buf();
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its symlinks go round in a circle"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    }
}

/// So that the new name survives a power cut. Some file systems cannot; the file itself is written then all the same.
fn sync_folder(target: &Path) {
    if let Ok(folder) = File::open(folder_of(target)) {
        let _ = folder.sync_all();
    }
}

/// A file that disappears unless it is renamed.
struct Temp {
    path: PathBuf,
}

impl Temp {
    /// Writes and syncs a temporary file in the folder of the target, with the mode of what it will replace.
    fn beside(target: &Path, bytes: &[u8], old: Option<&Metadata>) -> Result<Self, StoreError> {
        let folder = folder_of(target);
        if !folder.is_dir() {
            return Err(StoreError::NoFolder(folder.to_path_buf()));
        }
        let failed = |error| StoreError::of(target, Doing::Written, error);
        let (mut file, temp) = Self::create(folder, old.is_some()).map_err(failed)?;
        let written = file
            .write_all(bytes)
            .and_then(|()| old.map_or(Ok(()), |old| keep_owner_and_mode(&file, old)))
            .and_then(|()| file.sync_all());
        written.map_err(failed)?;
        Ok(temp)
    }

    /// A new file; `private` until the mode of the old one is known.
    fn create(folder: &Path, private: bool) -> io::Result<(File, Self)> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".bartizan-{}-{count}.tmp", std::process::id()));
            match options.open(&path) {
                Ok(file) => return Ok((file, Self { path })),
                // Left by a session that was killed while its process had the same number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn rename(&self, target: &Path, named: &Path) -> Result<(), StoreError> {
        fs::rename(&self.path, target).map_err(|e| StoreError::of(named, Doing::Written, e))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        // After a rename there is nothing left under this name.
        let _ = fs::remove_file(&self.path);
    }
}

fn keep_owner_and_mode(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root may give a file away; for everyone else the file becomes their own, as with any editor.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}
