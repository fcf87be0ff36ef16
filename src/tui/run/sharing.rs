//! A file that others write too: looked at while nothing happens, read when it has changed, and joined when a person says so.

use std::time::{Duration, Instant};

use crossterm::event::Event;

use crate::model::{Change, Conflict, Difference, ThreatModel, differences, merge};
use crate::store::{Disk, Loaded, StoreError, now};
use crate::tui::command::Command;
use crate::tui::message::{Effect, Met, Msg};
use crate::tui::modal::confirm::{TakeIn, Then};
use crate::tui::unkept::Unkept;

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
        let disk = self.session.look();
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
        if self.session.look() == Disk::Same
            && let Some(msg) = self.perform(Effect::Save {
                over: false,
                then_quit: false,
            })
        {
            let _ = self.tell.send(msg);
        }
    }

    /// Reads what someone else wrote.
    pub(super) fn meet(&mut self, then: Then) -> Msg {
        let ours = self.app.model();
        match self.session.meet(ours) {
            Ok((loaded, merge)) => {
                let base = self.session.base();
                Msg::Met(Box::new(Met {
                    theirs: told(&differences(base, &loaded.model)),
                    ours: told(&differences(base, ours)),
                    conflicts: merge.conflicts.iter().map(conflict).collect(),
                    broken: None,
                    then,
                }))
            }
            Err(error @ StoreError::Broken(_)) => Msg::Met(Box::new(Met {
                broken: Some(error.to_string()),
                then,
                ..Met::default()
            })),
            Err(error) => Msg::Trouble(error.to_string()),
        }
    }

    /// Joins what someone else wrote with the document, as one step that can be undone.
    pub(super) fn take_in_theirs(&mut self, how: TakeIn) -> Option<Msg> {
        let ours = self.app.model().clone();
        let (loaded, merged) = match self.session.meet(&ours) {
            Ok((loaded, merge)) => (loaded, merge.model),
            Err(error) => return Some(Msg::Trouble(error.to_string())),
        };
        let merged = if how.theirs_first {
            merge(self.session.base(), &loaded.model, &ours).model
        } else {
            merged
        };
        if let Err(error) = self.join(&loaded, &merged) {
            return Some(Msg::Trouble(error));
        }
        let name = self.app.file_name();
        let (back, write) = (self.app.key(Command::Undo), self.app.key(Command::Save));
        let same = merged == loaded.model;
        self.app.say(if same {
            format!("{name} is taken over as it is on the disk; {back} goes back")
        } else {
            format!("both sides are joined; {back} goes back, {write} writes {name}")
        });
        match how.then {
            Then::GoOn => None,
            Then::SaveAndQuit if same => self.perform(Effect::Quit),
            Then::Save if same => None,
            then => self.perform(Effect::Save {
                over: false,
                then_quit: then == Then::SaveAndQuit,
            }),
        }
    }

    fn join(&mut self, loaded: &Loaded, merged: &ThreatModel) -> Result<(), String> {
        let label = format!("Take in what changed in {}", self.app.file_name());
        let step = |from: &ThreatModel| Change {
            label: label.clone(),
            by: self.app.by.clone(),
            at: now(),
            edits: from.edits_to(merged),
        };
        let (ours, theirs) = (step(self.app.model()), step(&loaded.model));
        if !ours.edits.is_empty() {
            let applied = self.app.doc.apply(ours).map(drop);
            applied.map_err(|error| error.to_string())?;
        }
        if theirs.edits.is_empty() {
            self.app.doc.mark_saved();
        } else {
            self.app.doc.mark_unsaved();
        }
        let form = Unkept::of(&self.app).to_text();
        let form = (!form.is_empty()).then_some(form.as_str());
        let stood = self.session.stand_on(loaded, &theirs, form);
        self.app.file.comments = loaded.comments;
        self.app.file.disk = Disk::Same;
        self.app.refresh();
        match trouble(stood) {
            Some(Msg::Trouble(text)) => Err(text),
            _ => Ok(()),
        }
    }
}

fn told(all: &[Difference]) -> Vec<String> {
    all.iter().map(Difference::in_words).collect()
}

fn conflict(conflict: &Conflict) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "removed".to_owned());
    let key = conflict.key.to_string().replace('`', "");
    let field = conflict.field.as_deref().map(|field| {
        let name = field.rsplit('/').next().unwrap_or(field);
        format!(", {}", name.replace('_', " "))
    });
    format!(
        "{key}{}: mine {}, theirs {}",
        field.unwrap_or_default(),
        side(&conflict.ours),
        side(&conflict.theirs)
    )
}
