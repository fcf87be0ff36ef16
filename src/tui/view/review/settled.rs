//! What was settled in the sitting, and what was left.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::analysis::Sitting;
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::review;
use crate::tui::theme::{Glyph, Role};
use crate::tui::view::page::Page;
use crate::tui::view::panel::scrolled;
use crate::tui::wrap::count;

use super::{enter, head, inset};

pub(super) fn draw_settled(app: &App, frame: &mut Frame, area: Rect) {
    head(app, frame, inset(area), "Review: settled in this sitting");
    let body = settled_area(area);
    let page = settled_page(app, body);
    scrolled(app, frame, body, page, app.review.scroll);
}

pub(super) fn settled_area(area: Rect) -> Rect {
    let inner = inset(area);
    Rect {
        y: inner.y + 2.min(inner.height),
        height: inner.height.saturating_sub(2),
        ..inner
    }
}

pub(super) fn settled_page(app: &App, body: Rect) -> Page {
    let mut page = Page::new(app.theme, usize::from(body.width.min(100)));
    if let Some(sitting) = review::settled(app) {
        write_settled(app, &mut page, &sitting);
    }
    page
}

fn write_settled(app: &App, page: &mut Page, sitting: &Sitting) {
    let Some(session) = &app.review.session else {
        return;
    };
    let key = enter(app);
    let tally = review::tally(app, session);
    let mut words = vec![count(tally.settled, "point settled", "points settled")];
    for (number, what) in [
        (tally.waits, "for somebody to find out"),
        (tally.left, "left open"),
        (tally.parked, "put aside"),
    ] {
        if number > 0 {
            words.push(format!("{number} {what}"));
        }
    }
    page.text(Role::Strong, &format!("{}.", words.join(", ")));
    let text = if tally.to_come > 0 {
        format!(
            "{} still to come; {} goes back to the point.",
            tally.to_come,
            app.key(Command::Left)
        )
    } else if tally.left + tally.parked > 0 {
        format!("Every point was looked at. {key} takes up what was left open.")
    } else {
        "Every point was looked at.".to_owned()
    };
    page.text(Role::Dim, &text);
    let dot = app.theme.glyph(Glyph::Dot);
    for (title, lines) in sitting.in_words(app.model()) {
        page.heading(&title);
        for line in lines {
            page.item(dot, Role::Dim, Role::Plain, &line);
        }
    }
    let left = review::left_open(app, session);
    if !left.is_empty() {
        page.heading("Left open");
        for subject in &left {
            page.item(dot, Role::Dim, Role::Plain, &review::in_words(app, subject));
        }
    }
    if sitting.is_empty() {
        page.gap();
        page.text(Role::Dim, "Nothing was settled yet.");
    }
}
