//! The two last rows: what just happened or what is selected, and the keys that are useful now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::analysis::Subject;
use crate::store::Disk;
use crate::tui::app::{App, Focus, Screen, Tone};
use crate::tui::areas::Areas;
use crate::tui::command::{COMMANDS, Command, Row};
use crate::tui::modal::letters::LetterUse;
use crate::tui::modal::{Card, Modal, Purpose};
use crate::tui::review::ReviewPage;
use crate::tui::theme::{Glyph, Role};
use crate::tui::update::{can_run, marked_keys, on_disk};
use crate::tui::wrap::{columns, count};

use super::page::line_of;

/// Draws the status line.
pub fn status(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let line = if let Some(note) = &app.note {
        let (role, lead) = match note.tone {
            Tone::Done => (Role::Plain, " "),
            Tone::Trouble => (Role::Bad, " ! "),
        };
        line_of(
            vec![(format!("{lead}{}", note.text), theme.style(role))],
            room,
            theme.ascii(),
        )
    } else if let Some(export) = &app.export {
        let share = (20 * export.done).checked_div(export.all).unwrap_or(0);
        let bar = theme.glyph(Glyph::Full).repeat(share.min(20))
            + &theme.glyph(Glyph::Empty).repeat(20 - share.min(20));
        let text = {
            let esc = app.key(Command::StepBack);
            format!(" writing the report {bar} {}  {esc} stops it", export.what)
        };
        line_of(vec![(text, theme.style(Role::Strong))], room, theme.ascii())
    } else if app.file.disk != Disk::Same {
        line_of(
            vec![(format!(" ! {}", on_disk(app)), theme.style(Role::Warn))],
            room,
            theme.ascii(),
        )
    } else {
        line_of(
            vec![(format!(" {}", where_are_we(app)), theme.style(Role::Dim))],
            room,
            theme.ascii(),
        )
    };
    frame.render_widget(Paragraph::new(line), area);
}

/// Draws the keys that can follow those already pressed, over as many of the last rows as they need: the hints below would be
/// wrong meanwhile.
pub fn prefix(app: &App, frame: &mut Frame, areas: &Areas) {
    let lines = prefix_lines(app, usize::from(areas.hints.width));
    let rows = u16::try_from(lines.len()).unwrap_or(2).max(2);
    let area = Rect {
        y: areas.hints.bottom().saturating_sub(rows),
        height: rows,
        ..areas.hints
    };
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines), area);
}

/// The same as lines: a key is never torn from its word. What cannot be done now stands dim.
fn prefix_lines(app: &App, room: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let typed: Vec<String> = app.pending.iter().map(ToString::to_string).collect();
    let lead = format!(" {} ", typed.join(" "));
    let indent = columns(&lead);
    let mut line = Line::styled(lead, theme.style(Role::Strong));
    let mut lines = Vec::new();
    for (rest, row) in app.keymap.continuations(&app.places(), &app.pending) {
        let word = format!(" {} ", row.name.to_lowercase());
        if line.width() + columns(&rest) + columns(&word) + 1 > room && line.width() > indent {
            lines.push(std::mem::replace(&mut line, Line::raw(" ".repeat(indent))));
        }
        let (key, said) = if can_run(app, row.need, row.writes) {
            (Role::Key, Role::Plain)
        } else {
            (Role::Dim, Role::Dim)
        };
        line.push_span(Span::styled(format!(" {rest}"), theme.style(key)));
        line.push_span(Span::styled(word, theme.style(said)));
    }
    lines.push(line);
    lines
}

/// What is selected, in a line.
fn where_are_we(app: &App) -> String {
    let model = app.model();
    let open = app.derived.assessment.questions.len();
    let whole = || {
        format!(
            "{}, {}, {}",
            count(model.components.len(), "component", "components"),
            count(model.flows.len(), "flow", "flows"),
            count(open, "open question", "open questions"),
        )
    };
    if let Some(Modal::Letters(letters)) = app.modal() {
        return letters_say(app, &letters.to);
    }
    if app.screen == Screen::Report && model.components.is_empty() {
        return "Nothing is drawn yet, so there is nothing to report".into();
    }
    if app.screen == Screen::Report {
        let path = crate::tui::report::path(app);
        return format!("{} writes {}", app.key(Command::Export), path.display());
    }
    if app.screen == Screen::Draw && !app.canvas.marked.is_empty() {
        let marked = count(app.canvas.marked.len(), "box", "boxes");
        return format!("{marked} marked: {}", marked_keys(app));
    }
    if app.screen == Screen::Start {
        return "Everything stays on this machine; nothing is saved before you say where".into();
    }
    match (app.screen, app.canvas.selected_box()) {
        (Screen::Draw, Some(id)) => {
            let flows = model.flows.values();
            let inward = flows.clone().filter(|flow| &flow.to == id).count();
            let outward = flows.clone().filter(|flow| &flow.from == id).count();
            let zone = |id| model.components.get(id).and_then(|c| c.zone.as_ref());
            let crossing = flows
                .filter(|flow| {
                    (&flow.from == id || &flow.to == id) && zone(&flow.from) != zone(&flow.to)
                })
                .count();
            let name = model.name_of(id);
            let crossing = if crossing == 0 {
                String::new()
            } else {
                format!(", {crossing} across zones")
            };
            let questions = count(open, "open question", "open questions");
            format!("{name}: {inward} in, {outward} out{crossing}; {questions} in all")
        }
        _ => whole(),
    }
}

/// What the letters on the boxes are for.
fn letters_say(app: &App, to: &LetterUse) -> String {
    match to {
        LetterUse::Jump => "Type the letter of a box, or aim with the arrows".into(),
        LetterUse::Connect { from, reverse } => {
            let name = app.model().name_of(from);
            if *reverse {
                format!("Type the letter of the box that flows to {name}")
            } else {
                format!("Type the letter of the box that {name} flows to")
            }
        }
    }
}

/// Draws the hint line: the keys that work now, the most useful first, cut at the right edge.
pub fn draw(app: &App, frame: &mut Frame, area: Rect) {
    let theme = app.theme;
    let room = usize::from(area.width);
    let mut spans: Vec<Span> = Vec::new();
    // Help stands at the right end, whatever else fits.
    let help = if app.modal().is_none() {
        " ? help "
    } else {
        ""
    };
    let mut used = 0;
    for hint in fitting(app, room.saturating_sub(columns(help))) {
        used += hint.wide();
        spans.push(Span::styled(
            format!(" {}", hint.key),
            theme.style(Role::Key),
        ));
        let word = if hint.word.is_empty() {
            " ".to_owned()
        } else {
            format!(" {} ", hint.word)
        };
        spans.push(Span::raw(word));
    }
    if !help.is_empty() {
        spans.push(Span::raw(
            " ".repeat(room.saturating_sub(used + columns(help))),
        ));
        spans.push(Span::styled(" ?", theme.style(Role::Key)));
        spans.push(Span::raw(" help "));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

/// A hint: a key, what it does, and the command; without one it says that there are more.
struct Hint {
    key: String,
    word: String,
    row: Option<&'static Row>,
}

impl Hint {
    /// Columns, with the blanks around.
    fn wide(&self) -> usize {
        let blanks = if self.word.is_empty() { 2 } else { 3 };
        columns(&self.key) + columns(&self.word) + blanks
    }
}

/// The hints that fit. The way out of a dialog is always among them; where others have no room, the last says that there are more.
fn fitting(app: &App, room: usize) -> Vec<Hint> {
    let hint = |row| Hint {
        key: app.keymap.first_key(row, app.theme.ascii()),
        word: word_of(app, row),
        row: Some(row),
    };
    let all: Vec<Hint> = hints_of(app).into_iter().map(hint).collect();
    if all.iter().map(Hint::wide).sum::<usize>() <= room {
        return all;
    }
    let more = Hint {
        key: if app.theme.ascii() { "..." } else { "…" }.to_owned(),
        word: String::new(),
        row: None,
    };
    let out = |hint: &Hint| {
        app.modal().is_some() && hint.row.is_some_and(|row| row.command == Command::Cancel)
    };
    let kept: usize = all.iter().filter(|hint| out(hint)).map(Hint::wide).sum();
    let mut left = room.saturating_sub(kept + more.wide());
    let mut fitting = Vec::new();
    for hint in all {
        if out(&hint) {
            fitting.push(hint);
        } else if hint.wide() <= left {
            left -= hint.wide();
            fitting.push(hint);
        }
    }
    fitting.push(more);
    fitting
}

/// The command whose hint stands at a column; help at the right end.
#[must_use]
pub fn hint_at(app: &App, column: u16) -> Option<&'static Row> {
    let at = usize::from(column);
    let help = if app.modal().is_none() { 8 } else { 0 };
    let room = usize::from(app.size.0);
    if at + help >= room {
        return COMMANDS.iter().find(|row| row.command == Command::Help);
    }
    let mut from = 0;
    fitting(app, room - help).into_iter().find_map(|hint| {
        let here = (from..from + hint.wide()).contains(&at);
        from += hint.wide();
        hint.row.filter(|_| here)
    })
}

/// The commands that are worth a hint now, the most useful first.
fn hints_of(app: &App) -> Vec<&'static Row> {
    let places = app.places();
    let mut rows: Vec<(u8, &'static Row)> = COMMANDS
        .iter()
        .filter(|row| row.places.iter().any(|place| places.contains(place)))
        .filter_map(|row| row.hint.map(|(rank, _)| (rank, row)))
        .filter(|(_, row)| can_run(app, row.need, row.writes) && worth_it(app, row.command))
        .collect();
    // With several marked, deciding on them is what comes next.
    let marked = app.modal().is_none() && !app.register.marked.is_empty();
    // What is on offer now comes before everything else.
    let offered = |row: &Row| row.command == Command::NextPane && app.proposal.is_some();
    let first = |row: &Row| {
        offered(row) || marked && app.screen == Screen::Threats && row.command == Command::Decide
    };
    // What the Report screen is for.
    let next = |row: &Row| app.screen == Screen::Report && row.command == Command::Export;
    rows.sort_by_key(|(rank, row)| match row {
        row if first(row) => 0,
        row if next(row) => 2,
        _ => *rank,
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Whether a command would do something now that is worth a hint.
fn worth_it(app: &App, command: Command) -> bool {
    if app.modal().is_none() && is_empty(app) && moves_in_a_list(command) {
        return false;
    }
    match command {
        Command::Save => app.doc.is_dirty() && app.file.read_only.is_none(),
        // Where Enter decides already, the hint need not be given twice; with several marked it is the next thing to do.
        Command::Decide if app.screen == Screen::Threats => {
            !app.register.marked.is_empty()
                || (opens(app) == "answer"
                    && app.finding_here().is_some_and(|id| app.can_decide(&id)))
        }
        // In the review Enter decides.
        Command::Decide if app.screen == Screen::Review => false,
        Command::Decide => app.finding_here().is_some_and(|id| app.can_decide(&id)),
        Command::ShowRequirements | Command::ShowInRegister => app
            .finding_here()
            .is_some_and(|id| app.derived.assessment.findings.contains_key(&id)),
        Command::Open if app.modal().is_none() => opens_something(app),
        Command::Ask => !app.derived.assessment.questions.is_empty(),
        Command::Cancel => {
            !matches!(app.modal(), Some(Modal::Confirm(confirm)) if confirm.must_be_answered())
        }
        Command::OtherSide => {
            matches!(app.modal(), Some(Modal::Confirm(confirm)) if !confirm.sides.is_empty())
        }
        Command::PageDown if app.modal().is_some() => {
            !matches!(app.modal(), Some(Modal::Confirm(_))) || crate::tui::view::furthest(app) > 0
        }
        Command::NextPane => app.screen != Screen::Draw || app.canvas.selected.is_some(),
        Command::NextDiagram => app.pasted().is_some_and(|pasted| pasted.diagrams.len() > 1),
        Command::TakeZones => app
            .pasted()
            .is_some_and(|pasted| !pasted.diagram().groups.is_empty()),
        Command::OpenFolder | Command::CopyPath => app.report.written.is_some(),
        Command::ToggleValue if app.modal().is_none() && app.screen == Screen::Report => {
            matches!(
                app.report.line(),
                crate::tui::report::ReportLine::Chapter(_)
            )
        }
        Command::FlowKind if app.modal().is_none() => app.last_flow.is_some(),
        Command::FlowKind => matches!(
            app.modal(),
            Some(Modal::Prompt(prompt)) if prompt.naming.has_flow()
        ),
        Command::ToggleValue => card_here(app).is_some_and(|card| card.many),
        Command::AnswerNumber => numbered(app).0 > 1,
        Command::Park | Command::Right | Command::TakeNote | Command::ShowOnCanvas
            if app.screen == Screen::Review && app.modal().is_none() =>
        {
            app.review.point().is_some()
        }
        Command::FindOut if app.modal().is_none() => app
            .review
            .point()
            .is_some_and(|point| point.card.is_some() && !point.settled),
        Command::Left | Command::Last if app.screen == Screen::Review => {
            app.review.session.is_some()
        }
        Command::First if app.screen == Screen::Review => app.review.page != ReviewPage::Agenda,
        // A detail that is in view whole has nothing to scroll to.
        Command::PageDown if app.modal().is_none() => {
            app.screen == Screen::Threats || crate::tui::view::end_of_detail(app) > 0
        }
        Command::Complete => match app.modal() {
            Some(Modal::CommandLine(line)) => {
                let path = crate::tui::update::path_in(&line.field.text()).is_some();
                path || !line.proposals.is_empty()
            }
            modal => matches!(modal, Some(Modal::Prompt(_))),
        },
        Command::CopySettled | Command::WriteSettled | Command::EndReview => {
            app.review.page == ReviewPage::Settled
        }
        Command::Earlier => {
            matches!(app.modal(), Some(Modal::Card(card)) if !card.trail.is_empty())
        }
        Command::Skip => matches!(app.modal(), Some(Modal::Card(card)) if card.round),
        Command::Right => app.canvas.selected_flow().is_none(),
        Command::EditThreat => app.has(crate::tui::command::Need::OwnThreat),
        Command::Mark => app.finding_here().is_some_and(|id| {
            app.can_decide(&id) && app.derived.assessment.findings.contains_key(&id)
        }),
        Command::ToggleAffected => app
            .derived
            .assessment
            .findings
            .values()
            .any(|f| f.role == crate::analysis::Role::Affected),
        _ => true,
    }
}

/// How many lines can be taken by their number, and what that does with them.
fn numbered(app: &App) -> (usize, &'static str) {
    match card_here(app) {
        Some(card) if card.many => (card.choices.len(), "mark"),
        Some(card) => (card.choices.len(), "answer"),
        None if app.screen == Screen::Review && app.modal().is_none() => {
            let offers = app.review.point().map_or(0, |point| point.offers.len());
            (offers, "decide")
        }
        None => (0, "answer"),
    }
}

/// The question whose values have the keys.
fn card_here(app: &App) -> Option<&Card> {
    match (app.modal(), app.screen) {
        (Some(Modal::Card(card)), _) => Some(card),
        (_, Screen::Threats) => app.register.card.as_deref(),
        _ => app.review.point().and_then(|point| point.card.as_ref()),
    }
}

/// Whether the list of the screen has no line.
fn is_empty(app: &App) -> bool {
    match app.screen {
        Screen::Threats => crate::tui::threats::all(app).next().is_none(),
        Screen::Review => {
            app.review.page == ReviewPage::Agenda && crate::tui::review::items(app).is_empty()
        }
        _ => false,
    }
}

/// Whether a command needs a line to go to or to act on.
fn moves_in_a_list(command: Command) -> bool {
    use Command as C;
    matches!(
        command,
        C::Open | C::Down | C::Filter | C::Sort | C::PageDown | C::NextPane | C::ToggleAffected
    )
}

/// Whether Enter opens something where the cursor is.
fn opens_something(app: &App) -> bool {
    use crate::tui::panel::{PanelLine, lines};
    match (app.screen, app.focus) {
        (Screen::Draw, Focus::Canvas)
        | (Screen::Verify | Screen::Review | Screen::Report | Screen::Start, _) => true,
        (Screen::Draw, Focus::Panel) => match lines(app).get(app.panel.cursor) {
            Some(PanelLine::Finding(finding)) => app.can_open(&finding.id),
            Some(PanelLine::Not(not)) => app.can_open(&not.id),
            Some(PanelLine::Clear(_)) | None => false,
            Some(_) => true,
        },
        (Screen::Matrix, _) => app.finding_here().is_some(),
        _ => app.finding_here().is_some_and(|id| app.can_open(&id)),
    }
}

/// What Enter does in the register.
fn opens(app: &App) -> &'static str {
    let Some(id) = app.finding_here() else {
        return "open";
    };
    let assessment = &app.derived.assessment;
    match assessment.findings.get(&id) {
        None => "choose",
        Some(finding) if finding.question.is_some() => "answer",
        Some(_) => "decide",
    }
}

/// What Enter does in the review.
fn review_word(app: &App) -> &'static str {
    match (app.review.page, app.review.point()) {
        (ReviewPage::Point, Some(point)) if point.card.is_some() => "answer",
        (ReviewPage::Point, Some(point)) if matches!(point.subject, Subject::Finding(_)) => {
            "decide"
        }
        (ReviewPage::Point, _) => "take it",
        (ReviewPage::Settled, _) => "take up again",
        (ReviewPage::Agenda, _) if app.review.session.is_some() => "go there",
        (ReviewPage::Agenda, _) => "begin",
    }
}

/// The word of a hint, where the place makes it more exact.
fn word_of(app: &App, row: &Row) -> String {
    let word = row.hint.map_or("", |(_, word)| word);
    match (row.command, app.modal()) {
        (Command::Accept, Some(Modal::Picker(picker))) => match picker.purpose {
            Purpose::Run | Purpose::RunInDialog => "run it".into(),
            Purpose::GoTo => "go there".into(),
            _ => word.into(),
        },
        (Command::Accept, Some(Modal::Card(card))) if card.choices.is_empty() => "draw it".into(),
        (Command::Export, None) => format!("export {}", app.report.wanted.format.title()),
        (Command::Open, None) if app.screen == Screen::Review => review_word(app).into(),
        (Command::NextPane, None) if app.proposal.is_some() => app
            .proposal
            .as_ref()
            .map(|proposal| format!("add {}", proposal.name))
            .unwrap_or_default(),
        (Command::NextPane, None) if app.focus == Focus::Panel && app.screen == Screen::Draw => {
            "canvas".into()
        }
        (Command::NextPane, None) if app.focus == Focus::Panel => "list".into(),
        (Command::Open, None) if app.screen == Screen::Threats => opens(app).into(),
        (Command::Decide, None)
            if app.screen == Screen::Threats && !app.register.marked.is_empty() =>
        {
            format!("decide {} together", app.register.marked.len())
        }
        (Command::AnswerNumber, _) => {
            let (count, does) = numbered(app);
            format!("to {count} {does}")
        }
        (Command::ToggleInherent, None) if app.matrix.inherent => "residual".into(),
        (Command::ToggleInherent, None) => "inherent".into(),
        _ => word.into(),
    }
}
