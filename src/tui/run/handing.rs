//! What is handed to programs outside: a text to the clipboard or to an editor, a folder to the desktop.

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

/// Lets the person edit a text in an editor of their own, which has the terminal meanwhile.
pub(super) fn edit(text: &str, folder: &Path) -> Result<String, String> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
        .ok_or("set $VISUAL or $EDITOR to the editor that you like")?;
    let name = format!("bartizan-{}.md", std::process::id());
    // A folder that nobody else may read: a reason can be as private as the document.
    let file = folder.join(name);
    let failed = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    crate::store::write_atomic(&file, text.as_bytes())
        .map_err(|error| failed("the editor was not started", &error))?;
    // An editor may come with arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let status = Command::new(words.next().unwrap_or("vi"))
        .args(words)
        .arg(&file)
        .status();
    let edited = std::fs::read_to_string(&file);
    let _ = std::fs::remove_file(&file);
    match status {
        Ok(status) if status.success() => {
            edited.map_err(|error| failed("what was edited cannot be read", &error))
        }
        Ok(_) => Err(format!("`{editor}` gave up, so the text is as it was")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(format!(
            "there is no program `{}`: set $VISUAL or $EDITOR to the editor that you like",
            editor.split_whitespace().next().unwrap_or_default()
        )),
        Err(error) => Err(failed(&format!("`{editor}` cannot be started"), &error)),
    }
}

impl Desk {
    /// Puts a text on the clipboard of the terminal, which may sit on another machine.
    pub(super) fn copy(&mut self, text: &str) -> Option<Msg> {
        let command = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        match crossterm::execute!(std::io::stdout(), command) {
            Ok(()) => {
                // What has several lines was told already, in fewer words than it has.
                if text.lines().count() < 2 {
                    self.app.say(format!("copied: {text}"));
                }
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
