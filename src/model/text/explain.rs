//! Puts what is wrong with a text into words, with its place and the way to mend it.

use ron::error::{Error, SpannedError};

use super::form::FORMAT;
use crate::model::check::Problem;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::FARTHEST;
use crate::model::fact_value::TWICE;
use crate::model::id::slug;
use crate::model::nearest::nearest;
use crate::model::places::Places;

/// Every unsound thing in a document that could be read, in the order of the text; at most [`super::TOLD`], and a count of the rest.
pub(super) fn unsound(problems: &[Problem], places: &Places) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = problems
        .iter()
        .map(|problem| Diagnostic {
            help: problem.help.clone(),
            ..Diagnostic::error(&problem.message).at(places.at(&problem.path))
        })
        .collect();
    all.sort_by_key(|told| told.place.as_ref().map(|at| (at.line, at.column)));
    if all.len() > super::TOLD {
        let more = all.len() - super::TOLD;
        all.truncate(super::TOLD);
        all.push(Diagnostic::error(format!(
            "{more} more problems like these"
        )));
    }
    all
}

/// Bytes that are no UTF-8 text; `good` is the part before the first bad byte.
pub(super) fn not_utf8(bytes: &[u8], good: &str) -> Diagnostic {
    let bad = bytes.get(good.len()).copied().unwrap_or(0);
    // The index of the good part and a stand-in for the bad byte give line and column.
    let places = Places::of(&format!("{good}\u{fffd}"));
    let place = places.place(good.len()..good.len() + '\u{fffd}'.len_utf8());
    Diagnostic::error(format!(
        "the file is not UTF-8 text: byte 0x{bad:02x} does not belong here"
    ))
    .at(place)
    .with_help("save it as UTF-8; a document of Bartizan is plain text")
}

/// What ron says, in our words.
pub(super) fn explain(error: &SpannedError, text: &str, places: &Places) -> Vec<Diagnostic> {
    if stands_twice(&error.code) && !places.twice().is_empty() {
        return twice(places);
    }
    if let Some(told) = of_another_tool(text, places) {
        return vec![told];
    }
    let told = Explanation::new(error, text, places).diagnostic(&error.code);
    vec![if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        told.with_help("git left a conflict in this file: resolve it, or take one side")
    } else {
        told
    }]
}

/// A text that another tool wrote: it is told so, and where such a thing is taken in.
fn of_another_tool(text: &str, places: &Places) -> Option<Diagnostic> {
    const DIAGRAMS: &[&str] = &[
        "flowchart",
        "graph",
        "digraph",
        "strict",
        "```",
        "---",
        "#",
        "%%",
    ];
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let sort = if rest.starts_with("#![") {
        return None;
    } else if rest.starts_with('{') {
        "JSON"
    } else if DIAGRAMS.iter().any(|word| rest.starts_with(word)) {
        "a diagram or Markdown"
    } else {
        return None;
    };
    let first = rest.split_whitespace().next().unwrap_or("");
    let shown = first.chars().take(24).collect::<String>();
    let place = places.place(start..start + shown.len());
    let told = Diagnostic::error(format!(
        "this is {sort}, not a document of Bartizan: it begins with `{shown}`"
    ));
    Some(told.at(place).with_help(TAKEN_IN))
}

/// How what other tools draw comes in.
const TAKEN_IN: &str = "a Mermaid `flowchart` or a `digraph` is taken in by pasting it onto the page that `bartizan NEW.ron` opens";

fn stands_twice(code: &Error) -> bool {
    match code {
        Error::DuplicateStructField { .. } => true,
        Error::Message(message) => message.ends_with(TWICE),
        _ => false,
    }
}

fn twice(places: &Places) -> Vec<Diagnostic> {
    let told = |(path, place): (&str, _)| {
        let first = places.key(path).map_or(0, |key| key.line);
        let name = path.rsplit('/').next().unwrap_or(path);
        Diagnostic::error(format!("`{name}` stands twice"))
            .at(Some(place))
            .with_help(format!(
                "the first one stands in line {first}; rename or remove one of them"
            ))
    };
    places
        .twice()
        .into_iter()
        .take(super::TOLD)
        .map(told)
        .collect()
}

/// An error of ron with the text around it.
struct Explanation<'a> {
    text: &'a str,
    places: &'a Places,
    /// Where ron began to read what it could not.
    start: usize,
    /// Where ron stood when it gave up.
    end: usize,
}

impl<'a> Explanation<'a> {
    fn new(error: &SpannedError, text: &'a str, places: &'a Places) -> Self {
        let offset = |at: &ron::error::Position| places.offset(at.line, at.col);
        Self {
            text,
            places,
            start: offset(&error.span.start),
            end: offset(&error.span.end),
        }
    }

    fn diagnostic(&self, code: &Error) -> Diagnostic {
        match code {
            Error::Message(message) => self.refused(message),
            Error::InvalidValueForType { expected, .. } => self.unexpected_value(expected),
            Error::NoSuchStructField {
                expected,
                found,
                outer,
            } => {
                let owner = words(outer.as_deref());
                let message = format!("this {owner} has a field `{found}`, which does not exist");
                self.unknown(message, found, expected, "field")
            }
            Error::NoSuchEnumVariant {
                expected,
                found,
                outer,
            } => {
                let sort = words(outer.as_deref());
                self.unknown(
                    format!("`{found}` is not a {sort}"),
                    found,
                    expected,
                    "choice",
                )
            }
            Error::MissingStructField { field, outer } => self.missing(field, outer.as_deref()),
            Error::DuplicateStructField { field, .. } => self
                .here(format!("`{field}` stands twice"))
                .with_help("remove one of them"),
            Error::ExpectedStringEnd => self
                .here("this text has no closing `\"`")
                .with_help("close it with `\"` at the end of the text"),
            Error::InvalidEscape(_) => self.escape(),
            Error::UnclosedBlockComment => self.comment(),
            Error::TrailingCharacters => self
                .here(format!(
                    "nothing may follow the last bracket, but {} does",
                    self.found()
                ))
                .with_help("remove it, or look for a bracket that is closed too early"),
            Error::IntegerOutOfBounds => {
                let mut told = self.here(format!("{} is out of range here", self.found()));
                told.help = self.range();
                told
            }
            Error::ExceededRecursionLimit => self
                .here("the brackets are nested too deeply")
                .with_help("a document needs eight levels at most"),
            other => self.syntax(other),
        }
    }

    /// A diagnostic at the word that ron stumbled over.
    fn here(&self, message: impl Into<String>) -> Diagnostic {
        let token = self.places.token_at(self.start);
        let end = self.text.len();
        Diagnostic::error(message).at(self.places.place(token.unwrap_or(end..end)))
    }

    /// Which numbers can stand where ron stumbled.
    fn range(&self) -> Option<String> {
        let path = self.places.path_at(self.start)?;
        Some(match path.rsplit('/').next()? {
            "format" => format!("write `format: {FORMAT}`"),
            "trust" => "trust is 0, 1, 2 or 3".to_owned(),
            "target_level" => "a level is 1, 2 or 3".to_owned(),
            "likelihood" | "impact" => "likelihood and impact are 1 to 5".to_owned(),
            "x" | "y" => format!("a box stands between -{FARTHEST} and {FARTHEST} cells"),
            _ => return None,
        })
    }

    /// The word that ron stumbled over, in words.
    fn found(&self) -> String {
        self.found_at(self.start)
    }

    fn found_at(&self, offset: usize) -> String {
        match self
            .places
            .token_at(offset)
            .and_then(|token| self.text.get(token))
        {
            Some(token) if token.chars().count() > 40 => {
                let start: String = token.chars().take(40).collect();
                format!("`{}…`", start.replace('\n', " "))
            }
            Some(token) => format!("`{}`", token.replace('\n', " ")),
            None => "the end of the file".to_owned(),
        }
    }

    /// A value of the right sort that its type refused: a date, an id, a level. ron stands behind it.
    fn refused(&self, message: &str) -> Diagnostic {
        let (message, help) = split_advice(message);
        let mut told = Diagnostic::error(message).at(self.value_place());
        told.help = help.map(str::to_owned).or_else(|| self.better_id(message));
        told
    }

    /// An id made from the text that was refused as one.
    fn better_id(&self, message: &str) -> Option<String> {
        let token = self.text.get(self.places.token_at(self.start)?)?;
        let id = slug(token).filter(|_| message.contains("` is not an id:"))?;
        Some(format!(
            "write `\"{id}\"`, and what you wrote as its `name`"
        ))
    }

    /// The place of the value that ron has just read.
    fn value_place(&self) -> Option<Place> {
        let token = self.places.token_at(self.start)?;
        let closing = self
            .text
            .get(token.clone())
            .is_some_and(|t| ",)]}:".contains(t));
        if !closing {
            return self.places.place(token);
        }
        let before = self.places.token_before(token.start)?;
        let path = self.places.path_at(before.start);
        path.map_or_else(
            || self.places.place(before.clone()),
            |path| self.places.value(path),
        )
    }

    fn unexpected_value(&self, expected: &str) -> Diagnostic {
        let place = self.value_place();
        let found = place.as_ref().map_or_else(
            || "the end of the file".to_owned(),
            |at| {
                let word: String = at
                    .text
                    .chars()
                    .skip(at.caret)
                    .take(at.length.min(40))
                    .collect();
                format!("`{word}`")
            },
        );
        let told = Diagnostic::error(format!("expected {expected}, found {found}")).at(place);
        Self::with_quotes(told, &found)
    }

    fn unknown(&self, message: String, found: &str, expected: &[&str], what: &str) -> Diagnostic {
        let help = match nearest(found, expected.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if expected.is_empty() => format!("there is no {what} here"),
            None => format!("it is one of {}", expected.join(", ")),
        };
        self.here(message).with_help(help)
    }

    fn missing(&self, field: &str, outer: Option<&str>) -> Diagnostic {
        let owner = words(outer);
        let path = self.places.path_at(self.end);
        let first = self
            .places
            .token_at(0)
            .and_then(|token| self.places.place(token));
        let place = path.and_then(|path| self.places.at(path)).or(first);
        let help = match field {
            "format" => format!("begin the document with `format: {},`", super::FORMAT),
            _ => format!("add `{field}: …,`"),
        };
        Diagnostic::error(format!("this {owner} has no `{field}`"))
            .at(place)
            .with_help(help)
    }

    fn escape(&self) -> Diagnostic {
        let before = self.text.get(..self.end).unwrap_or("");
        let at = before.rfind('\\').unwrap_or(self.start);
        let sign = self.text.get(at..).into_iter().flat_map(str::chars).nth(1);
        let length = 1 + sign.map_or(0, char::len_utf8);
        let spelt = self.text.get(at..at + length).unwrap_or("\\").trim_end();
        Diagnostic::error(format!("`{spelt}` means nothing in a text"))
            .at(self.places.place(at..at + length))
            .with_help("write `\\\\` for a backslash, `\\\"` for a quote and `\\n` for a new line")
    }

    fn comment(&self) -> Diagnostic {
        let before = self.text.get(..self.end).unwrap_or("");
        let at = before.rfind("/*").unwrap_or(self.start);
        Diagnostic::error("this comment is never closed")
            .at(self.places.place(at..(at + 2).min(self.text.len())))
            .with_help("close it with `*/`")
    }

    /// What RON itself does not allow, or a value of the wrong sort.
    fn syntax(&self, code: &Error) -> Diagnostic {
        let Some(expected) = expected(code) else {
            return self.here(lower_first(&code.to_string()));
        };
        // A missing comma is noticed where ron stands; everything else where it began to read.
        let offset = match code {
            Error::ExpectedComma => self.end,
            _ => self.start,
        };
        let Some(token) = self.places.token_at(offset) else {
            return self.ends_early(expected);
        };
        if token.start < offset && matches!(code, Error::ExpectedComma) {
            let word = self.text.get(token.clone()).unwrap_or("");
            return Diagnostic::error(format!("`{word}` cannot stand here"))
                .at(self.places.place(token))
                .with_help("expected a whole number");
        }
        let found = self.found_at(offset);
        let told = Diagnostic::error(format!("expected {expected}, found {found}"))
            .at(self.places.place(token.clone()));
        self.with_syntax_help(told, code, &found, token.start)
    }

    fn with_syntax_help(
        &self,
        told: Diagnostic,
        code: &Error,
        found: &str,
        at: usize,
    ) -> Diagnostic {
        if let Some(line) = self.text_over_lines_before(at) {
            return told.with_help(format!(
                "the text that begins in line {line} ends in another one; is its closing `\"` missing?"
            ));
        }
        let sign = found.trim_matches('`');
        if matches!(sign, ")" | "]" | "}") {
            return told.with_help("was another bracket closed too early?");
        }
        if self.places.token_before(at).is_none() {
            return told.with_help(
                "the whole file stands in round brackets: `(format: 1, title: \"…\", …)`",
            );
        }
        match code {
            Error::ExpectedString => Self::with_quotes(told, found),
            Error::ExpectedIdentifier if found.starts_with("`\"") => told.with_help(format!(
                "write it without quotes: `{}`",
                found.replace(['`', '"'], "")
            )),
            Error::ExpectedDifferentStructName { .. } => {
                told.with_help("the fields stand in round brackets without a name before them")
            }
            Error::ExpectedArray if found.starts_with("`\"") => {
                told.with_help(format!("write a list: `[{}]`", found.trim_matches('`')))
            }
            Error::ExpectedComma => match self.line_before(at) {
                Some(line) => {
                    told.with_help(format!("is a `,` missing at the end of line {line}?"))
                }
                None => told.with_help("is a `,` missing before it?"),
            },
            _ => told,
        }
    }

    /// The line of the last word before a byte, where it is another line.
    fn line_before(&self, at: usize) -> Option<usize> {
        let line = |range| self.places.place(range).map(|place| place.line);
        let before = line(self.places.token_before(at)?)?;
        (line(at..at)? > before).then_some(before)
    }

    /// Advises quotes where a bare word was found.
    fn with_quotes(told: Diagnostic, found: &str) -> Diagnostic {
        let bare = found.trim_matches('`');
        let word = bare
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.".contains(c));
        if word && !bare.is_empty() {
            told.with_help(format!("put it in quotes: `\"{bare}\"`"))
        } else {
            told
        }
    }

    /// The line in which a text begins that stands just before a byte and ends in another line: mostly a lost quote.
    fn text_over_lines_before(&self, at: usize) -> Option<usize> {
        let token = self.places.token_before(at)?;
        let text = self.text.get(token.clone())?;
        let lost = text.starts_with('"') && text.contains('\n');
        lost.then(|| self.places.place(token).map(|place| place.line))
            .flatten()
    }

    fn ends_early(&self, expected: &str) -> Diagnostic {
        let end = self.text.trim_end().len();
        let told = Diagnostic::error(format!("the file ends too early: expected {expected}"))
            .at(self.places.place(end..end));
        let Some(open) = self.places.unclosed() else {
            return told;
        };
        let bracket: String = open.text.chars().skip(open.caret).take(1).collect();
        told.with_help(format!(
            "the `{bracket}` of line {} is not closed",
            open.line
        ))
    }
}

/// Splits `what is wrong; what to do` where the semicolon is not part of a quoted name.
fn split_advice(message: &str) -> (&str, Option<&str>) {
    match message.rsplit_once("; ") {
        Some((what, advice)) if what.matches('`').count().is_multiple_of(2) => (what, Some(advice)),
        _ => (message, None),
    }
}

/// What ron expected, in words; `None` for what has no such form.
fn expected(code: &Error) -> Option<&'static str> {
    Some(match code {
        Error::Eof => "more",
        Error::ExpectedArray => "a list in square brackets",
        Error::ExpectedArrayEnd => "`]`",
        Error::ExpectedBoolean => "`true` or `false`",
        Error::ExpectedComma => "`,` or a closing bracket",
        Error::ExpectedFloat => "a number",
        Error::ExpectedInteger => "a whole number",
        Error::ExpectedMap => "a map in curly brackets",
        Error::ExpectedMapColon => "`:`",
        Error::ExpectedMapEnd => "`}`",
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedDifferentStructName { .. } => "`(`",
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => "`)`",
        Error::ExpectedString => "a text in quotes",
        Error::ExpectedIdentifier => "a name without quotes",
        _ => return None,
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars.as_str().chars()).collect()
}

/// A type's name as people say it: `OwnThreat` is an own threat.
fn words(name: Option<&str>) -> String {
    match name {
        None => "entry".to_owned(),
        Some("Form") => "document".to_owned(),
        Some("OutOfScope") => "out-of-scope entry".to_owned(),
        Some("Written") => "configuration".to_owned(),
        Some(name) => {
            let mut words = String::new();
            for c in name.chars() {
                if c.is_uppercase() && !words.is_empty() {
                    words.push(' ');
                }
                words.extend(c.to_lowercase());
            }
            words
        }
    }
}
