//! The tour: a few steps on a sample, each of which says what to do and notices when it is done.

use std::collections::BTreeMap;

use crate::model::{ComponentId, Decision, FindingId};

use super::app::{App, Focus, Screen};
use super::command::{Command, Place};
use super::modal::Modal;
use super::theme::Glyph;

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
    decisions: BTreeMap<FindingId, Decision>,
    selected: Option<ComponentId>,
}

impl Marks {
    fn of(app: &App) -> Self {
        let model = app.model();
        Self {
            components: model.components.len(),
            facts: model.components.values().map(|c| c.facts.len()).sum(),
            decisions: model.decisions.clone(),
            selected: app.canvas.selected_box().cloned(),
        }
    }
}

/// A step of the tour.
pub struct Step {
    /// What it is about.
    pub title: &'static str,
    /// What to do and why, in two lines of the smallest window.
    text: &'static str,
    /// What has to be seen to first, while that is not so.
    first: fn(&App) -> Option<String>,
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
        text: "Boxes are components, frames trust zones, lines flows; marks count open findings. \
               Go from box to box.",
        first: nothing,
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
        first: a_box_with_findings,
        keys: &[
            (Place::Canvas, Command::JumpTo, "jump by letter"),
            (Place::Canvas, Command::NextPane, "into the panel"),
        ],
        at: Some((Screen::Draw, Command::ShowDraw)),
        done: |app, _| {
            (app.screen, app.focus) == (Screen::Draw, Focus::Panel)
                && a_box_with_findings(app).is_none()
        },
    },
    Step {
        title: "Add a component",
        text: "Back in the drawing, add a component after the selected one: choose a kind, type a \
               name or take the proposed one.",
        first: nothing,
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
        first: nothing,
        keys: &[(Place::Anywhere, Command::Undo, "undo")],
        at: None,
        done: |app, _| app.doc.redo_label().is_some(),
    },
    Step {
        title: "The next question",
        text: "What is not known is asked, the question that settles most first. Answer it with a value.",
        first: nothing,
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
        first: nothing,
        keys: &[
            (Place::Card, Command::Cancel, "leaves the question"),
            (Place::Anywhere, Command::ShowThreats, "the register"),
        ],
        at: None,
        done: |app, _| app.screen == Screen::Threats,
    },
    Step {
        title: "Decide",
        text: "Say what happens with it: mitigate, accept, transfer or avoid, with an owner, a \
               date and a reason. Keep the form.",
        first: nothing,
        keys: &[
            (Place::Anywhere, Command::Decide, "decide"),
            (Place::Form, Command::Accept, "keep"),
        ],
        at: Some((Screen::Threats, Command::ShowThreats)),
        done: |app, begun| app.modals.is_empty() && app.model().decisions != begun.decisions,
    },
    Step {
        title: "Every key",
        text: "Help lists the keys of where you are, and the palette finds any command by its name. \
               Open one of them.",
        first: nothing,
        keys: &[
            (Place::Anywhere, Command::Help, "help"),
            (Place::Anywhere, Command::Palette, "palette"),
        ],
        at: None,
        done: |app, _| matches!(app.modal(), Some(Modal::Picker(_))),
    },
];

/// What stands there when every step is done.
const DONE: &str =
    "That was the tour. Matrix, Verify, Review and Report are left to see: each has its digit.";

fn nothing(_: &App) -> Option<String> {
    None
}

/// The step that shows what threatens a box is nothing on a box that nothing threatens.
fn a_box_with_findings(app: &App) -> Option<String> {
    let threatened = |id: &ComponentId| {
        let badge = app.derived.badge(id);
        badge.applies + badge.unanswered > 0
    };
    let here = app.canvas.selected_box();
    if here.is_some_and(threatened) {
        return None;
    }
    let worst = app.derived.worst_box()?;
    let name = &app.model().components.get(worst)?.name;
    let mark = app.theme.glyph(Glyph::Open);
    Some(format!(
        "Nothing threatens this box. Go to one that is marked {mark}, such as {name}."
    ))
}

impl Step {
    /// Whether something has to be seen to before its last key is the one to press.
    #[must_use]
    pub fn waits(&self, app: &App) -> bool {
        (self.first)(app).is_some()
    }

    /// What to do now: what the step is about, or what has to be seen to first.
    #[must_use]
    pub fn says(&self, app: &App) -> String {
        (self.first)(app).unwrap_or_else(|| self.text.to_owned())
    }
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

    /// What it says where the person stands.
    #[must_use]
    pub fn says(&self, app: &App) -> String {
        self.current()
            .map_or_else(|| DONE.to_owned(), |step| step.says(app))
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

/// Compares with the document as it is now: what undo and redo brought about is not what the step asks for.
pub fn compare_anew(app: &mut App) {
    let begun = Marks::of(app);
    if let Some(tour) = &mut app.tour {
        let selected = tour.begun.selected.take();
        tour.begun = Marks { selected, ..begun };
    }
}

/// Puts the register's cursor on the worst finding that nobody has decided on.
fn begin_on_an_open_one(app: &mut App) {
    let open = |id: &FindingId| app.can_decide(id) && !app.model().decisions.contains_key(id);
    let rows = super::threats::rows(app);
    let first = rows.iter().map(super::threats::Row::id).find(|id| open(id));
    if let Some(id) = first.cloned() {
        app.register.go_to(id);
    }
}
