//! An operation as its line of text, which parses back to the same operation.

use std::collections::BTreeSet;
use std::fmt;

use super::words::quote;
use super::{Beside, Op, Said, Target};
use crate::model::{ComponentId, FlowId, ZoneId};

/// Words that begin a clause somewhere; an id that is one of them is written with its sort before it.
const KEYWORDS: &[&str] = &[
    "in", "after", "before", "carrying", "on", "trust", "into", "outside",
];

/// The line of an operation, word by word.
struct Line(String);

impl Line {
    fn of(verb: &str) -> Self {
        Self(verb.into())
    }

    /// Adds a word as it is.
    fn bare(mut self, word: impl fmt::Display) -> Self {
        use fmt::Write as _;
        let _ = write!(self.0, " {word}");
        self
    }

    /// Adds a text in quotes.
    fn text(self, text: &str) -> Self {
        self.bare(quote(text))
    }

    /// Adds a word, in quotes where it needs them.
    fn word(self, word: &str) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-.*@".contains(c);
        if word.is_empty() || !word.chars().all(plain) || KEYWORDS.contains(&word) {
            self.text(word)
        } else {
            self.bare(word)
        }
    }

    /// Adds a list, in quotes where it needs them.
    fn list<T: fmt::Display>(self, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-.*@:,".contains(c);
        let list = items.join(",");
        if list.chars().all(plain) {
            self.bare(list)
        } else {
            self.text(&list)
        }
    }

    /// Adds a keyword with what is said, or nothing.
    fn said<T>(self, keyword: &str, said: &Said<T>, show: impl FnOnce(Self, &T) -> Self) -> Self {
        match said {
            Said::Nothing => self,
            Said::Empty => self.bare(keyword).bare("\"\""),
            Said::This(value) => show(self.bare(keyword), value),
        }
    }

    fn said_text(self, keyword: &str, said: &Said<String>) -> Self {
        self.said(keyword, said, |line, text| line.text(text))
    }

    fn said_shown<T: fmt::Display>(self, keyword: &str, said: &Said<T>) -> Self {
        self.said(keyword, said, |line, value| line.bare(value))
    }

    fn said_list<T: fmt::Display>(self, keyword: &str, said: &Said<BTreeSet<T>>) -> Self {
        self.said(keyword, said, |line, items| line.list(items))
    }

    /// Adds a keyword with a value, or nothing.
    fn maybe<T: fmt::Display>(self, keyword: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.bare(keyword).bare(value),
            None => self,
        }
    }

    /// Adds id, name and kind of something new.
    fn made(self, id: Option<&ComponentId>, name: Option<&str>, kind: &str) -> Self {
        let line = match id {
            Some(id) => self.bare(component(id)).text(name.unwrap_or("")),
            None if name.is_some() => self.text(name.unwrap_or("")),
            None => self,
        };
        line.word(kind)
    }
}

fn sorted(sort: &str, id: &str) -> String {
    if KEYWORDS.contains(&id) || id == "system" {
        format!("{sort}:{id}")
    } else {
        id.into()
    }
}

fn component(id: &ComponentId) -> String {
    sorted("component", id.as_str())
}

fn zone(id: &ZoneId) -> String {
    sorted("zone", id.as_str())
}

fn flow(id: &FlowId) -> String {
    sorted("flow", id.as_str())
}

fn components(ids: &BTreeSet<ComponentId>) -> impl Iterator<Item = String> {
    ids.iter().map(component)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Named(id) => f.write_str(id),
            Self::Component(id) => write!(f, "component:{id}"),
            Self::Flow(id) => write!(f, "flow:{id}"),
            Self::Zone(id) => write!(f, "zone:{id}"),
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [Self::drawing_line, Self::field_line, Self::record_line];
        let line = groups.into_iter().find_map(|line| line(self));
        f.write_str(
            &line
                .expect("each operation is in one of the groups, as a test shows")
                .0,
        )
    }
}

impl Op {
    fn field_line(&self) -> Option<Line> {
        Some(match self {
            Self::Undecide(finding) => Line::of("undecide").bare(finding),
            Self::Uncontrol(control) => Line::of("uncontrol").bare(control),
            Self::Unassume(id) => Line::of("unassume").bare(id),
            Self::Exclude { id, because } => Line::of("exclude").bare(id).text(because),
            Self::Include(id) => Line::of("include").bare(id),
            Self::Unthreat(id) => Line::of("unthreat").bare(id),
            Self::Set {
                target,
                field,
                value,
            } => Line::of("set").bare(target).bare(field).text(value),
            Self::Unset { target, field } => Line::of("unset").bare(target).bare(field),
            Self::Option { name, on } => {
                Line::of("option")
                    .word(name)
                    .bare(if *on { "on" } else { "off" })
            }
            Self::Answer {
                component: id,
                fact,
                value,
            } => Line::of("answer")
                .bare(component(id))
                .word(fact)
                .list(value.values()),
            Self::Forget {
                component: id,
                fact,
            } => Line::of("forget").bare(component(id)).word(fact),
            _ => return None,
        })
    }

    fn drawing_line(&self) -> Option<Line> {
        Some(match self {
            Self::Add {
                id,
                name,
                kind,
                zone: stands_in,
                beside,
                carries,
            } => {
                let line = Line::of("add")
                    .made(id.as_ref(), name.as_deref(), kind)
                    .maybe("in", stands_in.as_ref().map(zone));
                let line = match beside {
                    None => line,
                    Some(Beside::After(other)) => line.bare("after").bare(component(other)),
                    Some(Beside::Before(other)) => line.bare("before").bare(component(other)),
                };
                if carries.is_empty() {
                    line
                } else {
                    line.bare("carrying").list(carries)
                }
            }
            Self::Connect {
                from,
                to,
                carries,
                label,
            } => {
                let mut line = Line::of("connect")
                    .bare(component(from))
                    .bare(component(to));
                if !carries.is_empty() {
                    line = line.list(carries);
                }
                match label {
                    Some(label) => line.text(label),
                    None => line,
                }
            }
            Self::Insert {
                id,
                name,
                kind,
                flow: on,
            } => Line::of("insert")
                .made(id.as_ref(), name.as_deref(), kind)
                .bare("on")
                .bare(flow(on)),
            Self::Remove(target) => Line::of("remove").bare(target),
            Self::Heal(id) => Line::of("heal").bare(component(id)),
            Self::Rename { target, name } => Line::of("rename").bare(target).text(name),
            Self::Kind {
                component: id,
                kind,
            } => Line::of("kind").bare(component(id)).word(kind),
            Self::Zone {
                id,
                name,
                trust,
                parent,
            } => {
                let line = Line::of("zone");
                let line = match (id, name) {
                    (Some(id), Some(name)) => line.bare(zone(id)).text(name),
                    (Some(id), None) => line.bare(zone(id)),
                    (None, name) => line.text(name.as_deref().unwrap_or("")),
                };
                line.said("trust", trust, |line, trust| line.bare(trust.number()))
                    .said("in", parent, |line, parent| line.bare(zone(parent)))
            }
            Self::Move {
                components: ids,
                into,
            } => match into {
                Some(into) => Line::of("move")
                    .list(components(ids))
                    .bare("into")
                    .bare(zone(into)),
                None => Line::of("move").list(components(ids)).bare("outside"),
            },
            Self::Place {
                component: id,
                x,
                y,
                pinned,
            } => {
                let line = Line::of("place").bare(component(id)).bare(x).bare(y);
                if *pinned { line.bare("pinned") } else { line }
            }
            Self::Unplace(ids) => Line::of("unplace").list(components(ids)),
            Self::Pin(ids) => Line::of("pin").list(components(ids)),
            Self::Unpin(ids) => Line::of("unpin").list(components(ids)),
            _ => return None,
        })
    }

    fn record_line(&self) -> Option<Line> {
        Some(match self {
            Self::Decide {
                finding,
                status,
                owner,
                due,
                because,
                ticket,
                note,
            } => Line::of("decide")
                .bare(finding)
                .bare(status)
                .said_text("owner", owner)
                .said_shown("due", due)
                .said_text("because", because)
                .said_text("ticket", ticket)
                .said_text("note", note),
            Self::Control {
                control,
                status,
                evidence,
                assessor,
                date,
                because,
                note,
            } => Line::of("control")
                .bare(control)
                .bare(status)
                .said_text("evidence", evidence)
                .said_text("assessor", assessor)
                .said_shown("date", date)
                .said_text("because", because)
                .said_text("note", note),
            Self::Assume {
                id,
                text,
                status,
                owner,
                expires,
                covers,
                note,
            } => {
                let line = Line::of("assume").bare(id);
                let line = match text {
                    Some(text) => line.text(text),
                    None => line,
                };
                line.maybe("status", *status)
                    .said_text("owner", owner)
                    .said_shown("expires", expires)
                    .said_list("covers", covers)
                    .said_text("note", note)
            }
            Self::Threat {
                id,
                name,
                at,
                likelihood,
                impact,
                requirements,
                note,
                text,
            } => {
                let line = Line::of("threat")
                    .bare(id)
                    .text(name.as_deref().unwrap_or(""));
                let line = line
                    .said("at", at, |line, ids| line.list(components(ids)))
                    .maybe("likelihood", *likelihood)
                    .maybe("impact", *impact)
                    .said_list("requirements", requirements)
                    .said_text("note", note);
                match text {
                    Said::Nothing => line,
                    Said::Empty => line.text(""),
                    Said::This(text) => line.text(text),
                }
            }
            _ => return None,
        })
    }
}
