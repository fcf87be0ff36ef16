//! Keys as text and back, and the look-up of a key in the table of commands.

use std::collections::BTreeMap;
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::command::{COMMANDS, Place, Row};

/// One key with its modifiers, normalised: Shift is never set on a character, whose case says it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

const NAMED: &[(&str, KeyCode)] = &[
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Space", KeyCode::Char(' ')),
    ("Insert", KeyCode::Insert),
    ("F1", KeyCode::F(1)),
    ("F2", KeyCode::F(2)),
    ("F3", KeyCode::F(3)),
    ("F4", KeyCode::F(4)),
    ("F5", KeyCode::F(5)),
    ("F6", KeyCode::F(6)),
    ("F7", KeyCode::F(7)),
    ("F8", KeyCode::F(8)),
    ("F9", KeyCode::F(9)),
    ("F10", KeyCode::F(10)),
    ("F11", KeyCode::F(11)),
    ("F12", KeyCode::F(12)),
];

impl Key {
    /// The key that was pressed.
    #[must_use]
    pub fn of(event: &KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                let lower = modifiers.contains(KeyModifiers::CONTROL);
                KeyCode::Char(if lower { c.to_ascii_lowercase() } else { c })
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// The key of a text such as `Ctrl-r`, `Shift-Left`, `x` or `Space`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        for (prefix, modifier) in [
            ("Ctrl-", KeyModifiers::CONTROL),
            ("Alt-", KeyModifiers::ALT),
            ("Shift-", KeyModifiers::SHIFT),
        ] {
            if let Some(after) = rest.strip_prefix(prefix) {
                modifiers |= modifier;
                rest = after;
            }
        }
        let named = NAMED.iter().find(|(name, _)| *name == rest);
        let mut characters = rest.chars();
        let code = match (named, characters.next(), characters.next()) {
            (Some((_, code)), ..) => *code,
            (None, Some(c), None) => KeyCode::Char(c),
            _ => return None,
        };
        Some(Self { code, modifiers })
    }

    /// The keys of a sequence such as `z n`.
    #[must_use]
    pub fn sequence(text: &str) -> Vec<Self> {
        text.split(' ').filter_map(Self::parse).collect()
    }

    /// The character, if the key would type one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c)
                if !self
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                Some(c)
            }
            _ => None,
        }
    }

    /// The event that the terminal would send for this key.
    #[must_use]
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in [
            (KeyModifiers::CONTROL, "Ctrl-"),
            (KeyModifiers::ALT, "Alt-"),
            (KeyModifiers::SHIFT, "Shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, code) => write!(f, "{code}"),
        }
    }
}

/// What a key, or the keys typed so far, stand for.
#[derive(Debug, Clone, Copy)]
pub enum Lookup {
    /// A command.
    Found(&'static Row),
    /// The beginning of at least one sequence.
    Prefix,
    /// Nothing.
    Unknown,
}

/// The keys of every command: those of the table, but where a person has set others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    /// By what the command is called in the configuration.
    own: BTreeMap<String, Vec<String>>,
}

/// A key that cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyProblem {
    /// What it was set for.
    pub id: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether the key counts all the same.
    pub counts: bool,
}

/// What a command is called in the configuration, such as `draw.add` or `everywhere.save`.
#[must_use]
pub fn id_of(row: &Row) -> String {
    let place = row.places.first().map_or("", |place| place.name());
    let word = |text| crate::model::slug(text).unwrap_or_default();
    format!("{}.{}", word(place), word(row.name))
}

impl Keymap {
    /// The table with other keys for some commands. What cannot be is told, and left as it is in the table.
    #[must_use]
    pub fn with(wanted: &BTreeMap<String, Vec<String>>) -> (Self, Vec<KeyProblem>) {
        let mut keymap = Self::default();
        let mut told = Vec::new();
        for (id, keys) in wanted {
            match check(id, keys) {
                Ok(()) => drop(keymap.own.insert(id.clone(), keys.clone())),
                Err(problem) => told.push(problem),
            }
        }
        // Two commands may change keys with each other, so they are compared only when all are set.
        while let Some(problem) = keymap.conflict() {
            keymap.own.remove(&problem.id);
            told.push(problem);
        }
        told.extend(keymap.hidden());
        (keymap, told)
    }

    /// Keys of one's own that mean something else on every other screen. They count: whoever gives them may want it so.
    fn hidden(&self) -> Vec<KeyProblem> {
        let mine = |row: &&Row| self.own.contains_key(&id_of(row));
        // A dialog has the keyboard to itself, and what works everywhere does not work there.
        let on_screen = |place: &&Place| {
            let dialog = |row: &Row| row.command == super::command::Command::Cancel;
            **place != Place::Anywhere && !super::command::rows_in(**place).any(dialog)
        };
        let mut told = Vec::new();
        for row in COMMANDS.iter().filter(mine) {
            let Some(place) = row.places.iter().find(on_screen) else {
                continue;
            };
            for key in self.keys(row) {
                let everywhere = super::command::rows_in(Place::Anywhere);
                let hidden = |other: &Row| self.keys(other).any(|taken| hides(key, taken));
                let built_in = row.keys.contains(&key);
                if let Some(other) = everywhere
                    .into_iter()
                    .find(|other| !built_in && hidden(other))
                {
                    told.push(KeyProblem {
                        id: id_of(row),
                        message: format!(
                            "`{key}` is {} everywhere; in {} it is {} now",
                            other.name,
                            place.name(),
                            row.name
                        ),
                        help: Some(format!("take another key, or give `{}` one", id_of(other))),
                        counts: true,
                    });
                }
            }
        }
        told
    }

    /// The commands whose keys are not those of the table.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.own.keys().map(String::as_str)
    }

    /// The keys of a command.
    pub fn keys<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a str> {
        let own = if self.own.is_empty() {
            None
        } else {
            self.own.get(&id_of(row))
        };
        let built_in = row.keys.iter().copied().filter(move |_| own.is_none());
        own.into_iter()
            .flatten()
            .map(String::as_str)
            .chain(built_in)
    }

    /// The first command with keys of its own that another one has in the same place.
    fn conflict(&self) -> Option<KeyProblem> {
        let mine = |row: &Row| self.own.contains_key(&id_of(row));
        for row in COMMANDS.iter().filter(|row| mine(row)) {
            for other in COMMANDS {
                let place = row.places.iter().find(|place| other.places.contains(place));
                let (false, Some(place)) = (std::ptr::eq(row, other), place) else {
                    continue;
                };
                for key in self.keys(row) {
                    if self.keys(other).any(|other| hides(key, other)) {
                        return Some(KeyProblem {
                            id: id_of(row),
                            message: format!(
                                "`{key}` is the key of {} in {} already",
                                other.name,
                                place.name()
                            ),
                            help: Some(format!("give `{}` another key, too", id_of(other))),
                            counts: false,
                        });
                    }
                }
            }
        }
        None
    }

    /// Looks up the keys typed so far in the places that are active, the innermost first.
    #[must_use]
    pub fn look_up(&self, places: &[Place], keys: &[Key]) -> Lookup {
        let mut prefix = false;
        for place in places {
            for row in COMMANDS.iter().filter(|row| row.places.contains(place)) {
                for text in self.keys(row) {
                    let sequence = Key::sequence(text);
                    if sequence == keys {
                        return Lookup::Found(row);
                    }
                    prefix |= sequence.starts_with(keys);
                }
            }
        }
        if prefix {
            Lookup::Prefix
        } else {
            Lookup::Unknown
        }
    }

    /// The commands that the keys typed so far can still become, with the keys that are left.
    #[must_use]
    pub fn continuations(&self, places: &[Place], keys: &[Key]) -> Vec<(String, &'static Row)> {
        let mut found = Vec::new();
        for row in COMMANDS
            .iter()
            .filter(|row| row.places.iter().any(|p| places.contains(p)))
        {
            for text in self.keys(row) {
                let sequence = Key::sequence(text);
                if sequence.len() > keys.len() && sequence.starts_with(keys) {
                    let rest: Vec<String> =
                        sequence[keys.len()..].iter().map(Key::to_string).collect();
                    found.push((rest.join(" "), row));
                }
            }
        }
        found
    }

    /// The keys of a command as people read them, arrows as arrows where the terminal can draw them.
    #[must_use]
    pub fn shown(&self, row: &Row, ascii: bool) -> String {
        let arrow = |key: &str| match key {
            "Left" if !ascii => "←".to_owned(),
            "Right" if !ascii => "→".to_owned(),
            "Up" if !ascii => "↑".to_owned(),
            "Down" if !ascii => "↓".to_owned(),
            "Enter" if !ascii => "⏎".to_owned(),
            key => key.to_owned(),
        };
        let all: Vec<String> = self.keys(row).map(arrow).collect();
        all.join(" ")
    }

    /// The first key of a command, for the hint line.
    #[must_use]
    pub fn first_key(&self, row: &Row, ascii: bool) -> String {
        match self.keys(row).next() {
            Some("Enter") if !ascii => "⏎".into(),
            Some("Down") if !ascii => "↑↓".into(),
            Some("Right") if !ascii => "→".into(),
            Some("Left") if !ascii => "←".into(),
            Some("PageDown") => "PgDn".into(),
            Some(key) => key.replace("Ctrl-", "^"),
            None => String::new(),
        }
    }
}

/// Whether one of two sequences of keys is the beginning of the other, so that only one of them can be typed.
fn hides(one: &str, other: &str) -> bool {
    let (one, other) = (Key::sequence(one), Key::sequence(other));
    other.starts_with(&one) || one.starts_with(&other)
}

/// Whether keys can be set for a command, taken by themselves.
fn check(id: &str, keys: &[String]) -> Result<(), KeyProblem> {
    let wrong = |message: String, help: Option<String>| KeyProblem {
        id: id.to_owned(),
        message,
        help,
        counts: false,
    };
    let Some(row) = COMMANDS.iter().find(|row| id_of(row) == id) else {
        let ids: Vec<String> = COMMANDS.iter().map(id_of).collect();
        let near = crate::model::nearest(id, ids.iter().map(String::as_str));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let all = "`bartizan config --keys` lists them all".to_owned();
        return Err(wrong(
            format!("there is no command `{id}`"),
            help.or(Some(all)),
        ));
    };
    for key in keys {
        let parts: Vec<&str> = key.split(' ').collect();
        if let Some(part) = parts.iter().find(|part| Key::parse(part).is_none()) {
            let help = "write keys as `x`, `Ctrl-x`, `F5`, `Shift-Left` or `z n`";
            return Err(wrong(format!("`{part}` is no key"), Some(help.to_owned())));
        }
        let typed = Key::parse(parts[0]).is_some_and(|key| key.typed().is_some());
        if let Some(place) = row.places.iter().find(|place| place.takes_text() && typed) {
            let help = "a text is typed there; take a key with Ctrl or a function key";
            let message = format!("`{key}` cannot be a command in {}", place.name());
            return Err(wrong(message, Some(help.to_owned())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_in_the_table_reads_back_as_written() {
        for row in COMMANDS {
            for text in row.keys {
                let keys = Key::sequence(text);
                let back: Vec<String> = keys.iter().map(Key::to_string).collect();
                assert_eq!(&back.join(" "), text, "{:?}", row.command);
            }
        }
    }

    #[test]
    fn no_key_stands_twice_in_a_place_and_none_hides_behind_a_prefix() {
        for place in Place::ALL {
            let mut seen: Vec<(Vec<Key>, &str)> = Vec::new();
            let inner = COMMANDS.iter().filter(|row| row.places.contains(&place));
            for row in inner {
                for text in row.keys {
                    let keys = Key::sequence(text);
                    for (other, name) in &seen {
                        assert!(
                            !other.starts_with(&keys) && !keys.starts_with(other),
                            "{text} of {} and {name} in {place:?}",
                            row.name
                        );
                    }
                    seen.push((keys, row.name));
                }
            }
        }
    }

    #[test]
    fn no_printable_key_is_a_command_where_text_is_typed() {
        for place in Place::ALL.into_iter().filter(|place| place.takes_text()) {
            for row in COMMANDS.iter().filter(|row| row.places.contains(&place)) {
                // What stands in such lists is found without blanks; Space ticks.
                for text in row
                    .keys
                    .iter()
                    .filter(|_| row.command != crate::tui::command::Command::Tick)
                {
                    assert!(
                        Key::sequence(text)[0].typed().is_none(),
                        "{text} in {place:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_command_has_a_name_of_its_own_in_the_configuration() {
        let mut ids: Vec<String> = COMMANDS.iter().map(id_of).collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn every_command_says_what_it_does_and_has_a_key() {
        for row in COMMANDS {
            assert!(!row.name.is_empty() && !row.keys.is_empty() && !row.places.is_empty());
            assert!(row.help.len() > row.name.len(), "{}", row.name);
            assert!(!row.help.ends_with('.'), "{}", row.help);
        }
    }

    #[test]
    fn shift_on_a_letter_and_back_tab_are_the_keys_that_the_table_names() {
        let event = KeyEvent::new(KeyCode::Char('O'), KeyModifiers::SHIFT);
        assert_eq!(Key::of(&event).to_string(), "O");
        let event = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::of(&event).to_string(), "Shift-Tab");
    }
}
