//! The answer for people: what fails first, each with its statement, then what else there is, in numbers.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::Checked;
use crate::analysis::{Finding, Risk, Role, Verdict};
use crate::cli::out::Paint;
use crate::cli::words::{columns, counted, percent, replaced, threat_name, wrapped};

/// Blanks before what belongs to a finding.
const INDENT: &str = "    ";

/// Columns that the risk of a finding takes before its id.
const RISK: usize = 13;

pub(super) fn show(checked: &Checked, fail_on: Option<Risk>, paint: &Paint) -> String {
    let assessment = &checked.assessment;
    let failing = fail_on.map_or_else(Vec::new, |risk| assessment.open_at_or_above(risk));
    let mut text = head(checked, paint);
    for finding in &failing {
        text.push('\n');
        text.push_str(&in_full(finding, checked, paint));
    }
    text.push('\n');
    text.push_str(&others(checked, &failing, paint));
    text.push_str(&unanswered(checked, paint));
    text.push_str(&numbers(checked));
    text.push_str(&result(checked, &failing, fail_on, paint));
    text
}

fn head(checked: &Checked, paint: &Paint) -> String {
    let model = checked.read.model();
    let mut text = format!(
        "{}  {}\n",
        paint.strong(&model.system.title),
        paint.quiet(&checked.read.loaded.path.display().to_string())
    );
    let _ = writeln!(
        text,
        "{} and {}, OWASP ML Top 10 edition {}, as of {}",
        counted(model.components.len(), "component"),
        counted(model.flows.len(), "flow"),
        model.system.edition,
        checked.assessment.date
    );
    text + &replaced(&checked.read.catalog, paint)
}

/// A finding with its statement and where it stands.
fn in_full(finding: &Finding, checked: &Checked, paint: &Paint) -> String {
    let mut text = line_of(finding, checked, paint);
    text.push_str(&wrapped(INDENT, &finding.statement));
    let decision = finding.decision.as_ref();
    let owner = decision.and_then(|d| d.owner.as_deref());
    let mut standing = finding.status.in_words();
    if let Some(owner) = owner {
        let _ = write!(standing, ", {owner}");
    }
    let ran_out = finding.ran_out(|day| day.to_string());
    if let Some(due) = decision.and_then(|d| d.due).filter(|_| ran_out.is_none()) {
        let late = if due < checked.assessment.date {
            ", which has passed"
        } else {
            ""
        };
        let _ = write!(standing, ", due {due}{late}");
    }
    if let Some(why) = ran_out {
        let _ = write!(standing, "; {why}");
    } else if let Some(why) = finding.open_again(|day| day.to_string()) {
        let _ = write!(standing, "; open again: {why}");
    }
    let _ = writeln!(text, "{INDENT}{}", paint.quiet(&standing));
    text
}

/// A finding in a line: risk, id, threat and component.
fn line_of(finding: &Finding, checked: &Checked, paint: &Paint) -> String {
    let (model, catalog) = (checked.read.model(), &checked.read.catalog);
    let risk = format!("{:>8} {:>2}", finding.risk().as_str(), finding.residual());
    format!(
        "{}  {}  {} at {}\n",
        paint.risk(finding.risk(), &risk),
        paint.strong(&finding.id.to_string()),
        threat_name(&finding.id.threat, model, catalog),
        model.name_of(&finding.id.component)
    )
}

/// What applies without failing the check, a line each.
fn others(checked: &Checked, failing: &[&Finding], paint: &Paint) -> String {
    let named = |finding: &&Finding| failing.iter().any(|one| one.id == finding.id);
    let mut rest = checked.assessment.by_risk();
    rest.retain(|finding| !named(finding));
    if rest.is_empty() {
        return String::new();
    }
    let title = if failing.is_empty() {
        "What applies"
    } else {
        "What else applies"
    };
    let mut text = format!("{title}:\n");
    for finding in rest {
        text.push_str(&in_a_line(finding, checked, paint));
    }
    text.push('\n');
    text
}

/// What nobody can judge yet, a line each: the gate does not fail on it, but it is not settled either.
fn unanswered(checked: &Checked, paint: &Paint) -> String {
    let asked = |f: &&Finding| f.role == Role::Primary && f.verdict == Verdict::NeedsAnswer;
    let mut asked: Vec<&Finding> = checked.assessment.findings.values().filter(asked).collect();
    if asked.is_empty() {
        return String::new();
    }
    asked.sort_by_key(|finding| std::cmp::Reverse(finding.residual()));
    let lines = asked
        .into_iter()
        .map(|finding| line_of(finding, checked, paint));
    format!(
        "Needs an answer, rated as if it applied:\n{}\n",
        lines.collect::<String>()
    )
}

/// A finding in a line with its decision; where that is too wide, the decision goes below.
fn in_a_line(finding: &Finding, checked: &Checked, paint: &Paint) -> String {
    let line = line_of(finding, checked, paint);
    let again = finding.open_again(|day| day.to_string());
    let said = match again {
        Some(why) => format!("open again: {why}"),
        None if finding.status == crate::model::DecisionStatus::Open => return line,
        None => finding.status.in_words(),
    };
    let status = format!("({said})");
    let plain = line_of(finding, checked, &Paint::none());
    let before = if plain.trim_end().width() + 2 + status.width() > columns() {
        format!("\n{}", " ".repeat(RISK))
    } else {
        "  ".to_owned()
    };
    format!("{}{before}{}\n", line.trim_end(), paint.quiet(&status))
}

fn numbers(checked: &Checked) -> String {
    let assessment = &checked.assessment;
    let count = |role: Role, verdict: Verdict| {
        let fits = |f: &&Finding| f.role == role && f.verdict == verdict;
        assessment.findings.values().filter(fits).count()
    };
    let primary = assessment.by_risk();
    let open = primary.iter().filter(|finding| finding.is_open()).count();
    let consequences = counted(count(Role::Affected, Verdict::Applies), "consequence");
    let mut text = wrapped(
        "",
        &format!(
            "{} ({open} open, {} treated); {}; {}; {} do not apply",
            counted(primary.len(), "finding"),
            primary.len() - open,
            match count(Role::Primary, Verdict::NeedsAnswer) {
                1 => "1 more needs an answer".to_owned(),
                more => format!("{more} more need an answer"),
            },
            match count(Role::Affected, Verdict::NeedsAnswer) {
                0 => consequences,
                1 => format!("{consequences}, 1 more needs an answer"),
                more => format!("{consequences}, {more} more need an answer"),
            },
            assessment.not_applicable.len()
        ),
    );
    let level = match assessment.reached {
        Some(level) => format!("level {level}"),
        None => "no level".to_owned(),
    };
    text.push_str(&wrapped(
        "",
        &format!(
            "{level} reached of {} wanted, {} in the way; coverage {}, completeness {}",
            checked.read.model().system.target_level,
            counted(assessment.blockers.len(), "requirement"),
            percent(assessment.coverage),
            percent(assessment.completeness)
        ),
    ));
    if !assessment.questions.is_empty() {
        let open = counted(assessment.questions.len(), "open question");
        let file = checked.read.loaded.path.display();
        text.push_str(&wrapped(
            "",
            &format!("{open}: `bartizan ask {file}` puts the best ones first"),
        ));
    }
    if !assessment.orphaned.is_empty() {
        let all: Vec<String> = assessment
            .orphaned
            .iter()
            .map(ToString::to_string)
            .collect();
        let _ = writeln!(text, "decisions without a finding now: {}", all.join(", "));
    }
    for contradiction in &assessment.contradictions {
        text.push_str(&wrapped("contradiction: ", contradiction));
    }
    text
}

/// What would fail the check if it applied: nobody has said so, and nobody has said the opposite.
fn not_ruled_out(checked: &Checked, risk: Risk) -> String {
    let waits = |f: &&Finding| {
        let asks = f.role == Role::Primary && f.verdict == Verdict::NeedsAnswer;
        asks && f.is_open() && f.risk() >= risk
    };
    let file = checked.read.loaded.path.display();
    match checked.assessment.findings.values().filter(waits).count() {
        0 => String::new(),
        1 => format!("; 1 finding needs an answer first (`bartizan ask {file}`)"),
        n => format!("; {n} findings need an answer first (`bartizan ask {file}`)"),
    }
}

/// The last line: whether the check fails, and what to do.
fn result(checked: &Checked, failing: &[&Finding], fail_on: Option<Risk>, paint: &Paint) -> String {
    let Some(risk) = fail_on else {
        return String::new();
    };
    let from = match risk {
        Risk::Low => "at any risk".to_owned(),
        Risk::Critical => "at critical risk".to_owned(),
        risk => format!("at {} risk or above", risk.as_str()),
    };
    match failing.first() {
        None => {
            let told = format!("nothing is open {from}{}", not_ruled_out(checked, risk));
            let passes = paint.risk(Risk::Low, "passes:");
            wrapped("passes: ", &told).replacen("passes:", &passes, 1)
        }
        Some(worst) => format!(
            "{} {} {from}\n`bartizan explain {} {}` shows why\n",
            paint.risk(Risk::Critical, "fails:"),
            counted(failing.len(), "open finding"),
            checked.read.loaded.path.display(),
            worst.id
        ),
    }
}
