//! What to ask next: undecided premises, ranked by the verdicts that an answer could settle, weighed by risk; then what only
//! moves a rating.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::asked::{Asked, FlowAttribute, Lack, MissingFlow, Prompt, Question};
use super::derived::{Open, learns, runs_model};
use super::finding::{Finding, Role, Verdict};
use super::graph::{Does, Graph, Node};
use super::groups::Group;
use super::judge::{LookedAt, OpenPremises};
use crate::catalog::Catalog;
use crate::model::{ComponentId, FindingId, ThreatModel, natural};

/// What an open premise asks for, by number.
type What = (Node, Open);

#[derive(Default)]
struct Gain {
    /// The verdicts that it would settle, by their number among the findings.
    settles: Vec<usize>,
    /// Inherent risk of the verdicts that it would settle; presumed and rating facts weigh little.
    weight: u32,
    /// Inherent risk of the findings whose rating it could move.
    moves: u32,
}

/// The findings that rest on one open premise.
struct Resting<'f> {
    open: &'f [What],
    findings: Vec<(usize, &'f Finding)>,
}

/// Every open question, the most settling first; each undecided finding gets the first that would settle it.
pub(super) fn ask(
    graph: &Graph,
    findings: &mut BTreeMap<FindingId, Finding>,
    looked_at: &LookedAt,
) -> Vec<Question> {
    let asked = ranked(graph, findings, looked_at);
    let ids: Vec<FindingId> = findings.keys().cloned().collect();
    let mut undecided: Vec<Option<&mut Finding>> = findings
        .values_mut()
        .map(|finding| (finding.verdict == Verdict::NeedsAnswer).then_some(finding))
        .collect();
    let mut questions = Vec::with_capacity(asked.len());
    for ((node, open), gain) in asked {
        let settles = gain.settles.iter().map(|number| ids[*number].clone());
        let Some(question) = question(graph, node, open.asked(graph), settles.collect()) else {
            continue;
        };
        for number in gain.settles {
            if let Some(finding) = undecided[number].take() {
                finding.question = Some(questions.len());
            }
        }
        questions.push(question);
    }
    questions
}

/// What is open with what it would settle, the most settling first.
fn ranked(
    graph: &Graph,
    findings: &BTreeMap<FindingId, Finding>,
    looked_at: &LookedAt,
) -> Vec<(What, Gain)> {
    let mut gains: BTreeMap<What, Gain> = BTreeMap::new();
    for resting in resting(findings, &looked_at.open) {
        for what in resting.open {
            gains
                .entry(*what)
                .or_default()
                .add(graph, *what, &resting.findings);
        }
    }
    // Facts that only raise or lower a rating are asked last.
    for (node, fact) in looked_at.facts.iter() {
        if !graph.said(node, fact).is_answered() {
            let gain = gains.entry((node, Open::Fact(fact))).or_default();
            gain.moves = looked_at.moves(node, fact);
        }
    }
    let mut ranked: Vec<(What, Gain)> = gains.into_iter().collect();
    let follow = undecided_consequences(findings);
    for (_, gain) in &mut ranked {
        let causes = gain.settles.iter().filter_map(|number| follow.get(number));
        let followers: Vec<usize> = causes.flatten().copied().collect();
        gain.settles.extend(followers);
        gain.settles.sort_unstable();
        gain.settles.dedup();
    }
    // The place of a component comes before everything else: without it little can be said (DESIGN 4). Where nothing else
    // decides, the order of the components and what they are asked does.
    let order = in_order(graph);
    ranked.sort_by_key(|((node, open), gain)| {
        let place = matches!(open, Open::Zone | Open::Trust);
        let settles = gain.settles.len();
        (
            !place,
            Reverse(gain.weight),
            Reverse(settles),
            Reverse(gain.moves),
            order[*node],
        )
    });
    ranked
}

/// The place of each component in the order in which people count: the tenth line comes after the second.
fn in_order(graph: &Graph) -> Vec<usize> {
    let id = |node: usize| graph.id(node).as_str();
    let mut nodes: Vec<usize> = (0..graph.len()).collect();
    nodes.sort_by(|a, b| natural(id(*a), id(*b)));
    let mut order = vec![0; nodes.len()];
    for (at, node) in nodes.into_iter().enumerate() {
        order[node] = at;
    }
    order
}

/// The consequences that wait for an answer, by the undecided finding that they follow from, both by number: whatever settles
/// that one settles them.
fn undecided_consequences(findings: &BTreeMap<FindingId, Finding>) -> HashMap<usize, Vec<usize>> {
    let open = |finding: &Finding| finding.verdict == Verdict::NeedsAnswer;
    let places: BTreeMap<&FindingId, usize> = findings.keys().zip(0..).collect();
    let mut follow: HashMap<usize, Vec<usize>> = HashMap::new();
    for (number, finding) in findings.values().enumerate() {
        if finding.role != Role::Affected || !open(finding) {
            continue;
        }
        for cause in finding.behind.iter().filter(|id| open(&findings[*id])) {
            follow.entry(places[cause]).or_default().push(number);
        }
    }
    follow
}

/// The question about one thing, whether it is open or was answered; `None` where nothing of it is drawn or known.
#[must_use]
pub fn question_about(
    model: &ThreatModel,
    catalog: &Catalog,
    component: &ComponentId,
    asks: &Asked,
) -> Option<Question> {
    let graph = Graph::new(model, catalog);
    let node = graph.nodes.binary_search_by(|v| v.id.cmp(component)).ok()?;
    question(&graph, node, asks.clone(), Vec::new())
}

/// The open premises, each with the findings whose proofs hold it: proofs share their premises.
fn resting<'f>(
    findings: &'f BTreeMap<FindingId, Finding>,
    open: &'f OpenPremises,
) -> Vec<Resting<'f>> {
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut all: Vec<Resting> = Vec::new();
    for (number, finding) in findings.values().enumerate() {
        for premise in finding.proof.shared_premises() {
            let address = Arc::as_ptr(premise).addr();
            let Some((_, open)) = open.get(&address) else {
                continue;
            };
            let at = *places.entry(address).or_insert_with(|| {
                all.push(Resting {
                    open,
                    findings: Vec::new(),
                });
                all.len() - 1
            });
            all[at].findings.push((number, finding));
        }
    }
    all
}

impl Gain {
    fn add(&mut self, graph: &Graph, (node, open): What, findings: &[(usize, &Finding)]) {
        let presumed = match open {
            Open::Fact(fact) => {
                graph.said(node, fact).asked && graph.facts.entry(fact).presumed.is_some()
            }
            _ => false,
        };
        for (number, finding) in findings {
            let undecided = finding.verdict == Verdict::NeedsAnswer;
            let share = match (presumed, undecided, finding.role) {
                (true, ..) | (false, true, Role::Affected) => 1,
                (false, true, Role::Primary) => 8,
                (false, false, _) => continue,
            };
            self.settles.push(*number);
            self.weight += u32::from(finding.inherent()) * share;
        }
    }
}

fn question(graph: &Graph, node: Node, asks: Asked, settles: Vec<FindingId>) -> Option<Question> {
    let component = graph.id(node).clone();
    let name = graph.name(node);
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
        Asked::Flow(missing) => missing_words(*missing, name),
        Asked::FlowAttribute(flow, attribute) => {
            let flow = graph.model.flows.get(flow)?;
            let (from, to) = (
                graph.model.name_of(&flow.from),
                graph.model.name_of(&flow.to),
            );
            values = vec![("yes".into(), "yes".into()), ("no".into(), "no".into())];
            let question = match attribute {
                FlowAttribute::Encrypted => {
                    format!("Is the flow from {from} to {to} encrypted in transit?")
                }
                FlowAttribute::Authenticated => {
                    format!("Do both ends of the flow from {from} to {to} prove who they are?")
                }
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
        settles,
        presumed,
    })
}

fn missing_words(missing: MissingFlow, name: &str) -> (String, String) {
    let (text, why) = match missing {
        MissingFlow::Answers => (
            format!("Where do the answers of {name} go? Draw the flow."),
            "No answer is drawn leaving it: what outsiders see is unknown.",
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
            "Nobody outside who calls it is drawn; if it can be reached from there, somebody will.",
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
    let imports = |n: &Node| graph.is(*n, Group::Imports);
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
        .filter(|n| runs_model(graph, *n) && !graph.is(*n, Group::EmbeddingModel))
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
