//! The documents that were opened last, for the start page.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::model::Date;

use super::error::{Doing, StoreError};
use super::file::write_atomic;

/// More are forgotten.
const KEPT: usize = 20;

/// The documents that were opened last, newest first; those that are gone are left out.
#[must_use]
pub fn recent(state: &Path) -> Vec<PathBuf> {
    let mut files = listed(state);
    files.retain(|file| file.is_file());
    files
}

/// The day on which a file was written last, in UTC.
#[must_use]
pub fn written_on(path: &Path) -> Option<Date> {
    let written = fs::metadata(path).ok()?.modified().ok()?;
    let since = written.duration_since(UNIX_EPOCH).ok()?;
    Some(Date::of_unix_seconds(since.as_secs()))
}

/// Puts a document at the head of the list.
pub fn remember(path: &Path, state: &Path) -> Result<(), StoreError> {
    let whole = fs::canonicalize(path).map_err(|e| StoreError::of(path, Doing::Read, e))?;
    let mut files = listed(state);
    files.retain(|file| *file != whole);
    files.insert(0, whole);
    files.truncate(KEPT);
    // One path a line; one that has no such form is not worth a format of its own.
    let lines = files
        .iter()
        .filter_map(|file| file.to_str())
        .filter(|file| !file.contains('\n'));
    let text: String = lines.flat_map(|file| [file, "\n"]).collect();
    fs::create_dir_all(state).map_err(|e| StoreError::of(state, Doing::Written, e))?;
    write_atomic(&list(state), text.as_bytes())
}

fn list(state: &Path) -> PathBuf {
    state.join("recent")
}

fn listed(state: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(list(state)).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty())
        .map(PathBuf::from)
        .collect()
}
