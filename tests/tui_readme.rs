//! The keys that the README lists are those of the one table.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bartizan::tui::command::{COMMANDS, Command, Place, key_table, rows_in};
use bartizan::tui::keymap::Key;

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

/// The variants of the enum as its source writes them: what no row names would be a command that nobody can reach.
#[test]
fn every_command_has_a_row_with_help_and_a_key() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/command.rs");
    let source = std::fs::read_to_string(file).unwrap();
    let start = source.find("pub enum Command {").unwrap();
    let end = start + source[start..].find("\n}").unwrap();
    let variants = source[start..end].lines().skip(1).map(str::trim);
    let variants: Vec<&str> = variants
        .filter(|line| !line.starts_with("//"))
        .map(|line| line.trim_end_matches(','))
        .collect();
    assert!(variants.len() > 60);
    for variant in variants {
        let rows = COMMANDS
            .iter()
            .filter(|row| format!("{:?}", row.command) == variant);
        let reached = rows
            .filter(|row| !row.keys.is_empty() && !row.help.is_empty() && !row.places.is_empty());
        assert!(reached.count() > 0, "{variant}");
    }
}

/// Keys mean one thing everywhere. Only where a question stands open do its digits answer it.
#[test]
fn no_key_of_a_screen_means_something_else_than_it_means_everywhere() {
    // A dialog, which is left by a command of its own, has the keyboard to itself.
    let is_dialog = |place| rows_in(place).any(|row| row.command == Command::Cancel);
    let screens = Place::ALL
        .into_iter()
        .filter(|place| *place != Place::Anywhere && !is_dialog(*place));
    let everywhere: Vec<Vec<Key>> = rows_in(Place::Anywhere)
        .flat_map(|row| row.keys.iter().map(|key| Key::sequence(key)))
        .collect();
    for place in screens {
        for row in rows_in(place) {
            for key in row.keys {
                let open = matches!(place, Place::Values | Place::Point);
                let digit = open && key.parse::<u8>().is_ok();
                let hidden = everywhere.contains(&Key::sequence(key));
                assert!(!hidden || digit, "{key} of {} in {place:?}", row.name);
            }
        }
    }
}

/// The ids of the configuration file are made from the words of the table, so a row with other words breaks the keys of those
/// who have set them: what is gone from this list has to go on being understood, or into the notes of the release.
#[test]
fn the_names_that_keys_are_given_to_are_those_that_people_have_written_down() {
    let ids: Vec<String> = COMMANDS.iter().map(bartizan::tui::keymap::id_of).collect();
    insta::assert_snapshot!("configuration_ids", ids.join("\n"));
}
