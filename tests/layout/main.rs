//! The layout engine through its public face: no fault in any drawing, good figures, golden pictures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::assigning_clones,
    missing_docs
)]

mod clear;
mod edits;
mod faults;
mod figures;
mod graphs;
mod pictures;
mod properties;
#[path = "../steady/mod.rs"]
mod steady;
