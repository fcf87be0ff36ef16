//! Which character stands for which piece of a drawing, in Unicode and in ASCII.

use super::geometry::Direction;
use super::sketch::Shape;

/// The characters that a picture may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Charset {
    /// Box drawing characters; none of them is an emoji, whose width differs between terminals.
    #[default]
    Unicode,
    /// Plain ASCII, for terminals and mails that know nothing else.
    Ascii,
}

impl Charset {
    /// Every character set.
    pub const ALL: [Self; 2] = [Self::Unicode, Self::Ascii];
}

/// Arms of a piece of line, from the middle of its cell: right 1, down 2, left 4, up 8.
pub(super) const fn arm(direction: Direction) -> u8 {
    1 << direction as u8
}

const LIGHT: [char; 16] = [
    ' ', '╶', '╷', '╭', '╴', '─', '╮', '┬', '╵', '╰', '│', '├', '╯', '┴', '┤', '┼',
];
const HEAVY: [char; 16] = [
    ' ', '╺', '╻', '┏', '╸', '━', '┓', '┳', '╹', '┗', '┃', '┣', '┛', '┻', '┫', '╋',
];
const ASCII: [char; 16] = [
    ' ', '-', '|', '+', '-', '-', '+', '+', '|', '+', '|', '+', '+', '+', '+', '+',
];
/// The arms of a level and of an upright line.
pub(super) const LEVEL: u8 = 5;
pub(super) const UPRIGHT: u8 = 10;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stroke {
    pub(super) heavy: bool,
    pub(super) dashed: bool,
}

/// A piece of one line.
pub(super) const fn line(arms: u8, stroke: Stroke, charset: Charset) -> char {
    let arms = arms & 15;
    match (charset, stroke.dashed, stroke.heavy, arms) {
        (Charset::Ascii, true, _, LEVEL) => '~',
        (Charset::Ascii, true, _, UPRIGHT) => ';',
        (Charset::Ascii, false, true, LEVEL) => '=',
        (Charset::Ascii, ..) => ASCII[arms as usize],
        (Charset::Unicode, true, false, LEVEL) => '┄',
        (Charset::Unicode, true, false, UPRIGHT) => '┆',
        (Charset::Unicode, true, true, LEVEL) => '┅',
        (Charset::Unicode, true, true, UPRIGHT) => '┇',
        (Charset::Unicode, _, true, _) => HEAVY[arms as usize],
        (Charset::Unicode, ..) => LIGHT[arms as usize],
    }
}

/// Where two lines cross.
pub(super) const fn crossing(level: Stroke, upright: Stroke, charset: Charset) -> char {
    match (charset, level.heavy, upright.heavy) {
        (Charset::Ascii, ..) => '+',
        (_, false, false) => '┼',
        (_, true, false) => '┿',
        (_, false, true) => '╂',
        (_, true, true) => '╋',
    }
}

/// A flow passing the frame of a zone: the place where threats live.
pub(super) const fn boundary(level: bool, charset: Charset) -> char {
    match (charset, level) {
        (Charset::Unicode, true) => '╫',
        (Charset::Unicode, false) => '╪',
        (Charset::Ascii, _) => '*',
    }
}

pub(super) const fn arrow(direction: Direction, charset: Charset) -> char {
    match (charset, direction) {
        (Charset::Unicode, Direction::Right) => '▶',
        (Charset::Unicode, Direction::Down) => '▼',
        (Charset::Unicode, Direction::Left) => '◀',
        (Charset::Unicode, Direction::Up) => '▲',
        (Charset::Ascii, Direction::Right) => '>',
        (Charset::Ascii, Direction::Down) => 'v',
        (Charset::Ascii, Direction::Left) => '<',
        (Charset::Ascii, Direction::Up) => '^',
    }
}

/// The characters of a rectangular border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Border {
    pub(super) level: char,
    pub(super) upright: char,
    /// Top left, top right, bottom left, bottom right.
    pub(super) corners: [char; 4],
    /// Where a flow leaves to the right, down, left and up.
    pub(super) joints: [char; 4],
}

const fn border(level: char, upright: char, corners: [char; 4], joints: [char; 4]) -> Border {
    Border {
        level,
        upright,
        corners,
        joints,
    }
}

const LIGHT_JOINTS: [char; 4] = ['├', '┬', '┤', '┴'];
const ASCII_JOINTS: [char; 4] = ['+', '+', '+', '+'];

/// The border of a box. A selected box is double, whatever it is.
pub(super) const fn box_border(shape: Shape, selected: bool, charset: Charset) -> Border {
    match (charset, selected, shape) {
        (Charset::Unicode, true, _) => border('═', '║', ['╔', '╗', '╚', '╝'], ['╟', '╤', '╢', '╧']),
        (Charset::Unicode, _, Shape::Process) => {
            border('─', '│', ['╭', '╮', '╰', '╯'], LIGHT_JOINTS)
        }
        (Charset::Unicode, _, Shape::Store) => {
            border('═', '│', ['╒', '╕', '╘', '╛'], ['├', '╤', '┤', '╧'])
        }
        (Charset::Unicode, _, Shape::Model) => {
            border('━', '┃', ['┏', '┓', '┗', '┛'], ['┠', '┯', '┨', '┷'])
        }
        (Charset::Unicode, _, Shape::External) => {
            border('─', '│', ['┌', '┐', '└', '┘'], LIGHT_JOINTS)
        }
        (Charset::Unicode, _, Shape::Sensor) => {
            border('╌', '╎', ['┌', '┐', '└', '┘'], LIGHT_JOINTS)
        }
        (Charset::Ascii, true, _) => border('@', '@', ['@'; 4], ASCII_JOINTS),
        (Charset::Ascii, _, Shape::Process) => {
            border('-', '|', ['.', '.', '\'', '\''], ASCII_JOINTS)
        }
        (Charset::Ascii, _, Shape::Store) => border('=', '|', ['+'; 4], ASCII_JOINTS),
        (Charset::Ascii, _, Shape::Model) => border('=', '#', ['#'; 4], ASCII_JOINTS),
        (Charset::Ascii, _, Shape::External) => border('-', '|', ['+'; 4], ASCII_JOINTS),
        (Charset::Ascii, _, Shape::Sensor) => border('~', ':', ['+'; 4], ASCII_JOINTS),
    }
}

/// The frame of a zone.
pub(super) const fn zone_border(charset: Charset) -> Border {
    match charset {
        Charset::Unicode => border('╌', '╎', ['╭', '╮', '╰', '╯'], LIGHT_JOINTS),
        Charset::Ascii => border('.', ':', ['.', '.', ':', ':'], ASCII_JOINTS),
    }
}

/// Three marks, one of them filled for each step of trust.
pub(super) fn trust_marks(trust: u8, charset: Charset) -> String {
    let (full, empty) = match charset {
        Charset::Unicode => ('▪', '▫'),
        Charset::Ascii => ('+', '-'),
    };
    (0..3)
        .map(|step| if step < trust { full } else { empty })
        .collect()
}

/// The number that stands in place of a label.
pub(super) fn number(number: u32, charset: Charset) -> String {
    match (charset, number) {
        (Charset::Unicode, 1..=20) => char::from_u32(0x2460 + number - 1)
            .map(String::from)
            .unwrap_or_default(),
        _ => format!("#{number}"),
    }
}

/// The two ends of a box that is one row high.
pub(super) const fn pill(shape: Shape, charset: Charset) -> (char, char) {
    match (charset, shape) {
        (_, Shape::Process) => ('(', ')'),
        (_, Shape::External) => ('[', ']'),
        (Charset::Unicode, Shape::Model) => ('▐', '▌'),
        (Charset::Unicode, Shape::Sensor) => ('‹', '›'),
        (Charset::Unicode, Shape::Store) => ('╠', '╣'),
        (Charset::Ascii, Shape::Model) => ('#', '#'),
        (Charset::Ascii, Shape::Sensor) => ('%', '%'),
        (Charset::Ascii, Shape::Store) => ('{', '}'),
    }
}

/// The two ends of a folded zone that is one row high: like a piece of its frame.
pub(super) const fn folded_pill(charset: Charset) -> (char, char) {
    match charset {
        Charset::Unicode => ('╎', '╎'),
        Charset::Ascii => (':', ':'),
    }
}

/// A component that nobody has looked at yet.
pub(super) const fn unreviewed(charset: Charset) -> char {
    match charset {
        Charset::Unicode => '◌',
        Charset::Ascii => '?',
    }
}

/// A folded zone seen from far away.
pub(super) const fn folded_dot(charset: Charset) -> char {
    match charset {
        Charset::Unicode => '■',
        Charset::Ascii => '&',
    }
}

/// A box seen from far away.
pub(super) const fn dot(shape: Shape, charset: Charset) -> char {
    match (charset, shape) {
        (Charset::Unicode, Shape::Process) => '●',
        (Charset::Unicode, Shape::Store) => '▬',
        (Charset::Unicode, Shape::Model) => '◆',
        (Charset::Unicode, Shape::External) => '□',
        (Charset::Unicode, Shape::Sensor) => '◇',
        (Charset::Ascii, Shape::Process) => 'o',
        (Charset::Ascii, Shape::Store) => '=',
        (Charset::Ascii, Shape::Model) => '#',
        (Charset::Ascii, Shape::External) => 'x',
        (Charset::Ascii, Shape::Sensor) => '%',
    }
}
