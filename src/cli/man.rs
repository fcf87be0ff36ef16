//! `bartizan man`: the manual page.

use std::process::ExitCode;

use super::failure::Failure;
use super::out;
use crate::model::nearest;

/// Write a manual page
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan man > bartizan.1
  bartizan man check > bartizan-check.1
  bartizan man catalog show > bartizan-catalog-show.1
  bartizan man | man -l -"
)]
pub(super) struct Args {
    /// The subcommand whose page to write, such as `check` or `catalog show`; the program's own without it
    subcommand: Vec<String>,
}

pub(super) fn run(args: &Args, mut command: clap::Command) -> Result<ExitCode, Failure> {
    command.build();
    let mut page = &command;
    let mut title = command.get_name().to_owned();
    for name in &args.subcommand {
        page = page
            .find_subcommand(name)
            .ok_or_else(|| unknown(name, page))?;
        title = format!("{title}-{name}");
    }
    let program = format!("{} {}", command.get_name(), env!("CARGO_PKG_VERSION"));
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone())
        .title(title)
        .source(program)
        .render(&mut text)
        .map_err(|error| Failure::new(format!("the page could not be written: {error}")))?;
    text.extend_from_slice(examples(page).as_bytes());
    out::write(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The examples of the help and what stands around them, as clap leaves out of a page what its help says first.
fn examples(page: &clap::Command) -> String {
    let said = page.get_before_long_help().map(ToString::to_string);
    let said = said.unwrap_or_default();
    let Some((above, said)) = said.split_once("Examples:\n") else {
        return String::new();
    };
    let (shown, below) = said.split_once("\n\n").unwrap_or((said, ""));
    let below = format!("{above}{below}");
    let below = below.trim_end();
    let examples = format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", roff(shown));
    if below.is_empty() {
        examples
    } else {
        examples + &format!(".PP\n{}\n", roff(below))
    }
}

/// Text for roff, to which a dot at the start of a line is a command, and a bare hyphen no minus.
fn roff(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("\\&{}", line.replace('\\', "\\e").replace('-', "\\-")));
    lines.collect::<Vec<String>>().join("\n")
}

fn unknown(name: &str, command: &clap::Command) -> Failure {
    let names = command.get_subcommands().map(clap::Command::get_name);
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`bartizan --help` shows every subcommand".into(),
    };
    Failure::with_help(format!("there is no subcommand `{name}`"), help)
}
