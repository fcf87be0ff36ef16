//! The walk-through: next, back, answer, decide, park, note.

use crate::tui::app::App;
use crate::tui::command::Command;

/// Arrows.
pub fn go(_app: &mut App, _command: Command) {}

/// Enter.
pub fn open(_app: &mut App) {}

/// Nobody here knows: who finds out?
pub fn find_out(_app: &mut App) {}
