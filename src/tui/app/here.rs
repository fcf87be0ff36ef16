//! What can be said of where the person is: the place that has the keys, what is under the cursor, and what can be done with it.

use crate::analysis::Role;
use crate::model::FindingId;
use crate::store::{Disk, UNKNOWN_USER};
use crate::tui::command::{COMMANDS, Command, Need, Place};
use crate::tui::panel::{self, Section};
use crate::tui::{threats, verify};

use super::{App, Focus, Screen};

impl App {
    /// Begins at the box that needs people most, where it is drawn, and not in a corner of the drawing.
    pub fn begin_at_worst(&mut self) {
        let worst = self.derived.worst_box().cloned();
        if let Some(id) = worst.filter(|id| self.seen.boxes.contains_key(id.as_str())) {
            self.canvas.select(id);
            self.canvas.origin = None;
            self.settle();
        }
    }

    /// Where keys are looked up, the innermost place first.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        match self.modal() {
            Some(modal) => vec![modal.place()],
            None => vec![self.place(), Place::Anywhere],
        }
    }

    /// The place on the screen that has the keys.
    #[must_use]
    pub fn place(&self) -> Place {
        match (self.screen, self.focus) {
            (Screen::Draw, Focus::Canvas) => Place::Canvas,
            (Screen::Draw, Focus::Panel) => Place::Panel,
            (Screen::Threats, Focus::Canvas) => Place::Threats,
            (Screen::Threats, Focus::Panel) if self.register.card.is_some() => Place::Values,
            (Screen::Threats, Focus::Panel) => Place::Detail,
            (Screen::Matrix, _) => Place::Matrix,
            (Screen::Verify, _) => Place::Verify,
            (Screen::Review, _) => match self.review.point() {
                Some(point) if point.choices() > 0 => Place::Point,
                _ => Place::Review,
            },
            (Screen::Report, _) => Place::Report,
            (Screen::Start, _) => Place::Start,
        }
    }

    /// What is said where something would change and this session may only read. What to do comes first: the line may be cut.
    #[must_use]
    pub fn why_read_only(&self) -> Option<String> {
        let holder = self.file.read_only.as_ref()?;
        Some(format!("read-only, `:w NAME` copies it: {holder}"))
    }

    /// Whether this session may change nothing; says so.
    pub fn refuses_change(&mut self) -> bool {
        let why = self.why_read_only();
        let refuses = why.is_some();
        if let Some(why) = why {
            self.complain(why);
        }
        refuses
    }

    /// Whether what a command needs is there.
    #[must_use]
    pub fn has(&self, need: Need) -> bool {
        match need {
            Need::Nothing => true,
            Need::SomeBox => !self.model().components.is_empty(),
            Need::Box => self.canvas.selected_box().is_some(),
            Need::Boxes => self.canvas.selected_box().is_some() || !self.canvas.marked.is_empty(),
            Need::Movable => !self.movable().is_empty(),
            Need::Flow => self.canvas.selected_flow().is_some(),
            Need::BoxOrFlow => self.canvas.selected.is_some(),
            Need::Zone => self.zone_here().is_some(),
            Need::Finding => self.finding_here().is_some(),
            Need::Requirement => verify::here(self).is_some(),
            Need::Undo => self.doc.undo_label().is_some(),
            Need::Redo => self.doc.redo_label().is_some(),
            Need::Searched => self.found.is_some(),
            Need::CameFrom => !self.came_from.is_empty(),
            Need::OwnThreat => self
                .finding_here()
                .is_some_and(|id| self.model().own_threats.contains_key(&id.threat)),
            Need::Narrowed => !self.register.only.is_empty() || !self.register.marked.is_empty(),
            Need::ChangedOnDisk => self.file.disk != Disk::Same,
        }
    }

    /// The selected zone, or the zone of the selected box.
    #[must_use]
    pub fn zone_here(&self) -> Option<&crate::model::ZoneId> {
        if let Some(zone) = self.canvas.selected_zone() {
            return Some(zone);
        }
        let id = self.canvas.anchor()?;
        self.model().components.get(id)?.zone.as_ref()
    }

    /// The finding that the person is looking at: under the cursor, else the worst of the selected box.
    #[must_use]
    pub fn finding_here(&self) -> Option<FindingId> {
        let assessment = &self.derived.assessment;
        match self.screen {
            Screen::Threats => {
                let rows = threats::rows(self);
                let row = rows.get(self.register.index(&rows))?;
                Some(row.id().clone())
            }
            Screen::Matrix => {
                let id = self.matrix.finding(self)?;
                let known = assessment.findings.contains_key(&id)
                    || assessment.not_applicable.contains_key(&id);
                known.then_some(id)
            }
            Screen::Verify | Screen::Report | Screen::Start => None,
            Screen::Review => self.review.finding().cloned(),
            Screen::Draw => {
                let id = self.canvas.selected_box()?;
                if self.panel.section == Section::Findings {
                    let lines = panel::lines(self);
                    let here = lines.get(self.panel.cursor).and_then(panel::finding_of);
                    let first = || lines.iter().find_map(panel::finding_of);
                    // On the drawing the worst is meant, whatever else the panel lists first.
                    let here = here.or_else(|| first().filter(|_| self.focus == Focus::Canvas));
                    return here.cloned();
                }
                assessment.at(id).first().map(|finding| finding.id.clone())
            }
        }
    }

    /// Whether a decision can be recorded on a finding: it is a root cause, or one was recorded before.
    #[must_use]
    pub fn can_decide(&self, id: &FindingId) -> bool {
        let finding = self.derived.assessment.findings.get(id);
        finding.is_some_and(|finding| finding.role == Role::Primary)
            || self.model().decisions.contains_key(id)
    }

    /// Whether there is something to answer or to decide about a finding.
    #[must_use]
    pub fn can_open(&self, id: &FindingId) -> bool {
        let finding = self.derived.assessment.findings.get(id);
        self.can_decide(id) || finding.is_some_and(|finding| finding.question.is_some())
    }

    /// The key of a command as it stands in a sentence: the first that reaches it from here, as the person has set it.
    #[must_use]
    pub fn key(&self, command: Command) -> String {
        let mut places = self.places();
        // What a dialog has no key for is said of the screen behind it.
        places.extend([self.place(), Place::Anywhere]);
        let rows = || COMMANDS.iter().filter(|row| row.command == command);
        let here = places
            .iter()
            .find_map(|place| rows().find(|row| row.places.contains(place)));
        let row = here.or_else(|| rows().next());
        let key = row.and_then(|row| self.keymap.keys(row).next());
        key.unwrap_or_default().to_owned()
    }

    /// How many open findings are critical.
    #[must_use]
    pub fn open_criticals(&self) -> usize {
        self.derived.criticals
    }

    /// The name of the file, as the title bar shows it.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name = self.file.path.as_ref().and_then(|path| path.file_name());
        // What is done on the tour is done on a copy that nobody keeps.
        let none = if self.tour.is_some() {
            "tour"
        } else {
            "untitled"
        };
        name.map_or_else(|| none.into(), |name| name.to_string_lossy().into_owned())
    }

    /// Whether Esc would leave the tour, and not something else first.
    #[must_use]
    pub fn leaves_tour_by_esc(&self) -> bool {
        let drawn = self.canvas.marked.is_empty() && self.canvas.selected_flow().is_none();
        self.modals.is_empty()
            && self.focus == Focus::Canvas
            && (self.screen != Screen::Draw || drawn)
            && (self.screen != Screen::Threats || !self.has(Need::Narrowed))
    }

    /// Whether a form was left with something typed in it that was not kept.
    #[must_use]
    pub fn has_drafts(&self) -> bool {
        !self.decision_drafts.is_empty()
            || !self.threat_drafts.is_empty()
            || !self.control_drafts.is_empty()
    }

    /// The name of whoever sits here, where it is known.
    #[must_use]
    pub fn known_name(&self) -> Option<&str> {
        Some(self.by.as_str()).filter(|name| *name != UNKNOWN_USER)
    }
}
