//! The terminal itself: taken over, and given back whatever happens.
//!
//! Given back at the end, on a panic, on SIGTERM, SIGHUP, SIGINT and SIGQUIT, and before a suspend; taken over again when a
//! stopped process goes on. crossterm never returns from
//! reading once its terminal is gone, so a signal ends the process from a thread of its own; nothing is lost by that,
//! since every change is in the journal before it is on the screen.

use std::io::{self, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Once};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue, terminal};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

/// A terminal that ratatui draws on.
pub type Screen = Terminal<CrosstermBackend<Stdout>>;

/// How many columns the terminal has, for those who only print into it.
#[must_use]
pub fn width() -> Option<usize> {
    let (columns, _) = terminal::size().ok()?;
    Some(usize::from(columns))
}

/// The terminal, as long as it is ours.
#[derive(Debug)]
pub struct Guard {
    mouse: bool,
}

impl Guard {
    /// Takes the terminal over; the mouse only where that is wanted.
    pub fn enter(mouse: bool) -> io::Result<(Self, Screen)> {
        restore_on_panic();
        // Our own theme decides on colours; crossterm's look at NO_COLOR would wipe bold and reverse as well.
        crossterm::style::force_color_output(true);
        let guard = Self { mouse };
        let screen = guard.take_over()?;
        Ok((guard, screen))
    }

    /// Gives the terminal back, stops the process until the shell continues it, and takes the terminal over again.
    pub fn suspend(&self) -> io::Result<Screen> {
        give_back();
        signal_hook::low_level::raise(SIGTSTP)?;
        let screen = self.take_over();
        was_continued();
        screen
    }

    /// Gives the terminal back while something else works with it, and takes it over again.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> io::Result<(T, Screen)> {
        give_back();
        let result = work();
        Ok((result, self.take_over()?))
    }

    fn take_over(&self) -> io::Result<Screen> {
        enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        let mut out = io::stdout();
        execute!(
            out,
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableFocusChange,
            cursor::Hide
        )?;
        if self.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        blank(terminal::size()?)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
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

/// Draws a frame that the terminal shows as a whole, where it can: half of one would tear. Others take no notice.
pub fn draw(screen: &mut Screen, frame: impl FnOnce(&mut Frame)) -> io::Result<()> {
    queue!(io::stdout(), BeginSynchronizedUpdate)?;
    let drawn = screen.draw(frame).map(drop);
    execute!(io::stdout(), EndSynchronizedUpdate)?;
    drawn
}

/// Whether the terminal is ours now. Given back twice, the second time would put the cursor over what was said meanwhile.
static OURS: AtomicBool = AtomicBool::new(false);

/// Leaves every mode that was entered. Failures are of no use to anyone: the terminal may be gone.
fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        DisableFocusChange,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Only where the thread that draws panics: one that does not, such as an export, tells of it in the status line.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    let draws = thread::current().id();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().id() != draws {
                return;
            }
            give_back();
            before(info);
            let text = "Bartizan stopped by a defect of its own. Your work is in the journal: start it again to recover.";
            let _ = writeln!(io::stderr(), "{text}");
        }));
    });
}

/// Whether the process was stopped and goes on since this was last asked: the shell has put the terminal into its own modes
/// meanwhile, also where the process was not asked before (SIGSTOP).
pub fn was_continued() -> bool {
    CONTINUED.swap(false, Ordering::SeqCst)
}

static CONTINUED: AtomicBool = AtomicBool::new(false);

/// Held by whoever writes a file, so that a signal does not end the process halfway.
pub type Writing = Arc<Mutex<()>>;

/// Ends the process in order when a signal says so.
pub fn end_on_signals(writing: &Writing) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGCONT])?;
    let writing = Arc::clone(writing);
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            for signal in signals.forever() {
                if signal == SIGCONT {
                    CONTINUED.store(true, Ordering::SeqCst);
                    continue;
                }
                for _ in 0..50 {
                    if writing.try_lock().is_ok() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                give_back();
                if signal != SIGHUP {
                    // The window is still there; that nobody reads it is no reason to fail.
                    let text = "bartizan: ended; unsaved work is kept, and offered when the file is opened";
                    let _ = writeln!(io::stderr(), "{text}");
                }
                std::process::exit(128 + signal);
            }
        })?;
    Ok(())
}
