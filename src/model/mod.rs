//! The document: what the team drew, answered and decided.
