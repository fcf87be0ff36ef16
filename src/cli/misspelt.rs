//! A misspelt subcommand is never taken for a file.

use std::ffi::OsString;
use std::path::Path;

use super::failure::Failure;
use crate::model::nearest;

/// What other programs call our subcommands.
const ALSO: &[(&str, &str)] = &[
    ("lint", "check"),
    ("init", "new"),
    ("create", "new"),
    ("why", "explain"),
    ("show", "explain"),
    ("next", "ask"),
    ("questions", "ask"),
    ("diagram", "draw"),
    ("apply", "do"),
    ("pdf", "report"),
    ("export", "report"),
];

/// What newcomers type for what is done inside the terminal, and how it is done there.
const INSIDE: &[(&[&str], &str)] = &[
    (
        &["import", "convert", "ingest", "paste", "mermaid", "dot"],
        "paste a Mermaid `flowchart` or a `digraph` onto the page that `bartizan NAME.ron` opens",
    ),
    (
        &["open", "edit", "run", "start", "tui"],
        "`bartizan NAME.ron` opens a system in the terminal",
    ),
];

/// The failure to tell when the first word is neither a subcommand nor a file.
pub(super) fn subcommand(args: &[OsString], command: &clap::Command) -> Option<Failure> {
    let word = first_word(args, command)?;
    let names: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    if word == "help" || names.contains(&word.as_str()) || may_be_opened(Path::new(&word)) {
        return None;
    }
    let inside = INSIDE
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    if let Some((_, help)) = inside {
        let message = format!("there is no subcommand `{word}`");
        return Some(Failure::with_help(message, *help));
    }
    let also = ALSO
        .iter()
        .find(|(other, _)| *other == word)
        .map(|(_, ours)| *ours);
    let known = also.filter(|ours| names.contains(ours));
    Some(
        match known.or_else(|| nearest(&word, names.iter().copied())) {
            Some(near) => Failure::with_help(
                format!("there is no subcommand `{word}`"),
                format!("did you mean `bartizan {near}`?"),
            ),
            None => Failure::with_help(
                format!("`{word}` is neither a subcommand nor a file that exists"),
                format!(
                    "subcommands are {}; a new system's file ends in `.ron`",
                    names.join(", ")
                ),
            ),
        },
    )
}

/// Whether a name can be a system's: the file exists, or a new one would end in `.ron`.
pub(super) fn may_be_opened(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ext| ext.eq_ignore_ascii_case("ron"))
        || path.exists()
}

/// The first word that is no option and no option's value.
fn first_word(args: &[OsString], command: &clap::Command) -> Option<String> {
    let with_value: Vec<String> = command
        .get_arguments()
        .filter(|option| option.get_action().takes_values())
        .flat_map(|option| {
            let long = option.get_long().map(|long| format!("--{long}"));
            let short = option.get_short().map(|short| format!("-{short}"));
            long.into_iter().chain(short)
        })
        .collect();
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        match text.as_ref() {
            "--" => return None,
            option if with_value.iter().any(|one| one == option) => {
                args.next();
            }
            option if option.starts_with('-') => {}
            word => return Some(word.to_owned()),
        }
    }
    None
}
