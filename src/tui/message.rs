//! What comes into `update` and what goes out of it, as data.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossterm::event::Event;

use crate::catalog::Starter;
use crate::layout::{Layout, Sketch};
use crate::model::{Change, Disagreement};
use crate::store::Disk;

use super::modal::confirm::{Side, TakeIn, Then};
use super::start::Known;

use super::modal::Offer;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key, a mouse event, a paste or a resize.
    Input(Event),
    /// The time, in seconds since 1970.
    Clock(u64),
    /// No key was pressed for a moment: what was put off can be worked out.
    Quiet,
    /// A save has ended.
    Saved(Result<Saved, SaveFailure>),
    /// What can be opened on this machine: shows the start page.
    Known(Box<Known>),
    /// The paths that begin as what was typed; folders end with a slash.
    Paths {
        /// What was typed.
        typed: String,
        /// The paths.
        found: Vec<String>,
    },
    /// A text comes back from the person's own editor.
    Edited(Result<String, String>),
    /// How the file stands to what was loaded or saved last has changed.
    Disk(Disk),
    /// What someone else did to the file, read to be shown.
    DiskRead(Box<DiskMerge>),
    /// An export has come further: done of all, and what it is at.
    ExportStep {
        /// Steps done.
        done: usize,
        /// Steps in all.
        all: usize,
        /// What it is at.
        what: String,
    },
    /// An export has ended: the path, or what went wrong; `None` when it was stopped.
    Exported(Result<Option<PathBuf>, String>),
    /// Layouts have been worked out, the best first, from this revision of the document.
    Arranged(u64, Vec<Offer>),
    /// The whole drawing of this revision has been worked out.
    Drawn(u64, Box<Layout>),
    /// A text was written to a file, or what went wrong.
    Written(Result<PathBuf, String>),
    /// A file that was asked for cannot be opened or begun.
    NotOpened {
        /// Which.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// Something went wrong in the background, such as a full disk under the journal.
    Trouble(String),
}

/// What follows a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum After {
    /// The work goes on.
    #[default]
    Nothing,
    /// The program is left.
    Quit,
    /// The document is left for the start page.
    Start,
}

/// A save that went well.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Where to.
    pub path: PathBuf,
    /// What follows.
    pub next: After,
}

/// A document to open or to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A file; begun where it does not exist.
    File(PathBuf),
    /// Work without a name that a session left when it died.
    Unnamed,
    /// A drawing with nothing in it.
    Empty,
    /// A copy of a document that is built in.
    Starter(&'static Starter),
    /// The tour, on a copy of a sample.
    Tour,
}

/// What two sides did to one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiskMerge {
    /// What the other side did, an entry for each thing.
    pub theirs: Vec<String>,
    /// What this side did and has not saved.
    pub ours: Vec<String>,
    /// Where both changed the same differently.
    pub conflicts: Vec<Side>,
    /// Entries of both that say no more than the disagreements do.
    pub told_twice: BTreeSet<String>,
    /// Why the file cannot be read, where it cannot.
    pub broken: Option<String>,
    /// What follows when they are joined.
    pub then: Then,
}

/// Why a save failed.
#[derive(Debug, Clone)]
pub enum SaveFailure {
    /// The file was changed underneath.
    ChangedUnderneath {
        /// What was to follow.
        next: After,
    },
    /// The file exists already.
    Exists(PathBuf),
    /// Anything else, in words.
    Other(String),
}

/// What a worker draws from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutJob {
    /// The revision of the document.
    pub revision: u64,
    /// What is drawn.
    pub sketch: Sketch,
    /// Where it is drawn now.
    pub layout: Layout,
}

/// Something to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Append a change to the journal, before the frame that shows it.
    Journal(Change),
    /// Write the text of what is being typed to the journal; empty when there is none.
    KeepDrafts(String),
    /// Write the document to its file.
    Save {
        /// Whether to write over what somebody else wrote meanwhile.
        over: bool,
        /// What follows.
        next: After,
    },
    /// Write the document to a new file.
    SaveAs {
        /// The file.
        path: PathBuf,
        /// What follows.
        next: After,
    },
    /// Work out layouts on a worker.
    Arrange(Box<LayoutJob>),
    /// Open or begin another document in place of this one.
    Open(Opening),
    /// Look for the paths that begin as this; the answer is a [`Msg::Paths`].
    Paths(String),
    /// Leave this document for the start page.
    ShowStart,
    /// Read what someone else wrote to the file, to show it.
    ReadDisk(Then),
    /// Join what someone else wrote to the file with the document.
    TakeIn(TakeIn, BTreeSet<Disagreement>),
    /// Write the report on a worker.
    Export,
    /// Put a text on the clipboard, by OSC 52.
    Copy(String),
    /// Write a text to a file; the answer is a [`Msg::Written`].
    Write {
        /// The file.
        path: PathBuf,
        /// What goes into it.
        text: String,
    },
    /// Open the folder of a file with the desktop's own program.
    OpenFolder(PathBuf),
    /// Let the person edit a text in an editor of their own; the answer is a [`Msg::Edited`].
    Edit(String),
    /// Stop the worker.
    StopExport,
    /// Take up what the last session left.
    Recover,
    /// Give up what the last session left.
    GiveUpRecovery,
    /// Leave for the shell, to come back.
    Suspend,
    /// Leave.
    Quit,
    /// Leave as after a crash: what is not saved stays in the journal, and is offered next time.
    QuitAsItIs,
}
