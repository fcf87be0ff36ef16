//! From a path to a document on the screen: what is opened, what is said about it, and how the terminal shall look.

use std::path::Path;

use crate::layout::Charset;
use crate::store::{Recovery, Session, StoreError};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::drafts::Drafts;
use crate::tui::modal::{DecisionForm, Modal};
use crate::tui::theme::Depth;

/// What there is to say at the start.
pub(super) fn greet(app: &mut App, session: &Session, unknown: &[crate::model::Problem]) {
    if let Some(why) = app.why_read_only() {
        app.complain(why);
    } else if let Some(problem) = unknown.first() {
        let text = format!("{}: {problem} ({} in all)", problem.path, unknown.len());
        app.complain(text);
    } else if session.is_unprotected() {
        app.complain("no journal could be had: a crash would lose what is not saved");
    } else if app.file.comments {
        app.say("this file has comments, which a save would drop; it will ask first");
    } else if app.file.path.as_ref().is_some_and(|path| !path.exists()) {
        let (key, name) = (app.key(Command::Save), app.file_name());
        app.say(format!("a new document; {key} writes {name}"));
    }
}

/// What is offered back, in a few lines.
pub(super) fn offer(recovery: &Recovery) -> Vec<String> {
    const SHOWN: usize = 4;
    let mut text = vec![sentence(&recovery.summary())];
    let before = recovery.changes.len().saturating_sub(SHOWN);
    if before > 0 {
        let more = crate::tui::wrap::count(before, "step", "steps");
        text.push(format!("- {more} before these:"));
    }
    let last = recovery.changes.iter().skip(before);
    text.extend(last.map(|change| format!("- {}", change.label)));
    if let Some(typing) = recovery
        .form
        .as_ref()
        .and_then(|form| Drafts::from_text(form).in_words(&recovery.model))
    {
        text.push(format!("Being typed: {typing}"));
    }
    text.extend(recovery.notes.iter().map(|note| sentence(note)));
    text
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}

/// Brings back what was being typed; a decision opens its form again.
pub(super) fn take_up_typing(app: &mut App, drafts: &Drafts) {
    for draft in &drafts.decisions {
        app.decision_drafts
            .insert(draft.finding.clone(), draft.clone());
    }
    for draft in &drafts.controls {
        app.control_drafts
            .insert(draft.control.clone(), draft.clone());
    }
    for draft in &drafts.threats {
        app.threat_drafts.insert(draft.id.clone(), draft.clone());
    }
    app.line_drafts.extend(drafts.lines.clone());
    if let Some(draft) = drafts.decisions.first() {
        let decision = app.model().decisions.get(&draft.finding);
        let form = DecisionForm::new(&draft.finding, decision, Some(draft));
        app.modals.push(Modal::Decision(Box::new(form)));
    }
}

/// ASCII where it was asked for, or where the locale cannot show anything else.
pub(super) fn charset(ascii: bool, wanted: Option<Charset>) -> Charset {
    if let (false, Some(charset)) = (ascii, wanted) {
        return charset;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    let utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    if ascii || !utf8 {
        Charset::Ascii
    } else {
        Charset::Unicode
    }
}

/// How many colours there are: no more than the environment says, unless a person says otherwise.
pub(super) fn depth(asked: Option<bool>, wanted: Option<Depth>) -> Depth {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    depth_of(
        asked,
        wanted,
        &of("NO_COLOR"),
        &of("TERM"),
        &of("COLORTERM"),
    )
}

fn depth_of(
    asked: Option<bool>,
    wanted: Option<Depth>,
    no_color: &str,
    term: &str,
    colorterm: &str,
) -> Depth {
    let refused = !no_color.is_empty() || term == "dumb";
    if !asked.unwrap_or(!refused) {
        return Depth::Mono;
    }
    wanted.unwrap_or_else(|| {
        if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
            Depth::True
        } else if term.contains("256color") {
            Depth::TwoFiftySix
        } else {
            Depth::Sixteen
        }
    })
}

/// Why a file can be neither opened nor begun, and what to do; `None` where nothing speaks against it.
pub(super) fn cannot_be_opened(path: &Path) -> Option<String> {
    if path.is_file() {
        return None;
    }
    if let Some(why) = folder_meant(path) {
        return Some(why);
    }
    if path.extension().is_none_or(|ending| ending != "ron") {
        let name = path.display();
        return Some(format!("there is no file {name}; a new one ends in .ron"));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let gone = folder.filter(|folder| !folder.is_dir())?;
    Some(format!("there is no folder {}", gone.display()))
}

/// A name without an ending had it added; a folder of that name is what was meant.
pub(super) fn folder_meant(path: &Path) -> Option<String> {
    let folder = path.with_extension("");
    let meant = path.is_dir() || (folder.is_dir() && !path.exists());
    meant.then(|| {
        format!(
            "{} is a folder: type the name of a file in it",
            folder.display()
        )
    })
}

/// The first thing that is wrong with a file, with its place and the way to mend it.
pub(super) fn in_words(error: &StoreError) -> String {
    let told = error.diagnostics();
    let Some(first) = told.first() else {
        return error.to_string();
    };
    let file = first.file.as_deref().unwrap_or_default();
    let message = match &first.place {
        Some(at) => format!("{file}:{}:{}: {}", at.line, at.column, first.message),
        None => first.message.clone(),
    };
    match &first.help {
        Some(help) => format!("{message}; {help}"),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_counts_before_the_environment_and_that_before_the_configuration() {
        let of = |asked, wanted, no_color| depth_of(asked, wanted, no_color, "xterm-256color", "");
        assert_eq!(of(None, None, ""), Depth::TwoFiftySix);
        assert_eq!(of(None, Some(Depth::True), ""), Depth::True);
        assert_eq!(of(None, Some(Depth::True), "1"), Depth::Mono);
        assert_eq!(of(Some(true), None, "1"), Depth::TwoFiftySix);
        assert_eq!(of(Some(false), Some(Depth::True), ""), Depth::Mono);
        assert_eq!(depth_of(None, None, "", "linux", ""), Depth::Sixteen);
        assert_eq!(depth_of(None, None, "", "dumb", "truecolor"), Depth::Mono);
        assert_eq!(depth_of(None, None, "", "xterm", "truecolor"), Depth::True);
    }

    #[test]
    fn what_cannot_be_begun_is_told_before_any_work_is_done() {
        let place = tempfile::tempdir().unwrap();
        let told = |name: &str| cannot_be_opened(&place.path().join(name)).unwrap_or_default();
        assert_eq!(told("new.ron"), "");
        assert!(told("notes.txt").ends_with("a new one ends in .ron"));
        assert!(told("gone/new.ron").starts_with("there is no folder"));
        assert!(told("").contains("is a folder"));
        std::fs::create_dir(place.path().join("models")).unwrap();
        assert!(told("models.ron").contains("is a folder"));
        std::fs::write(place.path().join("system.txt"), "()").unwrap();
        assert_eq!(told("system.txt"), "");
    }
}
