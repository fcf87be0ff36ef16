//! The samples: sound, canonical, and with findings that somebody has reviewed one by one.
// The reviewed findings are one long table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    missing_docs
)]

use std::collections::BTreeSet;

use bartizan::analysis::mlsvs::{guidance, procurement};
use bartizan::analysis::{Assessment, Role, Verdict, assess};
use bartizan::catalog::Catalog;
use bartizan::model::{ControlStatus, Date, DecisionStatus, FindingId, Level, ThreatModel, text};

/// A sample with its primary findings, each with the reason why an expert would leave it in; a finding that needs an answer
/// with the reason why an expert would ask.
struct Sample {
    name: &'static str,
    text: &'static str,
    reviewed: &'static [(&'static str, &'static str)],
}

macro_rules! sample {
    ($name:literal, $reviewed:expr $(,)?) => {
        Sample {
            name: $name,
            text: include_str!(concat!("../samples/", $name, ".ron")),
            reviewed: $reviewed,
        }
    };
}

fn samples() -> [Sample; 6] {
    [
        sample!(
            "card-fraud",
            &[
                (
                    "ML01@scoring",
                    "Fraudsters choose amount, time and merchant of a payment, and see at once whether it went through."
                ),
                (
                    "ML02@ingest",
                    "The acquirer's chargeback feed comes in here, and what it says becomes a label."
                ),
                (
                    "ML02@training-set",
                    "The same labels rest here, and nothing pins them to what was reviewed."
                ),
                (
                    "ML03@scoring",
                    "Scores rest on people's payments; few can ask and they see little, so it is low."
                ),
                (
                    "ML04@scoring",
                    "Asked: it applies only if it hurts to be known as one of those whose payments were disputed."
                ),
                (
                    "ML05@scoring",
                    "Whoever can try payments can learn where the threshold lies, and a copy helps to stay under it."
                ),
                (
                    "ML06@scoring",
                    "It loads libraries and a model format that can run code, nothing is pinned, and it holds keys: the one high risk."
                ),
                (
                    "ML06@train",
                    "Packages of a list come from a public index, pinned to nothing, into the job that sees all payments."
                ),
                (
                    "ML08@disputes",
                    "A cardholder who disputes honest payments teaches the model what to let through."
                ),
                (
                    "ML08@review",
                    "Analysts judge by what payers supply, and their verdicts are learned; they are trusted, so it is lower."
                ),
                (
                    "ML09@review",
                    "Doubtful cases cross into another zone on their way to the analysts; the link is protected."
                ),
                (
                    "ML10@registry",
                    "Asked: it hangs on who may write to the registry, which nobody has said."
                ),
                (
                    "OWN-1@decline",
                    "The team added it: a payment split into many stays below what is scored."
                ),
            ],
        ),
        sample!(
            "support-assistant",
            &[
                (
                    "ML01@assistant",
                    "Customers write what the agent reads, and it can call the refund tool: prompt injection."
                ),
                (
                    "ML01@model",
                    "The same text reaches the tuned model, whose base anyone can study at home."
                ),
                (
                    "ML02@index",
                    "Customers' tickets are indexed, so a customer can write what the assistant reads later."
                ),
                (
                    "ML02@tickets",
                    "Customers write the tickets that the model is tuned on."
                ),
                (
                    "ML02@tuning-set",
                    "The labelled tickets come back from a vendor; two people label each, and the vendor was audited, so it is low."
                ),
                (
                    "ML03@index",
                    "Asked: whether outsiders can read the index of customers' tickets."
                ),
                (
                    "ML03@model",
                    "Tuned on customers' tickets, it can repeat what they wrote."
                ),
                (
                    "ML05@model",
                    "A chat that anyone can use can be distilled; it is worth little."
                ),
                (
                    "ML06@base",
                    "It is downloaded from a public hub; digest and format are safe, so little is left."
                ),
                (
                    "ML06@model",
                    "Its runtime is somebody else's; pinned and shut off, so little is left."
                ),
                (
                    "ML06@tune",
                    "The tuning job loads somebody else's weights; pinned and shut off, so little is left."
                ),
                (
                    "ML07@base",
                    "Open weights that nobody here has trained, tuned on customers' text."
                ),
                (
                    "ML07@tune",
                    "Most of the base stays as it came, and nobody searches it for triggers yet."
                ),
                (
                    "ML08@thumbs",
                    "Anyone with the chat open can rate, and good ratings become training data."
                ),
                (
                    "ML09@refund",
                    "What the model decided travels to the tool that pays money back."
                ),
                (
                    "OWN-1@assistant",
                    "The team added it: an abusive answer ends up in screenshots."
                ),
            ],
        ),
        sample!(
            "recommender",
            &[
                (
                    "ML01@ranker",
                    "Publishers write headlines for the ranking, and anyone can probe it through the app."
                ),
                (
                    "ML02@features",
                    "Article features come from partners' feeds and are trained on."
                ),
                (
                    "ML02@intake",
                    "The intake admits partners' articles and looks at nothing."
                ),
                (
                    "ML03@ranker",
                    "What a reader has read can be guessed from what the app recommends."
                ),
                (
                    "ML04@ranker",
                    "Asked: it applies only if it hurts to be known as a reader of certain articles."
                ),
                (
                    "ML05@ranker",
                    "Anyone can record rankings and imitate them; the harm is small."
                ),
                (
                    "ML06@packages",
                    "The proxy fetches from a public index; digests are verified, so little is left."
                ),
                (
                    "ML08@clicks",
                    "Bought clicks are the classic attack on a ranking that learns from clicks."
                ),
                (
                    "ML08@learner",
                    "It learns within seconds, behind automatic checks only."
                ),
                (
                    "ML09@start-page",
                    "Rankings cross from one platform to the other; the link is protected, so it is low."
                ),
            ],
        ),
        sample!(
            "chest-xray",
            &[
                (
                    "ML01@device",
                    "Whoever can touch images between detector and device can change the triage; markers in the scene can, too."
                ),
                (
                    "ML02@deidentify",
                    "Images come from other hospitals; screening and caps are in place, so it is medium."
                ),
                (
                    "ML02@labels",
                    "Contracted readers decide the labels; double reading is in place."
                ),
                (
                    "ML02@training-set",
                    "The same images and labels rest here, pinned and reviewed."
                ),
                (
                    "ML03@device",
                    "The device stands in a hospital, and the model has learned from patients' images."
                ),
                (
                    "ML04@device",
                    "A small set of patients, no privacy method, weights within reach."
                ),
                (
                    "ML05@device",
                    "Weights on a device that others hold can be read out, encrypted or not."
                ),
                (
                    "ML05@registry",
                    "Insiders count here, and the release store holds every release."
                ),
                (
                    "ML05@updates",
                    "Insiders count here, and the update service holds releases."
                ),
                (
                    "ML06@packages",
                    "The mirror fetches from a public index; with an approved list and scans, little is left."
                ),
                (
                    "ML06@tune",
                    "The base model comes in a format that can run code; digest and lack of network make it low."
                ),
                (
                    "ML07@base",
                    "The vendor trained it on data that nobody here has seen."
                ),
                (
                    "ML07@tune",
                    "Some layers stay as they came, and nobody searches for triggers yet."
                ),
                (
                    "ML08@radiologist",
                    "Corrections from hospitals come back as training data each quarter."
                ),
                (
                    "ML09@archive",
                    "Marks cross the hospital's network and rest in the archive, and no signature says that they are the device's."
                ),
                (
                    "ML09@radiologist",
                    "The reader sees what the archive says that the model said."
                ),
                (
                    "ML09@worklist",
                    "Who is read first hangs on an unsigned score."
                ),
                (
                    "ML10@device",
                    "One signed file updates a fleet that stands where others can touch it."
                ),
                (
                    "ML10@registry",
                    "Insiders count; signatures are checked, so it is medium by impact alone."
                ),
                (
                    "ML10@tune",
                    "Insiders count, and tuning writes the candidate."
                ),
                (
                    "ML10@updates",
                    "Insiders count, and the update service delivers weights."
                ),
            ],
        ),
        sample!(
            "keyboard",
            &[
                (
                    "ML01@keyboard",
                    "Input can be crafted, but only against oneself: low."
                ),
                (
                    "ML02@aggregator",
                    "Anyone with a phone can type what the model then learns."
                ),
                (
                    "ML02@crawl",
                    "Pre-training reads public text that is fetched again for every run."
                ),
                (
                    "ML03@client",
                    "Weights and updates say something about what was typed; noise and aggregation keep it low."
                ),
                (
                    "ML03@keyboard",
                    "The global model could repeat rare phrases; differential privacy keeps it low."
                ),
                (
                    "ML04@client",
                    "Asked: it applies only if it hurts to be known as somebody who typed a certain text."
                ),
                (
                    "ML04@keyboard",
                    "Asked: the same for the global model that every phone gets."
                ),
                ("ML05@client", "The model lies on every phone in clear."),
                ("ML05@keyboard", "The same model, in the app that ships."),
                ("ML06@packages", "The mirror fetches from a public index."),
                (
                    "ML10@aggregator",
                    "One hostile phone can send an update that a plain average takes in."
                ),
                (
                    "ML10@client",
                    "Whoever holds the phone can change its local model."
                ),
                (
                    "ML10@keyboard",
                    "The same for the model that predicts; it harms the owner alone."
                ),
            ],
        ),
        sample!(
            "husky-ai",
            &[
                (
                    "ML01@web",
                    "The source names perturbed pictures as a threat of its own."
                ),
                (
                    "ML02@gather",
                    "Training pictures come from an image search, without screening."
                ),
                (
                    "ML02@images",
                    "The source names tampering with the stored pictures; no digests are kept."
                ),
                (
                    "ML05@web",
                    "Whoever has an account can ask it until a copy stands; the rate limit is assumed, and it is worth little."
                ),
                (
                    "ML05@bastion",
                    "Asked: releases pass the bastion; whether outsiders can log in to it is not in the source."
                ),
                (
                    "ML05@h5",
                    "Asked: the source does not say whether the recipe was published; with public pictures, that is a copy."
                ),
                (
                    "ML06@jupyter",
                    "Libraries come straight from public sources into the notebook."
                ),
                (
                    "ML06@web",
                    "The web server imports libraries, and loads a model format that can run code."
                ),
                (
                    "ML10@bastion",
                    "Asked: whoever can log in to the bastion can change a release on its way."
                ),
            ],
        ),
    ]
}

fn read(sample: &Sample) -> ThreatModel {
    let read = text::read(sample.text).unwrap_or_else(|e| panic!("{}: {e:?}", sample.name));
    read.model
}

fn assessed(sample: &Sample) -> (ThreatModel, Catalog, Assessment) {
    let (model, catalog) = (read(sample), Catalog::built_in().unwrap());
    let assessment = assess(&model, &catalog, Date::new(2026, 11, 22).unwrap());
    (model, catalog, assessment)
}

#[test]
fn every_sample_is_written_as_a_save_would_write_it_and_speaks_the_catalogues_language() {
    let catalog = Catalog::built_in().unwrap();
    for sample in samples() {
        let model = read(&sample);
        assert_eq!(text::write(&model), sample.text, "{}", sample.name);
        assert_eq!(catalog.problems_of(&model), [], "{}", sample.name);
        for (id, component) in &model.components {
            let kind = catalog.kind(&component.kind).unwrap();
            for fact in component.facts.keys() {
                assert!(
                    kind.asks.contains(fact),
                    "{}: {id} is not asked for {fact}",
                    sample.name
                );
            }
        }
    }
}

#[test]
fn every_finding_of_a_sample_was_reviewed_and_none_has_come_or_gone_since() {
    for sample in samples() {
        let (_, _, assessment) = assessed(&sample);
        let found: BTreeSet<String> = assessment
            .findings
            .values()
            .filter(|f| f.role == Role::Primary)
            .map(|f| f.id.to_string())
            .collect();
        for (id, why) in sample.reviewed {
            let Some(finding) = assessment.findings.get(&id.parse().unwrap()) else {
                continue;
            };
            let asked = finding.verdict == Verdict::NeedsAnswer;
            assert_eq!(why.starts_with("Asked: "), asked, "{}: {id}", sample.name);
        }
        let reviewed: BTreeSet<String> = sample
            .reviewed
            .iter()
            .map(|(id, _)| (*id).to_owned())
            .collect();
        assert_eq!(found, reviewed, "{}", sample.name);
        assert!(
            sample.reviewed.iter().all(|(_, why)| why.len() > 20),
            "{}",
            sample.name
        );
    }
}

#[test]
fn every_sample_holds_decisions_controls_and_an_assumption_and_none_of_them_is_orphaned() {
    for sample in samples() {
        let (model, _, assessment) = assessed(&sample);
        assert!(
            !model.decisions.is_empty() && !model.assumptions.is_empty(),
            "{}",
            sample.name
        );
        let states: BTreeSet<_> = model
            .controls
            .values()
            .map(|control| control.status)
            .collect();
        assert!(states.len() >= 2, "{}", sample.name);
        assert_eq!(assessment.orphaned, [], "{}", sample.name);
        assert_eq!(assessment.orphaned_controls, [], "{}", sample.name);
        assert_eq!(
            assessment.contradictions,
            Vec::<String>::new(),
            "{}",
            sample.name
        );
        for assumption in model.assumptions.values() {
            for covered in &assumption.covers {
                assert!(
                    assessment.findings.contains_key(covered),
                    "{}: {covered}",
                    sample.name
                );
            }
        }
    }
}

#[test]
fn every_sample_leaves_something_to_ask_and_has_work_for_the_three_objectives() {
    for sample in samples() {
        let (model, catalog, assessment) = assessed(&sample);
        assert!(!assessment.questions.is_empty(), "{}", sample.name);
        assert!(
            assessment.completeness > 0.6 && assessment.completeness < 1.0,
            "{}",
            sample.name
        );
        assert!(!assessment.blockers.is_empty(), "{}", sample.name);
        let guidance = guidance(&model, &catalog, &assessment);
        assert!(
            guidance.components.len() > 2 && guidance.stages.len() > 3,
            "{}",
            sample.name
        );
        let procurement = procurement(&model, &catalog, &assessment);
        assert!(!procurement.components.is_empty(), "{}", sample.name);
    }
}

#[test]
fn husky_ai_gives_credit_to_where_it_was_redrawn_from() {
    let samples = samples();
    let husky = read(samples.iter().find(|s| s.name == "husky-ai").unwrap());
    let note = husky.system.note.unwrap();
    for part in ["OWASP Threat Model Library", "wunderwuzzi23", "ours"] {
        assert!(note.contains(part), "{note}");
    }
}

/// Level 1 in every sample, so that a reader sees a level reached, and something left to do, so that it says what blocks the next.
#[test]
fn every_sample_reaches_a_level_and_aims_at_a_higher_one() {
    for sample in samples() {
        let (model, _, assessment) = assessed(&sample);
        assert_eq!(assessment.reached, Some(Level::One), "{}", sample.name);
        assert!(model.system.target_level > Level::One, "{}", sample.name);
        let states: BTreeSet<_> = assessment
            .blockers
            .iter()
            .map(|id| assessment.requirements[id].status)
            .collect();
        assert!(states.contains(&None), "{}", sample.name);
        assert!(
            states.contains(&Some(ControlStatus::NotMet))
                && states.contains(&Some(ControlStatus::Planned)),
            "{}: {states:?}",
            sample.name
        );
    }
}

/// A sample may not claim that every finding has its decision and leave some open without a word.
#[test]
fn a_sample_that_counts_decisions_as_verified_has_them_or_says_which_are_missing() {
    for sample in samples() {
        let (model, _, assessment) = assessed(&sample);
        let control = &model.controls[&"PVC-V1.2".parse().unwrap()];
        let open: Vec<&FindingId> = assessment
            .findings
            .values()
            .filter(|f| f.role == Role::Primary && f.verdict == Verdict::Applies)
            .map(|f| &f.id)
            .filter(|id| {
                let decision = model.decisions.get(id);
                decision.is_none_or(|one| one.status == DecisionStatus::Open)
            })
            .collect();
        assert!(
            open.is_empty() || control.note.is_some(),
            "{}: {open:?}",
            sample.name
        );
    }
}
