//! What people mean by a word: the kind of a component from its name, and what flows where nothing is usual. A guess, and
//! always shown as one.
//!
//! Words that say what is *done* come before words for *things*: in "Feature engineering job" it is the engineering that
//! says what the box is.

use super::Catalog;
use crate::model::has_words;

/// Words that people say for a kind and that its name does not have.
const SAID: &[(&str, &str)] = &[
    ("sensor", "data.sensor_stream"),
    ("camera", "data.sensor_stream"),
    ("model", "serve.api"),
    ("inference", "serve.api"),
    ("infer", "serve.api"),
    ("scoring", "serve.api"),
    ("api", "serve.api"),
    ("gateway", "serve.gateway"),
    ("vector database", "llm.vector_store"),
    ("vector db", "llm.vector_store"),
    ("store", "data.internal_store"),
    ("lake", "data.internal_store"),
    ("warehouse", "data.internal_store"),
    ("database", "data.internal_store"),
    ("dataset", "data.training_set"),
    ("features", "prep.feature_store"),
    ("ingest", "prep.ingest"),
    ("intake", "prep.ingest"),
    ("clean", "prep.validate"),
    ("validator", "prep.validate"),
    ("labels", "prep.label"),
    ("train", "train.job"),
    ("trainer", "train.job"),
    ("training", "train.job"),
    ("evaluation", "eval.job"),
    ("registry", "model.registry"),
    ("artifact", "model.artifact"),
    ("monitor", "mon.monitor"),
    ("log", "mon.log_store"),
    ("logs", "mon.log_store"),
    ("feedback", "mon.feedback"),
    ("review", "review.queue"),
    ("analyst", "review.queue"),
    ("app", "client.app"),
    ("user", "actor.end_user"),
    ("customer", "actor.end_user"),
    ("external", "actor.anonymous"),
    ("human", "actor.end_user"),
    ("annotator", "actor.annotator"),
    ("vendor", "actor.vendor"),
    ("feed", "data.third_party"),
    ("repo", "supply.source_repo"),
    ("pipeline", "infra.orchestrator"),
];

/// Words on a drawing and the kind that they mean: all words of a row have to be there, `*` stands for any ending. The
/// first row that fits counts, so two words stand before one, what is done before things, and products last.
#[rustfmt::skip] // A table reads best with its rows filled.
const ON_DRAWINGS: &[(&str, &str)] = &[
    // Two words that mean something else than either.
    ("feature store", "prep.feature_store"), ("model registry", "model.registry"), ("artifact registry", "model.registry"),
    ("container registry", "supply.container_registry"), ("image registry", "supply.container_registry"),
    ("docker registry", "supply.container_registry"), ("package registry", "supply.package_registry"),
    ("package index", "supply.package_registry"), ("model hub", "model.hub"), ("hugging face", "model.hub"),
    ("base model", "model.base"), ("foundation model", "model.base"), ("pretrained*", "model.base"), ("pre trained", "model.base"),
    ("model server", "serve.api"), ("model serving", "serve.api"), ("inference server", "serve.api"),
    ("vector*", "llm.vector_store"), ("embedding*", "llm.embedding_model"), ("prompt*", "llm.prompt_store"),
    ("agent memory", "llm.memory"), ("chat history", "llm.memory"), ("agent tool*", "llm.tool"),
    ("external api*", "serve.vendor_api"), ("red team*", "eval.redteam"), ("test set", "data.eval_set"), ("test data*", "data.eval_set"), ("eval* set", "data.eval_set"),
    ("eval* data*", "data.eval_set"), ("holdout*", "data.eval_set"), ("training data*", "data.training_set"),
    ("training set", "data.training_set"), ("train data*", "data.training_set"), ("labeled data*", "data.training_set"),
    ("labelled data*", "data.training_set"), ("synthetic*", "data.synthetic"), ("third party", "data.third_party"),
    ("external data*", "data.third_party"), ("public data*", "data.public_web"), ("web data", "data.public_web"),
    ("user generated", "data.user_generated"), ("user upload*", "data.user_generated"), ("user content", "data.user_generated"), ("mobile user*", "actor.end_user"), ("app user*", "actor.end_user"),
    ("prediction* store", "client.prediction_store"), ("prediction* table", "client.prediction_store"),
    ("prediction* db", "client.prediction_store"), ("inference log*", "mon.log_store"), ("prediction* log*", "mon.log_store"),
    ("fine tun*", "train.finetune"), ("finetun*", "train.finetune"), ("online learn*", "train.online"),
    ("rlhf", "train.preference"), ("preference*", "train.preference"), ("federated client*", "fl.client"),
    ("federated", "fl.aggregator"), ("aggregation server", "fl.aggregator"), ("batch infer*", "serve.batch"),
    ("batch scor*", "serve.batch"), ("batch predict*", "serve.batch"), ("edge infer*", "serve.edge"), ("edge model", "serve.edge"),
    ("edge device*", "serve.edge"), ("load balancer", "serve.gateway"), ("api gateway", "serve.gateway"),
    ("experiment track*", "infra.tracker"), ("experiment*", "infra.tracker"), ("ci cd", "infra.cicd"), ("github action*", "infra.cicd"),
    ("gitlab ci", "infra.cicd"), ("ml engineer*", "actor.ml_engineer"), ("data scientist*", "actor.ml_engineer"), ("data engineer*", "actor.ml_engineer"),
    ("human review*", "review.queue"), ("human approv*", "review.queue"), ("manual review*", "review.queue"),
    ("data quality", "prep.validate"), ("data profil*", "prep.validate"), ("great expectations", "prep.validate"),
    ("feature engineer*", "prep.ingest"), ("feature extract*", "prep.ingest"), ("feature pipeline", "prep.ingest"),
    ("data pipeline", "prep.ingest"), ("data source*", "data.internal_store"), ("raw data", "data.internal_store"),
    ("label* studio", "prep.label"), ("weights biases", "infra.tracker"), ("model card*", "data.internal_store"),
    // What is done.
    ("annotator*", "actor.annotator"), ("labeler*", "actor.annotator"), ("labeller*", "actor.annotator"),
    ("annotat*", "prep.label"), ("labeling", "prep.label"), ("labelling", "prep.label"), ("label*", "prep.label"),
    ("monitor*", "mon.monitor"), ("drift*", "mon.monitor"), ("observab*", "mon.monitor"), ("alert*", "mon.monitor"),
    ("explain*", "serve.explain"), ("evaluat*", "eval.job"), ("eval", "eval.job"), ("benchmark*", "eval.job"),
    ("retrain*", "train.job"), ("train*", "train.job"), ("hyperparameter*", "train.job"), ("tuning", "train.job"), ("automl", "train.job"),
    ("model validat*", "eval.job"), ("validat*", "prep.validate"), ("clean*", "prep.validate"), ("dedup*", "prep.validate"),
    ("filter*", "prep.validate"), ("profil*", "prep.validate"), ("postprocess*", "serve.postproc"), ("post process*", "serve.postproc"),
    ("ingest*", "prep.ingest"), ("etl", "prep.ingest"), ("collect*", "prep.ingest"), ("extract*", "prep.ingest"),
    ("preprocess*", "prep.ingest"), ("pre process*", "prep.ingest"), ("transform*", "prep.ingest"), ("loader", "prep.ingest"),
    ("crawl*", "prep.ingest"), ("scrap*", "prep.ingest"), ("deploy*", "infra.cicd"), ("orchestrat*", "infra.orchestrator"),
    ("schedul*", "infra.orchestrator"), ("feedback", "mon.feedback"), ("review*", "review.queue"), ("moderat*", "review.queue"),
    ("approv*", "review.queue"), ("retriev*", "llm.retriever"), ("rag", "llm.retriever"), ("gateway", "serve.gateway"),
    ("ingress", "serve.gateway"), ("proxy", "serve.gateway"), ("serving", "serve.api"), ("inference", "serve.api"),
    ("predict*", "serve.api"), ("scor*", "serve.api"), ("endpoint*", "serve.api"), ("classif*", "serve.api"), ("summari*", "serve.api"),
    // Products.
    ("mlflow", "infra.tracker"), ("wandb", "infra.tracker"), ("tensorboard", "infra.tracker"), ("airflow", "infra.orchestrator"),
    ("kubeflow", "infra.orchestrator"), ("dagster", "infra.orchestrator"), ("prefect", "infra.orchestrator"),
    ("jupyter*", "infra.notebook"), ("notebook*", "infra.notebook"), ("colab", "infra.notebook"), ("jenkins", "infra.cicd"),
    ("argo*", "infra.cicd"), ("github", "supply.source_repo"), ("gitlab", "supply.source_repo"), ("git", "supply.source_repo"),
    ("pypi", "supply.package_registry"), ("npm", "supply.package_registry"), ("conda", "supply.package_registry"),
    ("docker*", "supply.container_registry"), ("ecr", "supply.container_registry"), ("huggingface", "model.hub"),
    ("feast", "prep.feature_store"), ("kserve", "serve.api"), ("seldon", "serve.api"), ("triton", "serve.api"),
    ("torchserve", "serve.api"), ("bentoml", "serve.api"), ("fastapi", "serve.api"), ("nginx", "serve.gateway"),
    ("openai", "serve.vendor_api"), ("chatgpt", "serve.vendor_api"), ("gpt*", "serve.vendor_api"), ("claude", "serve.vendor_api"),
    ("gemini", "serve.vendor_api"), ("bedrock", "serve.vendor_api"), ("anthropic", "serve.vendor_api"),
    ("metric*", "mon.monitor"), ("prometheus", "mon.monitor"), ("grafana", "mon.monitor"), ("evidently", "mon.monitor"), ("streamlit", "client.app"),
    ("pinecone", "llm.vector_store"), ("chroma*", "llm.vector_store"), ("faiss", "llm.vector_store"), ("weaviate", "llm.vector_store"),
    ("qdrant", "llm.vector_store"), ("milvus", "llm.vector_store"), ("pgvector", "llm.vector_store"), ("vault", "infra.secrets"),
    // Things.
    ("secret*", "infra.secrets"), ("registry", "model.registry"), ("gpu*", "infra.gpu_cluster"), ("agent*", "llm.agent"),
    ("tool*", "llm.tool"), ("llm*", "serve.api"), ("language model*", "serve.api"), ("chatbot*", "serve.api"), ("repo*", "supply.source_repo"), ("dependenc*", "supply.dependency"),
    ("package*", "supply.dependency"), ("librar*", "supply.dependency"), ("dashboard*", "client.app"), ("frontend", "client.app"),
    ("front end", "client.app"), ("ui", "client.app"), ("app*", "client.app"), ("browser", "client.app"), ("client*", "client.app"),
    ("portal", "client.app"), ("website", "client.app"), ("mobile", "client.app"), ("log", "mon.log_store"), ("logs", "mon.log_store"), ("logging", "mon.log_store"),
    ("decision*", "client.decision"),
    ("analyst*", "review.queue"),
    ("sensor*", "data.sensor_stream"), ("camera*", "data.sensor_stream"), ("iot", "data.sensor_stream"), ("device*", "data.sensor_stream"),
    ("feed", "data.third_party"), ("dataset*", "data.training_set"), ("data set*", "data.training_set"), ("feature*", "prep.feature_store"),
    ("database*", "data.internal_store"), ("db", "data.internal_store"), ("sql*", "data.internal_store"),
    ("postgres*", "data.internal_store"), ("mysql", "data.internal_store"), ("mongo*", "data.internal_store"),
    ("snowflake", "data.internal_store"), ("bigquery", "data.internal_store"), ("redshift", "data.internal_store"),
    ("warehouse*", "data.internal_store"), ("lake*", "data.internal_store"), ("bucket*", "data.internal_store"),
    ("s3", "data.internal_store"), ("gcs", "data.internal_store"), ("minio", "data.internal_store"), ("storage", "data.internal_store"),
    ("store*", "data.internal_store"), ("table*", "data.internal_store"), ("kafka", "data.internal_store"), ("queue*", "data.internal_store"),
    ("topic*", "data.internal_store"), ("broker*", "data.internal_store"), ("stream*", "data.internal_store"), ("redis", "data.internal_store"),
    ("cache*", "data.internal_store"), ("csv", "data.internal_store"), ("parquet", "data.internal_store"),
    ("file*", "data.internal_store"), ("spreadsheet*", "data.internal_store"), ("excel", "data.internal_store"), ("blob*", "data.internal_store"),
    ("elastic*", "data.internal_store"), ("rabbitmq", "data.internal_store"), ("crm", "data.internal_store"),
    ("artifact*", "model.artifact"), ("artefact*", "model.artifact"), ("weights", "model.artifact"), ("checkpoint*", "model.artifact"),
    ("api*", "serve.api"), ("service", "serve.api"), ("model*", "model.artifact"), ("data", "data.internal_store"),
    // People last: "Customer DB" is a store, and "User portal" an application.
    ("attacker*", "actor.anonymous"), ("anonymous", "actor.anonymous"), ("public", "actor.anonymous"),
    ("visitor*", "actor.anonymous"), ("internet", "actor.anonymous"), ("developer*", "actor.ml_engineer"),
    ("engineer*", "actor.ml_engineer"), ("vendor*", "actor.vendor"), ("supplier*", "actor.vendor"), ("user*", "actor.end_user"),
    ("customer*", "actor.end_user"), ("merchant*", "actor.end_user"), ("patient*", "actor.data_subject"),
];

/// Words that people say for a kind, and how far before others they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    rank: usize,
    words: &'static str,
}

impl Saying {
    /// How far before others it counts where what is typed says it; the last word may be typed in part once it has three
    /// letters, which counts after everything that is said in full.
    #[must_use]
    pub fn said_by(self, typed: &str) -> Option<usize> {
        const PART: usize = 3;
        let lower = typed.trim().to_lowercase();
        let words: Vec<&str> = words_of(&lower).collect();
        if words.is_empty() {
            return None;
        }
        if spoken(self.words, &words).is_some() {
            return Some(self.rank);
        }
        let begun = |(typed, meant): (&&str, &str)| {
            typed.len() >= PART && meant.trim_end_matches('*').starts_with(*typed)
        };
        let mut pairs = words.iter().zip(self.words.split(' '));
        let whole = words.len() <= self.words.split(' ').count();
        (whole && pairs.all(begun)).then_some(SAID.len() + ON_DRAWINGS.len() + self.rank)
    }

    /// Whether what is typed says it in full.
    #[must_use]
    pub fn is_whole(rank: usize) -> bool {
        rank < SAID.len() + ON_DRAWINGS.len()
    }
}

/// The words of a text, without what stands between them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

impl Catalog {
    /// What people say for a kind, beside its name.
    #[must_use]
    pub fn sayings(&self, kind: &str) -> Vec<Saying> {
        let rows = SAID.iter().chain(ON_DRAWINGS).enumerate();
        rows.filter(|(_, (_, of))| *of == kind)
            .map(|(rank, (words, _))| Saying { rank, words })
            .collect()
    }

    /// The word that people say for a kind on a line, where there is one: `store` for an internal data store.
    #[must_use]
    pub fn word_for(&self, kind: &str) -> Option<&'static str> {
        let row = SAID.iter().find(|(_, of)| *of == kind);
        row.map(|(word, _)| *word)
    }

    /// The kind that a typed word means: its id, its name, what people say for it, else the shortest name with the words
    /// in it.
    #[must_use]
    pub fn kind_said(&self, typed: &str) -> Option<&str> {
        let typed = typed.trim().to_lowercase();
        let kinds = &self.entries().kinds;
        let exact = kinds
            .iter()
            .find(|(id, kind)| **id == typed || kind.name.to_lowercase() == typed)
            .map(|(id, _)| id.as_str());
        let said = || {
            let row = SAID.iter().find(|(word, _)| *word == typed);
            row.and_then(|(_, id)| self.known(id))
        };
        let end = || {
            let mut ends = kinds.keys().map(String::as_str);
            ends.find(|id| id.rsplit('.').next() == Some(typed.as_str()))
        };
        let near = || {
            let near = kinds
                .iter()
                .filter(|(_, kind)| has_words(&kind.name, &typed));
            near.min_by_key(|(id, kind)| (kind.name.len(), *id))
                .map(|(id, _)| id.as_str())
        };
        exact.or_else(said).or_else(end).or_else(near)
    }

    /// The kind that a name on a drawing speaks of, and the words that say so.
    #[must_use]
    pub fn kind_in(&self, name: &str) -> Option<(&str, String)> {
        let whole = name.trim().to_lowercase();
        let mut kinds = self.entries().kinds.iter();
        let exact = kinds.find(|(_, kind)| kind.name.to_lowercase() == whole);
        if let Some((id, _)) = exact {
            return Some((id, whole));
        }
        let words: Vec<&str> = words_of(&whole).collect();
        ON_DRAWINGS.iter().find_map(|(row, id)| {
            let found = spoken(row, &words)?;
            Some((self.known(id)?, found))
        })
    }

    fn known(&self, id: &str) -> Option<&str> {
        let (id, _) = self.entries().kinds.get_key_value(id)?;
        Some(id)
    }

    /// The flow kind that words on an arrow name.
    #[must_use]
    pub fn flow_said(&self, words: &str) -> Option<&str> {
        let words = words.trim().to_lowercase();
        let mut flows = self.entries().flows.iter();
        let known = flows.find(|(id, flow)| **id == words || flow.name.to_lowercase() == words);
        known.map(|(id, _)| id.as_str())
    }

    /// What a kind mostly gives, where nothing is usual between two: what it gives to those that usually come after it, or
    /// what usually comes to the other.
    #[must_use]
    pub fn mostly_flows(&self, from: &str, to: &str) -> Option<&str> {
        let next = self.kind(from).into_iter().flat_map(|kind| &kind.next);
        let mut given = next.filter_map(|next| self.usual_flow(from, next));
        let kinds = self.entries().kinds.iter();
        let mut senders = kinds.filter(|(_, kind)| kind.next.iter().any(|next| next == to));
        let got = || senders.find_map(|(id, _)| self.usual_flow(id, to));
        given.next().or_else(got)
    }
}

/// The words of a name that a row speaks of, if all of the row are there.
fn spoken(row: &str, words: &[&str]) -> Option<String> {
    let mut found = Vec::new();
    for wanted in row.split(' ') {
        let fits = |word: &&&str| match wanted.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => **word == wanted,
        };
        found.push(*words.iter().find(fits)?);
    }
    Some(found.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_says_more_than_what_it_is_done_with() {
        let catalog = Catalog::built_in().unwrap();
        for (name, kind) in [
            ("Model trainer", "train.job"),
            ("Feature engineer", "prep.ingest"),
            ("Model Monitoring (Evidently)", "mon.monitor"),
            ("Evaluator", "eval.job"),
            ("Explainability", "serve.explain"),
            ("Training data", "data.training_set"),
            ("Feature Store", "prep.feature_store"),
            ("Model", "model.artifact"),
            ("PostgreSQL", "data.internal_store"),
            ("FastAPI Service", "serve.api"),
            ("Data Scientists", "actor.ml_engineer"),
            ("Data Engineer", "actor.ml_engineer"),
            ("Customer DB", "data.internal_store"),
            ("User portal", "client.app"),
            ("Customers", "actor.end_user"),
            ("Labeling tool", "prep.label"),
        ] {
            let (guessed, _) = catalog
                .kind_in(name)
                .unwrap_or_else(|| panic!("{name}: none"));
            assert_eq!(guessed, kind, "{name}");
        }
        assert!(catalog.kind_in("Zorp 7").is_none());
    }

    #[test]
    fn every_kind_of_the_tables_is_built_in() {
        let catalog = Catalog::built_in().unwrap();
        for (words, kind) in SAID.iter().chain(ON_DRAWINGS) {
            assert!(catalog.kind(kind).is_some(), "{words}: {kind}");
        }
    }
}
