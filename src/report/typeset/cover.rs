//! The cover: a dark block with the title, facts below it and the verdict at the foot.

use std::rc::Rc;

use super::Role;
use super::composer::{Composer, Frame, Marking, nth};
use super::contents;
use super::display::{Item, Seg, Stroke, circle, rounded};
use super::prose::place_lines;
use super::structure::Tag;
use super::wrap::Line;
use crate::report::blocks::{Align, Cover, Fact, Report, RiskLevel, Span, Verdict};
use crate::report::clean;
use crate::report::logo::Logo;
use crate::report::theme::{
    self, BODY, H1, INK, LABEL, LEAD, NAVY, NAVY_DEEP, NAVY_LINE, PANEL, Rgb, SIDE, SKY, TEAL,
    Type, WHITE,
};

/// Sets the cover, or a plain title where the report has none.
pub(super) fn cover(c: &mut Composer<'_>, report: &Report) {
    c.chapter = clean::line(&report.meta.title);
    c.new_page();
    match &report.cover {
        Some(cover) => {
            c.page().bare = true;
            draw(c, report, cover);
        }
        None => masthead(c, report),
    }
}

/// The title above the first chapter.
fn masthead(c: &mut Composer<'_>, report: &Report) {
    if report.meta.title.is_empty() {
        c.masthead = true;
        return;
    }
    let lines = c.wrap(
        &[Span::plain(&report.meta.title)],
        H1,
        c.frame.width,
        Align::Left,
    );
    place_lines(c, Tag::P, &lines, H1);
    if !report.meta.subtitle.is_empty() {
        let face = LEAD.ink(theme::SUB);
        let lines = c.wrap(
            &[Span::plain(&report.meta.subtitle)],
            face,
            c.frame.width,
            Align::Left,
        );
        place_lines(c, Tag::P, &lines, face);
    }
    c.gap(26.0);
    // With a contents page in between, the first chapter starts a page as usual.
    c.masthead = !report.contents || !contents::helps(report);
}

/// How far down the page the dark block reaches, as a part of its height.
const BLOCK: f32 = 0.6;

fn draw(c: &mut Composer<'_>, report: &Report, cover: &Cover) {
    let (width, height) = (c.page().width, c.page().height);
    let block = height * BLOCK;
    c.artifact(|c| {
        c.fill(0.0, 0.0, width, block, NAVY);
        line_art(c, width, block);
        c.fill(0.0, block, width, 3.2, TEAL);
    });
    if let Some(logo) = &cover.logo {
        plate(c, logo, width);
    }
    let mut y = 92.0;
    let kicker = Type::new(Role::SemiBold, 9.0, 14.0, SKY);
    if !report.meta.kind.is_empty() {
        let text = clean::line(&report.meta.kind).to_uppercase();
        let text = c.shortened(&text, kicker, width - 2.0 * SIDE - 160.0);
        let base = y + c.baseline(kicker);
        c.tagged(Tag::P, |c| {
            c.content(|c| c.text(SIDE, base, &text, kicker, Align::Left))
        });
    }
    y += 26.0;
    let (lines, face) = fitting(c, &report.meta.title, &TITLES, 4, width - 2.0 * SIDE);
    put(c, &lines, face, y);
    y += nth(lines.len()) * face.leading + 12.0;
    let subtitles = [
        Type::new(Role::Sans, 13.0, 19.0, Rgb(0xd6, 0xe4, 0xef)),
        Type::new(Role::Sans, 10.5, 15.5, Rgb(0xd6, 0xe4, 0xef)),
    ];
    let (lines, face) = fitting(
        c,
        &report.meta.subtitle,
        &subtitles,
        6,
        (width - 2.0 * SIDE) * 0.82,
    );
    put(c, &lines, face, y);
    let strip = cover.verdict.as_ref().map(|verdict| Strip::new(c, verdict));
    let foot = height - 60.0 - strip.as_ref().map_or(0.0, Strip::height);
    draw_facts(c, cover, block + 40.0, foot - 12.0);
    if let Some(strip) = strip {
        strip.draw(c, foot);
    }
    c.y = c.bottom();
}

/// The logo on a white plate in the upper right corner, so that any logo can be read there.
fn plate(c: &mut Composer<'_>, logo: &Logo, width: f32) {
    const BLANK: f32 = 9.0;
    const MOST: (f32, f32) = (132.0, 44.0);
    let picture = match logo.picture() {
        Ok(picture) => picture,
        Err(error) => {
            c.warnings.insert(format!("the logo is left out: {error}"));
            return;
        }
    };
    let ratio = picture.ratio();
    let (wide, high) = if ratio * MOST.1 > MOST.0 {
        (MOST.0, MOST.0 / ratio)
    } else {
        (ratio * MOST.1, MOST.1)
    };
    let (x, y) = (width - SIDE - wide - BLANK, 40.0 + BLANK);
    c.artifact(|c| {
        let area = [x - BLANK, y - BLANK, wide + 2.0 * BLANK, high + 2.0 * BLANK];
        c.fill_rounded(area, 4.0, WHITE);
        c.page().items.push(Item::Logo {
            area: [x, y, wide, high],
            picture: Rc::new(picture),
        });
    });
}

const TITLES: [Type; 4] = [
    Type::new(Role::SemiBold, 38.0, 44.0, WHITE),
    Type::new(Role::SemiBold, 30.0, 36.0, WHITE),
    Type::new(Role::SemiBold, 24.0, 30.0, WHITE),
    Type::new(Role::SemiBold, 18.0, 23.0, WHITE),
];

/// Lines in the largest type that needs no more than `most` of them; what the smallest cannot hold ends with an ellipsis.
fn fitting(
    c: &Composer<'_>,
    text: &str,
    types: &[Type],
    most: usize,
    width: f32,
) -> (Vec<Line>, Type) {
    let text = clean::line(text);
    let set = |text: &str, face: Type| c.wrap(&[Span::plain(text)], face, width, Align::Left);
    for face in types {
        let lines = set(&text, *face);
        if lines.len() <= most {
            return (lines, *face);
        }
    }
    let face = types[types.len() - 1];
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        kept.truncate(kept.len() - kept.len().min(12));
        let shorter: String = kept.iter().collect();
        let lines = set(&format!("{}…", shorter.trim_end()), face);
        if lines.len() <= most || kept.is_empty() {
            return (lines, face);
        }
    }
}

fn put(c: &mut Composer<'_>, lines: &[Line], face: Type, y: f32) {
    if lines.iter().any(|line| !line.fragments.is_empty()) {
        c.tagged(Tag::P, |c| c.lines(SIDE, y, lines, face, Marking::Content));
    }
}

/// The value of a fact on the cover.
const VALUE: Type = Type::new(Role::SemiBold, 10.2, 14.0, INK);
/// The blank below a row of facts.
const FACT_GAP: f32 = 15.0;

/// Facts in two columns. Where there is no room for all, long ones are cut before any is left out.
fn draw_facts(c: &mut Composer<'_>, cover: &Cover, top: f32, bottom: f32) {
    let (label, value) = (LABEL, VALUE);
    let column = (c.page().width - 2.0 * SIDE) / 2.0;
    let room = column - 20.0;
    let rows = |most: usize| -> Vec<Vec<Vec<Line>>> {
        let pairs = cover.facts.chunks(2);
        let set = |fact: &Fact| value_lines(c, &fact.value, most, room);
        pairs.map(|pair| pair.iter().map(set).collect()).collect()
    };
    let height = |row: &[Vec<Line>]| {
        let deepest = row.iter().map(Vec::len).max().unwrap_or(1);
        label.leading + 3.0 + nth(deepest) * value.leading
    };
    let fits = |rows: &Vec<Vec<Vec<Line>>>| {
        let all: f32 = rows.iter().map(|row| height(row) + FACT_GAP).sum();
        top + all - FACT_GAP <= bottom
    };
    let rows = [8, 4, 3, 2, 1]
        .into_iter()
        .map(rows)
        .find(fits)
        .unwrap_or_else(|| rows(1));
    let mut y = top;
    for (pair, lines) in cover.facts.chunks(2).zip(&rows) {
        let height = height(lines);
        if y + height > bottom {
            c.warnings
                .insert("the cover has no room for all of its facts".to_owned());
            return;
        }
        for (place, (fact, lines)) in pair.iter().zip(lines).enumerate() {
            let x = SIDE + nth(place) * column;
            let base = y + c.baseline(label);
            let name = c.shortened(&fact.label, label, column - 20.0);
            c.tagged(Tag::P, |c| {
                c.content(|c| c.text(x, base, &name, label, Align::Left));
                c.lines(x, y + label.leading + 3.0, lines, value, Marking::Content);
            });
        }
        y += height + FACT_GAP;
    }
}

/// A fact's value in no more than `most` lines.
fn value_lines(c: &Composer<'_>, value: &[Span], most: usize, width: f32) -> Vec<Line> {
    let lines = c.wrap(value, VALUE, width, Align::Left);
    if lines.len() <= most {
        return lines;
    }
    let text: String = value.iter().map(|span| span.text.as_str()).collect();
    fitting(c, &text, &[VALUE], most, width).0
}

/// The strip with the verdict.
struct Strip {
    level: RiskLevel,
    headline: Vec<Line>,
    text: Vec<Line>,
    inner: Frame,
}

const HEADLINE: Type = Type::new(Role::SemiBold, 11.4, 16.0, INK);

impl Strip {
    fn new(c: &Composer<'_>, verdict: &Verdict) -> Self {
        let inner = Frame {
            left: SIDE + 16.0,
            width: c.frame.width - 30.0,
        };
        let headline = c.wrap(
            &[Span::plain(&verdict.headline)],
            HEADLINE,
            inner.width,
            Align::Left,
        );
        let text = if verdict.text.is_empty() {
            Vec::new()
        } else {
            c.wrap(&verdict.text, BODY, inner.width, Align::Left)
        };
        Self {
            level: verdict.level,
            headline,
            text,
            inner,
        }
    }

    fn height(&self) -> f32 {
        self.headline_height() + nth(self.text.len()) * BODY.leading + 22.0
    }

    fn headline_height(&self) -> f32 {
        nth(self.headline.len()) * HEADLINE.leading
    }

    fn draw(&self, c: &mut Composer<'_>, top: f32) {
        let (width, height) = (c.frame.width, self.height());
        c.artifact(|c| {
            c.fill_rounded([SIDE, top, width, height], 3.0, PANEL);
            c.fill(SIDE, top, 4.0, height, theme::risk_fill(self.level));
        });
        let left = self.inner.left;
        c.tagged(Tag::P, |c| {
            c.lines(left, top + 10.0, &self.headline, HEADLINE, Marking::Content);
        });
        if !self.text.is_empty() {
            let below = top + 12.0 + self.headline_height();
            c.tagged(Tag::P, |c| {
                c.lines(left, below, &self.text, BODY, Marking::Content);
            });
        }
    }
}

// ---- the quiet picture of a pipeline

/// Boxes of the picture: column, row, width, and whether it is the one in focus.
const STATIONS: [(f32, f32, f32, bool); 9] = [
    (0.0, 1.0, 66.0, false),
    (0.0, 3.0, 66.0, false),
    (1.0, 2.0, 74.0, false),
    (2.0, 1.0, 70.0, false),
    (2.0, 3.0, 70.0, false),
    (3.0, 2.0, 78.0, true),
    (4.0, 1.0, 66.0, false),
    (4.0, 3.0, 66.0, false),
    (5.0, 2.0, 60.0, false),
];

/// Which boxes are joined.
const WAYS: [(usize, usize); 9] = [
    (0, 2),
    (1, 2),
    (2, 3),
    (2, 4),
    (3, 5),
    (4, 5),
    (5, 6),
    (5, 7),
    (6, 8),
];

fn line_art(c: &mut Composer<'_>, width: f32, block: f32) {
    let (pitch_x, pitch_y) = (width / 5.4, 40.0);
    let top = block - 4.4 * pitch_y;
    let middle = |station: usize| {
        let (column, row, _, _) = STATIONS[station];
        (20.0 + column * pitch_x, top + row * pitch_y)
    };
    for grid in 0..7 {
        let x = 20.0 + (nth(grid) - 0.5) * pitch_x;
        let dash = vec![1.0, 5.0];
        c.path(
            vec![Seg::Move(x, top - 6.0), Seg::Line(x, block)],
            None,
            Some(Stroke {
                ink: NAVY_LINE,
                width: 0.6,
                dash,
            }),
        );
    }
    for (from, to) in WAYS {
        let ((x, y), (to_x, to_y)) = (middle(from), middle(to));
        let bend = f32::midpoint(x, to_x);
        let segs = vec![
            Seg::Move(x, y),
            Seg::Curve([bend, y, bend, to_y, to_x, to_y]),
        ];
        c.path(segs, None, Some(Stroke::solid(NAVY_LINE, 1.1)));
    }
    for (station, (_, _, wide, focus)) in STATIONS.iter().enumerate() {
        let (x, y) = middle(station);
        let edge = if *focus { TEAL } else { NAVY_LINE };
        c.path(
            rounded(x - wide / 2.0, y - 12.0, *wide, 24.0, 5.0),
            Some(NAVY_DEEP),
            Some(Stroke::solid(edge, 1.1)),
        );
        c.path(
            circle(x - wide / 2.0 + 12.0, y, 2.6),
            Some(if *focus { TEAL } else { NAVY_LINE }),
            None,
        );
        c.rule(x - wide / 2.0 + 20.0, y, wide - 32.0, edge, 1.4);
    }
}
