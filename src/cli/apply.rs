//! `bartizan do`: changes a document by operations, all of them or none.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Shared;
use super::failure::{self, Failure};
use super::inputs::unknown_words;
use super::layers;
use super::out;
use crate::catalog::Catalog;
use crate::model::{Diagnostic, Edit, FORMS, Op, Plan, ThreatModel};
use crate::store::{self, Folders, Loaded, Session};

/// Change a system by operations, all of them or none
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan do model.ron 'add \"Scoring API\" serve.api in prod after gateway'
  bartizan do model.ron 'answer scoring-api exposure partner' 'decide ML01@scoring-api mitigate'
  bartizan do model.ron --dry-run 'remove scoring-api'
  bartizan do model.ron - < steps.txt",
    after_long_help = forms_help()
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// Operations, each as one argument; `-` reads them from standard input, one a line
    #[arg(required = true, value_name = "OP", allow_hyphen_values = true)]
    operations: Vec<String>,

    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Save although the file has comments, which are lost then
    #[arg(long)]
    drop_comments: bool,
}

/// Every form of an operation, for `--help`.
fn forms_help() -> String {
    let mut text = String::from("Operations:\n");
    for form in FORMS {
        let _ = writeln!(text, "  {} {}\n      {}", form.verb, form.usage, form.does);
    }
    text.push_str(
        "\nNames of several words stand in double quotes; \\\" is a quote inside them. In a file, lines that begin\nwith # are comments.",
    );
    text
}

/// An operation with where it was read.
struct Line {
    text: String,
    from: Option<String>,
    /// Its line where it came from; the first of an argument.
    number: usize,
}

pub(super) fn run(args: &Args, shared: &Shared) -> Result<ExitCode, Failure> {
    let lines = lines(&args.operations)?;
    let loaded = store::load(&args.file)?;
    let catalog = layers::catalog(shared, Some(&args.file), false)?;
    let (plans, model) = carry_out(&lines, &loaded.model, &catalog)?;
    let edits = loaded.model.edits_to(&model);
    if args.dry_run {
        out::print(&preview(&plans, &edits))?;
    } else if edits.is_empty() {
        let file = args.file.display();
        failure::say(&format!("nothing to change: {file} is like this already"));
    } else {
        refuse_to_lose_comments(args, &loaded)?;
        save(&args.file, &loaded, &model)?;
        out::print(&done(&plans)).map_err(|failure| failure.after("the model was saved"))?;
        let saved = store::load(&args.file)?;
        let unknown = unknown_words(&saved, &catalog)
            .into_iter()
            .map(failure::warning);
        failure::tell(&unknown.collect::<Vec<_>>(), shared.color);
    }
    Ok(ExitCode::SUCCESS)
}

/// The operations of the arguments, and of standard input where one is `-`.
fn lines(operations: &[String]) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for (i, text) in operations.iter().enumerate() {
        if text != "-" {
            let several = operations.len() > 1;
            let from = several.then(|| format!("operation {}", i + 1));
            lines.push(Line {
                text: text.clone(),
                from,
                number: 1,
            });
            continue;
        }
        let mut input = String::new();
        std::io::stdin()
            .read_to_string(&mut input)
            .map_err(|error| Failure::new(format!("standard input could not be read: {error}")))?;
        // Editors on Windows begin a file with it.
        let input = input.trim_start_matches('\u{feff}');
        let read = input.lines().enumerate().map(|(number, text)| Line {
            text: text.to_owned(),
            from: Some("standard input".into()),
            number: number + 1,
        });
        lines.extend(read.filter(|line| {
            let text = line.text.trim_start();
            !text.is_empty() && !text.starts_with('#')
        }));
    }
    Ok(lines)
}

/// Plans every operation on what the ones before it leave.
fn carry_out(
    lines: &[Line],
    start: &ThreatModel,
    catalog: &Catalog,
) -> Result<(Vec<Plan>, ThreatModel), Failure> {
    let mut model = start.clone();
    let mut plans = Vec::new();
    for line in lines {
        let planned = Op::parse(&line.text).and_then(|op| {
            let plan = op.plan(&model, catalog)?;
            plan.happens_by(store::today()).map(|()| plan)
        });
        let plan = planned.map_err(|error| refused(error.diagnostic(&line.text), line))?;
        let change = plan.clone().into_change(store::user(), store::now());
        model
            .apply(&change)
            .map_err(|error| refused(Diagnostic::error(error.to_string()), line))?;
        plans.push(plan);
    }
    Ok((plans, model))
}

fn refused(mut diagnostic: Diagnostic, line: &Line) -> Failure {
    if let Some(place) = &mut diagnostic.place {
        place.line = line.number;
    }
    diagnostic.file.clone_from(&line.from);
    diagnostic.into()
}

fn refuse_to_lose_comments(args: &Args, loaded: &Loaded) -> Result<(), Failure> {
    if loaded.comments && !args.drop_comments {
        return Err(Failure::with_help(
            format!(
                "`{}` has comments, which saving would lose",
                args.file.display()
            ),
            "move them into `note` fields, or save without them: --drop-comments",
        ));
    }
    Ok(())
}

/// Saves, unless somebody works on the document or has left work on it.
fn save(path: &Path, loaded: &Loaded, model: &ThreatModel) -> Result<(), Failure> {
    let Some(folders) = Folders::of_this_user() else {
        // Without a home there is no journal, so no session can have one either.
        store::save(model, path, loaded.digest)?;
        return Ok(());
    };
    let mut opened = Session::open(path, &folders.state)?;
    if opened.session.is_read_only() {
        let by = opened
            .session
            .held_by()
            .map(|by| format!(": {by}"))
            .unwrap_or_default();
        return Err(Failure::with_help(
            format!("`{}` is open in another session{by}", path.display()),
            "change it there, or close that session first",
        ));
    }
    if opened.recovery.is_some() {
        let file = path.display();
        return Err(Failure::with_help(
            format!("an earlier session on `{file}` ended without saving, and its work is waiting"),
            format!("open it with `bartizan {file}` and take the work back or discard it"),
        ));
    }
    if opened.model != loaded.model {
        return Err(store::StoreError::ChangedOnDisk(path.to_path_buf()).into());
    }
    opened.session.save(model)?;
    opened.session.close()?;
    Ok(())
}

/// What was done, a line for each operation.
fn done(plans: &[Plan]) -> String {
    let mut text = String::new();
    for plan in plans {
        let nothing = if plan.edits.is_empty() {
            " (was so already)"
        } else {
            ""
        };
        let _ = writeln!(text, "{}{nothing}", plan.label);
    }
    text
}

/// What would be done: the labels, then every entity that is put, changed or removed.
fn preview(plans: &[Plan], edits: &[Edit]) -> String {
    let mut text = done(plans);
    if edits.is_empty() {
        return text + "Nothing would change.\n";
    }
    text.push_str("\nWould change:\n");
    for edit in edits {
        let sign = match (&edit.from, &edit.to) {
            (None, _) => '+',
            (_, None) => '-',
            _ => '~',
        };
        let _ = writeln!(text, "  {sign} {}{}", edit.key, fields(edit));
    }
    text
}

/// The fields that an edit changes, as `name: before → after`.
fn fields(edit: &Edit) -> String {
    let value = |entity: &Option<crate::model::Entity>| {
        let json = entity
            .as_ref()
            .and_then(|entity| serde_json::to_value(entity).ok());
        // An entity stands under its sort: {"component": {…}}.
        let inner = json.and_then(|json| json.as_object().and_then(|o| o.values().next().cloned()));
        inner
            .and_then(|inner| inner.as_object().cloned())
            .unwrap_or_default()
    };
    if edit.to.is_none() {
        return String::new();
    }
    let (before, after) = (value(&edit.from), value(&edit.to));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut text = String::new();
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        let empty = |value: Option<&serde_json::Value>| {
            value.is_none_or(|v| v.as_object().is_some_and(serde_json::Map::is_empty))
        };
        if old == new || (edit.from.is_none() && empty(new)) {
            continue;
        }
        let shown =
            |value: Option<&serde_json::Value>| value.map_or("nothing".into(), ToString::to_string);
        let _ = match &edit.from {
            None => write!(text, "\n      {name}: {}", shown(new)),
            Some(_) => write!(text, "\n      {name}: {} → {}", shown(old), shown(new)),
        };
    }
    text
}
