//! Judging a rule's predicates in Kleene logic, and proving what came out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::assessment::Asked;
use super::derived::Derived;
use super::facts::Said;
use super::graph::{Edge, Graph, Node};
use super::kleene::Truth;
use super::proof::{Claim, Ground, Premise, Proof};
use super::sets::{Member, flows, members};
use crate::catalog::rule::{FlowTest, NodeTest, Predicate, Set, Test, fits};
use crate::model::{FindingId, ThreatId};

/// What a predicate speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Node(Node),
    Flow(Edge),
}

/// The facts that rules looked at, by component.
pub(super) type Consulted = BTreeMap<Node, BTreeMap<String, bool>>;

/// A judge of predicates over one drawing.
pub(super) struct Judge<'g, 'a> {
    pub graph: &'g Graph<'a>,
    pub derived: &'g Derived,
    consulted: RefCell<Consulted>,
    /// The members of each set seen from each component, as far as a rule wanted to know.
    sets: RefCell<Vec<Option<Rc<[Member]>>>>,
    /// The requirements that the document has a record of.
    pub recorded: BTreeSet<&'a str>,
    /// While set, looking at a fact is not remembered: reasons for "does not apply" want nothing answered.
    quiet: std::cell::Cell<bool>,
    /// Primary verdicts of the threat being judged, while its affected components are looked for.
    primary: Vec<Truth>,
    threat: Option<ThreatId>,
}

impl<'g, 'a> Judge<'g, 'a> {
    pub fn new(graph: &'g Graph<'a>, derived: &'g Derived) -> Self {
        Self {
            graph,
            derived,
            consulted: RefCell::default(),
            sets: RefCell::new(vec![None; Set::ALL.len() * graph.len()]),
            recorded: recorded(graph),
            quiet: std::cell::Cell::new(false),
            primary: vec![Truth::False; graph.len()],
            threat: None,
        }
    }

    /// Tells which primary findings of a threat stand, for `Primary` in its `affected`.
    pub fn set_primary(&mut self, threat: &ThreatId, primary: Vec<Truth>) {
        self.primary = primary;
        self.threat = Some(threat.clone());
    }

    /// The facts that were looked at so far.
    pub fn consulted(&self) -> Consulted {
        self.consulted.borrow().clone()
    }

    /// Whether a predicate holds, without remembering what was looked at.
    pub fn truth_quietly(&self, predicate: &Predicate, at: Bound) -> Truth {
        self.quiet.set(true);
        let truth = self.truth(predicate, at);
        self.quiet.set(false);
        truth
    }

    /// Whether a predicate holds.
    pub fn truth(&self, predicate: &Predicate, at: Bound) -> Truth {
        match predicate {
            Predicate::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.truth(part, at));
                    if all.is_false() {
                        break;
                    }
                }
                all
            }
            Predicate::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.truth(part, at));
                    if any.is_true() {
                        break;
                    }
                }
                any
            }
            Predicate::Not(part) => !self.truth(part, at),
            Predicate::Known(part) => Truth::from(self.truth(part, at).is_true()),
            Predicate::Some(set, part) => self.some(*set, at, |bound| self.truth(part, bound)),
            Predicate::Every(set, part) => !self.some(*set, at, |bound| !self.truth(part, bound)),
            Predicate::Count(set, least, part) => self.count(*set, *least, part, at),
            leaf => self.leaf(leaf, at),
        }
    }

    fn count(&self, set: Set, least: usize, part: &Predicate, at: Bound) -> Truth {
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

    /// Whether some member of a set belongs and comes to what `test` says.
    fn some(&self, set: Set, at: Bound, test: impl Fn(Bound) -> Truth) -> Truth {
        let Bound::Node(node) = at else {
            return Truth::False;
        };
        if set.is_of_flows() {
            return flows(self.graph, set, node)
                .into_iter()
                .fold(Truth::False, |any, e| any.or(test(Bound::Flow(e))));
        }
        self.members(set, node)
            .iter()
            .fold(Truth::False, |any, member| {
                any.or(member.belongs.and(test(Bound::Node(member.node))))
            })
    }

    /// The members of a set of components, worked out once for each.
    pub fn members(&self, set: Set, node: Node) -> Rc<[Member]> {
        let at = set as usize * self.graph.len() + node;
        if let Some(known) = &self.sets.borrow()[at] {
            return Rc::clone(known);
        }
        let found: Rc<[Member]> = members(self.graph, set, node).into();
        self.sets.borrow_mut()[at] = Some(Rc::clone(&found));
        found
    }

    /// Each member of a set with whether it belongs and passes.
    fn judged(&self, set: Set, part: &Predicate, at: Bound) -> Vec<(Truth, Bound, Option<Edge>)> {
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

    fn leaf(&self, predicate: &Predicate, at: Bound) -> Truth {
        let graph = self.graph;
        match (predicate, at) {
            (Predicate::Always, _) => Truth::True,
            (Predicate::Insider, _) => Truth::from(graph.model.system.insider),
            (Predicate::Edition(edition), _) => {
                Truth::from(graph.model.system.edition.as_str() == edition)
            }
            (Predicate::Switch(name), _) => Truth::from(
                graph
                    .model
                    .system
                    .options
                    .get(name)
                    .copied()
                    .unwrap_or(true),
            ),
            (Predicate::Kind(patterns), Bound::Node(n)) => {
                Truth::from(patterns.iter().any(|p| fits(p, graph.kind(n))))
            }
            (Predicate::Family(families), Bound::Node(n)) => Truth::from(
                graph.nodes[n]
                    .kind
                    .is_some_and(|k| families.contains(&k.family)),
            ),
            (Predicate::Fact(name, test), Bound::Node(n)) => {
                self.consult(n, name);
                graph.fact(n, name, test)
            }
            (Predicate::Is(test), Bound::Node(n)) => {
                self.consult_behind(*test, n);
                self.derived.holds(*test, n)
            }
            (Predicate::Primary, Bound::Node(n)) => self.primary[n],
            (Predicate::Flow(test), Bound::Flow(e)) => self.flow(*test, e),
            (Predicate::Carries(kinds), Bound::Flow(e)) => Truth::from(
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
    pub fn consult(&self, node: Node, name: &str) {
        if self.quiet.get() || !self.graph.asks(node, name) {
            return;
        }
        let mut consulted = self.consulted.borrow_mut();
        let facts = consulted.entry(node).or_default();
        if !facts.contains_key(name) {
            let answered = self.graph.nodes[node].component.facts.contains_key(name);
            facts.insert(name.to_owned(), answered);
        }
    }

    /// Remembers the facts that a derived fact of a component reads, as far as it is undecided or decided by them.
    fn consult_behind(&self, test: NodeTest, node: Node) {
        if self.derived.holds(test, node) == Truth::Unknown {
            for (other, asked) in self.derived.open(self.graph, test, node) {
                if let Asked::Fact(name) = asked {
                    self.consult(other, &name);
                }
            }
        } else {
            for name in super::derived::facts_behind(test) {
                if self.graph.nodes[node].component.facts.contains_key(*name) {
                    self.consult(node, name);
                }
            }
        }
    }

    /// Proves what a predicate came to: the parts that made it so, and no others.
    pub fn prove(&self, predicate: &Predicate, at: Bound) -> Proof {
        match predicate {
            Predicate::All(parts) => {
                let proofs: Vec<Proof> = parts.iter().map(|p| self.prove(p, at)).collect();
                let truth = proofs.iter().fold(Truth::True, |all, p| all.and(p.truth));
                // A failing conjunction fails by its first false part; else every part counts.
                let parts = match truth {
                    Truth::False => proofs
                        .into_iter()
                        .filter(|p| p.truth.is_false())
                        .take(1)
                        .collect(),
                    _ => proofs,
                };
                joined(truth, parts)
            }
            Predicate::Any(parts) => {
                let proofs: Vec<Proof> = parts.iter().map(|p| self.prove(p, at)).collect();
                let truth = proofs.iter().fold(Truth::False, |any, p| any.or(p.truth));
                joined(
                    truth,
                    proofs.into_iter().filter(|p| p.truth == truth).collect(),
                )
            }
            Predicate::Not(part) => {
                let inner = self.prove(part, at);
                Proof {
                    truth: !inner.truth,
                    ground: Ground::Parts(vec![inner]),
                }
            }
            Predicate::Known(part) => {
                let inner = self.prove(part, at);
                // An open question under `Known` changes nothing until it is answered; it is not part of the proof.
                let parts = if inner.truth == Truth::Unknown {
                    Vec::new()
                } else {
                    vec![inner]
                };
                joined(self.truth(predicate, at), parts)
            }
            Predicate::Some(set, part) => self.prove_some(*set, part, at),
            Predicate::Every(set, part) => {
                let inner = self.prove_some(*set, &Predicate::Not(part.clone()), at);
                Proof {
                    truth: !inner.truth,
                    ground: Ground::Parts(vec![inner]),
                }
            }
            Predicate::Count(set, _, part) => {
                let truth = self.truth(predicate, at);
                joined(truth, self.member_proofs(*set, part, at, truth))
            }
            leaf => Proof::premise(self.premise(leaf, at)),
        }
    }

    fn prove_some(&self, set: Set, part: &Predicate, at: Bound) -> Proof {
        let truth = self
            .judged(set, part, at)
            .into_iter()
            .fold(Truth::False, |any, (t, ..)| any.or(t));
        if truth.is_false()
            && let Bound::Node(n) = at
        {
            let component = self.graph.id(n).clone();
            return Proof::premise(Premise {
                truth,
                claim: Claim::NoneIn { set, component },
                flows: Vec::new(),
                open: Vec::new(),
            });
        }
        joined(truth, self.member_proofs(set, part, at, truth))
    }

    /// The proofs of the members that came to a truth, at most three of them, with the flow they were found over.
    fn member_proofs(&self, set: Set, part: &Predicate, at: Bound, truth: Truth) -> Vec<Proof> {
        const ENOUGH: usize = 3;
        let judged = self.judged(set, part, at);
        let enough = if truth == Truth::Unknown {
            judged.len()
        } else {
            ENOUGH
        };
        judged
            .into_iter()
            .filter(|(t, ..)| *t == truth)
            .take(enough)
            .map(|(_, bound, over)| {
                let inner = self.prove(part, bound);
                let Bound::Node(member) = bound else {
                    return inner;
                };
                let mut parts = vec![Proof::premise(
                    self.membership(set, at, member, over, truth),
                )];
                parts.push(inner);
                joined(truth, parts)
            })
            .collect()
    }

    fn membership(
        &self,
        set: Set,
        at: Bound,
        member: Node,
        over: Option<Edge>,
        truth: Truth,
    ) -> Premise {
        let seen_from = match at {
            Bound::Node(n) => self.graph.id(n).clone(),
            Bound::Flow(e) => self.graph.edges[e].flow.to.clone(),
        };
        Premise {
            truth,
            claim: Claim::Member {
                set,
                component: seen_from,
                member: self.graph.id(member).clone(),
            },
            flows: over
                .map(|e| self.graph.edges[e].id.clone())
                .into_iter()
                .collect(),
            open: Vec::new(),
        }
    }

    fn premise(&self, predicate: &Predicate, at: Bound) -> Premise {
        let truth = self.leaf(predicate, at);
        let graph = self.graph;
        let plain = |claim: Claim| Premise {
            truth,
            claim,
            flows: Vec::new(),
            open: Vec::new(),
        };
        match (predicate, at) {
            (Predicate::Fact(name, test), Bound::Node(n)) => {
                self.fact_premise(truth, n, name, test)
            }
            (Predicate::Is(test), Bound::Node(n)) => self.node_premise(truth, *test, n),
            (Predicate::Flow(test), Bound::Flow(e)) => {
                let flow = graph.edges[e].id.clone();
                let mut premise = plain(Claim::Flow {
                    test: *test,
                    flow: flow.clone(),
                });
                premise.flows = vec![flow.clone()];
                if truth == Truth::Unknown && *test != FlowTest::Crosses {
                    let asked = Asked::FlowAttribute(flow, test.as_str().to_owned());
                    premise.open = vec![(graph.edges[e].flow.to.clone(), asked)];
                }
                premise
            }
            (Predicate::Carries(kinds), Bound::Flow(e)) => plain(Claim::Carries {
                flow: graph.edges[e].id.clone(),
                kinds: kinds.clone(),
            }),
            (Predicate::Kind(_) | Predicate::Family(_), Bound::Node(n)) => plain(Claim::Kind {
                component: graph.id(n).clone(),
                kind: graph.kind(n).to_owned(),
            }),
            (Predicate::Primary, Bound::Node(n)) => match &self.threat {
                Some(threat) => plain(Claim::Primary(FindingId {
                    threat: threat.clone(),
                    component: graph.id(n).clone(),
                })),
                None => plain(Claim::Document("a primary finding stands there".into())),
            },
            (Predicate::Insider, _) => plain(Claim::Document("insiders count as attackers".into())),
            (Predicate::Edition(edition), _) => {
                plain(Claim::Document(format!("edition {edition} is in use")))
            }
            (Predicate::Switch(name), _) => {
                plain(Claim::Document(format!("the option `{name}` is on")))
            }
            _ => plain(Claim::Document(String::new())),
        }
    }

    fn fact_premise(&self, truth: Truth, node: Node, name: &str, test: &Test) -> Premise {
        let graph = self.graph;
        let said = graph.said(node, name);
        let presumed = matches!(said, Said::Presumed(_));
        let open = presumed || said == Said::Unknown;
        let component = graph.id(node).clone();
        Premise {
            truth,
            open: if open {
                vec![(component.clone(), Asked::Fact(name.to_owned()))]
            } else {
                Vec::new()
            },
            claim: Claim::Fact {
                component,
                fact: name.to_owned(),
                value: said.owned(),
                test: test.clone(),
                presumed,
            },
            flows: Vec::new(),
        }
    }

    fn node_premise(&self, truth: Truth, test: NodeTest, node: Node) -> Premise {
        let graph = self.graph;
        let (others, edges) = if truth.is_false() {
            (Vec::new(), Vec::new())
        } else {
            self.derived.evidence(graph, test, node)
        };
        let mut seen = BTreeSet::new();
        Premise {
            truth,
            claim: Claim::Node {
                test,
                component: graph.id(node).clone(),
                others: others
                    .into_iter()
                    .filter(|n| seen.insert(*n))
                    .map(|n| graph.id(n).clone())
                    .collect(),
            },
            flows: edges
                .into_iter()
                .map(|e| graph.edges[e].id.clone())
                .collect(),
            open: self
                .derived
                .open(graph, test, node)
                .into_iter()
                .map(|(n, asked)| (graph.id(n).clone(), asked))
                .collect(),
        }
    }
}

fn joined(truth: Truth, parts: Vec<Proof>) -> Proof {
    Proof {
        truth,
        ground: Ground::Parts(parts),
    }
}

/// The requirements that a document has a record of, anywhere.
pub(super) fn recorded<'a>(graph: &Graph<'a>) -> BTreeSet<&'a str> {
    let model = graph.model;
    model
        .controls
        .keys()
        .map(|id| id.requirement.as_str())
        .collect()
}
