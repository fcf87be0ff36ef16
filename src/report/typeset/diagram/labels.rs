//! Labels of flows on paper. The layout finds them room on the screen, where every letter takes a cell; on paper they are narrower. So
//! many a number becomes its text again, and a label that stands nearer to another line than to its own moves to a better place.

use std::borrow::Cow;

use crate::report::blocks::{CellRect, Drawing, DrawnFlow, DrawnLabel};

/// How many cells a letter takes at the smallest size, and one of a wide script.
const LETTER: f32 = 0.88;
const WIDE_LETTER: f32 = 1.7;

/// The drawing with its labels where they are best for paper.
pub(super) fn for_paper(drawing: &Drawing) -> Cow<'_, Drawing> {
    let mut placed = Cow::Borrowed(drawing);
    for number in 0..drawing.flows.len() {
        let Some(label) = &drawing.flows[number].label else {
            continue;
        };
        let meant = drawing.legend.iter().find(|it| it.mark == label.text);
        let ground = Ground {
            drawing: &placed,
            flow: number,
        };
        let text = meant.map_or(&label.text, |entry| &entry.text);
        if meant.is_none() && ground.is_clear_of_doubt(&shown(&drawing.flows[number], label)) {
            continue;
        }
        let Some(rect) = ground.best(&label.rect, columns(text)) else {
            continue;
        };
        let label = DrawnLabel {
            rect,
            text: text.clone(),
        };
        let changed = placed.to_mut();
        changed.flows[number].label = Some(label);
        changed
            .legend
            .retain(|entry| meant.is_none_or(|meant| meant.mark != entry.mark));
    }
    placed
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a label has at most a few hundred letters"
)]
fn columns(text: &str) -> i32 {
    let wide = |c: char| {
        if u32::from(c) < 0x2e80 {
            LETTER
        } else {
            WIDE_LETTER
        }
    };
    text.chars().map(wide).sum::<f32>().ceil() as i32 + 1
}

/// The cells that a label's letters take of its room: they stand at the side of their line.
fn shown(flow: &DrawnFlow, label: &DrawnLabel) -> CellRect {
    use crate::report::blocks::Align;
    let w = columns(&label.text).min(label.rect.w);
    let spare = label.rect.w - w;
    let x = label.rect.x
        + match super::draw::side(flow, &label.rect) {
            Align::Left => 0,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
    CellRect { x, w, ..label.rect }
}

/// What stands around the label of a flow.
struct Ground<'d> {
    drawing: &'d Drawing,
    flow: usize,
}

impl Ground<'_> {
    /// Whether a reader sees which line it belongs to.
    fn is_clear_of_doubt(&self, label: &CellRect) -> bool {
        self.distance(label, true) < self.distance(label, false) && !self.on_an_edge(label)
    }

    /// The distance to the flow's own line, or to the nearest of the others; a row is twice as high as a column is wide.
    fn distance(&self, label: &CellRect, own: bool) -> i32 {
        let flows = self.drawing.flows.iter().enumerate();
        flows
            .filter(|(number, _)| (*number == self.flow) == own)
            .flat_map(|(_, flow)| pieces(flow))
            .map(|piece| apart(label, &piece))
            .min()
            .unwrap_or(i32::MAX)
    }

    fn on_an_edge(&self, label: &CellRect) -> bool {
        let label = CellRect::new(label.x - 1, label.y, label.w + 2, label.h);
        self.drawing.zones.iter().any(|zone| {
            let CellRect { x, y, w, h } = zone.rect;
            [
                CellRect::new(x, y, w, 1),
                CellRect::new(x, y + h - 1, w, 1),
                CellRect::new(x, y, 1, h),
                CellRect::new(x + w - 1, y, 1, h),
            ]
            .iter()
            .any(|edge| meet(edge, &label))
        })
    }

    /// Whether nothing stands there, but for the flow's own line.
    fn is_free(&self, label: &CellRect) -> bool {
        let blank = CellRect::new(label.x - 1, label.y, label.w + 2, label.h);
        let other_flows = self.drawing.flows.iter().enumerate();
        let mut others = other_flows.filter(|(number, _)| *number != self.flow);
        let crossed = others.any(|(_, flow)| {
            let labelled = flow.label.as_ref().is_some_and(|it| meet(&it.rect, &blank));
            labelled || pieces(flow).any(|piece| meet(&piece, &blank))
        });
        let mut boxes = self.drawing.boxes.iter();
        !crossed && !boxes.any(|drawn| meet(&drawn.rect, &blank)) && !self.on_an_edge(label)
    }

    /// The nearest place without doubt for so many columns: at either side of an upright piece of the line, or within a level one.
    fn best(&self, wanted: &CellRect, columns: i32) -> Option<CellRect> {
        /// A line goes on for a bit at both sides of a label within it, and before its arrow.
        const END: i32 = 3;
        let at = |x, y| CellRect::new(x, y, columns, 1);
        let mut places = Vec::new();
        for piece in pieces(&self.drawing.flows[self.flow]) {
            if piece.w == 1 {
                let rows = piece.y + 1..piece.y + piece.h - 1;
                places
                    .extend(rows.flat_map(|y| [at(piece.x + 2, y), at(piece.x - columns - 1, y)]));
            } else {
                let starts = piece.x + END..=piece.x + piece.w - columns - END;
                places.extend(starts.map(|x| at(x, piece.y)));
            }
        }
        places
            .into_iter()
            .filter(|place| self.is_free(place) && self.is_clear_of_doubt(place))
            .min_by_key(|place| (apart(place, wanted), place.y, place.x))
    }
}

fn pieces(flow: &DrawnFlow) -> impl Iterator<Item = CellRect> + '_ {
    flow.points.windows(2).map(|pair| {
        let (left, top) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
        let (right, bottom) = (pair[0].x.max(pair[1].x), pair[0].y.max(pair[1].y));
        CellRect::new(left, top, right - left + 1, bottom - top + 1)
    })
}

fn meet(a: &CellRect, b: &CellRect) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/// How far two rectangles are from each other.
fn apart(a: &CellRect, b: &CellRect) -> i32 {
    let across = (b.x - a.x - a.w + 1).max(a.x - b.x - b.w + 1).max(0);
    let down = (b.y - a.y - a.h + 1).max(a.y - b.y - b.h + 1).max(0);
    across.max(2 * down)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::blocks::{CellPoint, LegendEntry};

    fn upright(x: i32, label: Option<(CellRect, &str)>) -> DrawnFlow {
        DrawnFlow {
            from: "a".into(),
            to: "b".into(),
            points: vec![CellPoint { x, y: 0 }, CellPoint { x, y: 9 }],
            label: label.map(|(rect, text)| DrawnLabel {
                rect,
                text: text.into(),
            }),
            carries: String::new(),
            back: false,
            crosses: false,
        }
    }

    #[test]
    fn a_label_beside_another_line_moves_to_its_own() {
        let far = CellRect::new(32, 4, 8, 1);
        let drawing = Drawing {
            flows: vec![upright(10, Some((far, "labels"))), upright(30, None)],
            ..Drawing::default()
        };
        let moved = for_paper(&drawing).flows[0].label.clone().unwrap();
        assert!((2..=12).contains(&moved.rect.x), "{moved:?}");
    }

    #[test]
    fn a_number_becomes_its_text_where_there_is_room_for_it() {
        let mark = CellRect::new(12, 4, 1, 1);
        let drawing = Drawing {
            flows: vec![upright(10, Some((mark, "1")))],
            legend: vec![LegendEntry {
                mark: "1".into(),
                text: "training data".into(),
            }],
            ..Drawing::default()
        };
        let placed = for_paper(&drawing);
        assert_eq!(
            placed.flows[0].label.as_ref().unwrap().text,
            "training data"
        );
        assert!(placed.legend.is_empty());
    }
}
