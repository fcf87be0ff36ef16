//! The start page, as data: what can be opened and what can be begun. Knows no file; it is told what there is.

use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, SAMPLES, Starter, TEMPLATES};
use crate::layout::{Charset, Decor, Zoom, first_variant, lay_out, paint_at, sketch_of, zoomed};
use crate::model::{Date, ThreatModel};
use crate::store::Waiting;

use super::wrap::count;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Work without a name that a session left when it died.
    Unnamed,
    /// A file that was open before.
    File(PathBuf),
    /// A file whose path is typed.
    Path,
    /// The tour.
    Tour,
    /// A drawing with nothing in it.
    Empty,
    /// A pipeline to begin with.
    Template(&'static Starter),
    /// A whole system to look at.
    Sample(&'static Starter),
}

/// A row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading.
    Heading(&'static str),
    /// Something to choose.
    Entry(Entry),
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub choice: Choice,
    /// What it is called.
    pub name: String,
    /// A word beside it: where the file lies, or that work waits in it.
    pub note: String,
    /// Whether a person should look at it first.
    pub urgent: bool,
    /// The day on which a file was written last.
    pub written: Option<Date>,
}

impl Entry {
    fn new(choice: Choice, name: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            choice,
            name: name.into(),
            note: note.into(),
            urgent: false,
            written: None,
        }
    }
}

/// A file that was open before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Where it is.
    pub path: PathBuf,
    /// What waits for whoever opens it.
    pub waiting: Waiting,
    /// The day on which it was written last, as far as that is known.
    pub written: Option<Date>,
}

/// What there is on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// How many documents without a name a session left when it died.
    pub unnamed: usize,
    /// Files that were open before, the latest first.
    pub files: Vec<KnownFile>,
    /// The user's home folder, to name files shortly.
    pub home: Option<PathBuf>,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct StartPage {
    /// Its rows.
    pub rows: Vec<Row>,
    /// The row that the cursor is on.
    pub cursor: usize,
    /// How far the detail is scrolled.
    pub scroll: usize,
    /// What is drawn of the document under the cursor, and what it is made of.
    pub preview: Option<Preview>,
}

/// A document in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What it says of itself.
    pub summary: String,
    /// How much there is of what.
    pub counts: String,
    /// The names of its components, for where there is no room for the drawing.
    pub parts: String,
    /// Its drawing, the boxes in one row each.
    pub picture: Vec<String>,
}

/// How many files stand on the page; the others are a path away.
const FILES: usize = 6;

impl StartPage {
    /// The page for what there is on this machine.
    #[must_use]
    pub fn new(known: &Known) -> Self {
        let mut rows = Vec::new();
        if known.unnamed > 0 || !known.files.is_empty() {
            rows.push(Row::Heading("Go on"));
            rows.extend(unnamed(known).map(Row::Entry));
            rows.extend(files(known).into_iter().map(Row::Entry));
        }
        rows.push(Row::Heading("Begin"));
        let mut entry = |choice, name: &str, note: &str| {
            rows.push(Row::Entry(Entry::new(choice, name, note)));
        };
        entry(Choice::Tour, "A tour", "two minutes, on a sample");
        entry(Choice::Empty, "An empty drawing", "");
        entry(Choice::Path, "A file", "type its path");
        rows.push(Row::Heading("Begin with a pipeline"));
        rows.extend(starters(TEMPLATES, Choice::Template));
        rows.push(Row::Heading("Look at a sample"));
        rows.extend(starters(SAMPLES, Choice::Sample));
        let mut page = Self {
            rows,
            ..Self::default()
        };
        let first = page.places().next();
        page.cursor = first.unwrap_or(0);
        page
    }

    /// The rows that the cursor can stand on.
    fn places(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let entry = |(_, row): &(usize, &Row)| matches!(row, Row::Entry(_));
        self.rows.iter().enumerate().filter(entry).map(|(at, _)| at)
    }

    /// What the cursor is on.
    #[must_use]
    pub fn current(&self) -> Option<&Entry> {
        match self.rows.get(self.cursor) {
            Some(Row::Entry(entry)) => Some(entry),
            _ => None,
        }
    }

    /// Moves the cursor by that many entries, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        let places: Vec<usize> = self.places().collect();
        let here = places.iter().position(|at| *at == self.cursor).unwrap_or(0);
        let last = places.len().saturating_sub(1);
        let next = here.saturating_add_signed(by).min(last);
        self.put(places.get(next).copied());
    }

    /// Puts the cursor on a row, if it can stand there. Gives whether it stood there already.
    pub fn click(&mut self, row: usize) -> bool {
        if !self.places().any(|at| at == row) {
            return false;
        }
        let again = self.cursor == row;
        self.put(Some(row));
        again
    }

    /// Puts the cursor on the row nearest to one, where the mouse holds the scroll bar.
    pub fn go_near(&mut self, row: usize) {
        let nearest = self.places().min_by_key(|at| at.abs_diff(row));
        self.put(nearest);
    }

    fn put(&mut self, row: Option<usize>) {
        if let Some(row) = row.filter(|row| *row != self.cursor) {
            self.cursor = row;
            self.scroll = 0;
            self.preview = None;
        }
    }

    /// Works out what is shown of the document under the cursor, unless it is known.
    pub fn look(&mut self, catalog: &Catalog, charset: Charset) {
        if self.preview.is_some() {
            return;
        }
        let Some(Choice::Template(starter) | Choice::Sample(starter)) =
            self.current().map(|entry| &entry.choice)
        else {
            return;
        };
        self.preview = starter
            .model()
            .ok()
            .map(|model| Preview::of(&model, catalog, charset));
    }
}

impl Preview {
    fn of(model: &ThreatModel, catalog: &Catalog, charset: Charset) -> Self {
        let mut sketch = sketch_of(model, catalog);
        // From so far away flows say nothing, and need no room for it.
        for flow in &mut sketch.flows {
            flow.label.clear();
        }
        let layout = zoomed(&lay_out(&sketch, first_variant()), Zoom::Titles);
        let (decor, whole) = (Decor::default(), layout.bounds);
        let picture = paint_at(&sketch, &layout, &decor, charset, whole, Zoom::Titles);
        let names: Vec<&str> = model.components.values().map(|c| c.name.as_str()).collect();
        Self {
            summary: model.system.summary.clone(),
            counts: format!(
                "{}, {}, {}",
                count(model.components.len(), "component", "components"),
                count(model.flows.len(), "flow", "flows"),
                count(model.zones.len(), "zone", "zones")
            ),
            parts: names.join(", "),
            picture: picture.rows(),
        }
    }
}

fn starters(
    all: &'static [Starter],
    choice: fn(&'static Starter) -> Choice,
) -> impl Iterator<Item = Row> {
    all.iter()
        .map(move |starter| Row::Entry(Entry::new(choice(starter), starter.name, "")))
}

fn unnamed(known: &Known) -> Option<Entry> {
    let note = match known.unnamed {
        0 => return None,
        1 => "not saved".to_owned(),
        many => format!("{many} not saved"),
    };
    Some(Entry {
        urgent: true,
        ..Entry::new(Choice::Unnamed, "Work without a name", note)
    })
}

/// What waits to be recovered stands first.
fn files(known: &Known) -> Vec<Entry> {
    let mut files: Vec<&KnownFile> = known.files.iter().collect();
    files.sort_by_key(|file| file.waiting != Waiting::Work);
    let entry = |file: &KnownFile| {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let (note, urgent) = match &file.waiting {
            Waiting::Work => ("unsaved work".to_owned(), true),
            Waiting::Session(holder) => {
                let who = holder.as_ref().map(|h| format!("open by {}", h.user));
                (who.unwrap_or_else(|| "open elsewhere".to_owned()), false)
            }
            Waiting::Nothing => (folder(&file.path, known.home.as_deref()), false),
        };
        Entry {
            urgent,
            written: file.written,
            ..Entry::new(Choice::File(file.path.clone()), name, note)
        }
    };
    files.into_iter().take(FILES).map(entry).collect()
}

/// The folder of a file, below `~` where it lies there.
fn folder(path: &Path, home: Option<&Path>) -> String {
    let folder = path.parent().unwrap_or(path);
    match home.and_then(|home| folder.strip_prefix(home).ok()) {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~/{}", rest.display()),
        None => folder.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let file = |path: &str, waiting| KnownFile {
            path: path.into(),
            waiting,
            written: None,
        };
        Known {
            unnamed: 0,
            files: vec![
                file("/home/ann/models/a.ron", Waiting::Nothing),
                file("/home/ann/b.ron", Waiting::Work),
            ],
            home: Some("/home/ann".into()),
        }
    }

    #[test]
    fn what_a_dead_session_left_comes_first_and_has_the_cursor() {
        let page = StartPage::new(&known());
        let entry = page.current().unwrap();
        assert!(entry.urgent);
        assert_eq!(entry.choice, Choice::File("/home/ann/b.ron".into()));
        assert!(
            page.rows
                .iter()
                .any(|row| matches!(row, Row::Entry(e) if e.note == "~/models"))
        );
    }

    #[test]
    fn someone_new_begins_at_the_tour() {
        let page = StartPage::new(&Known::default());
        assert_eq!(page.current().unwrap().choice, Choice::Tour);
    }

    #[test]
    fn the_cursor_passes_over_headings_and_stops_at_the_ends() {
        let mut page = StartPage::new(&Known::default());
        page.step(-1);
        assert_eq!(page.current().unwrap().choice, Choice::Tour);
        for _ in 0..50 {
            page.step(1);
            assert!(page.current().is_some());
        }
        assert!(matches!(page.current().unwrap().choice, Choice::Sample(_)));
    }
}
