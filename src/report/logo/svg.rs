//! The part of SVG that logos are made of: groups, paths and basic shapes in flat colours. Text, pictures, gradients, style sheets
//! and scripts are refused by name, so that no logo is printed with a hole in it.

use super::outline;
use super::{Drawing, LogoError, Shape, on_white};
use crate::report::theme::Rgb;
use crate::report::typeset::display::Seg;

/// More shapes than any logo has.
const MOST: usize = 4000;

/// Elements that say something about the drawing and draw nothing.
const SILENT: [&str; 4] = ["title", "desc", "metadata", "defs"];

pub(super) fn read(bytes: &[u8]) -> Result<Drawing, LogoError> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8 text"))?;
    let mut reader = Reader::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        rest = reader.markup(rest)?;
    }
    reader.finish()
}

fn broken(what: &str) -> LogoError {
    LogoError(format!("the SVG cannot be drawn: {what}"))
}

/// How shapes are drawn from here on inwards.
#[derive(Clone)]
struct Ink {
    name: String,
    fill: Option<Rgb>,
    stroke: Option<Rgb>,
    width: f32,
    fill_opacity: f32,
    stroke_opacity: f32,
    opacity: f32,
    even_odd: bool,
    turn: Matrix,
}

/// A point (x, y) becomes (a x + c y + e, b x + d y + f).
type Matrix = [f32; 6];

const STILL: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    ]
}

fn moved(m: Matrix, x: f32, y: f32) -> (f32, f32) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

#[derive(Default)]
struct Reader {
    size: Option<(f32, f32)>,
    open: Vec<Ink>,
    /// How deep inside an element that draws nothing.
    silent: usize,
    shapes: Vec<Shape>,
}

type Attributes = Vec<(String, String)>;

impl Reader {
    /// Reads one tag, comment or declaration and gives what follows it.
    fn markup<'t>(&mut self, text: &'t str) -> Result<&'t str, LogoError> {
        for (open, close) in [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>"), ("!", ">")] {
            if text.starts_with(open) {
                return text
                    .split_once(close)
                    .map(|(_, rest)| rest)
                    .ok_or_else(|| broken("it ends too soon"));
            }
        }
        let end = tag_end(text).ok_or_else(|| broken("it ends too soon"))?;
        let (tag, rest) = (&text[..end], &text[end + 1..]);
        match tag.strip_prefix('/') {
            Some(name) => self.close(name.trim()),
            None => self.element(tag)?,
        }
        Ok(rest)
    }

    fn close(&mut self, name: &str) {
        if self.silent > 0 {
            self.silent -= 1;
        } else if self.open.last().is_some_and(|ink| ink.name == name) {
            self.open.pop();
        }
    }

    fn element(&mut self, tag: &str) -> Result<(), LogoError> {
        let (tag, alone) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = parts(tag)?;
        if self.silent > 0 || SILENT.contains(&name.as_str()) || name.contains(':') {
            self.silent += usize::from(!alone);
            return Ok(());
        }
        if self.size.is_none() {
            if name != "svg" {
                return Err(broken("it does not begin with an svg element"));
            }
            return self.start(&attributes, alone);
        }
        let ink = self.inked(&name, &attributes)?;
        match name.as_str() {
            "g" => {}
            "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" => {
                self.shape(&name, &attributes, &ink)?;
            }
            other => {
                return Err(broken(&format!(
                    "it has a `{other}` element; turn text and effects into paths, or give a PNG"
                )));
            }
        }
        if !alone {
            self.open.push(ink);
        }
        Ok(())
    }

    fn start(&mut self, attributes: &Attributes, alone: bool) -> Result<(), LogoError> {
        let length = |name| get(attributes, name).and_then(length);
        let frame = match get(attributes, "viewBox").and_then(outline::numbers) {
            Some(numbers) => match numbers.as_slice() {
                [x, y, w, h] => [*x, *y, *w, *h],
                _ => return Err(broken("its viewBox is not four numbers")),
            },
            None => match (length("width"), length("height")) {
                (Some(w), Some(h)) => [0.0, 0.0, w, h],
                _ => return Err(broken("it has no viewBox and no size")),
            },
        };
        let [x, y, w, h] = frame;
        if !(w > 0.0 && h > 0.0 && (0.02..50.0).contains(&(w / h))) {
            return Err(broken("its size makes no picture"));
        }
        self.size = Some((w, h));
        let outer = Ink {
            name: "svg".to_owned(),
            fill: Some(Rgb(0, 0, 0)),
            stroke: None,
            width: 1.0,
            fill_opacity: 1.0,
            stroke_opacity: 1.0,
            opacity: 1.0,
            even_odd: false,
            turn: [1.0, 0.0, 0.0, 1.0, -x, -y],
        };
        self.open.push(outer);
        let ink = self.inked("svg", attributes)?;
        self.open[0] = ink;
        if alone {
            self.open.clear();
        }
        Ok(())
    }

    /// The ink of an element: that of the one around it, changed by its own attributes.
    fn inked(&self, name: &str, attributes: &Attributes) -> Result<Ink, LogoError> {
        let Some(outer) = self.open.last() else {
            return Err(broken("something stands outside the svg element"));
        };
        let mut ink = Ink {
            name: name.to_owned(),
            ..outer.clone()
        };
        for (name, value) in attributes {
            if name == "style" {
                for one in value.split(';') {
                    if let Some((name, value)) = one.split_once(':') {
                        ink.set(name.trim(), value.trim())?;
                    }
                }
            } else {
                ink.set(name, value.trim())?;
            }
        }
        Ok(ink)
    }

    fn shape(&mut self, name: &str, attributes: &Attributes, ink: &Ink) -> Result<(), LogoError> {
        let number = |name: &str| get(attributes, name).and_then(length).unwrap_or(0.0);
        let points = |closed| {
            let points = get(attributes, "points").and_then(outline::numbers);
            points.map(|points| outline::polyline(&points, closed))
        };
        let segs = match name {
            "path" => outline::path(get(attributes, "d").unwrap_or_default()),
            "rect" => Some(rect(attributes, number)),
            "circle" => Some(outline::ellipse(
                number("cx"),
                number("cy"),
                number("r"),
                number("r"),
            )),
            "ellipse" => Some(outline::ellipse(
                number("cx"),
                number("cy"),
                number("rx"),
                number("ry"),
            )),
            "line" => Some(vec![
                Seg::Move(number("x1"), number("y1")),
                Seg::Line(number("x2"), number("y2")),
            ]),
            "polygon" => points(true),
            _ => points(false),
        };
        let segs = segs.ok_or_else(|| broken(&format!("the outline of a `{name}` is broken")))?;
        if self.shapes.len() >= MOST {
            return Err(broken("it has too many shapes for a logo"));
        }
        let turn = ink.turn;
        let stretch = (turn[0] * turn[3] - turn[1] * turn[2]).abs().sqrt();
        let shown = |color: Option<Rgb>, own: f32| {
            let opacity = own * ink.opacity;
            color
                .filter(|_| opacity > 0.0)
                .map(|color| on_white(color, opacity))
        };
        let fill = shown(ink.fill, ink.fill_opacity).filter(|_| name != "line");
        let stroke = shown(ink.stroke, ink.stroke_opacity).filter(|_| ink.width > 0.0);
        if fill.is_some() || stroke.is_some() {
            self.shapes.push(Shape {
                segs: segs.into_iter().map(|seg| turned(turn, seg)).collect(),
                fill,
                stroke: stroke.map(|color| (color, ink.width * stretch)),
                even_odd: ink.even_odd,
            });
        }
        Ok(())
    }

    fn finish(self) -> Result<Drawing, LogoError> {
        let (width, height) = self
            .size
            .ok_or_else(|| broken("it is neither a PNG nor an SVG"))?;
        if self.shapes.is_empty() {
            return Err(broken("nothing is drawn in it"));
        }
        Ok(Drawing {
            width,
            height,
            shapes: self.shapes,
        })
    }
}

impl Ink {
    fn set(&mut self, name: &str, value: &str) -> Result<(), LogoError> {
        let part = || {
            let share = value.strip_suffix('%');
            let number: Option<f32> = share.unwrap_or(value).trim().parse().ok();
            let number = number.map(|n| if share.is_some() { n / 100.0 } else { n });
            number.unwrap_or(1.0).clamp(0.0, 1.0)
        };
        match name {
            "fill" => self.fill = color(value, self.fill)?,
            "stroke" => self.stroke = color(value, self.stroke)?,
            "stroke-width" => self.width = length(value).unwrap_or(1.0),
            "fill-rule" => self.even_odd = value == "evenodd",
            "fill-opacity" => self.fill_opacity = part(),
            "stroke-opacity" => self.stroke_opacity = part(),
            "opacity" => self.opacity *= part(),
            "transform" => self.turn = times(self.turn, transform(value)?),
            "display" if value == "none" => self.opacity = 0.0,
            "visibility" if value == "hidden" => self.opacity = 0.0,
            "clip-path" | "mask" | "filter" if value != "none" => {
                return Err(broken(&format!("it uses `{name}`; give a PNG instead")));
            }
            _ => {}
        }
        Ok(())
    }
}

fn rect(attributes: &Attributes, number: impl Fn(&str) -> f32) -> Vec<Seg> {
    let (x, y, w, h) = (
        number("x"),
        number("y"),
        number("width").max(0.0),
        number("height").max(0.0),
    );
    let given = |name| get(attributes, name).map(|_| number(name));
    let radius = given("rx").or(given("ry")).unwrap_or(0.0).max(0.0);
    if radius > 0.0 {
        crate::report::typeset::display::rounded(x, y, w, h, radius)
    } else {
        crate::report::typeset::display::rect(x, y, w, h)
    }
}

fn turned(turn: Matrix, seg: Seg) -> Seg {
    match seg {
        Seg::Move(x, y) => {
            let (x, y) = moved(turn, x, y);
            Seg::Move(x, y)
        }
        Seg::Line(x, y) => {
            let (x, y) = moved(turn, x, y);
            Seg::Line(x, y)
        }
        Seg::Curve([a, b, c, d, x, y]) => {
            let ((a, b), (c, d), (x, y)) =
                (moved(turn, a, b), moved(turn, c, d), moved(turn, x, y));
            Seg::Curve([a, b, c, d, x, y])
        }
        Seg::Close => Seg::Close,
    }
}

fn transform(text: &str) -> Result<Matrix, LogoError> {
    let mut whole = STILL;
    for one in text.split_inclusive(')') {
        let one = one.trim_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if one.is_empty() {
            continue;
        }
        let known = one.strip_suffix(')').and_then(|one| one.split_once('('));
        let numbers = known.and_then(|(_, list)| outline::numbers(list));
        let step = match (known.map(|(name, _)| name.trim()), numbers.as_deref()) {
            (Some("matrix"), Some([a, b, c, d, e, f])) => [*a, *b, *c, *d, *e, *f],
            (Some("translate"), Some([x])) => [1.0, 0.0, 0.0, 1.0, *x, 0.0],
            (Some("translate"), Some([x, y])) => [1.0, 0.0, 0.0, 1.0, *x, *y],
            (Some("scale"), Some([s])) => [*s, 0.0, 0.0, *s, 0.0, 0.0],
            (Some("scale"), Some([x, y])) => [*x, 0.0, 0.0, *y, 0.0, 0.0],
            (Some("rotate"), Some([angle])) => rotation(*angle),
            (Some("rotate"), Some([angle, x, y])) => times(
                times([1.0, 0.0, 0.0, 1.0, *x, *y], rotation(*angle)),
                [1.0, 0.0, 0.0, 1.0, -*x, -*y],
            ),
            _ => return Err(broken(&format!("it has an unknown transform `{one}`"))),
        };
        whole = times(whole, step);
    }
    Ok(whole)
}

fn rotation(angle: f32) -> Matrix {
    let (sin, cos) = angle.to_radians().sin_cos();
    [cos, sin, -sin, cos, 0.0, 0.0]
}

fn length(text: &str) -> Option<f32> {
    text.trim().trim_end_matches("px").parse().ok()
}

/// A colour, or none. What is inherited stays as it was.
fn color(text: &str, before: Option<Rgb>) -> Result<Option<Rgb>, LogoError> {
    let text = text.to_ascii_lowercase();
    let unknown = || broken(&format!("it has the colour `{text}`, which is not flat"));
    Ok(Some(match text.as_str() {
        "none" | "transparent" => return Ok(None),
        "inherit" => return Ok(before),
        "currentcolor" | "black" => Rgb(0, 0, 0),
        "white" => Rgb(255, 255, 255),
        "red" => Rgb(255, 0, 0),
        "green" => Rgb(0, 128, 0),
        "blue" => Rgb(0, 0, 255),
        "yellow" => Rgb(255, 255, 0),
        "orange" => Rgb(255, 165, 0),
        "purple" => Rgb(128, 0, 128),
        "gray" | "grey" => Rgb(128, 128, 128),
        "silver" => Rgb(192, 192, 192),
        "navy" => Rgb(0, 0, 128),
        "teal" => Rgb(0, 128, 128),
        "maroon" => Rgb(128, 0, 0),
        _ => match text.strip_prefix('#') {
            Some(digits) => hex(digits).ok_or_else(unknown)?,
            None => rgb(&text).ok_or_else(unknown)?,
        },
    }))
}

fn hex(digits: &str) -> Option<Rgb> {
    let value = u32::from_str_radix(digits, 16).ok()?;
    let part = |shift: u32, mask: u32| u8::try_from((value >> shift) & mask).ok();
    match digits.len() {
        3 => Some(Rgb(part(8, 15)? * 17, part(4, 15)? * 17, part(0, 15)? * 17)),
        6 => Some(Rgb(part(16, 255)?, part(8, 255)?, part(0, 255)?)),
        _ => None,
    }
}

fn rgb(text: &str) -> Option<Rgb> {
    let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let parts: Vec<u8> = inner
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [r, g, b] => Some(Rgb(*r, *g, *b)),
        _ => None,
    }
}

// ---- tags

/// Where a tag ends: the first `>` outside quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (place, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(place),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// A tag's name and attributes.
fn parts(tag: &str) -> Result<(String, Attributes), LogoError> {
    let tag = tag.trim();
    let (name, mut rest) = match tag.find(|c: char| c.is_ascii_whitespace()) {
        Some(at) => (&tag[..at], tag[at..].trim_start()),
        None => (tag, ""),
    };
    let mut attributes = Attributes::new();
    while !rest.is_empty() {
        let (name, after) = rest
            .split_once('=')
            .ok_or_else(|| broken("an attribute has no value"))?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or_else(|| broken("an attribute's value has no quotes"))?;
        let (value, after) = after[1..]
            .split_once(quote)
            .ok_or_else(|| broken("an attribute's value does not end"))?;
        attributes.push((name.trim().to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    Ok((name.to_owned(), attributes))
}

fn get<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(inner: &str) -> Result<Drawing, LogoError> {
        read(format!("<?xml version=\"1.0\"?><!-- c > --><svg xmlns='x' viewBox='0 0 10 10'>{inner}</svg>").as_bytes())
    }

    #[test]
    fn groups_hand_down_their_ink_and_their_place() {
        let drawing = drawn("<g fill='#0af' transform='translate(2 3) scale(2)'><title>n</title><rect x='1' width='1' height='1'/></g><circle r='2' opacity='.5'/>").unwrap();
        assert_eq!(drawing.shapes[0].fill, Some(Rgb(0, 0xaa, 0xff)));
        assert_eq!(drawing.shapes[0].segs[0], Seg::Move(4.0, 3.0));
        assert_eq!(drawing.shapes[1].fill, Some(Rgb(128, 128, 128)));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_by_name() {
        for (inner, word) in [
            ("<text>hello</text>", "`text`"),
            ("<image href='http://x'/>", "`image`"),
            ("<script>alert(1)</script>", "`script`"),
            ("<style>.a{}</style>", "`style`"),
            ("<rect width='1' height='1' fill='url(#g)'/>", "url(#g)"),
            ("<path d='oops'/>", "`path`"),
            ("<g/>", "nothing is drawn"),
        ] {
            let error = drawn(inner).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
