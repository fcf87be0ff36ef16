//! What stays the same while one document follows another: the day, the look, the folders, and the way to a catalogue.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::{Catalog, SAMPLES};
use crate::model::{Date, Diagnostic, System, ThreatModel};
use crate::store::{Disk, Folders, Opened, Recovery, Session, StoreError, recent, user};
use crate::tui::app::{App, FileState, Screen, Start};
use crate::tui::keymap::Keymap;
use crate::tui::message::Opening;
use crate::tui::modal::Modal;
use crate::tui::start::{Known, KnownFile};
use crate::tui::theme::Theme;
use crate::tui::update::{begin_tour, recovery_offer};

use super::Options;
use super::opening::{charset, depth, greet, offer};

/// How the catalogue that counts for a file is found: the files beside it may hold more.
#[derive(Clone)]
pub struct CatalogOf(Arc<ReadCatalog>);

type ReadCatalog = dyn Fn(Option<&Path>) -> Result<Catalog, Vec<Diagnostic>>;

impl CatalogOf {
    /// From a function that reads it, or says what is wrong with it and where.
    pub fn new(read: impl Fn(Option<&Path>) -> Result<Catalog, Vec<Diagnostic>> + 'static) -> Self {
        Self(Arc::new(read))
    }

    fn read(&self, file: Option<&Path>) -> Result<Catalog, StoreError> {
        (self.0)(file).map_err(StoreError::Broken)
    }
}

impl fmt::Debug for CatalogOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CatalogOf")
    }
}

/// What stays the same.
#[derive(Debug)]
pub(super) struct Setting {
    pub state: PathBuf,
    pub date: Date,
    pub theme: Theme,
    keymap: Keymap,
    catalog_of: CatalogOf,
}

/// A document that has been opened or begun, with everything that goes with it.
pub(super) struct Begun {
    pub app: App,
    pub session: Session,
    pub recovery: Option<Recovery>,
    /// The document to begin with when the recovery is given up.
    pub otherwise: ThreatModel,
}

impl Setting {
    pub fn of(options: &Options) -> Self {
        let state = Folders::of_this_user().map_or_else(
            || std::env::temp_dir().join("bartizan"),
            |folders| folders.state,
        );
        Self {
            state,
            date: options.date,
            theme: Theme {
                palette: options.config.palette,
                depth: depth(options.colour, options.config.depth),
                charset: charset(options.ascii, options.config.charset),
            },
            keymap: options.config.keymap.clone(),
            catalog_of: options.catalog_of.clone(),
        }
    }

    /// A document without a name, and the start page over it.
    pub fn at_start(&self, catalog: Catalog) -> Begun {
        let mut begun = self.begin(self.untitled(ThreatModel::default()), catalog);
        begun.app.screen = Screen::Start;
        begun
    }

    /// Opens or begins a document.
    pub fn open(&self, opening: &Opening) -> Result<Begun, StoreError> {
        let file = match opening {
            Opening::File(path) => Some(path.as_path()),
            _ => None,
        };
        let catalog = self.catalog_of.read(file)?;
        let opened = match opening {
            Opening::File(path) => return self.open_file(path, catalog),
            Opening::Empty => self.untitled(ThreatModel::default()),
            Opening::Unnamed => {
                let left = Session::untitled_left(&self.state).into_iter().next();
                left.unwrap_or_else(|| self.untitled(ThreatModel::default()))
            }
            Opening::Starter(starter) => {
                self.untitled(starter.model().map_err(StoreError::Broken)?)
            }
            Opening::Tour => self.untitled(SAMPLES[0].model().map_err(StoreError::Broken)?),
        };
        let mut begun = self.begin(opened, catalog);
        if *opening == Opening::Tour {
            begin_tour(&mut begun.app);
        }
        Ok(begun)
    }

    fn untitled(&self, model: ThreatModel) -> Opened {
        Session::untitled(model, &self.state)
    }

    /// Opens a file, or begins one that does not exist yet.
    pub fn open_file(&self, path: &Path, catalog: Catalog) -> Result<Begun, StoreError> {
        if path.exists() {
            let opened = Session::open(path, &self.state)?;
            return Ok(self.begin(opened, catalog));
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy());
        let title = stem.map(|stem| stem.replace(['-', '_'], " "));
        let system = System {
            title: title.unwrap_or_else(|| System::default().title),
            ..System::default()
        };
        let model = ThreatModel {
            system,
            ..ThreatModel::default()
        };
        let opened = Session::create(path, model.clone(), &self.state)?;
        let mut begun = self.begin(opened, catalog);
        begun.otherwise = model;
        Ok(begun)
    }

    fn begin(&self, opened: Opened, catalog: Catalog) -> Begun {
        let Opened {
            session,
            model,
            comments,
            recovery,
            ..
        } = opened;
        let file = FileState {
            path: session.path().map(PathBuf::from),
            read_only: session.is_read_only().then(|| {
                session
                    .held_by()
                    .map_or_else(|| "another session".to_owned(), ToString::to_string)
            }),
            comments,
            disk: Disk::Same,
            unprotected: session.is_unprotected(),
        };
        let unknown = catalog.problems_of(&model);
        // Work without a name starts from nothing when it is given up.
        let otherwise = match (&file.path, &recovery) {
            (None, Some(_)) => ThreatModel::default(),
            _ => model.clone(),
        };
        let mut app = App::new(Start {
            model,
            catalog,
            date: self.date,
            by: user(),
            file,
            theme: self.theme,
            size: crossterm::terminal::size().unwrap_or((80, 24)),
        });
        app.begin_at_worst();
        app.keymap = self.keymap.clone();
        app.home = home();
        greet(&mut app, &session, &unknown);
        if let Some(recovery) = &recovery {
            let offer = recovery_offer(offer(recovery));
            app.modals.push(Modal::Confirm(Box::new(offer)));
        }
        Begun {
            app,
            session,
            recovery,
            otherwise,
        }
    }

    /// What there is on this machine.
    pub fn known(&self) -> Known {
        let waiting = |path: PathBuf| KnownFile {
            waiting: Session::waiting(&path, &self.state),
            written: crate::store::written_on(&path),
            path,
        };
        Known {
            unnamed: Session::unnamed_waiting(&self.state),
            files: recent(&self.state).into_iter().map(waiting).collect(),
            home: home(),
        }
    }
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    #[test]
    fn what_is_wrong_with_a_catalogue_keeps_its_place_and_its_help() {
        let place = Place {
            line: 1,
            column: 16,
            length: 3,
            text: "(kinds: {\"a.b\": (foo: 1)})".into(),
            caret: 15,
        };
        let told = vec![
            Diagnostic::error("this kind has a field `foo`, which does not exist")
                .at(Some(place))
                .in_file("team.catalog.ron")
                .with_help("did you mean `facts`?"),
        ];
        let wrong = told.clone();
        let catalog = CatalogOf::new(move |_| Err(wrong.clone()));
        let error = catalog.read(None).unwrap_err();
        assert_eq!(error.diagnostics(), told);
    }
}
