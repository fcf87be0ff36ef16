//! Groups of kinds that the derived facts of facts.md 4.3 speak of. A component's groups are one number, so that asking
//! costs a single comparison however large the drawing.

use crate::catalog::rule::fits;

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident = [$($pattern:literal),+ $(,)?]),+ $(,)?) => {
        /// A group of kinds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Group {
            $($(#[$doc])* $name),+
        }

        impl Group {
            const ALL: &'static [Self] = &[$(Self::$name),+];

            fn patterns(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($pattern),+]),+ }
            }
        }
    };
}

groups! {
    /// Whoever can ask.
    PeopleAndClients = ["actor.*", "client.*"],
    /// Whoever can act on a system from outside.
    OutsideHands = ["actor.*", "client.*", "ext.*"],
    People = ["actor.*"],
    /// Whatever can put something in front of a model.
    InputSources = ["actor.*", "client.*", "data.*", "ext.*", "llm.tool"],
    RunsModel = [
        "serve.api",
        "serve.batch",
        "serve.edge",
        "serve.vendor_api",
        "llm.agent",
        "llm.embedding_model",
    ],
    Explainer = ["serve.explain"],
    Serving = ["serve.*"],
    Preprocessor = ["serve.preproc"],
    Learners = ["train.*", "fl.aggregator"],
    Tuners = ["train.finetune", "train.preference"],
    OnlineLearners = ["train.online", "train.preference"],
    OnlineTraining = ["train.online"],
    PreferenceTraining = ["train.preference"],
    Evaluation = ["eval.job"],
    Aggregator = ["fl.aggregator"],
    FederatedClient = ["fl.client"],
    /// Devices that hold a model and stand with their user.
    Devices = ["serve.edge", "fl.client"],
    /// The running product: what passes here comes through it, not from data supply (facts.md 5, ML08).
    Product = [
        "serve.*",
        "client.*",
        "mon.*",
        "review.queue",
        "llm.agent",
        "llm.memory",
    ],
    /// Where signals of users are kept or judged.
    Loop = [
        "mon.feedback",
        "mon.log_store",
        "client.prediction_store",
        "review.queue",
        "llm.memory",
    ],
    Index = ["llm.vector_store", "llm.memory"],
    /// Stores and tools that people log in to.
    Platforms = [
        "infra.cicd",
        "infra.orchestrator",
        "infra.notebook",
        "infra.tracker",
        "infra.gpu_cluster",
        "model.registry",
        "supply.container_registry",
        "supply.source_repo",
    ],
    /// What holds weights by its kind.
    Holders = [
        "model.*",
        "serve.api",
        "serve.batch",
        "serve.edge",
        "train.*",
        "fl.*",
        "llm.embedding_model",
    ],
    Artifact = ["model.artifact"],
    /// Weights as someone else offers them.
    SuppliedWeights = ["model.hub", "model.base"],
    /// Where packages, images, code and models come from.
    Imports = ["supply.*", "model.hub", "model.base"],
    Dependency = ["supply.dependency"],
    RecordStores = [
        "prep.feature_store",
        "llm.vector_store",
        "llm.memory",
        "mon.log_store",
        "llm.embedding_model",
    ],
    EmbeddingModel = ["llm.embedding_model"],
    Agent = ["llm.agent"],
    Tool = ["llm.tool"],
    /// What uses answers by its kind.
    AnswerUsers = ["client.*", "review.queue", "llm.tool", "llm.agent"],
    /// What carries an answer on without being the one who uses it.
    NotAUser = [
        "mon.*",
        "infra.*",
        "serve.gateway",
        "serve.postproc",
        "serve.preproc",
    ],
    Sensor = ["data.sensor_stream"],
    Physical = ["ext.*", "data.sensor_stream"],
    /// Where whoever administers it can put learning data or text.
    Administered = ["data.*", "prep.*", "llm.vector_store"],
    /// What people of the organisation keep and could change.
    Kept = [
        "model.artifact",
        "train.*",
        "fl.aggregator",
        "data.*",
        "prep.*",
    ],
    /// What never supplies a system from outside, wherever it stands.
    NoSupplier = [
        "serve.edge",
        "fl.client",
        "client.*",
        "actor.end_user",
        "actor.anonymous",
        "actor.ml_engineer",
    ],
}

/// The groups that a kind belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Groups(u64);

impl Groups {
    /// The groups of a kind.
    pub fn of(kind: &str) -> Self {
        let belongs = |group: &&Group| group.patterns().iter().any(|pattern| fits(pattern, kind));
        let bits = Group::ALL.iter().filter(belongs);
        Self(bits.fold(0, |all, group| all | 1 << *group as u64))
    }

    /// Whether the kind belongs to a group.
    pub fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u64) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_bit_of_its_own() {
        assert!(Group::ALL.len() <= 64);
        assert!(Groups::of("train.online").has(Group::Learners));
        assert!(!Groups::of("train.online").has(Group::Tuners));
        assert_eq!(Groups::of("nothing"), Groups::default());
    }
}
