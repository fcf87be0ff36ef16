//! From a document to its assessment: judge every component against every threat, rate what stands, rank what is open.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assessment::Assessment;
use super::contradictions::{contradictions, overtaken, unowned};
use super::coverage::metric;
use super::derived::Derived;
use super::finding::{Finding, NotApplicable, Role, Verdict};
use super::graph::{Graph, Node};
use super::judge::{Bound, Judge, LookedAt};
use super::kleene::Truth;
use super::moves::note_moves;
use super::program::{Program, programs};
use super::proof::{Claim, Premise, Proof};
use super::questions::{ask, prompts};
use super::rate;
use super::rating::{self, Effect, Rating, RatingStep};
use super::reopened::Reopened;
use crate::catalog::Catalog;
use crate::catalog::rule::NodeTest;
use crate::model::{
    ComponentId, Date, DecisionStatus, FindingId, OwnThreat, ThreatId, ThreatModel,
};

/// Works out everything that follows from a document: same input, same result.
///
/// The document is expected to be sound and to speak the catalogue's language (see `Catalog::problems_of`); a component of
/// a kind that the catalogue lacks gets no findings.
#[must_use]
pub fn assess(model: &ThreatModel, catalog: &Catalog, date: Date) -> Assessment {
    let graph = Graph::new(model, catalog);
    let derived = Derived::new(&graph);
    let (found, looked_at) = judged(&graph, &derived);
    let mut findings: BTreeMap<FindingId, Finding> = found.findings.into_iter().collect();
    look_behind(&graph, &mut findings);
    for (id, threat) in &model.own_threats {
        own_findings(&graph, id, threat, &mut findings);
    }
    decide(model, date, &mut findings);
    let unowned = unowned(&graph);
    let overtaken = overtaken(&findings, &unowned);
    let questions = ask(&graph, &mut findings, &looked_at);
    let metric = metric(&graph, &findings);
    let orphaned = model
        .decisions
        .keys()
        .filter(|id| !findings.contains_key(id))
        .cloned()
        .collect();
    let gone = |c: &Option<ComponentId>| {
        c.as_ref()
            .is_some_and(|c| !model.components.contains_key(c))
    };
    let answered = |(node, fact): &(Node, usize)| graph.said(*node, *fact).is_answered();
    let facts_wanted = looked_at.facts.iter().count();
    let facts_answered = looked_at.facts.iter().filter(answered).count();
    Assessment {
        date,
        orphaned,
        orphaned_controls: model
            .controls
            .keys()
            .filter(|id| gone(&id.component))
            .cloned()
            .collect(),
        completeness: completeness(&findings, facts_wanted, facts_answered),
        facts_wanted,
        facts_answered,
        contradictions: contradictions(model, &findings, &overtaken, date),
        overtaken,
        unowned,
        findings,
        not_applicable: found.not_applicable.into_iter().collect(),
        threats: threats_of(model, catalog),
        questions,
        prompts: prompts(&graph),
        holders: holders(&graph, &derived),
        requirements: metric.requirements,
        reached: metric.reached,
        blockers: metric.blockers,
        coverage: metric.coverage,
        coverage_by_chapter: metric.by_chapter,
        coverage_by_threat: metric.by_threat,
    }
}

/// The components that hold weights, or may.
fn holders(graph: &Graph, derived: &Derived) -> BTreeMap<ComponentId, Truth> {
    (0..graph.len())
        .map(|node| (graph.id(node).clone(), derived.holds(NodeTest::Holds, node)))
        .filter(|(_, holds)| !holds.is_false())
        .collect()
}

fn threats_of(model: &ThreatModel, catalog: &Catalog) -> Vec<ThreatId> {
    let known = catalog.entries().threats.keys();
    let known = known.filter_map(|id| ThreatId::new(id.as_str()).ok());
    known.chain(model.own_threats.keys().cloned()).collect()
}

/// What was found, in the order of the ids: maps are built from it at once.
#[derive(Default)]
struct Found {
    findings: Vec<(FindingId, Finding)>,
    not_applicable: Vec<(FindingId, NotApplicable)>,
}

/// Judges every threat, in the order of the ids.
fn judged(graph: &Graph, derived: &Derived) -> (Found, LookedAt) {
    let mut judge = Judge::new(graph, derived);
    let mut found = Found::default();
    for program in programs(graph) {
        judge_threat(&mut judge, &program, &mut found);
    }
    (found, judge.into_looked_at())
}

fn judge_threat(judge: &mut Judge, program: &Program, found: &mut Found) {
    let graph = judge.graph;
    let primary = |n: Node| {
        if program.candidates.has(graph, n) {
            judge.truth(&program.applies, Bound::Node(n))
        } else {
            Truth::False
        }
    };
    let primary: Vec<Truth> = (0..graph.len()).map(primary).collect();
    judge.set_primary(&program.id, primary.clone());
    for (node, stands) in primary.into_iter().enumerate() {
        let key = FindingId {
            threat: program.id.clone(),
            component: graph.id(node).clone(),
        };
        let (role, truth) = if stands.is_false() {
            let affected = judge.truth(&program.affected, Bound::Node(node));
            (Role::Affected, affected)
        } else {
            (Role::Primary, stands)
        };
        let verdict = match truth {
            Truth::True => Verdict::Applies,
            Truth::Unknown => Verdict::NeedsAnswer,
            Truth::False => {
                let reason = does_not_apply(judge, key.clone(), program, node);
                found.not_applicable.push((key, reason));
                continue;
            }
        };
        let finding = finding(judge, key.clone(), program, node, verdict, role);
        found.findings.push((key, finding));
    }
}

fn does_not_apply(judge: &Judge, id: FindingId, program: &Program, node: Node) -> NotApplicable {
    let reasons = &program.reasons;
    let holds = |when| judge.truth_quietly(when, Bound::Node(node)).is_true();
    let reason = reasons.iter().find(|reason| holds(&reason.when));
    let (code, because) = reason.or(reasons.last()).map_or_else(
        || (format!("{}.N0", id.threat).into(), "".into()),
        |reason| (Arc::clone(&reason.code), Arc::clone(&reason.because)),
    );
    NotApplicable { id, code, because }
}

fn finding(
    judge: &Judge,
    id: FindingId,
    program: &Program,
    node: Node,
    verdict: Verdict,
    role: Role,
) -> Finding {
    let graph = judge.graph;
    let condition = match role {
        Role::Primary => &program.applies,
        Role::Affected => &program.affected,
    };
    let proof = judge.prove(condition, Bound::Node(node));
    let likelihood = rate::likelihood(judge, &program.likelihood, node);
    let impact = rate::impact(judge, &program.impact, node);
    let premises = proof.shared_premises();
    let counted = judge.counted(condition, node);
    let behind_it = judge.treated_at(program.treated_at, node, &counted);
    let counting = rate::Counting {
        on_the_ways: &counted,
        behind: &behind_it,
    };
    let treatments = rate::treatments(judge, &id.threat, &program.likelihood, node, &counting);
    let residual_likelihood = rating::residual(likelihood.score, &treatments);
    // A finding that is only a consequence weighs an eighth, as everywhere.
    let share = if role == Role::Primary { 8 } else { 1 };
    let inherent = u32::from(likelihood.score.number()) * u32::from(impact.score.number());
    note_moves(judge, program, node, inherent * share);
    let behind = behind(&premises);
    let statement = match role {
        Role::Primary => program.statement.join(graph.name(node)),
        Role::Affected => suffers(graph, program, node, verdict, &behind),
    };
    let modes = program.modes.iter().filter(|(_, when)| {
        role == Role::Primary && judge.truth(when, Bound::Node(node)).is_true()
    });
    let modes = modes.map(|(name, _)| Arc::clone(name)).collect();
    Finding {
        id,
        verdict,
        role,
        modes,
        counted: counted.into_iter().map(|n| graph.id(n).clone()).collect(),
        treated_at: behind_it.into_iter().map(|n| graph.id(n).clone()).collect(),
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

/// What an affected finding says.
fn suffers(
    graph: &Graph,
    program: &Program,
    node: Node,
    verdict: Verdict,
    behind: &[FindingId],
) -> String {
    let title = graph.catalog.threat_name(graph.model, program.id.as_str());
    let title = title.unwrap_or_default();
    let suffers = match verdict {
        Verdict::Applies => "suffers",
        Verdict::NeedsAnswer => "may suffer",
    };
    let roots: Vec<&str> = behind
        .iter()
        .map(|b| graph.model.name_of(&b.component))
        .collect();
    let place = if roots.is_empty() {
        "elsewhere".to_owned()
    } else {
        format!("at {}", roots.join(", "))
    };
    let name = graph.name(node);
    format!("{name} {suffers} the consequences of {title} {place}.")
}

/// The primary findings that a proof rests on.
fn behind(premises: &[&Arc<Premise>]) -> Vec<FindingId> {
    let mut found: Vec<FindingId> = premises
        .iter()
        .filter_map(|premise| match &premise.claim {
            Claim::Primary(id) if !premise.truth.is_false() => Some(id.clone()),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Gives consequences that have no finding of their own threat behind them the one through which it comes: what enters through
/// the product is judged as ML08, however much it poisons.
fn look_behind(graph: &Graph, findings: &mut BTreeMap<FindingId, Finding>) {
    let alone = |f: &&Finding| f.role == Role::Affected && f.behind.is_empty();
    let found: Vec<(FindingId, Vec<FindingId>)> = findings
        .values()
        .filter(alone)
        .filter_map(|finding| {
            let threat = graph.catalog.threat(finding.id.threat.as_str())?;
            let through = FindingId {
                threat: ThreatId::new(threat.rule.through.as_deref()?).ok()?,
                component: finding.id.component.clone(),
            };
            let there = findings.get(&through)?;
            let behind = match there.role {
                Role::Primary => vec![through],
                Role::Affected => there.behind.clone(),
            };
            Some((finding.id.clone(), behind))
        })
        .collect();
    for (id, behind) in found {
        if let Some(finding) = findings.get_mut(&id)
            && !behind.is_empty()
        {
            finding.statement = follows(graph, finding.verdict, &id.component, &behind);
            finding.behind = behind;
        }
    }
}

/// What a consequence says whose way in is judged as other threats.
fn follows(
    graph: &Graph,
    verdict: Verdict,
    component: &ComponentId,
    behind: &[FindingId],
) -> String {
    let suffers = match verdict {
        Verdict::Applies => "suffers",
        Verdict::NeedsAnswer => "may suffer",
    };
    let causes: Vec<String> = behind
        .iter()
        .map(|id| {
            let threat = id.threat.as_str();
            let title = graph.catalog.threat_name(graph.model, threat);
            let title = title.unwrap_or(threat);
            format!("{title} at {}", graph.model.name_of(&id.component))
        })
        .collect();
    let name = graph.model.name_of(component);
    format!(
        "{name} {suffers} the consequences of {}.",
        causes.join(", ")
    )
}

/// A threat that the team attached by hand stands where the team put it, rated as the team rated it.
fn own_findings(
    graph: &Graph,
    id: &ThreatId,
    threat: &OwnThreat,
    findings: &mut BTreeMap<FindingId, Finding>,
) {
    let rated = |score: crate::model::Score| {
        Rating::new(vec![RatingStep {
            effect: Effect::Base(score.number()),
            because: "as the team rated it".into(),
            truth: Truth::True,
        }])
    };
    let recorded = rate::recorded(graph);
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
        let place = graph.nodes.binary_search_by(place).ok();
        let controls = place.map(|node| {
            let counting = rate::Counting {
                on_the_ways: &[node],
                behind: &[],
            };
            rate::controls(graph, &recorded, id, &counting)
        });
        let treatments: Vec<_> = controls
            .into_iter()
            .flat_map(BTreeMap::into_values)
            .filter(|t| t.halves > 0)
            .collect();
        let name = graph.model.name_of(component);
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
            counted: vec![component.clone()],
            treated_at: Vec::new(),
            behind: Vec::new(),
            likelihood: rated(threat.likelihood),
            impact: rated(threat.impact),
            residual_likelihood: rating::residual(threat.likelihood, &treatments),
            treatments,
            decision: None,
            status: DecisionStatus::Open,
            reopened: None,
            statement,
            question: None,
        };
        findings.insert(key, finding);
    }
}

/// Joins the team's decisions to the findings.
fn decide(model: &ThreatModel, date: Date, findings: &mut BTreeMap<FindingId, Finding>) {
    for (id, decision) in &model.decisions {
        let Some(finding) = findings.get_mut(id) else {
            continue;
        };
        finding.reopened = Reopened::of(model, date, id, decision);
        finding.status = match finding.reopened {
            Some(_) => DecisionStatus::Open,
            None => decision.status,
        };
        finding.decision = Some(decision.clone());
    }
}

/// How much of what the rules wanted to know is known: answered facts, and verdicts that stand.
#[allow(
    clippy::cast_precision_loss,
    reason = "a drawing has far fewer facts than a float counts exactly"
)]
fn completeness(findings: &BTreeMap<FindingId, Finding>, wanted: usize, answered: usize) -> f64 {
    let primary = || findings.values().filter(|f| f.role == Role::Primary);
    let applies = primary().filter(|f| f.verdict == Verdict::Applies).count();
    let wanted = wanted + primary().count();
    if wanted == 0 {
        0.0
    } else {
        (answered + applies) as f64 / wanted as f64
    }
}
