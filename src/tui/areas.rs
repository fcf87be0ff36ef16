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
        let body = Rect::new(0, 1, w, h - 3);
        let mut areas = Self {
            title: Rect::new(0, 0, w, 1),
            body,
            status: Rect::new(0, h - 2, w, 1),
            hints: Rect::new(0, h - 1, w, 1),
            ..Self::default()
        };
        match app.screen {
            Screen::Draw => areas.split_draw(app.focus),
            Screen::Threats | Screen::Verify => areas.split_list(),
            Screen::Review => areas.list = Some(body),
            Screen::Matrix => {
                let detail = if body.height >= 20 { 6 } else { 4 };
                areas.list = Some(Rect {
                    height: body.height - detail,
                    ..body
                });
                areas.panel = Some(Rect {
                    y: body.bottom() - detail,
                    height: detail,
                    ..body
                });
            }
        }
        areas
    }

    fn split_draw(&mut self, focus: Focus) {
        let body = self.body;
        if body.width >= WIDE {
            let panel = (body.width * 2 / 5).clamp(40, 72);
            self.canvas = Some(Rect {
                width: body.width - panel,
                ..body
            });
            self.panel = Some(Rect {
                x: body.right() - panel,
                width: panel,
                ..body
            });
        } else if focus == Focus::Panel {
            self.panel = Some(body);
        } else if body.height >= 18 {
            let strip = (body.height / 4).clamp(5, 16);
            self.canvas = Some(Rect {
                height: body.height - strip,
                ..body
            });
            self.panel = Some(Rect {
                y: body.bottom() - strip,
                height: strip,
                ..body
            });
        } else {
            self.canvas = Some(body);
        }
    }

    fn split_list(&mut self) {
        let body = self.body;
        if body.width >= WIDE {
            let detail = (body.width * 2 / 5).clamp(40, 96);
            self.list = Some(Rect {
                width: body.width - detail,
                ..body
            });
            self.panel = Some(Rect {
                x: body.right() - detail,
                width: detail,
                ..body
            });
        } else {
            let detail = body.height / 2;
            self.list = Some(Rect {
                height: body.height - detail,
                ..body
            });
            self.panel = Some(Rect {
                y: body.bottom() - detail,
                height: detail,
                ..body
            });
        }
    }

    /// Columns and rows of the drawing.
    #[must_use]
    pub fn canvas_size(&self) -> (u16, u16) {
        self.canvas
            .map_or((0, 0), |canvas| (canvas.width, canvas.height))
    }
}

/// Whether there is only room for the friendly page.
#[must_use]
pub fn is_too_small(size: (u16, u16)) -> bool {
    size.0 < LEAST.0 || size.1 < LEAST.1
}
