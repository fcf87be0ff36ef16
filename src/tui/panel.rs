//! The lines of the panel beside the drawing: what there is to say of the selected box or flow. Pure.

use crate::analysis::{Asked, Finding, NotApplicable};
use crate::model::{Component, ComponentId, FindingId, FlowId, ZoneId};

use super::app::App;

/// A section of the panel for a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// All threats at the box.
    #[default]
    Findings,
    /// What is known of it.
    Facts,
    /// What flows in and out.
    Flows,
}

impl Section {
    /// Every section, from left to right.
    pub const ALL: [Self; 3] = [Self::Findings, Self::Facts, Self::Flows];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Findings => "Threats",
            Self::Facts => "Facts",
            Self::Flows => "Flows",
        }
    }

    /// The section that many to the right, round the ends.
    #[must_use]
    pub fn turned(self, by: isize) -> Self {
        let here = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        let count = Self::ALL.len();
        Self::ALL[if by > 0 { here + 1 } else { here + count - 1 } % count]
    }
}

/// Where the panel stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    /// The section for a box.
    pub section: Section,
    /// The cursor, as an index into the lines.
    pub cursor: usize,
    /// Rows of the detail that are scrolled away.
    pub scroll: usize,
}

/// A part of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowPart {
    /// The words on the line.
    Label,
    /// What it carries.
    Carries,
    /// Its protocol.
    Protocol,
    /// Whether it is encrypted.
    Encrypted,
    /// Whether both ends prove who they are.
    Authenticated,
}

impl FlowPart {
    /// Every part, from top to bottom.
    pub const ALL: [Self; 5] = [
        Self::Label,
        Self::Carries,
        Self::Protocol,
        Self::Encrypted,
        Self::Authenticated,
    ];
}

/// A line of the panel.
#[derive(Debug, Clone)]
pub enum PanelLine<'a> {
    /// A threat that applies or needs an answer.
    Finding(&'a Finding),
    /// That none of so many threats applies; the reasons follow.
    Clear(usize),
    /// A threat that does not apply.
    Not(&'a NotApplicable),
    /// A fact of the box: its name and its value, if it is answered.
    Fact {
        /// The name.
        name: &'a str,
        /// The value as the document writes it.
        value: Option<String>,
        /// Whether a question is open about it.
        open: bool,
    },
    /// Where the box stands is not known.
    Place(Asked),
    /// A flow, with whether it leaves the box.
    Flow(FlowId, bool),
    /// A part of the selected flow.
    Part(FlowPart),
    /// A component in the selected zone.
    Member(ComponentId),
}

/// The lines of the panel as it stands.
#[must_use]
pub fn lines(app: &App) -> Vec<PanelLine<'_>> {
    if app.canvas.selected_flow().is_some() {
        return FlowPart::ALL.into_iter().map(PanelLine::Part).collect();
    }
    if let Some(zone) = app.canvas.selected_zone() {
        return members(app, zone)
            .into_iter()
            .map(PanelLine::Member)
            .collect();
    }
    let Some(id) = app.canvas.selected_box() else {
        return Vec::new();
    };
    let Some(component) = app.model().components.get(id) else {
        return Vec::new();
    };
    match app.panel.section {
        Section::Findings => threats(app, id),
        Section::Facts => facts(app, id, component),
        Section::Flows => flows(app, id),
    }
}

/// The components in a zone and in the zones within it, those with the worst open risks first.
#[must_use]
pub fn members(app: &App, zone: &ZoneId) -> Vec<ComponentId> {
    let model = app.model();
    let inside = |component: &Component| {
        let home = component.zone.as_ref();
        home.is_some_and(|home| model.zone_chain(home).contains(&zone))
    };
    let members = model.components.iter().filter(|(_, entry)| inside(entry));
    let mut members: Vec<ComponentId> = members.map(|(id, _)| id.clone()).collect();
    members.sort_by_key(|id| {
        let badge = app.derived.badge(id);
        std::cmp::Reverse((badge.worst, badge.open))
    });
    members
}

/// All threats at a box: what applies by risk, then what needs an answer, then consequences, then what does not apply. Where the box
/// stands is asked before what does not apply; where nothing applies, a line says so before all the reasons.
#[must_use]
pub fn threats<'a>(app: &'a App, id: &ComponentId) -> Vec<PanelLine<'a>> {
    let assessment = &app.derived.assessment;
    let mut lines: Vec<PanelLine> = assessment
        .at(id)
        .into_iter()
        .map(PanelLine::Finding)
        .collect();
    let not = assessment.ruled_out_at(id);
    let nothing = lines.is_empty() && !not.is_empty();
    lines.extend(places(app, id));
    if nothing {
        lines.push(PanelLine::Clear(not.len()));
    }
    lines.extend(not.into_iter().map(PanelLine::Not));
    lines
}

/// Where a box stands, as long as that is asked.
fn places<'a>(app: &App, id: &ComponentId) -> impl Iterator<Item = PanelLine<'a>> {
    let questions = app.derived.assessment.questions.iter();
    questions
        .filter(move |question| &question.component == id)
        .filter(|question| matches!(question.asks, Asked::Zone | Asked::Trust))
        .map(|question| PanelLine::Place(question.asks.clone()))
}

/// The facts that the kind asks for: open ones first, those that settle most at the top.
fn facts<'a>(app: &'a App, id: &ComponentId, component: &'a Component) -> Vec<PanelLine<'a>> {
    let questions = &app.derived.assessment.questions;
    let asked: Vec<&Asked> = questions
        .iter()
        .filter(|q| &q.component == id)
        .map(|q| &q.asks)
        .collect();
    let mut lines: Vec<PanelLine<'a>> = places(app, id).collect();
    let rank = |name: &str| {
        asked
            .iter()
            .position(|asks| matches!(asks, Asked::Fact(fact) if fact == name))
    };
    let of_kind = app
        .catalog
        .kind(&component.kind)
        .map(|kind| kind.asks.as_slice())
        .unwrap_or_default();
    let mut names: Vec<&'a str> = of_kind.iter().map(String::as_str).collect();
    names.extend(
        component
            .facts
            .keys()
            .map(String::as_str)
            .filter(|name| !of_kind.iter().any(|n| n == name)),
    );
    names.sort_by_key(|name| {
        (
            rank(name).unwrap_or(usize::MAX),
            component.facts.contains_key(*name),
        )
    });
    lines.extend(names.into_iter().map(|name| PanelLine::Fact {
        name,
        value: component.facts.get(name).map(ToString::to_string),
        open: rank(name).is_some(),
    }));
    lines
}

fn flows<'a>(app: &App, id: &ComponentId) -> Vec<PanelLine<'a>> {
    let flows = super::canvas::flows_at(app.model(), id);
    flows
        .into_iter()
        .map(|flow| {
            let out = app
                .model()
                .flows
                .get(&flow)
                .is_some_and(|entry| &entry.from == id);
            PanelLine::Flow(flow, out)
        })
        .collect()
}

/// The finding that a line speaks of.
#[must_use]
pub fn finding_of<'a>(line: &PanelLine<'a>) -> Option<&'a FindingId> {
    match line {
        PanelLine::Finding(finding) => Some(&finding.id),
        PanelLine::Not(not) => Some(&not.id),
        _ => None,
    }
}
