//! One self-contained HTML page from the same blocks: no script, no request to anywhere, pictures as inline SVG, dark and light,
//! and boxes that hide findings by risk with style sheets alone. A content policy in its head forbids everything else, so
//! that not even a slip in escaping could run a program.

mod figures;
mod logo;
mod tables;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::blocks::{
    Align, Block, Callout, Cover, Fact, HeadingLevel, List, Mark, Meta, Rating, Report, RiskLevel,
    Section, Sheet, Span, Style, Target, Tone,
};
use super::clean;
use super::escape::{anchor_name, xml};
use super::typeset::{SvgPainter, svg_painter};
use super::{PdfOptions, ReportError};

/// The style sheet.
const STYLE: &str = include_str!("html/style.css");

/// Writes a report as a self-contained HTML page. The same report gives the same text. Only the typefaces of the options count.
pub fn html(report: &Report, options: &PdfOptions) -> Result<String, ReportError> {
    let painter = svg_painter(report, options)?;
    let mut writer = Writer {
        painter,
        anchors: report.anchors(),
        out: String::new(),
        open_sheet: false,
        figures: 0,
    };
    writer.page(report);
    Ok(writer.out)
}

struct Writer<'r, 'f> {
    painter: SvgPainter<'f>,
    anchors: std::collections::BTreeSet<&'r str>,
    out: String,
    open_sheet: bool,
    figures: usize,
}

/// Cleaned and escaped text, line breaks kept.
fn escaped(text: &str) -> String {
    xml(&clean::text(text)).replace('\n', "<br>")
}

/// Cleaned and escaped text on one line.
fn line(text: &str) -> String {
    xml(&clean::line(text))
}

fn risk_name(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::None => "none",
        RiskLevel::Low => "low",
        RiskLevel::Medium => "medium",
        RiskLevel::High => "high",
        RiskLevel::Critical => "critical",
    }
}

fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "neutral",
        Tone::Accent => "accent",
        Tone::Good => "good",
        Tone::Progress => "progress",
        Tone::Bad => "bad",
        Tone::Risk(level) => risk_name(level),
    }
}

/// The levels of risk that sheets of the report have: what a reader can ask for.
fn levels(report: &Report) -> BTreeSet<RiskLevel> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let sheets = blocks.filter_map(|block| match block {
        Block::Sheet(sheet) => sheet.risk,
        _ => None,
    });
    sheets
        .map(|rating| match rating {
            Rating::Now(level) => level,
            Rating::Change { residual, .. } => residual,
        })
        .filter(|level| RiskLevel::RATED.contains(level))
        .collect()
}

impl Writer<'_, '_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    // ---- the page

    fn page(&mut self, report: &Report) {
        let language = if report.meta.language.is_empty() {
            "en"
        } else {
            &report.meta.language
        };
        let _ = write!(
            self.out,
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            line(language),
            line(&report.meta.title)
        );
        self.cover(&report.meta, report.cover.as_ref());
        self.filters(&levels(report));
        self.put("<div class=\"body\">\n");
        self.contents(report);
        self.put("<main>\n");
        for section in &report.sections {
            self.section(section);
        }
        self.put("</main>\n</div>\n");
        let foot = [
            &report.meta.classification,
            &report.meta.document_id,
            &report.meta.date,
            &report.meta.producer,
        ];
        let foot: Vec<String> = foot
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| line(text))
            .collect();
        let _ = write!(
            self.out,
            "<footer>{}</footer>\n</body>\n</html>\n",
            foot.join(" · ")
        );
    }

    fn cover(&mut self, meta: &Meta, cover: Option<&Cover>) {
        self.put("<header class=\"cover\">");
        if let Some(logo) = cover.and_then(|cover| cover.logo.as_ref()) {
            self.out.push_str(&logo::logo_of(logo));
        }
        let _ = write!(
            self.out,
            "<p class=\"kicker\">{}</p>\n<p class=\"title\">{}</p>\n<p class=\"subtitle\">{}</p>\n",
            line(&meta.kind),
            line(&meta.title),
            line(&meta.subtitle)
        );
        if let Some(cover) = cover {
            self.facts(&cover.facts);
            if let Some(verdict) = &cover.verdict {
                let text = self.spans(&verdict.text);
                let _ = writeln!(
                    self.out,
                    "<div class=\"verdict tone-{}\"><strong>{}</strong><p>{text}</p></div>",
                    risk_name(verdict.level),
                    line(&verdict.headline)
                );
            }
        }
        self.put("</header>\n");
    }

    /// Boxes that the style sheet reads: no script is needed to hide what is not asked for.
    fn filters(&mut self, levels: &BTreeSet<RiskLevel>) {
        if levels.is_empty() {
            return;
        }
        self.put("<fieldset class=\"filters\"><legend>Show findings</legend>\n");
        for level in levels.iter().rev() {
            let (name, word) = (risk_name(*level), level.word());
            let _ = writeln!(
                self.out,
                "<label><input type=\"checkbox\" id=\"show-{name}\" checked> <span class=\"pill {name}\">{word}</span></label>"
            );
        }
        self.put("</fieldset>\n");
    }

    fn contents(&mut self, report: &Report) {
        self.put("<nav aria-label=\"Contents\"><ol>\n");
        for section in &report.sections {
            let _ = writeln!(
                self.out,
                "<li><a href=\"#{}\">{}</a></li>",
                xml(&anchor_name(&section.id)),
                line(&section.title)
            );
        }
        self.put("</ol></nav>\n");
    }

    // ---- blocks

    fn section(&mut self, section: &Section) {
        let _ = writeln!(
            self.out,
            "<section{}>\n<h1>{}</h1>",
            id(&section.id),
            line(&section.title)
        );
        self.blocks(&section.blocks);
        self.close_sheet();
        self.put("</section>\n");
    }

    fn close_sheet(&mut self) {
        if std::mem::take(&mut self.open_sheet) {
            self.put("</article>\n");
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let tag = if heading.level == HeadingLevel::Two {
                    "h2"
                } else {
                    "h3"
                };
                if heading.level == HeadingLevel::Two {
                    self.close_sheet();
                }
                let _ = writeln!(
                    self.out,
                    "<{tag}{}>{}</{tag}>",
                    id(&heading.id),
                    line(&heading.text)
                );
            }
            Block::Lead(spans) => self.paragraph(" class=\"lead\"", spans),
            Block::Para(spans) => self.paragraph("", spans),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Columns(columns) => {
                self.put("<div class=\"columns\">\n");
                for column in columns {
                    let _ = writeln!(self.out, "<div style=\"flex:{:.2}\">", column.weight);
                    self.blocks(&column.blocks);
                    self.put("</div>\n");
                }
                self.put("</div>\n");
            }
            Block::Callout(callout) => self.callout(callout),
            Block::KeyFigures(figures) => {
                self.put("<div class=\"key-figures\">\n");
                for figure in figures {
                    let (tone, value, label) = (
                        tone_name(figure.tone),
                        line(&figure.value),
                        line(&figure.label),
                    );
                    let _ = writeln!(
                        self.out,
                        "<p class=\"tone-{tone}\"><strong>{value}</strong> {label}</p>"
                    );
                }
                self.put("</div>\n");
            }
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Together(blocks) => self.blocks(blocks),
            Block::PageBreak => {}
        }
    }

    fn paragraph(&mut self, class: &str, spans: &[Span]) {
        let text = self.spans(spans);
        let _ = writeln!(self.out, "<p{class}>{text}</p>");
    }

    fn list(&mut self, list: &List) {
        let tag = if list.numbered { "ol" } else { "ul" };
        let _ = writeln!(self.out, "<{tag}>");
        for item in &list.items {
            let text = self.spans(&item.spans);
            let (class, mark) = match item.mark {
                Mark::Bullet => (String::new(), String::new()),
                mark if list.numbered => {
                    (format!(" class=\"{}\"", mark_class(mark)), String::new())
                }
                mark => (
                    format!(" class=\"{}\"", mark_class(mark)),
                    format!("<span class=\"mark\">{}:</span> ", mark.word()),
                ),
            };
            let _ = writeln!(self.out, "<li{class}>{mark}{text}</li>");
        }
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn callout(&mut self, callout: &Callout) {
        let _ = writeln!(
            self.out,
            "<aside class=\"callout tone-{}\">",
            tone_name(callout.tone)
        );
        if !callout.title.is_empty() {
            let _ = writeln!(
                self.out,
                "<p class=\"callout-title\">{}</p>",
                line(&callout.title)
            );
        }
        self.blocks(&callout.blocks);
        self.put("</aside>\n");
    }

    /// A sheet and all that follows it, up to the next one, hide together when its risk is not asked for.
    fn sheet(&mut self, sheet: &Sheet) {
        self.close_sheet();
        self.open_sheet = true;
        let (level, pills) = match sheet.risk {
            Some(Rating::Now(level)) => (Some(level), pill(level)),
            Some(Rating::Change { inherent, residual }) => (
                Some(residual),
                format!(
                    "{} <span class=\"to\">to</span> {}",
                    pill(inherent),
                    pill(residual)
                ),
            ),
            None => (None, String::new()),
        };
        let risk = level.map_or(String::new(), |level| {
            format!(" data-risk=\"{}\"", risk_name(level))
        });
        let code = if sheet.code.is_empty() {
            String::new()
        } else {
            format!("<code>{}</code> ", line(&sheet.code))
        };
        let _ = writeln!(
            self.out,
            "<article class=\"sheet\"{}{risk}>\n<h2>{code}{} <span class=\"rating\">{pills}</span></h2>",
            id(&sheet.id),
            line(&sheet.title)
        );
        self.facts(&sheet.facts);
    }

    fn facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        self.put("<dl class=\"facts\">\n");
        for fact in facts {
            let value = self.spans(&fact.value);
            let _ = writeln!(
                self.out,
                "<div><dt>{}</dt><dd>{value}</dd></div>",
                line(&fact.label)
            );
        }
        self.put("</dl>\n");
    }

    // ---- spans

    fn spans(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.span(span)).collect()
    }

    fn span(&self, span: &Span) -> String {
        let text = escaped(&span.text);
        match &span.style {
            Style::Plain => text,
            Style::Strong => format!("<strong>{text}</strong>"),
            Style::Em => format!("<em>{text}</em>"),
            Style::Quiet => format!("<span class=\"quiet\">{text}</span>"),
            Style::Code => format!("<code>{text}</code>"),
            Style::Link(target) => self.linked(Some(target), &text),
            Style::Risk(level) => {
                format!("<span class=\"pill {}\">{text}</span>", risk_name(*level))
            }
        }
    }

    /// Escaped text that leads somewhere, if it can.
    fn linked(&self, target: Option<&Target>, text: &str) -> String {
        match target {
            Some(Target::Anchor(anchor)) if self.anchors.contains(anchor.as_str()) => {
                format!("<a href=\"#{}\">{text}</a>", xml(&anchor_name(anchor)))
            }
            Some(Target::Url(address)) if super::is_web_address(address) => {
                format!(
                    "<a href=\"{}\" rel=\"noreferrer noopener\">{text}</a>",
                    line(address)
                )
            }
            _ => text.to_owned(),
        }
    }
}

fn id(anchor: &str) -> String {
    if anchor.is_empty() {
        String::new()
    } else {
        format!(" id=\"{}\"", xml(&anchor_name(anchor)))
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Center => " class=\"center\"",
        Align::Right => " class=\"right\"",
    }
}

fn pill(level: RiskLevel) -> String {
    format!(
        "<span class=\"pill {}\">{}</span>",
        risk_name(level),
        level.word()
    )
}

fn mark_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Bullet => "bullet",
        Mark::Done => "done",
        Mark::Missing => "missing",
        Mark::Planned => "planned",
        Mark::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Section;
    use super::*;

    fn page_of(blocks: Vec<Block>) -> String {
        let mut section = Section::new("s", "S");
        section.blocks = blocks;
        html(
            &Report {
                sections: vec![section],
                ..Report::default()
            },
            &PdfOptions::default(),
        )
        .unwrap()
    }

    #[test]
    fn text_from_a_model_stays_text() {
        let page = page_of(vec![
            Block::Para(vec![Span::plain("<script>alert(1)</script> & \"quotes\"")]),
            Block::Para(vec![
                Span::url("javascript:alert(1)", "x"),
                Span::to("\" onclick=\"x", "y"),
            ]),
        ]);
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;"),
            "{page}"
        );
        assert!(
            !page.contains("<script") && !page.contains("javascript:") && !page.contains("onclick"),
            "{page}"
        );
    }

    #[test]
    fn a_sheet_can_be_hidden_by_its_residual_risk() {
        let risk = Some(Rating::Change {
            inherent: RiskLevel::Critical,
            residual: RiskLevel::Low,
        });
        let page = page_of(vec![Block::Sheet(Sheet {
            id: "f".into(),
            title: "F".into(),
            risk,
            ..Sheet::default()
        })]);
        assert!(
            page.contains("<article class=\"sheet\" id=\"f\" data-risk=\"low\">"),
            "{page}"
        );
        assert!(page.matches("<article").count() == page.matches("</article>").count());
    }
}
