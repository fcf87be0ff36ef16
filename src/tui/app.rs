//! The state of the terminal: the document, what follows from it, and where the person is looking.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::catalog::Catalog;
use crate::layout::Layout;
use crate::model::{
    Change, ComponentId, ControlId, Date, Document, FindingId, FlowId, RequirementId, ThreatId,
    ThreatModel,
};
use crate::store::Disk;

use super::canvas::{Canvas, Selected};
use super::derived::Derived;
use super::folding::{self, Folding};
use super::interaction::{Added, Drag, Proposal, Trial};
use super::keymap::{Key, Keymap};
use super::matrix::Matrix;
use super::modal::control::ControlDraft;
use super::modal::form::DecisionDraft;
use super::modal::threat_form::ThreatDraft;
use super::modal::{Modal, Pick};
use super::panel::{self, Panel};
use super::report::ReportScreen;
use super::review::Review;
use super::start::StartPage;
use super::theme::Theme;
use super::threats::Register;
use super::tour::Tour;
use super::verify::{Filter, Verify};

mod here;

/// A screen, one digit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// The drawing.
    #[default]
    Draw,
    /// The register of findings.
    Threats,
    /// Components against threats.
    Matrix,
    /// Requirements and levels.
    Verify,
    /// The walk-through.
    Review,
    /// What the report says, before it is written.
    Report,
    /// What can be opened and begun; it stands before the others and has no digit.
    Start,
}

impl Screen {
    /// Every screen, in the order of their digits.
    pub const ALL: [Self; 6] = [
        Self::Draw,
        Self::Threats,
        Self::Matrix,
        Self::Verify,
        Self::Review,
        Self::Report,
    ];

    /// How many there are, with the start page, which is the last.
    pub(super) const COUNT: usize = Self::Start as usize + 1;

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draw => "Draw",
            Self::Threats => "Threats",
            Self::Matrix => "Matrix",
            Self::Verify => "Verify",
            Self::Review => "Review",
            Self::Report => "Report",
            Self::Start => "Start",
        }
    }
}

/// Which pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The drawing, or the list of the other screens.
    #[default]
    Canvas,
    /// The panel, or the detail of the other screens.
    Panel,
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something did not work.
    Trouble,
}

/// A message in the status line; it stays until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The message.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// Where the document comes from and may go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileState {
    /// Its file, once it has one.
    pub path: Option<PathBuf>,
    /// Who holds it, when this session may only read.
    pub read_only: Option<String>,
    /// Whether the file has comments, which a save would drop.
    pub comments: bool,
    /// Whether someone else wrote the file meanwhile.
    pub disk: Disk,
    /// Whether a crash would lose what is not saved: there is no journal, or it could not be written.
    pub unprotected: bool,
}

/// An export that is running.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub all: usize,
    /// What it is at.
    pub what: String,
}

/// A place to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The screen.
    pub screen: Screen,
    /// What was selected on the canvas.
    pub selected: Option<Selected>,
    /// The finding under the cursor of the register.
    pub finding: Option<FindingId>,
    /// The component and the column under the cursor of the matrix.
    pub cell: (Option<ComponentId>, usize),
    /// The requirement under the cursor of the Verify screen.
    pub requirement: Option<RequirementId>,
    /// What the Verify screen listed.
    pub listed: Filter,
}

/// A scroll bar that the mouse can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// The one of the list.
    List,
    /// The one of the detail.
    Detail,
}

/// The state of the terminal.
#[derive(Debug, Clone)]
pub struct App {
    /// The document with its past.
    pub doc: Document,
    /// What is known.
    pub catalog: Catalog,
    /// The day that the assessment speaks of.
    pub date: Date,
    /// Who makes the changes.
    pub by: String,
    /// The time, as last told by [`super::message::Msg::Clock`].
    pub now: u64,
    /// How long the program has run, in milliseconds, as last told by [`super::message::Msg::Moment`].
    pub moment: u64,
    /// The file.
    pub file: FileState,
    /// What follows from the document.
    pub derived: Derived,
    /// What is drawn while zones are folded.
    pub folding: Option<Folding>,
    /// The layout at the zoom in which it is seen.
    pub seen: Layout,
    /// Colours and characters.
    pub theme: Theme,
    /// The keys.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The screen.
    pub screen: Screen,
    /// The pane that has the keys.
    pub focus: Focus,
    /// The drawing.
    pub canvas: Canvas,
    /// The panel.
    pub panel: Panel,
    /// The register.
    pub register: Register,
    /// The matrix.
    pub matrix: Matrix,
    /// The requirements.
    pub verify: Verify,
    /// The walk-through.
    pub review: Review,
    /// Dialogs, the topmost last.
    pub modals: Vec<Modal>,
    /// Keys of a sequence that is not complete yet.
    pub pending: Vec<Key>,
    /// The message in the status line.
    pub note: Option<Note>,
    /// The export that is running.
    pub export: Option<Export>,
    /// Drafts of names and lines: typed in dialogs that were left by Esc, by what they are for.
    pub line_drafts: BTreeMap<String, String>,
    /// Decisions that were typed and are not in the document yet.
    pub decision_drafts: BTreeMap<FindingId, DecisionDraft>,
    /// Threats of the team's own that were typed and are not in the document yet.
    pub threat_drafts: BTreeMap<ThreatId, ThreatDraft>,
    /// States of requirements that were typed and are not in the document yet.
    pub control_drafts: BTreeMap<ControlId, ControlDraft>,
    /// What was last searched for: the matches and which one is shown.
    pub found: Option<(Vec<Pick>, usize)>,
    /// Places to come back to, the latest last.
    pub came_from: Vec<Spot>,
    /// Lines that were typed on the `:` line, the latest last.
    pub lines_typed: Vec<String>,
    /// What the mouse is dragging.
    pub drag: Option<Drag>,
    /// The first line that each screen's list shows, by the place of the screen.
    pub tops: [usize; Screen::COUNT],
    /// The scroll bar that the mouse holds.
    pub bar: Option<Bar>,
    /// The key that ran the command that is running.
    pub pressed: Option<Key>,
    /// The last click, to know a double click: where and when.
    pub last_click: Option<((u16, u16), u64)>,
    /// The button went down on the drawing for a second time, here; let go here it is a double click, and moved it is a drag.
    pub second_press: Option<(u16, u16)>,
    /// What is drawn instead of the document while something is tried.
    pub trial: Option<Trial>,
    /// What usually comes next, right after a component was added.
    pub proposal: Option<Proposal>,
    /// How the last component was added.
    pub added: Option<Added>,
    /// The flow that was drawn last.
    pub last_flow: Option<FlowId>,
    /// The revision of which layouts are to be offered as soon as they are worked out.
    pub arranging: Option<u64>,
    /// The Report screen.
    pub report: ReportScreen,
    /// The person's home folder, which `~` stands for in a path that is typed.
    pub home: Option<PathBuf>,
    /// The start page.
    pub start: StartPage,
    /// The tour, as long as the person is on it.
    pub tour: Option<Tour>,
    /// What became of disagreements when two sides were joined, to be said with the save that follows.
    pub joined: Option<String>,
}

/// What a session starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The document.
    pub model: ThreatModel,
    /// What is known.
    pub catalog: Catalog,
    /// The day that the assessment speaks of.
    pub date: Date,
    /// Who makes the changes.
    pub by: String,
    /// The file.
    pub file: FileState,
    /// Colours and characters.
    pub theme: Theme,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl App {
    /// A session on a document, at the first box.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let derived = Derived::of(&start.model, &start.catalog, start.date);
        let mut app = Self {
            doc: Document::new(start.model),
            catalog: start.catalog,
            date: start.date,
            by: start.by,
            now: 0,
            moment: 0,
            file: start.file,
            seen: Layout::default(),
            folding: None,
            derived,
            theme: start.theme,
            keymap: Keymap::default(),
            size: start.size,
            screen: Screen::Draw,
            focus: Focus::Canvas,
            canvas: Canvas::default(),
            panel: Panel::default(),
            register: Register::default(),
            matrix: Matrix::default(),
            verify: Verify::default(),
            review: Review::default(),
            modals: Vec::new(),
            pending: Vec::new(),
            note: None,
            export: None,
            line_drafts: BTreeMap::new(),
            decision_drafts: BTreeMap::new(),
            threat_drafts: BTreeMap::new(),
            control_drafts: BTreeMap::new(),
            found: None,
            came_from: Vec::new(),
            lines_typed: Vec::new(),
            drag: None,
            tops: [0; Screen::COUNT],
            bar: None,
            pressed: None,
            last_click: None,
            second_press: None,
            trial: None,
            proposal: None,
            added: None,
            last_flow: None,
            arranging: None,
            report: ReportScreen::default(),
            home: None,
            start: StartPage::default(),
            tour: None,
            joined: None,
        };
        app.canvas.folded = folding::at_first(app.doc.model());
        app.look_again();
        app.canvas.select_first(&app.seen);
        app.settle();
        app.route_what_is_seen();
        app
    }

    /// The document as it stands.
    #[must_use]
    pub fn model(&self) -> &ThreatModel {
        self.doc.model()
    }

    /// Works out again what follows from the document, and drops what is gone from the selection.
    pub fn refresh(&mut self) {
        self.follow_up(None);
    }

    /// The same where all that is new is one change.
    pub fn refresh_after(&mut self, change: &Change) {
        self.follow_up(Some(change));
    }

    fn follow_up(&mut self, change: Option<&Change>) {
        let neighbour = self
            .canvas
            .selected_box()
            .and_then(|id| self.derived.neighbour(id));
        self.derived = self.derived.after(self.doc.model(), &self.catalog, change);
        let stood = self.canvas.stands(&self.seen);
        let came_from = neighbour.filter(|id| self.doc.model().components.contains_key(id));
        self.canvas.keep_valid(self.doc.model());
        self.unfold_selection();
        self.look_again();
        if self.canvas.selected.is_none() {
            match came_from {
                Some(id) => self.canvas.select(id),
                None => {
                    self.canvas.select_near(&self.seen, stood);
                }
            }
        }
    }

    /// Brings cursors and the view back into what is there. Called after every message.
    pub fn settle(&mut self) {
        let lines = panel::lines(self).len();
        self.panel.cursor = self.panel.cursor.min(lines.saturating_sub(1));
        if lines == 0 && self.focus == Focus::Panel && self.canvas.selected.is_none() {
            self.focus = Focus::Canvas;
        }
        if self.unfold_selection() {
            self.look_again();
            self.follow();
        }
        super::update::settle(self);
        let size = super::areas::Areas::of(self).canvas_size();
        // A pasted diagram is looked round in by the person.
        let trial = self.trial.as_ref().filter(|_| self.pasted().is_none());
        let ghosts = trial.map(|trial| {
            let new = trial.new.iter();
            new.filter_map(|id| trial.seen.boxes.get(id).copied())
                .collect::<Vec<_>>()
        });
        // Where only what usually follows is offered, the selection stays in view; a prompt covers the last rows.
        for rect in ghosts.unwrap_or_default().into_iter().rev() {
            if size.0 > 0 {
                let rows = size
                    .1
                    .saturating_sub(if self.modals.is_empty() { 0 } else { 3 });
                self.canvas.show(&self.seen, (size.0, rows), rect);
                let here = self.canvas.stands(&self.seen);
                if let Some(here) = here.filter(|_| self.modals.is_empty()) {
                    self.canvas.show(&self.seen, size, here);
                }
            }
        }
        if self.drag.is_none() && size.0 > 0 && self.canvas.origin.is_none() {
            self.canvas.follow(&self.seen, size);
        }
        self.settle_views();
    }

    /// Moves the view as little as needed to show the selection.
    pub fn follow(&mut self) {
        let size = super::areas::Areas::of(self).canvas_size();
        self.canvas.follow(&self.seen, size);
    }

    /// The first line that the list of the screen showed last.
    #[must_use]
    pub fn top(&self) -> usize {
        self.tops[self.screen as usize]
    }

    /// Keeps the list's window where it is, and what is scrolled within its end.
    fn settle_views(&mut self) {
        self.tops[self.screen as usize] = super::view::top(self);
        // What a finding has to say is long to write; its own settling sees to it.
        if self.screen != Screen::Threats && *self.scroll_mut() > 0 {
            let end = super::view::end_of_detail(self);
            let scroll = self.scroll_mut();
            *scroll = (*scroll).min(end);
        }
    }

    /// How far the detail of the screen is scrolled.
    pub fn scroll_mut(&mut self) -> &mut usize {
        match self.screen {
            Screen::Draw => &mut self.panel.scroll,
            Screen::Verify => &mut self.verify.scroll,
            Screen::Review => &mut self.review.scroll,
            Screen::Report => &mut self.report.scroll,
            Screen::Start => &mut self.start.scroll,
            Screen::Threats | Screen::Matrix => &mut self.register.scroll,
        }
    }

    /// The topmost dialog.
    #[must_use]
    pub fn modal(&self) -> Option<&Modal> {
        self.modals.last()
    }

    /// The pasted diagram that is looked at, also under the list of kinds.
    #[must_use]
    pub fn pasted(&self) -> Option<&super::modal::Pasted> {
        self.modals.iter().rev().find_map(|modal| match modal {
            Modal::Pasted(pasted) => Some(&**pasted),
            _ => None,
        })
    }

    /// Says something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.note = Some(Note {
            text: text.into(),
            tone: Tone::Done,
        });
    }

    /// Says in the status line that something did not work.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.note = Some(Note {
            text: text.into(),
            tone: Tone::Trouble,
        });
    }

    /// Remembers where the person is, to come back.
    pub fn remember(&mut self) {
        let spot = Spot {
            screen: self.screen,
            selected: self.canvas.selected.clone(),
            finding: self.register.at.clone(),
            cell: (self.matrix.row.clone(), self.matrix.column),
            requirement: self.verify.at.clone(),
            listed: self.verify.filter.clone(),
        };
        if self.came_from.last() != Some(&spot) {
            self.came_from.push(spot);
        }
    }
}
