//! Three-valued logic: yes, no, and "nobody knows yet".

use std::ops::Not;

/// A truth value in Kleene's strong logic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Certainly not.
    False,
    /// Undecided.
    Unknown,
    /// Certainly.
    True,
}

impl Truth {
    /// True if both are, false if one is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// True if one is, false if both are.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether it is certain.
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether its opposite is certain.
    #[must_use]
    pub fn is_false(self) -> bool {
        self == Self::False
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(maybe: Option<bool>) -> Self {
        maybe.map_or(Self::Unknown, Self::from)
    }
}

impl Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}
