//! The requirements: moving, filtering, and recording states.

use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::verify;

/// Arrows, page keys, Home and End.
pub fn go(app: &mut App, command: Command) {
    let rows = verify::rows(app);
    let last = rows.len().saturating_sub(1);
    let here = app.verify.index(&rows);
    let next = match command {
        Command::Down => (here + 1).min(last),
        Command::Up => here.saturating_sub(1),
        Command::First => 0,
        Command::Last => last,
        Command::PageDown => {
            app.verify.scroll += 5;
            return;
        }
        Command::PageUp => {
            app.verify.scroll = app.verify.scroll.saturating_sub(5);
            return;
        }
        _ => here,
    };
    let at = rows.get(next).map(|row| row.id.clone());
    if app.verify.at != at {
        app.verify.scroll = 0;
    }
    app.verify.at = at;
}

/// Enter.
pub fn open(_app: &mut App) {}
