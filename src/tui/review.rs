//! Where the walk-through of a workshop stands. Pure.

/// Where the Review screen stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {}
