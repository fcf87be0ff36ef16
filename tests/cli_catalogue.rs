//! The catalogue and the three objectives of MLSVS on the command line.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn bartizan(args: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("bartizan").unwrap();
    let command = command.args(args).env("SOURCE_DATE_EPOCH", "1795305600");
    command.env("COLUMNS", "100").output().unwrap()
}

fn out(args: &[&str]) -> String {
    let output = bartizan(args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

fn sample(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples");
    path.join(name).with_extension("ron").display().to_string()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_new_catalogue_is_sound_and_its_tests_hold_and_it_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.ron");
    out(&["catalog", "new", text(&file)]);
    let checked = out(&["catalog", "check", text(&file)]);
    assert!(
        checked.contains("is sound; it replaces no built-in entry"),
        "{checked}"
    );
    assert_eq!(
        out(&["catalog", "test", text(&file)]),
        "3 tests: all hold\n"
    );
    let again = bartizan(&["catalog", "new", text(&file)]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}

#[test]
fn a_test_that_does_not_hold_is_told_and_exits_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.ron");
    out(&["catalog", "new", text(&file)]);
    let written = std::fs::read_to_string(&file).unwrap();
    let wrong = written.replace(
        "forbidden: [\"ACME-1@prices\"]",
        "expected: [\"ACME-1@prices\"]",
    );
    let wrong = wrong.replace("expected: [\"ACME-1@kiosk\"],\n", "");
    std::fs::write(&file, wrong).unwrap();
    let output = bartizan(&["catalog", "test", text(&file)]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("ACME-1@prices is expected; it does not apply (ACME-1.N1): It is no kiosk."),
        "{told}"
    );
    assert!(
        told.contains("3 tests: 1 finding not as expected"),
        "{told}"
    );
}

#[test]
fn a_replaced_built_in_entry_is_named_with_its_digest_by_check() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.ron");
    let entry = "(flows: {\"raw\": (name: \"Rows\", definition: \"d\", class: learning)})";
    std::fs::write(&file, entry).unwrap();
    let checked = out(&["catalog", "check", text(&file)]);
    assert!(
        checked.contains("flows raw (built in: sha256 "),
        "{checked}"
    );
    let model = sample("recommender");
    let args = [
        "check",
        &model,
        "--fail-on",
        "never",
        "--catalog",
        text(&file),
    ];
    let output = bartizan(&args);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("flows raw is replaced by"), "{told}");
    let json = out(&[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["replaced"][0], "raw");
    assert_eq!(json["replacements"][0]["section"], "flows");
    assert_eq!(json["replacements"][0]["by"], text(&file));
    let digest = json["replacements"][0]["built_in_sha256"].as_str().unwrap();
    assert_eq!(digest.len(), 64);
}

#[test]
fn an_id_of_another_standard_leads_to_what_maps_to_it() {
    let shown = out(&["catalog", "show", "AML.T0020"]);
    for part in ["Poison Training Data", "ML02", "ML08", "MITRE ATLAS 5.6.0"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    for (id, help) in [
        ("AML.T002", "there is `AML.T0020`, `AML.T0021`"),
        ("Art. 15(5)", "there is `Art. 15(5) altering use`"),
        ("AML.T00204", "did you mean `AML.T00"),
    ] {
        let wrong = bartizan(&["catalog", "show", id]);
        assert_eq!(wrong.status.code(), Some(2));
        let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
        assert!(told.contains(help), "{told}");
    }
    let ours = out(&["catalog", "show", "V5.3"]);
    assert!(ours.contains("The requirement of our own is `PVC-V5.3`."));
}

#[test]
fn the_three_objectives_carry_their_notices_in_words_and_in_json() {
    let model = sample("chest-xray");
    for (command, part) in [
        ("level", "Level 2 is blocked by"),
        ("guide", "Verify by"),
        ("procure", "Engineering input, not legal advice."),
    ] {
        let told = out(&[command, &model]);
        assert!(told.contains(part), "{command}: {told}");
        assert!(
            told.contains("They are not OWASP requirements"),
            "{command}"
        );
        let json: Value =
            serde_json::from_str(&out(&[command, &model, "--format", "json"])).unwrap();
        assert_eq!(json["schema"], 1, "{command}");
        assert!(
            json["notice"]
                .to_string()
                .contains("not OWASP requirements"),
            "{command}"
        );
    }
}

#[test]
fn guidance_for_a_component_that_is_not_there_names_the_nearest() {
    let output = bartizan(&["guide", &sample("keyboard"), "--component", "agregator"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `aggregator`?"));
}

#[test]
fn a_question_says_what_each_answer_would_change() {
    let told = out(&["ask", &sample("recommender"), "--next", "1"]);
    assert!(told.contains("then ML04@ranker applies"), "{told}");
    assert!(told.contains("then ML04@ranker does not apply"), "{told}");
}

#[test]
fn the_notice_stands_wherever_requirements_are_shown() {
    let model = sample("keyboard");
    for args in [
        &["catalog", "show", "PVC-V6.1"][..],
        &["catalog", "show", "ML03"],
        &["catalog", "show", "AML.M0013"],
        &["catalog", "list", "requirements"],
        &["explain", &model, "ML03@keyboard"],
        &["level", &model],
        &["guide", &model],
        &["procure", &model],
    ] {
        let told = out(args).replace('\n', " ");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("PVC-V"), "{args:?}");
        assert!(
            told.contains("They are not OWASP requirements and this is not an OWASP certification"),
            "{args:?}: {told}"
        );
    }
}

#[test]
fn a_threat_is_shown_with_its_ways_its_rating_and_what_the_editions_say() {
    let shown = out(&["catalog", "show", "ML06"]);
    for part in [
        "Corrupted Packages",
        "AI Supply Chain Attacks",
        "Preventions:",
        "OWASP sample rating (no score)",
        "Between the editions",
        "exposed platform",
        "likelihood 3",
        "residual only, as PVC-V6.1",
        "Evidence",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn what_a_drawing_seems_to_lack_is_said_when_questions_are_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("m.ron");
    let bare = "(format: 1, title: \"T\", zones: {\"prod\": (name: \"Prod\", trust: 3)}, components: {
        \"api\": (name: \"API\", kind: \"serve.api\", zone: \"prod\"), \"job\": (name: \"Job\", kind: \"train.job\", zone: \"prod\")})";
    std::fs::write(&file, bare).unwrap();
    let told = out(&["ask", text(&file), "--next", "1"]);
    for part in [
        "No package, image or model source is drawn.",
        "Nothing is drawn that uses the answers of API.",
        "Nothing is drawn that Job learns from.",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    let json: Value =
        serde_json::from_str(&out(&["ask", text(&file), "--format", "json"])).unwrap();
    assert_eq!(json["lacks"].as_array().unwrap().len(), 3, "{json}");
    assert!(!out(&["ask", &sample("card-fraud")]).contains("seems to lack"));
}

/// The words behind `Commands:` in the help of a command, which clap writes from the tree that it parses by.
fn commands_of(path: &[&str]) -> Vec<String> {
    let help = out(&[path, &["--help"]].concat());
    let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let lines = listed.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command, those below another one with it: `["catalog", "show"]`.
fn every_command() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for command in commands_of(&[]) {
        for below in commands_of(&[&command]) {
            found.push(vec![command.clone(), below]);
        }
        found.push(vec![command]);
    }
    found
}

#[test]
fn every_command_has_a_manual_page_with_examples_and_stands_in_the_completions() {
    let commands = every_command();
    assert!(commands.len() > 15, "{commands:?}");
    for command in &commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let page = out(&[&["man"], &words[..]].concat());
        let title = format!(".TH bartizan-{} 1", words.join("-"));
        assert!(page.contains(&title), "{command:?}: {page}");
        assert!(page.contains(".SH EXAMPLES"), "{command:?}: {page}");
        let example = format!("bartizan {}", words.join(" "));
        assert!(page.contains(&example), "{command:?}: {page}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&["completions", shell]);
        for command in &commands {
            assert!(
                script.contains(command.last().unwrap()),
                "{shell}: {command:?}"
            );
        }
    }
}

#[test]
fn every_command_that_judges_a_system_names_the_built_in_entries_that_were_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.ron");
    let flow = r#"(flows: {"raw": (name: "Mine", definition: "x", class: learning)})"#;
    std::fs::write(&mine, flow).unwrap();
    let model = sample("recommender");
    for command in [
        &["check"][..],
        &["level"],
        &["guide"],
        &["guide", "--by", "stage"],
        &["procure"],
        &["ask"],
    ] {
        let args = [command, &[&model, "--catalog", text(&mine)]].concat();
        let told = out(&args);
        assert!(told.contains("flows raw is replaced by"), "{command:?}");
    }
    let told = out(&["explain", &model, "ranker", "--catalog", text(&mine)]);
    assert!(told.contains("flows raw is replaced by"), "{told}");
}
