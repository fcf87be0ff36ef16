//! `bartizan explain`: why a finding stands, or everything about one component.

mod component;
mod finding;

use std::path::PathBuf;
use std::process::ExitCode;

use super::Shared;
use super::failure::Failure;
use super::inputs::{Day, Read, edition};
use super::out::{self, Paint};
use super::words::replaced;
use crate::analysis::Assessment;
use crate::model::{ComponentId, Edition, FindingId, OpError, nearest};

/// Say why a finding stands, step by step, or what there is at a component
#[derive(Debug, clap::Args)]
#[command(
    help_template = super::TEMPLATE,
    before_long_help = "Examples:
  bartizan explain model.ron ML02@train      one finding: proof, rating, decision
  bartizan explain model.ron train           everything at one component"
)]
pub(super) struct Args {
    /// The system
    file: PathBuf,

    /// A finding such as `ML02@train`, or a component such as `train`
    #[arg(value_name = "FINDING|COMPONENT")]
    subject: String,

    #[command(flatten)]
    day: Day,

    /// The edition of the OWASP ML Top 10; the document's own without it
    #[arg(long, value_parser = edition())]
    edition: Option<Edition>,
}

/// What an explanation is made from.
struct Case<'a> {
    read: &'a Read,
    assessment: &'a Assessment,
    paint: &'a Paint,
}

pub(super) fn run(args: &Args, shared: &Shared, paint: &Paint) -> Result<ExitCode, Failure> {
    let read = Read::sound(&args.file, shared, args.day.date, args.edition)?;
    let assessment = read.assess();
    let case = Case {
        read: &read,
        assessment: &assessment,
        paint,
    };
    let text = if args.subject.contains('@') {
        case.finding_named(&args.subject)?
    } else {
        case.component_named(&args.subject)?
    };
    out::print(&(replaced(&read.catalog, paint) + &text))?;
    Ok(ExitCode::SUCCESS)
}

impl Case<'_> {
    fn finding_named(&self, name: &str) -> Result<String, Failure> {
        let id: FindingId = name.parse().map_err(|error: crate::model::IdError| {
            Failure::with_help(
                error.to_string(),
                "write a threat and a component: ML02@train",
            )
        })?;
        self.known(id.component.as_str())?;
        if let Some(finding) = self.assessment.findings.get(&id) {
            return Ok(self.finding(finding));
        }
        if let Some(reason) = self.assessment.not_applicable.get(&id) {
            return Ok(self.not_applicable(reason));
        }
        Err(self.no_such_threat(&id))
    }

    fn component_named(&self, name: &str) -> Result<String, Failure> {
        let id = self.known(name)?;
        Ok(self.component(id))
    }

    /// A component of the document.
    fn known(&self, name: &str) -> Result<&ComponentId, Failure> {
        let components = &self.read.model().components;
        if let Some((id, _)) = components.get_key_value(name) {
            return Ok(id);
        }
        let message = format!("there is no component `{name}` in `{}`", self.file());
        let names: Vec<&str> = components.keys().map(ComponentId::as_str).collect();
        Err(match nearest(name, names.iter().copied()) {
            Some(near) => Failure::with_help(message, format!("did you mean `{near}`?")),
            None if names.is_empty() => {
                Failure::with_help(message, "the system has no components yet")
            }
            None => Failure::with_help(message, format!("components are {}", names.join(", "))),
        })
    }

    fn no_such_threat(&self, id: &FindingId) -> Failure {
        let catalog = &self.read.catalog;
        let own = &self.read.model().own_threats;
        let threat = id.threat.as_str();
        if catalog.threat(threat).is_some() || own.contains_key(threat) {
            let component = &id.component;
            return Failure::with_help(
                format!("{threat} was not looked at for `{component}`"),
                format!(
                    "`bartizan explain {} {component}` shows what was",
                    self.file()
                ),
            );
        }
        let known = catalog.entries().threats.keys().map(String::as_str);
        let known = known.chain(own.keys().map(crate::model::ThreatId::as_str));
        let error = OpError::unknown("threat", threat, known);
        match error.help {
            Some(help) => Failure::with_help(error.message, help),
            None => Failure::with_help(error.message, "`bartizan catalog list` shows every threat"),
        }
    }

    fn file(&self) -> String {
        self.read.loaded.path.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::out::Colour;
    use unicode_width::UnicodeWidthStr as _;

    /// Everything that can be explained of a sample, each with its subject.
    fn explained(sample: &str) -> Vec<(String, String)> {
        let shared = Shared {
            catalog: Vec::new(),
            user_catalogs: false,
            config: None,
            color: Colour::Never,
        };
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("samples")
            .join(sample);
        let date = crate::model::Date::new(2026, 11, 22);
        let read = Read::sound(&path, &shared, date, None).unwrap();
        let assessment = read.assess();
        let paint = Paint::new(Colour::Never);
        let case = Case {
            read: &read,
            assessment: &assessment,
            paint: &paint,
        };
        let findings = assessment
            .findings
            .keys()
            .chain(assessment.not_applicable.keys());
        let mut all: Vec<(String, String)> = findings
            .map(|id| (id.to_string(), case.finding_named(&id.to_string()).unwrap()))
            .collect();
        let components = read.model().components.keys();
        all.extend(components.map(|id| (id.to_string(), case.component(id))));
        all
    }

    #[test]
    fn everything_in_the_samples_can_be_explained_in_words() {
        for sample in ["card-fraud.ron", "support-assistant.ron"] {
            for (subject, text) in explained(sample) {
                assert!(text.lines().count() >= 3, "{subject}: {text}");
                for debris in ["Some(", "None", "NodeTest", "  ;", " ,", "``", "\n\n\n"] {
                    assert!(!text.contains(debris), "{subject} says {debris:?}:\n{text}");
                }
                let wide = text
                    .lines()
                    .find(|line| line.width() > 120 && !line.contains("bartizan do"));
                assert_eq!(wide, None, "{subject}");
            }
        }
    }
}
