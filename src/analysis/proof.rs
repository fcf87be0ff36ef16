//! Why a verdict stands, as data. Words are made when a proof is shown.

use std::sync::Arc;

use super::asked::Asked;
use super::kleene::Truth;
use crate::catalog::rule::{FlowTest, NodeTest, Set};
use crate::model::{ComponentId, FactValue, FindingId, FlowId};

/// A judged predicate: its truth, and the parts that made it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What came out.
    pub truth: Truth,
    /// What it rests on.
    pub ground: Ground,
}

/// What a judgement rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Other judgements: those that made it so.
    Parts(Vec<Proof>),
    /// One premise, which other proofs may share.
    Premise(Arc<Premise>),
}

/// A single thing that is so, is not so, or is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Premise {
    /// Whether it is so.
    pub truth: Truth,
    /// What it says.
    pub claim: Claim,
    /// The flows it rests on, in order along the path.
    pub flows: Vec<FlowId>,
    /// What would settle it, where it is not known or only presumed.
    pub open: Vec<(ComponentId, Asked)>,
}

/// What a premise says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// A fact of a component passes a test.
    Fact {
        /// The component.
        component: ComponentId,
        /// The fact.
        fact: String,
        /// Its value; `None` when unknown.
        value: Option<FactValue>,
        /// Whether the value is only presumed.
        presumed: bool,
        /// Whether nobody is asked and the value is the one that counts for every such component: it says nothing of this one.
        elsewhere: bool,
    },
    /// Something worked out from the drawing.
    Node {
        /// What.
        test: NodeTest,
        /// Of which component.
        component: ComponentId,
        /// Other components on the way, such as who asks.
        others: Vec<ComponentId>,
    },
    /// A flow has an attribute.
    Flow {
        /// Which attribute.
        test: FlowTest,
        /// Of which flow.
        flow: FlowId,
    },
    /// A flow carries something.
    Carries {
        /// The flow.
        flow: FlowId,
        /// What it would carry.
        kinds: Vec<String>,
    },
    /// A component is of the kind that a rule speaks of.
    Kind {
        /// The component.
        component: ComponentId,
    },
    /// A component belongs to a set, as seen from another.
    Member {
        /// The set.
        set: Set,
        /// Seen from this component.
        component: ComponentId,
        /// The member.
        member: ComponentId,
    },
    /// A set has no member that passes.
    NoneIn {
        /// The set.
        set: Set,
        /// Seen from this component.
        component: ComponentId,
    },
    /// The primary finding at another component.
    Primary(FindingId),
    /// Something about the whole document, in words.
    Document(String),
}

impl Premise {
    /// Whether a reader could not tell the two apart: a known fact reads the same whichever test it passes or fails.
    fn says_the_same(&self, other: &Self) -> bool {
        let known = |premise: &Self| match &premise.claim {
            Claim::Fact { value, .. } => value.is_some(),
            _ => false,
        };
        self == other || (known(self) && known(other) && self.claim == other.claim)
    }
}

impl Proof {
    /// A proof by one premise.
    #[must_use]
    pub fn premise(premise: Premise) -> Self {
        Self::shared(Arc::new(premise))
    }

    pub(super) fn shared(premise: Arc<Premise>) -> Self {
        Self {
            truth: premise.truth,
            ground: Ground::Premise(premise),
        }
    }

    /// The premises under this proof that say something to a reader, in order, each once.
    ///
    /// That a component is of the kind a rule speaks of goes without saying, and so does a value that nobody is asked for.
    #[must_use]
    pub fn premises(&self) -> Vec<&Premise> {
        self.shared_premises()
            .into_iter()
            .map(Arc::as_ref)
            .collect()
    }

    pub(super) fn shared_premises(&self) -> Vec<&Arc<Premise>> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Arc<Premise>>) {
        match &self.ground {
            Ground::Premise(premise) => {
                let silent = match &premise.claim {
                    Claim::Kind { .. }
                    | Claim::Fact {
                        elsewhere: true, ..
                    } => true,
                    Claim::Document(text) => text.is_empty(),
                    _ => false,
                };
                let said = |known: &&Arc<Premise>| {
                    Arc::ptr_eq(known, premise) || known.says_the_same(premise)
                };
                if !silent && !all.iter().any(said) {
                    all.push(premise);
                }
            }
            Ground::Parts(parts) => parts.iter().for_each(|part| part.collect(all)),
        }
    }
}
