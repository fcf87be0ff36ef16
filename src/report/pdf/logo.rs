//! The logo as printpdf operations: points as one image of the file, shapes as paths of the page.

use printpdf::{
    Line, Op, PaintMode, PdfDocument, Polygon, PolygonRing, Pt, RawImage, RawImageData,
    RawImageFormat, WindingOrder, XObject, XObjectId, XObjectTransform,
};

use super::paint::{Painter, hundredth};
use crate::report::logo::{Drawing, Picture, Pixels, Shape};
use crate::report::typeset::Typeset;
use crate::report::typeset::display::{Item, Seg, Stroke};

/// The logo's points, where it has some; a drawn one stands in the page itself.
pub(super) fn embed_logo(document: &mut PdfDocument, set: &Typeset<'_>) {
    for item in set.pages.iter().flat_map(|page| &page.items) {
        let Item::Logo { picture, .. } = item else {
            continue;
        };
        if let Picture::Pixels(pixels) = picture.as_ref() {
            let image = RawImage {
                pixels: RawImageData::U8(pixels.rgb.clone()),
                width: pixels.width,
                height: pixels.height,
                data_format: RawImageFormat::RGB8,
                tag: Vec::new(),
            };
            let id = XObjectId("Logo".to_owned());
            document
                .resources
                .xobjects
                .map
                .insert(id, XObject::Image(image));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn side(points: usize) -> f32 {
    points as f32
}

impl Painter<'_, '_> {
    pub(super) fn logo(&mut self, area: [f32; 4], picture: &Picture) {
        match picture {
            Picture::Pixels(pixels) => self.image(area, pixels),
            Picture::Drawing(drawing) => {
                for shape in &drawing.shapes {
                    self.shape(area, drawing, shape);
                }
            }
        }
    }

    fn image(&mut self, area: [f32; 4], pixels: &Pixels) {
        let [x, y, w, h] = area;
        let id = XObjectId("Logo".to_owned());
        let transform = XObjectTransform {
            translate_x: Some(Pt(hundredth(x))),
            translate_y: Some(Pt(hundredth(self.height - y - h))),
            scale_x: Some(w / side(pixels.width)),
            scale_y: Some(h / side(pixels.height)),
            // At this resolution a point of the picture is a point of the page, so that the scale is plain.
            dpi: Some(72.0),
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    fn shape(&mut self, area: [f32; 4], drawing: &Drawing, shape: &Shape) {
        let scale = area[2] / drawing.width;
        if let Some(ink) = shape.fill {
            self.fill_ink(ink);
        }
        if let Some((ink, width)) = shape.stroke {
            self.stroke(&Stroke::solid(ink, width * scale));
        }
        let at = |x: f32, y: f32| (area[0] + x * scale, area[1] + y * scale);
        let placed: Vec<Seg> = shape
            .segs
            .iter()
            .map(|seg| match *seg {
                Seg::Move(x, y) => {
                    let (x, y) = at(x, y);
                    Seg::Move(x, y)
                }
                Seg::Line(x, y) => {
                    let (x, y) = at(x, y);
                    Seg::Line(x, y)
                }
                Seg::Curve([a, b, c, d, x, y]) => {
                    let ((a, b), (c, d), (x, y)) = (at(a, b), at(c, d), at(x, y));
                    Seg::Curve([a, b, c, d, x, y])
                }
                Seg::Close => Seg::Close,
            })
            .collect();
        let mut rings: Vec<PolygonRing> = Vec::new();
        for ring in placed.split_inclusive(|seg| *seg == Seg::Close) {
            // An outline without an end is one all the same where the next one begins.
            for part in ring.chunk_by(|_, next| !matches!(next, Seg::Move(..))) {
                let (points, closed) = self.points(part);
                if shape.fill.is_none() && !closed {
                    self.ops.push(Op::DrawLine {
                        line: Line {
                            points,
                            is_closed: false,
                        },
                    });
                } else if !points.is_empty() {
                    rings.push(PolygonRing { points });
                }
            }
        }
        if rings.is_empty() {
            return;
        }
        let polygon = Polygon {
            rings,
            mode: match (shape.fill, shape.stroke) {
                (Some(_), Some(_)) => PaintMode::FillStroke,
                (Some(_), None) => PaintMode::Fill,
                (None, _) => PaintMode::Stroke,
            },
            winding_order: if shape.even_odd {
                WindingOrder::EvenOdd
            } else {
                WindingOrder::NonZero
            },
        };
        self.ops.push(Op::DrawPolygon { polygon });
    }
}
