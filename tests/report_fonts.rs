//! The fonts in the repository are the ones that their makers published.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

#[test]
fn every_font_has_the_digest_and_the_licence_that_the_list_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/fonts");
    let list = std::fs::read_to_string(folder.join("FONTS.md")).unwrap();
    let rows = list
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains(".woff2"));
    let digests: BTreeMap<String, String> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].to_owned(), cells[4].to_owned())
        })
        .collect();
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "woff2")
        {
            files += 1;
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let digest = Sha256::digest(std::fs::read(&path).unwrap()).iter().fold(
                String::new(),
                |mut hex, byte| {
                    write!(hex, "{byte:02x}").unwrap();
                    hex
                },
            );
            assert_eq!(digests.get(&name), Some(&digest), "{name}");
        }
    }
    assert_eq!(files, digests.len());
    for licence in ["OFL.txt", "DejaVu-LICENSE.txt"] {
        assert!(folder.join(licence).is_file(), "{licence}");
    }
}
