//! What would become of a pasted diagram, in the place of the panel: a line for each box, what is not sure first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::exchange::{Reading, Told};
use crate::tui::app::App;
use crate::tui::areas::WIDE;
use crate::tui::modal::Pasted;
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, count, cut, fill};

use super::page::{Page, line_of};

/// Where the parts stand.
struct Parts {
    head: Rect,
    list: Rect,
    notes: Rect,
    first: usize,
}

fn parts(app: &App, pasted: &Pasted, area: Rect) -> Parts {
    let wide = app.size.0 >= WIDE;
    let inner = Rect {
        x: area.x + if wide { 2 } else { 1 },
        y: area.y + u16::from(!wide),
        width: area.width.saturating_sub(if wide { 3 } else { 2 }),
        height: area.height.saturating_sub(u16::from(!wide)),
    };
    let head = if wide { 4 } else { 2 }.min(inner.height);
    let left = inner.height - head;
    let wanted = u16::try_from(pasted.drawn.boxes.len()).unwrap_or(u16::MAX);
    let list = if wide {
        wanted.min((left * 3 / 5).max(4)).min(left)
    } else {
        left
    };
    let gap = u16::from(left > list);
    Parts {
        head: Rect {
            height: head,
            ..inner
        },
        list: Rect {
            y: inner.y + head,
            height: list,
            ..inner
        },
        notes: Rect {
            y: inner.y + head + list + gap,
            height: left - list - gap,
            ..inner
        },
        first: pasted
            .cursor
            .saturating_sub(usize::from(list).saturating_sub(1)),
    }
}

/// The line of the list at a row of the screen.
#[must_use]
pub fn line_at(app: &App, pasted: &Pasted, area: Rect, row: u16) -> Option<usize> {
    let parts = parts(app, pasted, area);
    let inside = (parts.list.y..parts.list.bottom()).contains(&row);
    inside.then(|| usize::from(row - parts.list.y) + parts.first)
}

/// Draws it.
pub fn draw(app: &App, frame: &mut Frame, area: Rect, pasted: &Pasted) {
    let theme = app.theme;
    super::panel::border(app, frame, area);
    let parts = parts(app, pasted, area);
    head(app, frame, parts.head, pasted);
    let room = usize::from(parts.list.width);
    let names = pasted.drawn.boxes.iter();
    let widest = names.map(|reading| columns(&reading.name)).max();
    let name = widest.unwrap_or(0).min(room / 2);
    let rows: Vec<Line> = pasted
        .boxes()
        .into_iter()
        .enumerate()
        .skip(parts.first)
        .take(usize::from(parts.list.height))
        .map(|(at, reading)| line(app, reading, at == pasted.cursor, name, room))
        .collect();
    frame.render_widget(Paragraph::new(rows), parts.list);
    let mut page = Page::new(theme, usize::from(parts.notes.width));
    for note in &pasted.drawn.notes {
        page.item(theme.glyph(Glyph::Dot), Role::Dim, Role::Plain, note);
    }
    frame.render_widget(Paragraph::new(page.lines), parts.notes);
}

/// What it is and what it brings.
fn head(app: &App, frame: &mut Frame, area: Rect, pasted: &Pasted) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let drawn = &pasted.drawn;
    let which = match pasted.diagrams.len() {
        1 => String::new(),
        all => format!(", {} of {all}", pasted.at + 1),
    };
    let title = format!("A {} diagram{which}", pasted.diagram().format.name());
    let mut brings = vec![
        count(drawn.new_boxes().count(), "box", "boxes"),
        count(drawn.flows, "flow", "flows"),
    ];
    if !drawn.zones.is_empty() {
        brings.push(count(drawn.zones.len(), "zone", "zones"));
    }
    let brings = if drawn.ops.is_empty() {
        "everything in it is drawn already".to_owned()
    } else {
        format!("brings {}", brings.join(", "))
    };
    let unsure = match pasted.unsure() {
        0 => String::new(),
        n => {
            let kinds = count(n, "kind is", "kinds are");
            format!("{} {kinds} only guessed", theme.glyph(Glyph::Unknown))
        }
    };
    let strong = theme.style(Role::Strong);
    let mut rows = if area.height > 2 {
        vec![
            line_of(vec![(title, strong)], room, theme.ascii()),
            line_of(
                vec![(brings, theme.style(Role::Plain))],
                room,
                theme.ascii(),
            ),
            line_of(vec![(unsure, theme.style(Role::Warn))], room, theme.ascii()),
        ]
    } else {
        let text = vec![
            (format!("{title} "), strong),
            (brings, theme.style(Role::Plain)),
        ];
        // Where the notes have no room of their own, the first stands where nothing is unsure.
        let below = match drawn.notes.first() {
            Some(note) if unsure.is_empty() => (note.clone(), theme.style(Role::Dim)),
            _ => (unsure, theme.style(Role::Warn)),
        };
        vec![
            line_of(text, room, theme.ascii()),
            line_of(vec![below], room, theme.ascii()),
        ]
    };
    if area.height > 3 {
        let level = theme.glyph(Glyph::Level).repeat(room);
        rows.push(Line::styled(level, theme.style(Role::Dim)));
    }
    frame.render_widget(Paragraph::new(rows), area);
}

/// A box: its name, what it becomes, and what says so.
fn line(app: &App, reading: &Reading, here: bool, name: usize, room: usize) -> Line<'static> {
    let theme = app.theme;
    let (mark, role) = match reading.told {
        Told::Place => (theme.glyph(Glyph::Unknown), Role::Warn),
        Told::There => (theme.glyph(Glyph::Dot), Role::Dim),
        _ => (" ", Role::Plain),
    };
    let kind = app.catalog.kind(&reading.kind);
    let kind = kind
        .map_or(reading.kind.as_str(), |kind| &kind.name)
        .to_owned();
    let told = match &reading.told {
        Told::There => "is there already".to_owned(),
        Told::Place => format!("{kind}?"),
        Told::Shape => format!("{kind}, by its shape"),
        Told::Chosen => format!("{kind}, chosen"),
        Told::Words(_) => kind,
    };
    let pointer = theme.pointer(here);
    let text = format!(
        "{pointer} {mark} {} ",
        fill(&reading.name, name, theme.ascii())
    );
    let left = room.saturating_sub(columns(&text));
    let mut line = Line::from(vec![
        Span::styled(text, theme.style(role)),
        Span::styled(cut(&told, left, theme.ascii()), theme.style(role)),
    ]);
    if here {
        let missing = room.saturating_sub(line.width());
        line.push_span(Span::raw(" ".repeat(missing)));
        line = line.patch_style(theme.style(Role::Cursor));
    }
    line
}
