//! Opens columns where a finished drawing is too tight to be read; the counterpart of `squeeze`.
//!
//! A *seam* runs through the whole drawing from top to bottom, one boundary between two columns in every row, and all that
//! stands to the right of it moves. It cuts level lines and the edges of frames, which become longer, and never a box, a label
//! or an upright line: so no flow gets another turn, and none crosses another one.

use std::collections::BTreeMap;

use super::edit::Lanes;
use super::field::{Field, Gap};
use super::geometry::{Point, Rect};
use super::plan::{Placement, Plan};
use super::{Layout, edit, variant};

/// A drawing gets wider by one column for so many that it has, at most.
const WIDTH_OF_ONE: i32 = 12;
/// A gap that weighs less is worth no column.
const LEAST: u32 = 8;
/// For a gap that weighs so much, one level line may become longer by a column.
const WORTH_OF_ONE: u32 = 2;
/// So many places are tried for the words of one flow.
const MOST_LOOKS: usize = 5;
/// A drawing of more cells is not looked at: nobody sees it whole, and it has taken long enough.
const MOST_CELLS: i32 = 40_000;

/// The drawing with room where lines and labels stood too close to what they have nothing to do with, and for labels that
/// found none. Boxes keep their order; the frames are those that the drawing has when it is opened again.
pub(super) fn widen(plan: &Plan, layout: Layout) -> Layout {
    if layout.bounds.w.saturating_mul(layout.bounds.h) > MOST_CELLS {
        return legible(plan, layout);
    }
    let mut left = (layout.bounds.w / WIDTH_OF_ONE).max(4);
    let mut wider = match widened(plan, &layout, &mut left, For::Distance) {
        Some(wider) => wider,
        None => legible(plan, layout),
    };
    if wider.flows.values().any(|route| route.number.is_some())
        && let Some(again) = widened(plan, &wider, &mut left, For::Words)
    {
        wider = again;
    }
    wider
}

/// What columns are opened for.
#[derive(Clone, Copy)]
enum For {
    /// What stands too close to something else.
    Distance,
    /// Labels that are only numbers.
    Words,
}

/// The drawing opened where that gains most, as long as there are columns `left`.
fn widened(plan: &Plan, layout: &Layout, left: &mut i32, aim: For) -> Option<Layout> {
    let field = Field::new(plan, layout);
    let mut gaps = match aim {
        For::Distance => field.too_close(plan, layout),
        For::Words => field.for_words(plan, layout),
    };
    gaps.retain(|gap| gap.weight >= LEAST);
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.weight), gap.rows, gap.column));
    let mut seams: Vec<Seam> = Vec::new();
    // How often room was looked for for the words of a flow.
    let mut looks: BTreeMap<usize, usize> = BTreeMap::new();
    for gap in gaps {
        let tried = gap.label.map(|flow| looks.entry(flow).or_default());
        let enough = tried.as_ref().is_some_and(|tried| **tried >= MOST_LOOKS);
        if *left < gap.columns || enough || seams.iter().any(|seam| seam.opens(&gap)) {
            continue;
        }
        if let Some(tried) = tried {
            *tried += 1;
        }
        if let Some(seam) = Seam::through(&field, &gap) {
            *left -= gap.columns;
            seams.push(seam);
            looks.extend(gap.label.map(|flow| (flow, MOST_LOOKS)));
        }
    }
    if seams.is_empty() {
        None
    } else {
        opened(plan, layout, &seams)
    }
}

/// The same drawing with numbers for the labels that stand too close to what is not their own.
fn legible(plan: &Plan, layout: Layout) -> Layout {
    let boxes = plan.boxes.iter();
    let zones = plan.zones.iter();
    let placement = Placement {
        boxes: boxes
            .filter_map(|planned| layout.boxes.get(&planned.id).copied())
            .collect(),
        zones: zones
            .filter_map(|zone| layout.zones.get(&zone.id).copied())
            .collect(),
    };
    edit::traced(plan, &placement, &layout, Lanes::AsTheyWere).unwrap_or(layout)
}

/// Where the drawing is opened: the first column that moves in each row.
struct Seam {
    /// From the first row of the field on.
    at: Vec<i32>,
    top: i32,
    columns: i32,
}

impl Seam {
    /// The seam through a gap that makes the fewest lines longer, if it is worth that.
    fn through(field: &Field, gap: &Gap) -> Option<Self> {
        let area = field.area;
        let (first, last) = gap.rows;
        if (first..=last).any(|y| field.is_barred(Point::new(gap.column, y))) {
            return None;
        }
        let mut at = vec![gap.column; usize::try_from(area.h).unwrap_or(0)];
        let own: u32 = (first..=last)
            .map(|y| field.longer(Point::new(gap.column, y)))
            .sum();
        let above = field.way(gap.column, first, area.y, &mut at)?;
        let below = field.way(gap.column, last, area.bottom() - 1, &mut at)?;
        let columns = u32::try_from(gap.columns).unwrap_or(1);
        let longer = (own + above + below) * columns;
        (longer <= gap.weight * WORTH_OF_ONE).then_some(Self {
            at,
            top: area.y,
            columns: gap.columns,
        })
    }

    fn first_moved(&self, y: i32) -> i32 {
        let row = usize::try_from(y - self.top).unwrap_or(0);
        self.at.get(row).copied().unwrap_or(i32::MAX)
    }

    /// Whether it gives a gap what it wants.
    fn opens(&self, gap: &Gap) -> bool {
        self.columns >= gap.columns
            && (gap.rows.0..=gap.rows.1).all(|y| self.first_moved(y) == gap.column)
    }

    /// How far it moves a cell.
    fn moves(&self, cell: Point) -> i32 {
        if cell.x >= self.first_moved(cell.y) {
            self.columns
        } else {
            0
        }
    }
}

/// The drawing opened along the seams, with labels in the room that there is now; `None` where a frame would not be the one
/// that its boxes ask for.
fn opened(plan: &Plan, layout: &Layout, seams: &[Seam]) -> Option<Layout> {
    let moved = |cell: Point| {
        let by = seams.iter().map(|seam| seam.moves(cell)).sum();
        cell.shifted(by, 0)
    };
    let whole = |rect: Rect| {
        let last = moved(Point::new(rect.right() - 1, rect.y)).x;
        let corner = moved(rect.corner());
        Rect::new(corner.x, corner.y, last - corner.x + 1, rect.h)
    };
    let mut wider = layout.clone();
    for route in wider.flows.values_mut() {
        for point in &mut route.points {
            *point = moved(*point);
        }
        if let Some(label) = &mut route.label {
            label.area = whole(label.area);
        }
    }
    let place = |of: &BTreeMap<String, Rect>, id: &String| of.get(id).copied().map(whole);
    let boxes = plan.boxes.iter();
    let boxes = boxes.filter_map(|planned| place(&layout.boxes, &planned.id));
    let zones = plan.zones.iter();
    let zones = zones.filter_map(|zone| place(&layout.zones, &zone.id));
    let placement = Placement {
        boxes: boxes.collect(),
        zones: zones.collect(),
    };
    let framed = variant::with_frames(plan, &placement);
    if framed == placement {
        edit::traced(plan, &placement, &wider, Lanes::Own)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{BoxSketch, FlowSketch, LabelBox, Route, Shape, Sketch};

    fn drawn(id: &str) -> BoxSketch {
        BoxSketch {
            id: id.to_owned(),
            title: id.to_owned(),
            shape: Shape::Process,
            zone: None,
            at: None,
            pinned: false,
        }
    }

    /// A flow that comes straight down, and a box beside its way that it has nothing to do with.
    fn beside(foreign: Rect, label: Option<LabelBox>) -> (Plan, Layout) {
        let plan = Plan::new(&Sketch {
            boxes: ["first", "foreign", "second"].map(drawn).to_vec(),
            flows: vec![FlowSketch {
                id: "flow".to_owned(),
                from: "first".to_owned(),
                to: "second".to_owned(),
                label: label.as_ref().map_or("", |label| &label.text).to_owned(),
                guarded: None,
            }],
            zones: Vec::new(),
        });
        let mut layout = Layout::default();
        let rects = [
            ("first", Rect::new(0, 0, 10, 3)),
            ("foreign", foreign),
            ("second", Rect::new(0, 12, 10, 3)),
        ];
        layout.boxes = rects.map(|(id, rect)| (id.to_owned(), rect)).into();
        let route = Route {
            points: vec![Point::new(5, 2), Point::new(5, 12)],
            label,
            ..Route::default()
        };
        layout.flows.insert("flow".to_owned(), route);
        layout.bounds = variant::bounds(&layout);
        (plan, layout)
    }

    #[test]
    fn a_box_right_beside_a_flow_that_passes_moves_a_column_away() {
        let (plan, layout) = beside(Rect::new(6, 5, 11, 3), None);
        let wider = widen(&plan, layout.clone());
        assert_eq!(wider.boxes["foreign"], Rect::new(7, 5, 11, 3));
        assert_eq!(wider.boxes["first"], layout.boxes["first"]);
        assert_eq!(wider.flows, layout.flows);
    }

    #[test]
    fn on_the_other_side_the_flow_moves_with_its_boxes() {
        let (plan, layout) = beside(Rect::new(-6, 5, 11, 3), None);
        let wider = widen(&plan, layout);
        let apart = wider.flows["flow"].points[0].x - wider.boxes["foreign"].right();
        assert_eq!(apart, 1);
        assert_eq!(wider.boxes["first"].x, wider.boxes["second"].x);
    }

    #[test]
    fn a_label_keeps_a_column_from_a_foreign_box() {
        let label = LabelBox {
            area: Rect::new(7, 6, 4, 1),
            text: "data".to_owned(),
        };
        let (plan, layout) = beside(Rect::new(11, 5, 11, 3), Some(label));
        let wider = widen(&plan, layout);
        let label = wider.flows["flow"].label.as_ref().map(|label| label.area);
        assert_eq!(label, Some(Rect::new(7, 6, 4, 1)));
        assert_eq!(wider.boxes["foreign"].x, 12);
    }

    #[test]
    fn what_stands_clear_stays() {
        let (plan, layout) = beside(Rect::new(8, 5, 11, 3), None);
        assert_eq!(widen(&plan, layout.clone()), layout);
    }
}
