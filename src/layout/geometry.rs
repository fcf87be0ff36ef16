//! Points, rectangles and the four directions on the grid of character cells.

/// A cell. `x` grows to the right, `y` downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Point {
    /// The column.
    pub x: i32,
    /// The row.
    pub y: i32,
}

impl Point {
    /// The point in that column and row.
    #[must_use]
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    /// The next cell in that direction.
    pub(super) const fn step(self, direction: Direction) -> Self {
        let (dx, dy) = direction.delta();
        Self {
            x: self.x + dx,
            y: self.y + dy,
        }
    }

    /// The same point, moved.
    #[must_use]
    pub const fn shifted(self, dx: i32, dy: i32) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
        }
    }
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rect {
    /// The leftmost column.
    pub x: i32,
    /// The topmost row.
    pub y: i32,
    /// Columns.
    pub w: i32,
    /// Rows.
    pub h: i32,
}

impl Rect {
    /// The rectangle with that corner and size.
    #[must_use]
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    /// Its upper, lower, left and right cells; the corners belong to two sides.
    pub(super) const fn sides(self) -> [Self; 4] {
        [
            Self::new(self.x, self.y, self.w, 1),
            Self::new(self.x, self.bottom() - 1, self.w, 1),
            Self::new(self.x, self.y, 1, self.h),
            Self::new(self.right() - 1, self.y, 1, self.h),
        ]
    }

    /// The first column to the right of it.
    #[must_use]
    pub const fn right(self) -> i32 {
        self.x + self.w
    }

    /// The first row below it.
    #[must_use]
    pub const fn bottom(self) -> i32 {
        self.y + self.h
    }

    /// Twice the middle column; doubled so that it stays an integer.
    pub(super) const fn double_centre_x(self) -> i32 {
        2 * self.x + self.w
    }

    /// Twice the middle row.
    pub(super) const fn double_centre_y(self) -> i32 {
        2 * self.y + self.h
    }

    /// The corner with the smallest coordinates.
    #[must_use]
    pub const fn corner(self) -> Point {
        Point {
            x: self.x,
            y: self.y,
        }
    }

    /// Is the cell one of its cells?
    #[must_use]
    pub const fn contains(self, cell: Point) -> bool {
        cell.x >= self.x && cell.x < self.right() && cell.y >= self.y && cell.y < self.bottom()
    }

    /// Is the cell on its outermost ring?
    #[must_use]
    pub const fn on_border(self, cell: Point) -> bool {
        self.contains(cell)
            && (cell.x == self.x
                || cell.x == self.right() - 1
                || cell.y == self.y
                || cell.y == self.bottom() - 1)
    }

    /// Does the other lie wholly inside it?
    #[must_use]
    pub const fn encloses(self, other: Self) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Do the two share a cell?
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.nearer_than(other, 0, 0)
    }

    /// Are there fewer than `columns` columns and fewer than `rows` rows between the two?
    pub(super) const fn nearer_than(self, other: Self, columns: i32, rows: i32) -> bool {
        self.x < other.right() + columns
            && other.x < self.right() + columns
            && self.y < other.bottom() + rows
            && other.y < self.bottom() + rows
    }

    /// The same rectangle, moved.
    #[must_use]
    pub const fn shifted(self, dx: i32, dy: i32) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
    }

    /// The rectangle that is larger by that much on each side.
    #[must_use]
    pub const fn grown(self, columns: i32, rows: i32) -> Self {
        Self {
            x: self.x - columns,
            y: self.y - rows,
            w: self.w + 2 * columns,
            h: self.h + 2 * rows,
        }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            w: self.right().max(other.right()) - x,
            h: self.bottom().max(other.bottom()) - y,
        }
    }

    /// The smallest rectangle around all of them, if there is one.
    #[must_use]
    pub fn around(rects: impl IntoIterator<Item = Self>) -> Option<Self> {
        rects.into_iter().reduce(Self::union)
    }
}

/// A direction along which a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Right,
    Down,
    Left,
    Up,
}

impl Direction {
    pub(super) const ALL: [Self; 4] = [Self::Right, Self::Down, Self::Left, Self::Up];

    pub(super) const fn delta(self) -> (i32, i32) {
        match self {
            Self::Right => (1, 0),
            Self::Down => (0, 1),
            Self::Left => (-1, 0),
            Self::Up => (0, -1),
        }
    }

    pub(super) const fn opposite(self) -> Self {
        Self::ALL[(self as usize + 2) & 3]
    }

    pub(super) const fn turned_right(self) -> Self {
        Self::ALL[(self as usize + 1) & 3]
    }

    pub(super) const fn turned_left(self) -> Self {
        Self::ALL[(self as usize + 3) & 3]
    }

    pub(super) const fn is_horizontal(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// The direction from one point to another on the same row or column; `None` when they are the same or diagonal.
    pub(super) const fn between(from: Point, to: Point) -> Option<Self> {
        match (to.x - from.x, to.y - from.y) {
            (0, 0) => None,
            (dx, 0) => Some(if dx > 0 { Self::Right } else { Self::Left }),
            (0, dy) => Some(if dy > 0 { Self::Down } else { Self::Up }),
            _ => None,
        }
    }
}
