//! What follows: a pure function of document, catalogue and date. Knows `model` and `catalog`.
//!
//! Start at [`assess`]; [`Assessment`] is what comes out, with `finding` (a threat at a component) and `asked` (what is not
//! known) in it. On the way: `graph` (the drawing), `groups` (kinds that go together), `facts` (what components say), `derived`
//! (what the drawing says), `program` (the rules made ready for one document), `sets` and `judge` (judging them), `prove` (why a
//! verdict stands), `counted` (whose controls count for it), `rate`, `rating` and `strength` (risk), `coverage` (requirements and
//! levels), `questions` and `moves` (what to ask next), `reopened` (decisions that count no more), `agenda` (what to walk through
//! in a review), `waiting` (who finds out), `sitting` (what a review settled), `outcomes` (what an answer would change),
//! `ways_out` (what would settle a finding for good), `mlsvs` (what to build, what to agree), `words` (proofs as people read
//! them).

mod agenda;
mod asked;
mod assess;
mod assessment;
mod contradictions;
mod counted;
mod coverage;
mod derived;
mod expectations;
mod facts;
mod finding;
mod graph;
mod groups;
mod judge;
mod kleene;
mod ladder;
pub mod mlsvs;
mod moves;
mod outcomes;
mod program;
mod proof;
mod prove;
mod questions;
mod rate;
mod rating;
mod reopened;
mod sets;
mod sitting;
mod strength;
mod waiting;
mod ways_out;
mod words;

pub use agenda::{Item, Subject, Topic, agenda};
pub use asked::{Asked, FlowAttribute, Lack, MissingFlow, Prompt, Question};
pub use assess::assess;
pub use assessment::{Assessment, Badge, Coverage, RequirementState, percent};
pub use expectations::{Miss, run_expectations};
pub use finding::{Finding, NotApplicable, Risk, Role, Verdict};
pub use graph::crosses;
pub use kleene::Truth;
pub use ladder::{AtPlace, Rung, at_places, ladder};
pub use outcomes::{Outcome, Standing, can_be_tried, try_answers, try_questions};
pub use proof::{Claim, Ground, Premise, Proof};
pub use questions::question_about;
pub use rating::{Effect, EndOfScale, Limit, MOST_POINTS, Rating, RatingStep, Treatment};
pub use reopened::Reopened;
pub use sitting::{Answered, Sitting};
pub use waiting::{Waiting, assumption_id_of, find_out, is_waiting_question, waiting};
pub use ways_out::{WayOut, WaysOut, ways_out};
pub use words::in_words;
