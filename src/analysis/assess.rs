//! From a document to its assessment: judge every component against every threat, rate what stands, rank what is open.

use std::collections::BTreeMap;

use super::assessment::{
    Assessment, Finding, NotApplicable, Question, Rating, RatingStep, Role, Verdict,
};
use super::coverage::metric;
use super::derived::Derived;
use super::graph::{Graph, Node};
use super::judge::{Bound, Consulted, Judge};
use super::kleene::Truth;
use super::proof::{Claim, Premise, Proof};
use super::questions::{prompts, questions};
use super::rate;
use crate::catalog::{Catalog, Threat};
use crate::model::{
    AssumptionStatus, ComponentId, ControlStatus, Date, Decision, DecisionStatus, FindingId,
    NoteId, OwnThreat, ThreatId, ThreatModel,
};

/// Works out everything that follows from a document: same input, same result.
///
/// The document is expected to be sound and to speak the catalogue's language (see `Catalog::problems_of`); a component of
/// a kind that the catalogue lacks gets no findings.
#[must_use]
pub fn assess(model: &ThreatModel, catalog: &Catalog, date: Date) -> Assessment {
    let graph = Graph::new(model, catalog);
    let derived = Derived::new(&graph);
    let mut judge = Judge::new(&graph, &derived);
    let mut found = Found::default();
    for (id, threat) in &catalog.entries().threats {
        let Ok(id) = ThreatId::new(id.as_str()) else {
            continue;
        };
        judge_threat(&mut judge, &id, threat, &mut found);
    }
    for (id, threat) in &model.own_threats {
        own_findings(&judge, id, threat, &mut found);
    }
    decide(model, date, &mut found.findings);
    let consulted = judge.consulted();
    let questions = questions(&judge, &found.findings, &consulted);
    link_questions(&mut found.findings, &questions);
    let metric = metric(&graph, &found.findings);
    let orphaned = model
        .decisions
        .keys()
        .filter(|id| !found.findings.contains_key(id))
        .cloned()
        .collect();
    let gone = |c: &Option<ComponentId>| {
        c.as_ref()
            .is_some_and(|c| !model.components.contains_key(c))
    };
    Assessment {
        date,
        orphaned,
        orphaned_controls: model
            .controls
            .keys()
            .filter(|id| gone(&id.component))
            .cloned()
            .collect(),
        completeness: completeness(&found, &consulted),
        consulted: consulted
            .into_iter()
            .map(|(n, facts)| (graph.id(n).clone(), facts))
            .collect(),
        contradictions: contradictions(model, &found.findings),
        findings: found.findings,
        not_applicable: found.not_applicable,
        questions,
        prompts: prompts(&graph),
        requirements: metric.requirements,
        reached: metric.reached,
        blockers: metric.blockers,
        coverage: metric.coverage,
        coverage_by_chapter: metric.by_chapter,
        coverage_by_threat: metric.by_threat,
    }
}

#[derive(Default)]
struct Found {
    findings: BTreeMap<FindingId, Finding>,
    not_applicable: BTreeMap<FindingId, NotApplicable>,
}

fn judge_threat(judge: &mut Judge, id: &ThreatId, threat: &Threat, found: &mut Found) {
    let nodes = judge.graph.len();
    let candidate = |judge: &Judge, n: Node| {
        judge.graph.nodes[n]
            .kind
            .is_some_and(|kind| kind.threats.contains(id.as_str()))
    };
    let primary: Vec<Truth> = (0..nodes)
        .map(|n| {
            if candidate(judge, n) {
                judge.truth(&threat.rule.applies, Bound::Node(n))
            } else {
                Truth::False
            }
        })
        .collect();
    judge.set_primary(id, primary.clone());
    for (node, stands) in primary.into_iter().enumerate() {
        let key = FindingId {
            threat: id.clone(),
            component: judge.graph.id(node).clone(),
        };
        let (role, condition, truth) = if stands.is_false() {
            let affected = judge.truth(&threat.rule.affected, Bound::Node(node));
            (Role::Affected, &threat.rule.affected, affected)
        } else {
            (Role::Primary, &threat.rule.applies, stands)
        };
        let verdict = match truth {
            Truth::True => Verdict::Applies,
            Truth::Unknown => Verdict::NeedsAnswer,
            Truth::False => {
                let reason = does_not_apply(judge, key.clone(), threat, node);
                found.not_applicable.insert(key, reason);
                continue;
            }
        };
        let proof = judge.prove(condition, Bound::Node(node));
        let finding = finding(judge, key.clone(), threat, node, verdict, role, proof);
        found.findings.insert(key, finding);
    }
}

fn does_not_apply(judge: &Judge, id: FindingId, threat: &Threat, node: Node) -> NotApplicable {
    let reasons = &threat.rule.reasons;
    let reason = reasons
        .iter()
        .find(|reason| {
            judge
                .truth_quietly(&reason.when, Bound::Node(node))
                .is_true()
        })
        .or(reasons.last());
    let (code, because) = reason.map_or_else(
        || (format!("{}.N0", id.threat), String::new()),
        |reason| (reason.code.clone(), reason.because.clone()),
    );
    NotApplicable { id, code, because }
}

fn finding(
    judge: &Judge,
    id: FindingId,
    threat: &Threat,
    node: Node,
    verdict: Verdict,
    role: Role,
    proof: Proof,
) -> Finding {
    let graph = judge.graph;
    let rating = &threat.rule;
    let likelihood = rate::likelihood(judge, &rating.likelihood, node);
    let impact = rate::impact(judge, &rating.impact, node);
    let components = rate::counted_components(graph, node, &proof);
    let treatments = rate::treatments(judge, &id.threat, &rating.likelihood, node, &components);
    let residual_likelihood = rate::residual(likelihood.score, &treatments);
    let name = graph.model.name_of(graph.id(node));
    let behind = behind(&proof);
    let statement = match role {
        Role::Primary => threat.statement.replace("{}", name),
        Role::Affected => {
            let roots: Vec<&str> = behind
                .iter()
                .map(|b| graph.model.name_of(&b.component))
                .collect();
            let title = threat
                .names
                .get(&graph.model.system.edition)
                .map_or("", String::as_str);
            let suffers = match verdict {
                Verdict::Applies => "suffers",
                Verdict::NeedsAnswer => "may suffer",
            };
            let place = if roots.is_empty() {
                "elsewhere".to_owned()
            } else {
                format!("at {}", roots.join(", "))
            };
            format!("{name} {suffers} the consequences of {title} {place}.")
        }
    };
    let modes = rating
        .modes
        .iter()
        .filter(|mode| {
            role == Role::Primary && judge.truth(&mode.when, Bound::Node(node)).is_true()
        })
        .map(|mode| mode.name.clone())
        .collect();
    Finding {
        id,
        verdict,
        role,
        modes,
        behind,
        likelihood,
        impact,
        residual_likelihood,
        treatments,
        decision: None,
        status: DecisionStatus::Open,
        reopened: None,
        statement,
        question: None,
        proof,
    }
}

/// The primary findings that a proof rests on.
fn behind(proof: &Proof) -> Vec<FindingId> {
    let mut found: Vec<FindingId> = proof
        .premises()
        .into_iter()
        .filter_map(|premise| match &premise.claim {
            Claim::Primary(id) if !premise.truth.is_false() => Some(id.clone()),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// A threat that the team attached by hand stands where the team put it, rated as the team rated it.
fn own_findings(judge: &Judge, id: &ThreatId, threat: &OwnThreat, found: &mut Found) {
    let rating = |score: crate::model::Score| Rating {
        score,
        steps: vec![RatingStep {
            effect: format!("base {score}"),
            because: "as the team rated it".into(),
            truth: Truth::True,
        }],
    };
    for component in &threat.components {
        let key = FindingId {
            threat: id.clone(),
            component: component.clone(),
        };
        let premise = Premise {
            truth: Truth::True,
            claim: Claim::Document("the team added this threat by hand".into()),
            flows: Vec::new(),
            open: Vec::new(),
        };
        let place = |v: &super::graph::Vertex| v.id.cmp(component);
        let place = judge.graph.nodes.binary_search_by(place).ok();
        let controls = place.map(|node| rate::controls(judge, id, &[node]));
        let treatments: Vec<_> = controls
            .into_iter()
            .flat_map(BTreeMap::into_values)
            .filter(|t| t.halves > 0)
            .collect();
        let name = judge.graph.model.name_of(component);
        let statement = if threat.text.is_empty() {
            format!("{} at {name}.", threat.name)
        } else {
            threat.text.clone()
        };
        let finding = Finding {
            id: key.clone(),
            verdict: Verdict::Applies,
            role: Role::Primary,
            modes: Vec::new(),
            proof: Proof::premise(premise),
            behind: Vec::new(),
            likelihood: rating(threat.likelihood),
            impact: rating(threat.impact),
            residual_likelihood: rate::residual(threat.likelihood, &treatments),
            treatments,
            decision: None,
            status: DecisionStatus::Open,
            reopened: None,
            statement,
            question: None,
        };
        found.findings.insert(key, finding);
    }
}

/// Joins the team's decisions to the findings. A decision reopens when an assumption that it rests on is rejected or past
/// its day (DESIGN 4).
fn decide(model: &ThreatModel, date: Date, findings: &mut BTreeMap<FindingId, Finding>) {
    for (id, decision) in &model.decisions {
        let Some(finding) = findings.get_mut(id) else {
            continue;
        };
        finding.reopened = fallen_assumption(model, date, id, decision);
        finding.status = match finding.reopened {
            Some(_) => DecisionStatus::Open,
            None => decision.status,
        };
        finding.decision = Some(decision.clone());
    }
}

fn fallen_assumption(
    model: &ThreatModel,
    date: Date,
    id: &FindingId,
    decision: &Decision,
) -> Option<NoteId> {
    if decision.status == DecisionStatus::Open {
        return None;
    }
    let fallen = model.assumptions.iter().find(|(_, assumption)| {
        let expired = assumption.expires.is_some_and(|day| day < date);
        assumption.covers.contains(id)
            && (expired || assumption.status == AssumptionStatus::Rejected)
    });
    fallen.map(|(id, _)| id.clone())
}

fn link_questions(findings: &mut BTreeMap<FindingId, Finding>, questions: &[Question]) {
    for (index, question) in questions.iter().enumerate() {
        for id in &question.settles {
            if let Some(finding) = findings.get_mut(id) {
                let undecided = finding.verdict == Verdict::NeedsAnswer;
                if finding.question.is_none() && undecided {
                    finding.question = Some(index);
                }
            }
        }
    }
}

/// How much of what the rules wanted to know is known: answered facts, and verdicts that stand.
fn completeness(found: &Found, consulted: &Consulted) -> f64 {
    let facts = consulted.values().flat_map(BTreeMap::values);
    let (mut known, mut wanted) = (0_u32, 0_u32);
    for answered in facts {
        wanted += 1;
        known += u32::from(*answered);
    }
    for finding in found.findings.values().filter(|f| f.role == Role::Primary) {
        wanted += 1;
        known += u32::from(finding.verdict == Verdict::Applies);
    }
    if wanted == 0 {
        0.0
    } else {
        f64::from(known) / f64::from(wanted)
    }
}

/// A fact that says a countermeasure is there, beside a control that says it is not.
fn contradictions(model: &ThreatModel, findings: &BTreeMap<FindingId, Finding>) -> Vec<String> {
    let mut said = std::collections::BTreeSet::new();
    for finding in findings.values() {
        for treatment in finding.treatments.iter().filter(|t| t.status.is_none()) {
            let denied = model.controls.iter().find(|(id, control)| {
                let here = id
                    .component
                    .as_ref()
                    .is_none_or(|c| *c == finding.id.component);
                let absent = matches!(
                    control.status,
                    ControlStatus::NotMet | ControlStatus::Planned
                );
                id.requirement == treatment.requirement && here && absent
            });
            if let Some((id, control)) = denied {
                let name = model.name_of(&finding.id.component);
                let state = control.status.in_words();
                let because = treatment.because.trim_end_matches('.');
                said.insert(format!(
                    "{name}: the drawing says \"{because}\", but control {id} is {state}."
                ));
            }
        }
    }
    said.into_iter().collect()
}
