//! What is not known: open questions, what they ask for, and what the drawing seems to lack.

use crate::catalog::rule::FlowTest;
use crate::model::{ComponentId, Field, FindingId, Flow};
/// What a question asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// The value of a fact; answered with `answer COMPONENT FACT VALUE`.
    Fact(String),
    /// The zone that a component stands in.
    Zone,
    /// The trust of the zone that a component stands in.
    Trust,
    /// Flows that seem to be missing at the component, such as where its answers go; answered by drawing.
    Flow(MissingFlow),
    /// An attribute of a flow.
    FlowAttribute(crate::model::FlowId, FlowAttribute),
}

/// An attribute of a flow that can be asked for: yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowAttribute {
    /// Whether both ends prove who they are.
    Authenticated,
    /// Whether it is encrypted in transit.
    Encrypted,
}

impl FlowAttribute {
    /// The field of a flow that says it.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::Authenticated => Field::Authenticated,
            Self::Encrypted => Field::Encrypted,
        }
    }

    /// The attribute that would settle a test; none would settle whether a flow crosses a boundary.
    pub(super) fn tested_by(test: FlowTest) -> Option<Self> {
        match test {
            FlowTest::Authenticated => Some(Self::Authenticated),
            FlowTest::Encrypted => Some(Self::Encrypted),
            FlowTest::Crosses => None,
        }
    }

    /// Its name in files and operations.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.field().as_str()
    }

    /// What a flow says of it.
    #[must_use]
    pub fn of(self, flow: &Flow) -> Option<bool> {
        match self {
            Self::Authenticated => flow.authenticated,
            Self::Encrypted => flow.encrypted,
        }
    }

    /// Gives a flow the answer.
    pub(super) fn put(self, flow: &mut Flow, answer: bool) {
        match self {
            Self::Authenticated => flow.authenticated = Some(answer),
            Self::Encrypted => flow.encrypted = Some(answer),
        }
    }
}

/// A sort of flow that seems to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingFlow {
    /// Where its answers go.
    Answers,
    /// What a learner learns from.
    Data,
    /// Where the weights that a learner makes go.
    Weights,
    /// Where an import comes from.
    Import,
    /// Who calls it.
    Callers,
}

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The component it is about.
    pub component: ComponentId,
    /// What is asked.
    pub asks: Asked,
    /// The question in words.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// The values that can be answered, least dangerous first, each with its meaning; empty where drawing answers it.
    pub values: Vec<(String, String)>,
    /// Whether several values can be given.
    pub many: bool,
    /// The verdicts that an answer could settle.
    pub settles: Vec<FindingId>,
    /// The value that counts until someone answers.
    pub presumed: Option<String>,
}

/// A sort of thing that the drawing seems to lack (facts.md 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// Nothing is drawn that is imported.
    Imports,
    /// Nothing is drawn that uses the answers.
    Consumer,
    /// Nothing is drawn that a learner learns from.
    Source,
}

/// Something that the drawing seems to lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What sort of thing.
    pub lacks: Lack,
    /// What is missing, in a sentence.
    pub text: String,
    /// Why it matters.
    pub why: String,
}
