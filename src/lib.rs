//! Bartizan: a terminal assistant for threat modelling machine-learning systems.
//!
//! Everything in the program is one of five values, or a function from one to another:
//!
//! ```text
//!    ThreatModel ──(+ Catalog, date)──▶ Assessment ──▶ Report ──▶ PDF · Markdown · HTML
//!        ▲   │                                           ▲        (one list of blocks, three renderers)
//!  Change│   └──────▶ Layout ────────────────────────────┘
//!        │              └──▶ canvas · text · SVG
//!  terminal · command line · import of diagrams · merge with the file on disk · recovery
//! ```
//!
//! What the team drew, answered and decided is the [`ThreatModel`](model::ThreatModel), and nothing else is stored. It changes only
//! by a [`Change`](model::Change), from which undo, the crash journal, differences and merges follow. All the rest is worked out anew.
//!
//! # The rooms
//!
//! - [`model`]: the document, its changes (undo, difference, merge), one human step as a line of text, and the file's text.
//! - [`catalog`]: what is known (kinds, facts, threats with their rules, requirements, standards): read, layered, validated.
//! - [`analysis`]: what follows from the two: verdicts with proofs, risk, coverage and levels, questions, the agenda of a review.
//! - [`layout`]: where everything is drawn, on an integer grid; and the drawing as text and SVG.
//! - [`exchange`]: diagrams of other tools (Mermaid, Graphviz), read into steps of ours.
//! - [`report`]: the report as a list of blocks, and its renderers: PDF, Markdown, HTML. Bytes, never files.
//! - [`store`]: files: read, write atomically, lock, journal, recover; where things live on this machine; the clock.
//! - [`tui`]: the terminal: state, update, view.
//! - [`cli`]: the command line, one file for each subcommand; `main.rs` only calls [`cli::run`].
//!
//! Beside them: `catalogs/` (what is known, as RON, built in), `samples/` (whole systems), `tests/` (through the public surface; whole
//! journeys in a pseudo-terminal), `benches/`.
//!
//! An arrow goes only downwards: `tui`, `cli` → `report`, `exchange`, `store` → `analysis`, `layout` → `catalog` → `model`.
//! Nothing below `tui` knows ratatui, nothing outside `report` knows printpdf, nothing outside `cli` knows clap, and below
//! `store` there is no file, clock, environment or terminal. `tests/architecture.rs` keeps these rules.
//!
//! # Where to start reading
//!
//! [`model::ThreatModel`], then [`model::Change`], then [`analysis::assess`]; after these the `mod.rs` of the room in question, which says
//! where to go on.
//!
//! # Where to add
//!
//! - **A threat.** `catalogs/threats/ID.ron` (`catalogs/README.md` says how a rule is judged), its line in `built_in!` of
//!   `src/catalog/load.rs`, the kinds that it starts at (`threats` in `catalogs/kinds.ron`, or its own `starts_at`), what mitigates it
//!   (`mitigates` in `catalogs/requirements.ron`). Tests: the list of ids in `tests/catalog_whole.rs`, a file in `tests/rules/`,
//!   `catalogs/scenarios.ron`. The matrix, the register and the report take it from the catalogue.
//! - **A report format.** [`report::Format`] with its `ALL`, `extension` and `title`, an arm in `src/report/make.rs`, a renderer of
//!   [`report::blocks`] beside `src/report/markdown.rs`. Command line and terminal offer what `ALL` has.
//! - **A diagram format to read.** A reader beside `src/exchange/dot.rs` that gives an [`exchange::Diagram`], a variant of
//!   [`exchange::Format`] (`src/exchange/diagram.rs`), and in `src/exchange/mod.rs` a `Language`, its name in fences (`fenced`), how it
//!   begins (`language_of`) and its arm in `read_all`.
//! - **A subcommand.** A file in `src/cli/`, and in `src/cli/mod.rs` its `mod`, its variant of `Command` and its arm in `carry_out`; what
//!   other programs call it in `src/cli/misspelt.rs`; the list of subcommands in `tests/cli_commands/using.rs`, the table in `README.md`.
//! - **A command of the terminal.** A variant and a row in [`tui::command`], and an arm in [`tui::update`]. The README's table of keys is
//!   written by `BARTIZAN_WRITE_README=1 cargo test --test tui_readme`.
//! - **A screen of the terminal.** The list stands at the head of [`tui`].

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
