//! The blocks of the report as lines of the terminal: the same words as on paper, in the colours of the theme.

mod figures;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::report::blocks::{
    Block, Callout, Cell, Fact, HeadingLevel, KeyFigure, List, Mark, Rating, RiskLevel, Section,
    Sheet, Span as Said, Style as Set, Table, Tone, plain_text,
};
use crate::tui::app::App;
use crate::tui::theme::{Glyph, Role};
use crate::tui::wrap::{columns, cut, fill};

use super::page::Page;

/// A chapter, wrapped to that many columns.
pub fn section(app: &App, section: &Section, room: usize) -> Vec<Line<'static>> {
    let mut writer = Writer {
        app,
        page: Page::new(app.theme, room.max(20)),
    };
    let title = writer.drawable(&section.title);
    writer.page.heading(&title);
    let level = app.theme.glyph(Glyph::Level).repeat(writer.page.width);
    let rule = Line::styled(level, app.theme.style(Role::Dim));
    writer.page.lines.push(rule);
    writer.blocks(&section.blocks);
    writer.page.lines
}

/// The role of a risk level.
pub fn risk_role(level: RiskLevel) -> Role {
    use crate::analysis::Risk;
    match level {
        RiskLevel::None => Role::Plain,
        RiskLevel::Low => Role::Risk(Risk::Low),
        RiskLevel::Medium => Role::Risk(Risk::Medium),
        RiskLevel::High => Role::Risk(Risk::High),
        RiskLevel::Critical => Role::Risk(Risk::Critical),
    }
}

fn tone_role(tone: Tone) -> Role {
    match tone {
        Tone::Neutral => Role::Plain,
        Tone::Accent => Role::Accent,
        Tone::Good => Role::Good,
        Tone::Progress => Role::Warn,
        Tone::Bad => Role::Bad,
        Tone::Risk(level) => risk_role(level),
    }
}

/// Labels and values, the labels in a column as wide as the longest.
pub fn pairs(page: &mut Page, facts: &[Fact]) {
    let ascii = page.theme.ascii();
    let longest = facts.iter().map(|fact| columns(&fact.label)).max();
    let indent = (longest.unwrap_or(0) + 2).min(page.width / 2);
    for fact in facts {
        let value = drawable(&plain_text(&fact.value), ascii);
        page.pair_at(indent, &drawable(&fact.label, ascii), &value);
    }
}

struct Writer<'a> {
    app: &'a App,
    page: Page,
}

impl Writer<'_> {
    fn style(&self, role: Role) -> Style {
        self.app.theme.style(role)
    }

    fn glyph(&self, glyph: Glyph) -> &'static str {
        self.app.theme.glyph(glyph)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.page.gap();
                let role = match heading.level {
                    HeadingLevel::Two => Role::Strong,
                    HeadingLevel::Three => Role::Accent,
                };
                let text = self.drawable(&heading.text);
                self.page.text(role, &text);
            }
            Block::Lead(spans) | Block::Para(spans) => {
                self.page.gap();
                self.spans(spans, "", "");
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => {
                self.page.gap();
                self.table(table);
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Columns(columns) => {
                for column in columns {
                    self.blocks(&column.blocks);
                }
            }
            Block::Callout(callout) => self.callout(callout),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Together(blocks) => self.blocks(blocks),
            Block::PageBreak => self.page.gap(),
        }
    }

    fn span_style(&self, style: &Set) -> Style {
        match style {
            Set::Plain => Style::new(),
            Set::Strong => self.style(Role::Strong),
            Set::Em => Style::new().add_modifier(Modifier::ITALIC),
            Set::Quiet => self.style(Role::Dim),
            Set::Code => self.style(Role::Accent),
            Set::Link(_) => Style::new().add_modifier(Modifier::UNDERLINED),
            Set::Risk(level) => self.style(risk_role(*level)),
        }
    }

    /// Styled text, wrapped between words; `lead` stands before the first line and `hang` before the others.
    fn spans(&mut self, spans: &[Said], lead: &str, hang: &str) {
        let room = self
            .page
            .width
            .saturating_sub(columns(lead).max(columns(hang)));
        let lines = self.wrapped(spans, room.max(8));
        for (row, mut line) in lines.into_iter().enumerate() {
            let before = if row == 0 { lead } else { hang };
            if !before.is_empty() {
                line.spans.insert(0, Span::raw(before.to_owned()));
            }
            self.page.lines.push(line);
        }
    }

    fn wrapped(&self, spans: &[Said], room: usize) -> Vec<Line<'static>> {
        let mut lines = vec![Line::default()];
        let mut used = 0;
        for word in self.words(spans) {
            let Some(pieces) = word else {
                lines.push(Line::default());
                used = 0;
                continue;
            };
            let wide: usize = pieces.iter().map(|(text, _)| columns(text)).sum();
            if used > 0 && used + 1 + wide > room {
                lines.push(Line::default());
                used = 0;
            }
            let Some(line) = lines.last_mut() else { break };
            if used > 0 {
                line.spans.push(Span::raw(" "));
                used += 1;
            }
            for (text, style) in pieces {
                let text = cut(&text, room.saturating_sub(used), self.app.theme.ascii());
                used += columns(&text);
                line.spans.push(Span::styled(text, style));
            }
        }
        lines
    }

    /// The words, each of one or more pieces in a style of their own; `None` for a line break.
    fn words(&self, spans: &[Said]) -> Vec<Option<Vec<(String, Style)>>> {
        let mut words: Vec<Option<Vec<(String, Style)>>> = Vec::new();
        let mut open = false; // Whether the next piece belongs to the word before it.
        for span in spans {
            let style = self.span_style(&span.style);
            let text = self.drawable(&span.text);
            for (row, paragraph) in text.split('\n').enumerate() {
                if row > 0 {
                    words.push(None);
                    open = false;
                }
                for (at, word) in paragraph.split(char::is_whitespace).enumerate() {
                    open &= at == 0;
                    if word.is_empty() {
                        continue;
                    }
                    let piece = (word.to_owned(), style);
                    match words.last_mut() {
                        Some(Some(pieces)) if open => pieces.push(piece),
                        _ => words.push(Some(vec![piece])),
                    }
                    open = true;
                }
            }
        }
        words
    }

    /// The signs of print as this terminal can draw them.
    fn drawable(&self, text: &str) -> String {
        drawable(text, self.app.theme.ascii())
    }

    fn list(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            let mark = if list.numbered {
                format!("{}.", index + 1)
            } else {
                let glyph = match item.mark {
                    Mark::Bullet => Glyph::Dot,
                    Mark::Done => Glyph::Treated,
                    Mark::Missing => Glyph::Open,
                    Mark::Planned => Glyph::To,
                    Mark::Unknown => Glyph::Unknown,
                };
                self.glyph(glyph).to_owned()
            };
            let lead = format!("  {mark} ");
            let hang = " ".repeat(columns(&lead));
            self.spans(&item.spans, &lead, &hang);
        }
    }

    /// Columns beside each other where they fit, else a row as a list of pairs.
    fn table(&mut self, table: &Table) {
        let widths = widths(table, self.page.width);
        let Some(widths) = widths else {
            self.stacked(table);
            return;
        };
        let ascii = self.app.theme.ascii();
        if table.columns.iter().any(|column| !column.title.is_empty()) {
            let head: String = table
                .columns
                .iter()
                .zip(&widths)
                .map(|(column, width)| fill(&drawable(&column.title, ascii), *width, ascii) + "  ")
                .collect();
            let head = Line::styled(head.trim_end().to_owned(), self.style(Role::Strong));
            self.page.lines.push(head);
        }
        for row in &table.rows {
            self.row(&row.cells, &widths);
        }
    }

    fn row(&mut self, cells: &[Cell], widths: &[usize]) {
        let wrapped: Vec<Vec<Line>> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| self.cell(cell, *width))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = Line::default();
            for (cell, width) in wrapped.iter().zip(widths) {
                let mut used = 0;
                if let Some(part) = cell.get(at) {
                    used = part.width();
                    line.spans.extend(part.spans.iter().cloned());
                }
                let blank = " ".repeat(width.saturating_sub(used) + 2);
                line.spans.push(Span::raw(blank));
            }
            self.page.lines.push(line);
        }
    }

    fn cell(&self, cell: &Cell, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.wrapped(&cell.spans, width);
        if let Some(level) = cell.fill {
            let style = self.style(risk_role(level));
            for line in &mut lines {
                *line = line.clone().patch_style(style);
            }
        }
        lines
    }

    fn stacked(&mut self, table: &Table) {
        for (index, row) in table.rows.iter().enumerate() {
            if index > 0 {
                self.page.lines.push(Line::default());
            }
            for (at, cell) in row.cells.iter().enumerate() {
                let title = table.columns.get(at).map_or("", |column| &column.title);
                let lead = if title.is_empty() {
                    String::new()
                } else {
                    format!("{title}: ")
                };
                let strong =
                    table.row_header == Some(at) || (table.row_header.is_none() && at == 0);
                let mut spans = vec![Said::quiet(if strong { String::new() } else { lead })];
                spans.extend(cell.spans.iter().cloned());
                if !plain_text(&cell.spans).trim().is_empty() {
                    self.spans(&spans, if strong { "" } else { "  " }, "  ");
                }
            }
        }
    }

    fn callout(&mut self, callout: &Callout) {
        self.page.gap();
        let bar = format!("{} ", self.glyph(Glyph::Upright));
        let style = self.style(tone_role(callout.tone));
        let mut inner = Writer {
            app: self.app,
            page: Page::new(self.app.theme, self.page.width.saturating_sub(2)),
        };
        if !callout.title.is_empty() {
            let title = self.drawable(&callout.title);
            inner.page.text(Role::Strong, &title);
        }
        inner.blocks(&callout.blocks);
        for mut line in inner.page.lines {
            line.spans.insert(0, Span::styled(bar.clone(), style));
            self.page.lines.push(line);
        }
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.page.gap();
        let widest = figures.iter().map(|figure| columns(&figure.value)).max();
        let wide = widest.unwrap_or(0).min(self.page.width / 2);
        for figure in figures {
            let value = self.drawable(&figure.value);
            let value = fill(&value, wide, self.app.theme.ascii());
            let style = self
                .style(tone_role(figure.tone))
                .add_modifier(Modifier::BOLD);
            let room = self.page.width.saturating_sub(wide + 4);
            let label = self.drawable(&figure.label);
            let label = cut(&label, room, self.app.theme.ascii());
            self.page.lines.push(Line::from(vec![
                Span::raw("  "),
                Span::styled(value, style),
                Span::raw(format!("  {label}")),
            ]));
        }
    }

    fn sheet(&mut self, sheet: &Sheet) {
        self.page.gap();
        let mut spans = Vec::new();
        if !sheet.code.is_empty() {
            spans.push(Said::code(format!("{} ", sheet.code)));
        }
        spans.push(Said::strong(format!("{} ", sheet.title)));
        match sheet.risk {
            Some(Rating::Now(level)) => spans.push(Said::risk(level)),
            Some(Rating::Change { inherent, residual }) => {
                spans.push(Said::risk(inherent));
                spans.push(Said::quiet(format!(" {} ", self.glyph(Glyph::To))));
                spans.push(Said::risk(residual));
            }
            None => {}
        }
        self.spans(&spans, "", "  ");
        pairs(&mut self.page, &sheet.facts);
    }
}

/// The signs that print has and a keyboard has not, in ASCII where only that can be drawn. Names stay as they are.
pub fn drawable(text: &str, ascii: bool) -> String {
    if !ascii {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '×' => plain.push('x'),
            '•' | '·' | '–' | '—' | '−' => plain.push('-'),
            '…' => plain.push_str(".."),
            '“' | '”' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            '→' => plain.push_str("->"),
            '≥' => plain.push_str(">="),
            '≤' => plain.push_str("<="),
            '\u{a0}' | '\u{202f}' | '\u{2002}' | '\u{2009}' => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

/// Columns of a cell that is short, such as a label or a number with its word.
const SHORT: usize = 18;

/// How wide each column is, or `None` where they do not fit beside each other.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "columns of a terminal are small numbers"
)]
fn widths(table: &Table, room: usize) -> Option<Vec<usize>> {
    let count = table.columns.len();
    let gaps = 2 * count.saturating_sub(1);
    let left = room.checked_sub(gaps)?;
    let need: Vec<(usize, usize)> = (0..count).map(|at| need(table, at)).collect();
    // What is short anyway stays on one line, as long as the others get what they need at least.
    let firm = |&(least, most): &(usize, usize)| (if most <= SHORT { most } else { least }, most);
    let firm: Vec<(usize, usize)> = need.iter().map(firm).collect();
    let fits = firm.iter().map(|(least, _)| least).sum::<usize>() <= left;
    let need = if fits { firm } else { need };
    let least: usize = need.iter().map(|(least, _)| least).sum();
    let most: usize = need.iter().map(|(_, most)| most).sum();
    if least > left {
        return None;
    }
    if most <= left {
        return Some(need.iter().map(|(_, most)| *most).collect());
    }
    // What is left after the least is given to columns by how much more they would like.
    let more = left - least;
    let wish = (most - least).max(1);
    let width = |(least, most): &(usize, usize)| least + more * (most - least) / wish;
    Some(need.iter().map(width).collect())
}

/// The columns that a table's column needs at least, and would like.
fn need(table: &Table, at: usize) -> (usize, usize) {
    let title = table.columns.get(at).map_or("", |column| &column.title);
    let mut least = columns(title);
    let mut most = least;
    for row in &table.rows {
        let text = row.cells.get(at).map(|cell| plain_text(&cell.spans));
        let text = text.unwrap_or_default();
        let longest = text.split_whitespace().map(columns).max().unwrap_or(0);
        least = least.max(longest.min(SHORT));
        most = most.max(text.lines().map(columns).max().unwrap_or(0));
    }
    (least, most.max(least))
}
