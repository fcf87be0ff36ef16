//! The closed sets and ranges that documents use: levels, editions, trust, states, scores.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

/// A verification level, 1 to 3, cumulative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// Any ML system in use.
    #[default]
    One,
    /// Sensitive data, regulated use or a motivated adversary.
    Two,
    /// Safety-critical or high value.
    Three,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// The level as a number, 1 to 3.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

impl TryFrom<u8> for Level {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.number() == number)
            .ok_or_else(|| format!("{number} is not a level; levels are 1, 2 and 3"))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(u8::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// An edition of the OWASP Machine Learning Security Top 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Edition {
    /// The 0.2 draft of August 2023.
    #[default]
    V02,
    /// The 0.3 draft, which renames four threats and rewrites ML06.
    V03,
}

impl Edition {
    /// All editions, oldest first.
    pub const ALL: [Self; 2] = [Self::V02, Self::V03];

    /// The edition's number as text, as in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V02 => "0.2",
            Self::V03 => "0.3",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Edition {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not an edition; editions are 0.2 and 0.3"))
    }
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// How far a trust zone is trusted: 0 internet or physical world, 1 external account, partner or customer device,
/// 2 corporate, 3 ML or production core (facts.md 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trust(u8);

impl Trust {
    /// The highest trust.
    pub const MAX: u8 = 3;

    /// A trust of 0 to 3.
    pub fn new(number: u8) -> Result<Self, String> {
        if number <= Self::MAX {
            Ok(Self(number))
        } else {
            Err(format!("{number} is not a trust; trust is 0, 1, 2 or 3"))
        }
    }

    /// The number, 0 to 3.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether what stands here is outside our control: trust 0 or 1.
    #[must_use]
    pub fn is_external(self) -> bool {
        self.0 <= 1
    }

    /// What the number stands for, in a few words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self.0 {
            0 => "internet or physical world",
            1 => "partner, vendor or customer device",
            2 => "corporate",
            _ => "production core",
        }
    }
}

impl Serialize for Trust {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for Trust {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// What the team does about a finding (its treatment).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionStatus {
    /// Nothing yet.
    Open,
    /// Lower the risk by controls.
    Mitigate,
    /// Live with it.
    Accept,
    /// Another party carries it.
    Transfer,
    /// Change the system so that it cannot happen.
    Avoid,
    /// The finding does not fit this system.
    NotApplicable,
}

/// The state of a verification requirement (facts.md 6.2). Absent is "not assessed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlStatus {
    /// In place, and someone has looked: needs evidence, assessor and date.
    Verified,
    /// In place.
    Implemented,
    /// Agreed, not in place.
    Planned,
    /// Assessed and missing.
    NotMet,
    /// Does not fit; needs a reason.
    NotApplicable,
}

/// Whether an assumption still holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionStatus {
    /// Nobody has checked.
    #[default]
    Unconfirmed,
    /// Somebody has checked and it holds.
    Confirmed,
    /// It does not hold.
    Rejected,
}

macro_rules! closed_set {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// Every member, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as in files and commands.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The name as people read it.
            #[must_use]
            pub fn in_words(self) -> String {
                self.as_str().replace('_', " ")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text).ok_or_else(|| {
                    let all: Vec<&str> = Self::ALL.iter().map(|one| one.as_str()).collect();
                    format!("`{text}` is not one of {}", all.join(", "))
                })
            }
        }
    };
}

closed_set!(DecisionStatus {
    Open = "open",
    Mitigate = "mitigate",
    Accept = "accept",
    Transfer = "transfer",
    Avoid = "avoid",
    NotApplicable = "not_applicable",
});

impl DecisionStatus {
    /// Whether it ends the work on a finding without lowering its risk. Such a decision needs who took it and why.
    #[must_use]
    pub fn closes(self) -> bool {
        !matches!(self, Self::Open | Self::Mitigate)
    }
}

closed_set!(ControlStatus {
    Verified = "verified",
    Implemented = "implemented",
    Planned = "planned",
    NotMet = "not_met",
    NotApplicable = "not_applicable",
});
closed_set!(AssumptionStatus {
    Unconfirmed = "unconfirmed",
    Confirmed = "confirmed",
    Rejected = "rejected",
});

/// A likelihood or an impact, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// A score, if it is 1 to 5.
    pub fn new(number: u8) -> Result<Self, String> {
        if (1..=5).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!(
                "{number} is not a score; likelihood and impact are 1 to 5"
            ))
        }
    }

    /// The nearest score to any number.
    #[must_use]
    pub fn clamped(number: i32) -> Self {
        Self(u8::try_from(number.clamp(1, 5)).unwrap_or(1))
    }

    /// The number, 1 to 5.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
