//! What most subcommands read: a document, a catalogue, a day.

use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Shared;
use super::failure::{self, Failure};
use super::layers;
use crate::analysis::{Assessment, assess};
use crate::catalog::Catalog;
use crate::model::{Date, Diagnostic, Edition, Problem, ThreatModel};
use crate::store::{self, Loaded};

/// The day that an answer speaks of.
#[derive(Debug, clap::Args)]
pub(super) struct Day {
    #[arg(
        long,
        value_name = "DATE",
        help = "The day of the assessment; SOURCE_DATE_EPOCH or today without it"
    )]
    pub(super) date: Option<Date>,
}

/// The built-in catalogue with those of the command line laid over it.
pub(super) fn catalog(shared: &Shared) -> Result<Catalog, Failure> {
    layers::catalog(shared, None, false)
}

/// A text file that is no document.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    let name = path.display();
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("`{name}` is not UTF-8 text")))
}

/// A file that is no document.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(format!("there is no file `{name}`")),
        std::io::ErrorKind::IsADirectory => {
            Failure::new(format!("`{name}` is a folder, not a file"))
        }
        std::io::ErrorKind::PermissionDenied => {
            Failure::new(format!("`{name}` may not be read by this user"))
        }
        _ => Failure::new(format!("`{name}` could not be read: {error}")),
    })
}

/// Refuses to write over what the output is made from, whatever name it goes by.
pub(super) fn never_replace<'a>(
    output: &Path,
    what: &str,
    sources: impl IntoIterator<Item = (&'a str, &'a Path)>,
) -> Result<(), Failure> {
    let Ok(output) = output.canonicalize() else {
        return Ok(()); // Nothing is there that could be replaced.
    };
    let same = |path: &Path| path.canonicalize().is_ok_and(|path| path == output);
    match sources.into_iter().find(|(_, path)| same(path)) {
        Some((source, _)) => Err(Failure::with_help(
            format!("the {what} would replace the {source}"),
            "choose another name for the output",
        )),
        None => Ok(()),
    }
}

/// A document that is only read: a file, or standard input where `-` stands for it.
pub(super) fn document(path: &Path) -> Result<Loaded, Failure> {
    let read = if path.as_os_str() == "-" {
        store::load_input()
    } else {
        store::load(path)
    };
    Ok(read?)
}

/// A document that was read, with everything that a catalogue says of it.
pub(super) struct Read {
    pub(super) loaded: Loaded,
    pub(super) catalog: Catalog,
    pub(super) date: Date,
}

impl Read {
    /// Reads a document of which the catalogue knows every word.
    pub(super) fn sound(
        path: &Path,
        shared: &Shared,
        date: Option<Date>,
        edition: Option<Edition>,
    ) -> Result<Self, Failure> {
        let mut loaded = document(path)?;
        let catalog = layers::catalog(shared, Some(path), false)?;
        let problems = unknown_words(&loaded, &catalog);
        if !problems.is_empty() {
            return Err(Failure {
                diagnostics: problems,
            });
        }
        if let Some(edition) = edition {
            loaded.model.system.edition = edition;
        }
        Ok(Self {
            loaded,
            catalog,
            date: date.unwrap_or_else(store::today),
        })
    }

    pub(super) fn model(&self) -> &ThreatModel {
        &self.loaded.model
    }

    pub(super) fn assess(&self) -> Assessment {
        assess(self.model(), &self.catalog, self.date)
    }
}

/// Everything in a document that a catalogue does not know, each with its place.
pub(super) fn unknown_words(loaded: &Loaded, catalog: &Catalog) -> Vec<Diagnostic> {
    placed(loaded, &catalog.problems_of(&loaded.model))
}

/// What a document says and nobody could enter today, each as a warning with its place.
pub(super) fn doubts(loaded: &Loaded) -> Vec<Diagnostic> {
    let all = placed(loaded, &crate::model::doubts(&loaded.model));
    all.into_iter().map(failure::warning).collect()
}

/// Problems with their places in the file, in the order of its lines.
fn placed(loaded: &Loaded, problems: &[Problem]) -> Vec<Diagnostic> {
    let file = loaded.path.display().to_string();
    let told = |problem: &Problem| {
        let place = loaded.places.at(&problem.path);
        let diagnostic = Diagnostic::error(&problem.message).at(place).in_file(&file);
        match &problem.help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    };
    let mut all: Vec<Diagnostic> = problems.iter().map(told).collect();
    all.sort_by_key(|one| one.place.as_ref().map(|place| (place.line, place.column)));
    all
}

/// Reads an edition of the command line.
pub(super) fn edition() -> impl clap::builder::TypedValueParser<Value = Edition> {
    one_of(Edition::ALL, |edition| PossibleValue::new(edition.as_str()))
}

/// Reads one of a closed set, with its names in the help.
pub(super) fn one_of<T, const N: usize>(
    all: [T; N],
    named: impl Fn(T) -> PossibleValue,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let values = all.map(named);
    let known = values.clone();
    PossibleValuesParser::new(values).map(move |name| {
        let place = known.iter().position(|one| one.get_name() == name);
        all[place.expect("clap lets only these names through")]
    })
}
