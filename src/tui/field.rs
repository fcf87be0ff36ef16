//! A field to type in: one line or several. A thin coat over `ratatui-textarea` that keeps line breaks out of single lines.

use crate::model::{Date, DateError};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

/// A text that is being typed.
#[derive(Debug, Clone)]
pub struct Field {
    area: TextArea<'static>,
    several_lines: bool,
}

impl Field {
    /// A field of one line.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self::with(text, false)
    }

    /// A field of several lines, wrapped between words.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        Self::with(text, true)
    }

    fn with(text: &str, several_lines: bool) -> Self {
        let lines: Vec<String> = if several_lines {
            text.lines().map(str::to_owned).collect()
        } else {
            vec![one_line(text)]
        };
        let mut area = TextArea::new(lines);
        area.set_cursor_line_style(ratatui::style::Style::new());
        area.set_max_histories(200);
        if several_lines {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        // A new text area has its cursor at the start; a person who renames goes on at the end.
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            several_lines,
        }
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing but blanks was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Types a key that is no command. Gives whether the text changed.
    pub fn input(&mut self, key: KeyEvent) -> bool {
        match (key.code, key.modifiers) {
            // A name or a reason has no tabs in it.
            (KeyCode::Tab | KeyCode::BackTab, _) => false,
            // What every shell does with it; the text area would undo.
            (KeyCode::Char('u'), KeyModifiers::CONTROL) => self.area.delete_line_by_head(),
            _ => self.area.input(key),
        }
    }

    /// Takes in a pasted text; a single line takes line breaks as blanks.
    pub fn paste(&mut self, text: &str) {
        let clean: String = without_sequences(text)
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ")
            .chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        let text = if self.several_lines {
            clean
        } else {
            one_line(&clean)
        };
        self.area.insert_str(text);
    }

    /// Replaces the whole text, the cursor at its end.
    pub fn set(&mut self, text: &str) {
        *self = Self::with(text, self.several_lines);
    }

    /// The text area, for drawing.
    #[must_use]
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }
}

/// The text without the sequences that colour a terminal: each goes whole, not its first character alone.
fn without_sequences(text: &str) -> String {
    let mut kept = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\x1b' {
            kept.push(letter);
            continue;
        }
        match letters.next() {
            // Its parameters, up to the letter that ends it.
            Some('[') => {
                let _ = letters.find(|c| ('\x40'..='\x7e').contains(c));
            }
            // A title or a link, up to the bell or the next escape.
            Some(']') if letters.find(|c| matches!(c, '\x07' | '\x1b')) == Some('\x1b') => {
                letters.next();
            }
            _ => {}
        }
    }
    kept
}

/// Line breaks, with the blanks round them, become single blanks; blanks at the ends stay.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for (index, part) in text.lines().enumerate() {
        if index > 0 {
            line.truncate(line.trim_end().len());
            line.push(' ');
        }
        line.push_str(if index > 0 { part.trim_start() } else { part });
    }
    line
}

/// The day that a field of a form says: none where it is empty; what is wrong with it where it is no day.
pub fn day(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|error: DateError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_line_takes_pasted_line_breaks_as_blanks() {
        let mut field = Field::line("Scoring ");
        field.paste("API\r\nof\tpayments\x1b");
        assert_eq!(field.text(), "Scoring API of payments");
    }

    #[test]
    fn colours_of_a_terminal_are_pasted_away_whole() {
        let mut field = Field::line("");
        field.paste("a \x1b[31mred\x1b[0m word, \x1b]8;;http://x\x1b\\linked\x1b]8;;\x07");
        assert_eq!(field.text(), "a red word, linked");
    }

    #[test]
    fn typing_goes_on_at_the_end_of_what_stands_there() {
        let mut field = Field::line("Trai");
        for c in "ner".chars() {
            field.input(KeyEvent::new(
                crossterm::event::KeyCode::Char(c),
                crossterm::event::KeyModifiers::NONE,
            ));
        }
        assert_eq!(field.text(), "Trainer");
    }
}
