//! `bartizan verify`: is this PDF the report of this model? Exit 0 where it is, 1 where it is not, 2 where nobody can tell.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use super::Shared;
use super::failure::Failure;
use super::inputs::{self, Read};
use super::out::{self, Paint};
use super::report::{Bar, fonts, logo};
use crate::report::{Evidence, Logo, Stamp, Verification, catalog_digest, stamp, verify};

/// Say whether a PDF is the report of a model
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Reads from the PDF how it was made (audience, chapters, paper, date, edition),
makes the report again and compares the two byte for byte. Exit code 0: they
match; 1: they do not, and the answer says what differs; 2: the files cannot be
read, or the PDF does not say how it was made.

Examples:
  bartizan verify report.pdf model.ron
  bartizan verify report.pdf model.ron --font NotoSansCJK.ttc"
)]
pub(super) struct Args {
    /// The report
    report: PathBuf,

    /// The system
    model: PathBuf,

    /// A font that was given when the report was made; can be given several times, in the same order
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,

    /// The logo that was given when the report was made; the one beside the model without it
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
}

/// The logo that the report says it has: the one given, or the one beside the model.
fn logo_of(args: &Args, made: &Stamp) -> Result<Option<Logo>, Failure> {
    if made.get("logo").is_empty() {
        return Ok(None);
    }
    logo(args.logo.as_deref(), &args.model)
}

/// The exit code for "no match", as `diff` has it.
const NO_MATCH: u8 = 1;

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let pdf = inputs::read_bytes(&args.report)?;
    let made = stamp(&pdf)
        .map_err(|error| Failure::new(format!("`{}`: {error}", args.report.display())))?;
    let read = Read::sound(&args.model, shared, None, None)?;
    let evidence = Evidence {
        model: read.model(),
        model_bytes: &inputs::read_bytes(&args.model)?,
        catalog: &read.catalog,
        catalog_digest: catalog_digest(&read.catalog),
        fonts: fonts(&args.font)?,
        logo: logo_of(args, &made)?,
    };
    let bar = Bar::new();
    let verdict = verify(&pdf, &made, &evidence, &bar);
    bar.end();
    let verdict = verdict.map_err(|error| Failure::new(error.to_string()))?;
    out::print(&text(args, &made, &verdict, paint))?;
    Ok(match verdict {
        Verification::Match => ExitCode::SUCCESS,
        Verification::Differs(_) => ExitCode::from(NO_MATCH),
    })
}

fn text(args: &Args, made: &Stamp, verdict: &Verification, paint: &Paint) -> String {
    let (report, model) = (args.report.display(), args.model.display());
    let mut text = match verdict {
        Verification::Match => format!(
            "{}: made again from {model}, {report} is the same byte for byte\n",
            paint.strong("match")
        ),
        Verification::Differs(_) => format!(
            "{}: {report} is not the report of {model}\n",
            paint.strong("no match")
        ),
    };
    if let Verification::Differs(lines) = verdict {
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    if made.tells_a_review() && *verdict == Verification::Match {
        text.push_str(
            "  the chapter \"Settled in this review\" was set from the list that the report itself keeps; no model holds it,\n  so whether it is true is for those who were there\n",
        );
    }
    let _ = writeln!(text, "{}", paint.quiet(&how(made)));
    text
}

/// How the report says that it was made.
fn how(made: &Stamp) -> String {
    let entries = [
        ("audience", "audience"),
        ("chapters", "chapters"),
        ("edition", "edition"),
        ("date", "date"),
        ("paper", "paper"),
        ("program", "made by"),
        ("embedded", "embeds"),
    ];
    let said = entries.into_iter().filter_map(|(name, words)| {
        let value = made.get(name);
        (!value.is_empty()).then(|| format!("{words} {value}"))
    });
    format!("the report says: {}", said.collect::<Vec<_>>().join(", "))
}
