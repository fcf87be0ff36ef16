//! The step of the tour that is on, in a strip above the status line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::tui::app::{App, Focus, Screen};
use crate::tui::command::{COMMANDS, Command, Place};
use crate::tui::theme::{Glyph, Role};
use crate::tui::tour::{STEPS, Step};
use crate::tui::wrap::{columns, cut, wrap};

/// Draws the strip.
pub fn draw(app: &App, frame: &mut Frame, area: Rect) {
    let Some(tour) = &app.tour else { return };
    frame.render_widget(Clear, area);
    let theme = app.theme;
    let room = usize::from(area.width).saturating_sub(2);
    let mut lines = vec![rule(app, room, tour.step)];
    let text = tour.says(app);
    let rows = usize::from(area.height).saturating_sub(2);
    for line in wrap(&text, room).into_iter().take(rows) {
        lines.push(Line::raw(format!(" {line}")));
    }
    while lines.len() < usize::from(area.height).saturating_sub(1) {
        lines.push(Line::default());
    }
    let pieces = match tour.current() {
        Some(step) => keys(app, step),
        None => vec![
            (
                key_of(app, Place::Anywhere, Command::StepBack),
                "stay on this sample",
            ),
            (app.key(Command::ShowStart), "the start page"),
        ],
    };
    let mut spans = Vec::new();
    for (key, word) in pieces {
        spans.push(Span::styled(format!(" {key}"), theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {word}  ")));
    }
    lines.push(Line::from(spans));
    frame.render_widget(Paragraph::new(lines), area);
}

/// The line above the strip, with how far the tour has come.
fn rule(app: &App, room: usize, step: usize) -> Line<'static> {
    let theme = app.theme;
    let level = theme.glyph(Glyph::Level);
    let title = match STEPS.get(step) {
        Some(now) => format!(" Tour {}/{}: {} ", step + 1, STEPS.len(), now.title),
        None => " Tour: done ".to_owned(),
    };
    let title = cut(&title, room, theme.ascii());
    let rest = (room + 1).saturating_sub(columns(&title));
    Line::from(vec![
        Span::styled(level, theme.mark(Role::Border)),
        Span::styled(title, theme.style(Role::Strong)),
        Span::styled(level.repeat(rest), theme.mark(Role::Border)),
    ])
}

/// The keys of a step; the way to where it happens first, for who is elsewhere. In a dialog only its own keys work.
fn keys(app: &App, step: &Step) -> Vec<(String, &'static str)> {
    if let Some(modal) = app.modal() {
        return keys_in_dialog(app, step, modal.place());
    }
    let mut keys = Vec::new();
    if let Some((screen, command)) = step.at
        && app.screen != screen
    {
        keys.push((key_of(app, Place::Anywhere, command), "there first"));
    }
    let in_panel = app.screen == Screen::Draw && app.focus == Focus::Panel;
    let steps_back = |command: &Command| *command == Command::StepBack;
    if in_panel && step.at.is_some() && !step.keys.iter().any(|(_, command, _)| steps_back(command))
    {
        keys.push((
            key_of(app, Place::Anywhere, Command::StepBack),
            "to the drawing first",
        ));
    }
    for (place, command, word) in step.keys {
        let away = match command {
            Command::NextPane => step.waits(app),
            Command::JumpTo => in_panel,
            Command::StepBack => app.leaves_tour_by_esc(),
            Command::Cancel => true,
            _ => false,
        };
        if away {
            continue; // There is nothing to step back from.
        }
        keys.push((key_of(app, *place, *command), *word));
    }
    let esc = key_of(app, Place::Anywhere, Command::StepBack);
    // Where Esc leads elsewhere first, it is not said to leave.
    if app.leaves_tour_by_esc() && !keys.iter().any(|(key, _)| *key == esc) {
        keys.push((esc, "leaves the tour"));
    }
    keys
}

/// The keys of a step that work in the dialog that is open; else what goes on with it, and the way out.
fn keys_in_dialog(app: &App, step: &Step, place: Place) -> Vec<(String, &'static str)> {
    let here = step.keys.iter().filter(|(at, ..)| *at == place);
    let keys: Vec<_> = here
        .map(|(at, command, word)| (key_of(app, *at, *command), *word))
        .collect();
    if !keys.is_empty() {
        return keys;
    }
    let all = [(Command::Accept, "goes on"), (Command::Cancel, "back")];
    let all = all.map(|(command, word)| (key_of(app, place, command), word));
    all.into_iter().filter(|(key, _)| !key.is_empty()).collect()
}

fn key_of(app: &App, place: Place, command: Command) -> String {
    let row = COMMANDS
        .iter()
        .find(|row| row.command == command && row.places.contains(&place));
    row.map(|row| app.keymap.shown(row, app.theme.ascii()))
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned()
}
