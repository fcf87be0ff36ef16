//! What to ask next: undecided premises, ranked by the verdicts that an answer could settle, weighed by risk; then what only
//! moves a rating.

use std::collections::{BTreeMap, BTreeSet};

use super::assessment::{Asked, Finding, Lack, MissingFlow, Prompt, Question, Role, Verdict};
use super::derived::{learns, runs_model};
use super::graph::{Does, Graph, Node};
use super::judge::{Consulted, Judge};
use super::moves::moves;
use crate::catalog::Catalog;
use crate::model::{ComponentId, FindingId, ThreatModel};

type What = (ComponentId, Asked);

#[derive(Default)]
struct Gain {
    settles: BTreeSet<FindingId>,
    /// Inherent risk of the verdicts that it would settle; presumed and rating facts weigh little.
    weight: u32,
    /// Inherent risk of the findings whose rating it could move.
    moves: u32,
}

/// Every open question, the most settling first.
pub(super) fn questions(
    judge: &Judge,
    findings: &BTreeMap<FindingId, Finding>,
    consulted: &Consulted,
) -> Vec<Question> {
    let graph = judge.graph;
    let moves = moves(judge, findings, consulted);
    let mut gains: BTreeMap<What, Gain> = BTreeMap::new();
    for finding in findings.values() {
        for premise in finding.proof.premises() {
            for what in &premise.open {
                let gain = gains.entry(what.clone()).or_default();
                let undecided = finding.verdict == Verdict::NeedsAnswer;
                let presumed = is_presumed(graph, what);
                if undecided && !presumed {
                    gain.settles.insert(finding.id.clone());
                    let share = if finding.role == Role::Primary { 8 } else { 1 };
                    gain.weight += u32::from(finding.inherent()) * share;
                } else if presumed {
                    gain.settles.insert(finding.id.clone());
                    gain.weight += u32::from(finding.inherent());
                }
            }
        }
    }
    // Facts that only raise or lower a rating are asked last.
    for (node, facts) in consulted {
        for fact in facts
            .iter()
            .filter(|(_, answered)| !**answered)
            .map(|(fact, _)| fact)
        {
            let gain = gains
                .entry((graph.id(*node).clone(), Asked::Fact(fact.clone())))
                .or_default();
            gain.moves = moves.get(&(*node, fact.as_str())).copied().unwrap_or(0);
        }
    }
    let mut ranked: Vec<(What, Gain)> = gains.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| {
        // The place of a component comes before everything else: without it little can be said (DESIGN 4).
        let place = |asked: &Asked| !matches!(asked, Asked::Zone | Asked::Trust);
        let first = (place(&a.1), y.weight, y.settles.len(), y.moves, a);
        first.cmp(&(place(&b.1), x.weight, x.settles.len(), x.moves, b))
    });
    ranked
        .into_iter()
        .filter_map(|((component, asks), gain)| question(graph, component, asks, gain))
        .collect()
}

/// The question about one thing, whether it is open or was answered; `None` where nothing of it is drawn or known.
#[must_use]
pub fn question_about(
    model: &ThreatModel,
    catalog: &Catalog,
    component: &ComponentId,
    asks: &Asked,
) -> Option<Question> {
    model.components.get(component)?;
    let graph = Graph::new(model, catalog);
    question(&graph, component.clone(), asks.clone(), Gain::default())
}

fn is_presumed(graph: &Graph, (component, asked): &What) -> bool {
    let Asked::Fact(fact) = asked else {
        return false;
    };
    let node = graph.nodes.binary_search_by(|v| v.id.cmp(component));
    let presumed = graph
        .catalog
        .fact(fact)
        .is_some_and(|f| f.presumed.is_some());
    presumed && node.is_ok_and(|n| graph.asks(n, fact))
}

fn question(graph: &Graph, component: ComponentId, asks: Asked, gain: Gain) -> Option<Question> {
    let name = graph.model.name_of(&component).to_owned();
    let mut values = Vec::new();
    let mut many = false;
    let mut presumed = None;
    let (text, why) = match &asks {
        Asked::Fact(fact) => {
            let fact = graph.catalog.fact(fact)?;
            values.clone_from(&fact.values);
            many = fact.many;
            presumed.clone_from(&fact.presumed);
            (format!("{name}: {}", fact.question), fact.why.clone())
        }
        Asked::Zone => (
            format!("In which zone does {name} stand?"),
            "Who counts as an outsider depends on where things stand.".into(),
        ),
        Asked::Trust => {
            let zone = graph
                .model
                .components
                .get(&component)
                .and_then(|c| c.zone.as_ref());
            let zone = zone
                .and_then(|z| graph.model.zones.get(z))
                .map_or("its zone", |z| z.name.as_str());
            (
                format!("How far is {zone} trusted, where {name} stands?"),
                "Who counts as an outsider depends on it.".into(),
            )
        }
        Asked::Flow(missing) => missing_words(*missing, &name),
        Asked::FlowAttribute(flow, attribute) => {
            let flow = graph.model.flows.get(flow)?;
            let (from, to) = (
                graph.model.name_of(&flow.from),
                graph.model.name_of(&flow.to),
            );
            values = vec![("yes".into(), "yes".into()), ("no".into(), "no".into())];
            let question = if attribute == "encrypted" {
                format!("Is the flow from {from} to {to} encrypted in transit?")
            } else {
                format!("Do both ends of the flow from {from} to {to} prove who they are?")
            };
            (
                question,
                "It decides how easily an answer can be changed on its way.".into(),
            )
        }
    };
    Some(Question {
        component,
        asks,
        text,
        why,
        values,
        many,
        settles: gain.settles.into_iter().collect(),
        presumed,
    })
}

fn missing_words(missing: MissingFlow, name: &str) -> (String, String) {
    let (text, why) = match missing {
        MissingFlow::Answers => (
            format!("Where do the answers of {name} go? Draw the flow."),
            "Someone asks it and no answer leaves: what outsiders see is unknown.",
        ),
        MissingFlow::Data => (
            format!("What does {name} learn from, or feed? Draw the flow."),
            "A learner without data, or feedback without a learner, cannot be judged.",
        ),
        MissingFlow::Weights => (
            format!("Where do the weights that {name} makes go? Draw the flow."),
            "What is learned matters where it is used.",
        ),
        MissingFlow::Import => (
            format!("Where does {name} come from? Draw the flow."),
            "Whoever supplies it can change it.",
        ),
        MissingFlow::Callers => (
            format!("Who calls {name}? Draw them."),
            "It can be reached from outside, and nobody outside is drawn.",
        ),
    };
    (text, why.to_owned())
}

/// What the drawing as a whole seems to lack (facts.md 5.3).
pub(super) fn prompts(graph: &Graph) -> Vec<Prompt> {
    let mut prompts = Vec::new();
    let mut say = |lacks: Lack, text: String, why: &str| {
        prompts.push(Prompt {
            lacks,
            text,
            why: why.into(),
        });
    };
    if graph.len() == 0 {
        return prompts;
    }
    let nodes: Vec<Node> = (0..graph.len()).collect();
    let names = |found: &[Node]| {
        found
            .iter()
            .map(|n| graph.model.name_of(graph.id(*n)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let imports = |n: &Node| graph.is(*n, &["supply.*", "model.hub", "model.base"]);
    if !nodes.iter().any(imports) {
        say(
            Lack::Imports,
            "No package, image or model source is drawn.".into(),
            "Every pipeline imports something; an empty drawing does not mean that nothing comes in.",
        );
    }
    let unused: Vec<Node> = nodes
        .iter()
        .copied()
        .filter(|n| runs_model(graph, *n) && !graph.is(*n, &["llm.embedding_model"]))
        .filter(|n| graph.flows_out_of(*n, Does::ANSWER).next().is_none())
        .collect();
    if !unused.is_empty() {
        say(
            Lack::Consumer,
            format!(
                "Nothing is drawn that uses the answers of {}.",
                names(&unused)
            ),
            "The stakes of a model are those of the decisions that rest on it.",
        );
    }
    let unfed: Vec<Node> = nodes
        .iter()
        .copied()
        .filter(|n| learns(graph, *n) && graph.flows_into(*n, Does::LEARNING).next().is_none())
        .collect();
    if !unfed.is_empty() {
        say(
            Lack::Source,
            format!("Nothing is drawn that {} learns from.", names(&unfed)),
            "Poisoning enters with the data.",
        );
    }
    prompts
}
