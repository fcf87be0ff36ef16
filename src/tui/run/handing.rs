//! What is handed to programs outside: a text to the clipboard, a folder to the desktop.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::tui::message::Msg;

use super::Desk;

/// The program that opens a folder.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

impl Desk {
    /// Puts a text on the clipboard of the terminal, which may sit on another machine.
    pub(super) fn copy(&mut self, text: &str) -> Option<Msg> {
        let command = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        match crossterm::execute!(std::io::stdout(), command) {
            Ok(()) => {
                self.app.say(format!("copied: {text}"));
                None
            }
            Err(error) => Some(Msg::Trouble(format!("not copied: {error}"))),
        }
    }

    /// Opens the folder of a file. Over a line to another machine there may be no desktop; then the path is said.
    pub(super) fn open_folder(&mut self, path: &Path) -> Option<Msg> {
        let folder = path.parent().unwrap_or(path);
        let started = Command::new(OPENER)
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(mut child) => {
                // Waited for, so that it does not stay behind as a zombie.
                let _ = thread::Builder::new().spawn(move || child.wait());
                self.app.say(format!("opening {}", folder.display()));
                None
            }
            Err(_) => Some(Msg::Trouble(format!(
                "nothing here opens folders; the report is {}",
                path.display()
            ))),
        }
    }
}
