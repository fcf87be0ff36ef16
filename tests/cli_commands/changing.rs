//! How the command line changes a system: new and do.

use insta::assert_snapshot;

use bartizan::model::{Change, Op};
use bartizan::store::Session;

use super::{Place, told};

#[test]
fn new_writes_a_system_once() {
    let place = Place::empty();
    let first = place.run(&["new", "card-fraud.ron"]);
    assert_eq!(
        told(&first),
        "exit 0\n--- stderr\nwrote card-fraud.ron; `bartizan card-fraud.ron` opens it\n"
    );
    assert!(
        place
            .read("card-fraud.ron")
            .contains("title: \"Card fraud\"")
    );
    let again = place.run(&["new", "card-fraud.ron", "--title", "Other"]);
    assert_snapshot!(told(&again), @r#"
    exit 2
    --- stderr
    error: `card-fraud.ron` exists already
     = help: choose another name, or open the one that is there
    "#);
    assert!(
        place
            .read("card-fraud.ron")
            .contains("title: \"Card fraud\"")
    );
    assert_snapshot!(told(&place.run(&["new", "nowhere/model.ron"])), @r#"
    exit 2
    --- stderr
    error: there is no folder `nowhere`
     = help: create it first, or choose another folder
    "#);
}

#[test]
fn do_says_what_it_did_and_saves_it() {
    let place = Place::with_model();
    let done = place.run(&[
        "do",
        "model.ron",
        "rename api \"Fraud API\"",
        "answer api exposure partner",
    ]);
    assert_snapshot!(told(&done), @r#"
    exit 0
    --- stdout
    Rename Scoring API to Fraud API
    Answer Fraud API: exposure is partner
    "#);
    let text = place.read("model.ron");
    assert!(text.contains("name: \"Fraud API\"") && text.contains("\"exposure\": \"partner\""));
}

#[test]
fn do_does_all_or_nothing() {
    let place = Place::with_model();
    let before = place.read("model.ron");
    let failed = place.run_with(
        &["do", "model.ron", "-"],
        "rename api \"Fraud API\"\n\n# a comment\nanswer api exposure partnr\n",
    );
    assert_snapshot!(told(&failed), @r#"
    exit 2
    --- stderr
    error: `partnr` is not a value of `exposure`
     --> standard input:4:21
      |
    4 | answer api exposure partnr
      |                     ^^^^^^
      = help: did you mean `partner`? values: internal, partner, authenticated_public, anonymous_public
    "#);
    assert_eq!(place.read("model.ron"), before);
}

#[test]
fn do_shows_what_it_would_change_and_changes_nothing() {
    let place = Place::with_model();
    let before = place.read("model.ron");
    let shown = place.run(&[
        "do",
        "model.ron",
        "--dry-run",
        "remove train",
        "decide ML01@api accept owner Ada because Agreed",
    ]);
    assert_snapshot!("do_dry_run", told(&shown));
    assert_eq!(place.read("model.ron"), before);
}

#[test]
fn doing_what_is_done_already_leaves_the_file_alone() {
    let place = Place::with_model();
    let before = place.read("model.ron");
    let done = place.run(&["do", "model.ron", "rename api \"Scoring API\""]);
    assert_eq!(
        told(&done),
        "exit 0\n--- stderr\nnothing to change: model.ron is like this already\n"
    );
    assert_eq!(place.read("model.ron"), before);
}

#[test]
fn operations_that_cannot_be_are_told_at_their_word() {
    let place = Place::with_model();
    let tell = |op: &str| told(&place.run(&["do", "model.ron", op]));
    assert_snapshot!(tell("conect merchant api"), @r#"
    exit 2
    --- stderr
    error: there is no operation `conect`
     --> line 1:1
      |
    1 | conect merchant api
      | ^^^^^^
      = help: did you mean `connect`?
    "#);
    assert_snapshot!(tell("connect merchnat api"), @r#"
    exit 2
    --- stderr
    error: there is no component `merchnat`
     --> line 1:9
      |
    1 | connect merchnat api
      |         ^^^^^^^^
      = help: did you mean `merchant`?
    "#);
    assert_snapshot!(tell("add \"Cache\" serve.api inn prod"), @r#"
    exit 2
    --- stderr
    error: `inn` is not expected here
     --> line 1:23
      |
    1 | add "Cache" serve.api inn prod
      |                       ^^^
      = help: did you mean `in`?
    "#);
    assert_snapshot!(tell("add \"Cache serve.api"), @r#"
    exit 2
    --- stderr
    error: the text that begins here has no closing quote
     --> line 1:5
      |
    1 | add "Cache serve.api
      |     ^^^^^^^^^^^^^^^^
      = help: put a quote at its end
    "#);
    assert_snapshot!(tell("answer api writers team"), @r#"
    exit 2
    --- stderr
    error: `serve.api` is not asked for `writers`
     --> line 1:12
      |
    1 | answer api writers team
      |            ^^^^^^^
      = help: it is asked for exposure, query_limit, model_family, task, modality, output_detail, ip_value, weights_public, very_large_model, inputs_attested, serialization, sensitivity, membership_sensitive, imports, digest_pinned, egress, holds_secrets
    "#);
    assert_snapshot!(tell("decide ML01@api acept"), @r#"
    exit 2
    --- stderr
    error: `acept` is not a status
     --> line 1:17
      |
    1 | decide ML01@api acept
      |                 ^^^^^
      = help: did you mean `accept`? there is `open`, `mitigate`, `accept`, `transfer`, `avoid` and `not_applicable`
    "#);
    assert_snapshot!(tell("control PVC-V1.1 verified"), @r#"
    exit 2
    --- stderr
    error: control `PVC-V1.1` is verified without evidence, assessor, date
     --> line 1:9
      |
    1 | control PVC-V1.1 verified
      |         ^^^^^^^^
      = help: say what was seen, by whom and when, or write `implemented`
    "#);
    assert_snapshot!(tell("move api into nowhere"), @r#"
    exit 2
    --- stderr
    error: there is no zone `nowhere`
     --> line 1:15
      |
    1 | move api into nowhere
      |               ^^^^^^^
      = help: there is `net` and `prod`
    "#);
}

#[test]
fn comments_are_not_lost_without_being_asked_for() {
    let place = Place::with_model();
    let commented = format!("// kept by the team\n{}", place.read("model.ron"));
    place.write("model.ron", &commented);
    assert_snapshot!(told(&place.run(&["do", "model.ron", "rename api \"Fraud API\""])), @r#"
    exit 2
    --- stderr
    error: `model.ron` has comments, which saving would lose
     = help: move them into `note` fields, or save without them: --drop-comments
    "#);
    assert_eq!(place.read("model.ron"), commented);
    let done = place.run(&[
        "do",
        "model.ron",
        "--drop-comments",
        "rename api \"Fraud API\"",
    ]);
    assert!(done.status.success());
    assert!(!place.read("model.ron").contains("kept by the team"));
}

#[test]
fn a_document_with_unknown_words_can_be_mended() {
    let place = Place::with_model();
    let text = place
        .read("model.ron")
        .replace("\"serve.api\"", "\"serve.apy\"");
    place.write("model.ron", &text);
    let half = place.run(&["do", "model.ron", "rename api \"Fraud API\""]);
    assert_snapshot!(told(&half), @r#"
    exit 0
    --- stdout
    Rename Scoring API to Fraud API

    --- stderr
    warning: there is no kind `serve.apy`
      --> model.ron:23:19
       |
    23 |             kind: "serve.apy",
       |                   ^^^^^^^^^^^
       = help: did you mean `serve.api`?
    "#);
    let mended = place.run(&["do", "model.ron", "kind api serve.api"]);
    assert_eq!(
        told(&mended),
        "exit 0\n--- stdout\nMake Fraud API one of kind Inference API\n"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::with_model();
    let before = place.read("model.ron");
    let folder = place.path().to_path_buf();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let probe = std::fs::write(folder.join("probe"), "");
    let done = place.run(&["do", "model.ron", "rename api \"Fraud API\""]);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    // The administrator may write anywhere.
    if probe.is_err() {
        assert_eq!(done.status.code(), Some(2), "{}", told(&done));
        assert_eq!(place.read("model.ron"), before);
    }
}

#[test]
fn a_system_that_is_open_elsewhere_is_not_changed_behind_its_back() {
    let place = Place::with_model();
    let before = place.read("model.ron");
    let session = Session::open(&place.path().join("model.ron"), &place.state())
        .unwrap()
        .session;
    let refused = place.run(&["do", "model.ron", "rename api \"Fraud API\""]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        told(&refused).contains("is open in another session"),
        "{}",
        told(&refused)
    );
    assert_eq!(place.read("model.ron"), before);
    session.close().unwrap();
    let done = place.run(&["do", "model.ron", "rename api \"Fraud API\""]);
    assert!(done.status.success(), "{}", told(&done));
}

#[test]
fn work_that_a_crash_left_is_not_overtaken() {
    let place = Place::with_model();
    let path = place.path().join("model.ron");
    let mut opened = Session::open(&path, &place.state()).unwrap();
    let catalog = bartizan::catalog::Catalog::built_in().unwrap();
    let op = Op::parse("rename train \"Nightly\"").unwrap();
    let change: Change = op
        .plan(&opened.model, &catalog)
        .unwrap()
        .into_change("tester", 0);
    opened.session.record(&change).unwrap();
    // Dropped without an end, as by a crash.
    drop(opened);
    let refused = place.run(&["do", "model.ron", "rename api \"Fraud API\""]);
    assert_snapshot!(told(&refused), @r#"
    exit 2
    --- stderr
    error: an earlier session on `model.ron` ended without saving, and its work is waiting
     = help: open it with `bartizan model.ron` and take the work back or discard it
    "#);
}
