//! Every broken file in `tests/bad` is refused with a message that leads to the mistake. Read the snapshots by eye.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use bartizan::model::render;
use bartizan::store::{self, Doing, StoreError};

#[test]
fn every_broken_file_is_refused_with_its_place() {
    let mut files: Vec<_> = fs::read_dir("tests/bad")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 20);
    for file in files {
        let error = store::load(&file).unwrap_err();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/bad" }, {
            insta::assert_snapshot!(name, render(&error.diagnostics()));
        });
    }
}

#[test]
fn what_the_system_refuses_is_told_with_the_way_to_mend_it() {
    let path = || Path::new("models/card-fraud.ron").to_path_buf();
    let (read, written) = (Doing::Read, Doing::Written);
    let full = || std::io::ErrorKind::StorageFull.into();
    let errors = [
        store::load(Path::new("tests/bad/no-such.ron")).unwrap_err(),
        store::load(Path::new("tests/bad/trunkated.ron")).unwrap_err(),
        StoreError::NoPermission {
            path: path(),
            doing: read,
        },
        StoreError::NoPermission {
            path: path(),
            doing: written,
        },
        StoreError::TooLarge {
            path: path(),
            limit: 32,
        },
        StoreError::Io {
            path: path(),
            doing: written,
            source: full(),
        },
        StoreError::ChangedOnDisk(path()),
        StoreError::Exists(path()),
        StoreError::ReadOnly(None),
        StoreError::Undecided,
        StoreError::Untitled,
        store::write_atomic(Path::new("tests/no/such/report.pdf"), b"").unwrap_err(),
    ];
    let told: Vec<String> = errors
        .iter()
        .map(|error| render(&error.diagnostics()))
        .collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("secret.ron");
    fs::write(&path, "(").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // root may read everything
    }
    let error = store::load(&path).unwrap_err();
    assert!(matches!(error, StoreError::NoPermission { .. }), "{error}");
}
