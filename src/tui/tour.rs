//! The tour: a few steps on a sample, each of which says what to do and notices when it is done.

use super::app::{App, Focus, Screen};
use super::command::{Command, Place};
use super::modal::Modal;

/// Where the person is on the tour, and what the document was like when the step began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tour {
    /// The step; one past the last when all is done.
    pub step: usize,
    begun: Marks,
}

/// What a step compares with, to notice that it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Marks {
    components: usize,
    facts: usize,
    decisions: usize,
    selected: Option<String>,
}

impl Marks {
    fn of(app: &App) -> Self {
        let model = app.model();
        Self {
            components: model.components.len(),
            facts: model.components.values().map(|c| c.facts.len()).sum(),
            decisions: model.decisions.len(),
            selected: app.canvas.selected_box().map(ToString::to_string),
        }
    }
}

/// A step of the tour.
pub struct Step {
    /// What it is about.
    pub title: &'static str,
    /// What to do and why.
    pub text: &'static str,
    /// The commands that do it, with the place whose key is shown.
    pub keys: &'static [(Place, Command, &'static str)],
    /// Where the person has to be for that; a word about how to get there otherwise.
    pub at: Option<(Screen, Command)>,
    done: fn(&App, &Marks) -> bool,
}

/// The step after which a finding is decided on.
const BEFORE_DECIDING: &str = "All findings";

/// Every step.
pub const STEPS: &[Step] = &[
    Step {
        title: "The pipeline",
        text: "Boxes are components, frames are trust zones, lines are data flows. The mark on a box counts its open findings. \
               Go from box to box.",
        keys: &[
            (Place::Canvas, Command::Right, "to the right"),
            (Place::Canvas, Command::JumpTo, "jump by letter"),
        ],
        at: Some((Screen::Draw, Command::ShowDraw)),
        done: |app, begun| Marks::of(app).selected != begun.selected,
    },
    Step {
        title: "What threatens a box",
        text: "The panel lists ML01 to ML10 for the selected box, each with its proof. Go into it.",
        keys: &[(Place::Canvas, Command::NextPane, "into the panel")],
        at: Some((Screen::Draw, Command::ShowDraw)),
        done: |app, _| app.screen == Screen::Draw && app.focus == Focus::Panel,
    },
    Step {
        title: "Add a component",
        text: "Step back to the drawing and add a component after the selected one: choose a kind, then type a name or just take \
               the one proposed.",
        keys: &[
            (Place::Anywhere, Command::StepBack, "back"),
            (Place::Canvas, Command::AddAfter, "add after"),
        ],
        at: Some((Screen::Draw, Command::ShowDraw)),
        done: |app, begun| app.model().components.len() > begun.components,
    },
    Step {
        title: "Take it back",
        text: "Nothing here is ever lost: every step can be undone, and done again.",
        keys: &[(Place::Anywhere, Command::Undo, "undo")],
        at: None,
        done: |app, _| app.doc.redo_label().is_some(),
    },
    Step {
        title: "The next question",
        text: "What is not known is asked, the question that settles most first. Answer it with a value.",
        keys: &[
            (Place::Anywhere, Command::Ask, "ask"),
            (Place::Card, Command::Accept, "answer"),
        ],
        at: None,
        done: |app, begun| Marks::of(app).facts > begun.facts,
    },
    Step {
        title: BEFORE_DECIDING,
        text: "The register has every finding by risk, with its proof and what would make it go away.",
        keys: &[
            (Place::Card, Command::Cancel, "leaves the question"),
            (Place::Anywhere, Command::ShowThreats, "the register"),
        ],
        at: None,
        done: |app, _| app.screen == Screen::Threats,
    },
    Step {
        title: "Decide",
        text: "The cursor is on a finding that is open. Say what happens with it: mitigate, accept, transfer or avoid, with an owner, \
               a date and a reason. Keep the form.",
        keys: &[
            (Place::Anywhere, Command::Decide, "decide"),
            (Place::Form, Command::Accept, "keep"),
        ],
        at: Some((Screen::Threats, Command::ShowThreats)),
        done: |app, _| app.modals.is_empty() && decided(app),
    },
    Step {
        title: "Every key",
        text: "Help lists the keys of the place where you are, and the palette finds any command by its name. Open one of them.",
        keys: &[
            (Place::Anywhere, Command::Help, "help"),
            (Place::Anywhere, Command::Palette, "palette"),
        ],
        at: None,
        done: |app, _| matches!(app.modal(), Some(Modal::Picker(_))),
    },
];

/// Whether the last step was a decision.
fn decided(app: &App) -> bool {
    let last = app.doc.steps().last();
    let on = |change: &crate::model::Change| {
        change
            .edits
            .iter()
            .any(|edit| matches!(edit.key, crate::model::Key::Decision(_)))
    };
    last.is_some_and(on)
}

impl Tour {
    /// The beginning, on the document as it stands.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            step: 0,
            begun: Marks::of(app),
        }
    }

    /// The step that is on; `None` when all is done.
    #[must_use]
    pub fn current(&self) -> Option<&'static Step> {
        STEPS.get(self.step)
    }
}

/// Goes on to the next step when this one is done. Called after every message.
pub fn notice(app: &mut App) {
    let Some(tour) = &app.tour else { return };
    let Some(step) = tour.current() else { return };
    if (step.done)(app, &tour.begun) {
        let next = Tour {
            step: tour.step + 1,
            begun: Marks::of(app),
        };
        app.tour = Some(next);
        if (app.screen, step.title) == (Screen::Threats, BEFORE_DECIDING) {
            begin_on_an_open_one(app);
        }
    }
}

/// Puts the register's cursor on the worst finding that nobody has decided on.
fn begin_on_an_open_one(app: &mut App) {
    let open = |id: &crate::model::FindingId| {
        app.can_decide(id) && !app.model().decisions.contains_key(id)
    };
    let rows = super::threats::rows(app);
    let first = rows.iter().map(super::threats::Row::id).find(|id| open(id));
    if let Some(id) = first.cloned() {
        app.register.go_to(id);
    }
}
