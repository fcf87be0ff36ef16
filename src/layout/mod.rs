//! Where everything is drawn, on an integer grid.
//!
//! A [`Sketch`] says *what* is to be drawn, a [`Layout`] *where*; both are plain data. One layout feeds the canvas, the text
//! picture, the SVG and the figure in the report, so the drawing is the same everywhere.
//!
//! The room knows no terminal, no clock and no file. The same sketch gives the same layout on every machine: nothing here
//! iterates over a hash map, and every tie is broken by id.
//!
//! # Where to start reading
//!
//! [`lay_out`] runs the four steps, each in a module of its own:
//!
//! 1. `place` puts boxes on cells, zone by zone (`layered` for one zone, `rows` for wrapped rows at the root);
//! 2. `route` finds an orthogonal way for every flow over the `grid`, each on a lane of its own;
//! 3. `labels` finds room for the texts on the finished routes, and numbers those that found none;
//! 4. `squeeze` drops empty rows and columns, for drawings that nobody has touched.
//!
//! Positions belong to the user: a box that has one keeps it (`settle` mends overlaps), and edits never lay out afresh
//! ([`places`], [`reroute`], [`tidy`]).

mod ease;
mod edit;
mod field;
mod flow_order;
mod fold;
mod geometry;
mod glyph;
mod grid;
mod hit;
mod islands;
mod labels;
mod layered;
mod line;
mod marks;
mod of_model;
mod paint;
mod picture;
mod place;
mod plan;
mod polish;
mod rank;
mod route;
mod rows;
mod search;
mod settle;
mod sketch;
mod squeeze;
mod svg;
mod variant;
mod widen;
mod zone_lines;
mod zone_name;
mod zoom;

pub use edit::{Scope, places, reroute, reroute_part, tidy};
pub use fold::{Collapsed, collapse, folded_id};
pub use geometry::{Point, Rect};
pub use glyph::Charset;
pub use hit::{Hit, Side, hit};
pub use marks::{Crossing, Passage, crossings, passages};
pub use of_model::{flow_label, sketch_of};
pub use paint::{paint, paint_at, text_picture};
pub use picture::{Badge, BoxDecor, Decor, FlowDecor, Glyph, Ink, PaintCell, Picture, Severity};
pub use sketch::{BoxSketch, FlowSketch, Shape, Sketch, ZoneSketch, box_lines, box_size};
pub use svg::svg;
pub use variant::{
    Measure, Ranked, Variant, best, first_variant, lay_out, lay_out_tight, layout_cost, measure,
    rank, stand,
};
pub use zoom::{Minimap, MinimapCell, Zoom, minimap, zoomed};

use std::collections::BTreeMap;

/// Where everything is, in character cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The outer rectangle of every box, by id.
    pub boxes: BTreeMap<String, Rect>,
    /// The outer rectangle (frame included) of every zone, by id.
    pub zones: BTreeMap<String, Rect>,
    /// The way of every flow whose two ends exist, by id.
    pub flows: BTreeMap<String, Route>,
    /// The labels that found no room, with the number that stands on the flow instead.
    pub legend: Vec<(u32, String)>,
    /// The smallest rectangle around all of it.
    pub bounds: Rect,
}

/// The way of one flow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Corners, from a border cell of the source to a border cell of the target, both included. Consecutive points
    /// differ in exactly one coordinate.
    pub points: Vec<Point>,
    /// Where the whole label stands, if it found room.
    pub label: Option<LabelBox>,
    /// Is it the flow of a cycle that leads back, against the direction of the drawing (a feedback loop)?
    pub back: bool,
    /// The number in the legend, when the label did not fit.
    pub number: Option<u32>,
    /// Where the number stands.
    pub marker: Option<Point>,
}

/// A label that found room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelBox {
    /// The cells of the text, one row high.
    pub area: Rect,
    /// The text.
    pub text: String,
}
