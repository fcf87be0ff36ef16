//! The terminal: state, update, view. Only this room knows ratatui and crossterm.
//!
//! - **State** is [`app::App`], and one file here for each screen and thing that it shows ([`verify`], [`panel`], …). Data and questions
//!   about it, no drawing.
//! - **Update** is [`update::update`]: from a message (a key, the mouse, an answer of a worker) and the state to the next state and
//!   [`message::Effect`]s as data. A key becomes a [`command::Command`] by the one table in [`command`], which also feeds help, hints,
//!   palette and README. Every change of the document goes through `Op` and `Change` of `model`, and is in the journal before it is on the
//!   screen.
//! - **View** is [`view::draw`]: draws the state and never changes it. The mouse asks it what stands where.
//! - **Run** is the loop: it opens the document, reads events, performs effects, and hands what came of them to update. Files and the
//!   clock are only here, but for the worker of `export`, which reads the files a report names, and the thread of `derived`.
//!
//! Start at [`app::App`], then [`command::COMMANDS`], then [`update::update`].
//!
//! # Where a new screen goes
//!
//! Its state here (`NAME.rs`), its commands at work in `update/NAME.rs`, its drawing in `view/NAME.rs`; then these, of which only the
//! ones with a `match` over every screen are told by the compiler:
//!
//! 1. `app.rs`: a variant of `Screen` (before `Start`), `ALL`, `name`; its field of `App`; `scroll_mut`; what `remember` keeps in a `Spot`;
//! 2. `app/here.rs`: `place`, `finding_here`;
//! 3. `command.rs`: a `Place` with `ALL` and `name`, a `Command` that shows it; `command/table.rs`: the rows;
//! 4. `update/mod.rs`: `run_command`, `step_back`, `way_back`, `open_here`; `update/moving.rs`: `go`;
//!    `update/clicks.rs`: `on_list`, and its bars;
//! 5. `areas.rs`: its rectangles; `view/mod.rs`: `draw`; `view/bars.rs`: its scroll bars; `view/title.rs`: `short`; `view/hints.rs`:
//!    what is said under it.

pub mod app;
pub mod areas;
mod canvas;
pub mod command;
pub mod config;
mod cycle;
mod derived;
pub mod drafts;
mod drawing_line;
mod export;
mod field;
mod folding;
mod interaction;
pub mod keymap;
pub mod layout_jobs;
pub mod matrix;
pub mod message;
pub mod modal;
pub mod palette;
pub mod panel;
mod report;
pub mod review;
mod run;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod threats;
mod tour;
pub mod update;
pub mod verify;
pub mod view;
mod visible_drawing;
mod wrap;

pub use run::{CatalogOf, Options, TuiError, run};
