//! Keeping the work: writing it to its file, and taking up or giving up what an earlier session left.

use std::path::PathBuf;

use crate::model::Document;
use crate::store::{StoreError, remember};
use crate::tui::command::Command;
use crate::tui::drafts::Drafts;
use crate::tui::message::{After, Msg, SaveFailure, Saved};

use super::opening::take_up_typing;
use super::{Desk, trouble};

impl Desk {
    pub(super) fn save(&mut self, over: bool, next: After) -> Result<Saved, SaveFailure> {
        let model = self.app.model().clone();
        let result = if over {
            self.session.save_over(&model)
        } else {
            self.session.save(&model)
        };
        self.told_of(result, next)
    }

    pub(super) fn told_of(
        &self,
        result: Result<(), StoreError>,
        next: After,
    ) -> Result<Saved, SaveFailure> {
        match result {
            Ok(()) => {
                let path = self.session.path().map(PathBuf::from).unwrap_or_default();
                // A list that cannot be kept is no reason to call the save failed.
                let _ = remember(&path, &self.setting.state);
                Ok(Saved { path, next })
            }
            Err(StoreError::ChangedOnDisk(_)) => Err(SaveFailure::ChangedUnderneath { next }),
            Err(StoreError::Exists(path)) => Err(SaveFailure::Exists(path)),
            Err(error) => Err(SaveFailure::Other(error.to_string())),
        }
    }

    /// Takes up what the last session left: its changes, and what was being typed.
    pub(super) fn recover(&mut self) -> Option<Msg> {
        let recovery = self.recovery.take()?;
        let accepted = self.session.accept(&recovery, self.app.model());
        let mut failed = None;
        for change in &recovery.changes {
            if let Err(error) = self.app.doc.apply(change.clone()) {
                failed = Some(format!(
                    "\"{}\" could not be brought back: {error}",
                    change.label
                ));
                break;
            }
        }
        self.app.refresh();
        self.app.canvas.origin = None;
        let typed = recovery.form.as_deref().map(Drafts::from_text);
        let typed = typed.unwrap_or_default();
        let waits = typed.where_it_waits(self.app.model());
        let key = self.app.key(Command::Save);
        self.app
            .say(match waits.filter(|_| recovery.changes.is_empty()) {
                // Nothing was changed, so there is nothing to save.
                Some(waits) => format!("recovered: {waits}"),
                None if self.app.file.path.is_some() => {
                    format!("recovered; {key} saves it to {}", self.app.file_name())
                }
                None => format!("recovered; {key} asks for a name and saves it"),
            });
        take_up_typing(&mut self.app, &typed);
        failed.map(Msg::Trouble).or_else(|| trouble(accepted))
    }

    pub(super) fn give_up(&mut self) -> Option<Msg> {
        self.recovery = None;
        if *self.app.model() != self.otherwise {
            self.app.doc = Document::new(self.otherwise.clone());
            self.app.refresh();
        }
        trouble(self.session.discard(self.app.doc.model()))
    }
}
