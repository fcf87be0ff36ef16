//! The Report screen: what is wanted at the side, and the chapter under the cursor as it would be printed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::report::blocks::Section;
use crate::report::{Chapter, Format};
use crate::tui::app::App;
use crate::tui::areas::Areas;
use crate::tui::report::{self, ReportLine, SETTINGS, SITTING};
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, cut, fill};

use super::panel::words_of;
use super::scrollbar::{Long, first_line};
use super::{blocks, scrollbar};

/// Rows of the side above its first chapter: five settings, a gap, a heading.
const ABOVE: usize = 7;

/// Draws the screen.
pub fn draw(app: &App, frame: &mut Frame, areas: &Areas) {
    if let Some(list) = areas.list {
        side(app, frame, list);
    }
    let Some(panel) = areas.panel else { return };
    let inner = beside(app, frame, panel);
    let lines = chapter(app, inner.width);
    let all = lines.len();
    let from = app.report.scroll.min(end(all, inner.height));
    let shown = lines.into_iter().skip(from).take(usize::from(inner.height));
    frame.render_widget(Paragraph::new(shown.collect::<Vec<_>>()), inner);
    scrollbar::draw(app, frame, scrollbar::beside(inner), from, all);
}

/// The scroll bar of the side.
pub fn list_bar(app: &App, list: Rect) -> Long {
    Long {
        bar: Rect {
            x: list.right().saturating_sub(1),
            width: 1.min(list.width),
            ..list
        },
        all: app.report.lines().len() + ABOVE - SETTINGS.len() + state_rows(app),
    }
}

/// The side's line nearest to one of its rows.
#[must_use]
pub fn line_near(app: &App, row: usize) -> usize {
    let (settings, last) = (SETTINGS.len(), app.report.lines().len() - 1);
    if row < settings {
        row
    } else {
        (row + settings).saturating_sub(ABOVE).clamp(settings, last)
    }
}

/// The scroll bar of the chapter.
pub fn detail_bar(app: &App, panel: Rect) -> Long {
    let inner = inside(panel);
    Long {
        bar: scrollbar::beside(inner),
        all: chapter(app, inner.width).len(),
    }
}

/// A line between side and chapter, beside each other at every width; gives what is left for the chapter.
fn beside(app: &App, frame: &mut Frame, area: Rect) -> Rect {
    let upright = Line::styled(app.theme.glyph(Glyph::Upright), app.theme.style(Role::Dim));
    let lines: Vec<Line> = (0..area.height).map(|_| upright.clone()).collect();
    frame.render_widget(Paragraph::new(lines), Rect { width: 1, ..area });
    inside(area)
}

fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(3),
        ..area
    }
}

/// How far the chapter can be scrolled.
#[must_use]
pub fn furthest(app: &App) -> usize {
    let inner = inside(Areas::of(app).panel.unwrap_or_default());
    end(chapter(app, inner.width).len(), inner.height)
}

fn end(lines: usize, height: u16) -> usize {
    lines.saturating_sub(usize::from(height))
}

/// The side's line at a row of the screen.
#[must_use]
pub fn line_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let at = usize::from(row.checked_sub(area.y)?) + top(app, area);
    let line = match at {
        0..=4 => at,
        _ => at.checked_sub(ABOVE - 5)?,
    };
    (line < app.report.lines().len() && !(5..ABOVE).contains(&at)).then_some(line)
}

/// The first row of the side that is shown, so that the cursor is in view.
pub fn top(app: &App, list: Rect) -> usize {
    let at = app.report.cursor;
    let row = if at < 5 { at } else { at - 5 + ABOVE };
    first_line(app.top(), row, list.height, list_bar(app, list).all)
}

/// Rows below the chapters: how the export is going, or what was written, with a gap above.
fn state_rows(app: &App) -> usize {
    if app.export.is_some() || app.report.as_written().is_some() {
        3
    } else {
        0
    }
}

fn side(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let room = usize::from(area.width).saturating_sub(1);
    let all = app.report.lines();
    let mut lines: Vec<Line> = Vec::new();
    for (index, line) in all.iter().enumerate() {
        if index == 5 {
            lines.push(Line::default());
            lines.push(Line::styled(" Chapters", theme.style(Role::Strong)));
        }
        lines.push(side_line(app, *line, index == app.report.cursor, room));
    }
    if state_rows(app) > 0 {
        lines.push(Line::default());
        lines.extend(state(app, room));
    }
    let first = top(app, area);
    let Long { bar, all } = list_bar(app, area);
    let shown: Vec<Line> = lines
        .into_iter()
        .skip(first)
        .take(usize::from(area.height))
        .collect();
    frame.render_widget(Paragraph::new(shown), area);
    scrollbar::draw(app, frame, bar, first, all);
}

fn side_line(app: &App, line: ReportLine, here: bool, room: usize) -> Line<'static> {
    let theme = app.theme;
    let pointer = theme.pointer(here);
    let text = match line {
        ReportLine::Chapter(chapter) => {
            let on = app.report.wanted.prints(chapter);
            let mark = theme.glyph(if on { Glyph::Marked } else { Glyph::Unmarked });
            format!("{mark} {}", named(app, chapter.title(), room, mark))
        }
        ReportLine::Sitting => {
            let title = section(app, SITTING).map_or("", |section| section.title.as_str());
            let mark = theme.glyph(Glyph::Marked);
            format!("{mark} {}", named(app, title, room, mark))
        }
        setting => {
            let (name, value) = setting_of(app, setting);
            format!("{name:<9}{value}")
        }
    };
    let text = fill(&format!(" {pointer} {text}"), room, theme.ascii());
    if here {
        Line::styled(text, theme.style(Role::Cursor))
    } else {
        Line::raw(text)
    }
}

/// The title of a chapter behind its mark, as far as the side has room.
fn named(app: &App, title: &str, room: usize, mark: &str) -> String {
    let title = blocks::drawable(title, app.theme.ascii());
    shortened(
        &title,
        room.saturating_sub(columns(mark) + 4),
        app.theme.ascii(),
    )
}

/// A title as far as it fits: without what follows its first colon or comma, before it is cut behind a word.
fn shortened(title: &str, room: usize, ascii: bool) -> String {
    let ends = [title.len()].into_iter();
    let ends = ends.chain(title.find(':')).chain(title.find(','));
    let fits = |end: &usize| columns(&title[..*end]) <= room;
    if let Some(end) = ends.into_iter().find(fits) {
        return title[..end].to_owned();
    }
    let ellipsis = if ascii { ".." } else { "…" };
    let words = title.match_indices(' ').map(|(end, _)| end);
    let cut_behind = |end| format!("{}{ellipsis}", &title[..end]);
    let mut cuts = words.rev().map(cut_behind);
    let whole_words = cuts.find(|text| columns(text) <= room);
    whole_words.unwrap_or_else(|| cut(title, room, ascii))
}

fn setting_of(app: &App, line: ReportLine) -> (&'static str, String) {
    let wanted = &app.report.wanted;
    match line {
        ReportLine::Format => ("Format", wanted.format.title().to_owned()),
        ReportLine::Audience => {
            let readers = match wanted.audience {
                crate::report::Audience::Brief => "who decides",
                crate::report::Audience::Full => "everyone",
            };
            ("For", readers.to_owned())
        }
        ReportLine::Edition => {
            let edition = wanted.edition.unwrap_or(app.model().system.edition);
            ("Edition", format!("OWASP ML {edition}"))
        }
        ReportLine::Date => ("Date", wanted.date.unwrap_or(app.date).to_string()),
        ReportLine::Path | ReportLine::Chapter(_) | ReportLine::Sitting => {
            let path = report::path(app);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            ("File", name.into_owned())
        }
    }
}

/// How the export is going, or what was written.
fn state(app: &App, room: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let text = |role, text: String| {
        let text = cut(&format!(" {text}"), room, theme.ascii());
        Line::styled(text, theme.style(role))
    };
    if let Some(export) = &app.export {
        let wide = room.saturating_sub(2).min(24);
        let share = (wide * export.done)
            .checked_div(export.all)
            .unwrap_or(0)
            .min(wide);
        let bar = theme.glyph(Glyph::Full).repeat(share)
            + &theme.glyph(Glyph::Empty).repeat(wide - share);
        return vec![
            text(Role::Strong, bar),
            text(Role::Dim, export.what.clone()),
        ];
    }
    let Some(path) = app.report.as_written() else {
        return Vec::new();
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    vec![
        text(
            Role::Good,
            format!("{} written:", theme.glyph(Glyph::Treated)),
        ),
        text(Role::Plain, name.into_owned()),
    ]
}

/// The chapter of the report as it is now; a chapter that has nothing to say is not in it.
fn section<'a>(app: &'a App, id: &str) -> Option<&'a Section> {
    let sections = &app.report.report()?.sections;
    sections.iter().find(|section| section.id == id)
}

/// What is shown of the line under the cursor.
fn chapter(app: &App, width: u16) -> Vec<Line<'static>> {
    // A column stays free before the scroll bar.
    let room = words_of(width);
    match app.report.line() {
        ReportLine::Chapter(chapter) => match section(app, chapter.as_str()) {
            Some(section) => blocks::section(app, section, room),
            None => left_out(app, chapter, room),
        },
        ReportLine::Sitting => section(app, SITTING)
            .map(|section| blocks::section(app, section, room))
            .unwrap_or_default(),
        _ => cover(app, room),
    }
}

fn left_out(app: &App, chapter: Chapter, room: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut page = super::page::Page::new(theme, room);
    page.heading(chapter.title());
    page.text(Role::Plain, &format!("About: {}.", chapter.about()));
    page.gap();
    let why = if app.report.wanted.prints(chapter) {
        "It has nothing to say about this document, so it is left out."
    } else {
        "It is left out of this report. Space takes it in."
    };
    page.text(Role::Dim, why);
    page.lines
}

/// The cover, beside the settings.
fn cover(app: &App, room: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let Some(report) = app.report.report() else {
        return Vec::new();
    };
    let mut page = super::page::Page::new(theme, room);
    page.text(Role::Dim, &report.meta.kind);
    page.heading(&report.meta.title);
    page.text(Role::Plain, &report.meta.subtitle);
    page.gap();
    if let Some(cover) = &report.cover {
        blocks::pairs(&mut page, &cover.facts);
        page.gap();
        if let Some(verdict) = &cover.verdict {
            let drawable = |text: &str| blocks::drawable(text, theme.ascii());
            let role = blocks::risk_role(verdict.level);
            page.text(role, &drawable(&verdict.headline));
            let text = crate::report::blocks::plain_text(&verdict.text);
            page.text(Role::Plain, &drawable(&text));
        }
    }
    page.gap();
    page.pair("Goes to", &report::path(app).display().to_string());
    if app.report.wanted.format != Format::Pdf {
        page.gap();
        page.text(Role::Dim, "The same blocks as the PDF, without pages.");
    }
    page.lines
}
