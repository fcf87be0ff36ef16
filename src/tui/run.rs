//! The one impure file of this room: opens the document, runs the loop, and performs what `update` asks for.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{self, Event};

use crate::catalog::Catalog;
use crate::layout::Charset;
use crate::model::{Date, Document, System, ThreatModel};
use crate::store::{Folders, Opened, Recovery, Session, StoreError, now, user};

use super::app::{App, FileState, Start};
use super::drafting;
use super::export::{Job, Worker, path_beside};
use super::message::{Effect, Msg, SaveFailure, Saved};
use super::modal::{DecisionForm, Modal};
use super::terminal::{Guard, Screen, Writing, blank, end_on_signals};
use super::theme::{Depth, Theme};
use super::unkept::Unkept;
use super::update::{recovery_offer, update};
use super::view;

/// What the terminal is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The document; a new one without.
    pub file: Option<PathBuf>,
    /// What is known.
    pub catalog: Catalog,
    /// The day that the assessment speaks of.
    pub date: Date,
    /// Whether only ASCII may be drawn; the locale decides without.
    pub ascii: bool,
    /// Whether colours are wanted; the environment decides without.
    pub colour: Option<bool>,
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
    let desk = Desk::open(options)?;
    let writing: Writing = Arc::new(Mutex::new(()));
    let (guard, screen) = Guard::enter()?;
    end_on_signals(&writing)?;
    let session = desk.work(&guard, screen, &writing)?;
    drop(guard);
    session.close()?;
    Ok(())
}

/// How long the loop sleeps while nothing happens, and while a worker may report.
const IDLE: Duration = Duration::from_millis(250);
const BUSY: Duration = Duration::from_millis(40);

/// Everything that a session holds.
struct Desk {
    app: App,
    session: Session,
    recovery: Option<Recovery>,
    /// The document to begin with when the recovery is given up.
    otherwise: ThreatModel,
    worker: Option<Worker>,
    /// How many threads are drawing.
    drawing: usize,
    /// The revision that is being routed whole.
    routing: Option<u64>,
    tell: Sender<Msg>,
    told: Receiver<Msg>,
    leaving: bool,
}

impl Desk {
    fn open(options: Options) -> Result<Self, TuiError> {
        let state = Folders::of_this_user().map_or_else(
            || std::env::temp_dir().join("bartizan"),
            |folders| folders.state,
        );
        let (opened, otherwise) = open_document(&options, &state)?;
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
        };
        let theme = Theme {
            depth: depth(options.colour),
            charset: charset(options.ascii),
        };
        let unknown = options.catalog.problems_of(&model);
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let start = Start {
            model,
            catalog: options.catalog,
            date: options.date,
            by: user(),
            file,
            theme,
            size,
        };
        let mut app = App::new(start);
        greet(&mut app, &session, &unknown);
        if let Some(recovery) = &recovery {
            app.modals
                .push(Modal::Confirm(Box::new(recovery_offer(offer(recovery)))));
        }
        let (tell, told) = channel();
        Ok(Self {
            app,
            session,
            recovery,
            otherwise,
            worker: None,
            drawing: 0,
            routing: None,
            tell,
            told,
            leaving: false,
        })
    }

    /// The loop: draw when something changed, wait, take in everything that happened, perform what follows from it.
    fn work(
        mut self,
        guard: &Guard,
        mut screen: Screen,
        writing: &Writing,
    ) -> Result<Session, TuiError> {
        let mut changed = true;
        while !self.leaving {
            if changed {
                self.fit(&mut screen)?;
                screen.draw(|frame| view::draw(&self.app, frame))?;
            }
            let batch = self.wait()?;
            // Not every terminal tells that its window has changed.
            changed = !batch.is_empty() || crossterm::terminal::size()? != self.app.size;
            if batch.is_empty() {
                continue;
            }
            let busy = writing.lock();
            let suspend = self.take_in(batch);
            drop(busy);
            if suspend {
                screen = guard.suspend()?; // The window may have another size now; see `fit`.
            }
        }
        Ok(self.session)
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
        if event::poll(if busy { BUSY } else { IDLE })? {
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
        }
        for msg in self.told.try_iter() {
            if matches!(msg, Msg::Arranged(..) | Msg::Drawn(..)) {
                self.drawing = self.drawing.saturating_sub(1);
            }
            if matches!(msg, Msg::Drawn(..)) {
                self.routing = None;
            }
            batch.push(msg);
        }
        if let Some(error) = self.session.late_error() {
            batch.push(Msg::Trouble(error.to_string()));
        }
        Ok(batch)
    }

    /// Has the ways of a large drawing worked out, once for each revision.
    fn route_the_rest(&mut self) {
        if self.routing.is_none()
            && let Some(job) = self.app.unfinished()
        {
            self.routing = Some(job.revision);
            self.draft(move || drafting::routed(&job));
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
            Effect::Journal(change) => trouble(self.session.record(&change)),
            Effect::Draft(text) => trouble(self.session.form((!text.is_empty()).then_some(&text))),
            Effect::Save { over, then_quit } => Some(Msg::Saved(self.save(over, then_quit))),
            Effect::SaveAs { path, then_quit } => {
                let result = self.session.save_as(self.app.model(), &path, false);
                Some(Msg::Saved(self.told_of(result, then_quit)))
            }
            Effect::Arrange(job) => {
                self.draft(move || drafting::arranged(&job));
                None
            }
            Effect::Export => self.export(),
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
            Effect::Suspend => None,
        }
    }

    fn save(&mut self, over: bool, then_quit: bool) -> Result<Saved, SaveFailure> {
        let model = self.app.model().clone();
        let result = if over {
            self.session.save_over(&model)
        } else {
            self.session.save(&model)
        };
        self.told_of(result, then_quit)
    }

    fn told_of(
        &self,
        result: Result<(), StoreError>,
        then_quit: bool,
    ) -> Result<Saved, SaveFailure> {
        match result {
            Ok(()) => {
                let path = self.session.path().map(PathBuf::from).unwrap_or_default();
                Ok(Saved { path, then_quit })
            }
            Err(StoreError::ChangedOnDisk(_)) => Err(SaveFailure::ChangedUnderneath { then_quit }),
            Err(StoreError::Exists(path)) => Err(SaveFailure::Exists(path)),
            Err(error) => Err(SaveFailure::Other(error.to_string())),
        }
    }

    fn export(&mut self) -> Option<Msg> {
        let job = Job {
            model: self.app.model().clone(),
            catalog: self.app.catalog.clone(),
            date: self.app.date,
            document: self
                .session
                .path()
                .and_then(|path| path.file_name())
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            path: path_beside(
                self.app.file.path.as_deref(),
                &self.app.model().system.title,
            ),
        };
        match Worker::start(job, self.tell.clone()) {
            Ok(worker) => {
                self.worker = Some(worker);
                None
            }
            Err(error) => Some(Msg::Exported(Err(error.to_string()))),
        }
    }

    /// Takes up what the last session left: its changes, and what was being typed.
    fn recover(&mut self) -> Option<Msg> {
        let recovery = self.recovery.take()?;
        let accepted = self.session.accept(&recovery, self.app.model());
        let mut failed = None;
        for change in &recovery.changes {
            if let Err(error) = self.app.doc.apply(change.clone()) {
                failed = Some(format!(
                    "\"{}\" could not be brought back: {error}",
                    change.label
                ));
                break;
            }
        }
        self.app.refresh();
        self.app.canvas.origin = None;
        self.app.say(format!(
            "recovered; Ctrl-s saves it to {}",
            self.app.file_name()
        ));
        if let Some(form) = &recovery.form {
            take_up_typing(&mut self.app, &Unkept::from_text(form));
        }
        failed.map(Msg::Trouble).or_else(|| trouble(accepted))
    }

    fn give_up(&mut self) -> Option<Msg> {
        self.recovery = None;
        if *self.app.model() != self.otherwise {
            self.app.doc = Document::new(self.otherwise.clone());
            self.app.refresh();
        }
        trouble(self.session.discard(self.app.doc.model()))
    }
}

fn is_drag(event: &Event) -> bool {
    matches!(event, Event::Mouse(mouse) if matches!(mouse.kind, event::MouseEventKind::Drag(_)))
}

fn trouble(result: Result<(), StoreError>) -> Option<Msg> {
    result.err().map(|error| Msg::Trouble(error.to_string()))
}

/// Opens the document, or begins one. Gives what to begin with when a recovery is given up, too.
fn open_document(
    options: &Options,
    state: &std::path::Path,
) -> Result<(Opened, ThreatModel), TuiError> {
    let Some(path) = &options.file else {
        let left = Session::untitled_left(state).into_iter().next();
        let opened = left.unwrap_or_else(|| Session::untitled(ThreatModel::default(), state));
        return Ok((opened, ThreatModel::default()));
    };
    if path.exists() {
        let opened = Session::open(path, state)?;
        let model = opened.model.clone();
        return Ok((opened, model));
    }
    let title = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().replace(['-', '_'], " "));
    let system = System {
        title: title.unwrap_or_else(|| System::default().title),
        ..System::default()
    };
    let model = ThreatModel {
        system,
        ..ThreatModel::default()
    };
    Ok((Session::create(path, model.clone(), state)?, model))
}

/// What there is to say at the start.
fn greet(app: &mut App, session: &Session, unknown: &[crate::model::Problem]) {
    if let Some(holder) = &app.file.read_only {
        let text = format!("read-only: {holder} works on this file");
        app.complain(text);
    } else if let Some(problem) = unknown.first() {
        let text = format!("{}: {problem} ({} in all)", problem.path, unknown.len());
        app.complain(text);
    } else if session.is_unprotected() {
        app.complain("no journal could be had: a crash would lose what is not saved");
    } else if app.file.comments {
        app.say("this file has comments, which a save would drop; it will ask first");
    } else if app.file.path.as_ref().is_some_and(|path| !path.exists()) {
        app.say(format!("a new document; Ctrl-s writes {}", app.file_name()));
    }
}

/// What is offered back, in a few lines.
fn offer(recovery: &Recovery) -> Vec<String> {
    let mut text = vec![sentence(&recovery.summary())];
    let last = recovery
        .changes
        .iter()
        .rev()
        .take(4)
        .map(|change| format!("- {}", change.label));
    text.extend(last.collect::<Vec<_>>().into_iter().rev());
    if let Some(typing) = recovery
        .form
        .as_ref()
        .and_then(|form| Unkept::from_text(form).in_words())
    {
        text.push(format!("Being typed: {typing}"));
    }
    text.extend(recovery.notes.iter().map(|note| sentence(note)));
    text
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}

/// Brings back what was being typed; a decision opens its form again.
fn take_up_typing(app: &mut App, unkept: &Unkept) {
    for draft in &unkept.decisions {
        app.drafts.insert(draft.finding.clone(), draft.clone());
    }
    app.kept.extend(unkept.lines.clone());
    if let Some(draft) = unkept.decisions.first() {
        let decision = app.model().decisions.get(&draft.finding);
        let form = DecisionForm::new(&draft.finding, decision, Some(draft));
        app.modals.push(Modal::Decision(Box::new(form)));
    }
}

/// ASCII where it was asked for, or where the locale cannot show anything else.
fn charset(ascii: bool) -> Charset {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    let utf8 = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    if ascii || !utf8 {
        Charset::Ascii
    } else {
        Charset::Unicode
    }
}

/// No colours where the environment says so.
fn depth(wanted: Option<bool>) -> Depth {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    let colour = wanted.unwrap_or_else(|| !set("NO_COLOR") && !dumb);
    if colour { Depth::Sixteen } else { Depth::Mono }
}
