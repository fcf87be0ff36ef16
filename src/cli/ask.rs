//! `bartizan ask`: the open questions, the most settling first.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr as _;

use super::Shared;
use super::check::{Format, questions_json};
use super::failure::Failure;
use super::inputs::{Day, Read};
use super::out::{self, Paint};
use super::words::{answers, columns, counted, replaced, wrapped};
use crate::analysis::{Outcome, Prompt, Question, Standing, try_answers};
use crate::model::ThreatModel;

/// List the open questions whose answers would settle most
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan ask model.ron
  bartizan ask model.ron --next 1
  bartizan do model.ron 'answer scoring-api exposure partner'"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// How many questions to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 5)]
    next: usize,

    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    day: Day,
}

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let read = Read::sound(&args.file, shared, args.day.date, None)?;
    let assessment = read.assess();
    let shown = if args.next == 0 {
        usize::MAX
    } else {
        args.next
    };
    let questions: Vec<&Question> = assessment.questions.iter().take(shown).collect();
    match args.format {
        Format::Json => questions_json(&read, &questions, &assessment.prompts)?,
        Format::Text => {
            let mut text = replaced(&read.catalog, paint);
            for (i, question) in questions.iter().enumerate() {
                let outcomes = try_answers(read.model(), &read.catalog, read.date, question);
                text.push_str(&show(i + 1, question, &outcomes, read.model(), paint));
                text.push('\n');
            }
            text.push_str(&lacks(&assessment.prompts, paint));
            text.push_str(&left(
                assessment.questions.len(),
                questions.len(),
                &args.file,
            ));
            out::print(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(
    number: usize,
    question: &Question,
    outcomes: &[Outcome],
    model: &ThreatModel,
    paint: &Paint,
) -> String {
    let prefix = format!("{number:>2}. ");
    let mut text = wrapped(&prefix, &question.text);
    text.push_str(&wrapped("    ", &question.why));
    let settles: Vec<String> = question.settles.iter().map(ToString::to_string).collect();
    if !settles.is_empty() {
        text.push_str(&wrapped("    settles ", &settles.join(", ")));
    }
    if let Some(presumed) = &question.presumed {
        let _ = writeln!(text, "    counts as `{presumed}` until someone answers");
    }
    let lines = answers(question, model);
    let width = lines
        .iter()
        .map(|(line, _)| line.width())
        .max()
        .unwrap_or(0);
    for (line, meaning) in &lines {
        let _ = writeln!(
            text,
            "      {}{}",
            paint.strong(line),
            beside(line, meaning, width, paint)
        );
        let value = |outcome: &&Outcome| line.rsplit(' ').next() == Some(outcome.value.as_str());
        if let Some(changes) = outcomes.iter().find(value).and_then(changes) {
            text.push_str(&wrapped("          then ", &changes));
        }
    }
    if question.many {
        text.push_str("      several values can hold: join them by commas\n");
    }
    if outcomes.iter().all(|outcome| changes(outcome).is_none()) {
        let moved: BTreeSet<String> = outcomes
            .iter()
            .flat_map(|one| one.consequences.iter().map(ToString::to_string))
            .collect();
        text.push_str(&if moved.is_empty() {
            "    as things stand, no answer moves a verdict or a risk\n".to_owned()
        } else {
            let ids = moved.into_iter().collect::<Vec<_>>().join(", ");
            let told = format!("no answer moves a finding, only what follows elsewhere: {ids}");
            wrapped("    ", &told)
        });
    }
    text
}

/// What a value means, beside the operation that gives it, or below where there is no room beside it.
fn beside(line: &str, meaning: &str, widest: usize, paint: &Paint) -> String {
    if meaning.is_empty() {
        return String::new();
    }
    let said = paint.quiet(&format!("# {meaning}"));
    // Six blanks before, two between, and the mark with its blank.
    if 6 + widest + 2 + 2 + meaning.width() > columns() {
        return format!("\n          {said}");
    }
    format!("{}  {said}", " ".repeat(widest - line.width()))
}

/// What the drawing as a whole seems to lack.
fn lacks(prompts: &[Prompt], paint: &Paint) -> String {
    if prompts.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n", paint.strong("The drawing seems to lack something"));
    for prompt in prompts {
        text.push_str(&wrapped("  - ", &prompt.text));
        text.push_str(&wrapped("    ", &prompt.why));
    }
    text.push('\n');
    text
}

/// What an answer would change, in a line: verdicts first, then risks.
fn changes(outcome: &Outcome) -> Option<String> {
    let verdicts = outcome.verdicts.iter().map(|(id, _, then)| match then {
        Standing::Applies => format!("{id} applies"),
        Standing::NeedsAnswer => format!("{id} needs an answer"),
        Standing::Consequence => format!("{id} is only a consequence"),
        Standing::DoesNotApply => format!("{id} does not apply"),
    });
    let risks = outcome.risks.iter();
    let risks = risks.map(|(id, now, then)| format!("{id} goes from {now} to {then}"));
    let all: Vec<String> = verdicts.chain(risks).collect();
    match all.len() {
        0 => None,
        // A line is for a glance; a zone can move a dozen verdicts.
        1..=4 => Some(all.join(", ")),
        more => Some(format!("{}, and {} more", all[..3].join(", "), more - 3)),
    }
}

fn left(all: usize, shown: usize, file: &std::path::Path) -> String {
    let file = file.display();
    match (all, all - shown) {
        (0, _) => "Nothing is open: every fact that the rules look at is answered.\n".to_owned(),
        (_, 0) => format!("Answer one with `bartizan do {file} 'answer …'`.\n"),
        (_, more) => format!(
            "{}: `--next 0` shows all.\nAnswer one with `bartizan do {file} 'answer …'`.\n",
            counted(more, "more question")
        ),
    }
}
