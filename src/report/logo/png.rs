//! PNG without interlacing: rows are unpacked by the PDF library, which knows the same compression and the same filters.

use lopdf::{Object, Stream, dictionary};

use super::{LogoError, Pixels, on_white};
use crate::report::theme::Rgb;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// More points than any page shows.
const MOST_POINTS: usize = 8_000_000;

pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// What the head of the file says.
struct Head {
    width: usize,
    height: usize,
    depth: usize,
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Color {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

impl Color {
    fn channels(self) -> usize {
        match self {
            Self::Grey | Self::Palette => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// The chunks that count.
#[derive(Default)]
struct Chunks {
    head: Option<Head>,
    palette: Vec<u8>,
    clear: Vec<u8>,
    data: Vec<u8>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Pixels, LogoError> {
    let chunks = chunks(bytes)?;
    let head = chunks
        .head
        .as_ref()
        .ok_or_else(|| broken("it has no head"))?;
    let row = (head.width * head.depth * head.color.channels()).div_ceil(8);
    let rows = unpacked(&chunks.data, row, head)?;
    let mut rgb = Vec::with_capacity(head.width * head.height * 3);
    for line in rows.chunks_exact(row).take(head.height) {
        for x in 0..head.width {
            let Rgb(r, g, b) = point(head, &chunks, line, x);
            rgb.extend([r, g, b]);
        }
    }
    Ok(Pixels {
        width: head.width,
        height: head.height,
        rgb,
    })
}

fn broken(what: &str) -> LogoError {
    LogoError(format!("the PNG cannot be read: {what}"))
}

fn chunks(bytes: &[u8]) -> Result<Chunks, LogoError> {
    let mut chunks = Chunks::default();
    let mut rest = &bytes[SIGNATURE.len()..];
    while rest.len() >= 12 {
        let length = number(&rest[..4]);
        let name = &rest[4..8];
        let Some(content) = rest.get(8..8 + length) else {
            return Err(broken("it ends too soon"));
        };
        match name {
            b"IHDR" => chunks.head = Some(head(content)?),
            b"PLTE" => chunks.palette = content.to_vec(),
            b"tRNS" => chunks.clear = content.to_vec(),
            b"IDAT" => chunks.data.extend(content),
            b"IEND" => break,
            _ => {}
        }
        rest = rest.get(12 + length..).unwrap_or_default();
    }
    Ok(chunks)
}

fn number(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

fn head(content: &[u8]) -> Result<Head, LogoError> {
    let [.., depth, color, _, _, interlaced] = content else {
        return Err(broken("its head is too short"));
    };
    let (Some(width), Some(height)) = (content.get(..4), content.get(4..8)) else {
        return Err(broken("its head is too short"));
    };
    let (width, height) = (number(width), number(height));
    if width == 0 || height == 0 || width.saturating_mul(height) > MOST_POINTS {
        return Err(broken("it is empty or has too many points"));
    }
    if *interlaced != 0 {
        return Err(broken("it is interlaced; save it without interlacing"));
    }
    let color = match color {
        0 => Color::Grey,
        2 => Color::Rgb,
        3 => Color::Palette,
        4 => Color::GreyAlpha,
        6 => Color::Rgba,
        _ => return Err(broken("it has an unknown kind of colour")),
    };
    let depth = usize::from(*depth);
    let narrow = matches!(color, Color::Grey | Color::Palette) && matches!(depth, 1 | 2 | 4);
    if !narrow && depth != 8 && (depth != 16 || color == Color::Palette) {
        return Err(broken("it has an unknown depth of colour"));
    }
    Ok(Head {
        width,
        height,
        depth,
        color,
    })
}

/// The rows without compression and filters; never more than the head promises.
fn unpacked(data: &[u8], row: usize, head: &Head) -> Result<Vec<u8>, LogoError> {
    // The library counts whole bytes, so a row of points becomes a row of bytes that are as wide as a point.
    let wide = (head.depth * head.color.channels()).div_ceil(8);
    let integer = |number: usize| Object::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let parameters = dictionary! {
        "Predictor" => 15,
        "Colors" => integer(wide),
        "BitsPerComponent" => 8,
        "Columns" => integer(row / wide),
    };
    let dictionary = dictionary! { "Filter" => "FlateDecode", "DecodeParms" => parameters };
    let most = (row + 1) * head.height + 1024;
    let rows = Stream::new(dictionary, data.to_vec())
        .decompressed_content_with_limit(most)
        .map_err(|error| broken(&error.to_string()))?;
    if rows.len() < row * head.height {
        return Err(broken("some of its rows are missing"));
    }
    Ok(rows)
}

/// A point's colour on white.
fn point(head: &Head, chunks: &Chunks, line: &[u8], x: usize) -> Rgb {
    let channels = head.color.channels();
    let sample = |channel: usize| match head.depth {
        16 => line[(x * channels + channel) * 2],
        8 => line[x * channels + channel],
        depth => {
            let bit = x * depth;
            let shift = 8 - depth - bit % 8;
            (line[bit / 8] >> shift) & ((1 << depth) - 1)
        }
    };
    let whole = |value: u8| match head.depth {
        1 => value * 255,
        2 => value * 85,
        4 => value * 17,
        _ => value,
    };
    let shining = |alpha: u8| f32::from(alpha) / 255.0;
    match head.color {
        Color::Grey => {
            let grey = whole(sample(0));
            Rgb(grey, grey, grey)
        }
        Color::GreyAlpha => {
            let grey = sample(0);
            on_white(Rgb(grey, grey, grey), shining(sample(1)))
        }
        Color::Rgb => Rgb(sample(0), sample(1), sample(2)),
        Color::Rgba => on_white(Rgb(sample(0), sample(1), sample(2)), shining(sample(3))),
        Color::Palette => {
            let place = usize::from(sample(0));
            let part = |at: usize| chunks.palette.get(place * 3 + at).copied().unwrap_or(0);
            let alpha = chunks.clear.get(place).copied().unwrap_or(255);
            on_white(Rgb(part(0), part(1), part(2)), shining(alpha))
        }
    }
}
