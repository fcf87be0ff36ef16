//! The rules of the ten threats, sentence by sentence, on the smallest drawing that shows each (facts.md 5).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../draw/mod.rs"]
mod draw;

mod editions;
mod ml01;
mod ml02;
mod ml03;
mod ml04;
mod ml05;
mod ml06;
mod ml07;
mod ml08;
mod ml09;
mod ml10;
mod rating;
mod reasons;
mod records;
mod survey;
mod unknown;
