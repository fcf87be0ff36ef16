//! What is not known, not certain, or left out: open questions, assumptions, scope, and where the model contradicts itself.

use super::tables::{anchored, grid, heading, lead, para, row};
use super::view::View;
use super::wording::{
    assumption_state, capital, count, day, finding_link, listed_spans, or_dash, question_anchor,
    question_name, sentence, with_note,
};
use crate::analysis::{Asked, Question, is_waiting_question, waiting};
use crate::model::{Assumption, FindingId};
use crate::report::blocks::{Block, Cell, List, Row, Section, Span};
use crate::report::clean;

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("open-points", super::Chapter::OpenPoints.title());
    section.blocks.push(lead(introduction(view)));
    section.blocks.extend(questions(view));
    section.blocks.extend(assumptions(view));
    section.blocks.extend(out_of_scope(view));
    section.blocks.extend(own_threats(view));
    section.blocks.extend(doubts(view));
    section
}

fn introduction(view: &View) -> String {
    let questions = view.assessment.questions.len();
    let asked = &view.assessment.questions;
    let assumptions = view
        .model
        .assumptions
        .iter()
        .filter(|(id, assumption)| !is_waiting_question(id, assumption, asked))
        .count();
    let left_out = view.model.out_of_scope.len();
    let people = match (left_out, view.model.system.insider) {
        (_, true) => String::new(),
        (0, false) => "; people inside do not count as attackers".to_owned(),
        (_, false) => ", and people inside do not count as attackers".to_owned(),
    };
    format!(
        "{} open. The team relies on {} and has left {} out of the model{people}.",
        capital(&count(questions, "question is", "questions are")),
        count(assumptions, "assumption", "assumptions"),
        count(left_out, "part", "parts"),
    )
}

// ---- questions

fn questions(view: &View) -> Vec<Block> {
    if view.assessment.questions.is_empty() {
        return Vec::new();
    }
    let asked = view.assessment.questions.iter();
    let presumed = asked.clone().any(|q| {
        let of = |value: &String| q.values.iter().any(|(known, _)| known == value);
        q.presumed.as_ref().is_some_and(of)
    });
    let rows = asked
        .enumerate()
        .map(|(index, question)| question_row(view, index, question))
        .collect();
    let mut told = vec![
        "The question on which most depends, weighed by risk, stands first, even where its answer alone changes nothing yet; answers are listed with the least dangerous first",
        if presumed {
            ", and the one marked as presumed counts until someone answers."
        } else {
            "."
        },
        " What each can change was found by trying it alone; risks are residual.",
    ];
    let all = 0..view.assessment.questions.len();
    let untried = all.filter(|index| view.prospects.is_untried(*index));
    let untried = untried.count();
    let left_out = format!(
        " In so large a model the answers to {} were not tried; “bartizan ask” tries them.",
        count(untried, "question", "of the questions")
    );
    if untried > 0 {
        told.push(&left_out);
    }
    vec![
        heading("questions", "Open questions"),
        para(told.concat()),
        grid(
            "Open questions with their reason, the possible answers, and what an answer can change",
            &[
                ("No.", 0.7),
                ("Question", 3.4),
                ("Possible answers", 3.0),
                ("What an answer can change", 2.8),
            ],
            rows,
        ),
    ]
}

fn question_row(view: &View, index: usize, question: &Question) -> Row {
    anchored(
        question_anchor(index),
        vec![
            Cell::text(question_name(index)),
            Cell::spans(asked(view, question)),
            Cell::spans(answers(view, question)),
            Cell::spans(view.prospects.words(index, question)),
        ],
    )
}

/// The question, why it is asked, and who finds out where nobody knew.
fn asked(view: &View, question: &Question) -> Vec<Span> {
    let mut spans = vec![
        Span::plain(format!("{} ", sentence(&clean::line(&question.text)))),
        Span::quiet(sentence(&clean::line(&question.why))),
    ];
    let date = view.assessment.date;
    if let Some(waits) = waiting(view.model, &question.component, &question.asks, date) {
        let who = waits
            .owner
            .map_or_else(|| "Somebody".to_owned(), clean::line);
        let due = waits
            .due
            .map_or_else(String::new, |day| format!(" by {}", day.in_words()));
        let late = if waits.overdue {
            ", which has passed"
        } else {
            ""
        };
        let note = waits.note.map_or_else(String::new, |note| {
            format!(" {}", sentence(&clean::line(note)))
        });
        spans.push(Span::strong(format!(" {who} finds out{due}{late}.{note}")));
    }
    spans
}

fn answers(view: &View, question: &Question) -> Vec<Span> {
    if question.values.is_empty() {
        return vec![Span::plain(match question.asks {
            Asked::Zone if view.model.zones.is_empty() => "Draw the zone.",
            Asked::Zone => "One of the zones.",
            Asked::Trust => "0, 1, 2 or 3.",
            _ => "Answered by drawing.",
        })];
    }
    let meanings: Vec<String> = question
        .values
        .iter()
        .map(|(value, meaning)| {
            let presumed = if question.presumed.as_ref() == Some(value) {
                " (presumed)"
            } else {
                ""
            };
            format!("{}{presumed}", clean::line(meaning))
        })
        .collect();
    let several = if question.many {
        " Several can hold."
    } else {
        ""
    };
    vec![Span::plain(format!(
        "{}.{several}",
        capital(&meanings.join("; "))
    ))]
}

// ---- assumptions

fn assumptions(view: &View) -> Vec<Block> {
    let mut blocks = vec![heading("assumptions", "Assumptions")];
    if view.model.assumptions.is_empty() {
        blocks.push(para("The team has written down no assumption."));
        return blocks;
    }
    blocks.push(para("What the team takes for granted. When an assumption is rejected or past its day, the decisions that rest on it open again."));
    // Who answers an open question stands beside the question.
    let asked = &view.assessment.questions;
    let rows: Vec<Row> = view
        .model
        .assumptions
        .iter()
        .filter(|(id, assumption)| !is_waiting_question(id, assumption, asked))
        .map(|(_, assumption)| assumption_row(view, assumption))
        .collect();
    if rows.is_empty() {
        blocks.truncate(1);
        blocks.push(para("The team has written down no assumption."));
        return blocks;
    }
    blocks.push(grid(
        "Assumptions with their state, owner, end, and the decisions that rest on them",
        &[
            ("Assumption", 3.6),
            ("State", 1.4),
            ("Owner", 1.5),
            ("Look again", 1.6),
            ("Decisions that rest on it", 2.3),
        ],
        rows,
    ));
    blocks
}

fn assumption_row(view: &View, assumption: &Assumption) -> Row {
    let state = assumption_state(assumption, view.assessment.date);
    let covered = if assumption.covers.is_empty() {
        vec![Span::plain("None")]
    } else {
        listed_spans(
            assumption
                .covers
                .iter()
                .map(|id| vec![finding_or_id(view, id)])
                .collect(),
        )
    };
    row(vec![
        Cell::spans(with_note(
            sentence(&clean::line(&assumption.text)),
            assumption.note.as_deref(),
        )),
        Cell::text(state),
        Cell::text(or_dash(assumption.owner.as_deref())),
        Cell::text(day(assumption.expires)),
        Cell::spans(covered),
    ])
}

/// A link where the finding has a place of its own.
fn finding_or_id(view: &View, id: &FindingId) -> Span {
    let own = view
        .assessment
        .findings
        .get(id)
        .is_some_and(|finding| view.cause_of(finding).is_none());
    if own {
        finding_link(id)
    } else {
        Span::code(id.to_string())
    }
}

// ---- scope

fn out_of_scope(view: &View) -> Vec<Block> {
    let mut blocks = vec![heading("out-of-scope", "Out of scope")];
    let mut items: Vec<Vec<Span>> = view
        .model
        .out_of_scope
        .iter()
        .map(|(id, left_out)| {
            let because = format!(": {}", sentence(&clean::line(&left_out.because)));
            let mut spans = vec![Span::code(id.to_string())];
            spans.extend(with_note(because, left_out.note.as_deref()));
            spans
        })
        .collect();
    if !view.model.system.insider {
        items.push(vec![
            Span::strong("People inside. "),
            Span::plain("Employees and administrators do not count as attackers in this model; the setting can be changed."),
        ]);
    }
    for (switch, on) in &view.model.system.options {
        if !on {
            items.push(vec![
                Span::strong(format!(
                    "{}. ",
                    capital(&clean::line(switch).replace('_', " "))
                )),
                Span::plain("Switched off for this model."),
            ]);
        }
    }
    blocks.push(if items.is_empty() {
        para("Nothing was left out on purpose.")
    } else {
        Block::List(List::bullets(items))
    });
    blocks
}

fn own_threats(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .model
        .own_threats
        .iter()
        .map(|(id, threat)| {
            let places = threat.components.iter().map(|c| {
                vec![Span::to(
                    super::wording::finding_anchor(&FindingId {
                        threat: id.clone(),
                        component: c.clone(),
                    }),
                    view.name(c),
                )]
            });
            let places = listed_spans(places.collect());
            row(vec![
                Cell::code(id.to_string()),
                Cell::spans(with_note(clean::line(&threat.name), threat.note.as_deref())),
                Cell::spans(if places.is_empty() {
                    vec![Span::plain("Nowhere yet")]
                } else {
                    places
                }),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        heading("own-threats", "Threats that the team added"),
        para(
            "These are not in the OWASP list. The team rated them itself; they stand among the findings like every other.",
        ),
        grid(
            "Threats that the team added by hand",
            &[("Id", 1.0), ("Name", 4.0), ("Components", 4.0)],
            rows,
        ),
    ]
}

// ---- doubts about the model itself

fn doubts(view: &View) -> Vec<Block> {
    let assessment = view.assessment;
    let mut blocks = Vec::new();
    if !assessment.prompts.is_empty() {
        let items = assessment
            .prompts
            .iter()
            .map(|prompt| {
                vec![
                    Span::plain(sentence(&clean::line(&prompt.text))),
                    Span::quiet(format!(" {}", sentence(&clean::line(&prompt.why)))),
                ]
            })
            .collect();
        blocks.extend([
            heading("prompts", "What the drawing seems to lack"),
            Block::List(List::bullets(items)),
        ]);
    }
    if !assessment.contradictions.is_empty() {
        let items = assessment
            .contradictions
            .iter()
            .map(|text| vec![Span::plain(sentence(&clean::line(text)))])
            .collect();
        blocks.extend([
            heading("contradictions", "Where the model contradicts itself"),
            Block::List(List::bullets(items)),
        ]);
    }
    let unowned: Vec<Vec<Span>> = view
        .components()
        .into_iter()
        .filter(|(id, _)| view.assessment.unowned.contains(id))
        .map(|(id, _)| vec![view.component_link(id)])
        .collect();
    if !unowned.is_empty() {
        let number = unowned.len();
        let mut spans = vec![Span::strong(format!(
            "{} no owner: ",
            capital(&count(
                number,
                "component of ours has",
                "components of ours have"
            ))
        ))];
        spans.extend(listed_spans(unowned));
        spans.push(Span::plain("."));
        blocks.extend([heading("unowned", "Without an owner"), Block::Para(spans)]);
    }
    if !assessment.orphaned_controls.is_empty() {
        let ids = assessment
            .orphaned_controls
            .iter()
            .map(|id| vec![Span::code(id.to_string())])
            .collect::<Vec<_>>();
        let number = ids.len();
        let mut spans = vec![Span::plain(format!(
            "{} of a component that is gone: ",
            capital(&count(
                number,
                "recorded state speaks",
                "recorded states speak"
            ))
        ))];
        spans.extend(listed_spans(ids));
        spans.push(Span::plain("."));
        blocks.extend([
            heading(
                "orphaned-controls",
                "Requirements of components that are gone",
            ),
            Block::Para(spans),
        ]);
    }
    blocks
}
