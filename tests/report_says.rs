//! What the report says is true of the model that it speaks of, and the same on every page.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod report_samples;

use bartizan::analysis::mlsvs::procurement;
use bartizan::analysis::{Risk, Role, Verdict};
use bartizan::layout::Layout;
use bartizan::model::{ControlStatus, Date, DecisionStatus, FactValue, ThreatModel};
use bartizan::report::blocks::{Block, Report, Span};
use bartizan::report::{Audience, BuildOptions, Chapter, Paper, build, markdown};
use report_samples::{CATALOG, SAMPLES, assessed, sample};

fn made(model: &ThreatModel, audience: Audience, chapters: &[Chapter]) -> Report {
    let options = BuildOptions {
        audience,
        chapters: chapters.to_vec(),
        ..BuildOptions::default()
    };
    build(
        model,
        &CATALOG,
        &assessed(model),
        &Layout::default(),
        &options,
    )
}

fn full(name: &str) -> String {
    markdown(&made(&sample(name), Audience::Full, &[]))
}

fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// The rows under a finding's head: title and text.
fn rows(report: &Report, id: &str) -> Vec<(String, String)> {
    let findings = report.sections.iter().find(|s| s.id == "findings").unwrap();
    let anchor = format!("finding-{id}");
    let is_head = |block: &Block| matches!(block, Block::Sheet(sheet) if sheet.id == anchor);
    let at = findings.blocks.iter().position(is_head).unwrap();
    let table = findings.blocks[at..].iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let pair = |row: &bartizan::report::blocks::Row| {
        (text(&row.cells[0].spans), text(&row.cells[1].spans))
    };
    table.unwrap().rows.iter().map(pair).collect()
}

#[test]
fn nothing_is_said_twice_in_one_breath() {
    for name in SAMPLES {
        let text = full(name);
        for doubled in [
            "Yes: yes",
            "No: no,",
            "No: no |",
            "No: nothing",
            "itself counts",
            "outside: someone outside",
        ] {
            assert!(!text.contains(doubled), "{name}: {doubled}");
        }
        let model = sample(name);
        for finding in assessed(&model).findings.values() {
            let words: Vec<String> = finding
                .proof
                .premises()
                .into_iter()
                .map(|premise| bartizan::analysis::in_words(premise, &model, &CATALOG))
                .collect();
            let mut once = words.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), words.len(), "{name}: {}: {words:?}", finding.id);
        }
    }
}

#[test]
fn the_lists_of_a_finding_name_every_requirement_that_lowered_it() {
    for name in SAMPLES {
        let model = sample(name);
        let report = made(&model, Audience::Full, &[]);
        for finding in assessed(&model).by_risk() {
            let rows = rows(&report, &finding.id.to_string());
            let lists: String = rows
                .iter()
                .filter(|(title, _)| !title.starts_with("Likelihood"))
                .map(|(_, text)| text.as_str())
                .collect();
            for treatment in &finding.treatments {
                let id = treatment.requirement.as_str();
                assert!(lists.contains(id), "{name}: {}: {id}", finding.id);
            }
        }
    }
}

#[test]
fn lines_that_do_not_add_up_say_why() {
    let model = sample("card-fraud");
    let report = made(&model, Audience::Full, &[]);
    let now = |id: &str| {
        let rows = rows(&report, id);
        let row = rows
            .iter()
            .find(|(title, _)| title.starts_with("Likelihood now"));
        row.unwrap().1.clone()
    };
    assert!(now("ML06@scoring").ends_with("At most 3 points come off."));
    for (name, one) in SAMPLES.iter().map(|name| (name, sample(name))) {
        let report = made(&one, Audience::Full, &[]);
        for finding in assessed(&one).by_risk() {
            let halves: u32 = finding.treatments.iter().map(|t| u32::from(t.halves)).sum();
            let off = finding.likelihood.score.number() - finding.residual_likelihood.number();
            let rows = rows(&report, &finding.id.to_string());
            let told = rows.iter().any(|(_, text)| {
                ["points come off.", "falls below 1.", "takes nothing off."]
                    .iter()
                    .any(|why| text.ends_with(why))
            });
            assert_eq!(told, u32::from(off) * 2 != halves, "{name}: {}", finding.id);
        }
    }
}

#[test]
fn whoever_signs_a_decision_learns_of_the_assumption_under_it() {
    let model = sample("card-fraud");
    let report = made(&model, Audience::Full, &[]);
    let rows = rows(&report, "ML02@training-set");
    let (_, told) = rows.iter().find(|(title, _)| title == "Rests on").unwrap();
    assert!(told.contains("does not alter chargebacks") && told.contains("Not confirmed"));
}

#[test]
fn a_requirement_that_is_not_met_somewhere_is_never_shown_as_not_assessed() {
    let model = sample("keyboard");
    let assessment = assessed(&model);
    let state = &assessment.requirements["PVC-V2.5"];
    assert_eq!(state.status, Some(ControlStatus::NotMet));
    assert!(full("keyboard").contains("Not met at Public text; not assessed elsewhere"));
}

#[test]
fn a_brief_promises_no_list_that_it_does_not_have() {
    for name in SAMPLES {
        let text = markdown(&made(&sample(name), Audience::Brief, &[]));
        assert!(!text.contains("the cell says why"), "{name}");
        assert!(text.contains("the full report"), "{name}");
    }
    let annex = markdown(&made(
        &sample("card-fraud"),
        Audience::Full,
        &[Chapter::Procurement],
    ));
    assert!(!annex.contains("Component sheet"));
}

#[test]
fn our_own_mirror_is_nobodys_supply() {
    for (name, mirror) in [
        ("recommender", "packages"),
        ("keyboard", "packages"),
        ("chest-xray", "packages"),
    ] {
        let model = sample(name);
        let supplied = procurement(&model, &CATALOG, &assessed(&model)).components;
        assert!(
            supplied.iter().all(|one| one.component.as_str() != mirror),
            "{name}"
        );
        assert!(
            supplied
                .iter()
                .any(|one| one.component.as_str() == "public-index"),
            "{name}"
        );
    }
}

#[test]
fn coverage_and_what_each_requirement_acts_on_speak_of_the_same_threats() {
    for name in SAMPLES {
        let assessment = assessed(&sample(name));
        for (threat, coverage) in &assessment.coverage_by_threat {
            let acting = assessment.requirements.values().filter(|state| {
                state.status != Some(ControlStatus::NotApplicable)
                    && state.threats.iter().any(|one| one.as_str() == threat)
            });
            assert_eq!(acting.count(), coverage.applicable, "{name}: {threat}");
        }
    }
}

#[test]
fn a_record_that_the_model_has_overtaken_says_so_where_it_stands() {
    let mut model = sample("card-fraud");
    assert!(full("card-fraud").contains("findings that apply have no decision now"));
    let control = model
        .controls
        .get_mut(&"PVC-V1.2".parse().unwrap())
        .unwrap();
    control.note = None;
    let contradictions = assessed(&model).contradictions;
    assert!(
        contradictions.iter().any(|told| told.contains("PVC-V1.2")),
        "{contradictions:?}"
    );
}

#[test]
fn no_consequence_of_a_sample_stands_alone() {
    for name in SAMPLES {
        let assessment = assessed(&sample(name));
        let alone = assessment.findings.values().filter(|finding| {
            finding.role == Role::Affected
                && finding.verdict == Verdict::Applies
                && finding.behind.is_empty()
        });
        assert_eq!(
            alone.map(|f| f.id.to_string()).collect::<Vec<_>>(),
            Vec::<String>::new(),
            "{name}"
        );
    }
}

#[test]
fn a_risk_accepted_until_a_day_that_has_passed_is_open_again_wherever_the_report_speaks_of_it() {
    let mut model = sample("card-fraud");
    let accepted = model
        .decisions
        .get_mut(&"ML05@scoring".parse().unwrap())
        .unwrap();
    accepted.due = Some(Date::new(2026, 3, 12).unwrap());
    let text = markdown(&made(&model, Audience::Full, &[]));
    let text = text.replace('\u{a0}', " ");
    let why = "its acceptance ran out on 12 March 2026";
    assert!(text.contains(&format!("Open again: ML05@scoring, {why}.")));
    assert!(text.contains(&format!("This decision is open again**: {why}.")));
    let accepted = text.split("Accepted risks").last().unwrap();
    assert!(accepted.contains(&format!("({why})")), "{accepted}");
    assert!(text.contains("12 March 2026 (past)"));
}

#[test]
fn living_with_a_risk_does_not_lower_the_exposure_on_the_cover() {
    let headline = |model: &ThreatModel| {
        let report = made(model, Audience::Full, &[]);
        let verdict = report.cover.unwrap().verdict.unwrap();
        let text = text(&verdict.text);
        (verdict.headline, text)
    };
    let mut model = sample("card-fraud");
    let (before, _) = headline(&model);
    assert_eq!(before, "Residual exposure: high");
    let mut accepted = model.decisions.values().next().unwrap().clone();
    accepted.status = DecisionStatus::Accept;
    accepted.due = None;
    for high in assessed(&model).open_at_or_above(Risk::High) {
        model.decisions.insert(high.id.clone(), accepted.clone());
    }
    let (after, told) = headline(&model);
    assert_eq!(after, "Residual exposure: high (accepted)");
    assert!(
        told.contains("at that risk, but not open: 1 accepted"),
        "{told}"
    );
}

#[test]
fn one_small_finding_does_not_hide_what_is_not_ruled_out() {
    let mut model = sample("card-fraud");
    let api = model.components.remove("scoring").unwrap();
    model.components.clear();
    model.flows.clear();
    model.decisions.clear();
    model.controls.clear();
    model.own_threats.clear();
    let id: bartizan::model::ComponentId = "scoring".parse().unwrap();
    let blank = bartizan::model::Component {
        facts: std::collections::BTreeMap::default(),
        ..api
    };
    model.components.insert(id.clone(), blank);
    let own = bartizan::model::OwnThreat {
        name: "A small thing".into(),
        text: String::new(),
        components: std::iter::once(id).collect(),
        likelihood: bartizan::model::Score::new(1).unwrap(),
        impact: bartizan::model::Score::new(1).unwrap(),
        requirements: std::collections::BTreeSet::default(),
        note: Some("Seen once, in March.".into()),
    };
    model.own_threats.insert("OWN-1".parse().unwrap(), own);
    let report = made(&model, Audience::Full, &[]);
    let headline = report
        .cover
        .as_ref()
        .unwrap()
        .verdict
        .as_ref()
        .unwrap()
        .headline
        .clone();
    assert!(
        headline.starts_with("Residual exposure: low so far, and up to "),
        "{headline}"
    );
    let text = markdown(&report);
    assert!(text.contains("The only finding that applies is not open at high or critical risk"));
    assert!(text.contains("Seen once, in March."));
}

/// An evidence row that says "the whole system" of a requirement that speaks of two components hides the rest.
#[test]
fn a_record_for_the_whole_system_names_what_it_reaches() {
    let told = full("husky-ai");
    let row = told
        .lines()
        .find(|line| line.contains("PVC-V6.1") && line.contains("lock file"));
    let row = row.unwrap();
    assert!(row.contains("Jupyter Notebook"), "{row}");
    assert!(!row.contains("whole system"), "{row}");
    // The deployment service imports nothing: nothing there could be pinned.
    assert!(!row.contains("Deployment service"), "{row}");
}

#[test]
fn what_the_drawing_shows_is_not_told_as_missing() {
    assert!(full("recommender").contains("Planned at Click collector; in the drawing elsewhere"));
    assert!(full("keyboard").contains("Not assessed, but in the drawing"));
    // Where it counts for a finding, the table of what to build says so, too.
    let told = full("recommender");
    let by_component = told.split("What is not verified yet, the component").nth(1);
    let intake = by_component.unwrap().lines();
    let intake = intake
        .clone()
        .find(|line| line.starts_with("| [Article intake]"));
    let intake = intake.unwrap();
    assert!(intake.contains("(in the drawing)"), "{intake}");
    // A learner whose own sheet says "No cap" has none, though a cap elsewhere on the way counts for it.
    let mut rows = by_component.unwrap().lines();
    let learner = rows.find(|line| line.starts_with("| [Online learner]"));
    let learner = learner.unwrap();
    assert!(!learner.contains("(in the drawing)"), "{learner}");
}

/// Level 1 stands although packages are not pinned: no dependency is drawn that the requirement could be asked of.
#[test]
fn a_level_names_the_requirement_that_answers_deny_and_that_it_leaves_out() {
    let told = full("card-fraud");
    let mut lines = told.lines();
    let line = lines.find(|line| line.contains("The level covers what applies here"));
    let line = line.unwrap();
    assert!(line.contains("PVC-V6.1 Packages pinned"), "{line}");
    assert!(line.contains("Scoring API and Nightly training"), "{line}");
    // The finding names it too: it is the advice for its own "not pinned".
    let report = made(&sample("card-fraud"), Audience::Full, &[]);
    let told = rows(&report, "ML06@scoring");
    let mut strong = told.iter().filter(|(head, _)| head.starts_with("Removes"));
    let (_, strong) = strong.next().unwrap();
    assert!(
        strong.contains("Denied by an answer here; evidence of it is asked for at other kinds of component only: PVC-V6.1"),
        "{strong}"
    );
    assert!(!full("support-assistant").contains("The level covers what applies here"));
    // One that counts, because all that it is asked of meet it, may be denied elsewhere.
    let husky = full("husky-ai");
    let mut lines = husky.lines();
    let line = lines.find(|line| line.contains("The level covers what applies here"));
    let line = line.unwrap();
    assert!(
        line.contains("counts as it is asked, at Jupyter Notebook"),
        "{line}"
    );
    assert!(line.contains("the answers at Python web server"), "{line}");
}

/// Nobody said how queries are limited: that is a question, and no answer against the limit.
#[test]
fn a_question_that_nobody_answered_denies_no_requirement() {
    for name in ["chest-xray", "keyboard"] {
        let told = full(name);
        let denied =
            |line: &&str| line.contains("Denied by an answer here") && line.contains("PVC-V9.2");
        assert_eq!(told.lines().find(denied), None, "{name}");
        assert!(
            !told.contains("The level covers what applies here"),
            "{name}"
        );
    }
}

/// A page that calls the exposure medium has to say which one answer would make it high.
#[test]
fn a_brief_names_the_findings_that_an_answer_could_raise() {
    let chest = markdown(&made(&sample("chest-xray"), Audience::Brief, &[]));
    assert!(chest.contains("Answers could still raise ML04@device to critical."));
    let mut answered = sample("chest-xray");
    let images = answered.components.get_mut("images").unwrap();
    images
        .facts
        .insert("membership_sensitive".into(), FactValue::one("no"));
    let answered = markdown(&made(&answered, Audience::Brief, &[]));
    assert!(!answered.contains("could still raise"));
    // Who agreed to a risk agreed to it as it was rated.
    let card = markdown(&made(&sample("card-fraud"), Audience::Brief, &[]));
    assert!(
        card.contains("Answers could still raise ML02@training-set (transferred) to high."),
        "{card}"
    );
    // The level on the page may rest on a record that the model denies.
    let support = markdown(&made(&sample("support-assistant"), Audience::Brief, &[]));
    assert!(
        support.contains(
            "a record to look at again: PVC-V1.2 Dated treatment decision for each finding."
        ),
        "{support}"
    );
}

/// The table of questions, the finding and `bartizan ask` have one source: the answers were tried.
#[test]
fn a_question_says_what_its_answers_can_change_and_the_finding_which_answer_could_raise_it() {
    let told = full("chest-xray");
    let question = |number: usize| {
        let anchor = format!("<a id=\"question-{number}\">");
        let mut rows = told.lines().filter(|line| line.contains(&anchor));
        rows.next().unwrap().replace('\u{a0}', " ")
    };
    assert!(question(1).contains("Can raise `ML04@device` to 15, **Critical**."));
    assert!(question(2).contains("Can lower `ML05@device` to 4, **Low**."));
    assert!(question(3).contains("Nothing, as things stand"));
    let report = made(&sample("chest-xray"), Audience::Full, &[]);
    let (_, risk) = rows(&report, "ML04@device")
        .into_iter()
        .find(|(head, _)| head.starts_with("Risk"))
        .unwrap();
    assert!(
        risk.contains("An answer to Q1 can make it 15, Critical."),
        "{risk}"
    );
    // An answer that a rule only asks for in passing settles the finding, too, and the finding names the question.
    let husky = full("husky-ai");
    assert!(husky.contains("Can settle `ML05@bastion`."));
    assert!(husky.contains("it rests on [Q7](#question-7), too"));
}

/// A model of many hundred questions has a report within seconds: the first questions are tried, the others say that they are not.
#[test]
fn what_was_not_tried_for_want_of_time_says_so() {
    let mut model = ThreatModel::default();
    for number in 0..120 {
        let step = format!("add c{number} \"Service {number}\" serve.api");
        let plan = bartizan::model::Op::parse(&step).unwrap();
        let plan = plan.plan(&model, &*CATALOG).unwrap();
        model.apply(&plan.into_change("test", 0)).unwrap();
    }
    let told = markdown(&made(&model, Audience::Full, &[Chapter::OpenPoints]));
    assert!(told.contains("In so large a model the answers to"));
    assert!(told.contains("“bartizan ask” tries them"));
    assert!(!full("husky-ai").contains("In so large a model"));
}

/// The same evidence for the same requirement is one row, whatever number of components it speaks of.
#[test]
fn evidence_that_is_the_same_at_several_components_is_told_once() {
    let told = full("chest-xray");
    let rows = told.lines().filter(|line| line.starts_with("| [PVC-V4.2]"));
    let evidence: Vec<&str> = rows
        .filter(|line| line.contains("Approved-model"))
        .collect();
    assert_eq!(evidence.len(), 1, "{evidence:#?}");
    assert!(evidence[0].contains(" and "), "{}", evidence[0]);
}

/// What is rated as if it applied can be added up by hand like the rest.
#[test]
fn a_finding_that_needs_an_answer_shows_the_steps_of_its_rating() {
    let report = made(&sample("husky-ai"), Audience::Full, &[]);
    let told = rows(&report, "ML05@bastion");
    let row = |title: &str| told.iter().find(|(head, _)| head.starts_with(title));
    assert!(row("Likelihood 3").unwrap().1.contains("Base 3"));
    assert!(row("Likelihood now").unwrap().1.contains("PVC-V13.1"));
    assert!(row("Impact 3").unwrap().1.contains("assumed"));
    assert!(row("Risk").unwrap().1.contains("Inherent 3 × 3 = 9"));
}

#[test]
fn a_level_that_rests_on_a_doubtful_record_says_so() {
    let told = full("card-fraud");
    assert!(told.contains("The level rests on a record to look at again."));
    assert!(told.contains("have no decision now"));
    let mut model = sample("card-fraud");
    let record = model
        .controls
        .get_mut(&"PVC-V1.2".parse().unwrap())
        .unwrap();
    record.status = ControlStatus::Implemented;
    let told = markdown(&made(&model, Audience::Full, &[]));
    assert!(!told.contains("The level rests on records"));
}

/// ML10 at a base model that is tuned follows from ML07 at the same one.
#[test]
fn a_consequence_at_the_same_component_is_not_said_to_be_elsewhere() {
    for name in SAMPLES {
        let model = sample(name);
        let report = made(&model, Audience::Full, &[]);
        let assessment = assessed(&model);
        for finding in assessment.by_risk() {
            let own = format!("@{}", finding.id.component);
            for (title, text) in rows(&report, &finding.id.to_string()) {
                let here = text.split(['(', ' ', ':', ')']).any(|w| w.ends_with(&own));
                assert!(
                    !(title.ends_with("elsewhere") && here),
                    "{name}: {}: {text}",
                    finding.id
                );
            }
        }
    }
}

#[test]
fn what_lowers_a_likelihood_stands_in_the_order_of_its_numbers() {
    for name in SAMPLES {
        for finding in assessed(&sample(name)).by_risk() {
            let numbers = |one: &bartizan::analysis::Treatment| one.requirement.numbers();
            let told: Vec<Vec<u32>> = finding.treatments.iter().map(numbers).collect();
            assert!(told.is_sorted(), "{name}: {}: {told:?}", finding.id);
        }
    }
}

#[test]
fn a_question_that_settles_a_finding_settles_what_follows_from_it() {
    let assessment = assessed(&sample("card-fraud"));
    let asks = |id: &str| {
        let mut questions = assessment.questions.iter();
        let settles = |one: &&bartizan::analysis::Question| {
            one.settles.contains(&"ML10@registry".parse().unwrap())
        };
        let question = questions.find(settles).unwrap();
        question.settles.contains(&id.parse().unwrap())
    };
    assert!(asks("ML10@scoring"));
}

#[test]
fn a_pdf_names_its_paper_among_what_it_was_made_from() {
    let model = sample("husky-ai");
    let of = |paper| {
        let options = BuildOptions {
            audience: Audience::Full,
            paper,
            ..BuildOptions::default()
        };
        markdown(&build(
            &model,
            &CATALOG,
            &assessed(&model),
            &Layout::default(),
            &options,
        ))
    };
    assert!(of(Some(Paper::Letter)).contains("| Paper | US Letter |"));
    assert!(of(Some(Paper::A4)).contains("| Paper | A4 |"));
    assert!(!of(None).contains("| Paper |"));
}
