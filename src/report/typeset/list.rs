//! Lists: bulleted, numbered or marked, none of whose items stands alone on a page.

use super::Role;
use super::composer::{Composer, Frame, nth};
use super::display::{Seg, Stroke, circle};
use super::prose::{PARA_GAP, flow_lines};
use super::structure::{Attribute, Tag};
use crate::report::blocks::{Align, List, ListItem, Mark};
use crate::report::theme::{self, BODY, SUB, TEAL, Type, WINE};

/// The gap after an item of a list.
const ITEM_GAP: f32 = 2.6;
/// Where the text of a list item starts.
const LIST_INDENT: f32 = 16.0;
/// A list of so few items is not parted, unless it takes more than this part of a page.
const WHOLE: usize = 3;
const SHORT_LIST: f32 = 0.2;

pub(super) fn list(c: &mut Composer<'_>, list: &List) {
    let face = c.scaled(BODY);
    let elem = c.structure.open(Tag::L);
    let counted = if list.numbered {
        Attribute::Decimal
    } else {
        Attribute::Disc
    };
    c.structure.elem(elem).attributes.push(counted);
    if !c.is_trial() {
        let height = opening(c, list);
        c.begin(height);
    }
    let end = list.items.len().saturating_sub(1);
    for (number, item) in list.items.iter().enumerate() {
        let label = list.numbered.then(|| format!("{}", number + 1));
        // Neither the first item nor the last stands alone on its page.
        let with = (number == 0 || number + 1 == end).then(|| list.items.get(number + 1));
        list_item(c, item, with.flatten(), label.as_deref(), face);
        c.gap(ITEM_GAP);
    }
    c.structure.close();
    c.gap(PARA_GAP);
}

/// How much of a list must stand on the same page: its first two items, or all of a short one.
pub(super) fn opening(c: &Composer<'_>, list: &List) -> f32 {
    if list.items.len() <= WHOLE {
        let whole = c.measure(|trial| self::list(trial, list));
        return whole.min(c.page_room() * SHORT_LIST);
    }
    let first = list.items.iter().take(2);
    first.map(|item| item_opening(c, item) + ITEM_GAP).sum()
}

/// How many lines of an item must stand on the same page.
fn item_opening(c: &Composer<'_>, item: &ListItem) -> f32 {
    let face = c.scaled(BODY);
    let width = c.frame.width - LIST_INDENT * c.scale;
    let lines = c.wrap(&item.spans, face, width, Align::Left).len();
    face.leading * nth(if lines <= 3 { lines } else { 2 })
}

fn list_item(
    c: &mut Composer<'_>,
    item: &ListItem,
    with: Option<&ListItem>,
    label: Option<&str>,
    face: Type,
) {
    let indent = LIST_INDENT * c.scale;
    let Frame { left, width } = c.frame;
    let after = with.map_or(0.0, |item| ITEM_GAP + item_opening(c, item));
    let lines = c.wrap(&item.spans, face, width - indent, Align::Left);
    c.begin(item_opening(c, item) + after);
    c.structure.open(Tag::LI);
    let (top, base) = (c.y, c.y + c.baseline(face));
    c.tagged(Tag::Lbl, |c| match label {
        Some(label) => drop(c.content(|c| {
            c.text(
                left + indent - 6.0,
                base,
                label,
                face.role(Role::SemiBold).ink(theme::ACCENT),
                Align::Right,
            )
        })),
        None => mark(c, item.mark, left, top, face),
    });
    c.within(
        Frame {
            left: left + indent,
            width: width - indent,
        },
        |c| {
            c.tagged(Tag::LBody, |c| flow_lines(c, &lines, face));
        },
    );
    c.structure.close();
}

/// A list mark as a small picture with its word as alternative text.
fn mark(c: &mut Composer<'_>, mark: Mark, left: f32, top: f32, face: Type) {
    let (x, y, r) = (
        left + 5.0 * c.scale,
        top + face.leading * 0.52,
        face.size * 0.36,
    );
    if mark == Mark::Bullet {
        c.artifact(|c| c.path(circle(x, y, r * 0.52), Some(theme::ACCENT), None));
        return;
    }
    c.figure(mark.word(), [x - r, y - r, r * 2.0, r * 2.0], |c| {
        draw_mark(c, mark, x, y, r);
    });
}

/// A tick, cross, half circle or open circle.
pub(super) fn draw_mark(c: &mut Composer<'_>, mark: Mark, x: f32, y: f32, r: f32) {
    let line = |ink| Some(Stroke::solid(ink, r * 0.42));
    match mark {
        Mark::Bullet => {}
        Mark::Done => {
            let segs = vec![
                Seg::Move(x - r, y),
                Seg::Line(x - r * 0.25, y + r * 0.75),
                Seg::Line(x + r, y - r * 0.8),
            ];
            c.path(segs, None, line(TEAL));
        }
        Mark::Missing => {
            let d = r * 0.78;
            c.path(
                vec![Seg::Move(x - d, y - d), Seg::Line(x + d, y + d)],
                None,
                line(WINE),
            );
            c.path(
                vec![Seg::Move(x - d, y + d), Seg::Line(x + d, y - d)],
                None,
                line(WINE),
            );
        }
        Mark::Planned => {
            let d = r * 0.6;
            c.path(
                vec![Seg::Move(x - r, y), Seg::Line(x + r * 0.9, y)],
                None,
                line(theme::ACCENT),
            );
            c.path(
                vec![
                    Seg::Move(x + r * 0.9 - d, y - d),
                    Seg::Line(x + r * 0.9, y),
                    Seg::Line(x + r * 0.9 - d, y + d),
                ],
                None,
                line(theme::ACCENT),
            );
        }
        Mark::Unknown => c.path(circle(x, y, r * 0.8), None, line(SUB)),
    }
}
