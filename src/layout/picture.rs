//! A picture as plain data: rows of characters, each with what it is a piece of, and what a painter puts on top of the
//! geometry. What a renderer does with an [`Ink`] is its business; nothing here knows terminals or colours.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A picture: rows of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: i32,
    /// Rows.
    pub height: i32,
    /// The cells, row by row.
    pub cells: Vec<PaintCell>,
}

/// One character of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaintCell {
    /// What stands there. Empty behind a wide character, which covers two cells.
    pub glyph: Glyph,
    /// What it is a piece of.
    pub ink: Ink,
    /// Does it belong to the selection?
    pub accent: bool,
    /// How many zones the cell lies in, for a tint.
    pub depth: u8,
}

/// What a character is a piece of; renderers give it a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Ink {
    /// Nothing.
    #[default]
    Blank,
    /// The border of a box.
    Box,
    /// The name in a box.
    BoxTitle,
    /// A box that is not in the document yet.
    Ghost,
    /// The badge on the border of a box.
    Badge(Severity),
    /// The frame of a zone.
    Zone,
    /// The name of a zone.
    ZoneTitle,
    /// The trust marks of a zone.
    ZoneTrust,
    /// A flow.
    Flow,
    /// A flow against the direction of the pipeline.
    FlowBack,
    /// The head of a flow.
    Arrow,
    /// The label of a flow.
    FlowLabel,
    /// The number of a label in the legend.
    FlowNumber,
    /// A flow where it passes the frame of a zone; is it protected?
    Boundary(Option<bool>),
    /// A letter to jump to.
    Jump,
}

/// How bad the worst of a box's open risks is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Severity {
    /// Nothing is open.
    #[default]
    None,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// The badge of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// So many open risks, the worst of this severity.
    Open(u32, Severity),
    /// All are treated.
    Treated,
    /// Nobody has looked at it yet.
    Unreviewed,
}

impl Badge {
    /// The letter of the worst open risk, where one is open.
    #[must_use]
    pub const fn letter(self) -> Option<char> {
        match self.severity() {
            Severity::None => None,
            Severity::Low => Some('L'),
            Severity::Medium => Some('M'),
            Severity::High => Some('H'),
            Severity::Critical => Some('C'),
        }
    }

    /// The worst open risk.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Open(_, severity) => severity,
            Self::Treated | Self::Unreviewed => Severity::None,
        }
    }
}

/// What is painted on top of the geometry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decor {
    /// By box id.
    pub boxes: BTreeMap<String, BoxDecor>,
    /// By flow id.
    pub flows: BTreeMap<String, FlowDecor>,
    /// The zone that is selected.
    pub selected_zone: Option<String>,
}

/// What is painted on top of a box. Its size never depends on this.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoxDecor {
    /// At the right end of the upper border.
    pub badge: Option<Badge>,
    /// Is it selected?
    pub selected: bool,
    /// Is it only proposed?
    pub ghost: bool,
    /// The letter that jumps to it, at the upper left corner.
    pub jump: Option<char>,
    /// Lines below the name, shown at [`Zoom::Detail`](super::Zoom::Detail) only.
    pub details: Vec<String>,
}

/// What is painted on top of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlowDecor {
    /// Is it, or a box at one of its ends, selected?
    pub selected: bool,
}

/// A character as a reader counts them: a letter with its accents, of at most 15 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Glyph {
    bytes: [u8; 15],
    length: u8,
}

impl Glyph {
    /// The text; empty behind a wide character.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or("")
    }

    /// A cluster; of one that is too long only the first character stays.
    fn of(cluster: &str) -> Self {
        let mut glyph = Self::default();
        let first = cluster.chars().next().map_or(0, char::len_utf8);
        let kept = if cluster.len() <= glyph.bytes.len() {
            cluster
        } else {
            &cluster[..first]
        };
        glyph.bytes[..kept.len()].copy_from_slice(kept.as_bytes());
        glyph.length = u8::try_from(kept.len()).unwrap_or(0);
        glyph
    }
}

impl From<char> for Glyph {
    fn from(character: char) -> Self {
        Self::of(character.encode_utf8(&mut [0; 4]))
    }
}

impl std::fmt::Debug for Glyph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.as_str())
    }
}

impl Picture {
    /// A blank picture.
    #[must_use]
    pub fn blank(width: i32, height: i32) -> Self {
        let (width, height) = (width.max(0), height.max(0));
        let blank = PaintCell {
            glyph: Glyph::from(' '),
            ..PaintCell::default()
        };
        let cells = usize::try_from(width).unwrap_or(0) * usize::try_from(height).unwrap_or(0);
        Self {
            width,
            height,
            cells: vec![blank; cells],
        }
    }

    /// The cell in that column and row of the picture.
    #[must_use]
    pub fn get(&self, x: i32, y: i32) -> Option<&PaintCell> {
        self.index(x, y).map(|index| &self.cells[index])
    }

    /// The rows as text, without blanks at their ends.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        let width = usize::try_from(self.width).unwrap_or(1).max(1);
        let row = |cells: &[PaintCell]| {
            cells
                .iter()
                .map(|cell| cell.glyph.as_str())
                .collect::<String>()
        };
        self.cells
            .chunks(width)
            .map(|cells| row(cells).trim_end().to_owned())
            .collect()
    }

    pub(super) fn index(&self, x: i32, y: i32) -> Option<usize> {
        let inside = x >= 0 && y >= 0 && x < self.width && y < self.height;
        inside
            .then(|| usize::try_from(y * self.width + x).ok())
            .flatten()
    }

    pub(super) fn put(&mut self, x: i32, y: i32, glyph: impl Into<Glyph>, ink: Ink, accent: bool) {
        if let Some(index) = self.index(x, y) {
            let cell = &mut self.cells[index];
            (cell.glyph, cell.ink, cell.accent) = (glyph.into(), ink, accent);
        }
    }

    /// Writes a text; characters that control a terminal are left out.
    pub(super) fn write(&mut self, x: i32, y: i32, text: &str, ink: Ink, accent: bool) {
        let mut column = x;
        for cluster in text.graphemes(true) {
            let width = i32::try_from(cluster.width()).unwrap_or(0);
            if width == 0 || cluster.chars().any(char::is_control) {
                continue;
            }
            let whole = self.index(column + width - 1, y).is_some() && column >= 0;
            self.put(
                column,
                y,
                if whole {
                    Glyph::of(cluster)
                } else {
                    Glyph::from(' ')
                },
                ink,
                accent,
            );
            for covered in column + 1..column + width {
                self.put(
                    covered,
                    y,
                    if whole {
                        Glyph::default()
                    } else {
                        Glyph::from(' ')
                    },
                    ink,
                    accent,
                );
            }
            column += width;
        }
    }
}
