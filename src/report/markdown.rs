//! GitHub-flavoured Markdown from the same blocks as the PDF: it says what the PDF says. Charts become their data tables.

mod escape;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::blocks::{
    Align, Block, Callout, Cell, Cover, Fact, Figure, HeadingLevel, List, ListItem, Mark, Meta,
    Rating, Report, Section, Sheet, Span, Style, Table, TableLook, Target,
};
use super::clean;
use super::escape::anchor_name;
use escape::{code, link_address, prose};

/// Writes a report as Markdown. The same report gives the same text.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut writer = Writer {
        anchors: report.anchors(),
        report,
        out: String::new(),
        figures: 0,
    };
    writer.front(&report.meta, report.cover.as_ref());
    if report.contents {
        writer.contents();
    }
    report
        .sections
        .iter()
        .for_each(|section| writer.section(section));
    let mut text = writer.out;
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

struct Writer<'r> {
    report: &'r Report,
    anchors: BTreeSet<&'r str>,
    out: String,
    figures: usize,
}

/// Where text stands: a table cell knows no line breaks and splits at every bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Prose,
    Cell,
}

impl Writer<'_> {
    /// A block of its own: followed by an empty line.
    fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(text);
            self.out.push_str("\n\n");
        }
    }

    fn heading(&mut self, depth: usize, anchor: &str, text: &str) {
        if !anchor.is_empty() {
            let _ = writeln!(self.out, "<a id=\"{}\"></a>\n", anchor_name(anchor));
        }
        let text = format!("{} {text}", "#".repeat(depth));
        self.paragraph(&text);
    }

    // ---- front matter

    fn front(&mut self, meta: &Meta, cover: Option<&Cover>) {
        if !meta.title.is_empty() {
            self.heading(1, "", &inline(&meta.title));
        }
        self.paragraph(&prose(&clean::line(&meta.subtitle)));
        let known = [
            &meta.kind,
            &meta.classification,
            &meta.document_id,
            &meta.date,
            &meta.edition,
            &meta.owner,
        ];
        let line: Vec<String> = known
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| inline(text))
            .collect();
        self.paragraph(&line.join(" · "));
        let Some(cover) = cover else { return };
        self.facts(&cover.facts);
        if let Some(verdict) = &cover.verdict {
            let text = self.spans(&verdict.text, Place::Prose);
            self.quote(&format!("**{}**\n\n{text}", inline(&verdict.headline)));
        }
    }

    fn contents(&mut self) {
        self.heading(2, "", "Contents");
        for section in &self.report.sections {
            let _ = writeln!(
                self.out,
                "- [{}](#{})",
                inline(&section.title),
                link_address(&anchor_name(&section.id))
            );
        }
        self.out.push('\n');
    }

    // ---- blocks

    fn section(&mut self, section: &Section) {
        self.heading(2, &section.id, &inline(&section.title));
        self.blocks(&section.blocks);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let depth = if heading.level == HeadingLevel::Two {
                    3
                } else {
                    4
                };
                self.heading(depth, &heading.id, &inline(&heading.text));
            }
            Block::Lead(spans) | Block::Para(spans) => {
                let text = self.spans(spans, Place::Prose);
                self.paragraph(&text);
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Columns(columns) => columns
                .iter()
                .for_each(|column| self.blocks(&column.blocks)),
            Block::Callout(callout) => self.callout(callout),
            Block::KeyFigures(figures) => {
                for figure in figures {
                    let _ = writeln!(
                        self.out,
                        "- **{}** {}",
                        inline(&figure.value),
                        inline(&figure.label)
                    );
                }
                self.out.push('\n');
            }
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Together(blocks) => self.blocks(blocks),
            Block::PageBreak => {}
        }
    }

    fn list(&mut self, list: &List) {
        for (number, ListItem { mark, spans }) in list.items.iter().enumerate() {
            let bullet = if list.numbered {
                format!("{}.", number + 1)
            } else {
                "-".to_owned()
            };
            let mark = if *mark == Mark::Bullet || list.numbered {
                String::new()
            } else {
                format!("*{}:* ", mark.word())
            };
            let text = self.spans(spans, Place::Prose).replace('\n', "\n   ");
            let _ = writeln!(self.out, "{bullet} {mark}{text}");
        }
        self.out.push('\n');
    }

    fn callout(&mut self, callout: &Callout) {
        let mut inner = Writer {
            report: self.report,
            anchors: self.anchors.clone(),
            out: String::new(),
            figures: self.figures,
        };
        if !callout.title.is_empty() {
            inner.paragraph(&format!("**{}**", inline(&callout.title)));
        }
        inner.blocks(&callout.blocks);
        self.figures = inner.figures;
        self.quote(inner.out.trim_end());
    }

    fn quote(&mut self, text: &str) {
        let quoted: Vec<String> = text
            .lines()
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect();
        self.paragraph(&quoted.join("\n"));
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let code = if sheet.code.is_empty() {
            String::new()
        } else {
            format!("{} ", self::code(&sheet.code))
        };
        self.heading(3, &sheet.id, &format!("{code}{}", inline(&sheet.title)));
        match sheet.risk {
            Some(Rating::Now(level)) => self.paragraph(&format!("Risk: **{}**", level.word())),
            Some(Rating::Change { inherent, residual }) => {
                self.paragraph(&format!(
                    "Inherent risk: **{}**, residual risk: **{}**",
                    inherent.word(),
                    residual.word()
                ));
            }
            None => {}
        }
        self.facts(&sheet.facts);
    }

    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            let value = self.spans(&fact.value, Place::Cell);
            let _ = writeln!(self.out, "- {}: {value}", inline(&fact.label));
        }
        if !facts.is_empty() {
            self.out.push('\n');
        }
    }

    fn figure(&mut self, figure: &Figure) {
        if !figure.id.is_empty() {
            let _ = writeln!(self.out, "<a id=\"{}\"></a>\n", anchor_name(&figure.id));
        }
        if !figure.title.is_empty() {
            self.paragraph(&format!("**{}**", inline(&figure.title)));
        }
        self.paragraph(&prose(&clean::line(&figure.alt)));
        self.table(&figure.data());
        if !figure.caption.is_empty() {
            self.figures += 1;
            let caption = self.spans(&figure.caption, Place::Prose);
            self.paragraph(&format!("*Figure {}.* {caption}", self.figures));
        }
    }

    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        let titles: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                if table.look == TableLook::Plain {
                    String::new()
                } else {
                    inline(&column.title)
                }
            })
            .collect();
        self.row(&titles);
        let rules: Vec<String> = table
            .columns
            .iter()
            .map(|column| match column.align {
                Align::Left => "---".to_owned(),
                Align::Center => ":-:".to_owned(),
                Align::Right => "--:".to_owned(),
            })
            .collect();
        self.row(&rules);
        for row in &table.rows {
            let anchor = if row.id.is_empty() {
                String::new()
            } else {
                format!("<a id=\"{}\"></a>", anchor_name(&row.id))
            };
            let mut cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell: &Cell| self.spans(&cell.spans, Place::Cell))
                .collect();
            cells.resize(table.columns.len(), String::new());
            cells[0].insert_str(0, &anchor);
            self.row(&cells);
        }
        self.out.push('\n');
    }

    fn row(&mut self, cells: &[String]) {
        let _ = writeln!(self.out, "| {} |", cells.join(" | "));
    }

    // ---- spans

    fn spans(&self, spans: &[Span], place: Place) -> String {
        let text: String = spans.iter().map(|span| self.span(span, place)).collect();
        match place {
            Place::Prose => text.trim().to_owned(),
            Place::Cell => text.trim().replace('\n', " "),
        }
    }

    fn span(&self, span: &Span, place: Place) -> String {
        let shown = match place {
            Place::Prose => prose(&span.text),
            Place::Cell => prose(&span.text).replace("\\\n", "<br>"),
        };
        match &span.style {
            Style::Strong | Style::Risk(_) => around(&shown, "**"),
            Style::Em => around(&shown, "*"),
            // GitHub splits a cell even at a bar inside code, unless it is escaped.
            Style::Code if place == Place::Cell => code(&span.text).replace('|', "\\|"),
            Style::Code => code(&span.text),
            Style::Link(Target::Anchor(anchor)) if self.anchors.contains(anchor.as_str()) => {
                format!("[{shown}](#{})", link_address(&anchor_name(anchor)))
            }
            Style::Link(Target::Url(address)) if super::is_web_address(address) => {
                format!("[{shown}]({})", link_address(address))
            }
            Style::Plain | Style::Quiet | Style::Link(_) => shown,
        }
    }
}

/// Escaped text on one line.
fn inline(text: &str) -> String {
    prose(&clean::line(text))
}

/// Marks around text, with its outer blanks left outside: Markdown wants them to touch the words.
fn around(text: &str, mark: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (before, after) = (
        &text[..text.len() - text.trim_start().len()],
        &text[text.trim_end().len()..],
    );
    format!("{before}{mark}{inner}{mark}{after}")
}

#[cfg(test)]
mod tests {
    use super::super::blocks::{Column, Row};
    use super::*;

    fn report_of(blocks: Vec<Block>) -> Report {
        let mut section = Section::new("s", "S");
        section.blocks = blocks;
        Report {
            sections: vec![section],
            ..Report::default()
        }
    }

    #[test]
    fn text_from_a_model_stays_text() {
        let hostile = "<img src=x onerror=alert(1)> [click](javascript:x) **b** | `c` @team #12 https://evil.example\n# big\n1. one";
        let text = markdown(&report_of(vec![Block::Para(vec![Span::plain(hostile)])]));
        assert!(!text.contains("<img"), "{text}");
        assert!(text.contains("\\[click\\]"), "{text}");
        assert!(!text.contains("**b**"), "{text}");
        assert!(!text.contains(" @team"), "{text}");
        assert!(!text.contains("https://evil"), "{text}");
        assert!(!text.contains("\n# big"), "{text}");
        assert!(!text.contains("\n1. one"), "{text}");
    }

    #[test]
    fn a_bar_or_a_line_break_does_not_split_a_cell() {
        let table = Table {
            columns: vec![Column::new("a|b", 1.0), Column::new("c", 1.0)],
            rows: vec![Row::new(vec![Cell::code("x|y"), Cell::text("one\ntwo")])],
            ..Table::default()
        };
        let text = markdown(&report_of(vec![Block::Table(table)]));
        assert!(
            text.contains("| a\\|b | c |\n| --- | --- |\n| `x\\|y` | one<br>two |"),
            "{text}"
        );
    }

    #[test]
    fn a_link_to_a_place_that_does_not_exist_is_plain_text() {
        let text = markdown(&report_of(vec![Block::Para(vec![
            Span::to("gone", "there"),
            Span::to("s", "here"),
        ])]));
        assert!(text.contains("there[here](#s)"), "{text}");
    }

    #[test]
    fn a_link_that_runs_a_program_is_plain_text() {
        let text = markdown(&report_of(vec![Block::Para(vec![Span::url(
            "javascript:alert(1)",
            "x",
        )])]));
        assert!(!text.contains("javascript"), "{text}");
    }
}
