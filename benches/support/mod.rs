//! What the benchmarks share: a system as large as one wants, and a line that tells how times are spread.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bartizan::catalog::Catalog;
use bartizan::model::{
    Component, ComponentId, FactValue, Flow, FlowId, ThreatModel, Trust, Zone, ZoneId,
};

/// One pipeline of 20 components, as teams draw them; a large system has many, joined by shared platforms.
const PIPELINE: [(&str, &str); 20] = [
    ("actor.end_user", "net"),
    ("client.app", "net"),
    ("serve.gateway", "prod"),
    ("serve.api", "prod"),
    ("client.decision", "prod"),
    ("mon.log_store", "prod"),
    ("mon.feedback", "prod"),
    ("data.public_web", "net"),
    ("prep.ingest", "prod"),
    ("prep.validate", "prod"),
    ("data.internal_store", "prod"),
    ("data.training_set", "prod"),
    ("train.finetune", "prod"),
    ("model.base", "net"),
    ("model.registry", "prod"),
    ("supply.package_registry", "net"),
    ("supply.dependency", "prod"),
    ("infra.cicd", "prod"),
    ("llm.vector_store", "prod"),
    ("llm.agent", "prod"),
];

/// Flows inside a pipeline, and to the one beside it (numbers from 20 on): 30, which is 1.5 for each component.
const FLOWS: [(usize, usize, &str); 30] = [
    (0, 1, "infer_in"),
    (1, 2, "infer_in"),
    (2, 3, "infer_in"),
    (3, 2, "infer_out"),
    (2, 1, "infer_out"),
    (1, 0, "infer_out"),
    (3, 4, "infer_out"),
    (3, 5, "telemetry"),
    (5, 11, "telemetry"),
    (1, 6, "feedback"),
    (6, 11, "feedback"),
    (7, 8, "raw"),
    (8, 9, "raw"),
    (9, 11, "train"),
    (10, 11, "train"),
    (11, 12, "train"),
    (13, 12, "weights"),
    (12, 14, "weights"),
    (14, 3, "weights"),
    (15, 16, "code"),
    (16, 12, "code"),
    (17, 14, "control"),
    (10, 18, "raw"),
    (18, 19, "context"),
    (0, 19, "infer_in"),
    (19, 0, "infer_out"),
    (14, 19, "weights"),
    (16, 17, "code"),
    (10, 31, "train"),
    (14, 23, "weights"),
];

/// A system of so many components with 1.5 flows each: a zone for each pipeline, and one outside that all share.
pub fn system(count: usize, catalog: &Catalog) -> ThreatModel {
    let mut model = ThreatModel::default();
    for number in 0..count {
        let (kind, place) = PIPELINE[number % PIPELINE.len()];
        let (zone, trust) = match place {
            "net" => ("net".to_owned(), 0),
            place => (format!("{place}{}", number / PIPELINE.len()), 3),
        };
        model.components.insert(
            component_id(number),
            component(number, kind, &zone, catalog),
        );
        model.zones.entry(zone_id(&zone)).or_insert_with(|| Zone {
            name: zone,
            trust: Trust::new(trust).ok(),
            parent: None,
            note: None,
        });
    }
    for pipeline in 0..count.div_ceil(PIPELINE.len()) {
        for (from, to, carries) in FLOWS {
            let at = |part: usize| pipeline * PIPELINE.len() + part;
            if at(from) < count && at(to) < count {
                let flow = Flow {
                    from: component_id(at(from)),
                    to: component_id(at(to)),
                    carries: BTreeSet::from([carries.to_owned()]),
                    label: None,
                    protocol: None,
                    encrypted: Some(true),
                    authenticated: None,
                    note: None,
                };
                let id = FlowId::new(format!("f{pipeline}-{from}-{to}")).expect("a slug");
                model.flows.insert(id, flow);
            }
        }
    }
    model
}

/// Two of three facts are answered, each with another value.
fn component(number: usize, kind: &str, zone: &str, catalog: &Catalog) -> Component {
    let mut facts = BTreeMap::new();
    let asks = catalog.kind(kind).map_or(&[][..], |kind| &kind.asks);
    for (i, fact) in asks
        .iter()
        .enumerate()
        .filter(|(i, _)| !(i + number).is_multiple_of(3))
    {
        if let Some(known) = catalog.fact(fact) {
            let (value, _) = &known.values[(i + number) % known.values.len()];
            facts.insert(fact.clone(), FactValue::one(value.as_str()));
        }
    }
    Component {
        name: format!("{kind} {number}"),
        kind: kind.to_owned(),
        zone: Some(zone_id(zone)),
        owner: None,
        facts,
        note: None,
    }
}

fn zone_id(id: &str) -> ZoneId {
    ZoneId::new(id).expect("a slug")
}

fn component_id(number: usize) -> ComponentId {
    ComponentId::new(format!("c{number:04}")).expect("a slug")
}

/// Prints the median, the time that 95 of 100 stay below, and the longest.
pub fn report(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!(
        "{what}: {} times, median {:?}, p95 {:?}, most {:?}",
        times.len(),
        at(50),
        at(95),
        at(100),
    );
}
