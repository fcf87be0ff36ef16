//! Expectations beside rules: a small system in a compact form, and the findings that must and must not stand in it.
//!
//! `analysis::run_expectations` carries them out; here they are only read and turned into documents.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::load::{Source, parse};
use super::{Catalog, CatalogError};
use crate::model::{
    Component, ComponentId, Edition, FactValue, FindingId, Flow, FlowId, IdError, Problem,
    ThreatModel, Trust, Zone, ZoneId, nearest, unique_map,
};

/// The expectations of the built-in rules: small systems after the scenarios of the OWASP ML Top 10.
pub const SCENARIOS: Source<'static> = Source {
    name: "catalogs/scenarios.ron",
    text: include_str!("../../catalogs/scenarios.ron"),
};

/// A small system with what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// What it shows, or where it is from.
    pub shows: String,
    /// Whether insiders count as attackers.
    #[serde(default)]
    pub insider: bool,
    /// The edition; the newest one without.
    #[serde(default = "newest")]
    pub edition: Edition,
    /// Zones with their trust.
    #[serde(deserialize_with = "unique_map")]
    pub zones: BTreeMap<String, u8>,
    /// Components by id.
    #[serde(deserialize_with = "unique_map")]
    pub components: BTreeMap<String, Drawn>,
    /// Flows: from, to, and what they carry.
    #[serde(default)]
    pub flows: Vec<(String, String, String)>,
    /// Findings that must apply as primary ones, such as `ML02@train`.
    #[serde(default)]
    pub expected: Vec<String>,
    /// Findings that must not apply as primary ones.
    #[serde(default)]
    pub forbidden: Vec<String>,
}

fn newest() -> Edition {
    Edition::V03
}

/// A component of an expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Its kind.
    pub kind: String,
    /// The zone it stands in.
    pub zone: String,
    /// Facts with one value each.
    #[serde(default, deserialize_with = "unique_map")]
    pub facts: BTreeMap<String, String>,
}

impl Expectation {
    /// The system as a document.
    pub fn model(&self) -> Result<ThreatModel, IdError> {
        let mut model = ThreatModel::default();
        model.system.title.clone_from(&self.shows);
        model.system.edition = self.edition;
        model.system.insider = self.insider;
        for (id, trust) in &self.zones {
            let zone = Zone {
                name: id.clone(),
                trust: Trust::new(*trust).ok(),
                parent: None,
                note: None,
            };
            model.zones.insert(ZoneId::new(id.as_str())?, zone);
        }
        for (id, drawn) in &self.components {
            let facts = drawn.facts.iter();
            let component = Component {
                name: id.clone(),
                kind: drawn.kind.clone(),
                zone: Some(ZoneId::new(drawn.zone.as_str())?),
                owner: None,
                facts: facts
                    .map(|(fact, value)| (fact.clone(), FactValue::one(value.as_str())))
                    .collect(),
                note: None,
            };
            model
                .components
                .insert(ComponentId::new(id.as_str())?, component);
        }
        for (i, (from, to, carries)) in self.flows.iter().enumerate() {
            let flow = Flow {
                from: ComponentId::new(from.as_str())?,
                to: ComponentId::new(to.as_str())?,
                carries: BTreeSet::from([carries.clone()]),
                label: None,
                protocol: None,
                encrypted: None,
                authenticated: None,
                note: None,
            };
            model.flows.insert(FlowId::new(format!("f{i}"))?, flow);
        }
        Ok(model)
    }

    /// Everything in it that the catalogue or its own drawing does not know, each with its path below `path`.
    pub(super) fn problems(&self, catalog: &Catalog, path: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |below: String, message: String, help: Option<String>| {
            let problem = Problem::new(format!("{path}/{below}"), message);
            problems.push(match help {
                Some(help) => problem.with_help(help),
                None => problem,
            });
        };
        for (id, trust) in &self.zones {
            if Trust::new(*trust).is_err() {
                say(
                    format!("zones/{id}"),
                    format!("a trust of {trust} is not 0 to 3"),
                    None,
                );
            }
        }
        let zones = || self.zones.keys().map(String::as_str);
        for (id, drawn) in &self.components {
            if !self.zones.contains_key(&drawn.zone) {
                let help = did_you_mean(&drawn.zone, zones());
                say(
                    format!("components/{id}/zone"),
                    format!("there is no zone `{}`", drawn.zone),
                    help,
                );
            }
        }
        let drawn = || self.components.keys().map(String::as_str);
        for (i, (from, to, _)) in self.flows.iter().enumerate() {
            for (end, name) in [from, to].into_iter().enumerate() {
                if !self.components.contains_key(name) {
                    let message = format!("there is no component `{name}` in this system");
                    say(
                        format!("flows/{i}/{end}"),
                        message,
                        did_you_mean(name, drawn()),
                    );
                }
            }
        }
        for (list, ids) in [("expected", &self.expected), ("forbidden", &self.forbidden)] {
            for (i, id) in ids.iter().enumerate() {
                if let Some((message, help)) = self.wrong_pair(catalog, id) {
                    say(format!("{list}/{i}"), message, help);
                }
            }
        }
        match self.model() {
            Ok(model) => {
                // The document's paths are those of the compact form, but for the flows, which have numbers here.
                for mut problem in catalog.problems_of(&model) {
                    if let Some(rest) = problem.path.strip_prefix("flows/f") {
                        let number = rest.split('/').next().unwrap_or_default();
                        problem.path = format!("flows/{number}/2");
                    }
                    problem.path = format!("{path}/{}", problem.path);
                    problems.push(problem);
                }
            }
            Err(error) => problems.push(Problem::new(path.to_owned(), error.to_string())),
        }
        problems
    }

    fn wrong_pair(&self, catalog: &Catalog, id: &str) -> Option<(String, Option<String>)> {
        let finding: FindingId = match id.parse() {
            Ok(finding) => finding,
            Err(error) => return Some((error.to_string(), None)),
        };
        let component = finding.component.as_str();
        if !self.components.contains_key(component) {
            let drawn = self.components.keys().map(String::as_str);
            let message = format!("there is no component `{component}` in this system");
            return Some((message, did_you_mean(component, drawn)));
        }
        let threat = finding.threat.as_str();
        if catalog.threat(threat).is_none() {
            let known = catalog.entries().threats.keys().map(String::as_str);
            let message = format!("there is no threat `{threat}`");
            return Some((message, did_you_mean(threat, known)));
        }
        None
    }
}

fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

impl Catalog {
    /// The expectations in a catalogue file, by id. Whether they are sound is told by laying the file over ([`Catalog::with`]).
    pub fn expectations(source: Source<'_>) -> Result<BTreeMap<String, Expectation>, CatalogError> {
        Ok(parse(source)?.tests)
    }
}
