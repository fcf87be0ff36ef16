//! Charts: the risk grid, the ring, bars made of parts and the ladder of levels. Each is given a width and says its height.

use super::Role;
use super::composer::{Composer, amount, nth};
use super::display::{Stroke, arc, rounded};
use super::figure::{chart_label, chart_number};
use super::list::draw_mark;
use crate::report::blocks::{
    Align, Bar, Bars, BarsScale, Donut, FigureKind, Ladder, Mark, RiskGrid, Step, Tone,
};
use crate::report::theme::{self, ACCENT, HAIR, INK, PANEL, Rgb, SUB, TEAL, Type};

/// The height of a chart in the present frame.
pub(super) fn height(c: &Composer<'_>, kind: &FigureKind) -> f32 {
    match kind {
        FigureKind::RiskGrid(it) => Grid::new(c, it).height(),
        FigureKind::Donut(it) => Ring::new(c, it).height(),
        FigureKind::Bars(it) => BarSizes::new(c, it).height(c, it),
        FigureKind::Ladder(it) => nth(it.steps.len()) * STEP * c.scale,
        FigureKind::Diagram(_) | FigureKind::Matrix(_) => 0.0,
    }
}

/// Draws a chart with its top at `y`.
pub(super) fn draw(c: &mut Composer<'_>, kind: &FigureKind, y: f32) {
    match kind {
        FigureKind::RiskGrid(it) => Grid::new(c, it).draw(c, it, y),
        FigureKind::Donut(it) => Ring::new(c, it).draw(c, it, y),
        FigureKind::Bars(it) => draw_bars(c, it, y),
        FigureKind::Ladder(it) => draw_ladder(c, it, y),
        FigureKind::Diagram(_) | FigureKind::Matrix(_) => {}
    }
}

fn widest<'a>(c: &Composer<'_>, face: Type, texts: impl Iterator<Item = &'a str>) -> f32 {
    texts
        .map(|text| c.book().width(face.role, face.size, text))
        .fold(0.0, f32::max)
}

/// A lighter shade, for places that hold nothing.
fn pale(ink: Rgb) -> Rgb {
    let mix = |part: u8| u8::try_from((u16::from(part) * 34 + 255 * 66) / 100).unwrap_or(u8::MAX);
    Rgb(mix(ink.0), mix(ink.1), mix(ink.2))
}

// ---- impact against likelihood

struct Grid {
    labels: f32,
    cell: (f32, f32),
    label: Type,
    rows: usize,
}

impl Grid {
    fn new(c: &Composer<'_>, grid: &RiskGrid) -> Self {
        let label = chart_label(c);
        let names = grid.impact.steps.iter().map(String::as_str);
        let widest = widest(c, label.role(Role::SemiBold), names);
        let labels = (widest + 8.0).min(c.frame.width * 0.3);
        let columns = nth(grid.likelihood.steps.len().max(1));
        let width = (c.frame.width - labels) / columns;
        Self {
            labels,
            cell: (width, (width * 0.6).clamp(17.0, 26.0 * c.scale)),
            label,
            rows: grid.cells.len(),
        }
    }

    fn height(&self) -> f32 {
        // The title of the upright axis above, the steps and the title of the level axis below.
        let below = 3.0 + 2.0 * self.label.leading + 3.0;
        self.label.leading + 2.0 + nth(self.rows) * self.cell.1 + below
    }

    fn draw(&self, c: &mut Composer<'_>, grid: &RiskGrid, y: f32) {
        let (left, base) = (c.frame.left + self.labels, c.baseline(self.label));
        let title = self.label.role(Role::SemiBold);
        // Nothing stands beside it, so it may be wider than the steps below.
        let name = c.shortened(&grid.impact.title, title, c.frame.width);
        let wide = c.book().width(title.role, title.size, &name);
        let x = (left - 8.0).max(c.frame.left + wide);
        c.text(x, y + base, &name, title, Align::Right);
        let top = y + self.label.leading + 2.0;
        for (number, (step, cells)) in grid.impact.steps.iter().zip(&grid.cells).rev().enumerate() {
            let y = top + nth(number) * self.cell.1;
            let name = c.shortened(step, self.label, self.labels - 8.0);
            let middle = y + (self.cell.1 - self.label.leading) / 2.0 + base;
            c.text(left - 8.0, middle, &name, self.label, Align::Right);
            for (place, (count, level)) in cells.iter().enumerate() {
                self.draw_cell(c, left + nth(place) * self.cell.0, y, *count, *level);
            }
        }
        let below = top + nth(self.rows) * self.cell.1 + 3.0;
        for (place, step) in grid.likelihood.steps.iter().enumerate() {
            let name = c.shortened(step, self.label, self.cell.0);
            c.text(
                left + (nth(place) + 0.5) * self.cell.0,
                below + base,
                &name,
                self.label,
                Align::Center,
            );
        }
        let room = c.frame.width - self.labels;
        let name = c.shortened(&grid.likelihood.title, title, room);
        let base = below + self.label.leading + base;
        c.text(left + room / 2.0, base, &name, title, Align::Center);
    }

    /// A filled cell with its count; the level's letter stands small in the corner, so that it can be read in grey.
    fn draw_cell(
        &self,
        c: &mut Composer<'_>,
        x: f32,
        y: f32,
        count: u32,
        level: crate::report::blocks::RiskLevel,
    ) {
        let (w, h) = (self.cell.0 - 1.6, self.cell.1 - 1.6);
        let fill = theme::risk_fill(level);
        let (fill, ink) = if count == 0 {
            (pale(fill), SUB)
        } else {
            (fill, theme::risk_ink(level))
        };
        c.path(rounded(x + 0.8, y + 0.8, w, h, 1.8), Some(fill), None);
        let letter = Type::new(Role::Sans, theme::SMALLEST, 8.0, ink);
        c.text(x + 3.4, y + 7.4, level.letter(), letter, Align::Left);
        if count > 0 {
            let number = chart_number(c, 10.6).ink(ink);
            let base = y + (self.cell.1 - number.leading) / 2.0 + c.baseline(number);
            c.text(
                x + self.cell.0 / 2.0,
                base,
                &count.to_string(),
                number,
                Align::Center,
            );
        }
    }
}

// ---- parts of a whole

struct Ring {
    radius: f32,
    row: Type,
    rows: usize,
}

impl Ring {
    fn new(c: &Composer<'_>, donut: &Donut) -> Self {
        let radius = (c.frame.width * 0.2).min(46.0 * c.scale);
        Self {
            radius,
            row: c.scaled(Type {
                size: 8.4,
                leading: 15.0,
                ..theme::CELL
            }),
            rows: donut.slices.len(),
        }
    }

    fn height(&self) -> f32 {
        (self.radius * 2.0 + 2.0).max(nth(self.rows) * self.row.leading)
    }

    fn draw(&self, c: &mut Composer<'_>, donut: &Donut, y: f32) {
        let (x, middle) = (c.frame.left + self.radius + 1.0, y + self.height() / 2.0);
        self.draw_ring(c, donut, x, middle);
        let number = chart_number(c, 15.0);
        c.text(
            x,
            middle + 2.6,
            &donut.total().to_string(),
            number,
            Align::Center,
        );
        let unit = Type {
            size: 6.8,
            ..chart_label(c)
        };
        let name = c.shortened(&donut.unit, unit, self.radius * 1.2);
        c.text(x, middle + 10.8, &name, unit, Align::Center);
        self.draw_key(
            c,
            donut,
            y + (self.height() - nth(self.rows) * self.row.leading) / 2.0,
        );
    }

    fn draw_ring(&self, c: &mut Composer<'_>, donut: &Donut, x: f32, y: f32) {
        let thick = self.radius * 0.34;
        let middle = self.radius - thick / 2.0;
        let total = amount(donut.total().max(1));
        let gap = if donut.slices.iter().filter(|slice| slice.value > 0).count() > 1 {
            0.9 / middle
        } else {
            0.0
        };
        let turn = std::f32::consts::TAU;
        if donut.total() == 0 {
            c.path(
                arc(x, y, middle, 0.0, turn),
                None,
                Some(Stroke::solid(HAIR, thick)),
            );
        }
        let mut from = 0.0;
        for slice in donut.slices.iter().filter(|slice| slice.value > 0) {
            let to = from + turn * amount(slice.value) / total;
            let ends = (
                from + gap.min((to - from) / 4.0),
                to - gap.min((to - from) / 4.0),
            );
            c.path(
                arc(x, y, middle, ends.0, ends.1),
                None,
                Some(Stroke::solid(theme::tone_fill(slice.tone), thick)),
            );
            from = to;
        }
    }

    fn draw_key(&self, c: &mut Composer<'_>, donut: &Donut, y: f32) {
        let left = c.frame.left + self.radius * 2.0 + 18.0;
        let right = c.frame.left + c.frame.width;
        let bold = self.row.role(Role::SemiBold);
        let values: Vec<String> = donut.slices.iter().map(|it| it.value.to_string()).collect();
        let beside = widest(c, bold, values.iter().map(String::as_str)) + 6.0;
        for (number, slice) in donut.slices.iter().enumerate() {
            let top = y + nth(number) * self.row.leading;
            c.fill_rounded(
                [left, top + self.row.leading / 2.0 - 4.0, 8.0, 8.0],
                1.6,
                theme::tone_fill(slice.tone),
            );
            let base = top + c.baseline(self.row);
            let name = c.shortened(&slice.label, self.row, right - left - 14.0 - beside);
            c.text(left + 14.0, base, &name, self.row, Align::Left);
            c.text(right, base, &values[number], bold, Align::Right);
        }
    }
}

// ---- bars made of parts

struct BarSizes {
    labels: f32,
    totals: f32,
    row: f32,
    bar: f32,
    label: Type,
}

impl BarSizes {
    fn new(c: &Composer<'_>, bars: &Bars) -> Self {
        let label = Type {
            ink: INK,
            ..chart_label(c)
        };
        let widest = widest(c, label, bars.bars.iter().map(|bar| bar.label.as_str()));
        let labels = (widest + 10.0).min(c.frame.width * 0.38);
        Self {
            labels,
            totals: 22.0 * c.scale,
            row: 16.0 * c.scale,
            bar: 11.0 * c.scale,
            label,
        }
    }

    fn height(&self, c: &Composer<'_>, bars: &Bars) -> f32 {
        nth(bars.bars.len()) * self.row + 5.0 + nth(key_rows(c, bars).len()) * self.label.leading
    }
}

fn draw_bars(c: &mut Composer<'_>, bars: &Bars, y: f32) {
    let sizes = BarSizes::new(c, bars);
    let room = c.frame.width - sizes.labels - sizes.totals;
    let longest = bars.bars.iter().map(Bar::total).max().unwrap_or(0).max(1);
    for (number, bar) in bars.bars.iter().enumerate() {
        let top = y + nth(number) * sizes.row;
        let base = top + (sizes.row - sizes.label.leading) / 2.0 + c.baseline(sizes.label);
        let name = c.shortened(&bar.label, sizes.label, sizes.labels - 8.0);
        let left = c.frame.left;
        c.text(left, base, &name, sizes.label, Align::Left);
        let whole = match bars.scale {
            BarsScale::Count => longest,
            BarsScale::Share => bar.total().max(1),
        };
        draw_parts(
            c,
            bars,
            bar,
            [
                left + sizes.labels,
                top + (sizes.row - sizes.bar) / 2.0,
                room,
                sizes.bar,
            ],
            whole,
        );
        let total = sizes.label.role(Role::SemiBold);
        c.text(
            left + c.frame.width,
            base,
            &bar.total().to_string(),
            total,
            Align::Right,
        );
    }
    draw_key(
        c,
        bars,
        y + nth(bars.bars.len()) * sizes.row + 5.0,
        sizes.label,
    );
}

fn draw_parts(c: &mut Composer<'_>, bars: &Bars, bar: &Bar, area: [f32; 4], whole: u32) {
    let [mut x, y, width, height] = area;
    if bar.total() == 0 {
        c.fill_rounded([x, y, width, height], 1.6, PANEL);
    }
    for (value, series) in bar
        .values
        .iter()
        .zip(&bars.series)
        .filter(|(value, _)| **value > 0)
    {
        let wide = width * amount(*value) / amount(whole);
        c.fill(
            x,
            y,
            (wide - 0.8).max(0.6),
            height,
            theme::tone_fill(series.tone),
        );
        let number = Type {
            size: 7.2,
            leading: 9.0,
            ..chart_number(c, 7.2)
        }
        .ink(theme::tone_ink(series.tone));
        // A level is a letter as well as a colour.
        let text = match series.tone {
            Tone::Risk(level) => format!("{} {value}", level.letter()),
            _ => value.to_string(),
        };
        if c.book().width(number.role, number.size, &text) + 3.0 < wide {
            let base = y + (height - number.leading) / 2.0 + c.baseline(number);
            c.text(x + wide / 2.0, base, &text, number, Align::Center);
        }
        x += wide;
    }
}

/// Which series stand on which row of the key, and where.
fn key_rows(c: &Composer<'_>, bars: &Bars) -> Vec<Vec<(usize, f32)>> {
    let face = chart_label(c);
    let mut rows: Vec<Vec<(usize, f32)>> = vec![Vec::new()];
    let mut x = 0.0;
    for (number, series) in bars.series.iter().enumerate() {
        let label = c.shortened(&series.label, face, c.frame.width - 14.0);
        let wide = c.book().width(face.role, face.size, &label) + 26.0;
        if x > 0.0 && x + wide - 12.0 > c.frame.width {
            rows.push(Vec::new());
            x = 0.0;
        }
        let row = rows.len() - 1;
        rows[row].push((number, x));
        x += wide;
    }
    rows
}

fn draw_key(c: &mut Composer<'_>, bars: &Bars, y: f32, face: Type) {
    let left = c.frame.left;
    for (number, row) in key_rows(c, bars).iter().enumerate() {
        let top = y + nth(number) * face.leading;
        for (series, x) in row {
            let series = &bars.series[*series];
            draw_swatch(c, left + x, top + face.leading / 2.0, series.tone);
            let base = top + c.baseline(face);
            let label = c.shortened(&series.label, face, c.frame.width - 14.0);
            c.text(
                left + x + 13.0,
                base,
                &label,
                Type { ink: SUB, ..face },
                Align::Left,
            );
        }
    }
}

/// A small coloured square; of a risk level, with its letter.
pub(super) fn draw_swatch(c: &mut Composer<'_>, x: f32, middle: f32, tone: Tone) {
    c.fill_rounded([x, middle - 4.4, 9.4, 8.8], 1.6, theme::tone_fill(tone));
    if let Tone::Risk(level) = tone {
        let face = Type::new(Role::SemiBold, 6.2, 8.0, theme::risk_ink(level));
        c.text(
            x + 4.7,
            middle - 4.0 + c.baseline(face),
            level.letter(),
            face,
            Align::Center,
        );
    }
}

// ---- levels

const STEP: f32 = 27.0;

/// The highest level stands on top; each row shows how much of it is verified.
fn draw_ladder(c: &mut Composer<'_>, ladder: &Ladder, y: f32) {
    for (number, step) in ladder.steps.iter().rev().enumerate() {
        draw_step(c, step, y + nth(number) * STEP * c.scale);
    }
}

fn draw_step(c: &mut Composer<'_>, step: &Step, y: f32) {
    let (left, width, row) = (c.frame.left, c.frame.width, STEP * c.scale);
    let name = c.scaled(Type::new(Role::SemiBold, 9.0, 12.0, INK));
    let small = chart_label(c);
    let fill = if step.reached { TEAL } else { ACCENT };
    c.path(
        rounded(left, y + 1.5, width, row - 3.0, 3.0),
        Some(PANEL),
        None,
    );
    c.fill(
        left,
        y + 1.5,
        3.0,
        row - 3.0,
        if step.reached { TEAL } else { HAIR },
    );
    let base = y + (row - name.leading) / 2.0 + c.baseline(name);
    let bar_left = left + width * 0.6;
    let label = c.shortened(&step.label, name, bar_left - left - 20.0);
    let used = c.text(left + 12.0, base, &label, name, Align::Left);
    let title = c.shortened(&step.title, small, bar_left - left - 24.0 - used);
    c.text(left + 16.0 + used, base, &title, small, Align::Left);
    let bar = width * 0.18;
    c.fill_rounded([bar_left, y + row / 2.0 - 3.0, bar, 6.0], 3.0, HAIR);
    let share = amount(step.met) / amount(step.total.max(1));
    if step.met > 0 {
        c.fill_rounded(
            [
                bar_left,
                y + row / 2.0 - 3.0,
                (bar * share.min(1.0)).max(6.0),
                6.0,
            ],
            3.0,
            fill,
        );
    }
    let right = left + width - 10.0;
    let (beside, strong) = (bar_left + bar + 8.0, small.role(Role::SemiBold).ink(INK));
    let count = format!("{} of {}", step.met, step.total);
    let count = c.shortened(&count, strong, right - beside);
    c.text(beside, base, &count, strong, Align::Left);
    if step.reached {
        draw_mark(c, Mark::Done, right - 4.0, y + row / 2.0, 4.2);
        c.text(right - 13.0, base, "reached", small.ink(TEAL), Align::Right);
    } else if step.target {
        c.text(
            right,
            base,
            "target",
            small.role(Role::SemiBold).ink(ACCENT),
            Align::Right,
        );
    }
}
