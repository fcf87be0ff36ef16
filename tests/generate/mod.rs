//! Generators of sound documents, for property tests.
#![allow(dead_code, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use bartizan::model::{
    Assumption, AssumptionStatus, Component, ComponentId, Control, ControlId, ControlStatus, Date,
    Decision, DecisionStatus, Edition, FactValue, FindingId, Flow, FlowId, Level, NoteId,
    OutOfScope, OwnThreat, Placement, RequirementId, Score, System, ThreatId, ThreatModel, Trust,
    Zone, ZoneId,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Ids come from a small pool, so that two documents share many keys.
const NAMES: [&str; 8] = [
    "api",
    "train",
    "labels",
    "registry",
    "a-b",
    "x2",
    "user",
    "prompt-log",
];

/// A text as people write it, and as nobody should.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z ,.;:'()]{0,24}",
        1 => ".{0,12}",
        1 => any::<String>().prop_map(|s| s.chars().take(12).collect()),
        1 => select(vec!["it's \"so\" \\ // not", "line\nline", "扫描 e\u{301}", "r#\"x\"#", "Some(1)", "/* */"])
            .prop_map(str::to_owned),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (1..=9999_u16, 1..=12_u8, 1..=28_u8).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn component_id() -> impl Strategy<Value = ComponentId> {
    select(NAMES.to_vec()).prop_map(|n| ComponentId::new(n).unwrap())
}

fn note_id() -> impl Strategy<Value = NoteId> {
    select(NAMES.to_vec()).prop_map(|n| NoteId::new(n).unwrap())
}

fn threat_id() -> impl Strategy<Value = ThreatId> {
    select(vec!["ML01", "ML02", "ML10", "OWN-1", "TEAM.7"]).prop_map(|n| ThreatId::new(n).unwrap())
}

fn requirement_id() -> impl Strategy<Value = RequirementId> {
    select(vec!["PVC-V1.1", "PVC-V8.1", "PVC-V14.3"]).prop_map(|n| RequirementId::new(n).unwrap())
}

fn finding_id() -> impl Strategy<Value = FindingId> {
    (threat_id(), component_id()).prop_map(|(threat, component)| FindingId { threat, component })
}

fn system() -> impl Strategy<Value = System> {
    (
        (text(), text(), text()),
        (
            select(Level::ALL.to_vec()),
            select(Edition::ALL.to_vec()),
            any::<bool>(),
        ),
        btree_map(text(), any::<bool>(), 0..3),
        (option::of(text()), option::of(text()), option::of(text())),
    )
        .prop_map(
            |((title, summary, owner), (target_level, edition, insider), options, rest)| System {
                title,
                summary,
                owner,
                target_level,
                edition,
                insider,
                options,
                classification: rest.0,
                document_id: rest.1,
                note: rest.2,
            },
        )
}

/// Zones of which each may lie in one whose id is smaller, so that none lies in itself.
fn zones() -> impl Strategy<Value = BTreeMap<ZoneId, Zone>> {
    let zone = (
        text(),
        option::of(0..=3_u8),
        option::of(any::<Index>()),
        option::of(text()),
    );
    btree_map(select(NAMES.to_vec()), zone, 0..5).prop_map(|drawn| {
        let ids: Vec<ZoneId> = drawn.keys().map(|n| ZoneId::new(*n).unwrap()).collect();
        let zones = drawn
            .into_values()
            .enumerate()
            .map(|(i, (name, trust, parent, note))| {
                let parent = parent.filter(|_| i > 0).map(|p| ids[p.index(i)].clone());
                let trust = trust.map(|t| Trust::new(t).unwrap());
                (
                    ids[i].clone(),
                    Zone {
                        name,
                        trust,
                        parent,
                        note,
                    },
                )
            });
        zones.collect()
    })
}

fn fact() -> impl Strategy<Value = FactValue> {
    btree_set(prop_oneof![3 => "[a-z_]{1,10}", 1 => text()], 1..4)
        .prop_map(|v| FactValue::several(v).unwrap())
}

fn components() -> impl Strategy<Value = BTreeMap<ComponentId, (Component, Option<Index>)>> {
    let component = (
        (text(), select(vec!["serve.api", "train.job", "data.store"])),
        option::of(any::<Index>()),
        option::of(text()),
        btree_map("[a-z_]{1,8}", fact(), 0..4),
        option::of(text()),
    )
        .prop_map(|((name, kind), zone, owner, facts, note)| {
            let kind = kind.to_owned();
            (
                Component {
                    name,
                    kind,
                    zone: None,
                    owner,
                    facts,
                    note,
                },
                zone,
            )
        });
    btree_map(component_id(), component, 0..7)
}

fn flows() -> impl Strategy<Value = BTreeMap<FlowId, (Flow, Index, Index)>> {
    let id = select(NAMES.to_vec()).prop_map(|n| FlowId::new(n).unwrap());
    let flow = (
        (any::<Index>(), any::<Index>()),
        btree_set("[a-z_]{1,8}", 0..3),
        (option::of(text()), option::of(text()), option::of(text())),
        (option::of(any::<bool>()), option::of(any::<bool>())),
    )
        .prop_map(
            |((from, to), carries, (label, protocol, note), (encrypted, authenticated))| {
                let nowhere = ComponentId::new("nowhere").unwrap();
                let (a, b) = (nowhere.clone(), nowhere);
                let flow = Flow {
                    from: a,
                    to: b,
                    carries,
                    label,
                    protocol,
                    encrypted,
                    authenticated,
                    note,
                };
                (flow, from, to)
            },
        );
    btree_map(id, flow, 0..7)
}

fn decision() -> impl Strategy<Value = Decision> {
    (
        select(DecisionStatus::ALL.to_vec()),
        (option::of(text()), option::of(date())),
        (option::of(text()), option::of(text()), option::of(text())),
    )
        .prop_map(|(status, (owner, due), (because, ticket, note))| Decision {
            status,
            owner,
            due,
            because,
            ticket,
            note,
        })
}

fn control() -> impl Strategy<Value = Control> {
    let words = "[a-z]{1,6}";
    (
        select(ControlStatus::ALL.to_vec()),
        words,
        words,
        date(),
        words,
        option::of(text()),
    )
        .prop_map(
            |(status, evidence, assessor, date, because, note)| Control {
                status,
                evidence: Some(evidence),
                assessor: Some(assessor),
                date: Some(date),
                because: Some(because),
                note,
            },
        )
}

fn controls() -> impl Strategy<Value = BTreeMap<ControlId, Control>> {
    let id = (requirement_id(), option::of(component_id())).prop_map(|(requirement, component)| {
        ControlId {
            requirement,
            component,
        }
    });
    btree_map(id, control(), 0..4)
}

fn assumption() -> impl Strategy<Value = Assumption> {
    (
        (text(), select(AssumptionStatus::ALL.to_vec())),
        (option::of(text()), option::of(date())),
        btree_set(finding_id(), 0..3),
        option::of(text()),
    )
        .prop_map(
            |((text, status), (owner, expires), covers, note)| Assumption {
                text,
                status,
                owner,
                expires,
                covers,
                note,
            },
        )
}

fn own_threats() -> impl Strategy<Value = BTreeMap<ThreatId, (OwnThreat, Vec<Index>)>> {
    let threat = (
        (text(), text(), option::of(text())),
        (1..=5_u8, 1..=5_u8),
        btree_set(requirement_id(), 0..3),
        vec(any::<Index>(), 0..3),
    )
        .prop_map(
            |((name, text, note), (likelihood, impact), requirements, at)| {
                let threat = OwnThreat {
                    name,
                    text,
                    components: BTreeSet::new(),
                    likelihood: Score::new(likelihood).unwrap(),
                    impact: Score::new(impact).unwrap(),
                    requirements,
                    note,
                };
                (threat, at)
            },
        );
    btree_map(threat_id(), threat, 0..3)
}

fn placed() -> impl Strategy<Value = BTreeMap<ComponentId, Placement>> {
    let placement = (-500..500_i32, -100_000..=100_000_i32, any::<bool>())
        .prop_map(|(x, y, pinned)| Placement { x, y, pinned });
    btree_map(component_id(), placement, 0..7)
}

/// A sound document: every flow, zone and parent points at something.
pub fn threat_model() -> impl Strategy<Value = ThreatModel> {
    let out_of_scope =
        (text(), option::of(text())).prop_map(|(because, note)| OutOfScope { because, note });
    let drawn = (system(), zones(), components(), flows(), placed());
    let said = (
        btree_map(finding_id(), decision(), 0..4),
        controls(),
        btree_map(note_id(), assumption(), 0..3),
        btree_map(note_id(), out_of_scope, 0..3),
        own_threats(),
    );
    (drawn, said).prop_map(|((system, zones, components, flows, placed), said)| {
        let zone_ids: Vec<ZoneId> = zones.keys().cloned().collect();
        let ids: Vec<ComponentId> = components.keys().cloned().collect();
        let pick = |at: &Index| at.get(&ids).clone();
        let stand = |(mut component, zone): (Component, Option<Index>)| {
            component.zone = zone
                .filter(|_| !zone_ids.is_empty())
                .map(|z| z.get(&zone_ids).clone());
            component
        };
        let join = |(mut flow, from, to): (Flow, Index, Index)| {
            (flow.from, flow.to) = (pick(&from), pick(&to));
            flow
        };
        let attach = |(mut threat, at): (OwnThreat, Vec<Index>)| {
            threat.components = at.iter().filter(|_| !ids.is_empty()).map(pick).collect();
            threat
        };
        let flows = if ids.is_empty() {
            BTreeMap::new()
        } else {
            flows
        };
        ThreatModel {
            system,
            zones,
            flows: flows
                .into_iter()
                .map(|(id, flow)| (id, join(flow)))
                .collect(),
            decisions: said.0,
            controls: said.1,
            assumptions: said.2,
            out_of_scope: said.3,
            own_threats: said
                .4
                .into_iter()
                .map(|(id, threat)| (id, attach(threat)))
                .collect(),
            placed,
            components: components
                .into_iter()
                .map(|(id, c)| (id, stand(c)))
                .collect(),
        }
    })
}
