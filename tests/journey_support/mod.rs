//! A person at a terminal: starts the real program in a pseudo-terminal, waits for text, and names actions, not keys.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use bartizan::model::ThreatModel;
use bartizan::store;
use bartizan::tui::command::{COMMANDS, Command, Place};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program.
pub const BARTIZAN: &str = env!("CARGO_BIN_EXE_bartizan");

/// The program in a window.
pub struct Window {
    screen: Arc<Mutex<vt100::Parser>>,
    /// How many bytes the program has written to the terminal.
    written: Arc<AtomicUsize>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

/// A folder with a copy of a sample, and a place for journals.
pub struct Home {
    pub folder: tempfile::TempDir,
}

/// The document in a file.
pub fn read(file: &Path) -> ThreatModel {
    store::load(file).unwrap().model
}

impl Home {
    /// An empty home.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A home with a copy of the card-fraud sample; gives its path too.
    pub fn with_sample() -> (Self, PathBuf) {
        let home = Self::new();
        let file = home.folder.path().join("card-fraud.ron");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/card-fraud.ron");
        std::fs::copy(sample, &file).unwrap();
        (home, file)
    }

    /// Opens a file in a window of that size.
    pub fn open(&self, file: &Path, columns: u16, rows: u16) -> Window {
        self.open_with(&[file.to_str().unwrap()], &[], columns, rows)
    }

    /// Opens a file, types something, and closes the window when the screen shows a text. Waits for the program to end.
    ///
    /// Nothing may hold the window open here, so there is no thread that reads.
    pub fn close_after(&self, file: &Path, typed: &str, shown: &str) {
        let (mut child, master) = self.start(BARTIZAN, &[file.to_str().unwrap()], &[], 80, 24);
        let mut reader = master.try_clone_reader().unwrap();
        let mut writer = master.take_writer().unwrap();
        let mut parser = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        let mut read_until = |text: &str| {
            let mut bytes = [0; 4096];
            while !parser.screen().contents().contains(text) {
                let count = reader.read(&mut bytes).unwrap();
                parser.process(&bytes[..count]);
            }
        };
        read_until("? help");
        writer.write_all(typed.as_bytes()).unwrap();
        writer.flush().unwrap();
        read_until(shown);
        drop((reader, writer, master));
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(
                start.elapsed() < PATIENCE,
                "the program lives on without a window"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn start(
        &self,
        program: &str,
        args: &[&str],
        env: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> (Box<dyn Child + Send + Sync>, Box<dyn MasterPty + Send>) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("HOME", self.folder.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("USER", "ann");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in env {
            command.env(name, value);
        }
        command.args(args);
        command.cwd(self.folder.path());
        let child = pair.slave.spawn_command(command).unwrap();
        (child, pair.master)
    }

    /// Starts the program with arguments and more of an environment.
    pub fn open_with(
        &self,
        args: &[&str],
        env: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Window {
        self.open_program(BARTIZAN, args, env, columns, rows)
    }

    /// Starts any program in a window.
    pub fn open_program(
        &self,
        program: &str,
        args: &[&str],
        env: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Window {
        let (child, master) = self.start(program, args, env, columns, rows);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            rows.try_into().unwrap(),
            columns.try_into().unwrap(),
            0,
        )));
        let mut reader = master.try_clone_reader().unwrap();
        let parser = Arc::clone(&screen);
        let written = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&written);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                parser.lock().unwrap().process(&bytes[..count]);
                counted.fetch_add(count, Ordering::SeqCst);
            }
        });
        let writer = master.take_writer().unwrap();
        Window {
            screen,
            written,
            writer,
            master,
            child,
        }
    }
}

impl Window {
    /// The screen as text.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// How many bytes the program has written so far.
    pub fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }

    /// The processor time that the program has used, in ticks of a hundredth of a second; none where the system does not tell.
    pub fn ticks(&self) -> Option<u64> {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        // The name may hold blanks; what follows its bracket does not. User and system time are the 12th and 13th from there.
        let rest = stat.rsplit(')').next()?;
        let mut numbers = rest.split_whitespace().skip(11);
        let user: u64 = numbers.next()?.parse().ok()?;
        let system: u64 = numbers.next()?.parse().ok()?;
        Some(user + system)
    }

    /// Waits until the program has written nothing for a while.
    pub fn settle(&self) -> &Self {
        let start = Instant::now();
        let mut before = self.written();
        loop {
            thread::sleep(Duration::from_millis(700));
            let now = self.written();
            if now == before {
                return self;
            }
            before = now;
            assert!(start.elapsed() < PATIENCE, "the program never rests");
        }
    }

    /// Waits until the screen shows a text.
    pub fn wait(&self, text: &str) -> &Self {
        self.wait_until(&format!("`{text}` to be shown"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits until the status line begins with a text.
    pub fn wait_status(&self, text: &str) -> &Self {
        self.wait_until(&format!("`{text}` in the status line"), |screen| {
            let row = screen.lines().rev().nth(1).unwrap_or_default();
            row.trim_start().starts_with(text)
        })
    }

    /// Waits until the screen shows a text no more.
    pub fn wait_gone(&self, text: &str) -> &Self {
        self.wait_until(&format!("`{text}` to go"), |screen| !screen.contains(text))
    }

    fn wait_until(&self, what: &str, done: impl Fn(&str) -> bool) -> &Self {
        let start = Instant::now();
        loop {
            let text = self.text();
            if done(&text) {
                return self;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "waited in vain for {what}; the screen:\n{text}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Does an action in a place, with its first key.
    pub fn act(&mut self, place: Place, command: Command) -> &mut Self {
        let row = COMMANDS
            .iter()
            .find(|row| row.command == command && row.places.contains(&place));
        let row = row.unwrap_or_else(|| panic!("{command:?} does not work in {place:?}"));
        for key in row.keys[0].split(' ') {
            self.send(&bytes(key));
        }
        self
    }

    /// Adds a component by its kind and name, after the selected one or alone.
    pub fn add(&mut self, how: Command, kind: &str, name: &str) -> &mut Self {
        let title = match how {
            Command::AddAfter => "Add after",
            _ => "Add a component",
        };
        self.act(Place::Canvas, how).wait(title);
        self.type_in(kind)
            .act(Place::Picker, Command::Accept)
            .wait("Name of the new");
        self.type_in(name)
            .act(Place::Prompt, Command::Accept)
            .wait_gone("Name of the new");
        self
    }

    /// Leaves the program, which has nothing to ask; the terminal has its own back.
    pub fn leave(&mut self) {
        self.act(Place::Anywhere, Command::Quit);
        assert_eq!(self.end(), 0);
        assert!(self.is_given_back());
    }

    /// Saves and leaves.
    pub fn save_and_leave(&mut self) {
        self.act(Place::Anywhere, Command::Save).wait("saved to");
        self.leave();
    }

    /// The column and the row of a text on the screen, both from 1 as the mouse counts them.
    pub fn place_of(&self, text: &str) -> (usize, usize) {
        let shown = self.text();
        let (row, line) = shown
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(text))
            .unwrap_or_else(|| panic!("no {text} on\n{shown}"));
        let before = &line[..line.find(text).unwrap()];
        (before.chars().count() + 1, row + 1)
    }

    /// Clicks on a text on the screen.
    pub fn click(&mut self, text: &str) -> &mut Self {
        self.wait(text);
        let (x, y) = self.place_of(text);
        self.send(format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m").as_bytes())
    }

    /// Types a text.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        self.send(text.as_bytes())
    }

    /// Goes to a component by its name.
    pub fn go_to(&mut self, name: &str) -> &mut Self {
        self.act(Place::Anywhere, Command::Search);
        self.wait("Search");
        self.type_in(name);
        self.act(Place::Picker, Command::Accept);
        self.wait_gone("type a name, a kind");
        self
    }

    /// Does a step on the `:` line.
    pub fn step(&mut self, line: &str) -> &mut Self {
        self.act(Place::Anywhere, Command::CommandLine);
        self.wait("do it");
        self.type_in(line);
        self.act(Place::CommandLine, Command::Accept);
        self.wait_gone("do it");
        self
    }

    pub fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Changes the size of the window; the emulator first, or it would lose the top row.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    /// Sends a signal.
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Waits for the end, and gives the exit code.
    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What was written last may still be on its way to the emulator.
                thread::sleep(Duration::from_millis(50));
                return status.exit_code();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "the program does not end; the screen:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether the terminal is as it was before.
    pub fn is_given_back(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        !screen.alternate_screen()
            && !screen.bracketed_paste()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a terminal sends for a key.
fn bytes(key: &str) -> Vec<u8> {
    if let Some(letter) = key.strip_prefix("Ctrl-") {
        return vec![letter.as_bytes()[0] & 0x1f];
    }
    match key {
        "Enter" => b"\r".to_vec(),
        "Esc" => b"\x1b".to_vec(),
        "Tab" => b"\t".to_vec(),
        "Shift-Tab" => b"\x1b[Z".to_vec(),
        "Space" => b" ".to_vec(),
        "Up" => b"\x1b[A".to_vec(),
        "Down" => b"\x1b[B".to_vec(),
        "Right" => b"\x1b[C".to_vec(),
        "Left" => b"\x1b[D".to_vec(),
        "Home" => b"\x1b[H".to_vec(),
        "End" => b"\x1b[F".to_vec(),
        "PageDown" => b"\x1b[6~".to_vec(),
        "PageUp" => b"\x1b[5~".to_vec(),
        "Backspace" => b"\x7f".to_vec(),
        key => key.as_bytes().to_vec(),
    }
}

impl Window {
    /// Whether a text on the screen is in reverse.
    pub fn emphasis(&self, text: &str) -> bool {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
        (0..rows).any(|row| {
            let line = screen.contents_between(row, 0, row, columns);
            line.find(text).is_some_and(|at| {
                let column = u16::try_from(line[..at].chars().count()).unwrap();
                screen.cell(row, column).is_some_and(vt100::Cell::inverse)
            })
        })
    }

    /// Whether the program has asked for the mouse.
    pub fn mouse_is_ours(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    /// Whether an empty cell has a colour behind it.
    pub fn has_ground(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        let last = screen.size().0.get() - 3;
        let cell = screen.cell(last, screen.size().1.get() - 1);
        cell.is_some_and(|cell| cell.bgcolor() != vt100::Color::Default)
    }

    /// Whether anything on the screen has a colour.
    pub fn has_colour(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
        (0..rows).any(|row| {
            (0..columns).any(|column| {
                let cell = screen.cell(row, column);
                cell.is_some_and(|cell| {
                    cell.fgcolor() != vt100::Color::Default
                        || cell.bgcolor() != vt100::Color::Default
                })
            })
        })
    }
}
