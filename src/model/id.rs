//! Stable names: the ids that documents, decisions and reports refer to things by.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("an id is empty; write at least one of a-z or 0-9")]
    Empty,
    /// The text holds a character that ids do not have.
    #[error("`{text}` is not an id: `{found}` is not one of a-z, 0-9 and `-`")]
    Character {
        /// The whole text.
        text: String,
        /// The first character that does not belong.
        found: char,
    },
    /// The text starts or ends with a hyphen.
    #[error("`{0}` is not an id: it starts or ends with `-`")]
    Hyphen(String),
    /// The text is not a threat id, such as `ML02` or `OWN-1`.
    #[error("`{0}` is not a threat id, such as ML02 or OWN-1")]
    Threat(String),
    /// The text is not `THREAT@component`.
    #[error("`{0}` is not a finding id, such as ML02@train")]
    Finding(String),
    /// The text is not a requirement id, such as `PVC-V1.1`.
    #[error("`{0}` is not a requirement id, such as PVC-V1.1")]
    Requirement(String),
}

fn check_slug(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if let Some(found) = text
        .chars()
        .find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-'))
    {
        return Err(IdError::Character {
            text: text.into(),
            found,
        });
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Err(IdError::Hyphen(text.into()));
    }
    Ok(())
}

fn check_threat(text: &str) -> Result<(), IdError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let starts = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    if starts && text.chars().all(plain) && !text.ends_with('-') {
        Ok(())
    } else {
        Err(IdError::Threat(text.into()))
    }
}

fn check_requirement(text: &str) -> Result<(), IdError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if !text.is_empty() && text.chars().all(plain) && text.contains('-') {
        Ok(())
    } else {
        Err(IdError::Requirement(text.into()))
    }
}

/// An id is copied into every finding, proof and question that names it, so a copy shares its text.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text as an id, if it is one.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                $check(&text)?;
                Ok(Self(text.into()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    };
}

id!(
    /// A component's id: a slug, made once from its name, never changed by a rename.
    ComponentId,
    check_slug
);
id!(
    /// A flow's id.
    FlowId,
    check_slug
);
id!(
    /// A trust zone's id.
    ZoneId,
    check_slug
);
id!(
    /// The id of an assumption or of something out of scope.
    NoteId,
    check_slug
);
id!(
    /// A threat's id: `ML01` to `ML10`, `OWN-1` or one of a team's catalogue.
    ThreatId,
    check_threat
);
id!(
    /// A verification requirement's id, such as `PVC-V1.1`.
    RequirementId,
    check_requirement
);

impl RequirementId {
    /// The numbers in it, for an order in which `PVC-V2.1` stands before `PVC-V10.1`.
    #[must_use]
    pub fn numbers(&self) -> Vec<u32> {
        let digits = self.0.split(|c: char| !c.is_ascii_digit());
        digits.filter_map(|n| n.parse().ok()).collect()
    }
}

/// A finding's id: a threat at a component, written `ML02@train`. It stays the same across edits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId {
    /// The threat.
    pub threat: ThreatId,
    /// The component it stands at.
    pub component: ComponentId,
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.threat, self.component)
    }
}

impl FromStr for FindingId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (threat, component) = text
            .split_once('@')
            .ok_or_else(|| IdError::Finding(text.into()))?;
        Ok(Self {
            threat: ThreatId::new(threat)?,
            component: ComponentId::new(component)?,
        })
    }
}

/// A control's key: a requirement system-wide (`PVC-V1.1`) or at one component (`PVC-V8.1@scoring-api`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlId {
    /// The requirement that the control meets.
    pub requirement: RequirementId,
    /// The component it speaks of; system-wide without one.
    pub component: Option<ComponentId>,
}

impl fmt::Display for ControlId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.component {
            Some(component) => write!(f, "{}@{component}", self.requirement),
            None => write!(f, "{}", self.requirement),
        }
    }
}

impl FromStr for ControlId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (requirement, component) = match text.split_once('@') {
            Some((requirement, component)) => (requirement, Some(ComponentId::new(component)?)),
            None => (text, None),
        };
        Ok(Self {
            requirement: RequirementId::new(requirement)?,
            component,
        })
    }
}

macro_rules! serde_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(de::Error::custom)
            }
        }
    };
}

serde_as_text!(FindingId);
serde_as_text!(ControlId);

/// Makes a slug from a name: lower case, runs of other characters as one hyphen, at most 48 characters.
///
/// A name without a single usable character (Chinese, say) yields `None`; the caller then names the thing after its kind.
#[must_use]
pub fn slug(name: &str) -> Option<String> {
    let slug: String = hyphenated(name)?.chars().take(48).collect();
    Some(slug.trim_end_matches('-').to_owned())
}

/// As [`slug`], but as long as the name is: for ids that are made from other ids and have to differ as those do.
#[must_use]
pub fn hyphenated(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// The first of `wanted`, `wanted-2`, `wanted-3` … that is not taken.
#[must_use]
pub fn free_slug(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let mut n = 2_u32;
    loop {
        let candidate = format!("{wanted}-{n}");
        if !taken(&candidate) {
            return candidate;
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_and_digits_and_joins_the_rest() {
        assert_eq!(slug("Scoring API (v2)").as_deref(), Some("scoring-api-v2"));
        assert_eq!(slug("机器学习"), None);
        assert_eq!(slug("  -- "), None);
    }

    #[test]
    fn ids_refuse_what_would_break_a_finding_id() {
        assert!(ComponentId::new("a@b").is_err());
        assert!(ComponentId::new("-a").is_err());
        assert!(ComponentId::new("").is_err());
        assert!(ThreatId::new("ML02").is_ok());
        assert!(ThreatId::new("OWN-1").is_ok());
        assert!(ThreatId::new("02").is_err());
    }

    #[test]
    fn finding_and_control_ids_read_back_as_written() {
        for text in ["ML02@train", "OWN-1@scoring-api"] {
            assert_eq!(text.parse::<FindingId>().unwrap().to_string(), text);
        }
        for text in ["PVC-V1.1", "PVC-V8.1@scoring-api"] {
            assert_eq!(text.parse::<ControlId>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_taken_slug_gets_the_next_number() {
        let taken = ["a", "a-2"];
        assert_eq!(free_slug("a", |s| taken.contains(&s)), "a-3");
        assert_eq!(free_slug("b", |s| taken.contains(&s)), "b");
    }
}
