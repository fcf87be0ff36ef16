//! The rule language: threats' conditions, reasons and ratings as data.
//!
//! A [`Predicate`] speaks of one bound thing, a component or (inside a set of flows) a flow. It is judged in Kleene's
//! three-valued logic by `analysis`; nothing here judges.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A condition on a component, or on a flow inside a set of flows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Predicate {
    /// Holds always.
    Always,
    /// Every part holds.
    All(Vec<Predicate>),
    /// At least one part holds.
    Any(Vec<Predicate>),
    /// The part does not hold.
    Not(Box<Predicate>),
    /// The part holds for certain: what nobody has said counts as not so. Only for what takes a threat away, as in
    /// `Not(Known(…))`; elsewhere it would hide an open question.
    Known(Box<Predicate>),
    /// The component's kind is one of these; `serve.*` means every kind of that prefix.
    Kind(Vec<String>),
    /// The component's family is one of these.
    Family(Vec<String>),
    /// A fact of the component passes a test.
    Fact(String, Test),
    /// Something that Rust works out from the drawing holds for the component.
    Is(NodeTest),
    /// An attribute of the flow.
    Flow(FlowTest),
    /// The flow carries one of these kinds.
    Carries(Vec<String>),
    /// Some member of a set passes.
    Some(Set, Box<Predicate>),
    /// Every member of a set passes; holds for an empty set.
    Every(Set, Box<Predicate>),
    /// At least so many members of a set pass.
    Count(Set, usize, Box<Predicate>),
    /// This threat's primary finding stands at the component. Only inside `affected`.
    Primary,
    /// Insiders count as attackers in this document.
    Insider,
    /// The document's edition of the OWASP ML Top 10.
    Edition(String),
    /// A switch of the document is on; switches are on unless switched off.
    Switch(String),
}

/// What a fact's value must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// "yes".
    Yes,
    /// "no".
    No,
    /// One of these. Of a fact that is a set, any member counts.
    In(Vec<String>),
    /// At least as dangerous as this, in the order of the fact's values.
    AtLeast(String),
    /// At most as dangerous as this.
    AtMost(String),
}

macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal: $meaning:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = $meaning] #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as rules write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }
        }
    };
}

named! {
    /// What Rust works out of a component from the drawing (facts.md 4.3).
    NodeTest {
        External = "external": "It stands in a zone of trust 0 or 1.",
        Supplied = "supplied": "A third party supplies it, by its kind.",
        Ours = "ours": "No third party supplies it.",
        OurModel = "our_model": "It is ours, or weights of a learner of ours reach it.",
        RunsModel = "runs_model": "It runs a model on inputs.",
        Learner = "learner": "It learns: training, tuning or aggregation.",
        Asked = "asked": "An outside actor or client reaches it over inference inputs, features or context.",
        Seen = "seen": "Its answers reach something outside.",
        Oracle = "oracle": "Someone outside asks it and someone outside sees its answers.",
        White = "white": "Its weights are within an outsider's reach.",
        Holds = "holds": "It holds weights.",
        Exposed = "exposed": "It can be reached from outside, or something outside controls it.",
        Platform = "platform": "It is a store or platform that people log in to.",
        Writable = "writable": "Someone outside the release pipeline can change the weights it holds.",
        AnswerUsed = "answer_used": "Someone or something uses its answers.",
        InputReached = "input_reached": "Something outside, or a preprocessor on the client, reaches its input.",
        PhysicalInput = "physical_input": "Its inputs come only from a physical scene or sensors.",
        TaintedSupply = "tainted_supply": "It lies on a learning path that outsiders can write to, not through the running product.",
        TaintedProduct = "tainted_product": "It lies on a learning path that outsiders can write to through the running product.",
        Gate = "gate": "It is the first component of ours that outside learning data reaches.",
        IndexWritten = "index_written": "Outsiders can write what a retrieval index holds.",
        Loop = "loop": "Outsiders reach it through the product, and it feeds a learner.",
        OnlineTraffic = "online_traffic": "It learns, and outside traffic reaches it.",
        WeightsReturn = "weights_return": "The weights that it or its learners make go back into service.",
        ReadOutside = "read_outside": "Outsiders can read the records or vectors that it holds.",
        UpdatesSeen = "updates_seen": "It sees the individual updates of federated clients.",
        ImportsFromOutside = "imports_from_outside": "Code, weights or configuration from outside come into it.",
        InsiderReads = "insider_reads": "Insiders count as attackers and can read what it holds.",
        InsiderWrites = "insider_writes": "Insiders count as attackers and can write what it holds.",
        TunesBase = "tunes_base": "It learns on top of weights that someone else trained.",
        TunedFrom = "tuned_from": "A learner of ours starts from the weights it supplies.",
        FeedsUs = "feeds_us": "Its weights flow to a component inside.",
        AnswersArrive = "answers_arrive": "Answers of a model arrive at it.",
        AnswersCross = "answers_cross": "Answers cross a trust boundary on their way into it.",
        HasTools = "has_tools": "It can call tools.",
        UpdatesFromOutside = "updates_from_outside": "Federated clients outside send it updates.",
    }
}

named! {
    /// An attribute of a flow.
    FlowTest {
        Crosses = "crosses": "It crosses a trust boundary.",
        Encrypted = "encrypted": "It is encrypted in transit.",
        Authenticated = "authenticated": "Both ends prove who they are.",
    }
}

named! {
    /// A named set of components or flows, seen from the bound component.
    Set {
        Askers = "askers": "Outside actors and clients that reach its input.",
        InputSources = "input_sources": "Everything outside that reaches its input.",
        Consumers = "consumers": "What its answers reach.",
        Data = "data": "The datasets that its model learned from, and the stores whose records it reads.",
        Learners = "learners": "The learners behind it: whose weights reach it, or that its data or weights reach; itself, if it learns.",
        Bases = "bases": "The supplied weights that its learners start from.",
        LearningSources = "learning_sources": "What feeds its learning path, upstream, itself included.",
        LearningPath = "learning_path": "The components on learning paths through it, itself included.",
        LoopSources = "loop_sources": "Outside actors, clients and scenes that reach it through the product.",
        Serving = "serving": "The components that run a model with weights or data from it.",
        AnswerFlows = "answer_flows": "The flows that carry answers into it.",
        ImportFlows = "import_flows": "The flows that bring code, weights or configuration into it.",
        ImportSources = "import_sources": "The components that such flows come from.",
        AnswerModels = "answer_models": "The components that run a model and whose answers reach it.",
        InputModels = "input_models": "The components that run a model and that its inputs reach.",
        Exposers = "exposers": "The components that expose a model which learned from it, or its records.",
        WeightsUpstream = "weights_upstream": "The components whose weights reach it.",
        WeightsDownstream = "weights_downstream": "The components that its weights reach.",
        LearningUpstream = "learning_upstream": "The components whose learning data reaches it, or the learner behind it.",
        ImportUpstream = "import_upstream": "The components whose code or weights reach it.",
    }
}

/// When a threat applies, where, and how it is rated (facts.md 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// When the threat has its primary finding at a component of a candidate kind.
    pub applies: Predicate,
    /// When a component suffers the consequences of a primary finding elsewhere.
    pub affected: Predicate,
    /// The threat whose finding stands behind an affected component where none of this one does: the way in is judged there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// Sets whose members' controls count where a requirement speaks of no component on the ways that make a finding so: how a
    /// model was trained decides what it gives away, wherever it runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treated_at: Vec<Set>,
    /// Ways in which the threat happens, named where they hold.
    #[serde(default)]
    pub modes: Vec<Mode>,
    /// Why the threat does not apply: the first reason that holds is given. The last one holds always.
    pub reasons: Vec<Reason>,
    /// How likely.
    pub likelihood: Likelihood,
    /// How bad.
    pub impact: Impact,
}

/// A way in which a threat happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// Its name, such as "white box".
    pub name: String,
    /// When it is there.
    pub when: Predicate,
}

/// Why a threat does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code, such as `ML02.N2`.
    pub code: String,
    /// When it is the reason.
    pub when: Predicate,
    /// The reason in words.
    pub because: String,
}

/// How the likelihood is worked out: a base of 1 to 5, then steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Likelihood {
    /// Where it starts, 1 to 5.
    pub base: u8,
    /// Why it starts there.
    pub because: String,
    /// What raises or lowers it.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// How the impact is worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Impact {
    /// Where it starts.
    pub of: Basis,
    /// What raises or lowers it.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// Where an impact starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// A fixed number, 1 to 5.
    Fixed(u8),
    /// The stakes of the decisions that rest on the component: none 1 to safety 5.
    Stakes,
    /// The same of the decisions that rest on the answers at the component and behind it: what an answer that is changed on its
    /// way can do.
    AnswerStakes,
    /// The component's own value of a fact, by a table from values to 1–5.
    Own(String, BTreeMap<String, u8>),
    /// The highest value of a fact in a set, by a table from values to 1–5.
    Highest(Set, String, BTreeMap<String, u8>),
    /// By kind of component, 1 to 5: the first pattern that fits.
    ByKind(Vec<(Vec<String>, u8)>),
    /// The larger of several.
    Larger(Vec<Basis>),
}

/// One step of a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How it changes the number.
    pub op: Op,
    /// When.
    pub when: Predicate,
    /// Why.
    pub because: String,
    /// The requirement that the fact behind this step amounts to. Such a step lowers the residual risk only, and never
    /// beside the control that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
}

/// How a step changes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Adds so much.
    Add(i32),
    /// Raises it to at least this, 1 to 5.
    AtLeast(u8),
    /// Lowers it to at most this, 1 to 5.
    AtMost(u8),
}

impl Predicate {
    /// This predicate and all inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.walk(visit)),
            Self::Not(part)
            | Self::Known(part)
            | Self::Some(_, part)
            | Self::Every(_, part)
            | Self::Count(_, _, part) => {
                part.walk(visit);
            }
            _ => {}
        }
    }

    /// How many sets deep the deepest part stands.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) | Self::Known(part) => part.depth(),
            Self::Some(_, part) | Self::Every(_, part) | Self::Count(_, _, part) => {
                1 + part.depth()
            }
            _ => 0,
        }
    }
}

impl Set {
    /// Whether the members are flows.
    #[must_use]
    pub fn is_of_flows(self) -> bool {
        matches!(self, Self::AnswerFlows | Self::ImportFlows)
    }
}

impl Rule {
    /// Every predicate of the rule with its path below the rule, such as `likelihood/steps/2/when`.
    #[must_use]
    pub fn predicates(&self) -> Vec<(String, &Predicate)> {
        let mut all = vec![
            ("applies".to_owned(), &self.applies),
            ("affected".to_owned(), &self.affected),
        ];
        let named = |prefix: &'static str| move |(i, when)| (format!("{prefix}/{i}/when"), when);
        all.extend(
            self.modes
                .iter()
                .map(|m| &m.when)
                .enumerate()
                .map(named("modes")),
        );
        all.extend(
            self.reasons
                .iter()
                .map(|r| &r.when)
                .enumerate()
                .map(named("reasons")),
        );
        all.extend(
            self.likelihood
                .steps
                .iter()
                .map(|s| &s.when)
                .enumerate()
                .map(named("likelihood/steps")),
        );
        all.extend(
            self.impact
                .steps
                .iter()
                .map(|s| &s.when)
                .enumerate()
                .map(named("impact/steps")),
        );
        all
    }
}

/// Whether a kind fits a pattern: the same, or `serve.*` for every kind of that prefix, or `*`.
#[must_use]
pub fn fits(pattern: &str, kind: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => kind.starts_with(prefix),
        None => pattern == kind,
    }
}
