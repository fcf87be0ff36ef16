//! What follows: a pure function of document, catalogue and date. Knows `model` and `catalog`.
//!
//! Start at [`assess`]; [`Assessment`] is what comes out. On the way: `graph` (the drawing), `groups` (kinds that go together),
//! `facts` (what components say), `derived` (what the drawing says), `program` (the rules made ready for one document),
//! `sets` and `judge` (judging them), `prove` (why a verdict stands), `rate` (risk), `coverage` (requirements and levels),
//! `questions` (what to ask next), `outcomes` (what an answer would change), `mlsvs` (what to build, what to agree),
//! `words` (proofs as people read them).

mod assess;
mod assessment;
mod coverage;
mod derived;
mod expectations;
mod facts;
mod graph;
mod groups;
mod judge;
mod kleene;
pub mod mlsvs;
mod outcomes;
mod program;
mod proof;
mod prove;
mod questions;
mod rate;
mod sets;
mod words;

pub use assess::assess;
pub use assessment::{
    Asked, Assessment, Badge, Coverage, Finding, MissingFlow, NotApplicable, Prompt, Question,
    Rating, RatingStep, RequirementState, Risk, Role, Treatment, Verdict,
};
pub use expectations::{Miss, run_expectations};
pub use kleene::Truth;
pub use outcomes::{Outcome, Standing, try_answers};
pub use proof::{Claim, Ground, Premise, Proof};
pub use words::in_words;
