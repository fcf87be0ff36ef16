//! Small systems as text, for tests: a line for each zone, component, flow and record, and what the assessment says of them.
//!
//! ```text
//! actor.end_user user in net population=small; serve.api api in prod output_detail=label_only|top_k
//! user -> api infer_in; api -> user infer_out encrypted; insider; edition 0.3
//! control PVC-V9.2@api verified; decide ML01@api accept; zone lab 2
//! ```
//!
//! The zones `net` (0), `partner` (1), `corp` (2) and `prod` (3) are always there; `nowhere` means outside all zones.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::sync::OnceLock;

use bartizan::analysis::{Assessment, Finding, Rating, Role, Verdict, assess};
use bartizan::catalog::{Catalog, Source};
use bartizan::model::{
    Component, ComponentId, Control, ControlId, ControlStatus, Date, Decision, DecisionStatus,
    Edition, FactValue, FindingId, Flow, FlowId, ThreatModel, Trust, Zone, ZoneId,
};

pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| under_test().unwrap_or_else(|error| panic!("{error}")))
}

/// The built-in catalogue, with the file that `BARTIZAN_RULES_UNDER_TEST` names laid over it: whoever wants to know whether a
/// row of a rule is tested changes it in a copy and runs these tests, without building anything again.
fn under_test() -> Result<Catalog, Box<dyn std::error::Error>> {
    let built_in = Catalog::built_in()?;
    let Some(path) = std::env::var_os("BARTIZAN_RULES_UNDER_TEST") else {
        return Ok(built_in);
    };
    let text = std::fs::read_to_string(&path)?;
    let name = path.to_string_lossy();
    Ok(built_in.with(Source {
        name: &name,
        text: &text,
    })?)
}

pub fn today() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

/// A system and its assessment.
pub struct Drawn {
    pub model: ThreatModel,
    pub assessment: Assessment,
}

/// Reads a system and assesses it. The catalogue must know every word of it.
pub fn draw(text: &str) -> Drawn {
    judged(model(text))
}

pub fn judged(model: ThreatModel) -> Drawn {
    assert_eq!(catalog().problems_of(&model), Vec::new());
    assert_eq!(bartizan::model::check(&model), Vec::new());
    let assessment = assess(&model, catalog(), today());
    Drawn { model, assessment }
}

pub fn model(text: &str) -> ThreatModel {
    let mut model = ThreatModel::default();
    for (id, trust) in [("net", 0), ("partner", 1), ("corp", 2), ("prod", 3)] {
        zone(&mut model, id, trust);
    }
    for line in text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        read(&mut model, &words).unwrap_or_else(|| panic!("cannot read `{line}`"));
    }
    model
}

fn zone(model: &mut ThreatModel, id: &str, trust: u8) {
    let zone = Zone {
        name: id.to_owned(),
        trust: Some(Trust::new(trust).unwrap()),
        parent: None,
        note: None,
    };
    model.zones.insert(ZoneId::new(id).unwrap(), zone);
}

fn read(model: &mut ThreatModel, words: &[&str]) -> Option<()> {
    match words {
        ["insider"] => model.system.insider = true,
        ["edition", edition] => model.system.edition = edition.parse::<Edition>().ok()?,
        ["option", name, state] => {
            model.system.options.insert((*name).into(), *state == "on");
        }
        ["zone", id, trust] => zone(model, id, trust.parse().ok()?),
        ["control", id, status] => {
            let status = ControlStatus::ALL
                .iter()
                .copied()
                .find(|s| s.as_str() == *status)?;
            model
                .controls
                .insert(id.parse::<ControlId>().ok()?, control(status));
        }
        ["decide", id, status] => {
            let status = DecisionStatus::ALL
                .iter()
                .copied()
                .find(|s| s.as_str() == *status)?;
            model
                .decisions
                .insert(id.parse::<FindingId>().ok()?, decision(status));
        }
        [from, "->", to, carries, rest @ ..] => {
            let flow = Flow {
                from: ComponentId::new(*from).ok()?,
                to: ComponentId::new(*to).ok()?,
                carries: carries.split(',').map(str::to_owned).collect(),
                label: None,
                protocol: None,
                encrypted: said(rest, "encrypted", "clear"),
                authenticated: said(rest, "authenticated", "anonymous"),
                note: None,
            };
            let id = format!("{from}-{to}-{}", model.flows.len());
            model.flows.insert(FlowId::new(id).ok()?, flow);
        }
        [kind, id, "in", zone, facts @ ..] => {
            let pair = |fact: &&str| {
                let (name, values) = fact.split_once('=')?;
                let values = values.split('|').map(str::to_owned);
                Some((name.to_owned(), FactValue::several(values)?))
            };
            let component = Component {
                name: (*id).to_owned(),
                kind: (*kind).to_owned(),
                zone: (*zone != "nowhere").then(|| ZoneId::new(*zone).unwrap()),
                owner: None,
                facts: facts.iter().map(pair).collect::<Option<_>>()?,
                note: None,
            };
            model
                .components
                .insert(ComponentId::new(*id).ok()?, component);
        }
        _ => return None,
    }
    Some(())
}

fn said(words: &[&str], yes: &str, no: &str) -> Option<bool> {
    words
        .contains(&yes)
        .then_some(true)
        .or(words.contains(&no).then_some(false))
}

/// A control in a state, with everything that the state asks for.
pub fn control(status: ControlStatus) -> Control {
    Control {
        status,
        evidence: Some("a record".into()),
        assessor: Some("N. Holm".into()),
        date: Some(today()),
        because: Some("a reason".into()),
        note: None,
    }
}

pub fn decision(status: DecisionStatus) -> Decision {
    Decision {
        status,
        owner: Some("N. Holm".into()),
        due: None,
        because: Some("a reason".into()),
        ticket: None,
        note: None,
    }
}

impl Drawn {
    /// What the assessment says of a threat at a component: `applies`, `needs an answer`, `affected`, `perhaps affected`, or
    /// the code of the reason why it does not apply.
    pub fn says(&self, id: &str) -> String {
        let id: FindingId = id.parse().unwrap();
        if let Some(none) = self.assessment.not_applicable.get(&id) {
            return none.code.to_string();
        }
        let Some(finding) = self.assessment.findings.get(&id) else {
            panic!("nothing is said of {id}");
        };
        match (finding.role, finding.verdict) {
            (Role::Primary, Verdict::Applies) => "applies",
            (Role::Primary, Verdict::NeedsAnswer) => "needs an answer",
            (Role::Affected, Verdict::Applies) => "affected",
            (Role::Affected, Verdict::NeedsAnswer) => "perhaps affected",
        }
        .to_owned()
    }

    pub fn finding(&self, id: &str) -> &Finding {
        let key: FindingId = id.parse().unwrap();
        self.assessment
            .findings
            .get(&key)
            .unwrap_or_else(|| panic!("{id} is {}", self.says(id)))
    }

    pub fn likelihood(&self, id: &str) -> u8 {
        self.finding(id).likelihood.score.number()
    }

    pub fn impact(&self, id: &str) -> u8 {
        self.finding(id).impact.score.number()
    }

    /// The likelihood after controls and countermeasures.
    pub fn residual(&self, id: &str) -> u8 {
        self.finding(id).residual_likelihood.number()
    }

    pub fn modes(&self, id: &str) -> Vec<&str> {
        self.finding(id).modes.iter().map(AsRef::as_ref).collect()
    }

    /// Whether a question about a fact of a component is open.
    pub fn asks(&self, component: &str, fact: &str) -> bool {
        let asked = bartizan::analysis::Asked::Fact(fact.to_owned());
        self.assessment
            .questions
            .iter()
            .any(|q| q.component.as_str() == component && q.asks == asked)
    }
}

/// The modes of a finding of a system.
pub fn modes(text: &str, id: &str) -> Vec<String> {
    draw(text)
        .modes(id)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// The steps of a rating that counted, such as `base 3`, `+1`.
pub fn effects(rating: &Rating) -> Vec<String> {
    let counted = rating.steps.iter().filter(|step| step.truth.is_true());
    counted.map(|step| step.effect.to_string()).collect()
}
