//! Proving what a predicate came to: the parts that made it so, and no others. Proofs share their premises.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::asked::FlowAttribute;
use super::derived::Open;
use super::facts::{FactNumber, Standing};
use super::graph::{Edge, Node};
use super::judge::{Bound, Judge, OpenList};
use super::kleene::Truth;
use super::program::Code;
use super::proof::{Claim, Ground, Premise, Proof};
use crate::catalog::rule::{FlowTest, NodeTest, Set};
use crate::model::FindingId;

/// A proof names so many members of a set; more would prove nothing more.
const ENOUGH: usize = 3;

impl Judge<'_, '_> {
    /// Proves what a predicate came to.
    pub fn prove(&self, code: &Code, at: Bound) -> Proof {
        match code {
            Code::All(parts) => {
                let (truth, telling) = self.telling_of_all(parts, at);
                joined(truth, telling.map(|part| self.prove(part, at)).collect())
            }
            Code::Any(parts) => {
                let (truth, telling) = self.telling_of_any(parts, at);
                joined(truth, telling.map(|part| self.prove(part, at)).collect())
            }
            Code::Not(part) => denied(self.prove(part, at)),
            Code::Known(part) => {
                let inner = self.prove(part, at);
                let truth = Truth::from(inner.truth.is_true());
                // An open question under `Known` changes nothing until it is answered; it is not part of the proof.
                if inner.truth == Truth::Unknown {
                    joined(truth, Vec::new())
                } else {
                    joined(truth, vec![inner])
                }
            }
            Code::Some(set, part) => self.prove_some(*set, part, at),
            Code::No(set, part) => denied(self.prove_some(*set, part, at)),
            Code::Count(set, _, part) => {
                let truth = self.truth(code, at);
                let judged = self.judged(*set, part, at);
                joined(truth, self.member_proofs(*set, part, at, truth, judged))
            }
            leaf => Proof::shared(self.premise(leaf, at)),
        }
    }

    fn prove_some(&self, set: Set, part: &Code, at: Bound) -> Proof {
        let judged = self.judged(set, part, at);
        let truth = judged
            .iter()
            .fold(Truth::False, |any, (truth, ..)| any.or(*truth));
        if truth.is_false()
            && let Bound::Node(n) = at
        {
            let component = self.graph.id(n).clone();
            return Proof::premise(plain(truth, Claim::NoneIn { set, component }));
        }
        joined(truth, self.member_proofs(set, part, at, truth, judged))
    }

    /// The proofs of the members that came to a truth, with the flow they were found over.
    fn member_proofs(
        &self,
        set: Set,
        part: &Code,
        at: Bound,
        truth: Truth,
        judged: Vec<(Truth, Bound, Option<Edge>)>,
    ) -> Vec<Proof> {
        let enough = if truth == Truth::Unknown {
            judged.len()
        } else {
            ENOUGH
        };
        let agree = judged.into_iter().filter(|(t, ..)| *t == truth);
        let proofs = agree.take(enough).map(|(_, bound, over)| {
            let inner = self.prove(part, bound);
            let Bound::Node(member) = bound else {
                return inner;
            };
            let belongs = self.belongs(set, at, member).unwrap_or(truth);
            let membership = Proof::premise(self.membership(set, at, member, over, belongs));
            joined(truth, vec![membership, inner])
        });
        proofs.collect()
    }

    /// How surely a component belongs to a set, whatever else is asked of it: what is drawn stays known beside what is open.
    fn belongs(&self, set: Set, at: Bound, member: Node) -> Option<Truth> {
        let Bound::Node(node) = at else { return None };
        let members = self.members(set, node);
        let found = members.iter().find(|m| m.node == member);
        found.map(|m| m.belongs)
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
            Bound::Node(n) => self.graph.id(n),
            Bound::Flow(e) => &self.graph.edges[e].flow.to,
        };
        let claim = Claim::Member {
            set,
            component: seen_from.clone(),
            member: self.graph.id(member).clone(),
        };
        let flows = over.map(|e| self.graph.edges[e].id.clone());
        Premise {
            flows: flows.into_iter().collect(),
            ..plain(truth, claim)
        }
    }

    fn premise(&self, code: &Code, at: Bound) -> Arc<Premise> {
        let truth = self.leaf(code, at);
        let graph = self.graph;
        let claim = match (code, at) {
            (Code::Document(premise), _) => return Arc::clone(premise),
            (Code::Fact(fact, _), Bound::Node(n)) => return self.fact_premise(truth, n, *fact),
            (Code::Is(test), Bound::Node(n)) => return self.node_premise(truth, *test, n),
            (Code::Flow(test), Bound::Flow(e)) => return self.flow_premise(truth, *test, e),
            (Code::Carries(kinds), Bound::Flow(e)) => Claim::Carries {
                flow: graph.edges[e].id.clone(),
                kinds: kinds.to_vec(),
            },
            (Code::Kind(_), Bound::Node(n)) => Claim::Kind {
                component: graph.id(n).clone(),
            },
            (Code::Primary, Bound::Node(n)) => match &self.threat {
                Some(threat) => Claim::Primary(FindingId {
                    threat: threat.clone(),
                    component: graph.id(n).clone(),
                }),
                None => Claim::Document("a primary finding stands there".into()),
            },
            _ => Claim::Document(String::new()),
        };
        Arc::new(plain(truth, claim))
    }

    fn flow_premise(&self, truth: Truth, test: FlowTest, edge: Edge) -> Arc<Premise> {
        let arrow = &self.graph.edges[edge];
        let flow = arrow.id.clone();
        let attribute = FlowAttribute::tested_by(test).filter(|_| truth == Truth::Unknown);
        let open = attribute.map(|attribute| (arrow.to, Open::Attribute(edge, attribute)));
        let premise = Premise {
            flows: vec![flow.clone()],
            ..plain(truth, Claim::Flow { test, flow })
        };
        self.with_open(premise, &open.into_iter().collect::<Vec<_>>().into())
    }

    fn fact_premise(&self, truth: Truth, node: Node, fact: FactNumber) -> Arc<Premise> {
        let key = (fact, node, truth);
        if let Some(known) = self.fact_premises.borrow().get(&key) {
            return Arc::clone(known);
        }
        let graph = self.graph;
        let said = graph.said(node, fact);
        let claim = Claim::Fact {
            component: graph.id(node).clone(),
            fact: graph.facts.name(fact).to_owned(),
            value: graph.value(node, fact),
            presumed: said.standing == Standing::Presumed,
            elsewhere: said.standing == Standing::Settled && !graph.fixes(node, fact),
        };
        let open = said.is_open().then_some((node, Open::Fact(fact)));
        let open: OpenList = open.into_iter().collect::<Vec<_>>().into();
        let premise = self.with_open(plain(truth, claim), &open);
        let shared = Arc::clone(&premise);
        self.fact_premises.borrow_mut().insert(key, shared);
        premise
    }

    fn node_premise(&self, truth: Truth, test: NodeTest, node: Node) -> Arc<Premise> {
        let at = test as usize * self.graph.len() + node;
        if let Some(known) = &self.node_premises.borrow()[at] {
            return Arc::clone(known);
        }
        let graph = self.graph;
        let (others, edges) = if truth.is_false() {
            (Vec::new(), Vec::new())
        } else {
            self.derived.evidence(graph, test, node)
        };
        let mut seen = BTreeSet::new();
        let others = others.into_iter().filter(|n| seen.insert(*n));
        let claim = Claim::Node {
            test,
            component: graph.id(node).clone(),
            others: others.map(|n| graph.id(n).clone()).collect(),
        };
        let flows = edges.into_iter().map(|e| graph.edges[e].id.clone());
        let premise = Premise {
            flows: flows.collect(),
            ..plain(truth, claim)
        };
        let premise = self.with_open(premise, &self.open(test, node));
        self.node_premises.borrow_mut()[at] = Some(Arc::clone(&premise));
        premise
    }

    /// A premise with what would settle it, by name and, for the ranking of questions, by number.
    fn with_open(&self, mut premise: Premise, open: &OpenList) -> Arc<Premise> {
        let by_name =
            |(node, open): &(Node, Open)| (self.graph.id(*node).clone(), open.asked(self.graph));
        premise.open = open.iter().map(by_name).collect();
        let premise = Arc::new(premise);
        if !open.is_empty() {
            let mut premises = self.open_premises.borrow_mut();
            let kept = (Arc::clone(&premise), Arc::clone(open));
            premises.insert(Arc::as_ptr(&premise).addr(), kept);
        }
        premise
    }
}

fn plain(truth: Truth, claim: Claim) -> Premise {
    Premise {
        truth,
        claim,
        flows: Vec::new(),
        open: Vec::new(),
    }
}

fn joined(truth: Truth, parts: Vec<Proof>) -> Proof {
    Proof {
        truth,
        ground: Ground::Parts(parts),
    }
}

fn denied(inner: Proof) -> Proof {
    joined(!inner.truth, vec![inner])
}
