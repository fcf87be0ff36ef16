//! The report, written by a worker: progress comes back as messages, and it can be stopped.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use crate::analysis::Sitting;
use crate::catalog::Catalog;
use crate::model::{Date, ThreatModel};
use crate::report::{Logo, Order, PROGRAM_DIGEST, Progress, ReportError, catalog_digest, make};
use crate::store::Digest;

use super::message::Msg;
use super::report::Wanted;

/// What the worker needs: a copy, so that drawing goes on meanwhile.
#[derive(Debug)]
pub struct Job {
    /// The document, in the edition that is wanted.
    pub model: ThreatModel,
    /// The digest of the document's file once it is saved as it stands.
    pub digest: Digest,
    /// What is known.
    pub catalog: Catalog,
    /// The day that the report speaks of.
    pub date: Date,
    /// The name of the document's file, without its folder; empty where it has none.
    pub document: String,
    /// Where the document lies, if it was saved: a logo beside it stands on the cover.
    pub lies: Option<PathBuf>,
    /// What was settled in the review that is under way.
    pub sitting: Option<Sitting>,
    /// Where the report goes.
    pub path: PathBuf,
    /// What is wanted of it.
    pub wanted: Wanted,
}

/// A worker that can be stopped.
#[derive(Debug)]
pub struct Worker {
    stop: Arc<AtomicBool>,
}

impl Worker {
    /// Starts writing.
    pub fn start(job: Job, tell: Sender<Msg>) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        thread::Builder::new()
            .name("export".into())
            .spawn(move || {
                let worked = AssertUnwindSafe(|| write(&job, &flag, &tell));
                let result = catch_unwind(worked)
                    .unwrap_or_else(|_| Err("a defect of Bartizan stopped it".to_owned()));
                // Nobody listens any more when the program has ended meanwhile.
                let _ = tell.send(Msg::Exported(result));
            })?;
        Ok(Self { stop })
    }

    /// Asks the worker to stop; nothing is written then.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn write(job: &Job, stop: &AtomicBool, tell: &Sender<Msg>) -> Result<Option<PathBuf>, String> {
    let hear = |done: usize, all: usize, what: &str| {
        let _ = tell.send(Msg::ExportStep {
            done,
            all,
            what: what.to_owned(),
        });
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let Some(bytes) = render(job, &hear)? else {
        return Ok(None);
    };
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    crate::store::write_atomic(&job.path, &bytes).map_err(|error| error.to_string())?;
    Ok(Some(job.path.clone()))
}

/// The bytes of the report; `None` when it was stopped.
fn render(
    job: &Job,
    step: &dyn Fn(usize, usize, &str) -> ControlFlow<()>,
) -> Result<Option<Vec<u8>>, String> {
    let mut order = Order::new(&job.model, &job.catalog, job.date);
    order.options.model_file.clone_from(&job.document);
    order.options.sitting.clone_from(&job.sitting);
    order.options.model_digest = format!("sha256:{}", job.digest);
    order.options.catalog_digest = catalog_digest(&job.catalog);
    PROGRAM_DIGEST.clone_into(&mut order.options.program_digest);
    order.options.audience = job.wanted.audience;
    order.options.chapters.clone_from(&job.wanted.chapters);
    order.options.logo = logo(job)?;
    match make(&order, job.wanted.format, &Steps(step)) {
        Ok(made) => Ok(Some(made.bytes)),
        Err(ReportError::Cancelled) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// The logo beside the document.
fn logo(job: &Job) -> Result<Option<Logo>, String> {
    let Some(file) = job.lies.as_deref().and_then(crate::store::logo_beside) else {
        return Ok(None);
    };
    let refused = |why: String| format!("cannot use the logo {}: {why}", file.display());
    let bytes = std::fs::read(&file).map_err(|error| refused(error.to_string()))?;
    let read = Logo::read(bytes);
    read.map(Some).map_err(|error| refused(error.to_string()))
}

/// A closure that hears how far the report is.
struct Steps<'a>(&'a dyn Fn(usize, usize, &str) -> ControlFlow<()>);

impl Progress for Steps<'_> {
    fn step(&self, done: usize, total: usize, what: &str) -> ControlFlow<()> {
        (self.0)(done, total, what)
    }
}

/// Where the report of a document goes: beside it.
#[must_use]
pub fn path_beside(document: Option<&Path>, title: &str) -> PathBuf {
    if let Some(path) = document {
        return path.with_extension("pdf");
    }
    let name = crate::model::slug(title).unwrap_or_else(|| "system".into());
    PathBuf::from(name).with_extension("pdf")
}
