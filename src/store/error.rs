//! What can go wrong with files, in words for the person who can mend it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::model::{Diagnostic, Severity};

/// Why a file could not be read or written. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no file `{}`", path.display())]
    NotFound {
        /// The file that was asked for.
        path: PathBuf,
        /// A file beside it whose name is nearly the same.
        near: Option<String>,
    },
    /// The name is a link to something that does not exist.
    #[error("`{}` points to `{}`, which does not exist", path.display(), target.display())]
    DeadLink {
        /// The file that was asked for.
        path: PathBuf,
        /// What it points to.
        target: PathBuf,
    },
    /// The folder that should hold the file does not exist.
    #[error("there is no folder `{}`", .0.display())]
    NoFolder(PathBuf),
    /// A folder stands where a file should.
    #[error("`{}` is a folder, not a file", .0.display())]
    IsFolder(PathBuf),
    /// The system does not let this user do it.
    #[error("`{}` may not be {doing} by this user", path.display())]
    NoPermission {
        /// The file.
        path: PathBuf,
        /// Read or written.
        doing: Doing,
    },
    /// The file is larger than any document.
    #[error("`{}` is larger than {limit} MB, too large for a document", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in MB.
        limit: u64,
    },
    /// The file was read, but it is no sound document.
    #[error("{}", crate::model::render(.0))]
    Broken(Vec<Diagnostic>),
    /// Someone else wrote the file since it was loaded.
    #[error("`{}` was changed by another program since it was opened", .0.display())]
    ChangedOnDisk(PathBuf),
    /// A new file would replace one that is there.
    #[error("`{}` exists already", .0.display())]
    Exists(PathBuf),
    /// The document was opened read-only.
    #[error("this document was opened read-only{}", .0.as_ref().map(|by| format!(": held by {by}")).unwrap_or_default())]
    ReadOnly(Option<super::Holder>),
    /// What an earlier session left was neither taken nor declined.
    #[error("an earlier session ended without saving, and its work is still waiting")]
    Undecided,
    /// A document without a file cannot be saved without a name for one.
    #[error("this document has no file yet")]
    Untitled,
    /// Anything else the system says.
    #[error("`{}` could not be {doing}: {}", path.display(), in_words(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// Read or written.
        doing: Doing,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// What was being done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading it.
    Read,
    /// Writing it.
    Written,
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Written => "written",
        })
    }
}

/// What the system said, without Rust's "(os error 28)".
fn in_words(source: &io::Error) -> String {
    let text = source.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = plain.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars.as_str().chars()).collect()
}

impl StoreError {
    /// The error that the system's answer stands for.
    pub(super) fn of(path: &Path, doing: Doing, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NoPermission { path, doing }
            }
            io::ErrorKind::IsADirectory => Self::IsFolder(path),
            io::ErrorKind::NotFound if doing == Doing::Read => Self::NotFound { path, near: None },
            _ => Self::Io {
                path,
                doing,
                source,
            },
        }
    }

    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotFound {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::NotFound { path, .. } if path.as_os_str() == "-" => {
                "what changes has to be a file; what is only read may come from standard input"
                    .to_owned()
            }
            Self::NotFound { path, .. } => {
                format!("`bartizan new {}` writes a new document", path.display())
            }
            Self::DeadLink { .. } => {
                "put the file back, or let the link point to another".to_owned()
            }
            Self::NoFolder(_) => "create it first, or choose another folder".to_owned(),
            Self::IsFolder(_) => "name a file in it, such as `model.ron`".to_owned(),
            Self::NoPermission {
                doing: Doing::Read, ..
            } => "ask its owner for the right to read it".to_owned(),
            Self::NoPermission {
                doing: Doing::Written,
                ..
            } => "save under another name, or ask its owner for the right to write".to_owned(),
            Self::TooLarge { .. } => "is it the right file?".to_owned(),
            Self::ChangedOnDisk(_) => {
                "look at what was changed; save under another name, or save over it".to_owned()
            }
            Self::Exists(_) => "choose another name, or open the one that is there".to_owned(),
            Self::ReadOnly(_) => "close the other session, or save under another name".to_owned(),
            Self::Undecided => {
                "open the document in the terminal and take it back or discard it first".to_owned()
            }
            Self::Untitled => "give it a name, such as `model.ron`".to_owned(),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk, or save in another place".to_owned()
                }
                _ => return None,
            },
            Self::Broken(_) => return None,
        })
    }

    /// The error as diagnostics, as the command line and the terminal show it.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        match self {
            Self::Broken(all) => all.clone(),
            other => vec![Diagnostic {
                severity: Severity::Error,
                message: other.to_string(),
                file: None,
                place: None,
                help: other.help(),
            }],
        }
    }
}
