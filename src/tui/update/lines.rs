//! The `:` line: the same text as `bartizan do`, with proposals for the word that is being typed; and pieces of drawing,
//! which the `>` line takes too.

use crate::model::{FORMS, Field, Key, Op, Sort};
use crate::tui::app::App;
use crate::tui::command::{COMMANDS, Command, Place, Row};
use crate::tui::drafts::COMMAND_LINE;
use crate::tui::drawing_line;
use crate::tui::message::{After, Effect};
use crate::tui::modal::{CommandLine, Modal};
use crate::tui::wrap::{count, in_sentence};

use super::{Effects, changes, files, moving};

/// What can be typed besides steps, as in editors that many know.
const ALIASES: &[(&str, &str)] = &[
    ("w", "save; with a path, to that file"),
    ("e", "open another file, by its path"),
    ("q", "leave; asks when something would be lost"),
    ("wq", "save and leave"),
    ("q!", "leave without saving"),
    ("export", "write the report as PDF"),
    ("undo", "take the last step back"),
    ("redo", "do it again"),
];

/// How many proposals are worked out.
const MOST: usize = 40;

/// The key of the draft of the line for drawing.
const DRAWING_LINE: &str = ">";

/// Opens the line for steps, or the one for drawing. What was typed before it was left by Esc comes back with Up; only a line
/// that a crash interrupted stands there again.
pub fn open(app: &mut App, draws: bool) {
    let mut line = CommandLine::new("");
    line.draws = draws;
    app.modals.push(Modal::CommandLine(Box::new(line)));
    propose(app);
}

/// The key of the draft that a line leaves when it is left by Esc.
#[must_use]
pub fn draft_key(draws: bool) -> &'static str {
    if draws { DRAWING_LINE } else { COMMAND_LINE }
}

/// Brings back the last line that was run.
pub fn recall(app: &mut App) {
    let draws = matches!(app.modal(), Some(Modal::CommandLine(line)) if line.draws);
    let draft = app.line_drafts.remove(draft_key(draws));
    let last = draft.or_else(|| app.lines_typed.last().cloned());
    if let (Some(Modal::CommandLine(line)), Some(last)) = (app.modals.last_mut(), last) {
        line.field.set(&last);
    }
    propose(app);
}

/// Runs the line.
pub fn run(app: &mut App, mut line: CommandLine, effects: &mut Effects) {
    let text = line.field.text().trim().to_owned();
    let key = draft_key(line.draws);
    if text.is_empty() {
        app.line_drafts.remove(key);
        return;
    }
    let done = match line.drawing_text() {
        Some(text) => draw(app, &text, effects),
        None => run_text(app, &text, effects),
    };
    match done {
        Ok(()) => {
            app.line_drafts.remove(key);
            app.lines_typed.retain(|other| other != &text);
            app.lines_typed.push(text);
        }
        Err(error) => {
            line.error = Some(error);
            app.modals.push(Modal::CommandLine(Box::new(line)));
        }
    }
}

fn run_text(app: &mut App, text: &str, effects: &mut Effects) -> Result<(), String> {
    match text {
        "w" => files::save(app, After::Nothing, effects),
        "e" => super::start::ask_for_path(app),
        "q" => super::leaving::quit(app, effects),
        "wq" | "x" => files::save(app, After::Quit, effects),
        "q!" => effects.push(Effect::Quit),
        "w!" | "wq!" | "x!" => {
            return Err(format!(
                "there is no `{text}`: `w` saves, `w NAME` writes another file; an existing one is never overwritten"
            ));
        }
        _ if text.starts_with("w! ") => {
            return Err(
                "`w NAME` writes another file; an existing one is never overwritten".to_owned(),
            );
        }
        "export" => files::export(app, effects),
        "undo" => changes::travel(app, Command::Undo, effects),
        "redo" => changes::travel(app, Command::Redo, effects),
        _ if text.starts_with("e ") => super::start::open_path(app, text[2..].trim(), effects)?,
        _ if text.starts_with("w ") => {
            let path = files::path_of(app, text[2..].trim());
            effects.push(Effect::SaveAs {
                path,
                next: After::Nothing,
            });
        }
        _ => match command_named(app, text) {
            Some(row) => super::run(app, row, effects),
            None => return step(app, text, effects),
        },
    }
    Ok(())
}

/// The word before a path on the line, and the path, where one is typed.
#[must_use]
pub fn path_in(text: &str) -> Option<(&str, &str)> {
    let (verb, path) = text.split_once(' ')?;
    matches!(verb, "w" | "e").then(|| (verb, path.trim_start()))
}

/// The word for a command on the line, such as `zoom-in`.
fn word_of(row: &Row) -> String {
    row.name.to_lowercase().replace(' ', "-")
}

/// The commands that work here and are no step of their own: a step wants more words than its verb.
fn commands(app: &App) -> impl Iterator<Item = &'static Row> {
    let places = [app.place(), Place::Anywhere];
    COMMANDS
        .iter()
        .filter(move |row| row.places.iter().any(|place| places.contains(place)))
}

fn command_named(app: &App, text: &str) -> Option<&'static Row> {
    commands(app).find(|row| word_of(row) == text)
}

fn step(app: &mut App, text: &str, effects: &mut Effects) -> Result<(), String> {
    if let Some(why) = app.why_read_only() {
        return Err(why);
    }
    let op = Op::parse(text).map_err(|error| match &error.help {
        // All operations are more than the line has room for.
        Some(help) if help.starts_with("operations are") => {
            format!("{}; Tab lists what can stand here", error.message)
        }
        _ => changes::in_words(&error),
    })?;
    match changes::step(app, &op, effects)? {
        Some(Key::Component(id)) if app.model().components.contains_key(&id) => {
            moving::select(app, id);
        }
        Some(Key::Flow(id)) => {
            if let Some(from) = app.model().flows.get(&id).map(|flow| flow.from.clone()) {
                moving::select_flow(app, id, from);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Draws a typed piece of the drawing, as one step.
pub fn draw(app: &mut App, text: &str, effects: &mut Effects) -> Result<(), String> {
    if let Some(why) = app.why_read_only() {
        return Err(why);
    }
    let drawn = drawing_line::draw(text, app.model(), &app.catalog)?;
    let added = drawn.ops.iter().filter_map(|op| match op {
        Op::Add { name, .. } => name.as_deref(),
        _ => None,
    });
    let names: Vec<&str> = added.collect();
    let after = changes::draft(app, &drawn.ops)?;
    let flows = after.flows.len().saturating_sub(app.model().flows.len());
    let label = match flows {
        _ if names.is_empty() => format!("Draw {}", text.trim()),
        0 => format!("Add {}", names.join(", ")),
        _ => {
            let flows = count(flows, "flow", "flows");
            format!("Add {} and {flows}", names.join(", "))
        }
    };
    changes::turn_into(app, &label, &after, effects)?;
    if let Some(id) = drawn.last {
        moving::select(app, id);
    }
    Ok(())
}

/// Works out what could stand in place of the word that is being typed.
pub fn propose(app: &mut App) {
    let Some(Modal::CommandLine(line)) = app.modal() else {
        return;
    };
    if let Some((_, typed)) = line.open_kind() {
        let proposals = kinds_said(app, &typed);
        if let Some(Modal::CommandLine(line)) = app.modals.last_mut() {
            line.reading = None;
            line.proposals = proposals;
            line.cursor = None;
        }
        return;
    }
    if let Some(text) = line.drawing_text() {
        let drawn = drawing_line::draw(&text, app.model(), &app.catalog);
        if let Some(Modal::CommandLine(line)) = app.modals.last_mut() {
            line.reading = Some(drawn.map(|drawn| drawn.reading));
            line.proposals.clear();
        }
        return;
    }
    let draws = line.draws;
    let text = line.field.text();
    let (start, word) = line.last_word();
    let before: Vec<&str> = text[..start].split_whitespace().collect();
    let mut proposals = match before.split_first() {
        None => first_words(app),
        // Which files there are is looked up when Tab asks for them.
        Some(_) if path_in(&text).is_some() => Vec::new(),
        Some((verb, rest)) => words_after(app, verb, rest),
    };
    proposals.retain(|(candidate, _)| candidate.starts_with(&word) && *candidate != word);
    proposals.truncate(if draws { 0 } else { MOST });
    if let Some(Modal::CommandLine(line)) = app.modals.last_mut() {
        line.reading = None;
        line.proposals = proposals;
        line.cursor = None;
    }
}

/// Steps, what editors call things, and the commands that work here.
fn first_words(app: &App) -> Vec<(String, String)> {
    let forms = FORMS
        .iter()
        .map(|form| (form.verb.to_owned(), form.usage.to_owned()));
    let aliases = ALIASES
        .iter()
        .map(|(word, means)| ((*word).to_owned(), (*means).to_owned()));
    let mut words: Vec<(String, String)> = forms.chain(aliases).collect();
    for row in commands(app) {
        let word = word_of(row);
        if !words.iter().any(|(other, _)| *other == word) {
            words.push((word, row.help.to_owned()));
        }
    }
    words
}

/// What can follow: ids and names of the catalogue, by the verb and how many words stand already.
#[allow(clippy::match_same_arms, reason = "a row for each form of a step")]
fn words_after(app: &App, verb: &str, rest: &[&str]) -> Vec<(String, String)> {
    if let Some(clause) = rest.last().filter(|word| clauses(verb).contains(word)) {
        return words_of_clause(app, clause);
    }
    match (verb, rest) {
        ("answer" | "forget", [component, fact]) => values(app, component, fact),
        ("answer" | "forget", [component]) => facts(app, component),
        ("answer" | "forget", _) | ("heal" | "pin" | "unpin" | "place" | "unplace", []) => {
            components(app)
        }
        ("kind", [_]) => kinds(app),
        ("kind", _) => components(app),
        ("connect", [] | [_]) => components(app),
        ("connect", _) => flow_kinds(app),
        ("decide", []) => findings(app),
        ("decide", [_]) => statuses(),
        ("undecide", _) => recorded(app.model().decisions.keys()),
        ("move", [.., "into"]) | ("zone", []) => zones(app),
        ("move", [_]) => vec![
            ("into".into(), "a zone".into()),
            ("outside".into(), "all zones".into()),
        ],
        ("add" | "insert", _) => [kinds(app), clauses_left(verb, rest)].concat(),
        ("control", []) => requirements(app),
        ("control", [_]) => without_meaning(crate::model::ControlStatus::ALL),
        ("uncontrol", []) => recorded(app.model().controls.keys()),
        ("threat" | "unthreat", []) => own_threats(app),
        ("assume" | "unassume", []) => recorded(app.model().assumptions.keys()),
        ("include", []) => recorded(app.model().out_of_scope.keys()),
        ("decide" | "control" | "threat" | "assume" | "zone", _) => clauses_left(verb, rest),
        ("set" | "unset" | "rename", []) => {
            let system = vec![("system".to_owned(), app.model().system.title.clone())];
            [system, components(app), flows(app), zones(app)].concat()
        }
        ("set" | "unset", [target]) => fields(app, target),
        ("set", [_, "carries"]) => flow_kinds(app),
        ("set", [_, "parent"]) => zones(app),
        ("set" | "unset" | "rename", _) => Vec::new(),
        _ => [components(app), flows(app), zones(app)].concat(),
    }
}

/// The words that begin a clause of a step.
fn clauses(verb: &str) -> &'static [&'static str] {
    let form = FORMS.iter().find(|form| form.verb == verb);
    form.map_or(&[], |form| form.clauses)
}

/// Those that have not been said yet.
fn clauses_left(verb: &str, rest: &[&str]) -> Vec<(String, String)> {
    let left = clauses(verb).iter().filter(|word| !rest.contains(word));
    left.map(|word| ((*word).to_owned(), String::new()))
        .collect()
}

/// What can follow the word that begins a clause; nothing where it is the team's own words.
fn words_of_clause(app: &App, clause: &str) -> Vec<(String, String)> {
    match clause {
        "in" => zones(app),
        "after" | "before" | "at" => components(app),
        "carrying" => flow_kinds(app),
        "on" => flows(app),
        "requirements" => requirements(app),
        "covers" => findings(app),
        "status" => without_meaning(crate::model::AssumptionStatus::ALL),
        _ => Vec::new(),
    }
}

/// The fields of what a step speaks of.
fn fields(app: &App, target: &str) -> Vec<(String, String)> {
    let model = app.model();
    let sort = if target == "system" {
        Sort::System
    } else if model.components.contains_key(target) {
        Sort::Component
    } else if model.flows.contains_key(target) {
        Sort::Flow
    } else if model.zones.contains_key(target) {
        Sort::Zone
    } else {
        return Vec::new();
    };
    let fields: Vec<Field> = Field::of(sort).collect();
    without_meaning(&fields)
}

fn without_meaning(words: &[impl ToString]) -> Vec<(String, String)> {
    words
        .iter()
        .map(|word| (word.to_string(), String::new()))
        .collect()
}

fn recorded<'a, T: ToString + 'a>(ids: impl Iterator<Item = &'a T>) -> Vec<(String, String)> {
    ids.map(|id| (id.to_string(), String::new())).collect()
}

fn requirements(app: &App) -> Vec<(String, String)> {
    let all = app.catalog.entries().requirements.iter();
    all.map(|(id, entry)| (id.clone(), entry.text.clone()))
        .collect()
}

/// The team's own threats, and the next free id.
fn own_threats(app: &App) -> Vec<(String, String)> {
    let known = &app.model().own_threats;
    let free = (1..=known.len() + 1)
        .map(|n| format!("OWN-{n}"))
        .find(|text| !known.keys().any(|id| id.as_str() == text));
    let new = free.map(|id| (id, "a new one".to_owned()));
    let all = known
        .iter()
        .map(|(id, threat)| (id.to_string(), threat.name.clone()));
    all.chain(new).collect()
}

fn components(app: &App) -> Vec<(String, String)> {
    app.model()
        .components
        .iter()
        .map(|(id, entry)| (id.to_string(), entry.name.clone()))
        .collect()
}

fn flows(app: &App) -> Vec<(String, String)> {
    let label = |flow| crate::layout::flow_label(flow, &app.catalog);
    app.model()
        .flows
        .iter()
        .map(|(id, flow)| (id.to_string(), label(flow)))
        .collect()
}

fn zones(app: &App) -> Vec<(String, String)> {
    app.model()
        .zones
        .iter()
        .map(|(id, zone)| (id.to_string(), zone.name.clone()))
        .collect()
}

fn kinds(app: &App) -> Vec<(String, String)> {
    app.catalog
        .entries()
        .kinds
        .iter()
        .map(|(id, kind)| (id.clone(), kind.name.clone()))
        .collect()
}

/// The kinds that fit what is typed in parentheses, by the word that people say for each; those with such a word come first.
fn kinds_said(app: &App, typed: &str) -> Vec<(String, String)> {
    let typed = typed.to_lowercase();
    let mut said = Vec::new();
    for (id, kind) in &app.catalog.entries().kinds {
        let name = in_sentence(&kind.name);
        let word = app.catalog.word_for(id);
        let begins = |text: &str| {
            text.split(' ')
                .any(|word| word.to_lowercase().starts_with(&typed))
        };
        let sayings = app.catalog.sayings(id);
        let first = sayings.iter().min().copied();
        let meant = || {
            sayings
                .iter()
                .any(|saying| saying.said_by(&typed).is_some())
        };
        if name.to_lowercase().starts_with(&typed)
            || begins(&name)
            || word.is_some_and(begins)
            || meant()
        {
            let note = if word.is_some() {
                name.clone()
            } else {
                String::new()
            };
            said.push((
                (word.is_none(), first),
                word.map_or(name, str::to_owned),
                note,
            ));
        }
    }
    said.sort();
    said.into_iter()
        .map(|(_, word, note)| (word, note))
        .collect()
}

fn flow_kinds(app: &App) -> Vec<(String, String)> {
    app.catalog
        .entries()
        .flows
        .iter()
        .map(|(id, kind)| (id.clone(), kind.name.clone()))
        .collect()
}

fn facts(app: &App, component: &str) -> Vec<(String, String)> {
    let component = app.model().components.get(component);
    let kind = component.and_then(|component| app.catalog.kind(&component.kind));
    let asks = kind.map(|kind| kind.asks.as_slice()).unwrap_or_default();
    let question = |name: &String| app.catalog.fact(name).map(|fact| fact.question.clone());
    asks.iter()
        .map(|name| (name.clone(), question(name).unwrap_or_default()))
        .collect()
}

fn values(app: &App, _component: &str, fact: &str) -> Vec<(String, String)> {
    app.catalog
        .fact(fact)
        .map(|fact| fact.values.clone())
        .unwrap_or_default()
}

fn findings(app: &App) -> Vec<(String, String)> {
    let findings = &app.derived.assessment.findings;
    findings
        .values()
        .map(|finding| (finding.id.to_string(), finding.risk().as_str().to_owned()))
        .collect()
}

fn statuses() -> Vec<(String, String)> {
    let meaning = crate::tui::modal::form::meaning;
    crate::model::DecisionStatus::ALL
        .iter()
        .map(|status| (status.as_str().to_owned(), meaning(*status).to_owned()))
        .collect()
}
