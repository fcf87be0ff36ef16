//! Head and foot of every page, painted last because only then the number of pages is known.

use super::Role;
use super::composer::{CONTINUED, Composer, WITHIN};
use crate::report::blocks::{Align, Meta};
use crate::report::theme::{self, FURNITURE, HAIR, WINE};
use crate::report::{clean, theme::SIDE};

/// Paints head and foot on all pages but bare ones.
pub(super) fn furnish(c: &mut Composer<'_>, meta: &Meta) {
    let pages = c.pages.len();
    for page in 0..pages {
        if !c.pages[page].bare {
            c.at = page;
            c.artifact(|c| {
                head(c, meta);
                foot(c, meta, pages);
            });
        }
    }
}

/// The blank between two texts of the head or foot.
const APART: f32 = 12.0;

/// A chapter, or the sheet in it that goes on: where both do not fit, the sheet alone, and where that does not, its name gets
/// shorter and not the word that says that it goes on.
fn running_head(c: &Composer<'_>, whole: &str, room: f32) -> String {
    let width = |text: &str| c.book().width(FURNITURE.role, FURNITURE.size, text);
    let Some((_, sheet)) = whole.split_once(WITHIN).filter(|_| width(whole) > room) else {
        return c.shortened(whole, FURNITURE, room);
    };
    match sheet.strip_suffix(CONTINUED) {
        Some(name) if width(sheet) > room => {
            let name = c.shortened(name, FURNITURE, room - width(CONTINUED));
            format!("{name}{CONTINUED}")
        }
        _ => sheet.to_owned(),
    }
}

fn head(c: &mut Composer<'_>, meta: &Meta) {
    let (width, chapter) = (c.page().width, c.page().chapter.clone());
    let room = width - 2.0 * SIDE - 2.0 * APART;
    let name = joined(&[&meta.kind, &meta.title]);
    let left = c.shortened(&name, FURNITURE, room / 2.0);
    let taken = c.book().width(FURNITURE.role, FURNITURE.size, &left);
    let right = running_head(c, &chapter, room - taken);
    c.text(SIDE, 42.0, &left, FURNITURE, Align::Left);
    c.text(width - SIDE, 42.0, &right, FURNITURE, Align::Right);
    c.rule(SIDE, 50.0, width - 2.0 * SIDE, HAIR, 0.6);
}

fn foot(c: &mut Composer<'_>, meta: &Meta, pages: usize) {
    let (width, height) = (c.page().width, c.page().height);
    let (line, base) = (height - theme::FOOT + 17.0, height - theme::FOOT + 30.0);
    c.rule(SIDE, line, width - 2.0 * SIDE, HAIR, 0.6);
    let class = FURNITURE.role(Role::SemiBold).ink(WINE);
    let shown = c.shortened(&meta.classification, class, (width - 2.0 * SIDE) * 0.45);
    let left = SIDE + c.text(SIDE, base, &shown, class, Align::Left) + APART;
    let page = format!("Page {} of {pages}", c.at + 1);
    let right = width - SIDE - c.book().width(FURNITURE.role, FURNITURE.size, &page) - APART;
    middle(c, meta, base, (left, right));
    c.text(width - SIDE, base, &page, FURNITURE, Align::Right);
}

/// The document's id and date in the middle of the foot, as far as the texts at the sides leave it. The id gives way, never the date.
/// Each is a text of its own: an id in Hebrew does not turn the date around.
fn middle(c: &mut Composer<'_>, meta: &Meta, base: f32, (left, right): (f32, f32)) {
    const SEPARATOR: &str = " · ";
    let wide = |c: &Composer<'_>, text: &str| c.book().width(FURNITURE.role, FURNITURE.size, text);
    let date = clean::line(&long_date(&meta.date));
    let beside = wide(c, &date) + wide(c, SEPARATOR);
    let mut parts = vec![c.shortened(&meta.document_id, FURNITURE, right - left - beside)];
    parts.retain(|part| !part.is_empty());
    if !date.is_empty() {
        parts.extend((!parts.is_empty()).then(|| SEPARATOR.to_owned()));
        parts.push(date);
    }
    let all: f32 = parts.iter().map(|part| wide(c, part)).sum();
    let centred = (c.page().width - all) / 2.0;
    let mut x = centred.min(right - all).max(left);
    for part in &parts {
        x += c.text(x, base, part, FURNITURE, Align::Left);
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| clean::line(part))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-11-22` as "22 November 2026"; anything else as it is.
pub(super) fn long_date(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    let number = |text: &str| text.parse::<usize>().ok();
    match parts.as_slice() {
        [year, month, day] => match (
            number(month).and_then(|month| MONTHS.get(month.wrapping_sub(1))),
            number(day),
        ) {
            (Some(month), Some(day)) => format!("{day} {month} {year}"),
            _ => date.to_owned(),
        },
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::long_date;

    #[test]
    fn a_date_is_written_out_and_anything_else_kept() {
        assert_eq!(long_date("2026-11-02"), "2 November 2026");
        assert_eq!(long_date("soon"), "soon");
    }
}
