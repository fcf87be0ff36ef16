//! One component: what it is, what is known of it, what applies there and what does not.

use std::fmt::Write as _;

use super::Case;
use crate::analysis::{Role, Verdict};
use crate::cli::words::{counted, same_words, threat_name, wrapped};
use crate::model::{Component, ComponentId};

impl Case<'_> {
    pub(super) fn component(&self, id: &ComponentId) -> String {
        let Some(component) = self.read.model().components.get(id) else {
            return String::new();
        };
        let mut text = self.what_it_is(id, component);
        text.push_str(&self.facts(component));
        text.push_str(&self.what_applies(id));
        text.push_str(&self.what_does_not(id));
        let asked = self
            .assessment
            .questions
            .iter()
            .filter(|q| &q.component == id)
            .count();
        if asked > 0 {
            let _ = writeln!(
                text,
                "\n{} about it: `bartizan ask {}`",
                counted(asked, "open question"),
                self.file()
            );
        }
        text
    }

    fn what_it_is(&self, id: &ComponentId, component: &Component) -> String {
        let model = self.read.model();
        let kind = self.read.catalog.kind(&component.kind);
        let mut text = format!(
            "{}  {}",
            self.paint.strong(&component.name),
            self.paint.quiet(id.as_str())
        );
        let kind_name = kind.map_or("", |kind| kind.name.as_str());
        let _ = write!(text, "\n{kind_name} ({})", component.kind);
        let zone = component
            .zone
            .as_ref()
            .and_then(|zone| model.zones.get(zone));
        match (zone, model.trust_of(component)) {
            (Some(zone), Some(trust)) => {
                let _ = write!(
                    text,
                    " in {} (trust {}: {})",
                    zone.name,
                    trust.number(),
                    trust.in_words()
                );
            }
            (Some(zone), None) => {
                let _ = write!(text, " in {} (trust unknown)", zone.name);
            }
            _ => text.push_str(" in no zone, so its trust is unknown"),
        }
        if let Some(owner) = &component.owner {
            let _ = write!(text, ", {owner}");
        }
        text.push('\n');
        if let Some(kind) = kind {
            text.push_str(&wrapped("", &kind.definition));
        }
        text
    }

    fn facts(&self, component: &Component) -> String {
        if component.facts.is_empty() {
            return String::new();
        }
        let mut text = self.heading("Known");
        for (name, value) in &component.facts {
            let fact = self.read.catalog.fact(name);
            let meanings: Vec<&str> = value
                .values()
                .filter_map(|v| fact.and_then(|fact| fact.meaning(v)))
                .collect();
            let shown = value.to_string();
            let meanings = Some(meanings.join("; ")).filter(|meaning| !same_words(&shown, meaning));
            let _ = match meanings {
                None => writeln!(text, "  {name:<24}{shown}"),
                Some(meaning) => writeln!(
                    text,
                    "  {name:<24}{shown}  {}",
                    self.paint.quiet(&format!("({meaning})"))
                ),
            };
        }
        text
    }

    fn what_applies(&self, id: &ComponentId) -> String {
        let found = self.assessment.at(id);
        if found.is_empty() {
            return self.heading("Nothing applies here");
        }
        let mut text = self.heading("What applies");
        for finding in found {
            let role = match (finding.role, finding.verdict) {
                (Role::Primary, Verdict::Applies) => "",
                (Role::Affected, Verdict::Applies) => "affected: ",
                (_, Verdict::NeedsAnswer) => "needs an answer: ",
            };
            let risk = format!("{:>8} {:>2}", finding.risk().as_str(), finding.residual());
            let name = threat_name(&finding.id.threat, self.read.model(), &self.read.catalog);
            let _ = writeln!(
                text,
                "  {}  {}  {name} ({})",
                self.paint.risk(finding.risk(), &risk),
                self.paint.strong(finding.id.threat.as_str()),
                finding.status.in_words()
            );
            text.push_str(&wrapped(
                "               ",
                &format!("{role}{}", finding.statement),
            ));
        }
        text
    }

    fn what_does_not(&self, id: &ComponentId) -> String {
        let all = self.assessment.not_applicable.values();
        let here: Vec<_> = all.filter(|reason| &reason.id.component == id).collect();
        if here.is_empty() {
            return String::new();
        }
        let mut text = self.heading("What does not, and why");
        for reason in here {
            text.push_str(&wrapped(&format!("  {:<8} ", reason.code), &reason.because));
        }
        text
    }
}
