//! Graphviz: `digraph { a -> b [label="words"]; subgraph cluster_zone { label="Zone"; c } }`.
//!
//! Names, labels, shapes and clusters are read; looks are gone over. A label in HTML is reduced to its text.

use std::collections::BTreeMap;

use super::diagram::{Diagram, Format, Group, Hint, Link};
use super::label;
use super::read::{Cursor, ReadError};

/// How deep subgraphs may lie in each other.
const DEEPEST: usize = 32;
/// The most arrows between two lists of nodes that one statement may draw.
const MOST_AT_ONCE: usize = 10_000;

type Attributes = BTreeMap<String, String>;

/// Whether a text begins as a graph does.
pub fn begins(text: &str) -> bool {
    header(&mut Cursor::new(text, 0)).is_some()
}

/// `strict digraph name {`.
fn header(cursor: &mut Cursor) -> Option<()> {
    skip(cursor);
    if word(cursor, "strict") {
        skip(cursor);
    }
    if !word(cursor, "digraph") && !word(cursor, "graph") {
        return None;
    }
    skip(cursor);
    if cursor.peek() != Some('{') {
        id(cursor).ok()??;
        skip(cursor);
    }
    cursor.eat("{").then_some(())
}

/// Reads a graph.
pub fn read(cursor: &mut Cursor) -> Result<Diagram, ReadError> {
    if header(cursor).is_none() {
        return Err(cursor.error("a graph begins with `digraph {`"));
    }
    let mut reader = Reader::default();
    reader.diagram.format = Format::Dot;
    let scope = Scope::default();
    reader.statements(cursor, &scope)?;
    Ok(reader.done())
}

/// What holds for everything that is said in a pair of braces.
#[derive(Debug, Clone, Default)]
struct Scope {
    nodes: Attributes,
    edges: Attributes,
    group: Option<String>,
    depth: usize,
}

#[derive(Default)]
struct Reader {
    diagram: Diagram,
    places: BTreeMap<String, usize>,
    clusters: usize,
    unseen: usize,
    plain: usize,
}

impl Reader {
    /// Statements up to the closing brace. Gives the nodes that were named.
    fn statements(
        &mut self,
        cursor: &mut Cursor,
        around: &Scope,
    ) -> Result<Vec<String>, ReadError> {
        let opened = cursor.at();
        let mut scope = around.clone();
        let mut named = Vec::new();
        loop {
            skip(cursor);
            cursor.take_while(|letter| letter == ';' || letter == ',');
            skip(cursor);
            if cursor.eat("}") {
                return Ok(named);
            }
            if cursor.is_done() {
                let opened = opened.saturating_sub(1);
                return Err(cursor.error_at(opened, "this `{` is not closed"));
            }
            if !matches!(cursor.peek(), Some(';' | ',')) {
                named.extend(self.statement(cursor, &mut scope)?);
            }
        }
    }

    fn statement(
        &mut self,
        cursor: &mut Cursor,
        scope: &mut Scope,
    ) -> Result<Vec<String>, ReadError> {
        for what in ["node", "edge", "graph"] {
            let start = cursor.at();
            if word(cursor, what) {
                skip(cursor);
                if cursor.peek() == Some('[') {
                    let said = attributes(cursor)?;
                    match what {
                        "node" => scope.nodes.extend(said),
                        "edge" => scope.edges.extend(said),
                        _ => self.of_group(scope, &said),
                    }
                    return Ok(Vec::new());
                }
                cursor.go(start);
            }
        }
        let start = cursor.at();
        let mut ends = vec![self.end(cursor, scope)?];
        skip(cursor);
        if cursor.eat("=") {
            let value = value(cursor)?;
            if let Some(key) = self.forget(&ends[0], start, cursor)? {
                self.of_group(scope, &Attributes::from([(key, value)]));
            }
            return Ok(Vec::new());
        }
        let mut undirected = 0;
        loop {
            skip(cursor);
            let lines = cursor.sees("--");
            if !cursor.eat("->") && !cursor.eat("--") {
                break;
            }
            undirected += usize::from(lines);
            skip(cursor);
            ends.push(self.end(cursor, scope)?);
        }
        let mut said = if ends.len() > 1 {
            scope.edges.clone()
        } else {
            Attributes::new()
        };
        while cursor.peek() == Some('[') {
            said.extend(attributes(cursor)?);
            skip(cursor);
        }
        if let [
            End {
                nodes,
                single: true,
                ..
            },
        ] = &ends[..]
        {
            for node in nodes {
                self.describe(node, &said);
            }
        }
        self.plain += undirected;
        for pair in ends.windows(2) {
            self.join(&pair[0].nodes, &pair[1].nodes, &said, cursor)?;
        }
        Ok(ends.into_iter().flat_map(|end| end.nodes).collect())
    }

    /// `key = value` was taken for a node; it is taken back, unless it was one before.
    fn forget(
        &mut self,
        end: &End,
        start: usize,
        cursor: &Cursor,
    ) -> Result<Option<String>, ReadError> {
        if !end.single {
            return Err(cursor.error_at(start, "only a name can stand before `=`"));
        }
        let key = end.nodes.first().cloned();
        if let Some(key) = key.as_ref().filter(|_| end.is_new) {
            self.places.remove(key);
            self.diagram.nodes.pop();
        }
        Ok(key)
    }

    /// A node, or a subgraph, at the end of an arrow.
    fn end(&mut self, cursor: &mut Cursor, scope: &Scope) -> Result<End, ReadError> {
        let start = cursor.at();
        let subgraph = word(cursor, "subgraph");
        skip(cursor);
        let mut name = None;
        if subgraph && cursor.peek() != Some('{') {
            name = id(cursor)?;
            skip(cursor);
        }
        if cursor.eat("{") {
            let nodes = self.subgraph(cursor, scope, name, start)?;
            return Ok(End {
                nodes,
                ..End::default()
            });
        }
        if subgraph {
            return Err(cursor.error("expected `{` after `subgraph`"));
        }
        let Some(key) = id(cursor)? else {
            let found = cursor
                .peek()
                .map_or_else(String::new, |letter| label::line(&letter.to_string()));
            return Err(cursor.error(format!("expected a box or an arrow, found `{found}`")));
        };
        // A port says where on a box an arrow ends.
        while cursor.eat(":") {
            skip(cursor);
            id(cursor)?;
        }
        let is_new = !self.places.contains_key(&key);
        self.node(&key, scope);
        Ok(End {
            nodes: vec![key],
            single: true,
            is_new,
        })
    }

    fn subgraph(
        &mut self,
        cursor: &mut Cursor,
        scope: &Scope,
        name: Option<String>,
        start: usize,
    ) -> Result<Vec<String>, ReadError> {
        if self.diagram.groups.len() > super::MOST {
            return Err(cursor.error_at(start, "too many subgraphs"));
        }
        if scope.depth >= DEEPEST {
            let message = format!("more than {DEEPEST} subgraphs lie in each other");
            return Err(cursor.error_at(start, message));
        }
        let mut inner = scope.clone();
        inner.depth += 1;
        if let Some(name) = name.filter(|name| name.starts_with("cluster")) {
            self.clusters += 1;
            let title = name.trim_start_matches("cluster").trim_matches('_');
            let title = if title.is_empty() {
                format!("Group {}", self.clusters)
            } else {
                title.to_owned()
            };
            let group = Group {
                name: label::line(&title.replace('_', " ")),
                parent: scope.group.clone(),
            };
            if !self.diagram.groups.iter().any(|(key, _)| *key == name) {
                self.diagram.groups.push((name.clone(), group));
            }
            inner.group = Some(name);
        }
        self.statements(cursor, &inner)
    }

    /// What is said of the graph or cluster itself.
    fn of_group(&mut self, scope: &Scope, said: &Attributes) {
        let name = said
            .get("label")
            .map(|text| label::line(text))
            .filter(|name| !name.is_empty());
        let groups = &mut self.diagram.groups;
        let group = groups
            .iter_mut()
            .find(|(key, _)| Some(key) == scope.group.as_ref());
        if let (Some((_, group)), Some(name)) = (group, name) {
            group.name = name;
        }
    }

    fn node(&mut self, key: &str, scope: &Scope) {
        let known = self.places.get(key).copied();
        let at = known.unwrap_or_else(|| {
            let node = Diagram::node(key, Hint::None);
            self.diagram.nodes.push((key.to_owned(), node));
            self.places
                .insert(key.to_owned(), self.diagram.nodes.len() - 1);
            self.diagram.nodes.len() - 1
        });
        let (_, node) = &mut self.diagram.nodes[at];
        if node.group.is_none() {
            node.group.clone_from(&scope.group);
        }
        if known.is_none() && !scope.nodes.is_empty() {
            self.describe(key, &scope.nodes);
        }
    }

    fn describe(&mut self, key: &str, said: &Attributes) {
        let Some(at) = self.places.get(key) else {
            return;
        };
        let (_, node) = &mut self.diagram.nodes[*at];
        if let Some(text) = said.get("label") {
            let text = text.replace("\\N", key);
            let told = Diagram::node(&of_record(&text), Hint::None);
            if !told.name.is_empty() {
                (node.name, node.more) = (told.name, told.more);
            }
        }
        if let Some(shape) = said.get("shape") {
            node.hint = match shape.as_str() {
                "cylinder" | "folder" | "box3d" => Hint::Store,
                "diamond" | "Mdiamond" => Hint::Decision,
                "parallelogram" | "note" | "tab" => Hint::Data,
                _ => Hint::None,
            };
        }
    }

    fn join(
        &mut self,
        before: &[String],
        after: &[String],
        said: &Attributes,
        cursor: &Cursor,
    ) -> Result<(), ReadError> {
        if before.len() * after.len() + self.diagram.links.len() > MOST_AT_ONCE {
            return Err(cursor.error("too many arrows"));
        }
        if said
            .get("style")
            .is_some_and(|style| style.contains("invis"))
        {
            self.unseen += before.len() * after.len();
            return Ok(());
        }
        let words = said
            .get("label")
            .or_else(|| said.get("xlabel"))
            .map(|text| label::line(text));
        let words = words.filter(|words| !words.is_empty());
        let direction = said.get("dir").map_or("forward", String::as_str);
        let mut draw = |from: &String, to: &String| {
            self.diagram.links.push(Link {
                from: from.clone(),
                to: to.clone(),
                label: words.clone(),
            });
        };
        for from in before {
            for to in after {
                if direction != "back" {
                    draw(from, to);
                }
                if matches!(direction, "back" | "both") {
                    draw(to, from);
                }
            }
        }
        self.plain += usize::from(direction == "none");
        Ok(())
    }

    fn done(mut self) -> Diagram {
        let (unseen, plain) = (self.unseen, self.plain);
        if unseen > 0 {
            self.diagram
                .notes
                .push(format!("left out: invisible arrows ({unseen})"));
        }
        if plain > 0 {
            self.diagram.notes.push(format!(
                "lines without an arrow ({plain}) are flows in the order in which they are written"
            ));
        }
        self.diagram
    }
}

/// What stands at an end of an arrow.
#[derive(Default)]
struct End {
    nodes: Vec<String>,
    /// Whether it is one node that was named, and no subgraph.
    single: bool,
    /// Whether it was not there before.
    is_new: bool,
}

/// Goes over blanks, comments and lines of a preprocessor.
fn skip(cursor: &mut Cursor) {
    loop {
        cursor.skip_space();
        if cursor.sees("//") || cursor.peek() == Some('#') {
            cursor.line();
        } else if cursor.eat("/*") {
            if cursor.until("*/").is_none() {
                cursor.go(usize::MAX);
            }
        } else {
            return;
        }
    }
}

/// Takes a word, if it comes next and ends there; capitals do not matter.
fn word(cursor: &mut Cursor, word: &str) -> bool {
    let fits = word.chars().enumerate().all(|(on, letter)| {
        cursor
            .peek_at(on)
            .is_some_and(|found| found.eq_ignore_ascii_case(&letter))
    });
    let after = cursor.peek_at(word.len());
    let ends = after.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
    if fits && ends {
        cursor.go(cursor.at() + word.len());
    }
    fits && ends
}

/// A name: plain, a number, in quotes, or HTML.
fn id(cursor: &mut Cursor) -> Result<Option<String>, ReadError> {
    match cursor.peek() {
        Some('"') => quoted(cursor).map(Some),
        Some('<') => html(cursor).map(Some),
        Some('-')
            if cursor
                .peek_at(1)
                .is_some_and(|next| next.is_ascii_digit() || next == '.') =>
        {
            cursor.take();
            let number = cursor.take_while(|letter| letter.is_ascii_digit() || letter == '.');
            Ok(Some(format!("-{number}")))
        }
        _ => {
            let id =
                cursor.take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
            Ok((!id.is_empty()).then_some(id))
        }
    }
}

fn value(cursor: &mut Cursor) -> Result<String, ReadError> {
    skip(cursor);
    match id(cursor)? {
        Some(value) => Ok(value),
        None => Err(cursor.error("expected a value after `=`")),
    }
}

/// A text in quotes; several are joined by `+`.
fn quoted(cursor: &mut Cursor) -> Result<String, ReadError> {
    let mut text = String::new();
    loop {
        let opened = cursor.at();
        cursor.take();
        loop {
            match cursor.take() {
                None => return Err(cursor.error_at(opened, "this text has no closing quote")),
                Some('"') => break,
                Some('\\') if cursor.peek() == Some('"') => text.extend(cursor.take()),
                Some('\\') if cursor.peek() == Some('\n') => {
                    cursor.take();
                }
                Some(letter) => text.push(letter),
            }
        }
        let end = cursor.at();
        skip(cursor);
        if !cursor.eat("+") {
            cursor.go(end);
            return Ok(text);
        }
        skip(cursor);
        if cursor.peek() != Some('"') {
            return Err(cursor.error("expected a text in quotes after `+`"));
        }
    }
}

/// A label in HTML, up to the angle bracket that closes it.
fn html(cursor: &mut Cursor) -> Result<String, ReadError> {
    let opened = cursor.at();
    let (mut text, mut depth) = (String::new(), 0_usize);
    while let Some(letter) = cursor.take() {
        match letter {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        text.push(letter);
        if depth == 0 {
            return Ok(text[1..text.len() - 1].to_owned());
        }
    }
    Err(cursor.error_at(opened, "this `<` is not closed"))
}

/// `[key=value, key=value; …]`.
fn attributes(cursor: &mut Cursor) -> Result<Attributes, ReadError> {
    let opened = cursor.at();
    cursor.take();
    let mut said = Attributes::new();
    loop {
        skip(cursor);
        cursor.take_while(|letter| letter == ',' || letter == ';');
        skip(cursor);
        if cursor.eat("]") {
            return Ok(said);
        }
        let Some(key) = id(cursor)? else {
            if matches!(cursor.peek(), Some(',' | ';')) {
                continue;
            }
            let message = "expected `name=value`, closed by `]`";
            return Err(cursor.error_at(
                if cursor.is_done() {
                    opened
                } else {
                    cursor.at()
                },
                message,
            ));
        };
        skip(cursor);
        let value = if cursor.eat("=") {
            value(cursor)?
        } else {
            "true".into()
        };
        said.insert(key, value);
    }
}

/// The first text of a record's label, `{<port> Name | more}`.
fn of_record(text: &str) -> String {
    if !text.contains('|') {
        return text.to_owned();
    }
    let fields = text.split('|').map(|field| {
        let field = field.trim().trim_matches(['{', '}']).trim();
        match field
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
        {
            Some((_, name)) => name.trim(),
            None => field,
        }
    });
    fields
        .filter(|field| !field.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
