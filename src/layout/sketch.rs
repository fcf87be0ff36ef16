//! What is to be drawn, and how large each box is.

use unicode_width::UnicodeWidthStr;

use super::geometry::Point;
use crate::model::visible;

/// What to draw: plain lists, in any order. Ids are unique within each list; the order changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// The components.
    pub boxes: Vec<BoxSketch>,
    /// The flows between them. A flow with an unknown end is not drawn.
    pub flows: Vec<FlowSketch>,
    /// The trust zones around them.
    pub zones: Vec<ZoneSketch>,
}

/// A component to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxSketch {
    /// Its id.
    pub id: String,
    /// The name written into it.
    pub title: String,
    /// Its border.
    pub shape: Shape,
    /// The innermost zone that it stands in. An unknown zone counts as none.
    pub zone: Option<String>,
    /// Its top left corner, if it has been drawn before.
    pub at: Option<Point>,
    /// Is it a wall that nothing automatic may move?
    pub pinned: bool,
}

/// The border of a box says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Shape {
    /// Something that works on data: rounded.
    #[default]
    Process,
    /// Something that keeps data: double above and below.
    Store,
    /// A model: heavy.
    Model,
    /// Somebody or something outside: square.
    External,
    /// A sensor or actuator: dashed.
    Sensor,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 5] = [
        Self::Process,
        Self::Store,
        Self::Model,
        Self::External,
        Self::Sensor,
    ];
}

/// A flow to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowSketch {
    /// Its id.
    pub id: String,
    /// The id of the box that it leaves.
    pub from: String,
    /// The id of the box that it enters; the same box for a loop.
    pub to: String,
    /// The text beside it; may be empty.
    pub label: String,
    /// Is it protected? `None` when nobody has said.
    pub guarded: Option<bool>,
}

/// A zone to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSketch {
    /// Its id.
    pub id: String,
    /// The name written into its frame.
    pub title: String,
    /// The zone around it.
    pub parent: Option<String>,
    /// How far it is trusted, 0 to 3; drawn as marks in the frame.
    pub trust: Option<u8>,
}

/// A title up to this width stays on one line.
const ONE_LINE: usize = 24;
/// No line of a title is wider than this.
const WIDEST_LINE: usize = 32;
/// No title has more lines than this; what is left of it is cut with an ellipsis.
const MOST_LINES: usize = 3;
/// No box is narrower than this, so that each has a few ports.
const NARROWEST: i32 = 10;

/// The lines of a box title: one, or up to three balanced ones when it is long.
#[must_use]
pub fn box_lines(title: &str) -> Vec<String> {
    // More than ever fits is looked at no further: a name can be as long as a book, and this is asked for every frame.
    let title = start_of(&one_line(title), (MOST_LINES + 1) * WIDEST_LINE);
    let width = title.width();
    if width <= ONE_LINE {
        return vec![title];
    }
    let target = width
        .div_ceil(width.div_ceil(ONE_LINE).min(MOST_LINES))
        .clamp(8, WIDEST_LINE);
    let mut limit = target;
    loop {
        let lines = wrap(&title, limit);
        if lines.len() <= MOST_LINES
            && limit <= WIDEST_LINE
            && lines.len() <= width.div_ceil(ONE_LINE)
        {
            return lines;
        }
        if limit >= WIDEST_LINE {
            return shorten(lines);
        }
        limit += 1;
    }
}

/// The start of a text, at most so many columns of it.
fn start_of(text: &str, columns: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let mut width = 0;
    let fits = |cluster: &&str| {
        width += cluster.width();
        width <= columns
    };
    text.graphemes(true).take_while(fits).collect()
}

/// Greedy lines of at most `limit` columns; a word that is wider is broken.
fn wrap(title: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in title.split(' ') {
        for piece in pieces(word, limit) {
            if line.is_empty() {
                line = piece;
            } else if line.width() + 1 + piece.width() <= limit {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(std::mem::replace(&mut line, piece));
            }
        }
    }
    lines.push(line);
    lines
}

/// A word, broken where it is wider than `limit`.
fn pieces(word: &str, limit: usize) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;
    let mut pieces = vec![String::new()];
    for cluster in word.graphemes(true) {
        let last = pieces.len() - 1;
        if pieces[last].width() + cluster.width() > limit && !pieces[last].is_empty() {
            pieces.push(cluster.to_owned());
        } else {
            pieces[last].push_str(cluster);
        }
    }
    pieces
}

/// The first lines, the last of them ending in an ellipsis when something was cut.
fn shorten(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        let last = lines.pop().unwrap_or_default();
        lines.push(fit(&format!("{last}…"), WIDEST_LINE));
    }
    lines
}

/// The widest zone title that is written out.
const WIDEST_TITLE: usize = 30;

/// The name of a zone as it stands in the frame, between blanks; empty for a zone without a name.
pub(super) fn zone_title(zone: &ZoneSketch) -> String {
    let title = fit(&one_line(&zone.title), WIDEST_TITLE);
    if title.is_empty() {
        title
    } else {
        format!(" {title} ")
    }
}

/// The columns that the name and the trust marks of a zone take in its frame.
pub(super) fn title_columns(zone: &ZoneSketch) -> i32 {
    let title = columns(&zone_title(zone));
    match (zone.trust, title) {
        (None, title) => title,
        (Some(_), 0) => 5,
        (Some(_), title) => title + 4,
    }
}

/// The text on one line, without characters that control a terminal.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.chars()
                .filter(|character| visible(*character) == *character)
                .collect()
        })
        .collect();
    words.join(" ")
}

/// The text, cut to that many columns with an ellipsis where it is wider.
pub(super) fn fit(text: &str, columns: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for cluster in text.graphemes(true) {
        if kept.width() + cluster.width() + 1 > columns {
            break;
        }
        kept.push_str(cluster);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// The columns of a text on one line.
pub(super) fn columns(text: &str) -> i32 {
    i32::try_from(text.width()).unwrap_or(i32::MAX / 4)
}

/// The columns and rows of a box with that title and that many flow ends.
///
/// The size never depends on a badge. A box with more than eight ends grows in width, so that every flow has a port.
#[must_use]
pub fn box_size(title: &str, flow_ends: usize) -> (i32, i32) {
    let lines = box_lines(title);
    let text = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let ends = i32::try_from(flow_ends).unwrap_or(i32::MAX / 4);
    let rows = i32::try_from(lines.len()).unwrap_or(1);
    ((text + 4).max(NARROWEST).max(ends + 2), rows + 2)
}
