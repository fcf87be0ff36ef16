//! The fields that `set` and `unset` speak of.

use std::fmt;

use super::OpError;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $text:literal on $($sort:ident)+;)+) => {
        /// A field of the header, a component, a flow or a zone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $variant,)+
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as in files and operations.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The sorts of things that have it.
            fn sorts(self) -> &'static [Sort] {
                match self { $(Self::$variant => &[$(Sort::$sort),+]),+ }
            }
        }
    };
}

/// A sort of thing that has fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The header.
    System,
    /// A component.
    Component,
    /// A flow.
    Flow,
    /// A zone.
    Zone,
}

impl Sort {
    /// The sort with its article.
    fn in_words(self) -> &'static str {
        match self {
            Self::System => "the system",
            Self::Component => "a component",
            Self::Flow => "a flow",
            Self::Zone => "a zone",
        }
    }
}

fields! {
    /// The system's name.
    Title = "title" on System;
    /// What the system does.
    Summary = "summary" on System;
    /// Who answers for it.
    Owner = "owner" on System Component;
    /// The verification level to reach.
    TargetLevel = "target_level" on System;
    /// The edition of the OWASP ML Top 10.
    Edition = "edition" on System;
    /// Whether insiders count as attackers.
    Insider = "insider" on System;
    /// How the report is classified.
    Classification = "classification" on System;
    /// The number under which the report is filed.
    DocumentId = "document_id" on System;
    /// The words on a flow's line.
    Label = "label" on Flow;
    /// A flow's protocol.
    Protocol = "protocol" on Flow;
    /// Whether a flow is encrypted in transit.
    Encrypted = "encrypted" on Flow;
    /// Whether both ends of a flow prove who they are.
    Authenticated = "authenticated" on Flow;
    /// What a flow carries.
    Carries = "carries" on Flow;
    /// How far a zone is trusted.
    Trust = "trust" on Zone;
    /// The zone around a zone.
    Parent = "parent" on Zone;
    /// Anything else worth writing down.
    Note = "note" on System Component Flow Zone;
}

impl Field {
    /// The fields that a sort of thing has.
    pub fn of(sort: Sort) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |field| field.sorts().contains(&sort))
    }

    /// Reads a field's name.
    pub(super) fn read(name: &str) -> Result<Self, OpError> {
        let found = Self::ALL.iter().copied().find(|f| f.as_str() == name);
        found.ok_or_else(|| {
            let error =
                OpError::unknown("field", name, Self::ALL.iter().map(|field| field.as_str()));
            match name {
                "name" => error.with_help("write `rename ID \"New name\"`"),
                "kind" => error.with_help("write `kind COMPONENT KIND`"),
                "zone" => error.with_help("write `move COMPONENT into ZONE`"),
                _ if error.help.is_some() => error,
                _ => error.with_help(every_field()),
            }
        })
    }

    /// Refuses a field that a sort of thing does not have.
    pub(super) fn must_be_of(self, sort: Sort) -> Result<(), OpError> {
        if self.sorts().contains(&sort) {
            return Ok(());
        }
        let own: Vec<&str> = Self::of(sort).map(Self::as_str).collect();
        let message = format!("{} has no field `{self}`", sort.in_words());
        Err(OpError::new(message)
            .about(self.as_str())
            .with_help(format!("its fields are {}", super::error::listed(&own))))
    }
}

/// All fields, by what has them.
fn every_field() -> String {
    let sorts = [Sort::System, Sort::Component, Sort::Flow, Sort::Zone].map(|sort| {
        let fields: Vec<&str> = Field::of(sort).map(Field::as_str).collect();
        format!("{} has {}", sort.in_words(), fields.join(", "))
    });
    sorts.join("; ")
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
