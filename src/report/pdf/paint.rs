//! The display list as printpdf operations. This and [`logo`] are the only modules that know printpdf; it decides nothing about the look.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use printpdf::{
    Actions, BorderArray, Color, ColorArray, Destination, DictItem, FontId, HighlightingMode, Line,
    LineDashPattern, LinePoint, LinkAnnotation, Op, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, TextItem,
    TextMatrix, WindingOrder,
};

use super::logo;
use crate::report::ReportError;
use crate::report::blocks::Target;
use crate::report::theme::Rgb;
use crate::report::typeset::Typeset;
use crate::report::typeset::display::{Item, Page, Seg, Spaced, Stroke};

/// Paints all pages. Of what stood on them only the links are kept: the finishing pass needs no more.
pub(super) fn paint(set: &mut Typeset<'_>) -> Result<lopdf::Document, ReportError> {
    let mut document = PdfDocument::new("");
    embed_fonts(&mut document, set)?;
    logo::embed_logo(&mut document, set);
    for number in 0..set.pages.len() {
        document.pages.push(paint_page(set, &set.pages[number]));
        let items = &mut set.pages[number].items;
        items.retain(|item| matches!(item, Item::Link { .. }));
        items.shrink_to_fit();
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        ..PdfSaveOptions::default()
    };
    let mut warnings = Vec::new();
    Ok(document.to_lopdf_document(&options, &mut warnings))
}

// ---- fonts

/// The name of a face in the file. printpdf keeps `F1` to `F14` for itself.
fn font_id(face: usize) -> FontId {
    FontId(format!("Face{face}"))
}

fn embed_fonts(document: &mut PdfDocument, set: &Typeset<'_>) -> Result<(), ReportError> {
    for (face, characters) in used_characters(set) {
        let font = subset_font(set, face, &characters).map_err(ReportError::Assembly)?;
        document
            .resources
            .fonts
            .map
            .insert(font_id(face), PdfFont::new(font));
    }
    Ok(())
}

/// The characters that each face really draws.
fn used_characters(set: &Typeset<'_>) -> BTreeMap<usize, BTreeSet<char>> {
    let mut used: BTreeMap<usize, BTreeSet<char>> = BTreeMap::new();
    for item in set.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text { words, .. } = item {
            for run in words.iter().flat_map(|(word, _)| &word.runs) {
                used.entry(run.face).or_default().extend(run.text.chars());
            }
        }
    }
    used
}

fn subset_font(
    set: &Typeset<'_>,
    face: usize,
    characters: &BTreeSet<char>,
) -> Result<ParsedFont, String> {
    let face = set.book().face(face);
    let glyph = |c: &char| face.glyph(*c).unwrap_or(0);
    let glyphs: BTreeSet<u16> = characters.iter().map(glyph).collect();
    let (bytes, numbers) = face.subset(&glyphs)?;
    let mut ignored = Vec::new();
    let mut font = ParsedFont::from_bytes(&bytes, 0, &mut ignored)
        .ok_or_else(|| format!("the subset of {} cannot be read", face.name))?;
    // Not the subset's own table: it knows one character for each glyph, and two may share one.
    font.codepoint_to_glyph = characters
        .iter()
        .map(|c| (u32::from(*c), numbers[&glyph(c)]))
        .collect();
    font.font_name = Some(format!("{}+{}", subset_tag(&glyphs), face.name));
    Ok(font)
}

/// Six letters that differ between subsets, as the file format wants them.
fn subset_tag(glyphs: &BTreeSet<u16>) -> String {
    // FNV-1a: small, and the same everywhere.
    let mut hash = glyphs
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, glyph| {
            (hash ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut tag = String::new();
    for _ in 0..6 {
        tag.extend(char::from_u32(
            u32::from(b'A') + u32::try_from(hash % 26).unwrap_or(0),
        ));
        hash /= 26;
    }
    tag
}

// ---- pages

/// What the viewer's graphics state is at a point of a page, so that nothing is set twice.
#[derive(Default)]
struct State {
    fill: Option<Rgb>,
    ink: Option<Rgb>,
    width: Option<f32>,
    dash: Vec<f32>,
    /// Face and size.
    font: Option<(usize, f32)>,
}

pub(super) struct Painter<'s, 'f> {
    set: &'s Typeset<'f>,
    pub(super) height: f32,
    pub(super) ops: Vec<Op>,
    state: State,
}

fn paint_page(set: &Typeset<'_>, page: &Page) -> PdfPage {
    let mut painter = Painter {
        set,
        height: page.height,
        ops: Vec::with_capacity(page.items.len() * 4),
        state: State::default(),
    };
    page.items.iter().for_each(|item| painter.item(item));
    let sheet = Rect::from_wh(Pt(page.width), Pt(page.height));
    PdfPage {
        media_box: sheet.clone(),
        trim_box: sheet.clone(),
        crop_box: sheet,
        ops: painter.ops,
    }
}

impl Painter<'_, '_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Begin { elem, mcid } => {
                let tag = self.set.structure.elems[*elem].tag.name().to_owned();
                let number = DictItem::Int(i64::try_from(*mcid).unwrap_or(i64::MAX));
                let map = BTreeMap::from([("MCID".to_owned(), number)]);
                self.ops.push(Op::BeginMarkedContentWithProperties {
                    tag,
                    properties: DictItem::Dict { map },
                });
            }
            Item::Artifact => self.ops.push(Op::BeginMarkedContent {
                tag: "Artifact".to_owned(),
            }),
            Item::End => self.ops.push(Op::EndMarkedContent),
            Item::Text {
                x,
                y,
                size,
                ink,
                words,
                ..
            } => self.text(*x, *y, *size, *ink, words),
            Item::Path { segs, fill, stroke } => self.path(segs, *fill, stroke.as_ref()),
            Item::Logo { area, picture } => self.logo(*area, picture),
            Item::Link {
                x, y, w, h, target, ..
            } => self.link([*x, *y, *w, *h], target),
        }
    }

    // ---- text

    fn text(&mut self, x: f32, y: f32, size: f32, ink: Rgb, words: &[Spaced]) {
        self.fill_ink(ink);
        self.ops.push(Op::StartTextSection);
        let matrix = TextMatrix::Translate(Pt(hundredth(x)), Pt(hundredth(self.height - y)));
        self.ops.push(Op::SetTextMatrix { matrix });
        let mut line = TextLine::default();
        for (word, after) in words {
            for run in &word.runs {
                let standing_in = run.stands_for.as_ref();
                if line.face != Some(run.face) || standing_in.is_some() {
                    self.show(&mut line);
                }
                self.font(run.face, size);
                line.face = Some(run.face);
                line.settle();
                if let Some(real) = standing_in {
                    self.show(&mut line);
                    self.actual_text(real);
                }
                for (c, kern) in run.text.chars().zip(&run.kerning) {
                    line.push(c);
                    line.shift += f32::from(*kern);
                }
                if standing_in.is_some() {
                    self.show(&mut line);
                    self.ops.push(Op::EndMarkedContent);
                }
            }
            line.shift += (after * 1000.0 / size).round();
        }
        self.show(&mut line);
        self.ops.push(Op::EndTextSection);
    }

    fn font(&mut self, face: usize, size: f32) {
        if self.state.font.replace((face, size)) != Some((face, size)) {
            let font = PdfFontHandle::External(font_id(face));
            self.ops.push(Op::SetFont {
                font,
                size: Pt(size),
            });
        }
    }

    /// Writes what has gathered on a line.
    fn show(&mut self, line: &mut TextLine) {
        line.flush();
        if line
            .items
            .iter()
            .any(|item| matches!(item, TextItem::Text(_)))
        {
            self.ops.push(Op::ShowText {
                items: std::mem::take(&mut line.items),
            });
        }
    }

    /// The real text of a stand-in follows.
    fn actual_text(&mut self, real: &str) {
        let data: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(real.encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        let map = BTreeMap::from([(
            "ActualText".to_owned(),
            DictItem::String {
                data,
                literal: false,
            },
        )]);
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Span".to_owned(),
            properties: DictItem::Dict { map },
        });
    }

    // ---- paths

    fn path(&mut self, segs: &[Seg], fill: Option<Rgb>, stroke: Option<&Stroke>) {
        if let Some(ink) = fill {
            self.fill_ink(ink);
        }
        if let Some(stroke) = stroke {
            self.stroke(stroke);
        }
        let (points, closed) = self.points(segs);
        if fill.is_none() && !closed {
            self.ops.push(Op::DrawLine {
                line: Line {
                    points,
                    is_closed: false,
                },
            });
            return;
        }
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, _) => PaintMode::Stroke,
        };
        let polygon = Polygon {
            rings: vec![PolygonRing { points }],
            mode,
            winding_order: WindingOrder::NonZero,
        };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    pub(super) fn points(&self, segs: &[Seg]) -> (Vec<LinePoint>, bool) {
        let point = |x: f32, y: f32, bezier| LinePoint {
            p: Point {
                x: Pt(hundredth(x)),
                y: Pt(hundredth(self.height - y)),
            },
            bezier,
        };
        let mut points = Vec::new();
        for seg in segs {
            match *seg {
                Seg::Move(x, y) | Seg::Line(x, y) => points.push(point(x, y, false)),
                Seg::Curve([a, b, c, d, x, y]) => {
                    points.extend([point(a, b, true), point(c, d, true), point(x, y, false)]);
                }
                Seg::Close => {}
            }
        }
        (points, segs.contains(&Seg::Close))
    }

    pub(super) fn fill_ink(&mut self, ink: Rgb) {
        if self.state.fill.replace(ink) != Some(ink) {
            self.ops.push(Op::SetFillColor { col: color(ink) });
        }
    }

    pub(super) fn stroke(&mut self, stroke: &Stroke) {
        if self.state.ink.replace(stroke.ink) != Some(stroke.ink) {
            self.ops.push(Op::SetOutlineColor {
                col: color(stroke.ink),
            });
        }
        if self.state.width.replace(stroke.width) != Some(stroke.width) {
            self.ops.push(Op::SetOutlineThickness {
                pt: Pt(hundredth(stroke.width)),
            });
        }
        if self.state.dash != stroke.dash {
            self.state.dash.clone_from(&stroke.dash);
            self.ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, &stroke.dash),
            });
        }
    }

    // ---- links

    fn link(&mut self, area: [f32; 4], target: &Target) {
        let [x, y, w, h] = area;
        let actions = match target {
            Target::Url(address) => Actions::Uri(percent_encoded(address)),
            Target::Anchor(anchor) => {
                let (page, top) = self.set.places.get(anchor).copied().unwrap_or_default();
                // Pages count from 1 here.
                let top = Some(hundredth(self.set.pages[page].height - top));
                Actions::Goto(Destination::Xyz {
                    page: page + 1,
                    left: Some(0.0),
                    top,
                    zoom: None,
                })
            }
        };
        let area = Rect::from_xywh(
            Pt(hundredth(x)),
            Pt(hundredth(self.height - y - h)),
            Pt(hundredth(w)),
            Pt(hundredth(h)),
        );
        let border = Some(BorderArray::Solid([0.0; 3]));
        let link = LinkAnnotation::new(
            area,
            actions,
            border,
            Some(ColorArray::Transparent),
            Some(HighlightingMode::Invert),
        );
        self.ops.push(Op::LinkAnnotation { link });
    }
}

/// Text that gathers until the face changes.
#[derive(Default)]
struct TextLine {
    face: Option<usize>,
    items: Vec<TextItem>,
    text: String,
    /// A shift to the right in thousandths of the size, not yet written.
    shift: f32,
}

impl TextLine {
    fn push(&mut self, c: char) {
        self.settle();
        self.text.push(c);
    }

    fn settle(&mut self) {
        if self.shift != 0.0 {
            self.flush();
            self.items.push(TextItem::Offset(-self.shift));
            self.shift = 0.0;
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.items
                .push(TextItem::Text(std::mem::take(&mut self.text)));
        }
    }
}

fn color(ink: Rgb) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(printpdf::Rgb {
        r: part(ink.0),
        g: part(ink.1),
        b: part(ink.2),
        icc_profile: None,
    })
}

/// Rounded to a hundredth of a point: finer than any printer, and shorter to write.
pub(super) fn hundredth(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// An address in the characters that a PDF may hold; printpdf writes addresses as they are.
fn percent_encoded(address: &str) -> String {
    let mut encoded = String::new();
    for byte in address.bytes() {
        if (0x21..=0x7e).contains(&byte) && !b"()\\<>\"".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn an_address_cannot_break_out_of_its_string() {
        assert_eq!(
            percent_encoded("https://example.org/ä(b)\n"),
            "https://example.org/%C3%A4%28b%29%0A"
        );
    }
}
