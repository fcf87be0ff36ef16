//! Where everything stands in a RON text: a path such as `components/scoring-api/facts/exposure` gives line and column.
//!
//! ron keeps no positions once it has parsed, so this index is built from the same text, by a scanner that accepts
//! anything: it never fails, never recurses, and gives what it could make out. Documents and catalogues both use it.

mod scan;

use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::Place;

/// A line longer than this is shown in part.
const LONG_LINE: usize = 160;

/// How much of a long line is shown before the place.
const BEFORE: usize = 60;

/// Where one entry stands, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: Option<Range<usize>>,
    value: Range<usize>,
    opens: bool,
}

/// The index from paths to places of one text.
///
/// A path is made of field names, map keys and the numbers of list items (from 0), joined by `/`. `Some(…)` and struct
/// names leave no trace in it.
#[derive(Debug, Clone, Default)]
pub struct Places {
    text: String,
    lines: Vec<usize>,
    entries: BTreeMap<String, Entry>,
    /// Path and key of every second entry under a path.
    twice: Vec<(String, Range<usize>)>,
    open: Option<Range<usize>>,
    comments: bool,
}

impl Places {
    /// Builds the index of a text, whatever it holds.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut places = Self {
            text: text.into(),
            lines: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            ..Self::default()
        };
        scan::scan(text, &mut places);
        places
    }

    /// Whether the text has comments, which a save would lose.
    #[must_use]
    pub fn has_comments(&self) -> bool {
        self.comments
    }

    /// Where a field's name or a map's key stands.
    #[must_use]
    pub fn key(&self, path: &str) -> Option<Place> {
        self.place(self.entries.get(path)?.key.clone()?)
    }

    /// Where a value stands; of a value in brackets, the opening one.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<Place> {
        let entry = self.entries.get(path)?;
        if entry.opens {
            let start = entry.value.start;
            let first = self.text.get(start..)?.chars().next()?;
            self.place(start..start + first.len_utf8())
        } else {
            self.place(entry.value.clone())
        }
    }

    /// The best place for a problem at a path: its value, the key where the value is in brackets, else what is around it.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<Place> {
        let mut path = path;
        loop {
            if let Some(entry) = self.entries.get(path) {
                let key = entry.key.clone().filter(|_| entry.opens);
                return match key {
                    Some(key) => self.place(key),
                    None => self.value(path),
                };
            }
            path = path.rsplit_once('/')?.0;
        }
    }

    /// A value as it stands in the text.
    #[must_use]
    pub fn value_text(&self, path: &str) -> Option<&str> {
        self.text.get(self.entries.get(path)?.value.clone())
    }

    /// The keys and fields that stand twice in one map or struct: the path, and where the second one stands.
    #[must_use]
    pub fn twice(&self) -> Vec<(&str, Place)> {
        self.twice
            .iter()
            .filter_map(|(path, key)| Some((path.as_str(), self.place(key.clone())?)))
            .collect()
    }

    /// The innermost bracket that is never closed.
    #[must_use]
    pub fn unclosed(&self) -> Option<Place> {
        self.place(self.open.clone()?)
    }

    /// The word, text or sign that a byte belongs to, or the next one after blanks and comments.
    #[must_use]
    pub fn token_at(&self, offset: usize) -> Option<Range<usize>> {
        scan::tokens(&self.text).find(|token| token.end > offset)
    }

    /// The last word, text or sign that ends at a byte or before it.
    #[must_use]
    pub fn token_before(&self, offset: usize) -> Option<Range<usize>> {
        scan::tokens(&self.text)
            .take_while(|token| token.end <= offset)
            .last()
    }

    /// The path of the innermost entry around a byte of the text.
    #[must_use]
    pub fn path_at(&self, offset: usize) -> Option<&str> {
        self.entries
            .iter()
            .filter(|(_, entry)| {
                let start = entry.key.as_ref().map_or(entry.value.start, |k| k.start);
                (start..entry.value.end).contains(&offset)
            })
            .min_by_key(|(_, entry)| (entry.value.len(), std::cmp::Reverse(entry.value.start)))
            .map(|(path, _)| path.as_str())
    }

    /// The byte at a line and a column, both from 1, as ron counts them; the end of the line when it is shorter.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let Some(start) = self.lines.get(line.saturating_sub(1)).copied() else {
            return self.text.len();
        };
        let text = self.line_text(line.max(1));
        text.char_indices()
            .nth(column.saturating_sub(1))
            .map_or(start + text.len(), |(at, _)| start + at)
    }

    /// The place of a stretch of bytes; `None` when it does not lie in the text.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Option<Place> {
        self.text.get(range.clone())?;
        let line = self.lines.partition_point(|start| *start <= range.start);
        let start = *self.lines.get(line.checked_sub(1)?)?;
        let text = self.line_text(line);
        let column = self.text.get(start..range.start)?.chars().count();
        let end = range.end.min(start + text.len()).max(range.start);
        let length = self.text.get(range.start..end)?.chars().count().max(1);
        let (text, caret) = around(text, column);
        Some(Place {
            line,
            column: column + 1,
            length,
            text,
            caret,
        })
    }

    /// A line without its end.
    fn line_text(&self, line: usize) -> &str {
        let start = self.lines.get(line - 1).copied().unwrap_or(self.text.len());
        let end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        self.text
            .get(start..end)
            .unwrap_or("")
            .trim_end_matches('\r')
    }

    fn record(&mut self, path: &str, entry: Entry) {
        let Some(known) = self.entries.get_mut(path) else {
            self.entries.insert(path.to_owned(), entry);
            return;
        };
        match (&known.key, entry.key) {
            (Some(_), Some(second)) => {
                // Everything below a doubled key has the path of something below the first one, and was recorded before
                // it; only the key itself is told.
                let below = |key: &Range<usize>| entry.value.contains(&key.start);
                while self.twice.pop_if(|(_, key)| below(key)).is_some() {}
                self.twice.push((path.to_owned(), second));
            }
            (None, key) => known.key = key,
            (Some(_), None) => {}
        }
    }
}

/// A line, or of a long one the part around a column, and where the column is in it.
fn around(line: &str, column: usize) -> (String, usize) {
    let length = line.chars().count();
    if length <= LONG_LINE {
        return (line.to_owned(), column);
    }
    let first = column.saturating_sub(BEFORE);
    let mut part: String = line.chars().skip(first).take(LONG_LINE).collect();
    if first + LONG_LINE < length {
        part.push('…');
    }
    if first == 0 {
        return (part, column);
    }
    (format!("…{part}"), column - first + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"(
    title: "A // not a comment", // a comment
    components: {
        "scoring-api": (
            facts: { "exposure": "no" },
            zone: Some("prod"),
        ),
    },
    rules: [
        (when: all([kind("a"), not(b)])),
        Rule(when: 'x'),
    ],
)"#;

    fn at(path: &str) -> (usize, usize, usize) {
        let place = Places::of(TEXT).at(path).unwrap();
        (place.line, place.column, place.length)
    }

    #[test]
    fn a_path_leads_to_its_value_or_to_the_key_of_what_is_in_brackets() {
        assert_eq!(at("title"), (2, 12, 20));
        assert_eq!(at("components/scoring-api"), (4, 9, 13));
        assert_eq!(at("components/scoring-api/facts/exposure"), (5, 34, 4));
        assert_eq!(at("rules/1/when"), (11, 20, 3));
        assert_eq!(at("rules/0/when/0/0/0"), (10, 26, 3));
    }

    #[test]
    fn some_leaves_no_trace_in_a_path() {
        assert_eq!(at("components/scoring-api/zone"), (6, 24, 6));
        let places = Places::of("(a: Some((b: Some(1))))");
        assert_eq!(places.value_text("a/b"), Some("1"));
        assert!(places.twice().is_empty());
    }

    #[test]
    fn a_path_that_is_not_there_leads_to_what_is_around_it() {
        assert_eq!(at("components/scoring-api/facts/gone"), (5, 13, 5));
        assert_eq!(Places::of(TEXT).at("gone"), None);
    }

    #[test]
    fn comments_are_seen_and_strings_are_not_taken_for_them() {
        assert!(Places::of(TEXT).has_comments());
        for text in [r#"(a: "// no")"#, r##"(a: r#"/* " */"#, b: '/')"##] {
            assert!(!Places::of(text).has_comments(), "{text}");
        }
        let places = Places::of("(/* one /* two */ still */ a: 1)");
        assert!(places.has_comments());
        assert_eq!(places.value_text("a"), Some("1"));
    }

    #[test]
    fn the_second_of_two_equal_keys_is_told() {
        let places = Places::of("(m: {\"a\": 1,\n\"a\": 2}, m: 3)");
        let told: Vec<_> = places
            .twice()
            .into_iter()
            .map(|(path, at)| (path.to_owned(), at.line, at.column))
            .collect();
        assert_eq!(told, [("m/a".to_owned(), 2, 1), ("m".to_owned(), 2, 10)]);
    }

    #[test]
    fn a_byte_leads_back_to_the_innermost_path() {
        let places = Places::of(TEXT);
        let offset = TEXT.find("\"no\"").unwrap();
        assert_eq!(
            places.path_at(offset + 1),
            Some("components/scoring-api/facts/exposure")
        );
    }

    #[test]
    fn columns_count_characters_and_long_lines_are_cut() {
        let long = format!("({}: 1)", "ä".repeat(500));
        let place = Places::of(&long).key(&"ä".repeat(500)).unwrap();
        assert_eq!((place.column, place.length), (2, 500));
        let far = format!("({} b: 1)", "a: 1,".repeat(100));
        let place = Places::of(&far).value("b").unwrap();
        assert_eq!(place.text.chars().nth(place.caret), Some('1'));
        assert!(place.text.chars().count() <= LONG_LINE + 2);
    }

    #[test]
    fn an_escaped_key_is_read_as_it_is_meant() {
        let places = Places::of(r#"{"a\"\u{62}\x63": 1}"#);
        assert_eq!(places.value_text("a\"bc"), Some("1"));
    }

    #[test]
    fn a_token_is_found_from_inside_it_and_from_the_blanks_before_it() {
        let places = Places::of("(ab: /* c */ -12, \"x y\")");
        for offset in 4..15 {
            assert_eq!(places.token_at(offset), Some(13..16), "{offset}");
        }
        assert_eq!(places.token_before(18), Some(16..17));
        assert_eq!(places.token_at(20), Some(18..23));
        assert_eq!(places.token_at(24), None);
        let places = Places::of("{\"a\": (n: 1), \"a\": (n: 2)}");
        assert_eq!(places.twice().len(), 1);
        let open = Places::of("(a: [(").unclosed().unwrap();
        assert_eq!(open.column, 6);
    }

    #[test]
    fn nothing_is_too_broken_to_be_scanned() {
        let deep = "[".repeat(100_000);
        for text in [
            "",
            "\"",
            "'",
            "r#\"",
            "/*",
            "/",
            ")",
            "}])",
            "(a",
            "(a:",
            "(:",
            "{\"\\",
            "\u{feff}(",
            "r#",
            "b'",
            "#![",
            "(a: \"\\u{",
            &deep,
        ] {
            let _ = Places::of(text);
        }
    }
}
