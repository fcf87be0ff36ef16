//! The shapes of nodes: brackets round a text, and `@{ shape: cyl, label: "Text" }`.

use crate::exchange::diagram::Hint;
use crate::exchange::read::{Cursor, ReadError};

/// Brackets that open a text, those that close it, and what the shape says. Longer ones come first.
const BRACKETS: &[(&str, &[&str], Hint)] = &[
    ("(((", &[")))"], Hint::None),
    ("((", &["))"], Hint::None),
    ("([", &["])"], Hint::None),
    ("(", &[")"], Hint::None),
    ("[[", &["]]"], Hint::None),
    ("[(", &[")]"], Hint::Store),
    ("[/", &["/]", "\\]"], Hint::Data),
    ("[\\", &["\\]", "/]"], Hint::Data),
    ("[", &["]"], Hint::None),
    ("{{", &["}}"], Hint::None),
    ("{", &["}"], Hint::Decision),
    (">", &["]"], Hint::None),
];

/// Takes the shape of a node, if one is written: its text and what it says.
pub fn read(cursor: &mut Cursor, key: &str) -> Result<Option<(String, Hint)>, ReadError> {
    if cursor.eat("@{") {
        return attributes(cursor).map(Some);
    }
    let start = cursor.at();
    cursor.skip_blanks();
    let apart = cursor.at() > start;
    let fits = |(open, ..): &&(&str, &[&str], Hint)| cursor.sees(open) && !(apart && *open == ">");
    let Some((open, close, hint)) = BRACKETS.iter().find(fits) else {
        cursor.go(start);
        return Ok(None);
    };
    let opened = cursor.at();
    cursor.eat(open);
    let Some(text) = text(cursor, close) else {
        let message = format!(
            "the text of `{key}` is not closed; `{}` closes it",
            close[0]
        );
        return Err(cursor.error_at(opened, message));
    };
    Ok(Some((text, *hint)))
}

/// The text up to what closes it: in quotes, else on the line, with brackets in it balanced.
fn text(cursor: &mut Cursor, close: &[&str]) -> Option<String> {
    cursor.skip_space();
    if cursor.eat("\"") {
        let text = cursor.until("\"")?;
        cursor.skip_space();
        return close.iter().any(|end| cursor.eat(end)).then_some(text);
    }
    let (mut text, mut depth) = (String::new(), 0_usize);
    let (opens, closes) = match close[0].chars().last() {
        Some(')') => ('(', ')'),
        Some('}') => ('{', '}'),
        _ => ('[', ']'),
    };
    while let Some(letter) = cursor.peek().filter(|letter| *letter != '\n') {
        if depth == 0 && close.iter().any(|end| cursor.eat(end)) {
            return Some(text);
        }
        if letter == opens {
            depth += 1;
        } else if letter == closes {
            depth = depth.saturating_sub(1);
        }
        text.push(letter);
        cursor.take();
    }
    None
}

/// `shape: cyl, label: "Text"` up to the closing brace.
fn attributes(cursor: &mut Cursor) -> Result<(String, Hint), ReadError> {
    let opened = cursor.at();
    let (mut text, mut hint) = (String::new(), Hint::None);
    loop {
        cursor.take_while(|letter| letter.is_whitespace() || letter == ',');
        if cursor.eat("}") {
            return Ok((text, hint));
        }
        let name =
            cursor.take_while(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-');
        cursor.skip_blanks();
        if name.is_empty() || !cursor.eat(":") {
            let message = "expected `shape: …` or `label: \"…\"`, closed by `}`";
            return Err(cursor.error_at(opened.max(cursor.at()), message));
        }
        cursor.skip_blanks();
        let value = if cursor.eat("\"") {
            let closed = cursor.until("\"");
            closed.ok_or_else(|| cursor.error("this text has no closing quote"))?
        } else {
            let value = cursor.take_while(|letter| !matches!(letter, ',' | '}' | '\n'));
            value.trim().to_owned()
        };
        match name.as_str() {
            "label" => text = value,
            "shape" => hint = hint_of(&value),
            _ => {}
        }
    }
}

fn hint_of(shape: &str) -> Hint {
    match shape {
        "cyl" | "cylinder" | "database" | "db" | "das" | "h-cyl" | "disk" | "lin-cyl"
        | "stored-data" | "bow-rect" => Hint::Store,
        "diam" | "diamond" | "decision" | "question" => Hint::Decision,
        "lean-r" | "lean-l" | "in-out" | "out-in" | "doc" | "docs" | "document" | "documents" => {
            Hint::Data
        }
        _ => Hint::None,
    }
}
