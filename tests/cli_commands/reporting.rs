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
