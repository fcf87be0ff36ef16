//! A single line to type: a name, or a whole step on the `:` line.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::picker::Where;
use crate::model::{ComponentId, FindingId, FlowId, Target, ZoneId};
use crate::tui::field::Field;
use crate::tui::message::After;

/// What a typed name is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// A new component of the kind.
    Component {
        /// Its kind.
        kind: String,
        /// Where it goes.
        place: Where,
        /// What the new flow carries; what is usual without.
        carries: Option<String>,
    },
    /// A box gets another name.
    Rename(ComponentId),
    /// The words on a flow.
    FlowLabel(FlowId),
    /// The protocol of a flow.
    FlowProtocol(FlowId),
    /// A new zone, with the boxes that it is drawn round.
    Zone(BTreeSet<ComponentId>),
    /// A zone gets another name.
    RenameZone(ZoneId),
    /// A note on a finding, kept at its decision.
    FindingNote(FindingId),
    /// A note on a component.
    ComponentNote(ComponentId),
    /// A note on the system.
    SystemNote,
    /// Something of the system or of a component.
    About(Target, crate::model::Field),
    /// What the system is called, before it is saved for the first time.
    TitleFirst {
        /// Whether the program is left after the save.
        next: After,
    },
    /// The file to open.
    Open,
    /// The day that the report speaks of.
    ReportDate,
    /// The file that the report goes to.
    ReportPath,
    /// The file to save to.
    SaveAs {
        /// Whether the program is left afterwards.
        next: After,
    },
}

impl Naming {
    /// Whether a flow comes with what is named, whose kind can be chosen.
    #[must_use]
    pub fn has_flow(&self) -> bool {
        let beside = |place: &Where| matches!(place, Where::After(_) | Where::Before(_));
        matches!(self, Self::Component { place, .. } if beside(place))
    }

    /// Whether it is the path of a file.
    #[must_use]
    pub fn is_path(&self) -> bool {
        matches!(self, Self::Open | Self::ReportPath | Self::SaveAs { .. })
    }

    /// A key under which typed text is kept when the dialog is left by Esc.
    #[must_use]
    pub fn draft_key(&self) -> String {
        match self {
            Self::Component { kind, place, .. } => match place {
                Where::Alone | Where::At { .. } => format!("add {kind}"),
                Where::After(id) => format!("add {kind} after {id}"),
                Where::Before(id) => format!("add {kind} before {id}"),
                Where::On(id) => format!("insert {kind} on {id}"),
            },
            Self::Rename(id) => format!("rename {id}"),
            Self::FlowLabel(id) => format!("label {id}"),
            Self::FlowProtocol(id) => format!("protocol {id}"),
            Self::Zone(around) => match around.first() {
                Some(id) => format!("zone round {id}"),
                None => "zone".into(),
            },
            Self::RenameZone(id) => format!("rename zone {id}"),
            Self::FindingNote(id) => format!("note on {id}"),
            Self::ComponentNote(id) => format!("note on {id}"),
            Self::SystemNote => "note on the system".into(),
            Self::About(Target::Component(id), field) => format!("{} of {id}", field.as_str()),
            Self::About(_, field) => format!("{} of the system", field.as_str()),
            Self::TitleFirst { .. } => "title of the system".into(),
            Self::Open => "open".into(),
            Self::ReportDate => "date of the report".into(),
            Self::ReportPath => "file of the report".into(),
            Self::SaveAs { .. } => "save as".into(),
        }
    }
}

/// The dialog for a name.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it asks.
    pub title: String,
    /// What happens with the name.
    pub naming: Naming,
    /// The line.
    pub field: Field,
    /// The text before anyone typed.
    pub before: String,
    /// What counts when nothing is typed.
    pub fallback: String,
    /// Whether the first thing that is typed takes the place of the text, which is only proposed.
    pub proposed: bool,
    /// Why the last try failed.
    pub error: Option<String>,
    /// Paths that could be meant, and which of them stands in the line.
    pub paths: Paths,
}

/// Paths that begin as what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// All of them; folders end with a slash.
    pub found: Vec<String>,
    /// The one that was taken.
    pub at: Option<usize>,
}

impl Paths {
    /// Those that were found for a text. Gives what to put in its place: the only one, or as much as all of them begin with.
    pub fn take_in(&mut self, found: Vec<String>, typed: &str) -> Option<String> {
        let first = found.first()?;
        let end = found.iter().fold(first.len(), |end, other| {
            let same = first.char_indices().zip(other.chars());
            let same = same.take_while(|((_, a), b)| a == b);
            same.last()
                .map_or(0, |((at, c), _)| at + c.len_utf8())
                .min(end)
        });
        let common = first[..end].to_owned();
        *self = Self::default();
        if found.len() > 1 {
            self.found = found;
        }
        (common.len() > typed.len()).then_some(common)
    }

    /// The next one, round the end.
    pub fn turn(&mut self) -> Option<&str> {
        let next = self.at.map_or(0, |at| at + 1) % self.found.len().max(1);
        self.at = Some(next);
        self.found.get(next).map(String::as_str)
    }
}

impl Prompt {
    /// A prompt with a text to go on from and one that counts when nothing is typed.
    #[must_use]
    pub fn new(title: impl Into<String>, naming: Naming, before: &str, fallback: &str) -> Self {
        Self {
            title: title.into(),
            naming,
            field: Field::line(before),
            before: before.to_owned(),
            fallback: fallback.to_owned(),
            proposed: false,
            error: None,
            paths: Paths::default(),
        }
    }

    /// The same, where the text is a proposal: typing takes its place, the arrows go on in it.
    #[must_use]
    pub fn proposing(mut self) -> Self {
        self.proposed = true;
        self
    }

    /// Types a key. The first character that is typed takes the place of a proposal.
    pub fn input(&mut self, key: KeyEvent) {
        let typed = matches!(key.code, KeyCode::Char(_))
            && !key
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if std::mem::take(&mut self.proposed) && typed {
            self.field.set("");
        }
        self.field.input(key);
        self.error = None;
        self.paths = Paths::default();
    }

    /// What would be taken now.
    #[must_use]
    pub fn value(&self) -> String {
        let typed = self.field.text();
        let typed = typed.trim();
        if typed.is_empty() {
            self.fallback.clone()
        } else {
            typed.to_owned()
        }
    }
}

/// The `:` line with its proposals, or the `>` line on which a piece of the drawing is typed.
#[derive(Debug, Clone)]
pub struct CommandLine {
    /// The line.
    pub field: Field,
    /// Whether it was opened to draw.
    pub draws: bool,
    /// What the line would draw, in words, or why that cannot be told yet.
    pub reading: Option<Result<Vec<String>, String>>,
    /// What could stand in place of the last word, with a word of explanation.
    pub proposals: Vec<(String, String)>,
    /// The proposal that Tab would take.
    pub cursor: Option<usize>,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl CommandLine {
    /// A line with a text to go on from.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            field: Field::line(text),
            draws: false,
            reading: None,
            proposals: Vec::new(),
            cursor: None,
            error: None,
        }
    }

    /// The text, where it is a piece of drawing and no step.
    #[must_use]
    pub fn drawing_text(&self) -> Option<String> {
        let text = self.field.text();
        let draws = self.draws || crate::tui::drawing_line::is_drawing(&text);
        (draws && !text.trim().is_empty()).then_some(text)
    }

    /// The word that is being typed, and where it starts in the line.
    #[must_use]
    pub fn last_word(&self) -> (usize, String) {
        let text = self.field.text();
        let start = text.rfind(' ').map_or(0, |at| at + 1);
        (start, text[start..].to_owned())
    }

    /// The kind that is being typed in a piece of drawing, and where it starts in the line.
    #[must_use]
    pub fn open_kind(&self) -> Option<(usize, String)> {
        let text = self.drawing_text()?;
        let (start, typed) = crate::tui::drawing_line::open_kind(&text)?;
        Some((start, typed.to_owned()))
    }

    /// Puts the marked proposal in place of the last word, or of the kind that is being typed.
    pub fn complete(&mut self) {
        let Some((word, _)) = self
            .cursor
            .or(Some(0))
            .and_then(|at| self.proposals.get(at))
        else {
            return;
        };
        let text = self.field.text();
        let whole = match self.open_kind() {
            Some((start, _)) => format!("{}{word}) ", &text[..start]),
            None => format!("{}{word} ", &text[..self.last_word().0]),
        };
        self.field.set(&whole);
    }

    /// Goes to the next or previous proposal, round the ends.
    pub fn step(&mut self, by: isize) {
        let count = self.proposals.len();
        if count == 0 {
            return;
        }
        self.cursor = Some(match (self.cursor, by > 0) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        });
    }
}
