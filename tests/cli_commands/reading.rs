//! What the command line says of a system: check, explain, ask, draw, catalog.

use insta::assert_snapshot;
use serde_json::Value;

use super::{Place, json, told};

#[test]
fn check_names_every_failing_finding_with_its_statement() {
    let place = Place::with_model();
    assert_snapshot!(
        "check",
        told(&place.run(&["check", "model.ron", "--fail-on", "medium"]))
    );
}

#[test]
fn a_model_may_come_from_standard_input_where_it_is_only_read() {
    let place = Place::with_model();
    let model = std::fs::read_to_string(place.path().join("model.ron")).unwrap();
    for args in [
        &["check", "--fail-on", "never"][..],
        &["level"],
        &["draw"],
        &["report", "-o", "-", "--format", "markdown"],
    ] {
        let (with, rest) = (args[0], &args[1..]);
        let from_file = place.run(&[&[with, "model.ron"], rest].concat());
        let from_input = place.run_with(&[&[with, "-"], rest].concat(), &model);
        assert!(from_input.status.success(), "{}", told(&from_input));
        let same = |out: &std::process::Output| {
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            // Only the name of the file differs.
            text.replace("model.ron", "-")
        };
        assert_eq!(same(&from_input), same(&from_file), "{args:?}");
    }
    let broken = told(&place.run_with(&["check", "-"], "(title: 3"));
    assert!(broken.contains("standard input:1:"), "{broken}");
}

#[test]
fn check_fails_only_from_the_risk_that_was_said() {
    let place = Place::with_model();
    let code = |args: &[&str]| {
        place
            .run(&[&["check", "model.ron"], args].concat())
            .status
            .code()
    };
    assert_eq!(code(&["--fail-on", "low"]), Some(1));
    assert_eq!(code(&["--fail-on", "never"]), Some(0));
    let worst = json(&place.run(&[
        "check",
        "model.ron",
        "--format",
        "json",
        "--fail-on",
        "never",
    ]));
    let applies = |f: &&Value| f["verdict"] == "applies" && f["role"] == "primary";
    let findings = worst["findings"].as_array().unwrap().iter().filter(applies);
    for finding in findings {
        let id = finding["id"].as_str().unwrap();
        place.run(&[
            "do",
            "model.ron",
            &format!("decide {id} accept owner Ann because \"small\""),
        ]);
    }
    assert_eq!(
        code(&["--fail-on", "low"]),
        Some(0),
        "what is accepted fails nothing"
    );
}

#[test]
fn the_json_of_check_keeps_its_contract() {
    let place = Place::with_model();
    let one = json(&place.run(&[
        "check",
        "model.ron",
        "--format",
        "json",
        "--fail-on",
        "never",
    ]));
    assert_eq!(one["schema"], 1);
    assert_eq!(one["model"], "model.ron");
    let fields = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let finding = &one["findings"][0];
    for field in [
        "id",
        "component",
        "threat",
        "verdict",
        "role",
        "modes",
        "likelihood",
        "impact",
        "inherent",
        "residual",
        "risk",
        "status",
        "owner",
        "due",
        "statement",
        "proof",
        "question",
    ] {
        assert!(fields(finding).contains(&field.to_owned()), "{field}");
    }
    assert_eq!(fields(&finding["proof"][0]), ["facts", "flows", "text"]);
    assert_eq!(
        fields(&one["not_applicable"][0]),
        ["because", "code", "component", "threat"]
    );
    assert_eq!(
        fields(&one["questions"][0]),
        ["component", "fact", "settles", "text", "values"]
    );
    for share in ["coverage", "completeness"] {
        assert!((0.0..=1.0).contains(&one[share].as_f64().unwrap()));
    }
    let several = json(&place.run(&[
        "check",
        "model.ron",
        "model.ron",
        "--format",
        "json",
        "--fail-on",
        "never",
    ]));
    assert_eq!(several["schema"], 1);
    assert_eq!(several["models"].as_array().unwrap().len(), 2);
    assert_eq!(several["models"][0]["findings"], one["findings"]);
}

#[test]
fn the_same_input_and_date_give_the_same_bytes() {
    let place = Place::with_model();
    let args = [
        "check",
        "model.ron",
        "--format",
        "json",
        "--date",
        "2027-01-01",
        "--fail-on",
        "never",
    ];
    assert_eq!(place.run(&args).stdout, place.run(&args).stdout);
    assert_eq!(json(&place.run(&args))["date"], "2027-01-01");
}

#[test]
fn one_broken_file_of_several_gives_exit_2_and_no_half_json() {
    let place = Place::with_model();
    place.write("broken.ron", "(format: 1, title: \"x\", zoness: {})");
    let text = place.run(&["check", "model.ron", "broken.ron", "--fail-on", "never"]);
    assert_eq!(text.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&text.stdout).contains("Card fraud"));
    let json = place.run(&["check", "model.ron", "broken.ron", "--format", "json"]);
    assert_snapshot!("check_broken", told(&json));
}

#[test]
fn a_word_that_the_catalogue_does_not_know_is_shown_in_its_line() {
    let place = Place::with_model();
    let text = place
        .read("model.ron")
        .replace("\"serve.api\"", "\"serve.apy\"")
        .replace("classical", "classic");
    place.write("model.ron", &text);
    assert_snapshot!(
        "check_unknown_words",
        told(&place.run(&["check", "model.ron"]))
    );
}

#[test]
fn explain_gives_the_proof_and_the_rating_step_by_step() {
    let place = Place::with_model();
    place.run(&[
        "do",
        "model.ron",
        "decide ML01@api mitigate owner Ada due 2026-01-31 because \"Rate limits come.\"",
    ]);
    assert_snapshot!(
        "explain_finding",
        told(&place.run(&["explain", "model.ron", "ML01@api"]))
    );
}

#[test]
fn explain_says_why_something_does_not_apply() {
    let place = Place::with_model();
    assert_snapshot!(
        "explain_not_applicable",
        told(&place.run(&["explain", "model.ron", "ML08@labels"]))
    );
}

#[test]
fn explain_shows_all_there_is_at_a_component() {
    let place = Place::with_model();
    assert_snapshot!(
        "explain_component",
        told(&place.run(&["explain", "model.ron", "api"]))
    );
}

#[test]
fn explain_names_the_nearest_component_and_threat() {
    let place = Place::with_model();
    assert_snapshot!(told(&place.run(&["explain", "model.ron", "ML01@apy"])), @r#"
    exit 2
    --- stderr
    error: there is no component `apy` in `model.ron`
     = help: did you mean `api`?
    "#);
    assert_snapshot!(told(&place.run(&["explain", "model.ron", "ML11@api"])), @r#"
    exit 2
    --- stderr
    error: there is no threat `ML11`
     = help: did you mean `ML01`?
    "#);
    assert_snapshot!(told(&place.run(&["explain", "model.ron", "trian"])), @r#"
    exit 2
    --- stderr
    error: there is no component `trian` in `model.ron`
     = help: did you mean `train`?
    "#);
}

#[test]
fn ask_puts_questions_with_lines_that_can_be_pasted() {
    let place = Place::with_model();
    let asked = place.run(&["ask", "model.ron", "--next", "2"]);
    assert_snapshot!("ask", told(&asked));
    let text = String::from_utf8(asked.stdout).unwrap();
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with("answer "))
        .unwrap();
    let line = line.split('#').next().unwrap().trim();
    let done = place.run(&["do", "model.ron", line]);
    assert!(done.status.success(), "{}", told(&done));
}

#[test]
fn ask_counts_for_programs_too() {
    let place = Place::with_model();
    let asked = json(&place.run(&["ask", "model.ron", "--next", "3", "--format", "json"]));
    assert_eq!(asked["schema"], 1);
    assert_eq!(asked["questions"].as_array().unwrap().len(), 3);
}

#[test]
fn draw_shows_every_component_in_unicode_and_ascii() {
    let place = Place::with_model();
    let plain = place.run(&["draw", "model.ron", "--plain"]);
    assert_snapshot!("draw", told(&plain));
    let ascii = place.run(&["draw", "model.ron", "--ascii"]);
    assert!(ascii.stdout.is_ascii(), "{}", told(&ascii));
    for name in [
        "Chargebacks",
        "Training",
        "Scoring API",
        "Merchant",
        "Decline or approve",
    ] {
        assert!(
            String::from_utf8_lossy(&ascii.stdout).contains(name),
            "{name}"
        );
    }
}

#[test]
fn drawn_coordinates_begin_and_end_on_the_borders_of_boxes() {
    let place = Place::with_model();
    let drawing = json(&place.run(&["draw", "model.ron", "--format", "json"]));
    assert_eq!(drawing["schema"], 1);
    let number = |value: &Value| value.as_i64().unwrap();
    for edge in drawing["edges"].as_array().unwrap() {
        let points = edge["points"].as_array().unwrap();
        for end in [points.first().unwrap(), points.last().unwrap()] {
            let (x, y) = (number(&end[0]), number(&end[1]));
            let on_a_border = drawing["nodes"].as_object().unwrap().values().any(|node| {
                let (left, top) = (number(&node["x"]), number(&node["y"]));
                let (right, bottom) = (left + number(&node["w"]) - 1, top + number(&node["h"]) - 1);
                let inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
                inside && (x == left || x == right || y == top || y == bottom)
            });
            assert!(on_a_border, "{}", edge["id"]);
        }
    }
}

#[test]
fn a_vector_picture_is_one_whole_svg() {
    let place = Place::with_model();
    let short = place.run(&["draw", "model.ron", "--svg"]);
    let long = place.run(&["draw", "model.ron", "--format", "svg"]);
    assert!(short.stdout.starts_with(b"<svg"));
    assert_eq!(short.stdout, long.stdout);
    let drawn = place.run(&["draw", "model.ron", "--format", "svg", "-o", "pipeline.svg"]);
    assert_eq!(told(&drawn), "exit 0");
    let svg = place.read("pipeline.svg");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("Scoring API"));
}

#[test]
fn draw_writes_a_file_when_asked() {
    let place = Place::with_model();
    let drawn = place.run(&["draw", "model.ron", "-o", "picture.txt"]);
    assert_eq!(told(&drawn), "exit 0");
    assert!(place.read("picture.txt").contains("Scoring API"));
}

#[test]
fn the_catalogue_lists_shows_and_checks() {
    let place = Place::empty();
    let list = json(&place.run(&["catalog", "list", "--format", "json"]));
    assert_eq!(list["schema"], 1);
    assert_eq!(list["kinds"].as_array().unwrap().len(), 63);
    assert_eq!(list["flows"].as_array().unwrap().len(), 15);
    assert_eq!(list["threats"].as_array().unwrap().len(), 10);
    let exposure = list["facts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|fact| fact["id"] == "exposure")
        .unwrap();
    assert_eq!(exposure["values"][0], "internal");
    assert!(exposure["question"].is_string());
    for id in ["serve.api", "exposure", "infer_in", "ML02", "PVC-V1.1"] {
        let shown = place.run(&["catalog", "show", id]);
        assert!(
            shown.status.success() && shown.stderr.is_empty(),
            "{}",
            told(&shown)
        );
    }
    assert_snapshot!(
        "catalog_show_kind",
        told(&place.run(&["catalog", "show", "serve.gateway"]))
    );
    let threat = String::from_utf8(place.run(&["catalog", "show", "ML02"]).stdout).unwrap();
    assert!(
        threat.contains("Data Poisoning Attack (editions 0.2 and 0.3)"),
        "{threat}"
    );
    assert_snapshot!(
        "catalog_show_requirement",
        told(&place.run(&["catalog", "show", "PVC-V1.1"]))
    );
    assert_snapshot!(told(&place.run(&["catalog", "show", "serve.apy"])), @r#"
    exit 2
    --- stderr
    error: the catalogue has no `serve.apy`
     = help: did you mean `serve.api`?
    "#);
}

#[test]
fn a_broken_catalogue_is_refused_with_its_line_and_the_nearest_name() {
    let place = Place::with_model();
    place.write(
        "ours.ron",
        "(\n    kinds: {\n        \"serve.phone\": (\n            name: \"Phone line\",\n            family: \"Deployment, serving and edge\",\n            shape: process,\n            definition: \"Answers by voice.\",\n            asks: [\"exposur\"],\n        ),\n    },\n)\n",
    );
    assert_snapshot!(
        "catalog_broken",
        told(&place.run(&["catalog", "check", "ours.ron"]))
    );
    let fixed = place.read("ours.ron").replace("exposur\"", "exposure\"");
    place.write("ours.ron", &fixed);
    let sound = place.run(&["catalog", "check", "ours.ron"]);
    assert_eq!(
        told(&sound),
        "exit 0\n--- stdout\nours.ron is sound; it replaces no built-in entry\n"
    );
    let added = place.run(&[
        "--catalog",
        "ours.ron",
        "do",
        "model.ron",
        "add serve.phone",
    ]);
    assert_eq!(told(&added), "exit 0\n--- stdout\nAdd Phone line\n");
    let without = place.run(&["check", "model.ron"]);
    assert!(
        told(&without).contains("there is no kind `serve.phone`"),
        "{}",
        told(&without)
    );
}

#[test]
fn every_line_that_ask_offers_for_the_samples_can_be_done() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for sample in ["card-fraud.ron", "support-assistant.ron"] {
        let place = Place::empty();
        std::fs::copy(samples.join(sample), place.path().join("model.ron")).unwrap();
        let asked =
            String::from_utf8(place.run(&["ask", "model.ron", "--next", "0"]).stdout).unwrap();
        let offered = asked.lines().filter_map(|line| line.strip_prefix("      "));
        let lines: Vec<&str> = offered
            .filter_map(|line| line.split('#').next())
            // What a person must draw themselves stands in capitals.
            .filter(|line| {
                line.starts_with(|c: char| c.is_ascii_lowercase()) && !line.contains("several")
            })
            .filter(|line| {
                !line
                    .split(' ')
                    .any(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase()))
            })
            .collect();
        assert!(lines.len() > 3, "{asked}");
        let done = place.run_with(&["do", "model.ron", "--dry-run", "-"], &lines.join("\n"));
        assert!(done.status.success(), "{}", told(&done));
    }
}

#[test]
fn check_says_of_a_decision_that_ran_out_why_it_counts_no_more() {
    let place = Place::with_model();
    let worst = json(&place.run(&[
        "check",
        "model.ron",
        "--format",
        "json",
        "--fail-on",
        "never",
    ]));
    let applies = |f: &&Value| f["verdict"] == "applies" && f["role"] == "primary";
    let id = worst["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(applies)
        .unwrap()["id"]
        .clone();
    let op = format!(
        "decide {} accept owner Ann because \"small\" due 2020-01-01",
        id.as_str().unwrap()
    );
    place.run(&["do", "model.ron", &op]);
    let said = told(&place.run(&["check", "model.ron", "--fail-on", "never"]));
    assert!(
        said.contains("its acceptance ran out on 2020-01-01"),
        "{said}"
    );
}
