//! The build script, no part of the library. Gives the program the digest of what it is built from, so that a report can name
//! it: sources, catalogues and the locked versions of everything else. The same sources give the same digest everywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// What decides how a report reads.
const SOURCES: [&str; 3] = ["Cargo.lock", "catalogs", "src"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        gather(&root.join(source), &mut files)?;
    }
    let mut named: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|file| (name(&root, &file), file))
        .collect();
    named.sort();
    let mut all = Sha256::new();
    for (name, file) in named {
        let bytes = fs::read(file)?;
        // The lengths keep one file's end apart from the next one's beginning.
        all.update(format!("{name}\n{}\n", bytes.len()));
        all.update(bytes);
    }
    let mut digest = String::new();
    for byte in all.finalize() {
        let _ = write!(digest, "{byte:02x}");
    }
    println!("cargo:rustc-env=BARTIZAN_SOURCES=sha256:{digest}");
    Ok(())
}

/// A file's place below the root, written alike on every system.
fn name(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts = below.components();
    let parts: Vec<String> = parts
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

/// The files at and below a path.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}
