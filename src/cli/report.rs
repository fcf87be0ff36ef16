//! `bartizan report`: the threat-model report as a file.

use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Shared;
use super::failure::{self, Failure};
use super::inputs::{self, Day, Read};
use crate::model::{Diagnostic, Edition, text};
use crate::report::{Audience, BuildOptions, Format, Order, Paper, PdfOptions, Progress, make};
use crate::store::{self, Digest};

/// Write the report
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan report model.ron
  bartizan report model.ron -o review.pdf --audience brief
  bartizan report model.ron -o review.md
  bartizan report model.ron --date 2026-11-22 -o same-bytes-every-time.pdf"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// The file to write; beside the system without it
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What to write; told from the name of the output without it
    #[arg(long, value_parser = ["pdf", "markdown", "html"])]
    format: Option<String>,

    /// Who reads it: `brief` for those who decide, `full` for those who build and check
    #[arg(long, value_parser = ["brief", "full"], default_value = "full")]
    audience: String,

    /// The size of the pages
    #[arg(long, value_parser = ["a4", "letter"], default_value = "a4")]
    paper: String,

    /// The edition of the OWASP ML Top 10, instead of the document's
    #[arg(long, value_parser = inputs::edition())]
    edition: Option<Edition>,

    #[command(flatten)]
    day: Day,
}

pub(super) fn run(args: &Args, shared: &Shared) -> Result<ExitCode, Failure> {
    let format = format(args)?;
    let output = args
        .output
        .clone()
        .unwrap_or_else(|| args.file.with_extension(format.extension()));
    let read = Read::sound(&args.file, shared, args.day.date, args.edition)?;
    refuse_to_overwrite_the_model(&args.file, &output)?;
    let order = Order {
        options: BuildOptions {
            audience: Audience::parse(&args.audience).unwrap_or_default(),
            model_file: file_name(&args.file),
            model_digest: digest(&text::write(read.model())),
            catalog_digest: digest(&read.catalog.canonical_text()),
        },
        pdf: PdfOptions {
            paper: if args.paper == "letter" { Paper::Letter } else { Paper::A4 },
            ..PdfOptions::default()
        },
        ..Order::new(read.model(), &read.catalog, read.date)
    };
    let line = StatusLine::new();
    let made = make(&order, format, &line);
    line.clear();
    let made = made.map_err(|error| Failure::new(error.to_string()))?;
    store::write_atomic(&output, &made.bytes)?;
    let warnings: Vec<Diagnostic> = made.warnings.iter().map(Diagnostic::warning).collect();
    failure::tell(&warnings, shared.color);
    let pages = match made.pages {
        0 => String::new(),
        1 => ", 1 page".to_owned(),
        n => format!(", {n} pages"),
    };
    eprintln!("wrote {}{pages}", output.display());
    Ok(ExitCode::SUCCESS)
}

fn format(args: &Args) -> Result<Format, Failure> {
    if let Some(name) = &args.format {
        return Ok(Format::parse(name).unwrap_or(Format::Pdf));
    }
    let Some(output) = &args.output else {
        return Ok(Format::Pdf);
    };
    let extension = output.extension().and_then(|e| e.to_str()).unwrap_or_default();
    Format::parse(extension).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|f| f.extension()).collect();
        Failure::with_help(
            format!("`{}` does not say which format to write", output.display()),
            &format!("end the name in one of {}, or give --format", known.join(", ")),
        )
    })
}

/// A report over the model would lose the model.
fn refuse_to_overwrite_the_model(model: &Path, output: &Path) -> Result<(), Failure> {
    let same = match (model.canonicalize(), output.canonicalize()) {
        (Ok(model), Ok(output)) => model == output,
        _ => false,
    };
    if same {
        return Err(Failure::with_help(
            format!("`{}` is the system itself", output.display()),
            "give the report another name with -o",
        ));
    }
    Ok(())
}

fn digest(text: &str) -> String {
    format!("sha256:{}", Digest::of(text.as_bytes()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Progress on one line of standard error, where someone is there to see it.
struct StatusLine {
    seen: bool,
}

impl StatusLine {
    fn new() -> Self {
        Self {
            seen: std::io::stderr().is_terminal(),
        }
    }

    fn clear(&self) {
        if self.seen {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Progress for StatusLine {
    fn step(&self, done: usize, total: usize, what: &str) -> ControlFlow<()> {
        if self.seen {
            let _ = write!(std::io::stderr(), "\r\x1b[K{what} {done}/{total}");
        }
        ControlFlow::Continue(())
    }
}
