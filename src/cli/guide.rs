//! `bartizan guide`: MLSVS as guidance. What to build and how to verify it, per component or per stage.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Shared;
use super::check::Format;
use super::failure::Failure;
use super::inputs::{Day, Read};
use super::out::{self, Paint};
use super::words::{replaced, threat_name, wrapped};
use crate::analysis::mlsvs::{Guidance, Measure, NOTICE, guidance};
use crate::analysis::{Assessment, Verdict};
use crate::model::{ComponentId, ControlStatus, RequirementId};

/// How to read the letter before a requirement.
const LEGEND: &str = "What to build against each finding, the strongest first: S removes a precondition, M makes it \
    materially harder, W detects or limits it.";

/// Say what to build against each finding, and how to verify it
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan guide model.ron                   for every component with findings
  bartizan guide model.ron --component train
  bartizan guide model.ron --by stage        the same work as a backlog of the lifecycle"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// How to order the work
    #[arg(long, value_enum, default_value_t)]
    by: By,

    /// Only one component
    #[arg(long, value_name = "COMPONENT", conflicts_with = "by")]
    component: Option<String>,

    /// Show what is verified, too
    #[arg(long)]
    all: bool,

    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    day: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum By {
    /// Per component, the worst risk first
    #[default]
    Component,
    /// Per stage of the lifecycle
    Stage,
}

/// What guidance is printed from.
struct Case<'a> {
    read: &'a Read,
    assessment: &'a Assessment,
    all: bool,
    paint: &'a Paint,
}

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let read = Read::sound(&args.file, shared, args.day.date, None)?;
    let assessment = read.assess();
    let mut found = guidance(read.model(), &read.catalog, &assessment);
    if let Some(name) = &args.component {
        let known = ComponentId::new(name.as_str()).ok();
        let known = known.filter(|id| read.model().components.contains_key(id));
        let Some(id) = known else {
            return Err(no_component(&read, name));
        };
        found.components.retain(|at| at.component == id);
    }
    let case = Case {
        read: &read,
        assessment: &assessment,
        all: args.all,
        paint,
    };
    match (args.format, args.by) {
        (Format::Json, _) => out::json(&value(&found))?,
        (Format::Text, By::Component) => out::print(&case.components(&found))?,
        (Format::Text, By::Stage) => out::print(&case.stages(&found))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn no_component(read: &Read, name: &str) -> Failure {
    let names = read.model().components.keys().map(ComponentId::as_str);
    let message = format!("there is no component `{name}`");
    match crate::model::nearest(name, names) {
        Some(near) => Failure::with_help(message, format!("did you mean `{near}`?")),
        None => Failure::new(message),
    }
}

impl Case<'_> {
    fn components(&self, found: &Guidance) -> String {
        let mut text = String::new();
        let mut told = BTreeSet::new();
        for at in &found.components {
            let name = self.read.model().name_of(&at.component);
            let _ = writeln!(text, "{} ({})", self.paint.strong(name), at.component);
            for treated in &at.findings {
                let Some(finding) = self.assessment.findings.get(&treated.finding) else {
                    continue;
                };
                let threat = threat_name(
                    &treated.finding.threat,
                    self.read.model(),
                    &self.read.catalog,
                );
                let open = match finding.verdict {
                    Verdict::Applies => {
                        format!("{}, {}", finding.risk().as_str(), finding.residual())
                    }
                    Verdict::NeedsAnswer => "needs an answer".into(),
                };
                let _ = writeln!(text, "\n  {} {threat} ({open})", treated.finding.threat);
                text.push_str(&wrapped("    ", &finding.statement));
                text.push_str(&self.measures(&treated.measures, &mut told));
            }
            text.push('\n');
        }
        if text.is_empty() {
            text.push_str("Nothing applies, so there is nothing to build.\n\n");
        }
        self.head() + &text + &wrapped("", NOTICE)
    }

    fn stages(&self, found: &Guidance) -> String {
        let mut text = String::new();
        let mut told = BTreeSet::new();
        for at in &found.stages {
            let _ = writeln!(text, "{}", self.paint.strong(at.stage.in_words()));
            text.push_str(&self.measures(&at.measures, &mut told));
            text.push('\n');
        }
        self.head() + &text + &wrapped("", NOTICE)
    }

    fn head(&self) -> String {
        replaced(&self.read.catalog, self.paint) + &wrapped("", LEGEND) + "\n"
    }

    /// What to build, the strongest first. A requirement is told in full once; after that its title is enough.
    fn measures(&self, measures: &[Measure], told: &mut BTreeSet<RequirementId>) -> String {
        if measures.is_empty() {
            return "    no requirement of the catalogue acts on it\n".into();
        }
        let open: Vec<&Measure> = measures
            .iter()
            .filter(|one| self.all || one.is_open())
            .collect();
        if open.is_empty() {
            return "    everything here is verified\n".into();
        }
        let each = open.into_iter();
        each.map(|one| self.measure(one, told.insert(one.requirement.clone())))
            .collect()
    }

    fn measure(&self, measure: &Measure, in_full: bool) -> String {
        let id = measure.requirement.as_str();
        let known = self.read.catalog.requirement(id);
        let (title, what) = known.map_or(("", ""), |one| (&one.title, &one.text));
        let state = measure
            .status
            .map_or_else(|| "not assessed".into(), ControlStatus::in_words);
        let names: Vec<&str> = measure
            .components
            .iter()
            .map(|c| self.read.model().name_of(c))
            .collect();
        let at = if names.is_empty() {
            "the system".into()
        } else {
            names.join(", ")
        };
        let place = format!("Level {}, at {at}: {state}.", measure.level);
        let head = format!("    {:?} {id:<11} ", measure.strength);
        if in_full {
            let line = format!("{place} {}", measure.verify);
            wrapped(&head, what) + &wrapped(&" ".repeat(head.len()), &line)
        } else {
            wrapped(&head, &format!("{title}: see above. {place}"))
        }
    }
}

fn value(found: &Guidance) -> Value {
    let components = found.components.iter().map(|at| {
        let findings = at.findings.iter().map(|treated| {
            json!({
                "finding": treated.finding.to_string(),
                "measures": treated.measures.iter().map(measure).collect::<Vec<_>>(),
            })
        });
        json!({"component": at.component.to_string(), "findings": findings.collect::<Vec<_>>()})
    });
    let stages = found.stages.iter().map(|at| {
        json!({
            "stage": format!("{:?}", at.stage),
            "measures": at.measures.iter().map(measure).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": 1,
        "notice": NOTICE,
        "components": components.collect::<Vec<_>>(),
        "stages": stages.collect::<Vec<_>>(),
    })
}

fn measure(one: &Measure) -> Value {
    json!({
        "requirement": one.requirement.to_string(),
        "strength": format!("{:?}", one.strength),
        "level": one.level.number(),
        "components": one.components.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "threats": one.threats.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "stages": one.stages.iter().map(|stage| format!("{stage:?}")).collect::<Vec<_>>(),
        "verify": one.verify,
        "status": one.status.map_or("not_assessed", ControlStatus::as_str),
    })
}
