//! The house keeps its rules: arrows between rooms point downwards, and what a room may not know it does not name.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which rooms a room may name beside itself. What is not listed here is not a room.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("catalog", &["model"]),
    ("analysis", &["catalog", "model"]),
    ("layout", &["catalog", "model"]),
    ("report", &["analysis", "layout", "catalog", "model"]),
    ("exchange", &["analysis", "layout", "catalog", "model"]),
    ("store", &["analysis", "layout", "catalog", "model"]),
    (
        "tui",
        &[
            "report", "exchange", "store", "analysis", "layout", "catalog", "model",
        ],
    ),
    (
        "cli",
        &[
            "report", "exchange", "store", "analysis", "layout", "catalog", "model",
        ],
    ),
];

/// Foreign crates that only one room may name.
const KEPT: &[(&str, &str)] = &[
    ("ratatui", "tui"),
    ("ratatui_textarea", "tui"),
    ("crossterm", "tui"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("printpdf", "report"),
    ("lopdf", "report"),
    ("allsorts", "report"),
];

/// Rooms without file, clock, environment, process or thread.
const PURE: &[&str] = &[
    "report", "exchange", "layout", "analysis", "catalog", "model",
];
const IMPURE: &[&str] = &["fs", "env", "process", "thread", "net"];
const CLOCKS: &[&str] = &["SystemTime", "Instant"];

/// Names that say what a file is not about.
const NAMELESS: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "misc", "manager",
];

const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "benches",
    "build.rs",
    "catalogs",
    "samples",
    "src",
    "tests",
];

struct SourceFile {
    path: PathBuf,
    text: String,
    /// Its words and punctuation, without comments, strings and characters.
    tokens: Vec<String>,
}

impl SourceFile {
    /// The room that the file stands in; `None` for `lib.rs` and `main.rs`, which stand in front of all rooms.
    fn room(&self) -> Option<String> {
        let below = self.path.strip_prefix(root().join("src")).unwrap();
        let first = below
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap();
        Path::new(first)
            .extension()
            .is_none()
            .then(|| first.to_owned())
    }

    fn says(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| token == word)
    }

    fn at(&self) -> String {
        self.path
            .strip_prefix(root())
            .unwrap()
            .display()
            .to_string()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut entries: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn sources() -> Vec<SourceFile> {
    let mut paths = Vec::new();
    files_below(&root().join("src"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    assert!(paths.len() > 10, "the sources were not found");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let tokens = tokens(&text);
            SourceFile { path, text, tokens }
        })
        .collect()
}

/// The words and punctuation of Rust code. Comments, strings and characters say nothing about who knows whom.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let rest = &chars[at..];
        at += match rest {
            ['/', '/', ..] => rest.iter().take_while(|c| **c != '\n').count(),
            ['/', '*', ..] => comment_length(rest),
            ['"', ..] => string_length(rest),
            ['r', '"' | '#', ..] if raw_string_length(rest) > 0 => raw_string_length(rest),
            ['b', '"', ..] => 1 + string_length(&rest[1..]),
            ['\'', '\\', ..] => 3 + rest[3..].iter().take_while(|c| **c != '\'').count(),
            ['\'', _, '\'', ..] => 3,
            [c, ..] if word(*c) => {
                let token: String = rest.iter().take_while(|c| word(**c)).collect();
                let length = token.chars().count();
                found.push(token);
                length
            }
            [':', ':', ..] => {
                found.push("::".into());
                2
            }
            [c, ..] => {
                if !c.is_whitespace() {
                    found.push(c.to_string());
                }
                1
            }
            [] => 1,
        };
    }
    found
}

fn comment_length(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            [_, ..] => at += 1,
            [] => return at,
        }
        if depth == 0 {
            return at;
        }
    }
}

fn string_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of `r"…"` or `r#"…"#`; 0 for a word that only begins with r.
fn raw_string_length(rest: &[char]) -> usize {
    let marks = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + marks) != Some(&'"') {
        return 0;
    }
    let mut at = 2 + marks;
    while at < rest.len() {
        let closes = rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take(marks)
                .filter(|c| **c == '#')
                .count()
                == marks;
        if closes {
            return at + 1 + marks;
        }
        at += 1;
    }
    at
}

/// What is named right below a path's first word: `fs` of `std::fs::read`, `fs` and `env` of `std::{fs, env::var}`.
fn named_below(tokens: &[String], first: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (i, pair) in tokens.windows(2).enumerate() {
        let starts = i == 0 || tokens[i - 1] != "::";
        if pair[0] != first || pair[1] != "::" || !starts {
            continue;
        }
        match tokens.get(i + 2).map(String::as_str) {
            Some("{") => found.extend(group_heads(&tokens[i + 2..])),
            Some(name) => {
                found.insert(name.to_owned());
            }
            None => {}
        }
    }
    found
}

/// The first word of every member of a `{…}` in a `use`.
fn group_heads(tokens: &[String]) -> Vec<String> {
    let (mut depth, mut head, mut found) = (0, true, Vec::new());
    for token in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => head = true,
            name if depth == 1 && head => {
                found.push(name.to_owned());
                head = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// Rooms that a file names from the root of the crate.
fn rooms_named(file: &SourceFile) -> BTreeSet<String> {
    let mut named = named_below(&file.tokens, "crate");
    named.extend(named_below(&file.tokens, "bartizan"));
    named.retain(|name| ROOMS.iter().any(|(room, _)| room == name));
    named
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_lower_room_never_names_a_higher_one() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = file.room() else { continue };
        let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: `{room}` is not a room of the design",
                file.at()
            ));
            continue;
        };
        for named in rooms_named(&file) {
            let starts_the_terminal = room == "cli" && named == "tui";
            if named != room && !below.contains(&named.as_str()) && !starts_the_terminal {
                wrong.push(format!("{}: `{room}` may not know `{named}`", file.at()));
            }
        }
    }
    none(&wrong);
}

#[test]
fn the_command_line_starts_the_terminal_in_one_place() {
    let doors: Vec<String> = sources()
        .iter()
        .filter(|file| file.room().as_deref() == Some("cli"))
        .filter(|file| rooms_named(file).contains("tui"))
        .map(SourceFile::at)
        .collect();
    assert!(doors.len() <= 1, "`cli` enters `tui` by {doors:?}");
}

#[test]
fn a_foreign_crate_is_named_in_its_own_room_only() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (name, keeper) in KEPT {
            if file.room().as_deref() != Some(*keeper) && file.says(name) {
                wrong.push(format!("{}: only `{keeper}` may name {name}", file.at()));
            }
        }
    }
    none(&wrong);
}

#[test]
fn below_the_store_there_is_no_file_clock_environment_process_or_thread() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = file.room().filter(|room| PURE.contains(&room.as_str())) else {
            continue;
        };
        for module in named_below(&file.tokens, "std") {
            if IMPURE.contains(&module.as_str()) {
                wrong.push(format!("{}: `{room}` names std::{module}", file.at()));
            }
        }
        for clock in CLOCKS.iter().filter(|clock| file.says(clock)) {
            wrong.push(format!("{}: `{room}` names {clock}", file.at()));
        }
    }
    none(&wrong);
}

#[test]
fn every_module_begins_by_saying_what_it_is_for() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| format!("{}: begins without `//!`", file.at()))
        .collect();
    none(&wrong);
}

#[test]
fn no_file_is_named_for_what_it_is_not_about() {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files_below(&root().join(folder), &mut paths);
    }
    let mut wrong = Vec::new();
    for path in paths {
        let below = path.strip_prefix(root()).unwrap();
        let words = below
            .iter()
            .map(|part| part.to_str().unwrap().split('.').next().unwrap());
        for word in words.filter(|word| NAMELESS.contains(word)) {
            wrong.push(format!("{}: `{word}` says nothing", below.display()));
        }
    }
    none(&wrong);
}

/// What is in the repository: by git where there is git, else everything but what a build makes.
fn committed() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .arg("-C")
        .arg(root())
        .args(["ls-files", "-z"])
        .output();
    if let Ok(listed) = listed {
        let names = String::from_utf8_lossy(&listed.stdout).into_owned();
        let paths: Vec<PathBuf> = names
            .split('\0')
            .filter(|n| !n.is_empty())
            .map(PathBuf::from)
            .collect();
        if listed.status.success() && !paths.is_empty() {
            return paths;
        }
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        match path.file_name().unwrap().to_str().unwrap() {
            "target" | ".git" => {}
            _ if path.is_dir() => files_below(&path, &mut paths),
            _ => paths.push(path),
        }
    }
    paths
        .iter()
        .map(|path| path.strip_prefix(root()).unwrap().to_owned())
        .collect()
}

#[test]
fn the_top_level_stays_small() {
    let wrong: BTreeSet<String> = committed()
        .iter()
        .map(|path| path.iter().next().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()) && !name.starts_with("LICENSE"))
        .collect();
    assert!(
        wrong.is_empty(),
        "does not belong to the top level: {wrong:?}"
    );
}

#[test]
fn nothing_committed_names_a_place_on_one_machine() {
    // Put together from halves, so that this file does not find itself.
    let places = [
        concat!("/wo", "rk/"),
        concat!("/fa", "rm/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
    ];
    let mut wrong = Vec::new();
    for path in committed() {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if places.iter().any(|place| line.contains(place)) {
                wrong.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    none(&wrong);
}

#[test]
fn dependencies_come_from_the_public_index_only() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let index = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let elsewhere: Vec<String> = lock
        .lines()
        .filter(|line| line.starts_with("source") && *line != index)
        .map(str::to_owned)
        .collect();
    none(&elsewhere);
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let foreign = ["registry", "git =", "path = \"..", "[source", "[patch"];
    let wrong: Vec<String> = manifest
        .lines()
        .filter(|line| foreign.iter().any(|word| line.contains(word)))
        .map(str::to_owned)
        .collect();
    none(&wrong);
}

#[test]
fn the_reader_of_code_sees_names_and_no_texts() {
    let code = r##"use std::{fs, env::var}; // crate::tui
        let a = "crate::cli"; let b = r#"clap "x" "#; let c = '"'; let d = '\''; fn f<'a>(x: &'a str) { crate::model::x() } /* /* */ clap */"##;
    let tokens = tokens(code);
    assert_eq!(
        named_below(&tokens, "std"),
        ["env".to_owned(), "fs".to_owned()].into()
    );
    assert_eq!(named_below(&tokens, "crate"), ["model".to_owned()].into());
    assert!(!tokens.iter().any(|token| token == "clap"));
}
