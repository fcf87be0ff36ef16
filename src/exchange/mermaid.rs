//! Mermaid flowcharts: `flowchart LR; A[Text] -->|words| B & C; subgraph Zone … end`.
//!
//! The reader takes what people draw pipelines with; looks (`style`, `classDef`, `click`) are gone over. What is no flow,
//! an invisible link, is left out and noted.

mod link;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Diagram, Format, Group, Hint, Link};
use super::label;
use super::read::{Cursor, ReadError};
use link::{Arrow, Ends};

/// How deep groups may lie in each other.
const DEEPEST: usize = 32;

/// Statements that say how something looks.
const LOOKS: &[&str] = &[
    "classDef",
    "class",
    "style",
    "click",
    "accTitle",
    "accDescr",
    "direction",
];

/// Goes over front matter, comments and directives before the first statement.
pub fn skip_front(cursor: &mut Cursor) {
    cursor.skip_space();
    let start = cursor.at();
    if cursor.eat("---") && cursor.line().trim().is_empty() && cursor.until("\n---").is_some() {
        cursor.line();
    } else {
        cursor.go(start);
    }
    loop {
        cursor.skip_space();
        if !skip_comment(cursor) {
            return;
        }
    }
}

/// Goes over a comment or directive, if one comes next.
fn skip_comment(cursor: &mut Cursor) -> bool {
    if cursor.sees("%%{") && cursor.until("}%%").is_some() {
        return true;
    }
    let comment = cursor.sees("%%");
    if comment {
        cursor.line();
    }
    comment
}

/// Whether a text begins with the first statement of a flowchart.
pub fn begins(rest: &str) -> bool {
    header(&mut Cursor::new(rest, 0)).is_some()
}

/// The first statement: `flowchart LR`.
fn header(cursor: &mut Cursor) -> Option<()> {
    let words = ["flowchart-elk", "flowchart", "graph"];
    words.iter().find(|word| cursor.eat(word))?;
    cursor.skip_blanks();
    ["TB", "TD", "BT", "RL", "LR", "<", ">", "^", "v"]
        .iter()
        .find(|direction| cursor.eat(direction));
    cursor.skip_blanks();
    let ends = matches!(cursor.peek(), None | Some('\n' | ';' | '%'));
    ends.then_some(())
}

/// Reads a flowchart.
pub fn read(cursor: &mut Cursor) -> Result<Diagram, ReadError> {
    skip_front(cursor);
    if header(cursor).is_none() {
        return Err(cursor.error("a flowchart begins with `flowchart LR` or `graph TD`"));
    }
    let mut reader = Reader::default();
    reader.diagram.format = Format::Mermaid;
    while !cursor.is_done() {
        reader.statement(cursor)?;
    }
    if let Some((key, at)) = reader.open.last() {
        let message = format!("the subgraph `{key}` is not closed; `end` closes it");
        return Err(cursor.error_at(*at, message));
    }
    Ok(reader.done())
}

#[derive(Default)]
struct Reader {
    diagram: Diagram,
    places: BTreeMap<String, usize>,
    /// The groups that are open, with where they began.
    open: Vec<(String, usize)>,
    /// The links by the number of the arrow that drew them.
    arrows: Vec<Arrow>,
    /// The arrow that drew each link.
    drawn_by: Vec<usize>,
    /// The arrows that are not seen.
    unseen: BTreeSet<usize>,
    /// Names of arrows, which can be said more about.
    arrow_names: BTreeSet<String>,
}

impl Reader {
    fn statement(&mut self, cursor: &mut Cursor) -> Result<(), ReadError> {
        cursor.skip_blanks();
        if skip_comment(cursor) {
            return Ok(());
        }
        if matches!(cursor.peek(), None | Some('\n' | ';')) {
            cursor.take();
            return Ok(());
        }
        let start = cursor.at();
        if keyword(cursor, "subgraph") {
            return self.group(cursor, start);
        }
        if keyword(cursor, "end") {
            return match self.open.pop() {
                Some(_) => ended(cursor),
                None => Err(cursor.error_at(start, "`end` closes no subgraph here")),
            };
        }
        if keyword(cursor, "linkStyle") {
            self.link_style(&rest_of_statement(cursor));
            return Ok(());
        }
        if keyword(cursor, "accDescr") && cursor.eat("{") {
            cursor.until("}");
            return Ok(());
        }
        cursor.go(start);
        if LOOKS.iter().any(|word| keyword(cursor, word)) {
            rest_of_statement(cursor);
            return Ok(());
        }
        self.chain(cursor)
    }

    /// `A & B --> C --> D`.
    fn chain(&mut self, cursor: &mut Cursor) -> Result<(), ReadError> {
        let mut before = self.nodes(cursor)?;
        loop {
            cursor.skip_blanks();
            let Some(arrow) = link::read(cursor)? else {
                return ended(cursor);
            };
            cursor.skip_blanks();
            let after = self.nodes(cursor)?;
            self.join(&before, &after, arrow);
            before = after;
        }
    }

    fn join(&mut self, before: &[String], after: &[String], arrow: Arrow) {
        if let Some(name) = &arrow.name {
            self.arrow_names.insert(name.clone());
        }
        let number = self.arrows.len();
        let words = arrow.label.as_deref().map(label::line);
        let words = words.filter(|words| !words.is_empty());
        for from in before {
            for to in after {
                let mut draw = |from: &String, to: &String| {
                    self.drawn_by.push(number);
                    self.diagram.links.push(Link {
                        from: from.clone(),
                        to: to.clone(),
                        label: words.clone(),
                    });
                };
                match arrow.ends {
                    Ends::On | Ends::None => draw(from, to),
                    Ends::Back => draw(to, from),
                    Ends::Both => {
                        draw(from, to);
                        draw(to, from);
                    }
                }
            }
        }
        if arrow.unseen {
            self.unseen.insert(number);
        }
        self.arrows.push(arrow);
    }

    /// `A & B & C`.
    fn nodes(&mut self, cursor: &mut Cursor) -> Result<Vec<String>, ReadError> {
        let mut nodes = Vec::new();
        loop {
            cursor.skip_blanks();
            nodes.extend(self.node(cursor)?);
            cursor.skip_blanks();
            if !cursor.eat("&") {
                return Ok(nodes);
            }
            cursor.skip_space();
        }
    }

    /// `A`, `A[Text]`, `A@{ shape: cyl }`, each with `:::class`. What is said of an arrow is no node.
    fn node(&mut self, cursor: &mut Cursor) -> Result<Option<String>, ReadError> {
        let start = cursor.at();
        let key = id(cursor);
        if key.is_empty() {
            let found = match cursor.peek() {
                None | Some('\n') => "the end of the line".to_owned(),
                Some(letter) => format!("`{}`", label::line(&letter.to_string())),
            };
            let message = format!("expected a box, such as `A[Text]`, found {found}");
            return Err(cursor.error(message));
        }
        let shape = shape::read(cursor, &key)?;
        if cursor.eat(":::") {
            id(cursor);
        }
        if self.arrow_names.contains(&key) {
            return Ok(None);
        }
        let at = *self.places.entry(key.clone()).or_insert_with(|| {
            let node = Diagram::node(&key, Hint::None);
            self.diagram.nodes.push((key.clone(), node));
            self.diagram.nodes.len() - 1
        });
        if self.diagram.nodes.len() > 10 * super::MOST {
            return Err(cursor.error_at(start, "too many boxes"));
        }
        let (_, node) = &mut self.diagram.nodes[at];
        if node.group.is_none() {
            node.group = self.open.last().map(|(group, _)| group.clone());
        }
        if let Some((text, hint)) = shape {
            let told = Diagram::node(&text, hint);
            if !told.name.is_empty() {
                (node.name, node.more) = (told.name, told.more);
            }
            if hint != Hint::None {
                node.hint = hint;
            }
        }
        Ok(Some(key))
    }

    /// `subgraph id[Title]`, `subgraph "Title"`, `subgraph Title`.
    fn group(&mut self, cursor: &mut Cursor, start: usize) -> Result<(), ReadError> {
        if self.diagram.groups.len() > super::MOST {
            return Err(cursor.error_at(start, "too many subgraphs"));
        }
        if self.open.len() >= DEEPEST {
            let message = format!("more than {DEEPEST} subgraphs lie in each other");
            return Err(cursor.error_at(start, message));
        }
        let text = rest_of_statement(cursor);
        let text = text.trim();
        let (key, title) = match text.split_once('[') {
            Some((key, title)) if !text.starts_with('"') => {
                let title = title.trim_end().trim_end_matches(']');
                (key.trim().to_owned(), title.to_owned())
            }
            _ => (text.trim_matches('"').to_owned(), text.to_owned()),
        };
        let name = label::line(&title);
        let fallback = format!("group {}", self.diagram.groups.len() + 1);
        let key = if key.is_empty() { fallback } else { key };
        if !self.diagram.groups.iter().any(|(other, _)| *other == key) {
            let parent = self.open.last().map(|(group, _)| group.clone());
            let name = if name.is_empty() {
                label::line(&key)
            } else {
                name
            };
            let group = Group { name, parent };
            self.diagram.groups.push((key.clone(), group));
        }
        self.open.push((key, start));
        Ok(())
    }

    /// `linkStyle 0,2 opacity:0` hides arrows.
    fn link_style(&mut self, text: &str) {
        let (numbers, look) = text.trim().split_once(' ').unwrap_or((text, ""));
        let look: String = look.split_whitespace().collect();
        let hides = |part: &str| matches!(part, "opacity:0" | "stroke:none" | "stroke-width:0px");
        if look.split([',', ';']).any(hides) {
            let numbers = numbers
                .split(',')
                .filter_map(|n| n.trim().parse::<usize>().ok());
            self.unseen.extend(numbers);
        }
    }

    fn done(mut self) -> Diagram {
        let mut number = 0;
        let drawn_by = std::mem::take(&mut self.drawn_by);
        let unseen = &self.unseen;
        self.diagram.links.retain(|_| {
            number += 1;
            !unseen.contains(&drawn_by[number - 1])
        });
        let shown = |wanted: &dyn Fn(&Arrow) -> bool| {
            let seen = |(number, _): &(usize, &Arrow)| !unseen.contains(number);
            let arrows = self.arrows.iter().enumerate().filter(seen);
            arrows.filter(|(_, arrow)| wanted(arrow)).count()
        };
        let hidden = self.arrows.len() - shown(&|_| true);
        let plain = shown(&|arrow| arrow.ends == Ends::None);
        let notes = &mut self.diagram.notes;
        if hidden > 0 {
            notes.push(format!("left out: invisible links ({hidden})"));
        }
        if plain > 0 {
            notes.push(format!(
                "lines without an arrow ({plain}) are flows in the order in which they are written"
            ));
        }
        self.diagram
    }
}

/// Takes a word, if it comes next and ends there.
fn keyword(cursor: &mut Cursor, word: &str) -> bool {
    let after = cursor.peek_at(word.chars().count());
    let ends =
        after.is_none_or(|letter| letter.is_whitespace() || matches!(letter, ';' | ':' | '{'));
    ends && cursor.sees(word) && {
        cursor.eat(word);
        cursor.skip_blanks();
        true
    }
}

/// Takes what is left of a statement; what stands in quotes does not end it.
fn rest_of_statement(cursor: &mut Cursor) -> String {
    let mut quoted = false;
    let mut text = String::new();
    while let Some(letter) = cursor.peek() {
        match letter {
            '\n' => break,
            ';' if !quoted => break,
            '"' => quoted = !quoted,
            _ => {}
        }
        text.push(letter);
        cursor.take();
    }
    text
}

/// Says what is wrong where a statement should have ended.
fn ended(cursor: &mut Cursor) -> Result<(), ReadError> {
    cursor.skip_blanks();
    match cursor.peek() {
        None | Some('\n' | ';') => Ok(()),
        Some('%') if cursor.sees("%%") => Ok(()),
        Some(letter) => {
            let letter = label::line(&letter.to_string());
            let message = format!("expected an arrow or the end of the line, found `{letter}`");
            Err(cursor.error(message))
        }
    }
}

/// A name of a node. A hyphen belongs to it unless an arrow begins there.
fn id(cursor: &mut Cursor) -> String {
    let mut id = String::new();
    while let Some(letter) = cursor.peek() {
        let next = cursor.peek_at(1);
        let fits = match letter {
            '-' => !id.is_empty() && next.is_some_and(char::is_alphanumeric),
            '=' => !id.is_empty() && next != Some('='),
            ':' => !cursor.sees(":::"),
            '_' | '.' | '/' | '\\' | '!' | '#' | '$' | '\'' | '*' | '+' | '?' => true,
            letter => letter.is_alphanumeric(),
        };
        if !fits {
            break;
        }
        id.push(letter);
        cursor.take();
    }
    id
}
