//! A file that someone else wrote meanwhile: noticed, shown as a difference, joined or kept apart; never written over unasked.

use crate::store::Disk;
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::message::{After, DiskMerge, Effect};
use crate::tui::modal::confirm::{Line, Stands, TakeIn, Then};
use crate::tui::modal::{Answer, Confirm, Modal, Naming, Prompt};
use crate::tui::wrap::count;

use super::Effects;

/// Takes note of how the file stands to the document.
pub fn noticed(app: &mut App, disk: Disk) {
    if app.file.disk == disk {
        return;
    }
    app.file.disk = disk;
    let name = app.file_name();
    match disk {
        Disk::Same => app.say(format!("{name} is again as it was")),
        Disk::Changed | Disk::Gone => app.complain(on_disk(app)),
    }
}

/// What there is to say as long as the file is not what was loaded or saved.
#[must_use]
pub fn on_disk(app: &App) -> String {
    let name = app.file_name();
    match app.file.disk {
        Disk::Gone => format!(
            "{name} is gone from the disk: {} writes it again",
            app.key(Command::Save)
        ),
        _ => format!(
            "{name} was changed by another program: {} shows what, and joins it",
            app.key(Command::ShowDiskChanges)
        ),
    }
}

/// Asks for what the other side did.
pub fn show(app: &mut App, then: Then, effects: &mut Effects) {
    if app.file.disk == Disk::Gone {
        app.say(on_disk(app));
        return;
    }
    effects.push(Effect::ReadDisk(then));
}

/// Shows what the other side did, with the ways to go on.
pub fn read(app: &mut App, merge: &DiskMerge) {
    app.file.disk = Disk::Changed;
    let name = app.file_name();
    let mut confirm = match &merge.broken {
        Some(why) => broken(&name, why),
        None => offer(&name, merge),
    };
    if app.file.read_only.is_some() {
        // Only the copy on this screen can change.
        let writes = |answer: &Answer| matches!(answer, Answer::SaveOver | Answer::KeepApart);
        confirm.answers.retain(|(.., answer)| !writes(answer));
    }
    app.modals.push(Modal::Confirm(Box::new(confirm)));
}

fn offer(name: &str, merge: &DiskMerge) -> Confirm {
    let then = merge.then;
    let first = if merge.ours.is_empty() {
        format!("{name} was changed by another program. You have nothing unsaved.")
    } else {
        let theirs = count(merge.theirs.len(), "change", "changes");
        let ours = count(merge.ours.len(), "unsaved one", "unsaved ones");
        format!("{name} was changed by another program: {theirs}. You have {ours}.")
    };
    let take = |stands| Answer::TakeIn(TakeIn { stands, then });
    let save = if then == Then::GoOn { "" } else { ", and save" };
    let mut answers = vec![('c', "Not now".to_owned(), Answer::Stay)];
    if merge.conflicts.is_empty() {
        answers.push(('m', format!("Take theirs in{save}"), take(Stands::Chosen)));
    } else {
        let mine = "Join both, mine where they disagree".to_owned();
        let theirs = "Join both, theirs where they disagree".to_owned();
        answers.push(('m', mine, take(Stands::Chosen)));
        answers.push(('t', theirs, take(Stands::Theirs)));
    }
    if !merge.ours.is_empty() {
        let only = "Take theirs, and drop all of mine".to_owned();
        answers.push(('d', only, take(Stands::OnlyTheirs)));
    }
    if !merge.ours.is_empty() {
        answers.push((
            'k',
            "Keep mine apart, in another file".to_owned(),
            Answer::KeepApart,
        ));
        answers.push((
            'o',
            "Write mine over theirs; theirs is lost".to_owned(),
            Answer::SaveOver,
        ));
    }
    let mut confirm = Confirm::new(
        "The file has changed",
        vec![first, nothing_yet(then).to_owned()],
        &[],
    );
    confirm.answers = answers;
    confirm.sides.clone_from(&merge.conflicts);
    confirm.with_detail(detail(merge))
}

fn nothing_yet(then: Then) -> &'static str {
    match then {
        Then::GoOn => "Nothing has been written.",
        Then::Save => "Nothing has been written; what is chosen below is saved.",
        Then::SaveAndQuit => {
            "Nothing has been written; what is chosen below is saved, then the program left."
        }
        Then::SaveAndStart => {
            "Nothing has been written; what is chosen below is saved, then the document left."
        }
    }
}

fn detail(merge: &DiskMerge) -> Vec<Line> {
    let mut lines = Vec::new();
    if !merge.conflicts.is_empty() {
        lines.push(Line::Heading("Both changed".to_owned()));
        lines.extend((0..merge.conflicts.len()).map(Line::Side));
    }
    for (title, items) in [("They", &merge.theirs), ("You, not saved yet", &merge.ours)] {
        let mut items = items
            .iter()
            .filter(|item| !merge.told_twice.contains(*item));
        if let Some(first) = items.next() {
            lines.push(Line::Heading(title.to_owned()));
            lines.push(Line::Item(first.clone()));
            lines.extend(items.cloned().map(Line::Item));
        }
    }
    lines
}

fn broken(name: &str, why: &str) -> Confirm {
    let text = vec![
        format!("{name} was changed by another program and cannot be read now."),
        "Nothing has been written.".to_owned(),
    ];
    let answers = [
        ('c', "Not now", Answer::Stay),
        ('k', "Keep mine apart, in another file", Answer::KeepApart),
        (
            'o',
            "Write mine over it; what it holds is lost",
            Answer::SaveOver,
        ),
    ];
    let detail = why.lines().map(|line| Line::Verbatim(line.to_owned()));
    Confirm::new("The file has changed", text, &answers).with_detail(detail.collect())
}

/// Asks for a name for this side's work, so that both stay.
pub fn keep_apart(app: &mut App) {
    let path = app.file.path.clone().unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mine = path.with_file_name(format!("{stem}-mine.ron"));
    let prompt = Prompt::new(
        "Save mine to which file?",
        Naming::SaveAs {
            next: After::Nothing,
        },
        &mine.display().to_string(),
        "",
    )
    .proposing();
    app.modals.push(Modal::Prompt(Box::new(prompt)));
}
