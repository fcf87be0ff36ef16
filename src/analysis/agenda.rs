//! The agenda of a review: what a facilitator walks through, in the order of facts.md 5.3.
//!
//! Made from the model afresh after every answer, so what was settled is gone from it and what has come up stands in it.

use super::asked::{Asked, Lack, MissingFlow, Question};
use super::assessment::Assessment;
use super::finding::Finding;
use super::waiting::waiting;
use crate::model::{AssumptionStatus, ComponentId, DecisionStatus, FindingId, NoteId, ThreatModel};

/// A part of the walk-through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Decisions and stakes.
    Stakes,
    /// Who is outside.
    Outside,
    /// Where answers go.
    Answers,
    /// What is learned from, and by whom.
    Learning,
    /// What is imported.
    Imports,
    /// Who can change weights.
    Weights,
    /// What happens to feedback.
    Feedback,
    /// What else the rules ask for.
    Rest,
    /// Findings that nobody has decided.
    Findings,
    /// Decisions and assumptions that do not hold as they stand.
    LooseEnds,
    /// Questions that settle nothing and only make a rating more exact.
    Ratings,
}

impl Topic {
    /// Every part, in order.
    pub const ALL: [Self; 11] = [
        Self::Stakes,
        Self::Outside,
        Self::Answers,
        Self::Learning,
        Self::Imports,
        Self::Weights,
        Self::Feedback,
        Self::Rest,
        Self::Findings,
        Self::LooseEnds,
        Self::Ratings,
    ];

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Stakes => "Decisions and stakes",
            Self::Outside => "Who is outside",
            Self::Answers => "Where answers go",
            Self::Learning => "What is learned, and from whom",
            Self::Imports => "What is imported",
            Self::Weights => "Who can change the model",
            Self::Feedback => "What happens to feedback",
            Self::Rest => "What else the rules ask",
            Self::Findings => "Findings to decide",
            Self::LooseEnds => "Loose ends",
            Self::Ratings => "Only for the rating",
        }
    }
}

/// What one point of the agenda is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Something that the drawing seems to lack.
    Lack(Lack),
    /// An open question.
    Question(ComponentId, Asked),
    /// A finding that nobody has decided, or whose decision is overdue or open again.
    Finding(FindingId),
    /// A decision whose finding stands no more.
    Orphan(FindingId),
    /// An assumption whose day has passed.
    Assumption(NoteId),
}

/// A point of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The part it belongs to.
    pub topic: Topic,
    /// What it is about.
    pub subject: Subject,
}

/// What there is to walk through. Within a topic: what the drawing lacks, then the most settling question; questions that
/// wait for somebody come last, until their day has passed.
#[must_use]
pub fn agenda(model: &ThreatModel, assessment: &Assessment) -> Vec<Item> {
    let mut items: Vec<(Topic, bool, Subject)> = Vec::new();
    for prompt in &assessment.prompts {
        let subject = Subject::Lack(prompt.lacks);
        items.push((topic_of_lack(prompt.lacks), false, subject));
    }
    for question in &assessment.questions {
        let waits = waiting(model, &question.component, &question.asks, assessment.date);
        let later = waits.is_some_and(|waiting| !waiting.overdue);
        let subject = Subject::Question(question.component.clone(), question.asks.clone());
        items.push((topic_of(question), later, subject));
    }
    let undecided = assessment.by_risk().into_iter();
    for finding in undecided.filter(|finding| finding.status == DecisionStatus::Open) {
        let topic = if finding.reopened.is_some() {
            Topic::LooseEnds
        } else {
            Topic::Findings
        };
        items.push((topic, false, Subject::Finding(finding.id.clone())));
    }
    items.extend(
        loose_ends(model, assessment)
            .into_iter()
            .map(|subject| (Topic::LooseEnds, false, subject)),
    );
    items.sort_by_key(|(topic, later, _)| (*topic, *later));
    items
        .into_iter()
        .map(|(topic, _, subject)| Item { topic, subject })
        .collect()
}

/// Decisions past their day, decisions without a finding, and assumptions that fell.
fn loose_ends(model: &ThreatModel, assessment: &Assessment) -> Vec<Subject> {
    let mut ends = Vec::new();
    // An open one stands among the findings to decide.
    let late =
        |one: &&Finding| one.status != DecisionStatus::Open && one.is_overdue(assessment.date);
    let late = assessment.findings.values().filter(late);
    ends.extend(late.map(|finding| Subject::Finding(finding.id.clone())));
    ends.extend(assessment.orphaned.iter().cloned().map(Subject::Orphan));
    for (id, assumption) in &model.assumptions {
        // A rejected one has done its work: the decisions that rest on it are open again.
        let past = assumption.expires.is_some_and(|day| day < assessment.date)
            && assumption.status != AssumptionStatus::Rejected;
        let asked = super::waiting::is_waiting_question(id, assumption, &assessment.questions);
        if past && !asked {
            ends.push(Subject::Assumption(id.clone()));
        }
    }
    ends
}

fn topic_of_lack(lack: Lack) -> Topic {
    match lack {
        Lack::Imports => Topic::Imports,
        Lack::Consumer => Topic::Answers,
        Lack::Source => Topic::Learning,
    }
}

fn topic_of(question: &Question) -> Topic {
    match &question.asks {
        Asked::Zone | Asked::Trust | Asked::Flow(MissingFlow::Callers) => Topic::Outside,
        Asked::Flow(MissingFlow::Answers) => Topic::Answers,
        Asked::Flow(MissingFlow::Data) => Topic::Learning,
        Asked::Flow(MissingFlow::Weights) => Topic::Weights,
        Asked::Flow(MissingFlow::Import) => Topic::Imports,
        _ if question.settles.is_empty() => Topic::Ratings,
        Asked::FlowAttribute(..) => Topic::Answers,
        Asked::Fact(fact) => topic_of_fact(fact).unwrap_or(Topic::Rest),
    }
}

/// The facts of the built-in catalogue by topic; a team's own fact has none.
const FACTS: &[(Topic, &[&str])] = &[
    (
        Topic::Stakes,
        &[
            "decision_impact",
            "autonomy",
            "relied_on",
            "security_decision",
            "sensitivity",
            "membership_sensitive",
            "class_per_person",
            "population",
            "ip_value",
            "task",
            "modality",
            "model_family",
            "very_large_model",
        ],
    ),
    (
        Topic::Outside,
        &[
            "exposure",
            "authn",
            "incentive",
            "physical_access",
            "tenancy",
            "proxied",
            "query_limit",
            "scene_public",
            "fleet",
            "runs_on_client",
            "time_limited_access",
            "inputs_attested",
        ],
    ),
    (
        Topic::Answers,
        &[
            "output_detail",
            "rewrites_output",
            "answers_signed",
            "evidence_shown",
            "details_published",
            "readers",
            "egress",
        ],
    ),
    (
        Topic::Learning,
        &[
            "writers",
            "provenance",
            "screening",
            "double_label",
            "contributor_cap",
            "corpus_size",
            "sybil_cost",
            "training_data_reproducible",
            "privacy_method",
            "generalisation_gap",
            "frozen_layers",
            "snapshots_reviewed",
            "trigger_screen",
            "robust_aggregation",
            "secure_aggregation",
        ],
    ),
    (
        Topic::Imports,
        &[
            "imports",
            "base_origin",
            "publisher_verified",
            "digest_pinned",
            "signed",
            "serialization",
            "provider_mutable",
        ],
    ),
    (
        Topic::Weights,
        &[
            "weights_access",
            "weights_public",
            "has_weights",
            "contains_model",
            "signing",
            "update_channel_signed",
            "attested_runtime",
            "encrypted_store",
            "holds_secrets",
        ],
    ),
    (
        Topic::Feedback,
        &[
            "feeds_training",
            "adjudicated",
            "verified_outcomes",
            "retrain",
            "update_gate",
        ],
    ),
];

fn topic_of_fact(fact: &str) -> Option<Topic> {
    FACTS
        .iter()
        .find(|(_, facts)| facts.contains(&fact))
        .map(|(topic, _)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Assessment, assess};
    use crate::catalog::Catalog;
    use crate::model::{Date, Op};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn model(steps: &[&str]) -> (ThreatModel, Assessment) {
        let catalog = Catalog::built_in().unwrap();
        let mut model = ThreatModel::default();
        for step in steps {
            let plan = Op::parse(step).unwrap().plan(&model, &catalog).unwrap();
            model.apply(&plan.into_change("test", 0)).unwrap();
        }
        let assessment = assess(&model, &catalog, day("2026-11-22"));
        (model, assessment)
    }

    const PIPELINE: &[&str] = &[
        "zone internet \"Internet\" trust 0",
        "zone prod \"Production\" trust 3",
        "add merchant \"Merchant\" actor.end_user in internet",
        "add scoring \"Scoring API\" serve.api in prod",
        "connect merchant scoring infer_in",
        "add feed \"Chargeback feed\" data.third_party in internet",
        "add train \"Nightly training\" train.job in prod",
        "connect feed train label",
        "connect train scoring weights",
    ];

    fn with(more: &[&str]) -> (ThreatModel, Assessment) {
        let steps: Vec<&str> = PIPELINE.iter().chain(more).copied().collect();
        model(&steps)
    }

    #[test]
    fn every_fact_of_the_built_in_catalogue_has_a_topic() {
        let catalog = Catalog::built_in().unwrap();
        let without: Vec<&String> = catalog
            .entries()
            .facts
            .keys()
            .filter(|fact| topic_of_fact(fact).is_none())
            .collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn the_agenda_goes_from_stakes_to_findings_and_loses_nothing() {
        let (model, assessment) = with(&[]);
        let items = agenda(&model, &assessment);
        let topics: Vec<Topic> = items.iter().map(|item| item.topic).collect();
        assert!(topics.is_sorted(), "{topics:?}");
        let questions = items
            .iter()
            .filter(|item| matches!(item.subject, Subject::Question(..)))
            .count();
        assert_eq!(questions, assessment.questions.len());
        let findings = items
            .iter()
            .filter(|item| matches!(item.subject, Subject::Finding(_)))
            .count();
        assert_eq!(findings, assessment.by_risk().len());
        assert!(findings > 0);
    }

    #[test]
    fn what_the_drawing_lacks_is_asked_before_the_questions_of_its_topic() {
        let (model, assessment) = with(&[]);
        let items = agenda(&model, &assessment);
        let at = |subject: &Subject| items.iter().position(|item| &item.subject == subject);
        let lack = at(&Subject::Lack(Lack::Imports)).unwrap();
        let first = items.iter().position(|item| item.topic == Topic::Imports);
        assert_eq!(first, Some(lack));
    }

    #[test]
    fn a_decided_finding_is_no_point_of_the_agenda_until_its_day_has_passed() {
        let id: FindingId = "ML02@train".parse().unwrap();
        let on_agenda = |steps: &[&str]| {
            let (model, assessment) = with(steps);
            agenda(&model, &assessment)
                .into_iter()
                .find(|item| item.subject == Subject::Finding(id.clone()))
                .map(|item| item.topic)
        };
        assert_eq!(on_agenda(&[]), Some(Topic::Findings));
        let later = "decide ML02@train mitigate owner \"Ann\" due 2027-01-31";
        assert_eq!(on_agenda(&[later]), None);
        let past = "decide ML02@train mitigate owner \"Ann\" due 2026-10-01";
        assert_eq!(on_agenda(&[past]), Some(Topic::LooseEnds));
    }

    #[test]
    fn a_question_that_waits_for_somebody_comes_last_in_its_topic_until_the_day_has_passed() {
        let (model, assessment) = with(&[]);
        let items = agenda(&model, &assessment);
        let first = items
            .iter()
            .find(|item| {
                let many = items.iter().filter(|one| one.topic == item.topic).count() > 2;
                matches!(item.subject, Subject::Question(..)) && many
            })
            .cloned()
            .unwrap();
        let Subject::Question(component, asks) = &first.subject else {
            panic!("{first:?}");
        };
        let question = assessment
            .questions
            .iter()
            .find(|one| &one.component == component && &one.asks == asks)
            .unwrap();
        let catalog = Catalog::built_in().unwrap();
        for (due, last) in [("2026-12-01", true), ("2026-11-01", false)] {
            let mut model = model.clone();
            let op = super::super::waiting::find_out(question, "Bea", Some(day(due)), None);
            let plan = op.unwrap().plan(&model, &catalog).unwrap();
            model.apply(&plan.into_change("test", 0)).unwrap();
            let assessment = assess(&model, &catalog, day("2026-11-22"));
            let same_topic: Vec<Item> = agenda(&model, &assessment)
                .into_iter()
                .filter(|item| item.topic == first.topic)
                .collect();
            assert_eq!(same_topic.last() == Some(&first), last, "{due}");
            assert!(same_topic.contains(&first));
        }
    }

    #[test]
    fn a_decision_without_a_finding_and_an_assumption_past_its_day_are_loose_ends() {
        let (model, assessment) = with(&[
            "decide ML01@feed accept owner Ann because \"It was drawn otherwise.\"",
            "assume labels \"Labels are ours.\" expires 2026-01-01",
        ]);
        let ends: Vec<Subject> = agenda(&model, &assessment)
            .into_iter()
            .filter(|item| item.topic == Topic::LooseEnds)
            .map(|item| item.subject)
            .collect();
        assert_eq!(
            ends,
            [
                Subject::Orphan("ML01@feed".parse().unwrap()),
                Subject::Assumption(NoteId::new("labels").unwrap()),
            ]
        );
    }
}
