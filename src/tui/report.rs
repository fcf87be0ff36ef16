//! The Report screen, as data: what is wanted of the report, its blocks as they are now, and where the person is looking.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::{Sitting, assess};
use crate::model::{Date, Edition};
use crate::report::blocks::Report;
use crate::report::{Audience, BuildOptions, Chapter, Format, build};

use super::app::App;
use super::export::path_beside;
use super::review;

/// What is wanted of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The form of the file.
    pub format: Format,
    /// Who reads it.
    pub audience: Audience,
    /// The chapters; empty for those that the audience usually reads.
    pub chapters: Vec<Chapter>,
    /// The edition of the threats; the document's own without.
    pub edition: Option<Edition>,
    /// The day that it speaks of; the session's without.
    pub date: Option<Date>,
    /// The file; beside the document without.
    pub path: Option<PathBuf>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            format: Format::Pdf,
            audience: Audience::Full,
            chapters: Vec::new(),
            edition: None,
            date: None,
            path: None,
        }
    }
}

impl Wanted {
    /// What it is made for, without the names and digests of files.
    #[must_use]
    pub fn options(&self) -> BuildOptions {
        BuildOptions {
            audience: self.audience,
            chapters: self.chapters.clone(),
            ..BuildOptions::default()
        }
    }

    /// Whether a chapter is printed.
    #[must_use]
    pub fn prints(&self, chapter: Chapter) -> bool {
        self.options().prints(chapter)
    }

    /// Takes a chapter in or leaves it out. The choice of what is usual is no choice.
    pub fn toggle(&mut self, chapter: Chapter) {
        let on = |one: Chapter| self.prints(one) != (one == chapter);
        let chosen: Vec<Chapter> = Chapter::ALL.into_iter().filter(|one| on(*one)).collect();
        if chosen.is_empty() {
            return; // A report without a chapter is none.
        }
        let usual = |one: &Chapter| one.is_usual_for(self.audience);
        let is_usual = chosen
            .iter()
            .copied()
            .eq(Chapter::ALL.into_iter().filter(usual));
        self.chapters = if is_usual { Vec::new() } else { chosen };
    }
}

/// A line at the side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportLine {
    /// The form of the file.
    Format,
    /// Who reads it.
    Audience,
    /// The edition.
    Edition,
    /// The day.
    Date,
    /// The file.
    Path,
    /// A chapter.
    Chapter(Chapter),
    /// What the review that is under way settled; the report has it as long as no chapters are chosen.
    Sitting,
}

/// The lines above the chapters.
pub const SETTINGS: [ReportLine; 5] = [
    ReportLine::Format,
    ReportLine::Audience,
    ReportLine::Edition,
    ReportLine::Date,
    ReportLine::Path,
];

/// The section of the report that the review has.
pub const SITTING: &str = "sitting";

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct ReportScreen {
    /// What is wanted.
    pub wanted: Wanted,
    /// The line at the side that has the cursor.
    pub cursor: usize,
    /// How far the chapter is scrolled.
    pub scroll: usize,
    /// The report as it is now, and from what it was made.
    pub made: Option<Made>,
    /// The file that was written last.
    pub written: Option<PathBuf>,
    /// What the file that is being written was ordered as.
    pub ordered: Option<Wanted>,
    /// What the file that was written last was ordered as.
    pub written_as: Option<Wanted>,
}

/// The blocks of a report, and from what they were made.
#[derive(Debug, Clone)]
pub struct Made {
    revision: u64,
    wanted: Wanted,
    sitting: Option<Sitting>,
    report: Arc<Report>,
}

impl ReportScreen {
    /// Every line at the side, from the top.
    #[must_use]
    pub fn lines(&self) -> Vec<ReportLine> {
        let mut lines = SETTINGS.to_vec();
        lines.extend(Chapter::ALL.into_iter().map(ReportLine::Chapter));
        let sections = self.report().map_or(&[][..], |report| &report.sections);
        if let Some(at) = sections.iter().position(|section| section.id == SITTING) {
            // It stands where the report has it: after the chapter that is printed before it.
            let before = at.checked_sub(1).map(|at| sections[at].id.as_str());
            let is_before = |line: &ReportLine| matches!(line, ReportLine::Chapter(one) if Some(one.as_str()) == before);
            let place = lines
                .iter()
                .position(is_before)
                .map_or(SETTINGS.len(), |at| at + 1);
            lines.insert(place, ReportLine::Sitting);
        }
        lines
    }

    /// The line under the cursor.
    #[must_use]
    pub fn line(&self) -> ReportLine {
        let all = self.lines();
        all[self.cursor.min(all.len() - 1)]
    }

    /// Takes the end of an export: the file holds what was ordered, whatever is chosen by now.
    pub fn take_written(&mut self, path: PathBuf) {
        let ordered = self.ordered.take();
        self.written_as = Some(ordered.unwrap_or_else(|| self.wanted.clone()));
        self.written = Some(path);
    }

    /// The file that was written last, as long as it holds what is chosen now.
    #[must_use]
    pub fn as_written(&self) -> Option<&PathBuf> {
        let still = self.written_as.as_ref() == Some(&self.wanted);
        self.written.as_ref().filter(|_| still)
    }

    /// The report as it is now.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.made.as_ref().map(|made| made.report.as_ref())
    }
}

/// Makes the blocks again where the document, what is wanted or the review that is under way has changed.
pub fn keep_up(app: &mut App) {
    let revision = app.doc.revision();
    let sitting = review::settled(app);
    let wanted = &app.report.wanted;
    let known = |made: &Made| {
        // Neither the form nor the name of the file changes a word.
        made.revision == revision
            && made.sitting == sitting
            && made.wanted.options() == wanted.options()
            && (made.wanted.edition, made.wanted.date) == (wanted.edition, wanted.date)
    };
    if app.report.made.as_ref().is_some_and(known) {
        return;
    }
    let options = BuildOptions {
        sitting: sitting.clone(),
        ..wanted.options()
    };
    app.report.made = Some(Made {
        revision,
        wanted: wanted.clone(),
        sitting,
        report: Arc::new(blocks(app, wanted, &options)),
    });
}

fn blocks(app: &App, wanted: &Wanted, options: &BuildOptions) -> Report {
    let (catalog, layout) = (&app.catalog, &app.derived.layout);
    if wanted.edition.is_none() && wanted.date.is_none() {
        let assessment = &app.derived.assessment;
        return build(app.model(), catalog, assessment, layout, options);
    }
    let mut model = app.model().clone();
    if let Some(edition) = wanted.edition {
        model.system.edition = edition;
    }
    let assessment = assess(&model, catalog, wanted.date.unwrap_or(app.date));
    build(&model, catalog, &assessment, layout, options)
}

/// Where the report goes.
#[must_use]
pub fn path(app: &App) -> PathBuf {
    let wanted = &app.report.wanted;
    wanted.path.clone().unwrap_or_else(|| {
        let beside = path_beside(app.file.path.as_deref(), &app.model().system.title);
        beside.with_extension(wanted.format.extension())
    })
}
