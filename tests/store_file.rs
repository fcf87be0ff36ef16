//! Loading and saving: nothing is ever half written, and nothing of someone else's is written over.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use bartizan::model::ThreatModel;
use bartizan::store::{self, StoreError};
use tempfile::TempDir;

fn model(title: &str) -> ThreatModel {
    let mut model = ThreatModel::default();
    model.system.title = title.into();
    model
}

fn saved(folder: &TempDir) -> std::path::PathBuf {
    let path = folder.path().join("model.ron");
    store::write_new(&model("first"), &path).unwrap();
    path
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_saved_document_loads_the_same_and_leaves_nothing_else_in_the_folder() {
    let folder = TempDir::new().unwrap();
    let path = saved(&folder);
    let loaded = store::load(&path).unwrap();
    assert_eq!(loaded.model, model("first"));
    assert!(!loaded.comments);
    let digest = store::save(&model("second"), &path, loaded.digest).unwrap();
    let again = store::load(&path).unwrap();
    assert_eq!((again.model, again.digest), (model("second"), digest));
    assert_eq!(names(folder.path()), ["model.ron"]);
}

#[test]
fn a_file_that_was_changed_underneath_is_not_written_over() {
    let folder = TempDir::new().unwrap();
    let path = saved(&folder);
    let loaded = store::load(&path).unwrap();
    fs::write(&path, "someone else's").unwrap();
    let error = store::save(&model("mine"), &path, loaded.digest).unwrap_err();
    assert!(matches!(error, StoreError::ChangedOnDisk(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "someone else's");
    assert_eq!(names(folder.path()), ["model.ron"]);
    store::save_over(&model("mine"), &path).unwrap();
    assert_eq!(store::load(&path).unwrap().model, model("mine"));
}

#[test]
fn a_file_that_is_gone_is_written_again() {
    let folder = TempDir::new().unwrap();
    let path = saved(&folder);
    let loaded = store::load(&path).unwrap();
    fs::remove_file(&path).unwrap();
    store::save(&model("again"), &path, loaded.digest).unwrap();
    assert_eq!(store::load(&path).unwrap().model, model("again"));
}

#[test]
fn a_new_document_never_replaces_a_file() {
    let folder = TempDir::new().unwrap();
    let path = saved(&folder);
    let error = store::write_new(&model("other"), &path).unwrap_err();
    assert!(matches!(error, StoreError::Exists(_)), "{error}");
    assert_eq!(store::load(&path).unwrap().model, model("first"));
}

#[test]
fn a_missing_folder_is_named() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("no/such/model.ron");
    let error = store::write_atomic(&path, b"x").unwrap_err();
    assert!(matches!(error, StoreError::NoFolder(_)), "{error}");
}

#[test]
fn a_misspelt_file_gets_the_name_of_the_one_beside_it() {
    let folder = TempDir::new().unwrap();
    let path = saved(&folder);
    let error = store::load(&path.with_file_name("modle.ron")).unwrap_err();
    assert!(error.help().unwrap().ends_with("model.ron`?"), "{error}");
}

#[test]
fn a_failed_export_leaves_the_old_file_and_no_other() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("report.pdf")).unwrap();
    let error = store::write_atomic(&folder.path().join("report.pdf"), b"x").unwrap_err();
    assert!(matches!(error, StoreError::IsFolder(_)), "{error}");
    assert_eq!(names(folder.path()), ["report.pdf"]);
}

#[test]
fn a_file_of_the_size_of_a_disk_image_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("big.ron");
    fs::File::create(&path)
        .unwrap()
        .set_len(40_000_000)
        .unwrap();
    let error = store::load(&path).unwrap_err();
    assert!(matches!(error, StoreError::TooLarge { .. }), "{error}");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_save_keeps_the_mode_and_goes_through_a_symlink() {
        let folder = TempDir::new().unwrap();
        let path = saved(&folder);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.ron");
        symlink("model.ron", &link).unwrap();
        let loaded = store::load(&link).unwrap();
        store::save(&model("second"), &link, loaded.digest).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(store::load(&path).unwrap().model, model("second"));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }

    #[test]
    fn a_symlink_to_nothing_yet_is_written_through() {
        let folder = TempDir::new().unwrap();
        let link = folder.path().join("link.ron");
        symlink("later.ron", &link).unwrap();
        store::write_atomic(&link, b"x").unwrap();
        assert_eq!(names(folder.path()), ["later.ron", "link.ron"]);
        symlink("round.ron", folder.path().join("round.ron")).unwrap();
        assert!(store::write_atomic(&folder.path().join("round.ron"), b"x").is_err());
    }

    #[test]
    fn a_read_only_file_stays_as_it_is() {
        let folder = TempDir::new().unwrap();
        let path = saved(&folder);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let loaded = store::load(&path).unwrap();
        let error = store::save(&model("second"), &path, loaded.digest).unwrap_err();
        assert!(matches!(error, StoreError::NoPermission { .. }), "{error}");
        assert_eq!(store::load(&path).unwrap().model, model("first"));
    }

    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        store::write_atomic(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
