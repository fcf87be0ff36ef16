//! What a component says of itself: answered, settled by its kind, presumed, or unknown (DESIGN 4, "Facts are three-valued").
//!
//! Everything is numbered once per document: facts in the order of their names, values in the order of their danger. Rules
//! then compare bits.

use std::collections::BTreeMap;

use super::kleene::Truth;
use crate::catalog::rule::Test;
use crate::catalog::{Catalog, Fact, Kind};
use crate::model::{Component, FactValue};

/// The number of a fact in the order of the names.
pub(super) type FactNumber = usize;

/// How a component came by the value of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Someone answered.
    Answered,
    /// The kind, or the vocabulary, settles it.
    Settled,
    /// Nobody answered; the value counts until someone does.
    Presumed,
    /// Nobody answered.
    Unknown,
}

/// What a component says of one fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// The values that count, one bit each, the least dangerous first; none where nobody answered.
    values: u64,
    pub standing: Standing,
    /// Whether the component's kind is asked for the fact.
    pub asked: bool,
}

impl Said {
    /// The ranks of the values that count, the least dangerous first.
    pub fn ranks(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |rank| self.values & (1 << rank) != 0)
    }

    pub fn is_answered(self) -> bool {
        self.standing == Standing::Answered
    }

    /// Whether someone still has to answer: a presumption stands until then.
    pub fn is_open(self) -> bool {
        matches!(self.standing, Standing::Presumed | Standing::Unknown)
    }
}

/// A test of a fact's value as bits: some value is among these, or none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passes {
    values: u64,
    some: bool,
}

impl Passes {
    /// A set of values is judged by its most dangerous member, except that `In` asks for any member.
    fn new(fact: &Fact, test: &Test) -> Self {
        let bit = |value: &str| fact.rank(value).map_or(0, bit);
        let from = |rank: usize| u64::MAX.checked_shl(small(rank)).unwrap_or(0);
        let rank = |value: &str| fact.rank(value).unwrap_or(0);
        let (values, some) = match test {
            Test::Yes => (bit("yes"), true),
            Test::No => (!bit("no"), false),
            Test::In(values) => (values.iter().fold(0, |all, v| all | bit(v)), true),
            Test::AtLeast(floor) => (from(rank(floor)), true),
            Test::AtMost(ceiling) => (from(rank(ceiling) + 1), false),
        };
        Self { values, some }
    }

    fn judge(self, said: Said) -> Truth {
        match said.standing {
            Standing::Unknown => Truth::Unknown,
            _ => Truth::from((said.values & self.values != 0) == self.some),
        }
    }
}

fn small(rank: usize) -> u32 {
    u32::try_from(rank).unwrap_or(u32::MAX)
}

/// The bit of a value. A catalogue is refused when a fact has more values than there are bits.
fn bit(rank: usize) -> u64 {
    1_u64.checked_shl(small(rank)).unwrap_or(0)
}

macro_rules! keys {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// A fact that the derived facts and the ratings read by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Key { $($name),+ }

        impl Key {
            const NAMES: &'static [&'static str] = &[$($text),+];
        }
    };
}

keys! {
    BaseOrigin = "base_origin",
    ContainsModel = "contains_model",
    DecisionImpact = "decision_impact",
    Exposure = "exposure",
    FeedsTraining = "feeds_training",
    HasWeights = "has_weights",
    Imports = "imports",
    MembershipSensitive = "membership_sensitive",
    PhysicalAccess = "physical_access",
    Readers = "readers",
    RunsOnClient = "runs_on_client",
    SecureAggregation = "secure_aggregation",
    Sensitivity = "sensitivity",
    Signing = "signing",
    UpdateChannelSigned = "update_channel_signed",
    Writers = "writers",
}

/// A test of a fact that the derived facts make again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    BaseFromThirdParty,
    ContainsModel,
    FeedsTraining,
    HasWeights,
    Imports,
    PhysicalAccess,
    /// A partner or someone further outside reaches it.
    ReachedByPartner,
    ReadByVendor,
    RunsOnClient,
    SecureAggregation,
    SignatureVerified,
    UpdateChannelSigned,
    WrittenByOrganisation,
    WrittenByVendor,
}

impl Probe {
    const ALL: [Self; 14] = [
        Self::BaseFromThirdParty,
        Self::ContainsModel,
        Self::FeedsTraining,
        Self::HasWeights,
        Self::Imports,
        Self::PhysicalAccess,
        Self::ReachedByPartner,
        Self::ReadByVendor,
        Self::RunsOnClient,
        Self::SecureAggregation,
        Self::SignatureVerified,
        Self::UpdateChannelSigned,
        Self::WrittenByOrganisation,
        Self::WrittenByVendor,
    ];

    fn test(self) -> (Key, Test) {
        match self {
            Self::BaseFromThirdParty => (Key::BaseOrigin, Test::In(vec!["third_party".into()])),
            Self::ContainsModel => (Key::ContainsModel, Test::Yes),
            Self::FeedsTraining => (Key::FeedsTraining, Test::Yes),
            Self::HasWeights => (Key::HasWeights, Test::Yes),
            Self::Imports => (Key::Imports, Test::Yes),
            Self::PhysicalAccess => (Key::PhysicalAccess, Test::Yes),
            Self::ReachedByPartner => (Key::Exposure, Test::AtLeast("partner".into())),
            Self::ReadByVendor => (Key::Readers, Test::AtLeast("vendor".into())),
            Self::RunsOnClient => (Key::RunsOnClient, Test::Yes),
            Self::SecureAggregation => (Key::SecureAggregation, Test::Yes),
            Self::SignatureVerified => (Key::Signing, Test::In(vec!["signed_verified".into()])),
            Self::UpdateChannelSigned => (Key::UpdateChannelSigned, Test::Yes),
            Self::WrittenByOrganisation => (Key::Writers, Test::AtLeast("organisation".into())),
            Self::WrittenByVendor => (Key::Writers, Test::AtLeast("vendor".into())),
        }
    }
}

/// The vocabulary by number, and what every component says.
pub(super) struct Facts<'a> {
    names: Vec<&'a str>,
    entries: Vec<&'a Fact>,
    keys: Vec<Option<FactNumber>>,
    probes: Vec<Option<(FactNumber, Passes)>>,
    /// By component, then by fact.
    said: Vec<Said>,
}

impl<'a> Facts<'a> {
    /// What components, each with the number of its kind among `kinds`, say of the facts of a catalogue.
    pub fn new(
        catalog: &'a Catalog,
        kinds: &[Option<&'a Kind>],
        components: impl Iterator<Item = (&'a Component, usize)>,
    ) -> Self {
        let vocabulary = &catalog.entries().facts;
        let mut facts = Self {
            names: vocabulary.keys().map(String::as_str).collect(),
            entries: vocabulary.values().collect(),
            keys: Vec::new(),
            probes: Vec::new(),
            said: Vec::new(),
        };
        let numbers = Key::NAMES.iter().map(|name| facts.number(name));
        facts.keys = numbers.collect();
        let probes = Probe::ALL.iter().map(|probe| {
            let (key, test) = probe.test();
            facts.key(key).map(|n| (n, facts.passes(n, &test)))
        });
        facts.probes = probes.collect();
        let rows: Vec<Vec<Said>> = kinds.iter().map(|kind| facts.row(*kind)).collect();
        let mut said = Vec::new();
        for (component, kind) in components {
            let start = said.len();
            said.extend_from_slice(&rows[kind]);
            for (name, value) in &component.facts {
                if let Some(number) = facts.number(name) {
                    let cell: &mut Said = &mut said[start + number];
                    cell.standing = Standing::Answered;
                    cell.values = facts.bits(number, value);
                }
            }
        }
        facts.said = said;
        facts
    }

    /// What a component of a kind says of every fact before it answers any.
    fn row(&self, kind: Option<&Kind>) -> Vec<Said> {
        let none = BTreeMap::new();
        let fixed = kind.map_or(&none, |kind| &kind.fixed);
        let cells = self.names.iter().zip(&self.entries).map(|(name, fact)| {
            let asked = kind.is_some_and(|kind| kind.asks.iter().any(|asked| asked == name));
            let (value, standing) = match (asked, &fact.presumed) {
                (true, Some(value)) => (value.as_str(), Standing::Presumed),
                (true, None) => ("", Standing::Unknown),
                (false, _) => {
                    let fixed = fixed.get(*name).map(String::as_str);
                    (fixed.unwrap_or(fact.elsewhere()), Standing::Settled)
                }
            };
            Said {
                values: fact.rank(value).map_or(0, bit),
                standing,
                asked,
            }
        });
        cells.collect()
    }

    fn bits(&self, number: FactNumber, value: &FactValue) -> u64 {
        let ranks = value.values().filter_map(|v| self.entries[number].rank(v));
        ranks.fold(0, |all, rank| all | bit(rank))
    }

    /// How many facts there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The number of a fact by its name.
    pub fn number(&self, name: &str) -> Option<FactNumber> {
        self.names.binary_search(&name).ok()
    }

    /// The number of a fact that is known by name here.
    pub fn key(&self, key: Key) -> Option<FactNumber> {
        self.keys[key as usize]
    }

    pub fn name(&self, number: FactNumber) -> &'a str {
        self.names[number]
    }

    pub fn entry(&self, number: FactNumber) -> &'a Fact {
        self.entries[number]
    }

    /// A test of a fact, ready to be made many times.
    pub fn passes(&self, number: FactNumber, test: &Test) -> Passes {
        Passes::new(self.entries[number], test)
    }

    /// What a component says of a fact.
    pub fn said(&self, component: usize, number: FactNumber) -> Said {
        self.said[component * self.names.len() + number]
    }

    /// Whether a component's fact passes a test.
    pub fn test(&self, component: usize, number: FactNumber, passes: Passes) -> Truth {
        passes.judge(self.said(component, number))
    }

    /// What a probe finds. A fact that the catalogue lacks is nowhere.
    pub fn probe(&self, component: usize, probe: Probe) -> Truth {
        match self.probes[probe as usize] {
            Some((number, passes)) => self.test(component, number, passes),
            None => Truth::False,
        }
    }

    /// The value that counts where nobody answered, if there is one.
    pub fn settled(&self, component: usize, number: FactNumber) -> Option<&'a str> {
        let rank = self.said(component, number).ranks().next()?;
        let (value, _) = &self.entries[number].values[rank];
        Some(value)
    }
}
