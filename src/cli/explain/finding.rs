//! One finding: statement, proof step by step, rating from inherent to residual, decision.

use std::fmt::Write as _;

use super::Case;
use crate::analysis::mlsvs::NOTICE;
use crate::analysis::{
    Finding, Limit, MOST_POINTS, NotApplicable, Rating, Risk, Role, Treatment, Verdict,
};
use crate::cli::proof::reasons;
use crate::cli::words::{answers, threat_name, wrapped};

impl Case<'_> {
    pub(super) fn finding(&self, finding: &Finding) -> String {
        let mut text = self.title(finding);
        text.push_str(&wrapped("", &finding.statement));
        if !finding.modes.is_empty() {
            text.push_str(&wrapped("Ways: ", &finding.modes.join(", ")));
        }
        text.push_str(&self.proof(finding));
        text.push_str(&self.behind(finding));
        text.push_str(&self.risk(finding));
        text.push_str(&self.decision(finding));
        text.push_str(&self.question(finding));
        text.push_str(&self.elsewhere(finding));
        text
    }

    /// What other standards call this threat; what limits a mapping is told where the whole threat is.
    fn elsewhere(&self, finding: &Finding) -> String {
        let catalog = &self.read.catalog;
        let threat = finding.id.threat.as_str();
        let Some(known) = catalog.threat(threat) else {
            return String::new();
        };
        let mut text = self.heading("In other standards");
        for (id, mappings) in &known.crosswalk {
            let Some(standard) = catalog.standard(id) else {
                continue;
            };
            let whole = mappings.iter().filter(|one| one.note.is_none());
            let cited: Vec<String> = whole
                .map(|one| {
                    let ids: Vec<String> = one.ids.iter().map(|id| standard.cited(id)).collect();
                    format!("{} ({})", ids.join(", "), one.certainty.as_str())
                })
                .collect();
            if !cited.is_empty() {
                let (name, version) = (&standard.title, &standard.version);
                let line = format!("{name} {version}: {}", cited.join("; "));
                text.push_str(&wrapped("  - ", &line));
            }
        }
        text.push_str(&wrapped(
            "  ",
            &format!(
                "In brackets: how surely it is about the same. `bartizan catalog show {threat}` says more of it."
            ),
        ));
        text
    }

    fn title(&self, finding: &Finding) -> String {
        let model = self.read.model();
        let name = threat_name(&finding.id.threat, model, &self.read.catalog);
        let verdict = match (finding.verdict, finding.role) {
            (Verdict::Applies, Role::Primary) => "applies",
            (Verdict::Applies, Role::Affected) => "a consequence of a finding elsewhere",
            (Verdict::NeedsAnswer, _) => "needs an answer; rated as if it applied",
        };
        format!(
            "{}  {name} at {}\n{}; {verdict}; {}\n\n",
            self.paint.strong(&finding.id.to_string()),
            model.name_of(&finding.id.component),
            self.paint
                .risk(finding.risk(), &product(finding.residual())),
            finding.status.in_words()
        )
    }

    /// The premises, each in words, with the flows it rests on.
    fn proof(&self, finding: &Finding) -> String {
        let mut text = self.heading("Why");
        let reasons = reasons(finding, self.read.model(), &self.read.catalog);
        for (i, reason) in reasons.into_iter().enumerate() {
            let mark = if reason.unknown { '?' } else { ' ' };
            text.push_str(&wrapped(&format!("{:>3}.{mark}", i + 1), &reason.text));
            let facts = reason
                .facts
                .iter()
                .map(|(component, fact, _)| format!("{fact} of {component}"));
            text.push_str(&self.rests_on("fact", &facts.collect::<Vec<_>>()));
            let flows = reason.flows.iter().map(ToString::to_string);
            text.push_str(&self.rests_on("flow", &flows.collect::<Vec<_>>()));
        }
        text
    }

    /// What a step of the proof rests on, in a line of its own.
    fn rests_on(&self, what: &str, names: &[String]) -> String {
        let prefix = match names.len() {
            0 => return String::new(),
            1 => format!("     {what} "),
            _ => format!("     {what}s "),
        };
        let mut text = String::new();
        for line in wrapped(&prefix, &names.join(", ")).lines() {
            let _ = writeln!(text, "     {}", self.paint.quiet(line.trim_start()));
        }
        text
    }

    fn behind(&self, finding: &Finding) -> String {
        if finding.behind.is_empty() {
            return String::new();
        }
        let mut text = self.heading("Because of");
        for id in &finding.behind {
            let name = self.read.model().name_of(&id.component);
            let _ = writeln!(text, "  {id} at {name}");
        }
        text
    }

    /// From likelihood and impact to inherent, and over what lowers it to residual.
    fn risk(&self, finding: &Finding) -> String {
        let mut text = self.heading("Risk");
        text.push_str(&rating("likelihood", &finding.likelihood));
        text.push_str(&rating("impact", &finding.impact));
        let (likelihood, impact) = (finding.likelihood.score, finding.impact.score);
        let inherent = self.worth(finding.inherent());
        let _ = writeln!(
            text,
            "  {:<11}{likelihood} × {impact} = {inherent}",
            "inherent"
        );
        for treatment in &finding.treatments {
            let lowers = match treatment.halves {
                0 => "0".to_owned(),
                halves if halves % 2 == 0 => format!("-{}", halves / 2),
                1 => "-½".to_owned(),
                halves => format!("-{}½", halves / 2),
            };
            text.push_str(&wrapped(
                &format!("  {:<11}{lowers:<12}", ""),
                &format!("{} [{}]", self.why(treatment), treatment.requirement),
            ));
        }
        let lowered = finding.residual_likelihood;
        if matches!(finding.limit(), Some(Limit::Cap | Limit::Floor)) {
            let _ = writeln!(
                text,
                "{:25}likelihood falls by {MOST_POINTS} at most, and never below 1",
                ""
            );
        }
        let residual = self.worth(finding.residual());
        let _ = writeln!(
            text,
            "  {:<11}{lowered} × {impact} = {residual}",
            "residual"
        );
        if finding.treatments.is_empty() {
            text.push_str("             no control or countermeasure lowers it\n");
        } else {
            text.push_str(&wrapped("             ", NOTICE));
        }
        text
    }

    /// What lowers the likelihood: a requirement by its title, a fact of the drawing in its own words.
    fn why(&self, treatment: &Treatment) -> String {
        let known = self
            .read
            .catalog
            .requirement(treatment.requirement.as_str());
        match (treatment.status, known) {
            (Some(status), Some(known)) => format!("{}: {}", status.in_words(), known.title),
            _ => treatment.because.trim_end_matches('.').to_owned(),
        }
    }

    /// A product of likelihood and impact in its colour: `12, high`.
    fn worth(&self, product: u8) -> String {
        let risk = Risk::of(product);
        self.paint
            .risk(risk, &format!("{product}, {}", risk.as_str()))
    }

    fn decision(&self, finding: &Finding) -> String {
        let mut text = self.heading("Decision");
        let Some(decision) = &finding.decision else {
            let _ = writeln!(
                text,
                "  none yet; this records one:\n    bartizan do {} 'decide {} mitigate owner \"…\" because \"…\"'",
                self.file(),
                finding.id
            );
            return text;
        };
        let _ = write!(text, "  {}", decision.status.in_words());
        if let Some(owner) = &decision.owner {
            let _ = write!(text, ", {owner}");
        }
        if let Some(due) = decision.due {
            let late = if due < self.assessment.date {
                " (has passed)"
            } else {
                ""
            };
            let _ = write!(text, ", due {due}{late}");
        }
        if let Some(ticket) = &decision.ticket {
            let _ = write!(text, ", {ticket}");
        }
        text.push('\n');
        for reason in [&decision.because, &decision.note].into_iter().flatten() {
            text.push_str(&wrapped("  ", reason));
        }
        if let Some(why) = finding.open_again(|day| day.to_string()) {
            text.push_str(&wrapped("  ", &format!("It is open again: {why}.")));
        }
        text
    }

    /// The question that would settle it, with the lines that answer it.
    fn question(&self, finding: &Finding) -> String {
        let asked = finding
            .question
            .and_then(|index| self.assessment.questions.get(index));
        let Some(question) = asked else {
            return String::new();
        };
        let mut text = self.heading("To settle it");
        text.push_str(&wrapped("  ", &question.text));
        for (line, meaning) in answers(question, self.read.model()) {
            let meaning = if meaning.is_empty() {
                meaning
            } else {
                format!("  # {meaning}")
            };
            let _ = writeln!(text, "    {line}{}", self.paint.quiet(&meaning));
        }
        text
    }

    pub(super) fn not_applicable(&self, reason: &NotApplicable) -> String {
        let model = self.read.model();
        let mut text = format!(
            "{}  {} at {}\ndoes not apply ({})\n\n",
            self.paint.strong(&reason.id.to_string()),
            threat_name(&reason.id.threat, model, &self.read.catalog),
            model.name_of(&reason.id.component),
            reason.code
        );
        text.push_str(&wrapped("", &reason.because));
        if let Some(decision) = model.decisions.get(&reason.id) {
            let _ = writeln!(
                text,
                "\nThe decision on it ({}) has no finding now. It is kept: `undecide {}` takes it back.",
                decision.status.in_words(),
                reason.id
            );
        }
        text
    }

    pub(super) fn heading(&self, title: &str) -> String {
        format!("\n{}\n", self.paint.strong(title))
    }
}

/// A product of likelihood and impact with its word.
fn product(number: u8) -> String {
    format!("{} ({number} of 25)", Risk::of(number).as_str())
}

/// The steps of a rating, what comes out, and what does not count while nobody has said.
fn rating(name: &str, rating: &Rating) -> String {
    let (counted, open) = rating.counted_and_open();
    let mut text = String::new();
    for (i, step) in counted.iter().enumerate() {
        let name = if i == 0 { name } else { "" };
        text.push_str(&wrapped(
            &format!("  {name:<11}{:<12}", step.effect),
            &step.because,
        ));
    }
    let _ = writeln!(
        text,
        "  {:<11}= {}",
        if counted.is_empty() { name } else { "" },
        rating.score
    );
    if !open.is_empty() {
        let _ = writeln!(text, "  {:<11}not counted, because nobody has said:", "");
    }
    for step in open {
        text.push_str(&wrapped(
            &format!("  {:<11}{:<12}", "", format!("({})", step.effect)),
            &step.because,
        ));
    }
    text
}
