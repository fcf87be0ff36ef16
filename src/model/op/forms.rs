//! How each operation is written: one table for reading, for help and for error messages.

use super::clauses::{
    cell, clauses, clauses_then_text, component, component_list, components, fact_value, flow,
    list_of, names, need, need_component, one_of, said, said_date, said_text, score, target, trust,
    zone,
};
use super::words::{Word, Words};
use super::{Beside, Field, Op, OpError, Said};
use crate::model::{AssumptionStatus, ComponentId, ControlStatus, DecisionStatus, nearest};

/// One form of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Its first word.
    pub verb: &'static str,
    /// How the line goes on.
    pub usage: &'static str,
    /// What it does, in a sentence.
    pub does: &'static str,
    /// A line that could stand.
    pub example: &'static str,
    /// The words that each begin a clause at its end, such as `owner "…"`.
    pub clauses: &'static [&'static str],
    read: fn(&mut Words) -> Result<Op, OpError>,
}

macro_rules! forms {
    ($($verb:literal $usage:literal, $does:literal, $example:literal $([$clauses:expr])? => $read:expr;)+) => {
        /// Every form, in the order they are offered.
        pub const FORMS: &[Form] = &[
            $(Form {
                verb: $verb,
                usage: $usage,
                does: $does,
                example: $example,
                clauses: forms!(@clauses $($clauses)?),
                read: $read,
            }),+
        ];
    };
    (@clauses) => { &[] };
    (@clauses $clauses:expr) => { $clauses };
}

const OF_ADD: &[&str] = &["in", "after", "before", "carrying"];
const OF_INSERT: &[&str] = &["on"];
const OF_ZONE: &[&str] = &["trust", "in"];
const OF_DECIDE: &[&str] = &["owner", "due", "because", "ticket", "note"];
const OF_CONTROL: &[&str] = &["evidence", "assessor", "date", "because", "note"];
const OF_ASSUME: &[&str] = &["status", "owner", "expires", "covers", "note"];
const OF_THREAT: &[&str] = &["at", "likelihood", "impact", "requirements", "note"];

forms! {
    "add" "[ID] [\"Name\"] KIND [in ZONE] [after X | before X] [carrying K,K]",
        "Adds a component, connected to another if you name one.",
        "add \"Scoring API\" serve.api after gateway" [OF_ADD] => add;
    "connect" "FROM TO [K,K] [\"label\"]",
        "Connects two components; without flow kinds, by what usually flows between them.",
        "connect gateway scoring-api infer_in \"payment\"" => connect;
    "insert" "[ID] [\"Name\"] KIND on FLOW",
        "Puts a new component into the middle of a flow.",
        "insert \"Screening\" prep.validate on labels-train" [OF_INSERT] => insert;
    "remove" "ID",
        "Removes a component with everything keyed to it, a flow, or a zone.",
        "remove scoring-api" => |words| Ok(Op::Remove(target(words)?));
    "heal" "COMPONENT",
        "Removes a component and connects what came before it to what came after.",
        "heal screening" => |words| Ok(Op::Heal(need_component(words)?));
    "rename" "ID \"New name\"",
        "Gives a component, zone or `system` another name, or a flow another label; ids stay.",
        "rename scoring-api \"Fraud API\"" => |words| {
            let target = target(words)?;
            Ok(Op::Rename { target, name: words.need("the new name")?.text })
        };
    "kind" "COMPONENT KIND",
        "Makes a component one of another kind.",
        "kind scoring serve.batch" => |words| {
            let component = need_component(words)?;
            Ok(Op::Kind { component, kind: words.need("a kind")?.text })
        };
    "answer" "COMPONENT FACT VALUE[,VALUE]",
        "Answers a question about a component.",
        "answer scoring-api exposure partner" => |words| {
            let component = need_component(words)?;
            let fact = words.need("a fact")?.text;
            Ok(Op::Answer { component, fact, value: fact_value(words)? })
        };
    "forget" "COMPONENT FACT",
        "Takes an answer back, so that the question is open again.",
        "forget scoring-api exposure" => |words| {
            let component = need_component(words)?;
            Ok(Op::Forget { component, fact: words.need("a fact")?.text })
        };
    "zone" "[ID] \"Name\" [trust N] [in PARENT]",
        "Adds a trust zone, or changes the one that has this id.",
        "zone prod \"Production\" trust 3" [OF_ZONE] => zone_op;
    "move" "COMPONENT[,COMPONENT] into ZONE | outside",
        "Moves components into a zone, or outside all of them.",
        "move labels,train into prod" => move_op;
    "place" "COMPONENT X Y [pinned]",
        "Puts a box on a cell of the canvas.",
        "place scoring-api 12 4 pinned" => |words| {
            let component = need_component(words)?;
            let (x, y) = (cell(words, "a column")?, cell(words, "a row")?);
            Ok(Op::Place { component, x, y, pinned: words.accept("pinned") })
        };
    "unplace" "COMPONENT[,COMPONENT]",
        "Leaves the places of boxes to the layout again.",
        "unplace scoring-api" => |words| Ok(Op::Unplace(components(words)?));
    "pin" "COMPONENT[,COMPONENT]",
        "Keeps boxes where they stand, whatever the layout does.",
        "pin scoring-api" => |words| Ok(Op::Pin(components(words)?));
    "unpin" "COMPONENT[,COMPONENT]",
        "Lets the layout move boxes again.",
        "unpin scoring-api" => |words| Ok(Op::Unpin(components(words)?));
    "set" "system | ID FIELD \"VALUE\"",
        "Fills a field of the system, a component, a flow or a zone.",
        "set system owner \"Payments ML\"" => |words| {
            let (target, field) = (target(words)?, field(words)?);
            Ok(Op::Set { target, field, value: words.list("a value")?.text })
        };
    "unset" "system | ID FIELD",
        "Empties a field.",
        "unset scoring-api owner" => |words| {
            Ok(Op::Unset { target: target(words)?, field: field(words)? })
        };
    "option" "NAME on|off",
        "Switches an option of the rules.",
        "option prompt_injection off" => option;
    "decide" "FINDING STATUS [owner \"…\"] [due DATE] [because \"…\"] [ticket \"…\"] [note \"…\"]",
        "Records a decision on a finding: open, mitigate, accept, transfer, avoid or not_applicable; the last four need who and why.",
        "decide ML01@scoring-api mitigate owner \"Payments lead\" due 2027-01-31" [OF_DECIDE] => decide;
    "undecide" "FINDING",
        "Takes a decision back.",
        "undecide ML01@scoring-api" => |words| Ok(Op::Undecide(need(words, "a finding")?));
    "control" "REQUIREMENT[@COMPONENT] STATUS [evidence \"…\"] [assessor \"…\"] [date DATE] [because \"…\"] [note \"…\"]",
        "Records the state of a requirement: verified, implemented, planned, not_met or not_applicable.",
        "control PVC-V1.1 verified evidence \"Review of May\" assessor \"N. Holm\" date 2026-05-02" [OF_CONTROL] => control;
    "uncontrol" "REQUIREMENT[@COMPONENT]",
        "Takes the record of a requirement back: it is not assessed.",
        "uncontrol PVC-V1.1" => |words| Ok(Op::Uncontrol(need(words, "a requirement")?));
    "assume" "ID \"text\" [status S] [owner \"…\"] [expires DATE] [covers FINDING,FINDING] [note \"…\"]",
        "Writes down an assumption: unconfirmed, confirmed or rejected.",
        "assume own-labels \"Only our analysts label\" expires 2027-06-30 covers ML02@labels" [OF_ASSUME] => assume;
    "unassume" "ID",
        "Removes an assumption.",
        "unassume own-labels" => |words| Ok(Op::Unassume(need(words, "an assumption")?));
    "exclude" "ID \"because\"",
        "Writes down what this model leaves out.",
        "exclude billing \"Another team's model covers it\"" => |words| {
            let id = need(words, "an id")?;
            Ok(Op::Exclude { id, because: words.need("the reason in quotes")?.text })
        };
    "include" "ID",
        "Removes what `exclude` wrote down.",
        "include billing" => |words| Ok(Op::Include(need(words, "an id")?));
    "threat" "OWN-1 \"Name\" [at COMPONENT,COMPONENT] [likelihood N] [impact N] [requirements R,R] [note \"…\"] [\"text\"]",
        "Adds a threat of your own, or changes the one that has this id.",
        "threat OWN-1 \"Bribed analyst\" at labels likelihood 2 impact 4 \"An analyst is paid to mislabel.\"" [OF_THREAT] => threat;
    "unthreat" "OWN-1",
        "Removes a threat of your own.",
        "unthreat OWN-1" => |words| Ok(Op::Unthreat(need(words, "a threat")?));
}

/// Reads an operation from its line.
pub(super) fn read(line: &str) -> Result<Op, OpError> {
    let mut words = Words::of(line)?;
    let verb = words.need("an operation")?;
    let Some(form) = FORMS.iter().find(|form| form.verb == verb.text) else {
        return Err(unknown_verb(&verb));
    };
    let with_usage = |error: OpError| match error.help {
        Some(_) => error,
        None => error.with_help(format!("write `{} {}`", form.verb, form.usage)),
    };
    let op = (form.read)(&mut words).map_err(with_usage)?;
    words.finish().map_err(with_usage)?;
    Ok(op)
}

fn unknown_verb(verb: &Word) -> OpError {
    let verbs = FORMS.iter().map(|form| form.verb);
    let error = verb.error(format!("there is no operation `{}`", verb.text));
    // What other programs call it.
    let near = match verb.text.as_str() {
        "delete" | "rm" | "del" => Some("remove"),
        "link" | "flow" | "edge" => Some("connect"),
        "new" | "create" => Some("add"),
        "mv" => Some("move"),
        other => nearest(other, verbs.clone()),
    };
    let all = || format!("operations are {}", verbs.collect::<Vec<_>>().join(", "));
    error.with_help(near.map_or_else(all, |near| format!("did you mean `{near}`?")))
}

/// The one text, if any, before the first clause.
fn at_most_one(words: &mut Words, keywords: &[&str]) -> Option<String> {
    if words
        .peek()
        .is_none_or(|word| !word.quoted && keywords.contains(&word.text.as_str()))
    {
        return None;
    }
    words
        .take()
        .map(|word| word.text)
        .filter(|text| !text.is_empty())
}

/// What stands before the first clause of `add` and `insert`: id, name and kind.
type Made = (Option<ComponentId>, Option<String>, String);

fn made(words: &mut Words, keywords: &[&str]) -> Result<Made, OpError> {
    let mut before = words.until(keywords);
    // Behind a name in quotes comes the kind and nothing else, so a misspelt keyword is found where it stands.
    let quoted = before.iter().rposition(|word| word.quoted);
    let last = quoted.map_or(3, |name| name + 2);
    if let Some(stray) = before.get(last) {
        return Err(super::clauses::stray(stray, keywords));
    }
    let Some(kind) = before.pop() else {
        return Err(words.missing("a kind"));
    };
    let name = before
        .pop()
        .map(|word| word.text)
        .filter(|name| !name.is_empty());
    let id = before.pop().as_ref().map(component).transpose()?;
    match before.pop() {
        Some(word) => Err(super::clauses::stray(&word, keywords)),
        None => Ok((id, name, kind.text)),
    }
}

fn add(words: &mut Words) -> Result<Op, OpError> {
    let (id, name, kind) = made(words, OF_ADD)?;
    let (mut stands_in, mut beside, mut carries) = (None, None, None);
    clauses(words, OF_ADD, |keyword, words| {
        let column = words.peek().map_or(1, |word| word.column);
        match keyword {
            "in" => stands_in = Some(zone(&words.need("a zone")?)?),
            "carrying" => carries = Some(names(words, "a flow kind")?),
            _ if beside.is_some() => {
                return Err(
                    OpError::new("only one of `after` and `before` can be said").at(column, 1)
                );
            }
            "after" => beside = Some(Beside::After(need_component(words)?)),
            _ => beside = Some(Beside::Before(need_component(words)?)),
        }
        Ok(())
    })?;
    if carries.is_some() && beside.is_none() {
        return Err(OpError::new(
            "`carrying` needs `after` or `before`: there is no flow without it",
        )
        .about("carrying"));
    }
    Ok(Op::Add {
        id,
        name,
        kind,
        zone: stands_in,
        beside,
        carries: carries.unwrap_or_default(),
    })
}

fn connect(words: &mut Words) -> Result<Op, OpError> {
    let (from, to) = (need_component(words)?, need_component(words)?);
    let carries = match words.peek() {
        Some(word) if !word.quoted => names(words, "a flow kind")?,
        _ => std::collections::BTreeSet::new(),
    };
    let label = words
        .take()
        .map(|word| word.text)
        .filter(|label| !label.is_empty());
    Ok(Op::Connect {
        from,
        to,
        carries,
        label,
    })
}

fn insert(words: &mut Words) -> Result<Op, OpError> {
    let (id, name, kind) = made(words, OF_INSERT)?;
    if !words.accept("on") {
        return Err(words.missing("`on FLOW`"));
    }
    let flow = flow(&words.need("a flow")?)?;
    Ok(Op::Insert {
        id,
        name,
        kind,
        flow,
    })
}

fn zone_op(words: &mut Words) -> Result<Op, OpError> {
    let mut before = words.until(OF_ZONE);
    let (id, name) = match before.len() {
        0 => {
            return Err(words.missing("a zone"));
        }
        1 if before[0].quoted => (None, before.pop()),
        1 => (before.pop(), None),
        2 => {
            let name = before.pop();
            (before.pop(), name)
        }
        _ => {
            let error = before[2].error(format!("`{}` is one word too many", before[2].text));
            return Err(error.with_help("put quotes around a name of several words"));
        }
    };
    let id = id.as_ref().map(zone).transpose()?;
    let name = name.map(|word| word.text).filter(|name| !name.is_empty());
    let (mut trusted, mut parent) = (Said::Nothing, Said::Nothing);
    clauses(words, OF_ZONE, |keyword, words| {
        match keyword {
            "trust" => trusted = said(words, "a trust from 0 to 3", trust)?,
            _ => parent = said(words, "a zone", zone)?,
        }
        Ok(())
    })?;
    Ok(Op::Zone {
        id,
        name,
        trust: trusted,
        parent,
    })
}

fn move_op(words: &mut Words) -> Result<Op, OpError> {
    let components = components(words)?;
    if words.accept("outside") {
        return Ok(Op::Move {
            components,
            into: None,
        });
    }
    if !words.accept("into") {
        let word = words.need("`into ZONE` or `outside`")?;
        return Err(word.error(format!("`{}` is not `into` or `outside`", word.text)));
    }
    let into = Some(zone(&words.need("a zone")?)?);
    Ok(Op::Move { components, into })
}

fn field(words: &mut Words) -> Result<Field, OpError> {
    let word = words.need("a field")?;
    Field::read(&word.text).map_err(|error| error.at(word.column, word.length))
}

fn option(words: &mut Words) -> Result<Op, OpError> {
    let name = words.need("an option")?.text;
    let on = one_of(words, "`on` or `off`", &["on", "off"])? == "on";
    Ok(Op::Option { name, on })
}

fn decide(words: &mut Words) -> Result<Op, OpError> {
    let finding = need(words, "a finding such as ML02@train")?;
    let status = one_of(words, "a status", DecisionStatus::ALL)?;
    let (mut owner, mut due, mut because) = (Said::Nothing, Said::Nothing, Said::Nothing);
    let (mut ticket, mut note) = (Said::Nothing, Said::Nothing);
    clauses(words, OF_DECIDE, |keyword, words| {
        match keyword {
            "owner" => owner = said_text(words)?,
            "due" => due = said_date(words)?,
            "because" => because = said_text(words)?,
            "ticket" => ticket = said_text(words)?,
            _ => note = said_text(words)?,
        }
        Ok(())
    })?;
    Ok(Op::Decide {
        finding,
        status,
        owner,
        due,
        because,
        ticket,
        note,
    })
}

fn control(words: &mut Words) -> Result<Op, OpError> {
    let control = need(words, "a requirement such as PVC-V1.1")?;
    let status = one_of(words, "a status", ControlStatus::ALL)?;
    let (mut evidence, mut assessor, mut date) = (Said::Nothing, Said::Nothing, Said::Nothing);
    let (mut because, mut note) = (Said::Nothing, Said::Nothing);
    clauses(words, OF_CONTROL, |keyword, words| {
        match keyword {
            "evidence" => evidence = said_text(words)?,
            "assessor" => assessor = said_text(words)?,
            "date" => date = said_date(words)?,
            "because" => because = said_text(words)?,
            _ => note = said_text(words)?,
        }
        Ok(())
    })?;
    Ok(Op::Control {
        control,
        status,
        evidence,
        assessor,
        date,
        because,
        note,
    })
}

fn assume(words: &mut Words) -> Result<Op, OpError> {
    let id = need(words, "an id")?;
    let text = at_most_one(words, OF_ASSUME);
    let (mut status, mut owner, mut expires) = (None, Said::Nothing, Said::Nothing);
    let (mut covers, mut note) = (Said::Nothing, Said::Nothing);
    clauses(words, OF_ASSUME, |keyword, words| {
        match keyword {
            "status" => status = Some(one_of(words, "a status", AssumptionStatus::ALL)?),
            "owner" => owner = said_text(words)?,
            "expires" => expires = said_date(words)?,
            "covers" => covers = said(words, "a finding", list_of)?,
            _ => note = said_text(words)?,
        }
        Ok(())
    })?;
    Ok(Op::Assume {
        id,
        text,
        status,
        owner,
        expires,
        covers,
        note,
    })
}

fn threat(words: &mut Words) -> Result<Op, OpError> {
    let id = need(words, "an id such as OWN-1")?;
    let name = at_most_one(words, OF_THREAT);
    let (mut at, mut likelihood, mut impact) = (Said::Nothing, None, None);
    let (mut requirements, mut note) = (Said::Nothing, Said::Nothing);
    let text = clauses_then_text(words, OF_THREAT, |keyword, words| {
        match keyword {
            "at" => at = said(words, "a component", component_list)?,
            "likelihood" => likelihood = Some(score(words)?),
            "impact" => impact = Some(score(words)?),
            "requirements" => requirements = said(words, "a requirement", list_of)?,
            _ => note = said_text(words)?,
        }
        Ok(())
    })?;
    Ok(Op::Threat {
        id,
        name,
        at,
        likelihood,
        impact,
        requirements,
        note,
        text,
    })
}
