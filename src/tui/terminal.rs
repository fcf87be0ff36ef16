//! The terminal itself: taken over, and given back whatever happens.
//!
//! Given back at the end, on a panic, on SIGTERM, SIGHUP and SIGINT, and before a suspend. crossterm never returns from
//! reading once its terminal is gone, so a signal ends the process from a thread of its own; nothing is lost by that,
//! since every change is in the journal before it is on the screen.

use std::io::{self, Stdout, Write as _};
use std::sync::{Arc, Mutex, Once};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, terminal};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

/// A terminal that ratatui draws on.
pub type Screen = Terminal<CrosstermBackend<Stdout>>;

/// The terminal, as long as it is ours.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<(Self, Screen)> {
        restore_on_panic();
        // Our own theme decides on colours; crossterm's look at NO_COLOR would wipe bold and reverse as well.
        crossterm::style::force_color_output(true);
        let screen = take_over()?;
        Ok((Self(()), screen))
    }

    /// Gives the terminal back, stops the process until the shell continues it, and takes the terminal over again.
    #[allow(
        clippy::unused_self,
        reason = "only who holds the terminal may give it back for a while"
    )]
    pub fn suspend(&self) -> io::Result<Screen> {
        give_back();
        signal_hook::low_level::raise(SIGTSTP)?;
        take_over()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take_over() -> io::Result<Screen> {
    enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(
        out,
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste,
        cursor::Hide
    )?;
    blank(terminal::size()?)
}

/// A blank screen of that size.
///
/// Cleared by hand, and made anew when the window changes: ratatui's own clear and resize ask the terminal where its cursor
/// is, and wait for an answer that some terminals never give.
pub fn blank((width, height): (u16, u16)) -> io::Result<Screen> {
    let mut out = io::stdout();
    execute!(out, Clear(ClearType::All))?;
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    Terminal::with_options(CrosstermBackend::new(out), TerminalOptions { viewport })
}

/// Leaves every mode that was entered. Failures are of no use to anyone: the terminal may be gone.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back();
            before(info);
            let text = "Bartizan stopped by a defect of its own. Your work is in the journal: start it again to recover.";
            let _ = writeln!(io::stderr(), "{text}");
        }));
    });
}

/// Held by whoever writes a file, so that a signal does not end the process halfway.
pub type Writing = Arc<Mutex<()>>;

/// Ends the process in order when a signal says so.
pub fn end_on_signals(writing: &Writing) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT])?;
    let writing = Arc::clone(writing);
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            if let Some(signal) = signals.forever().next() {
                for _ in 0..50 {
                    if writing.try_lock().is_ok() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                give_back();
                std::process::exit(128 + signal);
            }
        })?;
    Ok(())
}
