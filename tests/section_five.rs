//! Section 5 of the fact pack, sentence by sentence: which test holds which, and the sentences that speak of the whole list.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "draw/mod.rs"]
mod draw;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bartizan::analysis::{Finding, Role, Topic, Verdict};
use bartizan::model::FindingId;
use draw::{catalog, draw};

/// A line of the table: where the sentence stands, what it asks for, what holds it.
struct Line {
    place: String,
    asks: String,
    tests: Vec<String>,
}

fn lines() -> Vec<Line> {
    let table = include_str!("section_five/sentences.md");
    let rows = table.lines().filter(|line| line.starts_with("| "));
    rows.skip(2)
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            assert_eq!(cells.len(), 3, "{row}");
            Line {
                place: cells[0].to_owned(),
                asks: cells[1].to_owned(),
                tests: cells[2].split(", ").map(str::to_owned).collect(),
            }
        })
        .collect()
}

/// The file of a room: a path below `src`, a test of `tests/rules`, or a test file of its own.
fn source_of(room: &str) -> PathBuf {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |path: &str| house.join(format!("{path}.rs"));
    let places = [
        below(room),
        below(&format!("tests/rules/{room}")),
        below(&format!("tests/{room}")),
    ];
    let found = places.into_iter().find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("there is no room `{room}`"))
}

#[test]
fn every_test_that_the_table_names_is_there() {
    for line in lines() {
        for test in &line.tests {
            let (room, name) = test.split_once("::").unwrap();
            let source = std::fs::read_to_string(source_of(room)).unwrap();
            let from = source.find(&format!("fn {name}("));
            let from = from.unwrap_or_else(|| panic!("{}: there is no test {test}", line.place));
            let before: Vec<&str> = source[..from].lines().rev().take(3).collect();
            assert!(
                before.iter().any(|line| line.trim() == "#[test]"),
                "{test} is no test"
            );
        }
    }
}

#[test]
fn every_part_of_every_threat_has_its_line() {
    let lines = lines();
    let places: Vec<&str> = lines.iter().map(|line| line.place.as_str()).collect();
    for (id, threat) in &catalog().entries().threats {
        for part in [" applies", " likelihood", " impact", " ask", " evidence"] {
            let part = format!("{id}{part}");
            assert!(
                places.iter().any(|place| place.starts_with(&part)),
                "{part}"
            );
        }
        for reason in &threat.rule.reasons {
            assert!(places.contains(&reason.code.as_str()), "{}", reason.code);
        }
        let steps = threat.rule.likelihood.steps.len();
        let told = format!("{id} likelihood ");
        let told = places.iter().filter(|place| place.starts_with(&told));
        assert!(told.count() + 1 >= steps, "{id}: {steps} steps");
    }
    let mut seen = BTreeSet::new();
    for line in &lines {
        assert!(
            seen.insert((&line.place, &line.asks)),
            "{} stands twice",
            line.place
        );
    }
}

#[test]
fn the_base_likelihood_follows_the_best_recorded_evidence() {
    for (id, base) in [
        ("ML01", 3),
        ("ML02", 3),
        ("ML03", 2),
        ("ML04", 2),
        ("ML05", 3),
        ("ML06", 3),
        ("ML07", 2),
        ("ML08", 3),
        ("ML09", 2),
        ("ML10", 2),
    ] {
        let likelihood = &catalog().threat(id).unwrap().rule.likelihood;
        assert_eq!(likelihood.base, base, "{id}");
        let used = likelihood.because.contains("used by real attackers")
            || likelihood.because.contains("manipulated by real attackers");
        assert_eq!(used, base == 3, "{id}: {}", likelihood.because);
    }
}

#[test]
fn every_threat_asks_the_room_its_question() {
    // A word without which the question would be another one.
    for (id, words) in [
        ("ML01", &["other than us", "gain", "answer"][..]),
        ("ML02", &["written", "thousandth"]),
        ("ML03", &["month", "whose records"]),
        ("ML04", &["harm", "in the training data"]),
        ("ML05", &["file", "ask"]),
        ("ML06", &["others have made", "exchange"]),
        ("ML07", &["somebody else", "data"]),
        ("ML08", &["today", "next week"]),
        ("ML09", &["answer", "replaced"]),
        ("ML10", &["weights", "find out"]),
    ] {
        let ask = catalog().threat(id).unwrap().ask.to_lowercase();
        assert!(ask.ends_with('?'), "{id}: {ask}");
        for word in words {
            assert!(ask.contains(word), "{id}: no {word} in: {ask}");
        }
    }
}

#[test]
fn every_threat_cites_the_papers_and_techniques_of_its_section() {
    for (id, cited) in [
        (
            "ML01",
            "1312.6199 1412.6572 1602.02697 1712.04248 1707.08945 1806.11146 AML.T0015 evasion",
        ),
        (
            "ML02",
            "1206.6389 1708.06733 1804.00792 2302.10149 2510.07192 AML.T0020 AML.T0070",
        ),
        (
            "ML03",
            "10.1145/2810103.2813677 1911.07135 2203.01925 2012.07805 1906.08935 2310.06816 AML.T0024.001",
        ),
        (
            "ML04",
            "1610.05820 1709.01604 2007.14321 2112.03570 2402.07841 AML.T0024.000",
        ),
        (
            "ML05",
            "1609.02943 1812.02766 1910.12366 1909.01838 2403.06634 1810.09076 2002.07687 1805.02628 AML.T0024.002",
        ),
        (
            "ML06",
            "AML.T0010 AML.T0058 AML.T0018.002 AML.T0076 AML.T0049 2005.03823 CVE-2025-32434",
        ),
        (
            "ML07",
            "1708.06733 1905.10447 2004.06660 2108.00352 2401.05566 2404.00473 AML.T0010.003 AML.T0058",
        ),
        ("ML08", "Bursztein Nelson Kloft 1608.08182"),
        ("ML09", "1706.10268 2410.20247"),
        (
            "ML10",
            "Liu 1903.12269 1906.01017 2507.08166 2004.11370 2111.12965 2101.06896 1807.00459 2202.05262 AML.T0018",
        ),
    ] {
        let threat = catalog().threat(id).unwrap();
        let linked = threat.crosswalk.values().flatten();
        let linked = linked.flat_map(|link| link.ids.iter().map(String::as_str));
        let all: Vec<&str> = threat
            .evidence
            .iter()
            .map(String::as_str)
            .chain(linked)
            .collect();
        for one in cited.split(' ') {
            assert!(
                all.iter().any(|source| source.contains(one)),
                "{id} does not cite {one}"
            );
        }
    }
}

/// OWASP lists fewer training records among the preventions of ML04; less data means more overfitting, and so more of this risk.
#[test]
fn no_requirement_tells_a_team_to_train_on_less_data() {
    for (id, requirement) in &catalog().entries().requirements {
        let text = requirement.text.to_lowercase();
        for advice in [
            "smaller training set",
            "less training data",
            "fewer records",
            "reduce the training",
        ] {
            assert!(!text.contains(advice), "{id}: {text}");
        }
    }
}

#[test]
fn a_single_crawl_is_one_root_with_its_consequences_under_it() {
    let drawn = draw(
        "data.public_web web in net; prep.ingest ingest in prod; train.job job in prod; model.registry store in prod
         serve.api api in prod; client.decision act in prod; client.app page in prod
         web -> ingest raw; ingest -> job train; job -> store weights; store -> api weights; api -> act infer_out; api -> page infer_out",
    );
    let found = drawn.assessment.findings.values();
    let (roots, under): (Vec<&Finding>, Vec<&Finding>) = found
        .filter(|f| f.id.threat.as_str() == "ML02" && f.verdict == Verdict::Applies)
        .partition(|f| f.role == Role::Primary);
    assert_eq!(roots.len(), 1, "{roots:?}");
    assert!(!under.is_empty());
    for one in under {
        let behind: Vec<&FindingId> = one.behind.iter().collect();
        assert_eq!(behind, [&roots[0].id], "{}", one.id);
    }
}

#[test]
fn the_review_asks_in_the_order_of_the_facilitators_guide() {
    use Topic::{Answers, Feedback, Imports, Learning, Outside, Stakes, Weights};
    let guide = [
        Stakes, Outside, Answers, Learning, Imports, Weights, Feedback,
    ];
    assert_eq!(Topic::ALL[..guide.len()], guide);
}

#[test]
fn inherent_and_residual_risk_stand_side_by_side_and_own_up_to_their_calibration() {
    let sample = include_str!("../samples/card-fraud.ron");
    let folder = tempfile::tempdir().unwrap();
    let (file, report) = (folder.path().join("m.ron"), folder.path().join("r.md"));
    std::fs::write(&file, sample).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("bartizan").unwrap();
    command.env("SOURCE_DATE_EPOCH", "1795305600");
    command
        .args(["report", "--format", "markdown"])
        .arg(&file)
        .arg("-o")
        .arg(&report);
    command.assert().success();
    let text = std::fs::read_to_string(&report).unwrap();
    assert!(text.contains("Inherent 4 × 5 = 20, **Critical**. Residual 1 × 5 = 5, **Medium**."));
    assert!(text.contains("have not been validated against outcomes"));
}
