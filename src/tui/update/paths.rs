//! Completing the path of a file, where one is typed: in a prompt, and on the `:` line after `w` and `e`. Knows no file; it asks what
//! there is, and takes in the answer.

use crate::tui::app::App;
use crate::tui::message::Effect;
use crate::tui::modal::{Modal, Naming};

use super::{Effects, lines};

/// Tab: takes the next of the paths that are listed, or asks which there are; on the `:` line elsewhere, takes the marked proposal.
pub fn complete(app: &mut App, effects: &mut Effects) {
    match app.modals.last_mut() {
        Some(Modal::Prompt(prompt)) => {
            prompt.proposed = false;
            prompt.error = None;
            match prompt.paths.turn().map(str::to_owned) {
                Some(path) => prompt.field.set(&path),
                None => effects.push(Effect::Paths(prompt.field.text())),
            }
        }
        Some(Modal::CommandLine(line)) => {
            let path = lines::path_in(&line.field.text()).map(|(_, path)| path.to_owned());
            if let Some(path) = path.filter(|_| line.proposals.is_empty()) {
                effects.push(Effect::Paths(path));
            } else {
                line.complete();
                lines::propose(app);
            }
        }
        _ => {}
    }
}

/// The paths that begin as what was typed. An answer that comes after more was typed is dropped.
pub fn found(app: &mut App, typed: &str, found: Vec<String>) {
    match app.modals.last_mut() {
        Some(Modal::Prompt(prompt)) if prompt.naming.is_path() && prompt.field.text() == typed => {
            if found.is_empty() {
                prompt.error = Some(nothing_there(&prompt.naming));
            } else if let Some(path) = prompt.paths.take_in(found, typed) {
                prompt.field.set(&path);
            }
        }
        Some(Modal::CommandLine(line)) => {
            let text = line.field.text();
            let Some((verb, path)) = lines::path_in(&text) else {
                return;
            };
            if path != typed {
                return;
            }
            if found.is_empty() {
                line.error = Some(nothing_there(&Naming::Open));
                return;
            }
            let mut paths = crate::tui::modal::prompt::Paths::default();
            let begun = paths.take_in(found, typed);
            if let Some(path) = begun {
                line.field.set(&format!("{verb} {path}"));
            }
            line.cursor = None;
            line.proposals = paths
                .found
                .into_iter()
                .map(|path| (path, String::new()))
                .collect();
        }
        _ => {}
    }
}

fn nothing_there(naming: &Naming) -> String {
    match naming {
        Naming::Open => "no folder and no .ron file begins like this",
        _ => "no folder begins like this",
    }
    .to_owned()
}
