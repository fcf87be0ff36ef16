//! The parts of an operation: ids, lists, statuses, dates, and `keyword value` clauses.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use super::words::{Word, Words};
use super::{OpError, Said, Target};
use crate::model::nearest;
use crate::model::{ComponentId, Date, FactValue, FlowId, Score, Trust, ZoneId};

/// Reads a word as an id or another type with one text form.
pub(super) fn typed<T: FromStr<Err: Display>>(word: &Word) -> Result<T, OpError> {
    word.text
        .parse()
        .map_err(|error: T::Err| word.error(error.to_string()))
}

/// Reads the next word as an id or another type with one text form.
pub(super) fn need<T: FromStr<Err: Display>>(words: &mut Words, what: &str) -> Result<T, OpError> {
    typed(&words.need(what)?)
}

macro_rules! prefixed {
    ($($name:ident, $type:ty, $prefix:literal;)+) => {
        $(
            /// Reads a word as an id, with or without the sort before it.
            pub(super) fn $name(word: &Word) -> Result<$type, OpError> {
                let text = word.text.strip_prefix(concat!($prefix, ":")).unwrap_or(&word.text);
                if let Some((sort, _)) = text.split_once(':') {
                    let message = format!(concat!("a ", $prefix, " is expected here, not a {}"), sort);
                    return Err(word.error(message));
                }
                text.parse().map_err(|error: crate::model::IdError| word.error(error.to_string()))
            }
        )+
    };
}

prefixed! {
    component, ComponentId, "component";
    flow, FlowId, "flow";
    zone, ZoneId, "zone";
}

/// Reads the next word as a component.
pub(super) fn need_component(words: &mut Words) -> Result<ComponentId, OpError> {
    component(&words.need("a component")?)
}

/// Reads components joined by commas.
pub(super) fn components(words: &mut Words) -> Result<BTreeSet<ComponentId>, OpError> {
    let list = words.list("a component")?;
    let parts = component_list(&list);
    not_empty(&list, parts)
}

/// Reads the components of a list.
pub(super) fn component_list(list: &Word) -> Result<BTreeSet<ComponentId>, OpError> {
    list.parts()
        .map(|part| component(&part_of(list, part)))
        .collect()
}

/// Reads things with one text form, joined by commas.
pub(super) fn list_of<T>(list: &Word) -> Result<BTreeSet<T>, OpError>
where
    T: FromStr<Err: Display> + Ord,
{
    list.parts()
        .map(|part| typed(&part_of(list, part)))
        .collect()
}

/// Reads names joined by commas.
pub(super) fn names(words: &mut Words, what: &str) -> Result<BTreeSet<String>, OpError> {
    let list = words.list(what)?;
    let parts = Ok(list.parts().map(str::to_owned).collect());
    not_empty(&list, parts)
}

/// Reads the value of a fact.
pub(super) fn fact_value(words: &mut Words) -> Result<FactValue, OpError> {
    let list = words.list("a value")?;
    FactValue::several(list.parts().map(str::to_owned))
        .ok_or_else(|| list.error("a value is missing"))
}

fn not_empty<T>(list: &Word, parts: Result<BTreeSet<T>, OpError>) -> Result<BTreeSet<T>, OpError> {
    match parts {
        Ok(parts) if parts.is_empty() => Err(list.error("this list is empty")),
        parts => parts,
    }
}

/// A part of a list as a word of its own, with the place of the list.
fn part_of(list: &Word, part: &str) -> Word {
    let offset = if list.quoted {
        None
    } else {
        list.text.find(part)
    };
    Word {
        text: part.into(),
        quoted: list.quoted,
        column: list.column + offset.unwrap_or(0),
        length: offset.map_or(list.length, |_| part.chars().count()),
    }
}

/// Reads what an operation speaks of.
pub(super) fn target(words: &mut Words) -> Result<Target, OpError> {
    let word = words.need("what to change")?;
    Ok(match word.text.split_once(':') {
        Some(("component", _)) => Target::Component(component(&word)?),
        Some(("flow", _)) => Target::Flow(flow(&word)?),
        Some(("zone", _)) => Target::Zone(zone(&word)?),
        Some((sort, _)) => {
            let error = OpError::unknown("sort", sort, ["component", "flow", "zone"].into_iter());
            return Err(error.at(word.column, word.length));
        }
        None if word.text == "system" => Target::System,
        // All three sorts of ids have the same form.
        None => Target::Named(typed::<ComponentId>(&word)?.as_str().to_owned()),
    })
}

/// Reads the next word as one of a closed set.
pub(super) fn one_of<T: Copy + Display>(
    words: &mut Words,
    what: &str,
    all: &[T],
) -> Result<T, OpError> {
    let word = words.need(what)?;
    let names: Vec<String> = all.iter().map(ToString::to_string).collect();
    if let Some(i) = names.iter().position(|name| *name == word.text) {
        return Ok(all[i]);
    }
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let choices = super::error::listed(&known);
    let help = match nearest(&word.text, known.into_iter()) {
        Some(near) => format!("did you mean `{near}`? there is {choices}"),
        None => format!("there is {choices}"),
    };
    let message = format!("`{}` is not {what}", word.text);
    Err(word.error(message).with_help(help))
}

/// Reads a likelihood or an impact.
pub(super) fn score(words: &mut Words) -> Result<Score, OpError> {
    let word = words.need("a number from 1 to 5")?;
    let number: u8 = word.text.parse().unwrap_or(0);
    Score::new(number).map_err(|_| {
        let message = format!("`{}` is not a score", word.text);
        word.error(message)
            .with_help("likelihood and impact are 1 to 5")
    })
}

/// Reads a trust.
pub(super) fn trust(word: &Word) -> Result<Trust, OpError> {
    let number: u8 = word.text.parse().unwrap_or(u8::MAX);
    Trust::new(number).map_err(|_| {
        let message = format!("`{}` is not a trust", word.text);
        word.error(message).with_help(
            "0 internet or physical world, 1 partner, vendor or customer device, 2 corporate, 3 production core",
        )
    })
}

/// Reads a cell's column or row.
pub(super) fn cell(words: &mut Words, what: &str) -> Result<i32, OpError> {
    let word = words.need(what)?;
    let message = format!("`{}` is not a whole number", word.text);
    word.text.parse().map_err(|_| word.error(message))
}

/// Reads what is said after a keyword: `""` empties the field.
pub(super) fn said<T>(
    words: &mut Words,
    what: &str,
    read: impl FnOnce(&Word) -> Result<T, OpError>,
) -> Result<Said<T>, OpError> {
    let word = words.list(what)?;
    if word.quoted && word.text.is_empty() {
        Ok(Said::Empty)
    } else {
        read(&word).map(Said::This)
    }
}

/// Reads a text after a keyword: one word, or several in quotes.
pub(super) fn said_text(words: &mut Words) -> Result<Said<String>, OpError> {
    let word = words.need("a text in quotes")?;
    Ok(if word.text.is_empty() {
        Said::Empty
    } else {
        Said::This(word.text)
    })
}

/// Reads a date after a keyword.
pub(super) fn said_date(words: &mut Words) -> Result<Said<Date>, OpError> {
    said(words, "a date such as 2027-01-31", typed)
}

/// Reads `keyword value` clauses in any order, each at most once, until the end of the line.
pub(super) fn clauses(
    words: &mut Words,
    keywords: &[&str],
    mut read: impl FnMut(&str, &mut Words) -> Result<(), OpError>,
) -> Result<(), OpError> {
    let mut seen = BTreeSet::new();
    while let Some(word) = words.peek().cloned() {
        let Some(keyword) = keywords.iter().find(|k| !word.quoted && **k == word.text) else {
            return Err(stray(&word, keywords));
        };
        if !seen.insert(*keyword) {
            return Err(word.error(format!("`{keyword}` stands twice")));
        }
        words.take();
        read(keyword, words)?;
    }
    Ok(())
}

/// Reads clauses, and a text in quotes that may close the line.
pub(super) fn clauses_then_text(
    words: &mut Words,
    keywords: &[&str],
    read: impl FnMut(&str, &mut Words) -> Result<(), OpError>,
) -> Result<Said<String>, OpError> {
    let text = match words.take_closing_text(keywords) {
        None => Said::Nothing,
        Some(text) if text.is_empty() => Said::Empty,
        Some(text) => Said::This(text),
    };
    clauses(words, keywords, read)?;
    Ok(text)
}

/// A word where only some keywords can stand.
pub(super) fn stray(word: &Word, keywords: &[&str]) -> OpError {
    let expected = super::error::listed(keywords);
    let message = format!("`{}` is not expected here", word.text);
    let help = match nearest(&word.text, keywords.iter().copied()) {
        Some(near) if !word.quoted => format!("did you mean `{near}`?"),
        _ if keywords.is_empty() => "put quotes around a text of several words".into(),
        _ => format!("what can follow is {expected}; put quotes around a text of several words"),
    };
    word.error(message).with_help(help)
}
