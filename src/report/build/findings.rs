//! The findings, the worst residual risk first, each written out once with its proof, rating, decision and requirements.

use std::collections::BTreeMap;

use super::Chapter;
use super::rating::Pair;
use super::tables::{heading, lead, pairs, para, small};
use super::view::View;
use super::wording::{
    assumption_state, capital, change, count, day, decision, finding_anchor, joined, level, lines,
    listed, listed_spans, one_or, or_dash, question_anchor, question_name, sentence,
};
use super::{acting, rating, settled, threats};
use crate::analysis::mlsvs::Measure;
use crate::analysis::{Finding, Premise, Reopened, Truth, Verdict, in_words};
use crate::catalog::Threat;
use crate::model::{ComponentId, DecisionStatus, FindingId};
use crate::report::blocks::{Block, Fact, List, ListItem, Mark, Rating, Section, Sheet, Span};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("findings", super::Chapter::Findings.title());
    section.blocks.push(lead(introduction(view)));
    let measures: BTreeMap<&FindingId, &[Measure]> = view
        .guidance
        .components
        .iter()
        .flat_map(|at| &at.findings)
        .map(|treated| (&treated.finding, treated.measures.as_slice()))
        .collect();
    for finding in &view.applying {
        let acting = measures.get(&finding.id).copied().unwrap_or_default();
        section.blocks.extend(sheet(view, acting, finding));
    }
    section.blocks.extend(asking(view));
    section.blocks.extend(settled::blocks(view));
    section
}

fn introduction(view: &View) -> String {
    if view.applying.is_empty() && view.asking.is_empty() {
        return "No threat of the list applies to this drawing, and none waits for an answer."
            .to_owned();
    }
    let spread = if view.applying.is_empty() {
        String::new()
    } else {
        format!(" By residual risk: {}.", View::spread(&view.applying))
    };
    format!(
        "{}.{spread} Each finding stands here once, the worst residual risk first; every other page refers to it by its id.",
        capital(&view.tally())
    )
}

// ---- a finding that applies

fn sheet(view: &View, measures: &[Measure], finding: &Finding) -> Vec<Block> {
    let mut rows: Vec<Pair> = decided(view, finding).into_iter().collect();
    rows.extend(rests_on(view, finding));
    rows.push((
        vec![Span::strong("Why it applies")],
        lines(proof(view, finding)),
    ));
    rows.extend(rating::rows(view, finding));
    rows.extend(acting::rows(view, measures, finding));
    rows.extend(consequences(view, finding));
    rows.push(read_on(view, finding));
    vec![
        Block::Sheet(head(view, finding, change(finding))),
        statement(finding),
        pairs(
            "Decision, proof, the steps from which the risk comes, the requirements that act on it, and where to read on",
            [1.5, 7.0],
            rows,
        ),
    ]
}

fn head(view: &View, finding: &Finding, risk: Rating) -> Sheet {
    let recorded = finding.decision.as_ref();
    Sheet {
        id: finding_anchor(&finding.id),
        code: finding.id.threat.to_string(),
        title: view.finding_title(&finding.id),
        facts: vec![
            Fact {
                label: "Finding".to_owned(),
                value: vec![Span::code(finding.id.to_string())],
            },
            Fact::new("Decision", decision(finding.status)),
            Fact::new("Owner", or_dash(recorded.and_then(|d| d.owner.as_deref()))),
            Fact::new("Due", view.due(finding)),
        ],
        risk: Some(risk),
    }
}

fn statement(finding: &Finding) -> Block {
    let mut spans = vec![Span::plain(sentence(&clean::line(&finding.statement)))];
    if !finding.modes.is_empty() {
        let words = one_or(
            finding.modes.len(),
            "The way it happens here",
            "The ways it happens here",
        );
        spans.push(Span::quiet(format!(
            " {words}: {}.",
            listed(&finding.modes)
        )));
    }
    Block::Para(spans)
}

/// What was decided and why; what an expired assumption undid.
fn decided(view: &View, finding: &Finding) -> Option<Pair> {
    let recorded = finding.decision.as_ref()?;
    let mut spans = vec![Span::plain(format!("{}.", decision(recorded.status)))];
    if let Some(because) = &recorded.because {
        spans.push(Span::plain(format!(" {}", sentence(&clean::line(because)))));
    }
    if let Some(ticket) = &recorded.ticket {
        spans.extend([
            Span::plain(" Tracked as "),
            Span::code(clean::line(ticket)),
            Span::plain("."),
        ]);
    }
    if let Some(note) = &recorded.note {
        spans.push(Span::plain(format!(" {}", sentence(&clean::line(note)))));
    }
    if let Some(why) = finding.ran_out(|date| day(Some(date))) {
        spans.push(Span::strong(" This decision is open again"));
        spans.push(Span::plain(format!(": {why}.")));
    } else if finding.is_open() && finding.is_overdue(view.assessment.date) {
        spans.push(Span::strong(" Its date has passed."));
    }
    if let Some(Reopened::Assumption(assumption)) = &finding.reopened {
        let text = view
            .model
            .assumptions
            .get(assumption)
            .map_or_else(|| assumption.to_string(), |a| clean::line(&a.text));
        spans.push(Span::strong(" This decision is open again"));
        spans.push(Span::plain(format!(
            ", because an assumption under it no longer holds: “{text}”"
        )));
    }
    // Who owns what nobody has decided stands in the strip above.
    let told = spans.len() > 1 || finding.status != DecisionStatus::Open;
    told.then(|| (vec![Span::strong("Decision")], spans))
}

/// The assumptions that the decision rests on, each with its state: whoever signs the finding has to know them.
fn rests_on(view: &View, finding: &Finding) -> Option<Pair> {
    let told: Vec<Vec<Span>> = view
        .assumptions_under(&finding.id)
        .into_iter()
        .map(|assumption| {
            let until = assumption.expires.map_or_else(String::new, |end| {
                format!(" Look again by {}.", day(Some(end)))
            });
            vec![
                Span::plain(sentence(&clean::line(&assumption.text))),
                Span::strong(format!(
                    " {}.",
                    assumption_state(assumption, view.assessment.date)
                )),
                Span::quiet(until),
            ]
        })
        .collect();
    (!told.is_empty()).then(|| (vec![Span::strong("Rests on")], lines(told)))
}

/// The premises of a proof as lines.
fn proof(view: &View, finding: &Finding) -> Vec<Vec<Span>> {
    let premises = finding.proof.premises();
    let line = |premise: &Premise| {
        let mark = match premise.truth {
            Truth::Unknown => Span::strong("?\u{2002}"),
            Truth::True | Truth::False => Span::plain("•\u{2002}"),
        };
        vec![mark, said(view, premise)]
    };
    premises.into_iter().map(line).collect()
}

/// The premises of a proof: what is so, and what nobody has said.
fn premises(view: &View, finding: &Finding) -> Vec<ListItem> {
    let premises = finding.proof.premises();
    premises
        .into_iter()
        .map(|premise| ListItem {
            mark: mark(premise),
            spans: vec![said(view, premise)],
        })
        .collect()
}

const fn mark(premise: &Premise) -> Mark {
    match premise.truth {
        Truth::Unknown => Mark::Unknown,
        Truth::True | Truth::False => Mark::Bullet,
    }
}

fn said(view: &View, premise: &Premise) -> Span {
    Span::plain(sentence(&clean::line(&in_words(
        premise,
        view.model,
        view.catalog,
    ))))
}

/// What follows elsewhere from this finding: by component, with the id.
fn consequences(view: &View, finding: &Finding) -> Option<Pair> {
    let affected = view.affected.get(&finding.id)?;
    let mut places: BTreeMap<&ComponentId, Vec<&Finding>> = BTreeMap::new();
    for consequence in affected {
        let place = places.entry(&consequence.id.component).or_default();
        place.push(consequence);
    }
    let elsewhere = !places.contains_key(&finding.id.component);
    let things = places.into_iter().map(|(component, here)| {
        let told = here.into_iter().map(consequence_words).collect();
        let mut spans = vec![view.component_link(component), Span::plain(" (")];
        spans.extend(joined(told, "; "));
        spans.push(Span::plain(")"));
        spans
    });
    let mut spans = listed_spans(things.collect());
    spans.push(Span::plain("."));
    let (one, many) = if elsewhere {
        ("Consequence elsewhere", "Consequences elsewhere")
    } else {
        ("Consequence", "Consequences")
    };
    let title = one_or(affected.len(), one, many);
    Some((vec![Span::strong(title)], spans))
}

fn consequence_words(finding: &Finding) -> Vec<Span> {
    let mut spans = vec![
        Span::code(finding.id.to_string()),
        Span::plain(match finding.verdict {
            Verdict::Applies => format!(": {} by itself", finding.risk().as_str()),
            Verdict::NeedsAnswer => ": if an answer confirms it".to_owned(),
        }),
    ];
    if let Some(recorded) = finding
        .decision
        .as_ref()
        .filter(|_| finding.status != DecisionStatus::Open)
    {
        let owner = recorded
            .owner
            .as_deref()
            .map_or_else(String::new, |owner| format!(" by {}", clean::line(owner)));
        spans.push(Span::plain(format!(
            ", decided: {}{owner}",
            decision(finding.status).to_lowercase()
        )));
    }
    spans
}

/// The standards that name attacks; those that name countermeasures are linked from the threat.
const NAMES_ATTACKS: [&str; 2] = ["atlas", "nist_100_2"];

/// Where to read on: the component's sheet, the threat, and how others call the attack.
fn read_on(view: &View, finding: &Finding) -> Pair {
    let id = finding.id.threat.as_str();
    let mut spans = vec![view.component_link(&finding.id.component)];
    if let Some(threat) = view.catalog.threat(id) {
        // The list has the names that others give the attack; a report without it names them here.
        if view.options.prints(Chapter::Threats) {
            spans.extend([
                Span::plain("; "),
                Span::to(threats::anchor(id), format!("{id} in the list of threats")),
            ]);
        } else {
            spans.extend(names_elsewhere(view, threat));
        }
    }
    spans.push(Span::plain("."));
    (vec![Span::strong("Read on")], spans)
}

/// How the standards that name attacks call a threat.
fn names_elsewhere(view: &View, threat: &Threat) -> Vec<Span> {
    let mut spans = Vec::new();
    for name in NAMES_ATTACKS {
        let (Some(standard), ids) = (view.catalog.standard(name), threat.ids_in(name)) else {
            continue;
        };
        if !ids.is_empty() {
            let cited: Vec<String> = ids.into_iter().map(|id| standard.cited(id)).collect();
            spans.push(Span::plain(format!("; {} ", standard.title)));
            spans.push(Span::quiet(cited.join(", ")));
        }
    }
    spans
}

// ---- findings that wait for an answer

fn asking(view: &View) -> Vec<Block> {
    if view.asking.is_empty() {
        return Vec::new();
    }
    let number = view.asking.len();
    let mut blocks = vec![
        heading("needs-an-answer", "Findings that need an answer"),
        para(format!(
            "{} cannot be judged yet, because a fact is missing. {} rated as if {} applied, so that what is not known does not look safe.",
            capital(&count(number, "finding", "findings")),
            one_or(number, "It is", "They are"),
            one_or(number, "it", "they")
        )),
    ];
    blocks.extend(
        view.asking
            .iter()
            .flat_map(|finding| asking_sheet(view, finding)),
    );
    blocks
}

fn asking_sheet(view: &View, finding: &Finding) -> Vec<Block> {
    let mut blocks = vec![Block::Sheet(head(
        view,
        finding,
        Rating::Now(level(finding.risk())),
    ))];
    blocks.push(Block::Para(vec![
        Span::strong("If it applies: "),
        Span::plain(sentence(&clean::line(&finding.statement))),
        Span::quiet(" It is rated as if it did."),
    ]));
    blocks.extend(question(view, finding));
    let premises = premises(view, finding);
    if !premises.is_empty() {
        blocks.push(small("What is known and what is not"));
        blocks.push(Block::List(List {
            numbered: false,
            items: premises,
        }));
    }
    let mut rows: Vec<Pair> = decided(view, finding).into_iter().collect();
    rows.extend(rests_on(view, finding));
    rows.extend(rating::rows(view, finding));
    rows.extend(consequences(view, finding));
    rows.push(read_on(view, finding));
    blocks.push(pairs(
        "What was decided, the steps from which the risk would come, what would follow, and where to read on",
        [1.5, 7.0],
        rows,
    ));
    blocks
}

fn question(view: &View, finding: &Finding) -> Vec<Block> {
    let Some((index, question)) = finding
        .question
        .and_then(|i| view.assessment.questions.get(i).map(|q| (i, q)))
    else {
        return Vec::new();
    };
    // Where several facts are open, one answer may settle it or leave it to the next.
    let asked = view.assessment.questions.iter().enumerate();
    let others = asked.filter(|(at, one)| *at != index && one.settles.contains(&finding.id));
    let mut others: Vec<usize> = others.map(|(at, _)| at).collect();
    let turning = view.prospects.turning(&finding.id).into_iter();
    others.extend(turning.filter(|at| *at != index));
    others.sort_unstable();
    others.dedup();
    let mut spans = vec![
        Span::strong(if others.is_empty() {
            "The question that would settle it: "
        } else {
            "The question to ask first: "
        }),
        Span::plain(format!("{} ", sentence(&clean::line(&question.text)))),
    ];
    let values: Vec<&str> = question
        .values
        .iter()
        .map(|(_, meaning)| meaning.as_str())
        .collect();
    if !values.is_empty() {
        let quoted: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
        spans.push(Span::plain(format!("Answers: {}. ", quoted.join("; "))));
    }
    spans.extend([
        Span::plain("("),
        Span::to(question_anchor(index), question_name(index)),
    ]);
    if !others.is_empty() {
        spans.push(Span::plain("; it rests on "));
        let links = others
            .into_iter()
            .map(|at| vec![Span::to(question_anchor(at), question_name(at))]);
        spans.extend(listed_spans(links.collect()));
        spans.push(Span::plain(", too"));
    }
    spans.push(Span::plain(")"));
    vec![Block::Para(spans)]
}
