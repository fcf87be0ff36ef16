//! Where everything stands on the screen. Drawing and the mouse use the same rectangles.

use ratatui::layout::Rect;

use super::app::{App, Focus, Screen};

/// From this width on the panel stands beside the drawing.
pub const WIDE: u16 = 100;
/// Below this size there is only a friendly page.
pub const LEAST: (u16, u16) = (60, 16);

/// The rectangles of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The title bar.
    pub title: Rect,
    /// Everything between title and status line.
    pub body: Rect,
    /// The drawing, on the Draw screen.
    pub canvas: Option<Rect>,
    /// The panel: of the box on the Draw screen, the detail on the others.
    pub panel: Option<Rect>,
    /// The list or table of the other screens.
    pub list: Option<Rect>,
    /// The step of the tour.
    pub tour: Option<Rect>,
    /// The status line.
    pub status: Rect,
    /// The hint line.
    pub hints: Rect,
}

impl Areas {
    /// The rectangles for this state.
    #[must_use]
    pub fn of(app: &App) -> Self {
        let (w, h) = app.size;
        if is_too_small(app.size) {
            return Self::default();
        }
        let strip = tour_rows(app);
        let body = Rect::new(0, 1, w, h - 3 - strip);
        let mut areas = Self {
            title: Rect::new(0, 0, w, 1),
            body,
            status: Rect::new(0, h - 2, w, 1),
            hints: Rect::new(0, h - 1, w, 1),
            tour: (strip > 0).then(|| Rect::new(0, body.bottom(), w, strip)),
            ..Self::default()
        };
        match app.screen {
            Screen::Draw if app.pasted().is_some() && w < WIDE => areas.split_pasted(),
            Screen::Draw => areas.split_draw(app.focus),
            // The one that has the keys gets the greater part.
            Screen::Threats if app.focus == Focus::Panel => areas.split_list(body.height * 7 / 10),
            Screen::Threats => areas.split_list(body.height / 2),
            // Its head has several rows, so the list needs more of a small window.
            Screen::Verify => areas.split_list(body.height * 2 / 5),
            Screen::Review => areas.list = Some(body),
            Screen::Report => areas.split_report(),
            Screen::Start => areas.split_start(),
            Screen::Matrix => {
                let detail = match body.height {
                    36.. => 10,
                    20.. => 6,
                    _ => 4,
                };
                let (above, below) = over(body, detail);
                (areas.list, areas.panel) = (Some(above), Some(below));
            }
        }
        areas
    }

    fn split_draw(&mut self, focus: Focus) {
        let body = self.body;
        if body.width >= WIDE {
            // The drawing is what the screen is for.
            let panel = (body.width * 3 / 10).clamp(38, 60);
            let (left, right) = beside(body, panel);
            (self.canvas, self.panel) = (Some(left), Some(right));
        } else if focus == Focus::Panel {
            self.panel = Some(body);
        } else if body.height >= 18 {
            let strip = (body.height / 4).clamp(5, 16);
            let (above, below) = over(body, strip);
            (self.canvas, self.panel) = (Some(above), Some(below));
        } else {
            self.canvas = Some(body);
        }
    }

    /// Under a pasted diagram stands what becomes of it.
    fn split_pasted(&mut self) {
        let body = self.body;
        let strip = (body.height * 2 / 5).clamp(6, 18);
        let (above, below) = over(body, strip);
        (self.canvas, self.panel) = (Some(above), Some(below));
    }

    fn split_report(&mut self) {
        let body = self.body;
        // The longest name of a chapter stands whole, where the chapter itself keeps room to be read.
        let least = if body.width < 76 { 27 } else { 31 };
        let side = (body.width / 3).clamp(least, 48);
        let (left, right) = beside(body, body.width - side);
        (self.list, self.panel) = (Some(left), Some(right));
    }

    fn split_start(&mut self) {
        let body = self.body;
        if body.width < 76 {
            self.list = Some(body);
            return;
        }
        let list = (body.width * 2 / 5).clamp(40, 64);
        let (left, right) = beside(body, body.width - list);
        (self.list, self.panel) = (Some(left), Some(right));
    }

    /// The list above its detail of that many rows, or beside it where the window is wide.
    fn split_list(&mut self, below: u16) {
        let body = self.body;
        if body.width >= WIDE {
            let detail = (body.width * 3 / 8).clamp(40, 96);
            let (left, right) = beside(body, detail);
            (self.list, self.panel) = (Some(left), Some(right));
        } else {
            let (above, below) = over(body, below);
            (self.list, self.panel) = (Some(above), Some(below));
        }
    }

    /// Columns and rows of the drawing.
    #[must_use]
    pub fn canvas_size(&self) -> (u16, u16) {
        self.canvas
            .map_or((0, 0), |canvas| (canvas.width, canvas.height))
    }
}

/// What stands over so many rows at the bottom, and those rows.
fn over(body: Rect, rows: u16) -> (Rect, Rect) {
    let above = Rect {
        height: body.height - rows,
        ..body
    };
    let below = Rect {
        y: above.bottom(),
        height: rows,
        ..body
    };
    (above, below)
}

/// What stands to the left of so many columns, and those columns.
fn beside(body: Rect, columns: u16) -> (Rect, Rect) {
    let left = Rect {
        width: body.width - columns,
        ..body
    };
    let right = Rect {
        x: left.right(),
        width: columns,
        ..body
    };
    (left, right)
}

/// How many rows the tour takes above the status line, with two for what it says; none while nobody is on it.
#[must_use]
pub fn tour_rows(app: &App) -> u16 {
    if app.tour.is_some() { 4 } else { 0 }
}

/// Whether there is only room for the friendly page.
#[must_use]
pub fn is_too_small(size: (u16, u16)) -> bool {
    size.0 < LEAST.0 || size.1 < LEAST.1
}
