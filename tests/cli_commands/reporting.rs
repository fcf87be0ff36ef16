//! The report as a file: in every form, the same bytes for the same input, and never half of it.

use insta::assert_snapshot;

use super::{Place, told};

const DAY: [&str; 2] = ["--date", "2026-11-22"];

fn report(place: &Place, output: &str, more: &[&str]) -> std::process::Output {
    place.run(&[&["report", "model.ron", "-o", output], &DAY[..], more].concat())
}

#[test]
fn the_report_is_written_in_the_form_that_its_name_says() {
    let place = Place::with_model();
    for (name, start) in [
        ("r.pdf", "%PDF-"),
        ("r.md", "# Card fraud"),
        ("r.html", "<!"),
    ] {
        let written = report(&place, name, &["--audience", "brief"]);
        // Standard error is no terminal here, so there is no progress on it.
        let stderr = String::from_utf8_lossy(&written.stderr).into_owned();
        assert!(
            stderr.starts_with(&format!("wrote {name}")),
            "{}",
            told(&written)
        );
        assert!(written.stdout.is_empty());
        let bytes = std::fs::read(place.path().join(name)).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{name}");
    }
    let names: Vec<_> = std::fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(['r', '.']))
        .collect();
    assert_eq!(names.len(), 3, "nothing else is left behind: {names:?}");
}

#[test]
fn the_same_input_and_date_give_the_same_bytes() {
    let place = Place::with_model();
    for name in ["a.pdf", "b.pdf"] {
        assert!(
            report(&place, name, &["--audience", "brief"])
                .status
                .success()
        );
    }
    let bytes = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    assert!(bytes("a.pdf") == bytes("b.pdf"));
}

#[test]
fn the_report_can_go_to_standard_output_and_names_what_it_says() {
    let place = Place::with_model();
    place.run(&[
        "do",
        "model.ron",
        "decide ML01@api mitigate owner \"Ada Ho\" because \"Rate limits come.\"",
    ]);
    let text = report(&place, "-", &["--format", "markdown", "--edition", "0.3"]);
    assert!(
        text.status.success() && text.stderr.is_empty(),
        "{}",
        told(&text)
    );
    let text = String::from_utf8(text.stdout).unwrap();
    for said in [
        "Card fraud",
        "22 November 2026",
        "Scoring API",
        "ML01",
        "Input Manipulation Attack",
        "Ada Ho",
        "Rate limits come",
    ] {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn what_cannot_be_written_leaves_no_half_file_and_exit_2() {
    let place = Place::with_model();
    let before = place.read("model.ron");
    assert_snapshot!(told(&report(&place, "report.doc", &[])), @r#"
    exit 2
    --- stderr
    error: the name `report.doc` does not say what form the report has
     = help: let it end in one of `.pdf`, `.md`, `.html`, or say --format
    "#);
    assert_snapshot!(told(&report(&place, "report", &[])), @r#"
    exit 2
    --- stderr
    error: the name `report` does not say what form the report has
     = help: let it end in one of `.pdf`, `.md`, `.html`, or say --format
    "#);
    assert_snapshot!(told(&report(&place, "nowhere/report.md", &[])), @r#"
    exit 2
    --- stderr
    error: there is no folder `nowhere`
     = help: create it first, or choose another folder
    "#);
    assert_snapshot!(told(&report(&place, "model.ron", &["--format", "markdown"])), @r#"
    exit 2
    --- stderr
    error: the report would replace the model
     = help: choose another name for the output
    "#);
    assert_snapshot!(told(&report(&place, "r.pdf", &["--font", "model.ron"])), @r#"
    exit 2
    --- stderr
    error: cannot use the font model.ron: unexpected data version; give a TrueType, OpenType or WOFF2 file
    "#);
    assert_snapshot!(told(&place.run(&["report", "modle.ron", "-o", "r.pdf"])), @r#"
    exit 2
    --- stderr
    error: there is no file `modle.ron`
     = help: did you mean `model.ron`?
    "#);
    assert_eq!(place.read("model.ron"), before);
    assert!(!place.path().join("r.pdf").exists());
    assert!(!place.path().join("report.doc").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_for_a_full_disk_fails() {
    let place = Place::with_model();
    let failed = report(&place, "/dev/full", &["--format", "markdown"]);
    assert_eq!(failed.status.code(), Some(2), "{}", told(&failed));
    assert!(failed.stdout.is_empty());
}

// ---- is it the report of this model?

fn verified(place: &Place, report: &str, model: &str, more: &[&str]) -> std::process::Output {
    place.run(&[&["verify", report, model], more].concat())
}

#[test]
fn a_report_names_the_program_model_and_catalogue_by_their_digests() {
    let place = Place::with_model();
    let written = report(&place, "method.md", &["--chapters", "method"]);
    assert!(written.status.success(), "{}", told(&written));
    let text = place.read("method.md");
    for what in ["program", "model", "catalogue"] {
        let row = format!("| Digest of the {what} | `sha256:");
        assert!(text.contains(&row), "{what}: {text}");
    }
    assert!(text.contains(bartizan::report::PROGRAM_DIGEST));
}

#[test]
fn a_report_is_verified_as_it_says_that_it_was_made() {
    let place = Place::with_model();
    let chosen = [
        "--paper",
        "letter",
        "--chapters",
        "procurement,method",
        "--edition",
        "0.3",
        "--pdf-standard",
        "a3a",
    ];
    for (name, more) in [
        ("brief.pdf", &["--audience", "brief"][..]),
        ("chosen.pdf", &chosen[..]),
    ] {
        assert!(report(&place, name, more).status.success());
        let answer = verified(&place, name, "model.ron", &[]);
        assert_eq!(answer.status.code(), Some(0), "{}", told(&answer));
        assert!(String::from_utf8_lossy(&answer.stdout).starts_with("match: "));
    }
    let said = String::from_utf8(verified(&place, "chosen.pdf", "model.ron", &[]).stdout).unwrap();
    assert!(
        said.contains(
            "audience full, chapters procurement method, edition 0.3, date 2026-11-22, paper letter"
        ),
        "{said}"
    );
    assert!(said.contains("embeds model.ron"), "{said}");
}

#[test]
fn a_report_of_something_else_does_not_match_and_the_answer_says_why() {
    let place = Place::with_model();
    assert!(
        report(&place, "r.pdf", &["--audience", "brief"])
            .status
            .success()
    );
    place.run(&["do", "model.ron", "rename api \"Scoring service\""]);
    let answer = verified(&place, "r.pdf", "model.ron", &[]);
    assert_eq!(answer.status.code(), Some(1), "{}", told(&answer));
    let said = String::from_utf8(answer.stdout).unwrap();
    assert!(said.starts_with("no match: "), "{said}");
    assert!(
        said.contains("the model: the report was made from sha256:"),
        "{said}"
    );
}

#[test]
fn a_changed_file_is_found_out_and_what_is_no_report_is_bad_input() {
    let place = Place::with_model();
    assert!(
        report(&place, "r.pdf", &["--audience", "brief"])
            .status
            .success()
    );
    let mut bytes = std::fs::read(place.path().join("r.pdf")).unwrap();
    bytes.extend(b"\n% a remark\n");
    std::fs::write(place.path().join("changed.pdf"), bytes).unwrap();
    let answer = verified(&place, "changed.pdf", "model.ron", &[]);
    assert_eq!(answer.status.code(), Some(1), "{}", told(&answer));
    assert!(
        String::from_utf8_lossy(&answer.stdout).contains("it was changed after it was made"),
        "{}",
        told(&answer)
    );
    let answer = verified(&place, "model.ron", "model.ron", &[]);
    assert_eq!(answer.status.code(), Some(2), "{}", told(&answer));
    let answer = verified(&place, "r.pdf", "nowhere.ron", &[]);
    assert_eq!(answer.status.code(), Some(2), "{}", told(&answer));
}

#[test]
fn a_misspelt_chapter_is_answered_with_the_nearest_one() {
    let place = Place::with_model();
    let answer = report(&place, "r.pdf", &["--chapters", "brief,finding"]);
    assert_eq!(answer.status.code(), Some(2));
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(
        said.contains("a similar value exists: 'findings'"),
        "{said}"
    );
    assert!(!place.path().join("r.pdf").exists());
}

// ---- the logo

const LOGO: &str = r##"<svg viewBox="0 0 40 20"><g fill="#0b628f"><path fill-rule="evenodd" d="M0 0h20v20H0zM5 5h10v10H5z"/><circle cx="30" cy="10" r="8"/></g></svg>"##;

#[test]
fn a_logo_beside_the_model_is_on_the_cover_and_part_of_what_is_verified() {
    let place = Place::with_model();
    std::fs::write(place.path().join("model.logo.svg"), LOGO).unwrap();
    for name in ["r.pdf", "r.html"] {
        let written = report(&place, name, &["--audience", "brief"]);
        assert!(written.status.success(), "{}", told(&written));
    }
    let page = std::fs::read_to_string(place.path().join("r.html")).unwrap();
    assert!(page.contains("<p class=\"logo\"><svg "));
    let answer = verified(&place, "r.pdf", "model.ron", &[]);
    assert_eq!(answer.status.code(), Some(0), "{}", told(&answer));
    std::fs::remove_file(place.path().join("model.logo.svg")).unwrap();
    let answer = verified(&place, "r.pdf", "model.ron", &[]);
    assert_eq!(answer.status.code(), Some(1), "{}", told(&answer));
    assert!(
        String::from_utf8_lossy(&answer.stdout)
            .contains("the logo: the report was made from sha256:")
    );
}

#[test]
fn a_logo_that_cannot_be_drawn_whole_is_refused() {
    let place = Place::with_model();
    let svg = "<svg viewBox='0 0 4 4'><text>Acme</text></svg>";
    std::fs::write(place.path().join("l.svg"), svg).unwrap();
    let failed = report(&place, "r.pdf", &["--logo", "l.svg"]);
    assert_eq!(failed.status.code(), Some(2));
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(
        said.contains("cannot use the logo `l.svg`") && said.contains("`text`"),
        "{said}"
    );
}

#[test]
fn a_flow_with_an_end_in_no_zone_is_not_said_to_cross_one() {
    let place = Place::with_model();
    let steps = [
        "add probe \"Probe\" client.app",
        "connect probe api infer_in",
    ];
    assert!(
        place
            .run(&["do", "model.ron", steps[0], steps[1]])
            .status
            .success()
    );
    assert!(report(&place, "model.md", &[]).status.success());
    let text = place.read("model.md");
    assert!(
        text.contains("Of 1 it is not known, because an end stands in no zone."),
        "{text}"
    );
    assert!(text.contains("Flows with an end in no zone"), "{text}");
    assert!(
        text.contains("(not known whether it crosses zones)"),
        "{text}"
    );
}

#[test]
fn a_decision_past_its_day_is_overdue_as_long_as_it_is_open() {
    let place = Place::with_model();
    let decide =
        |status: &str| format!("decide ML01@api {status} owner Ada due 2026-01-31 because \"b\"");
    for (status, overdue) in [("mitigate", true), ("accept", false)] {
        let done = place.run(&["do", "model.ron", &decide(status)]);
        assert!(done.status.success(), "{}", told(&done));
        assert!(report(&place, "model.md", &[]).status.success());
        let text = place.read("model.md");
        assert_eq!(
            text.contains("Its date has passed."),
            overdue,
            "{status}: {text}"
        );
    }
}
