//! `bartizan report`: the report as a file. It is there whole or not at all.

use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, TypedValueParser};

use super::Shared;
use super::failure::{self, Failure};
use super::inputs::{self, Day, Read, edition, never_replace, one_of};
use super::out;
use crate::model::{Diagnostic, Edition};
use crate::report::{
    Attachment, Audience, BuildOptions, Chapter, ExtraFont, Format, Logo, Order, PROGRAM_DIGEST,
    Paper, PdfOptions, PdfStandard, Progress, catalog_digest, make, model_attachment,
};
use crate::store;

/// Write the report
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan report model.ron -o report.pdf
  bartizan report model.ron -o brief.pdf --audience brief
  bartizan report model.ron -o report.md --date 2026-11-22
  bartizan report model.ron --format markdown -o - | less
  bartizan report model.ron -o annex.pdf --chapters procurement,guidance
  bartizan report model.ron -o archive.pdf --pdf-standard a3a
  bartizan report model.ron -o report.pdf --logo house.svg

A logo that is called `model.logo.svg` or `model.logo.png` and lies beside `model.ron`
stands on the cover without being asked for, here and in the terminal."
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// The file to write; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// The form of the report; that of the output's name without it
    #[arg(long, value_parser = format())]
    format: Option<Format>,

    #[command(flatten)]
    day: Day,

    /// The edition of the OWASP ML Top 10; the document's own without it
    #[arg(long, value_parser = edition())]
    edition: Option<Edition>,

    /// Who reads it: people who decide, or everyone who builds, checks or signs something
    #[arg(long, value_parser = audience(), default_value = Audience::Full.as_str())]
    audience: Audience,

    /// Only these chapters, with commas between them; those of the audience without it
    #[arg(long, value_delimiter = ',', value_name = "CHAPTER", value_parser = chapter())]
    chapters: Vec<Chapter>,

    /// The paper of a PDF
    #[arg(long, value_parser = paper())]
    paper: Option<Paper>,

    /// What a PDF keeps to
    #[arg(long, value_parser = standard(), default_value = PdfStandard::default().as_str())]
    pdf_standard: PdfStandard,

    /// A logo for the cover, PNG or SVG; without it `MODEL.logo.svg` or `MODEL.logo.png` beside the model
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,

    /// A font for characters that the built-in ones lack; can be given several times
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
}

fn format() -> impl TypedValueParser<Value = Format> {
    one_of(Format::ALL, |format| PossibleValue::new(name_of(format)))
}

/// A format's name as on the command line.
fn name_of(format: Format) -> &'static str {
    match format {
        Format::Pdf => "pdf",
        Format::Markdown => "markdown",
        Format::Html => "html",
    }
}

fn audience() -> impl TypedValueParser<Value = Audience> {
    one_of(Audience::ALL, |audience| {
        PossibleValue::new(audience.as_str())
    })
}

fn chapter() -> impl TypedValueParser<Value = Chapter> {
    one_of(Chapter::ALL, |chapter| {
        PossibleValue::new(chapter.as_str()).help(chapter.about())
    })
}

fn standard() -> impl TypedValueParser<Value = PdfStandard> {
    one_of(PdfStandard::ALL, |standard| {
        PossibleValue::new(standard.as_str()).help(standard.about())
    })
}

fn paper() -> impl TypedValueParser<Value = Paper> {
    one_of(Paper::ALL, |paper| PossibleValue::new(paper.name()))
}

pub(super) fn run(args: &Args, shared: &Shared) -> Result<ExitCode, Failure> {
    let format = match args.format {
        Some(format) => format,
        None => format_of(&args.output)?,
    };
    let logo_and_fonts = args.logo.iter().map(|logo| ("logo", logo.as_path()));
    let logo_and_fonts =
        logo_and_fonts.chain(args.font.iter().map(|font| ("font", font.as_path())));
    let sources = [("model", args.file.as_path())]
        .into_iter()
        .chain(logo_and_fonts);
    never_replace(&args.output, "report", sources.chain(shared.files()))?;
    let read = Read::sound(&args.file, shared, args.day.date, args.edition)?;
    let order = Order {
        options: BuildOptions {
            logo: logo(args.logo.as_deref(), &args.file)?,
            ..options(&read, args)
        },
        pdf: PdfOptions {
            paper: args.paper.unwrap_or_default(),
            fonts: fonts(&args.font)?,
            attachment: attachment(args, &file_name(&read))?,
        },
        ..Order::new(read.model(), &read.catalog, read.date)
    };
    let bar = Bar::new();
    let made = make(&order, format, &bar);
    bar.end();
    let made = made.map_err(|error| Failure::new(error.to_string()))?;
    let warnings: Vec<Diagnostic> = made.warnings.iter().map(Diagnostic::warning).collect();
    failure::tell(&warnings, shared.color);
    if args.output == Path::new("-") {
        out::write(&made.bytes)?;
    } else {
        store::write_atomic(&args.output, &made.bytes)?;
        failure::say(&wrote(&args.output, format, made.pages));
    }
    Ok(ExitCode::SUCCESS)
}

/// What the report is made for, and from what.
fn options(read: &Read, args: &Args) -> BuildOptions {
    BuildOptions {
        audience: args.audience,
        chapters: args.chapters.clone(),
        logo: None,
        model_file: file_name(read),
        model_digest: format!("sha256:{}", read.loaded.digest),
        catalog_digest: catalog_digest(&read.catalog),
        program_digest: PROGRAM_DIGEST.to_owned(),
        paper: None,
        sitting: None,
    }
}

/// The name of the model's file without its folder.
fn file_name(read: &Read) -> String {
    let name = read.loaded.path.file_name();
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The model, where the standard wants it inside the PDF.
fn attachment(args: &Args, name: &str) -> Result<Option<Attachment>, Failure> {
    match args.pdf_standard {
        PdfStandard::A2a => Ok(None),
        PdfStandard::A3a if args.file.as_os_str() == "-" => Err(Failure::new(
            "the model that goes into a PDF/A-3 has to be a file, not standard input",
        )),
        PdfStandard::A3a => {
            let bytes = inputs::read_bytes(&args.file)?;
            Ok(Some(model_attachment(name, &bytes)))
        }
    }
}

fn wrote(path: &Path, format: Format, pages: usize) -> String {
    match format {
        Format::Pdf => format!(
            "wrote {}, {}",
            path.display(),
            super::words::counted(pages, "page")
        ),
        Format::Markdown | Format::Html => format!("wrote {}", path.display()),
    }
}

fn format_of(output: &Path) -> Result<Format, Failure> {
    let extension = output
        .extension()
        .map(|extension| extension.to_string_lossy());
    if let Some(format) = extension.as_deref().and_then(Format::parse) {
        return Ok(format);
    }
    let known: Vec<String> = Format::ALL
        .map(|format| format!("`.{}`", format.extension()))
        .to_vec();
    Err(Failure::with_help(
        format!(
            "the name `{}` does not say what form the report has",
            output.display()
        ),
        format!("let it end in one of {}, or say --format", known.join(", ")),
    ))
}

pub(super) fn fonts(paths: &[PathBuf]) -> Result<Vec<ExtraFont>, Failure> {
    let read = |path: &PathBuf| {
        let bytes = inputs::read_bytes(path)?;
        let name = path.display().to_string();
        Ok(ExtraFont { name, bytes })
    };
    paths.iter().map(read).collect()
}

/// The logo that was given, or the one beside the model.
pub(super) fn logo(given: Option<&Path>, model: &Path) -> Result<Option<Logo>, Failure> {
    let beside = || store::logo_beside(model);
    let Some(file) = given.map(Path::to_path_buf).or_else(beside) else {
        return Ok(None);
    };
    let read = Logo::read(inputs::read_bytes(&file)?);
    read.map(Some)
        .map_err(|error| Failure::new(format!("cannot use the logo `{}`: {error}", file.display())))
}

/// Progress in one line of standard error, where that is a terminal.
pub(super) struct Bar {
    shown: bool,
}

impl Bar {
    pub(super) fn new() -> Self {
        Self {
            shown: std::io::stderr().is_terminal(),
        }
    }

    /// Leaves the line empty.
    pub(super) fn end(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

impl Progress for Bar {
    fn step(&self, done: usize, total: usize, what: &str) -> ControlFlow<()> {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{done}/{total} {what}");
        }
        ControlFlow::Continue(())
    }
}
