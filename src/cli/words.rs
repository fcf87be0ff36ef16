//! Words that several subcommands say: names, lines of a width, numbers of things.

use std::io::IsTerminal as _;

use unicode_width::UnicodeWidthStr as _;

use super::open;
use super::out::Paint;
use crate::analysis::{Asked, MissingFlow, Question};
use crate::catalog::Catalog;
use crate::model::{ThreatId, ThreatModel};

/// How wide a text is: as the shell says, else as wide as the terminal, else 80 columns.
pub(super) fn columns() -> usize {
    let said = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    let seen = || std::io::stdout().is_terminal().then(open::width);
    said.or_else(|| seen().flatten())
        .unwrap_or(80)
        .clamp(50, 120)
}

/// A text in lines of a width, the first with one prefix and the others with as many blanks.
pub(super) fn wrapped(prefix: &str, text: &str) -> String {
    let (width, indent) = (columns(), prefix.width());
    let mut lines: Vec<String> = vec![prefix.to_owned()];
    let mut used = indent;
    for word in text.split_whitespace() {
        let needed = word.width() + usize::from(used > indent);
        if used > indent && used + needed > width {
            lines.push(" ".repeat(indent));
            used = indent;
        }
        if let Some(line) = lines.last_mut() {
            if used > indent {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += word.width();
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

/// The built-in entries that another catalogue replaced, a line each: nobody should read what follows for ours.
pub(super) fn replaced(catalog: &Catalog, paint: &Paint) -> String {
    let lines = catalog.replacements().iter().map(|one| {
        let by = format!("{} {} is replaced by {}", one.section, one.id, one.by);
        let built_in = format!("(built in: sha256 {})", &one.digest[..12]);
        format!("{by} {}\n", paint.quiet(&built_in))
    });
    lines.collect()
}

/// `1 finding`, `2 findings`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

/// A threat's name in the document's edition, or that of the team's own.
pub(super) fn threat_name<'a>(
    id: &ThreatId,
    model: &'a ThreatModel,
    catalog: &'a Catalog,
) -> &'a str {
    catalog.threat_name(model, id.as_str()).unwrap_or_default()
}

/// A share as a rounded percentage, never rounded up to all.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", crate::analysis::percent(share))
}

/// The operations that answer a question: one for each value, with its meaning.
pub(super) fn answers(question: &Question, model: &ThreatModel) -> Vec<(String, String)> {
    let id = &question.component;
    let each = |prefix: String| -> Vec<(String, String)> {
        let line = |(value, meaning): &(String, String)| {
            // "yes: yes" says nothing.
            let meaning = if same_words(value, meaning) {
                String::new()
            } else {
                meaning.clone()
            };
            (format!("{prefix} {value}"), meaning)
        };
        question.values.iter().map(line).collect()
    };
    match &question.asks {
        Asked::Fact(fact) => each(format!("answer {id} {fact}")),
        Asked::FlowAttribute(flow, attribute) => {
            each(format!("set flow:{flow} {}", attribute.as_str()))
        }
        Asked::Trust => {
            let zone = model.components.get(id).and_then(|c| c.zone.as_ref());
            zone.map_or_else(Vec::new, |zone| each(format!("zone {zone} trust")))
        }
        Asked::Zone => {
            let zones = model.zones.iter();
            let into = |(zone, entry): (_, &crate::model::Zone)| {
                (format!("move {id} into {zone}"), entry.name.clone())
            };
            zones.map(into).collect()
        }
        Asked::Flow(missing) => vec![drawn(*missing, id.as_str())],
    }
}

/// Whether a value and its meaning are the same words.
pub(super) fn same_words(value: &str, meaning: &str) -> bool {
    value.replace('_', " ").eq_ignore_ascii_case(meaning.trim())
}

/// The operation that draws a missing flow.
fn drawn(missing: MissingFlow, id: &str) -> (String, String) {
    let (line, meaning) = match missing {
        MissingFlow::Answers => (
            format!("connect {id} CONSUMER infer_out"),
            "where its answers go",
        ),
        MissingFlow::Data => (format!("connect DATA {id} train"), "what it learns from"),
        MissingFlow::Weights => (
            format!("connect {id} SERVICE weights"),
            "where its weights go",
        ),
        MissingFlow::Import => (format!("connect SOURCE {id} code"), "where it comes from"),
        MissingFlow::Callers => (format!("connect CALLER {id} infer_in"), "who calls it"),
    };
    (line, meaning.to_owned())
}

/// What a question asks for, in one word.
pub(super) fn subject(asked: &Asked) -> &str {
    match asked {
        Asked::Fact(fact) => fact,
        Asked::Zone => "zone",
        Asked::Trust => "trust",
        Asked::Flow(_) => "flow",
        Asked::FlowAttribute(_, attribute) => attribute.as_str(),
    }
}
