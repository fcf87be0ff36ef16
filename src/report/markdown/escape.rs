//! Escaping for Markdown: untrusted text must come out as the same words, never as markup, HTML, a mention or a link.

use crate::report::clean;

/// Breaks what GitHub would turn into a link or a mention, without showing anything.
const BREAK: &str = "<!-- -->";

/// Text in prose. A line break becomes a hard one (`\` and a new line).
pub(super) fn prose(raw: &str) -> String {
    let text = clean::text(raw);
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| at_line_start(&escaped(line)))
        .collect();
    lines.join("\\\n")
}

fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut before: Option<char> = None;
    for (place, c) in line.char_indices() {
        let rest = &line[place + c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '@' if pings(before, rest) => out.extend(["@", BREAK]),
            '#' if rest.starts_with(|c: char| c.is_ascii_digit()) => out.extend(["#", BREAK]),
            ':' if rest.starts_with("//") => out.extend([":", BREAK]),
            '.' if ends_with_www(&line[..place]) => out.extend([BREAK, "."]),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// Whether an `@` would mention somebody or make a mail address: not inside an id such as `ML02@train`.
fn pings(before: Option<char>, rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    let inside = before.is_some_and(char::is_alphanumeric);
    !word.is_empty() && (!inside || word.contains('.'))
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3
        && text
            .get(text.len() - 3..)
            .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Keeps a line from starting a heading, list, rule or code block.
fn at_line_start(line: &str) -> String {
    let trimmed = line.trim_start();
    let digits = trimmed.chars().take_while(char::is_ascii_digit).count();
    let counted = digits > 0 && trimmed[digits..].starts_with(['.', ')']);
    if counted {
        format!("{}\\{}", &trimmed[..digits], &trimmed[digits..])
    } else if trimmed.starts_with(['#', '-', '+', '=']) {
        format!("\\{trimmed}")
    } else if line.starts_with("    ") {
        trimmed.to_owned()
    } else {
        line.to_owned()
    }
}

/// Text as code: fenced with more backticks than it holds.
pub(super) fn code(raw: &str) -> String {
    let text = clean::line(raw);
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// An address inside the round brackets of a link.
pub(super) fn link_address(address: &str) -> String {
    let mut out = String::new();
    for c in clean::line(address).chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '`' => out.push_str("%60"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_fenced_with_more_backticks_than_it_holds() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn an_id_keeps_its_at_sign_and_a_mention_does_not_ping() {
        assert_eq!(prose("ML02@train"), "ML02@train");
        assert_eq!(prose("ask @team"), format!("ask @{BREAK}team"));
        assert_eq!(prose("me@example.org"), format!("me@{BREAK}example.org"));
    }

    #[test]
    fn a_line_that_looks_like_a_list_or_a_heading_stays_a_line() {
        assert_eq!(prose("1. x"), "1\\. x");
        assert_eq!(prose("# x"), "\\# x");
        assert_eq!(prose("- x"), "\\- x");
    }
}
