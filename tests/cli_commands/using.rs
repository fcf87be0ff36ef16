//! How the command line is used and misused: help, exit codes, pipes, files that are none.

use std::io::Read as _;
use std::process::Stdio;

use insta::assert_snapshot;

use super::{Place, told};

#[test]
fn help_is_short_or_begins_with_examples() {
    let place = Place::empty();
    assert_snapshot!("help_short", told(&place.run(&["-h"])));
    assert_snapshot!("help_long", told(&place.run(&["--help"])));
    assert_snapshot!("help_check", told(&place.run(&["check", "--help"])));
    assert_eq!(
        told(&place.run(&["help", "check"])),
        told(&place.run(&["check", "--help"]))
    );
    let operations = told(&place.run(&["do", "--help"]));
    let operations = operations.split_whitespace().collect::<Vec<_>>().join(" ");
    for form in bartizan::model::FORMS {
        assert!(operations.contains(form.does), "{}", form.verb);
    }
}

#[test]
fn a_misspelt_subcommand_is_never_taken_for_a_file() {
    let place = Place::empty();
    assert_snapshot!(told(&place.run(&["chek", "model.ron"])), @r#"
    exit 2
    --- stderr
    error: there is no subcommand `chek`
     = help: did you mean `bartizan check`?
    "#);
    assert_snapshot!(told(&place.run(&["chek"])), @r#"
    exit 2
    --- stderr
    error: there is no subcommand `chek`
     = help: did you mean `bartizan check`?
    "#);
    assert_snapshot!(told(&place.run(&["toaster"])), @r#"
    exit 2
    --- stderr
    error: `toaster` is neither a subcommand nor a file that exists
     = help: subcommands are new, check, explain, ask, draw, report, verify, level, guide, procure, do, catalog, completions, man, config; a new system's file ends in `.ron`
    "#);
    assert_snapshot!(told(&place.run(&["import", "pipeline.md"])), @r#"
    exit 2
    --- stderr
    error: there is no subcommand `import`
     = help: paste a Mermaid `flowchart` or a `digraph` onto the page that `bartizan NAME.ron` opens
    "#);
    assert!(std::fs::read_dir(place.path()).unwrap().next().is_none());
}

#[test]
fn without_a_terminal_the_headless_commands_are_named() {
    let place = Place::with_model();
    assert_snapshot!(told(&place.run(&["model.ron"])), @r#"
    exit 2
    --- stderr
    error: there is no terminal here to open a system in
     = help: without one, use `bartizan check model.ron`, `explain`, `ask`, `draw`, `do` or `report`
    "#);
    assert_eq!(place.run(&[]).status.code(), Some(2));
}

#[test]
fn bad_use_is_exit_2_and_goes_to_standard_error() {
    let place = Place::with_model();
    for args in [
        &["check"][..],
        &["check", "model.ron", "--fail-on", "hgih"],
        &["check", "model.ron", "--date", "soon"],
        &["check", "model.ron", "--edition", "0.4"],
        &["check", "missing.ron"],
        &["do", "model.ron"],
        &["draw", "model.ron", "--format", "gif"],
        &["--catalog", "missing.ron", "check", "model.ron"],
    ] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{args:?}"
        );
    }
    assert_snapshot!(told(&place.run(&["check", "modle.ron"])), @r#"
    exit 2
    --- stderr
    error: there is no file `modle.ron`
     = help: did you mean `model.ron`?
    "#);
    assert_snapshot!(told(&place.run(&["check", "model.ron", "--fail-on", "hgih"])), @r#"
    exit 2
    --- stderr
    error: invalid value 'hgih' for '--fail-on <RISK>'
      [possible values: low, medium, high, critical, never]

      tip: a similar value exists: 'high'

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&place.run(&["check", "model.ron", "--date", "soon"])), @r#"
    exit 2
    --- stderr
    error: invalid value 'soon' for '--date <DATE>': `soon` is not a date; write year, month and day, such as 2027-01-31

    For more information, try '--help'.
    "#);
}

#[test]
fn there_are_no_colours_without_a_terminal_unless_asked_for() {
    let place = Place::with_model();
    let plain = place.run(&["check", "model.ron"]);
    assert!(!plain.stdout.contains(&0x1b));
    let coloured = place.run(&["check", "model.ron", "--color", "always"]);
    assert!(coloured.stdout.contains(&0x1b));
    let error = place.run(&["check", "missing.ron", "--color", "always"]);
    assert!(error.stderr.contains(&0x1b));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let place = Place::empty();
    for args in [
        &["catalog", "list", "--format", "json"][..],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = place.command(args);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut error = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut error)
            .unwrap();
        assert!(child.wait().unwrap().success(), "{args:?}");
        assert_eq!(error, "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::empty();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = place
        .command(&["catalog", "list"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("standard output could not be written"));
}

#[test]
fn completions_are_written_for_every_shell_and_a_misspelt_man_page_is_told() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.run(&["completions", shell]);
        assert!(
            script.status.success() && script.stdout.len() > 1_000,
            "{shell}"
        );
    }
    let page = place.run(&["man"]);
    assert!(String::from_utf8_lossy(&page.stdout).contains(".TH bartizan 1"));
    assert_snapshot!(told(&place.run(&["man", "chek"])), @r#"
    exit 2
    --- stderr
    error: there is no subcommand `chek`
     = help: did you mean `check`?
    "#);
}

#[test]
fn config_shows_where_things_live() {
    let place = Place::empty();
    let shown = place
        .command(&["config"])
        .env("BARTIZAN_CONFIG_DIR", "/c")
        .env("BARTIZAN_STATE_DIR", "/s")
        .env("BARTIZAN_DATA_DIR", "/d")
        .output()
        .unwrap();
    assert_snapshot!(told(&shown), @r#"
    exit 0
    --- stdout
    configuration  /c/config.ron (not there yet)
                   set BARTIZAN_CONFIG_DIR to move it; `bartizan config --example` writes one
    journals       /s (not there yet)
                   set BARTIZAN_STATE_DIR to move it
    catalogues     /d (not there yet)
                   set BARTIZAN_DATA_DIR to move it

    theme          terminal
    colours        auto
    characters     auto
    mouse          yes
    autosave       never; the journal has every change at once
    keys           as built in
    "#);
}

#[test]
fn a_script_sees_by_the_exit_code_that_a_configuration_is_wrong() {
    let place = Place::empty();
    place.write("good.ron", "(theme: \"dark\")");
    place.write("odd.ron", "(keys: {\"draw.add\": [\"q\"]})");
    place.write("bad.ron", "(theme: \"drak\", keys: {\"draw.ad\": [\"a\"]})");
    let code = |file: &str, more: &[&str]| {
        let shown = place.run(&[&["--config", file, "config"], more].concat());
        (shown.status.code(), told(&shown))
    };
    assert_eq!(code("good.ron", &[]).0, Some(0));
    let (odd, warned) = code("odd.ron", &[]);
    assert_eq!(odd, Some(0));
    assert!(
        warned.contains("warning: `q` is Quit everywhere"),
        "{warned}"
    );
    for more in [&[][..], &["--keys"]] {
        let (bad, shown) = code("bad.ron", more);
        assert_eq!(bad, Some(2), "{shown}");
        assert!(shown.contains("there is no theme `drak`"), "{shown}");
    }
}

#[test]
fn the_version_is_told() {
    let version = told(&Place::empty().run(&["--version"]));
    assert_eq!(
        version,
        format!(
            "exit 0\n--- stdout\nbartizan {}\n",
            env!("CARGO_PKG_VERSION")
        )
    );
}
