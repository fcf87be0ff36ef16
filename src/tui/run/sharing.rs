//! A file that others write too: looked at while nothing happens, read when it has changed, and joined when a person says so.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crossterm::event::Event;

use crate::model::{
    Change, Conflict, Difference, Disagreement, ThreatModel, differences, merge_with,
};
use crate::store::{Disk, Loaded, StoreError, now};
use crate::tui::command::Command;
use crate::tui::drafts::Drafts;
use crate::tui::message::{After, DiskMerge, Effect, Msg};
use crate::tui::modal::confirm::{Side, Stands, TakeIn, Then};
use crate::tui::wrap::count;

use super::{Desk, trouble};

/// How often the file is looked at while the program stands in front of someone.
const EVERY: Duration = Duration::from_secs(1);

impl Desk {
    /// Looks at the file now and then, and at once when the person comes back to the window.
    pub(super) fn look(&mut self, batch: &[Msg]) -> Option<Msg> {
        let back = |msg: &Msg| matches!(msg, Msg::Input(Event::FocusGained));
        if self.looked.elapsed() < EVERY && !batch.iter().any(back) {
            return None;
        }
        self.looked = Instant::now();
        let disk = self.session.disk_state();
        (disk != self.app.file.disk).then_some(Msg::Disk(disk))
    }

    /// Writes the file after a quiet while, where that is wanted and nothing has to be asked.
    pub(super) fn save_when_quiet(&mut self, batch: &[Msg]) {
        if !batch.is_empty() {
            self.typed = Instant::now();
            return;
        }
        let quiet = |after: Duration| self.typed.elapsed() >= after;
        let app = &self.app;
        let sure = app.file.path.is_some()
            && app.file.read_only.is_none()
            && !app.file.comments
            && app.modals.is_empty()
            && self.recovery.is_none();
        if !(self.autosave.is_some_and(quiet) && sure && app.doc.is_dirty()) {
            return;
        }
        self.typed = Instant::now();
        // Where someone else wrote the file meanwhile, nothing is written, and the status line says so already.
        if self.session.disk_state() == Disk::Same
            && let Some(msg) = self.perform(Effect::Save {
                over: false,
                next: After::Nothing,
            })
        {
            let _ = self.tell.send(msg);
        }
    }

    /// Reads what someone else wrote.
    pub(super) fn read_disk(&mut self, then: Then) -> Msg {
        let ours = self.app.model();
        match self.session.merge_with_disk(ours) {
            Ok((loaded, merge)) => {
                let base = self.session.base();
                // Both know it by the name that it had before.
                let known = differences(ours, base);
                let conflicts = merge.conflicts.iter().map(|one| side(one, &known));
                let conflicts = conflicts.collect();
                let (theirs, ours) = (differences(base, &loaded.model), differences(base, ours));
                let twice = theirs.iter().chain(&ours);
                let twice = twice.filter(|one| is_told_by(one, &merge.conflicts));
                Msg::DiskRead(Box::new(DiskMerge {
                    told_twice: twice.map(Difference::in_words).collect(),
                    theirs: told(&theirs),
                    ours: told(&ours),
                    conflicts,
                    broken: None,
                    then,
                }))
            }
            Err(error @ StoreError::Broken(_)) => Msg::DiskRead(Box::new(DiskMerge {
                broken: Some(error.to_string()),
                then,
                ..DiskMerge::default()
            })),
            Err(error) => Msg::Trouble(error.to_string()),
        }
    }

    /// Joins what someone else wrote with the document. Undo takes back what this side did, and never what they wrote.
    pub(super) fn take_in_theirs(
        &mut self,
        how: TakeIn,
        giving_way: &BTreeSet<Disagreement>,
    ) -> Option<Msg> {
        let (loaded, merged) = match self.session.merge_with_disk(self.app.model()) {
            Ok(met) => met,
            Err(error) => return Some(Msg::Trouble(error.to_string())),
        };
        let all = || {
            merged
                .conflicts
                .iter()
                .map(|one| (one.key.clone(), one.field.clone()))
        };
        let giving_way = match how.stands {
            Stands::Chosen => giving_way.clone(),
            Stands::Theirs | Stands::OnlyTheirs => all().collect(),
        };
        let joined = if how.stands == Stands::OnlyTheirs {
            loaded.model.clone()
        } else {
            let (base, ours) = (self.session.base(), self.app.model());
            merge_with(base, ours, &loaded.model, &giving_way).model
        };
        if let Err(error) = self.join(&loaded, &joined) {
            return Some(Msg::Trouble(error));
        }
        let words = joined_words(how.stands, all().count(), giving_way.len());
        let name = self.app.file_name();
        let (back, write) = (self.app.key(Command::Undo), self.app.key(Command::Save));
        let same = joined == loaded.model;
        self.app.say(match (same, how.stands) {
            (true, Stands::OnlyTheirs) => {
                format!("{name} is taken over as it is on the disk; {back} brings mine back on top")
            }
            (true, _) => format!("{name} is taken over as it is on the disk"),
            (false, _) => format!("{words}; {back} takes back mine, {write} saves"),
        });
        match how.then {
            Then::GoOn => None,
            Then::SaveAndQuit if same => self.perform(Effect::Quit),
            Then::SaveAndStart if same => self.perform(Effect::ShowStart),
            Then::Save if same => None,
            then => {
                self.app.joined = Some(words);
                self.perform(Effect::Save {
                    over: false,
                    next: match then {
                        Then::SaveAndQuit => After::Quit,
                        Then::SaveAndStart => After::Start,
                        Then::GoOn | Then::Save => After::Nothing,
                    },
                })
            }
        }
    }

    fn join(&mut self, loaded: &Loaded, joined: &ThreatModel) -> Result<(), String> {
        let step = |from: &ThreatModel, label: String| Change {
            label,
            by: self.app.by.clone(),
            at: now(),
            edits: from.edits_to(joined),
        };
        let mut doc = self.app.doc.on_top_of(&loaded.model, self.session.base());
        let giving_way = step(doc.model(), "Let theirs stand".to_owned());
        if !giving_way.edits.is_empty() {
            doc.apply(giving_way).map_err(|error| error.to_string())?;
        }
        let label = format!("What is not in {}", self.app.file_name());
        let ours = step(&loaded.model, label);
        if ours.edits.is_empty() {
            doc.mark_saved();
        }
        self.app.doc = doc;
        let form = Drafts::of(&self.app).to_text();
        let form = (!form.is_empty()).then_some(form.as_str());
        let stood = self.session.adopt_disk(loaded, &ours, form);
        self.app.file.comments = loaded.comments;
        self.app.file.disk = Disk::Same;
        self.app.refresh();
        match trouble(stood) {
            Some(Msg::Trouble(text)) => Err(text),
            _ => Ok(()),
        }
    }
}

/// What became of the disagreements.
fn joined_words(stands: Stands, all: usize, theirs: usize) -> String {
    match (stands, all, theirs) {
        (Stands::OnlyTheirs, ..) => "theirs is taken, mine dropped".to_owned(),
        (_, 0, _) => "both sides are joined".to_owned(),
        (_, all, 0) => format!("joined; mine stands in {}", disagreements(all)),
        (_, all, theirs) if all == theirs => {
            format!("joined; theirs stands in {}", disagreements(all))
        }
        (_, all, theirs) => format!(
            "joined; mine stands in {}, theirs in {theirs} of {}",
            all - theirs,
            disagreements(all)
        ),
    }
}

fn disagreements(number: usize) -> String {
    count(number, "disagreement", "disagreements")
}

/// Whether a difference says no more than the disagreements do.
fn is_told_by(difference: &Difference, conflicts: &[Conflict]) -> bool {
    let of_it = conflicts.iter().filter(|one| one.key == difference.key);
    let (whole, fields): (Vec<_>, Vec<_>) = of_it.partition(|one| one.field.is_none());
    !whole.is_empty() || (!fields.is_empty() && fields.len() >= difference.fields.len())
}

fn told(all: &[Difference]) -> Vec<String> {
    all.iter().map(Difference::in_words).collect()
}

/// A disagreement in words, by the name of what it is about.
fn side(conflict: &Conflict, known: &[Difference]) -> Side {
    let has = |side: &Option<String>| side.clone().unwrap_or_else(|| "removed".to_owned());
    let named = known.iter().find(|one| one.key == conflict.key);
    let about = named.map_or_else(
        || conflict.key.to_string().replace('`', ""),
        |one| one.name.clone(),
    );
    let field = conflict.field.as_deref().map_or_else(String::new, |field| {
        let name = field.rsplit('/').next().unwrap_or(field);
        format!(", {}", name.replace('_', " "))
    });
    Side {
        at: (conflict.key.clone(), conflict.field.clone()),
        about: format!("{about}{field}"),
        ours: has(&conflict.ours),
        other: has(&conflict.theirs),
        theirs: false,
    }
}
