//! The keys that the README lists are those of the one table.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bartizan::tui::command::{COMMANDS, key_table};

const BEGIN: &str = "<!-- keys:begin -->\n";
const END: &str = "<!-- keys:end -->";

#[test]
fn the_readme_lists_every_key_as_it_is() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let start = readme.find(BEGIN).unwrap() + BEGIN.len();
    let end = start + readme[start..].find(END).unwrap();
    let table = format!("\n{}", key_table());
    if std::env::var_os("BARTIZAN_WRITE_README").is_some() {
        std::fs::write(
            &file,
            format!("{}{table}{}", &readme[..start], &readme[end..]),
        )
        .unwrap();
        return;
    }
    assert_eq!(
        readme[start..end],
        table,
        "BARTIZAN_WRITE_README=1 cargo test --test tui_readme writes it anew"
    );
}

#[test]
fn every_command_stands_in_the_table() {
    let table = key_table();
    for row in COMMANDS {
        assert!(
            table.contains(&row.help.replace('|', "\\|")),
            "{}",
            row.name
        );
    }
}
