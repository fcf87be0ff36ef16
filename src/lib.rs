//! Bartizan: a terminal assistant for threat modelling machine-learning systems.
//!
//! Everything in the program is one of five values, or a function from one to another:
//!
//! ```text
//!    ThreatModel ──(+ Catalog, date)──▶ Assessment ──▶ Report ──▶ PDF · Markdown
//!        ▲   │                                           ▲
//!  Change│   └──────▶ Layout ────────────────────────────┘
//!        │              └──▶ canvas · text
//!  terminal · command line · recovery
//! ```
//!
//! # The rooms
//!
//! An arrow goes only downwards: `tui`, `cli` → `report`, `exchange`, `store` → `analysis`, `layout` → `catalog` → `model`.
//! Nothing below `tui` knows ratatui, nothing outside `report` knows printpdf, nothing outside `cli` knows clap, and below
//! `store` there is no file, clock, environment or terminal. `tests/architecture.rs` keeps these rules.
//!
//! Start reading at [`model::ThreatModel`], then [`model::Change`], then [`analysis::assess`].

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod analysis;
pub mod catalog;
pub mod cli;
pub mod exchange;
pub mod layout;
pub mod model;
pub mod report;
pub mod store;
pub mod tui;
