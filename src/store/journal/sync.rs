//! Brings a journal to the disk itself, within a second and off the thread that draws.

use std::fs::File;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long writes are collected before they are synced together.
const COLLECT: Duration = Duration::from_millis(500);

/// The thread that syncs one file.
#[derive(Debug)]
pub(super) struct Syncer {
    signal: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    error: Arc<Mutex<Option<io::Error>>>,
}

impl Syncer {
    /// `folder` is synced once as well, so that a new file's name survives too.
    pub fn new(file: File, folder: Option<File>) -> Self {
        let (signal, signals) = channel();
        let error = Arc::new(Mutex::new(None));
        let told = Arc::clone(&error);
        let thread = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || sync_when_written(&file, folder, &signals, &told));
        Self {
            signal: Some(signal),
            // Without a thread the journal still survives a crash, and only a power cut could take some of it.
            thread: thread.ok(),
            error,
        }
    }

    /// Says that something was written.
    pub fn written(&self) {
        if let Some(signal) = &self.signal {
            let _ = signal.send(());
        }
    }

    /// What the disk answered, once.
    pub fn error(&self) -> Option<io::Error> {
        self.error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

impl Drop for Syncer {
    fn drop(&mut self) {
        self.signal = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn sync_when_written(
    file: &File,
    mut folder: Option<File>,
    signals: &Receiver<()>,
    told: &Mutex<Option<io::Error>>,
) {
    while signals.recv().is_ok() {
        // More writes may follow at once; a closed channel ends the wait, and the last sync is done all the same.
        let until = Instant::now() + COLLECT;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Err(RecvTimeoutError::Disconnected) = signals.recv_timeout(left) {
                break;
            }
        }
        if let Some(folder) = folder.take() {
            let _ = folder.sync_all(); // Some file systems cannot.
        }
        if let Err(error) = file.sync_data() {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
    }
}
