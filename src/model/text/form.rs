//! The document as its file has it: header fields flat at the top, then the sections.
//!
//! [`ThreatModel`] itself has no serde form, so that the file's shape and the program's can grow apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::document::{
    Assumption, Component, Control, Decision, Flow, OutOfScope, OwnThreat, Placement, System,
    ThreatModel, Zone,
};
use crate::model::fact_value::unique_map;
use crate::model::id::{ComponentId, ControlId, FindingId, FlowId, NoteId, ThreatId, ZoneId};
use crate::model::terms::{Edition, Level};

/// The newest format, and the one that is written.
///
/// A new section or field raises it. Then the old form stays below as it is, the new one stands beside it, and
/// `upgrade_1_to_2` joins the chain in [`super::read`].
pub(super) const FORMAT: u32 = 1;

/// A document of format 1.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    format: u32,
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    target_level: Level,
    #[serde(default)]
    edition: Edition,
    #[serde(default)]
    insider: bool,
    #[serde(default, deserialize_with = "unique_map")]
    options: BTreeMap<String, bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, deserialize_with = "unique_map")]
    zones: BTreeMap<ZoneId, Zone>,
    #[serde(default, deserialize_with = "unique_map")]
    components: BTreeMap<ComponentId, Component>,
    #[serde(default, deserialize_with = "unique_map")]
    flows: BTreeMap<FlowId, Flow>,
    #[serde(default, deserialize_with = "unique_map")]
    decisions: BTreeMap<FindingId, Decision>,
    #[serde(default, deserialize_with = "unique_map")]
    controls: BTreeMap<ControlId, Control>,
    #[serde(default, deserialize_with = "unique_map")]
    assumptions: BTreeMap<NoteId, Assumption>,
    #[serde(default, deserialize_with = "unique_map")]
    out_of_scope: BTreeMap<NoteId, OutOfScope>,
    #[serde(default, deserialize_with = "unique_map")]
    own_threats: BTreeMap<ThreatId, OwnThreat>,
    #[serde(default, deserialize_with = "unique_map")]
    placed: BTreeMap<ComponentId, Placement>,
}

impl From<ThreatModel> for Form {
    fn from(model: ThreatModel) -> Self {
        let system = model.system;
        Self {
            format: FORMAT,
            title: system.title,
            summary: system.summary,
            owner: system.owner,
            target_level: system.target_level,
            edition: system.edition,
            insider: system.insider,
            options: system.options,
            classification: system.classification,
            document_id: system.document_id,
            note: system.note,
            zones: model.zones,
            components: model.components,
            flows: model.flows,
            decisions: model.decisions,
            controls: model.controls,
            assumptions: model.assumptions,
            out_of_scope: model.out_of_scope,
            own_threats: model.own_threats,
            placed: model.placed,
        }
    }
}

impl From<Form> for ThreatModel {
    fn from(form: Form) -> Self {
        Self {
            system: System {
                title: form.title,
                summary: form.summary,
                owner: form.owner,
                target_level: form.target_level,
                edition: form.edition,
                insider: form.insider,
                options: form.options,
                classification: form.classification,
                document_id: form.document_id,
                note: form.note,
            },
            zones: form.zones,
            components: form.components,
            flows: form.flows,
            decisions: form.decisions,
            controls: form.controls,
            assumptions: form.assumptions,
            out_of_scope: form.out_of_scope,
            own_threats: form.own_threats,
            placed: form.placed,
        }
    }
}
