//! A generator of plausible pipelines in the catalogue's own language: its kinds, facts, values and flow kinds.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bartizan::catalog::Catalog;
use bartizan::model::{
    Component, ComponentId, Control, ControlId, ControlStatus, Date, Decision, DecisionStatus,
    Edition, FactValue, FindingId, Flow, FlowId, RequirementId, System, ThreatId, ThreatModel,
    Trust, Zone, ZoneId,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::built_in().unwrap_or_else(|error| panic!("{error}")))
}

/// Stretches of real pipelines. Where two share a kind, they meet in one component.
const STRETCHES: &[&[&str]] = &[
    &[
        "actor.end_user",
        "client.app",
        "serve.api",
        "client.app",
        "actor.end_user",
    ],
    &[
        "actor.anonymous",
        "serve.gateway",
        "serve.api",
        "serve.gateway",
        "actor.anonymous",
    ],
    &["actor.end_user", "serve.api", "client.decision"],
    &[
        "serve.api",
        "serve.postproc",
        "client.prediction_store",
        "review.queue",
    ],
    &[
        "ext.physical",
        "data.sensor_stream",
        "serve.edge",
        "client.decision",
    ],
    &[
        "data.public_web",
        "prep.ingest",
        "prep.validate",
        "data.training_set",
        "train.job",
    ],
    &["data.third_party", "data.training_set", "train.finetune"],
    &[
        "actor.annotator",
        "prep.label",
        "data.training_set",
        "train.job",
    ],
    &[
        "data.user_generated",
        "prep.ingest",
        "data.internal_store",
        "train.finetune",
    ],
    &["train.job", "model.artifact", "model.registry", "serve.api"],
    &["train.finetune", "model.registry", "serve.api"],
    &["model.hub", "model.base", "train.finetune"],
    &[
        "train.job",
        "eval.job",
        "model.registry",
        "serve.batch",
        "client.prediction_store",
    ],
    &[
        "client.app",
        "mon.feedback",
        "data.training_set",
        "train.job",
    ],
    &["serve.api", "mon.log_store", "train.online", "serve.api"],
    &["review.queue", "data.training_set"],
    &["fl.client", "fl.aggregator", "fl.client"],
    &["fl.aggregator", "serve.edge"],
    &["supply.package_registry", "supply.dependency", "train.job"],
    &["supply.container_registry", "serve.api"],
    &["supply.source_repo", "infra.cicd", "model.registry"],
    &[
        "actor.ml_engineer",
        "infra.notebook",
        "infra.gpu_cluster",
        "model.registry",
    ],
    &["infra.orchestrator", "train.job"],
    &[
        "actor.end_user",
        "llm.agent",
        "llm.tool",
        "llm.agent",
        "actor.end_user",
    ],
    &[
        "data.internal_store",
        "llm.embedding_model",
        "llm.vector_store",
        "llm.retriever",
        "llm.agent",
    ],
    &["llm.agent", "llm.memory", "llm.agent"],
    &["llm.prompt_store", "llm.agent"],
    &["serve.vendor_api", "llm.agent"],
    &["actor.vendor", "data.third_party"],
    &["prep.feature_store", "serve.preproc", "serve.batch"],
    &["mon.feedback", "train.preference", "serve.vendor_api"],
    &["serve.explain", "actor.end_user"],
];

#[derive(Debug, Clone)]
struct Answers {
    zone: Option<Index>,
    facts: Vec<Option<(Index, Option<Index>)>>,
}

fn answers() -> impl Strategy<Value = Answers> {
    let fact = option::weighted(
        0.65,
        (any::<Index>(), option::weighted(0.2, any::<Index>())),
    );
    (option::weighted(0.35, any::<Index>()), vec(fact, 20))
        .prop_map(|(zone, facts)| Answers { zone, facts })
}

/// Where a component of a kind usually stands.
fn usual_zone(kind: &str) -> &'static str {
    match kind {
        "data.public_web"
        | "data.user_generated"
        | "model.hub"
        | "supply.package_registry"
        | "serve.edge"
        | "fl.client" => "net",
        "data.third_party" | "model.base" | "actor.vendor" | "serve.vendor_api" => "partner",
        "actor.ml_engineer" | "infra.notebook" | "review.queue" => "corp",
        _ if kind.starts_with("actor.") || kind.starts_with("ext.") => "net",
        _ => "prod",
    }
}

fn component(kind: &str, answers: &Answers) -> Component {
    const ZONES: [Option<&str>; 6] = [
        Some("net"),
        Some("partner"),
        Some("corp"),
        Some("prod"),
        Some("dark"),
        None,
    ];
    let zone = answers
        .zone
        .map_or(Some(usual_zone(kind)), |index| *index.get(&ZONES));
    let asks = catalog().kind(kind).map_or(&[][..], |kind| &kind.asks);
    let facts = asks
        .iter()
        .zip(&answers.facts)
        .filter_map(|(fact, answer)| {
            let (value, more) = answer.as_ref()?;
            let known = catalog().fact(fact).unwrap();
            let pick = |index: &Index| index.get(&known.values).0.clone();
            let more = more.as_ref().filter(|_| known.many).map(pick);
            let values = [pick(value)].into_iter().chain(more);
            Some((fact.clone(), FactValue::several(values).unwrap()))
        });
    Component {
        name: kind.split('.').nth(1).unwrap_or(kind).replace('_', " "),
        kind: kind.to_owned(),
        zone: zone.map(|zone| ZoneId::new(zone).unwrap()),
        owner: None,
        facts: facts.collect(),
        note: None,
    }
}

fn zones() -> BTreeMap<ZoneId, Zone> {
    let zones = [
        ("net", Some(0)),
        ("partner", Some(1)),
        ("corp", Some(2)),
        ("prod", Some(3)),
        ("dark", None),
    ];
    let zone = |(id, trust): (&str, Option<u8>)| {
        let zone = Zone {
            name: id.to_owned(),
            trust: trust.map(|number| Trust::new(number).unwrap()),
            parent: None,
            note: None,
        };
        (ZoneId::new(id).unwrap(), zone)
    };
    zones.into_iter().map(zone).collect()
}

pub fn control(status: ControlStatus) -> Control {
    Control {
        status,
        evidence: Some("a record".into()),
        assessor: Some("N. Holm".into()),
        date: Some(Date::new(2026, 10, 1).unwrap()),
        because: Some("a reason".into()),
        note: None,
    }
}

#[derive(Debug, Clone)]
struct Extra {
    from: Index,
    to: Index,
    kind: Option<Index>,
    attributes: (Option<bool>, Option<bool>),
}

fn extra() -> impl Strategy<Value = Extra> {
    let kind = option::weighted(0.4, any::<Index>());
    let attribute = || option::of(any::<bool>());
    (
        any::<Index>(),
        any::<Index>(),
        kind,
        (attribute(), attribute()),
    )
        .prop_map(|(from, to, kind, attributes)| Extra {
            from,
            to,
            kind,
            attributes,
        })
}

fn kind_ids() -> Vec<String> {
    catalog().entries().kinds.keys().cloned().collect()
}

/// The controls and decisions of a document, by index over what there is.
type Records = (
    Vec<(Index, Option<Index>, ControlStatus)>,
    Vec<(Index, Index, DecisionStatus)>,
);

fn records() -> impl Strategy<Value = Records> {
    (
        vec(
            (
                any::<Index>(),
                option::of(any::<Index>()),
                select(ControlStatus::ALL.to_vec()),
            ),
            0..12,
        ),
        vec(
            (
                any::<Index>(),
                any::<Index>(),
                select(DecisionStatus::ALL.to_vec()),
            ),
            0..3,
        ),
    )
}

/// A generated model, shown as the file that it would be.
#[derive(Clone)]
pub struct Pipeline(pub ThreatModel);

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{}", bartizan::model::text::write(&self.0))
    }
}

/// A pipeline: some stretches, some components and flows beside them, some answers, controls and decisions.
pub fn pipeline() -> impl Strategy<Value = Pipeline> {
    (
        subsequence(STRETCHES.to_vec(), 1..7),
        vec(any::<Index>(), 0..3),
        vec(answers(), 26),
        vec(extra(), 0..6),
        (any::<bool>(), select(Edition::ALL.to_vec()), 0..5_u8),
        records(),
    )
        .prop_map(
            |(stretches, more, answers, extra, (prompt, edition, insider), records)| {
                let mut model = ThreatModel {
                    system: System {
                        title: "Generated".into(),
                        edition,
                        insider: insider == 0,
                        options: BTreeMap::from([("prompt_injection".into(), prompt)]),
                        ..System::default()
                    },
                    zones: zones(),
                    ..ThreatModel::default()
                };
                let all = kind_ids();
                let kinds: BTreeSet<&str> = stretches
                    .iter()
                    .flat_map(|stretch| stretch.iter().copied())
                    .chain(more.iter().map(|index| index.get(&all).as_str()))
                    .collect();
                let answers = answers.iter().cycle();
                for (kind, answers) in kinds.iter().zip(answers) {
                    model
                        .components
                        .insert(id_of(kind), component(kind, answers));
                }
                for stretch in &stretches {
                    for pair in stretch.windows(2) {
                        connect(
                            &mut model,
                            &id_of(pair[0]),
                            &id_of(pair[1]),
                            None,
                            (None, None),
                        );
                    }
                }
                let ids: Vec<ComponentId> = model.components.keys().cloned().collect();
                for flow in extra {
                    let carries: Vec<&String> = catalog().entries().flows.keys().collect();
                    let kind = flow.kind.map(|index| index.get(&carries).as_str());
                    let (from, to) = (flow.from.get(&ids), flow.to.get(&ids));
                    if from != to {
                        connect(&mut model, from, to, kind, flow.attributes);
                    }
                }
                record(&mut model, &ids, &records);
                Pipeline(model)
            },
        )
}

pub fn id_of(kind: &str) -> ComponentId {
    ComponentId::new(kind.replace(['.', '_'], "-")).unwrap()
}

fn connect(
    model: &mut ThreatModel,
    from: &ComponentId,
    to: &ComponentId,
    kind: Option<&str>,
    attributes: (Option<bool>, Option<bool>),
) {
    let usual = catalog().usual_flow(&model.components[from].kind, &model.components[to].kind);
    let flow = Flow {
        from: from.clone(),
        to: to.clone(),
        carries: BTreeSet::from([kind.or(usual).unwrap_or("raw").to_owned()]),
        label: None,
        protocol: None,
        encrypted: attributes.0,
        authenticated: attributes.1,
        note: None,
    };
    let id = FlowId::new(format!("{from}-{to}-{}", model.flows.len())).unwrap();
    model.flows.insert(id, flow);
}

fn record(model: &mut ThreatModel, ids: &[ComponentId], (controls, decisions): &Records) {
    let requirements: Vec<&String> = catalog().entries().requirements.keys().collect();
    for (requirement, at, status) in controls {
        let id = ControlId {
            requirement: RequirementId::new(requirement.get(&requirements).as_str()).unwrap(),
            component: at.as_ref().map(|index| index.get(ids).clone()),
        };
        model.controls.insert(id, control(*status));
    }
    let threats: Vec<&String> = catalog().entries().threats.keys().collect();
    for (threat, at, status) in decisions {
        let id = FindingId {
            threat: ThreatId::new(threat.get(&threats).as_str()).unwrap(),
            component: at.get(ids).clone(),
        };
        let decision = Decision {
            status: *status,
            owner: None,
            due: None,
            because: Some("a reason".into()),
            ticket: None,
            note: None,
        };
        model.decisions.insert(id, decision);
    }
}
