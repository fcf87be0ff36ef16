//! Which scroll bars there are on each screen, for the mouse to hold and for what is scrolled to stay within its end.

use ratatui::layout::Position;

use crate::tui::app::{App, Bar, Screen};
use crate::tui::areas::Areas;

use super::scrollbar::{self, Long};
use super::{matrix, panel, report, review, start, threats, verify};

/// The bar of the list, on the screen that is shown.
fn of_list(app: &App) -> Option<Long> {
    let areas = Areas::of(app);
    match app.screen {
        Screen::Draw => Some(panel::list_bar(app, areas.panel?)),
        Screen::Threats => Some(threats::list_bar(app, areas.list?)),
        Screen::Matrix => Some(matrix::list_bar(app, areas.list?)),
        Screen::Verify => Some(verify::list_bar(app, areas.list?)),
        Screen::Review => review::list_bar(app, areas.list?),
        Screen::Report => Some(report::list_bar(app, areas.list?)),
        Screen::Start => Some(start::list_bar(app, areas.list?)),
    }
}

/// The bar of the detail, on the screen that is shown.
fn of_detail(app: &App) -> Option<Long> {
    let areas = Areas::of(app);
    match app.screen {
        Screen::Draw => panel::detail_bar(app, areas.panel?),
        Screen::Threats => threats::detail_bar(app, areas.panel?),
        Screen::Matrix => None,
        Screen::Verify => verify::detail_bar(app, areas.panel?),
        Screen::Review => review::detail_bar(app, areas.list?),
        Screen::Report => Some(report::detail_bar(app, areas.panel?)),
        Screen::Start => Some(start::detail_bar(app, areas.panel?)),
    }
}

fn of(app: &App, bar: Bar) -> Option<Long> {
    match bar {
        Bar::List => of_list(app),
        Bar::Detail => of_detail(app),
    }
}

/// The scroll bar at a place of the screen.
#[must_use]
pub fn bar_at(app: &App, column: u16, row: u16) -> Option<Bar> {
    let there = |bar: &Bar| {
        let long = of(app, *bar);
        long.is_some_and(|long| {
            long.beyond() > 0
                && long.bar.height > 1
                && long.bar.contains(Position::new(column, row))
        })
    };
    [Bar::List, Bar::Detail].into_iter().find(there)
}

/// What a bar that is held at a row of the screen stands for: a line of the list, or how far the detail is scrolled.
#[must_use]
pub fn held_at(app: &App, bar: Bar, row: u16) -> Option<usize> {
    let long = of(app, bar)?;
    let (top, bottom) = (long.bar.y, long.bar.bottom().checked_sub(1)?);
    let row = row.clamp(top, bottom.max(top));
    let all = match bar {
        Bar::List => long.all,
        Bar::Detail => long.beyond() + 1,
    };
    scrollbar::share_at(long.bar, all, row)
}

/// How far the detail of the screen can be scrolled.
#[must_use]
pub fn end_of_detail(app: &App) -> usize {
    of_detail(app).map_or(0, Long::beyond)
}

/// The first line that the list of the screen shows.
#[must_use]
pub fn top(app: &App) -> usize {
    let areas = Areas::of(app);
    let (list, panel) = (areas.list, areas.panel);
    let top = match app.screen {
        Screen::Draw => panel.map(|area| panel::top(app, area)),
        Screen::Threats => list.map(|area| threats::top(app, area)),
        Screen::Matrix => list.map(|area| matrix::top(app, area)),
        Screen::Verify => list.map(|area| verify::top(app, area)),
        Screen::Review => list.map(|area| review::top(app, area)),
        Screen::Report => list.map(|area| report::top(app, area)),
        Screen::Start => list.map(|area| start::top(app, area)),
    };
    top.unwrap_or(0)
}
