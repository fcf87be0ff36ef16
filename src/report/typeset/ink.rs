//! What the composer draws with: paths, single lines of text, and broken lines with their pills and links.

use super::composer::{Composer, Marking, nth};
use super::display::{Item, Seg, Stroke, rect, rounded};
use super::structure::Tag;
use super::wrap::{self, Line, Text};
use crate::report::blocks::{Align, Span};
use crate::report::clean;
use crate::report::theme::{self, Rgb, Type};

impl Composer<'_> {
    pub(super) fn path(&mut self, segs: Vec<Seg>, fill: Option<Rgb>, stroke: Option<Stroke>) {
        self.page().items.push(Item::Path { segs, fill, stroke });
    }

    pub(super) fn fill(&mut self, x: f32, y: f32, w: f32, h: f32, ink: Rgb) {
        self.path(rect(x, y, w, h), Some(ink), None);
    }

    pub(super) fn fill_rounded(&mut self, area: [f32; 4], radius: f32, ink: Rgb) {
        let [x, y, w, h] = area;
        self.path(rounded(x, y, w, h, radius), Some(ink), None);
    }

    pub(super) fn rule(&mut self, x: f32, y: f32, w: f32, ink: Rgb, thick: f32) {
        self.path(
            vec![Seg::Move(x, y), Seg::Line(x + w, y)],
            None,
            Some(Stroke::solid(ink, thick)),
        );
    }

    /// Draws one line of text with its baseline at `y`; `x` is its left end, middle or right end. Returns its width. A blank
    /// that takes no room follows, or readers of the file would join it with the next text.
    pub(super) fn text(&mut self, x: f32, y: f32, text: &str, face: Type, align: Align) -> f32 {
        let word = self.book().word(face.role, text);
        let width = word.wide(face.size);
        let x = match align {
            Align::Left => x,
            Align::Center => x - width / 2.0,
            Align::Right => x - width,
        };
        let item = Item::Text {
            x,
            y,
            size: face.size,
            ink: face.ink,
            upright: true,
            words: vec![(word, 0.0), (self.book().word(face.role, " "), 0.0)],
        };
        self.page().items.push(item);
        width
    }

    /// As much of a text as fits a width on one line, with an ellipsis where it was cut.
    pub(super) fn shortened(&self, text: &str, face: Type, width: f32) -> String {
        let text = clean::line(text);
        if self.book().width(face.role, face.size, &text) <= width {
            return text;
        }
        let mut kept = String::new();
        let mut used = self.book().width(face.role, face.size, "…");
        if used > width {
            return kept;
        }
        for c in text.chars() {
            used += self
                .book()
                .width(face.role, face.size, c.encode_utf8(&mut [0; 4]));
            if used > width {
                break;
            }
            kept.push(c);
        }
        format!("{}…", kept.trim_end())
    }

    /// The distance from the top of a line to its baseline.
    pub(super) fn baseline(&self, face: Type) -> f32 {
        let (above, below) = self.book().reach(face.role);
        (face.leading - (above + below) * face.size) / 2.0 + above * face.size
    }

    /// A type at the present scale.
    pub(super) fn scaled(&self, face: Type) -> Type {
        face.scaled(self.scale)
    }

    /// Breaks spans into lines.
    pub(super) fn wrap(&self, spans: &[Span], face: Type, width: f32, align: Align) -> Vec<Line> {
        self.measured(spans, face).lines(self.book(), width, align)
    }

    /// Measures the words of spans.
    pub(super) fn measured(&self, spans: &[Span], face: Type) -> Text {
        let pieces = wrap::pieces(spans, face, &|target| self.leads(target));
        Text::new(self.book(), pieces)
    }

    /// Draws lines below each other. Pills are painted first, as decoration; links become elements of their own.
    pub(super) fn lines(&mut self, x: f32, y: f32, lines: &[Line], face: Type, marking: Marking) {
        self.pills(x, y, lines, face, marking);
        let base = self.baseline(face);
        let mut open = false;
        for (number, line) in lines.iter().enumerate() {
            let top = y + nth(number) * face.leading;
            for part in &line.fragments {
                let item = Item::Text {
                    x: x + part.x + wrap::inset(part),
                    y: top + base,
                    size: part.face.size,
                    ink: part.face.ink,
                    upright: true,
                    words: part.words.clone(),
                };
                if let (Some(target), Marking::Content) = (&part.face.link, marking) {
                    if std::mem::take(&mut open) {
                        self.page().items.push(Item::End);
                    }
                    let area = [x + part.x, top, part.width, face.leading];
                    self.tagged(Tag::Link, |c| {
                        c.content(|c| c.page().items.push(item));
                        c.link(area, target, &part.text);
                    });
                } else {
                    if !open && marking == Marking::Content {
                        self.begin_content();
                        open = true;
                    }
                    self.page().items.push(item);
                }
            }
        }
        if open {
            self.page().items.push(Item::End);
        }
    }

    fn pills(&mut self, x: f32, y: f32, lines: &[Line], face: Type, marking: Marking) {
        let mut areas = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let top = y + nth(number) * face.leading;
            for part in &line.fragments {
                if let Some(level) = part.face.pill {
                    let high = part.face.size * 1.42;
                    areas.push((
                        [
                            x + part.x,
                            top + (face.leading - high) / 2.0,
                            part.width,
                            high,
                        ],
                        theme::risk_fill(level),
                    ));
                }
            }
        }
        if areas.is_empty() {
            return;
        }
        let draw = |c: &mut Self| {
            for (area, ink) in &areas {
                c.fill_rounded(*area, 2.2, *ink);
            }
        };
        if marking == Marking::Content {
            self.artifact(draw);
        } else {
            draw(self);
        }
    }
}
