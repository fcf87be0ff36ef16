//! The one impure place of this room: opens the document, runs the loop, and performs what `update` asks for.

mod handing;
mod keeping;
mod opening;
mod setting;
mod sharing;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};

use crate::catalog::Catalog;
use crate::model::{Date, ThreatModel};
use crate::store::{Recovery, Session, StoreError, now, remember};

pub use setting::CatalogOf;
use setting::{Begun, Setting};

use super::app::App;
use super::config::Config;
use super::export::{Job, Worker};
use super::layout_jobs;
use super::message::{Effect, Msg, Opening};
use super::report;
use super::terminal::{Guard, Screen, Writing, blank, draw, end_on_signals, was_continued};
use super::update::{update, waits_for_quiet};
use super::view;

/// What the terminal is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The document; the start page without.
    pub file: Option<PathBuf>,
    /// What is known about it.
    pub catalog: Catalog,
    /// What is known about a document that is opened in its place.
    pub catalog_of: CatalogOf,
    /// The day that the assessment speaks of.
    pub date: Date,
    /// Whether only ASCII may be drawn; the locale decides without.
    pub ascii: bool,
    /// Whether colours are wanted; the environment decides without.
    pub colour: Option<bool>,
    /// What the person has set.
    pub config: Config,
    /// What is wrong with that, in a line; told at the start.
    pub wrong: Option<String>,
}

/// Why the terminal could not be used, or the document not be opened.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// The terminal refused.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] std::io::Error),
    /// The document could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a document in the terminal, until the person leaves.
pub fn run(options: Options) -> Result<(), TuiError> {
    let mouse = options.config.mouse;
    let desk = Desk::open(options)?;
    let writing: Writing = Arc::new(Mutex::new(()));
    let (guard, screen) = Guard::enter(mouse)?;
    end_on_signals(&writing)?;
    let left = desk.work(&guard, screen, &writing)?;
    drop(guard);
    if let Some(session) = left {
        session.close()?;
    }
    Ok(())
}

/// How long the loop sleeps while nothing happens, and while a worker may report.
const IDLE: Duration = Duration::from_secs(1);
const BUSY: Duration = Duration::from_millis(40);
/// How long the keys have to rest before what they put off is worked out.
const QUIET: Duration = Duration::from_millis(80);
/// How long they have to rest before flows settle: nobody is about to take the next step.
const REST: Duration = Duration::from_millis(400);

/// Everything that a session holds.
struct Desk {
    setting: Setting,
    app: App,
    session: Session,
    recovery: Option<Recovery>,
    /// The document to begin with when the recovery is given up.
    otherwise: ThreatModel,
    worker: Option<Worker>,
    /// A text that the person's own editor shall have.
    editing: Option<String>,
    /// How many threads are drawing.
    drawing: usize,
    /// The revision that is being routed whole.
    routing: Option<u64>,
    /// When the file was last looked at.
    looked: Instant,
    /// When the program began.
    began: Instant,
    /// When something was last typed.
    typed: Instant,
    /// The file that was opened, to stand in the list of recent ones.
    opened: Option<PathBuf>,
    /// After how much quiet the file is written.
    autosave: Option<Duration>,
    tell: Sender<Msg>,
    told: Receiver<Msg>,
    leaving: bool,
    /// Whether the journal stays as it is, so that the next session offers what is in it.
    as_it_is: bool,
}

impl Desk {
    fn open(options: Options) -> Result<Self, TuiError> {
        let setting = Setting::of(&options);
        let begun = match &options.file {
            Some(path) => setting.open_file(path, options.catalog)?,
            None => setting.at_start(options.catalog),
        };
        let (tell, told) = channel();
        let mut desk = Self {
            setting,
            app: begun.app,
            session: begun.session,
            recovery: begun.recovery,
            otherwise: begun.otherwise,
            worker: None,
            editing: None,
            drawing: 0,
            routing: None,
            looked: Instant::now(),
            began: Instant::now(),
            typed: Instant::now(),
            opened: None,
            autosave: Some(options.config.autosave)
                .filter(|seconds| *seconds > 0)
                .map(Duration::from_secs),
            tell,
            told,
            leaving: false,
            as_it_is: false,
        };
        if options.file.is_none() {
            desk.show_start();
        }
        desk.note_opened();
        if let Some(wrong) = options.wrong {
            desk.app.complain(wrong);
        }
        Ok(desk)
    }

    /// Puts another document in place of this one, whose session ends in order.
    fn turn_to(&mut self, begun: Begun) -> Option<Msg> {
        let size = self.app.size;
        self.app = begun.app;
        update(&mut self.app, Msg::Input(Event::Resize(size.0, size.1)));
        self.recovery = begun.recovery;
        self.otherwise = begun.otherwise;
        let before = std::mem::replace(&mut self.session, begun.session);
        self.note_opened();
        trouble(before.close())
    }

    /// Notes which file is open now. The list of recent files is written only when the document is on the screen: a disk can take
    /// longer for it than everything else does.
    fn note_opened(&mut self) {
        let path = self.session.path().filter(|path| path.exists());
        self.opened = path.map(PathBuf::from);
    }

    /// Opens or begins another document; where that fails, this one stays.
    fn open_other(&mut self, opening: &Opening) -> Option<Msg> {
        if let Opening::File(path) = opening
            && self.session.path() == Some(path.as_path())
        {
            self.app.screen = super::app::Screen::Draw;
            return None;
        }
        let opened = match opening {
            Opening::File(path) => match opening::cannot_be_opened(path) {
                Some(why) => Err(why),
                None => self
                    .setting
                    .open(opening)
                    .map_err(|error| opening::in_words(&error)),
            },
            _ => self
                .setting
                .open(opening)
                .map_err(|error| opening::in_words(&error)),
        };
        match (opened, opening) {
            (Ok(begun), _) => self.turn_to(begun),
            (Err(why), Opening::File(path)) => Some(Msg::NotOpened {
                path: path.clone(),
                why,
            }),
            (Err(why), _) => Some(Msg::Trouble(why)),
        }
    }

    fn show_start(&mut self) -> Option<Msg> {
        let failed = if self.session.path().is_some() || self.app.doc.revision() > 0 {
            let begun = self.setting.at_start(self.app.catalog.clone());
            self.turn_to(begun)
        } else {
            None
        };
        let known = Box::new(self.setting.known());
        update(&mut self.app, Msg::Known(known));
        failed
    }

    /// The loop: draw when something changed, wait, take in everything that happened, perform what follows from it. Gives the
    /// session, to be closed in order; none where it shall end as after a crash.
    fn work(
        mut self,
        guard: &Guard,
        mut screen: Screen,
        writing: &Writing,
    ) -> Result<Option<Session>, TuiError> {
        let mut changed = true;
        while !self.leaving {
            if changed {
                self.fit(&mut screen)?;
                draw(&mut screen, |frame| view::draw(&self.app, frame))?;
            }
            if let Some(path) = self.opened.take() {
                // A list that cannot be kept is no reason not to work.
                let _ = remember(&path, &self.setting.state);
            }
            let batch = self.wait()?;
            // Not every terminal tells that its window has changed.
            changed = !batch.is_empty() || crossterm::terminal::size()? != self.app.size;
            if was_continued() {
                screen = guard.aside(|| ())?.1;
                changed = true;
            }
            if batch.is_empty() {
                continue;
            }
            let busy = writing.lock();
            let suspend = self.take_in(batch);
            drop(busy);
            if let Some(text) = self.editing.take() {
                let folder = self.setting.state.join("journals");
                let (edited, again) = guard.aside(|| handing::edit(&text, &folder))?;
                screen = again;
                self.take_in(vec![Msg::Edited(edited)]);
            }
            if suspend {
                screen = guard.suspend()?; // The window may have another size now; see `fit`.
            }
        }
        Ok((!self.as_it_is).then_some(self.session))
    }

    /// What a journal that could not be written means; without one, what is not saved is nowhere.
    fn not_kept(&self, error: &StoreError) -> Msg {
        Msg::Trouble(if self.session.is_unprotected() {
            format!("a crash would lose what is not saved: {error}")
        } else {
            error.to_string()
        })
    }

    /// Takes in the size of the window, which may be newer than the last message about it.
    fn fit(&mut self, screen: &mut Screen) -> Result<(), TuiError> {
        let size = crossterm::terminal::size()?;
        if size != self.app.size {
            update(&mut self.app, Msg::Input(Event::Resize(size.0, size.1)));
        }
        let drawn = screen.get_frame().area();
        if (drawn.width, drawn.height) != size {
            *screen = blank(size)?;
        }
        Ok(())
    }

    /// Waits for input or for a message from a worker.
    fn wait(&mut self) -> Result<Vec<Msg>, TuiError> {
        let mut batch = Vec::new();
        self.route_the_rest();
        let busy = self.worker.is_some() || self.drawing > 0;
        let put_off = waits_for_quiet(&self.app);
        let patience = match (busy, put_off || self.app.is_unsettled()) {
            (true, _) => BUSY,
            (false, true) => QUIET,
            (false, false) => IDLE,
        };
        if event::poll(patience)? {
            let mut last = event::read()?;
            while event::poll(Duration::ZERO)? {
                let next = event::read()?;
                // Of a drag only the last place counts: the ways are drawn anew at each.
                if !(is_drag(&last) && is_drag(&next)) {
                    batch.push(Msg::Input(last));
                }
                last = next;
            }
            batch.push(Msg::Input(last));
        } else if put_off {
            batch.push(Msg::Quiet);
        }
        for msg in self.told.try_iter() {
            if matches!(msg, Msg::Arranged(..) | Msg::Drawn(..)) {
                self.drawing = self.drawing.saturating_sub(1);
            }
            if matches!(msg, Msg::Drawn(..)) {
                self.routing = None;
            }
            if matches!(msg, Msg::Exported(_)) {
                self.worker = None;
            }
            batch.push(msg);
        }
        self.app.file.unprotected = self.session.is_unprotected();
        if let Some(error) = self.session.late_error() {
            batch.push(self.not_kept(&error));
        }
        batch.extend(self.look(&batch));
        self.save_when_quiet(&batch);
        Ok(batch)
    }

    /// Has the ways of a large drawing worked out, once for each revision, and those of a smaller one settled when the keys
    /// rest.
    fn route_the_rest(&mut self) {
        if self.routing.is_some() {
            return;
        }
        if let Some(job) = self.app.unfinished() {
            self.routing = Some(job.revision);
            self.draft(move || layout_jobs::routed(&job));
        } else if self.typed.elapsed() >= REST
            && let Some(job) = self.app.unsettled()
        {
            self.routing = Some(job.revision);
            self.draft(move || layout_jobs::settled(&job));
        }
    }

    /// Draws on a thread of its own, and tells what came of it.
    fn draft(&mut self, work: impl FnOnce() -> Msg + Send + 'static) {
        let tell = self.tell.clone();
        self.drawing += 1;
        std::thread::spawn(move || {
            // Nobody listens any more when the program has been left meanwhile.
            let _ = tell.send(work());
        });
    }

    /// Takes in messages with everything that follows from them. Gives whether to suspend.
    fn take_in(&mut self, batch: Vec<Msg>) -> bool {
        let mut suspend = false;
        let mut queue = std::collections::VecDeque::from(batch);
        update(&mut self.app, Msg::Clock(now()));
        let running = self.began.elapsed().as_millis();
        let running = u64::try_from(running).unwrap_or(u64::MAX);
        update(&mut self.app, Msg::Moment(running));
        while let Some(msg) = queue.pop_front() {
            for effect in update(&mut self.app, msg) {
                match effect {
                    Effect::Suspend => suspend = true,
                    effect => queue.extend(self.perform(effect)),
                }
            }
        }
        suspend
    }

    /// Does what `update` asks for. Gives what comes of it.
    fn perform(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Journal(change) => {
                let written = self.session.record(&change);
                written.err().map(|error| self.not_kept(&error))
            }
            Effect::KeepDrafts(text) => {
                trouble(self.session.form((!text.is_empty()).then_some(&text)))
            }
            Effect::Save { over, next } => Some(Msg::Saved(self.save(over, next))),
            Effect::SaveAs { path, next } => {
                if let Some(folder) = opening::folder_meant(&path) {
                    return Some(Msg::Trouble(format!("not saved: {folder}")));
                }
                let result = self.session.save_as(self.app.model(), &path, false);
                Some(Msg::Saved(self.told_of(result, next)))
            }
            Effect::Arrange(job) => {
                self.draft(move || layout_jobs::arranged(&job));
                None
            }
            Effect::Open(opening) => self.open_other(&opening),
            Effect::Paths(typed) => {
                let home = self.app.home.as_deref();
                let found = crate::store::paths_like(&typed, home);
                Some(Msg::Paths { typed, found })
            }
            Effect::ShowStart => self.show_start(),
            Effect::ReadDisk(then) => Some(self.read_disk(then)),
            Effect::TakeIn(how, giving_way) => self.take_in_theirs(how, &giving_way),
            Effect::Export => self.export(),
            Effect::Copy(text) => self.copy(&text),
            Effect::Edit(text) => {
                self.editing = Some(text);
                None
            }
            Effect::OpenFolder(path) => self.open_folder(&path),
            Effect::Write { path, text } => {
                let written = crate::store::write_atomic(&path, text.as_bytes());
                let written = written.map(|()| path);
                Some(Msg::Written(written.map_err(|error| error.to_string())))
            }
            Effect::StopExport => {
                if let Some(worker) = &self.worker {
                    worker.stop();
                }
                None
            }
            Effect::Recover => self.recover(),
            Effect::GiveUpRecovery => self.give_up(),
            Effect::Quit => {
                self.leaving = true;
                None
            }
            Effect::QuitAsItIs => {
                self.leaving = true;
                self.as_it_is = true;
                None
            }
            Effect::Suspend => None,
        }
    }

    fn export(&mut self) -> Option<Msg> {
        let wanted = self.app.report.wanted.clone();
        let mut model = self.app.model().clone();
        // Of the document as it is saved: an edition that only the report has does not change it.
        let digest = crate::store::Digest::of(crate::model::text::write(&model).as_bytes());
        if let Some(edition) = wanted.edition {
            model.system.edition = edition;
        }
        let name = self.session.path().and_then(|path| path.file_name());
        // Whole, so that what is said and copied leads there from anywhere.
        let path = report::path(&self.app);
        let path = std::path::absolute(&path).unwrap_or(path);
        // Told before the work, not after it.
        if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
            let why = format!("there is no folder {}", folder.display());
            return Some(Msg::Exported(Err(why)));
        }
        let job = Job {
            sitting: super::review::settled(&self.app),
            model,
            digest,
            catalog: self.app.catalog.clone(),
            date: wanted.date.unwrap_or(self.app.date),
            document: name
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            lies: self.session.path().map(Into::into),
            path,
            wanted,
        };
        match Worker::start(job, self.tell.clone()) {
            Ok(worker) => {
                self.worker = Some(worker);
                None
            }
            Err(error) => Some(Msg::Exported(Err(error.to_string()))),
        }
    }
}

fn is_drag(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse) if matches!(mouse.kind, event::MouseEventKind::Drag(_)))
}

/// What is wrong and where, for the status line.
fn trouble(result: Result<(), StoreError>) -> Option<Msg> {
    result.err().map(|error| Msg::Trouble(error.to_string()))
}
