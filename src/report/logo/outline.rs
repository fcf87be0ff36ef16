//! The outlines of an SVG: path data, and the basic shapes as paths.

use crate::report::typeset::display::Seg;

/// Path data as segments; `None` where it is not path data.
pub(super) fn path(data: &str) -> Option<Vec<Seg>> {
    let mut pen = Pen::default();
    let mut reader = Reader { rest: data };
    let mut command = reader.command()?;
    if !matches!(command, 'M' | 'm') {
        return None;
    }
    loop {
        pen.draw(command, &mut reader)?;
        match reader.command() {
            Some(next) => command = next,
            None if reader.at_end() => return Some(pen.segs),
            // Numbers without a letter repeat the command; after a move they are lines.
            None => {
                command = match command {
                    'M' => 'L',
                    'm' => 'l',
                    'Z' | 'z' => return None,
                    same => same,
                };
            }
        }
    }
}

/// The numbers of a list with commas or blanks between them.
pub(super) fn numbers(text: &str) -> Option<Vec<f32>> {
    let mut reader = Reader { rest: text };
    let mut numbers = Vec::new();
    while !reader.at_end() {
        numbers.push(reader.number()?);
    }
    Some(numbers)
}

/// Straight lines through points.
pub(super) fn polyline(points: &[f32], closed: bool) -> Vec<Seg> {
    let mut segs: Vec<Seg> = points
        .chunks_exact(2)
        .enumerate()
        .map(|(place, point)| match place {
            0 => Seg::Move(point[0], point[1]),
            _ => Seg::Line(point[0], point[1]),
        })
        .collect();
    if closed {
        segs.push(Seg::Close);
    }
    segs
}

/// An ellipse.
pub(super) fn ellipse(x: f32, y: f32, rx: f32, ry: f32) -> Vec<Seg> {
    const ROUND: f32 = 0.552_3;
    let (kx, ky) = (rx * ROUND, ry * ROUND);
    vec![
        Seg::Move(x + rx, y),
        Seg::Curve([x + rx, y + ky, x + kx, y + ry, x, y + ry]),
        Seg::Curve([x - kx, y + ry, x - rx, y + ky, x - rx, y]),
        Seg::Curve([x - rx, y - ky, x - kx, y - ry, x, y - ry]),
        Seg::Curve([x + kx, y - ry, x + rx, y - ky, x + rx, y]),
        Seg::Close,
    ]
}

/// Where the drawing has got to.
#[derive(Default)]
struct Pen {
    segs: Vec<Seg>,
    at: (f32, f32),
    start: (f32, f32),
    /// The last control point of a cubic or quadratic curve, for the commands that mirror it.
    cubic: Option<(f32, f32)>,
    quadratic: Option<(f32, f32)>,
}

impl Pen {
    fn draw(&mut self, command: char, reader: &mut Reader<'_>) -> Option<()> {
        let (x0, y0) = if command.is_ascii_lowercase() {
            self.at
        } else {
            (0.0, 0.0)
        };
        let (cubic, quadratic) = (self.cubic.take(), self.quadratic.take());
        match command.to_ascii_uppercase() {
            'M' => {
                let (x, y) = reader.point(x0, y0)?;
                self.segs.push(Seg::Move(x, y));
                (self.at, self.start) = ((x, y), (x, y));
            }
            'L' => {
                let point = reader.point(x0, y0)?;
                self.line(point);
            }
            'H' => {
                let x = reader.number()? + x0;
                self.line((x, self.at.1));
            }
            'V' => {
                let y = reader.number()? + y0;
                self.line((self.at.0, y));
            }
            'C' => {
                let (a, b) = (reader.point(x0, y0)?, reader.point(x0, y0)?);
                let end = reader.point(x0, y0)?;
                self.curve(a, b, end);
            }
            'S' => {
                let a = mirrored(cubic, self.at);
                let (b, end) = (reader.point(x0, y0)?, reader.point(x0, y0)?);
                self.curve(a, b, end);
            }
            'Q' => {
                let (q, end) = (reader.point(x0, y0)?, reader.point(x0, y0)?);
                self.quadratic_curve(q, end);
            }
            'T' => {
                let q = mirrored(quadratic, self.at);
                let end = reader.point(x0, y0)?;
                self.quadratic_curve(q, end);
            }
            'A' => {
                let (rx, ry, turn) = (reader.number()?, reader.number()?, reader.number()?);
                let (large, sweep) = (reader.flag()?, reader.flag()?);
                let end = reader.point(x0, y0)?;
                self.arc([rx.abs(), ry.abs()], turn.to_radians(), large, sweep, end);
            }
            'Z' => {
                self.segs.push(Seg::Close);
                self.at = self.start;
            }
            _ => return None,
        }
        Some(())
    }

    fn line(&mut self, (x, y): (f32, f32)) {
        self.segs.push(Seg::Line(x, y));
        self.at = (x, y);
    }

    fn curve(&mut self, a: (f32, f32), b: (f32, f32), end: (f32, f32)) {
        self.segs
            .push(Seg::Curve([a.0, a.1, b.0, b.1, end.0, end.1]));
        (self.at, self.cubic) = (end, Some(b));
    }

    fn quadratic_curve(&mut self, q: (f32, f32), end: (f32, f32)) {
        let two_thirds = |from: (f32, f32)| {
            (
                from.0 + (q.0 - from.0) * 2.0 / 3.0,
                from.1 + (q.1 - from.1) * 2.0 / 3.0,
            )
        };
        let (a, b) = (two_thirds(self.at), two_thirds(end));
        self.curve(a, b, end);
        (self.cubic, self.quadratic) = (None, Some(q));
    }

    /// An elliptic arc as curves of at most a quarter turn (SVG 1.1, appendix F.6).
    fn arc(&mut self, radii: [f32; 2], turn: f32, large: bool, sweep: bool, end: (f32, f32)) {
        let [mut rx, mut ry] = radii;
        if rx < 1e-6 || ry < 1e-6 || self.at == end {
            return self.line(end);
        }
        let (sin, cos) = turn.sin_cos();
        let (dx, dy) = ((self.at.0 - end.0) / 2.0, (self.at.1 - end.1) / 2.0);
        let (px, py) = (cos * dx + sin * dy, -sin * dx + cos * dy);
        let stretch = (px / rx).powi(2) + (py / ry).powi(2);
        if stretch > 1.0 {
            rx *= stretch.sqrt();
            ry *= stretch.sqrt();
        }
        let whole = (rx * ry).powi(2);
        let part = (rx * py).powi(2) + (ry * px).powi(2);
        let mut factor = ((whole - part) / part).max(0.0).sqrt();
        if large == sweep {
            factor = -factor;
        }
        let (qx, qy) = (factor * rx * py / ry, -factor * ry * px / rx);
        let center = (
            cos * qx - sin * qy + f32::midpoint(self.at.0, end.0),
            sin * qx + cos * qy + f32::midpoint(self.at.1, end.1),
        );
        let from = ((py - qy) / ry).atan2((px - qx) / rx);
        let mut angle = ((-py - qy) / ry).atan2((-px - qx) / rx) - from;
        if sweep && angle < 0.0 {
            angle += std::f32::consts::TAU;
        } else if !sweep && angle > 0.0 {
            angle -= std::f32::consts::TAU;
        }
        let parts = (angle.abs() / std::f32::consts::FRAC_PI_2).ceil().max(1.0);
        let step = angle / parts;
        let reach = 4.0 / 3.0 * (step / 4.0).tan();
        let on = |x: f32, y: f32| {
            (
                center.0 + cos * rx * x - sin * ry * y,
                center.1 + sin * rx * x + cos * ry * y,
            )
        };
        let mut here = from;
        for _ in 0..4 {
            if (here - from).abs() + 1e-4 >= angle.abs() {
                break;
            }
            let next = here + step;
            let (s0, c0) = here.sin_cos();
            let (s1, c1) = next.sin_cos();
            self.curve(
                on(c0 - reach * s0, s0 + reach * c0),
                on(c1 + reach * s1, s1 - reach * c1),
                on(c1, s1),
            );
            here = next;
        }
        self.cubic = None;
        self.at = end;
    }
}

fn mirrored(control: Option<(f32, f32)>, at: (f32, f32)) -> (f32, f32) {
    control.map_or(at, |(x, y)| (2.0 * at.0 - x, 2.0 * at.1 - y))
}

/// Reads numbers and commands.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self
            .rest
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }

    fn at_end(&mut self) -> bool {
        self.skip();
        self.rest.is_empty()
    }

    fn command(&mut self) -> Option<char> {
        self.skip();
        let first = self.rest.chars().next()?;
        if !first.is_ascii_alphabetic() {
            return None;
        }
        self.rest = &self.rest[1..];
        Some(first)
    }

    /// A number; `1.5.5` is two, and so is `1-1`.
    fn number(&mut self) -> Option<f32> {
        self.skip();
        let (mut dot, mut exponent) = (false, false);
        let mut end = 0;
        for (place, byte) in self.rest.bytes().enumerate() {
            let before = place.checked_sub(1).map(|at| self.rest.as_bytes()[at]);
            let fits = match byte {
                b'0'..=b'9' => true,
                b'+' | b'-' => place == 0 || matches!(before, Some(b'e' | b'E')),
                b'.' if !dot && !exponent => {
                    dot = true;
                    true
                }
                b'e' | b'E' if !exponent && place > 0 => {
                    exponent = true;
                    true
                }
                _ => false,
            };
            if !fits {
                break;
            }
            end = place + 1;
        }
        let number: f32 = self.rest[..end].parse().ok()?;
        self.rest = &self.rest[end..];
        number.is_finite().then_some(number)
    }

    /// A flag of an arc: one digit, with or without a blank behind it.
    fn flag(&mut self) -> Option<bool> {
        self.skip();
        let flag = match self.rest.as_bytes().first()? {
            b'0' => false,
            b'1' => true,
            _ => return None,
        };
        self.rest = &self.rest[1..];
        Some(flag)
    }

    fn point(&mut self, x0: f32, y0: f32) -> Option<(f32, f32)> {
        Some((self.number()? + x0, self.number()? + y0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_data_is_read_as_people_and_programs_write_it() {
        let segs = path("M10-5h4v2.5.5l-1,1zm2 2 3 3").unwrap();
        assert_eq!(segs[0], Seg::Move(10.0, -5.0));
        assert_eq!(segs[1], Seg::Line(14.0, -5.0));
        assert_eq!(segs[2], Seg::Line(14.0, -2.5));
        assert_eq!(segs[3], Seg::Line(14.0, -2.0));
        assert_eq!(segs[5], Seg::Close);
        assert_eq!(segs[6], Seg::Move(12.0, -3.0));
        assert_eq!(segs[7], Seg::Line(15.0, 0.0));
        for broken in ["", "10 10", "M1", "M0 0 X1", "M0 0 L1", "M0 0Z5 5"] {
            assert!(path(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn half_a_circle_ends_where_it_should() {
        let segs = path("M0 0A5 5 0 0 1 10 0").unwrap();
        assert_eq!(segs.len(), 3);
        let Some(Seg::Curve([.., x, y])) = segs.last() else {
            panic!("no curve");
        };
        assert!((x - 10.0).abs() < 1e-3 && y.abs() < 1e-3, "{x} {y}");
        let Seg::Curve([.., x, y]) = segs[1] else {
            panic!("no curve");
        };
        assert!((x - 5.0).abs() < 1e-3 && (y + 5.0).abs() < 1e-3, "{x} {y}");
    }
}
