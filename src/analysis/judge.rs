//! Judging predicates in Kleene logic. How a verdict is proven stands in `prove`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::derived::{Derived, Open, facts_behind};
use super::facts::FactNumber;
use super::graph::{Edge, Graph, Node};
use super::kleene::Truth;
use super::program::Code;
use super::proof::Premise;
use super::rate::{Recorded, Stakes, recorded};
use super::sets::{Member, flows, members};
use crate::catalog::rule::{FlowTest, NodeTest, Set};
use crate::model::ThreatId;

/// What a predicate speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Node(Node),
    Flow(Edge),
}

/// The facts that rules looked at, one bit for each component and fact.
#[derive(Debug, Clone)]
pub(super) struct Consulted {
    bits: Vec<u64>,
    facts: usize,
}

impl Consulted {
    fn none(components: usize, facts: usize) -> Self {
        Self {
            bits: vec![0; (components * facts).div_ceil(64)],
            facts,
        }
    }

    fn add(&mut self, node: Node, fact: FactNumber) {
        let at = node * self.facts + fact;
        self.bits[at / 64] |= 1 << (at % 64);
    }

    /// Each fact that was looked at, by component.
    pub fn iter(&self) -> impl Iterator<Item = (Node, FactNumber)> {
        let each = self.bits.iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                (left != 0).then(|| {
                    left &= left - 1;
                    word * 64 + bit as usize
                })
            })
        });
        each.map(|at| (at / self.facts, at % self.facts))
    }
}

/// What would settle something, in order.
pub(super) type OpenList = Arc<[(Node, Open)]>;

/// What would settle the premises of the proofs, by the premise's address: proofs share their premises. The premise is kept, so
/// that no other can come to its address.
pub(super) type OpenPremises = HashMap<usize, (Arc<Premise>, OpenList)>;

/// What a judge looked at: what the questions are made from.
pub(super) struct LookedAt {
    /// The facts that rules wanted to know.
    pub facts: Consulted,
    /// What would settle the premises of the proofs.
    pub open: OpenPremises,
    moves: Vec<u32>,
}

impl LookedAt {
    /// The inherent risk of the findings whose rating an answer could move.
    pub fn moves(&self, node: Node, fact: FactNumber) -> u32 {
        self.moves[node * self.facts.facts + fact]
    }
}

/// A judge of predicates over one drawing.
pub(super) struct Judge<'g, 'a> {
    pub graph: &'g Graph<'a>,
    pub derived: &'g Derived,
    consulted: RefCell<Consulted>,
    /// The members of each set seen from each component, as far as a rule wanted to know.
    sets: RefCell<Vec<Option<Arc<[Member]>>>>,
    /// What would settle each derived fact of each component, as far as a rule wanted to know.
    opens: RefCell<Vec<Option<OpenList>>>,
    /// Premises that several proofs share.
    pub(super) node_premises: RefCell<Vec<Option<Arc<Premise>>>>,
    pub(super) fact_premises: RefCell<HashMap<(FactNumber, Node, Truth), Arc<Premise>>>,
    pub(super) open_premises: RefCell<OpenPremises>,
    /// The stakes of each component, as far as a rating wanted to know.
    pub(super) stakes: RefCell<Vec<Option<Stakes>>>,
    /// By how much an answer could move the ratings, by component and fact.
    pub(super) moves: RefCell<Vec<u32>>,
    pub recorded: Vec<Recorded<'a>>,
    /// While set, looking at a fact is not remembered: reasons for "does not apply" want nothing answered.
    quiet: Cell<bool>,
    /// Primary verdicts of the threat being judged, while its affected components are looked for.
    pub(super) primary: Vec<Truth>,
    pub(super) threat: Option<ThreatId>,
}

impl<'g, 'a> Judge<'g, 'a> {
    pub fn new(graph: &'g Graph<'a>, derived: &'g Derived) -> Self {
        let nodes = graph.len();
        Self {
            graph,
            derived,
            consulted: RefCell::new(Consulted::none(nodes, graph.facts.count())),
            sets: RefCell::new(vec![None; Set::ALL.len() * nodes]),
            opens: RefCell::new(vec![None; NodeTest::ALL.len() * nodes]),
            node_premises: RefCell::new(vec![None; NodeTest::ALL.len() * nodes]),
            fact_premises: RefCell::default(),
            open_premises: RefCell::default(),
            stakes: RefCell::new(vec![None; nodes]),
            moves: RefCell::new(vec![0; nodes * graph.facts.count()]),
            recorded: recorded(graph),
            quiet: Cell::new(false),
            primary: vec![Truth::False; nodes],
            threat: None,
        }
    }

    /// Tells which primary findings of a threat stand, for `Primary` in its `affected`.
    pub fn set_primary(&mut self, threat: &ThreatId, primary: Vec<Truth>) {
        self.primary = primary;
        self.threat = Some(threat.clone());
    }

    /// What was looked at, for the questions.
    pub fn into_looked_at(self) -> LookedAt {
        LookedAt {
            facts: self.consulted.into_inner(),
            open: self.open_premises.into_inner(),
            moves: self.moves.into_inner(),
        }
    }

    /// Whether a predicate holds, without remembering what was looked at.
    pub fn truth_quietly(&self, code: &Code, at: Bound) -> Truth {
        self.quiet.set(true);
        let truth = self.truth(code, at);
        self.quiet.set(false);
        truth
    }

    /// Whether a predicate holds, as far as it takes to be sure.
    pub fn truth(&self, code: &Code, at: Bound) -> Truth {
        match code {
            Code::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.truth(part, at));
                    if all.is_false() {
                        break;
                    }
                }
                all
            }
            Code::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.truth(part, at));
                    if any.is_true() {
                        break;
                    }
                }
                any
            }
            Code::Not(part) => !self.truth(part, at),
            Code::Known(part) => Truth::from(self.truth(part, at).is_true()),
            Code::Some(set, part) => self.some(*set, part, at),
            Code::No(set, part) => !self.some(*set, part, at),
            Code::Count(set, least, part) => self.count(*set, *least, part, at),
            leaf => self.leaf(leaf, at),
        }
    }

    /// Whether a predicate holds, with every part looked at: a proof tells which parts agree.
    pub(super) fn whole(&self, code: &Code, at: Bound) -> Truth {
        match code {
            Code::All(parts) => {
                let parts = parts.iter().map(|part| self.whole(part, at));
                parts.fold(Truth::True, Truth::and)
            }
            Code::Any(parts) => {
                let parts = parts.iter().map(|part| self.whole(part, at));
                parts.fold(Truth::False, Truth::or)
            }
            Code::Not(part) => !self.whole(part, at),
            Code::Known(part) => Truth::from(self.whole(part, at).is_true()),
            other => self.truth(other, at),
        }
    }

    /// What a conjunction came to, and the parts that made it so: a failing one fails by its first false part.
    pub(super) fn telling_of_all<'c, 'p>(
        &self,
        parts: &'p [Code<'c>],
        at: Bound,
    ) -> (Truth, impl Iterator<Item = &'p Code<'c>>) {
        let truths: Vec<Truth> = parts.iter().map(|part| self.whole(part, at)).collect();
        let truth = truths.iter().copied().fold(Truth::True, Truth::and);
        let telling = match truths.iter().position(|t| t.is_false()) {
            Some(fails) => &parts[fails..=fails],
            None => parts,
        };
        (truth, telling.iter())
    }

    /// What an alternative came to, and the parts that agree.
    pub(super) fn telling_of_any<'c, 'p>(
        &self,
        parts: &'p [Code<'c>],
        at: Bound,
    ) -> (Truth, impl Iterator<Item = &'p Code<'c>>) {
        let truths: Vec<Truth> = parts.iter().map(|part| self.whole(part, at)).collect();
        let truth = truths.iter().copied().fold(Truth::False, Truth::or);
        let each = parts.iter().zip(truths);
        let agree = each.filter(move |(_, t)| *t == truth);
        (truth, agree.map(|(part, _)| part))
    }

    fn count(&self, set: Set, least: usize, part: &Code, at: Bound) -> Truth {
        let judged = self.judged(set, part, at);
        let sure = judged.iter().filter(|(t, ..)| t.is_true()).count();
        let maybe = judged.iter().filter(|(t, ..)| !t.is_false()).count();
        if sure >= least {
            Truth::True
        } else if maybe >= least {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether some member of a set belongs and passes.
    fn some(&self, set: Set, part: &Code, at: Bound) -> Truth {
        let Bound::Node(node) = at else {
            return Truth::False;
        };
        if set.is_of_flows() {
            return flows(self.graph, set, node)
                .into_iter()
                .fold(Truth::False, |any, e| {
                    any.or(self.truth(part, Bound::Flow(e)))
                });
        }
        let members = self.members(set, node);
        members.iter().fold(Truth::False, |any, member| {
            any.or(member
                .belongs
                .and(self.truth(part, Bound::Node(member.node))))
        })
    }

    /// The members of a set of components, worked out once for each.
    pub fn members(&self, set: Set, node: Node) -> Arc<[Member]> {
        let at = set as usize * self.graph.len() + node;
        if let Some(known) = &self.sets.borrow()[at] {
            return Arc::clone(known);
        }
        let found: Arc<[Member]> = members(self.graph, set, node).into();
        self.sets.borrow_mut()[at] = Some(Arc::clone(&found));
        found
    }

    /// Each member of a set with whether it belongs and passes.
    pub(super) fn judged(
        &self,
        set: Set,
        part: &Code,
        at: Bound,
    ) -> Vec<(Truth, Bound, Option<Edge>)> {
        let Bound::Node(node) = at else {
            return Vec::new();
        };
        if set.is_of_flows() {
            return flows(self.graph, set, node)
                .into_iter()
                .map(|e| (self.truth(part, Bound::Flow(e)), Bound::Flow(e), Some(e)))
                .collect();
        }
        self.members(set, node)
            .iter()
            .map(|member| {
                let bound = Bound::Node(member.node);
                let truth = member.belongs.and(self.truth(part, bound));
                (truth, bound, member.over)
            })
            .collect()
    }

    pub(super) fn leaf(&self, code: &Code, at: Bound) -> Truth {
        let graph = self.graph;
        match (code, at) {
            (Code::Document(premise), _) => premise.truth,
            (Code::Kind(kinds), Bound::Node(n)) => Truth::from(kinds.has(graph, n)),
            (Code::Fact(fact, passes), Bound::Node(n)) => {
                self.consult(n, *fact);
                graph.fact(n, *fact, *passes)
            }
            (Code::Is(test), Bound::Node(n)) => {
                self.consult_behind(*test, n);
                self.derived.holds(*test, n)
            }
            (Code::Primary, Bound::Node(n)) => self.primary[n],
            (Code::Flow(test), Bound::Flow(e)) => self.flow(*test, e),
            (Code::Carries(kinds), Bound::Flow(e)) => Truth::from(
                kinds
                    .iter()
                    .any(|k| graph.edges[e].flow.carries.contains(k)),
            ),
            // `validate` refuses a component's predicate on a flow and the other way round.
            _ => Truth::Unknown,
        }
    }

    fn flow(&self, test: FlowTest, edge: Edge) -> Truth {
        let arrow = &self.graph.edges[edge];
        match test {
            FlowTest::Crosses => self.graph.crosses(arrow),
            FlowTest::Encrypted => Truth::from(arrow.flow.encrypted),
            FlowTest::Authenticated => Truth::from(arrow.flow.authenticated),
        }
    }

    /// Remembers that a rule wanted to know a fact.
    pub fn consult(&self, node: Node, fact: FactNumber) {
        if !self.quiet.get() && self.graph.said(node, fact).asked {
            self.consulted.borrow_mut().add(node, fact);
        }
    }

    /// Remembers the facts that a derived fact of a component reads, as far as it is undecided or decided by them.
    fn consult_behind(&self, test: NodeTest, node: Node) {
        if self.quiet.get() {
            return;
        }
        if self.derived.holds(test, node) == Truth::Unknown {
            for (other, open) in self.open(test, node).iter() {
                if let Open::Fact(fact) = open {
                    self.consult(*other, *fact);
                }
            }
        } else {
            for key in facts_behind(test) {
                if let Some(fact) = self.graph.facts.key(*key)
                    && self.graph.said(node, fact).is_answered()
                {
                    self.consult(node, fact);
                }
            }
        }
    }

    /// What would settle a derived fact of a component, worked out once for each.
    pub(super) fn open(&self, test: NodeTest, node: Node) -> OpenList {
        let at = test as usize * self.graph.len() + node;
        if let Some(known) = &self.opens.borrow()[at] {
            return Arc::clone(known);
        }
        let found: OpenList = self.derived.open(self.graph, test, node).into();
        self.opens.borrow_mut()[at] = Some(Arc::clone(&found));
        found
    }
}
