//! A piece of the drawing typed as a line: `camera(sensor)@factory -> gateway -> lake(store), monitor : frames`.
//!
//! This file reads the line into hops; `meaning` finds out which components, kinds and zones are meant, and makes steps
//! of them. Pure; nothing here knows a screen.
//!
//! ```text
//! line  = nodes ((arrow) nodes)* [":" label]
//! nodes = node ("," node)*
//! node  = name ["(" kind ")"] ["@" zone]
//! arrow = "->" | "<-" | "<->" | "-[" words "]->"
//! ```

mod meaning;

pub use meaning::draw;

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The groups of components, one more than there are hops.
    pub groups: Vec<Vec<Node>>,
    /// What joins each group with the next.
    pub hops: Vec<Hop>,
}

/// A component as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// What it is called.
    pub name: String,
    /// Its kind, where one stands in parentheses.
    pub kind: Option<String>,
    /// Its zone, where one stands after `@`.
    pub zone: Option<String>,
}

/// The arrow between two groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Whether something flows onwards.
    pub on: bool,
    /// Whether something flows back.
    pub back: bool,
    /// The words on it.
    pub words: Option<String>,
}

/// Whether a line is meant as a piece of drawing: it has an arrow.
#[must_use]
pub fn is_drawing(text: &str) -> bool {
    ["->", "<-"].iter().any(|arrow| text.contains(arrow))
}

/// The kind that is being typed, behind a parenthesis that is still open, and where it begins.
#[must_use]
pub fn open_kind(text: &str) -> Option<(usize, &str)> {
    let (mut quoted, mut open) = (false, None);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => open = Some(at + 1),
            ')' if !quoted => open = None,
            _ => {}
        }
    }
    let named = |start: &usize| !text[..start - 1].trim().is_empty();
    open.filter(named).map(|start| (start, &text[start..]))
}

/// Reads a line. The error says what is missing, in words.
pub fn read(text: &str) -> Result<Line, String> {
    let mut line = Line::default();
    let mut rest = text.trim();
    loop {
        let at = next_arrow(rest);
        let (group, after) = at.map_or((rest, None), |(at, length)| {
            (
                &rest[..at],
                Some((&rest[at..at + length], &rest[at + length..])),
            )
        });
        let last = after.is_none();
        let (group, label) = if last {
            split_label(group)
        } else {
            (group, None)
        };
        line.groups.push(nodes(group, &line)?);
        if let (Some(label), Some(hop)) = (label, line.hops.last_mut()) {
            hop.words = Some(label);
        }
        let Some((arrow, behind)) = after else {
            return Ok(line);
        };
        line.hops.push(hop(arrow));
        rest = behind;
    }
}

/// Where the next arrow begins and how long it is, outside of quotes and parentheses.
fn next_arrow(text: &str) -> Option<(usize, usize)> {
    let mut quoted = false;
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '<' | '-' if !quoted && depth == 0 => {
                let rest = &text[at..];
                if let Some(arrow) = ["<->", "<-", "->"]
                    .iter()
                    .find(|arrow| rest.starts_with(**arrow))
                {
                    return Some((at, arrow.len()));
                }
                let labelled = rest.strip_prefix("-[").and_then(|inner| inner.find("]->"));
                if let Some(end) = labelled {
                    return Some((at, 2 + end + 3));
                }
            }
            _ => {}
        }
    }
    None
}

fn hop(arrow: &str) -> Hop {
    let words = arrow
        .strip_prefix("-[")
        .and_then(|rest| rest.strip_suffix("]->"))
        .map(|words| words.trim().to_owned())
        .filter(|words| !words.is_empty());
    Hop {
        on: arrow.ends_with('>'),
        back: arrow.starts_with('<'),
        words,
    }
}

/// The words after the last colon, which stand on the last hop.
fn split_label(group: &str) -> (&str, Option<String>) {
    match group.rsplit_once(':') {
        Some((group, label)) if !label.contains(')') && group.matches('"').count() % 2 == 0 => {
            let label = label.trim();
            (group, (!label.is_empty()).then(|| label.to_owned()))
        }
        _ => (group, None),
    }
}

fn nodes(group: &str, before: &Line) -> Result<Vec<Node>, String> {
    let mut found = Vec::new();
    for part in split_outside(group, ',') {
        let node = node(part)?;
        if node.name.is_empty() {
            return Err(if before.groups.is_empty() {
                "begin with a name, as in `camera -> gateway`".into()
            } else {
                "a name is missing after the arrow or comma".into()
            });
        }
        found.push(node);
    }
    Ok(found)
}

/// Splits at a character that stands in no quotes or parentheses.
fn split_outside(text: &str, at: char) -> Vec<&str> {
    let (mut quoted, mut depth, mut start) = (false, 0_usize, 0);
    let mut parts = Vec::new();
    for (index, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            letter if letter == at && !quoted && depth == 0 => {
                parts.push(&text[start..index]);
                start = index + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn node(text: &str) -> Result<Node, String> {
    let mut rest = text.trim();
    let mut node = Node::default();
    if let [before, zone] = split_outside(rest, '@')[..] {
        node.zone = said(zone);
        rest = before.trim_end();
    }
    if let Some(open) = rest.find('(').filter(|_| !rest.starts_with('"')) {
        let inner = &rest[open + 1..];
        let Some(end) = inner.find(')') else {
            return Err(format!("`{rest}` has no closing parenthesis"));
        };
        node.kind = said(&inner[..end]);
        rest = rest[..open].trim_end();
    } else if let Some((name, kind)) = rest.rsplit_once("\"(") {
        node.kind = said(kind.trim_end_matches(')'));
        rest = name;
    }
    Ok(Node {
        name: rest.trim_matches('"').trim().to_owned(),
        ..node
    })
}

fn said(text: &str) -> Option<String> {
    let text = text.trim().trim_matches('"').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let line = read(text).unwrap();
        let mut out = String::new();
        for (at, group) in line.groups.iter().enumerate() {
            let names: Vec<String> = group
                .iter()
                .map(|node| {
                    let kind = node.kind.as_ref().map(|kind| format!("({kind})"));
                    let zone = node.zone.as_ref().map(|zone| format!("@{zone}"));
                    format!(
                        "{}{}{}",
                        node.name,
                        kind.unwrap_or_default(),
                        zone.unwrap_or_default()
                    )
                })
                .collect();
            out += &names.join(",");
            if let Some(hop) = line.hops.get(at) {
                let words = hop.words.clone().unwrap_or_default();
                let arrow = match (hop.back, hop.on) {
                    (false, _) => ">",
                    (true, false) => "<",
                    (true, true) => "<>",
                };
                out += &[" ", arrow, &words, " "].concat();
            }
        }
        out
    }

    #[test]
    fn a_line_of_the_guide_is_read_as_it_is_meant() {
        assert_eq!(
            shape("camera(sensor)@factory -> gateway -> infer(model) : frames"),
            "camera(sensor)@factory > gateway >frames infer(model)"
        );
        assert_eq!(
            shape("infer -> ingest@cloud -> lake(store), monitor"),
            "infer > ingest@cloud > lake(store),monitor"
        );
        assert_eq!(shape("train <-> registry"), "train <> registry");
        assert_eq!(shape("lake -[images]-> train"), "lake >images train");
        assert_eq!(shape("train <- lake"), "train < lake");
    }

    #[test]
    fn names_may_have_hyphens_and_stand_in_quotes() {
        assert_eq!(shape("card-fraud -> a-b"), "card-fraud > a-b");
        assert_eq!(
            shape("\"a -> b, c\" -> \"d: e\"(store)@\"Zone 1\""),
            "a -> b, c > d: e(store)@Zone 1"
        );
    }

    #[test]
    fn a_kind_is_being_typed_behind_an_open_parenthesis() {
        assert_eq!(open_kind("camera -> crm("), Some((14, "")));
        assert_eq!(
            open_kind("a(store) -> b(feature st"),
            Some((14, "feature st"))
        );
        assert_eq!(open_kind("a(store)"), None);
        assert_eq!(open_kind("\"a (b"), None);
        assert_eq!(open_kind("("), None);
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(read("-> b").unwrap_err().contains("begin with a name"));
        assert!(read("a -> ").unwrap_err().contains("missing"));
        assert!(read("a(store -> b").unwrap_err().contains("parenthesis"));
    }
}
