//! Rules made ready for one document: names become numbers, so that judging them is comparing bits.

use std::sync::Arc;

use super::facts::{FactNumber, Passes};
use super::graph::{Graph, Node};
use super::kleene::Truth;
use super::proof::{Claim, Premise};
use crate::catalog::rule::{Basis, FlowTest, Likelihood, NodeTest, Op, Predicate, Set, Step, fits};
use crate::catalog::{Catalog, Threat};
use crate::model::ThreatId;

/// A set of the kinds that occur in a document, by number.
#[derive(Debug)]
pub(super) struct Kinds(Vec<bool>);

impl Kinds {
    fn of(graph: &Graph, fit: impl Fn(&str) -> bool) -> Self {
        Self(graph.kinds.iter().map(|kind| fit(kind)).collect())
    }

    /// Whether a component is of one of the kinds.
    pub fn has(&self, graph: &Graph, node: Node) -> bool {
        self.0[graph.nodes[node].sort]
    }
}

/// A predicate made ready.
#[derive(Debug)]
pub(super) enum Code<'c> {
    /// The same wherever it is asked in the document.
    Document(Arc<Premise>),
    All(Vec<Code<'c>>),
    Any(Vec<Code<'c>>),
    Not(Box<Code<'c>>),
    Known(Box<Code<'c>>),
    Kind(Kinds),
    Fact(FactNumber, Passes),
    Is(NodeTest),
    Flow(FlowTest),
    Carries(&'c [String]),
    Some(Set, Box<Code<'c>>),
    /// No member of the set passes.
    No(Set, Box<Code<'c>>),
    Count(Set, usize, Box<Code<'c>>),
    Primary,
}

/// A threat with its rule made ready.
pub(super) struct Program<'c> {
    pub id: ThreatId,
    /// The kinds where it can have its primary finding.
    pub candidates: Kinds,
    pub applies: Code<'c>,
    pub affected: Code<'c>,
    /// Whose controls count where a requirement speaks of nobody on the ways that make a finding so.
    pub treated_at: &'c [Set],
    pub modes: Vec<(Arc<str>, Code<'c>)>,
    pub reasons: Vec<Reason<'c>>,
    pub likelihood: Scale<'c>,
    pub impact: Impact<'c>,
    /// The statement before and after the component's name.
    pub statement: Vec<&'c str>,
}

/// Why a threat does not apply.
pub(super) struct Reason<'c> {
    pub when: Code<'c>,
    pub code: Arc<str>,
    pub because: Arc<str>,
}

/// A base with what raises or lowers it.
pub(super) struct Scale<'c> {
    pub base: u8,
    pub because: Arc<str>,
    pub steps: Vec<Shift<'c>>,
}

/// Where an impact starts, with what raises or lowers it.
pub(super) struct Impact<'c> {
    pub of: Start,
    pub steps: Vec<Shift<'c>>,
}

/// One step of a rating.
pub(super) struct Shift<'c> {
    pub op: Op,
    pub because: Arc<str>,
    pub when: Code<'c>,
    /// The requirement that the fact behind it amounts to.
    pub control: Option<&'c str>,
}

/// Where an impact starts.
pub(super) enum Start {
    Fixed(u8),
    Stakes,
    AnswerStakes,
    Own(Table),
    Highest(Set, Table),
    /// By kind of component, where one fits.
    ByKind(Vec<Option<u8>>),
    Larger(Vec<Start>),
}

/// A number for each value of a fact, by rank; `None` for a value that counts for nothing.
pub(super) struct Table {
    pub fact: FactNumber,
    pub numbers: Vec<Option<u8>>,
}

/// Every threat of the catalogue, made ready for a drawing.
pub(super) fn programs<'c>(graph: &Graph<'c>) -> Vec<Program<'c>> {
    let catalog: &'c Catalog = graph.catalog;
    let threats = catalog.entries().threats.iter();
    let ready = threats.filter_map(|(id, threat)| {
        let id = ThreatId::new(id.as_str()).ok()?;
        Some(program(graph, id, threat))
    });
    ready.collect()
}

fn program<'c>(graph: &Graph<'c>, id: ThreatId, threat: &'c Threat) -> Program<'c> {
    let rule = &threat.rule;
    let candidate = |kind: &str| {
        let kind = graph.catalog.kind(kind);
        kind.is_some_and(|kind| kind.threats.contains(id.as_str()))
    };
    let reasons = rule.reasons.iter().map(|reason| Reason {
        when: ready(graph, &reason.when),
        code: reason.code.as_str().into(),
        because: reason.because.as_str().into(),
    });
    let modes = rule.modes.iter();
    Program {
        candidates: Kinds::of(graph, candidate),
        applies: ready(graph, &rule.applies),
        affected: ready(graph, &rule.affected),
        treated_at: &rule.treated_at,
        modes: modes
            .map(|mode| (mode.name.as_str().into(), ready(graph, &mode.when)))
            .collect(),
        reasons: reasons.collect(),
        likelihood: scale(graph, &rule.likelihood),
        impact: Impact {
            of: start(graph, &rule.impact.of),
            steps: shifts(graph, &rule.impact.steps),
        },
        statement: threat.statement.split("{}").collect(),
        id,
    }
}

fn scale<'c>(graph: &Graph<'c>, likelihood: &'c Likelihood) -> Scale<'c> {
    Scale {
        base: likelihood.base,
        because: likelihood.because.as_str().into(),
        steps: shifts(graph, &likelihood.steps),
    }
}

fn shifts<'c>(graph: &Graph<'c>, steps: &'c [Step]) -> Vec<Shift<'c>> {
    let ready = steps.iter().map(|step| Shift {
        op: step.op,
        because: step.because.as_str().into(),
        when: ready(graph, &step.when),
        control: step.control.as_deref(),
    });
    ready.collect()
}

fn start(graph: &Graph, basis: &Basis) -> Start {
    let table = |fact: &String, numbers: &std::collections::BTreeMap<String, u8>| {
        let number = graph.facts.number(fact)?;
        Some(Table::new(graph, number, |value| {
            numbers.get(value).copied()
        }))
    };
    match basis {
        Basis::Fixed(n) => Start::Fixed(*n),
        Basis::Stakes => Start::Stakes,
        Basis::AnswerStakes => Start::AnswerStakes,
        Basis::Own(fact, numbers) => {
            table(fact, numbers).map_or(Start::Larger(Vec::new()), Start::Own)
        }
        Basis::Highest(set, fact, numbers) => table(fact, numbers)
            .map_or(Start::Larger(Vec::new()), |table| {
                Start::Highest(*set, table)
            }),
        Basis::ByKind(rows) => {
            let number = |kind: &&str| {
                let row = rows
                    .iter()
                    .find(|(patterns, _)| patterns.iter().any(|p| fits(p, kind)));
                row.map(|(_, n)| *n)
            };
            Start::ByKind(graph.kinds.iter().map(number).collect())
        }
        Basis::Larger(parts) => {
            Start::Larger(parts.iter().map(|part| start(graph, part)).collect())
        }
    }
}

impl Table {
    /// A table of a fact, by what stands for each of its values.
    pub fn new(graph: &Graph, fact: FactNumber, number: impl Fn(&str) -> Option<u8>) -> Self {
        let values = graph.facts.entry(fact).values.iter();
        Self {
            fact,
            numbers: values.map(|(value, _)| number(value)).collect(),
        }
    }
}

/// Makes a predicate ready.
fn ready<'c>(graph: &Graph<'c>, predicate: &'c Predicate) -> Code<'c> {
    let all = |parts: &'c [Predicate]| parts.iter().map(|part| ready(graph, part)).collect();
    let part = |part: &'c Predicate| Box::new(ready(graph, part));
    let system = &graph.model.system;
    match predicate {
        Predicate::Always => document(Truth::True, String::new()),
        Predicate::Insider => document(
            Truth::from(system.insider),
            "insiders count as attackers".into(),
        ),
        Predicate::Edition(edition) => document(
            Truth::from(system.edition.as_str() == edition),
            format!("edition {edition} is in use"),
        ),
        Predicate::Switch(name) => document(
            Truth::from(system.options.get(name).copied().unwrap_or(true)),
            format!("the option `{name}` is on"),
        ),
        Predicate::All(parts) => Code::All(all(parts)),
        Predicate::Any(parts) => Code::Any(all(parts)),
        Predicate::Not(inner) => Code::Not(part(inner)),
        Predicate::Known(inner) => Code::Known(part(inner)),
        Predicate::Kind(patterns) => Code::Kind(Kinds::of(graph, |kind| {
            patterns.iter().any(|p| fits(p, kind))
        })),
        Predicate::Family(families) => Code::Kind(Kinds::of(graph, |kind| {
            let kind = graph.catalog.kind(kind);
            kind.is_some_and(|kind| families.contains(&kind.family))
        })),
        Predicate::Fact(name, test) => match graph.facts.number(name) {
            Some(fact) => Code::Fact(fact, graph.facts.passes(fact, test)),
            // `validate` refuses a fact that the catalogue lacks.
            None => document(Truth::Unknown, String::new()),
        },
        Predicate::Is(test) => Code::Is(*test),
        Predicate::Flow(test) => Code::Flow(*test),
        Predicate::Carries(kinds) => Code::Carries(kinds),
        Predicate::Some(set, inner) => Code::Some(*set, part(inner)),
        Predicate::Every(set, inner) => Code::No(*set, Box::new(Code::Not(part(inner)))),
        Predicate::Count(set, least, inner) => Code::Count(*set, *least, part(inner)),
        Predicate::Primary => Code::Primary,
    }
}

fn document<'c>(truth: Truth, text: String) -> Code<'c> {
    Code::Document(Arc::new(Premise {
        truth,
        claim: Claim::Document(text),
        flows: Vec::new(),
        open: Vec::new(),
    }))
}
