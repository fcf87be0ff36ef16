//! The terminal: state, update, view. Only this room knows ratatui and crossterm.
//!
//! A key becomes a [`command::Command`] by the one table in [`command`]; [`update::update`] turns it into a change of the
//! document or of what is shown, and gives [`message::Effect`]s as data; `run` performs them; [`view::draw`] draws the
//! state and never changes it. Every change goes through `Op` and `Change` of `model`, and is in the journal before it is
//! on the screen.
//!
//! Start at [`app::App`], then [`command::COMMANDS`], then [`update::update`].

pub mod app;
pub mod areas;
mod canvas;
pub mod command;
pub mod config;
mod derived;
pub mod drafting;
mod drawn;
mod export;
mod field;
mod folding;
mod folio;
mod hands;
pub mod keymap;
pub mod matrix;
pub mod message;
pub mod modal;
pub mod palette;
pub mod panel;
mod quick;
pub mod register;
pub mod review;
mod run;
pub mod start;
pub mod terminal;
pub mod theme;
mod tour;
mod turning;
pub mod unkept;
pub mod update;
pub mod verify;
pub mod view;
mod wrap;

pub use run::{CatalogOf, Options, TuiError, run};
