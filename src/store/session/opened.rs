//! A document that was opened: the work on it, what its file says, and what an earlier session left.

use super::{Guard, Session};
use crate::model::{Places, ThreatModel};
use crate::store::file::Loaded;
use crate::store::recovery::Recovery;

/// A document that was opened for work.
#[derive(Debug)]
pub struct Opened {
    /// The work.
    pub session: Session,
    /// The document as the file has it.
    pub model: ThreatModel,
    /// Where everything stands in the file.
    pub places: Places,
    /// Whether the file has comments, which a save would lose.
    pub comments: bool,
    /// What an earlier session left unsaved.
    pub recovery: Option<Recovery>,
}

impl Opened {
    pub(super) fn new(mut session: Session, loaded: Loaded, recovery: Option<Recovery>) -> Self {
        session.begin(recovery.as_ref(), &loaded.model);
        Self {
            session,
            model: loaded.model,
            places: loaded.places,
            comments: loaded.comments,
            recovery,
        }
    }

    pub(super) fn fresh(
        mut session: Session,
        model: ThreatModel,
        recovery: Option<Recovery>,
    ) -> Self {
        session.begin(recovery.as_ref(), &model);
        Self {
            session,
            model,
            places: Places::default(),
            comments: false,
            recovery,
        }
    }
}

impl Session {
    /// Starts the journal, unless it holds an offer that is not decided yet.
    fn begin(&mut self, recovery: Option<&Recovery>, model: &ThreatModel) {
        self.base = model.clone();
        self.undecided = recovery.is_some();
        if let (None, Guard::Journal(journal)) = (recovery, &mut self.guard)
            && let Err(error) = journal.start(self.digest, model)
        {
            self.late = Some(error);
            self.guard = Guard::Nothing;
        }
    }
}
