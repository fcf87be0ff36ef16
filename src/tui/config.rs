//! What a person can set: theme, colours, characters, mouse, autosave and keys. From a text, with every mistake named by its
//! place; what is wrong is left at its default, so that the program always starts. Knows no file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::layout::Charset;
use crate::model::{Diagnostic, Places, nearest, text};

use super::command::COMMANDS;
use super::keymap::{Keymap, id_of};
use super::palette::Palette;
use super::theme::Depth;

/// What counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the colours come from.
    pub palette: Palette,
    /// How many colours there are; the environment says so without.
    pub depth: Option<Depth>,
    /// Which characters are drawn; the locale says so without.
    pub charset: Option<Charset>,
    /// Whether the mouse is ours. Without, the terminal selects text with it.
    pub mouse: bool,
    /// After how many quiet seconds the file is written; 0 is never. The journal has every change at once in any case.
    pub autosave: u64,
    /// The keys.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            palette: Palette::default(),
            depth: None,
            charset: None,
            mouse: true,
            autosave: 0,
            keymap: Keymap::default(),
        }
    }
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "file")]
struct Written {
    theme: Option<String>,
    colours: Option<String>,
    characters: Option<String>,
    mouse: Option<bool>,
    autosave: Option<u64>,
    keys: BTreeMap<String, Vec<String>>,
}

const DEPTHS: [(&str, Option<Depth>); 5] = [
    ("auto", None),
    ("none", Some(Depth::Mono)),
    ("16", Some(Depth::Sixteen)),
    ("256", Some(Depth::TwoFiftySix)),
    ("true", Some(Depth::True)),
];

const CHARSETS: [(&str, Option<Charset>); 3] = [
    ("auto", None),
    ("unicode", Some(Charset::Unicode)),
    ("ascii", Some(Charset::Ascii)),
];

impl Config {
    /// Reads a configuration. `file` is its name, for the places of what is wrong in it.
    #[must_use]
    pub fn read(content: &str, file: &str) -> (Self, Vec<Diagnostic>) {
        let places = Places::of(content);
        let mut reader = Reader {
            places: &places,
            told: Vec::new(),
        };
        let config = match text::parse::<Written>(content, &places) {
            Ok(written) => reader.take(written),
            Err(told) => {
                reader.told = told;
                Self::default()
            }
        };
        let told = reader.told.into_iter().map(|one| one.in_file(file));
        (config, told.collect())
    }

    /// The values that count, a line for each.
    #[must_use]
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let named = |all: &[(&str, Option<Depth>)]| name_of(all, &self.depth);
        let yes = |on| if on { "yes" } else { "no" };
        let autosave = match self.autosave {
            0 => "never; the journal has every change at once".to_owned(),
            seconds => format!("after {seconds} quiet seconds"),
        };
        let own = self.keymap.own().count();
        vec![
            ("theme", self.palette.as_str().to_owned()),
            ("colours", named(&DEPTHS)),
            ("characters", name_of(&CHARSETS, &self.charset)),
            ("mouse", yes(self.mouse).to_owned()),
            ("autosave", autosave),
            (
                "keys",
                match own {
                    0 => "as built in".to_owned(),
                    1 => "1 command has keys of your own".to_owned(),
                    own => format!("{own} commands have keys of your own"),
                },
            ),
        ]
    }
}

fn name_of<T: PartialEq>(all: &[(&str, T)], value: &T) -> String {
    let found = all.iter().find(|(_, other)| other == value);
    found.map_or("", |(name, _)| name).to_owned()
}

/// A file to begin with: every setting at its default, each with a word about it.
#[must_use]
pub fn example() -> String {
    let themes: Vec<&str> = Palette::ALL.iter().map(|one| one.as_str()).collect();
    let depths: Vec<&str> = DEPTHS.iter().map(|(name, _)| *name).collect();
    let charsets: Vec<&str> = CHARSETS.iter().map(|(name, _)| *name).collect();
    let mut text = String::from("(\n");
    for (field, value, about) in [
        ("theme", "\"terminal\"", themes.join(", ")),
        ("colours", "\"auto\"", depths.join(", ")),
        ("characters", "\"auto\"", charsets.join(", ")),
        (
            "mouse",
            "true",
            "false leaves it to the terminal, which then selects text with it".to_owned(),
        ),
        (
            "autosave",
            "0",
            "quiet seconds after which the file is written; 0 is never".to_owned(),
        ),
    ] {
        let _ = writeln!(text, "    // {about}\n    {field}: {value},");
    }
    text.push_str(
        "    // `bartizan config --keys` lists every command with its keys\n    keys: {\n",
    );
    text.push_str("        // \"everywhere.save\": [\"Ctrl-s\", \"F2\"],\n    },\n)\n");
    text
}

/// Every command that keys can be given to, with those that it has: for the `keys` section.
#[must_use]
pub fn key_lines(keymap: &Keymap) -> Vec<(String, String, &'static str)> {
    COMMANDS
        .iter()
        .map(|row| {
            let keys: Vec<&str> = keymap.keys(row).collect();
            (id_of(row), keys.join(", "), row.help)
        })
        .collect()
}

struct Reader<'a> {
    places: &'a Places,
    told: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn take(&mut self, written: Written) -> Config {
        let palettes = Palette::ALL.map(|palette| (palette.as_str(), palette));
        let twice = self.places.twice().into_iter().map(|(path, place)| {
            let name = path.rsplit('/').next().unwrap_or(path);
            Diagnostic::error(format!("`{name}` stands twice")).at(Some(place))
        });
        self.told.extend(twice);
        let mut config = Config::default();
        config.palette = self.one_of("theme", written.theme, &palettes, config.palette);
        config.depth = self.one_of("colours", written.colours, &DEPTHS, None);
        config.charset = self.one_of("characters", written.characters, &CHARSETS, None);
        config.mouse = written.mouse.unwrap_or(config.mouse);
        config.autosave = written.autosave.unwrap_or(config.autosave);
        let (keymap, wrong) = Keymap::with(&written.keys);
        config.keymap = keymap;
        for problem in wrong {
            let told = if problem.counts {
                Diagnostic::warning(problem.message)
            } else {
                Diagnostic::error(problem.message)
            };
            let mut told = told.at(self.places.at(&format!("keys/{}", problem.id)));
            told.help = problem.help;
            self.told.push(told);
        }
        config
    }

    fn one_of<T: Copy>(
        &mut self,
        field: &str,
        written: Option<String>,
        all: &[(&str, T)],
        default: T,
    ) -> T {
        let Some(written) = written else {
            return default;
        };
        if let Some((_, value)) = all.iter().find(|(name, _)| *name == written) {
            return *value;
        }
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        let help = match nearest(&written, names.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of {}", names.join(", ")),
        };
        let told = Diagnostic::error(format!("there is no {field} `{written}`"));
        self.told
            .push(told.at(self.places.value(field)).with_help(help));
        default
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::{Command, Place};
    use crate::tui::keymap::{Key, Lookup};

    fn told(text: &str) -> (Config, String) {
        let (config, told) = Config::read(text, "config.ron");
        (config, crate::model::render(&told))
    }

    #[test]
    fn what_is_set_counts_and_the_rest_is_as_built_in() {
        let (config, told) = told(
            "(theme: \"dark\", mouse: false, autosave: 30,\n keys: {\"everywhere.save\": [\"F2\"]})",
        );
        assert_eq!(told, "");
        assert_eq!(config.palette, Palette::Dark);
        assert!(!config.mouse);
        assert_eq!((config.autosave, config.depth), (30, None));
        let found = |key: &str| {
            let keys = Key::sequence(key);
            matches!(config.keymap.look_up(&[Place::Anywhere], &keys), Lookup::Found(row) if row.command == Command::Save)
        };
        assert!(found("F2"));
        assert!(
            !found("Ctrl-s"),
            "own keys stand in place of the built-in ones"
        );
    }

    #[test]
    fn the_example_says_what_is_built_in() {
        let (config, told) = told(&example());
        assert_eq!(told, "");
        assert_eq!(config, Config::default());
        assert_eq!(told_lines(""), Config::default().lines().len());
    }

    fn told_lines(text: &str) -> usize {
        Config::read(text, "").0.lines().len()
    }

    #[test]
    fn a_broken_file_is_named_by_its_line_and_the_defaults_count() {
        let (config, told) = told("(\n    theme: \"dark\",\n    mous: true,\n)");
        assert_eq!(config, Config::default());
        assert!(told.contains("config.ron") && told.contains('3'), "{told}");
        assert!(told.contains("mouse"), "{told}");
        assert!(told.contains("this file has a field `mous`"), "{told}");
    }

    #[test]
    fn a_wrong_value_is_named_with_the_nearest_and_everything_else_counts() {
        let (config, told) = told("(\n    theme: \"drak\",\n    mouse: false,\n)");
        assert!(!config.mouse);
        assert_eq!(config.palette, Palette::Terminal);
        assert!(
            told.contains("there is no theme `drak`") && told.contains("\"dark\""),
            "{told}"
        );
        assert!(told.contains("2:12"), "{told}");
    }

    #[test]
    fn keys_that_cannot_be_are_named_one_by_one_and_the_others_count() {
        let (config, told) = told(
            "(keys: {\n\"draw.ad\": [\"a\"],\n\"draw.pin\": [\"Hyper-p\"],\n\"draw.tidy\": [\"a\"],\n\"draw.add\": [\"F5\"],\n})",
        );
        assert!(
            told.contains("there is no command `draw.ad`") && told.contains("draw.add"),
            "{told}"
        );
        assert!(told.contains("`Hyper-p` is no key"), "{told}");
        assert!(
            !told.contains("draw.tidy"),
            "a is free once Add has another key: {told}"
        );
        assert_eq!(config.keymap.own().count(), 2);
        let (config, told) = self::told("(keys: {\"draw.add\": [\"a\", \"n\", \"q\", \"F5\"]})");
        assert!(
            told.contains("warning: `n` is Next match everywhere; in Draw it is Add now"),
            "{told}"
        );
        assert!(told.contains("`q` is Quit everywhere"), "{told}");
        assert_eq!(told.matches("warning").count(), 2, "{told}");
        assert_eq!(config.keymap.own().count(), 1, "they count all the same");
        let (config, told) = self::told("(keys: {\"draw.tidy\": [\"a\"]})");
        assert!(
            told.contains("`a` is the key of Add in Draw already"),
            "{told}"
        );
        assert_eq!(config.keymap.own().count(), 0);
    }
}
