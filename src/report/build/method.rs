//! How the result came about, so that it can be checked and made again: method, rules, words, sources, digests.

use super::PROGRAM;
use super::guidance::strengths;
use super::tables::{grid, heading, lead, note, numbers, pairs, para, row};
use super::view::View;
use super::wording::{CONSEQUENCE, capital, count, grouped, listed, one_or};
use super::{Chapter, threats};
use crate::analysis::{Role, Verdict};
use crate::model::{Edition, ThreatId};
use crate::report::blocks::{Align, Block, Cell, List, Row, Section, Span, Tone};
use crate::report::clean;

/// Names and techniques that are not ours, as their licences ask.
pub(super) const ATTRIBUTION: &str = "Threat names and ids: OWASP Machine Learning Security Top 10 2023 (draft), CC BY-SA 4.0, Bhure, Singh, van der Veer and contributors. Techniques: MITRE ATLAS 5.6.0, Apache 2.0.";

/// Whose report this is not.
pub(super) const NOT_OWASP: &str = "This report was made with Bartizan. It is not a publication of OWASP, MITRE or NIST and none of them has endorsed it. Stages, the places where a threat is looked for, rules, ratings and requirements are Bartizan's own.";

pub(super) fn section(view: &View) -> Section {
    let mut section = Section::new("method", super::Chapter::Method.title());
    let blocks = &mut section.blocks;
    blocks.push(lead("This chapter says how the findings came about, so that anyone can check them and make the same report again."));
    blocks.extend(verdicts(view));
    blocks.extend(risk(view));
    blocks.extend(rules(view));
    blocks.extend(doubts(view));
    blocks.extend([heading("glossary", "Words"), glossary()]);
    blocks.extend(sources(view));
    blocks.extend(reproduction(view));
    section
}

fn verdicts(view: &View) -> Vec<Block> {
    let edition = view.edition();
    let insiders = if view.model.system.insider {
        "People inside the organisation count as attackers here."
    } else {
        "People inside the organisation do not count as attackers here."
    };
    vec![
        heading("verdicts", "How a threat is judged"),
        para(format!(
            "The team draws components, zones and flows, and answers questions about them. For every component and every threat of the OWASP Machine Learning Security Top 10 (edition {edition}) a rule decides. {insiders}"
        )),
        Block::List(List::bullets(vec![
            vec![
                Span::strong("Applies. "),
                Span::plain(
                    "Every condition of the rule holds; the premises are listed under the finding.",
                ),
            ],
            vec![
                Span::strong("Does not apply. "),
                Span::plain(
                    "A condition fails for certain; the reason has a code, which stands in the matrix.",
                ),
            ],
            vec![
                Span::strong("Needs an answer. "),
                Span::plain(
                    "A fact is missing. What is not known never becomes “does not apply”; the finding is rated as if it applied, and the question that would settle it is asked.",
                ),
            ],
        ])),
        para(format!(
            "Facts therefore have three values: so, not so, and not known (Kleene's logic). Some missing facts are presumed to be at their dangerous value; the premise then says “presumed”, and the question is still asked. A threat has one finding at the place where the attack enters or where it is stopped; what follows from it is listed there as a consequence and is not counted again. {CONSEQUENCE}",
        )),
    ]
}

fn risk(view: &View) -> Vec<Block> {
    let weak = view.without_strong_control();
    let trained = where_trained(view);
    let mut blocks = vec![
        heading("rating", "How risk is rated"),
        para(format!(
            "Likelihood and impact run from 1 to 5; risk is their product. 1 to 4 is low, 5 to 9 medium, 10 to 14 high, and 15 to 25 critical. Inherent risk counts no control. Residual risk lowers the likelihood by what is in place: where the finding stands{trained}, and on every way that makes it so. It falls by 2 for each verified requirement that removes a precondition, by 1 for each verified one that makes the attack materially harder, by half of that where it is implemented but not verified. A countermeasure that the drawing shows takes off what its rule says, mostly 1, and nothing where a requirement that it amounts to takes off as much or more. Halves are added and rounded down; at most 3 points come off, and a likelihood never falls below 1. What only detects or limits an attack lowers no likelihood. Where nobody has said what a wrong answer can do, an impact of 3 is assumed and marked. Whatever else is not known, and would only raise or lower a rating, is not counted; a step of a rating that is open stands in its finding with a question mark, a countermeasure of which nobody has told is not listed, and what one answer can change stands with the open questions.",
        )),
        note(
            Tone::Progress,
            "What these numbers are not",
            "Rules, adjustments, strengths and weights are our own calibration. They have not been validated against outcomes, so compare findings with each other rather than with other systems. OWASP prints sample ratings for each threat; it calls them samples for one scenario, and this report uses none of them as a score.",
        ),
        para(strengths()),
    ];
    if !weak.is_empty() {
        blocks.push(para(format!(
            "For {} the catalogue knows no requirement that removes a precondition. Controls make {} harder or detect {}; none stops {} outright.",
            listed(&weak),
            one_or(weak.len(), "it", "them"),
            one_or(weak.len(), "it", "them"),
            one_or(weak.len(), "it", "them"),
        )));
    }
    blocks
}

/// The threats for which a control counts where the model was trained, as far as nothing else that counts is spoken of.
fn where_trained(view: &View) -> String {
    let threats = view.catalog.entries().threats.iter();
    let ids: Vec<&String> = threats
        .filter(|(_, threat)| !threat.rule.treated_at.is_empty())
        .map(|(id, _)| id)
        .collect();
    if ids.is_empty() {
        return String::new();
    }
    format!(", for {} where the model was trained", listed(&ids))
}

fn rules(view: &View) -> Vec<Block> {
    let rows: Vec<Row> = view
        .threats()
        .iter()
        .map(|threat| rule_row(view, threat))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let right = Align::Right;
    vec![
        heading("rules", "Rules and what they found"),
        numbers(
            "For each threat: what the rule looks for, and how many components it holds",
            &[
                ("Threat", 0.9, Align::Left),
                ("Name", 5.0, Align::Left),
                ("Applies", 1.0, right),
                ("Needs an answer", 1.1, right),
                ("Conse\u{ad}quence", 1.2, right),
                ("Does not apply", 1.0, right),
            ],
            rows,
        ),
    ]
}

fn rule_row(view: &View, threat: &ThreatId) -> Row {
    let found = |role, verdict| {
        let here = view
            .assessment
            .findings
            .values()
            .filter(|f| f.id.threat == *threat && f.role == role);
        here.filter(|f| verdict == f.verdict).count()
    };
    let consequences =
        found(Role::Affected, Verdict::Applies) + found(Role::Affected, Verdict::NeedsAnswer);
    let skipped = view
        .assessment
        .not_applicable
        .keys()
        .filter(|id| id.threat == *threat)
        .count();
    let known = view.catalog.threat(threat.as_str());
    let definition = match known {
        None => "Added by the team; the finding says how it works.".to_owned(),
        // Its definition stands with the threat.
        Some(_) if view.options.prints(Chapter::Threats) => String::new(),
        Some(known) => known.definition.clone(),
    };
    let code = match known {
        Some(_) => Span::to(threats::anchor(threat.as_str()), threat.to_string()),
        None => Span::code(threat.to_string()),
    };
    let numbers = [
        found(Role::Primary, Verdict::Applies),
        found(Role::Primary, Verdict::NeedsAnswer),
        consequences,
        skipped,
    ];
    let mut cells = vec![
        Cell::spans(vec![code]),
        Cell::spans(vec![
            Span::strong(view.threat_name(threat)),
            Span::plain(if definition.is_empty() {
                String::new()
            } else {
                format!(". {definition}")
            }),
        ]),
    ];
    cells.extend(numbers.into_iter().map(|n| Cell::text(grouped(n))));
    row(cells)
}

fn doubts(view: &View) -> Vec<Block> {
    let edition = match view.edition() {
        Edition::V02 => "The names are those of the 0.2 draft of August 2023.",
        Edition::V03 => {
            "The names are those of the 0.3 draft, which renames four threats and rewrites ML06."
        }
    };
    vec![
        heading("limits", "What is uncertain"),
        Block::List(List::bullets(vec![
            vec![Span::plain(format!(
                "OWASP publishes the list as a draft. {edition} It maps no threat to components or stages; those mappings are ours."
            ))],
            vec![Span::plain(
                "The sentence that OWASP gives for ML04 describes tampering with training data; this report works with a definition of its own.",
            )],
            vec![Span::plain(
                "ML08 and ML02 overlap in the source. Here, data that enters through the running product counts as ML08, and data from suppliers and stores as ML02.",
            )],
            vec![Span::plain(
                "Whether prompt injection belongs under ML01 is a choice; the model can switch it off.",
            )],
            vec![Span::plain(
                "Links from requirements to other standards were chosen by reading both sides once.",
            )],
        ])),
    ]
}

fn glossary() -> Block {
    let words = [
        (
            "Adversarial input",
            "An input made to look harmless and be misjudged.",
        ),
        (
            "Completeness",
            "How much of what the rules wanted to know the model says.",
        ),
        (
            "Consequence",
            "What a component suffers from another finding, mostly one elsewhere; weights that are tuned here have their finding as ML07, and that they could also be swapped (ML10) follows from it. Its letter stands in brackets and is not counted; the decision is taken at that finding.",
        ),
        (
            "Coverage",
            "The weighted share of the applicable requirements that is verified or implemented.",
        ),
        (
            "Finding",
            "A threat at a component, with its proof. Its id is the threat's, an @, and the component's.",
        ),
        ("Flow", "Data on its way from one component to another."),
        (
            "Inherent risk",
            "Likelihood times impact, without any control.",
        ),
        (
            "Level",
            "How much verification a system needs: 1 for any ML system in use, 2 for sensitive data, regulated use or a motivated adversary, 3 for safety-critical or high value.",
        ),
        (
            "MLSVS",
            "The OWASP Machine Learning Security Verification Standard, a project that publishes three objectives: a metric, guidance, and use in procurement.",
        ),
        (
            "Model",
            "Mostly the threat model: drawing, answers and decisions. A model that is asked, copied, fooled or tuned, or that stands at a component, is the one that has learned.",
        ),
        (
            "Premise",
            "A statement that a verdict rests on, and that a reviewer can check.",
        ),
        (
            "Residual risk",
            "Likelihood times impact, counting the controls in place.",
        ),
        (
            "Requirement",
            "A statement that can be verified; its id starts with PVC, for Pipeline Verification Catalogue.",
        ),
        ("Supplier", "A third party that answers for a component."),
        (
            "Trust zone",
            "A place where components stand, trusted from 0 (the internet) to 3 (production core). What stands at 0 or 1 is outside.",
        ),
        (
            "Weights",
            "The numbers that a model has learned; whoever has them has the model.",
        ),
    ];
    let rows = words
        .into_iter()
        .map(|(word, meaning)| (vec![Span::strong(word)], vec![Span::plain(meaning)]))
        .collect();
    pairs("Words that this report uses", [1.6, 6.0], rows)
}

/// Where names, ids and links come from, and under which licence.
fn sources(view: &View) -> Vec<Block> {
    let ours = [
        (
            "OWASP Machine Learning Security Top 10 2023 (draft)",
            "CC BY-SA 4.0",
            "Ids and names of the threats; everything else in our own words.",
        ),
        (
            "OWASP MLSVS",
            "CC BY-SA 4.0",
            "The three objectives: metric, guidance, procurement.",
        ),
    ];
    let mut rows: Vec<Row> = ours
        .into_iter()
        .map(|(source, licence, used)| {
            row(vec![
                Cell::text(source),
                Cell::text(licence),
                Cell::text(used),
            ])
        })
        .collect();
    if !view.options.prints(Chapter::Threats) {
        rows.extend(view.catalog.entries().standards.values().map(|standard| {
            row(vec![
                Cell::text(format!("{}, {}", standard.title, standard.version)),
                Cell::text(standard.licence.clone()),
                Cell::text("Ids and names, as pointers."),
            ])
        }));
    }
    let mut blocks = vec![
        heading("sources", "Sources"),
        note(Tone::Neutral, "Not a publication of OWASP", NOT_OWASP),
        Block::Para(attribution(view)),
        grid(
            "Sources with their licence and what was taken",
            &[("Source", 2.8), ("Licence", 2.0), ("What was taken", 4.6)],
            rows,
        ),
    ];
    blocks.extend(replaced(view));
    blocks
}

fn attribution(view: &View) -> Vec<Span> {
    let mut spans = vec![Span::plain(ATTRIBUTION)];
    let nothing_drawn = view.model.components.is_empty() && view.options.chapters.is_empty();
    if view.options.prints(Chapter::Threats) && !nothing_drawn {
        spans.extend([
            Span::plain(
                " Other standards, with version, licence and how sure the links are, stand ",
            ),
            Span::to("standards", "with the threats"),
            Span::plain("."),
        ]);
    }
    spans
}

/// What in the catalogue is not ours, with the digest of what was there.
fn replaced(view: &View) -> Vec<Block> {
    let replacements = view.catalog.replacements();
    let mut blocks = vec![heading("replaced", "Replaced entries of the catalogue")];
    if replacements.is_empty() {
        blocks.push(para(
            "None: every entry of the built-in catalogue is in force as it was shipped.",
        ));
        return blocks;
    }
    blocks.push(para(format!(
        "{} of the built-in catalogue {} replaced. What this report says of {} is not Bartizan's own. The digest is that of the built-in entry, which is not in force.",
        capital(&count(replacements.len(), "entry", "entries")),
        one_or(replacements.len(), "was", "were"),
        one_or(replacements.len(), "it", "them"),
    )));
    let rows = replacements
        .iter()
        .map(|replacement| {
            row(vec![
                Cell::code(format!(
                    "{} {}",
                    replacement.section,
                    clean::line(&replacement.id)
                )),
                Cell::text(file_name(&replacement.by)),
                Cell::code(format!("sha256:{}", replacement.digest)),
            ])
        })
        .collect();
    blocks.push(grid(
        "Built-in entries that another catalogue replaced, with the digest of what was there",
        &[
            ("Entry", 2.2),
            ("Replaced by", 2.2),
            ("Digest of the built-in entry", 4.6),
        ],
        rows,
    ));
    blocks
}

/// A file's name without its folder, which is another one on another machine.
pub(super) fn file_name(path: &str) -> String {
    clean::line(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

fn reproduction(view: &View) -> Vec<Block> {
    let options = view.options;
    let given = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            clean::line(text)
        }
    };
    let code = |text: String| vec![Span::code(text)];
    let mut rows = vec![
        (vec![Span::plain("Program")], vec![Span::plain(PROGRAM)]),
        (
            vec![Span::plain("Date of the assessment")],
            vec![Span::plain(view.assessment.date.to_string())],
        ),
        (
            vec![Span::plain("Audience")],
            vec![Span::plain(options.audience.as_str())],
        ),
        (
            vec![Span::plain("Chapters")],
            vec![Span::plain(match options.chosen() {
                chosen if chosen.is_empty() => "those of the audience".to_owned(),
                chosen => chosen,
            })],
        ),
        (
            vec![Span::plain("Edition of the threat list")],
            vec![Span::plain(view.edition().to_string())],
        ),
    ];
    rows.extend(options.paper.map(|paper| {
        let name = vec![Span::plain(paper.title())];
        (vec![Span::plain("Paper")], name)
    }));
    rows.extend([
        (
            vec![Span::plain("Model file")],
            code(given(&options.model_file)),
        ),
        (
            vec![Span::plain("Digest of the model")],
            code(given(&options.model_digest)),
        ),
        (
            vec![Span::plain("Digest of the catalogue")],
            code(given(&options.catalog_digest)),
        ),
    ]);
    if !options.program_digest.is_empty() {
        rows.push((
            vec![Span::plain("Digest of the program")],
            code(given(&options.program_digest)),
        ));
    }
    let entries = view.catalog.entries();
    vec![
        heading("reproduction", "How to make this report again"),
        para(format!(
            "The same model, catalogue, program and date give the same report, byte for byte. The catalogue holds {}, {}, {} and {}.",
            count(entries.kinds.len(), "component kind", "component kinds"),
            count(entries.facts.len(), "fact", "facts"),
            count(entries.threats.len(), "threat", "threats"),
            count(entries.requirements.len(), "requirement", "requirements"),
        )),
        Block::Together(vec![
            Block::Para(vec![
                Span::plain("Anyone who has the model can check this file: "),
                Span::code("bartizan verify report.pdf model.ron"),
                Span::plain(" reads from it how it was made, makes it again and compares."),
            ]),
            pairs("What this report was made from", [2.1, 6.4], rows),
        ]),
    ]
}
