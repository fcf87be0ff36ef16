//! Files and names that mean harm or hold a typo: none of them breaks a terminal, loses a model or passes for something else.

use super::{Place, told};

/// A place with this text as its model.
fn with_text(text: &str) -> Place {
    let place = Place::empty();
    std::fs::write(place.path().join("model.ron"), text).unwrap();
    place
}

#[test]
fn a_box_far_away_is_refused_at_its_line() {
    let place = with_text(
        r#"(
    format: 1,
    title: "T",
    components: {"a": (name: "A", kind: "serve.api")},
    placed: {"a": (x: 2147483647, y: 4)},
)"#,
    );
    let refused = told(&place.run(&["draw", "model.ron"]));
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(refused.contains("model.ron:5:23"), "{refused}");
    assert!(
        refused.contains("`2147483647` is too far away for a box"),
        "{refused}"
    );
    let place = Place::with_model();
    let before = std::fs::read(place.path().join("model.ron")).unwrap();
    let refused = told(&place.run(&["do", "model.ron", "place api 2147483640 4"]));
    assert!(refused.contains("too far away"), "{refused}");
    assert_eq!(
        std::fs::read(place.path().join("model.ron")).unwrap(),
        before
    );
}

#[test]
fn boxes_that_stand_too_far_apart_are_drawn_all_the_same() {
    let place = Place::with_model();
    let done = place.run(&[
        "do",
        "model.ron",
        "place api 0 0",
        "place train 60000 30000",
    ]);
    assert!(done.status.success(), "{}", told(&done));
    let drawn = told(&place.run(&["draw", "model.ron"]));
    assert!(
        drawn.starts_with("exit 0") && drawn.contains("Scoring API"),
        "{drawn}"
    );
}

#[test]
fn nothing_in_a_model_steers_the_terminal() {
    let place = with_text(
        r#"(
    format: 1,
    title: "T\u{1b}]0;pwn\u{7}",
    zones: {"z": (name: "Z\u{1b}[2J", trust: 3)},
    components: {"b": (name: "B\u{1b}[2J\r\u{202e}", kind: "serve.api", zone: "z", owner: "O\u{9b}1m")},
    decisions: {"ML05@b": (status: mitigate, owner: "\u{1b}[8m", because: "x\u{1b}c")},
    assumptions: {"c": (text: "\u{1b}[31m", status: unconfirmed, covers: ["ML05@b"])},
)"#,
    );
    for command in ["check", "ask", "level", "guide", "procure", "draw"] {
        for more in [&[][..], &["--format", "json"]] {
            if more.len() == 2 && command == "ask" {
                continue;
            }
            let output = place.run(&[&[command, "model.ron"], more].concat());
            let text = String::from_utf8(output.stdout).unwrap();
            let steers = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
            assert_eq!(
                text.chars().find(steers),
                None,
                "{command} {more:?}: {text}"
            );
        }
    }
    let painted = place.run(&["--color", "always", "check", "model.ron"]);
    let text = String::from_utf8(painted.stdout).unwrap();
    assert!(
        text.contains("\u{1b}[") && !text.contains("\u{1b}[2J"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn an_output_never_replaces_what_it_is_made_from() {
    let place = Place::with_model();
    let model = place.path().join("model.ron");
    let before = std::fs::read(&model).unwrap();
    std::os::unix::fs::symlink(&model, place.path().join("link.ron")).unwrap();
    for output in ["model.ron", "./model.ron", "link.ron"] {
        for format in ["text", "svg", "json"] {
            let told = told(&place.run(&["draw", "model.ron", "--format", format, "-o", output]));
            assert!(
                told.contains("the drawing would replace the model"),
                "{told}"
            );
        }
    }
    std::fs::write(place.path().join("house.svg"), "<svg/>").unwrap();
    let args = [
        "report",
        "model.ron",
        "-o",
        "house.svg",
        "--format",
        "html",
        "--logo",
        "house.svg",
    ];
    let refused = told(&place.run(&args));
    assert!(
        refused.contains("the report would replace the logo"),
        "{refused}"
    );
    assert_eq!(std::fs::read(&model).unwrap(), before);
}

#[test]
fn a_requirement_or_an_option_that_does_not_exist_is_told_at_its_place() {
    let place = with_text(
        r#"(
    format: 1,
    title: "T",
    options: {"prompt_injectoin": true},
    controls: {"PVC-V99.1": (status: planned)},
)"#,
    );
    let refused = told(&place.run(&["check", "model.ron"]));
    assert!(
        refused.contains("there is no option `prompt_injectoin`"),
        "{refused}"
    );
    assert!(
        refused.contains("did you mean `prompt_injection`?"),
        "{refused}"
    );
    assert!(
        refused.contains("there is no requirement `PVC-V99.1`"),
        "{refused}"
    );
}

#[test]
fn a_day_that_is_set_wrongly_is_refused_and_not_passed_over() {
    let place = Place::with_model();
    for wrong in ["abc", "-5", "253402300800"] {
        let output = place
            .command(&["check", "model.ron"])
            .env("SOURCE_DATE_EPOCH", wrong)
            .output()
            .unwrap();
        let told = told(&output);
        assert!(
            told.starts_with("exit 2") && told.contains("SOURCE_DATE_EPOCH"),
            "{told}"
        );
    }
}

#[test]
fn a_control_verified_after_the_day_of_the_assessment_is_a_contradiction() {
    let place = Place::with_model();
    let verified = r#"control PVC-V1.1 verified evidence "e" assessor "a" date 2030-01-01"#;
    let on = |second: &str| {
        let mut command = place.command(&["do", "model.ron", verified]);
        command.env("SOURCE_DATE_EPOCH", second).output().unwrap()
    };
    let refused = told(&on("1795305600"));
    assert!(
        refused.starts_with("exit 2") && refused.contains("2030-01-01 is still to come"),
        "{refused}"
    );
    // A file can say it all the same: it was written on that day, and is looked at as of an earlier one.
    let later = on("1924992000");
    assert!(later.status.success(), "{}", told(&later));
    let checked = told(&place.run(&["check", "model.ron", "--date", "2026-11-22"]));
    assert!(
        checked.contains("PVC-V1.1 was verified on 2030-01-01"),
        "{checked}"
    );
}

#[test]
fn a_misspelt_subcommand_is_found_behind_every_option() {
    let place = Place::with_model();
    for option in ["--config", "--catalog", "--color"] {
        let refused = told(&place.run(&[option, "x", "chek", "model.ron"]));
        assert!(
            refused.contains("did you mean `bartizan check`?"),
            "{refused}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_dead_link_is_told_as_one() {
    let place = Place::empty();
    std::os::unix::fs::symlink("nowhere.ron", place.path().join("link.ron")).unwrap();
    let refused = told(&place.run(&["check", "link.ron"]));
    assert!(
        refused.contains("`link.ron` points to `nowhere.ron`, which does not exist"),
        "{refused}"
    );
}

#[test]
fn operations_from_windows_and_without_a_name_are_understood_or_named() {
    let place = Place::with_model();
    let done = place.run_with(&["do", "model.ron", "-"], "\u{feff}rename api \"F\"\n");
    assert!(done.status.success(), "{}", told(&done));
    let refused = told(&place.run(&["do", "model.ron", "set system foo x"]));
    assert!(refused.contains("the system has title, "), "{refused}");
    let refused = told(&place.run(&["do", "model.ron", "uncontrol PVC-V1.1"]));
    assert!(
        refused.contains("there is no record at all yet"),
        "{refused}"
    );
    let refused = told(&place.run(&["do", "-", "rename api \"G\""]));
    assert!(
        refused.contains("what changes has to be a file"),
        "{refused}"
    );
    assert_eq!(place.run(&["new", "-"]).status.code(), Some(2));
    // What the terminal would not open under that name is not begun under it.
    let other = place.run(&["new", "notes.md"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(
        told(&other).contains("name it notes.ron"),
        "{}",
        told(&other)
    );
    assert!(!place.path().join("notes.md").exists());
}

#[test]
fn a_conflict_that_git_left_is_told_as_one() {
    let place = with_text(
        "(\n    format: 1,\n<<<<<<< ours\n    title: \"A\",\n=======\n    title: \"B\",\n>>>>>>> theirs\n)\n",
    );
    let refused = told(&place.run(&["check", "model.ron"]));
    assert!(
        refused.contains("git left a conflict in this file"),
        "{refused}"
    );
}

#[test]
fn an_acceptance_by_nobody_is_refused_and_an_old_file_with_one_is_warned_of() {
    let place = Place::with_model();
    let refused = told(&place.run(&["do", "model.ron", "decide ML01@api accept owner Ada"]));
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(
        refused.contains(
            "ML01 at Scoring API: to accept a risk needs who and why; because is missing"
        ) && refused.contains("because \"REASON\""),
        "{refused}"
    );
    let whole = "decide ML01@api accept owner Ada because Agreed";
    assert!(place.run(&["do", "model.ron", whole]).status.success());
    let without: Vec<String> = place
        .read("model.ron")
        .lines()
        .filter(|line| !line.contains("Agreed") && !line.contains("owner: \"Ada\""))
        .map(str::to_owned)
        .collect();
    place.write("model.ron", &without.join("\n"));
    let checked = place.run(&["check", "model.ron", "--fail-on", "never"]);
    assert!(checked.status.success());
    let warned = told(&checked);
    assert!(
        warned.contains("warning: ML01 at Scoring API: to accept"),
        "{warned}"
    );
    assert!(warned.contains("owner and because are missing"), "{warned}");
    assert!(warned.contains("model.ron:"), "{warned}");
    let other = place.run(&["do", "model.ron", "rename api Scorer"]);
    assert!(other.status.success(), "{}", told(&other));
}
