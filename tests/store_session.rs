//! Sessions: the lock, the journal, and what is offered back after a crash. A crash is a session that is dropped.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod generate;
mod steady;

use std::fs;
use std::path::{Path, PathBuf};

use bartizan::model::{Change, Component, ComponentId, Document, ThreatModel};
use bartizan::store::{self, Disk, Fit, Opened, Session, StoreError};
use generate::threat_model;
use proptest::prelude::*;
use steady::steady;
use tempfile::TempDir;

/// A folder with a document in it and one for journals.
struct Desk {
    _folder: TempDir,
    path: PathBuf,
    state: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("model.ron");
        store::write_new(&ThreatModel::default(), &path).unwrap();
        let state = folder.path().join("state");
        Self {
            _folder: folder,
            path,
            state,
        }
    }

    fn open(&self) -> Opened {
        Session::open(&self.path, &self.state).unwrap()
    }

    fn journals(&self) -> Vec<PathBuf> {
        journals(&self.state)
    }
}

fn journals(state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(state.join("journals")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Work on an open document, each change journalled as the terminal does it.
struct Work {
    session: Session,
    document: Document,
}

impl Work {
    fn on(opened: Opened) -> Self {
        Self {
            session: opened.session,
            document: Document::new(opened.model),
        }
    }

    fn add(&mut self, id: &str) -> &mut Self {
        self.change(|model| {
            let component = Component {
                name: id.to_uppercase(),
                kind: "serve.api".into(),
                zone: None,
                owner: None,
                facts: std::collections::BTreeMap::new(),
                note: None,
            };
            model
                .components
                .insert(ComponentId::new(id).unwrap(), component);
        })
    }

    fn change(&mut self, make: impl FnOnce(&mut ThreatModel)) -> &mut Self {
        let mut to = self.document.model().clone();
        make(&mut to);
        let change = change_to(self.document.model(), &to);
        self.document.apply(change.clone()).unwrap();
        self.session.record(&change).unwrap();
        self
    }

    fn undo(&mut self) -> &mut Self {
        let change = self.document.undo().unwrap().unwrap();
        self.session.record(&change).unwrap();
        self
    }

    fn save(&mut self) -> &mut Self {
        self.session.save(self.document.model()).unwrap();
        self
    }

    fn crash(self) -> ThreatModel {
        self.document.model().clone()
    }
}

fn change_to(from: &ThreatModel, to: &ThreatModel) -> Change {
    Change {
        label: "Edit".into(),
        by: "test".into(),
        at: 1,
        edits: from.edits_to(to),
    }
}

fn ids(model: &ThreatModel) -> Vec<&str> {
    model.components.keys().map(ComponentId::as_str).collect()
}

#[test]
fn an_untouched_session_leaves_nothing_and_a_clean_end_removes_the_journal() {
    let desk = Desk::new();
    desk.open().session.close().unwrap();
    assert!(desk.journals().is_empty());
    let mut work = Work::on(desk.open());
    work.add("a").save();
    work.session.close().unwrap();
    assert!(desk.journals().is_empty());
    drop(desk.open());
    assert!(desk.open().recovery.is_none());
}

#[test]
fn every_change_of_a_crashed_session_is_offered_back() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a").add("b").undo().add("c");
    work.session.form(Some("half a sentence")).unwrap();
    let end = work.crash();

    let mut opened = desk.open();
    let recovery = opened.recovery.take().unwrap();
    assert_eq!((&recovery.model, recovery.changes.len()), (&end, 4));
    assert_eq!(recovery.form.as_deref(), Some("half a sentence"));
    assert_eq!(recovery.fit, Fit::Replay);
    assert_eq!(
        recovery.summary(),
        "an earlier session ended without saving: 4 steps and the text of an open form"
    );
    assert_eq!(opened.model, ThreatModel::default());
}

#[test]
fn a_form_that_was_closed_is_not_offered() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.session.form(Some("text")).unwrap();
    work.session.form(None).unwrap();
    work.crash();
    assert!(desk.open().recovery.is_none());
}

#[test]
fn accepted_work_survives_a_second_crash_with_what_was_added() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a");
    work.crash();

    let opened = desk.open();
    let recovery = opened.recovery.clone().unwrap();
    let mut work = Work::on(opened);
    work.session
        .accept(&recovery, work.document.model())
        .unwrap();
    for change in recovery.changes {
        work.document.apply(change).unwrap();
    }
    work.add("b");
    let end = work.crash();
    assert_eq!(ids(&end), ["a", "b"]);
    assert_eq!(desk.open().recovery.unwrap().model, end);
}

#[test]
fn discarded_work_is_gone_and_undecided_work_is_offered_again() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a");
    work.crash();
    let undecided = desk.open();
    undecided.session.close().unwrap();
    let mut opened = desk.open();
    assert!(opened.recovery.is_some());
    let refused = opened.session.save(&opened.model).unwrap_err();
    assert!(matches!(refused, StoreError::Undecided), "{refused}");
    opened.session.discard(&opened.model).unwrap();
    drop(opened);
    assert!(desk.open().recovery.is_none());
}

#[test]
fn only_what_followed_the_last_save_is_offered() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a").save().add("b");
    let end = work.crash();
    let opened = desk.open();
    assert_eq!(ids(&opened.model), ["a"]);
    let recovery = opened.recovery.unwrap();
    assert_eq!((recovery.changes.len(), recovery.model), (1, end));
}

#[test]
fn a_crash_between_the_journal_and_the_rename_of_a_save_loses_nothing_and_repeats_nothing() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a");
    let end = work.crash();
    let journal = desk.journals().remove(0);
    let text = bartizan::model::text::write(&end);
    let before = fs::read_to_string(&journal).unwrap();
    let saved = store::Digest::of(text.as_bytes());
    fs::write(&journal, format!("{before}saved {saved}\n")).unwrap();
    // The rename did not happen:
    let opened = desk.open();
    assert_eq!(opened.recovery.as_ref().unwrap().model, end);
    drop(opened);
    // The rename did happen:
    fs::write(&desk.path, text).unwrap();
    assert!(desk.open().recovery.is_none());
}

#[test]
fn a_torn_last_line_in_the_journal_loses_only_that_line() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a").add("b");
    work.crash();
    let journal = desk.journals().remove(0);
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 20]).unwrap();
    let opened = desk.open();
    let recovery = opened.recovery.clone().unwrap();
    assert_eq!(ids(&recovery.model), ["a"]);
    assert_eq!(recovery.notes.len(), 1);
    // What is added after it is read again: the torn part is gone.
    let mut work = Work::on(opened);
    work.session
        .accept(&recovery, work.document.model())
        .unwrap();
    work.document.apply(recovery.changes[0].clone()).unwrap();
    work.add("c");
    work.crash();
    let recovery = desk.open().recovery.unwrap();
    assert_eq!(ids(&recovery.model), ["a", "c"]);
    assert!(recovery.notes.is_empty());
}

#[test]
fn work_is_merged_with_a_file_that_someone_else_changed() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("ours")
        .change(|model| model.system.owner = "us".into());
    work.crash();
    let mut theirs = ThreatModel::default();
    theirs.system.owner = "them".into();
    theirs.system.summary = "theirs".into();
    store::save_over(&theirs, &desk.path).unwrap();

    let opened = desk.open();
    let recovery = opened.recovery.clone().unwrap();
    let Fit::Merge(conflicts) = &recovery.fit else {
        panic!("{recovery:?}")
    };
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].field.as_deref(), Some("owner"));
    assert_eq!(ids(&recovery.model), ["ours"]);
    assert_eq!(recovery.model.system.summary, "theirs");

    let mut work = Work::on(opened);
    work.session
        .accept(&recovery, work.document.model())
        .unwrap();
    work.document.apply(recovery.changes[0].clone()).unwrap();
    work.add("more");
    let end = work.crash();
    let recovery = desk.open().recovery.unwrap();
    assert_eq!((recovery.fit, recovery.model), (Fit::Replay, end));
}

#[test]
fn a_second_session_is_read_only_and_told_who_holds_the_document() {
    let desk = Desk::new();
    let mut first = Work::on(desk.open());
    first.add("a");
    let mut second = desk.open();
    assert!(second.session.is_read_only());
    let holder = second.session.held_by().unwrap();
    assert_eq!(holder.pid, std::process::id());
    assert!(
        holder
            .to_string()
            .contains(&format!("process {}", holder.pid))
    );
    assert!(second.recovery.is_none());
    let error = second.session.save(&second.model).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(Some(_))), "{error}");
    second.session.close().unwrap();
    // The second one took nothing away from the first, and the first one's end frees the document.
    first.save();
    first.session.close().unwrap();
    assert!(!desk.open().session.is_read_only());
}

#[cfg(unix)]
#[test]
fn the_same_file_by_another_path_is_the_same_document() {
    let desk = Desk::new();
    let link = desk.path.with_file_name("link.ron");
    std::os::unix::fs::symlink(&desk.path, &link).unwrap();
    let first = desk.open();
    assert!(
        Session::open(&link, &desk.state)
            .unwrap()
            .session
            .is_read_only()
    );
    drop(first);
}

#[test]
fn a_new_file_is_guarded_before_it_exists() {
    let desk = Desk::new();
    let path = desk.path.with_file_name("new.ron");
    let mut work = Work::on(Session::create(&path, ThreatModel::default(), &desk.state).unwrap());
    let again = Session::create(&path, ThreatModel::default(), &desk.state).unwrap();
    assert!(again.session.is_read_only());
    work.add("a");
    let end = work.crash();
    let opened = Session::create(&path, ThreatModel::default(), &desk.state).unwrap();
    let recovery = opened.recovery.clone().unwrap();
    assert_eq!(recovery.model, end);
    let mut work = Work::on(opened);
    work.session
        .accept(&recovery, work.document.model())
        .unwrap();
    work.document.apply(recovery.changes[0].clone()).unwrap();
    work.save();
    assert_eq!(store::load(&path).unwrap().model, end);
    work.session.close().unwrap();
    assert!(desk.journals().is_empty());
}

#[test]
fn unsaved_work_on_a_file_that_is_gone_is_offered_back() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("a");
    let end = work.crash();
    fs::remove_file(&desk.path).unwrap();
    let opened = Session::create(&desk.path, ThreatModel::default(), &desk.state).unwrap();
    let recovery = opened.recovery.unwrap();
    assert_eq!(recovery.model, end);
    assert!(recovery.notes[0].contains("the file is gone"));
}

#[test]
fn untitled_documents_have_a_journal_until_they_are_saved_under_a_name() {
    let desk = Desk::new();
    let mut first = Work::on(Session::untitled(ThreatModel::default(), &desk.state));
    let second = Session::untitled(ThreatModel::default(), &desk.state);
    assert!(!second.session.is_read_only());
    first.add("a");
    let end = first.crash();
    drop(second);
    assert!(
        Session::untitled(ThreatModel::default(), &desk.state)
            .recovery
            .is_none()
    );

    let mut left = Session::untitled_left(&desk.state);
    assert_eq!(left.len(), 1);
    let opened = left.remove(0);
    let recovery = opened.recovery.clone().unwrap();
    assert_eq!(recovery.model, end);
    let mut work = Work::on(opened);
    work.session
        .accept(&recovery, work.document.model())
        .unwrap();
    work.document.apply(recovery.changes[0].clone()).unwrap();
    let error = work.session.save(&end).unwrap_err();
    assert!(matches!(error, StoreError::Untitled));
    let path = desk.path.with_file_name("named.ron");
    work.session.save_as(&end, &path, false).unwrap();
    assert_eq!(store::load(&path).unwrap().model, end);
    assert!(
        Session::open(&path, &desk.state)
            .unwrap()
            .session
            .is_read_only()
    );
    work.session.close().unwrap();
    assert!(Session::untitled_left(&desk.state).is_empty());
    assert!(desk.journals().is_empty());
}

#[test]
fn saving_under_a_name_that_exists_asks_first_and_changes_nothing() {
    let desk = Desk::new();
    let other = desk.path.with_file_name("other.ron");
    let mut work = Work::on(Session::create(&other, ThreatModel::default(), &desk.state).unwrap());
    work.add("a");
    let model = work.document.model().clone();
    let error = work.session.save_as(&model, &desk.path, false).unwrap_err();
    assert!(matches!(error, StoreError::Exists(_)), "{error}");
    assert_eq!(work.session.path(), Some(other.as_path()));
    work.session.save_as(&model, &desk.path, true).unwrap();
    assert_eq!(store::load(&desk.path).unwrap().model, model);
}

#[test]
fn saving_under_a_name_where_unsaved_work_waits_does_not_bury_it() {
    let desk = Desk::new();
    let mut lost = Work::on(desk.open());
    lost.add("waiting");
    lost.crash();
    let other = desk.path.with_file_name("other.ron");
    let mut work = Work::on(Session::create(&other, ThreatModel::default(), &desk.state).unwrap());
    let model = work.document.model().clone();
    for over in [false, true] {
        assert!(work.session.save_as(&model, &desk.path, over).is_err());
    }
    assert!(desk.open().recovery.is_some());
}

#[test]
fn a_save_over_a_changed_file_meets_it_and_then_goes_through() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("ours");
    let mut theirs = ThreatModel::default();
    theirs.system.owner = "them".into();
    store::save_over(&theirs, &desk.path).unwrap();
    let error = work.session.save(work.document.model()).unwrap_err();
    assert!(matches!(error, StoreError::ChangedOnDisk(_)), "{error}");
    let (loaded, merged) = work.session.merge_with_disk(work.document.model()).unwrap();
    assert!(merged.conflicts.is_empty());
    let joined = Change {
        label: "Join".into(),
        by: "us".into(),
        at: 0,
        edits: loaded.model.edits_to(&merged.model),
    };
    work.change(|model| *model = merged.model.clone());
    work.session.adopt_disk(&loaded, &joined, None).unwrap();
    work.save();
    let saved = store::load(&desk.path).unwrap().model;
    assert_eq!(
        (ids(&saved), saved.system.owner.as_str()),
        (vec!["ours"], "them")
    );
}

#[test]
fn a_file_that_someone_else_writes_or_removes_is_noticed() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    assert_eq!(work.session.disk_state(), Disk::Same);
    let text = fs::read(&desk.path).unwrap();
    fs::write(&desk.path, &text).unwrap();
    assert_eq!(
        work.session.disk_state(),
        Disk::Same,
        "the same bytes are the same document"
    );
    let mut theirs = ThreatModel::default();
    theirs.system.owner = "them".into();
    store::save_over(&theirs, &desk.path).unwrap();
    assert_eq!(work.session.disk_state(), Disk::Changed);
    assert_eq!(work.session.disk_state(), Disk::Changed);
    fs::remove_file(&desk.path).unwrap();
    assert_eq!(work.session.disk_state(), Disk::Gone);
    work.save();
    assert_eq!(
        work.session.disk_state(),
        Disk::Same,
        "a save makes it ours again"
    );
}

#[test]
fn after_a_join_a_crash_loses_neither_side() {
    let desk = Desk::new();
    let mut work = Work::on(desk.open());
    work.add("ours");
    let mut theirs = ThreatModel::default();
    theirs.system.owner = "them".into();
    store::save_over(&theirs, &desk.path).unwrap();
    let (loaded, merged) = work.session.merge_with_disk(work.document.model()).unwrap();
    let joined = Change {
        label: "Join".into(),
        by: "us".into(),
        at: 0,
        edits: loaded.model.edits_to(&merged.model),
    };
    work.change(|model| *model = merged.model.clone());
    work.session
        .adopt_disk(&loaded, &joined, Some("half a name"))
        .unwrap();
    work.crash();
    let offer = desk.open().recovery.unwrap();
    assert_eq!(
        offer.fit,
        Fit::Replay,
        "the file is the one that was joined"
    );
    assert_eq!(offer.model, merged.model);
    assert_eq!(offer.form.as_deref(), Some("half a name"));
}

#[test]
fn without_a_place_for_the_journal_work_goes_on_and_it_is_said() {
    let desk = Desk::new();
    fs::write(&desk.state, "a file where the folder should be").unwrap();
    let mut work = Work::on(desk.open());
    assert!(work.session.is_unprotected());
    assert!(work.session.late_error().is_some());
    work.add("a").save();
    assert_eq!(ids(&store::load(&desk.path).unwrap().model), ["a"]);
}

#[cfg(unix)]
#[test]
fn the_journal_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let opened = desk.open();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.journals()[0]), 0o600);
    assert_eq!(mode(&desk.state.join("journals")), 0o700);
    drop(opened);
}

#[test]
fn recent_files_are_newest_first_without_those_that_are_gone() {
    let desk = Desk::new();
    let second = desk.path.with_file_name("second.ron");
    store::write_new(&ThreatModel::default(), &second).unwrap();
    for path in [&desk.path, &second, &desk.path] {
        store::remember(path, &desk.state).unwrap();
    }
    let names = |files: Vec<PathBuf>| -> Vec<String> {
        let name = |file: PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
        files.into_iter().map(name).collect()
    };
    assert_eq!(
        names(store::recent(&desk.state)),
        ["model.ron", "second.ron"]
    );
    fs::remove_file(&desk.path).unwrap();
    assert_eq!(names(store::recent(&desk.state)), ["second.ron"]);
}

/// Not a test of its own: what `a_killed_process_loses_no_step_that_it_had_told` starts and kills.
#[test]
fn work_until_killed() {
    let Ok(folder) = std::env::var("BARTIZAN_TEST_DESK") else {
        return;
    };
    let folder = Path::new(&folder);
    let opened = Session::open(&folder.join("model.ron"), &folder.join("state")).unwrap();
    let mut work = Work::on(opened);
    for step in 1..100_000 {
        work.change(|model| model.system.summary = format!("step {step}"));
        println!("\ntold {step}");
    }
}

#[test]
fn a_killed_process_loses_no_step_that_it_had_told() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    for wait in [1, 7, 40] {
        let desk = Desk::new();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "work_until_killed", "--nocapture"])
            .env("BARTIZAN_TEST_DESK", desk.path.parent().unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("told ")?.parse::<usize>().ok())
            .nth(wait)
            .unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let recovery = desk.open().recovery.unwrap();
        assert!(
            recovery.changes.len() >= told,
            "{} of {told}",
            recovery.changes.len()
        );
        let last = format!("step {}", recovery.changes.len());
        assert_eq!(recovery.model.system.summary, last);
    }
}

proptest! {
    #![proptest_config(steady(48))]

    #[test]
    fn a_journal_replays_to_the_document(steps in prop::collection::vec(threat_model(), 1..5), cut in any::<prop::sample::Index>()) {
        let desk = Desk::new();
        let mut work = Work::on(desk.open());
        let mut states = vec![ThreatModel::default()];
        for step in &steps {
            work.change(|model| *model = step.clone());
            states.push(step.clone());
        }
        work.crash();
        let end = states.last().unwrap();
        let opened = desk.open();
        let model = opened.recovery.map_or(opened.model, |recovery| recovery.model);
        prop_assert_eq!(&model, end);
        drop(opened.session);
        // Torn anywhere, it replays to one of the states on the way.
        let journal = desk.journals().remove(0);
        let whole = fs::read(&journal).unwrap();
        fs::write(&journal, &whole[..cut.index(whole.len())]).unwrap();
        let opened = desk.open();
        let model = opened.recovery.map_or(opened.model, |recovery| recovery.model);
        prop_assert!(states.contains(&model));
    }

    #[test]
    fn a_merge_is_sound_and_takes_the_side_that_changed(base in threat_model(), ours in threat_model(), theirs in threat_model()) {
        use bartizan::model::{check, merge};
        prop_assert_eq!(merge(&base, &ours, &base).model, ours.clone());
        prop_assert_eq!(merge(&base, &base, &theirs).model, theirs.clone());
        prop_assert_eq!(merge(&base, &ours, &ours).model, ours.clone());
        prop_assert!(merge(&base, &ours, &base).conflicts.is_empty());
        let merged = merge(&base, &ours, &theirs);
        prop_assert_eq!(check(&merged.model), vec![]);
        prop_assert_eq!(merge(&base, &ours, &theirs), merged);
    }
}
