//! A list to choose from, with a line to type in that narrows it: palette, help, search, kinds, zones, trust, flow kinds.

use std::collections::BTreeSet;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::catalog::Saying;
use crate::layout::Point;
use crate::model::{ComponentId, FindingId, FlowId, RequirementId, Target, Trust, ZoneId};
use crate::tui::command::Command;
use crate::tui::field::Field;
use crate::tui::threats::Only;
use crate::tui::verify::Facet;

/// What a line of a list stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A command to run.
    Run(Command),
    /// A component kind.
    Kind(String),
    /// A component.
    Component(ComponentId),
    /// A finding.
    Finding(FindingId),
    /// A flow.
    Flow(FlowId),
    /// A zone, or outside of all of them.
    Zone(Option<ZoneId>),
    /// A new zone, named next.
    NewZone,
    /// A trust, or unknown.
    Trust(Option<Trust>),
    /// A flow kind to add or take away.
    Carries(String),
    /// A requirement.
    Requirement(RequirementId),
    /// A condition of the register's filter.
    Only(Only),
    /// No condition at all.
    Everything,
    /// Leave it as it is.
    Keep,
    /// Take it back.
    TakeBack,
    /// Something to filter requirements by.
    Facet(Facet),
    /// Something that can be said of the system or of a component.
    Field(crate::model::Field),
    /// A heading; it cannot be taken.
    Heading,
}

/// What happens with the line that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Run a command.
    Run,
    /// Run a command of the dialog below.
    RunInDialog,
    /// Go to it.
    GoTo,
    /// Add a component of the kind.
    AddKind(Where),
    /// Connect with the box.
    Connect {
        /// The selected box.
        from: ComponentId,
        /// Whether the flow runs towards the selected box.
        reverse: bool,
    },
    /// Connect two boxes, carrying the flow kind.
    ConnectCarrying {
        /// Where the flow starts.
        from: ComponentId,
        /// Where it ends.
        to: ComponentId,
        /// The box that the new flow is looked at from.
        stay_at: ComponentId,
    },
    /// Add a component of the kind, with a flow that carries the flow kind.
    AddCarrying {
        /// Its kind.
        kind: String,
        /// Where it goes.
        place: Where,
    },
    /// Put the boxes into the zone.
    IntoZone(BTreeSet<ComponentId>),
    /// Give the zone the trust.
    TrustOf(ZoneId),
    /// Change what the flow carries.
    FlowCarries(FlowId),
    /// List only findings that meet the condition.
    Register,
    /// Make the component one of another kind; of a pasted diagram the box under the cursor.
    KindOf(Option<ComponentId>),
    /// Say what becomes of a decision whose finding stands no more.
    Orphan(FindingId),
    /// Choose where the threat in the form below stands.
    ThreatAt,
    /// Choose what acts on the threat in the form below.
    ThreatRequirements,
    /// List only some requirements.
    Filter,
    /// Say something of the system or of a component.
    About(Target),
}

/// Where a new component goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// It stands alone.
    Alone,
    /// It stands alone, round this cell.
    At {
        /// The cell of the drawing that was pointed at.
        cell: Point,
        /// The zone that lies there.
        zone: Option<ZoneId>,
    },
    /// The other sends to it.
    After(ComponentId),
    /// It sends to the other.
    Before(ComponentId),
    /// Into the middle of a flow.
    On(FlowId),
}

/// A line of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it stands for.
    pub pick: Pick,
    /// The words that are matched and shown first.
    pub text: String,
    /// Shown at the right: keys, families, zones.
    pub note: String,
    /// Shown below the list when the cursor is on it.
    pub detail: String,
    /// What people say for it beside its text.
    pub sayings: Vec<Saying>,
    /// Whether it is one of the few that are usual in this place.
    pub usual: bool,
}

impl Item {
    /// A line.
    pub fn new(pick: Pick, text: impl Into<String>) -> Self {
        Self {
            pick,
            text: text.into(),
            note: String::new(),
            detail: String::new(),
            sayings: Vec::new(),
            usual: false,
        }
    }

    /// The same as one of the few that are usual here.
    #[must_use]
    pub fn usual(self) -> Self {
        Self {
            usual: true,
            ..self
        }
    }

    /// The same with a note at the right.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same with an explanation.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same with what people say for it.
    #[must_use]
    pub fn said(mut self, sayings: Vec<Saying>) -> Self {
        self.sayings = sayings;
        self
    }

    fn can_be_taken(&self) -> bool {
        self.pick != Pick::Heading
    }
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What it asks.
    pub title: String,
    /// What to do with the line.
    pub purpose: Purpose,
    /// The line that is typed in.
    pub field: Field,
    /// Every line.
    pub items: Vec<Item>,
    /// The lines that match, best first, as indices.
    pub shown: Vec<usize>,
    /// The cursor, as an index into `shown`.
    pub cursor: usize,
    /// Whether a line was ticked since the list was opened.
    pub ticked: bool,
    /// Whether the cursor was moved since something was typed.
    pub moved: bool,
}

impl Picker {
    /// Whether several lines can be ticked.
    #[must_use]
    pub fn has_boxes(&self) -> bool {
        matches!(
            self.purpose,
            Purpose::FlowCarries(_)
                | Purpose::Register
                | Purpose::ThreatAt
                | Purpose::ThreatRequirements
                | Purpose::Filter
        )
    }

    /// A list with nothing typed.
    #[must_use]
    pub fn new(title: impl Into<String>, purpose: Purpose, items: Vec<Item>) -> Self {
        let mut picker = Self {
            title: title.into(),
            purpose,
            field: Field::line(""),
            shown: Vec::new(),
            cursor: 0,
            ticked: false,
            moved: false,
            items,
        };
        picker.narrow();
        picker
    }

    /// Whether a blank goes on with what is typed: a line has it there, and the cursor has not been moved to one since.
    #[must_use]
    pub fn blank_is_text(&self) -> bool {
        let typed = self.field.text().to_lowercase();
        let goes_on = |index: &usize| {
            let text = self.items[*index].text.to_lowercase();
            text.contains(&format!("{typed} "))
        };
        !self.moved && !typed.trim().is_empty() && self.shown.iter().any(goes_on)
    }

    /// Works out which lines match what is typed. With nothing typed all are shown in their own order.
    pub fn narrow(&mut self) {
        let typed = self.field.text();
        self.shown = if typed.trim().is_empty() {
            (0..self.items.len()).collect()
        } else {
            matching(&typed, &self.items, self.purpose == Purpose::GoTo)
        };
        self.cursor = 0;
        self.off_heading(1);
    }

    /// The typed text, where a piece of drawing was typed instead of a kind: it goes on from the box.
    #[must_use]
    pub fn drawing_text(&self) -> Option<String> {
        let Purpose::AddKind(place) = &self.purpose else {
            return None;
        };
        let typed = self.field.text();
        if !crate::tui::drawing_line::is_drawing(&typed) && !typed.contains(',') {
            return None;
        }
        Some(match place {
            Where::After(id) => format!("{id} -> {typed}"),
            Where::Before(id) => format!("{typed} -> {id}"),
            Where::Alone | Where::At { .. } | Where::On(_) => typed,
        })
    }

    /// The line under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Item> {
        self.shown.get(self.cursor).map(|index| &self.items[*index])
    }

    /// Puts the cursor on the line that stands for this.
    pub fn put_cursor_on(&mut self, pick: &Pick) {
        if let Some(at) = self
            .shown
            .iter()
            .position(|index| &self.items[*index].pick == pick)
        {
            self.cursor = at;
        }
    }

    /// Moves the cursor by lines, over headings, stopping at the ends; by a single line it goes round.
    pub fn step(&mut self, by: isize) {
        self.moved = true;
        let Some(last) = self.shown.len().checked_sub(1) else {
            return;
        };
        let here = self.cursor;
        self.cursor = match by {
            1 if here >= last => 0,
            -1 if here == 0 => last,
            by => here.saturating_add_signed(by).min(last),
        };
        self.off_heading(by);
    }

    /// A click on a line of the list, counted from the top of the list: moves the cursor there, and gives whether it was
    /// there already.
    pub fn click(&mut self, line: usize) -> bool {
        let heading = self
            .shown
            .get(line)
            .is_none_or(|index| !self.items[*index].can_be_taken());
        let again = self.cursor == line;
        if !heading {
            self.cursor = line;
        }
        again && !heading
    }

    fn off_heading(&mut self, by: isize) {
        let taken = |picker: &Self| picker.current().is_none_or(Item::can_be_taken);
        for _ in 0..self.shown.len() {
            if taken(self) {
                return;
            }
            let last = self.shown.len() - 1;
            self.cursor = if by < 0 {
                self.cursor.checked_sub(1).unwrap_or(last)
            } else if self.cursor == last {
                0
            } else {
                self.cursor + 1
            };
        }
    }
}

/// How a line fits what is typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is called so, or what is typed is what people say for it.
    Meant,
    /// It has the word as it is typed.
    Holds,
    /// People may say it so.
    Said,
    /// It has the letters, one here and one there.
    Apart,
}

/// The lines that match, the best first. Matches in the text count before those in the note. A search is for words as they are
/// typed: whoever goes through its matches must not come past what does not hold them.
fn matching(typed: &str, items: &[Item], search: bool) -> Vec<usize> {
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    // Long texts hold almost any letters in order; there, words have to stand as they are typed.
    let words = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Substring,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(Fit, bool, std::cmp::Reverse<u32>, usize, usize, usize)> = Vec::new();
    let lower = typed.trim().to_lowercase();
    let said = |item: &Item| {
        item.sayings
            .iter()
            .filter_map(|one| one.said_by(typed))
            .min()
    };
    let meant = items.iter().filter_map(said).min();
    let meant = meant.filter(|rank| Saying::is_whole(*rank));
    for (index, item) in items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.can_be_taken())
    {
        let pattern = match item.pick {
            Pick::Requirement(_) => &words,
            _ if search => &words,
            _ => &pattern,
        };
        let mut score = |pattern: &Pattern, text: &str| {
            pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)
        };
        let in_text = score(pattern, &item.text).map(|score| score * 2);
        let best = in_text.or_else(|| match item.pick {
            // A command is found by the words of its help and by its keys as well.
            Pick::Run(_) => score(
                &words,
                &format!("{} {} {}", item.text, item.note, item.detail),
            ),
            // A kind is found by the words of its description; scattered letters of a name and an id together are none.
            Pick::Kind(_) => score(&words, &format!("{} {}", item.note, item.detail)),
            _ => score(pattern, &format!("{} {}", item.text, item.note)),
        });
        // Letters of a kind that stand apart count after every kind that has the word as it was typed.
        let mut holds = |text: &str| score(&words, text).is_some();
        let apart = matches!(item.pick, Pick::Kind(_))
            && ![&item.text, &item.note, &item.detail]
                .into_iter()
                .any(|text| holds(text));
        let said = said(item);
        let fit = match said {
            _ if item.text.to_lowercase() == lower => Fit::Meant,
            Some(_) if said == meant => Fit::Meant,
            _ if best.is_some() && !apart => Fit::Holds,
            Some(_) => Fit::Said,
            None => Fit::Apart,
        };
        if let Some(score) = best.or_else(|| said.map(|_| 0)) {
            // Of two kinds or commands that match alike, the shorter is nearer to what was typed; elsewhere, things come
            // in an order of their own.
            let length = match item.pick {
                Pick::Kind(_) | Pick::Run(_) => item.text.len(),
                _ => 0,
            };
            // A description says first what the kind is, and later what it has to do with.
            let begins = match item.pick {
                Pick::Kind(_) if in_text.is_none() => item.detail.to_lowercase().find(&lower),
                _ => None,
            };
            // A letter or two are enough for what usually stands here.
            let likely = item.usual && has_word_from(&item.text, &lower);
            let score = std::cmp::Reverse(score);
            scored.push((fit, !likely, score, begins.unwrap_or(0), length, index));
        }
    }
    scored.sort();
    // Three letters are a word: where something has it, letters that stand apart are noise.
    let known = scored.first().is_some_and(|(fit, ..)| *fit != Fit::Apart);
    if known && lower.chars().count() >= 3 {
        scored.retain(|(fit, ..)| *fit != Fit::Apart);
    }
    scored.into_iter().map(|(.., index)| index).collect()
}

/// Whether a word of a text begins with what is typed.
fn has_word_from(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    let mut found = text.match_indices(typed);
    found.any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker() -> Picker {
        let items = ["Data sources", "Training job", "Object storage"];
        let mut items: Vec<Item> = items
            .iter()
            .map(|name| Item::new(Pick::Kind((*name).into()), *name))
            .collect();
        items.insert(0, Item::new(Pick::Heading, "Families"));
        Picker::new("Kind", Purpose::AddKind(Where::Alone), items)
    }

    #[test]
    fn the_cursor_never_stands_on_a_heading() {
        let mut picker = picker();
        assert_eq!(picker.cursor, 1);
        picker.step(-1);
        assert_eq!(picker.cursor, 3);
        picker.step(1);
        assert_eq!(picker.cursor, 1);
    }

    #[test]
    fn typing_finds_by_letters_in_order() {
        let mut picker = picker();
        picker.field.paste("trj");
        picker.narrow();
        assert_eq!(picker.current().unwrap().text, "Training job");
        picker.field.set("zzz");
        picker.narrow();
        assert!(picker.current().is_none());
    }

    #[test]
    fn a_kind_is_found_by_the_words_of_its_description_and_not_by_scattered_letters() {
        let items = vec![
            Item::new(Pick::Kind("actor.data_subject".into()), "Data subject")
                .note("actor.data_subject")
                .detail("A person whom data are about."),
            Item::new(Pick::Kind("data.store".into()), "Internal data store")
                .note("data.store")
                .detail("A database, warehouse or lake of our own."),
            Item::new(Pick::Kind("client.store".into()), "Answer store")
                .note("client.store")
                .detail("Where answers are kept, be it a database or a file."),
        ];
        assert_eq!(matching("database", &items, false), [1, 2]);
        assert_eq!(matching("data.store", &items, false), [1]);
        assert_eq!(matching("dtsubj", &items, false), [0]);
        // A word in a description goes before letters that are picked from a name.
        let items = [
            items,
            vec![
                Item::new(Pick::Kind("data.set".into()), "Training set")
                    .note("data.set")
                    .detail("The dataset that a learner gets."),
            ],
        ]
        .concat();
        assert_eq!(matching("dataset", &items, false), [3]);
    }

    #[test]
    fn everyday_words_find_the_kind_that_people_mean_by_them() {
        let catalog = crate::catalog::Catalog::built_in().unwrap();
        let kinds = catalog.entries().kinds.iter();
        let items: Vec<Item> = kinds
            .map(|(id, kind)| {
                Item::new(Pick::Kind(id.clone()), kind.name.clone())
                    .note(id)
                    .detail(kind.definition.clone())
                    .said(catalog.sayings(id))
            })
            .collect();
        for (typed, meant) in [
            ("dataset", "data.training_set"),
            ("data set", "data.training_set"),
            ("csv", "data.internal_store"),
            ("file", "data.internal_store"),
            ("table", "data.internal_store"),
            ("bucket", "data.internal_store"),
            ("kafka", "data.internal_store"),
            ("queue", "data.internal_store"),
            ("database", "data.internal_store"),
            ("llm", "serve.api"),
            ("vector database", "llm.vector_store"),
            ("vector", "llm.vector_store"),
            ("training set", "data.training_set"),
            ("user", "actor.end_user"),
            ("api", "serve.api"),
            ("camera", "data.sensor_stream"),
        ] {
            let found = matching(typed, &items, false);
            assert_eq!(items[found[0]].pick, Pick::Kind(meant.into()), "{typed}");
        }
        // Nothing but letters that stand apart: better than nothing.
        assert!(!matching("trjb", &items, false).is_empty());
        let secrets = |index: &usize| items[*index].text == "Secrets vault";
        assert!(!matching("csv", &items, false).iter().any(secrets));
    }

    #[test]
    fn a_search_finds_words_and_no_scattered_letters() {
        let id = |text: &str| Pick::Component(crate::model::ComponentId::new(text).unwrap());
        let items = vec![
            Item::new(id("release"), "Release store").note("data store"),
            Item::new(id("reader"), "Chest reader").note("model server"),
            Item::new(id("desk"), "Desk").note("reader of images"),
        ];
        assert_eq!(matching("reader", &items, true), [1, 2]);
        assert_eq!(matching("read chest", &items, true), [1]);
        assert_eq!(matching("rdr", &items, true), [0usize; 0]);
        assert!(!matching("rdr", &items, false).is_empty());
    }
}
