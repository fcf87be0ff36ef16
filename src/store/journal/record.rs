//! The lines of a journal, and what is left of one after a crash.

use super::super::digest::Digest;
use super::super::holder::Holder;
use crate::model::{Change, text};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Record {
    Held(Holder),
    /// `None` for a document that has no file.
    Base(Option<Digest>),
    Text(String),
    Change(Change),
    Form(String),
    Saved(Digest),
}

impl Record {
    /// The line, with its end.
    pub fn line(&self) -> String {
        let (word, rest) = match self {
            Self::Held(holder) => ("held", ron(holder)),
            Self::Base(Some(digest)) => ("base", digest.to_string()),
            Self::Base(None) => ("base", "none".to_owned()),
            Self::Text(text) => ("text", ron(text)),
            Self::Change(change) => ("change", ron(change)),
            Self::Form(text) => ("form", ron(text)),
            Self::Saved(digest) => ("saved", digest.to_string()),
        };
        format!("{word} {rest}\n")
    }

    /// Reads a line without its end; `None` for a torn one and for garbage.
    pub fn read(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ')?;
        Some(match word {
            "held" => Self::Held(from_ron(rest)?),
            "base" if rest == "none" => Self::Base(None),
            "base" => Self::Base(Some(rest.parse().ok()?)),
            "text" => Self::Text(from_ron(rest)?),
            "change" => Self::Change(from_ron(rest)?),
            "form" => Self::Form(from_ron(rest)?),
            "saved" => Self::Saved(rest.parse().ok()?),
            _ => return None,
        })
    }
}

fn ron(value: &impl serde::Serialize) -> String {
    // Texts are escaped, so this is one line.
    text::options()
        .to_string(value)
        .expect("what a journal holds always has a RON form")
}

fn from_ron<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    text::options().from_str(text).ok()
}

/// The lines of a journal that could be read, each with where it ends in the file.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Records {
    pub all: Vec<(Record, u64)>,
    /// How many lines at the end could not be read.
    pub lost: usize,
}

impl Records {
    /// Reads lines up to the first that cannot be read: what follows it could build on it.
    pub fn read(bytes: &[u8]) -> Self {
        let mut records = Self::default();
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let whole = line
                .strip_suffix(b"\n")
                .and_then(|line| std::str::from_utf8(line).ok());
            let Some(record) = whole.and_then(Record::read) else {
                let left = &bytes[usize::try_from(at).unwrap_or(0)..];
                records.lost = left
                    .split(|b| *b == b'\n')
                    .filter(|line| !line.is_empty())
                    .count();
                break;
            };
            at += line.len() as u64;
            records.all.push((record, at));
        }
        records
    }

    /// Who wrote it last.
    pub fn holder(&self) -> Option<&Holder> {
        self.all.iter().rev().find_map(|(record, _)| match record {
            Record::Held(holder) => Some(holder),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, Entity, Key, System};

    fn records() -> Vec<Record> {
        let system = System {
            note: Some("it's\n\"two\" lines".into()),
            ..System::default()
        };
        vec![
            Record::Held(Holder::this()),
            Record::Base(Some(Digest::of(b"a"))),
            Record::Text("(\n    format: 1,\n)\n".into()),
            Record::Change(Change {
                label: "Rename".into(),
                by: "ann".into(),
                at: 7,
                edits: vec![Edit {
                    key: Key::System,
                    from: Some(Entity::System(System::default())),
                    to: Some(Entity::System(system)),
                }],
            }),
            Record::Form(String::new()),
            Record::Saved(Digest::of(b"b")),
            Record::Base(None),
        ]
    }

    #[test]
    fn every_record_is_one_line_and_reads_back() {
        for record in records() {
            let line = record.line();
            assert_eq!(line.find('\n'), Some(line.len() - 1), "{line}");
            assert_eq!(Record::read(line.trim_end()), Some(record));
        }
    }

    #[test]
    fn a_torn_last_line_loses_only_that_line_wherever_it_is_torn() {
        let lines: Vec<String> = records().iter().map(Record::line).collect();
        let whole = lines.concat();
        for cut in 0..whole.len() {
            let read = Records::read(&whole.as_bytes()[..cut]);
            let complete = whole[..cut].matches('\n').count();
            assert_eq!(read.all.len(), complete, "cut at {cut}");
            let ends: usize = lines[..complete].iter().map(String::len).sum();
            assert_eq!(read.all.last().map_or(0, |(_, end)| *end), ends as u64);
        }
    }

    #[test]
    fn garbage_is_not_read_past() {
        let lines: Vec<String> = records().iter().map(Record::line).collect();
        let text = format!("{}\u{0}\u{0}garbage\n{}", lines[0], lines[1]);
        let read = Records::read(text.as_bytes());
        assert_eq!((read.all.len(), read.lost), (1, 2));
    }
}
