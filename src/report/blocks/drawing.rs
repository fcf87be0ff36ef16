//! The pipeline as plain geometry on a grid of character cells, twice as tall as wide.
//!
//! It mirrors what a layout computes, and knows nothing of it: `report::build` copies one into the other. A box covers the
//! cells of its [`CellRect`]; its border runs through the middle of its outermost cells, and a flow's polyline runs
//! through the middle of the cells it names, from border cell to border cell.

use super::{Cell, Column, RiskLevel, Row, Span, Style, Table, Target};

/// A drawn pipeline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// The trust zones, outer ones before the ones they hold.
    pub zones: Vec<DrawnZone>,
    /// The components.
    pub boxes: Vec<DrawnBox>,
    /// The flows.
    pub flows: Vec<DrawnFlow>,
    /// Texts that found no room in the picture: a mark in it, and what the mark stands for.
    pub legend: Vec<LegendEntry>,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellRect {
    /// The leftmost column.
    pub x: i32,
    /// The top row.
    pub y: i32,
    /// How many columns.
    pub w: i32,
    /// How many rows.
    pub h: i32,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct CellPoint {
    /// Its column.
    pub x: i32,
    /// Its row.
    pub y: i32,
}

impl CellRect {
    /// A rectangle from its corner and size.
    #[must_use]
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    /// Whether a cell lies in it.
    #[must_use]
    pub fn contains(&self, point: CellPoint) -> bool {
        (self.x..self.x + self.w).contains(&point.x) && (self.y..self.y + self.h).contains(&point.y)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &CellRect) -> CellRect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        CellRect {
            x,
            y,
            w: right - x,
            h: bottom - y,
        }
    }
}

/// A trust zone.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnZone {
    /// Where it stands.
    pub rect: CellRect,
    /// Its name.
    pub title: String,
    /// Its trust in a word or two, such as "trust 3"; may be empty.
    pub trust: String,
}

/// A component.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnBox {
    /// Its id, to which flows refer.
    pub id: String,
    /// Where it stands.
    pub rect: CellRect,
    /// Its name.
    pub title: String,
    /// Its kind in a word or two; drawn small under the name if there is room.
    pub kind: String,
    /// What it looks like.
    pub shape: Shape,
    /// The worst finding on it and how many there are.
    pub badge: Option<Badge>,
    /// Where a click on it leads.
    pub target: Option<Target>,
}

/// What a component looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Something that works on data: rounded.
    Process,
    /// Something that keeps data: a double line above and below.
    Store,
    /// A model: heavy, with cut corners.
    Model,
    /// Somebody or something outside: square and grey.
    External,
    /// Something that measures or moves the world: dashed.
    Sensor,
}

impl Shape {
    /// Every shape, in the order of the key.
    pub const ALL: [Shape; 5] = [
        Shape::Process,
        Shape::Store,
        Shape::Model,
        Shape::External,
        Shape::Sensor,
    ];

    /// The shape's meaning in a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Shape::Process => "process",
            Shape::Store => "store",
            Shape::Model => "model",
            Shape::External => "person or supply",
            Shape::Sensor => "sensor",
        }
    }
}

/// The worst finding on a component and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    /// The worst level.
    pub level: RiskLevel,
    /// How many findings.
    pub count: u32,
}

/// A flow of data.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnFlow {
    /// The id of the box where it starts.
    pub from: String,
    /// The id of the box where it ends.
    pub to: String,
    /// The corners of its line, ends included.
    pub points: Vec<CellPoint>,
    /// Its label, if one found room. Where it did not, the number or letter that stands for it in the legend, at the place
    /// of its mark.
    pub label: Option<DrawnLabel>,
    /// What it carries, for the data-table form.
    pub carries: String,
    /// Whether it runs against the reading direction; drawn dashed.
    pub back: bool,
    /// Whether it crosses a trust boundary; drawn stronger.
    pub crosses: bool,
}

/// The label of a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnLabel {
    /// The room that it has.
    pub rect: CellRect,
    /// Its words.
    pub text: String,
}

/// A mark in the drawing and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// The mark, such as "a".
    pub mark: String,
    /// The text that it stands for.
    pub text: String,
}

impl Drawing {
    /// The smallest rectangle that holds everything.
    #[must_use]
    pub fn bounds(&self) -> CellRect {
        let zones = self.zones.iter().map(|zone| zone.rect);
        let boxes = self.boxes.iter().map(|drawn| drawn.rect);
        let labels = self
            .flows
            .iter()
            .filter_map(|flow| flow.label.as_ref())
            .map(|label| label.rect);
        let corners = self
            .flows
            .iter()
            .flat_map(|flow| &flow.points)
            .map(|point| CellRect::new(point.x, point.y, 1, 1));
        zones
            .chain(boxes)
            .chain(labels)
            .chain(corners)
            .reduce(|all, next| all.union(&next))
            .unwrap_or_default()
    }

    /// The title of a box, or its id where no box has that id.
    #[must_use]
    pub fn title_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.boxes
            .iter()
            .find(|drawn| drawn.id == id)
            .map_or(id, |drawn| drawn.title.as_str())
    }

    pub(super) fn data(&self) -> Table {
        let columns = vec![
            Column::new("From", 2.0),
            Column::new("To", 2.0),
            Column::new("Carries", 3.0),
        ];
        let name = |id: &str| {
            let style = self
                .boxes
                .iter()
                .find(|drawn| drawn.id == id)
                .and_then(|drawn| drawn.target.clone());
            Cell::spans(vec![Span {
                text: self.title_of(id).to_owned(),
                style: style.map_or(Style::Plain, Style::Link),
            }])
        };
        let rows = self.flows.iter().map(|flow| {
            let words = match (&flow.label, flow.carries.as_str()) {
                (Some(label), "") => label.text.as_str(),
                (_, carries) => carries,
            };
            Row::new(vec![name(&flow.from), name(&flow.to), Cell::text(words)])
        });
        Table {
            columns,
            rows: rows.collect(),
            ..Table::default()
        }
    }

    /// The badge letters of the drawing, worst last; tells a key which levels to explain.
    #[must_use]
    pub fn levels(&self) -> std::collections::BTreeSet<RiskLevel> {
        self.boxes
            .iter()
            .filter_map(|drawn| drawn.badge)
            .map(|badge| badge.level)
            .collect()
    }
}
