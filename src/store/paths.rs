//! What a path could go on to: the folders and documents that begin as what was typed.

use std::path::{Path, PathBuf};

/// The paths that begin as what was typed, in the same form: folders, which end with a slash, and documents. What is hidden is listed
/// only where its dot was typed. A folder that cannot be read has nothing in it.
#[must_use]
pub fn paths_like(typed: &str, home: Option<&Path>) -> Vec<String> {
    if typed == "~" {
        return home.map(|_| "~/".to_owned()).into_iter().collect();
    }
    let (folder, begun) = typed.split_at(typed.rfind('/').map_or(0, |at| at + 1));
    let Ok(entries) = std::fs::read_dir(place_of(folder, home)) else {
        return Vec::new();
    };
    let mut found: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            if hidden || !name.starts_with(begun) {
                return None;
            }
            // A link to a folder leads into it.
            let is_folder = entry.path().is_dir();
            let wanted = is_folder || Path::new(&name).extension().is_some_and(|e| e == "ron");
            wanted.then(|| format!("{folder}{name}{}", if is_folder { "/" } else { "" }))
        })
        .collect();
    found.sort();
    found
}

/// The folder of a text up to its last slash.
fn place_of(folder: &str, home: Option<&Path>) -> PathBuf {
    match (folder.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ if folder.is_empty() => PathBuf::from("."),
        _ => PathBuf::from(folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_documents_are_found_in_the_form_in_which_they_were_typed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("models")).unwrap();
        for name in [
            "models/fraud.ron",
            "models/notes.txt",
            "mine.ron",
            ".hidden.ron",
        ] {
            std::fs::write(home.path().join(name), "").unwrap();
        }
        let like = |typed: &str| paths_like(typed, Some(home.path()));
        assert_eq!(like("~"), ["~/"]);
        assert_eq!(like("~/m"), ["~/mine.ron", "~/models/"]);
        assert_eq!(like("~/models/"), ["~/models/fraud.ron"]);
        assert_eq!(like("~/.h"), ["~/.hidden.ron"]);
        assert!(like("~/nothing/").is_empty());
        let whole = format!("{}/mi", home.path().display());
        assert_eq!(
            like(&whole),
            [format!("{}/mine.ron", home.path().display())]
        );
    }
}
