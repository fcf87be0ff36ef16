//! The document as text: RON made for git, read with the place of every error. Pure: no file is touched here.
//!
//! [`read()`] and [`write()`] are each other's inverse: what was written reads back the same, and writing is canonical, so
//! that a save without a change is a file without a diff.

mod explain;
mod form;
mod strings;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::de::DeserializeOwned;

use super::check::check;
use super::diagnostic::Diagnostic;
use super::document::ThreatModel;
use super::places::Places;
use form::{FORMAT, Form};

/// More problems than this are counted, not told.
const TOLD: usize = 50;

/// A document that was read, with what its text alone knows.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The document.
    pub model: ThreatModel,
    /// Where everything stands in the text.
    pub places: Places,
    /// Whether the text has comments, which a save would lose.
    pub comments: bool,
}

/// Reads a document; without one, says everything that is wrong with the text.
pub fn read(text: &str) -> Result<Parsed, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        let help = "a document begins with `(`, then `format: 1,` and `title: \"…\",`; `bartizan new` writes one";
        return Err(vec![Diagnostic::error("the file is empty").with_help(help)]);
    }
    let places = Places::of(text);
    if let Some(problem) = wrong_format(&places) {
        return Err(vec![problem]);
    }
    // The chain of upgrades starts here: the form of the format that was found, then `upgrade_1_to_2` and so on.
    let form: Form = parse(text, &places)?;
    let model = ThreatModel::from(form);
    let problems = explain::unsound(&check(&model), &places);
    if problems.is_empty() {
        let comments = places.has_comments();
        Ok(Parsed {
            model,
            places,
            comments,
        })
    } else {
        Err(problems)
    }
}

/// Reads a document from bytes, which may be no text at all.
pub fn read_bytes(bytes: &[u8]) -> Result<Parsed, Vec<Diagnostic>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            Err(vec![explain::not_utf8(bytes, &good)])
        }
    }
}

/// Writes a document: sorted, one field a line, always in the same way.
///
/// # Panics
///
/// Never: maps, texts and numbers always have a RON form.
#[must_use]
pub fn write(model: &ThreatModel) -> String {
    let config = PrettyConfig::new()
        .new_line("\n")
        .indentor("    ")
        .compact_arrays(true);
    let ron = options()
        .to_string_pretty(&Form::from(model.clone()), config)
        .expect("maps, texts and numbers always have a RON form");
    let mut text = strings::respell(&ron);
    text.push('\n');
    text
}

/// Reads RON of any type as this program writes it, with every error told in words and with its place.
///
/// `places` must be the index of the same text.
pub fn parse<T: DeserializeOwned>(text: &str, places: &Places) -> Result<T, Vec<Diagnostic>> {
    options()
        .from_str(text)
        .map_err(|error| explain::explain(&error, text, places))
}

/// How this program writes and reads RON: `Some(…)` is understood, and left out.
pub(crate) fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// A format that cannot be read, noticed before anything else in the text is looked at.
fn wrong_format(places: &Places) -> Option<Diagnostic> {
    // A format that is missing or no number is told at its place when the text is parsed.
    let format: u64 = places.value_text("format")?.parse().ok()?;
    if (1..=u64::from(FORMAT)).contains(&format) {
        return None;
    }
    let told = if format == 0 {
        Diagnostic::error("there is no format 0").with_help(format!("write `format: {FORMAT}`"))
    } else {
        let message = format!(
            "this file has format {format}, and this Bartizan reads formats up to {FORMAT}"
        );
        Diagnostic::error(message).with_help("install a newer Bartizan; the file was left as it is")
    };
    Some(told.at(places.value("format")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        crate::model::render(&read(text).unwrap_err())
    }

    #[test]
    fn a_document_needs_no_more_than_format_and_title() {
        let model = read("(format: 1, title: \"A\")").unwrap().model;
        assert_eq!(model.system.title, "A");
        assert_eq!(model.system.edition.as_str(), "0.2");
    }

    #[test]
    fn some_may_be_written_out_and_a_byte_order_mark_is_no_error() {
        let text = "\u{feff}(format: 1, title: \"A\", note: Some(\"n\"))";
        let written = write(&read(text).unwrap().model);
        assert!(written.contains("    note: \"n\",\n"), "{written}");
    }

    #[test]
    fn a_document_is_written_one_field_a_line_for_git() {
        let text = "(format: 1, title: \"A's\", zones: {\"p\": (name: \"P\", trust: 3)},
            components: {\"a\": (name: \"A\", kind: \"serve.api\", facts: {\"b\": [\"y\", \"x\"]})},
            flows: {\"a-a\": (from: \"a\", to: \"a\", carries: [\"infer_in\"])})";
        let written = write(&read(text).unwrap().model);
        for part in [
            "(\n    format: 1,\n    title: \"A's\",\n",
            "    edition: \"0.2\",\n",
            "    zones: {\n        \"p\": (\n            name: \"P\",\n            trust: 3,\n        ),\n    },\n",
            "\"b\": [\"x\", \"y\"],\n",
            "            carries: [\"infer_in\"],\n",
            "    placed: {},\n)\n",
        ] {
            assert!(written.contains(part), "{part} is not in\n{written}");
        }
    }

    #[test]
    fn all_dangling_names_are_told_at_once_in_the_order_of_the_text() {
        let text = "(format: 1, title: \"A\",\n flows: {\"f\": (from: \"a\", to: \"b\")},\n zones: {\"z\": (name: \"Z\", parent: \"y\")})";
        let lines: Vec<usize> = read(text)
            .unwrap_err()
            .iter()
            .map(|told| told.place.as_ref().unwrap().line)
            .collect();
        assert_eq!(lines, [2, 2, 3]);
    }

    #[test]
    fn a_lost_quote_is_found_where_it_was_lost() {
        let told = told("(\n    format: 1,\n    title: \"x,\n    summary: \"y\",\n)");
        assert!(told.contains("line 4:15"), "{told}");
        assert!(told.contains("the text that begins in line 3"), "{told}");
    }

    #[test]
    fn line_ends_of_windows_move_no_place() {
        let told = told("(\r\n    format: 1,\r\n    titel: \"x\",\r\n)\r\n");
        assert!(
            told.contains("line 3:5\n  |\n3 |     titel: \"x\",\n"),
            "{told}"
        );
    }

    #[test]
    fn a_newer_format_is_refused_before_its_unknown_fields() {
        let told = told("(format: 2, title: \"x\", unheard: 3)");
        assert!(told.contains("has format 2"), "{told}");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_at_the_first_bad_one() {
        let error = read_bytes(b"(\n  \xc3\xa4 \xff").unwrap_err().remove(0);
        let place = error.place.unwrap();
        assert_eq!((place.line, place.column), (2, 5));
    }
}
