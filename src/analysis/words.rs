//! Proofs in words that a reviewer can check.

use super::kleene::Truth;
use super::proof::{Claim, Premise};
use crate::catalog::Catalog;
use crate::catalog::rule::{FlowTest, NodeTest, Set};
use crate::model::{ComponentId, FlowId, ThreatModel};

/// A premise in a sentence without a full stop, such as "Training job learns from Crowd labels over 2 flows".
#[must_use]
pub fn in_words(premise: &Premise, model: &ThreatModel, catalog: &Catalog) -> String {
    let words = Words { model, catalog };
    let text = words.claim(premise);
    let path = words.path(premise);
    match premise.truth {
        Truth::Unknown if !premise.open.is_empty() && !text.to_lowercase().contains("nobody") => {
            format!("{text}{path}: nobody has said")
        }
        _ => format!("{text}{path}"),
    }
}

struct Words<'a> {
    model: &'a ThreatModel,
    catalog: &'a Catalog,
}

impl Words<'_> {
    fn name<'b>(&'b self, id: &'b ComponentId) -> &'b str {
        self.model.name_of(id)
    }

    fn names(&self, ids: &[ComponentId]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.name(id)).collect();
        match names.as_slice() {
            [] => "someone outside".into(),
            [one] => (*one).to_owned(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    }

    fn flow(&self, id: &FlowId) -> String {
        self.model.flows.get(id).map_or_else(
            || id.to_string(),
            |f| format!("{} → {}", self.name(&f.from), self.name(&f.to)),
        )
    }

    /// The way that a premise rests on, where it is longer than the sentence itself tells.
    fn path(&self, premise: &Premise) -> String {
        let tells_itself = matches!(premise.claim, Claim::Flow { .. } | Claim::Carries { .. });
        if premise.flows.len() < 2 || tells_itself {
            return String::new();
        }
        let mut hops: Vec<String> = Vec::new();
        let mut at: Option<&ComponentId> = None;
        for flow in premise
            .flows
            .iter()
            .filter_map(|id| self.model.flows.get(id))
        {
            if at == Some(&flow.from) {
                if let Some(last) = hops.last_mut() {
                    last.push_str(" → ");
                    last.push_str(self.name(&flow.to));
                }
            } else {
                hops.push(format!(
                    "{} → {}",
                    self.name(&flow.from),
                    self.name(&flow.to)
                ));
            }
            at = Some(&flow.to);
        }
        format!(" ({})", hops.join("; "))
    }

    fn claim(&self, premise: &Premise) -> String {
        let truth = premise.truth;
        match &premise.claim {
            Claim::Fact {
                component,
                fact,
                value,
                presumed,
                ..
            } => self.fact(component, fact, value.as_ref(), *presumed),
            Claim::Node {
                test,
                component,
                others,
            } => self.node(*test, component, others, truth),
            Claim::Flow { test, flow } => self.attribute(*test, flow, truth),
            Claim::Carries { flow, kinds } => {
                let names: Vec<String> = kinds
                    .iter()
                    .map(|k| {
                        self.catalog
                            .entries()
                            .flows
                            .get(k)
                            .map_or_else(|| k.clone(), |f| f.name.to_lowercase())
                    })
                    .collect();
                let verb = if truth.is_false() {
                    "does not carry"
                } else {
                    "carries"
                };
                format!("{} {verb} {}", self.flow(flow), names.join(" or "))
            }
            Claim::Kind { component } => {
                let found = self.model.components.get(component);
                let kind = found.map_or("", |c| c.kind.as_str());
                let kind = self.catalog.kind(kind).map_or(kind, |k| k.name.as_str());
                let name = self.name(component);
                if name.eq_ignore_ascii_case(kind) {
                    format!("{name} is of that kind")
                } else {
                    format!("{name} is a component of the kind \"{kind}\"")
                }
            }
            Claim::Member {
                set,
                component,
                member,
            } => self.member(*set, component, member),
            Claim::NoneIn { set, component } => {
                format!(
                    "{}: none of these: {}",
                    self.name(component),
                    lower(set_words(*set))
                )
            }
            Claim::Primary(id) => {
                let threat = id.threat.as_str();
                let title = self.catalog.threat_name(self.model, threat);
                let title = title.unwrap_or(threat);
                let verb = if truth == Truth::Unknown {
                    "may stand"
                } else {
                    "stands"
                };
                format!(
                    "{title} ({}) {verb} at {}",
                    id.threat,
                    self.name(&id.component)
                )
            }
            Claim::Document(text) if truth.is_false() => format!("not: {text}"),
            Claim::Document(text) => text.clone(),
        }
    }

    fn fact(
        &self,
        component: &ComponentId,
        fact: &str,
        value: Option<&crate::model::FactValue>,
        presumed: bool,
    ) -> String {
        let name = self.name(component);
        let entry = self.catalog.fact(fact);
        let question = entry.map_or(fact, |f| f.question.as_str());
        let Some(value) = value else {
            return format!("{name}: {question} Nobody has said");
        };
        let meanings: Vec<&str> = value
            .values()
            .map(|v| entry.and_then(|f| f.meaning(v)).unwrap_or(v))
            .collect();
        let presumed = if presumed {
            " (presumed until someone answers)"
        } else {
            ""
        };
        format!("{name}: {question} — {}{presumed}", meanings.join("; "))
    }

    fn member(&self, set: Set, component: &ComponentId, member: &ComponentId) -> String {
        let (who, of) = (self.name(member), self.name(component));
        if member == component {
            return self.itself(set, component);
        }
        match set {
            Set::Askers => format!("{who} can ask {of}"),
            Set::InputSources => format!("{who} shapes the input of {of}"),
            Set::Consumers => format!("{who} uses the answers of {of}"),
            Set::Data => format!("{of} rests on the data in {who}"),
            Set::Learners => format!("{who} is the learner behind {of}"),
            Set::Bases => format!("{of} starts from the weights of {who}"),
            Set::LearningSources => format!("data from {who} reaches {of}"),
            Set::LearningPath => format!("{who} lies on the same learning path as {of}"),
            Set::LoopSources => format!("{who} reaches {of} through the product"),
            Set::Serving => format!("{who} runs what is learned through {of}"),
            Set::AnswerModels => format!("answers of {who} reach {of}"),
            Set::InputModels => format!("{of} feeds the input of {who}"),
            Set::Exposers => format!("{who} exposes what was learned from {of}"),
            Set::WeightsUpstream => format!("weights of {who} reach {of}"),
            Set::WeightsDownstream => format!("weights of {of} reach {who}"),
            Set::LearningUpstream => self.learned_from(who, component, of),
            Set::ImportUpstream | Set::ImportSources => format!("{of} imports from {who}"),
            Set::AnswerFlows | Set::ImportFlows => who.to_owned(),
        }
    }

    /// That learning data of a component comes to another: as data, or in what a model has learned.
    fn learned_from(&self, who: &str, component: &ComponentId, of: &str) -> String {
        let kind = self.model.components.get(component).map(|c| &c.kind);
        let has_learned = |kind: &String| {
            let families = ["serve.", "model.", "client.", "llm."];
            families.iter().any(|family| kind.starts_with(family))
        };
        if kind.is_some_and(has_learned) {
            format!("what {of} rests on was learned from {who}")
        } else {
            format!("learning data from {who} reaches {of}")
        }
    }

    /// What it means that a component belongs to a set that is seen from it.
    fn itself(&self, set: Set, component: &ComponentId) -> String {
        let of = self.name(component);
        let kind = self.model.components.get(component).map(|c| &c.kind);
        let runs =
            kind.is_some_and(|kind| kind.starts_with("serve.") || kind.starts_with("model."));
        match set {
            Set::Data if runs => {
                format!("no data is drawn behind {of}, so what it learned from is asked of it")
            }
            Set::Data => format!("the data lie in {of} itself"),
            Set::Learners => format!("{of} itself learns"),
            Set::Consumers => format!("{of} itself acts on the answers"),
            Set::LearningSources => format!("{of} is itself a source of what is learned"),
            Set::LearningPath => format!("{of} lies on the learning path itself"),
            _ => format!("{of} is one of them itself"),
        }
    }

    fn attribute(&self, test: FlowTest, flow: &FlowId, truth: Truth) -> String {
        let flow = self.flow(flow);
        let yes = !truth.is_false();
        match (test, yes) {
            (FlowTest::Crosses, true) => format!("{flow} crosses a trust boundary"),
            (FlowTest::Crosses, false) => format!("{flow} stays in its zone"),
            (FlowTest::Encrypted, true) => format!("{flow} is encrypted"),
            (FlowTest::Encrypted, false) => format!("{flow} is not encrypted"),
            (FlowTest::Authenticated, true) => {
                format!("{flow} runs between ends that prove who they are")
            }
            (FlowTest::Authenticated, false) => {
                format!("{flow} runs between ends that do not prove who they are")
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "a table with a row for each test")]
    fn node(
        &self,
        test: NodeTest,
        component: &ComponentId,
        others: &[ComponentId],
        truth: Truth,
    ) -> String {
        let c = self.name(component);
        let who = self.names(others);
        let (yes, no) = match test {
            NodeTest::External => (
                format!("{c} stands outside{}", self.zone(component)),
                format!("{c} stands inside{}", self.zone(component)),
            ),
            NodeTest::Supplied => (
                format!("a third party supplies {c}"),
                format!("{c} is our own"),
            ),
            NodeTest::Ours => (
                format!("{c} is our own"),
                format!("a third party supplies {c}"),
            ),
            NodeTest::OurModel => (
                format!("the model at {c} is our own"),
                format!("the model at {c} is a supplier's"),
            ),
            NodeTest::RunsModel => (
                format!("{c} runs a model on what it is asked"),
                format!("{c} runs no model"),
            ),
            NodeTest::Learner => (format!("{c} learns"), format!("{c} does not learn")),
            NodeTest::Asked => (
                format!("{who} can ask {c}"),
                format!("nobody outside can ask {c}"),
            ),
            NodeTest::Seen => (
                format!("answers of {c} reach {who}"),
                format!("no answer of {c} reaches anyone outside"),
            ),
            NodeTest::Oracle => (
                format!(
                    "{c} can be asked, and its answers seen, from outside{}",
                    over(others, &who, truth)
                ),
                format!("nobody outside both asks {c} and sees its answers"),
            ),
            NodeTest::White => (
                format!("the weights at {c} are within an outsider's reach"),
                format!("the weights at {c} are out of reach"),
            ),
            NodeTest::Holds => (
                format!("{c} holds weights"),
                format!("{c} holds no weights"),
            ),
            NodeTest::Exposed => (
                format!("{c} can be reached from outside"),
                format!("{c} cannot be reached from outside"),
            ),
            NodeTest::Platform => (
                format!("{c} is a store or platform that people log in to"),
                format!("{c} is no platform"),
            ),
            NodeTest::Writable => (
                format!("someone outside the release pipeline can change the weights at {c}"),
                format!("only the release pipeline can change the weights at {c}"),
            ),
            NodeTest::AnswerUsed => (
                format!("answers of {c} are used by {who}"),
                format!("nobody uses the answers of {c}"),
            ),
            NodeTest::InputReached => (
                format!("{who} can put something in front of {c}"),
                format!("nothing outside reaches the input of {c}"),
            ),
            NodeTest::PhysicalInput => (
                format!("{c} sees only a physical scene"),
                format!("{c} does not see only a physical scene"),
            ),
            NodeTest::TaintedSupply => (
                format!(
                    "{c} lies on a learning path that outsiders can write to{}",
                    via(others, &who)
                ),
                format!("no outside data supply reaches {c} on the way to a learner"),
            ),
            NodeTest::TaintedProduct => (
                format!(
                    "{c} learns, or hands on, what users do in the product{}",
                    via(others, &who)
                ),
                format!("nothing from the product is learned through {c}"),
            ),
            NodeTest::Gate => (
                format!("{c} is the first component of ours that outside learning data reaches"),
                format!("{c} is not the first component that outside data reaches"),
            ),
            NodeTest::IndexWritten => (
                format!("outsiders can write what {c} holds{}", via(others, &who)),
                format!("no outsider can write what {c} holds"),
            ),
            NodeTest::Loop => (
                format!(
                    "what is done in the product reaches {c}, and a learner reads it{}",
                    over(others, &who, truth)
                ),
                format!("no learner reads what users leave at {c}"),
            ),
            NodeTest::OnlineTraffic => (
                format!("{c} learns from what {who} does"),
                format!("no outside traffic reaches {c}"),
            ),
            NodeTest::WeightsReturn => (
                format!("the weights that {c} makes go back into service"),
                format!("the weights that {c} makes serve nobody"),
            ),
            NodeTest::ReadOutside => (
                format!("outsiders can read what {c} holds{}", via(others, &who)),
                format!("no outsider can read what {c} holds"),
            ),
            NodeTest::UpdatesSeen => (
                format!("{c} sees each single update of {who}"),
                format!("{c} does not see single updates"),
            ),
            NodeTest::ImportsFromOutside => (
                if others.is_empty() {
                    format!("{c} brings in code, weights or configuration that others made")
                } else {
                    format!("{c} brings in code, weights or configuration from {who}")
                },
                format!("{c} brings in nothing from outside"),
            ),
            NodeTest::InsiderReads => (
                format!("insiders count as attackers and can read {c}"),
                format!("no insider counts who can read {c}"),
            ),
            NodeTest::InsiderWrites => (
                format!("insiders count as attackers and can write {c}"),
                format!("no insider counts who can write {c}"),
            ),
            NodeTest::TunesBase => (
                format!("{c} learns on top of weights from {who}"),
                format!("{c} starts from no one else's weights"),
            ),
            NodeTest::TunedFrom => (
                format!("{who} starts from the weights of {c}"),
                format!("nothing is tuned from {c}"),
            ),
            NodeTest::FeedsUs => (
                format!("weights of {c} flow to {who}"),
                format!("no weights of {c} come inside"),
            ),
            NodeTest::AnswersArrive => (
                format!("answers of {who} arrive at {c}"),
                format!("no answer of a model arrives at {c}"),
            ),
            NodeTest::AnswersCross => (
                format!("answers from {who} cross a trust boundary on their way into {c}"),
                format!("answers reach {c} without crossing a boundary"),
            ),
            NodeTest::HasTools => (
                format!("{c} can call tools"),
                format!("{c} can call no tools"),
            ),
            NodeTest::UpdatesFromOutside => (
                format!("{who} sends updates to {c} from outside"),
                format!("{c} gets no updates from outside"),
            ),
        };
        match truth {
            Truth::True => yes,
            Truth::False => no,
            Truth::Unknown => format!(
                "whether {}",
                yes.replace("someone outside can ask", "anyone outside can ask")
            ),
        }
    }

    fn zone(&self, component: &ComponentId) -> String {
        let zone = self
            .model
            .components
            .get(component)
            .and_then(|c| c.zone.as_ref());
        zone.and_then(|z| self.model.zones.get(z))
            .map_or_else(String::new, |zone| format!(", in {}", zone.name))
    }
}

/// Who they are, where that is known for sure.
fn over(others: &[ComponentId], who: &str, truth: Truth) -> String {
    // Of a question, the way that follows names them.
    if others.is_empty() || truth == Truth::Unknown {
        String::new()
    } else {
        format!(": {who}")
    }
}

/// Who it comes from, where that is known.
fn via(others: &[ComponentId], who: &str) -> String {
    if others.is_empty() {
        String::new()
    } else {
        format!(", from {who}")
    }
}

fn set_words(set: Set) -> &'static str {
    set.meaning().trim_end_matches('.')
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
